-- What a contributor sees and does with a token.

CREATE FUNCTION badcase.door_status(token text)
  RETURNS TABLE (state text, reason text, program int, program_name text, name text, github text, contacts jsonb, lang text, terms_version text,
    consents jsonb, token_until timestamptz, states jsonb)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    t CONSTANT badcase_internal.door_token := badcase_internal.good_token(door_status.token);
  BEGIN
    RETURN QUERY
      SELECT a.state, a.reason, p.program_id, p.name, coalesce(a.name, c.display_name), coalesce(a.github, c.github),
        coalesce((SELECT jsonb_object_agg(k.kind, k.value) FROM badcase_internal.contributor_contact k WHERE k.contributor_id = c.contributor_id), '{}'),
        coalesce(c.lang, a.lang),
        coalesce((SELECT k.text_version FROM badcase_internal.attestation k
          WHERE k.contributor_id = c.contributor_id ORDER BY k.attestation_id DESC LIMIT 1), a.terms_version),
        CASE WHEN c.contributor_id IS NULL THEN (SELECT jsonb_object_agg(s.scope, s.scope = ANY (a.consents)) FROM unnest(badcase_internal.consent_scopes()) s(scope))
          ELSE (SELECT jsonb_object_agg(s.scope, badcase_internal.consents(c.contributor_id, s.scope)) FROM unnest(badcase_internal.consent_scopes()) s(scope)) END,
        t.expires_at,
        coalesce((SELECT jsonb_object_agg(k.state, k.n) FROM (
          SELECT s.contributor_state AS state, count(*) AS n FROM badcase_internal.submission s
          WHERE s.contributor_id = c.contributor_id GROUP BY s.contributor_state) k), '{}')
      FROM badcase_internal.application a
      JOIN badcase_internal.program p ON p.program_id = a.program_id
      LEFT JOIN badcase_internal.contributor c ON c.contributor_id = t.contributor_id
      WHERE a.application_id = t.application_id;
  END
  $$;
COMMENT ON FUNCTION badcase.door_status(text) IS
  'intake: how the application of a token''s bearer stands, what the bearer agreed to, and how many submissions are in each state';

