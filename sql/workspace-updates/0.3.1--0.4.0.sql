-- The relations of 0.3.1, made those of 0.4.0: tables go to a schema of their own, roles that decide are kept as roles.

-- Every function and view goes; the code that follows makes those of this version. Without CASCADE: a view of the user's
-- own that stands on one of them stops the upgrade instead of going with it.
DO $$
DECLARE
  names text;
BEGIN
  names := (
    SELECT pg_catalog.string_agg(p.oid::pg_catalog.regprocedure::text, ', ') FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_type t ON t.oid = p.prorettype
    JOIN pg_catalog.pg_class c ON c.oid = t.typrelid AND c.relkind = 'v'
    WHERE p.pronamespace = 'badcase'::pg_catalog.regnamespace);
  EXECUTE 'DROP ROUTINE ' || names;
  names := (
    SELECT pg_catalog.string_agg(c.oid::pg_catalog.regclass::text, ', ') FROM pg_catalog.pg_class c
    WHERE c.relnamespace = 'badcase'::pg_catalog.regnamespace AND c.relkind = 'v');
  EXECUTE 'DROP VIEW ' || names;
  names := (
    SELECT pg_catalog.string_agg(p.oid::pg_catalog.regprocedure::text, ', ') FROM pg_catalog.pg_proc p
    WHERE p.pronamespace = 'badcase'::pg_catalog.regnamespace);
  EXECUTE 'DROP ROUTINE ' || names;
END
$$;

-- What contributors could read of tables they read through views now.
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_catalog.pg_class c
    WHERE c.relnamespace = 'badcase'::pg_catalog.regnamespace AND c.relkind = 'r' AND c.relname <> 'intake'
    ORDER BY c.relname
  LOOP
    EXECUTE pg_catalog.format('ALTER TABLE badcase.%I SET SCHEMA badcase_internal', t.relname);
  END LOOP;
  FOR t IN
    SELECT c.relname, r.rolname, a.attname
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
    CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) x
    JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
    WHERE c.relnamespace = 'badcase_internal'::pg_catalog.regnamespace
  LOOP
    EXECUTE pg_catalog.format('REVOKE ALL (%I) ON badcase_internal.%I FROM %I', t.attname, t.relname, t.rolname);
  END LOOP;
END
$$;
COMMENT ON SCHEMA badcase IS 'badcase: what curators, reviewers, contributors and exporters call and read';
COMMENT ON SCHEMA badcase_internal IS
  'badcase: tables and helpers; nobody but the owner of the workspace has any right here';
COMMENT ON COLUMN badcase_internal.program.withdrawals IS
  'counts the withdrawals; locked by an export, so that none runs over a withdrawal';
DROP POLICY contributor ON badcase_internal.contributor;
DROP POLICY contributor ON badcase_internal.upload;
DROP POLICY contributor ON badcase_internal.refused_line;
DROP POLICY contributor ON badcase_internal.submission;

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
INSERT INTO badcase_internal.work_lock (program_id, work)
SELECT p.program_id, w.work FROM badcase_internal.program p CROSS JOIN (VALUES ('triage'), ('release')) w(work)
UNION ALL SELECT NULL, 'privileges';
ALTER TABLE badcase_internal.work_lock ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;

-- Roles by name become roles. A name whose role is gone gets a number that no role has, each its own.
CREATE TABLE badcase_internal.gone_role (name name PRIMARY KEY, number bigint GENERATED ALWAYS AS IDENTITY);
INSERT INTO badcase_internal.gone_role (name)
SELECT DISTINCT n.name FROM (
  SELECT g.role FROM badcase_internal.access_grant g
  UNION ALL SELECT v.reviewer FROM badcase_internal.review v
  UNION ALL SELECT m.made_by FROM badcase_internal.revision m) n(name)
WHERE pg_catalog.to_regrole(pg_catalog.quote_ident(n.name)) IS NULL;
CREATE FUNCTION badcase_internal.role_named(wanted name) RETURNS regrole
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce(pg_catalog.to_regrole(pg_catalog.quote_ident(wanted))::oid, (
      SELECT (4294967295 - g.number)::oid FROM badcase_internal.gone_role g WHERE g.name = wanted))::regrole;
  END;
ALTER TABLE badcase_internal.access_grant DROP CONSTRAINT access_grant_capability_check,
  ALTER COLUMN role TYPE regrole USING badcase_internal.role_named(role),
  ADD CONSTRAINT access_grant_capability_check CHECK (capability = ANY (badcase_internal.capabilities()));
