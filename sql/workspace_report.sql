-- The report of a round: the page is well-formed, the same for the same data, shows hostile names as they are and nobody's
-- text, names reviewers, and its numbers are those that the tables give.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_rita;
CREATE ROLE regress_badcase_ron;
CREATE ROLE regress_badcase_ada;
CREATE ROLE regress_badcase_bob;
RESET client_min_messages;
\set SHOW_CONTEXT never
-- From PostgreSQL 19 on strings are standard ones, always.
SELECT CASE WHEN current_setting('server_version_num')::int < 190000 THEN 'off' ELSE 'on' END AS other_strings \gset
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('spring & </title><script>alert(1)</script>', 'all "kinds"') AS program, badcase.create_program('nothing yet') AS empty, badcase.create_program('another''s') AS others;
SELECT count(badcase.grant_access(p, ('regress_badcase_' || x)::name, c)) FROM (VALUES (1, 'curator', 'curator'), (2, 'curator', 'curator'), (1, 'rita', 'reviewer'), (1, 'ron', 'reviewer'),
  (1, 'ron', 'exporter'), (1, 'ada', 'contributor'), (3, 'bob', 'curator')) v(p, x, c);
SET ROLE regress_badcase_curator;

-- Ada and the third agree to be shown, Bob does not.
SELECT badcase.register_contributor(1, 'a', E'<b onclick="x()">Ada</b> & ''co'' \u202egnp.exe\u202c \x01\x1b[31m\nsecond line \ufffe]]><!--', 'regress_badcase_ada') AS ada,
  badcase.register_contributor(1, 'b', 'CANARY-name-bob') AS bob, badcase.register_contributor(1, 'c', repeat('很长', 5000)) AS long_name,
  badcase.register_contributor(1, 'r', 'Rita R.', 'regress_badcase_rita') AS rita;
SELECT count(badcase.attest(c, 't')), count(badcase.set_consent(c, 'show_name', c <> 2, 't')) FROM generate_series(1, 4) c;
CREATE FUNCTION pg_temp.send(c bigint, VARIADIC records badcase[]) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(1, c, E'<b onerror="x()">\u202e.jsonl');
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(r::text, 'UTF8') FROM unnest(records) WITH ORDINALITY x(r, n);
  INSERT INTO badcase.intake (line_no, line) VALUES (91, 'CANARY-no-record'), (92, '{"prompt": "CANARY"}'), (93, ' '), (94, convert_to(records[1]::text, 'UTF8'));
  RETURN (SELECT stored FROM badcase.process_upload());
END $$;
CREATE FUNCTION pg_temp.record(n int, task text, kind text, copy int DEFAULT 0) RETURNS badcase LANGUAGE sql AS $$
  SELECT badcase(format('CANARY-prompt %s %s %s %s %s', md5(n || 'a'), md5(n || 'b'), md5(n || 'c'), md5(n || 'd'), md5(n || 'e')), 'CANARY-response' || repeat('!', copy),
    meta => jsonb_strip_nulls(jsonb_build_object('task', task, 'failure_kind', kind)))
$$;
SELECT badcase.set_task(1, 'ads', 2), badcase.set_task(1, E'\u202eads\u2066');
-- a task's name that would end its cell, another that turns the text around
SELECT pg_temp.send(1, pg_temp.record(1, '</td></tr></table><script>alert(2)</script>', 'factual'), pg_temp.record(2, 'ads', 'factual'), pg_temp.record(3, 'ads', 'domain'), pg_temp.record(4, E'\u202eads\u2066', NULL));
SELECT pg_temp.send(2, pg_temp.record(2, 'ads', 'harmful', 1), pg_temp.record(5, 'ads', NULL), pg_temp.record(6, NULL, 'other'));
CALL badcase.triage(1);
SET ROLE regress_badcase_rita;
SELECT string_agg(badcase.submit_review(s, u, k, r, note => 'CANARY-note'), ' ') FROM (VALUES (1, true, true, '{}'::text[]), (2, true, true, '{}'), (3, true, false, '{wrong_answer}'), (5, true, true, '{}'), (6, false, true, '{useless,spam}'), (7, true, true, '{}')) x(s, u, k, r);
SET ROLE regress_badcase_ron;
SELECT string_agg(badcase.submit_review(s, u, k, r, note => 'CANARY-note'), ' ') FROM (VALUES (1, true, true, '{}'::text[]), (2, true, true, '{}'), (3, true, false, '{wrong_answer}'), (5, true, true, '{}'), (6, false, true, '{useless}'), (7, false, true, '{useless}')) x(s, u, k, r);
SET ROLE regress_badcase_curator;
SELECT badcase.adjudicate(7, 'accepted', 'CANARY-reason');
SELECT badcase.close_round(1);
SELECT badcase.open_round(1, NULL) AS round;
SELECT pg_temp.send(3, pg_temp.record(7, 'ads', 'factual'), pg_temp.record(8, 'ads', 'context'), pg_temp.record(9, NULL, NULL));
CALL badcase.triage(1);
SET ROLE regress_badcase_rita;
SELECT string_agg(badcase.submit_review(s, true, true), ' ') FROM unnest('{8,9}'::bigint[]) s;
SET ROLE regress_badcase_ron;
SELECT string_agg(badcase.submit_review(s, true, true), ' ') FROM unnest('{8,9}'::bigint[]) s;
SET ROLE regress_badcase_curator;
SELECT badcase.withdraw(submission => 4) AS withdrawal;

