-- ON_ERROR set_null is core's, from PostgreSQL 19 on
SELECT current_setting('server_version_num')::int < 190000 AS no_set_null FROM badcase_lines('') RIGHT JOIN (VALUES (1)) v ON true \gset
\if :no_set_null
  \quit
\endif
CREATE DOMAIN wanted AS jsonb NOT NULL;
CREATE DOMAIN short AS jsonb CHECK (VALUE IS NULL OR length(VALUE::text) < 9);
CREATE DOMAIN bytes AS bytea CHECK (VALUE IS NOT NULL AND length(VALUE) < 3);
CREATE TABLE emptied (n bigint, r badcase, j jsonb, t text, w wanted DEFAULT '0', s short, b bytes DEFAULT '');
COPY emptied (n, r) FROM PROGRAM 'printf ''{"prompt":"a","response":"b"}\nsecret\n{"prompt":"d","response":"e"}\n''' (FORMAT jsonl, ON_ERROR set_null, LOG_VERBOSITY verbose);
COPY emptied (n, j) FROM PROGRAM 'printf ''1\nsecret\n2\n''' (FORMAT jsonl, ON_ERROR set_null, LOG_VERBOSITY verbose);
COPY emptied (n, t) FROM PROGRAM 'printf ''a\nsecret\377\nb\n''' (FORMAT jsonl, ON_ERROR set_null);
COPY emptied (n, s) FROM PROGRAM 'printf ''1\n"secrets"\n"s"\nsecret\n''' (FORMAT jsonl, ON_ERROR set_null, LOG_VERBOSITY verbose);
SELECT n, r, j, t, s FROM emptied ORDER BY r, j, t, s, n;
-- A domain that takes no null
COPY emptied (n, w) FROM PROGRAM 'printf ''1\nsecret\n''' (FORMAT jsonl, ON_ERROR set_null);
COPY emptied (n, b) FROM PROGRAM 'printf ''a\nsecret\n''' (FORMAT jsonl, ON_ERROR set_null);
COPY emptied (n, j) FROM PROGRAM 'printf ''1\n''' (FORMAT jsonl, ON_ERROR set_null, REJECT_LIMIT 1);
-- Core's own JSON is another format
COPY emptied (n, j) TO STDOUT (FORMAT jsonl, FORCE_ARRAY);
DROP TABLE emptied;
DROP DOMAIN wanted, short, bytes;
