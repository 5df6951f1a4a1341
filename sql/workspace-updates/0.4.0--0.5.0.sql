-- The relations of 0.4.0, made those of 0.5.0.

-- Claims by their reviewer.
CREATE INDEX submission_lease ON badcase_internal.submission (lease_role) WHERE lease_role IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_lease IS 'what a reviewer has claimed';

-- What near search looks at is a table of its own. The flags of what is not there say nothing. From before 0.4.0
-- the functions come later.
DROP FUNCTION IF EXISTS badcase_internal.find_relations(bigint, int, @extschema@.badcase);
DROP FUNCTION IF EXISTS badcase_internal.triage_submission(bigint);
DROP FUNCTION IF EXISTS badcase_internal.taken_task(int, jsonb);
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

INSERT INTO badcase_internal.searchable (submission_id, program_id, record, common_record, common_prompt)
SELECT s.submission_id, s.program_id, s.record, s.common_record, s.common_prompt FROM badcase_internal.submission s
WHERE badcase_internal.is_searchable(s.state) ORDER BY s.submission_id;
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
CREATE INDEX searchable_program ON badcase_internal.searchable (program_id, common_record) WHERE submission_id > 0;
COMMENT ON INDEX badcase_internal.searchable_program IS 'all of a program, for joins';
DROP INDEX badcase_internal.submission_near, badcase_internal.submission_near_common, badcase_internal.submission_near_prompt,
  badcase_internal.submission_near_prompt_common, badcase_internal.submission_common;
ALTER TABLE badcase_internal.submission DROP COLUMN common_record, DROP COLUMN common_prompt;
COMMENT ON INDEX badcase_internal.submission_state IS
  'the queues: what is received, pending, accepted';
-- The curators' cockpit: what people did that is no move, how a program is set, and the indexes of lists and counts.
ALTER TABLE badcase_internal.program
  ADD COLUMN round_days int CHECK (round_days BETWEEN 1 AND 366),
  ADD COLUMN max_claims int NOT NULL DEFAULT 1000 CHECK (max_claims BETWEEN 1 AND 1000);
COMMENT ON COLUMN badcase_internal.program.round_days IS 'how many days a round lasts that is opened without a cut-off; null: it has none until it is given one';
COMMENT ON COLUMN badcase_internal.program.max_claims IS 'how many submissions a reviewer can have claimed at once';
ALTER TABLE badcase_internal.review ADD COLUMN note_to_contributor text;
COMMENT ON COLUMN badcase_internal.review.note_to_contributor IS 'a note for who sent the record, shown once the submission is decided';
ALTER TABLE badcase_internal.review ALTER COLUMN note_to_contributor SET STATISTICS 0;
ALTER TABLE badcase_internal.release ADD COLUMN retired_by name, ADD COLUMN retired_at timestamptz, ADD COLUMN retired_for text;
COMMENT ON COLUMN badcase_internal.release.retired_by IS 'the role that retired it';
COMMENT ON COLUMN badcase_internal.release.retired_at IS 'when; null: it was not';
COMMENT ON COLUMN badcase_internal.release.retired_for IS 'why, in the words of who did it';

CREATE FUNCTION badcase_internal.action_kinds() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{read,review_changed,review_withdrawn,claim_released,claim_taken_back,release_retired,setting,application,applicant_admitted,applicant_refused,token_renewed,token_revoked,gold_set,audit_drawn,reviewer_resumed,pool_exported,clusters_loaded,clusters_removed}'::text[];
COMMENT ON FUNCTION badcase_internal.action_kinds() IS 'what people do that the journal keeps, beside the moves of submissions';

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
-- Exact keys, version 2: triage brings the old ones up.
ALTER TABLE badcase_internal.submission ALTER COLUMN exact_key_version SET DEFAULT 2;
CREATE INDEX submission_old_key ON badcase_internal.submission (program_id, submission_id)
  WHERE exact_key IS NOT NULL AND exact_key_version < 2;
COMMENT ON INDEX badcase_internal.submission_old_key IS 'exact keys that triage brings up; empty but after an upgrade';

