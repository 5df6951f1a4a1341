# README.md's tasks; doc/howto.md, "One round, from nothing" and "Every day"; doc/tutorial.md and doc/deployment.md; and the
# pages in Chinese, as a reader would follow them.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use FindBin;
use lib $FindBin::RealBin;
use Follow;
use PostgreSQL::Test::Utils;
use Test::More;

my $root = abs_path(dirname(__FILE__) . '/../..');

# README.md, "Installing into a server", without its make, and "Five tasks", with files of the names that it has.
sub follow_readme
{
	my $page = slurp_file("$root/README.md");
	my ($tasks) = $page =~ /^## Installing into a server\n.*?^```sh\nmake.*?^```\n(.*?)^## When/ms or die 'README.md has no such section';
	my $reader = Follow->begin('readme', $root);
	append_to_file($_, qq({"prompt": "p of $_", "response": "r"}\nno record\n)) foreach qw(my-file.jsonl member-17.jsonl);
	my $host = $reader->{node}->host;
	$tasks =~ s/PGHOST=localhost/PGHOST=$host/;
	# what one block of the shell exports, the next has
	my ($exports) = $tasks =~ /^(export .*)$/m;
	$tasks =~ s/^```sh\n(?!export)/```sh\n$exports\n/mg;
	my ($blocks) = $reader->follow($tasks);
	cmp_ok($blocks, '>=', 9, "README.md: $blocks blocks ran");
	is(slurp_file('2026-04.jsonl'), qq({"prompt": "p of member-17.jsonl", "response": "r"}\n), '... and what came of it is released');
	ok(-s 'train/dataset_info.json', '... with the papers');
	$reader->end;
	return;
}

# A page in a language; the sections by their headings.
sub follow_page
{
	my ($name, $round, $every_day, $second_round) = @_;
	my $page = slurp_file("$root/doc/$name");
	my ($first) = $page =~ /^## \Q$round\E\n(.*?)^## /ms or die "doc/$name has no such section";
	my ($second) = $page =~ /^## \Q$every_day\E\n(.*?)^## /ms or die "doc/$name has no such section";
	my ($third) = $page =~ /^## \Q$second_round\E\n(.*?)^## /ms or die "doc/$name has no such section";
	my $reader = Follow->begin($name, $root);
	my ($blocks, $compared) = $reader->follow($first);
	cmp_ok($blocks, '>=', 20, "$name: $blocks blocks ran");
	cmp_ok($compared, '>=', 10, "... and $compared answers were compared");

	# What the files are for.
	like(slurp_file('report.html'), qr/\A<!DOCTYPE html>.*<bdi>spring<\/bdi>.*<\/html>\n\z/s, 'the report is a page');
	is(scalar(() = slurp_file('2026-04.jsonl') =~ /^\{"prompt": /mg), 6, 'the release has its records');
	is($reader->{node}->safe_psql('spring', q(SELECT string_agg(submission_id || ' ' || state, ', ' ORDER BY submission_id) FROM badcase_internal.submission)),
		'1 accepted, 2 withdrawn, 3 rejected, 4 rejected, 5 accepted, 6 duplicate, 7 accepted, 8 accepted, 9 accepted', 'everything came to its end');

	($blocks, $compared) = $reader->follow($second);
	cmp_ok($blocks, '>=', 16, "$name, every day: $blocks blocks ran");
	cmp_ok($compared, '>=', 4, "... and $compared answers were compared");
	($blocks, $compared) = $reader->follow($third);
	cmp_ok($blocks, '>=', 5, "$name, the second round: $blocks blocks ran");
	cmp_ok($compared, '>=', 4, "... and $compared answers were compared");
	$reader->end;
	return;
}

sub follow_tutorial
{
	my ($name) = @_;
	my $reader = Follow->begin($name, $root);
	my ($blocks, $compared) = $reader->follow(slurp_file("$root/doc/$name"));
	cmp_ok($blocks, '>=', 15, "$name: $blocks blocks ran");
	cmp_ok($compared, '>=', 10, "... and $compared answers were compared");
	ok(-s 'train/dataset_info.json' && -s 'train/README.md', '... and the folder for the trainer has its papers');
	$reader->end;
	return;
}

sub follow_deployment
{
	my $reader = Follow->begin('deployment', $root);
	my ($blocks) = $reader->follow(slurp_file("$root/doc/deployment.md"));
	cmp_ok($blocks, '>=', 8, "deployment.md: $blocks blocks ran");
	$reader->end;
	return;
}

follow_readme();
follow_page('howto.md', 'One round, from nothing', 'Every day', 'The second round');
follow_page('howto.zh-CN.md', '一轮，从零开始', '日常', '第二轮');
follow_tutorial($_) foreach qw(tutorial.md tutorial.zh-CN.md);
follow_deployment();
done_testing();
