-- The report of a round as one page that needs nothing else. It shows numbers, names of tasks, and the names of those who
-- agreed to be shown; no text of a record. All of it is computed from what is stored now, without the clock.

-- A record belongs to the first round whose cut-off it came before; closing a round sets one.
CREATE FUNCTION badcase_internal.report_span(r badcase_internal.round) RETURNS tstzrange
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT CASE WHEN x.since >= r.cut_off THEN 'empty' ELSE tstzrange(x.since, r.cut_off, '(]') END
    FROM (SELECT max(o.cut_off) AS since FROM badcase_internal.round o WHERE o.program_id = r.program_id AND o.round_id < r.round_id) x
  $$;
COMMENT ON FUNCTION badcase_internal.report_span(badcase_internal.round) IS
  'when what belongs to a round came in: after the cut-offs of the rounds before, up to its own';

-- Of what came in with an upload, all did at the same time.
CREATE FUNCTION badcase_internal.report_received(r badcase_internal.round)
  RETURNS TABLE (submission_id bigint, state text, cluster_id bigint, received_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
    SELECT s.submission_id, s.state, s.cluster_id, s.received_at
    FROM badcase_internal.upload u JOIN badcase_internal.submission s ON s.upload_id = u.upload_id
    WHERE u.program_id = r.program_id AND u.kind = 'submissions' AND u.opened_at <@ (SELECT badcase_internal.report_span(r))
  $$;
COMMENT ON FUNCTION badcase_internal.report_received(badcase_internal.round) IS 'the submissions that belong to a round';

CREATE FUNCTION badcase_internal.report_lines(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH file AS MATERIALIZED (
      SELECT u.* FROM badcase_internal.upload u
      WHERE u.program_id = r.program_id AND u.kind = 'submissions' AND u.processed_at IS NOT NULL
        AND u.opened_at <@ (SELECT badcase_internal.report_span(r))
    ), total AS (
      SELECT count(*) AS files, count(DISTINCT f.contributor_id) AS people, coalesce(sum(f.lines), 0)::bigint AS lines,
        coalesce(sum(f.stored), 0)::bigint AS stored, coalesce(sum(f.repeated), 0)::bigint AS repeated,
        coalesce(sum(f.refused), 0)::bigint AS refused, coalesce(sum(f.blank), 0)::bigint AS blank
      FROM file f
    ), kind AS (
      SELECT k.* FROM total t CROSS JOIN LATERAL (VALUES
        (1, 'stored', 'pending', t.stored), (2, 'repeated', 'duplicate', t.repeated), (3, 'refused', 'rejected', t.refused),
        (4, 'blank', 'withdrawn', t.blank)) k(place, key, look, n)
      WHERE k.n > 0
    ), refused AS (
      SELECT l.code, min(l.message COLLATE "C") AS message, count(*) AS n, row_number() OVER (ORDER BY count(*) DESC, l.code COLLATE "C") AS place
      FROM badcase_internal.refused_line l
      WHERE l.upload_id IN (SELECT f.upload_id FROM file f) GROUP BY l.code
    ), why AS (
      SELECT c.place, format('%s<small>%s</small>', badcase_internal.html(coalesce(badcase_internal.told('code_' || c.code, w ->> 'words'), c.message)),
        badcase_internal.html(badcase_internal.what_to_do(c.code, w ->> 'words'))) AS words, c.n
      FROM refused c WHERE c.place <= 8
      UNION ALL
      SELECT 9, format(w ->> 'refused_more', badcase_internal.report_number(count(*))), sum(c.n)::bigint FROM refused c WHERE c.place > 8 HAVING count(*) > 0
    )
    SELECT badcase_internal.report_section('lines', '', w ->> 'lines_head',
      format(w ->> 'lines_about', badcase_internal.report_number(t.files), badcase_internal.report_number(t.people)),
      CASE WHEN t.lines = 0 THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        (SELECT badcase_internal.report_bar(array_agg(k.n ORDER BY k.place), array_agg(k.look ORDER BY k.place), t.lines, w ->> 'lines_caption', 'lines',
           string_agg(format('%s %s', badcase_internal.report_number(k.n), w ->> ('line_' || k.key)), ', ' ORDER BY k.place)) FROM kind k)
        || badcase_internal.report_table('lines', w ->> 'lines_caption', ARRAY['', w ->> 'n', w ->> 'share'],
          (SELECT string_agg(badcase_internal.report_row(w ->> ('line_' || k.key),
             badcase_internal.report_bar(ARRAY[k.n], ARRAY[k.look], t.lines, badcase_internal.report_number(k.n)),
             badcase_internal.report_number(k.n), badcase_internal.report_share(k.n, t.lines)), '' ORDER BY k.place) FROM kind k))
        || coalesce((
          SELECT badcase_internal.report_table('refused', w ->> 'refused_caption', ARRAY['', w ->> 'n', w ->> 'share'],
            string_agg(badcase_internal.report_row(c.words,
              badcase_internal.report_bar(ARRAY[c.n], ARRAY['rejected'], c.total, badcase_internal.report_number(c.n)),
              badcase_internal.report_number(c.n), badcase_internal.report_share(c.n, c.total)), '' ORDER BY c.place))
          FROM (SELECT e.*, sum(e.n) OVER ()::bigint AS total FROM why e) c HAVING count(*) > 0), '')
      END)
    FROM total t
  $$;
COMMENT ON FUNCTION badcase_internal.report_lines(badcase_internal.round, jsonb) IS 'the section of a report on the lines that came in';

CREATE FUNCTION badcase_internal.report_states(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH counted AS MATERIALIZED (
      SELECT q.place, q.state, coalesce(k.n, 0) AS n_all, coalesce(n.n, 0) AS n
      FROM unnest(badcase_internal.states()) WITH ORDINALITY q(state, place)
      JOIN (
        SELECT c.state, c.n FROM badcase_internal.state_counts(r.program_id) c
        UNION ALL
        SELECT 'withdrawn', count(*) FROM badcase_internal.submission s WHERE s.state = 'withdrawn' AND s.program_id = r.program_id) k ON k.state = q.state AND k.n > 0
      LEFT JOIN (SELECT s.state, count(*) AS n FROM badcase_internal.report_received(r) s GROUP BY s.state) n ON n.state = q.state
    ), total AS (
      SELECT coalesce(sum(c.n), 0)::bigint AS n, coalesce(sum(c.n_all), 0)::bigint AS n_all FROM counted c
    )
    SELECT badcase_internal.report_section('states', '', w ->> 'states_head', w ->> 'states_about',
      CASE WHEN t.n_all = 0 THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        (SELECT badcase_internal.report_bar(array_agg(c.n ORDER BY c.place), array_agg(c.state ORDER BY c.place), t.n, w ->> 'states_caption', 'states',
           string_agg(format('%s %s', badcase_internal.report_number(c.n), w ->> ('state_' || c.state)), ', ' ORDER BY c.place) FILTER (WHERE c.n > 0)) FROM counted c)
        || badcase_internal.report_table('states', w ->> 'states_caption', ARRAY['', w ->> 'this_round', w ->> 'share', w ->> 'all_rounds'],
          (SELECT string_agg(badcase_internal.report_row(w ->> ('state_' || c.state),
             badcase_internal.report_bar(ARRAY[c.n], ARRAY[c.state], t.n, badcase_internal.report_number(c.n)),
             badcase_internal.report_number(c.n), badcase_internal.report_share(c.n, t.n), badcase_internal.report_number(c.n_all)), '' ORDER BY c.place) FROM counted c))
      END)
    FROM total t
  $$;
COMMENT ON FUNCTION badcase_internal.report_states(badcase_internal.round, jsonb) IS 'the section of a report on the states of records';

-- The agreement is rounded where it is computed.
CREATE FUNCTION badcase_internal.report_reviews(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH review AS MATERIALIZED (
      SELECT v.submission_id, v.reviewer, v.verdict, v.reasons FROM badcase_internal.review v WHERE v.round_id = r.round_id
    ), decision AS (
      SELECT e.to_state, count(*) AS n FROM badcase_internal.event e WHERE e.round_id = r.round_id GROUP BY e.to_state
    ), verdict AS MATERIALIZED (
      SELECT q.place, q.state, (SELECT count(*) FROM review v WHERE v.verdict = q.state) AS reviews, coalesce(d.n, 0) AS decisions
      FROM unnest('{accepted,needs_changes,rejected,disputed}'::text[]) WITH ORDINALITY q(state, place)
      LEFT JOIN decision d ON d.to_state = q.state
    ), reason AS (
      SELECT x.code, count(*) AS n FROM review v CROSS JOIN unnest(v.reasons) x(code) GROUP BY x.code
    ), total AS (
      SELECT (SELECT count(*) FROM review) AS reviews, sum(v.decisions)::bigint AS decisions,
        (SELECT count(DISTINCT v.submission_id) FROM review v) AS records,
        (SELECT count(DISTINCT v.reviewer) FROM review v) AS reviewers,
        (SELECT count(*) FROM badcase_internal.ruling u WHERE u.round_id = r.round_id AND u.kind = 'adjudicate') AS adjudicated,
        (SELECT count(*) FROM badcase_internal.ruling u WHERE u.round_id = r.round_id AND u.kind = 'reopen') AS reopened,
        badcase_internal.agreement(r.program_id) AS agreement
      FROM verdict v
    )
    SELECT badcase_internal.report_section('reviews', '', w ->> 'reviews_head',
      format(w ->> 'reviews_about', badcase_internal.report_number(t.reviews), badcase_internal.report_number(t.records), badcase_internal.report_number(t.reviewers)),
      CASE WHEN t.reviews + t.decisions = 0 THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        (SELECT badcase_internal.report_bar(array_agg(v.decisions ORDER BY v.place), array_agg(v.state ORDER BY v.place), t.decisions, w ->> 'by_decision', 'reviews',
           string_agg(format('%s %s', badcase_internal.report_number(v.decisions), w ->> ('state_' || v.state)), ', ' ORDER BY v.place) FILTER (WHERE v.decisions > 0)) FROM verdict v)
        || badcase_internal.report_table('reviews', w ->> 'reviews_caption', ARRAY['', w ->> 'by_review', w ->> 'by_decision', w ->> 'share'],
          (SELECT string_agg(badcase_internal.report_row(w ->> ('state_' || v.state),
             badcase_internal.report_bar(ARRAY[v.decisions], ARRAY[v.state], t.decisions, badcase_internal.report_number(v.decisions)),
             CASE WHEN v.state = 'disputed' THEN '–' ELSE badcase_internal.report_number(v.reviews) END, badcase_internal.report_number(v.decisions),
             badcase_internal.report_share(v.decisions, t.decisions)), '' ORDER BY v.place) FROM verdict v WHERE v.reviews + v.decisions > 0))
        || format('<p class="note">%s %s</p>', format(w ->> 'rulings', badcase_internal.report_number(t.adjudicated), badcase_internal.report_number(t.reopened)),
          CASE WHEN (t.agreement ->> 'pairs')::bigint > 0 THEN format(w ->> 'agreement',
            badcase_internal.report_share(round((t.agreement ->> 'observed')::numeric * 1000)::bigint, 1000),
            badcase_internal.report_number((t.agreement ->> 'pairs')::bigint), coalesce(t.agreement ->> 'kappa', '–')) END)
        || coalesce((
          SELECT badcase_internal.report_table('reasons', w ->> 'reasons_caption', ARRAY['', w ->> 'n', w ->> 'share'],
            string_agg(badcase_internal.report_row(badcase_internal.html(badcase_internal.report_reason(c.code, w ->> 'words')),
              badcase_internal.report_bar(ARRAY[c.n], ARRAY['needs_changes'], c.total, badcase_internal.report_number(c.n)),
              badcase_internal.report_number(c.n), badcase_internal.report_share(c.n, c.total)), '' ORDER BY c.n DESC, c.code COLLATE "C"))
          FROM (SELECT e.*, sum(e.n) OVER ()::bigint AS total FROM reason e) c HAVING count(*) > 0), '')
      END)
    FROM total t
  $$;
COMMENT ON FUNCTION badcase_internal.report_reviews(badcase_internal.round, jsonb) IS 'the section of a report on reviews and decisions';

-- As badcase.task_coverage counts, with what this round brought: a cluster counts in the round that first accepted one of
-- it. A table has sixty rows at most, and what is left in one.
CREATE FUNCTION badcase_internal.report_tasks(r badcase_internal.round)
  RETURNS TABLE (task_id bigint, received bigint, clusters bigint, accepted bigint, now bigint, open bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT nullif(x.task_id, 0), sum(x.received)::bigint, sum(x.clusters)::bigint, sum(x.accepted)::bigint, sum(x.now)::bigint, sum(x.open)::bigint
    FROM (
      SELECT t.a AS task_id, t.n[1] AS received, t.n[2] AS clusters, t.n[3] AS accepted, 0 AS now, t.n[7] AS open
      FROM badcase_internal.tallied(r.program_id, 'task') t WHERE t.a >= 0
      UNION ALL
      SELECT t.a, 0, 0, 0, t.n[1], 0 FROM badcase_internal.tallied(r.program_id, 'first') t WHERE t.b = r.round_id
      UNION ALL
      -- what is received is in no kept count
      SELECT coalesce(s.task_id, 0), count(*), 0, 0, 0, 0 FROM badcase_internal.submission s
      WHERE s.program_id = r.program_id AND s.state = 'received' AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')
      GROUP BY coalesce(s.task_id, 0)) x
    GROUP BY x.task_id
  $$;
COMMENT ON FUNCTION badcase_internal.report_tasks(badcase_internal.round) IS
  'what each task of a round''s program has: as task_coverage, with what the round accepted first and what is not decided';

CREATE FUNCTION badcase_internal.report_coverage(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH counted AS MATERIALIZED (
      SELECT c.* FROM badcase_internal.report_tasks(r) c
    ), task AS MATERIALIZED (
      SELECT t.name, t.target, coalesce(c.received, 0) AS received, coalesce(c.clusters, 0) AS clusters,
        coalesce(c.accepted, 0) AS accepted, coalesce(c.now, 0) AS now, coalesce(c.open, 0) AS open,
        greatest(t.target - coalesce(c.accepted, 0), 0)::bigint AS missing,
        row_number() OVER (ORDER BY greatest(t.target - coalesce(c.accepted, 0), 0) DESC, t.name COLLATE "C") AS place
      FROM badcase_internal.task t LEFT JOIN counted c ON c.task_id = t.task_id
      WHERE t.program_id = r.program_id
    ), cell AS (
      SELECT t.place, format('<bdi>%s</bdi>', badcase_internal.html(t.name)) AS name, t.received, t.clusters, t.accepted, t.now, t.open, t.target, t.missing
      FROM task t WHERE t.place <= 60
      UNION ALL
      SELECT 61, format(w ->> 'more', badcase_internal.report_number(count(*))), sum(t.received)::bigint, sum(t.clusters)::bigint, sum(t.accepted)::bigint,
        sum(t.now)::bigint, sum(t.open)::bigint, sum(t.target)::bigint, sum(t.missing)::bigint
      FROM task t WHERE t.place > 60 HAVING count(*) > 0
      UNION ALL
      SELECT 62, w ->> 'no_task', c.received, c.clusters, c.accepted, c.now, c.open, NULL, NULL
      FROM counted c WHERE c.task_id IS NULL
    ), drawn AS (
      SELECT c.*, greatest(c.target, c.accepted + c.open) AS width FROM cell c
    )
    SELECT badcase_internal.report_section('coverage', 'wide', w ->> 'coverage_head', w ->> 'coverage_about', coalesce(
      (SELECT format('<p class="note">%s</p>', format(w ->> 'coverage_sum', badcase_internal.report_number(count(*) FILTER (WHERE t.missing = 0)),
         badcase_internal.report_number(count(*)), badcase_internal.report_number(sum(t.target - t.missing)::bigint), badcase_internal.report_number(sum(t.target)::bigint)))
       || badcase_internal.report_bar(ARRAY[sum(t.target - t.missing)::bigint], ARRAY['accepted'], sum(t.target)::bigint, w ->> 'coverage_head', 'coverage',
         format(w ->> 'coverage_sum', badcase_internal.report_number(count(*) FILTER (WHERE t.missing = 0)), badcase_internal.report_number(count(*)),
           badcase_internal.report_number(sum(t.target - t.missing)::bigint), badcase_internal.report_number(sum(t.target)::bigint)))
       FROM task t HAVING count(*) > 0) || badcase_internal.report_legend('{before,accepted,pending,mark}', ARRAY[w ->> 'key_before', w ->> 'key_now', w ->> 'key_open', w ->> 'key_mark']), '')
      || coalesce(
        (SELECT badcase_internal.report_table('coverage', w ->> 'coverage_caption',
           ARRAY['', w ->> 'received', w ->> 'clusters', w ->> 'accepted', w ->> 'now', w ->> 'target', w ->> 'missing'],
           string_agg(badcase_internal.report_row(d.name,
             CASE WHEN d.target IS NOT NULL THEN badcase_internal.report_bar(ARRAY[d.accepted - d.now, d.now, d.open], '{before,accepted,pending}', d.width,
               format(w ->> 'coverage_bar', d.accepted, d.open, d.target), mark => CASE WHEN d.width > d.target THEN d.target END) END,
             badcase_internal.report_number(d.received), badcase_internal.report_number(d.clusters), badcase_internal.report_number(d.accepted), badcase_internal.report_number(d.now),
             badcase_internal.report_number(d.target), badcase_internal.report_number(d.missing)), '' ORDER BY d.place))
         FROM drawn d HAVING count(*) > 0),
        format('<p class="none">%s</p>', w ->> 'nothing'))
      || coalesce((SELECT format('<p class="note">%s</p>', format(w ->> 'coverage_asking', badcase_internal.report_number(sum(c.known)::bigint),
           badcase_internal.report_number(sum(c.asking)::bigint), badcase_internal.report_number(sum(c.kept)::bigint)))
         FROM badcase_internal.state_counts(r.program_id) c HAVING sum(c.known) > 0), ''))
  $$;
COMMENT ON FUNCTION badcase_internal.report_coverage(badcase_internal.round, jsonb) IS 'the section of a report on tasks and their targets';

CREATE FUNCTION badcase_internal.report_kinds(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH decided AS MATERIALIZED (
      SELECT s.state, s.failure_kinds, CASE WHEN s.failure_kinds = '{}' THEN s.record END AS record FROM badcase_internal.submission s
      WHERE s.program_id = r.program_id AND s.decided_round = r.round_id AND s.state <> 'withdrawn'
    ), kind AS MATERIALIZED (
      SELECT q.place, q.kind, count(d.state) AS n, count(d.state) FILTER (WHERE d.state = 'accepted') AS accepted
      FROM unnest(badcase_internal.failure_kinds()) WITH ORDINALITY q(kind, place)
      LEFT JOIN decided d ON q.kind = ANY (d.failure_kinds)
      GROUP BY q.place, q.kind
    )
    SELECT badcase_internal.report_section('kinds', '', w ->> 'kinds_head', w ->> 'kinds_about',
      CASE WHEN NOT EXISTS (SELECT FROM decided) THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        coalesce((SELECT badcase_internal.report_legend('{accepted,duplicate}', ARRAY[w ->> 'state_accepted', w ->> 'key_other']) || badcase_internal.report_table('kinds', w ->> 'kinds_caption', ARRAY['', w ->> 'decided', w ->> 'accepted'],
          string_agg(badcase_internal.report_row(w ->> ('kind_' || k.kind),
            badcase_internal.report_bar(ARRAY[k.accepted, k.n - k.accepted], '{accepted,duplicate}', k.most, badcase_internal.report_number(k.n)),
            badcase_internal.report_number(k.n), badcase_internal.report_number(k.accepted)), '' ORDER BY k.place))
          FROM (SELECT x.*, max(x.n) OVER () AS most FROM kind x WHERE x.n > 0) k HAVING count(*) > 0), '')
        || format('<p class="note">%s %s</p>', format(w ->> 'kinds_none', badcase_internal.report_number((SELECT count(*) FROM decided d WHERE d.failure_kinds = '{}'))), (
          SELECT format(w ->> 'kinds_unknown', badcase_internal.report_number(max(u.records)),
            string_agg(format('<bdi>%s</bdi> (%s)', badcase_internal.html(u.kind, 40), u.n), ', ' ORDER BY u.n DESC, u.kind COLLATE "C") FILTER (WHERE u.place <= 5)
              || CASE WHEN count(*) > 5 THEN ' …' ELSE '' END)
          FROM (
            SELECT k.kind, count(*) AS n, row_number() OVER (ORDER BY count(*) DESC, k.kind COLLATE "C") AS place, (
              SELECT count(*) FROM decided x WHERE x.failure_kinds = '{}' AND badcase_internal.unknown_kinds(x.record) IS NOT NULL) AS records
            FROM decided d CROSS JOIN LATERAL unnest(badcase_internal.unknown_kinds(d.record)) k(kind)
            WHERE d.failure_kinds = '{}' GROUP BY k.kind) u HAVING count(*) > 0))
      END)
  $$;
COMMENT ON FUNCTION badcase_internal.report_kinds(badcase_internal.round, jsonb) IS 'the section of a report on kinds of failure';

CREATE FUNCTION badcase_internal.report_kinds_by_task(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH named AS (
      SELECT q.kind, q.place::int AS place FROM unnest(badcase_internal.failure_kinds()) WITH ORDINALITY q(kind, place)
    ), task AS (
      SELECT t.name, count(*) AS n, row_number() OVER (ORDER BY t.name IS NULL, count(*) DESC, t.name COLLATE "C") AS place, ARRAY[
          count(*) FILTER (WHERE k.kind = 'instruction'), count(*) FILTER (WHERE k.kind = 'domain'), count(*) FILTER (WHERE k.kind = 'factual'),
          count(*) FILTER (WHERE k.kind = 'harmful'), count(*) FILTER (WHERE k.kind = 'context'), count(*) FILTER (WHERE k.kind = 'other')] AS kinds
      FROM badcase_internal.submission s
      LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id
      CROSS JOIN LATERAL unnest(s.failure_kinds) k(kind)
      WHERE s.program_id = r.program_id AND s.decided_round = r.round_id AND s.state <> 'withdrawn'
      GROUP BY s.task_id, t.name
    ), line AS (
      SELECT t.place, format('<bdi>%s</bdi>', badcase_internal.html(t.name)) AS name, t.n, t.kinds FROM task t WHERE t.name IS NOT NULL AND t.place <= 60
      UNION ALL
      SELECT 61, format(w ->> 'more', badcase_internal.report_number(count(*))), sum(t.n)::bigint,
        ARRAY(SELECT sum(o.kinds[q.place])::bigint FROM named q CROSS JOIN task o WHERE o.name IS NOT NULL AND o.place > 60 GROUP BY q.place ORDER BY q.place)
      FROM task t WHERE t.name IS NOT NULL AND t.place > 60 HAVING count(*) > 0
      UNION ALL
      SELECT 62, w ->> 'no_task', t.n, t.kinds FROM task t WHERE t.name IS NULL
    )
    SELECT badcase_internal.report_section('kinds_by_task', 'wide', w ->> 'kinds_by_task_head', w ->> 'kinds_by_task_about', coalesce((
      SELECT badcase_internal.report_legend((SELECT array_agg(q.kind ORDER BY q.place) FROM named q), (SELECT array_agg(w ->> ('kind_' || q.kind) ORDER BY q.place) FROM named q))
        || badcase_internal.report_table('kinds_by_task', w ->> 'kinds_by_task_caption',
          '{""}'::text[] || (SELECT array_agg(w ->> ('short_' || q.kind) ORDER BY q.place) FROM named q) || (w ->> 'all_kinds'),
          string_agg(badcase_internal.report_row(l.name,
            badcase_internal.report_bar(l.kinds, (SELECT array_agg(q.kind ORDER BY q.place) FROM named q), l.most, badcase_internal.report_number(l.n)),
            VARIADIC ARRAY(SELECT badcase_internal.report_number(x.n) FROM unnest(l.kinds) WITH ORDINALITY x(n, place) ORDER BY x.place) || badcase_internal.report_number(l.n)), '' ORDER BY l.place))
      FROM (SELECT x.*, max(x.n) OVER () AS most FROM line x) l HAVING count(*) > 0),
      format('<p class="none">%s</p>', w ->> 'nothing')))
  $$;
COMMENT ON FUNCTION badcase_internal.report_kinds_by_task(badcase_internal.round, jsonb) IS 'the section of a report on the kinds of failure of each task';

CREATE FUNCTION badcase_internal.report_clusters(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH cluster AS MATERIALIZED (
      SELECT k.cluster_id, n.n
      FROM (SELECT DISTINCT s.cluster_id FROM badcase_internal.report_received(r) s WHERE s.state <> 'withdrawn' AND s.cluster_id IS NOT NULL) k
      CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM badcase_internal.submission m WHERE m.cluster_id = k.cluster_id AND m.state <> 'withdrawn') n
    ), size AS MATERIALIZED (
      SELECT q.low, q.high, count(c.cluster_id) AS n, coalesce(sum(c.n), 0)::bigint AS records
      FROM (SELECT b.low, lead(b.low) OVER (ORDER BY b.low) - 1 AS high FROM unnest('{1,2,3,4,5,10,20,50,100}'::int[]) b(low)) q
      LEFT JOIN cluster c ON c.n BETWEEN q.low AND coalesce(q.high, c.n)
      GROUP BY q.low, q.high
    )
    SELECT badcase_internal.report_section('clusters', '', w ->> 'clusters_head',
      format(w ->> 'clusters_about', badcase_internal.report_number((SELECT count(*) FROM cluster))),
      CASE WHEN NOT EXISTS (SELECT FROM cluster) THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        (SELECT badcase_internal.report_table('clusters', w ->> 'clusters_caption', ARRAY['', w ->> 'clusters', w ->> 'n_records'],
          string_agg(badcase_internal.report_row(
            CASE WHEN z.low = 1 THEN w ->> 'cluster_one'
              ELSE format(w ->> 'cluster_size', z.low || CASE WHEN z.high IS NULL THEN '+' WHEN z.high > z.low THEN '–' || z.high ELSE '' END) END,
            badcase_internal.report_count(z.n, z.most, 'pending'),
            badcase_internal.report_number(z.n), badcase_internal.report_number(z.records)), '' ORDER BY z.low))
          FROM (SELECT x.*, max(x.n) OVER () AS most FROM size x WHERE x.n > 0) z)
      END)
  $$;
COMMENT ON FUNCTION badcase_internal.report_clusters(badcase_internal.round, jsonb) IS 'the section of a report on clusters of near-duplicates';

-- Those who are not named are one row, so that the sum is that of all.
CREATE FUNCTION badcase_internal.report_credits(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH named AS MATERIALIZED (
      SELECT c.contributor_id, c.display_name, c.role FROM badcase_internal.named_contributors(ARRAY[r.program_id]) c
    ), credit AS MATERIALIZED (
      SELECT k.contributor_id, c.display_name, sum(k.n) FILTER (WHERE k.accepted_round = r.round_id)::bigint AS n, sum(k.n)::bigint AS n_all,
        row_number() OVER (PARTITION BY c.display_name IS NULL ORDER BY sum(k.n) FILTER (WHERE k.accepted_round = r.round_id) DESC,
          min(k.first_at) FILTER (WHERE k.accepted_round = r.round_id), k.contributor_id) AS place
      FROM badcase_internal.cluster_credits(ARRAY[r.program_id]) k LEFT JOIN named c ON c.contributor_id = k.contributor_id
      GROUP BY k.contributor_id, c.display_name
      HAVING sum(k.n) FILTER (WHERE k.accepted_round = r.round_id) > 0
    ), line AS (
      SELECT c.place, format('<bdi>%s</bdi>', badcase_internal.html(c.display_name)) AS name, 'accepted' AS look, c.n, c.n_all
      FROM credit c WHERE c.display_name IS NOT NULL AND c.place <= 60
      UNION ALL
      SELECT 61, format(w ->> 'more', badcase_internal.report_number(count(*))), 'accepted', sum(c.n)::bigint, sum(c.n_all)::bigint
      FROM credit c WHERE c.display_name IS NOT NULL AND c.place > 60 HAVING count(*) > 0
      UNION ALL
      SELECT 62, format(w ->> 'unnamed', badcase_internal.report_number(count(*))), 'duplicate', sum(c.n)::bigint, sum(c.n_all)::bigint
      FROM credit c WHERE c.display_name IS NULL HAVING count(*) > 0
    ), reviewer AS (
      SELECT c.display_name, count(*) AS n, row_number() OVER (ORDER BY count(*) DESC, min(v.reviewed_at), c.contributor_id) AS place
      FROM named c JOIN badcase_internal.review v ON v.reviewer = c.role AND v.round_id = r.round_id
      GROUP BY c.contributor_id, c.display_name
    )
    SELECT badcase_internal.report_section('credits', 'wide', w ->> 'credits_head', w ->> 'credits_about',
      coalesce((
        SELECT badcase_internal.report_table('credits', w ->> 'credits_caption', ARRAY['', w ->> 'this_round', w ->> 'all_rounds'],
          string_agg(badcase_internal.report_row(l.name, badcase_internal.report_count(l.n, l.most, l.look),
            badcase_internal.report_number(l.n), badcase_internal.report_number(l.n_all)), '' ORDER BY l.place))
        FROM (SELECT x.*, max(x.n) OVER () AS most FROM line x) l HAVING count(*) > 0),
        format('<p class="none">%s</p>', w ->> 'nothing'))
      || coalesce((
        SELECT badcase_internal.report_table('reviewers', w ->> 'reviewers_caption', ARRAY['', w ->> 'by_review'],
          string_agg(badcase_internal.report_row(format('<bdi>%s</bdi>', badcase_internal.html(x.display_name)),
            badcase_internal.report_count(x.n, x.most, 'pending'), badcase_internal.report_number(x.n)), '' ORDER BY x.place))
        FROM (SELECT y.*, max(y.n) OVER () AS most FROM reviewer y) x WHERE x.place <= 60 HAVING count(*) > 0), ''))
  $$;
COMMENT ON FUNCTION badcase_internal.report_credits(badcase_internal.round, jsonb) IS 'the section of a report on those to be thanked';

CREATE FUNCTION badcase_internal.report_tiles(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH figure AS (
      SELECT f.* FROM (VALUES
        (1, 'received', w ->> 'tile_received', (
          SELECT count(*) FROM badcase_internal.report_received(r))),
        (2, 'pending', w ->> 'tile_reviews', (SELECT count(*) FROM badcase_internal.review v WHERE v.round_id = r.round_id)),
        (3, 'accepted', w ->> 'state_accepted', (SELECT count(*) FROM badcase_internal.event e WHERE e.round_id = r.round_id AND e.to_state = 'accepted')),
        (4, 'needs_changes', w ->> 'state_needs_changes', (
          SELECT count(*) FROM badcase_internal.event e WHERE e.round_id = r.round_id AND e.to_state = 'needs_changes')),
        (5, 'rejected', w ->> 'state_rejected', (SELECT count(*) FROM badcase_internal.event e WHERE e.round_id = r.round_id AND e.to_state = 'rejected')),
        (6, 'withdrawn', w ->> 'tile_missing', (
          SELECT coalesce(sum(greatest(t.target - coalesce(c.accepted, 0), 0)), 0)::bigint
          FROM badcase_internal.task t LEFT JOIN badcase_internal.task_counts(r.program_id, true) c ON c.task_id = t.task_id
          WHERE t.program_id = r.program_id))
      ) f(place, look, word, n)
    )
    SELECT format(E'<dl class="tiles wide" aria-label="%s">\n', w ->> 'key_figures')
      || (SELECT string_agg(format(E'<div class="%s"><dt>%s</dt><dd>%s</dd></div>\n', f.look, f.word, badcase_internal.report_number(f.n)), '' ORDER BY f.place) FROM figure f)
      || E'</dl>\n'
  $$;
COMMENT ON FUNCTION badcase_internal.report_tiles(badcase_internal.round, jsonb) IS 'the key figures of a report';

CREATE FUNCTION badcase_internal.report_head(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT format(E'<header>\n<p class="eyebrow">%s</p>\n<h1><bdi>%s</bdi></h1>\n%s<p class="when"><span>%s <b>%s</b></span> <span>%s <b>%s</b></span> <span>%s <b>%s</b></span></p>\n</header>\n',
        format(w ->> 'eyebrow', r.round_id), badcase_internal.html(p.name),
        coalesce('<p class="about"><bdi>' || badcase_internal.html(p.about, 600) || E'</bdi></p>\n', ''),
        w ->> 'opened', badcase_internal.report_time(r.opened_at), w ->> 'cut_off', badcase_internal.report_time(r.cut_off),
        w ->> 'closed', CASE WHEN r.closed_at IS NULL THEN w ->> 'not_yet' ELSE badcase_internal.report_time(r.closed_at) END)
    FROM badcase_internal.program p WHERE p.program_id = r.program_id
  $$;
COMMENT ON FUNCTION badcase_internal.report_head(badcase_internal.round, jsonb) IS 'the head of a report: program and round';

CREATE FUNCTION badcase.report_html(program int DEFAULT NULL, round bigint DEFAULT NULL, lang text DEFAULT 'en') RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
  DECLARE
    r badcase_internal.round;
    w CONSTANT jsonb := badcase_internal.report_words(lang);
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF lang IS NULL OR lang NOT IN ('en', 'zh') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'languages of reports are en and zh';
    END IF;
    SELECT o.* INTO r FROM badcase_internal.round o
    WHERE o.program_id = report_html.program AND (report_html.round IS NULL OR o.round_id = report_html.round)
    ORDER BY o.round_id DESC LIMIT 1;
    IF NOT FOUND THEN
      RAISE undefined_object USING MESSAGE = format('program %s has no such round', program);
    END IF;
    RETURN format(E'<!DOCTYPE html>\n<html lang="%s">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src ''none''; style-src ''unsafe-inline''"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n<meta name="color-scheme" content="light dark"/>\n'
        '<meta name="referrer" content="no-referrer"/>\n<meta name="robots" content="noindex"/>\n<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n',
        w ->> 'lang',
        (SELECT format(w ->> 'title', r.round_id, badcase_internal.html(p.name)) FROM badcase_internal.program p WHERE p.program_id = r.program_id),
        badcase_internal.report_style())
      || badcase_internal.report_head(r, w) || E'<main>\n' || coalesce(badcase_internal.report_work(r, w), '') || badcase_internal.report_tiles(r, w) || badcase_internal.report_days(r, w)
      || badcase_internal.report_lines(r, w) || badcase_internal.report_states(r, w) || badcase_internal.report_coverage(r, w)
      || coalesce(badcase_internal.report_files(r, w), '') || badcase_internal.report_reviews(r, w)
      || coalesce(E'<div class="column">\n' || nullif(concat(badcase_internal.report_reviewers(r, w), badcase_internal.report_consents(r, w)), '') || E'</div>\n', '')
      || E'<div class="column">\n' || badcase_internal.report_kinds(r, w) || badcase_internal.report_clusters(r, w) || E'</div>\n'
      || badcase_internal.report_kinds_by_task(r, w) || coalesce(badcase_internal.report_models(r, w), '') || badcase_internal.report_credits(r, w)
      || format(E'</main>\n<footer><p>%s</p></footer>\n</body>\n</html>', w ->> 'footer');
  END
  $$;
COMMENT ON FUNCTION badcase.report_html(int, bigint, text) IS
  'curator: the report of a round, or of the last one, as one HTML page that needs nothing else; in English or Chinese';
