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
\i :clean
