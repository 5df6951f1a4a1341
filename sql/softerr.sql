-- Soft errors of the type's input: from server version 16 on.
SELECT current_setting('server_version_num')::int < 160000 AS older \gset
\if :older
\quit
\endif
SELECT line, pg_input_is_valid(line, 'badcase') AS valid, e.*
  FROM unnest(ARRAY['{"prompt": "p", "response": "r"}', '{"prompt": "p"}', '{"prompt": "\ud800"}', 'x', '{"prompt": "p", "response": "r", "n": 1e999999}']) AS line,
       pg_input_error_info(line, 'badcase') AS e;
