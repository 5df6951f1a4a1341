# REPACK (CONCURRENTLY), from PostgreSQL 19 on: rows that come and change while a table is copied are applied to the copy,
# whose indexes then take the place of the table's. An index of badcase_near finds them as a sequential scan does.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('near_repack');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "jit = off\nautovacuum = off\nfsync = off\nwal_level = logical\nmax_replication_slots = 4");
$node->start;
if ($node->safe_psql('postgres', q(SELECT current_setting('server_version_num')::int < 190000)) eq 't')
{
	$node->stop;
	plan skip_all => 'this server has no REPACK';
}

$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION badcase;
CREATE FUNCTION made(i int) RETURNS badcase IMMUTABLE LANGUAGE sql
  RETURN badcase((SELECT string_agg(md5(i || '/' || w), ' ') FROM generate_series(1, 12) w), 'answer ' || i);
CREATE TABLE t (id int PRIMARY KEY, record badcase, note text);
INSERT INTO t SELECT i, made(i) FROM generate_series(1, 400) i;
CREATE INDEX i ON t USING badcase_near (record);
SQL

# How many records are found by themselves, by the index and by a scan.
sub found
{
	return $node->safe_psql('postgres', <<'SQL');
ANALYZE t;
SET enable_seqscan = off;
SELECT count(*) FROM t o, LATERAL (SELECT id FROM t WHERE record % near(o.record, 0.9) OFFSET 0) f WHERE f.id = o.id;
SET enable_seqscan = on; SET enable_bitmapscan = off;
SELECT count(*) FROM t o, LATERAL (SELECT id FROM t WHERE record % near(o.record, 0.9) OFFSET 0) f WHERE f.id = o.id;
SQL
}

is(found(), "400\n400", 'before');
my $file = $node->safe_psql('postgres', q(SELECT pg_relation_filenode('i')));

# The one that holds a lock lets REPACK copy the table and build its indexes, and then wait.
my $changing = $node->background_psql('postgres');
$changing->query_safe('BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE');
my $repacking = $node->background_psql('postgres', on_error_stop => 0);
$repacking->query_until(qr/begun/, "\\echo begun\nREPACK (CONCURRENTLY) t;\n\\echo ended\n");
ok($node->poll_query_until('postgres', q(SELECT count(*) > 0 FROM pg_locks WHERE relation = 't'::regclass AND mode = 'AccessExclusiveLock' AND NOT granted)),
	'the table is copied');
$changing->query_safe('INSERT INTO t SELECT i, made(i) FROM generate_series(401, 460) i');
$changing->query_safe('UPDATE t SET record = made(id + 1000) WHERE id <= 20');
$changing->query_safe(q(UPDATE t SET note = 'moved' WHERE id BETWEEN 21 AND 40));
$changing->query_safe('DELETE FROM t WHERE id BETWEEN 41 AND 60');
$changing->query_safe('COMMIT');
$changing->quit;
$repacking->quit;
isnt($node->safe_psql('postgres', q(SELECT pg_relation_filenode('i'))), $file, 'the index was made anew');
is($node->safe_psql('postgres', q(SELECT count(*), count(*) FILTER (WHERE note = 'moved'), max(id) FROM t)), '440|20|460', 'the table has the changes');
is(found(), "440\n440", 'the index finds what came and what changed meanwhile');

$node->safe_psql('postgres', 'REPACK t; REPACK t USING INDEX t_pkey');
is(found(), "440\n440", 'and after REPACK alone');
# Keys that wait go in before their index is made anew.
is($node->safe_psql('postgres', <<'SQL'), '470', 'in a transaction that inserts and repacks');
BEGIN;
INSERT INTO t SELECT i, made(i) FROM generate_series(461, 470) i;
REPACK t;
COMMIT;
SET enable_seqscan = off;
SELECT max(f.id) FROM t o, LATERAL (SELECT id FROM t WHERE record % near(o.record, 0.9) OFFSET 0) f WHERE o.id = 470;
SQL
$node->stop;
done_testing();
