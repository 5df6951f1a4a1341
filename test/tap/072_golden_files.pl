# What is on users' disks is read by every later version: a dump and a file of COPY's, made once, are taken in, and the
# keys in the index's pages are the ones that the definition says. sql/golden.sql has the bytes of single values.
use strict;
use warnings;
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $golden = dirname(__FILE__) . '/../data/golden';
my $node = PostgreSQL::Test::Cluster->new('golden');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase');

$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$golden/records.sql", 'postgres' ], 'a dump is restored');
$node->safe_psql('postgres', 'CREATE TABLE copied (LIKE golden)');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', "\\copy copied from '$golden/records.copy' (format binary)", 'postgres' ],
	'a binary file is restored');
is($node->safe_psql('postgres', 'SELECT count(*), count(*) FILTER (WHERE g.record = c.record AND g.operand::text = c.operand::text AND g.features = c.features
	AND badcase_features(g.record) = g.features) FROM golden g JOIN copied c USING (name)'), '6|6', 'both hold the same');
is($node->safe_psql('postgres', "SELECT encode(sha256(convert_to(string_agg(record::text, E'\\n' ORDER BY record), 'UTF8')), 'hex') FROM golden"),
	'60271ad928c9f86d72fc81d65e56897dacc200512a3a00dcc1d11ceced9df434', '... and what they held when they were made');

# A record of 60 words: more features than a class with a threshold keeps.
$node->safe_psql('postgres', "INSERT INTO golden (name, record) SELECT 'long', badcase(string_agg('word' || n, ' ' ORDER BY n), 'r') FROM generate_series(1, 60) n");
is($node->safe_psql('postgres', "SET enable_seqscan = off; SELECT count(*) FROM golden g JOIN golden o ON o.record % near(g.record, 0.7)"),
	$node->safe_psql('postgres', 'SET enable_bitmapscan = off; SELECT count(*) FROM golden g JOIN golden o ON o.record % near(g.record, 0.7)'),
	'the restored index answers as a scan does');
is($node->safe_psql('postgres', "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) ~ 'threshold=''0.6'', field=prompt' FROM pg_index
	WHERE indrelid = 'golden'::regclass AND indexrelid::regclass::text = 'golden_near'"), 'golden_near|t', '... with the options of its class');

SKIP:
{
	skip 'no pageinspect', 9 if $node->psql('postgres', 'CREATE EXTENSION pageinspect') != 0;

	# Leaf pages of the tree of keys: behind the eight bytes of an index tuple's header stands the key; where the header
	# has a place in the table, the second part is the number of rows. Bytes are those of a little-endian machine.
	$node->safe_psql('postgres', <<'SQL');
	CREATE FUNCTION u2(page bytea, at int) RETURNS int LANGUAGE sql AS 'SELECT get_byte(page, at) + get_byte(page, at + 1) * 256';
	CREATE FUNCTION stored(index text) RETURNS TABLE (key int, n int) LANGUAGE sql AS $$
	  SELECT u2(page, at + 8) + u2(page, at + 10) * 65536, u2(page, at + 4)
	  FROM (SELECT get_raw_page(index, block) AS page FROM generate_series(1, (pg_relation_size(index::regclass) / current_setting('block_size')::int)::int - 1) block) p,
	    LATERAL (SELECT u2(page, 24 + 4 * i) & 32767 AS at FROM generate_series(0, (u2(page, 12) - 24) / 4 - 1) i) t
	  WHERE 'leaf' = ANY ((gin_page_opaque_info(page)).flags)
	$$;
	-- the first of the features in their order, to the share that the threshold leaves, and eight more
	CREATE FUNCTION defined(field text, num bigint) RETURNS TABLE (key int, n int) LANGUAGE sql AS $$
	  SELECT k, count(*)::int
	  FROM (SELECT DISTINCT g.record::text, CASE WHEN f < 0 THEN f + 4294967296 ELSE f::bigint END >> 13
	    FROM golden g, LATERAL (SELECT CASE WHEN field = 'text' THEN badcase_features(prompt(record)) ELSE badcase_features(record, field) END AS s) x,
	      unnest(s) WITH ORDINALITY t(f, place)
	    WHERE num IS NULL OR place <= cardinality(s) - (num * cardinality(s) + 999999) / 1000000 + 8) d(record, k)
	  GROUP BY k
	$$;
SQL
	my @index = ([ 'golden_near', 'prompt', 600000, '44|96e14c42eec5078e7cedcd5db7e5b15404b45461691bba2f06d2a60f58b3df7b' ],
		[ 'golden_all', 'record', 'NULL', '88|e302d52e6ea82263ff3381cde0ebfc7da4582bd9cbb4dd8d34cdd9aecf503205' ],
		[ 'golden_text', 'text', 500000, '50|510940cba1119901155f16088fc6804aeb55e7f012a8c2d6d60eff2fb7fa1655' ]);
	foreach (@index)
	{
		my ($name, $field, $num, $sum) = @$_;
		$node->safe_psql('postgres', "SELECT gin_clean_pending_list('$name')");
		is($node->safe_psql('postgres', "SELECT count(*) FROM stored('$name') s FULL JOIN defined('$field', $num) d USING (key, n) WHERE s IS NULL OR d IS NULL"),
			'0', "$name: the keys in its pages are those of the definition");
		is($node->safe_psql('postgres', "SELECT count(*), encode(sha256(convert_to(string_agg(key || ' ' || n, E'\\n' ORDER BY key), 'UTF8')), 'hex') FROM stored('$name')"),
			$sum, '... and those that every later version has');
		# made anew by this version, they are the same
		my $before = $node->safe_psql('postgres', "SELECT * FROM stored('$name') ORDER BY key");
		$node->safe_psql('postgres', "REINDEX INDEX $name");
		is($node->safe_psql('postgres', "SELECT * FROM stored('$name') ORDER BY key"), $before, '... built as they were inserted');
	}
}

$node->stop;
done_testing();
