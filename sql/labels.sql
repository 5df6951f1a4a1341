-- What the planner and the users rely on: the labels of every function of the extension.
-- not regprocedure, which puts "json" into quotes from 17 on
SELECT format('%s(%s)', p.proname, replace(oidvectortypes(p.proargtypes), ', ', ',')) AS function,
       CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END AS volatility,
       CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END AS parallel,
       p.proisstrict AS strict, p.proleakproof AS leakproof, p.procost AS cost, nullif(p.prorows, 0) AS rows,
       nullif(p.prosupport, 0)::regproc AS support
FROM pg_depend d
JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
WHERE e.extname = 'badcase' AND d.deptype = 'e'
ORDER BY format('%s(%s)', p.proname, replace(oidvectortypes(p.proargtypes), ', ', ',')) COLLATE "C";

-- Operators: the estimators, and what they are to each other.
SELECT o.oid::regoperator AS operator, nullif(o.oprcom, 0)::regoperator AS commutator, nullif(o.oprnegate, 0)::regoperator AS negator,
       nullif(o.oprrest, 0)::regproc AS restrict, nullif(o.oprjoin, 0)::regproc AS join, o.oprcanhash AS hashes, o.oprcanmerge AS merges
FROM pg_depend d
JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
JOIN pg_operator o ON d.classid = 'pg_operator'::regclass AND d.objid = o.oid
WHERE e.extname = 'badcase' AND d.deptype = 'e'
ORDER BY o.oid::regoperator::text COLLATE "C";
