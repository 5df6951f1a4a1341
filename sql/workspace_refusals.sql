-- What is refused, in which words: nothing where something must be said, too much, and what nobody does to what is their own,
-- a curator no more than others. And what a contributor is told of a record that somebody else sent first.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
CREATE FUNCTION pg_temp.said(who text, what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', 'regress_badcase_' || who);
  BEGIN
    EXECUTE 'SELECT ' || what INTO said;
    said := 'done: ' || coalesce(nullif(said, ''), 'null');
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN OTHERS THEN said := SQLSTATE || ' ' || SQLERRM;
  END;
  RESET ROLE;
  RETURN said;
END $$;
-- Ada is a curator, too, and Rita a contributor's and a reviewer's login of both programs; 1 is accepted, 2 rejected
RESET ROLE;
SELECT pg_temp.judge('rita', 1), pg_temp.judge('rita', 2, false);
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(1, 'regress_badcase_ada', 'curator'), badcase.grant_access(2, 'regress_badcase_rita', 'reviewer');
SET ROLE regress_badcase_carol;
SELECT badcase.register_model(1, 'm') AS model, badcase.open_corpus(1, 'pool', 'general', 'MIT') AS corpus, badcase.create_term_list(1, 'words', 'hold') AS list;
RESET ROLE;
SELECT c.who, c.what, pg_temp.said(c.who, c.what) AS said FROM (VALUES
  -- reviews
  ('ron', 'badcase.submit_review(3, NULL, true)'), ('ron', 'badcase.submit_review(3, true, NULL)'), ('ron', 'badcase.submit_review(NULL, true, true)'),
  ('ron', $$badcase.submit_review(3, true, true, '{NULL}')$$), ('ron', $$badcase.submit_review(3, true, true, NULL)$$), ('ron', $$badcase.submit_review(3, true, true, failure_kinds => '{odd}')$$),
  ('ron', $$badcase.submit_review(3, true, true, failure_kinds => '{NULL}')$$), ('ron', $$badcase.submit_review(3, true, true, contradicts => '{NULL}')$$), ('ron', $$badcase.submit_review(3, true, true, contradicts => '{3}')$$),
  ('ron', $$badcase.submit_review(3, true, true, contradicts => '{5}')$$), ('rita', 'badcase.submit_review(5, true, true)'), ('ron', 'badcase.submit_review(1, true, true)'), ('ron', 'badcase.withdraw_review(3)'),
  ('rita', 'badcase.withdraw_review(1)'), ('ron', 'count(*) FROM badcase.claim_reviews(1, failure_kind => $$odd$$)'), ('ron', 'count(*) FROM badcase.claim_reviews(1, first => NULL)'),
  -- what is one's own
  ('ada', $$badcase.reopen(1, 'mine')$$), ('ada', $$badcase.adjudicate(3, 'accepted', 'mine')$$), ('ada', 'badcase.add_gold(1)'), ('ada', $$badcase.revise(3, badcase('p', 'r'), 'mine')$$),
  -- decisions
  ('carol', 'badcase.reopen(1, NULL)'), ('carol', $$badcase.reopen(1, ' ')$$), ('carol', $$badcase.reopen(3, 'x')$$), ('carol', $$badcase.reopen(NULL, 'x')$$),
  ('carol', $$badcase.adjudicate(3, 'accepted', 'x')$$), ('carol', $$badcase.adjudicate(3, 'pending', 'x')$$), ('carol', $$badcase.adjudicate(3, NULL, 'x')$$), ('carol', $$badcase.adjudicate(3, 'accepted', ' ')$$),
  ('carol', 'badcase.add_gold(3)'), ('carol', 'badcase.draw_audit(1, 10000, 1) > 0'), ('carol', 'badcase.draw_audit(1, 10001, 1)'), ('carol', 'badcase.draw_audit(1, 0, 1)'), ('carol', 'badcase.draw_audit(1, NULL, 1)'),
  ('carol', 'badcase.draw_audit(1, 1, NULL)'), ('cem', 'badcase.draw_audit(2, 1, 1)'), ('carol', 'badcase.resume_reviewer(1, NULL)'),
  -- people
  ('owner', $$badcase.grant_access(3, 'regress_badcase_bob', 'curator')$$), ('owner', $$badcase.grant_access(NULL, 'regress_badcase_bob', 'curator')$$), ('owner', $$badcase.grant_access(1, 'regress_badcase_no_one', 'curator')$$),
  ('owner', $$badcase.grant_access(1, 'regress_badcase_bob', NULL)$$), ('carol', $$badcase.register_contributor(1, NULL)$$), ('carol', $$badcase.register_contributor(1, ' ')$$), ('carol', $$badcase.register_contributor(1, 'x', ' ')$$),
  ('carol', $$badcase.register_contributor(1, 'x', 'X', 'regress_badcase_ada')$$), ('carol', $$badcase.register_contributor(1, 'ada', 'X', 'regress_badcase_bob')$$), ('carol', $$badcase.register_contributor(1, 'x', 'X', 'regress_badcase_no_one')$$),
  ('ada', 'badcase.attest(1, NULL)'), ('ada', $$badcase.attest(1, ' ')$$), ('ada', $$badcase.set_consent(1, NULL, true, 't')$$), ('ada', $$badcase.set_consent(1, 'train', NULL, 't')$$), ('ada', $$badcase.set_consent(1, 'train', true, NULL)$$),
  ('ada', $$badcase.set_display_name(1, ' ')$$), ('ada', $$badcase.set_contact(1, NULL, 'x')$$), ('ada', $$badcase.set_contact(1, ' ', 'x')$$), ('ada', $$badcase.set_contact(1, 'e-mail', 'x')$$), ('ada', $$badcase.set_github(1, 'ada')$$),
  ('ada', $$badcase.set_language(1, 'fr')$$), ('ada', $$badcase.set_language(1, NULL)$$),
  -- files
  ('carol', 'count(*) FROM badcase.refused_lines(1, 0)'), ('carol', 'count(*) FROM badcase.refused_lines(1, NULL)'), ('carol', 'count(*) FROM badcase.refused_lines(1, -1)'), ('ada', 'badcase.open_upload(1, NULL) > 0'),
  ('ada', $$badcase.open_upload(1, 1, format => 'odd')$$), ('carol', $$badcase.open_upload(1, kind => 'odd')$$), ('carol', $$badcase.open_upload(1, kind => NULL)$$), ('carol', $$badcase.open_upload(1, kind => 'corpus')$$),
  ('carol', $$badcase.open_upload(1, kind => 'corpus', target => 99)$$), ('carol', $$badcase.open_upload(1, 1, kind => 'corpus', target => 1)$$), ('carol', $$badcase.open_upload(1, 1, target => 1)$$), ('carol', $$badcase.open_upload(1, kind => 'terms', target => 99)$$),
  ('carol', $$badcase.open_upload(1, kind => 'outputs', target => 99)$$),
  -- withdrawals, disclosures
  ('ada', 'badcase.withdraw()'), ('ada', 'badcase.withdraw(submission => 3, upload => 1)'), ('ada', 'badcase.withdraw(submission => 4)'), ('carol', $$badcase.erase(1, NULL)$$), ('carol', $$badcase.erase(1, ' ')$$), ('carol', $$badcase.disclose(1, NULL, 'x')$$),
  ('carol', $$badcase.disclose(1, 'court', ' ')$$), ('carol', $$badcase.disclose(1, ' ', 'x')$$),
  -- corpora, rules, terms
  ('carol', $$badcase.open_corpus(1, 'x', 'odd', 'MIT')$$), ('carol', $$badcase.open_corpus(1, 'x', NULL, 'MIT')$$), ('carol', $$badcase.open_corpus(1, 'x', 'general', ' ')$$), ('carol', $$badcase.open_corpus(1, 'x', 'general', NULL)$$),
  ('carol', $$badcase.open_corpus(1, 'pool', 'benchmark', 'MIT')$$), ('carol', $$badcase.create_term_list(1, 'words', 'warn')$$), ('carol', $$badcase.create_term_list(1, 'x', 'odd')$$), ('carol', $$badcase.create_term_list(1, 'x', NULL)$$),
  ('carol', $$badcase.set_rule(1, 'odd', 'warn')$$), ('carol', $$badcase.set_rule(1, NULL, 'warn')$$), ('carol', $$badcase.set_rule(1, 'pii:email', 'odd')$$), ('carol', $$badcase.resolve_finding(99, true, 'x')$$),
  ('carol', $$count(*) FROM badcase.contamination(1, 99)$$), ('carol', $$badcase.remove_terms(1, NULL)$$),
  -- tasks, rounds, jobs
  ('carol', $$badcase.set_task(1, NULL)$$), ('carol', $$badcase.set_task(1, ' ')$$), ('carol', $$badcase.assign_task(3, 'no such')$$), ('carol', $$badcase.open_round(1, now())$$), ('carol', $$badcase.close_round(99)$$),
  ('carol', 'badcase.triage_batch(1, 0)'), ('carol', 'badcase.triage_batch(1, NULL)'), ('carol', 'badcase.triage_batch(NULL, 1)'), ('carol', 'badcase.maintain_batch(99)'),
  -- search
  ('carol', $$count(*) FROM badcase.search(1, 'sea', max_rows => 0)$$), ('carol', $$count(*) FROM badcase.search(1, 'sea', max_rows => 1001)$$), ('carol', $$count(*) FROM badcase.search(1, 'sea', max_rows => NULL)$$),
  ('carol', $$count(*) FROM badcase.search(1, 'sea', max_rows => 1000)$$), ('carol', $$count(*) FROM badcase.search(1, 'sea', in_state => 'odd')$$), ('carol', $$count(*) FROM badcase.search(1, ' ')$$), ('carol', $$count(*) FROM badcase.search(1, NULL)$$),
  ('carol', $$count(*) FROM badcase.find_similar(1, NULL)$$), ('carol', $$count(*) FROM badcase.find_similar(1, badcase('p', 'r'), 0)$$), ('carol', $$count(*) FROM badcase.find_similar(1, badcase('p', 'r'), 1.1)$$), ('carol', $$count(*) FROM badcase.find_similar(1, badcase('p', 'r'), 0.7, 'odd')$$),
  -- releases
  ('carol', $$badcase.build_release(1, NULL, 1)$$), ('carol', $$badcase.build_release(1, ' ', 1)$$), ('carol', $$badcase.build_release(1, 'r', NULL)$$), ('carol', $$badcase.build_release(1, 'r', 1, '[]')$$), ('carol', $$badcase.build_release(1, 'r', 1, '{"odd": 1}')$$),
  ('carol', 'badcase.publish_release(99)'), ('carol', $$badcase.retire_release(99, 'x')$$), ('carol', $$badcase.register_model(1, 'm')$$), ('carol', $$badcase.register_model(1, NULL)$$), ('carol', $$badcase.judge_output(99, 'fixed')$$)
) c(who, what);

-- What somebody else sent first is told as if it were the first, before and after screening looks again: as waiting, or as
-- held; that it is a duplicate is never told.
SET ROLE regress_badcase_bob;
SELECT pg_temp.send(1, 2, badcase('Name a colour, and say it to a.b@qq.com at once.', 'Blue'));
SET ROLE regress_badcase_carol;
SELECT badcase.set_rule(1, 'pii:email', 'warn');
CALL badcase.triage(1);
SET ROLE regress_badcase_ada;
SELECT pg_temp.send(1, 1, badcase('Name a colour, and say it to a.b@qq.com at once. ', 'Blue'));
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
RESET ROLE;
CREATE FUNCTION pg_temp.told() RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(format('%s is %s, told %s, held for %s', s.submission_id, s.state, s.contributor_state, s.held_for), '; ' ORDER BY s.submission_id) FROM badcase_internal.submission s WHERE s.submission_id > 6
$$;
SELECT pg_temp.told();
SET ROLE regress_badcase_carol;
SELECT badcase.set_rule(1, 'pii:email', 'hold');
CALL badcase.triage(1);
RESET ROLE;
SELECT pg_temp.told();
SET ROLE regress_badcase_carol;
SELECT badcase.resolve_finding(finding, true, 'an example') FROM badcase.findings(8);
RESET ROLE;
SELECT pg_temp.told();
SET ROLE regress_badcase_carol;
SELECT badcase.resolve_finding(finding, NULL, 'seen again') FROM badcase.findings(8);
RESET ROLE;
SELECT pg_temp.told();
\i :clean
