-- Names for numbers, the null program, and what people are told who give a name or a number that there is not.
\i sql/include/workspace.sql
\set VERBOSITY terse

-- names, of one's own programs only
SET ROLE regress_badcase_carol;
SELECT badcase.program('one'), badcase.contributor(1, 'bob'), badcase.contributor(NULL, 'carla');
SELECT badcase.program('two');
SELECT badcase.program('no such');
SELECT badcase.program(NULL);
SELECT badcase.contributor(1, 'no such');
SELECT badcase.contributor(2, 'rita');
SELECT badcase.contributor();
SELECT badcase.build_release(badcase.program('one'), '2026-04', 1) AS release;
SELECT badcase.release(1, '2026-04'), badcase.release(NULL, '2026-04');
SET ROLE regress_badcase_eva;
SELECT badcase.release(1, '2026-04');
SET ROLE regress_badcase_carol;
SELECT badcase.publish_release(badcase.release(NULL, '2026-04'));
SET ROLE regress_badcase_eva;
SELECT badcase.release(NULL, '2026-04');
SELECT badcase.release(2, '2026-04');
SET ROLE regress_badcase_bob;
SELECT badcase.program('two'), badcase.contributor(2), badcase.contributor(1);
SELECT badcase.contributor();
SELECT badcase.contributor(1, 'ada');
SET ROLE regress_badcase_ada;
SELECT badcase.contributor();
SET ROLE regress_badcase_owner;
SELECT badcase.program('two');

-- a null program is the only one
SET ROLE regress_badcase_rita;
SELECT count(*) FROM badcase.claim_reviews(n => 1);
SET ROLE regress_badcase_ron;
SELECT count(*) FROM badcase.claim_reviews(n => 1);
SET ROLE regress_badcase_carol;
SELECT badcase.set_task(NULL, 'capitals'), badcase.open_round(cut_off => '2040-01-01') AS round, badcase.set_quota(lines => 10), badcase.purge() AS purged;
SELECT badcase.grant_access(NULL, 'regress_badcase_nobody', 'exporter'), badcase.revoke_access(NULL, 'regress_badcase_nobody', 'exporter');
SELECT badcase.credits_markdown(), length(badcase.report_html()) > 1000 AS report;
SET ROLE regress_badcase_ada;
SELECT badcase.purge();

-- the number of nothing and somebody else's number are told apart from a missing right, but not from each other
\set VERBOSITY default
SET ROLE regress_badcase_carol;
SELECT badcase.adjudicate(9999, 'accepted', 'r');
SELECT badcase.adjudicate(6, 'accepted', 'r');
SELECT badcase.attest(9999, 't');
SELECT badcase.attest(4, 't');
SELECT badcase.set_task(42, 'x');
SET ROLE regress_badcase_cem;
SELECT badcase.verify_release(9999);
-- the exporter of 1 is no curator of it
SELECT badcase.publish_release(1);
SET ROLE regress_badcase_ada;
SELECT badcase.attest(9999, 't');
SELECT badcase.attest(4, 't');
\set VERBOSITY terse

-- what is there already, and what is no name
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('one');
SELECT badcase.create_program(' ');
SET ROLE regress_badcase_carol;
SELECT badcase.build_release(1, '2026-04', 1);
SELECT badcase.build_release(1, E'\t', 1);
SELECT badcase.build_release(1, NULL, 1);
SELECT badcase.register_contributor(1, '');
SELECT badcase.register_contributor(1, NULL);
SELECT badcase.register_contributor(1, 'ada', ' ');
SELECT badcase.register_contributor(1, 'carla', NULL, 'regress_badcase_ada');
SELECT badcase.register_contributor(1, 'new', NULL, 'regress_badcase_ada');
SELECT badcase.register_contributor(1, 'ada', NULL, 'regress_badcase_rita');
SELECT badcase.open_corpus(1, 'c', 'general', 'CC0') AS corpus, badcase.create_term_list(1, 't', 'info') AS list, badcase.register_model(1, 'm') AS model;
SELECT badcase.open_corpus(1, 'c', 'benchmark', 'CC0');
SELECT badcase.create_term_list(1, 't', 'hold');
SELECT badcase.register_model(1, 'm');
SELECT badcase.attest(1, ' ');
SELECT badcase.set_consent(1, 'train', NULL, 't');
SELECT badcase.set_consent(1, 'train', true, NULL);
SELECT badcase.set_display_name(1, '');
SELECT badcase.set_contact(1, NULL, 'x');

