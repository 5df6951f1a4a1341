-- Large tables. Each is keyed by what it would be distributed by, first in every key: submission_id; refused_line by
-- upload_id; intake stays where it is. None has a trigger. Statistics of text, hashes and raw bytes are not collected.

-- No NOT NULL and no CHECK on intake: an error of theirs would show the line. process_upload looks instead.
CREATE TABLE badcase.intake (
  line_no bigint,
  line bytea,
  xact xid8 DEFAULT pg_current_xact_id()
);
COMMENT ON TABLE badcase.intake IS
  'lines on their way in: COPY puts them here, badcase.process_upload takes them out in the same transaction';
COMMENT ON COLUMN badcase.intake.line_no IS 'the number of the line in its file, from 1';
COMMENT ON COLUMN badcase.intake.line IS 'its bytes, without the end of the line';
COMMENT ON COLUMN badcase.intake.xact IS
  'the transaction that brought it; nobody may set it, so nobody can file under another''s name';
CREATE UNIQUE INDEX intake_xact ON badcase.intake (xact, line_no);
COMMENT ON INDEX badcase.intake_xact IS 'the lines of this transaction';
ALTER TABLE badcase.intake ALTER COLUMN line SET STATISTICS 0;

CREATE TABLE badcase.refused_line (
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  program_id int NOT NULL,
  contributor_id bigint,
  contributor_role name,
  code text NOT NULL,
  byte_offset int NOT NULL,
  path text,
  message text NOT NULL,
  line bytea,
  line_digest bytea,
  PRIMARY KEY (upload_id, line_no)
);
COMMENT ON TABLE badcase.refused_line IS
  'lines that are no records, with their bytes; a line that the same contributor sent again is kept once';
COMMENT ON COLUMN badcase.refused_line.upload_id IS 'the upload that brought it first';
COMMENT ON COLUMN badcase.refused_line.line_no IS 'the number of the line in its file, from 1';
COMMENT ON COLUMN badcase.refused_line.program_id IS 'the program';
COMMENT ON COLUMN badcase.refused_line.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase.refused_line.contributor_role IS 'the contributor''s role, for the policy';
COMMENT ON COLUMN badcase.refused_line.code IS 'why it was refused: a code of badcase_check';
COMMENT ON COLUMN badcase.refused_line.byte_offset IS 'where in the line, in bytes from 0';
COMMENT ON COLUMN badcase.refused_line.path IS 'where in the object: a JSON pointer';
COMMENT ON COLUMN badcase.refused_line.message IS 'the code in words';
COMMENT ON COLUMN badcase.refused_line.line IS 'its bytes; null once they were erased';
COMMENT ON COLUMN badcase.refused_line.line_digest IS 'SHA-256 of them';
CREATE INDEX refused_line_known ON badcase.refused_line (contributor_id, program_id, line_digest);
COMMENT ON INDEX badcase.refused_line_known IS 'whether the contributor sent a line before';
CREATE INDEX refused_line_contributor_role ON badcase.refused_line (contributor_role)
  WHERE contributor_role IS NOT NULL;
COMMENT ON INDEX badcase.refused_line_contributor_role IS 'for the contributors'' policy';
ALTER TABLE badcase.refused_line
  ALTER COLUMN contributor_role SET STATISTICS 0,
  ALTER COLUMN path SET STATISTICS 0,
  ALTER COLUMN message SET STATISTICS 0,
  ALTER COLUMN line SET STATISTICS 0,
  ALTER COLUMN line_digest SET STATISTICS 0;

