-- The door: contributors without a role, who are known by a token. A door's login has the capability intake and may call
-- these functions alone, each with the token of the contributor for whom it calls; it has no right without one. The server
-- makes the tokens, keeps their hashes and shows each once.

CREATE FUNCTION badcase_internal.most_applications() RETURNS int
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN 1000;
COMMENT ON FUNCTION badcase_internal.most_applications() IS 'how many can apply to a program within 24 hours';

-- A random UUID has 122 random bits of the server's strong generator: three have 366, of which the hash keeps 256.
CREATE FUNCTION badcase_internal.new_token() RETURNS text
  LANGUAGE sql VOLATILE
  BEGIN ATOMIC
    SELECT 'bct_' || encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex');
  END;
COMMENT ON FUNCTION badcase_internal.new_token() IS 'a token: bct_ and 256 random bits in hexadecimal';

CREATE FUNCTION badcase_internal.give_token(program int, application bigint, contributor bigint) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    token CONSTANT text := badcase_internal.new_token();
  BEGIN
    INSERT INTO badcase_internal.door_token (token_sha256, program_id, application_id, contributor_id, expires_at)
    SELECT sha256(convert_to(token, 'UTF8')), p.program_id, give_token.application, give_token.contributor,
      now() + make_interval(days => p.token_days)
    FROM badcase_internal.program p WHERE p.program_id = give_token.program;
    RETURN token;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.give_token(int, bigint, bigint) IS 'makes a token and keeps its hash; returns the token, which nothing else will show';

CREATE FUNCTION badcase_internal.require_door() RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.programs_with('intake') = '{}' THEN
      PERFORM badcase_internal.only_program('intake');
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_door() IS 'raises insufficient_privilege (42501) unless the person is a door of some program';

-- One answer for a token that never was, that is over, and that is another program's. The hash is looked up in an index: how
-- long that takes tells nothing of a token.
CREATE FUNCTION badcase_internal.bearer(token text) RETURNS badcase_internal.door_token
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    t badcase_internal.door_token;
  BEGIN
    PERFORM badcase_internal.require_door();
    SELECT k.* INTO t FROM badcase_internal.door_token k
    WHERE k.token_sha256 = sha256(convert_to(CASE WHEN length(bearer.token) = 68 THEN bearer.token ELSE '' END, 'UTF8'))
      AND k.ended_at IS NULL AND k.expires_at > now();
    IF NOT FOUND OR badcase_internal.has_capability(t.program_id, 'intake') IS NOT TRUE THEN
      RAISE invalid_authorization_specification USING
        MESSAGE = 'the token is not valid',
        HINT = 'It was not copied whole, or has expired, or another took its place. Who has lost one applies again.';
    END IF;
    RETURN t;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.bearer(text) IS
  'the row of a token that is good in a program for which the person is a door; raises 28000 if there is none, 42501 where the person is no door';

CREATE FUNCTION badcase_internal.at_door(token text) RETURNS badcase_internal.contributor
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    t CONSTANT badcase_internal.door_token := badcase_internal.bearer(token);
    c badcase_internal.contributor;
  BEGIN
    IF t.contributor_id IS NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = (SELECT CASE a.state WHEN 'refused' THEN 'the application was refused' ELSE 'the application waits for a curator' END
          FROM badcase_internal.application a WHERE a.application_id = t.application_id),
        HINT = 'badcase.door_status tells how it stands.';
    END IF;
    SELECT k.* INTO STRICT c FROM badcase_internal.contributor k WHERE k.contributor_id = t.contributor_id;
    RETURN c;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.at_door(text) IS
  'the contributor whose token it is; raises 28000 for a token that is not good, 55000 where the application was not admitted';

CREATE FUNCTION badcase_internal.end_tokens(contributor bigint) RETURNS int
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n int;
  BEGIN
    UPDATE badcase_internal.door_token t SET ended_at = now()
    WHERE t.contributor_id = end_tokens.contributor AND t.ended_at IS NULL;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.end_tokens(bigint) IS 'ends the tokens of a contributor; returns how many were not ended yet';