CREATE FUNCTION badcase.door_uploads(token text, before bigint DEFAULT NULL, max_rows int DEFAULT 50)
  RETURNS TABLE (upload bigint, file_name text, opened_at timestamptz, lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint,
    bytes bigint, sha256 text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(door_uploads.token);
  BEGIN
    PERFORM badcase_internal.require_rows(max_rows);
    RETURN QUERY
      SELECT u.upload_id, u.file_name, u.opened_at, u.lines, u.stored, u.repeated, u.refused, u.blank, u.bytes, encode(u.sha256, 'hex')
      FROM badcase_internal.upload u
      WHERE u.contributor_id = c.contributor_id AND (before IS NULL OR u.upload_id < before)
      ORDER BY u.upload_id DESC LIMIT max_rows;
  END
  $$;
COMMENT ON FUNCTION badcase.door_uploads(text, bigint, int) IS 'intake: the files that a token''s bearer sent, the newest first; before: an upload''s number, to go on from it';

CREATE FUNCTION badcase_internal.require_rows(max_rows int) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF max_rows IS NULL OR max_rows NOT BETWEEN 0 AND 1000 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'rows are 0 to 1000';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_rows(int) IS 'raises (22023) where so many rows are not given at once';

-- Every line of an upload has a row, so that a page of lines is a range of their numbers.
CREATE FUNCTION badcase.door_lines(token text, upload bigint DEFAULT NULL, after bigint DEFAULT 0, max_rows int DEFAULT 100, lang text DEFAULT NULL)
  RETURNS TABLE (upload_id bigint, file_name text, line_no bigint, verdict text, code text, message text, submission bigint,
    state text, reasons text[], updated_at timestamptz, hint text, preview text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(door_lines.token);
    words CONSTANT text := coalesce(door_lines.lang, c.lang);
    r record;
  BEGIN
    PERFORM badcase_internal.require_language(words);
    PERFORM badcase_internal.require_rows(max_rows);
    IF upload IS NOT NULL THEN
      RETURN QUERY
        SELECT f.upload, f.file_name, f.line_no, f.verdict, f.code, f.message, f.submission, f.state, f.reasons, f.updated_at, f.hint, (
          SELECT left(@extschema@.prompt(s.record), 200) FROM badcase_internal.submission s
          WHERE f.verdict = 'stored' AND s.submission_id = f.submission)
        FROM badcase_internal.fates_of_lines(ARRAY[c.contributor_id], words) f
        WHERE f.upload = door_lines.upload AND f.line_no > after AND f.line_no <= after + max_rows
        ORDER BY f.line_no;
      RETURN;
    END IF;
    FOR r IN
      SELECT s.submission_id, s.upload_id, s.line_no FROM badcase_internal.submission s
      WHERE s.contributor_id = c.contributor_id AND s.contributor_state IN ('held', 'needs_changes', 'accepted', 'rejected')
      ORDER BY s.contributor_state_at DESC, s.submission_id DESC LIMIT max_rows
    LOOP
      RETURN QUERY
        SELECT f.upload, f.file_name, f.line_no, f.verdict, f.code, f.message, f.submission, f.state, f.reasons, f.updated_at, f.hint, (
          SELECT left(@extschema@.prompt(s.record), 200) FROM badcase_internal.submission s WHERE s.submission_id = r.submission_id)
        FROM badcase_internal.fates_of_lines(ARRAY[c.contributor_id], words) f
        WHERE f.upload = r.upload_id AND f.line_no = r.line_no;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase.door_lines(text, bigint, bigint, int, text) IS
  'intake: what became of the lines of an upload of a token''s bearer, from one line on; without an upload, what was decided or held of all, the newest first';

CREATE FUNCTION badcase.door_record(token text, upload bigint, line_no bigint)
  RETURNS TABLE (submission bigint, state text, record json, line bytea, code text, byte_offset int)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(door_record.token);
  BEGIN
    RETURN QUERY
      SELECT s.submission_id, s.contributor_state, @extschema@.json(s.record), NULL::bytea, NULL::text, NULL::int
      FROM badcase_internal.submission s
      WHERE s.contributor_id = c.contributor_id AND s.upload_id = door_record.upload AND s.line_no = door_record.line_no
      UNION ALL
      SELECT NULL, NULL, NULL, r.line, r.code, r.byte_offset FROM badcase_internal.refused_line r
      WHERE r.contributor_id = c.contributor_id AND r.upload_id = door_record.upload AND r.line_no = door_record.line_no
      UNION ALL
      SELECT s.submission_id, s.contributor_state, @extschema@.json(s.record), r.line, r.code, r.byte_offset
      FROM badcase_internal.passed_line p
      LEFT JOIN badcase_internal.submission s ON s.submission_id = p.submission_id AND s.contributor_id = c.contributor_id
      LEFT JOIN badcase_internal.refused_line r ON r.upload_id = p.refused_upload AND r.line_no = p.refused_line_no AND r.contributor_id = c.contributor_id
      WHERE p.contributor_id = c.contributor_id AND p.upload_id = door_record.upload AND p.line_no = door_record.line_no;
  END
  $$;
COMMENT ON FUNCTION badcase.door_record(text, bigint, bigint) IS
  'intake: the record of a line that a token''s bearer sent, as it stands now, or the bytes of a refused line; no row for a line that is none of theirs';

CREATE FUNCTION badcase.door_open_upload(token text, file_name text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(token);
  BEGIN
    RETURN badcase_internal.start_upload(c.program_id, c, file_name, 'submissions', NULL::bigint, 'badcase'::text);
  END
  $$;
COMMENT ON FUNCTION badcase.door_open_upload(text, text) IS
  'intake: opens the upload of a token''s bearer that this transaction fills and processes; returns its number';

CREATE FUNCTION badcase.door_process(token text)
  RETURNS TABLE (upload_id bigint, lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(door_process.token);
    u CONSTANT badcase_internal.upload := badcase_internal.current_upload();
  BEGIN
    IF u.upload_id IS NULL OR u.contributor_id IS DISTINCT FROM c.contributor_id THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = 'this transaction has not opened that upload',
        HINT = 'An upload is one transaction: BEGIN, badcase.door_open_upload, COPY badcase.intake, badcase.door_process, COMMIT.';
    END IF;
    RETURN QUERY SELECT t.* FROM badcase_internal.take_in(u) t;
  END
  $$;
COMMENT ON FUNCTION badcase.door_process(text) IS
  'intake: judges the lines of the upload that this transaction opened for a token''s bearer, stores or refuses each, returns the sums';

CREATE FUNCTION badcase.door_consent(token text, scope text, granted bool, text_version text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(token);
  BEGIN
    PERFORM badcase_internal.enter_consent(c.contributor_id, scope, granted, text_version, true);
  END
  $$;
COMMENT ON FUNCTION badcase.door_consent(text, text, bool, text) IS
  'intake: gives a consent of a token''s bearer, or takes it back, from now on; it is the bearer''s own word';

CREATE FUNCTION badcase.door_withdraw(token text, submission bigint DEFAULT NULL, upload bigint DEFAULT NULL, reason text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(token);
  BEGIN
    IF num_nonnulls(submission, upload) <> 1 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a withdrawal at a door is of one submission or one upload';
    END IF;
    IF NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.submission_id = door_withdraw.submission AND s.contributor_id = c.contributor_id)
        AND NOT EXISTS (SELECT FROM badcase_internal.upload u WHERE u.upload_id = door_withdraw.upload AND u.contributor_id = c.contributor_id) THEN
      PERFORM badcase_internal.refuse_number();
    END IF;
    RETURN badcase_internal.withdraw_all(badcase_internal.start_withdrawal('withdraw', c, upload, submission, reason));
  END
  $$;
COMMENT ON FUNCTION badcase.door_withdraw(text, bigint, bigint, text) IS
  'intake: takes back a submission or an upload of a token''s bearer; returns how many submissions that were';

CREATE FUNCTION badcase_internal.refuse_number() RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'nothing of that number is of the token''s bearer';
  END
  $$;
COMMENT ON FUNCTION badcase_internal.refuse_number() IS 'raises 42501: the same for what there is not and what is somebody else''s';

CREATE FUNCTION badcase.door_revise(token text, submission bigint, record @extschema@.badcase, reason text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(token);
  BEGIN
    IF NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.submission_id = door_revise.submission AND s.contributor_id = c.contributor_id) THEN
      PERFORM badcase_internal.refuse_number();
    END IF;
    RETURN badcase_internal.make_revision(submission, record, reason, true);
  END
  $$;
COMMENT ON FUNCTION badcase.door_revise(text, bigint, @extschema@.badcase, text) IS
  'intake: gives a submission of a token''s bearer that needs changes a new revision and sends it to triage again; returns its state';

CREATE FUNCTION badcase.door_set(token text, what text, value text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_variable
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(token);
  BEGIN
    IF what IS NULL OR what NOT IN ('name', 'contact', 'github', 'lang') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such thing to change',
        HINT = 'These are name, contact, github, lang.';
    END IF;
    IF length(value) > 200 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'it has up to 200 characters';
    END IF;
    IF what = 'name' THEN
      IF value IS NOT NULL THEN
        PERFORM badcase_internal.require_words('a display name', value);
      END IF;
      UPDATE badcase_internal.contributor k SET display_name = value, name_is_own = true WHERE k.contributor_id = c.contributor_id;
    ELSIF what = 'github' THEN
      PERFORM badcase_internal.enter_github(c.contributor_id, value);
    ELSIF what = 'contact' THEN
      DELETE FROM badcase_internal.contributor_contact k WHERE k.contributor_id = c.contributor_id AND k.kind IN ('e-mail', 'other');
      IF value IS NOT NULL THEN
        PERFORM badcase_internal.require_words('a contact', value);
        PERFORM badcase_internal.enter_contact(c.contributor_id, badcase_internal.kind_of_contact(value), value);
      END IF;
    ELSE
      PERFORM badcase_internal.require_language(value);
      UPDATE badcase_internal.contributor k SET lang = value WHERE k.contributor_id = c.contributor_id;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.door_set(text, text, text) IS
  'intake: changes the name, contact, login at GitHub or language (name, contact, github, lang) of a token''s bearer; null removes it';

-- A token that was seen by somebody else is of no use to them after this.
CREATE FUNCTION badcase.door_renew(token text) RETURNS TABLE (new_token text, expires_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    t CONSTANT badcase_internal.door_token := badcase_internal.good_token(door_renew.token);
    given text;
  BEGIN
    UPDATE badcase_internal.door_token k SET ended_at = now() WHERE k.token_sha256 = t.token_sha256 AND k.ended_at IS NULL;
    IF NOT FOUND THEN
      PERFORM badcase_internal.good_token('');
    END IF;
    given := badcase_internal.give_token(t.program_id, t.application_id, t.contributor_id);
    PERFORM badcase_internal.note_action(t.program_id, 'token_renewed', reason => format('application %s', t.application_id));
    RETURN QUERY
      SELECT given, k.expires_at FROM badcase_internal.door_token k WHERE k.token_sha256 = sha256(convert_to(given, 'UTF8'));
  END
  $$;
COMMENT ON FUNCTION badcase.door_renew(text) IS 'intake: gives a token''s bearer another token, which is shown this once; the old one is good no longer';
