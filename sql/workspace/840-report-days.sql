-- The days of a round: what came in, was reviewed and decided, and what that comes to by the cut-off.

CREATE FUNCTION badcase_internal.report_daily(r badcase_internal.round)
  RETURNS TABLE (day date, received bigint, reviews bigint, decisions bigint, accepted bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT (x.at AT TIME ZONE 'UTC')::date AS day, count(*) FILTER (WHERE x.what = 'received'), count(*) FILTER (WHERE x.what = 'review'),
      count(*) FILTER (WHERE x.what NOT IN ('received', 'review')), count(*) FILTER (WHERE x.what = 'accepted')
    FROM (
      SELECT s.received_at, 'received' FROM badcase_internal.report_received(r) s
      UNION ALL
      SELECT v.reviewed_at, 'review' FROM badcase_internal.review v WHERE v.round_id = r.round_id
      UNION ALL
      SELECT e.at, e.to_state FROM badcase_internal.event e
      WHERE e.round_id = r.round_id AND e.to_state IN ('accepted', 'needs_changes', 'rejected', 'disputed')) x(at, what)
    GROUP BY 1 ORDER BY 1
  $$;
COMMENT ON FUNCTION badcase_internal.report_daily(badcase_internal.round) IS
  'how much came in, was reviewed, decided and accepted in a round, by days in UTC; days without any have no row';

-- Bars side by side, stretched to the width that there is; the height is of the greatest. From to_come on is the future.
CREATE FUNCTION badcase_internal.report_columns(columns bigint[], look text, to_come int, said text, id text, described text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format('<svg class="columns" viewBox="0 0 100 32" preserveAspectRatio="none" role="img" aria-labelledby="%s-title" aria-describedby="%1$s-desc">'
        '<title id="%1$s-title">%2$s</title><desc id="%1$s-desc">%3$s</desc>', id, badcase_internal.html(said), badcase_internal.html(described, 4000))
      || CASE WHEN to_come <= cardinality(columns) THEN format('<rect class="track" x="%s" width="%s" height="32"/>',
        trim_scale(round(100::numeric * (to_come - 1) / cardinality(columns), 3)), trim_scale(round(100::numeric * (cardinality(columns) - to_come + 1) / cardinality(columns), 3))) ELSE '' END
      || '<rect class="track" y="31.5" width="100" height="0.5"/>'
      || coalesce(string_agg(format('<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>', look,
        trim_scale(round(100::numeric * (c.place - 1) / cardinality(columns) + 8::numeric / cardinality(columns), 3)),
        trim_scale(round(32 - 31::numeric * c.n / c.most, 2)), trim_scale(round(84::numeric / cardinality(columns), 3)),
        trim_scale(round(31::numeric * c.n / c.most, 2))), '' ORDER BY c.place), '')
      || '</svg>'
    FROM (SELECT x.n, x.place, max(x.n) OVER () AS most FROM unnest(columns) WITH ORDINALITY x(n, place)) c WHERE c.n > 0;
  END;
COMMENT ON FUNCTION badcase_internal.report_columns(bigint[], text, int, text, text, text) IS
  'numbers by days as columns, with their description: SVG';

-- At the pace of the seven days up to the last on which anything was done; that day stands for today, so that the same data
-- give the same words.
CREATE FUNCTION badcase_internal.report_pace(r badcase_internal.round, w jsonb, today date, reviews bigint, accepted bigint) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH ahead AS (
      SELECT report_pace.today, report_pace.reviews, report_pace.accepted,
        CASE WHEN isfinite(r.cut_off) THEN (r.cut_off AT TIME ZONE 'UTC')::date END AS cut_off, (
          SELECT coalesce(sum(greatest(p.quorum - (
            SELECT count(*) FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass), 0)), 0)::bigint
          FROM badcase_internal.submission s JOIN badcase_internal.program p ON p.program_id = s.program_id
          WHERE s.program_id = r.program_id AND s.state = 'pending') AS wanted
      WHERE r.closed_at IS NULL
    ), words AS (
      SELECT 1 AS place, CASE
          WHEN a.cut_off IS NULL THEN w ->> 'pace_no_cut_off'
          WHEN a.cut_off < a.today THEN format(w ->> 'pace_over', badcase_internal.report_day(a.cut_off))
          ELSE format(w ->> 'pace_left', badcase_internal.report_number(a.cut_off - a.today), badcase_internal.report_day(a.cut_off), badcase_internal.report_day(a.today)) END AS words
      FROM ahead a
      UNION ALL
      SELECT 2, CASE
          WHEN a.wanted = 0 THEN w ->> 'pace_all_reviewed'
          WHEN a.reviews = 0 THEN format(w ->> 'pace_no_reviews', badcase_internal.report_number(a.wanted))
          WHEN a.cut_off >= a.today AND a.today + d.days <= a.cut_off THEN format(w ->> 'pace_in_time', badcase_internal.report_number(a.wanted), badcase_internal.report_day(a.today + d.days), d.day)
          WHEN a.cut_off >= a.today THEN format(w ->> 'pace_too_late', badcase_internal.report_number(a.wanted), badcase_internal.report_day(a.today + d.days), d.day)
          ELSE format(w ->> 'pace_by', badcase_internal.report_number(a.wanted), badcase_internal.report_day(a.today + d.days), d.day) END
      FROM ahead a CROSS JOIN LATERAL (
        SELECT least(ceil(7::numeric * a.wanted / nullif(a.reviews, 0)), 36500)::int AS days, badcase_internal.report_number(round(a.reviews::numeric / 7)::bigint) AS day) d
      UNION ALL
      SELECT 3, format(w ->> 'pace_accepted', badcase_internal.report_number(a.accepted), badcase_internal.report_number((a.cut_off - a.today) * a.accepted / 7))
      FROM ahead a WHERE a.cut_off > a.today
    )
    SELECT format('<p class="pace">%s</p>', string_agg(k.words, CASE w ->> 'words' WHEN 'zh' THEN '' ELSE ' ' END ORDER BY k.place)) || E'\n'
    FROM words k HAVING count(*) > 0
  $$;
COMMENT ON FUNCTION badcase_internal.report_pace(badcase_internal.round, jsonb, date, bigint, bigint) IS
  'what an open round comes to at its pace, reviews and accepted records of the seven days up to one, in sentences; null for a round that is closed';

-- At most 62 columns: of a day each, or of as many whole weeks as it takes.
CREATE FUNCTION badcase_internal.report_days(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH daily AS MATERIALIZED (
      SELECT d.* FROM badcase_internal.report_daily(r) d
    ), span AS (
      SELECT x.first_day, x.last_day, x.final_day, CASE WHEN x.final_day - x.first_day < 62 THEN 1 ELSE 7 * (((x.final_day - x.first_day) / 7 + 62) / 62) END AS step
      FROM (
        SELECT min(d.day) AS first_day, max(d.day) AS last_day,
          greatest(max(d.day), CASE WHEN isfinite(r.cut_off) THEN ((r.cut_off - interval '1 microsecond') AT TIME ZONE 'UTC')::date END) AS final_day
        FROM daily d) x
      WHERE x.first_day IS NOT NULL
    ), week AS (
      SELECT coalesce(sum(d.reviews), 0)::bigint AS reviews, coalesce(sum(d.accepted), 0)::bigint AS accepted FROM daily d CROSS JOIN span k WHERE d.day > k.last_day - 7
    ), slot AS (
      SELECT g.n, k.first_day + g.n * k.step AS day, k.step, coalesce(sum(d.received), 0)::bigint AS received, coalesce(sum(d.reviews), 0)::bigint AS reviews,
        coalesce(sum(d.decisions), 0)::bigint AS decisions
      FROM span k CROSS JOIN LATERAL generate_series(0, (k.final_day - k.first_day) / k.step) g(n)
      LEFT JOIN daily d ON (d.day - k.first_day) / k.step = g.n
      GROUP BY g.n, k.first_day, k.step
    ), plot AS (
      SELECT q.place, q.key, q.look, sum(q.n)::bigint AS n, max(q.n) AS most, array_agg(q.n ORDER BY q.slot) AS columns,
        (array_agg(q.day ORDER BY q.n DESC, q.slot))[1] AS most_on, string_agg(format('%s: %s', badcase_internal.report_day(q.day), q.n), ', ' ORDER BY q.slot) FILTER (WHERE q.n > 0) AS described
      FROM (
        SELECT v.place, v.key, v.look, v.n, s.n AS slot, s.day
        FROM slot s CROSS JOIN LATERAL (VALUES (1, 'received', 'received', s.received), (2, 'reviews', 'pending', s.reviews), (3, 'decisions', 'accepted', s.decisions)) v(place, key, look, n)) q
      GROUP BY q.place, q.key, q.look
    )
    SELECT badcase_internal.report_section('days', 'wide', w ->> 'days_head',
      format(w ->> CASE WHEN k.step > 1 THEN 'days_about_more' ELSE 'days_about' END, k.step),
      CASE WHEN k.first_day IS NULL THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        coalesce((SELECT badcase_internal.report_pace(r, w, k.last_day, p.reviews, p.accepted) FROM week p), '') || E'<div class="plots">\n'
        || (SELECT string_agg(format(E'<figure><figcaption><b>%s</b> <span>%s</span></figcaption>%s<p class="axis"><span>%s</span><span>%s</span></p></figure>\n', w ->> ('days_' || p.key),
            CASE WHEN p.n = 0 THEN w ->> 'days_none' ELSE format(w ->> 'days_most', badcase_internal.report_number(p.n), badcase_internal.report_number(p.most), to_char(p.most_on::timestamp, 'MM-DD')) END,
            badcase_internal.report_columns(p.columns, p.look, (k.last_day - k.first_day) / k.step + 2, w ->> ('days_' || p.key), 'days-' || p.key, coalesce(p.described, w ->> 'days_none')),
            badcase_internal.report_day(k.first_day), CASE WHEN k.final_day > k.last_day THEN format(w ->> 'days_to_cut_off', badcase_internal.report_day(k.final_day)) ELSE badcase_internal.report_day(k.final_day) END), '' ORDER BY p.place) FROM plot p)
        || E'</div>\n'
      END)
    FROM (SELECT) one LEFT JOIN span k ON true
  $$;
COMMENT ON FUNCTION badcase_internal.report_days(badcase_internal.round, jsonb) IS 'the section of a report on the days of the round';
