-- One release, byte for byte, whatever the server's version, the locale, the settings and the order in which its records
-- came: the hashes here are never changed. A release that hashes to something else is another release.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
RESET client_min_messages;
\set SHOW_CONTEXT never
-- From PostgreSQL 19 on strings are standard ones, always.
SELECT CASE WHEN current_setting('server_version_num')::int < 190000 THEN 'off' ELSE 'on' END AS other_strings \gset
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
DO $$ BEGIN
  FOR p IN 1 .. 2 LOOP
    PERFORM badcase.create_program('p' || p), badcase.grant_access(p, current_user, 'curator'), badcase.grant_access(p, current_user, 'reviewer');
  END LOOP;
  UPDATE badcase_internal.program SET quorum = 1;
  -- the contributors of the second program have other numbers, in another order
  FOR c IN 1 .. 5 LOOP
    PERFORM badcase.register_contributor(c / 4 + 1, (ARRAY['ada', 'bob', 'nobody', 'bob', 'ada'])[c]);
    PERFORM badcase.attest(c, 't');
    PERFORM badcase.set_consent(c, s, true, 't') FROM unnest('{train,publish_text}'::text[]) s WHERE c <> 3;
  END LOOP;
END $$;
CREATE TEMP TABLE source (n int GENERATED ALWAYS AS IDENTITY, who text DEFAULT 'ada', line text);
INSERT INTO source (line) VALUES
  ('{"prompt": "类型#裤*版型#宽松*材质#亚麻", "response": "宽松的亚麻裤，夏天穿着透气。", "task": "广告"}'),
  ('{"prompt": "长城h3风扇不转。", "response": "用电脑能读数据流吗？水温多少", "rejected": "不知道"}'),
  ('{"prompt": "95", "response": "上下水管温差怎么样啊？", "history": [["长城h3风扇不转。", "用电脑能读数据流吗？水温多少"]]}'),
  ('{"prompt": "Write İstanbul and ıssız in upper case", "response": "İSTANBUL, ISSIZ", "task": "case"}'),
  ('{"prompt": "Sort: zebra, Äpfel, apple, 中, ñandú, Zoo", "response": "apple, Äpfel, ñandú, zebra, Zoo, 中", "task": "case", "rejected": ""}'),
  ('{"prompt": "What is 0.1 + 0.2?\n\tExactly.", "response": "0.3", "tags": {"b": 1.10, "a": 1e3, "ab": [null, true]}, "task": "sum"}'),
  ('{"prompt": "Say \"hi\" in JSON \\ and emoji", "response": "{\"say\": \"hi 👋🏽\"}", "system": "Be brief.", "task": "json"}'),
  ('{"prompt": "e\u0301 or \u00e9? ﬁ or fi?", "response": "they look the same \u200d but are not", "history": [["", ""], ["q\r\n", "a\u2028"]], "rejected": "no"}'),
  ('{"prompt": "Name the three longest rivers that run through Europe, one on each line", "response": "The Volga, the Danube and the Ural", "task": "list"}');
-- near to one another, of two contributors
INSERT INTO source (who, line) SELECT CASE n % 2 WHEN 0 THEN 'bob' ELSE 'ada' END, '{"prompt": "Count from one to the number that follows, in words, and stop there: '
  || repeat('eight and ', 4) || 'eight' || repeat('!', n) || '", "response": "one two three four five six seven eight", "task": "count"}' FROM generate_series(1, 4) n;
-- the same line of two contributors, and of one who has not consented
INSERT INTO source (who, line) SELECT w, '{"prompt": "What did both of you see?", "response": "The same whale."}' FROM unnest('{ada,bob,nobody}'::text[]) w;
INSERT INTO source (who, line) VALUES ('nobody', '{"prompt": "May this be used?", "response": "No."}');
INSERT INTO source (line) SELECT '{"prompt": "Task number ' || n || ' of many, about ' || md5(n::text) || '", "response": "' || md5(md5(n::text)) || '", "task": "many"}' FROM generate_series(1, 12) n;

CREATE PROCEDURE pg_temp.load(program int, name text, backwards bool) LANGUAGE plpgsql AS $$
DECLARE
  who bigint := (SELECT contributor_id FROM badcase_internal.contributor c WHERE c.program_id = program AND external_id = name);
BEGIN
  IF who IS NOT NULL THEN
    PERFORM badcase.open_upload(program, who);
    INSERT INTO badcase.intake (line_no, line)
    SELECT row_number() OVER (ORDER BY CASE WHEN backwards THEN -n ELSE n END), convert_to(line, 'UTF8') FROM source s WHERE s.who = name;
    -- the second program has more, which is not accepted
    IF backwards THEN
      INSERT INTO badcase.intake (line_no, line) VALUES (1000, '{"prompt": "Spam", "response": "Buy!"}'), (1001, '{"prompt": "Spam?", "response": "Sell"}');
    END IF;
    PERFORM badcase.process_upload();
  END IF;
