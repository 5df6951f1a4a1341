-- Who asks: a login, a superuser, a gateway; people in several groups; roles that are gone; what somebody said in person.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET client_min_messages = warning;
CREATE ROLE regress_badcase_gate NOINHERIT ROLE CURRENT_USER;
GRANT regress_badcase_ada, regress_badcase_bob TO regress_badcase_gate;
CREATE ROLE regress_badcase_one;
CREATE ROLE regress_badcase_other ROLE regress_badcase_rita;
GRANT regress_badcase_one TO regress_badcase_rita;
RESET client_min_messages;

-- A superuser is nobody, and is told so; with a role set, no more and no less than that role.
SELECT badcase_internal.person() IS NULL AS nobody, badcase_internal.is_owner();
SELECT badcase.create_program('three');
SELECT badcase.grant_access(1, 'regress_badcase_ada', 'reviewer');
SELECT badcase.revoke_access(1, 'regress_badcase_ada', 'contributor');
SELECT badcase.open_upload(1);
SELECT badcase.attest(1, 't');
SELECT count(*) FROM badcase.claim_reviews(1);
SELECT badcase.disclose(1, 'court', 'case 7');
SELECT (SELECT count(*) FROM badcase.my_submissions) AS mine, (SELECT count(*) FROM badcase.rules) AS rules, (SELECT count(*) FROM badcase.round_progress) AS rounds,
  badcase.triage_batch() AS triaged;
SET ROLE regress_badcase_ada;
SELECT badcase_internal.person();
SELECT count(*) FROM badcase.my_submissions;
SELECT badcase.open_upload(2);
SET ROLE regress_badcase_owner;
SELECT badcase_internal.person(), badcase_internal.is_owner(), badcase_internal.has_capability(1, 'curator');
RESET ROLE;

-- A login is who it is, whatever role it sets: what a group may, its member may, under the member's own name.
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(1, 'regress_badcase_one', 'reviewer'), badcase.grant_access(1, 'regress_badcase_other', 'reviewer');
UPDATE badcase_internal.program SET quorum = 2;
SET SESSION AUTHORIZATION regress_badcase_rita;
SET ROLE regress_badcase_one;
SELECT badcase.submit_review(1, true, true);
SET ROLE regress_badcase_other;
SELECT badcase.submit_review(1, true, true);
SELECT count(*) FROM badcase.claim_reviews(1, 9) WHERE submission = 1;
RESET ROLE;
SELECT badcase.submit_review(1, true, true);
SELECT count(*) FROM badcase.review_queue;
RESET SESSION AUTHORIZATION;
SELECT submission_id, reviewer FROM badcase_internal.review;
UPDATE badcase_internal.submission SET lease_role = NULL, lease_until = NULL;

