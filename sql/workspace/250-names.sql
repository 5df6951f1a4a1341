-- Names for the numbers that functions take. A name that is somebody else's is refused like one that there is not.

CREATE FUNCTION badcase_internal.require_words(what text, words text) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF words IS NULL OR words !~ '[^[:space:]]' THEN
      RAISE invalid_parameter_value USING MESSAGE = format('%s has at least one character that is no white space', what);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_words(text, text) IS 'raises (22023) where a text is null or blank';

CREATE FUNCTION badcase.program(name text) RETURNS int
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    mine CONSTANT int[] := badcase_internal.programs_with('contributor', 'reviewer', 'exporter', 'curator');
    id int;
  BEGIN
    SELECT p.program_id INTO id FROM badcase_internal.program p
    WHERE p.name = program.name AND (p.program_id = ANY (mine) OR badcase_internal.is_owner());
    IF NOT FOUND THEN
      PERFORM badcase_internal.require_person();
      RAISE undefined_object USING
        MESSAGE = format('role "%s" is in no program of that name', badcase_internal.person_name()),
        HINT = format('Its programs are %s.', coalesce(badcase_internal.programs_in_words(mine), 'none'));
    END IF;
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase.program(text) IS 'everybody: the number of the program of that name that one has a capability in';

CREATE FUNCTION badcase.contributor(program int DEFAULT NULL, external_id text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    id bigint;
  BEGIN
    IF external_id IS NULL THEN
      program := badcase_internal.the_program(program, 'contributor');
      RETURN (badcase_internal.sender(program, NULL)).contributor_id;
    END IF;
    program := badcase_internal.the_program(program, 'curator');
    SELECT c.contributor_id INTO id FROM badcase_internal.contributor c
    WHERE c.program_id = contributor.program AND c.external_id = contributor.external_id;
    IF NOT FOUND THEN
      RAISE undefined_object USING
        MESSAGE = format('program %s has no contributor of that external id', program),
        HINT = 'badcase.register_contributor registers one.';
    END IF;
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase.contributor(int, text) IS
  'contributor, curator: the number of the contributor of that external id, for curators; without one, the number that the person has as a contributor';

CREATE FUNCTION badcase.release(program int, name text) RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    id bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'exporter', 'curator');
    SELECT r.release_id INTO id FROM badcase_internal.release r
    WHERE r.program_id = release.program AND r.name = release.name
      AND (r.published_at IS NOT NULL OR badcase_internal.has_capability(r.program_id, 'curator'));
    IF NOT FOUND THEN
      RAISE undefined_object USING
        MESSAGE = format('program %s has no release of that name', program),
        HINT = 'Exporters read what is published.';
    END IF;
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase.release(int, text) IS
  'exporter, curator: the number of the release of that name; exporters, of a published one';
