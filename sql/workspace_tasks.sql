-- Tasks by the instruction that prompts share: suggested, taken, given to what comes later, merged, forgotten.
\i sql/include/workspace.sql
\set VERBOSITY terse
-- what the functions make of prompts
SELECT badcase_instruction('Translate into French: the sea is calm', 4, 0), badcase_instruction('The sea is calm.' || chr(10) || 'What is that in French?', 0, 5),
  badcase_instruction('Use "calm" in a sentence', 2, 3), badcase_instruction('one two', 1, 1), badcase_instruction('one two', 2, 1) AS too_few, badcase_instruction('', 0, 0) AS none;
SELECT badcase_instruction_key('Translate into French: the sea', 4, 0) = badcase_instruction_key('translate  into FRENCH. A bird', 4, 0) AS same,
  badcase_instruction_key('Translate into French: the sea', 4, 0) = badcase_instruction_key('Translate into French the sea', 4, 0) AS without_mark,
  badcase_instruction_key('a b c', 1, 2) = badcase_instruction_key('a b c', 2, 1) AS other_parts, badcase_instruction_key('a b c', 2, 2) AS too_few;
SELECT badcase_instruction('a', -1, 0);
SELECT badcase_instruction_key('a', 0, -1);
SELECT * FROM badcase_instructions('SELECT 1', 2);
SELECT * FROM badcase_instructions('SELECT 1, 2', 2);
SELECT * FROM badcase_instructions('SELECT 1, NULL::text', 2);
SELECT * FROM badcase_instructions('SELECT 1, ''a''::text FROM generate_series(1, 2)', 2);
SELECT * FROM badcase_instructions('SELECT 1, ''a''::text; SELECT 1, ''a''::text', 2);
SELECT * FROM badcase_instructions('SELECT 1, ''a''::text', 1);
SELECT * FROM badcase_instructions('SELECT 1::int2, ''a''::text WHERE false');
SELECT * FROM badcase_instructions($$SELECT n, 'Translate into French: ' || w FROM unnest('{sea,bird,stone,sea}'::text[]) WITH ORDINALITY x(w, n)$$, 3);
SELECT * FROM badcase_instructions($$SELECT n, 'Translate into French: ' || w FROM unnest('{sea,bird,sea}'::text[]) WITH ORDINALITY x(w, n)$$, 3);

-- three kinds of prompts, and others
CREATE FUNCTION pg_temp.words(n int) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(substr(md5(n::text || i), 1, 6), ' ') FROM generate_series(1, 1 + n % 4) i $$;
CREATE FUNCTION pg_temp.ask(contributor bigint, pattern text, first int, last int, meta jsonb DEFAULT NULL) RETURNS bigint LANGUAGE sql AS $$
  SELECT pg_temp.send(1, contributor, VARIADIC (SELECT array_agg(badcase(format(pattern, pg_temp.words(i)), 'answer ' || pg_temp.words(i + 1000), meta => meta)) FROM generate_series(first, last) i)) $$;
