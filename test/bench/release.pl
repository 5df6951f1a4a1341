# release.pl FILE ROUNDS: building and exporting a release of everything in FILE, and figures for short answers.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bench;

my ($file, $rounds) = @ARGV;

# Accepted records as intake and triage leave them, each in a cluster of its own, without the near indexes: nothing here
# looks for neighbours. A number in the prompt, for the lines of FILE repeat.
query('CREATE DATABASE bench_release');
$ENV{PGDATABASE} = 'bench_release';
query(<<"SQL");
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS badcase;
CREATE ROLE bench_release_owner NOLOGIN;
SELECT badcase_setup('bench_release_owner');
-- the owner is measured, and reports to the server's log
GRANT CREATE ON SCHEMA public TO bench_release_owner;
GRANT SET ON PARAMETER log_statement_stats TO bench_release_owner;
GRANT pg_write_server_files TO bench_release_owner;
SET ROLE bench_release_owner;
SELECT badcase.create_program('p'), badcase.grant_access(1, current_user, 'curator');
SELECT badcase.register_contributor(1, 'c' || n), badcase.attest(n, 't'), badcase.set_consent(n, 'train', true, 't') FROM generate_series(1, 100) n;
SELECT badcase_internal.raise_rules(1);
DROP INDEX badcase_internal.searchable_near, badcase_internal.searchable_near_prompt, badcase_internal.searchable_near_common, badcase_internal.searchable_near_prompt_common;
CREATE TEMP TABLE line (line_no bigint, line bytea);
\\copy line (line, line_no) from '$file' with (format jsonl)
INSERT INTO badcase_internal.upload (program_id, contributor_id, kind, opened_by, processed_at) SELECT 1, n, 'submissions', current_user, now() FROM generate_series(1, 100) n;
INSERT INTO badcase_internal.submission (submission_id, program_id, contributor_id, upload_id, line_no, record, digest, exact_key, state, contributor_state, cluster_id, rule_version)
OVERRIDING SYSTEM VALUE SELECT l.line_no, 1, l.line_no % 100 + 1, l.line_no % 100 + 1, l.line_no, l.record, badcase_digest(l.record), exact_key(l.record), 'accepted', 'accepted', l.line_no, 1
FROM (
  SELECT r.line_no, badcase(prompt(r.record) || ' ' || r.line_no, response(r.record), history(r.record), rejected(r.record), meta(r.record)) AS record
  FROM (SELECT t.line_no, badcase_try(t.line) AS record FROM line t OFFSET 0) r WHERE r.record IS NOT NULL OFFSET 0) l
ORDER BY l.line_no;
CREATE TABLE item (LIKE badcase_internal.release_item INCLUDING ALL);
SELECT badcase.build_release(1, 'first', 1);
CREATE UNLOGGED TABLE text_line AS SELECT pos, line::text FROM badcase.release_rows(1) ORDER BY pos;
-- short answers, and what a model might have said: the expected answer of the record before
CREATE UNLOGGED TABLE answer AS
  SELECT left(response(record), 60) AS expected, left(lag(response(record)) OVER (ORDER BY submission_id), 60) AS given FROM badcase_internal.submission ORDER BY submission_id LIMIT 100000;
DELETE FROM answer WHERE given IS NULL;
RESET ROLE;
VACUUM ANALYZE;
SQL
my ($items, $bytes) = @{ (query('SELECT count(*), sum(octet_length(line) + 1) FROM text_line'))[0] };
my $insert = "INSERT INTO item (submission_id, release_id, pos, revision, digest) SELECT submission_id, 1, row_number() OVER (ORDER BY %s), revision, digest FROM badcase_internal.submission WHERE program_id = 1 AND state = 'accepted' ORDER BY 3;";

