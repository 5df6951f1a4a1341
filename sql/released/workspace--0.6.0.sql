-- The workspace: everything here is an ordinary object of its owner's. @extschema@ is the extension's schema.

COMMENT ON SCHEMA badcase IS 'badcase: what curators, reviewers, contributors and exporters call and read';
COMMENT ON SCHEMA badcase_internal IS
  'badcase: tables and helpers; nobody but the owner of the workspace has any right here';
-- The lists of words that columns, checks, messages and views share. A column's check calls them, so a word that is in
-- use must stay.

CREATE FUNCTION badcase_internal.capabilities() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{contributor,reviewer,exporter,curator,intake,gateway}'::text[];
COMMENT ON FUNCTION badcase_internal.capabilities() IS
  'what a role can be given in a program; intake: a door, which acts for contributors by their tokens; gateway: a login that acts for the roles that it sets';

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
      ('clusters', 'general corpus', 'open_corpus'),
      ('outputs', 'model', 'register_model'),
      ('terms', 'term list', 'create_term_list'),
      ('suggestions', 'agent', 'register_agent');
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

-- The place of a state stands in kept counts: what is new goes to the end.
CREATE FUNCTION badcase_internal.states() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{received,held,pending,needs_changes,disputed,accepted,rejected,duplicate,withdrawn}'::text[];
COMMENT ON FUNCTION badcase_internal.states() IS 'the states in the order in which they are shown';

CREATE FUNCTION badcase_internal.is_state(state text) RETURNS bool
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN state = ANY (badcase_internal.states());
COMMENT ON FUNCTION badcase_internal.is_state(text) IS 'whether a submission can have that state';

-- What badcase_internal.searchable has.
CREATE FUNCTION badcase_internal.is_searchable(state text) RETURNS bool
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN state NOT IN ('received', 'duplicate', 'withdrawn');
COMMENT ON FUNCTION badcase_internal.is_searchable(text) IS
  'whether near search looks at submissions in that state: triage has seen them, and they are neither duplicates nor withdrawn';

CREATE FUNCTION badcase_internal.action_kinds() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{read,review_changed,review_withdrawn,claim_released,claim_taken_back,release_retired,setting,application,applicant_admitted,applicant_refused,token_renewed,token_revoked,gold_set,audit_drawn,reviewer_resumed,pool_exported,clusters_loaded,clusters_removed}'::text[];
COMMENT ON FUNCTION badcase_internal.action_kinds() IS 'what people do that the journal keeps, beside the moves of submissions';
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
  early_access interval NOT NULL DEFAULT '1 year' CHECK (early_access > '0'),
  round_days int CHECK (round_days BETWEEN 1 AND 366),
  max_claims int NOT NULL DEFAULT 1000 CHECK (max_claims BETWEEN 1 AND 1000),
  open bool NOT NULL DEFAULT false,
  token_days int NOT NULL DEFAULT 365 CHECK (token_days BETWEEN 1 AND 1000),
  gold_rate int NOT NULL DEFAULT 0 CHECK (gold_rate BETWEEN 0 AND 50),
  least_accuracy int CHECK (least_accuracy BETWEEN 1 AND 99),
  confidence int CHECK (confidence BETWEEN 50 AND 99),
  suggestions text NOT NULL DEFAULT 'after' CHECK (suggestions IN ('before', 'after'))
);
COMMENT ON TABLE badcase_internal.program IS 'a call for bad cases';
COMMENT ON COLUMN badcase_internal.program.program_id IS 'its number';
COMMENT ON COLUMN badcase_internal.program.name IS 'its name, unique';
COMMENT ON COLUMN badcase_internal.program.about IS 'what it asks for';
COMMENT ON COLUMN badcase_internal.program.quorum IS 'how many agreeing reviews decide';
COMMENT ON COLUMN badcase_internal.program.withdrawals IS
  'counts the withdrawals when they commit; locked by an export, so that none commits while it runs';
COMMENT ON COLUMN badcase_internal.program.created_by IS 'the role that created it';
COMMENT ON COLUMN badcase_internal.program.created_at IS 'when';
COMMENT ON COLUMN badcase_internal.program.retention IS
  'how long after its end the text of what was refused, rejected or withdrawn is kept; null: until it is erased';
COMMENT ON COLUMN badcase_internal.program.early_access IS
  'how long after a contributor''s last accepted record the contributor has early access to the next model';

COMMENT ON COLUMN badcase_internal.program.round_days IS 'how many days a round lasts that is opened without a cut-off; null: it has none until it is given one';
COMMENT ON COLUMN badcase_internal.program.max_claims IS 'how many submissions a reviewer can have claimed at once';
COMMENT ON COLUMN badcase_internal.program.open IS 'whether who applies at a door is admitted at once, without a curator';
COMMENT ON COLUMN badcase_internal.program.token_days IS 'how many days the token of a contributor at a door is good';
COMMENT ON COLUMN badcase_internal.program.gold_rate IS 'how many of a hundred claims are gold, where there is any';
COMMENT ON COLUMN badcase_internal.program.least_accuracy IS
  'of a hundred gold records, how many a reviewer must judge right; whose share is less beyond doubt claims nothing; null: no such rule';
COMMENT ON COLUMN badcase_internal.program.confidence IS
  'how sure agreeing reviews must be to decide, of a hundred; else one more is asked for; null: they always decide';
COMMENT ON COLUMN badcase_internal.program.suggestions IS 'whether reviewers see what agents suggest before their own word or after it';

-- What has to be done by one session at a time locks its row; nobody else can lock a row here.
CREATE TABLE badcase_internal.work_lock (
  program_id int,
  work text NOT NULL CHECK (work IN ('batch', 'triage', 'release', 'tally', 'privileges')),
  CHECK ((program_id IS NULL) = (work = 'privileges'))
);
COMMENT ON TABLE badcase_internal.work_lock IS 'work that one session does at a time: it locks the row';
COMMENT ON COLUMN badcase_internal.work_lock.program_id IS 'the program; null: the whole workspace';
COMMENT ON COLUMN badcase_internal.work_lock.work IS 'batch, triage, release, tally or privileges';
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
COMMENT ON COLUMN badcase_internal.access_grant.capability IS 'contributor, reviewer, exporter, curator, intake or gateway';
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
  kind text NOT NULL CHECK (kind IN ('triage', 'rescreening')),
  phase text NOT NULL,
  done bigint NOT NULL DEFAULT 0,
  total bigint NOT NULL,
  started_by name NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  heartbeat_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  common bigint[] DEFAULT '{}'
);
COMMENT ON TABLE badcase_internal.job IS 'work that commits as it goes, and how far it is';
COMMENT ON COLUMN badcase_internal.job.job_id IS 'its number';
COMMENT ON COLUMN badcase_internal.job.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.job.kind IS 'what it does: triage, rescreening';
COMMENT ON COLUMN badcase_internal.job.phase IS 'the part of the work that is being done; of rescreening the version of the rules';
COMMENT ON COLUMN badcase_internal.job.done IS 'how many submissions are done';
COMMENT ON COLUMN badcase_internal.job.total IS 'how many there were when it began, more where others came meanwhile';
COMMENT ON COLUMN badcase_internal.job.started_by IS 'the role that began it';
COMMENT ON COLUMN badcase_internal.job.started_at IS 'when';
COMMENT ON COLUMN badcase_internal.job.heartbeat_at IS 'when its last batch was committed';
COMMENT ON COLUMN badcase_internal.job.finished_at IS 'when it was finished; null: it runs, or was cut off and goes on with the next call';
COMMENT ON COLUMN badcase_internal.job.common IS 'the common submissions that it found and has still to compare with each other; null: more than 10,000';
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
  lang text NOT NULL DEFAULT 'en' CHECK (lang IN ('en', 'zh')),
  told_at timestamptz NOT NULL DEFAULT '-infinity',
  github text CHECK (github ~ '^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$'),
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
COMMENT ON COLUMN badcase_internal.contributor.lang IS 'the language in which the contributor is told things: en or zh';
COMMENT ON COLUMN badcase_internal.contributor.told_at IS 'up to when a curator has told the contributor what became of the submissions';
COMMENT ON COLUMN badcase_internal.contributor.github IS 'the login at GitHub for the public list; goes with the consent show_name';
-- What names a person must not stay behind in pg_statistic when it goes from its table.
ALTER TABLE badcase_internal.contributor
  ALTER COLUMN external_id SET STATISTICS 0,
  ALTER COLUMN display_name SET STATISTICS 0,
  ALTER COLUMN github SET STATISTICS 0,
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
  format text,
  CHECK (kind <> 'submissions' OR contributor_id IS NOT NULL),
  CHECK (lines = stored + repeated + refused + blank)
);
COMMENT ON TABLE badcase_internal.upload IS 'a file of lines and what became of them';
COMMENT ON COLUMN badcase_internal.upload.upload_id IS 'its number';
COMMENT ON COLUMN badcase_internal.upload.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.upload.contributor_id IS 'whose file it is';
COMMENT ON COLUMN badcase_internal.upload.kind IS 'what the lines are: submissions, corpus, clusters, outputs, terms or suggestions';
COMMENT ON COLUMN badcase_internal.upload.target IS 'the corpus, model version, term list or agent that the lines belong to';
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
COMMENT ON COLUMN badcase_internal.upload.format IS 'the format of its lines, or auto: each by its keys; null: that of badcase';
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
  'contributor, curator, intake: lines on their way in: COPY puts them here, badcase.process_upload takes them out in the same transaction';
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
-- What near search looks at: a slim table beside the ledger, with the near indexes. A row is here while its submission's
-- state is searchable, with the current record. So a change of state that leaves it searchable touches no near index, loading
-- a file does not wait for the indexes, and what is a duplicate or withdrawn is never in them.

CREATE TABLE badcase_internal.searchable (
  submission_id bigint PRIMARY KEY,
  program_id int NOT NULL,
  record @extschema@.badcase NOT NULL,
  common_record bool NOT NULL,
  common_prompt bool NOT NULL
);
COMMENT ON TABLE badcase_internal.searchable IS
  'the submissions that near search looks at: triage has seen them, and they are neither duplicates nor withdrawn';
COMMENT ON COLUMN badcase_internal.searchable.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.searchable.program_id IS 'its program';
COMMENT ON COLUMN badcase_internal.searchable.record IS 'its record as it is now';
COMMENT ON COLUMN badcase_internal.searchable.common_record IS
  'when it was triaged, at least 100 others that were not common themselves were near to it';
COMMENT ON COLUMN badcase_internal.searchable.common_prompt IS
  'the same of prompts that are similar to at least 0.7';
ALTER TABLE badcase_internal.searchable ALTER COLUMN record SET STATISTICS 0;

-- Each row is in two of the four indexes: one of the two by record, and one of the two by prompt. The common ones (see
-- relate_records) have indexes of their own, so a search among the others reads about a hundred copies of a template at
-- most, however many there are. The conditions also tell the planner which index serves a search, whatever the operand.
CREATE INDEX searchable_near ON badcase_internal.searchable
  USING badcase_near (record @extschema@.badcase_near_v1_ops)
  WHERE NOT common_record;
COMMENT ON INDEX badcase_internal.searchable_near IS 'near-duplicates among what triage has seen, without the common ones';
CREATE INDEX searchable_near_common ON badcase_internal.searchable
  USING badcase_near (record @extschema@.badcase_near_v1_ops)
  WHERE common_record;
COMMENT ON INDEX badcase_internal.searchable_near_common IS 'near-duplicates among the common ones';
CREATE INDEX searchable_near_prompt ON badcase_internal.searchable
  USING badcase_near (record @extschema@.badcase_near_v1_ops (field = 'prompt'))
  WHERE NOT common_prompt;
COMMENT ON INDEX badcase_internal.searchable_near_prompt IS 'similar prompts among what triage has seen, without the common ones';
CREATE INDEX searchable_near_prompt_common ON badcase_internal.searchable
  USING badcase_near (record @extschema@.badcase_near_v1_ops (field = 'prompt'))
  WHERE common_prompt;
COMMENT ON INDEX badcase_internal.searchable_near_prompt_common IS 'similar prompts among the common ones';
-- Without its condition, which no near search has, the planner would take it for them.
CREATE INDEX searchable_program ON badcase_internal.searchable (program_id, common_record) WHERE submission_id > 0;
COMMENT ON INDEX badcase_internal.searchable_program IS 'all of a program, for joins';
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
-- Corpora: what is not trained on (benchmarks), works of others (protected), and what is mixed in (general). A corpus is a small table's row, its items
-- and their passages are large, keyed by item_id.

CREATE TABLE badcase_internal.corpus (
  corpus_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  role text NOT NULL CHECK (role IN ('general', 'benchmark', 'protected')),
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
COMMENT ON COLUMN badcase_internal.corpus.role IS 'general: mixed in; benchmark: must not be trained on; protected: works of others, of which no record may hold a stretch';
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
  cluster_id bigint,
  held_out bool NOT NULL DEFAULT false,
  CHECK ((record IS NULL) <> (line IS NULL))
);
COMMENT ON TABLE badcase_internal.corpus_item IS 'the records of corpora';
COMMENT ON COLUMN badcase_internal.corpus_item.item_id IS 'its number';
COMMENT ON COLUMN badcase_internal.corpus_item.corpus_id IS 'the corpus';
COMMENT ON COLUMN badcase_internal.corpus_item.upload_id IS 'the upload that brought it';
COMMENT ON COLUMN badcase_internal.corpus_item.line_no IS 'its line, from 1';
COMMENT ON COLUMN badcase_internal.corpus_item.digest IS 'equal for the same record: a repeated line of the corpus';
COMMENT ON COLUMN badcase_internal.corpus_item.record IS 'the record; null for a line of a benchmark or a protected work that has no response';
COMMENT ON COLUMN badcase_internal.corpus_item.line IS 'that line';
COMMENT ON COLUMN badcase_internal.corpus_item.cluster_id IS 'the least number among the items that relations tie it to; null: none does';
COMMENT ON COLUMN badcase_internal.corpus_item.held_out IS 'of a general corpus: no release takes it, versions of the model are compared by it';
CREATE INDEX corpus_item_known ON badcase_internal.corpus_item (corpus_id, digest);
COMMENT ON INDEX badcase_internal.corpus_item_known IS 'whether the corpus has a record';
CREATE INDEX corpus_item_held_out ON badcase_internal.corpus_item (corpus_id, item_id) WHERE held_out;
COMMENT ON INDEX badcase_internal.corpus_item_held_out IS 'the held-out records of a corpus';
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
  'the texts of benchmarks and pieces of protected works that records are compared with: of ten tokens or more';
COMMENT ON COLUMN badcase_internal.corpus_passage.item_id IS 'the item';
COMMENT ON COLUMN badcase_internal.corpus_passage.passage IS 'the number of the text in it, from 1';
COMMENT ON COLUMN badcase_internal.corpus_passage.value IS 'the text';
CREATE INDEX corpus_passage_value ON badcase_internal.corpus_passage
  USING badcase_near (value @extschema@.text_all_v1_ops);
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
  note_to_contributor text,
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
COMMENT ON COLUMN badcase_internal.review.note_to_contributor IS 'a note for who sent the record, shown once the submission is decided';
ALTER TABLE badcase_internal.review ALTER COLUMN note SET STATISTICS 0, ALTER COLUMN note_to_contributor SET STATISTICS 0;

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
  unsettled bool NOT NULL DEFAULT false,
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
COMMENT ON COLUMN badcase_internal.withdrawal.unsettled IS 'whether the next triage frees the duplicates and divides the clusters of what it took back, for those were many or one ran meanwhile';
CREATE INDEX withdrawal_unsettled ON badcase_internal.withdrawal (program_id) WHERE unsettled;
COMMENT ON INDEX badcase_internal.withdrawal_unsettled IS 'what withdrawals left to triage';
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
  retired_by name,
  retired_at timestamptz,
  retired_for text,
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

COMMENT ON COLUMN badcase_internal.release.retired_by IS 'the role that retired it';
COMMENT ON COLUMN badcase_internal.release.retired_at IS 'when; null: it was not';
COMMENT ON COLUMN badcase_internal.release.retired_for IS 'why, in the words of who did it';

CREATE TABLE badcase_internal.release_item (
  submission_id bigint NOT NULL,
  release_id bigint NOT NULL,
  pos bigint NOT NULL CHECK (pos >= 1),
  split text NOT NULL DEFAULT 'train' CHECK (split IN ('train', 'validation')),
  revision int NOT NULL,
  digest bytea,
  has_rejected bool NOT NULL DEFAULT false,
  PRIMARY KEY (submission_id, release_id)
);
COMMENT ON TABLE badcase_internal.release_item IS 'the records of a release, in order';
COMMENT ON COLUMN badcase_internal.release_item.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.release_item.release_id IS 'the release';
COMMENT ON COLUMN badcase_internal.release_item.pos IS 'its place, from 1';
COMMENT ON COLUMN badcase_internal.release_item.split IS 'train or validation';
COMMENT ON COLUMN badcase_internal.release_item.revision IS 'the revision that was taken';
COMMENT ON COLUMN badcase_internal.release_item.digest IS 'SHA-256 of that revision''s record; null once it was erased';
COMMENT ON COLUMN badcase_internal.release_item.has_rejected IS 'that revision has a rejected answer';
CREATE INDEX release_item_pos ON badcase_internal.release_item (release_id, pos);
COMMENT ON INDEX badcase_internal.release_item_pos IS 'a release in order';
CREATE INDEX release_item_pair ON badcase_internal.release_item (release_id, pos) WHERE has_rejected;
COMMENT ON INDEX badcase_internal.release_item_pair IS 'the pairs of a release in order';
ALTER TABLE badcase_internal.release_item ALTER COLUMN digest SET STATISTICS 0;

-- What a release takes of general corpora.
CREATE TABLE badcase_internal.release_general_item (
  item_id bigint NOT NULL,
  release_id bigint NOT NULL,
  pos bigint NOT NULL CHECK (pos >= 1),
  digest bytea NOT NULL,
  has_rejected bool NOT NULL DEFAULT false,
  PRIMARY KEY (item_id, release_id)
);
COMMENT ON TABLE badcase_internal.release_general_item IS 'the records of general corpora in a release, among those of badcase_internal.release_item; all of them are for training';
COMMENT ON COLUMN badcase_internal.release_general_item.item_id IS 'the item of the corpus';
COMMENT ON COLUMN badcase_internal.release_general_item.release_id IS 'the release';
COMMENT ON COLUMN badcase_internal.release_general_item.pos IS 'its place in the release, from 1';
COMMENT ON COLUMN badcase_internal.release_general_item.digest IS 'SHA-256 of the record';
COMMENT ON COLUMN badcase_internal.release_general_item.has_rejected IS 'the record has a rejected answer';
CREATE INDEX release_general_item_pos ON badcase_internal.release_general_item (release_id, pos);
COMMENT ON INDEX badcase_internal.release_general_item_pos IS 'a release in order';
CREATE INDEX release_general_item_pair ON badcase_internal.release_general_item (release_id, pos) WHERE has_rejected;
COMMENT ON INDEX badcase_internal.release_general_item_pair IS 'the pairs of a release in order';
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
-- rewrite every submission that is taken, and verify_release finds more. Nor have relations: of a triage's work a sixth would be checks of theirs.

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
-- What contributors are told: of lines that were stored or kept before, and since when they have not been told.

CREATE TABLE badcase_internal.passed_line (
  upload_id bigint NOT NULL REFERENCES badcase_internal.upload,
  line_no bigint NOT NULL,
  program_id int NOT NULL,
  contributor_id bigint NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('repeated', 'refused', 'blank')),
  submission_id bigint,
  refused_upload bigint,
  refused_line_no bigint,
  PRIMARY KEY (upload_id, line_no)
);
COMMENT ON TABLE badcase_internal.passed_line IS 'lines of uploads of submissions that are neither a submission nor a refused line of their own';
COMMENT ON COLUMN badcase_internal.passed_line.upload_id IS 'the upload';
COMMENT ON COLUMN badcase_internal.passed_line.line_no IS 'the number of the line in its file, from 1';
COMMENT ON COLUMN badcase_internal.passed_line.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.passed_line.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase_internal.passed_line.verdict IS 'repeated; refused: as the same line was before; blank';
COMMENT ON COLUMN badcase_internal.passed_line.submission_id IS 'the submission that a repeated line is of';
COMMENT ON COLUMN badcase_internal.passed_line.refused_upload IS 'the upload that brought the same refused line first';
COMMENT ON COLUMN badcase_internal.passed_line.refused_line_no IS 'its number there';
CREATE INDEX passed_line_contributor ON badcase_internal.passed_line (contributor_id);
COMMENT ON INDEX badcase_internal.passed_line_contributor IS 'what a contributor sent again';

CREATE INDEX submission_news ON badcase_internal.submission (contributor_id, contributor_state_at)
  WHERE contributor_state IN ('held', 'needs_changes', 'accepted', 'rejected');
COMMENT ON INDEX badcase_internal.submission_news IS 'what a contributor has to be told since a time';
-- The door: who applied to contribute, and the tokens by which contributors without a role are known.

CREATE TABLE badcase_internal.application (
  application_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL REFERENCES badcase_internal.program,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'admitted', 'refused')),
  name text CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  contact text CHECK (contact ~ '[^[:space:]]' AND length(contact) <= 200),
  github text CHECK (github ~ '^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$'),
  terms_version text NOT NULL CHECK (terms_version ~ '[^[:space:]]' AND length(terms_version) <= 100),
  consents text[] NOT NULL DEFAULT '{}' CHECK (consents <@ badcase_internal.consent_scopes()),
  lang text NOT NULL DEFAULT 'en' CHECK (lang IN ('en', 'zh')),
  applied_at timestamptz NOT NULL DEFAULT now(),
  contributor_id bigint REFERENCES badcase_internal.contributor,
  reason text,
  decided_by name,
  decided_at timestamptz,
  CHECK ((state = 'waiting') = (name IS NOT NULL) AND (state = 'waiting') = (decided_at IS NULL)),
  CHECK ((state = 'admitted') = (contributor_id IS NOT NULL)),
  CHECK (num_nonnulls(contact, github) = 0 OR state = 'waiting')
);
COMMENT ON TABLE badcase_internal.application IS 'who applied at a door to contribute; names are here only while the application waits';
COMMENT ON COLUMN badcase_internal.application.application_id IS 'its number';
COMMENT ON COLUMN badcase_internal.application.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.application.state IS 'waiting, admitted or refused';
COMMENT ON COLUMN badcase_internal.application.name IS 'the name of who applied; null once it was decided: a contributor has it, or nobody';
COMMENT ON COLUMN badcase_internal.application.contact IS 'how to reach who applied, with the consent to be contacted; null once it was decided';
COMMENT ON COLUMN badcase_internal.application.github IS 'the login at GitHub, with the consent to be shown; null once it was decided';
COMMENT ON COLUMN badcase_internal.application.terms_version IS 'the version of the terms that were attested';
COMMENT ON COLUMN badcase_internal.application.consents IS 'the scopes that were agreed to';
COMMENT ON COLUMN badcase_internal.application.lang IS 'the language in which the applicant is told things: en or zh';
COMMENT ON COLUMN badcase_internal.application.applied_at IS 'when';
COMMENT ON COLUMN badcase_internal.application.contributor_id IS 'the contributor that it was admitted as';
COMMENT ON COLUMN badcase_internal.application.reason IS 'why it was refused, for who applied';
COMMENT ON COLUMN badcase_internal.application.decided_by IS 'the role that admitted or refused it';
COMMENT ON COLUMN badcase_internal.application.decided_at IS 'when; null: it waits';
ALTER TABLE badcase_internal.application
  ALTER COLUMN name SET STATISTICS 0,
  ALTER COLUMN contact SET STATISTICS 0,
  ALTER COLUMN github SET STATISTICS 0,
  ALTER COLUMN reason SET STATISTICS 0,
  ALTER COLUMN decided_by SET STATISTICS 0;
CREATE INDEX application_program ON badcase_internal.application (program_id, application_id);
COMMENT ON INDEX badcase_internal.application_program IS 'the applications of a program in order';
CREATE INDEX application_waiting ON badcase_internal.application (program_id, applied_at) WHERE state = 'waiting';
COMMENT ON INDEX badcase_internal.application_waiting IS 'what waits for a curator';
CREATE INDEX application_applied ON badcase_internal.application (program_id, applied_at);
COMMENT ON INDEX badcase_internal.application_applied IS 'how many applied within a time';

CREATE TABLE badcase_internal.door_token (
  token_sha256 bytea PRIMARY KEY CHECK (length(token_sha256) = 32),
  program_id int NOT NULL REFERENCES badcase_internal.program,
  application_id bigint NOT NULL REFERENCES badcase_internal.application,
  contributor_id bigint REFERENCES badcase_internal.contributor,
  issued_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz
);
COMMENT ON TABLE badcase_internal.door_token IS 'the tokens of contributors at a door, by their hashes: nobody can tell a token from its row';
COMMENT ON COLUMN badcase_internal.door_token.token_sha256 IS 'SHA-256 of the token';
COMMENT ON COLUMN badcase_internal.door_token.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.door_token.application_id IS 'the application that it was given out with';
COMMENT ON COLUMN badcase_internal.door_token.contributor_id IS 'the contributor whose it is; null until the application is admitted';
COMMENT ON COLUMN badcase_internal.door_token.issued_at IS 'when it was given out';
COMMENT ON COLUMN badcase_internal.door_token.expires_at IS 'until when it is good';
COMMENT ON COLUMN badcase_internal.door_token.ended_at IS 'when it was revoked or another took its place; null: it was not';
ALTER TABLE badcase_internal.door_token ALTER COLUMN token_sha256 SET STATISTICS 0;
CREATE INDEX door_token_contributor ON badcase_internal.door_token (contributor_id);
COMMENT ON INDEX badcase_internal.door_token_contributor IS 'a contributor''s tokens';
CREATE INDEX door_token_application ON badcase_internal.door_token (application_id);
COMMENT ON INDEX badcase_internal.door_token_application IS 'the tokens of an application';
-- The instructions by which tasks are found. Neither table holds a text: an instruction is a number of units at the begin of a
-- prompt, one at the end, and the key of both.

CREATE TABLE badcase_internal.task_instruction (
  program_id int NOT NULL REFERENCES badcase_internal.program,
  begins int NOT NULL,
  ends int NOT NULL,
  key bytea NOT NULL,
  task_id bigint NOT NULL REFERENCES badcase_internal.task,
  taken_by name NOT NULL,
  taken_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (program_id, begins, ends, key)
);
COMMENT ON TABLE badcase_internal.task_instruction IS 'the instructions whose prompts are examples of a task';
COMMENT ON COLUMN badcase_internal.task_instruction.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.task_instruction.begins IS 'how many units the instruction has at the begin of a prompt';
COMMENT ON COLUMN badcase_internal.task_instruction.ends IS 'how many at the end';
COMMENT ON COLUMN badcase_internal.task_instruction.key IS 'badcase_instruction_key of a prompt that has it';
COMMENT ON COLUMN badcase_internal.task_instruction.task_id IS 'the task';
COMMENT ON COLUMN badcase_internal.task_instruction.taken_by IS 'the curator who took it';
COMMENT ON COLUMN badcase_internal.task_instruction.taken_at IS 'when';
CREATE INDEX task_instruction_task ON badcase_internal.task_instruction (task_id);
COMMENT ON INDEX badcase_internal.task_instruction_task IS 'the instructions of a task';
ALTER TABLE badcase_internal.task_instruction
  ALTER COLUMN key SET STATISTICS 0,
  ALTER COLUMN taken_by SET STATISTICS 0;

CREATE TABLE badcase_internal.task_suggestion (
  suggestion_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL REFERENCES badcase_internal.program,
  begins int NOT NULL,
  ends int NOT NULL,
  key bytea NOT NULL,
  submissions bigint NOT NULL,
  clusters bigint NOT NULL,
  examples bigint[] NOT NULL,
  UNIQUE (program_id, begins, ends, key)
);
COMMENT ON TABLE badcase_internal.task_suggestion IS 'the instructions that badcase.suggest_tasks found last in a program';
COMMENT ON COLUMN badcase_internal.task_suggestion.suggestion_id IS 'its number';
COMMENT ON COLUMN badcase_internal.task_suggestion.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.task_suggestion.begins IS 'how many units the instruction has at the begin of a prompt';
COMMENT ON COLUMN badcase_internal.task_suggestion.ends IS 'how many at the end';
COMMENT ON COLUMN badcase_internal.task_suggestion.key IS 'badcase_instruction_key of a prompt that has it';
COMMENT ON COLUMN badcase_internal.task_suggestion.submissions IS 'how many submissions without a task have it';
COMMENT ON COLUMN badcase_internal.task_suggestion.clusters IS 'how many of them are no near-duplicates of one another';
COMMENT ON COLUMN badcase_internal.task_suggestion.examples IS 'the first of them, up to three';
ALTER TABLE badcase_internal.task_suggestion ALTER COLUMN key SET STATISTICS 0;
-- Second looks: a decided submission that a reviewer is shown as if it were pending. What the reviewer says of it stays here and
-- moves nothing.

CREATE TABLE badcase_internal.gold (
  submission_id bigint PRIMARY KEY REFERENCES badcase_internal.submission,
  program_id int NOT NULL,
  revision int NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
  added_by name NOT NULL,
  added_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase_internal.gold IS 'decided submissions of which a curator is sure';
COMMENT ON COLUMN badcase_internal.gold.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.gold.program_id IS 'its program';
COMMENT ON COLUMN badcase_internal.gold.revision IS 'the revision that was decided';
COMMENT ON COLUMN badcase_internal.gold.verdict IS 'the decision, which is the right verdict';
COMMENT ON COLUMN badcase_internal.gold.added_by IS 'the curator who is sure';
COMMENT ON COLUMN badcase_internal.gold.added_at IS 'since when';
CREATE INDEX gold_program ON badcase_internal.gold (program_id);
COMMENT ON INDEX badcase_internal.gold_program IS 'the gold of a program';
ALTER TABLE badcase_internal.gold ALTER COLUMN added_by SET STATISTICS 0;

CREATE TABLE badcase_internal.audit (
  audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL REFERENCES badcase_internal.program,
  round_id bigint NOT NULL REFERENCES badcase_internal.round,
  seed bigint NOT NULL,
  drawn_by name NOT NULL,
  drawn_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase_internal.audit IS 'samples of the decisions of a round';
COMMENT ON COLUMN badcase_internal.audit.audit_id IS 'its number';
COMMENT ON COLUMN badcase_internal.audit.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.audit.round_id IS 'the round';
COMMENT ON COLUMN badcase_internal.audit.seed IS 'what the sample depends on, beside the submissions'' numbers';
COMMENT ON COLUMN badcase_internal.audit.drawn_by IS 'the curator who drew it';
COMMENT ON COLUMN badcase_internal.audit.drawn_at IS 'when';
ALTER TABLE badcase_internal.audit ALTER COLUMN drawn_by SET STATISTICS 0;

CREATE TABLE badcase_internal.audit_item (
  submission_id bigint NOT NULL REFERENCES badcase_internal.submission,
  audit_id bigint NOT NULL REFERENCES badcase_internal.audit,
  revision int NOT NULL,
  decision text NOT NULL CHECK (decision IN ('accepted', 'rejected')),
  task_id bigint,
  PRIMARY KEY (submission_id, audit_id)
);
COMMENT ON TABLE badcase_internal.audit_item IS 'the decisions of an audit, as they were when it was drawn';
COMMENT ON COLUMN badcase_internal.audit_item.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.audit_item.audit_id IS 'the audit';
COMMENT ON COLUMN badcase_internal.audit_item.revision IS 'the revision that was decided';
COMMENT ON COLUMN badcase_internal.audit_item.decision IS 'accepted or rejected';
COMMENT ON COLUMN badcase_internal.audit_item.task_id IS 'its task then';
CREATE INDEX audit_item_audit ON badcase_internal.audit_item (audit_id);
COMMENT ON INDEX badcase_internal.audit_item_audit IS 'the items of an audit';

-- Who looked at a submission once is not asked again, whatever for.
CREATE TABLE badcase_internal.look (
  submission_id bigint NOT NULL REFERENCES badcase_internal.submission,
  reviewer regrole NOT NULL,
  program_id int NOT NULL,
  revision int NOT NULL,
  audit_id bigint,
  expected text NOT NULL CHECK (expected IN ('accepted', 'rejected')),
  claimed_until timestamptz NOT NULL,
  verdict text CHECK (verdict IN ('needs_changes', 'accepted', 'rejected')),
  reasons text[] NOT NULL DEFAULT '{}' CHECK (reasons <@ badcase_internal.reason_codes()),
  failure_kinds text[] NOT NULL DEFAULT '{}' CHECK (failure_kinds <@ badcase_internal.failure_kinds()),
  note text,
  looked_at timestamptz,
  PRIMARY KEY (submission_id, reviewer),
  CHECK ((verdict IS NULL) = (looked_at IS NULL))
);
COMMENT ON TABLE badcase_internal.look IS 'second looks at decided submissions, claimed and given';
COMMENT ON COLUMN badcase_internal.look.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.look.reviewer IS 'the role that looks';
COMMENT ON COLUMN badcase_internal.look.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.look.revision IS 'the revision that was decided';
COMMENT ON COLUMN badcase_internal.look.audit_id IS 'the audit that it is for; null: it is gold';
COMMENT ON COLUMN badcase_internal.look.expected IS 'the decision';
COMMENT ON COLUMN badcase_internal.look.claimed_until IS 'until when the claim holds';
COMMENT ON COLUMN badcase_internal.look.verdict IS 'what the reviewer says; null: nothing yet';
COMMENT ON COLUMN badcase_internal.look.reasons IS 'reason codes';
COMMENT ON COLUMN badcase_internal.look.failure_kinds IS 'in what way the model failed';
COMMENT ON COLUMN badcase_internal.look.note IS 'a note for curators';
COMMENT ON COLUMN badcase_internal.look.looked_at IS 'when the reviewer said it';
CREATE INDEX look_reviewer ON badcase_internal.look (reviewer, program_id);
COMMENT ON INDEX badcase_internal.look_reviewer IS 'what a reviewer was asked';
CREATE INDEX look_audit ON badcase_internal.look (audit_id) WHERE audit_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.look_audit IS 'what came of an audit';
ALTER TABLE badcase_internal.look ALTER COLUMN reviewer SET STATISTICS 0, ALTER COLUMN note SET STATISTICS 0;
-- Agents, which suggest how a submission should be judged, and what they suggest. No suggestion is a review.

CREATE TABLE badcase_internal.agent (
  agent_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL REFERENCES badcase_internal.program,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  version text NOT NULL CHECK (version ~ '[^[:space:]]' AND length(version) <= 200),
  kind text NOT NULL CHECK (kind IN ('model', 'rule', 'person')),
  prompt_sha256 bytea CHECK (length(prompt_sha256) = 32),
  prompt_date date,
  registered_by name NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (program_id, name, version)
);
COMMENT ON TABLE badcase_internal.agent IS 'models, rules and people outside the program who suggest how submissions should be judged';
COMMENT ON COLUMN badcase_internal.agent.agent_id IS 'its number';
COMMENT ON COLUMN badcase_internal.agent.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.agent.name IS 'its name';
COMMENT ON COLUMN badcase_internal.agent.version IS 'its version; what judges in another way is another version';
COMMENT ON COLUMN badcase_internal.agent.kind IS 'model, rule or person';
COMMENT ON COLUMN badcase_internal.agent.prompt_sha256 IS 'SHA-256 of what it is told to do; null: it is told nothing';
COMMENT ON COLUMN badcase_internal.agent.prompt_date IS 'of which day that is';
COMMENT ON COLUMN badcase_internal.agent.registered_by IS 'the curator who registered it';
COMMENT ON COLUMN badcase_internal.agent.registered_at IS 'when';
ALTER TABLE badcase_internal.agent ALTER COLUMN prompt_sha256 SET STATISTICS 0, ALTER COLUMN registered_by SET STATISTICS 0;

CREATE TABLE badcase_internal.suggestion (
  submission_id bigint NOT NULL REFERENCES badcase_internal.submission,
  agent_id bigint NOT NULL REFERENCES badcase_internal.agent,
  revision int NOT NULL,
  program_id int NOT NULL,
  upload_id bigint,
  line_no bigint,
  useful numeric CHECK (useful BETWEEN 0 AND 1),
  correct numeric CHECK (correct BETWEEN 0 AND 1),
  failure_kinds text[] CHECK (failure_kinds <@ badcase_internal.failure_kinds()),
  task text,
  why text,
  suggested_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (submission_id, agent_id, revision)
);
COMMENT ON TABLE badcase_internal.suggestion IS 'what agents suggest of submissions; each says it once of a revision';
COMMENT ON COLUMN badcase_internal.suggestion.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.suggestion.agent_id IS 'the agent';
COMMENT ON COLUMN badcase_internal.suggestion.revision IS 'the revision that it saw';
COMMENT ON COLUMN badcase_internal.suggestion.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.suggestion.upload_id IS 'the upload that brought it; null: a rule of the workspace made it';
COMMENT ON COLUMN badcase_internal.suggestion.line_no IS 'its line there, from 1';
COMMENT ON COLUMN badcase_internal.suggestion.useful IS 'how likely the model would learn something from the record, 0 to 1; null: it does not say';
COMMENT ON COLUMN badcase_internal.suggestion.correct IS 'how likely the expected answer is right; null: it does not say';
COMMENT ON COLUMN badcase_internal.suggestion.failure_kinds IS 'in what way the model failed; null: it does not say';
COMMENT ON COLUMN badcase_internal.suggestion.task IS 'the name of a task, in the agent''s words; null: it does not say';
COMMENT ON COLUMN badcase_internal.suggestion.why IS 'why, in the agent''s words';
COMMENT ON COLUMN badcase_internal.suggestion.suggested_at IS 'when it came in';
CREATE INDEX suggestion_program ON badcase_internal.suggestion (program_id, agent_id, submission_id);
COMMENT ON INDEX badcase_internal.suggestion_program IS 'what a program''s agents suggest';
ALTER TABLE badcase_internal.suggestion ALTER COLUMN task SET STATISTICS 0, ALTER COLUMN why SET STATISTICS 0;
-- Relations of corpus items, as engines outside find them.

CREATE TABLE badcase_internal.corpus_relation (
  upload_id bigint NOT NULL REFERENCES badcase_internal.upload,
  item_id bigint NOT NULL,
  other_id bigint NOT NULL,
  PRIMARY KEY (upload_id, item_id, other_id),
  CHECK (other_id < item_id)
);
COMMENT ON TABLE badcase_internal.corpus_relation IS 'which items of a corpus belong together, and the upload that says so; of a cluster, each item with the least';
COMMENT ON COLUMN badcase_internal.corpus_relation.upload_id IS 'the upload';
COMMENT ON COLUMN badcase_internal.corpus_relation.item_id IS 'the item';
COMMENT ON COLUMN badcase_internal.corpus_relation.other_id IS 'the other one, of a lower number';
-- What versions of the model answer to records of general corpora that no release takes: whether they forgot something.

CREATE TABLE badcase_internal.general_outcome (
  item_id bigint NOT NULL REFERENCES badcase_internal.corpus_item,
  model_id bigint NOT NULL REFERENCES badcase_internal.model_version,
  general_outcome_id bigint GENERATED ALWAYS AS IDENTITY,
  program_id int NOT NULL,
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  output text NOT NULL,
  rouge_l float8 NOT NULL,
  bleu4 float8 NOT NULL,
  verdict text CHECK (verdict IN ('better', 'same', 'worse')),
  note text,
  judged_by name,
  judged_at timestamptz,
  PRIMARY KEY (item_id, model_id),
  CHECK ((verdict IS NULL) = (judged_by IS NULL) AND (verdict IS NULL) = (judged_at IS NULL))
);
COMMENT ON TABLE badcase_internal.general_outcome IS 'what a version of the model answers to a held-out record, and what a person said of it';
COMMENT ON COLUMN badcase_internal.general_outcome.item_id IS 'the record';
COMMENT ON COLUMN badcase_internal.general_outcome.model_id IS 'the model version; it answers a record once';
COMMENT ON COLUMN badcase_internal.general_outcome.general_outcome_id IS 'its number';
COMMENT ON COLUMN badcase_internal.general_outcome.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.general_outcome.upload_id IS 'the upload that brought it';
COMMENT ON COLUMN badcase_internal.general_outcome.line_no IS 'its line, from 1';
COMMENT ON COLUMN badcase_internal.general_outcome.output IS 'the answer';
COMMENT ON COLUMN badcase_internal.general_outcome.rouge_l IS 'ROUGE-L of the answer against the record''s response, by characters';
COMMENT ON COLUMN badcase_internal.general_outcome.bleu4 IS 'BLEU-4 of the answer against the record''s response, by characters';
COMMENT ON COLUMN badcase_internal.general_outcome.verdict IS 'better, same or worse than the answer of the version that the model was trained from; null: nobody judged it';
COMMENT ON COLUMN badcase_internal.general_outcome.note IS 'a note of who judged it';
COMMENT ON COLUMN badcase_internal.general_outcome.judged_by IS 'the role that judged it last';
COMMENT ON COLUMN badcase_internal.general_outcome.judged_at IS 'when';
CREATE INDEX general_outcome_number ON badcase_internal.general_outcome (general_outcome_id);
COMMENT ON INDEX badcase_internal.general_outcome_number IS 'an outcome by its number alone';
CREATE INDEX general_outcome_model ON badcase_internal.general_outcome (model_id, item_id);
COMMENT ON INDEX badcase_internal.general_outcome_model IS 'what a model version answers';
ALTER TABLE badcase_internal.general_outcome
  ALTER COLUMN output SET STATISTICS 0,
  ALTER COLUMN note SET STATISTICS 0,
  ALTER COLUMN judged_by SET STATISTICS 0;
-- Early access to versions of the model.

CREATE TABLE badcase_internal.access_offer (
  model_id bigint NOT NULL REFERENCES badcase_internal.model_version,
  contributor_id bigint NOT NULL REFERENCES badcase_internal.contributor,
  until timestamptz NOT NULL,
  offered_by name NOT NULL,
  offered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (model_id, contributor_id)
);
COMMENT ON TABLE badcase_internal.access_offer IS 'which version of the model was offered to whom';
COMMENT ON COLUMN badcase_internal.access_offer.model_id IS 'the version of the model';
COMMENT ON COLUMN badcase_internal.access_offer.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase_internal.access_offer.until IS 'until when the offer holds';
COMMENT ON COLUMN badcase_internal.access_offer.offered_by IS 'the curator who offered it';
COMMENT ON COLUMN badcase_internal.access_offer.offered_at IS 'when';
CREATE INDEX access_offer_contributor ON badcase_internal.access_offer (contributor_id);
COMMENT ON INDEX badcase_internal.access_offer_contributor IS 'what a contributor was offered';
ALTER TABLE badcase_internal.access_offer ALTER COLUMN offered_by SET STATISTICS 0;
-- Counts that are kept, so that what reads them need not count all of a program again (340-tallies.sql).

CREATE TABLE badcase_internal.tally (
  program_id int NOT NULL REFERENCES badcase_internal.program,
  what text NOT NULL CHECK (what IN ('task', 'first', 'kind', 'state', 'credit', 'pair', 'reviewer', 'verdict', 'round')),
  bucket bigint NOT NULL,
  a bigint NOT NULL,
  b bigint NOT NULL,
  n bigint[] NOT NULL,
  first_at timestamptz,
  last_at timestamptz,
  role_a regrole,
  role_b regrole,
  PRIMARY KEY (program_id, what, bucket, a, b)
);
COMMENT ON TABLE badcase_internal.tally IS 'kept counts: of a part of a program each, as badcase_internal.tally_of counts them';
COMMENT ON COLUMN badcase_internal.tally.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.tally.what IS 'what is counted';
COMMENT ON COLUMN badcase_internal.tally.bucket IS 'the part of the program: a range of clusters; for pair, reviewer and verdict of submissions; for round the round';
COMMENT ON COLUMN badcase_internal.tally.a IS 'what it is the count of: task, first: the task; credit: the contributor; kind: the round; pair, reviewer: a reviewer; state: the place of the state; 0: none';
COMMENT ON COLUMN badcase_internal.tally.b IS 'and: kind: the task; first, credit: the round; pair: the other reviewer; 0: none';
COMMENT ON COLUMN badcase_internal.tally.n IS 'the counts';
COMMENT ON COLUMN badcase_internal.tally.first_at IS 'credit: when the first of them was accepted';
COMMENT ON COLUMN badcase_internal.tally.last_at IS 'credit: when the last of them was accepted';
COMMENT ON COLUMN badcase_internal.tally.role_a IS 'pair, reviewer: the reviewer, by whose number a is; a dump writes the name, and elsewhere the number is another';
COMMENT ON COLUMN badcase_internal.tally.role_b IS 'pair: the other reviewer';

CREATE TABLE badcase_internal.tally_mark (
  mark_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  part text NOT NULL CHECK (part IN ('cluster', 'review', 'round')),
  bucket bigint NOT NULL
);
COMMENT ON TABLE badcase_internal.tally_mark IS 'the buckets in which something has changed since they were counted';
COMMENT ON COLUMN badcase_internal.tally_mark.mark_id IS 'its number';
COMMENT ON COLUMN badcase_internal.tally_mark.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.tally_mark.part IS 'cluster: submissions by their cluster; review: reviews by the submission; round: the reviews and decisions of a round';
COMMENT ON COLUMN badcase_internal.tally_mark.bucket IS 'the bucket';
CREATE INDEX tally_mark_bucket ON badcase_internal.tally_mark (program_id, part, bucket);
COMMENT ON INDEX badcase_internal.tally_mark_bucket IS 'what of a program is counted anew';
-- From here on, functions, views and rights only: badcase_upgrade runs these files again, with OR REPLACE, after the
-- migrations of the tables.

CREATE FUNCTION badcase.version() RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '@version@'::text;
COMMENT ON FUNCTION badcase.version() IS 'everybody: the version of the workspace';
-- Row-level security binds everybody on every table but intake, which nobody but its owner can read. The owner sees all
-- rows of its own tables. Run again by an upgrade, this secures the tables that it brought. A search table on other servers
-- has its policy, and is not forced (badcase-distribute.sql).

DO $$
DECLARE
  t name;
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_catalog.pg_class c
    WHERE c.relnamespace = 'badcase_internal'::pg_catalog.regnamespace AND c.relkind = 'r'
      AND NOT c.relforcerowsecurity
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'owner'::pg_catalog.name)
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

-- The message is the same for a program that there is and for one that there is not. Somebody who has the capability in
-- another program is told that the number may be wrong.
CREATE FUNCTION badcase_internal.require(program int, VARIADIC capabilities text[]) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    programs int[];
  BEGIN
    IF badcase_internal.has_capability(program, VARIADIC capabilities) IS NOT TRUE THEN
      PERFORM badcase_internal.require_person();
      programs := badcase_internal.programs_with(VARIADIC capabilities);
      IF programs <> '{}' THEN
        RAISE insufficient_privilege USING
          MESSAGE = format('nothing of that number is in a program that role "%s" is %s of', badcase_internal.person_name(),
            array_to_string(capabilities, ' or ')),
          HINT = format('Such programs are %s.', badcase_internal.programs_in_words(programs));
      END IF;
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

CREATE FUNCTION badcase_internal.programs_in_words(programs int[]) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT string_agg(format('%s (%s)', p.program_id, p.name), ', ' ORDER BY p.program_id)
    FROM badcase_internal.program p WHERE p.program_id = ANY (programs);
  END;
COMMENT ON FUNCTION badcase_internal.programs_in_words(int[]) IS 'programs with their names, for a message to somebody who is in them';

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
      HINT = format('Name one of %s.', badcase_internal.programs_in_words(programs));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.only_program(text[]) IS
  'the program in which the person has one of the capabilities; raises where there is none (42501) or more than one (22023)';

CREATE FUNCTION badcase_internal.the_program(program int, VARIADIC capabilities text[]) RETURNS int
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF program IS NULL THEN
      RETURN badcase_internal.only_program(VARIADIC capabilities);
    END IF;
    PERFORM badcase_internal.require(program, VARIADIC capabilities);
    RETURN program;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.the_program(int, text[]) IS
  'that program, or for null the only one in which the person has one of the capabilities; raises 42501 unless the person has one in it';

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
      ('SCHEMA badcase', 'USAGE', '{contributor,reviewer,exporter,curator,intake}'::text[]),
      ('FUNCTION badcase.version()', 'EXECUTE', '{contributor,reviewer,exporter,curator}'),
      ('FUNCTION badcase.program(text)', 'EXECUTE', '{contributor,reviewer,exporter,curator}'),
      ('TABLE badcase.programs', 'SELECT', '{contributor,reviewer,exporter,curator}'),
      ('TABLE badcase.rounds', 'SELECT', '{contributor,reviewer,exporter,curator}'),
      ('TABLE badcase.worklist', 'SELECT', '{curator}'),
      ('TABLE badcase.uploads', 'SELECT', '{curator}'),
      ('TABLE badcase.contributors', 'SELECT', '{curator}'),
      ('TABLE badcase.releases', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.claims', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.reviews', 'SELECT', '{curator}'),
      ('TABLE badcase.submissions', 'SELECT', '{curator}'),
      ('TABLE badcase.journal', 'SELECT', '{curator}'),
      ('FUNCTION badcase.set_program(int, text, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.withdraw_review(bigint)', 'EXECUTE', '{reviewer}'),
      ('FUNCTION badcase.release_claims(int, name, bigint[])', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.retire_release(bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.submit_reviews(jsonb)', 'EXECUTE', '{reviewer}'),
      ('FUNCTION badcase.assign_tasks(bigint[], text)', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.resolve_findings(bigint[], bool, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.set_language(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('TABLE badcase.outbox', 'SELECT', '{curator}'),
      ('FUNCTION badcase.mark_told(bigint, timestamptz)', 'EXECUTE', '{curator}'),
      ('PROCEDURE badcase.maintain(int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.maintain_batch(int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.search(int, text, text, text, bigint, bigint, text, text, timestamptz, timestamptz, int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.record(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.history(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.contributor(int, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.release(int, text)', 'EXECUTE', '{exporter,curator}'),
      ('TABLE badcase.intake', 'INSERT (line_no, line)', '{contributor,curator,intake}'),
      ('TABLE badcase.my_submissions', 'SELECT', '{contributor}'),
      ('TABLE badcase.my_uploads', 'SELECT', '{contributor}'),
      ('TABLE badcase.my_records', 'SELECT', '{contributor}'),
      ('TABLE badcase.my_consents', 'SELECT', '{contributor}'),
      ('FUNCTION badcase.open_upload(int, bigint, text, text, bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.process_upload(bigint)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_quota(int, bigint, bigint, bigint, bigint, bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.refused_lines(bigint, int)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.attest(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_consent(bigint, text, bool, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_display_name(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_github(bigint, text)', 'EXECUTE', '{contributor,curator}'),
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
      ('FUNCTION badcase.asked_for(bigint)', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.claim_reviews(int, int, interval, text, text, text, text)', 'EXECUTE', '{reviewer}'),
      ('FUNCTION badcase.submit_review(bigint, bool, bool, text[], text[], bigint[], text, text)', 'EXECUTE', '{reviewer}'),
      ('TABLE badcase.review_queue', 'SELECT', '{reviewer}'),
      ('TABLE badcase.duplicates', 'SELECT', '{reviewer,curator}'),
      ('FUNCTION badcase.revise(bigint, @extschema@.badcase, text)', 'EXECUTE', '{contributor,reviewer,curator}'),
      ('FUNCTION badcase.find_similar(int, @extschema@.badcase, float8, text, int)', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.export_features(int, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.export_pool(int, text, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.export_corpus(bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.remove_clusters(bigint)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.corpus_relations', 'SELECT', '{curator}'),
      ('FUNCTION badcase.adjudicate(bigint, text, text, text[])', 'EXECUTE', '{curator}'),
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
      ('FUNCTION badcase.offer_access(bigint)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.access_offers', 'SELECT', '{curator}'),
      ('TABLE badcase.my_access', 'SELECT', '{contributor}'),
      ('FUNCTION badcase.add_gold(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.remove_gold(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.draw_audit(bigint, int, bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.resume_reviewer(int, name)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.gold', 'SELECT', '{curator}'),
      ('TABLE badcase.reviewer_quality', 'SELECT', '{curator}'),
      ('TABLE badcase.audit_result', 'SELECT', '{curator}'),
      ('FUNCTION badcase.suggest_tasks(int, int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.take_suggestion(bigint, text, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.merge_tasks(int, text, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.register_agent(int, text, text, text, text, date)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.suggestions(bigint)', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.to_suggest(bigint, int, bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.suggest_kinds(int)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.agents', 'SELECT', '{curator}'),
      ('TABLE badcase.agent_agreement', 'SELECT', '{curator}'),
      ('TABLE badcase.failure_coverage', 'SELECT', '{reviewer,exporter,curator}'),
      ('TABLE badcase.help_wanted', 'SELECT', '{contributor,reviewer,exporter,curator}'),
      ('TABLE badcase.task_coverage', 'SELECT', '{reviewer,exporter,curator}'),
      ('TABLE badcase.job_progress', 'SELECT', '{curator}'),
      ('TABLE badcase.credits', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.round_credits', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.reviewer_credits', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.early_access', 'SELECT', '{curator}'),
      ('FUNCTION badcase.credits_markdown(int)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.all_contributors(int, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.report_html(int, bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.build_release(int, text, bigint, jsonb, int, numeric)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.publish_release(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.release_rows(bigint, text, text, bool)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.verify_release(bigint)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.release_diff(bigint, bigint)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.preflight(bigint, text, jsonb)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.release_manifest(bigint)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.dataset_card(bigint, text, text, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.release_file_name(bigint, text, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.register_model(int, text, bigint, bigint, bigint[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.judge_output(bigint, text, text)', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.model_progress', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.outputs_to_judge', 'SELECT', '{reviewer,curator}'),
      ('FUNCTION badcase.hold_out(bigint, int, bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.judge_general(bigint, text, text)', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.held_out', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.general_to_judge', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.version_progress', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.export_sft', 'SELECT', '{exporter}'),
      ('TABLE badcase.export_preference', 'SELECT', '{exporter}'),
      ('FUNCTION badcase.door_programs()', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_apply(int, text, text, text[], text, text, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_status(text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_uploads(text, bigint, int)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_lines(text, bigint, bigint, int, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_record(text, bigint, bigint)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_open_upload(text, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_process(text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_consent(text, text, bool, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_withdraw(text, bigint, bigint, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_revise(text, bigint, @extschema@.badcase, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_set(text, text, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_renew(text)', 'EXECUTE', '{intake}'),
      ('TABLE badcase.applications', 'SELECT', '{curator}'),
      ('FUNCTION badcase.admit_applicant(bigint, bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.admit_applicants(bigint[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.refuse_applicant(bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.revoke_token(bigint, text)', 'EXECUTE', '{curator}');
  END;
COMMENT ON FUNCTION badcase_internal.public_objects() IS 'what each capability can reach, as GRANT names it';

CREATE FUNCTION badcase_internal.privileges() RETURNS TABLE (object text, privilege text, capabilities text[])
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT o.object, o.privilege, o.capabilities FROM badcase_internal.public_objects() o
    UNION ALL
    SELECT 'FUNCTION badcase_internal.' || p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' AS object,
      'EXECUTE'::text AS privilege, o.capabilities
    FROM badcase_internal.public_objects() o
    JOIN pg_catalog.pg_proc p ON 'TABLE badcase.' || p.proname = o.object
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

CREATE FUNCTION badcase_internal.try_work(program int, work text) RETURNS bool
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM FROM badcase_internal.work_lock w
    WHERE w.program_id IS NOT DISTINCT FROM try_work.program AND w.work = try_work.work FOR UPDATE SKIP LOCKED;
    RETURN FOUND;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.try_work(int, text) IS 'the same as lock_work, but false where somebody else does the work';

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
    IF program IS NULL AND badcase_internal.is_owner() IS NOT TRUE THEN
      program := badcase_internal.only_program('curator');
    END IF;
    PERFORM badcase_internal.check_access(program, capability);
    IF given IS NULL THEN
      RAISE undefined_object USING
        MESSAGE = format('role "%s" does not exist', coalesce(role, 'null')),
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
  'curator: gives a role a capability in a program: contributor, reviewer, exporter, curator, intake; the owner of the workspace also gateway';

CREATE FUNCTION badcase.revoke_access(program int, role name, capability text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    given CONSTANT regrole := (SELECT r.oid FROM pg_roles r WHERE r.rolname = revoke_access.role);
  BEGIN
    IF program IS NULL AND badcase_internal.is_owner() IS NOT TRUE THEN
      program := badcase_internal.only_program('curator');
    END IF;
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
-- The states of a submission: one table of transitions, one function that moves one, one that moves what was received, one
-- that moves what is taken back; the journal beside them.

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

-- What the outbox calls the news that a state is, and null where it is none.
CREATE FUNCTION badcase_internal.news_kind(shown text, held_for text[]) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN shown = 'held' AND 'attestation' = ANY (held_for) THEN 'attestation'
      WHEN shown IN ('held', 'needs_changes', 'accepted', 'rejected') THEN shown
    END;
  END;
COMMENT ON FUNCTION badcase_internal.news_kind(text, text[]) IS
  'what a contributor has to be told of a state: held, attestation, needs_changes, accepted or rejected; null: nothing';

-- Whoever can log in can listen: so a message has the program and a kind, and nothing of a record or a person. Equal messages of
-- a transaction are sent once, when it commits.
CREATE FUNCTION badcase_internal.notify(program int, kind text) RETURNS void
  LANGUAGE sql
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT pg_notify('badcase'::text, format('{"program": %s, "kind": "%s"}', program, kind)) WHERE kind IS NOT NULL
  $$;
COMMENT ON FUNCTION badcase_internal.notify(int, text) IS
  'sends a notification on the channel badcase: that in a program something of a kind came about; nothing where the kind is null';

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
    SELECT state, contributor_state, program_id, contributor_id, held_for, duplicate_of, cluster_id, revision, digest, review_pass, record INTO STRICT s
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
    PERFORM badcase_internal.mark_clusters(s.program_id, ARRAY[s.cluster_id]);
    IF round IS NOT NULL THEN
      PERFORM badcase_internal.mark_round(s.program_id, round);
    END IF;
    IF s.state IN ('accepted', 'rejected') OR to_state IN ('accepted', 'rejected') THEN
      PERFORM badcase_internal.mark_reviewed(ARRAY[submission]);
    END IF;
    IF shown <> s.contributor_state THEN
      PERFORM badcase_internal.notify(s.program_id, CASE WHEN to_state = 'disputed' THEN to_state ELSE badcase_internal.news_kind(shown, s.held_for) END);
    END IF;

    IF badcase_internal.is_searchable(s.state) <> badcase_internal.is_searchable(to_state) THEN
      PERFORM badcase_internal.begin_change(s.program_id);
      IF badcase_internal.is_searchable(to_state) THEN
        INSERT INTO badcase_internal.searchable (submission_id, program_id, record, common_record, common_prompt)
        VALUES (submission, s.program_id, s.record, false, false);
      ELSE
        DELETE FROM badcase_internal.searchable k WHERE k.submission_id = change_state.submission;
      END IF;
    END IF;
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
  'moves a submission to another state if the table of transitions has the move, and writes the event; all moves are made here, but those of a triage and of a withdrawal';

-- What triage makes of received submissions, all at once: as many calls of change_state would write each row more often.
-- The arrays are of equal length, in order of the submissions' numbers. Who calls has locked the submissions.
CREATE FUNCTION badcase_internal.move_received(ids bigint[], states text[], held bool[], unattested bool[], originals bigint[],
    clusters bigint[], tasks bigint[], version int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  AS $$
  #variable_conflict use_column
  DECLARE
    unknown text := (SELECT min(x) FROM unnest(states) x WHERE NOT EXISTS (
      SELECT FROM badcase_internal.transitions() t WHERE t.from_state = 'received' AND t.to_state = x));
    me CONSTANT name := badcase_internal.person_name();
  BEGIN
    IF unknown IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('what is received cannot become %s', unknown);
    END IF;
    UPDATE badcase_internal.submission t SET
      state = n.state,
      contributor_state = n.shown,
      contributor_state_at = CASE WHEN t.contributor_state = n.shown THEN t.contributor_state_at ELSE now() END,
      held_for = n.held_for,
      review_pass = t.review_pass + (n.state = 'pending')::int,
      duplicate_of = n.original,
      cluster_id = n.cluster,
      task_id = n.task,
      failure_kinds = CASE WHEN n.meta ? 'failure_kind' THEN badcase_internal.failure_kinds_of(n.meta) ELSE '{}' END,
      model_version = n.meta ->> 'model_version',
      rule_version = version,
      asks = n.asks,
      breaks = n.breaks,
      lease_role = NULL,
      lease_until = NULL,
      decided_round = NULL,
      decided_rule = NULL,
      decided_at = NULL,
      decided_quorum = NULL,
      updated_at = now()
    FROM (
      SELECT x.id, x.state, x.original, x.cluster, x.task, @extschema@.meta(s.record) AS meta, k.asks, k.breaks,
        badcase_internal.state_for_contributor(s.contributor_state, 'received', x.state, o.contributor_id = s.contributor_id,
          NOT x.held AND NOT x.unattested) AS shown,
        CASE WHEN x.unattested THEN '{attestation}' ELSE '{}' END::text[] || CASE WHEN x.held THEN '{screening}' ELSE '{}' END::text[] AS held_for
      FROM unnest(ids, states, held, unattested, originals, clusters, tasks) x(id, state, held, unattested, original, cluster, task)
      JOIN badcase_internal.submission s ON s.submission_id = x.id
      LEFT JOIN badcase_internal.submission o ON o.submission_id = x.original
      CROSS JOIN LATERAL badcase_internal.asks_of(s.record) k
      OFFSET 0) n
    WHERE t.submission_id = n.id;
    INSERT INTO badcase_internal.event (submission_id, from_state, to_state, actor, revision, digest, other_id)
    SELECT x.id, 'received', x.state, me, s.revision, s.digest, x.original
    FROM unnest(ids, states, originals) WITH ORDINALITY x(id, state, original, place)
    JOIN badcase_internal.submission s ON s.submission_id = x.id
    ORDER BY x.place;
    PERFORM badcase_internal.mark_submissions(ids);
    PERFORM badcase_internal.notify(k.program_id, k.kind)
    FROM (
      SELECT DISTINCT s.program_id, badcase_internal.news_kind(s.contributor_state, s.held_for) AS kind
      FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) AND s.contributor_state_at = now()) k;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.move_received(bigint[], text[], bool[], bool[], bigint[], bigint[], bigint[], int) IS
  'moves received submissions to what triage found: state, what holds them, original, cluster, task; writes the events';

-- What as many calls of change_state would make of them, in order of their numbers: a duplicate whose original goes before it
-- is received for a moment.
CREATE FUNCTION badcase_internal.move_withdrawn(ids bigint[], withdrawal bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT name := badcase_internal.person_name();
    freed bigint[];
  BEGIN
    PERFORM FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) ORDER BY s.submission_id FOR NO KEY UPDATE;
    PERFORM badcase_internal.mark_submissions(ids);
    PERFORM badcase_internal.mark_reviewed(ids);
    PERFORM badcase_internal.begin_change(x.program_id)
    FROM (SELECT DISTINCT s.program_id FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) AND badcase_internal.is_searchable(s.state)) x;
    freed := ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.submission_id = ANY (ids) AND s.state = 'duplicate' AND s.duplicate_of = ANY (ids) AND s.duplicate_of < s.submission_id);
    INSERT INTO badcase_internal.event (submission_id, from_state, to_state, actor, revision, digest)
    SELECT s.submission_id, CASE WHEN n.n = 2 AND s.submission_id = ANY (freed) THEN 'received' ELSE s.state END,
      CASE WHEN n.n = 1 AND s.submission_id = ANY (freed) THEN 'received' ELSE 'withdrawn' END, me, s.revision, s.digest
    FROM badcase_internal.submission s CROSS JOIN generate_series(1, 2) n(n)
    WHERE s.submission_id = ANY (ids) AND s.state <> 'withdrawn' AND (n.n = 1 OR s.submission_id = ANY (freed))
    ORDER BY s.submission_id, n.n;
    UPDATE badcase_internal.submission s SET
      state = 'withdrawn',
      contributor_state = 'withdrawn',
      contributor_state_at = CASE WHEN s.contributor_state = 'withdrawn' THEN s.contributor_state_at ELSE now() END,
      duplicate_of = NULL,
      cluster_id = CASE WHEN s.submission_id <> ALL (freed) THEN s.cluster_id END,
      lease_role = NULL,
      lease_until = NULL,
      decided_round = NULL,
      decided_rule = NULL,
      decided_at = NULL,
      decided_quorum = NULL,
      withdrawal_id = move_withdrawn.withdrawal,
      updated_at = now()
    WHERE s.submission_id = ANY (ids) AND s.state <> 'withdrawn';
    DELETE FROM badcase_internal.searchable k WHERE k.submission_id = ANY (ids);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.move_withdrawn(bigint[], bigint) IS
  'moves submissions to withdrawn, with the withdrawal that names them; writes the events';

-- It locks submissions of others, so who calls holds the program's lock for triage.
CREATE FUNCTION badcase_internal.free_withdrawn(ids bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  AS $$
  DECLARE
    id bigint;
  BEGIN
    FOR id IN
      SELECT s.submission_id FROM badcase_internal.submission s JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NULL
      WHERE s.submission_id = ANY (ids) ORDER BY s.submission_id
    LOOP
      PERFORM badcase_internal.take_task_away(id);
    END LOOP;
    FOR id IN
      SELECT d.submission_id FROM badcase_internal.submission d
      WHERE d.duplicate_of = ANY (ids) AND d.state = 'duplicate' ORDER BY d.submission_id
    LOOP
      PERFORM badcase_internal.change_state(id, 'received');
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.free_withdrawn(bigint[]) IS
  'takes the tasks of withdrawn submissions away that no curator has taken, moves their duplicates back to received';

-- A submission can become a duplicate while another transaction rejects or withdraws its original. That transaction did
-- not see it and did not free it; free_duplicates does.
CREATE FUNCTION badcase_internal.left_duplicates(program int) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
    SELECT d.submission_id
    FROM badcase_internal.submission d JOIN badcase_internal.submission o ON o.submission_id = d.duplicate_of
    WHERE d.duplicate_of IS NOT NULL AND d.program_id = left_duplicates.program AND d.state = 'duplicate'
      AND o.state IN ('rejected', 'withdrawn')
    ORDER BY d.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.left_duplicates(int) IS 'the duplicates in a program of what was rejected or withdrawn';

CREATE FUNCTION badcase_internal.free_duplicates(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    freed bigint;
  BEGIN
    FOR freed IN SELECT d.* FROM badcase_internal.left_duplicates(program) d LOOP
      PERFORM badcase_internal.change_state(freed, 'received');
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.free_duplicates(int) IS
  'moves the duplicates of what was rejected or withdrawn back to received';

CREATE FUNCTION badcase_internal.note_action(program int, kind text, submission bigint DEFAULT NULL, release bigint DEFAULT NULL,
    whose regrole DEFAULT NULL, verdict text DEFAULT NULL, setting text DEFAULT NULL, reason text DEFAULT NULL) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    INSERT INTO badcase_internal.action (program_id, kind, submission_id, release_id, whose, verdict, setting, reason, made_by)
    VALUES (note_action.program, note_action.kind, note_action.submission, note_action.release, note_action.whose, note_action.verdict,
      note_action.setting, note_action.reason, badcase_internal.person_name());
  END;
COMMENT ON FUNCTION badcase_internal.note_action(int, text, bigint, bigint, regrole, text, text, text) IS
  'writes into the journal what somebody did that moves no submission';
-- Names for the numbers that functions take. A name that is somebody else's is refused like one that there is not.

CREATE FUNCTION badcase_internal.require_words(what text, words text) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF words IS NULL OR words !~ '[^[:space:]]' THEN
      RAISE invalid_parameter_value USING MESSAGE = format('%s has at least one character that is no white space', what);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_words(text, text) IS 'raises (22023) where a text is null or blank';

CREATE FUNCTION badcase.program(name text) RETURNS int
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    mine CONSTANT int[] := badcase_internal.programs_with('contributor', 'reviewer', 'exporter', 'curator');
    id int;
  BEGIN
    SELECT p.program_id INTO id FROM badcase_internal.program p
    WHERE p.name = program.name AND (p.program_id = ANY (mine) OR badcase_internal.is_owner());
    IF NOT FOUND THEN
      PERFORM badcase_internal.require_person();
      RAISE undefined_object USING
        MESSAGE = format('role "%s" is in no program of that name', badcase_internal.person_name()),
        HINT = format('Its programs are %s.', coalesce(badcase_internal.programs_in_words(mine), 'none'));
    END IF;
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase.program(text) IS 'everybody: the number of the program of that name that one has a capability in';

CREATE FUNCTION badcase.contributor(program int DEFAULT NULL, external_id text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    id bigint;
  BEGIN
    IF external_id IS NULL THEN
      program := badcase_internal.the_program(program, 'contributor');
      RETURN (badcase_internal.sender(program, NULL)).contributor_id;
    END IF;
    program := badcase_internal.the_program(program, 'curator');
    SELECT c.contributor_id INTO id FROM badcase_internal.contributor c
    WHERE c.program_id = contributor.program AND c.external_id = contributor.external_id;
    IF NOT FOUND THEN
      RAISE undefined_object USING
        MESSAGE = format('program %s has no contributor of that external id', program),
        HINT = 'badcase.register_contributor registers one.';
    END IF;
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase.contributor(int, text) IS
  'contributor, curator: the number of the contributor of that external id, for curators; without one, the number that the person has as a contributor';

CREATE FUNCTION badcase.release(program int, name text) RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    id bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'exporter', 'curator');
    SELECT r.release_id INTO id FROM badcase_internal.release r
    WHERE r.program_id = release.program AND r.name = release.name
      AND (r.published_at IS NOT NULL OR badcase_internal.has_capability(r.program_id, 'curator'));
    IF NOT FOUND THEN
      RAISE undefined_object USING
        MESSAGE = format('program %s has no release of that name', program),
        HINT = 'Exporters read what is published.';
    END IF;
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase.release(int, text) IS
  'exporter, curator: the number of the release of that name; exporters, of a published one';
-- What is told of a text or a JSON value: its language, the words of a span, a whole number.

-- A language is told by its script: Chinese by CJK ideographs, English by Latin letters without any. The E keeps
-- backslashes what they are where standard_conforming_strings is off.
CREATE FUNCTION badcase_internal.language_of(value text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN value IS NULL THEN NULL
      WHEN value COLLATE "C" ~ E'[\\u3400-\\u4dbf\\u4e00-\\u9fff]' THEN 'zh'
      WHEN value COLLATE "C" ~ '[A-Za-z]' THEN 'en'
      ELSE 'other'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.language_of(text) IS 'the language of a text by its script: zh, en or other';

-- RFC 6901: ~1 stands for /, ~0 for ~, in this order.
CREATE FUNCTION badcase_internal.at_pointer(value jsonb, pointer text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT value #>> (SELECT coalesce(array_agg(replace(replace(t.token, '~1', '/'), '~0', '~') ORDER BY t.n), '{}')
      FROM string_to_table(substr(pointer, 2), '/') WITH ORDINALITY t(token, n) WHERE pointer <> '');
  END;
COMMENT ON FUNCTION badcase_internal.at_pointer(jsonb, text) IS 'what a JSON pointer points to, as text';

-- Twenty characters on each side. In meta a span is of the string that the path points to. To come to a place takes as long as
-- the text before it, and a text can have a hundred thousand findings: what lies far behind has no words.
CREATE FUNCTION badcase_internal.in_context(value text, field text, f badcase_internal.finding) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN f.start > 20 THEN '…' ELSE '' END || substr(t.value, greatest(f.start - 20, 0) + 1, f.stop - greatest(f.start - 20, 0) + 20)
      || CASE WHEN substr(t.value, f.stop + 21, 1) <> '' THEN '…' ELSE '' END
    FROM (
      SELECT CASE WHEN in_context.field = 'meta' THEN badcase_internal.at_pointer(in_context.value::jsonb, f.path) ELSE in_context.value END AS value) t
    WHERE f.start IS NOT NULL AND f.stop <= 50000 AND (in_context.field <> 'meta' OR octet_length(in_context.value) <= 50000);
  END;
COMMENT ON FUNCTION badcase_internal.in_context(text, text, badcase_internal.finding) IS
  'the words of a finding with some on each side; null where it has no place, or one behind 50,000 characters or in meta of more bytes';

-- A kind that there is not counts nowhere, so its sender is told, and curators see how many.
CREATE FUNCTION badcase_internal.unknown_kinds(record @extschema@.badcase) RETURNS text[]
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT array_agg(DISTINCT k COLLATE "C" ORDER BY k COLLATE "C")
    FROM (SELECT @extschema@.meta(record) -> 'failure_kind' AS named) m
    CROSS JOIN LATERAL jsonb_array_elements_text(CASE jsonb_typeof(m.named) WHEN 'array' THEN m.named WHEN 'string' THEN jsonb_build_array(m.named) ELSE '[]' END) k
    WHERE k <> ALL (badcase_internal.failure_kinds()) AND k ~ '[^[:space:]]';
  END;
COMMENT ON FUNCTION badcase_internal.unknown_kinds(@extschema@.badcase) IS 'what a record names as kinds of failure that are none; null for nothing';

CREATE FUNCTION badcase_internal.whole_number(value jsonb, lowest bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN jsonb_typeof(value) = 'number' THEN (
      SELECT n::bigint FROM (SELECT (value #>> '{}')::numeric) v(n)
      WHERE n = trunc(n) AND n BETWEEN lowest AND 9223372036854775807) END;
  END;
COMMENT ON FUNCTION badcase_internal.whole_number(jsonb, bigint) IS
  'a JSON number as a bigint, null where it is no whole number, less than the lowest or too great';
-- What contributors are told, in English and Chinese; the report takes the reasons from here. Where there is no English, the
-- server's message or hint is it.

CREATE FUNCTION badcase_internal.told_words() RETURNS TABLE (key text, en text, zh text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      ('hint_received', 'It waits for triage.', '等待分拣。'),
      ('hint_held', 'It waits for your attestation (badcase.attest) and the next triage, or for a curator to look at what it may hold.', '等待您的声明（badcase.attest）和下一次分拣，或等待管理员查看其中可能含有的内容。'),
      ('hint_duplicate', 'You sent the same before; nothing is to be done.', '您先前已提交过相同内容，无需处理。'),
      ('hint_pending', 'It waits for review.', '等待评审。'),
      ('hint_needs_changes', 'It is useful, but the response is not right yet: send a better one with badcase.revise.', '内容有用，但回答尚不正确：请用 badcase.revise 提交更好的回答。'),
      ('hint_disputed', 'The reviewers disagree; a curator decides.', '评审意见不一，将由管理员裁定。'),
      ('hint_accepted', 'Thank you.', '谢谢。'),
      ('hint_rejected', 'See the message; nothing is to be done.', '理由见说明，无需处理。'),
      ('hint_withdrawn', 'It was taken back.', '已撤回。'),
      ('hint_repeated', 'You sent the same before; nothing is to be done.', '您先前已提交过相同内容，无需处理。'),
      ('hint_blank', 'There is nothing in the line; nothing is to be done.', '此行没有内容，无需处理。'),

      ('code_invalid_utf8', NULL, '字节不是有效的 UTF-8'),
      ('hint_invalid_utf8', NULL, '请将文件另存为 UTF-8 后重新提交。'),
      ('code_syntax', NULL, '此行不是有效的 JSON'),
      ('hint_syntax', NULL, '每行写一个完整的 JSON 对象；用 JSON 库生成不会出错。'),
      ('code_not_object', NULL, '此行是 JSON，但不是对象'),
      ('hint_not_object', NULL, '每条记录写成一个对象：{"prompt": "...", "response": "..."}。'),
      ('code_trailing_data', NULL, '对象之后还有其他内容'),
      ('hint_trailing_data', NULL, '每条记录单独占一行。'),
      ('code_duplicate_key', NULL, '记录的某个键出现了两次'),
      ('hint_duplicate_key', NULL, '请只保留其中一个值；无法判断以哪个为准。'),
      ('code_missing_prompt', NULL, '记录没有 prompt'),
      ('hint_missing_prompt', NULL, '请加上键 "prompt"，其值为模型的输入。'),
      ('code_missing_response', NULL, '记录没有 response'),
      ('hint_missing_response', NULL, '请加上键 "response"，其值为模型应给出的回答。'),
      ('code_prompt_type', NULL, 'prompt 不是字符串'),
      ('hint_prompt_type', NULL, '请把 prompt 写成双引号内的 JSON 字符串。'),
      ('code_response_type', NULL, 'response 不是字符串'),
      ('hint_response_type', NULL, '请把 response 写成双引号内的 JSON 字符串，数字也如此。'),
      ('code_prompt_blank', NULL, 'prompt 是空白'),
      ('hint_prompt_blank', NULL, '请在 prompt 中写明指令。'),
      ('code_response_blank', NULL, 'response 是空白'),
      ('hint_response_blank', NULL, '请在 response 中写出期望的回答。'),
      ('code_history_type', NULL, 'history 不是数组'),
      ('hint_history_type', NULL, '请把 history 写成 [["问题", "回答"], ...]，最早的在前，或省略不写。'),
      ('code_history_shape', NULL, 'history 的某一轮不是一对字符串'),
      ('hint_history_shape', NULL, '每一轮写成 ["问题", "回答"]。'),
      ('code_rejected_type', NULL, 'rejected 不是字符串'),
      ('hint_rejected_type', NULL, '请把模型自己的回答写成 JSON 字符串，或省略 "rejected"。'),
      ('code_nul_character', NULL, '此行含有字符 U+0000'),
      ('hint_nul_character', NULL, '请删除零字符；数据库中的文本不能含有它。'),
      ('code_lone_surrogate', NULL, '某个转义只是代理对的一半'),
      ('hint_lone_surrogate', NULL, '表情等字符被截断了一半；请补全或删除。'),
      ('code_too_deep', NULL, '数组和对象嵌套过深'),
      ('hint_too_deep', NULL, '最多 512 层。'),
      ('code_too_large', NULL, '记录过大'),
      ('hint_too_large', NULL, '一条记录最多 64 MB 文本、约八百万个值。'),
      ('code_number_range', NULL, '数字超出范围'),
      ('hint_number_range', NULL, '小数点前最多 131072 位，后最多 16383 位；请写成字符串。'),
      ('code_unknown_format', NULL, '此行的键不属于任何格式'),
      ('hint_unknown_format', NULL, '请说明文件的格式，或把每条记录写成 {"prompt": "...", "response": "..."}。'),
      ('code_ambiguous_format', NULL, '此行的键同时符合两种格式'),
      ('hint_ambiguous_format', NULL, '请说明文件的格式。'),
      ('hint_other_format', 'The line has the keys of the format %s: badcase.open_upload(..., format => ''%1$s'') takes it, and badcase-load -f %1$s.', '此行的键属于格式 %s：可用 badcase.open_upload(..., format => ''%1$s'') 或 badcase-load -f %1$s 提交。'),

      -- what to do, of rows of other tools' formats: the words of the library's reader of rows
      ('row_turns', 'A transcript is turns of user and assistant in alternation, the user''s first, after at most one of the system; tools have no place in it.', '对话由用户与助手交替发言，用户在先，最前可有一条系统提示；不能含工具调用。'),
      ('row_roles', 'The roles are system, user and assistant, under any of their usual names; tools have no place in a record.', '角色为 system、user、assistant 或其常用名称；记录不能含工具。'),
      ('row_members', 'A turn has a role and a content, or from and value; beside these only weights and reasoning_content are read.', '每轮有 role 和 content，或 from 和 value；此外只读取权重和 reasoning_content。'),
      ('row_parts', 'Of a content in parts, only those of the type text are read.', '分段的内容中只读取 text 类型的段。'),
      ('row_answer', 'An answer is text, or a turn of the assistant, or a transcript that ends with one.', '回答是文本、助手的一轮发言，或以助手发言结尾的对话。'),
      ('row_last_answer', 'The last turn must be the assistant''s: it is the answer.', '最后一轮须为助手的发言，即回答。'),
      ('row_last_response', 'The last turn must be the assistant''s: it is the response.', '最后一轮须为助手的发言，即 response。'),
      ('row_last_prompt', 'The last turn must be the user''s: it is the prompt.', '最后一轮须为用户的发言，即 prompt。'),
      ('row_unlearned', 'The answer is marked as one that the model should not learn.', '该回答标明不供模型学习。'),
      ('row_bad_only', 'The row has only an answer that the model should not give.', '此行只有模型不应给出的回答。'),
      ('row_pair', 'An answer is text; of a pair, the good one and then the bad one.', '回答是文本；若为一对，先好后坏。'),
      ('row_other_rejected', 'The row has another rejected answer.', '此行另有一个 rejected 回答。'),
      ('row_other_system', 'The row has another system prompt.', '此行另有一个系统提示。'),
      ('row_own_system', 'The row has a system prompt of its own beside the turns.', '此行在对话之外另有系统提示。'),
      ('row_own_history', 'The row has a history of its own beside the turns.', '此行在对话之外另有 history。'),
      ('row_own_reasoning', 'The last turn has it, too.', '最后一轮也有此键。'),
      ('row_same_turns', 'All but the last turn must be the turns that the row has already.', '除最后一轮外，须与此行已有的对话相同。'),
      ('row_other_question', 'The transcript asks another question.', '对话中的问题与此行的不同。'),
      ('row_pair_prompt', 'A pair without a prompt is read where both answers are transcripts that begin with it.', '没有 prompt 的一对回答须都是以它开头的对话。'),
      ('row_other_key', 'The format has another key for it.', '该格式用另一个键表示它。'),
      ('row_this_key', 'The format has it under this key.', '该格式把它放在这个键下。'),
      ('row_null', 'The value is null; the format has the row''s text there.', '其值为 null；该格式在此处放正文。'),
      ('row_tools', 'Tools have no place in a record; leave such rows out.', '记录不能含工具；请去掉这样的行。'),

      ('field_prompt', 'prompt', '提示'),
      ('field_response', 'response', '回答'),
      ('field_question', 'question', '历史问题'),
      ('field_answer', 'answer', '历史回答'),
      ('field_rejected', 'rejected', '原回答'),
      ('field_meta', 'meta', '其他键'),

      ('byte', '%s (byte %s)', '%s（第 %s 字节）'),
      ('place', '%s (%s, byte %s)', '%s（%s，第 %s 字节）'),
      ('unattested', 'there is no attestation', '尚无声明'),
      ('attested', 'it is attested by now, and the next triage looks at it', '声明已补上，下一次分拣会处理'),
      ('unknown_kind', 'its kind of failure is none of %s and counts as not named', '其失败类型不属于 %s，按未注明处理'),
      ('term', 'a term that a curator must look at', '须由管理员查看的词语'),
      ('found_in', '%s in %s', '%2$s中有%1$s'),
      ('family_contamination', 'a piece of a benchmark', '评测集的内容'),
      ('family_protected', 'a piece of a protected work', '受保护作品的内容'),
      ('family_quality', 'poor quality of the text', '文本质量问题'),
      ('kind_private_key', 'a private key', '私钥'),
      ('kind_jwt', 'a JSON Web Token', 'JWT 令牌'),
      ('kind_aws_key', 'an AWS key', 'AWS 密钥'),
      ('kind_github_token', 'a GitHub token', 'GitHub 令牌'),
      ('kind_slack_token', 'a Slack token', 'Slack 令牌'),
      ('kind_openai_key', 'an OpenAI key', 'OpenAI 密钥'),
      ('kind_hf_token', 'a Hugging Face token', 'Hugging Face 令牌'),
      ('kind_google_key', 'a Google key', 'Google 密钥'),
      ('kind_vendor_token', 'a service''s token', '某项服务的令牌'),
      ('kind_http_auth', 'an HTTP login', 'HTTP 认证信息'),
      ('kind_basic_auth_url', 'an address with a password', '带密码的网址'),
      ('kind_secret_assignment', 'a password or key', '密码或密钥'),
      ('kind_cn_id', 'a Chinese identity number', '身份证号'),
      ('kind_cn_id15', 'a Chinese identity number of 15 digits', '15 位身份证号'),
      ('kind_iban', 'a bank account (IBAN)', '银行账号 (IBAN)'),
      ('kind_crypto_address', 'a crypto-currency address', '加密货币地址'),
      ('kind_cn_uscc', 'a Chinese company''s credit code', '统一社会信用代码'),
      ('kind_cn_mobile', 'a Chinese mobile number', '手机号'),
      ('kind_bank_card', 'a bank card number', '银行卡号'),
      ('kind_us_ssn', 'a US social security number', '美国社会安全号'),
      ('kind_phone', 'a phone number', '电话号码'),
      ('kind_cn_passport', 'a Chinese passport number', '护照号'),
      ('kind_cn_hmt_permit', 'a travel permit number', '港澳台通行证号'),
      ('kind_hk_id', 'a Hong Kong identity number', '香港身份证号'),
      ('kind_tw_id', 'a Taiwan identity number', '台湾身份证号'),
      ('kind_cn_plate', 'a Chinese car plate', '车牌号'),
      ('kind_im_account', 'a QQ or WeChat account', 'QQ 或微信号'),
      ('kind_email', 'an email address', '邮箱地址'),
      ('kind_ip_address', 'an IP address', 'IP 地址'),
      ('kind_mac_address', 'a MAC address', 'MAC 地址'),
      ('kind_person_name', 'a person''s name', '人名'),
      ('kind_cn_address', 'a Chinese postal address', '住址'),
      ('kind_date_of_birth', 'a date of birth', '出生日期'),
      ('kind_uk_nino', 'a British insurance number', '英国国民保险号'),
      ('kind_uk_nhs', 'a British NHS number', '英国 NHS 号'),
      ('kind_kr_rrn', 'a Korean resident number', '韩国居民登记号'),
      ('kind_sg_fin', 'a Singaporean identity number', '新加坡身份证号'),
      ('kind_in_aadhaar', 'an Indian Aadhaar number', '印度 Aadhaar 号'),
      ('kind_ca_sin', 'a Canadian insurance number', '加拿大社会保险号'),
      ('kind_es_nif', 'a Spanish identity number', '西班牙 NIF 号'),
      ('kind_es_nie', 'a Spanish foreigner''s number', '西班牙 NIE 号'),
      ('kind_it_fiscal_code', 'an Italian fiscal code', '意大利税号'),
      ('kind_pl_pesel', 'a Polish PESEL number', '波兰 PESEL 号'),
      ('kind_th_tnin', 'a Thai identity number', '泰国身份证号'),
      ('kind_tr_national_id', 'a Turkish identity number', '土耳其身份证号'),
      ('kind_za_id', 'a South African identity number', '南非身份证号'),
      ('kind_fi_hetu', 'a Finnish identity number', '芬兰身份证号'),
      ('kind_se_personnummer', 'a Swedish identity number', '瑞典身份证号'),
      ('line_repeated', 'it is line %s of upload %s', '与上传 %2$s 第 %1$s 行相同'),
      ('line_before', 'as line %s of upload %s was: %s', '与上传 %2$s 第 %1$s 行相同：%3$s'),
      ('news_accepted', 'Accepted: %s. Thank you.', '已接受 %s 条，谢谢。'),
      ('news_rejected', 'Not accepted: %s; badcase.my_submissions says why.', '未接受 %s 条，理由见 badcase.my_submissions。'),
      ('news_needs_changes', 'Waiting for a better answer of yours: %s; badcase.my_submissions says what is wrong, badcase.revise takes the answer.', '有 %s 条等待您改进回答：问题见 badcase.my_submissions，用 badcase.revise 提交。'),
      ('news_attestation', 'Held until you attest that they hold no personal information, secrets or property of others (badcase.attest): %s.', '有 %s 条搁置，等待您声明其中不含个人信息、秘密或他人财产（badcase.attest）。'),
      ('news_held', 'Held until a curator has looked at what they may hold: %s.', '有 %s 条搁置，等待管理员查看其中可能含有的内容。'),

      ('advice_asked', 'Advice: the response does not seem to keep what the prompt asks for: %s.', '建议：回答似乎没有做到提示要求的：%s。'),
      ('asked_begins_with', 'how it begins', '开头'),
      ('asked_bullets', 'bullet points', '项目符号'),
      ('asked_capital_words', 'words in capitals', '全大写的单词'),
      ('asked_characters', 'its length in characters', '字数'),
      ('asked_code_block', 'a code block', '代码块'),
      ('asked_csv', 'CSV', 'CSV 格式'),
      ('asked_decimals', 'decimals', '小数位数'),
      ('asked_ends_with', 'how it ends', '结尾'),
      ('asked_forbidden', 'words that it must not hold', '禁用的词语'),
      ('asked_headings', 'headings', '小标题'),
      ('asked_highlights', 'highlights', '加粗或标出的部分'),
      ('asked_items', 'the number of items', '列出的条数'),
      ('asked_json', 'JSON', 'JSON 格式'),
      ('asked_json_keys', 'the keys of the JSON', 'JSON 的字段'),
      ('asked_keyword_count', 'how often a word is in it', '词语出现的次数'),
      ('asked_keywords', 'words that it must hold', '必须出现的词语'),
      ('asked_language', 'its language', '语言'),
      ('asked_letter_count', 'how often a letter is in it', '字母出现的次数'),
      ('asked_lines', 'the number of lines', '行数'),
      ('asked_lower_case', 'lower case', '全部小写'),
      ('asked_markdown_table', 'a table', '表格'),
      ('asked_no_commas', 'no commas', '不用逗号'),
      ('asked_no_punctuation', 'no punctuation', '不用标点'),
      ('asked_numbered', 'a numbered list', '编号列表'),
      ('asked_numbers_only', 'a number alone', '只有数字'),
      ('asked_one_a_line', 'one a line', '每行一个'),
      ('asked_options', 'one of the answers given', '从给定选项中选择'),
      ('asked_paragraph_begins', 'how a paragraph begins', '段落的开头'),
      ('asked_paragraphs', 'the number of paragraphs', '段数'),
      ('asked_placeholders', 'placeholders', '占位符'),
      ('asked_plain_text', 'plain text', '纯文本'),
      ('asked_postscript', 'a postscript', '附言'),
      ('asked_quoted', 'quotation marks around it', '整个回答加引号'),
      ('asked_repeat_prompt', 'the prompt repeated first', '先重复提示'),
      ('asked_sections', 'sections', '分为若干部分'),
      ('asked_sentences', 'the number of sentences', '句数'),
      ('asked_title', 'a title', '标题'),
      ('asked_two_responses', 'two answers', '两个回答'),
      ('asked_upper_case', 'upper case', '全部大写'),
      ('asked_verse', 'the form of the verse', '诗的格律'),
      ('asked_words', 'its length in words', '单词数'),
      ('asked_xml', 'XML', 'XML 格式'),
      ('asked_yaml', 'YAML', 'YAML 格式'),
      ('asked_yes_no', 'yes or no', '是或否')
    UNION ALL
    SELECT 'reason_' || r.code, r.words, z.zh
    FROM badcase_internal.reasons() r
    JOIN (
      VALUES
      ('useless', '模型从中学不到东西'),
      ('spam', '垃圾内容'),
      ('duplicate', '与另一条过于相似'),
      ('wrong_answer', '回答有误'),
      ('incomplete', '回答不完整'),
      ('off_task', '答非所问'),
      ('bad_format', '回答的格式不合要求'),
      ('wrong_language', '回答的语言不合要求'),
      ('personal_information', '含个人信息'),
      ('trade_secret', '含商业秘密'),
      ('national_security', '可能危害国家安全'),
      ('third_party_ip', '属于他人'),
      ('other_model_output', '由其他模型写成'),
      ('harmful', '回答有害'),
      ('not_reproduced', '模型并未在此失败'),
      ('contaminated', '属于评测集'),
      ('unclear_prompt', '提示不清楚'),
      ('no_format', '提示未说明输出格式'),
      ('too_short', '太短'),
      ('other', '其他理由')) z(code, zh) ON z.code = r.code;
  END;
COMMENT ON FUNCTION badcase_internal.told_words() IS 'what contributors are told, in words by key and language';

CREATE FUNCTION badcase_internal.told(key text, lang text, VARIADIC arguments text[] DEFAULT '{}') RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN arguments = '{}' THEN t.words ELSE format(t.words, VARIADIC arguments) END
    FROM (
      SELECT CASE told.lang WHEN 'zh' THEN w.zh ELSE w.en END AS words FROM badcase_internal.told_words() w WHERE w.key = told.key) t;
  END;
COMMENT ON FUNCTION badcase_internal.told(text, text, text[]) IS 'what a contributor is told, by key, with arguments put in; null where nothing has that key';
-- Programs, contributors, attestations and consents.

CREATE FUNCTION badcase.create_program(name text, about text DEFAULT NULL) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id int;
  BEGIN
    PERFORM badcase_internal.require_owner();
    PERFORM badcase_internal.require_words('the name of a program', name);
    INSERT INTO badcase_internal.program (name, about, created_by)
    VALUES (create_program.name, create_program.about, badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT program_name_key DO NOTHING
    RETURNING program_id INTO new_id;
    IF new_id IS NULL THEN
      RAISE duplicate_object USING
        MESSAGE = 'there is a program of that name';
    END IF;
    INSERT INTO badcase_internal.work_lock (program_id, work) VALUES (new_id, 'batch'), (new_id, 'triage'), (new_id, 'release'), (new_id, 'tally');
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
    program := badcase_internal.the_program(program, 'curator');
    IF role IS NOT NULL AND given IS NULL THEN
      RAISE undefined_object USING MESSAGE = format('role "%s" does not exist', role);
    END IF;
    PERFORM badcase_internal.require_words('the external id of a contributor', external_id);
    IF display_name IS NOT NULL THEN
      PERFORM badcase_internal.require_words('a display name', display_name);
    END IF;
    IF EXISTS (
        SELECT FROM badcase_internal.contributor k
        WHERE k.program_id = register_contributor.program AND k.role = given AND k.external_id <> register_contributor.external_id) THEN
      RAISE duplicate_object USING
        MESSAGE = format('role "%s" is registered as another contributor of program %s', role, program),
        HINT = 'A role is one contributor of a program: see badcase.contributors.';
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
      RAISE duplicate_object USING
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

-- Whoever does not exist is refused like whoever is another's; a curator is told that the number may be wrong.
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
    IF badcase_internal.programs_with('curator') <> '{}' THEN
      PERFORM badcase_internal.require(NULL, 'curator');
    END IF;
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
CREATE FUNCTION badcase_internal.enter_attestation(contributor bigint, text_version text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id bigint;
  BEGIN
    PERFORM badcase_internal.require_words('the version of the text that was attested', text_version);
    INSERT INTO badcase_internal.attestation (contributor_id, text_version, attested_by)
    VALUES (enter_attestation.contributor, enter_attestation.text_version, badcase_internal.person_name())
    RETURNING attestation_id INTO new_id;
    PERFORM badcase_internal.lock_contributor(contributor);
    UPDATE badcase_internal.upload u SET attestation_id = new_id
    WHERE u.contributor_id = enter_attestation.contributor AND u.attestation_id IS NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.enter_attestation(bigint, text) IS
  'records an attestation of a contributor, for what was sent without one, too';

CREATE FUNCTION badcase.attest(contributor bigint, text_version text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    PERFORM badcase_internal.enter_attestation(c.contributor_id, text_version);
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
-- waits for it. Nobody else's rows are locked. Contact data go with the consent to be contacted, a login with that to be shown.
CREATE FUNCTION badcase_internal.enter_consent(contributor bigint, scope text, granted bool, text_version text, personally bool) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    refused bool;
  BEGIN
    IF scope IS NULL OR scope <> ALL (badcase_internal.consent_scopes()) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such scope of consent',
        HINT = format('Scopes are %s.', array_to_string(badcase_internal.consent_scopes(), ', '));
    END IF;
    IF granted IS NULL THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a consent is given (true) or taken back (false)';
    END IF;
    PERFORM badcase_internal.require_words('the version of the text that was agreed to', text_version);
    PERFORM FROM badcase_internal.contributor k WHERE k.contributor_id = enter_consent.contributor FOR NO KEY UPDATE;
    -- a curator's word in between does not undo the contributor's own
    refused := (
      SELECT NOT k.granted FROM badcase_internal.consent k
      WHERE k.contributor_id = enter_consent.contributor AND k.scope = enter_consent.scope AND k.in_person
      ORDER BY k.consent_id DESC LIMIT 1);
    UPDATE badcase_internal.consent k SET superseded_at = now()
    WHERE k.contributor_id = enter_consent.contributor AND k.scope = enter_consent.scope AND k.superseded_at IS NULL;
    IF refused AND enter_consent.granted AND NOT personally THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('contributor %s has refused this in person', contributor),
        HINT = 'Nobody but the contributor can agree to it now.';
    END IF;
    INSERT INTO badcase_internal.consent (contributor_id, scope, granted, text_version, given_by, in_person)
    VALUES (enter_consent.contributor, enter_consent.scope, enter_consent.granted, enter_consent.text_version,
      badcase_internal.person_name(), personally);
    IF scope = 'contact' AND NOT granted THEN
      DELETE FROM badcase_internal.contributor_contact k WHERE k.contributor_id = enter_consent.contributor;
    ELSIF scope = 'show_name' AND NOT granted THEN
      UPDATE badcase_internal.contributor k SET github = NULL WHERE k.contributor_id = enter_consent.contributor AND k.github IS NOT NULL;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.enter_consent(bigint, text, bool, text, bool) IS
  'gives a consent of a contributor, or takes it back, from now on; personally: by the contributor''s own word';

CREATE FUNCTION badcase.set_consent(contributor bigint, scope text, granted bool, text_version text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    PERFORM badcase_internal.enter_consent(c.contributor_id, scope, granted, text_version, badcase_internal.represents(c.contributor_id));
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
    IF display_name IS NOT NULL THEN
      PERFORM badcase_internal.require_words('a display name', display_name);
    END IF;
    UPDATE badcase_internal.contributor k SET
      display_name = set_display_name.display_name,
      name_is_own = k.name_is_own OR badcase_internal.represents(c.contributor_id)
    WHERE k.contributor_id = c.contributor_id;
  END
  $$;
COMMENT ON FUNCTION badcase.set_display_name(bigint, text) IS
  'contributor, curator: changes the name for the public list, or removes it where null';

-- The lock is the one that set_consent takes: if the consent is being taken back, wait, and then do not keep the login.
CREATE FUNCTION badcase_internal.require_login(login text) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF login !~ '^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'that is no login at GitHub',
        HINT = 'A login has up to 39 letters, digits and single hyphens, none of these at an end.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_login(text) IS 'raises (22023) where a text can be no login at GitHub';

CREATE FUNCTION badcase_internal.enter_github(contributor bigint, login text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM FROM badcase_internal.contributor k WHERE k.contributor_id = enter_github.contributor FOR NO KEY UPDATE;
    IF login IS NOT NULL AND NOT badcase_internal.consents(contributor, 'show_name') THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('contributor %s has not agreed to be shown', contributor),
        HINT = 'Record the consent first: badcase.set_consent with the scope show_name.';
    END IF;
    PERFORM badcase_internal.require_login(login);
    UPDATE badcase_internal.contributor k SET github = login WHERE k.contributor_id = enter_github.contributor;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.enter_github(bigint, text) IS 'notes the login at GitHub of a contributor who agreed to be shown; null removes it';

CREATE FUNCTION badcase.set_github(contributor bigint, login text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    PERFORM badcase_internal.enter_github(c.contributor_id, login);
  END
  $$;
COMMENT ON FUNCTION badcase.set_github(bigint, text) IS
  'contributor, curator: notes the login at GitHub of a contributor who agreed to be shown; null removes it';

CREATE FUNCTION badcase_internal.kind_of_contact(contact text) RETURNS text
  LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN contact ~ '^[^@[:space:]]+@[^@[:space:]]+$' THEN 'e-mail' ELSE 'other' END;
COMMENT ON FUNCTION badcase_internal.kind_of_contact(text) IS 'the kind of a contact that was written without one: e-mail or other';

CREATE FUNCTION badcase_internal.enter_contact(contributor bigint, kind text, value text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    -- The lock that set_consent takes: if the consent is being taken back, wait, and then do not keep the contact.
    PERFORM FROM badcase_internal.contributor k WHERE k.contributor_id = enter_contact.contributor FOR NO KEY UPDATE;
    IF NOT badcase_internal.consents(contributor, 'contact') THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('contributor %s has not agreed to be contacted', contributor),
        HINT = 'Record the consent first: badcase.set_consent with the scope contact.';
    END IF;
    INSERT INTO badcase_internal.contributor_contact (contributor_id, kind, value)
    VALUES (enter_contact.contributor, enter_contact.kind, enter_contact.value)
    ON CONFLICT ON CONSTRAINT contributor_contact_pkey DO UPDATE SET value = excluded.value, noted_at = now();
  END
  $$;
COMMENT ON FUNCTION badcase_internal.enter_contact(bigint, text, text) IS 'notes how to reach a contributor who agreed to it';

CREATE FUNCTION badcase.set_contact(contributor bigint, kind text, value text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    PERFORM badcase_internal.require_words('the kind of a contact', kind);
    IF value IS NULL THEN
      DELETE FROM badcase_internal.contributor_contact k
      WHERE k.contributor_id = c.contributor_id AND k.kind = set_contact.kind;
      RETURN;
    END IF;
    PERFORM badcase_internal.enter_contact(c.contributor_id, kind, value);
  END
  $$;
COMMENT ON FUNCTION badcase.set_contact(bigint, text, text) IS
  'contributor, curator: notes how to reach a contributor who agreed to it; a null value removes it';

CREATE FUNCTION badcase.contacts(program int DEFAULT NULL)
  RETURNS TABLE (contributor bigint, external_id text, display_name text, kind text, value text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    RETURN QUERY
      SELECT c.contributor_id, c.external_id, c.display_name, k.kind, k.value
      FROM badcase_internal.contributor c JOIN badcase_internal.contributor_contact k ON k.contributor_id = c.contributor_id
      WHERE c.program_id = contacts.program AND badcase_internal.consents(c.contributor_id, 'contact')
      ORDER BY c.contributor_id, k.kind;
  END
  $$;
COMMENT ON FUNCTION badcase.contacts(int) IS 'curator: how to reach the contributors of a program who agreed to it';
-- How a program works, set by its curators.

CREATE FUNCTION badcase_internal.program_settings() RETURNS TABLE (setting text, type text, what text)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    VALUES
      ('about', 'text', 'what the program asks for'),
      ('quorum', 'number', 'how many agreeing reviews decide, 1 to 9'),
      ('round_days', 'number', 'how many days a round lasts that is opened without a cut-off, 1 to 366; null: it has none'),
      ('max_claims', 'number', 'how many submissions a reviewer can have claimed at once, 1 to 1000'),
      ('open', 'flag', 'whether who applies at a door is admitted at once, without a curator: true or false'),
      ('token_days', 'number', 'how many days the token of a contributor at a door is good, 1 to 1000'),
      ('gold_rate', 'number', 'how many of a hundred claims are gold, 0 to 50'),
      ('least_accuracy', 'number', 'how many of a hundred gold records a reviewer must judge right to go on, 1 to 99; null: no such rule'),
      ('confidence', 'number', 'how sure agreeing reviews must be to decide, 50 to 99 of a hundred, by how their reviewers judged gold; else one more is asked for; null: they always decide'),
      ('suggestions', 'choice', 'whether reviewers see what agents suggest before their own word or after it: before or after'),
      ('retention', 'interval', 'how long the text of what was refused, rejected or withdrawn is kept; null: until it is erased'),
      ('early_access', 'interval', 'how long after the last accepted record a contributor has early access to the next model');
  END;
COMMENT ON FUNCTION badcase_internal.program_settings() IS 'what curators can set of a program, and of which type it is';

CREATE FUNCTION badcase_internal.setting_value(setting text, value text) RETURNS text
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    s record;
  BEGIN
    SELECT p.* INTO s FROM badcase_internal.program_settings() p WHERE p.setting = setting_value.setting;
    IF NOT FOUND THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such setting of a program',
        HINT = (SELECT format('Settings are %s.', string_agg(p.setting, ', ')) FROM badcase_internal.program_settings() p);
    END IF;
    IF value IS NULL AND s.setting IN ('quorum', 'max_claims', 'gold_rate', 'early_access', 'open', 'token_days', 'suggestions') THEN
      RAISE invalid_parameter_value USING MESSAGE = format('%s is not null: %s', s.setting, s.what);
    END IF;
    IF s.type = 'number' AND (value !~ '^[0-9]{1,4}$' OR CASE s.setting
        WHEN 'quorum' THEN value::int NOT BETWEEN 1 AND 9
        WHEN 'round_days' THEN value::int NOT BETWEEN 1 AND 366
        WHEN 'gold_rate' THEN value::int > 50
        WHEN 'confidence' THEN value::int NOT BETWEEN 50 AND 99
        WHEN 'least_accuracy' THEN value::int NOT BETWEEN 1 AND 99
        ELSE value::int NOT BETWEEN 1 AND 1000 END) THEN
      RAISE invalid_parameter_value USING MESSAGE = format('no such %s: %s', s.setting, s.what);
    END IF;
    IF s.type = 'choice' AND value NOT IN ('before', 'after') THEN
      RAISE invalid_parameter_value USING MESSAGE = format('no such %s: %s', s.setting, s.what);
    END IF;
    IF s.type = 'flag' AND value NOT IN ('true', 'false') THEN
      RAISE invalid_parameter_value USING MESSAGE = format('no such %s: %s', s.setting, s.what);
    END IF;
    IF s.type = 'interval' THEN
      BEGIN
        IF value::interval <= '0' OR value::interval > '1000 years' THEN
          RAISE invalid_parameter_value;
        END IF;
      EXCEPTION WHEN OTHERS THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('no such %s: %s', s.setting, s.what),
          HINT = 'For example ''90 days'' or ''1 year''.';
      END;
    END IF;
    RETURN value;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.setting_value(text, text) IS 'the value, if the setting can have it; raises (22023) if not';

CREATE FUNCTION badcase.set_program(program int, setting text, value text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    checked text;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    checked := badcase_internal.setting_value(setting, value);
    UPDATE badcase_internal.program p SET
      about = CASE WHEN setting = 'about' THEN checked ELSE p.about END,
      quorum = CASE WHEN setting = 'quorum' THEN checked::int ELSE p.quorum END,
      round_days = CASE WHEN setting = 'round_days' THEN checked::int ELSE p.round_days END,
      gold_rate = CASE WHEN setting = 'gold_rate' THEN checked::int ELSE p.gold_rate END,
      least_accuracy = CASE WHEN setting = 'least_accuracy' THEN checked::int ELSE p.least_accuracy END,
      confidence = CASE WHEN setting = 'confidence' THEN checked::int ELSE p.confidence END,
      suggestions = CASE WHEN setting = 'suggestions' THEN checked ELSE p.suggestions END,
      max_claims = CASE WHEN setting = 'max_claims' THEN checked::int ELSE p.max_claims END,
      retention = CASE WHEN setting = 'retention' THEN checked::interval ELSE p.retention END,
      early_access = CASE WHEN setting = 'early_access' THEN checked::interval ELSE p.early_access END,
      open = CASE WHEN setting = 'open' THEN checked::bool ELSE p.open END,
      token_days = CASE WHEN setting = 'token_days' THEN checked::int ELSE p.token_days END
    WHERE p.program_id = set_program.program;
    PERFORM badcase_internal.note_action(program, 'setting', setting => setting || CASE WHEN setting = 'about' THEN ''
      ELSE ' = ' || coalesce(checked, 'null') END);
  END
  $$;
COMMENT ON FUNCTION badcase.set_program(int, text, text) IS
  'curator: sets how a program works: about, quorum, round_days, max_claims, open, token_days, gold_rate, least_accuracy, confidence, suggestions, retention, early_access; the journal has each change';
-- Taking back and erasing. A withdrawal ends the use of a submission and keeps its text until its time is over; an
-- erasure leaves a tombstone: numbers, states and codes, no text, no hash of a text, no name.
-- Locks are taken in one order: contributor, triage, submissions, program. Who waits for a contributor's own open session
-- holds nothing yet that others wait for.
-- A withdrawal of many, or while a triage runs, moves its submissions, which is what keeps them from every view, search, export
-- and release, and leaves their duplicates, tasks and clusters to the next triage.

-- An export holds the program's row, so that nothing is taken back while it runs. A withdrawal that is left open holds up
-- no export: it writes the row when it commits.
CREATE FUNCTION badcase_internal.count_withdrawal() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    UPDATE badcase_internal.program p SET withdrawals = p.withdrawals + 1 WHERE p.program_id = NEW.program_id;
    RETURN NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.count_withdrawal() IS 'trigger: counts a withdrawal at its COMMIT, which waits for exports';

-- A constraint trigger cannot be replaced, and an upgrade runs this again.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = 'badcase_internal.withdrawal'::pg_catalog.regclass AND t.tgname = 'counted') THEN
    CREATE CONSTRAINT TRIGGER counted AFTER INSERT ON badcase_internal.withdrawal
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION badcase_internal.count_withdrawal();
    COMMENT ON TRIGGER counted ON badcase_internal.withdrawal IS 'counts the withdrawal at its COMMIT';
  END IF;
END
$$;

-- Before texts go, answers of models and suggestions that are on their way in have arrived.
CREATE FUNCTION badcase_internal.wait_for_exports(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM FROM badcase_internal.program p WHERE p.program_id = wait_for_exports.program FOR NO KEY UPDATE;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.wait_for_exports(int) IS
  'lets exports and uploads of answers and suggestions end, keeps them out until the transaction ends';

CREATE FUNCTION badcase_internal.note_withdrawal(kind text, c badcase_internal.contributor, upload bigint, submission bigint, reason text)
  RETURNS bigint
  LANGUAGE sql
  BEGIN ATOMIC
    INSERT INTO badcase_internal.withdrawal (program_id, kind, contributor_id, upload_id, submission_id, reason, withdrawn_by)
    VALUES (c.program_id, note_withdrawal.kind, c.contributor_id, note_withdrawal.upload, note_withdrawal.submission,
      note_withdrawal.reason, badcase_internal.person_name())
    RETURNING withdrawal_id;
  END;
COMMENT ON FUNCTION badcase_internal.note_withdrawal(text, badcase_internal.contributor, bigint, bigint, text) IS
  'writes a withdrawal; returns its number';

CREATE FUNCTION badcase_internal.start_withdrawal(kind text, c badcase_internal.contributor, upload bigint, submission bigint, reason text)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF kind = 'erase' THEN
      -- an erasure writes keys of the row: with a weaker lock first, it and an open upload would wait for each other
      PERFORM FROM badcase_internal.contributor k WHERE k.contributor_id = c.contributor_id FOR UPDATE;
    END IF;
    IF c.contributor_id IS NOT NULL THEN
      PERFORM badcase_internal.lock_contributor(c.contributor_id);
    END IF;
    PERFORM badcase_internal.lock_work(c.program_id, 'triage');
    RETURN badcase_internal.note_withdrawal(kind, c, upload, submission, reason);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.start_withdrawal(text, badcase_internal.contributor, bigint, bigint, text) IS
  'lets uploads and triage end, keeps them out until the transaction ends, writes the withdrawal; returns its number';

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

CREATE FUNCTION badcase_internal.submissions_to_withdraw(withdrawal bigint) RETURNS bigint[]
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(array_agg(s.submission_id ORDER BY s.submission_id), '{}')
    FROM badcase_internal.withdrawal w
    JOIN badcase_internal.submission s ON s.contributor_id = w.contributor_id AND s.program_id = w.program_id AND s.state <> 'withdrawn'
      AND (w.upload_id IS NULL OR s.upload_id = w.upload_id)
      AND (w.submission_id IS NULL OR s.submission_id = w.submission_id)
    WHERE w.withdrawal_id = submissions_to_withdraw.withdrawal
  $$;
COMMENT ON FUNCTION badcase_internal.submissions_to_withdraw(bigint) IS 'the submissions that a withdrawal names and that are not withdrawn yet';

CREATE FUNCTION badcase_internal.withdraw_all(withdrawal bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    ids bigint[];
  BEGIN
    PERFORM badcase_internal.lock_work(w.program_id, 'triage') FROM badcase_internal.withdrawal w WHERE w.withdrawal_id = withdraw_all.withdrawal;
    -- as they are now, behind the lock
    ids := badcase_internal.submissions_to_withdraw(withdrawal);
    PERFORM badcase_internal.move_withdrawn(ids, withdrawal);
    PERFORM badcase_internal.free_withdrawn(ids);
    PERFORM badcase_internal.divide_clusters(ids);
    RETURN badcase_internal.end_withdrawal(withdrawal, cardinality(ids));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.withdraw_all(bigint) IS
  'moves what a withdrawal names to withdrawn, and what hangs on that; returns how many submissions that were';

-- The session that has triage's lock may want any row of the program: who waited for a row of it, with others locked, might be
-- waited for. So all are locked at once or none, and who finds one locked waits for that one alone. Of many, one may always be
-- locked: then it gives up.
CREATE FUNCTION badcase_internal.lock_submissions(ids bigint[]) RETURNS bool
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    one bigint;
  BEGIN
    FOR attempt IN 1..10 LOOP
      BEGIN
        FOREACH one IN ARRAY ids LOOP
          PERFORM FROM badcase_internal.submission s WHERE s.submission_id = one FOR NO KEY UPDATE NOWAIT;
        END LOOP;
        RETURN true;
      EXCEPTION WHEN lock_not_available THEN
        NULL;
      END;
      BEGIN
        PERFORM FROM badcase_internal.submission s WHERE s.submission_id = one FOR NO KEY UPDATE;
        -- lets it go; another code than that of a lock_timeout, which ends the wait
        RAISE object_in_use;
      EXCEPTION WHEN object_in_use THEN
        NULL;
      END;
    END LOOP;
    RETURN false;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.lock_submissions(bigint[]) IS
  'locks submissions, all or none, waiting for no more than one at a time; false where each time one was locked';

-- On other servers the search table has one writer at a time, who has triage's lock.
CREATE FUNCTION badcase_internal.withdraw_beside(withdrawal bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    ids bigint[];
  BEGIN
    IF badcase_internal.is_elsewhere() THEN
      PERFORM badcase_internal.lock_work(w.program_id, 'triage') FROM badcase_internal.withdrawal w WHERE w.withdrawal_id = withdraw_beside.withdrawal;
    ELSIF NOT badcase_internal.lock_submissions(badcase_internal.submissions_to_withdraw(withdrawal)) THEN
      RETURN NULL;
    END IF;
    -- as they are now, behind the locks
    ids := badcase_internal.submissions_to_withdraw(withdrawal);
    PERFORM badcase_internal.move_withdrawn(ids, withdrawal);
    UPDATE badcase_internal.withdrawal w SET unsettled = true WHERE w.withdrawal_id = withdraw_beside.withdrawal;
    RETURN badcase_internal.end_withdrawal(withdrawal, cardinality(ids));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.withdraw_beside(bigint) IS
  'moves what a withdrawal names to withdrawn, beside a triage that may run; returns how many submissions that were; null, and nothing is locked, where that cannot be';

CREATE FUNCTION badcase_internal.has_unsettled(program int) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM badcase_internal.withdrawal w WHERE w.program_id = has_unsettled.program AND w.unsettled);
  END;
COMMENT ON FUNCTION badcase_internal.has_unsettled(int) IS 'whether withdrawals left something to the next triage';

-- Triage may have joined the clusters since, or found another to be a duplicate.
CREATE FUNCTION badcase_internal.settle_withdrawals(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    w bigint;
    ids bigint[];
  BEGIN
    FOR w IN
      UPDATE badcase_internal.withdrawal k SET unsettled = false
      WHERE k.program_id = settle_withdrawals.program AND k.unsettled RETURNING k.withdrawal_id
    LOOP
      ids := ids || ARRAY(SELECT s.submission_id FROM badcase_internal.submission s WHERE s.withdrawal_id = w);
    END LOOP;
    ids := ARRAY(SELECT i FROM unnest(ids) i ORDER BY i);
    PERFORM badcase_internal.free_withdrawn(ids);
    PERFORM badcase_internal.divide_clusters(ids);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.settle_withdrawals(int) IS 'does what withdrawals left to triage: duplicates, tasks and clusters of what was withdrawn';

CREATE FUNCTION badcase.withdraw(submission bigint DEFAULT NULL, upload bigint DEFAULT NULL, contributor bigint DEFAULT NULL,
    reason text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor;
    w bigint;
    n bigint;
  BEGIN
    IF num_nonnulls(submission, upload, contributor) <> 1 THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a withdrawal is of one submission, or one upload, or one contributor',
        HINT = 'Name one of them: badcase.withdraw(submission => 17).';
    END IF;
    c := badcase_internal.require_self_or_curator(coalesce(contributor,
      (SELECT u.contributor_id FROM badcase_internal.upload u WHERE u.upload_id = withdraw.upload),
      (SELECT s.contributor_id FROM badcase_internal.submission s WHERE s.submission_id = withdraw.submission)));
    PERFORM badcase_internal.lock_contributor(c.contributor_id);
    w := badcase_internal.note_withdrawal('withdraw', c, upload, submission, reason);
    -- each may be in a cluster that is computed anew; nobody is kept waiting for many of these
    IF cardinality(badcase_internal.submissions_to_withdraw(w)) > 10 OR NOT badcase_internal.is_elsewhere() AND NOT badcase_internal.try_work(c.program_id, 'triage') THEN
      n := badcase_internal.withdraw_beside(w);
    END IF;
    IF n IS NULL THEN
      n := badcase_internal.withdraw_all(w);
    END IF;
    RETURN n;
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
    UPDATE badcase_internal.review v SET note = NULL, note_to_contributor = NULL
    WHERE v.submission_id = ANY (ids) AND num_nonnulls(v.note, v.note_to_contributor) > 0;
    UPDATE badcase_internal.action a SET reason = NULL WHERE a.submission_id = ANY (ids) AND a.reason IS NOT NULL;
    UPDATE badcase_internal.ruling g SET reason = NULL WHERE g.submission_id = ANY (ids);
    UPDATE badcase_internal.event e SET digest = NULL WHERE e.submission_id = ANY (ids);
    UPDATE badcase_internal.outcome o SET output = NULL, rouge_l = NULL, bleu4 = NULL, note = NULL WHERE o.submission_id = ANY (ids);
    UPDATE badcase_internal.release_item i SET digest = NULL WHERE i.submission_id = ANY (ids);
    DELETE FROM badcase_internal.finding f WHERE f.submission_id = ANY (ids);
    DELETE FROM badcase_internal.relation r WHERE r.submission_id = ANY (ids);
    DELETE FROM badcase_internal.relation r WHERE r.other_id = ANY (ids);
    DELETE FROM badcase_internal.gold g WHERE g.submission_id = ANY (ids);
    DELETE FROM badcase_internal.suggestion g WHERE g.submission_id = ANY (ids);
    UPDATE badcase_internal.look l SET note = NULL WHERE l.submission_id = ANY (ids) AND l.note IS NOT NULL;
    DELETE FROM badcase_internal.task_suggestion t WHERE t.program_id IN (
      SELECT s.program_id FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids));
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
    -- a refused line with a model's answer may name a case by its prompt, and what was taken for clusters be a pool, anybody's; an agent may quote a record
    UPDATE badcase_internal.refused_line r SET path = NULL, line = NULL, line_digest = NULL
    FROM badcase_internal.upload u WHERE u.upload_id = r.upload_id AND u.program_id = c.program_id AND u.kind IN ('outputs', 'clusters', 'suggestions');
    UPDATE badcase_internal.upload u SET file_name = NULL, sha256 = NULL,
      opened_by = CASE WHEN u.opened_by = own_name THEN 'erased' ELSE u.opened_by END
    WHERE u.contributor_id = me;
    DELETE FROM badcase_internal.contributor_contact k WHERE k.contributor_id = me;
    DELETE FROM badcase_internal.door_token t WHERE t.contributor_id = me;
    DELETE FROM badcase_internal.access_offer o WHERE o.contributor_id = me;
    UPDATE badcase_internal.withdrawal w SET reason = NULL WHERE w.contributor_id = me AND w.kind <> 'erase';
    UPDATE badcase_internal.contributor k SET external_id = NULL, display_name = NULL, github = NULL, role = NULL WHERE k.contributor_id = me;
    IF c.role IS NOT NULL THEN
      -- taking back one's own moves the duplicates of others, too
      UPDATE badcase_internal.event e SET actor = 'erased'
      WHERE e.actor = own_name AND (e.submission_id = ANY (ids) OR e.from_state = 'duplicate');
      UPDATE badcase_internal.action a SET made_by = 'erased' WHERE a.submission_id = ANY (ids) AND a.made_by = own_name;
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
    PERFORM badcase_internal.wait_for_exports(c.program_id);
    -- before the releases' rows, as publish_release takes them
    PERFORM FROM badcase_internal.consent k WHERE k.contributor_id = c.contributor_id ORDER BY k.consent_id FOR NO KEY UPDATE;
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
CREATE FUNCTION badcase.purge(program int DEFAULT NULL) RETURNS bigint
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
    rejected bigint[] := '{}'::bigint[];
    n bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    PERFORM badcase_internal.require_read_committed();
    old := (SELECT now() - p.retention FROM badcase_internal.program p WHERE p.program_id = purge.program);
    IF old IS NULL THEN
      RETURN 0;
    END IF;
    c.program_id := program;
    w := badcase_internal.start_withdrawal('purge', c, NULL, NULL, NULL);
    FOR s IN
      SELECT t.submission_id, t.state FROM badcase_internal.submission t
      WHERE t.program_id = purge.program AND t.state IN ('withdrawn', 'rejected') AND t.updated_at < old AND t.record IS NOT NULL
        AND (t.state = 'withdrawn' OR NOT EXISTS (
          SELECT FROM badcase_internal.release_item i WHERE i.submission_id = t.submission_id))
      ORDER BY t.submission_id FOR NO KEY UPDATE
    LOOP
      IF s.state = 'rejected' THEN
        rejected := rejected || s.submission_id;
      END IF;
      ids := ids || s.submission_id;
    END LOOP;
    PERFORM badcase_internal.move_withdrawn(rejected, w);
    PERFORM badcase_internal.free_withdrawn(rejected);
    PERFORM badcase_internal.divide_clusters(ids);
    PERFORM badcase_internal.wait_for_exports(program);
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
  SELECT (x.r).* FROM (SELECT badcase_internal.withdrawal_impact() AS r) x;
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
    WITH counted AS MATERIALIZED (
      -- by contributor and each of four things, in one pass
      SELECT s.contributor_id, s.state, s.task_id, s.model_version, to_char(s.received_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month,
        GROUPING(s.state, s.task_id, s.model_version) AS but, count(*) AS n
      FROM badcase_internal.submission s
      WHERE s.program_id = public_cells.program AND s.state <> 'withdrawn'
      GROUP BY s.contributor_id, GROUPING SETS ((s.state), (s.task_id), (s.model_version), (to_char(s.received_at AT TIME ZONE 'UTC', 'YYYY-MM')))
    ), value AS MATERIALIZED (
      SELECT c.contributor_id, v.what, v.label, sum(c.n)::bigint AS n
      FROM counted c
      LEFT JOIN badcase_internal.task t ON t.task_id = c.task_id AND t.set_by IS NOT NULL
      LEFT JOIN badcase_internal.model_version m ON m.program_id = public_cells.program AND m.name = c.model_version
      CROSS JOIN LATERAL (VALUES
        (3, 'state', c.state),
        (5, 'task', t.name),
        (6, 'model_version', m.name),
        (7, 'month', c.month)) v(but, what, label)
      WHERE v.but = c.but
      GROUP BY c.contributor_id, v.what, v.label
    ), cell AS (
      SELECT v.what, v.label, sum(v.n)::bigint AS n, count(*) AS people
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
CREATE FUNCTION badcase.public_statistics(program int DEFAULT NULL, k int DEFAULT 5) RETURNS TABLE (what text, bucket text, n bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    people bigint;
    everything bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'exporter', 'curator');
    IF k IS NULL OR k < 2 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a public number stands for at least two contributors';
    END IF;
    SELECT count(*), sum(c.n) INTO people, everything
    FROM (
      SELECT count(*) AS n FROM badcase_internal.submission s
      WHERE s.program_id = public_statistics.program AND s.state <> 'withdrawn' GROUP BY s.contributor_id) c;
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
          SELECT q.kind, coalesce(sum(c.n) FILTER (WHERE q.kind = ANY (c.failure_kinds)), 0)::bigint AS n,
            count(DISTINCT c.contributor_id) FILTER (WHERE q.kind = ANY (c.failure_kinds)) AS with_it,
            count(DISTINCT c.contributor_id) FILTER (WHERE NOT q.kind = ANY (c.failure_kinds)) AS without_it
          FROM (
            SELECT s.contributor_id, s.failure_kinds, count(*) AS n FROM badcase_internal.submission s
            WHERE s.program_id = public_statistics.program AND s.state <> 'withdrawn'
            GROUP BY s.contributor_id, s.failure_kinds) c
          CROSS JOIN unnest(badcase_internal.failure_kinds()) q(kind)
          GROUP BY q.kind) f
        WHERE f.with_it >= k AND (f.without_it >= k OR f.without_it = 0)
      ) x(what, bucket, n)
      ORDER BY x.what COLLATE "C", x.bucket COLLATE "C" NULLS LAST;
  END
  $$;
COMMENT ON FUNCTION badcase.public_statistics(int, int) IS
  'exporter, curator: numbers that may be made public: each of them, and each difference of them, stands for at least k contributors';
-- Kept counts. A program's submissions are divided into buckets by their cluster, so that what is counted once for a cluster
-- can be added up; its reviews by their submission. Who writes what is counted marks the bucket: a row of its own, so that
-- nobody waits for anybody. A bucket without a mark is as badcase_internal.tally has it; one with a mark is counted when it
-- is read. Maintain counts what is marked anew and removes the marks; so does triage, where there are many.
--
-- That is the same as counting all: a mark is committed with its change, so whoever sees the one sees the other. The marks
-- are removed by an earlier statement than that which counts; what is committed between has its own mark, which stays.

CREATE FUNCTION badcase_internal.bucket_of(id bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN id >> 12;
COMMENT ON FUNCTION badcase_internal.bucket_of(bigint) IS 'the bucket of a cluster, or of a submission''s reviews';

CREATE FUNCTION badcase_internal.bucket_start(bucket bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN bucket << 12;
COMMENT ON FUNCTION badcase_internal.bucket_start(bigint) IS 'the least number that is in a bucket';

-- By the bucket, for the planner would go through the index of clusters: where statistics are of a time when all were
-- received, it takes that one for empty.
CREATE FUNCTION badcase_internal.mark_submissions(ids bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  AS $$
  BEGIN
    INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
    SELECT DISTINCT s.program_id, 'cluster', badcase_internal.bucket_of(s.cluster_id)
    FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) AND badcase_internal.bucket_of(s.cluster_id) IS NOT NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_submissions(bigint[]) IS
  'marks the buckets that submissions are counted in; called after their change, and before one of the cluster';

CREATE FUNCTION badcase_internal.mark_clusters(program int, clusters bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
    SELECT DISTINCT mark_clusters.program, 'cluster', badcase_internal.bucket_of(c) FROM unnest(clusters) c WHERE c IS NOT NULL AND mark_clusters.program IS NOT NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_clusters(int, bigint[]) IS 'marks the buckets of clusters';

CREATE FUNCTION badcase_internal.mark_task(task bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
    SELECT DISTINCT s.program_id, 'cluster', badcase_internal.bucket_of(s.cluster_id)
    FROM badcase_internal.submission s WHERE s.task_id = mark_task.task AND badcase_internal.bucket_of(s.cluster_id) IS NOT NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_task(bigint) IS 'marks the buckets in which a task is counted';

CREATE FUNCTION badcase_internal.mark_round(program int, round bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    INSERT INTO badcase_internal.tally_mark (program_id, part, bucket) VALUES (program, 'round', round);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_round(int, bigint) IS 'marks a round, something was decided in it';

CREATE FUNCTION badcase_internal.mark_review(program int, submission bigint, round bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
    VALUES (program, 'review', badcase_internal.bucket_of(submission)), (program, 'round', round);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_review(int, bigint, bigint) IS 'marks the buckets that a review is counted in';

CREATE FUNCTION badcase_internal.mark_reviewed(ids bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  AS $$
  BEGIN
    INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
    SELECT DISTINCT s.program_id, 'review', badcase_internal.bucket_of(s.submission_id)
    FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) AND s.review_pass > 0;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_reviewed(bigint[]) IS 'marks the buckets that the reviews of submissions are counted in, if they can have any: they were decided, or are no more';

CREATE FUNCTION badcase_internal.tallies() RETURNS TABLE (what text, part text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES ('task', 'cluster'), ('first', 'cluster'), ('kind', 'cluster'), ('state', 'cluster'), ('credit', 'cluster'),
      ('pair', 'review'), ('reviewer', 'review'), ('verdict', 'review'), ('round', 'round');
  END;
COMMENT ON FUNCTION badcase_internal.tallies() IS 'what is counted, and in which buckets';

-- The rows of one thing come in several buckets: who reads adds them up.
CREATE FUNCTION badcase_internal.tallied(program int, what text)
  RETURNS TABLE (a bigint, b bigint, n bigint[], first_at timestamptz, last_at timestamptz)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    marked CONSTANT bigint[] := ARRAY(
      SELECT DISTINCT m.bucket FROM badcase_internal.tally_mark m
      WHERE m.program_id = tallied.program AND m.part = (SELECT t.part FROM badcase_internal.tallies() t WHERE t.what = tallied.what));
  BEGIN
    RETURN QUERY
      SELECT coalesce(t.role_a::oid::bigint, t.a), coalesce(t.role_b::oid::bigint, t.b), t.n, t.first_at, t.last_at FROM badcase_internal.tally t
      WHERE t.program_id = tallied.program AND t.what = tallied.what AND t.bucket NOT IN (SELECT unnest(marked));
    IF marked <> '{}' THEN
      RETURN QUERY
        SELECT t.a, t.b, t.n, t.first_at, t.last_at FROM badcase_internal.tally_of(tallied.program, tallied.what, marked) t;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.tallied(int, text) IS
  'the counts of a program as they are now: those that are kept, and of the buckets that are marked those of this moment';

CREATE FUNCTION badcase_internal.has_many_marks(program int) RETURNS bool
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
    SELECT count(*) = 1000 FROM (
      SELECT FROM badcase_internal.tally_mark m WHERE m.program_id = has_many_marks.program LIMIT 1000) x
  $$;
COMMENT ON FUNCTION badcase_internal.has_many_marks(int) IS 'whether 1000 marks or more have gathered in a program';

-- Two who count at once would each write the same buckets; a snapshot that is older than another's count would, too.
CREATE FUNCTION badcase_internal.keep_tallies(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
  #variable_conflict use_column
  DECLARE
    t record;
    buckets bigint[];
  BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted')
      OR NOT EXISTS (SELECT FROM badcase_internal.tally_mark m WHERE m.program_id = keep_tallies.program)
      OR NOT badcase_internal.try_work(program, 'tally') THEN
      RETURN;
    END IF;
    FOR t IN SELECT k.part, array_agg(k.what) AS whats FROM badcase_internal.tallies() k GROUP BY k.part ORDER BY k.part LOOP
      WITH gone AS (
        DELETE FROM badcase_internal.tally_mark m WHERE m.program_id = keep_tallies.program AND m.part = t.part RETURNING m.bucket)
      SELECT array_agg(DISTINCT g.bucket) INTO buckets FROM gone g;
      DELETE FROM badcase_internal.tally k WHERE k.program_id = keep_tallies.program AND k.what = ANY (t.whats) AND k.bucket = ANY (buckets);
      INSERT INTO badcase_internal.tally (program_id, what, bucket, a, b, n, first_at, last_at, role_a, role_b)
      SELECT keep_tallies.program, w, x.bucket, x.a, x.b, x.n, x.first_at, x.last_at,
        CASE WHEN w IN ('pair', 'reviewer') THEN x.a::oid::regrole END, CASE WHEN w = 'pair' THEN x.b::oid::regrole END
      FROM unnest(t.whats) w CROSS JOIN LATERAL badcase_internal.tally_of(program, w, buckets) x
      WHERE buckets IS NOT NULL;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.keep_tallies(int) IS
  'counts the marked buckets of a program and keeps the counts; leaves it to another session that is at it';
-- What is counted, of some buckets each.

-- What is received or withdrawn is in no bucket: of what is received the readers count all, it is what triage has not seen.
-- OFFSET 0 here and below: each bucket is read from the index of clusters, or of reviews. A planner that saw the conditions
-- of the callers, of whose states it has no statistics, would read all of the table for them.
CREATE FUNCTION badcase_internal.in_buckets(program int, buckets bigint[])
  RETURNS TABLE (bucket bigint, cluster_id bigint, state text, task_id bigint, failure_kinds text[], decided_round bigint, asks int, breaks int)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT k.bucket, s.cluster_id, s.state, s.task_id, s.failure_kinds, s.decided_round, s.asks, s.breaks
    FROM unnest(buckets) k(bucket)
    CROSS JOIN LATERAL (
      SELECT t.cluster_id, t.state, t.task_id, t.failure_kinds, t.decided_round, t.asks, t.breaks FROM badcase_internal.submission t
      WHERE t.cluster_id >= badcase_internal.bucket_start(k.bucket) AND t.cluster_id < badcase_internal.bucket_start(k.bucket + 1)
        AND t.program_id = in_buckets.program AND t.state NOT IN ('received', 'withdrawn')
      OFFSET 0) s;
  END;
COMMENT ON FUNCTION badcase_internal.in_buckets(int, bigint[]) IS 'the submissions of a program that are counted in buckets';

-- A task that no curator has taken is shown to curators alone: for the others it is none. So it is counted twice, once as -1
-- together with all that has no task, for a cluster may be in several such tasks.
CREATE FUNCTION badcase_internal.counted_tasks(task bigint) RETURNS bigint[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE WHEN EXISTS (SELECT FROM badcase_internal.task t WHERE t.task_id = counted_tasks.task AND t.set_by IS NOT NULL) THEN ARRAY[task]
      ELSE ARRAY[coalesce(task, 0), -1] END;
  END;
COMMENT ON FUNCTION badcase_internal.counted_tasks(bigint) IS 'the tasks that a submission of a task is counted in';

CREATE FUNCTION badcase_internal.tally_tasks(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, a bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
    WITH counted AS MATERIALIZED (
      SELECT t.id, badcase_internal.counted_tasks(t.id) AS tasks
      FROM (SELECT k.task_id AS id FROM badcase_internal.task k WHERE k.program_id = tally_tasks.program UNION ALL SELECT NULL) t
    )
    SELECT k.bucket, k.task, ARRAY[sum(k.n), count(*), count(*) FILTER (WHERE k.accepted > 0), sum(k.accepted), sum(k.asking), sum(k.kept),
      count(*) FILTER (WHERE k.open AND k.accepted = 0)]::bigint[]
    FROM (
      SELECT s.bucket, t.task, s.cluster_id, count(*) AS n, count(*) FILTER (WHERE s.state = 'accepted') AS accepted, count(*) FILTER (WHERE s.asks > 0) AS asking,
        count(*) FILTER (WHERE s.asks > 0 AND s.breaks = 0) AS kept, bool_or(s.state IN ('held', 'pending', 'needs_changes', 'disputed')) AS open
      FROM badcase_internal.in_buckets(program, buckets) s
      LEFT JOIN counted c ON c.id = s.task_id
      CROSS JOIN LATERAL unnest(coalesce(c.tasks, '{0,-1}'::bigint[])) t(task)
      GROUP BY s.bucket, t.task, s.cluster_id) k
    GROUP BY k.bucket, k.task
  $$;
COMMENT ON FUNCTION badcase_internal.tally_tasks(int, bigint[]) IS
  'by task (0: none, -1: none that a curator has taken): submissions, clusters, those with an accepted one, accepted submissions, those that ask for what can be checked, those that keep it, clusters that are open and have no accepted one';

CREATE FUNCTION badcase_internal.tally_firsts(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, a bigint, b bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
    SELECT k.bucket, k.task, k.round, ARRAY[count(*)]
    FROM (
      SELECT s.bucket, coalesce(s.task_id, 0) AS task, min(s.decided_round) AS round
      FROM badcase_internal.in_buckets(program, buckets) s WHERE s.state = 'accepted' GROUP BY s.bucket, coalesce(s.task_id, 0), s.cluster_id) k
    WHERE k.round IS NOT NULL
    GROUP BY k.bucket, k.task, k.round
  $$;
COMMENT ON FUNCTION badcase_internal.tally_firsts(int, bigint[]) IS 'by task and round: the clusters of which the round accepted the first';

CREATE FUNCTION badcase_internal.tally_kinds(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, a bigint, b bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
    WITH counted AS MATERIALIZED (
      SELECT t.id, badcase_internal.counted_tasks(t.id) AS tasks
      FROM (SELECT k.task_id AS id FROM badcase_internal.task k WHERE k.program_id = tally_kinds.program UNION ALL SELECT NULL) t
    ), cell AS MATERIALIZED (
      SELECT s.bucket, coalesce(s.decided_round, 0) AS round, t.task, k.kind, count(*) AS n,
        count(DISTINCT s.cluster_id) FILTER (WHERE s.state = 'accepted') AS accepted
      FROM badcase_internal.in_buckets(program, buckets) s
      LEFT JOIN counted c ON c.id = s.task_id
      CROSS JOIN LATERAL unnest(coalesce(c.tasks, '{0,-1}'::bigint[])) t(task)
      CROSS JOIN LATERAL unnest(s.failure_kinds) k(kind)
      GROUP BY s.bucket, coalesce(s.decided_round, 0), t.task, k.kind
    )
    SELECT g.bucket, g.round, g.task, array_agg(coalesce(c.n, 0) ORDER BY k.place) || array_agg(coalesce(c.accepted, 0) ORDER BY k.place)
    FROM (SELECT DISTINCT x.bucket, x.round, x.task FROM cell x) g
    CROSS JOIN unnest(badcase_internal.failure_kinds()) WITH ORDINALITY k(kind, place)
    LEFT JOIN cell c ON c.bucket = g.bucket AND c.round = g.round AND c.task = g.task AND c.kind = k.kind
    GROUP BY g.bucket, g.round, g.task
  $$;
COMMENT ON FUNCTION badcase_internal.tally_kinds(int, bigint[]) IS
  'by round (0: not decided) and task: of each kind of failure the submissions, then of each the clusters with an accepted one';

CREATE FUNCTION badcase_internal.tally_states(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, a bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
    SELECT s.bucket, array_position(badcase_internal.states(), s.state), ARRAY[count(*), count(*) FILTER (WHERE s.task_id IS NULL), count(s.asks),
      count(*) FILTER (WHERE s.asks > 0), count(*) FILTER (WHERE s.asks > 0 AND s.breaks = 0)]
    FROM badcase_internal.in_buckets(program, buckets) s GROUP BY s.bucket, s.state
  $$;
COMMENT ON FUNCTION badcase_internal.tally_states(int, bigint[]) IS 'by the place of the state: submissions, those without a task, those of which it is known what they ask for, those that ask for something, those that keep it';

-- What is withdrawn is not counted.
CREATE FUNCTION badcase_internal.state_counts(program int) RETURNS TABLE (state text, n bigint, untasked bigint, known bigint, asking bigint, kept bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT (badcase_internal.states())[t.a], sum(t.n[1])::bigint, sum(t.n[2])::bigint, sum(t.n[3])::bigint,
      sum(t.n[4])::bigint, sum(t.n[5])::bigint
    FROM badcase_internal.tallied(state_counts.program, 'state') t GROUP BY t.a
    UNION ALL
    SELECT 'received', count(*), count(*) FILTER (WHERE s.task_id IS NULL), count(s.asks), count(*) FILTER (WHERE s.asks > 0),
      count(*) FILTER (WHERE s.asks > 0 AND s.breaks = 0)
    FROM badcase_internal.submission s
    WHERE s.program_id = state_counts.program AND s.state = 'received'
      AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')
    HAVING count(*) > 0
  $$;
COMMENT ON FUNCTION badcase_internal.state_counts(int) IS 'how many submissions of a program are in each state, but withdrawn ones; of them, how many have no task, of how many it is known what they ask for, how many ask for something and how many keep it';

-- The one definition of who represents a cluster: its first submission that is neither a duplicate nor rejected nor
-- withdrawn. When that one goes, the next has its place without any update. A cluster counts as accepted from the time
-- at which the first of its members was accepted, in the first round that accepted one.
-- A bucket is a range of clusters, read from an index that has all that is wanted, in the order of the clusters.
CREATE FUNCTION badcase_internal.representatives(program int, buckets bigint[])
  RETURNS TABLE (cluster_id bigint, representative bigint, contributor_id bigint, accepted_at timestamptz, accepted_round bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashagg = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT k.cluster_id, k.first[1], k.first[2], k.accepted_at, k.accepted_round
    FROM unnest(buckets) p(bucket)
    CROSS JOIN LATERAL (
      SELECT s.cluster_id, min(ARRAY[s.submission_id, s.contributor_id]) AS first, min(s.decided_at) FILTER (WHERE s.state = 'accepted') AS accepted_at,
        min(s.decided_round) FILTER (WHERE s.state = 'accepted') AS accepted_round
      FROM badcase_internal.submission s
      WHERE s.program_id = representatives.program AND s.cluster_id >= badcase_internal.bucket_start(p.bucket) AND s.cluster_id < badcase_internal.bucket_start(p.bucket + 1)
        AND s.cluster_id IS NOT NULL AND s.state NOT IN ('duplicate', 'rejected', 'withdrawn')
      GROUP BY s.cluster_id) k
  $$;
COMMENT ON FUNCTION badcase_internal.representatives(int, bigint[]) IS
  'the clusters of buckets of a program with the submission that represents each and whose that is, and when and in which round one of it was accepted first';

CREATE FUNCTION badcase_internal.tally_credits(program int, buckets bigint[])
  RETURNS TABLE (bucket bigint, a bigint, b bigint, n bigint[], first_at timestamptz, last_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
    SELECT badcase_internal.bucket_of(k.cluster_id), k.contributor_id, k.accepted_round, ARRAY[count(*)], min(k.accepted_at), max(k.accepted_at)
    FROM badcase_internal.representatives(program, buckets) k
    WHERE k.accepted_at IS NOT NULL AND NOT EXISTS (
      SELECT FROM badcase_internal.finding f
      WHERE f.submission_id = k.representative AND f.cleared IS NOT TRUE AND f.rule LIKE 'contamination:%'
        AND f.revision = (SELECT s.revision FROM badcase_internal.submission s WHERE s.submission_id = f.submission_id))
    GROUP BY badcase_internal.bucket_of(k.cluster_id), k.contributor_id, k.accepted_round
  $$;
COMMENT ON FUNCTION badcase_internal.tally_credits(int, bigint[]) IS
  'by contributor and round: the accepted clusters that are theirs, the first and the last time; without those whose representative holds a part of a benchmark';

CREATE FUNCTION badcase_internal.reviews_in_buckets(program int, buckets bigint[])
  RETURNS TABLE (bucket bigint, submission_id bigint, review_pass int, reviewer regrole, verdict text)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT k.bucket, v.submission_id, v.review_pass, v.reviewer, v.verdict
    FROM unnest(buckets) k(bucket)
    CROSS JOIN LATERAL (
      SELECT w.submission_id, w.review_pass, w.reviewer, w.verdict, w.round_id FROM badcase_internal.review w
      WHERE w.submission_id >= badcase_internal.bucket_start(k.bucket) AND w.submission_id < badcase_internal.bucket_start(k.bucket + 1)
      OFFSET 0) v
    JOIN badcase_internal.round o ON o.round_id = v.round_id AND o.program_id = reviews_in_buckets.program;
  END;
COMMENT ON FUNCTION badcase_internal.reviews_in_buckets(int, bigint[]) IS 'the reviews of a program that are counted in buckets';

-- Of two reviewers the one with the lesser number comes first: a name can change.
CREATE FUNCTION badcase_internal.tally_pairs(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, a bigint, b bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  AS $$
    SELECT x.bucket, x.reviewer::oid::bigint, y.reviewer::oid::bigint, ARRAY[count(*), count(*) FILTER (WHERE x.verdict = y.verdict),
      count(*) FILTER (WHERE x.verdict = 'accepted'), count(*) FILTER (WHERE x.verdict = 'rejected'), count(*) FILTER (WHERE x.verdict = 'needs_changes'),
      count(*) FILTER (WHERE y.verdict = 'accepted'), count(*) FILTER (WHERE y.verdict = 'rejected'), count(*) FILTER (WHERE y.verdict = 'needs_changes')]
    FROM badcase_internal.reviews_in_buckets(program, buckets) x
    JOIN badcase_internal.review y ON y.submission_id = x.submission_id AND y.review_pass = x.review_pass AND y.reviewer::oid > x.reviewer::oid
    GROUP BY x.bucket, x.reviewer, y.reviewer
  $$;
COMMENT ON FUNCTION badcase_internal.tally_pairs(int, bigint[]) IS
  'by two reviewers: what both reviewed in the same pass, where they agree, the verdicts accepted, rejected and needs_changes of the one, of the other';

CREATE FUNCTION badcase_internal.tally_reviewers(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, a bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
    SELECT v.bucket, v.reviewer::oid::bigint, ARRAY[count(*), count(*) FILTER (WHERE v.decided), count(*) FILTER (WHERE v.decided AND v.verdict = v.state),
      count(*) FILTER (WHERE v.disputed)]
    FROM (
      SELECT x.bucket, x.reviewer, x.verdict, s.state, x.review_pass = s.review_pass AND s.state IN ('accepted', 'rejected') AS decided,
        min(x.verdict) OVER pass <> max(x.verdict) OVER pass AS disputed
      FROM badcase_internal.reviews_in_buckets(program, buckets) x
      JOIN badcase_internal.submission s ON s.submission_id = x.submission_id
      WINDOW pass AS (PARTITION BY x.submission_id, x.review_pass)) v
    GROUP BY v.bucket, v.reviewer
  $$;
COMMENT ON FUNCTION badcase_internal.tally_reviewers(int, bigint[]) IS
  'by reviewer: reviews, those of submissions that are decided now by the same pass, of these those with the verdict, those that another contradicts in the same pass';

CREATE FUNCTION badcase_internal.tally_verdicts(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
    SELECT p.bucket, ARRAY[sum(p.n), sum(p.n * (p.n - 1) / 2),
      sum(p.accepted * (p.accepted - 1) / 2 + p.rejected * (p.rejected - 1) / 2 + p.others * (p.others - 1) / 2), sum(p.accepted), sum(p.rejected), sum(p.others)]::bigint[]
    FROM (
      SELECT v.bucket, count(*) AS n, count(*) FILTER (WHERE v.verdict = 'accepted') AS accepted,
        count(*) FILTER (WHERE v.verdict = 'rejected') AS rejected, count(*) FILTER (WHERE v.verdict = 'needs_changes') AS others
      FROM badcase_internal.reviews_in_buckets(program, buckets) v GROUP BY v.bucket, v.submission_id, v.review_pass) p
    GROUP BY p.bucket
  $$;
COMMENT ON FUNCTION badcase_internal.tally_verdicts(int, bigint[]) IS
  'reviews, pairs of reviews of the same pass, agreeing pairs, verdicts accepted, rejected, needs_changes';

CREATE FUNCTION badcase_internal.tally_rounds(program int, rounds bigint[]) RETURNS TABLE (bucket bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
    SELECT o.round_id, ARRAY[(SELECT count(*) FROM badcase_internal.review v WHERE v.round_id = o.round_id), d.accepted, d.rejected, d.needs_changes, d.disputed]
    FROM badcase_internal.round o
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE e.to_state = 'accepted') AS accepted, count(*) FILTER (WHERE e.to_state = 'rejected') AS rejected,
        count(*) FILTER (WHERE e.to_state = 'needs_changes') AS needs_changes, count(*) FILTER (WHERE e.to_state = 'disputed') AS disputed
      FROM badcase_internal.event e WHERE e.round_id = o.round_id) d
    WHERE o.round_id = ANY (rounds) AND o.program_id = tally_rounds.program
  $$;
COMMENT ON FUNCTION badcase_internal.tally_rounds(int, bigint[]) IS
  'of rounds: reviews, and how often something was accepted, rejected, asked to be changed, disputed';

CREATE FUNCTION badcase_internal.tally_of(program int, what text, buckets bigint[])
  RETURNS TABLE (bucket bigint, a bigint, b bigint, n bigint[], first_at timestamptz, last_at timestamptz)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    none CONSTANT timestamptz := NULL;
  BEGIN
    CASE what
      WHEN 'task' THEN
        RETURN QUERY SELECT t.bucket, t.a, 0::bigint, t.n, none, none FROM badcase_internal.tally_tasks(program, buckets) t;
      WHEN 'first' THEN
        RETURN QUERY SELECT t.bucket, t.a, t.b, t.n, none, none FROM badcase_internal.tally_firsts(program, buckets) t;
      WHEN 'kind' THEN
        RETURN QUERY SELECT t.bucket, t.a, t.b, t.n, none, none FROM badcase_internal.tally_kinds(program, buckets) t;
      WHEN 'state' THEN
        RETURN QUERY SELECT t.bucket, t.a, 0::bigint, t.n, none, none FROM badcase_internal.tally_states(program, buckets) t;
      WHEN 'credit' THEN
        RETURN QUERY SELECT t.* FROM badcase_internal.tally_credits(program, buckets) t;
      WHEN 'pair' THEN
        RETURN QUERY SELECT t.bucket, t.a, t.b, t.n, none, none FROM badcase_internal.tally_pairs(program, buckets) t;
      WHEN 'reviewer' THEN
        RETURN QUERY SELECT t.bucket, t.a, 0::bigint, t.n, none, none FROM badcase_internal.tally_reviewers(program, buckets) t;
      WHEN 'verdict' THEN
        RETURN QUERY SELECT t.bucket, 0::bigint, 0::bigint, t.n, none, none FROM badcase_internal.tally_verdicts(program, buckets) t;
      WHEN 'round' THEN
        RETURN QUERY SELECT t.bucket, t.bucket, 0::bigint, t.n, none, none FROM badcase_internal.tally_rounds(program, buckets) t;
    END CASE;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.tally_of(int, text, bigint[]) IS 'the counts of buckets of a program, counted anew';
-- Exact keys of an older version brought up: triage does it before anything else, for keys of two versions are never compared.

CREATE FUNCTION badcase_internal.has_old_keys(program int) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.submission s
      WHERE s.program_id = has_old_keys.program AND s.exact_key IS NOT NULL AND s.exact_key_version < 2);
  END;
COMMENT ON FUNCTION badcase_internal.has_old_keys(int) IS 'whether a program has exact keys of an older version';

-- What an older version took for a duplicate, and the newest tells apart, is triaged again.
CREATE FUNCTION badcase_internal.free_unequal_duplicates(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    apart bigint;
  BEGIN
    FOR apart IN
      SELECT s.submission_id FROM badcase_internal.submission s
      JOIN badcase_internal.submission o ON o.submission_id = s.duplicate_of
      WHERE s.program_id = free_unequal_duplicates.program AND s.state = 'duplicate' AND s.exact_key <> o.exact_key
      ORDER BY s.submission_id
    LOOP
      PERFORM badcase_internal.change_state(apart, 'received');
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.free_unequal_duplicates(int) IS 'sends duplicates back to triage whose exact key is not that of the original any more';

CREATE FUNCTION badcase_internal.renew_keys(program int, batch int) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    ids CONSTANT bigint[] := ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.program_id = renew_keys.program AND s.exact_key IS NOT NULL AND s.exact_key_version < 2
      ORDER BY s.submission_id LIMIT batch);
  BEGIN
    UPDATE badcase_internal.submission s SET
      exact_key = @extschema@.exact_key(s.record),
      exact_key_version = @extschema@.badcase_exact_key_version()
    WHERE s.submission_id = ANY (ids);
    IF NOT badcase_internal.has_old_keys(program) THEN
      PERFORM badcase_internal.free_unequal_duplicates(program);
    END IF;
    RETURN cardinality(ids);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.renew_keys(int, int) IS 'brings the next exact keys of an older version up; returns how many';
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

CREATE FUNCTION badcase.set_quota(program int DEFAULT NULL, contributor bigint DEFAULT NULL, uploads bigint DEFAULT NULL, lines bigint DEFAULT NULL,
    bytes bigint DEFAULT NULL, line_bytes bigint DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
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
      WHEN 'clusters' THEN EXISTS (
        SELECT FROM badcase_internal.corpus k WHERE k.corpus_id = target AND k.program_id = program AND k.role = 'general')
      WHEN 'outputs' THEN EXISTS (
        SELECT FROM badcase_internal.model_version m WHERE m.model_id = target AND m.program_id = program)
      WHEN 'terms' THEN EXISTS (
        SELECT FROM badcase_internal.term_list l WHERE l.term_list_id = target AND l.program_id = program)
      WHEN 'suggestions' THEN EXISTS (
        SELECT FROM badcase_internal.agent a WHERE a.agent_id = target AND a.program_id = program)
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

CREATE FUNCTION badcase_internal.check_format(kind text, format text) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF format IS NULL OR format = 'badcase' THEN
      RETURN;
    END IF;
    IF kind NOT IN ('submissions', 'corpus') THEN
      RAISE invalid_parameter_value USING MESSAGE = format('lines of an upload of kind %s have a format of their own', kind);
    END IF;
    IF format <> 'auto' AND NOT EXISTS (
        SELECT FROM @extschema@.badcase_formats() f LEFT JOIN @extschema@.badcase_format_aliases() a ON a.name = f.name
        WHERE f.imports AND check_format.format IN (f.name, a.alias)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such format of lines',
        HINT = 'Formats are auto, which takes each line by its keys, and those of SELECT name FROM badcase_formats() WHERE imports.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_format(text, text) IS 'raises where an upload of that kind cannot have lines of that format';

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

CREATE FUNCTION badcase_internal.start_upload(program int, c badcase_internal.contributor, file_name text, kind text, target bigint, format text) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id bigint;
  BEGIN
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
    INSERT INTO badcase_internal.upload (program_id, contributor_id, kind, target, file_name, opened_by, format)
    VALUES (program, c.contributor_id, start_upload.kind, start_upload.target, start_upload.file_name, badcase_internal.person_name(),
      nullif(start_upload.format, 'badcase'))
    RETURNING upload_id INTO new_id;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.start_upload(int, badcase_internal.contributor, text, text, bigint, text) IS
  'opens an upload in a transaction that has none; returns its number';

CREATE FUNCTION badcase.open_upload(program int DEFAULT NULL, contributor bigint DEFAULT NULL, file_name text DEFAULT NULL,
    kind text DEFAULT 'submissions', target bigint DEFAULT NULL, format text DEFAULT 'badcase') RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor;
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
    PERFORM badcase_internal.check_format(kind, format);
    RETURN badcase_internal.start_upload(program, c, file_name, kind, target, format);
  END
  $$;
COMMENT ON FUNCTION badcase.open_upload(int, bigint, text, text, bigint, text) IS
  'contributor, curator: opens the upload that this transaction fills and processes; returns its number; program null: the only one that the person has; format: that of the lines, auto for each by its keys';

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
        SELECT i.line_no, @extschema@.badcase_try(i.line, coalesce(u.format, 'badcase')) AS record
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
        (program_id, contributor_id, upload_id, line_no, record, digest, exact_key, exact_key_version)
      SELECT u.program_id, u.contributor_id, u.upload_id, f.line_no, f.record, f.digest,
        @extschema@.exact_key(f.record), @extschema@.badcase_exact_key_version()
      FROM fresh f ORDER BY f.line_no
      RETURNING submission_id, digest
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
      FROM bad b CROSS JOIN LATERAL @extschema@.badcase_check(b.line, coalesce(u.format, 'badcase')) c
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
CREATE FUNCTION badcase_internal.take_in(u badcase_internal.upload)
  RETURNS TABLE (upload_id bigint, lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT xid8 := pg_current_xact_id();
    sums record;
  BEGIN
    IF u.processed_at IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('upload %s has been processed already', u.upload_id);
    END IF;
    IF EXISTS (SELECT FROM badcase.intake i WHERE i.xact = me AND (i.line_no IS NULL OR i.line_no < 1 OR i.line IS NULL)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a line of the upload has no bytes, or no number from 1 on';
    END IF;
    PERFORM badcase_internal.check_lines(u);

    IF u.kind = 'terms' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_terms(u) t;
    ELSIF u.kind = 'corpus' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_corpus(u) t;
    ELSIF u.kind = 'clusters' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_clusters(u) t;
    ELSIF u.kind = 'outputs' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_outputs(u) t;
    ELSIF u.kind = 'suggestions' THEN
      SELECT t.* INTO sums FROM badcase_internal.store_suggestions(u) t;
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
    IF u.kind = 'submissions' THEN
      PERFORM badcase_internal.note_passed_lines(u);
      PERFORM badcase_internal.notify(u.program_id, CASE WHEN sums.stored > 0 THEN 'upload'::text END);
    END IF;
    DELETE FROM badcase.intake i WHERE i.xact = me;
    RETURN QUERY
      SELECT o.upload_id, o.lines, o.stored, o.repeated, o.refused, o.blank
      FROM badcase_internal.upload o WHERE o.upload_id = u.upload_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.take_in(badcase_internal.upload) IS
  'judges the lines of an upload that this transaction opened, stores or refuses each, returns the sums';

CREATE FUNCTION badcase.process_upload(upload bigint DEFAULT NULL)
  RETURNS TABLE (upload_id bigint, lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    u CONSTANT badcase_internal.upload := badcase_internal.current_upload();
  BEGIN
    IF u.upload_id IS NULL OR u.upload_id <> upload THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = 'this transaction has not opened that upload',
        HINT = 'An upload is one transaction: BEGIN, badcase.open_upload, \copy badcase.intake, badcase.process_upload, COMMIT.';
    END IF;
    PERFORM badcase_internal.require_sender(u);
    RETURN QUERY SELECT t.* FROM badcase_internal.take_in(u) t;
  END
  $$;
COMMENT ON FUNCTION badcase.process_upload(bigint) IS
  'contributor, curator: judges the lines of the upload that this transaction opened, stores or refuses each, returns the sums';

CREATE FUNCTION badcase_internal.what_to_do(code text, lang text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT coalesce(badcase_internal.told('hint_' || code, lang), @extschema@.badcase_hint(code));
  END;
COMMENT ON FUNCTION badcase_internal.what_to_do(text, text) IS 'what to do about a refused line''s code or a submission''s state, in a language';

-- A line may be a row of a format that was not named; a format has words of its own for some faults.
CREATE FUNCTION badcase_internal.what_to_do(r badcase_internal.refused_line, lang text) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(
      CASE WHEN u.kind IN ('submissions', 'corpus') AND r.code IN ('missing_prompt', 'missing_response') AND r.line IS NOT NULL THEN (
        SELECT badcase_internal.told('hint_other_format', what_to_do.lang, f.name)
        FROM @extschema@.badcase_object(r.line) o CROSS JOIN LATERAL (SELECT @extschema@.badcase_format(o.object) AS name) f
        WHERE f.name <> coalesce(u.format, 'badcase') AND @extschema@.badcase_try(r.line, f.name) IS NOT NULL) END,
      CASE WHEN u.format IS NOT NULL AND r.line IS NOT NULL THEN (
        SELECT CASE what_to_do.lang WHEN 'zh' THEN (SELECT w.zh FROM badcase_internal.told_words() w WHERE w.en = c.hint AND starts_with(w.key, 'row_')) ELSE c.hint END
        FROM @extschema@.badcase_check(r.line, u.format) c) END,
      badcase_internal.what_to_do(r.code, what_to_do.lang))
    FROM badcase_internal.upload u WHERE u.upload_id = r.upload_id
  $$;
COMMENT ON FUNCTION badcase_internal.what_to_do(badcase_internal.refused_line, text) IS 'what to do about a refused line, in a language';

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
    IF max_rows < 0 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'rows are 0 or more, or null for all';
    END IF;
    RETURN QUERY
      SELECT r.line_no, r.byte_offset, r.code, r.path, r.message, badcase_internal.what_to_do(r, 'en')
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
-- Corpora: opening and filling them; which records overlap with benchmarks, or hold a stretch of a protected work.

CREATE FUNCTION badcase.open_corpus(program int, name text, role text, licence text, source text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF name IS NULL OR name !~ '[^[:space:]]' OR length(name) > 200 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'the name of a corpus has 1 to 200 characters';
    END IF;
    IF role IS NULL OR role NOT IN ('general', 'benchmark', 'protected') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such role of a corpus',
        HINT = 'Roles are general, benchmark and protected.';
    END IF;
    IF licence IS NULL OR licence !~ '[^[:space:]]' THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a corpus has a licence';
    END IF;
    INSERT INTO badcase_internal.corpus (program_id, name, role, licence, source, opened_by)
    VALUES (program, open_corpus.name, open_corpus.role, open_corpus.licence, open_corpus.source, badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT corpus_program_id_name_key DO NOTHING
    RETURNING corpus_id INTO new_id;
    IF new_id IS NULL THEN
      RAISE duplicate_object USING
        MESSAGE = format('program %s has a corpus of that name, number %s', program, (
          SELECT k.corpus_id FROM badcase_internal.corpus k
          WHERE k.program_id = open_corpus.program AND k.name = open_corpus.name));
    END IF;
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

-- Pieces of a text that is long, each of about 40 tokens, a new one every 20: whoever has a stretch of 60 of its tokens has
-- a whole piece. The length in characters is that of the text's tokens on the average.
CREATE FUNCTION badcase_internal.pieces(value text) RETURNS SETOF text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT substr(value, p.start, z.size)
    FROM (
      SELECT length(value) AS chars, ceil(40.0 * length(value) / greatest(1, cardinality(@extschema@.badcase_features(value, 'text'::text))))::int AS size) z
    CROSS JOIN LATERAL (
      SELECT least(k, greatest(1, z.chars - z.size + 1)) AS start
      FROM generate_series(1, greatest(1, z.chars - z.size / 2), greatest(1, z.size / 2)) k
      GROUP BY 1) p
    ORDER BY p.start;
  END;
COMMENT ON FUNCTION badcase_internal.pieces(text) IS 'a text in overlapping pieces of about 40 tokens; a short one whole';

CREATE FUNCTION badcase_internal.store_corpus(u badcase_internal.upload, OUT lines bigint, OUT stored bigint, OUT good bigint, OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT xid8 := pg_current_xact_id();
    corpus_role text;
  BEGIN
    SELECT k.role INTO STRICT corpus_role FROM badcase_internal.corpus k
    WHERE k.corpus_id = u.target FOR NO KEY UPDATE;
    IF corpus_role <> 'general' THEN
      PERFORM badcase_internal.raise_rules(u.program_id);
    END IF;
    WITH line AS MATERIALIZED (
      SELECT t.line_no, t.line, t.record, t.bare,
        coalesce(@extschema@.badcase_digest(t.record), sha256(@extschema@.badcase_digest(t.bare))) AS digest
      FROM (
        SELECT i.line_no, i.line, i.record, CASE WHEN i.record IS NULL AND corpus_role <> 'general' AND u.format IS NULL THEN badcase_internal.without_response(i.line) END AS bare
        FROM (
          SELECT n.line_no, n.line, @extschema@.badcase_try(n.line, coalesce(u.format, 'badcase')) AS record
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
      SELECT k.item_id, row_number() OVER (PARTITION BY k.item_id ORDER BY p.n, t.n), t.value
      FROM item k JOIN fresh f ON f.digest = k.digest
      CROSS JOIN LATERAL badcase_internal.passages(coalesce(f.record, f.bare), f.record IS NOT NULL)
        WITH ORDINALITY p(field, turn, value, n)
      CROSS JOIN LATERAL (
        SELECT p.value, 1::bigint AS n WHERE corpus_role = 'benchmark'
        UNION ALL
        SELECT q.value, q.n FROM badcase_internal.pieces(p.value) WITH ORDINALITY q(value, n) WHERE corpus_role = 'protected') t
      WHERE corpus_role <> 'general'
    ), bad AS MATERIALIZED (
      SELECT l.line_no, l.line, @extschema@.badcase_blank(l.line) AS is_blank FROM line l WHERE l.digest IS NULL
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, b.line_no, u.program_id, c.code, c.byte_offset, c.path, c.message, b.line, sha256(b.line)
      FROM bad b CROSS JOIN LATERAL @extschema@.badcase_check(b.line, coalesce(u.format, 'badcase')) c
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
  'judges the lines of an upload of the kind corpus and puts the records into the corpus; lines of a benchmark or a protected work need no response';

-- A rejected answer is trained on, too, as what not to say: a benchmark loses nothing by that, a work does.
-- Both ways: what a text of the record contains of a passage, and what a passage contains of the text. The first is looked
-- for by similarity to all texts of the record at once: of a passage of at least 8 shingles without its ends, a share t is at
-- least 8t shingles, so the similarity is at least 8t / (n + 2 + 8 - 8t) for n features; what comes through is compared by
-- text. The plans are kept; nothing but the index of the passages fits the searches.
CREATE FUNCTION badcase_internal.find_overlap(program int, role text, corpus bigint, threshold float8, submissions bigint[], general bool)
  RETURNS TABLE (submission bigint, item bigint, name text, field text, turn int, containment float8, start int, stop int, tokens int)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    IF NOT EXISTS (SELECT FROM badcase_internal.corpus k WHERE k.program_id = program AND k.role = find_overlap.role) THEN
      RETURN;
    END IF;
    RETURN QUERY
    WITH text AS MATERIALIZED (
      SELECT s.submission_id, p.field, p.turn, p.value
      FROM (
        SELECT t.submission_id, t.record FROM badcase_internal.submission t WHERE NOT general AND t.submission_id = ANY (submissions)
        UNION ALL
        SELECT i.item_id, i.record FROM badcase_internal.corpus_item i WHERE general AND i.item_id = ANY (submissions)) s
      CROSS JOIN LATERAL (
        SELECT q.field, q.turn, q.value FROM badcase_internal.passages(s.record) q
        UNION ALL
        SELECT 'rejected', NULL, @extschema@.rejected(s.record)
        WHERE find_overlap.role = 'protected' AND cardinality(@extschema@.badcase_features(@extschema@.rejected(s.record), 'text'::text)) >= 10) p
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
        greatest(a.containment, (@extschema@.badcase_overlap(f.passage, f.value)).containment) AS containment, f.value
      FROM (SELECT * FROM contains UNION SELECT * FROM contained) f
      CROSS JOIN LATERAL @extschema@.badcase_overlap(f.value, f.passage) a
    )
    SELECT f.submission_id, f.item_id, k.name, f.field, f.turn, f.containment, f.start, f.stop,
      cardinality(@extschema@.badcase_features(substr(f.value, f.start + 1, f.stop - f.start), 'text'::text))
    FROM found f
    JOIN badcase_internal.corpus_item i ON i.item_id = f.item_id
    JOIN badcase_internal.corpus k ON k.corpus_id = i.corpus_id
    WHERE k.program_id = program AND k.role = find_overlap.role
      AND (find_overlap.corpus IS NULL OR k.corpus_id = find_overlap.corpus);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.find_overlap(int, text, bigint, float8, bigint[], bool) IS
  'where texts of these submissions, or of these items of general corpora, and of a program''s corpora of a role contain each other to the threshold, and how many tokens are in the span';

CREATE FUNCTION badcase_internal.find_contamination(program int, corpus bigint, threshold float8, submissions bigint[], general bool DEFAULT false)
  RETURNS TABLE (submission bigint, item bigint, name text, field text, turn int, containment float8, start int, stop int)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT DISTINCT ON (f.submission, f.item, f.turn, f.field)
      f.submission, f.item, f.name, f.field, f.turn, f.containment, f.start, f.stop
    FROM badcase_internal.find_overlap(find_contamination.program, 'benchmark'::text, find_contamination.corpus, find_contamination.threshold,
      find_contamination.submissions, find_contamination.general) f
    ORDER BY f.submission, f.item, f.turn, f.field, f.containment DESC, f.start, f.stop;
  END;
COMMENT ON FUNCTION badcase_internal.find_contamination(int, bigint, float8, bigint[], bool) IS
  'where texts of these submissions, or of these items of general corpora, and of a program''s benchmarks contain each other to the threshold';

CREATE FUNCTION badcase_internal.title_of(item bigint) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE WHEN jsonb_typeof(m.meta -> 'title') = 'string' THEN left(m.meta ->> 'title', 100) END
    FROM badcase_internal.corpus_item i
    CROSS JOIN LATERAL (SELECT coalesce(@extschema@.meta(i.record), i.line::jsonb) AS meta OFFSET 0) m
    WHERE i.item_id = title_of.item;
  END;
COMMENT ON FUNCTION badcase_internal.title_of(bigint) IS 'the title that a line of a corpus gives, null for none';

-- The title is what a line of the corpus says of itself; the span is from the first stretch to the last one. A text of few
-- tokens that a work has, too, is a turn of speech.
CREATE FUNCTION badcase_internal.find_protected(program int, submissions bigint[])
  RETURNS TABLE (submission bigint, item bigint, name text, title text, field text, turn int, containment float8, start int, stop int)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT f.submission, f.item, f.name, badcase_internal.title_of(f.item), f.field, f.turn, max(f.containment), min(f.start), max(f.stop)
    FROM badcase_internal.find_overlap(find_protected.program, 'protected'::text, NULL::bigint, 0.8::float8, find_protected.submissions, false) f
    WHERE f.tokens >= 20
    GROUP BY f.submission, f.item, f.name, f.field, f.turn;
  END;
COMMENT ON FUNCTION badcase_internal.find_protected(int, bigint[]) IS
  'which texts of these submissions hold a stretch of a program''s protected works, and where';

CREATE FUNCTION badcase.contamination(program int DEFAULT NULL, corpus bigint DEFAULT NULL, threshold float8 DEFAULT 0.8)
  RETURNS TABLE (submission bigint, item bigint, field text, containment float8, start int, stop int, turn int)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
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
    program := badcase_internal.the_program(program, 'curator');
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

CREATE FUNCTION badcase_internal.asks_of(record @extschema@.badcase, OUT asks int, OUT breaks int)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT count(*)::int, count(*) FILTER (WHERE NOT f.followed)::int FROM @extschema@.badcase_follows(record) f;
  END;
COMMENT ON FUNCTION badcase_internal.asks_of(@extschema@.badcase) IS
  'how many things a record''s prompt asks for that can be checked, and how many of them the response does not keep';

-- A person's name in prose is the least sure of all: below 0.6 it is told and holds nothing, unless a setting says so.
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
      SELECT r.*, EXISTS (
          SELECT FROM badcase_internal.rule_setting k
          WHERE k.program_id = screen.program AND k.rule = r.rule AND k.severity IS NOT NULL) AS is_set
      FROM badcase_internal.rules_of(program) r WHERE r.severity IS DISTINCT FROM 'off'
    ), record AS MATERIALIZED (
      SELECT s.submission_id, s.revision, s.record FROM badcase_internal.submission s
      WHERE s.submission_id = ANY (submissions) AND s.record IS NOT NULL
    ), found AS (
      SELECT s.submission_id, s.revision, r.rule, f.field, f.turn, f.path, f.start, f.stop, f.confidence,
        CASE WHEN r.kind = 'person_name' AND r.severity IN ('block', 'hold') AND NOT r.is_set AND round(f.confidence * 100) < 60
          THEN 'warn' ELSE r.severity END, f.excerpt
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
      UNION ALL
      SELECT s.submission_id, s.revision, 'protected:' || c.name, c.field, c.turn, NULL, c.start, c.stop, c.containment, 'hold',
        coalesce(c.title, 'item ' || c.item)
      FROM badcase_internal.find_protected(program, submissions) c JOIN record s ON s.submission_id = c.submission
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
    -- of what is received, by the move
    UPDATE badcase_internal.submission s SET rule_version = version,
      (asks, breaks) = (SELECT k.asks, k.breaks FROM badcase_internal.asks_of(s.record) k)
    WHERE s.submission_id = ANY (submissions) AND s.rule_version <> version AND s.state <> 'received';
    PERFORM badcase_internal.mark_submissions(submissions);
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

CREATE FUNCTION badcase_internal.seen_by_older_rules(program int) RETURNS bool
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_sort = off
  AS $$
    SELECT EXISTS (
      SELECT FROM (
        SELECT s.submission_id FROM badcase_internal.submission s
        WHERE s.program_id = seen_by_older_rules.program
          AND s.submission_id > coalesce((
            SELECT k.screened_to FROM badcase_internal.screening k
            WHERE k.program_id = seen_by_older_rules.program AND k.code_version = @extschema@.badcase_rule_version()), 0)
          AND s.rule_version < coalesce((
            SELECT k.rule_version FROM badcase_internal.screening k
            WHERE k.program_id = seen_by_older_rules.program AND k.code_version = @extschema@.badcase_rule_version()), 2147483647)
          AND s.state NOT IN ('received', 'withdrawn')
        ORDER BY s.submission_id LIMIT 1) x)
  $$;
COMMENT ON FUNCTION badcase_internal.seen_by_older_rules(int) IS 'whether a program has submissions to screen again';

-- What comes later is screened by the rules of its time, and new rules begin anew: so nobody looks at the same ones again.
CREATE FUNCTION badcase_internal.note_screened(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    UPDATE badcase_internal.screening k SET screened_to = t.at
    FROM (SELECT max(s.submission_id) AS at FROM badcase_internal.submission s) t
    WHERE k.program_id = note_screened.program AND k.screened_to < t.at AND NOT badcase_internal.seen_by_older_rules(k.program_id);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.note_screened(int) IS
  'when all that was received is triaged: notes that a program has nothing to screen again, if so';

-- How far it is. Rules that change meanwhile begin anew, and what is left is counted again.
CREATE FUNCTION badcase_internal.note_rescreening(program int, version int, n bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    now_phase CONSTANT text := 'rules ' || version;
    j record;
    left_over bigint;
  BEGIN
    SELECT k.job_id, k.phase, k.done INTO j FROM badcase_internal.job k
    WHERE k.program_id = note_rescreening.program AND k.kind = 'rescreening' AND k.finished_at IS NULL;
    IF j.job_id IS NULL AND n = 0 THEN
      RETURN;
    END IF;
    IF j.phase IS DISTINCT FROM now_phase THEN
      left_over := (
        SELECT count(*) FROM badcase_internal.submission s
        WHERE s.program_id = note_rescreening.program AND s.rule_version < version AND s.state NOT IN ('received', 'withdrawn')
          AND s.submission_id > (SELECT k.screened_to FROM badcase_internal.screening k WHERE k.program_id = note_rescreening.program));
    END IF;
    IF j.job_id IS NULL THEN
      INSERT INTO badcase_internal.job (program_id, kind, phase, total, started_by)
      VALUES (program, 'rescreening', now_phase, 0, badcase_internal.person_name())
      -- one that the snapshot does not show is then a serialization failure
      ON CONFLICT DO NOTHING
      RETURNING job_id INTO j.job_id;
    END IF;
    UPDATE badcase_internal.job k SET
      phase = now_phase,
      done = k.done + n,
      total = coalesce(k.done + n + left_over, greatest(k.total, k.done + n)),
      heartbeat_at = clock_timestamp(),
      finished_at = CASE WHEN NOT badcase_internal.seen_by_older_rules(note_rescreening.program) THEN clock_timestamp() END
    WHERE k.job_id = j.job_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.note_rescreening(int, int, bigint) IS
  'writes how far screening again is, after so many more of a version of the rules';

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
    PERFORM badcase_internal.note_rescreening(program, version, cardinality(ids));
    RETURN cardinality(ids);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.screen_again(int, int) IS
  'screens the next submissions that older rules saw; returns how many';

-- The reason codes that a contributor is told.
CREATE FUNCTION badcase_internal.reason_of(rule text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE split_part(rule, ':', 1) WHEN 'pii' THEN 'personal_information' WHEN 'secret' THEN 'trade_secret'
      WHEN 'protected' THEN 'third_party_ip' ELSE 'other' END;
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
    PERFORM badcase_internal.mark_submissions(ARRAY[f.submission_id]);
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
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT f.finding_id, f.submission_id, f.program_id, s.state, f.rule, f.severity, f.field, f.turn, f.path, f.start, f.stop,
      f.confidence, f.excerpt, f.found_at, s.state = 'accepted' AND s.revision = f.revision, f.cleared
    FROM badcase_internal.finding f JOIN badcase_internal.submission s ON s.submission_id = f.submission_id
    WHERE f.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
      AND f.cleared IS NOT TRUE AND (f.severity IN ('block', 'hold') OR f.rule LIKE 'contamination:%') AND s.state NOT IN ('rejected', 'withdrawn')
      AND ((f.severity IN ('block', 'hold') AND (f.cleared IS NULL OR s.state = 'accepted'))
        OR (f.rule LIKE 'contamination:%' AND s.state = 'accepted'))
    ORDER BY f.severity COLLATE "C", f.finding_id
  $$;
COMMENT ON FUNCTION badcase_internal.findings() IS 'the rows of badcase.findings';

CREATE VIEW badcase.findings WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.findings() AS r) x;
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
-- Triage: what is received goes on to review, is held, or is a duplicate.

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

-- A name that no curator has taken is a contributor's word: it becomes a task only with a submission that goes to review,
-- and goes with the last such submission.
CREATE FUNCTION badcase_internal.give_task(submission bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    s badcase_internal.submission;
    named text;
    id bigint;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = give_task.submission AND (t.task_id IS NULL OR NOT EXISTS (
      SELECT FROM badcase_internal.task k WHERE k.task_id = t.task_id AND k.set_by IS NOT NULL));
    IF NOT FOUND THEN
      RETURN;
    END IF;
    named := badcase_internal.task_named(@extschema@.meta(s.record));
    SELECT k.task_id INTO id FROM badcase_internal.task k
    WHERE k.program_id = s.program_id AND k.name = named AND k.set_by IS NOT NULL;
    id := coalesce(id, badcase_internal.task_by_instruction(s.program_id, @extschema@.prompt(s.record)),
      badcase_internal.task_of(s.program_id, named));
    UPDATE badcase_internal.submission t SET task_id = id WHERE t.submission_id = give_task.submission AND id IS NOT NULL;
    PERFORM badcase_internal.mark_clusters(s.program_id, ARRAY[s.cluster_id]);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.give_task(bigint) IS
  'gives a submission that goes to review the task that its record names or its instruction is of, unless it has one that a curator has taken';

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
    PERFORM badcase_internal.mark_submissions(ARRAY[submission]);
    PERFORM FROM badcase_internal.task k WHERE k.task_id = t.task_id FOR UPDATE SKIP LOCKED;
    IF FOUND AND NOT badcase_internal.is_named_in_review(t) THEN
      PERFORM badcase_internal.mark_task(t.task_id);
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

-- What a record says of its task: the name of one that a curator has taken, its instruction, another name. That waits until
-- the submission goes to review.
CREATE FUNCTION badcase_internal.first_tasks(program int, ids bigint[], states text[], OUT tasks bigint[], OUT open bool[])
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  AS $$
  #variable_conflict use_column
  BEGIN
    WITH named AS MATERIALIZED (
      SELECT x.place, x.state, s.task_id, badcase_internal.task_named(@extschema@.meta(s.record)) AS name,
        badcase_internal.task_by_instruction(first_tasks.program, @extschema@.prompt(s.record)) AS by_instruction
      FROM unnest(ids, states) WITH ORDINALITY x(id, state, place) JOIN badcase_internal.submission s ON s.submission_id = x.id
    ), given AS (
      SELECT n.place, n.name, coalesce(n.task_id, k.task_id, n.by_instruction) AS task_id,
        n.state = 'pending' AND n.name IS NOT NULL AND NOT EXISTS (
          SELECT FROM badcase_internal.task t
          WHERE t.task_id = coalesce(n.task_id, k.task_id, n.by_instruction) AND t.set_by IS NOT NULL) AS by_name
      FROM named n
      LEFT JOIN badcase_internal.task k ON k.program_id = first_tasks.program AND k.name = n.name AND k.set_by IS NOT NULL
    ), made AS MATERIALIZED (
      SELECT m.name, badcase_internal.task_of(program, m.name) AS task_id
      FROM (SELECT g.name FROM given g WHERE g.by_name GROUP BY g.name ORDER BY min(g.place)) m
    )
    SELECT array_agg(CASE WHEN g.by_name THEN m.task_id ELSE g.task_id END ORDER BY g.place),
      array_agg(g.task_id IS NULL AND g.name IS NULL ORDER BY g.place)
    INTO tasks, open
    FROM given g LEFT JOIN made m ON g.by_name AND m.name = g.name;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.first_tasks(int, bigint[], text[]) IS
  'the tasks of submissions that triage moves to these states, without those that their relations give; open: there may be one';

-- By the rule of task_by_prompt, in order: of two of the batch the second sees what became of the first.
CREATE FUNCTION badcase_internal.tasks_of(program int, ids bigint[], states text[]) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  AS $$
  #variable_conflict use_column
  DECLARE
    tasks bigint[];
    open bool[];
    r record;
  BEGIN
    SELECT f.tasks, f.open INTO tasks, open FROM badcase_internal.first_tasks(program, ids, states) f;
    IF NOT EXISTS (SELECT FROM badcase_internal.task t WHERE t.program_id = tasks_of.program) THEN
      RETURN tasks;
    END IF;
    -- of those that are not of the batch, the most similar that has a task is enough
    FOR r IN
      SELECT l.place, l.other, l.task_id
      FROM (
        SELECT x.place, o.place AS other, k.task_id, l.prompt_similarity, l.other_id,
          row_number() OVER (PARTITION BY x.place, o.place IS NULL ORDER BY l.prompt_similarity DESC, l.other_id) AS n
        FROM unnest(ids, open) WITH ORDINALITY x(id, open, place)
        JOIN badcase_internal.relation l ON l.submission_id = x.id AND l.prompt_similarity >= 0.7
        JOIN badcase_internal.submission k ON k.submission_id = l.other_id
        LEFT JOIN unnest(ids) WITH ORDINALITY o(id, place) ON o.id = l.other_id
        WHERE x.open AND (o.place IS NOT NULL OR (k.task_id IS NOT NULL AND k.state IN ('pending', 'accepted')))) l
      WHERE l.other IS NOT NULL OR l.n = 1
      ORDER BY l.place, l.prompt_similarity DESC, l.other_id
    LOOP
      IF tasks[r.place] IS NULL THEN
        tasks[r.place] := CASE WHEN r.other IS NULL THEN r.task_id WHEN states[r.other] = 'pending' THEN tasks[r.other] END;
      END IF;
    END LOOP;
    RETURN tasks;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.tasks_of(int, bigint[], text[]) IS 'the tasks of submissions that triage moves to these states';

-- Of equal records of the batch the first is no duplicate, unless one is there before.
CREATE FUNCTION badcase_internal.originals_of(program int, ids bigint[]) RETURNS bigint[]
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  AS $$
  BEGIN
    RETURN (
      SELECT array_agg(coalesce(e.submission_id, nullif(n.first, n.submission_id)) ORDER BY n.submission_id)
      FROM (
        SELECT s.submission_id, s.exact_key, s.exact_key_version,
          min(s.submission_id) OVER (PARTITION BY s.exact_key, s.exact_key_version) AS first
        FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids)) n
      LEFT JOIN LATERAL (
        SELECT o.submission_id FROM badcase_internal.submission o
        WHERE o.exact_key = n.exact_key AND o.exact_key_version = n.exact_key_version AND o.program_id + 0 = originals_of.program
          AND badcase_internal.is_searchable(o.state) AND o.state <> 'rejected'
        ORDER BY o.submission_id LIMIT 1) e ON true);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.originals_of(int, bigint[]) IS
  'for received submissions, in order of their numbers, what each is an exact duplicate of; null where of none';

CREATE FUNCTION badcase_internal.portion_of(ids bigint[]) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
  DECLARE
    query CONSTANT text := format('SELECT s.submission_id, s.record FROM badcase_internal.submission s WHERE s.submission_id = ANY (%L::bigint[])', ids);
  BEGIN
    IF cardinality(ids) > 200 AND EXISTS (
        SELECT FROM unnest('{record,prompt}'::text[]) f(field) CROSS JOIN LATERAL @extschema@.badcase_clusters(query, 0.7::float8, f.field) k
        GROUP BY f.field, k.cluster HAVING count(*) > 200) THEN
      RETURN ids[: 200];
    END IF;
    RETURN ids;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.portion_of(bigint[]) IS
  'so many of these submissions as are triaged at once: the first 200 where more than that are similar to one another, else all';

-- The outcome is that of one submission after the other, in order of their numbers.
CREATE FUNCTION badcase_internal.triage_submissions(program int, ids bigint[]) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    originals bigint[];
    fresh bigint[];
    related record;
    common_prompt bool[];
    clusters bigint[];
    held bool[];
    unattested bool[];
    states text[];
    records @extschema@.badcase[];
    id bigint;
  BEGIN
    PERFORM badcase_internal.begin_change(program);
    PERFORM badcase_internal.screen(program, ids);
    originals := badcase_internal.originals_of(program, ids);
    fresh := ARRAY(SELECT x.id FROM unnest(ids, originals) x(id, original) WHERE x.original IS NULL ORDER BY x.id);
    DELETE FROM badcase_internal.relation r WHERE r.submission_id = ANY (ids) AND r.kind <> 'contradiction';
    INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT x.id, x.original, 'exact', 1, 1, 1 FROM unnest(ids, originals) x(id, original) WHERE x.original IS NOT NULL;
    SELECT r.common, r.of, r.links INTO related FROM badcase_internal.relate_records(program, fresh) r;
    common_prompt := badcase_internal.relate_prompts(program, fresh);
    clusters := badcase_internal.join_clusters(fresh, related.of, related.links);

    SELECT array_agg(badcase_internal.screening_holds(s.submission_id) <> '{}' ORDER BY x.place),
      array_agg(u.attestation_id IS NULL ORDER BY x.place)
    INTO held, unattested
    FROM unnest(ids) WITH ORDINALITY x(id, place)
    JOIN badcase_internal.submission s ON s.submission_id = x.id JOIN badcase_internal.upload u ON u.upload_id = s.upload_id;
    states := ARRAY(
      SELECT CASE WHEN x.original IS NOT NULL THEN 'duplicate' WHEN x.held OR x.unattested THEN 'held' ELSE 'pending' END
      FROM unnest(originals, held, unattested) WITH ORDINALITY x(original, held, unattested, place) ORDER BY x.place);
    PERFORM badcase_internal.move_received(ids, states, held, unattested, originals, ARRAY(
        SELECT coalesce(f.cluster, o.cluster_id)
        FROM unnest(ids, originals) WITH ORDINALITY x(id, original, place)
        LEFT JOIN unnest(fresh, clusters) f(id, cluster) ON f.id = coalesce(x.original, x.id)
        LEFT JOIN badcase_internal.submission o ON o.submission_id = x.original
        ORDER BY x.place),
      badcase_internal.tasks_of(program, ids, states), badcase_internal.rules_version(program));
    records := badcase_internal.records_of(fresh);
    INSERT INTO badcase_internal.searchable (submission_id, program_id, record, common_record, common_prompt)
    SELECT x.id, triage_submissions.program, x.record, x.common_record, x.common_prompt
    FROM unnest(fresh, records, related.common, common_prompt) x(id, record, common_record, common_prompt);
    FOR id IN
      SELECT x.id FROM unnest(ids, states) WITH ORDINALITY x(id, state, place)
      JOIN badcase_internal.submission s ON s.submission_id = x.id AND s.task_id IS NOT NULL
      WHERE x.state = 'held' ORDER BY x.place
    LOOP
      PERFORM badcase_internal.take_task_away(id);
    END LOOP;
    RETURN ARRAY(SELECT f.id FROM unnest(fresh, related.common) f(id, is_common) WHERE f.is_common);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.triage_submissions(int, bigint[]) IS
  'screens and relates received submissions of a program, in order of their numbers, gives them their tasks and moves them on; returns which are common';

CREATE FUNCTION badcase_internal.has_triage(program int) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.submission s WHERE s.program_id = has_triage.program AND s.state = 'received'
      UNION ALL SELECT WHERE badcase_internal.seen_by_older_rules(has_triage.program)
      UNION ALL SELECT WHERE badcase_internal.has_old_keys(has_triage.program)
      UNION ALL SELECT WHERE badcase_internal.has_unsettled(has_triage.program)
      UNION ALL SELECT FROM badcase_internal.attested_since(has_triage.program)
      UNION ALL SELECT FROM badcase_internal.left_duplicates(has_triage.program));
  END;
COMMENT ON FUNCTION badcase_internal.has_triage(int) IS 'whether triage has something to do in a program';

-- One batch at a time in a program, in order of submission_id: the outcome does not depend on who calls it, how often
-- or in what portions, as long as nothing comes in meanwhile. Who calls is the only one who triages the program.
CREATE FUNCTION badcase_internal.triage_next(program int, batch int) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    p CONSTANT int := program;
    this_job bigint;
    attested bigint[];
    n bigint := 0;
    ids bigint[];
    portion bigint[];
    ended bool;
    new_common bigint[] := '{}'::bigint[];
  BEGIN
    PERFORM badcase_internal.lock_work(p, 'triage');
    IF badcase_internal.has_old_keys(p) THEN
      RETURN badcase_internal.renew_keys(p, batch);
    END IF;
    PERFORM badcase_internal.settle_withdrawals(p);
    attested := ARRAY(SELECT badcase_internal.attested_since(p));
    PERFORM badcase_internal.settle_attested(attested);
    IF NOT EXISTS (SELECT FROM badcase_internal.job j WHERE j.program_id = p AND j.kind = 'triage' AND j.finished_at IS NULL) THEN
      PERFORM badcase_internal.free_duplicates(p);
    END IF;
    IF NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'received') THEN
      RETURN cardinality(attested) + badcase_internal.screen_again(p, batch);
    END IF;

    SELECT j.job_id INTO this_job FROM badcase_internal.job j
    WHERE j.program_id = p AND j.kind = 'triage' AND j.finished_at IS NULL;
    IF NOT FOUND THEN
      INSERT INTO badcase_internal.job (program_id, kind, phase, total, started_by)
      SELECT p, 'triage', 'relations', count(*), badcase_internal.person_name()
      FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'received'
      -- one that the snapshot does not show is then a serialization failure
      ON CONFLICT DO NOTHING
      RETURNING job_id INTO this_job;
    END IF;
    ids := ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.program_id = p AND s.state = 'received' ORDER BY s.submission_id LIMIT batch FOR NO KEY UPDATE);
    -- in portions, for the pairs of a template's copies are as many as the square of their number
    WHILE n < cardinality(ids) LOOP
      portion := badcase_internal.portion_of(ids[n + 1 : n + 1000]);
      new_common := new_common || badcase_internal.triage_submissions(p, portion);
      n := n + cardinality(portion);
    END LOOP;
    ended := NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'received');
    SELECT CASE WHEN cardinality(j.common) + cardinality(new_common) <= 10000 THEN j.common || new_common END INTO new_common
    FROM badcase_internal.job j WHERE j.job_id = this_job;
    IF ended AND new_common IS NULL THEN
      PERFORM badcase_internal.join_common(p);
    ELSIF ended THEN
      PERFORM badcase_internal.join_new_common(p, new_common);
    END IF;
    UPDATE badcase_internal.job j SET
      done = j.done + n,
      total = greatest(j.total, j.done + n),
      common = CASE WHEN ended THEN '{}' ELSE new_common END,
      heartbeat_at = clock_timestamp(),
      finished_at = CASE WHEN ended THEN clock_timestamp() END
    WHERE j.job_id = this_job;
    IF ended THEN
      PERFORM badcase_internal.note_screened(p);
    END IF;
    IF ended AND badcase_internal.has_many_marks(p) THEN
      PERFORM badcase_internal.keep_tallies(p);
    END IF;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.triage_next(int, int) IS
  'triages the next submissions of a program, or screens again what older rules saw; returns how many';

-- Of several sessions one works, and the others go on. Nothing is left behind by that: 0 is returned where no lock was
-- taken, so whoever gave way to this session did so before it looked for the last time.
CREATE FUNCTION badcase.triage_batch(program int DEFAULT NULL, batch int DEFAULT 1000) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    p int;
    busy int;
  BEGIN
    IF batch IS NULL OR batch < 1 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a batch has at least one submission';
    END IF;
    IF program IS NOT NULL THEN
      PERFORM badcase_internal.require(program, 'curator');
    END IF;
    FOR p IN
      SELECT q.program_id FROM badcase_internal.program q
      WHERE q.program_id = coalesce(triage_batch.program, q.program_id) AND badcase_internal.has_capability(q.program_id, 'curator')
        AND badcase_internal.has_triage(q.program_id)
      ORDER BY q.program_id
    LOOP
      IF badcase_internal.try_work(p, 'batch') THEN
        RETURN nullif(badcase_internal.triage_next(p, batch), 0);
      END IF;
      busy := coalesce(busy, p);
    END LOOP;
    IF busy IS NOT NULL THEN
      RAISE NOTICE USING MESSAGE = format('program %s is being triaged by another session', busy);
    END IF;
    RETURN 0;
  END
  $$;
COMMENT ON FUNCTION badcase.triage_batch(int, int) IS
  'curator: triages the next submissions of a program, or of the first of one''s programs that has any, then screens again what older rules saw; returns how many; 0 where there is nothing to do or another session is at it, null where another session did it just now';

CREATE PROCEDURE badcase.triage(program int DEFAULT NULL, batch int DEFAULT 1000)
  LANGUAGE plpgsql
  AS $$
  DECLARE
    n pg_catalog.int8;
    again pg_catalog.bool := false;
  BEGIN
    LOOP
      n := badcase.triage_batch(program, batch);
      EXIT WHEN n OPERATOR(pg_catalog.=) 0 OR (n IS NULL AND again);
      again := n IS NULL;
      COMMIT;
    END LOOP;
  END
  $$;
COMMENT ON PROCEDURE badcase.triage(int, int) IS
  'curator: triages everything received and screens again what older rules saw, committing after each batch; cut off, it goes on with the next call; where another session is at it, leaves it to that';
-- Relations: what is near to the submissions that triage looks at or an alternative to them, and the clusters.

-- A submission is common if it has 100 or more near ones that are not common themselves. Copies of a template become
-- common. Each new submission is compared with those that are not common, and with the common ones only if it is not
-- common itself. So a further copy costs the same, however many there are. Two common ones do not find each other here,
-- but in join_common.
-- Of each kind the 100 most similar relations are kept, 10 for a common submission. All near ones count for the cluster.

-- A statement that reads the search table reads no other, so that it goes where that table is (462-spread.sql): what it needs
-- of submissions comes in arrays. A plan knows these, and so how many searches there are; it does not know how large the
-- table will be, so the conditions must leave the planner one index: they are those of a near index, and "program_id + 0"
-- keeps the index on program_id out.
CREATE FUNCTION badcase_internal.records_of(ids bigint[]) RETURNS @extschema@.badcase[]
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  AS $$
  BEGIN
    RETURN (
      SELECT array_agg(s.record ORDER BY x.place)
      FROM unnest(ids) WITH ORDINALITY x(id, place) JOIN badcase_internal.submission s ON s.submission_id = x.id);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.records_of(bigint[]) IS 'the records of submissions as they are now, in the order of the numbers';

CREATE FUNCTION badcase_internal.operands_of(records @extschema@.badcase[], field text) RETURNS @extschema@.badcase_near[]
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RETURN (
      SELECT array_agg(@extschema@.near(x.record, 0.7::float8, operands_of.field) ORDER BY x.place)
      FROM unnest(records) WITH ORDINALITY x(record, place));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.operands_of(@extschema@.badcase[], text) IS 'what records are searched by, at 0.7';

CREATE FUNCTION badcase_internal.pairs_by_index(program int, fresh bigint[], field text)
  RETURNS TABLE (submission bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    records CONSTANT @extschema@.badcase[] := badcase_internal.records_of(fresh);
    operands CONSTANT @extschema@.badcase_near[] := badcase_internal.operands_of(records, field);
  BEGIN
    IF field = 'record' THEN
      RETURN QUERY
        SELECT n.id, k.submission_id, @extschema@.similarity(k.record, n.record, 'record'::text)
        FROM unnest(fresh, records, operands) n(id, record, operand)
        JOIN badcase_internal.searchable k ON k.record OPERATOR(@extschema@.%) n.operand
          AND k.program_id + 0 = pairs_by_index.program AND NOT k.common_record;
    ELSE
      RETURN QUERY
        SELECT n.id, k.submission_id, @extschema@.similarity(k.record, n.record, 'prompt'::text)
        FROM unnest(fresh, records, operands) n(id, record, operand)
        JOIN badcase_internal.searchable k ON k.record OPERATOR(@extschema@.%) n.operand
          AND k.program_id + 0 = pairs_by_index.program AND NOT k.common_prompt;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.pairs_by_index(int, bigint[], text) IS
  'new submissions, each with what near search looks at that is similar by a field to at least 0.7 and not common, through the index';

-- The join's numbers are twice the submission's, and one more for a new one.
CREATE FUNCTION badcase_internal.pairs_by_join(program int, fresh bigint[], field text, among bool, with_others bool)
  RETURNS TABLE (submission bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    query text := format('SELECT s.submission_id * 2 + 1, s.record FROM badcase_internal.submission s WHERE s.submission_id = ANY (%L::bigint[])',
      fresh);
  BEGIN
    IF with_others THEN
      query := query || format(' UNION ALL SELECT k.submission_id * 2, k.record FROM badcase_internal.searchable k
        WHERE k.program_id = %s AND k.submission_id > 0 AND NOT k.%I', program, 'common_' || field);
    END IF;
    RETURN QUERY
      SELECT x.it >> 1, (p.a # p.b # x.it) >> 1, p.similarity
      FROM @extschema@.badcase_near_pairs(query, 0.7::float8, field) p
      CROSS JOIN LATERAL (SELECT CASE WHEN p.b & 1 = 1 THEN p.b ELSE p.a END AS it) x
      WHERE x.it & 1 = 1 AND (among OR p.a & 1 <> p.b & 1);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.pairs_by_join(int, bigint[], text, bool, bool) IS
  'new submissions, each with those of each other (among) and of what near search looks at (with_others) that are similar by a field to at least 0.7 and not common, by the batch join';

CREATE FUNCTION badcase_internal.are_searchable(program int, most bigint) RETURNS bool
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  AS $$
  BEGIN
    RETURN (
      SELECT count(*) <= most FROM (
        SELECT k.submission_id FROM badcase_internal.searchable k WHERE k.program_id = are_searchable.program AND k.submission_id > 0
        LIMIT most + 1) x);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.are_searchable(int, bigint) IS 'whether near search looks at so many submissions of a program at most';

-- The new ones are compared with each other by the batch join; with it all that is there before them, too, if that is
-- little beside them; else each is looked for through the index. Texts that share what is rare elsewhere make a search read
-- all of them, and cost the join nothing, for it counts what is rare among what it joins. So the searches stop where they
-- have read so many rows that a join would have cost less (a row that a search reads costs about 4 us, a record of the join
-- 10), and the join does the rest. The rows that were read are those that the server counts for the table, but not what is
-- read to learn how many there are; where it does not count them, the searches go on.
CREATE FUNCTION badcase_internal.searched_pairs(program int, fresh bigint[], field text)
  RETURNS TABLE (submission bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n CONSTANT int := cardinality(fresh);
    few bool;
    read bigint := 0;
    before bigint;
    done int := 0;
    step int := 4;
  BEGIN
    IF n = 0 THEN
      RETURN;
    END IF;
    IF badcase_internal.is_spread() THEN
      RETURN QUERY SELECT p.* FROM badcase_internal.pairs_by_join(program, fresh, field, true, false) p;
      RETURN QUERY SELECT p.* FROM badcase_internal.ask_nodes(program, fresh, field, false) p;
      RETURN;
    END IF;
    few := NOT badcase_internal.is_elsewhere() AND badcase_internal.are_searchable(program, 10 * n);
    RETURN QUERY SELECT p.* FROM badcase_internal.pairs_by_join(program, fresh, field, true, few) p;
    WHILE NOT few AND done < n LOOP
      IF badcase_internal.are_searchable(program, read * 2 / 5) THEN
        RETURN QUERY SELECT p.* FROM badcase_internal.pairs_by_join(program, fresh[done + 1 :], field, false, true) p;
        RETURN;
      END IF;
      before := pg_stat_get_xact_tuples_fetched('badcase_internal.searchable'::regclass);
      RETURN QUERY SELECT p.* FROM badcase_internal.pairs_by_index(program, fresh[done + 1 : done + step], field) p;
      read := read + pg_stat_get_xact_tuples_fetched('badcase_internal.searchable'::regclass) - before;
      done := done + step;
      step := 2 * step;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.searched_pairs(int, bigint[], text) IS
  'new submissions, each with those of each other and of what near search looks at that are similar by a field to at least 0.7, without what was common before';

CREATE FUNCTION badcase_internal.common_pairs(program int, fresh bigint[])
  RETURNS TABLE (submission bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    records @extschema@.badcase[];
    operands @extschema@.badcase_near[];
  BEGIN
    IF badcase_internal.is_spread() THEN
      RETURN QUERY SELECT p.* FROM badcase_internal.ask_nodes(program, fresh, 'record', true) p;
      RETURN;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM badcase_internal.searchable k
        WHERE k.program_id = common_pairs.program AND k.common_record AND k.submission_id > 0) THEN
      RETURN;
    END IF;
    records := badcase_internal.records_of(fresh);
    operands := badcase_internal.operands_of(records, 'record');
    RETURN QUERY
      SELECT n.id, k.submission_id, @extschema@.similarity(k.record, n.record, 'record'::text)
      FROM unnest(fresh, records, operands) n(id, record, operand)
      JOIN badcase_internal.searchable k ON k.record OPERATOR(@extschema@.%) n.operand
        AND k.program_id + 0 = common_pairs.program AND k.common_record;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.common_pairs(int, bigint[]) IS
  'new submissions, each with what was common before and is near to it';

-- Whether each of the new ones is common, by its pairs. Where arrays are joined, a plan that does not know their lengths
-- would go through one for each element of the other (plan_cache_mode = force_custom_plan). Where they lead to rows of the
-- ledger, a plan that expects many would read all of it (enable_hashjoin and enable_mergejoin = off).
CREATE FUNCTION badcase_internal.are_common(fresh bigint[], of bigint[], others bigint[]) RETURNS bool[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_hashjoin = on
  AS $$
  DECLARE
    common bool[] := array_fill(false, ARRAY[cardinality(fresh)]);
    r record;
    place int;
    n bigint;
  BEGIN
    FOR r IN
      SELECT f.place, count(*) - count(o.place) AS before,
        coalesce(array_agg(o.place ORDER BY o.place) FILTER (WHERE o.place IS NOT NULL), '{}') AS among
      FROM unnest(of, others) p(id, other)
      JOIN unnest(fresh) WITH ORDINALITY f(id, place) ON f.id = p.id
      LEFT JOIN unnest(fresh) WITH ORDINALITY o(id, place) ON o.id = p.other
      GROUP BY f.place HAVING count(*) >= 100 ORDER BY f.place
    LOOP
      n := r.before;
      FOREACH place IN ARRAY r.among LOOP
        EXIT WHEN n >= 100;
        n := n + (NOT common[place])::int;
      END LOOP;
      common[r.place] := n >= 100;
    END LOOP;
    RETURN common;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.are_common(bigint[], bigint[], bigint[]) IS
  'of new submissions in order and their pairs with what they were looked for among, which are common';

-- Arrays alone, so that the functions that read tables have one array to start from.
CREATE FUNCTION badcase_internal.kept_pairs(fresh bigint[], common bool[], common_kept bool, INOUT of bigint[], INOUT others bigint[],
    INOUT similarities float8[], OUT weights int[], OUT are_new bool[])
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_hashjoin = on
  AS $$
  #variable_conflict use_column
  BEGIN
    SELECT array_agg(p.id), array_agg(p.other), array_agg(p.similarity), array_agg(CASE WHEN f.is_common THEN 10 ELSE 1 END),
      array_agg(o.id IS NOT NULL)
    INTO of, others, similarities, weights, are_new
    FROM unnest(of, others, similarities) p(id, other, similarity)
    JOIN unnest(fresh, common) f(id, is_common) ON f.id = p.id
    LEFT JOIN unnest(fresh, common) o(id, is_common) ON o.id = p.other
    WHERE o.is_common IS NOT TRUE OR (common_kept AND NOT f.is_common);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.kept_pairs(bigint[], bool[], bool, bigint[], bigint[], float8[]) IS
  'the pairs that count: with others that are not common, and of records with common ones where the submission is not common; and by what their places are multiplied, since of a common one ten relations are kept and not 100';

-- Copies of a template have many relations to few others: each record is read once. The LIMIT keeps the planner to the index,
-- whatever it thinks of how many there are; what is read is joined by hash. In order of the key, which leaves its index full.
CREATE FUNCTION badcase_internal.write_near(of bigint[], others bigint[], similarities float8[], weights int[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET enable_hashjoin = on
  SET enable_mergejoin = off
  SET enable_nestloop = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    WITH pair AS MATERIALIZED (
      SELECT p.id, p.other, p.similarity
      FROM (
        SELECT k.id, k.other, k.similarity, k.weight * row_number() OVER (PARTITION BY k.id ORDER BY k.similarity DESC, k.other) AS place
        FROM unnest(of, others, similarities, weights) k(id, other, similarity, weight)) p
      WHERE p.place <= 100
    ), text AS MATERIALIZED (
      SELECT n.id, t.record
      FROM (SELECT p.id FROM pair p UNION SELECT p.other FROM pair p) n
      CROSS JOIN LATERAL (SELECT s.record FROM badcase_internal.submission s WHERE s.submission_id = n.id LIMIT 1) t
    )
    INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT p.id, p.other, 'near', p.similarity,
      @extschema@.similarity(o.record, s.record, 'prompt'::text), @extschema@.similarity(o.record, s.record, 'response'::text)
    FROM pair p JOIN text s ON s.id = p.id JOIN text o ON o.id = p.other
    ORDER BY p.id, p.other;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.write_near(bigint[], bigint[], float8[], int[]) IS
  'writes the relations of new submissions with what is near to them: of each the 100 most similar, or a tenth of that where the weight is 10';

-- With another history, or too similar a response, they are no alternatives.
CREATE FUNCTION badcase_internal.write_alternatives(of bigint[], others bigint[], similarities float8[], weights int[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET enable_hashjoin = on
  SET enable_mergejoin = off
  SET enable_nestloop = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    WITH pair AS MATERIALIZED (
      SELECT p.id, p.other, p.similarity, p.weight FROM unnest(of, others, similarities, weights) p(id, other, similarity, weight)
    ), text AS MATERIALIZED (
      SELECT n.id, t.record, t.history
      FROM (SELECT p.id FROM pair p UNION SELECT p.other FROM pair p) n
      CROSS JOIN LATERAL (
        SELECT s.record, @extschema@.history(s.record) AS history FROM badcase_internal.submission s WHERE s.submission_id = n.id LIMIT 1) t
    ), beside AS MATERIALIZED (
      SELECT p.id, p.other, p.similarity, p.weight, @extschema@.similarity(o.record, n.record, 'response'::text) AS response
      FROM pair p JOIN text n ON n.id = p.id JOIN text o ON o.id = p.other
      -- most have the same, so it must not be what is joined by
      WHERE (o.history = n.history) IS TRUE
    )
    INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT a.id, a.other, 'alternative', @extschema@.similarity(o.record, s.record, 'record'::text), a.similarity, a.response
    FROM (
      SELECT b.id, b.other, b.similarity, b.response,
        b.weight * row_number() OVER (PARTITION BY b.id ORDER BY b.similarity DESC, b.other) AS place
      FROM beside b WHERE b.response < 0.7) a
    JOIN text s ON s.id = a.id JOIN text o ON o.id = a.other
    WHERE a.place <= 100
    ORDER BY a.id, a.other;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.write_alternatives(bigint[], bigint[], float8[], int[]) IS
  'writes the relations of new submissions with those of similar prompts that are alternatives: as many as write_near does';

CREATE FUNCTION badcase_internal.links_of(INOUT of bigint[], others bigint[], are_new bool[], OUT links bigint[])
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET enable_hashjoin = on
  SET enable_mergejoin = off
  SET enable_nestloop = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    WITH other AS MATERIALIZED (
      SELECT n.id, t.cluster_id
      FROM (SELECT DISTINCT x.id FROM unnest(others) x(id)) n
      CROSS JOIN LATERAL (SELECT s.cluster_id FROM badcase_internal.submission s WHERE s.submission_id = n.id LIMIT 1) t
    )
    SELECT array_agg(l.id), array_agg(l.link) INTO of, links
    FROM (
      SELECT DISTINCT p.id, CASE WHEN p.is_new THEN p.other ELSE o.cluster_id END AS link
      FROM unnest(of, others, are_new) p(id, other, is_new) JOIN other o ON o.id = p.other) l;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.links_of(bigint[], bigint[], bool[]) IS
  'of new submissions and what is near to them the links, each once';

-- The links are for join_clusters: a new one, and the cluster of something near to it, or another new one.
CREATE FUNCTION badcase_internal.relate_records(program int, fresh bigint[], OUT common bool[], OUT of bigint[], OUT links bigint[])
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    others bigint[];
    similarities float8[];
    kept record;
  BEGIN
    SELECT array_agg(p.submission), array_agg(p.other), array_agg(p.similarity) INTO of, others, similarities
    FROM badcase_internal.searched_pairs(program, fresh, 'record') p;
    common := badcase_internal.are_common(fresh, of, others);
    SELECT of || array_agg(p.submission), others || array_agg(p.other), similarities || array_agg(p.similarity) INTO of, others, similarities
    FROM badcase_internal.common_pairs(program, ARRAY(
      SELECT f.id FROM unnest(fresh, common) f(id, is_common) WHERE NOT f.is_common)) p;
    SELECT k.* INTO kept FROM badcase_internal.kept_pairs(fresh, common, true, of, others, similarities) k;

    PERFORM badcase_internal.write_near(kept.of, kept.others, kept.similarities, kept.weights);
    SELECT l.of, l.links INTO of, links FROM badcase_internal.links_of(kept.of, kept.others, kept.are_new) l;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.relate_records(int, bigint[]) IS
  'finds what is near to new submissions of a program, writes the relations; returns which are common and what they link';

CREATE FUNCTION badcase_internal.relate_prompts(program int, fresh bigint[]) RETURNS bool[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    of bigint[];
    others bigint[];
    similarities float8[];
    common bool[];
    kept record;
  BEGIN
    SELECT array_agg(p.submission), array_agg(p.other), array_agg(p.similarity) INTO of, others, similarities
    FROM badcase_internal.searched_pairs(program, fresh, 'prompt') p;
    common := badcase_internal.are_common(fresh, of, others);
    SELECT k.* INTO kept FROM badcase_internal.kept_pairs(fresh, common, false, of, others, similarities) k;
    PERFORM badcase_internal.write_alternatives(kept.of, kept.others, kept.similarities, kept.weights);
    RETURN common;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.relate_prompts(int, bigint[]) IS
  'finds the alternatives to new submissions of a program, writes the relations; returns whose prompts are common';

CREATE FUNCTION badcase_internal.renumber_clusters(numbers bigint[], become bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  AS $$
  BEGIN
    PERFORM badcase_internal.mark_clusters(p.program_id, numbers || become)
    FROM (SELECT DISTINCT s.program_id FROM badcase_internal.submission s WHERE s.cluster_id = ANY (numbers)) p;
    UPDATE badcase_internal.submission s SET cluster_id = x.become
    FROM unnest(numbers, become) x(number, become) WHERE s.cluster_id = x.number;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.renumber_clusters(bigint[], bigint[]) IS 'gives the members of clusters other numbers, each cluster one';

-- By union and find over places, which ascend with the numbers: the root of a tree is the least number in it.
CREATE FUNCTION badcase_internal.least_tied(of bigint[], links bigint[]) RETURNS TABLE (id bigint, root bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  AS $$
  #variable_conflict use_column
  DECLARE
    numbers CONSTANT bigint[] := ARRAY(SELECT DISTINCT x FROM (SELECT unnest(of) UNION ALL SELECT unnest(links)) n(x) ORDER BY x);
    above int[] := ARRAY(SELECT generate_series(1, cardinality(numbers)));
    a int;
    b int;
  BEGIN
    FOR a, b IN
      SELECT x.place, y.place FROM unnest(of, links) l(id, link)
      JOIN unnest(numbers) WITH ORDINALITY x(id, place) ON x.id = l.id
      JOIN unnest(numbers) WITH ORDINALITY y(id, place) ON y.id = l.link
    LOOP
      WHILE above[a] <> a LOOP
        above[a] := above[above[a]];
        a := above[a];
      END LOOP;
      WHILE above[b] <> b LOOP
        above[b] := above[above[b]];
        b := above[b];
      END LOOP;
      above[greatest(a, b)] := least(a, b);
    END LOOP;
    FOR i IN 1 .. cardinality(above) LOOP
      above[i] := above[above[i]];
    END LOOP;
    RETURN QUERY SELECT x.id, numbers[x.root] FROM unnest(numbers, above) x(id, root);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.least_tied(bigint[], bigint[]) IS 'numbers that links tie together, each with the least that it is tied to';

CREATE FUNCTION badcase_internal.join_clusters(fresh bigint[], of bigint[], links bigint[]) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  AS $$
  #variable_conflict use_column
  DECLARE
    numbers bigint[];
    roots bigint[];
  BEGIN
    -- a new one without a link is its own
    SELECT array_agg(t.id), array_agg(t.root) INTO numbers, roots FROM badcase_internal.least_tied(fresh || of, fresh || links) t;
    PERFORM badcase_internal.renumber_clusters(array_agg(x.id), array_agg(x.root)) FROM unnest(numbers, roots) x(id, root) WHERE x.root <> x.id;
    RETURN ARRAY(
      SELECT x.root FROM unnest(fresh) WITH ORDINALITY f(id, place) JOIN unnest(numbers, roots) x(id, root) ON x.id = f.id ORDER BY f.place);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.join_clusters(bigint[], bigint[], bigint[]) IS
  'joins the clusters that new submissions link; returns the cluster of each';

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
        FROM @extschema@.badcase_clusters(format('SELECT k.submission_id, k.record FROM badcase_internal.searchable k
          WHERE k.program_id = %s AND k.common_record AND k.submission_id > 0', program), 0.7::float8, NULL::text) k
        JOIN badcase_internal.submission s ON s.submission_id = k.id
        GROUP BY k.cluster, s.cluster_id) g
      GROUP BY g.cluster HAVING count(*) > 1
    LOOP
      -- by their members, for the round before may have joined some
      clusters := ARRAY(SELECT DISTINCT s.cluster_id FROM badcase_internal.submission s WHERE s.submission_id = ANY (members));
      first := (SELECT min(c) FROM unnest(clusters) c);
      PERFORM badcase_internal.mark_clusters(program, clusters);
      UPDATE badcase_internal.submission s SET cluster_id = first WHERE s.cluster_id = ANY (array_remove(clusters, first));
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.join_common(int) IS 'joins the clusters of common submissions that are near to each other';

-- Each of the few new ones is looked for among all common ones, which finds each copy of its template. Where that reads so
-- many rows that the join of all would cost less, as in searched_pairs, the join does the rest.
CREATE FUNCTION badcase_internal.join_new_common(program int, fresh bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    read bigint := 0;
    before bigint;
    most bigint;
    of bigint[];
    links bigint[];
    done int := 0;
    step int := 4;
  BEGIN
    WHILE done < cardinality(fresh) LOOP
      most := read * 2 / 5;
      IF (SELECT count(*) <= most FROM (
          SELECT 1 FROM badcase_internal.searchable k
          WHERE k.program_id = join_new_common.program AND k.common_record AND k.submission_id > 0 LIMIT most + 1) x) THEN
        PERFORM badcase_internal.join_common(program);
        RETURN;
      END IF;
      before := pg_stat_get_xact_tuples_fetched('badcase_internal.searchable'::regclass);
      SELECT array_agg(x.of), array_agg(x.link) INTO of, links
      FROM (
        SELECT DISTINCT n.cluster_id AS of, o.cluster_id AS link
        FROM badcase_internal.common_pairs(program, fresh[done + 1 : done + step]) p
        JOIN badcase_internal.submission n ON n.submission_id = p.submission
        JOIN badcase_internal.submission o ON o.submission_id = p.other
        WHERE n.cluster_id <> o.cluster_id) x;
      read := read + pg_stat_get_xact_tuples_fetched('badcase_internal.searchable'::regclass) - before;
      IF of IS NOT NULL THEN
        PERFORM badcase_internal.join_clusters(ARRAY(SELECT DISTINCT c FROM unnest(of) c), of, links);
      END IF;
      done := done + step;
      step := 2 * step;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.join_new_common(int, bigint[]) IS
  'joins the clusters of new common submissions and of the common ones that are near to them';
-- Pairs and clusters of corpus items that an engine outside found. They are taken at its word, for they decide nothing but
-- how much of a cluster a release mixes in. Relations of submissions are triage's alone: credit follows them.

-- An expression without a subquery and without SET, so that it and what calls it are made part of the statement: as calls they
-- would be parsed anew for each line.
CREATE FUNCTION badcase_internal.item_number(value jsonb) RETURNS bigint
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN (value #>> '{}') COLLATE "C" ~ '^[0-9]{1,18}(\.0*)?$' THEN nullif((value #>> '{}')::numeric::bigint, 0) END;
  END;
COMMENT ON FUNCTION badcase_internal.item_number(jsonb) IS
  'the number of an item as engines write it, a JSON number or a string of digits, with .0 too; null where it is none';

CREATE FUNCTION badcase_internal.cluster_fault(line jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN (line ?& '{id,cluster}') = (line ?& '{a,b}') THEN 'cluster_keys'
      WHEN line ? 'cluster' AND badcase_internal.item_number(line -> 'id') IS NULL
        OR NOT line ? 'cluster' AND (badcase_internal.item_number(line -> 'a') IS NULL OR badcase_internal.item_number(line -> 'b') IS NULL) THEN 'item_type'
      WHEN line ? 'cluster' AND (jsonb_typeof(line -> 'cluster') NOT IN ('number', 'string', 'null') OR length(line ->> 'cluster') > 200) THEN 'cluster_type'
      WHEN badcase_internal.item_number(line -> 'a') = badcase_internal.item_number(line -> 'b') THEN 'same_item'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.cluster_fault(jsonb) IS 'the code of what is wrong with a line of clusters, or null';

CREATE FUNCTION badcase_internal.cluster_message(code text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE code
      WHEN 'cluster_keys' THEN 'a line has the keys "id" and "cluster", or "a" and "b"'
      WHEN 'item_type' THEN 'an item is a whole number from 1'
      WHEN 'cluster_type' THEN 'a cluster is a number, or a string of up to 200 characters'
      WHEN 'same_item' THEN 'a pair is of two items'
      WHEN 'no_item' THEN 'the corpus has no such item'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.cluster_message(text) IS 'a code of a refused line of clusters in words';

-- Written and not only locked, so that a transaction with an older snapshot fails (40001) instead of missing what came meanwhile.
CREATE FUNCTION badcase_internal.lock_corpus(corpus bigint) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    UPDATE badcase_internal.corpus k SET name = k.name WHERE k.corpus_id = lock_corpus.corpus;
  END;
COMMENT ON FUNCTION badcase_internal.lock_corpus(bigint) IS 'until the transaction ends, nobody else changes that corpus';

CREATE FUNCTION badcase_internal.cluster_corpus(corpus bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    of bigint[];
    links bigint[];
  BEGIN
    SELECT array_agg(r.item_id), array_agg(r.other_id) INTO of, links
    FROM badcase_internal.upload u JOIN badcase_internal.corpus_relation r ON r.upload_id = u.upload_id
    WHERE u.kind = 'clusters' AND u.target = cluster_corpus.corpus;
    UPDATE badcase_internal.corpus_item k SET cluster_id = x.root
    FROM (
      SELECT i.item_id, t.root
      FROM badcase_internal.corpus_item i LEFT JOIN badcase_internal.least_tied(of, links) t ON t.id = i.item_id
      WHERE i.corpus_id = cluster_corpus.corpus AND i.cluster_id IS DISTINCT FROM t.root) x
    WHERE k.item_id = x.item_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.cluster_corpus(bigint) IS 'gives the items of a corpus their clusters, by all relations that there are';

-- What an engine has no cluster for: null, or -1 as DataTrove writes it.
CREATE FUNCTION badcase_internal.cluster_lines(corpus bigint)
  RETURNS TABLE (line_no bigint, line bytea, code text, byte_offset int, path text, message text, cluster text, item bigint, other bigint)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY
    WITH line AS MATERIALIZED (
      SELECT i.line_no, i.line, o.object, coalesce(o.code, badcase_internal.cluster_fault(o.object)) AS code, o.byte_offset, o.path, o.message
      FROM badcase.intake i CROSS JOIN LATERAL @extschema@.badcase_object(i.line) o
      WHERE i.xact = pg_current_xact_id_if_assigned()
    ), named AS MATERIALIZED (
      SELECT l.line_no, nullif(l.object ->> 'cluster', '-1') AS cluster, badcase_internal.item_number(l.object -> 'id') AS id,
        badcase_internal.item_number(l.object -> 'a') AS a, badcase_internal.item_number(l.object -> 'b') AS b
      FROM line l WHERE l.code IS NULL
    ), known AS (
      SELECT n.line_no, n.cluster, coalesce(n.id, greatest(n.a, n.b)) AS item, CASE WHEN n.id IS NULL THEN least(n.a, n.b) END AS other
      FROM named n
      WHERE EXISTS (SELECT FROM badcase_internal.corpus_item k WHERE k.item_id = coalesce(n.id, n.a) AND k.corpus_id = cluster_lines.corpus)
        AND EXISTS (SELECT FROM badcase_internal.corpus_item k WHERE k.item_id = coalesce(n.id, n.b) AND k.corpus_id = cluster_lines.corpus)
    )
    SELECT l.line_no, l.line, coalesce(l.code, CASE WHEN k.line_no IS NULL THEN 'no_item' END), l.byte_offset, l.path, l.message, k.cluster, k.item, k.other
    FROM line l LEFT JOIN known k ON k.line_no = l.line_no;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.cluster_lines(bigint) IS
  'the lines that this transaction has brought, judged as clusters and pairs of a corpus''s items';

-- A line ties its item to the least one of the cluster, the line of that one to the greatest. A line that ties what is tied
-- already, in the file or by what was loaded before, is repeated, and so is one that ties nothing.
CREATE FUNCTION badcase_internal.store_clusters(u badcase_internal.upload, OUT lines bigint, OUT stored bigint, OUT good bigint, OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM badcase_internal.lock_corpus(u.target);
    WITH line AS MATERIALIZED (
      SELECT l.*, @extschema@.badcase_blank(l.line) AS is_blank FROM badcase_internal.cluster_lines(u.target) l
    ), tie AS MATERIALIZED (
      SELECT l.item, l.other, row_number() OVER (PARTITION BY l.item, l.other ORDER BY l.line_no) > 1 AS again
      FROM line l WHERE l.code IS NULL AND l.other IS NOT NULL
      UNION ALL
      SELECT CASE WHEN m.item = m.first THEN m.last ELSE m.item END, m.first, m.again
      FROM (
        SELECT l.item, min(l.item) OVER cluster AS first, max(l.item) OVER cluster AS last,
          row_number() OVER (PARTITION BY l.cluster COLLATE "C", l.item ORDER BY l.line_no) > 1 AS again
        FROM line l WHERE l.code IS NULL AND l.cluster IS NOT NULL
        WINDOW cluster AS (PARTITION BY l.cluster COLLATE "C")) m
      WHERE m.first < m.last
    ), fresh AS (
      SELECT count(*) AS n FROM tie t
      JOIN badcase_internal.corpus_item i ON i.item_id = t.item
      JOIN badcase_internal.corpus_item o ON o.item_id = t.other
      WHERE NOT t.again AND (i.cluster_id = o.cluster_id) IS NOT TRUE
    ), relation AS (
      INSERT INTO badcase_internal.corpus_relation (upload_id, item_id, other_id)
      SELECT DISTINCT u.upload_id, t.item, t.other FROM tie t
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, l.line_no, u.program_id, l.code, coalesce(l.byte_offset, 0), l.path,
        coalesce(l.message, badcase_internal.cluster_message(l.code)), l.line, sha256(l.line)
      FROM line l
      WHERE l.code IS NOT NULL AND NOT l.is_blank AND (
        SELECT true FROM badcase_internal.refused_line o
        WHERE o.contributor_id IS NULL AND o.program_id = u.program_id AND o.line_digest = sha256(l.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT f.n FROM fresh f), (SELECT count(*) FROM line l WHERE l.code IS NULL),
      (SELECT count(*) FROM line l WHERE l.is_blank)
    INTO lines, stored, good, blank;
    PERFORM badcase_internal.cluster_corpus(u.target);
    PERFORM badcase_internal.note_action(u.program_id, 'clusters_loaded', setting => format('upload %s', u.upload_id));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.store_clusters(badcase_internal.upload) IS
  'judges the lines of an upload of the kind clusters and ties the items of its corpus';

CREATE FUNCTION badcase.remove_clusters(upload bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    u badcase_internal.upload;
    n bigint;
  BEGIN
    SELECT o.* INTO u FROM badcase_internal.upload o WHERE o.upload_id = remove_clusters.upload;
    PERFORM badcase_internal.require(u.program_id, 'curator');
    IF u.kind <> 'clusters' THEN
      RAISE invalid_parameter_value USING MESSAGE = format('upload %s is of the kind %s', upload, u.kind);
    END IF;
    PERFORM badcase_internal.lock_corpus(u.target);
    DELETE FROM badcase_internal.corpus_relation r WHERE r.upload_id = u.upload_id;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n > 0 THEN
      PERFORM badcase_internal.cluster_corpus(u.target);
      PERFORM badcase_internal.note_action(u.program_id, 'clusters_removed', setting => format('upload %s', u.upload_id));
    END IF;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.remove_clusters(bigint) IS
  'curator: takes back what an upload of the kind clusters said; returns how many relations that were';

CREATE FUNCTION badcase_internal.corpus_relations()
  RETURNS TABLE (program int, corpus text, upload bigint, file_name text, item bigint, other bigint, similarity float8)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET jit = off
  AS $$
    SELECT u.program_id, k.name, u.upload_id, u.file_name, r.item_id, r.other_id, @extschema@.similarity(i.record, o.record, 'record'::text)
    FROM unnest(badcase_internal.programs_with('curator')) p(program_id)
    CROSS JOIN LATERAL (
      SELECT x.* FROM badcase_internal.upload x WHERE x.program_id = p.program_id AND x.kind = 'clusters' ORDER BY x.upload_id DESC) u
    JOIN badcase_internal.corpus k ON k.corpus_id = u.target
    CROSS JOIN LATERAL (
      SELECT y.* FROM badcase_internal.corpus_relation y WHERE y.upload_id = u.upload_id ORDER BY y.item_id, y.other_id) r
    JOIN badcase_internal.corpus_item i ON i.item_id = r.item_id
    JOIN badcase_internal.corpus_item o ON o.item_id = r.other_id
  $$;
COMMENT ON FUNCTION badcase_internal.corpus_relations() IS 'the rows of badcase.corpus_relations';

CREATE VIEW badcase.corpus_relations WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.corpus_relations() AS r) x;
COMMENT ON VIEW badcase.corpus_relations IS
  'curator: which items of the general corpora of the reader''s programs belong together, by which upload; of a cluster, each item with the one of the lowest number';
COMMENT ON COLUMN badcase.corpus_relations.program IS 'the program';
COMMENT ON COLUMN badcase.corpus_relations.corpus IS 'the name of the corpus';
COMMENT ON COLUMN badcase.corpus_relations.upload IS 'the upload that says so: badcase.uploads has who sent it, and when';
COMMENT ON COLUMN badcase.corpus_relations.file_name IS 'the name of its file';
COMMENT ON COLUMN badcase.corpus_relations.item IS 'the number of the item';
COMMENT ON COLUMN badcase.corpus_relations.other IS 'the number of the other one';
COMMENT ON COLUMN badcase.corpus_relations.similarity IS 'of the two records, computed as it is read';
-- The search table on other servers, where badcase-distribute.sql has put it: on the workers of Citus, or on partitions that
-- are foreign tables of postgres_fdw. The ledger stays here.
--
-- Citus commits on all servers or on none. postgres_fdw commits on each server in turn and here last, so a crash between can
-- leave a change on some servers that here was never made. Therefore each change of a program's search table has a mark, a
-- random number, on each server and here. A server whose mark is not the one here has such a change, or lacks one: the next
-- change takes it back first, and a search refuses. A server notes what a change did until the next one. Changes of one
-- program wait for each other (work_lock, triage), so there is never more than one to take back.
--
-- A remote transaction has one snapshot, of its first statement. One that is older than the latest change cannot update the
-- mark: that is a serialization failure on the server.
--
-- The tables that format() names are there only where the search table is spread over foreign tables: search_mark, and
-- node_clock, node_change, node_probe and node_found with a foreign table for each server that inherits.

CREATE FUNCTION badcase_internal.is_elsewhere() RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'badcase_internal' AND c.relname = 'searchable_here');
  END;
COMMENT ON FUNCTION badcase_internal.is_elsewhere() IS 'whether the search table is on other servers';

CREATE FUNCTION badcase_internal.is_spread() RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'badcase_internal' AND c.relname = 'searchable' AND c.relkind = 'p');
  END;
COMMENT ON FUNCTION badcase_internal.is_spread() IS 'whether the search table is spread over foreign tables of postgres_fdw';

-- The foreign tables that inherit from one of the node tables have its name and the number of the server.
CREATE FUNCTION badcase_internal.nodes() RETURNS TABLE (node int, server name)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT substr(c.relname, 12)::int, s.srvname
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
    WHERE n.nspname = 'badcase_internal' AND c.relname ~ '^node_clock_[0-9]+$'
    ORDER BY 1;
  END;
COMMENT ON FUNCTION badcase_internal.nodes() IS 'the servers that the search table is spread over';

-- What a change did on a server that here was never made. Of what came and left in one change only the first is noted. The
-- record of what left is here, for the change that took it away was not made.
CREATE FUNCTION badcase_internal.take_change_back(program int, node int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    came bigint[];
    gone bigint[];
    common_record bool[];
    common_prompt bool[];
    records @extschema@.badcase[];
  BEGIN
    EXECUTE format('SELECT array_agg(c.submission_id) FILTER (WHERE c.came), array_agg(c.submission_id ORDER BY c.submission_id) FILTER (WHERE NOT c.came),
        array_agg(c.common_record ORDER BY c.submission_id) FILTER (WHERE NOT c.came), array_agg(c.common_prompt ORDER BY c.submission_id) FILTER (WHERE NOT c.came)
      FROM badcase_internal.node_change_%s c WHERE c.program_id = $1', node)
    INTO came, gone, common_record, common_prompt USING program;
    records := badcase_internal.records_of(gone);
    EXECUTE format('DELETE FROM badcase_internal.searchable_%s k WHERE k.submission_id = ANY ($1)', node) USING came || gone;
    EXECUTE format('INSERT INTO badcase_internal.searchable_%s (submission_id, program_id, record, common_record, common_prompt)
      SELECT x.id, $1, x.record, x.common_record, x.common_prompt FROM unnest($2, $3, $4, $5) x(id, record, common_record, common_prompt)', node)
    USING program, gone, records, common_record, common_prompt;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.take_change_back(int, int) IS 'undoes the last change of a program''s search table on a server';

-- A server whose mark is an earlier one of ours shows an older snapshot of its own, or was set back.
CREATE FUNCTION badcase_internal.mark_node(program int, node int, server name, old uuid, earlier uuid[], new uuid) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    first CONSTANT uuid := '00000000-0000-0000-0000-000000000000'::uuid;
    theirs uuid;
    before uuid;
    n bigint;
  BEGIN
    EXECUTE format('SELECT c.mark, c.mark_before FROM badcase_internal.node_clock_%s c WHERE c.program_id = $1', node)
    INTO theirs, before USING program;
    IF theirs IS NULL AND old = first THEN
      EXECUTE format('INSERT INTO badcase_internal.node_clock_%s (program_id, mark, mark_before) VALUES ($1, $2, $3)', node) USING program, new, old;
      RETURN;
    END IF;
    IF theirs <> old AND before = old THEN
      PERFORM badcase_internal.take_change_back(program, node);
    ELSIF theirs = ANY (earlier) THEN
      RAISE serialization_failure USING
        MESSAGE = format('the search table of program %s was changed since this transaction read it on server "%s"', program, server),
        HINT = 'Try again in a transaction of its own. If that is refused too, the server was set back: badcase-undistribute.sql with from_ledger makes the search table anew.';
    ELSIF theirs IS DISTINCT FROM old THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('server "%s" has another state of the search table of program %s than the ledger', server, program),
        HINT = 'A server that lost data, or a ledger that was restored: badcase-undistribute.sql with from_ledger makes the search table anew.';
    END IF;
    EXECUTE format('UPDATE badcase_internal.node_clock_%s c SET mark = $1, mark_before = $2 WHERE c.program_id = $3 AND c.mark = $4', node)
    USING new, old, program, theirs;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n <> 1 THEN
      RAISE serialization_failure USING MESSAGE = 'the search table was changed meanwhile';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_node(int, int, name, uuid, uuid[], uuid) IS
  'begins a change of a program''s search table on a server, after taking back what was never committed here';

-- Who calls holds the program's lock for triage. The marks before are kept for searches whose remote snapshot is older.
CREATE FUNCTION badcase_internal.begin_change(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    old uuid;
    earlier uuid[];
    new CONSTANT uuid := gen_random_uuid();
    changed_by xid8;
    n record;
  BEGIN
    IF NOT badcase_internal.is_spread() THEN
      RETURN;
    END IF;
    EXECUTE format('INSERT INTO badcase_internal.%I (program_id, mark, earlier) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', 'search_mark')
    USING program, '00000000-0000-0000-0000-000000000000'::uuid, '{}'::uuid[];
    EXECUTE format('SELECT m.mark, m.earlier, m.changed_by FROM badcase_internal.%I m WHERE m.program_id = $1 FOR NO KEY UPDATE', 'search_mark')
    INTO STRICT old, earlier, changed_by USING program;
    IF changed_by = pg_current_xact_id() THEN
      RETURN;
    END IF;
    FOR n IN SELECT x.node, x.server FROM badcase_internal.nodes() x LOOP
      PERFORM badcase_internal.mark_node(program, n.node, n.server, old, earlier, new);
    END LOOP;
    EXECUTE format('UPDATE badcase_internal.%I m SET mark = $1, earlier = (m.mark || m.earlier)[: 100], changed_by = pg_current_xact_id()
      WHERE m.program_id = $2', 'search_mark') USING new, program;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.begin_change(int) IS
  'what comes before a change of a program''s search table where that is spread over foreign tables, once in a transaction';

-- The servers' snapshots may be older than the one here, never of different changes.
CREATE FUNCTION badcase_internal.check_nodes(program int) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    theirs uuid[];
    ours uuid[];
  BEGIN
    IF NOT badcase_internal.is_spread() THEN
      RETURN;
    END IF;
    EXECUTE format('SELECT array_agg(c.mark) FROM badcase_internal.%I c WHERE c.program_id = $1', 'node_clock') INTO theirs USING program;
    EXECUTE format('SELECT m.mark || m.earlier FROM badcase_internal.%I m WHERE m.program_id = $1', 'search_mark') INTO ours USING program;
    IF ours IS NULL AND theirs IS NULL THEN
      RETURN;
    END IF;
    IF (cardinality(theirs) = (SELECT count(*) FROM badcase_internal.nodes()) AND theirs[1] = ALL (theirs) AND theirs[1] = ANY (ours)) IS NOT TRUE THEN
      RAISE serialization_failure USING
        MESSAGE = format('the search table of program %s is being changed, or a change of it was cut off', program),
        HINT = 'Search again. If it is refused again, call badcase.triage, which mends it or says what is wrong.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_nodes(int) IS
  'refuses a search where a server''s part of a program''s search table is of no committed state';

-- One round trip to hand the batch to a server, one to search in all servers at once. A server forgets the batch when it has
-- searched.
CREATE FUNCTION badcase_internal.ask_nodes(program int, fresh bigint[], field text, common bool)
  RETURNS TABLE (submission bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    records @extschema@.badcase[];
    n record;
  BEGIN
    IF cardinality(fresh) = 0 THEN
      RETURN;
    END IF;
    records := badcase_internal.records_of(fresh);
    FOR n IN SELECT x.node FROM badcase_internal.nodes() x LOOP
      EXECUTE format('INSERT INTO badcase_internal.node_probe_%s (id, program_id, field, common, record)
        SELECT x.id, $1, $2, $3, x.record FROM unnest($4, $5) x(id, record)', n.node)
      USING program, field, common, fresh, records;
    END LOOP;
    FOR submission, other, similarity IN EXECUTE format('SELECT f.probe, f.other, f.similarity FROM badcase_internal.%I f', 'node_found') LOOP
      RETURN NEXT;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.ask_nodes(int, bigint[], text, bool) IS
  'new submissions, each with what is similar by a field to at least 0.7 on the servers, common or not';
-- Tasks that find themselves: by the instruction that prompts share.

-- One look through the program's instructions by their lengths, which are few; of several the longest.
CREATE FUNCTION badcase_internal.task_by_instruction(program int, prompt text) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT i.task_id
    FROM (
      SELECT DISTINCT n.begins, n.ends FROM badcase_internal.task_instruction n WHERE n.program_id = task_by_instruction.program) l
    JOIN badcase_internal.task_instruction i ON i.program_id = task_by_instruction.program AND i.begins = l.begins AND i.ends = l.ends
      AND i.key = @extschema@.badcase_instruction_key(task_by_instruction.prompt, l.begins, l.ends)
    ORDER BY l.begins + l.ends DESC, l.begins DESC LIMIT 1;
  END;
COMMENT ON FUNCTION badcase_internal.task_by_instruction(int, text) IS 'the task of the longest instruction that a prompt has; null: none';

-- What goes on without a task.
CREATE FUNCTION badcase_internal.wants_task(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT s.task_id IS NULL AND s.state IN ('pending', 'needs_changes', 'disputed', 'accepted');
  END;
COMMENT ON FUNCTION badcase_internal.wants_task(badcase_internal.submission) IS
  'whether a submission is in review or accepted and has no task';

CREATE FUNCTION badcase_internal.find_instructions(program int, at_least int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    query CONSTANT text := format('SELECT s.submission_id, s.record FROM badcase_internal.submission s '
      'WHERE s.program_id = %s AND badcase_internal.wants_task(s)', program);
  BEGIN
    DELETE FROM badcase_internal.task_suggestion t WHERE t.program_id = find_instructions.program;
    INSERT INTO badcase_internal.task_suggestion (program_id, begins, ends, key, submissions, clusters, examples)
    SELECT program, f.begins, f.ends, @extschema@.badcase_instruction_key(@extschema@.prompt(e.record), f.begins, f.ends),
      f.submissions, f.clusters, f.ids[: 3]
    FROM (
      SELECT i.instruction, i.begins, i.ends, count(*) AS submissions, count(DISTINCT s.cluster_id) AS clusters,
        array_agg(i.id ORDER BY i.id) AS ids
      FROM @extschema@.badcase_instructions(query, at_least) i JOIN badcase_internal.submission s ON s.submission_id = i.id
      GROUP BY i.instruction, i.begins, i.ends) f
    JOIN badcase_internal.submission e ON e.submission_id = f.instruction
    ORDER BY f.clusters DESC, f.submissions DESC, f.instruction
    ON CONFLICT ON CONSTRAINT task_suggestion_program_id_begins_ends_key_key DO NOTHING;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.find_instructions(int, int) IS
  'replaces the suggestions of a program by the instructions that prompts without a task share now';

CREATE FUNCTION badcase.suggest_tasks(program int DEFAULT NULL, at_least int DEFAULT 10)
  RETURNS TABLE (suggestion bigint, instruction text, submissions bigint, clusters bigint, examples bigint[])
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF at_least IS NULL OR at_least < 2 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a suggestion is of at least two prompts';
    END IF;
    PERFORM badcase_internal.find_instructions(program, at_least);
    RETURN QUERY
      SELECT t.suggestion_id, @extschema@.badcase_instruction(@extschema@.prompt(s.record), t.begins, t.ends), t.submissions,
        t.clusters, t.examples
      FROM badcase_internal.task_suggestion t JOIN badcase_internal.submission s ON s.submission_id = t.examples[1]
      WHERE t.program_id = suggest_tasks.program ORDER BY t.suggestion_id;
  END
  $$;
COMMENT ON FUNCTION badcase.suggest_tasks(int, int) IS
  'curator: groups what has no task by the instruction that prompts share, from so many different prompts on; the largest first; replaces the suggestions before';

-- A prompt of a longer instruction, taken or suggested, is no example of the shorter one.
CREATE FUNCTION badcase_internal.examples_of(t badcase_internal.task_suggestion) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH longer AS MATERIALIZED (
      SELECT o.begins, o.ends, o.key FROM badcase_internal.task_suggestion o
      WHERE o.program_id = t.program_id AND o.begins + o.ends > t.begins + t.ends
      UNION
      SELECT i.begins, i.ends, i.key FROM badcase_internal.task_instruction i
      WHERE i.program_id = t.program_id AND i.begins + i.ends > t.begins + t.ends
    ), lengths AS MATERIALIZED (
      SELECT DISTINCT l.begins, l.ends FROM longer l
    ), mine AS MATERIALIZED (
      SELECT s.submission_id, @extschema@.prompt(s.record) AS prompt FROM badcase_internal.submission s
      WHERE s.program_id = t.program_id AND badcase_internal.wants_task(s)
        AND @extschema@.badcase_instruction_key(@extschema@.prompt(s.record), t.begins, t.ends) = t.key
    )
    SELECT m.submission_id FROM mine m
    WHERE NOT EXISTS (
      SELECT FROM lengths n JOIN longer l ON l.begins = n.begins AND l.ends = n.ends
        AND l.key = @extschema@.badcase_instruction_key(m.prompt, n.begins, n.ends))
    ORDER BY m.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.examples_of(badcase_internal.task_suggestion) IS
  'the submissions without a task that have the instruction of a suggestion, and no longer one';

CREATE FUNCTION badcase_internal.give_examples(ids bigint[], task bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n bigint;
  BEGIN
    PERFORM FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) ORDER BY s.submission_id FOR NO KEY UPDATE;
    UPDATE badcase_internal.submission s SET task_id = task WHERE s.submission_id = ANY (ids) AND badcase_internal.wants_task(s);
    GET DIAGNOSTICS n = ROW_COUNT;
    PERFORM badcase_internal.mark_submissions(ids);
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.give_examples(bigint[], bigint) IS 'gives a task to those that still want one; returns how many';

CREATE FUNCTION badcase.take_suggestion(suggestion bigint, name text, about text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    t badcase_internal.task_suggestion;
    id bigint;
    n bigint;
  BEGIN
    SELECT o.* INTO t FROM badcase_internal.task_suggestion o WHERE o.suggestion_id = take_suggestion.suggestion;
    PERFORM badcase_internal.require(t.program_id, 'curator');
    PERFORM badcase_internal.lock_work(t.program_id, 'triage');
    id := badcase_internal.task_of(t.program_id, name);
    IF id IS NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a task has a name of up to 200 characters, not blank';
    END IF;
    n := badcase_internal.give_examples(ARRAY(SELECT badcase_internal.examples_of(t)), id);
    UPDATE badcase_internal.task k SET about = coalesce(take_suggestion.about, k.about), set_by = badcase_internal.person_name()
    WHERE k.task_id = id;
    PERFORM badcase_internal.mark_task(id);
    INSERT INTO badcase_internal.task_instruction (program_id, begins, ends, key, task_id, taken_by)
    VALUES (t.program_id, t.begins, t.ends, t.key, id, badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT task_instruction_pkey DO UPDATE SET task_id = id, taken_by = excluded.taken_by, taken_at = now();
    DELETE FROM badcase_internal.task_suggestion o WHERE o.suggestion_id = t.suggestion_id;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.take_suggestion(bigint, text, text) IS
  'curator: makes a task of a suggestion, or takes it into the task of that name: all that has the instruction and no task is an example of it now, and what comes later; returns how many are now';

-- The task's row is locked after its submissions, as triage does; then nobody can name the task any more.
CREATE FUNCTION badcase.merge_tasks(program int, task text, into_task text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    from_id bigint;
    into_id bigint;
    n bigint;
    later bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    from_id := badcase_internal.named_task(program, task);
    into_id := badcase_internal.named_task(program, into_task);
    IF from_id = into_id THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a task cannot be merged into itself';
    END IF;
    PERFORM badcase_internal.lock_work(program, 'triage');
    PERFORM FROM badcase_internal.submission s WHERE s.task_id = from_id ORDER BY s.submission_id FOR NO KEY UPDATE;
    UPDATE badcase_internal.submission s SET task_id = into_id WHERE s.task_id = from_id;
    GET DIAGNOSTICS n = ROW_COUNT;
    PERFORM FROM badcase_internal.task t WHERE t.task_id = from_id FOR UPDATE;
    UPDATE badcase_internal.submission s SET task_id = into_id WHERE s.task_id = from_id;
    GET DIAGNOSTICS later = ROW_COUNT;
    PERFORM badcase_internal.mark_task(into_id);
    UPDATE badcase_internal.audit_item i SET task_id = into_id WHERE i.task_id = from_id;
    UPDATE badcase_internal.task_instruction i SET task_id = into_id WHERE i.task_id = from_id;
    UPDATE badcase_internal.task t SET set_by = badcase_internal.person_name() WHERE t.task_id = into_id;
    DELETE FROM badcase_internal.task t WHERE t.task_id = from_id;
    RETURN n + later;
  END
  $$;
COMMENT ON FUNCTION badcase.merge_tasks(int, text, text) IS
  'curator: makes all examples and instructions of a task those of another, which stays; returns how many examples that were';
-- Claims: who is looking at what, what is free, and in which order it is given out.

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

-- The order: (1) tasks furthest below their target, (2) the rarest kind of failure among the accepted clusters of the 1,000
-- accepted submissions that came last, (3) the oldest cluster, its near-duplicates side by side. What was received after the
-- cut-off is not offered.
-- What is pending is as many rows as people like to send in, and few of them are wanted. So it is walked in groups: the
-- submissions of a task with the same kinds of failure lie side by side in an index, in the order of (3).
CREATE FUNCTION badcase_internal.claim_groups(program int) RETURNS TABLE (place bigint, task bigint, kinds text[])
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashagg = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY
      WITH RECURSIVE waiting(task, kinds) AS (
        (SELECT coalesce(s.task_id, 0), s.failure_kinds FROM badcase_internal.submission s
          WHERE s.program_id = claim_groups.program AND s.state = 'pending'
          ORDER BY coalesce(s.task_id, 0), s.failure_kinds LIMIT 1)
        UNION ALL
        SELECT n.task, n.kinds FROM waiting w CROSS JOIN LATERAL (
          SELECT coalesce(s.task_id, 0) AS task, s.failure_kinds AS kinds FROM badcase_internal.submission s
          WHERE s.program_id = claim_groups.program AND s.state = 'pending' AND (coalesce(s.task_id, 0), s.failure_kinds) > (w.task, w.kinds)
          ORDER BY coalesce(s.task_id, 0), s.failure_kinds LIMIT 1) n
      ), missing AS MATERIALIZED (
        -- counted up to the target only, so this costs as many rows as examples are wanted, whatever there is
        SELECT t.task_id, t.target - (
          SELECT count(*) FROM (
            SELECT DISTINCT a.cluster_id FROM badcase_internal.submission a
            WHERE a.task_id = t.task_id AND a.state = 'accepted' LIMIT t.target) k) AS n
        FROM (SELECT DISTINCT w.task FROM waiting w) x JOIN badcase_internal.task t ON t.task_id = x.task
      ), latest AS MATERIALIZED (
        SELECT a.cluster_id, a.failure_kinds FROM badcase_internal.submission a
        WHERE a.program_id = claim_groups.program AND a.state = 'accepted' ORDER BY a.submission_id DESC LIMIT 1000
      ), of_kind AS MATERIALIZED (
        SELECT q.kind, coalesce(c.n, 0) AS n
        FROM unnest(badcase_internal.failure_kinds()) q(kind)
        LEFT JOIN (
          SELECT k.kind, count(DISTINCT a.cluster_id) AS n
          FROM latest a CROSS JOIN LATERAL unnest(a.failure_kinds) k(kind) GROUP BY k.kind) c ON c.kind = q.kind
      )
      SELECT dense_rank() OVER (ORDER BY coalesce(m.n, 0) DESC, (
          SELECT min(f.n) FROM of_kind f WHERE f.kind = ANY (w.kinds)) NULLS LAST), w.task, w.kinds
      FROM waiting w LEFT JOIN missing m ON m.task_id = w.task;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claim_groups(int) IS
  'the tasks (0: none) and kinds of failure of what is pending in a program, and in which order they are reviewed; those of one place come together';

CREATE FUNCTION badcase_internal.can_claim(s badcase_internal.submission, task bigint, failure_kind text, language text, cut_off timestamptz)
  RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT (s.lease_role IS NULL OR NOT badcase_internal.is_claimed(s))
      AND (can_claim.cut_off IS NULL OR s.received_at <= can_claim.cut_off)
      AND (can_claim.task IS NULL OR s.task_id = can_claim.task)
      AND (can_claim.failure_kind IS NULL OR can_claim.failure_kind = ANY (s.failure_kinds))
      AND (can_claim.language IS NULL
        OR badcase_internal.language_of(@extschema@.prompt(s.record) || @extschema@.response(s.record)) = can_claim.language);
  END;
COMMENT ON FUNCTION badcase_internal.can_claim(badcase_internal.submission, bigint, text, text, timestamptz) IS
  'whether a pending submission is not claimed, was received before the cut-off, and is of a task, a kind of failure, a language';

-- What one has reviewed stays pending until somebody else has; who reviews most would pass over it each time.
-- Task and kinds are the same in a group. They are in the order, too, for under row-level security a condition that is not
-- leakproof tells the planner nothing of an index's order.
CREATE FUNCTION badcase_internal.claimable_wanted(program int, task bigint, failure_kind text, language text, cut_off timestamptz, most bigint)
  RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET jit = off
  AS $$
  DECLARE
    me CONSTANT regrole := badcase_internal.person();
    g record;
    n bigint;
  BEGIN
    FOR g IN
      SELECT array_agg(x.task) AS tasks, array_agg(x.kinds::text) AS kinds
      FROM badcase_internal.claim_groups(program) x
      WHERE (claimable_wanted.task IS NULL OR x.task = claimable_wanted.task)
        AND (claimable_wanted.failure_kind IS NULL OR claimable_wanted.failure_kind = ANY (x.kinds))
      GROUP BY x.place ORDER BY x.place
    LOOP
      RETURN QUERY
        SELECT k.submission_id
        FROM unnest(g.tasks, g.kinds) c(task, kinds)
        CROSS JOIN LATERAL (
          SELECT s.cluster_id, s.submission_id FROM badcase_internal.submission s
          WHERE s.program_id = claimable_wanted.program AND s.state = 'pending' AND coalesce(s.task_id, 0) = c.task
            AND s.failure_kinds = c.kinds::text[]
            AND badcase_internal.can_claim(s, claimable_wanted.task, claimable_wanted.failure_kind, claimable_wanted.language, claimable_wanted.cut_off)
            AND NOT EXISTS (
              SELECT FROM badcase_internal.review v
              WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass AND v.reviewer = me)
          ORDER BY coalesce(s.task_id, 0), s.failure_kinds, s.cluster_id + 0, s.submission_id LIMIT most) k
        ORDER BY k.cluster_id, k.submission_id LIMIT most;
      GET DIAGNOSTICS n = ROW_COUNT;
      most := most - n;
      EXIT WHEN most <= 0;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claimable_wanted(int, bigint, text, text, timestamptz, bigint) IS
  'the first submissions that can be claimed, without what the person has reviewed, what is wanted most before others';

CREATE FUNCTION badcase_internal.claimable_oldest(program int, task bigint, failure_kind text, language text, cut_off timestamptz, most bigint)
  RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT x.submission_id
    FROM (
      SELECT s.received_at, s.task_id, s.failure_kinds, s.cluster_id, s.submission_id FROM badcase_internal.submission s
      WHERE s.program_id = claimable_oldest.program AND s.state = 'pending'
        AND badcase_internal.can_claim(s, claimable_oldest.task, claimable_oldest.failure_kind, claimable_oldest.language, claimable_oldest.cut_off)
        AND NOT EXISTS (
          SELECT FROM badcase_internal.review v
          WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass AND v.reviewer = (SELECT badcase_internal.person()))
      ORDER BY s.received_at FETCH FIRST (most) ROWS WITH TIES) x
    JOIN badcase_internal.claim_groups(program) g ON g.task = coalesce(x.task_id, 0) AND g.kinds = x.failure_kinds
    ORDER BY x.received_at, g.place, x.cluster_id, x.submission_id LIMIT most
  $$;
COMMENT ON FUNCTION badcase_internal.claimable_oldest(int, bigint, text, text, timestamptz, bigint) IS 'the same, the oldest first';

-- In doubt is what screening warns of. What it does not warn of comes after all that it does.
CREATE FUNCTION badcase_internal.claimable_in_doubt(program int, task bigint, failure_kind text, language text, cut_off timestamptz, most bigint)
  RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
  DECLARE
    me CONSTANT regrole := badcase_internal.person();
    n bigint;
  BEGIN
    RETURN QUERY
      SELECT s.submission_id
      FROM (
        SELECT f.submission_id, f.revision, count(*) AS n FROM badcase_internal.finding f
        WHERE f.program_id = claimable_in_doubt.program AND f.cleared IS NOT TRUE AND f.severity = 'warn'
        GROUP BY f.submission_id, f.revision OFFSET 0) d
      CROSS JOIN LATERAL (
        SELECT t.submission_id, t.task_id, t.failure_kinds, t.cluster_id FROM badcase_internal.submission t
        WHERE t.submission_id = d.submission_id AND t.revision = d.revision AND t.state = 'pending'
          AND badcase_internal.can_claim(t, claimable_in_doubt.task, claimable_in_doubt.failure_kind, claimable_in_doubt.language, claimable_in_doubt.cut_off)
          AND NOT EXISTS (
            SELECT FROM badcase_internal.review v
            WHERE v.submission_id = t.submission_id AND v.review_pass = t.review_pass AND v.reviewer = me)
        OFFSET 0) s
      LEFT JOIN badcase_internal.claim_groups(program) g ON (g.task, g.kinds) = (coalesce(s.task_id, 0), s.failure_kinds)
      ORDER BY d.n DESC, g.place, s.cluster_id, s.submission_id LIMIT most;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n < most THEN
      RETURN QUERY
        SELECT w.id
        FROM badcase_internal.claimable_wanted(program, task, failure_kind, language, cut_off, most) WITH ORDINALITY w(id, place)
        JOIN badcase_internal.submission s ON s.submission_id = w.id
        WHERE NOT EXISTS (
          SELECT FROM badcase_internal.finding f
          WHERE f.submission_id = s.submission_id AND f.revision = s.revision AND f.cleared IS NOT TRUE AND f.severity = 'warn')
        ORDER BY w.place LIMIT most - n;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claimable_in_doubt(int, bigint, text, text, timestamptz, bigint) IS
  'the same, what screening warns of most first';

CREATE FUNCTION badcase_internal.claimable(program int, task bigint, failure_kind text, language text, first text, most bigint)
  RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    cut_off timestamptz;
  BEGIN
    SELECT o.cut_off INTO cut_off FROM badcase_internal.round o WHERE o.program_id = claimable.program AND o.closed_at IS NULL;
    IF NOT FOUND THEN
      RETURN;
    END IF;
    CASE first
      WHEN 'oldest' THEN
        RETURN QUERY SELECT c FROM badcase_internal.claimable_oldest(program, task, failure_kind, language, cut_off, most) c;
      WHEN 'doubt' THEN
        RETURN QUERY SELECT c FROM badcase_internal.claimable_in_doubt(program, task, failure_kind, language, cut_off, most) c;
      WHEN 'unsure', 'disagreed' THEN
        RETURN QUERY SELECT c FROM badcase_internal.claimable_suggested(program, task, failure_kind, language, cut_off, first, most) c;
      ELSE
        RETURN QUERY SELECT c FROM badcase_internal.claimable_wanted(program, task, failure_kind, language, cut_off, most) c;
    END CASE;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claimable(int, bigint, text, text, text, bigint) IS
  'the first submissions of a program''s open round that can be claimed, in the order in which they are to be reviewed; fewer than asked for: these are all';

-- A reader of a number of thousands wants to know no more than that. What has a claim is looked at only where there are
-- fewer: whether a claim has ended asks for its reviewer's rights.
CREATE FUNCTION badcase_internal.unclaimed(program int) RETURNS bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  AS $$
  DECLARE
    o record;
    n bigint;
  BEGIN
    SELECT r.cut_off INTO o FROM badcase_internal.round r WHERE r.program_id = unclaimed.program AND r.closed_at IS NULL;
    IF NOT FOUND THEN
      RETURN 0;
    END IF;
    n := (
      SELECT count(*) FROM (
        SELECT FROM badcase_internal.submission s
        WHERE s.program_id = unclaimed.program AND s.state = 'pending' AND s.lease_role IS NULL
          AND (o.cut_off IS NULL OR s.received_at <= o.cut_off)
        LIMIT 1000) x);
    IF n < 1000 THEN
      n := n + (
        SELECT count(*) FROM badcase_internal.submission s
        WHERE s.lease_role IS NOT NULL AND s.program_id + 0 = unclaimed.program AND (s.state = 'pending') IS TRUE
          AND badcase_internal.can_claim(s, NULL::bigint, NULL::text, NULL::text, o.cut_off));
    END IF;
    RETURN least(n, 1000);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.unclaimed(int) IS
  'how many pending submissions of the open round nobody has claimed; 1000 where they are so many or more';

-- A submission that was moved since is nothing to look at.
CREATE FUNCTION badcase_internal.is_open(l badcase_internal.look) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT l.verdict IS NULL AND l.claimed_until > now() AND EXISTS (
      SELECT FROM badcase_internal.submission s
      WHERE s.submission_id = l.submission_id AND s.state = l.expected AND s.revision = l.revision);
  END;
COMMENT ON FUNCTION badcase_internal.is_open(badcase_internal.look) IS 'whether a second look is claimed and not given yet';

-- Of claims there are few, of what is pending many: the conditions leave the planner the index of the claims alone.
CREATE FUNCTION badcase_internal.claimed_by(program int, role regrole) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT (
        SELECT count(*) FROM badcase_internal.submission s
        WHERE s.lease_role = claimed_by.role AND s.program_id + 0 = claimed_by.program AND (s.state = 'pending') IS TRUE AND s.lease_until > now())
      + (
        SELECT count(*) FROM badcase_internal.look l
        WHERE l.reviewer = claimed_by.role AND l.program_id = claimed_by.program AND badcase_internal.is_open(l));
  END;
COMMENT ON FUNCTION badcase_internal.claimed_by(int, regrole) IS 'how many submissions of a program somebody has claimed';

-- Where nothing is free, a reviewer is not kept from work by another's store: of what others have claimed, all beyond the
-- first ten of each can be claimed by who has nothing, half of it at a time, from the end.
CREATE FUNCTION badcase_internal.spare_claims(program int) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH spare AS MATERIALIZED (
      SELECT x.submission_id, x.place
      FROM (
        SELECT s.submission_id, row_number() OVER (PARTITION BY s.lease_role ORDER BY s.lease_until, s.cluster_id, s.submission_id) AS place
        FROM badcase_internal.submission s
        WHERE s.lease_role IS NOT NULL AND s.program_id + 0 = spare_claims.program AND (s.state = 'pending') IS TRUE AND badcase_internal.is_claimed(s)
          AND s.lease_role <> badcase_internal.person()) x
      WHERE x.place > 10
    )
    SELECT p.submission_id FROM spare p ORDER BY p.place DESC, p.submission_id LIMIT ((SELECT count(*) FROM spare) + 1) / 2
  $$;
COMMENT ON FUNCTION badcase_internal.spare_claims(int) IS 'claims of other reviewers that one who has nothing may take over';

-- A row that somebody else has locked is passed over: two who claim at once do not wait for each other.
CREATE FUNCTION badcase_internal.claim_first(candidates bigint[], n bigint, until timestamptz, taking bool) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  AS $$
  DECLARE
    ids bigint[];
  BEGIN
    ids := ARRAY(
      SELECT s.submission_id
      FROM unnest(candidates) WITH ORDINALITY c(id, place) JOIN badcase_internal.submission s ON s.submission_id = c.id
      WHERE s.state = 'pending' AND badcase_internal.is_claimed(s) = taking AND badcase_internal.may_review(s)
      ORDER BY c.place LIMIT n FOR NO KEY UPDATE OF s SKIP LOCKED);
    UPDATE badcase_internal.submission s SET lease_role = badcase_internal.person(), lease_until = until
    WHERE s.submission_id = ANY (ids);
    RETURN ids;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claim_first(bigint[], bigint, timestamptz, bool) IS
  'claims the first n of submissions that nobody has claimed, or takes them over; returns them, without what cannot be claimed or somebody has locked';

CREATE FUNCTION badcase_internal.check_claim(program int, n int, lease interval, failure_kind text, language text, first text) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF n IS NULL OR n < 1 OR n > 1000 OR lease IS NULL OR lease <= '0' OR lease > '7 days' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'claim 1 to 1000 reviews, for up to 7 days';
    END IF;
    IF failure_kind <> ALL (badcase_internal.failure_kinds()) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such kind of failure',
        HINT = format('Kinds are %s.', array_to_string(badcase_internal.failure_kinds(), ', '));
    END IF;
    IF language NOT IN ('zh', 'en', 'other') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'languages are zh, en and other';
    END IF;
    IF first IS NULL OR first NOT IN ('wanted', 'oldest', 'doubt', 'unsure', 'disagreed') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'first come what is wanted, oldest, in doubt by screening, or what agents are unsure of or disagree on: wanted, oldest, doubt, unsure, disagreed';
    END IF;
    IF badcase_internal.is_paused(program, badcase_internal.person()) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('role "%s" claims nothing in program %s for now', badcase_internal.person_name(), program),
        HINT = 'A curator looks at badcase.reviewer_quality, and ends the pause with badcase.resume_reviewer.';
    END IF;
    IF badcase_internal.claimed_by(program, badcase_internal.person()) >= (SELECT p.max_claims FROM badcase_internal.program p WHERE p.program_id = check_claim.program) THEN
      RAISE program_limit_exceeded USING
        MESSAGE = format('role "%s" has claimed as much as a reviewer of program %s can', badcase_internal.person_name(), program),
        HINT = 'Review what badcase.review_queue shows, or give it back with badcase.release_claims.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_claim(int, int, interval, text, text, text) IS 'raises where the caller cannot claim in that way';
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
-- How sure a decision is, from how well its reviewers judged gold; and how sure a share is.
--
-- The rule: of a reviewer who judged k of n gold records right, (k + 4) / (n + 5) are taken to be right, four of five where
-- there is no gold. Reviewers are taken to err apart from each other, and either verdict to be as likely before. Then what
-- agreeing reviewers say is right with the probability a / (a + b), a being the product of their shares and b that of the
-- remainders. Dawid and Skene (Maximum likelihood estimation of observer error-rates, 1979) estimate the shares from the
-- reviews alone; with two reviews of most records that finds little that gold does not tell, and it is no sum of counts.

CREATE FUNCTION badcase_internal.confidence(judged_right bigint[], judged bigint[]) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    a numeric := 1;
    b numeric := 1;
  BEGIN
    FOR i IN 1 .. cardinality(judged) LOOP
      a := a * (judged_right[i] + 4);
      b := b * (judged[i] - judged_right[i] + 1);
    END LOOP;
    RETURN a / (a + b);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.confidence(bigint[], bigint[]) IS
  'the probability that what agreeing reviewers say is right, from how much gold each of them judged right, of how much';

CREATE FUNCTION badcase_internal.is_sure(submission bigint, review_pass int) RETURNS bool
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    p badcase_internal.program;
    k bigint[];
    n bigint[];
  BEGIN
    SELECT q.* INTO p FROM badcase_internal.submission s JOIN badcase_internal.program q ON q.program_id = s.program_id
    WHERE s.submission_id = is_sure.submission;
    IF p.confidence IS NULL THEN
      RETURN true;
    END IF;
    SELECT array_agg(g.k ORDER BY v.reviewer::oid), array_agg(g.n ORDER BY v.reviewer::oid) INTO k, n
    FROM badcase_internal.review v
    CROSS JOIN LATERAL badcase_internal.gold_of(p.program_id, v.reviewer, '-infinity'::timestamptz) g
    WHERE v.submission_id = is_sure.submission AND v.review_pass = is_sure.review_pass;
    RETURN badcase_internal.confidence(k, n) * 100 >= p.confidence;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.is_sure(bigint, int) IS
  'whether the agreeing reviews of a pass are as sure as the program asks for; true where it does not ask';

-- Wilson's interval for a share (E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927), at
-- 95 %: it holds for small numbers and for shares near 0 and 1. In numeric, so that it is the same everywhere.
CREATE FUNCTION badcase_internal.wilson(k bigint, n bigint, OUT low numeric, OUT high numeric)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN k = 0 THEN 0 ELSE round(x.center - x.half, 4) END, CASE WHEN k = n THEN 1 ELSE round(x.center + x.half, 4) END
    FROM (
      SELECT (k + 1.920729410347062) / (n + 3.841458820694124) AS center,
        1.959963984540054 * sqrt(k::numeric * (n - k) / n + 0.960364705173531) / (n + 3.841458820694124) AS half
      WHERE n > 0) x;
  END;
COMMENT ON FUNCTION badcase_internal.wilson(bigint, bigint) IS 'the interval in which a share is with 95 %, of which k of n were seen; null for none';
-- Suggestions: what agents say of submissions. Reviewers see them beside a record, before their own word or after it, and
-- they can order what is claimed. They are no reviews: no decision, state or credit comes of one.

CREATE FUNCTION badcase.register_agent(program int, name text, version text, kind text, prompt_sha256 text DEFAULT NULL, prompt_date date DEFAULT NULL)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF (name ~ '[^[:space:]]' AND length(name) <= 200 AND version ~ '[^[:space:]]' AND length(version) <= 200) IS NOT TRUE THEN
      RAISE invalid_parameter_value USING MESSAGE = 'name and version of an agent have 1 to 200 characters';
    END IF;
    IF kind IS NULL OR kind NOT IN ('model', 'rule', 'person') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'no such kind of agent', HINT = 'Kinds are model, rule and person.';
    END IF;
    IF prompt_sha256 !~ '^[0-9a-f]{64}$' THEN
      RAISE invalid_parameter_value USING MESSAGE = 'prompt_sha256 is SHA-256 in lower-case hexadecimal';
    END IF;
    INSERT INTO badcase_internal.agent (program_id, name, version, kind, prompt_sha256, prompt_date, registered_by)
    VALUES (program, register_agent.name, register_agent.version, register_agent.kind, decode(register_agent.prompt_sha256, 'hex'),
      register_agent.prompt_date, badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT agent_program_id_name_version_key DO NOTHING
    RETURNING agent_id INTO new_id;
    IF new_id IS NULL THEN
      RAISE duplicate_object USING
        MESSAGE = format('program %s has an agent of that name and version, number %s', program, (
          SELECT a.agent_id FROM badcase_internal.agent a
          WHERE a.program_id = register_agent.program AND a.name = register_agent.name AND a.version = register_agent.version));
    END IF;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.register_agent(int, text, text, text, text, date) IS
  'curator: registers a model, a rule or a person that suggests, with the SHA-256 and the day of what it is told to do; returns its number, the target of uploads of the kind suggestions';

-- true and false are 1 and 0.
CREATE FUNCTION badcase_internal.likelihood(value jsonb) RETURNS numeric
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE jsonb_typeof(value)
      WHEN 'boolean' THEN (value::bool)::int::numeric
      WHEN 'number' THEN CASE WHEN value::numeric BETWEEN 0 AND 1 THEN trim_scale(round(value::numeric, 6)) END
    END;
  END;
COMMENT ON FUNCTION badcase_internal.likelihood(jsonb) IS
  'true, false or a number from 0 to 1 as a likelihood of up to six places; null for anything else';

CREATE FUNCTION badcase_internal.suggestion_fault(line jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN NOT line ? 'submission' THEN 'missing_submission'
      WHEN badcase_internal.whole_number(line -> 'submission', 1) IS NULL THEN 'submission_type'
      WHEN jsonb_typeof(line -> 'useful') <> 'null' AND badcase_internal.likelihood(line -> 'useful') IS NULL THEN 'useful_type'
      WHEN jsonb_typeof(line -> 'correct') <> 'null' AND badcase_internal.likelihood(line -> 'correct') IS NULL THEN 'correct_type'
      WHEN jsonb_typeof(line -> 'failure_kinds') NOT IN ('array', 'null') THEN 'kinds_type'
      WHEN jsonb_typeof(line -> 'failure_kinds') = 'array' AND NOT line -> 'failure_kinds' <@ to_jsonb(badcase_internal.failure_kinds()) THEN 'no_kind'
      WHEN jsonb_typeof(line -> 'task') NOT IN ('string', 'null') OR length(line ->> 'task') > 200 OR line ->> 'task' !~ '[^[:space:]]' THEN 'task_type'
      WHEN jsonb_typeof(line -> 'why') NOT IN ('string', 'null') OR length(line ->> 'why') > 5000 THEN 'why_type'
      WHEN line - '{submission,useful,correct,failure_kinds,task,why}'::text[] <> '{}' THEN 'unknown_key'
      WHEN jsonb_strip_nulls(line - '{submission,why}'::text[]) = '{}' THEN 'nothing_suggested'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.suggestion_fault(jsonb) IS 'the code of what is wrong with a line of suggestions, or null';

CREATE FUNCTION badcase_internal.suggestion_message(code text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE code
      WHEN 'missing_submission' THEN 'the key "submission" is missing'
      WHEN 'submission_type' THEN 'the submission is not a whole number from 1'
      WHEN 'useful_type' THEN 'useful is neither true nor false nor a number from 0 to 1'
      WHEN 'correct_type' THEN 'correct is neither true nor false nor a number from 0 to 1'
      WHEN 'kinds_type' THEN 'failure_kinds is not an array'
      WHEN 'no_kind' THEN 'a kind of failure is none of ' || array_to_string(badcase_internal.failure_kinds(), ', ')
      WHEN 'task_type' THEN 'the task is not a string of 1 to 200 characters'
      WHEN 'why_type' THEN 'why is not a string of up to 5000 characters'
      WHEN 'unknown_key' THEN 'there is another key than submission, useful, correct, failure_kinds, task and why'
      WHEN 'nothing_suggested' THEN 'none of useful, correct, failure_kinds and task is there'
      WHEN 'no_submission' THEN 'the program has no such submission in review or decided'
      WHEN 'said_otherwise' THEN 'the agent has said something else of this revision: what judges in another way is another version'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.suggestion_message(text) IS 'a code of a refused line of suggestions in words';

-- What an agent said before stands. Of several lines on a submission the first counts.
CREATE FUNCTION badcase_internal.suggestion_lines(program int, agent bigint)
  RETURNS TABLE (line_no bigint, line bytea, code text, byte_offset int, path text, message text, submission bigint, revision int,
    useful numeric, correct numeric, failure_kinds text[], task text, why text, is_new bool, is_erased bool)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
    WITH line AS MATERIALIZED (
      SELECT i.line_no, i.line, o.object, coalesce(o.code, badcase_internal.suggestion_fault(o.object)) AS code, o.byte_offset, o.path, o.message
      FROM badcase.intake i CROSS JOIN LATERAL @extschema@.badcase_object(i.line) o
      WHERE i.xact = pg_current_xact_id_if_assigned()
    ), named AS MATERIALIZED (
      SELECT l.line_no, badcase_internal.whole_number(l.object -> 'submission', 1) AS submission,
        ROW(badcase_internal.likelihood(l.object -> 'useful'), badcase_internal.likelihood(l.object -> 'correct'),
          CASE jsonb_typeof(l.object -> 'failure_kinds') WHEN 'array' THEN ARRAY(
            SELECT DISTINCT k COLLATE "C" FROM jsonb_array_elements_text(l.object -> 'failure_kinds') k ORDER BY 1) END,
          l.object ->> 'task', l.object ->> 'why') AS said,
        badcase_internal.likelihood(l.object -> 'useful') AS useful, badcase_internal.likelihood(l.object -> 'correct') AS correct,
        CASE jsonb_typeof(l.object -> 'failure_kinds') WHEN 'array' THEN ARRAY(
          SELECT DISTINCT k COLLATE "C" FROM jsonb_array_elements_text(l.object -> 'failure_kinds') k ORDER BY 1) END AS failure_kinds,
        l.object ->> 'task' AS task, l.object ->> 'why' AS why
      FROM line l WHERE l.code IS NULL
    ), placed AS MATERIALIZED (
      SELECT n.*, s.revision, k.said AS known, k.said_before, first_value(n.said) OVER w AS first_said, row_number() OVER w AS place
      FROM named n
      LEFT JOIN LATERAL (
        SELECT t.revision FROM badcase_internal.submission t
        WHERE t.submission_id = n.submission AND t.program_id = suggestion_lines.program
          AND t.state IN ('pending', 'needs_changes', 'disputed', 'accepted', 'rejected') OFFSET 0) s ON true
      LEFT JOIN LATERAL (
        SELECT ROW(g.useful, g.correct, g.failure_kinds, g.task, g.why) AS said, true AS said_before FROM badcase_internal.suggestion g
        WHERE g.submission_id = n.submission AND g.agent_id = suggestion_lines.agent AND g.revision = s.revision OFFSET 0) k ON true
      WINDOW w AS (PARTITION BY n.submission ORDER BY n.line_no)
    )
    SELECT l.line_no, l.line,
      coalesce(l.code, CASE
        WHEN p.revision IS NULL THEN 'no_submission'
        WHEN p.said IS DISTINCT FROM coalesce(p.known, p.first_said) THEN 'said_otherwise' END),
      l.byte_offset, l.path, l.message, p.submission, p.revision, p.useful, p.correct, p.failure_kinds, p.task, p.why,
      coalesce(p.revision IS NOT NULL AND p.said_before IS NULL AND p.place = 1, false),
      EXISTS (
        SELECT FROM badcase_internal.submission t
        WHERE t.submission_id = badcase_internal.whole_number(l.object -> 'submission', 1) AND t.program_id = suggestion_lines.program AND t.record IS NULL)
    FROM line l LEFT JOIN placed p ON p.line_no = l.line_no
  $$;
COMMENT ON FUNCTION badcase_internal.suggestion_lines(int, bigint) IS
  'the lines that this transaction has brought, judged as an agent''s suggestions, each with the submission that it names';

-- The program's count of withdrawals is locked: an erasure comes before, and its records are gone, or after, and finds the
-- suggestions. A refused line on a record that was erased may quote it: its bytes are not kept.
CREATE FUNCTION badcase_internal.store_suggestions(u badcase_internal.upload, OUT lines bigint, OUT stored bigint, OUT good bigint, OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM FROM badcase_internal.program p WHERE p.program_id = u.program_id FOR SHARE;
    PERFORM FROM badcase_internal.agent a WHERE a.agent_id = u.target FOR NO KEY UPDATE;
    WITH line AS MATERIALIZED (
      SELECT l.*, @extschema@.badcase_blank(l.line) AS is_blank FROM badcase_internal.suggestion_lines(u.program_id, u.target) l
    ), suggestion AS (
      INSERT INTO badcase_internal.suggestion (submission_id, agent_id, revision, program_id, upload_id, line_no, useful, correct, failure_kinds, task, why)
      SELECT l.submission, u.target, l.revision, u.program_id, u.upload_id, l.line_no, l.useful, l.correct, l.failure_kinds, l.task, l.why
      FROM line l WHERE l.is_new ORDER BY l.line_no
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, l.line_no, u.program_id, l.code, coalesce(l.byte_offset, 0), l.path,
        coalesce(l.message, badcase_internal.suggestion_message(l.code)), CASE WHEN NOT l.is_erased THEN l.line END,
        CASE WHEN NOT l.is_erased THEN sha256(l.line) END
      FROM line l
      WHERE l.code IS NOT NULL AND NOT l.is_blank AND (
        SELECT true FROM badcase_internal.refused_line o
        WHERE o.contributor_id IS NULL AND o.program_id = u.program_id AND o.line_digest = sha256(l.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT count(*) FROM line l WHERE l.is_new), (SELECT count(*) FROM line l WHERE l.code IS NULL),
      (SELECT count(*) FROM line l WHERE l.is_blank)
    INTO lines, stored, good, blank;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.store_suggestions(badcase_internal.upload) IS
  'judges the lines of an upload of the kind suggestions and stores them';

-- A task is the agent's word until it is the name of one that a curator has taken.
CREATE FUNCTION badcase_internal.suggestions_of(s badcase_internal.submission)
  RETURNS TABLE (agent text, version text, kind text, useful numeric, correct numeric, failure_kinds text[], task text, why text)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT a.name, a.version, a.kind, g.useful, g.correct, g.failure_kinds, (
        SELECT t.name FROM badcase_internal.task t WHERE t.program_id = s.program_id AND t.name = g.task AND t.set_by IS NOT NULL), g.why
    FROM badcase_internal.suggestion g JOIN badcase_internal.agent a ON a.agent_id = g.agent_id
    WHERE g.submission_id = s.submission_id AND g.revision = s.revision
    ORDER BY a.name COLLATE "C", a.version COLLATE "C", a.agent_id;
  END;
COMMENT ON FUNCTION badcase_internal.suggestions_of(badcase_internal.submission) IS 'what agents suggest of a submission as it is now';

CREATE FUNCTION badcase_internal.suggestions_beside(s badcase_internal.submission) RETURNS jsonb
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT (
      SELECT jsonb_agg(to_jsonb(g) - 'n'::text ORDER BY g.n)
      FROM badcase_internal.suggestions_of(s) WITH ORDINALITY g(agent, version, kind, useful, correct, failure_kinds, task, why, n))
    FROM badcase_internal.program p WHERE p.program_id = s.program_id AND p.suggestions = 'before';
  END;
COMMENT ON FUNCTION badcase_internal.suggestions_beside(badcase_internal.submission) IS
  'the same for the queue of a reviewer; null where there are none, or the program shows them after the reviewer''s own word';

-- A second look is answered as a review is.
CREATE FUNCTION badcase_internal.has_judged(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
        SELECT FROM badcase_internal.review v
        WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass AND v.reviewer = badcase_internal.person())
      OR EXISTS (
        SELECT FROM badcase_internal.look l
        WHERE l.submission_id = s.submission_id AND l.revision = s.revision AND l.reviewer = badcase_internal.person() AND l.verdict IS NOT NULL);
  END;
COMMENT ON FUNCTION badcase_internal.has_judged(badcase_internal.submission) IS
  'whether the person has given their word of a submission, in this pass or at a second look';

CREATE FUNCTION badcase_internal.shows_suggestions(s badcase_internal.submission) RETURNS bool
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RETURN badcase_internal.has_capability(s.program_id, 'curator')
      OR badcase_internal.has_capability(s.program_id, 'reviewer') AND (badcase_internal.has_judged(s)
        OR (SELECT p.suggestions = 'before' FROM badcase_internal.program p WHERE p.program_id = s.program_id)
          AND (badcase_internal.has_claimed(s) OR badcase_internal.has_second_look(s)));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.shows_suggestions(badcase_internal.submission) IS
  'whether the person may see what agents suggest of a submission: curators, reviewers after their own word, or before it where the program says so';

CREATE FUNCTION badcase.suggestions(submission bigint)
  RETURNS TABLE (agent text, version text, kind text, useful numeric, correct numeric, failure_kinds text[], task text, why text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = suggestions.submission;
    IF badcase_internal.shows_suggestions(s) IS NOT TRUE THEN
      PERFORM badcase_internal.require(s.program_id, 'curator');
    END IF;
    RETURN QUERY SELECT g.* FROM badcase_internal.suggestions_of(s) g WHERE s.state <> 'withdrawn';
  END
  $$;
COMMENT ON FUNCTION badcase.suggestions(bigint) IS
  'reviewer, curator: what agents suggest of a submission as it is now; a reviewer, once they have given their own word, or before it where the setting suggestions says so';

CREATE FUNCTION badcase_internal.has_suggested(agent bigint, s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.suggestion g
      WHERE g.submission_id = s.submission_id AND g.agent_id = has_suggested.agent AND g.revision = s.revision);
  END;
COMMENT ON FUNCTION badcase_internal.has_suggested(bigint, badcase_internal.submission) IS
  'whether an agent has suggested something of a submission as it is now';

-- What is asked about goes to a program outside: the journal has who took which record out. Gold is among it, so that it
-- looks like the rest in the queue.
CREATE FUNCTION badcase.to_suggest(agent bigint, n int DEFAULT 100, after bigint DEFAULT 0)
  RETURNS TABLE (submission bigint, prompt text, response text, history jsonb, rejected text, system text)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    a badcase_internal.agent;
    ids bigint[];
  BEGIN
    SELECT t.* INTO a FROM badcase_internal.agent t WHERE t.agent_id = to_suggest.agent;
    PERFORM badcase_internal.require(a.program_id, 'curator');
    IF n IS NULL OR n < 1 OR n > 1000 OR after IS NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = 'ask for 1 to 1000 records, after a number';
    END IF;
    ids := ARRAY(
      SELECT x.submission_id FROM ((
        SELECT s.submission_id FROM badcase_internal.submission s
        WHERE s.program_id = a.program_id AND s.state = 'pending' AND s.submission_id > to_suggest.after
          AND (
            SELECT true FROM badcase_internal.suggestion o
            WHERE o.submission_id = s.submission_id AND o.agent_id = a.agent_id AND o.revision = s.revision LIMIT 1) IS NULL
        ORDER BY s.state, s.program_id, s.submission_id LIMIT n)
        UNION ALL
        SELECT s.submission_id FROM badcase_internal.gold g JOIN badcase_internal.submission s ON s.submission_id = g.submission_id
        WHERE g.program_id = a.program_id AND s.state = g.verdict AND s.revision = g.revision AND s.submission_id > to_suggest.after
          AND badcase_internal.has_suggested(a.agent_id, s) IS NOT TRUE) x
      ORDER BY x.submission_id LIMIT n);
    PERFORM badcase_internal.note_action(a.program_id, 'read', i) FROM unnest(ids) i;
    RETURN QUERY
      SELECT s.submission_id, @extschema@.prompt(s.record), @extschema@.response(s.record), @extschema@.history(s.record),
        @extschema@.rejected(s.record), @extschema@.meta(s.record) ->> 'system'
      FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) ORDER BY s.submission_id;
  END
  $$;
COMMENT ON FUNCTION badcase.to_suggest(bigint, int, bigint) IS
  'curator: the records in review of which an agent has suggested nothing yet, from a number on, up to n; the journal has that they were read';

-- Of a record, the likelihood that it will be accepted is the mean of what its agents say: useful times correct, or the one
-- that an agent says. Unsure is what has it nearest to one half, disagreed on what has the agents furthest apart. What nobody
-- suggests anything of comes after all that somebody does.
CREATE FUNCTION badcase_internal.claimable_suggested(program int, task bigint, failure_kind text, language text, cut_off timestamptz, first text, most bigint)
  RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
  DECLARE
    me CONSTANT regrole := badcase_internal.person();
    d record;
    n bigint := 0;
  BEGIN
    -- one after the other, for most of what comes first can be claimed
    FOR d IN
      SELECT g.submission_id, g.revision, CASE claimable_suggested.first
          WHEN 'unsure' THEN abs(avg(coalesce(g.useful * g.correct, g.useful, g.correct)) - 0.5)
          ELSE min(coalesce(g.useful * g.correct, g.useful, g.correct)) - max(coalesce(g.useful * g.correct, g.useful, g.correct)) END AS place
      FROM badcase_internal.suggestion g
      WHERE g.program_id = claimable_suggested.program AND num_nonnulls(g.useful, g.correct) > 0
      GROUP BY g.submission_id, g.revision
      ORDER BY place, g.submission_id, g.revision
    LOOP
      EXIT WHEN n >= most;
      PERFORM FROM badcase_internal.submission t
      WHERE t.submission_id = d.submission_id AND t.revision = d.revision AND t.state = 'pending'
        AND badcase_internal.can_claim(t, claimable_suggested.task, claimable_suggested.failure_kind, claimable_suggested.language, claimable_suggested.cut_off)
        AND NOT EXISTS (
          SELECT FROM badcase_internal.review v
          WHERE v.submission_id = t.submission_id AND v.review_pass = t.review_pass AND v.reviewer = me);
      IF FOUND THEN
        n := n + 1;
        RETURN NEXT d.submission_id;
      END IF;
    END LOOP;
    IF n < most THEN
      RETURN QUERY
        SELECT w.id
        FROM badcase_internal.claimable_wanted(program, task, failure_kind, language, cut_off, most) WITH ORDINALITY w(id, place)
        JOIN badcase_internal.submission s ON s.submission_id = w.id
        WHERE NOT EXISTS (
          SELECT FROM badcase_internal.suggestion g
          WHERE g.submission_id = s.submission_id AND g.revision = s.revision AND num_nonnulls(g.useful, g.correct) > 0)
        ORDER BY w.place LIMIT most - n;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claimable_suggested(int, bigint, text, text, timestamptz, text, bigint) IS
  'the same, what agents are unsure of first, or what they disagree on';
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
        SELECT FROM badcase_internal.relation r WHERE r.kind = 'alternative'
          AND ((r.submission_id = submission AND r.other_id = x.id)
          OR (r.submission_id = x.id AND r.other_id = submission)))) THEN
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
    WHERE r.kind = 'alternative' AND ((r.submission_id = me AND r.other_id = ANY (contradicts))
      OR (r.other_id = me AND r.submission_id = ANY (contradicts)))
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
-- The cluster's number may have been that of the member that left. The planner expects many rows of badcase_clusters, so
-- it would read the whole table: the second condition on the cluster and the setting leave it the index.
CREATE FUNCTION badcase_internal.divide_cluster(cluster bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
  DECLARE
    became bigint[];
    program int;
  BEGIN
    WITH moved AS (
      UPDATE badcase_internal.submission s SET cluster_id = k.cluster
      FROM @extschema@.badcase_clusters(format('SELECT s.submission_id, s.record FROM badcase_internal.submission s
        WHERE s.cluster_id = %s AND badcase_internal.is_searchable(s.state)', cluster), 0.7::float8, NULL::text) k
      WHERE s.submission_id = k.id AND s.cluster_id = divide_cluster.cluster AND s.cluster_id <> k.cluster
      RETURNING s.program_id, s.cluster_id)
    SELECT array_agg(DISTINCT m.cluster_id), min(m.program_id) INTO became, program FROM moved m;
    UPDATE badcase_internal.submission s SET cluster_id = o.cluster_id
    FROM badcase_internal.submission o
    WHERE s.cluster_id = divide_cluster.cluster AND s.state = 'duplicate' AND o.submission_id = s.duplicate_of
      AND o.cluster_id <> s.cluster_id;
    PERFORM badcase_internal.mark_clusters(program, became || cluster);
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

CREATE FUNCTION badcase_internal.check_revise(s badcase_internal.submission, is_contributor bool) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    is_curator CONSTANT bool := badcase_internal.has_capability(s.program_id, 'curator');
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
COMMENT ON FUNCTION badcase_internal.check_revise(badcase_internal.submission, bool) IS
  'raises where the caller cannot revise a submission, as its contributor or as a reviewer or curator';

-- Relations were found by the old text, so triage looks for them again.
CREATE FUNCTION badcase_internal.make_revision(submission bigint, record @extschema@.badcase, reason text, is_contributor bool) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    program CONSTANT int := (SELECT t.program_id FROM badcase_internal.submission t WHERE t.submission_id = me);
    s badcase_internal.submission;
    edited @extschema@.badcase;
  BEGIN
    IF record IS NULL OR reason IS NULL OR reason !~ '[^[:space:]]' THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a revision has a record and a reason';
    END IF;
    PERFORM badcase_internal.lock_work(program, 'triage');
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    PERFORM badcase_internal.check_revise(s, is_contributor);
    edited := badcase_internal.keep_rejected(s.record, make_revision.record);
    IF edited OPERATOR(@extschema@.=) s.record THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('the record is what submission %s is already', me);
    END IF;

    IF s.revision = 1 THEN
      INSERT INTO badcase_internal.revision (submission_id, revision, record, digest, made_at)
      VALUES (me, 1, s.record, s.digest, s.received_at);
    END IF;
    INSERT INTO badcase_internal.revision (submission_id, revision, record, digest, reason, made_by)
    VALUES (me, s.revision + 1, edited, @extschema@.badcase_digest(edited), make_revision.reason, badcase_internal.person());
    UPDATE badcase_internal.submission t SET
      record = edited,
      revision = s.revision + 1,
      exact_key = @extschema@.exact_key(edited),
      exact_key_version = @extschema@.badcase_exact_key_version(),
      reasons = '{}'
    WHERE t.submission_id = me;
    DELETE FROM badcase_internal.relation r WHERE r.submission_id = me;
    DELETE FROM badcase_internal.relation r WHERE r.other_id = me;
    PERFORM badcase_internal.change_state(me, 'received');
    PERFORM badcase_internal.divide_cluster(s.cluster_id);
    RETURN 'received';
  END
  $$;
COMMENT ON FUNCTION badcase_internal.make_revision(bigint, @extschema@.badcase, text, bool) IS
  'gives a submission a new revision and sends it to triage again; returns its state';

CREATE FUNCTION badcase.revise(submission bigint, record @extschema@.badcase, reason text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    is_contributor bool;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    is_contributor := coalesce(badcase_internal.represents(s.contributor_id) AND badcase_internal.has_capability(s.program_id, 'contributor'), false);
    IF NOT is_contributor THEN
      PERFORM badcase_internal.require(s.program_id, 'reviewer', 'curator');
    END IF;
    RETURN badcase_internal.make_revision(me, record, reason, is_contributor);
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

CREATE FUNCTION badcase.open_round(program int DEFAULT NULL, cut_off timestamptz DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    id bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    cut_off := coalesce(cut_off, (SELECT now() + make_interval(days => p.round_days) FROM badcase_internal.program p WHERE p.program_id = open_round.program));
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
  'curator: opens a round, or gives the open one its cut-off where it has none; returns its number; without a cut-off, the one that the program''s round_days give';

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
    ), counted AS MATERIALIZED (
      SELECT t.a AS round_id, t.n FROM (SELECT DISTINCT m.program_id FROM mine m) p CROSS JOIN LATERAL badcase_internal.tallied(p.program_id, 'round') t
    ), undecided AS MATERIALIZED (
      SELECT m.round_id, k.n, (
        SELECT count(*) FROM badcase_internal.submission s
        WHERE s.program_id = m.program_id AND s.state IN ('received', 'held', 'pending', 'disputed') AND s.received_at > m.cut_off
          AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')) AS late
      FROM mine m CROSS JOIN LATERAL (
        SELECT coalesce(sum(c.n), 0)::bigint AS n FROM badcase_internal.state_counts(m.program_id) c
        WHERE c.state IN ('received', 'held', 'pending', 'disputed')) k
      WHERE m.closed_at IS NULL
    )
    SELECT m.program_id, m.round_id, m.opened_at, m.cut_off, m.closed_at, coalesce(d.n[1], 0), coalesce(d.n[2], 0),
      coalesce(d.n[3], 0), coalesce(d.n[4], 0), coalesce(d.n[5], 0), u.n - u.late, u.late
    FROM mine m
    LEFT JOIN counted d ON d.round_id = m.round_id
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
-- Of each state in order from an index, merged.
CREATE FUNCTION badcase_internal.overdue()
  RETURNS TABLE (program int, submission bigint, state text, task text, received_at timestamptz, days int)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET enable_seqscan = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT p.id, s.submission_id, s.state, (
        SELECT t.name FROM badcase_internal.task t WHERE t.task_id = s.task_id), s.received_at, floor(extract(epoch FROM now() - s.received_at) / 86400)::int
    FROM unnest(badcase_internal.programs_with('curator')) p(id)
    CROSS JOIN LATERAL (
      (SELECT d.submission_id, d.state, d.task_id, d.received_at FROM badcase_internal.submission d
        WHERE d.program_id = p.id AND d.state = 'received' AND d.received_at < now() - interval '672 hours' ORDER BY d.received_at)
      UNION ALL
      (SELECT d.submission_id, d.state, d.task_id, d.received_at FROM badcase_internal.submission d
        WHERE d.program_id = p.id AND d.state = 'held' AND d.received_at < now() - interval '672 hours' ORDER BY d.received_at)
      UNION ALL
      (SELECT d.submission_id, d.state, d.task_id, d.received_at FROM badcase_internal.submission d
        WHERE d.program_id = p.id AND d.state = 'pending' AND d.received_at < now() - interval '672 hours' ORDER BY d.received_at)
      UNION ALL
      (SELECT d.submission_id, d.state, d.task_id, d.received_at FROM badcase_internal.submission d
        WHERE d.program_id = p.id AND d.state = 'disputed' AND d.received_at < now() - interval '672 hours' ORDER BY d.received_at)
      ORDER BY 4, 1) s
  $$;
COMMENT ON FUNCTION badcase_internal.overdue() IS 'the rows of badcase.overdue';

CREATE VIEW badcase.overdue WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.overdue() AS r) x;
COMMENT ON VIEW badcase.overdue IS 'curator: what has waited for more than 28 days without a decision';
COMMENT ON COLUMN badcase.overdue.program IS 'the program';
COMMENT ON COLUMN badcase.overdue.submission IS 'the submission';
COMMENT ON COLUMN badcase.overdue.state IS 'received, held, pending or disputed';
COMMENT ON COLUMN badcase.overdue.task IS 'the task, if it has one';
COMMENT ON COLUMN badcase.overdue.received_at IS 'when it was received';
COMMENT ON COLUMN badcase.overdue.days IS 'how many whole days ago that is';
-- Where reviewers disagree, and what a curator decides alone.

CREATE FUNCTION badcase_internal.reasons_for(submission bigint, review_pass int, decision text) RETURNS text[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT ARRAY(
      SELECT DISTINCT x FROM badcase_internal.review v CROSS JOIN LATERAL unnest(v.reasons) x
      WHERE v.submission_id = reasons_for.submission AND v.review_pass = reasons_for.review_pass AND v.verdict = reasons_for.decision);
  END;
COMMENT ON FUNCTION badcase_internal.reasons_for(bigint, int, text) IS 'the reasons of the reviews of a pass that have a verdict';

-- The contributor is told the reasons of the decision: those that the curator names, or those of the reviews that it follows.
CREATE FUNCTION badcase.adjudicate(submission bigint, decision text, reason text, reasons text[] DEFAULT NULL) RETURNS text
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
    IF NOT reasons <@ badcase_internal.reason_codes() THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such reason code',
        HINT = format('Codes are %s.', array_to_string(badcase_internal.reason_codes(), ', '));
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
    UPDATE badcase_internal.submission t SET
      reasons = ARRAY(
        SELECT DISTINCT x COLLATE "C" FROM unnest(coalesce(adjudicate.reasons, badcase_internal.reasons_for(me, s.review_pass, decision))) x ORDER BY 1)
    WHERE t.submission_id = me;
    RETURN badcase_internal.change_state(me, decision, this_round, 0);
  END
  $$;
COMMENT ON FUNCTION badcase.adjudicate(bigint, text, text, text[]) IS
  'curator: decides on a submission whose reviewers disagree, for a reason that the journal keeps; returns its state; reasons: the codes that the contributor is told, by default those of the reviews that the decision follows';

-- reopen and publish_release both lock the program's row before the release's. So of a publication and a reopening at the
-- same time the second waits, and sees what the first did.
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
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    PERFORM FROM badcase_internal.program p WHERE p.program_id = s.program_id FOR NO KEY UPDATE;
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
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT s.submission_id, s.program_id, t.name, @extschema@.prompt(s.record), @extschema@.response(s.record),
      @extschema@.history(s.record), @extschema@.rejected(s.record), (
        SELECT jsonb_agg(jsonb_build_object('useful', v.useful, 'correct', v.correct, 'verdict', v.verdict,
          'reasons', v.reasons, 'note', v.note) ORDER BY v.verdict, v.reviewed_at, v.reviewer)
        FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass),
      badcase_internal.similar_to(s.submission_id), s.received_at
    FROM unnest(badcase_internal.programs_with('curator')) p(id)
    CROSS JOIN LATERAL (
      SELECT d.* FROM badcase_internal.submission d
      WHERE d.state = 'disputed' AND d.program_id = p.id ORDER BY d.submission_id) s
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id
  $$;
COMMENT ON FUNCTION badcase_internal.disputes() IS 'the rows of badcase.disputes';

CREATE VIEW badcase.disputes WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.disputes() AS r) x;
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

-- In the order of an index, once for each kind and number of accepted ones, so that the first rows come at once.
CREATE FUNCTION badcase_internal.conflicts()
  RETURNS TABLE (program int, a bigint, b bigint, kind text, prompt_similarity float8, response_similarity float8,
    a_state text, b_state text, a_prompt text, b_prompt text, a_response text, b_response text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT x.program_id, x.submission_id, y.submission_id, k.kind, k.prompt_similarity, k.response_similarity, x.state, y.state,
      CASE WHEN t.shown THEN @extschema@.prompt(x.record) END, CASE WHEN t.shown THEN @extschema@.prompt(y.record) END,
      CASE WHEN t.shown THEN @extschema@.response(x.record) END, CASE WHEN t.shown THEN @extschema@.response(y.record) END
    FROM (VALUES ('contradiction', 2), ('contradiction', 1), ('contradiction', 0), ('alternative', 2), ('alternative', 1), ('alternative', 0)) q(kind, accepted)
    CROSS JOIN LATERAL (
      SELECT r.submission_id, r.other_id, r.kind, r.prompt_similarity, r.response_similarity,
        least(r.submission_id, r.other_id) AS a, greatest(r.submission_id, r.other_id) AS b
      FROM badcase_internal.relation r
      WHERE r.kind = q.kind AND r.kind IN ('alternative', 'contradiction')
      ORDER BY r.prompt_similarity DESC, least(r.submission_id, r.other_id), greatest(r.submission_id, r.other_id)) k
    JOIN badcase_internal.submission x ON x.submission_id = k.a
    JOIN badcase_internal.submission y ON y.submission_id = k.b
    CROSS JOIN LATERAL (
      SELECT k.kind = 'contradiction' AND x.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[]) AS shown) t
    WHERE x.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[])
      AND badcase_internal.is_searchable(x.state) AND x.state <> 'rejected'
      AND badcase_internal.is_searchable(y.state) AND y.state <> 'rejected'
      AND (x.state = 'accepted')::int + (y.state = 'accepted')::int = q.accepted
      -- a pair once: from one side, and as a contradiction where it is one
      AND NOT EXISTS (
        SELECT FROM badcase_internal.relation o
        WHERE o.submission_id = k.other_id AND o.other_id = k.submission_id
          AND CASE WHEN o.kind = k.kind THEN k.submission_id < k.other_id ELSE o.kind = 'contradiction' END)
      AND NOT EXISTS (
        SELECT FROM badcase_internal.relation o
        WHERE o.submission_id = k.submission_id AND o.other_id = k.other_id AND o.kind = 'contradiction' AND k.kind = 'alternative')
  $$;
COMMENT ON FUNCTION badcase_internal.conflicts() IS 'the rows of badcase.conflicts';

CREATE VIEW badcase.conflicts WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.conflicts() AS r) x;
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
-- verdicts of the products of the two's counts, it is (n * agreed - s) / (n * n - s). Which of the two was counted first
-- depends on their numbers, and these on the server.
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
      SELECT p.id AS program_id, y.a, y.b, sum(y.n[1])::bigint AS n,
        sum(y.n[2])::bigint AS agreed, sum(y.n[3]) * sum(y.n[6]) + sum(y.n[4]) * sum(y.n[7]) + sum(y.n[5]) * sum(y.n[8]) AS s, sum(y.n[3] + y.n[6]) AS accepted
      FROM unnest(badcase_internal.programs_with('curator')) p(id)
      CROSS JOIN LATERAL badcase_internal.tallied(p.id, 'pair') t
      CROSS JOIN LATERAL (SELECT t.a::oid::regrole::text AS a, t.b::oid::regrole::text AS b) x
      CROSS JOIN LATERAL (
        SELECT x.a, x.b, t.n WHERE x.a COLLATE "C" < x.b COLLATE "C"
        UNION ALL SELECT x.b, x.a, t.n[1:2] || t.n[6:8] || t.n[3:5] WHERE x.a COLLATE "C" >= x.b COLLATE "C") y
      GROUP BY p.id, y.a, y.b) k
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
    is_new bool;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    id := badcase_internal.task_of(program, task);
    IF id IS NULL OR target IS NULL OR target < 1 THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a task has a name of up to 200 characters, not blank, and a target from 1';
    END IF;
    is_new := (SELECT t.set_by IS NULL FROM badcase_internal.task t WHERE t.task_id = id);
    UPDATE badcase_internal.task t SET
      target = set_task.target,
      about = coalesce(set_task.about, t.about),
      set_by = badcase_internal.person_name()
    WHERE t.task_id = id;
    IF is_new THEN
      PERFORM badcase_internal.mark_task(id);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.set_task(int, text, int, text) IS
  'curator: makes a task or changes its target; a text about it replaces the one before, null keeps it';

CREATE FUNCTION badcase_internal.named_task(program int, name text) RETURNS bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    id bigint;
  BEGIN
    SELECT t.task_id INTO id FROM badcase_internal.task t
    WHERE t.program_id = named_task.program AND t.name = named_task.name AND badcase_internal.shows_task(t);
    IF NOT FOUND THEN
      RAISE undefined_object USING
        MESSAGE = format('program %s has no task of that name', program),
        HINT = 'badcase.task_coverage lists them; a curator makes one with badcase.set_task.';
    END IF;
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.named_task(int, text) IS
  'the task of that name, if the person may see it; raises (42704) if not';

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
      id := badcase_internal.named_task(s.program_id, task);
    END IF;
    UPDATE badcase_internal.submission t SET task_id = id WHERE t.submission_id = me AND t.state <> 'withdrawn';
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('submission %s was withdrawn', me);
    END IF;
    PERFORM badcase_internal.mark_submissions(ARRAY[me]);
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

-- What is received is in no kept count.
CREATE FUNCTION badcase_internal.task_counts(program int, curates bool)
  RETURNS TABLE (task_id bigint, received bigint, clusters bigint, accepted bigint, accepted_records bigint, asking bigint, kept bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT x.task_id, sum(x.received)::bigint, sum(x.clusters)::bigint, sum(x.accepted)::bigint, sum(x.accepted_records)::bigint,
      sum(x.asking)::bigint, sum(x.kept)::bigint
    FROM (
      SELECT nullif(greatest(t.a, 0), 0) AS task_id, t.n[1] AS received, t.n[2] AS clusters, t.n[3] AS accepted, t.n[4] AS accepted_records,
        t.n[5] AS asking, t.n[6] AS kept
      FROM badcase_internal.tallied(task_counts.program, 'task') t
      WHERE CASE WHEN curates THEN t.a >= 0 ELSE t.a = -1 OR t.a IN (
        SELECT k.task_id FROM badcase_internal.task k WHERE k.program_id = task_counts.program AND k.set_by IS NOT NULL) END
      UNION ALL
      SELECT k.task_id, count(*), 0, 0, 0, count(*) FILTER (WHERE s.asks > 0), count(*) FILTER (WHERE s.asks > 0 AND s.breaks = 0)
      FROM badcase_internal.submission s
      LEFT JOIN badcase_internal.task k ON k.task_id = s.task_id AND (curates OR k.set_by IS NOT NULL)
      WHERE s.program_id = task_counts.program AND s.state = 'received'
        AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')
      GROUP BY k.task_id) x
    GROUP BY x.task_id
  $$;
COMMENT ON FUNCTION badcase_internal.task_counts(int, bool) IS
  'by task how many submissions, clusters, accepted clusters, accepted submissions there are, how many ask for what can be checked and keep it; for curators, or for those who see no task that no curator has taken';

CREATE FUNCTION badcase_internal.task_coverage()
  RETURNS TABLE (program int, task text, target int, received bigint, clusters bigint, accepted bigint, missing bigint,
    accepted_records bigint, taken bool, asking bigint, kept bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (
      SELECT p.program_id FROM unnest(badcase_internal.programs_with('reviewer', 'exporter', 'curator')) p(program_id)
    ), shown AS MATERIALIZED (
      SELECT t.* FROM mine m JOIN badcase_internal.task t ON t.program_id = m.program_id WHERE badcase_internal.shows_task(t)
    ), counted AS MATERIALIZED (
      SELECT m.program_id, k.* FROM mine m
      CROSS JOIN LATERAL badcase_internal.task_counts(m.program_id, badcase_internal.has_capability(m.program_id, 'curator')) k
    )
    SELECT t.program_id, t.name, t.target, coalesce(c.received, 0), coalesce(c.clusters, 0), coalesce(c.accepted, 0),
      greatest(t.target - coalesce(c.accepted, 0), 0), coalesce(c.accepted_records, 0), t.set_by IS NOT NULL,
      coalesce(c.asking, 0), coalesce(c.kept, 0)
    FROM shown t
    LEFT JOIN counted c ON c.program_id = t.program_id AND c.task_id = t.task_id
    UNION ALL
    SELECT c.program_id, NULL, NULL, c.received, c.clusters, c.accepted, NULL, c.accepted_records, NULL, c.asking, c.kept
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
COMMENT ON COLUMN badcase.task_coverage.asking IS 'how many of received state in the prompt what badcase_follows can check: language, length, format, words';
COMMENT ON COLUMN badcase.task_coverage.kept IS 'how many of asking have a response in which nothing of that is seen to be broken';

CREATE FUNCTION badcase_internal.failure_coverage()
  RETURNS TABLE (program int, round bigint, task text, kind text, submissions bigint, accepted bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (
      SELECT p.program_id, badcase_internal.has_capability(p.program_id, 'curator') AS curates
      FROM unnest(badcase_internal.programs_with('reviewer', 'exporter', 'curator')) p(program_id)
    ), kept AS MATERIALIZED (
      SELECT m.program_id, t.a AS round_id, t.b AS task_id, ARRAY[sum(t.n[1]), sum(t.n[2]), sum(t.n[3]), sum(t.n[4]), sum(t.n[5]), sum(t.n[6]), sum(t.n[7]), sum(t.n[8]), sum(t.n[9]), sum(t.n[10]), sum(t.n[11]), sum(t.n[12])]::bigint[] AS n
      FROM mine m CROSS JOIN LATERAL badcase_internal.tallied(m.program_id, 'kind') t
      WHERE CASE WHEN m.curates THEN t.b >= 0 ELSE t.b = -1 OR t.b IN (
        SELECT k.task_id FROM badcase_internal.task k WHERE k.set_by IS NOT NULL) END
      GROUP BY m.program_id, t.a, t.b
    ), cell AS (
      SELECT x.program_id, nullif(x.round_id, 0) AS round_id, nullif(greatest(x.task_id, 0), 0) AS task_id, k.kind, x.n[k.place] AS n, x.n[k.place + k.kinds] AS accepted
      FROM kept x CROSS JOIN LATERAL (
        SELECT f.kind, f.place, cardinality(x.n) / 2 AS kinds FROM unnest(badcase_internal.failure_kinds()) WITH ORDINALITY f(kind, place)) k
      UNION ALL
      -- what is received is in no kept count
      SELECT m.program_id, s.decided_round, t.task_id, k.kind, 1, 0
      FROM mine m
      JOIN badcase_internal.submission s ON s.program_id = m.program_id AND s.state = 'received'
        AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')
      LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND (m.curates OR t.set_by IS NOT NULL)
      CROSS JOIN LATERAL unnest(s.failure_kinds) k(kind)
    )
    SELECT c.program_id, c.round_id, t.name, c.kind, sum(c.n)::bigint, sum(c.accepted)::bigint
    FROM cell c LEFT JOIN badcase_internal.task t ON t.task_id = c.task_id
    GROUP BY c.program_id, c.round_id, t.task_id, t.name, c.kind HAVING sum(c.n) > 0
    ORDER BY c.program_id, c.round_id NULLS LAST, t.name COLLATE "C" NULLS LAST, c.kind COLLATE "C"
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

CREATE FUNCTION badcase_internal.help_wanted()
  RETURNS TABLE (program int, task text, target int, accepted bigint, missing bigint, about text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashagg = off
  SET enable_sort = off
  AS $$
    SELECT t.program_id, t.name, t.target, a.n, t.target - a.n, t.about
    FROM badcase_internal.task t
    CROSS JOIN LATERAL (
      -- counted up to the target only
      SELECT count(*) AS n FROM (
        SELECT DISTINCT s.cluster_id FROM badcase_internal.submission s
        WHERE s.task_id = t.task_id AND s.state = 'accepted' LIMIT t.target) k) a
    WHERE t.set_by IS NOT NULL AND a.n < t.target
      AND t.program_id = ANY ((SELECT badcase_internal.programs_with('contributor', 'reviewer', 'exporter', 'curator'))::int[])
    ORDER BY t.program_id, t.target - a.n DESC, t.name COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.help_wanted() IS 'the rows of badcase.help_wanted';

CREATE VIEW badcase.help_wanted WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.help_wanted();
COMMENT ON VIEW badcase.help_wanted IS 'everybody: the tasks that miss examples, those first that miss most';
COMMENT ON COLUMN badcase.help_wanted.program IS 'the program';
COMMENT ON COLUMN badcase.help_wanted.task IS 'the task';
COMMENT ON COLUMN badcase.help_wanted.target IS 'how many examples are wanted';
COMMENT ON COLUMN badcase.help_wanted.accepted IS 'how many clusters have an accepted submission';
COMMENT ON COLUMN badcase.help_wanted.missing IS 'how many are still wanted';
COMMENT ON COLUMN badcase.help_wanted.about IS 'instruction and output format, as curators say';
-- Clusters, their representatives, and the credit for them.

-- In the order of the submissions, each with the first of its cluster, so that the first rows come at once.
CREATE FUNCTION badcase_internal.duplicates()
  RETURNS TABLE (submission bigint, representative bigint, kind text, similarity float8, state text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT s.submission_id, o.submission_id, CASE WHEN s.state = 'duplicate' THEN 'exact' ELSE 'near' END,
      @extschema@.similarity(s.record, o.record, 'record'::text), s.state
    FROM badcase_internal.submission s
    CROSS JOIN LATERAL (
      SELECT m.submission_id FROM badcase_internal.submission m
      WHERE m.program_id = s.program_id AND m.cluster_id = s.cluster_id
        AND m.cluster_id IS NOT NULL AND m.state NOT IN ('duplicate', 'rejected', 'withdrawn')
      ORDER BY m.submission_id LIMIT 1) k
    JOIN badcase_internal.submission o ON o.submission_id = k.submission_id
    WHERE s.submission_id > 0 AND s.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[])
      AND s.state <> 'withdrawn' AND k.submission_id <> s.submission_id
    ORDER BY s.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.duplicates() IS 'the rows of badcase.duplicates';

CREATE VIEW badcase.duplicates WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.duplicates() AS r) x;
COMMENT ON VIEW badcase.duplicates IS
  'reviewer, curator: each member of a cluster beside its representative: the first that was neither rejected nor withdrawn';
COMMENT ON COLUMN badcase.duplicates.submission IS 'the submission';
COMMENT ON COLUMN badcase.duplicates.representative IS 'the first submission of its cluster that was neither rejected nor withdrawn';
COMMENT ON COLUMN badcase.duplicates.kind IS 'exact: set aside as a duplicate; near: a member of the cluster';
COMMENT ON COLUMN badcase.duplicates.similarity IS 'of the two records';
COMMENT ON COLUMN badcase.duplicates.state IS 'the state of the submission';

-- What holds a part of a benchmark is in no release, and earns nothing: neither credit nor early access.
CREATE FUNCTION badcase_internal.cluster_credits(programs int[])
  RETURNS TABLE (program_id int, contributor_id bigint, accepted_round bigint, n bigint, first_at timestamptz, last_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT p.id, k.a, k.b, sum(k.n[1])::bigint, min(k.first_at), max(k.last_at)
    FROM unnest(programs) p(id) CROSS JOIN LATERAL badcase_internal.tallied(p.id, 'credit') k
    GROUP BY p.id, k.a, k.b
  $$;
COMMENT ON FUNCTION badcase_internal.cluster_credits(int[]) IS
  'how many accepted clusters are a contributor''s, as that of their representative, by the round that first accepted one of each; when the first and the last was accepted';

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
    SELECT c.program_id, c.contributor_id, c.display_name, sum(k.n)::bigint, min(k.first_at)
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
    SELECT c.program_id, k.accepted_round, c.display_name, k.n
    FROM mine m
    CROSS JOIN LATERAL badcase_internal.cluster_credits(m.programs) k
    JOIN LATERAL badcase_internal.named_contributors(m.programs) c ON c.contributor_id = k.contributor_id
    ORDER BY c.program_id, k.accepted_round, k.n DESC, k.first_at, c.contributor_id
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
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  AS $$
    SELECT c.program_id, c.contributor_id, c.display_name, count(*), min(v.reviewed_at)
    FROM badcase_internal.named_contributors(programs) c
    JOIN badcase_internal.round o ON o.program_id = c.program_id
    JOIN badcase_internal.review v ON v.round_id = o.round_id AND v.reviewer = c.role
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
    SELECT p.program_id, c.contributor_id, c.external_id, max(k.last_at) + p.early_access
    FROM badcase_internal.cluster_credits(badcase_internal.programs_with('curator')) k
    JOIN badcase_internal.program p ON p.program_id = k.program_id
    JOIN badcase_internal.contributor c ON c.contributor_id = k.contributor_id
    WHERE c.external_id IS NOT NULL
    GROUP BY p.program_id, c.contributor_id, c.external_id
    HAVING max(k.last_at) + p.early_access > now()
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
  RETURNS TABLE (contributor bigint, display_name text, accepted bigint, reviews bigint, place bigint, github text)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(c.contributor, v.contributor), coalesce(c.display_name, v.display_name), coalesce(c.accepted, 0),
      coalesce(v.reviews, 0),
      row_number() OVER (ORDER BY c.first_accepted_at, v.first_reviewed_at, coalesce(c.contributor, v.contributor)), k.github
    FROM badcase_internal.credits_of(ARRAY[credit_list.program]) c
    FULL JOIN badcase_internal.reviewer_credits_of(ARRAY[credit_list.program]) v ON v.contributor = c.contributor
    JOIN badcase_internal.contributor k ON k.contributor_id = coalesce(c.contributor, v.contributor)
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

CREATE FUNCTION badcase.credits_markdown(program int DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    program := badcase_internal.the_program(program, 'exporter', 'curator');
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

-- The command line puts names into HTML as they are, so they come escaped. It needs an address of a picture for everybody:
-- who has no login gets GitHub's own for nobody, and no link. Its link for reviews is to pull requests, of which there are none here.
CREATE FUNCTION badcase.all_contributors(program int DEFAULT NULL, project text DEFAULT NULL) RETURNS jsonb
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    program := badcase_internal.the_program(program, 'exporter', 'curator');
    IF project !~ '^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a project is the owner and the name of a repository with a slash between',
        HINT = 'For example octocat/hello-world.';
    END IF;
    RETURN (
      SELECT jsonb_build_object(
        'projectName', coalesce(split_part(all_contributors.project, '/', 2), p.name),
        'projectOwner', coalesce(split_part(all_contributors.project, '/', 1), ''),
        'repoType', 'github',
        'repoHost', 'https://github.com',
        'files', jsonb_build_array('README.md'),
        'imageSize', 100,
        'commit', false,
        'contributors', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
            'login', coalesce(c.github, ''), 'name', badcase_internal.html(c.display_name, 100),
            'avatar_url', format('https://github.com/%s.png', coalesce(c.github, 'ghost')),
            'profile', coalesce('https://github.com/' || c.github, ''),
            'contributions', CASE WHEN c.accepted > 0 THEN '["data"]'::jsonb ELSE '[]' END
              || CASE WHEN c.reviews > 0 THEN jsonb_build_array(jsonb_build_object('type', 'review',
                  'url', '#review' || coalesce('-' || c.github, ''))) ELSE '[]' END) ORDER BY c.place), '[]')
          FROM badcase_internal.credit_list(program) c))
      FROM badcase_internal.program p WHERE p.program_id = all_contributors.program);
  END
  $$;
COMMENT ON FUNCTION badcase.all_contributors(int, text) IS
  'exporter, curator: the credits of a program in the form of the file .all-contributorsrc: records as data, reviews as review';
-- Search for roles that row-level security keeps from the tables, and from their indexes.

-- Tries high thresholds first and goes down to the one that was asked for. The first that gives enough rows has the most
-- similar ones. The conditions are those of the near indexes; "program_id + 0" keeps the index on program_id out.
CREATE FUNCTION badcase.find_similar(program int, record @extschema@.badcase, threshold float8 DEFAULT 0.7,
    field text DEFAULT 'record', max_rows int DEFAULT 20)
  RETURNS TABLE (submission bigint, similarity float8, state text, preview text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
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
    program := badcase_internal.the_program(program, 'reviewer', 'curator');
    is_curator := badcase_internal.has_capability(program, 'curator');
    IF record IS NULL OR threshold IS NULL OR field IS NULL OR max_rows IS NULL OR max_rows NOT BETWEEN 1 AND 1000 THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a search has a record, a threshold and a field, and gives 1 to 1000 rows';
    END IF;
    operand := @extschema@.near(record, threshold, field);
    PERFORM badcase_internal.check_nodes(program);
    FOR level IN
      SELECT x.t FROM (SELECT unnest('{0.9,0.8,0.7,0.6,0.5}'::float8[]) UNION ALL SELECT threshold) x(t)
      WHERE x.t >= threshold ORDER BY x.t DESC
    LOOP
      operand := @extschema@.near(record, level, field);
      IF field = 'prompt' THEN
        ids := ARRAY(
          SELECT s.submission_id FROM badcase_internal.searchable s
          WHERE s.record OPERATOR(@extschema@.%) operand AND s.program_id + 0 = find_similar.program AND NOT s.common_prompt);
        ids := ids || ARRAY(
          SELECT s.submission_id FROM badcase_internal.searchable s
          WHERE s.record OPERATOR(@extschema@.%) operand AND s.program_id + 0 = find_similar.program AND s.common_prompt);
      ELSE
        ids := ARRAY(
          SELECT s.submission_id FROM badcase_internal.searchable s
          WHERE s.record OPERATOR(@extschema@.%) operand AND s.program_id + 0 = find_similar.program AND NOT s.common_record);
        ids := ids || ARRAY(
          SELECT s.submission_id FROM badcase_internal.searchable s
          WHERE s.record OPERATOR(@extschema@.%) operand AND s.program_id + 0 = find_similar.program AND s.common_record);
      END IF;
      IF NOT is_curator THEN
        ids := ARRAY(
          SELECT s.submission_id FROM badcase_internal.submission s
          WHERE s.submission_id = ANY (ids) AND s.state NOT IN ('held', 'rejected'));
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
-- Steps back: claims given back or taken back, a review withdrawn before the decision, a release retired.

CREATE FUNCTION badcase_internal.own_review(submission bigint, review_pass int) RETURNS badcase_internal.review
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT v FROM badcase_internal.review v
    WHERE v.submission_id = own_review.submission AND v.review_pass = own_review.review_pass AND v.reviewer = badcase_internal.person();
  END;
COMMENT ON FUNCTION badcase_internal.own_review(bigint, int) IS 'the review that the person gave of a submission in a pass, under the same role';

-- What no other review says of the two, from either side, is an alternative again.
CREATE FUNCTION badcase_internal.remove_review(r badcase_internal.review) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    DELETE FROM badcase_internal.review v
    WHERE v.submission_id = r.submission_id AND v.review_pass = r.review_pass AND v.reviewer = r.reviewer;
    PERFORM badcase_internal.mark_review(s.program_id, s.submission_id, r.round_id)
    FROM badcase_internal.submission s WHERE s.submission_id = r.submission_id;
    DELETE FROM badcase_internal.relation k USING unnest(r.contradicts) x(id)
    WHERE k.kind = 'contradiction'
      AND ((k.submission_id = r.submission_id AND k.other_id = x.id) OR (k.submission_id = x.id AND k.other_id = r.submission_id))
      AND NOT EXISTS (
        SELECT FROM badcase_internal.review v
        WHERE (v.submission_id = r.submission_id AND x.id = ANY (v.contradicts))
          OR (v.submission_id = x.id AND r.submission_id = ANY (v.contradicts)));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.remove_review(badcase_internal.review) IS
  'takes a review out, with the contradictions that nobody else marked';

CREATE FUNCTION badcase.withdraw_review(submission bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    r badcase_internal.review;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    PERFORM badcase_internal.require(s.program_id, 'reviewer');
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF badcase_internal.take_look_back(s) THEN
      RETURN;
    END IF;
    r := badcase_internal.own_review(me, s.review_pass);
    IF r.submission_id IS NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('role "%s" has given no review of submission %s that counts', badcase_internal.person_name(), me);
    END IF;
    IF s.state <> 'pending' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s already', me, s.state),
        HINT = 'A review can be changed or withdrawn until the decision; a curator can reopen a submission.';
    END IF;
    PERFORM badcase_internal.remove_review(r);
    PERFORM badcase_internal.note_action(s.program_id, 'review_withdrawn', me, whose => r.reviewer, verdict => r.verdict);
  END
  $$;
COMMENT ON FUNCTION badcase.withdraw_review(bigint) IS
  'reviewer: takes back the review that one gave of a submission, until the decision; submit_review changes it';

CREATE FUNCTION badcase.release_claims(program int DEFAULT NULL, reviewer name DEFAULT NULL, submissions bigint[] DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    holder CONSTANT regrole := (SELECT r.oid FROM pg_roles r WHERE r.rolname = release_claims.reviewer);
    taken bool;
    n bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'reviewer', 'curator');
    taken := reviewer IS NOT NULL AND holder IS DISTINCT FROM badcase_internal.person();
    IF taken THEN
      PERFORM badcase_internal.require(program, 'curator');
    END IF;
    WITH claim AS (
      SELECT s.submission_id, s.lease_role FROM badcase_internal.submission s
      WHERE s.lease_role = CASE WHEN taken THEN holder ELSE badcase_internal.person() END AND s.program_id = release_claims.program
        AND (release_claims.submissions IS NULL OR s.submission_id = ANY (release_claims.submissions))
      ORDER BY s.submission_id FOR NO KEY UPDATE
    ), freed AS (
      UPDATE badcase_internal.submission s SET lease_role = NULL, lease_until = NULL
      FROM claim c WHERE s.submission_id = c.submission_id RETURNING c.submission_id, c.lease_role
    )
    INSERT INTO badcase_internal.action (program_id, kind, submission_id, whose, made_by)
    SELECT release_claims.program, CASE WHEN taken THEN 'claim_taken_back' ELSE 'claim_released' END, f.submission_id, f.lease_role,
      badcase_internal.person_name()
    FROM freed f ORDER BY f.submission_id;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n + badcase_internal.release_looks(program, CASE WHEN taken THEN holder ELSE badcase_internal.person() END, submissions);
  END
  $$;
COMMENT ON FUNCTION badcase.release_claims(int, name, bigint[]) IS
  'reviewer, curator: gives back what one has claimed for review, all or these submissions; with a reviewer''s name, curators take back that reviewer''s; returns how many';

CREATE FUNCTION badcase.retire_release(release bigint, reason text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r badcase_internal.release;
  BEGIN
    SELECT t.* INTO r FROM badcase_internal.release t WHERE t.release_id = retire_release.release;
    PERFORM badcase_internal.require(r.program_id, 'curator');
    PERFORM badcase_internal.require_words('the reason for which a release is retired', reason);
    UPDATE badcase_internal.release t SET
      retired_by = badcase_internal.person_name(),
      retired_at = now(),
      retired_for = retire_release.reason
    WHERE t.release_id = r.release_id AND t.published_at IS NOT NULL AND t.retired_at IS NULL;
    IF NOT FOUND THEN
      SELECT t.* INTO STRICT r FROM badcase_internal.release t WHERE t.release_id = retire_release.release;
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s is %s', r.release_id, CASE WHEN r.retired_at IS NULL THEN 'not published' ELSE 'retired already' END);
    END IF;
    PERFORM badcase_internal.note_action(r.program_id, 'release_retired', release => r.release_id, reason => reason);
  END
  $$;
COMMENT ON FUNCTION badcase.retire_release(bigint, text) IS
  'curator: retires a published release: exports of it are refused with the reason; its papers and its place in the history stay';
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
-- Building releases: frozen, ordered lists of what was accepted. Consent counts when a list is made, published and read.

CREATE FUNCTION badcase_internal.release_entries(release bigint)
  RETURNS TABLE (pos bigint, split text, submission bigint, record @extschema@.badcase)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT i.pos, i.split, i.submission_id, CASE WHEN s.revision = i.revision THEN s.record ELSE v.record END
    FROM badcase_internal.release_item i
    LEFT JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
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
          OR x - '{corpus,ratio,count,topics}'::text[] <> '{}' OR (x ? 'ratio') = (x ? 'count')
          OR (x ? 'count' AND badcase_internal.whole_number(x -> 'count', 1) IS NULL)
          OR (x ? 'ratio' AND CASE WHEN jsonb_typeof(x -> 'ratio') = 'number' THEN (x ->> 'ratio')::numeric BETWEEN 0 AND 1000 END IS NOT TRUE)
          OR (x ? 'topics' AND (jsonb_typeof(x -> 'topics') <> 'object' OR x -> 'topics' = '{}'))) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'general is an array of objects with a corpus and either a count from 1 or a ratio from 0 to 1000',
        HINT = 'For example [{"corpus": "dialogue", "ratio": 2}, {"corpus": "poems", "count": 500}].';
    END IF;
    IF EXISTS (
        SELECT FROM jsonb_array_elements(asked) x CROSS JOIN LATERAL jsonb_each(x -> 'topics') t
        WHERE x ? 'topics' AND CASE WHEN jsonb_typeof(t.value) = 'number' THEN (t.value)::numeric > 0 AND (t.value)::numeric <= 1000000 END IS NOT TRUE) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'topics is an object with a weight above 0, up to a million, for each topic',
        HINT = 'For example {"corpus": "dialogue", "ratio": 2, "topics": {"poems": 1, "mathematics": 3}}.';
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
    IF badcase_internal.seen_by_older_rules(program) OR badcase_internal.has_old_keys(program) THEN
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
      INSERT INTO badcase_internal.release_item (submission_id, release_id, pos, revision, digest, has_rejected)
      SELECT c.submission_id, r.release_id, row_number() OVER (ORDER BY c.shuffled, c.submission_id), c.revision, c.digest, (
        SELECT @extschema@.rejected(s.record) IS NOT NULL FROM badcase_internal.submission s WHERE s.submission_id = c.submission_id)
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
    before bigint;
    h record;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    PERFORM badcase_internal.require_words('the name of a release', name);
    options := badcase_internal.release_options(mix);
    IF seed IS NULL OR per_task < 1 OR (validation >= 0 AND validation < 1) IS NOT TRUE THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a release has a seed, at least one item of a task, and a share for validation from 0 to less than 1';
    END IF;
    -- one after the other: two that build and publish would each hold the row's shared lock and wait for the other's
    PERFORM badcase_internal.lock_work(program, 'release');
    before := (SELECT p.withdrawals FROM badcase_internal.program p WHERE p.program_id = build_release.program);
    PERFORM badcase_internal.require_screened(program);

    INSERT INTO badcase_internal.release (program_id, name, seed, per_task, validation, items, sha256, built_by, mix, scopes)
    VALUES (build_release.program, build_release.name, build_release.seed, build_release.per_task,
      build_release.validation, 0, '', badcase_internal.person_name(), options,
      CASE WHEN options ? 'public' THEN '{train,publish_text}' ELSE '{train}' END::text[])
    ON CONFLICT ON CONSTRAINT release_program_id_name_key DO NOTHING
    RETURNING release_id INTO new_id;
    IF new_id IS NULL THEN
      RAISE duplicate_object USING
        MESSAGE = format('program %s has a release of that name', program),
        HINT = 'A release is not built twice: give this one another name, or read that one.';
    END IF;
    reasons := badcase_internal.choose_items(new_id);
    IF options ? 'general' THEN
      reasons := reasons || jsonb_build_object('general_contaminated', badcase_internal.mix_items(new_id));
    END IF;
    IF validation > 0 THEN
      PERFORM badcase_internal.split_items(new_id);
    END IF;
    SELECT x.items, x.sha256, x.ids_sha256 INTO STRICT h FROM badcase_internal.release_hashes(new_id) x;
    -- late, so that no withdrawal waits for all of it: what was taken back meanwhile is as if it were taken back now, but an
    -- erasure did not see these items
    PERFORM FROM badcase_internal.program p WHERE p.program_id = build_release.program FOR SHARE;
    IF before <> (SELECT p.withdrawals FROM badcase_internal.program p WHERE p.program_id = build_release.program) THEN
      UPDATE badcase_internal.release_item i SET digest = NULL
      FROM badcase_internal.submission s
      WHERE i.release_id = new_id AND s.submission_id = i.submission_id AND s.record IS NULL;
    END IF;
    UPDATE badcase_internal.release r SET left_out = reasons, items = h.items, sha256 = h.sha256, ids_sha256 = h.ids_sha256
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
    retired text;
  BEGIN
    retired := (SELECT r.retired_for FROM badcase_internal.release r WHERE r.release_id = check_release.release);
    IF retired IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s was retired: %s', release, retired);
    END IF;
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
  'raises (55000) if a release was retired, or an item of it was withdrawn or has no consent any more; waits for withdrawals under way';

-- What came to be known of its items since it was built.
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
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_screening(badcase_internal.release) IS
  'raises (55000) if something is to be screened again, or if screening keeps an item of a release out by now';

-- Records of general corpora have no findings: they are compared.
CREATE FUNCTION badcase_internal.check_mixed(release bigint, program int) RETURNS int
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    version CONSTANT int := (SELECT k.rule_version FROM badcase_internal.screening k WHERE k.program_id = check_mixed.program);
    barred bigint;
  BEGIN
    barred := (
      SELECT count(DISTINCT c.submission)
      FROM badcase_internal.find_contamination(program, NULL, 0.8, ARRAY(
        SELECT m.item_id FROM badcase_internal.release_general_item m WHERE m.release_id = check_mixed.release), true) c);
    IF barred > 0 THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s cannot be published: a benchmark overlaps with %s of the records that were mixed in',
          release, barred),
        HINT = 'Build a new release: it passes them over.';
    END IF;
    RETURN version;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_mixed(bigint, int) IS
  'raises (55000) if a benchmark overlaps with what a release has of general corpora; returns the version of the rules by which none does';

CREATE FUNCTION badcase_internal.stale_items(release bigint) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT count(*) FROM badcase_internal.release_item i JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
    WHERE i.release_id = stale_items.release AND (s.state <> 'accepted' OR s.revision <> i.revision);
  END;
COMMENT ON FUNCTION badcase_internal.stale_items(bigint) IS 'how many items of a release are no longer accepted as they stand there';

-- What is a matter of the release's own frozen items is done before any lock is taken: its numbers and files, and the
-- comparison with benchmarks, which counts for one version of the rules. FOR NO KEY UPDATE conflicts with the same lock of
-- reopen: a submission cannot be reopened while a release that has it is being published.
CREATE FUNCTION badcase.publish_release(release bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r badcase_internal.release;
    numbers jsonb;
    files badcase_internal.release_file[];
    version int;
    stale bigint;
  BEGIN
    SELECT t.* INTO r FROM badcase_internal.release t WHERE t.release_id = publish_release.release;
    PERFORM badcase_internal.require(r.program_id, 'curator');
    IF r.published_at IS NULL AND badcase_internal.lost_items(release) = 0 AND badcase_internal.stale_items(release) = 0 THEN
      version := badcase_internal.check_mixed(release, r.program_id);
      numbers := badcase_internal.release_facts(release);
      files := ARRAY(SELECT f FROM badcase_internal.files_of(release) f);
    END IF;
    PERFORM badcase_internal.lock_work(r.program_id, 'release');
    PERFORM FROM badcase_internal.program p WHERE p.program_id = r.program_id FOR NO KEY UPDATE;
    PERFORM badcase_internal.check_release(release);
    stale := badcase_internal.stale_items(release);
    IF stale > 0 THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s cannot be published: %s of its items are not accepted any more as they stand there',
          release, stale),
        HINT = 'Build a new release.';
    END IF;
    PERFORM badcase_internal.check_screening(r);
    IF version IS DISTINCT FROM (SELECT k.rule_version FROM badcase_internal.screening k WHERE k.program_id = r.program_id) THEN
      PERFORM badcase_internal.check_mixed(release, r.program_id);
    END IF;
    UPDATE badcase_internal.release t SET published_by = badcase_internal.person_name(), published_at = now(),
      facts = numbers
    WHERE t.release_id = r.release_id AND t.published_at IS NULL;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('release %s is published already', release);
    END IF;
    IF numbers IS NULL THEN
      -- what kept it from being published when this began does so no longer
      RAISE serialization_failure USING MESSAGE = format('release %s changed while it was being published', release);
    END IF;
    INSERT INTO badcase_internal.release_file SELECT f.* FROM unnest(files) f;
  END
  $$;
COMMENT ON FUNCTION badcase.publish_release(bigint) IS
  'curator: publishes a release: exporters can read it from now on; notes the hash of each format and split';
-- What a release takes of general corpora, so that the model does not forget what else it knows.

CREATE FUNCTION badcase_internal.topic_of(record @extschema@.badcase) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN jsonb_typeof(m.meta -> 'topic') = 'string' THEN m.meta ->> 'topic' WHEN jsonb_typeof(m.meta -> 'task') = 'string' THEN m.meta ->> 'task' END
    FROM (SELECT @extschema@.meta(record) AS meta OFFSET 0) m;
  END;
COMMENT ON FUNCTION badcase_internal.topic_of(@extschema@.badcase) IS 'the topic that a record of a general corpus names: its key "topic", or else "task"; null for none';

-- Takes the records of a corpus with the lowest hashes. These are other hashes than those that order a release, or its
-- beginning would be all of the corpus. Records that overlap with a benchmark, are in already, or are held out, here or in
-- another corpus, are passed over, and so are more of a cluster than per_cluster; so it may take several rounds, each for
-- what is still missing.
CREATE FUNCTION badcase_internal.mix_corpus(r badcase_internal.release, corpus bigint, topic text, wanted bigint) RETURNS bigint
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
        SELECT i.item_id FROM badcase_internal.corpus_item i WHERE i.corpus_id = mix_corpus.corpus AND NOT i.held_out
          AND (mix_corpus.topic IS NULL OR badcase_internal.topic_of(i.record) = mix_corpus.topic)
        ORDER BY sha256(i.digest || int8send(r.seed)) OFFSET passed LIMIT missing);
      IF ids = '{}' THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('corpus %s has %s fewer records%s for the release than were asked for', corpus, missing, ' of the topic "' || topic || '"'),
          DETAIL = 'What overlaps with a benchmark, is held out or is in the release already does not count, nor do more of a cluster than per_cluster.';
      END IF;
      found := ARRAY(SELECT DISTINCT c.submission FROM badcase_internal.find_contamination(r.program_id, NULL, 0.8, ids, true) c);
      INSERT INTO badcase_internal.release_general_item (item_id, release_id, pos, digest, has_rejected)
      SELECT c.item_id, r.release_id, 1, c.digest, (
        SELECT @extschema@.rejected(i.record) IS NOT NULL FROM badcase_internal.corpus_item i WHERE i.item_id = c.item_id)
      FROM (
        SELECT n.item_id, n.digest, n.cluster_id,
          row_number() OVER (PARTITION BY coalesce(n.cluster_id, n.item_id) ORDER BY sha256(n.digest || int8send(r.seed))) AS place
        FROM (
          SELECT DISTINCT ON (k.key) k.item_id, k.digest, k.key, k.cluster_id
          FROM (
            SELECT i.item_id, i.digest, i.cluster_id, @extschema@.exact_key(i.record) AS key
            FROM badcase_internal.corpus_item i JOIN (SELECT unnest(ids) EXCEPT SELECT unnest(found)) x(id) ON x.id = i.item_id OFFSET 0) k
          ORDER BY k.key, sha256(k.digest || int8send(r.seed))) n
        WHERE NOT EXISTS (
            SELECT FROM badcase_internal.release_item t JOIN badcase_internal.submission s ON s.submission_id = t.submission_id
            WHERE t.release_id = r.release_id AND s.exact_key = n.key)
          AND NOT EXISTS (
            SELECT FROM badcase_internal.release_general_item m JOIN badcase_internal.corpus_item o ON o.item_id = m.item_id
            WHERE m.release_id = r.release_id AND @extschema@.exact_key(o.record) = n.key)
          AND NOT EXISTS (
            SELECT FROM badcase_internal.corpus u JOIN badcase_internal.corpus_item h ON h.corpus_id = u.corpus_id AND h.held_out
            WHERE u.program_id = r.program_id AND @extschema@.exact_key(h.record) = n.key)) c
      LEFT JOIN (
        SELECT o.cluster_id, count(*) AS taken
        FROM badcase_internal.release_general_item m JOIN badcase_internal.corpus_item o ON o.item_id = m.item_id
        WHERE m.release_id = r.release_id AND o.cluster_id IS NOT NULL GROUP BY o.cluster_id) b ON b.cluster_id = c.cluster_id
      WHERE (c.place + coalesce(b.taken, 0) > (r.mix ->> 'per_cluster')::bigint) IS NOT TRUE;
      GET DIAGNOSTICS taken = ROW_COUNT;
      passed := passed + cardinality(ids);
      missing := missing - taken;
      contaminated := contaminated + cardinality(found);
    END LOOP;
    RETURN contaminated;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mix_corpus(badcase_internal.release, bigint, text, bigint) IS
  'puts so many records of a corpus, or of a topic in it, into a new release; returns how many it passed over because a benchmark overlaps with them';

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

-- By the largest remainders: the whole parts first, what is left to the topics with the greatest fractions.
CREATE FUNCTION badcase_internal.share_out(wanted bigint, topics jsonb) RETURNS TABLE (topic text, n bigint)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT x.topic, x.whole + (x.place <= share_out.wanted - sum(x.whole) OVER ())::int
    FROM (
      SELECT y.topic, trunc(y.share)::bigint AS whole, row_number() OVER (ORDER BY y.share - trunc(y.share) DESC, y.topic COLLATE "C") AS place
      FROM (
        SELECT t.key AS topic, div(share_out.wanted * t.value::numeric, w.total)
            + mod(share_out.wanted * t.value::numeric, w.total) / w.total AS share
        FROM jsonb_each_text(topics) t
        CROSS JOIN (SELECT sum(v.value::numeric) AS total FROM jsonb_each_text(topics) v) w) y) x
    ORDER BY x.topic COLLATE "C";
  END;
COMMENT ON FUNCTION badcase_internal.share_out(bigint, jsonb) IS 'a number shared out to topics by their weights';

CREATE FUNCTION badcase_internal.mix_items(release bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r badcase_internal.release;
    own bigint;
    g record;
    part record;
    contaminated bigint := 0;
  BEGIN
    SELECT t.* INTO STRICT r FROM badcase_internal.release t WHERE t.release_id = mix_items.release;
    own := (SELECT count(*) FROM badcase_internal.release_item i WHERE i.release_id = r.release_id);
    FOR g IN
      SELECT x.asked ->> 'corpus' AS name, k.corpus_id, x.asked -> 'topics' AS topics,
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
      FOR part IN
        SELECT NULL::text AS topic, g.wanted AS n WHERE g.topics IS NULL
        UNION ALL
        SELECT s.topic, s.n FROM badcase_internal.share_out(g.wanted, g.topics) s WHERE g.topics IS NOT NULL
      LOOP
        contaminated := contaminated + badcase_internal.mix_corpus(r, g.corpus_id, part.topic, part.n);
      END LOOP;
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

CREATE FUNCTION badcase_internal.format_named(name text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT coalesce((SELECT a.name FROM @extschema@.badcase_format_aliases() a WHERE a.alias = format_named.name), name);
  END;
COMMENT ON FUNCTION badcase_internal.format_named(text) IS 'the name of a format that a name or alias stands for';

-- An item without a line is never left out in silence. In a format of pairs a record without a rejected answer has no
-- line, and a notice says how many. A history that the format has no place for is an error: the prompt alone would be
-- another question. With omit the item is left out, and a notice says how many are.
CREATE FUNCTION badcase.release_rows(release bigint, format text DEFAULT 'badcase', split text DEFAULT NULL, omit bool DEFAULT false)
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
    SELECT t.* INTO f FROM @extschema@.badcase_formats() t WHERE t.name = badcase_internal.format_named(release_rows.format);
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
      SELECT count(*) FILTER (WHERE @extschema@.rejected(v.record) IS NULL AND (f.history OR @extschema@.turns(v.record) = 0)) AS no_rejected,
        count(*) FILTER (WHERE @extschema@.turns(v.record) > 0) AS with_history, count(*) AS items
      INTO n
      FROM badcase_internal.release_entries(r.release_id) v
      WHERE release_rows.split IS NULL OR v.split = release_rows.split;
      IF NOT f.history AND n.with_history > 0 AND omit IS NOT TRUE THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('release %s cannot be written as %s: %s of %s items have a history, and the format no place for one',
            release, f.name, n.with_history, n.items),
          HINT = format('SELECT name FROM %s.badcase_formats() WHERE history lists formats that have one; omit => true leaves these items out.', '@extschema@');
      END IF;
      IF NOT f.history AND n.with_history > 0 THEN
        RAISE NOTICE USING
          MESSAGE = format('%s of %s items have a history and are left out: the format %s has no place for one', n.with_history, n.items, f.name);
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
        AND (f.history OR @extschema@.turns(v.record) = 0)
      ORDER BY v.pos;
  END
  $$;
COMMENT ON FUNCTION badcase.release_rows(bigint, text, text, bool) IS
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
-- One row after another, in order of their places, so that a LIMIT ends the work. A consent is looked up in a hash, for which
-- the condition is IS TRUE: as a join, which without statistics is a guess, it could be asked anew for each item.
CREATE FUNCTION badcase_internal.exportable_items(pairs bool)
  RETURNS TABLE (release bigint, pos bigint, split text, record @extschema@.badcase, task text)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_sort = off
  SET jit = off
  AS $$
    WITH shown AS MATERIALIZED (
      SELECT r.release_id, r.program_id, r.scopes FROM badcase_internal.release r
      WHERE r.published_at IS NOT NULL AND r.retired_at IS NULL
        AND r.program_id = ANY ((SELECT badcase_internal.programs_with('exporter'))::int[])
      ORDER BY r.release_id
    ), allowed AS MATERIALIZED (
      SELECT r.release_id, c.contributor_id FROM shown r CROSS JOIN LATERAL badcase_internal.consenting(r.program_id, r.scopes) c(contributor_id)
    )
    SELECT r.release_id, x.pos, x.split, x.record, x.task
    FROM shown r
    CROSS JOIN LATERAL (
      (SELECT i.pos, i.split, CASE WHEN s.revision = i.revision THEN s.record ELSE v.record END AS record, (
        SELECT t.name FROM badcase_internal.task t WHERE t.task_id = s.task_id AND t.set_by IS NOT NULL) AS task
      FROM (
        (SELECT t.submission_id, t.revision, t.pos, t.split FROM badcase_internal.release_item t
        WHERE t.release_id = r.release_id AND NOT pairs ORDER BY t.pos)
        UNION ALL
        (SELECT t.submission_id, t.revision, t.pos, t.split FROM badcase_internal.release_item t
        WHERE t.release_id = r.release_id AND pairs AND t.has_rejected ORDER BY t.pos)) i
      JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
      LEFT JOIN badcase_internal.revision v ON v.submission_id = i.submission_id AND v.revision = i.revision
      WHERE s.state <> 'withdrawn'
        AND ((r.release_id, s.contributor_id) IN (SELECT a.release_id, a.contributor_id FROM allowed a)) IS TRUE
      ORDER BY i.pos)
      UNION ALL
      (SELECT g.pos, 'train', k.record, NULL
      FROM (
        (SELECT t.item_id, t.pos FROM badcase_internal.release_general_item t WHERE t.release_id = r.release_id AND NOT pairs ORDER BY t.pos)
        UNION ALL
        (SELECT t.item_id, t.pos FROM badcase_internal.release_general_item t WHERE t.release_id = r.release_id AND pairs AND t.has_rejected ORDER BY t.pos)) g
      JOIN badcase_internal.corpus_item k ON k.item_id = g.item_id
      ORDER BY g.pos)
      ORDER BY 1) x
  $$;
COMMENT ON FUNCTION badcase_internal.exportable_items(bool) IS
  'the items of published releases that the caller may export, or those that have a rejected answer, in order, without what was retired or withdrawn or has no consent';

CREATE FUNCTION badcase_internal.export_sft()
  RETURNS TABLE (release bigint, pos bigint, split text, prompt text, response text, history jsonb, system text, task text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT (y.x).release, (y.x).pos, (y.x).split, @extschema@.prompt((y.x).record), @extschema@.response((y.x).record),
      @extschema@.history((y.x).record), @extschema@.meta((y.x).record) ->> 'system', (y.x).task
    FROM (SELECT badcase_internal.exportable_items(false) AS x WHERE badcase_internal.require_fresh_snapshot() IS NOT NULL) y
  $$;
COMMENT ON FUNCTION badcase_internal.export_sft() IS 'the rows of badcase.export_sft';

CREATE VIEW badcase.export_sft WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.export_sft() AS r) x;
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
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT (y.x).release, (y.x).pos, (y.x).split, @extschema@.prompt((y.x).record), @extschema@.history((y.x).record),
      @extschema@.response((y.x).record), @extschema@.rejected((y.x).record)
    FROM (SELECT badcase_internal.exportable_items(true) AS x WHERE badcase_internal.require_fresh_snapshot() IS NOT NULL) y
  $$;
COMMENT ON FUNCTION badcase_internal.export_preference() IS 'the rows of badcase.export_preference';

CREATE VIEW badcase.export_preference WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.export_preference() AS r) x;
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
    SELECT CASE WHEN s.revision = i.revision THEN s.record ELSE v.record END, i.digest
    FROM badcase_internal.release_item i
    LEFT JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
    LEFT JOIN badcase_internal.revision v ON v.submission_id = i.submission_id AND v.revision = i.revision
    WHERE i.release_id = release_texts.release
      AND (s.state = 'withdrawn' AND CASE WHEN s.revision = i.revision THEN s.record IS NULL ELSE v.submission_id IS NOT NULL AND v.record IS NULL END)
        IS NOT TRUE
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
      'it was retired: ' || r.retired_for,
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
-- history are learned, too, unless the trainer is told to mask them. history_read: what the format has as history is read.
-- system_read: the format has a place for the system prompt, and the trainer reads it. system_empty: an empty one is not
-- taken for none, but overrides the model's default (ms-swift asks whether it is not None, Axolotl whether the key is there).
-- template: the trainer puts the model's template around the texts; TRL joins plain ones as they are.
CREATE FUNCTION badcase_internal.trainer_formats()
  RETURNS TABLE (trainer text, format text, history_learned bool, history_read bool, system_read bool, system_empty bool, template bool)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      ('ptuning', 'ptuning_chat', false, true, false, false, true),
      ('ptuning', 'ptuning', false, true, false, false, true),
      ('ptuning', 'qa', false, true, false, false, true),
      ('ptuning', 'summary', false, true, false, false, true),
      ('llama_factory', 'alpaca', true, true, true, false, true),
      ('llama_factory', 'alpaca_preference', false, true, false, false, true),
      ('llama_factory', 'sharegpt', true, true, true, false, true),
      ('llama_factory', 'sharegpt_preference', false, true, true, false, true),
      ('llama_factory', 'sharegpt_kto', false, true, true, false, true),
      ('llama_factory', 'sharegpt_kto_rejected', false, true, true, false, true),
      ('llama_factory', 'messages', true, true, true, false, true),
      ('llama_factory', 'messages_preference', false, true, true, false, true),
      ('llama_factory', 'chatglm3', true, true, true, false, true),
      ('llama_factory', 'ptuning', false, true, false, false, true),
      ('llama_factory', 'ptuning_chat', true, true, false, false, true),
      ('llama_factory', 'qa', false, true, false, false, true),
      ('llama_factory', 'summary', false, true, false, false, true),
      ('llama_factory', 'completion', false, true, false, false, true),
      ('llama_factory', 'kto', false, true, false, false, true),
      ('llama_factory', 'kto_rejected', false, true, false, false, true),
      ('llama_factory', 'preference', false, true, false, false, true),
      ('llama_factory', 'swift_query', true, true, true, false, true),
      ('llama_factory', 'swift_kto', false, true, true, false, true),
      ('llama_factory', 'swift_kto_rejected', false, true, true, false, true),
      ('trl', 'completion_chat', false, true, true, false, true),
      ('trl', 'completion', false, true, false, false, false),
      ('trl', 'messages', true, true, true, false, true),
      ('trl', 'preference_chat', false, true, true, false, true),
      ('trl', 'preference', false, true, false, false, false),
      ('trl', 'kto', false, true, false, false, false),
      ('trl', 'kto_rejected', false, true, false, false, false),
      ('trl', 'kto_chat', false, true, true, false, true),
      ('trl', 'kto_chat_rejected', false, true, true, false, true),
      ('openai', 'messages_weighted', false, true, true, false, true),
      ('openai', 'messages', true, true, true, false, true),
      ('openai', 'openai_preference', false, true, true, false, true),
      ('axolotl', 'messages', true, true, true, false, true),
      ('axolotl', 'sharegpt', true, true, true, true, true),
      ('axolotl', 'alpaca', false, false, false, false, true),
      ('axolotl', 'messages_preference', false, true, true, false, true),
      ('axolotl', 'chatml_argilla', false, true, true, false, true),
      ('axolotl', 'chatml_icr', false, true, false, false, true),
      ('axolotl', 'chatml_intel', false, true, false, false, true),
      ('axolotl', 'preference', false, true, false, false, true),
      ('swift', 'messages', true, true, true, false, true),
      ('swift', 'swift', true, true, true, true, true),
      ('swift', 'sharegpt', true, true, true, true, true),
      ('swift', 'alpaca', true, true, true, true, true),
      ('swift', 'swift_query', true, true, true, true, true),
      ('swift', 'swift_preference', false, true, true, false, true),
      ('swift', 'swift_kto', false, true, true, false, true),
      ('swift', 'swift_kto_rejected', false, true, true, false, true);
  END;
COMMENT ON FUNCTION badcase_internal.trainer_formats() IS 'which formats a trainer reads, its usual one first, and what it makes of histories, system prompts and plain texts there';

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
    IF jsonb_typeof(filled -> 'format') = 'array' THEN
      filled := jsonb_set(filled, '{format}', (
        SELECT coalesce(jsonb_agg(CASE WHEN jsonb_typeof(x) = 'string' THEN to_jsonb(badcase_internal.format_named(x #>> '{}')) ELSE x END ORDER BY n), '[]')
        FROM jsonb_array_elements(filled -> 'format') WITH ORDINALITY e(x, n)));
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
        bool_and(k.history_read IS NOT FALSE) AS history_read, bool_and(k.system_read IS TRUE) AS system_read,
        bool_or(k.system_empty) AS system_empty, bool_and(k.template IS NOT FALSE) AS template,
        bool_or(t.keys @> '{history}') AS column_history, bool_or(t.keys @> '{system}' AND k.system_read IS NOT FALSE) AS column_system
      FROM @extschema@.badcase_formats() t
      LEFT JOIN badcase_internal.trainer_formats() k ON k.trainer = preflight_items.trainer AND k.format = t.name
      WHERE o -> 'format' ? t.name
    ), item AS MATERIALIZED (
      SELECT e.pos, e.record, @extschema@.turns(e.record) AS turns, @extschema@.rejected(e.record) AS rejected,
        coalesce('context' = ANY (s.failure_kinds), false) AS context,
        CASE WHEN jsonb_typeof(@extschema@.meta(e.record) -> 'system') = 'string' THEN @extschema@.meta(e.record) ->> 'system' ELSE '' END AS system,
        CASE WHEN trainer = 'ptuning' AND (f.column_history OR @extschema@.turns(e.record) > 0) THEN
            badcase_internal.token_estimate(badcase_internal.chatglm_prompt(e.record))
          WHEN trainer = 'ptuning' THEN badcase_internal.token_estimate(@extschema@.prompt(e.record)) END AS source,
        badcase_internal.token_estimate(@extschema@.response(e.record)) AS target,
        CASE WHEN trainer <> 'ptuning' THEN badcase_internal.token_estimate(concat(@extschema@.meta(e.record) ->> 'system',
          CASE WHEN @extschema@.turns(e.record) > 0 THEN @extschema@.history(e.record)::text END,
          @extschema@.prompt(e.record), @extschema@.response(e.record))) END AS whole, a.asks, a.breaks
      FROM badcase_internal.release_entries(preflight_items.release) e
      LEFT JOIN badcase_internal.submission s ON s.submission_id = e.submission
      -- as badcase_internal.asks_of, which as a function would be started for each item
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS asks, count(*) FILTER (WHERE NOT k.followed)::int AS breaks FROM @extschema@.badcase_follows(e.record) k) a
      CROSS JOIN f
      WHERE e.record IS NOT NULL
    )
    SELECT split_part(x.said, ' ', 1), split_part(x.said, ' ', 2), x.pos
    FROM (
      -- not VALUES, whose expressions are prepared anew for each item
      SELECT i.pos, unnest(array_remove(ARRAY[
        CASE WHEN i.turns > 0 AND NOT f.history THEN 'error history_refused' END,
        CASE WHEN i.turns > 0 AND f.history AND NOT f.history_read THEN 'error history_dropped' END,
        CASE WHEN i.system <> '' AND NOT f.system_read THEN 'warn system_dropped' END,
        CASE WHEN i.system = '' AND f.system_empty THEN 'warn system_empty' END,
        CASE WHEN NOT f.template THEN 'warn no_template' END,
        CASE WHEN i.turns > 0 AND i.source > (o ->> 'max_source_length')::bigint - 1 THEN 'error question_cut' END,
        CASE WHEN i.turns = 0 AND i.source > (o ->> 'max_source_length')::bigint - 1 THEN 'warn prompt_cut' END,
        CASE WHEN i.target > (o ->> 'max_target_length')::bigint - 2 THEN 'warn response_cut' END,
        CASE WHEN i.whole > (o ->> 'max_length')::bigint THEN 'warn too_long' END,
        CASE WHEN i.turns > 0 THEN 'info with_history' END,
        CASE WHEN i.asks > 0 THEN 'info asking' END,
        CASE WHEN i.asks > 0 AND i.breaks = 0 THEN 'info asking_kept' END,
        CASE WHEN f.learned AND i.turns > 0 AND i.context THEN 'error context_history_learned' END,
        CASE WHEN f.learned AND i.turns > 0 AND NOT i.context THEN 'warn history_learned' END,
        CASE WHEN i.turns > 0 AND jsonb_path_exists(@extschema@.history(i.record), '$[*][*] ? (@ == "")') THEN 'warn empty_turn' END,
        CASE WHEN f.pairs AND i.rejected IS NULL THEN 'warn no_rejected' END,
        CASE WHEN f.pairs AND @extschema@.badcase_blank(convert_to(i.rejected, 'UTF8')) THEN 'warn rejected_blank' END,
        CASE WHEN f.pairs AND i.rejected IS NOT NULL AND badcase_internal.same_text(i.rejected, @extschema@.response(i.record)) THEN 'warn rejected_equals_response' END], NULL)) AS said
      FROM item i CROSS JOIN f) x
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
    WHERE f.column_system AND NOT EXISTS (SELECT FROM item j WHERE j.system <> '')
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
-- contradict one another. A release that was just built has no statistics, and a join of its items to its items might be a
-- nested loop. So the split is the lowest bit of the number that a near pair comes with, and equal prompts are partitions.
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
      SELECT DISTINCT 'error', 'near_across_splits', (CASE WHEN p.a & 1 = 1 THEN p.a ELSE p.b END) >> 1
      FROM @extschema@.badcase_near_pairs(format(
        'SELECT e.pos * 2 + (e.split = ''validation'')::int, e.record FROM badcase_internal.release_entries(%s) e WHERE e.record IS NOT NULL',
        release), 0.7::float8, NULL::text) p
      WHERE p.a & 1 <> p.b & 1;
    RETURN QUERY
      SELECT 'warn', 'prompt_across_splits', x.pos
      FROM (
        SELECT k.pos, k.split, bool_or(k.split = 'train') OVER (PARTITION BY k.key) AS trained
        FROM (
          SELECT e.pos, e.split,
            sha256(convert_to(@extschema@.badcase_normalize(@extschema@.prompt(e.record)) || @extschema@.history(e.record), 'UTF8')) AS key
          FROM badcase_internal.release_entries(preflight_pairs.release) e WHERE e.record IS NOT NULL) k) x
      WHERE x.split = 'validation' AND x.trained;
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

-- What is refused is what release_rows leaves out with omit: bytes and hash are of the rest.
CREATE FUNCTION badcase_internal.format_files(release bigint, format text)
  RETURNS TABLE (split text, lines bigint, left_out bigint, refused bigint, bytes bigint, sha256 bytea)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT l.split, count(l.line), count(*) - count(l.line) - count(*) FILTER (WHERE l.refused), count(*) FILTER (WHERE l.refused),
      coalesce(sum(octet_length(l.line) + 1), 0)::bigint,
      @extschema@.badcase_lines_sha256(convert_to(l.line, 'UTF8') ORDER BY l.pos)
    FROM (
      SELECT e.pos, e.split, NOT f.history AND @extschema@.turns(e.record) > 0 AS refused,
        CASE WHEN f.history OR @extschema@.turns(e.record) = 0 THEN @extschema@.badcase_export(e.record, f.name)::text END AS line
      FROM badcase_internal.release_entries(format_files.release) e
      JOIN @extschema@.badcase_formats() f ON f.name = format_files.format
      OFFSET 0) l
    GROUP BY l.split;
  END;
COMMENT ON FUNCTION badcase_internal.format_files(bigint, text) IS 'what a format of a release comes to, by split, computed now';

-- All formats at once: each item is read once, in the order of their places, and each hash takes the lines as they come.
-- So the groups are made by hashing, which keeps the order of the lines of a group, on disk too; whatever the caller's settings.
CREATE FUNCTION badcase_internal.files_of(release bigint) RETURNS SETOF badcase_internal.release_file
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_hashagg = on
  SET enable_sort = off
  SET max_parallel_workers_per_gather = 0
  SET jit = off
  AS $$
    SELECT files_of.release, x.format, x.split, badcase.release_file_name(files_of.release, x.format, x.split),
      x.lines, x.left_out, x.refused, CASE WHEN x.refused = 0 THEN x.bytes END, CASE WHEN x.refused = 0 THEN x.sha256 END
    FROM (
      SELECT l.format, e.split, count(l.line) AS lines, count(*) - count(l.line) - count(*) FILTER (WHERE l.refused) AS left_out,
        count(*) FILTER (WHERE l.refused) AS refused, coalesce(sum(octet_length(l.line) + 1), 0)::bigint AS bytes,
        @extschema@.badcase_lines_sha256(convert_to(l.line, 'UTF8')) AS sha256
      FROM (
        SELECT r.split, r.record, @extschema@.turns(r.record) > 0 AS with_history
        FROM badcase_internal.release_entries(files_of.release) r ORDER BY r.pos) e
      CROSS JOIN LATERAL (
        SELECT f.name AS format, NOT f.history AND e.with_history AS refused,
          CASE WHEN f.history OR NOT e.with_history THEN @extschema@.badcase_export(e.record, f.name)::text END AS line
        FROM @extschema@.badcase_formats() f OFFSET 0) l
      GROUP BY l.format, e.split) x
  $$;
COMMENT ON FUNCTION badcase_internal.files_of(bigint) IS 'what each format of a release comes to';

-- Fleiss' kappa over pairs of reviews of one submission and pass: (observed - expected) / (1 - expected). A review is of the
-- program that its round is of.
CREATE FUNCTION badcase_internal.agreement(program int) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT jsonb_build_object(
      'reviews', x.reviews::bigint, 'reviewers', (SELECT count(DISTINCT t.a) FROM badcase_internal.tallied(program, 'reviewer') t),
      'pairs', x.pairs::bigint,
      'observed', round(x.agreeing / nullif(x.pairs, 0), 3),
      'expected', round(x.expected, 3),
      'kappa', round((x.agreeing / nullif(x.pairs, 0) - x.expected) / nullif(1 - x.expected, 0), 3))
    FROM (
      SELECT sum(t.n[1]) AS reviews, coalesce(sum(t.n[2]), 0) AS pairs, coalesce(sum(t.n[3]), 0) AS agreeing,
        (sum(t.n[4]) * sum(t.n[4]) + sum(t.n[5]) * sum(t.n[5]) + sum(t.n[6]) * sum(t.n[6])) / nullif(sum(t.n[1]) * sum(t.n[1]), 0) AS expected
      FROM badcase_internal.tallied(program, 'verdict') t) x
  $$;
COMMENT ON FUNCTION badcase_internal.agreement(int) IS
  'how far the reviewers of a program agree on verdicts: pairs of reviews, observed and expected agreement, Fleiss'' kappa';

-- Nothing where no audit judged an accepted record of these rounds.
CREATE FUNCTION badcase_internal.audit_fact(rounds bigint[]) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce((
      SELECT jsonb_build_object('audit', jsonb_build_object('judged', x.judged, 'wrong', x.wrong, 'error_rate', round(x.wrong::numeric / x.judged, 4),
        'low', w.low, 'high', w.high))
      FROM (
        SELECT count(*) AS judged, count(*) FILTER (WHERE f.verdict <> i.decision) AS wrong
        FROM badcase_internal.audit a
        JOIN badcase_internal.audit_item i ON i.audit_id = a.audit_id AND i.decision = 'accepted'
        CROSS JOIN LATERAL (
          SELECT l.verdict FROM badcase_internal.look l
          WHERE l.submission_id = i.submission_id AND l.audit_id = i.audit_id AND l.verdict IS NOT NULL
          ORDER BY l.looked_at, l.reviewer::oid LIMIT 1) f
        WHERE a.round_id = ANY (rounds)) x
      CROSS JOIN LATERAL badcase_internal.wilson(x.wrong, x.judged) w
      WHERE x.judged > 0), '{}')
  $$;
COMMENT ON FUNCTION badcase_internal.audit_fact(bigint[]) IS
  'how many accepted records of rounds were judged again for an audit, how many of them otherwise, with Wilson''s interval; an empty object for none';

CREATE FUNCTION badcase_internal.release_facts(release bigint) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH entry AS MATERIALIZED (
      SELECT e.split, e.submission AS submission_id, @extschema@.turns(e.record) AS turns, @extschema@.rejected(e.record) IS NOT NULL AS pair,
        length(@extschema@.prompt(e.record)) AS prompt, length(@extschema@.response(e.record)) AS response,
        octet_length(@extschema@.prompt(e.record)) + octet_length(@extschema@.response(e.record)) AS bytes,
        badcase_internal.language_of(@extschema@.prompt(e.record) || @extschema@.response(e.record)) AS language,
        a.asks, a.breaks
      FROM badcase_internal.release_entries(release_facts.release) e CROSS JOIN LATERAL badcase_internal.asks_of(e.record) a
      WHERE e.record IS NOT NULL
    ), sent AS MATERIALIZED (
      SELECT s.submission_id, s.contributor_id, s.task_id, s.failure_kinds, s.received_at, s.review_pass, s.exact_key_version, s.rule_version, s.decided_rule
      FROM entry e JOIN badcase_internal.submission s ON s.submission_id = e.submission_id
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
      'asking', (SELECT count(*) FROM entry e WHERE e.asks > 0),
      'asking_kept', (SELECT count(*) FROM entry e WHERE e.asks > 0 AND e.breaks = 0),
      'characters', (SELECT jsonb_build_object('prompt', coalesce(sum(e.prompt), 0), 'response', coalesce(sum(e.response), 0)) FROM entry e),
      'bytes', (SELECT coalesce(sum(e.bytes), 0) FROM entry e),
      'contributors', (SELECT count(DISTINCT s.contributor_id) FROM sent s),
      'tasks', coalesce((
        SELECT jsonb_object_agg(x.name, x.n) FROM (
          SELECT t.name, count(*) AS n
          FROM sent s JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NOT NULL
          GROUP BY t.name) x), '{}'),
      'failure_kinds', coalesce((
        SELECT jsonb_object_agg(x.kind, x.n) FROM (
          SELECT k.kind, count(*) AS n
          FROM sent s CROSS JOIN unnest(s.failure_kinds) k(kind)
          GROUP BY k.kind) x), '{}'),
      'received', (
        SELECT jsonb_build_object('from', to_char(min(s.received_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
          'to', to_char(max(s.received_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'))
        FROM sent s),
      'reviews_per_item', (
        SELECT round(count(v.reviewer)::numeric / nullif(count(DISTINCT s.submission_id), 0), 2)
        FROM sent s
        LEFT JOIN badcase_internal.review v ON v.submission_id = s.submission_id AND v.review_pass = s.review_pass),
      'consents', coalesce((
        SELECT jsonb_object_agg(x.scope, jsonb_build_object('contributors', x.n, 'text_versions', x.versions)) FROM (
          SELECT k.scope, count(*) AS n, jsonb_agg(DISTINCT k.text_version) AS versions
          FROM badcase_internal.consent k
          WHERE k.superseded_at IS NULL AND k.granted AND k.scope IN ('train', 'publish_text') AND k.contributor_id IN (
            SELECT s.contributor_id FROM sent s)
          GROUP BY k.scope) x), '{}'),
      'agreement', badcase_internal.agreement(r.program_id),
      'versions', jsonb_build_object(
        'badcase', badcase.version(), 'features', 'v1',
        'exact_key', (SELECT jsonb_agg(DISTINCT s.exact_key_version) FROM sent s),
        'screening_rules', (SELECT jsonb_agg(DISTINCT s.rule_version) FROM sent s),
        'decision_rules', (SELECT jsonb_agg(DISTINCT s.decided_rule) FROM sent s),
        'quorum', p.quorum))
      || badcase_internal.audit_fact(ARRAY(
        SELECT DISTINCT s.decided_round FROM entry e JOIN badcase_internal.submission s ON s.submission_id = e.submission_id))
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

-- Licences by their identifiers of SPDX, and what the Hub of Hugging Face calls them where that is not the same in small letters.
CREATE FUNCTION badcase_internal.licences() RETURNS TABLE (spdx text, hub text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT v.spdx, coalesce(v.hub, lower(v.spdx))
    FROM (VALUES
      ('AFL-3.0', NULL::text), ('AGPL-3.0', NULL), ('AGPL-3.0-only', 'agpl-3.0'), ('AGPL-3.0-or-later', 'agpl-3.0'), ('Apache-2.0', NULL),
      ('Artistic-2.0', NULL), ('BSD-2-Clause', NULL), ('BSD-3-Clause', NULL), ('BSD-3-Clause-Clear', NULL), ('BSL-1.0', NULL),
      ('C-UDA-1.0', 'c-uda'), ('CC-BY-2.0', NULL), ('CC-BY-2.5', NULL), ('CC-BY-3.0', NULL), ('CC-BY-4.0', NULL),
      ('CC-BY-NC-2.0', NULL), ('CC-BY-NC-3.0', NULL), ('CC-BY-NC-4.0', NULL), ('CC-BY-NC-ND-3.0', NULL), ('CC-BY-NC-ND-4.0', NULL),
      ('CC-BY-NC-SA-2.0', NULL), ('CC-BY-NC-SA-3.0', NULL), ('CC-BY-NC-SA-4.0', NULL), ('CC-BY-ND-4.0', NULL), ('CC-BY-SA-3.0', NULL),
      ('CC-BY-SA-4.0', NULL), ('CC0-1.0', NULL), ('CDLA-Permissive-1.0', NULL), ('CDLA-Permissive-2.0', NULL), ('CDLA-Sharing-1.0', NULL),
      ('ECL-2.0', NULL), ('EPL-1.0', NULL), ('EPL-2.0', NULL), ('etalab-2.0', NULL), ('EUPL-1.1', NULL), ('EUPL-1.2', NULL),
      ('GFDL-1.3', 'gfdl'), ('GFDL-1.3-only', 'gfdl'), ('GFDL-1.3-or-later', 'gfdl'), ('GPL-2.0', NULL), ('GPL-2.0-only', 'gpl-2.0'),
      ('GPL-2.0-or-later', 'gpl-2.0'), ('GPL-3.0', NULL), ('GPL-3.0-only', 'gpl-3.0'), ('GPL-3.0-or-later', 'gpl-3.0'), ('ISC', NULL),
      ('LGPL-2.1', NULL), ('LGPL-2.1-only', 'lgpl-2.1'), ('LGPL-2.1-or-later', 'lgpl-2.1'), ('LGPL-3.0', NULL), ('LGPL-3.0-only', 'lgpl-3.0'),
      ('LGPL-3.0-or-later', 'lgpl-3.0'), ('LPPL-1.3c', NULL), ('MIT', NULL), ('MPL-2.0', NULL), ('MS-PL', NULL), ('NCSA', NULL),
      ('ODbL-1.0', 'odbl'), ('ODC-By-1.0', 'odc-by'), ('OFL-1.1', NULL), ('OSL-3.0', NULL), ('PDDL-1.0', 'pddl'), ('PostgreSQL', NULL),
      ('Unlicense', NULL), ('WTFPL', NULL), ('Zlib', NULL)) v(spdx, hub);
  END;
COMMENT ON FUNCTION badcase_internal.licences() IS 'licences by their SPDX identifiers, with the names that the Hub of Hugging Face has for them';

-- "CC BY 4.0" and "cc-by-4.0" are CC-BY-4.0.
CREATE FUNCTION badcase_internal.licence_of(name text, OUT spdx text, OUT hub text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT l.spdx, l.hub FROM badcase_internal.licences() l
    WHERE lower(l.spdx) COLLATE "C" = replace(lower(btrim(licence_of.name)), ' ', '-') COLLATE "C";
  END;
COMMENT ON FUNCTION badcase_internal.licence_of(text) IS 'the SPDX identifier that a licence''s name is, and what the Hub calls it; null for none';

-- Features of Hugging Face datasets as YAML: an object of "_type" is a value, a list has one member. A JSON string is a YAML string, too.
CREATE FUNCTION badcase_internal.card_features(features json, indent text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RETURN (
      SELECT string_agg(format(E'%s- name: %s\n', indent, f.key) || CASE
          WHEN f.value ->> '_type' IS NOT NULL THEN format('%s  dtype: %s', indent, f.value ->> 'dtype')
          WHEN json_typeof(f.member) = 'array' THEN format(E'%s  sequence:\n%s    sequence: %s', indent, indent, f.member #>> '{0,dtype}')
          WHEN f.member ->> '_type' IS NOT NULL THEN format('%s  sequence: %s', indent, f.member ->> 'dtype')
          WHEN f.member IS NOT NULL THEN format(E'%s  list:\n%s', indent, badcase_internal.card_features(f.member, indent || '  '))
          ELSE format(E'%s  struct:\n%s', indent, badcase_internal.card_features(f.value, indent || '  '))
        END, E'\n' ORDER BY f.n)
      FROM (
        SELECT e.key, e.value, e.n, CASE WHEN json_typeof(e.value) = 'array' THEN e.value -> 0 END AS member
        FROM json_each(features) WITH ORDINALITY e(key, value, n)) f);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.card_features(json, text) IS 'the features of a format as YAML for the head of a card';

CREATE FUNCTION badcase_internal.card_head(m jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT concat_ws(E'\n',
      '---',
      'pretty_name: ' || to_json(m ->> 'name'),
      'license: ' || coalesce(l.hub, 'other'),
      CASE WHEN l.hub IS NULL THEN 'license_name: ' || to_json(m ->> 'licence') END,
      CASE WHEN l.hub IS NULL AND m -> 'consents' ? 'publish_text' THEN 'license_link: ' || to_json(m ->> 'url') END,
      'language: ' || coalesce((
        SELECT '[' || string_agg(k, ', ' ORDER BY k COLLATE "C") || ']'
        FROM jsonb_object_keys(m #> '{facts,languages}') k WHERE k <> 'other'), '[]'),
      'task_categories: [text-generation]',
      'tags: [instruction-tuning, bad-cases]',
      'size_categories: ' || CASE
        WHEN n < 1000 THEN '[n<1K]' WHEN n < 10000 THEN '[1K<n<10K]' WHEN n < 100000 THEN '[10K<n<100K]'
        WHEN n < 1000000 THEN '[100K<n<1M]' WHEN n < 10000000 THEN '[1M<n<10M]' ELSE '[10M<n<100M]' END,
      (SELECT E'configs:\n- config_name: default\n  data_files:\n'
         || string_agg(format(E'  - split: %s\n    path: %s', f ->> 'split', f ->> 'file'), E'\n' ORDER BY f ->> 'split' COLLATE "C")
       FROM jsonb_array_elements(m -> 'described') f HAVING count(*) > 0),
      CASE WHEN m ->> 'features' IS NOT NULL AND m -> 'described' <> '[]' THEN
        E'dataset_info:\n  features:\n' || badcase_internal.card_features((m ->> 'features')::json, '  ') || E'\n  splits:\n' || (
        SELECT string_agg(format(E'  - name: %s\n    num_bytes: %s\n    num_examples: %s', f ->> 'split', f ->> 'bytes', f ->> 'lines'), E'\n'
          ORDER BY f ->> 'split' COLLATE "C")
        FROM jsonb_array_elements(m -> 'described') f) END,
      '---')
    FROM (SELECT (m ->> 'items')::bigint) x(n)
    CROSS JOIN LATERAL badcase_internal.licence_of(m ->> 'licence') l
  $$;
COMMENT ON FUNCTION badcase_internal.card_head(jsonb) IS 'the YAML head of a release''s card, from its manifest and the files that the card describes';

-- What every contributor of an item agreed to, and no more than that.
CREATE FUNCTION badcase_internal.card_consent(m jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT concat_ws(' ',
      format('When the release was %s, every contributor of an item had consented to %s.',
        CASE WHEN m ->> 'published_at' IS NULL THEN 'described' ELSE 'published' END,
        CASE WHEN m -> 'consents' ? 'publish_text' THEN 'training and to the publication of the text' ELSE 'training' END),
      CASE WHEN m -> 'consents' ? 'publish_text' THEN NULL
        WHEN m #> '{facts,consents}' IS NULL THEN 'Consent to publication was not a condition of this release. So it is not for distribution.'
        ELSE format('Consent to publication was not a condition of this release: %s of %s contributors had given it. So it is not for distribution.',
          coalesce(m #>> '{facts,consents,publish_text,contributors}', '0'), m #>> '{facts,contributors}') END,
      (SELECT 'Texts that were agreed to: ' || string_agg(format('%s %s', k.scope, (
          SELECT string_agg(badcase_internal.markdown(v), ', ' ORDER BY v COLLATE "C")
          FROM jsonb_array_elements_text(m #> ARRAY['facts', 'consents', k.scope, 'text_versions']) v)), '; ' ORDER BY k.scope COLLATE "C" DESC) || '.'
       FROM jsonb_array_elements_text(m -> 'consents') k(scope)
       WHERE m #> ARRAY['facts', 'consents', k.scope] IS NOT NULL))
  $$;
COMMENT ON FUNCTION badcase_internal.card_consent(jsonb) IS 'what a card says of consents';

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

-- What came of the release, as it is known when the card is asked for: no fact of the release itself.
CREATE FUNCTION badcase_internal.models_of(r badcase_internal.release) RETURNS jsonb
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM badcase_internal.model_version m WHERE m.program_id = r.program_id AND r.release_id = ANY (m.releases)) THEN
      RETURN '[]'::jsonb;
    END IF;
    RETURN (
      SELECT coalesce(jsonb_agg(jsonb_build_object('name', m.name, 'base', b.name, 'cases', f.cases, 'fixed', f.fixed, 'regressed', f.regressed,
          'judged', f.judged, 'better', f.better, 'worse', f.worse, 'chance', f.chance, 'compared', f.compared,
          'rouge', f.rouge_difference, 'low', f.rouge_low, 'high', f.rouge_high) ORDER BY f.model), '[]')
      FROM badcase_internal.version_figures(ARRAY[r.program_id]) f
      JOIN badcase_internal.model_version m ON m.model_id = f.model AND r.release_id = ANY (m.releases)
      LEFT JOIN badcase_internal.model_version b ON b.model_id = f.base
      WHERE f.is_whole AND f.cases + f.records > 0);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.models_of(badcase_internal.release) IS
  'what the versions of the model that were trained on a release gained on the cases and lost or gained on held-out records';

CREATE FUNCTION badcase_internal.card_models(models jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT E'Versions of the model that were trained on it, what they answer to the cases, and to held-out records of general corpora against the version that they were trained from '
      '(chance: McNemar''s exact test of better and worse; ROUGE-L: the mean difference and its 95 % interval, by the paired bootstrap):\n\n'
      '| version | trained from | cases | fixed | regressed | general, judged | better | worse | chance | ROUGE-L |\n|---|---|---|---|---|---|---|---|---|---|\n'
      || string_agg(format('| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |', badcase_internal.markdown(v ->> 'name'), coalesce(badcase_internal.markdown(v ->> 'base'), '-'),
        v ->> 'cases', v ->> 'fixed', v ->> 'regressed', v ->> 'judged', v ->> 'better', v ->> 'worse', coalesce(v ->> 'chance', '-'),
        CASE WHEN v ->> 'rouge' IS NULL THEN '-' ELSE format('%s (%s to %s)', v ->> 'rouge', v ->> 'low', v ->> 'high') END), E'\n' ORDER BY n)
    FROM jsonb_array_elements(models) WITH ORDINALITY x(v, n) HAVING count(*) > 0
  $$;
COMMENT ON FUNCTION badcase_internal.card_models(jsonb) IS 'what a card says of the versions of the model that were trained on the release; null for none';

CREATE FUNCTION badcase_internal.card_markdown(m jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT concat_ws(E'\n\n',
      badcase_internal.card_head(m),
      '# ' || badcase_internal.markdown(m ->> 'name'),
      format('Release %s of the programme "%s": %s records in which a language model did badly, each with the answer it should have given. Contributors sent them in, reviewers judged them useful and correct.',
        m ->> 'release', badcase_internal.markdown(m ->> 'program'),
        (m ->> 'items')::bigint - (SELECT coalesce(sum((g ->> 'items')::bigint), 0) FROM jsonb_array_elements(m #> '{facts,general}') g)),
      CASE WHEN m -> 'consents' ? 'publish_text'
        THEN format('Licence: %s. Published at %s.', badcase_internal.markdown(coalesce(l.spdx, m ->> 'licence')), badcase_internal.markdown(m ->> 'url')) END,
      '## Consent',
      badcase_internal.card_consent(m),
      '## Composition',
      badcase_internal.card_table('split', m #> '{facts,splits}'),
      badcase_internal.card_table('language, by script', m #> '{facts,languages}'),
      badcase_internal.card_table('task', m #> '{facts,tasks}'),
      badcase_internal.card_table('kind of failure', m #> '{facts,failure_kinds}'),
      format('%s items have a history of earlier turns, %s a rejected answer beside the right one. %s contributors.',
        m #>> '{facts,with_history}', m #>> '{facts,with_rejected}', m #>> '{facts,contributors}'),
      CASE WHEN m #> '{facts,asking}' IS NOT NULL THEN format('The prompts of %s items state what can be checked by a program: language, length, format, words. Of %s of these, nothing in the response is seen to break it.',
        m #>> '{facts,asking}', m #>> '{facts,asking_kept}') END,
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
      format('An audit: of the accepted records of these rounds a sample was judged again by reviewers who had no part in the decisions: %s of %s were found wrong, a share of %s, between %s and %s with 95 %% (Wilson).',
        m #>> '{facts,audit,wrong}', m #>> '{facts,audit,judged}', m #>> '{facts,audit,error_rate}', m #>> '{facts,audit,low}', m #>> '{facts,audit,high}')
        || CASE WHEN m #> '{facts,audit}' IS NOT NULL THEN '' END,
      badcase_internal.card_models(m -> 'models'),
      'Left out:',
      badcase_internal.card_table('reason', m -> 'left_out'),
      '## Personal data',
      'Records are screened for personal data, secrets and listed terms; what is found is held until a person decides. No screening finds everything.',
      '## Withdrawals',
      'Contributors can take a record or a consent back at any time. A release that holds one is not exported any more, and the next one leaves it out. Models that were trained before keep what they learned.',
      '## Files',
      format('SHA-256 of the list of items: `%s`. The files are of the format `%s`; manifest.json has the hashes of the other formats.', m ->> 'sha256', m ->> 'format'),
      (SELECT E'| file | lines | SHA-256 |\n|---|---|---|\n' || string_agg(format('| `%s` | %s | `%s` |', f ->> 'file', f ->> 'lines', f ->> 'sha256'), E'\n'
         ORDER BY f ->> 'file' COLLATE "C")
       FROM jsonb_array_elements(m -> 'described') f HAVING count(*) > 0),
      (SELECT concat_ws(E'\n',
         CASE WHEN sum((f ->> 'left_out')::bigint) > 0 THEN format('- %s items have no rejected answer and no line.', sum((f ->> 'left_out')::bigint)) END,
         CASE WHEN sum((f ->> 'refused')::bigint) > 0 THEN format('- %s items have a history and are left out: the format has no place for one.', sum((f ->> 'refused')::bigint)) END)
       FROM jsonb_array_elements(m -> 'described') f HAVING sum((f ->> 'left_out')::bigint + (f ->> 'refused')::bigint) > 0))
      || E'\n'
    FROM badcase_internal.licence_of(m ->> 'licence') l
  $$;
COMMENT ON FUNCTION badcase_internal.card_markdown(jsonb) IS 'the card of a release in Markdown with a head for Hugging Face, from its manifest';

-- One field of a record set, read by its column, and by JSONPath from there on: the reference loader reads JSON lines that way.
CREATE FUNCTION badcase_internal.card_field(id text, name text, feature json, source jsonb) RETURNS jsonb
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    member CONSTANT json := CASE WHEN json_typeof(feature) = 'array' THEN feature -> 0 ELSE feature END;
    only_key CONSTANT text := (SELECT min(k) FROM json_object_keys(CASE WHEN json_typeof(member) = 'object' THEN member ELSE '{}' END) k HAVING count(*) = 1);
    field jsonb := jsonb_build_object('@type', 'cr:Field', '@id', id, 'name', name);
  BEGIN
    IF json_typeof(feature) = 'array' AND json_typeof(member) = 'array' THEN
      RETURN field || jsonb_build_object('dataType', 'sc:Text', 'isArray', true, 'arrayShape', '-1,2', 'source', source);
    ELSIF member ->> '_type' IS NOT NULL THEN
      RETURN field || jsonb_build_object('dataType', CASE member ->> 'dtype' WHEN 'bool' THEN 'sc:Boolean' WHEN 'int64' THEN 'sc:Integer' ELSE 'sc:Text' END,
        'source', source);
    ELSIF json_typeof(member -> only_key) = 'array' THEN
      -- an object around a list, and nothing beside it
      RETURN badcase_internal.card_field(id, name, member -> only_key, badcase_internal.card_source(source, only_key));
    END IF;
    IF json_typeof(feature) = 'array' THEN
      field := field || '{"isArray": true, "arrayShape": "-1"}';
    END IF;
    RETURN field || jsonb_build_object('subField', (
      SELECT jsonb_agg(badcase_internal.card_field(id || '/' || e.key, e.key, e.value, badcase_internal.card_source(source, e.key)) ORDER BY e.n)
      FROM json_each(member) WITH ORDINALITY e(key, value, n)));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.card_field(text, text, json, jsonb) IS 'a feature of a format as a field of a record set of Croissant';

CREATE FUNCTION badcase_internal.card_source(source jsonb, key text) RETURNS jsonb
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT source || jsonb_build_object('transform', coalesce(source -> 'transform', '[]') || jsonb_build_array(jsonb_build_object('jsonPath', '$.' || key)))
  $$;
COMMENT ON FUNCTION badcase_internal.card_source(jsonb, text) IS 'the source of a field that is a member of another';

-- The keys of the record's own format are not fixed: what every line has is described.
CREATE FUNCTION badcase_internal.card_record_sets(m jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('@type', 'cr:RecordSet', '@id', f ->> 'split', 'name', f ->> 'split',
        'description', format('%s items, format %s', f ->> 'lines', m ->> 'format'),
        'field', (
          SELECT jsonb_agg(badcase_internal.card_field((f ->> 'split') || '/' || e.key, e.key, e.value,
            jsonb_build_object('fileObject', jsonb_build_object('@id', f ->> 'file'), 'extract', jsonb_build_object('column', e.key))) ORDER BY e.n)
          FROM json_each(coalesce(m ->> 'features', '{"prompt": {"dtype": "string", "_type": "Value"}, "response": {"dtype": "string", "_type": "Value"}}')::json)
            WITH ORDINALITY e(key, value, n)))
      ORDER BY f ->> 'split' COLLATE "C"), '[]')
    FROM jsonb_array_elements(m -> 'described') f
  $$;
COMMENT ON FUNCTION badcase_internal.card_record_sets(jsonb) IS 'a record set of Croissant for each file that a card describes';

-- Croissant 1.1 with the vocabulary for responsible AI 1.0, both of MLCommons; the context is the one that its loader has for standard.
CREATE FUNCTION badcase_internal.card_croissant(m jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT jsonb_build_object(
      '@context', '{"@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/", "dct": "http://purl.org/dc/terms/", "arrayShape": "cr:arrayShape", "citeAs": "cr:citeAs",
        "column": "cr:column", "conformsTo": "dct:conformsTo", "containedIn": "cr:containedIn", "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "description": {"@container": "@language"},
        "equivalentProperty": "cr:equivalentProperty", "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
        "field": "cr:field", "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet", "format": "cr:format",
        "includes": "cr:includes", "isArray": "cr:isArray", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
        "md5": "cr:md5", "name": {"@container": "@language"}, "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
        "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace", "samplingRate": "cr:samplingRate",
        "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform"}'::jsonb,
      '@type', 'sc:Dataset',
      'conformsTo', jsonb_build_array('http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'),
      'name', m ->> 'name',
      'description', format('Release %s of the programme "%s": records in which a language model did badly, each with the answer it should have given.',
        m ->> 'release', m ->> 'program'),
      'license', coalesce(to_jsonb(l.spdx), jsonb_build_object('@type', 'sc:CreativeWork', 'name', m ->> 'licence')),
      'url', m ->> 'url',
      'citeAs', format('%s. Release %s of the programme %s. %s.', m ->> 'name', m ->> 'release', m ->> 'program', coalesce(left(m ->> 'published_at', 10), 'Not published')),
      'creator', jsonb_build_object('@type', 'sc:Organization', 'name', m ->> 'program'),
      'datePublished', coalesce(m ->> 'published_at', 'not published'),
      'version', (m ->> 'release') || '.0.0',
      'keywords', jsonb_build_array('instruction tuning', 'bad cases', 'large language model'),
      'inLanguage', coalesce((
        SELECT jsonb_agg(k ORDER BY k COLLATE "C") FROM jsonb_object_keys(m #> '{facts,languages}') k WHERE k <> 'other'), '[]'),
      'isLiveDataset', false,
      'distribution', coalesce((
        SELECT jsonb_agg(jsonb_build_object('@type', 'cr:FileObject', '@id', f ->> 'file', 'name', f ->> 'file',
            'description', format('%s, format %s', f ->> 'split', m ->> 'format'), 'contentUrl', f ->> 'file',
            'contentSize', (f ->> 'bytes') || ' B', 'encodingFormat', 'application/jsonlines', 'sha256', f ->> 'sha256')
          ORDER BY f ->> 'file' COLLATE "C")
        FROM jsonb_array_elements(m -> 'described') f), '[]'),
      'recordSet', badcase_internal.card_record_sets(m),
      'rai:dataCollection', 'Sent in by users of the model as JSON lines; contributors are asked to attest that records hold no personal data, secrets or property of others. '
        || badcase_internal.card_consent(m),
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
    FROM badcase_internal.licence_of(m ->> 'licence') l
  $$;
COMMENT ON FUNCTION badcase_internal.card_croissant(jsonb) IS 'the card of a release as Croissant 1.1, from its manifest';

-- The files of a format that have lines, as badcase-export writes them: hashes that were noted, or else computed. A format that refuses some
-- items is described without them.
CREATE FUNCTION badcase_internal.described_files(release bigint, format text, split text) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH noted AS MATERIALIZED (
      SELECT f.split, f.lines, f.left_out, f.refused, f.bytes, f.sha256 FROM badcase_internal.release_file f
      WHERE f.release_id = described_files.release AND f.format = badcase_internal.format_named(described_files.format)
    ), file AS (
      SELECT n.* FROM noted n WHERE NOT EXISTS (SELECT FROM noted o WHERE o.sha256 IS NULL)
      UNION ALL
      SELECT c.* FROM badcase_internal.format_files(described_files.release, badcase_internal.format_named(described_files.format)) c
      WHERE NOT EXISTS (SELECT FROM noted n) OR EXISTS (SELECT FROM noted o WHERE o.sha256 IS NULL)
    )
    SELECT coalesce(jsonb_agg(jsonb_build_object('file', badcase.release_file_name(described_files.release, described_files.format, f.split),
        'split', f.split, 'lines', f.lines, 'left_out', f.left_out, 'refused', f.refused, 'bytes', f.bytes, 'sha256', encode(f.sha256, 'hex'))
      ORDER BY f.split COLLATE "C"), '[]')
    FROM file f WHERE f.lines > 0 AND (described_files.split IS NULL OR f.split = described_files.split)
  $$;
COMMENT ON FUNCTION badcase_internal.described_files(bigint, text, text) IS 'the files of a release in a format, for its cards';

CREATE FUNCTION badcase.dataset_card(release bigint, kind text DEFAULT 'markdown', format text DEFAULT 'badcase', split text DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r CONSTANT badcase_internal.release := badcase_internal.readable_release(release);
    m jsonb := badcase_internal.manifest_of(r);
  BEGIN
    IF NOT EXISTS (SELECT FROM @extschema@.badcase_formats() f WHERE f.name = badcase_internal.format_named(dataset_card.format)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such format',
        HINT = format('SELECT name FROM %s.badcase_formats() lists them.', '@extschema@');
    END IF;
    IF split NOT IN ('train', 'validation') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'splits are train and validation';
    END IF;
    m := m || jsonb_build_object('format', dataset_card.format, 'features', @extschema@.badcase_features_schema(dataset_card.format)::text,
      'described', badcase_internal.described_files(release, dataset_card.format, split), 'models', badcase_internal.models_of(r));
    CASE kind
      WHEN 'markdown' THEN RETURN badcase_internal.card_markdown(m);
      WHEN 'croissant' THEN RETURN jsonb_pretty(badcase_internal.card_croissant(m)) || E'\n';
      ELSE
        RAISE invalid_parameter_value USING MESSAGE = 'kinds of cards are markdown and croissant';
    END CASE;
  END
  $$;
COMMENT ON FUNCTION badcase.dataset_card(bigint, text, text, text) IS
  'exporter, curator: the card of a release and its files in a format: Markdown with a head for Hugging Face, or Croissant';
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
    program := badcase_internal.the_program(program, 'curator');
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
    ON CONFLICT ON CONSTRAINT model_version_program_id_name_key DO NOTHING
    RETURNING model_id INTO new_id;
    IF new_id IS NULL THEN
      RAISE duplicate_object USING
        MESSAGE = format('program %s has a model of that name, number %s', program, (
          SELECT m.model_id FROM badcase_internal.model_version m
          WHERE m.program_id = register_model.program AND m.name = register_model.name));
    END IF;
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
      WHEN (line ? 'submission')::int + (line ? 'digest')::int + (line ? 'prompt')::int + (line ? 'item')::int <> 1
        OR line ? 'history' AND NOT line ? 'prompt' THEN 'case_keys'
      WHEN line ? 'submission' AND badcase_internal.whole_number(line -> 'submission', 1) IS NULL THEN 'submission_type'
      WHEN line ? 'item' AND badcase_internal.whole_number(line -> 'item', 1) IS NULL THEN 'item_type'
      WHEN line ? 'digest' AND (jsonb_typeof(line -> 'digest') <> 'string'
        OR (line ->> 'digest') COLLATE "C" !~ '^[0-9a-f]{64}$') THEN 'digest_type'
      WHEN jsonb_typeof(line -> 'prompt') <> 'string' THEN 'prompt_type'
      WHEN jsonb_typeof(line -> 'history') NOT IN ('array', 'null') THEN 'history_type'
      WHEN line - '{submission,digest,prompt,history,item,output}'::text[] <> '{}' THEN 'unknown_key'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.output_fault(jsonb) IS 'the code of what is wrong with a line of a model''s answers, or null';

CREATE FUNCTION badcase_internal.output_message(code text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE code
      WHEN 'missing_output' THEN 'the key "output" is missing'
      WHEN 'output_type' THEN 'the output is not a string'
      WHEN 'case_keys' THEN 'the case is named by one of submission, digest, prompt and item, and history goes with a prompt'
      WHEN 'submission_type' THEN 'the submission is not a whole number from 1'
      WHEN 'item_type' THEN 'the item is not a whole number from 1'
      WHEN 'digest_type' THEN 'the digest is not SHA-256 in lower-case hexadecimal'
      WHEN 'prompt_type' THEN 'the prompt is not a string'
      WHEN 'history_type' THEN 'the history is not an array'
      WHEN 'unknown_key' THEN 'there is another key than submission, digest, prompt, history, item and output'
      WHEN 'no_case' THEN 'the program has no such accepted submission'
      WHEN 'no_item' THEN 'the program has no such held-out record'
      WHEN 'answered_otherwise' THEN 'the model has answered the held-out record otherwise: it is compared by one answer'
      WHEN 'several_cases' THEN 'several accepted submissions have that text: name one by its number'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.output_message(text) IS 'a code of a refused line of answers in words';

-- One pass over the cases for each way to name one: without statistics of texts and hashes the planner would compare each
-- line with every case.
CREATE FUNCTION badcase_internal.output_lines(program int, model bigint)
  RETURNS TABLE (line_no bigint, line bytea, code text, byte_offset int, path text, message text, output text,
    submission bigint, revision int, item bigint, is_new_item bool)
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
        badcase_internal.whole_number(l.object -> 'item', 1) AS item, l.object ->> 'output' AS output, l.object ->> 'prompt' AS prompt, coalesce(nullif(l.object -> 'history', 'null'), '[]') AS history
      FROM line l WHERE l.code IS NULL
    ), found AS (
      SELECT n.line_no, s.submission_id, s.revision
      FROM named n JOIN badcase_internal.submission s ON s.submission_id = n.submission
      WHERE s.program_id = output_lines.program AND s.state = 'accepted'
      UNION ALL
      SELECT n.line_no, s.submission_id, 1
      FROM named n JOIN badcase_internal.submission s ON s.digest = n.digest
      WHERE s.program_id = output_lines.program AND s.state = 'accepted'
      UNION ALL
      SELECT n.line_no, s.submission_id, v.revision
      FROM named n
      JOIN badcase_internal.revision v ON v.digest = n.digest AND v.revision > 1
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
    ), items AS (
      SELECT n.line_no, n.item, k.item_id IS NOT NULL AS is_there, coalesce(o.output, first_value(n.output) OVER w) AS output,
        o.output IS NULL AND row_number() OVER w = 1 AS is_new
      FROM named n
      LEFT JOIN (
        SELECT i.item_id FROM badcase_internal.corpus_item i JOIN badcase_internal.corpus c ON c.corpus_id = i.corpus_id
        WHERE i.held_out AND c.program_id = output_lines.program) k ON k.item_id = n.item
      LEFT JOIN badcase_internal.general_outcome o ON o.item_id = n.item AND o.model_id = output_lines.model
      WHERE n.item IS NOT NULL
      WINDOW w AS (PARTITION BY n.item ORDER BY n.line_no)
    )
    SELECT l.line_no, l.line,
      coalesce(l.code, CASE
        WHEN k.line_no IS NOT NULL THEN CASE WHEN NOT k.is_there THEN 'no_item' WHEN k.output <> l.object ->> 'output' THEN 'answered_otherwise' END
        WHEN c.several THEN 'several_cases'
        WHEN c.several IS NULL THEN 'no_case' END),
      l.byte_offset, l.path, l.message, l.object ->> 'output', c.submission_id, c.revision, k.item, k.is_there AND k.is_new
    FROM line l LEFT JOIN cases c ON c.line_no = l.line_no LEFT JOIN items k ON k.line_no = l.line_no;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.output_lines(int, bigint) IS
  'the lines that this transaction has brought, judged as a model''s answers, each with the case or the held-out record that it names';

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
      SELECT l.*, @extschema@.badcase_blank(l.line) AS is_blank FROM badcase_internal.output_lines(u.program_id, u.target) l
    ), fresh AS MATERIALIZED (
      SELECT DISTINCT ON (l.submission, l.output COLLATE "C") l.line_no, l.submission, l.revision, l.output
      FROM line l
      WHERE l.code IS NULL AND l.item IS NULL AND (
        SELECT true FROM badcase_internal.outcome o
        WHERE o.submission_id = l.submission AND o.model_id = u.target AND o.output = l.output LIMIT 1) IS NULL
      ORDER BY l.submission, l.output COLLATE "C", l.line_no
    ), outcome AS (
      INSERT INTO badcase_internal.outcome (submission_id, program_id, model_id, upload_id, line_no, revision, output, rouge_l, bleu4)
      SELECT f.submission, u.program_id, u.target, u.upload_id, f.line_no, f.revision, f.output,
        @extschema@.badcase_rouge_l(f.output, @extschema@.response(f.record)), @extschema@.badcase_bleu4(f.output, @extschema@.response(f.record))
      FROM (
        SELECT h.*, CASE WHEN s.revision = h.revision THEN s.record ELSE v.record END AS record
        FROM fresh h
        JOIN badcase_internal.submission s ON s.submission_id = h.submission
        LEFT JOIN badcase_internal.revision v ON v.submission_id = h.submission AND v.revision = h.revision) f
      ORDER BY f.line_no
    ), general_outcome AS (
      INSERT INTO badcase_internal.general_outcome (item_id, model_id, program_id, upload_id, line_no, output, rouge_l, bleu4)
      SELECT l.item, u.target, u.program_id, u.upload_id, l.line_no, l.output,
        @extschema@.badcase_rouge_l(l.output, @extschema@.response(i.record)), @extschema@.badcase_bleu4(l.output, @extschema@.response(i.record))
      FROM line l JOIN badcase_internal.corpus_item i ON i.item_id = l.item
      WHERE l.is_new_item ORDER BY l.line_no
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, l.line_no, u.program_id, l.code, coalesce(l.byte_offset, 0), l.path,
        coalesce(l.message, badcase_internal.output_message(l.code)), l.line, sha256(l.line)
      FROM line l
      WHERE l.code IS NOT NULL AND NOT l.is_blank AND (
        SELECT true FROM badcase_internal.refused_line o
        WHERE o.contributor_id IS NULL AND o.program_id = u.program_id AND o.line_digest = sha256(l.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT count(*) FROM fresh) + (SELECT count(*) FROM line l WHERE l.is_new_item),
      (SELECT count(*) FROM line l WHERE l.code IS NULL),
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
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_hashagg = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT m.program_id, m.model_id, m.name, x.submission_id, t.name, x.outputs, x.judged,
      CASE WHEN x.verdict = 'still_bad' AND EXISTS (
          SELECT FROM badcase_internal.outcome e WHERE e.submission_id = x.submission_id AND e.model_id < m.model_id
          GROUP BY e.model_id HAVING bool_and(coalesce(e.verdict = 'fixed', false))) THEN 'regressed' ELSE x.verdict END,
      x.rouge_l, x.bleu4, x.judged_at
    FROM badcase_internal.model_version m
    CROSS JOIN LATERAL (
      SELECT o.submission_id, count(*) AS outputs, count(o.verdict) AS judged,
        CASE WHEN bool_or(o.verdict = 'still_bad') THEN 'still_bad' WHEN bool_and(o.verdict IS NOT NULL) THEN 'fixed' END AS verdict,
        min(o.rouge_l) AS rouge_l, min(o.bleu4) AS bleu4, max(o.judged_at) AS judged_at
      FROM badcase_internal.outcome o WHERE o.model_id = m.model_id GROUP BY o.submission_id ORDER BY o.submission_id) x
    JOIN badcase_internal.submission s ON s.submission_id = x.submission_id
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND badcase_internal.shows_task(t)
    WHERE m.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[]) AND s.state <> 'withdrawn'
    ORDER BY m.model_id, x.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.model_progress() IS 'the rows of badcase.model_progress';

CREATE VIEW badcase.model_progress WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.model_progress() AS r) x;
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
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT o.outcome_id, m.program_id, m.model_id, m.name, o.submission_id, @extschema@.prompt(t.record), @extschema@.history(t.record),
      @extschema@.response(t.record), o.output, o.rouge_l, o.bleu4
    FROM badcase_internal.model_version m
    JOIN badcase_internal.outcome o ON o.model_id = m.model_id
    JOIN badcase_internal.submission s ON s.submission_id = o.submission_id
    LEFT JOIN badcase_internal.revision v ON v.submission_id = o.submission_id AND v.revision = o.revision
    CROSS JOIN LATERAL (SELECT CASE WHEN s.revision = o.revision THEN s.record ELSE v.record END AS record) t
    WHERE m.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[]) AND o.verdict IS NULL
      AND s.state <> 'withdrawn' AND NOT badcase_internal.is_own(s.contributor_id)
    ORDER BY m.model_id, o.submission_id, o.outcome_id
  $$;
COMMENT ON FUNCTION badcase_internal.outputs_to_judge() IS 'the rows of badcase.outputs_to_judge';

CREATE VIEW badcase.outputs_to_judge WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.outputs_to_judge() AS r) x;
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
-- Second looks: gold, records of which a curator is sure, by which reviewers are measured; and audits, samples of decisions
-- that others judge again. Both come with what a reviewer claims, and look like it. No look moves a submission.

CREATE FUNCTION badcase.add_gold(submission bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    PERFORM badcase_internal.require(s.program_id, 'curator');
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF s.state NOT IN ('accepted', 'rejected') THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s: gold is accepted or rejected', me, s.state);
    END IF;
    IF badcase_internal.is_own(s.contributor_id) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody makes a submission of their own gold';
    END IF;
    INSERT INTO badcase_internal.gold (submission_id, program_id, revision, verdict, added_by)
    VALUES (me, s.program_id, s.revision, s.state, badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT gold_pkey DO UPDATE SET revision = excluded.revision, verdict = excluded.verdict, added_by = excluded.added_by, added_at = now();
    PERFORM badcase_internal.note_action(s.program_id, 'gold_set', me, verdict => s.state);
  END
  $$;
COMMENT ON FUNCTION badcase.add_gold(bigint) IS
  'curator: makes a decided submission gold: reviewers are measured by what they say of it when they get it among what they claim';

CREATE FUNCTION badcase.remove_gold(submission bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    p int := (SELECT g.program_id FROM badcase_internal.gold g WHERE g.submission_id = remove_gold.submission);
  BEGIN
    PERFORM badcase_internal.require(p, 'curator');
    DELETE FROM badcase_internal.gold g WHERE g.submission_id = remove_gold.submission;
    PERFORM badcase_internal.note_action(p, 'gold_set', submission);
  END
  $$;
COMMENT ON FUNCTION badcase.remove_gold(bigint) IS 'curator: a submission is gold no more; what reviewers said of it stays';

CREATE FUNCTION badcase.draw_audit(round bigint, n int, seed bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    p int := (SELECT o.program_id FROM badcase_internal.round o WHERE o.round_id = draw_audit.round);
    id bigint;
  BEGIN
    PERFORM badcase_internal.require(p, 'curator');
    IF n IS NULL OR n < 1 OR n > 10000 OR seed IS NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = 'an audit is of 1 to 10000 decisions, and has a seed';
    END IF;
    INSERT INTO badcase_internal.audit (program_id, round_id, seed, drawn_by)
    VALUES (p, draw_audit.round, draw_audit.seed, badcase_internal.person_name()) RETURNING audit_id INTO id;
    INSERT INTO badcase_internal.audit_item (submission_id, audit_id, revision, decision, task_id)
    SELECT s.submission_id, id, s.revision, s.state, s.task_id FROM badcase_internal.submission s
    WHERE s.program_id = p AND s.decided_round = draw_audit.round AND s.state IN ('accepted', 'rejected')
    ORDER BY sha256(int8send(draw_audit.seed) || int8send(s.submission_id)), s.submission_id LIMIT n;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('round %s has no decision', round);
    END IF;
    PERFORM badcase_internal.note_action(p, 'audit_drawn', setting => format('audit %s of round %s', id, round));
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase.draw_audit(bigint, int, bigint) IS
  'curator: draws so many of a round''s decisions by a seed: reviewers who had no part in them get them among what they claim; returns the audit''s number';

-- Whoever had any part in a decision does not look at it for the second time.
CREATE FUNCTION badcase_internal.may_look(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT NOT badcase_internal.is_own(s.contributor_id)
      AND NOT EXISTS (SELECT FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND badcase_internal.may_be(v.reviewer))
      AND NOT EXISTS (
        SELECT FROM badcase_internal.ruling g WHERE g.submission_id = s.submission_id AND g.made_by = badcase_internal.person_name())
      AND NOT EXISTS (
        SELECT FROM badcase_internal.revision v
        WHERE v.submission_id = s.submission_id AND v.revision > 1 AND badcase_internal.may_be(v.made_by))
      AND NOT EXISTS (
        SELECT FROM badcase_internal.look l
        WHERE l.submission_id = s.submission_id AND l.verdict IS NOT NULL AND badcase_internal.may_be(l.reviewer));
  END;
COMMENT ON FUNCTION badcase_internal.may_look(badcase_internal.submission) IS
  'whether the person had no part in the decision of a submission and did not look at it since';

CREATE FUNCTION badcase_internal.audits_to_look_at(program int) RETURNS TABLE (submission_id bigint, audit_id bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT DISTINCT ON (i.submission_id) i.submission_id, i.audit_id
    FROM badcase_internal.audit a
    JOIN badcase_internal.audit_item i ON i.audit_id = a.audit_id
    JOIN badcase_internal.submission s ON s.submission_id = i.submission_id AND s.state = i.decision AND s.revision = i.revision
    WHERE a.program_id = audits_to_look_at.program AND badcase_internal.may_look(s) AND NOT EXISTS (
      SELECT FROM badcase_internal.look l
      WHERE l.submission_id = i.submission_id AND l.audit_id = i.audit_id AND (l.verdict IS NOT NULL OR l.claimed_until > now()))
    ORDER BY i.submission_id, i.audit_id
  $$;
COMMENT ON FUNCTION badcase_internal.audits_to_look_at(int) IS 'the decisions of audits that nobody looked at yet and the person may';

-- Gold comes only with other work, for alone it would be known; audits come first, half of what is claimed at most.
CREATE FUNCTION badcase_internal.claim_looks(program int, n int, until timestamptz) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    rate CONSTANT int := (SELECT p.gold_rate FROM badcase_internal.program p WHERE p.program_id = claim_looks.program);
    golds bigint;
    ids bigint[];
  BEGIN
    golds := CASE WHEN rate > 0 AND badcase_internal.unclaimed(program) > 0 THEN (
      SELECT count(*) FROM generate_series(1, n) WHERE random() * 100 < rate) ELSE 0 END;
    WITH audits AS MATERIALIZED (
      SELECT a.submission_id, a.audit_id FROM badcase_internal.audits_to_look_at(program) a ORDER BY a.submission_id LIMIT (n + 1) / 2
    ), chosen AS (
      SELECT a.submission_id, a.audit_id FROM audits a
      UNION ALL (
        SELECT g.submission_id, NULL FROM badcase_internal.gold g
        JOIN badcase_internal.submission s ON s.submission_id = g.submission_id AND s.state = g.verdict AND s.revision = g.revision
        WHERE g.program_id = claim_looks.program AND badcase_internal.may_look(s)
          AND NOT EXISTS (SELECT FROM audits a WHERE a.submission_id = g.submission_id)
        ORDER BY random() LIMIT greatest(least(golds, n - (SELECT count(*) FROM audits)), 0))
    ), taken AS (
      INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until)
      SELECT s.submission_id, badcase_internal.person(), s.program_id, s.revision, c.audit_id, s.state, until
      FROM chosen c JOIN badcase_internal.submission s ON s.submission_id = c.submission_id
      ON CONFLICT ON CONSTRAINT look_pkey DO UPDATE SET
        revision = excluded.revision, audit_id = excluded.audit_id, expected = excluded.expected, claimed_until = excluded.claimed_until
        WHERE look.verdict IS NULL AND look.claimed_until <= now()
      RETURNING look.submission_id
    )
    SELECT coalesce(array_agg(t.submission_id ORDER BY t.submission_id), '{}') INTO ids FROM taken t;
    RETURN ids;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claim_looks(int, int, timestamptz) IS
  'claims second looks for the person, of n that are claimed in all: of audits, and gold by the program''s rate';

CREATE FUNCTION badcase_internal.has_second_look(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.look l
      WHERE l.submission_id = s.submission_id AND l.reviewer = badcase_internal.person() AND l.expected = s.state AND l.revision = s.revision);
  END;
COMMENT ON FUNCTION badcase_internal.has_second_look(badcase_internal.submission) IS 'whether the person has claimed or given a second look at a submission';

-- The answer is that to a first review of several.
CREATE FUNCTION badcase_internal.give_look(s badcase_internal.submission, useful bool, correct bool, reasons text[], failure_kinds text[],
    contradicts bigint[], note text) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    said CONSTANT text := badcase_internal.verdict_of(useful, correct);
  BEGIN
    PERFORM badcase_internal.check_words(s.submission_id, give_look.reasons, give_look.failure_kinds, contradicts);
    UPDATE badcase_internal.look l SET
      verdict = said,
      reasons = give_look.reasons,
      failure_kinds = give_look.failure_kinds,
      note = give_look.note,
      looked_at = now()
    WHERE l.submission_id = s.submission_id AND l.reviewer = badcase_internal.person();
    RETURN CASE WHEN (SELECT p.quorum FROM badcase_internal.program p WHERE p.program_id = s.program_id) > 1 THEN 'pending' ELSE said END;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.give_look(badcase_internal.submission, bool, bool, text[], text[], bigint[], text) IS
  'keeps what the person says of a submission at a second look; returns the state that a pending one could have after that';

CREATE FUNCTION badcase_internal.take_look_back(s badcase_internal.submission) RETURNS bool
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    UPDATE badcase_internal.look l SET verdict = NULL, looked_at = NULL, note = NULL, reasons = '{}', failure_kinds = '{}'
    WHERE l.submission_id = s.submission_id AND l.reviewer = badcase_internal.person() AND l.verdict IS NOT NULL
      AND l.expected = s.state AND l.revision = s.revision;
    RETURN FOUND;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.take_look_back(badcase_internal.submission) IS 'takes back what the person said of a submission at a second look; false where nothing';

CREATE FUNCTION badcase_internal.release_looks(program int, holder regrole, submissions bigint[]) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n bigint;
  BEGIN
    DELETE FROM badcase_internal.look l
    WHERE l.reviewer = holder AND l.program_id = release_looks.program AND badcase_internal.is_open(l)
      AND (submissions IS NULL OR l.submission_id = ANY (submissions));
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.release_looks(int, regrole, bigint[]) IS 'gives back the second looks that somebody has claimed; returns how many';

CREATE FUNCTION badcase_internal.gold_of(program int, role regrole, since timestamptz, OUT k bigint, OUT n bigint)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT count(*) FILTER (WHERE l.verdict = l.expected), count(*) FROM badcase_internal.look l
    WHERE l.reviewer = gold_of.role AND l.program_id = gold_of.program AND l.audit_id IS NULL AND l.looked_at > since;
  END;
COMMENT ON FUNCTION badcase_internal.gold_of(int, regrole, timestamptz) IS 'how much gold a reviewer was shown since then, and judged right';

-- From ten gold records on, and where even the upper end of the interval is below what the program asks for.
CREATE FUNCTION badcase_internal.is_paused(program int, role regrole) RETURNS bool
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(g.n >= 10 AND w.high * 100 < p.least_accuracy, false)
    FROM badcase_internal.program p
    CROSS JOIN LATERAL badcase_internal.gold_of(p.program_id, role, coalesce((
      SELECT max(a.made_at) FROM badcase_internal.action a
      WHERE a.program_id = p.program_id AND a.kind = 'reviewer_resumed' AND a.whose = role), '-infinity')) g
    CROSS JOIN LATERAL badcase_internal.wilson(g.k, g.n) w
    WHERE p.program_id = is_paused.program
  $$;
COMMENT ON FUNCTION badcase_internal.is_paused(int, regrole) IS 'whether a reviewer claims nothing until a curator says otherwise';

CREATE FUNCTION badcase.resume_reviewer(program int, reviewer name) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    role CONSTANT regrole := (SELECT r.oid FROM pg_roles r WHERE r.rolname = reviewer);
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF badcase_internal.is_paused(program, role) IS NOT TRUE THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('no reviewer of that name is paused in program %s', program);
    END IF;
    PERFORM badcase_internal.note_action(program, 'reviewer_resumed', whose => role);
  END
  $$;
COMMENT ON FUNCTION badcase.resume_reviewer(int, name) IS
  'curator: ends the pause of a reviewer whose judgements of gold were wrong too often; what was said of gold before counts no more for a pause';

CREATE FUNCTION badcase_internal.gold()
  RETURNS TABLE (program int, submission bigint, verdict text, added_by text, added_at timestamptz, shown bigint, judged_right bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT g.program_id, g.submission_id, g.verdict, g.added_by::text, g.added_at, count(l.verdict), count(*) FILTER (WHERE l.verdict = l.expected)
    FROM badcase_internal.gold g
    LEFT JOIN badcase_internal.look l ON l.submission_id = g.submission_id AND l.audit_id IS NULL
    WHERE g.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
    GROUP BY g.submission_id
    ORDER BY g.program_id, g.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.gold() IS 'the rows of badcase.gold';

CREATE VIEW badcase.gold WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.gold();
COMMENT ON VIEW badcase.gold IS 'curator: the submissions by which reviewers are measured; one that most judge wrong may be wrong itself';
COMMENT ON COLUMN badcase.gold.program IS 'the program';
COMMENT ON COLUMN badcase.gold.submission IS 'the submission';
COMMENT ON COLUMN badcase.gold.verdict IS 'the right verdict';
COMMENT ON COLUMN badcase.gold.added_by IS 'the curator who made it gold';
COMMENT ON COLUMN badcase.gold.added_at IS 'when';
COMMENT ON COLUMN badcase.gold.shown IS 'how many reviewers judged it';
COMMENT ON COLUMN badcase.gold.judged_right IS 'how many of them as the verdict says';

-- Minutes between two judgements that are more than an hour apart are no work.
CREATE FUNCTION badcase_internal.minutes_of(program int, role regrole) RETURNS float8
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
    WITH judged AS (
      (SELECT v.reviewed_at AS at FROM badcase_internal.round o
      CROSS JOIN LATERAL (
        SELECT w.reviewed_at FROM badcase_internal.review w
        WHERE w.round_id = o.round_id AND w.reviewer = role ORDER BY w.reviewed_at DESC LIMIT 200) v
      WHERE o.program_id = minutes_of.program ORDER BY v.reviewed_at DESC LIMIT 200)
      UNION ALL
      (SELECT l.looked_at FROM badcase_internal.look l
      WHERE l.program_id = minutes_of.program AND l.reviewer = role AND l.verdict IS NOT NULL ORDER BY l.looked_at DESC LIMIT 200)
      ORDER BY at DESC LIMIT 200
    )
    SELECT round((percentile_cont(0.5) WITHIN GROUP (ORDER BY g.seconds))::numeric / 60, 1)::float8
    FROM (SELECT extract(epoch FROM j.at - lag(j.at) OVER (ORDER BY j.at))::float8 AS seconds FROM judged j) g
    WHERE g.seconds <= 3600
  $$;
COMMENT ON FUNCTION badcase_internal.minutes_of(int, regrole) IS
  'the median of the minutes from one judgement of a reviewer to the next, of up to an hour, of the last 200; null where there are no two';

CREATE FUNCTION badcase_internal.reviewer_quality()
  RETURNS TABLE (program int, reviewer text, reviews bigint, decided bigint, agreed bigint, agreement_low float8, agreement_high float8,
    disputes bigint, gold bigint, gold_right bigint, gold_low float8, gold_high float8, minutes float8, is_paused bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (
      SELECT p.program_id FROM unnest(badcase_internal.programs_with('curator')) p(program_id)
    ), counted AS (
      SELECT m.program_id, t.a::oid::regrole AS reviewer, sum(t.n[1])::bigint AS reviews, sum(t.n[2])::bigint AS decided, sum(t.n[3])::bigint AS agreed,
        sum(t.n[4])::bigint AS disputes
      FROM mine m CROSS JOIN LATERAL badcase_internal.tallied(m.program_id, 'reviewer') t GROUP BY m.program_id, t.a
    ), looked AS (
      SELECT l.program_id, l.reviewer, count(*) AS gold, count(*) FILTER (WHERE l.verdict = l.expected) AS gold_right
      FROM badcase_internal.look l JOIN mine m ON m.program_id = l.program_id
      WHERE l.audit_id IS NULL AND l.verdict IS NOT NULL GROUP BY l.program_id, l.reviewer
    )
    SELECT program_id, reviewer::text, coalesce(c.reviews, 0), coalesce(c.decided, 0), coalesce(c.agreed, 0), w.low::float8, w.high::float8, coalesce(c.disputes, 0),
      coalesce(l.gold, 0), coalesce(l.gold_right, 0), x.low::float8, x.high::float8, badcase_internal.minutes_of(program_id, reviewer), badcase_internal.is_paused(program_id, reviewer)
    FROM counted c FULL JOIN looked l USING (program_id, reviewer)
    LEFT JOIN LATERAL badcase_internal.wilson(c.agreed, c.decided) w ON true
    LEFT JOIN LATERAL badcase_internal.wilson(l.gold_right, l.gold) x ON true
    ORDER BY program_id, reviewer::text COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.reviewer_quality() IS 'the rows of badcase.reviewer_quality';

CREATE VIEW badcase.reviewer_quality WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.reviewer_quality();
COMMENT ON VIEW badcase.reviewer_quality IS
  'curator: how good each reviewer is, by gold and by the decisions; intervals are Wilson''s, at 95 %';
COMMENT ON COLUMN badcase.reviewer_quality.program IS 'the program';
COMMENT ON COLUMN badcase.reviewer_quality.reviewer IS 'the reviewer';
COMMENT ON COLUMN badcase.reviewer_quality.reviews IS 'how many reviews they gave';
COMMENT ON COLUMN badcase.reviewer_quality.decided IS 'of how many submissions that are decided now';
COMMENT ON COLUMN badcase.reviewer_quality.agreed IS 'how many of these were decided as they said; their own word is in the decisions, so this flatters';
COMMENT ON COLUMN badcase.reviewer_quality.agreement_low IS 'the share of these, lower end of the interval';
COMMENT ON COLUMN badcase.reviewer_quality.agreement_high IS 'upper end';
COMMENT ON COLUMN badcase.reviewer_quality.disputes IS 'how many of their reviews another contradicted in the same pass';
COMMENT ON COLUMN badcase.reviewer_quality.gold IS 'how much gold they judged';
COMMENT ON COLUMN badcase.reviewer_quality.gold_right IS 'how much of it right';
COMMENT ON COLUMN badcase.reviewer_quality.gold_low IS 'the share of this, lower end of the interval';
COMMENT ON COLUMN badcase.reviewer_quality.gold_high IS 'upper end';
COMMENT ON COLUMN badcase.reviewer_quality.minutes IS 'the median of the minutes from one judgement to the next, of up to an hour, of their last 200';
COMMENT ON COLUMN badcase.reviewer_quality.is_paused IS 'whether they claim nothing until badcase.resume_reviewer: see the setting least_accuracy';

CREATE FUNCTION badcase_internal.audit_result()
  RETURNS TABLE (program int, audit bigint, round bigint, drawn_at timestamptz, is_whole bool, task text, drawn bigint, judged bigint, wrong bigint,
    error_rate float8, error_low float8, error_high float8)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT x.program_id, x.audit_id, x.round_id, x.drawn_at, x.is_whole, x.task, x.drawn, x.judged, x.wrong,
      round(x.wrong::numeric / nullif(x.judged, 0), 4)::float8, w.low::float8, w.high::float8
    FROM (
      SELECT a.program_id, a.audit_id, a.round_id, a.drawn_at, grouping(i.task_id) = 1 AS is_whole,
        CASE WHEN grouping(i.task_id) = 0 THEN min(t.name) END AS task,
        count(*) AS drawn, count(f.verdict) AS judged, count(*) FILTER (WHERE f.verdict <> i.decision) AS wrong
      FROM badcase_internal.audit a
      JOIN badcase_internal.audit_item i ON i.audit_id = a.audit_id
      LEFT JOIN badcase_internal.task t ON t.task_id = i.task_id
      LEFT JOIN LATERAL (
        SELECT l.verdict FROM badcase_internal.look l
        WHERE l.submission_id = i.submission_id AND l.audit_id = i.audit_id AND l.verdict IS NOT NULL
        ORDER BY l.looked_at, l.reviewer::oid LIMIT 1) f ON true
      WHERE a.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
      GROUP BY GROUPING SETS ((a.audit_id, a.program_id, a.round_id, a.drawn_at), (a.audit_id, a.program_id, a.round_id, a.drawn_at, i.task_id))) x
    LEFT JOIN LATERAL badcase_internal.wilson(x.wrong, x.judged) w ON true
    ORDER BY x.program_id, x.audit_id, x.is_whole DESC, x.task COLLATE "C" NULLS LAST
  $$;
COMMENT ON FUNCTION badcase_internal.audit_result() IS 'the rows of badcase.audit_result';

CREATE VIEW badcase.audit_result WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.audit_result();
COMMENT ON VIEW badcase.audit_result IS
  'curator: how many of the decisions that an audit drew others judged otherwise, as a whole and by task; the interval is Wilson''s, at 95 %';
COMMENT ON COLUMN badcase.audit_result.program IS 'the program';
COMMENT ON COLUMN badcase.audit_result.audit IS 'the audit';
COMMENT ON COLUMN badcase.audit_result.round IS 'the round whose decisions it is of';
COMMENT ON COLUMN badcase.audit_result.drawn_at IS 'when it was drawn';
COMMENT ON COLUMN badcase.audit_result.is_whole IS 'whether the row is of the whole audit, not of a task';
COMMENT ON COLUMN badcase.audit_result.task IS 'the task; null: none, or the whole';
COMMENT ON COLUMN badcase.audit_result.drawn IS 'how many decisions were drawn';
COMMENT ON COLUMN badcase.audit_result.judged IS 'how many of them somebody judged again';
COMMENT ON COLUMN badcase.audit_result.wrong IS 'how many of these otherwise';
COMMENT ON COLUMN badcase.audit_result.error_rate IS 'the share of these';
COMMENT ON COLUMN badcase.audit_result.error_low IS 'lower end of the interval';
COMMENT ON COLUMN badcase.audit_result.error_high IS 'upper end';
-- Agents as curators see them: which there are, and how far what they suggest is what was decided.

CREATE FUNCTION badcase_internal.agents()
  RETURNS TABLE (program int, agent bigint, name text, version text, kind text, prompt_sha256 text, prompt_date text, registered_by text,
    registered_at timestamptz, suggestions bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT a.program_id, a.agent_id, a.name, a.version, a.kind, encode(a.prompt_sha256, 'hex'), to_char(a.prompt_date, 'YYYY-MM-DD'), a.registered_by::text,
      a.registered_at, (SELECT count(*) FROM badcase_internal.suggestion g WHERE g.program_id = a.program_id AND g.agent_id = a.agent_id)
    FROM badcase_internal.agent a
    WHERE a.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
    ORDER BY a.program_id, a.agent_id
  $$;
COMMENT ON FUNCTION badcase_internal.agents() IS 'the rows of badcase.agents';

CREATE VIEW badcase.agents WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.agents();
COMMENT ON VIEW badcase.agents IS 'curator: the agents that suggest how submissions should be judged';
COMMENT ON COLUMN badcase.agents.program IS 'the program';
COMMENT ON COLUMN badcase.agents.agent IS 'its number, the target of its uploads';
COMMENT ON COLUMN badcase.agents.name IS 'its name';
COMMENT ON COLUMN badcase.agents.version IS 'its version';
COMMENT ON COLUMN badcase.agents.kind IS 'model, rule or person';
COMMENT ON COLUMN badcase.agents.prompt_sha256 IS 'SHA-256 of what it is told to do, in hexadecimal; null: nothing';
COMMENT ON COLUMN badcase.agents.prompt_date IS 'of which day that is';
COMMENT ON COLUMN badcase.agents.registered_by IS 'the curator who registered it';
COMMENT ON COLUMN badcase.agents.registered_at IS 'when';
COMMENT ON COLUMN badcase.agents.suggestions IS 'how many suggestions it made';

-- The one rule that the workspace has itself: where the model's own bad answer breaks what the prompt asks for, a program can
-- check that, and the expected answer keeps it, an instruction was not followed; where it breaks nothing of that, this was not
-- it. What both break may be misread, and nothing is said. Other kinds are not guessed.
CREATE FUNCTION badcase.suggest_kinds(program int DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    rule bigint;
    n bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    PERFORM FROM badcase_internal.program p WHERE p.program_id = suggest_kinds.program FOR SHARE;
    INSERT INTO badcase_internal.agent (program_id, name, version, kind, registered_by)
    VALUES (program, 'badcase_follows', '1', 'rule', badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT agent_program_id_name_version_key DO NOTHING;
    rule := (
      SELECT a.agent_id FROM badcase_internal.agent a
      WHERE a.program_id = suggest_kinds.program AND a.name = 'badcase_follows' AND a.version = '1' FOR NO KEY UPDATE);
    INSERT INTO badcase_internal.suggestion (submission_id, agent_id, revision, program_id, failure_kinds, why)
    SELECT x.submission_id, rule, x.revision, suggest_kinds.program, CASE WHEN x.broken IS NULL THEN '{}' ELSE '{instruction}' END::text[],
      'the rejected answer does not keep ' || x.broken
    FROM (
      SELECT s.submission_id, s.revision, bool_or(f.followed) AS kept, bool_or(f.followed IS FALSE AND e.followed IS NOT TRUE) AS doubtful,
        string_agg(DISTINCT f.kind, ', ') FILTER (WHERE f.followed IS FALSE AND e.followed) AS broken
      FROM (
        SELECT t.submission_id, t.revision, t.record, @extschema@.rejected(t.record) AS rejected
        FROM badcase_internal.submission t
        WHERE t.program_id = suggest_kinds.program AND t.state IN ('pending', 'needs_changes', 'disputed', 'accepted', 'rejected')
          AND t.asks > 0 AND @extschema@.rejected(t.record) IS NOT NULL AND NOT badcase_internal.has_suggested(rule, t)
        OFFSET 0) s
      CROSS JOIN LATERAL @extschema@.badcase_follows(@extschema@.badcase(@extschema@.prompt(s.record), s.rejected, @extschema@.history(s.record),
        NULL::text, NULL::jsonb)) WITH ORDINALITY f(kind, args, followed, why, n)
      JOIN LATERAL @extschema@.badcase_follows(s.record) WITH ORDINALITY e(kind, args, followed, why, n) ON e.n = f.n AND e.kind = f.kind
      WHERE NOT @extschema@.badcase_blank(convert_to(s.rejected, 'UTF8'))
      GROUP BY s.submission_id, s.revision) x
    WHERE x.broken IS NOT NULL OR x.kept AND NOT x.doubtful;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.suggest_kinds(int) IS
  'curator: suggests, as the agent badcase_follows, the kind of failure instruction where the rejected answer breaks what the prompt asks for and the response keeps it, and that it is not that where it breaks nothing; returns how many suggestions were made';

-- Cohen's kappa of two judges and two words.
CREATE FUNCTION badcase_internal.agreement_of(true_positives bigint, false_positives bigint, false_negatives bigint, true_negatives bigint,
    OUT "precision" numeric, OUT recall numeric, OUT kappa numeric)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT round(true_positives::numeric / nullif(true_positives + false_positives, 0), 4),
      round(true_positives::numeric / nullif(true_positives + false_negatives, 0), 4),
      round((x.n * (true_positives + true_negatives) - x.chance) / nullif(x.n * x.n - x.chance, 0), 4)
    FROM (
      SELECT (true_positives + false_positives + false_negatives + true_negatives)::numeric AS n,
        (true_positives + false_positives)::numeric * (true_positives + false_negatives)
          + (true_negatives + false_negatives)::numeric * (true_negatives + false_positives) AS chance) x;
  END;
COMMENT ON FUNCTION badcase_internal.agreement_of(bigint, bigint, bigint, bigint) IS
  'precision, recall and Cohen''s kappa of what an agent says against what was decided; null where they are not defined';

CREATE FUNCTION badcase_internal.agent_agreement()
  RETURNS TABLE (program int, agent bigint, name text, version text, what text, is_whole bool, task text, failure_kind text, records bigint,
    true_positives bigint, false_positives bigint, false_negatives bigint,
    true_negatives bigint, accuracy float8, accuracy_low float8, accuracy_high float8, "precision" float8, recall float8, kappa float8, calibration jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH said AS MATERIALIZED (
      SELECT g.program_id, g.agent_id, s.task_id, s.failure_kinds AS kinds, s.state = 'accepted' AS accepted,
        coalesce(g.useful * g.correct, g.useful, g.correct) AS likelihood, g.failure_kinds AS named, g.task
      FROM badcase_internal.suggestion g JOIN badcase_internal.submission s ON s.submission_id = g.submission_id AND s.revision = g.revision
      WHERE g.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[]) AND s.state IN ('accepted', 'rejected')
    ), pair AS MATERIALIZED (
      SELECT d.program_id, d.agent_id, 'decision' AS what, true AS is_whole, NULL::bigint AS task_id, NULL::text AS kind,
        d.likelihood >= 0.5 AS a, d.accepted AS b, d.likelihood
      FROM said d WHERE d.likelihood IS NOT NULL
      UNION ALL
      SELECT d.program_id, d.agent_id, 'decision', false, d.task_id, NULL, d.likelihood >= 0.5, d.accepted, d.likelihood
      FROM said d WHERE d.likelihood IS NOT NULL AND d.task_id IS NOT NULL
      UNION ALL
      SELECT d.program_id, d.agent_id, 'decision', false, NULL, k.kind, d.likelihood >= 0.5, d.accepted, d.likelihood
      FROM said d CROSS JOIN LATERAL unnest(d.kinds) k(kind) WHERE d.likelihood IS NOT NULL
      UNION ALL
      SELECT d.program_id, d.agent_id, 'failure_kind', false, NULL, k.kind, k.kind = ANY (d.named), k.kind = ANY (d.kinds), NULL
      FROM said d CROSS JOIN LATERAL unnest(badcase_internal.failure_kinds()) k(kind) WHERE d.named IS NOT NULL AND d.kinds <> '{}'
      UNION ALL
      SELECT d.program_id, d.agent_id, 'task', true, NULL, NULL, true, t.task_id IS NOT NULL, NULL
      FROM said d LEFT JOIN badcase_internal.task t ON t.task_id = d.task_id AND t.name = d.task
      WHERE d.task IS NOT NULL AND d.task_id IS NOT NULL
    ), counted AS (
      SELECT p.program_id, p.agent_id, p.what, p.is_whole, p.task_id, p.kind, count(*) AS records, count(*) FILTER (WHERE p.a AND p.b) AS true_positives,
        count(*) FILTER (WHERE p.a AND NOT p.b) AS false_positives, count(*) FILTER (WHERE p.b AND NOT p.a) AS false_negatives,
        count(*) FILTER (WHERE NOT p.a AND NOT p.b) AS true_negatives
      FROM pair p GROUP BY p.program_id, p.agent_id, p.what, p.is_whole, p.task_id, p.kind
    ), bin AS (
      SELECT p.agent_id, p.is_whole, p.task_id, p.kind, least(floor(p.likelihood * 10), 9)::int AS bin, count(*) AS n, count(*) FILTER (WHERE p.b) AS accepted,
        round(avg(p.likelihood), 4) AS said
      FROM pair p WHERE p.what = 'decision'
      GROUP BY p.agent_id, p.is_whole, p.task_id, p.kind, least(floor(p.likelihood * 10), 9)
    ), calibrated AS (
      SELECT b.agent_id, b.is_whole, b.task_id, b.kind,
        jsonb_agg(jsonb_build_object('from', trim_scale(b.bin / 10.0), 'n', b.n, 'said', trim_scale(b.said), 'accepted', b.accepted) ORDER BY b.bin) AS bins
      FROM bin b GROUP BY b.agent_id, b.is_whole, b.task_id, b.kind
    )
    SELECT c.program_id, c.agent_id, a.name, a.version, c.what, c.is_whole, t.name, c.kind, c.records, c.true_positives, c.false_positives,
      CASE WHEN c.what <> 'task' THEN c.false_negatives END, CASE WHEN c.what <> 'task' THEN c.true_negatives END,
      round((c.true_positives + c.true_negatives)::numeric / c.records, 4)::float8, w.low::float8, w.high::float8,
      CASE WHEN c.what <> 'task' THEN g."precision"::float8 END, CASE WHEN c.what <> 'task' THEN g.recall::float8 END, CASE WHEN c.what <> 'task' THEN g.kappa::float8 END, k.bins
    FROM counted c
    JOIN badcase_internal.agent a ON a.agent_id = c.agent_id
    LEFT JOIN badcase_internal.task t ON t.task_id = c.task_id
    LEFT JOIN calibrated k ON c.what = 'decision' AND k.agent_id = c.agent_id AND k.is_whole = c.is_whole
      AND k.task_id IS NOT DISTINCT FROM c.task_id AND k.kind IS NOT DISTINCT FROM c.kind
    CROSS JOIN LATERAL badcase_internal.wilson(c.true_positives + c.true_negatives, c.records) w
    CROSS JOIN LATERAL badcase_internal.agreement_of(c.true_positives, c.false_positives, c.false_negatives, c.true_negatives) g
    ORDER BY c.program_id, c.agent_id, c.what COLLATE "C", c.is_whole DESC, t.name COLLATE "C" NULLS LAST, c.kind COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.agent_agreement() IS 'the rows of badcase.agent_agreement';

CREATE VIEW badcase.agent_agreement WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.agent_agreement();
COMMENT ON VIEW badcase.agent_agreement IS
  'curator: how far what agents suggest is what was decided: as a whole, by task and by kind of failure; where reviewers see suggestions before their own word, it flatters';
COMMENT ON COLUMN badcase.agent_agreement.program IS 'the program';
COMMENT ON COLUMN badcase.agent_agreement.agent IS 'the agent';
COMMENT ON COLUMN badcase.agent_agreement.name IS 'its name';
COMMENT ON COLUMN badcase.agent_agreement.version IS 'its version';
COMMENT ON COLUMN badcase.agent_agreement.what IS
  'decision: likelihood (useful times correct) of one half or more against accepted; failure_kind: a kind that it names against those of a decided record that has any; task: the task that it names against the record''s';
COMMENT ON COLUMN badcase.agent_agreement.is_whole IS 'whether the row is of all records, not of a task or a kind of failure';
COMMENT ON COLUMN badcase.agent_agreement.task IS 'the task whose records these are; null: not by task';
COMMENT ON COLUMN badcase.agent_agreement.failure_kind IS 'the kind of failure; null: not by kind';
COMMENT ON COLUMN badcase.agent_agreement.records IS 'how many decided records the agent said something of';
COMMENT ON COLUMN badcase.agent_agreement.true_positives IS 'of how many the agent says yes, and the decision does';
COMMENT ON COLUMN badcase.agent_agreement.false_positives IS 'of how many the agent alone';
COMMENT ON COLUMN badcase.agent_agreement.false_negatives IS 'of how many the decision alone; null: of tasks';
COMMENT ON COLUMN badcase.agent_agreement.true_negatives IS 'of how many neither; null: of tasks';
COMMENT ON COLUMN badcase.agent_agreement.accuracy IS 'of how many the agent says what the decision does, as a share';
COMMENT ON COLUMN badcase.agent_agreement.accuracy_low IS 'lower end of its interval (Wilson, 95 %)';
COMMENT ON COLUMN badcase.agent_agreement.accuracy_high IS 'upper end';
COMMENT ON COLUMN badcase.agent_agreement."precision" IS 'the true, of what the agent says yes to; null: of tasks';
COMMENT ON COLUMN badcase.agent_agreement.recall IS 'the same, of what the decision says yes to; null: of tasks';
COMMENT ON COLUMN badcase.agent_agreement.kappa IS 'Cohen''s kappa: agreement beyond chance; null where both always say the same word, and of tasks';
COMMENT ON COLUMN badcase.agent_agreement.calibration IS
  'the likelihoods in ten bins: from, n, said (their mean), accepted (how many were); null: no likelihoods';
-- The guard against forgetting: records of general corpora that no release takes, what versions of the model answer to them,
-- and how a version differs by that from the one that it was trained from.

-- Releases that are built meanwhile come before or after.
CREATE FUNCTION badcase.hold_out(corpus bigint, n int, seed bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    k badcase_internal.corpus;
    held bigint;
  BEGIN
    SELECT c.* INTO k FROM badcase_internal.corpus c WHERE c.corpus_id = hold_out.corpus;
    PERFORM badcase_internal.require(k.program_id, 'curator');
    IF k.role <> 'general' THEN
      RAISE invalid_parameter_value USING MESSAGE = format('corpus %s is not general: its records are never mixed in', corpus);
    END IF;
    IF n IS NULL OR n < 1 OR n > 10000 OR seed IS NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a corpus has 1 to 10000 records held out, and a seed by which they are drawn';
    END IF;
    PERFORM badcase_internal.lock_work(k.program_id, 'release');
    PERFORM FROM badcase_internal.corpus c WHERE c.corpus_id = hold_out.corpus FOR NO KEY UPDATE;
    held := (SELECT count(*) FROM badcase_internal.corpus_item i WHERE i.corpus_id = hold_out.corpus AND i.held_out);
    UPDATE badcase_internal.corpus_item i SET held_out = true
    FROM (
      SELECT t.item_id FROM badcase_internal.corpus_item t
      WHERE t.corpus_id = hold_out.corpus AND NOT t.held_out
        AND NOT EXISTS (SELECT FROM badcase_internal.release_general_item r WHERE r.item_id = t.item_id)
      ORDER BY sha256(int8send(hold_out.seed) || t.digest), t.item_id LIMIT greatest(hold_out.n - held, 0)) x
    WHERE i.item_id = x.item_id;
    RETURN (SELECT count(*) FROM badcase_internal.corpus_item i WHERE i.corpus_id = hold_out.corpus AND i.held_out);
  END
  $$;
COMMENT ON FUNCTION badcase.hold_out(bigint, int, bigint) IS
  'curator: sets records of a general corpus apart until so many are, drawn by a seed from those that no release has: no release takes them, and versions of the model are compared by what they answer to them; returns how many are';

CREATE FUNCTION badcase_internal.held_out()
  RETURNS TABLE (program int, corpus text, item bigint, topic text, prompt text, history jsonb, system text, response text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program_id, c.name, i.item_id, badcase_internal.topic_of(i.record), @extschema@.prompt(i.record), @extschema@.history(i.record),
      @extschema@.meta(i.record) ->> 'system', @extschema@.response(i.record)
    FROM badcase_internal.corpus c JOIN badcase_internal.corpus_item i ON i.corpus_id = c.corpus_id AND i.held_out
    WHERE c.program_id = ANY ((SELECT badcase_internal.programs_with('exporter', 'curator'))::int[])
    ORDER BY c.program_id, c.corpus_id, i.item_id
  $$;
COMMENT ON FUNCTION badcase_internal.held_out() IS 'the rows of badcase.held_out';

CREATE VIEW badcase.held_out WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.held_out();
COMMENT ON VIEW badcase.held_out IS 'exporter, curator: the held-out records of general corpora, for a version of the model to answer';
COMMENT ON COLUMN badcase.held_out.program IS 'the program';
COMMENT ON COLUMN badcase.held_out.corpus IS 'the corpus';
COMMENT ON COLUMN badcase.held_out.item IS 'its number, by which an answer names it';
COMMENT ON COLUMN badcase.held_out.topic IS 'its topic: the key "topic" of the record, or else "task"';
COMMENT ON COLUMN badcase.held_out.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.held_out.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.held_out.system IS 'the key "system" of the record';
COMMENT ON COLUMN badcase.held_out.response IS 'the answer that the corpus has';

-- An answer beside that of the version before. The same characters are the same.
CREATE FUNCTION badcase_internal.general_pairs(programs int[])
  RETURNS TABLE (answer bigint, program int, model bigint, base bigint, item bigint, output text, base_output text, verdict text,
    rouge_l float8, base_rouge_l float8, bleu4 float8, base_bleu4 float8)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT o.general_outcome_id, o.program_id, o.model_id, m.base_id, o.item_id, o.output, b.output,
      CASE WHEN b.output = o.output THEN 'same' WHEN b.output IS NOT NULL THEN o.verdict END, o.rouge_l, b.rouge_l, o.bleu4, b.bleu4
    FROM badcase_internal.general_outcome o
    JOIN badcase_internal.model_version m ON m.model_id = o.model_id
    LEFT JOIN badcase_internal.general_outcome b ON b.item_id = o.item_id AND b.model_id = m.base_id
    WHERE o.program_id = ANY (programs)
  $$;
COMMENT ON FUNCTION badcase_internal.general_pairs(int[]) IS
  'the answers to held-out records in programs, each beside that of the version that the model was trained from; null where that gave none';

CREATE FUNCTION badcase_internal.general_to_judge()
  RETURNS TABLE (answer bigint, program int, model bigint, model_name text, item bigint, prompt text, history jsonb, expected text, base_output text, output text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT p.answer, p.program, p.model, m.name, p.item, @extschema@.prompt(i.record), @extschema@.history(i.record), @extschema@.response(i.record),
      p.base_output, p.output
    FROM badcase_internal.general_pairs(badcase_internal.programs_with('reviewer', 'curator')) p
    JOIN badcase_internal.model_version m ON m.model_id = p.model
    JOIN badcase_internal.corpus_item i ON i.item_id = p.item
    WHERE p.base_output IS NOT NULL AND p.verdict IS NULL
    ORDER BY p.model, p.item
  $$;
COMMENT ON FUNCTION badcase_internal.general_to_judge() IS 'the rows of badcase.general_to_judge';

CREATE VIEW badcase.general_to_judge WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.general_to_judge();
COMMENT ON VIEW badcase.general_to_judge IS
  'reviewer, curator: answers to held-out records that differ from those of the version before and that nobody has judged yet';
COMMENT ON COLUMN badcase.general_to_judge.answer IS 'the number to judge it by: badcase.judge_general';
COMMENT ON COLUMN badcase.general_to_judge.program IS 'the program';
COMMENT ON COLUMN badcase.general_to_judge.model IS 'the model version';
COMMENT ON COLUMN badcase.general_to_judge.model_name IS 'its name';
COMMENT ON COLUMN badcase.general_to_judge.item IS 'the held-out record';
COMMENT ON COLUMN badcase.general_to_judge.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.general_to_judge.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.general_to_judge.expected IS 'the answer that the corpus has';
COMMENT ON COLUMN badcase.general_to_judge.base_output IS 'the answer of the version that the model was trained from';
COMMENT ON COLUMN badcase.general_to_judge.output IS 'the answer that is judged against it';

CREATE FUNCTION badcase.judge_general(answer bigint, verdict text, note text DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    o badcase_internal.general_outcome;
  BEGIN
    SELECT t.* INTO o FROM badcase_internal.general_outcome t WHERE t.general_outcome_id = judge_general.answer;
    PERFORM badcase_internal.require(o.program_id, 'reviewer', 'curator');
    IF verdict IS NULL OR verdict NOT IN ('better', 'same', 'worse') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'no such verdict', HINT = 'Verdicts are better, same and worse.';
    END IF;
    IF NOT EXISTS (
        SELECT FROM badcase_internal.model_version m JOIN badcase_internal.general_outcome b ON b.model_id = m.base_id AND b.item_id = o.item_id
        WHERE m.model_id = o.model_id) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('answer %s has none to be compared with', answer),
        HINT = 'The version that the model was trained from has to be registered as its base, and to answer the same record.';
    END IF;
    UPDATE badcase_internal.general_outcome t SET verdict = judge_general.verdict, note = judge_general.note, judged_by = badcase_internal.person_name(), judged_at = now()
    WHERE t.item_id = o.item_id AND t.model_id = o.model_id;
  END
  $$;
COMMENT ON FUNCTION badcase.judge_general(bigint, text, text) IS
  'reviewer, curator: records a person''s verdict on an answer to a held-out record, against that of the version before: better, same or worse';

-- Of n answers that are not the same, how likely it is that so few or fewer would be on one side if either were as likely:
-- McNemar's test in its exact form, two-sided, by whole numbers (Q. McNemar, Note on the sampling error of the difference
-- between correlated proportions or percentages, 1947).
CREATE FUNCTION badcase_internal.mcnemar(better bigint, worse bigint) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE STRICT
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n CONSTANT bigint := better + worse;
    ways numeric := 1;
    fewer numeric := 1;
    whole numeric := 1;
  BEGIN
    IF n = 0 THEN
      RETURN NULL;
    END IF;
    FOR i IN 1 .. least(better, worse) LOOP
      ways := div(ways * (n - i + 1), i);
      fewer := fewer + ways;
    END LOOP;
    FOR i IN 1 .. n LOOP
      whole := whole * 2;
    END LOOP;
    RETURN least(round(2 * fewer / whole, 6), 1);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mcnemar(bigint, bigint) IS
  'the probability of a difference of that size or greater between better and worse by chance alone; null where neither is';

CREATE FUNCTION badcase_internal.version_figures(programs int[])
  RETURNS TABLE (program int, model bigint, base bigint, is_whole bool, topic text, cases bigint, fixed bigint, still_bad bigint, regressed bigint,
    records bigint, compared bigint, judged bigint, better bigint, same bigint, worse bigint, chance numeric, rouge_l numeric, rouge_difference numeric,
    rouge_low numeric, rouge_high numeric, bleu4 numeric, bleu_difference numeric, bleu_low numeric, bleu_high numeric)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH one AS MATERIALIZED (
      SELECT p.model, badcase_internal.topic_of(i.record) AS topic, p.verdict, p.base_output IS NOT NULL AS is_pair,
        round(p.rouge_l::numeric * 1000000)::bigint AS rouge_l, round(p.bleu4::numeric * 1000000)::bigint AS bleu4,
        round((p.rouge_l - p.base_rouge_l)::numeric * 1000000)::bigint AS rouge_d, round((p.bleu4 - p.base_bleu4)::numeric * 1000000)::bigint AS bleu_d, p.item
      FROM badcase_internal.general_pairs(programs) p JOIN badcase_internal.corpus_item i ON i.item_id = p.item
    ), counted AS (
      SELECT o.model, grouping(o.topic) = 1 AS is_whole, o.topic, count(*) AS records, count(*) FILTER (WHERE o.is_pair) AS compared, count(o.verdict) AS judged,
        count(*) FILTER (WHERE o.verdict = 'better') AS better, count(*) FILTER (WHERE o.verdict = 'same') AS same, count(*) FILTER (WHERE o.verdict = 'worse') AS worse,
        avg(o.rouge_l) AS rouge_l, avg(o.bleu4) AS bleu4, avg(o.rouge_d) FILTER (WHERE o.is_pair) AS rouge_d, avg(o.bleu_d) FILTER (WHERE o.is_pair) AS bleu_d,
        array_agg(o.rouge_d ORDER BY o.item) FILTER (WHERE o.is_pair) AS rouges, array_agg(o.bleu_d ORDER BY o.item) FILTER (WHERE o.is_pair) AS bleus
      FROM one o GROUP BY GROUPING SETS ((o.model), (o.model, o.topic))
    ), judged AS (
      SELECT o.model_id, o.submission_id, CASE WHEN bool_or(o.verdict = 'still_bad') THEN 'still_bad' WHEN bool_and(o.verdict IS NOT NULL) THEN 'fixed' END AS verdict
      FROM badcase_internal.outcome o JOIN badcase_internal.submission s ON s.submission_id = o.submission_id AND s.state <> 'withdrawn'
      WHERE o.program_id = ANY (programs) GROUP BY o.model_id, o.submission_id
    ), cases AS (
      SELECT j.model_id AS model, count(*) AS cases, count(*) FILTER (WHERE j.verdict = 'fixed') AS fixed,
        count(*) FILTER (WHERE j.verdict = 'still_bad' AND j.was_fixed IS NOT TRUE) AS still_bad, count(*) FILTER (WHERE j.verdict = 'still_bad' AND j.was_fixed) AS regressed
      FROM (
        SELECT j.*, bool_or(j.verdict = 'fixed') OVER (
          PARTITION BY j.submission_id ORDER BY j.model_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS was_fixed FROM judged j) j
      GROUP BY j.model_id
    )
    SELECT m.program_id, m.model_id, m.base_id, coalesce(c.is_whole, true), c.topic,
      CASE WHEN c.is_whole IS NOT FALSE THEN coalesce(k.cases, 0) END, CASE WHEN c.is_whole IS NOT FALSE THEN coalesce(k.fixed, 0) END,
      CASE WHEN c.is_whole IS NOT FALSE THEN coalesce(k.still_bad, 0) END, CASE WHEN c.is_whole IS NOT FALSE THEN coalesce(k.regressed, 0) END,
      coalesce(c.records, 0), coalesce(c.compared, 0), coalesce(c.judged, 0), coalesce(c.better, 0), coalesce(c.same, 0), coalesce(c.worse, 0),
      badcase_internal.mcnemar(c.better, c.worse),
      round(c.rouge_l / 1000000, 4), round(c.rouge_d / 1000000, 4), round(r.low::numeric / c.compared / 1000000, 4), round(r.high::numeric / c.compared / 1000000, 4),
      round(c.bleu4 / 1000000, 4), round(c.bleu_d / 1000000, 4), round(b.low::numeric / c.compared / 1000000, 4), round(b.high::numeric / c.compared / 1000000, 4)
    FROM badcase_internal.model_version m
    LEFT JOIN counted c ON c.model = m.model_id
    LEFT JOIN cases k ON k.model = m.model_id
    LEFT JOIN LATERAL @extschema@.badcase_resampled_sum(c.rouges, m.model_id, 2000) r ON true
    LEFT JOIN LATERAL @extschema@.badcase_resampled_sum(c.bleus, m.model_id, 2000) b ON true
    WHERE m.program_id = ANY (programs)
    ORDER BY m.program_id, m.model_id, coalesce(c.is_whole, true) DESC, c.topic COLLATE "C" NULLS LAST
  $$;
COMMENT ON FUNCTION badcase_internal.version_figures(int[]) IS
  'what the versions of the models of programs gained on the cases, and what they lost or gained on held-out records, as a whole and by topic';

CREATE FUNCTION badcase_internal.version_progress()
  RETURNS TABLE (program int, model bigint, model_name text, base_name text, is_whole bool, topic text, cases bigint, fixed bigint, still_bad bigint, regressed bigint,
    records bigint, compared bigint, judged bigint, better bigint, same bigint, worse bigint, chance float8, rouge_l float8, rouge_difference float8,
    rouge_low float8, rouge_high float8, bleu4 float8, bleu_difference float8, bleu_low float8, bleu_high float8)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT f.program, f.model, m.name, b.name, f.is_whole, f.topic, f.cases, f.fixed, f.still_bad, f.regressed, f.records, f.compared, f.judged, f.better, f.same, f.worse,
      f.chance::float8, f.rouge_l::float8, f.rouge_difference::float8, f.rouge_low::float8, f.rouge_high::float8,
      f.bleu4::float8, f.bleu_difference::float8, f.bleu_low::float8, f.bleu_high::float8
    FROM badcase_internal.version_figures(badcase_internal.programs_with('reviewer', 'curator')) f
    JOIN badcase_internal.model_version m ON m.model_id = f.model
    LEFT JOIN badcase_internal.model_version b ON b.model_id = f.base
    ORDER BY f.program, f.model, f.is_whole DESC, f.topic COLLATE "C" NULLS LAST
  $$;
COMMENT ON FUNCTION badcase_internal.version_progress() IS 'the rows of badcase.version_progress';

CREATE VIEW badcase.version_progress WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.version_progress();
COMMENT ON VIEW badcase.version_progress IS
  'reviewer, curator: of each version of the model, what it gained on the cases and what it lost or gained of general ability against the version that it was trained from, as a whole and by topic; badcase.model_progress has each case';
COMMENT ON COLUMN badcase.version_progress.program IS 'the program';
COMMENT ON COLUMN badcase.version_progress.model IS 'the model version';
COMMENT ON COLUMN badcase.version_progress.model_name IS 'its name';
COMMENT ON COLUMN badcase.version_progress.base_name IS 'the name of the version that it was trained from';
COMMENT ON COLUMN badcase.version_progress.is_whole IS 'whether the row is of all held-out records, not of a topic';
COMMENT ON COLUMN badcase.version_progress.topic IS 'the topic; null: none, or the whole';
COMMENT ON COLUMN badcase.version_progress.cases IS 'how many cases it answered; of the whole alone';
COMMENT ON COLUMN badcase.version_progress.fixed IS 'how many of them are fixed';
COMMENT ON COLUMN badcase.version_progress.still_bad IS 'how many are still bad';
COMMENT ON COLUMN badcase.version_progress.regressed IS 'how many are bad that an earlier version had fixed';
COMMENT ON COLUMN badcase.version_progress.records IS 'how many held-out records it answered';
COMMENT ON COLUMN badcase.version_progress.compared IS 'how many of them the version before answered, too';
COMMENT ON COLUMN badcase.version_progress.judged IS 'how many of these were judged; an equal answer is the same';
COMMENT ON COLUMN badcase.version_progress.better IS 'how many are better';
COMMENT ON COLUMN badcase.version_progress.same IS 'how many are the same';
COMMENT ON COLUMN badcase.version_progress.worse IS 'how many are worse';
COMMENT ON COLUMN badcase.version_progress.chance IS
  'how likely a difference of that size between better and worse is by chance alone: McNemar''s exact test, two-sided; null where none differs';
COMMENT ON COLUMN badcase.version_progress.rouge_l IS 'ROUGE-L of its answers against the records'' responses, the mean';
COMMENT ON COLUMN badcase.version_progress.rouge_difference IS 'of what is compared, the mean difference from the version before';
COMMENT ON COLUMN badcase.version_progress.rouge_low IS 'lower end of its interval: the paired bootstrap, 95 %, 2,000 samples, seeded by the version''s number';
COMMENT ON COLUMN badcase.version_progress.rouge_high IS 'upper end';
COMMENT ON COLUMN badcase.version_progress.bleu4 IS 'BLEU-4 of its answers, the mean';
COMMENT ON COLUMN badcase.version_progress.bleu_difference IS 'of what is compared, the mean difference from the version before';
COMMENT ON COLUMN badcase.version_progress.bleu_low IS 'lower end of its interval, likewise';
COMMENT ON COLUMN badcase.version_progress.bleu_high IS 'upper end';
-- Early access by version: who was offered which, and until when.

CREATE FUNCTION badcase.offer_access(model bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    p int := (SELECT m.program_id FROM badcase_internal.model_version m WHERE m.model_id = offer_access.model);
    n bigint;
  BEGIN
    PERFORM badcase_internal.require(p, 'curator');
    INSERT INTO badcase_internal.access_offer (model_id, contributor_id, until, offered_by)
    SELECT model, e.contributor, e.until, badcase_internal.person_name() FROM badcase_internal.early_access() e WHERE e.program = p ORDER BY e.contributor
    ON CONFLICT ON CONSTRAINT access_offer_pkey DO UPDATE SET until = excluded.until, offered_by = excluded.offered_by, offered_at = now()
    WHERE access_offer.until < excluded.until;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.offer_access(bigint) IS
  'curator: offers a version of the model to all who have early access now, each as long as they have it; called again, to who came since, and longer where that is later; returns how many offers were made or made longer';

CREATE FUNCTION badcase_internal.access_offers()
  RETURNS TABLE (program int, model bigint, name text, contributor bigint, external_id text, until timestamptz, has_ended bool, offered_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT m.program_id, m.model_id, m.name, c.contributor_id, c.external_id, o.until, o.until <= now(), o.offered_at
    FROM badcase_internal.access_offer o
    JOIN badcase_internal.model_version m ON m.model_id = o.model_id
    JOIN badcase_internal.contributor c ON c.contributor_id = o.contributor_id
    WHERE m.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
    ORDER BY m.program_id, m.model_id, c.contributor_id
  $$;
COMMENT ON FUNCTION badcase_internal.access_offers() IS 'the rows of badcase.access_offers';

CREATE VIEW badcase.access_offers WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.access_offers();
COMMENT ON VIEW badcase.access_offers IS 'curator: which version of the model was offered to whom, and until when: the list for whoever lets them in';
COMMENT ON COLUMN badcase.access_offers.program IS 'the program';
COMMENT ON COLUMN badcase.access_offers.model IS 'the version of the model';
COMMENT ON COLUMN badcase.access_offers.name IS 'its name';
COMMENT ON COLUMN badcase.access_offers.contributor IS 'the contributor';
COMMENT ON COLUMN badcase.access_offers.external_id IS 'how the program''s own books name the contributor';
COMMENT ON COLUMN badcase.access_offers.until IS 'until when the offer holds';
COMMENT ON COLUMN badcase.access_offers.has_ended IS 'whether that is past';
COMMENT ON COLUMN badcase.access_offers.offered_at IS 'when it was made, or made longer';

CREATE FUNCTION badcase_internal.my_access()
  RETURNS TABLE (program int, contributor bigint, model text, until timestamptz, has_ended bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT m.program_id, o.contributor_id, m.name, o.until, o.until <= now()
    FROM badcase_internal.access_offer o JOIN badcase_internal.model_version m ON m.model_id = o.model_id
    WHERE o.contributor_id = ANY ((SELECT badcase_internal.own_contributors())::bigint[])
    ORDER BY o.contributor_id, m.model_id
  $$;
COMMENT ON FUNCTION badcase_internal.my_access() IS 'the rows of badcase.my_access';

CREATE VIEW badcase.my_access WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.my_access();
COMMENT ON VIEW badcase.my_access IS 'contributor: the versions of the model that the reader was offered';
COMMENT ON COLUMN badcase.my_access.program IS 'the program';
COMMENT ON COLUMN badcase.my_access.contributor IS 'the contributor: the reader, or whom the reader acts for';
COMMENT ON COLUMN badcase.my_access.model IS 'the name of the version';
COMMENT ON COLUMN badcase.my_access.until IS 'until when the offer holds';
COMMENT ON COLUMN badcase.my_access.has_ended IS 'whether that is past';
-- What contributors read: their own files, lines, records and consents. Each view selects from a function that knows the
-- person and takes nothing else, so that no condition of the reader's reaches a row of anybody else's.

CREATE FUNCTION badcase_internal.note_passed_lines(u badcase_internal.upload) RETURNS void
  LANGUAGE sql
  SET search_path = pg_catalog, pg_temp
  AS $$
    INSERT INTO badcase_internal.passed_line (upload_id, line_no, program_id, contributor_id, verdict, submission_id, refused_upload, refused_line_no)
    SELECT u.upload_id, l.line_no, u.program_id, u.contributor_id,
      CASE WHEN l.record IS NOT NULL THEN 'repeated' WHEN @extschema@.badcase_blank(l.line) THEN 'blank' ELSE 'refused' END,
      CASE WHEN l.record IS NOT NULL THEN (
        SELECT s.submission_id FROM badcase_internal.submission s
        WHERE s.contributor_id = u.contributor_id AND s.program_id = u.program_id AND s.digest = @extschema@.badcase_digest(l.record)
          AND s.state <> 'withdrawn' LIMIT 1) END,
      k.upload_id, k.line_no
    FROM (
      SELECT i.line_no, i.line, @extschema@.badcase_try(i.line, coalesce(u.format, 'badcase')) AS record
      FROM badcase.intake i
      WHERE i.xact = pg_current_xact_id()
        AND (SELECT true FROM badcase_internal.submission s WHERE s.upload_id = u.upload_id AND s.line_no = i.line_no) IS NULL
        AND (SELECT true FROM badcase_internal.refused_line r WHERE r.upload_id = u.upload_id AND r.line_no = i.line_no) IS NULL
      OFFSET 0) l
    LEFT JOIN LATERAL (
      SELECT r.upload_id, r.line_no FROM badcase_internal.refused_line r
      WHERE l.record IS NULL AND NOT @extschema@.badcase_blank(l.line) AND r.contributor_id = u.contributor_id AND r.program_id = u.program_id
        AND r.line_digest = sha256(l.line) LIMIT 1) k ON true
  $$;
COMMENT ON FUNCTION badcase_internal.note_passed_lines(badcase_internal.upload) IS
  'notes the lines of this transaction''s upload that are neither a submission nor a refused line: repeated, refused before, blank';

-- The lists of terms and the names of corpora are the curators': that something of one was found is told, not which.
-- Nothing is told of a judgement before the decision, but what a program sees that the response does not keep, nor after it
-- of a judgement that the decision does not follow.
CREATE FUNCTION badcase_internal.why_in_words(submission bigint, lang text) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT string_agg(x.words, CASE lang WHEN 'zh' THEN '；' ELSE '; ' END ORDER BY x.place, x.id, x.words)
    FROM badcase_internal.submission s
    CROSS JOIN LATERAL (
      SELECT 1 AS place, 0 AS id, badcase_internal.told(CASE WHEN u.attestation_id IS NULL THEN 'unattested' ELSE 'attested' END, why_in_words.lang) AS words
      FROM badcase_internal.upload u
      WHERE u.upload_id = s.upload_id AND s.contributor_state = 'held' AND 'attestation' = ANY (s.held_for)
      UNION ALL
      SELECT 2, f.finding_id, CASE WHEN f.field IS NULL THEN t.what
        ELSE badcase_internal.told('found_in', why_in_words.lang, t.what, badcase_internal.told('field_' || f.field, why_in_words.lang) || coalesce(' ' || f.turn, '')) END
        || CASE WHEN f.excerpt IS NULL OR f.rule LIKE 'term:%' THEN '' ELSE ' (' || f.excerpt || ')' END
      FROM badcase_internal.finding f
      CROSS JOIN LATERAL (
        SELECT coalesce(CASE WHEN f.rule LIKE 'term:%' THEN badcase_internal.told('term', why_in_words.lang) END,
          badcase_internal.told('kind_' || split_part(f.rule, ':', 2), why_in_words.lang), badcase_internal.told('family_' || split_part(f.rule, ':', 1), why_in_words.lang), f.rule) AS what) t
      WHERE s.contributor_state = 'held' AND f.submission_id = s.submission_id AND f.revision = s.revision AND f.cleared IS NULL
        AND f.severity IN ('block', 'hold')
      UNION ALL
      SELECT 3, 0, badcase_internal.told('reason_' || r, why_in_words.lang)
      FROM unnest(s.reasons) r WHERE s.contributor_state IN ('needs_changes', 'accepted', 'rejected')
      UNION ALL
      SELECT 4, row_number() OVER (ORDER BY v.reviewed_at, v.note_to_contributor COLLATE "C"), v.note_to_contributor
      FROM badcase_internal.review v
      WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass AND v.note_to_contributor IS NOT NULL
        AND v.verdict = s.contributor_state AND s.contributor_state IN ('needs_changes', 'accepted', 'rejected')
      UNION ALL
      SELECT 5, 0, badcase_internal.told('advice_asked', why_in_words.lang, string_agg(badcase_internal.told('asked_' || f.kind, why_in_words.lang)
          || CASE why_in_words.lang WHEN 'zh' THEN '' ELSE ' (' || f.why || ')' END, CASE why_in_words.lang WHEN 'zh' THEN '、' ELSE ', ' END ORDER BY f.n))
      FROM @extschema@.badcase_follows(s.record) WITH ORDINALITY f(kind, args, followed, why, n)
      JOIN @extschema@.badcase_follows_kinds() k ON k.kind = f.kind AND k.severity = 'warn'
      WHERE s.contributor_state = 'pending' AND s.breaks > 0 AND NOT f.followed HAVING count(*) > 0) x
    WHERE s.submission_id = why_in_words.submission
  $$;
COMMENT ON FUNCTION badcase_internal.why_in_words(bigint, text) IS
  'why a submission is held, or was decided as it was, or what to look at while it waits for review, in words for its contributor; null where there is nothing to say';

-- In badcase's own format the words name the key; in others the key is not the one that they name.
CREATE FUNCTION badcase_internal.refusal_in_words(r badcase_internal.refused_line, lang text) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN r.path <> '' AND (SELECT u.format FROM badcase_internal.upload u WHERE u.upload_id = r.upload_id) IS NOT NULL
        THEN badcase_internal.told('place', lang, k.words, r.path, r.byte_offset::text)
      ELSE badcase_internal.told('byte', lang, k.words, r.byte_offset::text)
    END
    FROM (SELECT coalesce(badcase_internal.told('code_' || r.code, lang), r.message) AS words) k;
  END;
COMMENT ON FUNCTION badcase_internal.refusal_in_words(badcase_internal.refused_line, text) IS 'why a line was refused, and where in it, in words';

-- It has no setting of its own, so that the planner takes its query into the caller's. Every column has a name: a dump writes
-- the body out again, and should find the same when that is read.
CREATE FUNCTION badcase_internal.fates_of_lines(contributors bigint[], lang text)
  RETURNS TABLE (upload bigint, file_name text, line_no bigint, verdict text, code text, message text, submission bigint,
    state text, reasons text[], updated_at timestamptz, hint text)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    WITH mine AS MATERIALIZED (
      SELECT c.contributor_id, coalesce(fates_of_lines.lang, c.lang) AS lang FROM badcase_internal.contributor c
      WHERE c.contributor_id = ANY ((SELECT fates_of_lines.contributors)::bigint[])
    )
    SELECT u.upload_id AS upload, u.file_name AS file_name, s.line_no AS line_no, 'stored'::text AS verdict, NULL::text AS code,
      nullif(concat_ws(CASE m.lang WHEN 'zh' THEN '；' ELSE '; ' END,
        CASE WHEN s.contributor_state IN ('held', 'needs_changes', 'accepted', 'rejected') OR (s.contributor_state = 'pending' AND s.breaks > 0)
          THEN badcase_internal.why_in_words(s.submission_id, m.lang) END,
        CASE WHEN s.failure_kinds = '{}' AND s.contributor_state <> 'withdrawn' AND badcase_internal.unknown_kinds(s.record) IS NOT NULL
          THEN badcase_internal.told('unknown_kind', m.lang, array_to_string(badcase_internal.failure_kinds(), ', ')) END), '') AS message,
      s.submission_id AS submission, s.contributor_state AS state,
      CASE WHEN s.contributor_state = 'disputed' THEN '{}'::text[] ELSE s.reasons END AS reasons, s.contributor_state_at AS updated_at,
      badcase_internal.what_to_do(s.contributor_state, m.lang) AS hint
    FROM mine m
    JOIN badcase_internal.submission s ON s.contributor_id = m.contributor_id
    JOIN badcase_internal.upload u ON u.upload_id = s.upload_id
    UNION ALL
    SELECT u.upload_id AS upload, u.file_name AS file_name, r.line_no AS line_no, 'refused'::text AS verdict, r.code AS code,
      badcase_internal.refusal_in_words(r, m.lang) AS message, NULL::bigint AS submission, NULL::text AS state, '{}'::text[] AS reasons,
      u.processed_at AS updated_at, badcase_internal.what_to_do(r, m.lang) AS hint
    FROM mine m
    JOIN badcase_internal.refused_line r ON r.contributor_id = m.contributor_id
    JOIN badcase_internal.upload u ON u.upload_id = r.upload_id
    UNION ALL
    SELECT u.upload_id AS upload, u.file_name AS file_name, p.line_no AS line_no, p.verdict AS verdict, r.code AS code,
      CASE p.verdict
        WHEN 'repeated' THEN badcase_internal.told('line_repeated', m.lang, s.line_no::text, s.upload_id::text)
        WHEN 'refused' THEN badcase_internal.told('line_before', m.lang, p.refused_line_no::text, p.refused_upload::text, badcase_internal.refusal_in_words(r, m.lang))
      END AS message,
      p.submission_id AS submission, NULL::text AS state, '{}'::text[] AS reasons, u.processed_at AS updated_at,
      CASE p.verdict WHEN 'refused' THEN badcase_internal.what_to_do(r, m.lang) ELSE badcase_internal.what_to_do(p.verdict, m.lang) END AS hint
    FROM mine m
    JOIN badcase_internal.passed_line p ON p.contributor_id = m.contributor_id
    JOIN badcase_internal.upload u ON u.upload_id = p.upload_id
    LEFT JOIN badcase_internal.submission s ON s.submission_id = p.submission_id
    LEFT JOIN badcase_internal.refused_line r ON r.upload_id = p.refused_upload AND r.line_no = p.refused_line_no;
  END;
COMMENT ON FUNCTION badcase_internal.fates_of_lines(bigint[], text) IS
  'what became of each line that some contributors sent, in that language, or for null in their own';

CREATE FUNCTION badcase_internal.my_submissions()
  RETURNS TABLE (upload bigint, file_name text, line_no bigint, verdict text, code text, message text, submission bigint,
    state text, reasons text[], updated_at timestamptz, hint text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT f.* FROM badcase_internal.fates_of_lines(badcase_internal.own_contributors(), NULL::text) f
  $$;
COMMENT ON FUNCTION badcase_internal.my_submissions() IS 'the rows of badcase.my_submissions';

CREATE VIEW badcase.my_submissions WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.my_submissions() AS r) x;
COMMENT ON VIEW badcase.my_submissions IS 'contributor: what became of each line that the reader sent, and what to do about it, in the reader''s language (badcase.set_language)';
COMMENT ON COLUMN badcase.my_submissions.upload IS 'the upload';
COMMENT ON COLUMN badcase.my_submissions.file_name IS 'the name of its file';
COMMENT ON COLUMN badcase.my_submissions.line_no IS 'the line in that file, from 1';
COMMENT ON COLUMN badcase.my_submissions.verdict IS 'stored, repeated, refused or blank: every line has a row';
COMMENT ON COLUMN badcase.my_submissions.code IS 'why a line was refused, as badcase_check says';
COMMENT ON COLUMN badcase.my_submissions.message IS
  'the code in words, and where in the line; of a submission, what holds it, masked, or the reasons of the decision in words and what reviewers noted for the contributor; of a pending one, what its prompt asks for that its response does not seem to keep; and where it names a kind of failure that there is not, that';
COMMENT ON COLUMN badcase.my_submissions.submission IS 'the number of a submission; of a repeated line, that of the one it repeats';
COMMENT ON COLUMN badcase.my_submissions.state IS 'its state; null for lines that are none of their own';
COMMENT ON COLUMN badcase.my_submissions.reasons IS 'the reason codes of the decision; none while the reviewers disagree';
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
COMMENT ON VIEW badcase.job_progress IS 'curator: how far triage and screening again are; what is one transaction (building or publishing a release, erasing) cannot be seen before it commits, and has no row';
COMMENT ON COLUMN badcase.job_progress.job IS 'its number';
COMMENT ON COLUMN badcase.job_progress.program IS 'the program';
COMMENT ON COLUMN badcase.job_progress.kind IS 'what it does: triage; rescreening: by newer rules';
COMMENT ON COLUMN badcase.job_progress.phase IS 'the part of the work that is being done; of rescreening the version of the rules';
COMMENT ON COLUMN badcase.job_progress.done IS 'how many submissions are done';
COMMENT ON COLUMN badcase.job_progress.total IS 'of how many; counted again where the rules change meanwhile';
COMMENT ON COLUMN badcase.job_progress.per_second IS 'how many in a second, up to its last batch';
COMMENT ON COLUMN badcase.job_progress.seconds_left IS 'how long the rest takes at that rate';
COMMENT ON COLUMN badcase.job_progress.finished IS 'whether it is finished';
-- What waits for somebody, and what to do about it.

CREATE FUNCTION badcase_internal.contributors_at_quota(program int) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.contributor_id
    FROM (
      SELECT u.contributor_id, count(*) AS uploads, coalesce(sum(u.lines), 0) AS lines, coalesce(sum(u.bytes), 0) AS bytes
      FROM badcase_internal.upload u
      WHERE u.program_id = contributors_at_quota.program AND u.contributor_id IS NOT NULL AND u.opened_at > now() - interval '24 hours'
      GROUP BY u.contributor_id) s
    JOIN badcase_internal.contributor c ON c.contributor_id = s.contributor_id
    CROSS JOIN LATERAL badcase_internal.quota_of(c) q
    WHERE s.uploads >= q.uploads OR s.lines >= q.lines OR s.bytes >= q.bytes
    ORDER BY c.contributor_id
  $$;
COMMENT ON FUNCTION badcase_internal.contributors_at_quota(int) IS
  'the contributors who can send in nothing more before 24 hours are over';

-- Counts come from indexes that begin with the program. Of claims and barring findings there are few; each looks its
-- submission up: as a join, it would read all that is accepted.
CREATE FUNCTION badcase_internal.work_of(program int) RETURNS TABLE (place int, work text, n bigint, oldest timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
    WITH counted AS MATERIALIZED (
      SELECT c.* FROM badcase_internal.state_counts(work_of.program) c
    ), waiting AS MATERIALIZED (
      SELECT k.state, c.n, c.oldest, c.overdue
      FROM unnest('{received,held,pending,needs_changes,disputed}'::text[]) k(state)
      CROSS JOIN LATERAL (
        SELECT coalesce((SELECT x.n FROM counted x WHERE x.state = k.state), 0) AS n, (
          SELECT min(s.received_at) FROM badcase_internal.submission s
          WHERE s.program_id = work_of.program AND s.state = k.state AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')) AS oldest, (
          SELECT count(*) FROM badcase_internal.submission s
          WHERE s.program_id = work_of.program AND s.state = k.state AND s.received_at < now() - interval '672 hours'
            AND s.state <> 'needs_changes' AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')) AS overdue) c
    )
    SELECT 1, 'triage', w.n, w.oldest FROM waiting w WHERE w.state = 'received'
    UNION ALL
    SELECT 2, 'rescreening', 1, k.changed_at FROM badcase_internal.screening k
    WHERE k.program_id = work_of.program AND badcase_internal.seen_by_older_rules(work_of.program)
    UNION ALL
    SELECT 3, 'attestation', count(*), min(s.received_at) FROM badcase_internal.submission s
    WHERE s.program_id = work_of.program AND 'attestation' = ANY (s.held_for) AND s.state = 'held'
    UNION ALL
    SELECT 4, 'finding', count(*), min(f.found_at) FROM badcase_internal.finding f
    WHERE f.program_id = work_of.program AND f.cleared IS NULL AND f.severity IN ('block', 'hold')
      AND (SELECT s.state = 'held' FROM badcase_internal.submission s WHERE s.submission_id = f.submission_id)
    UNION ALL
    SELECT 5, 'dispute', w.n, w.oldest FROM waiting w WHERE w.state = 'disputed'
    UNION ALL
    SELECT 6, 'review', w.n, w.oldest FROM waiting w WHERE w.state = 'pending'
    UNION ALL
    SELECT 6, 'claim', count(*), min(s.lease_until) FROM badcase_internal.submission s
    WHERE s.lease_role IS NOT NULL AND s.program_id = work_of.program AND s.state = 'pending' AND NOT badcase_internal.is_claimed(s)
    UNION ALL
    SELECT 7, 'changes', w.n, w.oldest FROM waiting w WHERE w.state = 'needs_changes'
    UNION ALL
    SELECT 8, 'overdue', sum(w.overdue)::bigint, min(w.oldest) FROM waiting w WHERE w.state <> 'needs_changes' AND w.overdue > 0
    UNION ALL
    SELECT 9, 'task', coalesce(sum(c.untasked), 0)::bigint, (
      SELECT min(o.received_at) FROM badcase_internal.submission o
      WHERE o.program_id = work_of.program AND o.task_id IS NULL AND o.state IN ('pending', 'disputed', 'accepted'))
    FROM counted c WHERE c.state IN ('pending', 'disputed', 'accepted')
    UNION ALL
    SELECT 10, 'task_name', count(*), min(t.created_at) FROM badcase_internal.task t
    WHERE t.program_id = work_of.program AND t.set_by IS NULL
    UNION ALL
    SELECT 11, 'barred', count(DISTINCT f.submission_id), min(f.found_at) FROM badcase_internal.finding f
    WHERE f.program_id = work_of.program AND f.cleared IS NOT TRUE
      AND (f.severity IN ('block', 'hold') OR f.rule LIKE 'contamination:%') AND (
        SELECT s.state = 'accepted' AND s.revision = f.revision FROM badcase_internal.submission s
        WHERE s.submission_id = f.submission_id)
    UNION ALL
    SELECT 12, 'round', 1, r.last FROM (
      SELECT max(coalesce(o.closed_at, o.cut_off)) AS last, bool_or(o.closed_at IS NULL) AS is_open, bool_or(o.closed_at IS NULL AND o.cut_off < now()) AS is_over
      FROM badcase_internal.round o WHERE o.program_id = work_of.program) r
    WHERE r.is_open IS NOT TRUE OR r.is_over
    UNION ALL
    SELECT 13, 'release', count(*), min(r.built_at) FROM badcase_internal.release r
    WHERE r.program_id = work_of.program AND r.published_at IS NULL
    UNION ALL
    SELECT 14, 'quota', count(*), NULL FROM badcase_internal.contributors_at_quota(work_of.program)
    UNION ALL
    SELECT 15, 'application', count(*), min(a.applied_at) FROM badcase_internal.application a
    WHERE a.program_id = work_of.program AND a.state = 'waiting'
  $$;
COMMENT ON FUNCTION badcase_internal.work_of(int) IS 'what waits in a program: for each kind of work how much, and since when';

CREATE FUNCTION badcase_internal.what_to_call(work text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE work
      WHEN 'triage' THEN 'CALL badcase.triage()'
      WHEN 'rescreening' THEN 'CALL badcase.triage()'
      WHEN 'attestation' THEN 'ask those of badcase.contributors that are not attested; badcase.attest'
      WHEN 'finding' THEN 'badcase.findings; badcase.record; badcase.resolve_finding'
      WHEN 'dispute' THEN 'badcase.disputes; badcase.adjudicate'
      WHEN 'review' THEN 'reviewers: badcase.claim_reviews; badcase.claims tells who has what'
      WHEN 'claim' THEN 'nothing: what they were of can be claimed again'
      WHEN 'changes' THEN 'the contributors: badcase.revise; ask them, or revise it'
      WHEN 'overdue' THEN 'badcase.overdue'
      WHEN 'task' THEN 'badcase.suggest_tasks; badcase.take_suggestion; else badcase.set_task and badcase.assign_tasks'
      WHEN 'task_name' THEN 'badcase.task_coverage WHERE NOT taken; badcase.set_task takes a name'
      WHEN 'barred' THEN 'badcase.findings WHERE bars_release; badcase.resolve_finding'
      WHEN 'round' THEN 'badcase.close_round; badcase.open_round'
      WHEN 'release' THEN 'badcase.releases; badcase.publish_release'
      WHEN 'quota' THEN 'badcase.uploads; badcase.set_quota'
      WHEN 'application' THEN 'badcase.applications; badcase.admit_applicant'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.what_to_call(text) IS 'what curators call for a kind of work';

CREATE FUNCTION badcase_internal.worklist()
  RETURNS TABLE (program int, work text, n bigint, oldest timestamptz, days int, what_to_do text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT p.program_id, w.work, w.n, w.oldest, floor(extract(epoch FROM now() - w.oldest) / 86400)::int, badcase_internal.what_to_call(w.work)
    FROM unnest(badcase_internal.programs_with('curator')) p(program_id)
    CROSS JOIN LATERAL badcase_internal.work_of(p.program_id) w
    WHERE w.n > 0
    ORDER BY p.program_id, w.place
  $$;
COMMENT ON FUNCTION badcase_internal.worklist() IS 'the rows of badcase.worklist';

CREATE VIEW badcase.worklist WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.worklist();
COMMENT ON VIEW badcase.worklist IS 'curator: what waits in the reader''s programs, how much of it, since when, and what to call; nothing where nothing waits';
COMMENT ON COLUMN badcase.worklist.program IS 'the program';
COMMENT ON COLUMN badcase.worklist.work IS
  'triage: received; rescreening: seen by older rules only; attestation: held until the contributor attests; finding: held until a curator decides; dispute, review, changes: by state; claim: claims that have ended without a review; overdue: undecided for more than 28 days; task: without one; task_name: tasks that records name and no curator took; barred: accepted, kept out of releases; round: none open, or past its cut-off; release: not published; quota: contributors who have used theirs up; application: who applied at a door and waits';
COMMENT ON COLUMN badcase.worklist.n IS 'how many: findings, tasks, releases, contributors or applications, else submissions; 1 for a round and rescreening';
COMMENT ON COLUMN badcase.worklist.oldest IS 'since when the first of them waits';
COMMENT ON COLUMN badcase.worklist.days IS 'how many whole days ago that is';
COMMENT ON COLUMN badcase.worklist.what_to_do IS 'the views to look at and the functions to call';
-- Lists of what a program has: one row a thing, newest first where they are many. Each view takes its function's rows one
-- after another (a set in a target list is not stored first, one in FROM is), so a LIMIT ends the work.

CREATE FUNCTION badcase_internal.days_of(span interval) RETURNS int
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT floor(extract(epoch FROM span) / 86400)::int;
  END;
COMMENT ON FUNCTION badcase_internal.days_of(interval) IS 'whole days of an interval, a month of 30 and a year of 365.25 days';

CREATE FUNCTION badcase_internal.programs()
  RETURNS TABLE (program int, name text, about text, capabilities text[], round bigint, cut_off timestamptz, quorum
    int, round_days int, max_claims int, retention_days int, early_access_days int, created_at timestamptz, open bool, token_days int)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT p.program_id, p.name, p.about, ARRAY(
        SELECT k FROM unnest('{contributor,reviewer,exporter,curator}'::text[]) k WHERE badcase_internal.has_capability(p.program_id, k)),
      o.round_id, o.cut_off, p.quorum, p.round_days, p.max_claims, badcase_internal.days_of(p.retention), badcase_internal.days_of(p.early_access),
      p.created_at, p.open, p.token_days
    FROM badcase_internal.program p
    LEFT JOIN badcase_internal.round o ON o.program_id = p.program_id AND o.closed_at IS NULL
    WHERE p.program_id = ANY (badcase_internal.programs_with('contributor', 'reviewer', 'exporter', 'curator'))
    ORDER BY p.program_id
  $$;
COMMENT ON FUNCTION badcase_internal.programs() IS 'the rows of badcase.programs';

CREATE VIEW badcase.programs WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.programs() AS r) x;
COMMENT ON VIEW badcase.programs IS 'everybody: the programs in which the reader has a capability, and how they are set';
COMMENT ON COLUMN badcase.programs.program IS 'its number';
COMMENT ON COLUMN badcase.programs.name IS 'its name';
COMMENT ON COLUMN badcase.programs.about IS 'what it asks for';
COMMENT ON COLUMN badcase.programs.capabilities IS 'what the reader is in it';
COMMENT ON COLUMN badcase.programs.round IS 'the open round; null: none';
COMMENT ON COLUMN badcase.programs.cut_off IS 'what comes later belongs to the next round; null: no cut-off yet';
COMMENT ON COLUMN badcase.programs.quorum IS 'how many agreeing reviews decide';
COMMENT ON COLUMN badcase.programs.round_days IS 'how many days a round lasts that is opened without a cut-off; null: until it has one';
COMMENT ON COLUMN badcase.programs.max_claims IS 'how many submissions a reviewer can have claimed at once';
COMMENT ON COLUMN badcase.programs.retention_days IS 'how many days the text of what was refused, rejected or withdrawn is kept; null: until it is erased';
COMMENT ON COLUMN badcase.programs.early_access_days IS 'how many days after the last accepted record a contributor has early access to the next model';
COMMENT ON COLUMN badcase.programs.created_at IS 'when it was created';
COMMENT ON COLUMN badcase.programs.open IS 'whether who applies at a door is admitted at once, without a curator';
COMMENT ON COLUMN badcase.programs.token_days IS 'how many days the token of a contributor at a door is good';

CREATE FUNCTION badcase_internal.uploads()
  RETURNS TABLE (program int, upload bigint, kind text, target bigint, contributor bigint, external_id text, file_name
    text, opened_by text, opened_at timestamptz, attested bool, lines bigint, stored bigint, repeated bigint, refused
    bigint, blank bigint, bytes bigint, waiting bigint, format text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET jit = off
  AS $$
    SELECT u.program_id, u.upload_id, u.kind, u.target, u.contributor_id, c.external_id, u.file_name, u.opened_by::text, u.opened_at,
      CASE WHEN u.kind = 'submissions' THEN u.attestation_id IS NOT NULL END, u.lines, u.stored, u.repeated, u.refused, u.blank, u.bytes,
      CASE WHEN u.kind = 'submissions' THEN (
        SELECT count(*) FROM badcase_internal.submission s
        WHERE s.upload_id = u.upload_id AND s.state IN ('received', 'held', 'pending')) END,
      CASE WHEN u.kind IN ('submissions', 'corpus') THEN coalesce(u.format, 'badcase') END
    FROM unnest(badcase_internal.programs_with('curator')) p(program_id)
    CROSS JOIN LATERAL (
      SELECT k.* FROM badcase_internal.upload k WHERE k.program_id = p.program_id ORDER BY k.upload_id DESC) u
    LEFT JOIN badcase_internal.contributor c ON c.contributor_id = u.contributor_id
  $$;
COMMENT ON FUNCTION badcase_internal.uploads() IS 'the rows of badcase.uploads';

CREATE VIEW badcase.uploads WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.uploads() AS r) x;
COMMENT ON VIEW badcase.uploads IS 'curator: the files and other uploads of the reader''s programs, the newest first';
COMMENT ON COLUMN badcase.uploads.program IS 'the program';
COMMENT ON COLUMN badcase.uploads.upload IS 'its number';
COMMENT ON COLUMN badcase.uploads.kind IS 'submissions, corpus, clusters, outputs or terms';
COMMENT ON COLUMN badcase.uploads.target IS 'the corpus, model version or term list; null for submissions';
COMMENT ON COLUMN badcase.uploads.contributor IS 'whose file it is; null for other kinds';
COMMENT ON COLUMN badcase.uploads.external_id IS 'how the program''s own books name the contributor';
COMMENT ON COLUMN badcase.uploads.file_name IS 'the name of the file, as the sender gave it';
COMMENT ON COLUMN badcase.uploads.opened_by IS 'the role that sent it';
COMMENT ON COLUMN badcase.uploads.opened_at IS 'when';
COMMENT ON COLUMN badcase.uploads.attested IS 'whether an attestation covers it; without one its submissions are held';
COMMENT ON COLUMN badcase.uploads.lines IS 'how many lines there were: stored + repeated + refused + blank';
COMMENT ON COLUMN badcase.uploads.stored IS 'lines that became submissions, terms or items, or tied items';
COMMENT ON COLUMN badcase.uploads.repeated IS 'lines that had been sent before';
COMMENT ON COLUMN badcase.uploads.refused IS 'lines that could not be taken: badcase.refused_lines tells why';
COMMENT ON COLUMN badcase.uploads.blank IS 'lines of nothing but white space';
COMMENT ON COLUMN badcase.uploads.bytes IS 'the length of all lines in bytes, one more for the end of each';
COMMENT ON COLUMN badcase.uploads.waiting IS 'how many of its submissions are received, held or pending';
COMMENT ON COLUMN badcase.uploads.format IS 'the format of its lines, or auto: each by its keys; null for other kinds';

CREATE FUNCTION badcase_internal.contributors()
  RETURNS TABLE (program int, contributor bigint, external_id text, display_name text, role text, registered_at
    timestamptz, attested text, train bool, publish_text bool, show_name bool, contact bool, uploads bigint,
    submissions bigint, waiting bigint, needs_changes bigint, accepted bigint, rejected bigint, last_seen timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET jit = off
  AS $$
    SELECT c.program_id, c.contributor_id, c.external_id, c.display_name, c.role::text, c.registered_at, (
        SELECT a.text_version FROM badcase_internal.attestation a WHERE a.contributor_id = c.contributor_id
        ORDER BY a.attestation_id DESC LIMIT 1),
      badcase_internal.consents(c.contributor_id, 'train'), badcase_internal.consents(c.contributor_id, 'publish_text'),
      badcase_internal.consents(c.contributor_id, 'show_name'), badcase_internal.consents(c.contributor_id, 'contact'),
      (SELECT count(*) FROM badcase_internal.upload u WHERE u.contributor_id = c.contributor_id),
      s.submissions, s.waiting, s.needs_changes, s.accepted, s.rejected, c.changed_at
    FROM unnest(badcase_internal.programs_with('curator')) p(program_id)
    CROSS JOIN LATERAL (
      SELECT k.* FROM badcase_internal.contributor k WHERE k.program_id = p.program_id ORDER BY k.contributor_id) c
    CROSS JOIN LATERAL (
      SELECT count(*) AS submissions, count(*) FILTER (WHERE t.state IN ('received', 'held', 'pending', 'disputed')) AS waiting,
        count(*) FILTER (WHERE t.state = 'needs_changes') AS needs_changes, count(*) FILTER (WHERE t.state = 'accepted') AS accepted,
        count(*) FILTER (WHERE t.state = 'rejected') AS rejected
      FROM badcase_internal.submission t WHERE t.contributor_id = c.contributor_id) s
  $$;
COMMENT ON FUNCTION badcase_internal.contributors() IS 'the rows of badcase.contributors';

CREATE VIEW badcase.contributors WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.contributors() AS r) x;
COMMENT ON VIEW badcase.contributors IS 'curator: the contributors of the reader''s programs: what they agreed to and how their submissions stand';
COMMENT ON COLUMN badcase.contributors.program IS 'the program';
COMMENT ON COLUMN badcase.contributors.contributor IS 'its number';
COMMENT ON COLUMN badcase.contributors.external_id IS 'how the program''s own books name the contributor; null: erased';
COMMENT ON COLUMN badcase.contributors.display_name IS 'the name for the public list';
COMMENT ON COLUMN badcase.contributors.role IS 'the database role that is this contributor; null: a curator loads the files';
COMMENT ON COLUMN badcase.contributors.registered_at IS 'when the contributor was registered';
COMMENT ON COLUMN badcase.contributors.attested IS 'the version of the text of the last attestation; null: none, and what comes in is held';
COMMENT ON COLUMN badcase.contributors.train IS 'whether the consent to training holds';
COMMENT ON COLUMN badcase.contributors.publish_text IS 'whether the consent to publication holds';
COMMENT ON COLUMN badcase.contributors.show_name IS 'whether the consent to be named holds';
COMMENT ON COLUMN badcase.contributors.contact IS 'whether the consent to be contacted holds';
COMMENT ON COLUMN badcase.contributors.uploads IS 'how many uploads';
COMMENT ON COLUMN badcase.contributors.submissions IS 'how many submissions, withdrawn ones too';
COMMENT ON COLUMN badcase.contributors.waiting IS 'how many are received, held, pending or disputed';
COMMENT ON COLUMN badcase.contributors.needs_changes IS 'how many wait for the contributor';
COMMENT ON COLUMN badcase.contributors.accepted IS 'how many are accepted';
COMMENT ON COLUMN badcase.contributors.rejected IS 'how many are rejected';
COMMENT ON COLUMN badcase.contributors.last_seen IS 'when an upload, attestation or withdrawal was last taken in';

CREATE FUNCTION badcase_internal.rounds()
  RETURNS TABLE (program int, round bigint, opened_at timestamptz, cut_off timestamptz, closed_at timestamptz,
    days_left int)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT o.program_id, o.round_id, o.opened_at, o.cut_off, o.closed_at,
      CASE WHEN o.closed_at IS NULL THEN floor(extract(epoch FROM o.cut_off - now()) / 86400)::int END
    FROM badcase_internal.round o
    WHERE o.program_id = ANY (badcase_internal.programs_with('contributor', 'reviewer', 'exporter', 'curator'))
    ORDER BY o.program_id, o.round_id DESC
  $$;
COMMENT ON FUNCTION badcase_internal.rounds() IS 'the rows of badcase.rounds';

CREATE VIEW badcase.rounds WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.rounds() AS r) x;
COMMENT ON VIEW badcase.rounds IS 'everybody: the rounds of the reader''s programs, the newest first';
COMMENT ON COLUMN badcase.rounds.program IS 'the program';
COMMENT ON COLUMN badcase.rounds.round IS 'its number';
COMMENT ON COLUMN badcase.rounds.opened_at IS 'when it was opened';
COMMENT ON COLUMN badcase.rounds.cut_off IS 'what came later belongs to the next round; null: no cut-off yet';
COMMENT ON COLUMN badcase.rounds.closed_at IS 'when it was closed; null: it is open';
COMMENT ON COLUMN badcase.rounds.days_left IS 'whole days to the cut-off of an open round, less than 0 after it';

CREATE FUNCTION badcase_internal.releases()
  RETURNS TABLE (program int, release bigint, name text, items bigint, validation float8, seed bigint, scopes text[],
    left_out jsonb, built_by text, built_at timestamptz, published_by text, published_at timestamptz, retired_at
    timestamptz, retired_for text, sha256 text, models text[])
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT r.program_id, r.release_id, r.name, r.items, r.validation::float8, r.seed, r.scopes, r.left_out,
      CASE WHEN k.shown THEN r.built_by::text END, r.built_at, CASE WHEN k.shown THEN r.published_by::text END, r.published_at,
      r.retired_at, r.retired_for, encode(r.sha256, 'hex'), badcase_internal.models_of(r.release_id)
    FROM badcase_internal.release r
    CROSS JOIN LATERAL (SELECT badcase_internal.has_capability(r.program_id, 'curator') AS shown) k
    WHERE r.program_id = ANY (badcase_internal.programs_with('exporter', 'curator')) AND (k.shown OR r.published_at IS NOT NULL)
    ORDER BY r.program_id, r.release_id DESC
  $$;
COMMENT ON FUNCTION badcase_internal.releases() IS 'the rows of badcase.releases';

CREATE VIEW badcase.releases WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.releases() AS r) x;
COMMENT ON VIEW badcase.releases IS 'exporter, curator: the releases of the reader''s programs, the newest first; exporters see those that were published';
COMMENT ON COLUMN badcase.releases.program IS 'the program';
COMMENT ON COLUMN badcase.releases.release IS 'its number';
COMMENT ON COLUMN badcase.releases.name IS 'its name';
COMMENT ON COLUMN badcase.releases.items IS 'how many items it has';
COMMENT ON COLUMN badcase.releases.validation IS 'the share of items set apart for validation';
COMMENT ON COLUMN badcase.releases.seed IS 'what its order depends on, beside the records themselves';
COMMENT ON COLUMN badcase.releases.scopes IS 'the consents that it stands on';
COMMENT ON COLUMN badcase.releases.left_out IS 'how many accepted submissions were left out, by reason';
COMMENT ON COLUMN badcase.releases.built_by IS 'the role that built it, for curators';
COMMENT ON COLUMN badcase.releases.built_at IS 'when';
COMMENT ON COLUMN badcase.releases.published_by IS 'the role that published it, for curators';
COMMENT ON COLUMN badcase.releases.published_at IS 'when; null: not published';
COMMENT ON COLUMN badcase.releases.retired_at IS 'when it was retired: it is written no more; null: it was not';
COMMENT ON COLUMN badcase.releases.retired_for IS 'why';
COMMENT ON COLUMN badcase.releases.sha256 IS 'SHA-256 of the list of its items, in hexadecimal';
COMMENT ON COLUMN badcase.releases.models IS 'the versions of the model that were trained on it, or from one that was';

CREATE FUNCTION badcase_internal.claims()
  RETURNS TABLE (program int, submission bigint, reviewer text, is_own bool, task text, lease_until timestamptz,
    has_ended bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT s.program_id, CASE WHEN k.shown THEN s.submission_id END, CASE WHEN k.shown THEN s.lease_role::text END, k.own,
      CASE WHEN k.shown THEN t.name END, s.lease_until, NOT badcase_internal.is_claimed(s)
    FROM badcase_internal.submission s
    CROSS JOIN LATERAL (
      SELECT s.lease_role = badcase_internal.person() AS own,
        s.lease_role = badcase_internal.person() OR badcase_internal.has_capability(s.program_id, 'curator') AS shown) k
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NOT NULL
    WHERE s.lease_role IS NOT NULL AND s.state = 'pending'
      AND s.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[])
    UNION ALL
    SELECT l.program_id, CASE WHEN k.shown THEN l.submission_id END, CASE WHEN k.shown THEN l.reviewer::text END, k.own,
      CASE WHEN k.shown THEN t.name END, l.claimed_until, false
    FROM badcase_internal.look l
    JOIN badcase_internal.submission s ON s.submission_id = l.submission_id
    CROSS JOIN LATERAL (
      SELECT l.reviewer = badcase_internal.person() AS own,
        l.reviewer = badcase_internal.person() OR badcase_internal.has_capability(l.program_id, 'curator') AS shown) k
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NOT NULL
    WHERE l.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[]) AND badcase_internal.is_open(l)
    ORDER BY 1, 6, 2
  $$;
COMMENT ON FUNCTION badcase_internal.claims() IS 'the rows of badcase.claims';

CREATE VIEW badcase.claims WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.claims() AS r) x;
COMMENT ON VIEW badcase.claims IS 'reviewer, curator: what reviewers have claimed for review; a reviewer sees of others that there are claims, not whose and of what';
COMMENT ON COLUMN badcase.claims.program IS 'the program';
COMMENT ON COLUMN badcase.claims.submission IS 'the submission; for reviewers, of their own claims';
COMMENT ON COLUMN badcase.claims.reviewer IS 'who claimed it; for reviewers, of their own claims';
COMMENT ON COLUMN badcase.claims.is_own IS 'whether the reader claimed it';
COMMENT ON COLUMN badcase.claims.task IS 'the task of the submission, if a curator has taken its name';
COMMENT ON COLUMN badcase.claims.lease_until IS 'until when the claim holds';
COMMENT ON COLUMN badcase.claims.has_ended IS 'whether it is over: the submission can be claimed again';

CREATE FUNCTION badcase_internal.reviews()
  RETURNS TABLE (program int, submission bigint, reviewer text, verdict text, useful bool, correct bool, reasons
    text[], failure_kinds text[], contradicts jsonb, note text, note_to_contributor text, revision int, round
    bigint, reviewed_at timestamptz, counts bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET jit = off
  SET enable_sort = off
  AS $$
    SELECT s.program_id, v.submission_id, v.reviewer::text, v.verdict, v.useful, v.correct, v.reasons, v.failure_kinds, to_jsonb(v.contradicts), v.note,
      v.note_to_contributor, v.revision, v.round_id, v.reviewed_at, v.review_pass = s.review_pass AND s.state <> 'received'
    FROM badcase_internal.review v JOIN badcase_internal.submission s ON s.submission_id = v.submission_id
    WHERE s.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
    ORDER BY v.submission_id, v.review_pass, v.reviewer
  $$;
COMMENT ON FUNCTION badcase_internal.reviews() IS 'the rows of badcase.reviews';

CREATE VIEW badcase.reviews WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.reviews() AS r) x;
COMMENT ON VIEW badcase.reviews IS 'curator: the reviews of the reader''s programs with their notes, by submission';
COMMENT ON COLUMN badcase.reviews.program IS 'the program';
COMMENT ON COLUMN badcase.reviews.submission IS 'the submission';
COMMENT ON COLUMN badcase.reviews.reviewer IS 'who gave it';
COMMENT ON COLUMN badcase.reviews.verdict IS 'accepted, needs_changes or rejected';
COMMENT ON COLUMN badcase.reviews.useful IS 'whether the model would learn something from it';
COMMENT ON COLUMN badcase.reviews.correct IS 'whether the expected answer is right';
COMMENT ON COLUMN badcase.reviews.reasons IS 'reason codes';
COMMENT ON COLUMN badcase.reviews.failure_kinds IS 'in what way the model failed';
COMMENT ON COLUMN badcase.reviews.contradicts IS 'alternatives that cannot be right if this one is';
COMMENT ON COLUMN badcase.reviews.note IS 'a note for curators';
COMMENT ON COLUMN badcase.reviews.note_to_contributor IS 'a note for who sent the record';
COMMENT ON COLUMN badcase.reviews.revision IS 'the revision that was judged';
COMMENT ON COLUMN badcase.reviews.round IS 'the round';
COMMENT ON COLUMN badcase.reviews.reviewed_at IS 'when';
COMMENT ON COLUMN badcase.reviews.counts IS 'whether it counts for the present pass: false once the submission was revised or reopened';
-- Submissions as curators see them: the list, and one record in full.

CREATE FUNCTION badcase_internal.why_in_codes(s badcase_internal.submission) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN s.state = 'held' THEN concat_ws(', ', CASE WHEN 'attestation' = ANY (s.held_for) THEN 'attestation' END, (
        SELECT string_agg(DISTINCT f.rule COLLATE "C", ', ') FROM badcase_internal.finding f
        WHERE f.submission_id = s.submission_id AND f.cleared IS NULL AND f.severity IN ('block', 'hold')))
      WHEN s.state = 'duplicate' THEN 'duplicate of ' || s.duplicate_of
      ELSE nullif(array_to_string(s.reasons, ', '), '')
    END;
  END;
COMMENT ON FUNCTION badcase_internal.why_in_codes(badcase_internal.submission) IS 'why a submission is in its state, in codes for curators';

-- The rows of one state of one program, so that a condition on the state of the view reads no other. In order of numbers
-- from the index, as many as are asked for: a plan that reads all of them before the first would be no quicker for all.
CREATE FUNCTION badcase_internal.submissions(program int, state text)
  RETURNS TABLE (submission bigint, why text, task text, contributor bigint, external_id text, upload bigint, line_no
    bigint, language text, prompt_chars int, response_chars int, turns int, has_rejected bool, failure_kinds text[],
    model_version text, cluster bigint, duplicate_of bigint, revision int, reviews bigint, round bigint, received_at
    timestamptz, updated_at timestamptz, days int)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_sort = off
  SET enable_bitmapscan = off
  SET enable_seqscan = off
  SET jit = off
  AS $$
    SELECT s.submission_id, badcase_internal.why_in_codes(s), (
        SELECT t.name FROM badcase_internal.task t WHERE t.task_id = s.task_id), s.contributor_id, (
        SELECT c.external_id FROM badcase_internal.contributor c WHERE c.contributor_id = s.contributor_id), s.upload_id, s.line_no,
      badcase_internal.language_of(@extschema@.prompt(s.record) || @extschema@.response(s.record)), length(@extschema@.prompt(s.record)),
      length(@extschema@.response(s.record)), @extschema@.turns(s.record), @extschema@.rejected(s.record) IS NOT NULL, s.failure_kinds,
      s.model_version, s.cluster_id, s.duplicate_of, s.revision, (
        SELECT count(*) FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass),
      s.decided_round, s.received_at, s.updated_at, floor(extract(epoch FROM now() - s.received_at) / 86400)::int
    FROM badcase_internal.submission s
    WHERE s.state = submissions.state AND s.program_id = submissions.program
      AND submissions.program = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
    ORDER BY s.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.submissions(int, text) IS 'rows of badcase.submissions: those of a program in a state';

CREATE VIEW badcase.submissions WITH (security_barrier = true) AS
  SELECT q.program, (x.r).submission, q.state, (x.r).why, (x.r).task, (x.r).contributor, (x.r).external_id, (x.r).upload, (x.r).line_no, (x.r).language, (x.r).prompt_chars, (x.r).response_chars, (x.r).turns, (x.r).has_rejected, (x.r).failure_kinds, (x.r).model_version, (x.r).cluster, (x.r).duplicate_of, (x.r).revision, (x.r).reviews, (x.r).round, (x.r).received_at, (x.r).updated_at, (x.r).days
  FROM (
    SELECT p.program, k.state
    FROM unnest(badcase_internal.programs_with('curator')) WITH ORDINALITY p(program, n)
    CROSS JOIN unnest('{held,disputed,received,pending,needs_changes,accepted,rejected,duplicate,withdrawn}'::text[]) WITH ORDINALITY k(state, n)
    ORDER BY p.n, k.n) q
  CROSS JOIN LATERAL (SELECT badcase_internal.submissions(q.program, q.state) AS r) x;
COMMENT ON VIEW badcase.submissions IS
  'curator: the submissions of the reader''s programs, by state: what waits for curators first, the oldest first';
COMMENT ON COLUMN badcase.submissions.program IS 'the program';
COMMENT ON COLUMN badcase.submissions.submission IS 'its number';
COMMENT ON COLUMN badcase.submissions.state IS 'its state; a condition on it is served by an index';
COMMENT ON COLUMN badcase.submissions.why IS 'what holds it: attestation, or the rules of findings; of a decided one, the reason codes';
COMMENT ON COLUMN badcase.submissions.task IS 'the task, if it has one';
COMMENT ON COLUMN badcase.submissions.contributor IS 'who sent it';
COMMENT ON COLUMN badcase.submissions.external_id IS 'how the program''s own books name the contributor';
COMMENT ON COLUMN badcase.submissions.upload IS 'the upload that brought it';
COMMENT ON COLUMN badcase.submissions.line_no IS 'the line of that upload''s file, from 1';
COMMENT ON COLUMN badcase.submissions.language IS 'zh, en or other, by script';
COMMENT ON COLUMN badcase.submissions.prompt_chars IS 'characters of the prompt';
COMMENT ON COLUMN badcase.submissions.response_chars IS 'characters of the response';
COMMENT ON COLUMN badcase.submissions.turns IS 'turns of the history';
COMMENT ON COLUMN badcase.submissions.has_rejected IS 'whether it has the model''s own bad answer';
COMMENT ON COLUMN badcase.submissions.failure_kinds IS 'in what way the model failed';
COMMENT ON COLUMN badcase.submissions.model_version IS 'the model that failed, as the record says';
COMMENT ON COLUMN badcase.submissions.cluster IS 'the least number among those that exact and near relations tie it to';
COMMENT ON COLUMN badcase.submissions.duplicate_of IS 'the submission that it is an exact duplicate of';
COMMENT ON COLUMN badcase.submissions.revision IS 'the number of the current revision, from 1';
COMMENT ON COLUMN badcase.submissions.reviews IS 'how many reviews count for it';
COMMENT ON COLUMN badcase.submissions.round IS 'the round of the last decision';
COMMENT ON COLUMN badcase.submissions.received_at IS 'when it was received';
COMMENT ON COLUMN badcase.submissions.updated_at IS 'when its state last changed';
COMMENT ON COLUMN badcase.submissions.days IS 'how many whole days ago it was received';

-- The reading is noted whatever becomes of the transaction: in its table, and where that is rolled back, in the server's log.
CREATE FUNCTION badcase.record(submission bigint)
  RETURNS TABLE (field text, turn int, value text, findings jsonb)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = record.submission;
    PERFORM badcase_internal.require(s.program_id, 'curator');
    IF s.record IS NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s was erased', s.submission_id);
    END IF;
    PERFORM badcase_internal.note_action(s.program_id, 'read', s.submission_id);
    RAISE LOG USING MESSAGE = format('role "%s" read submission %s', badcase_internal.person_name(), s.submission_id);
    RETURN QUERY
      SELECT p.field, p.turn, p.value, (
        SELECT jsonb_agg(jsonb_build_object('finding', f.finding_id, 'rule', f.rule, 'severity', f.severity, 'path', f.path,
            'start', f.start, 'stop', f.stop, 'words', CASE WHEN f.stop <= 50000 THEN badcase_internal.in_context(p.value, p.field, f) END, 'cleared', f.cleared)
          ORDER BY f.path COLLATE "C", f.start, f.finding_id)
        FROM badcase_internal.finding f
        WHERE f.submission_id = s.submission_id AND f.revision = s.revision AND f.field IS NOT DISTINCT FROM p.of_finding
          AND f.turn IS NOT DISTINCT FROM p.turn)
      -- each text is taken out of the record once, not once for each finding
      FROM (SELECT u.* FROM (
        SELECT 1 AS place, NULL::int AS turn, 'record' AS field, NULL AS of_finding, NULL AS value
        UNION ALL
        SELECT 2, h.turn::int, k.field, k.field, h.pair ->> k.n
        FROM jsonb_array_elements(@extschema@.history(s.record)) WITH ORDINALITY h(pair, turn)
        CROSS JOIN (VALUES (0, 'question'), (1, 'answer')) k(n, field)
        UNION ALL
        SELECT 3, NULL, 'prompt', 'prompt', @extschema@.prompt(s.record)
        UNION ALL
        SELECT 4, NULL, 'response', 'response', @extschema@.response(s.record)
        UNION ALL
        SELECT 5, NULL, 'rejected', 'rejected', @extschema@.rejected(s.record) WHERE @extschema@.rejected(s.record) IS NOT NULL
        UNION ALL
        SELECT 6, NULL, 'meta', 'meta', @extschema@.meta(s.record)::text WHERE @extschema@.meta(s.record) <> '{}') u OFFSET 0) p
      WHERE p.place > 1 OR EXISTS (
        SELECT FROM badcase_internal.finding f
        WHERE f.submission_id = s.submission_id AND f.revision = s.revision AND f.field IS NULL)
      ORDER BY p.place, p.turn, p.field = 'answer';
  END
  $$;
COMMENT ON FUNCTION badcase.record(bigint) IS
  'curator: a submission''s record as it stands, a row for each text of it, with what was found there; that it was read is noted in the journal';
-- The journal: what was done, by whom, when; and what happened to one submission, in words.

CREATE FUNCTION badcase_internal.programs_event(submission bigint, programs int[]) RETURNS int
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT s.program_id FROM badcase_internal.submission s
    WHERE s.submission_id = programs_event.submission AND s.program_id = ANY (programs);
  END;
COMMENT ON FUNCTION badcase_internal.programs_event(bigint, int[]) IS 'the program of a submission, null where it is none of these';

-- Events and actions have numbers of one sequence: the two indexes are read side by side from their ends.
CREATE FUNCTION badcase_internal.journal()
  RETURNS TABLE (entry bigint, program int, at timestamptz, who text, what text, submission bigint, from_state text, to_state text,
    round bigint, revision int, other bigint, outcome bigint, release bigint, whose text, verdict text, setting text, reason text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_sort = off
  SET enable_bitmapscan = off
  SET enable_seqscan = off
  SET jit = off
  AS $$
    SELECT j.entry, j.program_id, j.at, j.who, j.what, j.submission_id, j.from_state, j.to_state, j.round_id, j.revision, j.other_id,
      j.outcome_id, j.release_id, j.whose, j.verdict, j.setting, j.reason
    FROM (
      SELECT e.event_id AS entry,
        badcase_internal.programs_event(e.submission_id, (SELECT badcase_internal.programs_with('curator'))::int[]) AS program_id, e.at,
        e.actor::text AS who, CASE WHEN e.outcome_id IS NULL THEN 'move' ELSE 'output_judged' END AS what, e.submission_id, e.from_state,
        e.to_state, e.round_id, e.revision, e.other_id, e.outcome_id, NULL::bigint AS release_id, NULL::text AS whose, e.verdict,
        NULL::text AS setting, NULL::text AS reason
      FROM badcase_internal.event e
      UNION ALL
      SELECT a.action_id, a.program_id, a.made_at, a.made_by::text, a.kind, a.submission_id, NULL, NULL, NULL, NULL, NULL, NULL,
        a.release_id, a.whose::text, a.verdict, a.setting, a.reason
      FROM badcase_internal.action a WHERE a.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])) j
    WHERE j.program_id IS NOT NULL
    ORDER BY j.entry DESC
  $$;
COMMENT ON FUNCTION badcase_internal.journal() IS 'the rows of badcase.journal';

CREATE VIEW badcase.journal WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.journal() AS r) x;
COMMENT ON VIEW badcase.journal IS 'curator: the journal of the reader''s programs, the newest first: moves of submissions, and what people did beside';
COMMENT ON COLUMN badcase.journal.entry IS 'its number; a later one is greater';
COMMENT ON COLUMN badcase.journal.program IS 'the program';
COMMENT ON COLUMN badcase.journal.at IS 'when';
COMMENT ON COLUMN badcase.journal.who IS 'the role that did it; "erased": that of a contributor who was erased';
COMMENT ON COLUMN badcase.journal.what IS
  'move: of a submission to another state; output_judged; read: a curator read the record; review_changed, review_withdrawn; claim_released, claim_taken_back; release_retired; setting: of the program; application, applicant_admitted, applicant_refused, token_renewed, token_revoked: at a door; pool_exported; clusters_loaded, clusters_removed';
COMMENT ON COLUMN badcase.journal.submission IS 'the submission; null: none';
COMMENT ON COLUMN badcase.journal.from_state IS 'of a move, the state before; null for the first';
COMMENT ON COLUMN badcase.journal.to_state IS 'the state after';
COMMENT ON COLUMN badcase.journal.round IS 'the round of a decision';
COMMENT ON COLUMN badcase.journal.revision IS 'the revision that was current';
COMMENT ON COLUMN badcase.journal.other IS 'the submission that it became a duplicate of';
COMMENT ON COLUMN badcase.journal.outcome IS 'the answer that was judged';
COMMENT ON COLUMN badcase.journal.release IS 'the release';
COMMENT ON COLUMN badcase.journal.whose IS 'whose claim or review it was';
COMMENT ON COLUMN badcase.journal.verdict IS 'of an answer, what was said of it; of a review, what it was before';
COMMENT ON COLUMN badcase.journal.setting IS 'the setting and its new value; the pool that was exported and how many records; the upload of clusters';
COMMENT ON COLUMN badcase.journal.reason IS 'why, in the words of who did it';

CREATE FUNCTION badcase_internal.move_in_words(from_state text, to_state text, other bigint) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN from_state IS NULL THEN 'was received'
      WHEN to_state = 'duplicate' THEN format('became a duplicate of submission %s', other)
      ELSE format('went from %s to %s', from_state, to_state)
    END || coalesce(' (' || (SELECT t.cause FROM badcase_internal.transitions() t
      WHERE t.from_state = move_in_words.from_state AND t.to_state = move_in_words.to_state) || ')', '');
  END;
COMMENT ON FUNCTION badcase_internal.move_in_words(text, text, bigint) IS 'a move of a submission, as a part of a sentence';

CREATE FUNCTION badcase_internal.action_in_words(a badcase_internal.action) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE a.kind
      WHEN 'read' THEN 'was read'
      WHEN 'review_changed' THEN format('the review by %s was changed; it was %s', a.whose, a.verdict)
      WHEN 'review_withdrawn' THEN format('the review by %s was withdrawn; it was %s', a.whose, a.verdict)
      WHEN 'claim_released' THEN format('%s gave the claim back', a.whose)
      WHEN 'gold_set' THEN 'a curator is sure of it, or not any more'
      WHEN 'claim_taken_back' THEN format('the claim of %s was taken back', a.whose)
      ELSE a.kind
    END || coalesce(': ' || a.reason, '');
  END;
COMMENT ON FUNCTION badcase_internal.action_in_words(badcase_internal.action) IS 'what was done to a submission, as a part of a sentence';

CREATE FUNCTION badcase.history(submission bigint) RETURNS TABLE (at timestamptz, who text, what text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    PERFORM badcase_internal.require(s.program_id, 'curator');
    RETURN QUERY
      SELECT h.at, h.who, h.what
      FROM (
        SELECT e.at, e.event_id AS n, e.actor::text AS who, CASE
          WHEN e.outcome_id IS NOT NULL THEN format('answer %s of a model was judged %s', e.outcome_id, e.verdict)
          WHEN e.from_state IS NULL THEN format('was received in upload %s, line %s, from contributor %s', s.upload_id, s.line_no, s.contributor_id)
          ELSE badcase_internal.move_in_words(e.from_state, e.to_state, e.other_id) END AS what
        FROM badcase_internal.event e WHERE e.submission_id = me
        UNION ALL
        SELECT a.made_at, a.action_id, a.made_by::text, badcase_internal.action_in_words(a)
        FROM badcase_internal.action a WHERE a.submission_id = me
        UNION ALL
        SELECT v.reviewed_at, 0, v.reviewer::text, concat_ws(': ', format('reviewed it: %s', v.verdict),
          nullif(array_to_string(v.reasons, ', '), ''), v.note)
        FROM badcase_internal.review v WHERE v.submission_id = me
        UNION ALL
        SELECT g.made_at, 0, g.made_by::text, concat_ws(': ', CASE g.kind WHEN 'reopen' THEN 'reopened it' ELSE 'ruled: ' || g.decision END, g.reason)
        FROM badcase_internal.ruling g WHERE g.submission_id = me
        UNION ALL
        SELECT r.made_at, 0, r.made_by::text, concat_ws(': ', format('made revision %s', r.revision), r.reason)
        FROM badcase_internal.revision r WHERE r.submission_id = me AND r.revision > 1
        UNION ALL
        SELECT f.found_at, 0, NULL, format('screening found %s in revision %s, finding %s (%s)', f.rule, f.revision, f.finding_id, f.severity)
        FROM badcase_internal.finding f WHERE f.submission_id = me AND f.severity <> 'info'
        UNION ALL
        SELECT f.resolved_at, 0, f.resolved_by::text, concat_ws(': ', format('finding %s %s', f.finding_id, CASE WHEN f.cleared THEN 'was cleared' ELSE 'stands' END), f.reason)
        FROM badcase_internal.finding f WHERE f.submission_id = me AND f.cleared IS NOT NULL
        UNION ALL
        SELECT r.built_at, 0, r.built_by::text, format('was taken into release %s (%s), in revision %s', r.release_id, r.name, i.revision)
        FROM badcase_internal.release_item i JOIN badcase_internal.release r ON r.release_id = i.release_id WHERE i.submission_id = me
        UNION ALL
        SELECT r.published_at, 0, r.published_by::text, format('release %s (%s) was published', r.release_id, r.name)
        FROM badcase_internal.release_item i JOIN badcase_internal.release r ON r.release_id = i.release_id
        WHERE i.submission_id = me AND r.published_at IS NOT NULL
        UNION ALL
        SELECT r.retired_at, 0, r.retired_by::text, format('release %s (%s) was retired: %s', r.release_id, r.name, r.retired_for)
        FROM badcase_internal.release_item i JOIN badcase_internal.release r ON r.release_id = i.release_id
        WHERE i.submission_id = me AND r.retired_at IS NOT NULL
        UNION ALL
        SELECT d.disclosed_at, 0, d.disclosed_by::text, format('was disclosed as the law requires, disclosure %s', d.disclosure_id)
        FROM badcase_internal.disclosure d WHERE d.submission_id = me) h
      -- what leads to a move has the move's time and stands before it
      ORDER BY h.at, h.n, h.what COLLATE "C";
  END
  $$;
COMMENT ON FUNCTION badcase.history(bigint) IS
  'curator: what happened to a submission, in words: moves, findings, reviews with their notes, rulings, revisions, releases, readings';
-- Whom to tell what. A curator, or a program that sends letters, reads the outbox and says what was told.

CREATE FUNCTION badcase_internal.require_language(lang text) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF lang IS NULL OR lang NOT IN ('en', 'zh') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'languages are en and zh';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_language(text) IS 'raises (22023) where contributors are told nothing in that language';

CREATE FUNCTION badcase.set_language(contributor bigint, lang text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    PERFORM badcase_internal.require_language(lang);
    UPDATE badcase_internal.contributor k SET lang = set_language.lang WHERE k.contributor_id = c.contributor_id;
  END
  $$;
COMMENT ON FUNCTION badcase.set_language(bigint, text) IS
  'contributor, curator: sets the language in which a contributor is told things: en or zh';

CREATE FUNCTION badcase_internal.news_of(contributor bigint, since timestamptz)
  RETURNS TABLE (what text, n bigint, first_at timestamptz, last_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT k.what, count(*), min(k.at), max(k.at)
    FROM (
      SELECT s.contributor_state_at AS at, badcase_internal.news_kind(s.contributor_state, s.held_for) AS what
      FROM badcase_internal.submission s
      WHERE s.contributor_id = news_of.contributor AND s.contributor_state_at > since
        AND s.contributor_state IN ('held', 'needs_changes', 'accepted', 'rejected')) k
    GROUP BY k.what
    ORDER BY k.what COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.news_of(bigint, timestamptz) IS 'what a contributor has to be told since a time: how many of each';

CREATE FUNCTION badcase_internal.outbox()
  RETURNS TABLE (program int, contributor bigint, external_id text, lang text, what text, n bigint, since timestamptz, up_to timestamptz,
    words text, contacts jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
    SELECT c.program_id, c.contributor_id, c.external_id, c.lang, k.what, k.n, k.first_at, k.last_at,
      badcase_internal.told('news_' || k.what, c.lang, k.n::text), (
        SELECT jsonb_object_agg(a.kind, a.value) FROM badcase_internal.contributor_contact a
        WHERE a.contributor_id = c.contributor_id AND badcase_internal.consents(c.contributor_id, 'contact'))
    FROM unnest(badcase_internal.programs_with('curator')) p(program_id)
    CROSS JOIN LATERAL (
      SELECT t.* FROM badcase_internal.contributor t
      WHERE t.program_id = p.program_id AND t.external_id IS NOT NULL ORDER BY t.contributor_id) c
    CROSS JOIN LATERAL badcase_internal.news_of(c.contributor_id, c.told_at) k
  $$;
COMMENT ON FUNCTION badcase_internal.outbox() IS 'the rows of badcase.outbox';

CREATE VIEW badcase.outbox WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.outbox() AS r) x;
COMMENT ON VIEW badcase.outbox IS 'curator: whom to tell what: what became of submissions since the contributor was told last';
COMMENT ON COLUMN badcase.outbox.program IS 'the program';
COMMENT ON COLUMN badcase.outbox.contributor IS 'the contributor';
COMMENT ON COLUMN badcase.outbox.external_id IS 'how the program''s own books name the contributor';
COMMENT ON COLUMN badcase.outbox.lang IS 'the language of the words: en or zh';
COMMENT ON COLUMN badcase.outbox.what IS 'accepted, rejected, needs_changes, attestation: held until the contributor attests, held: until a curator has looked';
COMMENT ON COLUMN badcase.outbox.n IS 'how many submissions';
COMMENT ON COLUMN badcase.outbox.since IS 'when the first of them came to be so';
COMMENT ON COLUMN badcase.outbox.up_to IS 'when the last did: for badcase.mark_told';
COMMENT ON COLUMN badcase.outbox.words IS 'a sentence to send';
COMMENT ON COLUMN badcase.outbox.contacts IS 'how to reach the contributor, by kind; null without the consent to be contacted';

CREATE FUNCTION badcase.mark_told(contributor bigint, up_to timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    program CONSTANT int := (SELECT c.program_id FROM badcase_internal.contributor c WHERE c.contributor_id = mark_told.contributor);
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    IF up_to IS NULL OR up_to > now() THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a contributor was told what was so up to a time that is past',
        HINT = 'badcase.outbox has the time: up_to.';
    END IF;
    UPDATE badcase_internal.contributor c SET told_at = greatest(c.told_at, mark_told.up_to)
    WHERE c.contributor_id = mark_told.contributor;
  END
  $$;
COMMENT ON FUNCTION badcase.mark_told(bigint, timestamptz) IS
  'curator: says that a contributor was told what the outbox had up to a time; it has only later news from now on';
-- The clock: what is due is done by a call, at any time, by whoever runs a timer.

-- What is not decided rolls over with its reviews, so a round is closed at its cut-off and the next one goes on. The next
-- cut-off keeps the rhythm, unless that is past already.
CREATE FUNCTION badcase_internal.start_next_round(program int) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    length interval;
    o record;
    next bigint;
  BEGIN
    length := (SELECT make_interval(days => p.round_days) FROM badcase_internal.program p WHERE p.program_id = start_next_round.program);
    SELECT r.round_id, r.cut_off INTO o FROM badcase_internal.round r
    WHERE r.program_id = start_next_round.program AND r.closed_at IS NULL FOR UPDATE;
    IF length IS NULL OR (o.round_id IS NOT NULL AND (o.cut_off > now()) IS NOT FALSE) THEN
      RETURN NULL;
    END IF;
    UPDATE badcase_internal.round r SET closed_at = now() WHERE r.round_id = o.round_id;
    INSERT INTO badcase_internal.round (program_id, cut_off)
    VALUES (program, CASE WHEN o.cut_off + length > now() THEN o.cut_off + length ELSE now() + length END)
    ON CONFLICT DO NOTHING RETURNING round_id INTO next;
    RETURN CASE WHEN next IS NOT NULL THEN concat_ws(', ', 'round ' || o.round_id || ' closed', format('round %s opened', next)) END;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.start_next_round(int) IS
  'closes the round whose cut-off is past and opens the next, where the program has a round length; returns what it did, null for nothing';

CREATE FUNCTION badcase_internal.free_ended_claims(program int) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n bigint;
  BEGIN
    UPDATE badcase_internal.submission s SET lease_role = NULL, lease_until = NULL
    WHERE s.submission_id = ANY (ARRAY(
      SELECT t.submission_id FROM badcase_internal.submission t
      WHERE t.lease_role IS NOT NULL AND t.program_id = free_ended_claims.program AND NOT badcase_internal.is_claimed(t)
      ORDER BY t.submission_id LIMIT 1000 FOR NO KEY UPDATE SKIP LOCKED));
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.free_ended_claims(int) IS 'frees claims that are over, up to 1000; returns how many';

CREATE FUNCTION badcase_internal.has_to_purge(program int) RETURNS bool
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT EXISTS (
        SELECT FROM badcase_internal.submission s
        WHERE s.program_id = has_to_purge.program AND s.state IN ('withdrawn', 'rejected') AND s.record IS NOT NULL
          AND s.updated_at < now() - p.retention
          AND (s.state = 'withdrawn' OR NOT EXISTS (SELECT FROM badcase_internal.release_item i WHERE i.submission_id = s.submission_id)))
      OR EXISTS (
        SELECT FROM badcase_internal.upload u JOIN badcase_internal.refused_line r ON r.upload_id = u.upload_id
        WHERE u.program_id = has_to_purge.program AND u.refused > 0 AND u.processed_at < now() - p.retention AND r.line IS NOT NULL)
    FROM badcase_internal.program p WHERE p.program_id = has_to_purge.program AND p.retention IS NOT NULL
  $$;
COMMENT ON FUNCTION badcase_internal.has_to_purge(int) IS
  'whether a program has texts that its retention does not let it keep; null where it has none';

CREATE FUNCTION badcase_internal.next_due(program int) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT CASE
      WHEN p.round_days IS NOT NULL AND NOT EXISTS (
        SELECT FROM badcase_internal.round r
        WHERE r.program_id = p.program_id AND r.closed_at IS NULL AND (r.cut_off > now()) IS NOT FALSE) THEN 'round'
      WHEN EXISTS (
        SELECT FROM badcase_internal.submission s
        WHERE s.lease_role IS NOT NULL AND s.program_id = p.program_id AND NOT badcase_internal.is_claimed(s)) THEN 'claims'
      WHEN badcase_internal.has_triage(p.program_id) THEN 'triage'
      WHEN badcase_internal.has_to_purge(p.program_id) THEN 'purge'
    END
    FROM badcase_internal.program p WHERE p.program_id = next_due.program
  $$;
COMMENT ON FUNCTION badcase_internal.next_due(int) IS 'what is due next in a program: round, claims, triage or purge; null for nothing';

-- One step a call: each has locks that come before those of another.
CREATE FUNCTION badcase.maintain_batch(program int DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    p int;
    what text;
    n bigint;
  BEGIN
    IF program IS NOT NULL OR badcase_internal.programs_with('curator') = '{}' THEN
      program := badcase_internal.the_program(program, 'curator');
    END IF;
    SELECT x.id, x.due INTO p, what
    FROM (SELECT q.id, badcase_internal.next_due(q.id) AS due FROM unnest(badcase_internal.programs_with('curator')) q(id)) x
    WHERE (maintain_batch.program IS NULL OR x.id = maintain_batch.program) AND x.due IS NOT NULL
    ORDER BY x.id LIMIT 1;
    CASE what
      WHEN 'round' THEN
        RETURN format('program %s: %s', p, badcase_internal.start_next_round(p));
      WHEN 'claims' THEN
        n := badcase_internal.free_ended_claims(p);
      WHEN 'triage' THEN
        n := badcase.triage_batch(p, 1000);
      WHEN 'purge' THEN
        n := badcase.purge(p);
      ELSE
        PERFORM badcase_internal.keep_tallies(q.id) FROM unnest(badcase_internal.programs_with('curator')) q(id)
        WHERE maintain_batch.program IS NULL OR q.id = maintain_batch.program;
        RETURN NULL;
    END CASE;
    -- what somebody else is doing is left to them
    RETURN CASE WHEN n > 0 THEN format('program %s: %s %s', p, n, CASE what WHEN 'claims' THEN 'claims freed' WHEN 'triage' THEN 'submissions triaged' ELSE 'texts erased' END) END;
  END
  $$;
COMMENT ON FUNCTION badcase.maintain_batch(int) IS
  'curator: does the next thing that is due in a program, or in one''s programs; returns what it did, null where nothing is due';

CREATE PROCEDURE badcase.maintain(program int DEFAULT NULL)
  LANGUAGE plpgsql
  AS $$
  DECLARE
    done pg_catalog.text;
  BEGIN
    LOOP
      done := badcase.maintain_batch(program);
      EXIT WHEN done IS NULL;
      COMMIT;
      RAISE NOTICE '%', done;
    END LOOP;
  END
  $$;
COMMENT ON PROCEDURE badcase.maintain(int) IS
  'curator: does what is due, committing after each step: the round past its cut-off closed and the next opened, ended claims freed, triage, texts erased by retention; safe at any time';
-- Finding records by words and by what is known of them. The words are looked for in what near search looks at: what triage
-- has seen, neither duplicates nor withdrawn.

CREATE FUNCTION badcase_internal.has_search_index() RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'badcase_internal' AND c.relname = 'searchable_words' AND i.indisvalid);
  END;
COMMENT ON FUNCTION badcase_internal.has_search_index() IS 'whether the index of words has been made';

CREATE FUNCTION badcase.create_search_index() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM badcase_internal.require_owner();
    IF badcase_internal.has_search_index() THEN
      RETURN;
    END IF;
    IF badcase_internal.is_elsewhere() THEN
      RAISE feature_not_supported USING
        MESSAGE = 'the search table is on other servers and can have no index of words',
        HINT = 'badcase.search gives the same rows without it.';
    END IF;
    CREATE INDEX searchable_words ON badcase_internal.searchable
      USING gin (@extschema@.badcase_search_keys(record)) WITH (fastupdate = off);
    COMMENT ON INDEX badcase_internal.searchable_words IS 'records by pairs of neighbouring characters, for badcase.search';
  END
  $$;
COMMENT ON FUNCTION badcase.create_search_index() IS
  'owner: makes the index that badcase.search finds words of two characters or more by; nothing is triaged while it is made';

CREATE FUNCTION badcase_internal.has_issue(s badcase_internal.submission, rule text) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.finding f
      WHERE f.submission_id = s.submission_id AND f.revision = s.revision AND f.cleared IS NOT TRUE AND f.rule = has_issue.rule);
  END;
COMMENT ON FUNCTION badcase_internal.has_issue(badcase_internal.submission, text) IS
  'whether screening found that in a submission as it stands, and nobody cleared it';

-- Common words are found among the newest records soon; so those are looked through first, and the index is asked for what
-- is missing. Without it, and for one character, all records are looked through, from the newest on, until there are enough.
-- The index is on the search table; the ledger has the same records.
-- Each call has a plan of its own, so a condition that is not asked for is not in it.
CREATE FUNCTION badcase_internal.find_words(program int, words text, in_state text, task bigint, by_contributor bigint, in_round bigint,
    with_issue text, by_model text, since timestamptz, until timestamptz, max_rows int) RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_variable
  DECLARE
    keys CONSTANT int[] := @extschema@.badcase_search_keys(words);
    newest bigint := (
      SELECT h.submission_id FROM badcase_internal.submission h WHERE badcase_internal.is_searchable(h.state)
      ORDER BY h.submission_id DESC OFFSET 2000 LIMIT 1);
    found bigint[];
    n bigint;
  BEGIN
    IF keys = '{}' OR badcase_internal.has_search_index() IS NOT TRUE THEN
      newest := NULL;
    END IF;
    RETURN QUERY
      SELECT s.submission_id
      FROM badcase_internal.submission s
      WHERE s.submission_id > coalesce(newest, 0) AND s.program_id = program AND badcase_internal.is_searchable(s.state)
        AND @extschema@.badcase_contains(s.record, words)
        AND (in_state IS NULL OR s.state = in_state) AND (task IS NULL OR s.task_id = task)
        AND (by_contributor IS NULL OR s.contributor_id = by_contributor) AND (in_round IS NULL OR s.decided_round = in_round)
        AND (with_issue IS NULL OR badcase_internal.has_issue(s, with_issue)) AND (by_model IS NULL OR s.model_version = by_model)
        AND (since IS NULL OR s.received_at >= since) AND (until IS NULL OR s.received_at < until)
      ORDER BY s.submission_id DESC LIMIT max_rows;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF newest IS NULL OR n >= max_rows THEN
      RETURN;
    END IF;
    found := ARRAY(
      SELECT k.submission_id FROM badcase_internal.searchable k
      WHERE @extschema@.badcase_search_keys(k.record) OPERATOR(pg_catalog.@>) keys AND @extschema@.badcase_contains(k.record, words)
        AND k.submission_id + 0 <= newest);
    RETURN QUERY
      SELECT s.submission_id
      FROM badcase_internal.submission s
      WHERE s.submission_id = ANY (found) AND s.program_id = program
        AND (in_state IS NULL OR s.state = in_state) AND (task IS NULL OR s.task_id = task)
        AND (by_contributor IS NULL OR s.contributor_id = by_contributor) AND (in_round IS NULL OR s.decided_round = in_round)
        AND (with_issue IS NULL OR badcase_internal.has_issue(s, with_issue)) AND (by_model IS NULL OR s.model_version = by_model)
        AND (since IS NULL OR s.received_at >= since) AND (until IS NULL OR s.received_at < until)
      ORDER BY s.submission_id DESC LIMIT max_rows - n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.find_words(int, text, text, bigint, bigint, bigint, text, text, timestamptz, timestamptz, int) IS
  'the submissions that hold the words and meet the conditions, the newest first';

CREATE FUNCTION badcase.search(program int DEFAULT NULL, words text DEFAULT NULL, in_state text DEFAULT NULL, in_task text DEFAULT NULL,
    by_contributor bigint DEFAULT NULL, in_round bigint DEFAULT NULL, with_issue text DEFAULT NULL, by_model text DEFAULT NULL,
    since timestamptz DEFAULT NULL, until timestamptz DEFAULT NULL, max_rows int DEFAULT 20)
  RETURNS TABLE (submission bigint, state text, why text, task text, contributor bigint, external_id text, model_version text, received_at timestamptz,
    updated_at timestamptz, preview text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  AS $$
  #variable_conflict use_column
  DECLARE
    id bigint;
    ids bigint[];
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF max_rows IS NULL OR max_rows NOT BETWEEN 1 AND 1000 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a search gives 1 to 1000 rows';
    END IF;
    IF badcase_internal.is_state(in_state) IS FALSE THEN
      RAISE invalid_parameter_value USING MESSAGE = 'no such state of a submission';
    END IF;
    IF in_task IS NOT NULL THEN
      id := badcase_internal.named_task(program, in_task);
    END IF;
    IF words ~ '[^[:space:]]' THEN
      ids := ARRAY(SELECT badcase_internal.find_words(program, words, in_state, id, by_contributor, in_round, with_issue, by_model, since, until, max_rows));
    ELSE
      ids := ARRAY(
        SELECT s.submission_id FROM badcase_internal.submission s
        WHERE s.program_id = search.program AND (in_state IS NULL OR s.state = in_state) AND (id IS NULL OR s.task_id = id)
          AND (by_contributor IS NULL OR s.contributor_id = by_contributor) AND (in_round IS NULL OR s.decided_round = in_round)
          AND (with_issue IS NULL OR badcase_internal.has_issue(s, with_issue)) AND (by_model IS NULL OR s.model_version = by_model)
          AND (since IS NULL OR s.received_at >= since) AND (until IS NULL OR s.received_at < until)
        ORDER BY s.submission_id DESC LIMIT max_rows);
    END IF;
    RETURN QUERY
      SELECT s.submission_id, s.state, badcase_internal.why_in_codes(s), (
          SELECT t.name FROM badcase_internal.task t WHERE t.task_id = s.task_id), s.contributor_id, (
          SELECT c.external_id FROM badcase_internal.contributor c WHERE c.contributor_id = s.contributor_id), s.model_version, s.received_at,
        s.updated_at, CASE WHEN s.state <> 'held' THEN translate(left(@extschema@.prompt(s.record), 60), E'\n\r\t', '   ') END
      FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids)
      ORDER BY s.submission_id DESC;
  END
  $$;
COMMENT ON FUNCTION badcase.search(int, text, text, text, bigint, bigint, text, text, timestamptz, timestamptz, int) IS
  'curator: finds submissions by words anywhere in prompt, response or history, and by state, task, contributor, round of the decision, issue, model version and time; the newest first';
-- The door: contributors without a role, who are known by a token. A door's login has the capability intake and may call
-- these functions alone, each with the token of the contributor for whom it calls; it has no right without one. The server
-- makes the tokens, keeps their hashes and shows each once.

CREATE FUNCTION badcase_internal.most_applications() RETURNS int
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN 1000;
COMMENT ON FUNCTION badcase_internal.most_applications() IS 'how many can apply to a program within 24 hours';

-- A random UUID has 122 random bits of the server's strong generator: three have 366, of which the hash keeps 256.
CREATE FUNCTION badcase_internal.new_token() RETURNS text
  LANGUAGE sql VOLATILE
  BEGIN ATOMIC
    SELECT 'bct_' || encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex');
  END;
COMMENT ON FUNCTION badcase_internal.new_token() IS 'a token: bct_ and 256 random bits in hexadecimal';

CREATE FUNCTION badcase_internal.give_token(program int, application bigint, contributor bigint) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    token CONSTANT text := badcase_internal.new_token();
  BEGIN
    INSERT INTO badcase_internal.door_token (token_sha256, program_id, application_id, contributor_id, expires_at)
    SELECT sha256(convert_to(token, 'UTF8')), p.program_id, give_token.application, give_token.contributor,
      now() + make_interval(days => p.token_days)
    FROM badcase_internal.program p WHERE p.program_id = give_token.program;
    RETURN token;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.give_token(int, bigint, bigint) IS 'makes a token and keeps its hash; returns the token, which nothing else will show';

CREATE FUNCTION badcase_internal.require_door() RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.programs_with('intake') = '{}' THEN
      PERFORM badcase_internal.only_program('intake');
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_door() IS 'raises insufficient_privilege (42501) unless the person is a door of some program';

-- One answer for a token that never was, that is over, and that is another program's. The hash is looked up in an index: how
-- long that takes tells nothing of a token.
CREATE FUNCTION badcase_internal.good_token(token text) RETURNS badcase_internal.door_token
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    t badcase_internal.door_token;
  BEGIN
    PERFORM badcase_internal.require_door();
    SELECT k.* INTO t FROM badcase_internal.door_token k
    WHERE k.token_sha256 = sha256(convert_to(CASE WHEN length(good_token.token) = 68 THEN good_token.token ELSE '' END, 'UTF8'))
      AND k.ended_at IS NULL AND k.expires_at > now();
    IF NOT FOUND OR badcase_internal.has_capability(t.program_id, 'intake') IS NOT TRUE THEN
      RAISE invalid_authorization_specification USING
        MESSAGE = 'the token is not valid',
        HINT = 'It was not copied whole, or has expired, or another took its place. Who has lost one applies again.';
    END IF;
    RETURN t;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.good_token(text) IS
  'the row of a token that is good in a program for which the person is a door; raises 28000 if there is none, 42501 where the person is no door';

CREATE FUNCTION badcase_internal.contributor_at_door(token text) RETURNS badcase_internal.contributor
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    t CONSTANT badcase_internal.door_token := badcase_internal.good_token(token);
    c badcase_internal.contributor;
  BEGIN
    IF t.contributor_id IS NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = (SELECT CASE a.state WHEN 'refused' THEN 'the application was refused' ELSE 'the application waits for a curator' END
          FROM badcase_internal.application a WHERE a.application_id = t.application_id),
        HINT = 'badcase.door_status tells how it stands.';
    END IF;
    SELECT k.* INTO STRICT c FROM badcase_internal.contributor k WHERE k.contributor_id = t.contributor_id;
    RETURN c;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.contributor_at_door(text) IS
  'the contributor whose token it is; raises 28000 for a token that is not good, 55000 where the application was not admitted';

CREATE FUNCTION badcase_internal.end_tokens(contributor bigint) RETURNS int
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n int;
  BEGIN
    UPDATE badcase_internal.door_token t SET ended_at = now()
    WHERE t.contributor_id = end_tokens.contributor AND t.ended_at IS NULL;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.end_tokens(bigint) IS 'ends the tokens of a contributor; returns how many were not ended yet';

-- What is written on the form goes to the contributor, and is no longer kept twice.
CREATE FUNCTION badcase_internal.admit(application bigint, contributor bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    a badcase_internal.application;
    c bigint := contributor;
  BEGIN
    SELECT k.* INTO STRICT a FROM badcase_internal.application k WHERE k.application_id = admit.application FOR UPDATE;
    IF a.state <> 'waiting' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('application %s was %s already', a.application_id, a.state);
    END IF;
    IF c IS NULL THEN
      INSERT INTO badcase_internal.contributor (program_id, external_id, display_name, name_is_own, lang, registered_by)
      VALUES (a.program_id, 'door-' || a.application_id, a.name, true, a.lang, badcase_internal.person_name())
      RETURNING contributor_id INTO c;
    ELSE
      PERFORM badcase_internal.lock_contributor(c);
      PERFORM badcase_internal.end_tokens(c);
    END IF;
    PERFORM badcase_internal.enter_attestation(c, a.terms_version);
    PERFORM badcase_internal.enter_consent(c, s.scope, true, a.terms_version, true)
    FROM unnest(a.consents) s(scope);
    IF a.github IS NOT NULL THEN
      UPDATE badcase_internal.contributor k SET github = a.github WHERE k.contributor_id = c;
    END IF;
    IF a.contact IS NOT NULL THEN
      PERFORM badcase_internal.enter_contact(c, badcase_internal.kind_of_contact(a.contact), a.contact);
    END IF;
    UPDATE badcase_internal.application k SET state = 'admitted', name = NULL, contact = NULL, github = NULL, contributor_id = c,
      decided_by = badcase_internal.person_name(), decided_at = now()
    WHERE k.application_id = a.application_id;
    UPDATE badcase_internal.door_token t SET contributor_id = c WHERE t.application_id = a.application_id;
    PERFORM badcase_internal.note_action(a.program_id, 'applicant_admitted',
      reason => format('application %s, contributor %s', a.application_id, c));
    RETURN c;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.admit(bigint, bigint) IS
  'makes a contributor of who applied, or lets them be one that is there; returns its number';

CREATE FUNCTION badcase_internal.check_application(name text, contact text, github text, terms_version text, consents text[], lang text)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM badcase_internal.require_words('the name of an applicant', name);
    PERFORM badcase_internal.require_words('the version of the terms', terms_version);
    IF greatest(length(name), length(contact)) > 200 OR length(terms_version) > 100 THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a name or a contact has up to 200 characters, the version of the terms up to 100';
    END IF;
    IF consents IS NULL OR NOT consents <@ badcase_internal.consent_scopes() THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such scope of consent',
        HINT = format('Scopes are %s.', array_to_string(badcase_internal.consent_scopes(), ', '));
    END IF;
    PERFORM badcase_internal.require_language(lang);
    IF contact IS NOT NULL THEN
      PERFORM badcase_internal.require_words('a contact', contact);
    END IF;
    IF (contact IS NOT NULL AND 'contact' <> ALL (consents)) OR (github IS NOT NULL AND 'show_name' <> ALL (consents)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a contact is kept with the consent contact, a login at GitHub with the consent show_name',
        HINT = 'Agree to it, or leave it out.';
    END IF;
    PERFORM badcase_internal.require_login(github);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_application(text, text, text, text, text[], text) IS 'raises (22023) where an application cannot be as it is';

-- Of an open program the applicant is a contributor at once; elsewhere a curator decides, and the token waits with the
-- applicant. Applications that come at the same moment do not count each other: no lock of the program is taken for them.
CREATE FUNCTION badcase.door_apply(program int, name text, terms_version text, consents text[] DEFAULT '{}', contact text DEFAULT NULL,
    github text DEFAULT NULL, lang text DEFAULT 'en') RETURNS TABLE (token text, state text, expires_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    new_id bigint;
    given text;
  BEGIN
    program := badcase_internal.the_program(program, 'intake');
    PERFORM badcase_internal.check_application(door_apply.name, door_apply.contact, door_apply.github, door_apply.terms_version,
      door_apply.consents, door_apply.lang);
    IF (SELECT count(*) >= badcase_internal.most_applications() FROM badcase_internal.application a
        WHERE a.program_id = door_apply.program AND a.applied_at > now() - interval '24 hours') THEN
      RAISE program_limit_exceeded USING
        MESSAGE = format('program %s takes no more than %s applications within 24 hours', program, badcase_internal.most_applications()),
        HINT = 'Apply again tomorrow.';
    END IF;
    INSERT INTO badcase_internal.application (program_id, name, contact, github, terms_version, consents, lang)
    VALUES (program, door_apply.name, door_apply.contact, door_apply.github, door_apply.terms_version,
      ARRAY(SELECT s.scope FROM unnest(badcase_internal.consent_scopes()) s(scope) WHERE s.scope = ANY (door_apply.consents)), door_apply.lang)
    RETURNING application_id INTO new_id;
    given := badcase_internal.give_token(program, new_id, NULL::bigint);
    PERFORM badcase_internal.note_action(program, 'application', reason => format('application %s', new_id));
    IF (SELECT p.open FROM badcase_internal.program p WHERE p.program_id = door_apply.program) THEN
      PERFORM badcase_internal.admit(new_id, NULL::bigint);
    END IF;
    RETURN QUERY
      SELECT given, a.state, t.expires_at
      FROM badcase_internal.application a JOIN badcase_internal.door_token t ON t.application_id = a.application_id
      WHERE a.application_id = new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.door_apply(int, text, text, text[], text, text, text) IS
  'intake: applies to contribute, with the four consents apart and off unless named; returns the token of the applicant, which is shown this once';

CREATE FUNCTION badcase.door_programs() RETURNS TABLE (program int, name text, about text, open bool)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM badcase_internal.require_door();
    RETURN QUERY
      SELECT p.program_id, p.name, p.about, p.open FROM badcase_internal.program p
      WHERE p.program_id = ANY (badcase_internal.programs_with('intake'))
      ORDER BY p.program_id;
  END
  $$;
COMMENT ON FUNCTION badcase.door_programs() IS 'intake: the programs of a door, and whether they are open: who applies is admitted at once';
-- What a contributor sees and does with a token.

CREATE FUNCTION badcase.door_status(token text)
  RETURNS TABLE (state text, reason text, program int, program_name text, name text, github text, contacts jsonb, lang text, terms_version text,
    consents jsonb, token_until timestamptz, states jsonb)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    t CONSTANT badcase_internal.door_token := badcase_internal.good_token(door_status.token);
  BEGIN
    RETURN QUERY
      SELECT a.state, a.reason, p.program_id, p.name, coalesce(a.name, c.display_name), coalesce(a.github, c.github),
        coalesce((SELECT jsonb_object_agg(k.kind, k.value) FROM badcase_internal.contributor_contact k WHERE k.contributor_id = c.contributor_id), '{}'),
        coalesce(c.lang, a.lang),
        coalesce((SELECT k.text_version FROM badcase_internal.attestation k
          WHERE k.contributor_id = c.contributor_id ORDER BY k.attestation_id DESC LIMIT 1), a.terms_version),
        CASE WHEN c.contributor_id IS NULL THEN (SELECT jsonb_object_agg(s.scope, s.scope = ANY (a.consents)) FROM unnest(badcase_internal.consent_scopes()) s(scope))
          ELSE (SELECT jsonb_object_agg(s.scope, badcase_internal.consents(c.contributor_id, s.scope)) FROM unnest(badcase_internal.consent_scopes()) s(scope)) END,
        t.expires_at,
        coalesce((SELECT jsonb_object_agg(k.state, k.n) FROM (
          SELECT s.contributor_state AS state, count(*) AS n FROM badcase_internal.submission s
          WHERE s.contributor_id = c.contributor_id GROUP BY s.contributor_state) k), '{}')
      FROM badcase_internal.application a
      JOIN badcase_internal.program p ON p.program_id = a.program_id
      LEFT JOIN badcase_internal.contributor c ON c.contributor_id = t.contributor_id
      WHERE a.application_id = t.application_id;
  END
  $$;
COMMENT ON FUNCTION badcase.door_status(text) IS
  'intake: how the application of a token''s bearer stands, what the bearer agreed to, and how many submissions are in each state';

CREATE FUNCTION badcase.door_uploads(token text, before bigint DEFAULT NULL, max_rows int DEFAULT 50)
  RETURNS TABLE (upload bigint, file_name text, opened_at timestamptz, lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint,
    bytes bigint, sha256 text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(door_uploads.token);
  BEGIN
    PERFORM badcase_internal.require_rows(max_rows);
    RETURN QUERY
      SELECT u.upload_id, u.file_name, u.opened_at, u.lines, u.stored, u.repeated, u.refused, u.blank, u.bytes, encode(u.sha256, 'hex')
      FROM badcase_internal.upload u
      WHERE u.contributor_id = c.contributor_id AND (before IS NULL OR u.upload_id < before)
      ORDER BY u.upload_id DESC LIMIT max_rows;
  END
  $$;
COMMENT ON FUNCTION badcase.door_uploads(text, bigint, int) IS 'intake: the files that a token''s bearer sent, the newest first; before: an upload''s number, to go on from it';

CREATE FUNCTION badcase_internal.require_rows(max_rows int) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF max_rows IS NULL OR max_rows NOT BETWEEN 0 AND 1000 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'rows are 0 to 1000';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_rows(int) IS 'raises (22023) where so many rows are not given at once';

-- Every line of an upload has a row, so that a page of lines is a range of their numbers.
CREATE FUNCTION badcase.door_lines(token text, upload bigint DEFAULT NULL, after bigint DEFAULT 0, max_rows int DEFAULT 100, lang text DEFAULT NULL)
  RETURNS TABLE (upload_id bigint, file_name text, line_no bigint, verdict text, code text, message text, submission bigint,
    state text, reasons text[], updated_at timestamptz, hint text, preview text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(door_lines.token);
    words CONSTANT text := coalesce(door_lines.lang, c.lang);
    r record;
  BEGIN
    PERFORM badcase_internal.require_language(words);
    PERFORM badcase_internal.require_rows(max_rows);
    IF upload IS NOT NULL THEN
      RETURN QUERY
        SELECT f.upload, f.file_name, f.line_no, f.verdict, f.code, f.message, f.submission, f.state, f.reasons, f.updated_at, f.hint, (
          SELECT left(@extschema@.prompt(s.record), 200) FROM badcase_internal.submission s
          WHERE f.verdict = 'stored' AND s.submission_id = f.submission)
        FROM badcase_internal.fates_of_lines(ARRAY[c.contributor_id], words) f
        WHERE f.upload = door_lines.upload AND f.line_no > after AND f.line_no <= after + max_rows
        ORDER BY f.line_no;
      RETURN;
    END IF;
    FOR r IN
      SELECT s.submission_id, s.upload_id, s.line_no FROM badcase_internal.submission s
      WHERE s.contributor_id = c.contributor_id AND s.contributor_state IN ('held', 'needs_changes', 'accepted', 'rejected')
      ORDER BY s.contributor_state_at DESC, s.submission_id DESC LIMIT max_rows
    LOOP
      RETURN QUERY
        SELECT f.upload, f.file_name, f.line_no, f.verdict, f.code, f.message, f.submission, f.state, f.reasons, f.updated_at, f.hint, (
          SELECT left(@extschema@.prompt(s.record), 200) FROM badcase_internal.submission s WHERE s.submission_id = r.submission_id)
        FROM badcase_internal.fates_of_lines(ARRAY[c.contributor_id], words) f
        WHERE f.upload = r.upload_id AND f.line_no = r.line_no;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase.door_lines(text, bigint, bigint, int, text) IS
  'intake: what became of the lines of an upload of a token''s bearer, from one line on; without an upload, what was decided or held of all, the newest first';

CREATE FUNCTION badcase.door_record(token text, upload bigint, line_no bigint)
  RETURNS TABLE (submission bigint, state text, record json, line bytea, code text, byte_offset int)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(door_record.token);
  BEGIN
    RETURN QUERY
      SELECT s.submission_id, s.contributor_state, @extschema@.json(s.record), NULL::bytea, NULL::text, NULL::int
      FROM badcase_internal.submission s
      WHERE s.contributor_id = c.contributor_id AND s.upload_id = door_record.upload AND s.line_no = door_record.line_no
      UNION ALL
      SELECT NULL, NULL, NULL, r.line, r.code, r.byte_offset FROM badcase_internal.refused_line r
      WHERE r.contributor_id = c.contributor_id AND r.upload_id = door_record.upload AND r.line_no = door_record.line_no
      UNION ALL
      SELECT s.submission_id, s.contributor_state, @extschema@.json(s.record), r.line, r.code, r.byte_offset
      FROM badcase_internal.passed_line p
      LEFT JOIN badcase_internal.submission s ON s.submission_id = p.submission_id AND s.contributor_id = c.contributor_id
      LEFT JOIN badcase_internal.refused_line r ON r.upload_id = p.refused_upload AND r.line_no = p.refused_line_no AND r.contributor_id = c.contributor_id
      WHERE p.contributor_id = c.contributor_id AND p.upload_id = door_record.upload AND p.line_no = door_record.line_no;
  END
  $$;
COMMENT ON FUNCTION badcase.door_record(text, bigint, bigint) IS
  'intake: the record of a line that a token''s bearer sent, as it stands now, or the bytes of a refused line; no row for a line that is none of theirs';

CREATE FUNCTION badcase.door_open_upload(token text, file_name text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(token);
  BEGIN
    RETURN badcase_internal.start_upload(c.program_id, c, file_name, 'submissions', NULL::bigint, 'badcase'::text);
  END
  $$;
COMMENT ON FUNCTION badcase.door_open_upload(text, text) IS
  'intake: opens the upload of a token''s bearer that this transaction fills and processes; returns its number';

CREATE FUNCTION badcase.door_process(token text)
  RETURNS TABLE (upload_id bigint, lines bigint, stored bigint, repeated bigint, refused bigint, blank bigint)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(door_process.token);
    u CONSTANT badcase_internal.upload := badcase_internal.current_upload();
  BEGIN
    IF u.upload_id IS NULL OR u.contributor_id IS DISTINCT FROM c.contributor_id THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = 'this transaction has not opened that upload',
        HINT = 'An upload is one transaction: BEGIN, badcase.door_open_upload, COPY badcase.intake, badcase.door_process, COMMIT.';
    END IF;
    RETURN QUERY SELECT t.* FROM badcase_internal.take_in(u) t;
  END
  $$;
COMMENT ON FUNCTION badcase.door_process(text) IS
  'intake: judges the lines of the upload that this transaction opened for a token''s bearer, stores or refuses each, returns the sums';

CREATE FUNCTION badcase.door_consent(token text, scope text, granted bool, text_version text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(token);
  BEGIN
    PERFORM badcase_internal.enter_consent(c.contributor_id, scope, granted, text_version, true);
  END
  $$;
COMMENT ON FUNCTION badcase.door_consent(text, text, bool, text) IS
  'intake: gives a consent of a token''s bearer, or takes it back, from now on; it is the bearer''s own word';

CREATE FUNCTION badcase.door_withdraw(token text, submission bigint DEFAULT NULL, upload bigint DEFAULT NULL, reason text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(token);
  BEGIN
    IF num_nonnulls(submission, upload) <> 1 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a withdrawal at a door is of one submission or one upload';
    END IF;
    IF NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.submission_id = door_withdraw.submission AND s.contributor_id = c.contributor_id)
        AND NOT EXISTS (SELECT FROM badcase_internal.upload u WHERE u.upload_id = door_withdraw.upload AND u.contributor_id = c.contributor_id) THEN
      PERFORM badcase_internal.refuse_number();
    END IF;
    RETURN badcase_internal.withdraw_all(badcase_internal.start_withdrawal('withdraw', c, upload, submission, reason));
  END
  $$;
COMMENT ON FUNCTION badcase.door_withdraw(text, bigint, bigint, text) IS
  'intake: takes back a submission or an upload of a token''s bearer; returns how many submissions that were';

CREATE FUNCTION badcase_internal.refuse_number() RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'nothing of that number is of the token''s bearer';
  END
  $$;
COMMENT ON FUNCTION badcase_internal.refuse_number() IS 'raises 42501: the same for what there is not and what is somebody else''s';

CREATE FUNCTION badcase.door_revise(token text, submission bigint, record @extschema@.badcase, reason text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(token);
  BEGIN
    IF NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.submission_id = door_revise.submission AND s.contributor_id = c.contributor_id) THEN
      PERFORM badcase_internal.refuse_number();
    END IF;
    RETURN badcase_internal.make_revision(submission, record, reason, true);
  END
  $$;
COMMENT ON FUNCTION badcase.door_revise(text, bigint, @extschema@.badcase, text) IS
  'intake: gives a submission of a token''s bearer that needs changes a new revision and sends it to triage again; returns its state';

CREATE FUNCTION badcase.door_set(token text, what text, value text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_variable
  DECLARE
    c CONSTANT badcase_internal.contributor := badcase_internal.contributor_at_door(token);
  BEGIN
    IF what IS NULL OR what NOT IN ('name', 'contact', 'github', 'lang') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such thing to change',
        HINT = 'These are name, contact, github, lang.';
    END IF;
    IF length(value) > 200 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'it has up to 200 characters';
    END IF;
    IF what = 'name' THEN
      IF value IS NOT NULL THEN
        PERFORM badcase_internal.require_words('a display name', value);
      END IF;
      UPDATE badcase_internal.contributor k SET display_name = value, name_is_own = true WHERE k.contributor_id = c.contributor_id;
    ELSIF what = 'github' THEN
      PERFORM badcase_internal.enter_github(c.contributor_id, value);
    ELSIF what = 'contact' THEN
      DELETE FROM badcase_internal.contributor_contact k WHERE k.contributor_id = c.contributor_id AND k.kind IN ('e-mail', 'other');
      IF value IS NOT NULL THEN
        PERFORM badcase_internal.require_words('a contact', value);
        PERFORM badcase_internal.enter_contact(c.contributor_id, badcase_internal.kind_of_contact(value), value);
      END IF;
    ELSE
      PERFORM badcase_internal.require_language(value);
      UPDATE badcase_internal.contributor k SET lang = value WHERE k.contributor_id = c.contributor_id;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.door_set(text, text, text) IS
  'intake: changes the name, contact, login at GitHub or language (name, contact, github, lang) of a token''s bearer; null removes it';

-- A token that was seen by somebody else is of no use to them after this.
CREATE FUNCTION badcase.door_renew(token text) RETURNS TABLE (new_token text, expires_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    t CONSTANT badcase_internal.door_token := badcase_internal.good_token(door_renew.token);
    given text;
  BEGIN
    UPDATE badcase_internal.door_token k SET ended_at = now() WHERE k.token_sha256 = t.token_sha256 AND k.ended_at IS NULL;
    IF NOT FOUND THEN
      PERFORM badcase_internal.good_token('');
    END IF;
    given := badcase_internal.give_token(t.program_id, t.application_id, t.contributor_id);
    PERFORM badcase_internal.note_action(t.program_id, 'token_renewed', reason => format('application %s', t.application_id));
    RETURN QUERY
      SELECT given, k.expires_at FROM badcase_internal.door_token k WHERE k.token_sha256 = sha256(convert_to(given, 'UTF8'));
  END
  $$;
COMMENT ON FUNCTION badcase.door_renew(text) IS 'intake: gives a token''s bearer another token, which is shown this once; the old one is good no longer';
-- What curators do about those who apply, and about tokens.

CREATE FUNCTION badcase_internal.applications()
  RETURNS TABLE (application bigint, program int, state text, name text, contact text, github text, terms_version text, consents text[], lang text,
    applied_at timestamptz, contributor bigint, reason text, decided_by text, decided_at timestamptz, token_until timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT a.application_id, a.program_id, a.state, a.name, a.contact, a.github, a.terms_version, a.consents, a.lang, a.applied_at,
      a.contributor_id, a.reason, a.decided_by::text, a.decided_at, (
        SELECT max(t.expires_at) FROM badcase_internal.door_token t
        WHERE t.application_id = a.application_id AND t.ended_at IS NULL AND t.expires_at > now())
    FROM badcase_internal.application a
    WHERE a.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
    ORDER BY a.program_id, a.application_id DESC
  $$;
COMMENT ON FUNCTION badcase_internal.applications() IS 'the rows of badcase.applications';

CREATE VIEW badcase.applications WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.applications() AS r) x;
COMMENT ON VIEW badcase.applications IS 'curator: who applied at a door to contribute to the reader''s programs, the newest first';
COMMENT ON COLUMN badcase.applications.application IS 'its number';
COMMENT ON COLUMN badcase.applications.program IS 'the program';
COMMENT ON COLUMN badcase.applications.state IS 'waiting, admitted or refused';
COMMENT ON COLUMN badcase.applications.name IS 'the name of who applied; null once it was decided: the contributor has it';
COMMENT ON COLUMN badcase.applications.contact IS 'how to reach who applied, with their consent, while it waits';
COMMENT ON COLUMN badcase.applications.github IS 'the login at GitHub, with their consent, while it waits';
COMMENT ON COLUMN badcase.applications.terms_version IS 'the version of the terms that they attested';
COMMENT ON COLUMN badcase.applications.consents IS 'what they agreed to: train, publish_text, show_name, contact';
COMMENT ON COLUMN badcase.applications.lang IS 'their language: en or zh';
COMMENT ON COLUMN badcase.applications.applied_at IS 'when';
COMMENT ON COLUMN badcase.applications.contributor IS 'the contributor that they were admitted as';
COMMENT ON COLUMN badcase.applications.reason IS 'why it was refused, as they are told';
COMMENT ON COLUMN badcase.applications.decided_by IS 'the role that admitted or refused it; of an open program, the door';
COMMENT ON COLUMN badcase.applications.decided_at IS 'when; null: it waits';
COMMENT ON COLUMN badcase.applications.token_until IS 'until when their token is good; null: it is over';

CREATE FUNCTION badcase_internal.require_application(application bigint) RETURNS badcase_internal.application
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    a badcase_internal.application;
  BEGIN
    SELECT k.* INTO a FROM badcase_internal.application k WHERE k.application_id = require_application.application;
    PERFORM badcase_internal.require(a.program_id, 'curator');
    RETURN a;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_application(bigint) IS 'the application, if the person is a curator of its program; raises 42501 if not';

CREATE FUNCTION badcase.admit_applicant(application bigint, contributor bigint DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    a CONSTANT badcase_internal.application := badcase_internal.require_application(application);
    c badcase_internal.contributor;
  BEGIN
    IF contributor IS NOT NULL THEN
      c := badcase_internal.require_self_or_curator(contributor);
      IF c.program_id <> a.program_id THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('contributor %s is registered in another program', contributor);
      END IF;
    END IF;
    RETURN badcase_internal.admit(a.application_id, contributor);
  END
  $$;
COMMENT ON FUNCTION badcase.admit_applicant(bigint, bigint) IS
  'curator: admits who applied as a contributor, or as one that is registered, whose earlier tokens end; returns the contributor''s number';

CREATE FUNCTION badcase.admit_applicants(applications bigint[]) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    id bigint;
    n bigint := 0;
  BEGIN
    FOR id IN SELECT DISTINCT x FROM unnest(applications) x ORDER BY x LOOP
      PERFORM badcase.admit_applicant(id, NULL::bigint);
      n := n + 1;
    END LOOP;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.admit_applicants(bigint[]) IS 'curator: admits many who applied, all or none, each as a new contributor; returns how many';

CREATE FUNCTION badcase.refuse_applicant(application bigint, reason text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    a badcase_internal.application := badcase_internal.require_application(application);
  BEGIN
    PERFORM badcase_internal.require_words('the reason of a refusal', reason);
    SELECT k.* INTO STRICT a FROM badcase_internal.application k WHERE k.application_id = a.application_id FOR UPDATE;
    IF a.state <> 'waiting' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('application %s was %s already', a.application_id, a.state),
        HINT = 'badcase.revoke_token ends the token of a contributor.';
    END IF;
    UPDATE badcase_internal.application k SET state = 'refused', name = NULL, contact = NULL, github = NULL, reason = refuse_applicant.reason,
      decided_by = badcase_internal.person_name(), decided_at = now()
    WHERE k.application_id = a.application_id;
    PERFORM badcase_internal.note_action(a.program_id, 'applicant_refused', reason => format('application %s: %s', a.application_id, reason));
  END
  $$;
COMMENT ON FUNCTION badcase.refuse_applicant(bigint, text) IS
  'curator: refuses who applied, who is told why; what the application said of them is forgotten';

CREATE FUNCTION badcase.revoke_token(contributor bigint, reason text) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    program CONSTANT int := (SELECT c.program_id FROM badcase_internal.contributor c WHERE c.contributor_id = revoke_token.contributor);
    n int;
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    PERFORM badcase_internal.require_words('the reason of a revocation', reason);
    n := badcase_internal.end_tokens(contributor);
    IF n > 0 THEN
      PERFORM badcase_internal.note_action(program, 'token_revoked', reason => format('contributor %s: %s', contributor, reason));
    END IF;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.revoke_token(bigint, text) IS
  'curator: ends the tokens of a contributor at once; returns how many were good. Who applies again can be admitted as the same contributor';
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

      ('work_head', 'What needs doing, and by whom', '待办事项'),
      ('work_about', 'In all rounds of the program, as it stands now, with what to call.', '项目历轮目前的待办，及处理方法。'),
      ('work_since', 'since %s', '始于 %s'),
      ('work_none', 'Nothing waits for anybody.', '暂无待办。'),
      ('work_triage', 'records that triage has not seen', '尚未分拣的记录'),
      ('work_rescreening', 'screening by the present rules', '按现行规则重新筛查'),
      ('work_attestation', 'records held for want of an attestation', '因缺少声明而搁置的记录'),
      ('work_finding', 'findings to decide on', '待裁定的筛查结果'),
      ('work_dispute', 'disputes to settle', '待裁定的争议'),
      ('work_review', 'records to review', '待评审的记录'),
      ('work_changes', 'records to change', '待修改的记录'),
      ('work_task', 'records without a task', '尚无任务的记录'),
      ('work_task_name', 'names of tasks to take', '待采用的任务名称'),
      ('work_barred', 'accepted records that are kept out of releases', '已接受但不得发布的记录'),
      ('work_release', 'releases to publish', '待发布的版本'),
      ('work_consent', 'contributors to ask for their consent to training', '待征得训练同意的贡献者'),
      ('for_curator', 'curators', '管理员'),
      ('for_reviewer', 'reviewers', '评审员'),
      ('for_contributor', 'contributors', '贡献者'),

      ('days_head', 'Day by day', '每日进展'),
      ('days_about', 'Each column is a day; the highest of a plot is the number beside its name. Grey is to come.', '每柱为一天；每图最高一柱即标题旁的数字。灰色为尚未到来的日子。'),
      ('days_about_more', 'Each column is %s days; the highest of a plot is the number beside its name. Grey is to come.', '每柱为 %s 天；每图最高一柱即标题旁的数字。灰色为尚未到来的日子。'),
      ('days_received', 'Records received', '收到的记录'),
      ('days_reviews', 'Reviews', '评审'),
      ('days_decisions', 'Decisions', '裁定'),
      ('days_most', '%s; highest: %s (%s)', '共 %s；最高 %s（%s）'),
      ('days_none', 'none yet', '暂无'),
      ('days_to_cut_off', 'cut-off %s', '截止 %s'),
      ('pace_no_cut_off', 'The round has no cut-off.', '本轮没有截止日期。'),
      ('pace_over', 'The cut-off was on %s: close the round and open the next.', '已于 %s 截止：请结束本轮并开启下一轮。'),
      ('pace_left', 'Days to the cut-off on %2$s: %1$s, from %3$s on, the last day with anything in it.', '距 %2$s 截止还有 %1$s 天（自最近有记录的 %3$s 起算）。'),
      ('pace_all_reviewed', 'No review is wanting.', '没有待完成的评审。'),
      ('pace_no_reviews', 'Reviews wanting: %s; none was given in the last seven days.', '尚缺 %s 次评审；最近七天没有评审。'),
      ('pace_in_time', 'Reviews wanting: %s; at the pace of the last seven days (%3$s a day) they are done by %2$s, in time.', '尚缺 %s 次评审；按最近七天的速度（每天 %3$s 次），将于 %2$s 完成，赶得上。'),
      ('pace_too_late', 'Reviews wanting: %s; at the pace of the last seven days (%3$s a day) they are done by %2$s, after the cut-off.', '尚缺 %s 次评审；按最近七天的速度（每天 %3$s 次），要到 %2$s 才能完成，晚于截止日期。'),
      ('pace_by', 'Reviews wanting: %s; at the pace of the last seven days (%3$s a day) they are done by %2$s.', '尚缺 %s 次评审；按最近七天的速度（每天 %3$s 次），将于 %2$s 完成。'),
      ('pace_accepted', 'Accepted in these seven days: %s; at this pace %s more by the cut-off.', '这七天接受 %s 条；照此到截止时还会接受 %s 条。'),

      ('files_head', 'File by file', '各文件'),
      ('files_about', 'The files of this round, the newest first: number, contributor, day. badcase.refused_lines tells what was wrong with one.', '本轮的文件，最新的在前：编号、贡献者、日期。每个文件的问题见 badcase.refused_lines。'),
      ('files_caption', 'Files', '文件'),
      ('file', 'upload %s', '上传 %s'),
      ('lines', 'Lines', '行'),
      ('short_stored', 'Stored', '存入'),
      ('short_repeated', 'Repeated', '重复'),
      ('short_refused', 'Refused', '拒收'),
      ('waiting', 'Undecided', '未裁定'),
      ('by_reviewer_head', 'Reviewer by reviewer', '各评审员'),
      ('by_reviewer_about', 'Reviews of this round; how often the decision was theirs, of what is decided; what they have claimed and not reviewed.', '本轮的评审；已裁定者中与结论一致的比例；已领取尚未评审的记录。'),
      ('by_reviewer_caption', 'Reviewers by role', '评审员，按角色'),
      ('as_decided', 'As decided', '与结论一致'),
      ('claimed', 'Claimed', '已领取'),
      ('last_review', 'Last', '最近'),
      ('consents_head', 'Contributors to be asked', '待联系的贡献者'),
      ('consents_about', 'What they sent is held until they attest, or accepted and of no use to training until they agree.', '其提交内容在声明之前搁置，或已接受但在同意之前不能用于训练。'),
      ('consents_caption', 'Contributors, by the program''s own names', '贡献者，按项目自己的编号'),
      ('attested', 'Attested', '已声明'),
      ('train', 'Training', '同意训练'),
      ('held', 'Held', '搁置'),
      ('yes', 'yes', '是'),
      ('no', 'no', '否'),

      ('lines_head', 'What came in', '收到的数据'),
      ('lines_about', 'The lines of all files that were sent in this round. Files: %s, contributors: %s.', '本轮提交的全部文件的各行：%s 个文件，来自 %s 位贡献者。'),
      ('lines_caption', 'Lines', '各行'),
      ('line_stored', 'stored', '已存入'),
      ('line_repeated', 'repeated: sent before by the same contributor', '重复：同一贡献者先前已提交'),
      ('line_refused', 'refused: no record', '拒收：不是有效记录'),
      ('line_blank', 'blank', '空行'),
      ('refused_caption', 'Why lines were refused, each line once', '拒收的原因，每行计一次'),

      ('refused_more', '%s other reasons', '其余 %s 种原因'),

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
        '本轮 %3$s 位评审员对 %2$s 条记录作出 %1$s 次评审。修改或重开之后，一条记录可能再次裁定。'),
      ('reviews_caption', 'Verdicts', '结论'),
      ('by_review', 'Reviews', '评审'),
      ('by_decision', 'Decisions', '裁定'),
      ('agreement', 'Over all rounds the reviewers agree on %s of %s pairs of reviews; Fleiss'' kappa is %s.', '历轮合计：%2$s 对评审中有 %1$s 意见一致；Fleiss kappa 为 %3$s。'),
      ('rulings', 'Decided by curators: %s. Reopened: %s.', '其中管理员裁定有争议的记录 %s 条，重开 %s 条。'),
      ('reasons_caption', 'Reasons that reviewers gave', '评审员给出的理由'),

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
      ('coverage_asking', 'Of %s submissions that were screened, %s state in the prompt what a program can check (language, length, format, words); of these, %s have a response in which nothing is seen to break it.', '在 %s 条已筛查的提交中，%s 条的提示写明了程序可以检查的要求（语言、长度、格式、用词），其中 %s 条的回答未见违反。'),

      ('kinds_head', 'Kinds of failure', '失败类型'),
      ('kinds_about', 'In what way the model failed, of the records that were decided in this round. A record of several kinds counts for each.', '本轮裁定的记录中模型失败的方式。兼有数种的记录各计一次。'),
      ('kinds_caption', 'Kinds of failure', '失败类型'),
      ('kinds_none', 'Decided records that name no kind: %s.', '%s 条已裁定的记录未注明类型。'),
      ('kinds_unknown', 'Of these %s name another, which is none: %s.', '其中 %s 条注明了不存在的类型：%s。'),
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

      ('models_head', 'Versions of the model', '模型版本'),
      ('models_about', 'What each version answers to the cases, and to held-out records of general corpora against the version that it was trained from. Chance: how likely such a difference of better and worse is by chance alone (McNemar, exact). ROUGE-L: the mean difference, and between what it lies with 95 % (paired bootstrap).',
        '各版本对案例的回答，以及对留出的通用语料与其基础版本相比的回答。偶然概率：仅凭偶然出现这样的优劣之差的可能性（McNemar 精确检验）。ROUGE-L：平均差及其 95 % 区间（配对自助法）。'),
      ('models_caption', 'Versions, the newest first', '版本，最新的在前'),
      ('case_answers', 'Cases', '案例'),
      ('case_fixed', 'Fixed', '已修复'),
      ('case_regressed', 'Regressed', '退步'),
      ('general_judged', 'General', '通用'),
      ('general_better', 'Better', '更好'),
      ('general_same', 'Same', '相同'),
      ('general_worse', 'Worse', '更差'),
      ('general_chance', 'Chance', '偶然概率'),
      ('general_rouge', 'ROUGE-L', 'ROUGE-L 之差'),

      ('credits_head', 'Credits', '致谢'),
      ('credits_about', 'Who first sent the records that were accepted in this round; near-duplicates count once. Names are of those who agreed to be shown.', '本轮接受的记录的首位提交者；近似重复只计一次。仅列出同意署名者。'),
      ('credits_caption', 'Accepted records by contributor', '已接受的记录，按贡献者'),
      ('unnamed', 'not named (contributors: %s)', '%s 位未署名的贡献者'),
      ('reviewers_caption', 'Reviews of this round by reviewers who agreed to be shown', '本轮评审，仅列出同意署名的评审员'),
      ('footer', 'For the curators of the program: these numbers are not made anonymous, and files, contributors and reviewers are named. A record belongs to the first round whose cut-off it came before. Times are in UTC; the same data give the same page.',
        '供项目管理员使用：数字未作匿名处理，并列出文件、贡献者与评审员。一条记录属于其到达之后首个截止的轮次。时间为 UTC；数据相同则页面相同。')
    ) x(key, en, zh);
  END;
COMMENT ON FUNCTION badcase_internal.report_words(text) IS 'the words of a report in a language, by key';

CREATE FUNCTION badcase_internal.report_reason(reason text, lang text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT coalesce(badcase_internal.told('reason_' || reason, lang), reason);
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

-- The text of a date is DateStyle's.
CREATE FUNCTION badcase_internal.report_day(day date) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT to_char(day::timestamp, 'YYYY-MM-DD');
  END;
COMMENT ON FUNCTION badcase_internal.report_day(date) IS 'a day for people';

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

-- A number beside others, of which the greatest has the whole width: without the track that a share is of.
CREATE FUNCTION badcase_internal.report_count(n bigint, most bigint, look text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format('<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">%s</svg>',
      CASE WHEN n > 0 THEN format('<rect class="%s" width="%s" height="10"/>', look, trim_scale(round(100::numeric * n / most, 3))) ELSE '' END);
  END;
COMMENT ON FUNCTION badcase_internal.report_count(bigint, bigint, text) IS 'a number as a bar, beside the greatest of its table: SVG';

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
header{border-bottom:1px solid var(--line);padding-bottom:1.25rem}
.eyebrow{color:var(--soft);font-size:.8125rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase}
:lang(zh) .eyebrow{letter-spacing:.1em}
h1{font-size:clamp(1.75rem,1.3rem + 2vw,2.5rem);font-weight:700;letter-spacing:-.015em;line-height:1.2;margin:.25rem 0 .5rem}
header .about{font-size:1rem;max-width:46rem}
.when{color:var(--soft);display:flex;flex-wrap:wrap;font-size:.875rem;gap:.125rem 1.5rem;margin-top:.75rem}
.when b{color:var(--ink);font-weight:600}
.tiles{display:grid;gap:.75rem;grid-template-columns:repeat(2,minmax(0,1fr))}
.tiles div{background:var(--card);border-left:.25rem solid var(--line);border-radius:.375rem;display:flex;flex-direction:column-reverse;justify-content:flex-end;padding:.75rem 1rem}
.tiles dt{color:var(--soft);font-size:.8125rem;line-height:1.35}
.tiles dd{font-size:1.75rem;font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums}
ul.work{display:grid;gap:.5rem .75rem;grid-template-columns:minmax(0,1fr);list-style:none;margin:1rem 0 0;padding:0}
.work li{align-items:baseline;background:var(--card);border-left:.25rem solid var(--line);border-radius:.375rem;display:grid;gap:0 .75rem;grid-template-columns:minmax(2.75rem,max-content) minmax(0,1fr);padding:.5rem 1rem .5rem .75rem}
.work b{font-size:1.375rem;font-variant-numeric:tabular-nums;font-weight:650;line-height:1.3;text-align:right}
.work span{display:block;font-weight:600;line-height:1.35}
small{color:var(--soft);display:block;font-size:.8125rem;line-height:1.4}
.work code{display:block;line-height:1.4}
.work .for_curator{border-color:var(--needs_changes)}.work .for_reviewer{border-color:var(--pending)}.work .for_contributor{border-color:var(--withdrawn)}
.plots{display:grid;gap:1.25rem 2.5rem;grid-template-columns:minmax(0,1fr);margin-top:1rem}
figure{margin:0}
figcaption{font-size:.875rem}figcaption span,.axis{color:var(--soft);font-size:.8125rem;font-variant-numeric:tabular-nums}
.columns{height:5rem;margin-top:.5rem;width:100%}
.axis{display:flex;justify-content:space-between;margin-top:.25rem}
.pace{margin-top:.75rem;max-width:52rem}
main{display:grid;gap:3rem 3.5rem;grid-template-columns:minmax(0,1fr);margin-top:1.5rem}
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
@media (max-width:39.99rem){.work code{display:none}.c7 :is(th,td):is(:nth-child(2),:nth-child(3),:nth-child(5)),.c8 :is(th,td):is(:nth-child(2),:nth-child(3),:nth-child(4),:nth-child(5),:nth-child(6),:nth-child(7)),.c9 :is(th,td):is(:nth-child(2),:nth-child(4),:nth-child(5),:nth-child(8)){display:none}}
@media (min-width:40rem){.tiles{grid-template-columns:repeat(3,minmax(0,1fr))}ul.work{grid-template-columns:repeat(2,minmax(0,1fr))}.row{align-items:center;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:1.25rem}td{vertical-align:middle}}
@media screen and (min-width:60rem){section:not(.wide) .row{gap:.25rem;grid-template-columns:minmax(0,1fr)}section:not(.wide) td{vertical-align:top}}
@media screen and (min-width:60rem){ul.work{grid-template-columns:repeat(3,minmax(0,1fr))}.plots{grid-template-columns:repeat(3,minmax(0,1fr))}.tiles{grid-template-columns:repeat(6,minmax(0,1fr))}main{grid-template-columns:repeat(2,minmax(0,1fr))}.wide{grid-column:1/-1}}
@page{margin:15mm}
@media print{:root{color-scheme:light;--page:#fff;--ink:#1b1f24;--soft:#57606a;--line:#c4cbd2;--card:#f5f7f9;--track:#e9edf1;--target:#1b1f24;
--received:#5b7fa6;--held:#9a6700;--pending:#0969da;--needs_changes:#bc4c00;--disputed:#8250df;--accepted:#1a7f37;--before:#6b8f7b;--rejected:#cf222e;--duplicate:#57606a;--withdrawn:#7d8590;--context:#0f766e}
html{font-size:10pt}body{max-width:none;padding:0}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
main,.column{display:block;margin-top:1.5rem}ul.work,.plots{gap:.5rem 1rem;grid-template-columns:repeat(3,minmax(0,1fr))}section{margin-top:1.75rem}.tiles{gap:.5rem;grid-template-columns:repeat(6,minmax(0,1fr))}.tiles div{padding:.5rem}.tiles dd{font-size:1.375rem}
.row{align-items:center;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:1.25rem}td{vertical-align:middle}tbody th,td{padding-bottom:.1875rem;padding-top:.1875rem}
section:not(.wide),p,tr,li,figure,.tiles div{break-inside:avoid}h2,caption,.about,.stack,.legend,thead{break-after:avoid}.note{break-before:avoid}thead{display:table-header-group}}
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

-- Of what came in with an upload, all did at the same time.
CREATE FUNCTION badcase_internal.report_received(r badcase_internal.round)
  RETURNS TABLE (submission_id bigint, state text, cluster_id bigint, received_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
    SELECT s.submission_id, s.state, s.cluster_id, s.received_at
    FROM badcase_internal.upload u JOIN badcase_internal.submission s ON s.upload_id = u.upload_id
    WHERE u.program_id = r.program_id AND u.kind = 'submissions' AND u.opened_at <@ (SELECT badcase_internal.report_span(r))
  $$;
COMMENT ON FUNCTION badcase_internal.report_received(badcase_internal.round) IS 'the submissions that belong to a round';

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
      WHERE k.n > 0
    ), refused AS (
      SELECT l.code, min(l.message COLLATE "C") AS message, count(*) AS n, row_number() OVER (ORDER BY count(*) DESC, l.code COLLATE "C") AS place
      FROM badcase_internal.refused_line l
      WHERE l.upload_id IN (SELECT f.upload_id FROM file f) GROUP BY l.code
    ), why AS (
      SELECT c.place, format('%s<small>%s</small>', badcase_internal.html(coalesce(badcase_internal.told('code_' || c.code, w ->> 'words'), c.message)),
        badcase_internal.html(badcase_internal.what_to_do(c.code, w ->> 'words'))) AS words, c.n
      FROM refused c WHERE c.place <= 8
      UNION ALL
      SELECT 9, format(w ->> 'refused_more', badcase_internal.report_number(count(*))), sum(c.n)::bigint FROM refused c WHERE c.place > 8 HAVING count(*) > 0
    )
    SELECT badcase_internal.report_section('lines', '', w ->> 'lines_head',
      format(w ->> 'lines_about', badcase_internal.report_number(t.files), badcase_internal.report_number(t.people)),
      CASE WHEN t.lines = 0 THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        (SELECT badcase_internal.report_bar(array_agg(k.n ORDER BY k.place), array_agg(k.look ORDER BY k.place), t.lines, w ->> 'lines_caption', 'lines',
           string_agg(format('%s %s', badcase_internal.report_number(k.n), w ->> ('line_' || k.key)), ', ' ORDER BY k.place)) FROM kind k)
        || badcase_internal.report_table('lines', w ->> 'lines_caption', ARRAY['', w ->> 'n', w ->> 'share'],
          (SELECT string_agg(badcase_internal.report_row(w ->> ('line_' || k.key),
             badcase_internal.report_bar(ARRAY[k.n], ARRAY[k.look], t.lines, badcase_internal.report_number(k.n)),
             badcase_internal.report_number(k.n), badcase_internal.report_share(k.n, t.lines)), '' ORDER BY k.place) FROM kind k))
        || coalesce((
          SELECT badcase_internal.report_table('refused', w ->> 'refused_caption', ARRAY['', w ->> 'n', w ->> 'share'],
            string_agg(badcase_internal.report_row(c.words,
              badcase_internal.report_bar(ARRAY[c.n], ARRAY['rejected'], c.total, badcase_internal.report_number(c.n)),
              badcase_internal.report_number(c.n), badcase_internal.report_share(c.n, c.total)), '' ORDER BY c.place))
          FROM (SELECT e.*, sum(e.n) OVER ()::bigint AS total FROM why e) c HAVING count(*) > 0), '')
      END)
    FROM total t
  $$;
COMMENT ON FUNCTION badcase_internal.report_lines(badcase_internal.round, jsonb) IS 'the section of a report on the lines that came in';

CREATE FUNCTION badcase_internal.report_states(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH counted AS MATERIALIZED (
      SELECT q.place, q.state, coalesce(k.n, 0) AS n_all, coalesce(n.n, 0) AS n
      FROM unnest(badcase_internal.states()) WITH ORDINALITY q(state, place)
      JOIN (
        SELECT c.state, c.n FROM badcase_internal.state_counts(r.program_id) c
        UNION ALL
        SELECT 'withdrawn', count(*) FROM badcase_internal.submission s WHERE s.state = 'withdrawn' AND s.program_id = r.program_id) k ON k.state = q.state AND k.n > 0
      LEFT JOIN (SELECT s.state, count(*) AS n FROM badcase_internal.report_received(r) s GROUP BY s.state) n ON n.state = q.state
    ), total AS (
      SELECT coalesce(sum(c.n), 0)::bigint AS n, coalesce(sum(c.n_all), 0)::bigint AS n_all FROM counted c
    )
    SELECT badcase_internal.report_section('states', '', w ->> 'states_head', w ->> 'states_about',
      CASE WHEN t.n_all = 0 THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        (SELECT badcase_internal.report_bar(array_agg(c.n ORDER BY c.place), array_agg(c.state ORDER BY c.place), t.n, w ->> 'states_caption', 'states',
           string_agg(format('%s %s', badcase_internal.report_number(c.n), w ->> ('state_' || c.state)), ', ' ORDER BY c.place) FILTER (WHERE c.n > 0)) FROM counted c)
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
           string_agg(format('%s %s', badcase_internal.report_number(v.decisions), w ->> ('state_' || v.state)), ', ' ORDER BY v.place) FILTER (WHERE v.decisions > 0)) FROM verdict v)
        || badcase_internal.report_table('reviews', w ->> 'reviews_caption', ARRAY['', w ->> 'by_review', w ->> 'by_decision', w ->> 'share'],
          (SELECT string_agg(badcase_internal.report_row(w ->> ('state_' || v.state),
             badcase_internal.report_bar(ARRAY[v.decisions], ARRAY[v.state], t.decisions, badcase_internal.report_number(v.decisions)),
             CASE WHEN v.state = 'disputed' THEN '–' ELSE badcase_internal.report_number(v.reviews) END, badcase_internal.report_number(v.decisions),
             badcase_internal.report_share(v.decisions, t.decisions)), '' ORDER BY v.place) FROM verdict v WHERE v.reviews + v.decisions > 0))
        || format('<p class="note">%s %s</p>', format(w ->> 'rulings', badcase_internal.report_number(t.adjudicated), badcase_internal.report_number(t.reopened)),
          CASE WHEN (t.agreement ->> 'pairs')::bigint > 0 THEN format(w ->> 'agreement',
            badcase_internal.report_share(round((t.agreement ->> 'observed')::numeric * 1000)::bigint, 1000),
            badcase_internal.report_number((t.agreement ->> 'pairs')::bigint), coalesce(t.agreement ->> 'kappa', '–')) END)
        || coalesce((
          SELECT badcase_internal.report_table('reasons', w ->> 'reasons_caption', ARRAY['', w ->> 'n', w ->> 'share'],
            string_agg(badcase_internal.report_row(badcase_internal.html(badcase_internal.report_reason(c.code, w ->> 'words')),
              badcase_internal.report_bar(ARRAY[c.n], ARRAY['needs_changes'], c.total, badcase_internal.report_number(c.n)),
              badcase_internal.report_number(c.n), badcase_internal.report_share(c.n, c.total)), '' ORDER BY c.n DESC, c.code COLLATE "C"))
          FROM (SELECT e.*, sum(e.n) OVER ()::bigint AS total FROM reason e) c HAVING count(*) > 0), '')
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
    SELECT nullif(x.task_id, 0), sum(x.received)::bigint, sum(x.clusters)::bigint, sum(x.accepted)::bigint, sum(x.now)::bigint, sum(x.open)::bigint
    FROM (
      SELECT t.a AS task_id, t.n[1] AS received, t.n[2] AS clusters, t.n[3] AS accepted, 0 AS now, t.n[7] AS open
      FROM badcase_internal.tallied(r.program_id, 'task') t WHERE t.a >= 0
      UNION ALL
      SELECT t.a, 0, 0, 0, t.n[1], 0 FROM badcase_internal.tallied(r.program_id, 'first') t WHERE t.b = r.round_id
      UNION ALL
      -- what is received is in no kept count
      SELECT coalesce(s.task_id, 0), count(*), 0, 0, 0, 0 FROM badcase_internal.submission s
      WHERE s.program_id = r.program_id AND s.state = 'received' AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')
      GROUP BY coalesce(s.task_id, 0)) x
    GROUP BY x.task_id
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
        format('<p class="none">%s</p>', w ->> 'nothing'))
      || coalesce((SELECT format('<p class="note">%s</p>', format(w ->> 'coverage_asking', badcase_internal.report_number(sum(c.known)::bigint),
           badcase_internal.report_number(sum(c.asking)::bigint), badcase_internal.report_number(sum(c.kept)::bigint)))
         FROM badcase_internal.state_counts(r.program_id) c HAVING sum(c.known) > 0), ''))
  $$;
COMMENT ON FUNCTION badcase_internal.report_coverage(badcase_internal.round, jsonb) IS 'the section of a report on tasks and their targets';

CREATE FUNCTION badcase_internal.report_kinds(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH decided AS MATERIALIZED (
      SELECT s.state, s.failure_kinds, CASE WHEN s.failure_kinds = '{}' THEN s.record END AS record FROM badcase_internal.submission s
      WHERE s.program_id = r.program_id AND s.decided_round = r.round_id AND s.state <> 'withdrawn'
    ), kind AS MATERIALIZED (
      SELECT q.place, q.kind, count(d.state) AS n, count(d.state) FILTER (WHERE d.state = 'accepted') AS accepted
      FROM unnest(badcase_internal.failure_kinds()) WITH ORDINALITY q(kind, place)
      LEFT JOIN decided d ON q.kind = ANY (d.failure_kinds)
      GROUP BY q.place, q.kind
    )
    SELECT badcase_internal.report_section('kinds', '', w ->> 'kinds_head', w ->> 'kinds_about',
      CASE WHEN NOT EXISTS (SELECT FROM decided) THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        coalesce((SELECT badcase_internal.report_legend('{accepted,duplicate}', ARRAY[w ->> 'state_accepted', w ->> 'key_other']) || badcase_internal.report_table('kinds', w ->> 'kinds_caption', ARRAY['', w ->> 'decided', w ->> 'accepted'],
          string_agg(badcase_internal.report_row(w ->> ('kind_' || k.kind),
            badcase_internal.report_bar(ARRAY[k.accepted, k.n - k.accepted], '{accepted,duplicate}', k.most, badcase_internal.report_number(k.n)),
            badcase_internal.report_number(k.n), badcase_internal.report_number(k.accepted)), '' ORDER BY k.place))
          FROM (SELECT x.*, max(x.n) OVER () AS most FROM kind x WHERE x.n > 0) k HAVING count(*) > 0), '')
        || format('<p class="note">%s %s</p>', format(w ->> 'kinds_none', badcase_internal.report_number((SELECT count(*) FROM decided d WHERE d.failure_kinds = '{}'))), (
          SELECT format(w ->> 'kinds_unknown', badcase_internal.report_number(max(u.records)),
            string_agg(format('<bdi>%s</bdi> (%s)', badcase_internal.html(u.kind, 40), u.n), ', ' ORDER BY u.n DESC, u.kind COLLATE "C") FILTER (WHERE u.place <= 5)
              || CASE WHEN count(*) > 5 THEN ' …' ELSE '' END)
          FROM (
            SELECT k.kind, count(*) AS n, row_number() OVER (ORDER BY count(*) DESC, k.kind COLLATE "C") AS place, (
              SELECT count(*) FROM decided x WHERE x.failure_kinds = '{}' AND badcase_internal.unknown_kinds(x.record) IS NOT NULL) AS records
            FROM decided d CROSS JOIN LATERAL unnest(badcase_internal.unknown_kinds(d.record)) k(kind)
            WHERE d.failure_kinds = '{}' GROUP BY k.kind) u HAVING count(*) > 0))
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
      SELECT k.cluster_id, n.n
      FROM (SELECT DISTINCT s.cluster_id FROM badcase_internal.report_received(r) s WHERE s.state <> 'withdrawn' AND s.cluster_id IS NOT NULL) k
      CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM badcase_internal.submission m WHERE m.cluster_id = k.cluster_id AND m.state <> 'withdrawn') n
    ), size AS MATERIALIZED (
      SELECT q.low, q.high, count(c.cluster_id) AS n, coalesce(sum(c.n), 0)::bigint AS records
      FROM (SELECT b.low, lead(b.low) OVER (ORDER BY b.low) - 1 AS high FROM unnest('{1,2,3,4,5,10,20,50,100}'::int[]) b(low)) q
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
            badcase_internal.report_count(z.n, z.most, 'pending'),
            badcase_internal.report_number(z.n), badcase_internal.report_number(z.records)), '' ORDER BY z.low))
          FROM (SELECT x.*, max(x.n) OVER () AS most FROM size x WHERE x.n > 0) z)
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
      SELECT k.contributor_id, c.display_name, sum(k.n) FILTER (WHERE k.accepted_round = r.round_id)::bigint AS n, sum(k.n)::bigint AS n_all,
        row_number() OVER (PARTITION BY c.display_name IS NULL ORDER BY sum(k.n) FILTER (WHERE k.accepted_round = r.round_id) DESC,
          min(k.first_at) FILTER (WHERE k.accepted_round = r.round_id), k.contributor_id) AS place
      FROM badcase_internal.cluster_credits(ARRAY[r.program_id]) k LEFT JOIN named c ON c.contributor_id = k.contributor_id
      GROUP BY k.contributor_id, c.display_name
      HAVING sum(k.n) FILTER (WHERE k.accepted_round = r.round_id) > 0
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
          string_agg(badcase_internal.report_row(l.name, badcase_internal.report_count(l.n, l.most, l.look),
            badcase_internal.report_number(l.n), badcase_internal.report_number(l.n_all)), '' ORDER BY l.place))
        FROM (SELECT x.*, max(x.n) OVER () AS most FROM line x) l HAVING count(*) > 0),
        format('<p class="none">%s</p>', w ->> 'nothing'))
      || coalesce((
        SELECT badcase_internal.report_table('reviewers', w ->> 'reviewers_caption', ARRAY['', w ->> 'by_review'],
          string_agg(badcase_internal.report_row(format('<bdi>%s</bdi>', badcase_internal.html(x.display_name)),
            badcase_internal.report_count(x.n, x.most, 'pending'), badcase_internal.report_number(x.n)), '' ORDER BY x.place))
        FROM (SELECT y.*, max(y.n) OVER () AS most FROM reviewer y) x WHERE x.place <= 60 HAVING count(*) > 0), ''))
  $$;
COMMENT ON FUNCTION badcase_internal.report_credits(badcase_internal.round, jsonb) IS 'the section of a report on those to be thanked';

CREATE FUNCTION badcase_internal.report_tiles(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH figure AS (
      SELECT f.* FROM (VALUES
        (1, 'received', w ->> 'tile_received', (
          SELECT count(*) FROM badcase_internal.report_received(r))),
        (2, 'pending', w ->> 'tile_reviews', (SELECT count(*) FROM badcase_internal.review v WHERE v.round_id = r.round_id)),
        (3, 'accepted', w ->> 'state_accepted', (SELECT count(*) FROM badcase_internal.event e WHERE e.round_id = r.round_id AND e.to_state = 'accepted')),
        (4, 'needs_changes', w ->> 'state_needs_changes', (
          SELECT count(*) FROM badcase_internal.event e WHERE e.round_id = r.round_id AND e.to_state = 'needs_changes')),
        (5, 'rejected', w ->> 'state_rejected', (SELECT count(*) FROM badcase_internal.event e WHERE e.round_id = r.round_id AND e.to_state = 'rejected')),
        (6, 'withdrawn', w ->> 'tile_missing', (
          SELECT coalesce(sum(greatest(t.target - coalesce(c.accepted, 0), 0)), 0)::bigint
          FROM badcase_internal.task t LEFT JOIN badcase_internal.task_counts(r.program_id, true) c ON c.task_id = t.task_id
          WHERE t.program_id = r.program_id))
      ) f(place, look, word, n)
    )
    SELECT format(E'<dl class="tiles wide" aria-label="%s">\n', w ->> 'key_figures')
      || (SELECT string_agg(format(E'<div class="%s"><dt>%s</dt><dd>%s</dd></div>\n', f.look, f.word, badcase_internal.report_number(f.n)), '' ORDER BY f.place) FROM figure f)
      || E'</dl>\n'
  $$;
COMMENT ON FUNCTION badcase_internal.report_tiles(badcase_internal.round, jsonb) IS 'the key figures of a report';

CREATE FUNCTION badcase_internal.report_head(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT format(E'<header>\n<p class="eyebrow">%s</p>\n<h1><bdi>%s</bdi></h1>\n%s<p class="when"><span>%s <b>%s</b></span> <span>%s <b>%s</b></span> <span>%s <b>%s</b></span></p>\n</header>\n',
        format(w ->> 'eyebrow', r.round_id), badcase_internal.html(p.name),
        coalesce('<p class="about"><bdi>' || badcase_internal.html(p.about, 600) || E'</bdi></p>\n', ''),
        w ->> 'opened', badcase_internal.report_time(r.opened_at), w ->> 'cut_off', badcase_internal.report_time(r.cut_off),
        w ->> 'closed', CASE WHEN r.closed_at IS NULL THEN w ->> 'not_yet' ELSE badcase_internal.report_time(r.closed_at) END)
    FROM badcase_internal.program p WHERE p.program_id = r.program_id
  $$;
COMMENT ON FUNCTION badcase_internal.report_head(badcase_internal.round, jsonb) IS 'the head of a report: program and round';

CREATE FUNCTION badcase.report_html(program int DEFAULT NULL, round bigint DEFAULT NULL, lang text DEFAULT 'en') RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
  DECLARE
    r badcase_internal.round;
    w CONSTANT jsonb := badcase_internal.report_words(lang);
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
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
      || badcase_internal.report_head(r, w) || E'<main>\n' || coalesce(badcase_internal.report_work(r, w), '') || badcase_internal.report_tiles(r, w) || badcase_internal.report_days(r, w)
      || badcase_internal.report_lines(r, w) || badcase_internal.report_states(r, w) || badcase_internal.report_coverage(r, w)
      || coalesce(badcase_internal.report_files(r, w), '') || badcase_internal.report_reviews(r, w)
      || coalesce(E'<div class="column">\n' || nullif(concat(badcase_internal.report_reviewers(r, w), badcase_internal.report_consents(r, w)), '') || E'</div>\n', '')
      || E'<div class="column">\n' || badcase_internal.report_kinds(r, w) || badcase_internal.report_clusters(r, w) || E'</div>\n'
      || badcase_internal.report_kinds_by_task(r, w) || coalesce(badcase_internal.report_models(r, w), '') || badcase_internal.report_credits(r, w)
      || format(E'</main>\n<footer><p>%s</p></footer>\n</body>\n</html>', w ->> 'footer');
  END
  $$;
COMMENT ON FUNCTION badcase.report_html(int, bigint, text) IS
  'curator: the report of a round, or of the last one, as one HTML page that needs nothing else; in English or Chinese';
-- What a report begins with: what waits, and for whom.

-- Those whose accepted records no release can take. No row for who was erased. Only of those who lack something are the
-- submissions counted.
CREATE FUNCTION badcase_internal.without_consent(program int)
  RETURNS TABLE (contributor bigint, external_id text, attested bool, train bool, held bigint, accepted bigint, last_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.contributor_id, c.external_id, c.attested, c.train, n.held, n.accepted, n.last_at
    FROM (
      SELECT k.contributor_id, k.external_id, EXISTS (SELECT FROM badcase_internal.attestation a WHERE a.contributor_id = k.contributor_id) AS attested,
        badcase_internal.consents(k.contributor_id, 'train') AS train
      FROM badcase_internal.contributor k WHERE k.program_id = without_consent.program AND k.external_id IS NOT NULL
      OFFSET 0) c
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE s.state = 'held' AND 'attestation' = ANY (s.held_for)) AS held,
        count(*) FILTER (WHERE s.state = 'accepted') AS accepted, max(s.received_at) AS last_at
      FROM badcase_internal.submission s WHERE s.contributor_id = c.contributor_id AND NOT (c.attested AND c.train)) n
    WHERE (n.held > 0 AND NOT c.attested) OR (n.accepted > 0 AND NOT c.train)
    ORDER BY n.held + n.accepted DESC, c.contributor_id
  $$;
COMMENT ON FUNCTION badcase_internal.without_consent(int) IS
  'the contributors of a program whose records are held for want of an attestation, or accepted and of no use without the consent to training';

CREATE FUNCTION badcase_internal.report_card(n bigint, word text, who text, since timestamptz, call text, w jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format(E'<li class="for_%s"><b>%s</b><div><span>%s</span><small>%s</small>%s</div></li>\n', who, badcase_internal.report_number(n), word,
      concat_ws(' · ', w ->> ('for_' || who), CASE WHEN since IS NOT NULL THEN format(w ->> 'work_since', to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD')) END),
      coalesce('<code>' || badcase_internal.html(call) || '</code>', ''));
  END;
COMMENT ON FUNCTION badcase_internal.report_card(bigint, text, text, timestamptz, text, jsonb) IS
  'one kind of work: how much, for whom, since when, and what to call: HTML';

-- Without what depends on the time of day: the same data give the same page.
CREATE FUNCTION badcase_internal.report_work(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH work AS (
      SELECT k.place, k.work, k.n, k.oldest,
        CASE k.work WHEN 'attestation' THEN 'contributor' WHEN 'changes' THEN 'contributor' WHEN 'review' THEN 'reviewer' ELSE 'curator' END AS who,
        CASE k.work WHEN 'review' THEN 'badcase.claim_reviews' WHEN 'changes' THEN 'badcase.outbox' WHEN 'attestation' THEN 'badcase.attest; badcase.outbox'
          ELSE badcase_internal.what_to_call(k.work) END AS call
      FROM badcase_internal.work_of(r.program_id) k
      WHERE k.n > 0 AND k.work NOT IN ('claim', 'overdue', 'round', 'quota')
      UNION ALL
      SELECT 8, 'consent', count(*), NULL, 'curator', 'badcase.contributors; badcase.set_consent'
      FROM badcase_internal.without_consent(r.program_id) c WHERE c.accepted > 0 AND NOT c.train HAVING count(*) > 0
    )
    SELECT badcase_internal.report_section('work', 'wide', w ->> 'work_head', w ->> 'work_about',
      coalesce(E'<ul class="work">\n' || string_agg(badcase_internal.report_card(k.n, w ->> ('work_' || k.work), k.who, k.oldest, k.call, w), ''
          ORDER BY array_position('{curator,reviewer,contributor}', k.who), k.place, k.work COLLATE "C") || E'</ul>\n',
        format('<p class="none">%s</p>', w ->> 'work_none')))
    FROM work k
    HAVING r.closed_at IS NULL
  $$;
COMMENT ON FUNCTION badcase_internal.report_work(badcase_internal.round, jsonb) IS
  'the section of a report on what waits in the program; null for a round that is closed';
-- The days of a round: what came in, was reviewed and decided, and what that comes to by the cut-off.

CREATE FUNCTION badcase_internal.report_daily(r badcase_internal.round)
  RETURNS TABLE (day date, received bigint, reviews bigint, decisions bigint, accepted bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT (x.at AT TIME ZONE 'UTC')::date AS day, count(*) FILTER (WHERE x.what = 'received'), count(*) FILTER (WHERE x.what = 'review'),
      count(*) FILTER (WHERE x.what NOT IN ('received', 'review')), count(*) FILTER (WHERE x.what = 'accepted')
    FROM (
      SELECT s.received_at, 'received' FROM badcase_internal.report_received(r) s
      UNION ALL
      SELECT v.reviewed_at, 'review' FROM badcase_internal.review v WHERE v.round_id = r.round_id
      UNION ALL
      SELECT e.at, e.to_state FROM badcase_internal.event e
      WHERE e.round_id = r.round_id AND e.to_state IN ('accepted', 'needs_changes', 'rejected', 'disputed')) x(at, what)
    GROUP BY 1 ORDER BY 1
  $$;
COMMENT ON FUNCTION badcase_internal.report_daily(badcase_internal.round) IS
  'how much came in, was reviewed, decided and accepted in a round, by days in UTC; days without any have no row';

-- Bars side by side, stretched to the width that there is; the height is of the greatest. From to_come on is the future.
CREATE FUNCTION badcase_internal.report_columns(columns bigint[], look text, to_come int, said text, id text, described text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format('<svg class="columns" viewBox="0 0 100 32" preserveAspectRatio="none" role="img" aria-labelledby="%s-title" aria-describedby="%1$s-desc">'
        '<title id="%1$s-title">%2$s</title><desc id="%1$s-desc">%3$s</desc>', id, badcase_internal.html(said), badcase_internal.html(described, 4000))
      || CASE WHEN to_come <= cardinality(columns) THEN format('<rect class="track" x="%s" width="%s" height="32"/>',
        trim_scale(round(100::numeric * (to_come - 1) / cardinality(columns), 3)), trim_scale(round(100::numeric * (cardinality(columns) - to_come + 1) / cardinality(columns), 3))) ELSE '' END
      || '<rect class="track" y="31.5" width="100" height="0.5"/>'
      || coalesce(string_agg(format('<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>', look,
        trim_scale(round(100::numeric * (c.place - 1) / cardinality(columns) + 8::numeric / cardinality(columns), 3)),
        trim_scale(round(32 - 31::numeric * c.n / c.most, 2)), trim_scale(round(84::numeric / cardinality(columns), 3)),
        trim_scale(round(31::numeric * c.n / c.most, 2))), '' ORDER BY c.place), '')
      || '</svg>'
    FROM (SELECT x.n, x.place, max(x.n) OVER () AS most FROM unnest(columns) WITH ORDINALITY x(n, place)) c WHERE c.n > 0;
  END;
COMMENT ON FUNCTION badcase_internal.report_columns(bigint[], text, int, text, text, text) IS
  'numbers by days as columns, with their description: SVG';

-- At the pace of the seven days up to the last on which anything was done; that day stands for today, so that the same data
-- give the same words.
CREATE FUNCTION badcase_internal.report_pace(r badcase_internal.round, w jsonb, today date, reviews bigint, accepted bigint) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH ahead AS (
      SELECT report_pace.today, report_pace.reviews, report_pace.accepted,
        CASE WHEN isfinite(r.cut_off) THEN (r.cut_off AT TIME ZONE 'UTC')::date END AS cut_off, (
          SELECT coalesce(sum(greatest(p.quorum - (
            SELECT count(*) FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass), 0)), 0)::bigint
          FROM badcase_internal.submission s JOIN badcase_internal.program p ON p.program_id = s.program_id
          WHERE s.program_id = r.program_id AND s.state = 'pending') AS wanted
      WHERE r.closed_at IS NULL
    ), words AS (
      SELECT 1 AS place, CASE
          WHEN a.cut_off IS NULL THEN w ->> 'pace_no_cut_off'
          WHEN a.cut_off < a.today THEN format(w ->> 'pace_over', badcase_internal.report_day(a.cut_off))
          ELSE format(w ->> 'pace_left', badcase_internal.report_number(a.cut_off - a.today), badcase_internal.report_day(a.cut_off), badcase_internal.report_day(a.today)) END AS words
      FROM ahead a
      UNION ALL
      SELECT 2, CASE
          WHEN a.wanted = 0 THEN w ->> 'pace_all_reviewed'
          WHEN a.reviews = 0 THEN format(w ->> 'pace_no_reviews', badcase_internal.report_number(a.wanted))
          WHEN a.cut_off >= a.today AND a.today + d.days <= a.cut_off THEN format(w ->> 'pace_in_time', badcase_internal.report_number(a.wanted), badcase_internal.report_day(a.today + d.days), d.day)
          WHEN a.cut_off >= a.today THEN format(w ->> 'pace_too_late', badcase_internal.report_number(a.wanted), badcase_internal.report_day(a.today + d.days), d.day)
          ELSE format(w ->> 'pace_by', badcase_internal.report_number(a.wanted), badcase_internal.report_day(a.today + d.days), d.day) END
      FROM ahead a CROSS JOIN LATERAL (
        SELECT least(ceil(7::numeric * a.wanted / nullif(a.reviews, 0)), 36500)::int AS days, badcase_internal.report_number(round(a.reviews::numeric / 7)::bigint) AS day) d
      UNION ALL
      SELECT 3, format(w ->> 'pace_accepted', badcase_internal.report_number(a.accepted), badcase_internal.report_number((a.cut_off - a.today) * a.accepted / 7))
      FROM ahead a WHERE a.cut_off > a.today
    )
    SELECT format('<p class="pace">%s</p>', string_agg(k.words, CASE w ->> 'words' WHEN 'zh' THEN '' ELSE ' ' END ORDER BY k.place)) || E'\n'
    FROM words k HAVING count(*) > 0
  $$;
COMMENT ON FUNCTION badcase_internal.report_pace(badcase_internal.round, jsonb, date, bigint, bigint) IS
  'what an open round comes to at its pace, reviews and accepted records of the seven days up to one, in sentences; null for a round that is closed';

-- At most 62 columns: of a day each, or of as many whole weeks as it takes.
CREATE FUNCTION badcase_internal.report_days(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH daily AS MATERIALIZED (
      SELECT d.* FROM badcase_internal.report_daily(r) d
    ), span AS (
      SELECT x.first_day, x.last_day, x.final_day, CASE WHEN x.final_day - x.first_day < 62 THEN 1 ELSE 7 * (((x.final_day - x.first_day) / 7 + 62) / 62) END AS step
      FROM (
        SELECT min(d.day) AS first_day, max(d.day) AS last_day,
          greatest(max(d.day), CASE WHEN isfinite(r.cut_off) THEN ((r.cut_off - interval '1 microsecond') AT TIME ZONE 'UTC')::date END) AS final_day
        FROM daily d) x
      WHERE x.first_day IS NOT NULL
    ), week AS (
      SELECT coalesce(sum(d.reviews), 0)::bigint AS reviews, coalesce(sum(d.accepted), 0)::bigint AS accepted FROM daily d CROSS JOIN span k WHERE d.day > k.last_day - 7
    ), slot AS (
      SELECT g.n, k.first_day + g.n * k.step AS day, k.step, coalesce(sum(d.received), 0)::bigint AS received, coalesce(sum(d.reviews), 0)::bigint AS reviews,
        coalesce(sum(d.decisions), 0)::bigint AS decisions
      FROM span k CROSS JOIN LATERAL generate_series(0, (k.final_day - k.first_day) / k.step) g(n)
      LEFT JOIN daily d ON (d.day - k.first_day) / k.step = g.n
      GROUP BY g.n, k.first_day, k.step
    ), plot AS (
      SELECT q.place, q.key, q.look, sum(q.n)::bigint AS n, max(q.n) AS most, array_agg(q.n ORDER BY q.slot) AS columns,
        (array_agg(q.day ORDER BY q.n DESC, q.slot))[1] AS most_on, string_agg(format('%s: %s', badcase_internal.report_day(q.day), q.n), ', ' ORDER BY q.slot) FILTER (WHERE q.n > 0) AS described
      FROM (
        SELECT v.place, v.key, v.look, v.n, s.n AS slot, s.day
        FROM slot s CROSS JOIN LATERAL (VALUES (1, 'received', 'received', s.received), (2, 'reviews', 'pending', s.reviews), (3, 'decisions', 'accepted', s.decisions)) v(place, key, look, n)) q
      GROUP BY q.place, q.key, q.look
    )
    SELECT badcase_internal.report_section('days', 'wide', w ->> 'days_head',
      format(w ->> CASE WHEN k.step > 1 THEN 'days_about_more' ELSE 'days_about' END, k.step),
      CASE WHEN k.first_day IS NULL THEN format('<p class="none">%s</p>', w ->> 'nothing') ELSE
        coalesce((SELECT badcase_internal.report_pace(r, w, k.last_day, p.reviews, p.accepted) FROM week p), '') || E'<div class="plots">\n'
        || (SELECT string_agg(format(E'<figure><figcaption><b>%s</b> <span>%s</span></figcaption>%s<p class="axis"><span>%s</span><span>%s</span></p></figure>\n', w ->> ('days_' || p.key),
            CASE WHEN p.n = 0 THEN w ->> 'days_none' ELSE format(w ->> 'days_most', badcase_internal.report_number(p.n), badcase_internal.report_number(p.most), to_char(p.most_on::timestamp, 'MM-DD')) END,
            badcase_internal.report_columns(p.columns, p.look, (k.last_day - k.first_day) / k.step + 2, w ->> ('days_' || p.key), 'days-' || p.key, coalesce(p.described, w ->> 'days_none')),
            badcase_internal.report_day(k.first_day), CASE WHEN k.final_day > k.last_day THEN format(w ->> 'days_to_cut_off', badcase_internal.report_day(k.final_day)) ELSE badcase_internal.report_day(k.final_day) END), '' ORDER BY p.place) FROM plot p)
        || E'</div>\n'
      END)
    FROM (SELECT) one LEFT JOIN span k ON true
  $$;
COMMENT ON FUNCTION badcase_internal.report_days(badcase_internal.round, jsonb) IS 'the section of a report on the days of the round';
-- A report by file, by reviewer, and by contributor without consent. For curators: it has the names of files, the roles of
-- reviewers and the program's own names of contributors.

CREATE FUNCTION badcase_internal.report_files(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH file AS MATERIALIZED (
      SELECT u.upload_id, u.file_name, c.external_id, u.lines, u.stored, u.repeated, u.refused, u.blank, (u.opened_at AT TIME ZONE 'UTC')::date AS day,
        row_number() OVER (ORDER BY u.upload_id DESC) AS place
      FROM badcase_internal.upload u LEFT JOIN badcase_internal.contributor c ON c.contributor_id = u.contributor_id
      WHERE u.program_id = r.program_id AND u.kind = 'submissions' AND u.processed_at IS NOT NULL
        AND u.opened_at <@ (SELECT badcase_internal.report_span(r))
    ), counted AS (
      SELECT f.*, n.accepted, n.waiting FROM file f CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE s.state = 'accepted') AS accepted,
          count(*) FILTER (WHERE s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')) AS waiting
        FROM badcase_internal.submission s WHERE s.upload_id = f.upload_id AND f.place <= 60) n
      WHERE f.place <= 60
    ), line AS (
      SELECT c.place, format('<bdi>%s</bdi><small>%s · <bdi>%s</bdi> · %s</small>', badcase_internal.html(coalesce(c.file_name, format(w ->> 'file', c.upload_id)), 60), c.upload_id,
          badcase_internal.html(coalesce(c.external_id, '–'), 60), badcase_internal.report_day(c.day)) AS name,
        c.lines, c.stored, c.repeated, c.refused, c.blank, c.waiting, c.accepted
      FROM counted c
      UNION ALL
      SELECT 61, format(w ->> 'more', badcase_internal.report_number(count(*))), sum(f.lines)::bigint, sum(f.stored)::bigint, sum(f.repeated)::bigint, sum(f.refused)::bigint,
        sum(f.blank)::bigint, NULL, NULL
      FROM file f WHERE f.place > 60 HAVING count(*) > 0
    )
    SELECT badcase_internal.report_section('files', 'wide', w ->> 'files_head', w ->> 'files_about',
      badcase_internal.report_legend('{pending,duplicate,rejected,withdrawn}', ARRAY[w ->> 'short_stored', w ->> 'short_repeated', w ->> 'short_refused', w ->> 'line_blank'])
      || badcase_internal.report_table('files', w ->> 'files_caption',
        ARRAY['', w ->> 'lines', w ->> 'short_stored', w ->> 'short_repeated', w ->> 'short_refused', w ->> 'waiting', w ->> 'accepted'],
        string_agg(badcase_internal.report_row(l.name,
          badcase_internal.report_bar(ARRAY[l.stored, l.repeated, l.refused, l.blank], '{pending,duplicate,rejected,withdrawn}', l.lines, badcase_internal.report_number(l.lines)),
          badcase_internal.report_number(l.lines), badcase_internal.report_number(l.stored), badcase_internal.report_number(l.repeated), badcase_internal.report_number(l.refused),
          badcase_internal.report_number(l.waiting), badcase_internal.report_number(l.accepted)), '' ORDER BY l.place)))
    FROM line l HAVING count(*) > 0
  $$;
COMMENT ON FUNCTION badcase_internal.report_files(badcase_internal.round, jsonb) IS
  'the section of a report on the files of the round, the newest first; null where there are none';

CREATE FUNCTION badcase_internal.report_reviewers(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  AS $$
    WITH given AS (
      SELECT v.reviewer, count(*) AS n, count(*) FILTER (WHERE s.state IN ('accepted', 'needs_changes', 'rejected') AND v.review_pass = s.review_pass) AS decided,
        count(*) FILTER (WHERE v.verdict = s.state AND v.review_pass = s.review_pass) AS same, (max(v.reviewed_at) AT TIME ZONE 'UTC')::date AS last_day
      FROM badcase_internal.review v JOIN badcase_internal.submission s ON s.submission_id = v.submission_id
      WHERE v.round_id = r.round_id GROUP BY v.reviewer
    ), claim AS (
      SELECT s.lease_role AS reviewer, count(*) AS n FROM badcase_internal.submission s
      WHERE s.program_id = r.program_id AND s.lease_role IS NOT NULL AND s.state = 'pending' AND r.closed_at IS NULL GROUP BY s.lease_role
    ), reviewer AS (
      SELECT pg_get_userbyid(coalesce(g.reviewer, c.reviewer)) AS name, coalesce(g.n, 0) AS n, g.decided, g.same, g.last_day, coalesce(c.n, 0) AS claimed,
        row_number() OVER (ORDER BY coalesce(g.n, 0) DESC, pg_get_userbyid(coalesce(g.reviewer, c.reviewer)) COLLATE "C") AS place, max(coalesce(g.n, 0)) OVER () AS most
      FROM given g FULL JOIN claim c ON c.reviewer = g.reviewer
    )
    SELECT badcase_internal.report_section('by_reviewer', '', w ->> 'by_reviewer_head', w ->> 'by_reviewer_about',
      badcase_internal.report_table('by_reviewer', w ->> 'by_reviewer_caption', ARRAY['', w ->> 'by_review', w ->> 'as_decided', w ->> 'claimed', w ->> 'last_review'],
        string_agg(badcase_internal.report_row(format('<bdi>%s</bdi>', badcase_internal.html(v.name::text, 60)), badcase_internal.report_count(v.n, v.most, 'pending'),
          badcase_internal.report_number(v.n), badcase_internal.report_share(v.same, v.decided), badcase_internal.report_number(v.claimed),
          coalesce(to_char(v.last_day::timestamp, 'MM-DD'), '–')), '' ORDER BY v.place) FILTER (WHERE v.place <= 60)))
    FROM reviewer v HAVING count(*) > 0
  $$;
COMMENT ON FUNCTION badcase_internal.report_reviewers(badcase_internal.round, jsonb) IS
  'the section of a report on the reviewers of the round; null where there are none';

CREATE FUNCTION badcase_internal.report_consents(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT badcase_internal.report_section('consents', '', w ->> 'consents_head', w ->> 'consents_about',
      badcase_internal.report_table('consents', w ->> 'consents_caption', ARRAY['', w ->> 'attested', w ->> 'train', w ->> 'held', w ->> 'accepted'],
        string_agg(badcase_internal.report_row(format('<bdi>%s</bdi>', badcase_internal.html(c.external_id, 60)), NULL,
          w ->> CASE WHEN c.attested THEN 'yes' ELSE 'no' END, w ->> CASE WHEN c.train THEN 'yes' ELSE 'no' END,
          badcase_internal.report_number(c.held), badcase_internal.report_number(c.accepted)), '' ORDER BY c.place) FILTER (WHERE c.place <= 60)
        || coalesce(max(CASE WHEN c.place = 61 THEN badcase_internal.report_row(format(w ->> 'more', badcase_internal.report_number(c.many - 60)), NULL, '', '', '', '') END), '')))
    FROM (
      SELECT k.*, row_number() OVER () AS place, count(*) OVER () AS many FROM badcase_internal.without_consent(r.program_id) k) c
    HAVING count(*) > 0 AND r.closed_at IS NULL
  $$;
COMMENT ON FUNCTION badcase_internal.report_consents(badcase_internal.round, jsonb) IS
  'the section of a report on contributors who must be asked; null where there are none, and for a round that is closed';
-- A report on the versions of the model: what they gained on the cases, and what they lost or gained of general ability.

CREATE FUNCTION badcase_internal.report_difference(difference numeric, low numeric, high numeric) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT coalesce(to_char(difference, 'SG0.000') || '<small>' || to_char(low, 'SG0.000') || ' … ' || to_char(high, 'SG0.000') || '</small>', '–');
  END;
COMMENT ON FUNCTION badcase_internal.report_difference(numeric, numeric, numeric) IS 'a difference with its interval, as HTML; a dash for none';

CREATE FUNCTION badcase_internal.report_models(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH version AS MATERIALIZED (
      SELECT f.*, m.name, b.name AS base_name, row_number() OVER (ORDER BY f.model DESC) AS place
      FROM badcase_internal.version_figures(ARRAY[r.program_id]) f
      JOIN badcase_internal.model_version m ON m.model_id = f.model
      LEFT JOIN badcase_internal.model_version b ON b.model_id = f.base
      WHERE f.is_whole AND f.cases + f.records > 0
    )
    SELECT badcase_internal.report_section('models', 'wide', w ->> 'models_head', w ->> 'models_about',
      badcase_internal.report_legend('{accepted,duplicate,rejected}', ARRAY[w ->> 'general_better', w ->> 'general_same', w ->> 'general_worse'])
      || badcase_internal.report_table('models', w ->> 'models_caption',
        ARRAY['', w ->> 'case_answers', w ->> 'case_fixed', w ->> 'case_regressed', w ->> 'general_judged', w ->> 'general_better', w ->> 'general_worse', w ->> 'general_chance', w ->> 'general_rouge'],
        string_agg(badcase_internal.report_row(
          format('<bdi>%s</bdi>%s', badcase_internal.html(v.name, 60), '<small>← <bdi>' || badcase_internal.html(v.base_name, 60) || '</bdi></small>'),
          CASE WHEN v.judged > 0 THEN badcase_internal.report_bar(ARRAY[v.better, v.same, v.worse], '{accepted,duplicate,rejected}', v.judged, badcase_internal.report_number(v.judged)) END,
          badcase_internal.report_number(v.cases), badcase_internal.report_number(v.fixed), badcase_internal.report_number(v.regressed),
          badcase_internal.report_number(v.judged), badcase_internal.report_number(v.better), badcase_internal.report_number(v.worse),
          coalesce(to_char(v.chance, 'FM0.000'), '–'), badcase_internal.report_difference(v.rouge_difference, v.rouge_low, v.rouge_high)), '' ORDER BY v.place)))
    FROM version v WHERE v.place <= 60 HAVING count(*) > 0
  $$;
COMMENT ON FUNCTION badcase_internal.report_models(badcase_internal.round, jsonb) IS
  'the section of a report on versions of the model that answered something, the newest first; null where none did';
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
