-- Screening: findings and their places, issues, quality; what depends on the record and code alone.
\set SHOW_CONTEXT never
\pset format unaligned

-- The kinds: the families are complete, the numbers of other countries are off by themselves.
SELECT family, severity, by_default, count(*), string_agg(kind, ' ' ORDER BY kind COLLATE "C") AS kinds
FROM badcase_kinds() GROUP BY family, severity, by_default ORDER BY family, by_default DESC, severity;

-- Texts: spans are characters of the original text, full-width and Chinese ones, too.
CREATE TEMP TABLE sample (id int, value text);
INSERT INTO sample VALUES
  (1, '请核对：申请人身份证号码为330106198103179477，有效期至2032年。'),
  (2, '证件号码：５１０１０７１９５２１１１６１１１５'),
  (3, '手机号13310810752已停机，请换19965774497联系'),
  (4, '订单编号：13822996628，预计明天送达'),
  (5, '😀a@b.c, jane.roe@northwind-labs.io 座机010-82345678'),
  (6, 'aws_access_key_id = AKIAW3RT7MNQ2XPL5ZKD; password = "gT5#kPz81w"'),
  (7, 'The host 192.168.0.17 is private, std::vector<int> is not, 91.198.174.192 neither'),
  (8, '统一社会信用代码91350100M000100Y43'),
  (9, ''),
  (10, NULL);
SELECT id, f.*, substr(value, start + 1, stop - start) AS value FROM sample, badcase_findings(value) f ORDER BY id, start;
-- the confidence asked for, and the kinds
SELECT id, kind, start, stop, confidence FROM sample, badcase_findings(value, 0.2) f WHERE confidence < 0.5 ORDER BY id, start;
SELECT id, kind, confidence FROM sample, badcase_findings(value, 0.96) ORDER BY id, start;
SELECT kind, confidence FROM badcase_findings('身份证号11010519491231002X', 1.0);
SELECT id, kind FROM sample, badcase_findings(value, kinds => '{email,aws_key}') ORDER BY id, start;
SELECT count(*) FROM sample, badcase_findings(value, kinds => '{}');
SELECT kind FROM badcase_findings('QQ123456C') UNION ALL SELECT kind FROM badcase_findings('QQ123456C', kinds => '{uk_nino}')
UNION ALL SELECT kind FROM badcase_findings('AB123456C', kinds => '{uk_nino}');
-- an excerpt never holds the whole value, nor more than two characters of either end
SELECT count(*) AS findings, count(*) FILTER (WHERE strpos(excerpt, substr(value, start + 1, stop - start)) > 0 OR
  excerpt !~ '^.{0,2}\*+.{0,2}$' AND excerpt !~ '^[A-Za-z0-9_:/-]{0,20}\*{4}$') AS bad
FROM sample, badcase_findings(value, 0);

-- Every part of a record, with its place: turns from 1, strings of meta by pointer, keys not.
CREATE TEMP TABLE record AS SELECT badcase('电话13812345678', '13812345679 a.b@qq.com',
  '[["打13812345671", "ok"], ["", "AKIAW3RT7MNQ2XPL5ZKD a"], ["none", "none"]]', '13812345673',
  '{"a/b": {"c~": [1, "x", "手机号13812345674", {"": "13812345675"}]}, "n\"": "电话\n13812345676", "13812345677": true, "e": [[], {}, "13812345670"]}') AS b;
SELECT f.* FROM record, badcase_findings(b) f;
SELECT count(*) FROM record, badcase_findings(b) f
WHERE field = 'meta' AND substr(meta(b) #>> (SELECT array_agg(replace(replace(k, '~1', '/'), '~0', '~') ORDER BY n)
  FROM string_to_table(substr(path, 2), '/') WITH ORDINALITY x(k, n)), start + 1, stop - start) ~ '^1381234567\d$';
-- a path of more than 1024 bytes is cut at a whole step
SELECT length(path), right(path, 4) FROM badcase_findings(badcase('p', 'r', meta => jsonb_build_object('k', jsonb_build_object(repeat('长', 300),
  jsonb_build_object(repeat('x', 200), '13812345678')))));
