-- What a report begins with: what waits, and for whom.

-- Those whose accepted records no release can take. No row for who was erased. Only of those who lack something are the
-- submissions counted.
CREATE FUNCTION badcase_internal.without_consent(program int)
  RETURNS TABLE (contributor bigint, external_id text, attested bool, train bool, held bigint, accepted bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.contributor_id, c.external_id, c.attested, c.train, n.held, n.accepted
    FROM (
      SELECT k.contributor_id, k.external_id, EXISTS (SELECT FROM badcase_internal.attestation a WHERE a.contributor_id = k.contributor_id) AS attested,
        badcase_internal.consents(k.contributor_id, 'train') AS train
      FROM badcase_internal.contributor k WHERE k.program_id = without_consent.program AND k.external_id IS NOT NULL
      OFFSET 0) c
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE s.state = 'held' AND 'attestation' = ANY (s.held_for)) AS held,
        count(*) FILTER (WHERE s.state = 'accepted') AS accepted
      FROM badcase_internal.submission s WHERE s.contributor_id = c.contributor_id AND NOT (c.attested AND c.train)) n
    WHERE (n.held > 0 AND NOT c.attested) OR (n.accepted > 0 AND NOT c.train)
    ORDER BY n.held + n.accepted DESC, c.contributor_id
  $$;
COMMENT ON FUNCTION badcase_internal.without_consent(int) IS
  'the contributors of a program whose records are held for want of an attestation, or accepted and of no use without the consent to training';

CREATE FUNCTION badcase_internal.report_card(n bigint, word text, who text, since timestamptz, call text, w jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format(E'<li class="for_%s"><b>%s</b><div><span>%s</span><small>%s</small>%s</div></li>\n', who, badcase_internal.report_number(n), word,
      concat_ws(' · ', w ->> ('for_' || who), CASE WHEN since IS NOT NULL THEN format(w ->> 'work_since', to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD')) END),
      coalesce('<code>' || badcase_internal.html(call) || '</code>', ''));
  END;
COMMENT ON FUNCTION badcase_internal.report_card(bigint, text, text, timestamptz, text, jsonb) IS
  'one kind of work: how much, for whom, since when, and what to call: HTML';

-- Without what depends on the time of day: the same data give the same page.
CREATE FUNCTION badcase_internal.report_work(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH work AS (
      SELECT k.place, k.work, k.n, k.oldest,
        CASE k.work WHEN 'attestation' THEN 'contributor' WHEN 'changes' THEN 'contributor' WHEN 'review' THEN 'reviewer' ELSE 'curator' END AS who,
        CASE k.work WHEN 'review' THEN 'badcase.claim_reviews' WHEN 'changes' THEN 'badcase.outbox' WHEN 'attestation' THEN 'badcase.attest; badcase.outbox'
          ELSE badcase_internal.what_to_call(k.work) END AS call
      FROM badcase_internal.work_of(r.program_id) k
      WHERE k.n > 0 AND k.work NOT IN ('claim', 'overdue', 'round', 'quota')
      UNION ALL
      SELECT 8, 'consent', count(*), NULL, 'curator', 'badcase.contributors; badcase.set_consent'
      FROM badcase_internal.without_consent(r.program_id) c WHERE c.accepted > 0 AND NOT c.train HAVING count(*) > 0
    )
    SELECT badcase_internal.report_section('work', 'wide', w ->> 'work_head', w ->> 'work_about',
      coalesce(E'<ul class="work">\n' || string_agg(badcase_internal.report_card(k.n, w ->> ('work_' || k.work), k.who, k.oldest, k.call, w), ''
          ORDER BY array_position('{curator,reviewer,contributor}', k.who), k.place, k.work COLLATE "C") || E'</ul>\n',
        format('<p class="none">%s</p>', w ->> 'work_none')))
    FROM work k
    HAVING r.closed_at IS NULL
  $$;
COMMENT ON FUNCTION badcase_internal.report_work(badcase_internal.round, jsonb) IS
  'the section of a report on what waits in the program; null for a round that is closed';
