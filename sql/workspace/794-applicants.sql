-- What curators do about those who apply, and about tokens.

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
