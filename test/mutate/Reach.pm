# Reach.pm: which tests can come to which function of the workspace.  Of a function in PL/pgSQL a trace tells, made while
# the test runs on functions that say in the server's log that they begin: so a call that ends in an error counts, too.  Of
# the others the sources tell: theirs is every name with a schema outside of literals, as CONTRIBUTING.md has it; of a test
# it is every word.
package Reach;
use strict;
use warnings;
use Source;

my $statement = qr{^(?=(?:CREATE|ALTER|COMMENT|GRANT|REVOKE|DO|INSERT|SELECT|UPDATE|DELETE|DROP|SET)\b)}m;
my $created = qr{^CREATE (?:FUNCTION|PROCEDURE|VIEW) (?:\w+\.)?(\w+)};

sub calls
{
	my ($text) = @_;
	my %names = map { $_ => 1 } $text =~ /\bbadcase(?:_internal)?\.(\w+)/g;
	return keys %names;
}

# From the sources: {calls => {function or view => [names]}, silent => {name}, always => [names]}.  What stands outside of
# functions and views (triggers, policies, defaults, what runs at set-up) comes in with every test.
sub new
{
	my ($class, @sources) = @_;
	my $self = bless { calls => {}, silent => {}, always => [] }, $class;
	foreach my $part (map { split $statement, sql_code(slurp($_)) } @sources)
	{
		if ($part =~ $created)
		{
			push @{ $self->{calls}{$1} }, calls($part);
			$self->{silent}{$1} = 1 unless traced($part) ne $part;
		}
		elsif ($part !~ /^(?:COMMENT|GRANT|REVOKE|ALTER)\b/) { push @{ $self->{always} }, calls($part); }
	}
	return $self;
}

# The functions and views that call one of some.
sub callers
{
	my ($self, @names) = @_;
	my %names = map { $_ => 1 } @names;
	return grep { my $caller = $_; grep { $names{$_} && $_ ne $caller } @{ $self->{calls}{$caller} } } sort keys %{ $self->{calls} };
}

# A source whose functions in PL/pgSQL say that they begin.
sub traced
{
	my ($text) = @_;
	my @parts = split $statement, $text;
	foreach (@parts)
	{
		my ($name) = /$created/ or next;
		s/^  BEGIN$/  BEGIN RAISE LOG 'reached %', '$name';/m if /^  LANGUAGE plpgsql\b/m;
	}
	return join '', @parts;
}

# The names that a part of the server's log tells.
sub told
{
	my ($log) = @_;
	my %names = map { $_ => 1 } $log =~ /LOG:  reached (\w+)/g;
	return \%names;
}

# The functions and views that a test of these words can come to; without a trace, all by the sources.
sub from
{
	my ($self, $text, $trace) = @_;
	my %words = map { $_ => 1 } $text =~ /\b([a-z_]\w*)\b/g;
	my @look = (keys %words, @{ $self->{always} }, keys %{ $trace // {} });
	my %reached;
	while (defined(my $name = shift @look))
	{
		next if !$self->{calls}{$name} || $trace && !$trace->{$name} && !$self->{silent}{$name};
		push @look, @{ $self->{calls}{$name} } unless $reached{$name}++;
	}
	return \%reached;
}

# Whether a test has to run for a place in a function: one in no function or view is in everybody's way.
sub must_run
{
	my ($self, $reached, $function) = @_;
	return !$self->{calls}{$function} || $reached->{$function};
}

1;
