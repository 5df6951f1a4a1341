-- What contributors read: their own files, lines, records and consents. Each view selects from a function that knows the
-- person and takes nothing else, so that no condition of the reader's reaches a row of anybody else's.

-- The lines come and go between two looks of VACUUM, so that nobody knows how many there are: no loop joins them.
CREATE FUNCTION badcase_internal.note_passed_lines(u badcase_internal.upload) RETURNS void
  LANGUAGE sql
  SET search_path = pg_catalog, pg_temp
  SET enable_nestloop = off
  SET jit = off
  AS $$
    INSERT INTO badcase_internal.passed_line (upload_id, line_no, program_id, contributor_id, verdict, submission_id, refused_upload, refused_line_no)
    SELECT u.upload_id, l.line_no, u.program_id, u.contributor_id,
      CASE WHEN l.record IS NOT NULL THEN 'repeated' WHEN @extschema@.badcase_blank(l.line) THEN 'blank' ELSE 'refused' END,
      CASE WHEN l.record IS NOT NULL THEN (
        SELECT s.submission_id FROM badcase_internal.submission s
        WHERE s.contributor_id = u.contributor_id AND s.program_id = u.program_id AND substr(s.digest, 1, 7) = substr(l.digest, 1, 7)
          AND s.digest = l.digest AND s.state <> 'withdrawn' LIMIT 1) END,
      k.upload_id, k.line_no
    FROM (
      SELECT t.line_no, t.line, t.record, @extschema@.badcase_digest(t.record) AS digest
      FROM (
        SELECT i.line_no, i.line, @extschema@.badcase_try(i.line, coalesce(u.format, 'badcase')) AS record
        FROM (
          SELECT a.line_no FROM badcase.intake a WHERE a.xact = pg_current_xact_id()
          EXCEPT SELECT s.line_no FROM badcase_internal.submission s WHERE s.upload_id = u.upload_id
          EXCEPT SELECT r.line_no FROM badcase_internal.refused_line r WHERE r.upload_id = u.upload_id) n
        JOIN badcase.intake i ON i.xact = pg_current_xact_id() AND i.line_no = n.line_no
        OFFSET 0) t
      OFFSET 0) l
    LEFT JOIN LATERAL (
      SELECT r.upload_id, r.line_no FROM badcase_internal.refused_line r
      WHERE l.record IS NULL AND NOT @extschema@.badcase_blank(l.line) AND r.contributor_id = u.contributor_id AND r.program_id = u.program_id
        AND r.line_digest = sha256(l.line) LIMIT 1) k ON true
  $$;
COMMENT ON FUNCTION badcase_internal.note_passed_lines(badcase_internal.upload) IS
  'notes the lines of this transaction''s upload that are neither a submission nor a refused line: repeated, refused before, blank';

-- The lists of terms and the names of corpora are the curators': that something of one was found is told, not which.
-- Nothing is told of a judgement before the decision, but what a program sees that the response does not keep, nor after it
-- of a judgement that the decision does not follow.
CREATE FUNCTION badcase_internal.why_in_words(submission bigint, lang text) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT string_agg(x.words, CASE lang WHEN 'zh' THEN '；' ELSE '; ' END ORDER BY x.place, x.id, x.words)
    FROM badcase_internal.submission s
    CROSS JOIN LATERAL (
      SELECT 1 AS place, 0 AS id, badcase_internal.told(CASE WHEN u.attestation_id IS NULL THEN 'unattested' ELSE 'attested' END, why_in_words.lang) AS words
      FROM badcase_internal.upload u
      WHERE u.upload_id = s.upload_id AND s.contributor_state = 'held' AND 'attestation' = ANY (s.held_for)
      UNION ALL
      SELECT 2, f.finding_id, CASE WHEN f.field IS NULL THEN t.what
        ELSE badcase_internal.told('found_in', why_in_words.lang, t.what, badcase_internal.told('field_' || f.field, why_in_words.lang) || coalesce(' ' || f.turn, '')) END
        || CASE WHEN f.excerpt IS NULL OR f.rule LIKE 'term:%' THEN '' ELSE ' (' || f.excerpt || ')' END
      FROM badcase_internal.finding f
      CROSS JOIN LATERAL (
        SELECT coalesce(CASE WHEN f.rule LIKE 'term:%' THEN badcase_internal.told('term', why_in_words.lang) END,
          badcase_internal.told('kind_' || split_part(f.rule, ':', 2), why_in_words.lang), badcase_internal.told('family_' || split_part(f.rule, ':', 1), why_in_words.lang), f.rule) AS what) t
      WHERE s.contributor_state = 'held' AND f.submission_id = s.submission_id AND f.revision = s.revision AND f.cleared IS NULL
        AND f.severity IN ('block', 'hold')
      UNION ALL
      SELECT 3, 0, badcase_internal.told('reason_' || r, why_in_words.lang)
      FROM unnest(s.reasons) r WHERE s.contributor_state IN ('needs_changes', 'accepted', 'rejected')
      UNION ALL
      SELECT 4, row_number() OVER (ORDER BY v.reviewed_at, v.note_to_contributor COLLATE "C"), v.note_to_contributor
      FROM badcase_internal.review v
      WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass AND v.note_to_contributor IS NOT NULL
        AND v.verdict = s.contributor_state AND s.contributor_state IN ('needs_changes', 'accepted', 'rejected')
      UNION ALL
      SELECT 5, 0, badcase_internal.told('advice_asked', why_in_words.lang, string_agg(badcase_internal.told('asked_' || f.kind, why_in_words.lang)
          || CASE why_in_words.lang WHEN 'zh' THEN '' ELSE ' (' || f.why || ')' END, CASE why_in_words.lang WHEN 'zh' THEN '、' ELSE ', ' END ORDER BY f.n))
      FROM @extschema@.badcase_follows(s.record) WITH ORDINALITY f(kind, args, followed, why, n)
      JOIN @extschema@.badcase_follows_kinds() k ON k.kind = f.kind AND k.severity = 'warn'
      WHERE s.contributor_state = 'pending' AND s.breaks > 0 AND NOT f.followed HAVING count(*) > 0) x
    WHERE s.submission_id = why_in_words.submission
  $$;
