-- What reviewers are shown beside a record and who is shown what agents suggest; when reviews decide; who revises what in which
-- state; which pairs are in conflict; what rounds count. Each case beside the same of another submission, pass, revision or program.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
-- a case is put up, asked and forgotten; what is asked as somebody is asked through a function of the owner's
CREATE FUNCTION pg_temp.case_of(setup text, question text, who text DEFAULT 'owner') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    EXECUTE setup;
    EXECUTE format('SET LOCAL ROLE %I', 'regress_badcase_' || who);
    EXECUTE question INTO said;
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN OTHERS THEN said := SQLSTATE || ' ' || SQLERRM;
  END;
  RETURN said;
END $$;
CREATE FUNCTION pg_temp.of(id bigint, what text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  said text;
BEGIN
  EXECUTE format('SELECT badcase_internal.%I(s)::text FROM badcase_internal.submission s WHERE s.submission_id = %s', what, id) INTO said;
  RETURN coalesce(said, 'null');
END $$;
CREATE FUNCTION pg_temp.review(id bigint, pass int, who text, verdict text, revision int DEFAULT 1, reasons text[] DEFAULT '{}', note text DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
  INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, reasons, note, reviewed_at) SELECT id, pass, ('regress_badcase_' || who)::regrole, 1, revision, true, true, verdict, reasons, note, now()
$$;

-- Of earlier passes alone; in their order, without names.
UPDATE badcase_internal.submission SET review_pass = 3, revision = 3 WHERE submission_id = 1;
SELECT pg_temp.review(1, 2, 'ron', 'accepted', 2), pg_temp.review(1, 1, 'ron', 'needs_changes', 1, '{incomplete}', 'b'), pg_temp.review(1, 1, 'rita', 'accepted', 1, '{}', 'a'), pg_temp.review(1, 3, 'cem', 'rejected', 3), pg_temp.review(2, 1, 'cem', 'rejected');
SELECT jsonb_pretty(pg_temp.of(1, 'earlier_reviews')::jsonb) AS earlier, pg_temp.of(2, 'earlier_reviews') AS of_2, pg_temp.of(3, 'earlier_reviews') AS of_3;
-- the text of the revision that was reviewed last, where it changed since
INSERT INTO badcase_internal.revision (submission_id, revision, record) SELECT i, r, badcase('p' || i, 'r' || r, jsonb_build_array(jsonb_build_array('q', 'a' || r)), 'x' || r) FROM generate_series(1, 2) i, generate_series(1, 3) r;
UPDATE badcase_internal.submission SET record = badcase('p1', 'r3', '[["q", "a3"]]', 'x3') WHERE submission_id = 1;
SELECT pg_temp.of(1, 'text_before') AS before, pg_temp.of(2, 'text_before') AS of_2,
  pg_temp.case_of($$UPDATE badcase_internal.submission SET record = badcase('p', 'r2', '[["q", "a2"]]', 'x2') WHERE submission_id = 1$$, $$SELECT pg_temp.of(1, 'text_before')$$) AS the_prompt, pg_temp.case_of($$UPDATE badcase_internal.submission SET record = badcase('p1', 'r2', '[["q", "a2"]]', 'x2') WHERE submission_id = 1$$, $$SELECT pg_temp.of(1, 'text_before')$$) AS nothing,
  pg_temp.case_of($$UPDATE badcase_internal.review SET revision = 3 WHERE submission_id = 1 AND review_pass = 2$$, $$SELECT pg_temp.of(1, 'text_before')$$) AS reviewed_as_it_is, pg_temp.case_of($$UPDATE badcase_internal.revision SET record = NULL WHERE submission_id = 1 AND revision = 2$$, $$SELECT pg_temp.of(1, 'text_before')$$) AS erased;
-- where screening found something, the first hundred; in each field and turn
UPDATE badcase_internal.submission SET record = badcase('the prompt', 'the response', '[["question one", "answer one"], ["question two", "answer two"]]', 'the rejected', '{"a": "the meta"}'), revision = 2 WHERE submission_id = 3;
INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, field, turn, path, start, stop, confidence, severity, rule_version, cleared, resolved_by, resolved_at)
SELECT s, 1, r, f, f, t, p, st, 3, 1, 'warn', 1, c, CASE WHEN c IS NOT NULL THEN 'c' END, CASE WHEN c IS NOT NULL THEN now() END FROM (VALUES (3, 2, 'prompt', NULL::int, NULL, 0, NULL::bool), (3, 2, 'response', NULL, NULL, 0, false), (3, 2, 'rejected', NULL, NULL, 0, NULL), (3, 2, 'question', 1, NULL, 0, NULL), (3, 2, 'question', 2, NULL, 0, NULL),
  (3, 2, 'answer', 1, NULL, 0, NULL), (3, 2, 'answer', 2, NULL, 0, NULL), (3, 2, 'meta', NULL, '/a', 0, NULL), (3, 1, 'prompt', NULL, NULL, 0, NULL), (3, 2, 'prompt', NULL, NULL, 0, true), (3, 2, 'prompt', NULL, NULL, NULL, NULL), (4, 1, 'prompt', NULL, NULL, 0, NULL)) v(s, r, f, t, p, st, c);
