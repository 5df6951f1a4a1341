-- Taking in. An upload is one transaction: open_upload, COPY into intake, process_upload.

CREATE FUNCTION badcase_internal.current_upload() RETURNS badcase_internal.upload
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT u FROM badcase_internal.upload u WHERE u.xact = pg_current_xact_id() AND u.opened_at = now();
  END;
COMMENT ON FUNCTION badcase_internal.current_upload() IS 'the upload that this transaction opened, or null';

-- Once a statement, so COPY stays as fast as it is.
CREATE FUNCTION badcase_internal.refuse_stray_lines() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    u CONSTANT badcase_internal.upload := badcase_internal.current_upload();
  BEGIN
    IF u.upload_id IS NULL OR u.processed_at IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = CASE WHEN u.upload_id IS NULL THEN 'this transaction has opened no upload'
          ELSE format('upload %s has been processed already', u.upload_id) END,
        HINT = 'An upload is one transaction: BEGIN, badcase.open_upload, \copy badcase.intake, badcase.process_upload, COMMIT.';
    END IF;
    RETURN NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.refuse_stray_lines() IS 'trigger: refuses lines outside of an open upload, which would be lost';

CREATE FUNCTION badcase_internal.refuse_forgotten_upload() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF EXISTS (SELECT FROM badcase_internal.upload u WHERE u.upload_id = NEW.upload_id AND u.processed_at IS NULL) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('upload %s was opened and not processed', NEW.upload_id),
        HINT = 'Nothing of it was stored. Call badcase.process_upload() before COMMIT.';
    END IF;
    RETURN NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.refuse_forgotten_upload() IS
  'trigger: fails the COMMIT of a transaction that opened an upload and did not process it';

-- A constraint trigger cannot be replaced, and an upgrade runs this again.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = 'badcase.intake'::pg_catalog.regclass AND t.tgname = 'stray_lines') THEN
    CREATE TRIGGER stray_lines BEFORE INSERT ON badcase.intake
      FOR EACH STATEMENT EXECUTE FUNCTION badcase_internal.refuse_stray_lines();
    COMMENT ON TRIGGER stray_lines ON badcase.intake IS 'refuses lines outside of an open upload';
    CREATE CONSTRAINT TRIGGER forgotten_upload AFTER INSERT ON badcase_internal.upload
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION badcase_internal.refuse_forgotten_upload();
    COMMENT ON TRIGGER forgotten_upload ON badcase_internal.upload IS 'fails the COMMIT of an upload that was not processed';
  END IF;
END
$$;

-- Uploads of other kinds than submissions have no contributor: curators send them in.
CREATE FUNCTION badcase_internal.require_sender(u badcase_internal.upload) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF u.kind <> 'submissions' AND badcase_internal.has_capability(u.program_id, 'curator') THEN
      RETURN;
    END IF;
    -- without a contributor it refuses, in the same words
    PERFORM badcase_internal.require_self_or_curator(u.contributor_id);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_sender(badcase_internal.upload) IS
  'raises 42501 unless the caller may fill or see that upload';

CREATE FUNCTION badcase_internal.has_target(program int, kind text, target bigint) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE kind
      WHEN 'corpus' THEN EXISTS (
        SELECT FROM badcase_internal.corpus k WHERE k.corpus_id = target AND k.program_id = program)
      WHEN 'clusters' THEN EXISTS (
        SELECT FROM badcase_internal.corpus k WHERE k.corpus_id = target AND k.program_id = program AND k.role = 'general')
      WHEN 'outputs' THEN EXISTS (
        SELECT FROM badcase_internal.model_version m WHERE m.model_id = target AND m.program_id = program)
      WHEN 'terms' THEN EXISTS (
        SELECT FROM badcase_internal.term_list l WHERE l.term_list_id = target AND l.program_id = program)
      WHEN 'suggestions' THEN EXISTS (
        SELECT FROM badcase_internal.agent a WHERE a.agent_id = target AND a.program_id = program)
      ELSE target IS NULL
    END;
  END;
