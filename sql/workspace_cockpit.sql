-- What curators, reviewers and exporters see of a program: lists, the work that waits, one record, its history, the journal.
\i sql/include/workspace.sql
\set VERBOSITY terse

-- something of every kind: a held record, one without an attestation, a task that nobody took, a release, a claim
DO $$
BEGIN
  SET LOCAL ROLE regress_badcase_carol;
  PERFORM badcase.register_contributor(1, 'dan', NULL);
  PERFORM pg_temp.send(1, (SELECT badcase.contributor(1, 'dan')), badcase('Which bird cannot fly? Name one.', 'The kiwi'), badcase('Which fish can fly? Name one.', 'None'));
END $$;
DO $$
BEGIN
  SET LOCAL ROLE regress_badcase_ada;
  PERFORM pg_temp.send(1, 1, badcase('Call the number 13812345678 and ask for the price', 'No', history => '[["hi", "my mail is ada@example.org"]]', rejected => 'Yes',
    meta => '{"task": "calls", "note": {"a/b": ["x", "call 13987654321 too"]}}'), badcase('写一首关于海的短诗', '海是蓝的', meta => '{"task": "poems", "model_version": "m-1"}'));
END $$;
DO $$
BEGIN
  SET LOCAL ROLE regress_badcase_carol;
  PERFORM badcase.triage_batch(1);
END $$;
SELECT pg_temp.judge('rita', 1), pg_temp.judge('rita', 2, true, false), pg_temp.judge('ron', 4, false);
SET ROLE regress_badcase_ron;
SELECT count(*) FROM badcase.claim_reviews(1, 1);

SET ROLE regress_badcase_carol;
SELECT badcase.build_release(1, 'first', 1) AS release;
SELECT program, work, n, days, what_to_do FROM badcase.worklist;
SELECT program, name, capabilities, round, quorum, round_days, max_claims, retention_days, early_access_days FROM badcase.programs;
SELECT upload, kind, contributor, external_id, opened_by, attested, lines, stored, repeated, refused, blank, waiting FROM badcase.uploads;
SELECT submission, state, why, task, contributor, external_id, upload, line_no, language, prompt_chars, response_chars, turns, has_rejected FROM badcase.submissions;
SELECT submission, state, failure_kinds, model_version, cluster, duplicate_of, revision, reviews, round, days FROM badcase.submissions WHERE state IN ('held', 'accepted');
SELECT contributor, external_id, display_name, role, attested, train, publish_text, show_name, contact FROM badcase.contributors;
SELECT contributor, uploads, submissions, waiting, needs_changes, accepted, rejected FROM badcase.contributors;
SELECT submission, reviewer, verdict, useful, correct, reasons, note, revision, round, counts FROM badcase.reviews;
SELECT submission, reviewer, is_own, task, has_ended FROM badcase.claims;
SELECT program, round, cut_off, closed_at, days_left FROM badcase.rounds;
SELECT release, name, items, validation, seed, scopes, left_out, built_by, published_by, retired_for, models FROM badcase.releases;

-- the record that is held, with what was found where; the reading is noted
SELECT field, turn, value, jsonb_pretty(findings) AS findings FROM badcase.record((SELECT submission FROM badcase.submissions WHERE state = 'held' AND why <> 'attestation'));
SELECT field, value, findings FROM badcase.record(1);
SELECT badcase.record(6);
SELECT badcase.record(NULL);
SELECT what, who, submission, from_state, to_state, reason FROM badcase.journal LIMIT 5;
SELECT what, count(*) FROM badcase.journal GROUP BY what ORDER BY what;
SELECT badcase.resolve_finding(finding, true, 'an example number') FROM badcase.findings;
SELECT who, what FROM badcase.history(9);
SELECT who, what FROM badcase.history(4);
SELECT badcase.publish_release(1);
SELECT who, what FROM badcase.history(1);
SELECT badcase.history(6);
SELECT who, what FROM badcase.history(5);

-- the others: what is theirs
SET ROLE regress_badcase_cem;
SELECT program, capabilities FROM badcase.programs;
SELECT program, submission, state FROM badcase.submissions;
SELECT program, release, built_by, published_at IS NOT NULL AS published FROM badcase.releases;
SELECT program, contributor FROM badcase.contributors;
SELECT program, submission, to_state FROM badcase.journal;
SELECT badcase.record(1);
SELECT count(*) FROM badcase.reviews;
SET ROLE regress_badcase_rita;
SELECT program, submission, reviewer, is_own, task FROM badcase.claims;
SELECT program, capabilities, round FROM badcase.programs;
SELECT count(*) FROM badcase.rounds;
SELECT * FROM badcase.submissions;
SELECT * FROM badcase.worklist;
SET ROLE regress_badcase_eva;
SELECT release, name, built_by, published_by FROM badcase.releases;
SELECT * FROM badcase.claims;
SET ROLE regress_badcase_ada;
SELECT program, name, capabilities, round FROM badcase.programs;
SELECT badcase.history(1);

-- a list is counted and filtered like a table: every row once, whatever the condition
SET ROLE regress_badcase_carol;
SELECT state, count(*) FROM badcase.submissions WHERE program = 1 GROUP BY state ORDER BY state;
SELECT count(*) FROM badcase.submissions WHERE state = 'pending' AND external_id LIKE 'a%';
SELECT count(*) FROM badcase.submissions WHERE program = 2;
SET ROLE regress_badcase_owner;
SELECT state, count(*) FROM badcase_internal.submission WHERE program_id = 1 GROUP BY state ORDER BY state;
-- what is erased leaves no words in the journal
SET ROLE regress_badcase_carol;
SELECT badcase.erase(1, 'on request');
SELECT badcase.record(1);
SELECT count(*) FROM badcase.submissions WHERE contributor = 1 AND state = 'withdrawn' AND language IS NULL;
SELECT display_name, role, external_id FROM badcase.contributors WHERE contributor = 1;
RESET ROLE;
\i sql/include/clean.sql
