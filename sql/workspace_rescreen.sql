-- What newer rules look at, what a finding and a word on it make of a submission in each state, what an attestation that comes
-- late moves on, and each of the things that are work for a triage; all of it beside another program.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.find(id bigint, severity text, cleared bool DEFAULT NULL, rule text DEFAULT 'pii:email', revision int DEFAULT 1, program int DEFAULT 1) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version, cleared, reason, resolved_by, resolved_at)
  SELECT id, program, revision, rule, 1, severity, 1, cleared, CASE WHEN cleared IS NOT NULL THEN 'seen' END, CASE WHEN cleared IS NOT NULL THEN 'carol' END, CASE WHEN cleared IS NOT NULL THEN now() END RETURNING finding_id
$$;
-- so that a case can be put up, asked and forgotten
CREATE FUNCTION pg_temp.case_of(setup text, question text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    EXECUTE setup;
    EXECUTE question INTO said;
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN OTHERS THEN said := SQLSTATE || ' ' || regexp_replace(SQLERRM, 'finding \d+', 'the finding');
  END;
  RETURN said;
END $$;

-- A finding holds by its severity while it is open, whatever revision it is of; one that was upheld stands against the present revision only.
SELECT s AS severity, coalesce(c::text, 'open') AS cleared, pg_temp.case_of(format('SELECT pg_temp.find(1, %L, %L)', s, c), 'SELECT badcase_internal.screening_holds(1)') AS holds,
  pg_temp.case_of(format('SELECT pg_temp.find(1, %L, %L)', s, c), 'SELECT badcase_internal.stands_against(1)') AS stands, pg_temp.case_of(format('SELECT pg_temp.find(1, %L, %L, revision => 2)', s, c), 'SELECT badcase_internal.stands_against(1)') AS of_another_revision,
  pg_temp.case_of(format('SELECT pg_temp.find(1, %L, %L)', s, c), 'SELECT badcase_internal.issues_of(1)') AS issues, pg_temp.case_of(format('SELECT pg_temp.find(2, %L, %L)', s, c), 'SELECT badcase_internal.screening_holds(1)::text || badcase_internal.issues_of(1)::text || coalesce(badcase_internal.stands_against(1), ''-'')') AS of_another
FROM unnest('{block,hold,warn,info}'::text[]) s CROSS JOIN unnest('{NULL,true,false}'::bool[]) c;
SELECT pg_temp.case_of($$SELECT pg_temp.find(1, 'hold', false, 'secret:jwt'), pg_temp.find(1, 'block', false), pg_temp.find(1, 'warn'), pg_temp.find(1, 'warn', rule => 'a:b'), pg_temp.find(1, 'info', rule => 'a:b')$$, 'SELECT badcase_internal.stands_against(1) || badcase_internal.issues_of(1)::text') AS the_first_stands;
SELECT a AS attested, pg_temp.case_of(format('UPDATE badcase_internal.upload SET attestation_id = %s', a) || $$; SELECT pg_temp.find(1, 'hold')$$, 'SELECT string_agg(badcase_internal.holds(s)::text, '' '' ORDER BY s.submission_id) FROM badcase_internal.submission s WHERE s.submission_id < 3') AS holds FROM unnest('{"NULL",1}'::text[]) a;
-- settled: what a finding holds is held, what none holds any more goes on; others stay where they are. A duplicate is told as if it went there.
SELECT st AS state, h AS held_for, f AS finding, pg_temp.case_of(format('UPDATE badcase_internal.submission SET state = %L, contributor_state = %L, held_for = %L, duplicate_of = 2 WHERE submission_id = 1; DELETE FROM badcase_internal.searchable WHERE submission_id = 1 AND %3$L::text IS NOT NULL AND %1$L = ''duplicate''', st, t, h)
  || CASE WHEN f THEN $$; SELECT pg_temp.find(1, 'hold')$$ ELSE '' END || '; SELECT badcase_internal.settle(1)', $$SELECT format('%s %s %s %s', s.state, s.held_for, s.contributor_state, s.contributor_state_at = now()) FROM badcase_internal.submission s WHERE s.submission_id = 1$$) AS settled
FROM (VALUES ('pending', 'pending', '{}'), ('held', 'held', '{screening}'), ('held', 'held', '{attestation}'), ('held', 'held', '{attestation,screening}'), ('duplicate', 'pending', '{}'), ('duplicate', 'held', '{screening}'), ('duplicate', 'held', '{attestation,screening}'),
  ('duplicate', 'duplicate', '{}'), ('accepted', 'accepted', '{}'), ('received', 'received', '{}')) v(st, t, h) CROSS JOIN unnest('{false,true}'::bool[]) f;
-- a curator's word on a finding: what is held is rejected by one that stands; what was rejected for it alone is let out, not what reviews or a ruling rejected
CREATE FUNCTION pg_temp.said(setup text, word text DEFAULT 'true') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RETURN pg_temp.case_of(setup || '; SET LOCAL ROLE regress_badcase_carol; DO $d$ BEGIN PERFORM badcase.resolve_finding((SELECT min(finding) FROM badcase.findings(1)), ' || word || ', ''a reason''); END $d$; SET LOCAL ROLE regress_badcase_owner',
    $q$SELECT format('%s %s %s %s, rule %s, round %s', s.state, s.contributor_state, s.held_for, s.reasons, s.decided_rule, s.decided_round) FROM badcase_internal.submission s WHERE s.submission_id = 1$q$);
END $$;
\set held '''UPDATE badcase_internal.submission SET state = ''''held'''', contributor_state = ''''held'''', held_for = ''''{screening}'''' WHERE submission_id = 1'''
\set rejected '''UPDATE badcase_internal.submission SET state = ''''rejected'''', contributor_state = ''''rejected'''', reasons = ''''{other}'''', decided_rule = 0, decided_round = 1, decided_at = now() WHERE submission_id = 1'''
SELECT n, pg_temp.said(setup, word) FROM (VALUES
  (1, :held || $$; SELECT pg_temp.find(1, 'hold')$$, 'true'), (2, :held || $$; SELECT pg_temp.find(1, 'hold')$$, 'false'), (3, :held || $$; SELECT pg_temp.find(1, 'block', rule => 'secret:jwt'), pg_temp.find(1, 'hold')$$, 'false'), (4, :held || $$; SELECT pg_temp.find(1, 'hold'), pg_temp.find(1, 'hold')$$, 'true'),
  (5, :held || $$; SELECT pg_temp.find(1, 'warn'), pg_temp.find(1, 'hold')$$, 'false'), (6, :held || $$; SELECT pg_temp.find(1, 'hold')$$, 'NULL'), (7, :rejected || $$; SELECT pg_temp.find(1, 'hold', false)$$, 'true'), (8, :rejected || $$; SELECT pg_temp.find(1, 'hold', false)$$, 'NULL'),
  (9, :rejected || $$; SELECT pg_temp.find(1, 'hold', false), pg_temp.find(1, 'hold', false)$$, 'true'), (10, :rejected || $$; UPDATE badcase_internal.submission SET decided_rule = 1 WHERE submission_id = 1; SELECT pg_temp.find(1, 'hold', false)$$, 'true'),
  (11, :rejected || $$; UPDATE badcase_internal.submission SET reasons = '{}' WHERE submission_id = 1; SELECT pg_temp.find(1, 'hold', false)$$, 'true'), (12, :rejected || $$; UPDATE badcase_internal.upload SET attestation_id = NULL; SELECT pg_temp.find(1, 'hold', false)$$, 'true'),
  (13, :rejected || $$; INSERT INTO badcase_internal.ruling (submission_id, kind, decision, made_by, made_at) SELECT 1, 'adjudicate', 'rejected', 'carol', now(); SELECT pg_temp.find(1, 'hold', false)$$, 'true'),
  (14, :rejected || $$; INSERT INTO badcase_internal.ruling (submission_id, kind, decision, made_by, made_at) SELECT 1, 'adjudicate', 'rejected', 'carol', now() - interval '1 microsecond'; SELECT pg_temp.find(1, 'hold', false)$$, 'true'),
  (15, :rejected || $$; INSERT INTO badcase_internal.ruling (submission_id, kind, decision, made_by, made_at) SELECT 2, 'adjudicate', 'rejected', 'carol', now(); SELECT pg_temp.find(1, 'hold', false)$$, 'true'),
  (16, $$SELECT pg_temp.find(1, 'hold')$$, 'true'), (17, $$SELECT pg_temp.find(1, 'hold')$$, 'false'), (18, $$SELECT pg_temp.find(1, 'warn')$$, 'false'), (19, :held || $$; SELECT pg_temp.find(1, 'hold', revision => 2)$$, 'false'),
  (20, $$UPDATE badcase_internal.round SET closed_at = now(); $$ || :held || $$; SELECT pg_temp.find(1, 'hold')$$, 'false')) v(n, setup, word) ORDER BY n;
-- the word stands once a published release has the record; of one that is not published it can be changed, and said for the first time of either
SELECT n, pg_temp.said($$UPDATE badcase_internal.submission SET state = 'accepted' WHERE submission_id = 1; SELECT pg_temp.find(1, 'hold', $$ || was || $$);
  INSERT INTO badcase_internal.release (release_id, program_id, name, seed, items, sha256, built_by, published_at) OVERRIDING SYSTEM VALUE VALUES (91, 1, 'r', 1, 1, '\x00', 'c', $$ || published || $$);
  INSERT INTO badcase_internal.release_item (release_id, pos, submission_id, revision, digest) VALUES (91, 1, $$ || id || $$, 1, '\x00')$$, 'true') AS said
FROM (VALUES (1, 'false', 'NULL', 1), (2, 'false', 'now()', 1), (3, 'NULL', 'now()', 1), (4, 'false', 'now()', 2)) v(n, was, published, id);
SELECT word, pg_temp.said($$SELECT pg_temp.find(1, 'warn', $$ || word || $$)$$, word) AS said_again FROM unnest('{true,false,"NULL"}'::text[]) word;
-- what is open again has no word, no reason and nobody who gave one; other findings keep theirs
SELECT pg_temp.case_of($$SELECT pg_temp.find(1, 'hold', false), pg_temp.find(1, 'hold', true), pg_temp.find(1, 'hold'), pg_temp.find(2, 'hold', false); SELECT badcase_internal.reopen_findings(1)$$,
  $$SELECT string_agg(concat_ws(' ', submission_id, coalesce(cleared::text, 'open'), reason, resolved_by, resolved_at IS NOT NULL), ', ' ORDER BY finding_id) FROM badcase_internal.finding$$) AS reopened;
-- what curators are to decide on: severity, word and state
SELECT s AS state, string_agg(v.name, ' ' ORDER BY v.n) FILTER (WHERE v.shown) AS shown, string_agg(v.name, ' ' ORDER BY v.n) FILTER (WHERE v.bars) AS bars
FROM unnest('{received,held,pending,needs_changes,disputed,accepted,rejected,duplicate,withdrawn}'::text[]) s CROSS JOIN LATERAL (
  SELECT f.n, f.name, pg_temp.case_of(x.setup, x.question) IS NOT NULL AS shown, pg_temp.case_of(x.setup, x.question) = 'true' AS bars
  FROM (VALUES (1, 'block', 'block', NULL, 'a'), (2, 'hold', 'hold', NULL, 'a'), (3, 'warn', 'warn', NULL, 'a'), (4, 'upheld', 'hold', false, 'a'), (5, 'cleared', 'hold', true, 'a'), (6, 'benchmark', 'warn', NULL, 'contamination:x'), (7, 'upheld_benchmark', 'warn', false, 'contamination:x'), (8, 'cleared_benchmark', 'warn', true, 'contamination:x')) f(n, name, severity, cleared, rule)
  CROSS JOIN LATERAL (SELECT format('UPDATE badcase_internal.submission SET state = %L WHERE submission_id = 1; SELECT pg_temp.find(1, %L, %L, %L); SET LOCAL ROLE regress_badcase_carol', s, f.severity, f.cleared, f.rule) AS setup, 'SELECT bars_release::text FROM badcase.findings' AS question) x) v GROUP BY s ORDER BY array_position(badcase_internal.states(), s);
SELECT pg_temp.case_of($$UPDATE badcase_internal.submission SET state = 'accepted'; SELECT pg_temp.find(1, 'hold', revision => 2), pg_temp.find(5, 'hold', program => 2); SET LOCAL ROLE regress_badcase_carol$$, 'SELECT string_agg(submission || '' '' || bars_release, '', '') FROM badcase.findings') AS of_an_earlier_revision;

-- An attestation that comes late: what only that held goes on, in the program that is triaged.
CREATE FUNCTION pg_temp.waiting() RETURNS text LANGUAGE sql AS $$ SELECT string_agg(format('%s %s %s %s', submission_id, state, contributor_state, held_for) || CASE WHEN contributor_state_at = now() THEN ' now' ELSE '' END, ', ' ORDER BY submission_id) FROM badcase_internal.submission $$;
SELECT pg_temp.case_of($$UPDATE badcase_internal.submission SET contributor_state_at = '-infinity', state = v.state, contributor_state = v.told, held_for = v.held FROM (VALUES (1, 'held', 'held', '{attestation}'::text[]), (2, 'held', 'held', '{attestation,screening}'), (3, 'duplicate', 'held', '{attestation}'), (4, 'duplicate', 'held', '{attestation,screening}'),
  (5, 'duplicate', 'duplicate', '{attestation}'), (6, 'pending', 'pending', '{attestation}')) v(id, state, told, held) WHERE submission_id = v.id; SELECT badcase_internal.settle_attested('{1,2,3,4,5,6}')$$, 'SELECT pg_temp.waiting()') AS settled;
SELECT pg_temp.case_of($$UPDATE badcase_internal.submission SET contributor_state_at = '-infinity', state = 'held', contributor_state = 'held', held_for = '{attestation}'; SELECT badcase_internal.settle_attested('{2}')$$, 'SELECT pg_temp.waiting()') AS one_of_them;
SELECT s AS state, pg_temp.case_of(format($$UPDATE badcase_internal.submission SET state = %L, held_for = CASE submission_id WHEN 4 THEN '{screening}' ELSE '{screening,attestation}' END::text[]; UPDATE badcase_internal.upload SET attestation_id = NULL WHERE upload_id = (SELECT upload_id FROM badcase_internal.submission WHERE submission_id = 3)$$, s),
  $$SELECT (SELECT string_agg(a::text, ' ') FROM badcase_internal.attested_since(1) a) || ' of 1, of 2 ' || (SELECT string_agg(a::text, ' ') FROM badcase_internal.attested_since(2) a)$$) AS attested_since FROM unnest(badcase_internal.states()) s;
-- a duplicate of what is gone is free again
SELECT o AS original, pg_temp.case_of(format($$UPDATE badcase_internal.submission SET state = %L WHERE submission_id IN (2, 6); UPDATE badcase_internal.submission SET state = 'duplicate', duplicate_of = 2 WHERE submission_id = 1; UPDATE badcase_internal.submission SET state = 'duplicate', duplicate_of = 6 WHERE submission_id = 5;
  UPDATE badcase_internal.submission SET duplicate_of = 2 WHERE submission_id = 3$$, o), $$SELECT (SELECT string_agg(a::text, ' ') FROM badcase_internal.left_duplicates(1) a)$$) AS left_duplicates FROM unnest(badcase_internal.states()) o;

-- Each thing by itself is work for a triage of its program, and of no other.
CREATE FUNCTION pg_temp.work(setup text) RETURNS text LANGUAGE sql AS $$ SELECT pg_temp.case_of(setup, 'SELECT badcase_internal.has_triage(1) || '' '' || badcase_internal.has_triage(2)') $$;
SELECT n, pg_temp.work(setup) AS work FROM (VALUES (0, 'SELECT'), (1, $$UPDATE badcase_internal.submission SET state = 'received' WHERE submission_id = 1$$), (2, 'UPDATE badcase_internal.screening SET rule_version = rule_version + 1, screened_to = 0 WHERE program_id = 1'),
  (3, 'UPDATE badcase_internal.screening SET rule_version = rule_version + 1, screened_to = 3 WHERE program_id = 1'), (4, 'UPDATE badcase_internal.screening SET rule_version = rule_version + 1, screened_to = 4 WHERE program_id = 1'), (5, 'UPDATE badcase_internal.screening SET code_version = 0, screened_to = 6 WHERE program_id = 1'),
  (6, 'DELETE FROM badcase_internal.screening WHERE program_id = 1'), (7, 'UPDATE badcase_internal.submission SET exact_key_version = 1 WHERE submission_id = 1'), (8, $$UPDATE badcase_internal.submission SET exact_key_version = 1, exact_key = NULL, state = 'withdrawn' WHERE submission_id = 1$$),
  (9, $$INSERT INTO badcase_internal.withdrawal (program_id, kind, contributor_id, withdrawn_by, unsettled) VALUES (1, 'withdraw', 1, 'c', true)$$), (10, $$INSERT INTO badcase_internal.withdrawal (program_id, kind, contributor_id, withdrawn_by, unsettled) VALUES (1, 'withdraw', 1, 'c', false)$$),
  (11, $$UPDATE badcase_internal.submission SET state = 'held', held_for = '{attestation}' WHERE submission_id = 1$$), (12, $$UPDATE badcase_internal.submission SET state = 'duplicate', duplicate_of = 2 WHERE submission_id = 1; UPDATE badcase_internal.submission SET state = 'rejected' WHERE submission_id = 2$$),
  (13, $$UPDATE badcase_internal.screening SET rule_version = rule_version + 1, screened_to = 0 WHERE program_id = 1; UPDATE badcase_internal.submission SET state = CASE submission_id WHEN 1 THEN 'withdrawn' ELSE 'received' END WHERE program_id = 1; UPDATE badcase_internal.submission SET program_id = 3 WHERE state = 'received'$$)) v(n, setup) ORDER BY n;

-- Screening again: in order of numbers, what older rules saw and nothing else; how far it is.
SET ROLE regress_badcase_carol;
SELECT badcase.set_rule(1, 'pii:email', 'warn');
SELECT pg_temp.send(1, 5, badcase('What colour has the sky by day? In one word.', 'Blue')) AS stored;
SELECT badcase.triage_batch(1, 100) AS the_new_one;
SET ROLE regress_badcase_owner;
SELECT pg_temp.find(s, 'warn', rule => 'old:finding') > 0 AS found FROM generate_series(1, 4) s;
UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = 2;
CREATE TEMP VIEW far AS SELECT k.screened_to, k.rule_version AS version, (SELECT string_agg(format('%s:%s', s.submission_id, s.rule_version), ' ' ORDER BY s.submission_id) FROM badcase_internal.submission s WHERE s.program_id = 1) AS seen_by,
  (SELECT string_agg(DISTINCT f.submission_id::text, ' ') FROM badcase_internal.finding f WHERE f.rule = 'old:finding') AS old_findings, (SELECT format('%s: %s of %s%s', j.phase, j.done, j.total, CASE WHEN j.finished_at IS NOT NULL THEN ', finished' END) FROM badcase_internal.job j WHERE j.kind = 'rescreening' AND j.program_id = 1 ORDER BY j.job_id DESC LIMIT 1) AS job
FROM badcase_internal.screening k WHERE k.program_id = 1;
SELECT * FROM far;
SELECT badcase_internal.screen_again(1, 1) AS one;
SELECT * FROM far;
SELECT badcase_internal.screen_again(1, 1) AS one;
SELECT * FROM far;
SELECT badcase_internal.screen_again(1, 5) AS rest;
SELECT * FROM far;
SELECT badcase_internal.screen_again(1, 5) AS none, badcase_internal.seen_by_older_rules(1) AS left;
SELECT * FROM far;
-- what was received after all were seen is seen by the rules of its time: nothing is looked at again
UPDATE badcase_internal.screening SET screened_to = 0;
SELECT badcase_internal.note_screened(1);
SELECT program_id, screened_to > 0 AS noted FROM badcase_internal.screening ORDER BY 1;
SELECT screened_to = (SELECT max(submission_id) FROM badcase_internal.submission) AS up_to_the_last FROM badcase_internal.screening WHERE program_id = 1;
UPDATE badcase_internal.screening SET screened_to = 0;
UPDATE badcase_internal.submission SET rule_version = rule_version - 1 WHERE submission_id = 3;
SELECT badcase_internal.note_screened(1);
SELECT screened_to AS not_noted FROM badcase_internal.screening WHERE program_id = 1;
\i :clean
