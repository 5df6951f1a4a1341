# A workspace that a released version filled, in use: after the upgrade nothing of it is lost, releases are what they were,
# indexes answer as scans do, and the work goes on, new files and releases among the old.
use strict;
use warnings;
use File::Basename;
use File::Copy;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = dirname(__FILE__) . '/../..';
my ($version) = slurp_file("$top/badcase.control") =~ /^default_version *= *'(.*)'/m;
my $sharedir = `pg_config --sharedir`;
chomp $sharedir;
my $node = PostgreSQL::Test::Cluster->new('upgrade_rows');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE ROLE badcase_owner NOLOGIN; CREATE ROLE curator; CREATE ROLE reviewer; CREATE ROLE ada; CREATE ROLE exporter');

# What the first release could do already.
my $fill = <<'SQL';
SELECT badcase.create_program('p', 'all kinds');
UPDATE badcase_internal.program SET quorum = 1;
SELECT badcase.grant_access(1, r, c) FROM (VALUES ('curator', 'curator'), ('reviewer', 'reviewer'), ('ada', 'contributor'), ('exporter', 'exporter')) v(r, c);
SET ROLE curator;
SELECT badcase.register_contributor(1, 'ada', 'Ada', 'ada'), badcase.register_contributor(1, 'bob');
SELECT badcase.attest(1, 't'), badcase.set_consent(1, 'train', true, 't'), badcase.set_consent(2, 'train', true, 't');
SET ROLE ada;
BEGIN;
SELECT badcase.open_upload(1, file_name => 'first.jsonl');
INSERT INTO badcase.intake (line_no, line)
SELECT n, convert_to('{"prompt": "Question number ' || n || ' asks for a list of ' || md5(n::text) || '", "response": "' || md5(md5(n::text)) || ' 答", "history": [["q", "a"]], "rejected": "no", "task": "t' || n % 3 || '"}', 'UTF8')
FROM generate_series(1, 30) n UNION ALL VALUES (31, 'no record'::bytea), (32, ''), (33, '{"prompt": "p", "response": " "}');
SELECT badcase.process_upload();
COMMIT;
SET ROLE curator;
BEGIN;
SELECT badcase.open_upload(1, 2);
INSERT INTO badcase.intake (line_no, line) VALUES (1, convert_to('{"prompt": "Question number 7 asks for a list of ' || md5('7') || '", "response": "' || md5(md5('7')) || ' 答", "history": [["q", "a"]], "task": "t1"}', 'UTF8')),
  (2, convert_to('{"prompt": "Write about the river that runs through the town", "response": "x"}', 'UTF8'));
SELECT badcase.process_upload();
COMMIT;
CALL badcase.triage(1);
SET ROLE reviewer;
SELECT badcase.submit_review(submission, submission % 10 <> 0, true) FROM badcase.claim_reviews(1, 25);
SET ROLE curator;
SELECT badcase.build_release(1, 'published', 7), badcase.build_release(1, 'capped', -9, per_task => 3);
SELECT badcase.publish_release(1);
SQL

# What must not change: told by columns that the first release had.
my @kept = (
	'SELECT submission_id, contributor_id, upload_id, line_no, record, revision, encode(digest, $$hex$$), state, duplicate_of, cluster_id, pass FROM badcase_internal.submission ORDER BY 1',
	'SELECT submission_id, revision, record, encode(digest, $$hex$$) FROM badcase_internal.revision ORDER BY 1, 2',
	'SELECT release_id, submission_id, pos, revision, encode(digest, $$hex$$) FROM badcase_internal.release_item ORDER BY 1, 3',
	'SELECT upload_id, line_no, code, byte_offset, encode(line, $$hex$$) FROM badcase_internal.refused_line ORDER BY 1, 2',
	'SELECT upload_id, file_name, lines, stored, repeated, refused, blank, bytes, encode(sha256, $$hex$$) FROM badcase_internal.upload ORDER BY 1',
	'SELECT submission_id, event_id, from_state, to_state, actor, at, encode(digest, $$hex$$) FROM badcase_internal.event ORDER BY 1, 2',
	'SELECT submission_id, reviewer, useful, correct, verdict FROM badcase_internal.review ORDER BY 1, 2',
	'SELECT contributor_id, scope, granted, text_version FROM badcase_internal.consent ORDER BY consent_id',
	'SET ROLE exporter; SELECT pos, line FROM badcase.release_rows(1) ORDER BY pos',
	'SET ROLE exporter; SELECT release, pos, prompt, response, history FROM badcase.export_sft ORDER BY 1, 2');

