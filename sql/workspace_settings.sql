-- Each setting of a program: null, the last values that are taken and the first that are not, and what each value changes.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
-- What set_program makes of a value: what the program has then, or the refusal.
CREATE FUNCTION pg_temp.set(setting text, value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  was CONSTANT jsonb := (SELECT to_jsonb(p) FROM badcase_internal.program p WHERE p.program_id = 1);
  said text;
BEGIN
  SET LOCAL ROLE regress_badcase_carol;
  BEGIN
    PERFORM badcase.set_program(1, set.setting, set.value);
    SET LOCAL ROLE regress_badcase_owner;
    said := (SELECT string_agg(format('%s = %s', k.key, coalesce(k.value, 'null')), ', ') FROM badcase_internal.program p, jsonb_each_text(to_jsonb(p)) k
      WHERE p.program_id = 1 AND k.value IS DISTINCT FROM was ->> k.key);
    IF (SELECT count(*) FROM badcase_internal.program p, jsonb_each_text(to_jsonb(p)) k WHERE p.program_id = 2 AND k.key = set.setting AND k.value = set.value) > 0 THEN
      said := said || ', and so in 2';
    END IF;
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN OTHERS THEN said := SQLSTATE || ' ' || split_part(SQLERRM, ':', 1);
  END;
  SET LOCAL ROLE regress_badcase_owner;
  RETURN coalesce(said, 'nothing changed');
END $$;
SET ROLE regress_badcase_owner;
-- none of the values that are tried is the one that there is
UPDATE badcase_internal.program SET quorum = 3, round_days = 3, max_claims = 3, token_days = 3, gold_rate = 3, least_accuracy = 33, confidence = 66, retention = '3 days', early_access = '3 days';
SELECT p.setting, coalesce(v.value, 'null') AS value, pg_temp.set(p.setting, v.value) AS comes_to
FROM badcase_internal.program_settings() WITH ORDINALITY p(setting, type, what, place)
CROSS JOIN LATERAL unnest(CASE p.type
  WHEN 'number' THEN '{NULL,0,1,9,10,49,50,51,99,100,366,367,1000,1001,9999,10000,-1,1.5,"",ten}'::text[]
  WHEN 'interval' THEN '{NULL,0,1 microsecond,1000 years,1000 years 1 microsecond,-1 day,soon}'
  WHEN 'flag' THEN '{NULL,true,false,TRUE,yes,1}' ELSE '{NULL,"new words","",before,after}' END) WITH ORDINALITY v(value, n)
ORDER BY p.place, v.n;
SELECT pg_temp.set('Quorum', '2') AS no_such, pg_temp.set(NULL, '2') AS none;
-- the journal has the value, but of the words about a program that they were changed
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'quorum', '2'), badcase.set_program(1, 'about', 'SECRET'), badcase.set_program(1, 'retention', NULL), badcase.set_program(1, 'early_access', '5 days');
SELECT program, what, who, reason FROM badcase.journal LIMIT 4;
SET ROLE regress_badcase_owner;
SELECT kind, setting FROM badcase_internal.action WHERE kind = 'setting' ORDER BY action_id;
\i :clean
