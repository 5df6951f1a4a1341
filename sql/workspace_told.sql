-- What a contributor is told of each line: its fate, the reason in words, what to do; and nothing of anybody else's.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_reviewer;
CREATE ROLE regress_badcase_ada;
CREATE ROLE regress_badcase_bob;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('p') AS program;
UPDATE badcase_internal.program SET quorum = 1;
SELECT count(badcase.grant_access(1, ('regress_badcase_' || x)::name, c)) FROM (VALUES ('curator', 'curator'), ('reviewer', 'reviewer'), ('ada', 'contributor'), ('bob', 'contributor')) v(x, c);
SET ROLE regress_badcase_curator;
SELECT badcase.register_contributor(1, 'ada', role => 'regress_badcase_ada') AS ada, badcase.register_contributor(1, 'bob', role => 'regress_badcase_bob') AS bob;
SELECT badcase.create_term_list(1, 'secret list', 'hold') AS list;
BEGIN;
SELECT badcase.open_upload(1, kind => 'terms', target => 1) IS NOT NULL AS opened;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"term": "xyzzy"}');
SELECT stored FROM badcase.process_upload();
COMMIT;

-- Bob sends the same as Ada; what she is told and what he is told is alike.
CREATE FUNCTION pg_temp.send() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(1);
  INSERT INTO badcase.intake (line_no, line) VALUES
    (1, convert_to('{"prompt": "Call me: 手机号13812345678, any time", "response": "I shall not call you, whatever you say"}', 'UTF8')),
    (2, '{"prompt": "Say the word xyzzy to me", "response": "I shall not say that word to you"}'),
    (3, '{"prompt": "How many legs has a spider, in words?", "response": "A spider has eight legs."}'),
    (4, '{"prompt": "How many legs has an ant, in words?", "response": "An ant has four legs."}'),
    (5, '{"prompt": "Blah blah blah, do you not think so?", "response": "Blah is what I think, too."}'),
    (6, '{"prompt": "no answer to it"}'), (7, '');
  RETURN (SELECT stored FROM badcase.process_upload());
END $$;
SET ROLE regress_badcase_ada;
SELECT pg_temp.send();
SET ROLE regress_badcase_bob;
SELECT pg_temp.send();
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
SELECT contributor_id, string_agg(state, ' ' ORDER BY submission_id) FROM badcase_internal.submission GROUP BY contributor_id ORDER BY contributor_id;
SET ROLE regress_badcase_ada;
SELECT line_no, verdict, state, message, hint FROM badcase.my_submissions ORDER BY line_no;
CREATE TEMP TABLE told AS SELECT line_no, verdict, code, message, state, reasons, hint FROM badcase.my_submissions;
GRANT SELECT ON told TO regress_badcase_bob;
SET ROLE regress_badcase_bob;
SELECT * FROM (SELECT line_no, verdict, code, message, state, reasons, hint FROM badcase.my_submissions EXCEPT TABLE told) x;
SELECT badcase_internal.why_in_words(1, 'en'::text);

-- Attested and reviewed.
SET ROLE regress_badcase_ada;
SELECT badcase.attest(1, 't');
SELECT line_no, state, message FROM badcase.my_submissions WHERE verdict = 'stored' ORDER BY line_no;
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
SET ROLE regress_badcase_reviewer;
SELECT badcase.submit_review(3, true, true), badcase.submit_review(4, true, false, '{wrong_answer,no_format}'), badcase.submit_review(5, false, true, '{useless}');
SET ROLE regress_badcase_ada;
SELECT line_no, verdict, state, message, hint FROM badcase.my_submissions WHERE verdict = 'stored' ORDER BY line_no;
-- In Chinese, where the contributor says so; the words of people and of the server's codes stay as they are.
SELECT badcase.set_language(badcase.contributor(), 'zh');
SELECT badcase.set_language(1, 'fr');
SELECT badcase.set_language(2, 'zh');
SELECT line_no, verdict, state, message, hint FROM badcase.my_submissions ORDER BY line_no;
SELECT pg_temp.send();
SELECT line_no, verdict, submission, message, hint FROM badcase.my_submissions WHERE upload = (SELECT max(upload) FROM badcase.my_uploads) ORDER BY line_no;
-- a kind of failure that there is not
CREATE FUNCTION pg_temp.send_kinds() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(1);
  INSERT INTO badcase.intake (line_no, line) VALUES
    (1, '{"prompt": "Name a moon of Mars, please.", "response": "Phobos", "failure_kind": "hallucination"}'),
    (2, '{"prompt": "Name a moon of Jupiter, please.", "response": "Io", "failure_kind": ["made up", "factual"]}'),
    (3, '{"prompt": "Name a moon of Saturn, please.", "response": "Rhea", "failure_kind": 7}'),
    (4, '{"prompt": "Name a moon of Uranus, please.", "response": "Ariel", "failure_kind": " "}');
  RETURN (SELECT stored FROM badcase.process_upload());
