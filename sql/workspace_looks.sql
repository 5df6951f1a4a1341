-- Second looks: gold among what is claimed, audits, what they say of reviewers and decisions; and that they move nothing.
\i sql/include/workspace.sql
\set VERBOSITY terse
-- Wilson's interval: R. G. Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3
SET ROLE regress_badcase_owner;
SELECT k, n, w.low, w.high, (w.low, w.high) = (v.low, v.high) AS as_published
FROM (VALUES (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)) v(k, n, low, high)
CROSS JOIN LATERAL badcase_internal.wilson(k, n) w;
SELECT * FROM badcase_internal.wilson(0, 0);
SELECT bool_and(w.low BETWEEN 0 AND k::numeric / n AND w.high BETWEEN k::numeric / n AND 1 AND m.low = 1 - w.high AND m.high = 1 - w.low) AS symmetric
FROM generate_series(1, 60) n CROSS JOIN LATERAL generate_series(0, n) k CROSS JOIN LATERAL badcase_internal.wilson(k, n) w CROSS JOIN LATERAL badcase_internal.wilson(n - k, n) m;

-- sixteen decided by two, four more pending
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'quorum', '2'), badcase.set_task(1, 'letters'), badcase.grant_access(1, 'regress_badcase_cem', 'reviewer'), badcase.grant_access(1, 'regress_badcase_eva', 'reviewer');
SELECT pg_temp.send(1, 5, VARIADIC (SELECT array_agg(badcase(format('Write letter %s to %s, in two lines.', md5(i::text), md5((i + 100)::text)), md5((i + 200)::text),
  meta => '{"task": "letters", "failure_kind": "factual"}')) FROM generate_series(1, 16) i));
CALL badcase.triage(1);
RESET ROLE;
SELECT string_agg(DISTINCT pg_temp.judge('rita', i, i % 4 > 0) || pg_temp.judge('ron', i, i % 4 > 0), ' ') FROM generate_series(7, 22) i;
SELECT count(*), min(state) FROM (SELECT pg_temp.judge('rita', 1), pg_temp.judge('ron', 1, false) AS state) x;
CREATE TEMP TABLE before AS SELECT submission_id, state, review_pass, failure_kinds, decided_at, updated_at, cluster_id FROM badcase_internal.submission;
CREATE TEMP TABLE told AS SELECT count(*) AS events FROM badcase_internal.event;

-- gold
SET ROLE regress_badcase_carol;
SELECT badcase.add_gold(2);
SELECT badcase.add_gold(99);
SELECT count(badcase.add_gold(i)::text) FROM generate_series(7, 22) i;
SELECT badcase.remove_gold(22), badcase.remove_gold(21), badcase.add_gold(21);
SELECT badcase.remove_gold(22);
SELECT submission, verdict, shown, judged_right FROM badcase.gold ORDER BY submission LIMIT 2;
SELECT badcase.set_program(1, 'gold_rate', '51');
SELECT badcase.set_program(1, 'gold_rate', NULL);
SELECT badcase.set_program(1, 'least_accuracy', '100');
-- none without a rate
SET ROLE regress_badcase_cem;
SELECT submission FROM badcase.claim_reviews(1, 100) ORDER BY 1;
SELECT badcase.release_claims(1);
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'gold_rate', '50');
SELECT setseed(0.5);
-- who decided it does not get it; who did not, gets it among the rest, and it looks like the rest
SET ROLE regress_badcase_rita;
SELECT count(*) FILTER (WHERE submission BETWEEN 7 AND 22) AS gold FROM badcase.claim_reviews(1, 100);
SELECT badcase.release_claims(1) > 0 AS given_back;
SET ROLE regress_badcase_cem;
SELECT count(*) FILTER (WHERE submission BETWEEN 7 AND 22) > 0 AS gold, count(*) FILTER (WHERE submission NOT BETWEEN 7 AND 22) AS others,
  count(*) FILTER (WHERE earlier IS NOT NULL OR before IS NOT NULL OR round IS NULL OR lease_until IS NULL) AS odd FROM badcase.claim_reviews(1, 100);