COMMENT ON COLUMN badcase_internal.access_grant.capability IS 'contributor, reviewer, exporter, curator or gateway';
UPDATE badcase_internal.access_grant g SET revoked_by = current_user, revoked_at = now()
WHERE g.revoked_at IS NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.oid = g.role);
ALTER TABLE badcase_internal.contributor
  ALTER COLUMN role TYPE regrole USING pg_catalog.to_regrole(pg_catalog.quote_ident(role)),
  ADD COLUMN name_is_own bool NOT NULL DEFAULT false;
COMMENT ON COLUMN badcase_internal.contributor.name_is_own IS 'whether the contributor in person chose the name or removed it: registering again leaves it alone';

-- Consents: the last one of a contributor and scope holds.
ALTER TABLE badcase_internal.consent DROP CONSTRAINT consent_scope_check,
  ADD COLUMN superseded_at timestamptz,
  ADD COLUMN in_person bool NOT NULL DEFAULT false,
  ADD CONSTRAINT consent_scope_check CHECK (scope = ANY (badcase_internal.consent_scopes()));
UPDATE badcase_internal.consent k SET superseded_at = n.given_at
FROM (
  SELECT c.consent_id, lead(c.given_at) OVER (PARTITION BY c.contributor_id, c.scope ORDER BY c.consent_id) AS given_at
  FROM badcase_internal.consent c) n
WHERE n.consent_id = k.consent_id AND n.given_at IS NOT NULL;
UPDATE badcase_internal.consent k SET in_person = true
FROM badcase_internal.contributor c JOIN pg_catalog.pg_roles r ON r.oid = c.role
WHERE c.contributor_id = k.contributor_id AND r.rolname = k.given_by;
COMMENT ON TABLE badcase_internal.consent IS
  'consents given and taken back; of a contributor and scope the row that is not superseded holds';
COMMENT ON COLUMN badcase_internal.consent.superseded_at IS
  'when the next one took its place; null: it holds. An export locks the rows that it stands on';
COMMENT ON COLUMN badcase_internal.consent.in_person IS 'whether the contributor gave it or took it back in person, no curator';
DROP INDEX badcase_internal.consent_contributor;
CREATE UNIQUE INDEX consent_holds ON badcase_internal.consent (contributor_id, scope) WHERE superseded_at IS NULL;
COMMENT ON INDEX badcase_internal.consent_holds IS 'the consent that holds';
CREATE INDEX consent_contributor ON badcase_internal.consent (contributor_id, consent_id);
COMMENT ON INDEX badcase_internal.consent_contributor IS 'what a contributor agreed to, in order';

-- Uploads. What lies in intake belongs to no upload any more.
DELETE FROM badcase.intake;
COMMENT ON TABLE badcase.intake IS
  'contributor, curator: lines on their way in: COPY puts them here, badcase.process_upload takes them out in the same transaction';
DROP INDEX badcase.intake_xact;
CREATE INDEX intake_xact ON badcase.intake (xact, line_no);
COMMENT ON INDEX badcase.intake_xact IS 'the lines of this transaction';
ALTER TABLE badcase_internal.upload DROP COLUMN contributor_role, DROP CONSTRAINT upload_kind_check,
  ADD CONSTRAINT upload_kind_check CHECK (badcase_internal.is_upload_kind(kind));
ALTER TABLE badcase_internal.refused_line DROP COLUMN contributor_role;
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
ALTER TABLE badcase_internal.quota
  ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program,
  ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor;

-- Submissions and revisions.
DROP INDEX badcase_internal.submission_near, badcase_internal.submission_near_common,
  badcase_internal.submission_near_prompt, badcase_internal.submission_near_prompt_common, badcase_internal.submission_common;
ALTER TABLE badcase_internal.submission RENAME COLUMN told TO contributor_state;
ALTER TABLE badcase_internal.submission RENAME COLUMN told_at TO contributor_state_at;
ALTER TABLE badcase_internal.submission RENAME COLUMN pass TO review_pass;
ALTER TABLE badcase_internal.submission DROP COLUMN contributor_role,
  ALTER COLUMN lease_role TYPE regrole USING pg_catalog.to_regrole(pg_catalog.quote_ident(lease_role)),
  DROP CONSTRAINT submission_state_check, DROP CONSTRAINT submission_told_check, DROP CONSTRAINT submission_failure_kinds_check,
  ADD CONSTRAINT submission_state_check CHECK (badcase_internal.is_state(state)),
  ADD CONSTRAINT submission_contributor_state_check CHECK (badcase_internal.is_state(contributor_state)),
  ADD CONSTRAINT submission_failure_kinds_check CHECK (failure_kinds <@ badcase_internal.failure_kinds());
