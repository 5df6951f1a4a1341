-- Taking in. An upload is one transaction: open_upload, COPY into intake, process_upload.

CREATE FUNCTION badcase.clear_intake() RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    DELETE FROM badcase.intake i WHERE i.ctid = ANY (ARRAY(
      SELECT o.ctid FROM badcase.intake o WHERE o.xact < pg_snapshot_xmin(pg_current_snapshot())
      FOR UPDATE SKIP LOCKED));
  END;
COMMENT ON FUNCTION badcase.clear_intake() IS 'removes the lines that transactions which are over have left in intake';

-- What no contributor sends in is the curators'.
CREATE FUNCTION badcase.require_sender(u badcase.upload) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    IF u.kind <> 'submissions' AND badcase.has_capability(u.program_id, 'curator') THEN
      RETURN;
    END IF;
    -- without a contributor it refuses, in the same words
    PERFORM badcase.require_self_or_curator(u.contributor_id);
  END
  $$;
COMMENT ON FUNCTION badcase.require_sender(badcase.upload) IS
  'raises 42501 unless the caller may fill or see that upload';

CREATE FUNCTION badcase.open_upload(program int, contributor bigint DEFAULT NULL, file_name text DEFAULT NULL,
    kind text DEFAULT 'submissions', target bigint DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    c badcase.contributor;
    new_id bigint;
  BEGIN
    IF kind = 'terms' THEN
      PERFORM badcase.require(program, 'curator');
      IF contributor IS NOT NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'terms have no contributor';
      END IF;
      IF NOT EXISTS (SELECT FROM badcase.term_list l
          WHERE l.term_list_id = target AND l.program_id = open_upload.program) THEN
        RAISE undefined_object USING
          MESSAGE = format('program %s has no term list %s', program, coalesce(target::text, 'null')),
          HINT = 'badcase.create_term_list makes one and returns its number, the target of the upload.';
      END IF;
    ELSIF kind = 'corpus' THEN
      PERFORM badcase.require(program, 'curator');
      IF contributor IS NOT NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'a corpus has no contributor';
      END IF;
      IF NOT EXISTS (SELECT FROM badcase.corpus k WHERE k.corpus_id = target AND k.program_id = open_upload.program) THEN
        RAISE undefined_object USING
          MESSAGE = format('program %s has no corpus %s', program, coalesce(target::text, 'null')),
          HINT = 'badcase.open_corpus makes one and returns its number, the target of the upload.';
      END IF;
    ELSIF kind = 'outputs' THEN
      PERFORM badcase.require(program, 'curator');
      IF contributor IS NOT NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'outputs have no contributor';
      END IF;
      IF NOT EXISTS (SELECT FROM badcase.model_version m WHERE m.model_id = target AND m.program_id = open_upload.program) THEN
        RAISE undefined_object USING
          MESSAGE = format('program %s has no model %s', program, coalesce(target::text, 'null')),
          HINT = 'badcase.register_model registers one and returns its number, the target of the upload.';
      END IF;
    ELSIF contributor IS NOT NULL THEN
      c := badcase.require_self_or_curator(contributor);
      IF c.program_id IS DISTINCT FROM program THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('contributor %s is registered in another program', contributor);
      END IF;
    ELSE
      PERFORM badcase.require(program, 'contributor');
      SELECT k.* INTO c FROM badcase.contributor k
      WHERE k.program_id = open_upload.program AND k.role = badcase.caller();
      IF NOT FOUND THEN
        RAISE insufficient_privilege USING
          MESSAGE = format('role "%s" is not registered as a contributor of program %s', badcase.caller(), program),
          HINT = 'A curator of the program does it with badcase.register_contributor.';
      END IF;
    END IF;
    IF kind IS NULL OR kind NOT IN ('submissions', 'corpus', 'outputs', 'terms') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such kind of upload',
        HINT = 'Kinds are submissions, corpus, outputs and terms.';
    END IF;
    IF kind = 'submissions' AND target IS NOT NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = 'submissions have no target';
    END IF;
    IF EXISTS (SELECT FROM badcase.upload u WHERE u.xact = pg_current_xact_id() AND u.opened_at = now()) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = 'this transaction has opened an upload already',
        HINT = 'An upload is one transaction: BEGIN a new one.';
    END IF;

    -- The extension's library brings COPY its format: with this call, the session has it.
    PERFORM @extschema@.badcase_try('{}'::text);

    -- Lines before the upload was opened belong to none.
    DELETE FROM badcase.intake i WHERE i.xact = pg_current_xact_id();
    PERFORM badcase.clear_intake();

    INSERT INTO badcase.upload (program_id, contributor_id, contributor_role, kind, target, file_name, opened_by)
    VALUES (program, c.contributor_id, c.role, open_upload.kind, open_upload.target, open_upload.file_name, badcase.caller())
    RETURNING upload_id INTO new_id;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.open_upload(int, bigint, text, text, bigint) IS
  'opens the upload that this transaction fills; returns its number';

-- One statement judges the lines, stores what is new and keeps what is refused. Whether a line is known is asked line
-- by line, with LIMIT: as NOT EXISTS it would be a join, which without statistics of the digests compares each line with
-- all that the contributor ever sent.
CREATE FUNCTION badcase.store_submissions(u badcase.upload, OUT lines bigint, OUT stored bigint, OUT good bigint,
    OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT xid8 := pg_current_xact_id();
  BEGIN
    PERFORM badcase.lock_contributor(u.contributor_id);
    WITH line AS MATERIALIZED (
      SELECT t.line_no, t.record, @extschema@.badcase_digest(t.record) AS digest
      FROM (
        SELECT i.line_no, @extschema@.badcase_try(i.line) AS record
        FROM badcase.intake i WHERE i.xact = me
        OFFSET 0) t
    ), fresh AS MATERIALIZED (
      SELECT DISTINCT ON (l.digest) l.line_no, l.record, l.digest
      FROM line l
      WHERE l.digest IS NOT NULL AND (
        SELECT true FROM badcase.submission s
        WHERE s.contributor_id = u.contributor_id AND s.program_id = u.program_id
          AND s.digest = l.digest AND s.state <> 'withdrawn' LIMIT 1) IS NULL
      ORDER BY l.digest, l.line_no
    ), submission AS (
      INSERT INTO badcase.submission
        (program_id, contributor_id, contributor_role, upload_id, line_no, record, digest, exact_key)
      SELECT u.program_id, u.contributor_id, u.contributor_role, u.upload_id, f.line_no, f.record, f.digest,
        @extschema@.exact_key(f.record)
      FROM fresh f ORDER BY f.line_no
      RETURNING submission_id, record, digest
    ), revision AS (
      INSERT INTO badcase.revision (submission_id, revision, record, digest, made_by)
      SELECT s.submission_id, 1, s.record, s.digest, badcase.caller() FROM submission s
    ), event AS (
      INSERT INTO badcase.event (submission_id, to_state, actor, revision, digest)
      SELECT s.submission_id, 'received', badcase.caller(), 1, s.digest FROM submission s
    ), bad AS MATERIALIZED (
      SELECT i.line_no, i.line, @extschema@.badcase_blank(i.line) AS is_blank
      FROM line l JOIN badcase.intake i ON i.xact = me AND i.line_no = l.line_no
      WHERE l.record IS NULL
    ), refused_line AS (
      INSERT INTO badcase.refused_line (upload_id, line_no, program_id, contributor_id, contributor_role,
        code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, b.line_no, u.program_id, u.contributor_id, u.contributor_role,
        c.code, c.byte_offset, c.path, c.message, b.line, sha256(b.line)
      FROM bad b CROSS JOIN LATERAL @extschema@.badcase_check(b.line) c
      WHERE NOT b.is_blank AND (
        SELECT true FROM badcase.refused_line k
        WHERE k.contributor_id = u.contributor_id AND k.program_id = u.program_id
          AND k.line_digest = sha256(b.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT count(*) FROM submission),
      (SELECT count(*) FROM line l WHERE l.record IS NOT NULL), (SELECT count(*) FROM bad b WHERE b.is_blank)
    INTO lines, stored, good, blank;
  END
  $$;
COMMENT ON FUNCTION badcase.store_submissions(badcase.upload) IS
  'judges the lines of an upload of submissions; stores the new ones and keeps the refused';

-- An upload without an attestation takes the contributor's last one.
CREATE FUNCTION badcase.process_upload(upload bigint DEFAULT NULL)
  RETURNS TABLE (upload_id bigint, lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT xid8 := pg_current_xact_id();
    u badcase.upload;
    sums record;
  BEGIN
    SELECT o.* INTO u FROM badcase.upload o WHERE o.xact = me AND o.opened_at = now();
    IF NOT FOUND OR u.upload_id <> upload THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = 'this transaction has not opened that upload',
        HINT = 'An upload is one transaction: BEGIN, badcase.open_upload, \copy badcase.intake, badcase.process_upload, COMMIT.';
    END IF;
    IF u.processed_at IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('upload %s has been processed already', u.upload_id);
    END IF;
    PERFORM badcase.require_sender(u);
    IF EXISTS (SELECT FROM badcase.intake i WHERE i.xact = me AND (i.line_no IS NULL OR i.line_no < 1 OR i.line IS NULL)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a line of the upload has no bytes, or no number from 1 on';
    END IF;

    IF u.kind = 'terms' THEN
      SELECT t.* INTO sums FROM badcase.store_terms(u) t;
    ELSIF u.kind = 'corpus' THEN
      SELECT t.* INTO sums FROM badcase.store_corpus(u) t;
    ELSIF u.kind = 'outputs' THEN
      SELECT t.* INTO sums FROM badcase.store_outputs(u) t;
    ELSE
      SELECT t.* INTO sums FROM badcase.store_submissions(u) t;
    END IF;
    UPDATE badcase.upload o SET
      attestation_id = (
        SELECT max(a.attestation_id) FROM badcase.attestation a WHERE a.contributor_id = u.contributor_id),
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
    DELETE FROM badcase.intake i WHERE i.xact = me;
    RETURN QUERY
      SELECT o.upload_id, o.lines, o.stored, o.repeated, o.refused, o.blank
      FROM badcase.upload o WHERE o.upload_id = u.upload_id;
  END
  $$;
COMMENT ON FUNCTION badcase.process_upload(bigint) IS
  'judges the lines of the upload that this transaction opened, stores or refuses each, returns the sums';

CREATE FUNCTION badcase.hint(code text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE code
      WHEN 'received' THEN 'It waits for triage.'
      WHEN 'held' THEN 'It waits for your attestation (badcase.attest), or for a curator to look at what it may hold.'
      WHEN 'duplicate' THEN 'You sent the same before; nothing is to be done.'
      WHEN 'pending' THEN 'It waits for review.'
      WHEN 'needs_changes' THEN 'It is useful, but the response is not right yet: send a better one with badcase.revise.'
      WHEN 'disputed' THEN 'The reviewers disagree; a curator decides.'
      WHEN 'accepted' THEN 'Thank you.'
      WHEN 'rejected' THEN 'See the message; nothing is to be done.'
      WHEN 'withdrawn' THEN 'It was taken back.'
      ELSE @extschema@.badcase_hint(code)
    END;
  END;
COMMENT ON FUNCTION badcase.hint(text) IS 'what to do about a refused line''s code or a submission''s state';

CREATE FUNCTION badcase.refused_lines(upload bigint, max_rows int DEFAULT 5)
  RETURNS TABLE (line_no bigint, byte_offset int, code text, path text, message text, hint text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    u badcase.upload;
  BEGIN
    SELECT o.* INTO u FROM badcase.upload o WHERE o.upload_id = refused_lines.upload;
    PERFORM badcase.require_sender(u);
    RETURN QUERY
      SELECT r.line_no, r.byte_offset, r.code, r.path, r.message, badcase.hint(r.code)
      FROM badcase.refused_line r WHERE r.upload_id = refused_lines.upload
      ORDER BY r.line_no LIMIT max_rows;
  END
  $$;
COMMENT ON FUNCTION badcase.refused_lines(bigint, int) IS
  'the first lines that an upload had refused and that were not known before, for its contributor and for curators';
