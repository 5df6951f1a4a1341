# Near-duplicates of real records: the known pairs of the published sample, and the index against a sequential scan for
# 500 queries over 20,000 records, with the plan that the planner takes by itself.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $data = $ENV{BADCASE_DATA};
plan skip_all => 'BADCASE_DATA names no folder of real records' unless defined $data && -r "$data/alpaca_zh.jsonl.gz";

my $node = PostgreSQL::Test::Cluster->new('near_real');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "jit = off\nautovacuum = off\nfsync = off\nshared_buffers = 128MB");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase');

# load FILE TABLE: the sound records of a file, numbered from 0
sub load
{
	my ($file, $table) = @_;
	my $path = $file;
	if ($file =~ /\.gz$/)
	{
		$path = PostgreSQL::Test::Utils::tempdir . "/$table.jsonl";
		system("gzip -dc '$file' > '$path'") == 0 or die "cannot unpack $file";
	}
	$node->safe_psql('postgres', <<SQL);
CREATE TABLE $table AS SELECT line_no::int - 1 AS id, badcase_try(line) AS record FROM badcase_lines(pg_read_binary_file('$path'))
  WHERE badcase_try(line) IS NOT NULL;
SQL
	return;
}

load("$data/chatglm_data_sample.jsonl", 'sample');

# overlap / union of the sets, exact
sub pairs
{
	my ($field, $least) = @_;
	return $node->safe_psql('postgres', <<SQL);
SELECT string_agg(format('%s/%s = %s/%s', a, b, shared, size_a + size_b - shared), ', ' ORDER BY a, b)
FROM (SELECT a.id AS a, b.id AS b, cardinality(x) AS size_a, cardinality(y) AS size_b,
        (SELECT count(*) FROM (SELECT unnest(x) INTERSECT SELECT unnest(y)) i) AS shared
      FROM sample a JOIN sample b ON a.id < b.id,
        LATERAL (SELECT badcase_features(a.record, '$field') AS x, badcase_features(b.record, '$field') AS y) f
      WHERE similarity(a.record, b.record, '$field') >= $least) p
SQL
}

is(pairs('record', 0.224), '28/29 = 140/145, 37/38 = 133/133, 37/39 = 121/134, 38/39 = 121/134, 69/95 = 56/249', 'sample, record');
is(pairs('response', 0.3), '28/29 = 61/66, 37/38 = 87/87, 37/39 = 75/88, 38/39 = 75/88', 'sample, response');
is(pairs('prompt', 0.63), '11/89 = 24/38, 21/78 = 49/77, 28/29 = 79/79, 37/38 = 46/46, 37/39 = 46/46, 38/39 = 46/46, 66/67 = 42/42', 'sample, prompt');
is($node->safe_psql('postgres', <<'SQL'), '4|4|4|4|4|4|4', 'sample, record: the same pairs at each threshold');
SELECT string_agg(n::text, '|') FROM (SELECT count(*) AS n FROM sample a JOIN sample b ON a.id < b.id, generate_series(3, 9) t
  WHERE a.record % near(b.record, t / 10.0) GROUP BY t) p
SQL
is($node->safe_psql('postgres', <<'SQL'), '1430|41|5', 'sample, prompt: pairs at 0.3, 0.5 and 0.7');
SELECT string_agg(n::text, '|' ORDER BY t) FROM (SELECT t, count(*) AS n FROM sample a JOIN sample b ON a.id < b.id, unnest('{0.3,0.5,0.7}'::float8[]) t
  WHERE a.record % near(b.record, t, 'prompt') GROUP BY t) p
SQL

load("$data/alpaca_zh.jsonl.gz", 'zh');
$node->safe_psql('postgres', 'CREATE INDEX zh_near ON zh USING gin (record); VACUUM ANALYZE zh');
like($node->safe_psql('postgres', q{EXPLAIN SELECT id FROM zh WHERE record % near('请把这句话翻译成英文', 0.5, 'prompt')}),
	qr/Seq Scan/, 'another field than the index has is not looked up in it');
foreach my $t (0.5, 0.7, 0.95)
{
	like($node->safe_psql('postgres', qq{EXPLAIN SELECT id FROM zh WHERE record % near('{"prompt": "请把这句话翻译成英文", "response": "好的"}'::badcase, $t)}),
		qr/Bitmap Index Scan on zh_near/, "the index is used at $t");
}
like($node->safe_psql('postgres', q{EXPLAIN SELECT b.id FROM zh a, zh b WHERE a.id = 7 AND b.record % near(a.record, 0.5)}),
	qr/Bitmap Index Scan on zh_near/, 'the index is used for a record of a table');

# One scan at the least threshold says which answers there are at each.  Thresholds below 0.5 have an index of their own.
my $thresholds = "'{0.3,0.4,0.5,0.6,0.7,0.8,0.9,0.95}'::float8[]";
$node->safe_psql('postgres', <<SQL);
CREATE TABLE query AS SELECT id, record, t, near(record, t) AS operand FROM zh, unnest($thresholds) t WHERE id % 40 = 11;
SET enable_bitmapscan = off;
CREATE TABLE by_scan AS SELECT q.id AS query, r.id, similarity(q.record, r.record) AS s FROM query q, zh r WHERE q.t = 0.3 AND r.record % q.operand;
SQL
is($node->safe_psql('postgres', 'SELECT count(DISTINCT id) FROM query'), '500', '500 queries');

sub compare
{
	my ($what, $least) = @_;
	my $result = $node->safe_psql('postgres', <<SQL);
SET enable_seqscan = off;
CREATE TEMP TABLE by_index AS SELECT q.id AS query, q.t, r.id FROM query q, LATERAL (SELECT id FROM zh WHERE record % q.operand) r WHERE q.t >= $least;
CREATE TEMP TABLE expected AS SELECT query, t, id FROM by_scan, unnest($thresholds) t WHERE s >= t AND t >= $least;
SELECT (SELECT count(*) FROM by_index) > 500, (SELECT count(*) FROM by_index) = (SELECT count(*) FROM expected),
  (SELECT count(*) FROM (SELECT * FROM by_index EXCEPT SELECT * FROM expected) d),
  (SELECT count(*) FROM (SELECT * FROM expected EXCEPT SELECT * FROM by_index) d);
SQL
	is($result, 't|t|0|0', "index and scan agree: $what");
	return;
}
compare('built on records', 0.5);
$node->safe_psql('postgres', 'DROP INDEX zh_near; CREATE INDEX zh_near ON zh USING gin (record badcase_near_v1_ops (threshold = 0.3))');
compare('thresholds from 0.3', 0.3);
$node->safe_psql('postgres', <<'SQL');
DROP INDEX zh_near;
CREATE TABLE aside AS SELECT * FROM zh WHERE id % 2 = 0;
DELETE FROM zh WHERE id % 2 = 0;
CREATE INDEX zh_near ON zh USING gin (record);
INSERT INTO zh SELECT * FROM aside;
UPDATE zh SET id = id WHERE id % 3 = 0;
VACUUM zh;
SQL
compare('deleted, inserted, updated and vacuumed', 0.5);
$node->stop;
done_testing();
