-- Releases: what goes in, in which order, into which split; what was left out and why; whether it is still what it was.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_reviewer;
CREATE ROLE regress_badcase_exporter;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('p') AS program, badcase.create_program('q') AS other;
UPDATE badcase_internal.program SET quorum = 1;
SELECT badcase.grant_access(1, 'regress_badcase_' || c, c) FROM (VALUES ('curator'), ('reviewer'), ('exporter')) v(c);
SELECT badcase.grant_access(2, 'regress_badcase_curator', 'curator');
-- Ada consents to everything, Bob to training, Carla to nothing.
SET ROLE regress_badcase_curator;
SELECT badcase.register_contributor(1, n) FROM unnest('{ada,bob,carla}'::text[]) n;
SELECT badcase.attest(c, 't') FROM generate_series(1, 3) c;
SELECT badcase.set_consent(1, 'train', true, 't'), badcase.set_consent(1, 'publish_text', true, 't'), badcase.set_consent(2, 'train', true, 't');
BEGIN;
SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(badcase('Count to the number ' || repeat(n::text || ' ', 6), 'one ' || n, NULL,
  CASE WHEN n % 4 = 0 THEN 'wrong ' || n END, jsonb_build_object('task', CASE WHEN n <= 12 THEN 'count' ELSE 'spell' END))::text, 'UTF8') FROM generate_series(1, 20) n;
SELECT stored FROM badcase.process_upload();
COMMIT;
BEGIN;
SELECT badcase.open_upload(1, 2);
-- a near-duplicate of one of Ada's, and two of his own
INSERT INTO badcase.intake (line_no, line) VALUES (1, convert_to(badcase('Count to the number ' || repeat('20 ', 6), 'one 20!?')::text, 'UTF8')),
  (2, convert_to(badcase('What is a whale?', 'A mammal that lives in the sea.')::text, 'UTF8')), (3, convert_to(badcase('And a shark?', 'A fish.', '[["What is a whale?", "A fish."]]')::text, 'UTF8'));
SELECT stored FROM badcase.process_upload();
COMMIT;
BEGIN;
SELECT badcase.open_upload(1, 3);
INSERT INTO badcase.intake (line_no, line) VALUES (1, convert_to(badcase('Name three rivers of Europe', 'Danube, Rhine, Volga')::text, 'UTF8')), (2, convert_to(badcase('still', 'pending')::text, 'UTF8'));
SELECT stored FROM badcase.process_upload();
COMMIT;
SELECT badcase.triage_batch(1, 100);
SET ROLE regress_badcase_reviewer;
SELECT count(badcase.submit_review(s, true, true)) FROM generate_series(1, 24) s;
SET ROLE regress_badcase_owner;
SELECT submission_id, cluster_id FROM badcase_internal.submission WHERE cluster_id <> submission_id;

SET ROLE regress_badcase_curator;
SELECT badcase.build_release(1, 'plain', 1) AS release;
SELECT badcase.build_release(1, 'again', 1) AS release;
SELECT badcase.build_release(1, 'seeded', 2) AS release;
SELECT badcase.build_release(1, 'capped', 1, per_task => 5) AS release;
SELECT badcase.build_release(1, 'all', 1, '{"per_cluster": null}') AS release;
SELECT badcase.build_release(1, 'split', 1, '{"per_cluster": null}', validation => 0.25) AS release;
SELECT badcase.build_release(1, 'public', 1, '{"public": {"licence": "CC-BY-4.0", "url": "https://example.org/r"}}') AS release;
SELECT badcase.build_release(2, 'empty', 1) AS release;
-- what cannot be asked for
SELECT badcase.build_release(1, 'no', NULL);
SELECT badcase.build_release(1, 'no', 1, validation => -0.1);
SELECT badcase.build_release(1, 'no', 1, validation => 'NaN');
SELECT badcase.build_release(1, 'no', 1, '[]');
SELECT badcase.build_release(1, 'no', 1, '{"per_cluster": 0}');
SELECT badcase.build_release(1, 'no', 1, '{"per_cluster": 1.5}');
SELECT badcase.build_release(1, 'no', 1, '{"per_cluster": "1"}');
SELECT badcase.build_release(1, 'no', 1, '{"public": true}');
SELECT badcase.build_release(1, 'no', 1, '{"nonsense": 1, "more": 2}');
SET ROLE regress_badcase_owner;
SELECT release_id, name, items, validation, mix, left_out, scopes, left(encode(sha256, 'hex'), 12) AS sha256 FROM badcase_internal.release ORDER BY release_id;
-- order: by SHA-256 of the seed's eight bytes and the digest; the hash can be made from the lines alone
SELECT r.name, count(*) FILTER (WHERE i.pos <> i.place) AS misplaced,
  sha256(string_agg(convert_to(i.split || ' ' || encode(sha256(convert_to(v.record::text, 'UTF8')), 'hex') || E'\n', 'UTF8'), '' ORDER BY i.pos)) = r.sha256 AS hash