-- A gateway is a login that acts for the roles that it sets. The owner gives the capability, nobody else, and for all programs.
SET ROLE regress_badcase_carol;
SELECT badcase.grant_access(1, 'regress_badcase_gate', 'gateway');
SELECT badcase.grant_access(1, 'regress_badcase_carol', 'gateway');
SET SESSION AUTHORIZATION regress_badcase_gate;
SET ROLE regress_badcase_ada;
SELECT count(*) FROM badcase.my_submissions;
SELECT badcase.attest(1, 't');
RESET SESSION AUTHORIZATION;
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(1, 'regress_badcase_gate', 'gateway');
RESET ROLE;
SELECT has_schema_privilege('regress_badcase_gate', 'badcase', 'USAGE') AS usage;
SET SESSION AUTHORIZATION regress_badcase_gate;
SELECT badcase.attest(1, 't');
SET ROLE regress_badcase_ada;
SELECT string_agg(submission::text, ' ' ORDER BY submission) AS adas FROM badcase.my_submissions;
SELECT badcase.attest(1, 'terms 3');
SELECT badcase.attest(2, 'terms 3');
SET ROLE regress_badcase_bob;
SELECT string_agg(submission::text, ' ' ORDER BY submission) AS bobs FROM badcase.my_submissions;
BEGIN;
SELECT badcase.open_upload(2) IS NOT NULL AS opened;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "through the door", "response": "r"}');
SELECT stored FROM badcase.process_upload();
COMMIT;
RESET SESSION AUTHORIZATION;
SELECT contributor_id, attested_by FROM badcase_internal.attestation WHERE text_version = 'terms 3';
SELECT u.contributor_id, u.opened_by, e.actor FROM badcase_internal.upload u JOIN badcase_internal.submission s USING (upload_id)
JOIN badcase_internal.event e USING (submission_id) ORDER BY submission_id DESC LIMIT 1;
-- what a gateway may itself counts for nothing; a curator takes no gateway away, the owner does
SET ROLE regress_badcase_carol;
SELECT badcase.grant_access(1, 'regress_badcase_gate', 'curator');
SELECT badcase.revoke_access(1, 'regress_badcase_gate', 'gateway');
SET SESSION AUTHORIZATION regress_badcase_gate;
SELECT badcase.set_task(1, 'of the gate');
RESET SESSION AUTHORIZATION;
SET ROLE regress_badcase_owner;
SELECT badcase.revoke_access(1, 'regress_badcase_gate', 'gateway');
SET SESSION AUTHORIZATION regress_badcase_gate;
SELECT badcase.set_task(1, 'of the gate');
SET ROLE regress_badcase_ada;
SELECT count(*) FROM badcase.my_submissions;
RESET SESSION AUTHORIZATION;
-- A group of gateways is one, too; nobody asks in an operation in which others' code may run.
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(2, 'regress_badcase_other', 'gateway'), badcase.revoke_access(1, 'regress_badcase_other', 'reviewer');
SET SESSION AUTHORIZATION regress_badcase_rita;
SELECT badcase.attest(3, 't');
RESET SESSION AUTHORIZATION;
SET ROLE regress_badcase_owner;
SELECT badcase.revoke_access(2, 'regress_badcase_other', 'gateway');
RESET ROLE;
CREATE SCHEMA regress_badcase_s AUTHORIZATION regress_badcase_carol;
SET ROLE regress_badcase_carol;
SELECT count(*) > 0 AS rules FROM badcase.rules;
CREATE MATERIALIZED VIEW regress_badcase_s.copy AS SELECT * FROM badcase.rules;
SELECT count(*) FROM regress_badcase_s.copy;
CREATE MATERIALIZED VIEW regress_badcase_s.found AS SELECT * FROM badcase.find_similar(1, badcase('Name the capital of France in one word.', 'Paris'));
DROP MATERIALIZED VIEW regress_badcase_s.copy;
RESET ROLE;
DROP SCHEMA regress_badcase_s;

-- Who edited what stands there does not review it, be it the second revision or a later one; who loaded the first may.
UPDATE badcase_internal.program SET quorum = 1;
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(1, 'regress_badcase_carol', 'reviewer');
SET ROLE regress_badcase_carol;
SELECT pg_temp.send(1, 5, badcase('Say good evening in French, in one line.', 'Bonsoir'));
CALL badcase.triage(1);
SELECT badcase.revise(4, badcase('How many legs has a spider? Answer by a number.', 'Eight'), 'in words');
CALL badcase.triage(1);
SELECT submission FROM badcase.claim_reviews(1, 9);
SELECT badcase.submit_review(4, true, true);
SELECT badcase.submit_review(8, true, true);
SET ROLE regress_badcase_owner;
SELECT badcase.revoke_access(1, 'regress_badcase_carol', 'reviewer');

