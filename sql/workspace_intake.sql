-- Taking in: one upload a transaction, no line outside of it, no upload forgotten; how much a contributor may send.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
CREATE TEMP TABLE before AS SELECT count(*) AS n FROM badcase_internal.upload;
GRANT SELECT ON before TO PUBLIC;
\set good '{"prompt": "p", "response": "r"}'

-- Stray lines are refused where they are put, not lost: by INSERT and by COPY in either format, by a curator, too.
SET ROLE regress_badcase_ada;
INSERT INTO badcase.intake (line_no, line) VALUES (1, :'good');
INSERT INTO badcase.intake (line_no, line) SELECT 1, :'good' WHERE false;
\copy badcase.intake (line_no, line) from program 'printf "1\tx\n"'
\copy badcase.intake (line_no, line) from program 'echo x' with (format jsonl)
SET ROLE regress_badcase_carol;
INSERT INTO badcase.intake (line_no, line) VALUES (1, :'good');
SET ROLE regress_badcase_owner;
INSERT INTO badcase.intake (line_no, line) VALUES (1, :'good');
SELECT count(*) FROM badcase.intake;
-- An upload that was rolled back to a savepoint is none.
SET ROLE regress_badcase_ada;
BEGIN;
SAVEPOINT s;
SELECT badcase.open_upload(1) IS NOT NULL AS opened;
ROLLBACK TO s;
INSERT INTO badcase.intake (line_no, line) VALUES (1, :'good');
ROLLBACK;

-- An upload that was opened and not processed fails the COMMIT, or earlier where the transaction asks for it; nothing of it stays.
BEGIN;
SELECT badcase.open_upload(1) IS NOT NULL AS opened;
INSERT INTO badcase.intake (line_no, line) VALUES (1, :'good');
COMMIT;
SELECT badcase.open_upload(1);
BEGIN;
SELECT badcase.open_upload(1) IS NOT NULL AS opened;
SAVEPOINT s;
SET CONSTRAINTS ALL IMMEDIATE;
ROLLBACK TO s;
INSERT INTO badcase.intake (line_no, line) VALUES (1, :'good');
SELECT stored FROM badcase.process_upload();
SET CONSTRAINTS ALL IMMEDIATE;
COMMIT;
-- with the constraint immediate from the beginning, none can be opened
BEGIN;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT badcase.open_upload(1);
ROLLBACK;
RESET ROLE;
SELECT count(*) - before.n AS uploads FROM badcase_internal.upload, before GROUP BY before.n;
SELECT count(*) AS left_over FROM badcase.intake;

-- Two files in one upload: the numbers of lines tell. The error shows no line.
SET ROLE regress_badcase_ada;
BEGIN;
SELECT badcase.open_upload(1) IS NOT NULL AS opened;
\copy badcase.intake (line_no, line) from program 'echo first file' with (format jsonl)
\copy badcase.intake (line_no, line) from program 'echo second file' with (format jsonl)
SELECT * FROM badcase.process_upload();
ROLLBACK;
-- without numbers there is nothing to tell a line by
BEGIN;
SELECT badcase.open_upload(1) IS NOT NULL AS opened;
\copy badcase.intake (line) from program 'echo first file' with (format jsonl)
SELECT * FROM badcase.process_upload();
ROLLBACK;
-- A second upload in the transaction, and lines after the first was processed.
BEGIN;
SELECT badcase.open_upload(1) IS NOT NULL AS opened;
SELECT lines FROM badcase.process_upload();
SAVEPOINT s;
SELECT badcase.open_upload(1);
ROLLBACK TO s;
INSERT INTO badcase.intake (line_no, line) VALUES (1, :'good');
ROLLBACK TO s;
SELECT * FROM badcase.process_upload();
ROLLBACK;

-- Quotas. Who sets them: a curator, for the contributors of the program.
SET ROLE regress_badcase_ada;
SELECT badcase.set_quota(1, 1, 100);
SET ROLE regress_badcase_cem;
SELECT badcase.set_quota(1, 1, 100);
SET ROLE regress_badcase_carol;
SELECT badcase.set_quota(1, 3, 100);
SELECT badcase.set_quota(1, 99, 100);
SELECT badcase.set_quota(1, 1, lines => -1);
-- what Ada and Bob have sent so far
RESET ROLE;
SELECT contributor_id, count(*) AS uploads, sum(lines) AS lines, sum(bytes) AS bytes FROM badcase_internal.upload WHERE contributor_id < 3 GROUP BY 1 ORDER BY 1;
CREATE FUNCTION pg_temp.try(who text, n int, size int DEFAULT 40) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  told text;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', 'regress_badcase_' || who);
  BEGIN
    PERFORM badcase.open_upload(1);
    INSERT INTO badcase.intake (line_no, line) SELECT i, convert_to(rpad(format('{"prompt": "p", "response": "%s', i), size - 2, 'x') || '"}', 'UTF8') FROM generate_series(1, n) i;
    told := (SELECT format('%s stored', stored) FROM badcase.process_upload());
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN OTHERS THEN told := SQLSTATE || ' ' || SQLERRM;
  END;
  RESET ROLE;
  RETURN told;
