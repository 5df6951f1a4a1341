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

COMMENT ON FUNCTION @extschema@.badcase_near_options(internal) IS 'options of badcase_near_v1_ops: threshold, field and bits';
COMMENT ON OPERATOR CLASS @extschema@.badcase_near_v1_ops USING gin IS 'near-duplicate search by %, exact; options threshold, field and bits';
COMMENT ON FUNCTION @extschema@.badcase_near_text_options(internal) IS 'options of text_near_v1_ops: threshold, field and bits';
COMMENT ON OPERATOR CLASS @extschema@.text_near_v1_ops USING gin IS 'near-duplicate search by %, exact; options threshold, field and bits';
COMMENT ON FUNCTION @extschema@.badcase_all_options(internal) IS 'options of badcase_all_v1_ops: field and bits';
COMMENT ON OPERATOR CLASS @extschema@.badcase_all_v1_ops USING gin IS 'near-duplicates by % at any threshold and containment by %>, exact; options field and bits';
COMMENT ON FUNCTION @extschema@.badcase_all_text_options(internal) IS 'options of text_all_v1_ops: field and bits';
COMMENT ON OPERATOR CLASS @extschema@.text_all_v1_ops USING gin IS 'near-duplicates by % at any threshold and containment by %>, exact; options field and bits';
