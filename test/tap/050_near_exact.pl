# The index finds what a sequential scan finds: more than 10,000 queries over a small table made to be hard (templates,
# edits of one token, repetition, short texts, fields without a token, very long records), through the life of an index.
# The same for GIN and for the index method badcase_near.  Four such tables, and more than 100,000 queries, where BADCASE_LONG is set.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('near_exact');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "jit = off\nautovacuum = off\nfsync = off");
$node->start;
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION badcase;

-- a number below n that looks like chance and is the same on every machine; another one for each table
CREATE FUNCTION pick(seed text, n int) RETURNS int IMMUTABLE LANGUAGE sql
  RETURN ('x' || substr(md5(seed), 1, 6))::bit(24)::int % n;

-- tokens of a small alphabet, so that many shingles are common; changed: how many of them are others
CREATE FUNCTION tokens(seed text, count int, alphabet int, changed int DEFAULT 0, change text DEFAULT '') RETURNS text IMMUTABLE LANGUAGE sql
BEGIN ATOMIC
  SELECT string_agg(CASE WHEN n IN (SELECT pick(change || c, count) FROM generate_series(1, changed) c) THEN 'new' || pick(change || n, 9)
                    ELSE 'w' || pick(seed || '/' || n, alphabet) END, ' ' ORDER BY n)
  FROM generate_series(0, count - 1) n;
END;

CREATE VIEW making AS
  SELECT i AS id, badcase('Write a ' || (ARRAY['poem', 'song', 'story'])[1 + i % 3] || ' about subject ' || i % 17 || ', in ' || i % 6 || ' lines.',
    'Here is what you asked for, number ' || i % 29) AS record FROM generate_series(1, 150) i
  UNION ALL SELECT 200 + i, badcase(tokens('r' || i, 1 + i % 45, 4), tokens('s' || i % 10, 1 + i % 7, 3)) FROM generate_series(1, 200) i
  UNION ALL SELECT 500 + i, badcase(tokens('base' || i % 8, 35, 50, i % 5, 'e' || i), tokens('answer' || i % 8, 12, 50, i % 2, 'f' || i))
    FROM generate_series(1, 160) i
  UNION ALL SELECT 700 + i, badcase(repeat('ha ', i), repeat('好', 1 + i % 4)) FROM generate_series(1, 80) i
  UNION ALL SELECT 800 + i, badcase(repeat('，', i), repeat('。', i)) FROM generate_series(1, 20) i
  UNION ALL SELECT 850 + i, badcase(chr(97 + i % 5) || CASE WHEN i % 2 = 0 THEN ' b' ELSE '' END, chr(19968 + i % 3)) FROM generate_series(1, 40) i
  UNION ALL SELECT 900 + i, badcase((SELECT string_agg('long' || n + i * 40, ' ') FROM generate_series(1, 3700 + 80 * i) n), 'answer')
    FROM generate_series(2, 6, 2) i
  UNION ALL SELECT 950 + i, badcase(translate(repeat('今天天气很好我们去公园散步', 1 + i % 3), '天我园', chr(20000 + i % 4) || '我' || chr(21000 + i % 3)), '好的')
    FROM generate_series(1, 40) i;
SQL

# The queries of a configuration: about 27 records of all kinds, or 80, each at 13 thresholds.
my $part = $ENV{BADCASE_LONG} ? 1 : 3;
my ($every, $class_every) = (9 * $part, 7 * $part);
my $thresholds = '{0.3,0.35,0.45,0.5,0.55,0.6,0.65,0.7,0.75,0.8,0.85,0.9,0.95}';
my $queries = 0;
my $asked = 0;
my $method;

sub begin
{
	my ($field, $with) = @_;
	$node->safe_psql('postgres', <<SQL);
CREATE TABLE t (id int, record badcase);
CREATE INDEX i ON t USING $method (record badcase_near_v1_ops $with);
INSERT INTO t SELECT * FROM made;
CREATE TABLE q AS SELECT id, t, near(record, t, '$field') AS operand FROM made, unnest('$thresholds'::float8[]) t WHERE id % $every = 3;
ANALYZE t; ANALYZE q;
SQL
	$queries = $node->safe_psql('postgres', 'SELECT count(*) FROM q');
	return;
}


