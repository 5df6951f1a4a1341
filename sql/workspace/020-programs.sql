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
