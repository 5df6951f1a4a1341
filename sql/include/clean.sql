\set ECHO none
-- What tests that began with workspace.sql end with.
RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner, regress_badcase_carol, regress_badcase_cem, regress_badcase_rita, regress_badcase_ron, regress_badcase_ada,
  regress_badcase_bob, regress_badcase_eva, regress_badcase_emil, regress_badcase_nobody CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_carol, regress_badcase_cem, regress_badcase_rita, regress_badcase_ron, regress_badcase_ada,
  regress_badcase_bob, regress_badcase_eva, regress_badcase_emil, regress_badcase_nobody;
\set ECHO all
