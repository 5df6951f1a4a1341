# A program's life in calls, each by somebody who logs in as themself: what people call and read, in an order that works. For
# tests that compare two workspaces. A step is [role, what, SQL]; its answer has no clock times and no numbers that two runs
# give in another order.
package EveryCall;
use strict;
use warnings;

# Roles that the steps log in as, and who owns the workspace.
sub people { return qw(carol rita ron ada emma); }

# What is sent: near copies, other answers, two templates' copies beyond what makes them common, exact duplicates, personal
# data, terms, text of a benchmark, Chinese, history. Random to look at, the same everywhere.
sub generator
{
	return <<'SQL';
CREATE FUNCTION public.sent(contributor int) RETURNS SETOF badcase LANGUAGE sql AS $$
  SELECT r FROM (
    SELECT badcase(format('List what a baker needs on day %s in the town of %s', i, md5(i::text)), format('Flour, water, salt and yeast for number %s of %s', i, md5('r' || i)),
      rejected => CASE WHEN i % 4 = 0 THEN 'Bread' END, meta => CASE WHEN i % 3 = 0 THEN '{}' ELSE jsonb_build_object('task', 'task ' || i % 5, 'failure_kind', 'factual') END) FROM generate_series(1, 40) i WHERE i % 2 = 0 OR contributor <> 2
    UNION ALL SELECT badcase(format('List what a baker needs on day %s in the town of %s', i, md5(i::text)), format('Flour, water, salt and yeast for number %s of %s, please', i, md5('r' || i))) FROM generate_series(1, 40, 3) i WHERE contributor = 2
    UNION ALL SELECT badcase(format('List what a baker needs on day %s in the town of %s', i, md5(i::text)), format('Nothing at all: %s', md5('n' || i))) FROM generate_series(1, 40, 4) i WHERE contributor = 1
    UNION ALL SELECT badcase(format('Write an advertisement of one sentence for shirt number %s, which is of red cotton and has long sleeves and a round collar', i),
      format('Number %s, the red cotton shirt with long sleeves and a round collar, goes with everything that you have at home or at work', i)) FROM generate_series(1, 130) i WHERE contributor = 1
    UNION ALL SELECT badcase(format('Write an advertisement of one sentence for shirt number %s, which is of red cotton and has long sleeves and a round collar', i),
      format('Number %s, the red cotton shirt with long sleeves and a round collar, goes with everything that you have at home or at work', i)) FROM generate_series(131, 150) i WHERE contributor = 2
    UNION ALL SELECT badcase(format('请写一句关于第%s号客户%s的介绍，语气要友好。', i, md5('k' || i)), format('第%s号客户%s很高兴认识您。', i, md5('z' || i)),
      history => CASE WHEN i % 2 = 0 THEN '[["你好", "您好"]]'::jsonb END) FROM generate_series(1, 20) i
    UNION ALL SELECT badcase(format('Write one sentence about customer %s', md5(i::text)), format('Customer %s has the telephone number 138%s', i, 12345670 + i)) FROM generate_series(1, 12) i WHERE contributor = 2
    UNION ALL SELECT badcase(format('Name a bird of the %s islands', md5(i::text)), format('The blue canary of island %s', md5(i::text))) FROM generate_series(1, 8) i WHERE contributor = 2
    UNION ALL SELECT badcase('What does the law of benchmark ' || i || ' say about the tides, the moons and the height of the water at noon in the harbour?', 'It says ' || md5(i::text)) FROM generate_series(1, 6) i WHERE contributor = 1) x(r)
  ORDER BY md5(r::text)
$$;
SQL
}

# What the owner does, as a superuser: SQL.
sub beginning
{
	return <<'SQL';
SET ROLE badcase_owner;
SELECT badcase.create_program('p', 'all kinds'), badcase.create_program('another');
SELECT badcase.grant_access(1, 'carol', 'curator'), badcase.grant_access(2, 'carol', 'curator');
SQL
}

sub upload
{
	my ($target, $lines) = @_;
	return "BEGIN;\nSELECT badcase.open_upload($target) AS upload \\gset\nINSERT INTO badcase.intake (line_no, line) $lines;\nSELECT lines, stored, repeated, refused, blank FROM badcase.process_upload();\nCOMMIT;";
}

