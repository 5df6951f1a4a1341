-- Records from and to json and jsonb.
SELECT '{"response": "r", "prompt": "p", "x": 1.0}'::jsonb::badcase;
SELECT '{"response": "r", "prompt": "p", "x":  1.0}'::json::badcase;
SELECT badcase('p', 'r', '[["q", "a"]]')::json, badcase('p', 'r', '[["q", "a"]]')::jsonb;
SELECT pg_typeof(json(badcase('p', 'r'))), pg_typeof(jsonb(badcase('p', 'r')));
SELECT '[]'::jsonb::badcase;
SELECT '{"prompt": "p", "prompt": "q", "response": "r"}'::json::badcase;
-- jsonb has dropped the first of two equal keys before it is seen here
SELECT '{"prompt": "p", "prompt": "q", "response": "r"}'::jsonb::badcase;
-- nested as an object, not as a string
SELECT row_to_json(t), to_jsonb(t) FROM (SELECT 1 AS id, badcase('p', 'r') AS record) t;
SELECT json_agg(b), jsonb_build_object('b', b) FROM (SELECT badcase('p', 'r') AS b) t GROUP BY b;
-- on assignment, and never by themselves
CREATE TEMP TABLE t (b badcase, j jsonb);
INSERT INTO t SELECT j, j FROM (SELECT '{"prompt": "p", "response": "r"}'::jsonb AS j) s;
UPDATE t SET j = b;
SELECT * FROM t;
SELECT castsource::regtype, casttarget::regtype, castcontext FROM pg_cast
 WHERE 'badcase'::regtype IN (castsource, casttarget) ORDER BY 1, 2;
\set VERBOSITY terse
SELECT j = b FROM t;
