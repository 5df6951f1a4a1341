-- The script that distributes a workspace, with functions that stand for Citus's and keep its rules: every table has its
-- place, a table has no foreign key when it is distributed, and nothing is lost on the way.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
RESET client_min_messages;

CREATE TABLE placed (n int GENERATED ALWAYS AS IDENTITY, relation regclass, key text, colocate_with text);
CREATE FUNCTION create_reference_table(t regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND t IN (conrelid, confrelid)) THEN
    RAISE 'cannot complete operation on a table with identity column';
  END IF;
  INSERT INTO placed (relation) VALUES (t);
END $$;
CREATE FUNCTION create_distributed_table(t regclass, key text, distribution_type text DEFAULT 'hash', colocate_with text DEFAULT 'default')
  RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND t IN (conrelid, confrelid)) THEN
    RAISE 'cannot complete operation on a table with identity column';
  END IF;
  IF EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t AND i.indisunique
      AND NOT (SELECT a.attnum FROM pg_attribute a WHERE a.attrelid = t AND a.attname = key) = ANY (i.indkey)) THEN
    RAISE 'cannot create constraint on "%"', t USING DETAIL = 'Distributed relations cannot have UNIQUE, EXCLUDE, or PRIMARY KEY constraints that do not include the partition column.';
  END IF;
  IF EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t AND NOT g.tgisinternal) THEN
    RAISE 'triggers are not supported on distributed tables';
  END IF;
  IF EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t AND a.attidentity <> '' AND a.atttypid <> 'bigint'::regtype) THEN
    RAISE 'cannot complete operation on % with smallint/int identity column', t;
  END IF;
  INSERT INTO placed (relation, key, colocate_with) VALUES (t, key, colocate_with);
END $$;

CREATE TEMP VIEW fact AS
SELECT conrelid::regclass AS relation, conname::text AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE connamespace = 'badcase'::regnamespace;
CREATE TEMP TABLE before AS TABLE fact;
\set script `cat "$PG_ABS_SRCDIR/sql/distribute/badcase-distribute.sql"`
:script
SELECT relation, key, colocate_with FROM placed ORDER BY n;
SELECT count(*) > 10 AS some FROM fact WHERE definition LIKE 'FOREIGN KEY%';
SELECT * FROM (TABLE fact EXCEPT TABLE before) x UNION ALL SELECT * FROM (TABLE before EXCEPT TABLE fact) y;
-- what the lint of the workspace's tables calls large is what is distributed
SELECT relation FROM placed p WHERE p.key IS NOT NULL AND NOT EXISTS (
  SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
  WHERE i.indrelid = p.relation AND i.indisprimary AND a.attname = p.key);
-- foreign keys after it: to a table that is everywhere, or within one key of tables that lie together
SELECT c.conrelid::regclass, c.conname FROM pg_constraint c JOIN placed a ON a.relation = c.conrelid JOIN placed b ON b.relation = c.confrelid
WHERE c.contype = 'f' AND b.key IS NOT NULL AND (a.key IS DISTINCT FROM b.key
  OR NOT EXISTS (SELECT FROM pg_attribute x WHERE x.attrelid = c.conrelid AND x.attnum = c.conkey[1] AND x.attname = a.key));

-- A table that it does not know stops it before anything is done.
CREATE TABLE badcase_internal.more (x int);
TRUNCATE placed;
BEGIN;
\set VERBOSITY terse
:script
\set VERBOSITY default
ROLLBACK;
SELECT count(*) FROM placed;

SET client_min_messages = warning;
DROP FUNCTION create_reference_table(regclass), create_distributed_table(regclass, text, text, text);
DROP TABLE placed;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP ROLE regress_badcase_owner;