-- The days that it took.
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.round SET opened_at = '2026-03-01 08:00+00', cut_off = '2026-03-05 12:00+00', closed_at = '2026-03-05 12:00+00' WHERE round_id = 1;
UPDATE badcase_internal.round SET opened_at = '2026-03-05 12:00+00' WHERE program_id = 1 AND round_id <> 1;
UPDATE badcase_internal.upload SET opened_at = CASE upload_id WHEN 1 THEN '2026-03-02 10:00+00' WHEN 2 THEN '2026-03-03 23:59+00' ELSE '2026-03-06 09:00+00' END::timestamptz;
UPDATE badcase_internal.submission s SET received_at = u.opened_at FROM badcase_internal.upload u WHERE u.upload_id = s.upload_id;
UPDATE badcase_internal.review SET reviewed_at = CASE WHEN round_id = 1 THEN '2026-03-04 10:00+00' ELSE '2026-03-08 10:00+00' END::timestamptz + CASE WHEN reviewer = 'regress_badcase_ron'::regrole THEN interval '1 day' ELSE '0' END;
UPDATE badcase_internal.event SET at = CASE WHEN round_id = 1 THEN '2026-03-05 10:00+00' ELSE '2026-03-09 10:00+00' END::timestamptz WHERE round_id IS NOT NULL;
UPDATE badcase_internal.task SET created_at = '2026-03-02 10:00+00';
-- Rights: curators of the program; another's round is refused like one that there is not.
SET ROLE regress_badcase_rita;
SELECT badcase.report_html(1);
SET ROLE regress_badcase_ron;
SELECT badcase.report_html(1);
SET ROLE regress_badcase_ada;
SELECT badcase.report_html(1);
SET ROLE regress_badcase_bob;
SELECT badcase.report_html(1);
SELECT badcase.report_html(99);
SELECT badcase.report_html(3, 1);
SELECT badcase.report_html(3, 99);
SET ROLE regress_badcase_curator;
SELECT badcase.report_html(1, lang => 'fr');
SELECT badcase.report_html(1, lang => NULL);
SELECT badcase.report_html(NULL);

CREATE TEMP TABLE page AS
  SELECT what, html, xmlparse(DOCUMENT html) AS x FROM (VALUES ('first', badcase.report_html(1, 1)), ('last', badcase.report_html(1)), ('empty', badcase.report_html(2)),
    ('first zh', badcase.report_html(1, 1, 'zh')), ('empty zh', badcase.report_html(2, lang => 'zh'))) v(what, html);
GRANT ALL ON page TO PUBLIC;
SELECT count(*) AS the_last_is_the_default FROM page WHERE what = 'last' AND html = badcase.report_html(1, 4);

