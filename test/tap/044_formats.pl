# Formats of training data: every line is read by the rules of its readers, written out in format_rules.py, and read again by
# badcase_import as the same record. With real records where there are some.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $here = dirname(__FILE__);
my $node = PostgreSQL::Test::Cluster->new('formats');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "session_preload_libraries = 'badcase'");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase; CREATE TABLE raw (file text, line text, n bigint);
  CREATE TABLE record (id bigint GENERATED ALWAYS AS IDENTITY, file text, r badcase)');
my $folder = $node->basedir;

# The records: the demo's, some with everything at once, and real ones.
sub load
{
	my ($name, $path) = @_;
	$node->safe_psql('postgres', "CREATE TEMP TABLE staged (line bytea, n bigint); COPY staged FROM '$path' WITH (FORMAT jsonl);
		INSERT INTO raw SELECT '$name', convert_from(line, 'UTF8'), n FROM staged WHERE badcase_try(line) IS NOT NULL ORDER BY n");
}
load(basename($_, '.jsonl'), $_) foreach map { abs_path($_) } sort glob("$here/../data/demo/*.jsonl");
my $data = $ENV{BADCASE_DATA};
my $real = $data && -d $data;
if ($real)
{
	load($_, "$data/$_.jsonl") foreach qw(chatglm_data_sample multiturn_oasst_zh multiturn_toolcall_zh pref_dpo_zh pref_dpo_en
	  eval_gsm8k_test eval_humaneval naughty_strings);
	foreach my $name (qw(alpaca_zh alpaca_en))
	{
		system("gzip -dc '$data/$name.jsonl.gz' | head -n 1000 > '$folder/$name.jsonl'") == 0 or die 'gzip';
		load($name, "$folder/$name.jsonl");
	}
}
$node->safe_psql('postgres', <<'SQL');
INSERT INTO record (file, r) SELECT file, line::badcase FROM raw ORDER BY file, n;
-- everything at once, and texts that look like what stands around them
INSERT INTO record (file, r)
SELECT 'made', badcase(t || 'p', t || 'r', h, x, m)
  FROM unnest(ARRAY[E'"', E'\\', E'\n\r\t', E'\x01\x7f', '', '{"role": "user"}', '[Round 0]', U&'\+01F600\FEFF', '问：', $$it's$$]) t,
       unnest(ARRAY['[]', jsonb_build_array(jsonb_build_array(t, ''), jsonb_build_array('', t))]) h,
       unnest(ARRAY[NULL, '', t]) x,
       unnest(ARRAY['{}', jsonb_build_object('system', t, 'task', t), '{"system": {"no": "text"}}']) m;
SQL
cmp_ok($node->safe_psql('postgres', 'SELECT count(*) FROM record'), '>', 100, 'records');

my $python = system('python3 -c "import sys; assert sys.version_info >= (3, 10)" 2>/dev/null') == 0;
foreach my $row (split /\n/, $node->safe_psql('postgres', q(SELECT name, history, needs_rejected, imports,
  json_build_object('keys', keys, 'features', badcase_features_schema(name), 'dataset', badcase_dataset_info('set', name)) FROM badcase_formats())))
{
	my ($name, $history, $needs, $imports, $description) = split /\|/, $row, 5;
	my $for = "('$history'::bool OR turns(r) = 0) AND (NOT '$needs'::bool OR rejected(r) IS NOT NULL)";
	my $count = $node->safe_psql('postgres', "SELECT count(*) FROM record WHERE $for");
	SKIP:
	{
		skip 'no python3 of 3.10 or later', 1 if !$python;
		$node->safe_psql('postgres', "COPY (SELECT r FROM record WHERE $for ORDER BY id) TO '$folder/records.jsonl' WITH (FORMAT jsonl);
			COPY (SELECT badcase_export(r, '$name') FROM record WHERE $for ORDER BY id) TO '$folder/$name.jsonl' WITH (FORMAT jsonl)");
		my ($out, $err) = run_command([ 'python3', "$here/format_rules.py", $name, $description, "$folder/records.jsonl", "$folder/$name.jsonl", "$here/../data/trainer_fields.tsv" ]);
		is($out . $err, "$count lines", "$name: its readers read the record");
	}
	next if $imports ne 't';
	is($node->safe_psql('postgres', "SELECT count(*) FILTER (WHERE badcase_import(badcase_export(r, '$name')::jsonb, '$name')
			= (r::jsonb - badcase_export_loses(r, '$name'))::badcase) FROM record WHERE $for"), $count, "$name: read again, but for what it loses");
}
is($node->safe_psql('postgres', 'SELECT count(*) FROM badcase_formats() f, record WHERE needs_rejected AND rejected(r) IS NULL AND badcase_export(r, f.name) IS NOT NULL'),
  '0', 'no line without the answer that it needs');

# one form of a row tells its family
is($node->safe_psql('postgres', q(SELECT count(*) FROM record, badcase_formats() f
  WHERE f.recognised_by IS NOT NULL AND f.name <> 'badcase' AND (f.history OR turns(r) = 0) AND badcase_format(badcase_export(r, f.name)::jsonb) <> f.name)),
  '0', 'a line is recognised as what it is');

SKIP:
{
	skip 'BADCASE_DATA names no folder of real records', 6 if !$real;

	is($node->safe_psql('postgres', 'SELECT count(*) FROM raw WHERE badcase_import(line::jsonb) <> line::badcase'), '0', 'rows of the real files are imported as they stand');
	is($node->safe_psql('postgres', q(SELECT count(*), count(*) FILTER (WHERE badcase_import(jsonb_build_object('instruction', split_part(prompt(r), E'\n', 1),
	    'input', substr(prompt(r), length(split_part(prompt(r), E'\n', 1)) + 2), 'output', response(r))) = badcase(prompt(r), response(r))) FROM record
	  WHERE file LIKE 'alpaca%' AND prompt(r) !~ '\n$')), join('|', ($node->safe_psql('postgres', q(SELECT count(*) FROM record WHERE file LIKE 'alpaca%' AND prompt(r) !~ '\n$'))) x 2),
	  'Alpaca, instruction and input apart');

	# the published sets as their repositories have them
	is($node->safe_psql('postgres', q(SELECT count(*) > 500, bool_and(badcase_import(jsonb_build_object('instruction', prompt(r), 'input', '', 'output', response(r), 'history', history(r))) = r)
	  FROM record WHERE file = 'multiturn_oasst_zh')), 't|t', 'turns of Alpaca');
	is($node->safe_psql('postgres', q(SELECT count(*) > 500, bool_and(badcase_import(jsonb_build_object('conversations', jsonb_build_array(jsonb_build_object('from', 'human', 'value', prompt(r))),
	    'chosen', jsonb_build_object('from', 'gpt', 'value', response(r)), 'rejected', jsonb_build_object('from', 'gpt', 'value', rejected(r)))) = badcase(prompt(r), response(r), NULL, rejected(r)))
	  FROM record WHERE file LIKE 'pref_dpo%')), 't|t', 'pairs of ShareGPT');
	$node->safe_psql('postgres', q(
	CREATE FUNCTION refusal(line jsonb) RETURNS text LANGUAGE plpgsql AS $$
	BEGIN
	  PERFORM badcase_import(line);
	  RETURN NULL;
	EXCEPTION WHEN invalid_parameter_value THEN
	  RETURN regexp_replace(SQLERRM, '[0-9]+', 'N');
	END $$;
	-- calls of tools are answers that are JSON, and what they gave questions that are
	CREATE TABLE tool_row AS SELECT jsonb_build_object('tools', '[]', 'conversations', jsonb_agg(jsonb_build_object('value', value,
	    'from', CASE WHEN value ~ '^[[{]' THEN CASE side WHEN 1 THEN 'observation' ELSE 'function_call' END ELSE CASE side WHEN 1 THEN 'human' ELSE 'gpt' END END) ORDER BY turn, side)) AS line,
	    bool_or(value ~ '^[[{]') AS tools
	  FROM record, LATERAL (SELECT turn, side, value FROM jsonb_array_elements(history(r) || jsonb_build_array(jsonb_build_array(prompt(r), response(r)))) WITH ORDINALITY p (pair, turn),
	       jsonb_array_elements_text(pair) WITH ORDINALITY t (value, side)) t WHERE file = 'multiturn_toolcall_zh' GROUP BY id));
	is($node->safe_psql('postgres', 'SELECT tools, refusal(line), count(*) > 20 FROM tool_row GROUP BY 1, 2 ORDER BY 1, 2'),
	  qq(f||t\nt|invalid sharegpt row: history_shape at "/conversations/N"|t), 'calls of tools are refused, the rest is taken');
	is($node->safe_psql('postgres', 'SELECT DISTINCT badcase_format(line::jsonb) FROM raw'), 'badcase', 'all are of one format');
}

# the limit of the type holds for what a row becomes
my (undef, undef, $error) = $node->psql('postgres', q(SELECT badcase_import(jsonb_build_object('question', repeat(E'\x01', 12000000), 'answer', 'a'))));
like($error, qr/invalid row: too_large/, 'too large as a record');

$node->stop;
done_testing();