# Each round builds a release of its own; what the rounds before left is taken away first.
my ($built) = run_cases($rounds, [
	{ name => 'build', before => "RESET ROLE;\nDELETE FROM badcase_internal.release_item WHERE release_id > 1;\nDELETE FROM badcase_internal.release WHERE release_id > 1;\nVACUUM badcase_internal.release_item;\nCHECKPOINT;\nSET ROLE bench_release_owner;",
		sql => "SELECT badcase.build_release(1, 'again', 2);" },
	{ name => 'texts', before => "RESET ROLE;\nTRUNCATE item;\nCHECKPOINT;\nSET ROLE bench_release_owner;", sql => sprintf($insert, 'sha256(convert_to(record::text, $$UTF8$$))') },
	{ name => 'digests', before => "RESET ROLE;\nTRUNCATE item;\nCHECKPOINT;\nSET ROLE bench_release_owner;", sql => sprintf($insert, 'sha256(int8send(2) || digest)') } ]);
my ($out) = run_cases($rounds, [
	{ name => 'export', before => 'SET ROLE bench_release_owner;', sql => q(COPY (SELECT line FROM badcase.release_rows(1)) TO '/dev/null' WITH (FORMAT jsonl);) },
	{ name => 'alpaca', before => 'SET ROLE bench_release_owner;', sql => q(COPY (SELECT line FROM badcase.release_rows(1, 'alpaca')) TO '/dev/null' WITH (FORMAT jsonl);) },
	{ name => 'core join', sql => q(COPY (SELECT s.record::text FROM badcase_internal.release_item i JOIN badcase_internal.submission s ON s.submission_id = i.submission_id WHERE i.release_id = 1 ORDER BY i.pos) TO '/dev/null';) },
	{ name => 'core sort', sql => q(COPY (SELECT line FROM text_line ORDER BY pos) TO '/dev/null';) },
	{ name => 'core table', sql => q(COPY text_line (line) TO '/dev/null';) } ]);
my ($figures) = run_cases($rounds, [
	{ name => 'rouge_l', sql => 'SELECT sum(badcase_rouge_l(given, expected)) FROM answer;' },
	{ name => 'bleu4', sql => 'SELECT sum(badcase_bleu4(given, expected)) FROM answer;' },
	{ name => 'nothing', sql => 'SELECT sum(length(given) + length(expected)) FROM answer;' } ]);
my ($pairs, $characters) = @{ (query('SELECT count(*), round(avg(length(given) + length(expected)) / 2) FROM answer'))[0] };

table([ 'building, ' . thousands($items) . ' items', 'CPU s', 'build_release to it', 'single rounds' ],
	[ 'badcase.build_release', sprintf('%.2f', median(@{ $built->{build} })), '', '' ],
	map { [ $_->[1], sprintf('%.2f', median(@{ $built->{ $_->[0] } })), sprintf('%.2f', ratio($built->{build}, $built->{ $_->[0] })), spread($built->{build}, $built->{ $_->[0] }) ] }
	  [ 'texts', 'INSERT ... SELECT ... ORDER BY sha256 of the texts' ], [ 'digests', 'the same by sha256 of seed and digest' ]);
print "  goal: 2 at most\n\n";
table([ 'exporting, ' . sprintf('%.0f MB', $bytes / 1e6), 'MB/s', 'its rate to it', 'single rounds' ],
	map { [ $_->[1], sprintf('%.0f', $bytes / 1e6 / median(@{ $out->{ $_->[0] } })), $_->[0] =~ /core/ ? (sprintf('%.2f', ratio($out->{ $_->[0] }, $out->{export})), spread($out->{ $_->[0] }, $out->{export})) : () ] }
	  [ 'export', 'release_rows, COPY with format jsonl' ], [ 'alpaca', 'the same in the format alpaca (more bytes)' ],
	  [ 'core join', 'core COPY of the join of items and texts, in order' ], [ 'core sort', 'core COPY of a table of the lines, in order' ],
	  [ 'core table', 'core COPY of a table of the lines, as it lies' ]);
print "  its rate to it: of release_rows to core COPY's, over 1 is faster; goal: 0.8 at least of core COPY of the same query\n\n";
table([ 'figures, answers of ' . $characters . ' characters', 'pairs/s', 'us each' ],
	map { my $s = median(@{ $figures->{$_} }) - median(@{ $figures->{nothing} }); [ $_, thousands(int($pairs / $s)), sprintf('%.2f', 1e6 * $s / $pairs) ] } qw(rouge_l bleu4));
