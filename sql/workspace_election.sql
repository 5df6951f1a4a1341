-- Who represents a cluster, and has its credit, when the representative is taken back, erased, rejected or sent again.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_rita;
CREATE ROLE regress_badcase_ron;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SET jit = off;
SELECT badcase.create_program('p') AS program;
SELECT badcase.grant_access(1, 'regress_badcase_' || x, c) FROM (VALUES ('owner', 'curator'), ('curator', 'curator'), ('rita', 'reviewer'), ('ron', 'reviewer')) v(x, c);
SELECT badcase.register_contributor(1, x, x) FROM unnest(ARRAY['ada', 'bob', 'cy', 'dan', 'eve']) WITH ORDINALITY u(x, n) ORDER BY n;
SELECT badcase.attest(c, 't'), badcase.set_consent(c, 'train', true, 't'), badcase.set_consent(c, 'show_name', true, 't') FROM generate_series(1, 5) c;

CREATE FUNCTION pg_temp.send(contributor bigint, VARIADIC records badcase[]) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(1, contributor);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(r::text, 'UTF8') FROM unnest(records) WITH ORDINALITY x(r, n);
  RETURN (SELECT p.stored FROM badcase.process_upload() p);
END $$;
-- A pond with so many frogs: one word of twelve makes near records, two are still near, three and more are not.
CREATE FUNCTION pg_temp.pond(changed int, topic text DEFAULT 'pond') RETURNS badcase LANGUAGE sql IMMUTABLE AS $$
  SELECT badcase('Describe the ' || topic || ' in the old garden of the school in twelve plain words or so', string_agg(CASE WHEN i <= changed THEN 'frog' || i ELSE 'reed' || i END, ' ' ORDER BY i))
  FROM generate_series(1, 14) i
$$;
CREATE FUNCTION pg_temp.judge(submission bigint, useful bool) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  outcome text;
BEGIN
  SET LOCAL ROLE regress_badcase_rita;
  PERFORM badcase.submit_review(submission, useful, true);
  SET LOCAL ROLE regress_badcase_ron;
  outcome := badcase.submit_review(submission, useful, true);
  SET ROLE regress_badcase_owner;
  RETURN outcome;
END $$;
-- The state, cluster and credit of everything from the journal and the records alone: what of it is stored otherwise.
CREATE FUNCTION pg_temp.otherwise() RETURNS TABLE (what text, stored text, computed text) LANGUAGE sql AS $$
  WITH RECURSIVE last AS MATERIALIZED (
    SELECT DISTINCT ON (e.submission_id) e.submission_id AS id, e.to_state AS state, e.other_id
    FROM badcase_internal.event e ORDER BY e.submission_id, e.event_id DESC
  ), live AS MATERIALIZED (
    SELECT l.id, l.state, s.record, s.contributor_id FROM last l JOIN badcase_internal.submission s ON s.submission_id = l.id
    WHERE l.state NOT IN ('received', 'duplicate', 'withdrawn')
  ), reached AS (
    SELECT a.id AS start, a.id FROM live a
    UNION
    SELECT r.start, b.id FROM reached r JOIN live a ON a.id = r.id JOIN live b ON similarity(a.record, b.record) >= 0.7
  ), cluster AS (
    SELECT r.start AS id, min(r.id) AS cluster FROM reached r GROUP BY r.start
  ), representative AS (
    SELECT DISTINCT ON (c.cluster) c.cluster, v.id, v.contributor_id FROM cluster c JOIN live v ON v.id = c.id WHERE v.state <> 'rejected' ORDER BY c.cluster, v.id
  ), credit AS (
    SELECT k.display_name AS name, count(*) AS n FROM representative p JOIN badcase_internal.contributor k USING (contributor_id)
    WHERE badcase_internal.consents(k.contributor_id, 'show_name') AND EXISTS (SELECT FROM cluster c JOIN live v USING (id) WHERE c.cluster = p.cluster AND v.state = 'accepted') GROUP BY 1
  )
  SELECT 'state of ' || s.submission_id, s.state, l.state FROM badcase_internal.submission s LEFT JOIN last l ON l.id = s.submission_id WHERE s.state IS DISTINCT FROM l.state
  UNION ALL
  SELECT 'cluster of ' || s.submission_id, s.cluster_id::text, coalesce(c.cluster, o.cluster)::text
  FROM badcase_internal.submission s LEFT JOIN cluster c ON c.id = s.submission_id LEFT JOIN last l ON l.id = s.submission_id LEFT JOIN cluster o ON o.id = l.other_id AND l.state = 'duplicate'
  WHERE s.state <> 'withdrawn' AND s.cluster_id IS DISTINCT FROM coalesce(c.cluster, o.cluster)
  UNION ALL
  SELECT 'representative of ' || coalesce(r.cluster_id, p.cluster), r.representative::text, p.id::text
  FROM badcase_internal.representatives(1, '{0}') r FULL JOIN representative p ON p.cluster = r.cluster_id WHERE r.representative IS DISTINCT FROM p.id
  UNION ALL
  SELECT 'credit of ' || coalesce(k.display_name, c.name), k.accepted::text, c.n::text
  FROM badcase.credits k FULL JOIN credit c ON c.name = k.display_name WHERE k.accepted IS DISTINCT FROM c.n
