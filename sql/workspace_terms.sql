-- Term lists: making, filling, reading, looking for; what a session keeps of them; who may.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_other;
CREATE ROLE regress_badcase_reviewer;
RESET client_min_messages;
\set SHOW_CONTEXT never
\pset format unaligned
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('one') AS one, badcase.create_program('two') AS two;
SELECT badcase.grant_access(1, 'regress_badcase_curator', 'curator'), badcase.grant_access(2, 'regress_badcase_other', 'curator'),
  badcase.grant_access(1, 'regress_badcase_reviewer', 'reviewer');

SET ROLE regress_badcase_curator;
SELECT badcase.create_term_list(1, 'secrets', 'hold') AS secrets, badcase.create_term_list(1, 'rude', 'warn') AS rude,
  badcase.create_term_list(1, 'places', 'info', true) AS places;

-- A file: each line stored, repeated, refused or blank; the last line with a term counts.
BEGIN;
SELECT badcase.open_upload(1, kind => 'terms', target => 1, file_name => 'secrets.jsonl') AS upload;
INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(line, 'UTF8') FROM unnest(ARRAY[
  '{"term": "内部资料"}',
  '{"term": "Project Canary", "options": {"severity": "block", "note": "n"}}',
  '  ',
  '{"term": "机密", "allow": true}',
  '{"term": "机密"}',
  '{"term": "机密文件袋", "allow": true}',
  'canary refused',
  '{"allow": true}',
  '{"term": 5}',
  '{"term": " \t "}',
  '{"term": ""}',
  format('{"term": "%s"}', repeat('长', 65)),
  '{"term": "a", "allow": "yes"}',
  '{"term": "a", "options": []}',
  '{"term": "a", "options": {"severity": "high"}}',
  '{"term": "a", "allows": true}',
  '["term"]',
  '{"term": "a\u0000"}']) WITH ORDINALITY x(line, n);
SELECT * FROM badcase.process_upload();
COMMIT;
SELECT line_no, byte_offset, code, path, message, hint FROM badcase.refused_lines(1, 100);
SELECT * FROM badcase.list_terms(1);
-- the same file again: nothing new, refused lines are kept once; a changed line replaces its term
BEGIN;
SELECT badcase.open_upload(1, kind => 'terms', target => 1) AS upload;
INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(line, 'UTF8') FROM unnest(ARRAY[
  '{"term": "内部资料"}', 'canary refused', '{"term": "Project Canary"}', '{"term": "SM"}']) WITH ORDINALITY x(line, n);
SELECT * FROM badcase.process_upload();
COMMIT;
SELECT count(*) FROM badcase.refused_lines(2);
SELECT * FROM badcase.list_terms(1);

-- Looking: leftmost and longest, allowed terms cover denied ones, Latin terms are whole words, width and script fold.
SELECT t.* FROM badcase.terms('这是内部资料，機密文件。') t;
SELECT t.* FROM badcase.terms('机密文件袋 project canary Smoking ＳＭ 内　部-资料') t;
SELECT t.* FROM badcase.terms(badcase('p', 'SM', '[["机密", "x"]]', '机密', '{"a": {"b": ["SM", "no"]}}')) t;
SELECT count(*) FROM badcase.terms('机密', '{rude}');
SELECT count(*) FROM badcase.terms('机密', '{}');
SELECT count(*) FROM badcase.terms(NULL::text);
SELECT * FROM badcase.terms('机密', '{secrets,nothing}');
SELECT * FROM badcase.terms('机密', '{NULL}');

