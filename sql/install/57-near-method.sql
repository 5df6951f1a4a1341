-- The index method badcase_near: the classes of GIN, searched by counting.  The functions of the classes are GIN's.

CREATE FUNCTION @extschema@.badcase_near_handler(internal) RETURNS index_am_handler
  AS 'MODULE_PATHNAME', 'badcase_near_handler' LANGUAGE C;
COMMENT ON FUNCTION @extschema@.badcase_near_handler(internal) IS 'handler of the index method badcase_near';

CREATE ACCESS METHOD badcase_near TYPE INDEX HANDLER @extschema@.badcase_near_handler;
COMMENT ON ACCESS METHOD badcase_near IS 'near-duplicate search: the pages of GIN, searched by counting the rows of keys';

CREATE OPERATOR CLASS @extschema@.badcase_near_v1_ops DEFAULT FOR TYPE @extschema@.badcase USING badcase_near AS
  OPERATOR 1 @extschema@.% (@extschema@.badcase, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_near_extract_value(@extschema@.badcase, internal, internal),
  FUNCTION 3 @extschema@.badcase_near_extract_query(@extschema@.badcase, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_near_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.badcase_near_v1_ops USING badcase_near IS 'near-duplicate search by %, exact; options threshold, field and bits';

CREATE OPERATOR CLASS @extschema@.text_near_v1_ops FOR TYPE text USING badcase_near AS
  OPERATOR 1 @extschema@.% (text, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_near_extract_value(text, internal, internal),
  FUNCTION 3 @extschema@.badcase_near_extract_query(text, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, text, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, text, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_near_text_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.text_near_v1_ops USING badcase_near IS 'near-duplicate search by %, exact; options threshold, field and bits';

CREATE OPERATOR CLASS @extschema@.badcase_all_v1_ops FOR TYPE @extschema@.badcase USING badcase_near AS
  OPERATOR 1 @extschema@.% (@extschema@.badcase, @extschema@.badcase_near),
  OPERATOR 2 @extschema@.%> (@extschema@.badcase, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_all_extract_value(@extschema@.badcase, internal, internal),
  FUNCTION 3 @extschema@.badcase_all_extract_query(@extschema@.badcase, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_all_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.badcase_all_v1_ops USING badcase_near
  IS 'near-duplicates by % at any threshold and containment by %>, exact; options field and bits';

CREATE OPERATOR CLASS @extschema@.text_all_v1_ops FOR TYPE text USING badcase_near AS
  OPERATOR 1 @extschema@.% (text, @extschema@.badcase_near),
  OPERATOR 2 @extschema@.%> (text, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_all_extract_value(text, internal, internal),
  FUNCTION 3 @extschema@.badcase_all_extract_query(text, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, text, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, text, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_all_text_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.text_all_v1_ops USING badcase_near
  IS 'near-duplicates by % at any threshold and containment by %>, exact; options field and bits';
