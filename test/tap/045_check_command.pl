# badcase-check says of each line what the SQL functions say: of real records, where there are some, and of mutated ones.
# What it says is taken into the server and compared there.  BADCASE_LONG: 100,000 mutated lines.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = abs_path(dirname(__FILE__) . '/../..');
my $node = PostgreSQL::Test::Cluster->new('check_command');
my $folder = $node->basedir;

# As bin/check has built it, or built here.
my $command = $ENV{BADCASE_CHECK} // '';
if (!-x $command)
{
	$command = "$folder/badcase-check";
	plan skip_all => 'no compiler for badcase-check'
	  if system("cd '$folder' && make -s -f '$top/core.mk' cli CORE_CFLAGS=-O1 >make.log 2>&1") != 0;
}

$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "session_preload_libraries = 'badcase'");
$node->start;
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION badcase;
CREATE TABLE line (n bigint, line bytea);
CREATE TABLE told (j jsonb);
CREATE TABLE cleaned (n bigint, line text);
CREATE FUNCTION try_jsonb(line bytea) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  RETURN convert_from(line, 'UTF8')::jsonb;
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END $$;
CREATE VIEW record AS SELECT n, line, badcase_try(line) AS r FROM line;
CREATE VIEW expected AS
SELECT n, jsonb_strip_nulls(jsonb_build_object('line', n, 'bytes', length(line),
    'verdict', CASE WHEN badcase_blank(line) THEN 'blank' WHEN c.ok THEN 'ok' ELSE 'refused' END)) ||
  CASE WHEN NOT c.ok AND NOT badcase_blank(line) THEN jsonb_build_object('code', c.code, 'byte_offset', c.byte_offset, 'path', c.path,
    'message', c.message, 'hint', badcase_hint(c.code)) ELSE '{}' END ||
  CASE WHEN c.ok THEN jsonb_strip_nulls(jsonb_build_object('digest', encode(badcase_digest(r), 'hex'), 'exact_key', encode(exact_key(r), 'hex'),
    'findings', (SELECT jsonb_agg(jsonb_strip_nulls(to_jsonb(f) - 'ordinality') ORDER BY f.ordinality) FROM badcase_findings(r) WITH ORDINALITY f),
    'issues', (SELECT jsonb_agg(to_jsonb(q) - 'ordinality' ORDER BY q.ordinality) FROM badcase_quality(r) WITH ORDINALITY q))) ELSE '{}' END AS j
  FROM record, badcase_check(line) c;
CREATE VIEW said AS
SELECT (j->>'line')::bigint AS n, j - 'file' - 'byte' - 'findings' ||
  CASE WHEN j ? 'findings' THEN jsonb_build_object('findings', (SELECT jsonb_agg(f.e - 'family' - 'holds' - 'start16' - 'stop16' ORDER BY f.i)
    FROM jsonb_array_elements(j->'findings') WITH ORDINALITY f(e, i))) ELSE '{}' END AS j
  FROM told WHERE j ? 'verdict';
CREATE VIEW expected_duplicate AS
WITH ok AS (SELECT n, r, min(n) OVER (PARTITION BY badcase_digest(r)) AS record, min(n) OVER (PARTITION BY exact_key(r)) AS text FROM record WHERE r IS NOT NULL),
  near AS (SELECT id AS n, cluster FROM badcase_clusters('SELECT n, r FROM record WHERE r IS NOT NULL', 0.7))
SELECT n, CASE WHEN record < n THEN 'record' WHEN text < n THEN 'text' ELSE 'near' END AS kind,
  CASE WHEN record < n THEN record WHEN text < n THEN text ELSE cluster END AS of_n
  FROM ok JOIN near USING (n) WHERE record < n OR text < n OR cluster < n;
