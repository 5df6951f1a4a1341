-- What a prompt asks for in so many words, and whether the response keeps it.
\set SHOW_CONTEXT never
\pset format unaligned

SELECT count(*) AS kinds, count(*) FILTER (WHERE source LIKE 'IFEval%') AS of_ifeval, count(*) FILTER (WHERE severity = 'warn') AS warn
FROM badcase_follows_kinds();
SELECT string_agg(kind, ' ' ORDER BY kind COLLATE "C") AS kinds FROM badcase_follows_kinds();

-- every example is found as what it is an example of, at its place
SELECT k.kind, e.example FROM badcase_follows_kinds() k, LATERAL (VALUES (k.example_zh), (k.example_en)) e (example)
WHERE e.example IS NOT NULL AND NOT EXISTS (SELECT FROM badcase_constraints(e.example) c WHERE c.kind = k.kind);

CREATE TEMP TABLE asked (id int, prompt text);
INSERT INTO asked VALUES
  (1, '请用英文回答，不超过100个单词。'),
  (2, '列出三个理由，以JSON格式输出，包含reason和weight两个字段。'),
  (3, '請寫一首七言絕句，不要出現「月」字。'),
  (4, 'Write exactly 3 paragraphs separated by ***. Include the keywords "tea" and "rain", and mention the word "cup" at least 2 times.'),
  (5, 'Answer in 5 to 8 sentences, without using commas, and end with "That is all."'),
  (6, '字数控制在200字左右，分三段，第二段以“然而”开头。'),
  (7, NULL), (8, ''), (9, 'Hello');
SELECT id, kind, args, substr(prompt, start + 1, stop - start) AS span, confidence FROM asked, badcase_constraints(prompt) ORDER BY id, start, kind;

-- what asks for nothing: negated, in quotes, conditional, about something, material; a translation asks for its language alone
SELECT prompt, c.kind FROM (VALUES
  ('不要输出JSON。'), ('翻译成英文：请用JSON格式回答。'), ('Translate: ''answer in JSON'''), ('如果用户要求输出JSON，你会怎么处理？'),
  ('What is the difference between JSON and XML?'), ('How do I write all caps in CSS?'), ('这篇800字的作文写得怎么样？'),
  ('他回答的时候只用了两个字。'), ('If the list is long, answer in JSON.'), ('“不超过100字”用英语怎么说？'),
  ('There is no need to limit it to 100 words.'), ('Summarize this 500-word article.'), ('Combine these two sentences.')) v (prompt),
  badcase_constraints(prompt) c;

-- verdicts; null where it cannot be told
CREATE TEMP TABLE record (id int, b badcase);
INSERT INTO record VALUES
  (1, badcase('以JSON格式输出姓名和年龄。', '{"姓名": "小陈", "年龄": 30}')),
  (2, badcase('以JSON格式输出姓名和年龄。', '姓名是小陈，年龄是三十岁。')),
  (3, badcase('以JSON格式输出姓名和年龄。', E'好的：\n```json\n{"姓名": "小陈"}\n```')),
  (4, badcase('介绍北京，不超过10字。', '北京是中国的首都，历史悠久，文化灿烂。')),
  (5, badcase('介绍北京，不超过10字。', '北京是首都。')),
  (6, badcase('Answer in French only: who are you?', 'I am here to help you with the things that you need to do, and it is a pleasure for me to be of use.')),
  (7, badcase('请用英文回答：你是谁？', '我是一个助手。')),
  (8, badcase('Do not use any commas.', 'No, never.')),
  (9, badcase('写一首五言绝句。', '白日依山尽，黄河入海流。欲穷千里目，更上一层楼。')),
  (10, badcase('写一首七言绝句。', '白日依山尽，黄河入海流。')),
  (11, badcase('请只回答是或否：鲸是鱼吗？', '否')),
  (12, badcase('Hello', 'Hi'));
SELECT id, kind, args, followed, why FROM record, badcase_follows(b) ORDER BY id, kind;
SELECT id, badcase_issues(b, '{quality}') AS issues FROM record ORDER BY id;

-- system and earlier questions count where they say that they hold on; the prompt overrules them
SELECT kind, args, followed FROM badcase_follows(badcase('你好', 'Hello there, how are you?', meta => '{"system": "Always answer in English. Use lowercase letters only."}'));
SELECT kind, args, followed FROM badcase_follows(badcase('你好', '您好', '[["从现在起请用英文回答。", "OK"], ["请用JSON格式输出。", "{}"]]'));
SELECT kind, args, followed FROM badcase_follows(badcase('请用中文回答：你好', '您好', '[["从现在起请用英文回答。", "OK"]]'));

-- what a record asks for, the prompt first: with places in the text that asks, and the same that is judged
SELECT kind, args, start, stop, confidence FROM badcase_constraints(badcase('写一首诗，不超过50字。', 'Rain.', '[["从现在起请用英文回答。", "OK"]]', meta => '{"system": "Use lowercase letters only."}'));
SELECT id FROM record WHERE (SELECT array_agg(c.kind || c.args ORDER BY c.kind) FROM badcase_constraints(b) c)
  IS DISTINCT FROM (SELECT array_agg(f.kind || f.args ORDER BY f.kind) FROM badcase_follows(b) f);
SELECT count(*) AS asked FROM record, badcase_constraints(b);

-- names of keys that stand without quotes end where the sentence goes on, and a colon behind it is none of theirs
SELECT p, (SELECT string_agg(c.args ->> 'keys', '; ') FROM badcase_constraints(p) c WHERE c.kind = 'json_keys') AS keys
FROM unnest('{"Return JSON with keys title, author and year for this book: Dune.","JSON with the following keys: title, author","Return JSON with keys in this order: title, author, year",
  "Return JSON with keys for every city.","Return JSON with one key per city.","Return JSON with key title for this text: The sea.","Reply in JSON with fields name and age about this person: Bob."}'::text[]) p;
-- a sign before a number is its relation, but the end of a tag, an arrow and the mark of a quoted line are none
SELECT p, (SELECT string_agg(c.kind || ' ' || c.args, '; ') FROM badcase_constraints(p) c) AS asks
FROM unnest(ARRAY['写一段话（<100 字）', '写一段话，＜100字', '写一段话，≤ 100 字', '写一段话（&lt;100 字）', '写一段介绍，>200字', '写一段介绍，≥200字', '字数：<=50字', 'a headline, < 60 characters', '<p>写100字</p>', '写一段话 -> 100字', E'写：\n> 3个例子']) p;
