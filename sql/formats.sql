-- Formats of training data, in and out.
\pset format unaligned
SELECT * FROM badcase_formats();

-- A line of each format: all that a record may have, then the least.
CREATE TEMP TABLE sample (id int, r badcase);
INSERT INTO sample VALUES
  (1, badcase('P', 'R', '[["q0", "a0"], ["q1", "a1"]]', 'X', '{"system": "S", "task": "t", "failure_kind": ["factual"]}')),
  (2, badcase('P', 'R', NULL, 'X')),
  (3, badcase('P', 'R'));
SELECT f.name, badcase_export(s.r, f.name) AS line FROM sample s, badcase_formats() f WHERE s.id = 1 AND f.history;
SELECT f.name, badcase_export(s.r, f.name) AS line FROM sample s, badcase_formats() f WHERE s.id = 2;
SELECT f.name, badcase_export(s.r, f.name) IS NULL AS none FROM sample s, badcase_formats() f WHERE s.id = 3 AND (f.needs_rejected OR badcase_export(s.r, f.name) IS NULL);
-- What a trainer reads is the same keys in the same order, whatever the record has.
SELECT f.name, f.keys FROM badcase_formats() f, sample s
 WHERE NOT (f.history IS FALSE AND s.id = 1)
   AND badcase_export(s.r, f.name) IS NOT NULL AND f.keys IS NOT NULL
   AND f.keys <> ARRAY(SELECT k FROM json_object_keys(badcase_export(s.r, f.name)) k);