SELECT string_agg(concat_ws(' ', x ->> 'field', x ->> 'turn', quote_literal(x ->> 'words')), ', ' ORDER BY n) AS words FROM jsonb_array_elements(pg_temp.of(3, 'issue_words')::jsonb) WITH ORDINALITY j(x, n);
SELECT n, pg_temp.case_of(format($$INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, field, start, stop, confidence, severity, rule_version) SELECT 2, 1, 1, i::text, 'prompt', 0, 3, 1, 'warn', 1 FROM generate_series(1, %s) i$$, n),
  $$SELECT count(*) || ', the last ' || max((x ->> 'rule')::int) FROM jsonb_array_elements(pg_temp.of(2, 'issue_words')::jsonb) x$$) AS found FROM unnest('{99,100,101}'::int[]) n;
SELECT p AS program, badcase_internal.known_model(p, 'm') AS known, badcase_internal.known_model(p, 'n') AS another, pg_temp.case_of($$INSERT INTO badcase_internal.model_version (program_id, name, registered_by) VALUES (1, 'm', 'c'), (2, 'n', 'c')$$, format($$SELECT format('%%s %%s', badcase_internal.known_model(%s, 'm'), badcase_internal.known_model(%1$s, 'n'))$$, p)) AS registered FROM generate_series(1, 2) p;

