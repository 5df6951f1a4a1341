-- The lists of words that columns, checks, messages and views share. A column's check calls them, so a word that is in
-- use must stay.

CREATE FUNCTION badcase_internal.capabilities() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{contributor,reviewer,exporter,curator,intake,gateway}'::text[];
COMMENT ON FUNCTION badcase_internal.capabilities() IS
  'what a role can be given in a program; intake: a door, which acts for contributors by their tokens; gateway: a login that acts for the roles that it sets';

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
      ('clusters', 'general corpus', 'open_corpus'),
      ('outputs', 'model', 'register_model'),
      ('terms', 'term list', 'create_term_list'),
      ('suggestions', 'agent', 'register_agent');
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

-- The place of a state stands in kept counts: what is new goes to the end.
CREATE FUNCTION badcase_internal.states() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{received,held,pending,needs_changes,disputed,accepted,rejected,duplicate,withdrawn}'::text[];
COMMENT ON FUNCTION badcase_internal.states() IS 'the states in the order in which they are shown';

CREATE FUNCTION badcase_internal.is_state(state text) RETURNS bool
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN state = ANY (badcase_internal.states());
COMMENT ON FUNCTION badcase_internal.is_state(text) IS 'whether a submission can have that state';

-- What badcase_internal.searchable has.
CREATE FUNCTION badcase_internal.is_searchable(state text) RETURNS bool
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN state NOT IN ('received', 'duplicate', 'withdrawn');
COMMENT ON FUNCTION badcase_internal.is_searchable(text) IS
  'whether near search looks at submissions in that state: triage has seen them, and they are neither duplicates nor withdrawn';

CREATE FUNCTION badcase_internal.action_kinds() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '{read,review_changed,review_withdrawn,claim_released,claim_taken_back,release_retired,setting,application,applicant_admitted,applicant_refused,token_renewed,token_revoked,gold_set,audit_drawn,reviewer_resumed,pool_exported,clusters_loaded,clusters_removed}'::text[];
COMMENT ON FUNCTION badcase_internal.action_kinds() IS 'what people do that the journal keeps, beside the moves of submissions';