FROM badcase_internal.release r JOIN (SELECT t.*, row_number() OVER (PARTITION BY t.release_id ORDER BY sha256(int8send(s.seed) || t.digest)) AS place
  FROM badcase_internal.release_item t JOIN badcase_internal.release s USING (release_id)) i USING (release_id) JOIN badcase_internal.submission v USING (submission_id, revision)
GROUP BY r.release_id ORDER BY r.release_id;
-- one of the cluster, and no more than five of a task
SELECT release_id, count(*) FILTER (WHERE submission_id IN (20, 21)) AS of_the_cluster,
  count(*) FILTER (WHERE task_id = 1) AS count_task, count(*) FILTER (WHERE task_id = 2) AS spell_task, count(*) FILTER (WHERE task_id IS NULL) AS no_task
FROM badcase_internal.release_item JOIN badcase_internal.submission USING (submission_id) GROUP BY release_id ORDER BY release_id;
-- the split: a quarter at most, the two of a cluster on the same side
SELECT split, count(*), array_agg(submission_id ORDER BY submission_id) FILTER (WHERE submission_id IN (20, 21)) AS cluster FROM badcase_internal.release_item WHERE release_id = 6 GROUP BY split ORDER BY split;
SELECT count(*) AS clusters_on_both_sides FROM (SELECT FROM badcase_internal.release_item JOIN badcase_internal.submission USING (submission_id) WHERE release_id = 6
  GROUP BY cluster_id HAVING count(DISTINCT split) > 1) x;

-- Publishing, reading.
SET ROLE regress_badcase_exporter;
SELECT * FROM badcase.verify_release(1);
SELECT * FROM badcase.release_diff(1, 4);
SELECT badcase.build_release(1, 'mine', 1);
SET ROLE regress_badcase_curator;
SELECT badcase.publish_release(1), badcase.publish_release(6), badcase.publish_release(7);
SELECT badcase.publish_release(99);
-- one without any item
SELECT badcase.publish_release(8);
SELECT m ->> 'items' AS items, (m -> 'facts') - 'versions' AS facts FROM badcase.release_manifest(8) m;
SELECT badcase.release_rows(8);
SELECT ok FROM badcase.verify_release(8);
SET ROLE regress_badcase_exporter;
SELECT * FROM badcase.verify_release(1);
SELECT release, split, count(*), count(DISTINCT prompt), count(history) FROM badcase.export_sft GROUP BY release, split ORDER BY release, split;
SELECT pos, prompt, chosen, rejected FROM badcase.export_preference WHERE release = 1;
SELECT release, count(*) FROM badcase.export_preference GROUP BY release ORDER BY release;
SELECT split, (SELECT count(*) FROM badcase.release_rows(6, split => split)) FROM unnest('{train,validation}'::text[]) split;
SELECT count(*) FROM badcase.release_rows(6);
-- in other formats: what has no place there is said
SELECT pos, line FROM badcase.release_rows(7, 'preference_chat');
SELECT count(*) FROM badcase.release_rows(7, 'alpaca', 'train');
SELECT pos FROM badcase.release_rows(1, 'ptuning');
SELECT pos FROM badcase.release_rows(1, 'preference');
-- unless what it has no place for is left out
SELECT count(*), count(line) FROM badcase.release_rows(1, 'ptuning', omit => true);
SELECT count(*), count(line) FROM badcase.release_rows(1, 'preference', 'train', true);
SELECT count(*) FROM badcase.release_rows(1, 'badcase_bare', omit => true);
SELECT count(*) FROM badcase.release_rows(1, 'messages', omit => true);
SELECT pos FROM badcase.release_rows(1, 'ptuning', omit => NULL);
SELECT pos FROM badcase.release_rows(1, 'nonsense');
SELECT pos FROM badcase.release_rows(1, NULL);
SELECT * FROM badcase.release_diff(1, 4);
SELECT * FROM badcase.release_diff(1, 6);
SELECT * FROM badcase.release_diff(6, 1);
SET ROLE regress_badcase_curator;
SELECT change, count(*) FROM badcase.release_diff(1, 4) GROUP BY change;
SELECT badcase.release_diff(1, 8);

