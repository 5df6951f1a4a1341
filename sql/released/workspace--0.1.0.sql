-- The workspace: everything here is an ordinary object of its owner's. @extschema@ is the extension's schema.

COMMENT ON SCHEMA badcase IS
  'the workspace of badcase: contributors, what they sent, its review and its releases';

CREATE FUNCTION badcase.version() RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '@version@'::text;
COMMENT ON FUNCTION badcase.version() IS 'the version of the workspace';
-- Small tables. On a distributed engine they are reference tables: copied to every node, with no raw line in them.

CREATE TABLE badcase.program (
  program_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name ~ '[^[:space:]]'),
  about text,
  quorum int NOT NULL DEFAULT 2 CHECK (quorum BETWEEN 1 AND 9),
  withdrawals bigint NOT NULL DEFAULT 0,
  created_by name NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase.program IS 'a call for bad cases';
COMMENT ON COLUMN badcase.program.program_id IS 'its number';
COMMENT ON COLUMN badcase.program.name IS 'its name, unique';
COMMENT ON COLUMN badcase.program.about IS 'what it asks for';
COMMENT ON COLUMN badcase.program.quorum IS 'how many agreeing reviews decide';
COMMENT ON COLUMN badcase.program.withdrawals IS
  'counts what was taken back (consents, submissions); locked by an export, so that none runs over a withdrawal';
COMMENT ON COLUMN badcase.program.created_by IS 'the role that created it';
COMMENT ON COLUMN badcase.program.created_at IS 'when';

CREATE TABLE badcase.contributor (
  contributor_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  external_id text NOT NULL CHECK (external_id ~ '[^[:space:]]'),
  display_name text CHECK (display_name ~ '[^[:space:]]'),
  role name,
  registered_by name NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (program_id, external_id),
  UNIQUE (program_id, role)
);
COMMENT ON TABLE badcase.contributor IS 'who sends in bad cases, by program';
COMMENT ON COLUMN badcase.contributor.contributor_id IS 'its number';
COMMENT ON COLUMN badcase.contributor.program_id IS 'the program';
COMMENT ON COLUMN badcase.contributor.external_id IS 'how the program''s own books name the contributor';
COMMENT ON COLUMN badcase.contributor.display_name IS
  'the name for the public list, where the consent show_name was given';
COMMENT ON COLUMN badcase.contributor.role IS
  'the database role that is this contributor, or null: a curator loads the files';
COMMENT ON COLUMN badcase.contributor.registered_by IS 'the role that registered the contributor';
COMMENT ON COLUMN badcase.contributor.registered_at IS 'when';
COMMENT ON COLUMN badcase.contributor.changed_at IS
  'when an upload or attestation was last taken in; each writes it, so that two at once conflict at any isolation level';

CREATE TABLE badcase.contributor_contact (
  contributor_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind ~ '[^[:space:]]'),
  value text NOT NULL,
  noted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (contributor_id, kind)
);
COMMENT ON TABLE badcase.contributor_contact IS 'how to reach a contributor; no capability gives access to it';
COMMENT ON COLUMN badcase.contributor_contact.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase.contributor_contact.kind IS 'e-mail, telephone, …';
COMMENT ON COLUMN badcase.contributor_contact.value IS 'the address';
COMMENT ON COLUMN badcase.contributor_contact.noted_at IS 'when it was noted';