# The other classes: their index finds what a sequential scan finds, by % and by %>, at thresholds that no prefix serves too.
sub compare_class
{
	my ($type, $class, $with, $field, $operator, $what) = @_;
	my $value = $type eq 'text' ? 'prompt(record)' : 'record';
	# what must have three tokens to be looked for
	my $passage = $type eq 'text' || $field eq 'prompt' ? 'prompt(record)' : 'response(record)';
	my $least = $class =~ /near/ ? 0.3 : 0.05;
	my $result = $node->safe_psql('postgres', <<SQL);
CREATE TABLE t (id int, v $type);
CREATE INDEX i ON t USING $method (v $class $with);
INSERT INTO t SELECT id, $value FROM made;
UPDATE t SET v = (SELECT $value FROM made m WHERE m.id = t.id + 9) WHERE id % 3 = 0 AND EXISTS (SELECT FROM made m WHERE m.id = t.id + 9);
DELETE FROM t WHERE id % 4 = 1;
VACUUM t;
INSERT INTO t SELECT id + 2000, $value FROM made WHERE id % 5 = 2;
CREATE TABLE q AS SELECT id, t, near($value, t, '$field') AS operand FROM made,
  unnest('{0.05,0.2,0.3,0.5,0.6,0.7,0.8,0.9,1}'::float8[]) t
  WHERE id % $class_every = 3 AND t >= $least AND ('$operator' = '%' OR badcase_normalize($passage) ~ ' .* ');
ANALYZE t; ANALYZE q;
SET enable_seqscan = off;
CREATE TEMP TABLE by_index AS SELECT q.id AS query, q.t, r.id FROM q, LATERAL (SELECT id FROM t WHERE v $operator q.operand) r;
SET enable_bitmapscan = off;
SET enable_seqscan = on;
CREATE TEMP TABLE by_scan AS SELECT q.id AS query, q.t, r.id FROM q, t r WHERE r.v $operator q.operand;
SELECT (SELECT count(*) FROM by_scan) > 1000 / $part, (SELECT count(*) FROM by_index) = (SELECT count(*) FROM by_scan),
  (SELECT count(*) FROM (SELECT * FROM by_index EXCEPT SELECT * FROM by_scan) d), (SELECT count(*) FROM (SELECT * FROM by_scan EXCEPT SELECT * FROM by_index) d);
SQL
	$asked += $node->safe_psql('postgres', 'SELECT count(*) FROM q');
	is($result, 't|t|0|0', "$method, $class, $field, $operator: $what");
	like($node->safe_psql('postgres', "SET enable_seqscan = off; EXPLAIN SELECT r.id FROM q, LATERAL (SELECT id FROM t WHERE v $operator q.operand) r"),
		qr/Bitmap Index Scan on i/, "$method, $class, $field, $operator: the index is used");
	$node->safe_psql('postgres', 'DROP TABLE t, q');
	return;
}

# Compares the index's answers with those of similarity(), and with those of % in a sequential scan for a part of the thresholds.
sub compare
{
	my ($field, $what) = @_;
	my $result = $node->safe_psql('postgres', <<SQL);
SET enable_seqscan = off;
CREATE TEMP TABLE by_index AS SELECT q.id AS query, q.t, r.id FROM q, LATERAL (SELECT id FROM t WHERE record % q.operand) r;
SET enable_bitmapscan = off;
SET enable_seqscan = on;
CREATE TEMP TABLE alike AS SELECT * FROM (
  SELECT m.id AS query, r.id, similarity(m.record, r.record, '$field') AS s FROM made m, t r WHERE m.id % $every = 3 OFFSET 0) p WHERE s >= 0.3;
CREATE TEMP TABLE by_similarity AS SELECT query, t, id FROM alike, unnest('$thresholds'::float8[]) t WHERE s >= t;
CREATE TEMP TABLE by_scan AS SELECT q.id AS query, q.t, r.id FROM q, t r WHERE q.t IN (0.45, 0.7) AND r.record % q.operand;
SELECT (SELECT count(*) FROM by_index) > 3000 / $part, (SELECT count(*) FROM by_scan) > 300 / $part,
  (SELECT count(*) FROM by_index), (SELECT count(DISTINCT (query, t, id)) FROM by_index),
  (SELECT count(*) FROM (SELECT * FROM by_index EXCEPT SELECT * FROM by_similarity) d),
  (SELECT count(*) FROM (SELECT * FROM by_similarity EXCEPT SELECT * FROM by_index) d),
  (SELECT count(*) FROM (SELECT * FROM by_index WHERE t IN (0.45, 0.7) EXCEPT SELECT * FROM by_scan) d),
  (SELECT count(*) FROM (SELECT * FROM by_scan EXCEPT SELECT * FROM by_index) d);
SQL
	$asked += $queries;
	my @sums = split /\|/, $result;
	is("@sums[0, 1]", 't t', "$method, $field, $what: the test has answers");
	is("$sums[2]", "$sums[3]", "$method, $field, $what: each answer once");
	is("@sums[4 .. 7]", '0 0 0 0', "$method, $field, $what: none missing, none too many");
	return;
}

