-- Files in other tools' formats: each line is judged as it came, and what is wrong is told by its place in it.
\i sql/include/workspace.sql
\set ECHO all

-- What a line gives is what badcase_import gives of it.
CREATE TEMP TABLE line (n int, format text, line text);
INSERT INTO line VALUES
  (1, 'alpaca', '{"instruction": "Translate into French.", "input": "good evening", "output": "bonsoir"}'),
  (2, 'sharegpt', '{"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}, {"from": "human", "value": "p"}, {"from": "gpt", "value": "r"}]}'),
  (3, 'messages', '{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "\u4f60\u597d"}, {"role": "assistant", "content": "r"}]}'),
  (4, 'preference', '{"prompt": "p", "chosen": "r", "rejected": "x"}'),
  (5, 'qa', '{"question": "p", "answer": "r", "note": {"k": [1.50, "\/"]}}'),
  (6, 'openai_preference', '{"input": {"messages": [{"role": "user", "content": "p"}]}, "preferred_output": [{"role": "assistant", "content": "r"}], "non_preferred_output": [{"role": "assistant", "content": "x"}]}'),
  (7, 'badcase', '{"prompt": "p", "response": "r", "label": false}'),
  (8, 'summary', '{"content": "p", "summary": "r"}');
GRANT SELECT ON line TO regress_badcase_carol;
SELECT n, format, badcase_try(line, format) = badcase_import(line::jsonb, format) AS same,
  badcase_try(convert_to(line, 'UTF8'), format) = badcase_try(line, format) AS as_bytes, badcase_try(line, 'auto') = badcase_try(line, format) AS by_keys
FROM line ORDER BY n;
SELECT format, c.* FROM (VALUES
  ('alpaca', '{"instruction": "a"}'), ('alpaca', '{"instruction": "a", "output": 7}'), ('alpaca', '{"instruction": "a", "output": "b"'),
  ('alpaca', '{"instruction": "a", "instruction": "b", "output": "c"}'), ('auto', '{"text": "a"}'), ('auto', '{"question": "p", "answer": "r", "messages": []}'),
  ('sharegpt', '{"conversations": [{"from": "human", "value": "p"}, {"from": "tool", "value": "r"}]}'), ('badcase', '{"prompt": "p"}'), ('qa', '{"question": "p", "answer": "r"}')) v(format, line)
CROSS JOIN badcase_check(line, format) c;
SELECT badcase_check('{}', 'no such format');
SELECT badcase_try('{}', NULL) IS NULL AS nothing;
-- a record's own format is judged as without one
SELECT count(*) AS lines, count(*) FILTER (WHERE (a.ok, a.code, a.byte_offset, a.path, a.message) IS DISTINCT FROM (b.ok, b.code, b.byte_offset, b.path, b.message)) AS differ
FROM (VALUES ('{"prompt": "p", "response": ""}'), ('{"prompt": "p", "prompt": 1}'), ('x'), (''), ('{"prompt": "p", "response": "r", "rejected_response": 1}'), ('{"prompt": "p", "response": "r", "history": [[1]]}')) v(line)
CROSS JOIN badcase_check(line, 'badcase') a CROSS JOIN badcase_check(line) b;

