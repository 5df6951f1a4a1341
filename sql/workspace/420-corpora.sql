-- Corpora: opening and filling them; which records overlap with benchmarks, or hold a stretch of a protected work.

CREATE FUNCTION badcase.open_corpus(program int, name text, role text, licence text, source text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF name IS NULL OR name !~ '[^[:space:]]' OR length(name) > 200 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'the name of a corpus has 1 to 200 characters';
    END IF;
    IF role IS NULL OR role NOT IN ('general', 'benchmark', 'protected') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such role of a corpus',
        HINT = 'Roles are general, benchmark and protected.';
    END IF;
    IF licence IS NULL OR licence !~ '[^[:space:]]' THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a corpus has a licence';
    END IF;
    INSERT INTO badcase_internal.corpus (program_id, name, role, licence, source, opened_by)
    VALUES (program, open_corpus.name, open_corpus.role, open_corpus.licence, open_corpus.source, badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT corpus_program_id_name_key DO NOTHING
    RETURNING corpus_id INTO new_id;
    IF new_id IS NULL THEN
      RAISE duplicate_object USING
        MESSAGE = format('program %s has a corpus of that name, number %s', program, (
          SELECT k.corpus_id FROM badcase_internal.corpus k
          WHERE k.program_id = open_corpus.program AND k.name = open_corpus.name));
    END IF;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.open_corpus(int, text, text, text, text) IS
  'curator: opens a corpus, which uploads of the kind corpus fill; returns its number';

CREATE FUNCTION badcase_internal.without_response(line bytea) RETURNS @extschema@.badcase
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN (SELECT c.code FROM @extschema@.badcase_check(line) c) = 'missing_response' THEN
      @extschema@.badcase_try((convert_from(line, 'UTF8')::jsonb || '{"response": "-"}')::text) END;
  END;
COMMENT ON FUNCTION badcase_internal.without_response(bytea) IS
  'a line that would be a record if it had a response, with one of "-"; null for any other';

-- The texts that are compared. Shorter ones are in too much: two windows of their words would make a fifth of them.
CREATE FUNCTION badcase_internal.passages(record @extschema@.badcase, with_response bool DEFAULT true)
  RETURNS TABLE (field text, turn int, value text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT t.field, t.turn, t.value
    FROM (
      SELECT 'prompt'::text AS field, NULL::int AS turn, @extschema@.prompt(record) AS value
      UNION ALL
      SELECT 'response'::text AS field, NULL::int AS turn, @extschema@.response(record) AS value WHERE with_response
      UNION ALL
      SELECT 'question'::text AS field, h.turn::int AS turn, h.pair ->> 0 AS value
      FROM jsonb_array_elements(@extschema@.history(record)) WITH ORDINALITY h(pair, turn)
      UNION ALL
      SELECT 'answer'::text AS field, h.turn::int AS turn, h.pair ->> 1 AS value
      FROM jsonb_array_elements(@extschema@.history(record)) WITH ORDINALITY h(pair, turn)) t
    WHERE cardinality(@extschema@.badcase_features(t.value, 'text'::text)) >= 10;
  END;
COMMENT ON FUNCTION badcase_internal.passages(@extschema@.badcase, bool) IS
  'the prompt, response, questions and answers of a record that have ten tokens or more';

-- Pieces of a text that is long, each of about 40 tokens, a new one every 20: whoever has a stretch of 60 of its tokens has
-- a whole piece. The length in characters is that of the text's tokens on the average.
CREATE FUNCTION badcase_internal.pieces(value text) RETURNS SETOF text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT substr(value, p.start, z.size)
    FROM (
      SELECT length(value) AS chars, ceil(40.0 * length(value) / greatest(1, cardinality(@extschema@.badcase_features(value, 'text'::text))))::int AS size) z
    CROSS JOIN LATERAL (
      SELECT least(k, greatest(1, z.chars - z.size + 1)) AS start
      FROM generate_series(1, greatest(1, z.chars - z.size / 2), greatest(1, z.size / 2)) k
      GROUP BY 1) p
    ORDER BY p.start;
  END;
COMMENT ON FUNCTION badcase_internal.pieces(text) IS 'a text in overlapping pieces of about 40 tokens; a short one whole';

CREATE FUNCTION badcase_internal.store_corpus(u badcase_internal.upload, OUT lines bigint, OUT stored bigint, OUT good bigint, OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT xid8 := pg_current_xact_id();
    corpus_role text;
  BEGIN
    SELECT k.role INTO STRICT corpus_role FROM badcase_internal.corpus k
    WHERE k.corpus_id = u.target FOR NO KEY UPDATE;
    IF corpus_role <> 'general' THEN
      PERFORM badcase_internal.raise_rules(u.program_id);
    END IF;
    WITH line AS MATERIALIZED (
      SELECT t.line_no, t.line, t.record, t.bare,
        coalesce(@extschema@.badcase_digest(t.record), sha256(@extschema@.badcase_digest(t.bare))) AS digest
      FROM (
        SELECT i.line_no, i.line, i.record, CASE WHEN i.record IS NULL AND corpus_role <> 'general' AND u.format IS NULL THEN badcase_internal.without_response(i.line) END AS bare
        FROM (
          SELECT n.line_no, n.line, @extschema@.badcase_try(n.line, coalesce(u.format, 'badcase')) AS record
          FROM badcase.intake n WHERE n.xact = me OFFSET 0) i
        OFFSET 0) t
    ), fresh AS MATERIALIZED (
      SELECT DISTINCT ON (l.digest) l.line_no, l.line, l.record, l.bare, l.digest
      FROM line l
      WHERE l.digest IS NOT NULL AND (
        SELECT k.digest FROM badcase_internal.corpus_item k WHERE k.corpus_id = u.target AND k.digest = l.digest LIMIT 1) IS NULL
      ORDER BY l.digest, l.line_no
    ), item AS (
      INSERT INTO badcase_internal.corpus_item (corpus_id, upload_id, line_no, digest, record, line)
      SELECT u.target, u.upload_id, f.line_no, f.digest, f.record, CASE WHEN f.record IS NULL THEN convert_from(f.line, 'UTF8') END
      FROM fresh f ORDER BY f.line_no
      RETURNING item_id, digest
    ), passage AS (
      INSERT INTO badcase_internal.corpus_passage (item_id, passage, value)
      SELECT k.item_id, row_number() OVER (PARTITION BY k.item_id ORDER BY p.n, t.n), t.value
      FROM item k JOIN fresh f ON f.digest = k.digest
      CROSS JOIN LATERAL badcase_internal.passages(coalesce(f.record, f.bare), f.record IS NOT NULL)
        WITH ORDINALITY p(field, turn, value, n)
      CROSS JOIN LATERAL (
        SELECT p.value, 1::bigint AS n WHERE corpus_role = 'benchmark'
        UNION ALL
        SELECT q.value, q.n FROM badcase_internal.pieces(p.value) WITH ORDINALITY q(value, n) WHERE corpus_role = 'protected') t
      WHERE corpus_role <> 'general'
    ), bad AS MATERIALIZED (
      SELECT l.line_no, l.line, @extschema@.badcase_blank(l.line) AS is_blank FROM line l WHERE l.digest IS NULL
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, b.line_no, u.program_id, c.code, c.byte_offset, c.path, c.message, b.line, sha256(b.line)
      FROM bad b CROSS JOIN LATERAL @extschema@.badcase_check(b.line, coalesce(u.format, 'badcase')) c
      WHERE NOT b.is_blank AND (
        SELECT o.line_digest FROM badcase_internal.refused_line o
        WHERE o.contributor_id IS NULL AND o.program_id = u.program_id AND o.line_digest = sha256(b.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT count(*) FROM item), (SELECT count(*) FROM line l WHERE l.digest IS NOT NULL),
      (SELECT count(*) FROM bad b WHERE b.is_blank)
    INTO lines, stored, good, blank;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.store_corpus(badcase_internal.upload) IS
  'judges the lines of an upload of the kind corpus and puts the records into the corpus; lines of a benchmark or a protected work need no response';

-- A rejected answer is trained on, too, as what not to say: a benchmark loses nothing by that, a work does.
-- Both ways: what a text of the record contains of a passage, and what a passage contains of the text. The first is looked
-- for by similarity to all texts of the record at once: of a passage of at least 8 shingles without its ends, a share t is at
-- least 8t shingles, so the similarity is at least 8t / (n + 2 + 8 - 8t) for n features; what comes through is compared by
-- text. The plans are kept; nothing but the index of the passages fits the searches.
CREATE FUNCTION badcase_internal.find_overlap(program int, role text, corpus bigint, threshold float8, submissions bigint[], general bool)
  RETURNS TABLE (submission bigint, item bigint, name text, field text, turn int, containment float8, start int, stop int, tokens int)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    IF NOT EXISTS (SELECT FROM badcase_internal.corpus k WHERE k.program_id = program AND k.role = find_overlap.role) THEN
      RETURN;
    END IF;
    RETURN QUERY
    WITH text AS MATERIALIZED (
      SELECT s.submission_id, p.field, p.turn, p.value
      FROM (
        SELECT t.submission_id, t.record FROM badcase_internal.submission t WHERE NOT general AND t.submission_id = ANY (submissions)
        UNION ALL
        SELECT i.item_id, i.record FROM badcase_internal.corpus_item i WHERE general AND i.item_id = ANY (submissions)) s
      CROSS JOIN LATERAL (
        SELECT q.field, q.turn, q.value FROM badcase_internal.passages(s.record) q
        UNION ALL
        SELECT 'rejected', NULL, @extschema@.rejected(s.record)
        WHERE find_overlap.role = 'protected' AND cardinality(@extschema@.badcase_features(@extschema@.rejected(s.record), 'text'::text)) >= 10) p
    ), record AS MATERIALIZED (
      SELECT w.submission_id, w.value,
        -- a millionth less, for near rounds it
        greatest(0.000001, 8 * threshold / (cardinality(@extschema@.badcase_features(w.value, 'text'::text)) + 10 - 8 * threshold) - 0.000001) AS least
      FROM (
        SELECT t.submission_id, string_agg(t.value, E'\n' ORDER BY t.turn, t.field) AS value
        FROM text t GROUP BY t.submission_id OFFSET 0) w
    ), contains AS (
      SELECT t.submission_id, t.field, t.turn, t.value, h.item_id, h.value AS passage
      FROM record r
      CROSS JOIN LATERAL (
        SELECT p.item_id, p.value FROM badcase_internal.corpus_passage p
        WHERE p.value OPERATOR(@extschema@.%) @extschema@.near(r.value, (r.least)::float8, 'text'::text) OFFSET 0) h
      JOIN text t ON t.submission_id = r.submission_id
      WHERE t.value OPERATOR(@extschema@.%>) @extschema@.near(h.value, threshold, 'text'::text)
    ), contained AS (
      SELECT t.submission_id, t.field, t.turn, t.value, h.item_id, h.value AS passage
      FROM text t
      CROSS JOIN LATERAL (
        SELECT p.item_id, p.value FROM badcase_internal.corpus_passage p
        WHERE p.value OPERATOR(@extschema@.%>) @extschema@.near(t.value, threshold, 'text'::text) OFFSET 0) h
    ), found AS (
      SELECT f.submission_id, f.item_id, f.field, f.turn, a.start, a.stop,
        greatest(a.containment, (@extschema@.badcase_overlap(f.passage, f.value)).containment) AS containment, f.value
      FROM (SELECT * FROM contains UNION SELECT * FROM contained) f
      CROSS JOIN LATERAL @extschema@.badcase_overlap(f.value, f.passage) a
    )
    SELECT f.submission_id, f.item_id, k.name, f.field, f.turn, f.containment, f.start, f.stop,
      cardinality(@extschema@.badcase_features(substr(f.value, f.start + 1, f.stop - f.start), 'text'::text))
    FROM found f
    JOIN badcase_internal.corpus_item i ON i.item_id = f.item_id
    JOIN badcase_internal.corpus k ON k.corpus_id = i.corpus_id
    WHERE k.program_id = program AND k.role = find_overlap.role
      AND (find_overlap.corpus IS NULL OR k.corpus_id = find_overlap.corpus);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.find_overlap(int, text, bigint, float8, bigint[], bool) IS
  'where texts of these submissions, or of these items of general corpora, and of a program''s corpora of a role contain each other to the threshold, and how many tokens are in the span';

CREATE FUNCTION badcase_internal.find_contamination(program int, corpus bigint, threshold float8, submissions bigint[], general bool DEFAULT false)
  RETURNS TABLE (submission bigint, item bigint, name text, field text, turn int, containment float8, start int, stop int)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT DISTINCT ON (f.submission, f.item, f.turn, f.field)
      f.submission, f.item, f.name, f.field, f.turn, f.containment, f.start, f.stop
    FROM badcase_internal.find_overlap(find_contamination.program, 'benchmark'::text, find_contamination.corpus, find_contamination.threshold,
      find_contamination.submissions, find_contamination.general) f
    ORDER BY f.submission, f.item, f.turn, f.field, f.containment DESC, f.start, f.stop;
  END;
COMMENT ON FUNCTION badcase_internal.find_contamination(int, bigint, float8, bigint[], bool) IS
  'where texts of these submissions, or of these items of general corpora, and of a program''s benchmarks contain each other to the threshold';

CREATE FUNCTION badcase_internal.title_of(item bigint) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE WHEN jsonb_typeof(m.meta -> 'title') = 'string' THEN left(m.meta ->> 'title', 100) END
    FROM badcase_internal.corpus_item i
    CROSS JOIN LATERAL (SELECT coalesce(@extschema@.meta(i.record), i.line::jsonb) AS meta OFFSET 0) m
    WHERE i.item_id = title_of.item;
  END;
COMMENT ON FUNCTION badcase_internal.title_of(bigint) IS 'the title that a line of a corpus gives, null for none';

-- The title is what a line of the corpus says of itself; the span is from the first stretch to the last one. A text of few
-- tokens that a work has, too, is a turn of speech.
CREATE FUNCTION badcase_internal.find_protected(program int, submissions bigint[])
  RETURNS TABLE (submission bigint, item bigint, name text, title text, field text, turn int, containment float8, start int, stop int)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT f.submission, f.item, f.name, badcase_internal.title_of(f.item), f.field, f.turn, max(f.containment), min(f.start), max(f.stop)
    FROM badcase_internal.find_overlap(find_protected.program, 'protected'::text, NULL::bigint, 0.8::float8, find_protected.submissions, false) f
    WHERE f.tokens >= 20
    GROUP BY f.submission, f.item, f.name, f.field, f.turn;
  END;
COMMENT ON FUNCTION badcase_internal.find_protected(int, bigint[]) IS
  'which texts of these submissions hold a stretch of a program''s protected works, and where';

CREATE FUNCTION badcase.contamination(program int DEFAULT NULL, corpus bigint DEFAULT NULL, threshold float8 DEFAULT 0.8)
  RETURNS TABLE (submission bigint, item bigint, field text, containment float8, start int, stop int, turn int)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF corpus IS NOT NULL AND NOT EXISTS (
        SELECT FROM badcase_internal.corpus k
        WHERE k.corpus_id = contamination.corpus AND k.program_id = program AND k.role = 'benchmark') THEN
      RAISE undefined_object USING MESSAGE = format('program %s has no benchmark %s', program, corpus);
    END IF;
    IF (threshold >= 0.000001 AND threshold <= 1) IS NOT TRUE THEN
      RAISE invalid_parameter_value USING MESSAGE = 'threshold must be greater than 0 and at most 1';
    END IF;
    RETURN QUERY
      SELECT c.submission, c.item, c.field, c.containment, c.start, c.stop, c.turn
      FROM badcase_internal.find_contamination(program, contamination.corpus, threshold, ARRAY(
        SELECT s.submission_id FROM badcase_internal.submission s
        WHERE s.program_id = program AND s.record IS NOT NULL AND s.state <> 'withdrawn')) c;
  END
  $$;
COMMENT ON FUNCTION badcase.contamination(int, bigint, float8) IS
  'curator: the texts of submissions that contain, or are contained in, a text of a benchmark to the threshold, and where';
