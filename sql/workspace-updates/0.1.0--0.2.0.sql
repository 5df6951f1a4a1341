-- The relations of 0.1.0, made those of 0.2.0.

ALTER TABLE badcase.program ADD COLUMN retention interval CHECK (retention > '0');
COMMENT ON COLUMN badcase.program.retention IS
  'how long after its end the text of what was refused, rejected or withdrawn is kept; null: until it is erased';

-- A change of type, even to the same one, also removes what statistics know of the column.
DROP VIEW badcase.my_submissions;
ALTER TABLE badcase.contributor
  ALTER COLUMN external_id DROP NOT NULL,
  ALTER COLUMN external_id TYPE text,
  ALTER COLUMN display_name TYPE text;
ALTER TABLE badcase.contributor_contact
  ALTER COLUMN kind TYPE text,
  ALTER COLUMN value TYPE text;
ALTER TABLE badcase.upload ALTER COLUMN file_name TYPE text;
ALTER TABLE badcase.task ALTER COLUMN name TYPE text;
ALTER TABLE badcase.contributor
  ALTER COLUMN external_id SET STATISTICS 0,
  ALTER COLUMN display_name SET STATISTICS 0,
  ALTER COLUMN role SET STATISTICS 0;
ALTER TABLE badcase.contributor_contact
  ALTER COLUMN kind SET STATISTICS 0,
  ALTER COLUMN value SET STATISTICS 0;
ALTER TABLE badcase.attestation ALTER COLUMN attested_by SET STATISTICS 0;
ALTER TABLE badcase.consent ALTER COLUMN given_by SET STATISTICS 0;
ALTER TABLE badcase.access_grant ALTER COLUMN role SET STATISTICS 0;
ALTER TABLE badcase.upload
  ALTER COLUMN contributor_role SET STATISTICS 0,
  ALTER COLUMN file_name SET STATISTICS 0,
  ALTER COLUMN opened_by SET STATISTICS 0,
  ALTER COLUMN sha256 SET STATISTICS 0;
ALTER TABLE badcase.task ALTER COLUMN name SET STATISTICS 0;
COMMENT ON COLUMN badcase.contributor.external_id IS
  'how the program''s own books name the contributor; null once the contributor was erased';
COMMENT ON COLUMN badcase.contributor.changed_at IS
  'when an upload, attestation or withdrawal was last taken in; each writes it, so that two at once conflict at any isolation level';
COMMENT ON TABLE badcase.contributor_contact IS 'how to reach a contributor, while the consent contact holds';

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

ALTER TABLE badcase.refused_line
  ALTER COLUMN line DROP NOT NULL,
  ALTER COLUMN line_digest DROP NOT NULL,
  ALTER COLUMN contributor_role SET STATISTICS 0;
COMMENT ON COLUMN badcase.refused_line.line IS 'its bytes; null once they were erased';
ALTER TABLE badcase.submission ADD COLUMN withdrawal_id bigint;
COMMENT ON COLUMN badcase.submission.withdrawal_id IS 'the withdrawal that took it back';
CREATE INDEX submission_withdrawal ON badcase.submission (withdrawal_id) WHERE withdrawal_id IS NOT NULL;
COMMENT ON INDEX badcase.submission_withdrawal IS 'what a withdrawal took back';
ALTER TABLE badcase.submission ALTER COLUMN contributor_role SET STATISTICS 0;
ALTER TABLE badcase.revision ALTER COLUMN made_by SET STATISTICS 0;
ALTER TABLE badcase.release_item ALTER COLUMN digest DROP NOT NULL;
COMMENT ON COLUMN badcase.release_item.digest IS 'SHA-256 of that revision''s record; null once it was erased';
ALTER TABLE badcase.event ALTER COLUMN actor SET STATISTICS 0;
COMMENT ON COLUMN badcase.event.actor IS 'the role that moved or judged it; "erased" where it was that of a contributor who was erased';
COMMENT ON COLUMN badcase.event.digest IS 'SHA-256 of the record as it was sent; null once it was erased';

