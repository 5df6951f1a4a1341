-- What a screening writes: which rules count from which score on, as settings have them, of the program alone; how severe a
-- finding is; what was resolved and is not found again, and what is; how far a triage is.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.found(setup text, record badcase, id bigint DEFAULT 1) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    UPDATE badcase_internal.submission s SET record = found.record WHERE s.submission_id = id;
    EXECUTE setup;
    PERFORM badcase_internal.screen(s.program_id, ARRAY[id]) FROM badcase_internal.submission s WHERE s.submission_id = id;
    said := (SELECT string_agg(concat_ws(' ', f.rule, f.severity, f.field, f.turn, f.path, f.start || '-' || f.stop, f.excerpt, f.confidence, f.cleared), ', ' ORDER BY f.finding_id) FROM badcase_internal.finding f WHERE f.submission_id = id);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN coalesce(said, 'nothing');
END $$;
CREATE FUNCTION pg_temp.set(rule text, severity text DEFAULT NULL, threshold float8 DEFAULT NULL, program int DEFAULT 1) RETURNS text LANGUAGE sql AS $$
  SELECT format('INSERT INTO badcase_internal.rule_setting (program_id, rule, severity, threshold, set_by) VALUES (%s, %L, %L, %L, ''c'')', program, rule, severity, threshold)
