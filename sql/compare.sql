-- Equality, order and hash: those of the text outputs, byte by byte.
CREATE TEMP TABLE r (b badcase);
INSERT INTO r SELECT badcase(p, a, h, j, m)
  FROM unnest(ARRAY[E'\u0001', '"', E'\\', E'\b', 'a', 'a!', '中', '丮', E'\U0001F600']) AS p,
       unnest(ARRAY['r', 'r"']) AS a,
       unnest(ARRAY[NULL, '[["q", "a"]]', '[["q", "a"], ["", ""]]']::jsonb[]) AS h,
       unnest(ARRAY[NULL, '']) AS j,
       unnest(ARRAY['{}', '{"a": 1}', '{"a": 1, "z": [2]}']::jsonb[]) AS m;
SELECT count(*), count(DISTINCT b) AS different, count(DISTINCT b::text) AS different_texts FROM r;
SELECT count(*) AS wrong FROM r x, r y
 WHERE badcase_cmp(x.b, y.b) <> sign(
         CASE WHEN convert_to(x.b::text, 'UTF8') < convert_to(y.b::text, 'UTF8') THEN -1
              WHEN convert_to(x.b::text, 'UTF8') > convert_to(y.b::text, 'UTF8') THEN 1 ELSE 0 END)
    OR (x.b = y.b) <> (x.b::text = y.b::text) OR (x.b <> y.b) = (x.b = y.b)
    OR (x.b < y.b) <> (badcase_cmp(x.b, y.b) < 0) OR (x.b <= y.b) <> (badcase_cmp(x.b, y.b) <= 0)
    OR (x.b > y.b) <> (badcase_cmp(x.b, y.b) > 0) OR (x.b >= y.b) <> (badcase_cmp(x.b, y.b) >= 0);
SELECT count(*) AS unequal_hashes FROM r WHERE badcase_hash(b) <> badcase_hash(b::text::badcase)
    OR badcase_hash_extended(b, 7) <> badcase_hash_extended(b::text::badcase, 7);
SELECT count(DISTINCT badcase_hash(b)) > 300 AS hashes_differ FROM r;

-- what the classes are for
CREATE UNIQUE INDEX ON r (b);
\set VERBOSITY terse
INSERT INTO r SELECT b FROM r LIMIT 1;
\set VERBOSITY default
SET enable_seqscan = off;
EXPLAIN (COSTS off) SELECT 1 FROM r WHERE b = badcase('a', 'r');
SELECT count(*) FROM r WHERE b = badcase('a', 'r');
RESET enable_seqscan;
SET enable_sort = off;
EXPLAIN (COSTS off) SELECT b FROM r GROUP BY b;
SELECT count(*) FROM (SELECT b FROM r GROUP BY b) t;
RESET enable_sort;
CREATE TEMP TABLE parted (b badcase) PARTITION BY HASH (b);
CREATE TEMP TABLE parted0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TEMP TABLE parted1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parted SELECT b FROM r;
SELECT count(*) AS merged FROM r JOIN parted USING (b);
SELECT min(n) > 100 AS spread FROM (SELECT count(*) AS n FROM parted GROUP BY tableoid) t;
SELECT opcname, amname, amvalidate(c.oid) FROM pg_opclass c JOIN pg_am a ON a.oid = opcmethod WHERE opcname = 'badcase_ops' ORDER BY 2;

-- A record is the same however it is stored: as it is, compressed, or out of line.
CREATE TEMP TABLE long (n int, how text, b badcase);
INSERT INTO long SELECT n, how, badcase('p' || n, a)
  FROM generate_series(1, 3) n, (VALUES
    ('compressed', repeat('the same words again ', 2000)),
    ('out of line', (SELECT string_agg(sha256(i::text::bytea)::text, ' ' ORDER BY i) FROM generate_series(1, 400) i))) v(how, a);
SELECT how, count(*), bool_and(pg_column_compression(b) IS NOT NULL) AS compressed,
       bool_and(pg_column_size(b) < octet_length(b::text) / 4) AS short FROM long GROUP BY how ORDER BY how;
CREATE TEMP TABLE twice AS SELECT n, b FROM long UNION ALL SELECT n, b::text::badcase FROM long;
-- what is fresh was never stored
SELECT count(*) AS wrong FROM long WHERE badcase_hash(b) <> badcase_hash(badcase(prompt(b), response(b)))
    OR badcase_hash_extended(b, 7) <> badcase_hash_extended(badcase(prompt(b), response(b)), 7)
    OR b <> badcase(prompt(b), response(b)) OR NOT b = badcase(prompt(b), response(b))
    OR badcase_cmp(b, badcase(prompt(b), response(b))) <> 0 OR badcase_cmp(badcase(prompt(b), response(b)), b) <> 0;
SELECT count(*) AS wrong FROM long x, long y
 WHERE (x.b < y.b) <> (x.b::text < y.b::text COLLATE "C") OR (x.b > badcase(prompt(y.b), response(y.b))) <> (x.b::text > y.b::text COLLATE "C");
SELECT count(DISTINCT badcase_hash(b)) AS hashes, count(DISTINCT b) AS records FROM twice;
SET enable_sort = off;
SELECT count(*) AS groups FROM (SELECT FROM (SELECT b FROM long UNION ALL SELECT badcase(prompt(b), response(b)) FROM long) t GROUP BY b) g;
RESET enable_sort;
