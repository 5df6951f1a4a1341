# ServerTests.pm: a changed file of the glue or of the workspace, built into a private server: regression tests one by
# one, and for the workspace the isolation specs and some TAP scripts after them.
package ServerTests;
use strict;
use warnings;
use File::Basename qw(basename);
use Source;
use Reach;
use Run;

# The cluster is the one that bin/mutate made; a copy of it as it was replaces it where a mutant spoilt it.
sub new
{
	my ($class, %options) = @_;
	my $self = bless { %options, folder => "$ENV{BC_TMP}/mutate", home => $ENV{PGHOST} }, $class;
	mkdir $self->{folder};
	$self->{make} = "make -s PG_CONFIG=$ENV{PG_CONFIG} with_llvm=no";
	chomp($self->{library} = `$ENV{PG_CONFIG} --pkglibdir`);
	$self->command("pg_ctl -s -w -D $self->{home}/data -m fast stop && cp -R $self->{home}/data $self->{home}/kept && $self->{make} && $self->{make} install", 600)
	  or die "no library\n" . slurp($self->log_file);
	$self->start;
	$self->{reach} = Reach->new(glob 'sql/workspace/*.sql');
	my @names = map { basename($_, '.sql') } sort glob 'sql/*.sql';
	@names = grep { /^workspace_/ } @names if $self->{area} eq 'sql';
	$self->{tests} = [ map { $self->test('regress', $_, "sql/$_.sql") } @names ];
	if ($self->{area} eq 'sql')
	{
		push @{ $self->{tests} }, map { $self->test('isolation', basename($_, '.spec'), $_) } sort glob 'test/isolation/specs/*.spec';
	}
	push @{ $self->{tests} }, map { $self->test('tap', $_, glob "test/tap/$_*.pl") } split ' ', $self->{tap};
	$self->all_pass or die "the unchanged tree does not pass\n";
	return $self;
}

sub log_file { return "$_[0]{folder}/log"; }

