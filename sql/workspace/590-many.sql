-- Many at once, each answered by itself: one that cannot be does not stop the rest. What is no answer to one of them, a
-- deadlock, a serialization failure or an error of the server's, ends the statement.

CREATE FUNCTION badcase_internal.check_many(n int) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF n IS NULL OR n > 10000 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'give 0 to 10000 at once';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_many(int) IS 'raises (22023) where that many cannot be given at once';

CREATE FUNCTION badcase_internal.is_array_of(value jsonb, type text) RETURNS bool
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN value IS NULL OR jsonb_typeof(value) = 'null' THEN NULL
      WHEN jsonb_typeof(value) <> 'array' THEN false
      ELSE NOT EXISTS (
        SELECT FROM jsonb_array_elements(value) x
        WHERE jsonb_typeof(x) <> is_array_of.type OR (is_array_of.type = 'number' AND badcase_internal.whole_number(x, 1) IS NULL))
    END;
  END;
COMMENT ON FUNCTION badcase_internal.is_array_of(jsonb, text) IS
  'whether a JSON value is an array of strings, or of whole numbers; null where there is none';

-- Why an object is no review; null where it is one.
CREATE FUNCTION badcase_internal.review_fault(review jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN jsonb_typeof(review) IS DISTINCT FROM 'object' THEN 'a review is an object'
      WHEN badcase_internal.whole_number(review -> 'submission', 1) IS NULL THEN 'the submission is not a whole number from 1'
      WHEN jsonb_typeof(review -> 'useful') IS DISTINCT FROM 'boolean' THEN '"useful" is not a boolean'
      WHEN jsonb_typeof(review -> 'correct') IS DISTINCT FROM 'boolean' THEN '"correct" is not a boolean'
      WHEN badcase_internal.is_array_of(review -> 'reasons', 'string') IS FALSE THEN '"reasons" is not an array of strings'
      WHEN badcase_internal.is_array_of(review -> 'failure_kinds', 'string') IS FALSE THEN '"failure_kinds" is not an array of strings'
      WHEN badcase_internal.is_array_of(review -> 'contradicts', 'number') IS FALSE THEN '"contradicts" is not an array of numbers'
      WHEN jsonb_typeof(review -> 'note') NOT IN ('string', 'null') THEN '"note" is not a string'
      WHEN jsonb_typeof(review -> 'note_to_contributor') NOT IN ('string', 'null') THEN '"note_to_contributor" is not a string'
      WHEN review - '{submission,useful,correct,reasons,failure_kinds,contradicts,note,note_to_contributor}'::text[] <> '{}'
        THEN 'there is another key than submission, useful, correct, reasons, failure_kinds, contradicts, note and note_to_contributor'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.review_fault(jsonb) IS 'what is wrong with an object that should be a review, or null';

CREATE FUNCTION badcase_internal.submit_one(review jsonb) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    fault CONSTANT text := badcase_internal.review_fault(review);
  BEGIN
    IF fault IS NOT NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = fault;
    END IF;
    RETURN badcase.submit_review((review ->> 'submission')::numeric::bigint, (review ->> 'useful')::bool, (review ->> 'correct')::bool,
      ARRAY(SELECT x FROM jsonb_array_elements_text(coalesce(nullif(review -> 'reasons', 'null'), '[]')) x),
      ARRAY(SELECT x FROM jsonb_array_elements_text(coalesce(nullif(review -> 'failure_kinds', 'null'), '[]')) x),
      ARRAY(SELECT x::numeric::bigint FROM jsonb_array_elements_text(coalesce(nullif(review -> 'contradicts', 'null'), '[]')) x),
      review ->> 'note', review ->> 'note_to_contributor');
  END
  $$;
COMMENT ON FUNCTION badcase_internal.submit_one(jsonb) IS 'gives the review that an object says; returns the submission''s state after that';

CREATE FUNCTION badcase.submit_reviews(reviews jsonb)
  RETURNS TABLE (n bigint, submission bigint, state text, code text, message text)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    review jsonb;
  BEGIN
    IF badcase_internal.programs_with('reviewer') = '{}' THEN
      PERFORM badcase_internal.require(NULL, 'reviewer');
    END IF;
    IF jsonb_typeof(reviews) IS DISTINCT FROM 'array' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'reviews are an array of objects',
        HINT = 'For example [{"submission": 17, "useful": true, "correct": false, "reasons": ["incomplete"]}].';
    END IF;
    PERFORM badcase_internal.check_many(jsonb_array_length(reviews));
    FOR n, review IN SELECT x.n, x.review FROM jsonb_array_elements(reviews) WITH ORDINALITY x(review, n) LOOP
      submission := badcase_internal.whole_number(CASE WHEN jsonb_typeof(review) = 'object' THEN review -> 'submission' END, 1);
      state := NULL;
      code := NULL;
      message := NULL;
      BEGIN
        state := badcase_internal.submit_one(review);
      EXCEPTION
        WHEN OTHERS THEN
          IF SQLSTATE ~ '^(40|53|57|58|XX)' THEN
            RAISE;
          END IF;
          code := SQLSTATE;
          message := SQLERRM;
      END;
      RETURN NEXT;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase.submit_reviews(jsonb) IS
  'reviewer: gives many reviews, an array of objects with the arguments of submit_review; a row answers each: the state, or the code and message of what was wrong';

CREATE FUNCTION badcase.assign_tasks(submissions bigint[], task text)
  RETURNS TABLE (submission bigint, code text, message text)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.programs_with('reviewer', 'curator') = '{}' THEN
      PERFORM badcase_internal.require(NULL, 'reviewer', 'curator');
    END IF;
    PERFORM badcase_internal.check_many(cardinality(submissions));
    FOREACH submission IN ARRAY submissions LOOP
      code := NULL;
      message := NULL;
      BEGIN
        PERFORM badcase.assign_task(submission, task);
      EXCEPTION
        WHEN OTHERS THEN
          IF SQLSTATE ~ '^(40|53|57|58|XX)' THEN
            RAISE;
          END IF;
          code := SQLSTATE;
          message := SQLERRM;
      END;
      RETURN NEXT;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase.assign_tasks(bigint[], text) IS
  'reviewer, curator: makes submissions examples of a task, or of none where null; a row answers each, with the code and message of what was wrong';

CREATE FUNCTION badcase.resolve_findings(findings bigint[], cleared bool, reason text)
  RETURNS TABLE (finding bigint, code text, message text)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.programs_with('curator') = '{}' THEN
      PERFORM badcase_internal.require(NULL, 'curator');
    END IF;
    PERFORM badcase_internal.check_many(cardinality(findings));
    FOREACH finding IN ARRAY findings LOOP
      code := NULL;
      message := NULL;
      BEGIN
        PERFORM badcase.resolve_finding(finding, cleared, reason);
      EXCEPTION
        WHEN OTHERS THEN
          IF SQLSTATE ~ '^(40|53|57|58|XX)' THEN
            RAISE;
          END IF;
          code := SQLSTATE;
          message := SQLERRM;
      END;
      RETURN NEXT;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase.resolve_findings(bigint[], bool, text) IS
  'curator: resolves many findings with one word and reason, as resolve_finding does; a row answers each, with the code and message of what was wrong';