-- What the session keeps follows the terms: within the transaction that changes them, after its end, after a rollback
-- of all or of a part, and whatever statements run between.
BEGIN;
SELECT badcase.open_upload(1, kind => 'terms', target => 2) AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"term": "gobbledygook"}');
SELECT stored FROM badcase.process_upload();
SELECT list, term FROM badcase.terms('SM gobbledygook');
ROLLBACK;
SELECT list, term FROM badcase.terms('SM gobbledygook');
BEGIN;
SAVEPOINT s;
SELECT badcase.remove_terms(1, ARRAY(SELECT id FROM badcase.list_terms(1) WHERE term = 'SM'));
SELECT list, term FROM badcase.terms('SM gobbledygook');
ROLLBACK TO s;
SELECT list, term FROM badcase.terms('SM gobbledygook');
SELECT badcase.open_upload(1, kind => 'terms', target => 2) AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"term": "gobbledygook"}');
SELECT stored FROM badcase.process_upload();
COMMIT;
SELECT list, term FROM badcase.terms('SM gobbledygook');
SELECT badcase.remove_terms(2, '{-1}'), badcase.remove_terms(2, ARRAY(SELECT id FROM badcase.list_terms(2)));
SELECT list, term FROM badcase.terms('SM gobbledygook');
-- a cursor sees the terms that were there when it was opened, also after the session has seen others
BEGIN;
DECLARE c CURSOR FOR SELECT x, t.term FROM unnest('{SM one,SM two}'::text[]) x, badcase.terms(x) t;
FETCH 1 FROM c;
SELECT badcase.remove_terms(1, ARRAY(SELECT id FROM badcase.list_terms(1) WHERE term = 'SM'));
SELECT count(*) FROM badcase.terms('SM');
FETCH 1 FROM c;
SELECT count(*) FROM badcase.terms('SM');
ROLLBACK;
SELECT count(*) FROM badcase.terms('SM');

-- More sets than a session keeps: the oldest go, the answers stay.
SELECT count(*) FROM (SELECT badcase.create_term_list(1, 'list ' || i, 'info') FROM generate_series(1, 20) i) l;
SELECT count(t.term) FROM generate_series(1, 3) r, generate_series(1, 20) i, LATERAL (SELECT term FROM badcase.terms('SM', ARRAY['secrets', 'list ' || i])) t;
-- by itself, with any query of its own
SET ROLE regress_badcase_owner;
SELECT * FROM badcase_find_terms('one two, one', 'k', $$SELECT n, term, false FROM unnest('{7,8}'::bigint[], '{one,two}'::text[]) x(n, term)$$);
-- the key names the set: the query of a known key is not run
SELECT * FROM badcase_find_terms('one two', 'k', 'no query');
SET ROLE regress_badcase_curator;
SELECT * FROM badcase_find_terms('one two', 'k', 'SELECT 9::bigint, ''two''::text, false');
SET ROLE regress_badcase_owner;
SELECT count(*) FROM badcase_find_terms('one', 'none', 'SELECT 1::bigint, ''x''::text, true WHERE false');
SELECT * FROM badcase_find_terms('one', 'bad 1', 'SELECT 1, ''x''::text, true');
SELECT * FROM badcase_find_terms('one', 'bad 2', 'SELECT 1::bigint, NULL::text, true');
SELECT * FROM badcase_find_terms('one', 'bad 3', 'SELECT 41::bigint, ''canary,''::text, true UNION ALL SELECT 42, '' '', true');
SELECT * FROM badcase_find_terms('one', 'bad 4', 'DROP TABLE badcase_internal.term');
SELECT * FROM badcase_find_terms('one', 'bad 5', '');
SELECT t, badcase_term_check(t) FROM unnest(ARRAY['a', '', ' ', '。', repeat('a', 64), repeat('a', 65)]) t;
SELECT o.* FROM unnest(ARRAY['{"a": 1}', ' {} ', '[]', '1', '', '{"a": }', '{} x', '{"a": {"b": 1e999999}}']) l, badcase_object(convert_to(l, 'UTF8')) o;

-- Who may: curators of the program alone.
SET ROLE regress_badcase_other;
SELECT count(*) FROM badcase.terms('SM');
SELECT count(*) FROM badcase.terms('SM', '{secrets}');
SELECT * FROM badcase.list_terms(1);
SELECT badcase.remove_terms(1, '{1}');
SELECT badcase.create_term_list(1, 'x', 'hold');
SELECT badcase.open_upload(2, kind => 'terms', target => 1);
SELECT badcase.open_upload(1, kind => 'terms', target => 1);
SELECT * FROM badcase.refused_lines(1);
SET ROLE regress_badcase_reviewer;
SELECT * FROM badcase.terms('SM');
SELECT * FROM badcase.list_terms(1);
TABLE badcase_internal.term;
SET ROLE regress_badcase_curator;
TABLE badcase_internal.term;
SELECT badcase.create_term_list(1, ' ', 'hold');
SELECT badcase.create_term_list(1, 'x', 'high');
SELECT badcase.open_upload(1, kind => 'terms');
SELECT badcase.open_upload(1, 1, kind => 'terms', target => 1);

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_other, regress_badcase_reviewer;