-- Whom suggestions are shown: curators; reviewers after their own word in this pass, or before it of what they have claimed, where the program says so.
\set ask '''SELECT pg_temp.of(4, ''''shows_suggestions'''')'''
\set before '''UPDATE badcase_internal.program SET suggestions = ''''before'''' WHERE program_id = 1; '''
SELECT n, who, pg_temp.case_of(setup, :ask, who) AS shown FROM (VALUES
  (1, 'carol', 'SELECT'), (2, 'cem', 'SELECT'), (3, 'rita', 'SELECT'), (4, 'rita', $$SELECT pg_temp.review(4, 1, 'rita', 'accepted')$$), (5, 'rita', $$SELECT pg_temp.review(4, 1, 'ron', 'accepted')$$), (6, 'rita', $$SELECT pg_temp.review(4, 0, 'rita', 'accepted')$$), (7, 'rita', $$SELECT pg_temp.review(3, 1, 'rita', 'accepted')$$),
  (8, 'rita', :before), (9, 'rita', :before || $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_rita', lease_until = now() + interval '1 minute'$$), (10, 'rita', $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_rita', lease_until = now() + interval '1 minute'$$),
  (11, 'rita', :before || $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_rita', lease_until = now()$$), (12, 'rita', :before || $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 minute'$$),
  (13, 'ada', $$SELECT pg_temp.review(4, 1, 'ada', 'accepted')$$), (14, 'ada', 'SELECT'), (15, 'rita', $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until, verdict, looked_at) VALUES (4, 'regress_badcase_rita', 1, 1, 'accepted', now(), 'accepted', now())$$),
  (16, 'rita', $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until, verdict, looked_at) VALUES (4, 'regress_badcase_rita', 1, 2, 'accepted', now(), 'accepted', now())$$), (17, 'rita', $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until) VALUES (4, 'regress_badcase_rita', 1, 1, 'accepted', now())$$),
  (18, 'rita', $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until, verdict, looked_at) VALUES (4, 'regress_badcase_ron', 1, 1, 'accepted', now(), 'accepted', now())$$), (19, 'rita', $$UPDATE badcase_internal.program SET suggestions = 'before' WHERE program_id = 2; UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_rita', lease_until = now() + interval '1 minute'$$)) v(n, who, setup) ORDER BY n;
-- what they are: of this revision, in order of the agents; a task only where a curator has taken the name in this program
INSERT INTO badcase_internal.agent (agent_id, program_id, name, version, kind, registered_by) OVERRIDING SYSTEM VALUE VALUES (31, 1, 'b', '1', 'model', 'c'), (32, 1, 'a', '2', 'rule', 'c'), (33, 1, 'a', '1', 'person', 'c');
INSERT INTO badcase_internal.task (program_id, name, set_by) VALUES (1, 'taken', 'c'), (1, 'not taken', NULL), (2, 'of another', 'c');
INSERT INTO badcase_internal.suggestion (submission_id, agent_id, revision, program_id, upload_id, line_no, useful, task) SELECT s, a, r, 1, 1, 1, u, t FROM (VALUES (4, 31, 1, 0.1, 'taken'), (4, 32, 1, 0.2, 'not taken'), (4, 33, 1, 0.3, 'of another'), (4, 33, 2, 0.4, 'taken'), (3, 33, 1, 0.5, 'taken')) v(s, a, r, u, t);
SELECT agent, version, useful, task FROM badcase_internal.submission s, badcase_internal.suggestions_of(s) WHERE s.submission_id = 4;
SELECT pg_temp.of(4, 'suggestions_beside') AS after, pg_temp.case_of(:before, $$SELECT string_agg(concat_ws(' ', x ->> 'agent', x ->> 'version', x ->> 'task', x ? 'n'), ', ' ORDER BY n) FROM jsonb_array_elements(pg_temp.of(4, 'suggestions_beside')::jsonb) WITH ORDINALITY j(x, n)$$) AS before, pg_temp.case_of($$UPDATE badcase_internal.program SET suggestions = 'before' WHERE program_id = 2$$, $$SELECT pg_temp.of(4, 'suggestions_beside')$$) AS in_another;
SELECT a AS agent, string_agg(s.submission_id::text, ' ' ORDER BY s.submission_id) FILTER (WHERE badcase_internal.has_suggested(a, s)) AS has_suggested FROM generate_series(31, 33) a, badcase_internal.submission s GROUP BY a ORDER BY a;
-- what an agent is to look at: what is pending and gold, in order of numbers, that it has not spoken of as it is now
CREATE FUNCTION pg_temp.asked(setup text, args text DEFAULT '33') RETURNS text LANGUAGE sql AS $$ SELECT pg_temp.case_of(setup, format('SELECT string_agg(submission::text, '' '') FROM badcase.to_suggest(%s)', args), 'carol') $$;
\set gold '''UPDATE badcase_internal.submission SET state = ''''accepted'''' WHERE submission_id < 3; INSERT INTO badcase_internal.gold (submission_id, program_id, revision, verdict, added_by) SELECT s, 1, r, v, ''''c'''' FROM (VALUES (1, 3, ''''accepted''''), (2, 1, ''''accepted'''')) x(s, r, v)'''
SELECT pg_temp.asked('SELECT') AS all, pg_temp.asked('SELECT', '33, 2') AS two, pg_temp.asked('SELECT', '33, 2, 1') AS after_1, pg_temp.asked('SELECT', '33, 1000') AS thousand, pg_temp.asked('SELECT', '33, 1001') AS more, pg_temp.asked('SELECT', '33, 1, NULL') AS after_null,
  pg_temp.asked('DELETE FROM badcase_internal.suggestion WHERE revision = 1 AND submission_id = 4') AS of_another_revision, pg_temp.asked(:gold) AS with_gold, pg_temp.asked(:gold, '33, 1') AS the_first, pg_temp.asked(:gold || '; UPDATE badcase_internal.gold SET revision = 2') AS of_another_text,
  pg_temp.asked(:gold || $$; UPDATE badcase_internal.gold SET verdict = 'rejected'$$) AS decided_otherwise, pg_temp.asked(:gold, '33, 9, 1') AS gold_after_1, pg_temp.asked(:gold || '; UPDATE badcase_internal.suggestion SET submission_id = 2 WHERE submission_id = 4 AND agent_id = 33 AND revision = 1') AS spoken_of;
DELETE FROM badcase_internal.suggestion;

-- When reviews decide: so many as the quorum, agreeing, of this pass; more of them only where fewer were not sure.
CREATE FUNCTION pg_temp.comes_to(verdicts text[], quorum int, confidence int DEFAULT NULL, pass int DEFAULT 1) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(pg_temp.case_of(format('UPDATE badcase_internal.program SET confidence = %L; SELECT pg_temp.review(4, 1, w, v) FROM unnest(%L::text[], ''{ron,rita,cem,eva}''::text[]) x(v, w) WHERE v IS NOT NULL', confidence, verdicts), format('SELECT badcase_internal.decision(4, %s, %s)', pass, quorum)), 'null')
$$;
SELECT v AS verdicts, pg_temp.comes_to(v::text[], 1) AS of_one, pg_temp.comes_to(v::text[], 2) AS of_two, pg_temp.comes_to(v::text[], 3) AS of_three, pg_temp.comes_to(v::text[], 2, 94) AS of_two_sure, pg_temp.comes_to(v::text[], 2, 95) AS of_two_unsure, pg_temp.comes_to(v::text[], 2, pass => 2) AS of_another_pass
FROM unnest('{"{}","{accepted}","{accepted,accepted}","{rejected,rejected}","{accepted,rejected}","{accepted,needs_changes}","{needs_changes,needs_changes}","{accepted,accepted,accepted}","{accepted,accepted,rejected}"}'::text[]) v;
-- the reasons of those that a decision follows, each once
SELECT pg_temp.review(4, 1, 'ron', 'rejected', 1, '{useless,spam}'), pg_temp.review(4, 1, 'rita', 'rejected', 1, '{spam}'), pg_temp.review(4, 1, 'cem', 'accepted', 1, '{too_short}'), pg_temp.review(4, 2, 'cem', 'rejected', 1, '{other}'), pg_temp.review(3, 1, 'cem', 'rejected', 1, '{off_task}');
SELECT ARRAY(SELECT x FROM unnest(badcase_internal.reasons_for(4, 1, d)) x ORDER BY x) AS reasons FROM unnest('{rejected,accepted,needs_changes}'::text[]) d;
DELETE FROM badcase_internal.review;

-- Who revises what: in each state its contributor, a curator, the reviewer who has claimed it, another; nobody what is pending and their own.
CREATE FUNCTION pg_temp.revises(setup text, who text) RETURNS text LANGUAGE sql AS $$ SELECT left(pg_temp.case_of(setup, $q$SELECT badcase.revise(4, badcase('another', 'record'), 'why')$q$, who), 60) $$;
SELECT s AS state, pg_temp.revises(format('UPDATE badcase_internal.submission SET state = %L, contributor_state = ''pending'' WHERE submission_id = 4', s), 'bob') AS contributor, pg_temp.revises(format('UPDATE badcase_internal.submission SET state = %L WHERE submission_id = 4', s), 'carol') AS curator,
  pg_temp.revises(format('UPDATE badcase_internal.submission SET state = %L, lease_role = ''regress_badcase_ron'', lease_until = now() + interval ''1 minute'' WHERE submission_id = 4', s), 'ron') AS who_claimed FROM unnest(badcase_internal.states()) s;
SELECT n, who, pg_temp.revises(setup, who) AS said FROM (VALUES (1, 'rita', 'SELECT'), (2, 'rita', $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 minute'$$), (3, 'carol', $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 minute'$$),
  (4, 'carol', $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now()$$), (5, 'bob', $$SELECT badcase.grant_access(1, 'regress_badcase_bob', 'curator')$$), (6, 'bob', $$SELECT badcase.grant_access(1, 'regress_badcase_bob', 'curator'), badcase.revoke_access(1, 'regress_badcase_bob', 'contributor')$$),
  (7, 'bob', $$SELECT badcase.revoke_access(1, 'regress_badcase_bob', 'contributor'); UPDATE badcase_internal.submission SET state = 'needs_changes'$$), (8, 'ada', $$UPDATE badcase_internal.submission SET state = 'needs_changes'$$), (9, 'cem', 'SELECT')) v(n, who, setup) ORDER BY n;
SELECT pg_temp.case_of('SELECT', format('SELECT badcase.revise(%s, %s, %s)', id, record, reason), 'carol') AS said FROM (VALUES ('4', 'NULL', $$'x'$$), ('4', $$badcase('p', 'r')$$, 'NULL'), ('4', $$badcase('p', 'r')$$, $$' '$$), ('99', $$badcase('p', 'r')$$, $$'x'$$), ('NULL', $$badcase('p', 'r')$$, $$'x'$$)) v(id, record, reason);

-- Pairs in conflict: alternatives and contradictions of what is in review or accepted, each once, of these first where both are accepted.
DELETE FROM badcase_internal.relation;
CREATE FUNCTION pg_temp.conflicts(relations text, setup text DEFAULT 'SELECT', who text DEFAULT 'carol') RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(pg_temp.case_of(format($q$INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity) SELECT r[2]::bigint, r[3]::bigint, r[1], 0.9, r[4]::float8, 0.1 FROM regexp_matches(%L, '(\w+) (\d+)-(\d+) ([0-9.]+)', 'g') r; $q$, relations) || setup,
    $q$SELECT string_agg(concat_ws(' ', c.kind, c.a || '-' || c.b, c.a_prompt IS NOT NULL), ', ') FROM badcase.conflicts c$q$, who), 'none')