-- Signatures and columns that changed.
DROP FUNCTION IF EXISTS badcase.claim_reviews(int, int, interval);
DROP FUNCTION IF EXISTS badcase.submit_review(bigint, bool, bool, text[], text[], bigint[], text);
DROP VIEW IF EXISTS badcase.review_queue;
DROP FUNCTION IF EXISTS badcase_internal.review_queue();

-- Of several sessions one triages.
ALTER TABLE badcase_internal.work_lock DROP CONSTRAINT work_lock_work_check,
  ADD CONSTRAINT work_lock_work_check CHECK (work IN ('batch', 'triage', 'release', 'privileges'));
INSERT INTO badcase_internal.work_lock (program_id, work) SELECT p.program_id, 'batch' FROM badcase_internal.program p;
COMMENT ON COLUMN badcase_internal.work_lock.work IS 'batch, triage, release or privileges';
COMMENT ON COLUMN badcase_internal.program.withdrawals IS
  'counts the withdrawals when they commit; locked by an export, so that none commits while it runs';
DROP FUNCTION IF EXISTS badcase_internal.note_files(bigint);

-- Passages are indexed by the method badcase_near, too.
DROP INDEX badcase_internal.corpus_passage_value;
CREATE INDEX corpus_passage_value ON badcase_internal.corpus_passage
  USING badcase_near (value @extschema@.text_all_v1_ops);
COMMENT ON INDEX badcase_internal.corpus_passage_value IS 'what overlaps with a text';
ALTER TABLE badcase_internal.relation DROP CONSTRAINT relation_submission_id_fkey;
-- Protected works.
ALTER TABLE badcase_internal.corpus DROP CONSTRAINT corpus_role_check,
  ADD CONSTRAINT corpus_role_check CHECK (role IN ('general', 'benchmark', 'protected'));
COMMENT ON COLUMN badcase_internal.corpus.role IS
  'general: mixed in; benchmark: must not be trained on; protected: works of others, of which no record may hold a stretch';
COMMENT ON COLUMN badcase_internal.corpus_item.record IS
  'the record; null for a line of a benchmark or a protected work that has no response';
COMMENT ON TABLE badcase_internal.corpus_passage IS
  'the texts of benchmarks and pieces of protected works that records are compared with: of ten tokens or more';
-- Quality: issues that are no longer told. A ruling on one would be of no rule; what triage found under it goes when it screens again.
DELETE FROM badcase_internal.rule_setting WHERE rule IN ('quality:dup_lines', 'quality:entropy_low', 'quality:js_notice',
  'quality:low_alnum', 'quality:no_task', 'quality:special_chars', 'quality:symbols', 'quality:too_short');
-- Releases: what has another signature.
DROP FUNCTION IF EXISTS badcase.release_rows(bigint, text, text);
DROP FUNCTION IF EXISTS badcase.dataset_card(bigint, text);
DROP FUNCTION IF EXISTS badcase_internal.what_to_do(text);
DROP FUNCTION IF EXISTS badcase_internal.why(bigint);

-- What contributors are told. A column with a default is refused while a function's parsed body takes the row.
DROP FUNCTION IF EXISTS badcase_internal.quota_of(badcase_internal.contributor);
ALTER TABLE badcase_internal.contributor
  ADD COLUMN lang text NOT NULL DEFAULT 'en' CHECK (lang IN ('en', 'zh')),
  ADD COLUMN told_at timestamptz NOT NULL DEFAULT '-infinity';
COMMENT ON COLUMN badcase_internal.contributor.lang IS 'the language in which the contributor is told things: en or zh';
COMMENT ON COLUMN badcase_internal.contributor.told_at IS 'up to when a curator has told the contributor what became of the submissions';
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
DROP FUNCTION IF EXISTS badcase_internal.trainer_formats();

-- Contributors: a login at GitHub for the public list.
ALTER TABLE badcase_internal.contributor ADD COLUMN github text CHECK (github ~ '^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$');
COMMENT ON COLUMN badcase_internal.contributor.github IS 'the login at GitHub for the public list; goes with the consent show_name';
ALTER TABLE badcase_internal.contributor ALTER COLUMN github SET STATISTICS 0;
DROP FUNCTION IF EXISTS badcase.all_contributors(int);
DROP FUNCTION IF EXISTS badcase_internal.credit_list(int);

