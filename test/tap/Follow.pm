# A page as a reader would follow it: its blocks of SQL in one session of psql, those of sh beside it, in order. What the page
# shows of an answer, in a block of text below, is what is answered.
package Follow;
use strict;
use warnings;
use Cwd qw(getcwd);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# begin NAME, ROOT: a cluster of its own, a folder that has bin as a checkout has, psql as a superuser.
sub begin
{
	my ($class, $name, $root) = @_;
	my $self = bless { in => '', out => '', back => getcwd, dir => PostgreSQL::Test::Utils::tempdir }, $class;
	$self->{node} = PostgreSQL::Test::Cluster->new($name =~ s/\W/_/gr);
	$self->{node}->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
	$self->{node}->start;
	@ENV{qw(PGHOST PGPORT)} = ($self->{node}->host, $self->{node}->port);
	symlink "$root/bin", "$self->{dir}/bin" or die "$self->{dir}/bin: $!";
	chdir $self->{dir} or die "$self->{dir}: $!";
	$self->{psql} = IPC::Run::start([ 'psql', '-X', '-d', 'postgres' ], '<', \$self->{in}, '>&', \$self->{out},
		IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	return $self;
}

sub end
{
	my ($self) = @_;
	$self->{in} .= "\\q\n";
	$self->{psql}->finish;
	chdir $self->{back};
	$self->{node}->stop;
	delete @ENV{qw(PGHOST PGPORT)};
	return;
}

sub in_psql
{
	my ($self, $sql) = @_;
	# one end in each of the two streams that come as one
	$self->{in} .= "$sql\\echo \@\@end\n\\warn \@\@end\n";
	my $ends = 0;
	until ($ends == 2)
	{
		$self->{psql}->pump or die "psql ended: $self->{out}";
		$ends = () = $self->{out} =~ /^\@\@end\n/mg;
	}
	my $answer = $self->{out} =~ s/^\@\@end\n//mgr;
	$self->{out} = '';
	return $answer;
}

sub in_shell
{
	my ($script) = @_;
	my $answer = '';
	my $ok = IPC::Run::run([ 'sh', '-e' ], '<', \$script, '>&', \$answer);
	return $ok ? $answer : "ERROR: exit status\n$answer";
}

# The page leaves out what statements say that ask for nothing, and empty lines.
sub shown
{
	my ($text) = @_;
	$text =~ s/^(?:SET|BEGIN|COMMIT|CALL|COPY \d+|CREATE \w+|ALTER \w+|GRANT|You are now connected .*)?[ \t]*\n//mg;
	$text =~ s/[ \t]+$//mg;
	return $text;
}

# Follows a section; returns how many blocks it has, and how many answers.
sub follow
{
	my ($self, $section) = @_;
	my ($blocks, $compared, $answer) = (0, 0, '');
	while ($section =~ /^```(\w+)\n(.*?)^```\n/msg)
	{
		my ($kind, $text) = ($1, $2);
		my ($first) = $text =~ /^(.*)$/m;
		if ($kind eq 'text')
		{
			is(shown($answer), shown($text), '... and answers so');
			$compared++;
			next;
		}
		die "a block of $kind" unless $kind eq 'sql' || $kind eq 'sh';
		$answer = $kind eq 'sql' ? $self->in_psql($text) : in_shell($text);
		unlike($answer, qr/ERROR|FATAL|error:|WARNING/, "$kind: $first");
		$blocks++;
	}
	return ($blocks, $compared);
}

1;