-- Who is no reviewer any more, or is gone, holds no claim.
SET ROLE regress_badcase_ron;
SELECT submission FROM badcase.claim_reviews(1, 3);
SET ROLE regress_badcase_rita;
SELECT submission FROM badcase.claim_reviews(1, 3);
SELECT badcase.submit_review(2, true, true);
SET ROLE regress_badcase_carol;
SELECT badcase.revoke_access(1, 'regress_badcase_ron', 'reviewer');
SET ROLE regress_badcase_rita;
SELECT submission FROM badcase.claim_reviews(1, 1);
SELECT badcase.submit_review(2, true, true);
SET ROLE regress_badcase_ron;
SELECT count(*) FROM badcase.review_queue;
SELECT badcase.submit_review(3, true, true);
SELECT count(*) FROM badcase.findings(3);
SET ROLE regress_badcase_carol;
SELECT badcase.grant_access(1, 'regress_badcase_ron', 'reviewer');
RESET ROLE;
SET client_min_messages = warning;
CREATE ROLE regress_badcase_temp;
RESET client_min_messages;
SET ROLE regress_badcase_carol;
SELECT badcase.grant_access(1, 'regress_badcase_temp', c) FROM unnest('{reviewer,contributor}'::text[]) c;
SELECT badcase.register_contributor(1, 'temp', 'Temp', 'regress_badcase_temp') AS temp;
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.submission SET lease_role = NULL, lease_until = NULL;
SET ROLE regress_badcase_temp;
SELECT submission FROM badcase.claim_reviews(1, 9);
SELECT badcase.attest(6, 't'), badcase.set_consent(6, 'train', true, 't');
SELECT pg_temp.send(1, 6, badcase('sent by one', 'who will be gone'));

-- A role that was dropped, and another of its name: that one has nothing, sees nothing and is nobody's contributor.
RESET ROLE;
DROP OWNED BY regress_badcase_temp;
DROP ROLE regress_badcase_temp;
SELECT badcase_internal.is_claimed(s) AS claimed, count(*) FROM badcase_internal.submission s WHERE lease_until > now() GROUP BY 1;
CREATE ROLE regress_badcase_temp;
SELECT has_schema_privilege('regress_badcase_temp', 'badcase', 'USAGE') AS usage,
  badcase_internal.role_has_capability('regress_badcase_temp', 1, badcase_internal.capabilities()) AS capability;
SELECT pg_temp.answer('temp', 'SELECT count(*) FROM badcase.my_submissions') AS mine, pg_temp.answer('temp', 'SELECT badcase.attest(6, ''t'')') AS attest;
SET ROLE regress_badcase_carol;
SELECT badcase.grant_access(1, 'regress_badcase_temp', 'contributor');
RESET ROLE;
SELECT pg_temp.answer('temp', 'SELECT count(*) FROM badcase.my_submissions') AS mine, pg_temp.answer('temp', 'SELECT badcase.attest(6, ''t'')') AS attest,
  pg_temp.answer('temp', 'SELECT badcase.open_upload(1)') AS upload, pg_temp.answer('temp', 'SELECT count(*) FROM badcase.claim_reviews(1)') AS claim;
-- the grants of who is gone have ended, and the contributor is without a role until a curator gives it one
SELECT coalesce(r.rolname, 'gone') AS role, g.capability, g.revoked_at IS NULL AS holds, g.revoked_by
FROM badcase_internal.access_grant g LEFT JOIN pg_roles r ON r.oid = g.role WHERE r.rolname IS NULL OR r.rolname = 'regress_badcase_temp' ORDER BY access_grant_id;
SELECT contributor_id, role FROM badcase_internal.contributor WHERE external_id = 'temp';
SET ROLE regress_badcase_carol;
SELECT badcase.register_contributor(1, 'temp', role => 'regress_badcase_temp') AS temp;
RESET ROLE;
SELECT pg_temp.answer('temp', 'SELECT count(*) FROM badcase.my_submissions') AS mine, pg_temp.answer('temp', 'SELECT badcase.attest(6, ''t'')') AS attest;
DROP OWNED BY regress_badcase_temp;
DROP ROLE regress_badcase_temp;

