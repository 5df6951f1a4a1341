# A workspace that a released version filled, in use: after the upgrade it is what a fresh one is, no row and no value of it
# is lost but those that are named here, releases are what they were, indexes answer as scans do, everybody sees what
# was theirs, and the work goes on, new files and releases among the old.
use strict;
use warnings;
use File::Basename;
use File::Copy;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use lib dirname(__FILE__);
use Books;

my $top = dirname(__FILE__) . '/../..';
my ($version) = slurp_file("$top/badcase.control") =~ /^default_version *= *'(.*)'/m;
my $sharedir = `pg_config --sharedir`;
chomp $sharedir;
my $node = PostgreSQL::Test::Cluster->new('upgrade_rows');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE ROLE badcase_owner NOLOGIN; CREATE ROLE curator; CREATE ROLE reviewer; CREATE ROLE ada; CREATE ROLE "Mr. ""X"""; CREATE ROLE exporter; CREATE ROLE door');

# The roles that are there at the end, and what they may do.
my $grants = <<'SQL';
SELECT badcase.create_program('p', 'all kinds');
UPDATE badcase_internal.program SET quorum = 1;
SELECT badcase.grant_access(1, r, c) FROM (VALUES ('curator', 'curator'), ('reviewer', 'reviewer'), ('ada', 'contributor'), ('Mr. "X"', 'reviewer'), ('exporter', 'exporter')) v(r, c);
SQL
# What the first release could do already, in the names of today.
my $fill = <<'SQL';
SELECT badcase.grant_access(1, 'Mr. "X"', 'contributor'), badcase.grant_access(1, 'gone soon', 'reviewer');
SET ROLE curator;
SELECT badcase.register_contributor(1, 'ada', 'Ada', 'ada'), badcase.register_contributor(1, 'bob'), badcase.register_contributor(1, 'x', 'X', 'Mr. "X"');
SELECT badcase.attest(1, 't'), badcase.set_consent(1, 'show_name', true, 't'), badcase.set_consent(2, 'train', true, 't'), badcase.set_consent(2, 'train', false, 'u');
SELECT badcase.set_consent(2, 'train', true, 'v'), badcase.attest(3, 't');
SET ROLE ada;
SELECT badcase.set_consent(1, 'train', true, 't'), badcase.set_consent(1, 'show_name', false, 't');
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
  (2, convert_to('{"prompt": "Write about the river that runs through the town", "response": "x", "task": "only of one that is held"}', 'UTF8'));
SELECT badcase.process_upload();
COMMIT;
SET ROLE "Mr. ""X""";
BEGIN;
SELECT badcase.open_upload(1);
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "Who sent this, and what is it about?", "response": "Nobody, nothing"}');
SELECT badcase.process_upload();
COMMIT;
SET ROLE curator;
CALL badcase.triage(1);
SET ROLE reviewer;
SELECT badcase.submit_review(s, s % 10 <> 0, true) FROM generate_series(1, 23) s;
SET ROLE "gone soon";
SELECT badcase.submit_review(s, true, true) FROM generate_series(24, 26) s;
SET ROLE reviewer;
SELECT count(*) FROM badcase.claim_reviews(1, 2, '7 days');
SET ROLE curator;
SELECT badcase.build_release(1, 'published', 7), badcase.build_release(1, 'capped', -9, per_task => 3);
SELECT badcase.publish_release(1);
SQL
# Up to 0.3.1 there is one schema, a superuser may do all, and lines can be left on their way in.
my $stray = q(SET ROLE ada; INSERT INTO badcase.intake (line_no, line) VALUES (9, 'left'););
# ... where nobody can be erased yet, a contributor is one no more.
my $left = q(SET ROLE curator; SELECT badcase.revoke_access(1, 'Mr. "X"', 'contributor'));
# What came with the second: a row in each table. Without the task of a curator, names are contributors'.
my $more = <<'SQL';
SET ROLE curator;
SELECT badcase.set_task(1, 't1', 50), badcase.create_term_list(1, 'words', 'hold'), badcase.open_corpus(1, 'bench', 'benchmark', 'CC0'), badcase.open_corpus(1, 'pool', 'general', 'CC0');
BEGIN; SELECT badcase.open_upload(1, kind => 'terms', target => 1); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"term": "xyzzy"}'); SELECT badcase.process_upload(); COMMIT;
BEGIN; SELECT badcase.open_upload(1, kind => 'corpus', target => 1);
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "of a benchmark, and long enough to be looked for in what comes in", "response": "r"}'); SELECT badcase.process_upload(); COMMIT;
BEGIN; SELECT badcase.open_upload(1, kind => 'corpus', target => 2); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "of a pool", "response": "r"}'); SELECT badcase.process_upload(); COMMIT;
CALL badcase.triage(1);
SELECT badcase.build_release(1, 'mixed', 7, '{"general": [{"corpus": "pool", "count": 1}]}');
SELECT badcase.register_model(1, 'm', 1);
BEGIN; SELECT badcase.open_upload(1, kind => 'outputs', target => 1); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"submission": 2, "output": "zwei"}'); SELECT badcase.process_upload(); COMMIT;
SELECT badcase.judge_output(1, 'still_bad', 'no');
BEGIN; SELECT badcase.open_upload(1, 1); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "Call 13812345678 or xyzzy", "response": "No, nobody will"}'),
  (2, '{"prompt": "Write about the river that runs through the town of my birth and its mills", "response": "one"}'),
  (3, '{"prompt": "Write about the river that runs through the town of my birth and its mills!", "response": "two"}');