CREATE TABLE badcase.submission (
  submission_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  contributor_id bigint NOT NULL,
  contributor_role name,
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  record @extschema@.badcase,
  revision int NOT NULL DEFAULT 1,
  digest bytea,
  exact_key bytea,
  exact_key_version int NOT NULL DEFAULT 1,
  state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'held', 'duplicate', 'pending',
    'needs_changes', 'disputed', 'accepted', 'rejected', 'withdrawn')),
  told text NOT NULL DEFAULT 'received' CHECK (told IN ('received', 'held', 'duplicate', 'pending',
    'needs_changes', 'disputed', 'accepted', 'rejected', 'withdrawn')),
  told_at timestamptz NOT NULL DEFAULT now(),
  held_for text[] NOT NULL DEFAULT '{}',
  rule_version int NOT NULL DEFAULT 0,
  duplicate_of bigint,
  cluster_id bigint,
  task_id bigint,
  failure_kinds text[] NOT NULL DEFAULT '{}'
    CHECK (failure_kinds <@ '{instruction,domain,factual,harmful,context,other}'),
  model_version text,
  pass int NOT NULL DEFAULT 0,
  lease_role name,
  lease_until timestamptz,
  reasons text[] NOT NULL DEFAULT '{}',
  decided_round bigint,
  decided_rule int,
  decided_at timestamptz,
  received_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  withdrawal_id bigint,
  common_record bool NOT NULL DEFAULT false,
  common_prompt bool NOT NULL DEFAULT false,
  decided_quorum int,
  CHECK (state = 'withdrawn' OR (record IS NOT NULL AND digest IS NOT NULL AND exact_key IS NOT NULL))
);
COMMENT ON TABLE badcase.submission IS 'a record that somebody sent, and its state';
COMMENT ON COLUMN badcase.submission.submission_id IS 'its number';
COMMENT ON COLUMN badcase.submission.program_id IS 'the program';
COMMENT ON COLUMN badcase.submission.contributor_id IS 'who sent it';
COMMENT ON COLUMN badcase.submission.contributor_role IS 'the contributor''s role, for the policy';
COMMENT ON COLUMN badcase.submission.upload_id IS 'the upload that brought it';
COMMENT ON COLUMN badcase.submission.line_no IS 'the line of that upload''s file, from 1';
COMMENT ON COLUMN badcase.submission.record IS 'the record as it is now; null once it was erased';
COMMENT ON COLUMN badcase.submission.revision IS 'the number of the current revision, from 1';
COMMENT ON COLUMN badcase.submission.digest IS
  'SHA-256 of the record as it was sent: the same from the same contributor is a repeated line';
COMMENT ON COLUMN badcase.submission.exact_key IS 'equal for records that are exact duplicates, of the current revision';
COMMENT ON COLUMN badcase.submission.exact_key_version IS 'the version of the folding behind exact_key';
COMMENT ON COLUMN badcase.submission.state IS
  'received, held, duplicate, pending, needs_changes, disputed, accepted, rejected or withdrawn';
COMMENT ON COLUMN badcase.submission.told IS
  'the state as its contributor is told it: that it is the duplicate of somebody else''s is not told';
COMMENT ON COLUMN badcase.submission.told_at IS 'when that last changed';
COMMENT ON COLUMN badcase.submission.held_for IS 'what keeps it held: attestation, screening';
COMMENT ON COLUMN badcase.submission.rule_version IS 'the version of the rules that screened it; 0: none yet';
COMMENT ON COLUMN badcase.submission.duplicate_of IS 'the submission that it is an exact duplicate of';
COMMENT ON COLUMN badcase.submission.cluster_id IS
  'the least number among the submissions that exact and near relations tie it to; null before triage';
COMMENT ON COLUMN badcase.submission.task_id IS 'the task that it is an example of';
COMMENT ON COLUMN badcase.submission.failure_kinds IS 'in what way the model failed';
COMMENT ON COLUMN badcase.submission.model_version IS 'the model that failed, as the record says';
COMMENT ON COLUMN badcase.submission.pass IS 'how many times it became pending; reviews count for their pass only';
COMMENT ON COLUMN badcase.submission.lease_role IS 'the reviewer who is looking at it';
COMMENT ON COLUMN badcase.submission.lease_until IS 'until when nobody else may';
COMMENT ON COLUMN badcase.submission.reasons IS 'the reason codes of the decision';
COMMENT ON COLUMN badcase.submission.decided_round IS 'the round of the decision';
COMMENT ON COLUMN badcase.submission.decided_rule IS 'the version of the rule that decided; 0: a curator''s word';
COMMENT ON COLUMN badcase.submission.decided_at IS 'when it was decided';
COMMENT ON COLUMN badcase.submission.received_at IS 'when it was received';
COMMENT ON COLUMN badcase.submission.updated_at IS 'when its state last changed';
COMMENT ON COLUMN badcase.submission.withdrawal_id IS 'the withdrawal that took it back';
COMMENT ON COLUMN badcase.submission.common_record IS
  'when it was triaged, at least 100 others that were not common themselves were near to it';
