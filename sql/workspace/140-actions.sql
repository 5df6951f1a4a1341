-- What people did that is no move of a submission: reading a held record, taking a step back, setting how a program works.

-- Its numbers are those of the journal's events, so both can be put in one order.
CREATE TABLE badcase_internal.action (
  action_id bigint PRIMARY KEY DEFAULT nextval('badcase_internal.event_event_id_seq'),
  program_id int NOT NULL,
  kind text NOT NULL CHECK (kind = ANY (badcase_internal.action_kinds())),
  submission_id bigint,
  release_id bigint,
  whose regrole,
  verdict text,
  setting text,
  reason text,
  made_by name NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase_internal.action IS 'the journal''s steps that move no submission, without text of records';
COMMENT ON COLUMN badcase_internal.action.action_id IS 'its number, of the same sequence as the journal''s events';
COMMENT ON COLUMN badcase_internal.action.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.action.kind IS 'what was done: a word of badcase_internal.action_kinds()';
COMMENT ON COLUMN badcase_internal.action.submission_id IS 'the submission that it was done to; null: none';
COMMENT ON COLUMN badcase_internal.action.release_id IS 'the release that it was done to; null: none';
COMMENT ON COLUMN badcase_internal.action.whose IS 'whose claim or review it was';
COMMENT ON COLUMN badcase_internal.action.verdict IS 'the verdict of a review that was changed or withdrawn, as it was before';
COMMENT ON COLUMN badcase_internal.action.setting IS 'the setting of a program that was changed, with its new value; the pool that was exported; the upload of clusters';
COMMENT ON COLUMN badcase_internal.action.reason IS 'why, in the words of who did it; null: none given, or erased with the submission';
COMMENT ON COLUMN badcase_internal.action.made_by IS 'the role that did it';
COMMENT ON COLUMN badcase_internal.action.made_at IS 'when';
ALTER TABLE badcase_internal.action
  ALTER COLUMN whose SET STATISTICS 0,
  ALTER COLUMN reason SET STATISTICS 0,
  ALTER COLUMN made_by SET STATISTICS 0,
  ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
CREATE INDEX action_program ON badcase_internal.action (program_id, action_id);
COMMENT ON INDEX badcase_internal.action_program IS 'a program''s actions in order';
CREATE INDEX action_submission ON badcase_internal.action (submission_id, action_id) WHERE submission_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.action_submission IS 'what was done to a submission';

-- What lists and counts for curators read. Their columns change with the state of a submission alone.
CREATE INDEX submission_waiting ON badcase_internal.submission (program_id, state, received_at)
  WHERE state IN ('received', 'held', 'pending', 'needs_changes', 'disputed');
COMMENT ON INDEX badcase_internal.submission_waiting IS 'how much waits in each state, and since when';
-- Reviewers claim from it: group by group, in each the oldest cluster first. "cluster_id + 0" is an order that no other index
-- has: where no state has statistics, the planner would take another that has it and read all of that.
CREATE INDEX submission_to_review ON badcase_internal.submission (program_id, coalesce(task_id, 0), failure_kinds, (cluster_id + 0), submission_id)
  WHERE state = 'pending';
COMMENT ON INDEX badcase_internal.submission_to_review IS 'what is pending, by task and kinds of failure';
CREATE INDEX submission_accepted ON badcase_internal.submission (task_id, cluster_id) WHERE state = 'accepted';
COMMENT ON INDEX badcase_internal.submission_accepted IS 'the accepted clusters of a task';
CREATE INDEX finding_warning ON badcase_internal.finding (program_id, submission_id) WHERE cleared IS NOT TRUE AND severity = 'warn';
COMMENT ON INDEX badcase_internal.finding_warning IS 'what screening warns of';
CREATE INDEX submission_member ON badcase_internal.submission (program_id, cluster_id, submission_id)
  INCLUDE (contributor_id, state, decided_at, decided_round)
  WHERE cluster_id IS NOT NULL AND state NOT IN ('duplicate', 'rejected', 'withdrawn');
COMMENT ON INDEX badcase_internal.submission_member IS 'the members of clusters, from which representatives and credits are told';
CREATE INDEX event_round ON badcase_internal.event (round_id, to_state) WHERE round_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.event_round IS 'the decisions of a round';
CREATE INDEX review_round ON badcase_internal.review (round_id, reviewer, reviewed_at);
COMMENT ON INDEX badcase_internal.review_round IS 'the reviews of a round, by whose they are, in order of time';
CREATE INDEX submission_round ON badcase_internal.submission (decided_round) WHERE decided_round IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_round IS 'what was decided in a round';
CREATE INDEX submission_untasked ON badcase_internal.submission (program_id, received_at)
  WHERE task_id IS NULL AND state IN ('pending', 'disputed', 'accepted');
COMMENT ON INDEX badcase_internal.submission_untasked IS 'what goes on without a task';
CREATE INDEX submission_contributor ON badcase_internal.submission (contributor_id, state);
COMMENT ON INDEX badcase_internal.submission_contributor IS 'how a contributor''s submissions stand';
CREATE INDEX upload_program ON badcase_internal.upload (program_id, upload_id);
COMMENT ON INDEX badcase_internal.upload_program IS 'a program''s uploads in order';
CREATE INDEX event_number ON badcase_internal.event (event_id);
COMMENT ON INDEX badcase_internal.event_number IS 'the journal in order';
CREATE INDEX finding_barring ON badcase_internal.finding (program_id, submission_id)
  WHERE cleared IS NOT TRUE AND (severity IN ('block', 'hold') OR rule LIKE 'contamination:%');
COMMENT ON INDEX badcase_internal.finding_barring IS 'what keeps submissions out of releases';
CREATE INDEX relation_conflict ON badcase_internal.relation (kind, prompt_similarity DESC, least(submission_id, other_id), greatest(submission_id, other_id))
  WHERE kind IN ('alternative', 'contradiction');
COMMENT ON INDEX badcase_internal.relation_conflict IS 'the pairs that answer one prompt differently, the most similar prompts first';
CREATE INDEX finding_listed ON badcase_internal.finding (severity COLLATE "C", finding_id)
  WHERE cleared IS NOT TRUE AND (severity IN ('block', 'hold') OR rule LIKE 'contamination:%');
COMMENT ON INDEX badcase_internal.finding_listed IS 'what holds submissions or keeps them out of releases, in the order in which it is decided on';