$$;
SELECT n, pg_temp.conflicts(relations, coalesce(setup, 'SELECT')) AS carol, pg_temp.conflicts(relations, coalesce(setup, 'SELECT'), 'rita') AS rita FROM (VALUES (1, 'alternative 2-1 0.9', NULL), (2, 'alternative 1-2 0.9', NULL), (3, 'alternative 1-2 0.9, alternative 2-1 0.9', NULL), (4, 'contradiction 2-1 0.9, alternative 2-1 0.9', NULL), (5, 'contradiction 1-2 0.9, alternative 2-1 0.9', NULL),
  (6, 'near 2-1 0.9, exact 3-1 1', NULL), (7, 'alternative 2-1 0.8, alternative 3-1 0.9, alternative 3-2 0.9, contradiction 4-1 0.7', NULL), (8, 'alternative 2-1 0.8, alternative 3-1 0.9, alternative 4-1 0.7', $$UPDATE badcase_internal.submission SET state = 'accepted' WHERE submission_id IN (1, 4)$$),
  (9, 'contradiction 2-1 0.9, contradiction 3-1 0.8', $$UPDATE badcase_internal.submission SET state = 'accepted' WHERE submission_id IN (1, 3)$$), (10, 'alternative 6-5 0.9', NULL), (11, 'contradiction 1-2 0.9, contradiction 2-1 0.9', NULL)) v(n, relations, setup) ORDER BY n;
