\echo Use "ALTER EXTENSION badcase UPDATE" to load this file. \quit

-- Near-duplicates of many records at once.

CREATE FUNCTION @extschema@.badcase_near_pairs(query text, threshold float8 DEFAULT 0.7, field text DEFAULT NULL)
  RETURNS TABLE (a bigint, b bigint, overlap integer, similarity float8)
  AS 'MODULE_PATHNAME', 'badcase_near_pairs' LANGUAGE C STABLE PARALLEL UNSAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.badcase_near_pairs(text, float8, text) IS 'all pairs of similar records or texts that a query gives';

CREATE FUNCTION @extschema@.badcase_clusters(query text, threshold float8 DEFAULT 0.7, field text DEFAULT NULL)
  RETURNS TABLE (id bigint, cluster bigint)
  AS 'MODULE_PATHNAME', 'badcase_clusters' LANGUAGE C STABLE PARALLEL UNSAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.badcase_clusters(text, float8, text) IS 'the records or texts that a query gives, each with the least id of its cluster';