ALTER TABLE badcase.withdrawal
  ADD FOREIGN KEY (program_id) REFERENCES badcase.program,
  ADD FOREIGN KEY (contributor_id) REFERENCES badcase.contributor,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase.upload;
ALTER TABLE badcase.disclosure ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.submission ADD FOREIGN KEY (withdrawal_id) REFERENCES badcase.withdrawal;

DROP FUNCTION badcase.told(text, text, text, bool, bool);
ALTER TABLE badcase.release_item
  DROP CONSTRAINT release_item_submission_id_fkey,
  DROP CONSTRAINT release_item_release_id_fkey;
ALTER TABLE badcase.release
  ADD COLUMN mix jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN scopes text[] NOT NULL DEFAULT '{train}' CHECK (scopes <@ '{train,publish_text}'),
  ADD COLUMN left_out jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN ids_sha256 bytea,
  ADD COLUMN facts jsonb;
COMMENT ON COLUMN badcase.release.sha256 IS
  'SHA-256 of a line "split digest", the digest in hexadecimal, for each item in order: it depends on what is in the release alone';
COMMENT ON COLUMN badcase.release.mix IS 'the options that it was built with, defaults filled in';
COMMENT ON COLUMN badcase.release.scopes IS 'the consents that every contributor of an item has given';
COMMENT ON COLUMN badcase.release.left_out IS
  'how many accepted submissions were left out, by reason; general_contaminated: how many records of general corpora';
COMMENT ON COLUMN badcase.release.ids_sha256 IS
  'SHA-256 of the items'' places, numbers, revisions and splits in order: what an erasure leaves of the list can be checked by it';
COMMENT ON COLUMN badcase.release.facts IS 'what the manifest says of the items, as it was when the release was published';
UPDATE badcase.release r SET
  mix = '{"per_cluster": 1}',
  sha256 = h.sha256,
  ids_sha256 = h.ids_sha256
FROM (
  SELECT t.release_id,
    @extschema@.badcase_lines_sha256(convert_to(i.split || ' ' || encode(i.digest, 'hex'), 'UTF8') ORDER BY i.pos) AS sha256,
    @extschema@.badcase_lines_sha256(int8send(i.pos) || int8send(i.submission_id) || int4send(i.revision) || convert_to(i.split, 'UTF8')
      ORDER BY i.pos) AS ids_sha256
  FROM badcase.release t LEFT JOIN badcase.release_item i ON i.release_id = t.release_id
  GROUP BY t.release_id) h
WHERE h.release_id = r.release_id;

-- What many others are near to is indexed apart.
ALTER TABLE badcase.submission
  ADD COLUMN common_record bool NOT NULL DEFAULT false,
  ADD COLUMN common_prompt bool NOT NULL DEFAULT false;
COMMENT ON COLUMN badcase.submission.common_record IS
  'when it was triaged, at least 100 others that were not common themselves were near to it';
COMMENT ON COLUMN badcase.submission.common_prompt IS
  'the same of prompts that are similar to at least 0.7';
DROP INDEX badcase.submission_near, badcase.submission_near_prompt;
CREATE INDEX submission_near ON badcase.submission
  USING gin (record @extschema@.badcase_near_v1_ops) WITH (fastupdate = off)
  WHERE state NOT IN ('received', 'duplicate', 'withdrawn') AND NOT common_record;
COMMENT ON INDEX badcase.submission_near IS 'near-duplicates among what triage has seen, without the common ones';
CREATE INDEX submission_near_common ON badcase.submission
  USING gin (record @extschema@.badcase_near_v1_ops) WITH (fastupdate = off)
  WHERE state NOT IN ('received', 'duplicate', 'withdrawn') AND common_record;
COMMENT ON INDEX badcase.submission_near_common IS 'near-duplicates among the common ones';
CREATE INDEX submission_near_prompt ON badcase.submission
  USING gin (record @extschema@.badcase_near_v1_ops (field = 'prompt')) WITH (fastupdate = off)
  WHERE state NOT IN ('received', 'duplicate', 'withdrawn') AND NOT common_prompt;