-- The same whatever is set, and whoever of the curators asks.
BEGIN;
SET LOCAL timezone = 'Asia/Tokyo';
SET LOCAL datestyle = 'German';
SET LOCAL intervalstyle = 'iso_8601';
SET LOCAL extra_float_digits = -15;
SET LOCAL bytea_output = 'escape';
SET LOCAL standard_conforming_strings = :other_strings;
SET LOCAL backslash_quote = off;
SET LOCAL xmlbinary = 'hex';
SET LOCAL enable_hashagg = off;
SET LOCAL enable_hashjoin = off;
SET LOCAL jit = off;
SET LOCAL quote_all_identifiers = on;
SET LOCAL search_path = pg_temp;
SELECT what FROM page WHERE html = CASE what WHEN 'first' THEN badcase.report_html(1, 1) WHEN 'last' THEN badcase.report_html(1) WHEN 'empty' THEN badcase.report_html(2)
  WHEN 'first zh' THEN badcase.report_html(1, 1, 'zh') ELSE badcase.report_html(2, NULL, 'zh') END ORDER BY what;
ROLLBACK;

-- Nothing runs, nothing is fetched; nobody's text is on it, nobody's name but of those who agreed, no role's.
SELECT what, html ~* '<script|javascript:|\mon\w+\s*=\s*["'']|\m(src|href|action|style)\s*=|url\(|@import|<(iframe|object|embed|link|img|base|form)\M' AS runs, html ~ 'https?:|//' AS fetches,
  html ~ 'CANARY' AS text, html ~ 'regress_badcase_(?!rita|ron)' AS roles, html ~ '[\x01-\x09\x0b-\x1f\x7f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]' AS controls, octet_length(html) < 60000 AS small
FROM page ORDER BY what;
SELECT what, (xpath('/html/@lang', x))[1] AS lang, (xpath('count(//section)', x))[1] AS sections, (xpath('count(//section/p[@class="none"])', x))[1] AS without_rows,
  (xpath('count(//svg[@role="img"][title][desc][@aria-labelledby=title/@id][@aria-describedby=desc/@id])', x))[1] AS images, (xpath('count(//svg[not(@role="img") and not(@aria-hidden="true")])', x))[1] AS not_said,
  (xpath('count(//rect[@width < 0 or @width > 100 or @x + @width > 100.001])', x))[1] AS too_wide, (xpath('count(//@id[. = following::*/@id])', x))[1] AS same_id
FROM page ORDER BY what;
SELECT (xpath('string(//title)', x))[1] AS title, (xpath('string(//h1)', x))[1] AS head, (xpath('string(//header/p[@class="about"])', x))[1] AS about FROM page WHERE what = 'first';

-- The tables of the page.
CREATE TEMP TABLE cell AS
  SELECT p.what, t.id, r.place, (xpath('string(/tr/th//span)', r.row))[1]::text AS name, ARRAY(SELECT replace(c::text, ',', '') FROM unnest(xpath('/tr/td/text()', r.row)) c) AS cells
  FROM page p CROSS JOIN LATERAL (SELECT unnest(xpath('//table/@id', p.x))::text) t(id)
  CROSS JOIN LATERAL unnest(xpath(format('//table[@id="%s"]/tbody/tr', t.id), p.x)) WITH ORDINALITY r(row, place);
GRANT SELECT ON cell TO PUBLIC;
SELECT id, left(name, 90) AS name, cells FROM cell WHERE what = 'first' ORDER BY id, place;
SELECT id, left(name, 90) AS name, length(name), cells FROM cell WHERE what = 'last' AND id IN ('coverage', 'credits', 'reviewers', 'clusters', 'lines') ORDER BY id, place;
SELECT id, count(*) FROM cell WHERE what LIKE 'empty%' GROUP BY id;
SELECT id, place, left(name, 40) AS name FROM cell WHERE what = 'first zh' ORDER BY id, place;
SELECT (xpath('string(//svg[title/@id="states-title"]/desc)', x))[1] FROM page WHERE what = 'first';

-- All that the pages of both rounds show, section by section: words, then bars (class, from, width).
\pset format unaligned
SELECT p.what, regexp_replace(regexp_replace((xpath('normalize-space(string(/*))', y.s))[1]::text, '\d{4}-\d\d-\d\d( \d\d:\d\d)?', 'DATE', 'g'), '(很长)+', '很长', 'g') AS words,
  (SELECT string_agg(concat_ws(' ', (xpath('string(/rect/@class)', b))[1], (xpath('string(/rect/@x)', b))[1], (xpath('string(/rect/@width)', b))[1]), ', ') FROM unnest(xpath('//rect', y.s)) b) AS bars
