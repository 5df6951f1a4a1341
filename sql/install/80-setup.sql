-- The functions that make the workspace and bring it up to date.

CREATE FUNCTION @extschema@.badcase_setup(owner name DEFAULT current_user) RETURNS text
  LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
  AS 'MODULE_PATHNAME', 'badcase_setup';
COMMENT ON FUNCTION @extschema@.badcase_setup(name) IS
  'makes the workspace, the schema badcase, as ordinary objects of the owner; returns its version';

CREATE FUNCTION @extschema@.badcase_upgrade() RETURNS text
  LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
  AS 'MODULE_PATHNAME', 'badcase_upgrade';
COMMENT ON FUNCTION @extschema@.badcase_upgrade() IS
  'brings the workspace to the version of the library; returns that version';
