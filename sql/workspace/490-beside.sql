-- What a reviewer is shown beside a record: what was found in it, what it was before, what others said of it then.

-- Of earlier passes: in the present one, reviewers do not know of each other.
CREATE FUNCTION badcase_internal.earlier_reviews(s badcase_internal.submission) RETURNS jsonb
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT jsonb_agg(jsonb_build_object('verdict', v.verdict, 'reasons', v.reasons, 'note', v.note, 'revision', v.revision)
      ORDER BY v.review_pass, v.verdict COLLATE "C", v.reviewed_at)
    FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND v.review_pass < s.review_pass;
  END;
COMMENT ON FUNCTION badcase_internal.earlier_reviews(badcase_internal.submission) IS
  'the reviews of earlier passes of a submission, without names; null for none';

CREATE FUNCTION badcase_internal.text_before(s badcase_internal.submission) RETURNS jsonb
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT nullif(jsonb_strip_nulls(jsonb_build_object(
      'prompt', CASE WHEN @extschema@.prompt(o.record) <> @extschema@.prompt(s.record) THEN @extschema@.prompt(o.record) END,
      'response', CASE WHEN @extschema@.response(o.record) <> @extschema@.response(s.record) THEN @extschema@.response(o.record) END,
      'history', CASE WHEN @extschema@.history(o.record) <> @extschema@.history(s.record) THEN @extschema@.history(o.record) END,
      'rejected', CASE WHEN @extschema@.rejected(o.record) <> @extschema@.rejected(s.record) THEN @extschema@.rejected(o.record) END)), '{}')
    FROM badcase_internal.revision o
    WHERE o.submission_id = s.submission_id AND o.revision < s.revision AND o.record IS NOT NULL AND o.revision = (
      SELECT max(v.revision) FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND v.review_pass < s.review_pass);
  END;
COMMENT ON FUNCTION badcase_internal.text_before(badcase_internal.submission) IS
  'the texts of a submission that changed since its last review, as they were then; null where none did';

CREATE FUNCTION badcase_internal.issue_words(s badcase_internal.submission) RETURNS jsonb
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT jsonb_agg(jsonb_build_object('rule', f.rule, 'field', f.field, 'turn', f.turn, 'words', badcase_internal.in_context(CASE f.field
        WHEN 'prompt' THEN @extschema@.prompt(s.record)
        WHEN 'response' THEN @extschema@.response(s.record)
        WHEN 'rejected' THEN @extschema@.rejected(s.record)
        WHEN 'question' THEN @extschema@.history(s.record) -> (f.turn - 1) ->> 0
        WHEN 'answer' THEN @extschema@.history(s.record) -> (f.turn - 1) ->> 1
        WHEN 'meta' THEN @extschema@.meta(s.record)::text END, f.field, f)) ORDER BY f.finding_id)
    FROM (
      SELECT o.* FROM badcase_internal.finding o
      WHERE o.submission_id = s.submission_id AND o.revision = s.revision AND o.cleared IS NOT TRUE AND o.start IS NOT NULL
      ORDER BY o.finding_id LIMIT 100) f;
  END;
COMMENT ON FUNCTION badcase_internal.issue_words(badcase_internal.submission) IS
  'where screening found something in a submission, the first hundred: rule, field, turn and the words with some on each side; null for nowhere';

-- A version of the model is a contributor's word until a curator has registered it.
CREATE FUNCTION badcase_internal.known_model(program int, name text) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT m.name FROM badcase_internal.model_version m WHERE m.program_id = known_model.program AND m.name = known_model.name;
  END;
COMMENT ON FUNCTION badcase_internal.known_model(int, text) IS 'the name of a version of the model, null where none of that name is registered';

CREATE FUNCTION badcase_internal.asked_beside(s badcase_internal.submission) RETURNS jsonb
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT jsonb_agg(jsonb_build_object('kind', f.kind, 'args', f.args, 'followed', f.followed, 'why', f.why) ORDER BY f.n)
    FROM @extschema@.badcase_follows(s.record) WITH ORDINALITY f(kind, args, followed, why, n);
  END;
COMMENT ON FUNCTION badcase_internal.asked_beside(badcase_internal.submission) IS
  'what a submission''s prompt asks for that can be checked, and whether the response keeps it; null for nothing';

-- For curators, and for the reviewer who has claimed the submission.
CREATE FUNCTION badcase.asked_for(submission bigint) RETURNS TABLE (kind text, args jsonb, followed bool, why text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = asked_for.submission;
    IF badcase_internal.has_claimed(s) IS NOT TRUE THEN
      PERFORM badcase_internal.require(s.program_id, 'curator');
    END IF;
    RETURN QUERY SELECT f.kind, f.args, f.followed, f.why FROM @extschema@.badcase_follows(s.record) f;
  END
  $$;
COMMENT ON FUNCTION badcase.asked_for(bigint) IS
  'reviewer, curator: what a submission''s prompt asks for that can be checked, and whether the response keeps it; a reviewer, of what they have claimed';
