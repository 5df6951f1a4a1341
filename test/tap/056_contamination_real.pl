# Contamination of real records by real benchmarks: what is planted is found, in its place, whatever surrounds it; nothing else
# is, but what comparing everything finds.  Planted edits of Chinese records are found at 0.5.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $data = $ENV{BADCASE_DATA};
plan skip_all => 'BADCASE_DATA names no folder of real records' unless defined $data && -r "$data/eval_gsm8k_test.jsonl" && -r "$data/alpaca_zh.jsonl.gz";

my $node = PostgreSQL::Test::Cluster->new('contamination');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "jit = off\nautovacuum = off\nfsync = off\nshared_buffers = 128MB\nsession_preload_libraries = 'badcase'");
$node->start;
my $unpacked = PostgreSQL::Test::Utils::tempdir;
foreach my $name ('zh', 'en')
{
	system("gzip -dc '$data/alpaca_$name.jsonl.gz' > '$unpacked/$name.jsonl'") == 0 or die 'cannot unpack';
}
$node->safe_psql('postgres', <<SQL);
SET client_min_messages = error;
CREATE ROLE badcase_owner NOLOGIN;
CREATE EXTENSION badcase;
SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner;
SELECT badcase.create_program('p');
SELECT badcase.grant_access(1, current_user, 'curator');
SELECT badcase.register_contributor(1, 'a');
SELECT badcase.attest(1, 't');
SELECT badcase.open_corpus(1, 'gsm8k', 'benchmark', 'MIT');
SELECT badcase.open_corpus(1, 'humaneval', 'benchmark', 'MIT');
RESET ROLE;
GRANT CREATE ON SCHEMA public TO badcase_owner;
CREATE TABLE line (line_no bigint, line bytea);
GRANT ALL ON line TO badcase_owner;
CREATE FUNCTION load(kind text, target bigint) RETURNS text LANGUAGE plpgsql AS \$\$
DECLARE
  sums record;
BEGIN
  PERFORM set_config('role', 'badcase_owner', true);
  PERFORM badcase.open_upload(1, CASE kind WHEN 'submissions' THEN 1 END, kind => kind, target => target);
  INSERT INTO badcase.intake (line_no, line) SELECT line_no, line FROM line;
  SELECT * INTO sums FROM badcase.process_upload();
  TRUNCATE line;
  PERFORM set_config('role', 'none', true);
  RETURN format('%s %s %s', sums.lines, sums.stored, sums.refused);
END \$\$;
SQL

is($node->safe_psql('postgres', "COPY line FROM '$data/eval_gsm8k_test.jsonl' WITH (FORMAT jsonl); SELECT load('corpus', 1)"), '1319 1319 0', 'GSM8K is taken in');
is($node->safe_psql('postgres', "COPY line FROM '$data/eval_humaneval.jsonl' WITH (FORMAT jsonl); SELECT load('corpus', 2)"), '164 164 0', 'HumanEval is taken in');

# Every 30th item of each, planted in four ways into one record after another; the others are clean.
$node->safe_psql('postgres', <<SQL);
CREATE TABLE source AS
SELECT row_number() OVER (ORDER BY f, line_no) AS n, badcase_try(line) AS record
FROM (SELECT 'zh' AS f, * FROM badcase_lines(pg_read_binary_file('$unpacked/zh.jsonl')) WHERE line_no <= 1000
  UNION ALL SELECT 'en', * FROM badcase_lines(pg_read_binary_file('$unpacked/en.jsonl')) WHERE line_no <= 1000) s WHERE badcase_try(line) IS NOT NULL;
CREATE TABLE planted AS
SELECT row_number() OVER (ORDER BY item_id) AS n, item_id, item_id / 30 % 4 AS way, prompt(record) AS question, response(record) AS answer
FROM badcase_internal.corpus_item WHERE item_id % 30 = 7;
INSERT INTO line
SELECT s.n, convert_to(CASE
    WHEN p.n IS NULL THEN s.record
    WHEN p.way = 0 THEN badcase(prompt(s.record) || E'\\n' || upper(p.question) || ' ' || prompt(s.record), response(s.record))
    WHEN p.way = 1 THEN badcase(prompt(s.record), response(s.record), jsonb_build_array(jsonb_build_array('你好', '您好'), jsonb_build_array('请看：' || p.question, response(s.record))))
    WHEN p.way = 2 THEN badcase(prompt(s.record), response(s.record) || E'\\n\\n' || p.answer)
    ELSE badcase(left(p.question, (length(p.question) * 0.9)::int), 'something else') END::text, 'UTF8')
FROM source s LEFT JOIN planted p ON p.n * 30 = s.n;
SELECT load('submissions', NULL);
SET ROLE badcase_owner;
CALL badcase.triage(1);
CREATE TABLE found AS SELECT c.*, s.line_no, s.record FROM badcase.contamination(1, NULL, 0.8) c JOIN badcase_internal.submission s ON s.submission_id = c.submission;
SQL
is($node->safe_psql('postgres', <<'SQL'), 't|t', 'all that is planted is found, in the field where it is');
SELECT count(*) > 40, count(f.item) = count(*) FROM planted p LEFT JOIN found f ON f.line_no = p.n * 30 AND f.item = p.item_id
  AND f.field = CASE p.way WHEN 0 THEN 'prompt' WHEN 1 THEN 'question' WHEN 2 THEN 'response' ELSE 'prompt' END AND f.turn IS NOT DISTINCT FROM CASE p.way WHEN 1 THEN 2 END