-- What is not accepted any more as it stands in the list is not published; Bob's consent to training, taken back, takes
-- his items out of releases, and his missing consent to publication never let them into a public one.
SET ROLE regress_badcase_owner;
BEGIN;
UPDATE badcase_internal.submission SET state = 'pending' WHERE submission_id = 2;
SET ROLE regress_badcase_curator;
SELECT badcase.publish_release(2);
ROLLBACK;
SET ROLE regress_badcase_curator;
SELECT badcase.set_consent(2, 'train', false, 't');
SELECT * FROM badcase.verify_release(1);
SELECT ok FROM badcase.verify_release(7);
SELECT badcase.publish_release(2);
SELECT badcase.build_release(1, 'after', 1) AS release;
SELECT change, count(*) FROM badcase.release_diff(1, 9) GROUP BY change;
SELECT badcase.set_consent(1, 'publish_text', false, 't');
SELECT * FROM badcase.verify_release(7);
SELECT ok FROM badcase.verify_release(9);
SET ROLE regress_badcase_exporter;
SELECT release, count(*) FROM badcase.export_sft GROUP BY release ORDER BY release;
SELECT count(*) FROM badcase.release_rows(1);

-- What has a finding against it since, and the second of what is the same, as a reopened original would be; nothing is
-- built or published while something is to be screened again.
SET ROLE regress_badcase_owner;
BEGIN;
INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version)
SELECT s, 1, r, 'pii:email', 1, v, 1 FROM (VALUES (1, 1, 'hold'), (2, 1, 'warn'), (3, 2, 'hold')) f(s, r, v);
UPDATE badcase_internal.submission s SET exact_key = o.exact_key FROM badcase_internal.submission o WHERE s.submission_id = 7 AND o.submission_id = 6;
SET ROLE regress_badcase_curator;
SELECT badcase.build_release(1, 'barred', 1, '{"per_cluster": null}') > 9 AS built;
SET ROLE regress_badcase_owner;
SELECT items, left_out, (SELECT array_agg(s ORDER BY s) FROM generate_series(1, 7) s WHERE NOT EXISTS (
  SELECT FROM badcase_internal.release_item i WHERE i.release_id = r.release_id AND i.submission_id = s)) AS missing FROM badcase_internal.release r WHERE name = 'barred';
SET ROLE regress_badcase_curator;
SELECT badcase.publish_release(9);
ROLLBACK;
BEGIN;
SET ROLE regress_badcase_curator;
SELECT badcase.set_rule(1, 'pii:email', 'warn');
SAVEPOINT a;
SELECT badcase.build_release(1, 'unseen', 1);
ROLLBACK TO a;
SELECT badcase.publish_release(9);
ROLLBACK TO a;
SELECT badcase.triage_batch(1);
SELECT badcase.build_release(1, 'seen', 1) > 9 AS built, badcase.publish_release(9);
ROLLBACK;

