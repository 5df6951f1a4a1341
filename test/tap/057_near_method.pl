# An index of the method badcase_near finds what a sequential scan finds: on a standby, after a crash, and in a snapshot while
# others insert, delete and vacuum.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('near_method');
$node->init(allows_streaming => 1, extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "jit = off\nautovacuum = off\nfsync = off\nmax_wal_size = 4GB\nmax_prepared_transactions = 2\nwal_consistency_checking = 'gin'");
$node->start;
$node->backup('first');
my $standby = PostgreSQL::Test::Cluster->new('near_method_standby');
$standby->init_from_backup($node, 'first', has_streaming => 1);
$standby->start;

# Records of few words, so that rows share keys: lists, and for the words of all trees.
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION badcase;
CREATE FUNCTION words(seed text, n int) RETURNS text IMMUTABLE LANGUAGE sql
  RETURN (SELECT string_agg('w' || ('x' || substr(md5(seed || '/' || i), 1, 4))::bit(16)::int % 40, ' ' ORDER BY i) FROM generate_series(1, n) i);
CREATE FUNCTION made(i int) RETURNS badcase IMMUTABLE LANGUAGE sql
  RETURN badcase('what all records of this table begin with, ' || words('t' || i % 30, 12) || ' ' || i % 11, words('r' || i % 70, 5) || ' and how they end');
CREATE TABLE t (id int, record badcase);
INSERT INTO t SELECT i, made(i) FROM generate_series(1, 4000) i;
CREATE INDEX i ON t USING badcase_near (record);
CREATE SEQUENCE s START 100000;
SQL

# Of some queries: whether there are many answers, and how many only one of the two finds.
$node->safe_psql('postgres', <<'SQL');
CREATE TABLE q AS SELECT n, threshold, near(made(n * 31), threshold) AS operand FROM generate_series(1, 60, 7) n, unnest('{0.5, 0.7, 0.9}'::float8[]) threshold;
ANALYZE q;
SQL
my $compare = <<'SQL';
BEGIN ISOLATION LEVEL REPEATABLE READ;
SET LOCAL enable_seqscan = off;
SELECT array_agg(n || '/' || threshold || '/' || t.id) AS by_index FROM q, LATERAL (SELECT id FROM t WHERE record % operand) t \gset
SET LOCAL enable_bitmapscan = off;
SET LOCAL enable_seqscan = on;
SELECT count(*) FILTER (WHERE a IS NOT NULL AND b IS NOT NULL) > 500, count(*) FILTER (WHERE a IS NULL OR b IS NULL)
FROM unnest(:'by_index'::text[]) a FULL JOIN
  (SELECT n || '/' || threshold || '/' || t.id AS b FROM q, LATERAL (SELECT id FROM t WHERE record % operand) t) scan ON a = b;
COMMIT;
SQL

sub compare
{
	my ($where, $what) = @_;
	is($where->safe_psql('postgres', $compare), 't|0', $what);
	return;
}

like($node->safe_psql('postgres', 'SET enable_seqscan = off; EXPLAIN SELECT id FROM t WHERE record % near(made(31), 0.7)'), qr/Bitmap Index Scan on i/, 'the index is used');
compare($node, 'built');
# What is built, with inner pages of one level and of two: a tuple of theirs is a key and the place of a page, without the rows
# that the key has in its leaf.
$node->safe_psql('postgres', q(CREATE TABLE words AS SELECT i AS id, badcase((SELECT string_agg(md5(i || '/' || w), ' ') FROM generate_series(1, 60) w), 'r') AS record
	FROM generate_series(1, 8000) i; CREATE INDEX two_levels ON words USING badcase_near (record badcase_all_v1_ops (bits = 20))));
is($node->safe_psql('postgres', 'SET enable_seqscan = off; SELECT count(*), sum(w.id) FROM generate_series(1, 4000, 7) n CROSS JOIN LATERAL (SELECT near(record, 0.9) AS operand FROM words WHERE id = n) o JOIN words w ON w.record % o.operand'),
	'572|1143714', 'two levels: each of some finds itself');
