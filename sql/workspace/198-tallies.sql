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
