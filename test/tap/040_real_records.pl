# Real records in and out: identity of text and binary form, nothing changed on the way, the published sample line for
# line, and agreement with the server's json on a suite of JSON texts.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $data = $ENV{BADCASE_DATA};
plan skip_all => 'BADCASE_DATA names no folder of real records' unless $data && -d $data;

my $node = PostgreSQL::Test::Cluster->new('real_records');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "session_preload_libraries = 'badcase'");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase; CREATE TABLE line (file text, n bigint, line text);
  CREATE UNLOGGED TABLE staged (line text, n bigint); CREATE TABLE record (file text, n bigint, r badcase)');

my $folder = $node->basedir;
my %faulty = (
  'alpaca_zh' => 'response_blank 6', 'alpaca_en' => 'response_blank 11', 'naughty_strings' => 'prompt_blank 2');
my @files;
for my $path (sort(glob("$data/*.jsonl"), glob("$data/*.jsonl.gz")))
{
  my ($name) = $path =~ m{([^/]+)\.jsonl(?:\.gz)?$};
  # what is no file of records
  next if $name =~ /^(?:jsontestsuite|field_cases|ifeval_half)$/;
  my $plain = $path;
  if ($path =~ /\.gz$/)
  {
    $plain = "$folder/$name.jsonl";
    system("gzip -dc '$path' > '$plain'") == 0 or die 'gzip';
  }
  $node->safe_psql('postgres', "TRUNCATE staged; COPY staged (line, n) FROM '$plain' WITH (FORMAT jsonl);
    INSERT INTO line SELECT '$name', n, line FROM staged");
  push @files, $name;
}
cmp_ok(scalar @files, '>=', 8, 'files of real records');

for my $name (@files)
{
  is($node->safe_psql('postgres', "SELECT string_agg(code || ' ' || n, ', ' ORDER BY code) FROM (
      SELECT code, count(*) AS n FROM line, badcase_check(line) WHERE file = '$name' AND NOT ok GROUP BY code) t"),
    $faulty{$name} // '', "$name: faults as its description says");
}

$node->safe_psql('postgres', 'INSERT INTO record SELECT file, n, badcase_try(line) FROM line WHERE badcase_try(line) IS NOT NULL');
is($node->safe_psql('postgres', 'SELECT count(*) FROM record WHERE r::text::badcase <> r OR (r::text)::badcase::text <> r::text'),
  '0', 'text output is read as the same record');
is($node->safe_psql('postgres', 'SELECT count(*) FROM record JOIN line USING (file, n)
    WHERE r::jsonb <> jsonb_strip_nulls(line::jsonb - CASE WHEN line::jsonb->\'history\' = \'[]\' THEN \'history\' ELSE \'\' END)'),
  '0', 'every member is what the line has');
is($node->safe_psql('postgres', "SELECT count(*) FROM record JOIN line USING (file, n)
    WHERE prompt(r) <> line::json->>'prompt' OR response(r) <> line::json->>'response'"), '0', 'prompt and response, character for character');
is($node->safe_psql('postgres', 'SELECT count(*) FROM record WHERE badcase(prompt(r), response(r), history(r), rejected(r), meta(r)) <> r'),
  '0', 'a record of its parts is the record');
$node->safe_psql('postgres', "COPY record TO '$folder/records.bin' (FORMAT binary); CREATE TABLE received (LIKE record);
  COPY received FROM '$folder/records.bin' (FORMAT binary)");
is($node->safe_psql('postgres', 'SELECT (SELECT count(*) FROM received) - (SELECT count(*) FROM record), count(*)
    FROM (SELECT file, n, r::text FROM record EXCEPT SELECT file, n, r::text FROM received) t'), '0|0', 'binary form is received as the same record');

$node->safe_psql('postgres', "COPY (SELECT r FROM record WHERE file = 'chatglm_data_sample' ORDER BY n) TO '$folder/sample.jsonl' WITH (FORMAT jsonl)");
# the published file has no line feed at its end
is(slurp_file("$folder/sample.jsonl"), slurp_file("$data/chatglm_data_sample.jsonl") . "\n", 'the published sample comes back line for line');

# The suite's texts as a member's value: the grammar alone decides, but for what jsonb and text cannot hold.
$node->safe_psql('postgres', <<"SQL");
CREATE TABLE suite (line jsonb);
COPY suite FROM '$data/jsontestsuite.jsonl' WITH (FORMAT jsonl);
CREATE FUNCTION json_takes(bytes bytea) RETURNS boolean LANGUAGE plpgsql AS \$\$
BEGIN
  PERFORM convert_from(bytes, 'UTF8')::json;
  RETURN true;
EXCEPTION WHEN OTHERS THEN
  RETURN false;
END \$\$;
CREATE FUNCTION jsonb_takes(bytes bytea) RETURNS boolean LANGUAGE plpgsql AS \$\$
BEGIN
  PERFORM convert_from(bytes, 'UTF8')::jsonb;
  RETURN true;
EXCEPTION WHEN OTHERS THEN
  RETURN false;
END \$\$;
CREATE TABLE verdict AS
SELECT line->>'name' AS name, line->>'expect' AS expect, c.code, c.ok, json_takes(t) AS json, jsonb_takes(t) AS jsonb
  FROM suite, LATERAL (SELECT '{"prompt":"p","response":"r","x":'::bytea || decode(line->>'b64', 'base64') || '}'::bytea AS t) w,
       badcase_check(t) AS c;
SQL
is($node->safe_psql('postgres', 'SELECT count(*) FROM verdict'), '318', 'texts of the suite');
is($node->safe_psql('postgres', "SELECT count(*) FROM verdict WHERE expect = 'reject' AND ok"), '0', 'no faulty text is taken');
is($node->safe_psql('postgres', "SELECT string_agg(DISTINCT code, ' ') FROM verdict WHERE expect = 'accept' AND NOT ok"), 'nul_character',
  'a sound text is refused for U+0000 alone');
is($node->safe_psql('postgres', 'SELECT count(*) FROM verdict WHERE ok AND NOT json'), '0', 'nothing is taken that json refuses');
is($node->safe_psql('postgres', 'SELECT count(*) FROM verdict WHERE ok <> jsonb'), '0', 'what jsonb takes is taken, and nothing else');
# json takes these and jsonb does not: they are refused by a code of their own
is($node->safe_psql('postgres', 'SELECT code, count(*) FROM verdict WHERE json AND NOT ok GROUP BY code ORDER BY code'),
  "lone_surrogate|10\nnul_character|2\nnumber_range|2", 'what json takes and a record cannot hold');

done_testing();