-- No place for a history: refused, unless the record is not for the format anyway.
CREATE FUNCTION pg_temp.refusal(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  detail text;
  hint text;
BEGIN
  EXECUTE query;
  RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
  RETURN SQLSTATE || ' ' || SQLERRM || ' / ' || detail || ' / ' || hint;
END
$$;
SELECT f.name, pg_temp.refusal(format('SELECT badcase_export(r, %L) FROM sample WHERE id = 1', f.name)) FROM badcase_formats() f WHERE NOT f.history;
SELECT badcase_export(badcase('p', 'r', '[["q", "a"]]'), 'preference') IS NULL AS none;
SELECT pg_temp.refusal($$SELECT badcase_export(badcase('p', 'r'), 'auto')$$);

-- The forms that the tuning scripts of the repository read.
SELECT badcase_export('{"prompt": "95", "response": "上下水管温差怎么样啊？", "history": [["长城h3风扇不转。", "用电脑能读数据流吗？水温多少"]]}', 'ptuning_chat');
-- a dialogue as the repository's documentation has one: a row for each turn, the turns before it in lists of two, the oldest first, [] before the first
SELECT string_agg(badcase_export(badcase(q[n], a[n], (SELECT jsonb_agg(jsonb_build_array(q[i], a[i]) ORDER BY i) FROM generate_series(1, n - 1) i), meta => '{"task": "t"}'), 'ptuning_chat')::text, E'\n' ORDER BY n) =
  E'{"prompt": "风扇不转", "response": "水温多少？", "history": []}\n'
  '{"prompt": "95", "response": "水管温差呢？", "history": [["风扇不转", "水温多少？"]]}\n'
  '{"prompt": "没有", "response": "查线路。", "history": [["风扇不转", "水温多少？"], ["95", "水管温差呢？"]]}' AS documented
FROM (SELECT '{风扇不转,95,没有}'::text[] AS q, '{水温多少？,水管温差呢？,查线路。}'::text[] AS a) d, generate_series(1, 3) n;
SELECT badcase_export('{"prompt": "长城h3风扇不转。", "response": "用电脑能读数据流吗？水温多少"}', 'ptuning');
SELECT badcase_export('{"prompt": "类型#裤*版型#宽松", "response": "宽松的裤。"}', 'summary');

-- What a line does not carry is named.
SELECT f.name, badcase_export_loses(s.r, f.name) AS loses FROM sample s, badcase_formats() f WHERE s.id = 1;
SELECT DISTINCT badcase_export_loses(s.r, f.name) FROM sample s, badcase_formats() f WHERE s.id = 3;
-- an empty system prompt is none, and one that is no text has no place
SELECT badcase_export(r, 'messages'), badcase_export(r, 'alpaca'), badcase_export_loses(r, 'messages'), badcase_export_loses(r, 'alpaca')
  FROM (VALUES (badcase('p', 'r', meta => '{"system": ""}')), (badcase('p', 'r', meta => '{"system": ["s"]}'))) t (r);
SELECT badcase_export_loses(badcase('p', 'r', meta => '{"a\"b\nc": 1, "编号": 2, "": 3}'), 'qa');

-- Written and read again: equal, but for what the line is said to lose.
INSERT INTO sample VALUES
  (4, badcase(E'"\\\n\t\b\u0001', E'\\u0041 \U0001F600', '[["", ""], ["\"", "{}"]]', '', '{"system": "you\nare"}')),
  (5, badcase('提示', '回答', '[["问", "答"]]', '坏答', '{"system": "系统", "编号": 1.50, "x": {"b": [null]}}')),
  (6, badcase(' p ', E'r\n', NULL, NULL, '{"system": "", "weight": 1, "tools": "[]"}')),
  (7, badcase('p', 'r', NULL, 'r', '{"system": null, "messages": 1}'));
SELECT f.name, count(*) FROM sample s, badcase_formats() f
 WHERE f.imports AND (f.history OR turns(s.r) = 0) AND badcase_export(s.r, f.name) IS NOT NULL
   AND badcase_import(badcase_export(s.r, f.name)::jsonb, f.name) IS DISTINCT FROM (s.r::jsonb - badcase_export_loses(s.r, f.name))::badcase
 GROUP BY f.name ORDER BY f.name;
-- and without being told the format, where keys alone tell it
SELECT f.name, line, badcase_format(line)
  FROM sample s, badcase_formats() f, LATERAL (SELECT CASE WHEN f.history OR turns(s.r) = 0 THEN badcase_export(s.r, f.name)::jsonb END) l (line)
 WHERE f.imports AND line IS NOT NULL AND s.id <> 7 AND f.family IN (SELECT name FROM badcase_formats() WHERE recognised_by IS NOT NULL)
   AND (badcase_format(line) IS DISTINCT FROM f.family OR badcase_import(line) <> (s.r::jsonb - badcase_export_loses(s.r, f.name))::badcase);
-- answers that are only bad ones are no records
SELECT f.name, pg_temp.refusal(format('SELECT badcase_import(badcase_export(r, %L)::jsonb, %1$L) FROM sample WHERE id = 2', f.name))
  FROM badcase_formats() f WHERE NOT f.imports;

-- Rows of other tools.
CREATE TEMP TABLE row_in (n serial, line jsonb);
INSERT INTO row_in (line) VALUES
  ('{"prompt": "p", "response": "r", "bad_response": "x", "rating": 1}'),
  ('{"prompt": "p", "response": "r", "model_response": "x", "rejected": null}'),
  ('{"instruction": "i", "input": "", "output": "o"}'),
  ('{"instruction": "i", "input": "in", "output": "o", "history": [["q", "a"]], "system": "s", "id": 7}'),
  ('{"instruction": "i", "input": null, "output": "o", "system": "", "history": null}'),
  ('{"instruction": "i", "input": "in", "chosen": "c", "rejected": "x"}'),
  ('{"question": "q", "answer": "a"}'),
  ('{"content": "c", "summary": "s"}'),
  ('{"conversations": [{"from": "human", "value": "p"}, {"from": "gpt", "value": "r"}], "system": "", "tools": ""}'),
  ('{"conversations": [{"from": "system", "value": "s"}, {"from": "user", "value": "q"}, {"from": "assistant", "value": "a"}, {"from": "human", "value": "p"}, {"from": "gpt", "value": "r"}], "id": "x"}'),
  ('{"conversations": [{"from": "human", "value": "p"}], "chosen": {"from": "gpt", "value": "r"}, "rejected": {"from": "gpt", "value": "x"}}'),
  ('{"conversations": [{"from": "human", "value": "p"}, {"from": "gpt", "value": "r"}], "rejected": {"from": "gpt", "value": "x"}, "kto_tag": true}'),
  ('{"conversations": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}]}'),
  ('{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "weight": 0}, {"role": "user", "content": "p", "name": null}, {"role": "assistant", "content": "r", "weight": 1}], "tools": []}'),
  ('{"prompt": "p", "completion": "r", "label": true}'),
  ('{"prompt": "p", "completion": "r", "label": "maths"}'),
  ('{"prompt": [{"role": "system", "content": "s"}, {"role": "user", "content": "p"}], "completion": [{"role": "assistant", "content": "r"}]}'),
  ('{"prompt": "p", "chosen": "r", "rejected": "x"}'),
  ('{"prompt": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}, {"role": "user", "content": "p"}], "chosen": [{"role": "assistant", "content": "r"}], "rejected": [{"role": "assistant", "content": "x"}]}'),
  ('{"input": {"messages": [{"role": "user", "content": "p"}], "tools": [], "parallel_tool_calls": true}, "preferred_output": [{"role": "assistant", "content": "r"}], "non_preferred_output": [{"role": "assistant", "content": "x"}]}'),
  ('{"conversation": [{"human": "q", "assistant": "a"}, {"human": "p", "assistant": "r"}], "system": "s"}'),
  ('{"instruction": "i", "output": "o", "response": null}');
SELECT n, badcase_format(line), badcase_import(line) FROM row_in ORDER BY n;

-- Rows that are refused: the code, and the place in the row.
CREATE TEMP TABLE row_bad (n serial, format text, line jsonb);
INSERT INTO row_bad (format, line) VALUES
  ('auto', '[]'), ('auto', '"x"'), ('auto', '{}'), ('auto', '{"prompt": "p"}'),
  ('auto', '{"prompt": "p", "response": "r", "completion": "c"}'),
  ('auto', '{"instruction": "i", "output": "o", "chosen": "c", "rejected": "x"}'),
  ('auto', '{"messages": [], "conversations": []}'),
  ('nosuch', '{}'), ('', '{}'),
  ('auto', '{"prompt": "p", "response": 500}'), ('auto', '{"question": "q", "answer": 500}'),
  ('auto', '{"prompt": null, "response": "r"}'), ('auto', '{"prompt": "p", "response": "\u3000"}'),
  ('auto', '{"instruction": " ", "output": "o"}'), ('auto', '{"instruction": "i", "input": 5, "output": "o"}'),
  ('alpaca', '{"output": "o"}'), ('alpaca', '{"instruction": "i"}'), ('alpaca', '{"instruction": "i", "output": "o", "prompt": "p"}'),
  ('auto', '{"instruction": "i", "output": "o", "rejected": 1}'), ('auto', '{"prompt": "p", "chosen": "c", "rejected": null}'),
  ('auto', '{"prompt": "p", "response": "r", "rejected": "x", "bad_response": "y"}'),
  ('auto', '{"prompt": "p", "response": "r", "history": {}}'), ('auto', '{"prompt": "p", "response": "r", "history": [["q", "a"], ["q"]]}'),
  ('auto', '{"instruction": "i", "output": "o", "history": [["q", 1]]}'),
  ('auto', '{"messages": []}'), ('auto', '{"messages": "m"}'), ('auto', '{"messages": ["m"]}'), ('auto', '{"messages": [{"role": "system", "content": "s"}]}'),
  ('auto', '{"messages": [{"role": "user", "content": "p"}]}'),
  ('auto', '{"messages": [{"role": "assistant", "content": "r"}]}'),
  ('auto', '{"messages": [{"role": "user", "content": "q"}, {"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}]}'),
  ('auto', '{"messages": [{"role": "user", "content": "q"}, {"role": "system", "content": "s"}, {"role": "assistant", "content": "r"}]}'),
  ('auto', '{"messages": [{"role": "user", "content": "q"}, {"role": "tool", "content": "t"}, {"role": "assistant", "content": "r"}]}'),
  ('auto', '{"messages": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "r", "tool_calls": [1]}]}'),
  ('auto', '{"messages": [{"role": "user", "content": [{"type": "text"}]}, {"role": "assistant", "content": "r"}]}'),
  ('auto', '{"messages": [{"role": "user", "content": "p"}, {"role": "assistant", "content": 500}]}'),
  ('auto', '{"messages": [{"role": "user", "content": 1}, {"role": "assistant", "content": "a"}, {"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}]}'),
  ('auto', '{"messages": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}], "tools": [{"type": "function"}]}'),
  ('auto', '{"messages": [{"role": "user", "content": " "}, {"role": "assistant", "content": "r"}]}'),
  ('auto', '{"messages": [{"role": "user", "content": "p"}, {"role": "assistant", "content": ""}]}'),
  ('auto', '{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}], "system": "t"}'),
  ('auto', '{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}, {"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}], "history": [["q", "a"]]}'),
  ('auto', '{"conversations": [{"from": "human", "value": "q"}, {"from": "function_call", "value": "{}"}, {"from": "observation", "value": "{}"}, {"from": "gpt", "value": "r"}], "tools": "[]"}'),
  ('auto', '{"conversations": [{"from": "human", "value": "p"}, {"from": "gpt", "value": "r"}], "chosen": {"from": "gpt", "value": "r"}, "rejected": {"from": "gpt", "value": "x"}}'),
  ('auto', '{"conversations": [{"from": "human", "value": "p"}], "chosen": {"from": "human", "value": "r"}, "rejected": {"from": "gpt", "value": "x"}}'),
  ('auto', '{"conversations": [{"from": "human", "value": "p"}, {"from": "gpt", "value": "r"}], "kto_tag": false}'),
  ('auto', '{"prompt": "p", "completion": "r", "label": false}'),
  ('auto', '{"prompt": "p", "chosen": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}], "rejected": "x"}'),
  ('auto', '{"prompt": "p", "chosen": [{"role": "assistant", "content": 1}], "rejected": "x"}'),
  ('auto', '{"input": {}, "preferred_output": [], "non_preferred_output": []}'),
  ('auto', '{"input": {"messages": [{"role": "user", "content": "p"}], "tools": [1]}, "preferred_output": [{"role": "assistant", "content": "r"}], "non_preferred_output": [{"role": "assistant", "content": "x"}]}'),
  ('auto', '{"conversation": [{"human": "q", "assistant": "a"}, {"human": "p", "assistant": 5}]}'),
  ('auto', '{"conversation": [{"human": "q"}, {"human": "p", "assistant": "r"}]}'),
  ('auto', '{"conversation": [{"human": "p", "assistant": "r", "tool": "t"}]}'),
  ('evals', '{"input": [{"role": "user", "content": "p"}], "ideal": ["r", "s"]}');
SELECT n, format, pg_temp.refusal(format('SELECT badcase_import(%L, %L)', line, format)) FROM row_bad ORDER BY n;
-- no text of a row is in any of that
-- a system prompt that is none, that is empty, that is no text
SELECT badcase_import(jsonb_build_object('instruction', 'i', 'output', 'o', 'system', s)) FROM (VALUES ('"s"'::jsonb), ('""'), ('null'), ('1'), ('["s"]')) v(s);
SELECT badcase_import('{"instruction": "secret", "output": {"secret": 1}, "secret": 2}');

-- What is not told by keys alone, or told wrongly, is told by name.
SELECT badcase_format(line), badcase_import(line, format) FROM (VALUES
  ('badcase', '{"prompt": "p", "response": "r", "completion": "c"}'::jsonb),
  ('evals', '{"input": [{"role": "user", "content": "p"}], "ideal": "r"}'),
  ('chatml_icr', '{"input": "p", "chosen": "r", "rejected": "x", "system": "s"}'),
  ('chatml_intel', '{"question": "p", "chosen": "r", "rejected": "x"}'),
  ('chatml_argilla', '{"system": "", "instruction": "p", "chosen_response": "r", "rejected_response": "x"}')) t (format, line);
SELECT badcase_format('[]'), badcase_format('{}'), badcase_format('{"messages": 1, "conversation": 2}'), badcase_format('{"messages": 1}');
SELECT badcase_import(NULL), badcase_import('{}', NULL), badcase_export(NULL, 'qa'), badcase_format(NULL);

-- Other names for lines of the same bytes.
SELECT a.alias, a.name, badcase_export(s.r, a.alias)::text = badcase_export(s.r, a.name)::text AS same,
  badcase_import(badcase_export(s.r, a.alias)::jsonb, a.alias) = badcase_import(badcase_export(s.r, a.name)::jsonb, a.name) AS read_again
  FROM badcase_format_aliases() a, sample s WHERE s.id = 2;
-- The record's own rows, by name, are what the type takes them for; by their keys they may be somebody else's.
SELECT badcase_import(line, 'badcase') = line::badcase AS by_name, pg_temp.refusal(format('SELECT badcase_import(%L)', line)) AS by_keys
  FROM (VALUES ('{"prompt": "p", "response": "r", "bad_response": ["x"]}'::jsonb), ('{"prompt": "p", "response": "r", "label": false}'), ('{"prompt": "p", "response": "r", "rejected_response": 1}')) v(line);
-- What a model thought stays in meta.
SELECT badcase_import('{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "reasoning_content": "t"}, {"role": "user", "content": "p"}, {"role": "assistant", "content": "r", "reasoning_content": "u"}]}');
-- Pairs of whole transcripts, with and without a prompt beside them.
SELECT badcase_format(line), badcase_import(line) FROM (VALUES
  ('{"chosen": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}], "rejected": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "x"}]}'::jsonb),
  ('{"prompt": "p", "chosen": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}], "rejected": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "x"}], "messages": [{"role": "user", "content": "p"}, {"role": "assistant", "content": "r"}]}')) v(line);

-- What is too deep is refused as the type refuses it.
SELECT pg_temp.refusal($$SELECT badcase_import(format('{"question": "q", "answer": "a", "deep": %s1%s}', repeat('[', 512), repeat(']', 512))::jsonb)$$);

-- What stands beside the lines.
SELECT name, badcase_features_schema(name) FROM badcase_formats();
SELECT name, badcase_dataset_info('badcase_r7', name) FROM badcase_formats();
SELECT badcase_dataset_info('a "b"', 'qa');
