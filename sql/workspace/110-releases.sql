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