-- Every function of the workspace, each argument in turn null, blank, unknown, another program's and far too great, the
-- others sound: what comes back is an answer or a sentence, never a constraint, a table or a type of the server's.
RESET ROLE;
CREATE FUNCTION pg_temp.tries() RETURNS TABLE (statement text) LANGUAGE sql AS $$
  WITH sound(type, name, value) AS (
    VALUES ('integer', NULL, '1'), ('bigint', NULL, '1'), ('bigint[]', NULL, '{1}'), ('text[]', NULL, '{}'), ('boolean', NULL, 'true'), ('jsonb', NULL, '{}'),
      ('interval', NULL, '1 hour'), ('timestamp with time zone', NULL, '2040-01-01'), ('numeric', NULL, '0.1'), ('double precision', NULL, '0.7'), ('name', NULL, 'regress_badcase_eva'),
      ('badcase', NULL, '{"prompt": "p", "response": "r"}'), ('text', NULL, 'one'), ('text', 'scope', 'train'), ('text', 'format', 'badcase'), ('text', 'capability', 'exporter'),
      ('text', 'split', 'train'), ('text', 'decision', 'rejected'), ('text', 'verdict', 'fixed'), ('text', 'severity', 'hold'), ('text', 'rule', 'pii:email'), ('text', 'field', 'record'),
      ('text', 'trainer', 'trl'), ('text', 'lang', 'zh'), ('text', 'role', 'general')
  ), odd(types, value) AS (
    VALUES ('{integer,bigint,"bigint[]","text[]",jsonb,interval,timestamp with time zone,numeric,double precision,name,text,boolean,badcase}'::text[], NULL),
      ('{integer,bigint}', '-1'), ('{integer,bigint}', '0'), ('{integer,bigint}', '2'), ('{integer,bigint}', '6'), ('{integer,bigint}', '2147483647'),
      ('{"bigint[]","text[]"}', '{}'), ('{"bigint[]","text[]"}', '{NULL}'), ('{"bigint[]"}', '{6,99}'), ('{"text[]"}', '{odd}'), ('{jsonb}', '[]'), ('{jsonb}', '1'), ('{jsonb}', '{"odd": null}'),
      ('{jsonb}', '[null]'), ('{jsonb}', '[{"submission": 99}]'), ('{numeric,double precision}', '-1'), ('{numeric,double precision}', '2'), ('{numeric,double precision}', 'NaN'),
      ('{numeric,double precision}', 'Infinity'), ('{interval}', '-1 day'), ('{interval}', '1000 years'), ('{timestamp with time zone}', 'infinity'), ('{timestamp with time zone}', '-infinity'),
      ('{name,text}', ''), ('{name,text}', '  '), ('{name,text}', 'odd')
  ), f AS (
    SELECT p.oid, p.proname, a.n, format_type(a.type, NULL) AS type, p.proargnames[a.n] AS name
    FROM pg_proc p CROSS JOIN LATERAL unnest(p.proargtypes) WITH ORDINALITY a(type, n)
    WHERE p.pronamespace = 'badcase'::regnamespace AND p.prokind = 'f'
  ), arg AS (
    SELECT f.*, (SELECT format('%L::%s', v.value, f.type) FROM sound v WHERE v.type = f.type AND coalesce(v.name, f.name) = f.name ORDER BY v.name NULLS LAST LIMIT 1) AS sound FROM f
  )
  SELECT DISTINCT format('SELECT * FROM badcase.%I(%s)', a.proname, (
    SELECT string_agg(CASE WHEN b.n = a.n AND o.types IS NOT NULL THEN format('%L::%s', o.value, b.type) ELSE b.sound END, ', ' ORDER BY b.n) FROM arg b WHERE b.oid = a.oid))
  FROM arg a JOIN (TABLE odd UNION ALL VALUES (NULL::text[], NULL)) o ON o.types IS NULL OR a.type = ANY (o.types)
$$;
CREATE TEMP TABLE said (who text, statement text, state text, message text);
GRANT ALL ON said TO PUBLIC;
CREATE FUNCTION pg_temp.try(who text, what text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  text text;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', 'regress_badcase_' || who);
  BEGIN
    EXECUTE what;
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
      RESET ROLE;
      INSERT INTO said VALUES (who, what, NULL, NULL);
    WHEN OTHERS THEN
      RESET ROLE;
      INSERT INTO said VALUES (who, what, SQLSTATE, SQLERRM);
  END;
END $$;
SET client_min_messages = error;
SELECT count(pg_temp.try(w, t.statement)) > 1000 AS many FROM pg_temp.tries() t, unnest('{carol,ron,ada}'::text[]) w;
RESET client_min_messages;
SELECT count(*) FILTER (WHERE state IS NULL) > 100 AS some_answer, count(*) FILTER (WHERE state IS NOT NULL) > 1000 AS many_sentences FROM said;
SELECT DISTINCT substring(statement FROM 'badcase\.(\w+)') AS function, state, message FROM said
WHERE state NOT IN ('22004', '22023', '25001', '42501', '42704', '42710', '54000', '55000', '55P03') OR message ~* 'violates|constraint|null value|out of range|badcase_internal|query returned|invalid input|does not exist$' AND message !~ '^(role|program)'
ORDER BY 1, 2, 3;
-- what is refused for want of a right
SELECT DISTINCT who, state, regexp_replace(message, '\d+', 'N', 'g') AS message FROM said WHERE state = '42501' AND message !~ '^permission denied for function' ORDER BY 1, 2, 3;
RESET ROLE;
\i sql/include/clean.sql
