-- The guard against forgetting: held-out records, answers of versions to them, what people say, figures; and mixing by topics.
\i sql/include/workspace.sql
\set VERBOSITY terse
CREATE FUNCTION pg_temp.load(kind text, target bigint, VARIADIC lines text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  p record;
BEGIN
  PERFORM badcase.open_upload(1, kind => kind, target => target);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(l, n);
  SELECT q.* INTO p FROM badcase.process_upload() q;
  RETURN format('%s = %s + %s + %s + %s', p.lines, p.stored, p.repeated, p.refused, p.blank);
END $$;
-- McNemar's exact test is the binomial test of n throws at one half: by sums of Pascal's triangle; 10 and 0, 15 and 5 as
-- tables of the binomial distribution have them
SET ROLE regress_badcase_owner;
SELECT badcase_internal.mcnemar(10, 0) AS ten, round(2 / 1024.0, 6) AS by_hand, badcase_internal.mcnemar(15, 5) AS fifteen, badcase_internal.mcnemar(5, 15) AS other_side,
  badcase_internal.mcnemar(7, 7) AS even, badcase_internal.mcnemar(0, 0) AS none;
WITH RECURSIVE pascal(n, row) AS (
  VALUES (0, ARRAY[1::numeric])
  UNION ALL
  SELECT n + 1, (SELECT array_agg(coalesce(row[k], 0) + coalesce(row[k - 1], 0) ORDER BY k) FROM generate_series(1, n + 2) k) FROM pascal WHERE n < 60)
SELECT count(*) AS pairs, count(*) FILTER (WHERE badcase_internal.mcnemar(b, n - b) = least(1, round(2 * (SELECT sum(x) FROM unnest(row[: least(b, n - b) + 1]) x) / 2 ^ n::numeric, 6))) AS as_pascal_says
FROM pascal CROSS JOIN LATERAL generate_series(0, n) b WHERE n > 0;
SELECT badcase_internal.mcnemar(4800, 5200) BETWEEN 0.00006 AND 0.00007 AS of_ten_thousand;
-- the bootstrap: a seed gives the same; what cannot vary does not; none of nothing
SELECT * FROM badcase_resampled_sum(ARRAY(SELECT (i * i * 1000)::bigint FROM generate_series(0, 49) i), 1, 500);
SELECT * FROM badcase_resampled_sum('{5,5,5}', 3);
SELECT * FROM badcase_resampled_sum('{}', 3);
SELECT * FROM badcase_resampled_sum('{1,NULL}', 3);
SELECT * FROM badcase_resampled_sum('{1000000000001}', 3);
SELECT * FROM badcase_resampled_sum('{1}', 3, 0);
SELECT * FROM badcase_resampled_sum('{1}', 3, 10001);
-- by largest remainders
SELECT x.n AS wanted, x.topics, (SELECT string_agg(topic || ' ' || s.n, ', ' ORDER BY topic COLLATE "C") FROM badcase_internal.share_out(x.n, x.topics::jsonb) s) AS shares
FROM (VALUES (10, '{"a": 1, "b": 1, "c": 1}'), (7, '{"x": 0.5, "y": 0.25, "z": 0.25}'), (0, '{"a": 1}'), (1, '{"b": 2, "a": 2}'), (100, '{"a": 1e6, "b": 1e-6}')) x(n, topics);
SELECT bool_and((SELECT sum(s.n) FROM badcase_internal.share_out(n, jsonb_build_object('a', a, 'b', b, 'c', 0.1)) s) = n) AS nothing_lost FROM generate_series(0, 40) n, generate_series(1, 7) a, generate_series(1, 5) b;

-- a corpus of three topics, a tenth of it of none
SET ROLE regress_badcase_carol;
SELECT badcase.open_corpus(1, 'dialogue', 'general', 'CC0') AS dialogue, badcase.open_corpus(1, 'exam', 'benchmark', 'CC0') AS exam;
SELECT pg_temp.load('corpus', 1, VARIADIC (SELECT array_agg(badcase('Tell me of ' || md5(i::text), 'It is ' || md5((i * 3)::text),
  meta => CASE WHEN i % 10 = 0 THEN '{}' WHEN i % 10 < 5 THEN '{"topic": "poems", "task": "none"}' WHEN i % 10 < 8 THEN '{"task": "sums"}' ELSE '{"topic": "law"}' END::jsonb)::text) FROM generate_series(1, 200) i)) AS loaded;
SELECT badcase.hold_out(2, 5, 7);
SELECT badcase.hold_out(9, 5, 7);
SELECT badcase.hold_out(1, 0, 7);
SELECT badcase.hold_out(1, 5, NULL);
SELECT badcase.hold_out(1, 20, 7) AS held, badcase.hold_out(1, 40, 7) AS more, badcase.hold_out(1, 30, 8) AS never_less;
SET ROLE regress_badcase_cem;
SELECT badcase.hold_out(1, 5, 7);
SELECT count(*) FROM badcase.held_out;
SET ROLE regress_badcase_eva;
SELECT topic, count(*), bool_and(corpus = 'dialogue' AND prompt LIKE 'Tell me of %' AND response LIKE 'It is %' AND history = '[]' AND system IS NULL) AS whole FROM badcase.held_out GROUP BY topic ORDER BY topic;
RESET ROLE;
SELECT array_agg(item_id ORDER BY item_id) = (SELECT array_agg(item_id ORDER BY item_id) FROM (
  SELECT item_id FROM badcase_internal.corpus_item WHERE corpus_id = 1 ORDER BY sha256(int8send(7) || digest), item_id LIMIT 40) x) AS the_lowest_hashes FROM badcase_internal.corpus_item WHERE held_out;
SELECT count(pg_temp.judge('ron', i)) AS accepted FROM generate_series(1, 4) i;

-- no release takes them, nor the same record in another corpus; what a release has is not held out
SET ROLE regress_badcase_carol;
SELECT badcase.open_corpus(1, 'copies', 'general', 'CC0') AS copies;
SELECT pg_temp.load('corpus', 3, VARIADIC (SELECT array_agg(badcase(prompt, response || ' ')::text ORDER BY item) FROM badcase.held_out)) AS loaded;
SELECT badcase.build_release(1, 'too many', 7, '{"general": [{"corpus": "dialogue", "count": 161}]}');
SELECT badcase.build_release(1, 'copies', 7, '{"general": [{"corpus": "copies", "count": 1}]}');
SELECT badcase.build_release(1, 'all', 7, '{"general": [{"corpus": "dialogue", "count": 160}]}') AS all_the_rest \gset
SELECT badcase.hold_out(1, 200, 7) AS no_more;
RESET ROLE;
SELECT count(*) AS items, count(*) FILTER (WHERE held_out) AS held_out FROM badcase_internal.release_general_item JOIN badcase_internal.corpus_item USING (item_id);
-- by topics
SET ROLE regress_badcase_carol;
SELECT badcase.build_release(1, 'x', 7, '{"general": [{"corpus": "dialogue", "count": 5, "topics": []}]}');
SELECT badcase.build_release(1, 'x', 7, '{"general": [{"corpus": "dialogue", "count": 5, "topics": {}}]}');
SELECT badcase.build_release(1, 'x', 7, '{"general": [{"corpus": "dialogue", "count": 5, "topics": {"law": 0}}]}');
SELECT badcase.build_release(1, 'x', 7, '{"general": [{"corpus": "dialogue", "count": 5, "topics": {"law": "1"}}]}');
SELECT badcase.build_release(1, 'x', 7, '{"general": [{"corpus": "dialogue", "count": 100, "topics": {"law": 1, "poems": 1}}]}');
SELECT badcase.build_release(1, 'x', 7, '{"general": [{"corpus": "dialogue", "count": 5, "topics": {"no such": 1}}]}');
SELECT badcase.build_release(1, 'topics', 7, '{"general": [{"corpus": "dialogue", "ratio": 5.3, "topics": {"law": 1, "poems": 2, "sums": 4}}]}') AS topics \gset
SELECT badcase.build_release(1, 'again', 7, '{"general": [{"corpus": "dialogue", "count": 21, "topics": {"sums": 8, "law": 2, "poems": 4}}]}') AS again \gset
SELECT (SELECT sha256 FROM badcase.releases WHERE release = :topics) = (SELECT sha256 FROM badcase.releases WHERE release = :again) AS same;
RESET ROLE;
SELECT badcase_internal.topic_of(record) AS topic, count(*) FROM badcase_internal.release_general_item JOIN badcase_internal.corpus_item USING (item_id) WHERE release_id = :topics GROUP BY 1 ORDER BY 1;

-- answers: every line has a fate
SET ROLE regress_badcase_carol;
SELECT badcase.publish_release(:topics);
SELECT badcase.register_model(1, 'glm-1') AS base, badcase.register_model(1, 'glm-2', :topics, 1) AS next, badcase.register_model(1, 'glm-3') AS alone;
SELECT min(item) AS a, max(item) AS z FROM badcase.held_out \gset
SELECT pg_temp.load('outputs', 1, format('{"item": %s, "output": "It is so"}', :a), format('{"output": "It is so", "item": %s}', :a), format('{"item": %s, "output": "It is not"}', :a),
  '{"item": 999, "output": ""}', '{"item": "1", "output": ""}', '{"item": 0, "output": ""}', format('{"item": %s, "submission": 1, "output": ""}', :a), format('{"item": %s}', :a), ' ',
  '{"submission": 1, "output": "Lyon"}') AS sums;
SELECT line_no, code, message FROM badcase.refused_lines((SELECT max(upload) FROM badcase.uploads), NULL);
SELECT pg_temp.load('outputs', 1, format('{"item": %s, "output": "It is so"}', :a), format('{"item": %s, "output": "It is not"}', :a)) AS again;
RESET ROLE;
SELECT badcase_internal.topic_of(i.record) IS NOT NULL AS known, o.output, rouge_l = badcase_rouge_l(o.output, response(i.record)) AS rouge_l, bleu4 = badcase_bleu4(o.output, response(i.record)) AS bleu4
FROM badcase_internal.general_outcome o JOIN badcase_internal.corpus_item i USING (item_id);
SELECT item_id AS trained FROM badcase_internal.corpus_item WHERE corpus_id = 1 AND NOT held_out ORDER BY 1 LIMIT 1 \gset
SET ROLE regress_badcase_carol;
SELECT pg_temp.load('outputs', 1, format('{"item": %s, "output": "It is so"}', :trained)) AS trained_on;

-- The base answers all with the half of it; the next answers a third the same, a third wholly, the rest with nothing of it.
SELECT pg_temp.load('outputs', 1, VARIADIC (SELECT array_agg(format('{"item": %s, "output": "%s"}', item, left(response, 20)) ORDER BY item) FROM badcase.held_out WHERE item <> :a)) AS base,
  count(*) AS of FROM badcase.held_out;
SELECT pg_temp.load('outputs', 2, VARIADIC (SELECT array_agg(format('{"item": %s, "output": "%s"}', item, CASE n % 3 WHEN 0 THEN CASE item WHEN :a THEN 'It is so' ELSE left(response, 20) END WHEN 1 THEN response ELSE '!' END) ORDER BY item)
  FROM (SELECT h.*, row_number() OVER (ORDER BY item) AS n FROM badcase.held_out h) x)) AS next;
SELECT pg_temp.load('outputs', 3, format('{"item": %s, "output": "!"}', :z)) AS alone;
SET ROLE regress_badcase_rita;
SELECT count(*), min(model_name) AS model, bool_and(output <> base_output AND prompt LIKE 'Tell me%' AND expected LIKE 'It is %') AS whole FROM badcase.general_to_judge;
SELECT answer AS one FROM badcase.general_to_judge ORDER BY item LIMIT 1 \gset
SELECT badcase.judge_general(:one, 'fixed');
SELECT badcase.judge_general(:one, NULL);
SELECT badcase.judge_general(999, 'same');
SELECT count(*) AS judged FROM (SELECT badcase.judge_general(answer, CASE WHEN output = expected THEN 'better' ELSE 'worse' END) FROM badcase.general_to_judge) x;
SELECT badcase.judge_general(:one, 'same', 'as good');
SELECT count(*) FROM badcase.general_to_judge;
SET ROLE regress_badcase_carol;
RESET ROLE;
SELECT general_outcome_id AS of_alone FROM badcase_internal.general_outcome WHERE model_id = 3 \gset
SELECT general_outcome_id AS of_base FROM badcase_internal.general_outcome WHERE model_id = 1 LIMIT 1 \gset
SET ROLE regress_badcase_carol;
SELECT badcase.judge_general(:of_alone, 'same');
SELECT badcase.judge_general(:of_base, 'same');
SET ROLE regress_badcase_cem;
SELECT badcase.judge_general(:one, 'same');
SELECT count(*) FROM badcase.version_progress;
SET ROLE regress_badcase_eva;
SELECT count(*) FROM badcase.version_progress;

-- the figures, and the same by other sums
SET ROLE regress_badcase_rita;
SELECT badcase.judge_output(outcome, 'fixed') FROM badcase.outputs_to_judge LIMIT 1;
SELECT model_name, base_name, is_whole, topic, cases, fixed, still_bad, regressed, records, compared, judged, better, same, worse, chance FROM badcase.version_progress;
SELECT model_name, topic, rouge_l, rouge_difference, rouge_low, rouge_high, bleu4, bleu_difference, bleu_low, bleu_high FROM badcase.version_progress WHERE is_whole;
RESET ROLE;
WITH pair AS (
  SELECT o.item_id, round(((o.rouge_l - b.rouge_l) * 1000000)::numeric) AS d, o.verdict, o.output = b.output AS is_same
  FROM badcase_internal.general_outcome o JOIN badcase_internal.general_outcome b ON b.item_id = o.item_id AND b.model_id = 1 WHERE o.model_id = 2)
SELECT count(*) = 40 AS all, count(*) FILTER (WHERE verdict = 'better') = p.better AS better, count(*) FILTER (WHERE verdict = 'worse') = p.worse AS worse,
  count(*) FILTER (WHERE is_same OR verdict = 'same') = p.same AS same, abs(avg(d) / 1000000 - p.rouge_difference::numeric) <= 0.00005 AS difference,
  p.rouge_low < p.rouge_difference AND p.rouge_difference < p.rouge_high AS inside,
  -- 1.96 standard errors to each side, as a normal mean has them
  abs((p.rouge_high - p.rouge_low)::numeric - 2 * 1.96 * stddev_pop(d) / 1000000 / sqrt(count(*))) < 0.02 AS width
FROM pair CROSS JOIN badcase_internal.version_figures('{1}') p WHERE p.model = 2 AND p.is_whole GROUP BY p.better, p.worse, p.same, p.rouge_difference, p.rouge_low, p.rouge_high;

-- in the report and on the card of the release that the version was trained on
SET ROLE regress_badcase_carol;
\a \t
SELECT r FROM regexp_split_to_table(substring(badcase.report_html(1) from '(?s)<table id="models".*?</table>'), E'(?=<t[hd])|\n') r WHERE r <> '';
\a \t
SELECT substring(badcase.report_html(1, lang => 'zh') from '<h2 id="models-head">[^<]*') AS in_chinese;
SELECT substring(badcase.dataset_card(:topics) from '(?s)(\| version .*?)\n\n') AS card;
SELECT badcase.dataset_card(:all_the_rest) LIKE '%| version %' AS of_another;

-- an erasure of a contributor leaves them; nothing of a held-out record moves a submission
SELECT badcase.erase(1, 'asked') > 0 AS erased;
SELECT records, better FROM badcase.version_progress WHERE model = 2 AND is_whole;
\i sql/include/clean.sql
