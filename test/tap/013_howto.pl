# README.md's tasks; doc/howto.md, "One round, from nothing" and "Every day", and the same in Chinese, as a reader would follow
# them: their blocks of SQL in one session of psql, those of sh beside it, in order; what the page shows of their answers is what
# they answer.
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = abs_path(dirname(__FILE__) . '/../..');
my $back = getcwd;
my ($in, $out, $psql) = ('', '');

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

# Follows a section; returns how many blocks it has, and how many answers.
sub follow
{
	my ($section) = @_;
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
		$answer = $kind eq 'sql' ? in_psql($text) : in_shell($text);
		unlike($answer, qr/ERROR|FATAL|error:|WARNING/, "$kind: $first");
		$blocks++;
	}
	return ($blocks, $compared);
}

# README.md, "Installing into a server", without its make, and "Five tasks", with files of the names that it has.
sub follow_readme
{
	my $page = slurp_file("$root/README.md");
	my ($tasks) = $page =~ /^## Installing into a server\n.*?^```sh\nmake.*?^```\n(.*?)^## When/ms or die 'README.md has no such section';
	my $node = PostgreSQL::Test::Cluster->new('readme');
	$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
	$node->start;
	local @ENV{qw(PGHOST PGPORT)} = ($node->host, $node->port);
	my $dir = PostgreSQL::Test::Utils::tempdir;
	symlink "$root/bin", "$dir/bin" or die "$dir/bin: $!";
	chdir $dir or die "$dir: $!";
	append_to_file($_, qq({"prompt": "p of $_", "response": "r"}\nno record\n)) foreach qw(my-file.jsonl member-17.jsonl);
	($in, $out) = ('', '');
	$psql = IPC::Run::start([ 'psql', '-X', '-d', 'postgres' ], '<', \$in, '>&', \$out, IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	my $host = $node->host;
	$tasks =~ s/PGHOST=localhost/PGHOST=$host/;
	# what one block of the shell exports, the next has
	my ($exports) = $tasks =~ /^(export .*)$/m;
	$tasks =~ s/^```sh\n(?!export)/```sh\n$exports\n/mg;
	my ($blocks) = follow($tasks);
	cmp_ok($blocks, '>=', 9, "README.md: $blocks blocks ran");
	is(slurp_file("$dir/2026-04.jsonl"), qq({"prompt": "p of member-17.jsonl", "response": "r"}\n), '... and what came of it is released');
	ok(-s "$dir/train/dataset_info.json", '... with the papers');
	$in .= "\\q\n";
	$psql->finish;
	chdir $back;
	$node->stop;
	return;
}

# A page in a language, in a cluster of its own; the sections by their headings.
sub follow_page
{
	my ($name, $round, $every_day, $second_round) = @_;
	my $page = slurp_file("$root/doc/$name");
	my ($first) = $page =~ /^## \Q$round\E\n(.*?)^## /ms or die "doc/$name has no such section";
	my ($second) = $page =~ /^## \Q$every_day\E\n(.*?)^## /ms or die "doc/$name has no such section";
	my ($third) = $page =~ /^## \Q$second_round\E\n(.*?)^## /ms or die "doc/$name has no such section";
	my $node = PostgreSQL::Test::Cluster->new($name =~ s/\W/_/gr);
	$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
	$node->start;
	local @ENV{qw(PGHOST PGPORT)} = ($node->host, $node->port);
	# The page says: in a checkout.
	my $dir = PostgreSQL::Test::Utils::tempdir;
	symlink "$root/bin", "$dir/bin" or die "$dir/bin: $!";
	chdir $dir or die "$dir: $!";
	($in, $out) = ('', '');
	$psql = IPC::Run::start([ 'psql', '-X', '-d', 'postgres' ], '<', \$in, '>&', \$out, IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	my ($blocks, $compared) = follow($first);
	cmp_ok($blocks, '>=', 20, "$name: $blocks blocks ran");
	cmp_ok($compared, '>=', 10, "... and $compared answers were compared");

	# What the files are for.
	like(slurp_file("$dir/report.html"), qr/\A<!DOCTYPE html>.*<bdi>spring<\/bdi>.*<\/html>\n\z/s, 'the report is a page');
	is(scalar(() = slurp_file("$dir/2026-04.jsonl") =~ /^\{"prompt": /mg), 6, 'the release has its records');
	is($node->safe_psql('spring', q(SELECT string_agg(submission_id || ' ' || state, ', ' ORDER BY submission_id) FROM badcase_internal.submission)),
		'1 accepted, 2 withdrawn, 3 rejected, 4 rejected, 5 accepted, 6 duplicate, 7 accepted, 8 accepted, 9 accepted', 'everything came to its end');

	($blocks, $compared) = follow($second);
	cmp_ok($blocks, '>=', 16, "$name, every day: $blocks blocks ran");
	cmp_ok($compared, '>=', 4, "... and $compared answers were compared");
	($blocks, $compared) = follow($third);
	cmp_ok($blocks, '>=', 5, "$name, the second round: $blocks blocks ran");
	cmp_ok($compared, '>=', 4, "... and $compared answers were compared");
	$in .= "\\q\n";
	$psql->finish;
	chdir $back;
	$node->stop;
	return;
}

follow_readme();
follow_page('howto.md', 'One round, from nothing', 'Every day', 'The second round');
follow_page('howto.zh-CN.md', '一轮，从零开始', '日常', '第二轮');
done_testing();
