-- The workspace of 0.1.0, made that of 0.2.0.

-- Replaced, not dropped, so that who may call it stays as it is.
CREATE OR REPLACE FUNCTION badcase.version() RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '0.2.0'::text;