-- An upload, by a contributor.
CREATE FUNCTION pg_temp.send_lines(format text, VARIADIC lines text[]) RETURNS TABLE (stored bigint, repeated bigint, refused bigint, blank bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(format => format);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(l, n);
  RETURN QUERY SELECT p.stored, p.repeated, p.refused, p.blank FROM badcase.process_upload() p;
END $$;
SET ROLE regress_badcase_ada;
SELECT * FROM pg_temp.send_lines('alpaca', '{"instruction": "Name a river of Peru.", "output": "The Amazon."}', '{"instruction": "Name a river of Chile.", "input": "", "output": 5}', '', '{"output": "b"}', '{"prompt": "p", "response": "r"}');
SELECT * FROM pg_temp.send_lines('auto', '{"messages": [{"role": "user", "content": "Name a river of Peru."}, {"role": "assistant", "content": "The Amazon."}]}', '{"messages": [{"role": "user", "content": "Name a sea."}, {"role": "tool", "content": "x"}]}', '{"text": "a"}');
SELECT * FROM pg_temp.send_lines('badcase', '{"instruction": "Name a lake.", "output": "Titicaca."}', '{"prompt": "Name a bay.", "chosen": "Biscay", "rejected": "Erie"}', '{"prompt": "Name a hill."}');
SELECT upload - (SELECT min(upload) FROM badcase.my_submissions WHERE verdict = 'refused') AS file, line_no, verdict, code, message, hint FROM badcase.my_submissions
WHERE verdict <> 'stored' ORDER BY upload, line_no;
SELECT badcase.set_language(1, 'zh');
SELECT upload - (SELECT min(upload) FROM badcase.my_submissions WHERE verdict = 'refused') AS file, line_no, message, hint FROM badcase.my_submissions WHERE verdict = 'refused' ORDER BY upload, line_no;
SELECT badcase.open_upload(format => 'no such format');
SELECT badcase.open_upload(format => 'kto_rejected');
SET ROLE regress_badcase_carol;
SELECT badcase.open_upload(1, kind => 'terms', target => badcase.create_term_list(1, 't', 'hold'), format => 'alpaca');
SELECT format, lines, stored, repeated, refused FROM badcase.uploads WHERE refused > 0 ORDER BY upload;
-- the bytes of a refused line are those that were sent
SET ROLE regress_badcase_ada;
SELECT convert_from(line, 'UTF8') AS line FROM badcase.my_records WHERE submission IS NULL ORDER BY upload, line_no;
-- a corpus has a format, too
SET ROLE regress_badcase_carol;
SELECT badcase.open_corpus(1, 'general talk', 'general', 'Apache-2.0') AS corpus \gset
BEGIN;
SELECT badcase.open_upload(1, kind => 'corpus', target => :corpus, format => 'sharegpt') IS NOT NULL AS opened;
INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(line, 'UTF8') FROM pg_temp.line;
SELECT lines, stored, refused FROM badcase.process_upload();
COMMIT;
-- each sentence that a format's reader has for a fault is there in Chinese
SET ROLE regress_badcase_owner;
SELECT c.hint FROM (VALUES
  ('{"messages": [{"role": "user", "content": "q"}, {"role": "user", "content": "r"}]}'), ('{"messages": [{"role": "user", "content": "q"}, {"role": "tool", "content": "r"}]}'), ('{"messages": [{"role": "user", "content": "q", "a": 1}]}'),
  ('{"messages": [{"role": "user", "content": [{"type": "image"}]}]}'), ('{"prompt": "p", "chosen": [1], "rejected": "x"}'), ('{"prompt": "p", "chosen": [{"role": "user", "content": "r"}], "rejected": "x"}'), ('{"messages": [{"role": "user", "content": "q"}]}'),
  ('{"messages": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "r", "weight": 0}]}'), ('{"question": "p", "answer": "r", "label": false}'), ('{"instruction": "p", "output": ["r"]}'), ('{"question": "p", "answer": "r", "rejected": "x", "rejected_response": "y"}'),
  ('{"question": "p", "answer": "r", "system": "x", "system_prompt": "y"}'), ('{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}], "system": "t"}'),
  ('{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}, {"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}], "history": [["q", "a"]]}'), ('{"messages": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "r", "reasoning_content": "t"}], "reasoning_content": "u"}'),
  ('{"prompt": [{"role": "user", "content": "q"}], "chosen": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}], "rejected": "x"}'), ('{"prompt": "p", "chosen": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "r"}], "rejected": "x"}'),
  ('{"chosen": "r", "rejected": "x"}'), ('{"question": "p", "answer": "r", "prompt": "q"}'), ('{"messages": null}'), ('{"messages": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}], "tools": [1]}')) v(line)
CROSS JOIN badcase_check(line, 'auto') c
WHERE c.ok OR (c.hint <> badcase_hint(c.code) AND NOT EXISTS (SELECT FROM badcase_internal.told_words() w WHERE w.en = c.hint AND w.zh IS NOT NULL));

RESET ROLE;
\i sql/include/clean.sql
