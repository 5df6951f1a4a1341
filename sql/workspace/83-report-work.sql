-- What a report begins with: what waits, and for whom.

-- Without what depends on the time of day: the same data give the same page.
CREATE FUNCTION badcase_internal.report_work(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT badcase_internal.report_section('work', 'wide', w ->> 'work_head', w ->> 'work_about',
      coalesce(badcase_internal.report_table('work', w ->> 'work_caption', ARRAY['', w ->> 'work_who', w ->> 'n', w ->> 'work_since'],
        string_agg(badcase_internal.report_row(w ->> ('work_' || k.work), NULL,
          w ->> ('for_' || CASE k.work WHEN 'attestation' THEN 'contributor' WHEN 'changes' THEN 'contributor' WHEN 'review' THEN 'reviewer' ELSE 'curator' END),
          badcase_internal.report_number(k.n), to_char(k.oldest AT TIME ZONE 'UTC', 'YYYY-MM-DD')), '' ORDER BY k.place)),
        format('<p class="none">%s</p>', w ->> 'work_none')))
    FROM badcase_internal.work_of(r.program_id) k
    WHERE r.closed_at IS NULL AND k.n > 0 AND k.work NOT IN ('claim', 'overdue', 'round', 'quota')
    HAVING r.closed_at IS NULL
  $$;
COMMENT ON FUNCTION badcase_internal.report_work(badcase_internal.round, jsonb) IS
  'the section of a report on what waits in the program; null for a round that is closed';
