-- The workspace: everything here is an ordinary object of its owner's. @extschema@ is the extension's schema.

COMMENT ON SCHEMA badcase IS 'badcase: what curators, reviewers, contributors and exporters call and read';
COMMENT ON SCHEMA badcase_internal IS
  'badcase: tables and helpers; nobody but the owner of the workspace has any right here';