COMMENT ON FUNCTION badcase_internal.has_target(int, text, bigint) IS
  'whether a program has what an upload of that kind is to be added to';

CREATE FUNCTION badcase_internal.check_target(program int, contributor bigint, kind text, target bigint) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    k record;
  BEGIN
    SELECT u.* INTO STRICT k FROM badcase_internal.upload_kinds() u WHERE u.kind = check_target.kind;
    IF kind <> 'submissions' AND contributor IS NOT NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = format('an upload of kind %s has no contributor', kind);
    END IF;
    IF badcase_internal.has_target(program, kind, target) IS NOT TRUE THEN
      IF k.target IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = format('%s have no target', kind);
      END IF;
      RAISE undefined_object USING
        MESSAGE = format('program %s has no %s %s', program, k.target, coalesce(target::text, 'null')),
        HINT = format('badcase.%s makes one and returns its number, the target of the upload.', k.maker);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_target(int, bigint, text, bigint) IS
  'raises where an upload of that kind cannot have that contributor and target';

CREATE FUNCTION badcase_internal.check_format(kind text, format text) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF format IS NULL OR format = 'badcase' THEN
      RETURN;
    END IF;
    IF kind NOT IN ('submissions', 'corpus') THEN
      RAISE invalid_parameter_value USING MESSAGE = format('lines of an upload of kind %s have a format of their own', kind);
    END IF;
    IF format <> 'auto' AND NOT EXISTS (
        SELECT FROM @extschema@.badcase_formats() f LEFT JOIN @extschema@.badcase_format_aliases() a ON a.name = f.name
        WHERE f.imports AND check_format.format IN (f.name, a.alias)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such format of lines',
        HINT = 'Formats are auto, which takes each line by its keys, and those of SELECT name FROM badcase_formats() WHERE imports.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_format(text, text) IS 'raises where an upload of that kind cannot have lines of that format';

CREATE FUNCTION badcase_internal.sender(program int, contributor bigint) RETURNS badcase_internal.contributor
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor;
  BEGIN
    IF contributor IS NOT NULL THEN
      c := badcase_internal.require_self_or_curator(contributor);
      IF c.program_id IS DISTINCT FROM program THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('contributor %s is registered in another program', contributor);
      END IF;
      RETURN c;
    END IF;
    PERFORM badcase_internal.require(program, 'contributor');
    SELECT k.* INTO c FROM badcase_internal.contributor k
    WHERE k.program_id = sender.program AND k.contributor_id = ANY (badcase_internal.own_contributors())
    ORDER BY k.role = badcase_internal.person() DESC, k.contributor_id LIMIT 1;
    IF NOT FOUND THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" is not registered as a contributor of program %s', badcase_internal.person_name(), program),
        HINT = 'A curator of the program does it with badcase.register_contributor.';
    END IF;
    RETURN c;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.sender(int, bigint) IS
  'the contributor of an upload: the one who is named, where the person may act for that one, or else the person';

CREATE FUNCTION badcase_internal.start_upload(program int, c badcase_internal.contributor, file_name text, kind text, target bigint, format text) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id bigint;
  BEGIN
    IF (badcase_internal.current_upload()).upload_id IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = 'this transaction has opened an upload already',
        HINT = 'An upload is one transaction: BEGIN a new one.';
    END IF;
    IF kind = 'submissions' THEN
      PERFORM badcase_internal.check_quota(c, 1, 0, 0, 0);
    END IF;

    -- The extension's library brings COPY its format: with this call, the session has it.
    PERFORM @extschema@.badcase_try('{}'::text);
    INSERT INTO badcase_internal.upload (program_id, contributor_id, kind, target, file_name, opened_by, format)
    VALUES (program, c.contributor_id, start_upload.kind, start_upload.target, start_upload.file_name, badcase_internal.person_name(),
      nullif(start_upload.format, 'badcase'))
    RETURNING upload_id INTO new_id;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.start_upload(int, badcase_internal.contributor, text, text, bigint, text) IS
  'opens an upload in a transaction that has none; returns its number';

CREATE FUNCTION badcase.open_upload(program int DEFAULT NULL, contributor bigint DEFAULT NULL, file_name text DEFAULT NULL,
    kind text DEFAULT 'submissions', target bigint DEFAULT NULL, format text DEFAULT 'badcase') RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor;
  BEGIN
    IF badcase_internal.is_upload_kind(kind) IS NOT TRUE THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such kind of upload',
        HINT = (SELECT format('Kinds are %s.', string_agg(u.kind, ', ')) FROM badcase_internal.upload_kinds() u);
    END IF;
    IF program IS NULL AND kind = 'submissions' AND contributor IS NOT NULL THEN
      program := (badcase_internal.require_self_or_curator(contributor)).program_id;
    ELSIF program IS NULL THEN
      program := badcase_internal.only_program(CASE WHEN kind = 'submissions' THEN 'contributor'::text ELSE 'curator'::text END);
    END IF;
    IF kind = 'submissions' THEN
      c := badcase_internal.sender(program, contributor);
    ELSE
      PERFORM badcase_internal.require(program, 'curator');
    END IF;
    PERFORM badcase_internal.check_target(program, contributor, kind, target);
    PERFORM badcase_internal.check_format(kind, format);
    RETURN badcase_internal.start_upload(program, c, file_name, kind, target, format);
  END
  $$;
COMMENT ON FUNCTION badcase.open_upload(int, bigint, text, text, bigint, text) IS
  'contributor, curator: opens the upload that this transaction fills and processes; returns its number; program null: the only one that the person has; format: that of the lines, auto for each by its keys';

-- One statement judges the lines, stores what is new and keeps what is refused. Whether a line is known is asked line
-- by line, with LIMIT: as NOT EXISTS it would be a join, which without statistics of the digests compares each line with
-- all that the contributor ever sent.
CREATE FUNCTION badcase_internal.store_submissions(u badcase_internal.upload, OUT lines bigint, OUT stored bigint, OUT good bigint,
    OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT xid8 := pg_current_xact_id();
  BEGIN
    WITH line AS MATERIALIZED (
      SELECT t.line_no, t.record, @extschema@.badcase_digest(t.record) AS digest
      FROM (
        SELECT i.line_no, @extschema@.badcase_try(i.line, coalesce(u.format, 'badcase')) AS record
        FROM badcase.intake i WHERE i.xact = me
        OFFSET 0) t
    ), fresh AS MATERIALIZED (
      SELECT DISTINCT ON (l.digest) l.line_no, l.record, l.digest
      FROM line l
      WHERE l.digest IS NOT NULL AND (
        SELECT s.digest FROM badcase_internal.submission s
        WHERE s.contributor_id = u.contributor_id AND s.program_id = u.program_id
          AND substr(s.digest, 1, 7) = substr(l.digest, 1, 7) AND s.digest = l.digest AND s.state <> 'withdrawn' LIMIT 1) IS NULL
      ORDER BY l.digest, l.line_no
    ), submission AS (
      INSERT INTO badcase_internal.submission
        (program_id, contributor_id, upload_id, line_no, record, digest, exact_key, exact_key_version)
      SELECT u.program_id, u.contributor_id, u.upload_id, f.line_no, f.record, f.digest,
        @extschema@.exact_key(f.record), @extschema@.badcase_exact_key_version()
      FROM fresh f ORDER BY f.line_no
      RETURNING submission_id
    ), event AS (
      INSERT INTO badcase_internal.event (submission_id, to_state, actor, revision)
      SELECT s.submission_id, 'received', badcase_internal.person_name(), 1 FROM submission s
    ), bad AS MATERIALIZED (
      SELECT i.line_no, i.line, @extschema@.badcase_blank(i.line) AS is_blank
      FROM line l JOIN badcase.intake i ON i.xact = me AND i.line_no = l.line_no
      WHERE l.record IS NULL
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, contributor_id,
        code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, b.line_no, u.program_id, u.contributor_id,
        c.code, c.byte_offset, c.path, c.message, b.line, sha256(b.line)
      FROM bad b CROSS JOIN LATERAL @extschema@.badcase_check(b.line, coalesce(u.format, 'badcase')) c
      WHERE NOT b.is_blank AND (
        SELECT k.line_digest FROM badcase_internal.refused_line k
        WHERE k.contributor_id = u.contributor_id AND k.program_id = u.program_id
          AND k.line_digest = sha256(b.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT count(*) FROM submission),
      (SELECT count(*) FROM line l WHERE l.record IS NOT NULL), (SELECT count(*) FROM bad b WHERE b.is_blank)
    INTO lines, stored, good, blank;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.store_submissions(badcase_internal.upload) IS
  'judges the lines of an upload of submissions; stores the new ones and keeps the refused';

-- Before anything is judged: it takes no longer than to count the lines.
CREATE FUNCTION badcase_internal.check_lines(u badcase_internal.upload) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    sent record;
    c badcase_internal.contributor;
  BEGIN
    SELECT count(*) AS lines, count(DISTINCT i.line_no) AS numbers, coalesce(sum(length(i.line) + 1), 0)::bigint AS bytes,
      coalesce(max(length(i.line)), 0) AS longest
    INTO sent FROM badcase.intake i WHERE i.xact = pg_current_xact_id();
    IF sent.numbers < sent.lines THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('upload %s has more than one line of the same number', u.upload_id),
        HINT = 'An upload is one file: open another for the next.';
    END IF;
    IF u.kind = 'submissions' THEN
      PERFORM badcase_internal.lock_contributor(u.contributor_id);
      SELECT k.* INTO STRICT c FROM badcase_internal.contributor k WHERE k.contributor_id = u.contributor_id;
      PERFORM badcase_internal.check_quota(c, 0, sent.lines, sent.bytes, sent.longest);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_lines(badcase_internal.upload) IS
  'raises where line numbers of the upload occur twice or its contributor has sent more than the quota; other uploads of the contributor wait from here on';

-- An upload without an attestation takes the contributor's last one.
CREATE FUNCTION badcase_internal.take_in(u badcase_internal.upload)
  RETURNS TABLE (upload_id bigint, lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT xid8 := pg_current_xact_id();
    sums record;
  BEGIN
    IF u.processed_at IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('upload %s has been processed already', u.upload_id);
    END IF;
    IF EXISTS (SELECT FROM badcase.intake i WHERE i.xact = me AND (i.line_no IS NULL OR i.line_no < 1 OR i.line IS NULL)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a line of the upload has no bytes, or no number from 1 on';
    END IF;
    PERFORM badcase_internal.check_lines(u);

    IF u.kind = 'terms' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_terms(u) t;
    ELSIF u.kind = 'corpus' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_corpus(u) t;
    ELSIF u.kind = 'clusters' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_clusters(u) t;
    ELSIF u.kind = 'outputs' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_outputs(u) t;
    ELSIF u.kind = 'suggestions' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_suggestions(u) t;
    ELSE
      SELECT t.* INTO sums FROM badcase_internal.store_submissions(u) t;
    END IF;
    UPDATE badcase_internal.upload o SET
      attestation_id = (
        SELECT max(a.attestation_id) FROM badcase_internal.attestation a WHERE a.contributor_id = u.contributor_id),
      processed_at = now(),
      lines = sums.lines,
      stored = sums.stored,
      repeated = sums.good - sums.stored,
      refused = sums.lines - sums.good - sums.blank,
      blank = sums.blank,
      bytes = t.bytes,
      sha256 = t.sha256
    FROM (
      SELECT coalesce(sum(length(i.line) + 1), 0) AS bytes,
        @extschema@.badcase_lines_sha256(i.line ORDER BY i.line_no) AS sha256
      FROM badcase.intake i WHERE i.xact = me) t
    WHERE o.upload_id = u.upload_id;
    IF u.kind = 'submissions' THEN
      PERFORM badcase_internal.note_passed_lines(u);
      PERFORM badcase_internal.notify(u.program_id, CASE WHEN sums.stored > 0 THEN 'upload'::text END);
    END IF;
    DELETE FROM badcase.intake i WHERE i.xact = me;
    RETURN QUERY
      SELECT o.upload_id, o.lines, o.stored, o.repeated, o.refused, o.blank
      FROM badcase_internal.upload o WHERE o.upload_id = u.upload_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.take_in(badcase_internal.upload) IS
  'judges the lines of an upload that this transaction opened, stores or refuses each, returns the sums';

CREATE FUNCTION badcase.process_upload(upload bigint DEFAULT NULL)
  RETURNS TABLE (upload_id bigint, lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    u CONSTANT badcase_internal.upload := badcase_internal.current_upload();
  BEGIN
    IF u.upload_id IS NULL OR u.upload_id <> upload THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = 'this transaction has not opened that upload',
        HINT = 'An upload is one transaction: BEGIN, badcase.open_upload, \copy badcase.intake, badcase.process_upload, COMMIT.';
    END IF;
    PERFORM badcase_internal.require_sender(u);
    RETURN QUERY SELECT t.* FROM badcase_internal.take_in(u) t;
  END
  $$;
COMMENT ON FUNCTION badcase.process_upload(bigint) IS
  'contributor, curator: judges the lines of the upload that this transaction opened, stores or refuses each, returns the sums';

CREATE FUNCTION badcase_internal.what_to_do(code text, lang text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT coalesce(badcase_internal.told('hint_' || code, lang), @extschema@.badcase_hint(code));
  END;
COMMENT ON FUNCTION badcase_internal.what_to_do(text, text) IS 'what to do about a refused line''s code or a submission''s state, in a language';

-- A line may be a row of a format that was not named; a format has words of its own for some faults.
CREATE FUNCTION badcase_internal.what_to_do(r badcase_internal.refused_line, lang text) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(
      CASE WHEN u.kind IN ('submissions', 'corpus') AND r.code IN ('missing_prompt', 'missing_response') AND r.line IS NOT NULL THEN (
        SELECT badcase_internal.told('hint_other_format', what_to_do.lang, f.name)
        FROM @extschema@.badcase_object(r.line) o CROSS JOIN LATERAL (SELECT @extschema@.badcase_format(o.object) AS name) f
        WHERE f.name <> coalesce(u.format, 'badcase') AND @extschema@.badcase_try(r.line, f.name) IS NOT NULL) END,
      CASE WHEN u.format IS NOT NULL AND r.line IS NOT NULL THEN (
        SELECT CASE what_to_do.lang WHEN 'zh' THEN (SELECT w.zh FROM badcase_internal.told_words() w WHERE w.en = c.hint AND starts_with(w.key, 'row_')) ELSE c.hint END
        FROM @extschema@.badcase_check(r.line, u.format) c) END,
      badcase_internal.what_to_do(r.code, what_to_do.lang))
    FROM badcase_internal.upload u WHERE u.upload_id = r.upload_id
  $$;
COMMENT ON FUNCTION badcase_internal.what_to_do(badcase_internal.refused_line, text) IS 'what to do about a refused line, in a language';

CREATE FUNCTION badcase.refused_lines(upload bigint, max_rows int DEFAULT 5)
  RETURNS TABLE (line_no bigint, byte_offset int, code text, path text, message text, hint text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    u badcase_internal.upload;
  BEGIN
    SELECT o.* INTO u FROM badcase_internal.upload o WHERE o.upload_id = refused_lines.upload;
    PERFORM badcase_internal.require_sender(u);
    IF max_rows < 0 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'rows are 0 or more, or null for all';
    END IF;
    RETURN QUERY
      SELECT r.line_no, r.byte_offset, r.code, r.path, r.message, badcase_internal.what_to_do(r, 'en')
      FROM badcase_internal.refused_line r WHERE r.upload_id = refused_lines.upload
      ORDER BY r.line_no LIMIT max_rows;
  END
  $$;
COMMENT ON FUNCTION badcase.refused_lines(bigint, int) IS
  'contributor, curator: the first lines of an upload that were refused and had not been sent before, with what to do about them';