my $sent = q(SELECT n, convert_to(r::text, 'UTF8') FROM public.sent(%d) WITH ORDINALITY s(r, n)
  UNION ALL SELECT 1000 + n, convert_to(line, 'UTF8') FROM unnest(ARRAY['{"prompt": "no response"}', '', 'no record', '{"prompt": "a", "response": "\ud800"}']) WITH ORDINALITY b(line, n));

sub steps
{
	my @steps = (
		[ carol => 'grant_access', q(SELECT badcase.grant_access(1, r, c) FROM (VALUES ('rita', 'reviewer'), ('ron', 'reviewer'), ('ada', 'contributor'), ('emma', 'exporter')) v(r, c)) ],
		[ carol => 'program', q(SELECT badcase.program('p')) ],
		[ carol => 'register_contributor', q(SELECT badcase.register_contributor(1, 'member-1', 'Ada', 'ada'), badcase.register_contributor(1, 'member-2', 'Bob', NULL), badcase.register_contributor(2, 'other', NULL, NULL)) ],
		[ carol => 'contributor', q(SELECT badcase.contributor(1, 'member-2')) ],
		[ carol => 'set_task', q(SELECT badcase.set_task(1, 'task 1', 10, 'ovens'), badcase.set_task(1, 'task 2', 3, NULL)) ],
		[ carol => 'set_rule', q(SELECT badcase.set_rule(1, 'quality:template_leak', 'info'), badcase.set_rule(1, 'pii:email', 'warn')) ],
		[ carol => 'set_program', q(SELECT badcase.set_program(1, 'quorum', '2')) ],
		[ carol => 'set_quota', q(SELECT badcase.set_quota(1, lines => 100000)) ],
		[ ada => 'attest, set_consent', q(SELECT badcase.attest(1, 't'), badcase.set_consent(1, 'train', true, 't'), badcase.set_consent(1, 'publish_text', true, 't'), badcase.set_consent(1, 'show_name', true, 't')) ],
		[ carol => 'attest for another', q(SELECT badcase.attest(2, 't'), badcase.set_consent(2, 'train', true, 't'), badcase.attest(3, 't')) ],
		[ carol => 'set_contact', q(SELECT badcase.set_consent(1, 'contact', true, 't'), badcase.set_contact(1, 'e-mail', 'ada@example.org')) ],
		[ ada => 'set_display_name, set_github, set_language', q(SELECT badcase.set_display_name(1, 'Ada L.'), badcase.set_github(1, 'ada-l'), badcase.set_language(1, 'zh')) ],
		[ carol => 'create_term_list', q(SELECT badcase.create_term_list(1, 'birds', 'hold')) ],
		[ carol => 'upload terms', upload(q(1, kind => 'terms', target => 1), q(VALUES (1, '{"term": "canary"}'::bytea), (2, '{"term": "ostrich", "allow": true}'), (3, 'x'))) ],
		[ carol => 'list_terms, terms', q(SELECT term, allow FROM badcase.list_terms(1); SELECT * FROM badcase.terms('a canary sang'::text)) ],
		[ carol => 'open_corpus', q(SELECT badcase.open_corpus(1, 'bench', 'benchmark', 'none'), badcase.open_corpus(1, 'pool', 'general', 'CC0')) ],
		[ carol => 'upload a benchmark', upload(q(1, kind => 'corpus', target => 1), q(SELECT i, convert_to(badcase('What does the law of benchmark ' || i || ' say about the tides, the moons and the height of the water at noon in the harbour?', 'x')::text, 'UTF8') FROM generate_series(1, 3) i)) ],
		[ carol => 'upload general data', upload(q(1, kind => 'corpus', target => 2), q(SELECT i, convert_to(badcase('Question of the pool ' || md5('g' || i), 'answer ' || i)::text, 'UTF8') FROM generate_series(1, 30) i)) ],
		[ ada => 'upload, one\'s own', upload(q(1), sprintf $sent, 1) ],
		[ ada => 'the same again', upload(q(1), sprintf $sent, 1) ],
		[ ada => 'refused_lines, my_uploads', q(SELECT line_no, byte_offset, code, hint FROM badcase.refused_lines(4); SELECT upload, lines, stored, repeated, refused, blank FROM badcase.my_uploads ORDER BY 1) ],
		[ carol => 'upload for another', upload(q(1, 2), sprintf $sent, 2) ],
		[ carol => 'upload to another program', upload(q(2, 3), sprintf $sent, 2) ],
		[ carol => 'triage', q(CALL badcase.triage(1, 50)) ],
		[ carol => 'triage of another program', q(CALL badcase.triage(2)) ],
		[ carol => 'worklist, job_progress', q(SELECT job, program, kind, phase, done, total, finished FROM badcase.job_progress ORDER BY job; SELECT program, work, n, what_to_do FROM badcase.worklist) ],
		[ ada => 'my_submissions', q(SELECT * FROM badcase.my_submissions ORDER BY upload, line_no; SELECT * FROM badcase.my_consents) ],
		[ carol => 'findings', q(SELECT submission, rule, severity, field, start, stop, excerpt, cleared FROM badcase.findings WHERE severity IN ('hold', 'block') ORDER BY submission, rule, field COLLATE "C", start, stop) ],
		[ carol => 'rules', q(SELECT * FROM badcase.rules ORDER BY program, rule) ],
		[ carol => 'duplicates', q(SELECT * FROM badcase.duplicates ORDER BY submission, representative) ],
		[ carol => 'conflicts', q(SELECT * FROM badcase.conflicts ORDER BY a, b) ],
		[ carol => 'find_similar', q(SELECT f.* FROM badcase.submissions s CROSS JOIN LATERAL badcase.find_similar(1, badcase(format('List what a baker needs on day %s in the town of %s', s.submission, md5(s.submission::text)), format('Flour, water, salt and yeast for number %s of %s', s.submission, md5('r' || s.submission)))) f WHERE s.submission < 30 ORDER BY s.submission, f.similarity DESC, f.submission) ],
		[ rita => 'find_similar by prompt', q(SELECT f.* FROM badcase.find_similar(1, badcase('Write an advertisement of one sentence for shirt number 7, which is of red cotton and has long sleeves and a round collar', 'No'), 0.5, 'prompt', 200) f) ],
		[ carol => 'find_similar, the common ones', q(SELECT f.* FROM badcase.find_similar(1, badcase('Write an advertisement of one sentence for shirt number 7, which is of red cotton and has long sleeves and a round collar', 'Number 7, the red cotton shirt with long sleeves and a round collar, goes with everything that you have at home or at work'), 0.6, 'record', 1000) f) ],
		[ carol => 'search', q(SELECT submission, state, task, preview FROM badcase.search(1, 'canary'); SELECT submission, state FROM badcase.search(1, '客户', in_state => 'pending', max_rows => 7); SELECT submission FROM badcase.search(1, with_issue => 'pii:cn_mobile')) ],
		[ carol => 'submissions, uploads, contributors', q(SELECT submission, state, task, contributor, external_id, cluster, duplicate_of, revision FROM badcase.submissions ORDER BY 1; SELECT upload, program, contributor, stored FROM badcase.uploads ORDER BY 1; SELECT contributor, external_id, display_name, submissions, waiting FROM badcase.contributors ORDER BY 1) ],
		[ carol => 'record, history', q(SELECT field, turn, value FROM badcase.record(9); SELECT who, what FROM badcase.history(9)) ],
		[ carol => 'resolve_finding: cleared', q(SELECT badcase.resolve_finding((SELECT finding FROM badcase.findings WHERE rule LIKE 'term:%' AND cleared IS NULL ORDER BY submission, start LIMIT 1), true, 'no bird')) ],
		[ carol => 'resolve_finding: it stands', q(SELECT badcase.resolve_finding((SELECT finding FROM badcase.findings WHERE rule = 'pii:cn_mobile' AND cleared IS NULL ORDER BY submission, start LIMIT 1), false, 'a number')) ],
		[ carol => 'resolve_findings', q(SELECT code, message FROM badcase.resolve_findings(ARRAY(SELECT finding FROM badcase.findings WHERE rule = 'pii:cn_mobile' AND cleared IS NULL ORDER BY submission, start LIMIT 3), true, 'made up')) ],
		[ carol => 'contamination', q(SELECT submission, item, field, containment, start, stop FROM badcase.contamination(1) ORDER BY 1, 2, field COLLATE "C", 5) ],
		[ carol => 'assign_task, assign_tasks', q(SELECT badcase.assign_task((SELECT min(submission) FROM badcase.submissions WHERE state = 'pending' AND task IS NULL), 'task 2'); SELECT * FROM badcase.assign_tasks(ARRAY(SELECT submission FROM badcase.submissions WHERE state = 'pending' AND task IS NULL ORDER BY 1 LIMIT 3), 'task 1')) ]);
	foreach my $who (qw(rita ron))
	{
		push @steps,
		  [ $who => 'claim_reviews', q(SELECT submission, task, "similar" FROM badcase.claim_reviews(1, 40) ORDER BY 1) ],
		  [ $who => 'review_queue, record to review', q(SELECT submission, round, prompt, response, history, rejected, failure_kinds, issues, "similar" FROM badcase.review_queue ORDER BY 1) ],
		  [ $who => 'submit_review', sprintf(q(SELECT submission, badcase.submit_review(submission, h NOT IN (1, 2, %d), h NOT IN (3, 4), CASE WHEN h IN (3, 4) THEN '{wrong_answer}'::text[] ELSE '{}' END, note => 'n')
	FROM (SELECT submission, ('x' || left(md5(prompt || response), 1))::bit(4)::int AS h FROM badcase.review_queue ORDER BY submission OFFSET 0) q ORDER BY submission), $who eq 'ron' ? 5 : 1) ];
	}
	push @steps,
	  [ ron => 'release_claims', q(SELECT count(*) FROM badcase.claim_reviews(1, 5); SELECT badcase.release_claims(1)) ],
	  [ rita => 'submit_reviews', q(SELECT submission, state, code FROM badcase.submit_reviews((SELECT jsonb_agg(jsonb_build_object('submission', submission, 'useful', true, 'correct', true) ORDER BY submission) FROM badcase.claim_reviews(1, 3)))) ],
	  [ carol => 'claims, reviews, reviewer_agreement', q(SELECT submission, reviewer FROM badcase.claims ORDER BY 1; SELECT submission, reviewer, verdict FROM badcase.reviews ORDER BY 1, 2; SELECT * FROM badcase.reviewer_agreement) ],
	  [ rita => 'submit_review: contradicts', q(SELECT c.submission, badcase.submit_review(c.submission, true, true, contradicts => ARRAY(SELECT (x ->> 'submission')::bigint FROM jsonb_array_elements(c."similar") x WHERE x ->> 'kind' = 'alternative'))
	FROM (SELECT * FROM badcase.claim_reviews(1, 60) ORDER BY submission OFFSET 0) c WHERE c."similar" @> '[{"kind": "alternative"}]') ],
	  [ carol => 'disputes', q(SELECT submission, task, response FROM badcase.disputes ORDER BY 1) ],
	  [ carol => 'adjudicate', q(SELECT badcase.adjudicate(submission, CASE WHEN submission % 2 = 0 THEN 'accepted' ELSE 'rejected' END, 'so it is') FROM (SELECT submission FROM badcase.disputes ORDER BY 1 OFFSET 0) d) ],
	  [ carol => 'reopen', q(SELECT badcase.reopen((SELECT min(submission) FROM badcase.submissions WHERE state = 'accepted'), 'look again'), badcase.reopen((SELECT min(submission) FROM badcase.submissions WHERE state = 'rejected'), 'look again')) ],
	  [ ada => 'revise', q(SELECT badcase.revise(submission, badcase('Write it anew: number ' || submission, 'It is new: ' || md5(submission::text)), 'better') FROM (SELECT submission FROM badcase.my_submissions WHERE state = 'needs_changes' ORDER BY 1 LIMIT 2 OFFSET 0) m) ],
	  [ carol => 'revise: a member of a cluster', q(SELECT badcase.revise((SELECT max(submission) FROM badcase.submissions WHERE state = 'pending' AND cluster < submission), badcase('Nothing of shirts', 'No shirt at all'), 'edited')) ],
	  [ carol => 'triage again', q(CALL badcase.triage()) ],
	  [ carol => 'maintain', q(CALL badcase.maintain()) ],
	  [ ada => 'my_submissions and my_records after', q(SELECT upload, line_no, submission, state, message FROM badcase.my_submissions ORDER BY 1, 2; SELECT submission, record FROM badcase.my_records ORDER BY 1) ],
	  [ carol => 'task_coverage, failure_coverage, help_wanted', q(SELECT * FROM badcase.task_coverage ORDER BY 1, 2; SELECT * FROM badcase.failure_coverage ORDER BY 1, 2, 3; SELECT * FROM badcase.help_wanted ORDER BY 1, 2) ],
	  [ carol => 'round_progress, overdue, rounds', q(SELECT * FROM badcase.round_progress ORDER BY round; SELECT * FROM badcase.overdue; SELECT program, round FROM badcase.rounds ORDER BY 1, 2) ],
	  [ carol => 'close_round, open_round', q(SELECT badcase.close_round(1); SELECT badcase.open_round(1, '2040-01-01')) ],
	  [ carol => 'build_release', q(SELECT badcase.build_release(1, 'first', 7), badcase.build_release(1, 'few', 7, per_task => 2, validation => 0.2), badcase.build_release(1, 'mixed', 7, '{"general": [{"corpus": "pool", "count": 5}]}')) ],
	  [ carol => 'releases, preflight', q(SELECT release, name, items FROM badcase.releases ORDER BY 1; SELECT * FROM badcase.preflight(1, 'trl'); SELECT * FROM badcase.preflight(3, 'llama_factory')) ],
	  [ carol => 'publish_release', q(SELECT badcase.publish_release(1), badcase.publish_release(2), badcase.publish_release(3)) ],
	  [ emma => 'verify_release', q(SELECT * FROM badcase.verify_release(1)) ],
	  [ emma => 'release_rows', q(SELECT * FROM badcase.release_rows(1); SELECT * FROM badcase.release_rows(3, 'messages', NULL, true); SELECT * FROM badcase.release_rows(2, 'badcase', 'validation')) ],
	  [ emma => 'export_sft, export_preference', q(SELECT * FROM badcase.export_sft ORDER BY release, pos; SELECT * FROM badcase.export_preference ORDER BY release, pos) ],
	  [ emma => 'release_diff, dataset_card, release_file_name, release', q(SELECT * FROM badcase.release_diff(1, 2) ORDER BY 2, 1; SELECT badcase.dataset_card(1); SELECT badcase.release_file_name(1, 'alpaca', 'train'), badcase.release(1, 'few')) ],
	  [ emma => 'release_manifest', q(SELECT badcase.release_manifest(3) - 'published_at' - 'published' - 'facts') ],
	  [ carol => 'upload clusters', upload(q(1, kind => 'clusters', target => 2), q(VALUES (1, '{"id": 5, "cluster": 1}'::bytea), (2, '{"id": 7, "cluster": 1}'), (3, '{"a": 7, "b": 9}'), (4, '{"a": 7, "b": 1}'))) ],
	  [ carol => 'corpus_relations, export_corpus, remove_clusters', q(SELECT * FROM badcase.corpus_relations; SELECT * FROM badcase.export_corpus(2, 'prompt'); SELECT badcase.remove_clusters(8)) ],
	  [ emma => 'export_pool', q(SELECT * FROM badcase.export_pool(1)) ],
	  [ carol => 'export_pool, searchable', q(SELECT * FROM badcase.export_pool(1, 'searchable', 'response')) ],
	  [ carol => 'credits', q(SELECT program, display_name, accepted FROM badcase.credits ORDER BY 1, 2; SELECT badcase.credits_markdown(1); SELECT badcase.all_contributors(1); SELECT * FROM badcase.round_credits ORDER BY 1, 2; SELECT * FROM badcase.reviewer_credits ORDER BY 1, 2; SELECT * FROM badcase.early_access) ],
	  [ emma => 'public_statistics', q(SELECT * FROM badcase.public_statistics(1)) ],
	  [ carol => 'contacts, outbox', q(SELECT * FROM badcase.contacts(1); SELECT * FROM badcase.outbox) ],
	  [ carol => 'mark_told', q(SELECT badcase.mark_told(1, '2020-01-01')) ],
	  [ carol => 'report_html', q(SELECT badcase.report_html(1)) ],
	  [ carol => 'journal', q(SELECT count(*) FROM badcase.journal) ],
	  [ carol => 'register_model', q(SELECT badcase.register_model(1, 'v2', 1)) ],
	  [ carol => 'upload outputs', upload(q(1, kind => 'outputs', target => 1), q(SELECT row_number() OVER (ORDER BY submission), convert_to(format('{"submission": %s, "output": "out %s"}', submission, submission), 'UTF8') FROM (SELECT submission FROM badcase.submissions WHERE state = 'accepted' ORDER BY 1 LIMIT 5) s)) ],
	  [ rita => 'outputs_to_judge, judge_output', q(SELECT * FROM badcase.outputs_to_judge ORDER BY 1; SELECT badcase.judge_output(1, 'still_bad', 'no')) ],
	  [ carol => 'model_progress', q(SELECT * FROM badcase.model_progress) ],
	  [ ada => 'withdraw: a submission', q(SELECT badcase.withdraw(submission => (SELECT min(submission) FROM badcase.my_submissions WHERE state = 'accepted'))) ],
	  [ carol => 'verify_release after that', q(SELECT ok, items, withdrawn, changed FROM badcase.verify_release(1)) ],
	  [ carol => 'retire_release', q(SELECT badcase.retire_release(2, 'enough')) ],
	  [ carol => 'withdraw: an upload', q(SELECT badcase.withdraw(upload => 7, reason => 'asked'), badcase.withdraw(upload => 6)) ],
	  [ carol => 'triage of what was freed', q(CALL badcase.triage(1)) ],
	  [ carol => 'find_similar after that', q(SELECT f.* FROM badcase.find_similar(1, badcase('Write an advertisement of one sentence for shirt number 7, which is of red cotton and has long sleeves and a round collar', 'No'), 0.5, 'prompt', 300) f) ],
	  [ carol => 'remove_terms, triage by other rules', q(SELECT badcase.remove_terms(1, ARRAY(SELECT id FROM badcase.list_terms(1) WHERE term = 'canary')); CALL badcase.triage(1)) ],
	  [ carol => 'withdrawal_impact', q(SELECT kind, submissions, release, items FROM badcase.withdrawal_impact ORDER BY withdrawal, release) ],
	  [ carol => 'disclose', q(SELECT badcase.disclose(3, 'court', '7')) ],
	  [ carol => 'erase', q(SELECT badcase.erase(1, 'forget')) ],
	  [ carol => 'purge', q(SELECT badcase.purge(1)) ],
	  [ carol => 'revoke_access', q(SELECT badcase.revoke_access(1, 'emma', 'exporter')) ],
	  [ emma => 'after that', q(SELECT * FROM badcase.verify_release(1)) ],
	  [ ada => 'what is not hers', q(SELECT * FROM badcase.worklist; SELECT badcase.version()) ];
	return @steps;
}

