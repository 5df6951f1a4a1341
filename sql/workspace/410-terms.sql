-- Term lists. Curators alone make, fill and read them; no message shows a term.

-- Takes triage's lock: until the transaction ends, nothing of the program is triaged by the old rules. Also called when
-- only the library's rules are new.
CREATE FUNCTION badcase_internal.raise_rules(program int) RETURNS int
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    version int;
  BEGIN
    PERFORM badcase_internal.lock_work(program, 'triage');
    INSERT INTO badcase_internal.screening AS k (program_id, code_version)
    VALUES (program, @extschema@.badcase_rule_version())
    ON CONFLICT ON CONSTRAINT screening_pkey DO UPDATE SET
      rule_version = k.rule_version + 1,
      code_version = excluded.code_version,
      screened_to = 0,
      changed_at = now()
    RETURNING k.rule_version INTO version;
    RETURN version;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.raise_rules(int) IS
  'gives a program''s rules a new version, which it returns: triage screens again what an older one saw';

CREATE FUNCTION badcase.create_term_list(program int, name text, severity text, allow bool DEFAULT false) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF name IS NULL OR name !~ '[^[:space:]]' OR length(name) > 200 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'the name of a term list has 1 to 200 characters';
    END IF;
    IF severity IS NULL OR severity <> ALL (badcase_internal.severities()) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such severity',
        HINT = 'Severities are block, hold, warn and info.';
    END IF;
    INSERT INTO badcase_internal.term_list (program_id, name, severity, allow, created_by)
    VALUES (program, create_term_list.name, create_term_list.severity, coalesce(create_term_list.allow, false),
      badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT term_list_program_id_name_key DO NOTHING
    RETURNING term_list_id INTO new_id;
    IF new_id IS NULL THEN
      RAISE duplicate_object USING
        MESSAGE = format('program %s has a term list of that name, number %s', program, (
          SELECT l.term_list_id FROM badcase_internal.term_list l
          WHERE l.program_id = create_term_list.program AND l.name = create_term_list.name));
    END IF;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.create_term_list(int, text, text, bool) IS
  'curator: creates a term list, which uploads of the kind terms fill; returns its number';

-- Whoever may not see a list is told the same as where there is none.
CREATE FUNCTION badcase_internal.require_list(list bigint) RETURNS badcase_internal.term_list
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    l badcase_internal.term_list;
  BEGIN
    SELECT k.* INTO l FROM badcase_internal.term_list k
    WHERE k.term_list_id = require_list.list AND badcase_internal.has_capability(k.program_id, 'curator');
    IF NOT FOUND THEN
      PERFORM badcase_internal.require_person();
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" is no curator of that term list''s program', badcase_internal.person_name());
    END IF;
    RETURN l;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_list(bigint) IS
  'the term list, if the caller is a curator of its program; raises 42501 if not';

-- Why a line is no term; null where it is one.
CREATE FUNCTION badcase_internal.term_fault(line jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN NOT line ? 'term' THEN 'missing_term'
      WHEN jsonb_typeof(line -> 'term') <> 'string' THEN 'term_type'
      WHEN @extschema@.badcase_term_check(line ->> 'term') IS NOT NULL
        THEN @extschema@.badcase_term_check(line ->> 'term')
      WHEN jsonb_typeof(line -> 'allow') <> 'boolean' THEN 'allow_type'
      WHEN jsonb_typeof(line -> 'options') <> 'object' THEN 'options_type'
      WHEN (line -> 'options' ->> 'severity') <> ALL (badcase_internal.severities()) THEN 'severity'
      WHEN line - '{term,allow,options}'::text[] <> '{}' THEN 'unknown_key'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.term_fault(jsonb) IS 'the code of what is wrong with a line of a term list, or null';

CREATE FUNCTION badcase_internal.term_message(code text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE code
      WHEN 'missing_term' THEN 'the key "term" is missing'
      WHEN 'term_type' THEN 'the term is not a string'
      WHEN 'term_blank' THEN 'nothing is left of the term'
      WHEN 'term_too_long' THEN 'the term has more than 64 characters'
      WHEN 'allow_type' THEN '"allow" is not a boolean'
      WHEN 'options_type' THEN '"options" is not an object'
      WHEN 'severity' THEN 'the severity is not block, hold, warn or info'
      WHEN 'unknown_key' THEN 'there is another key than term, allow and options'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.term_message(text) IS 'a code of term_fault in words';

-- The last line of a file with a term counts; a term that the list has already, with the same options, is repeated.
CREATE FUNCTION badcase_internal.store_terms(u badcase_internal.upload, OUT lines bigint, OUT stored bigint, OUT good bigint, OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT xid8 := pg_current_xact_id();
    l badcase_internal.term_list := badcase_internal.require_list(u.target);
  BEGIN
    PERFORM badcase_internal.raise_rules(l.program_id);
    WITH line AS MATERIALIZED (
      SELECT i.line_no, i.line, o.object, coalesce(o.code, badcase_internal.term_fault(o.object)) AS code,
        coalesce(o.byte_offset, 0) AS byte_offset, o.path, o.message, @extschema@.badcase_blank(i.line) AS is_blank
      FROM badcase.intake i CROSS JOIN LATERAL @extschema@.badcase_object(i.line) o
      WHERE i.xact = me
    ), term AS MATERIALIZED (
      SELECT DISTINCT ON (t.term) t.term, t.allow, t.options
      FROM (
        SELECT k.line_no, k.object ->> 'term' AS term, coalesce((k.object ->> 'allow')::bool, l.allow) AS allow,
          coalesce(k.object -> 'options', '{}') AS options
        FROM line k WHERE k.code IS NULL OFFSET 0) t
      ORDER BY t.term, t.line_no DESC
    ), fresh AS MATERIALIZED (
      SELECT n.* FROM term n LEFT JOIN badcase_internal.term o ON o.term_list_id = l.term_list_id AND o.term = n.term
      WHERE (o.allow, o.options) IS DISTINCT FROM (n.allow, n.options)
    ), gone AS (
      DELETE FROM badcase_internal.term o USING fresh n WHERE o.term_list_id = l.term_list_id AND o.term = n.term
    ), added AS (
      INSERT INTO badcase_internal.term (term_list_id, term, allow, options, upload_id)
      SELECT l.term_list_id, n.term, n.allow, n.options, u.upload_id FROM fresh n ORDER BY n.term COLLATE "C"
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, k.line_no, u.program_id, k.code, k.byte_offset, k.path,
        coalesce(k.message, badcase_internal.term_message(k.code)), k.line, sha256(k.line)
      FROM line k
      WHERE k.code IS NOT NULL AND NOT k.is_blank AND (
        SELECT o.line_digest FROM badcase_internal.refused_line o
        WHERE o.contributor_id IS NULL AND o.program_id = u.program_id AND o.line_digest = sha256(k.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT count(*) FROM fresh), (SELECT count(*) FROM line k WHERE k.code IS NULL),
      (SELECT count(*) FROM line k WHERE k.is_blank)
    INTO lines, stored, good, blank;
    UPDATE badcase_internal.term_list k SET generation = gen_random_uuid() WHERE k.term_list_id = l.term_list_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.store_terms(badcase_internal.upload) IS
  'judges the lines of an upload of the kind terms and puts the terms into their list';

CREATE FUNCTION badcase.list_terms(list bigint) RETURNS TABLE (id bigint, term text, allow bool, options jsonb)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    l badcase_internal.term_list := badcase_internal.require_list(list);
  BEGIN
    RETURN QUERY SELECT t.term_id, t.term, t.allow, t.options FROM badcase_internal.term t
      WHERE t.term_list_id = l.term_list_id ORDER BY t.term_id;
  END
  $$;
COMMENT ON FUNCTION badcase.list_terms(bigint) IS 'curator: the terms of a list';

-- By number, so that no statement that the server may log holds a term.
CREATE FUNCTION badcase.remove_terms(list bigint, ids bigint[]) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    l badcase_internal.term_list := badcase_internal.require_list(list);
    n bigint;
  BEGIN
    PERFORM badcase_internal.raise_rules(l.program_id);
    DELETE FROM badcase_internal.term t WHERE t.term_list_id = l.term_list_id AND t.term_id = ANY (ids);
    GET DIAGNOSTICS n = ROW_COUNT;
    UPDATE badcase_internal.term_list k SET generation = gen_random_uuid() WHERE k.term_list_id = l.term_list_id;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.remove_terms(bigint, bigint[]) IS 'curator: takes terms out of a list; returns how many';

-- What badcase_find_terms wants: a key that changes with the terms, and the query that gives them.
CREATE FUNCTION badcase_internal.terms_key(lists bigint[]) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce(string_agg(l.generation::text, ' ' ORDER BY l.term_list_id), '')
    FROM badcase_internal.term_list l WHERE l.term_list_id = ANY (lists);
  END;
COMMENT ON FUNCTION badcase_internal.terms_key(bigint[]) IS 'names the present terms of lists, in all time';

CREATE FUNCTION badcase_internal.terms_query(lists bigint[]) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT format('SELECT t.term_id, t.term, t.allow FROM badcase_internal.term t WHERE t.term_list_id OPERATOR(pg_catalog.=) ANY (%L::pg_catalog.int8[]) ORDER BY t.term_id',
      lists);
  END;
COMMENT ON FUNCTION badcase_internal.terms_query(bigint[]) IS 'the query for the terms of lists';

CREATE FUNCTION badcase_internal.lists_named(names text[]) RETURNS bigint[]
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    lists bigint[];
  BEGIN
    SELECT coalesce(array_agg(l.term_list_id ORDER BY l.term_list_id), '{}') INTO lists FROM badcase_internal.term_list l
    WHERE (names IS NULL OR l.name = ANY (names)) AND badcase_internal.has_capability(l.program_id, 'curator');
    IF EXISTS (SELECT FROM unnest(names) n WHERE n IS NULL OR NOT EXISTS (
        SELECT FROM badcase_internal.term_list l WHERE l.term_list_id = ANY (lists) AND l.name = n)) THEN
      PERFORM badcase_internal.require_person();
      RAISE undefined_object USING
        MESSAGE = 'there is no such term list in a program that the caller is a curator of';
    END IF;
    RETURN lists;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.lists_named(text[]) IS
  'the lists of these names, or all, in the programs that the caller is a curator of';

CREATE FUNCTION badcase.terms(record @extschema@.badcase, lists text[] DEFAULT NULL)
  RETURNS TABLE (field text, turn int, path text, list text, term text, start int, stop int, severity text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    ids CONSTANT bigint[] := badcase_internal.lists_named(terms.lists);
  BEGIN
    RETURN QUERY
      SELECT h.field, h.turn, h.path, l.name, t.term, h.start, h.stop, coalesce(t.options ->> 'severity', l.severity)
      FROM @extschema@.badcase_find_terms(terms.record, badcase_internal.terms_key(ids), badcase_internal.terms_query(ids))
        WITH ORDINALITY h(field, turn, path, term, start, stop, n)
      JOIN badcase_internal.term t ON t.term_id = h.term
      JOIN badcase_internal.term_list l ON l.term_list_id = t.term_list_id
      ORDER BY h.n;
  END
  $$;
COMMENT ON FUNCTION badcase.terms(@extschema@.badcase, text[]) IS 'curator: finds the terms of one''s lists in a record';

CREATE FUNCTION badcase.terms(value text, lists text[] DEFAULT NULL)
  RETURNS TABLE (field text, turn int, path text, list text, term text, start int, stop int, severity text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    ids CONSTANT bigint[] := badcase_internal.lists_named(terms.lists);
  BEGIN
    RETURN QUERY
      SELECT h.field, h.turn, h.path, l.name, t.term, h.start, h.stop, coalesce(t.options ->> 'severity', l.severity)
      FROM @extschema@.badcase_find_terms(terms.value, badcase_internal.terms_key(ids), badcase_internal.terms_query(ids))
        WITH ORDINALITY h(field, turn, path, term, start, stop, n)
      JOIN badcase_internal.term t ON t.term_id = h.term
      JOIN badcase_internal.term_list l ON l.term_list_id = t.term_list_id
      ORDER BY h.n;
  END
  $$;
COMMENT ON FUNCTION badcase.terms(text, text[]) IS 'curator: finds the terms of one''s lists in a text';