END $$;
-- what others wrote, to mix in; one of it was sent in, too
CREATE PROCEDURE pg_temp.mix(program int, backwards bool) LANGUAGE plpgsql AS $$ BEGIN
  PERFORM badcase.open_upload(program, kind => 'corpus', target => badcase.open_corpus(program, 'others', 'general', 'CC0-1.0'));
  INSERT INTO badcase.intake (line_no, line)
  SELECT row_number() OVER (ORDER BY CASE WHEN backwards THEN -n ELSE n END), convert_to(line, 'UTF8') FROM (
    SELECT n, '{"prompt": "General question ' || n || '：怎么样？", "response": "' || repeat('好', n) || '", "history": [["' || n || '", "é"]]}' AS line FROM generate_series(1, 8) n
    UNION ALL SELECT 0, line FROM source WHERE n = 2) t;
  PERFORM badcase.process_upload();
END $$;
CALL pg_temp.mix(1, false);
CALL pg_temp.load(1, 'ada', false);
CALL pg_temp.load(2, 'bob', true);
CALL pg_temp.load(1, 'bob', false);
CALL pg_temp.load(1, 'nobody', false);
CALL pg_temp.load(2, 'ada', true);
CALL pg_temp.mix(2, true);
SELECT program_id, state, count(*) FROM badcase_internal.submission GROUP BY 1, 2 ORDER BY 1, 2;
SELECT badcase.triage_batch(2, 5), badcase.triage_batch(1, 100), badcase.triage_batch(2, 100);
SELECT count(badcase.submit_review(submission_id, prompt(record) !~ 'Spam', true)) FROM badcase_internal.submission WHERE state = 'pending';
SELECT program_id, state, count(*) FROM badcase_internal.submission GROUP BY 1, 2 ORDER BY 1, 2;

-- Each build in settings of its own.
CREATE PROCEDURE pg_temp.build(program int) LANGUAGE plpgsql AS $$ BEGIN
  PERFORM badcase.build_release(program, 'plain', 42),
    badcase.build_release(program, 'all', -1, '{"per_cluster": null, "public": {"licence": "CC0-1.0", "url": "https://example.org/"}}', per_task => 5, validation => 0.4),
    badcase.build_release(program, 'mixed', 9223372036854775807, '{"general": [{"corpus": "others", "ratio": 0.25}]}', validation => 0.1);
  PERFORM badcase.publish_release(r.release_id) FROM badcase_internal.release r WHERE r.program_id = program;
END $$;
SET TimeZone = 'Asia/Kathmandu';
SET DateStyle = 'German, DMY';
CALL pg_temp.build(1);
SET TimeZone = 'America/St_Johns';
SET DateStyle = 'SQL, MDY';
SET IntervalStyle = 'sql_standard';
SET extra_float_digits = -15;
SET bytea_output = escape;
SET standard_conforming_strings = :other_strings;
SET xmloption = document;
SET enable_hashagg = off;
SET enable_hashjoin = off;
SET enable_indexscan = off;
SET work_mem = '64kB';
CALL pg_temp.build(2);
SELECT r.release_id, v.ok FROM badcase_internal.release r, badcase.verify_release(r.release_id) v ORDER BY 1;
RESET ALL;
SELECT r.release_id, v.ok FROM badcase_internal.release r, badcase.verify_release(r.release_id) v ORDER BY 1;
SELECT name, count(*) AS releases, items, encode(sha256, 'hex') AS sha256 FROM badcase_internal.release GROUP BY name, items, sha256 ORDER BY name COLLATE "C";
-- the files; both programs' are the same
SELECT r.name, f.format, f.split, f.lines, f.left_out, f.refused, f.bytes, encode(f.sha256, 'hex') AS sha256, count(*) AS releases
FROM badcase_internal.release r JOIN badcase_internal.release_file f USING (release_id)
GROUP BY 1, 2, 3, 4, 5, 6, 7, f.sha256 ORDER BY r.name COLLATE "C", f.format COLLATE "C", f.split COLLATE "C";
SELECT r.name, f.format, f.split, f.sha256 = (
  SELECT sha256(string_agg(convert_to(l.line || E'\n', 'UTF8'), '' ORDER BY l.pos)) FROM badcase.release_rows(r.release_id, f.format, f.split) l) AS read
FROM badcase_internal.release r JOIN badcase_internal.release_file f USING (release_id) WHERE f.format IN ('badcase', 'messages') ORDER BY r.release_id, f.format COLLATE "C", f.split COLLATE "C";
-- the manifests of both say the same, but for dates, versions, the reviews of what is not in the release, and who sent one line first and their consents
SELECT name, count(*) AS releases, count(DISTINCT facts - '{received,versions,agreement,contributors,consents}'::text[]) AS different FROM badcase_internal.release GROUP BY name ORDER BY name COLLATE "C";
RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner;
