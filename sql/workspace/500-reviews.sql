-- Review: who looks at what, and what the judgements come to.

-- At most ten, the most similar first; the representative of the cluster is always among them. What is held or was
-- rejected is no reviewer's to read.
CREATE FUNCTION badcase_internal.similar_to(submission bigint) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'submission', x.id, 'kind', x.kind, 'similarity', round(x.similarity::numeric, 3), 'state', x.state,
        'representative', x.is_first, 'prompt', @extschema@.prompt(x.record), 'response', @extschema@.response(x.record))
      ORDER BY x.is_first DESC, x.similarity DESC, x.id), '[]')
    FROM (
      SELECT y.*, y.id = (
        SELECT min(m.submission_id) FROM badcase_internal.submission m
        WHERE m.cluster_id = (SELECT s.cluster_id FROM badcase_internal.submission s WHERE s.submission_id = similar_to.submission)
          AND badcase_internal.is_searchable(m.state) AND m.state NOT IN ('held', 'rejected')) AS is_first
      FROM (
        SELECT DISTINCT ON (o.submission_id) o.submission_id AS id, r.kind, r.similarity, o.state, o.record
        FROM (
          SELECT a.other_id AS id, a.kind, a.similarity FROM badcase_internal.relation a
          WHERE a.submission_id = similar_to.submission
          UNION ALL
          SELECT b.submission_id, b.kind, b.similarity FROM badcase_internal.relation b
          WHERE b.other_id = similar_to.submission) r
        JOIN badcase_internal.submission o ON o.submission_id = r.id
        WHERE badcase_internal.is_searchable(o.state) AND o.state NOT IN ('held', 'rejected')
        ORDER BY o.submission_id, r.kind = 'contradiction' DESC, r.similarity DESC, r.kind COLLATE "C") y
      ORDER BY is_first DESC, y.similarity DESC, y.id LIMIT 10) x
  $$;
COMMENT ON FUNCTION badcase_internal.similar_to(bigint) IS
  'what a submission is related to, as a reviewer sees it beside the submission';

-- What the caller holds a lease on. Reviewers see no other submission, and nobody's name.
CREATE FUNCTION badcase_internal.queue_of(ids bigint[])
  RETURNS TABLE (submission bigint, round bigint, task text, prompt text, response text, history jsonb, rejected text,
    failure_kinds text[], issues text[], similar jsonb, received_at timestamptz, lease_until timestamptz, system text, model_version text,
    source text, guideline text, words jsonb, earlier jsonb, before jsonb, behind bigint,
    asked jsonb, suggestions jsonb, wants_kind bool)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT regrole := badcase_internal.person();
    mine CONSTANT int[] := badcase_internal.programs_with('reviewer');
  BEGIN
    RETURN QUERY
      WITH waiting AS MATERIALIZED (
        SELECT p.program_id, badcase_internal.unclaimed(p.program_id) AS behind FROM unnest(mine) p(program_id)
      )
      SELECT s.submission_id, o.round_id, t.name, @extschema@.prompt(s.record), @extschema@.response(s.record),
        @extschema@.history(s.record), @extschema@.rejected(s.record),
        CASE WHEN q.look THEN badcase_internal.failure_kinds_of(@extschema@.meta(s.record)) ELSE s.failure_kinds END,
        badcase_internal.issues_of(s.submission_id), badcase_internal.similar_to(s.submission_id), s.received_at, q.until, @extschema@.meta(s.record) ->> 'system',
        badcase_internal.known_model(s.program_id, s.model_version), @extschema@.meta(s.record) ->> 'source', t.about,
        badcase_internal.issue_words(s), CASE WHEN NOT q.look THEN badcase_internal.earlier_reviews(s) END,
        CASE WHEN NOT q.look THEN badcase_internal.text_before(s) END, b.behind, badcase_internal.asked_beside(s),
        badcase_internal.suggestions_beside(s),
        CASE WHEN q.look THEN badcase_internal.failure_kinds_of(@extschema@.meta(s.record)) ELSE s.failure_kinds END = '{}'::text[]
      FROM (
        -- so that the planner is left with the index of the claims
        SELECT c.submission_id, c.lease_until AS until, false AS look FROM badcase_internal.submission c
        WHERE (c.program_id = ANY (mine)) IS TRUE
          AND (c.state = 'pending') IS TRUE AND c.lease_role = me AND c.lease_until > now()
          AND (queue_of.ids IS NULL OR c.submission_id = ANY (queue_of.ids))
        UNION ALL
        SELECT l.submission_id, l.claimed_until, true FROM badcase_internal.look l
        WHERE l.program_id = ANY (mine)
          AND l.reviewer = me AND badcase_internal.is_open(l)
          AND (queue_of.ids IS NULL OR l.submission_id = ANY (queue_of.ids))) q
      JOIN badcase_internal.submission s ON s.submission_id = q.submission_id
      LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NOT NULL
      LEFT JOIN badcase_internal.round o ON o.program_id = s.program_id AND o.closed_at IS NULL
      LEFT JOIN waiting b ON b.program_id = s.program_id
      ORDER BY s.cluster_id, s.submission_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.queue_of(bigint[]) IS 'the rows of badcase.review_queue, of these submissions; null: of all';

