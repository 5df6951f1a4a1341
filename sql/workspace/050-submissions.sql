-- Tasks, submissions and what belongs to them. The large tables are keyed by submission_id first and have no trigger.
-- Statistics of text, hashes and raw bytes are not collected.

CREATE TABLE badcase_internal.task (
  task_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  target int NOT NULL DEFAULT 100 CHECK (target > 0),
  about text,
  created_at timestamptz NOT NULL DEFAULT now(),
  set_by name,
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase_internal.task IS 'what a model should be able to do, with the number of examples that is wanted';
COMMENT ON COLUMN badcase_internal.task.task_id IS 'its number';
COMMENT ON COLUMN badcase_internal.task.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.task.name IS 'its name: the key "task" of a record, up to 200 characters';
COMMENT ON COLUMN badcase_internal.task.target IS 'how many examples are wanted';
COMMENT ON COLUMN badcase_internal.task.about IS 'instruction and output format';
COMMENT ON COLUMN badcase_internal.task.created_at IS 'when it was first seen';
COMMENT ON COLUMN badcase_internal.task.set_by IS 'the curator who set it; null: triage made it for a record that names it';
ALTER TABLE badcase_internal.task ALTER COLUMN name SET STATISTICS 0;

CREATE TABLE badcase_internal.submission (
  submission_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  contributor_id bigint NOT NULL,
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  record @extschema@.badcase,
  revision int NOT NULL DEFAULT 1,
  digest bytea,
  exact_key bytea,
  exact_key_version int NOT NULL DEFAULT 2,
  state text NOT NULL DEFAULT 'received' CHECK (badcase_internal.is_state(state)),
  contributor_state text NOT NULL DEFAULT 'received' CHECK (badcase_internal.is_state(contributor_state)),
  contributor_state_at timestamptz NOT NULL DEFAULT now(),
  held_for text[] NOT NULL DEFAULT '{}',
  rule_version int NOT NULL DEFAULT 0,
  duplicate_of bigint,
  cluster_id bigint,
  task_id bigint,
  failure_kinds text[] NOT NULL DEFAULT '{}'
    CHECK (failure_kinds <@ badcase_internal.failure_kinds()),
  model_version text,
  review_pass int NOT NULL DEFAULT 0,
  lease_role regrole,
  lease_until timestamptz,
  reasons text[] NOT NULL DEFAULT '{}',
  decided_round bigint,
  decided_rule int,
  decided_at timestamptz,
  received_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  withdrawal_id bigint,
  decided_quorum int,
  asks int,
  breaks int,
  CHECK (state = 'withdrawn' OR (record IS NOT NULL AND digest IS NOT NULL AND exact_key IS NOT NULL))
);
COMMENT ON TABLE badcase_internal.submission IS 'a record that somebody sent, and its state';
COMMENT ON COLUMN badcase_internal.submission.submission_id IS 'its number';
COMMENT ON COLUMN badcase_internal.submission.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.submission.contributor_id IS 'who sent it';
COMMENT ON COLUMN badcase_internal.submission.upload_id IS 'the upload that brought it';
COMMENT ON COLUMN badcase_internal.submission.line_no IS 'the line of that upload''s file, from 1';
COMMENT ON COLUMN badcase_internal.submission.record IS 'the record as it is now; null once it was erased';
COMMENT ON COLUMN badcase_internal.submission.revision IS 'the number of the current revision, from 1';
COMMENT ON COLUMN badcase_internal.submission.digest IS
  'SHA-256 of the record as it was sent: the same from the same contributor is a repeated line';
COMMENT ON COLUMN badcase_internal.submission.exact_key IS 'equal for records that are exact duplicates, of the current revision';
COMMENT ON COLUMN badcase_internal.submission.exact_key_version IS 'the version of the folding behind exact_key';
COMMENT ON COLUMN badcase_internal.submission.state IS
  'received, held, duplicate, pending, needs_changes, disputed, accepted, rejected or withdrawn';
COMMENT ON COLUMN badcase_internal.submission.contributor_state IS
  'the state as its contributor is told it: that it is the duplicate of somebody else''s is not told';
COMMENT ON COLUMN badcase_internal.submission.contributor_state_at IS 'when that last changed';
COMMENT ON COLUMN badcase_internal.submission.held_for IS 'what keeps it held: attestation, screening';
COMMENT ON COLUMN badcase_internal.submission.rule_version IS 'the version of the rules that screened it; 0: none yet';
COMMENT ON COLUMN badcase_internal.submission.duplicate_of IS 'the submission that it is an exact duplicate of';
COMMENT ON COLUMN badcase_internal.submission.cluster_id IS
  'the least number among the submissions that exact and near relations tie it to; null before triage';
COMMENT ON COLUMN badcase_internal.submission.task_id IS 'the task that it is an example of';
COMMENT ON COLUMN badcase_internal.submission.failure_kinds IS 'in what way the model failed';
COMMENT ON COLUMN badcase_internal.submission.model_version IS 'the model that failed, as the record says';
COMMENT ON COLUMN badcase_internal.submission.review_pass IS 'how many times it became pending; reviews count for their pass only';
COMMENT ON COLUMN badcase_internal.submission.lease_role IS 'the reviewer who is looking at it';
COMMENT ON COLUMN badcase_internal.submission.lease_until IS 'until when nobody else may';
COMMENT ON COLUMN badcase_internal.submission.reasons IS 'the reason codes of the decision';
COMMENT ON COLUMN badcase_internal.submission.decided_round IS 'the round of the decision';
COMMENT ON COLUMN badcase_internal.submission.decided_rule IS 'the version of the rule that decided; 0: a curator''s word';
COMMENT ON COLUMN badcase_internal.submission.decided_at IS 'when it was decided';
COMMENT ON COLUMN badcase_internal.submission.received_at IS 'when it was received';
COMMENT ON COLUMN badcase_internal.submission.updated_at IS 'when its state last changed';
COMMENT ON COLUMN badcase_internal.submission.withdrawal_id IS 'the withdrawal that took it back';
COMMENT ON COLUMN badcase_internal.submission.decided_quorum IS 'how many agreeing reviews the rule asked for when it decided';
COMMENT ON COLUMN badcase_internal.submission.asks IS
  'how many things the prompt asks for that badcase_follows checks, of the current revision; null: not screened since there is the count';
COMMENT ON COLUMN badcase_internal.submission.breaks IS 'how many of these the response does not keep';
CREATE INDEX submission_state ON badcase_internal.submission (state, program_id, submission_id);
COMMENT ON INDEX badcase_internal.submission_state IS
  'the queues: what is received, pending, accepted';
-- The first seven bytes of a hash, with their length one word of eight. Who looks one up compares the whole, too.
CREATE INDEX submission_known ON badcase_internal.submission (contributor_id, substr(digest, 1, 7));
COMMENT ON INDEX badcase_internal.submission_known IS 'whether the contributor sent a record before';
CREATE INDEX submission_upload ON badcase_internal.submission (upload_id);
COMMENT ON INDEX badcase_internal.submission_upload IS 'what became of an upload';
CREATE INDEX submission_duplicate_of ON badcase_internal.submission (duplicate_of) WHERE duplicate_of IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_duplicate_of IS 'the duplicates of a submission';
-- with its condition, what is received and has none gives no entry
CREATE INDEX submission_cluster ON badcase_internal.submission (cluster_id) WHERE cluster_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_cluster IS 'the members of a cluster';
CREATE INDEX submission_exact ON badcase_internal.submission (substr(exact_key, 1, 7))
  WHERE state NOT IN ('received', 'duplicate', 'withdrawn') AND state <> 'rejected';
COMMENT ON INDEX badcase_internal.submission_exact IS 'what others can be exact duplicates of';
CREATE INDEX submission_old_key ON badcase_internal.submission (program_id, submission_id)
  WHERE exact_key IS NOT NULL AND exact_key_version < 2;
COMMENT ON INDEX badcase_internal.submission_old_key IS 'exact keys that triage brings up; empty but after an upgrade';
CREATE INDEX submission_withdrawal ON badcase_internal.submission (withdrawal_id) WHERE withdrawal_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_withdrawal IS 'what a withdrawal took back';
CREATE INDEX submission_unattested ON badcase_internal.submission (program_id, contributor_id)
  WHERE 'attestation' = ANY (held_for);
COMMENT ON INDEX badcase_internal.submission_unattested IS 'what waits for an attestation';
CREATE INDEX submission_task ON badcase_internal.submission (task_id) WHERE task_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_task IS 'the submissions of a task';
CREATE INDEX submission_lease ON badcase_internal.submission (lease_role) WHERE lease_role IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_lease IS 'what a reviewer has claimed';
-- Of the states as well: statistics taken before a batch would tell the planner that nothing is pending after it.
ALTER TABLE badcase_internal.submission
  ALTER COLUMN record SET STATISTICS 0,
  ALTER COLUMN digest SET STATISTICS 0,
  ALTER COLUMN exact_key SET STATISTICS 0,
  ALTER COLUMN state SET STATISTICS 0,
  ALTER COLUMN contributor_state SET STATISTICS 0,
  ALTER COLUMN model_version SET STATISTICS 0;
ALTER INDEX badcase_internal.submission_known ALTER COLUMN 2 SET STATISTICS 0;
ALTER INDEX badcase_internal.submission_exact ALTER COLUMN 1 SET STATISTICS 0;

CREATE TABLE badcase_internal.revision (
  submission_id bigint NOT NULL,
  revision int NOT NULL CHECK (revision >= 1),
  record @extschema@.badcase,
  digest bytea,
  reason text,
  made_by regrole,
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (submission_id, revision)
);
-- Most submissions are never revised, and have no row here: their text is kept once.
COMMENT ON TABLE badcase_internal.revision IS 'every text of the submissions that were revised; that of the others is only in submission';
COMMENT ON COLUMN badcase_internal.revision.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.revision.revision IS '1: as it was sent';
COMMENT ON COLUMN badcase_internal.revision.record IS 'the record; null once it was erased';
COMMENT ON COLUMN badcase_internal.revision.digest IS 'SHA-256 of the record';
COMMENT ON COLUMN badcase_internal.revision.reason IS 'why it was revised; null for the first';
COMMENT ON COLUMN badcase_internal.revision.made_by IS 'who made it; null: it is the first, or of a contributor who was erased';
COMMENT ON COLUMN badcase_internal.revision.made_at IS 'when';
ALTER TABLE badcase_internal.revision
  ALTER COLUMN record SET STATISTICS 0,
  ALTER COLUMN digest SET STATISTICS 0,
  ALTER COLUMN reason SET STATISTICS 0,
  ALTER COLUMN made_by SET STATISTICS 0;

CREATE TABLE badcase_internal.relation (
  submission_id bigint NOT NULL,
  other_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('exact', 'near', 'alternative', 'contradiction')),
  similarity float8,
  prompt_similarity float8,
  response_similarity float8,
  CHECK (submission_id <> other_id)
);
-- It has no primary key, which would be as large as half the rows: triage writes the relations of a submission once, after it
-- has deleted those of before. What reviewers mark may be marked twice at a time.
COMMENT ON TABLE badcase_internal.relation IS 'how a submission is related to another that triage saw before it';
COMMENT ON COLUMN badcase_internal.relation.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.relation.other_id IS 'the other one';
COMMENT ON COLUMN badcase_internal.relation.kind IS
  'exact; near: records similar to at least 0.7; alternative: equal history, prompts similar to at least 0.7, responses to less; contradiction: an alternative that a reviewer marked';
