-- Who asks, and what for. The person is the session's login role; for a superuser and for a gateway, which is a login
-- that acts for others, it is the role that SET ROLE set. Capabilities are given to roles, of persons or groups, per
-- program. Functions for people run as the workspace's owner and check the capability first.

CREATE FUNCTION badcase_internal.person() RETURNS regrole
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT @extschema@.badcase_person(ARRAY(
      SELECT g.role FROM badcase_internal.access_grant g WHERE g.capability = 'gateway' AND g.revoked_at IS NULL));
  END;
COMMENT ON FUNCTION badcase_internal.person() IS
  'the person who asks; null where there is none: a superuser or a gateway that set no role, and any security-restricted operation';

CREATE FUNCTION badcase_internal.person_name() RETURNS name
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT r.rolname FROM pg_catalog.pg_roles r WHERE r.oid = badcase_internal.person();
  END;
COMMENT ON FUNCTION badcase_internal.person_name() IS 'the name of the person who asks, for the journal and for messages';

CREATE FUNCTION badcase_internal.require_person() RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.person() IS NULL THEN
      RAISE insufficient_privilege USING
        MESSAGE = 'nobody is known to ask for this',
        HINT = 'A superuser or a gateway acts for the role that SET ROLE names. Index expressions and materialized views act for nobody.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_person() IS 'raises insufficient_privilege (42501) where no person asks';

CREATE FUNCTION badcase_internal.role_has_capability(role regrole, program int, capabilities text[]) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.access_grant g
      WHERE g.program_id = role_has_capability.program AND g.capability = ANY (capabilities)
        AND g.revoked_at IS NULL AND @extschema@.badcase_acts_for(role_has_capability.role, g.role));
  END;
COMMENT ON FUNCTION badcase_internal.role_has_capability(regrole, int, text[]) IS
  'whether a role, or a group that it is a member of, has one of the capabilities in a program';

CREATE FUNCTION badcase_internal.has_capability(program int, VARIADIC capabilities text[]) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT badcase_internal.role_has_capability(badcase_internal.person(), program, capabilities);
  END;
COMMENT ON FUNCTION badcase_internal.has_capability(int, text[]) IS
  'whether the person who asks has one of the capabilities in a program, directly or through a group';

-- The message is the same for a program that there is and for one that there is not. Somebody who has the capability in
-- another program is told that the number may be wrong.
CREATE FUNCTION badcase_internal.require(program int, VARIADIC capabilities text[]) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    programs int[];
  BEGIN
    IF badcase_internal.has_capability(program, VARIADIC capabilities) IS NOT TRUE THEN
      PERFORM badcase_internal.require_person();
      programs := badcase_internal.programs_with(VARIADIC capabilities);
      IF programs <> '{}' THEN
        RAISE insufficient_privilege USING
          MESSAGE = format('nothing of that number is in a program that role "%s" is %s of', badcase_internal.person_name(),
            array_to_string(capabilities, ' or ')),
          HINT = format('Such programs are %s.', badcase_internal.programs_in_words(programs));
      END IF;
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" is no %s of that program', badcase_internal.person_name(),
          array_to_string(capabilities, ' or ')),
        HINT = 'A curator of the program gives capabilities with badcase.grant_access.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require(int, text[]) IS
  'raises insufficient_privilege (42501) unless the person has one of the capabilities';

CREATE FUNCTION badcase_internal.programs_with(VARIADIC capabilities text[]) RETURNS int[]
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(array_agg(DISTINCT g.program_id), '{}')
    FROM badcase_internal.access_grant g
    WHERE g.capability = ANY (capabilities) AND g.revoked_at IS NULL
      AND @extschema@.badcase_acts_for((SELECT badcase_internal.person()), g.role)
  $$;
COMMENT ON FUNCTION badcase_internal.programs_with(text[]) IS 'the programs in which the person has one of the capabilities';

