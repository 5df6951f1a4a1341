-- What is on users' disks, as bytes: every later version writes and reads the same. A line here is never changed. The
-- hashes and the operand's stored form are in the server's byte order; these are those of a little-endian machine.
BEGIN;
CREATE CAST (badcase AS bytea) WITHOUT FUNCTION;
CREATE CAST (bytea AS badcase) WITHOUT FUNCTION;
CREATE CAST (badcase_near AS bytea) WITHOUT FUNCTION;
CREATE CAST (bytea AS badcase_near) WITHOUT FUNCTION;
CREATE TABLE golden (name text, line text, stored bytea, digest bytea, exact bytea, hash int, hash_7 bigint, operand text, operand_stored bytea);
INSERT INTO golden VALUES
  ('smallest', $${"prompt": "p", "response": "r"}$$,
    '\x0100000001000000010000000000000000000000000000007072',
    '\x29757ef1b9ea0d80839cee9d58a07814b81ccbc1479b20a50a9d2b52305fd537', '\x696d05f182155728d36769cea939a9b09a77db26878870c5ef08c59dbf8765f7', 1704085431, -8985454434996716366,
    'v2:record:700000:0584b6660a593f96:0584b6660a593f96',
    '\x0202030060ae0a0066b68405963f590a66b68405963f590a'),
  ('rejected', $${"prompt": "The cat", "response": "你好，世界", "rejected": "x != 3.5 + y*2"}$$,
    '\x01010000070000000f0000000e000000000000000000000054686520636174e4bda0e5a5bdefbc8ce4b896e7958c7820213d20332e35202b20792a32',
    '\xccac7ca7cdaf407e3a04cdffe01e928822627f766f2fc2fdebda7095350734ab', '\x577a1b075a6d4068fcfca21aa3bf59c5957d4ce274171e5fc9be15b2f0a13aac', -1942617252, -3497716486689742067,
    'v2:record:700000:30747d735385595b53fdeeac6c5c643db925a94edba377f0:30747d735385595b53fdeeac6c5c643d',
    '\x0204030060ae0a00737d74305b598553aceefd533d645c6c4ea925b9f077a3db737d74305b598553aceefd533d645c6c'),
  ('nothing rejected', $${"prompt": "p", "response": "r", "rejected": ""}$$,
    '\x0101000001000000010000000000000000000000000000007072',
    '\x75432df11e9b9febae1967193b3c109260492da7e5847f3ba01ae65336db4975', '\x696d05f182155728d36769cea939a9b09a77db26878870c5ef08c59dbf8765f7', -907474202, -4379348343039704713,
    'v2:record:700000:0584b6660a593f96:0584b6660a593f96',
    '\x0202030060ae0a0066b68405963f590a66b68405963f590a'),
  ('history', $${"prompt": "Ｔｈｅ　ｃａｔ", "response": "café \u0001\\ \"", "history": [["q", "回答"], ["", ""]]}$$,
    '\x01000000150000000b00000000000000000000000200000001000000060000000000000000000000efbcb4efbd88efbd85e38080efbd83efbd81efbd9463616665cc8120015c202271e59b9ee7ad94',
    '\x51c14fb7077165f21f5302833f65a2b57eea449c58707b3395d6472380fe0980', '\x4a338bb183d619fa84439e7a61ab3e6a2467494b9f029fa1ff246f180950146d', -1946329274, -4020048337138229036,
    'v2:record:700000:06d1bc650d4d016a5385595b53fdeeac:06d1bc650d4d016a5385595b53fdeeac',
    '\x0204030060ae0a0065bcd1066a014d0d5b598553aceefd5365bcd1066a014d0d5b598553aceefd53'),
  ('meta', $${"prompt": "🐋", "response": "a a a a a", "tags": ["x", {"e": 100000000000000000000, "n": 1.50}], "task": "t", "source": null}$$,
    '\x010000000400000009000000000000005500000000000000f09f908b6120612061206120617b2274616773223a205b2278222c207b2265223a203130303030303030303030303030303030303030302c20226e223a20312e35307d5d2c20227461736b223a202274222c2022736f75726365223a206e756c6c7d',
    '\xcfad2ce3193b604461e6336b9764983ccb24139f4710f44579af2ef85ee162d3', '\x3dedce3b11c5305a6d2549d33f45fb52f62642e043ce1cefa8020bfea0336dce', -340689481, 5320483595278875294,
    'v2:record:700000:029e00fea8004f0aabe7b9bef16e727ef524d5cbf92455a1:029e00fea8004f0aabe7b9be',
    '\x0203030060ae0a00fe009e020a4f00a8beb9e7ab7e726ef1cbd524f5a15524f9fe009e020a4f00a8beb9e7ab'),
  ('all', $${"prompt": "把“长城”写成一句话", "response": "长城很长。\n", "history": [["长城h3风扇不转。", "用电脑能读数据流吗？"]], "rejected": "长", "task": "写", "system": ""}$$,
    '\x010100001e00000010000000030000001d00000001000000170000001e000000e68a8ae2809ce995bfe59f8ee2809de58699e68890e4b880e58fa5e8af9de995bfe59f8ee5be88e995bfe380820ae995bfe995bfe59f8e6833e9a38ee68987e4b88de8bdace38082e794a8e794b5e88491e883bde8afbbe695b0e68daee6b581e59097efbc9f7b227461736b223a2022e58699222c202273797374656d223a2022227d',
    '\xe43e6ce518ec80e42d92c21ebe4b3c913ae9d36a1223027d23d7d20d5fec489a', '\xe78190aaee4c8db353cab7436390b7f1dd57351e324dae860d87a2fbc95896a8', 1258220951, -426789740960012918,
    'v2:record:700000:30bb55d53312353f3c510d6346218d99833d1b2390cf7e4e9269175e92e7028cbdbae78cc2349ab7f6faf7caf7e57d38:30bb55d53312353f3c510d6346218d99',
    '\x0204030060ae0a00d555bb303f351233630d513c998d2146231b3d834e7ecf905e1769928c02e7928ce7babdb79a34c2caf7faf6387de5f7d555bb303f351233630d513c998d2146');
