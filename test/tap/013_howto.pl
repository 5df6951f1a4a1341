# doc/howto.md, "One round, from nothing", as a reader would follow it: its blocks of SQL in one session of psql, those of
# sh beside it, in order; what the page shows of their answers is what they answer.
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = abs_path(dirname(__FILE__) . '/../..');
my $page = slurp_file("$root/doc/howto.md");
my ($round) = $page =~ /^## One round, from nothing\n(.*?)^## /ms or die 'doc/howto.md has no such section';

my $node = PostgreSQL::Test::Cluster->new('howto');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
@ENV{qw(PGHOST PGPORT)} = ($node->host, $node->port);

# The page says: in a checkout.
my $dir = PostgreSQL::Test::Utils::tempdir;
my $back = getcwd;
symlink "$root/bin", "$dir/bin" or die "$dir/bin: $!";
chdir $dir or die "$dir: $!";
my ($in, $out) = ('', '');
my $psql = IPC::Run::start([ 'psql', '-X', '-d', 'postgres' ], '<', \$in, '>&', \$out, IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));

sub in_psql
{
	my ($sql) = @_;
	# one end in each of the two streams that come as one
	$in .= "$sql\\echo \@\@end\n\\warn \@\@end\n";
	my $ends = 0;
	until ($ends == 2)
	{
		$psql->pump or die "psql ended: $out";
		$ends = () = $out =~ /^\@\@end\n/mg;
	}
	my $answer = $out =~ s/^\@\@end\n//mgr;
	$out = '';
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
	$text =~ s/^(?:SET|BEGIN|COMMIT|CALL|COPY \d+|CREATE \w+|You are now connected .*)?[ \t]*\n//mg;
	$text =~ s/[ \t]+$//mg;
	return $text;
}

my ($blocks, $compared, $answer) = (0, 0, '');
while ($round =~ /^```(\w+)\n(.*?)^```\n/msg)
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
	$answer = $kind eq 'sql' ? in_psql($text) : in_shell($text);
	unlike($answer, qr/ERROR|FATAL|error:|WARNING/, "$kind: $first");
	$blocks++;
}
$in .= "\\q\n";
$psql->finish;
cmp_ok($blocks, '>=', 20, "$blocks blocks ran");
cmp_ok($compared, '>=', 10, "$compared answers compared");

# What the files are for.
like(slurp_file("$dir/report.html"), qr/\A<!DOCTYPE html>.*<bdi>spring<\/bdi>.*<\/html>\n\z/s, 'the report is a page');
is(scalar(() = slurp_file("$dir/2026-04.jsonl") =~ /^\{"prompt": /mg), 6, 'the release has its records');
is($node->safe_psql('spring', q(SELECT string_agg(submission_id || ' ' || state, ', ' ORDER BY submission_id) FROM badcase_internal.submission)),
	'1 accepted, 2 withdrawn, 3 rejected, 4 rejected, 5 accepted, 6 duplicate, 7 accepted, 8 accepted, 9 accepted, ' . join(', ', map { "$_ pending" } 10 .. 21), 'everything came to its end, but the second round');

chdir $back;
$node->stop;
done_testing();