COMMENT ON COLUMN badcase.submission.common_prompt IS
  'the same of prompts that are similar to at least 0.7';
COMMENT ON COLUMN badcase.submission.decided_quorum IS 'how many agreeing reviews the rule asked for when it decided';
CREATE INDEX submission_state ON badcase.submission (state, program_id, submission_id);
COMMENT ON INDEX badcase.submission_state IS
  'the queues: what is received, pending, accepted; state first, or the planner would take it for near searches too';
CREATE INDEX submission_known ON badcase.submission (contributor_id, program_id, digest);
COMMENT ON INDEX badcase.submission_known IS 'whether the contributor sent a record before';
CREATE INDEX submission_upload ON badcase.submission (upload_id, line_no);
COMMENT ON INDEX badcase.submission_upload IS 'what became of an upload';
CREATE INDEX submission_contributor_role ON badcase.submission (contributor_role) WHERE contributor_role IS NOT NULL;
COMMENT ON INDEX badcase.submission_contributor_role IS 'for the contributors'' policy';
CREATE INDEX submission_duplicate_of ON badcase.submission (duplicate_of) WHERE duplicate_of IS NOT NULL;
COMMENT ON INDEX badcase.submission_duplicate_of IS 'the duplicates of a submission';
CREATE INDEX submission_cluster ON badcase.submission (cluster_id);
COMMENT ON INDEX badcase.submission_cluster IS 'the members of a cluster';
CREATE INDEX submission_exact ON badcase.submission (exact_key, submission_id);
COMMENT ON INDEX badcase.submission_exact IS 'the first of the exact duplicates';
CREATE INDEX submission_withdrawal ON badcase.submission (withdrawal_id) WHERE withdrawal_id IS NOT NULL;
COMMENT ON INDEX badcase.submission_withdrawal IS 'what a withdrawal took back';
-- Of the states as well: statistics taken before a batch would tell the planner that nothing is pending after it.
ALTER TABLE badcase.submission
  ALTER COLUMN contributor_role SET STATISTICS 0,
  ALTER COLUMN record SET STATISTICS 0,
  ALTER COLUMN digest SET STATISTICS 0,
  ALTER COLUMN exact_key SET STATISTICS 0,
  ALTER COLUMN state SET STATISTICS 0,
  ALTER COLUMN told SET STATISTICS 0,
  ALTER COLUMN model_version SET STATISTICS 0;

CREATE TABLE badcase.revision (
  submission_id bigint NOT NULL,
  revision int NOT NULL CHECK (revision >= 1),
  record @extschema@.badcase,
  digest bytea,
  reason text,
  made_by name NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (submission_id, revision)
);
COMMENT ON TABLE badcase.revision IS 'every text that a submission has had';
COMMENT ON COLUMN badcase.revision.submission_id IS 'the submission';
COMMENT ON COLUMN badcase.revision.revision IS '1: as it was sent';
COMMENT ON COLUMN badcase.revision.record IS 'the record; null once it was erased';
COMMENT ON COLUMN badcase.revision.digest IS 'SHA-256 of the record';
COMMENT ON COLUMN badcase.revision.reason IS 'why it was revised; null for the first';
COMMENT ON COLUMN badcase.revision.made_by IS 'the role that made it';
COMMENT ON COLUMN badcase.revision.made_at IS 'when';
ALTER TABLE badcase.revision
  ALTER COLUMN record SET STATISTICS 0,
  ALTER COLUMN digest SET STATISTICS 0,
  ALTER COLUMN reason SET STATISTICS 0,
  ALTER COLUMN made_by SET STATISTICS 0;

