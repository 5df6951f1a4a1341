-- A report by file, by reviewer, and by contributor without consent. For curators: it has the names of files, the roles of
-- reviewers and the program's own names of contributors.

CREATE FUNCTION badcase_internal.report_files(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH file AS MATERIALIZED (
      SELECT u.upload_id, u.file_name, c.external_id, u.lines, u.stored, u.repeated, u.refused, u.blank, (u.opened_at AT TIME ZONE 'UTC')::date AS day,
        row_number() OVER (ORDER BY u.upload_id DESC) AS place
      FROM badcase_internal.upload u LEFT JOIN badcase_internal.contributor c ON c.contributor_id = u.contributor_id
      WHERE u.program_id = r.program_id AND u.kind = 'submissions' AND u.processed_at IS NOT NULL
        AND u.opened_at <@ (SELECT badcase_internal.report_span(r))
    ), counted AS (
      SELECT f.*, n.accepted, n.waiting FROM file f CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE s.state = 'accepted') AS accepted,
          count(*) FILTER (WHERE s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')) AS waiting
        FROM badcase_internal.submission s WHERE s.upload_id = f.upload_id AND f.place <= 60) n
      WHERE f.place <= 60
    ), line AS (
      SELECT c.place, format('<bdi>%s</bdi><small>%s · <bdi>%s</bdi> · %s</small>', badcase_internal.html(coalesce(c.file_name, format(w ->> 'file', c.upload_id)), 60), c.upload_id,
          badcase_internal.html(coalesce(c.external_id, '–'), 60), badcase_internal.report_day(c.day)) AS name,
        c.lines, c.stored, c.repeated, c.refused, c.blank, c.waiting, c.accepted
      FROM counted c
      UNION ALL
      SELECT 61, format(w ->> 'more', badcase_internal.report_number(count(*))), sum(f.lines)::bigint, sum(f.stored)::bigint, sum(f.repeated)::bigint, sum(f.refused)::bigint,
        sum(f.blank)::bigint, NULL, NULL
      FROM file f WHERE f.place > 60 HAVING count(*) > 0
    )
    SELECT badcase_internal.report_section('files', 'wide', w ->> 'files_head', w ->> 'files_about',
      badcase_internal.report_legend('{pending,duplicate,rejected,withdrawn}', ARRAY[w ->> 'short_stored', w ->> 'short_repeated', w ->> 'short_refused', w ->> 'line_blank'])
      || badcase_internal.report_table('files', w ->> 'files_caption',
        ARRAY['', w ->> 'lines', w ->> 'short_stored', w ->> 'short_repeated', w ->> 'short_refused', w ->> 'waiting', w ->> 'accepted'],
        string_agg(badcase_internal.report_row(l.name,
          badcase_internal.report_bar(ARRAY[l.stored, l.repeated, l.refused, l.blank], '{pending,duplicate,rejected,withdrawn}', l.lines, badcase_internal.report_number(l.lines)),
          badcase_internal.report_number(l.lines), badcase_internal.report_number(l.stored), badcase_internal.report_number(l.repeated), badcase_internal.report_number(l.refused),
          badcase_internal.report_number(l.waiting), badcase_internal.report_number(l.accepted)), '' ORDER BY l.place)))
    FROM line l HAVING count(*) > 0
  $$;
COMMENT ON FUNCTION badcase_internal.report_files(badcase_internal.round, jsonb) IS
  'the section of a report on the files of the round, the newest first; null where there are none';

CREATE FUNCTION badcase_internal.report_reviewers(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
    WITH given AS (
      SELECT v.reviewer, count(*) AS n, count(*) FILTER (WHERE s.state IN ('accepted', 'needs_changes', 'rejected') AND v.review_pass = s.review_pass) AS decided,
        count(*) FILTER (WHERE v.verdict = s.state AND v.review_pass = s.review_pass) AS same, (max(v.reviewed_at) AT TIME ZONE 'UTC')::date AS last_day
      FROM badcase_internal.review v JOIN badcase_internal.submission s ON s.submission_id = v.submission_id
      WHERE v.round_id = r.round_id GROUP BY v.reviewer
    ), claim AS (
      SELECT s.lease_role AS reviewer, count(*) AS n FROM badcase_internal.submission s
      WHERE s.program_id = r.program_id AND s.lease_role IS NOT NULL AND s.state = 'pending' AND r.closed_at IS NULL GROUP BY s.lease_role
    ), reviewer AS (
      SELECT pg_get_userbyid(coalesce(g.reviewer, c.reviewer)) AS name, coalesce(g.n, 0) AS n, g.decided, g.same, g.last_day, coalesce(c.n, 0) AS claimed,
        row_number() OVER (ORDER BY coalesce(g.n, 0) DESC, pg_get_userbyid(coalesce(g.reviewer, c.reviewer)) COLLATE "C") AS place, max(coalesce(g.n, 0)) OVER () AS most
      FROM given g FULL JOIN claim c ON c.reviewer = g.reviewer
    )
    SELECT badcase_internal.report_section('by_reviewer', '', w ->> 'by_reviewer_head', w ->> 'by_reviewer_about',
      badcase_internal.report_table('by_reviewer', w ->> 'by_reviewer_caption', ARRAY['', w ->> 'by_review', w ->> 'as_decided', w ->> 'claimed', w ->> 'last_review'],
        string_agg(badcase_internal.report_row(format('<bdi>%s</bdi>', badcase_internal.html(v.name::text, 60)), badcase_internal.report_count(v.n, v.most, 'pending'),
          badcase_internal.report_number(v.n), badcase_internal.report_share(v.same, v.decided), badcase_internal.report_number(v.claimed),
          coalesce(to_char(v.last_day::timestamp, 'MM-DD'), '–')), '' ORDER BY v.place) FILTER (WHERE v.place <= 60)))
    FROM reviewer v HAVING count(*) > 0
  $$;
COMMENT ON FUNCTION badcase_internal.report_reviewers(badcase_internal.round, jsonb) IS
  'the section of a report on the reviewers of the round; null where there are none';

CREATE FUNCTION badcase_internal.report_consents(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT badcase_internal.report_section('consents', '', w ->> 'consents_head', w ->> 'consents_about',
      badcase_internal.report_table('consents', w ->> 'consents_caption', ARRAY['', w ->> 'attested', w ->> 'train', w ->> 'held', w ->> 'accepted'],
        string_agg(badcase_internal.report_row(format('<bdi>%s</bdi>', badcase_internal.html(c.external_id, 60)), NULL,
          w ->> CASE WHEN c.attested THEN 'yes' ELSE 'no' END, w ->> CASE WHEN c.train THEN 'yes' ELSE 'no' END,
          badcase_internal.report_number(c.held), badcase_internal.report_number(c.accepted)), '' ORDER BY c.place) FILTER (WHERE c.place <= 60)
        || coalesce(max(CASE WHEN c.place = 61 THEN badcase_internal.report_row(format(w ->> 'more', badcase_internal.report_number(c.many - 60)), NULL, '', '', '', '') END), '')))
    FROM (
      SELECT k.*, row_number() OVER () AS place, count(*) OVER () AS many FROM badcase_internal.without_consent(r.program_id) k) c
    HAVING count(*) > 0 AND r.closed_at IS NULL
  $$;
COMMENT ON FUNCTION badcase_internal.report_consents(badcase_internal.round, jsonb) IS
  'the section of a report on contributors who must be asked; null where there are none, and for a round that is closed';