-- f anywhere: a version that cannot read what another wrote
SELECT name, line::badcase::bytea = stored AS written, stored::badcase::text = line AS read,
  badcase_send(stored::badcase) = '\x01' || convert_to(line, 'UTF8') AS sent, badcase_digest(stored::badcase) = digest AS digest,
  exact_key(stored::badcase, 1) = exact AS exact_key, badcase_hash(stored::badcase) = hash AS hash,
  badcase_hash_extended(stored::badcase, 7) = hash_7 AS extended FROM golden;
-- exact keys of version 2
CREATE TABLE golden_exact (record badcase, exact bytea);
INSERT INTO golden_exact VALUES
  ($${"prompt": "10² 是偶数吗？", "response": "是"}$$, '\x0e779373037ed29aaad10b5a9138fc2d286e10a07daa6042937aa4d38bcd3d95'),
  ($${"prompt": "Write the loop.", "response": "for i in x:\r\n\tif i:\n        print(i)  \n\n\n　　end "}$$, '\x74eda0718fc32b27f092828f6e9348676df37877b12aeab5e5c8749945822ea6'),
  ($${"prompt": "①②⑩ ㎡ ½ Ⅳ ａｂｃ", "response": "ẹ́  x₁ ", "history": [["q\nq", "  a\n "], ["", ""]]}$$, '\x159310dd7f5311ca9c2b1507bbee5c164f6f2de462a4b52e931ca9d25f6a8ea2'),
  ($${"prompt": "plain text", "response": "same in both versions"}$$, '\xd1979ec9da9e8420644593b4573a5a92b6f0379d92d99f52c68f4131c65f3694');
SELECT exact_key(record, 2) = exact AS exact_key FROM golden_exact;
-- of the records above, the keys of both versions are one where no line breaks and nothing is read otherwise
SELECT count(*) FILTER (WHERE exact_key(stored::badcase, 2) = exact) AS same, string_agg(name, ', ') FILTER (WHERE exact_key(stored::badcase, 2) <> exact) AS other FROM golden;
-- the operand of near search, and the features as they are stored in columns
SELECT name, near(line::badcase)::text = operand AS made, near(line::badcase)::bytea = operand_stored AS written,
  operand_stored::badcase_near::text = operand AS read, operand::badcase_near::bytea = operand_stored AS "from text",
  (SELECT string_agg(lpad(to_hex(f), 8, '0'), '' ORDER BY n) FROM unnest(badcase_features(line::badcase)) WITH ORDINALITY x(f, n))
    = split_part(operand, ':', 4) AS features FROM golden;
-- the order of btree indexes
SELECT string_agg(name, ', ' ORDER BY stored::badcase) FROM golden;
-- what is damaged, or of a later version, is refused
SELECT (('\x02'::bytea || substr(stored, 2))::badcase)::text FROM golden WHERE name = 'smallest';
ROLLBACK;

-- A file that COPY wrote in binary form: made once, read by every later version.
\getenv abs_srcdir PG_ABS_SRCDIR
\set file :abs_srcdir '/test/data/golden/records.copy'
CREATE TEMP TABLE restored (name text, record badcase, operand badcase_near, features int4[]);
COPY restored FROM :'file' (FORMAT binary);
SELECT name, encode(badcase_digest(record), 'hex') AS digest, record % operand AS found, badcase_features(record) = features AS features, near(record, 0.7)::text = operand::text AS operand FROM restored;
