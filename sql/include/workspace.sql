\set ECHO none
-- What tests of the workspace begin with: two programs, 1 and 2, of a quorum of one.
--   carol   curator of 1                      cem    curator of 2, exporter of 1
--   rita    reviewer of 1, contributor 3 of 2 ron    reviewer of both
--   ada     contributor 1 of 1                bob    contributor 2 of 1 and contributor 4 of 2
--   eva     exporter of 1                     emil   exporter of 2
--   nobody  nothing
-- Contributor 5 of 1 has no role. All of them consent to training; Ada attested twice, by two versions of the text, one
-- file before the second word and one after it. Submissions: 1 and 2 Ada's first file, 3 her second, whose record of more
-- than 2 kB is stored compressed; 4 Bob's in 1; 5 Rita's, 6 Bob's in 2. All are triaged and pending, none is reviewed.
-- A test includes this with \i, and clean.sql beside it at its end.
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_carol;
CREATE ROLE regress_badcase_cem;
CREATE ROLE regress_badcase_rita;
CREATE ROLE regress_badcase_ron;
CREATE ROLE regress_badcase_ada;
CREATE ROLE regress_badcase_bob;
CREATE ROLE regress_badcase_eva;
CREATE ROLE regress_badcase_emil;
CREATE ROLE regress_badcase_nobody;
RESET client_min_messages;
SELECT badcase_setup('regress_badcase_owner') AS version \gset

-- Sends records as the current role.
CREATE FUNCTION pg_temp.send(program int, contributor bigint, VARIADIC records badcase[]) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(program, contributor);
  INSERT INTO badcase.intake (line_no, line)
  SELECT n, convert_to(r::text, 'UTF8') FROM unnest(records) WITH ORDINALITY x(r, n);
  RETURN (SELECT p.stored FROM badcase.process_upload() p);
END $$;
-- What a role is answered, in a subtransaction that is rolled back: the value, or the error's code.
CREATE FUNCTION pg_temp.answer(who text, what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  value text;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', 'regress_badcase_' || who);
  BEGIN
    EXECUTE what INTO value;
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN OTHERS THEN value := SQLSTATE;
  END;
  RESET ROLE;
  RETURN coalesce(value, 'null');
END $$;
-- Reviews as a role, which has not to claim first.
CREATE FUNCTION pg_temp.judge(who text, submission bigint, useful bool DEFAULT true, correct bool DEFAULT true) RETURNS text
  LANGUAGE plpgsql AS $$
DECLARE
  state text;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', 'regress_badcase_' || who);
  state := badcase.submit_review(submission, useful, correct);
  RESET ROLE;
  RETURN state;
END $$;

DO $$
DECLARE
  p int;
BEGIN
  SET LOCAL ROLE regress_badcase_owner;
  FOR p IN 1 .. 2 LOOP
    PERFORM badcase.create_program((ARRAY['one', 'two'])[p]);
  END LOOP;
  UPDATE badcase_internal.program SET quorum = 1;
  PERFORM badcase.grant_access(g.program, ('regress_badcase_' || g.role)::name, g.capability)
  FROM (VALUES (1, 'carol', 'curator'), (2, 'cem', 'curator'), (1, 'cem', 'exporter'), (1, 'rita', 'reviewer'), (2, 'rita', 'contributor'),
    (1, 'ron', 'reviewer'), (2, 'ron', 'reviewer'), (1, 'ada', 'contributor'), (1, 'bob', 'contributor'), (2, 'bob', 'contributor'),
    (1, 'eva', 'exporter'), (2, 'emil', 'exporter')) g(program, role, capability);
END $$;
DO $$
BEGIN
  SET LOCAL ROLE regress_badcase_carol;
  PERFORM badcase.register_contributor(1, 'ada', 'Ada', 'regress_badcase_ada');
  PERFORM badcase.register_contributor(1, 'bob', 'Bob', 'regress_badcase_bob');
  SET LOCAL ROLE regress_badcase_cem;
  PERFORM badcase.register_contributor(2, 'rita', 'Rita', 'regress_badcase_rita');
  PERFORM badcase.register_contributor(2, 'bob', 'Bob', 'regress_badcase_bob');
  PERFORM badcase.attest(c, 'terms 1'), badcase.set_consent(c, 'train', true, 'terms 1') FROM generate_series(3, 4) c;
  SET LOCAL ROLE regress_badcase_carol;
  PERFORM badcase.register_contributor(1, 'carla', 'Carla');
  PERFORM badcase.attest(c, 'terms 1'), badcase.set_consent(c, 'train', true, 'terms 1') FROM unnest('{1,2,5}'::bigint[]) c;
END $$;
DO $$
BEGIN
  SET LOCAL ROLE regress_badcase_ada;
  PERFORM pg_temp.send(1, 1, badcase('Name the capital of France in one word.', 'Paris', meta => '{"failure_kind": "factual"}'),
    badcase('Say good morning in French, in one line.', 'Bonjour'));
END $$;
DO $$
BEGIN
  SET LOCAL ROLE regress_badcase_ada;
  PERFORM badcase.attest(1, 'terms 2');
  PERFORM pg_temp.send(1, 1, badcase('Repeat the word sea, three thousand times, without anything between.', repeat('sea ', 3000)));
END $$;
DO $$
BEGIN
  SET LOCAL ROLE regress_badcase_bob;
  PERFORM pg_temp.send(1, 2, badcase('How many legs has a spider? Answer by a number.', '8'));
END $$;
DO $$
BEGIN
  SET LOCAL ROLE regress_badcase_rita;
  PERFORM pg_temp.send(2, 3, badcase('Which is the longest river of Asia? Answer in one word.', 'Yangtze'));
END $$;
DO $$
BEGIN
  SET LOCAL ROLE regress_badcase_bob;
  PERFORM pg_temp.send(2, 4, badcase('Which is the highest mountain of Africa? Answer in one word.', 'Kilimanjaro'));
END $$;
DO $$
BEGIN
  SET LOCAL ROLE regress_badcase_carol;
  PERFORM badcase.triage_batch(1);
  SET LOCAL ROLE regress_badcase_cem;
  PERFORM badcase.triage_batch(2);
END $$;
\set ECHO all