FROM page p CROSS JOIN LATERAL unnest(xpath('//section | //header', p.x)) y(s) WHERE p.what IN ('first', 'last');
\pset format aligned

-- The numbers again, from views and tables.
SELECT name FROM cell c FULL JOIN (SELECT * FROM badcase.task_coverage WHERE program = 1) k ON c.name = replace(replace(translate(coalesce(k.task, 'no task yet'), E'\u202e\u2066', E'\ufffd\ufffd'), '<', '&lt;'), '>', '&gt;')
WHERE (c.what = 'last' AND c.id = 'coverage' AND (c.cells[1], c.cells[2], c.cells[3], c.cells[5], c.cells[6]) IS NOT DISTINCT FROM
  (k.received::text, k.clusters::text, k.accepted::text, coalesce(k.target::text, '–'), coalesce(k.missing::text, '–'))) IS NOT TRUE AND (c.what = 'last' AND c.id = 'coverage' OR c.what IS NULL);
SELECT round, task, kind, submissions FROM badcase.failure_coverage WHERE program = 1 AND round IS NOT NULL
EXCEPT
SELECT CASE c.what WHEN 'first' THEN 1 ELSE 4 END, nullif(replace(replace(c.name, '&lt;', '<'), '&gt;', '>'), 'no task yet'), k.kind, c.cells[k.n]::bigint
FROM cell c, unnest('{instruction,domain,factual,harmful,context,other}'::text[]) WITH ORDINALITY k(kind, n) WHERE c.id = 'kinds_by_task' AND c.what IN ('first', 'last');
SELECT c.what, sum(c.cells[4]::int) AS accepted_in_the_round FROM cell c WHERE c.id = 'coverage' GROUP BY c.what ORDER BY c.what;
SELECT r.round, r.reviews, r.accepted, r.rejected, r.needs_changes, r.disputed FROM badcase.round_progress r WHERE r.program = 1;
SELECT p.what, xpath('//dl/div/dd/text()', p.x) AS figures, (SELECT array_agg(c.cells[2] ORDER BY c.place) FROM cell c WHERE c.what = p.what AND c.id = 'reviews') AS decisions FROM page p ORDER BY p.what;
SELECT round, left(display_name, 20) AS name, accepted FROM badcase.round_credits ORDER BY round, accepted DESC, display_name COLLATE "C";
SET ROLE regress_badcase_owner;
SELECT c.name FROM cell c LEFT JOIN (SELECT s.state, count(*) FILTER (WHERE u.upload_id < 3) AS first, count(*) AS every FROM badcase_internal.submission s JOIN badcase_internal.upload u USING (upload_id) GROUP BY s.state) s
  ON split_part(c.name, ':', 1) = replace(s.state, '_', ' ')
WHERE c.what = 'first' AND c.id = 'states' AND (c.cells[1]::bigint, c.cells[3]::bigint) IS DISTINCT FROM (coalesce(s.first, 0), coalesce(s.every, 0));
SELECT sum(lines) AS lines, sum(stored) AS stored, sum(repeated) AS repeated, sum(refused) AS refused, sum(blank) AS blank FROM badcase_internal.upload WHERE upload_id < 3;

-- The pace of a round: without a cut-off, in time, too late, past it, without reviews, with nothing to review, and with nothing at all.
CREATE FUNCTION pg_temp.pace(cut_off timestamptz, quorum int DEFAULT 2) RETURNS text LANGUAGE sql AS $$
  UPDATE badcase_internal.program SET quorum = pace.quorum WHERE program_id = 1;
  UPDATE badcase_internal.round SET cut_off = pace.cut_off WHERE round_id = (SELECT max(round_id) FROM badcase_internal.round WHERE program_id = 1);
  SELECT (regexp_match(badcase_internal.report_days(r, badcase_internal.report_words('en')), '<p class="pace">(.*?)</p>'))[1] FROM badcase_internal.round r WHERE r.program_id = 1 ORDER BY r.round_id DESC LIMIT 1;
