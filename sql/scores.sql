-- ROUGE-L and BLEU-4 by characters.
CREATE TEMP TABLE pair (candidate text, reference text);
INSERT INTO pair VALUES
  ('', ''), ('', 'a'), ('a', ''), ('a', 'b'), ('a', 'a'), ('abcd', 'abcd'), ('abcxd', 'abcyd'), ('abcd', 'abcdef'), ('abcdef', 'abcd'),
  ('tgKp', 'pktg'), ('123456789abcdaefag', '123456989abhijGe'),
  ('宽松的亚麻裤，夏天穿着透气。', '宽松的亚麻裤，夏天穿着透气。'), ('宽松的亚麻裤，夏天穿着透气', '宽松的亚麻裤,夏天穿着很透气。'), ('😀a', '😀');
SELECT candidate, reference, round(badcase_rouge_l(candidate, reference)::numeric, 6) AS rouge_l, round(badcase_bleu4(candidate, reference)::numeric, 6) AS bleu4 FROM pair;
-- the first is the same both ways, the second is not
SELECT count(*) FILTER (WHERE badcase_rouge_l(candidate, reference) <> badcase_rouge_l(reference, candidate)) AS rouge_l,
       count(*) FILTER (WHERE badcase_bleu4(candidate, reference) <> badcase_bleu4(reference, candidate)) AS bleu4 FROM pair;
-- bits, which no machine's library decides
SELECT float8send(badcase_bleu4('abcd', 'abcdefg')), float8send(badcase_bleu4('abcxd', 'abcyd')), float8send(badcase_rouge_l('abc', 'abcd'));
-- within the bounds, and 1 for what is equal, on longer texts
SELECT count(*), count(*) FILTER (WHERE r BETWEEN 0 AND 1 AND b BETWEEN 0 AND 1) AS within, count(*) FILTER (WHERE r = 1) AS rouge_1, count(*) FILTER (WHERE b = 1) AS bleu_1
  FROM (SELECT badcase_rouge_l(x, y) AS r, badcase_bleu4(x, y) AS b
          FROM (SELECT string_agg(chr(97 + (i * i % 7)), '' ORDER BY i) AS x FROM generate_series(1, 500) i) s,
               LATERAL (SELECT left(x, n) || right(x, n) AS y FROM generate_series(0, 250, 10) n) t) u;
SELECT badcase_rouge_l(NULL, 'a'), badcase_bleu4('a', NULL);
-- long texts that differ everywhere can be cancelled
SET statement_timeout = '200ms';
SELECT badcase_rouge_l(repeat('ab', 4000000), repeat('cba', 3000000));
RESET statement_timeout;