CREATE INDEX submission_unattested ON badcase_internal.submission (program_id, contributor_id)
  WHERE 'attestation' = ANY (held_for);
COMMENT ON INDEX badcase_internal.submission_unattested IS 'what waits for an attestation';
CREATE INDEX submission_task ON badcase_internal.submission (task_id) WHERE task_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_task IS 'the submissions of a task';
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
CREATE INDEX submission_common ON badcase_internal.submission (program_id) WHERE common_record AND cluster_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_common IS 'the common ones, whose clusters the end of a triage joins';
ALTER TABLE badcase_internal.revision ALTER COLUMN made_by DROP NOT NULL,
  ALTER COLUMN made_by TYPE regrole USING CASE WHEN made_by <> 'erased' THEN badcase_internal.role_named(made_by) END;
COMMENT ON COLUMN badcase_internal.revision.made_by IS 'who made it; null: a contributor who was erased';

-- Reviews, findings, releases.
ALTER TABLE badcase_internal.review RENAME COLUMN pass TO review_pass;
ALTER TABLE badcase_internal.review
  ALTER COLUMN reviewer TYPE regrole USING badcase_internal.role_named(reviewer),
  DROP CONSTRAINT review_reasons_check, DROP CONSTRAINT review_failure_kinds_check,
  ADD CONSTRAINT review_reasons_check CHECK (reasons <@ badcase_internal.reason_codes()),
  ADD CONSTRAINT review_failure_kinds_check CHECK (failure_kinds <@ badcase_internal.failure_kinds());
ALTER TABLE badcase_internal.rule_setting DROP CONSTRAINT rule_setting_severity_check,
  ADD CONSTRAINT rule_setting_severity_check CHECK (severity = 'off' OR severity = ANY (badcase_internal.severities()));
ALTER TABLE badcase_internal.term_list DROP CONSTRAINT term_list_severity_check,
  ADD CONSTRAINT term_list_severity_check CHECK (severity = ANY (badcase_internal.severities()));
ALTER TABLE badcase_internal.finding DROP CONSTRAINT finding_severity_check,
  ADD CONSTRAINT finding_severity_check CHECK (severity = ANY (badcase_internal.severities()));
ALTER TABLE badcase_internal.mix RENAME TO release_general_item;
ALTER TABLE badcase_internal.release_general_item RENAME CONSTRAINT mix_pkey TO release_general_item_pkey;
ALTER TABLE badcase_internal.release_general_item RENAME CONSTRAINT mix_pos_check TO release_general_item_pos_check;
ALTER INDEX badcase_internal.mix_pos RENAME TO release_general_item_pos;
COMMENT ON TABLE badcase_internal.release_general_item IS 'the records of general corpora in a release, among those of badcase_internal.release_item; all of them are for training';

-- A task that no curator has taken has the words of a contributor for its name. It stays while a record in review names
-- it, and leaves what was published.
UPDATE badcase_internal.release r SET facts = jsonb_set(r.facts, '{tasks}', (r.facts -> 'tasks') - ARRAY(
  SELECT t.name FROM badcase_internal.task t WHERE t.program_id = r.program_id AND t.set_by IS NULL))
WHERE r.facts ? 'tasks';
UPDATE badcase_internal.submission s SET task_id = NULL
WHERE s.task_id IN (
  SELECT t.task_id FROM badcase_internal.task t
  WHERE t.set_by IS NULL AND NOT EXISTS (
    SELECT FROM badcase_internal.submission o
    WHERE o.task_id = t.task_id AND o.state IN ('pending', 'needs_changes', 'disputed', 'accepted')
      AND @extschema@.meta(o.record) -> 'task' = to_jsonb(t.name)));
DELETE FROM badcase_internal.task t
WHERE t.set_by IS NULL AND NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.task_id = t.task_id);
DROP FUNCTION badcase_internal.role_named(name);
DROP TABLE badcase_internal.gone_role;