-- The door: contributors who are known by a token.
CREATE OR REPLACE FUNCTION badcase_internal.capabilities() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{contributor,reviewer,exporter,curator,intake,gateway}'::text[];
COMMENT ON FUNCTION badcase_internal.capabilities() IS
  'what a role can be given in a program; intake: a door, which acts for contributors by their tokens; gateway: a login that acts for the roles that it sets';
COMMENT ON COLUMN badcase_internal.access_grant.capability IS 'contributor, reviewer, exporter, curator, intake or gateway';
COMMENT ON TABLE badcase.intake IS
  'contributor, curator, intake: lines on their way in: COPY puts them here, badcase.process_upload takes them out in the same transaction';
ALTER TABLE badcase_internal.program
  ADD COLUMN open bool NOT NULL DEFAULT false,
  ADD COLUMN token_days int NOT NULL DEFAULT 365 CHECK (token_days BETWEEN 1 AND 1000);
COMMENT ON COLUMN badcase_internal.program.open IS 'whether who applies at a door is admitted at once, without a curator';
COMMENT ON COLUMN badcase_internal.program.token_days IS 'how many days the token of a contributor at a door is good';
DROP FUNCTION IF EXISTS badcase_internal.check_revise(badcase_internal.submission);
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
-- What prompts ask for in so many words, counted when a submission is screened.
ALTER TABLE badcase_internal.submission ADD COLUMN asks int, ADD COLUMN breaks int;
COMMENT ON COLUMN badcase_internal.submission.asks IS
  'how many things the prompt asks for that badcase_follows checks, of the current revision; null: not screened since there is the count';
COMMENT ON COLUMN badcase_internal.submission.breaks IS 'how many of these the response does not keep';
DROP VIEW IF EXISTS badcase.help_wanted, badcase.task_coverage;
DROP VIEW IF EXISTS badcase.help_wanted;
DROP VIEW IF EXISTS badcase.task_coverage;
DROP FUNCTION IF EXISTS badcase_internal.task_coverage();
-- Files in other tools' formats.
ALTER TABLE badcase_internal.upload ADD COLUMN format text;
COMMENT ON COLUMN badcase_internal.upload.format IS 'the format of its lines, or auto: each by its keys; null: that of badcase';
DROP FUNCTION IF EXISTS badcase.open_upload(int, bigint, text, text, bigint);
DROP FUNCTION IF EXISTS badcase.adjudicate(bigint, text, text);
-- Of what a curator decided, the contributor is told the reasons of the reviews that the decision follows.
UPDATE badcase_internal.submission s SET reasons = ARRAY(
  SELECT DISTINCT x COLLATE "C" FROM badcase_internal.review v CROSS JOIN LATERAL unnest(v.reasons) x
  WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass AND v.verdict = s.state ORDER BY 1)
WHERE s.state IN ('accepted', 'rejected') AND s.decided_rule = 0 AND EXISTS (
  SELECT FROM badcase_internal.ruling r WHERE r.submission_id = s.submission_id AND r.kind = 'adjudicate' AND r.made_at >= s.decided_at);
-- Claims: what is pending is walked by task and kind of failure.
CREATE INDEX submission_to_review ON badcase_internal.submission (program_id, coalesce(task_id, 0), failure_kinds, (cluster_id + 0), submission_id)
  WHERE state = 'pending';
COMMENT ON INDEX badcase_internal.submission_to_review IS 'what is pending, by task and kinds of failure';
CREATE INDEX submission_accepted ON badcase_internal.submission (task_id, cluster_id) WHERE state = 'accepted';
COMMENT ON INDEX badcase_internal.submission_accepted IS 'the accepted clusters of a task';
CREATE INDEX finding_warning ON badcase_internal.finding (program_id, submission_id) WHERE cleared IS NOT TRUE AND severity = 'warn';
COMMENT ON INDEX badcase_internal.finding_warning IS 'what screening warns of';
DROP FUNCTION IF EXISTS badcase_internal.claimable(int);
DROP FUNCTION IF EXISTS badcase_internal.claimable_of(int, bigint, text, text, text);