$$;
-- an issue of quality: from its own score on, as severe as it says unless it is set; an error is a warning
SELECT q.issue, q.score, q.severity FROM badcase_quality(badcase('Explain in one sentence what rain is.', 'Rain is <UNK> that falls from clouds.')) q;
\set rain 'badcase(''Explain in one sentence what rain is.'', ''Rain is <UNK> that falls from clouds.'')'
SELECT n, pg_temp.found(setup, :rain) FROM (VALUES (1, 'SELECT'), (2, pg_temp.set('quality:template_leak', 'hold')), (3, pg_temp.set('quality:template_leak', 'off')), (4, pg_temp.set('quality:template_leak', NULL, 1)), (5, pg_temp.set('quality:template_leak', 'off', NULL, 2)), (6, pg_temp.set('quality:echo', 'off'))) v(n, setup) ORDER BY n;
SELECT d AS more, pg_temp.found(pg_temp.set('quality:template_leak', 'info', 0.9 + d), :rain) AS found FROM unnest('{-0.001,0,0.0004,0.0006,0.001}'::float8[]) d;
-- an address: from its threshold on; a kind of another country where it is set; what is of another program counts there
\set mail 'badcase(''Who is it?'', ''Write to a.b@qq.com today, or to AB123456C.'')'
SELECT f.kind, f.confidence FROM badcase_findings(:mail, 0, '{email,uk_nino}') f;
SELECT n, pg_temp.found(setup, :mail) AS of_1, pg_temp.found(setup, :mail, 5) AS of_2 FROM (VALUES (1, 'SELECT'), (2, pg_temp.set('pii:email', 'info')), (3, pg_temp.set('pii:email', NULL, 1)), (4, pg_temp.set('pii:email', 'off')), (5, pg_temp.set('pii:uk_nino', NULL, 0.1)), (6, pg_temp.set('pii:uk_nino', 'block', 0.1)), (7, pg_temp.set('pii:email', 'off', NULL, 2))) v(n, setup) ORDER BY n;
SELECT d AS more, pg_temp.found(pg_temp.set('pii:email', 'info', least((SELECT confidence FROM badcase_findings(:mail) WHERE kind = 'email') + d, 1)), :mail) <> 'nothing' AS found FROM unnest('{-0.01,0,0.004,0.006,0.01}'::float8[]) d;
SELECT r.rule, r.severity, r.threshold FROM badcase_internal.rules_of(1) r WHERE r.rule IN ('pii:email', 'pii:uk_nino', 'quality:echo', 'secret:jwt') ORDER BY 1;
-- a person's name: held from six tenths on, below that it is told, unless a severity is set
SELECT f.kind, f.confidence, r.n, pg_temp.found(CASE r.n WHEN 2 THEN pg_temp.set('pii:person_name', 'hold') WHEN 3 THEN pg_temp.set('pii:person_name', NULL, 0.1) WHEN 4 THEN pg_temp.set('pii:person_name', 'info') ELSE 'SELECT' END, v.record) AS found
FROM (VALUES (1, badcase('整理下面的名片，输出三行。', '姓名：陈志强')), (2, badcase('改写这句话，语气客气一些。', '患者陈志强，男，昨日入院。'))) v(n, record) CROSS JOIN generate_series(1, 4) r(n) CROSS JOIN LATERAL badcase_findings(v.record, 0, '{person_name}') f ORDER BY v.n, r.n;
-- terms: as severe as their option or their list says, masked by their length; of the program's lists alone
INSERT INTO badcase_internal.term_list (term_list_id, program_id, name, severity, created_by) OVERRIDING SYSTEM VALUE VALUES (81, 1, 'one', 'warn', 'c'), (82, 1, 'empty', 'hold', 'c'), (83, 2, 'other', 'hold', 'c');
INSERT INTO badcase_internal.term (term_list_id, term, allow, options, upload_id) VALUES (81, 'abc', false, '{}', 1), (81, 'abcd', false, '{"severity": "block"}', 1), (81, 'allowed abc', true, '{}', 1), (83, 'xyzw', false, '{}', 1);
SELECT pg_temp.found('SELECT', badcase('abc and abcd', 'an allowed abc, an xyzw', '[["abc", "no"]]', meta => '{"a": ["abc"]}')) AS of_1, pg_temp.found('SELECT', badcase('abc and abcd', 'an allowed abc, an xyzw'), 5) AS of_2;
DELETE FROM badcase_internal.term;
-- what was resolved stays and is not found again, at this place, by this rule, in this revision; what is open is replaced; another's stays
CREATE FUNCTION pg_temp.resolved(more text DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
  SELECT format('INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, field, turn, path, start, stop, confidence, severity, rule_version, cleared, resolved_by, resolved_at)
    SELECT coalesce((m ->> ''id'')::bigint, 1), 1, coalesce((m ->> ''revision'')::int, 1), coalesce(m ->> ''rule'', ''pii:email''), coalesce(m ->> ''field'', ''response''), (m ->> ''turn'')::int, m ->> ''path'', coalesce((m ->> ''start'')::int, 9), coalesce((m ->> ''stop'')::int, 19), 1, ''hold'', 1, c, CASE WHEN c IS NOT NULL THEN ''c'' END, CASE WHEN c IS NOT NULL THEN now() END
    FROM (SELECT %L::jsonb AS m) x, LATERAL (SELECT CASE m ->> ''cleared'' WHEN ''no'' THEN false WHEN ''open'' THEN NULL ELSE true END AS c) y', more)
$$;
SELECT m AS other, pg_temp.found(pg_temp.resolved(m), :mail) AS found FROM unnest(ARRAY['{}', '{"cleared": "no"}', '{"cleared": "open"}', '{"revision": 2}', '{"rule": "pii:phone"}', '{"field": "prompt"}', '{"turn": 1}', '{"path": "/a"}', '{"start": 8}', '{"stop": 20}', '{"id": 2}', '{"id": 2, "cleared": "open"}']) m;
SELECT pg_temp.found('UPDATE badcase_internal.submission SET record = NULL, state = ''withdrawn'' WHERE submission_id = 1', :mail) AS erased;
-- the version that saw it, and what is asked and kept, of what is no longer received
CREATE FUNCTION pg_temp.seen(state text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    UPDATE badcase_internal.submission s SET record = badcase('写一条通知，不超过10字。', '明天上午九点在三楼会议室开会，请大家准时参加。'), state = seen.state, rule_version = 0, asks = NULL, breaks = NULL WHERE s.submission_id IN (1, 2);
    PERFORM badcase_internal.screen(1, '{1}');
    said := (SELECT string_agg(concat_ws(' ', s.submission_id, s.rule_version, s.asks, s.breaks), ', ' ORDER BY s.submission_id) FROM badcase_internal.submission s WHERE s.submission_id < 3);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
SELECT s AS state, pg_temp.seen(s) FROM unnest('{received,pending,accepted}'::text[]) s;
-- a setting, and who may see it
SET ROLE regress_badcase_carol;
SELECT badcase.set_rule(1, 'pii:email', 'info', 0.9), badcase.set_rule(1, 'pii:cn_id', threshold => 0.7), badcase.set_rule(1, 'secret:jwt', 'off');
SELECT rule, severity, threshold FROM badcase.rules WHERE is_set;
SELECT count(DISTINCT program) AS programs FROM badcase.rules;
SET ROLE regress_badcase_cem;
SELECT count(*) FILTER (WHERE is_set) AS set_in_2, count(DISTINCT program) AS programs FROM badcase.rules;

-- How far a triage is: what was received when it began, more where more came; one that is cut off goes on.
SET ROLE regress_badcase_carol;
CREATE FUNCTION pg_temp.some(first int, last int) RETURNS bigint LANGUAGE sql AS $$ SELECT pg_temp.send(1, 5, VARIADIC (SELECT array_agg(badcase('Name ' || md5(i::text), 'It is ' || md5((i * 7)::text))) FROM generate_series(first, last) i)) $$;
SELECT pg_temp.some(1, 5);
SET ROLE regress_badcase_owner;
CREATE TEMP VIEW far AS SELECT j.job_id - min(j.job_id) OVER () AS job, j.kind, j.phase, j.done, j.total, j.common, j.finished_at IS NOT NULL AS finished FROM badcase_internal.job j WHERE j.program_id = 1 AND j.kind = 'triage' ORDER BY 1 DESC LIMIT 1;
SELECT badcase_internal.triage_next(1, 2) AS two;
TABLE far;
SET ROLE regress_badcase_carol;
SELECT pg_temp.some(6, 8);
SET ROLE regress_badcase_owner;
SELECT badcase_internal.triage_next(1, 4) AS four;
TABLE far;
SELECT badcase_internal.triage_next(1, 4) AS two;
TABLE far;
SELECT count(*) FILTER (WHERE state = 'received') AS left, count(*) FILTER (WHERE state = 'pending') AS pending FROM badcase_internal.submission WHERE program_id = 1;
SELECT badcase_internal.triage_next(2, 4) AS nothing_of_2;
-- of the programs that somebody curates the first that has work, of a number that one alone
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(2, 'regress_badcase_carol', 'curator');
UPDATE badcase_internal.submission SET state = 'received' WHERE submission_id IN (5, 6);
DELETE FROM badcase_internal.searchable WHERE submission_id IN (5, 6);
SET ROLE regress_badcase_carol;
SELECT badcase.triage_batch(1) AS newer_rules_of_1, badcase.triage_batch(1) AS of_1, badcase.triage_batch(NULL, 1) AS of_2, badcase.triage_batch(2, 5) AS rest, badcase.triage_batch() AS none;
\i :clean