SELECT min(submission) AS gold FROM badcase.review_queue WHERE submission BETWEEN 7 AND 22 \gset
SELECT task, failure_kinds, "similar", earlier, before FROM badcase.review_queue WHERE submission = :gold;
SELECT count(*) = (SELECT count(*) FROM badcase.review_queue) AS all_listed, count(*) FILTER (WHERE has_ended) AS ended FROM badcase.claims WHERE is_own;
SELECT badcase.submit_review(:gold, true, true, '{odd}');
SELECT badcase.submit_review(:gold, true, true, contradicts => '{1}');
SELECT badcase.submit_review(:gold, true, false, '{incomplete}', note => 'SECRET of cem');
SELECT badcase.withdraw_review(:gold);
SELECT badcase.withdraw_review(:gold);
SELECT badcase.submit_review(:gold, true, false, '{incomplete}', note => 'SECRET of cem');
-- it is no review, and nothing moved
SET ROLE regress_badcase_carol;
SELECT reviewer, reviews, gold, gold_right, is_paused FROM badcase.reviewer_quality;
SELECT count(*) FROM badcase.reviews WHERE reviewer = 'regress_badcase_cem';
RESET ROLE;
SELECT count(*) AS moved FROM before b FULL JOIN badcase_internal.submission s USING (submission_id)
WHERE (b.state, b.review_pass, b.failure_kinds, b.decided_at, b.updated_at, b.cluster_id) IS DISTINCT FROM (s.state, s.review_pass, s.failure_kinds, s.decided_at, s.updated_at, s.cluster_id);
SELECT count(*) - (SELECT events FROM told) AS events FROM badcase_internal.event;

-- wrong of all that is left: a pause, until a curator ends it
SET ROLE regress_badcase_cem;
DO $$
DECLARE
  q record;
BEGIN
  FOR i IN 1 .. 8 LOOP
    FOR q IN SELECT submission FROM badcase.review_queue WHERE submission BETWEEN 7 AND 22 LOOP
      PERFORM badcase.submit_review(q.submission, NOT (q.submission % 4 > 0), true);
    END LOOP;
    PERFORM badcase.release_claims(1);
    PERFORM FROM badcase.claim_reviews(1, 40);
  END LOOP;
END $$;
SELECT badcase.release_claims(1) > 0 AS others;
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'least_accuracy', '90');
SELECT reviewer, gold, gold_right, gold_low, gold_high, is_paused FROM badcase.reviewer_quality WHERE gold > 0;
SELECT badcase.resume_reviewer(1, 'regress_badcase_rita');
-- from ten on; and how long one takes is told of looks, too
BEGIN;
SET LOCAL ROLE regress_badcase_owner;
UPDATE badcase_internal.look l SET looked_at = now() - n * interval '6 minutes'
FROM (SELECT submission_id, row_number() OVER (ORDER BY submission_id) AS n FROM badcase_internal.look WHERE verdict IS NOT NULL) x WHERE x.submission_id = l.submission_id;
DELETE FROM badcase_internal.look l WHERE l.looked_at < now() - interval '61 minutes';
SET LOCAL ROLE regress_badcase_carol;
SELECT gold, minutes, is_paused FROM badcase.reviewer_quality WHERE gold > 0;
SET LOCAL ROLE regress_badcase_owner;
DELETE FROM badcase_internal.look l WHERE l.looked_at < now() - interval '59 minutes';
SET LOCAL ROLE regress_badcase_carol;
SELECT gold, minutes, is_paused FROM badcase.reviewer_quality WHERE gold > 0;
ROLLBACK;
SET ROLE regress_badcase_carol;
SET ROLE regress_badcase_cem;
SELECT * FROM badcase.claim_reviews(1);
SET ROLE regress_badcase_carol;
SELECT badcase.resume_reviewer(1, 'regress_badcase_cem');
SELECT is_paused FROM badcase.reviewer_quality WHERE gold > 0;
SET ROLE regress_badcase_cem;
SELECT count(*) > 0 AS claimed FROM badcase.claim_reviews(1);
SELECT badcase.release_claims(1) > 0 AS given_back;