$$;
BEGIN;
UPDATE badcase_internal.submission SET state = 'pending' WHERE submission_id IN (3, 5, 6);
SELECT pg_temp.pace(t::timestamptz) FROM (VALUES (NULL), ('2026-03-13 00:00+00'), ('2026-03-10 00:00+00'), ('2026-03-08 00:00+00'), ('infinity')) v(t);
SELECT pg_temp.pace('2026-03-20 00:00+00', 5);
UPDATE badcase_internal.review SET reviewed_at = '2026-02-01' WHERE round_id > 1;
SELECT pg_temp.pace('2026-03-20 00:00+00', 5);
UPDATE badcase_internal.submission SET state = 'rejected' WHERE state = 'pending';
SELECT pg_temp.pace('2026-03-20 00:00+00', 5);
ROLLBACK;
SELECT badcase_internal.report_days(r, badcase_internal.report_words('en')) ~ 'pace' AS pace FROM badcase_internal.round r WHERE r.program_id = 2 OR r.round_id = 1;
-- Columns of days, of weeks where there are too many, and never more than 62.
BEGIN;
SELECT d.days, (xpath('count(//figure[1]//rect[@class="received"])', x))[1] AS received, (xpath('string(//figure[1]//rect[@class="received"][last()]/@x)', x))[1] AS last_x, (xpath('string(//figure[1]//rect[@class="received"][last()]/@width)', x))[1] AS width,
  (xpath('string(//p[@class="about"])', x))[1] AS about
FROM unnest('{1,62,63,434,435,4000}'::int[]) d(days) CROSS JOIN LATERAL (
  SELECT xmlparse(DOCUMENT badcase_internal.report_days(jsonb_populate_record(r, jsonb_build_object('cut_off', timestamptz '2026-03-06 00:00+00' + (d.days - 0.5) * interval '24 hours', 'closed_at', NULL)), badcase_internal.report_words('en'))) AS x
  FROM badcase_internal.round r WHERE r.program_id = 1 ORDER BY r.round_id DESC LIMIT 1) p ORDER BY d.days;
ROLLBACK;
-- Contributors to be asked, and what waits for a consent; sixty of them, and how many more.
BEGIN;
UPDATE badcase_internal.consent SET granted = false WHERE scope = 'train';
SELECT contributor, external_id, attested, train, held, accepted FROM badcase_internal.without_consent(1);
UPDATE badcase_internal.upload SET attestation_id = NULL WHERE contributor_id = 2;
DELETE FROM badcase_internal.attestation WHERE contributor_id = 2;
UPDATE badcase_internal.submission SET state = 'held', held_for = '{attestation}' WHERE submission_id = 6;
SELECT contributor, external_id, attested, train, held, accepted FROM badcase_internal.without_consent(1);
SELECT regexp_replace(badcase_internal.report_consents(r, badcase_internal.report_words('en')), '<[^>]*>|\s+', ' ', 'g') AS section FROM badcase_internal.round r WHERE r.program_id = 1 AND r.closed_at IS NULL;
SELECT badcase_internal.report_consents(r, badcase_internal.report_words('en')) IS NULL AS closed FROM badcase_internal.round r WHERE r.round_id = 1;
SELECT regexp_replace(m[1], '<[^>]*>', ' ', 'g') AS card FROM badcase_internal.round r, regexp_matches(badcase_internal.report_work(r, badcase_internal.report_words('en')), '<li (.*?)</li>', 'g') m WHERE r.program_id = 1 AND r.closed_at IS NULL;
INSERT INTO badcase_internal.contributor (contributor_id, program_id, external_id, registered_by) OVERRIDING SYSTEM VALUE SELECT 2000 + n, 1, 'y' || n, 'x' FROM generate_series(1, 61) n;
INSERT INTO badcase_internal.submission OVERRIDING SYSTEM VALUE
SELECT p.* FROM badcase_internal.submission s, generate_series(1, 61) n, jsonb_populate_record(s, jsonb_build_object('submission_id', 2000 + n, 'contributor_id', 2000 + n, 'digest', sha256(n::text::bytea), 'state', 'accepted')) p
WHERE s.submission_id = 1;
SELECT count(*) AS rows, max(m[1]) FILTER (WHERE m[1] ~ 'more') AS more FROM badcase_internal.round r, regexp_matches(badcase_internal.report_consents(r, badcase_internal.report_words('en')), '<tr><th scope="row"><div class="row"><span>(.*?)</span>', 'g') m WHERE r.program_id = 1 AND r.closed_at IS NULL;
ROLLBACK;
-- Files: sixty, the newest first, and what the others come to.
BEGIN;
INSERT INTO badcase_internal.upload OVERRIDING SYSTEM VALUE
SELECT p.* FROM badcase_internal.upload u, generate_series(1, 60) n, jsonb_populate_record(u, jsonb_build_object('upload_id', 100 + n, 'file_name', NULL, 'xact', n)) p WHERE u.upload_id = 1;
SELECT x.place, (xpath('string(/tr/th//bdi[1])', x.row))[1] AS name, xpath('/tr/td/text()', x.row) AS cells
FROM badcase_internal.round r, unnest(xpath('//tbody/tr', xmlparse(DOCUMENT badcase_internal.report_files(r, badcase_internal.report_words('en'))))) WITH ORDINALITY x(row, place) WHERE r.round_id = 1 AND x.place IN (1, 60, 61);
ROLLBACK;

