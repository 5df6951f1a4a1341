-- What goes to engines that compare more records than a server holds: texts that may go out, or numbers and features, no text.

CREATE FUNCTION badcase.export_features(program int DEFAULT NULL, field text DEFAULT 'record')
  RETURNS TABLE (submission bigint, size int, features int[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    RETURN QUERY
      SELECT f.submission_id, cardinality(f.features), f.features
      FROM (
        SELECT s.submission_id, @extschema@.badcase_features(s.record, export_features.field) AS features
        FROM badcase_internal.submission s
        WHERE s.program_id = export_features.program AND badcase_internal.is_searchable(s.state) OFFSET 0) f
      ORDER BY f.submission_id;
  END
  $$;
COMMENT ON FUNCTION badcase.export_features(int, text) IS
  'curator: the features of what near search looks at in a program, by number, for an engine that compares them elsewhere; no text';

CREATE FUNCTION badcase_internal.check_field(field text) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF field IS NULL OR field NOT IN ('record', 'prompt', 'response') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'no such field', HINT = 'Fields are record, prompt and response.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_field(text) IS 'raises (22023) unless near search knows that field';

-- "id" and "text" are what DataTrove and NeMo Curator read where they are told nothing else.
CREATE FUNCTION badcase_internal.pool_line(id bigint, record @extschema@.badcase, field text) RETURNS json
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT format('{"id": %s, "text": %s}', id, to_json(CASE field
      WHEN 'prompt' THEN @extschema@.prompt(record)
      WHEN 'response' THEN @extschema@.response(record)
      ELSE @extschema@.prompt(record) || E'\n' || @extschema@.response(record) END))::json;
  END;
COMMENT ON FUNCTION badcase_internal.pool_line(bigint, @extschema@.badcase, text) IS 'a record as a batch engine reads it: its number and the text of a field';

-- Which submissions are in a pool, and of which the text may go out: those that a release could hold but for their state.
CREATE FUNCTION badcase_internal.pool_members(program int, pool text) RETURNS TABLE (submission bigint, may_go bool)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT s.submission_id, s.state <> 'held' AND k.contributor_id IS NOT NULL AND f.submission IS NULL
    FROM badcase_internal.submission s
    LEFT JOIN badcase_internal.consenting(pool_members.program, '{train}') k(contributor_id) ON k.contributor_id = s.contributor_id
    LEFT JOIN badcase_internal.barring_findings(pool_members.program) f ON f.submission = s.submission_id AND f.revision = s.revision
    WHERE s.program_id = pool_members.program
      AND CASE WHEN pool = 'accepted' THEN s.state = 'accepted' ELSE badcase_internal.is_searchable(s.state) END;
  END;
COMMENT ON FUNCTION badcase_internal.pool_members(int, text) IS
  'the submissions of a pool, and whether there is a consent to training and nothing that holds them';

-- As an export of a release does, it makes withdrawals and consents that are taken back wait until it ends.
CREATE FUNCTION badcase.export_pool(program int DEFAULT NULL, pool text DEFAULT 'accepted', field text DEFAULT 'record')
  RETURNS TABLE (id bigint, line json)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    n bigint;
    members bigint;
  BEGIN
    IF pool IS NULL OR pool NOT IN ('accepted', 'searchable') THEN
      PERFORM badcase_internal.the_program(program, 'exporter', 'curator');
      RAISE invalid_parameter_value USING MESSAGE = 'no such pool', HINT = 'Pools are accepted, and for curators searchable.';
    END IF;
    IF pool = 'searchable' THEN
      program := badcase_internal.the_program(program, 'curator');
    ELSE
      program := badcase_internal.the_program(program, 'exporter', 'curator');
    END IF;
    PERFORM badcase_internal.check_field(field);
    PERFORM badcase_internal.require_screened(program);
    PERFORM FROM badcase_internal.program p WHERE p.program_id = export_pool.program FOR SHARE;
    PERFORM FROM badcase_internal.consent k
    WHERE k.superseded_at IS NULL AND k.granted AND k.scope = 'train'
      AND k.contributor_id IN (SELECT c.contributor_id FROM badcase_internal.contributor c WHERE c.program_id = export_pool.program)
    ORDER BY k.consent_id FOR SHARE;
    RETURN QUERY
      SELECT s.submission_id, badcase_internal.pool_line(s.submission_id, s.record, export_pool.field)
      FROM badcase_internal.pool_members(program, pool) m JOIN badcase_internal.submission s ON s.submission_id = m.submission
      WHERE m.may_go
      ORDER BY s.submission_id;
    GET DIAGNOSTICS n = ROW_COUNT;
    members := (SELECT count(*) FROM badcase_internal.pool_members(program, pool) m);
    IF n < members THEN
      RAISE NOTICE USING
        MESSAGE = format('%s of %s records are left out: there is no consent to training, or screening holds them', members - n, members);
    END IF;
    PERFORM badcase_internal.note_action(program, 'pool_exported', setting => format('%s, %s records', pool, n));
  END
  $$;
COMMENT ON FUNCTION badcase.export_pool(int, text, text) IS
  'exporter, curator: the accepted records of a program, for curators also what near search looks at, as lines of number and text for a batch engine; only with a consent to training';

CREATE FUNCTION badcase.export_corpus(corpus bigint, field text DEFAULT 'record') RETURNS TABLE (id bigint, line json)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    c badcase_internal.corpus;
  BEGIN
    SELECT k.* INTO c FROM badcase_internal.corpus k WHERE k.corpus_id = export_corpus.corpus;
    PERFORM badcase_internal.require(c.program_id, 'curator');
    IF c.role <> 'general' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('corpus %s has the role %s, not general', corpus, c.role),
        DETAIL = 'What is mixed into releases goes to a batch engine, and its clusters come back.';
    END IF;
    PERFORM badcase_internal.check_field(field);
    RETURN QUERY
      SELECT i.item_id, badcase_internal.pool_line(i.item_id, i.record, export_corpus.field)
      FROM badcase_internal.corpus_item i WHERE i.corpus_id = c.corpus_id ORDER BY i.item_id;
  END
  $$;
COMMENT ON FUNCTION badcase.export_corpus(bigint, text) IS
  'curator: the items of a general corpus as lines of number and text for a batch engine';
