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