CREATE TABLE badcase.relation (
  submission_id bigint NOT NULL,
  other_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('exact', 'near', 'alternative', 'contradiction')),
  similarity float8,
  prompt_similarity float8,
  response_similarity float8,
  found_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (submission_id, kind, other_id),
  CHECK (submission_id <> other_id)
);
COMMENT ON TABLE badcase.relation IS 'how a submission is related to another that triage saw before it';
COMMENT ON COLUMN badcase.relation.submission_id IS 'the submission';
COMMENT ON COLUMN badcase.relation.other_id IS 'the other one';
COMMENT ON COLUMN badcase.relation.kind IS
  'exact; near: records similar to at least 0.7; alternative: equal history, prompts similar to at least 0.7, responses to less; contradiction: an alternative that a reviewer marked';
COMMENT ON COLUMN badcase.relation.similarity IS 'of the records';
COMMENT ON COLUMN badcase.relation.prompt_similarity IS 'of the prompts';
COMMENT ON COLUMN badcase.relation.response_similarity IS 'of the responses';
COMMENT ON COLUMN badcase.relation.found_at IS 'when it was found';
CREATE INDEX relation_other ON badcase.relation (other_id);
COMMENT ON INDEX badcase.relation_other IS 'the relation seen from the other side';

CREATE TABLE badcase.review (
  submission_id bigint NOT NULL,
  pass int NOT NULL,
  reviewer name NOT NULL,
  round_id bigint NOT NULL,
  revision int NOT NULL,
  useful bool NOT NULL,
  correct bool NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('needs_changes', 'accepted', 'rejected')),
  reasons text[] NOT NULL DEFAULT '{}' CHECK (reasons <@ '{useless,spam,duplicate,wrong_answer,incomplete,off_task,bad_format,wrong_language,personal_information,trade_secret,national_security,third_party_ip,other_model_output,harmful,not_reproduced,contaminated,unclear_prompt,no_format,too_short,other}'),
  failure_kinds text[] NOT NULL DEFAULT '{}'
    CHECK (failure_kinds <@ '{instruction,domain,factual,harmful,context,other}'),
  contradicts bigint[] NOT NULL DEFAULT '{}',
  note text,
  reviewed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (submission_id, pass, reviewer)
);
COMMENT ON TABLE badcase.review IS 'one reviewer''s judgement of a submission';
COMMENT ON COLUMN badcase.review.submission_id IS 'the submission';
COMMENT ON COLUMN badcase.review.pass IS 'the submission''s pass that it counts for';
COMMENT ON COLUMN badcase.review.reviewer IS 'the role that reviewed';
COMMENT ON COLUMN badcase.review.round_id IS 'the round';
COMMENT ON COLUMN badcase.review.revision IS 'the revision that was judged';
COMMENT ON COLUMN badcase.review.useful IS 'the model would learn something from it';
COMMENT ON COLUMN badcase.review.correct IS 'the expected answer is right';
COMMENT ON COLUMN badcase.review.verdict IS
  'what follows: useful and correct: accepted; useful, not correct: needs_changes; not useful: rejected';
COMMENT ON COLUMN badcase.review.reasons IS 'reason codes';
COMMENT ON COLUMN badcase.review.failure_kinds IS 'in what way the model failed';
COMMENT ON COLUMN badcase.review.contradicts IS 'alternatives that cannot be right if this one is';
COMMENT ON COLUMN badcase.review.note IS 'a note for curators';
COMMENT ON COLUMN badcase.review.reviewed_at IS 'when';
ALTER TABLE badcase.review ALTER COLUMN note SET STATISTICS 0;

