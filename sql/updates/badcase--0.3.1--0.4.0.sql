\echo Use "ALTER EXTENSION badcase UPDATE" to load this file. \quit

-- Who asks. The workspace's checks use these and nothing else.

CREATE FUNCTION @extschema@.badcase_person(gateways regrole[]) RETURNS regrole
  LANGUAGE c STABLE PARALLEL RESTRICTED
  AS 'MODULE_PATHNAME', 'badcase_person';
COMMENT ON FUNCTION @extschema@.badcase_person(regrole[]) IS
  'the person who asks: the session''s login role; where that is a superuser or one of the gateways, the role that SET ROLE set; null where there is none, and in index expressions and the like';

CREATE FUNCTION @extschema@.badcase_acts_for(person regrole, role regrole) RETURNS boolean
  LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
  AS 'MODULE_PATHNAME', 'badcase_acts_for';
COMMENT ON FUNCTION @extschema@.badcase_acts_for(regrole, regrole) IS
  'whether a role is another or a member of it; a superuser of what it was made a member of only';
