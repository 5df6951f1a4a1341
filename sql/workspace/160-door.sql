-- The door: who applied to contribute, and the tokens by which contributors without a role are known.

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
