-- From here on, functions, views and rights only: badcase_upgrade runs these files again, with OR REPLACE, after the
-- migrations of the tables.

CREATE FUNCTION badcase.version() RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '@version@'::text;
COMMENT ON FUNCTION badcase.version() IS 'everybody: the version of the workspace';