-- Sixty rows are shown, and what the others come to; names are ordered by their bytes.
INSERT INTO badcase_internal.task (program_id, name, target) SELECT 2, chr(x) || n, 10 FROM generate_series(1, 30) n, unnest('{97,65,233}'::int[]) x;
INSERT INTO badcase_internal.task (program_id, name, target) VALUES (2, 'the least', 1);
SET ROLE regress_badcase_curator;
WITH r AS (
  SELECT x.place, (xpath('string(/tr/th//span)', x.row))[1]::text AS name, (xpath('string(/tr/td[5])', x.row))[1]::text AS target
  FROM unnest(xpath('//table[@id="coverage"]/tbody/tr', xmlparse(DOCUMENT badcase.report_html(2)))) WITH ORDINALITY x(row, place))
SELECT count(*), string_agg(a.name || ' ' || a.target, ', ' ORDER BY a.place) FILTER (WHERE a.place IN (1, 2, 31, 60, 61)) AS some, bool_and(a.name COLLATE "C" < b.name COLLATE "C") AS ordered
FROM r a LEFT JOIN LATERAL (SELECT b.name FROM r b WHERE b.place = a.place + 1 AND b.place <= 60) b ON true;
SET ROLE regress_badcase_owner;

-- Every word that the sections ask for is there, in both languages; every reason has its words.
SELECT m[1] AS missing FROM pg_proc p, regexp_matches(p.prosrc, 'w ->> ''([a-z_]+)''', 'g') m WHERE p.proname ~ '^report_' AND p.pronamespace = 'badcase_internal'::regnamespace
  AND (NOT badcase_internal.report_words('en') ? m[1] OR NOT badcase_internal.report_words('zh') ? m[1]);
SELECT e.key FROM jsonb_each_text(badcase_internal.report_words('en')) e JOIN jsonb_each_text(badcase_internal.report_words('zh')) z USING (key)
WHERE e.value = z.value OR regexp_count(e.value, '%') <> regexp_count(z.value, '%') ORDER BY e.key;
SELECT r FROM unnest(badcase_internal.reason_codes()) r
WHERE badcase_internal.report_reason(r, 'en') = r OR badcase_internal.report_reason(r, 'zh') !~ '[\u4e00-\u9fff]';
-- Clusters by size: the smallest and the largest of each row.
BEGIN;
UPDATE badcase_internal.submission SET cluster_id = NULL;
INSERT INTO badcase_internal.submission OVERRIDING SYSTEM VALUE
SELECT p.* FROM badcase_internal.submission s, unnest('{1,2,3,4,5,9,10,19,20,49,50,99,100,120}'::int[]) z(n), generate_series(1, z.n) i,
  jsonb_populate_record(s, jsonb_build_object('submission_id', 1000 * z.n + i, 'cluster_id', 1000 * z.n, 'digest', sha256(format('%s %s', z.n, i)::bytea))) p
