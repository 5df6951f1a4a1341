# What the quality rules mark in real records, against what people who read these records said of it: of each issue nine in ten
# marks are right, and hardly a warning is marked that nobody has read.  test/data/quality/judged.tsv names records by their file,
# line and hash, and holds none of their text: up to 200 by chance of those that an issue marks.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use File::Basename;

my $data = $ENV{BADCASE_DATA};
plan skip_all => 'BADCASE_DATA names no folder of real records' unless $data && -d $data;

my (@judged, %files);
open my $list, '<', dirname(__FILE__) . '/../data/quality/judged.tsv' or die "judged.tsv: $!";
my $heading = <$list>;
while (<$list>)
{
  chomp;
  my ($issue, $file, $line, $hash, $judged) = split /\t/;
  push @judged, "('$issue', '$file', $line, '$hash', '$judged')";
  $files{$file} = 1;
}
close $list;

my $node = PostgreSQL::Test::Cluster->new('quality_judged');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "session_preload_libraries = 'badcase'");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase; CREATE UNLOGGED TABLE staged (line text, n bigint);
  CREATE UNLOGGED TABLE line (file text, n bigint, line text);
  CREATE UNLOGGED TABLE judged (issue text, file text, n bigint, hash text, judged text)');
for my $file (sort keys %files)
{
  my ($path) = grep { -e } "$data/$file.jsonl", "$data/$file.jsonl.gz";
  die "no file $file" unless $path;
  my $plain = $node->basedir . "/$file.jsonl";
  system($path =~ /gz$/ ? "gzip -dc '$path' > '$plain'" : "cp '$path' '$plain'") == 0 or die $file;
  $node->safe_psql('postgres', "TRUNCATE staged; COPY staged (line, n) FROM '$plain' WITH (FORMAT jsonl);
    INSERT INTO line SELECT '$file', n, line FROM staged");
}
$node->safe_psql('postgres', 'INSERT INTO judged VALUES ' . join(', ', @judged));
$node->safe_psql('postgres', "CREATE UNLOGGED TABLE marked AS
  SELECT file, n, q.issue, q.severity FROM line CROSS JOIN LATERAL badcase_quality(badcase_try(line)) q");

is($node->safe_psql('postgres', "SELECT count(*) FROM judged j WHERE NOT EXISTS (
    SELECT FROM line l WHERE l.file = j.file AND l.n = j.n AND left(encode(sha256(convert_to(l.line, 'UTF8')), 'hex'), 16) = j.hash)"),
  '0', 'the records are those that were read');
for my $row (split /\n/, $node->safe_psql('postgres', "SELECT j.issue, count(*) FILTER (WHERE judged = 'right'), count(*)
    FROM judged j JOIN marked m USING (file, n, issue) GROUP BY j.issue ORDER BY j.issue"))
{
  my ($issue, $right, $all) = split /\|/, $row;
  cmp_ok($right * 10, '>=', $all * 9, "$issue: $right of $all are right");
}
my ($read, $all) = split /\|/, $node->safe_psql('postgres', "SELECT count(j.issue), count(*) FROM marked m
    LEFT JOIN judged j USING (file, n, issue) WHERE m.severity <> 'info' AND m.issue <> 'not_followed'");
cmp_ok($read * 20, '>=', $all * 19, "$read of $all warnings were read");

done_testing();