sub command
{
	my ($self, $command, $limit) = @_;
	return limited($command, $limit // 120, $self->log_file);
}

# A test: {name, part, command, words}; the command is what make would run.
sub test
{
	my ($self, $part, $name, $file) = @_;
	die "no test $name\n" unless defined $file && -e $file;
	my %arguments = (
		regress => 'REGRESS=@@ ISOLATION= TAP_TESTS=', isolation => 'REGRESS= ISOLATION=@@ TAP_TESTS=',
		tap => "REGRESS= ISOLATION= PROVE_TESTS=@@ PROVE_FLAGS='-I test/tap'");
	if (!defined $self->{commands}{$part})
	{
		my $all = `$self->{make} -n installcheck $arguments{$part}`;
		$all =~ s/\\\n/ /g;
		($self->{commands}{$part}) = grep { /@@/ } split /\n/, $all;
	}
	(my $command = $self->{commands}{$part}) =~ s/@@/$part eq 'tap' ? $file : $name/e;
	my $text = slurp($file);
	my %words = map { $_ => 1 } $text =~ /\b(\w+)\s*\(/g;
	# psql includes what a test begins with, TAP scripts use modules
	my $more = join "\n", map { slurp($_) } $part eq 'regress' ? glob('sql/include/*.sql') : $part eq 'tap' ? glob('test/tap/*.pm') : ();
	return { reached => $self->{reach}->from("$text\n$more"), name => "$part $name", part => $part, command => $command, words => \%words, kills => 0, killed => {} };
}

sub start
{
	my ($self) = @_;
	return $self->command("pg_ctl -s -w -t 60 -D $self->{home}/data -l $self->{home}/server.log start");
}

# The cluster as it was at first.
sub fresh
{
	my ($self) = @_;
	my $data = "$self->{home}/data";
	$self->command("pg_ctl -s -w -t 30 -D $data -m immediate stop; rm -rf $data && cp -R $self->{home}/kept $data") or die "no copy of the cluster\n";
	$self->start or die "the server does not start\n";
	$self->{restarts}++;
}

# No databases, roles or sessions of the tests; where that cannot be had, the cluster as it was.
sub tidy
{
	my ($self) = @_;
	my $sql = <<'SQL';
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid();
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE backend_type = 'parallel worker';
SELECT format('ROLLBACK PREPARED %L', gid) FROM pg_prepared_xacts WHERE database = 'postgres' \gexec
SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1') \gexec
SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> 'postgres' \gexec
SELECT 1 / (NOT EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()))::int;
SQL
	spew("$self->{folder}/tidy.sql", $sql);
	foreach my $try (1 .. 20)
	{
		last if $self->command('pg_isready -q', 10);
		# a server that crashed is on its way back
		select undef, undef, undef, 0.5;
	}
	$self->command("psql -X -q -v ON_ERROR_STOP=1 -d postgres -f $self->{folder}/tidy.sql", 40) or $self->fresh;
	return;
}

# Runs a test; servers that a TAP script left running end.
sub passes
{
	my ($self, $test, $limit) = @_;
	my $ok = $self->command($test->{command}, $limit);
	my $seconds = seconds();
	if (!$ok && $test->{part} eq 'tap')
	{
		foreach my $file (split /\n/, `find tmp_check -name postmaster.pid 2>/dev/null`)
		{
			my ($pid) = slurp($file) =~ /^(\d+)/;
			kill 'QUIT', $pid if $pid && (readlink("/proc/$pid/exe") // '') =~ /^\Q$ENV{BC_TMP}\E/;
		}
	}
	return ($ok, $seconds);
}

sub all_pass
{
	my ($self) = @_;
	my $all = 1;
	foreach my $test (@{ $self->{tests} })
	{
		(my $ok, my $seconds) = $self->passes($test, 900);
		$test->{seconds} //= $seconds;
		$ok or do { $all = 0; print "FAILED on the unchanged tree: $test->{name}\n"; };
		$self->tidy unless $ok;
	}
	return $all;
}

# The parts one after another; in each, what killed mutants of this file, then what calls a function of the place's,
# then what kills most in its time.
sub in_order
{
	my ($self, $source, $function) = @_;
	my %part = (regress => 0, isolation => 1, tap => 2);
	my ($stem) = basename($source) =~ /([a-z]+)/;
	return sort {
		$part{ $a->{part} } <=> $part{ $b->{part} }
		  || ($b->{killed}{$source} // 0) <=> ($a->{killed}{$source} // 0)
		  || exists $b->{words}{$function} <=> exists $a->{words}{$function}
		  || ($b->{name} =~ /\Q$stem/) <=> ($a->{name} =~ /\Q$stem/)
		  || ($b->{kills} + 1) / $b->{seconds} <=> ($a->{kills} + 1) / $a->{seconds}
		  || $a->{name} cmp $b->{name}
	} @{ $self->{tests} };
}

# The library of the tree as it stands into the server; sessions to come have it.
sub build
{
	my ($self) = @_;
	my $library = "$self->{library}/badcase";
	return $self->command("$self->{make} badcase.so && cp badcase.so $library.new && mv $library.new $library.so", 300);
}

# Whether the compiler makes the same of the changed file, debugging information apart.
sub same_code
{
	my ($self, $source) = @_;
	return 0 if $source !~ s/\.c$/.o/;
	return $self->command("strip -g -o $self->{folder}/changed.o $source && cmp -s $self->{folder}/unchanged.o $self->{folder}/changed.o");
}

# What becomes of the changed file: (killed, by what), (survived), (equivalent) or (unbuilt).
sub verdict
{
	my ($self, $source, $function) = @_;
	if ($source =~ /\.c$/)
	{
		(my $object = $source) =~ s/\.c$/.o/;
		my $keep = "$self->{make} $object && strip -g -o $self->{folder}/unchanged.o $object";
		$self->{unchanged}->($source, sub { $self->command($keep) }) or die "$source does not compile\n";
		$self->command("$self->{make} $object") or return 'unbuilt';
		return 'equivalent' if $self->same_code($source);
	}
	$self->build or return 'unbuilt';
	if ($source =~ /\.sql$/)
	{
		my $setup = 'BEGIN; CREATE EXTENSION badcase; SELECT badcase_setup(); ROLLBACK';
		$self->command("psql -X -q -v ON_ERROR_STOP=1 -d postgres -c '$setup'") or do { $self->tidy; return 'unbuilt'; };
	}
	foreach my $test ($self->in_order($source, $function))
	{
		next if $source =~ /\.sql$/ && !$self->{reach}->must_run($test->{reached}, $function);
		my ($ok) = $self->passes($test, 20 + 6 * $test->{seconds});
		next if $ok;
		my $by = $test->{name} . (late() ? ' (time)' : '');
		$test->{kills}++;
		$test->{killed}{$source}++;
		$self->tidy;
		return ('killed', $by);
	}
	return 'survived';
}

# A test that fails in the end, too, means that mutants were killed by something else.
sub finish
{
	my ($self) = @_;
	$self->build && $self->all_pass or print "the unchanged tree does not pass at the end: the verdicts above are not to be trusted\n";
	print "clusters replaced: $self->{restarts}\n" if $self->{restarts};
	$self->command("pg_ctl -s -w -D $self->{home}/data -m fast stop");
}

1;