# Runs a step as its role in a database of a server: what it says, without clock times.
sub run_step
{
	my ($node, $database, $step) = @_;
	my ($role, $what, $sql) = @$step;
	my ($out, $err) = ('', '');
	IPC::Run::run([ 'psql', '-XAtq', '-v', 'VERBOSITY=verbose', '-U', $role, '-h', $node->host, '-p', $node->port, '-d', $database, '-f', '-' ], '<', \$sql, '>', \$out, '2>', \$err);
	my @said = $err =~ /(?:ERROR|FATAL|error): .*/g;
	return clean($out) . join("\n", @said);
}

sub clean
{
	my ($text) = @_;
	$text =~ s/\b20\d\d-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::\d\d)?)?/(time)/g;
	return $text;
}

# The rows of all tables of the workspace, a line for each table: name and hash. Without times, random numbers, and numbers
# of findings, which two runs give in another order.
sub tables
{
	my ($node, $database) = @_;
	return $node->safe_psql($database, <<'SQL');
SET client_min_messages = error;
CREATE FUNCTION pg_temp.rows_of(t regclass) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  columns text := (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = t AND a.attnum > 0 AND NOT a.attisdropped
    AND a.atttypid NOT IN ('timestamptz'::regtype, 'uuid'::regtype, 'xid8'::regtype) AND a.attname NOT IN ('finding_id', 'transaction'));
  found text;
BEGIN
  EXECUTE format('SELECT count(*) || '' '' || coalesce(md5(string_agg(x::text, E''\n'' ORDER BY x::text COLLATE "C")), '''') FROM (SELECT %s FROM %s) x', columns, t) INTO found;
  RETURN found;
END $$;
SET ROLE badcase_owner;
SELECT c.relname || ' ' || pg_temp.rows_of(c.oid) FROM pg_class c
WHERE c.relnamespace = 'badcase_internal'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname !~ '^(node_|search_mark|searchable_)' ORDER BY c.relname;
SQL
}

1;