COMMENT ON COLUMN badcase_internal.relation.similarity IS 'of the records';
COMMENT ON COLUMN badcase_internal.relation.prompt_similarity IS 'of the prompts';
COMMENT ON COLUMN badcase_internal.relation.response_similarity IS 'of the responses; null for near, where nothing asks for it';
CREATE INDEX relation_submission ON badcase_internal.relation (submission_id);
COMMENT ON INDEX badcase_internal.relation_submission IS 'the relations of a submission';
CREATE UNIQUE INDEX relation_contradiction ON badcase_internal.relation (submission_id, other_id) WHERE kind = 'contradiction';
COMMENT ON INDEX badcase_internal.relation_contradiction IS 'two submissions contradict one another once, whoever says so';
CREATE INDEX relation_other ON badcase_internal.relation (other_id);
COMMENT ON INDEX badcase_internal.relation_other IS 'the relation seen from the other side';
-- without a primary key, for who replicates the table
ALTER TABLE badcase_internal.relation REPLICA IDENTITY FULL;

CREATE TABLE badcase_internal.event (
  submission_id bigint NOT NULL,
  event_id bigint GENERATED ALWAYS AS IDENTITY,
  from_state text,
  to_state text NOT NULL,
  actor text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  round_id bigint,
  revision int NOT NULL,
  other_id bigint,
  outcome_id bigint,
  verdict text
);
-- Of type name the actor would be half of a row. No primary key: event_id is given by nobody, and of an index of both columns
-- each move after the first splits the pages.
COMMENT ON TABLE badcase_internal.event IS
  'the journal: every move of every submission and every verdict on a model''s answer to it, in numbers, without text';
