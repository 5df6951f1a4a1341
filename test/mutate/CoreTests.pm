# CoreTests.pm: the unit tests over a changed file of the core: plain, then under the sanitizers.
package CoreTests;
use strict;
use warnings;
use File::Compare qw(compare);
use File::Basename qw(basename dirname);
use Source;
use Run;

my @suites = (
	{ name => 'unit', flags => '-O1', tests => [] },
	{ name => 'sanitizers', flags => '-g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer', tests => [] },
);

sub new
{
	my ($class, %options) = @_;
	my $self = bless { folder => "$ENV{BC_TMP}/mutate", sources => $options{sources}, object => {} }, $class;
	mkdir $self->{folder};
	$self->prepare($suites[0]) or die "the unit tests do not pass as they are\n";
	return $self;
}

sub log_file { return "$_[0]{folder}/log"; }

# The object of a source in a suite's folder; a mutant's has a name of its own.
sub object
{
	my ($self, $suite, $source) = @_;
	(my $name = $source) =~ s{[/.]}{_}g;
	return "$self->{folder}/$suite->{name}/$name.o";
}

sub compile
{
	my ($self, $flags, $source, $object) = @_;
	return limited("gcc -std=c11 -w -Isrc -Itest/unit $flags -c $source -o $object", 120, $self->log_file);
}

# The library that the tests are linked with, made again for each mutant.
sub link_library
{
	my ($self, $suite, $instead, $object) = @_;
	my @objects = map { defined $instead && $_ eq $instead ? $object : $self->object($suite, $_) } @{ $self->{sources} };
	return limited("gcc -shared $suite->{flags} @objects -o $self->{folder}/$suite->{name}/libcore.so -lm", 60, $self->log_file);
}

# Builds a suite of the unchanged tree and runs it, for the times; once.
sub prepare
{
	my ($self, $suite) = @_;
	return 1 if @{ $suite->{tests} };
	my $folder = "$self->{folder}/$suite->{name}";
	mkdir $folder;
	foreach my $source (@{ $self->{sources} })
	{
		$self->compile("-fPIC $suite->{flags}", $source, $self->object($suite, $source)) or return 0;
	}
	$self->link_library($suite) or return 0;
	my @files = sort split /\n/, `find test/unit -name '*.c'`;
	foreach my $file (@files)
	{
		(my $program = $file) =~ s{[/.]}{_}g;
		$program = "$folder/$program";
		$self->compile($suite->{flags}, $file, "$program.o")
		  && limited("gcc $suite->{flags} $program.o -o $program -L$folder -lcore -Wl,-rpath,$folder -lm", 60, $self->log_file)
		  && limited($program, 600, $self->log_file)
		  or do { warn slurp($self->log_file); return 0; };
		push @{ $suite->{tests} }, {
			name => "$suite->{name} " . basename($file, '.c'), room => basename(dirname($file)), program => $program, seconds => seconds(), words => words($file),
			reaches => $self->reached($suite, "$program.o") };
	}
	return 1;
}

# The sources that a program can reach, by the names that its objects do not define themselves.
sub reached
{
	my ($self, $suite, $program) = @_;
	if (!$suite->{defined_in})
	{
		foreach my $source (@{ $self->{sources} })
		{
			my %names = names($self->object($suite, $source));
			$suite->{wanted_by}{$source} = $names{U} // [];
			$suite->{defined_in}{$_} = $source foreach map { @{ $names{$_} } } grep { !/^[Ua-z]$/ } keys %names;
		}
	}
	my %program = names($program);
	my @look = @{ $program{U} // [] };
	my %reached;
	while (defined(my $name = shift @look))
	{
		my $source = $suite->{defined_in}{$name} // next;
		push @look, @{ $suite->{wanted_by}{$source} } unless $reached{$source}++;
	}
	return \%reached;
}

# The names of an object, by nm's letter for them.
sub names
{
	my ($object) = @_;
	my %names;
	foreach my $line (split /\n/, `nm -P $object`)
	{
		push @{ $names{$2} }, $1 if $line =~ /^(\S+) (\S)/;
	}
	return %names;
}

# The words of a file that name functions of the core.
sub words
{
	my ($file) = @_;
	my %words = map { $_ => 1 } slurp($file) =~ /\b(bc_\w+)\s*\(/g;
	return \%words;
}

# The tests that can reach a source, the likeliest first: what calls functions of the file, then what is quick.
sub in_order
{
	my ($suite, $source) = @_;
	my @defined = slurp($source) =~ /^(bc_\w+)\(/gm;
	my ($stem) = basename($source, '.c') =~ /^([a-z]+)/;
	my $room = basename(dirname($source));
	my %likely;
	foreach my $test (@{ $suite->{tests} })
	{
		$likely{ $test->{name} } = $test->{room} eq $room || $test->{name} =~ /\b\Q$stem\E/ || (grep { $test->{words}{$_} } @defined) ? 1 : 0;
	}
	return sort { $likely{ $b->{name} } <=> $likely{ $a->{name} } || $a->{seconds} <=> $b->{seconds} || $a->{name} cmp $b->{name} }
	  grep { $_->{reaches}{$source} } @{ $suite->{tests} };
}

# What becomes of a change: (killed, by what), (survived), (equivalent) or (unbuilt).
sub verdict
{
	my ($self, $m) = @_;
	spew($m->{file}, $m->{mutant});
	my @verdict = $self->judged($m);
	spew($m->{file}, $m->{original});
	return @verdict;
}

# Does something while a file is as it was.
sub unchanged
{
	my ($self, $m, $work) = @_;
	spew($m->{file}, $m->{original});
	my $result = $work->();
	spew($m->{file}, $m->{mutant});
	return $result;
}

sub judged
{
	my ($self, $m) = @_;
	my $source = $m->{file};
	my $suite = $suites[0];
	my $object = "$self->{folder}/mutant.o";
	$self->compile("-fPIC $suite->{flags}", $source, $object) or return 'unbuilt';
	return 'equivalent' if $self->same_code($m);
	foreach $suite (@suites)
	{
		$self->unchanged($m, sub { $self->prepare($suite) }) or die "$suite->{name}: the unchanged tree does not pass\n";
		$self->compile("-fPIC $suite->{flags}", $source, $object) or return 'unbuilt';
		$self->link_library($suite, $source, $object) or return 'unbuilt';
		foreach my $test (in_order($suite, $source))
		{
			# of the processor's time, for the machine may be busy
			my $limit = int(10 + 6 * $test->{seconds});
			my $limits = "ulimit -t $limit; " . ($suite->{name} eq 'sanitizers' ? '' : 'ulimit -v 8000000; ');
			limited("${limits}exec $test->{program}", 10 * $limit, $self->log_file) or return ('killed', $test->{name} . (late() ? ' (time)' : ''));
		}
	}
	return 'survived';
}

# Whether the compiler makes the same of the changed file.
sub same_code
{
	my ($self, $m) = @_;
	my $source = $m->{file};
	my $kept = $self->object({ name => 'O2' }, $source);
	mkdir "$self->{folder}/O2";
	-e $kept or $self->unchanged($m, sub { $self->compile('-O2', $source, $kept) }) or die "$source does not compile\n";
	my $changed = "$self->{folder}/mutant-O2.o";
	return $self->compile('-O2', $source, $changed) && compare($kept, $changed) == 0;
}

sub judge_later { return (); }

sub finish { }

1;
