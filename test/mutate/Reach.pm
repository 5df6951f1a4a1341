# Reach.pm: which tests can come to which function of the workspace, told from the sources alone.  Theirs is every name
# with a schema outside of literals, as CONTRIBUTING.md has it; of a test it is every word.
package Reach;
use strict;
use warnings;
use Source;

my $statement = qr{^(?=(?:CREATE|ALTER|COMMENT|GRANT|REVOKE|DO|INSERT|SELECT|UPDATE|DELETE|DROP|SET)\b)}m;

sub calls
{
	my ($text) = @_;
	my %names = map { $_ => 1 } $text =~ /\bbadcase(?:_internal)?\.(\w+)/g;
	return keys %names;
}

# From the sources: {calls => {function or view => [names]}, always => [names]}.  What stands outside of functions and
# views (triggers, policies, defaults, what runs at set-up) comes in with every test.
sub new
{
	my ($class, @sources) = @_;
	my $self = bless { calls => {}, always => [] }, $class;
	foreach my $part (map { split $statement, sql_code(slurp($_)) } @sources)
	{
		if ($part =~ /^CREATE (?:FUNCTION|PROCEDURE|VIEW) (?:\w+\.)?(\w+)/) { push @{ $self->{calls}{$1} }, calls($part); }
		elsif ($part !~ /^(?:COMMENT|GRANT|REVOKE|ALTER)\b/) { push @{ $self->{always} }, calls($part); }
	}
	return $self;
}

# The functions and views that a test of these words can come to.
sub from
{
	my ($self, $text) = @_;
	my %words = map { $_ => 1 } $text =~ /\b([a-z_]\w*)\b/g;
	my @look = (keys %words, @{ $self->{always} });
	my %reached;
	while (defined(my $name = shift @look))
	{
		push @look, @{ $self->{calls}{$name} } if $self->{calls}{$name} && !$reached{$name}++;
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