SELECT badcase.process_upload(); COMMIT;
CALL badcase.triage(1);
SELECT badcase.set_consent(2, 'contact', true, 't'), badcase.set_contact(2, 'e-mail', 'bob@example.org');
SELECT badcase.set_rule(1, 'pii:email', 'warn'), badcase.disclose(1, 'court', '7'), badcase.reopen(10, 'look again'), badcase.revise(10, badcase('another question', 'another answer'), 'clearer');
CALL badcase.triage(1);
SELECT badcase.withdraw(submission => 20, reason => 'asked'), badcase.erase(3, 'forget');
SQL

# What came with 0.4.0.
my $later = q(SET ROLE curator; SELECT badcase.set_quota(1, 1, lines => 1000););
# What came with 0.5.0: a row in each table, the last ones of what takes more people and prompts than there are here.
my $latest = <<'SQL';
SELECT badcase.grant_access(1, 'door', 'intake');
SET ROLE door;
SELECT state FROM badcase.door_apply(1, 'Carl', 't', '{contact}', 'carl@example.org');
SET ROLE curator;
SELECT badcase.add_gold(2), badcase.draw_audit(1, 1, 7), badcase.register_agent(1, 'judge', '1', 'model'), count(*) FROM badcase.offer_access(1);
BEGIN; SELECT badcase.open_upload(1, kind => 'corpus', target => 2); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "of the same pool", "response": "r", "rejected": "s"}'); SELECT badcase.process_upload(); COMMIT;
BEGIN; SELECT badcase.open_upload(1, kind => 'clusters', target => 2); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"a": 2, "b": 3}'); SELECT badcase.process_upload(); COMMIT;
BEGIN; SELECT badcase.open_upload(1, kind => 'suggestions', target => 1);
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"submission": 27, "useful": true, "failure_kinds": ["domain"], "why": "so it seems"}'); SELECT badcase.process_upload(); COMMIT;
BEGIN; SELECT badcase.open_upload(1, kind => 'corpus', target => 2); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "of a pool, too", "response": "r"}'); SELECT badcase.process_upload(); COMMIT;
SELECT badcase.hold_out(2, 1, 7);
BEGIN; SELECT badcase.open_upload(1, kind => 'outputs', target => 1);
INSERT INTO badcase.intake (line_no, line) SELECT 1, convert_to(format('{"item": %s, "output": "r"}', item), 'UTF8') FROM badcase.held_out; SELECT badcase.process_upload(); COMMIT;
RESET ROLE;
SELECT badcase_internal.keep_tallies(1);
INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until, verdict, looked_at) VALUES (2, 'exporter', 1, 1, 1, 'accepted', now(), 'accepted', now());
INSERT INTO badcase_internal.task_suggestion (program_id, begins, ends, key, submissions, clusters, examples) VALUES (1, 3, 0, '\x01', 10, 9, '{1,2}');
INSERT INTO badcase_internal.task_instruction (program_id, begins, ends, key, task_id, taken_by) VALUES (1, 3, 0, '\x02', 1, 'curator');
SET ROLE curator;
SELECT badcase.revoke_access(1, 'door', 'intake');
SQL

