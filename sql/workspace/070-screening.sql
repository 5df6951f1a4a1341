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
