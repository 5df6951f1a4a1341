-- Row-level security: every table but intake, which nobody but its owner can read. The owner sees all rows of its own
-- tables; a contributor those with the contributor's role on them. Plain columns only: a subquery in a policy would
-- not run on a distributed engine.

DO $$
DECLARE
  t name;
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_catalog.pg_class c
    WHERE c.relnamespace = 'badcase'::pg_catalog.regnamespace AND c.relkind = 'r' AND c.relname <> 'intake'
    ORDER BY c.relname
  LOOP
    EXECUTE pg_catalog.format('ALTER TABLE badcase.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE pg_catalog.format('ALTER TABLE badcase.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE pg_catalog.format('CREATE POLICY owner ON badcase.%I TO CURRENT_USER USING (true) WITH CHECK (true)', t);
    EXECUTE pg_catalog.format('COMMENT ON POLICY owner ON badcase.%I IS ''the workspace''''s functions, which run as its owner, see all rows''', t);
  END LOOP;
END
$$;

CREATE POLICY contributor ON badcase.contributor FOR SELECT USING (role = current_user);
COMMENT ON POLICY contributor ON badcase.contributor IS 'contributors see themselves';
CREATE POLICY contributor ON badcase.upload FOR SELECT USING (contributor_role = current_user);
COMMENT ON POLICY contributor ON badcase.upload IS 'contributors see their own uploads';
CREATE POLICY contributor ON badcase.refused_line FOR SELECT USING (contributor_role = current_user);
COMMENT ON POLICY contributor ON badcase.refused_line IS 'contributors see their own refused lines';
CREATE POLICY contributor ON badcase.submission FOR SELECT USING (contributor_role = current_user);
COMMENT ON POLICY contributor ON badcase.submission IS 'contributors see their own submissions';
