-- The lines of JSONL data.

CREATE FUNCTION @extschema@.badcase_lines(data pg_catalog.bytea)
    RETURNS TABLE (line_no pg_catalog.int8, line pg_catalog.bytea)
    AS 'MODULE_PATHNAME', 'badcase_lines'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 1000;

COMMENT ON FUNCTION @extschema@.badcase_lines(pg_catalog.bytea) IS
    'the lines of JSONL data with their numbers; any bytes';