CREATE TABLE badcase.attestation (
  attestation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  contributor_id bigint NOT NULL,
  text_version text NOT NULL CHECK (text_version ~ '[^[:space:]]'),
  attested_by name NOT NULL,
  attested_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase.attestation IS
  'a contributor''s word that what is sent in holds no personal information, secrets or property of others';
COMMENT ON COLUMN badcase.attestation.attestation_id IS 'its number';
COMMENT ON COLUMN badcase.attestation.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase.attestation.text_version IS 'the version of the text that was attested';
COMMENT ON COLUMN badcase.attestation.attested_by IS 'the role that entered it';
COMMENT ON COLUMN badcase.attestation.attested_at IS 'when';
CREATE INDEX attestation_contributor ON badcase.attestation (contributor_id, attestation_id);
COMMENT ON INDEX badcase.attestation_contributor IS 'a contributor''s last attestation';

CREATE TABLE badcase.consent (
  consent_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  contributor_id bigint NOT NULL,
  scope text NOT NULL CHECK (scope IN ('train', 'publish_text', 'show_name', 'contact')),
  granted bool NOT NULL,
  text_version text NOT NULL CHECK (text_version ~ '[^[:space:]]'),
  given_by name NOT NULL,
  given_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase.consent IS 'consents given and taken back; the last row of a contributor and scope holds';
COMMENT ON COLUMN badcase.consent.consent_id IS 'its number';
COMMENT ON COLUMN badcase.consent.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase.consent.scope IS 'train, publish_text, show_name or contact';
COMMENT ON COLUMN badcase.consent.granted IS 'true: given; false: taken back';
COMMENT ON COLUMN badcase.consent.text_version IS 'the version of the text that was agreed to';
COMMENT ON COLUMN badcase.consent.given_by IS 'the role that entered it';
COMMENT ON COLUMN badcase.consent.given_at IS 'when';
CREATE INDEX consent_contributor ON badcase.consent (contributor_id, scope, consent_id);
COMMENT ON INDEX badcase.consent_contributor IS 'the consent that holds';

CREATE TABLE badcase.access_grant (
  access_grant_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  role name NOT NULL,
  capability text NOT NULL CHECK (capability IN ('contributor', 'reviewer', 'exporter', 'curator')),
  granted_by name NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT now(),
  revoked_by name,
  revoked_at timestamptz
);
COMMENT ON TABLE badcase.access_grant IS 'which role, a person''s or a group''s, may do what in a program';
COMMENT ON COLUMN badcase.access_grant.access_grant_id IS 'its number';
COMMENT ON COLUMN badcase.access_grant.program_id IS 'the program';
COMMENT ON COLUMN badcase.access_grant.role IS 'the role';
COMMENT ON COLUMN badcase.access_grant.capability IS 'contributor, reviewer, exporter or curator';
COMMENT ON COLUMN badcase.access_grant.granted_by IS 'the role that gave it';
COMMENT ON COLUMN badcase.access_grant.granted_at IS 'when';
COMMENT ON COLUMN badcase.access_grant.revoked_by IS 'the role that took it back, null while it holds';
COMMENT ON COLUMN badcase.access_grant.revoked_at IS 'when';
CREATE UNIQUE INDEX access_grant_holds ON badcase.access_grant (program_id, capability, role)
  WHERE revoked_at IS NULL;
COMMENT ON INDEX badcase.access_grant_holds IS 'a role holds a capability once';

CREATE TABLE badcase.upload (
  upload_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  contributor_id bigint,
  contributor_role name,
  kind text NOT NULL CHECK (kind IN ('submissions', 'corpus', 'outputs', 'terms')),
  target bigint,
  file_name text,
  attestation_id bigint,
  opened_by name NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
  processed_at timestamptz,
  lines bigint,
  stored bigint,
  repeated bigint,
  refused bigint,
  blank bigint,
  bytes bigint,
  sha256 bytea,
  CHECK (kind <> 'submissions' OR contributor_id IS NOT NULL),
  CHECK (lines = stored + repeated + refused + blank)
);
COMMENT ON TABLE badcase.upload IS 'a file of lines and what became of them';
COMMENT ON COLUMN badcase.upload.upload_id IS 'its number';
COMMENT ON COLUMN badcase.upload.program_id IS 'the program';
COMMENT ON COLUMN badcase.upload.contributor_id IS 'whose file it is';
COMMENT ON COLUMN badcase.upload.contributor_role IS 'the contributor''s role, for the policy';
COMMENT ON COLUMN badcase.upload.kind IS 'what the lines are: submissions, corpus, outputs or terms';
COMMENT ON COLUMN badcase.upload.target IS 'the corpus, model version or term list that the lines belong to';
COMMENT ON COLUMN badcase.upload.file_name IS 'the name of the file, as the sender gave it';
COMMENT ON COLUMN badcase.upload.attestation_id IS 'the attestation that covers it, or null: its submissions are held';
COMMENT ON COLUMN badcase.upload.opened_by IS 'the role that opened it';
COMMENT ON COLUMN badcase.upload.opened_at IS
  'when its transaction began; with xact it names the transaction even after a restore into another cluster';
COMMENT ON COLUMN badcase.upload.xact IS 'the transaction that opened it, and that alone may fill it';
COMMENT ON COLUMN badcase.upload.processed_at IS 'when it was processed, or null: it never was, and holds nothing';
COMMENT ON COLUMN badcase.upload.lines IS 'how many lines there were: stored + repeated + refused + blank';
COMMENT ON COLUMN badcase.upload.stored IS 'lines that became submissions';
COMMENT ON COLUMN badcase.upload.repeated IS 'lines that the contributor had sent before, in this file or an earlier one';
COMMENT ON COLUMN badcase.upload.refused IS 'lines that are no records';
COMMENT ON COLUMN badcase.upload.blank IS 'lines of nothing but white space';
COMMENT ON COLUMN badcase.upload.bytes IS 'the length of all lines in bytes, one more for the end of each';
COMMENT ON COLUMN badcase.upload.sha256 IS
  'SHA-256 of all lines, each followed by a line feed: that of a file whose lines end in LF, the last one too, without a BOM';
CREATE INDEX upload_xact ON badcase.upload (xact);
COMMENT ON INDEX badcase.upload_xact IS 'the upload of this transaction';
CREATE INDEX upload_contributor ON badcase.upload (contributor_id);
COMMENT ON INDEX badcase.upload_contributor IS 'a contributor''s uploads';
CREATE INDEX upload_contributor_role ON badcase.upload (contributor_role) WHERE contributor_role IS NOT NULL;
COMMENT ON INDEX badcase.upload_contributor_role IS 'for the contributors'' policy';

CREATE TABLE badcase.task (
  task_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  target int NOT NULL DEFAULT 100 CHECK (target > 0),
  about text,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase.task IS 'what a model should be able to do, with the number of examples that is wanted';
COMMENT ON COLUMN badcase.task.task_id IS 'its number';
COMMENT ON COLUMN badcase.task.program_id IS 'the program';
COMMENT ON COLUMN badcase.task.name IS 'its name: the key "task" of a record, up to 200 characters';
COMMENT ON COLUMN badcase.task.target IS 'how many examples are wanted';
COMMENT ON COLUMN badcase.task.about IS 'instruction and output format';
COMMENT ON COLUMN badcase.task.created_at IS 'when it was first seen';

CREATE TABLE badcase.round (
  round_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  cut_off timestamptz,
  closed_at timestamptz
);
COMMENT ON TABLE badcase.round IS 'a period of review; every decision belongs to one';
COMMENT ON COLUMN badcase.round.round_id IS 'its number';
COMMENT ON COLUMN badcase.round.program_id IS 'the program';
COMMENT ON COLUMN badcase.round.opened_at IS 'when it was opened';
COMMENT ON COLUMN badcase.round.cut_off IS 'what was received later belongs to the next round; null: no cut-off yet';
COMMENT ON COLUMN badcase.round.closed_at IS 'when it was closed, null while it is open';
CREATE UNIQUE INDEX round_open ON badcase.round (program_id) WHERE closed_at IS NULL;
COMMENT ON INDEX badcase.round_open IS 'a program has one open round at most';

CREATE TABLE badcase.release (
  release_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  name text NOT NULL CHECK (name ~ '[^[:space:]]'),
  seed bigint NOT NULL,
  per_task int CHECK (per_task > 0),
  validation numeric NOT NULL DEFAULT 0 CHECK (validation >= 0 AND validation < 1),
  items bigint NOT NULL,
  sha256 bytea NOT NULL,
  built_by name NOT NULL,
  built_at timestamptz NOT NULL DEFAULT now(),
  published_by name,
  published_at timestamptz,
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase.release IS 'a frozen, ordered list of accepted records';
COMMENT ON COLUMN badcase.release.release_id IS 'its number';
COMMENT ON COLUMN badcase.release.program_id IS 'the program';
COMMENT ON COLUMN badcase.release.name IS 'its name, unique in the program';
COMMENT ON COLUMN badcase.release.seed IS 'what its order depends on, beside the records themselves';
COMMENT ON COLUMN badcase.release.per_task IS 'the most items of one task, or null: no limit';
COMMENT ON COLUMN badcase.release.validation IS 'the share of items set apart for validation';
COMMENT ON COLUMN badcase.release.items IS 'how many items it has';
COMMENT ON COLUMN badcase.release.sha256 IS 'SHA-256 of the items'' digests in order';
COMMENT ON COLUMN badcase.release.built_by IS 'the role that built it';
COMMENT ON COLUMN badcase.release.built_at IS 'when';
COMMENT ON COLUMN badcase.release.published_by IS 'the role that published it';
COMMENT ON COLUMN badcase.release.published_at IS 'when, or null: only curators see it';

CREATE TABLE badcase.job (
  job_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  kind text NOT NULL CHECK (kind IN ('triage')),
  phase text NOT NULL,
  done bigint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  started_by name NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  heartbeat_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
COMMENT ON TABLE badcase.job IS 'work that commits as it goes, and how far it is';
COMMENT ON COLUMN badcase.job.job_id IS 'its number';
COMMENT ON COLUMN badcase.job.program_id IS 'the program';
COMMENT ON COLUMN badcase.job.kind IS 'what it does: triage';
COMMENT ON COLUMN badcase.job.phase IS 'the part of the work that is being done';
COMMENT ON COLUMN badcase.job.done IS 'how many submissions are done';
COMMENT ON COLUMN badcase.job.total IS 'how many there were when it began, more where others came meanwhile';
COMMENT ON COLUMN badcase.job.started_by IS 'the role that began it';
COMMENT ON COLUMN badcase.job.started_at IS 'when';
COMMENT ON COLUMN badcase.job.heartbeat_at IS 'when its last batch was committed';
COMMENT ON COLUMN badcase.job.finished_at IS 'when it was finished; null: it runs, or was cut off and goes on with the next call';
CREATE UNIQUE INDEX job_unfinished ON badcase.job (program_id, kind) WHERE finished_at IS NULL;
COMMENT ON INDEX badcase.job_unfinished IS 'a program has one unfinished job of a kind at most';
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
  line bytea NOT NULL,
  line_digest bytea NOT NULL,
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
COMMENT ON COLUMN badcase.refused_line.line IS 'its bytes';
COMMENT ON COLUMN badcase.refused_line.line_digest IS 'SHA-256 of them';
CREATE INDEX refused_line_known ON badcase.refused_line (contributor_id, program_id, line_digest);
COMMENT ON INDEX badcase.refused_line_known IS 'whether the contributor sent a line before';
CREATE INDEX refused_line_contributor_role ON badcase.refused_line (contributor_role)
  WHERE contributor_role IS NOT NULL;
COMMENT ON INDEX badcase.refused_line_contributor_role IS 'for the contributors'' policy';
ALTER TABLE badcase.refused_line
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
COMMENT ON COLUMN badcase.submission.held_for IS 'what keeps it held: attestation';
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
COMMENT ON COLUMN badcase.submission.decided_rule IS 'the version of the rule that decided';
COMMENT ON COLUMN badcase.submission.decided_at IS 'when it was decided';
COMMENT ON COLUMN badcase.submission.received_at IS 'when it was received';
COMMENT ON COLUMN badcase.submission.updated_at IS 'when its state last changed';
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
-- Of the states as well: statistics taken before a batch would tell the planner that nothing is pending after it.
ALTER TABLE badcase.submission
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
  ALTER COLUMN reason SET STATISTICS 0;

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

CREATE TABLE badcase.release_item (
  submission_id bigint NOT NULL,
  release_id bigint NOT NULL,
  pos bigint NOT NULL CHECK (pos >= 1),
  split text NOT NULL DEFAULT 'train' CHECK (split IN ('train', 'validation')),
  revision int NOT NULL,
  digest bytea NOT NULL,
  PRIMARY KEY (submission_id, release_id)
);
COMMENT ON TABLE badcase.release_item IS 'the records of a release, in order';
COMMENT ON COLUMN badcase.release_item.submission_id IS 'the submission';
COMMENT ON COLUMN badcase.release_item.release_id IS 'the release';
COMMENT ON COLUMN badcase.release_item.pos IS 'its place, from 1';
COMMENT ON COLUMN badcase.release_item.split IS 'train or validation';
COMMENT ON COLUMN badcase.release_item.revision IS 'the revision that was taken';
COMMENT ON COLUMN badcase.release_item.digest IS 'SHA-256 of that revision''s record';
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
  PRIMARY KEY (submission_id, event_id)
);
COMMENT ON TABLE badcase.event IS 'the journal: every move of every submission, in numbers and hashes, without text';
COMMENT ON COLUMN badcase.event.submission_id IS 'the submission';
COMMENT ON COLUMN badcase.event.event_id IS 'its number';
COMMENT ON COLUMN badcase.event.from_state IS 'the state before; null for the first';
COMMENT ON COLUMN badcase.event.to_state IS 'the state after';
COMMENT ON COLUMN badcase.event.actor IS 'the role that moved it';
COMMENT ON COLUMN badcase.event.at IS 'when';
COMMENT ON COLUMN badcase.event.round_id IS 'the round of a decision';
COMMENT ON COLUMN badcase.event.revision IS 'the revision that was current';
COMMENT ON COLUMN badcase.event.digest IS 'SHA-256 of the record as it was sent';
COMMENT ON COLUMN badcase.event.other_id IS 'the submission that it is a duplicate of';
ALTER TABLE badcase.event ALTER COLUMN digest SET STATISTICS 0;
-- Near search over the submissions. State is in the condition, so that a submission is indexed when triage moves it:
-- loading a file does not wait for the index, and what is a duplicate or withdrawn is never in it.

-- Two indexes of one class and column: what the planner knows of the operand (a constant, in every search of the
-- workspace) decides which of them it takes.
CREATE INDEX submission_near ON badcase.submission
  USING gin (record @extschema@.badcase_near_v1_ops) WITH (fastupdate = off)
  WHERE state NOT IN ('received', 'duplicate', 'withdrawn');
COMMENT ON INDEX badcase.submission_near IS 'near-duplicates among what triage has seen';
CREATE INDEX submission_near_prompt ON badcase.submission
  USING gin (record @extschema@.badcase_near_v1_ops (field = 'prompt')) WITH (fastupdate = off)
  WHERE state NOT IN ('received', 'duplicate', 'withdrawn');
COMMENT ON INDEX badcase.submission_near_prompt IS 'similar prompts among what triage has seen';
-- Foreign keys, after the tables: a distributed engine wants the tables distributed first. They lie between small
-- tables, from large ones to small ones, and within one submission. A large table names its program and contributor
-- through its upload; the journal outlives what it tells of.

ALTER TABLE badcase.contributor ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.contributor_contact ADD FOREIGN KEY (contributor_id) REFERENCES badcase.contributor;
ALTER TABLE badcase.attestation ADD FOREIGN KEY (contributor_id) REFERENCES badcase.contributor;
ALTER TABLE badcase.consent ADD FOREIGN KEY (contributor_id) REFERENCES badcase.contributor;
ALTER TABLE badcase.access_grant ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.upload
  ADD FOREIGN KEY (program_id) REFERENCES badcase.program,
  ADD FOREIGN KEY (contributor_id) REFERENCES badcase.contributor,
  ADD FOREIGN KEY (attestation_id) REFERENCES badcase.attestation;
ALTER TABLE badcase.task ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.round ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.release ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.job ADD FOREIGN KEY (program_id) REFERENCES badcase.program;

ALTER TABLE badcase.refused_line ADD FOREIGN KEY (upload_id) REFERENCES badcase.upload;
ALTER TABLE badcase.submission
  ADD FOREIGN KEY (upload_id) REFERENCES badcase.upload,
  ADD FOREIGN KEY (task_id) REFERENCES badcase.task,
  ADD FOREIGN KEY (decided_round) REFERENCES badcase.round;
ALTER TABLE badcase.revision ADD FOREIGN KEY (submission_id) REFERENCES badcase.submission;
ALTER TABLE badcase.relation ADD FOREIGN KEY (submission_id) REFERENCES badcase.submission;
ALTER TABLE badcase.review
  ADD FOREIGN KEY (submission_id) REFERENCES badcase.submission,
  ADD FOREIGN KEY (round_id) REFERENCES badcase.round;
ALTER TABLE badcase.release_item
  ADD FOREIGN KEY (submission_id) REFERENCES badcase.submission,
  ADD FOREIGN KEY (release_id) REFERENCES badcase.release;
-- Row-level security: every table but intake, which nobody but its owner can read. The owner sees all rows of its own
-- tables; a contributor those with the contributor's role on them. Plain columns only: a subquery in a policy would
-- not run on a distributed engine.

DO $$
DECLARE
  t name;
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_catalog.pg_class c
    WHERE c.relnamespace = 'badcase'::pg_catalog.regnamespace AND c.relkind = 'r' AND c.relname <> 'intake'
    ORDER BY c.relname
  LOOP
    EXECUTE pg_catalog.format('ALTER TABLE badcase.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE pg_catalog.format('ALTER TABLE badcase.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE pg_catalog.format('CREATE POLICY owner ON badcase.%I TO CURRENT_USER USING (true) WITH CHECK (true)', t);
    EXECUTE pg_catalog.format('COMMENT ON POLICY owner ON badcase.%I IS ''the workspace''''s functions, which run as its owner, see all rows''', t);
  END LOOP;
END
$$;

CREATE POLICY contributor ON badcase.contributor FOR SELECT USING (role = current_user);
COMMENT ON POLICY contributor ON badcase.contributor IS 'contributors see themselves';
CREATE POLICY contributor ON badcase.upload FOR SELECT USING (contributor_role = current_user);
COMMENT ON POLICY contributor ON badcase.upload IS 'contributors see their own uploads';
CREATE POLICY contributor ON badcase.refused_line FOR SELECT USING (contributor_role = current_user);
COMMENT ON POLICY contributor ON badcase.refused_line IS 'contributors see their own refused lines';
CREATE POLICY contributor ON badcase.submission FOR SELECT USING (contributor_role = current_user);
COMMENT ON POLICY contributor ON badcase.submission IS 'contributors see their own submissions';
-- Who may do what. A person is the role that was set, or else the session's user; capabilities are given to roles, of
-- persons or groups, per program. Functions for people run as the workspace's owner and check the capability first.

CREATE FUNCTION badcase.caller() RETURNS name
  LANGUAGE sql STABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT coalesce(nullif(pg_catalog.current_setting('role'), 'none'), session_user)::name;
  END;
COMMENT ON FUNCTION badcase.caller() IS 'the role that asks: the one that was set, or else the session''s user';

-- A superuser is a member of every role in name only: it does not stand for them.
CREATE FUNCTION badcase.stands_for(person name, role name) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT person = role OR coalesce((
      SELECT pg_catalog.pg_has_role(p.oid, r.oid, 'member')
      FROM pg_catalog.pg_roles p, pg_catalog.pg_roles r
      WHERE p.rolname = person AND NOT p.rolsuper AND r.rolname = role), false);
  END;
COMMENT ON FUNCTION badcase.stands_for(name, name) IS 'whether one role is another or a member of it';

CREATE FUNCTION badcase.has_capability(program int, VARIADIC capabilities text[]) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase.access_grant g
      JOIN pg_catalog.pg_roles r ON r.rolname = g.role
      WHERE g.program_id = has_capability.program AND g.capability = ANY (capabilities)
        AND g.revoked_at IS NULL AND pg_catalog.pg_has_role(badcase.caller(), r.oid, 'usage'));
  END;
COMMENT ON FUNCTION badcase.has_capability(int, text[]) IS
  'whether the caller, or a group of the caller''s, has one of the capabilities in a program';

-- The message is the same for a program that there is and for one that there is not.
CREATE FUNCTION badcase.require(program int, VARIADIC capabilities text[]) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    IF badcase.has_capability(program, VARIADIC capabilities) IS NOT TRUE THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" is no %s of that program', badcase.caller(),
          array_to_string(capabilities, ' or ')),
        HINT = 'A curator of the program gives capabilities with badcase.grant_access.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.require(int, text[]) IS
  'raises insufficient_privilege (42501) unless the caller has one of the capabilities';

CREATE FUNCTION badcase.is_owner() RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT pg_catalog.pg_has_role(badcase.caller(), n.nspowner, 'usage')
    FROM pg_catalog.pg_namespace n WHERE n.nspname = 'badcase';
  END;
COMMENT ON FUNCTION badcase.is_owner() IS 'whether the caller is the workspace''s owner or has its rights';

-- What each capability can reach. Everything else is the owner's alone.
CREATE FUNCTION badcase.privileges() RETURNS TABLE (object text, privilege text, capabilities text[])
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      ('SCHEMA badcase', 'USAGE', '{contributor,reviewer,exporter,curator}'::text[]),
      ('FUNCTION badcase.version()', 'EXECUTE', '{contributor,reviewer,exporter,curator}'),
      ('TABLE badcase.intake', 'INSERT (line_no, line)', '{contributor,curator}'),
      ('TABLE badcase.upload', 'SELECT (upload_id, program_id, contributor_id, contributor_role, kind, file_name, opened_at, processed_at, lines, stored, repeated, refused, blank, bytes, sha256)',
        '{contributor}'),
      ('TABLE badcase.refused_line', 'SELECT (upload_id, line_no, contributor_role, code, byte_offset, path, message, line)',
        '{contributor}'),
      ('TABLE badcase.submission', 'SELECT (submission_id, program_id, contributor_role, upload_id, line_no, record, told, told_at, reasons, received_at)',
        '{contributor}'),
      ('TABLE badcase.contributor', 'SELECT (contributor_id, program_id, external_id, display_name, role)', '{contributor}'),
      ('TABLE badcase.my_submissions', 'SELECT', '{contributor}'),
      ('FUNCTION badcase.hint(text)', 'EXECUTE', '{contributor}'),
      ('FUNCTION badcase.open_upload(int, bigint, text, text, bigint)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.process_upload(bigint)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.refused_lines(bigint, int)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.attest(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_consent(bigint, text, bool, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.grant_access(int, name, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.revoke_access(int, name, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.register_contributor(int, text, text, name)', 'EXECUTE', '{curator}'),
      ('PROCEDURE badcase.triage(int, int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.triage_batch(int, int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.claim_reviews(int, int, interval)', 'EXECUTE', '{reviewer}'),
      ('FUNCTION badcase.submit_review(bigint, bool, bool, text[], text[], bigint[], text)', 'EXECUTE', '{reviewer}'),
      ('TABLE badcase.review_queue', 'SELECT', '{reviewer}'),
      ('FUNCTION badcase.review_queue_rows()', 'EXECUTE', '{reviewer}'),
      ('TABLE badcase.duplicates', 'SELECT', '{reviewer,curator}'),
      ('FUNCTION badcase.duplicates_rows()', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.task_coverage', 'SELECT', '{reviewer,exporter,curator}'),
      ('FUNCTION badcase.task_coverage_rows()', 'EXECUTE', '{reviewer,exporter,curator}'),
      ('TABLE badcase.job_progress', 'SELECT', '{curator}'),
      ('FUNCTION badcase.job_progress_rows()', 'EXECUTE', '{curator}'),
      ('TABLE badcase.credits', 'SELECT', '{exporter,curator}'),
      ('FUNCTION badcase.credits_rows()', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.build_release(int, text, bigint, jsonb, int, numeric)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.publish_release(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.release_rows(bigint, text, text)', 'EXECUTE', '{exporter,curator}'),
      ('TABLE badcase.export_sft', 'SELECT', '{exporter}'),
      ('FUNCTION badcase.export_sft_rows()', 'EXECUTE', '{exporter}');
  END;
COMMENT ON FUNCTION badcase.privileges() IS 'what each capability can reach, as GRANT names it';

-- Two sessions that grant at once would update the same catalog rows: one after the other.
CREATE FUNCTION badcase.sync_privileges(role name) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    held text[];
    p record;
  BEGIN
    IF role = current_user OR NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = sync_privileges.role) THEN
      RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('badcase privileges', 0));
    held := ARRAY(SELECT DISTINCT g.capability FROM badcase.access_grant g
      WHERE g.role = sync_privileges.role AND g.revoked_at IS NULL);
    FOR p IN SELECT * FROM badcase.privileges() LOOP
      EXECUTE format(CASE WHEN p.capabilities && held THEN 'GRANT %s ON %s TO %I' ELSE 'REVOKE %s ON %s FROM %I' END,
        p.privilege, p.object, role);
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase.sync_privileges(name) IS
  'gives a role the privileges of the capabilities that it holds in any program, takes back the others';

CREATE FUNCTION badcase.grant_access(program int, role name, capability text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    IF NOT badcase.is_owner() THEN
      PERFORM badcase.require(program, 'curator');
    END IF;
    IF capability IS NULL OR capability NOT IN ('contributor', 'reviewer', 'exporter', 'curator') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such capability',
        HINT = 'Capabilities are contributor, reviewer, exporter and curator.';
    END IF;
    IF NOT EXISTS (SELECT FROM badcase.program p WHERE p.program_id = grant_access.program) THEN
      RAISE undefined_object USING MESSAGE = format('program %s does not exist', coalesce(program::text, 'null'));
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = grant_access.role) THEN
      RAISE undefined_object USING
        MESSAGE = format('role "%s" does not exist', role),
        HINT = 'Roles belong to the whole cluster: CREATE ROLE makes them.';
    END IF;
    INSERT INTO badcase.access_grant (program_id, role, capability, granted_by)
    VALUES (program, role, capability, badcase.caller())
    ON CONFLICT DO NOTHING;
    PERFORM badcase.sync_privileges(role);
  END
  $$;
COMMENT ON FUNCTION badcase.grant_access(int, name, text) IS 'gives a role a capability in a program';

CREATE FUNCTION badcase.revoke_access(program int, role name, capability text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    IF NOT badcase.is_owner() THEN
      PERFORM badcase.require(program, 'curator');
    END IF;
    UPDATE badcase.access_grant g SET revoked_by = badcase.caller(), revoked_at = now()
    WHERE g.program_id = revoke_access.program AND g.role = revoke_access.role
      AND g.capability = revoke_access.capability AND g.revoked_at IS NULL;
    PERFORM badcase.sync_privileges(role);
  END
  $$;
COMMENT ON FUNCTION badcase.revoke_access(int, name, text) IS 'takes a capability in a program back from a role';
-- The states of a submission: one table of transitions, one function that moves.

CREATE FUNCTION badcase.transitions() RETURNS TABLE (from_state text, to_state text, cause text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      (NULL, 'received', 'process_upload stored the line'),
      ('received', 'held', 'triage: no attestation, or a finding that a person must look at'),
      ('received', 'duplicate', 'triage: an exact duplicate of an earlier submission'),
      ('received', 'pending', 'triage: clean'),
      ('held', 'pending', 'attest or resolve_finding: nothing holds it any more'),
      ('held', 'rejected', 'resolve_finding: the finding stands'),
      ('duplicate', 'received', 'what it duplicates was rejected or withdrawn'),
      ('pending', 'needs_changes', 'reviews: useful, not correct'),
      ('pending', 'disputed', 'reviews: they disagree'),
      ('pending', 'accepted', 'reviews: useful and correct'),
      ('pending', 'rejected', 'reviews: not useful'),
      ('needs_changes', 'received', 'revise: a new revision'),
      ('disputed', 'accepted', 'adjudicate'),
      ('disputed', 'rejected', 'adjudicate'),
      ('accepted', 'pending', 'reopen: while in no published release'),
      ('rejected', 'pending', 'reopen'),
      ('received', 'withdrawn', 'withdraw or erase'),
      ('held', 'withdrawn', 'withdraw or erase'),
      ('duplicate', 'withdrawn', 'withdraw or erase'),
      ('pending', 'withdrawn', 'withdraw or erase'),
      ('needs_changes', 'withdrawn', 'withdraw or erase'),
      ('disputed', 'withdrawn', 'withdraw or erase'),
      ('accepted', 'withdrawn', 'withdraw or erase'),
      ('rejected', 'withdrawn', 'withdraw or erase');
  END;
COMMENT ON FUNCTION badcase.transitions() IS 'every move that a submission can make, and what makes it';

-- What the contributor of a submission is told. That somebody else had sent the same is not: such a duplicate looks
-- like a submission that waits, for review or for an attestation.
CREATE FUNCTION badcase.told(was text, from_state text, to_state text, own bool, attested bool) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN to_state = 'duplicate' AND own THEN 'duplicate'
      WHEN to_state = 'duplicate' AND attested THEN 'pending'
      WHEN to_state = 'duplicate' THEN 'held'
      WHEN from_state = 'duplicate' AND was <> 'duplicate' THEN was
      ELSE to_state
    END;
  END;
COMMENT ON FUNCTION badcase.told(text, text, text, bool, bool) IS
  'the state as its contributor is told it after a move';

-- Locks the submission, so that of two moves at once the second sees what the first made of it.
CREATE FUNCTION badcase.move(submission bigint, to_state text, round bigint DEFAULT NULL, rule int DEFAULT NULL)
  RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    s record;
    own bool;
    now_told text;
    freed bigint;
  BEGIN
    SELECT state, told, contributor_id, upload_id, duplicate_of, revision, digest, pass INTO STRICT s
    FROM badcase.submission WHERE submission_id = move.submission FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT FROM badcase.transitions() t
        WHERE t.from_state = s.state AND t.to_state = move.to_state) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s and cannot become %s', submission, s.state, to_state);
    END IF;

    IF to_state = 'duplicate' THEN
      SELECT o.contributor_id = s.contributor_id INTO STRICT own
      FROM badcase.submission o WHERE o.submission_id = s.duplicate_of;
    END IF;
    now_told := badcase.told(s.told, s.state, to_state, own, to_state <> 'duplicate' OR (
      SELECT u.attestation_id IS NOT NULL FROM badcase.upload u WHERE u.upload_id = s.upload_id));
    UPDATE badcase.submission SET
      state = move.to_state,
      told = now_told,
      told_at = CASE WHEN told = now_told THEN told_at ELSE now() END,
      pass = s.pass + (move.to_state = 'pending')::int,
      duplicate_of = CASE WHEN move.to_state = 'duplicate' THEN duplicate_of END,
      lease_role = NULL,
      lease_until = NULL,
      decided_round = move.round,
      decided_rule = move.rule,
      decided_at = CASE WHEN move.rule IS NOT NULL THEN now() END,
      updated_at = now()
    WHERE submission_id = move.submission;
    INSERT INTO badcase.event (submission_id, from_state, to_state, actor, round_id, revision, digest, other_id)
    VALUES (submission, s.state, to_state, badcase.caller(), round, s.revision, s.digest,
      CASE WHEN to_state = 'duplicate' THEN s.duplicate_of END);

    IF to_state IN ('rejected', 'withdrawn') THEN
      FOR freed IN
        SELECT d.submission_id FROM badcase.submission d
        WHERE d.duplicate_of = move.submission AND d.state = 'duplicate' ORDER BY d.submission_id
      LOOP
        PERFORM badcase.move(freed, 'received');
      END LOOP;
    END IF;
    RETURN to_state;
  END
  $$;
COMMENT ON FUNCTION badcase.move(bigint, text, bigint, int) IS
  'moves a submission to another state if the table of transitions has the move, and writes the event; all moves are made here';
-- Programs, contributors, attestations and consents.

CREATE FUNCTION badcase.create_program(name text, about text DEFAULT NULL) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    new_id int;
  BEGIN
    IF NOT badcase.is_owner() THEN
      RAISE insufficient_privilege USING
        MESSAGE = 'only the owner of the workspace creates programs';
    END IF;
    INSERT INTO badcase.program (name, about, created_by)
    VALUES (create_program.name, create_program.about, badcase.caller())
    RETURNING program_id INTO new_id;
    INSERT INTO badcase.round (program_id) VALUES (new_id);
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.create_program(text, text) IS 'creates a program and opens its first round; returns its number';

-- Registering again what is registered gives the same number: a loader need not ask first.
CREATE FUNCTION badcase.register_contributor(program int, external_id text, display_name text DEFAULT NULL,
    role name DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    c record;
  BEGIN
    PERFORM badcase.require(program, 'curator');
    IF role IS NOT NULL AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = register_contributor.role) THEN
      RAISE undefined_object USING MESSAGE = format('role "%s" does not exist', role);
    END IF;
    INSERT INTO badcase.contributor (program_id, external_id, display_name, role, registered_by)
    VALUES (program, register_contributor.external_id, register_contributor.display_name,
      register_contributor.role, badcase.caller())
    ON CONFLICT ON CONSTRAINT contributor_program_id_external_id_key DO NOTHING
    RETURNING contributor_id INTO c;
    IF FOUND THEN
      RETURN c.contributor_id;
    END IF;

    SELECT k.* INTO STRICT c FROM badcase.contributor k
    WHERE k.program_id = register_contributor.program AND k.external_id = register_contributor.external_id
    FOR UPDATE;
    IF role <> c.role THEN
      RAISE unique_violation USING
        MESSAGE = format('contributor %s is registered with another role', c.contributor_id);
    END IF;
    UPDATE badcase.contributor k SET
      display_name = coalesce(register_contributor.display_name, k.display_name),
      role = coalesce(register_contributor.role, k.role)
    WHERE k.contributor_id = c.contributor_id;
    IF role IS NOT NULL AND c.role IS NULL THEN
      UPDATE badcase.upload u SET contributor_role = role WHERE u.contributor_id = c.contributor_id;
      UPDATE badcase.refused_line r SET contributor_role = role WHERE r.contributor_id = c.contributor_id;
      UPDATE badcase.submission s SET contributor_role = role WHERE s.contributor_id = c.contributor_id;
    END IF;
    RETURN c.contributor_id;
  END
  $$;
COMMENT ON FUNCTION badcase.register_contributor(int, text, text, name) IS
  'registers a contributor, or finds the one with this external id and adds name and role; returns its number';

-- Whoever does not exist is refused like whoever is another's.
CREATE FUNCTION badcase.require_self_or_curator(contributor bigint) RETURNS badcase.contributor
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    c badcase.contributor;
  BEGIN
    SELECT k.* INTO c FROM badcase.contributor k WHERE k.contributor_id = require_self_or_curator.contributor;
    IF FOUND AND (badcase.has_capability(c.program_id, 'curator')
        OR (c.role = badcase.caller() AND badcase.has_capability(c.program_id, 'contributor'))) THEN
      RETURN c;
    END IF;
    RAISE insufficient_privilege USING
      MESSAGE = format('role "%s" may not act for that contributor', badcase.caller()),
      HINT = 'Contributors act for themselves, curators for the contributors of their programs.';
  END
  $$;
COMMENT ON FUNCTION badcase.require_self_or_curator(bigint) IS
  'the contributor, if the caller is that contributor or a curator of the program; raises 42501 if not';

-- The advisory lock makes two uploads of a contributor go one after the other; the row that both write makes the
-- second fail (40001) where its snapshot is older than the first's end.
CREATE FUNCTION badcase.lock_contributor(contributor bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('badcase contributor ' || contributor, 0));
    UPDATE badcase.contributor k SET changed_at = now()
    WHERE k.contributor_id = lock_contributor.contributor;
  END
  $$;
COMMENT ON FUNCTION badcase.lock_contributor(bigint) IS
  'until the transaction ends, nobody else takes in anything of this contributor''s';

CREATE FUNCTION badcase.lock_triage(program int) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    SELECT pg_advisory_xact_lock(hashtextextended('badcase triage ' || program, 0));
  END;
COMMENT ON FUNCTION badcase.lock_triage(int) IS 'until the transaction ends, nobody else triages the program';

-- What was held for nothing but the missing attestation goes on to review.
CREATE FUNCTION badcase.attest(contributor bigint, text_version text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    c badcase.contributor := badcase.require_self_or_curator(contributor);
    new_id bigint;
    held bigint;
  BEGIN
    INSERT INTO badcase.attestation (contributor_id, text_version, attested_by)
    VALUES (c.contributor_id, attest.text_version, badcase.caller())
    RETURNING attestation_id INTO new_id;
    PERFORM badcase.lock_contributor(c.contributor_id);
    PERFORM badcase.lock_triage(c.program_id);
    UPDATE badcase.upload u SET attestation_id = new_id
    WHERE u.contributor_id = c.contributor_id AND u.attestation_id IS NULL;
    UPDATE badcase.submission s SET told = 'pending', told_at = now()
    WHERE s.contributor_id = c.contributor_id AND s.program_id = c.program_id
      AND s.state = 'duplicate' AND s.told = 'held';
    FOR held IN
      SELECT s.submission_id FROM badcase.submission s
      WHERE s.contributor_id = c.contributor_id AND s.program_id = c.program_id
        AND s.state = 'held' AND 'attestation' = ANY (s.held_for)
      ORDER BY s.submission_id
    LOOP
      UPDATE badcase.submission s SET held_for = array_remove(s.held_for, 'attestation')
      WHERE s.submission_id = held;
      IF EXISTS (SELECT FROM badcase.submission s
          WHERE s.submission_id = held AND s.state = 'held' AND s.held_for = '{}') THEN
        PERFORM badcase.move(held, 'pending');
      END IF;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase.attest(bigint, text) IS
  'records a contributor''s attestation; it covers what was sent without one, too';

CREATE FUNCTION badcase.consents(contributor bigint, scope text) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce((
      SELECT k.granted FROM badcase.consent k
      WHERE k.contributor_id = consents.contributor AND k.scope = consents.scope
      ORDER BY k.consent_id DESC LIMIT 1), false);
  END;
COMMENT ON FUNCTION badcase.consents(bigint, text) IS 'whether a contributor''s consent holds';

-- A consent taken back counts as a withdrawal: an export that runs meanwhile waits, or fails, see release_rows.
CREATE FUNCTION badcase.set_consent(contributor bigint, scope text, granted bool, text_version text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    c badcase.contributor := badcase.require_self_or_curator(contributor);
  BEGIN
    IF scope IS NULL OR scope NOT IN ('train', 'publish_text', 'show_name', 'contact') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such scope of consent',
        HINT = 'Scopes are train, publish_text, show_name and contact.';
    END IF;
    IF granted IS NOT TRUE THEN
      UPDATE badcase.program p SET withdrawals = p.withdrawals + 1 WHERE p.program_id = c.program_id;
    END IF;
    PERFORM FROM badcase.contributor k WHERE k.contributor_id = c.contributor_id FOR NO KEY UPDATE;
    INSERT INTO badcase.consent (contributor_id, scope, granted, text_version, given_by)
    VALUES (c.contributor_id, set_consent.scope, set_consent.granted, set_consent.text_version, badcase.caller());
  END
  $$;
COMMENT ON FUNCTION badcase.set_consent(bigint, text, bool, text) IS 'gives a consent, or takes it back, from now on';
-- Taking in. An upload is one transaction: open_upload, COPY into intake, process_upload.

CREATE FUNCTION badcase.open_upload(program int, contributor bigint DEFAULT NULL, file_name text DEFAULT NULL,
    kind text DEFAULT 'submissions', target bigint DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    c badcase.contributor;
    new_id bigint;
  BEGIN
    IF contributor IS NOT NULL THEN
      c := badcase.require_self_or_curator(contributor);
      IF c.program_id IS DISTINCT FROM program THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('contributor %s is registered in another program', contributor);
      END IF;
    ELSE
      PERFORM badcase.require(program, 'contributor');
      SELECT k.* INTO c FROM badcase.contributor k
      WHERE k.program_id = open_upload.program AND k.role = badcase.caller();
      IF NOT FOUND THEN
        RAISE insufficient_privilege USING
          MESSAGE = format('role "%s" is not registered as a contributor of program %s', badcase.caller(), program),
          HINT = 'A curator of the program does it with badcase.register_contributor.';
      END IF;
    END IF;
    IF kind IS NULL OR kind NOT IN ('submissions', 'corpus', 'outputs', 'terms') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such kind of upload',
        HINT = 'Kinds are submissions, corpus, outputs and terms.';
    END IF;
    IF kind <> 'submissions' THEN
      RAISE feature_not_supported USING
        MESSAGE = format('uploads of the kind "%s" are not supported by this version', kind);
    END IF;
    IF target IS NOT NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = 'submissions have no target';
    END IF;
    IF EXISTS (SELECT FROM badcase.upload u WHERE u.xact = pg_current_xact_id() AND u.opened_at = now()) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = 'this transaction has opened an upload already',
        HINT = 'An upload is one transaction: BEGIN a new one.';
    END IF;

    -- The extension's library brings COPY its format: with this call, the session has it.
    PERFORM @extschema@.badcase_try('{}'::text);

    -- Lines that an earlier transaction left, and any before the upload was opened, belong to none.
    DELETE FROM badcase.intake i WHERE i.xact = pg_current_xact_id();
    DELETE FROM badcase.intake i WHERE i.ctid = ANY (ARRAY(
      SELECT o.ctid FROM badcase.intake o WHERE o.xact < pg_snapshot_xmin(pg_current_snapshot())
      FOR UPDATE SKIP LOCKED));

    INSERT INTO badcase.upload (program_id, contributor_id, contributor_role, kind, file_name, opened_by)
    VALUES (c.program_id, c.contributor_id, c.role, open_upload.kind, open_upload.file_name, badcase.caller())
    RETURNING upload_id INTO new_id;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.open_upload(int, bigint, text, text, bigint) IS
  'opens the upload that this transaction fills; returns its number';

-- One statement judges the lines, stores what is new and keeps what is refused. An upload without an attestation takes
-- the contributor's last one. Whether a line is known is asked line by line, with LIMIT: as NOT EXISTS it would be a join,
-- which without statistics of the digests compares each line with all that the contributor ever sent.
CREATE FUNCTION badcase.process_upload(upload bigint DEFAULT NULL)
  RETURNS TABLE (upload_id bigint, lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT xid8 := pg_current_xact_id();
    u badcase.upload;
    sums record;
  BEGIN
    SELECT o.* INTO u FROM badcase.upload o WHERE o.xact = me AND o.opened_at = now();
    IF NOT FOUND OR u.upload_id <> upload THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = 'this transaction has not opened that upload',
        HINT = 'An upload is one transaction: BEGIN, badcase.open_upload, \copy badcase.intake, badcase.process_upload, COMMIT.';
    END IF;
    IF u.processed_at IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('upload %s has been processed already', u.upload_id);
    END IF;
    PERFORM badcase.require_self_or_curator(u.contributor_id);
    IF EXISTS (SELECT FROM badcase.intake i WHERE i.xact = me AND (i.line_no IS NULL OR i.line_no < 1 OR i.line IS NULL)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a line of the upload has no bytes, or no number from 1 on';
    END IF;
    PERFORM badcase.lock_contributor(u.contributor_id);

    WITH line AS MATERIALIZED (
      SELECT t.line_no, t.record, @extschema@.badcase_digest(t.record) AS digest
      FROM (
        SELECT i.line_no, @extschema@.badcase_try(i.line) AS record
        FROM badcase.intake i WHERE i.xact = me
        OFFSET 0) t
    ), fresh AS MATERIALIZED (
      SELECT DISTINCT ON (l.digest) l.line_no, l.record, l.digest
      FROM line l
      WHERE l.digest IS NOT NULL AND (
        SELECT true FROM badcase.submission s
        WHERE s.contributor_id = u.contributor_id AND s.program_id = u.program_id
          AND s.digest = l.digest AND s.state <> 'withdrawn' LIMIT 1) IS NULL
      ORDER BY l.digest, l.line_no
    ), submission AS (
      INSERT INTO badcase.submission
        (program_id, contributor_id, contributor_role, upload_id, line_no, record, digest, exact_key)
      SELECT u.program_id, u.contributor_id, u.contributor_role, u.upload_id, f.line_no, f.record, f.digest,
        @extschema@.exact_key(f.record)
      FROM fresh f ORDER BY f.line_no
      RETURNING submission_id, record, digest
    ), revision AS (
      INSERT INTO badcase.revision (submission_id, revision, record, digest, made_by)
      SELECT s.submission_id, 1, s.record, s.digest, badcase.caller() FROM submission s
    ), event AS (
      INSERT INTO badcase.event (submission_id, to_state, actor, revision, digest)
      SELECT s.submission_id, 'received', badcase.caller(), 1, s.digest FROM submission s
    ), bad AS MATERIALIZED (
      SELECT i.line_no, i.line, @extschema@.badcase_blank(i.line) AS is_blank
      FROM line l JOIN badcase.intake i ON i.xact = me AND i.line_no = l.line_no
      WHERE l.record IS NULL
    ), refused_line AS (
      INSERT INTO badcase.refused_line (upload_id, line_no, program_id, contributor_id, contributor_role,
        code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, b.line_no, u.program_id, u.contributor_id, u.contributor_role,
        c.code, c.byte_offset, c.path, c.message, b.line, sha256(b.line)
      FROM bad b CROSS JOIN LATERAL @extschema@.badcase_check(b.line) c
      WHERE NOT b.is_blank AND (
        SELECT true FROM badcase.refused_line k
        WHERE k.contributor_id = u.contributor_id AND k.program_id = u.program_id
          AND k.line_digest = sha256(b.line) LIMIT 1) IS NULL
    )
    SELECT
      (SELECT count(*) FROM line) AS lines,
      (SELECT count(*) FROM submission) AS stored,
      (SELECT count(*) FROM line l WHERE l.record IS NOT NULL) AS good,
      (SELECT count(*) FROM bad b WHERE b.is_blank) AS blank
    INTO sums;

    UPDATE badcase.upload o SET
      attestation_id = (
        SELECT max(a.attestation_id) FROM badcase.attestation a WHERE a.contributor_id = u.contributor_id),
      processed_at = now(),
      lines = sums.lines,
      stored = sums.stored,
      repeated = sums.good - sums.stored,
      refused = sums.lines - sums.good - sums.blank,
      blank = sums.blank,
      bytes = t.bytes,
      sha256 = t.sha256
    FROM (
      SELECT coalesce(sum(length(i.line) + 1), 0) AS bytes,
        @extschema@.badcase_lines_sha256(i.line ORDER BY i.line_no) AS sha256
      FROM badcase.intake i WHERE i.xact = me) t
    WHERE o.upload_id = u.upload_id;
    DELETE FROM badcase.intake i WHERE i.xact = me;
    RETURN QUERY
      SELECT o.upload_id, o.lines, o.stored, o.repeated, o.refused, o.blank
      FROM badcase.upload o WHERE o.upload_id = u.upload_id;
  END
  $$;
COMMENT ON FUNCTION badcase.process_upload(bigint) IS
  'judges the lines of the upload that this transaction opened, stores or refuses each, returns the sums';

CREATE FUNCTION badcase.hint(code text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE code
      WHEN 'received' THEN 'It waits for triage.'
      WHEN 'held' THEN 'Attest that it holds nothing it should not: badcase.attest.'
      WHEN 'duplicate' THEN 'You sent the same before; nothing is to be done.'
      WHEN 'pending' THEN 'It waits for review.'
      WHEN 'needs_changes' THEN 'It is useful, but the response is not right yet.'
      WHEN 'disputed' THEN 'The reviewers disagree; a curator decides.'
      WHEN 'accepted' THEN 'Thank you.'
      WHEN 'rejected' THEN 'See the reasons.'
      WHEN 'withdrawn' THEN 'It was taken back.'
      ELSE @extschema@.badcase_hint(code)
    END;
  END;
COMMENT ON FUNCTION badcase.hint(text) IS 'what to do about a refused line''s code or a submission''s state';

CREATE FUNCTION badcase.refused_lines(upload bigint, max_rows int DEFAULT 5)
  RETURNS TABLE (line_no bigint, byte_offset int, code text, path text, message text, hint text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    c bigint := (SELECT u.contributor_id FROM badcase.upload u WHERE u.upload_id = refused_lines.upload);
  BEGIN
    PERFORM badcase.require_self_or_curator(c);
    RETURN QUERY
      SELECT r.line_no, r.byte_offset, r.code, r.path, r.message, badcase.hint(r.code)
      FROM badcase.refused_line r WHERE r.upload_id = refused_lines.upload
      ORDER BY r.line_no LIMIT max_rows;
  END
  $$;
COMMENT ON FUNCTION badcase.refused_lines(bigint, int) IS
  'the first lines that an upload had refused and that were not known before, for its contributor and for curators';
-- Triage: what is received goes on to review, is held, or is a duplicate; relations are found through the index.

CREATE FUNCTION badcase.task_of(program int, name text) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    id bigint;
  BEGIN
    IF name IS NULL OR length(name) > 200 OR name !~ '[^[:space:]]' THEN
      RETURN NULL;
    END IF;
    LOOP
      SELECT t.task_id INTO id FROM badcase.task t
      WHERE t.program_id = task_of.program AND t.name = task_of.name;
      IF FOUND THEN
        RETURN id;
      END IF;
      INSERT INTO badcase.task (program_id, name) VALUES (program, task_of.name)
      ON CONFLICT ON CONSTRAINT task_program_id_name_key DO NOTHING;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase.task_of(int, text) IS
  'the task of that name, made where there is none; null for no name, a blank one or one of more than 200 characters';

-- The failure kinds that a record names: a string or an array of them; others are left out.
CREATE FUNCTION badcase.failure_kinds_of(meta jsonb) RETURNS text[]
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT ARRAY(
      SELECT DISTINCT k COLLATE "C" FROM jsonb_array_elements_text(CASE jsonb_typeof(meta -> 'failure_kind')
        WHEN 'array' THEN meta -> 'failure_kind'
        WHEN 'string' THEN jsonb_build_array(meta -> 'failure_kind')
        ELSE '[]' END) k
      WHERE k IN ('instruction', 'domain', 'factual', 'harmful', 'context', 'other')
      ORDER BY 1);
  END;
COMMENT ON FUNCTION badcase.failure_kinds_of(jsonb) IS 'the failure kinds that a record''s meta names';

-- The operands are constants in each search: the planner sees which field they compare and takes the index of that
-- field. At most 100 relations of a kind are kept, the most similar ones; all count for the cluster.
CREATE FUNCTION badcase.relate(submission bigint, program int, record @extschema@.badcase) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    whole CONSTANT @extschema@.badcase_near := @extschema@.near(record, 0.7);
    asked CONSTANT @extschema@.badcase_near := @extschema@.near(record, 0.7, 'prompt');
    clusters bigint[];
    first bigint;
  BEGIN
    DELETE FROM badcase.relation r WHERE r.submission_id = me AND r.kind <> 'contradiction';
    WITH hit AS MATERIALIZED (
      SELECT s.submission_id, s.cluster_id, @extschema@.similarity(s.record, relate.record) AS similarity, s.record
      FROM badcase.submission s
      WHERE s.record OPERATOR(@extschema@.%) whole AND s.program_id = relate.program
        AND s.state NOT IN ('received', 'duplicate', 'withdrawn') AND s.submission_id <> me
    ), near AS (
      INSERT INTO badcase.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
      SELECT me, h.submission_id, 'near', h.similarity,
        @extschema@.similarity(h.record, relate.record, 'prompt'),
        @extschema@.similarity(h.record, relate.record, 'response')
      FROM (SELECT * FROM hit ORDER BY similarity DESC, submission_id LIMIT 100) h
    )
    SELECT array_agg(DISTINCT h.cluster_id) INTO clusters FROM hit h;
    INSERT INTO badcase.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT me, a.submission_id, 'alternative', @extschema@.similarity(a.record, relate.record),
      a.prompt_similarity, a.response_similarity
    FROM (
      SELECT s.submission_id, s.record,
        @extschema@.similarity(s.record, relate.record, 'prompt') AS prompt_similarity,
        @extschema@.similarity(s.record, relate.record, 'response') AS response_similarity
      FROM badcase.submission s
      WHERE s.record OPERATOR(@extschema@.%) asked AND s.program_id = relate.program
        AND s.state NOT IN ('received', 'duplicate', 'withdrawn') AND s.submission_id <> me
        AND @extschema@.history(s.record) = @extschema@.history(relate.record)) a
    WHERE a.response_similarity < 0.7
    ORDER BY a.prompt_similarity DESC, a.submission_id LIMIT 100;

    first := least(me, (SELECT min(c) FROM unnest(clusters) c));
    UPDATE badcase.submission s SET cluster_id = first
    WHERE s.cluster_id = ANY (clusters) AND s.cluster_id <> first;
    RETURN first;
  END
  $$;
COMMENT ON FUNCTION badcase.relate(bigint, int, @extschema@.badcase) IS
  'finds what is near to a submission or an alternative to it, writes the relations, joins clusters; returns the cluster';

CREATE FUNCTION badcase.triage_one(submission bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    s badcase.submission;
    original record;
    meta jsonb;
    attested bool;
    next_state text;
  BEGIN
    SELECT t.* INTO STRICT s FROM badcase.submission t WHERE t.submission_id = me;
    meta := @extschema@.meta(s.record);
    SELECT e.submission_id, e.cluster_id INTO original FROM badcase.submission e
    WHERE e.exact_key = s.exact_key AND e.program_id = s.program_id AND e.submission_id <> me
      AND e.exact_key_version = s.exact_key_version
      AND e.state NOT IN ('received', 'duplicate', 'withdrawn') AND e.state <> 'rejected'
    ORDER BY e.submission_id LIMIT 1;
    IF FOUND THEN
      DELETE FROM badcase.relation r WHERE r.submission_id = me AND r.kind <> 'contradiction';
      INSERT INTO badcase.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
      VALUES (me, original.submission_id, 'exact', 1, 1, 1);
      s.cluster_id := original.cluster_id;
      s.duplicate_of := original.submission_id;
      next_state := 'duplicate';
    ELSE
      s.cluster_id := badcase.relate(me, s.program_id, s.record);
      attested := (SELECT u.attestation_id IS NOT NULL FROM badcase.upload u WHERE u.upload_id = s.upload_id);
      s.held_for := CASE WHEN attested THEN '{}' ELSE '{attestation}' END;
      next_state := CASE WHEN attested THEN 'pending' ELSE 'held' END;
    END IF;
    -- Not indexed for near search yet: the move does that.
    UPDATE badcase.submission t SET
      cluster_id = s.cluster_id,
      duplicate_of = s.duplicate_of,
      held_for = s.held_for,
      task_id = coalesce(t.task_id, badcase.task_of(s.program_id,
        CASE WHEN jsonb_typeof(meta -> 'task') = 'string' THEN meta ->> 'task' END)),
      failure_kinds = badcase.failure_kinds_of(meta),
      model_version = meta ->> 'model_version'
    WHERE t.submission_id = me;
    PERFORM badcase.move(me, next_state);
  END
  $$;
COMMENT ON FUNCTION badcase.triage_one(bigint) IS
  'relates a received submission, gives it its task and moves it on';

-- One batch at a time in a program, in order of submission_id: the outcome does not depend on who calls it, how often
-- or in what portions, as long as nothing comes in meanwhile.
CREATE FUNCTION badcase.triage_batch(program int DEFAULT NULL, batch int DEFAULT 1000) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    p int := program;
    this_job bigint;
    n bigint := 0;
    id bigint;
  BEGIN
    IF batch IS NULL OR batch < 1 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a batch has at least one submission';
    END IF;
    IF p IS NULL THEN
      SELECT q.program_id INTO p FROM badcase.program q
      WHERE badcase.has_capability(q.program_id, 'curator') AND EXISTS (
        SELECT FROM badcase.submission s WHERE s.program_id = q.program_id AND s.state = 'received')
      ORDER BY q.program_id LIMIT 1;
      IF NOT FOUND THEN
        RETURN 0;
      END IF;
    ELSE
      PERFORM badcase.require(p, 'curator');
    END IF;
    PERFORM badcase.lock_triage(p);
    IF NOT EXISTS (SELECT FROM badcase.submission s WHERE s.program_id = p AND s.state = 'received') THEN
      RETURN 0;
    END IF;

    SELECT j.job_id INTO this_job FROM badcase.job j
    WHERE j.program_id = p AND j.kind = 'triage' AND j.finished_at IS NULL;
    IF NOT FOUND THEN
      INSERT INTO badcase.job (program_id, kind, phase, total, started_by)
      SELECT p, 'triage', 'relations', count(*), badcase.caller()
      FROM badcase.submission s WHERE s.program_id = p AND s.state = 'received'
      RETURNING job_id INTO this_job;
    END IF;
    FOR id IN
      SELECT s.submission_id FROM badcase.submission s
      WHERE s.program_id = p AND s.state = 'received' ORDER BY s.submission_id LIMIT batch
    LOOP
      PERFORM badcase.triage_one(id);
      n := n + 1;
    END LOOP;
    UPDATE badcase.job j SET
      done = j.done + n,
      total = greatest(j.total, j.done + n),
      heartbeat_at = clock_timestamp(),
      finished_at = CASE WHEN NOT EXISTS (
        SELECT FROM badcase.submission s WHERE s.program_id = p AND s.state = 'received') THEN clock_timestamp() END
    WHERE j.job_id = this_job;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.triage_batch(int, int) IS
  'triages the next submissions of a program, or of the first program of the caller''s that has any; returns how many';

CREATE PROCEDURE badcase.triage(program int DEFAULT NULL, batch int DEFAULT 1000)
  LANGUAGE plpgsql
  AS $$
  BEGIN
    WHILE badcase.triage_batch(program, batch) > 0 LOOP
      COMMIT;
    END LOOP;
  END
  $$;
COMMENT ON PROCEDURE badcase.triage(int, int) IS
  'triages everything received, committing after each batch; cut off, it goes on with the next call';
-- Review: who looks at what, and what the judgements come to.

-- At most ten, the most similar first; the representative of the cluster is always among them.
CREATE FUNCTION badcase.similar_to(submission bigint) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'submission', x.id, 'kind', x.kind, 'similarity', round(x.similarity::numeric, 3), 'state', x.state,
        'representative', x.is_first, 'prompt', @extschema@.prompt(x.record), 'response', @extschema@.response(x.record))
      ORDER BY x.is_first DESC, x.similarity DESC, x.id), '[]')
    FROM (
      SELECT y.*, y.id = min(y.cluster_id) OVER () AS is_first
      FROM (
        SELECT DISTINCT ON (o.submission_id) o.submission_id AS id, r.kind, r.similarity, o.state, o.record, o.cluster_id
        FROM (
          SELECT a.other_id AS id, a.kind, a.similarity FROM badcase.relation a
          WHERE a.submission_id = similar_to.submission
          UNION ALL
          SELECT b.submission_id, b.kind, b.similarity FROM badcase.relation b
          WHERE b.other_id = similar_to.submission) r
        JOIN badcase.submission o ON o.submission_id = r.id
        WHERE o.state NOT IN ('received', 'duplicate', 'withdrawn')
        ORDER BY o.submission_id, r.kind = 'contradiction' DESC, r.similarity DESC) y
      ORDER BY is_first DESC, y.similarity DESC, y.id LIMIT 10) x
  $$;
COMMENT ON FUNCTION badcase.similar_to(bigint) IS
  'what a submission is related to, as a reviewer sees it beside the submission';

-- What the caller holds a lease on. Reviewers see no other submission, and nobody's name.
CREATE FUNCTION badcase.review_queue_rows()
  RETURNS TABLE (submission bigint, round bigint, task text, prompt text, response text, history jsonb, rejected text,
    failure_kinds text[], issues text[], similar jsonb, received_at timestamptz, lease_until timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    SELECT s.submission_id, o.round_id, t.name, @extschema@.prompt(s.record), @extschema@.response(s.record),
      @extschema@.history(s.record), @extschema@.rejected(s.record), s.failure_kinds, '{}'::text[],
      badcase.similar_to(s.submission_id), s.received_at, s.lease_until
    FROM badcase.submission s
    LEFT JOIN badcase.task t ON t.task_id = s.task_id
    LEFT JOIN badcase.round o ON o.program_id = s.program_id AND o.closed_at IS NULL
    WHERE s.program_id = ANY (ARRAY(
        SELECT p.program_id FROM badcase.program p WHERE badcase.has_capability(p.program_id, 'reviewer')))
      AND s.state = 'pending' AND s.lease_role = badcase.caller() AND s.lease_until > now()
    ORDER BY s.submission_id
  $$;
COMMENT ON FUNCTION badcase.review_queue_rows() IS 'the rows of badcase.review_queue';

CREATE VIEW badcase.review_queue WITH (security_invoker = true, security_barrier = true) AS
  SELECT q.submission, q.round, q.task, q.prompt, q.response, q.history, q.rejected, q.failure_kinds, q.issues, q.similar,
    q.received_at, q.lease_until
  FROM badcase.review_queue_rows() q;
COMMENT ON VIEW badcase.review_queue IS 'the submissions that the caller has claimed for review';
COMMENT ON COLUMN badcase.review_queue.submission IS 'its number';
COMMENT ON COLUMN badcase.review_queue.round IS 'the open round, which the review will belong to';
COMMENT ON COLUMN badcase.review_queue.task IS 'the task, if it has one';
COMMENT ON COLUMN badcase.review_queue.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.review_queue.response IS 'the expected output';
COMMENT ON COLUMN badcase.review_queue.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.review_queue.rejected IS 'the model''s own bad answer';
COMMENT ON COLUMN badcase.review_queue.failure_kinds IS 'in what way the model failed, as the record says';
COMMENT ON COLUMN badcase.review_queue.issues IS 'what screening found';
COMMENT ON COLUMN badcase.review_queue.similar IS 'up to ten related submissions: submission, kind, similarity, state, representative, prompt, response';
COMMENT ON COLUMN badcase.review_queue.received_at IS 'when it was received';
COMMENT ON COLUMN badcase.review_queue.lease_until IS 'until when the claim holds';

-- The caller's own: the contributor's role is the caller, or the caller or the session's user is a member of it or it
-- of the caller.
CREATE FUNCTION badcase.is_own(contributor_role name) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT contributor_role IS NOT NULL AND (
      badcase.stands_for(badcase.caller(), contributor_role) OR badcase.stands_for(contributor_role, badcase.caller())
      OR badcase.stands_for(session_user, contributor_role));
  END;
COMMENT ON FUNCTION badcase.is_own(name) IS 'whether the caller may be the contributor that has this role';

-- A role and a member of it are not two reviewers.
CREATE FUNCTION badcase.has_reviewed(submission bigint, pass int) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase.review v
      WHERE v.submission_id = has_reviewed.submission AND v.pass = has_reviewed.pass
        AND (badcase.stands_for(badcase.caller(), v.reviewer) OR badcase.stands_for(v.reviewer, badcase.caller())));
  END;
COMMENT ON FUNCTION badcase.has_reviewed(bigint, int) IS
  'whether the caller, or a role that the caller stands for, has reviewed a submission in this pass';

-- Scarce tasks first, then the oldest. Each claim is an update of one row that nobody else has claimed meanwhile.
CREATE FUNCTION badcase.claim_reviews(program int, n int DEFAULT 10, lease interval DEFAULT '1 hour')
  RETURNS SETOF badcase.review_queue
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT name := badcase.caller();
    candidate bigint;
    claimed bigint[] := '{}';
  BEGIN
    PERFORM badcase.require(program, 'reviewer');
    IF n IS NULL OR n < 1 OR n > 1000 OR lease IS NULL OR lease <= '0' OR lease > '7 days' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'claim 1 to 1000 reviews, for up to 7 days';
    END IF;
    FOR candidate IN
      SELECT s.submission_id FROM badcase.submission s
      LEFT JOIN (
        SELECT a.task_id, count(DISTINCT a.cluster_id) AS accepted FROM badcase.submission a
        WHERE a.program_id = claim_reviews.program AND a.state = 'accepted' GROUP BY a.task_id
      ) k ON k.task_id = s.task_id
      LEFT JOIN badcase.task t ON t.task_id = s.task_id
      WHERE s.program_id = claim_reviews.program AND s.state = 'pending'
        AND (s.lease_until IS NULL OR s.lease_until <= now())
      ORDER BY greatest(t.target - coalesce(k.accepted, 0), 0) DESC NULLS LAST, s.submission_id
    LOOP
      UPDATE badcase.submission s SET lease_role = me, lease_until = now() + lease
      WHERE s.submission_id = candidate AND s.state = 'pending'
        AND (s.lease_until IS NULL OR s.lease_until <= now())
        AND NOT badcase.is_own(s.contributor_role) AND NOT badcase.has_reviewed(s.submission_id, s.pass);
      IF FOUND THEN
        claimed := claimed || candidate;
        EXIT WHEN cardinality(claimed) = n;
      END IF;
    END LOOP;
    RETURN QUERY SELECT q.* FROM badcase.review_queue_rows() q WHERE q.submission = ANY (claimed);
  END
  $$;
COMMENT ON FUNCTION badcase.claim_reviews(int, int, interval) IS
  'claims up to n submissions for review by the caller alone, until the lease ends; returns them';

-- Rule 1: the first quorum reviews agree and decide, or the submission is disputed.
CREATE FUNCTION badcase.decision(submission bigint, pass int, quorum int) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN count(*) < decision.quorum THEN NULL
      WHEN count(DISTINCT v.verdict) = 1 THEN min(v.verdict)
      ELSE 'disputed'
    END
    FROM badcase.review v WHERE v.submission_id = decision.submission AND v.pass = decision.pass;
  END;
COMMENT ON FUNCTION badcase.decision(bigint, int, int) IS
  'what the reviews of a pass come to by rule 1; null while there are fewer than the quorum';

CREATE FUNCTION badcase.check_review(s badcase.submission, reasons text[], failure_kinds text[], contradicts bigint[])
  RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    IF s.state <> 'pending' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s and cannot be reviewed', s.submission_id, s.state),
        HINT = 'Reviews are for pending submissions.';
    END IF;
    IF badcase.is_own(s.contributor_role) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody reviews a submission of their own';
    END IF;
    IF badcase.has_reviewed(s.submission_id, s.pass) THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" has reviewed submission %s already', badcase.caller(), s.submission_id),
        HINT = 'A role and the members of it count as one reviewer.';
    END IF;
    IF s.lease_until > now() AND s.lease_role <> badcase.caller() THEN
      RAISE lock_not_available USING
        MESSAGE = format('submission %s is being reviewed by somebody else', s.submission_id);
    END IF;
    IF reasons IS NULL OR NOT reasons <@ '{useless,spam,duplicate,wrong_answer,incomplete,off_task,bad_format,wrong_language,personal_information,trade_secret,national_security,third_party_ip,other_model_output,harmful,not_reproduced,contaminated,unclear_prompt,no_format,too_short,other}' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such reason code',
        HINT = 'Codes are useless, spam, duplicate, wrong_answer, incomplete, off_task, bad_format, wrong_language, personal_information, trade_secret, national_security, third_party_ip, other_model_output, harmful, not_reproduced, contaminated, unclear_prompt, no_format, too_short and other.';
    END IF;
    IF failure_kinds IS NULL OR NOT failure_kinds <@ '{instruction,domain,factual,harmful,context,other}' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such kind of failure',
        HINT = 'Kinds are instruction, domain, factual, harmful, context and other.';
    END IF;
    IF contradicts IS NULL OR EXISTS (
      SELECT FROM unnest(contradicts) x(id) WHERE x.id IS NULL OR NOT EXISTS (
        SELECT FROM badcase.relation r WHERE r.kind = 'alternative'
          AND ((r.submission_id = s.submission_id AND r.other_id = x.id)
          OR (r.submission_id = x.id AND r.other_id = s.submission_id)))) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('submission %s can contradict its alternatives only', s.submission_id);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.check_review(badcase.submission, text[], text[], bigint[]) IS
  'raises where the caller cannot give that review of a submission';

CREATE FUNCTION badcase.submit_review(submission bigint, useful bool, correct bool, reasons text[] DEFAULT '{}',
    failure_kinds text[] DEFAULT '{}', contradicts bigint[] DEFAULT '{}', note text DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase.submission;
    this_round bigint;
    outcome text;
  BEGIN
    SELECT t.* INTO s FROM badcase.submission t WHERE t.submission_id = me;
    PERFORM badcase.require(s.program_id, 'reviewer');
    SELECT t.* INTO STRICT s FROM badcase.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF useful IS NULL OR correct IS NULL THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a review says whether the record is useful and whether it is correct';
    END IF;
    PERFORM badcase.check_review(s, reasons, failure_kinds, contradicts);
    SELECT o.round_id INTO this_round FROM badcase.round o
    WHERE o.program_id = s.program_id AND o.closed_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('program %s has no open round', s.program_id);
    END IF;

    INSERT INTO badcase.review (submission_id, pass, reviewer, round_id, revision, useful, correct, verdict, reasons,
      failure_kinds, contradicts, note)
    VALUES (me, s.pass, badcase.caller(), this_round, s.revision, submit_review.useful, submit_review.correct,
      CASE WHEN NOT submit_review.useful THEN 'rejected' WHEN submit_review.correct THEN 'accepted' ELSE 'needs_changes' END,
      submit_review.reasons, submit_review.failure_kinds, submit_review.contradicts, submit_review.note);
    INSERT INTO badcase.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT r.submission_id, r.other_id, 'contradiction', r.similarity, r.prompt_similarity, r.response_similarity
    FROM badcase.relation r
    WHERE r.kind = 'alternative' AND ((r.submission_id = me AND r.other_id = ANY (contradicts))
      OR (r.other_id = me AND r.submission_id = ANY (contradicts)))
    ON CONFLICT DO NOTHING;
    UPDATE badcase.submission t SET lease_role = NULL, lease_until = NULL WHERE t.submission_id = me;

    outcome := badcase.decision(me, s.pass, (SELECT p.quorum FROM badcase.program p WHERE p.program_id = s.program_id));
    IF outcome IS NULL THEN
      RETURN 'pending';
    END IF;
    UPDATE badcase.submission t SET
      reasons = ARRAY(
        SELECT DISTINCT x COLLATE "C" FROM badcase.review v, unnest(v.reasons) x
        WHERE v.submission_id = me AND v.pass = s.pass ORDER BY 1),
      failure_kinds = ARRAY(
        SELECT DISTINCT x COLLATE "C" FROM (
          SELECT unnest(t.failure_kinds) UNION ALL
          SELECT unnest(v.failure_kinds) FROM badcase.review v
          WHERE v.submission_id = me AND v.pass = s.pass) y(x) ORDER BY 1)
    WHERE t.submission_id = me;
    RETURN badcase.move(me, outcome, this_round, 1);
  END
  $$;
COMMENT ON FUNCTION badcase.submit_review(bigint, bool, bool, text[], text[], bigint[], text) IS
  'gives the caller''s review of a submission; returns its state after it';
-- Releases: frozen, ordered lists of what was accepted. Consent counts when a list is made, published and read.

-- Items of a release that may not leave any more.
CREATE FUNCTION badcase.lost_items(release bigint) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT count(*)
    FROM badcase.release_item i
    JOIN badcase.submission s ON s.submission_id = i.submission_id
    WHERE i.release_id = lost_items.release AND (s.state = 'withdrawn' OR NOT s.contributor_id = ANY (ARRAY(
      SELECT c.contributor_id FROM badcase.release r JOIN badcase.contributor c ON c.program_id = r.program_id
      WHERE r.release_id = lost_items.release AND badcase.consents(c.contributor_id, 'train'))));
  END;
COMMENT ON FUNCTION badcase.lost_items(bigint) IS
  'how many items of a release were withdrawn, or have no consent to training any more';

-- The program's count of withdrawals is locked: one that is under way is waited for, one that the snapshot does not
-- show raises a serialization failure, and a read-only transaction cannot lock.
CREATE FUNCTION badcase.check_release(release bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    lost bigint;
  BEGIN
    PERFORM FROM badcase.program p
    WHERE p.program_id = (SELECT r.program_id FROM badcase.release r WHERE r.release_id = check_release.release)
    FOR SHARE;
    lost := badcase.lost_items(release);
    IF lost > 0 THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s is no longer whole: %s of its items were withdrawn or have no consent any more',
          release, lost),
        HINT = 'Build a new release: it leaves them out.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.check_release(bigint) IS
  'raises (55000) if an item of a release was withdrawn or has no consent any more; waits for withdrawals under way';

CREATE FUNCTION badcase.build_release(program int, name text, seed bigint, mix jsonb DEFAULT NULL, per_task int DEFAULT NULL,
    validation numeric DEFAULT 0) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    new_id bigint;
  BEGIN
    PERFORM badcase.require(program, 'curator');
    IF mix IS NOT NULL THEN
      RAISE feature_not_supported USING MESSAGE = 'releases with a mix are not supported by this version';
    END IF;
    IF validation IS DISTINCT FROM 0 THEN
      RAISE feature_not_supported USING MESSAGE = 'releases with a validation split are not supported by this version';
    END IF;
    IF seed IS NULL OR per_task < 1 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a release has a seed, and at least one item of a task';
    END IF;
    PERFORM FROM badcase.program p WHERE p.program_id = build_release.program FOR SHARE;

    INSERT INTO badcase.release (program_id, name, seed, per_task, items, sha256, built_by)
    VALUES (build_release.program, build_release.name, build_release.seed, build_release.per_task, 0, '',
      badcase.caller())
    RETURNING release_id INTO new_id;
    WITH accepted AS (
      SELECT DISTINCT ON (s.cluster_id) s.submission_id, s.revision, s.task_id, v.digest,
        sha256(int8send(build_release.seed) || v.digest) AS shuffled
      FROM badcase.submission s
      JOIN badcase.revision v ON v.submission_id = s.submission_id AND v.revision = s.revision
      WHERE s.program_id = build_release.program AND s.state = 'accepted' AND s.contributor_id = ANY (ARRAY(
        SELECT c.contributor_id FROM badcase.contributor c
        WHERE c.program_id = build_release.program AND badcase.consents(c.contributor_id, 'train')))
      ORDER BY s.cluster_id, s.submission_id
    ), ranked AS (
      SELECT a.*, row_number() OVER (PARTITION BY a.task_id ORDER BY a.shuffled, a.submission_id) AS of_task
      FROM accepted a
    )
    INSERT INTO badcase.release_item (submission_id, release_id, pos, revision, digest)
    SELECT r.submission_id, new_id, row_number() OVER (ORDER BY r.shuffled, r.submission_id), r.revision, r.digest
    FROM ranked r
    WHERE build_release.per_task IS NULL OR r.task_id IS NULL OR r.of_task <= build_release.per_task;
    UPDATE badcase.release r SET
      items = t.n,
      sha256 = t.hash
    FROM (
      SELECT count(*) AS n, sha256(coalesce(string_agg(i.digest, '' ORDER BY i.pos), '')) AS hash
      FROM badcase.release_item i WHERE i.release_id = new_id) t
    WHERE r.release_id = new_id;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.build_release(int, text, bigint, jsonb, int, numeric) IS
  'freezes what is accepted and may be trained on, one of each cluster, in an order that the seed decides; returns its number';

CREATE FUNCTION badcase.publish_release(release bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    PERFORM badcase.require((SELECT r.program_id FROM badcase.release r WHERE r.release_id = publish_release.release),
      'curator');
    PERFORM badcase.check_release(release);
    UPDATE badcase.release r SET published_by = badcase.caller(), published_at = now()
    WHERE r.release_id = publish_release.release AND r.published_at IS NULL;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('release %s is published already', release);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.publish_release(bigint) IS 'publishes a release: exporters can read it from now on';

CREATE FUNCTION badcase.release_rows(release bigint, format text DEFAULT 'badcase', split text DEFAULT NULL)
  RETURNS TABLE (pos bigint, line json)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    r badcase.release;
  BEGIN
    SELECT t.* INTO r FROM badcase.release t WHERE t.release_id = release_rows.release;
    IF r.published_at IS NULL THEN
      PERFORM badcase.require(r.program_id, 'curator');
    ELSE
      PERFORM badcase.require(r.program_id, 'exporter', 'curator');
    END IF;
    IF release_rows.format IS DISTINCT FROM 'badcase' THEN
      RAISE feature_not_supported USING
        MESSAGE = 'no such format in this version',
        HINT = 'The format is badcase.';
    END IF;
    IF release_rows.split NOT IN ('train', 'validation') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'splits are train and validation';
    END IF;
    PERFORM badcase.check_release(release);
    RETURN QUERY
      SELECT i.pos, @extschema@.json(v.record)
      FROM badcase.release_item i
      JOIN badcase.revision v ON v.submission_id = i.submission_id AND v.revision = i.revision
      WHERE i.release_id = r.release_id AND (release_rows.split IS NULL OR i.split = release_rows.split)
      ORDER BY i.pos;
  END
  $$;
COMMENT ON FUNCTION badcase.release_rows(bigint, text, text) IS
  'the lines of a release in order; refuses where an item was withdrawn or has no consent any more';

CREATE FUNCTION badcase.export_sft_rows()
  RETURNS TABLE (release bigint, pos bigint, split text, prompt text, response text, history jsonb, system text, task text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    SELECT i.release_id, i.pos, i.split, @extschema@.prompt(v.record), @extschema@.response(v.record),
      @extschema@.history(v.record), @extschema@.meta(v.record) ->> 'system', t.name
    FROM badcase.release r
    JOIN badcase.release_item i ON i.release_id = r.release_id
    JOIN badcase.submission s ON s.submission_id = i.submission_id
    JOIN badcase.revision v ON v.submission_id = i.submission_id AND v.revision = i.revision
    LEFT JOIN badcase.task t ON t.task_id = s.task_id
    WHERE r.published_at IS NOT NULL AND s.state <> 'withdrawn'
      AND r.program_id = ANY (ARRAY(
      SELECT p.program_id FROM badcase.program p WHERE badcase.has_capability(p.program_id, 'exporter')))
      AND s.contributor_id = ANY (ARRAY(
      SELECT c.contributor_id FROM badcase.contributor c WHERE badcase.consents(c.contributor_id, 'train')))
    ORDER BY i.release_id, i.pos
  $$;
COMMENT ON FUNCTION badcase.export_sft_rows() IS 'the rows of badcase.export_sft';

CREATE VIEW badcase.export_sft WITH (security_invoker = true, security_barrier = true) AS
  SELECT x.release, x.pos, x.split, x.prompt, x.response, x.history, x.system, x.task FROM badcase.export_sft_rows() x;
COMMENT ON VIEW badcase.export_sft IS
  'published releases as demonstrations, without what has no consent to training or was withdrawn when the statement began';
COMMENT ON COLUMN badcase.export_sft.release IS 'the release';
COMMENT ON COLUMN badcase.export_sft.pos IS 'the place in the release, from 1';
COMMENT ON COLUMN badcase.export_sft.split IS 'train or validation';
COMMENT ON COLUMN badcase.export_sft.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.export_sft.response IS 'the expected output';
COMMENT ON COLUMN badcase.export_sft.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.export_sft.system IS 'the key "system" of the record';
COMMENT ON COLUMN badcase.export_sft.task IS 'the task, if it has one';
-- Views for people. Those over tables that their readers may not read select from a function that checks the
-- capability; each has the rights of who reads it.

CREATE VIEW badcase.my_submissions WITH (security_invoker = true, security_barrier = true) AS
  SELECT u.upload_id AS upload, u.file_name, s.line_no, 'stored'::text AS verdict, NULL::text AS code, NULL::text AS message,
    s.submission_id AS submission, s.told AS state, s.reasons, s.told_at AS updated_at, badcase.hint(s.told) AS hint
  FROM badcase.submission s JOIN badcase.upload u ON u.upload_id = s.upload_id
  WHERE s.contributor_role = current_user
  UNION ALL
  SELECT u.upload_id, u.file_name, r.line_no, 'refused', r.code, r.message || ' (byte ' || r.byte_offset || ')',
    NULL, NULL, '{}', u.processed_at, badcase.hint(r.code)
  FROM badcase.refused_line r JOIN badcase.upload u ON u.upload_id = r.upload_id
  WHERE r.contributor_role = current_user;
COMMENT ON VIEW badcase.my_submissions IS 'what became of each line that the reader sent, and what to do about it';
COMMENT ON COLUMN badcase.my_submissions.upload IS 'the upload';
COMMENT ON COLUMN badcase.my_submissions.file_name IS 'the name of its file';
COMMENT ON COLUMN badcase.my_submissions.line_no IS 'the line in that file, from 1';
COMMENT ON COLUMN badcase.my_submissions.verdict IS 'stored or refused';
COMMENT ON COLUMN badcase.my_submissions.code IS 'why a line was refused, as badcase_check says';
COMMENT ON COLUMN badcase.my_submissions.message IS 'the code in words, and where in the line';
COMMENT ON COLUMN badcase.my_submissions.submission IS 'the number of a submission';
COMMENT ON COLUMN badcase.my_submissions.state IS 'its state';
COMMENT ON COLUMN badcase.my_submissions.reasons IS 'the reason codes of the decision';
COMMENT ON COLUMN badcase.my_submissions.updated_at IS 'when that last changed';
COMMENT ON COLUMN badcase.my_submissions.hint IS 'what to do about it';

CREATE FUNCTION badcase.duplicates_rows()
  RETURNS TABLE (submission bigint, representative bigint, kind text, similarity float8, state text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    SELECT s.submission_id, o.submission_id, CASE WHEN s.state = 'duplicate' THEN 'exact' ELSE 'near' END,
      @extschema@.similarity(s.record, o.record), s.state
    FROM (
      SELECT m.cluster_id, min(m.submission_id) FILTER (WHERE m.state NOT IN ('rejected', 'duplicate')) AS representative
      FROM badcase.submission m
      WHERE m.cluster_id IS NOT NULL AND m.state <> 'withdrawn' AND m.program_id = ANY (ARRAY(
        SELECT p.program_id FROM badcase.program p
        WHERE badcase.has_capability(p.program_id, 'reviewer', 'curator')))
      GROUP BY m.cluster_id HAVING count(*) > 1
    ) k
    JOIN badcase.submission o ON o.submission_id = k.representative
    JOIN badcase.submission s ON s.cluster_id = k.cluster_id AND s.submission_id <> k.representative
    WHERE s.state <> 'withdrawn'
    ORDER BY s.submission_id
  $$;
COMMENT ON FUNCTION badcase.duplicates_rows() IS 'the rows of badcase.duplicates';

CREATE VIEW badcase.duplicates WITH (security_invoker = true, security_barrier = true) AS
  SELECT d.submission, d.representative, d.kind, d.similarity, d.state FROM badcase.duplicates_rows() d;
COMMENT ON VIEW badcase.duplicates IS
  'each member of a cluster beside its representative: the first that was neither rejected nor withdrawn';
COMMENT ON COLUMN badcase.duplicates.submission IS 'the submission';
COMMENT ON COLUMN badcase.duplicates.representative IS 'the first submission of its cluster that was neither rejected nor withdrawn';
COMMENT ON COLUMN badcase.duplicates.kind IS 'exact: set aside as a duplicate; near: a member of the cluster';
COMMENT ON COLUMN badcase.duplicates.similarity IS 'of the two records';
COMMENT ON COLUMN badcase.duplicates.state IS 'the state of the submission';

CREATE FUNCTION badcase.task_coverage_rows()
  RETURNS TABLE (program int, task text, target int, received bigint, clusters bigint, accepted bigint, missing bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (
      SELECT p.program_id FROM badcase.program p
      WHERE badcase.has_capability(p.program_id, 'reviewer', 'exporter', 'curator')
    ), counted AS (
      SELECT s.program_id, s.task_id, count(*) AS received, count(DISTINCT s.cluster_id) AS clusters,
        count(DISTINCT s.cluster_id) FILTER (WHERE s.state = 'accepted') AS accepted
      FROM badcase.submission s JOIN mine m ON m.program_id = s.program_id
      WHERE s.state <> 'withdrawn'
      GROUP BY s.program_id, s.task_id
    )
    SELECT m.program_id, t.name, t.target, coalesce(c.received, 0), coalesce(c.clusters, 0), coalesce(c.accepted, 0),
      greatest(t.target - coalesce(c.accepted, 0), 0)
    FROM mine m JOIN badcase.task t ON t.program_id = m.program_id
    LEFT JOIN counted c ON c.program_id = m.program_id AND c.task_id = t.task_id
    UNION ALL
    SELECT c.program_id, NULL, NULL, c.received, c.clusters, c.accepted, NULL FROM counted c WHERE c.task_id IS NULL
    ORDER BY 1, 7 DESC NULLS LAST, 2
  $$;
COMMENT ON FUNCTION badcase.task_coverage_rows() IS 'the rows of badcase.task_coverage';

CREATE VIEW badcase.task_coverage WITH (security_invoker = true, security_barrier = true) AS
  SELECT k.program, k.task, k.target, k.received, k.clusters, k.accepted, k.missing FROM badcase.task_coverage_rows() k;
COMMENT ON VIEW badcase.task_coverage IS
  'how many examples each task has and how many are missing; clusters and accepted count near-duplicates once; no task: not assigned yet';
COMMENT ON COLUMN badcase.task_coverage.program IS 'the program';
COMMENT ON COLUMN badcase.task_coverage.task IS 'the task; null: not assigned yet';
COMMENT ON COLUMN badcase.task_coverage.target IS 'how many examples are wanted';
COMMENT ON COLUMN badcase.task_coverage.received IS 'how many submissions came in and were not withdrawn';
COMMENT ON COLUMN badcase.task_coverage.clusters IS 'how many of them are no near-duplicates of one another';
COMMENT ON COLUMN badcase.task_coverage.accepted IS 'how many clusters have an accepted submission';
COMMENT ON COLUMN badcase.task_coverage.missing IS 'how many are still wanted';

-- The credit of a cluster is its representative's: the first submission in it that was neither rejected nor withdrawn.
CREATE FUNCTION badcase.credits_rows()
  RETURNS TABLE (program int, display_name text, accepted bigint, first_accepted_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    WITH cluster AS (
      SELECT s.program_id, s.cluster_id,
        min(s.submission_id) FILTER (WHERE s.state <> 'rejected') AS representative,
        min(s.decided_at) FILTER (WHERE s.state = 'accepted') AS accepted_at
      FROM badcase.submission s
      WHERE s.state <> 'withdrawn' AND s.cluster_id IS NOT NULL AND s.program_id = ANY (ARRAY(
        SELECT p.program_id FROM badcase.program p WHERE badcase.has_capability(p.program_id, 'exporter', 'curator')))
      GROUP BY s.program_id, s.cluster_id
    )
    SELECT c.program_id, c.display_name, count(*), min(k.accepted_at)
    FROM cluster k
    JOIN badcase.submission s ON s.submission_id = k.representative
    JOIN badcase.contributor c ON c.contributor_id = s.contributor_id
    WHERE k.accepted_at IS NOT NULL AND c.display_name IS NOT NULL AND badcase.consents(c.contributor_id, 'show_name')
    GROUP BY c.program_id, c.contributor_id, c.display_name
    ORDER BY c.program_id, count(*) DESC, min(k.accepted_at), c.contributor_id
  $$;
COMMENT ON FUNCTION badcase.credits_rows() IS 'the rows of badcase.credits';

CREATE VIEW badcase.credits WITH (security_invoker = true, security_barrier = true) AS
  SELECT c.program, c.display_name, c.accepted, c.first_accepted_at FROM badcase.credits_rows() c;
COMMENT ON VIEW badcase.credits IS
  'whom the model owes an accepted record, by the number of clusters; only names whose owners agreed to be shown';
COMMENT ON COLUMN badcase.credits.program IS 'the program';
COMMENT ON COLUMN badcase.credits.display_name IS 'the contributor''s name';
COMMENT ON COLUMN badcase.credits.accepted IS 'how many accepted clusters the contributor was the first to send';
COMMENT ON COLUMN badcase.credits.first_accepted_at IS 'when the first of them was accepted';

CREATE FUNCTION badcase.job_progress_rows()
  RETURNS TABLE (job bigint, program int, kind text, phase text, done bigint, total bigint, per_second float8,
    seconds_left float8, finished bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    SELECT j.job_id, j.program_id, j.kind, j.phase, j.done, j.total, j.done / nullif(t.spent, 0),
      CASE WHEN j.finished_at IS NULL AND j.done > 0 THEN (j.total - j.done) * t.spent / j.done END,
      j.finished_at IS NOT NULL
    FROM badcase.job j
    CROSS JOIN LATERAL (
      SELECT extract(epoch FROM coalesce(j.finished_at, j.heartbeat_at) - j.started_at)::float8 AS spent) t
    WHERE badcase.has_capability(j.program_id, 'curator')
    ORDER BY j.job_id DESC
  $$;
COMMENT ON FUNCTION badcase.job_progress_rows() IS 'the rows of badcase.job_progress';

CREATE VIEW badcase.job_progress WITH (security_invoker = true, security_barrier = true) AS
  SELECT j.job, j.program, j.kind, j.phase, j.done, j.total, j.per_second, j.seconds_left, j.finished
  FROM badcase.job_progress_rows() j;
COMMENT ON VIEW badcase.job_progress IS 'how far triage is';
COMMENT ON COLUMN badcase.job_progress.job IS 'its number';
COMMENT ON COLUMN badcase.job_progress.program IS 'the program';
COMMENT ON COLUMN badcase.job_progress.kind IS 'what it does';
COMMENT ON COLUMN badcase.job_progress.phase IS 'the part of the work that is being done';
COMMENT ON COLUMN badcase.job_progress.done IS 'how many submissions are done';
COMMENT ON COLUMN badcase.job_progress.total IS 'of how many';
COMMENT ON COLUMN badcase.job_progress.per_second IS 'how many in a second, up to its last batch';
COMMENT ON COLUMN badcase.job_progress.seconds_left IS 'how long the rest takes at that rate';
COMMENT ON COLUMN badcase.job_progress.finished IS 'whether it is finished';
-- Nothing is anybody's but the owner's until badcase.grant_access gives it.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA badcase FROM PUBLIC;
REVOKE ALL ON ALL PROCEDURES IN SCHEMA badcase FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA badcase FROM PUBLIC;
REVOKE ALL ON SCHEMA badcase FROM PUBLIC;
