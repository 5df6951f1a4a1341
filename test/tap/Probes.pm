# A table with an index of each near-duplicate class and of issues, and what these find.
package Probes;
use strict;
use warnings;

# The table, empty, and a function that makes rows for it, other ones for each seed.
sub setup
{
	my ($node) = @_;
	$node->safe_psql('postgres', <<'SQL');
CREATE TABLE probed (id bigint, record badcase, line text);
CREATE INDEX ON probed USING gin (record);
CREATE INDEX ON probed USING gin (record badcase_all_v1_ops);
CREATE INDEX ON probed USING gin (line text_near_v1_ops);
CREATE INDEX ON probed USING gin (line text_all_v1_ops);
CREATE INDEX ON probed USING gin (badcase_issues(record));
CREATE FUNCTION more(seed int) RETURNS SETOF probed LANGUAGE sql BEGIN ATOMIC
  SELECT i, badcase('Task ' || i % 97 || ' of ' || seed || ': what does a baker need on day ' || i % 13, 'Flour, water, salt and number ' || i % 89),
    'The mill by river ' || i % 71 || ' turns ' || i % 11 || ' times in year ' || seed
  FROM generate_series(1, 400) i;
END;
SQL
	return;
}

# Rows come and go, in another way for each number.
sub write
{
	my ($node, $n) = @_;
	$node->safe_psql('postgres', "INSERT INTO probed SELECT * FROM more($n); UPDATE probed SET id = id + 1 WHERE id % 5 = $n % 5;
		DELETE FROM probed WHERE id % 7 = $n % 7;" . ($n % 2 ? '' : ' VACUUM probed'));
	return;
}

# What the indexes find, or a sequential scan: pairs by each operator and class.
sub found
{
	my ($node, $how) = @_;
	return $node->safe_psql('postgres', ($how eq 'index' ? 'SET enable_seqscan = off;' : 'SET enable_indexscan = off; SET enable_bitmapscan = off;') . <<'SQL');
SET plan_cache_mode = force_custom_plan;
SELECT 'similar', p.id, q.id FROM (SELECT * FROM probed ORDER BY id, line COLLATE "C" LIMIT 12) q, LATERAL (SELECT * FROM probed p WHERE p.record % near(q.record, 0.8)) p ORDER BY 2, 3;
SELECT 'contains', p.id, q.id FROM (SELECT * FROM probed ORDER BY id, line COLLATE "C" LIMIT 12) q, LATERAL (SELECT * FROM probed p WHERE p.record %> near(prompt(q.record), 0.9, 'prompt')) p ORDER BY 2, 3;
SELECT 'lines', p.id, q.id FROM (SELECT * FROM probed ORDER BY id, line COLLATE "C" LIMIT 12) q, LATERAL (SELECT * FROM probed p WHERE p.line % near(q.line, 0.8)) p ORDER BY 2, 3;
SELECT 'in lines', p.id, q.id FROM (SELECT * FROM probed ORDER BY id, line COLLATE "C" LIMIT 12) q, LATERAL (SELECT * FROM probed p WHERE p.line %> near('mill by river ' || q.id % 71)) p ORDER BY 2, 3;
SELECT 'issues', p.id FROM probed p WHERE badcase_issues(p.record) && '{quality:echo,quality:short}' ORDER BY 2;
SQL
}

1;