CREATE FUNCTION badcase_internal.review_queue()
  RETURNS TABLE (submission bigint, round bigint, task text, prompt text, response text, history jsonb, rejected text,
    failure_kinds text[], issues text[], similar jsonb, received_at timestamptz, lease_until timestamptz, system text, model_version text,
    source text, guideline text, words jsonb, earlier jsonb, before jsonb, behind bigint,
    asked jsonb, suggestions jsonb, wants_kind bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT * FROM badcase_internal.queue_of(NULL)
  $$;
COMMENT ON FUNCTION badcase_internal.review_queue() IS 'the rows of badcase.review_queue';

CREATE VIEW badcase.review_queue WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.review_queue();
COMMENT ON VIEW badcase.review_queue IS 'reviewer: the submissions that the reader has claimed for review';
COMMENT ON COLUMN badcase.review_queue.submission IS 'its number';
COMMENT ON COLUMN badcase.review_queue.round IS 'the open round, which the review will belong to';
COMMENT ON COLUMN badcase.review_queue.task IS 'the task, if it has one';
COMMENT ON COLUMN badcase.review_queue.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.review_queue.response IS 'the expected output';
COMMENT ON COLUMN badcase.review_queue.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.review_queue.rejected IS 'the model''s own bad answer';
COMMENT ON COLUMN badcase.review_queue.failure_kinds IS 'in what way the model failed, as the record says';
COMMENT ON COLUMN badcase.review_queue.issues IS 'what screening found: the rules; badcase.findings tells where';
COMMENT ON COLUMN badcase.review_queue.similar IS 'up to ten related submissions: submission, kind, similarity, state, representative, prompt, response';
COMMENT ON COLUMN badcase.review_queue.received_at IS 'when it was received';
COMMENT ON COLUMN badcase.review_queue.lease_until IS 'until when the claim holds';
COMMENT ON COLUMN badcase.review_queue.system IS 'the key "system" of the record: what the model was told before';
COMMENT ON COLUMN badcase.review_queue.model_version IS 'the version of the model that failed, if a curator has registered one of that name';
COMMENT ON COLUMN badcase.review_queue.source IS 'the key "source" of the record';
COMMENT ON COLUMN badcase.review_queue.guideline IS 'what curators say about the task: instruction and output format';
COMMENT ON COLUMN badcase.review_queue.words IS 'where the issues are: rule, field, turn and the words with some on each side; null: of the record as a whole';
COMMENT ON COLUMN badcase.review_queue.earlier IS 'the reviews before it was revised or reopened: verdict, reasons, note, revision; null: none';
COMMENT ON COLUMN badcase.review_queue.before IS
  'the texts that were changed since the last review, as they were then: prompt, response, history, rejected; null: none';
COMMENT ON COLUMN badcase.review_queue.behind IS 'how many more submissions of the program nobody has claimed; 1000: so many or more';
COMMENT ON COLUMN badcase.review_queue.asked IS
  'what the prompt asks for that can be checked: kind, args, followed (null: it cannot be told), why; null: nothing';
COMMENT ON COLUMN badcase.review_queue.suggestions IS
  'what agents suggest: agent, version, kind, useful, correct, failure_kinds, task, why; null: nothing, or the program shows it after the review (badcase.suggestions)';
COMMENT ON COLUMN badcase.review_queue.wants_kind IS 'whether nobody has said yet in what way the model failed: the review should';

CREATE FUNCTION badcase_internal.has_reviewed(submission bigint, review_pass int) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.review v
      WHERE v.submission_id = has_reviewed.submission AND v.review_pass = has_reviewed.review_pass
        AND badcase_internal.may_be(v.reviewer));
  END;