-- A revision that came later; an erased text is withdrawn, not changed.
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(1, 'regress_badcase_owner', 'curator');
BEGIN;
INSERT INTO badcase_internal.revision (submission_id, revision, record, digest, made_by)
SELECT 3, 1, record, digest, NULL::regrole FROM badcase_internal.submission WHERE submission_id = 3
UNION ALL SELECT 3, 2, r, badcase_digest(r), 'regress_badcase_curator'::regrole FROM (SELECT badcase('Count to 3', 'one, two, three')) x(r);
UPDATE badcase_internal.submission SET revision = 2, record = badcase('Count to 3', 'one, two, three') WHERE submission_id = 3;
SELECT badcase.withdraw(submission => 4), badcase.withdraw(submission => 5);
SELECT badcase_internal.wipe_submissions('{5}');
SET ROLE regress_badcase_curator;
SELECT badcase.build_release(1, 'revised', 1) > 9 AS built;
SET ROLE regress_badcase_owner;
SELECT d.* FROM badcase_internal.release r, badcase.release_diff(9, r.release_id) d WHERE r.name = 'revised';
SELECT * FROM badcase.verify_release(9);
UPDATE badcase_internal.release_item SET split = 'validation' WHERE release_id = 9 AND pos = 3;
SELECT * FROM badcase.verify_release(9);
SELECT badcase.publish_release(9);
ROLLBACK;

-- One byte flipped anywhere in the items and in what the release was built by, two hundred times: each time it is found.
RESET ROLE;
SET client_min_messages = warning;
CREATE CAST (badcase AS bytea) WITHOUT FUNCTION;
CREATE CAST (bytea AS badcase) WITHOUT FUNCTION;
SET ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.flip_text(t text, n bigint) RETURNS text LANGUAGE sql RETURN
  overlay(t PLACING CASE WHEN substr(t, (n % length(t))::int + 1, 1) = 'z' THEN 'y' ELSE 'z' END FROM (n % length(t))::int + 1 FOR 1);