# Operands at the bound of the proof: the one half of a record's features that the index would rather leave out, and all of them
# behind as many rarer ones.  Each needs every key that the index keeps, and every hit.
sub compare_at_the_bound
{
	my ($what) = @_;
	my $result = $node->safe_psql('postgres', <<'SQL');
CREATE TEMP TABLE bound AS
  SELECT m.id, ('v2:record:500000:' || string_agg(lpad(to_hex(f), 8, '0'), '' ORDER BY n) FILTER (WHERE n > count / 2) || ':')::badcase_near AS half,
    ('v2:record:500000:' || (SELECT string_agg(lpad(to_hex(i * 8192), 8, '0'), '' ORDER BY i) FROM generate_series(1, count) i)
      || string_agg(lpad(to_hex(f), 8, '0'), '' ORDER BY n) || ':')::badcase_near AS double
  FROM t m, LATERAL (SELECT cardinality(badcase_features(record)) AS count) c, LATERAL unnest(badcase_features(record)) WITH ORDINALITY u(f, n)
  WHERE count BETWEEN 1 AND 1000 AND (badcase_features(record))[1] > (count + 1) * 8192 GROUP BY m.id, count;
CREATE TEMP TABLE operands AS SELECT id, half AS operand FROM bound UNION ALL SELECT id, double FROM bound;
ANALYZE operands;
SET enable_seqscan = off;
CREATE TEMP TABLE by_index AS SELECT q.id AS query, q.operand, r.id FROM operands q, LATERAL (SELECT id FROM t WHERE record % q.operand) r;
SELECT count(*) > 200, count(*) FILTER (WHERE EXISTS (SELECT FROM by_index WHERE query = o.id AND id = o.id AND operand::text = o.operand::text)) = count(*)
  FROM operands o;
SQL
	is($result, 't|t', "$method, operands at the bound, $what: each finds its record");
	return;
}

for my $table (1 .. ($ENV{BADCASE_LONG} ? 4 : 1))
{
	$node->safe_psql('postgres', "CREATE OR REPLACE FUNCTION pick(seed text, n int) RETURNS int IMMUTABLE LANGUAGE sql
		RETURN ('x' || substr(md5(seed || '$table'), 1, 6))::bit(24)::int % n; DROP TABLE made") if $table > 1;
	# a table, for to make its records takes longer than what is asked of them
	$node->safe_psql('postgres', 'CREATE TABLE made AS SELECT * FROM making; ANALYZE made');
	foreach (qw(gin badcase_near))
	{
		$method = $_;
		foreach my $case ([ 'record', '' ], [ 'prompt', '(threshold = 0.3, field = prompt)' ], [ 'response', '(threshold = 0.4, field = response)' ])
		{
			my ($field, $with) = @$case;
			begin($field, $with);
			my $plan = $node->safe_psql('postgres', 'SET enable_seqscan = off; EXPLAIN SELECT r.id FROM q, LATERAL (SELECT id FROM t WHERE record % q.operand) r');
			like($plan, qr/Bitmap Index Scan on i/, "$method, $field: the index is used");
			compare($field, 'inserted');
			compare_at_the_bound('inserted') if $field eq 'record';
			$node->safe_psql('postgres', "UPDATE t SET record = badcase(prompt(record) || ' indeed', response(record)) WHERE id % 3 = 0");
			compare($field, 'updated');
			$node->safe_psql('postgres', 'DELETE FROM t WHERE id % 4 = 1');
			compare($field, 'deleted');
			$node->safe_psql('postgres', 'VACUUM t');
			$node->safe_psql('postgres', 'INSERT INTO t SELECT id + 1000, record FROM made WHERE id % 5 = 2');
			compare($field, 'vacuumed, inserted again');
			$node->stop('immediate');
			$node->start;
			compare($field, 'recovered from a crash');
			$node->safe_psql('postgres', 'REINDEX INDEX i; VACUUM t');
			compare($field, 'indexed again');
			compare_at_the_bound('indexed again') if $field eq 'record';
			$node->safe_psql('postgres', 'DROP TABLE t, q');
		}
		compare_class('text', 'text_near_v1_ops', '', 'text', '%', 'default options');
		compare_class('text', 'text_near_v1_ops', '(threshold = 0.3, field = prompt)', 'prompt', '%', 'options');
		compare_class('text', 'text_near_v1_ops', '', 'response', '%', 'another field than the index has');
		compare_class('text', 'text_all_v1_ops', '', 'text', $_, 'default options') foreach '%', '%>';
		compare_class('text', 'text_all_v1_ops', '(field = response)', 'response', '%>', 'options');
		compare_class('text', 'text_all_v1_ops', '', 'prompt', '%>', 'another field than the index has');
		compare_class('badcase', 'badcase_all_v1_ops', '', 'record', $_, 'default options') foreach '%', '%>';
		compare_class('badcase', 'badcase_all_v1_ops', '(field = prompt)', 'prompt', $_, 'options') foreach '%', '%>';
		compare_class('badcase', 'badcase_all_v1_ops', '', 'response', '%>', 'another field than the index has');
	}
}
cmp_ok($asked, '>=', $ENV{BADCASE_LONG} ? 100_000 : 10_000, "$asked queries");
$node->stop;
done_testing();