COMMENT ON FUNCTION badcase_internal.has_reviewed(bigint, int) IS
  'whether the person has reviewed a submission in this pass, under whatever role';

-- The first revision is what was sent; who loaded the file for the contributor did not write it.
CREATE FUNCTION badcase_internal.has_edited(submission bigint, revision int) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.revision v
      WHERE v.submission_id = has_edited.submission AND v.revision = has_edited.revision AND v.revision > 1
        AND badcase_internal.may_be(v.made_by));
  END;
COMMENT ON FUNCTION badcase_internal.has_edited(bigint, int) IS 'whether the person made that revision of a submission';

CREATE FUNCTION badcase_internal.may_review(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT NOT badcase_internal.is_own(s.contributor_id)
      AND NOT badcase_internal.has_reviewed(s.submission_id, s.review_pass)
      AND NOT badcase_internal.has_edited(s.submission_id, s.revision);
  END;
COMMENT ON FUNCTION badcase_internal.may_review(badcase_internal.submission) IS
  'whether the person neither sent nor edited the submission nor has reviewed it';

CREATE FUNCTION badcase.claim_reviews(program int DEFAULT NULL, n int DEFAULT 10, lease interval DEFAULT '1 hour', task text DEFAULT NULL,
    failure_kind text DEFAULT NULL, language text DEFAULT NULL, first text DEFAULT 'wanted')
  RETURNS SETOF badcase.review_queue
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    plain CONSTANT bool := num_nonnulls(task, failure_kind, language) = 0 AND first = 'wanted';
    id bigint;
    candidates bigint[];
    looks bigint[] := '{}'::bigint[];
    claimed bigint[] := '{}'::bigint[];
    most bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'reviewer');
    PERFORM badcase_internal.check_claim(program, n, lease, failure_kind, language, first);
    IF task IS NOT NULL THEN
      id := badcase_internal.named_task(program, task);
    END IF;
    n := least(n, (SELECT p.max_claims FROM badcase_internal.program p WHERE p.program_id = claim_reviews.program)
      - badcase_internal.claimed_by(program, badcase_internal.person()));
    IF plain THEN
      looks := badcase_internal.claim_looks(program, n, now() + lease);
      n := n - cardinality(looks);
    END IF;
    most := n + 10;
    WHILE cardinality(claimed) < n LOOP
      candidates := ARRAY(SELECT c FROM badcase_internal.claimable(program, id, failure_kind, language, first, most) c);
      claimed := claimed || badcase_internal.claim_first(candidates, n - cardinality(claimed), now() + lease, false);
      EXIT WHEN cardinality(candidates) < most;
      most := 4 * most;
    END LOOP;
    IF plain AND claimed = '{}' AND looks = '{}' AND badcase_internal.claimed_by(program, badcase_internal.person()) = 0 THEN
      claimed := badcase_internal.claim_first(ARRAY(SELECT c FROM badcase_internal.spare_claims(program) c), n, now() + lease, true);
    END IF;
    RETURN QUERY
      SELECT q.* FROM badcase_internal.queue_of(claimed || looks) q
      JOIN (
        SELECT c.id, c.place::float8 FROM unnest(claimed) WITH ORDINALITY c(id, place)
        UNION ALL SELECT l, random() * (cardinality(claimed) + 1) FROM unnest(looks) l) x(id, place) ON x.id = q.submission
      ORDER BY x.place;
  END
  $$;
