-- The workspace: everything here is an ordinary object of its owner's. @extschema@ is the extension's schema.

COMMENT ON SCHEMA badcase IS
  'the workspace of badcase: contributors, what they sent, its review and its releases';
