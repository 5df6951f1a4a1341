-- Row-level security binds everybody on every table but intake, which nobody but its owner can read. The owner sees all
-- rows of its own tables. Run again by an upgrade, this secures the tables that it brought. A search table on other servers
-- has its policy, and is not forced (badcase-distribute.sql).

DO $$
DECLARE
  t name;
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_catalog.pg_class c
    WHERE c.relnamespace = 'badcase_internal'::pg_catalog.regnamespace AND c.relkind = 'r'
      AND NOT c.relforcerowsecurity
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'owner'::pg_catalog.name)
    ORDER BY c.relname
  LOOP
    EXECUTE pg_catalog.format('ALTER TABLE badcase_internal.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE pg_catalog.format('ALTER TABLE badcase_internal.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE pg_catalog.format('CREATE POLICY owner ON badcase_internal.%I TO CURRENT_USER USING (true) WITH CHECK (true)', t);
    EXECUTE pg_catalog.format('COMMENT ON POLICY owner ON badcase_internal.%I IS ''the workspace''''s functions, which run as its owner, see all rows''', t);
  END LOOP;
END
$$;
