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