COMMENT ON FUNCTION badcase_internal.why_in_words(bigint, text) IS
  'why a submission is held, or was decided as it was, or what to look at while it waits for review, in words for its contributor; null where there is nothing to say';

-- In badcase's own format the words name the key; in others the key is not the one that they name.
CREATE FUNCTION badcase_internal.refusal_in_words(r badcase_internal.refused_line, lang text) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN r.path <> '' AND (SELECT u.format FROM badcase_internal.upload u WHERE u.upload_id = r.upload_id) IS NOT NULL
        THEN badcase_internal.told('place', lang, k.words, r.path, r.byte_offset::text)
      ELSE badcase_internal.told('byte', lang, k.words, r.byte_offset::text)
    END
    FROM (SELECT coalesce(badcase_internal.told('code_' || r.code, lang), r.message) AS words) k;
  END;
COMMENT ON FUNCTION badcase_internal.refusal_in_words(badcase_internal.refused_line, text) IS 'why a line was refused, and where in it, in words';

-- It has no setting of its own, so that the planner takes its query into the caller's. Every column has a name: a dump writes
-- the body out again, and should find the same when that is read.
CREATE FUNCTION badcase_internal.fates_of_lines(contributors bigint[], lang text)
  RETURNS TABLE (upload bigint, file_name text, line_no bigint, verdict text, code text, message text, submission bigint,
    state text, reasons text[], updated_at timestamptz, hint text)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    WITH mine AS MATERIALIZED (
      SELECT c.contributor_id, coalesce(fates_of_lines.lang, c.lang) AS lang FROM badcase_internal.contributor c
      WHERE c.contributor_id = ANY ((SELECT fates_of_lines.contributors)::bigint[])
    )
    SELECT u.upload_id AS upload, u.file_name AS file_name, s.line_no AS line_no, 'stored'::text AS verdict, NULL::text AS code,
      nullif(concat_ws(CASE m.lang WHEN 'zh' THEN '；' ELSE '; ' END,
        CASE WHEN s.contributor_state IN ('held', 'needs_changes', 'accepted', 'rejected') OR (s.contributor_state = 'pending' AND s.breaks > 0)
          THEN badcase_internal.why_in_words(s.submission_id, m.lang) END,
        CASE WHEN s.failure_kinds = '{}' AND s.contributor_state <> 'withdrawn' AND badcase_internal.unknown_kinds(s.record) IS NOT NULL
          THEN badcase_internal.told('unknown_kind', m.lang, array_to_string(badcase_internal.failure_kinds(), ', ')) END), '') AS message,
      s.submission_id AS submission, s.contributor_state AS state,
      CASE WHEN s.contributor_state = 'disputed' THEN '{}'::text[] ELSE s.reasons END AS reasons, s.contributor_state_at AS updated_at,
      badcase_internal.what_to_do(s.contributor_state, m.lang) AS hint
    FROM mine m
    JOIN badcase_internal.submission s ON s.contributor_id = m.contributor_id
    JOIN badcase_internal.upload u ON u.upload_id = s.upload_id
    UNION ALL
    SELECT u.upload_id AS upload, u.file_name AS file_name, r.line_no AS line_no, 'refused'::text AS verdict, r.code AS code,
      badcase_internal.refusal_in_words(r, m.lang) AS message, NULL::bigint AS submission, NULL::text AS state, '{}'::text[] AS reasons,
      u.processed_at AS updated_at, badcase_internal.what_to_do(r, m.lang) AS hint
    FROM mine m
    JOIN badcase_internal.refused_line r ON r.contributor_id = m.contributor_id
    JOIN badcase_internal.upload u ON u.upload_id = r.upload_id
    UNION ALL
    SELECT u.upload_id AS upload, u.file_name AS file_name, p.line_no AS line_no, p.verdict AS verdict, r.code AS code,
      CASE p.verdict
        WHEN 'repeated' THEN badcase_internal.told('line_repeated', m.lang, s.line_no::text, s.upload_id::text)
        WHEN 'refused' THEN badcase_internal.told('line_before', m.lang, p.refused_line_no::text, p.refused_upload::text, badcase_internal.refusal_in_words(r, m.lang))
      END AS message,
      p.submission_id AS submission, NULL::text AS state, '{}'::text[] AS reasons, u.processed_at AS updated_at,
      CASE p.verdict WHEN 'refused' THEN badcase_internal.what_to_do(r, m.lang) ELSE badcase_internal.what_to_do(p.verdict, m.lang) END AS hint
    FROM mine m
    JOIN badcase_internal.passed_line p ON p.contributor_id = m.contributor_id
    JOIN badcase_internal.upload u ON u.upload_id = p.upload_id
    LEFT JOIN badcase_internal.submission s ON s.submission_id = p.submission_id
    LEFT JOIN badcase_internal.refused_line r ON r.upload_id = p.refused_upload AND r.line_no = p.refused_line_no;
  END;
