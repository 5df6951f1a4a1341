-- Which rows a report has and in which order: reasons for which lines were refused, by how often; reviewers; kinds of failure.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.rows(html text, id text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT x.place || ': ' || concat_ws(' | ', (xpath('normalize-space(string(/tr/th))', x.row))[1], array_to_string(xpath('/tr/td/text()', x.row)::text[], ' '),
    (SELECT string_agg((xpath('string(/rect/@width)', b))[1]::text, ' ') FROM unnest(xpath('/tr//rect', x.row)) b))
  FROM unnest(xpath(format('//table[@id="%s"]/tbody/tr', id), xmlparse(DOCUMENT '<x>' || html || '</x>'))) WITH ORDINALITY x(row, place)
$$;
-- as many lines of the n-th code as n, in a file of 1; one in a file of 2; those of equal number by their codes
CREATE FUNCTION pg_temp.refuse(many int) RETURNS void LANGUAGE sql AS $$
  DELETE FROM badcase_internal.refused_line;
  INSERT INTO badcase_internal.refused_line (program_id, upload_id, line_no, byte_offset, code, message, line)
  SELECT 1, 1, 100 * c.n + k, 0, c.code, CASE k WHEN 1 THEN 'b' ELSE 'a' END, 'x' FROM unnest('{invalid_utf8,syntax,not_object,trailing_data,duplicate_key,missing_prompt,prompt_blank,too_deep,too_large,zz_unknown,aa_unknown}'::text[]) WITH ORDINALITY c(code, n), generate_series(1, least(c.n, 10)) k
  WHERE c.n <= many;
  INSERT INTO badcase_internal.refused_line (program_id, upload_id, line_no, byte_offset, code, message, line) SELECT 2, u.upload_id, 1, 0, 'in_two', 'm', 'x' FROM badcase_internal.upload u WHERE u.program_id = 2;
$$;
SELECT pg_temp.refuse(11);
SELECT r AS row FROM badcase_internal.round o, LATERAL pg_temp.rows(badcase_internal.report_lines(o, badcase_internal.report_words('en')), 'refused') r WHERE o.program_id = 1;
SELECT pg_temp.refuse(8);
SELECT r AS row FROM badcase_internal.round o, LATERAL pg_temp.rows(badcase_internal.report_lines(o, badcase_internal.report_words('en')), 'refused') r WHERE o.program_id = 1;
-- reviewers: by how many reviews, then by name; with claims of an open round and without any review, too
RESET ROLE;
SELECT pg_temp.judge('ron', 1), pg_temp.judge('rita', 2, false), pg_temp.judge('ron', 3);
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_carol', lease_until = now() + interval '1 hour' WHERE submission_id = 4;
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_cem', lease_until = now() + interval '1 hour' WHERE submission_id = 5;
UPDATE badcase_internal.review SET reviewed_at = '2026-03-04 23:59+00' WHERE submission_id = 1;
UPDATE badcase_internal.review SET reviewed_at = '2026-03-05 00:00+00' WHERE submission_id = 3;
UPDATE badcase_internal.review SET reviewed_at = '2026-03-01 00:00+00' WHERE submission_id = 2;
SELECT r AS row FROM badcase_internal.round o, LATERAL pg_temp.rows(badcase_internal.report_reviewers(o, badcase_internal.report_words('en')), 'by_reviewer') r WHERE o.program_id = 1;
UPDATE badcase_internal.submission SET state = 'needs_changes' WHERE submission_id = 1;
UPDATE badcase_internal.submission SET review_pass = 2 WHERE submission_id = 2;
SELECT r AS row FROM badcase_internal.round o, LATERAL pg_temp.rows(badcase_internal.report_reviewers(o, badcase_internal.report_words('en')), 'by_reviewer') r WHERE o.program_id = 1;
UPDATE badcase_internal.round SET closed_at = now() WHERE program_id = 1;
SELECT r AS row FROM badcase_internal.round o, LATERAL pg_temp.rows(badcase_internal.report_reviewers(o, badcase_internal.report_words('en')), 'by_reviewer') r WHERE o.program_id = 1;
-- reviews without a pair have no agreement to tell of; with one they have
SELECT regexp_replace((regexp_match(badcase_internal.report_reviews(o, badcase_internal.report_words('en')), '<p class="note">(.*?)</p>'))[1], '<[^>]*>', '', 'g') AS note FROM badcase_internal.round o WHERE o.program_id = 1;
INSERT INTO badcase_internal.review SELECT p.* FROM badcase_internal.review v, jsonb_populate_record(v, jsonb_build_object('reviewer', 'regress_badcase_cem')) p WHERE v.submission_id = 3;
SELECT regexp_replace((regexp_match(badcase_internal.report_reviews(o, badcase_internal.report_words('en')), '<p class="note">(.*?)</p>'))[1], '<[^>]*>', '', 'g') AS note FROM badcase_internal.round o WHERE o.program_id = 1;
DELETE FROM badcase_internal.review WHERE reviewer = 'regress_badcase_cem'::regrole;
-- the pace is that of seven days up to the last on which anything was done: not of the eighth
UPDATE badcase_internal.round SET closed_at = NULL, cut_off = '2026-03-20 00:00+00' WHERE program_id = 1;
UPDATE badcase_internal.submission SET received_at = '2026-02-20 00:00+00', state = 'pending' WHERE program_id = 1;
UPDATE badcase_internal.event SET at = '2026-02-20 00:00+00';
CREATE FUNCTION pg_temp.pace(first timestamptz) RETURNS text LANGUAGE sql AS $$
  UPDATE badcase_internal.review SET reviewed_at = pace.first WHERE submission_id = 2;
  SELECT (regexp_match(badcase_internal.report_days(r, badcase_internal.report_words('en')), '<p class="pace">(.*?)</p>'))[1] FROM badcase_internal.round r WHERE r.program_id = 1
$$;
SELECT t, pg_temp.pace(t::timestamptz) FROM unnest('{2026-02-26 23:59:59.999999+00,2026-02-27 00:00+00}'::text[]) t;
-- kinds of failure: in their own order, with those that no record of the round has left out; of decisions of the round alone
UPDATE badcase_internal.submission s SET failure_kinds = x.kinds, decided_round = (SELECT round_id FROM badcase_internal.round o WHERE o.program_id = s.program_id), state = 'accepted'
FROM (VALUES (1, '{factual}'::text[]), (2, '{factual,harmful}'), (3, '{other,factual}'), (4, '{}'), (5, '{context}')) x(id, kinds) WHERE s.submission_id = x.id;
UPDATE badcase_internal.submission SET failure_kinds = '{domain}', state = 'withdrawn' WHERE submission_id = 3;
SELECT regexp_replace(regexp_replace(badcase_internal.report_kinds(o, badcase_internal.report_words('en')), '<tr>', E'\n', 'g'), '<[^>]*>|[ \t]+', ' ', 'g') AS kinds FROM badcase_internal.round o WHERE o.program_id = 1;
-- kinds that there are not: how many records name one, the five that most name, and that there are more
CREATE FUNCTION pg_temp.words(html text) RETURNS text LANGUAGE sql AS $$ SELECT btrim(regexp_replace(regexp_replace(html, '</tr>|</p>', E'\n', 'g'), '<[^>]*>|[ \t]+', ' ', 'g'), E' \n') $$;
CREATE FUNCTION pg_temp.named(VARIADIC kinds jsonb[]) RETURNS text LANGUAGE sql AS $$
  UPDATE badcase_internal.submission s SET state = 'accepted', failure_kinds = '{}', record = badcase('p', 'r', meta => jsonb_build_object('failure_kind', kinds[s.submission_id])) WHERE s.program_id = 1;
  SELECT pg_temp.words(badcase_internal.report_kinds(o, badcase_internal.report_words('en'))) FROM badcase_internal.round o WHERE o.program_id = 1
$$;
UPDATE badcase_internal.submission SET decided_round = (SELECT round_id FROM badcase_internal.round o WHERE o.program_id = 1) WHERE program_id = 1;
SELECT pg_temp.named('["e", "d"]', '["d", "b"]', '7', '["a", "c", "harmful"]') AS five;
SELECT pg_temp.named('["e", "d", "f"]', '["d", "b"]', '" "', '["a", "c"]') AS six;
SELECT pg_temp.named('"factual"', '7', '[]') AS none;
-- each state of a record and each kind of line is a row where there is any, and what is not decided is counted by file
CREATE FUNCTION pg_temp.stand(states text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  UPDATE badcase_internal.submission s SET state = states[s.submission_id] WHERE s.program_id = 1;
  RETURN QUERY SELECT 'file ' || r FROM badcase_internal.round o, pg_temp.rows(badcase_internal.report_files(o, badcase_internal.report_words('en')), 'files') r WHERE o.program_id = 1;
  RETURN QUERY SELECT r FROM badcase_internal.round o, pg_temp.rows(badcase_internal.report_states(o, badcase_internal.report_words('en')), 'states') r WHERE o.program_id = 1;
END $$;
UPDATE badcase_internal.upload SET opened_at = '2026-03-01 00:00+00';
SELECT r AS row FROM badcase_internal.round o, LATERAL pg_temp.rows(badcase_internal.report_lines(o, badcase_internal.report_words('en')), 'lines') r WHERE o.program_id = 1;
SELECT s, pg_temp.stand(s) AS row FROM (VALUES ('{received,held,pending,accepted}'::text[]), ('{needs_changes,disputed,accepted,rejected}'), ('{accepted,accepted,duplicate,withdrawn}')) v(s);
UPDATE badcase_internal.upload SET processed_at = NULL WHERE upload_id = 1;
UPDATE badcase_internal.upload SET opened_at = '2026-03-20 00:00:00.000001+00' WHERE upload_id = 2;
SELECT r AS row FROM badcase_internal.round o, LATERAL pg_temp.rows(badcase_internal.report_files(o, badcase_internal.report_words('en')), 'files') r WHERE o.program_id = 1;
SELECT r AS row FROM badcase_internal.round o, LATERAL pg_temp.rows(badcase_internal.report_lines(o, badcase_internal.report_words('en')), 'lines') r WHERE o.program_id = 1;
-- reviews without a decision, and decisions without a review
CREATE FUNCTION pg_temp.reviews() RETURNS SETOF text LANGUAGE sql AS $$
  SELECT r FROM badcase_internal.round o, LATERAL pg_temp.rows(badcase_internal.report_reviews(o, badcase_internal.report_words('en')), 'reviews') r WHERE o.program_id = 1
$$;
BEGIN;
DELETE FROM badcase_internal.event WHERE round_id IS NOT NULL;
SELECT pg_temp.reviews() AS without_a_decision;
ROLLBACK;
BEGIN;
DELETE FROM badcase_internal.review;
SELECT pg_temp.reviews() AS without_a_review;
INSERT INTO badcase_internal.ruling (submission_id, round_id, kind, decision, reason, made_by) SELECT 1, o.round_id, CASE n WHEN 1 THEN 'adjudicate' ELSE 'reopen' END, CASE n WHEN 1 THEN 'accepted' END, 'x', 'carol' FROM badcase_internal.round o, generate_series(1, 3) n WHERE o.program_id = 1;
SELECT substring(pg_temp.words(badcase_internal.report_reviews(o, badcase_internal.report_words('en'))) FROM 'Decided by.*') AS rulings FROM badcase_internal.round o WHERE o.program_id = 1;
DELETE FROM badcase_internal.event WHERE round_id IS NOT NULL;
SELECT pg_temp.words(badcase_internal.report_reviews(o, badcase_internal.report_words('en'))) AS neither FROM badcase_internal.round o WHERE o.program_id = 1;
ROLLBACK;
-- parts: escaped, cut, numbers, shares, times, bars, columns, cards
SELECT length(badcase_internal.html(repeat('x', 240))) AS whole, length(badcase_internal.html(repeat('x', 241))) AS cut, replace(badcase_internal.html(E'a\x01\x1f\x7f\u0080\u009f\u202a\u202e\u2066\u2069\ufeff\ufff9\ufffb\ufffe\uffffb'), U&'\FFFD', '?') AS seen, encode(convert_to(badcase_internal.html(E' \t\n\r\u0085\u2028\u2029x\ufff8\ufffc\u202f\u2065'), 'UTF8'), 'hex') AS kept;
SELECT badcase_internal.report_number(n) AS number, badcase_internal.report_share(n, 7) AS share FROM unnest('{0,1,7,999,1000,NULL}'::bigint[]) n;
SELECT badcase_internal.report_share(1, 0) AS of_none, badcase_internal.report_share(1, NULL) AS of_null, badcase_internal.report_time('2026-03-01 23:59:59-01') AS time, badcase_internal.report_time(NULL) AS no_time, badcase_internal.report_day('2026-03-01') AS day,
  badcase_internal.report_difference(0.1234, -0.5, 1) AS difference, badcase_internal.report_difference(NULL, 1, 1) AS none;
\pset format unaligned
SELECT badcase_internal.report_bar('{1,0,2}', '{a,b,c}', 6, '<said>') AS bar;
SELECT badcase_internal.report_bar('{1,0,2}', '{a,b,c}', 3, 'said', 'i', repeat('d', 300), 2) AS image;
SELECT badcase_internal.report_bar('{0,0}', '{a,b}', 0, 'said', mark => 1) AS of_nothing;
SELECT badcase_internal.report_count(n, 3, 'a') AS count FROM unnest('{0,1,3}'::bigint[]) n;
SELECT badcase_internal.report_row('n', NULL, 'a', 'b') AS row, badcase_internal.report_table('i', 'c', '{"",a}', 'body') AS table, badcase_internal.report_legend('{a,b}', '{x,y}') AS legend, badcase_internal.report_section('i', 'l', 'h', 'a', 'b') AS section;
SELECT t, badcase_internal.report_columns('{1,0,4}', 'a', t, '<said>', 'i', '<d>') AS columns FROM unnest('{1,3,4}'::int[]) t;
SELECT length(substring(badcase_internal.report_columns('{0}', 'a', 9, 's', 'i', repeat('d', 4001)) FROM 'd{5,}')) AS long, length(badcase_internal.report_columns('{}', 'a', 1, 's', 'i', 'd')) > 0 AS none;
SELECT badcase_internal.report_card(1000, 'w', 'curator', '2026-03-01 23:59-01', 'a < b', '{"for_curator": "c", "work_since": "since %s"}') AS card;
SELECT badcase_internal.report_card(1, 'w', 'reviewer', NULL, NULL, '{"for_reviewer": "r", "work_since": "since %s"}') AS card;
SELECT badcase_internal.report_head(jsonb_populate_record(o, '{"opened_at": "2026-03-01 10:00+00", "cut_off": null, "closed_at": null}'), badcase_internal.report_words('en')) AS open,
  badcase_internal.report_head(jsonb_populate_record(o, '{"opened_at": "2026-03-01 10:00+00", "cut_off": "infinity", "closed_at": "2026-03-02 10:00+00"}'), badcase_internal.report_words('zh')) AS closed
FROM badcase_internal.round o WHERE o.program_id = 1;
\pset format aligned
-- the pace, sentence by sentence: of four pending records of a quorum of two one has a review of its pass, one of another pass, one has three
UPDATE badcase_internal.program SET quorum = 2, about = 'a <b>';
UPDATE badcase_internal.submission SET state = 'pending' WHERE program_id = 1;
DELETE FROM badcase_internal.review;
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict)
SELECT s.id, s.review_pass + s.later, s.who::regrole, o.round_id, 1, true, true, 'accepted' FROM badcase_internal.round o, (
  SELECT v.id, v.later, 'regress_badcase_' || v.who AS who, t.review_pass FROM (VALUES (1, 0, 'rita'), (2, 1, 'ron'), (3, 0, 'rita'), (3, 0, 'ron'), (3, 0, 'cem')) v(id, later, who) JOIN badcase_internal.submission t ON t.submission_id = v.id) s WHERE o.program_id = 1;
SELECT lang, c.cut_off, c.reviews, c.accepted, btrim(regexp_replace(badcase_internal.report_pace(jsonb_populate_record(o, jsonb_build_object('cut_off', c.cut_off, 'closed_at', NULL)), badcase_internal.report_words(lang), '2026-03-05', c.reviews, c.accepted), '<[^>]*>', '', 'g'), E'\n') AS pace
FROM badcase_internal.round o, unnest('{en,zh}'::text[]) lang, (VALUES (1, '2026-03-08 00:00+00', 7, 7), (2, '2026-03-07 23:59+00', 14, 15), (3, '2026-03-05 00:00+00', 7, 7), (4, '2026-03-04 00:00+00', 7, 7), (5, NULL, 7, 7), (6, '2026-03-06 00:00+00', 0, 0), (7, '2126-03-06 00:00+00', 1, 1)) c(n, cut_off, reviews, accepted)
WHERE o.program_id = 1 AND (lang = 'en' OR c.n = 1) ORDER BY lang, c.n;
UPDATE badcase_internal.submission SET state = 'accepted' WHERE submission_id IN (1, 2, 4);
SELECT btrim(regexp_replace(badcase_internal.report_pace(jsonb_populate_record(o, '{"cut_off": null, "closed_at": null}'), badcase_internal.report_words('en'), '2026-03-05', 0, 0), '<[^>]*>', '', 'g'), E'\n') AS all_reviewed,
  badcase_internal.report_pace(jsonb_populate_record(o, '{"closed_at": "2026-03-05"}'), badcase_internal.report_words('en'), '2026-03-05', 0, 0) IS NULL AS closed FROM badcase_internal.round o WHERE o.program_id = 1;
-- days: each thing on its own, at midnight in UTC; of two days with as much the first is the highest
UPDATE badcase_internal.upload SET opened_at = CASE upload_id WHEN 1 THEN '2026-03-03 00:00+00' ELSE '2026-03-03 23:59+00' END::timestamptz, processed_at = now();
UPDATE badcase_internal.submission s SET received_at = u.opened_at + CASE WHEN s.submission_id IN (3, 4) THEN interval '1 minute' ELSE '0' END FROM badcase_internal.upload u WHERE u.upload_id = s.upload_id;
UPDATE badcase_internal.review SET reviewed_at = '2026-03-04 12:00+00';
INSERT INTO badcase_internal.event (submission_id, from_state, to_state, actor, revision, round_id, at)
SELECT 1, 'pending', x.s, 'x', 1, o.round_id, '2026-03-06 12:00+00' FROM badcase_internal.round o, unnest('{accepted,needs_changes,rejected,disputed,received,pending}'::text[]) x(s) WHERE o.program_id = 1;
SELECT d.* FROM badcase_internal.round o, badcase_internal.report_daily(o) d WHERE o.program_id = 1;
SELECT pg_temp.words(badcase_internal.report_days(o, badcase_internal.report_words('en'))) AS days FROM badcase_internal.round o WHERE o.program_id = 1;
SELECT pg_temp.words(badcase_internal.report_days(jsonb_populate_record(o, '{"cut_off": "2026-03-06 00:00+00"}'), badcase_internal.report_words('en'))) AS over FROM badcase_internal.round o WHERE o.program_id = 1;
-- nothing where there is nothing: no table of reasons, of refused lines, of kinds, of reviewers; no sentence on what was not screened
DELETE FROM badcase_internal.refused_line;
UPDATE badcase_internal.submission SET asks = NULL, breaks = NULL, state = 'accepted', failure_kinds = '{}' WHERE program_id = 1;
INSERT INTO badcase_internal.tally_mark (program_id, part, bucket) SELECT DISTINCT p, t.part, b FROM generate_series(1, 2) p, badcase_internal.tallies() t, generate_series(0, 20) b ON CONFLICT DO NOTHING;
SELECT (SELECT string_agg(m[1], ' ') FROM regexp_matches(x.html, '<table id="(\w+)"', 'g') m) AS tables, x.html ~ 'were screened' AS screened
FROM badcase_internal.round o, badcase_internal.report_words('en') w, LATERAL (SELECT badcase_internal.report_lines(o, w) || badcase_internal.report_reviews(o, w) || badcase_internal.report_kinds(o, w) || badcase_internal.report_credits(o, w) || badcase_internal.report_coverage(o, w) AS html) x WHERE o.program_id = 1;
-- tasks by what they miss, those that have more than they want miss nothing; the bar is as wide as what there is or what is wanted
INSERT INTO badcase_internal.task (program_id, name, target, set_by) VALUES (1, 'b one', 1, 'x'), (1, 'a five', 5, 'x'), (1, 'c five', 5, 'x');
UPDATE badcase_internal.submission s SET task_id = t.task_id, cluster_id = s.submission_id FROM badcase_internal.task t WHERE t.program_id = 1 AND s.program_id = 1 AND t.name = CASE s.submission_id WHEN 3 THEN 'c five' ELSE 'b one' END AND s.submission_id < 4;
UPDATE badcase_internal.submission SET state = 'pending' WHERE submission_id = 3;
SELECT r AS row FROM badcase_internal.round o, LATERAL pg_temp.rows(badcase_internal.report_coverage(o, badcase_internal.report_words('en')), 'coverage') r WHERE o.program_id = 1;
SELECT pg_temp.words(badcase_internal.report_tiles(o, badcase_internal.report_words('en'))) AS tiles FROM badcase_internal.round o WHERE o.program_id = 1;
-- credits and reviewers by how much, then by who was first
UPDATE badcase_internal.contributor SET display_name = 'C' || contributor_id, role = CASE contributor_id WHEN 1 THEN 'regress_badcase_rita'::regrole WHEN 2 THEN 'regress_badcase_ron' WHEN 5 THEN 'regress_badcase_cem' END WHERE program_id = 1;
INSERT INTO badcase_internal.consent (contributor_id, scope, granted, text_version, given_by) SELECT n, 'show_name', true, 't', 'x' FROM unnest('{1,2,5}'::bigint[]) n;
UPDATE badcase_internal.submission SET state = 'accepted', contributor_id = CASE submission_id WHEN 1 THEN 1 WHEN 2 THEN 5 WHEN 3 THEN 2 ELSE 2 END, received_at = timestamptz '2026-03-01' - submission_id * interval '1 hour', decided_at = timestamptz '2026-03-02' - submission_id * interval '1 hour', decided_round = (SELECT round_id FROM badcase_internal.round o WHERE o.program_id = 1) WHERE submission_id < 5;
DELETE FROM badcase_internal.review;
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, reviewed_at) SELECT v.id, 0, ('regress_badcase_' || v.who)::regrole, o.round_id, 1, true, true, 'accepted', timestamptz '2026-03-01' + v.h * interval '1 hour' FROM badcase_internal.round o, (VALUES (1, 'rita', 5), (2, 'rita', 1), (1, 'ron', 3), (2, 'ron', 2), (1, 'cem', 0), (3, 'rita', 9), (3, 'cem', 10), (4, 'cem', 1)) v(id, who, h) WHERE o.program_id = 1;
INSERT INTO badcase_internal.tally_mark (program_id, part, bucket) SELECT DISTINCT p, t.part, b FROM generate_series(1, 2) p, badcase_internal.tallies() t, generate_series(0, 20) b ON CONFLICT DO NOTHING;
SELECT t, r AS row FROM badcase_internal.round o, unnest('{credits,reviewers}'::text[]) t, LATERAL pg_temp.rows(badcase_internal.report_credits(o, badcase_internal.report_words('en')), t) r WHERE o.program_id = 1;
-- whom to ask: those with most first; nobody whose records wait for nothing
CREATE FUNCTION pg_temp.asked(what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    EXECUTE what;
    said := (SELECT string_agg(format('%s attested %s, train %s, held %s, accepted %s', c.contributor, c.attested, c.train, c.held, c.accepted), '; ' ORDER BY c.n) FROM (SELECT x.*, row_number() OVER () AS n FROM badcase_internal.without_consent(1) x) c);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN coalesce(said, 'nobody');
END $$;
SELECT w, pg_temp.asked(w) AS asked FROM unnest(ARRAY['SELECT', 'UPDATE badcase_internal.upload SET attestation_id = NULL; DELETE FROM badcase_internal.attestation', 'UPDATE badcase_internal.upload SET attestation_id = NULL; DELETE FROM badcase_internal.attestation; UPDATE badcase_internal.submission SET state = $$held$$, held_for = $${screening,attestation}$$ WHERE submission_id IN (2, 3)', 'UPDATE badcase_internal.submission SET state = $$held$$, held_for = $${attestation}$$ WHERE submission_id = 3',
  'UPDATE badcase_internal.upload SET attestation_id = NULL; DELETE FROM badcase_internal.attestation; UPDATE badcase_internal.submission SET state = $$held$$, held_for = $${screening}$$ WHERE submission_id = 3', 'UPDATE badcase_internal.consent SET granted = false WHERE scope = $$train$$', 'UPDATE badcase_internal.consent SET granted = false WHERE scope = $$train$$; UPDATE badcase_internal.submission SET state = $$pending$$ WHERE submission_id = 2',
  'UPDATE badcase_internal.consent SET granted = false WHERE scope = $$train$$; UPDATE badcase_internal.contributor SET external_id = NULL WHERE contributor_id = 2']) w;
\i :clean
