-- COPY with format jsonl asks for the same rights as core's text format
SELECT count(*) FROM badcase_lines('');
CREATE ROLE regress_copy_jsonl;
CREATE TABLE guarded (a bigint, b text, secret int DEFAULT 7);
CREATE TABLE policed (a bigint, b text);
INSERT INTO guarded VALUES (1, '"x"');
INSERT INTO policed VALUES (1, '"shown"'), (2, '"hidden"');
ALTER TABLE policed ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON policed USING (a = 1);

-- What a statement comes to for the role: rows or SQLSTATE, with either format; each rolled back.
CREATE FUNCTION outcome(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  n bigint;
BEGIN
  SET LOCAL ROLE regress_copy_jsonl;
  EXECUTE statement;
  GET DIAGNOSTICS n = ROW_COUNT;
  RAISE EXCEPTION USING ERRCODE = 'ZZ000', MESSAGE = n || ' rows';
EXCEPTION WHEN OTHERS THEN
  RETURN CASE WHEN SQLSTATE = 'ZZ000' THEN SQLERRM ELSE SQLSTATE END;
END
$$;
CREATE FUNCTION outcomes(statement text, OUT jsonl text, OUT core text) LANGUAGE sql AS
$$ SELECT outcome(format(statement, 'FORMAT jsonl')), outcome(format(statement, 'FORMAT text')) $$;
CREATE VIEW compared AS
  SELECT statement, jsonl, core, CASE WHEN jsonl IS DISTINCT FROM core THEN 'DIFFERENT' END AS verdict
  FROM (VALUES
    ('COPY guarded (b) FROM PROGRAM ''echo 1'' (%s)'),
    ('COPY guarded (a) FROM PROGRAM ''echo 1'' (%s)'),
    ('COPY guarded (b) FROM PROGRAM ''echo 1'' (%s) WHERE a IS NULL'),
    ('COPY guarded (b) FROM PROGRAM ''echo 1'' (%s) WHERE b IS NOT NULL'),
    ('COPY guarded (b) FROM PROGRAM ''echo 1'' (%s) WHERE secret = 7'),
    ('COPY guarded (b) FROM PROGRAM ''echo 1'' (%s) WHERE guarded IS NOT NULL'),
    ('COPY guarded (b) FROM ''/dev/null'' (%s)'),
    ('COPY guarded (b) TO ''/dev/null'' (%s)'),
    ('COPY guarded (b) TO PROGRAM ''cat >/dev/null'' (%s)'),
    ('COPY guarded TO PROGRAM ''cat >/dev/null'' (%s)'),
    ('COPY (SELECT a FROM guarded) TO PROGRAM ''cat >/dev/null'' (%s)'),
    ('COPY (SELECT secret FROM guarded) TO PROGRAM ''cat >/dev/null'' (%s)'),
    ('COPY policed (b) FROM PROGRAM ''echo 1'' (%s)'),
    ('COPY policed TO PROGRAM ''cat >/dev/null'' (%s)'),
    ('COPY pg_authid TO PROGRAM ''cat >/dev/null'' (%s)')) v(statement), outcomes(statement);

-- no right at all
SELECT * FROM compared;
-- files and programs, nothing on the tables
GRANT pg_read_server_files, pg_write_server_files, pg_execute_server_program TO regress_copy_jsonl;
SELECT * FROM compared;
-- some columns
GRANT INSERT (b) ON guarded TO regress_copy_jsonl;
SELECT * FROM compared;
GRANT SELECT (a, b) ON guarded TO regress_copy_jsonl;
SELECT * FROM compared;
-- everything; the policy stays
GRANT ALL ON guarded, policed TO regress_copy_jsonl;
SELECT * FROM compared;
-- an option of the other direction comes to what core makes of it
SELECT jsonl = core AS alike FROM outcomes('COPY guarded (b) TO PROGRAM ''cat >/dev/null'' (%s, FREEZE)');
-- files and programs are rights of their own
REVOKE pg_read_server_files, pg_write_server_files, pg_execute_server_program FROM regress_copy_jsonl;
SELECT * FROM compared;

-- in words
SET ROLE regress_copy_jsonl;
COPY guarded FROM '/dev/null' (FORMAT jsonl);
COPY guarded FROM PROGRAM 'true' (FORMAT jsonl);
COPY guarded TO '/dev/null' (FORMAT jsonl);
\copy policed from '/dev/null' (format jsonl)
COPY policed TO STDOUT (FORMAT jsonl);
RESET ROLE;
SET row_security = off;
SET ROLE regress_copy_jsonl;
COPY policed TO STDOUT (FORMAT jsonl);
\copy policed from '/dev/null' (format jsonl)
RESET ROLE;
RESET row_security;

-- the owner, and forced policies
COPY policed FROM PROGRAM 'printf ''"new"''' (FORMAT jsonl);
COPY policed (b) TO STDOUT (FORMAT jsonl);

DROP VIEW compared;
DROP FUNCTION outcomes, outcome;
DROP TABLE guarded, policed;
DROP ROLE regress_copy_jsonl;
