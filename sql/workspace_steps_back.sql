-- Steps back and settings: a review changed or withdrawn, claims given back, taken back and capped, a release retired.
\i sql/include/workspace.sql
\set VERBOSITY terse
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(NULL, 'quorum', '2'), badcase.set_program(1, 'round_days', '28'), badcase.set_program(1, 'retention', '90 days'),
  badcase.set_program(1, 'about', 'bad cases of spring');
SELECT quorum, round_days, retention_days, about FROM badcase.programs;
SELECT badcase.set_program(1, 'quorum', '0');
SELECT badcase.set_program(1, 'quorum', NULL);
SELECT badcase.set_program(1, 'quorum', '2.5');
SELECT badcase.set_program(1, 'round_days', '367');
SELECT badcase.set_program(1, 'retention', 'soon');
SELECT badcase.set_program(1, 'retention', '-1 day');
SELECT badcase.set_program(1, 'early_access', NULL);
SELECT badcase.set_program(1, 'colour', 'red');
SELECT badcase.set_program(2, 'quorum', '1');
SELECT badcase.set_program(1, 'retention', NULL);
SELECT what, who, setting FROM badcase.journal WHERE what = 'setting';
-- a round that is opened without a cut-off has one by then
SELECT badcase.close_round(1);
SELECT badcase.open_round() AS round;
SELECT days_left FROM badcase.rounds WHERE closed_at IS NULL;

-- an alternative to 4, so that there is something to contradict
SELECT pg_temp.send(1, 5, badcase('How many legs has a spider? Answer by a number.', 'It depends on the spider, as everybody knows')) AS carlas;
SELECT badcase.triage_batch(1) AS triaged;
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(4, true, true, contradicts => '{7}', note => 'for curators', note_to_contributor => 'well done');
SELECT badcase.submit_review(7, false, false, '{off_task}', contradicts => '{4}');
SET ROLE regress_badcase_carol;
SELECT a, b, kind FROM badcase.conflicts;
SELECT submission, reviewer, verdict, contradicts, note, note_to_contributor FROM badcase.reviews;
-- changed: the other review still says that they contradict each other; withdrawn: nobody does
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(4, true, false, '{wrong_answer}');
SET ROLE regress_badcase_carol;
SELECT a, b, kind FROM badcase.conflicts;
SET ROLE regress_badcase_rita;
SELECT badcase.withdraw_review(7);
SELECT badcase.withdraw_review(7);
SELECT badcase.withdraw_review(1);
SELECT badcase.withdraw_review(6);
SET ROLE regress_badcase_carol;
SELECT a, b, kind FROM badcase.conflicts;
SELECT submission, reviewer, verdict, note FROM badcase.reviews;
SELECT what, submission, whose, verdict FROM badcase.journal WHERE what LIKE 'review%';
SELECT who, what FROM badcase.history(4) WHERE what LIKE '%review%';
-- while somebody else has claimed it, one's own review is changed and the claim stays
SET ROLE regress_badcase_ron;
SELECT submission FROM badcase.claim_reviews(1, 100) ORDER BY 1;
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(4, true, true, note_to_contributor => 'well done');
SET ROLE regress_badcase_ron;
SELECT count(*) FROM badcase.review_queue WHERE submission = 4;
SELECT badcase.submit_review(4, true, true);
-- decided: no more
SET ROLE regress_badcase_rita;
SELECT badcase.withdraw_review(4);
SELECT badcase.submit_review(4, true, true);
-- the contributor reads what was meant for him, once it is decided
SET ROLE regress_badcase_bob;
SELECT submission, state, message FROM badcase.my_submissions WHERE submission = 4;

-- claims: given back, taken back
SET ROLE regress_badcase_rita;
SELECT submission FROM badcase.claim_reviews(1, 100);
SELECT badcase.release_claims(1, 'regress_badcase_ron');
SELECT badcase.release_claims();
SET ROLE regress_badcase_ron;
SELECT badcase.release_claims(1, submissions => '{1}');
SELECT count(*) FROM badcase.review_queue;
SET ROLE regress_badcase_carol;
SELECT badcase.release_claims(1, 'regress_badcase_ron');
SELECT badcase.release_claims(1, 'no such');
SELECT badcase.release_claims(2, 'regress_badcase_ron');
SELECT count(*) FROM badcase.claims;
SELECT what, submission, whose, who FROM badcase.journal WHERE what LIKE 'claim%' ORDER BY entry;