COMMENT ON FUNCTION badcase.claim_reviews(int, int, interval, text, text, text, text) IS
  'reviewer: claims up to n submissions, which nobody else reviews until the lease ends; returns them; of a task, a kind of failure, a language (zh, en, other), the oldest, what screening warns of most (doubt), what agents are unsure of or disagree on (unsure, disagreed) first';

CREATE FUNCTION badcase_internal.verdict_of(useful bool, correct bool) RETURNS text
  LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN NOT useful THEN 'rejected' WHEN correct THEN 'accepted' ELSE 'needs_changes' END;
COMMENT ON FUNCTION badcase_internal.verdict_of(bool, bool) IS 'what a review comes to';

-- Rule 1: the first quorum reviews agree and decide, or the submission is disputed. Rule 2, where the program asks for a
-- confidence: reviews that agree but are not sure want one more, which decides with them or makes a dispute.
CREATE FUNCTION badcase_internal.decision(submission bigint, review_pass int, quorum int) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN count(*) < decision.quorum THEN NULL
      WHEN count(DISTINCT v.verdict) = 1 AND count(*) = decision.quorum
        AND NOT badcase_internal.is_sure(decision.submission, decision.review_pass) THEN NULL
      WHEN count(DISTINCT v.verdict) = 1 THEN min(v.verdict)
      ELSE 'disputed'
    END
    FROM badcase_internal.review v WHERE v.submission_id = decision.submission AND v.review_pass = decision.review_pass;
  END;
COMMENT ON FUNCTION badcase_internal.decision(bigint, int, int) IS
  'what the reviews of a pass come to by rule 1 or 2; null while there are fewer than the quorum, or one more is wanted';

CREATE FUNCTION badcase_internal.check_words(submission bigint, reasons text[], failure_kinds text[], contradicts bigint[]) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF reasons IS NULL OR NOT reasons <@ badcase_internal.reason_codes() THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such reason code',
        HINT = format('Codes are %s.', array_to_string(badcase_internal.reason_codes(), ', '));
    END IF;
    IF failure_kinds IS NULL OR NOT failure_kinds <@ badcase_internal.failure_kinds() THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such kind of failure',
        HINT = format('Kinds are %s.', array_to_string(badcase_internal.failure_kinds(), ', '));
    END IF;
    IF contradicts IS NULL OR EXISTS (
      SELECT FROM unnest(contradicts) x(id) WHERE x.id IS NULL OR NOT EXISTS (
        -- "+ 0" and "|| ''" keep out the indexes of the other side, which has all copies of a template, and of all alternatives
        SELECT FROM badcase_internal.relation r WHERE r.kind || '' = 'alternative'
          AND ((r.submission_id = submission AND r.other_id + 0 = x.id)
          OR (r.submission_id = x.id AND r.other_id + 0 = submission)))) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('submission %s can contradict its alternatives only', submission);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_words(bigint, text[], text[], bigint[]) IS
  'raises where a review of a submission cannot have these codes and contradictions';

CREATE FUNCTION badcase_internal.check_review(s badcase_internal.submission, reasons text[], failure_kinds text[], contradicts bigint[])
  RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    changing CONSTANT bool := (badcase_internal.own_review(s.submission_id, s.review_pass)).submission_id IS NOT NULL;
  BEGIN
    IF s.state <> 'pending' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s and cannot be reviewed', s.submission_id, s.state),
        HINT = 'Reviews are for pending submissions.';
    END IF;
    IF badcase_internal.is_own(s.contributor_id) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody reviews a submission of their own';
    END IF;
    IF badcase_internal.has_reviewed(s.submission_id, s.review_pass) AND NOT changing THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" has reviewed submission %s already', badcase_internal.person_name(), s.submission_id),
        HINT = 'A person is one reviewer, whatever groups they are in.';
    END IF;
    IF badcase_internal.has_edited(s.submission_id, s.revision) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody reviews a revision of their own';
    END IF;
    IF badcase_internal.is_claimed(s) AND NOT badcase_internal.has_claimed(s) AND NOT changing THEN
      RAISE lock_not_available USING
        MESSAGE = format('submission %s is being reviewed by somebody else', s.submission_id);
    END IF;
    PERFORM badcase_internal.check_words(s.submission_id, reasons, failure_kinds, contradicts);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_review(badcase_internal.submission, text[], text[], bigint[]) IS
  'raises where the caller cannot give that review of a submission';