my @released = grep { $_ ne $version } map { /badcase--([0-9.]+)\.sql$/ ? $1 : () } sort glob("$top/sql/released/badcase--*.sql");
foreach my $old (@released)
{
	my $name = "from_$old" =~ tr/./_/r;
	my $installed = "$sharedir/extension/badcase--$old.sql";
  SKIP:
	{
		skip "$sharedir/extension cannot be written to", 1 if !-e $installed && !copy("$top/sql/released/badcase--$old.sql", $installed);
		$node->safe_psql('postgres', "CREATE DATABASE $name");
		$node->safe_psql($name, "CREATE EXTENSION badcase VERSION '$old'");
		my $script = slurp_file("$top/sql/released/workspace--$old.sql");
		$script =~ s/\@extschema\@/public/g;
		$script =~ s/\@version\@/$old/g;
		$node->safe_psql($name, "CREATE SCHEMA badcase AUTHORIZATION badcase_owner; SET ROLE badcase_owner; SET search_path = pg_catalog, pg_temp; $script");
		$node->safe_psql($name, $fill);
		my @before = map { $node->safe_psql($name, $_) } @kept;
		cmp_ok((join('', @before) =~ tr/\n//), '>', 150, "$old: rows");

		$node->safe_psql($name, "ALTER EXTENSION badcase UPDATE TO '$version'; SELECT badcase_upgrade()");
		is($node->safe_psql($name, $kept[$_]), $before[$_], "$old: the same after the upgrade, $_") foreach 0 .. $#kept;
		is($node->safe_psql($name, 'SET ROLE curator; SELECT r, v.ok, v.message FROM generate_series(1, 2) r, badcase.verify_release(r) v'), "1|t|as it was built\n2|t|as it was built", "$old: releases are as they were built");
		my $near = 'SELECT count(*) FROM badcase_internal.submission a JOIN badcase_internal.submission b ON b.record % near(a.record, 0.5)';
		is($node->safe_psql($name, "SET enable_seqscan = off; $near WHERE b.state NOT IN ('received', 'duplicate', 'withdrawn') AND NOT b.common_record"),
			$node->safe_psql($name, "SET enable_indexscan = off; SET enable_bitmapscan = off; $near WHERE b.state NOT IN ('received', 'duplicate', 'withdrawn') AND NOT b.common_record"),
			"$old: the index answers as a scan does");

		# the file is known, newer rules look again, and the same seed gives the same list with what is new in it
		is($node->safe_psql($name, <<'SQL'), "30|0\n0", "$old: the work goes on");
SET client_min_messages = error;
\o /dev/null
SET ROLE ada;
BEGIN;
SELECT badcase.open_upload(1);
INSERT INTO badcase.intake (line_no, line) SELECT line_no, convert_to(record::text, 'UTF8') FROM badcase_internal.submission WHERE upload_id = 1;
\o
SELECT u.repeated, u.stored FROM badcase.process_upload() u;
\o /dev/null
COMMIT;
SET ROLE curator;
CALL badcase.triage(1);
SELECT badcase.build_release(1, 'after', 7);
\o
SELECT count(*) FROM badcase.release_diff(1, 3) WHERE change <> 'added';
SQL
		is($node->safe_psql($name, "SET ROLE curator; SELECT badcase.withdraw(submission => 2); SELECT ok, withdrawn FROM badcase.verify_release(1)"), "1\nf|1", "$old: what is taken back is gone from the old release");
	}
}

$node->stop;
done_testing();