CREATE TABLE badcase.ruling (
  submission_id bigint NOT NULL,
  ruling_id bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL CHECK (kind IN ('adjudicate', 'reopen')),
  decision text CHECK (decision IN ('accepted', 'rejected')),
  reason text,
  round_id bigint,
  made_by name NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (submission_id, ruling_id),
  CHECK ((kind = 'adjudicate') = (decision IS NOT NULL))
);
COMMENT ON TABLE badcase.ruling IS 'what a curator decided of a submission alone, and why';
COMMENT ON COLUMN badcase.ruling.submission_id IS 'the submission';
COMMENT ON COLUMN badcase.ruling.ruling_id IS 'its number';
COMMENT ON COLUMN badcase.ruling.kind IS 'adjudicate: of a disputed one; reopen: of a decided one';
COMMENT ON COLUMN badcase.ruling.decision IS 'accepted or rejected; null: reopened';
COMMENT ON COLUMN badcase.ruling.reason IS 'why, in the curator''s words; null once it was erased';
COMMENT ON COLUMN badcase.ruling.round_id IS 'the round of the decision';
COMMENT ON COLUMN badcase.ruling.made_by IS 'the role that decided';
COMMENT ON COLUMN badcase.ruling.made_at IS 'when';
ALTER TABLE badcase.ruling ALTER COLUMN reason SET STATISTICS 0, ALTER COLUMN made_by SET STATISTICS 0;

CREATE TABLE badcase.release_item (
  submission_id bigint NOT NULL,
  release_id bigint NOT NULL,
  pos bigint NOT NULL CHECK (pos >= 1),
  split text NOT NULL DEFAULT 'train' CHECK (split IN ('train', 'validation')),
  revision int NOT NULL,
  digest bytea,
  PRIMARY KEY (submission_id, release_id)
);
COMMENT ON TABLE badcase.release_item IS 'the records of a release, in order';
COMMENT ON COLUMN badcase.release_item.submission_id IS 'the submission';
COMMENT ON COLUMN badcase.release_item.release_id IS 'the release';
COMMENT ON COLUMN badcase.release_item.pos IS 'its place, from 1';
COMMENT ON COLUMN badcase.release_item.split IS 'train or validation';
COMMENT ON COLUMN badcase.release_item.revision IS 'the revision that was taken';
COMMENT ON COLUMN badcase.release_item.digest IS 'SHA-256 of that revision''s record; null once it was erased';
CREATE INDEX release_item_pos ON badcase.release_item (release_id, pos);
COMMENT ON INDEX badcase.release_item_pos IS 'a release in order';
ALTER TABLE badcase.release_item ALTER COLUMN digest SET STATISTICS 0;

CREATE TABLE badcase.event (
  submission_id bigint NOT NULL,
  event_id bigint GENERATED ALWAYS AS IDENTITY,
  from_state text,
  to_state text NOT NULL,
  actor name NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  round_id bigint,
  revision int NOT NULL,
  digest bytea,
  other_id bigint,
  outcome_id bigint,
  verdict text,
  PRIMARY KEY (submission_id, event_id)
);
COMMENT ON TABLE badcase.event IS
  'the journal: every move of every submission and every verdict on a model''s answer to it, in numbers and hashes, without text';
COMMENT ON COLUMN badcase.event.submission_id IS 'the submission';
COMMENT ON COLUMN badcase.event.event_id IS 'its number';
COMMENT ON COLUMN badcase.event.from_state IS 'the state before; null for the first';
COMMENT ON COLUMN badcase.event.to_state IS 'the state after; with a verdict, the same as before';
COMMENT ON COLUMN badcase.event.actor IS 'the role that moved or judged it; "erased" where it was that of a contributor who was erased';
COMMENT ON COLUMN badcase.event.at IS 'when';
COMMENT ON COLUMN badcase.event.round_id IS 'the round of a decision';
COMMENT ON COLUMN badcase.event.revision IS 'the revision that was current';
COMMENT ON COLUMN badcase.event.digest IS 'SHA-256 of the record as it was sent; null once it was erased';
COMMENT ON COLUMN badcase.event.other_id IS 'the submission that it is a duplicate of';
COMMENT ON COLUMN badcase.event.outcome_id IS 'the answer that was judged';
COMMENT ON COLUMN badcase.event.verdict IS 'what was said of it';
ALTER TABLE badcase.event
  ALTER COLUMN actor SET STATISTICS 0,
  ALTER COLUMN digest SET STATISTICS 0;