SET ROLE regress_badcase_carol;
SELECT pg_temp.ask(5, 'Translate this into French: %s', 1, 12);
SELECT pg_temp.ask(5, '%s' || chr(10) || '请把上面这段话改写成一首诗', 13, 26);
SELECT pg_temp.ask(5, 'Which of these words is the longest? %s', 27, 37, '{"task": "lengths"}');
SELECT pg_temp.ask(5, '%s', 38, 50);
CALL badcase.triage(1);
SELECT instruction, submissions, clusters, examples FROM badcase.suggest_tasks(1);
SELECT count(*) FROM badcase.suggest_tasks(1, 13);
SELECT badcase.suggest_tasks(1, 1);
SELECT suggestion AS french FROM badcase.suggest_tasks() WHERE instruction LIKE '%French%' \gset
SELECT suggestion AS poem FROM badcase.suggest_tasks() WHERE instruction LIKE '%诗' \gset
-- an older suggestion is none any more
SELECT badcase.take_suggestion(:french, 'translation');
SELECT suggestion AS french FROM badcase.suggest_tasks() WHERE instruction LIKE '%French%' \gset
SELECT badcase.take_suggestion(:french, ' ');
SELECT badcase.take_suggestion(:french, 'translation', 'French of today.');
SELECT badcase.take_suggestion(:french, 'translation');
SELECT suggestion AS poem FROM badcase.suggest_tasks() WHERE instruction LIKE '%诗' \gset
SELECT badcase.take_suggestion(:poem, 'poems');
SELECT task, received, taken FROM badcase.task_coverage WHERE program = 1;
-- newcomers: by their instruction, unless their name is a task's that a curator has taken
SELECT badcase.set_task(1, 'lengths');
SELECT pg_temp.ask(5, 'translate this into FRENCH. %s', 60, 62);
SELECT pg_temp.ask(5, 'Translate this into French: %s', 63, 64, '{"task": "words"}');
SELECT pg_temp.ask(5, 'Translate this into French: %s', 65, 65, '{"task": "lengths"}');
SELECT pg_temp.ask(5, 'Translate this into French for me, %s', 66, 66);
CALL badcase.triage(1);
SELECT task, received, taken FROM badcase.task_coverage WHERE program = 1;
SELECT count(*) FROM badcase.suggest_tasks(1);
-- a longer instruction has its own examples
SELECT pg_temp.ask(5, 'Sort these words by their length: %s', 70, 81);
SELECT pg_temp.ask(5, 'Sort these words by their length: %s Write each of the words in a line of its own, without a number.', 82, 93);
CALL badcase.triage(1);
SELECT instruction, submissions FROM badcase.suggest_tasks(1);
SELECT badcase.take_suggestion(t.suggestion, 'sorting') FROM badcase.suggest_tasks(1) t WHERE instruction LIKE 'Sort%' AND instruction NOT LIKE '%number%';
SELECT badcase.take_suggestion(t.suggestion, 'sorting in lines') FROM badcase.suggest_tasks(1) t;
SELECT task, received FROM badcase.task_coverage WHERE program = 1 AND task LIKE 'sorting%';
-- held first, given its task when it goes on
SELECT badcase.set_rule(1, 'pii:cn_mobile', 'hold');
SELECT pg_temp.send(1, 5, badcase('Translate this into French: call me', 'Appelez le 13812345678'));
CALL badcase.triage(1);
SELECT state, task FROM badcase.submissions WHERE program = 1 ORDER BY submission DESC LIMIT 1;
SELECT badcase.resolve_finding(finding, true, 'made up') FROM badcase.findings WHERE rule = 'pii:cn_mobile';
SELECT state, task FROM badcase.submissions WHERE program = 1 ORDER BY submission DESC LIMIT 1;
-- merged
SELECT badcase.merge_tasks(1, 'sorting in lines', 'sorting in lines');
SELECT badcase.merge_tasks(1, 'sorting in lines', 'no such');
SELECT badcase.merge_tasks(1, 'sorting in lines', 'sorting');
SELECT pg_temp.ask(5, 'Sort these words by their length: %s Write each of the words in a line of its own, without a number.', 94, 95);
CALL badcase.triage(1);
SELECT task, received FROM badcase.task_coverage WHERE program = 1 AND task LIKE 'sorting%';
-- near-duplicates are one cluster of what asks for it
SELECT pg_temp.send(1, 5, VARIADIC array_agg(badcase('Explain to a child of seven years what this word means: ' || w, (SELECT string_agg(substr(md5(left(w, 4) || i), 1, 5), ' ') FROM generate_series(1, 20) i))))
FROM unnest('{moon,moons,rain,snow,wind}'::text[]) w;
CALL badcase.triage(1);
SELECT instruction, submissions, clusters FROM badcase.suggest_tasks(1, 5) WHERE instruction LIKE 'Explain%';
-- nobody else
SELECT pg_temp.ask(5, 'Count the letters of these words: %s', 96, 106);
CALL badcase.triage(1);
SELECT suggestion AS letters FROM badcase.suggest_tasks(1) WHERE instruction LIKE 'Count%' \gset
SET ROLE regress_badcase_cem;
SELECT badcase.take_suggestion(:letters, 'letters');
SELECT badcase.suggest_tasks(1);
SELECT badcase.merge_tasks(1, 'sorting', 'poems');
SET ROLE regress_badcase_rita;
SELECT badcase.suggest_tasks(1);
SELECT badcase.take_suggestion(:letters, 'letters');
-- an erasure ends the suggestions; no table has a word of a prompt
SET ROLE regress_badcase_carol;
SELECT badcase.erase(5, 'asked for');
SET ROLE regress_badcase_owner;
SELECT count(*) FROM badcase_internal.task_suggestion;
SELECT count(*) > 0 AS kept, bool_and(octet_length(key) = 32) AS hashed FROM badcase_internal.task_instruction;
RESET ROLE;
\i sql/include/clean.sql