-- What is written on the form goes to the contributor, and is no longer kept twice.
CREATE FUNCTION badcase_internal.admit(application bigint, contributor bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    a badcase_internal.application;
    c bigint := contributor;
  BEGIN
    SELECT k.* INTO STRICT a FROM badcase_internal.application k WHERE k.application_id = admit.application FOR UPDATE;
    IF a.state <> 'waiting' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('application %s was %s already', a.application_id, a.state);
    END IF;
    IF c IS NULL THEN
      INSERT INTO badcase_internal.contributor (program_id, external_id, display_name, name_is_own, lang, registered_by)
      VALUES (a.program_id, 'door-' || a.application_id, a.name, true, a.lang, badcase_internal.person_name())
      RETURNING contributor_id INTO c;
    ELSE
      PERFORM badcase_internal.lock_contributor(c);
      PERFORM badcase_internal.end_tokens(c);
    END IF;
    PERFORM badcase_internal.enter_attestation(c, a.terms_version);
    PERFORM badcase_internal.enter_consent(c, s.scope, true, a.terms_version, true)
    FROM unnest(a.consents) s(scope);
    IF a.github IS NOT NULL THEN
      UPDATE badcase_internal.contributor k SET github = a.github WHERE k.contributor_id = c;
    END IF;
    IF a.contact IS NOT NULL THEN
      PERFORM badcase_internal.enter_contact(c, badcase_internal.kind_of_contact(a.contact), a.contact);
    END IF;
    UPDATE badcase_internal.application k SET state = 'admitted', name = NULL, contact = NULL, github = NULL, contributor_id = c,
      decided_by = badcase_internal.person_name(), decided_at = now()
    WHERE k.application_id = a.application_id;
    UPDATE badcase_internal.door_token t SET contributor_id = c WHERE t.application_id = a.application_id;
    PERFORM badcase_internal.note_action(a.program_id, 'applicant_admitted',
      reason => format('application %s, contributor %s', a.application_id, c));
    RETURN c;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.admit(bigint, bigint) IS
  'makes a contributor of who applied, or lets them be one that is there; returns its number';

CREATE FUNCTION badcase_internal.check_application(name text, contact text, github text, terms_version text, consents text[], lang text)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM badcase_internal.require_words('the name of an applicant', name);
    PERFORM badcase_internal.require_words('the version of the terms', terms_version);
    IF greatest(length(name), length(contact)) > 200 OR length(terms_version) > 100 THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a name or a contact has up to 200 characters, the version of the terms up to 100';
    END IF;
    IF consents IS NULL OR NOT consents <@ badcase_internal.consent_scopes() THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such scope of consent',
        HINT = format('Scopes are %s.', array_to_string(badcase_internal.consent_scopes(), ', '));
    END IF;
    PERFORM badcase_internal.require_language(lang);
    IF contact IS NOT NULL THEN
      PERFORM badcase_internal.require_words('a contact', contact);
    END IF;
    IF (contact IS NOT NULL AND 'contact' <> ALL (consents)) OR (github IS NOT NULL AND 'show_name' <> ALL (consents)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a contact is kept with the consent contact, a login at GitHub with the consent show_name',
        HINT = 'Agree to it, or leave it out.';
    END IF;
    PERFORM badcase_internal.require_login(github);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_application(text, text, text, text, text[], text) IS 'raises (22023) where an application cannot be as it is';

-- Of an open program the applicant is a contributor at once; elsewhere a curator decides, and the token waits with the
-- applicant. Applications that come at the same moment do not count each other: no lock of the program is taken for them.
CREATE FUNCTION badcase.door_apply(program int, name text, terms_version text, consents text[] DEFAULT '{}', contact text DEFAULT NULL,
    github text DEFAULT NULL, lang text DEFAULT 'en') RETURNS TABLE (token text, state text, expires_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    new_id bigint;
    given text;
  BEGIN
    program := badcase_internal.the_program(program, 'intake');
    PERFORM badcase_internal.check_application(door_apply.name, door_apply.contact, door_apply.github, door_apply.terms_version,
      door_apply.consents, door_apply.lang);
    IF (SELECT count(*) >= badcase_internal.most_applications() FROM badcase_internal.application a
        WHERE a.program_id = door_apply.program AND a.applied_at > now() - interval '24 hours') THEN
      RAISE program_limit_exceeded USING
        MESSAGE = format('program %s takes no more than %s applications within 24 hours', program, badcase_internal.most_applications()),
        HINT = 'Apply again tomorrow.';
    END IF;
    INSERT INTO badcase_internal.application (program_id, name, contact, github, terms_version, consents, lang)
    VALUES (program, door_apply.name, door_apply.contact, door_apply.github, door_apply.terms_version,
      ARRAY(SELECT s.scope FROM unnest(badcase_internal.consent_scopes()) s(scope) WHERE s.scope = ANY (door_apply.consents)), door_apply.lang)
    RETURNING application_id INTO new_id;
    given := badcase_internal.give_token(program, new_id, NULL::bigint);
    PERFORM badcase_internal.note_action(program, 'application', reason => format('application %s', new_id));
    IF (SELECT p.open FROM badcase_internal.program p WHERE p.program_id = door_apply.program) THEN
      PERFORM badcase_internal.admit(new_id, NULL::bigint);
    END IF;
    RETURN QUERY
      SELECT given, a.state, t.expires_at
      FROM badcase_internal.application a JOIN badcase_internal.door_token t ON t.application_id = a.application_id
      WHERE a.application_id = new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.door_apply(int, text, text, text[], text, text, text) IS
  'intake: applies to contribute, with the four consents apart and off unless named; returns the token of the applicant, which is shown this once';

CREATE FUNCTION badcase.door_programs() RETURNS TABLE (program int, name text, about text, open bool)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM badcase_internal.require_door();
    RETURN QUERY
      SELECT p.program_id, p.name, p.about, p.open FROM badcase_internal.program p
      WHERE p.program_id = ANY (badcase_internal.programs_with('intake'))
      ORDER BY p.program_id;
  END
  $$;
COMMENT ON FUNCTION badcase.door_programs() IS 'intake: the programs of a door, and whether they are open: who applies is admitted at once';

CREATE FUNCTION badcase.door_status(token text)
  RETURNS TABLE (state text, reason text, program int, program_name text, name text, github text, contacts jsonb, lang text, terms_version text,
    consents jsonb, token_until timestamptz, states jsonb)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    t CONSTANT badcase_internal.door_token := badcase_internal.bearer(door_status.token);
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
    c CONSTANT badcase_internal.contributor := badcase_internal.at_door(door_uploads.token);
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
    c CONSTANT badcase_internal.contributor := badcase_internal.at_door(door_lines.token);
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
        FROM badcase_internal.fates(ARRAY[c.contributor_id], words) f
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
        FROM badcase_internal.fates(ARRAY[c.contributor_id], words) f
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
    c CONSTANT badcase_internal.contributor := badcase_internal.at_door(door_record.token);
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
    c CONSTANT badcase_internal.contributor := badcase_internal.at_door(token);
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
    c CONSTANT badcase_internal.contributor := badcase_internal.at_door(door_process.token);
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
    c CONSTANT badcase_internal.contributor := badcase_internal.at_door(token);
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
    c CONSTANT badcase_internal.contributor := badcase_internal.at_door(token);
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
    c CONSTANT badcase_internal.contributor := badcase_internal.at_door(token);
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
    c CONSTANT badcase_internal.contributor := badcase_internal.at_door(token);
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
    t CONSTANT badcase_internal.door_token := badcase_internal.bearer(door_renew.token);
    given text;
  BEGIN
    UPDATE badcase_internal.door_token k SET ended_at = now() WHERE k.token_sha256 = t.token_sha256 AND k.ended_at IS NULL;
    IF NOT FOUND THEN
      PERFORM badcase_internal.bearer('');
    END IF;
    given := badcase_internal.give_token(t.program_id, t.application_id, t.contributor_id);
    PERFORM badcase_internal.note_action(t.program_id, 'token_renewed', reason => format('application %s', t.application_id));
    RETURN QUERY
      SELECT given, k.expires_at FROM badcase_internal.door_token k WHERE k.token_sha256 = sha256(convert_to(given, 'UTF8'));
  END
  $$;
COMMENT ON FUNCTION badcase.door_renew(text) IS 'intake: gives a token''s bearer another token, which is shown this once; the old one is good no longer';

CREATE FUNCTION badcase_internal.applications()
  RETURNS TABLE (application bigint, program int, state text, name text, contact text, github text, terms_version text, consents text[], lang text,
    applied_at timestamptz, contributor bigint, reason text, decided_by text, decided_at timestamptz, token_until timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT a.application_id, a.program_id, a.state, a.name, a.contact, a.github, a.terms_version, a.consents, a.lang, a.applied_at,
      a.contributor_id, a.reason, a.decided_by::text, a.decided_at, (
        SELECT max(t.expires_at) FROM badcase_internal.door_token t
        WHERE t.application_id = a.application_id AND t.ended_at IS NULL AND t.expires_at > now())
    FROM badcase_internal.application a
    WHERE a.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
    ORDER BY a.program_id, a.application_id DESC
  $$;
COMMENT ON FUNCTION badcase_internal.applications() IS 'the rows of badcase.applications';

CREATE VIEW badcase.applications WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.applications() AS r) x;
COMMENT ON VIEW badcase.applications IS 'curator: who applied at a door to contribute to the reader''s programs, the newest first';
COMMENT ON COLUMN badcase.applications.application IS 'its number';
COMMENT ON COLUMN badcase.applications.program IS 'the program';
COMMENT ON COLUMN badcase.applications.state IS 'waiting, admitted or refused';
COMMENT ON COLUMN badcase.applications.name IS 'the name of who applied; null once it was decided: the contributor has it';
COMMENT ON COLUMN badcase.applications.contact IS 'how to reach who applied, with their consent, while it waits';
COMMENT ON COLUMN badcase.applications.github IS 'the login at GitHub, with their consent, while it waits';
COMMENT ON COLUMN badcase.applications.terms_version IS 'the version of the terms that they attested';
COMMENT ON COLUMN badcase.applications.consents IS 'what they agreed to: train, publish_text, show_name, contact';
COMMENT ON COLUMN badcase.applications.lang IS 'their language: en or zh';
COMMENT ON COLUMN badcase.applications.applied_at IS 'when';
COMMENT ON COLUMN badcase.applications.contributor IS 'the contributor that they were admitted as';
COMMENT ON COLUMN badcase.applications.reason IS 'why it was refused, as they are told';
COMMENT ON COLUMN badcase.applications.decided_by IS 'the role that admitted or refused it; of an open program, the door';
COMMENT ON COLUMN badcase.applications.decided_at IS 'when; null: it waits';
COMMENT ON COLUMN badcase.applications.token_until IS 'until when their token is good; null: it is over';

CREATE FUNCTION badcase_internal.require_application(application bigint) RETURNS badcase_internal.application
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    a badcase_internal.application;
  BEGIN
    SELECT k.* INTO a FROM badcase_internal.application k WHERE k.application_id = require_application.application;
    PERFORM badcase_internal.require(a.program_id, 'curator');
    RETURN a;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_application(bigint) IS 'the application, if the person is a curator of its program; raises 42501 if not';

CREATE FUNCTION badcase.admit_applicant(application bigint, contributor bigint DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    a CONSTANT badcase_internal.application := badcase_internal.require_application(application);
    c badcase_internal.contributor;
  BEGIN
    IF contributor IS NOT NULL THEN
      c := badcase_internal.require_self_or_curator(contributor);
      IF c.program_id <> a.program_id THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('contributor %s is registered in another program', contributor);
      END IF;
    END IF;
    RETURN badcase_internal.admit(a.application_id, contributor);
  END
  $$;
COMMENT ON FUNCTION badcase.admit_applicant(bigint, bigint) IS
  'curator: admits who applied as a contributor, or as one that is registered, whose earlier tokens end; returns the contributor''s number';

CREATE FUNCTION badcase.admit_applicants(applications bigint[]) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    id bigint;
    n bigint := 0;
  BEGIN
    FOR id IN SELECT DISTINCT x FROM unnest(applications) x ORDER BY x LOOP
      PERFORM badcase.admit_applicant(id, NULL::bigint);
      n := n + 1;
    END LOOP;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.admit_applicants(bigint[]) IS 'curator: admits many who applied, all or none, each as a new contributor; returns how many';

CREATE FUNCTION badcase.refuse_applicant(application bigint, reason text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    a badcase_internal.application := badcase_internal.require_application(application);
  BEGIN
    PERFORM badcase_internal.require_words('the reason of a refusal', reason);
    SELECT k.* INTO STRICT a FROM badcase_internal.application k WHERE k.application_id = a.application_id FOR UPDATE;
    IF a.state <> 'waiting' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('application %s was %s already', a.application_id, a.state),
        HINT = 'badcase.revoke_token ends the token of a contributor.';
    END IF;
    UPDATE badcase_internal.application k SET state = 'refused', name = NULL, contact = NULL, github = NULL, reason = refuse_applicant.reason,
      decided_by = badcase_internal.person_name(), decided_at = now()
    WHERE k.application_id = a.application_id;
    PERFORM badcase_internal.note_action(a.program_id, 'applicant_refused', reason => format('application %s: %s', a.application_id, reason));
  END
  $$;
COMMENT ON FUNCTION badcase.refuse_applicant(bigint, text) IS
  'curator: refuses who applied, who is told why; what the application said of them is forgotten';

CREATE FUNCTION badcase.revoke_token(contributor bigint, reason text) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    program CONSTANT int := (SELECT c.program_id FROM badcase_internal.contributor c WHERE c.contributor_id = revoke_token.contributor);
    n int;
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    PERFORM badcase_internal.require_words('the reason of a revocation', reason);
    n := badcase_internal.end_tokens(contributor);
    IF n > 0 THEN
      PERFORM badcase_internal.note_action(program, 'token_revoked', reason => format('contributor %s: %s', contributor, reason));
    END IF;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.revoke_token(bigint, text) IS
  'curator: ends the tokens of a contributor at once; returns how many were good. Who applies again can be admitted as the same contributor';