COMMENT ON COLUMN badcase_internal.event.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.event.event_id IS 'its number';
COMMENT ON COLUMN badcase_internal.event.from_state IS 'the state before; null for the first';
COMMENT ON COLUMN badcase_internal.event.to_state IS 'the state after; with a verdict, the same as before';
COMMENT ON COLUMN badcase_internal.event.actor IS 'the role that moved or judged it; "erased" where it was that of a contributor who was erased';
COMMENT ON COLUMN badcase_internal.event.at IS 'when';
COMMENT ON COLUMN badcase_internal.event.round_id IS 'the round of a decision';
COMMENT ON COLUMN badcase_internal.event.revision IS 'the revision that was current';
COMMENT ON COLUMN badcase_internal.event.other_id IS 'the submission that it is a duplicate of';
COMMENT ON COLUMN badcase_internal.event.outcome_id IS 'the answer that was judged';
COMMENT ON COLUMN badcase_internal.event.verdict IS 'what was said of it';
ALTER TABLE badcase_internal.event ALTER COLUMN actor SET STATISTICS 0;
CREATE INDEX event_submission ON badcase_internal.event (submission_id);
COMMENT ON INDEX badcase_internal.event_submission IS 'the moves of a submission';
ALTER TABLE badcase_internal.event REPLICA IDENTITY FULL;
