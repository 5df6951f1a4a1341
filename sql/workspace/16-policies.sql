-- What contributors see of the tables that they have rights on: the rows with the contributor's role on them. Plain
-- columns only: a subquery in a policy would not run on a distributed engine.

CREATE POLICY contributor ON badcase.contributor FOR SELECT USING (role = current_user);
COMMENT ON POLICY contributor ON badcase.contributor IS 'contributors see themselves';
CREATE POLICY contributor ON badcase.upload FOR SELECT USING (contributor_role = current_user);
COMMENT ON POLICY contributor ON badcase.upload IS 'contributors see their own uploads';
CREATE POLICY contributor ON badcase.refused_line FOR SELECT USING (contributor_role = current_user);
COMMENT ON POLICY contributor ON badcase.refused_line IS 'contributors see their own refused lines';
CREATE POLICY contributor ON badcase.submission FOR SELECT USING (contributor_role = current_user);
COMMENT ON POLICY contributor ON badcase.submission IS 'contributors see their own submissions';