COMMENT ON FUNCTION badcase_internal.fates_of_lines(bigint[], text) IS
  'what became of each line that some contributors sent, in that language, or for null in their own';

CREATE FUNCTION badcase_internal.my_submissions()
  RETURNS TABLE (upload bigint, file_name text, line_no bigint, verdict text, code text, message text, submission bigint,
    state text, reasons text[], updated_at timestamptz, hint text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT f.* FROM badcase_internal.fates_of_lines(badcase_internal.own_contributors(), NULL::text) f
  $$;
COMMENT ON FUNCTION badcase_internal.my_submissions() IS 'the rows of badcase.my_submissions';

CREATE VIEW badcase.my_submissions WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.my_submissions() AS r) x;
COMMENT ON VIEW badcase.my_submissions IS 'contributor: what became of each line that the reader sent, and what to do about it, in the reader''s language (badcase.set_language)';
COMMENT ON COLUMN badcase.my_submissions.upload IS 'the upload';
COMMENT ON COLUMN badcase.my_submissions.file_name IS 'the name of its file';
COMMENT ON COLUMN badcase.my_submissions.line_no IS 'the line in that file, from 1';
COMMENT ON COLUMN badcase.my_submissions.verdict IS 'stored, repeated, refused or blank: every line has a row';
COMMENT ON COLUMN badcase.my_submissions.code IS 'why a line was refused, as badcase_check says';
COMMENT ON COLUMN badcase.my_submissions.message IS
  'the code in words, and where in the line; of a submission, what holds it, masked, or the reasons of the decision in words and what reviewers noted for the contributor; of a pending one, what its prompt asks for that its response does not seem to keep; and where it names a kind of failure that there is not, that';
COMMENT ON COLUMN badcase.my_submissions.submission IS 'the number of a submission; of a repeated line, that of the one it repeats';
COMMENT ON COLUMN badcase.my_submissions.state IS 'its state; null for lines that are none of their own';
COMMENT ON COLUMN badcase.my_submissions.reasons IS 'the reason codes of the decision; none while the reviewers disagree';
COMMENT ON COLUMN badcase.my_submissions.updated_at IS 'when that last changed';
COMMENT ON COLUMN badcase.my_submissions.hint IS 'what to do about it';

CREATE FUNCTION badcase_internal.my_records()
  RETURNS TABLE (upload bigint, line_no bigint, submission bigint, record jsonb, line bytea)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (SELECT badcase_internal.own_contributors() AS ids)
    SELECT s.upload_id, s.line_no, s.submission_id, @extschema@.jsonb(s.record), NULL::bytea
    FROM mine m JOIN badcase_internal.submission s ON s.contributor_id = ANY (m.ids)
    UNION ALL
    SELECT r.upload_id, r.line_no, NULL, NULL, r.line
    FROM mine m JOIN badcase_internal.refused_line r ON r.contributor_id = ANY (m.ids)
  $$;
COMMENT ON FUNCTION badcase_internal.my_records() IS 'the rows of badcase.my_records';