-- to the depth that a record may have, and no further than its own
SELECT kind, length(path) FROM badcase_findings(format('{"prompt": "p", "response": "r", "m": %s"13812345678"%s}', repeat('[', 511), repeat(']', 511))::badcase);

-- Issues.
SELECT badcase_issues(b), badcase_issues(b, '{pii}') AS pii, badcase_issues(b, '{secret}') AS secret, badcase_issues(b, '{quality}') AS quality,
  badcase_issues(b, '{}') AS none, badcase_issues(b, '{secret,pii,pii}') AS two FROM record;
SELECT p AS prompt, r AS response, badcase_issues(badcase(p, r)) FROM (VALUES
  ('请写一首关于春天的诗，四句，每句七个字。', '春风又绿江南岸，桃李争开满院香。细雨轻烟笼翠柳，一双新燕绕雕梁。'),
  ('Write one sentence about rivers.', '<|endoftext|>'),
  ('请解释什么是<UNK>，用一句话。', '这是一个<UNK>，表示未知的字符，常见于词表之外的字。'),
  ('计算 12 + 30 等于多少？只写结果。', '12 + 30 = 43')) v(p, r);
SELECT i.* FROM (VALUES (badcase('Write one sentence about rivers.', 'As an AI language model, I cannot write about rivers.'))) v(b), badcase_quality(b) i;
-- the names are those of badcase_kinds, whatever finds them
SELECT count(*) AS unknown FROM record, unnest(badcase_issues(b)) i WHERE i NOT IN (SELECT family || ':' || kind FROM badcase_kinds());

-- An index over issues, as an expression and as a generated column.
CREATE TEMP TABLE many (id int, b badcase, issues text[] GENERATED ALWAYS AS (badcase_issues(b)) STORED);
INSERT INTO many SELECT i, badcase('请写一首关于春天的诗，四句，每句七个字。编号' || i, CASE i % 50 WHEN 0 THEN '电话13812345678' WHEN 1 THEN 'a.b@qq.com' ELSE '春风又绿江南岸。' END)
FROM generate_series(1, 500) i;
CREATE INDEX ON many USING gin (issues);
CREATE INDEX ON many USING gin (badcase_issues(b, '{pii}'));
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM many WHERE issues && '{pii:cn_mobile}';
EXPLAIN (COSTS OFF) SELECT count(*) FROM many WHERE badcase_issues(b, '{pii}') && '{pii:cn_mobile}';
SELECT count(*) FROM many WHERE issues && '{pii:cn_mobile}';
SELECT count(*) FROM many WHERE badcase_issues(b, '{pii}') && '{pii:cn_mobile,pii:email}';
RESET enable_seqscan;

-- Null arguments, and what makes no sense.
SELECT count(*) FROM badcase_findings(NULL::badcase);
SELECT count(*) FROM badcase_findings('13812345678', NULL);
SELECT count(*) FROM badcase_findings(badcase('13812345678', 'r'), NULL);
SELECT count(*) FROM badcase_findings(badcase('13812345678', 'r'), kinds => NULL);
SELECT badcase_issues(NULL) IS NULL AS issues, badcase_redact(NULL::text) IS NULL AS redact, badcase_redact('a', NULL) IS NULL AS style,
  badcase_redact('a', min_confidence => NULL) IS NULL AS confidence;
SELECT count(*) FROM badcase_quality(NULL);
SELECT * FROM badcase_findings('a', kinds => '{cn_id,nothing}');
SELECT * FROM badcase_findings('a', kinds => '{NULL}');
SELECT * FROM badcase_findings('a', 1.01);
SELECT * FROM badcase_findings('a', 'nan');
SELECT * FROM badcase_findings('a', -0.1);
SELECT badcase_issues('{"prompt": "p", "response": "r"}', '{quality,cn_id}');
-- a name as long as that of a family
SELECT badcase_issues('{"prompt": "p", "response": "r"}', '{abc}');
SELECT badcase_issues('{"prompt": "p", "response": "r"}', '{public}');
SELECT badcase_issues('{"prompt": "p", "response": "r"}', '{quantum}');
SELECT badcase_issues('{"prompt": "p", "response": "r"}', '{NULL}');
SELECT badcase_rule_version() / 1000 > 2 AND badcase_rule_version() % 1000 BETWEEN 2 AND 99 AS has_version;
