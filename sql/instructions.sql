-- Instructions that prompts share: what a query gives, of texts and of records, in any order and number.
\set SHOW_CONTEXT never
CREATE TEMP TABLE asked AS SELECT (n * 7919 % 3001 - 1500)::bigint AS id, CASE n % 4
    WHEN 0 THEN 'Translate this sentence into French: ' || md5(n::text)
    WHEN 1 THEN md5(n::text) || E'\nRewrite what stands above as a poem'
    WHEN 2 THEN 'Is the word ' || md5(n::text) || ' an English one?' ELSE md5(n::text) || ' ' || md5(n::text || 'x') || ' ' || md5(n::text || 'y') END AS prompt, n
  FROM generate_series(1, 3000) n;
-- one row for each prompt with an instruction, by id; the instruction is named by the least id that has it
CREATE TEMP TABLE told AS SELECT * FROM badcase_instructions('SELECT id, prompt FROM asked ORDER BY md5(id::text)', 20) WITH ORDINALITY;
SELECT n % 4 AS kind, count(*), count(DISTINCT instruction) AS instructions, min(instruction) = min(id) AS least, min(begins) AS begins, max(ends) AS ends, bool_and(badcase_instruction(prompt, begins, ends) = i) AS same
FROM told JOIN asked USING (id), LATERAL (SELECT badcase_instruction(prompt, begins, ends) FROM asked WHERE asked.id = instruction) x(i) GROUP BY n % 4 ORDER BY 1;
SELECT count(*) FROM (SELECT id, lag(id) OVER (ORDER BY ordinality) AS before FROM told) t WHERE id <= before;
-- records by their prompts, ids of other types, prompts that are stored compressed
SELECT count(*) AS differences FROM (SELECT * FROM badcase_instructions('SELECT id, badcase(prompt, prompt || id) FROM asked', 20)) r
  FULL JOIN told USING (id, instruction, begins, ends) WHERE r.id IS NULL OR told.id IS NULL;
SELECT count(*) AS differences FROM (SELECT * FROM badcase_instructions('SELECT id::int2, prompt FROM asked', 20)) r
  FULL JOIN told USING (id, instruction, begins, ends) WHERE r.id IS NULL OR told.id IS NULL;
CREATE TEMP TABLE long AS SELECT n AS id, badcase('Count the letters of this: ' || repeat(md5(n::text), 1000), 'r') AS record FROM generate_series(1, 30) n;
SELECT count(*), min(instruction), bool_and(badcase_instruction(prompt(record), begins, ends) LIKE 'Count the letters%') FROM badcase_instructions('SELECT id, record FROM long', 20) JOIN long USING (id);
-- so many prompts that share one, and one less
SELECT least, (SELECT count(*) FROM badcase_instructions('SELECT id, prompt FROM asked WHERE n <= 400 AND n % 4 = 0', least)) FROM unnest('{99,100,101}'::int[]) least;
-- the least number is two; an id that comes twice, next to itself or not
SELECT count(*) FROM badcase_instructions($$VALUES (1, 'Translate into French: the sea'::text), (2, 'Translate into French: a bird')$$, 2);
SELECT count(*) FROM badcase_instructions('SELECT id, prompt FROM asked', 1);
SELECT count(*) FROM badcase_instructions($$VALUES (3, 'a'::text), (1, 'b'), (2, 'c'), (3, 'd')$$, 2);
SELECT count(*) FROM badcase_instructions($$VALUES (1, 'a'::text), (1, 'b')$$, 2);
SELECT count(*) FROM badcase_instructions($$VALUES (1, NULL::text)$$, 2);
SELECT count(*) FROM badcase_instructions($$VALUES (NULL::int, 'a'::text)$$, 2);
SELECT count(*) FROM badcase_instructions('SELECT id, prompt FROM asked WHERE false', 2);
-- the slot at either end, and a prompt that is all instruction
SELECT badcase_instruction('one two three', 3, 0), badcase_instruction('one two three', 0, 3), badcase_instruction('one two three', 2, 0), badcase_instruction('one two three', 0, 2), badcase_instruction('one two three', 1, 1),
  badcase_instruction_key('one two three', 3, 0) = badcase_instruction_key('one two three', 0, 3) AS whole, badcase_instruction_key('one two three', 4, 0) IS NULL AS more;