-- A review that one has given in this pass is replaced, whoever has claimed the submission meanwhile.
CREATE FUNCTION badcase.submit_review(submission bigint, useful bool, correct bool, reasons text[] DEFAULT '{}',
    failure_kinds text[] DEFAULT '{}', contradicts bigint[] DEFAULT '{}', note text DEFAULT NULL, note_to_contributor text DEFAULT NULL)
  RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    was badcase_internal.review;
    this_round bigint;
    outcome text;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    PERFORM badcase_internal.require(s.program_id, 'reviewer');
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF useful IS NULL OR correct IS NULL THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a review says whether the record is useful and whether it is correct';
    END IF;
    IF badcase_internal.has_second_look(s) THEN
      RETURN badcase_internal.give_look(s, useful, correct, reasons, failure_kinds, contradicts, note);
    END IF;
    PERFORM badcase_internal.check_review(s, reasons, failure_kinds, contradicts);
    this_round := badcase_internal.deciding_round(s.program_id, s.received_at);
    was := badcase_internal.own_review(me, s.review_pass);
    IF was.submission_id IS NOT NULL THEN
      PERFORM badcase_internal.remove_review(was);
      PERFORM badcase_internal.note_action(s.program_id, 'review_changed', me, whose => was.reviewer, verdict => was.verdict);
    END IF;

    INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, reasons,
      failure_kinds, contradicts, note, note_to_contributor)
    VALUES (me, s.review_pass, badcase_internal.person(), this_round, s.revision, submit_review.useful, submit_review.correct,
      badcase_internal.verdict_of(submit_review.useful, submit_review.correct),
      submit_review.reasons, submit_review.failure_kinds, submit_review.contradicts, submit_review.note, submit_review.note_to_contributor);
    PERFORM badcase_internal.mark_review(s.program_id, me, this_round);
    INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT r.submission_id, r.other_id, 'contradiction', r.similarity, r.prompt_similarity, r.response_similarity
    FROM badcase_internal.relation r
    WHERE r.kind || '' = 'alternative' AND ((r.submission_id = me AND r.other_id + 0 = ANY (contradicts))
      OR (r.other_id + 0 = me AND r.submission_id = ANY (contradicts)))
    ON CONFLICT DO NOTHING;
    UPDATE badcase_internal.submission t SET lease_role = NULL, lease_until = NULL
    WHERE t.submission_id = me AND NOT (was.submission_id IS NOT NULL AND badcase_internal.is_claimed(t));

    outcome := badcase_internal.decision(me, s.review_pass, (SELECT p.quorum FROM badcase_internal.program p WHERE p.program_id = s.program_id));
    IF outcome IS NULL THEN
      RETURN 'pending';
    END IF;
    UPDATE badcase_internal.submission t SET
      reasons = ARRAY(
        SELECT DISTINCT x COLLATE "C" FROM badcase_internal.review v, unnest(v.reasons) x
        WHERE v.submission_id = me AND v.review_pass = s.review_pass ORDER BY 1),
      failure_kinds = ARRAY(
        SELECT DISTINCT x COLLATE "C" FROM (
          SELECT unnest(t.failure_kinds) UNION ALL
          SELECT unnest(v.failure_kinds) FROM badcase_internal.review v
          WHERE v.submission_id = me AND v.review_pass = s.review_pass) y(x) ORDER BY 1)
    WHERE t.submission_id = me;
    RETURN badcase_internal.change_state(me, outcome, this_round, CASE WHEN (
      SELECT p.confidence IS NULL FROM badcase_internal.program p WHERE p.program_id = s.program_id) THEN 1 ELSE 2 END);
  END
  $$;
COMMENT ON FUNCTION badcase.submit_review(bigint, bool, bool, text[], text[], bigint[], text, text) IS
  'reviewer: reviews a submission, or changes the review that one gave, until the decision; returns its state after that; the first note is for curators, the second for who sent the record';