CREATE VIEW badcase.my_records WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.my_records();
COMMENT ON VIEW badcase.my_records IS 'contributor: the texts that the reader sent, as they stand now';
COMMENT ON COLUMN badcase.my_records.upload IS 'the upload';
COMMENT ON COLUMN badcase.my_records.line_no IS 'the line in its file, from 1';
COMMENT ON COLUMN badcase.my_records.submission IS 'the number of a submission; null: a refused line';
COMMENT ON COLUMN badcase.my_records.record IS 'the record of a submission, in its current revision; null once it was erased';
COMMENT ON COLUMN badcase.my_records.line IS 'the bytes of a refused line; null once they were erased';

CREATE FUNCTION badcase_internal.my_uploads()
  RETURNS TABLE (upload bigint, program int, contributor bigint, file_name text, opened_at timestamptz, attested bool,
    lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint, bytes bigint, sha256 text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT u.upload_id, u.program_id, u.contributor_id, u.file_name, u.opened_at, u.attestation_id IS NOT NULL, u.lines,
      u.stored, u.repeated, u.refused, u.blank, u.bytes, encode(u.sha256, 'hex')
    FROM badcase_internal.upload u WHERE u.contributor_id = ANY ((SELECT badcase_internal.own_contributors())::bigint[])
    ORDER BY u.upload_id
  $$;
COMMENT ON FUNCTION badcase_internal.my_uploads() IS 'the rows of badcase.my_uploads';

CREATE VIEW badcase.my_uploads WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.my_uploads();
COMMENT ON VIEW badcase.my_uploads IS 'contributor: the files that the reader sent';
COMMENT ON COLUMN badcase.my_uploads.upload IS 'its number';
COMMENT ON COLUMN badcase.my_uploads.program IS 'the program';
COMMENT ON COLUMN badcase.my_uploads.contributor IS 'the contributor: the reader, or whom the reader acts for';
COMMENT ON COLUMN badcase.my_uploads.file_name IS 'the name of the file, as the sender gave it';
COMMENT ON COLUMN badcase.my_uploads.opened_at IS 'when it was sent';
COMMENT ON COLUMN badcase.my_uploads.attested IS 'whether an attestation covers it; without one its submissions are held';
COMMENT ON COLUMN badcase.my_uploads.lines IS 'how many lines there were: stored + repeated + refused + blank';
COMMENT ON COLUMN badcase.my_uploads.stored IS 'lines that became submissions';
COMMENT ON COLUMN badcase.my_uploads.repeated IS 'lines that had been sent before, in this file or an earlier one';
COMMENT ON COLUMN badcase.my_uploads.refused IS 'lines that are no records';
COMMENT ON COLUMN badcase.my_uploads.blank IS 'lines of nothing but white space';
COMMENT ON COLUMN badcase.my_uploads.bytes IS 'the length of all lines in bytes, one more for the end of each';
COMMENT ON COLUMN badcase.my_uploads.sha256 IS 'SHA-256 of all lines in hexadecimal, each followed by a line feed';

CREATE FUNCTION badcase_internal.my_consents()
  RETURNS TABLE (program int, contributor bigint, scope text, granted bool, text_version text, given_at timestamptz, in_person bool, holds bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program_id, c.contributor_id, k.scope, k.granted, k.text_version, k.given_at, k.in_person, k.superseded_at IS NULL
    FROM badcase_internal.contributor c JOIN badcase_internal.consent k ON k.contributor_id = c.contributor_id
    WHERE c.contributor_id = ANY ((SELECT badcase_internal.own_contributors())::bigint[])
    ORDER BY c.contributor_id, k.consent_id
  $$;
COMMENT ON FUNCTION badcase_internal.my_consents() IS 'the rows of badcase.my_consents';

CREATE VIEW badcase.my_consents WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.my_consents();
COMMENT ON VIEW badcase.my_consents IS 'contributor: the consents of the reader, given and taken back';
COMMENT ON COLUMN badcase.my_consents.program IS 'the program';
COMMENT ON COLUMN badcase.my_consents.contributor IS 'the contributor: the reader, or whom the reader acts for';
COMMENT ON COLUMN badcase.my_consents.scope IS 'train, publish_text, show_name or contact';
COMMENT ON COLUMN badcase.my_consents.granted IS 'true: given; false: taken back';
COMMENT ON COLUMN badcase.my_consents.text_version IS 'the version of the text that was agreed to';
COMMENT ON COLUMN badcase.my_consents.given_at IS 'when';
COMMENT ON COLUMN badcase.my_consents.in_person IS 'whether the contributor did it in person; if not, a curator entered it';
COMMENT ON COLUMN badcase.my_consents.holds IS 'whether it is the one that holds now';
