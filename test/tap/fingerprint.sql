-- One line for each fact about the extension's members and the workspace that an upgrade must leave as a fresh
-- installation makes it.  Run with search_path = pg_catalog, so that every name is qualified.
SET search_path = pg_catalog;

-- In an order that does not depend on who was given something first.
CREATE FUNCTION pg_temp.rights(acl aclitem[]) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN (SELECT string_agg(a::text, ',' ORDER BY a::text COLLATE "C") FROM unnest(acl) a);

CREATE TEMP VIEW member AS
SELECT d.classid, d.objid FROM pg_depend d
JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
WHERE e.extname = 'badcase' AND d.deptype = 'e';

CREATE TEMP VIEW fingerprint(fact) AS
SELECT concat_ws(' ', 'member', pg_describe_object(classid, objid, 0), quote_nullable(obj_description(objid, (SELECT relname FROM pg_class WHERE oid = classid))))
FROM pg_temp.member
UNION ALL
SELECT concat_ws(' ', 'function', p.oid::regprocedure, CASE WHEN p.prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) END,
  pg_temp.rights(p.proacl), CASE WHEN m.objid IS NULL THEN pg_get_userbyid(p.proowner) || quote_nullable(obj_description(p.oid, 'pg_proc')) END)
FROM pg_proc p LEFT JOIN pg_temp.member m ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid
WHERE m.objid IS NOT NULL OR p.pronamespace = ANY (ARRAY[to_regnamespace('badcase')::oid, to_regnamespace('badcase_internal')::oid])
UNION ALL
SELECT concat_ws(' ', 'method', a.amname, a.amtype, a.amhandler)
FROM pg_am a JOIN pg_temp.member m ON m.classid = 'pg_am'::regclass AND m.objid = a.oid
UNION ALL
SELECT concat_ws(' ', 'type', t.oid::regtype, t.typlen, t.typbyval, t.typalign, t.typstorage, t.typcategory, t.typinput, t.typoutput,
  t.typreceive, t.typsend, t.typmodin, t.typanalyze, t.typsubscript, pg_temp.rights(t.typacl))
FROM pg_type t JOIN pg_temp.member m ON m.classid = 'pg_type'::regclass AND m.objid = t.oid
UNION ALL
SELECT concat_ws(' ', 'operator', o.oid::regoperator, o.oprcode, o.oprcom::regoperator, o.oprnegate::regoperator, o.oprrest, o.oprjoin,
  o.oprcanhash, o.oprcanmerge)
FROM pg_operator o JOIN pg_temp.member m ON m.classid = 'pg_operator'::regclass AND m.objid = o.oid
UNION ALL
SELECT concat_ws(' ', 'class', pg_describe_object('pg_opclass'::regclass, c.oid, 0), c.opcdefault, c.opcintype::regtype, c.opckeytype::regtype)
FROM pg_opclass c JOIN pg_temp.member m ON m.classid = 'pg_opclass'::regclass AND m.objid = c.oid
UNION ALL
SELECT concat_ws(' ', 'family', pg_describe_object('pg_opfamily'::regclass, m.objid, 0), pg_describe_object('pg_amop'::regclass, a.oid, 0))
FROM pg_amop a JOIN pg_temp.member m ON m.classid = 'pg_opfamily'::regclass AND m.objid = a.amopfamily
UNION ALL
SELECT concat_ws(' ', 'family', pg_describe_object('pg_opfamily'::regclass, m.objid, 0), pg_describe_object('pg_amproc'::regclass, a.oid, 0))
FROM pg_amproc a JOIN pg_temp.member m ON m.classid = 'pg_opfamily'::regclass AND m.objid = a.amprocfamily
UNION ALL
SELECT concat_ws(' ', 'cast', c.castsource::regtype, c.casttarget::regtype, c.castfunc::regprocedure, c.castcontext, c.castmethod)
FROM pg_cast c JOIN pg_temp.member m ON m.classid = 'pg_cast'::regclass AND m.objid = c.oid
UNION ALL
SELECT concat_ws(' ', 'schema', n.nspname, pg_get_userbyid(n.nspowner), pg_temp.rights(coalesce(n.nspacl, acldefault('n', n.nspowner))), quote_nullable(obj_description(n.oid, 'pg_namespace')))
FROM pg_namespace n WHERE n.nspname IN ('badcase', 'badcase_internal')
UNION ALL
SELECT concat_ws(' ', 'relation', c.oid::regclass, c.relkind, c.relpersistence, pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity,
  c.reloptions, pg_temp.rights(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner))), quote_nullable(obj_description(c.oid, 'pg_class')), CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)
FROM pg_class c WHERE c.relnamespace = ANY (ARRAY[to_regnamespace('badcase')::oid, to_regnamespace('badcase_internal')::oid]) AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
UNION ALL
SELECT concat_ws(' ', 'column', a.attrelid::regclass, row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum), a.attname,
  format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attstorage, nullif(a.attstattarget, -1), pg_temp.rights(a.attacl),
  pg_get_expr(d.adbin, d.adrelid), quote_nullable(col_description(a.attrelid, a.attnum)))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = ANY (ARRAY[to_regnamespace('badcase')::oid, to_regnamespace('badcase_internal')::oid]) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
-- NOT NULL is told of the column: from PostgreSQL 18 on a constraint has its name, that of the column when it was made
SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid), quote_nullable(obj_description(oid, 'pg_constraint')))
FROM pg_constraint WHERE contype <> 'n' AND connamespace = ANY (ARRAY[to_regnamespace('badcase')::oid, to_regnamespace('badcase_internal')::oid])
UNION ALL
SELECT concat_ws(' ', 'index', pg_get_indexdef(c.oid), quote_nullable(obj_description(c.oid, 'pg_class')))
FROM pg_class c WHERE c.relnamespace = ANY (ARRAY[to_regnamespace('badcase')::oid, to_regnamespace('badcase_internal')::oid]) AND c.relkind IN ('i', 'I')
UNION ALL
SELECT concat_ws(' ', 'policy', p.schemaname, p.tablename, p.policyname, p.permissive, p.roles, p.cmd, p.qual, p.with_check,
  quote_nullable((SELECT obj_description(o.oid, 'pg_policy') FROM pg_policy o WHERE o.polrelid = format('%I.%I', p.schemaname, p.tablename)::regclass AND o.polname = p.policyname)))
FROM pg_policies p WHERE p.schemaname IN ('badcase', 'badcase_internal')
UNION ALL
SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), t.tgenabled, quote_nullable(obj_description(t.oid, 'pg_trigger')))
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = ANY (ARRAY[to_regnamespace('badcase')::oid, to_regnamespace('badcase_internal')::oid]) AND NOT t.tgisinternal;

SELECT fact FROM pg_temp.fingerprint ORDER BY fact COLLATE "C";