END $$;
CREATE PROCEDURE pg_temp.set_quota(contributor bigint, uploads bigint DEFAULT NULL, lines bigint DEFAULT NULL, bytes bigint DEFAULT NULL, line_bytes bigint DEFAULT NULL)
  LANGUAGE plpgsql AS $$
BEGIN
  SET LOCAL ROLE regress_badcase_carol;
  PERFORM badcase.set_quota(1, contributor, uploads, lines, bytes, line_bytes);
  RESET ROLE;
END $$;
RESET ROLE;
-- each limit is what may be, not the first that may not; what was sent within the day counts
CALL pg_temp.set_quota(NULL, uploads => 3);
SELECT pg_temp.try('ada', 1) AS ada_has_three, pg_temp.try('bob', 1) AS bob_has_one;
CALL pg_temp.set_quota(NULL, uploads => 4);
SELECT pg_temp.try('ada', 1);
CALL pg_temp.set_quota(NULL, lines => 5);
SELECT pg_temp.try('ada', 1), pg_temp.try('ada', 2), pg_temp.try('bob', 4), pg_temp.try('bob', 5);
SELECT sum(bytes) + 2 * 41 AS two_lines_more FROM badcase_internal.upload WHERE contributor_id = 1 \gset
CALL pg_temp.set_quota(NULL, bytes => :two_lines_more);
SELECT pg_temp.try('ada', 2) AS two, pg_temp.try('ada', 2, 41) LIKE '54000 contributor 1 may send in no more than % bytes within 24 hours' AS of_one_byte_more;
CALL pg_temp.set_quota(NULL, line_bytes => 50);
SELECT pg_temp.try('ada', 2, 50), pg_temp.try('ada', 2, 51);
-- a contributor's own, for each figure that it has; another's are the program's
CALL pg_temp.set_quota(NULL, uploads => 2, lines => 5);
CALL pg_temp.set_quota(1, uploads => 4);
SELECT pg_temp.try('ada', 1), pg_temp.try('ada', 2), pg_temp.try('bob', 5);
CALL pg_temp.set_quota(1, lines => 6);
SELECT pg_temp.try('ada', 1);
CALL pg_temp.set_quota(1, uploads => 0);
SELECT pg_temp.try('ada', 1);
-- yesterday's do not count
CALL pg_temp.set_quota(1, uploads => 2);
UPDATE badcase_internal.upload SET opened_at = now() - interval '24 hours 1 second' WHERE contributor_id = 1;
SELECT pg_temp.try('ada', 5), pg_temp.try('ada', 6);
-- set anew, it replaces what was set; with nothing, the defaults hold
CALL pg_temp.set_quota(1);
CALL pg_temp.set_quota(NULL);
SELECT pg_temp.try('ada', 9);
SELECT program_id, contributor_id, uploads, lines, bytes, line_bytes FROM badcase_internal.quota ORDER BY contributor_id;
SELECT q.* FROM badcase_internal.contributor c, badcase_internal.quota_of(c) q WHERE c.contributor_id = 1;
-- a curator's file is its contributor's; a corpus is nobody's, and without a quota
CALL pg_temp.set_quota(5, lines => 1);
SET ROLE regress_badcase_carol;
SELECT pg_temp.send(1, 5, badcase('one', 'r'), badcase('two', 'r'));
SELECT pg_temp.send(1, 5, badcase('one', 'r'));
SELECT pg_temp.send(1, 5, badcase('two', 'r'));
SELECT badcase.set_quota(1, 5, uploads => 1), badcase.set_quota(1, NULL, 0, 0, 0, 0);
SELECT badcase.open_upload(1, 5);
SELECT badcase.open_corpus(1, 'pool', 'general', 'MIT') AS pool;
BEGIN;
SELECT badcase.open_upload(1, kind => 'corpus', target => 1) IS NOT NULL AS opened;
INSERT INTO badcase.intake (line_no, line) VALUES (1, :'good');
SELECT stored FROM badcase.process_upload();
COMMIT;

\i :clean