COMMENT ON INDEX badcase.submission_near_prompt IS 'similar prompts among what triage has seen, without the common ones';
CREATE INDEX submission_near_prompt_common ON badcase.submission
  USING gin (record @extschema@.badcase_near_v1_ops (field = 'prompt')) WITH (fastupdate = off)
  WHERE state NOT IN ('received', 'duplicate', 'withdrawn') AND common_prompt;
COMMENT ON INDEX badcase.submission_near_prompt_common IS 'similar prompts among the common ones';
-- Were its condition common_record alone, the planner would take it for near searches.
CREATE INDEX submission_common ON badcase.submission (program_id) WHERE common_record AND cluster_id IS NOT NULL;
COMMENT ON INDEX badcase.submission_common IS 'the common ones, whose clusters the end of a triage joins';
DROP FUNCTION badcase.relate(bigint, int, @extschema@.badcase);


-- Screening. Lists, terms and settings are small tables; findings lie with their submission.

CREATE TABLE badcase.screening (
  program_id int PRIMARY KEY,
  rule_version int NOT NULL DEFAULT 1,
  code_version int NOT NULL,
  screened_to bigint NOT NULL DEFAULT 0,
  changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase.screening IS 'by which rules a program''s submissions are screened';
COMMENT ON COLUMN badcase.screening.program_id IS 'the program';
COMMENT ON COLUMN badcase.screening.rule_version IS
  'raised whenever the code''s rules, the settings or the terms change: what has a lower one is screened again';
COMMENT ON COLUMN badcase.screening.code_version IS 'badcase_rule_version() at that time';
COMMENT ON COLUMN badcase.screening.screened_to IS
  'submissions up to this number have been screened again since';
COMMENT ON COLUMN badcase.screening.changed_at IS 'when it was last raised';

CREATE TABLE badcase.rule_setting (
  program_id int NOT NULL,
  rule text NOT NULL,
  severity text CHECK (severity IN ('block', 'hold', 'warn', 'info', 'off')),
  threshold float8 CHECK (threshold BETWEEN 0 AND 1),
  set_by name NOT NULL,
  set_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (program_id, rule)
);
COMMENT ON TABLE badcase.rule_setting IS 'how a program''s triage takes a rule, where not as the code does';
COMMENT ON COLUMN badcase.rule_setting.program_id IS 'the program';
COMMENT ON COLUMN badcase.rule_setting.rule IS 'the rule: pii:cn_id, secret:jwt, quality:echo …';
COMMENT ON COLUMN badcase.rule_setting.severity IS 'block, hold, warn, info or off; null: as the code has it';
COMMENT ON COLUMN badcase.rule_setting.threshold IS 'the least confidence or score that counts; null: as the code has it';
COMMENT ON COLUMN badcase.rule_setting.set_by IS 'the role that set it';
COMMENT ON COLUMN badcase.rule_setting.set_at IS 'when';

CREATE TABLE badcase.term_list (
  term_list_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  severity text NOT NULL CHECK (severity IN ('block', 'hold', 'warn', 'info')),
  allow bool NOT NULL DEFAULT false,
  generation uuid NOT NULL DEFAULT gen_random_uuid(),
  created_by name NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase.term_list IS 'a list of words that a program looks for';
COMMENT ON COLUMN badcase.term_list.term_list_id IS 'its number';
COMMENT ON COLUMN badcase.term_list.program_id IS 'the program';
COMMENT ON COLUMN badcase.term_list.name IS 'its name, unique in the program';
COMMENT ON COLUMN badcase.term_list.severity IS 'what a term of it makes of a submission: block, hold, warn or info';
COMMENT ON COLUMN badcase.term_list.allow IS 'whether a line that does not say is an allowed term';
COMMENT ON COLUMN badcase.term_list.generation IS
  'another with every change of its terms and never the same again: sessions keep compiled lists by it';
COMMENT ON COLUMN badcase.term_list.created_by IS 'the role that created it';
COMMENT ON COLUMN badcase.term_list.created_at IS 'when';

-- No unique key on the text: an error of it would show the term.
CREATE TABLE badcase.term (
  term_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  term_list_id bigint NOT NULL,
  term text NOT NULL,
  allow bool NOT NULL,
  options jsonb NOT NULL DEFAULT '{}',
  upload_id bigint NOT NULL
);
COMMENT ON TABLE badcase.term IS 'a word or phrase of a list';
COMMENT ON COLUMN badcase.term.term_id IS 'its number';
COMMENT ON COLUMN badcase.term.term_list_id IS 'the list';
COMMENT ON COLUMN badcase.term.term IS 'the text that is looked for';
COMMENT ON COLUMN badcase.term.allow IS 'true: it covers other terms that lie within it';
COMMENT ON COLUMN badcase.term.options IS 'severity: instead of the list''s; others are kept';
COMMENT ON COLUMN badcase.term.upload_id IS 'the upload that brought it';
CREATE INDEX term_list_terms ON badcase.term (term_list_id, term_id);
COMMENT ON INDEX badcase.term_list_terms IS 'the terms of a list';
ALTER TABLE badcase.term ALTER COLUMN term SET STATISTICS 0, ALTER COLUMN options SET STATISTICS 0;

CREATE TABLE badcase.finding (
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
  severity text NOT NULL CHECK (severity IN ('block', 'hold', 'warn', 'info')),
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
COMMENT ON TABLE badcase.finding IS 'what screening found in a submission, and what a curator said of it';
COMMENT ON COLUMN badcase.finding.submission_id IS 'the submission';
COMMENT ON COLUMN badcase.finding.finding_id IS 'its number';
COMMENT ON COLUMN badcase.finding.program_id IS 'the program';
COMMENT ON COLUMN badcase.finding.revision IS 'the revision that was screened';
COMMENT ON COLUMN badcase.finding.rule IS 'what it is: pii:cn_id, secret:jwt, quality:echo, term: and the name of a list';
COMMENT ON COLUMN badcase.finding.field IS
  'where: prompt, response, question, answer, rejected or meta; null: the record as a whole';
COMMENT ON COLUMN badcase.finding.turn IS 'the turn of the history, from 1';
COMMENT ON COLUMN badcase.finding.path IS 'the JSON pointer within meta';
COMMENT ON COLUMN badcase.finding.start IS 'the first character of the span, from 0';
COMMENT ON COLUMN badcase.finding.stop IS 'the character after it';
COMMENT ON COLUMN badcase.finding.confidence IS 'how sure, or the score of an issue of quality';
COMMENT ON COLUMN badcase.finding.severity IS 'block and hold keep the submission held while the finding is open; warn and info are told';
COMMENT ON COLUMN badcase.finding.excerpt IS 'what was found, masked';
COMMENT ON COLUMN badcase.finding.rule_version IS 'the version of the program''s rules that found it';
COMMENT ON COLUMN badcase.finding.found_at IS 'when';
COMMENT ON COLUMN badcase.finding.cleared IS 'true: nothing is wrong; false: it stands; null: open';
COMMENT ON COLUMN badcase.finding.reason IS 'why, in the words of who resolved it';
COMMENT ON COLUMN badcase.finding.resolved_by IS 'the role that resolved it';
COMMENT ON COLUMN badcase.finding.resolved_at IS 'when';
CREATE INDEX finding_number ON badcase.finding (finding_id);
COMMENT ON INDEX badcase.finding_number IS 'a finding by its number alone';
CREATE INDEX finding_holding ON badcase.finding (program_id, submission_id)
  WHERE cleared IS NULL AND severity IN ('block', 'hold');
COMMENT ON INDEX badcase.finding_holding IS 'what holds submissions';
ALTER TABLE badcase.finding
  ALTER COLUMN path SET STATISTICS 0,
  ALTER COLUMN excerpt SET STATISTICS 0,
  ALTER COLUMN reason SET STATISTICS 0;

ALTER TABLE badcase.screening ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.rule_setting ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.term_list ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.term
  ADD FOREIGN KEY (term_list_id) REFERENCES badcase.term_list,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase.upload;
ALTER TABLE badcase.finding ADD FOREIGN KEY (submission_id) REFERENCES badcase.submission;
COMMENT ON COLUMN badcase.submission.held_for IS 'what keeps it held: attestation, screening';
CREATE TABLE badcase.release_file (
  release_id bigint NOT NULL REFERENCES badcase.release,
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
COMMENT ON TABLE badcase.release_file IS 'what each format of a published release comes to, as a file of lines';
COMMENT ON COLUMN badcase.release_file.release_id IS 'the release';
COMMENT ON COLUMN badcase.release_file.format IS 'the format, one of badcase_formats()';
COMMENT ON COLUMN badcase.release_file.split IS 'train or validation';
COMMENT ON COLUMN badcase.release_file.file_name IS 'the name that badcase-export gives the file';
COMMENT ON COLUMN badcase.release_file.lines IS 'how many lines it has';
COMMENT ON COLUMN badcase.release_file.left_out IS 'how many items have no line in this format, because they have no rejected answer';
COMMENT ON COLUMN badcase.release_file.refused IS
  'how many items have a history that the format has no place for; the release cannot be written in it then';
COMMENT ON COLUMN badcase.release_file.bytes IS 'the length of the file';
COMMENT ON COLUMN badcase.release_file.sha256 IS 'SHA-256 of the file, each line followed by a line feed; null where it cannot be written';
ALTER TABLE badcase.release_file ALTER COLUMN sha256 SET STATISTICS 0;

-- Corpora: what is not trained on (benchmarks), and what is mixed in (general). A corpus is a small table's row, its items
-- and their passages are large, keyed by item_id.

CREATE TABLE badcase.corpus (
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
COMMENT ON TABLE badcase.corpus IS 'a collection of records of others: neither credited nor counted';
COMMENT ON COLUMN badcase.corpus.corpus_id IS 'its number';
COMMENT ON COLUMN badcase.corpus.program_id IS 'the program';
COMMENT ON COLUMN badcase.corpus.name IS 'its name, unique in the program';
COMMENT ON COLUMN badcase.corpus.role IS 'general: mixed in; benchmark: must not be trained on';
COMMENT ON COLUMN badcase.corpus.licence IS 'the licence of its records';
COMMENT ON COLUMN badcase.corpus.source IS 'where it is from';
COMMENT ON COLUMN badcase.corpus.opened_by IS 'the role that opened it';
COMMENT ON COLUMN badcase.corpus.opened_at IS 'when';
ALTER TABLE badcase.corpus ALTER COLUMN role SET STATISTICS 0, ALTER COLUMN opened_by SET STATISTICS 0;

CREATE TABLE badcase.corpus_item (
  item_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  corpus_id bigint NOT NULL,
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  digest bytea NOT NULL,
  record @extschema@.badcase,
  line text,
  CHECK ((record IS NULL) <> (line IS NULL))
);
COMMENT ON TABLE badcase.corpus_item IS 'the records of corpora';
COMMENT ON COLUMN badcase.corpus_item.item_id IS 'its number';
COMMENT ON COLUMN badcase.corpus_item.corpus_id IS 'the corpus';
COMMENT ON COLUMN badcase.corpus_item.upload_id IS 'the upload that brought it';
COMMENT ON COLUMN badcase.corpus_item.line_no IS 'its line, from 1';
COMMENT ON COLUMN badcase.corpus_item.digest IS 'equal for the same record: a repeated line of the corpus';
COMMENT ON COLUMN badcase.corpus_item.record IS 'the record; null for a line of a benchmark that has no response';
COMMENT ON COLUMN badcase.corpus_item.line IS 'that line';
CREATE INDEX corpus_item_known ON badcase.corpus_item (corpus_id, digest);
COMMENT ON INDEX badcase.corpus_item_known IS 'whether the corpus has a record';
ALTER TABLE badcase.corpus_item
  ALTER COLUMN digest SET STATISTICS 0,
  ALTER COLUMN record SET STATISTICS 0,
  ALTER COLUMN line SET STATISTICS 0;

CREATE TABLE badcase.corpus_passage (
  item_id bigint NOT NULL,
  passage int NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (item_id, passage)
);
COMMENT ON TABLE badcase.corpus_passage IS
  'the texts of benchmarks that records are compared with: prompt, response, questions and answers of ten tokens or more';
COMMENT ON COLUMN badcase.corpus_passage.item_id IS 'the item';
COMMENT ON COLUMN badcase.corpus_passage.passage IS 'the number of the text in it, from 1';
COMMENT ON COLUMN badcase.corpus_passage.value IS 'the text';
CREATE INDEX corpus_passage_value ON badcase.corpus_passage
  USING gin (value @extschema@.text_all_v1_ops) WITH (fastupdate = off);
COMMENT ON INDEX badcase.corpus_passage_value IS 'what overlaps with a text';
ALTER TABLE badcase.corpus_passage ALTER COLUMN value SET STATISTICS 0;

ALTER TABLE badcase.corpus ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.corpus_item
  ADD FOREIGN KEY (corpus_id) REFERENCES badcase.corpus,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase.upload;
ALTER TABLE badcase.corpus_passage ADD FOREIGN KEY (item_id) REFERENCES badcase.corpus_item;

-- Review and credit: rulings, rounds, tasks that a curator set.

ALTER TABLE badcase.program ADD COLUMN early_access interval NOT NULL DEFAULT '1 year' CHECK (early_access > '0');
COMMENT ON COLUMN badcase.program.early_access IS
  'how long after a contributor''s last accepted record the contributor has early access to the next model';
ALTER TABLE badcase.task ADD COLUMN set_by name;
COMMENT ON COLUMN badcase.task.set_by IS 'the curator who set it; null: triage made it for a record that names it';
ALTER TABLE badcase.submission ADD COLUMN decided_quorum int;
COMMENT ON COLUMN badcase.submission.decided_rule IS 'the version of the rule that decided; 0: a curator''s word';
COMMENT ON COLUMN badcase.submission.decided_quorum IS 'how many agreeing reviews the rule asked for when it decided';
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
ALTER TABLE badcase.ruling
  ADD FOREIGN KEY (submission_id) REFERENCES badcase.submission,
  ADD FOREIGN KEY (round_id) REFERENCES badcase.round;
DROP VIEW badcase.task_coverage;
DROP FUNCTION badcase.task_coverage_rows();

-- Models and their answers.

CREATE TABLE badcase.model_version (
  model_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  base_id bigint CHECK (base_id < model_id),
  releases bigint[] NOT NULL DEFAULT '{}',
  registered_by name NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase.model_version IS 'the versions of the models that a program is about, in the order in which they were registered';
COMMENT ON COLUMN badcase.model_version.model_id IS 'its number';
COMMENT ON COLUMN badcase.model_version.program_id IS 'the program';
COMMENT ON COLUMN badcase.model_version.name IS 'its name, unique in the program';
COMMENT ON COLUMN badcase.model_version.base_id IS 'the version that it was trained from; null: none of these';
COMMENT ON COLUMN badcase.model_version.releases IS 'the releases that it was trained on, beside those of the version that it was trained from';
COMMENT ON COLUMN badcase.model_version.registered_by IS 'the role that registered it';
COMMENT ON COLUMN badcase.model_version.registered_at IS 'when';
ALTER TABLE badcase.model_version ALTER COLUMN registered_by SET STATISTICS 0;

CREATE TABLE badcase.outcome (
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
COMMENT ON TABLE badcase.outcome IS 'what a version of the model answers to a case, and what a person said of it';
COMMENT ON COLUMN badcase.outcome.submission_id IS 'the case';
COMMENT ON COLUMN badcase.outcome.outcome_id IS 'its number';
COMMENT ON COLUMN badcase.outcome.program_id IS 'the program';
COMMENT ON COLUMN badcase.outcome.model_id IS 'the model version';
COMMENT ON COLUMN badcase.outcome.upload_id IS 'the upload that brought it';
COMMENT ON COLUMN badcase.outcome.line_no IS 'its line, from 1';
COMMENT ON COLUMN badcase.outcome.revision IS 'the revision whose response was expected';
COMMENT ON COLUMN badcase.outcome.output IS 'the answer; null once it was erased';
COMMENT ON COLUMN badcase.outcome.rouge_l IS 'ROUGE-L of the answer against the expected one, by characters';
COMMENT ON COLUMN badcase.outcome.bleu4 IS 'BLEU-4 of the answer against the expected one, by characters';
COMMENT ON COLUMN badcase.outcome.verdict IS 'fixed or still_bad; null: nobody judged it yet';
COMMENT ON COLUMN badcase.outcome.note IS 'a note of who judged it';
COMMENT ON COLUMN badcase.outcome.judged_by IS 'the role that judged it last';
COMMENT ON COLUMN badcase.outcome.judged_at IS 'when';
CREATE INDEX outcome_number ON badcase.outcome (outcome_id);
COMMENT ON INDEX badcase.outcome_number IS 'an outcome by its number alone';
CREATE INDEX outcome_model ON badcase.outcome (model_id, submission_id);
COMMENT ON INDEX badcase.outcome_model IS 'what a model version answers';
ALTER TABLE badcase.outcome
  ALTER COLUMN output SET STATISTICS 0,
  ALTER COLUMN note SET STATISTICS 0,
  ALTER COLUMN judged_by SET STATISTICS 0;

ALTER TABLE badcase.model_version
  ADD FOREIGN KEY (program_id) REFERENCES badcase.program,
  ADD FOREIGN KEY (base_id) REFERENCES badcase.model_version;
ALTER TABLE badcase.outcome
  ADD FOREIGN KEY (submission_id) REFERENCES badcase.submission,
  ADD FOREIGN KEY (model_id) REFERENCES badcase.model_version,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase.upload;

ALTER TABLE badcase.event ADD COLUMN outcome_id bigint, ADD COLUMN verdict text;
COMMENT ON TABLE badcase.event IS
  'the journal: every move of every submission and every verdict on a model''s answer to it, in numbers and hashes, without text';
COMMENT ON COLUMN badcase.event.to_state IS 'the state after; with a verdict, the same as before';
COMMENT ON COLUMN badcase.event.outcome_id IS 'the answer that was judged';
COMMENT ON COLUMN badcase.event.verdict IS 'what was said of it';

-- What a release takes of general corpora.
CREATE TABLE badcase.mix (
  item_id bigint NOT NULL,
  release_id bigint NOT NULL,
  pos bigint NOT NULL CHECK (pos >= 1),
  digest bytea NOT NULL,
  PRIMARY KEY (item_id, release_id)
);
COMMENT ON TABLE badcase.mix IS 'the records of general corpora in a release, among those of badcase.release_item; all of them are for training';
COMMENT ON COLUMN badcase.mix.item_id IS 'the item of the corpus';
COMMENT ON COLUMN badcase.mix.release_id IS 'the release';
COMMENT ON COLUMN badcase.mix.pos IS 'its place in the release, from 1';
COMMENT ON COLUMN badcase.mix.digest IS 'SHA-256 of the record';
CREATE INDEX mix_pos ON badcase.mix (release_id, pos);
COMMENT ON INDEX badcase.mix_pos IS 'a release in order';
ALTER TABLE badcase.mix ALTER COLUMN digest SET STATISTICS 0;