# The names of today as they were.
sub old
{
	my ($sql) = @_;
	return $sql =~ s/badcase_internal\./badcase./gr =~ s/\brelease_general_item\b/mix/gr;
}
my %renamed = ('submission.told' => 'contributor_state', 'submission.told_at' => 'contributor_state_at', 'submission.pass' => 'review_pass', 'review.pass' => 'review_pass', mix => 'release_general_item');
# What an upgrade takes away or changes: a role by name beside the contributor; names of tasks that no curator has taken; a
# role that is gone holds nothing; whoever was erased made nothing; a submission is screened by newer rules; whether it is
# common is said where it is searched for; each kind of work has its lock; a text that was never revised is kept once; what is counted otherwise is marked;
# what nothing asks for is not kept of moves and relations.
my %changes = map { $_ => 1 } qw(upload.contributor_role refused_line.contributor_role submission.contributor_role submission.common_record submission.common_prompt submission.task_id task.task_id task.name task.target task.about task.set_by
	task.created_at task.program_id work_lock.program_id work_lock.work release.facts access_grant.revoked_by access_grant.revoked_at
	tally_mark.mark_id tally_mark.program_id tally_mark.part tally_mark.bucket event.digest relation.found_at);

# Every row of a table by these columns; roles, by whatever type, by name where they are there.
sub rows_of
{
	my ($name, $table, @columns) = @_;
	my %type = map { split /\|/ } split /\n/, $node->safe_psql($name, "SELECT attname, atttypid::regtype FROM pg_attribute WHERE attrelid = '$table'::regclass AND attnum > 0 AND NOT attisdropped");
	my @values = map {
		# who sent a file made no revision
		my $c = $table =~ /\.revision$/ && $_ eq 'made_by' ? "CASE WHEN x.revision > 1 THEN x.\"$_\" END"
		  : $table =~ /\.relation$/ && $_ eq 'response_similarity' ? "CASE WHEN x.kind <> 'near' THEN x.\"$_\" END" : "x.\"$_\"";
		!$type{$_} ? "'no $_'"
		  : $type{$_} eq 'regrole' ? "coalesce((SELECT r.rolname::text FROM pg_roles r WHERE r.oid = ($c)), CASE WHEN ($c) IS NULL THEN 'nobody' ELSE 'gone soon' END)"
		  : $_ =~ /^(?:role|lease_role|reviewer|made_by)$/ ? "coalesce(nullif(($c)::text, 'erased'), 'nobody')"
		  : "coalesce(($c)::text, '-')"
	} @columns;
	my $list = join ', ', @values;
	my $where = $table !~ /\.revision$/ ? '' : "WHERE EXISTS (SELECT FROM $table o WHERE o.submission_id = x.submission_id AND o.revision > 1)";
	return $node->safe_psql($name, "SELECT * FROM (SELECT $list FROM $table x $where) y ORDER BY y::text COLLATE \"C\"");
}

sub fingerprint
{
	my ($name) = @_;
	my $out = '';
	$node->psql($name, undef, stdout => \$out, extra_params => [ '-f', dirname(__FILE__) . '/fingerprint.sql' ], on_error_die => 1);
	return $out;
}

$node->safe_psql('postgres', 'CREATE DATABASE fresh');
$node->safe_psql('fresh', "CREATE EXTENSION badcase; SELECT badcase_setup('badcase_owner'); SET ROLE badcase_owner; $grants");
my %fresh = map { $_ => 1 } split /\n/, fingerprint('fresh');

