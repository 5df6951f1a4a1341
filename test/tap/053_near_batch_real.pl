# The batch join of real records: the known pairs and clusters of the published sample, and 20,000 records against the
# index, with little memory and with enough.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $data = $ENV{BADCASE_DATA};
plan skip_all => 'BADCASE_DATA names no folder of real records' unless defined $data && -r "$data/alpaca_zh.jsonl.gz";

my $node = PostgreSQL::Test::Cluster->new('near_batch_real');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "jit = off\nautovacuum = off\nfsync = off\nshared_buffers = 128MB");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase');

my $unpacked = PostgreSQL::Test::Utils::tempdir . '/zh.jsonl';
system("gzip -dc '$data/alpaca_zh.jsonl.gz' > '$unpacked'") == 0 or die 'cannot unpack';
foreach my $load ([ 'sample', "$data/chatglm_data_sample.jsonl" ], [ 'zh', $unpacked ])
{
	my ($table, $path) = @$load;
	$node->safe_psql('postgres', <<SQL);
CREATE TABLE $table AS SELECT line_no - 1 AS id, badcase_try(line) AS record FROM badcase_lines(pg_read_binary_file('$path'))
  WHERE badcase_try(line) IS NOT NULL;
SQL
}

# Rows are numbered from 0; the sample is known by its pairs.
my $known = '28/29 = 140/145, 37/38 = 133/133, 37/39 = 121/134, 38/39 = 121/134';
foreach my $tenths (3 .. 9)
{
	is($node->safe_psql('postgres', <<SQL), $known, "the four pairs of the sample at 0.$tenths");
SELECT string_agg(format('%s/%s = %s/%s', a, b, overlap, round(overlap / similarity)), ', ')
FROM badcase_near_pairs('SELECT id, record FROM sample', 0.$tenths)
SQL
	is($node->safe_psql('postgres', <<SQL), '97|28,37', "its 97 clusters at 0.$tenths");
SELECT count(DISTINCT cluster), string_agg(DISTINCT cluster::text, ',') FILTER (WHERE cluster <> id)
FROM badcase_clusters('SELECT id, record FROM sample', 0.$tenths)
SQL
}

$node->safe_psql('postgres', 'CREATE INDEX zh_near ON zh USING gin (record); VACUUM ANALYZE zh');
foreach my $threshold (0.5, 0.7)
{
	$node->safe_psql('postgres', <<SQL);
SET enable_seqscan = off;
CREATE TABLE by_index AS SELECT q.id AS a, r.id AS b FROM (SELECT id, near(record, $threshold) AS operand FROM zh WHERE id % 20 = 7) q
  JOIN LATERAL (SELECT id FROM zh WHERE record % q.operand) r ON r.id <> q.id;
SQL
	foreach my $memory ('1MB', '256MB')
	{
		is($node->safe_psql('postgres', <<SQL), '0|0|t', "as the index at $threshold with $memory");
SET work_mem = '$memory';
CREATE TABLE by_batch AS SELECT a, b FROM badcase_near_pairs('SELECT id, record FROM zh', $threshold);
WITH both_ways AS (SELECT a, b FROM by_batch WHERE a % 20 = 7 UNION ALL SELECT b, a FROM by_batch WHERE b % 20 = 7)
SELECT (SELECT count(*) FROM (TABLE by_index EXCEPT TABLE both_ways) d), (SELECT count(*) FROM (TABLE both_ways EXCEPT ALL TABLE by_index) d),
  (SELECT count(*) FROM by_index) > 0;
DROP TABLE by_batch;
SQL
	}
	$node->safe_psql('postgres', 'DROP TABLE by_index');
}

$node->stop;
done_testing();
