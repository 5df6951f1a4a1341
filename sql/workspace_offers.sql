-- Early access by version: who was offered which, until when; what holds a part of a benchmark earns neither access nor credit.
\i sql/include/workspace.sql
\set VERBOSITY terse
SET ROLE regress_badcase_carol;
SELECT badcase.register_model(1, 'glm-1') AS one, badcase.register_model(1, 'glm-2', base => 1) AS two;
SELECT badcase.offer_access(1);
RESET ROLE;
SELECT pg_temp.judge('rita', 1), pg_temp.judge('rita', 4, false);
SET ROLE regress_badcase_carol;
SELECT badcase.offer_access(1), badcase.offer_access(1) AS again;
SELECT pg_temp.send(1, 5, badcase('A farmer has 17 sheep, sells 9 of them and buys 12 lambs in the spring; how many animals has the farmer then?', '20'));
CALL badcase.triage(1);
RESET ROLE;
SELECT pg_temp.judge('ron', 7);
SET ROLE regress_badcase_carol;
SELECT contributor, external_id FROM badcase.early_access;
SELECT badcase.offer_access(1) AS one, badcase.offer_access(2) AS two;
SELECT program, model, name, contributor, external_id, until > now() AS holds, has_ended FROM badcase.access_offers;
-- the same question in a benchmark: the record stays accepted and earns nothing
SELECT badcase.set_display_name(5, 'Carla'), badcase.set_consent(5, 'show_name', true, 'terms 1');
SELECT display_name, accepted FROM badcase.credits;
SELECT badcase.open_corpus(1, 'sheep', 'benchmark', 'CC0') AS corpus \gset
BEGIN;
SELECT badcase.open_upload(1, kind => 'corpus', target => :corpus) AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES (1, convert_to('{"prompt": "A farmer has 17 sheep, sells 9 of them and buys 12 lambs in the spring; how many animals has the farmer then?"}', 'UTF8'));
SELECT stored FROM badcase.process_upload();
COMMIT;
CALL badcase.triage(1);
SELECT state FROM badcase.submissions WHERE submission = 7;
SELECT submission, rule FROM badcase.findings WHERE rule LIKE 'contamination%';
SELECT contributor, external_id FROM badcase.early_access;
SELECT display_name, accepted FROM badcase.credits;
SELECT badcase.resolve_finding(finding, true, 'a common riddle') FROM badcase.findings WHERE rule LIKE 'contamination%';
SELECT contributor, external_id FROM badcase.early_access;
SELECT display_name, accepted FROM badcase.credits;
-- an offer holds until its time is over
BEGIN;
SET LOCAL ROLE regress_badcase_owner;
UPDATE badcase_internal.access_offer SET until = now();
SET LOCAL ROLE regress_badcase_carol;
SELECT has_ended, count(*) > 0 AS offers FROM badcase.access_offers GROUP BY 1;
SET LOCAL ROLE regress_badcase_ada;
SELECT DISTINCT has_ended FROM badcase.my_access;
ROLLBACK;
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.access_offer SET until = now() - interval '1 day' WHERE model_id = 1;
SET ROLE regress_badcase_ada;
SELECT program, contributor, model, has_ended FROM badcase.my_access;
SELECT badcase.offer_access(1);
SELECT * FROM badcase.access_offers;
SET ROLE regress_badcase_bob;
SELECT * FROM badcase.my_access;
SET ROLE regress_badcase_cem;
SELECT badcase.offer_access(1);
SELECT count(*) FROM badcase.access_offers;
SET ROLE regress_badcase_carol;
SELECT badcase.erase(1, 'asked for') > 0 AS erased;
SELECT contributor FROM badcase.access_offers ORDER BY model, contributor;
RESET ROLE;
\i sql/include/clean.sql
