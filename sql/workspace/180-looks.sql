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