WHERE cardinality(badcase_features(CASE p.way WHEN 2 THEN p.answer ELSE p.question END)) >= 12
SQL
# the place, to the words that stand next to it
is($node->safe_psql('postgres', <<'SQL'), 't|0', 'the span is what was planted');
SELECT count(*) > 30, count(*) FILTER (WHERE badcase_normalize(substr(value, start + 1, stop - start)) <> badcase_normalize(planted)) FROM (
  SELECT f.start, f.stop, CASE f.field WHEN 'prompt' THEN prompt(f.record) WHEN 'response' THEN response(f.record) ELSE history(f.record) -> 1 ->> 0 END AS value,
    CASE p.way WHEN 2 THEN p.answer ELSE p.question END AS planted
  FROM planted p JOIN found f ON f.line_no = p.n * 30 AND f.item = p.item_id
    AND f.field = CASE p.way WHEN 0 THEN 'prompt' WHEN 1 THEN 'question' ELSE 'response' END
  WHERE p.way <= 2 AND f.containment = 1) x
SQL
note($node->safe_psql('postgres', "SELECT string_agg(format('%s in %s', item, line_no), ', ') FROM found WHERE line_no % 30 <> 0"));
# everything compared with everything, for what was planted and as many others
is($node->safe_psql('postgres', <<'SQL'), '0|0', 'the same as by comparing everything');
CREATE TEMP TABLE part AS SELECT s.submission_id, p.field, p.turn, p.value FROM badcase_internal.submission s, badcase_internal.passages(s.record) p WHERE s.line_no % 30 = 0 OR s.line_no % 61 = 5;
CREATE TEMP TABLE expected AS SELECT DISTINCT s.submission_id, p.item_id, s.field, s.turn FROM part s, badcase_internal.corpus_passage p
  WHERE s.value %> near(p.value, 0.8) OR p.value %> near(s.value, 0.8);
CREATE TEMP TABLE seen AS SELECT submission, item, field, turn FROM found WHERE line_no % 30 = 0 OR line_no % 61 = 5;
SELECT (SELECT count(*) FROM (TABLE expected EXCEPT TABLE seen) d), (SELECT count(*) FROM (TABLE seen EXCEPT TABLE expected) d)
SQL
is($node->safe_psql('postgres', <<'SQL'), '0', 'triage found the same');
SELECT count(*) FROM (SELECT submission_id, field, turn, excerpt FROM badcase_internal.finding WHERE rule LIKE 'contamination:%') a
FULL JOIN found f ON f.submission = a.submission_id AND f.field = a.field AND f.turn IS NOT DISTINCT FROM a.turn AND a.excerpt = 'item ' || f.item
WHERE f.item IS NULL OR a.submission_id IS NULL
SQL

# ---- planted edits of Chinese records
$node->safe_psql('postgres', <<SQL);
CREATE TABLE zh AS SELECT line_no AS id, badcase_try(line) AS record FROM badcase_lines(pg_read_binary_file('$unpacked/zh.jsonl')) WHERE badcase_try(line) IS NOT NULL;
CREATE INDEX ON zh USING gin (record);
VACUUM ANALYZE zh;
-- of a text's tokens, characters and words, up to that share is others
CREATE FUNCTION replaced(value text, id bigint, share float8) RETURNS text IMMUTABLE LANGUAGE sql AS \$\$
  SELECT string_agg(CASE WHEN rank <= floor(count * share) THEN chr(19968 + ('x' || md5(id || '/' || n))::bit(24)::int % 5000) ELSE token END, ' ' ORDER BY n)
  FROM (SELECT n, token, count(*) OVER () AS count, row_number() OVER (ORDER BY md5(id || ':' || n)) AS rank
    FROM string_to_table(badcase_normalize(value), ' ') WITH ORDINALITY x(token, n)) y \$\$;
CREATE TABLE edited AS
SELECT id, kind, CASE kind
    WHEN 'case and width' THEN badcase(translate(upper(p), '0123456789,', '０１２３４５６７８９，'), translate(upper(r), '0123456789,', '０１２３４５６７８９，'))
    WHEN 'punctuation' THEN badcase(translate(p, '，。、；！？', ',；  '), translate(r, '，。、；！？', ',；  '))
    WHEN '1 %' THEN badcase(p, replaced(r, id, greatest(0.01, 1.001 / greatest(1, cardinality(string_to_array(badcase_normalize(r), ' '))))))
    WHEN '5 %' THEN badcase(replaced(p, id, 0.05), replaced(r, id, 0.05))
    WHEN '10 %' THEN badcase(replaced(p, id, 0.1), replaced(r, id, 0.1))
    WHEN 'before' THEN badcase('好的，我明白了。' || p, r)
    WHEN 'after' THEN badcase(p, r || '希望这些对您有帮助。')
    WHEN 'cut off' THEN badcase(p, left(r, greatest(1, (length(r) * (0.95 - id % 25 * 0.01))::int))) END AS record
FROM (SELECT id, prompt(record) AS p, response(record) AS r FROM zh WHERE id % 20 = 3 AND cardinality(badcase_features(record)) >= 30) z,
  unnest('{case and width,punctuation,1 %,5 %,10 %,before,after,cut off}'::text[]) kind;
SQL
foreach my $line (split /\n/, $node->safe_psql('postgres', <<'SQL'))
SELECT kind, count(*), round(avg(EXISTS (SELECT FROM zh WHERE zh.record % near(e.record, 0.5) AND zh.id = e.id)::int), 4) FROM edited e GROUP BY kind ORDER BY kind
SQL
{
	my ($kind, $count, $kept) = split /\|/, $line;
	cmp_ok($kept, '>=', $kind eq '10 %' ? 0.95 : 0.99, "$kind: $kept of $count found at 0.5");
}
$node->stop;
done_testing();