WHERE s.submission_id = 1;
SELECT regexp_replace(m[1], '<[^>]*>', ' ', 'g') AS row FROM badcase_internal.round r, regexp_matches(badcase_internal.report_clusters(r, badcase_internal.report_words('en')), '<tr>(.*?)</tr>', 'g') m WHERE r.round_id = 1;
ROLLBACK;
-- Up to sixty rows of tasks, contributors and reviewers, and what the others come to; those without a name are one row.
CREATE FUNCTION pg_temp.crowd(many int) RETURNS void LANGUAGE sql AS $$
  INSERT INTO badcase_internal.task (task_id, program_id, name) OVERRIDING SYSTEM VALUE SELECT 1000 + n, 1, 'task ' || lpad(n::text, 3, '0') FROM generate_series(1, many) n;
  INSERT INTO badcase_internal.contributor (contributor_id, program_id, external_id, display_name, role, registered_by) OVERRIDING SYSTEM VALUE
    SELECT 1000 + n, 1, 'x' || n, CASE WHEN n <= many THEN 'name ' || lpad(n::text, 3, '0') END, (900000 + n)::text::regrole, 'x' FROM generate_series(1, many + 2) n;
  INSERT INTO badcase_internal.consent (contributor_id, scope, granted, text_version, given_by) SELECT 1000 + n, 'show_name', true, 't', 'x' FROM generate_series(1, many) n;
  INSERT INTO badcase_internal.submission OVERRIDING SYSTEM VALUE
  SELECT p.* FROM badcase_internal.submission s, generate_series(1, many + 2) n, jsonb_populate_record(s, jsonb_build_object('submission_id', 1000 + n, 'cluster_id', 1000 + n, 'contributor_id', 1000 + n,
    'digest', sha256(n::text::bytea), 'task_id', CASE WHEN n <= many THEN 1000 + n END, 'failure_kinds', '["factual"]'::jsonb, 'state', 'accepted', 'decided_round', 1)) p
  WHERE s.submission_id = 1;
  INSERT INTO badcase_internal.review SELECT p.* FROM badcase_internal.review v, generate_series(1, many) n, jsonb_populate_record(v, jsonb_build_object('submission_id', 1000 + n, 'reviewer', (900000 + n)::text)) p
  WHERE v.submission_id = 1 AND v.reviewer = 'regress_badcase_rita'::regrole;
$$;
CREATE FUNCTION pg_temp.rows(id text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT x.place || '/' || count(*) OVER () || ': ' || concat_ws(' ', (xpath('normalize-space(string(/tr/th))', x.row))[1], array_to_string(xpath('/tr/td/text()', x.row)::text[], ' '),
    (xpath('count(/tr//rect)', x.row))[1]) FROM badcase_internal.round r,
    unnest(xpath(format('//table[@id="%s"]/tbody/tr', id), xmlparse(DOCUMENT '<x>' || badcase_internal.report_kinds_by_task(r, badcase_internal.report_words('en')) || badcase_internal.report_credits(r, badcase_internal.report_words('en')) || '</x>'))) WITH ORDINALITY x(row, place)
  WHERE r.round_id = 1
$$;
BEGIN;
SELECT pg_temp.crowd(57);
SELECT id, r FROM unnest('{kinds_by_task,credits,reviewers}'::text[]) id, pg_temp.rows(id) r WHERE split_part(r, '/', 1)::int IN (1, 2, 57, 58, 59, 60, 61, 62, 63);
ROLLBACK;
BEGIN;
SELECT pg_temp.crowd(62);
SELECT id, r FROM unnest('{kinds_by_task,credits,reviewers}'::text[]) id, pg_temp.rows(id) r WHERE split_part(r, '/', 1)::int IN (1, 2, 57, 58, 59, 60, 61, 62, 63);
ROLLBACK;
SELECT badcase_internal.html(NULL) IS NULL AS null_is_null, badcase_internal.html('') AS empty, badcase_internal.html(E'a\r\n\tb\u2028c\u0085d') AS one_line, badcase_internal.html('很长很长', 2) AS cut, badcase_internal.html(E'<>&"''') AS escaped,
  badcase_internal.report_number(1234567890) AS number, badcase_internal.report_number(NULL) AS none, badcase_internal.report_share(1, 3) AS share, badcase_internal.report_share(0, 0) AS of_nothing, badcase_internal.report_time('infinity') AS never;

RESET ROLE;
SET client_min_messages = warning;
DROP TABLE pg_temp.page, pg_temp.cell;
DROP FUNCTION pg_temp.send(bigint, badcase[]), pg_temp.record(int, text, text, int), pg_temp.pace(timestamptz, int);
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_rita, regress_badcase_ron, regress_badcase_ada, regress_badcase_bob;
