-- ON_ERROR, LOG_VERBOSITY and REJECT_LIMIT are core's, from the major that has them
SELECT count(*) FROM badcase_lines('');
CREATE TABLE skipping (n bigint, r badcase, j jsonb, t text, i int, v varchar(2));
COPY skipping (n, r) FROM PROGRAM 'printf ''{"prompt":"a","response":"b"}\nsecret\n{"prompt":"c"}\n{"prompt":"d","response":"e"}\n''' (FORMAT jsonl, ON_ERROR ignore);
SELECT current_setting('server_version_num')::int < 170000 AS no_on_error,
       current_setting('server_version_num')::int < 180000 AS no_reject_limit \gset
\if :no_on_error
  DROP TABLE skipping;
  \quit
\endif
SELECT n, r FROM skipping;
TRUNCATE skipping;
COPY skipping (n, j) FROM PROGRAM 'printf ''1\nsecret\n{"secret":\n"\\u0000"\n2\n''' (FORMAT jsonl, ON_ERROR ignore, LOG_VERBOSITY verbose);
COPY skipping (t) FROM PROGRAM 'printf ''a\nsecret\377\nsecret\000\nb\n''' (FORMAT jsonl, ON_ERROR ignore, LOG_VERBOSITY verbose);
COPY skipping (i) FROM PROGRAM 'printf ''1\nsecret\n2\n''' (FORMAT jsonl, ON_ERROR ignore, LOG_VERBOSITY verbose);
COPY skipping (v) FROM PROGRAM 'printf ''a\nsecret\nb\n''' (FORMAT jsonl, ON_ERROR ignore);
SELECT n, j, t, i, v FROM skipping;
COPY skipping (j) FROM PROGRAM 'printf ''secret\n''' (FORMAT jsonl, ON_ERROR stop);
COPY skipping (j) FROM PROGRAM 'printf ''1\n''' (FORMAT jsonl, ON_ERROR nonsense);
COPY skipping TO STDOUT (FORMAT jsonl, ON_ERROR ignore);
\if :no_reject_limit
  COPY skipping (j) FROM PROGRAM 'printf ''1\n''' (FORMAT jsonl, ON_ERROR ignore, REJECT_LIMIT 1);
\else
  COPY skipping (j) FROM PROGRAM 'printf ''1\nsecret\n2\n''' (FORMAT jsonl, ON_ERROR ignore, REJECT_LIMIT 1);
  COPY skipping (j) FROM PROGRAM 'printf ''1\nsecret\nsecret\n2\n''' (FORMAT jsonl, ON_ERROR ignore, REJECT_LIMIT 1);
  COPY skipping (j) FROM PROGRAM 'printf ''1\nsecret\n2\n''' (FORMAT jsonl, ON_ERROR ignore, LOG_VERBOSITY silent);
\endif
SELECT count(j) FROM skipping;
DROP TABLE skipping;
