-- Contributors, and what they agreed to.

CREATE TABLE badcase_internal.contributor (
  contributor_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  external_id text CHECK (external_id ~ '[^[:space:]]'),
  display_name text CHECK (display_name ~ '[^[:space:]]'),
  role regrole,
  registered_by name NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  name_is_own bool NOT NULL DEFAULT false,
  lang text NOT NULL DEFAULT 'en' CHECK (lang IN ('en', 'zh')),
  told_at timestamptz NOT NULL DEFAULT '-infinity',
  github text CHECK (github ~ '^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$'),
  UNIQUE (program_id, external_id),
  UNIQUE (program_id, role)
);
COMMENT ON TABLE badcase_internal.contributor IS 'who sends in bad cases, by program';
COMMENT ON COLUMN badcase_internal.contributor.contributor_id IS 'its number';
COMMENT ON COLUMN badcase_internal.contributor.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.contributor.external_id IS
  'how the program''s own books name the contributor; null once the contributor was erased';
COMMENT ON COLUMN badcase_internal.contributor.display_name IS
  'the name for the public list, where the consent show_name was given';
COMMENT ON COLUMN badcase_internal.contributor.role IS
  'the database role that is this contributor, or null: a curator loads the files';
COMMENT ON COLUMN badcase_internal.contributor.registered_by IS 'the role that registered the contributor';
COMMENT ON COLUMN badcase_internal.contributor.registered_at IS 'when';
COMMENT ON COLUMN badcase_internal.contributor.changed_at IS
  'when an upload, attestation or withdrawal was last taken in; each writes it, so that two at once conflict at any isolation level';
COMMENT ON COLUMN badcase_internal.contributor.name_is_own IS 'whether the contributor in person chose the name or removed it: registering again leaves it alone';
COMMENT ON COLUMN badcase_internal.contributor.lang IS 'the language in which the contributor is told things: en or zh';
COMMENT ON COLUMN badcase_internal.contributor.told_at IS 'up to when a curator has told the contributor what became of the submissions';
COMMENT ON COLUMN badcase_internal.contributor.github IS 'the login at GitHub for the public list; goes with the consent show_name';
-- What names a person must not stay behind in pg_statistic when it goes from its table.
ALTER TABLE badcase_internal.contributor
  ALTER COLUMN external_id SET STATISTICS 0,
  ALTER COLUMN display_name SET STATISTICS 0,
  ALTER COLUMN github SET STATISTICS 0,
  ALTER COLUMN role SET STATISTICS 0;

CREATE TABLE badcase_internal.contributor_contact (
  contributor_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind ~ '[^[:space:]]'),
  value text NOT NULL,
  noted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (contributor_id, kind)
);
COMMENT ON TABLE badcase_internal.contributor_contact IS 'how to reach a contributor, while the consent contact holds';
COMMENT ON COLUMN badcase_internal.contributor_contact.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase_internal.contributor_contact.kind IS 'e-mail, telephone, …';
COMMENT ON COLUMN badcase_internal.contributor_contact.value IS 'the address';
COMMENT ON COLUMN badcase_internal.contributor_contact.noted_at IS 'when it was noted';
ALTER TABLE badcase_internal.contributor_contact
  ALTER COLUMN kind SET STATISTICS 0,
  ALTER COLUMN value SET STATISTICS 0;

CREATE TABLE badcase_internal.attestation (
  attestation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  contributor_id bigint NOT NULL,
  text_version text NOT NULL CHECK (text_version ~ '[^[:space:]]'),
  attested_by name NOT NULL,
  attested_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase_internal.attestation IS
  'a contributor''s word that what is sent in holds no personal information, secrets or property of others';
COMMENT ON COLUMN badcase_internal.attestation.attestation_id IS 'its number';
COMMENT ON COLUMN badcase_internal.attestation.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase_internal.attestation.text_version IS 'the version of the text that was attested';
COMMENT ON COLUMN badcase_internal.attestation.attested_by IS 'the role that entered it';
COMMENT ON COLUMN badcase_internal.attestation.attested_at IS 'when';
ALTER TABLE badcase_internal.attestation ALTER COLUMN attested_by SET STATISTICS 0;
CREATE INDEX attestation_contributor ON badcase_internal.attestation (contributor_id, attestation_id);
COMMENT ON INDEX badcase_internal.attestation_contributor IS 'a contributor''s last attestation';

CREATE TABLE badcase_internal.consent (
  consent_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  contributor_id bigint NOT NULL,
  scope text NOT NULL CHECK (scope = ANY (badcase_internal.consent_scopes())),
  granted bool NOT NULL,
  text_version text NOT NULL CHECK (text_version ~ '[^[:space:]]'),
  given_by name NOT NULL,
  given_at timestamptz NOT NULL DEFAULT now(),
  superseded_at timestamptz,
  in_person bool NOT NULL DEFAULT false
);
COMMENT ON TABLE badcase_internal.consent IS
  'consents given and taken back; of a contributor and scope the row that is not superseded holds';
COMMENT ON COLUMN badcase_internal.consent.consent_id IS 'its number';
COMMENT ON COLUMN badcase_internal.consent.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase_internal.consent.scope IS 'train, publish_text, show_name or contact';
COMMENT ON COLUMN badcase_internal.consent.granted IS 'true: given; false: taken back';
COMMENT ON COLUMN badcase_internal.consent.text_version IS 'the version of the text that was agreed to';
COMMENT ON COLUMN badcase_internal.consent.given_by IS 'the role that entered it';
COMMENT ON COLUMN badcase_internal.consent.given_at IS 'when';
COMMENT ON COLUMN badcase_internal.consent.superseded_at IS
  'when the next one took its place; null: it holds. An export locks the rows that it stands on';
COMMENT ON COLUMN badcase_internal.consent.in_person IS 'whether the contributor gave it or took it back in person, no curator';
ALTER TABLE badcase_internal.consent ALTER COLUMN given_by SET STATISTICS 0;
CREATE UNIQUE INDEX consent_holds ON badcase_internal.consent (contributor_id, scope) WHERE superseded_at IS NULL;
COMMENT ON INDEX badcase_internal.consent_holds IS 'the consent that holds';
CREATE INDEX consent_contributor ON badcase_internal.consent (contributor_id, consent_id);
COMMENT ON INDEX badcase_internal.consent_contributor IS 'what a contributor agreed to, in order';