CREATE FUNCTION badcase_internal.programs_in_words(programs int[]) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT string_agg(format('%s (%s)', p.program_id, p.name), ', ' ORDER BY p.program_id)
    FROM badcase_internal.program p WHERE p.program_id = ANY (programs);
  END;
COMMENT ON FUNCTION badcase_internal.programs_in_words(int[]) IS 'programs with their names, for a message to somebody who is in them';

CREATE FUNCTION badcase_internal.only_program(VARIADIC capabilities text[]) RETURNS int
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    programs CONSTANT int[] := badcase_internal.programs_with(VARIADIC capabilities);
  BEGIN
    IF cardinality(programs) = 1 THEN
      RETURN programs[1];
    END IF;
    PERFORM badcase_internal.require_person();
    IF programs = '{}'::int[] THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" is no %s of any program', badcase_internal.person_name(), array_to_string(capabilities, ' or ')),
        HINT = 'A curator of the program gives capabilities with badcase.grant_access.';
    END IF;
    RAISE invalid_parameter_value USING
      MESSAGE = 'which program?',
      HINT = format('Name one of %s.', badcase_internal.programs_in_words(programs));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.only_program(text[]) IS
  'the program in which the person has one of the capabilities; raises where there is none (42501) or more than one (22023)';

CREATE FUNCTION badcase_internal.the_program(program int, VARIADIC capabilities text[]) RETURNS int
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF program IS NULL THEN
      RETURN badcase_internal.only_program(VARIADIC capabilities);
    END IF;
    PERFORM badcase_internal.require(program, VARIADIC capabilities);
    RETURN program;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.the_program(int, text[]) IS
  'that program, or for null the only one in which the person has one of the capabilities; raises 42501 unless the person has one in it';

CREATE FUNCTION badcase_internal.is_owner() RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce((
      SELECT @extschema@.badcase_acts_for(badcase_internal.person(), n.nspowner::regrole)
      FROM pg_catalog.pg_namespace n WHERE n.nspname = 'badcase_internal'), false);
  END;
COMMENT ON FUNCTION badcase_internal.is_owner() IS 'whether the person is the workspace''s owner or a member of it';

CREATE FUNCTION badcase_internal.require_owner() RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.is_owner() IS NOT TRUE THEN
      PERFORM badcase_internal.require_person();
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" is not the owner of the workspace', badcase_internal.person_name());
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_owner() IS
  'raises insufficient_privilege (42501) unless the person is the workspace''s owner or a member of it';

CREATE FUNCTION badcase_internal.own_contributors() RETURNS bigint[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce(array_agg(c.contributor_id), '{}')
    FROM badcase_internal.contributor c
    WHERE c.role IS NOT NULL AND @extschema@.badcase_acts_for((SELECT badcase_internal.person()), c.role);
  END;
COMMENT ON FUNCTION badcase_internal.own_contributors() IS 'the contributors that the person is, or acts for';

CREATE FUNCTION badcase_internal.represents(contributor bigint) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT contributor = ANY (badcase_internal.own_contributors());
  END;
COMMENT ON FUNCTION badcase_internal.represents(bigint) IS 'whether the person is that contributor, or acts for it';

-- Where somebody acts as a group, whoever is in it may be the one.
CREATE FUNCTION badcase_internal.may_be(role regrole) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce(@extschema@.badcase_acts_for(badcase_internal.person(), role)
      OR @extschema@.badcase_acts_for(role, badcase_internal.person()), false);
  END;
COMMENT ON FUNCTION badcase_internal.may_be(regrole) IS 'whether the person and who has that role may be one and the same';

CREATE FUNCTION badcase_internal.is_own(contributor bigint) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.contributor c
      WHERE c.contributor_id = is_own.contributor AND c.role IS NOT NULL AND badcase_internal.may_be(c.role));
  END;
COMMENT ON FUNCTION badcase_internal.is_own(bigint) IS 'whether the person may be that contributor, and so does not judge what it sent';
