# ServerTests.pm: a changed file of the glue, built into a private server: regression tests one by one, and TAP scripts
# where some are named.
package ServerTests;
use strict;
use warnings;
use File::Basename qw(basename);
use Source;
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
	$self->{tests} = [ $self->tests_of ];
	$self->all_pass or die "the unchanged tree does not pass\n";
	return $self;
}

sub tests_of
{
	my ($self) = @_;
	return (map({ $self->test('regress', basename($_, '.sql')) } sort glob 'sql/*.sql'), map { $self->test('tap', $_) } split ' ', $self->{tap});
}

sub log_file { return "$_[0]{folder}/log"; }

sub command
{
	my ($self, $command, $limit) = @_;
	return limited($command, $limit // 120, $self->log_file);
}

# A test: {name, part, command, text, words}; the command is what make would run.
sub test
{
	my ($self, $part, $name) = @_;
	my ($file) = glob $part eq 'regress' ? "sql/$name.sql" : $part eq 'isolation' ? "test/isolation/specs/$name.spec" : "test/tap/${name}_*.pl";
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
	my %words = map { $_ => 1 } $text =~ /\b(\w+)/g;
	# psql includes what a test begins with, specs share a script, TAP scripts use modules
	my %shared = (regress => 'sql/include/*.sql', isolation => 'test/isolation/workspace.sql', tap => 'test/tap/*.pm');
	my $more = join "\n", map { slurp($_) } glob $shared{$part};
	return { name => "$part $name", part => $part, command => $command, text => "$text\n$more", words => \%words, kills => 0, killed => {} };
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

# Whether a test can come to a change.
sub comes_to { return 1; }

# How likely a test tells a change by its words: it names the changed function.
sub likely
{
	my ($self, $test, $m) = @_;
	return exists $test->{words}{ $m->{function} } ? 1 : 0;
}

# These, the parts one after another; in each, the likeliest, then what killed changes of this file, then what kills most
# in its time.
sub in_order
{
	my ($self, $m) = @_;
	my %part = (regress => 0, isolation => 1, tap => 2);
	my ($stem) = basename($m->{file}) =~ /([a-z]+)/;
	my @tests = grep { $self->comes_to($_, $m) } @{ $self->{tests} };
	my %likely = map { $_->{name} => $self->likely($_, $m) } @tests;
	return sort {
		$part{ $a->{part} } <=> $part{ $b->{part} }
		  || $likely{ $b->{name} } <=> $likely{ $a->{name} }
		  || ($b->{killed}{ $m->{file} } // 0) <=> ($a->{killed}{ $m->{file} } // 0)
		  || ($b->{name} =~ /\Q$stem/) <=> ($a->{name} =~ /\Q$stem/)
		  || ($b->{kills} + 1) / $b->{seconds} <=> ($a->{kills} + 1) / $a->{seconds}
		  || $a->{name} cmp $b->{name}
	} @tests;
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

# What becomes of a change: (killed, by what), (survived), (equivalent) or (unbuilt).
sub verdict
{
	my ($self, $m) = @_;
	(my $object = $m->{file}) =~ s/\.c$/.o/;
	$self->command("$self->{make} $object && strip -g -o $self->{folder}/unchanged.o $object") or die "$m->{file} does not compile\n";
	spew($m->{file}, $m->{mutant});
	my @verdict = !$self->command("$self->{make} $object") ? 'unbuilt' : $self->same_code($m->{file}) ? 'equivalent'
	  : !$self->build ? 'unbuilt' : $self->judged($m, $self->in_order($m));
	spew($m->{file}, $m->{original});
	return @verdict;
}

# What tests make of the library as it is: (killed, by what) or (survived).
sub judged
{
	my ($self, $m, @tests) = @_;
	foreach my $test (@tests)
	{
		my ($ok) = $self->passes($test, 20 + 6 * $test->{seconds});
		next if $ok;
		my $by = $test->{name} . (late() ? ' (time)' : '');
		$test->{kills}++;
		$test->{killed}{ $m->{file} }++;
		$self->tidy;
		return ('killed', $by);
	}
	return 'survived';
}

sub judge_later { return undef; }

# A test that fails in the end, too, means that changes were killed by something else.
sub finish
{
	my ($self) = @_;
	$self->build or die "no library\n";
	foreach my $test (grep { $_->{kills} } @{ $self->{tests} })
	{
		my ($ok) = $self->passes($test, 900);
		print "the unchanged tree does not pass at the end: changes killed by $test->{name} may be alive\n" unless $ok;
	}
	print "clusters replaced: $self->{restarts}\n" if $self->{restarts};
	$self->command("pg_ctl -s -w -D $self->{home}/data -m fast stop");
	return;
}

1;