-- What a contributor refuses in person a curator cannot grant, not by way of a word of the curator's own; the curator can refuse.
SET ROLE regress_badcase_carol;
SELECT badcase.set_consent(1, 'publish_text', false, 't'), badcase.set_consent(1, 'publish_text', true, 't');
SET ROLE regress_badcase_ada;
SELECT badcase.set_consent(1, 'publish_text', false, 'in person');
SET ROLE regress_badcase_carol;
SELECT badcase.set_consent(1, 'publish_text', true, 't');
SELECT badcase.set_consent(1, 'publish_text', false, 't');
SELECT badcase.set_consent(1, 'publish_text', true, 't');
SELECT badcase.set_consent(1, 'contact', true, 't');
SET ROLE regress_badcase_ada;
SELECT badcase.set_consent(1, 'publish_text', true, 'in person');
SELECT program, scope, granted, text_version, holds FROM badcase.my_consents ORDER BY scope, given_at;
SET ROLE regress_badcase_carol;
SELECT badcase.set_consent(1, 'publish_text', false, 'by letter'), badcase.set_consent(1, 'publish_text', true, 'by another letter');
SET ROLE regress_badcase_owner;
SELECT granted, text_version, given_by, in_person, superseded_at IS NULL AS holds FROM badcase_internal.consent
WHERE contributor_id = 1 AND scope = 'publish_text' ORDER BY consent_id;

-- A name that somebody chose or removed in person stays so when a list of members is loaded again.
SET ROLE regress_badcase_ada;
SELECT badcase.set_display_name(1, 'A. L.');
SET ROLE regress_badcase_bob;
SELECT badcase.set_display_name(2, NULL);
SET ROLE regress_badcase_carol;
SELECT badcase.register_contributor(1, x, initcap(x) || ' of the list') FROM unnest('{ada,bob,carla}'::text[]) x;
SELECT badcase.register_contributor(1, 'carla');
SET ROLE regress_badcase_owner;
SELECT external_id, display_name, name_is_own FROM badcase_internal.contributor WHERE external_id IN ('ada', 'bob', 'carla') AND program_id = 1 ORDER BY 1;

-- The views of contributors: of one, of somebody with two programs, of somebody who is no contributor. Whoever is in no
-- program has none.
SET ROLE regress_badcase_ada;
SELECT upload, line_no, verdict, submission, state FROM badcase.my_submissions ORDER BY upload, line_no;
SELECT upload, program, contributor, attested, stored FROM badcase.my_uploads;
SELECT submission, record ->> 'prompt' AS prompt, length(record ->> 'response') AS response FROM badcase.my_records ORDER BY submission;
SET ROLE regress_badcase_bob;
SELECT upload, program, contributor, attested, stored FROM badcase.my_uploads;
SELECT submission, record ->> 'prompt' AS prompt FROM badcase.my_records ORDER BY submission;
SELECT program, scope, granted FROM badcase.my_consents ORDER BY program, scope;
SET ROLE regress_badcase_rita;
SELECT submission, record ->> 'prompt' AS prompt FROM badcase.my_records ORDER BY submission;
SET ROLE regress_badcase_carol;
SELECT count(*) FROM badcase.my_records;
SET ROLE regress_badcase_nobody;
SELECT count(*) FROM badcase.my_records;


-- Who is a contributor and in a group that is one sends as the former; as the group where that is named.
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(1, ('regress_badcase_' || r)::name, 'contributor') FROM unnest('{one,rita}'::text[]) r;
SET ROLE regress_badcase_carol;
SELECT badcase.register_contributor(1, 'club', 'The club', 'regress_badcase_one') AS club, badcase.register_contributor(1, 'rita', 'Rita', 'regress_badcase_rita') AS rita \gset
SELECT :club < :rita AS club_first;
SET ROLE regress_badcase_rita;
BEGIN;
SELECT badcase.open_upload(1) IS NOT NULL AS opened;
SELECT lines FROM badcase.process_upload();
COMMIT;
BEGIN;
SELECT badcase.open_upload(1, :club) IS NOT NULL AS opened;
SELECT lines FROM badcase.process_upload();
COMMIT;
SET ROLE regress_badcase_owner;
SELECT c.external_id, u.opened_by FROM badcase_internal.upload u JOIN badcase_internal.contributor c USING (contributor_id) WHERE c.contributor_id IN (:club, :rita) ORDER BY upload_id;

RESET ROLE;
DROP OWNED BY regress_badcase_gate, regress_badcase_one, regress_badcase_other;
DROP ROLE regress_badcase_gate, regress_badcase_one, regress_badcase_other;
\i :clean
