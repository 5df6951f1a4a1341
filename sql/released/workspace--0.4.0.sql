-- The workspace: everything here is an ordinary object of its owner's. @extschema@ is the extension's schema.

COMMENT ON SCHEMA badcase IS 'badcase: what curators, reviewers, contributors and exporters call and read';
COMMENT ON SCHEMA badcase_internal IS
  'badcase: tables and helpers; nobody but the owner of the workspace has any right here';
-- The lists of words that columns, checks, messages and views share. A column's check calls them, so a word that is in
-- use must stay.

CREATE FUNCTION badcase_internal.capabilities() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{contributor,reviewer,exporter,curator,gateway}'::text[];
COMMENT ON FUNCTION badcase_internal.capabilities() IS
  'what a role can be given in a program; gateway: a login that acts for the roles that it sets';

CREATE FUNCTION badcase_internal.consent_scopes() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{train,publish_text,show_name,contact}'::text[];
COMMENT ON FUNCTION badcase_internal.consent_scopes() IS 'what a contributor can agree to';

CREATE FUNCTION badcase_internal.upload_kinds() RETURNS TABLE (kind text, target text, maker text)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    VALUES
      ('submissions', NULL, NULL),
      ('corpus', 'corpus', 'open_corpus'),
      ('outputs', 'model', 'register_model'),
      ('terms', 'term list', 'create_term_list');
  END;
COMMENT ON FUNCTION badcase_internal.upload_kinds() IS
  'what the lines of an upload can be; what they are added to, and the function that makes one';

CREATE FUNCTION badcase_internal.is_upload_kind(kind text) RETURNS bool
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM badcase_internal.upload_kinds() k WHERE k.kind = is_upload_kind.kind);
  END;
COMMENT ON FUNCTION badcase_internal.is_upload_kind(text) IS 'whether there is that kind of upload';

CREATE FUNCTION badcase_internal.failure_kinds() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{instruction,domain,factual,harmful,context,other}'::text[];
COMMENT ON FUNCTION badcase_internal.failure_kinds() IS 'in what way a model can fail';

CREATE FUNCTION badcase_internal.severities() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{block,hold,warn,info}'::text[];
COMMENT ON FUNCTION badcase_internal.severities() IS
  'what a finding makes of a submission: block and hold keep it held until a curator decides';

CREATE FUNCTION badcase_internal.reasons() RETURNS TABLE (code text, words text)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    VALUES
      ('useless', 'the model would learn nothing from it'),
      ('spam', 'it is spam'),
      ('duplicate', 'it is too much like another'),
      ('wrong_answer', 'the answer is wrong'),
      ('incomplete', 'the answer is incomplete'),
      ('off_task', 'the answer is about something else'),
      ('bad_format', 'the answer does not have the form that was asked for'),
      ('wrong_language', 'the answer is in another language than was asked for'),
      ('personal_information', 'it holds personal information'),
      ('trade_secret', 'it holds a secret'),
      ('national_security', 'it could endanger national security'),
      ('third_party_ip', 'it belongs to somebody else'),
      ('other_model_output', 'another model wrote it'),
      ('harmful', 'the answer does harm'),
      ('not_reproduced', 'the model does not fail at it'),
      ('contaminated', 'it is part of a benchmark'),
      ('unclear_prompt', 'the prompt is not clear'),
      ('no_format', 'the prompt does not say what the output should look like'),
      ('too_short', 'it is too short'),
      ('other', 'another reason');
  END;
COMMENT ON FUNCTION badcase_internal.reasons() IS 'the reason codes of a review, in words';

CREATE FUNCTION badcase_internal.reason_codes() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT array_agg(r.code) FROM badcase_internal.reasons() r;
  END;
COMMENT ON FUNCTION badcase_internal.reason_codes() IS 'the reason codes of a review';

CREATE FUNCTION badcase_internal.reason_words(reason text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = reason;
  END;
COMMENT ON FUNCTION badcase_internal.reason_words(text) IS 'a reason code in words';

CREATE FUNCTION badcase_internal.is_state(state text) RETURNS bool
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN state IN ('received', 'held', 'duplicate', 'pending', 'needs_changes', 'disputed', 'accepted', 'rejected', 'withdrawn');
COMMENT ON FUNCTION badcase_internal.is_state(text) IS 'whether a submission can have that state';

-- Frozen: it is the condition of the near indexes.
CREATE FUNCTION badcase_internal.is_searchable(state text) RETURNS bool
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN state NOT IN ('received', 'duplicate', 'withdrawn');
COMMENT ON FUNCTION badcase_internal.is_searchable(text) IS
  'whether near search looks at submissions in that state: triage has seen them, and they are neither duplicates nor withdrawn';
-- Programs: who may do what in them, their rounds, the work that goes on in them.

CREATE TABLE badcase_internal.program (
  program_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name ~ '[^[:space:]]'),
  about text,
  quorum int NOT NULL DEFAULT 2 CHECK (quorum BETWEEN 1 AND 9),
  withdrawals bigint NOT NULL DEFAULT 0,
  created_by name NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  retention interval CHECK (retention > '0'),
  early_access interval NOT NULL DEFAULT '1 year' CHECK (early_access > '0')
);
COMMENT ON TABLE badcase_internal.program IS 'a call for bad cases';
COMMENT ON COLUMN badcase_internal.program.program_id IS 'its number';
COMMENT ON COLUMN badcase_internal.program.name IS 'its name, unique';
COMMENT ON COLUMN badcase_internal.program.about IS 'what it asks for';
COMMENT ON COLUMN badcase_internal.program.quorum IS 'how many agreeing reviews decide';
COMMENT ON COLUMN badcase_internal.program.withdrawals IS
  'counts the withdrawals; locked by an export, so that none runs over a withdrawal';
COMMENT ON COLUMN badcase_internal.program.created_by IS 'the role that created it';
COMMENT ON COLUMN badcase_internal.program.created_at IS 'when';
COMMENT ON COLUMN badcase_internal.program.retention IS
  'how long after its end the text of what was refused, rejected or withdrawn is kept; null: until it is erased';
COMMENT ON COLUMN badcase_internal.program.early_access IS
  'how long after a contributor''s last accepted record the contributor has early access to the next model';

-- What has to be done by one session at a time locks its row; nobody else can lock a row here.
CREATE TABLE badcase_internal.work_lock (
  program_id int,
  work text NOT NULL CHECK (work IN ('triage', 'release', 'privileges')),
  CHECK ((program_id IS NULL) = (work = 'privileges'))
);
COMMENT ON TABLE badcase_internal.work_lock IS 'work that one session does at a time: it locks the row';
COMMENT ON COLUMN badcase_internal.work_lock.program_id IS 'the program; null: the whole workspace';
COMMENT ON COLUMN badcase_internal.work_lock.work IS 'triage, release or privileges';
CREATE UNIQUE INDEX work_lock_row ON badcase_internal.work_lock (program_id, work) NULLS NOT DISTINCT;
COMMENT ON INDEX badcase_internal.work_lock_row IS 'one row for each work of a program';
INSERT INTO badcase_internal.work_lock (program_id, work) VALUES (NULL, 'privileges');

CREATE TABLE badcase_internal.access_grant (
  access_grant_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  role regrole NOT NULL,
  capability text NOT NULL CHECK (capability = ANY (badcase_internal.capabilities())),
  granted_by name NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT now(),
  revoked_by name,
  revoked_at timestamptz
);
COMMENT ON TABLE badcase_internal.access_grant IS 'which role, a person''s or a group''s, may do what in a program';
COMMENT ON COLUMN badcase_internal.access_grant.access_grant_id IS 'its number';
COMMENT ON COLUMN badcase_internal.access_grant.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.access_grant.role IS 'the role';
COMMENT ON COLUMN badcase_internal.access_grant.capability IS 'contributor, reviewer, exporter, curator or gateway';
COMMENT ON COLUMN badcase_internal.access_grant.granted_by IS 'the role that gave it';
COMMENT ON COLUMN badcase_internal.access_grant.granted_at IS 'when';
COMMENT ON COLUMN badcase_internal.access_grant.revoked_by IS 'the role that took it back, null while it holds';
COMMENT ON COLUMN badcase_internal.access_grant.revoked_at IS 'when';
ALTER TABLE badcase_internal.access_grant ALTER COLUMN role SET STATISTICS 0;
CREATE UNIQUE INDEX access_grant_holds ON badcase_internal.access_grant (program_id, capability, role)
  WHERE revoked_at IS NULL;
COMMENT ON INDEX badcase_internal.access_grant_holds IS 'a role holds a capability once';

CREATE TABLE badcase_internal.round (
  round_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  cut_off timestamptz,
  closed_at timestamptz
);
COMMENT ON TABLE badcase_internal.round IS 'a period of review; every decision belongs to one';
COMMENT ON COLUMN badcase_internal.round.round_id IS 'its number';
COMMENT ON COLUMN badcase_internal.round.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.round.opened_at IS 'when it was opened';
COMMENT ON COLUMN badcase_internal.round.cut_off IS 'what was received later belongs to the next round; null: no cut-off yet';
COMMENT ON COLUMN badcase_internal.round.closed_at IS 'when it was closed, null while it is open';
CREATE UNIQUE INDEX round_open ON badcase_internal.round (program_id) WHERE closed_at IS NULL;
COMMENT ON INDEX badcase_internal.round_open IS 'a program has one open round at most';

CREATE TABLE badcase_internal.job (
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
COMMENT ON TABLE badcase_internal.job IS 'work that commits as it goes, and how far it is';
COMMENT ON COLUMN badcase_internal.job.job_id IS 'its number';
COMMENT ON COLUMN badcase_internal.job.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.job.kind IS 'what it does: triage';
COMMENT ON COLUMN badcase_internal.job.phase IS 'the part of the work that is being done';
COMMENT ON COLUMN badcase_internal.job.done IS 'how many submissions are done';
COMMENT ON COLUMN badcase_internal.job.total IS 'how many there were when it began, more where others came meanwhile';
COMMENT ON COLUMN badcase_internal.job.started_by IS 'the role that began it';
COMMENT ON COLUMN badcase_internal.job.started_at IS 'when';
COMMENT ON COLUMN badcase_internal.job.heartbeat_at IS 'when its last batch was committed';
COMMENT ON COLUMN badcase_internal.job.finished_at IS 'when it was finished; null: it runs, or was cut off and goes on with the next call';
CREATE UNIQUE INDEX job_unfinished ON badcase_internal.job (program_id, kind) WHERE finished_at IS NULL;
COMMENT ON INDEX badcase_internal.job_unfinished IS 'a program has one unfinished job of a kind at most';
-- Contributors, and what they agreed to.

CREATE TABLE badcase_internal.contributor (
  contributor_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  external_id text CHECK (external_id ~ '[^[:space:]]'),
  display_name text CHECK (display_name ~ '[^[:space:]]'),
  role regrole,
  registered_by name NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  name_is_own bool NOT NULL DEFAULT false,
  UNIQUE (program_id, external_id),
  UNIQUE (program_id, role)
);
COMMENT ON TABLE badcase_internal.contributor IS 'who sends in bad cases, by program';
COMMENT ON COLUMN badcase_internal.contributor.contributor_id IS 'its number';
COMMENT ON COLUMN badcase_internal.contributor.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.contributor.external_id IS
  'how the program''s own books name the contributor; null once the contributor was erased';
COMMENT ON COLUMN badcase_internal.contributor.display_name IS
  'the name for the public list, where the consent show_name was given';
COMMENT ON COLUMN badcase_internal.contributor.role IS
  'the database role that is this contributor, or null: a curator loads the files';
COMMENT ON COLUMN badcase_internal.contributor.registered_by IS 'the role that registered the contributor';
COMMENT ON COLUMN badcase_internal.contributor.registered_at IS 'when';
COMMENT ON COLUMN badcase_internal.contributor.changed_at IS
  'when an upload, attestation or withdrawal was last taken in; each writes it, so that two at once conflict at any isolation level';
COMMENT ON COLUMN badcase_internal.contributor.name_is_own IS 'whether the contributor in person chose the name or removed it: registering again leaves it alone';
-- What names a person must not stay behind in pg_statistic when it goes from its table.
ALTER TABLE badcase_internal.contributor
  ALTER COLUMN external_id SET STATISTICS 0,
  ALTER COLUMN display_name SET STATISTICS 0,
  ALTER COLUMN role SET STATISTICS 0;

CREATE TABLE badcase_internal.contributor_contact (
  contributor_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind ~ '[^[:space:]]'),
  value text NOT NULL,
  noted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (contributor_id, kind)
);
COMMENT ON TABLE badcase_internal.contributor_contact IS 'how to reach a contributor, while the consent contact holds';
COMMENT ON COLUMN badcase_internal.contributor_contact.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase_internal.contributor_contact.kind IS 'e-mail, telephone, …';
COMMENT ON COLUMN badcase_internal.contributor_contact.value IS 'the address';
COMMENT ON COLUMN badcase_internal.contributor_contact.noted_at IS 'when it was noted';
ALTER TABLE badcase_internal.contributor_contact
  ALTER COLUMN kind SET STATISTICS 0,
  ALTER COLUMN value SET STATISTICS 0;

CREATE TABLE badcase_internal.attestation (
  attestation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  contributor_id bigint NOT NULL,
  text_version text NOT NULL CHECK (text_version ~ '[^[:space:]]'),
  attested_by name NOT NULL,
  attested_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase_internal.attestation IS
  'a contributor''s word that what is sent in holds no personal information, secrets or property of others';
COMMENT ON COLUMN badcase_internal.attestation.attestation_id IS 'its number';
COMMENT ON COLUMN badcase_internal.attestation.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase_internal.attestation.text_version IS 'the version of the text that was attested';
COMMENT ON COLUMN badcase_internal.attestation.attested_by IS 'the role that entered it';
COMMENT ON COLUMN badcase_internal.attestation.attested_at IS 'when';
ALTER TABLE badcase_internal.attestation ALTER COLUMN attested_by SET STATISTICS 0;
CREATE INDEX attestation_contributor ON badcase_internal.attestation (contributor_id, attestation_id);
COMMENT ON INDEX badcase_internal.attestation_contributor IS 'a contributor''s last attestation';

CREATE TABLE badcase_internal.consent (
  consent_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  contributor_id bigint NOT NULL,
  scope text NOT NULL CHECK (scope = ANY (badcase_internal.consent_scopes())),
  granted bool NOT NULL,
  text_version text NOT NULL CHECK (text_version ~ '[^[:space:]]'),
  given_by name NOT NULL,
  given_at timestamptz NOT NULL DEFAULT now(),
  superseded_at timestamptz,
  in_person bool NOT NULL DEFAULT false
);
COMMENT ON TABLE badcase_internal.consent IS
  'consents given and taken back; of a contributor and scope the row that is not superseded holds';
COMMENT ON COLUMN badcase_internal.consent.consent_id IS 'its number';
COMMENT ON COLUMN badcase_internal.consent.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase_internal.consent.scope IS 'train, publish_text, show_name or contact';
COMMENT ON COLUMN badcase_internal.consent.granted IS 'true: given; false: taken back';
COMMENT ON COLUMN badcase_internal.consent.text_version IS 'the version of the text that was agreed to';
COMMENT ON COLUMN badcase_internal.consent.given_by IS 'the role that entered it';
COMMENT ON COLUMN badcase_internal.consent.given_at IS 'when';
COMMENT ON COLUMN badcase_internal.consent.superseded_at IS
  'when the next one took its place; null: it holds. An export locks the rows that it stands on';
COMMENT ON COLUMN badcase_internal.consent.in_person IS 'whether the contributor gave it or took it back in person, no curator';
ALTER TABLE badcase_internal.consent ALTER COLUMN given_by SET STATISTICS 0;
CREATE UNIQUE INDEX consent_holds ON badcase_internal.consent (contributor_id, scope) WHERE superseded_at IS NULL;
COMMENT ON INDEX badcase_internal.consent_holds IS 'the consent that holds';
CREATE INDEX consent_contributor ON badcase_internal.consent (contributor_id, consent_id);
COMMENT ON INDEX badcase_internal.consent_contributor IS 'what a contributor agreed to, in order';
-- Uploads, the lines on their way in, and the lines that were refused.

CREATE TABLE badcase_internal.upload (
  upload_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  contributor_id bigint,
  kind text NOT NULL CHECK (badcase_internal.is_upload_kind(kind)),
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
COMMENT ON TABLE badcase_internal.upload IS 'a file of lines and what became of them';
COMMENT ON COLUMN badcase_internal.upload.upload_id IS 'its number';
COMMENT ON COLUMN badcase_internal.upload.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.upload.contributor_id IS 'whose file it is';
COMMENT ON COLUMN badcase_internal.upload.kind IS 'what the lines are: submissions, corpus, outputs or terms';
COMMENT ON COLUMN badcase_internal.upload.target IS 'the corpus, model version or term list that the lines belong to';
COMMENT ON COLUMN badcase_internal.upload.file_name IS 'the name of the file, as the sender gave it';
COMMENT ON COLUMN badcase_internal.upload.attestation_id IS 'the attestation that covers it, or null: its submissions are held';
COMMENT ON COLUMN badcase_internal.upload.opened_by IS 'the role that opened it';
COMMENT ON COLUMN badcase_internal.upload.opened_at IS
  'when its transaction began; with xact it names the transaction even after a restore into another cluster';
COMMENT ON COLUMN badcase_internal.upload.xact IS 'the transaction that opened it, and that alone may fill it';
COMMENT ON COLUMN badcase_internal.upload.processed_at IS 'when it was processed, or null: it never was, and holds nothing';
COMMENT ON COLUMN badcase_internal.upload.lines IS 'how many lines there were: stored + repeated + refused + blank';
COMMENT ON COLUMN badcase_internal.upload.stored IS 'lines that became submissions';
COMMENT ON COLUMN badcase_internal.upload.repeated IS 'lines that the contributor had sent before, in this file or an earlier one';
COMMENT ON COLUMN badcase_internal.upload.refused IS 'lines that are no records';
COMMENT ON COLUMN badcase_internal.upload.blank IS 'lines of nothing but white space';
COMMENT ON COLUMN badcase_internal.upload.bytes IS 'the length of all lines in bytes, one more for the end of each';
COMMENT ON COLUMN badcase_internal.upload.sha256 IS
  'SHA-256 of all lines, each followed by a line feed: that of a file whose lines end in LF, the last one too, without a BOM';
ALTER TABLE badcase_internal.upload
  ALTER COLUMN file_name SET STATISTICS 0,
  ALTER COLUMN opened_by SET STATISTICS 0,
  ALTER COLUMN sha256 SET STATISTICS 0;
CREATE INDEX upload_xact ON badcase_internal.upload (xact);
COMMENT ON INDEX badcase_internal.upload_xact IS 'the upload of this transaction';
CREATE INDEX upload_contributor ON badcase_internal.upload (contributor_id);
COMMENT ON INDEX badcase_internal.upload_contributor IS 'a contributor''s uploads';
-- No NOT NULL, no CHECK and no unique key on intake: an error of theirs would show the line, or say less than
-- process_upload does. It has no row-level security, under which COPY FROM is refused: nothing stays in it.
CREATE TABLE badcase.intake (
  line_no bigint,
  line bytea,
  xact xid8 DEFAULT pg_current_xact_id()
);
COMMENT ON TABLE badcase.intake IS
  'contributor, curator: lines on their way in: COPY puts them here, badcase.process_upload takes them out in the same transaction';
COMMENT ON COLUMN badcase.intake.line_no IS 'the number of the line in its file, from 1';
COMMENT ON COLUMN badcase.intake.line IS 'its bytes, without the end of the line';
COMMENT ON COLUMN badcase.intake.xact IS
  'the transaction that brought it; nobody may set it, so nobody can file under another''s name';
CREATE INDEX intake_xact ON badcase.intake (xact, line_no);
COMMENT ON INDEX badcase.intake_xact IS 'the lines of this transaction';
ALTER TABLE badcase.intake ALTER COLUMN line SET STATISTICS 0;

CREATE TABLE badcase_internal.refused_line (
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  program_id int NOT NULL,
  contributor_id bigint,
  code text NOT NULL,
  byte_offset int NOT NULL,
  path text,
  message text NOT NULL,
  line bytea,
  line_digest bytea,
  PRIMARY KEY (upload_id, line_no)
);
COMMENT ON TABLE badcase_internal.refused_line IS
  'lines that are no records, with their bytes; a line that the same contributor sent again is kept once';
COMMENT ON COLUMN badcase_internal.refused_line.upload_id IS 'the upload that brought it first';
COMMENT ON COLUMN badcase_internal.refused_line.line_no IS 'the number of the line in its file, from 1';
COMMENT ON COLUMN badcase_internal.refused_line.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.refused_line.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase_internal.refused_line.code IS 'why it was refused: a code of badcase_check';
COMMENT ON COLUMN badcase_internal.refused_line.byte_offset IS 'where in the line, in bytes from 0';
COMMENT ON COLUMN badcase_internal.refused_line.path IS 'where in the object: a JSON pointer';
COMMENT ON COLUMN badcase_internal.refused_line.message IS 'the code in words';
COMMENT ON COLUMN badcase_internal.refused_line.line IS 'its bytes; null once they were erased';
COMMENT ON COLUMN badcase_internal.refused_line.line_digest IS 'SHA-256 of them';
CREATE INDEX refused_line_known ON badcase_internal.refused_line (contributor_id, program_id, line_digest);
COMMENT ON INDEX badcase_internal.refused_line_known IS 'whether the contributor sent a line before';
ALTER TABLE badcase_internal.refused_line
  ALTER COLUMN path SET STATISTICS 0,
  ALTER COLUMN message SET STATISTICS 0,
  ALTER COLUMN line SET STATISTICS 0,
  ALTER COLUMN line_digest SET STATISTICS 0;

CREATE TABLE badcase_internal.quota (
  program_id int NOT NULL,
  contributor_id bigint,
  uploads bigint CHECK (uploads >= 0),
  lines bigint CHECK (lines >= 0),
  bytes bigint CHECK (bytes >= 0),
  line_bytes bigint CHECK (line_bytes >= 0)
);
COMMENT ON TABLE badcase_internal.quota IS 'how much contributors may send in within 24 hours; where there is no row, the defaults of quota_of hold';
COMMENT ON COLUMN badcase_internal.quota.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.quota.contributor_id IS 'the contributor; null: each one of the program';
COMMENT ON COLUMN badcase_internal.quota.uploads IS 'the most uploads; null: as in the program';
COMMENT ON COLUMN badcase_internal.quota.lines IS 'the most lines';
COMMENT ON COLUMN badcase_internal.quota.bytes IS 'the most bytes';
COMMENT ON COLUMN badcase_internal.quota.line_bytes IS 'the most bytes of one line';
CREATE UNIQUE INDEX quota_contributor ON badcase_internal.quota (program_id, contributor_id) NULLS NOT DISTINCT;
COMMENT ON INDEX badcase_internal.quota_contributor IS 'the quota of a contributor';
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
  exact_key_version int NOT NULL DEFAULT 1,
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
  common_record bool NOT NULL DEFAULT false,
  common_prompt bool NOT NULL DEFAULT false,
  decided_quorum int,
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
COMMENT ON COLUMN badcase_internal.submission.common_record IS
  'when it was triaged, at least 100 others that were not common themselves were near to it';
COMMENT ON COLUMN badcase_internal.submission.common_prompt IS
  'the same of prompts that are similar to at least 0.7';
COMMENT ON COLUMN badcase_internal.submission.decided_quorum IS 'how many agreeing reviews the rule asked for when it decided';
CREATE INDEX submission_state ON badcase_internal.submission (state, program_id, submission_id);
COMMENT ON INDEX badcase_internal.submission_state IS
  'the queues: what is received, pending, accepted; state first, or the planner would take it for near searches too';
CREATE INDEX submission_known ON badcase_internal.submission (contributor_id, program_id, digest);
COMMENT ON INDEX badcase_internal.submission_known IS 'whether the contributor sent a record before';
CREATE INDEX submission_upload ON badcase_internal.submission (upload_id, line_no);
COMMENT ON INDEX badcase_internal.submission_upload IS 'what became of an upload';
CREATE INDEX submission_duplicate_of ON badcase_internal.submission (duplicate_of) WHERE duplicate_of IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_duplicate_of IS 'the duplicates of a submission';
CREATE INDEX submission_cluster ON badcase_internal.submission (cluster_id);
COMMENT ON INDEX badcase_internal.submission_cluster IS 'the members of a cluster';
CREATE INDEX submission_exact ON badcase_internal.submission (exact_key, submission_id);
COMMENT ON INDEX badcase_internal.submission_exact IS 'the first of the exact duplicates';
CREATE INDEX submission_withdrawal ON badcase_internal.submission (withdrawal_id) WHERE withdrawal_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_withdrawal IS 'what a withdrawal took back';
CREATE INDEX submission_unattested ON badcase_internal.submission (program_id, contributor_id)
  WHERE 'attestation' = ANY (held_for);
COMMENT ON INDEX badcase_internal.submission_unattested IS 'what waits for an attestation';
CREATE INDEX submission_task ON badcase_internal.submission (task_id) WHERE task_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_task IS 'the submissions of a task';
-- Of the states as well: statistics taken before a batch would tell the planner that nothing is pending after it.
ALTER TABLE badcase_internal.submission
  ALTER COLUMN record SET STATISTICS 0,
  ALTER COLUMN digest SET STATISTICS 0,
  ALTER COLUMN exact_key SET STATISTICS 0,
  ALTER COLUMN state SET STATISTICS 0,
  ALTER COLUMN contributor_state SET STATISTICS 0,
  ALTER COLUMN model_version SET STATISTICS 0;

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
COMMENT ON TABLE badcase_internal.revision IS 'every text that a submission has had';
COMMENT ON COLUMN badcase_internal.revision.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.revision.revision IS '1: as it was sent';
COMMENT ON COLUMN badcase_internal.revision.record IS 'the record; null once it was erased';
COMMENT ON COLUMN badcase_internal.revision.digest IS 'SHA-256 of the record';
COMMENT ON COLUMN badcase_internal.revision.reason IS 'why it was revised; null for the first';
COMMENT ON COLUMN badcase_internal.revision.made_by IS 'who made it; null: a contributor who was erased';
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
  found_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (submission_id, kind, other_id),
  CHECK (submission_id <> other_id)
);
COMMENT ON TABLE badcase_internal.relation IS 'how a submission is related to another that triage saw before it';
COMMENT ON COLUMN badcase_internal.relation.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.relation.other_id IS 'the other one';
COMMENT ON COLUMN badcase_internal.relation.kind IS
  'exact; near: records similar to at least 0.7; alternative: equal history, prompts similar to at least 0.7, responses to less; contradiction: an alternative that a reviewer marked';
COMMENT ON COLUMN badcase_internal.relation.similarity IS 'of the records';
COMMENT ON COLUMN badcase_internal.relation.prompt_similarity IS 'of the prompts';
COMMENT ON COLUMN badcase_internal.relation.response_similarity IS 'of the responses';
COMMENT ON COLUMN badcase_internal.relation.found_at IS 'when it was found';
CREATE INDEX relation_other ON badcase_internal.relation (other_id);
COMMENT ON INDEX badcase_internal.relation_other IS 'the relation seen from the other side';

CREATE TABLE badcase_internal.event (
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
COMMENT ON TABLE badcase_internal.event IS
  'the journal: every move of every submission and every verdict on a model''s answer to it, in numbers and hashes, without text';
COMMENT ON COLUMN badcase_internal.event.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.event.event_id IS 'its number';
COMMENT ON COLUMN badcase_internal.event.from_state IS 'the state before; null for the first';
COMMENT ON COLUMN badcase_internal.event.to_state IS 'the state after; with a verdict, the same as before';
COMMENT ON COLUMN badcase_internal.event.actor IS 'the role that moved or judged it; "erased" where it was that of a contributor who was erased';
COMMENT ON COLUMN badcase_internal.event.at IS 'when';
COMMENT ON COLUMN badcase_internal.event.round_id IS 'the round of a decision';
COMMENT ON COLUMN badcase_internal.event.revision IS 'the revision that was current';
COMMENT ON COLUMN badcase_internal.event.digest IS 'SHA-256 of the record as it was sent; null once it was erased';
COMMENT ON COLUMN badcase_internal.event.other_id IS 'the submission that it is a duplicate of';
COMMENT ON COLUMN badcase_internal.event.outcome_id IS 'the answer that was judged';
COMMENT ON COLUMN badcase_internal.event.verdict IS 'what was said of it';
ALTER TABLE badcase_internal.event
  ALTER COLUMN actor SET STATISTICS 0,
  ALTER COLUMN digest SET STATISTICS 0;
-- Near search over the submissions. State is in the conditions, so that a submission is indexed when triage moves it:
-- loading a file does not wait for the indexes, and what is a duplicate or withdrawn is never in them.

-- Each submission is in two of the four indexes: one of the two by record, and one of the two by prompt. The common ones
-- (see find_relations) have indexes of their own, so a search among the others reads about a hundred copies of a template
-- at most, however many there are. The conditions also tell the planner which index serves a search, whatever the operand.
CREATE INDEX submission_near ON badcase_internal.submission
  USING gin (record @extschema@.badcase_near_v1_ops) WITH (fastupdate = off)
  WHERE badcase_internal.is_searchable(state) AND NOT common_record;
COMMENT ON INDEX badcase_internal.submission_near IS 'near-duplicates among what triage has seen, without the common ones';
CREATE INDEX submission_near_common ON badcase_internal.submission
  USING gin (record @extschema@.badcase_near_v1_ops) WITH (fastupdate = off)
  WHERE badcase_internal.is_searchable(state) AND common_record;
COMMENT ON INDEX badcase_internal.submission_near_common IS 'near-duplicates among the common ones';
CREATE INDEX submission_near_prompt ON badcase_internal.submission
  USING gin (record @extschema@.badcase_near_v1_ops (field = 'prompt')) WITH (fastupdate = off)
  WHERE badcase_internal.is_searchable(state) AND NOT common_prompt;
COMMENT ON INDEX badcase_internal.submission_near_prompt IS 'similar prompts among what triage has seen, without the common ones';
CREATE INDEX submission_near_prompt_common ON badcase_internal.submission
  USING gin (record @extschema@.badcase_near_v1_ops (field = 'prompt')) WITH (fastupdate = off)
  WHERE badcase_internal.is_searchable(state) AND common_prompt;
COMMENT ON INDEX badcase_internal.submission_near_prompt_common IS 'similar prompts among the common ones';
-- Were its condition common_record alone, the planner would take it for near searches.
CREATE INDEX submission_common ON badcase_internal.submission (program_id) WHERE common_record AND cluster_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_common IS 'the common ones, whose clusters the end of a triage joins';
-- Screening. Lists, terms and settings are small tables; findings lie with their submission.

CREATE TABLE badcase_internal.screening (
  program_id int PRIMARY KEY,
  rule_version int NOT NULL DEFAULT 1,
  code_version int NOT NULL,
  screened_to bigint NOT NULL DEFAULT 0,
  changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase_internal.screening IS 'by which rules a program''s submissions are screened';
COMMENT ON COLUMN badcase_internal.screening.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.screening.rule_version IS
  'raised whenever the code''s rules, the settings or the terms change: what has a lower one is screened again';
COMMENT ON COLUMN badcase_internal.screening.code_version IS 'badcase_rule_version() at that time';
COMMENT ON COLUMN badcase_internal.screening.screened_to IS
  'submissions up to this number have been screened again since';
COMMENT ON COLUMN badcase_internal.screening.changed_at IS 'when it was last raised';

CREATE TABLE badcase_internal.rule_setting (
  program_id int NOT NULL,
  rule text NOT NULL,
  severity text CHECK (severity = 'off' OR severity = ANY (badcase_internal.severities())),
  threshold float8 CHECK (threshold BETWEEN 0 AND 1),
  set_by name NOT NULL,
  set_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (program_id, rule)
);
COMMENT ON TABLE badcase_internal.rule_setting IS 'how a program''s triage takes a rule, where not as the code does';
COMMENT ON COLUMN badcase_internal.rule_setting.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.rule_setting.rule IS 'the rule: pii:cn_id, secret:jwt, quality:echo …';
COMMENT ON COLUMN badcase_internal.rule_setting.severity IS 'block, hold, warn, info or off; null: as the code has it';
COMMENT ON COLUMN badcase_internal.rule_setting.threshold IS 'the least confidence or score that counts; null: as the code has it';
COMMENT ON COLUMN badcase_internal.rule_setting.set_by IS 'the role that set it';
COMMENT ON COLUMN badcase_internal.rule_setting.set_at IS 'when';

CREATE TABLE badcase_internal.term_list (
  term_list_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  severity text NOT NULL CHECK (severity = ANY (badcase_internal.severities())),
  allow bool NOT NULL DEFAULT false,
  generation uuid NOT NULL DEFAULT gen_random_uuid(),
  created_by name NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase_internal.term_list IS 'a list of words that a program looks for';
COMMENT ON COLUMN badcase_internal.term_list.term_list_id IS 'its number';
COMMENT ON COLUMN badcase_internal.term_list.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.term_list.name IS 'its name, unique in the program';
COMMENT ON COLUMN badcase_internal.term_list.severity IS 'what a term of it makes of a submission: block, hold, warn or info';
COMMENT ON COLUMN badcase_internal.term_list.allow IS 'whether a line that does not say is an allowed term';
COMMENT ON COLUMN badcase_internal.term_list.generation IS
  'another with every change of its terms and never the same again: sessions keep compiled lists by it';
COMMENT ON COLUMN badcase_internal.term_list.created_by IS 'the role that created it';
COMMENT ON COLUMN badcase_internal.term_list.created_at IS 'when';

-- No unique key on the text: an error of it would show the term.
CREATE TABLE badcase_internal.term (
  term_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  term_list_id bigint NOT NULL,
  term text NOT NULL,
  allow bool NOT NULL,
  options jsonb NOT NULL DEFAULT '{}',
  upload_id bigint NOT NULL
);
COMMENT ON TABLE badcase_internal.term IS 'a word or phrase of a list';
COMMENT ON COLUMN badcase_internal.term.term_id IS 'its number';
COMMENT ON COLUMN badcase_internal.term.term_list_id IS 'the list';
COMMENT ON COLUMN badcase_internal.term.term IS 'the text that is looked for';
COMMENT ON COLUMN badcase_internal.term.allow IS 'true: it covers other terms that lie within it';
COMMENT ON COLUMN badcase_internal.term.options IS 'severity: instead of the list''s; others are kept';
COMMENT ON COLUMN badcase_internal.term.upload_id IS 'the upload that brought it';
CREATE INDEX term_list_terms ON badcase_internal.term (term_list_id, term_id);
COMMENT ON INDEX badcase_internal.term_list_terms IS 'the terms of a list';
ALTER TABLE badcase_internal.term ALTER COLUMN term SET STATISTICS 0, ALTER COLUMN options SET STATISTICS 0;

CREATE TABLE badcase_internal.finding (
  submission_id bigint NOT NULL,
  finding_id bigint GENERATED ALWAYS AS IDENTITY,
  program_id int NOT NULL,
  revision int NOT NULL,
  rule text NOT NULL,
  field text,
  turn int,
  path text,
  start int,
  stop int,
  confidence float8 NOT NULL,
  severity text NOT NULL CHECK (severity = ANY (badcase_internal.severities())),
  excerpt text,
  rule_version int NOT NULL,
  found_at timestamptz NOT NULL DEFAULT now(),
  cleared bool,
  reason text,
  resolved_by name,
  resolved_at timestamptz,
  PRIMARY KEY (submission_id, finding_id),
  CHECK ((cleared IS NULL) = (resolved_by IS NULL) AND (cleared IS NULL) = (resolved_at IS NULL))
);
COMMENT ON TABLE badcase_internal.finding IS 'what screening found in a submission, and what a curator said of it';
COMMENT ON COLUMN badcase_internal.finding.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.finding.finding_id IS 'its number';
COMMENT ON COLUMN badcase_internal.finding.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.finding.revision IS 'the revision that was screened';
COMMENT ON COLUMN badcase_internal.finding.rule IS 'what it is: pii:cn_id, secret:jwt, quality:echo, term: and the name of a list';
COMMENT ON COLUMN badcase_internal.finding.field IS
  'where: prompt, response, question, answer, rejected or meta; null: the record as a whole';
COMMENT ON COLUMN badcase_internal.finding.turn IS 'the turn of the history, from 1';
COMMENT ON COLUMN badcase_internal.finding.path IS 'the JSON pointer within meta';
COMMENT ON COLUMN badcase_internal.finding.start IS 'the first character of the span, from 0';
COMMENT ON COLUMN badcase_internal.finding.stop IS 'the character after it';
COMMENT ON COLUMN badcase_internal.finding.confidence IS 'how sure, or the score of an issue of quality';
COMMENT ON COLUMN badcase_internal.finding.severity IS 'block and hold keep the submission held while the finding is open; warn and info are told';
COMMENT ON COLUMN badcase_internal.finding.excerpt IS 'what was found, masked';
COMMENT ON COLUMN badcase_internal.finding.rule_version IS 'the version of the program''s rules that found it';
COMMENT ON COLUMN badcase_internal.finding.found_at IS 'when';
COMMENT ON COLUMN badcase_internal.finding.cleared IS 'true: nothing is wrong; false: it stands; null: open';
COMMENT ON COLUMN badcase_internal.finding.reason IS 'why, in the words of who resolved it';
COMMENT ON COLUMN badcase_internal.finding.resolved_by IS 'the role that resolved it';
COMMENT ON COLUMN badcase_internal.finding.resolved_at IS 'when';
CREATE INDEX finding_number ON badcase_internal.finding (finding_id);
COMMENT ON INDEX badcase_internal.finding_number IS 'a finding by its number alone';
CREATE INDEX finding_holding ON badcase_internal.finding (program_id, submission_id)
  WHERE cleared IS NULL AND severity IN ('block', 'hold');
COMMENT ON INDEX badcase_internal.finding_holding IS 'what holds submissions';
ALTER TABLE badcase_internal.finding
  ALTER COLUMN path SET STATISTICS 0,
  ALTER COLUMN excerpt SET STATISTICS 0,
  ALTER COLUMN reason SET STATISTICS 0;
-- Corpora: what is not trained on (benchmarks), and what is mixed in (general). A corpus is a small table's row, its items
-- and their passages are large, keyed by item_id.

CREATE TABLE badcase_internal.corpus (
  corpus_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  role text NOT NULL CHECK (role IN ('general', 'benchmark')),
  licence text NOT NULL CHECK (licence ~ '[^[:space:]]'),
  source text,
  opened_by name NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase_internal.corpus IS 'a collection of records of others: neither credited nor counted';
COMMENT ON COLUMN badcase_internal.corpus.corpus_id IS 'its number';
COMMENT ON COLUMN badcase_internal.corpus.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.corpus.name IS 'its name, unique in the program';
COMMENT ON COLUMN badcase_internal.corpus.role IS 'general: mixed in; benchmark: must not be trained on';
COMMENT ON COLUMN badcase_internal.corpus.licence IS 'the licence of its records';
COMMENT ON COLUMN badcase_internal.corpus.source IS 'where it is from';
COMMENT ON COLUMN badcase_internal.corpus.opened_by IS 'the role that opened it';
COMMENT ON COLUMN badcase_internal.corpus.opened_at IS 'when';
ALTER TABLE badcase_internal.corpus ALTER COLUMN role SET STATISTICS 0, ALTER COLUMN opened_by SET STATISTICS 0;

CREATE TABLE badcase_internal.corpus_item (
  item_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  corpus_id bigint NOT NULL,
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  digest bytea NOT NULL,
  record @extschema@.badcase,
  line text,
  CHECK ((record IS NULL) <> (line IS NULL))
);
COMMENT ON TABLE badcase_internal.corpus_item IS 'the records of corpora';
COMMENT ON COLUMN badcase_internal.corpus_item.item_id IS 'its number';
COMMENT ON COLUMN badcase_internal.corpus_item.corpus_id IS 'the corpus';
COMMENT ON COLUMN badcase_internal.corpus_item.upload_id IS 'the upload that brought it';
COMMENT ON COLUMN badcase_internal.corpus_item.line_no IS 'its line, from 1';
COMMENT ON COLUMN badcase_internal.corpus_item.digest IS 'equal for the same record: a repeated line of the corpus';
COMMENT ON COLUMN badcase_internal.corpus_item.record IS 'the record; null for a line of a benchmark that has no response';
COMMENT ON COLUMN badcase_internal.corpus_item.line IS 'that line';
CREATE INDEX corpus_item_known ON badcase_internal.corpus_item (corpus_id, digest);
COMMENT ON INDEX badcase_internal.corpus_item_known IS 'whether the corpus has a record';
ALTER TABLE badcase_internal.corpus_item
  ALTER COLUMN digest SET STATISTICS 0,
  ALTER COLUMN record SET STATISTICS 0,
  ALTER COLUMN line SET STATISTICS 0;

CREATE TABLE badcase_internal.corpus_passage (
  item_id bigint NOT NULL,
  passage int NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (item_id, passage)
);
COMMENT ON TABLE badcase_internal.corpus_passage IS
  'the texts of benchmarks that records are compared with: prompt, response, questions and answers of ten tokens or more';
COMMENT ON COLUMN badcase_internal.corpus_passage.item_id IS 'the item';
COMMENT ON COLUMN badcase_internal.corpus_passage.passage IS 'the number of the text in it, from 1';
COMMENT ON COLUMN badcase_internal.corpus_passage.value IS 'the text';
CREATE INDEX corpus_passage_value ON badcase_internal.corpus_passage
  USING gin (value @extschema@.text_all_v1_ops) WITH (fastupdate = off);
COMMENT ON INDEX badcase_internal.corpus_passage_value IS 'what overlaps with a text';
ALTER TABLE badcase_internal.corpus_passage ALTER COLUMN value SET STATISTICS 0;
-- What reviewers and curators judged.

CREATE TABLE badcase_internal.review (
  submission_id bigint NOT NULL,
  review_pass int NOT NULL,
  reviewer regrole NOT NULL,
  round_id bigint NOT NULL,
  revision int NOT NULL,
  useful bool NOT NULL,
  correct bool NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('needs_changes', 'accepted', 'rejected')),
  reasons text[] NOT NULL DEFAULT '{}' CHECK (reasons <@ badcase_internal.reason_codes()),
  failure_kinds text[] NOT NULL DEFAULT '{}'
    CHECK (failure_kinds <@ badcase_internal.failure_kinds()),
  contradicts bigint[] NOT NULL DEFAULT '{}',
  note text,
  reviewed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (submission_id, review_pass, reviewer)
);
COMMENT ON TABLE badcase_internal.review IS 'one reviewer''s judgement of a submission';
COMMENT ON COLUMN badcase_internal.review.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.review.review_pass IS 'the submission''s pass that it counts for';
COMMENT ON COLUMN badcase_internal.review.reviewer IS 'the role that reviewed';
COMMENT ON COLUMN badcase_internal.review.round_id IS 'the round';
COMMENT ON COLUMN badcase_internal.review.revision IS 'the revision that was judged';
COMMENT ON COLUMN badcase_internal.review.useful IS 'the model would learn something from it';
COMMENT ON COLUMN badcase_internal.review.correct IS 'the expected answer is right';
COMMENT ON COLUMN badcase_internal.review.verdict IS
  'what follows: useful and correct: accepted; useful, not correct: needs_changes; not useful: rejected';
COMMENT ON COLUMN badcase_internal.review.reasons IS 'reason codes';
COMMENT ON COLUMN badcase_internal.review.failure_kinds IS 'in what way the model failed';
COMMENT ON COLUMN badcase_internal.review.contradicts IS 'alternatives that cannot be right if this one is';
COMMENT ON COLUMN badcase_internal.review.note IS 'a note for curators';
COMMENT ON COLUMN badcase_internal.review.reviewed_at IS 'when';
ALTER TABLE badcase_internal.review ALTER COLUMN note SET STATISTICS 0;

CREATE TABLE badcase_internal.ruling (
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
COMMENT ON TABLE badcase_internal.ruling IS 'what a curator decided of a submission alone, and why';
COMMENT ON COLUMN badcase_internal.ruling.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.ruling.ruling_id IS 'its number';
COMMENT ON COLUMN badcase_internal.ruling.kind IS 'adjudicate: of a disputed one; reopen: of a decided one';
COMMENT ON COLUMN badcase_internal.ruling.decision IS 'accepted or rejected; null: reopened';
COMMENT ON COLUMN badcase_internal.ruling.reason IS 'why, in the curator''s words; null once it was erased';
COMMENT ON COLUMN badcase_internal.ruling.round_id IS 'the round of the decision';
COMMENT ON COLUMN badcase_internal.ruling.made_by IS 'the role that decided';
COMMENT ON COLUMN badcase_internal.ruling.made_at IS 'when';
ALTER TABLE badcase_internal.ruling ALTER COLUMN reason SET STATISTICS 0, ALTER COLUMN made_by SET STATISTICS 0;
-- What was taken back, erased, or given out as the law requires.

CREATE TABLE badcase_internal.withdrawal (
  withdrawal_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  kind text NOT NULL CHECK (kind IN ('withdraw', 'erase', 'purge')),
  contributor_id bigint,
  upload_id bigint,
  submission_id bigint,
  reason text,
  submissions bigint NOT NULL DEFAULT 0,
  withdrawn_by name NOT NULL,
  withdrawn_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((kind = 'purge') = (contributor_id IS NULL))
);
COMMENT ON TABLE badcase_internal.withdrawal IS 'what was taken back or erased, and when';
COMMENT ON COLUMN badcase_internal.withdrawal.withdrawal_id IS 'its number';
COMMENT ON COLUMN badcase_internal.withdrawal.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.withdrawal.kind IS
  'withdraw: taken back; erase: the contributor and all texts erased; purge: erased when its time was over';
COMMENT ON COLUMN badcase_internal.withdrawal.contributor_id IS 'whose submissions; null for a purge';
COMMENT ON COLUMN badcase_internal.withdrawal.upload_id IS 'the upload that was taken back, if it was one';
COMMENT ON COLUMN badcase_internal.withdrawal.submission_id IS 'the submission that was taken back, if it was one';
COMMENT ON COLUMN badcase_internal.withdrawal.reason IS 'why, in the words of who did it; null once the contributor was erased';
COMMENT ON COLUMN badcase_internal.withdrawal.submissions IS 'how many submissions it took back; for an erasure or a purge, how many submissions lost their text';
COMMENT ON COLUMN badcase_internal.withdrawal.withdrawn_by IS 'the role that did it';
COMMENT ON COLUMN badcase_internal.withdrawal.withdrawn_at IS 'when';
ALTER TABLE badcase_internal.withdrawal
  ALTER COLUMN reason SET STATISTICS 0,
  ALTER COLUMN withdrawn_by SET STATISTICS 0;

CREATE TABLE badcase_internal.disclosure (
  disclosure_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  submission_id bigint NOT NULL,
  revision int NOT NULL,
  authority text NOT NULL CHECK (authority ~ '[^[:space:]]'),
  reference text NOT NULL CHECK (reference ~ '[^[:space:]]'),
  disclosed_by name NOT NULL,
  disclosed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase_internal.disclosure IS 'submissions that were given out as the law requires';
COMMENT ON COLUMN badcase_internal.disclosure.disclosure_id IS 'its number';
COMMENT ON COLUMN badcase_internal.disclosure.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.disclosure.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.disclosure.revision IS 'the revision that was given out';
COMMENT ON COLUMN badcase_internal.disclosure.authority IS 'who asked for it';
COMMENT ON COLUMN badcase_internal.disclosure.reference IS 'the reference of the order';
COMMENT ON COLUMN badcase_internal.disclosure.disclosed_by IS 'the role that gave it out';
COMMENT ON COLUMN badcase_internal.disclosure.disclosed_at IS 'when';
ALTER TABLE badcase_internal.disclosure
  ALTER COLUMN authority SET STATISTICS 0,
  ALTER COLUMN reference SET STATISTICS 0;
-- Releases: what is in them, and what their files come to.

CREATE TABLE badcase_internal.release (
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
  mix jsonb NOT NULL DEFAULT '{}',
  scopes text[] NOT NULL DEFAULT '{train}' CHECK (scopes <@ '{train,publish_text}'),
  left_out jsonb NOT NULL DEFAULT '{}',
  ids_sha256 bytea,
  facts jsonb,
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase_internal.release IS 'a frozen, ordered list of accepted records';
COMMENT ON COLUMN badcase_internal.release.release_id IS 'its number';
COMMENT ON COLUMN badcase_internal.release.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.release.name IS 'its name, unique in the program';
COMMENT ON COLUMN badcase_internal.release.seed IS 'what its order depends on, beside the records themselves';
COMMENT ON COLUMN badcase_internal.release.per_task IS 'the most items of one task, or null: no limit';
COMMENT ON COLUMN badcase_internal.release.validation IS 'the share of items set apart for validation';
COMMENT ON COLUMN badcase_internal.release.items IS 'how many items it has';
COMMENT ON COLUMN badcase_internal.release.sha256 IS
  'SHA-256 of a line "split digest", the digest in hexadecimal, for each item in order: it depends on what is in the release alone';
COMMENT ON COLUMN badcase_internal.release.built_by IS 'the role that built it';
COMMENT ON COLUMN badcase_internal.release.built_at IS 'when';
COMMENT ON COLUMN badcase_internal.release.published_by IS 'the role that published it';
COMMENT ON COLUMN badcase_internal.release.published_at IS 'when, or null: only curators see it';
COMMENT ON COLUMN badcase_internal.release.mix IS 'the options that it was built with, defaults filled in';
COMMENT ON COLUMN badcase_internal.release.scopes IS 'the consents that every contributor of an item has given';
COMMENT ON COLUMN badcase_internal.release.left_out IS
  'how many accepted submissions were left out, by reason; general_contaminated: how many records of general corpora';
COMMENT ON COLUMN badcase_internal.release.ids_sha256 IS
  'SHA-256 of the items'' places, numbers, revisions and splits in order: what an erasure leaves of the list can be checked by it';
COMMENT ON COLUMN badcase_internal.release.facts IS 'what the manifest says of the items, as it was when the release was published';

CREATE TABLE badcase_internal.release_item (
  submission_id bigint NOT NULL,
  release_id bigint NOT NULL,
  pos bigint NOT NULL CHECK (pos >= 1),
  split text NOT NULL DEFAULT 'train' CHECK (split IN ('train', 'validation')),
  revision int NOT NULL,
  digest bytea,
  PRIMARY KEY (submission_id, release_id)
);
COMMENT ON TABLE badcase_internal.release_item IS 'the records of a release, in order';
COMMENT ON COLUMN badcase_internal.release_item.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.release_item.release_id IS 'the release';
COMMENT ON COLUMN badcase_internal.release_item.pos IS 'its place, from 1';
COMMENT ON COLUMN badcase_internal.release_item.split IS 'train or validation';
COMMENT ON COLUMN badcase_internal.release_item.revision IS 'the revision that was taken';
COMMENT ON COLUMN badcase_internal.release_item.digest IS 'SHA-256 of that revision''s record; null once it was erased';
CREATE INDEX release_item_pos ON badcase_internal.release_item (release_id, pos);
COMMENT ON INDEX badcase_internal.release_item_pos IS 'a release in order';
ALTER TABLE badcase_internal.release_item ALTER COLUMN digest SET STATISTICS 0;

-- What a release takes of general corpora.
CREATE TABLE badcase_internal.release_general_item (
  item_id bigint NOT NULL,
  release_id bigint NOT NULL,
  pos bigint NOT NULL CHECK (pos >= 1),
  digest bytea NOT NULL,
  PRIMARY KEY (item_id, release_id)
);
COMMENT ON TABLE badcase_internal.release_general_item IS 'the records of general corpora in a release, among those of badcase_internal.release_item; all of them are for training';
COMMENT ON COLUMN badcase_internal.release_general_item.item_id IS 'the item of the corpus';
COMMENT ON COLUMN badcase_internal.release_general_item.release_id IS 'the release';
COMMENT ON COLUMN badcase_internal.release_general_item.pos IS 'its place in the release, from 1';
COMMENT ON COLUMN badcase_internal.release_general_item.digest IS 'SHA-256 of the record';
CREATE INDEX release_general_item_pos ON badcase_internal.release_general_item (release_id, pos);
COMMENT ON INDEX badcase_internal.release_general_item_pos IS 'a release in order';
ALTER TABLE badcase_internal.release_general_item ALTER COLUMN digest SET STATISTICS 0;
-- What a published release comes to as files. A small table: a row for each format and split.

CREATE TABLE badcase_internal.release_file (
  release_id bigint NOT NULL REFERENCES badcase_internal.release,
  format text NOT NULL,
  split text NOT NULL CHECK (split IN ('train', 'validation')),
  file_name text NOT NULL,
  lines bigint NOT NULL,
  left_out bigint NOT NULL,
  refused bigint NOT NULL,
  bytes bigint,
  sha256 bytea,
  PRIMARY KEY (release_id, format, split),
  CHECK ((sha256 IS NULL) = (refused > 0))
);
COMMENT ON TABLE badcase_internal.release_file IS 'what each format of a published release comes to, as a file of lines';
COMMENT ON COLUMN badcase_internal.release_file.release_id IS 'the release';
COMMENT ON COLUMN badcase_internal.release_file.format IS 'the format, one of badcase_formats()';
COMMENT ON COLUMN badcase_internal.release_file.split IS 'train or validation';
COMMENT ON COLUMN badcase_internal.release_file.file_name IS 'the name that badcase-export gives the file';
COMMENT ON COLUMN badcase_internal.release_file.lines IS 'how many lines it has';
COMMENT ON COLUMN badcase_internal.release_file.left_out IS 'how many items have no line in this format, because they have no rejected answer';
COMMENT ON COLUMN badcase_internal.release_file.refused IS
  'how many items have a history that the format has no place for; the release cannot be written in it then';
COMMENT ON COLUMN badcase_internal.release_file.bytes IS 'the length of the file';
COMMENT ON COLUMN badcase_internal.release_file.sha256 IS 'SHA-256 of the file, each line followed by a line feed; null where it cannot be written';
ALTER TABLE badcase_internal.release_file ALTER COLUMN sha256 SET STATISTICS 0;
-- Models and what they answer. A model version is a small table's row; outcomes are large, keyed by submission_id.

CREATE TABLE badcase_internal.model_version (
  model_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  base_id bigint CHECK (base_id < model_id),
  releases bigint[] NOT NULL DEFAULT '{}',
  registered_by name NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase_internal.model_version IS 'the versions of the models that a program is about, in the order in which they were registered';
COMMENT ON COLUMN badcase_internal.model_version.model_id IS 'its number';
COMMENT ON COLUMN badcase_internal.model_version.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.model_version.name IS 'its name, unique in the program';
COMMENT ON COLUMN badcase_internal.model_version.base_id IS 'the version that it was trained from; null: none of these';
COMMENT ON COLUMN badcase_internal.model_version.releases IS 'the releases that it was trained on, beside those of the version that it was trained from';
COMMENT ON COLUMN badcase_internal.model_version.registered_by IS 'the role that registered it';
COMMENT ON COLUMN badcase_internal.model_version.registered_at IS 'when';
ALTER TABLE badcase_internal.model_version ALTER COLUMN registered_by SET STATISTICS 0;

CREATE TABLE badcase_internal.outcome (
  submission_id bigint NOT NULL,
  outcome_id bigint GENERATED ALWAYS AS IDENTITY,
  program_id int NOT NULL,
  model_id bigint NOT NULL,
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  revision int NOT NULL,
  output text,
  rouge_l float8,
  bleu4 float8,
  verdict text CHECK (verdict IN ('fixed', 'still_bad')),
  note text,
  judged_by name,
  judged_at timestamptz,
  PRIMARY KEY (submission_id, outcome_id),
  CHECK ((verdict IS NULL) = (judged_by IS NULL) AND (verdict IS NULL) = (judged_at IS NULL))
);
COMMENT ON TABLE badcase_internal.outcome IS 'what a version of the model answers to a case, and what a person said of it';
COMMENT ON COLUMN badcase_internal.outcome.submission_id IS 'the case';
COMMENT ON COLUMN badcase_internal.outcome.outcome_id IS 'its number';
COMMENT ON COLUMN badcase_internal.outcome.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.outcome.model_id IS 'the model version';
COMMENT ON COLUMN badcase_internal.outcome.upload_id IS 'the upload that brought it';
COMMENT ON COLUMN badcase_internal.outcome.line_no IS 'its line, from 1';
COMMENT ON COLUMN badcase_internal.outcome.revision IS 'the revision whose response was expected';
COMMENT ON COLUMN badcase_internal.outcome.output IS 'the answer; null once it was erased';
COMMENT ON COLUMN badcase_internal.outcome.rouge_l IS 'ROUGE-L of the answer against the expected one, by characters';
COMMENT ON COLUMN badcase_internal.outcome.bleu4 IS 'BLEU-4 of the answer against the expected one, by characters';
COMMENT ON COLUMN badcase_internal.outcome.verdict IS 'fixed or still_bad; null: nobody judged it yet';
COMMENT ON COLUMN badcase_internal.outcome.note IS 'a note of who judged it';
COMMENT ON COLUMN badcase_internal.outcome.judged_by IS 'the role that judged it last';
COMMENT ON COLUMN badcase_internal.outcome.judged_at IS 'when';
CREATE INDEX outcome_number ON badcase_internal.outcome (outcome_id);
COMMENT ON INDEX badcase_internal.outcome_number IS 'an outcome by its number alone';
CREATE INDEX outcome_model ON badcase_internal.outcome (model_id, submission_id);
COMMENT ON INDEX badcase_internal.outcome_model IS 'what a model version answers';
ALTER TABLE badcase_internal.outcome
  ALTER COLUMN output SET STATISTICS 0,
  ALTER COLUMN note SET STATISTICS 0,
  ALTER COLUMN judged_by SET STATISTICS 0;
-- Foreign keys. They lie between small tables, from large ones to small ones, and within one submission. A large table
-- names its program and contributor through its upload; the journal outlives what it tells of. The items of a release have none: a key would lock and
-- rewrite every submission that is taken, and verify_release finds more.

ALTER TABLE badcase_internal.contributor ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.contributor_contact ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor;
ALTER TABLE badcase_internal.attestation ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor;
ALTER TABLE badcase_internal.consent ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor;
ALTER TABLE badcase_internal.access_grant ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.upload
  ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program,
  ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor,
  ADD FOREIGN KEY (attestation_id) REFERENCES badcase_internal.attestation;
ALTER TABLE badcase_internal.task ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.round ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.release ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.job ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.withdrawal
  ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program,
  ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase_internal.upload;
ALTER TABLE badcase_internal.disclosure ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;

ALTER TABLE badcase_internal.refused_line ADD FOREIGN KEY (upload_id) REFERENCES badcase_internal.upload;
ALTER TABLE badcase_internal.submission
  ADD FOREIGN KEY (upload_id) REFERENCES badcase_internal.upload,
  ADD FOREIGN KEY (task_id) REFERENCES badcase_internal.task,
  ADD FOREIGN KEY (decided_round) REFERENCES badcase_internal.round,
  ADD FOREIGN KEY (withdrawal_id) REFERENCES badcase_internal.withdrawal;
ALTER TABLE badcase_internal.revision ADD FOREIGN KEY (submission_id) REFERENCES badcase_internal.submission;
ALTER TABLE badcase_internal.relation ADD FOREIGN KEY (submission_id) REFERENCES badcase_internal.submission;
ALTER TABLE badcase_internal.review
  ADD FOREIGN KEY (submission_id) REFERENCES badcase_internal.submission,
  ADD FOREIGN KEY (round_id) REFERENCES badcase_internal.round;
ALTER TABLE badcase_internal.ruling
  ADD FOREIGN KEY (submission_id) REFERENCES badcase_internal.submission,
  ADD FOREIGN KEY (round_id) REFERENCES badcase_internal.round;
ALTER TABLE badcase_internal.corpus ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.corpus_item
  ADD FOREIGN KEY (corpus_id) REFERENCES badcase_internal.corpus,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase_internal.upload;
ALTER TABLE badcase_internal.corpus_passage ADD FOREIGN KEY (item_id) REFERENCES badcase_internal.corpus_item;
ALTER TABLE badcase_internal.model_version
  ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program,
  ADD FOREIGN KEY (base_id) REFERENCES badcase_internal.model_version;
ALTER TABLE badcase_internal.outcome
  ADD FOREIGN KEY (submission_id) REFERENCES badcase_internal.submission,
  ADD FOREIGN KEY (model_id) REFERENCES badcase_internal.model_version,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase_internal.upload;
ALTER TABLE badcase_internal.screening ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.rule_setting ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.term_list ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.term
  ADD FOREIGN KEY (term_list_id) REFERENCES badcase_internal.term_list,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase_internal.upload;
ALTER TABLE badcase_internal.finding ADD FOREIGN KEY (submission_id) REFERENCES badcase_internal.submission;
ALTER TABLE badcase_internal.work_lock ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.quota
  ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program,
  ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor;
-- From here on, functions, views and rights only: badcase_upgrade runs these files again, with OR REPLACE, after the
-- migrations of the tables.

CREATE FUNCTION badcase.version() RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '@version@'::text;
COMMENT ON FUNCTION badcase.version() IS 'everybody: the version of the workspace';
-- Row-level security binds everybody on every table but intake, which nobody but its owner can read. The owner sees all
-- rows of its own tables. Run again by an upgrade, this secures the tables that it brought.

DO $$
DECLARE
  t name;
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_catalog.pg_class c
    WHERE c.relnamespace = 'badcase_internal'::pg_catalog.regnamespace AND c.relkind = 'r'
      AND NOT c.relforcerowsecurity
    ORDER BY c.relname
  LOOP
    EXECUTE pg_catalog.format('ALTER TABLE badcase_internal.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE pg_catalog.format('ALTER TABLE badcase_internal.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE pg_catalog.format('CREATE POLICY owner ON badcase_internal.%I TO CURRENT_USER USING (true) WITH CHECK (true)', t);
    EXECUTE pg_catalog.format('COMMENT ON POLICY owner ON badcase_internal.%I IS ''the workspace''''s functions, which run as its owner, see all rows''', t);
  END LOOP;
END
$$;
-- Who asks, and what for. The person is the session's login role; for a superuser and for a gateway, which is a login
-- that acts for others, it is the role that SET ROLE set. Capabilities are given to roles, of persons or groups, per
-- program. Functions for people run as the workspace's owner and check the capability first.

CREATE FUNCTION badcase_internal.person() RETURNS regrole
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT @extschema@.badcase_person(ARRAY(
      SELECT g.role FROM badcase_internal.access_grant g WHERE g.capability = 'gateway' AND g.revoked_at IS NULL));
  END;
COMMENT ON FUNCTION badcase_internal.person() IS
  'the person who asks; null where there is none: a superuser or a gateway that set no role, and any security-restricted operation';

CREATE FUNCTION badcase_internal.person_name() RETURNS name
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT r.rolname FROM pg_catalog.pg_roles r WHERE r.oid = badcase_internal.person();
  END;
COMMENT ON FUNCTION badcase_internal.person_name() IS 'the name of the person who asks, for the journal and for messages';

CREATE FUNCTION badcase_internal.require_person() RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.person() IS NULL THEN
      RAISE insufficient_privilege USING
        MESSAGE = 'nobody is known to ask for this',
        HINT = 'A superuser or a gateway acts for the role that SET ROLE names. Index expressions and materialized views act for nobody.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_person() IS 'raises insufficient_privilege (42501) where no person asks';

CREATE FUNCTION badcase_internal.role_has_capability(role regrole, program int, capabilities text[]) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.access_grant g
      WHERE g.program_id = role_has_capability.program AND g.capability = ANY (capabilities)
        AND g.revoked_at IS NULL AND @extschema@.badcase_acts_for(role_has_capability.role, g.role));
  END;
COMMENT ON FUNCTION badcase_internal.role_has_capability(regrole, int, text[]) IS
  'whether a role, or a group that it is a member of, has one of the capabilities in a program';

CREATE FUNCTION badcase_internal.has_capability(program int, VARIADIC capabilities text[]) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT badcase_internal.role_has_capability(badcase_internal.person(), program, capabilities);
  END;
COMMENT ON FUNCTION badcase_internal.has_capability(int, text[]) IS
  'whether the person who asks has one of the capabilities in a program, directly or through a group';

-- The message is the same for a program that there is and for one that there is not.
CREATE FUNCTION badcase_internal.require(program int, VARIADIC capabilities text[]) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.has_capability(program, VARIADIC capabilities) IS NOT TRUE THEN
      PERFORM badcase_internal.require_person();
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" is no %s of that program', badcase_internal.person_name(),
          array_to_string(capabilities, ' or ')),
        HINT = 'A curator of the program gives capabilities with badcase.grant_access.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require(int, text[]) IS
  'raises insufficient_privilege (42501) unless the person has one of the capabilities';

CREATE FUNCTION badcase_internal.programs_with(VARIADIC capabilities text[]) RETURNS int[]
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(array_agg(DISTINCT g.program_id), '{}')
    FROM badcase_internal.access_grant g
    WHERE g.capability = ANY (capabilities) AND g.revoked_at IS NULL
      AND @extschema@.badcase_acts_for((SELECT badcase_internal.person()), g.role)
  $$;
COMMENT ON FUNCTION badcase_internal.programs_with(text[]) IS 'the programs in which the person has one of the capabilities';

CREATE FUNCTION badcase_internal.only_program(VARIADIC capabilities text[]) RETURNS int
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    programs CONSTANT int[] := badcase_internal.programs_with(VARIADIC capabilities);
  BEGIN
    IF cardinality(programs) = 1 THEN
      RETURN programs[1];
    END IF;
    PERFORM badcase_internal.require_person();
    IF programs = '{}'::int[] THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" is no %s of any program', badcase_internal.person_name(), array_to_string(capabilities, ' or ')),
        HINT = 'A curator of the program gives capabilities with badcase.grant_access.';
    END IF;
    RAISE invalid_parameter_value USING
      MESSAGE = 'which program?',
      HINT = format('Name one of %s.', array_to_string(ARRAY(SELECT p FROM unnest(programs) p ORDER BY p), ', '));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.only_program(text[]) IS
  'the program in which the person has one of the capabilities; raises where there is none (42501) or more than one (22023)';

CREATE FUNCTION badcase_internal.is_owner() RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce((
      SELECT @extschema@.badcase_acts_for(badcase_internal.person(), n.nspowner::regrole)
      FROM pg_catalog.pg_namespace n WHERE n.nspname = 'badcase_internal'), false);
  END;
COMMENT ON FUNCTION badcase_internal.is_owner() IS 'whether the person is the workspace''s owner or a member of it';

CREATE FUNCTION badcase_internal.require_owner() RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.is_owner() IS NOT TRUE THEN
      PERFORM badcase_internal.require_person();
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" is not the owner of the workspace', badcase_internal.person_name());
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_owner() IS
  'raises insufficient_privilege (42501) unless the person is the workspace''s owner or a member of it';

CREATE FUNCTION badcase_internal.own_contributors() RETURNS bigint[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce(array_agg(c.contributor_id), '{}')
    FROM badcase_internal.contributor c
    WHERE c.role IS NOT NULL AND @extschema@.badcase_acts_for((SELECT badcase_internal.person()), c.role);
  END;
COMMENT ON FUNCTION badcase_internal.own_contributors() IS 'the contributors that the person is, or acts for';

CREATE FUNCTION badcase_internal.represents(contributor bigint) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT contributor = ANY (badcase_internal.own_contributors());
  END;
COMMENT ON FUNCTION badcase_internal.represents(bigint) IS 'whether the person is that contributor, or acts for it';

-- Where somebody acts as a group, whoever is in it may be the one.
CREATE FUNCTION badcase_internal.may_be(role regrole) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce(@extschema@.badcase_acts_for(badcase_internal.person(), role)
      OR @extschema@.badcase_acts_for(role, badcase_internal.person()), false);
  END;
COMMENT ON FUNCTION badcase_internal.may_be(regrole) IS 'whether the person and who has that role may be one and the same';

CREATE FUNCTION badcase_internal.is_own(contributor bigint) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.contributor c
      WHERE c.contributor_id = is_own.contributor AND c.role IS NOT NULL AND badcase_internal.may_be(c.role));
  END;
COMMENT ON FUNCTION badcase_internal.is_own(bigint) IS 'whether the person may be that contributor, and so does not judge what it sent';
-- What each capability reaches, and who gives it. Nobody gets a right on anything in badcase_internal but EXECUTE on the
-- functions behind the views, which cannot be named without USAGE on the schema.

CREATE FUNCTION badcase_internal.public_objects() RETURNS TABLE (object text, privilege text, capabilities text[])
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      ('SCHEMA badcase', 'USAGE', '{contributor,reviewer,exporter,curator}'::text[]),
      ('FUNCTION badcase.version()', 'EXECUTE', '{contributor,reviewer,exporter,curator}'),
      ('TABLE badcase.intake', 'INSERT (line_no, line)', '{contributor,curator}'),
      ('TABLE badcase.my_submissions', 'SELECT', '{contributor}'),
      ('TABLE badcase.my_uploads', 'SELECT', '{contributor}'),
      ('TABLE badcase.my_records', 'SELECT', '{contributor}'),
      ('TABLE badcase.my_consents', 'SELECT', '{contributor}'),
      ('FUNCTION badcase.open_upload(int, bigint, text, text, bigint)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.process_upload(bigint)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_quota(int, bigint, bigint, bigint, bigint, bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.refused_lines(bigint, int)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.attest(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_consent(bigint, text, bool, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_display_name(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_contact(bigint, text, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.contacts(int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.withdraw(bigint, bigint, bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.erase(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.purge(int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.disclose(bigint, text, text)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.withdrawal_impact', 'SELECT', '{exporter,curator}'),
      ('FUNCTION badcase.public_statistics(int, int)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.grant_access(int, name, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.revoke_access(int, name, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.register_contributor(int, text, text, name)', 'EXECUTE', '{curator}'),
      ('PROCEDURE badcase.triage(int, int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.triage_batch(int, int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.open_corpus(int, text, text, text, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.contamination(int, bigint, float8)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.create_term_list(int, text, text, bool)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.list_terms(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.remove_terms(bigint, bigint[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.terms(@extschema@.badcase, text[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.terms(text, text[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.set_rule(int, text, text, float8)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.rules', 'SELECT', '{curator}'),
      ('FUNCTION badcase.resolve_finding(bigint, bool, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.findings(bigint)', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.findings', 'SELECT', '{curator}'),
      ('FUNCTION badcase.claim_reviews(int, int, interval)', 'EXECUTE', '{reviewer}'),
      ('FUNCTION badcase.submit_review(bigint, bool, bool, text[], text[], bigint[], text)', 'EXECUTE', '{reviewer}'),
      ('TABLE badcase.review_queue', 'SELECT', '{reviewer}'),
      ('TABLE badcase.duplicates', 'SELECT', '{reviewer,curator}'),
      ('FUNCTION badcase.revise(bigint, @extschema@.badcase, text)', 'EXECUTE', '{contributor,reviewer,curator}'),
      ('FUNCTION badcase.find_similar(int, @extschema@.badcase, float8, text, int)', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.adjudicate(bigint, text, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.reopen(bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.open_round(int, timestamptz)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.close_round(bigint)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.round_progress', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.overdue', 'SELECT', '{curator}'),
      ('TABLE badcase.disputes', 'SELECT', '{curator}'),
      ('TABLE badcase.conflicts', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.reviewer_agreement', 'SELECT', '{curator}'),
      ('FUNCTION badcase.set_task(int, text, int, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.assign_task(bigint, text)', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.failure_coverage', 'SELECT', '{reviewer,exporter,curator}'),
      ('TABLE badcase.help_wanted', 'SELECT', '{reviewer,exporter,curator}'),
      ('TABLE badcase.task_coverage', 'SELECT', '{reviewer,exporter,curator}'),
      ('TABLE badcase.job_progress', 'SELECT', '{curator}'),
      ('TABLE badcase.credits', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.round_credits', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.reviewer_credits', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.early_access', 'SELECT', '{curator}'),
      ('FUNCTION badcase.credits_markdown(int)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.all_contributors(int)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.report_html(int, bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.build_release(int, text, bigint, jsonb, int, numeric)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.publish_release(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.release_rows(bigint, text, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.verify_release(bigint)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.release_diff(bigint, bigint)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.preflight(bigint, text, jsonb)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.release_manifest(bigint)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.dataset_card(bigint, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.release_file_name(bigint, text, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.register_model(int, text, bigint, bigint, bigint[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.judge_output(bigint, text, text)', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.model_progress', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.outputs_to_judge', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.export_sft', 'SELECT', '{exporter}'),
      ('TABLE badcase.export_preference', 'SELECT', '{exporter}');
  END;
COMMENT ON FUNCTION badcase_internal.public_objects() IS 'what each capability can reach, as GRANT names it';

CREATE FUNCTION badcase_internal.privileges() RETURNS TABLE (object text, privilege text, capabilities text[])
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT o.object, o.privilege, o.capabilities FROM badcase_internal.public_objects() o
    UNION ALL
    SELECT 'FUNCTION badcase_internal.' || p.proname || '()' AS object, 'EXECUTE'::text AS privilege, o.capabilities
    FROM badcase_internal.public_objects() o
    JOIN pg_catalog.pg_proc p ON 'TABLE badcase.' || p.proname = o.object AND p.pronargs = 0
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'badcase_internal'
    UNION ALL
    SELECT 'FUNCTION badcase_internal.programs_with(text[])'::text AS object, 'EXECUTE'::text AS privilege,
      badcase_internal.capabilities() AS capabilities;
  END;
COMMENT ON FUNCTION badcase_internal.privileges() IS
  'the same, and the functions that the views read: each view that is not the owner''s own query selects from the function of its name';

CREATE FUNCTION badcase_internal.lock_work(program int, work text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM FROM badcase_internal.work_lock w
    WHERE w.program_id IS NOT DISTINCT FROM lock_work.program AND w.work = lock_work.work FOR UPDATE;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.lock_work(int, text) IS 'until the transaction ends, nobody else does this work in the program';

-- Two sessions that grant at once would update the same catalog rows: one after the other.
CREATE FUNCTION badcase_internal.sync_privileges(role regrole) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    person CONSTANT name := (SELECT r.rolname FROM pg_roles r WHERE r.oid = role);
    held text[];
    p record;
  BEGIN
    IF person IS NULL OR person = current_user THEN
      RETURN;
    END IF;
    PERFORM badcase_internal.lock_work(NULL, 'privileges');
    held := ARRAY(SELECT DISTINCT g.capability FROM badcase_internal.access_grant g
      WHERE g.role = sync_privileges.role AND g.revoked_at IS NULL);
    FOR p IN SELECT q.* FROM badcase_internal.privileges() q LOOP
      EXECUTE format(CASE WHEN p.capabilities && held THEN 'GRANT %s ON %s TO %I' ELSE 'REVOKE %s ON %s FROM %I' END,
        p.privilege, p.object, person);
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.sync_privileges(regrole) IS
  'gives a role the privileges of the capabilities that it holds in any program, takes back the others';

CREATE FUNCTION badcase_internal.require_access_right(program int, capability text) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.is_owner() IS NOT TRUE THEN
      IF capability = 'gateway' THEN
        PERFORM badcase_internal.require_owner();
      END IF;
      PERFORM badcase_internal.require(program, 'curator');
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_access_right(int, text) IS
  'raises insufficient_privilege (42501) unless the person may give and take that capability';

-- A dump would carry such a role as a bare number, which in another cluster may be somebody.
CREATE FUNCTION badcase_internal.forget_dropped_roles() RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    UPDATE badcase_internal.access_grant g SET revoked_by = badcase_internal.person_name(), revoked_at = now()
    WHERE g.revoked_at IS NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.oid = g.role);
    UPDATE badcase_internal.contributor c SET role = NULL
    WHERE c.role IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.oid = c.role);
  END;
COMMENT ON FUNCTION badcase_internal.forget_dropped_roles() IS 'ends the grants of roles that are gone, and takes them from their contributors';

-- Gateways decide whose word counts, in every program: the owner gives them.
CREATE FUNCTION badcase_internal.check_access(program int, capability text) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF capability IS NULL OR capability <> ALL (badcase_internal.capabilities()) THEN
      PERFORM badcase_internal.require_access_right(program, 'curator');
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such capability',
        HINT = format('Capabilities are %s.', array_to_string(badcase_internal.capabilities(), ', '));
    END IF;
    PERFORM badcase_internal.require_access_right(program, capability);
    IF NOT EXISTS (SELECT FROM badcase_internal.program p WHERE p.program_id = check_access.program) THEN
      RAISE undefined_object USING MESSAGE = format('program %s does not exist', coalesce(program::text, 'null'));
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_access(int, text) IS
  'raises unless the person may give and take that capability in that program, and there are both';

CREATE FUNCTION badcase.grant_access(program int, role name, capability text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    given CONSTANT regrole := (SELECT r.oid FROM pg_roles r WHERE r.rolname = grant_access.role);
  BEGIN
    PERFORM badcase_internal.check_access(program, capability);
    IF given IS NULL THEN
      RAISE undefined_object USING
        MESSAGE = format('role "%s" does not exist', role),
        HINT = 'Roles belong to the whole cluster: CREATE ROLE makes them.';
    END IF;
    PERFORM badcase_internal.forget_dropped_roles();
    INSERT INTO badcase_internal.access_grant (program_id, role, capability, granted_by)
    VALUES (program, given, capability, badcase_internal.person_name())
    ON CONFLICT DO NOTHING;
    PERFORM badcase_internal.sync_privileges(given);
  END
  $$;
COMMENT ON FUNCTION badcase.grant_access(int, name, text) IS
  'curator: gives a role a capability in a program: contributor, reviewer, exporter, curator; the owner of the workspace also gateway';

CREATE FUNCTION badcase.revoke_access(program int, role name, capability text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    given CONSTANT regrole := (SELECT r.oid FROM pg_roles r WHERE r.rolname = revoke_access.role);
  BEGIN
    PERFORM badcase_internal.check_access(program, capability);
    PERFORM badcase_internal.forget_dropped_roles();
    UPDATE badcase_internal.access_grant g SET revoked_by = badcase_internal.person_name(), revoked_at = now()
    WHERE g.program_id = revoke_access.program AND g.role = given
      AND g.capability = revoke_access.capability AND g.revoked_at IS NULL;
    PERFORM badcase_internal.sync_privileges(given);
  END
  $$;
COMMENT ON FUNCTION badcase.revoke_access(int, name, text) IS
  'curator: takes a capability in a program back from a role; what its people had claimed for review is free again';
-- The states of a submission: one table of transitions, one function that moves.

CREATE FUNCTION badcase_internal.transitions() RETURNS TABLE (from_state text, to_state text, cause text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      (NULL, 'received', 'process_upload stored the line'),
      ('received', 'held', 'triage: no attestation, or a finding that a person must look at'),
      ('received', 'duplicate', 'triage: an exact duplicate of an earlier submission'),
      ('received', 'pending', 'triage: clean'),
      ('held', 'pending', 'resolve_finding or triage: nothing holds it any more'),
      ('held', 'rejected', 'resolve_finding: the finding stands'),
      ('duplicate', 'received', 'what it duplicates was rejected, withdrawn or revised'),
      ('pending', 'held', 'triage: newer rules have a finding that a person must look at'),
      ('pending', 'received', 'revise: a reviewer or a curator edited it'),
      ('pending', 'needs_changes', 'reviews: useful, not correct'),
      ('pending', 'disputed', 'reviews: they disagree'),
      ('pending', 'accepted', 'reviews: useful and correct'),
      ('pending', 'rejected', 'reviews: not useful'),
      ('needs_changes', 'received', 'revise: a new revision'),
      ('disputed', 'accepted', 'adjudicate'),
      ('disputed', 'rejected', 'adjudicate'),
      ('accepted', 'pending', 'reopen: while in no published release'),
      ('rejected', 'held', 'reopen or resolve_finding: it was rejected for a finding, which is open again'),
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
COMMENT ON FUNCTION badcase_internal.transitions() IS 'every move that a submission can make, and what makes it';

-- The state that the contributor sees. We do not reveal that another contributor sent the same record first: such a
-- duplicate is shown as pending, or as held if something would hold it.
CREATE FUNCTION badcase_internal.state_for_contributor(was text, from_state text, to_state text, own bool, clean bool) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN to_state = 'duplicate' AND own THEN 'duplicate'
      WHEN to_state = 'duplicate' AND clean THEN 'pending'
      WHEN to_state = 'duplicate' THEN 'held'
      WHEN from_state = 'duplicate' AND to_state = 'received' AND was <> 'duplicate' THEN was
      ELSE to_state
    END;
  END;
COMMENT ON FUNCTION badcase_internal.state_for_contributor(text, text, text, bool, bool) IS
  'the state as its contributor is told it after a move';

-- Locks the submission, so that of two moves at once the second sees what the first made of it.
CREATE FUNCTION badcase_internal.change_state(submission bigint, to_state text, round bigint DEFAULT NULL, rule int DEFAULT NULL)
  RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    s record;
    own bool;
    shown text;
    freed bigint;
  BEGIN
    SELECT state, contributor_state, program_id, contributor_id, held_for, duplicate_of, revision, digest, review_pass INTO STRICT s
    FROM badcase_internal.submission WHERE submission_id = change_state.submission FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT FROM badcase_internal.transitions() t
        WHERE t.from_state = s.state AND t.to_state = change_state.to_state) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s and cannot become %s', submission, s.state, to_state);
    END IF;

    IF to_state = 'duplicate' THEN
      SELECT o.contributor_id = s.contributor_id INTO STRICT own
      FROM badcase_internal.submission o WHERE o.submission_id = s.duplicate_of;
    END IF;
    shown := badcase_internal.state_for_contributor(s.contributor_state, s.state, to_state, own, s.held_for = '{}');
    UPDATE badcase_internal.submission SET
      state = change_state.to_state,
      contributor_state = shown,
      contributor_state_at = CASE WHEN contributor_state = shown THEN contributor_state_at ELSE now() END,
      review_pass = s.review_pass + (change_state.to_state = 'pending')::int,
      duplicate_of = CASE WHEN change_state.to_state = 'duplicate' THEN duplicate_of END,
      cluster_id = CASE WHEN change_state.to_state <> 'received' THEN cluster_id END,
      lease_role = NULL,
      lease_until = NULL,
      decided_round = change_state.round,
      decided_rule = change_state.rule,
      decided_at = CASE WHEN change_state.rule IS NOT NULL THEN now() END,
      decided_quorum = CASE WHEN change_state.rule > 0 THEN (
        SELECT p.quorum FROM badcase_internal.program p WHERE p.program_id = s.program_id) END,
      updated_at = now()
    WHERE submission_id = change_state.submission;
    INSERT INTO badcase_internal.event (submission_id, from_state, to_state, actor, round_id, revision, digest, other_id)
    VALUES (submission, s.state, to_state, badcase_internal.person_name(), round, s.revision, s.digest,
      CASE WHEN to_state = 'duplicate' THEN s.duplicate_of END);

    IF to_state = 'pending' THEN
      PERFORM badcase_internal.give_task(submission);
    ELSIF to_state IN ('held', 'rejected', 'withdrawn') THEN
      PERFORM badcase_internal.take_task_away(submission);
    END IF;
    IF to_state IN ('received', 'rejected', 'withdrawn') THEN
      FOR freed IN
        SELECT d.submission_id FROM badcase_internal.submission d
        WHERE d.duplicate_of = change_state.submission AND d.state = 'duplicate' ORDER BY d.submission_id
      LOOP
        PERFORM badcase_internal.change_state(freed, 'received');
      END LOOP;
    END IF;
    RETURN to_state;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.change_state(bigint, text, bigint, int) IS
  'moves a submission to another state if the table of transitions has the move, and writes the event; all moves are made here';

-- A submission can become a duplicate while another transaction rejects or withdraws its original. That transaction did
-- not see it and did not free it; this function does.
CREATE FUNCTION badcase_internal.free_duplicates(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    freed bigint;
  BEGIN
    FOR freed IN
      SELECT d.submission_id
      FROM badcase_internal.submission d JOIN badcase_internal.submission o ON o.submission_id = d.duplicate_of
      WHERE d.program_id = free_duplicates.program AND d.state = 'duplicate' AND o.state IN ('rejected', 'withdrawn')
      ORDER BY d.submission_id
    LOOP
      PERFORM badcase_internal.change_state(freed, 'received');
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.free_duplicates(int) IS
  'moves the duplicates of what was rejected or withdrawn back to received';
-- Programs, contributors, attestations and consents.

CREATE FUNCTION badcase.create_program(name text, about text DEFAULT NULL) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id int;
  BEGIN
    PERFORM badcase_internal.require_owner();
    INSERT INTO badcase_internal.program (name, about, created_by)
    VALUES (create_program.name, create_program.about, badcase_internal.person_name())
    RETURNING program_id INTO new_id;
    INSERT INTO badcase_internal.work_lock (program_id, work) VALUES (new_id, 'triage'), (new_id, 'release');
    INSERT INTO badcase_internal.round (program_id) VALUES (new_id);
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.create_program(text, text) IS 'owner: creates a program and opens its first round; returns its number';

-- Registering again what is registered gives the same number: a loader need not ask first.
CREATE FUNCTION badcase.register_contributor(program int, external_id text, display_name text DEFAULT NULL,
    role name DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    given CONSTANT regrole := (SELECT r.oid FROM pg_roles r WHERE r.rolname = register_contributor.role);
    c record;
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    IF role IS NOT NULL AND given IS NULL THEN
      RAISE undefined_object USING MESSAGE = format('role "%s" does not exist', role);
    END IF;
    INSERT INTO badcase_internal.contributor (program_id, external_id, display_name, role, registered_by)
    VALUES (program, register_contributor.external_id, register_contributor.display_name, given,
      badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT contributor_program_id_external_id_key DO NOTHING
    RETURNING contributor_id INTO c;
    IF FOUND THEN
      RETURN c.contributor_id;
    END IF;

    SELECT k.* INTO STRICT c FROM badcase_internal.contributor k
    WHERE k.program_id = register_contributor.program AND k.external_id = register_contributor.external_id
    FOR UPDATE;
    IF given <> c.role THEN
      RAISE unique_violation USING
        MESSAGE = format('contributor %s is registered with another role', c.contributor_id);
    END IF;
    UPDATE badcase_internal.contributor k SET
      display_name = CASE WHEN k.name_is_own THEN k.display_name
        ELSE coalesce(register_contributor.display_name, k.display_name) END,
      role = coalesce(given, k.role)
    WHERE k.contributor_id = c.contributor_id;
    RETURN c.contributor_id;
  END
  $$;
COMMENT ON FUNCTION badcase.register_contributor(int, text, text, name) IS
  'curator: registers a contributor, or finds the one with this external id and adds name and role; returns its number';

-- Whoever does not exist is refused like whoever is another's.
CREATE FUNCTION badcase_internal.require_self_or_curator(contributor bigint) RETURNS badcase_internal.contributor
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor;
  BEGIN
    SELECT k.* INTO c FROM badcase_internal.contributor k WHERE k.contributor_id = require_self_or_curator.contributor;
    IF FOUND AND (badcase_internal.has_capability(c.program_id, 'curator')
        OR (badcase_internal.represents(c.contributor_id) AND badcase_internal.has_capability(c.program_id, 'contributor'))) THEN
      IF c.external_id IS NULL THEN
        RAISE object_not_in_prerequisite_state USING
          MESSAGE = format('contributor %s was erased', c.contributor_id);
      END IF;
      RETURN c;
    END IF;
    PERFORM badcase_internal.require_person();
    RAISE insufficient_privilege USING
      MESSAGE = format('role "%s" may not act for that contributor', badcase_internal.person_name()),
      HINT = 'Contributors act for themselves, curators for the contributors of their programs.';
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_self_or_curator(bigint) IS
  'the contributor, if the caller is that contributor or a curator of the program; raises 42501 if not, 55000 once the contributor was erased';

-- Two uploads of one contributor both write this row. So the second waits for the first, and fails (40001) if its
-- snapshot is too old to show what the first stored.
CREATE FUNCTION badcase_internal.lock_contributor(contributor bigint) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    UPDATE badcase_internal.contributor k SET changed_at = now()
    WHERE k.contributor_id = lock_contributor.contributor;
  END;
COMMENT ON FUNCTION badcase_internal.lock_contributor(bigint) IS
  'until the transaction ends, nobody else takes in anything of this contributor''s';

CREATE FUNCTION badcase_internal.attested_since(program int) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT s.submission_id FROM badcase_internal.submission s
    JOIN badcase_internal.upload u ON u.upload_id = s.upload_id AND u.attestation_id IS NOT NULL
    WHERE s.program_id = attested_since.program AND 'attestation' = ANY (s.held_for)
      AND s.state IN ('held', 'duplicate')
    ORDER BY s.submission_id;
  END;
COMMENT ON FUNCTION badcase_internal.attested_since(int) IS
  'the submissions of a program that waited for an attestation and have one by now';

-- A duplicate of somebody else's submission is shown to its contributor as if it were none: it goes on from held, too.
CREATE FUNCTION badcase_internal.settle_attested(submissions bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    freed bigint;
  BEGIN
    UPDATE badcase_internal.submission s SET
      held_for = array_remove(s.held_for, 'attestation'),
      contributor_state = CASE WHEN s.state = 'duplicate' AND s.contributor_state = 'held' AND s.held_for = '{attestation}'
        THEN 'pending' ELSE s.contributor_state END,
      contributor_state_at = CASE WHEN s.state = 'duplicate' AND s.contributor_state = 'held' AND s.held_for = '{attestation}'
        THEN now() ELSE s.contributor_state_at END
    WHERE s.submission_id = ANY (submissions) AND s.state IN ('held', 'duplicate') AND 'attestation' = ANY (s.held_for);
    FOR freed IN
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.submission_id = ANY (submissions) AND s.state = 'held' AND s.held_for = '{}'
      ORDER BY s.submission_id
    LOOP
      PERFORM badcase_internal.change_state(freed, 'pending');
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.settle_attested(bigint[]) IS
  'takes away what an attestation was missing for; moves on what nothing else holds';

-- It writes the contributor's own rows and no submission: a transaction that is left open keeps nobody from anything.
-- The next triage moves on what nothing else holds.
CREATE FUNCTION badcase.attest(contributor bigint, text_version text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
    new_id bigint;
  BEGIN
    INSERT INTO badcase_internal.attestation (contributor_id, text_version, attested_by)
    VALUES (c.contributor_id, attest.text_version, badcase_internal.person_name())
    RETURNING attestation_id INTO new_id;
    PERFORM badcase_internal.lock_contributor(c.contributor_id);
    UPDATE badcase_internal.upload u SET attestation_id = new_id
    WHERE u.contributor_id = c.contributor_id AND u.attestation_id IS NULL;
  END
  $$;
COMMENT ON FUNCTION badcase.attest(bigint, text) IS
  'contributor, curator: records a contributor''s attestation; it covers what was sent without one, too';

CREATE FUNCTION badcase_internal.consents(contributor bigint, scope text) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce((
      SELECT k.granted FROM badcase_internal.consent k
      WHERE k.contributor_id = consents.contributor AND k.scope = consents.scope AND k.superseded_at IS NULL), false);
  END;
COMMENT ON FUNCTION badcase_internal.consents(bigint, text) IS 'whether a contributor''s consent holds';

-- An export locks the consents that it stands on (check_release), so taking one back waits for the export, or the export
-- waits for it. Nobody else's rows are locked. Contact data go with the consent to be contacted.
CREATE FUNCTION badcase.set_consent(contributor bigint, scope text, granted bool, text_version text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
    personally CONSTANT bool := badcase_internal.represents(c.contributor_id);
    refused bool;
  BEGIN
    IF scope IS NULL OR scope <> ALL (badcase_internal.consent_scopes()) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such scope of consent',
        HINT = format('Scopes are %s.', array_to_string(badcase_internal.consent_scopes(), ', '));
    END IF;
    PERFORM FROM badcase_internal.contributor k WHERE k.contributor_id = c.contributor_id FOR NO KEY UPDATE;
    -- a curator's word in between does not undo the contributor's own
    refused := (
      SELECT NOT k.granted FROM badcase_internal.consent k
      WHERE k.contributor_id = c.contributor_id AND k.scope = set_consent.scope AND k.in_person
      ORDER BY k.consent_id DESC LIMIT 1);
    UPDATE badcase_internal.consent k SET superseded_at = now()
    WHERE k.contributor_id = c.contributor_id AND k.scope = set_consent.scope AND k.superseded_at IS NULL;
    IF refused AND set_consent.granted AND NOT personally THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('contributor %s has refused this in person', c.contributor_id),
        HINT = 'Nobody but the contributor can agree to it now.';
    END IF;
    INSERT INTO badcase_internal.consent (contributor_id, scope, granted, text_version, given_by, in_person)
    VALUES (c.contributor_id, set_consent.scope, set_consent.granted, set_consent.text_version,
      badcase_internal.person_name(), personally);
    IF scope = 'contact' AND NOT granted THEN
      DELETE FROM badcase_internal.contributor_contact k WHERE k.contributor_id = c.contributor_id;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.set_consent(bigint, text, bool, text) IS
  'contributor, curator: gives a consent, or takes it back, from now on';

CREATE FUNCTION badcase.set_display_name(contributor bigint, display_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    UPDATE badcase_internal.contributor k SET
      display_name = set_display_name.display_name,
      name_is_own = k.name_is_own OR badcase_internal.represents(c.contributor_id)
    WHERE k.contributor_id = c.contributor_id;
  END
  $$;
COMMENT ON FUNCTION badcase.set_display_name(bigint, text) IS
  'contributor, curator: changes the name for the public list, or removes it where null';

CREATE FUNCTION badcase.set_contact(contributor bigint, kind text, value text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    IF value IS NULL THEN
      DELETE FROM badcase_internal.contributor_contact k
      WHERE k.contributor_id = c.contributor_id AND k.kind = set_contact.kind;
      RETURN;
    END IF;
    -- The lock that set_consent takes: if the consent is being taken back, wait, and then do not keep the contact.
    PERFORM FROM badcase_internal.contributor k WHERE k.contributor_id = c.contributor_id FOR NO KEY UPDATE;
    IF NOT badcase_internal.consents(c.contributor_id, 'contact') THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('contributor %s has not agreed to be contacted', c.contributor_id),
        HINT = 'Record the consent first: badcase.set_consent with the scope contact.';
    END IF;
    INSERT INTO badcase_internal.contributor_contact (contributor_id, kind, value)
    VALUES (c.contributor_id, set_contact.kind, set_contact.value)
    ON CONFLICT ON CONSTRAINT contributor_contact_pkey DO UPDATE SET value = excluded.value, noted_at = now();
  END
  $$;
COMMENT ON FUNCTION badcase.set_contact(bigint, text, text) IS
  'contributor, curator: notes how to reach a contributor who agreed to it; a null value removes it';

CREATE FUNCTION badcase.contacts(program int)
  RETURNS TABLE (contributor bigint, external_id text, display_name text, kind text, value text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    RETURN QUERY
      SELECT c.contributor_id, c.external_id, c.display_name, k.kind, k.value
      FROM badcase_internal.contributor c JOIN badcase_internal.contributor_contact k ON k.contributor_id = c.contributor_id
      WHERE c.program_id = contacts.program AND badcase_internal.consents(c.contributor_id, 'contact')
      ORDER BY c.contributor_id, k.kind;
  END
  $$;
COMMENT ON FUNCTION badcase.contacts(int) IS 'curator: how to reach the contributors of a program who agreed to it';
-- Taking back and erasing. A withdrawal ends the use of a submission and keeps its text until its time is over; an
-- erasure leaves a tombstone: numbers, states and codes, no text, no hash of a text, no name.
-- Locks are taken in one order: contributor, program, triage, submissions. Who waits for a contributor's own open session
-- holds nothing yet that others wait for.

CREATE FUNCTION badcase_internal.start_withdrawal(kind text, c badcase_internal.contributor, upload bigint, submission bigint, reason text)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id bigint;
  BEGIN
    IF kind = 'erase' THEN
      -- an erasure writes keys of the row: with a weaker lock first, it and an open upload would wait for each other
      PERFORM FROM badcase_internal.contributor k WHERE k.contributor_id = c.contributor_id FOR UPDATE;
    END IF;
    IF c.contributor_id IS NOT NULL THEN
      PERFORM badcase_internal.lock_contributor(c.contributor_id);
    END IF;
    UPDATE badcase_internal.program p SET withdrawals = p.withdrawals + 1 WHERE p.program_id = c.program_id;
    PERFORM badcase_internal.lock_work(c.program_id, 'triage');
    INSERT INTO badcase_internal.withdrawal (program_id, kind, contributor_id, upload_id, submission_id, reason, withdrawn_by)
    VALUES (c.program_id, start_withdrawal.kind, c.contributor_id, start_withdrawal.upload, start_withdrawal.submission,
      start_withdrawal.reason, badcase_internal.person_name())
    RETURNING withdrawal_id INTO new_id;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.start_withdrawal(text, badcase_internal.contributor, bigint, bigint, text) IS
  'lets uploads, exports and triage end, keeps them out until the transaction ends, writes the withdrawal; returns its number';

-- An erasure stands for itself; any other that changed nothing is none.
CREATE FUNCTION badcase_internal.end_withdrawal(withdrawal bigint, n bigint) RETURNS bigint
  LANGUAGE sql
  BEGIN ATOMIC
    UPDATE badcase_internal.withdrawal w SET submissions = n WHERE w.withdrawal_id = withdrawal;
    DELETE FROM badcase_internal.withdrawal w WHERE w.withdrawal_id = withdrawal AND w.kind <> 'erase' AND n = 0;
    SELECT n;
  END;
COMMENT ON FUNCTION badcase_internal.end_withdrawal(bigint, bigint) IS
  'writes how many submissions a withdrawal was of, removes it where none; returns that number';

CREATE FUNCTION badcase_internal.withdraw_all(withdrawal bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    w badcase_internal.withdrawal;
    id bigint;
    ids bigint[] := '{}'::bigint[];
  BEGIN
    SELECT t.* INTO STRICT w FROM badcase_internal.withdrawal t WHERE t.withdrawal_id = withdraw_all.withdrawal;
    FOR id IN
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.contributor_id = w.contributor_id AND s.program_id = w.program_id AND s.state <> 'withdrawn'
        AND (w.upload_id IS NULL OR s.upload_id = w.upload_id)
        AND (w.submission_id IS NULL OR s.submission_id = w.submission_id)
      ORDER BY s.submission_id
    LOOP
      PERFORM badcase_internal.change_state(id, 'withdrawn');
      UPDATE badcase_internal.submission s SET withdrawal_id = w.withdrawal_id WHERE s.submission_id = id;
      ids := ids || id;
    END LOOP;
    PERFORM badcase_internal.divide_clusters(ids);
    RETURN badcase_internal.end_withdrawal(w.withdrawal_id, cardinality(ids));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.withdraw_all(bigint) IS
  'moves what a withdrawal names to withdrawn; returns how many submissions that were';

CREATE FUNCTION badcase.withdraw(submission bigint DEFAULT NULL, upload bigint DEFAULT NULL, contributor bigint DEFAULT NULL,
    reason text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor;
  BEGIN
    IF num_nonnulls(submission, upload, contributor) <> 1 THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a withdrawal is of one submission, or one upload, or one contributor',
        HINT = 'Name one of them: badcase.withdraw(submission => 17).';
    END IF;
    c := badcase_internal.require_self_or_curator(coalesce(contributor,
      (SELECT u.contributor_id FROM badcase_internal.upload u WHERE u.upload_id = withdraw.upload),
      (SELECT s.contributor_id FROM badcase_internal.submission s WHERE s.submission_id = withdraw.submission)));
    RETURN badcase_internal.withdraw_all(badcase_internal.start_withdrawal('withdraw', c, upload, submission, reason));
  END
  $$;
COMMENT ON FUNCTION badcase.withdraw(bigint, bigint, bigint, text) IS
  'contributor, curator: takes back a submission, an upload or all that a contributor sent; returns how many submissions that were';

-- A task that triage named after a record has the words of a contributor for its name.
CREATE FUNCTION badcase_internal.wipe_submissions(ids bigint[]) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    tasks bigint[];
    n bigint;
  BEGIN
    tasks := ARRAY(
      SELECT DISTINCT s.task_id FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) AND s.task_id IS NOT NULL);
    UPDATE badcase_internal.submission s SET record = NULL, digest = NULL, exact_key = NULL, model_version = NULL, task_id = NULL
    WHERE s.submission_id = ANY (ids);
    GET DIAGNOSTICS n = ROW_COUNT;
    UPDATE badcase_internal.revision v SET record = NULL, digest = NULL, reason = NULL WHERE v.submission_id = ANY (ids);
    UPDATE badcase_internal.review v SET note = NULL WHERE v.submission_id = ANY (ids) AND v.note IS NOT NULL;
    UPDATE badcase_internal.ruling g SET reason = NULL WHERE g.submission_id = ANY (ids);
    UPDATE badcase_internal.event e SET digest = NULL WHERE e.submission_id = ANY (ids);
    UPDATE badcase_internal.outcome o SET output = NULL, rouge_l = NULL, bleu4 = NULL, note = NULL WHERE o.submission_id = ANY (ids);
    UPDATE badcase_internal.release_item i SET digest = NULL WHERE i.submission_id = ANY (ids);
    DELETE FROM badcase_internal.finding f WHERE f.submission_id = ANY (ids);
    DELETE FROM badcase_internal.relation r WHERE r.submission_id = ANY (ids);
    DELETE FROM badcase_internal.relation r WHERE r.other_id = ANY (ids);
    WITH gone AS (
      DELETE FROM badcase_internal.task t WHERE t.task_id = ANY (tasks) AND t.set_by IS NULL AND NOT EXISTS (
        SELECT FROM badcase_internal.submission s WHERE s.task_id = t.task_id)
      RETURNING t.program_id, t.name)
    UPDATE badcase_internal.release r SET facts = jsonb_set(r.facts, '{tasks}', (r.facts -> 'tasks') - g.names)
    FROM (SELECT o.program_id, array_agg(o.name) AS names FROM gone o GROUP BY o.program_id) g
    WHERE r.program_id = g.program_id AND r.facts -> 'tasks' ?| g.names;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.wipe_submissions(bigint[]) IS
  'removes every text of withdrawn submissions, and what was computed from it; returns how many they were';

-- Where the contributor's own role did something, the journal keeps that it was done.
CREATE FUNCTION badcase_internal.wipe_contributor(c badcase_internal.contributor) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := c.contributor_id;
    own_name CONSTANT name := (SELECT r.rolname FROM pg_roles r WHERE r.oid = c.role);
    ids CONSTANT bigint[] := ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s WHERE s.contributor_id = me AND s.program_id = c.program_id);
  BEGIN
    UPDATE badcase_internal.refused_line r SET path = NULL, line = NULL, line_digest = NULL
    WHERE r.contributor_id = me;
    -- a refused line with a model's answer may name a case by its prompt, anybody's
    UPDATE badcase_internal.refused_line r SET path = NULL, line = NULL, line_digest = NULL
    FROM badcase_internal.upload u WHERE u.upload_id = r.upload_id AND u.program_id = c.program_id AND u.kind = 'outputs';
    UPDATE badcase_internal.upload u SET file_name = NULL, sha256 = NULL,
      opened_by = CASE WHEN u.opened_by = own_name THEN 'erased' ELSE u.opened_by END
    WHERE u.contributor_id = me;
    DELETE FROM badcase_internal.contributor_contact k WHERE k.contributor_id = me;
    UPDATE badcase_internal.withdrawal w SET reason = NULL WHERE w.contributor_id = me AND w.kind <> 'erase';
    UPDATE badcase_internal.contributor k SET external_id = NULL, display_name = NULL, role = NULL WHERE k.contributor_id = me;
    IF c.role IS NOT NULL THEN
      -- taking back one's own moves the duplicates of others, too
      UPDATE badcase_internal.event e SET actor = 'erased'
      WHERE e.actor = own_name AND (e.submission_id = ANY (ids) OR e.from_state = 'duplicate');
      UPDATE badcase_internal.revision v SET made_by = NULL WHERE v.submission_id = ANY (ids) AND v.made_by = c.role;
      UPDATE badcase_internal.attestation a SET attested_by = 'erased' WHERE a.contributor_id = me AND a.attested_by = own_name;
      UPDATE badcase_internal.consent k SET given_by = 'erased' WHERE k.contributor_id = me AND k.given_by = own_name;
      UPDATE badcase_internal.withdrawal w SET withdrawn_by = 'erased' WHERE w.contributor_id = me AND w.withdrawn_by = own_name;
      DELETE FROM badcase_internal.access_grant g
      WHERE g.program_id = c.program_id AND g.role = c.role AND g.capability = 'contributor';
      PERFORM badcase_internal.sync_privileges(c.role);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.wipe_contributor(badcase_internal.contributor) IS
  'removes what names a contributor, and the bytes of the lines that were refused';

-- At READ COMMITTED each statement sees what was committed before it, so that after the locks nothing can be missed.
CREATE FUNCTION badcase_internal.require_read_committed() RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
      RAISE active_sql_transaction USING
        MESSAGE = 'texts are erased at the isolation level READ COMMITTED only',
        DETAIL = 'An older snapshot would not show all that is to be erased.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_read_committed() IS
  'raises active_sql_transaction (25001) at an isolation level at which something could be missed';

CREATE FUNCTION badcase.erase(contributor bigint, reason text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
    w bigint;
    n bigint;
  BEGIN
    PERFORM badcase_internal.require_read_committed();
    w := badcase_internal.start_withdrawal('erase', c, NULL, NULL, reason);
    -- as it is now, behind the lock
    c := badcase_internal.require_self_or_curator(contributor);
    PERFORM badcase_internal.withdraw_all(w);
    n := badcase_internal.wipe_submissions(ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.contributor_id = c.contributor_id AND s.program_id = c.program_id));
    PERFORM badcase_internal.wipe_contributor(c);
    RETURN badcase_internal.end_withdrawal(w, n);
  END
  $$;
COMMENT ON FUNCTION badcase.erase(bigint, text) IS
  'contributor, curator: takes back all that a contributor sent and erases every text of it and the contributor''s names; returns how many submissions that were';

-- What is purged is withdrawn, too: nothing comes of it any more. What a release holds stays until it is withdrawn.
CREATE FUNCTION badcase.purge(program int) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    c badcase_internal.contributor;
    old timestamptz;
    w bigint;
    s record;
    ids bigint[] := '{}'::bigint[];
    n bigint;
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    PERFORM badcase_internal.require_read_committed();
    old := (SELECT now() - p.retention FROM badcase_internal.program p WHERE p.program_id = purge.program);
    IF old IS NULL THEN
      RETURN 0;
    END IF;
    c.program_id := program;
    w := badcase_internal.start_withdrawal('purge', c, NULL, NULL, NULL);
    FOR s IN
      SELECT t.submission_id, t.state FROM badcase_internal.submission t
      WHERE t.program_id = purge.program AND t.updated_at < old AND t.record IS NOT NULL
        AND (t.state = 'withdrawn' OR (t.state = 'rejected' AND NOT EXISTS (
          SELECT FROM badcase_internal.release_item i WHERE i.submission_id = t.submission_id)))
      ORDER BY t.submission_id FOR NO KEY UPDATE
    LOOP
      IF s.state = 'rejected' THEN
        PERFORM badcase_internal.change_state(s.submission_id, 'withdrawn');
        UPDATE badcase_internal.submission t SET withdrawal_id = w WHERE t.submission_id = s.submission_id;
      END IF;
      ids := ids || s.submission_id;
    END LOOP;
    PERFORM badcase_internal.divide_clusters(ids);
    n := badcase_internal.end_withdrawal(w, badcase_internal.wipe_submissions(ids));
    UPDATE badcase_internal.refused_line r SET path = NULL, line = NULL, line_digest = NULL
    FROM badcase_internal.upload u
    WHERE u.upload_id = r.upload_id AND u.program_id = purge.program AND u.processed_at < old AND r.line IS NOT NULL;
    GET DIAGNOSTICS w = ROW_COUNT;
    RETURN n + w;
  END
  $$;
COMMENT ON FUNCTION badcase.purge(int) IS
  'curator: erases the texts that a program''s retention does not let it keep any longer; returns how many submissions and refused lines those were';

-- The text could be read and the transaction rolled back, and the row with it: the server's log keeps the trace.
CREATE FUNCTION badcase.disclose(submission bigint, authority text, reference text) RETURNS json
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = disclose.submission;
    IF badcase_internal.is_owner() IS NOT TRUE THEN
      PERFORM badcase_internal.require(s.program_id, 'curator');
    END IF;
    IF authority IS NULL OR authority !~ '[^[:space:]]' OR reference IS NULL OR reference !~ '[^[:space:]]' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a disclosure names the authority that asks for it and the reference of its order';
    END IF;
    IF s.record IS NULL THEN
      RAISE undefined_object USING
        MESSAGE = format('submission %s does not exist or was erased', coalesce(submission::text, 'null'));
    END IF;
    INSERT INTO badcase_internal.disclosure (program_id, submission_id, revision, authority, reference, disclosed_by)
    VALUES (s.program_id, s.submission_id, s.revision, disclose.authority, disclose.reference, badcase_internal.person_name());
    RAISE LOG USING MESSAGE = format('role "%s" disclosed submission %s', badcase_internal.person_name(), s.submission_id);
    RETURN @extschema@.json(s.record);
  END
  $$;
COMMENT ON FUNCTION badcase.disclose(bigint, text, text) IS
  'curator: gives out a submission''s record as the law requires, without any consent, and writes down who asked for it';

-- Versions that were trained on a release, or from one that was.
CREATE FUNCTION badcase_internal.models_of(release bigint) RETURNS text[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    WITH RECURSIVE trained(model_id) AS (
      SELECT m.model_id FROM badcase_internal.model_version m WHERE m.releases @> ARRAY[models_of.release]
      UNION
      SELECT m.model_id FROM badcase_internal.model_version m JOIN trained t ON m.base_id = t.model_id
    )
    SELECT coalesce(array_agg(m.name ORDER BY m.model_id), '{}')
    FROM badcase_internal.model_version m JOIN trained t ON t.model_id = m.model_id;
  END;
COMMENT ON FUNCTION badcase_internal.models_of(bigint) IS 'the versions of the model that were trained on a release, or from a version that was';

CREATE FUNCTION badcase_internal.withdrawal_impact()
  RETURNS TABLE (withdrawal bigint, program int, kind text, withdrawn_at timestamptz, submissions bigint, release bigint,
    release_name text, published_at timestamptz, items bigint, models text[])
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT w.withdrawal_id, w.program_id, w.kind, w.withdrawn_at, w.submissions, r.release_id, r.name, r.published_at, k.items,
      badcase_internal.models_of(r.release_id)
    FROM badcase_internal.withdrawal w
    LEFT JOIN LATERAL (
      SELECT i.release_id, count(*) AS items
      FROM badcase_internal.submission s JOIN badcase_internal.release_item i ON i.submission_id = s.submission_id
      WHERE s.withdrawal_id = w.withdrawal_id
        OR (w.kind = 'erase' AND s.contributor_id = w.contributor_id AND s.program_id = w.program_id)
      GROUP BY i.release_id) k ON true
    LEFT JOIN badcase_internal.release r ON r.release_id = k.release_id
    WHERE w.program_id = ANY ((SELECT badcase_internal.programs_with('exporter', 'curator'))::int[])
    ORDER BY w.withdrawal_id, r.release_id
  $$;
COMMENT ON FUNCTION badcase_internal.withdrawal_impact() IS 'the rows of badcase.withdrawal_impact';

CREATE VIEW badcase.withdrawal_impact WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.withdrawal_impact();
COMMENT ON VIEW badcase.withdrawal_impact IS
  'exporter, curator: each withdrawal with the releases that hold something of what it took back, and the models trained on them; one row without a release where none does';
COMMENT ON COLUMN badcase.withdrawal_impact.withdrawal IS 'the withdrawal';
COMMENT ON COLUMN badcase.withdrawal_impact.program IS 'the program';
COMMENT ON COLUMN badcase.withdrawal_impact.kind IS 'withdraw, erase or purge';
COMMENT ON COLUMN badcase.withdrawal_impact.withdrawn_at IS 'when it was made';
COMMENT ON COLUMN badcase.withdrawal_impact.submissions IS 'how many submissions it took back';
COMMENT ON COLUMN badcase.withdrawal_impact.release IS 'a release that has items of it';
COMMENT ON COLUMN badcase.withdrawal_impact.release_name IS 'its name';
COMMENT ON COLUMN badcase.withdrawal_impact.published_at IS 'when it was published; null: it was not';
COMMENT ON COLUMN badcase.withdrawal_impact.items IS 'how many of its items were taken back';
COMMENT ON COLUMN badcase.withdrawal_impact.models IS 'the versions of the model that were trained on the release, or from one that was';
-- Numbers for the public. The unit of anonymity is the contributor: a cell stands for at least k of them, and so does
-- whatever can be had by subtracting cells from one another.

-- The cells of each "what" divide the same submissions, so anybody can subtract the shown cells from the whole. So the
-- cells with too few contributors are put together, and the next smallest one is added until the rest has k contributors,
-- too. A label is a contributor's word; it is shown with its cell or not at all.
CREATE FUNCTION badcase_internal.public_cells(program int, k int) RETURNS TABLE (what text, bucket text, n bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH value AS MATERIALIZED (
      SELECT s.contributor_id, v.what, v.label
      FROM badcase_internal.submission s
      LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NOT NULL
      LEFT JOIN badcase_internal.model_version m ON m.program_id = s.program_id AND m.name = s.model_version
      CROSS JOIN LATERAL (VALUES
        ('state', s.state),
        ('task', t.name),
        ('model_version', m.name),
        ('month', to_char(s.received_at AT TIME ZONE 'UTC', 'YYYY-MM'))) v(what, label)
      WHERE s.program_id = public_cells.program AND s.state <> 'withdrawn'
    ), cell AS (
      SELECT v.what, v.label, count(*) AS n, count(DISTINCT v.contributor_id) AS people
      FROM value v GROUP BY v.what, v.label
    ), ranked AS MATERIALIZED (
      SELECT c.*, c.label IS NOT NULL AND c.people >= public_cells.k AS may_show,
        row_number() OVER (PARTITION BY c.what ORDER BY c.label IS NOT NULL AND c.people >= public_cells.k, c.people, c.n,
          c.label COLLATE "C") AS rank
      FROM cell c
    ), newcomers AS (
      SELECT f.what, f.rank, count(*) AS people
      FROM (
        SELECT r.what, v.contributor_id, min(r.rank) AS rank
        FROM value v
        JOIN ranked r ON r.what = v.what AND coalesce(r.label, '') = coalesce(v.label, '') AND (r.label IS NULL) = (v.label IS NULL)
        GROUP BY r.what, v.contributor_id) f
      GROUP BY f.what, f.rank
    ), growing AS (
      SELECT r.what, r.rank, count(*) FILTER (WHERE NOT r.may_show) OVER (PARTITION BY r.what) AS hidden,
        sum(coalesce(n.people, 0)) OVER (PARTITION BY r.what ORDER BY r.rank) AS people
      FROM ranked r LEFT JOIN newcomers n ON n.what = r.what AND n.rank = r.rank
    ), cut AS (
      SELECT g.what, CASE WHEN min(g.hidden) = 0 THEN 0
        ELSE min(g.rank) FILTER (WHERE g.rank >= g.hidden AND g.people >= public_cells.k) END AS rank
      FROM growing g GROUP BY g.what
    )
    SELECT r.what, r.label, r.n FROM ranked r JOIN cut c ON c.what = r.what WHERE r.rank > c.rank
    UNION ALL
    SELECT r.what, NULL, sum(r.n)::bigint FROM ranked r JOIN cut c ON c.what = r.what WHERE r.rank <= c.rank GROUP BY r.what
  $$;
COMMENT ON FUNCTION badcase_internal.public_cells(int, int) IS
  'how many submissions have each state, task, model version and month; what has too few contributors is put together under a null bucket';

-- A submission can have several kinds of failure: each kind divides the whole in two.
CREATE FUNCTION badcase.public_statistics(program int, k int DEFAULT 5) RETURNS TABLE (what text, bucket text, n bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    people bigint;
    everything bigint;
  BEGIN
    PERFORM badcase_internal.require(program, 'exporter', 'curator');
    IF k IS NULL OR k < 2 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a public number stands for at least two contributors';
    END IF;
    SELECT count(DISTINCT s.contributor_id), count(*) INTO people, everything
    FROM badcase_internal.submission s WHERE s.program_id = public_statistics.program AND s.state <> 'withdrawn';
    IF people < k THEN
      RETURN;
    END IF;
    RETURN QUERY
      SELECT x.what, x.bucket, x.n FROM (
        SELECT 'all', 'submissions', everything
        UNION ALL
        SELECT 'all', 'contributors', people
        UNION ALL
        SELECT c.what, c.bucket, c.n FROM badcase_internal.public_cells(program, k) c
        UNION ALL
        SELECT 'failure_kind', f.kind, f.n
        FROM (
          SELECT q.kind, count(*) FILTER (WHERE q.kind = ANY (s.failure_kinds)) AS n,
            count(DISTINCT s.contributor_id) FILTER (WHERE q.kind = ANY (s.failure_kinds)) AS with_it,
            count(DISTINCT s.contributor_id) FILTER (WHERE NOT q.kind = ANY (s.failure_kinds)) AS without_it
          FROM badcase_internal.submission s
          CROSS JOIN unnest(badcase_internal.failure_kinds()) q(kind)
          WHERE s.program_id = public_statistics.program AND s.state <> 'withdrawn'
          GROUP BY q.kind) f
        WHERE f.with_it >= k AND (f.without_it >= k OR f.without_it = 0)
      ) x(what, bucket, n)
      ORDER BY x.what COLLATE "C", x.bucket COLLATE "C" NULLS LAST;
  END
  $$;
COMMENT ON FUNCTION badcase.public_statistics(int, int) IS
  'exporter, curator: numbers that may be made public: each of them, and each difference of them, stands for at least k contributors';
-- How much a contributor may send in within a day.

CREATE FUNCTION badcase_internal.quota_of(c badcase_internal.contributor, OUT uploads bigint, OUT lines bigint, OUT bytes bigint,
    OUT line_bytes bigint)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce(own.uploads, every.uploads, 1000), coalesce(own.lines, every.lines, 2000000),
      coalesce(own.bytes, every.bytes, 4294967296), coalesce(own.line_bytes, every.line_bytes, 67108864)
    FROM (SELECT) one
    LEFT JOIN badcase_internal.quota own ON own.program_id = c.program_id AND own.contributor_id = c.contributor_id
    LEFT JOIN badcase_internal.quota every ON every.program_id = c.program_id AND every.contributor_id IS NULL;
  END;
COMMENT ON FUNCTION badcase_internal.quota_of(badcase_internal.contributor) IS
  'what a contributor may send in within 24 hours: uploads, lines, bytes; and the most bytes of a line';

CREATE FUNCTION badcase_internal.check_quota(c badcase_internal.contributor, uploads bigint, lines bigint, bytes bigint, line_bytes bigint)
  RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_variable
  DECLARE
    most CONSTANT record := badcase_internal.quota_of(c);
    sent record;
    over text;
  BEGIN
    SELECT count(*) AS uploads, coalesce(sum(u.lines), 0) AS lines, coalesce(sum(u.bytes), 0) AS bytes INTO sent
    FROM badcase_internal.upload u
    WHERE u.contributor_id = c.contributor_id AND u.opened_at > now() - interval '24 hours';
    over := CASE
      WHEN sent.uploads + uploads > most.uploads THEN format('%s uploads', most.uploads)
      WHEN sent.lines + lines > most.lines THEN format('%s lines', most.lines)
      WHEN sent.bytes + bytes > most.bytes THEN format('%s bytes', most.bytes)
    END;
    IF over IS NOT NULL THEN
      RAISE program_limit_exceeded USING
        MESSAGE = format('contributor %s may send in no more than %s within 24 hours', c.contributor_id, over),
        HINT = 'Send the rest tomorrow, or ask a curator, who can raise it with badcase.set_quota.';
    END IF;
    IF line_bytes > most.line_bytes THEN
      RAISE program_limit_exceeded USING
        MESSAGE = format('a line of the upload has more than %s bytes', most.line_bytes),
        HINT = 'A curator can raise this with badcase.set_quota.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_quota(badcase_internal.contributor, bigint, bigint, bigint, bigint) IS
  'raises program_limit_exceeded (54000) where that much more is over the quota of a contributor';

CREATE FUNCTION badcase.set_quota(program int, contributor bigint DEFAULT NULL, uploads bigint DEFAULT NULL, lines bigint DEFAULT NULL,
    bytes bigint DEFAULT NULL, line_bytes bigint DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    IF contributor IS NOT NULL AND NOT EXISTS (
        SELECT FROM badcase_internal.contributor c
        WHERE c.contributor_id = set_quota.contributor AND c.program_id = set_quota.program) THEN
      RAISE undefined_object USING MESSAGE = format('program %s has no contributor %s', program, contributor);
    END IF;
    IF least(uploads, lines, bytes, line_bytes) < 0 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a quota is 0 or more';
    END IF;
    DELETE FROM badcase_internal.quota q
    WHERE q.program_id = set_quota.program AND q.contributor_id IS NOT DISTINCT FROM set_quota.contributor;
    INSERT INTO badcase_internal.quota (program_id, contributor_id, uploads, lines, bytes, line_bytes)
    VALUES (set_quota.program, set_quota.contributor, set_quota.uploads, set_quota.lines, set_quota.bytes, set_quota.line_bytes);
  END
  $$;
COMMENT ON FUNCTION badcase.set_quota(int, bigint, bigint, bigint, bigint, bigint) IS
  'curator: sets what a contributor, or with null each of the program, may send in within 24 hours, and the most bytes of a line; null: as in the program, or 1000 uploads, 2 million lines, 4 GiB, 64 MiB a line';
-- Taking in. An upload is one transaction: open_upload, COPY into intake, process_upload.

CREATE FUNCTION badcase_internal.current_upload() RETURNS badcase_internal.upload
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT u FROM badcase_internal.upload u WHERE u.xact = pg_current_xact_id() AND u.opened_at = now();
  END;
COMMENT ON FUNCTION badcase_internal.current_upload() IS 'the upload that this transaction opened, or null';

-- Once a statement, so COPY stays as fast as it is.
CREATE FUNCTION badcase_internal.refuse_stray_lines() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    u CONSTANT badcase_internal.upload := badcase_internal.current_upload();
  BEGIN
    IF u.upload_id IS NULL OR u.processed_at IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = CASE WHEN u.upload_id IS NULL THEN 'this transaction has opened no upload'
          ELSE format('upload %s has been processed already', u.upload_id) END,
        HINT = 'An upload is one transaction: BEGIN, badcase.open_upload, \copy badcase.intake, badcase.process_upload, COMMIT.';
    END IF;
    RETURN NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.refuse_stray_lines() IS 'trigger: refuses lines outside of an open upload, which would be lost';

CREATE FUNCTION badcase_internal.refuse_forgotten_upload() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF EXISTS (SELECT FROM badcase_internal.upload u WHERE u.upload_id = NEW.upload_id AND u.processed_at IS NULL) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('upload %s was opened and not processed', NEW.upload_id),
        HINT = 'Nothing of it was stored. Call badcase.process_upload() before COMMIT.';
    END IF;
    RETURN NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.refuse_forgotten_upload() IS
  'trigger: fails the COMMIT of a transaction that opened an upload and did not process it';

-- A constraint trigger cannot be replaced, and an upgrade runs this again.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = 'badcase.intake'::pg_catalog.regclass AND t.tgname = 'stray_lines') THEN
    CREATE TRIGGER stray_lines BEFORE INSERT ON badcase.intake
      FOR EACH STATEMENT EXECUTE FUNCTION badcase_internal.refuse_stray_lines();
    COMMENT ON TRIGGER stray_lines ON badcase.intake IS 'refuses lines outside of an open upload';
    CREATE CONSTRAINT TRIGGER forgotten_upload AFTER INSERT ON badcase_internal.upload
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION badcase_internal.refuse_forgotten_upload();
    COMMENT ON TRIGGER forgotten_upload ON badcase_internal.upload IS 'fails the COMMIT of an upload that was not processed';
  END IF;
END
$$;

-- Uploads of other kinds than submissions have no contributor: curators send them in.
CREATE FUNCTION badcase_internal.require_sender(u badcase_internal.upload) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF u.kind <> 'submissions' AND badcase_internal.has_capability(u.program_id, 'curator') THEN
      RETURN;
    END IF;
    -- without a contributor it refuses, in the same words
    PERFORM badcase_internal.require_self_or_curator(u.contributor_id);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_sender(badcase_internal.upload) IS
  'raises 42501 unless the caller may fill or see that upload';

CREATE FUNCTION badcase_internal.has_target(program int, kind text, target bigint) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE kind
      WHEN 'corpus' THEN EXISTS (
        SELECT FROM badcase_internal.corpus k WHERE k.corpus_id = target AND k.program_id = program)
      WHEN 'outputs' THEN EXISTS (
        SELECT FROM badcase_internal.model_version m WHERE m.model_id = target AND m.program_id = program)
      WHEN 'terms' THEN EXISTS (
        SELECT FROM badcase_internal.term_list l WHERE l.term_list_id = target AND l.program_id = program)
      ELSE target IS NULL
    END;
  END;
COMMENT ON FUNCTION badcase_internal.has_target(int, text, bigint) IS
  'whether a program has what an upload of that kind is to be added to';

CREATE FUNCTION badcase_internal.check_target(program int, contributor bigint, kind text, target bigint) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    k record;
  BEGIN
    SELECT u.* INTO STRICT k FROM badcase_internal.upload_kinds() u WHERE u.kind = check_target.kind;
    IF kind <> 'submissions' AND contributor IS NOT NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = format('an upload of kind %s has no contributor', kind);
    END IF;
    IF badcase_internal.has_target(program, kind, target) IS NOT TRUE THEN
      IF k.target IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = format('%s have no target', kind);
      END IF;
      RAISE undefined_object USING
        MESSAGE = format('program %s has no %s %s', program, k.target, coalesce(target::text, 'null')),
        HINT = format('badcase.%s makes one and returns its number, the target of the upload.', k.maker);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_target(int, bigint, text, bigint) IS
  'raises where an upload of that kind cannot have that contributor and target';

CREATE FUNCTION badcase_internal.sender(program int, contributor bigint) RETURNS badcase_internal.contributor
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor;
  BEGIN
    IF contributor IS NOT NULL THEN
      c := badcase_internal.require_self_or_curator(contributor);
      IF c.program_id IS DISTINCT FROM program THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('contributor %s is registered in another program', contributor);
      END IF;
      RETURN c;
    END IF;
    PERFORM badcase_internal.require(program, 'contributor');
    SELECT k.* INTO c FROM badcase_internal.contributor k
    WHERE k.program_id = sender.program AND k.contributor_id = ANY (badcase_internal.own_contributors())
    ORDER BY k.role = badcase_internal.person() DESC, k.contributor_id LIMIT 1;
    IF NOT FOUND THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" is not registered as a contributor of program %s', badcase_internal.person_name(), program),
        HINT = 'A curator of the program does it with badcase.register_contributor.';
    END IF;
    RETURN c;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.sender(int, bigint) IS
  'the contributor of an upload: the one who is named, where the person may act for that one, or else the person';

CREATE FUNCTION badcase.open_upload(program int, contributor bigint DEFAULT NULL, file_name text DEFAULT NULL,
    kind text DEFAULT 'submissions', target bigint DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor;
    new_id bigint;
  BEGIN
    IF badcase_internal.is_upload_kind(kind) IS NOT TRUE THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such kind of upload',
        HINT = (SELECT format('Kinds are %s.', string_agg(u.kind, ', ')) FROM badcase_internal.upload_kinds() u);
    END IF;
    IF program IS NULL AND kind = 'submissions' AND contributor IS NOT NULL THEN
      program := (badcase_internal.require_self_or_curator(contributor)).program_id;
    ELSIF program IS NULL THEN
      program := badcase_internal.only_program(CASE WHEN kind = 'submissions' THEN 'contributor'::text ELSE 'curator'::text END);
    END IF;
    IF kind = 'submissions' THEN
      c := badcase_internal.sender(program, contributor);
    ELSE
      PERFORM badcase_internal.require(program, 'curator');
    END IF;
    PERFORM badcase_internal.check_target(program, contributor, kind, target);
    IF (badcase_internal.current_upload()).upload_id IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = 'this transaction has opened an upload already',
        HINT = 'An upload is one transaction: BEGIN a new one.';
    END IF;
    IF kind = 'submissions' THEN
      PERFORM badcase_internal.check_quota(c, 1, 0, 0, 0);
    END IF;

    -- The extension's library brings COPY its format: with this call, the session has it.
    PERFORM @extschema@.badcase_try('{}'::text);
    INSERT INTO badcase_internal.upload (program_id, contributor_id, kind, target, file_name, opened_by)
    VALUES (program, c.contributor_id, open_upload.kind, open_upload.target, open_upload.file_name, badcase_internal.person_name())
    RETURNING upload_id INTO new_id;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.open_upload(int, bigint, text, text, bigint) IS
  'contributor, curator: opens the upload that this transaction fills and processes; returns its number; program null: the only one that the person has';

-- One statement judges the lines, stores what is new and keeps what is refused. Whether a line is known is asked line
-- by line, with LIMIT: as NOT EXISTS it would be a join, which without statistics of the digests compares each line with
-- all that the contributor ever sent.
CREATE FUNCTION badcase_internal.store_submissions(u badcase_internal.upload, OUT lines bigint, OUT stored bigint, OUT good bigint,
    OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT xid8 := pg_current_xact_id();
  BEGIN
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
        SELECT true FROM badcase_internal.submission s
        WHERE s.contributor_id = u.contributor_id AND s.program_id = u.program_id
          AND s.digest = l.digest AND s.state <> 'withdrawn' LIMIT 1) IS NULL
      ORDER BY l.digest, l.line_no
    ), submission AS (
      INSERT INTO badcase_internal.submission
        (program_id, contributor_id, upload_id, line_no, record, digest, exact_key)
      SELECT u.program_id, u.contributor_id, u.upload_id, f.line_no, f.record, f.digest,
        @extschema@.exact_key(f.record)
      FROM fresh f ORDER BY f.line_no
      RETURNING submission_id, record, digest
    ), revision AS (
      INSERT INTO badcase_internal.revision (submission_id, revision, record, digest, made_by)
      SELECT s.submission_id, 1, s.record, s.digest, badcase_internal.person() FROM submission s
    ), event AS (
      INSERT INTO badcase_internal.event (submission_id, to_state, actor, revision, digest)
      SELECT s.submission_id, 'received', badcase_internal.person_name(), 1, s.digest FROM submission s
    ), bad AS MATERIALIZED (
      SELECT i.line_no, i.line, @extschema@.badcase_blank(i.line) AS is_blank
      FROM line l JOIN badcase.intake i ON i.xact = me AND i.line_no = l.line_no
      WHERE l.record IS NULL
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, contributor_id,
        code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, b.line_no, u.program_id, u.contributor_id,
        c.code, c.byte_offset, c.path, c.message, b.line, sha256(b.line)
      FROM bad b CROSS JOIN LATERAL @extschema@.badcase_check(b.line) c
      WHERE NOT b.is_blank AND (
        SELECT true FROM badcase_internal.refused_line k
        WHERE k.contributor_id = u.contributor_id AND k.program_id = u.program_id
          AND k.line_digest = sha256(b.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT count(*) FROM submission),
      (SELECT count(*) FROM line l WHERE l.record IS NOT NULL), (SELECT count(*) FROM bad b WHERE b.is_blank)
    INTO lines, stored, good, blank;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.store_submissions(badcase_internal.upload) IS
  'judges the lines of an upload of submissions; stores the new ones and keeps the refused';

-- Before anything is judged: it takes no longer than to count the lines.
CREATE FUNCTION badcase_internal.check_lines(u badcase_internal.upload) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    sent record;
    c badcase_internal.contributor;
  BEGIN
    SELECT count(*) AS lines, count(DISTINCT i.line_no) AS numbers, coalesce(sum(length(i.line) + 1), 0)::bigint AS bytes,
      coalesce(max(length(i.line)), 0) AS longest
    INTO sent FROM badcase.intake i WHERE i.xact = pg_current_xact_id();
    IF sent.numbers < sent.lines THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('upload %s has more than one line of the same number', u.upload_id),
        HINT = 'An upload is one file: open another for the next.';
    END IF;
    IF u.kind = 'submissions' THEN
      PERFORM badcase_internal.lock_contributor(u.contributor_id);
      SELECT k.* INTO STRICT c FROM badcase_internal.contributor k WHERE k.contributor_id = u.contributor_id;
      PERFORM badcase_internal.check_quota(c, 0, sent.lines, sent.bytes, sent.longest);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_lines(badcase_internal.upload) IS
  'raises where line numbers of the upload occur twice or its contributor has sent more than the quota; other uploads of the contributor wait from here on';

-- An upload without an attestation takes the contributor's last one.
CREATE FUNCTION badcase.process_upload(upload bigint DEFAULT NULL)
  RETURNS TABLE (upload_id bigint, lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT xid8 := pg_current_xact_id();
    u badcase_internal.upload;
    sums record;
  BEGIN
    u := badcase_internal.current_upload();
    IF u.upload_id IS NULL OR u.upload_id <> upload THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = 'this transaction has not opened that upload',
        HINT = 'An upload is one transaction: BEGIN, badcase.open_upload, \copy badcase.intake, badcase.process_upload, COMMIT.';
    END IF;
    IF u.processed_at IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('upload %s has been processed already', u.upload_id);
    END IF;
    PERFORM badcase_internal.require_sender(u);
    IF EXISTS (SELECT FROM badcase.intake i WHERE i.xact = me AND (i.line_no IS NULL OR i.line_no < 1 OR i.line IS NULL)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a line of the upload has no bytes, or no number from 1 on';
    END IF;
    PERFORM badcase_internal.check_lines(u);

    IF u.kind = 'terms' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_terms(u) t;
    ELSIF u.kind = 'corpus' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_corpus(u) t;
    ELSIF u.kind = 'outputs' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_outputs(u) t;
    ELSE
      SELECT t.* INTO sums FROM badcase_internal.store_submissions(u) t;
    END IF;
    UPDATE badcase_internal.upload o SET
      attestation_id = (
        SELECT max(a.attestation_id) FROM badcase_internal.attestation a WHERE a.contributor_id = u.contributor_id),
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
      FROM badcase_internal.upload o WHERE o.upload_id = u.upload_id;
  END
  $$;
COMMENT ON FUNCTION badcase.process_upload(bigint) IS
  'contributor, curator: judges the lines of the upload that this transaction opened, stores or refuses each, returns the sums';

CREATE FUNCTION badcase_internal.what_to_do(code text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE code
      WHEN 'received' THEN 'It waits for triage.'
      WHEN 'held' THEN 'It waits for your attestation (badcase.attest) and the next triage, or for a curator to look at what it may hold.'
      WHEN 'duplicate' THEN 'You sent the same before; nothing is to be done.'
      WHEN 'pending' THEN 'It waits for review.'
      WHEN 'needs_changes' THEN 'It is useful, but the response is not right yet: send a better one with badcase.revise.'
      WHEN 'disputed' THEN 'The reviewers disagree; a curator decides.'
      WHEN 'accepted' THEN 'Thank you.'
      WHEN 'rejected' THEN 'See the message; nothing is to be done.'
      WHEN 'withdrawn' THEN 'It was taken back.'
      ELSE @extschema@.badcase_hint(code)
    END;
  END;
COMMENT ON FUNCTION badcase_internal.what_to_do(text) IS 'what to do about a refused line''s code or a submission''s state';

CREATE FUNCTION badcase.refused_lines(upload bigint, max_rows int DEFAULT 5)
  RETURNS TABLE (line_no bigint, byte_offset int, code text, path text, message text, hint text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    u badcase_internal.upload;
  BEGIN
    SELECT o.* INTO u FROM badcase_internal.upload o WHERE o.upload_id = refused_lines.upload;
    PERFORM badcase_internal.require_sender(u);
    RETURN QUERY
      SELECT r.line_no, r.byte_offset, r.code, r.path, r.message, badcase_internal.what_to_do(r.code)
      FROM badcase_internal.refused_line r WHERE r.upload_id = refused_lines.upload
      ORDER BY r.line_no LIMIT max_rows;
  END
  $$;
COMMENT ON FUNCTION badcase.refused_lines(bigint, int) IS
  'contributor, curator: the first lines of an upload that were refused and had not been sent before, with what to do about them';
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
    PERFORM badcase_internal.require(program, 'curator');
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
    RETURNING term_list_id INTO new_id;
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
        SELECT true FROM badcase_internal.refused_line o
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
-- Corpora: opening and filling them; which records overlap with benchmarks.

CREATE FUNCTION badcase.open_corpus(program int, name text, role text, licence text, source text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id bigint;
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    IF name IS NULL OR name !~ '[^[:space:]]' OR length(name) > 200 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'the name of a corpus has 1 to 200 characters';
    END IF;
    IF role IS NULL OR role NOT IN ('general', 'benchmark') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such role of a corpus',
        HINT = 'Roles are general and benchmark.';
    END IF;
    IF licence IS NULL OR licence !~ '[^[:space:]]' THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a corpus has a licence';
    END IF;
    INSERT INTO badcase_internal.corpus (program_id, name, role, licence, source, opened_by)
    VALUES (program, open_corpus.name, open_corpus.role, open_corpus.licence, open_corpus.source, badcase_internal.person_name())
    RETURNING corpus_id INTO new_id;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.open_corpus(int, text, text, text, text) IS
  'curator: opens a corpus, which uploads of the kind corpus fill; returns its number';

CREATE FUNCTION badcase_internal.without_response(line bytea) RETURNS @extschema@.badcase
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN (SELECT c.code FROM @extschema@.badcase_check(line) c) = 'missing_response' THEN
      @extschema@.badcase_try((convert_from(line, 'UTF8')::jsonb || '{"response": "-"}')::text) END;
  END;
COMMENT ON FUNCTION badcase_internal.without_response(bytea) IS
  'a line that would be a record if it had a response, with one of "-"; null for any other';

-- The texts that are compared. Shorter ones are in too much: two windows of their words would make a fifth of them.
CREATE FUNCTION badcase_internal.passages(record @extschema@.badcase, with_response bool DEFAULT true)
  RETURNS TABLE (field text, turn int, value text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT t.field, t.turn, t.value
    FROM (
      SELECT 'prompt'::text AS field, NULL::int AS turn, @extschema@.prompt(record) AS value
      UNION ALL
      SELECT 'response'::text AS field, NULL::int AS turn, @extschema@.response(record) AS value WHERE with_response
      UNION ALL
      SELECT 'question'::text AS field, h.turn::int AS turn, h.pair ->> 0 AS value
      FROM jsonb_array_elements(@extschema@.history(record)) WITH ORDINALITY h(pair, turn)
      UNION ALL
      SELECT 'answer'::text AS field, h.turn::int AS turn, h.pair ->> 1 AS value
      FROM jsonb_array_elements(@extschema@.history(record)) WITH ORDINALITY h(pair, turn)) t
    WHERE cardinality(@extschema@.badcase_features(t.value, 'text'::text)) >= 10;
  END;
COMMENT ON FUNCTION badcase_internal.passages(@extschema@.badcase, bool) IS
  'the prompt, response, questions and answers of a record that have ten tokens or more';

CREATE FUNCTION badcase_internal.store_corpus(u badcase_internal.upload, OUT lines bigint, OUT stored bigint, OUT good bigint, OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT xid8 := pg_current_xact_id();
    is_benchmark bool;
  BEGIN
    SELECT k.role = 'benchmark' INTO STRICT is_benchmark FROM badcase_internal.corpus k
    WHERE k.corpus_id = u.target FOR NO KEY UPDATE;
    IF is_benchmark THEN
      PERFORM badcase_internal.raise_rules(u.program_id);
    END IF;
    WITH line AS MATERIALIZED (
      SELECT t.line_no, t.line, t.record, t.bare,
        coalesce(@extschema@.badcase_digest(t.record), sha256(@extschema@.badcase_digest(t.bare))) AS digest
      FROM (
        SELECT i.line_no, i.line, i.record, CASE WHEN i.record IS NULL AND is_benchmark THEN badcase_internal.without_response(i.line) END AS bare
        FROM (
          SELECT n.line_no, n.line, @extschema@.badcase_try(n.line) AS record
          FROM badcase.intake n WHERE n.xact = me OFFSET 0) i
        OFFSET 0) t
    ), fresh AS MATERIALIZED (
      SELECT DISTINCT ON (l.digest) l.line_no, l.line, l.record, l.bare, l.digest
      FROM line l
      WHERE l.digest IS NOT NULL AND (
        SELECT true FROM badcase_internal.corpus_item k WHERE k.corpus_id = u.target AND k.digest = l.digest LIMIT 1) IS NULL
      ORDER BY l.digest, l.line_no
    ), item AS (
      INSERT INTO badcase_internal.corpus_item (corpus_id, upload_id, line_no, digest, record, line)
      SELECT u.target, u.upload_id, f.line_no, f.digest, f.record, CASE WHEN f.record IS NULL THEN convert_from(f.line, 'UTF8') END
      FROM fresh f ORDER BY f.line_no
      RETURNING item_id, digest
    ), passage AS (
      INSERT INTO badcase_internal.corpus_passage (item_id, passage, value)
      SELECT k.item_id, row_number() OVER (PARTITION BY k.item_id), p.value
      FROM item k JOIN fresh f ON f.digest = k.digest
      CROSS JOIN LATERAL badcase_internal.passages(coalesce(f.record, f.bare), f.record IS NOT NULL) p
      WHERE is_benchmark
    ), bad AS MATERIALIZED (
      SELECT l.line_no, l.line, @extschema@.badcase_blank(l.line) AS is_blank FROM line l WHERE l.digest IS NULL
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, b.line_no, u.program_id, c.code, c.byte_offset, c.path, c.message, b.line, sha256(b.line)
      FROM bad b CROSS JOIN LATERAL @extschema@.badcase_check(b.line) c
      WHERE NOT b.is_blank AND (
        SELECT true FROM badcase_internal.refused_line o
        WHERE o.contributor_id IS NULL AND o.program_id = u.program_id AND o.line_digest = sha256(b.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT count(*) FROM item), (SELECT count(*) FROM line l WHERE l.digest IS NOT NULL),
      (SELECT count(*) FROM bad b WHERE b.is_blank)
    INTO lines, stored, good, blank;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.store_corpus(badcase_internal.upload) IS
  'judges the lines of an upload of the kind corpus and puts the records into the corpus; lines of a benchmark need no response';

-- Both ways: what a text of the record contains of a passage, and what a passage contains of the text. The first is looked
-- for by similarity to all texts of the record at once: of a passage of at least 8 shingles without its ends, a share t is at
-- least 8t shingles, so the similarity is at least 8t / (n + 2 + 8 - 8t) for n features; what comes through is compared by
-- text. The plans are kept; nothing but the index of the passages fits the searches.
CREATE FUNCTION badcase_internal.find_contamination(program int, corpus bigint, threshold float8, submissions bigint[], general bool DEFAULT false)
  RETURNS TABLE (submission bigint, item bigint, name text, field text, turn int, containment float8, start int, stop int)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    IF NOT EXISTS (SELECT FROM badcase_internal.corpus k WHERE k.program_id = program AND k.role = 'benchmark') THEN
      RETURN;
    END IF;
    RETURN QUERY
    WITH text AS MATERIALIZED (
      SELECT s.submission_id, p.field, p.turn, p.value
      FROM (
        SELECT t.submission_id, t.record FROM badcase_internal.submission t WHERE NOT general AND t.submission_id = ANY (submissions)
        UNION ALL
        SELECT i.item_id, i.record FROM badcase_internal.corpus_item i WHERE general AND i.item_id = ANY (submissions)) s
      CROSS JOIN LATERAL badcase_internal.passages(s.record) p
    ), record AS MATERIALIZED (
      SELECT w.submission_id, w.value,
        greatest(0.000001, 8 * threshold / (cardinality(@extschema@.badcase_features(w.value, 'text'::text)) + 10 - 8 * threshold)) AS least
      FROM (
        SELECT t.submission_id, string_agg(t.value, E'\n' ORDER BY t.turn, t.field) AS value
        FROM text t GROUP BY t.submission_id OFFSET 0) w
    ), contains AS (
      SELECT t.submission_id, t.field, t.turn, t.value, h.item_id, h.value AS passage
      FROM record r
      CROSS JOIN LATERAL (
        SELECT p.item_id, p.value FROM badcase_internal.corpus_passage p
        WHERE p.value OPERATOR(@extschema@.%) @extschema@.near(r.value, (r.least)::float8, 'text'::text) OFFSET 0) h
      JOIN text t ON t.submission_id = r.submission_id
      WHERE t.value OPERATOR(@extschema@.%>) @extschema@.near(h.value, threshold, 'text'::text)
    ), contained AS (
      SELECT t.submission_id, t.field, t.turn, t.value, h.item_id, h.value AS passage
      FROM text t
      CROSS JOIN LATERAL (
        SELECT p.item_id, p.value FROM badcase_internal.corpus_passage p
        WHERE p.value OPERATOR(@extschema@.%>) @extschema@.near(t.value, threshold, 'text'::text) OFFSET 0) h
    ), found AS (
      SELECT f.submission_id, f.item_id, f.field, f.turn, a.start, a.stop,
        greatest(a.containment, (@extschema@.badcase_overlap(f.passage, f.value)).containment) AS containment
      FROM (SELECT * FROM contains UNION SELECT * FROM contained) f
      CROSS JOIN LATERAL @extschema@.badcase_overlap(f.value, f.passage) a
    )
    SELECT DISTINCT ON (f.submission_id, f.item_id, f.turn, f.field)
      f.submission_id, f.item_id, k.name, f.field, f.turn, f.containment, f.start, f.stop
    FROM found f
    JOIN badcase_internal.corpus_item i ON i.item_id = f.item_id
    JOIN badcase_internal.corpus k ON k.corpus_id = i.corpus_id
    WHERE k.program_id = program AND k.role = 'benchmark' AND (find_contamination.corpus IS NULL OR k.corpus_id = find_contamination.corpus)
    ORDER BY f.submission_id, f.item_id, f.turn, f.field, f.containment DESC, f.start, f.stop;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.find_contamination(int, bigint, float8, bigint[], bool) IS
  'where texts of these submissions, or of these items of general corpora, and of a program''s benchmarks contain each other to the threshold';

CREATE FUNCTION badcase.contamination(program int, corpus bigint DEFAULT NULL, threshold float8 DEFAULT 0.8)
  RETURNS TABLE (submission bigint, item bigint, field text, containment float8, start int, stop int, turn int)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    IF corpus IS NOT NULL AND NOT EXISTS (
        SELECT FROM badcase_internal.corpus k
        WHERE k.corpus_id = contamination.corpus AND k.program_id = program AND k.role = 'benchmark') THEN
      RAISE undefined_object USING MESSAGE = format('program %s has no benchmark %s', program, corpus);
    END IF;
    IF (threshold >= 0.000001 AND threshold <= 1) IS NOT TRUE THEN
      RAISE invalid_parameter_value USING MESSAGE = 'threshold must be greater than 0 and at most 1';
    END IF;
    RETURN QUERY
      SELECT c.submission, c.item, c.field, c.containment, c.start, c.stop, c.turn
      FROM badcase_internal.find_contamination(program, contamination.corpus, threshold, ARRAY(
        SELECT s.submission_id FROM badcase_internal.submission s
        WHERE s.program_id = program AND s.record IS NOT NULL AND s.state <> 'withdrawn')) c;
  END
  $$;
COMMENT ON FUNCTION badcase.contamination(int, bigint, float8) IS
  'curator: the texts of submissions that contain, or are contained in, a text of a benchmark to the threshold, and where';
-- Screening at triage: what is found is stored, masked, and what holds a submission waits for a curator.

CREATE FUNCTION badcase_internal.rules_version(program int) RETURNS int
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    version int;
  BEGIN
    SELECT k.rule_version INTO version FROM badcase_internal.screening k
    WHERE k.program_id = rules_version.program AND k.code_version = @extschema@.badcase_rule_version();
    RETURN coalesce(version, badcase_internal.raise_rules(program));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.rules_version(int) IS 'the version of a program''s rules, a new one where the code has others than before';

-- The numbers of other countries are looked for where a setting names them. The severity of an issue of quality is
-- its own, null here, unless it is set.
CREATE FUNCTION badcase_internal.rules_of(program int)
  RETURNS TABLE (rule text, family text, kind text, severity text, threshold float8)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT k.family || ':' || k.kind, k.family, k.kind,
      CASE WHEN r.rule IS NULL AND NOT k.by_default THEN 'off' ELSE coalesce(r.severity, k.severity) END,
      coalesce(r.threshold, CASE WHEN k.family = 'quality' THEN 0 ELSE 0.5 END)
    FROM @extschema@.badcase_kinds() k
    LEFT JOIN badcase_internal.rule_setting r ON r.program_id = rules_of.program AND r.rule = k.family || ':' || k.kind;
  END;
COMMENT ON FUNCTION badcase_internal.rules_of(int) IS 'every rule with the severity and threshold that it has in a program';

CREATE FUNCTION badcase.set_rule(program int, rule text, severity text DEFAULT NULL, threshold float8 DEFAULT NULL)
  RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    IF NOT EXISTS (SELECT FROM @extschema@.badcase_kinds() k WHERE k.family || ':' || k.kind = set_rule.rule) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such rule',
        HINT = 'A rule is a family and a kind of badcase_kinds(), as in pii:cn_id; a term list has its severity itself.';
    END IF;
    IF severity <> ALL (badcase_internal.severities() || 'off'::text) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such severity',
        HINT = 'Severities are block, hold, warn, info and off.';
    END IF;
    IF NOT threshold BETWEEN 0 AND 1 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a threshold is between 0 and 1';
    END IF;
    PERFORM badcase_internal.raise_rules(program);
    DELETE FROM badcase_internal.rule_setting r WHERE r.program_id = program AND r.rule = set_rule.rule;
    IF severity IS NOT NULL OR threshold IS NOT NULL THEN
      INSERT INTO badcase_internal.rule_setting (program_id, rule, severity, threshold, set_by)
      VALUES (program, set_rule.rule, set_rule.severity, set_rule.threshold, badcase_internal.person_name());
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.set_rule(int, text, text, float8) IS
  'curator: sets the severity and threshold that a rule has at triage; both null: as the code has them';

CREATE FUNCTION badcase_internal.rules()
  RETURNS TABLE (program int, rule text, severity text, threshold float8, is_set bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT p.program_id, r.rule, r.severity, r.threshold, EXISTS (
      SELECT FROM badcase_internal.rule_setting k WHERE k.program_id = p.program_id AND k.rule = r.rule)
    FROM badcase_internal.program p CROSS JOIN LATERAL badcase_internal.rules_of(p.program_id) r
    WHERE badcase_internal.has_capability(p.program_id, 'curator')
    ORDER BY p.program_id, r.rule COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.rules() IS 'the rows of badcase.rules';

CREATE VIEW badcase.rules WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.rules();
COMMENT ON VIEW badcase.rules IS 'curator: the rules by which triage screens';
COMMENT ON COLUMN badcase.rules.program IS 'the program';
COMMENT ON COLUMN badcase.rules.rule IS 'the rule: a family and a kind';
COMMENT ON COLUMN badcase.rules.severity IS
  'what triage makes of a finding: block, hold, warn, info or off; null: as badcase_quality judges it';
COMMENT ON COLUMN badcase.rules.threshold IS 'the least confidence or score that counts';
COMMENT ON COLUMN badcase.rules.is_set IS 'whether badcase.set_rule set it';

-- What is open is replaced; what a curator resolved stays, and is not found a second time in the same revision.
CREATE FUNCTION badcase_internal.screen(program int, submissions bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    version CONSTANT int := badcase_internal.rules_version(program);
    lists CONSTANT bigint[] := ARRAY(
      SELECT l.term_list_id FROM badcase_internal.term_list l WHERE l.program_id = screen.program ORDER BY l.term_list_id);
    kinds text[];
    lowest real;
  BEGIN
    SELECT coalesce(array_agg(r.kind), '{}'), coalesce(min(r.threshold), 1) INTO kinds, lowest
    FROM badcase_internal.rules_of(program) r WHERE r.family <> 'quality' AND r.severity <> 'off';
    DELETE FROM badcase_internal.finding f WHERE f.submission_id = ANY (submissions) AND f.cleared IS NULL;
    WITH rule AS MATERIALIZED (
      SELECT r.* FROM badcase_internal.rules_of(program) r WHERE r.severity IS DISTINCT FROM 'off'
    ), record AS MATERIALIZED (
      SELECT s.submission_id, s.revision, s.record FROM badcase_internal.submission s
      WHERE s.submission_id = ANY (submissions) AND s.record IS NOT NULL
    ), found AS (
      SELECT s.submission_id, s.revision, r.rule, f.field, f.turn, f.path, f.start, f.stop, f.confidence, r.severity, f.excerpt
      FROM record s CROSS JOIN LATERAL @extschema@.badcase_findings(s.record, lowest, kinds) f
      JOIN rule r ON r.kind = f.kind AND r.family <> 'quality'
      WHERE round(f.confidence * 100) >= round(r.threshold * 100)
      UNION ALL
      SELECT s.submission_id, s.revision, r.rule, NULL, NULL, NULL, NULL, NULL, q.score,
        coalesce(r.severity, CASE q.severity WHEN 'error' THEN 'warn' ELSE q.severity END), NULL
      FROM record s CROSS JOIN LATERAL @extschema@.badcase_quality(s.record) q
      JOIN rule r ON r.kind = q.issue AND r.family = 'quality'
      WHERE round(q.score * 1000) >= round(r.threshold * 1000)
      UNION ALL
      SELECT s.submission_id, s.revision, 'term:' || l.name, h.field, h.turn, h.path, h.start, h.stop, 1,
        coalesce(t.options ->> 'severity', l.severity),
        CASE WHEN length(t.term) > 3 THEN left(t.term, 1) || '**' || right(t.term, 1) ELSE '**' END
      FROM record s CROSS JOIN LATERAL
        @extschema@.badcase_find_terms(s.record, badcase_internal.terms_key(lists), badcase_internal.terms_query(lists)) h
      JOIN badcase_internal.term t ON t.term_id = h.term
      JOIN badcase_internal.term_list l ON l.term_list_id = t.term_list_id
      WHERE lists <> '{}'
      UNION ALL
      SELECT s.submission_id, s.revision, 'contamination:' || c.name, c.field, c.turn, NULL, c.start, c.stop, c.containment, 'warn',
        'item ' || c.item
      FROM badcase_internal.find_contamination(program, NULL, 0.8, submissions) c JOIN record s ON s.submission_id = c.submission
    )
    INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, field, turn, path, start, stop, confidence,
      severity, excerpt, rule_version)
    SELECT n.submission_id, program, n.revision, n.rule, n.field, n.turn, n.path, n.start, n.stop,
      round(n.confidence::numeric, 3), n.severity, n.excerpt, version
    FROM found n
    WHERE NOT EXISTS (
      SELECT FROM badcase_internal.finding o
      WHERE o.submission_id = n.submission_id AND o.cleared IS NOT NULL AND o.revision = n.revision AND o.rule = n.rule
        AND (o.field, o.turn, o.path, o.start, o.stop) IS NOT DISTINCT FROM (n.field, n.turn, n.path, n.start, n.stop))
    ORDER BY n.submission_id, n.field IS NULL, n.rule COLLATE "C", n.start, n.field COLLATE "C", n.turn, n.path COLLATE "C", n.stop;
    UPDATE badcase_internal.submission s SET rule_version = version
    WHERE s.submission_id = ANY (submissions) AND s.rule_version <> version;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.screen(int, bigint[]) IS 'screens submissions of a program and stores what is found';

CREATE FUNCTION badcase_internal.screening_holds(submission bigint) RETURNS text[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE WHEN EXISTS (
      SELECT FROM badcase_internal.finding f
      WHERE f.submission_id = screening_holds.submission AND f.cleared IS NULL AND f.severity IN ('block', 'hold'))
      THEN '{screening}' ELSE '{}' END::text[];
  END;
COMMENT ON FUNCTION badcase_internal.screening_holds(bigint) IS 'screening, while a finding that holds the submission is open';

CREATE FUNCTION badcase_internal.holds(s badcase_internal.submission) RETURNS text[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE WHEN EXISTS (
        SELECT FROM badcase_internal.upload u WHERE u.upload_id = s.upload_id AND u.attestation_id IS NOT NULL)
      THEN '{}' ELSE '{attestation}' END::text[] || badcase_internal.screening_holds(s.submission_id);
  END;
COMMENT ON FUNCTION badcase_internal.holds(badcase_internal.submission) IS
  'what holds a submission: attestation, while its upload has none; screening, while a finding is open';

-- Puts the submission where its findings want it: held, or on to review. A duplicate is told as if it went there.
CREATE FUNCTION badcase_internal.settle(submission bigint) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    was text;
    holds text[];
  BEGIN
    SELECT s.state, array_remove(s.held_for, 'screening') || badcase_internal.screening_holds(me) INTO STRICT was, holds
    FROM badcase_internal.submission s WHERE s.submission_id = me FOR NO KEY UPDATE;
    IF was NOT IN ('pending', 'held', 'duplicate') THEN
      RETURN was;
    END IF;
    UPDATE badcase_internal.submission s SET held_for = holds WHERE s.submission_id = me AND s.held_for <> holds;
    IF was = 'duplicate' THEN
      UPDATE badcase_internal.submission s SET contributor_state = badcase_internal.state_for_contributor(s.contributor_state, was, was, false, holds = '{}'), contributor_state_at = now()
      WHERE s.submission_id = me AND s.contributor_state IN ('held', 'pending')
        AND s.contributor_state <> badcase_internal.state_for_contributor(s.contributor_state, was, was, false, holds = '{}');
    ELSIF (holds = '{}') <> (was = 'pending') THEN
      RETURN badcase_internal.change_state(me, CASE WHEN holds = '{}' THEN 'pending' ELSE 'held' END);
    END IF;
    RETURN was;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.settle(bigint) IS
  'holds a pending submission that a finding holds, frees a held one that nothing holds any more; returns its state';

-- In order of numbers, from where the last call stopped, so that no call looks at the same submissions again. What is
-- received is screened when it is triaged.
CREATE FUNCTION badcase_internal.screen_again(program int, batch int) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    version CONSTANT int := badcase_internal.rules_version(program);
    ids bigint[];
    id bigint;
  BEGIN
    ids := ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.program_id = screen_again.program AND s.rule_version < version
        AND s.submission_id > (SELECT k.screened_to FROM badcase_internal.screening k WHERE k.program_id = screen_again.program)
        AND s.state NOT IN ('received', 'withdrawn')
      ORDER BY s.submission_id LIMIT batch);
    UPDATE badcase_internal.screening k SET screened_to = t.at
    FROM (SELECT coalesce(ids[cardinality(ids)], (SELECT max(s.submission_id) FROM badcase_internal.submission s)) AS at) t
    WHERE k.program_id = screen_again.program AND k.screened_to < t.at;
    PERFORM badcase_internal.screen(program, ids);
    FOREACH id IN ARRAY ids LOOP
      PERFORM badcase_internal.settle(id);
    END LOOP;
    RETURN cardinality(ids);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.screen_again(int, int) IS
  'screens the next submissions that older rules saw; returns how many';

CREATE FUNCTION badcase_internal.seen_by_older_rules(program int) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.submission s
      LEFT JOIN badcase_internal.screening k ON k.program_id = s.program_id AND k.code_version = @extschema@.badcase_rule_version()
      WHERE s.program_id = seen_by_older_rules.program AND s.submission_id > coalesce(k.screened_to, 0)
        AND s.rule_version < coalesce(k.rule_version, 2147483647) AND s.state NOT IN ('received', 'withdrawn'));
  END;
COMMENT ON FUNCTION badcase_internal.seen_by_older_rules(int) IS 'whether a program has submissions to screen again';

-- The reason codes that a contributor is told.
CREATE FUNCTION badcase_internal.reason_of(rule text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE split_part(rule, ':', 1) WHEN 'pii' THEN 'personal_information' WHEN 'secret' THEN 'trade_secret' ELSE 'other' END;
  END;
COMMENT ON FUNCTION badcase_internal.reason_of(text) IS 'the reason code of a rejection for a finding of a rule';

CREATE FUNCTION badcase_internal.in_published_release(submission bigint) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.release_item i JOIN badcase_internal.release r ON r.release_id = i.release_id
      WHERE i.submission_id = in_published_release.submission AND r.published_at IS NOT NULL);
  END;
COMMENT ON FUNCTION badcase_internal.in_published_release(bigint) IS 'whether a published release has the submission';

-- Of the current revision: what an earlier one had is gone.
CREATE FUNCTION badcase_internal.stands_against(submission bigint) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT f.rule
    FROM badcase_internal.finding f
    JOIN badcase_internal.submission s ON s.submission_id = f.submission_id AND s.revision = f.revision
    WHERE f.submission_id = stands_against.submission AND NOT f.cleared AND f.severity IN ('block', 'hold')
    ORDER BY f.finding_id LIMIT 1;
  END;
COMMENT ON FUNCTION badcase_internal.stands_against(bigint) IS
  'the rule of the first finding of which a curator said that it stands against the submission, null for none';

CREATE FUNCTION badcase_internal.reopen_findings(submission bigint) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    UPDATE badcase_internal.finding f SET cleared = NULL, reason = NULL, resolved_by = NULL, resolved_at = NULL
    WHERE f.submission_id = reopen_findings.submission AND NOT f.cleared;
  END;
COMMENT ON FUNCTION badcase_internal.reopen_findings(bigint) IS 'opens the findings again of which a curator said that they stand';

-- A finding that stands rejects what it holds; one that stands no longer lets it out again.
CREATE FUNCTION badcase_internal.follow_findings(submission bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    rule CONSTANT text := badcase_internal.stands_against(me);
  BEGIN
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF s.state = 'held' AND rule IS NOT NULL THEN
      UPDATE badcase_internal.submission t SET reasons = ARRAY[badcase_internal.reason_of(rule)], held_for = '{}'
      WHERE t.submission_id = me;
      PERFORM badcase_internal.change_state(me, 'rejected', badcase_internal.deciding_round(s.program_id), 0);
      RETURN;
    END IF;
    -- decided by a curator's word on a finding, not by reviews or a ruling
    IF s.state = 'rejected' AND s.decided_rule = 0 AND rule IS NULL AND s.held_for = '{}' AND s.reasons <> '{}'
        AND NOT EXISTS (SELECT FROM badcase_internal.ruling g WHERE g.submission_id = me AND g.made_at >= s.decided_at) THEN
      UPDATE badcase_internal.submission t SET reasons = '{}',
        held_for = badcase_internal.holds(s)
      WHERE t.submission_id = me;
      PERFORM badcase_internal.change_state(me, 'held');
    END IF;
    PERFORM badcase_internal.settle(me);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.follow_findings(bigint) IS
  'puts a submission where a curator''s words on its findings want it: rejected, held, or on to review';

CREATE FUNCTION badcase.resolve_finding(finding bigint, cleared bool, reason text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    f badcase_internal.finding;
    word CONSTANT bool := resolve_finding.cleared;
  BEGIN
    SELECT k.* INTO f FROM badcase_internal.finding k WHERE k.finding_id = resolve_finding.finding;
    PERFORM badcase_internal.require(f.program_id, 'curator');
    IF reason IS NULL OR reason !~ '[^[:space:]]' THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a finding is cleared or not, or opened again, for a reason';
    END IF;
    PERFORM badcase_internal.lock_work(f.program_id, 'triage');
    -- as it is now, behind the lock
    SELECT k.* INTO f FROM badcase_internal.finding k WHERE k.finding_id = resolve_finding.finding;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('finding %s is there no longer', finding),
        HINT = 'The submission was screened again: see badcase.findings.';
    END IF;
    IF f.cleared IS NOT NULL AND badcase_internal.in_published_release(f.submission_id) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is in a published release', f.submission_id),
        HINT = 'The word on its findings stands.';
    END IF;
    UPDATE badcase_internal.finding k SET
      cleared = word,
      reason = CASE WHEN word IS NOT NULL THEN resolve_finding.reason END,
      resolved_by = CASE WHEN word IS NOT NULL THEN badcase_internal.person_name() END,
      resolved_at = CASE WHEN word IS NOT NULL THEN now() END
    WHERE k.submission_id = f.submission_id AND k.finding_id = f.finding_id AND k.cleared IS DISTINCT FROM word;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('finding %s is %s already', finding,
          CASE word WHEN true THEN 'cleared' WHEN false THEN 'upheld' ELSE 'open' END);
    END IF;
    PERFORM badcase_internal.follow_findings(f.submission_id);
  END
  $$;
COMMENT ON FUNCTION badcase.resolve_finding(bigint, bool, text) IS
  'curator: says of a finding that nothing is wrong (true: the submission goes on when nothing else holds it), that it stands (false: what it holds is rejected), or opens it again (null); can be changed until a published release has the submission';

-- For curators, and for the reviewer who has claimed the submission.
CREATE FUNCTION badcase.findings(submission bigint)
  RETURNS TABLE (finding bigint, rule text, severity text, field text, turn int, path text, start int, stop int,
    confidence float8, excerpt text, cleared bool, reason text, resolved_by text, resolved_at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = findings.submission;
    IF badcase_internal.has_claimed(s) IS NOT TRUE THEN
      PERFORM badcase_internal.require(s.program_id, 'curator');
    END IF;
    RETURN QUERY
      SELECT f.finding_id, f.rule, f.severity, f.field, f.turn, f.path, f.start, f.stop, f.confidence, f.excerpt, f.cleared,
        f.reason, f.resolved_by::text, f.resolved_at
      FROM badcase_internal.finding f WHERE f.submission_id = findings.submission ORDER BY f.finding_id;
  END
  $$;
COMMENT ON FUNCTION badcase.findings(bigint) IS
  'reviewer, curator: what was found in a submission and what became of it; a reviewer, of what they have claimed';

CREATE FUNCTION badcase_internal.issues_of(submission bigint) RETURNS text[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT ARRAY(
      SELECT DISTINCT f.rule COLLATE "C" FROM badcase_internal.finding f
      WHERE f.submission_id = issues_of.submission AND f.cleared IS NOT TRUE ORDER BY 1);
  END;
COMMENT ON FUNCTION badcase_internal.issues_of(bigint) IS 'the rules of the findings in a submission, but those that were cleared';

-- Also shows what keeps an accepted record out of releases after a curator has decided: nothing else would tell why it
-- never leaves.
CREATE FUNCTION badcase_internal.findings()
  RETURNS TABLE (finding bigint, submission bigint, program int, state text, rule text, severity text, field text, turn int,
    path text, start int, stop int, confidence float8, excerpt text, found_at timestamptz, bars_release bool, cleared bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT f.finding_id, f.submission_id, f.program_id, s.state, f.rule, f.severity, f.field, f.turn, f.path, f.start, f.stop,
      f.confidence, f.excerpt, f.found_at, s.state = 'accepted' AND s.revision = f.revision, f.cleared
    FROM badcase_internal.finding f JOIN badcase_internal.submission s ON s.submission_id = f.submission_id
    WHERE f.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
      AND f.cleared IS NOT TRUE AND s.state NOT IN ('rejected', 'withdrawn')
      AND ((f.severity IN ('block', 'hold') AND (f.cleared IS NULL OR s.state = 'accepted'))
        OR (f.rule LIKE 'contamination:%' AND s.state = 'accepted'))
    ORDER BY f.severity COLLATE "C", f.finding_id
  $$;
COMMENT ON FUNCTION badcase_internal.findings() IS 'the rows of badcase.findings';

CREATE VIEW badcase.findings WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.findings();
COMMENT ON VIEW badcase.findings IS
  'curator: the findings to decide on: they hold a submission, or keep an accepted one out of releases';
COMMENT ON COLUMN badcase.findings.finding IS 'its number, for badcase.resolve_finding';
COMMENT ON COLUMN badcase.findings.submission IS 'the submission';
COMMENT ON COLUMN badcase.findings.program IS 'the program';
COMMENT ON COLUMN badcase.findings.state IS 'the state of the submission';
COMMENT ON COLUMN badcase.findings.rule IS 'what was found';
COMMENT ON COLUMN badcase.findings.severity IS 'block or hold; block comes first';
COMMENT ON COLUMN badcase.findings.field IS 'where: prompt, response, question, answer, rejected or meta; null: the record as a whole';
COMMENT ON COLUMN badcase.findings.turn IS 'the turn of the history, from 1';
COMMENT ON COLUMN badcase.findings.path IS 'the JSON pointer within meta';
COMMENT ON COLUMN badcase.findings.start IS 'the first character of the span, from 0';
COMMENT ON COLUMN badcase.findings.stop IS 'the character after it';
COMMENT ON COLUMN badcase.findings.confidence IS 'how sure';
COMMENT ON COLUMN badcase.findings.excerpt IS 'what was found, masked';
COMMENT ON COLUMN badcase.findings.found_at IS 'when it was found';
COMMENT ON COLUMN badcase.findings.bars_release IS 'whether it keeps an accepted submission out of releases';
COMMENT ON COLUMN badcase.findings.cleared IS 'null: open; false: a curator said that it stands';
-- Triage: what is received goes on to review, is held, or is a duplicate; relations are found through the index.

CREATE FUNCTION badcase_internal.task_of(program int, name text) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    id bigint;
  BEGIN
    IF name IS NULL OR length(name) > 200 OR name !~ '[^[:space:]]' THEN
      RETURN NULL;
    END IF;
    LOOP
      -- locked, so that it does not go before a submission names it
      SELECT t.task_id INTO id FROM badcase_internal.task t
      WHERE t.program_id = task_of.program AND t.name = task_of.name FOR KEY SHARE;
      EXIT WHEN FOUND;
      INSERT INTO badcase_internal.task (program_id, name) VALUES (program, task_of.name)
      ON CONFLICT ON CONSTRAINT task_program_id_name_key DO NOTHING;
    END LOOP;
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.task_of(int, text) IS
  'the task of that name, made where there is none; null for no name, a blank one or one of more than 200 characters';

CREATE FUNCTION badcase_internal.task_named(meta jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN jsonb_typeof(meta -> 'task') = 'string' THEN meta ->> 'task' END;
  END;
COMMENT ON FUNCTION badcase_internal.task_named(jsonb) IS 'the task that a record''s meta names';

CREATE FUNCTION badcase_internal.taken_task(program int, meta jsonb) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT t.task_id FROM badcase_internal.task t
    WHERE t.program_id = taken_task.program AND t.name = badcase_internal.task_named(meta) AND t.set_by IS NOT NULL;
  END;
COMMENT ON FUNCTION badcase_internal.taken_task(int, jsonb) IS 'the task that a record names, if a curator has taken that name';

-- A name that no curator has taken is a contributor's word: it becomes a task only with a submission that goes to review,
-- and goes with the last such submission.
CREATE FUNCTION badcase_internal.give_task(submission bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    UPDATE badcase_internal.submission s
    SET task_id = badcase_internal.task_of(s.program_id, badcase_internal.task_named(@extschema@.meta(s.record)))
    WHERE s.submission_id = give_task.submission AND (s.task_id IS NULL OR NOT EXISTS (
        SELECT FROM badcase_internal.task t WHERE t.task_id = s.task_id AND t.set_by IS NOT NULL))
      AND badcase_internal.task_named(@extschema@.meta(s.record)) IS NOT NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.give_task(bigint) IS
  'gives a submission that goes to review the task that its record names, unless it has one that a curator has taken';

CREATE FUNCTION badcase_internal.is_named_in_review(t badcase_internal.task) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.submission s
      WHERE s.task_id = t.task_id AND s.state IN ('pending', 'needs_changes', 'disputed', 'accepted')
        AND badcase_internal.task_named(@extschema@.meta(s.record)) = t.name);
  END;
COMMENT ON FUNCTION badcase_internal.is_named_in_review(badcase_internal.task) IS
  'whether a record that is in review or accepted names the task';

-- Whoever has the task's row locked is giving it to a submission: it stays.
CREATE FUNCTION badcase_internal.take_task_away(submission bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    t badcase_internal.task;
  BEGIN
    SELECT k.* INTO t FROM badcase_internal.submission s
    JOIN badcase_internal.task k ON k.task_id = s.task_id
    WHERE s.submission_id = take_task_away.submission AND k.set_by IS NULL;
    IF NOT FOUND THEN
      RETURN;
    END IF;
    UPDATE badcase_internal.submission s SET task_id = NULL WHERE s.submission_id = take_task_away.submission;
    PERFORM FROM badcase_internal.task k WHERE k.task_id = t.task_id FOR UPDATE SKIP LOCKED;
    IF FOUND AND NOT badcase_internal.is_named_in_review(t) THEN
      UPDATE badcase_internal.submission s SET task_id = NULL WHERE s.task_id = t.task_id;
      DELETE FROM badcase_internal.task k WHERE k.task_id = t.task_id;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.take_task_away(bigint) IS
  'of what is held, rejected or withdrawn: its task, unless a curator has taken the name';

-- The failure kinds that a record names: a string or an array of them; others are left out.
CREATE FUNCTION badcase_internal.failure_kinds_of(meta jsonb) RETURNS text[]
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT ARRAY(
      SELECT DISTINCT k COLLATE "C" FROM jsonb_array_elements_text(CASE jsonb_typeof(meta -> 'failure_kind')
        WHEN 'array' THEN meta -> 'failure_kind'
        WHEN 'string' THEN jsonb_build_array(meta -> 'failure_kind')
        ELSE '[]' END) k
      WHERE k = ANY (badcase_internal.failure_kinds())
      ORDER BY 1);
  END;
COMMENT ON FUNCTION badcase_internal.failure_kinds_of(jsonb) IS 'the failure kinds that a record''s meta names';

-- A submission is common if it has 100 or more near ones that are not common themselves. Copies of a template become
-- common. Each new submission is compared with those that are not common, and with the common ones only if it is not
-- common itself. So a further copy costs the same, however many there are. Two common ones do not find each other here,
-- but in join_common.
-- Of each kind the 100 most similar relations are kept, 10 for a common submission. All near ones count for the cluster.
-- The plans are kept. They know neither the operand nor how large the table will be, so the conditions must leave the
-- planner one index: they are those of a near index, and "program_id + 0" keeps the index on program_id out.
CREATE FUNCTION badcase_internal.find_relations(submission bigint, program int, record @extschema@.badcase,
    OUT cluster bigint, OUT common_record bool, OUT common_prompt bool)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    whole CONSTANT @extschema@.badcase_near := @extschema@.near(record, 0.7::float8, 'record'::text);
    asked CONSTANT @extschema@.badcase_near := @extschema@.near(record, 0.7::float8, 'prompt'::text);
    clusters bigint[];
  BEGIN
    DELETE FROM badcase_internal.relation r WHERE r.submission_id = me AND r.kind <> 'contradiction';
    WITH searched AS MATERIALIZED (
      SELECT s.submission_id, s.cluster_id, @extschema@.similarity(s.record, find_relations.record, 'record'::text) AS similarity, s.record
      FROM badcase_internal.submission s
      WHERE s.record OPERATOR(@extschema@.%) whole AND s.program_id + 0 = find_relations.program
        AND badcase_internal.is_searchable(s.state) AND NOT s.common_record AND s.submission_id <> me
    ), hit AS MATERIALIZED (
      TABLE searched
      UNION ALL
      SELECT s.submission_id, s.cluster_id, @extschema@.similarity(s.record, find_relations.record, 'record'::text), s.record
      FROM badcase_internal.submission s
      WHERE s.record OPERATOR(@extschema@.%) whole AND s.program_id + 0 = find_relations.program
        AND badcase_internal.is_searchable(s.state) AND s.common_record AND s.submission_id <> me
        AND (SELECT count(*) FROM searched) < 100
    ), near AS (
      INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
      SELECT me, h.submission_id, 'near', h.similarity,
        @extschema@.similarity(h.record, find_relations.record, 'prompt'::text),
        @extschema@.similarity(h.record, find_relations.record, 'response'::text)
      FROM (
        SELECT * FROM hit ORDER BY similarity DESC, submission_id
        LIMIT CASE WHEN (SELECT count(*) FROM searched) < 100 THEN 100 ELSE 10 END) h
    )
    SELECT array_agg(DISTINCT h.cluster_id), (SELECT count(*) FROM searched) >= 100 INTO clusters, common_record
    FROM hit h;

    WITH searched AS MATERIALIZED (
      SELECT s.submission_id, s.record
      FROM badcase_internal.submission s
      WHERE s.record OPERATOR(@extschema@.%) asked AND s.program_id + 0 = find_relations.program
        AND badcase_internal.is_searchable(s.state) AND NOT s.common_prompt AND s.submission_id <> me
    ), alternative AS (
      INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
      SELECT me, a.submission_id, 'alternative', @extschema@.similarity(a.record, find_relations.record, 'record'::text),
        a.prompt_similarity, a.response_similarity
      FROM (
        SELECT b.submission_id, b.record, b.response_similarity,
          @extschema@.similarity(b.record, find_relations.record, 'prompt'::text) AS prompt_similarity
        FROM (
          SELECT h.submission_id, h.record, @extschema@.similarity(h.record, find_relations.record, 'response'::text) AS response_similarity
          FROM searched h WHERE @extschema@.history(h.record) = @extschema@.history(find_relations.record)
          OFFSET 0) b
        WHERE b.response_similarity < 0.7
        ORDER BY prompt_similarity DESC, b.submission_id
        LIMIT CASE WHEN (SELECT count(*) FROM searched) < 100 THEN 100 ELSE 10 END) a
    )
    SELECT count(*) >= 100 INTO common_prompt FROM searched;

    cluster := least(me, (SELECT min(c) FROM unnest(clusters) c));
    UPDATE badcase_internal.submission s SET cluster_id = cluster WHERE s.cluster_id = ANY (array_remove(clusters, cluster));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.find_relations(bigint, int, @extschema@.badcase) IS
  'finds what is near to a submission or an alternative to it, writes the relations, joins clusters; returns the cluster and whether record and prompt are common';

-- When two similar submissions arrive, the later one finds the earlier one. Only two common submissions can miss each
-- other; this function joins their clusters.
CREATE FUNCTION badcase_internal.join_common(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    members bigint[];
    clusters bigint[];
    first bigint;
  BEGIN
    FOR members IN
      SELECT array_agg(g.member) FROM (
        SELECT k.cluster, min(k.id) AS member
        FROM @extschema@.badcase_clusters(format('SELECT s.submission_id, s.record FROM badcase_internal.submission s
          WHERE s.program_id = %s AND s.common_record AND s.cluster_id IS NOT NULL AND badcase_internal.is_searchable(s.state)', program), 0.7::float8, NULL::text) k
        JOIN badcase_internal.submission s ON s.submission_id = k.id
        GROUP BY k.cluster, s.cluster_id) g
      GROUP BY g.cluster HAVING count(*) > 1
    LOOP
      -- by their members, for the round before may have joined some
      clusters := ARRAY(SELECT DISTINCT s.cluster_id FROM badcase_internal.submission s WHERE s.submission_id = ANY (members));
      first := (SELECT min(c) FROM unnest(clusters) c);
      UPDATE badcase_internal.submission s SET cluster_id = first WHERE s.cluster_id = ANY (array_remove(clusters, first));
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.join_common(int) IS 'joins the clusters of common submissions that are near to each other';

CREATE FUNCTION badcase_internal.triage_submission(submission bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    original record;
    related record;
    meta jsonb;
    next_state text;
  BEGIN
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me;
    meta := @extschema@.meta(s.record);
    s.held_for := badcase_internal.holds(s);
    SELECT e.submission_id, e.cluster_id INTO original FROM badcase_internal.submission e
    WHERE e.exact_key = s.exact_key AND e.program_id = s.program_id AND e.submission_id <> me
      AND e.exact_key_version = s.exact_key_version
      AND badcase_internal.is_searchable(e.state) AND e.state <> 'rejected'
    ORDER BY e.submission_id LIMIT 1;
    IF FOUND THEN
      DELETE FROM badcase_internal.relation r WHERE r.submission_id = me AND r.kind <> 'contradiction';
      INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
      VALUES (me, original.submission_id, 'exact', 1, 1, 1);
      s.cluster_id := original.cluster_id;
      s.duplicate_of := original.submission_id;
      s.common_record := false;
      s.common_prompt := false;
      next_state := 'duplicate';
    ELSE
      related := badcase_internal.find_relations(me, s.program_id, s.record);
      s.cluster_id := related.cluster;
      s.common_record := related.common_record;
      s.common_prompt := related.common_prompt;
      next_state := CASE WHEN s.held_for = '{}' THEN 'pending' ELSE 'held' END;
    END IF;
    -- Not indexed for near search yet: the move does that.
    UPDATE badcase_internal.submission t SET
      cluster_id = s.cluster_id,
      duplicate_of = s.duplicate_of,
      common_record = s.common_record,
      common_prompt = s.common_prompt,
      held_for = s.held_for,
      task_id = coalesce(t.task_id, badcase_internal.taken_task(s.program_id, meta),
        CASE WHEN badcase_internal.task_named(meta) IS NULL THEN badcase_internal.task_by_prompt(me) END),
      failure_kinds = CASE WHEN meta ? 'failure_kind' THEN badcase_internal.failure_kinds_of(meta) ELSE '{}' END,
      model_version = meta ->> 'model_version'
    WHERE t.submission_id = me;
    PERFORM badcase_internal.change_state(me, next_state);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.triage_submission(bigint) IS
  'relates a received submission, gives it its task and moves it on';

-- One batch at a time in a program, in order of submission_id: the outcome does not depend on who calls it, how often
-- or in what portions, as long as nothing comes in meanwhile.
CREATE FUNCTION badcase.triage_batch(program int DEFAULT NULL, batch int DEFAULT 1000) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    p int := program;
    this_job bigint;
    began timestamptz;
    n bigint := 0;
    ids bigint[];
    id bigint;
    ended bool;
  BEGIN
    IF batch IS NULL OR batch < 1 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a batch has at least one submission';
    END IF;
    IF p IS NULL THEN
      SELECT q.program_id INTO p FROM badcase_internal.program q
      WHERE badcase_internal.has_capability(q.program_id, 'curator') AND EXISTS (
        SELECT FROM badcase_internal.submission s WHERE s.program_id = q.program_id AND s.state = 'received'
        UNION ALL SELECT WHERE badcase_internal.seen_by_older_rules(q.program_id)
        UNION ALL SELECT FROM badcase_internal.attested_since(q.program_id))
      ORDER BY q.program_id LIMIT 1;
      IF NOT FOUND THEN
        RETURN 0;
      END IF;
    ELSE
      PERFORM badcase_internal.require(p, 'curator');
    END IF;
    PERFORM badcase_internal.lock_work(p, 'triage');
    PERFORM badcase_internal.settle_attested(ARRAY(SELECT badcase_internal.attested_since(p)));
    IF NOT EXISTS (SELECT FROM badcase_internal.job j WHERE j.program_id = p AND j.kind = 'triage' AND j.finished_at IS NULL) THEN
      PERFORM badcase_internal.free_duplicates(p);
    END IF;
    IF NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'received') THEN
      RETURN badcase_internal.screen_again(p, batch);
    END IF;

    SELECT j.job_id, j.started_at INTO this_job, began FROM badcase_internal.job j
    WHERE j.program_id = p AND j.kind = 'triage' AND j.finished_at IS NULL;
    IF NOT FOUND THEN
      INSERT INTO badcase_internal.job (program_id, kind, phase, total, started_by)
      SELECT p, 'triage', 'relations', count(*), badcase_internal.person_name()
      FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'received'
      -- one that the snapshot does not show is then a serialization failure
      ON CONFLICT DO NOTHING
      RETURNING job_id, started_at INTO this_job, began;
    END IF;
    ids := ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.program_id = p AND s.state = 'received' ORDER BY s.submission_id LIMIT batch);
    PERFORM badcase_internal.screen(p, ids);
    FOREACH id IN ARRAY ids LOOP
      PERFORM badcase_internal.triage_submission(id);
      n := n + 1;
    END LOOP;
    ended := NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'received');
    IF ended AND EXISTS (
        SELECT FROM badcase_internal.submission s
        WHERE s.program_id = p AND s.common_record AND s.cluster_id IS NOT NULL AND s.updated_at >= began) THEN
      PERFORM badcase_internal.join_common(p);
    END IF;
    UPDATE badcase_internal.job j SET
      done = j.done + n,
      total = greatest(j.total, j.done + n),
      heartbeat_at = clock_timestamp(),
      finished_at = CASE WHEN ended THEN clock_timestamp() END
    WHERE j.job_id = this_job;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.triage_batch(int, int) IS
  'curator: triages the next submissions of a program, or of the first of one''s programs that has any, then screens again what older rules saw; returns how many';

CREATE PROCEDURE badcase.triage(program int DEFAULT NULL, batch int DEFAULT 1000)
  LANGUAGE plpgsql
  AS $$
  BEGIN
    WHILE badcase.triage_batch(program, batch) OPERATOR(pg_catalog.>) 0 LOOP
      COMMIT;
    END LOOP;
  END
  $$;
COMMENT ON PROCEDURE badcase.triage(int, int) IS
  'curator: triages everything received and screens again what older rules saw, committing after each batch; cut off, it goes on with the next call';
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
CREATE FUNCTION badcase_internal.review_queue()
  RETURNS TABLE (submission bigint, round bigint, task text, prompt text, response text, history jsonb, rejected text,
    failure_kinds text[], issues text[], similar jsonb, received_at timestamptz, lease_until timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT s.submission_id, o.round_id, t.name, @extschema@.prompt(s.record), @extschema@.response(s.record),
      @extschema@.history(s.record), @extschema@.rejected(s.record), s.failure_kinds, badcase_internal.issues_of(s.submission_id),
      badcase_internal.similar_to(s.submission_id), s.received_at, s.lease_until
    FROM badcase_internal.submission s
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NOT NULL
    LEFT JOIN badcase_internal.round o ON o.program_id = s.program_id AND o.closed_at IS NULL
    WHERE s.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer'))::int[])
      AND s.state = 'pending' AND s.lease_role = (SELECT badcase_internal.person()) AND s.lease_until > now()
    ORDER BY s.cluster_id, s.submission_id
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

-- A claim ends with its time, and when who made it is a reviewer no longer or is gone.
CREATE FUNCTION badcase_internal.is_claimed(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce(s.lease_until > now()
      AND badcase_internal.role_has_capability(s.lease_role, s.program_id, '{reviewer}'::text[]), false);
  END;
COMMENT ON FUNCTION badcase_internal.is_claimed(badcase_internal.submission) IS 'whether a reviewer has claimed the submission';

CREATE FUNCTION badcase_internal.has_claimed(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT s.state = 'pending' AND badcase_internal.is_claimed(s)
      AND coalesce(s.lease_role = badcase_internal.person(), false);
  END;
COMMENT ON FUNCTION badcase_internal.has_claimed(badcase_internal.submission) IS 'whether the person has claimed the submission for review';

-- The order: (1) tasks furthest below their target, (2) the rarest kind of failure among accepted clusters, (3) the
-- oldest cluster, its near-duplicates side by side. What was received after the cut-off is not offered.
CREATE FUNCTION badcase_internal.claimable(program int) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH accepted AS MATERIALIZED (
      SELECT a.task_id, a.cluster_id, a.failure_kinds FROM badcase_internal.submission a
      WHERE a.program_id = claimable.program AND a.state = 'accepted'
    ), of_task AS (
      SELECT a.task_id, count(DISTINCT a.cluster_id) AS n FROM accepted a GROUP BY a.task_id
    ), of_kind AS MATERIALIZED (
      SELECT q.kind, count(DISTINCT a.cluster_id) AS n
      FROM unnest(badcase_internal.failure_kinds()) q(kind)
      LEFT JOIN accepted a ON q.kind = ANY (a.failure_kinds)
      GROUP BY q.kind
    )
    SELECT s.submission_id
    FROM badcase_internal.submission s
    JOIN badcase_internal.round o ON o.program_id = s.program_id AND o.closed_at IS NULL
      AND (o.cut_off IS NULL OR s.received_at <= o.cut_off)
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id
    LEFT JOIN of_task k ON k.task_id = s.task_id
    WHERE s.program_id = claimable.program AND s.state = 'pending' AND NOT badcase_internal.is_claimed(s)
    ORDER BY greatest(t.target - coalesce(k.n, 0), 0) DESC NULLS LAST,
      (SELECT min(f.n) FROM of_kind f WHERE f.kind = ANY (s.failure_kinds)) NULLS LAST, s.cluster_id, s.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.claimable(int) IS
  'what is pending in a program''s open round and not claimed, in the order in which it is to be reviewed';

-- Each claim is an update of one row that nobody else has claimed meanwhile.
CREATE FUNCTION badcase.claim_reviews(program int, n int DEFAULT 10, lease interval DEFAULT '1 hour')
  RETURNS SETOF badcase.review_queue
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT regrole := badcase_internal.person();
    candidate bigint;
    claimed bigint[] := '{}'::bigint[];
  BEGIN
    PERFORM badcase_internal.require(program, 'reviewer');
    IF n IS NULL OR n < 1 OR n > 1000 OR lease IS NULL OR lease <= '0' OR lease > '7 days' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'claim 1 to 1000 reviews, for up to 7 days';
    END IF;
    FOR candidate IN SELECT c.* FROM badcase_internal.claimable(program) c LOOP
      UPDATE badcase_internal.submission s SET lease_role = me, lease_until = now() + lease
      WHERE s.submission_id = candidate AND s.state = 'pending'
        AND NOT badcase_internal.is_claimed(s) AND badcase_internal.may_review(s);
      IF FOUND THEN
        claimed := claimed || candidate;
        EXIT WHEN cardinality(claimed) = n;
      END IF;
    END LOOP;
    RETURN QUERY
      SELECT q.* FROM badcase_internal.review_queue() q
      JOIN unnest(claimed) WITH ORDINALITY c(id, place) ON c.id = q.submission ORDER BY c.place;
  END
  $$;
COMMENT ON FUNCTION badcase.claim_reviews(int, int, interval) IS
  'reviewer: claims up to n submissions, which nobody else reviews until the lease ends; returns them';

-- Rule 1: the first quorum reviews agree and decide, or the submission is disputed.
CREATE FUNCTION badcase_internal.decision(submission bigint, review_pass int, quorum int) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN count(*) < decision.quorum THEN NULL
      WHEN count(DISTINCT v.verdict) = 1 THEN min(v.verdict)
      ELSE 'disputed'
    END
    FROM badcase_internal.review v WHERE v.submission_id = decision.submission AND v.review_pass = decision.review_pass;
  END;
COMMENT ON FUNCTION badcase_internal.decision(bigint, int, int) IS
  'what the reviews of a pass come to by rule 1; null while there are fewer than the quorum';

CREATE FUNCTION badcase_internal.check_review(s badcase_internal.submission, reasons text[], failure_kinds text[], contradicts bigint[])
  RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF s.state <> 'pending' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s and cannot be reviewed', s.submission_id, s.state),
        HINT = 'Reviews are for pending submissions.';
    END IF;
    IF badcase_internal.is_own(s.contributor_id) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody reviews a submission of their own';
    END IF;
    IF badcase_internal.has_reviewed(s.submission_id, s.review_pass) THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" has reviewed submission %s already', badcase_internal.person_name(), s.submission_id),
        HINT = 'A person is one reviewer, whatever groups they are in.';
    END IF;
    IF badcase_internal.has_edited(s.submission_id, s.revision) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody reviews a revision of their own';
    END IF;
    IF badcase_internal.is_claimed(s) AND NOT badcase_internal.has_claimed(s) THEN
      RAISE lock_not_available USING
        MESSAGE = format('submission %s is being reviewed by somebody else', s.submission_id);
    END IF;
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
        SELECT FROM badcase_internal.relation r WHERE r.kind = 'alternative'
          AND ((r.submission_id = s.submission_id AND r.other_id = x.id)
          OR (r.submission_id = x.id AND r.other_id = s.submission_id)))) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('submission %s can contradict its alternatives only', s.submission_id);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_review(badcase_internal.submission, text[], text[], bigint[]) IS
  'raises where the caller cannot give that review of a submission';

CREATE FUNCTION badcase.submit_review(submission bigint, useful bool, correct bool, reasons text[] DEFAULT '{}',
    failure_kinds text[] DEFAULT '{}', contradicts bigint[] DEFAULT '{}', note text DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    this_round bigint;
    outcome text;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    PERFORM badcase_internal.require(s.program_id, 'reviewer');
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF useful IS NULL OR correct IS NULL THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a review says whether the record is useful and whether it is correct';
    END IF;
    PERFORM badcase_internal.check_review(s, reasons, failure_kinds, contradicts);
    this_round := badcase_internal.deciding_round(s.program_id, s.received_at);

    INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, reasons,
      failure_kinds, contradicts, note)
    VALUES (me, s.review_pass, badcase_internal.person(), this_round, s.revision, submit_review.useful, submit_review.correct,
      CASE WHEN NOT submit_review.useful THEN 'rejected' WHEN submit_review.correct THEN 'accepted' ELSE 'needs_changes' END,
      submit_review.reasons, submit_review.failure_kinds, submit_review.contradicts, submit_review.note);
    INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT r.submission_id, r.other_id, 'contradiction', r.similarity, r.prompt_similarity, r.response_similarity
    FROM badcase_internal.relation r
    WHERE r.kind = 'alternative' AND ((r.submission_id = me AND r.other_id = ANY (contradicts))
      OR (r.other_id = me AND r.submission_id = ANY (contradicts)))
    ON CONFLICT DO NOTHING;
    UPDATE badcase_internal.submission t SET lease_role = NULL, lease_until = NULL WHERE t.submission_id = me;

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
    RETURN badcase_internal.change_state(me, outcome, this_round, 1);
  END
  $$;
COMMENT ON FUNCTION badcase.submit_review(bigint, bool, bool, text[], text[], bigint[], text) IS
  'reviewer: reviews a submission; returns its state after that';
-- Revisions: a contributor answers a wish for changes, a reviewer or curator edits what is pending.

-- The answer that was sent stays as the rejected one where no other is there: with the edited one it is a pair. A pair
-- of equal answers teaches nothing, and an answer to another prompt is none.
CREATE FUNCTION badcase_internal.keep_rejected(was @extschema@.badcase, edited @extschema@.badcase) RETURNS @extschema@.badcase
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT @extschema@.badcase(@extschema@.prompt(edited), @extschema@.response(edited), @extschema@.history(edited),
      coalesce(@extschema@.rejected(edited), nullif(coalesce(@extschema@.rejected(was),
        CASE WHEN @extschema@.prompt(edited) = @extschema@.prompt(was)
          AND @extschema@.history(edited) = @extschema@.history(was) THEN @extschema@.response(was) END),
        @extschema@.response(edited))),
      @extschema@.meta(edited));
  END;
COMMENT ON FUNCTION badcase_internal.keep_rejected(@extschema@.badcase, @extschema@.badcase) IS
  'an edited record with the rejected answer of what it was, or its response, unless it has a rejected answer itself';

-- When a member leaves a cluster, the others may not be near to each other any more, so their clusters are computed again.
-- The cluster's number may have been that of the member that left.
CREATE FUNCTION badcase_internal.divide_cluster(cluster bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    UPDATE badcase_internal.submission s SET cluster_id = k.cluster
    FROM @extschema@.badcase_clusters(format('SELECT s.submission_id, s.record FROM badcase_internal.submission s
      WHERE s.cluster_id = %s AND badcase_internal.is_searchable(s.state)', cluster), 0.7::float8, NULL::text) k
    WHERE s.submission_id = k.id AND s.cluster_id <> k.cluster;
    UPDATE badcase_internal.submission s SET cluster_id = o.cluster_id
    FROM badcase_internal.submission o
    WHERE s.cluster_id = divide_cluster.cluster AND s.state = 'duplicate' AND o.submission_id = s.duplicate_of
      AND o.cluster_id <> s.cluster_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.divide_cluster(bigint) IS 'computes the clusters of the members of one anew';

CREATE FUNCTION badcase_internal.divide_clusters(ids bigint[]) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    SELECT badcase_internal.divide_cluster(c.cluster_id)
    FROM (
      SELECT DISTINCT s.cluster_id
      FROM badcase_internal.submission g JOIN badcase_internal.submission s ON s.cluster_id = g.cluster_id
      WHERE g.submission_id = ANY (ids) AND badcase_internal.is_searchable(s.state)) c;
  END;
COMMENT ON FUNCTION badcase_internal.divide_clusters(bigint[]) IS 'computes the clusters anew that withdrawn submissions were in, where others are left';

CREATE FUNCTION badcase_internal.check_revise(s badcase_internal.submission) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    is_curator CONSTANT bool := badcase_internal.has_capability(s.program_id, 'curator');
    is_contributor CONSTANT bool := badcase_internal.represents(s.contributor_id) AND badcase_internal.has_capability(s.program_id, 'contributor');
    claimed CONSTANT bool := badcase_internal.has_claimed(s);
  BEGIN
    IF s.state = 'needs_changes' AND (is_contributor OR is_curator) THEN
      RETURN;
    END IF;
    IF s.state <> 'pending' OR is_contributor THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s and cannot be revised', s.submission_id,
          CASE WHEN is_contributor THEN s.contributor_state ELSE s.state END),
        HINT = 'Contributors revise what needs changes; reviewers and curators edit what is pending.';
    END IF;
    IF badcase_internal.is_own(s.contributor_id) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody edits a pending submission of their own';
    END IF;
    IF badcase_internal.is_claimed(s) AND NOT claimed THEN
      RAISE lock_not_available USING
        MESSAGE = format('submission %s is being reviewed by somebody else', s.submission_id);
    END IF;
    IF NOT is_curator AND NOT claimed THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" has not claimed submission %s', badcase_internal.person_name(), s.submission_id),
        HINT = 'Reviewers edit what badcase.claim_reviews gave them.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_revise(badcase_internal.submission) IS 'raises where the caller cannot revise a submission';

-- Relations were found by the old text, so triage looks for them again.
CREATE FUNCTION badcase.revise(submission bigint, record @extschema@.badcase, reason text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    edited @extschema@.badcase;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    IF (badcase_internal.represents(s.contributor_id) AND badcase_internal.has_capability(s.program_id, 'contributor')) IS NOT TRUE THEN
      PERFORM badcase_internal.require(s.program_id, 'reviewer', 'curator');
    END IF;
    IF record IS NULL OR reason IS NULL OR reason !~ '[^[:space:]]' THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a revision has a record and a reason';
    END IF;
    PERFORM badcase_internal.lock_work(s.program_id, 'triage');
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    PERFORM badcase_internal.check_revise(s);
    edited := badcase_internal.keep_rejected(s.record, revise.record);
    IF edited OPERATOR(@extschema@.=) s.record THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('the record is what submission %s is already', me);
    END IF;

    INSERT INTO badcase_internal.revision (submission_id, revision, record, digest, reason, made_by)
    VALUES (me, s.revision + 1, edited, @extschema@.badcase_digest(edited), revise.reason, badcase_internal.person());
    UPDATE badcase_internal.submission t SET
      record = edited,
      revision = s.revision + 1,
      exact_key = @extschema@.exact_key(edited),
      exact_key_version = 1,
      common_record = false,
      common_prompt = false,
      reasons = '{}'
    WHERE t.submission_id = me;
    DELETE FROM badcase_internal.relation r WHERE r.submission_id = me;
    DELETE FROM badcase_internal.relation r WHERE r.other_id = me;
    PERFORM badcase_internal.change_state(me, 'received');
    PERFORM badcase_internal.divide_cluster(s.cluster_id);
    RETURN 'received';
  END
  $$;
COMMENT ON FUNCTION badcase.revise(bigint, @extschema@.badcase, text) IS
  'contributor, reviewer, curator: gives a submission a new revision and sends it to triage again; returns its state';
-- Rounds: nothing is decided outside of one, and what came after the cut-off waits for the next.

-- The lock makes close_round wait for a decision that is being made.
CREATE FUNCTION badcase_internal.deciding_round(program int, received_at timestamptz DEFAULT '-infinity') RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    o record;
  BEGIN
    SELECT r.round_id, r.cut_off INTO o FROM badcase_internal.round r
    WHERE r.program_id = deciding_round.program AND r.closed_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('program %s has no open round', program),
        HINT = 'A curator opens one with badcase.open_round.';
    END IF;
    IF received_at > o.cut_off THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('the submission came after the cut-off of round %s', o.round_id),
        HINT = 'It belongs to the next round.';
    END IF;
    RETURN o.round_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.deciding_round(int, timestamptz) IS
  'the open round of a program, which a decision belongs to; raises 55000 without one and where its cut-off was before that time';

CREATE FUNCTION badcase.open_round(program int, cut_off timestamptz) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    id bigint;
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    UPDATE badcase_internal.round o SET cut_off = open_round.cut_off
    WHERE o.program_id = open_round.program AND o.closed_at IS NULL AND o.cut_off IS NULL AND open_round.cut_off IS NOT NULL
    RETURNING o.round_id INTO id;
    IF NOT FOUND THEN
      INSERT INTO badcase_internal.round (program_id, cut_off) VALUES (program, open_round.cut_off)
      ON CONFLICT DO NOTHING RETURNING round_id INTO id;
    END IF;
    IF id IS NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('program %s has an open round', program),
        HINT = 'badcase.close_round closes it.';
    END IF;
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase.open_round(int, timestamptz) IS
  'curator: opens a round, or gives the open one its cut-off where it has none; returns its number';

CREATE FUNCTION badcase.close_round(round bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM badcase_internal.require((SELECT o.program_id FROM badcase_internal.round o WHERE o.round_id = close_round.round), 'curator');
    UPDATE badcase_internal.round o SET closed_at = now(), cut_off = least(o.cut_off, now())
    WHERE o.round_id = close_round.round AND o.closed_at IS NULL;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('round %s is closed already', round);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.close_round(bigint) IS
  'curator: closes a round: what is not decided yet rolls over to the next, with the reviews that it has';

CREATE FUNCTION badcase_internal.round_progress()
  RETURNS TABLE (program int, round bigint, opened_at timestamptz, cut_off timestamptz, closed_at timestamptz, reviews bigint,
    accepted bigint, rejected bigint, needs_changes bigint, disputed bigint, waiting bigint, late bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (
      SELECT o.* FROM badcase_internal.round o WHERE badcase_internal.has_capability(o.program_id, 'reviewer', 'curator')
    ), decision AS (
      SELECT e.round_id, count(*) FILTER (WHERE e.to_state = 'accepted') AS accepted,
        count(*) FILTER (WHERE e.to_state = 'rejected') AS rejected,
        count(*) FILTER (WHERE e.to_state = 'needs_changes') AS needs_changes,
        count(*) FILTER (WHERE e.to_state = 'disputed') AS disputed
      FROM badcase_internal.event e WHERE e.round_id IN (SELECT m.round_id FROM mine m) GROUP BY e.round_id
    ), reviewed AS (
      SELECT v.round_id, count(*) AS n FROM badcase_internal.review v
      WHERE v.round_id IN (SELECT m.round_id FROM mine m) GROUP BY v.round_id
    ), undecided AS (
      SELECT m.round_id, count(*) FILTER (WHERE (s.received_at > m.cut_off) IS NOT TRUE) AS waiting,
        count(*) FILTER (WHERE s.received_at > m.cut_off) AS late
      FROM mine m JOIN badcase_internal.submission s ON s.program_id = m.program_id
        AND s.state IN ('received', 'held', 'pending', 'disputed')
      WHERE m.closed_at IS NULL GROUP BY m.round_id
    )
    SELECT m.program_id, m.round_id, m.opened_at, m.cut_off, m.closed_at, coalesce(v.n, 0), coalesce(d.accepted, 0),
      coalesce(d.rejected, 0), coalesce(d.needs_changes, 0), coalesce(d.disputed, 0),
      CASE WHEN m.closed_at IS NULL THEN coalesce(u.waiting, 0) END,
      CASE WHEN m.closed_at IS NULL THEN coalesce(u.late, 0) END
    FROM mine m
    LEFT JOIN decision d ON d.round_id = m.round_id
    LEFT JOIN reviewed v ON v.round_id = m.round_id
    LEFT JOIN undecided u ON u.round_id = m.round_id
    ORDER BY m.program_id, m.round_id
  $$;
COMMENT ON FUNCTION badcase_internal.round_progress() IS 'the rows of badcase.round_progress';

CREATE VIEW badcase.round_progress WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.round_progress();
COMMENT ON VIEW badcase.round_progress IS 'reviewer, curator: what was decided in each round, and what waits in the open one';
COMMENT ON COLUMN badcase.round_progress.program IS 'the program';
COMMENT ON COLUMN badcase.round_progress.round IS 'the round';
COMMENT ON COLUMN badcase.round_progress.opened_at IS 'when it was opened';
COMMENT ON COLUMN badcase.round_progress.cut_off IS 'what came later belongs to the next round; null: no cut-off';
COMMENT ON COLUMN badcase.round_progress.closed_at IS 'when it was closed; null: it is open';
COMMENT ON COLUMN badcase.round_progress.reviews IS 'how many reviews were given in it';
COMMENT ON COLUMN badcase.round_progress.accepted IS 'how many times it accepted a submission';
COMMENT ON COLUMN badcase.round_progress.rejected IS 'how many times it rejected one';
COMMENT ON COLUMN badcase.round_progress.needs_changes IS 'how many times it asked for changes';
COMMENT ON COLUMN badcase.round_progress.disputed IS 'how many times its reviews disagreed';
COMMENT ON COLUMN badcase.round_progress.waiting IS
  'how many submissions up to the cut-off are received, held, pending or disputed; null: it is closed';
COMMENT ON COLUMN badcase.round_progress.late IS 'how many that came after the cut-off are; null: it is closed';

-- Four weeks are what contributors are told. What needs changes waits for its contributor.
CREATE FUNCTION badcase_internal.overdue()
  RETURNS TABLE (program int, submission bigint, state text, task text, received_at timestamptz, days int)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT s.program_id, s.submission_id, s.state, t.name, s.received_at,
      floor(extract(epoch FROM now() - s.received_at) / 86400)::int
    FROM badcase_internal.submission s LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id
    WHERE s.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
      AND s.state IN ('received', 'held', 'pending', 'disputed') AND now() - s.received_at > '672 hours'
    ORDER BY s.received_at, s.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.overdue() IS 'the rows of badcase.overdue';

CREATE VIEW badcase.overdue WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.overdue();
COMMENT ON VIEW badcase.overdue IS 'curator: what has waited for more than 28 days without a decision';
COMMENT ON COLUMN badcase.overdue.program IS 'the program';
COMMENT ON COLUMN badcase.overdue.submission IS 'the submission';
COMMENT ON COLUMN badcase.overdue.state IS 'received, held, pending or disputed';
COMMENT ON COLUMN badcase.overdue.task IS 'the task, if it has one';
COMMENT ON COLUMN badcase.overdue.received_at IS 'when it was received';
COMMENT ON COLUMN badcase.overdue.days IS 'how many whole days ago that is';
-- Where reviewers disagree, and what a curator decides alone.

CREATE FUNCTION badcase.adjudicate(submission bigint, decision text, reason text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    this_round bigint;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    PERFORM badcase_internal.require(s.program_id, 'curator');
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF decision IS NULL OR decision NOT IN ('accepted', 'rejected') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a decision is accepted or rejected';
    END IF;
    IF reason IS NULL OR reason !~ '[^[:space:]]' THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a curator decides for a reason';
    END IF;
    IF s.state <> 'disputed' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s, not disputed', me, s.state);
    END IF;
    IF badcase_internal.is_own(s.contributor_id) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody decides on a submission of their own';
    END IF;
    this_round := badcase_internal.deciding_round(s.program_id, s.received_at);
    INSERT INTO badcase_internal.ruling (submission_id, kind, decision, reason, round_id, made_by)
    VALUES (me, 'adjudicate', adjudicate.decision, adjudicate.reason, this_round, badcase_internal.person_name());
    RETURN badcase_internal.change_state(me, decision, this_round, 0);
  END
  $$;
COMMENT ON FUNCTION badcase.adjudicate(bigint, text, text) IS
  'curator: decides on a submission whose reviewers disagree; returns its state';

-- reopen and publish_release both lock the program's row first, then the release's. So of a publication and a reopening
-- at the same time the second waits, and sees what the first did.
CREATE FUNCTION badcase.reopen(submission bigint, reason text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    published timestamptz;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    PERFORM badcase_internal.require(s.program_id, 'curator');
    IF reason IS NULL OR reason !~ '[^[:space:]]' THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a curator reopens for a reason';
    END IF;
    PERFORM FROM badcase_internal.program p WHERE p.program_id = s.program_id FOR NO KEY UPDATE;
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF badcase_internal.is_own(s.contributor_id) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody reopens a submission of their own';
    END IF;
    FOR published IN
      SELECT r.published_at FROM badcase_internal.release r
      WHERE r.release_id IN (SELECT i.release_id FROM badcase_internal.release_item i WHERE i.submission_id = me) FOR SHARE
    LOOP
      IF published IS NOT NULL THEN
        RAISE object_not_in_prerequisite_state USING
          MESSAGE = format('submission %s is in a published release', me),
          HINT = 'What was published can be withdrawn, not judged again.';
      END IF;
    END LOOP;
    IF s.state NOT IN ('accepted', 'rejected') THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s, neither accepted nor rejected', me, s.state);
    END IF;
    INSERT INTO badcase_internal.ruling (submission_id, kind, reason, round_id, made_by)
    VALUES (me, 'reopen', reopen.reason, s.decided_round, badcase_internal.person_name());
    UPDATE badcase_internal.submission t SET reasons = '{}' WHERE t.submission_id = me;
    IF badcase_internal.stands_against(me) IS NULL THEN
      RETURN badcase_internal.change_state(me, 'pending');
    END IF;
    PERFORM badcase_internal.reopen_findings(me);
    IF s.state = 'rejected' THEN
      UPDATE badcase_internal.submission t SET held_for = badcase_internal.holds(s) WHERE t.submission_id = me;
      RETURN badcase_internal.change_state(me, 'held');
    END IF;
    PERFORM badcase_internal.change_state(me, 'pending');
    RETURN badcase_internal.settle(me);
  END
  $$;
COMMENT ON FUNCTION badcase.reopen(bigint, text) IS
  'curator: puts a decided submission that is in no published release back to review, where earlier reviews do not count; one with a finding that stands is held again, the finding open; returns its state';

CREATE FUNCTION badcase_internal.disputes()
  RETURNS TABLE (submission bigint, program int, task text, prompt text, response text, history jsonb, rejected text,
    reviews jsonb, similar jsonb, received_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT s.submission_id, s.program_id, t.name, @extschema@.prompt(s.record), @extschema@.response(s.record),
      @extschema@.history(s.record), @extschema@.rejected(s.record), (
        SELECT jsonb_agg(jsonb_build_object('useful', v.useful, 'correct', v.correct, 'verdict', v.verdict,
          'reasons', v.reasons, 'note', v.note) ORDER BY v.verdict, v.reviewed_at, v.reviewer)
        FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass),
      badcase_internal.similar_to(s.submission_id), s.received_at
    FROM badcase_internal.submission s LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id
    WHERE s.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
      AND s.state = 'disputed'
    ORDER BY s.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.disputes() IS 'the rows of badcase.disputes';

CREATE VIEW badcase.disputes WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.disputes();
COMMENT ON VIEW badcase.disputes IS 'curator: the submissions whose reviewers disagree, for badcase.adjudicate';
COMMENT ON COLUMN badcase.disputes.submission IS 'the submission';
COMMENT ON COLUMN badcase.disputes.program IS 'the program';
COMMENT ON COLUMN badcase.disputes.task IS 'the task, if it has one';
COMMENT ON COLUMN badcase.disputes.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.disputes.response IS 'the expected output';
COMMENT ON COLUMN badcase.disputes.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.disputes.rejected IS 'the model''s own bad answer';
COMMENT ON COLUMN badcase.disputes.reviews IS 'the reviews: useful, correct, verdict, reasons, note';
COMMENT ON COLUMN badcase.disputes.similar IS 'up to ten related submissions, as in badcase.review_queue';
COMMENT ON COLUMN badcase.disputes.received_at IS 'when it was received';

CREATE FUNCTION badcase_internal.conflicts()
  RETURNS TABLE (program int, a bigint, b bigint, kind text, prompt_similarity float8, response_similarity float8,
    a_state text, b_state text, a_prompt text, b_prompt text, a_response text, b_response text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH curated AS MATERIALIZED (SELECT badcase_internal.programs_with('curator') AS programs)
    SELECT x.program_id, x.submission_id, y.submission_id, k.kind, k.prompt_similarity, k.response_similarity, x.state, y.state,
      CASE WHEN t.shown THEN @extschema@.prompt(x.record) END, CASE WHEN t.shown THEN @extschema@.prompt(y.record) END,
      CASE WHEN t.shown THEN @extschema@.response(x.record) END, CASE WHEN t.shown THEN @extschema@.response(y.record) END
    FROM curated c
    CROSS JOIN (
      SELECT DISTINCT ON (least(r.submission_id, r.other_id), greatest(r.submission_id, r.other_id))
        least(r.submission_id, r.other_id) AS a, greatest(r.submission_id, r.other_id) AS b, r.kind, r.prompt_similarity,
        r.response_similarity
      FROM badcase_internal.relation r WHERE r.kind IN ('alternative', 'contradiction')
      ORDER BY 1, 2, r.kind DESC) k
    JOIN badcase_internal.submission x ON x.submission_id = k.a
    JOIN badcase_internal.submission y ON y.submission_id = k.b
    CROSS JOIN LATERAL (SELECT k.kind = 'contradiction' AND x.program_id = ANY (c.programs) AS shown) t
    WHERE x.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[])
      AND badcase_internal.is_searchable(x.state) AND x.state <> 'rejected'
      AND badcase_internal.is_searchable(y.state) AND y.state <> 'rejected'
    ORDER BY k.kind DESC, (x.state = 'accepted')::int + (y.state = 'accepted')::int DESC, k.prompt_similarity DESC, k.a, k.b
  $$;
COMMENT ON FUNCTION badcase_internal.conflicts() IS 'the rows of badcase.conflicts';

CREATE VIEW badcase.conflicts WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.conflicts();
COMMENT ON VIEW badcase.conflicts IS
  'reviewer, curator: pairs that answer one prompt in different ways, contradictions first, of these first where both were accepted; without what was rejected, withdrawn or is a duplicate';
COMMENT ON COLUMN badcase.conflicts.program IS 'the program';
COMMENT ON COLUMN badcase.conflicts.a IS 'a submission';
COMMENT ON COLUMN badcase.conflicts.b IS 'a later one';
COMMENT ON COLUMN badcase.conflicts.kind IS 'contradiction: a reviewer said that not both can be right; alternative: nobody did';
COMMENT ON COLUMN badcase.conflicts.prompt_similarity IS 'of the prompts';
COMMENT ON COLUMN badcase.conflicts.response_similarity IS 'of the responses';
COMMENT ON COLUMN badcase.conflicts.a_state IS 'the state of a';
COMMENT ON COLUMN badcase.conflicts.b_state IS 'the state of b';
COMMENT ON COLUMN badcase.conflicts.a_prompt IS 'the prompt of a; of a contradiction, for curators';
COMMENT ON COLUMN badcase.conflicts.b_prompt IS 'the prompt of b, likewise';
COMMENT ON COLUMN badcase.conflicts.a_response IS 'the response of a, likewise';
COMMENT ON COLUMN badcase.conflicts.b_response IS 'the response of b, likewise';

-- Cohen's kappa of a pair over the verdicts on what both reviewed, from whole numbers: with n of both, s the sum over the
-- verdicts of the products of the two's counts, it is (n * agreed - s) / (n * n - s).
CREATE FUNCTION badcase_internal.reviewer_agreement()
  RETURNS TABLE (program int, reviewer_a text, reviewer_b text, reviewed bigint, agreed bigint, agreement float8,
    kappa float8, prevalence float8)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT k.program_id, k.a, k.b, k.n, k.agreed, round(k.agreed::numeric / k.n, 4)::float8,
      round((k.n * k.agreed - k.s)::numeric / nullif(k.n * k.n - k.s, 0), 4)::float8,
      round(k.accepted::numeric / (2 * k.n), 4)::float8
    FROM (
      SELECT s.program_id, x.reviewer::text AS a, y.reviewer::text AS b, count(*) AS n,
        count(*) FILTER (WHERE x.verdict = y.verdict) AS agreed,
        count(*) FILTER (WHERE x.verdict = 'accepted') * count(*) FILTER (WHERE y.verdict = 'accepted')
          + count(*) FILTER (WHERE x.verdict = 'rejected') * count(*) FILTER (WHERE y.verdict = 'rejected')
          + count(*) FILTER (WHERE x.verdict = 'needs_changes') * count(*) FILTER (WHERE y.verdict = 'needs_changes') AS s,
        count(*) FILTER (WHERE x.verdict = 'accepted') + count(*) FILTER (WHERE y.verdict = 'accepted') AS accepted
      FROM badcase_internal.review x
      JOIN badcase_internal.review y ON y.submission_id = x.submission_id AND y.review_pass = x.review_pass AND y.reviewer::text COLLATE "C" > x.reviewer::text
      JOIN badcase_internal.submission s ON s.submission_id = x.submission_id
      WHERE s.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
      GROUP BY s.program_id, x.reviewer, y.reviewer) k
    ORDER BY k.program_id, k.a COLLATE "C", k.b COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.reviewer_agreement() IS 'the rows of badcase.reviewer_agreement';

CREATE VIEW badcase.reviewer_agreement WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.reviewer_agreement();
COMMENT ON VIEW badcase.reviewer_agreement IS 'curator: how far each two reviewers agree on what both reviewed';
COMMENT ON COLUMN badcase.reviewer_agreement.program IS 'the program';
COMMENT ON COLUMN badcase.reviewer_agreement.reviewer_a IS 'one of them';
COMMENT ON COLUMN badcase.reviewer_agreement.reviewer_b IS 'the other';
COMMENT ON COLUMN badcase.reviewer_agreement.reviewed IS 'how many reviews both gave, in the same pass of a submission';
COMMENT ON COLUMN badcase.reviewer_agreement.agreed IS 'how many of them have the same verdict';
COMMENT ON COLUMN badcase.reviewer_agreement.agreement IS 'the share of these, 0 to 1';
COMMENT ON COLUMN badcase.reviewer_agreement.kappa IS
  'Cohen''s kappa of the verdicts, -1 to 1; null: both always gave one and the same';
COMMENT ON COLUMN badcase.reviewer_agreement.prevalence IS
  'the share of accepted among the two''s verdicts: kappa misleads where it is near to 0 or 1';
-- Tasks and how well they are covered.

CREATE FUNCTION badcase.set_task(program int, task text, target int DEFAULT 100, about text DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    id bigint;
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    id := badcase_internal.task_of(program, task);
    IF id IS NULL OR target IS NULL OR target < 1 THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a task has a name of up to 200 characters, not blank, and a target from 1';
    END IF;
    UPDATE badcase_internal.task t SET
      target = set_task.target,
      about = coalesce(set_task.about, t.about),
      set_by = badcase_internal.person_name()
    WHERE t.task_id = id;
  END
  $$;
COMMENT ON FUNCTION badcase.set_task(int, text, int, text) IS
  'curator: makes a task or changes its target; a text about it replaces the one before, null keeps it';

CREATE FUNCTION badcase.assign_task(submission bigint, task text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    id bigint;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    IF badcase_internal.has_claimed(s) IS NOT TRUE THEN
      PERFORM badcase_internal.require(s.program_id, 'curator');
    END IF;
    IF task IS NOT NULL THEN
      SELECT t.task_id INTO id FROM badcase_internal.task t
      WHERE t.program_id = s.program_id AND t.name = assign_task.task AND badcase_internal.shows_task(t);
      IF NOT FOUND THEN
        RAISE undefined_object USING
          MESSAGE = format('program %s has no task of that name', s.program_id),
          HINT = 'badcase.set_task makes one.';
      END IF;
    END IF;
    UPDATE badcase_internal.submission t SET task_id = id WHERE t.submission_id = me AND t.state <> 'withdrawn';
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('submission %s was withdrawn', me);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.assign_task(bigint, text) IS
  'reviewer, curator: makes a submission an example of a task, or of none where null; a reviewer, what they have claimed';

-- At most the relations that triage keeps are looked at: what shares its instruction with an example is an alternative
-- to it, or near.
CREATE FUNCTION badcase_internal.task_by_prompt(submission bigint) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT o.task_id
    FROM badcase_internal.relation r JOIN badcase_internal.submission o ON o.submission_id = r.other_id
    WHERE r.submission_id = task_by_prompt.submission AND r.prompt_similarity >= 0.7
      AND o.task_id IS NOT NULL AND o.state IN ('pending', 'accepted')
    ORDER BY r.prompt_similarity DESC, r.other_id LIMIT 1;
  END;
COMMENT ON FUNCTION badcase_internal.task_by_prompt(bigint) IS
  'the task of the pending or accepted submission whose prompt is most similar, from 0.7 on, of those that triage related; the first of equal ones';

CREATE FUNCTION badcase_internal.shows_task(t badcase_internal.task) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT t.set_by IS NOT NULL OR badcase_internal.has_capability(t.program_id, 'curator');
  END;
COMMENT ON FUNCTION badcase_internal.shows_task(badcase_internal.task) IS
  'whether the person may see the name of a task: nobody but curators before one took it';

CREATE FUNCTION badcase_internal.task_coverage()
  RETURNS TABLE (program int, task text, target int, received bigint, clusters bigint, accepted bigint, missing bigint,
    accepted_records bigint, taken bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (
      SELECT p.program_id FROM unnest(badcase_internal.programs_with('reviewer', 'exporter', 'curator')) p(program_id)
    ), shown AS MATERIALIZED (
      SELECT t.* FROM mine m JOIN badcase_internal.task t ON t.program_id = m.program_id WHERE badcase_internal.shows_task(t)
    ), counted AS (
      SELECT s.program_id, t.task_id, count(*) AS received, count(DISTINCT s.cluster_id) AS clusters,
        count(DISTINCT s.cluster_id) FILTER (WHERE s.state = 'accepted') AS accepted,
        count(*) FILTER (WHERE s.state = 'accepted') AS accepted_records
      FROM badcase_internal.submission s JOIN mine m ON m.program_id = s.program_id
      LEFT JOIN shown t ON t.task_id = s.task_id
      WHERE s.state <> 'withdrawn'
      GROUP BY s.program_id, t.task_id
    )
    SELECT t.program_id, t.name, t.target, coalesce(c.received, 0), coalesce(c.clusters, 0), coalesce(c.accepted, 0),
      greatest(t.target - coalesce(c.accepted, 0), 0), coalesce(c.accepted_records, 0), t.set_by IS NOT NULL
    FROM shown t
    LEFT JOIN counted c ON c.program_id = t.program_id AND c.task_id = t.task_id
    UNION ALL
    SELECT c.program_id, NULL, NULL, c.received, c.clusters, c.accepted, NULL, c.accepted_records, NULL
    FROM counted c WHERE c.task_id IS NULL
    ORDER BY 1, 7 DESC NULLS LAST, 2
  $$;
COMMENT ON FUNCTION badcase_internal.task_coverage() IS 'the rows of badcase.task_coverage';

CREATE VIEW badcase.task_coverage WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.task_coverage();
COMMENT ON VIEW badcase.task_coverage IS
  'reviewer, exporter, curator: how many examples each task has and how many are missing; near-duplicates count once';
COMMENT ON COLUMN badcase.task_coverage.program IS 'the program';
COMMENT ON COLUMN badcase.task_coverage.task IS 'the task; null: not assigned yet';
COMMENT ON COLUMN badcase.task_coverage.target IS 'how many examples are wanted';
COMMENT ON COLUMN badcase.task_coverage.received IS 'how many submissions came in and were not withdrawn';
COMMENT ON COLUMN badcase.task_coverage.clusters IS 'how many of them are no near-duplicates of one another';
COMMENT ON COLUMN badcase.task_coverage.accepted IS 'how many clusters have an accepted submission: the effective number, which counts against the target';
COMMENT ON COLUMN badcase.task_coverage.missing IS 'how many are still wanted';
COMMENT ON COLUMN badcase.task_coverage.accepted_records IS 'how many submissions are accepted';
COMMENT ON COLUMN badcase.task_coverage.taken IS
  'whether a curator has taken the name with badcase.set_task: until then it is a contributor''s word, which curators alone see';

CREATE FUNCTION badcase_internal.failure_coverage()
  RETURNS TABLE (program int, round bigint, task text, kind text, submissions bigint, accepted bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT s.program_id, s.decided_round, t.name, k.kind, count(*), count(DISTINCT s.cluster_id) FILTER (WHERE s.state = 'accepted')
    FROM badcase_internal.submission s
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND badcase_internal.shows_task(t)
    CROSS JOIN LATERAL unnest(s.failure_kinds) k(kind)
    WHERE s.state <> 'withdrawn' AND s.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'exporter', 'curator'))::int[])
    GROUP BY s.program_id, s.decided_round, t.task_id, t.name, k.kind
    ORDER BY s.program_id, s.decided_round NULLS LAST, t.name COLLATE "C" NULLS LAST, k.kind COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.failure_coverage() IS 'the rows of badcase.failure_coverage';

CREATE VIEW badcase.failure_coverage WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.failure_coverage();
COMMENT ON VIEW badcase.failure_coverage IS
  'reviewer, exporter, curator: the kinds of failure by task and round; a submission of several kinds counts for each';
COMMENT ON COLUMN badcase.failure_coverage.program IS 'the program';
COMMENT ON COLUMN badcase.failure_coverage.round IS 'the round of the last decision; null: not decided';
COMMENT ON COLUMN badcase.failure_coverage.task IS 'the task; null: none';
COMMENT ON COLUMN badcase.failure_coverage.kind IS 'the kind of failure';
COMMENT ON COLUMN badcase.failure_coverage.submissions IS 'how many submissions, without what was withdrawn';
COMMENT ON COLUMN badcase.failure_coverage.accepted IS 'how many clusters of them have an accepted submission';

CREATE VIEW badcase.help_wanted WITH (security_barrier = true) AS
  SELECT k.program, k.task, k.target, k.accepted, k.missing FROM badcase_internal.task_coverage() k
  WHERE k.missing > 0 AND k.taken;
COMMENT ON VIEW badcase.help_wanted IS 'reviewer, exporter, curator: the tasks that miss examples, those first that miss most';
COMMENT ON COLUMN badcase.help_wanted.program IS 'the program';
COMMENT ON COLUMN badcase.help_wanted.task IS 'the task';
COMMENT ON COLUMN badcase.help_wanted.target IS 'how many examples are wanted';
COMMENT ON COLUMN badcase.help_wanted.accepted IS 'how many clusters have an accepted submission';
COMMENT ON COLUMN badcase.help_wanted.missing IS 'how many are still wanted';
-- Clusters, their representatives, and the credit for them.

-- The one definition of who represents a cluster: its first submission that is neither a duplicate nor rejected nor
-- withdrawn. When that one goes, the next has its place without any update. A cluster counts as accepted from the time
-- at which the first of its members was accepted.
CREATE FUNCTION badcase_internal.representatives(programs int[])
  RETURNS TABLE (program_id int, cluster_id bigint, representative bigint, accepted_at timestamptz, accepted_round bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT s.program_id, s.cluster_id, min(s.submission_id),
      min(s.decided_at) FILTER (WHERE s.state = 'accepted'),
      (array_agg(s.decided_round ORDER BY s.decided_at, s.submission_id) FILTER (WHERE s.state = 'accepted'))[1]
    FROM badcase_internal.submission s
    WHERE s.program_id = ANY (programs) AND s.cluster_id IS NOT NULL AND s.state NOT IN ('duplicate', 'rejected', 'withdrawn')
    GROUP BY s.program_id, s.cluster_id
  $$;
COMMENT ON FUNCTION badcase_internal.representatives(int[]) IS
  'the clusters of programs with the submission that represents each, and when and in which round one of it was accepted first';

CREATE FUNCTION badcase_internal.duplicates()
  RETURNS TABLE (submission bigint, representative bigint, kind text, similarity float8, state text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT s.submission_id, o.submission_id, CASE WHEN s.state = 'duplicate' THEN 'exact' ELSE 'near' END,
      @extschema@.similarity(s.record, o.record, 'record'::text), s.state
    FROM badcase_internal.representatives(badcase_internal.programs_with('reviewer', 'curator')) k
    JOIN badcase_internal.submission o ON o.submission_id = k.representative
    JOIN badcase_internal.submission s ON s.cluster_id = k.cluster_id AND s.submission_id <> k.representative
    WHERE s.state <> 'withdrawn'
    ORDER BY s.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.duplicates() IS 'the rows of badcase.duplicates';

CREATE VIEW badcase.duplicates WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.duplicates();
COMMENT ON VIEW badcase.duplicates IS
  'reviewer, curator: each member of a cluster beside its representative: the first that was neither rejected nor withdrawn';
COMMENT ON COLUMN badcase.duplicates.submission IS 'the submission';
COMMENT ON COLUMN badcase.duplicates.representative IS 'the first submission of its cluster that was neither rejected nor withdrawn';
COMMENT ON COLUMN badcase.duplicates.kind IS 'exact: set aside as a duplicate; near: a member of the cluster';
COMMENT ON COLUMN badcase.duplicates.similarity IS 'of the two records';
COMMENT ON COLUMN badcase.duplicates.state IS 'the state of the submission';

CREATE FUNCTION badcase_internal.cluster_credits(programs int[])
  RETURNS TABLE (program_id int, contributor_id bigint, representative bigint, accepted_at timestamptz, accepted_round bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT k.program_id, s.contributor_id, k.representative, k.accepted_at, k.accepted_round
    FROM badcase_internal.representatives(programs) k JOIN badcase_internal.submission s ON s.submission_id = k.representative
    WHERE k.accepted_at IS NOT NULL
  $$;
COMMENT ON FUNCTION badcase_internal.cluster_credits(int[]) IS 'whose each accepted cluster is: its representative''s contributor';

CREATE FUNCTION badcase_internal.named_contributors(programs int[])
  RETURNS TABLE (program_id int, contributor_id bigint, display_name text, role regrole)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program_id, c.contributor_id, c.display_name, c.role FROM badcase_internal.contributor c
    WHERE c.program_id = ANY (programs) AND c.display_name IS NOT NULL AND badcase_internal.consents(c.contributor_id, 'show_name')
  $$;
COMMENT ON FUNCTION badcase_internal.named_contributors(int[]) IS 'the contributors who have a name and agreed to be shown with it';

CREATE FUNCTION badcase_internal.credits_of(programs int[])
  RETURNS TABLE (program int, contributor bigint, display_name text, accepted bigint, first_accepted_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program_id, c.contributor_id, c.display_name, count(*), min(k.accepted_at)
    FROM badcase_internal.cluster_credits(programs) k
    JOIN badcase_internal.named_contributors(programs) c ON c.contributor_id = k.contributor_id
    GROUP BY c.program_id, c.contributor_id, c.display_name
  $$;
COMMENT ON FUNCTION badcase_internal.credits_of(int[]) IS 'the credits of programs, with the contributors'' numbers';

CREATE FUNCTION badcase_internal.credits()
  RETURNS TABLE (program int, display_name text, accepted bigint, first_accepted_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program, c.display_name, c.accepted, c.first_accepted_at
    FROM badcase_internal.credits_of(badcase_internal.programs_with('exporter', 'curator')) c
    ORDER BY c.program, c.accepted DESC, c.first_accepted_at, c.contributor
  $$;
COMMENT ON FUNCTION badcase_internal.credits() IS 'the rows of badcase.credits';

CREATE VIEW badcase.credits WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.credits();
COMMENT ON VIEW badcase.credits IS
  'exporter, curator: the contributors of accepted records, with the number of clusters that they were the first to send; only names whose owners agreed to be shown';
COMMENT ON COLUMN badcase.credits.program IS 'the program';
COMMENT ON COLUMN badcase.credits.display_name IS 'the contributor''s name';
COMMENT ON COLUMN badcase.credits.accepted IS 'how many accepted clusters the contributor was the first to send';
COMMENT ON COLUMN badcase.credits.first_accepted_at IS 'when the first of them was accepted';

CREATE FUNCTION badcase_internal.round_credits()
  RETURNS TABLE (program int, round bigint, display_name text, accepted bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (SELECT badcase_internal.programs_with('exporter', 'curator') AS programs)
    SELECT c.program_id, k.accepted_round, c.display_name, count(*)
    FROM mine m
    CROSS JOIN LATERAL badcase_internal.cluster_credits(m.programs) k
    JOIN LATERAL badcase_internal.named_contributors(m.programs) c ON c.contributor_id = k.contributor_id
    GROUP BY c.program_id, k.accepted_round, c.contributor_id, c.display_name
    ORDER BY c.program_id, k.accepted_round, count(*) DESC, min(k.accepted_at), c.contributor_id
  $$;
COMMENT ON FUNCTION badcase_internal.round_credits() IS 'the rows of badcase.round_credits';

CREATE VIEW badcase.round_credits WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.round_credits();
COMMENT ON VIEW badcase.round_credits IS 'exporter, curator: the credits by round; a cluster counts in the round that first accepted one of it';
COMMENT ON COLUMN badcase.round_credits.program IS 'the program';
COMMENT ON COLUMN badcase.round_credits.round IS 'the round';
COMMENT ON COLUMN badcase.round_credits.display_name IS 'the contributor''s name';
COMMENT ON COLUMN badcase.round_credits.accepted IS 'how many accepted clusters the contributor was the first to send';

-- A reviewer who is registered as a contributor too can agree to be shown.
CREATE FUNCTION badcase_internal.reviewer_credits_of(programs int[])
  RETURNS TABLE (program int, contributor bigint, display_name text, reviews bigint, first_reviewed_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program_id, c.contributor_id, c.display_name, count(*), min(v.reviewed_at)
    FROM badcase_internal.named_contributors(programs) c
    JOIN badcase_internal.review v ON v.reviewer = c.role
    JOIN badcase_internal.submission s ON s.submission_id = v.submission_id AND s.program_id = c.program_id
    GROUP BY c.program_id, c.contributor_id, c.display_name
  $$;
COMMENT ON FUNCTION badcase_internal.reviewer_credits_of(int[]) IS 'the reviewer credits of programs, with the contributors'' numbers';

CREATE FUNCTION badcase_internal.reviewer_credits()
  RETURNS TABLE (program int, display_name text, reviews bigint, first_reviewed_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program, c.display_name, c.reviews, c.first_reviewed_at
    FROM badcase_internal.reviewer_credits_of(badcase_internal.programs_with('exporter', 'curator')) c
    ORDER BY c.program, c.reviews DESC, c.first_reviewed_at, c.contributor
  $$;
COMMENT ON FUNCTION badcase_internal.reviewer_credits() IS 'the rows of badcase.reviewer_credits';

CREATE VIEW badcase.reviewer_credits WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.reviewer_credits();
COMMENT ON VIEW badcase.reviewer_credits IS
  'exporter, curator: who reviewed how much; only reviewers who are registered as contributors too and agreed to be shown';
COMMENT ON COLUMN badcase.reviewer_credits.program IS 'the program';
COMMENT ON COLUMN badcase.reviewer_credits.display_name IS 'the reviewer''s name';
COMMENT ON COLUMN badcase.reviewer_credits.reviews IS 'how many reviews';
COMMENT ON COLUMN badcase.reviewer_credits.first_reviewed_at IS 'when the first of them was given';

-- From what holds now: a record that is withdrawn or rejected after all gives nothing any more.
CREATE FUNCTION badcase_internal.early_access()
  RETURNS TABLE (program int, contributor bigint, external_id text, until timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT p.program_id, c.contributor_id, c.external_id, max(k.accepted_at) + p.early_access
    FROM badcase_internal.cluster_credits(badcase_internal.programs_with('curator')) k
    JOIN badcase_internal.program p ON p.program_id = k.program_id
    JOIN badcase_internal.contributor c ON c.contributor_id = k.contributor_id
    WHERE c.external_id IS NOT NULL
    GROUP BY p.program_id, c.contributor_id, c.external_id
    HAVING max(k.accepted_at) + p.early_access > now()
    ORDER BY p.program_id, c.contributor_id
  $$;
COMMENT ON FUNCTION badcase_internal.early_access() IS 'the rows of badcase.early_access';

CREATE VIEW badcase.early_access WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.early_access();
COMMENT ON VIEW badcase.early_access IS
  'curator: who has early access to the next model: the contributors of accepted clusters, as long as the program says';
COMMENT ON COLUMN badcase.early_access.program IS 'the program';
COMMENT ON COLUMN badcase.early_access.contributor IS 'the contributor';
COMMENT ON COLUMN badcase.early_access.external_id IS 'how the program''s own books name the contributor';
COMMENT ON COLUMN badcase.early_access.until IS
  'until when: badcase_internal.program.early_access after the last cluster of theirs that was accepted';
-- The credits as files of a repository.

CREATE FUNCTION badcase_internal.credit_list(program int)
  RETURNS TABLE (contributor bigint, display_name text, accepted bigint, reviews bigint, place bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(c.contributor, v.contributor), coalesce(c.display_name, v.display_name), coalesce(c.accepted, 0),
      coalesce(v.reviews, 0),
      row_number() OVER (ORDER BY c.first_accepted_at, v.first_reviewed_at, coalesce(c.contributor, v.contributor))
    FROM badcase_internal.credits_of(ARRAY[credit_list.program]) c
    FULL JOIN badcase_internal.reviewer_credits_of(ARRAY[credit_list.program]) v ON v.contributor = c.contributor
  $$;
COMMENT ON FUNCTION badcase_internal.credit_list(int) IS
  'everybody with a credit of a program, in order of the first accepted record, then of the first review';

-- CommonMark: a backslash before any ASCII punctuation makes it text. A name has one line.
CREATE FUNCTION badcase_internal.markdown_text(value text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT regexp_replace(regexp_replace(value, '[\x01-\x20\x7f-\u009f\u2028\u2029]+', ' ', 'g'),
      '([!-/:-@\[-`{-~])', '\\\1', 'g');
  END;
COMMENT ON FUNCTION badcase_internal.markdown_text(text) IS 'a text that Markdown shows as it is, in one line';

CREATE FUNCTION badcase.credits_markdown(program int) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM badcase_internal.require(program, 'exporter', 'curator');
    RETURN (
      SELECT concat_ws(E'\n\n',
        '## Records' || E'\n\n' || string_agg(format('- %s (%s)', badcase_internal.markdown_text(c.display_name), c.accepted), E'\n'
          ORDER BY c.place) FILTER (WHERE c.accepted > 0),
        '## Reviews' || E'\n\n' || string_agg(format('- %s (%s)', badcase_internal.markdown_text(c.display_name), c.reviews), E'\n'
          ORDER BY c.place) FILTER (WHERE c.reviews > 0)) || E'\n'
      FROM badcase_internal.credit_list(program) c);
  END
  $$;
COMMENT ON FUNCTION badcase.credits_markdown(int) IS
  'exporter, curator: the credits of a program as lists in Markdown: who gave records, in order of the first accepted one, and who reviewed';

CREATE FUNCTION badcase.all_contributors(program int) RETURNS jsonb
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM badcase_internal.require(program, 'exporter', 'curator');
    RETURN (
      SELECT jsonb_build_object(
        'projectName', p.name,
        'projectOwner', '',
        'files', jsonb_build_array('README.md'),
        'imageSize', 100,
        'contributors', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
            'login', c.display_name, 'name', c.display_name, 'avatar_url', '', 'profile', '',
            'contributions', CASE WHEN c.accepted > 0 THEN '["data"]'::jsonb ELSE '[]' END
              || CASE WHEN c.reviews > 0 THEN '["review"]'::jsonb ELSE '[]' END) ORDER BY c.place), '[]')
          FROM badcase_internal.credit_list(program) c))
      FROM badcase_internal.program p WHERE p.program_id = all_contributors.program);
  END
  $$;
COMMENT ON FUNCTION badcase.all_contributors(int) IS
  'exporter, curator: the credits of a program in the form of the file .all-contributorsrc: records as data, reviews as review';
-- Search for roles that row-level security keeps from the tables, and from their indexes.

-- Tries high thresholds first and goes down to the one that was asked for. The first that gives enough rows has the most
-- similar ones. The conditions are those of the near indexes; "program_id + 0" keeps the index on program_id out.
CREATE FUNCTION badcase.find_similar(program int, record @extschema@.badcase, threshold float8 DEFAULT 0.7,
    field text DEFAULT 'record', max_rows int DEFAULT 20)
  RETURNS TABLE (submission bigint, similarity float8, state text, preview text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    level float8;
    operand @extschema@.badcase_near;
    ids bigint[];
    is_curator bool;
  BEGIN
    PERFORM badcase_internal.require(program, 'reviewer', 'curator');
    is_curator := badcase_internal.has_capability(program, 'curator');
    IF record IS NULL OR threshold IS NULL OR field IS NULL OR max_rows IS NULL OR max_rows NOT BETWEEN 1 AND 1000 THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a search has a record, a threshold and a field, and gives 1 to 1000 rows';
    END IF;
    operand := @extschema@.near(record, threshold, field);
    FOR level IN
      SELECT x.t FROM (SELECT unnest('{0.9,0.8,0.7,0.6,0.5}'::float8[]) UNION ALL SELECT threshold) x(t)
      WHERE x.t >= threshold ORDER BY x.t DESC
    LOOP
      operand := @extschema@.near(record, level, field);
      IF field = 'prompt' THEN
        ids := ARRAY(
          SELECT s.submission_id FROM badcase_internal.submission s
          WHERE s.record OPERATOR(@extschema@.%) operand AND s.program_id + 0 = find_similar.program
            AND badcase_internal.is_searchable(s.state) AND NOT s.common_prompt
            AND (is_curator OR s.state NOT IN ('held', 'rejected'))
          UNION ALL
          SELECT s.submission_id FROM badcase_internal.submission s
          WHERE s.record OPERATOR(@extschema@.%) operand AND s.program_id + 0 = find_similar.program
            AND badcase_internal.is_searchable(s.state) AND s.common_prompt
            AND (is_curator OR s.state NOT IN ('held', 'rejected')));
      ELSE
        ids := ARRAY(
          SELECT s.submission_id FROM badcase_internal.submission s
          WHERE s.record OPERATOR(@extschema@.%) operand AND s.program_id + 0 = find_similar.program
            AND badcase_internal.is_searchable(s.state) AND NOT s.common_record
            AND (is_curator OR s.state NOT IN ('held', 'rejected'))
          UNION ALL
          SELECT s.submission_id FROM badcase_internal.submission s
          WHERE s.record OPERATOR(@extschema@.%) operand AND s.program_id + 0 = find_similar.program
            AND badcase_internal.is_searchable(s.state) AND s.common_record
            AND (is_curator OR s.state NOT IN ('held', 'rejected')));
      END IF;
      EXIT WHEN cardinality(ids) >= max_rows;
    END LOOP;
    RETURN QUERY
      SELECT s.submission_id, @extschema@.similarity(s.record, find_similar.record, field), s.state,
        translate(left(@extschema@.prompt(s.record), 60), E'\n\r\t', '   ')
      FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids)
      ORDER BY 2 DESC, 1 LIMIT max_rows;
  END
  $$;
COMMENT ON FUNCTION badcase.find_similar(int, @extschema@.badcase, float8, text, int) IS
  'reviewer, curator: the submissions of a program that are most similar to a record, from a threshold on, through the index';
-- Building releases: frozen, ordered lists of what was accepted. Consent counts when a list is made, published and read.

CREATE FUNCTION badcase_internal.release_entries(release bigint)
  RETURNS TABLE (pos bigint, split text, submission bigint, record @extschema@.badcase)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT i.pos, i.split, i.submission_id, v.record
    FROM badcase_internal.release_item i
    LEFT JOIN badcase_internal.revision v ON v.submission_id = i.submission_id AND v.revision = i.revision
    WHERE i.release_id = release_entries.release
    UNION ALL
    SELECT x.pos, 'train'::text AS split, NULL::bigint AS submission_id, k.record
    FROM badcase_internal.release_general_item x
    LEFT JOIN badcase_internal.corpus_item k ON k.item_id = x.item_id
    WHERE x.release_id = release_entries.release;
  END;
COMMENT ON FUNCTION badcase_internal.release_entries(bigint) IS
  'the items of a release with their texts, which are null where they are gone; no submission: of a general corpus';

CREATE FUNCTION badcase_internal.consenting(program int, scopes text[]) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT c.contributor_id FROM badcase_internal.contributor c
    WHERE c.program_id = consenting.program
      AND NOT EXISTS (SELECT FROM unnest(scopes) x(scope) WHERE NOT badcase_internal.consents(c.contributor_id, x.scope));
  END;
COMMENT ON FUNCTION badcase_internal.consenting(int, text[]) IS
  'the contributors of a program whose consents of all these scopes hold';

CREATE FUNCTION badcase_internal.check_general(asked jsonb) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF jsonb_typeof(asked) <> 'array' OR EXISTS (
        SELECT FROM jsonb_array_elements(asked) x
        WHERE jsonb_typeof(x) <> 'object' OR jsonb_typeof(x -> 'corpus') IS DISTINCT FROM 'string'
          OR x - '{corpus,ratio,count}'::text[] <> '{}' OR (x ? 'ratio') = (x ? 'count')
          OR (x ? 'count' AND badcase_internal.whole_number(x -> 'count', 1) IS NULL)
          OR (x ? 'ratio' AND CASE WHEN jsonb_typeof(x -> 'ratio') = 'number' THEN (x ->> 'ratio')::numeric BETWEEN 0 AND 1000 END IS NOT TRUE)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'general is an array of objects with a corpus and either a count from 1 or a ratio from 0 to 1000',
        HINT = 'For example [{"corpus": "dialogue", "ratio": 2}, {"corpus": "poems", "count": 500}].';
    END IF;
    IF (SELECT count(DISTINCT x -> 'corpus') < count(*) FROM jsonb_array_elements(asked) x) THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a corpus is mixed in once';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_general(jsonb) IS 'raises (22023) unless that says what to mix in of general corpora';

-- What a release can be asked for beside its arguments; every key has a place in the manifest.
CREATE FUNCTION badcase_internal.release_options(mix jsonb) RETURNS jsonb
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    asked CONSTANT jsonb := coalesce(mix, '{}');
    filled jsonb;
    wrong text;
  BEGIN
    IF jsonb_typeof(asked) <> 'object' THEN
      RAISE invalid_parameter_value USING MESSAGE = 'the mix of a release is a JSON object';
    END IF;
    filled := '{"per_cluster": 1}' || asked;
    wrong := (SELECT min(k COLLATE "C") FROM jsonb_object_keys(asked) k WHERE k NOT IN ('per_cluster', 'public', 'general'));
    IF wrong IS NOT NULL THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('the mix of a release has no key "%s"', wrong),
        HINT = 'Keys are general, per_cluster and public.';
    END IF;
    IF jsonb_typeof(filled -> 'per_cluster') <> 'null' AND badcase_internal.whole_number(filled -> 'per_cluster', 1) IS NULL THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'per_cluster is a whole number from 1, or null for no limit';
    END IF;
    IF filled ? 'public' AND (jsonb_typeof(filled #> '{public,licence}') IS DISTINCT FROM 'string'
        OR jsonb_typeof(filled #> '{public,url}') IS DISTINCT FROM 'string') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a public release has a licence and a url',
        HINT = 'For example {"public": {"licence": "CC-BY-4.0", "url": "https://example.org/r1"}}.';
    END IF;
    IF filled ? 'general' THEN
      PERFORM badcase_internal.check_general(filled -> 'general');
    END IF;
    RETURN filled;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.release_options(jsonb) IS
  'the options of a release, checked (22023), with the defaults filled in';

CREATE FUNCTION badcase_internal.whole_number(value jsonb, lowest bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN jsonb_typeof(value) = 'number' THEN (
      SELECT n::bigint FROM (SELECT (value #>> '{}')::numeric) v(n)
      WHERE n = trunc(n) AND n BETWEEN lowest AND 9223372036854775807) END;
  END;
COMMENT ON FUNCTION badcase_internal.whole_number(jsonb, bigint) IS
  'a JSON number as a bigint, null where it is no whole number, less than the lowest or too great';

-- Findings that screening made in the current revision and nobody cleared: what holds a submission, where newer rules
-- found it after the decision or a curator said that it stands, and what overlaps with a benchmark.
CREATE FUNCTION badcase_internal.barring_findings(program int) RETURNS TABLE (submission bigint, revision int, reason text)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT f.submission_id, f.revision, CASE WHEN bool_or(f.severity IN ('block', 'hold')) THEN 'screening' ELSE 'contaminated' END
    FROM badcase_internal.finding f
    WHERE f.program_id = barring_findings.program AND f.cleared IS NOT TRUE
      AND (f.severity IN ('block', 'hold') OR f.rule LIKE 'contamination:%')
    GROUP BY f.submission_id, f.revision;
  END;
COMMENT ON FUNCTION badcase_internal.barring_findings(int) IS 'the revisions that a finding keeps out of releases, and why';

CREATE FUNCTION badcase_internal.require_screened(program int) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.seen_by_older_rules(program) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('program %s has submissions that its present rules, terms and benchmarks have not screened', program),
        HINT = format('CALL badcase.triage(%s) screens them.', program);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_screened(int) IS 'raises (55000) while triage has to screen submissions of a program again';

-- Order and choice come from SHA-256 of seed and digest: no number that a submission was given decides, so a workspace
-- that was filled in another order gives the same release. Ties are of equal records. The reason that stands first in
-- the CASE is the one that counts. Most submissions were never revised: their digest is at hand, and no join looks for it.
CREATE FUNCTION badcase_internal.choose_items(release bigint) RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    r badcase_internal.release;
    per_cluster bigint;
    reasons jsonb;
  BEGIN
    SELECT t.* INTO STRICT r FROM badcase_internal.release t WHERE t.release_id = choose_items.release;
    per_cluster := (r.mix ->> 'per_cluster')::bigint;
    WITH accepted AS (
      SELECT s.submission_id, s.revision, s.contributor_id, s.cluster_id, s.exact_key, s.task_id,
        CASE WHEN s.revision = 1 THEN s.digest ELSE (
          SELECT v.digest FROM badcase_internal.revision v WHERE v.submission_id = s.submission_id AND v.revision = s.revision) END AS digest
      FROM badcase_internal.submission s
      WHERE s.program_id = r.program_id AND s.state = 'accepted'
      OFFSET 0
    ), judged AS (
      SELECT s.submission_id, s.revision, s.cluster_id, s.exact_key, s.task_id, s.digest, sha256(int8send(r.seed) || s.digest) AS shuffled,
        CASE WHEN k.contributor_id IS NULL THEN 'no_consent' ELSE f.reason END AS reason
      FROM accepted s
      LEFT JOIN badcase_internal.consenting(r.program_id, r.scopes) k(contributor_id) ON k.contributor_id = s.contributor_id
      LEFT JOIN badcase_internal.barring_findings(r.program_id) f ON f.submission = s.submission_id AND f.revision = s.revision
    ), single AS (
      SELECT j.submission_id, j.revision, j.cluster_id, j.task_id, j.digest, j.shuffled,
        CASE
          WHEN j.reason IS NOT NULL THEN j.reason
          WHEN row_number() OVER (PARTITION BY j.exact_key, j.reason IS NULL ORDER BY j.shuffled, j.submission_id) > 1 THEN 'duplicate'
        END AS reason
      FROM judged j
    ), clustered AS (
      SELECT j.submission_id, j.revision, j.cluster_id, j.task_id, j.digest, j.shuffled,
        CASE
          WHEN j.reason IS NOT NULL THEN j.reason
          WHEN row_number() OVER (PARTITION BY j.cluster_id, j.reason IS NULL ORDER BY j.shuffled, j.submission_id) > per_cluster THEN 'per_cluster'
        END AS reason
      FROM single j
    ), capped AS MATERIALIZED (
      SELECT c.submission_id, c.revision, c.cluster_id, c.digest, c.shuffled,
        CASE
          WHEN c.reason IS NOT NULL THEN c.reason
          WHEN c.task_id IS NOT NULL AND
            row_number() OVER (PARTITION BY c.task_id, c.reason IS NULL ORDER BY c.shuffled, c.submission_id) > r.per_task THEN 'per_task'
        END AS reason
      FROM clustered c
    ), item AS (
      INSERT INTO badcase_internal.release_item (submission_id, release_id, pos, revision, digest)
      SELECT c.submission_id, r.release_id, row_number() OVER (ORDER BY c.shuffled, c.submission_id), c.revision, c.digest
      FROM capped c WHERE c.reason IS NULL
    )
    SELECT jsonb_object_agg(x.reason, x.n) INTO reasons
    FROM (
      SELECT w.reason, count(c.submission_id) AS n
      FROM (VALUES ('no_consent'), ('screening'), ('contaminated'), ('duplicate'), ('per_cluster'), ('per_task')) w(reason)
      LEFT JOIN capped c ON c.reason = w.reason
      GROUP BY w.reason) x;
    RETURN reasons;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.choose_items(bigint) IS
  'fills a new release with its items; returns how many accepted submissions were left out, by reason';

-- Validation takes whole clusters, in the order of the other half of the hash, as long as they fit into its share.
CREATE FUNCTION badcase_internal.split_items(release bigint) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    UPDATE badcase_internal.release_item i SET split = 'validation'
    FROM (
      SELECT c.submission_id, count(*) OVER (ORDER BY c.of_cluster) AS up_to, count(*) OVER () * c.validation AS share
      FROM (
        SELECT h.submission_id, h.validation, first_value(h.hash) OVER (PARTITION BY h.cluster_id ORDER BY h.hash) AS of_cluster
        FROM (
          SELECT t.submission_id, s.cluster_id, r.validation, substr(sha256(int8send(r.seed) || t.digest), 17) AS hash
          FROM badcase_internal.release r
          JOIN badcase_internal.release_item t ON t.release_id = r.release_id
          JOIN badcase_internal.submission s ON s.submission_id = t.submission_id
          WHERE r.release_id = split_items.release) h) c) x
    WHERE i.release_id = split_items.release AND i.submission_id = x.submission_id AND x.up_to <= x.share;
  END;
COMMENT ON FUNCTION badcase_internal.split_items(bigint) IS 'sets the share of a new release apart that is for validation';

CREATE FUNCTION badcase_internal.release_hashes(release bigint, OUT items bigint, OUT sha256 bytea, OUT ids_sha256 bytea)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT count(*),
      @extschema@.badcase_lines_sha256(convert_to(i.split || ' ' || encode(i.digest, 'hex'), 'UTF8') ORDER BY i.pos),
      @extschema@.badcase_lines_sha256(int8send(i.pos) || int8send(i.submission_id) || int4send(i.revision) || convert_to(i.split, 'UTF8')
        ORDER BY i.pos)
    FROM (
      SELECT t.pos, t.split, t.submission_id, t.revision, t.digest FROM badcase_internal.release_item t WHERE t.release_id = release_hashes.release
      UNION ALL
      SELECT x.pos, 'train'::text AS split, x.item_id, 0 AS revision, x.digest FROM badcase_internal.release_general_item x WHERE x.release_id = release_hashes.release) i;
  END;
COMMENT ON FUNCTION badcase_internal.release_hashes(bigint) IS 'the number and the hashes of a release''s items, as they are now';

CREATE FUNCTION badcase.build_release(program int, name text, seed bigint, mix jsonb DEFAULT NULL, per_task int DEFAULT NULL,
    validation numeric DEFAULT 0) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    options jsonb;
    new_id bigint;
    reasons jsonb;
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    options := badcase_internal.release_options(mix);
    IF seed IS NULL OR per_task < 1 OR (validation >= 0 AND validation < 1) IS NOT TRUE THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a release has a seed, at least one item of a task, and a share for validation from 0 to less than 1';
    END IF;
    -- one after the other: two that build and publish would each hold the row's shared lock and wait for the other's
    PERFORM badcase_internal.lock_work(program, 'release');
    PERFORM FROM badcase_internal.program p WHERE p.program_id = build_release.program FOR SHARE;
    PERFORM badcase_internal.require_screened(program);

    INSERT INTO badcase_internal.release (program_id, name, seed, per_task, validation, items, sha256, built_by, mix, scopes)
    VALUES (build_release.program, build_release.name, build_release.seed, build_release.per_task,
      build_release.validation, 0, '', badcase_internal.person_name(), options,
      CASE WHEN options ? 'public' THEN '{train,publish_text}' ELSE '{train}' END::text[])
    RETURNING release_id INTO new_id;
    reasons := badcase_internal.choose_items(new_id);
    IF options ? 'general' THEN
      reasons := reasons || jsonb_build_object('general_contaminated', badcase_internal.mix_items(new_id));
    END IF;
    IF validation > 0 THEN
      PERFORM badcase_internal.split_items(new_id);
    END IF;
    UPDATE badcase_internal.release r SET left_out = reasons, items = h.items, sha256 = h.sha256, ids_sha256 = h.ids_sha256
    FROM badcase_internal.release_hashes(new_id) h
    WHERE r.release_id = new_id;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.build_release(int, text, bigint, jsonb, int, numeric) IS
  'curator: freezes what is accepted and may be trained on, one of each cluster, in an order that the seed decides; returns its number';

-- Items of a release that may not leave any more. Looked for from the side of what was taken back, which is less than all
-- that a release has; contributors of other programs have given none of the consents.
CREATE FUNCTION badcase_internal.lost_items(release bigint) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT count(*)
    FROM badcase_internal.release_item i
    WHERE i.release_id = lost_items.release AND i.submission_id IN (
      SELECT s.submission_id FROM badcase_internal.submission s WHERE s.state = 'withdrawn'
      UNION ALL
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.contributor_id = ANY (ARRAY(
        SELECT c.contributor_id FROM badcase_internal.contributor c
        WHERE c.contributor_id NOT IN (
          SELECT k.contributor_id
          FROM badcase_internal.release r CROSS JOIN LATERAL badcase_internal.consenting(r.program_id, r.scopes) k(contributor_id)
          WHERE r.release_id = lost_items.release))));
  END;
COMMENT ON FUNCTION badcase_internal.lost_items(bigint) IS
  'how many items of a release were withdrawn, or lack a consent that the release stands on';

-- The program's count of withdrawals and the consents that the release stands on are locked: what is taken back meanwhile
-- is waited for, what the snapshot does not show raises a serialization failure, and a read-only transaction cannot lock.
CREATE FUNCTION badcase_internal.check_release(release bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    lost bigint;
  BEGIN
    PERFORM FROM badcase_internal.program p
    WHERE p.program_id = (SELECT r.program_id FROM badcase_internal.release r WHERE r.release_id = check_release.release)
    FOR SHARE;
    PERFORM FROM badcase_internal.consent k
    WHERE k.superseded_at IS NULL AND k.granted
      AND k.scope = ANY ((SELECT r.scopes FROM badcase_internal.release r WHERE r.release_id = check_release.release)::text[])
      AND k.contributor_id IN (
        SELECT s.contributor_id FROM badcase_internal.release_item i
        JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
        WHERE i.release_id = check_release.release)
    ORDER BY k.consent_id FOR SHARE;
    lost := badcase_internal.lost_items(release);
    IF lost > 0 THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s is no longer whole: %s of its items were withdrawn or have no consent any more',
          release, lost),
        HINT = 'Build a new release: it leaves them out.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_release(bigint) IS
  'raises (55000) if an item of a release was withdrawn or has no consent any more; waits for withdrawals under way';

-- What came to be known of its items since it was built. Records of general corpora have no findings: they are compared.
CREATE FUNCTION badcase_internal.check_screening(r badcase_internal.release) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    barred bigint;
  BEGIN
    PERFORM badcase_internal.require_screened(r.program_id);
    barred := (
      SELECT count(*) FROM badcase_internal.release_item i
      JOIN badcase_internal.barring_findings(r.program_id) f ON f.submission = i.submission_id AND f.revision = i.revision
      WHERE i.release_id = r.release_id);
    IF barred > 0 THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s cannot be published: in %s of its items screening found what keeps a submission out of releases',
          r.release_id, barred),
        HINT = 'Resolve the findings, see badcase.findings, or build a new release: it leaves the items out.';
    END IF;
    barred := (
      SELECT count(DISTINCT c.submission)
      FROM badcase_internal.find_contamination(r.program_id, NULL, 0.8, ARRAY(
        SELECT m.item_id FROM badcase_internal.release_general_item m WHERE m.release_id = r.release_id), true) c);
    IF barred > 0 THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s cannot be published: a benchmark overlaps with %s of the records that were mixed in',
          r.release_id, barred),
        HINT = 'Build a new release: it passes them over.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_screening(badcase_internal.release) IS
  'raises (55000) if something is to be screened again, or if screening or a benchmark keeps an item of a release out by now';

-- FOR NO KEY UPDATE conflicts with the same lock of reopen: a submission cannot be reopened while a release that has it
-- is being published.
CREATE FUNCTION badcase.publish_release(release bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r badcase_internal.release;
    stale bigint;
  BEGIN
    SELECT t.* INTO r FROM badcase_internal.release t WHERE t.release_id = publish_release.release;
    PERFORM badcase_internal.require(r.program_id, 'curator');
    PERFORM badcase_internal.lock_work(r.program_id, 'release');
    PERFORM FROM badcase_internal.program p WHERE p.program_id = r.program_id FOR NO KEY UPDATE;
    PERFORM badcase_internal.check_release(release);
    stale := (
      SELECT count(*) FROM badcase_internal.release_item i JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
      WHERE i.release_id = r.release_id AND (s.state <> 'accepted' OR s.revision <> i.revision));
    IF stale > 0 THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s cannot be published: %s of its items are not accepted any more as they stand there',
          release, stale),
        HINT = 'Build a new release.';
    END IF;
    PERFORM badcase_internal.check_screening(r);
    UPDATE badcase_internal.release t SET published_by = badcase_internal.person_name(), published_at = now(),
      facts = badcase_internal.release_facts(t.release_id)
    WHERE t.release_id = r.release_id AND t.published_at IS NULL;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('release %s is published already', release);
    END IF;
    PERFORM badcase_internal.note_files(r.release_id);
  END
  $$;
COMMENT ON FUNCTION badcase.publish_release(bigint) IS
  'curator: publishes a release: exporters can read it from now on; notes the hash of each format and split';
-- What a release takes of general corpora, so that the model does not forget what else it knows.

-- Takes the records of a corpus with the lowest hashes. These are other hashes than those that order a release, or its
-- beginning would be all of the corpus. Records that overlap with a benchmark, or are in already, are passed over; so it
-- may take several rounds, each for what is still missing.
CREATE FUNCTION badcase_internal.mix_corpus(r badcase_internal.release, corpus bigint, wanted bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    passed bigint := 0;
    missing bigint := wanted;
    ids bigint[];
    found bigint[];
    contaminated bigint := 0;
    taken bigint;
  BEGIN
    WHILE missing > 0 LOOP
      ids := ARRAY(
        SELECT i.item_id FROM badcase_internal.corpus_item i WHERE i.corpus_id = mix_corpus.corpus
        ORDER BY sha256(i.digest || int8send(r.seed)) OFFSET passed LIMIT missing);
      IF ids = '{}' THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('corpus %s has %s fewer records for the release than were asked for', corpus, missing),
          DETAIL = 'What overlaps with a benchmark or is in the release already does not count.';
      END IF;
      found := ARRAY(SELECT DISTINCT c.submission FROM badcase_internal.find_contamination(r.program_id, NULL, 0.8, ids, true) c);
      INSERT INTO badcase_internal.release_general_item (item_id, release_id, pos, digest)
      SELECT n.item_id, r.release_id, 1, n.digest
      FROM (
        SELECT DISTINCT ON (k.key) k.item_id, k.digest, k.key
        FROM (
          SELECT i.item_id, i.digest, @extschema@.exact_key(i.record) AS key
          FROM badcase_internal.corpus_item i JOIN (SELECT unnest(ids) EXCEPT SELECT unnest(found)) x(id) ON x.id = i.item_id OFFSET 0) k
        ORDER BY k.key, sha256(k.digest || int8send(r.seed))) n
      WHERE NOT EXISTS (
          SELECT FROM badcase_internal.release_item t JOIN badcase_internal.submission s ON s.submission_id = t.submission_id
          WHERE t.release_id = r.release_id AND s.exact_key = n.key)
        AND NOT EXISTS (
          SELECT FROM badcase_internal.release_general_item m JOIN badcase_internal.corpus_item o ON o.item_id = m.item_id
          WHERE m.release_id = r.release_id AND @extschema@.exact_key(o.record) = n.key);
      GET DIAGNOSTICS taken = ROW_COUNT;
      passed := passed + cardinality(ids);
      missing := missing - taken;
      contaminated := contaminated + cardinality(found);
    END LOOP;
    RETURN contaminated;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mix_corpus(badcase_internal.release, bigint, bigint) IS
  'puts so many records of a corpus into a new release; returns how many it passed over because a benchmark overlaps with them';

-- Gives all items their places anew, by the hash that ordered the release's own.
CREATE FUNCTION badcase_internal.place_items(release bigint) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    WITH place AS MATERIALIZED (
      SELECT i.id, i.general, row_number() OVER (ORDER BY sha256(int8send(r.seed) || i.digest), i.general, i.id) AS pos
      FROM badcase_internal.release r
      CROSS JOIN LATERAL (
        SELECT t.submission_id AS id, false AS general, t.digest FROM badcase_internal.release_item t WHERE t.release_id = r.release_id
        UNION ALL
        SELECT x.item_id, true AS general, x.digest FROM badcase_internal.release_general_item x WHERE x.release_id = r.release_id) i
      WHERE r.release_id = place_items.release
    ), item AS (
      UPDATE badcase_internal.release_item t SET pos = p.pos FROM place p
      WHERE t.release_id = place_items.release AND NOT p.general AND t.submission_id = p.id
    )
    UPDATE badcase_internal.release_general_item x SET pos = p.pos FROM place p
    WHERE x.release_id = place_items.release AND p.general AND x.item_id = p.id;
  END;
COMMENT ON FUNCTION badcase_internal.place_items(bigint) IS 'gives the items of a new release their places among what was mixed in';

CREATE FUNCTION badcase_internal.mix_items(release bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r badcase_internal.release;
    own bigint;
    g record;
    contaminated bigint := 0;
  BEGIN
    SELECT t.* INTO STRICT r FROM badcase_internal.release t WHERE t.release_id = mix_items.release;
    own := (SELECT count(*) FROM badcase_internal.release_item i WHERE i.release_id = r.release_id);
    FOR g IN
      SELECT x.asked ->> 'corpus' AS name, k.corpus_id,
        coalesce((x.asked ->> 'count')::bigint, trunc((x.asked ->> 'ratio')::numeric * own)::bigint) AS wanted
      FROM jsonb_array_elements(r.mix -> 'general') WITH ORDINALITY x(asked, n)
      LEFT JOIN badcase_internal.corpus k ON k.program_id = r.program_id AND k.role = 'general' AND k.name = x.asked ->> 'corpus'
      ORDER BY x.n
    LOOP
      IF g.corpus_id IS NULL THEN
        RAISE undefined_object USING
          MESSAGE = format('program %s has no general corpus "%s"', r.program_id, g.name),
          HINT = 'badcase.open_corpus makes one.';
      END IF;
      contaminated := contaminated + badcase_internal.mix_corpus(r, g.corpus_id, g.wanted);
    END LOOP;
    PERFORM badcase_internal.place_items(r.release_id);
    RETURN contaminated;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mix_items(bigint) IS
  'mixes into a new release what its options ask for of general corpora; returns how many records were passed over because a benchmark overlaps with them';
-- Reading releases: by lines, whole or not at all, and by views, as each statement finds them.

CREATE FUNCTION badcase_internal.readable_release(release bigint) RETURNS badcase_internal.release
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r badcase_internal.release;
  BEGIN
    SELECT t.* INTO r FROM badcase_internal.release t WHERE t.release_id = readable_release.release;
    -- first what holds for every release: others' releases are refused like those that do not exist
    PERFORM badcase_internal.require(r.program_id, 'exporter', 'curator');
    IF r.published_at IS NULL THEN
      PERFORM badcase_internal.require(r.program_id, 'curator');
    END IF;
    RETURN r;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.readable_release(bigint) IS
  'the release, if the caller may read it: curators always, exporters once it is published; raises 42501 if not';

-- An item without a line is never left out in silence. In a format of pairs a record without a rejected answer has no
-- line, and a notice says how many. A history that the format has no place for is an error: the prompt alone would be
-- another question.
CREATE FUNCTION badcase.release_rows(release bigint, format text DEFAULT 'badcase', split text DEFAULT NULL)
  RETURNS TABLE (pos bigint, line json)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    r CONSTANT badcase_internal.release := badcase_internal.readable_release(release);
    f record;
    n record;
  BEGIN
    SELECT t.* INTO f FROM @extschema@.badcase_formats() t WHERE t.name = release_rows.format;
    IF NOT FOUND THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such format',
        HINT = format('SELECT name FROM %s.badcase_formats() lists them.', '@extschema@');
    END IF;
    IF release_rows.split NOT IN ('train', 'validation') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'splits are train and validation';
    END IF;
    PERFORM badcase_internal.check_release(release);
    IF f.needs_rejected OR NOT f.history THEN
      SELECT count(*) FILTER (WHERE @extschema@.rejected(v.record) IS NULL) AS no_rejected,
        count(*) FILTER (WHERE @extschema@.turns(v.record) > 0) AS with_history, count(*) AS items
      INTO n
      FROM badcase_internal.release_entries(r.release_id) v
      WHERE release_rows.split IS NULL OR v.split = release_rows.split;
      IF NOT f.history AND n.with_history > 0 THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('release %s cannot be written as %s: %s of %s items have a history, and the format no place for one',
            release, f.name, n.with_history, n.items),
          HINT = format('SELECT name FROM %s.badcase_formats() WHERE history lists formats that have one.', '@extschema@');
      END IF;
      IF f.needs_rejected AND n.no_rejected > 0 THEN
        RAISE NOTICE USING
          MESSAGE = format('%s of %s items have no rejected answer and no line of the format %s', n.no_rejected, n.items, f.name);
      END IF;
    END IF;
    RETURN QUERY
      SELECT v.pos, @extschema@.badcase_export(v.record, f.name)
      FROM badcase_internal.release_entries(r.release_id) v
      WHERE (release_rows.split IS NULL OR v.split = release_rows.split)
        AND (NOT f.needs_rejected OR @extschema@.rejected(v.record) IS NOT NULL)
      ORDER BY v.pos;
  END
  $$;
COMMENT ON FUNCTION badcase.release_rows(bigint, text, text) IS
  'exporter, curator: the lines of a release in order, in a format of badcase_formats; refuses where an item was withdrawn or has no consent any more';

-- At REPEATABLE READ a view would give what was erased after the snapshot was taken.
CREATE FUNCTION badcase_internal.require_fresh_snapshot() RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
      RAISE active_sql_transaction USING
        MESSAGE = 'the export views are read at the isolation level READ COMMITTED only',
        DETAIL = 'An older snapshot would show what was taken back or erased meanwhile.',
        HINT = 'badcase.release_rows can be read at any level: it waits for what is under way, or fails.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_fresh_snapshot() IS
  'raises active_sql_transaction (25001) at an isolation level at which an export could show what was taken back';

-- The consents that count are those of the release's own scopes; what is of a general corpus needs none.
CREATE FUNCTION badcase_internal.exportable_items()
  RETURNS TABLE (release bigint, pos bigint, split text, record @extschema@.badcase, task text)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT i.release_id, i.pos, i.split, v.record, t.name
    FROM badcase_internal.release r
    JOIN badcase_internal.release_item i ON i.release_id = r.release_id
    JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
    JOIN badcase_internal.revision v ON v.submission_id = i.submission_id AND v.revision = i.revision
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NOT NULL
    WHERE r.published_at IS NOT NULL AND s.state <> 'withdrawn'
      AND r.program_id = ANY ((SELECT badcase_internal.programs_with('exporter'))::int[])
      AND s.contributor_id IN (SELECT badcase_internal.consenting(r.program_id, r.scopes))
    UNION ALL
    SELECT x.release_id, x.pos, 'train', k.record, NULL
    FROM badcase_internal.release r
    JOIN badcase_internal.release_general_item x ON x.release_id = r.release_id
    JOIN badcase_internal.corpus_item k ON k.item_id = x.item_id
    WHERE r.published_at IS NOT NULL
      AND r.program_id = ANY ((SELECT badcase_internal.programs_with('exporter'))::int[])
  $$;
COMMENT ON FUNCTION badcase_internal.exportable_items() IS
  'the items of published releases that the caller may export, without what was withdrawn or has no consent';

CREATE FUNCTION badcase_internal.export_sft()
  RETURNS TABLE (release bigint, pos bigint, split text, prompt text, response text, history jsonb, system text, task text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM badcase_internal.require_fresh_snapshot();
    RETURN QUERY
      SELECT x.release, x.pos, x.split, @extschema@.prompt(x.record), @extschema@.response(x.record),
        @extschema@.history(x.record), @extschema@.meta(x.record) ->> 'system', x.task
      FROM badcase_internal.exportable_items() x ORDER BY x.release, x.pos;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.export_sft() IS 'the rows of badcase.export_sft';

CREATE VIEW badcase.export_sft WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.export_sft();
COMMENT ON VIEW badcase.export_sft IS
  'exporter: the items of published releases as demonstrations, without what lacks consent or was withdrawn when the statement began';
COMMENT ON COLUMN badcase.export_sft.release IS 'the release';
COMMENT ON COLUMN badcase.export_sft.pos IS 'the place in the release, from 1';
COMMENT ON COLUMN badcase.export_sft.split IS 'train or validation';
COMMENT ON COLUMN badcase.export_sft.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.export_sft.response IS 'the expected output';
COMMENT ON COLUMN badcase.export_sft.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.export_sft.system IS 'the key "system" of the record';
COMMENT ON COLUMN badcase.export_sft.task IS 'the task, if it has one';

CREATE FUNCTION badcase_internal.export_preference()
  RETURNS TABLE (release bigint, pos bigint, split text, prompt text, history jsonb, chosen text, rejected text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM badcase_internal.require_fresh_snapshot();
    RETURN QUERY
      SELECT x.release, x.pos, x.split, @extschema@.prompt(x.record), @extschema@.history(x.record),
        @extschema@.response(x.record), @extschema@.rejected(x.record)
      FROM badcase_internal.exportable_items() x WHERE @extschema@.rejected(x.record) IS NOT NULL ORDER BY x.release, x.pos;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.export_preference() IS 'the rows of badcase.export_preference';

CREATE VIEW badcase.export_preference WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.export_preference();
COMMENT ON VIEW badcase.export_preference IS
  'exporter: the items of published releases that have a rejected answer, as pairs, without what lacks consent or was withdrawn when the statement began';
COMMENT ON COLUMN badcase.export_preference.release IS 'the release';
COMMENT ON COLUMN badcase.export_preference.pos IS 'the place in the release, from 1';
COMMENT ON COLUMN badcase.export_preference.split IS 'train or validation';
COMMENT ON COLUMN badcase.export_preference.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.export_preference.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.export_preference.chosen IS 'the expected output';
COMMENT ON COLUMN badcase.export_preference.rejected IS 'the model''s own bad answer';
-- What became of a release: against what it was when it was built, and against another.

-- Slower by a subtransaction for each record than badcase_digest alone, which raises at the first damaged one.
CREATE FUNCTION badcase_internal.has_digest(record @extschema@.badcase, digest bytea) RETURNS bool
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RETURN @extschema@.badcase_digest(record) IS NOT DISTINCT FROM digest;
  EXCEPTION WHEN data_corrupted THEN
    RETURN false;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.has_digest(@extschema@.badcase, bytea) IS
  'whether a record is the one of that digest, false where its stored bytes are damaged';

-- The order follows from the seed, the consents that count from the mix.
CREATE FUNCTION badcase_internal.built_otherwise(r badcase_internal.release) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT (r.mix ? 'public') <> ('publish_text' = ANY (r.scopes)) OR NOT 'train' = ANY (r.scopes) OR EXISTS (
      SELECT FROM (
        SELECT h.hash, lag(h.hash) OVER (ORDER BY h.pos) AS before
        FROM (
          SELECT i.pos, sha256(int8send(r.seed) || i.digest) AS hash
          FROM badcase_internal.release_item i WHERE i.release_id = r.release_id AND i.digest IS NOT NULL
          UNION ALL
          SELECT m.pos, sha256(int8send(r.seed) || m.digest) FROM badcase_internal.release_general_item m WHERE m.release_id = r.release_id) h) x
      WHERE x.before > x.hash);
  END;
COMMENT ON FUNCTION badcase_internal.built_otherwise(badcase_internal.release) IS
  'whether the items are in an order that the seed does not give, or the scopes are not those of the mix';

-- An erased text cannot be compared, and an item's digest went with it; it counts as withdrawn.
CREATE FUNCTION badcase_internal.release_texts(release bigint) RETURNS TABLE (record @extschema@.badcase, digest bytea)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT v.record, i.digest
    FROM badcase_internal.release_item i
    LEFT JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
    LEFT JOIN badcase_internal.revision v ON v.submission_id = i.submission_id AND v.revision = i.revision
    WHERE i.release_id = release_texts.release
      AND NOT (s.state = 'withdrawn' AND v.submission_id IS NOT NULL AND v.record IS NULL)
    UNION ALL
    SELECT k.record, x.digest
    FROM badcase_internal.release_general_item x LEFT JOIN badcase_internal.corpus_item k ON k.item_id = x.item_id
    WHERE x.release_id = release_texts.release;
  END;
COMMENT ON FUNCTION badcase_internal.release_texts(bigint) IS
  'the texts of a release''s items beside the hashes of what was taken, without those that were erased';

CREATE FUNCTION badcase_internal.changed_items(release bigint) RETURNS bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n bigint;
  BEGIN
    SELECT count(*) INTO n
    FROM badcase_internal.release_texts(release) t WHERE @extschema@.badcase_digest(t.record) IS DISTINCT FROM t.digest;
    RETURN n;
  EXCEPTION WHEN data_corrupted THEN
    SELECT count(*) INTO n FROM badcase_internal.release_texts(release) t WHERE NOT badcase_internal.has_digest(t.record, t.digest);
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.changed_items(bigint) IS
  'how many items of a release have a text that is not the one that was taken, or is damaged';

CREATE FUNCTION badcase.verify_release(release bigint)
  RETURNS TABLE (ok bool, items bigint, withdrawn bigint, changed bigint, message text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    r CONSTANT badcase_internal.release := badcase_internal.readable_release(release);
    h record;
    list_differs bool;
  BEGIN
    SELECT t.* INTO h FROM badcase_internal.release_hashes(r.release_id) t;
    list_differs := h.items <> r.items OR h.ids_sha256 <> r.ids_sha256 OR (h.sha256 <> r.sha256 AND NOT EXISTS (
      SELECT FROM badcase_internal.release_item i JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
      WHERE i.release_id = r.release_id AND i.digest IS NULL AND s.state = 'withdrawn')) OR badcase_internal.built_otherwise(r);
    items := r.items;
    withdrawn := badcase_internal.lost_items(r.release_id);
    changed := badcase_internal.changed_items(r.release_id);
    changed := greatest(changed, abs(h.items - r.items), list_differs::int);
    ok := withdrawn = 0 AND changed = 0;
    message := concat_ws('; ',
      CASE WHEN ok THEN 'as it was built' END,
      CASE WHEN withdrawn > 0 THEN format('%s of %s items were withdrawn or have no consent any more', withdrawn, items) END,
      CASE WHEN changed > 0 AND list_differs THEN 'the list is not the one that was built'
        WHEN changed > 0 THEN format('the text of %s of %s items is not the one that was taken', changed, items) END);
    RETURN NEXT;
  END
  $$;
COMMENT ON FUNCTION badcase.verify_release(bigint) IS
  'exporter, curator: whether a release is what was built: every item compared with its hash, and the list with its own';

CREATE FUNCTION badcase.release_diff(a bigint, b bigint) RETURNS TABLE (change text, submission bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    old CONSTANT badcase_internal.release := badcase_internal.readable_release(a);
    new CONSTANT badcase_internal.release := badcase_internal.readable_release(b);
  BEGIN
    IF old.program_id <> new.program_id THEN
      RAISE invalid_parameter_value USING MESSAGE = 'the two releases are of different programs';
    END IF;
    RETURN QUERY
      SELECT d.change, d.submission_id
      FROM (
        SELECT coalesce(x.submission_id, y.submission_id) AS submission_id,
          CASE
            WHEN x.submission_id IS NULL THEN 'added'
            WHEN y.submission_id IS NULL AND (s.state = 'withdrawn' OR k.contributor_id IS NULL) THEN 'withdrawn'
            WHEN y.submission_id IS NULL THEN 'removed'
            WHEN x.revision <> y.revision THEN 'revised'
          END AS change
        FROM (SELECT i.submission_id, i.revision FROM badcase_internal.release_item i WHERE i.release_id = old.release_id) x
        FULL JOIN (SELECT i.submission_id, i.revision FROM badcase_internal.release_item i WHERE i.release_id = new.release_id) y
          ON y.submission_id = x.submission_id
        JOIN badcase_internal.submission s ON s.submission_id = coalesce(x.submission_id, y.submission_id)
        LEFT JOIN badcase_internal.consenting(old.program_id, old.scopes) k(contributor_id) ON k.contributor_id = s.contributor_id) d
      WHERE d.change IS NOT NULL
      ORDER BY d.submission_id;
  END
  $$;
COMMENT ON FUNCTION badcase.release_diff(bigint, bigint) IS
  'exporter, curator: what the second release has and the first had not, and the other way round: added, removed, revised, withdrawn';
-- Preflight: what a trainer would drop, cut or wrongly learn without a word. What is known of the trainers is here.

-- Characters of Chinese and the like count 1, ASCII 1/4, others between: a tokenizer of a model for Chinese and English
-- takes about as many. Integer arithmetic on two lengths, so that it is the same everywhere.
CREATE FUNCTION badcase_internal.token_estimate(value text) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (3 * octet_length(value)::bigint - length(value) + 7) / 8;
COMMENT ON FUNCTION badcase_internal.token_estimate(text) IS
  'about how many tokens a text is: (3 x bytes - characters) / 8, rounded up';

-- A function's arguments are constants to the planner of PostgreSQL 18, which works out every branch of CASE that has only
-- such: a branch must not fail for what another one is for. So the text has something before it, as a response must.
CREATE FUNCTION badcase_internal.same_text(a text, b text) RETURNS bool
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  BEGIN ATOMIC
    SELECT CASE WHEN a = b THEN true
      WHEN @extschema@.badcase_blank(convert_to(a, 'UTF8')) OR @extschema@.badcase_blank(convert_to(b, 'UTF8')) THEN false
      ELSE @extschema@.exact_key(@extschema@.badcase('-'::text, '- '::text || a, NULL::jsonb, NULL::text, NULL::jsonb))
        = @extschema@.exact_key(@extschema@.badcase('-'::text, '- '::text || b, NULL::jsonb, NULL::text, NULL::jsonb)) END;
  END;
COMMENT ON FUNCTION badcase_internal.same_text(text, text) IS 'whether two texts are the same but for width, composition and white space';

-- ChatGLM-6B's training script, with a column for history: also where the history is empty.
CREATE FUNCTION badcase_internal.chatglm_prompt(record @extschema@.badcase) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  BEGIN ATOMIC
    SELECT coalesce((
        SELECT string_agg(format(E'[Round %s]\n问：%s\n答：%s\n', t.n - 1, t.turn ->> 0, t.turn ->> 1), '' ORDER BY t.n)
        FROM jsonb_array_elements(@extschema@.history(record)) WITH ORDINALITY t(turn, n)), '')
      || format(E'[Round %s]\n问：%s\n答：', @extschema@.turns(record), @extschema@.prompt(record));
  END;
COMMENT ON FUNCTION badcase_internal.chatglm_prompt(@extschema@.badcase) IS 'the text that ChatGLM-6B''s training script makes of history and prompt';

-- The first format of each trainer is the one that preflight takes if none is named. history_learned: the answers of the
-- history are learned, too, unless the trainer is told to mask them.
CREATE FUNCTION badcase_internal.trainer_formats()
  RETURNS TABLE (trainer text, format text, history_learned bool)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      ('ptuning', 'ptuning_chat', false), ('ptuning', 'ptuning', false), ('ptuning', 'badcase_bare', false),
      ('ptuning', 'qa', false), ('ptuning', 'summary', false),
      ('llama_factory', 'alpaca', true), ('llama_factory', 'alpaca_preference', false), ('llama_factory', 'sharegpt', true),
      ('llama_factory', 'sharegpt_preference', false), ('llama_factory', 'sharegpt_kto', false),
      ('llama_factory', 'sharegpt_kto_rejected', false), ('llama_factory', 'messages', true),
      ('llama_factory', 'badcase_bare', false), ('llama_factory', 'ptuning', false), ('llama_factory', 'ptuning_chat', true),
      ('llama_factory', 'qa', false), ('llama_factory', 'summary', false), ('llama_factory', 'completion', false),
      ('llama_factory', 'kto', false), ('llama_factory', 'kto_rejected', false), ('llama_factory', 'preference', false),
      ('trl', 'completion_chat', false), ('trl', 'completion', false), ('trl', 'messages', true),
      ('trl', 'preference_chat', false), ('trl', 'preference', false), ('trl', 'kto', false), ('trl', 'kto_rejected', false),
      ('openai', 'messages_weighted', false), ('openai', 'messages', true), ('openai', 'openai_preference', false),
      ('axolotl', 'messages', true), ('axolotl', 'sharegpt', true), ('axolotl', 'alpaca', true),
      ('axolotl', 'chatml_argilla', false), ('axolotl', 'chatml_icr', false), ('axolotl', 'chatml_intel', false),
      ('axolotl', 'chatml_prompt_pairs', false),
      ('swift', 'messages', true), ('swift', 'swift', true), ('swift', 'sharegpt', true), ('swift', 'alpaca', true);
  END;
COMMENT ON FUNCTION badcase_internal.trainer_formats() IS 'which formats a trainer reads, its usual one first, and whether it learns the answers of a history there';

-- max_length: the trainers' own defaults; ChatGLM-6B's published runs have 64 tokens for each side.
CREATE FUNCTION badcase_internal.preflight_options(trainer text, options jsonb) RETURNS jsonb
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    filled jsonb;
    wrong text;
  BEGIN
    filled := CASE trainer
      WHEN 'ptuning' THEN '{"format": "ptuning_chat", "max_source_length": 64, "max_target_length": 64, "file_name": null}'
      WHEN 'llama_factory' THEN '{"format": "alpaca", "max_length": 2048, "mask_history": false}'
      WHEN 'trl' THEN '{"format": "completion_chat", "max_length": 1024}'
      WHEN 'openai' THEN '{"format": "messages_weighted", "max_length": 65536}'
      WHEN 'axolotl' THEN '{"format": "messages", "max_length": 2048, "mask_history": false}'
      WHEN 'swift' THEN '{"format": "messages", "max_length": 2048, "mask_history": false}'
    END::jsonb;
    IF filled IS NULL THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such trainer',
        HINT = 'Trainers are ptuning, llama_factory, trl, openai, axolotl and swift.';
    END IF;
    IF jsonb_typeof(options) IS DISTINCT FROM 'object' THEN
      RAISE invalid_parameter_value USING MESSAGE = 'the options of preflight are a JSON object';
    END IF;
    wrong := (SELECT min(k COLLATE "C") FROM jsonb_object_keys(options) k WHERE NOT filled ? k);
    IF wrong IS NOT NULL THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('preflight for %s has no option "%s"', trainer, wrong),
        HINT = format('Options are %s.', (SELECT string_agg(k, ', ' ORDER BY k COLLATE "C") FROM jsonb_object_keys(filled) k));
    END IF;
    filled := filled || options;
    IF EXISTS (SELECT FROM jsonb_each(filled) o WHERE o.key LIKE 'max%' AND badcase_internal.whole_number(o.value, 3) IS NULL) THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a length is a whole number of tokens, 3 at least';
    END IF;
    IF jsonb_typeof(filled -> 'format') = 'string' THEN
      filled := jsonb_set(filled, '{format}', jsonb_build_array(filled -> 'format'));
    END IF;
    IF jsonb_typeof(filled -> 'format') <> 'array' OR jsonb_array_length(filled -> 'format') = 0 OR EXISTS (
        SELECT FROM jsonb_array_elements(filled -> 'format') x
        WHERE NOT EXISTS (SELECT FROM @extschema@.badcase_formats() f WHERE to_jsonb(f.name) = x)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such format',
        HINT = format('SELECT name FROM %s.badcase_formats() lists them.', '@extschema@');
    END IF;
    RETURN filled;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.preflight_options(text, jsonb) IS
  'the options of preflight for a trainer, checked (22023), with its defaults filled in; format as an array';

-- One row for each finding and item. The CASE of a finding is the trainer and format that it is about.
CREATE FUNCTION badcase_internal.preflight_items(release bigint, trainer text, o jsonb) RETURNS TABLE (severity text, code text, pos bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH f AS MATERIALIZED (
      SELECT bool_or(t.needs_rejected) AS pairs, bool_and(t.history) AS history,
        bool_or(k.history_learned) AND NOT coalesce((o ->> 'mask_history')::bool, false) AS learned,
        bool_or(t.keys @> '{history}') AS column_history, bool_or(t.keys @> '{system}') AS column_system
      FROM @extschema@.badcase_formats() t
      LEFT JOIN badcase_internal.trainer_formats() k ON k.trainer = preflight_items.trainer AND k.format = t.name
      WHERE o -> 'format' ? t.name
    ), item AS MATERIALIZED (
      SELECT e.pos, e.record, @extschema@.turns(e.record) AS turns, @extschema@.rejected(e.record) AS rejected,
        coalesce('context' = ANY (s.failure_kinds), false) AS context,
        CASE WHEN trainer = 'ptuning' AND (f.column_history OR @extschema@.turns(e.record) > 0) THEN
            badcase_internal.token_estimate(badcase_internal.chatglm_prompt(e.record))
          WHEN trainer = 'ptuning' THEN badcase_internal.token_estimate(@extschema@.prompt(e.record)) END AS source,
        badcase_internal.token_estimate(@extschema@.response(e.record)) AS target,
        CASE WHEN trainer <> 'ptuning' THEN badcase_internal.token_estimate(concat(@extschema@.meta(e.record) ->> 'system',
          CASE WHEN @extschema@.turns(e.record) > 0 THEN @extschema@.history(e.record)::text END,
          @extschema@.prompt(e.record), @extschema@.response(e.record))) END AS whole
      FROM badcase_internal.release_entries(preflight_items.release) e
      LEFT JOIN badcase_internal.submission s ON s.submission_id = e.submission
      CROSS JOIN f
      WHERE e.record IS NOT NULL
    )
    SELECT x.severity, x.code, i.pos
    FROM item i CROSS JOIN f
    CROSS JOIN LATERAL (VALUES
      ('error', 'history_refused', i.turns > 0 AND NOT f.history),
      ('error', 'question_cut', i.turns > 0 AND i.source > (o ->> 'max_source_length')::bigint - 1),
      ('warn', 'prompt_cut', i.turns = 0 AND i.source > (o ->> 'max_source_length')::bigint - 1),
      ('warn', 'response_cut', i.target > (o ->> 'max_target_length')::bigint - 2),
      ('warn', 'too_long', i.whole > (o ->> 'max_length')::bigint),
      ('info', 'with_history', i.turns > 0),
      ('error', 'context_history_learned', f.learned AND i.turns > 0 AND i.context),
      ('warn', 'history_learned', f.learned AND i.turns > 0 AND NOT i.context),
      ('warn', 'empty_turn', i.turns > 0 AND jsonb_path_exists(@extschema@.history(i.record), '$[*][*] ? (@ == "")')),
      ('warn', 'no_rejected', f.pairs AND i.rejected IS NULL),
      ('warn', 'rejected_blank', f.pairs AND @extschema@.badcase_blank(convert_to(i.rejected, 'UTF8'))),
      ('warn', 'rejected_equals_response', f.pairs AND i.rejected IS NOT NULL AND badcase_internal.same_text(i.rejected, @extschema@.response(i.record)))
    ) x(severity, code, holds)
    WHERE x.holds
    UNION ALL
    SELECT 'warn', 'history_missing', i.pos FROM item i CROSS JOIN f
    WHERE trainer = 'ptuning' AND f.column_history AND i.turns = 0 AND EXISTS (SELECT FROM item j WHERE j.turns > 0)
    UNION ALL
    SELECT 'warn', 'single_turn_only', i.pos FROM item i
    WHERE trainer = 'ptuning' AND NOT EXISTS (SELECT FROM item j WHERE j.turns > 0)
    UNION ALL
    SELECT 'warn', 'history_column_empty', i.pos FROM item i CROSS JOIN f
    WHERE f.column_history AND NOT EXISTS (SELECT FROM item j WHERE j.turns > 0)
    UNION ALL
    SELECT 'info', 'system_column_empty', i.pos FROM item i CROSS JOIN f
    WHERE f.column_system AND NOT EXISTS (SELECT FROM item j WHERE coalesce(@extschema@.meta(j.record) ->> 'system', '') <> '')
    UNION ALL
    SELECT 'warn', 'history_empty_first', i.pos FROM item i CROSS JOIN f
    WHERE f.column_history AND i.turns = 0 AND i.pos = (SELECT min(j.pos) FROM item j)
      AND EXISTS (SELECT FROM item j WHERE j.turns > 0)
    UNION ALL
    SELECT q.severity, 'quality:' || q.issue, i.pos FROM item i CROSS JOIN LATERAL @extschema@.badcase_quality(i.record) q
    WHERE q.severity <> 'info'
    UNION ALL
    SELECT 'error', 'too_few', i.pos FROM item i WHERE trainer = 'openai' AND (SELECT count(*) FROM item j) < 10
  $$;
COMMENT ON FUNCTION badcase_internal.preflight_items(bigint, text, jsonb) IS 'what preflight finds about single items';

-- Pairs of the whole release at once: near-duplicates on both sides of the split, and answers that reviewers found to
-- contradict one another.
CREATE FUNCTION badcase_internal.preflight_pairs(release bigint) RETURNS TABLE (severity text, code text, pos bigint)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY
      SELECT 'warn', 'contradiction', i.pos
      FROM badcase_internal.release_item i
      WHERE i.release_id = preflight_pairs.release AND EXISTS (
        SELECT FROM badcase_internal.relation r JOIN badcase_internal.release_item o ON o.submission_id = r.other_id AND o.release_id = i.release_id
        WHERE r.submission_id = i.submission_id AND r.kind = 'contradiction'
        UNION ALL
        SELECT FROM badcase_internal.relation r JOIN badcase_internal.release_item o ON o.submission_id = r.submission_id AND o.release_id = i.release_id
        WHERE r.other_id = i.submission_id AND r.kind = 'contradiction');
    IF NOT EXISTS (SELECT FROM badcase_internal.release_entries(preflight_pairs.release) e WHERE e.split = 'validation') THEN
      RETURN;
    END IF;
    RETURN QUERY
      SELECT DISTINCT 'error', 'near_across_splits', v.pos
      FROM @extschema@.badcase_near_pairs(format(
        'SELECT e.pos, e.record FROM badcase_internal.release_entries(%s) e WHERE e.record IS NOT NULL', release), 0.7::float8, NULL::text) p
      JOIN badcase_internal.release_item v ON v.release_id = preflight_pairs.release AND v.split = 'validation' AND v.pos IN (p.a, p.b)
      WHERE NOT EXISTS (
        SELECT FROM badcase_internal.release_item t WHERE t.release_id = preflight_pairs.release AND t.split = 'validation'
          AND t.pos = CASE WHEN v.pos = p.a THEN p.b ELSE p.a END);
    RETURN QUERY
      SELECT DISTINCT 'warn', 'prompt_across_splits', v.pos
      FROM badcase_internal.release_entries(preflight_pairs.release) v
      JOIN badcase_internal.release_entries(preflight_pairs.release) t ON t.split = 'train'
        AND sha256(convert_to(@extschema@.badcase_normalize(@extschema@.prompt(t.record)) || @extschema@.history(t.record), 'UTF8'))
          = sha256(convert_to(@extschema@.badcase_normalize(@extschema@.prompt(v.record)) || @extschema@.history(v.record), 'UTF8'))
      WHERE v.split = 'validation';
  END
  $$;
COMMENT ON FUNCTION badcase_internal.preflight_pairs(bigint) IS 'what preflight finds about items that stand side by side';

CREATE FUNCTION badcase.preflight(release bigint, trainer text, options jsonb DEFAULT '{}')
  RETURNS TABLE (severity text, code text, count bigint, examples bigint[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    r CONSTANT badcase_internal.release := badcase_internal.readable_release(release);
    o CONSTANT jsonb := badcase_internal.preflight_options(trainer, options);
  BEGIN
    RETURN QUERY
      SELECT x.severity, x.code, x.n, x.examples
      FROM (
        SELECT y.severity, y.code, count(*) AS n, (array_agg(y.pos ORDER BY y.pos))[1:5] AS examples
        FROM (
          SELECT p.severity, p.code, p.pos FROM badcase_internal.preflight_items(r.release_id, trainer, o) p
          UNION ALL
          SELECT p.severity, p.code, p.pos FROM badcase_internal.preflight_pairs(r.release_id) p) y
        GROUP BY y.severity, y.code
        UNION ALL
        SELECT 'error', 'format_not_read', count(*), '{}'
        FROM jsonb_array_elements_text(o -> 'format') f
        WHERE NOT EXISTS (SELECT FROM badcase_internal.trainer_formats() k WHERE k.trainer = preflight.trainer AND k.format = f)
        UNION ALL
        SELECT 'error', 'mixed_families', count(DISTINCT f.family) - 1, '{}'
        FROM @extschema@.badcase_formats() f WHERE o -> 'format' ? f.name
        UNION ALL
        SELECT 'error', 'file_suffix', 1, '{}' WHERE o ->> 'file_name' !~ '[.](csv|json)$'
        UNION ALL
        SELECT 'error', 'withdrawn', badcase_internal.lost_items(r.release_id), '{}'
        UNION ALL
        SELECT 'warn', 'no_general_data', r.items, '{}' WHERE NOT EXISTS (SELECT FROM badcase_internal.release_general_item m WHERE m.release_id = r.release_id)
      ) x
      WHERE x.n > 0
      ORDER BY array_position('{error,warn,info}', x.severity), x.code COLLATE "C";
  END
  $$;
COMMENT ON FUNCTION badcase.preflight(bigint, text, jsonb) IS
  'exporter, curator: what a trainer would drop, cut or wrongly learn of a release without saying so; examples are places in the release';
-- What a release is, in numbers: computed when it is published, and kept.

-- ChatGLM-6B's training script takes files named .csv or .json only, whatever is in them.
CREATE FUNCTION badcase.release_file_name(release bigint, format text, split text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT 'badcase_r' || release || CASE WHEN format <> 'badcase' THEN '_' || format ELSE '' END
      || CASE WHEN split = 'validation' THEN '_validation' ELSE '' END
      || CASE WHEN format IN ('ptuning', 'ptuning_chat') THEN '.json' ELSE '.jsonl' END;
  END;
COMMENT ON FUNCTION badcase.release_file_name(bigint, text, text) IS 'exporter, curator: the name of the file of a release in a format and split';

CREATE FUNCTION badcase_internal.note_files(release bigint) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    INSERT INTO badcase_internal.release_file (release_id, format, split, file_name, lines, left_out, refused, bytes, sha256)
    SELECT note_files.release, f.name, x.split, badcase.release_file_name(note_files.release, f.name, x.split),
      x.lines, x.items - x.lines - x.refused, x.refused,
      CASE WHEN x.refused = 0 THEN x.bytes END, CASE WHEN x.refused = 0 THEN x.sha256 END
    FROM @extschema@.badcase_formats() f
    CROSS JOIN LATERAL (
      SELECT l.split, count(*) AS items, count(l.line) AS lines, count(*) FILTER (WHERE l.refused) AS refused,
        coalesce(sum(octet_length(l.line) + 1), 0) AS bytes,
        @extschema@.badcase_lines_sha256(convert_to(l.line, 'UTF8') ORDER BY l.pos) AS sha256
      FROM (
        SELECT e.pos, e.split, NOT f.history AND @extschema@.turns(e.record) > 0 AS refused,
          CASE WHEN f.history OR @extschema@.turns(e.record) = 0 THEN @extschema@.badcase_export(e.record, f.name)::text END AS line
        FROM badcase_internal.release_entries(note_files.release) e
        OFFSET 0) l
      GROUP BY l.split) x;
  END;
COMMENT ON FUNCTION badcase_internal.note_files(bigint) IS 'writes what each format of a release comes to';

-- Fleiss' kappa over pairs of reviews of one submission and pass: (observed - expected) / (1 - expected).
CREATE FUNCTION badcase_internal.agreement(program int) RETURNS jsonb
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT jsonb_build_object(
      'reviews', r.reviews, 'reviewers', r.reviewers, 'pairs', p.pairs::bigint,
      'observed', round(p.agreeing / nullif(p.pairs, 0), 3),
      'expected', round(r.expected, 3),
      'kappa', round((p.agreeing / nullif(p.pairs, 0) - r.expected) / nullif(1 - r.expected, 0), 3))
    FROM (
      SELECT sum(k.n)::bigint AS reviews, (
        SELECT count(DISTINCT v.reviewer) FROM badcase_internal.review v JOIN badcase_internal.submission s ON s.submission_id = v.submission_id
        WHERE s.program_id = agreement.program) AS reviewers,
        sum(k.n * k.n) / nullif(sum(k.n) * sum(k.n), 0) AS expected
      FROM (
        SELECT count(*)::numeric AS n
        FROM badcase_internal.review v JOIN badcase_internal.submission s ON s.submission_id = v.submission_id
        WHERE s.program_id = agreement.program GROUP BY v.verdict) k) r
    CROSS JOIN (
      SELECT coalesce(sum(c.n * (c.n - 1) / 2), 0)::numeric AS pairs, coalesce(sum(c.agreeing), 0)::numeric AS agreeing
      FROM (
        SELECT sum(k.n) AS n, sum(k.n * (k.n - 1) / 2) AS agreeing
        FROM (
          SELECT v.submission_id, v.review_pass, v.verdict, count(*) AS n
          FROM badcase_internal.review v JOIN badcase_internal.submission s ON s.submission_id = v.submission_id
          WHERE s.program_id = agreement.program GROUP BY v.submission_id, v.review_pass, v.verdict) k
        GROUP BY k.submission_id, k.review_pass) c) p;
  END;
COMMENT ON FUNCTION badcase_internal.agreement(int) IS
  'how far the reviewers of a program agree on verdicts: pairs of reviews, observed and expected agreement, Fleiss'' kappa';

-- The E keeps backslashes what they are where standard_conforming_strings is off.
-- A language is told by its script: Chinese by CJK ideographs, English by Latin letters without any.
CREATE FUNCTION badcase_internal.release_facts(release bigint) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH entry AS MATERIALIZED (
      SELECT e.split, e.submission AS submission_id, @extschema@.turns(e.record) AS turns, @extschema@.rejected(e.record) IS NOT NULL AS pair,
        length(@extschema@.prompt(e.record)) AS prompt, length(@extschema@.response(e.record)) AS response,
        octet_length(@extschema@.prompt(e.record)) + octet_length(@extschema@.response(e.record)) AS bytes,
        CASE
          WHEN (@extschema@.prompt(e.record) || @extschema@.response(e.record)) COLLATE "C" ~ E'[\\u3400-\\u4dbf\\u4e00-\\u9fff]' THEN 'zh'
          WHEN (@extschema@.prompt(e.record) || @extschema@.response(e.record)) COLLATE "C" ~ '[A-Za-z]' THEN 'en'
          ELSE 'other'
        END AS language
      FROM badcase_internal.release_entries(release_facts.release) e WHERE e.record IS NOT NULL
    )
    SELECT jsonb_build_object(
      'general', coalesce((
        SELECT jsonb_agg(jsonb_build_object('corpus', k.name, 'items', x.n, 'licence', k.licence, 'source', k.source) ORDER BY k.name COLLATE "C")
        FROM (
          SELECT c.corpus_id, count(*) AS n FROM badcase_internal.release_general_item m JOIN badcase_internal.corpus_item c ON c.item_id = m.item_id
          WHERE m.release_id = release_facts.release GROUP BY c.corpus_id) x
        JOIN badcase_internal.corpus k ON k.corpus_id = x.corpus_id), '[]'),
      'splits', coalesce((SELECT jsonb_object_agg(x.split, x.n) FROM (SELECT e.split, count(*) AS n FROM entry e GROUP BY e.split) x), '{}'),
      'languages', coalesce((SELECT jsonb_object_agg(x.language, x.n) FROM (SELECT e.language, count(*) AS n FROM entry e GROUP BY e.language) x), '{}'),
      'with_history', (SELECT count(*) FROM entry e WHERE e.turns > 0),
      'with_rejected', (SELECT count(*) FROM entry e WHERE e.pair),
      'characters', (SELECT jsonb_build_object('prompt', coalesce(sum(e.prompt), 0), 'response', coalesce(sum(e.response), 0)) FROM entry e),
      'bytes', (SELECT coalesce(sum(e.bytes), 0) FROM entry e),
      'contributors', (SELECT count(DISTINCT s.contributor_id) FROM entry e JOIN badcase_internal.submission s ON s.submission_id = e.submission_id),
      'tasks', coalesce((
        SELECT jsonb_object_agg(x.name, x.n) FROM (
          SELECT t.name, count(*) AS n
          FROM entry e JOIN badcase_internal.submission s ON s.submission_id = e.submission_id JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NOT NULL
          GROUP BY t.name) x), '{}'),
      'failure_kinds', coalesce((
        SELECT jsonb_object_agg(x.kind, x.n) FROM (
          SELECT k.kind, count(*) AS n
          FROM entry e JOIN badcase_internal.submission s ON s.submission_id = e.submission_id CROSS JOIN unnest(s.failure_kinds) k(kind)
          GROUP BY k.kind) x), '{}'),
      'received', (
        SELECT jsonb_build_object('from', to_char(min(s.received_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
          'to', to_char(max(s.received_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'))
        FROM entry e JOIN badcase_internal.submission s ON s.submission_id = e.submission_id),
      'reviews_per_item', (
        SELECT round(count(v.reviewer)::numeric / nullif(count(DISTINCT e.submission_id), 0), 2)
        FROM entry e JOIN badcase_internal.submission s ON s.submission_id = e.submission_id
        LEFT JOIN badcase_internal.review v ON v.submission_id = s.submission_id AND v.review_pass = s.review_pass),
      'agreement', badcase_internal.agreement(r.program_id),
      'versions', jsonb_build_object(
        'badcase', badcase.version(), 'features', 'v1',
        'exact_key', (SELECT jsonb_agg(DISTINCT s.exact_key_version) FROM entry e JOIN badcase_internal.submission s ON s.submission_id = e.submission_id),
        'screening_rules', (SELECT jsonb_agg(DISTINCT s.rule_version) FROM entry e JOIN badcase_internal.submission s ON s.submission_id = e.submission_id),
        'decision_rules', (SELECT jsonb_agg(DISTINCT s.decided_rule) FROM entry e JOIN badcase_internal.submission s ON s.submission_id = e.submission_id),
        'quorum', p.quorum))
    FROM badcase_internal.release r JOIN badcase_internal.program p ON p.program_id = r.program_id
    WHERE r.release_id = release_facts.release
  $$;
COMMENT ON FUNCTION badcase_internal.release_facts(bigint) IS 'what the manifest says of the items of a release, computed now';
-- The papers of a release: manifest and cards. They say what the release was when it was published, in a fixed form.

CREATE FUNCTION badcase_internal.utc(at timestamptz) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
COMMENT ON FUNCTION badcase_internal.utc(timestamptz) IS 'a time as text, the same under every setting';

CREATE FUNCTION badcase_internal.manifest_of(r badcase_internal.release) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT jsonb_build_object(
      'release', r.release_id, 'name', r.name, 'program', p.name,
      'built_at', badcase_internal.utc(r.built_at), 'published_at', badcase_internal.utc(r.published_at),
      'seed', r.seed, 'per_task', r.per_task, 'validation', r.validation, 'mix', r.mix,
      'items', r.items, 'sha256', encode(r.sha256, 'hex'),
      'consents', to_jsonb(r.scopes), 'left_out', r.left_out,
      'licence', coalesce(r.mix #>> '{public,licence}', 'not distributed'),
      'url', coalesce(r.mix #>> '{public,url}', 'not distributed'),
      'facts', coalesce(r.facts, badcase_internal.release_facts(r.release_id)),
      'files', coalesce((
        SELECT jsonb_agg(jsonb_build_object('file', f.file_name, 'format', f.format, 'split', f.split, 'lines', f.lines,
            'left_out', f.left_out, 'refused', f.refused, 'bytes', f.bytes, 'sha256', encode(f.sha256, 'hex'))
          ORDER BY f.format COLLATE "C", f.split COLLATE "C")
        FROM badcase_internal.release_file f WHERE f.release_id = r.release_id), '[]'))
    FROM badcase_internal.program p WHERE p.program_id = r.program_id
  $$;
COMMENT ON FUNCTION badcase_internal.manifest_of(badcase_internal.release) IS 'the manifest of a release';

CREATE FUNCTION badcase.release_manifest(release bigint) RETURNS jsonb
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RETURN badcase_internal.manifest_of(badcase_internal.readable_release(release));
  END
  $$;
COMMENT ON FUNCTION badcase.release_manifest(bigint) IS
  'exporter, curator: what a release was made from and by which rules, its counts, and the hashes of its files';

CREATE FUNCTION badcase_internal.markdown(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN regexp_replace(regexp_replace(value, '[\x01-\x1f\x7f-\u009f\u2028\u2029]', ' ', 'g'), '([][\\`*_{}<>#|!&~])' COLLATE "C", '\\\1', 'g');
COMMENT ON FUNCTION badcase_internal.markdown(text) IS 'a text as one line of Markdown that shows it as it is';

-- A JSON string is a YAML string, too.
CREATE FUNCTION badcase_internal.card_head(m jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT concat_ws(E'\n',
      '---',
      'pretty_name: ' || to_json(m ->> 'name'),
      'license: ' || to_json(m ->> 'licence'),
      'language: ' || coalesce((
        SELECT '[' || string_agg(k, ', ' ORDER BY k COLLATE "C") || ']'
        FROM jsonb_object_keys(m #> '{facts,languages}') k WHERE k <> 'other'), '[]'),
      'task_categories: [text-generation]',
      'tags: [instruction-tuning, bad-cases]',
      'size_categories: ' || CASE
        WHEN n < 1000 THEN '[n<1K]' WHEN n < 10000 THEN '[1K<n<10K]' WHEN n < 100000 THEN '[10K<n<100K]'
        WHEN n < 1000000 THEN '[100K<n<1M]' ELSE '[1M<n<10M]' END,
      'configs:',
      '- config_name: default',
      '  data_files:',
      (SELECT string_agg(format(E'  - split: %s\n    path: %s', f ->> 'split', f ->> 'file'), E'\n' ORDER BY f ->> 'split' COLLATE "C")
       FROM jsonb_array_elements(m -> 'files') f WHERE f ->> 'format' = 'ptuning_chat'),
      'dataset_info:',
      '  features:',
      '  - name: prompt',
      '    dtype: string',
      '  - name: response',
      '    dtype: string',
      '  - name: history',
      '    sequence:',
      '      sequence: string',
      '  splits:',
      (SELECT string_agg(format(E'  - name: %s\n    num_bytes: %s\n    num_examples: %s', f ->> 'split', f ->> 'bytes', f ->> 'lines'), E'\n'
         ORDER BY f ->> 'split' COLLATE "C")
       FROM jsonb_array_elements(m -> 'files') f WHERE f ->> 'format' = 'ptuning_chat'),
      '---')
    FROM (SELECT (m ->> 'items')::bigint) x(n)
  $$;
COMMENT ON FUNCTION badcase_internal.card_head(jsonb) IS 'the YAML head of a release''s card, from its manifest';

CREATE FUNCTION badcase_internal.card_table(head text, cells jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT CASE WHEN cells IS NULL OR cells = '{}' THEN NULL ELSE
      format(E'| %s | items |\n|---|---|\n', head) || (
        SELECT string_agg(format('| %s | %s |', badcase_internal.markdown(c.key), c.value), E'\n' ORDER BY c.value::bigint DESC, c.key COLLATE "C")
        FROM jsonb_each_text(cells) c) END
  $$;
COMMENT ON FUNCTION badcase_internal.card_table(text, jsonb) IS 'counts by name as a Markdown table, the greatest first; null where there are none';

CREATE FUNCTION badcase_internal.card_markdown(m jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT concat_ws(E'\n\n',
      badcase_internal.card_head(m),
      '# ' || badcase_internal.markdown(m ->> 'name'),
      format('Release %s of the programme "%s": %s records in which a language model did badly, each with the answer it should have given. Contributors sent them in, reviewers judged them useful and correct, and every contributor consented to %s.',
        m ->> 'release', badcase_internal.markdown(m ->> 'program'),
        (m ->> 'items')::bigint - (SELECT coalesce(sum((g ->> 'items')::bigint), 0) FROM jsonb_array_elements(m #> '{facts,general}') g),
        CASE WHEN m -> 'consents' ? 'publish_text' THEN 'training and to the publication of the text' ELSE 'training' END),
      CASE WHEN m -> 'consents' ? 'publish_text'
        THEN format('Licence: %s. Published at %s.', badcase_internal.markdown(m ->> 'licence'), badcase_internal.markdown(m ->> 'url'))
        ELSE 'This release is not distributed: its contributors have not agreed to the publication of their texts.' END,
      '## Composition',
      badcase_internal.card_table('split', m #> '{facts,splits}'),
      badcase_internal.card_table('language, by script', m #> '{facts,languages}'),
      badcase_internal.card_table('task', m #> '{facts,tasks}'),
      badcase_internal.card_table('kind of failure', m #> '{facts,failure_kinds}'),
      format('%s items have a history of earlier turns, %s a rejected answer beside the right one. %s contributors.',
        m #>> '{facts,with_history}', m #>> '{facts,with_rejected}', m #>> '{facts,contributors}'),
      (SELECT E'General data of others is mixed in, all of it for training:\n\n| corpus | items | licence | source |\n|---|---|---|---|\n'
          || string_agg(format('| %s | %s | %s | %s |', badcase_internal.markdown(g ->> 'corpus'), g ->> 'items', badcase_internal.markdown(g ->> 'licence'),
            badcase_internal.markdown(coalesce(g ->> 'source', '-'))), E'\n' ORDER BY n)
       FROM jsonb_array_elements(m #> '{facts,general}') WITH ORDINALITY x(g, n)),
      '## How it was made',
      format(E'- Received from %s to %s.\n- Reviewed by %s reviewers, %s reviews an item; a submission is accepted when %s reviews find it useful and correct.\n- Agreement on verdicts over all submissions: %s observed, Fleiss'' kappa %s (%s pairs of reviews).\n- Seed %s; order and choice by SHA-256 of seed and record. At most %s of a cluster of near-duplicates%s.\n- Share for validation: %s, whole clusters.\n- Made by badcase %s; features %s; versions of screening rules %s, of decision rules %s.',
        coalesce(m #>> '{facts,received,from}', '-'), coalesce(m #>> '{facts,received,to}', '-'),
        m #>> '{facts,agreement,reviewers}', coalesce(m #>> '{facts,reviews_per_item}', '-'), m #>> '{facts,versions,quorum}',
        coalesce(m #>> '{facts,agreement,observed}', '-'), coalesce(m #>> '{facts,agreement,kappa}', '-'), m #>> '{facts,agreement,pairs}',
        m ->> 'seed', coalesce(m #>> '{mix,per_cluster}', 'any number'), ', ' || (m ->> 'per_task') || ' of a task',
        m ->> 'validation', m #>> '{facts,versions,badcase}', m #>> '{facts,versions,features}',
        coalesce(m #>> '{facts,versions,screening_rules}', '-'), coalesce(m #>> '{facts,versions,decision_rules}', '-')),
      'Left out:',
      badcase_internal.card_table('reason', m -> 'left_out'),
      '## Personal data',
      'Records are screened for personal data, secrets and listed terms; what is found is held until a person decides. No screening finds everything.',
      '## Withdrawals',
      'Contributors can take a record or a consent back at any time. A release that holds one is not exported any more, and the next one leaves it out. Models that were trained before keep what they learned.',
      '## Files',
      format(E'SHA-256 of the list of items: `%s`', m ->> 'sha256'),
      (SELECT E'| file | lines | SHA-256 |\n|---|---|---|\n' || string_agg(format('| `%s` | %s | `%s` |', f ->> 'file', f ->> 'lines', f ->> 'sha256'), E'\n'
         ORDER BY f ->> 'file' COLLATE "C")
       FROM jsonb_array_elements(m -> 'files') f WHERE f ->> 'sha256' IS NOT NULL AND f ->> 'lines' <> '0'))
      || E'\n'
  $$;
COMMENT ON FUNCTION badcase_internal.card_markdown(jsonb) IS 'the card of a release in Markdown with a head for Hugging Face, from its manifest';

-- Croissant 1.1 with the vocabulary for responsible AI 1.0, both of MLCommons.
CREATE FUNCTION badcase_internal.card_croissant(m jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT jsonb_build_object(
      '@context', jsonb_build_object('@language', 'en', '@vocab', 'https://schema.org/', 'sc', 'https://schema.org/',
        'cr', 'http://mlcommons.org/croissant/', 'rai', 'http://mlcommons.org/croissant/RAI/', 'dct', 'http://purl.org/dc/terms/',
        'conformsTo', 'dct:conformsTo', 'citeAs', 'cr:citeAs', 'recordSet', 'cr:recordSet', 'field', 'cr:field',
        'dataType', jsonb_build_object('@id', 'cr:dataType', '@type', '@vocab'), 'source', 'cr:source', 'extract', 'cr:extract',
        'fileObject', 'cr:fileObject', 'jsonPath', 'cr:jsonPath', 'isLiveDataset', 'cr:isLiveDataset',
        'isArray', 'cr:isArray', 'arrayShape', 'cr:arrayShape'),
      '@type', 'sc:Dataset',
      'conformsTo', jsonb_build_array('http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'),
      'name', m ->> 'name',
      'description', format('Release %s of the programme "%s": records in which a language model did badly, each with the answer it should have given.',
        m ->> 'release', m ->> 'program'),
      'license', m ->> 'licence',
      'url', m ->> 'url',
      'creator', jsonb_build_object('@type', 'sc:Organization', 'name', m ->> 'program'),
      'datePublished', coalesce(m ->> 'published_at', 'not published'),
      'version', (m ->> 'release') || '.0.0',
      'keywords', jsonb_build_array('instruction tuning', 'bad cases', 'large language model'),
      'inLanguage', coalesce((
        SELECT jsonb_agg(k ORDER BY k COLLATE "C") FROM jsonb_object_keys(m #> '{facts,languages}') k WHERE k <> 'other'), '[]'),
      'isLiveDataset', false,
      'distribution', coalesce((
        SELECT jsonb_agg(jsonb_build_object('@type', 'cr:FileObject', '@id', f ->> 'file', 'name', f ->> 'file',
            'description', format('%s, format %s', f ->> 'split', f ->> 'format'), 'contentUrl', f ->> 'file',
            'contentSize', (f ->> 'bytes') || ' B', 'encodingFormat', 'application/jsonlines', 'sha256', f ->> 'sha256')
          ORDER BY f ->> 'file' COLLATE "C")
        FROM jsonb_array_elements(m -> 'files') f WHERE f ->> 'sha256' IS NOT NULL AND f ->> 'lines' <> '0'), '[]'),
      'recordSet', coalesce((
        SELECT jsonb_agg(jsonb_build_object('@type', 'cr:RecordSet', '@id', f ->> 'split', 'name', f ->> 'split',
            'field', (
              SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('@type', 'cr:Field', '@id', (f ->> 'split') || '/' || k.name, 'name', k.name,
                  'dataType', 'sc:Text', 'isArray', k.is_array, 'arrayShape', k.shape,
                  'source', jsonb_build_object('fileObject', jsonb_build_object('@id', f ->> 'file'),
                    'extract', jsonb_build_object('jsonPath', '$.' || k.name)))) ORDER BY k.n)
              FROM (VALUES (1, 'prompt', NULL::bool, NULL::text), (2, 'response', NULL, NULL), (3, 'history', true, '-1,2')) k(n, name, is_array, shape)))
          ORDER BY f ->> 'split' COLLATE "C")
        FROM jsonb_array_elements(m -> 'files') f WHERE f ->> 'format' = 'ptuning_chat'), '[]'),
      'rai:dataCollection', 'Sent in by users of the model as JSON lines, each contributor attesting that the record holds no personal data, secrets or property of others.',
      'rai:dataCollectionTimeframe', jsonb_build_array(m #> '{facts,received,from}', m #> '{facts,received,to}'),
      'rai:annotationsPerItem', coalesce(m #>> '{facts,reviews_per_item}', '0'),
      'rai:dataAnnotationProtocol', format('Reviewers judge usefulness and correctness apart and do not see whose record it is; %s agreeing reviews decide, else a curator does. Nobody reviews a record of their own.',
        m #>> '{facts,versions,quorum}'),
      'rai:dataAnnotationAnalysis', format('Agreement on verdicts over all submissions: %s observed, Fleiss'' kappa %s, %s pairs of reviews.',
        coalesce(m #>> '{facts,agreement,observed}', 'none'), coalesce(m #>> '{facts,agreement,kappa}', 'none'), m #>> '{facts,agreement,pairs}'),
      'rai:personalSensitiveInformation', 'Screened for personal data and secrets; what is found is held until a person decides. No screening finds everything.',
      'rai:dataReleaseMaintenancePlan', 'Contributors can take a record or a consent back at any time: a release that holds one is not exported any more, and the next one leaves it out.',
      'rai:dataLimitations', 'Records of failures of particular models; not a sample of what people ask.',
      'rai:dataBiases', 'Who takes part chooses the tasks and languages; the counts by task and script are in the manifest.',
      'rai:machineAnnotationTools', format('badcase %s: near-duplicates (features %s) and screening (rules %s).',
        m #>> '{facts,versions,badcase}', m #>> '{facts,versions,features}', coalesce(m #>> '{facts,versions,screening_rules}', '-')))
  $$;
COMMENT ON FUNCTION badcase_internal.card_croissant(jsonb) IS 'the card of a release as Croissant 1.1, from its manifest';

CREATE FUNCTION badcase.dataset_card(release bigint, kind text DEFAULT 'markdown') RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    m CONSTANT jsonb := badcase_internal.manifest_of(badcase_internal.readable_release(release));
  BEGIN
    CASE kind
      WHEN 'markdown' THEN RETURN badcase_internal.card_markdown(m);
      WHEN 'croissant' THEN RETURN jsonb_pretty(badcase_internal.card_croissant(m)) || E'\n';
      ELSE
        RAISE invalid_parameter_value USING MESSAGE = 'kinds of cards are markdown and croissant';
    END CASE;
  END
  $$;
COMMENT ON FUNCTION badcase.dataset_card(bigint, text) IS
  'exporter, curator: the card of a release: Markdown with a head for Hugging Face, or Croissant';
-- After a release: models, their answers to the cases, and whether a case is fixed.

CREATE FUNCTION badcase.register_model(program int, name text, release bigint DEFAULT NULL, base bigint DEFAULT NULL,
    more_releases bigint[] DEFAULT '{}') RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    trained_on CONSTANT bigint[] := ARRAY(
      SELECT DISTINCT x FROM unnest(release || more_releases) x WHERE x IS NOT NULL ORDER BY x);
    wrong bigint;
    new_id bigint;
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    IF name IS NULL OR name !~ '[^[:space:]]' OR length(name) > 200 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'the name of a model has 1 to 200 characters';
    END IF;
    wrong := (
      SELECT min(x) FROM unnest(trained_on) x WHERE NOT EXISTS (
        SELECT FROM badcase_internal.release r WHERE r.release_id = x AND r.program_id = register_model.program));
    IF wrong IS NOT NULL THEN
      RAISE undefined_object USING MESSAGE = format('program %s has no release %s', program, wrong);
    END IF;
    IF base IS NOT NULL AND NOT EXISTS (
        SELECT FROM badcase_internal.model_version m WHERE m.model_id = base AND m.program_id = register_model.program) THEN
      RAISE undefined_object USING MESSAGE = format('program %s has no model %s', program, base);
    END IF;
    INSERT INTO badcase_internal.model_version (program_id, name, base_id, releases, registered_by)
    VALUES (program, register_model.name, base, trained_on, badcase_internal.person_name())
    RETURNING model_id INTO new_id;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.register_model(int, text, bigint, bigint, bigint[]) IS
  'curator: registers a version of the model, with what it was trained from and on; returns its number, the target of uploads of the kind outputs';

CREATE FUNCTION badcase_internal.output_fault(line jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN NOT line ? 'output' THEN 'missing_output'
      WHEN jsonb_typeof(line -> 'output') <> 'string' THEN 'output_type'
      WHEN (line ? 'submission')::int + (line ? 'digest')::int + (line ? 'prompt')::int <> 1
        OR line ? 'history' AND NOT line ? 'prompt' THEN 'case_keys'
      WHEN line ? 'submission' AND badcase_internal.whole_number(line -> 'submission', 1) IS NULL THEN 'submission_type'
      WHEN line ? 'digest' AND (jsonb_typeof(line -> 'digest') <> 'string'
        OR (line ->> 'digest') COLLATE "C" !~ '^[0-9a-f]{64}$') THEN 'digest_type'
      WHEN jsonb_typeof(line -> 'prompt') <> 'string' THEN 'prompt_type'
      WHEN jsonb_typeof(line -> 'history') NOT IN ('array', 'null') THEN 'history_type'
      WHEN line - '{submission,digest,prompt,history,output}'::text[] <> '{}' THEN 'unknown_key'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.output_fault(jsonb) IS 'the code of what is wrong with a line of a model''s answers, or null';

CREATE FUNCTION badcase_internal.output_message(code text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE code
      WHEN 'missing_output' THEN 'the key "output" is missing'
      WHEN 'output_type' THEN 'the output is not a string'
      WHEN 'case_keys' THEN 'the case is named by one of submission, digest and prompt, and history goes with a prompt'
      WHEN 'submission_type' THEN 'the submission is not a whole number from 1'
      WHEN 'digest_type' THEN 'the digest is not SHA-256 in lower-case hexadecimal'
      WHEN 'prompt_type' THEN 'the prompt is not a string'
      WHEN 'history_type' THEN 'the history is not an array'
      WHEN 'unknown_key' THEN 'there is another key than submission, digest, prompt, history and output'
      WHEN 'no_case' THEN 'the program has no such accepted submission'
      WHEN 'several_cases' THEN 'several accepted submissions have that text: name one by its number'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.output_message(text) IS 'a code of a refused line of answers in words';

-- One pass over the cases for each way to name one: without statistics of texts and hashes the planner would compare each
-- line with every case.
CREATE FUNCTION badcase_internal.output_lines(program int)
  RETURNS TABLE (line_no bigint, line bytea, code text, byte_offset int, path text, message text, output text,
    submission bigint, revision int)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_nestloop = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY
    WITH line AS MATERIALIZED (
      SELECT i.line_no, i.line, o.object, coalesce(o.code, badcase_internal.output_fault(o.object)) AS code, o.byte_offset, o.path, o.message
      FROM badcase.intake i CROSS JOIN LATERAL @extschema@.badcase_object(i.line) o
      WHERE i.xact = pg_current_xact_id_if_assigned()
    ), named AS MATERIALIZED (
      SELECT l.line_no, badcase_internal.whole_number(l.object -> 'submission', 1) AS submission, decode(l.object ->> 'digest', 'hex') AS digest,
        l.object ->> 'prompt' AS prompt, coalesce(nullif(l.object -> 'history', 'null'), '[]') AS history
      FROM line l WHERE l.code IS NULL
    ), found AS (
      SELECT n.line_no, s.submission_id, s.revision
      FROM named n JOIN badcase_internal.submission s ON s.submission_id = n.submission
      WHERE s.program_id = output_lines.program AND s.state = 'accepted'
      UNION ALL
      SELECT n.line_no, s.submission_id, v.revision
      FROM named n
      JOIN badcase_internal.revision v ON v.digest = n.digest
      JOIN badcase_internal.submission s ON s.submission_id = v.submission_id
      WHERE s.program_id = output_lines.program AND s.state = 'accepted'
      UNION ALL
      SELECT n.line_no, s.submission_id, s.revision
      FROM named n
      JOIN badcase_internal.submission s ON @extschema@.prompt(s.record) = n.prompt AND @extschema@.history(s.record) = n.history
      WHERE s.program_id = output_lines.program AND s.state = 'accepted'
    ), cases AS (
      SELECT f.line_no, min(f.submission_id) AS submission_id, max(f.revision) AS revision, min(f.submission_id) <> max(f.submission_id) AS several
      FROM found f GROUP BY f.line_no
    )
    SELECT l.line_no, l.line, coalesce(l.code, CASE WHEN c.several THEN 'several_cases' WHEN c.several IS NULL THEN 'no_case' END),
      l.byte_offset, l.path, l.message, l.object ->> 'output', c.submission_id, c.revision
    FROM line l LEFT JOIN cases c ON c.line_no = l.line_no;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.output_lines(int) IS
  'the lines that this transaction has brought, judged as a model''s answers, each with the case that it names';

-- The program's count of withdrawals is locked: an erasure comes before, and its cases are gone, or after, and finds the
-- answers.
CREATE FUNCTION badcase_internal.store_outputs(u badcase_internal.upload, OUT lines bigint, OUT stored bigint, OUT good bigint, OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM FROM badcase_internal.program p WHERE p.program_id = u.program_id FOR SHARE;
    PERFORM FROM badcase_internal.model_version m WHERE m.model_id = u.target FOR NO KEY UPDATE;
    WITH line AS MATERIALIZED (
      SELECT l.*, @extschema@.badcase_blank(l.line) AS is_blank FROM badcase_internal.output_lines(u.program_id) l
    ), fresh AS MATERIALIZED (
      SELECT DISTINCT ON (l.submission, l.output COLLATE "C") l.line_no, l.submission, l.revision, l.output
      FROM line l
      WHERE l.code IS NULL AND (
        SELECT true FROM badcase_internal.outcome o
        WHERE o.submission_id = l.submission AND o.model_id = u.target AND o.output = l.output LIMIT 1) IS NULL
      ORDER BY l.submission, l.output COLLATE "C", l.line_no
    ), outcome AS (
      INSERT INTO badcase_internal.outcome (submission_id, program_id, model_id, upload_id, line_no, revision, output, rouge_l, bleu4)
      SELECT f.submission, u.program_id, u.target, u.upload_id, f.line_no, f.revision, f.output,
        @extschema@.badcase_rouge_l(f.output, @extschema@.response(v.record)), @extschema@.badcase_bleu4(f.output, @extschema@.response(v.record))
      FROM fresh f JOIN badcase_internal.revision v ON v.submission_id = f.submission AND v.revision = f.revision
      ORDER BY f.line_no
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, l.line_no, u.program_id, l.code, coalesce(l.byte_offset, 0), l.path,
        coalesce(l.message, badcase_internal.output_message(l.code)), l.line, sha256(l.line)
      FROM line l
      WHERE l.code IS NOT NULL AND NOT l.is_blank AND (
        SELECT true FROM badcase_internal.refused_line o
        WHERE o.contributor_id IS NULL AND o.program_id = u.program_id AND o.line_digest = sha256(l.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT count(*) FROM fresh), (SELECT count(*) FROM line l WHERE l.code IS NULL),
      (SELECT count(*) FROM line l WHERE l.is_blank)
    INTO lines, stored, good, blank;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.store_outputs(badcase_internal.upload) IS
  'judges the lines of an upload of the kind outputs and stores the answers, with figures against what was expected';

-- A verdict can be changed; the journal has every one.
CREATE FUNCTION badcase.judge_output(outcome bigint, verdict text, note text DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    o badcase_internal.outcome;
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO o FROM badcase_internal.outcome t WHERE t.outcome_id = judge_output.outcome;
    PERFORM badcase_internal.require(o.program_id, 'reviewer', 'curator');
    IF verdict IS NULL OR verdict NOT IN ('fixed', 'still_bad') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'no such verdict', HINT = 'Verdicts are fixed and still_bad.';
    END IF;
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = o.submission_id FOR NO KEY UPDATE;
    IF badcase_internal.is_own(s.contributor_id) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody judges an answer to a submission of their own';
    END IF;
    IF s.state = 'withdrawn' THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('submission %s was withdrawn', s.submission_id);
    END IF;
    UPDATE badcase_internal.outcome t SET verdict = judge_output.verdict, note = judge_output.note, judged_by = badcase_internal.person_name(), judged_at = now()
    WHERE t.submission_id = o.submission_id AND t.outcome_id = o.outcome_id;
    INSERT INTO badcase_internal.event (submission_id, from_state, to_state, actor, revision, digest, outcome_id, verdict)
    VALUES (s.submission_id, s.state, s.state, badcase_internal.person_name(), o.revision, s.digest, o.outcome_id, judge_output.verdict);
  END
  $$;
COMMENT ON FUNCTION badcase.judge_output(bigint, text, text) IS 'reviewer, curator: records a person''s verdict on a model''s answer: fixed or still_bad';

-- One bad answer of a version is enough; it is fixed when all its answers are found to be. Earlier: registered before.
CREATE FUNCTION badcase_internal.model_progress()
  RETURNS TABLE (program int, model bigint, model_name text, submission bigint, task text, outputs bigint, judged bigint, progress text,
    rouge_l float8, bleu4 float8, judged_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT x.program_id, x.model_id, m.name, x.submission_id, t.name, x.outputs, x.judged,
      CASE WHEN x.verdict = 'still_bad' AND x.was_fixed THEN 'regressed' ELSE x.verdict END, x.rouge_l, x.bleu4, x.judged_at
    FROM (
      SELECT v.*, bool_or(v.verdict = 'fixed') OVER (
        PARTITION BY v.submission_id ORDER BY v.model_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS was_fixed
      FROM (
        SELECT o.program_id, o.model_id, o.submission_id, count(*) AS outputs, count(o.verdict) AS judged,
          CASE WHEN bool_or(o.verdict = 'still_bad') THEN 'still_bad' WHEN bool_and(o.verdict IS NOT NULL) THEN 'fixed' END AS verdict,
          min(o.rouge_l) AS rouge_l, min(o.bleu4) AS bleu4, max(o.judged_at) AS judged_at
        FROM badcase_internal.outcome o
        WHERE o.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[])
        GROUP BY o.program_id, o.model_id, o.submission_id) v) x
    JOIN badcase_internal.model_version m ON m.model_id = x.model_id
    JOIN badcase_internal.submission s ON s.submission_id = x.submission_id
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND badcase_internal.shows_task(t)
    WHERE s.state <> 'withdrawn'
    ORDER BY x.model_id, x.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.model_progress() IS 'the rows of badcase.model_progress';

CREATE VIEW badcase.model_progress WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.model_progress();
COMMENT ON VIEW badcase.model_progress IS 'reviewer, curator: what became of each case in each version of the model that answered it';
COMMENT ON COLUMN badcase.model_progress.program IS 'the program';
COMMENT ON COLUMN badcase.model_progress.model IS 'the model version';
COMMENT ON COLUMN badcase.model_progress.model_name IS 'its name';
COMMENT ON COLUMN badcase.model_progress.submission IS 'the case';
COMMENT ON COLUMN badcase.model_progress.task IS 'its task';
COMMENT ON COLUMN badcase.model_progress.outputs IS 'how many answers the version gave';
COMMENT ON COLUMN badcase.model_progress.judged IS 'how many of them were judged';
COMMENT ON COLUMN badcase.model_progress.progress IS
  'fixed: all answers are; still_bad: one is; regressed: still bad, and an earlier version had it fixed; null: not judged yet';
COMMENT ON COLUMN badcase.model_progress.rouge_l IS 'ROUGE-L against the expected answer, of the answer with the least';
COMMENT ON COLUMN badcase.model_progress.bleu4 IS 'BLEU-4 against the expected answer, of the answer with the least';
COMMENT ON COLUMN badcase.model_progress.judged_at IS 'when an answer was judged last';

CREATE FUNCTION badcase_internal.outputs_to_judge()
  RETURNS TABLE (outcome bigint, program int, model bigint, model_name text, submission bigint, prompt text, history jsonb, expected text,
    output text, rouge_l float8, bleu4 float8)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT o.outcome_id, o.program_id, o.model_id, m.name, o.submission_id, @extschema@.prompt(v.record), @extschema@.history(v.record),
      @extschema@.response(v.record), o.output, o.rouge_l, o.bleu4
    FROM badcase_internal.outcome o
    JOIN badcase_internal.model_version m ON m.model_id = o.model_id
    JOIN badcase_internal.submission s ON s.submission_id = o.submission_id
    JOIN badcase_internal.revision v ON v.submission_id = o.submission_id AND v.revision = o.revision
    WHERE o.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[]) AND o.verdict IS NULL
      AND s.state <> 'withdrawn' AND NOT badcase_internal.is_own(s.contributor_id)
    ORDER BY o.model_id, o.submission_id, o.outcome_id
  $$;
COMMENT ON FUNCTION badcase_internal.outputs_to_judge() IS 'the rows of badcase.outputs_to_judge';

CREATE VIEW badcase.outputs_to_judge WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.outputs_to_judge();
COMMENT ON VIEW badcase.outputs_to_judge IS 'reviewer, curator: answers that nobody has judged yet, beside what was expected; not those to submissions of the reader';
COMMENT ON COLUMN badcase.outputs_to_judge.outcome IS 'the number to judge it by: badcase.judge_output';
COMMENT ON COLUMN badcase.outputs_to_judge.program IS 'the program';
COMMENT ON COLUMN badcase.outputs_to_judge.model IS 'the model version';
COMMENT ON COLUMN badcase.outputs_to_judge.model_name IS 'its name';
COMMENT ON COLUMN badcase.outputs_to_judge.submission IS 'the case';
COMMENT ON COLUMN badcase.outputs_to_judge.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.outputs_to_judge.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.outputs_to_judge.expected IS 'the answer that was expected';
COMMENT ON COLUMN badcase.outputs_to_judge.output IS 'the answer that the model gave';
COMMENT ON COLUMN badcase.outputs_to_judge.rouge_l IS 'ROUGE-L of the one against the other, by characters';
COMMENT ON COLUMN badcase.outputs_to_judge.bleu4 IS 'BLEU-4 of the one against the other, by characters';
-- What contributors read: their own files, lines, records and consents. Each view selects from a function that knows the
-- person and takes nothing else, so that no condition of the reader's reaches a row of anybody else's.

-- The lists of terms are the curators': that a term of one was found is told, not which.
CREATE FUNCTION badcase_internal.why(submission bigint) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT string_agg(x.words, '; ' ORDER BY x.place, x.id, x.words)
    FROM badcase_internal.submission s
    CROSS JOIN LATERAL (
      SELECT 1 AS place, 0 AS id, CASE WHEN u.attestation_id IS NULL THEN 'there is no attestation'
        ELSE 'it is attested by now, and the next triage looks at it' END AS words
      FROM badcase_internal.upload u
      WHERE u.upload_id = s.upload_id AND s.contributor_state = 'held' AND 'attestation' = ANY (s.held_for)
      UNION ALL
      SELECT 2, f.finding_id, CASE WHEN f.rule LIKE 'term:%' THEN 'a term that a curator must look at' ELSE f.rule END
        || coalesce(' in ' || f.field || coalesce(' ' || f.turn, ''), '')
        || CASE WHEN f.excerpt IS NULL OR f.rule LIKE 'term:%' THEN '' ELSE ' (' || f.excerpt || ')' END
      FROM badcase_internal.finding f
      WHERE s.contributor_state = 'held' AND f.submission_id = s.submission_id AND f.revision = s.revision AND f.cleared IS NULL
        AND f.severity IN ('block', 'hold')
      UNION ALL
      SELECT 3, 0, badcase_internal.reason_words(r)
      FROM unnest(s.reasons) r WHERE s.contributor_state IN ('needs_changes', 'disputed', 'accepted', 'rejected')) x
    WHERE s.submission_id = why.submission
  $$;
COMMENT ON FUNCTION badcase_internal.why(bigint) IS
  'why a submission is held, or was decided as it was, in words for its contributor; null where there is nothing to say';

CREATE FUNCTION badcase_internal.my_submissions()
  RETURNS TABLE (upload bigint, file_name text, line_no bigint, verdict text, code text, message text, submission bigint,
    state text, reasons text[], updated_at timestamptz, hint text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (SELECT badcase_internal.own_contributors() AS ids)
    SELECT u.upload_id, u.file_name, s.line_no, 'stored', NULL,
      CASE WHEN s.contributor_state = 'held' OR s.reasons <> '{}' THEN badcase_internal.why(s.submission_id) END,
      s.submission_id, s.contributor_state, s.reasons, s.contributor_state_at, badcase_internal.what_to_do(s.contributor_state)
    FROM mine m
    JOIN badcase_internal.submission s ON s.contributor_id = ANY (m.ids)
    JOIN badcase_internal.upload u ON u.upload_id = s.upload_id
    UNION ALL
    SELECT u.upload_id, u.file_name, r.line_no, 'refused', r.code, r.message || ' (byte ' || r.byte_offset || ')',
      NULL, NULL, '{}', u.processed_at, badcase_internal.what_to_do(r.code)
    FROM mine m
    JOIN badcase_internal.refused_line r ON r.contributor_id = ANY (m.ids)
    JOIN badcase_internal.upload u ON u.upload_id = r.upload_id
  $$;
COMMENT ON FUNCTION badcase_internal.my_submissions() IS 'the rows of badcase.my_submissions';

CREATE VIEW badcase.my_submissions WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.my_submissions();
COMMENT ON VIEW badcase.my_submissions IS 'contributor: what became of each line that the reader sent, and what to do about it';
COMMENT ON COLUMN badcase.my_submissions.upload IS 'the upload';
COMMENT ON COLUMN badcase.my_submissions.file_name IS 'the name of its file';
COMMENT ON COLUMN badcase.my_submissions.line_no IS 'the line in that file, from 1';
COMMENT ON COLUMN badcase.my_submissions.verdict IS 'stored or refused';
COMMENT ON COLUMN badcase.my_submissions.code IS 'why a line was refused, as badcase_check says';
COMMENT ON COLUMN badcase.my_submissions.message IS
  'the code in words, and where in the line; of a submission, what holds it, masked, or the reasons in words';
COMMENT ON COLUMN badcase.my_submissions.submission IS 'the number of a submission';
COMMENT ON COLUMN badcase.my_submissions.state IS 'its state';
COMMENT ON COLUMN badcase.my_submissions.reasons IS 'the reason codes of the decision';
COMMENT ON COLUMN badcase.my_submissions.updated_at IS 'when that last changed';
COMMENT ON COLUMN badcase.my_submissions.hint IS 'what to do about it';

CREATE FUNCTION badcase_internal.my_records()
  RETURNS TABLE (upload bigint, line_no bigint, submission bigint, record jsonb, line bytea)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (SELECT badcase_internal.own_contributors() AS ids)
    SELECT s.upload_id, s.line_no, s.submission_id, @extschema@.jsonb(s.record), NULL::bytea
    FROM mine m JOIN badcase_internal.submission s ON s.contributor_id = ANY (m.ids)
    UNION ALL
    SELECT r.upload_id, r.line_no, NULL, NULL, r.line
    FROM mine m JOIN badcase_internal.refused_line r ON r.contributor_id = ANY (m.ids)
  $$;
COMMENT ON FUNCTION badcase_internal.my_records() IS 'the rows of badcase.my_records';

CREATE VIEW badcase.my_records WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.my_records();
COMMENT ON VIEW badcase.my_records IS 'contributor: the texts that the reader sent, as they stand now';
COMMENT ON COLUMN badcase.my_records.upload IS 'the upload';
COMMENT ON COLUMN badcase.my_records.line_no IS 'the line in its file, from 1';
COMMENT ON COLUMN badcase.my_records.submission IS 'the number of a submission; null: a refused line';
COMMENT ON COLUMN badcase.my_records.record IS 'the record of a submission, in its current revision; null once it was erased';
COMMENT ON COLUMN badcase.my_records.line IS 'the bytes of a refused line; null once they were erased';

CREATE FUNCTION badcase_internal.my_uploads()
  RETURNS TABLE (upload bigint, program int, contributor bigint, file_name text, opened_at timestamptz, attested bool,
    lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint, bytes bigint, sha256 text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT u.upload_id, u.program_id, u.contributor_id, u.file_name, u.opened_at, u.attestation_id IS NOT NULL, u.lines,
      u.stored, u.repeated, u.refused, u.blank, u.bytes, encode(u.sha256, 'hex')
    FROM badcase_internal.upload u WHERE u.contributor_id = ANY ((SELECT badcase_internal.own_contributors())::bigint[])
    ORDER BY u.upload_id
  $$;
COMMENT ON FUNCTION badcase_internal.my_uploads() IS 'the rows of badcase.my_uploads';

CREATE VIEW badcase.my_uploads WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.my_uploads();
COMMENT ON VIEW badcase.my_uploads IS 'contributor: the files that the reader sent';
COMMENT ON COLUMN badcase.my_uploads.upload IS 'its number';
COMMENT ON COLUMN badcase.my_uploads.program IS 'the program';
COMMENT ON COLUMN badcase.my_uploads.contributor IS 'the contributor: the reader, or whom the reader acts for';
COMMENT ON COLUMN badcase.my_uploads.file_name IS 'the name of the file, as the sender gave it';
COMMENT ON COLUMN badcase.my_uploads.opened_at IS 'when it was sent';
COMMENT ON COLUMN badcase.my_uploads.attested IS 'whether an attestation covers it; without one its submissions are held';
COMMENT ON COLUMN badcase.my_uploads.lines IS 'how many lines there were: stored + repeated + refused + blank';
COMMENT ON COLUMN badcase.my_uploads.stored IS 'lines that became submissions';
COMMENT ON COLUMN badcase.my_uploads.repeated IS 'lines that had been sent before, in this file or an earlier one';
COMMENT ON COLUMN badcase.my_uploads.refused IS 'lines that are no records';
COMMENT ON COLUMN badcase.my_uploads.blank IS 'lines of nothing but white space';
COMMENT ON COLUMN badcase.my_uploads.bytes IS 'the length of all lines in bytes, one more for the end of each';
COMMENT ON COLUMN badcase.my_uploads.sha256 IS 'SHA-256 of all lines in hexadecimal, each followed by a line feed';

CREATE FUNCTION badcase_internal.my_consents()
  RETURNS TABLE (program int, contributor bigint, scope text, granted bool, text_version text, given_at timestamptz, in_person bool, holds bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program_id, c.contributor_id, k.scope, k.granted, k.text_version, k.given_at, k.in_person, k.superseded_at IS NULL
    FROM badcase_internal.contributor c JOIN badcase_internal.consent k ON k.contributor_id = c.contributor_id
    WHERE c.contributor_id = ANY ((SELECT badcase_internal.own_contributors())::bigint[])
    ORDER BY c.contributor_id, k.consent_id
  $$;
COMMENT ON FUNCTION badcase_internal.my_consents() IS 'the rows of badcase.my_consents';

CREATE VIEW badcase.my_consents WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.my_consents();
COMMENT ON VIEW badcase.my_consents IS 'contributor: the consents of the reader, given and taken back';
COMMENT ON COLUMN badcase.my_consents.program IS 'the program';
COMMENT ON COLUMN badcase.my_consents.contributor IS 'the contributor: the reader, or whom the reader acts for';
COMMENT ON COLUMN badcase.my_consents.scope IS 'train, publish_text, show_name or contact';
COMMENT ON COLUMN badcase.my_consents.granted IS 'true: given; false: taken back';
COMMENT ON COLUMN badcase.my_consents.text_version IS 'the version of the text that was agreed to';
COMMENT ON COLUMN badcase.my_consents.given_at IS 'when';
COMMENT ON COLUMN badcase.my_consents.in_person IS 'whether the contributor did it in person; if not, a curator entered it';
COMMENT ON COLUMN badcase.my_consents.holds IS 'whether it is the one that holds now';
-- How far work is that commits as it goes.

CREATE FUNCTION badcase_internal.job_progress()
  RETURNS TABLE (job bigint, program int, kind text, phase text, done bigint, total bigint, per_second float8,
    seconds_left float8, finished bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT j.job_id, j.program_id, j.kind, j.phase, j.done, j.total, j.done / nullif(t.spent, 0),
      CASE WHEN j.finished_at IS NULL AND j.done > 0 THEN (j.total - j.done) * t.spent / j.done END,
      j.finished_at IS NOT NULL
    FROM badcase_internal.job j
    CROSS JOIN LATERAL (
      SELECT extract(epoch FROM coalesce(j.finished_at, j.heartbeat_at) - j.started_at)::float8 AS spent) t
    WHERE badcase_internal.has_capability(j.program_id, 'curator')
    ORDER BY j.job_id DESC
  $$;
COMMENT ON FUNCTION badcase_internal.job_progress() IS 'the rows of badcase.job_progress';

CREATE VIEW badcase.job_progress WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.job_progress();
COMMENT ON VIEW badcase.job_progress IS 'curator: how far triage is';
COMMENT ON COLUMN badcase.job_progress.job IS 'its number';
COMMENT ON COLUMN badcase.job_progress.program IS 'the program';
COMMENT ON COLUMN badcase.job_progress.kind IS 'what it does';
COMMENT ON COLUMN badcase.job_progress.phase IS 'the part of the work that is being done';
COMMENT ON COLUMN badcase.job_progress.done IS 'how many submissions are done';
COMMENT ON COLUMN badcase.job_progress.total IS 'of how many';
COMMENT ON COLUMN badcase.job_progress.per_second IS 'how many in a second, up to its last batch';
COMMENT ON COLUMN badcase.job_progress.seconds_left IS 'how long the rest takes at that rate';
COMMENT ON COLUMN badcase.job_progress.finished IS 'whether it is finished';
-- The words of a report, in English and Chinese.

CREATE FUNCTION badcase_internal.report_words(lang text) RETURNS jsonb
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT jsonb_object_agg(x.key, CASE report_words.lang WHEN 'zh' THEN x.zh ELSE x.en END)
    FROM (
      VALUES
      ('words', 'en', 'zh'),
      ('lang', 'en', 'zh-CN'),
      ('title', 'Round %s · %s', '第 %s 轮 · %s'),
      ('eyebrow', 'Report of round %s', '第 %s 轮报告'),
      ('opened', 'Opened', '开始'),
      ('cut_off', 'Cut-off', '截止'),
      ('closed', 'Closed', '结束'),
      ('not_yet', 'not yet', '尚未'),
      ('key_figures', 'Key figures', '要览'),
      ('tile_received', 'records received', '收到的记录'),
      ('tile_reviews', 'reviews given', '完成的评审'),
      ('tile_missing', 'records still wanted', '尚缺的记录'),
      ('n', 'Number', '数量'),
      ('share', 'Share', '占比'),
      ('nothing', 'Nothing yet.', '暂无。'),
      ('more', '%s more', '其余 %s 项'),

      ('lines_head', 'What came in', '收到的数据'),
      ('lines_about', 'The lines of all files that were sent in this round. Files: %s, contributors: %s.', '本轮提交的全部文件的各行：%s 个文件，来自 %s 位贡献者。'),
      ('lines_caption', 'Lines', '各行'),
      ('line_stored', 'stored', '已存入'),
      ('line_repeated', 'repeated: sent before by the same contributor', '重复：同一贡献者先前已提交'),
      ('line_refused', 'refused: no record', '拒收：不是有效记录'),
      ('line_blank', 'blank', '空行'),
      ('refused_caption', 'Refused lines by code, each line once', '拒收的行，按代码，每行计一次'),

      ('states_head', 'Where the records stand', '记录的状态'),
      ('states_about', 'The records that came in in this round, by their state now; beside them those of all rounds.',
        '本轮收到的记录目前的状态，以及历轮合计。'),
      ('states_caption', 'Records by state', '记录，按状态'),
      ('this_round', 'This round', '本轮'),
      ('all_rounds', 'All rounds', '历轮'),
      ('state_received', 'received: waits for triage', '已收到：等待分拣'),
      ('state_held', 'held: waits for a curator or an attestation', '搁置：等待管理员或声明'),
      ('state_duplicate', 'duplicate', '重复'),
      ('state_pending', 'pending: waits for reviews', '待评审'),
      ('state_needs_changes', 'needs changes', '需修改'),
      ('state_disputed', 'disputed: reviewers disagree', '有争议：评审意见不一'),
      ('state_accepted', 'accepted', '已接受'),
      ('state_rejected', 'rejected', '未接受'),
      ('state_withdrawn', 'withdrawn', '已撤回'),

      ('reviews_head', 'Reviews and verdicts', '评审与结论'),
      ('reviews_about', 'Reviews: %s, of records: %s, by reviewers: %s. A record can be decided more than once: after a revision, or reopened.',
        '本轮 %3$s 位评审者对 %2$s 条记录作出 %1$s 次评审。修改或重开之后，一条记录可能再次裁定。'),
      ('reviews_caption', 'Verdicts', '结论'),
      ('by_review', 'Reviews', '评审'),
      ('by_decision', 'Decisions', '裁定'),
      ('agreement', 'Over all rounds the reviewers agree on %s of %s pairs of reviews; Fleiss'' kappa is %s.', '历轮合计：%2$s 对评审中有 %1$s 意见一致；Fleiss kappa 为 %3$s。'),
      ('rulings', 'Decided by curators: %s. Reopened: %s.', '其中管理员裁定有争议的记录 %s 条，重开 %s 条。'),
      ('reasons_caption', 'Reasons that reviewers gave', '评审者给出的理由'),

      ('coverage_head', 'Coverage of tasks', '任务覆盖'),
      ('coverage_about', 'Accepted records against the target of each task; near-duplicates count once. The tasks that miss most stand first.', '各任务已接受的记录与目标；近似重复只计一次。缺得最多的任务在前。'),
      ('coverage_caption', 'Tasks', '任务'),
      ('coverage_sum', 'Tasks that have what they want: %s of %s. Accepted records toward all targets: %s of %s.', '%2$s 个任务中有 %1$s 个已达目标；全部目标 %4$s 条中已接受 %3$s 条。'),
      ('no_task', 'no task yet', '尚无任务'),
      ('received', 'Received', '收到'),
      ('clusters', 'Clusters', '簇'),
      ('accepted', 'Accepted', '已接受'),
      ('now', 'In this round', '本轮接受'),
      ('target', 'Target', '目标'),
      ('missing', 'Missing', '尚缺'),
      ('key_before', 'accepted in other rounds', '他轮接受'),
      ('key_now', 'accepted in this round', '本轮接受'),
      ('key_open', 'not decided yet', '尚未裁定'),
      ('key_mark', 'target, where there is more', '目标（已超出时）'),
      ('coverage_bar', '%s accepted, %s not decided yet, target %s', '已接受 %s，尚未裁定 %s，目标 %s'),

      ('kinds_head', 'Kinds of failure', '失败类型'),
      ('kinds_about', 'In what way the model failed, of the records that were decided in this round. A record of several kinds counts for each.', '本轮裁定的记录中模型失败的方式。兼有数种的记录各计一次。'),
      ('kinds_caption', 'Kinds of failure', '失败类型'),
      ('kinds_none', 'Decided records that name no kind: %s.', '%s 条已裁定的记录未注明类型。'),
      ('decided', 'Decided', '已裁定'),
      ('kind_instruction', 'instruction not understood', '未理解指令'),
      ('kind_domain', 'concept missing', '缺少领域概念'),
      ('kind_factual', 'factual error', '事实错误'),
      ('kind_harmful', 'harmful answer', '有害回答'),
      ('kind_context', 'inconsistent with the dialogue', '与上文不一致'),
      ('kind_other', 'other', '其他'),
      ('key_other', 'decided otherwise', '另作裁定'),
      ('kinds_by_task_head', 'Kinds of failure by task', '各任务的失败类型'),
      ('kinds_by_task_about', 'The same records, by their task: those with most first.', '同样的记录，按任务；最多者在前。'),
      ('kinds_by_task_caption', 'Tasks', '任务'),
      ('all_kinds', 'All', '合计'),
      ('short_instruction', 'Instruction', '指令'),
      ('short_domain', 'Domain', '概念'),
      ('short_factual', 'Factual', '事实'),
      ('short_harmful', 'Harmful', '有害'),
      ('short_context', 'Context', '上文'),
      ('short_other', 'Other', '其他'),

      ('clusters_head', 'Near-duplicates', '近似重复'),
      ('clusters_about', 'Records that exact and near relations tie together are one cluster. Clusters with a record of this round: %s. Withdrawn records are not counted.', '由相同或近似关系相连的记录为一簇：有本轮记录的簇共 %s 个。已撤回的记录不计。'),
      ('clusters_caption', 'Clusters by size', '簇，按大小'),
      ('cluster_size', '%s records', '%s 条记录'),
      ('cluster_one', '1 record', '1 条记录'),
      ('n_records', 'Records', '记录'),

      ('credits_head', 'Credits', '致谢'),
      ('credits_about', 'Who first sent the records that were accepted in this round; near-duplicates count once. Names are of those who agreed to be shown.', '本轮接受的记录的首位提交者；近似重复只计一次。仅列出同意署名者。'),
      ('credits_caption', 'Accepted records by contributor', '已接受的记录，按贡献者'),
      ('unnamed', 'not named (contributors: %s)', '%s 位未署名的贡献者'),
      ('reviewers_caption', 'Reviews of this round by reviewers who agreed to be shown', '本轮评审，仅列出同意署名的评审者'),
      ('footer', 'For the curators of the program: these numbers are not made anonymous. A record belongs to the first round whose cut-off it came before. Times are in UTC; the same data give the same page.',
        '供项目管理员使用：数字未作匿名处理。一条记录属于其到达之后首个截止的轮次。时间为 UTC；数据相同则页面相同。')
    ) x(key, en, zh);
  END;
COMMENT ON FUNCTION badcase_internal.report_words(text) IS 'the words of a report in a language, by key';

CREATE FUNCTION badcase_internal.report_reason(reason text, lang text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT coalesce(CASE WHEN lang = 'zh' THEN CASE reason
      WHEN 'useless' THEN '模型从中学不到东西'
      WHEN 'spam' THEN '垃圾内容'
      WHEN 'duplicate' THEN '与另一条过于相似'
      WHEN 'wrong_answer' THEN '回答有误'
      WHEN 'incomplete' THEN '回答不完整'
      WHEN 'off_task' THEN '答非所问'
      WHEN 'bad_format' THEN '回答的格式不合要求'
      WHEN 'wrong_language' THEN '回答的语言不合要求'
      WHEN 'personal_information' THEN '含个人信息'
      WHEN 'trade_secret' THEN '含商业秘密'
      WHEN 'national_security' THEN '可能危害国家安全'
      WHEN 'third_party_ip' THEN '属于他人'
      WHEN 'other_model_output' THEN '由其他模型写成'
      WHEN 'harmful' THEN '回答有害'
      WHEN 'not_reproduced' THEN '模型并未在此失败'
      WHEN 'contaminated' THEN '属于评测集'
      WHEN 'unclear_prompt' THEN '提示不清楚'
      WHEN 'no_format' THEN '提示未说明输出格式'
      WHEN 'too_short' THEN '太短'
      WHEN 'other' THEN '其他理由'
    END END, badcase_internal.reason_words(reason), reason);
  END;
COMMENT ON FUNCTION badcase_internal.report_reason(text, text) IS 'a reason code in words of a language';
-- What a report's page is made of: words, style, escaped text, numbers, bars and tables. Everything here depends on its
-- arguments alone. Text of a page is XML as well as HTML, and its SVG stands in the page.

-- What would change how a page reads is made visible: controls, and the characters that order text anew (U+202A to
-- U+202E, U+2066 to U+2069), as U+FFFD. U+FFFE and U+FFFF are no characters of XML.
CREATE FUNCTION badcase_internal.html(value text, most int DEFAULT 240) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT replace(replace(replace(replace(replace(
      regexp_replace(
        regexp_replace(CASE WHEN length(value) > most THEN left(value, most) || '…' ELSE value END COLLATE "C",
          '[\u0009-\u000d\u0020\u0085\u2028\u2029]+', ' ', 'g'),
        '[\u0001-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]', U&'\FFFD', 'g'),
      '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;');
  END;
COMMENT ON FUNCTION badcase_internal.html(text, int) IS
  'a text as one line of HTML and XML that shows it as it is, up to so many characters';

-- A comma in a format stands for itself, whatever lc_numeric says.
CREATE FUNCTION badcase_internal.report_number(n bigint) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT coalesce(to_char(n, 'FM9,999,999,999,999,999,990'), '–');
  END;
COMMENT ON FUNCTION badcase_internal.report_number(bigint) IS 'a number for people; null is a dash';

CREATE FUNCTION badcase_internal.report_share(n bigint, total bigint) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT coalesce(round(100::numeric * n / nullif(total, 0), 1)::text || '%', '–');
  END;
COMMENT ON FUNCTION badcase_internal.report_share(bigint, bigint) IS 'a share in percent; a dash where there is nothing to share';

CREATE FUNCTION badcase_internal.report_time(at timestamptz) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT coalesce(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC', '–');
  END;
COMMENT ON FUNCTION badcase_internal.report_time(timestamptz) IS 'a time for people, in UTC; null or infinity is a dash';

-- The image is stretched to the width that there is: everything in it is a rectangle, nothing is text. The parts are of
-- the whole, drawn over the edge, so that the line between two of them is seen and no line around them; a mark is a line
-- at that place.
CREATE FUNCTION badcase_internal.report_bar(parts bigint[], looks text[], whole bigint, said text, id text DEFAULT NULL,
    described text DEFAULT NULL, mark bigint DEFAULT NULL) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format('<svg class="%s" viewBox="0 0 100 10" preserveAspectRatio="none" %s>%s%s<rect class="track" width="100" height="10"/>%s%s</svg>',
      CASE WHEN id IS NULL THEN 'bar' ELSE 'stack' END,
      CASE WHEN id IS NULL THEN 'aria-hidden="true"'
        ELSE format('role="img" aria-labelledby="%s-title" aria-describedby="%1$s-desc"', id) END,
      format('<title%s>%s</title>', ' id="' || id || '-title"', badcase_internal.html(said)),
      '<desc id="' || id || '-desc">' || badcase_internal.html(described, 2000) || '</desc>',
      (SELECT string_agg(format('<rect class="%s" x="%s" y="-2" width="%s" height="14"/>', looks[p.place],
          trim_scale(round(100::numeric * p.before / whole, 3)),
          trim_scale(round(100::numeric * (p.before + p.n) / whole, 3) - round(100::numeric * p.before / whole, 3))), '' ORDER BY p.place)
        FROM (SELECT x.n, x.place, coalesce(sum(x.n) OVER (ORDER BY x.place ROWS UNBOUNDED PRECEDING), 0) - x.n AS before
          FROM unnest(parts) WITH ORDINALITY x(n, place)) p
        WHERE p.n > 0 AND whole > 0),
      '<rect class="mark" x="' || trim_scale(round(100::numeric * mark / nullif(whole, 0), 3)) || '" width="0.5" height="10"/>');
  END;
COMMENT ON FUNCTION badcase_internal.report_bar(bigint[], text[], bigint, text, text, text, bigint) IS
  'numbers as a bar of a table, or with an id as an image by itself with its description: SVG';

-- The first cell has the name and its bar, so that a page of any width has room for both.
CREATE FUNCTION badcase_internal.report_row(name text, bar text, VARIADIC cells text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format('<tr><th scope="row"><div class="row"><span>%s</span>%s</div></th>%s</tr>', name, coalesce(bar, '<i></i>'),
      (SELECT string_agg('<td>' || c.cell || '</td>', '' ORDER BY c.place) FROM unnest(cells) WITH ORDINALITY c(cell, place))) || E'\n';
  END;
COMMENT ON FUNCTION badcase_internal.report_row(text, text, text[]) IS 'a row of a table: a name, its bar, its numbers; all are HTML';

CREATE FUNCTION badcase_internal.report_table(id text, caption text, heads text[], body text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format(E'<table id="%s" class="c%s"><caption>%s</caption>\n<thead><tr>%s</tr></thead>\n<tbody>\n%s</tbody></table>\n',
      id, cardinality(heads), caption,
      (SELECT string_agg(CASE WHEN h.head = '' THEN '<td></td>' ELSE '<th scope="col">' || h.head || '</th>' END, '' ORDER BY h.place) FROM unnest(heads) WITH ORDINALITY h(head, place)),
      body);
  END;
COMMENT ON FUNCTION badcase_internal.report_table(text, text, text[], text) IS 'a table from its rows; all are HTML';

CREATE FUNCTION badcase_internal.report_legend(looks text[], words text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT '<p class="legend">' || string_agg(format('<span><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="%s" width="10" height="10"/></svg>%s</span>',
      l.look, l.word), ' ' ORDER BY l.place) || E'</p>\n'
    FROM unnest(looks, words) WITH ORDINALITY l(look, word, place);
  END;
COMMENT ON FUNCTION badcase_internal.report_legend(text[], text[]) IS 'what the parts of bars are';

CREATE FUNCTION badcase_internal.report_section(id text, look text, head text, about text, body text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format(E'<section class="%s" aria-labelledby="%s-head">\n<h2 id="%2$s-head">%s</h2>\n<p class="about">%s</p>\n%s</section>\n',
      look, id, head, about, body);
  END;
COMMENT ON FUNCTION badcase_internal.report_section(text, text, text, text, text) IS 'a section of a page; all are HTML';

-- Text differs from its ground by 4.5 to 1 at least, what is drawn from page and track by 3 to 1, in light and in dark.
-- Nothing is said by colour alone.
CREATE FUNCTION badcase_internal.report_style() RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN $css$
:root{color-scheme:light dark;--page:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d5dbe1;--card:#f5f7f9;--track:#e9edf1;--target:#1b1f24;
--received:#5b7fa6;--held:#9a6700;--pending:#0969da;--needs_changes:#bc4c00;--disputed:#8250df;--accepted:#1a7f37;--before:#6b8f7b;--rejected:#cf222e;--duplicate:#57606a;--withdrawn:#7d8590;--context:#0f766e}
@media (prefers-color-scheme:dark){:root{--page:#0f1317;--ink:#e6edf3;--soft:#9aa4ae;--line:#323941;--card:#171c22;--track:#252c34;--target:#e6edf3;
--received:#7d9cc0;--held:#d29922;--pending:#4493f8;--needs_changes:#f0883e;--disputed:#ab7df8;--accepted:#3fb950;--before:#6f9880;--rejected:#f85149;--duplicate:#9aa4ae;--withdrawn:#768390;--context:#2dd4bf}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:76rem;padding:clamp(1.25rem,4vw,3.5rem) clamp(1rem,4vw,3rem);background:var(--page);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;overflow-wrap:anywhere}
h1,h2,p,dl,dd,table{margin:0}
header{border-bottom:1px solid var(--line);padding-bottom:1.75rem}
.eyebrow{color:var(--soft);font-size:.8125rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase}
:lang(zh) .eyebrow{letter-spacing:.1em}
h1{font-size:clamp(1.75rem,1.3rem + 2vw,2.5rem);font-weight:700;letter-spacing:-.015em;line-height:1.2;margin:.25rem 0 .5rem}
header .about{font-size:1rem;max-width:46rem}
.when{color:var(--soft);display:flex;flex-wrap:wrap;font-size:.875rem;gap:.125rem 1.5rem;margin-top:.75rem}
.when b{color:var(--ink);font-weight:600}
.tiles{display:grid;gap:.75rem;grid-template-columns:repeat(2,minmax(0,1fr));margin-top:1.75rem}
.tiles div{background:var(--card);border-left:.25rem solid var(--line);border-radius:.375rem;display:flex;flex-direction:column-reverse;justify-content:flex-end;padding:.75rem 1rem}
.tiles dt{color:var(--soft);font-size:.8125rem;line-height:1.35}
.tiles dd{font-size:1.75rem;font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums}
main{display:grid;gap:3rem 3.5rem;grid-template-columns:minmax(0,1fr);margin-top:2.5rem}
.column{align-content:start;display:grid;gap:3rem;grid-template-columns:minmax(0,1fr)}
h2{font-size:1.25rem;font-weight:650;letter-spacing:-.005em;line-height:1.3}
.about{color:var(--soft);font-size:.875rem;margin-top:.25rem;max-width:44rem}
.none{color:var(--soft);border:1px dashed var(--line);border-radius:.375rem;margin-top:1rem;padding:1rem}
.note{color:var(--soft);font-size:.8125rem;margin-top:.75rem}
svg{display:block}
.stack{border-radius:.375rem;height:1.5rem;margin-top:1rem;width:100%}
.stack rect+rect{stroke:var(--page);stroke-width:2px;vector-effect:non-scaling-stroke}
.bar rect+rect+rect:not(.mark){stroke:var(--page);stroke-width:1px;vector-effect:non-scaling-stroke}
.bar{border-radius:.1875rem;height:.5rem;width:100%}
.key{border-radius:.125rem;height:.625rem;width:.625rem}
.legend{display:flex;flex-wrap:wrap;font-size:.8125rem;gap:.25rem 1.25rem;margin-top:.75rem}
.legend span{align-items:center;display:inline-flex;gap:.4375rem}
table{border-collapse:collapse;font-size:.875rem;margin-top:1rem;width:100%}table+table,.note+table{margin-top:1.75rem}
caption{color:var(--soft);font-size:.8125rem;font-weight:600;padding-bottom:.25rem;text-align:left}
thead>tr>*{border-bottom:1px solid var(--line);color:var(--soft);font-size:.75rem;font-weight:500;line-height:1.3;padding:.25rem 0;text-align:right;vertical-align:bottom;overflow-wrap:normal;word-break:keep-all}
thead td+th,thead th+th{min-width:3.25rem}
th+td,td+td,td+th,th+th{padding-left:.75rem;width:1%}
tbody th{font-weight:400;padding:.3125rem 0;text-align:left}
tbody tr+tr>*{border-top:1px solid var(--track)}
td{font-variant-numeric:tabular-nums;line-height:1.35;padding-bottom:.3125rem;padding-top:.3125rem;text-align:right;vertical-align:top;white-space:nowrap}
.row{display:grid;gap:.25rem}
.row span{line-height:1.35}
bdi{display:inline-block;max-width:100%;overflow:hidden;vertical-align:bottom}
code{color:var(--soft);font:.8125em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
footer{border-top:1px solid var(--line);color:var(--soft);font-size:.8125rem;margin-top:3rem;padding-top:1rem}
footer p{max-width:52rem}
.track{fill:var(--track)}.mark{fill:var(--target)}
.received{fill:var(--received)}.held{fill:var(--held)}.pending{fill:var(--pending)}.needs_changes{fill:var(--needs_changes)}.disputed{fill:var(--disputed)}
.accepted{fill:var(--accepted)}.before{fill:var(--before)}.rejected{fill:var(--rejected)}.duplicate{fill:var(--duplicate)}.withdrawn{fill:var(--withdrawn)}
.instruction{fill:var(--pending)}.domain{fill:var(--held)}.factual{fill:var(--rejected)}.harmful{fill:var(--disputed)}.context{fill:var(--context)}.other{fill:var(--duplicate)}
.tiles .received{border-color:var(--received)}.tiles .pending{border-color:var(--pending)}.tiles .accepted{border-color:var(--accepted)}.tiles .rejected{border-color:var(--rejected)}
.tiles .needs_changes{border-color:var(--needs_changes)}.tiles .disputed{border-color:var(--disputed)}.tiles .withdrawn{border-color:var(--withdrawn)}
@media (max-width:39.99rem){.c7 :is(th,td):is(:nth-child(2),:nth-child(3),:nth-child(5)),.c8 :is(th,td):is(:nth-child(2),:nth-child(3),:nth-child(4),:nth-child(5),:nth-child(6),:nth-child(7)){display:none}}
@media (min-width:40rem){.tiles{grid-template-columns:repeat(3,minmax(0,1fr))}.row{align-items:center;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:1.25rem}td{vertical-align:middle}}
@media screen and (min-width:60rem){section:not(.wide) .row{gap:.25rem;grid-template-columns:minmax(0,1fr)}section:not(.wide) td{vertical-align:top}}
@media screen and (min-width:60rem){.tiles{grid-template-columns:repeat(6,minmax(0,1fr))}main{grid-template-columns:repeat(2,minmax(0,1fr))}.wide{grid-column:1/-1}}
@page{margin:15mm}
@media print{:root{color-scheme:light;--page:#fff;--ink:#1b1f24;--soft:#57606a;--line:#c4cbd2;--card:#f5f7f9;--track:#e9edf1;--target:#1b1f24;
--received:#5b7fa6;--held:#9a6700;--pending:#0969da;--needs_changes:#bc4c00;--disputed:#8250df;--accepted:#1a7f37;--before:#6b8f7b;--rejected:#cf222e;--duplicate:#57606a;--withdrawn:#7d8590;--context:#0f766e}
html{font-size:10pt}body{max-width:none;padding:0}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
main,.column{display:block;margin-top:1.5rem}section{margin-top:1.75rem}.tiles{gap:.5rem;grid-template-columns:repeat(6,minmax(0,1fr))}.tiles div{padding:.5rem}.tiles dd{font-size:1.375rem}
.row{align-items:center;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:1.25rem}td{vertical-align:middle}tbody th,td{padding-bottom:.1875rem;padding-top:.1875rem}
section:not(.wide),p,tr,.tiles div{break-inside:avoid}h2,caption,.about,.stack,.legend,thead{break-after:avoid}.note{break-before:avoid}thead{display:table-header-group}}
$css$;
COMMENT ON FUNCTION badcase_internal.report_style() IS 'the style sheet of a report: narrow and wide pages, light and dark, print';
-- The report of a round as one page that needs nothing else. It shows numbers, names of tasks, and the names of those who
-- agreed to be shown; no text of a record. All of it is computed from what is stored now, without the clock.

-- A record belongs to the first round whose cut-off it came before; closing a round sets one.
CREATE FUNCTION badcase_internal.report_span(r badcase_internal.round) RETURNS tstzrange
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT CASE WHEN x.since >= r.cut_off THEN 'empty' ELSE tstzrange(x.since, r.cut_off, '(]') END
    FROM (SELECT max(o.cut_off) AS since FROM badcase_internal.round o WHERE o.program_id = r.program_id AND o.round_id < r.round_id) x
  $$;
COMMENT ON FUNCTION badcase_internal.report_span(badcase_internal.round) IS
  'when what belongs to a round came in: after the cut-offs of the rounds before, up to its own';

CREATE FUNCTION badcase_internal.report_lines(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH file AS MATERIALIZED (
      SELECT u.* FROM badcase_internal.upload u
      WHERE u.program_id = r.program_id AND u.kind = 'submissions' AND u.processed_at IS NOT NULL
        AND u.opened_at <@ (SELECT badcase_internal.report_span(r))
    ), total AS (
      SELECT count(*) AS files, count(DISTINCT f.contributor_id) AS people, coalesce(sum(f.lines), 0)::bigint AS lines,
        coalesce(sum(f.stored), 0)::bigint AS stored, coalesce(sum(f.repeated), 0)::bigint AS repeated,
        coalesce(sum(f.refused), 0)::bigint AS refused, coalesce(sum(f.blank), 0)::bigint AS blank
      FROM file f
    ), kind AS (
      SELECT k.* FROM total t CROSS JOIN LATERAL (VALUES
        (1, 'stored', 'pending', t.stored), (2, 'repeated', 'duplicate', t.repeated), (3, 'refused', 'rejected', t.refused),
        (4, 'blank', 'withdrawn', t.blank)) k(place, key, look, n)
    ), refused AS (
      SELECT l.code, count(*) AS n FROM badcase_internal.refused_line l
      WHERE l.upload_id IN (SELECT f.upload_id FROM file f) GROUP BY l.code
    )
    SELECT badcase_internal.report_section('lines', '', w ->> 'lines_head',
      format(w ->> 'lines_about', badcase_internal.report_number(t.files), badcase_internal.report_number(t.people)),
      CASE WHEN t.files = 0 THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        (SELECT badcase_internal.report_bar(array_agg(k.n ORDER BY k.place), array_agg(k.look ORDER BY k.place), t.lines, w ->> 'lines_caption', 'lines',
           string_agg(format('%s %s', badcase_internal.report_number(k.n), w ->> ('line_' || k.key)), ', ' ORDER BY k.place)) FROM kind k)
        || badcase_internal.report_table('lines', w ->> 'lines_caption', ARRAY['', w ->> 'n', w ->> 'share'],
          (SELECT string_agg(badcase_internal.report_row(w ->> ('line_' || k.key),
             badcase_internal.report_bar(ARRAY[k.n], ARRAY[k.look], t.lines, badcase_internal.report_number(k.n)),
             badcase_internal.report_number(k.n), badcase_internal.report_share(k.n, t.lines)), '' ORDER BY k.place) FROM kind k))
        || coalesce((
          SELECT badcase_internal.report_table('refused', w ->> 'refused_caption', ARRAY['', w ->> 'n'],
            string_agg(badcase_internal.report_row(format('<code>%s</code>', badcase_internal.html(c.code)),
              badcase_internal.report_bar(ARRAY[c.n], ARRAY['rejected'], c.most, badcase_internal.report_number(c.n)),
              badcase_internal.report_number(c.n)), '' ORDER BY c.n DESC, c.code COLLATE "C"))
          FROM (SELECT e.*, max(e.n) OVER () AS most FROM refused e) c HAVING count(*) > 0), '')
      END)
    FROM total t
  $$;
COMMENT ON FUNCTION badcase_internal.report_lines(badcase_internal.round, jsonb) IS 'the section of a report on the lines that came in';

CREATE FUNCTION badcase_internal.report_states(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH counted AS MATERIALIZED (
      SELECT q.place, q.state, count(s.submission_id) AS n_all,
        count(s.submission_id) FILTER (WHERE s.received_at <@ (SELECT badcase_internal.report_span(r))) AS n
      FROM unnest('{received,held,pending,needs_changes,disputed,accepted,rejected,duplicate,withdrawn}'::text[]) WITH ORDINALITY q(state, place)
      LEFT JOIN badcase_internal.submission s ON s.state = q.state AND s.program_id = r.program_id
      GROUP BY q.place, q.state
    ), total AS (
      SELECT sum(c.n)::bigint AS n, sum(c.n_all)::bigint AS n_all FROM counted c
    )
    SELECT badcase_internal.report_section('states', '', w ->> 'states_head', w ->> 'states_about',
      CASE WHEN t.n_all = 0 THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        (SELECT badcase_internal.report_bar(array_agg(c.n ORDER BY c.place), array_agg(c.state ORDER BY c.place), t.n, w ->> 'states_caption', 'states',
           string_agg(format('%s %s', badcase_internal.report_number(c.n), w ->> ('state_' || c.state)), ', ' ORDER BY c.place)) FROM counted c)
        || badcase_internal.report_table('states', w ->> 'states_caption', ARRAY['', w ->> 'this_round', w ->> 'share', w ->> 'all_rounds'],
          (SELECT string_agg(badcase_internal.report_row(w ->> ('state_' || c.state),
             badcase_internal.report_bar(ARRAY[c.n], ARRAY[c.state], t.n, badcase_internal.report_number(c.n)),
             badcase_internal.report_number(c.n), badcase_internal.report_share(c.n, t.n), badcase_internal.report_number(c.n_all)), '' ORDER BY c.place) FROM counted c))
      END)
    FROM total t
  $$;
COMMENT ON FUNCTION badcase_internal.report_states(badcase_internal.round, jsonb) IS 'the section of a report on the states of records';

-- The agreement is rounded where it is computed.
CREATE FUNCTION badcase_internal.report_reviews(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH review AS MATERIALIZED (
      SELECT v.submission_id, v.reviewer, v.verdict, v.reasons FROM badcase_internal.review v WHERE v.round_id = r.round_id
    ), decision AS (
      SELECT e.to_state, count(*) AS n FROM badcase_internal.event e WHERE e.round_id = r.round_id GROUP BY e.to_state
    ), verdict AS MATERIALIZED (
      SELECT q.place, q.state, (SELECT count(*) FROM review v WHERE v.verdict = q.state) AS reviews, coalesce(d.n, 0) AS decisions
      FROM unnest('{accepted,needs_changes,rejected,disputed}'::text[]) WITH ORDINALITY q(state, place)
      LEFT JOIN decision d ON d.to_state = q.state
    ), reason AS (
      SELECT x.code, count(*) AS n FROM review v CROSS JOIN unnest(v.reasons) x(code) GROUP BY x.code
    ), total AS (
      SELECT (SELECT count(*) FROM review) AS reviews, sum(v.decisions)::bigint AS decisions,
        (SELECT count(DISTINCT v.submission_id) FROM review v) AS records,
        (SELECT count(DISTINCT v.reviewer) FROM review v) AS reviewers,
        (SELECT count(*) FROM badcase_internal.ruling u WHERE u.round_id = r.round_id AND u.kind = 'adjudicate') AS adjudicated,
        (SELECT count(*) FROM badcase_internal.ruling u WHERE u.round_id = r.round_id AND u.kind = 'reopen') AS reopened,
        badcase_internal.agreement(r.program_id) AS agreement
      FROM verdict v
    )
    SELECT badcase_internal.report_section('reviews', '', w ->> 'reviews_head',
      format(w ->> 'reviews_about', badcase_internal.report_number(t.reviews), badcase_internal.report_number(t.records), badcase_internal.report_number(t.reviewers)),
      CASE WHEN t.reviews + t.decisions = 0 THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        (SELECT badcase_internal.report_bar(array_agg(v.decisions ORDER BY v.place), array_agg(v.state ORDER BY v.place), t.decisions, w ->> 'by_decision', 'reviews',
           string_agg(format('%s %s', badcase_internal.report_number(v.decisions), w ->> ('state_' || v.state)), ', ' ORDER BY v.place)) FROM verdict v)
        || badcase_internal.report_table('reviews', w ->> 'reviews_caption', ARRAY['', w ->> 'by_review', w ->> 'by_decision', w ->> 'share'],
          (SELECT string_agg(badcase_internal.report_row(w ->> ('state_' || v.state),
             badcase_internal.report_bar(ARRAY[v.decisions], ARRAY[v.state], t.decisions, badcase_internal.report_number(v.decisions)),
             CASE WHEN v.state = 'disputed' THEN '–' ELSE badcase_internal.report_number(v.reviews) END, badcase_internal.report_number(v.decisions),
             badcase_internal.report_share(v.decisions, t.decisions)), '' ORDER BY v.place) FROM verdict v))
        || format('<p class="note">%s %s</p>', format(w ->> 'rulings', badcase_internal.report_number(t.adjudicated), badcase_internal.report_number(t.reopened)),
          CASE WHEN (t.agreement ->> 'pairs')::bigint > 0 THEN format(w ->> 'agreement',
            badcase_internal.report_share(round((t.agreement ->> 'observed')::numeric * 1000)::bigint, 1000),
            badcase_internal.report_number((t.agreement ->> 'pairs')::bigint), coalesce(t.agreement ->> 'kappa', '–')) END)
        || coalesce((
          SELECT badcase_internal.report_table('reasons', w ->> 'reasons_caption', ARRAY['', w ->> 'n'],
            string_agg(badcase_internal.report_row(badcase_internal.html(badcase_internal.report_reason(c.code, w ->> 'words')),
              badcase_internal.report_bar(ARRAY[c.n], ARRAY['needs_changes'], c.most, badcase_internal.report_number(c.n)),
              badcase_internal.report_number(c.n)), '' ORDER BY c.n DESC, c.code COLLATE "C"))
          FROM (SELECT e.*, max(e.n) OVER () AS most FROM reason e) c HAVING count(*) > 0), '')
      END)
    FROM total t
  $$;
COMMENT ON FUNCTION badcase_internal.report_reviews(badcase_internal.round, jsonb) IS 'the section of a report on reviews and decisions';

-- As badcase.task_coverage counts, with what this round brought: a cluster counts in the round that first accepted one of
-- it. A table has sixty rows at most, and what is left in one.
CREATE FUNCTION badcase_internal.report_tasks(r badcase_internal.round)
  RETURNS TABLE (task_id bigint, received bigint, clusters bigint, accepted bigint, now bigint, open bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.task_id, sum(c.n)::bigint, count(c.cluster_id), count(*) FILTER (WHERE c.accepted),
      count(*) FILTER (WHERE c.accepted AND c.first_round = r.round_id),
      count(c.cluster_id) FILTER (WHERE c.open AND NOT c.accepted)
    FROM (
      SELECT s.task_id, s.cluster_id, count(*) AS n, bool_or(s.state = 'accepted') AS accepted,
        bool_or(s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')) AS open,
        (array_agg(s.decided_round ORDER BY s.decided_at, s.submission_id) FILTER (WHERE s.state = 'accepted'))[1] AS first_round
      FROM badcase_internal.submission s WHERE s.program_id = r.program_id AND s.state <> 'withdrawn'
      GROUP BY s.task_id, s.cluster_id) c
    GROUP BY c.task_id
  $$;
COMMENT ON FUNCTION badcase_internal.report_tasks(badcase_internal.round) IS
  'what each task of a round''s program has: as task_coverage, with what the round accepted first and what is not decided';

CREATE FUNCTION badcase_internal.report_coverage(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH counted AS MATERIALIZED (
      SELECT c.* FROM badcase_internal.report_tasks(r) c
    ), task AS MATERIALIZED (
      SELECT t.name, t.target, coalesce(c.received, 0) AS received, coalesce(c.clusters, 0) AS clusters,
        coalesce(c.accepted, 0) AS accepted, coalesce(c.now, 0) AS now, coalesce(c.open, 0) AS open,
        greatest(t.target - coalesce(c.accepted, 0), 0)::bigint AS missing,
        row_number() OVER (ORDER BY greatest(t.target - coalesce(c.accepted, 0), 0) DESC, t.name COLLATE "C") AS place
      FROM badcase_internal.task t LEFT JOIN counted c ON c.task_id = t.task_id
      WHERE t.program_id = r.program_id
    ), cell AS (
      SELECT t.place, format('<bdi>%s</bdi>', badcase_internal.html(t.name)) AS name, t.received, t.clusters, t.accepted, t.now, t.open, t.target, t.missing
      FROM task t WHERE t.place <= 60
      UNION ALL
      SELECT 61, format(w ->> 'more', badcase_internal.report_number(count(*))), sum(t.received)::bigint, sum(t.clusters)::bigint, sum(t.accepted)::bigint,
        sum(t.now)::bigint, sum(t.open)::bigint, sum(t.target)::bigint, sum(t.missing)::bigint
      FROM task t WHERE t.place > 60 HAVING count(*) > 0
      UNION ALL
      SELECT 62, w ->> 'no_task', c.received, c.clusters, c.accepted, c.now, c.open, NULL, NULL
      FROM counted c WHERE c.task_id IS NULL
    ), drawn AS (
      SELECT c.*, greatest(c.target, c.accepted + c.open) AS width FROM cell c
    )
    SELECT badcase_internal.report_section('coverage', 'wide', w ->> 'coverage_head', w ->> 'coverage_about', coalesce(
      (SELECT format('<p class="note">%s</p>', format(w ->> 'coverage_sum', badcase_internal.report_number(count(*) FILTER (WHERE t.missing = 0)),
         badcase_internal.report_number(count(*)), badcase_internal.report_number(sum(t.target - t.missing)::bigint), badcase_internal.report_number(sum(t.target)::bigint)))
       || badcase_internal.report_bar(ARRAY[sum(t.target - t.missing)::bigint], ARRAY['accepted'], sum(t.target)::bigint, w ->> 'coverage_head', 'coverage',
         format(w ->> 'coverage_sum', badcase_internal.report_number(count(*) FILTER (WHERE t.missing = 0)), badcase_internal.report_number(count(*)),
           badcase_internal.report_number(sum(t.target - t.missing)::bigint), badcase_internal.report_number(sum(t.target)::bigint)))
       FROM task t HAVING count(*) > 0) || badcase_internal.report_legend('{before,accepted,pending,mark}', ARRAY[w ->> 'key_before', w ->> 'key_now', w ->> 'key_open', w ->> 'key_mark']), '')
      || coalesce(
        (SELECT badcase_internal.report_table('coverage', w ->> 'coverage_caption',
           ARRAY['', w ->> 'received', w ->> 'clusters', w ->> 'accepted', w ->> 'now', w ->> 'target', w ->> 'missing'],
           string_agg(badcase_internal.report_row(d.name,
             CASE WHEN d.target IS NOT NULL THEN badcase_internal.report_bar(ARRAY[d.accepted - d.now, d.now, d.open], '{before,accepted,pending}', d.width,
               format(w ->> 'coverage_bar', d.accepted, d.open, d.target), mark => CASE WHEN d.width > d.target THEN d.target END) END,
             badcase_internal.report_number(d.received), badcase_internal.report_number(d.clusters), badcase_internal.report_number(d.accepted), badcase_internal.report_number(d.now),
             badcase_internal.report_number(d.target), badcase_internal.report_number(d.missing)), '' ORDER BY d.place))
         FROM drawn d HAVING count(*) > 0),
        format('<p class="none">%s</p>', w ->> 'nothing')))
  $$;
COMMENT ON FUNCTION badcase_internal.report_coverage(badcase_internal.round, jsonb) IS 'the section of a report on tasks and their targets';

CREATE FUNCTION badcase_internal.report_kinds(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH decided AS MATERIALIZED (
      SELECT s.state, s.failure_kinds FROM badcase_internal.submission s
      WHERE s.program_id = r.program_id AND s.decided_round = r.round_id AND s.state <> 'withdrawn'
    ), kind AS MATERIALIZED (
      SELECT q.place, q.kind, count(d.state) AS n, count(d.state) FILTER (WHERE d.state = 'accepted') AS accepted
      FROM unnest(badcase_internal.failure_kinds()) WITH ORDINALITY q(kind, place)
      LEFT JOIN decided d ON q.kind = ANY (d.failure_kinds)
      GROUP BY q.place, q.kind
    )
    SELECT badcase_internal.report_section('kinds', '', w ->> 'kinds_head', w ->> 'kinds_about',
      CASE WHEN NOT EXISTS (SELECT FROM decided) THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        badcase_internal.report_legend('{accepted,duplicate}', ARRAY[w ->> 'state_accepted', w ->> 'key_other'])
        || (SELECT badcase_internal.report_table('kinds', w ->> 'kinds_caption', ARRAY['', w ->> 'decided', w ->> 'accepted'],
          string_agg(badcase_internal.report_row(w ->> ('kind_' || k.kind),
            badcase_internal.report_bar(ARRAY[k.accepted, k.n - k.accepted], '{accepted,duplicate}', k.most, badcase_internal.report_number(k.n)),
            badcase_internal.report_number(k.n), badcase_internal.report_number(k.accepted)), '' ORDER BY k.place))
          FROM (SELECT x.*, max(x.n) OVER () AS most FROM kind x) k)
        || format('<p class="note">%s</p>', format(w ->> 'kinds_none', badcase_internal.report_number((SELECT count(*) FROM decided d WHERE d.failure_kinds = '{}'))))
      END)
  $$;
COMMENT ON FUNCTION badcase_internal.report_kinds(badcase_internal.round, jsonb) IS 'the section of a report on kinds of failure';

CREATE FUNCTION badcase_internal.report_kinds_by_task(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH named AS (
      SELECT q.kind, q.place::int AS place FROM unnest(badcase_internal.failure_kinds()) WITH ORDINALITY q(kind, place)
    ), task AS (
      SELECT t.name, count(*) AS n, row_number() OVER (ORDER BY t.name IS NULL, count(*) DESC, t.name COLLATE "C") AS place, ARRAY[
          count(*) FILTER (WHERE k.kind = 'instruction'), count(*) FILTER (WHERE k.kind = 'domain'), count(*) FILTER (WHERE k.kind = 'factual'),
          count(*) FILTER (WHERE k.kind = 'harmful'), count(*) FILTER (WHERE k.kind = 'context'), count(*) FILTER (WHERE k.kind = 'other')] AS kinds
      FROM badcase_internal.submission s
      LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id
      CROSS JOIN LATERAL unnest(s.failure_kinds) k(kind)
      WHERE s.program_id = r.program_id AND s.decided_round = r.round_id AND s.state <> 'withdrawn'
      GROUP BY s.task_id, t.name
    ), line AS (
      SELECT t.place, format('<bdi>%s</bdi>', badcase_internal.html(t.name)) AS name, t.n, t.kinds FROM task t WHERE t.name IS NOT NULL AND t.place <= 60
      UNION ALL
      SELECT 61, format(w ->> 'more', badcase_internal.report_number(count(*))), sum(t.n)::bigint,
        ARRAY(SELECT sum(o.kinds[q.place])::bigint FROM named q CROSS JOIN task o WHERE o.name IS NOT NULL AND o.place > 60 GROUP BY q.place ORDER BY q.place)
      FROM task t WHERE t.name IS NOT NULL AND t.place > 60 HAVING count(*) > 0
      UNION ALL
      SELECT 62, w ->> 'no_task', t.n, t.kinds FROM task t WHERE t.name IS NULL
    )
    SELECT badcase_internal.report_section('kinds_by_task', 'wide', w ->> 'kinds_by_task_head', w ->> 'kinds_by_task_about', coalesce((
      SELECT badcase_internal.report_legend((SELECT array_agg(q.kind ORDER BY q.place) FROM named q), (SELECT array_agg(w ->> ('kind_' || q.kind) ORDER BY q.place) FROM named q))
        || badcase_internal.report_table('kinds_by_task', w ->> 'kinds_by_task_caption',
          '{""}'::text[] || (SELECT array_agg(w ->> ('short_' || q.kind) ORDER BY q.place) FROM named q) || (w ->> 'all_kinds'),
          string_agg(badcase_internal.report_row(l.name,
            badcase_internal.report_bar(l.kinds, (SELECT array_agg(q.kind ORDER BY q.place) FROM named q), l.most, badcase_internal.report_number(l.n)),
            VARIADIC ARRAY(SELECT badcase_internal.report_number(x.n) FROM unnest(l.kinds) WITH ORDINALITY x(n, place) ORDER BY x.place) || badcase_internal.report_number(l.n)), '' ORDER BY l.place))
      FROM (SELECT x.*, max(x.n) OVER () AS most FROM line x) l HAVING count(*) > 0),
      format('<p class="none">%s</p>', w ->> 'nothing')))
  $$;
COMMENT ON FUNCTION badcase_internal.report_kinds_by_task(badcase_internal.round, jsonb) IS 'the section of a report on the kinds of failure of each task';

CREATE FUNCTION badcase_internal.report_clusters(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH cluster AS MATERIALIZED (
      SELECT s.cluster_id, count(*) AS n FROM badcase_internal.submission s
      WHERE s.program_id = r.program_id AND s.state <> 'withdrawn' AND s.cluster_id IS NOT NULL
      GROUP BY s.cluster_id HAVING bool_or(s.received_at <@ (SELECT badcase_internal.report_span(r)))
    ), size AS MATERIALIZED (
      SELECT q.low, q.high, count(c.cluster_id) AS n, coalesce(sum(c.n), 0)::bigint AS records
      FROM (VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 9), (10, 19), (20, 49), (50, 99), (100, NULL)) q(low, high)
      LEFT JOIN cluster c ON c.n BETWEEN q.low AND coalesce(q.high, c.n)
      GROUP BY q.low, q.high
    )
    SELECT badcase_internal.report_section('clusters', '', w ->> 'clusters_head',
      format(w ->> 'clusters_about', badcase_internal.report_number((SELECT count(*) FROM cluster))),
      CASE WHEN NOT EXISTS (SELECT FROM cluster) THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        (SELECT badcase_internal.report_table('clusters', w ->> 'clusters_caption', ARRAY['', w ->> 'clusters', w ->> 'n_records'],
          string_agg(badcase_internal.report_row(
            CASE WHEN z.low = 1 THEN w ->> 'cluster_one'
              ELSE format(w ->> 'cluster_size', z.low || CASE WHEN z.high IS NULL THEN '+' WHEN z.high > z.low THEN '–' || z.high ELSE '' END) END,
            badcase_internal.report_bar(ARRAY[z.n], '{pending}', z.most, badcase_internal.report_number(z.n)),
            badcase_internal.report_number(z.n), badcase_internal.report_number(z.records)), '' ORDER BY z.low))
          FROM (SELECT x.*, max(x.n) OVER () AS most, max(x.low) FILTER (WHERE x.n > 0) OVER () AS last FROM size x) z
          WHERE z.low <= greatest(z.last, 4))
      END)
  $$;
COMMENT ON FUNCTION badcase_internal.report_clusters(badcase_internal.round, jsonb) IS 'the section of a report on clusters of near-duplicates';

-- Those who are not named are one row, so that the sum is that of all.
CREATE FUNCTION badcase_internal.report_credits(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH named AS MATERIALIZED (
      SELECT c.contributor_id, c.display_name, c.role FROM badcase_internal.named_contributors(ARRAY[r.program_id]) c
    ), credit AS MATERIALIZED (
      SELECT k.contributor_id, c.display_name, count(*) FILTER (WHERE k.accepted_round = r.round_id) AS n, count(*) AS n_all,
        row_number() OVER (PARTITION BY c.display_name IS NULL ORDER BY count(*) FILTER (WHERE k.accepted_round = r.round_id) DESC,
          min(k.accepted_at) FILTER (WHERE k.accepted_round = r.round_id), k.contributor_id) AS place
      FROM badcase_internal.cluster_credits(ARRAY[r.program_id]) k LEFT JOIN named c ON c.contributor_id = k.contributor_id
      GROUP BY k.contributor_id, c.display_name
      HAVING count(*) FILTER (WHERE k.accepted_round = r.round_id) > 0
    ), line AS (
      SELECT c.place, format('<bdi>%s</bdi>', badcase_internal.html(c.display_name)) AS name, 'accepted' AS look, c.n, c.n_all
      FROM credit c WHERE c.display_name IS NOT NULL AND c.place <= 60
      UNION ALL
      SELECT 61, format(w ->> 'more', badcase_internal.report_number(count(*))), 'accepted', sum(c.n)::bigint, sum(c.n_all)::bigint
      FROM credit c WHERE c.display_name IS NOT NULL AND c.place > 60 HAVING count(*) > 0
      UNION ALL
      SELECT 62, format(w ->> 'unnamed', badcase_internal.report_number(count(*))), 'duplicate', sum(c.n)::bigint, sum(c.n_all)::bigint
      FROM credit c WHERE c.display_name IS NULL HAVING count(*) > 0
    ), reviewer AS (
      SELECT c.display_name, count(*) AS n, row_number() OVER (ORDER BY count(*) DESC, min(v.reviewed_at), c.contributor_id) AS place
      FROM named c JOIN badcase_internal.review v ON v.reviewer = c.role AND v.round_id = r.round_id
      GROUP BY c.contributor_id, c.display_name
    )
    SELECT badcase_internal.report_section('credits', 'wide', w ->> 'credits_head', w ->> 'credits_about',
      coalesce((
        SELECT badcase_internal.report_table('credits', w ->> 'credits_caption', ARRAY['', w ->> 'this_round', w ->> 'all_rounds'],
          string_agg(badcase_internal.report_row(l.name, badcase_internal.report_bar(ARRAY[l.n], ARRAY[l.look], l.most, badcase_internal.report_number(l.n)),
            badcase_internal.report_number(l.n), badcase_internal.report_number(l.n_all)), '' ORDER BY l.place))
        FROM (SELECT x.*, max(x.n) OVER () AS most FROM line x) l HAVING count(*) > 0),
        format('<p class="none">%s</p>', w ->> 'nothing'))
      || coalesce((
        SELECT badcase_internal.report_table('reviewers', w ->> 'reviewers_caption', ARRAY['', w ->> 'by_review'],
          string_agg(badcase_internal.report_row(format('<bdi>%s</bdi>', badcase_internal.html(x.display_name)),
            badcase_internal.report_bar(ARRAY[x.n], '{pending}', x.most, badcase_internal.report_number(x.n)), badcase_internal.report_number(x.n)), '' ORDER BY x.place))
        FROM (SELECT y.*, max(y.n) OVER () AS most FROM reviewer y) x WHERE x.place <= 60 HAVING count(*) > 0), ''))
  $$;
COMMENT ON FUNCTION badcase_internal.report_credits(badcase_internal.round, jsonb) IS 'the section of a report on those to be thanked';

CREATE FUNCTION badcase_internal.report_head(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH figure AS (
      SELECT f.* FROM (VALUES
        (1, 'received', w ->> 'tile_received', (
          SELECT count(*) FROM badcase_internal.submission s WHERE s.program_id = r.program_id AND s.received_at <@ (SELECT badcase_internal.report_span(r)))),
        (2, 'pending', w ->> 'tile_reviews', (SELECT count(*) FROM badcase_internal.review v WHERE v.round_id = r.round_id)),
        (3, 'accepted', w ->> 'state_accepted', (SELECT count(*) FROM badcase_internal.event e WHERE e.round_id = r.round_id AND e.to_state = 'accepted')),
        (4, 'needs_changes', w ->> 'state_needs_changes', (
          SELECT count(*) FROM badcase_internal.event e WHERE e.round_id = r.round_id AND e.to_state = 'needs_changes')),
        (5, 'rejected', w ->> 'state_rejected', (SELECT count(*) FROM badcase_internal.event e WHERE e.round_id = r.round_id AND e.to_state = 'rejected')),
        (6, 'withdrawn', w ->> 'tile_missing', (
          SELECT coalesce(sum(greatest(t.target - coalesce(c.accepted, 0), 0)), 0)::bigint
          FROM badcase_internal.task t LEFT JOIN (
            SELECT s.task_id, count(DISTINCT s.cluster_id) AS accepted FROM badcase_internal.submission s
            WHERE s.program_id = r.program_id AND s.state = 'accepted' GROUP BY s.task_id) c ON c.task_id = t.task_id
          WHERE t.program_id = r.program_id))
      ) f(place, look, word, n)
    )
    SELECT format(E'<header>\n<p class="eyebrow">%s</p>\n<h1><bdi>%s</bdi></h1>\n%s<p class="when"><span>%s <b>%s</b></span> <span>%s <b>%s</b></span> <span>%s <b>%s</b></span></p>\n',
        format(w ->> 'eyebrow', r.round_id), badcase_internal.html(p.name),
        coalesce('<p class="about"><bdi>' || badcase_internal.html(p.about, 600) || E'</bdi></p>\n', ''),
        w ->> 'opened', badcase_internal.report_time(r.opened_at), w ->> 'cut_off', badcase_internal.report_time(r.cut_off),
        w ->> 'closed', CASE WHEN r.closed_at IS NULL THEN w ->> 'not_yet' ELSE badcase_internal.report_time(r.closed_at) END)
      || format(E'<dl class="tiles" aria-label="%s">\n', w ->> 'key_figures')
      || (SELECT string_agg(format(E'<div class="%s"><dt>%s</dt><dd>%s</dd></div>\n', f.look, f.word, badcase_internal.report_number(f.n)), '' ORDER BY f.place) FROM figure f)
      || E'</dl>\n</header>\n'
    FROM badcase_internal.program p WHERE p.program_id = r.program_id
  $$;
COMMENT ON FUNCTION badcase_internal.report_head(badcase_internal.round, jsonb) IS 'the head of a report: program, round and key figures';

CREATE FUNCTION badcase.report_html(program int, round bigint DEFAULT NULL, lang text DEFAULT 'en') RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r badcase_internal.round;
    w CONSTANT jsonb := badcase_internal.report_words(lang);
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    IF lang IS NULL OR lang NOT IN ('en', 'zh') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'languages of reports are en and zh';
    END IF;
    SELECT o.* INTO r FROM badcase_internal.round o
    WHERE o.program_id = report_html.program AND (report_html.round IS NULL OR o.round_id = report_html.round)
    ORDER BY o.round_id DESC LIMIT 1;
    IF NOT FOUND THEN
      RAISE undefined_object USING MESSAGE = format('program %s has no such round', program);
    END IF;
    RETURN format(E'<!DOCTYPE html>\n<html lang="%s">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src ''none''; style-src ''unsafe-inline''"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n<meta name="color-scheme" content="light dark"/>\n'
        '<meta name="referrer" content="no-referrer"/>\n<meta name="robots" content="noindex"/>\n<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n',
        w ->> 'lang',
        (SELECT format(w ->> 'title', r.round_id, badcase_internal.html(p.name)) FROM badcase_internal.program p WHERE p.program_id = r.program_id),
        badcase_internal.report_style())
      || badcase_internal.report_head(r, w) || E'<main>\n' || badcase_internal.report_lines(r, w) || badcase_internal.report_states(r, w) || badcase_internal.report_coverage(r, w)
      || badcase_internal.report_reviews(r, w) || E'<div class="column">\n' || badcase_internal.report_kinds(r, w) || badcase_internal.report_clusters(r, w) || E'</div>\n'
      || badcase_internal.report_kinds_by_task(r, w) || badcase_internal.report_credits(r, w)
      || format(E'</main>\n<footer><p>%s</p></footer>\n</body>\n</html>', w ->> 'footer');
  END
  $$;
COMMENT ON FUNCTION badcase.report_html(int, bigint, text) IS
  'curator: the report of a round, or of the last one, as one HTML page that needs nothing else; in English or Chinese';
-- Nothing is anybody's but the owner's until badcase.grant_access gives it.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA badcase FROM PUBLIC;
REVOKE ALL ON ALL PROCEDURES IN SCHEMA badcase FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA badcase FROM PUBLIC;
REVOKE ALL ON SCHEMA badcase FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA badcase_internal FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA badcase_internal FROM PUBLIC;
REVOKE ALL ON SCHEMA badcase_internal FROM PUBLIC;

-- What the capabilities reach may differ from the version before.
SELECT badcase_internal.sync_privileges(g.role)
FROM (SELECT DISTINCT a.role FROM badcase_internal.access_grant a ORDER BY a.role) g;
