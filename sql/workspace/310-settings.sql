-- How a program works, set by its curators.

CREATE FUNCTION badcase_internal.program_settings() RETURNS TABLE (setting text, type text, what text)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    VALUES
      ('about', 'text', 'what the program asks for'),
      ('quorum', 'number', 'how many agreeing reviews decide, 1 to 9'),
      ('round_days', 'number', 'how many days a round lasts that is opened without a cut-off, 1 to 366; null: it has none'),
      ('max_claims', 'number', 'how many submissions a reviewer can have claimed at once, 1 to 1000'),
      ('open', 'flag', 'whether who applies at a door is admitted at once, without a curator: true or false'),
      ('token_days', 'number', 'how many days the token of a contributor at a door is good, 1 to 1000'),
      ('gold_rate', 'number', 'how many of a hundred claims are gold, 0 to 50'),
      ('least_accuracy', 'number', 'how many of a hundred gold records a reviewer must judge right to go on, 1 to 99; null: no such rule'),
      ('confidence', 'number', 'how sure agreeing reviews must be to decide, 50 to 99 of a hundred, by how their reviewers judged gold; else one more is asked for; null: they always decide'),
      ('suggestions', 'choice', 'whether reviewers see what agents suggest before their own word or after it: before or after'),
      ('retention', 'interval', 'how long the text of what was refused, rejected or withdrawn is kept; null: until it is erased'),
      ('early_access', 'interval', 'how long after the last accepted record a contributor has early access to the next model');
  END;
COMMENT ON FUNCTION badcase_internal.program_settings() IS 'what curators can set of a program, and of which type it is';

CREATE FUNCTION badcase_internal.setting_value(setting text, value text) RETURNS text
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    s record;
  BEGIN
    SELECT p.* INTO s FROM badcase_internal.program_settings() p WHERE p.setting = setting_value.setting;
    IF NOT FOUND THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such setting of a program',
        HINT = (SELECT format('Settings are %s.', string_agg(p.setting, ', ')) FROM badcase_internal.program_settings() p);
    END IF;
    IF value IS NULL AND s.setting IN ('quorum', 'max_claims', 'gold_rate', 'early_access', 'open', 'token_days', 'suggestions') THEN
      RAISE invalid_parameter_value USING MESSAGE = format('%s is not null: %s', s.setting, s.what);
    END IF;
    IF s.type = 'number' AND (value !~ '^[0-9]{1,4}$' OR CASE s.setting
        WHEN 'quorum' THEN value::int NOT BETWEEN 1 AND 9
        WHEN 'round_days' THEN value::int NOT BETWEEN 1 AND 366
        WHEN 'gold_rate' THEN value::int > 50
        WHEN 'confidence' THEN value::int NOT BETWEEN 50 AND 99
        WHEN 'least_accuracy' THEN value::int NOT BETWEEN 1 AND 99
        ELSE value::int NOT BETWEEN 1 AND 1000 END) THEN
      RAISE invalid_parameter_value USING MESSAGE = format('no such %s: %s', s.setting, s.what);
    END IF;
    IF s.type = 'choice' AND value NOT IN ('before', 'after') THEN
      RAISE invalid_parameter_value USING MESSAGE = format('no such %s: %s', s.setting, s.what);
    END IF;
    IF s.type = 'flag' AND value NOT IN ('true', 'false') THEN
      RAISE invalid_parameter_value USING MESSAGE = format('no such %s: %s', s.setting, s.what);
    END IF;
    IF s.type = 'interval' THEN
      BEGIN
        IF value::interval <= '0' OR value::interval > '1000 years' THEN
          RAISE invalid_parameter_value;
        END IF;
      EXCEPTION WHEN OTHERS THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('no such %s: %s', s.setting, s.what),
          HINT = 'For example ''90 days'' or ''1 year''.';
      END;
    END IF;
    RETURN value;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.setting_value(text, text) IS 'the value, if the setting can have it; raises (22023) if not';

CREATE FUNCTION badcase.set_program(program int, setting text, value text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    checked text;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    checked := badcase_internal.setting_value(setting, value);
    UPDATE badcase_internal.program p SET
      about = CASE WHEN setting = 'about' THEN checked ELSE p.about END,
      quorum = CASE WHEN setting = 'quorum' THEN checked::int ELSE p.quorum END,
      round_days = CASE WHEN setting = 'round_days' THEN checked::int ELSE p.round_days END,
      gold_rate = CASE WHEN setting = 'gold_rate' THEN checked::int ELSE p.gold_rate END,
      least_accuracy = CASE WHEN setting = 'least_accuracy' THEN checked::int ELSE p.least_accuracy END,
      confidence = CASE WHEN setting = 'confidence' THEN checked::int ELSE p.confidence END,
      suggestions = CASE WHEN setting = 'suggestions' THEN checked ELSE p.suggestions END,
      max_claims = CASE WHEN setting = 'max_claims' THEN checked::int ELSE p.max_claims END,
      retention = CASE WHEN setting = 'retention' THEN checked::interval ELSE p.retention END,
      early_access = CASE WHEN setting = 'early_access' THEN checked::interval ELSE p.early_access END,
      open = CASE WHEN setting = 'open' THEN checked::bool ELSE p.open END,
      token_days = CASE WHEN setting = 'token_days' THEN checked::int ELSE p.token_days END
    WHERE p.program_id = set_program.program;
    PERFORM badcase_internal.note_action(program, 'setting', setting => setting || CASE WHEN setting = 'about' THEN ''
      ELSE ' = ' || coalesce(checked, 'null') END);
  END
  $$;
COMMENT ON FUNCTION badcase.set_program(int, text, text) IS
  'curator: sets how a program works: about, quorum, round_days, max_claims, open, token_days, gold_rate, least_accuracy, confidence, suggestions, retention, early_access; the journal has each change';