SKIP:
{
	skip 'pageinspect is not here', 3 if $node->psql('postgres', 'CREATE EXTENSION pageinspect');
	# the upper fifteen bits of a line pointer are the length of its tuple
	is($node->safe_psql('postgres', <<SQL), "$_->[1]|t|16|16", "$_->[0]: inner pages have keys and places alone") foreach [ 'i', 1 ], [ 'two_levels', 3 ];
WITH page AS (
  SELECT p.raw, (get_byte(p.raw, 12) + get_byte(p.raw, 13) * 256 - 24) / 4 AS items
  FROM generate_series(1, pg_relation_size('$_->[0]') / current_setting('block_size')::int - 1) n, LATERAL (SELECT get_raw_page('$_->[0]', n::int) AS raw OFFSET 0) p
  WHERE (gin_page_opaque_info(p.raw)).flags = '{}')
SELECT (SELECT count(*) FROM page), count(*) > 20, min(l.length), max(l.length)
FROM page, generate_series(0, items - 1) i, LATERAL (SELECT (get_byte(raw, 24 + i * 4 + 2) + get_byte(raw, 24 + i * 4 + 3) * 256) / 2 AS length) l;
SQL
	# what the planner goes by: all pages are counted, and as many keys as GIN makes of the same rows
	$node->safe_psql('postgres', 'CREATE INDEX of_gin ON t USING gin (record)');
	is($node->safe_psql('postgres', <<'SQL'), 't|t|t|t|0', 'the pages and keys of what was built');
SELECT m.n_total_pages = pg_relation_size('i') / current_setting('block_size')::int, m.n_entry_pages + m.n_data_pages + 1 = m.n_total_pages, m.n_entries = g.n_entries, m.n_data_pages > 0, m.n_pending_pages
FROM gin_metapage_info(get_raw_page('i', 0)) m, gin_metapage_info(get_raw_page('of_gin', 0)) g;
SQL
	$node->safe_psql('postgres', 'DROP INDEX of_gin');
}
$node->safe_psql('postgres', 'DROP TABLE words');
my @steps = (
	[ 'inserted', 'INSERT INTO t SELECT i, made(i) FROM generate_series(4001, 6000) i' ],
	[ 'deleted', 'DELETE FROM t WHERE id % 3 = 1' ],
	[ 'vacuumed', 'VACUUM t' ],
	[ 'inserted where there was something', 'INSERT INTO t SELECT i, made(i) FROM generate_series(7000, 9000) i' ],
	[ 'emptied and filled', 'DELETE FROM t; VACUUM t; INSERT INTO t SELECT i, made(i) FROM generate_series(1, 3000) i' ]);
foreach my $step (@steps)
{
	my ($what, $sql) = @$step;
	$node->safe_psql('postgres', $sql);
	$node->wait_for_catchup($standby);
	compare($standby, "$what, on the standby");
	$node->stop('immediate');
	$node->start;
	compare($node, "$what, after a crash");
}
# A transaction that is prepared has its keys in the index, though another session commits it after a crash.
$node->safe_psql('postgres', "BEGIN; INSERT INTO t SELECT i, made(i) FROM generate_series(3001, 4000) i; PREPARE TRANSACTION 'rows'");
$node->stop('immediate');
$node->start;
compare($node, 'prepared, not seen');
$node->safe_psql('postgres', "COMMIT PREPARED 'rows'");
compare($node, 'prepared, and committed after a crash');
is($node->safe_psql('postgres', 'SELECT count(*) FROM t WHERE id > 3000'), 1000, 'and they are there');
$node->safe_psql('postgres', 'REINDEX INDEX i');
$node->wait_for_catchup($standby);
compare($standby, 'built anew, on the standby');

# Beside others: pages split, rows are moved and go, places of rows are used again.
my $folder = PostgreSQL::Test::Utils::tempdir;
append_to_file("$folder/change.sql", <<'SQL');
INSERT INTO t SELECT nextval('s'), made((random() * 5000)::int) FROM generate_series(1, 20);
DELETE FROM t WHERE id % 97 = (random() * 97)::int;
SQL
append_to_file("$folder/vacuum.sql", "VACUUM t;\n");
my @writers = map { IPC::Run::start([ 'pgbench', '-n', '-f', "$folder/$_->[0]", '-t', $_->[1], '-c', $_->[2], $node->connstr('postgres') ], '>', \my $out, '2>', \my $err) }
  [ 'change.sql', 150, 2 ], [ 'vacuum.sql', 20, 1 ];
my ($same, $rounds) = (0, 0);
do
{
	$rounds++;
	$_->pump_nb foreach grep { $_->pumpable } @writers;
	$same += $node->safe_psql('postgres', $compare) eq 't|0';
} while (grep { $_->pumpable } @writers);
is($same, $rounds, "in $rounds snapshots beside others");
ok($_->finish, 'the others did not fail') foreach @writers;
compare($node, 'when they had ended');
# by few rows at a time, which are logged tuple by tuple
$node->wait_for_catchup($standby);
compare($standby, 'and on the standby');
$standby->stop;
$node->stop;
done_testing();