END $$;
SELECT pg_temp.send_kinds();
SELECT badcase.set_language(1, 'en');
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
SET ROLE regress_badcase_reviewer;
SELECT badcase.submit_review(submission, true, true) FROM badcase.claim_reviews(1, 100) WHERE prompt LIKE 'Name a moon%' ORDER BY submission;
SET ROLE regress_badcase_ada;
SELECT line_no, state, message FROM badcase.my_submissions WHERE upload = (SELECT max(upload) FROM badcase.my_uploads) ORDER BY line_no;
SELECT badcase.set_language(1, 'zh');
SELECT line_no, state, message FROM badcase.my_submissions WHERE upload = (SELECT max(upload) FROM badcase.my_uploads) AND message IS NOT NULL ORDER BY line_no;
SET ROLE regress_badcase_curator;
SELECT m[1] AS report FROM regexp_matches(badcase.report_html(1), '<p class="note">(Decided records that name no kind[^\n]*)</p>') m;
-- what is wanted is told to contributors, too
SET ROLE regress_badcase_curator;
SELECT badcase.set_task(1, 'counting', 5, 'How many are there? Answer in words.');
SET ROLE regress_badcase_ada;
SELECT task, target, accepted, missing, about FROM badcase.help_wanted;
SET ROLE regress_badcase_curator;
SELECT * FROM (SELECT contributor, external_id, lang, what, n, words, contacts FROM badcase.outbox) x;
SELECT badcase.set_consent(1, 'contact', true, 't'), badcase.set_contact(1, 'e-mail', 'ada@example.org');
SELECT badcase.mark_told(contributor, up_to) FROM badcase.outbox WHERE what IN ('accepted', 'needs_changes', 'rejected');
SELECT contributor, what, n, contacts FROM badcase.outbox;
SELECT badcase.mark_told(1, now() + interval '1 day');
SELECT badcase.mark_told(99, now());
SELECT badcase.reopen(5, 'another look');
SET ROLE regress_badcase_reviewer;
SELECT badcase.submit_review(5, false, true, '{spam}', note_to_contributor => '请写一个真正的问题。');
SET ROLE regress_badcase_curator;
SELECT contributor, what, n, words, contacts FROM badcase.outbox WHERE contributor = 1;
SET ROLE regress_badcase_ada;
SELECT message, hint FROM badcase.my_submissions WHERE submission = 5 AND verdict = 'stored';
-- Bob attests, too. What only that held goes on and is told with its date; his copy of what a finding holds stays where it was.
SET ROLE regress_badcase_owner;
CREATE TEMP TABLE before AS SELECT submission_id, contributor_state_at FROM badcase_internal.submission;
SELECT submission_id, state, contributor_state, held_for FROM badcase_internal.submission WHERE contributor_id = 2 ORDER BY 1;
SET ROLE regress_badcase_curator;
SELECT badcase.attest(2, 't');
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
SELECT s.submission_id, s.state, s.contributor_state, s.held_for, s.contributor_state_at = b.contributor_state_at AS same_date
FROM badcase_internal.submission s JOIN before b USING (submission_id) WHERE contributor_id = 2 ORDER BY 1;
DROP TABLE before;
-- every word has both languages, but the server's own
SET ROLE regress_badcase_owner;
SELECT key FROM badcase_internal.told_words() w WHERE w.zh IS NULL OR (w.en IS NULL AND w.key !~ '^(code|hint)_') ORDER BY 1;
SELECT code FROM unnest('{invalid_utf8,syntax,not_object,trailing_data,duplicate_key,missing_prompt,missing_response,prompt_type,response_type,prompt_blank,response_blank,history_type,history_shape,rejected_type,nul_character,lone_surrogate,too_deep,too_large,number_range,unknown_format,ambiguous_format}'::text[]) code
WHERE badcase_internal.told('code_' || code, 'zh') IS NULL OR badcase_internal.told('hint_' || code, 'zh') IS NULL;
SELECT k.kind FROM badcase_kinds() k WHERE k.family <> 'quality' AND (badcase_internal.told('kind_' || k.kind, 'zh') IS NULL OR badcase_internal.told('kind_' || k.kind, 'en') IS NULL);
SELECT r.code FROM badcase_internal.reasons() r WHERE badcase_internal.told('reason_' || r.code, 'zh') IS NULL;
RESET ROLE;
SET client_min_messages = warning;
DROP TABLE pg_temp.told;
DROP FUNCTION pg_temp.send(), pg_temp.send_kinds();
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_reviewer, regress_badcase_ada, regress_badcase_bob;