CREATE INDEX event_round ON badcase_internal.event (round_id, to_state) WHERE round_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.event_round IS 'the decisions of a round';
CREATE INDEX review_round ON badcase_internal.review (round_id, reviewer) INCLUDE (reviewed_at);
COMMENT ON INDEX badcase_internal.review_round IS 'the reviews of a round, and whose they are';
CREATE INDEX submission_round ON badcase_internal.submission (decided_round) WHERE decided_round IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_round IS 'what was decided in a round';

-- Representatives and credits are told from an index.
CREATE INDEX submission_member ON badcase_internal.submission (program_id, cluster_id, submission_id)
  INCLUDE (contributor_id, state, decided_at, decided_round)
  WHERE cluster_id IS NOT NULL AND state NOT IN ('duplicate', 'rejected', 'withdrawn');
COMMENT ON INDEX badcase_internal.submission_member IS 'the members of clusters, from which representatives and credits are told';
DROP FUNCTION IF EXISTS badcase_internal.representatives(int[]);
-- Instructions.
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

-- A triage notes which common submissions it found. One that was cut off compares all of them.
ALTER TABLE badcase_internal.job ADD COLUMN common bigint[] DEFAULT '{}';
COMMENT ON COLUMN badcase_internal.job.common IS 'the common submissions that it found and has still to compare with each other; null: more than 10,000';
UPDATE badcase_internal.job SET common = NULL WHERE finished_at IS NULL;
DROP FUNCTION IF EXISTS badcase_internal.triage_submissions(int, bigint[]);

-- Second looks: gold and audits.
ALTER TABLE badcase_internal.program
  ADD COLUMN gold_rate int NOT NULL DEFAULT 0 CHECK (gold_rate BETWEEN 0 AND 50),
  ADD COLUMN least_accuracy int CHECK (least_accuracy BETWEEN 1 AND 99),
  ADD COLUMN confidence int CHECK (confidence BETWEEN 50 AND 99);
COMMENT ON COLUMN badcase_internal.program.gold_rate IS 'how many of a hundred claims are gold, where there is any';
COMMENT ON COLUMN badcase_internal.program.least_accuracy IS
  'of a hundred gold records, how many a reviewer must judge right; whose share is less beyond doubt claims nothing; null: no such rule';
COMMENT ON COLUMN badcase_internal.program.confidence IS
  'how sure agreeing reviews must be to decide, of a hundred; else one more is asked for; null: they always decide';

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

-- Withdrawals beside a triage that runs.

ALTER TABLE badcase_internal.withdrawal ADD COLUMN unsettled bool NOT NULL DEFAULT false;
COMMENT ON COLUMN badcase_internal.withdrawal.unsettled IS 'whether the next triage frees the duplicates and divides the clusters of what it took back, for those were many or one ran meanwhile';
CREATE INDEX withdrawal_unsettled ON badcase_internal.withdrawal (program_id) WHERE unsettled;
COMMENT ON INDEX badcase_internal.withdrawal_unsettled IS 'what withdrawals left to triage';

-- Kept counts. All is marked, and counted by the next triage or maintain.

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
ALTER TABLE badcase_internal.work_lock DROP CONSTRAINT work_lock_work_check,
  ADD CONSTRAINT work_lock_work_check CHECK (work IN ('batch', 'triage', 'release', 'tally', 'privileges'));
COMMENT ON COLUMN badcase_internal.work_lock.work IS 'batch, triage, release, tally or privileges';
INSERT INTO badcase_internal.work_lock (program_id, work) SELECT p.program_id, 'tally' FROM badcase_internal.program p;
INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
SELECT DISTINCT s.program_id, 'cluster', s.cluster_id >> 12 FROM badcase_internal.submission s WHERE s.cluster_id IS NOT NULL
UNION ALL
SELECT DISTINCT o.program_id, 'review', v.submission_id >> 12 FROM badcase_internal.review v JOIN badcase_internal.round o ON o.round_id = v.round_id
UNION ALL
SELECT o.program_id, 'round', o.round_id FROM badcase_internal.round o;
DROP FUNCTION IF EXISTS badcase_internal.cluster_credits(int[]);

