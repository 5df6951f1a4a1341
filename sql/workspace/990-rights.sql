-- Nothing is anybody's but the owner's until badcase.grant_access gives it.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA badcase FROM PUBLIC;
REVOKE ALL ON ALL PROCEDURES IN SCHEMA badcase FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA badcase FROM PUBLIC;
REVOKE ALL ON SCHEMA badcase FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA badcase_internal FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA badcase_internal FROM PUBLIC;
REVOKE ALL ON SCHEMA badcase_internal FROM PUBLIC;

-- What the capabilities reach may differ from the version before.
SELECT badcase_internal.sync_privileges(g.role)
FROM (SELECT DISTINCT a.role FROM badcase_internal.access_grant a ORDER BY a.role) g;