CREATE FUNCTION pg_temp.flip_byte(b bytea, n bigint) RETURNS bytea LANGUAGE sql RETURN
  set_byte(b, (n % length(b))::int, get_byte(b, (n % length(b))::int) # (1 << (n / length(b) % 8)::int));
CREATE FUNCTION pg_temp.flip(n int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  -- the n-th of a fixed sequence of numbers
  h bytea := sha256(int4send(n));
  x bigint := get_byte(h, 0) * 65536 + get_byte(h, 1) * 256 + get_byte(h, 2);
  what text := (ARRAY['submission', 'pos', 'split', 'revision', 'digest', 'release', 'prompt', 'response', 'history', 'rejected', 'meta',
    'stored', 'stored', 'seed', 'scopes', 'sha256', 'ids_sha256', 'items', 'mix'])[n % 19 + 1];
  one badcase_internal.release_item;
  found bool;
BEGIN
  SELECT i.* INTO one FROM badcase_internal.release_item i WHERE release_id = 6 ORDER BY sha256(h || int8send(pos)) LIMIT 1;
  BEGIN
    CASE what
      WHEN 'submission' THEN UPDATE badcase_internal.release_item SET submission_id = submission_id # (1::bigint << (x % 63)::int) WHERE release_id = 6 AND pos = one.pos;
      WHEN 'pos' THEN UPDATE badcase_internal.release_item SET pos = abs(pos # (1::bigint << (x % 62)::int)) + (pos = (1::bigint << (x % 62)::int))::int WHERE release_id = 6 AND pos = one.pos;
      WHEN 'split' THEN UPDATE badcase_internal.release_item SET split = CASE split WHEN 'train' THEN 'validation' ELSE 'train' END WHERE release_id = 6 AND pos = one.pos;
      WHEN 'revision' THEN UPDATE badcase_internal.release_item SET revision = revision # (1 << (x % 31)::int) WHERE release_id = 6 AND pos = one.pos;
      WHEN 'digest' THEN UPDATE badcase_internal.release_item SET digest = pg_temp.flip_byte(digest, x) WHERE release_id = 6 AND pos = one.pos;
      WHEN 'release' THEN UPDATE badcase_internal.release_item SET release_id = 6 # (1::bigint << (3 + x % 60)::int) WHERE release_id = 6 AND pos = one.pos;
      WHEN 'seed' THEN UPDATE badcase_internal.release SET seed = seed # (1::bigint << (x % 64)::int) WHERE release_id = 6;
      WHEN 'scopes' THEN UPDATE badcase_internal.release SET scopes = CASE n % 2 WHEN 0 THEN '{publish_text}' ELSE scopes || '{publish_text}' END::text[] WHERE release_id = 6;
      WHEN 'sha256' THEN UPDATE badcase_internal.release SET sha256 = pg_temp.flip_byte(sha256, x) WHERE release_id = 6;
      WHEN 'ids_sha256' THEN UPDATE badcase_internal.release SET ids_sha256 = pg_temp.flip_byte(ids_sha256, x) WHERE release_id = 6;
      WHEN 'items' THEN UPDATE badcase_internal.release SET items = items # (1::bigint << (x % 62)::int) WHERE release_id = 6;
      WHEN 'mix' THEN UPDATE badcase_internal.release SET mix = mix || '{"public": {"licence": "CC0-1.0", "url": "u"}}' WHERE release_id = 6;
      ELSE
        UPDATE badcase_internal.submission v SET record = (CASE what
            WHEN 'stored' THEN pg_temp.flip_byte(record::bytea, x)::badcase
            WHEN 'prompt' THEN badcase(pg_temp.flip_text(prompt(record), x), response(record), history(record), rejected(record), meta(record))
            WHEN 'response' THEN badcase(prompt(record), pg_temp.flip_text(response(record), x), history(record), rejected(record), meta(record))
            WHEN 'history' THEN badcase(prompt(record), response(record), '[["a", "b"]]', rejected(record), meta(record))
            WHEN 'rejected' THEN badcase(prompt(record), response(record), history(record), coalesce(rejected(record), '') || 'z', meta(record))
            ELSE badcase(prompt(record), response(record), history(record), rejected(record), meta(record) || '{"task": "z"}') END)
        WHERE v.submission_id = one.submission_id;
    END CASE;
    found := (SELECT NOT v.ok AND v.changed > 0 FROM badcase.verify_release(6) v);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN unique_violation THEN RETURN what || ' refused by the key';
  END;
  RETURN what || ' ' || CASE WHEN found THEN 'found' ELSE 'missed ' || n END;
END $$;
SELECT badcase.set_consent(2, 'train', true, 't');
SELECT ok, changed FROM badcase.verify_release(6);
SELECT pg_temp.flip(n) AS flipped, count(*) FROM generate_series(1, 228) n GROUP BY 1 ORDER BY 1;
SELECT ok, changed FROM badcase.verify_release(6);
-- each byte of a stored record, lengths and flags too; several damaged ones are counted
CREATE FUNCTION pg_temp.flip_stored(id bigint, n int) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
  found bool;
BEGIN
  UPDATE badcase_internal.submission v SET record = pg_temp.flip_byte(record::bytea, n)::badcase WHERE v.submission_id = id;
  found := (SELECT NOT v.ok AND v.changed = 1 FROM badcase.verify_release(6) v);
  RAISE SQLSTATE 'ZZZZZ';
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  RETURN found;
END $$;
SELECT submission_id, turns(record) AS turns, rejected(record) IS NOT NULL AS rejected, count(*) FILTER (WHERE pg_temp.flip_stored(submission_id, n)) = count(*) AS all_found
FROM badcase_internal.submission, generate_series(0, length(record::bytea) - 1) n WHERE submission_id IN (4, 23) GROUP BY 1, 2, 3 ORDER BY 1;
BEGIN;
UPDATE badcase_internal.submission SET record = set_byte(record::bytea, 0, 2)::badcase WHERE submission_id <= 3;
SELECT * FROM badcase.verify_release(6);
ROLLBACK;
RESET ROLE;
DROP CAST (badcase AS bytea);
DROP CAST (bytea AS badcase);

DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_reviewer, regress_badcase_exporter;
