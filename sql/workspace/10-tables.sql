-- Small tables. On a distributed engine they are reference tables: copied to every node, with no raw line in them.

CREATE TABLE badcase.program (
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
COMMENT ON TABLE badcase.program IS 'a call for bad cases';
COMMENT ON COLUMN badcase.program.program_id IS 'its number';
COMMENT ON COLUMN badcase.program.name IS 'its name, unique';
COMMENT ON COLUMN badcase.program.about IS 'what it asks for';
COMMENT ON COLUMN badcase.program.quorum IS 'how many agreeing reviews decide';
COMMENT ON COLUMN badcase.program.withdrawals IS
  'counts what was taken back (consents, submissions); locked by an export, so that none runs over a withdrawal';
COMMENT ON COLUMN badcase.program.created_by IS 'the role that created it';
COMMENT ON COLUMN badcase.program.created_at IS 'when';
COMMENT ON COLUMN badcase.program.retention IS
  'how long after its end the text of what was refused, rejected or withdrawn is kept; null: until it is erased';
COMMENT ON COLUMN badcase.program.early_access IS
  'how long after a contributor''s last accepted record the contributor has early access to the next model';

CREATE TABLE badcase.contributor (
  contributor_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  external_id text CHECK (external_id ~ '[^[:space:]]'),
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
COMMENT ON COLUMN badcase.contributor.external_id IS
  'how the program''s own books name the contributor; null once the contributor was erased';
COMMENT ON COLUMN badcase.contributor.display_name IS
  'the name for the public list, where the consent show_name was given';
COMMENT ON COLUMN badcase.contributor.role IS
  'the database role that is this contributor, or null: a curator loads the files';
COMMENT ON COLUMN badcase.contributor.registered_by IS 'the role that registered the contributor';
COMMENT ON COLUMN badcase.contributor.registered_at IS 'when';
COMMENT ON COLUMN badcase.contributor.changed_at IS
  'when an upload, attestation or withdrawal was last taken in; each writes it, so that two at once conflict at any isolation level';
-- What names a person must not stay behind in pg_statistic when it goes from its table.
ALTER TABLE badcase.contributor
  ALTER COLUMN external_id SET STATISTICS 0,
  ALTER COLUMN display_name SET STATISTICS 0,
  ALTER COLUMN role SET STATISTICS 0;

CREATE TABLE badcase.contributor_contact (
  contributor_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind ~ '[^[:space:]]'),
  value text NOT NULL,
  noted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (contributor_id, kind)
);
COMMENT ON TABLE badcase.contributor_contact IS 'how to reach a contributor, while the consent contact holds';
COMMENT ON COLUMN badcase.contributor_contact.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase.contributor_contact.kind IS 'e-mail, telephone, …';
COMMENT ON COLUMN badcase.contributor_contact.value IS 'the address';
COMMENT ON COLUMN badcase.contributor_contact.noted_at IS 'when it was noted';
ALTER TABLE badcase.contributor_contact
  ALTER COLUMN kind SET STATISTICS 0,
  ALTER COLUMN value SET STATISTICS 0;

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
ALTER TABLE badcase.attestation ALTER COLUMN attested_by SET STATISTICS 0;
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
ALTER TABLE badcase.consent ALTER COLUMN given_by SET STATISTICS 0;
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
ALTER TABLE badcase.access_grant ALTER COLUMN role SET STATISTICS 0;
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
ALTER TABLE badcase.upload
  ALTER COLUMN contributor_role SET STATISTICS 0,
  ALTER COLUMN file_name SET STATISTICS 0,
  ALTER COLUMN opened_by SET STATISTICS 0,
  ALTER COLUMN sha256 SET STATISTICS 0;
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
  set_by name,
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase.task IS 'what a model should be able to do, with the number of examples that is wanted';
COMMENT ON COLUMN badcase.task.task_id IS 'its number';
COMMENT ON COLUMN badcase.task.program_id IS 'the program';
COMMENT ON COLUMN badcase.task.name IS 'its name: the key "task" of a record, up to 200 characters';
COMMENT ON COLUMN badcase.task.target IS 'how many examples are wanted';
COMMENT ON COLUMN badcase.task.about IS 'instruction and output format';
COMMENT ON COLUMN badcase.task.created_at IS 'when it was first seen';
COMMENT ON COLUMN badcase.task.set_by IS 'the curator who set it; null: triage made it for a record that names it';
ALTER TABLE badcase.task ALTER COLUMN name SET STATISTICS 0;

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
  mix jsonb NOT NULL DEFAULT '{}',
  scopes text[] NOT NULL DEFAULT '{train}' CHECK (scopes <@ '{train,publish_text}'),
  left_out jsonb NOT NULL DEFAULT '{}',
  ids_sha256 bytea,
  facts jsonb,
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
COMMENT ON COLUMN badcase.release.sha256 IS
  'SHA-256 of a line "split digest", the digest in hexadecimal, for each item in order: it depends on what is in the release alone';
COMMENT ON COLUMN badcase.release.built_by IS 'the role that built it';
COMMENT ON COLUMN badcase.release.built_at IS 'when';
COMMENT ON COLUMN badcase.release.published_by IS 'the role that published it';
COMMENT ON COLUMN badcase.release.published_at IS 'when, or null: only curators see it';
COMMENT ON COLUMN badcase.release.mix IS 'the options that it was built with, defaults filled in';
COMMENT ON COLUMN badcase.release.scopes IS 'the consents that every contributor of an item has given';
COMMENT ON COLUMN badcase.release.left_out IS
  'how many accepted submissions were left out, by reason; general_contaminated: how many records of general corpora';
COMMENT ON COLUMN badcase.release.ids_sha256 IS
  'SHA-256 of the items'' places, numbers, revisions and splits in order: what an erasure leaves of the list can be checked by it';
COMMENT ON COLUMN badcase.release.facts IS 'what the manifest says of the items, as it was when the release was published';

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

CREATE TABLE badcase.withdrawal (
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
COMMENT ON TABLE badcase.withdrawal IS 'what was taken back or erased, and when';
COMMENT ON COLUMN badcase.withdrawal.withdrawal_id IS 'its number';
COMMENT ON COLUMN badcase.withdrawal.program_id IS 'the program';
COMMENT ON COLUMN badcase.withdrawal.kind IS
  'withdraw: taken back; erase: the contributor and all texts erased; purge: erased when its time was over';
COMMENT ON COLUMN badcase.withdrawal.contributor_id IS 'whose submissions; null for a purge';
COMMENT ON COLUMN badcase.withdrawal.upload_id IS 'the upload that was taken back, if it was one';
COMMENT ON COLUMN badcase.withdrawal.submission_id IS 'the submission that was taken back, if it was one';
COMMENT ON COLUMN badcase.withdrawal.reason IS 'why, in the words of who did it; null once the contributor was erased';
COMMENT ON COLUMN badcase.withdrawal.submissions IS 'how many submissions it took back; for an erasure or a purge, how many submissions lost their text';
COMMENT ON COLUMN badcase.withdrawal.withdrawn_by IS 'the role that did it';
COMMENT ON COLUMN badcase.withdrawal.withdrawn_at IS 'when';
ALTER TABLE badcase.withdrawal
  ALTER COLUMN reason SET STATISTICS 0,
  ALTER COLUMN withdrawn_by SET STATISTICS 0;

CREATE TABLE badcase.disclosure (
  disclosure_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  submission_id bigint NOT NULL,
  revision int NOT NULL,
  authority text NOT NULL CHECK (authority ~ '[^[:space:]]'),
  reference text NOT NULL CHECK (reference ~ '[^[:space:]]'),
  disclosed_by name NOT NULL,
  disclosed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase.disclosure IS 'submissions that were given out as the law requires';
COMMENT ON COLUMN badcase.disclosure.disclosure_id IS 'its number';
COMMENT ON COLUMN badcase.disclosure.program_id IS 'the program';
COMMENT ON COLUMN badcase.disclosure.submission_id IS 'the submission';
COMMENT ON COLUMN badcase.disclosure.revision IS 'the revision that was given out';
COMMENT ON COLUMN badcase.disclosure.authority IS 'who asked for it';
COMMENT ON COLUMN badcase.disclosure.reference IS 'the reference of the order';
COMMENT ON COLUMN badcase.disclosure.disclosed_by IS 'the role that gave it out';
COMMENT ON COLUMN badcase.disclosure.disclosed_at IS 'when';
ALTER TABLE badcase.disclosure
  ALTER COLUMN authority SET STATISTICS 0,
  ALTER COLUMN reference SET STATISTICS 0;
