-- The workspace: everything here is an ordinary object of its owner's. @extschema@ is the extension's schema.

COMMENT ON SCHEMA badcase IS
  'the workspace of badcase: contributors, what they sent, its review and its releases';

CREATE FUNCTION badcase.version() RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '@version@'::text;
COMMENT ON FUNCTION badcase.version() IS 'the version of the workspace';