-- audits
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'gold_rate', '0'), badcase.set_program(1, 'least_accuracy', NULL);
SELECT badcase.draw_audit(1, 0, 7);
SELECT badcase.draw_audit(1, 5, NULL);
SELECT badcase.draw_audit(2, 5, 7);
SELECT badcase.draw_audit(1, 6, 7) AS audit, badcase.draw_audit(1, 6, 7) AS again, badcase.draw_audit(1, 100, 8) AS whole;
SET ROLE regress_badcase_owner;
SELECT array_agg(submission_id ORDER BY submission_id) = (SELECT array_agg(submission_id ORDER BY submission_id) FROM badcase_internal.audit_item WHERE audit_id = 2) AS same_seed_same_sample, count(*)
FROM badcase_internal.audit_item WHERE audit_id = 1;
SELECT count(*) FROM badcase_internal.audit_item WHERE audit_id = 3;
DELETE FROM badcase_internal.audit_item WHERE audit_id IN (2, 3);
-- at most every second claim; never to who decided or has looked at it
SET ROLE regress_badcase_rita;
SELECT count(*) FILTER (WHERE submission BETWEEN 7 AND 22) AS audited FROM badcase.claim_reviews(1, 100);
SELECT badcase.release_claims(1) > 0 AS given_back;
SET ROLE regress_badcase_eva;
SELECT count(*) FILTER (WHERE submission BETWEEN 7 AND 22) AS audited, count(*) AS claimed FROM badcase.claim_reviews(1, 6);
SELECT count(*) FILTER (WHERE submission BETWEEN 7 AND 22) AS audited FROM badcase.claim_reviews(1, 100);
SELECT badcase.submit_review(submission, true, true) FROM badcase.review_queue WHERE submission BETWEEN 7 AND 22;
SET ROLE regress_badcase_carol;
SELECT audit, round, is_whole, task, drawn, judged, wrong, error_rate, error_low, error_high FROM badcase.audit_result;
SELECT reviewer, reviews, gold FROM badcase.reviewer_quality;
RESET ROLE;
SELECT count(*) AS moved FROM before b FULL JOIN badcase_internal.submission s USING (submission_id)
WHERE (b.state, b.review_pass, b.failure_kinds, b.decided_at, b.cluster_id) IS DISTINCT FROM (s.state, s.review_pass, s.failure_kinds, s.decided_at, s.cluster_id);
SELECT count(*) - (SELECT events FROM told) AS events FROM badcase_internal.event;
-- nor to the curator whose ruling it was; other decisions, yes
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(1, 'regress_badcase_carol', 'reviewer');
SET ROLE regress_badcase_carol;
SELECT badcase.adjudicate(1, 'accepted', 'right and useful'), badcase.draw_audit(1, 100, 9) AS audit;
SELECT count(*) > 1 AS audited, count(*) FILTER (WHERE submission = 1) AS of_own_ruling FROM badcase.claim_reviews(1, 100) WHERE submission BETWEEN 7 AND 22 OR submission = 1;
SELECT badcase.release_claims(1) > 0 AS given_back;
SET ROLE regress_badcase_owner;
SELECT badcase.revoke_access(1, 'regress_badcase_carol', 'reviewer');
DELETE FROM badcase_internal.audit_item WHERE audit_id = 4;
-- what was reopened meanwhile is nothing to look at, and is reviewed as ever
SET ROLE regress_badcase_carol;
SELECT badcase.draw_audit(1, 1, 11) AS audit;
RESET ROLE;
SELECT submission_id AS drawn FROM badcase_internal.audit_item WHERE audit_id = 5 \gset
DELETE FROM badcase_internal.look WHERE submission_id = :drawn;
SET ROLE regress_badcase_eva;
SELECT badcase.release_claims(1) >= 0 AS free;
SELECT count(*) FROM badcase.claim_reviews(1, 2) WHERE submission = :drawn;
SET ROLE regress_badcase_carol;
SELECT badcase.reopen(:drawn, 'seen again');
SET ROLE regress_badcase_eva;
SELECT count(*) FROM badcase.review_queue WHERE submission = :drawn;
SELECT badcase.submit_review(:drawn, true, true);
SET ROLE regress_badcase_carol;
SELECT verdict FROM badcase.reviews WHERE submission = :drawn AND reviewer = 'regress_badcase_eva';
-- the release and its card say so, of what was accepted
SET ROLE regress_badcase_carol;
SELECT badcase.build_release(1, 'audited', 1) AS release, badcase.publish_release(1);
SELECT badcase.release_manifest(1) #> '{facts,audit}' AS audit;
SELECT x FROM regexp_split_to_table(badcase.dataset_card(1), E'\n') x WHERE x LIKE '%audit%';
SELECT string_agg(DISTINCT k, ' ') FROM badcase.release_rows(1) r, json_object_keys(r.line) k;
-- nothing of it for contributors, exporters, credits
SELECT program, display_name, accepted FROM badcase.credits;
SELECT * FROM badcase.reviewer_credits;
SET ROLE regress_badcase_eva;
SELECT * FROM badcase.gold;
SELECT * FROM badcase.audit_result;
SELECT badcase.add_gold(7);
SET ROLE regress_badcase_emil;
SELECT * FROM badcase.reviewer_quality;
-- an erasure ends gold and takes the notes
SET ROLE regress_badcase_carol;
SELECT badcase.erase(5, 'asked for');
SELECT count(*) FROM badcase.gold;
SET ROLE regress_badcase_owner;
SELECT count(*) > 0 AS looks, count(note) AS notes FROM badcase_internal.look;
RESET ROLE;
\i sql/include/clean.sql
