-- Redaction: three styles, every part of a record, done twice it changes nothing.
\set SHOW_CONTEXT never
\pset format unaligned

CREATE TEMP TABLE style AS SELECT s, n FROM unnest('{label,mask,remove}'::text[]) WITH ORDINALITY x(s, n);
CREATE TEMP TABLE sample (id int, value text);
INSERT INTO sample VALUES
  (1, '身份证330106198103179477，手机13310810752，邮箱 jane.roe@northwind-labs.io。'),
  (2, '证件号码：５１０１０７１９５２１１１６１１１５'),
  (3, 'aws_access_key_id = AKIAW3RT7MNQ2XPL5ZKD; password = "gT5#kPz81w"'),
  (4, 'nothing to see, 订单编号：13822996628'),
  (5, '13812345678'),
  (6, ''),
  (7, '<cn_id> 138****5678 <redacted>'),
  (8, NULL);
SELECT id, s, badcase_redact(value, s) FROM sample, style ORDER BY id, n;
SELECT id, badcase_redact(value, kinds => '{cn_mobile}') AS mobile_only, badcase_redact(value, 'label', '{}') IS NOT DISTINCT FROM value AS none,
  badcase_redact(value, min_confidence => 0.2) AS doubtful FROM sample WHERE id IN (1, 4);
SELECT count(*) FILTER (WHERE badcase_redact(badcase_redact(value, s), s) IS DISTINCT FROM badcase_redact(value, s)) AS changed_again,
  count(*) FILTER (WHERE EXISTS (SELECT FROM badcase_findings(badcase_redact(value, s)))) AS found_again FROM sample, style;

-- Records: the type stays, and so does what holds no finding; prompt and response are never blank.
CREATE TEMP TABLE record (id int, b badcase);
INSERT INTO record VALUES
  (1, badcase('电话13812345678', '13812345679 a.b@qq.com', '[["打13812345671", "ok"], ["13812345672", "AKIAW3RT7MNQ2XPL5ZKD"]]', '13812345673',
    '{"a/b": {"c~": [1, "x", "手机号13812345674", {"": "13812345675"}]}, "n\"": "电话\n13812345676\t\u0007\\", "13812345677": true, "z": [[], {}, "13812345670"]}')),
  (2, badcase(' 13812345678 ', '13812345678', rejected => '13812345678')),
  (3, badcase('clean', 'clean', '[["", ""]]', '', '{"k": "ü"}')),
  (4, badcase('clean', 'clean', meta => '{"b": "13812345678", "aa": 1.50, "c": null}')),
  (5, NULL);
SELECT id, s, badcase_redact(b, s) FROM record, style WHERE id IN (1, 2, 4) ORDER BY id, n;
SELECT id, pg_typeof(badcase_redact(b)), badcase_redact(b) = b AS same FROM record ORDER BY id;
SELECT count(*) FILTER (WHERE badcase_redact(badcase_redact(b, s), s) IS DISTINCT FROM badcase_redact(b, s)) AS changed_again,
  count(*) FILTER (WHERE EXISTS (SELECT FROM badcase_findings(badcase_redact(b, s)))) AS found_again,
  count(*) FILTER (WHERE badcase_redact(b, s)::text::badcase::text <> badcase_redact(b, s)::text) AS not_canonical,
  count(*) FILTER (WHERE turns(badcase_redact(b, s)) <> turns(b)) AS turns_lost FROM record, style;
-- what a record is, its members aside, survives
SELECT history(badcase_redact(b, 'remove')), rejected(badcase_redact(b, 'remove')), meta(badcase_redact(b, 'remove', '{aws_key}')) = meta(b) AS meta
FROM record WHERE id = 1;

-- null arguments, of either form
SELECT badcase_redact('a', style => NULL) IS NULL AND badcase_redact('a', min_confidence => NULL) IS NULL AND badcase_redact(NULL::text) IS NULL
  AND badcase_redact(badcase('a', 'b'), style => NULL) IS NULL AND badcase_redact(badcase('a', 'b'), min_confidence => NULL) IS NULL AND badcase_redact(NULL::badcase) IS NULL AS nulls,
  badcase_redact('a', kinds => NULL) = 'a' AND badcase_redact(badcase('a', 'b'), kinds => NULL) = badcase('a', 'b') AS kinds;
SELECT badcase_redact('13812345678', 'hash');
SELECT badcase_redact('{"prompt": "p", "response": "r"}'::badcase, 'Label');
SELECT badcase_redact('p', kinds => '{phone_number}');
SELECT badcase_redact('p', min_confidence => 7);

-- What is found in one text of a record goes out of all: a name, a secret, an account; and nothing that only looks like it.
SELECT badcase_redact(badcase(
  '我的密码：Wv7tQ2mX8 安全吗？我叫欧阳静怡。', 'Wv7tQ2mX8 强度尚可，欧阳静怡女士，aWv7tQ2mX8 是另一个。',
  '[["欧阳静怡好", "QQ：384756120"]]', '384756120 加不上，1384756120 也不行',
  '{"source": "from Wv7tQ2mX8", "by": ["欧阳静怡", "欧阳"]}'), s) AS redacted
FROM unnest('{label,mask,remove}'::text[]) s;
SELECT badcase_redact(r, s) = badcase_redact(badcase_redact(r, s), s) AS once
FROM unnest('{label,mask,remove}'::text[]) s, (SELECT badcase('密码：Wv7tQ2mX8', 'Wv7tQ2mX8')) x(r);
-- by kinds: what is not asked for stays everywhere
SELECT badcase_redact('QQ：384756120，手机13912345678。384756120 与 13912345678'::text, 'label', '{im_account}');