-- claims are capped, and a store of them does not keep another from work
SELECT pg_temp.send(1, 5, VARIADIC ARRAY(SELECT badcase(format('Number %s: spell the %s letter of the word %s, in capitals.', i, i * 7 % 5, md5(i::text)), md5((i * 5)::text)) FROM generate_series(1, 30) i)) AS more;
SELECT badcase.triage_batch(1) AS triaged, badcase.set_program(1, 'max_claims', '33');
SET ROLE regress_badcase_ron;
SELECT count(*) FROM badcase.claim_reviews(1, 30);
SELECT count(*) FROM badcase.claim_reviews(1, 30);
SELECT count(*) FROM badcase.claim_reviews(1, 30);
SELECT behind FROM badcase.review_queue LIMIT 1;
SET ROLE regress_badcase_rita;
-- one is left; then half of what Ron has beyond his first ten
SELECT count(*) FROM badcase.claim_reviews(1, 30);
SELECT count(*) FROM badcase.claim_reviews(1, 30);
SELECT badcase.release_claims() AS given_back;
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'max_claims', '1000');
SET ROLE regress_badcase_ron;
SELECT count(*) FROM badcase.claim_reviews(1, 30);
SET ROLE regress_badcase_rita;
SELECT count(*) FROM badcase.claim_reviews(1, 30);
SET ROLE regress_badcase_ron;
SELECT count(*) FROM badcase.review_queue;
SET ROLE regress_badcase_carol;
SELECT reviewer, count(*) FROM badcase.claims GROUP BY 1 ORDER BY 1;
SELECT badcase.release_claims(1, r) FROM unnest('{regress_badcase_ron,regress_badcase_rita}'::name[]) r;

-- of two contradictions of one record, each marked by another reviewer, the one goes with its review
SELECT badcase.set_program(1, 'quorum', '3');
SELECT pg_temp.send(1, 5, badcase('Which is the deepest lake of the world? Answer by its name.', 'Baikal, in Siberia, as everybody knows'),
  badcase('Which is the deepest lake of the world? Answer by its name.', 'It is the Caspian sea, if that is one'), badcase('Which is the deepest lake of the world? Answer by its name.', 'Nobody has measured all of them so far')) AS lakes;
SELECT badcase.triage_batch(1) AS triaged;
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(38, true, true, contradicts => '{39}');
SET ROLE regress_badcase_ron;
SELECT badcase.submit_review(38, true, true, contradicts => '{40}');
SET ROLE regress_badcase_carol;
SELECT a, b, kind FROM badcase.conflicts WHERE a = 38;
SET ROLE regress_badcase_rita;
SELECT badcase.withdraw_review(38);
SET ROLE regress_badcase_carol;
SELECT a, b, kind FROM badcase.conflicts WHERE a = 38;
-- the same from the other side
SET ROLE regress_badcase_ron;
SELECT badcase.withdraw_review(38), badcase.submit_review(40, true, true, contradicts => '{39}');
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(40, true, true, contradicts => '{38}'), badcase.withdraw_review(40);
SET ROLE regress_badcase_carol;
SELECT a, b, kind FROM badcase.conflicts WHERE b = 40;
SELECT badcase.set_program(1, 'quorum', '2');

-- a release is retired: it is written no more, and says why
SELECT badcase.build_release(1, 'first', 1) AS release;
SELECT badcase.retire_release(1, 'too early');
SELECT badcase.publish_release(1);
SET ROLE regress_badcase_eva;
SELECT count(*) FROM badcase.release_rows(1);
SELECT count(*) FROM badcase.export_sft;
SET ROLE regress_badcase_carol;
SELECT badcase.retire_release(1, ' ');
SELECT badcase.retire_release(1, 'a wrong mix');
SELECT badcase.retire_release(1, 'a wrong mix');
SELECT badcase.retire_release(99, 'a wrong mix');
SELECT what, release, reason FROM badcase.journal WHERE what = 'release_retired';
SET ROLE regress_badcase_eva;
SELECT badcase.release_rows(1);
SELECT count(*) FROM badcase.export_sft;
SELECT ok, message FROM badcase.verify_release(1);
SELECT release, retired_at IS NOT NULL AS retired, retired_for FROM badcase.releases;
RESET ROLE;
\i sql/include/clean.sql