-- Lists whose first rows come from an index.

CREATE INDEX relation_conflict ON badcase_internal.relation (kind, prompt_similarity DESC, least(submission_id, other_id), greatest(submission_id, other_id))
  WHERE kind IN ('alternative', 'contradiction');
COMMENT ON INDEX badcase_internal.relation_conflict IS 'the pairs that answer one prompt differently, the most similar prompts first';
CREATE INDEX finding_listed ON badcase_internal.finding (severity COLLATE "C", finding_id)
  WHERE cleared IS NOT TRUE AND (severity IN ('block', 'hold') OR rule LIKE 'contamination:%');
COMMENT ON INDEX badcase_internal.finding_listed IS 'what holds submissions or keeps them out of releases, in the order in which it is decided on';

-- Batch engines: relations of corpus items.
CREATE OR REPLACE FUNCTION badcase_internal.upload_kinds() RETURNS TABLE (kind text, target text, maker text)
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
COMMENT ON COLUMN badcase_internal.upload.kind IS 'what the lines are: submissions, corpus, clusters, outputs, terms or suggestions';
ALTER TABLE badcase_internal.corpus_item ADD COLUMN cluster_id bigint;
COMMENT ON COLUMN badcase_internal.corpus_item.cluster_id IS 'the least number among the items that relations tie it to; null: none does';

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

-- Agents and what they suggest.
COMMENT ON COLUMN badcase_internal.upload.target IS 'the corpus, model version, term list or agent that the lines belong to';
ALTER TABLE badcase_internal.program ADD COLUMN suggestions text NOT NULL DEFAULT 'after' CHECK (suggestions IN ('before', 'after'));
COMMENT ON COLUMN badcase_internal.program.suggestions IS 'whether reviewers see what agents suggest before their own word or after it';

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

-- Held-out records of general corpora, and what versions of the model answer to them.
ALTER TABLE badcase_internal.corpus_item ADD COLUMN held_out bool NOT NULL DEFAULT false;
COMMENT ON COLUMN badcase_internal.corpus_item.held_out IS 'of a general corpus: no release takes it, versions of the model are compared by it';
CREATE INDEX corpus_item_held_out ON badcase_internal.corpus_item (corpus_id, item_id) WHERE held_out;
COMMENT ON INDEX badcase_internal.corpus_item_held_out IS 'the held-out records of a corpus';
DROP FUNCTION IF EXISTS badcase_internal.output_lines(int);
DROP FUNCTION IF EXISTS badcase_internal.mix_corpus(badcase_internal.release, bigint, bigint);
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

-- One list of the states.
CREATE FUNCTION badcase_internal.states() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{received,held,pending,needs_changes,disputed,accepted,rejected,duplicate,withdrawn}'::text[];
COMMENT ON FUNCTION badcase_internal.states() IS 'the states in the order in which they are shown';
CREATE OR REPLACE FUNCTION badcase_internal.is_state(state text) RETURNS bool
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN state = ANY (badcase_internal.states());

-- Screening again tells how far it is.
ALTER TABLE badcase_internal.job DROP CONSTRAINT job_kind_check, ADD CONSTRAINT job_kind_check CHECK (kind IN ('triage', 'rescreening'));
COMMENT ON COLUMN badcase_internal.job.kind IS 'what it does: triage, rescreening';
COMMENT ON COLUMN badcase_internal.job.phase IS 'the part of the work that is being done; of rescreening the version of the rules';

-- A text is kept once until it is revised.
DELETE FROM badcase_internal.revision v USING badcase_internal.submission s WHERE s.submission_id = v.submission_id AND s.revision = 1;
UPDATE badcase_internal.revision v SET made_by = NULL WHERE v.revision = 1 AND v.made_by IS NOT NULL;
COMMENT ON TABLE badcase_internal.revision IS 'every text of the submissions that were revised; that of the others is only in submission';
COMMENT ON COLUMN badcase_internal.revision.made_by IS 'who made it; null: it is the first, or of a contributor who was erased';