CREATE VIEW said_duplicate AS
SELECT (j->>'line')::bigint AS n, j->>'duplicate' AS kind, (j#>>'{of,line}')::bigint AS of_n, (j->>'similarity')::numeric AS similarity
  FROM told WHERE j ? 'duplicate';
SQL

sub check_files
{
	my ($out, @arguments) = @_;
	my $status = system("'$command' --lang en @arguments >'$out'");
	die "badcase-check: $status" if $status != 0 && $status >> 8 != 1;
	return $status >> 8;
}

sub count_of { return $node->safe_psql('postgres', "SELECT count(*) FROM ($_[0]) t"); }

# Both ways: nothing said that is not so, nothing left out.
sub same
{
	my ($a, $b, $name) = @_;
	is(count_of("(($a) EXCEPT ($b)) UNION ALL (($b) EXCEPT ($a))"), '0', $name)
	  or diag($node->safe_psql('postgres', "SELECT 'only the command', * FROM (($a) EXCEPT ($b)) t LIMIT 3") . "\n"
		  . $node->safe_psql('postgres', "SELECT 'only the server', * FROM (($b) EXCEPT ($a)) t LIMIT 3"));
}

sub compare
{
	my ($name, $path, @more) = @_;
	check_files("$folder/told.jsonl", '--json --digest --memory 16', @more, "'$path'");
	check_files("$folder/cleaned.jsonl", '--verdicts --redact -', @more, "'$path' 2>/dev/null");
	$node->safe_psql('postgres', "TRUNCATE line, told, cleaned;
		COPY line (line, n) FROM '$path' WITH (FORMAT jsonl);
		COPY told FROM '$folder/told.jsonl' WITH (FORMAT jsonl);
		COPY cleaned (line, n) FROM '$folder/cleaned.jsonl' WITH (FORMAT jsonl); ANALYZE");
	return;
}

sub compare_records
{
	my ($name, $path) = @_;
	compare($name, $path);
	same('SELECT * FROM said', 'SELECT * FROM expected', "$name: verdicts, findings, issues, digests");
	same('SELECT n, kind, of_n FROM said_duplicate', 'SELECT * FROM expected_duplicate', "$name: duplicates");
	is(count_of("SELECT FROM said_duplicate d JOIN record a ON a.n = d.n JOIN record b ON b.n = d.of_n
		WHERE kind = 'near' AND similarity <> trunc(similarity(a.r, b.r)::numeric, 3)"), '0', "$name: similarities");
	same('SELECT n, line FROM cleaned', "SELECT row_number() OVER (ORDER BY n), CASE WHEN badcase_redact(r) = r THEN convert_from(line, 'UTF8')
		ELSE badcase_redact(r)::text END FROM record WHERE r IS NOT NULL", "$name: what is redacted");
	# a record on disk has its meta as jsonb prints it
	is(count_of("SELECT FROM (SELECT r::text AS t, (try_jsonb(line) - '{prompt,response,history,rejected}'::text[])::text AS m FROM record WHERE r IS NOT NULL) t
		WHERE right(t, length(m) - 1) <> CASE m WHEN '{}' THEN '}' ELSE substr(m, 2) END"), '0', "$name: meta as jsonb has it");
	is($node->safe_psql('postgres', "SELECT (j#>>'{sums,lines}')::bigint - (SELECT count(*) FROM line), (j#>>'{sums,ok}')::bigint - (SELECT count(*) FROM record WHERE r IS NOT NULL),
		(j#>>'{sums,clusters}')::bigint - (SELECT count(*) FROM (SELECT FROM badcase_clusters('SELECT n, r FROM record WHERE r IS NOT NULL', 0.7) GROUP BY cluster HAVING count(*) > 1) t)
		FROM told WHERE j ? 'sums'"), '0|0|0', "$name: sums");
	return;
}

# All real records in one file, or those of the demo.
my $all = "$folder/all.jsonl";
my $data = $ENV{BADCASE_DATA};
if ($data && -d $data)
{
	# what is no file of records is refused line by line, and that is compared, too
	system("for file in '$data'/*.jsonl; do cat \"\$file\"; echo; done >'$all'; gzip -dc '$data'/*.jsonl.gz >>'$all'") == 0 or die 'records';
}
else
{
	system("cat '$top'/test/data/demo/*.jsonl >'$all'") == 0 or die 'records';
}
compare_records('all records', $all);

# Mutated lines, the same in each run.
my @lines;
open my $in, '<:raw', $all or die;
while (<$in>)
{
	chomp;
	# some of all kinds of lines, so that duplicates stay among them
	push @lines, $_ if length $_ < 2000 && ($. % 7 == 0 || $. < 1500);
}
close $in;
my $seed = 4711;
sub below { $seed = ($seed * 1103515245 + 12345) % 2147483648; return int($seed / 65536) % $_[0]; }
sub one_of { return $_[below(scalar @_)]; }
my @tokens = ("\x00", '\\.', "\r", "\xff", "\xc3", "\xed\xa0\x80", '\\ud83d', '\\u0000', '"', '\\', '{', '}', '[', ',', ':', "\t", "\xe2\x80\xa8",
	"\xe4\xb8\xad", '1e999999', 'null', '\\u00e9', "\xf0\x9f\x98\x80", '13800138000', 'a.b@posts.org', '110105194912310021', '\\n', ' ', "\xc2\xa0");
my @values = ('0', '-0', '-0.00', '1.50', '1e3', '1E+2', '1e-2', '100e-2', '12.340e-1', '0e5', '1e400', '123456789012345678901234567890', '"x"', '""',
	'"\\u4e2d\\/"', 'null', 'true', '[]', '{}', '[1,[2,{"b":1,"a":[]}]]', '{"bb":1,"a":2,"bb":{"z":1e2,"y":0.10}}', '"mail a.b@posts.org"');
my @keys = ('a', 'b', 'aa', 'task', 'system', '\\u0061', 'prompt', 'rejected', "\xe4\xb8\xad", '', 'source');
sub mutated
{
	my $line = one_of(@lines);
	my $kind = below(10);
	if ($kind < 3 && $line =~ /\}\s*$/)
	{
		my $members = join ', ', map { '"' . one_of(@keys) . '":' . one_of(@values) } 0 .. below(4);
		$line =~ s/\}\s*$/, $members}/;
	}
	for (1 .. $kind < 2 ? 0 : 1 + below(3))
	{
		my $at = below(length($line) + 1);
		my $what = below(3);
		if ($what == 0) { substr($line, $at, 0) = one_of(@tokens); }
		elsif ($what == 1) { substr($line, $at, 1 + below(9)) = ''; }
		elsif ($at < length $line) { substr($line, $at, 1) = chr(below(256)); }
	}
	$line =~ s/\n/ /g;
	return $line;
}
my $mutated = "$folder/mutated.jsonl";
open my $out, '>:raw', $mutated or die;
# so that it is a file of JSON lines
print $out qq({"prompt": "p", "response": "r"}\n);
print $out mutated(), "\n" for 1 .. $ENV{BADCASE_LONG} ? 100000 : 3000;
close $out;
compare_records('mutated lines', $mutated);

# Rows of every format, and mutated ones.
my @formats = split /\n/, $node->safe_psql('postgres', "SELECT name FROM badcase_formats() WHERE imports ORDER BY name");
cmp_ok(scalar @formats, '>', 10, 'formats');
$node->safe_psql('postgres', 'CREATE TABLE example AS SELECT r FROM record WHERE r IS NOT NULL ORDER BY md5(r::text) LIMIT 60');
foreach my $format (@formats)
{
	@lines = split /\n/, $node->safe_psql('postgres', "SET client_encoding = 'UTF8'; SELECT badcase_export(r, '$format')::text FROM example, badcase_formats() f
		WHERE f.name = '$format' AND (f.history OR turns(r) = 0) AND (rejected(r) IS NOT NULL OR NOT f.needs_rejected)");
	next unless @lines;
	my $path = "$folder/rows.jsonl";
	open my $rows, '>:raw', $path or die;
	print $rows $_, "\n" foreach @lines, map { mutated() } 1 .. 60;
	close $rows;
	foreach my $name ($format, 'auto')
	{
		compare($name, $path, "-f $name");
		same(q(SELECT n, j->>'digest', j->>'code', (j->>'byte_offset')::int, j->>'path', j->>'message', j->>'hint' FROM said WHERE j->>'verdict' <> 'blank'),
			"SELECT n, encode(badcase_digest(badcase_try(line, '$name')), 'hex'), code, byte_offset, path, message, hint
			   FROM line, badcase_check(line, '$name') WHERE NOT badcase_blank(line)", "rows of $format, read as $name");
	}
}

# Exit status.
is(check_files("$folder/none", "--near 0 '$top/test/data/demo/zh.jsonl'"), 1, 'something is to be mended: 1');
append_to_file("$folder/clean.jsonl", qq({"prompt": "Name the capital of France in one word.", "response": "Paris"}\n));
is(check_files("$folder/none", "--strict '$folder/clean.jsonl'"), 0, 'nothing is: 0');

# The packages' own test, debian/tests/installed, by this command and those of the tree: three statements to a workspace, a file
# in, two reviews, a release out.
my ($script) = slurp_file("$top/debian/tests/installed") =~ /<<'SH'\n(.*?)^SH\n/ms or die 'debian/tests/installed has no such part';
append_to_file("$folder/installed.sh", $script);
mkdir "$folder/commands";
symlink $command, "$folder/commands/badcase-check";
{
	local @ENV{qw(PGHOST PGPORT PATH)} = ($node->host, $node->port, "$folder/commands:$top/bin:$ENV{PATH}");
	command_ok([ 'sh', "$folder/installed.sh", "$top/test/data/demo/zh.jsonl", $folder ], 'what the packages\' test does works');
}

done_testing();