SELECT s AS state, pg_temp.conflicts('alternative 2-1 0.9', format('UPDATE badcase_internal.submission SET state = %L WHERE submission_id = 1', s)) AS of_1, pg_temp.conflicts('alternative 2-1 0.9', format('UPDATE badcase_internal.submission SET state = %L WHERE submission_id = 2', s)) AS of_2 FROM unnest(badcase_internal.states()) s;

-- Rounds: what waits in the open one and what came after its cut-off, by state; nothing of another program.
SELECT s AS state, pg_temp.case_of(format($$UPDATE badcase_internal.submission SET state = %L, cluster_id = NULL; UPDATE badcase_internal.submission SET cluster_id = submission_id WHERE state <> 'received'; UPDATE badcase_internal.round SET cut_off = now() - interval '1 day';
  UPDATE badcase_internal.submission SET received_at = CASE WHEN submission_id IN (1, 5) THEN now() - interval '1 day' ELSE now() - interval '1 day' + interval '1 microsecond' END; SELECT badcase_internal.mark_submissions('{1,2,3,4,5,6}')$$, s), 'SELECT string_agg(waiting || '' and '' || late, '', '') FROM badcase.round_progress', 'carol') AS waiting_and_late FROM unnest(badcase_internal.states()) s;
SELECT n, pg_temp.case_of(setup || format('; SET LOCAL ROLE regress_badcase_carol; DO $d$ BEGIN PERFORM badcase.open_round(1, %s); END $d$; SET LOCAL ROLE regress_badcase_owner', cut_off),
  $$SELECT string_agg(concat_ws(' ', r.cut_off - now(), CASE WHEN r.closed_at IS NULL THEN 'open' ELSE 'closed' END), ', ' ORDER BY r.round_id) FROM badcase_internal.round r WHERE r.program_id = 1$$) AS opened
FROM (VALUES (1, 'SELECT', 'NULL'), (2, 'SELECT', 'now()'), (3, 'UPDATE badcase_internal.round SET closed_at = now()', 'NULL'), (4, 'UPDATE badcase_internal.round SET cut_off = now()', 'now()'), (5, 'UPDATE badcase_internal.program SET round_days = 7', 'NULL'), (6, 'UPDATE badcase_internal.program SET round_days = 7', $$now() + interval '1 day'$$),
  (7, 'UPDATE badcase_internal.program SET round_days = 7; UPDATE badcase_internal.round SET closed_at = now()', 'NULL')) v(n, setup, cut_off) ORDER BY n;
SELECT c AS cut_off, pg_temp.case_of(format($$UPDATE badcase_internal.round SET cut_off = %s; DO $d$ BEGIN PERFORM badcase_internal.require_person(); END $d$; UPDATE badcase_internal.round SET closed_at = NULL; SET LOCAL ROLE regress_badcase_carol; DO $d$ BEGIN PERFORM badcase.close_round(1); END $d$; SET LOCAL ROLE regress_badcase_owner$$, c),
  'SELECT string_agg(concat_ws('' '', round_id, cut_off - now(), closed_at = now()), '', '' ORDER BY round_id) FROM badcase_internal.round') AS closed FROM unnest(ARRAY['NULL', 'now() - interval ''1 hour''', 'now() + interval ''1 hour''']) c;
\i :clean