$$;
\set show 'SELECT submission_id AS id, contributor_id AS of, state, cluster_id AS cluster, duplicate_of AS dup FROM badcase_internal.submission ORDER BY 1; SELECT display_name, accepted FROM badcase.credits; SELECT * FROM pg_temp.otherwise();'

-- Ada's is the first; Bob's the same; Cy's near to it; Dan's near to Cy's alone; Eve's is something else
SELECT similarity(pg_temp.pond(0), pg_temp.pond(3)) >= 0.7 AS near, similarity(pg_temp.pond(3), pg_temp.pond(6)) >= 0.7 AS near_too, similarity(pg_temp.pond(0), pg_temp.pond(6)) < 0.7 AS not_near;
SELECT pg_temp.send(1, pg_temp.pond(0)); SELECT pg_temp.send(2, pg_temp.pond(0)); SELECT pg_temp.send(3, pg_temp.pond(3)); SELECT pg_temp.send(4, pg_temp.pond(6));
SELECT pg_temp.send(5, badcase('Say good morning in French', 'Bonjour'));
CALL badcase.triage(1);
SELECT s, pg_temp.judge(s, true) FROM unnest(ARRAY[1, 3, 4, 5]) s;
:show
-- What tied Dan's to Ada's is taken back: two clusters, two credits. Sent again, it ties them again.
SELECT badcase.withdraw(submission => 3);
:show
SELECT pg_temp.send(3, pg_temp.pond(3));
CALL badcase.triage(1);
:show
-- The representative is taken back: Dan's is the first that is left, until Bob's is triaged, who sent before him.
SELECT badcase.withdraw(submission => 1);
:show
CALL badcase.triage(1);
:show
-- Bob is erased.
SELECT badcase.erase(2, 'asked to be forgotten');
:show
-- Dan does not want to be shown: that is nobody else's credit. Nor trained on: a release takes the next of the cluster.
SELECT pg_temp.judge(6, true);
SELECT badcase.set_consent(4, 'show_name', false, 't'), badcase.set_consent(4, 'train', false, 't');
:show
SELECT badcase.build_release(1, 'r', 1) AS release;
SELECT submission_id FROM badcase_internal.release_item ORDER BY 1;
SELECT badcase.set_consent(4, 'show_name', true, 't');
:show
-- Dan's is rejected by a curator after all.
SET ROLE regress_badcase_curator;
SELECT badcase.reopen(4, 'another look');
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(4, true, true);
SET ROLE regress_badcase_ron;
SELECT badcase.submit_review(4, false, true);
SET ROLE regress_badcase_owner;
:show
SET ROLE regress_badcase_curator;
SELECT badcase.adjudicate(4, 'rejected', 'no');
SET ROLE regress_badcase_owner;
:show
-- The same as what was rejected is no duplicate of it, whether it came before the rejection or after; while it waits, the
-- cluster is whose it was.
SELECT pg_temp.send(5, pg_temp.pond(6)); SELECT pg_temp.send(1, pg_temp.pond(0, 'well')); SELECT pg_temp.send(4, pg_temp.pond(0, 'well'));
CALL badcase.triage(1);
SELECT pg_temp.judge(8, false);
SELECT pg_temp.send(5, pg_temp.pond(0, 'well'));
CALL badcase.triage(1);
:show
SELECT s, pg_temp.judge(s, true) FROM unnest(ARRAY[7, 9]) s;
:show
-- Ada's is accepted in the end: hers was the first.
SET ROLE regress_badcase_curator;
SELECT badcase.reopen(8, 'another look');
SET ROLE regress_badcase_owner;
SELECT pg_temp.judge(8, true);
:show
-- Everybody takes back everything.
SELECT badcase.withdraw(contributor => c) FROM unnest(ARRAY[1, 3, 4, 5]) c;
CALL badcase.triage(1);
:show

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_rita, regress_badcase_ron;