my @released = grep { $_ ne $version } map { /badcase--([0-9.]+)\.sql$/ ? $1 : () } sort glob("$top/sql/released/badcase--*.sql");
foreach my $old (@released)
{
	my $name = "from_$old" =~ tr/./_/r;
	my $installed = "$sharedir/extension/badcase--$old.sql";
	my $is_first = $old eq '0.1.0';
	my $script = slurp_file("$top/sql/released/workspace--$old.sql");
	my $schema = $script =~ /badcase_internal\./ ? 'badcase_internal' : 'badcase';
	my $is_late = $script =~ /CREATE TABLE badcase_internal\.tally /;
  SKIP:
	{
		# whole at once: another script may be at it at the same time
		skip "$sharedir/extension cannot be written to", 1 if !-e $installed && !(copy("$top/sql/released/badcase--$old.sql", "$installed.$$") && rename "$installed.$$", $installed);
		$node->safe_psql('postgres', "CREATE ROLE \"gone soon\"; CREATE DATABASE $name");
		$node->safe_psql($name, "CREATE EXTENSION badcase VERSION '$old'");
		$script =~ s/\@extschema\@/public/g;
		$script =~ s/\@version\@/$old/g;
		my $internal = $schema eq 'badcase_internal' ? 'CREATE SCHEMA badcase_internal AUTHORIZATION badcase_owner;' : '';
		$node->safe_psql($name, "CREATE SCHEMA badcase AUTHORIZATION badcase_owner; $internal SET ROLE badcase_owner; SET search_path = pg_catalog, pg_temp; $script");
		$node->safe_psql($name, $schema eq 'badcase' ? old($grants . $fill . $stray . ($is_first ? $left : $more)) : "SET ROLE badcase_owner; $grants $fill $more $later " . ($is_late ? "SET ROLE badcase_owner; $latest" : ''));
		$node->safe_psql($name, 'DROP OWNED BY "gone soon"; DROP ROLE "gone soon"');
		my (%columns, %before);
		push @{ $columns{$_->[0]} }, $_->[1] foreach map { [ split /\|/ ] } split /\n/,
		  $node->safe_psql($name, q(SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			WHERE c.relnamespace = ').$schema.q('::regnamespace AND c.relkind = 'r' AND c.relname <> 'intake' ORDER BY 1, a.attnum));
		foreach my $table (sort keys %columns)
		{
			# the second release hashes a list in another way
			$columns{$table} = [ grep { !$changes{"$table.$_"} && !($is_first && "$table.$_" eq 'release.sha256') } @{ $columns{$table} } ];
			delete $columns{$table} and next if !@{ $columns{$table} };
			$before{$table} = rows_of($name, "$schema.$table", @{ $columns{$table} });
		}
		my @empty = grep { $before{$_} eq '' } sort keys %before;
		is(join(' ', @empty), $is_first ? 'contributor_contact revision' : '', "$old: every table has rows");
		my @read = ('SET ROLE exporter; SELECT pos, line FROM badcase.release_rows(1) ORDER BY pos', 'SET ROLE exporter; SELECT release, pos, prompt, response, history FROM badcase.export_sft ORDER BY 1, 2',
			'SET ROLE ada; SELECT upload, line_no, verdict, code, submission, state FROM badcase.my_submissions ORDER BY 1, 2', 'SET ROLE reviewer; SELECT submission, prompt FROM badcase.review_queue ORDER BY 1');
		my @said = map { $node->safe_psql($name, $_) } @read;
		is(scalar(split /\n/, $said[-1]), 2, "$old: two are claimed");

		# a ruling on an issue that is told no more since 0.5.0
		my $rules = $node->safe_psql($name, "SELECT coalesce(to_regclass('badcase_internal.rule_setting'), to_regclass('badcase.rule_setting'))");
		$node->safe_psql($name, "INSERT INTO $rules (program_id, rule, severity, set_by) VALUES (1, 'quality:no_task', 'hold', 'curator')") if $rules ne '' && !$is_late;

		$node->safe_psql($name, "ALTER EXTENSION badcase UPDATE TO '$version'; SELECT badcase_upgrade()");
		is($node->safe_psql($name, q(SELECT string_agg(rule, ' ' ORDER BY rule) FROM badcase_internal.rule_setting)), $rules eq '' ? '' : 'pii:email', "$old: a ruling stays if its rule does");
		my @got = split /\n/, fingerprint($name);
		my %got = map { $_ => 1 } @got;
		is(join("\n", (map { "+ $_" } grep { !$fresh{$_} } @got), (map { "- $_" } grep { !$got{$_} } sort keys %fresh)), '', "$old: the upgraded workspace is a fresh one, rights and all");
		foreach my $table (sort keys %columns)
		{
			my $now = rows_of($name, 'badcase_internal.' . ($renamed{$table} // $table), map { $renamed{"$table.$_"} // $_ } @{ $columns{$table} });
			my %was = map { $_ => 1 } split /\n/, $before{$table};
			my %is = map { $_ => 1 } split /\n/, $now;
			ok($now eq $before{$table}, "$old: $table") or diag(join "\n", "columns @{ $columns{$table} }", (map { "+ $_" } grep { !$was{$_} } sort keys %is), (map { "- $_" } grep { !$is{$_} } sort keys %was));
		}
		is($node->safe_psql($name, $read[$_]), $said[$_], "$old: $read[$_]") foreach 0 .. $#read;
		is(Books::faults($node, $name), '', "$old: the books agree");
		is($node->safe_psql($name, q(SELECT count(*) FROM badcase.intake)), '0', "$old: nothing is left on its way in");

		# who is who
		is($node->safe_psql($name, q(SELECT count(*), count(g.revoked_at) FROM badcase_internal.access_grant g WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.oid = g.role))), $schema eq 'badcase' ? '1|1' : '1|0', "$old: a role that is gone holds nothing");
		is($node->safe_psql($name, q(SELECT count(DISTINCT reviewer), count(*) FILTER (WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.oid = reviewer)) FROM badcase_internal.review)), '2|3', "$old: ... and its reviews are somebody's");
		is($node->safe_psql($name, 'SET ROLE ada; SELECT scope, granted, in_person, holds FROM badcase.my_consents'), "show_name|t|f|f\ntrain|t|t|t\nshow_name|f|t|t", "$old: who said what, and what holds");
		my $err = '';
		$node->psql($name, q(SET ROLE curator; SELECT badcase.set_consent(1, 'show_name', true, 't')), stderr => \$err);
		like($err, qr/has refused this in person/, "$old: what was refused in person is not agreed to by a curator");
		my $tasks = 'SELECT task FROM badcase.task_coverage WHERE task IS NOT NULL ORDER BY 1';
		is($node->safe_psql($name, "SET ROLE curator; $tasks"), "t0\nt1\nt2", "$old: curators see the names of tasks that records in review have, and no other");
		is($node->safe_psql($name, "SET ROLE exporter; $tasks"), $is_first ? '' : 't1', "$old: ... exporters those that a curator has taken");
		like($node->safe_psql($name, q(SELECT facts -> 'tasks' FROM badcase_internal.release WHERE release_id = 1)), $schema eq 'badcase' ? qr/^\{"t1": \d+\}$/ : qr/^\{\}$/, "$old: ... and so does what was published") if !$is_first;

		is($node->safe_psql($name, 'SET ROLE curator; SELECT r, v.ok, v.message FROM generate_series(1, 2) r, badcase.verify_release(r) v'), "1|t|as it was built\n2|t|as it was built", "$old: releases are as they were built");
		my $near = 'SELECT count(*) FROM badcase_internal.submission a JOIN badcase_internal.searchable b ON b.record % near(a.record, 0.5) WHERE NOT b.common_record';
		is($node->safe_psql($name, "SET enable_seqscan = off; $near"), $node->safe_psql($name, "SET enable_indexscan = off; SET enable_bitmapscan = off; $near"), "$old: the index answers as a scan does");
		like($node->safe_psql($name, "SET enable_seqscan = off; EXPLAIN $near"), qr/searchable_near/, '... and is used');

		# the file is known, newer rules look again, and the same seed gives the same list with what is new in it
		is($node->safe_psql($name, <<'SQL'), ($is_first ? 30 : 28) . "|0\n0", "$old: the work goes on");
SET client_min_messages = error;
\o /dev/null
SET ROLE ada;
BEGIN;
SELECT badcase.open_upload(1);
INSERT INTO badcase.intake (line_no, line) SELECT r.line_no, convert_to(r.record::text, 'UTF8') FROM badcase.my_records r JOIN badcase.my_submissions s USING (submission)
WHERE r.upload = 1 AND s.state <> 'withdrawn' AND r.record ->> 'prompt' ~ '^Question number';
\o
SELECT u.repeated, u.stored FROM badcase.process_upload() u;
\o /dev/null
COMMIT;
SET ROLE curator;
CALL badcase.triage(1);
SELECT badcase.build_release(1, 'after', 7) \gset
\o
SELECT count(*) FROM badcase.release_diff(1, :build_release) WHERE change <> 'added';
SQL
		is($node->safe_psql($name, 'SET ROLE curator; SELECT badcase.withdraw(submission => 2); SELECT ok, withdrawn FROM badcase.verify_release(1)'), "1\nf|1", "$old: what is taken back is gone from the old release");
		is(Books::faults($node, $name), '', "$old: the books agree");
	}
}

$node->stop;
done_testing();
