-- Works of others: a record that holds a stretch of one is held with its name and the span, wherever the stretch stands. And
-- a person's name in prose, which is told and holds nothing.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_a;
RESET client_min_messages;
\set SHOW_CONTEXT never
\pset format unaligned
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('p') AS program;
SELECT badcase.grant_access(1, current_user, 'curator'), badcase.grant_access(1, 'regress_badcase_a', 'contributor');
SELECT badcase.register_contributor(1, 'a', role => 'regress_badcase_a') AS contributor;
SELECT badcase.attest(1, 't'), badcase.set_consent(1, 'train', true, 't');
CREATE FUNCTION pg_temp.send(kind text, target bigint, VARIADIC lines text[]) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(1, CASE kind WHEN 'submissions' THEN 1 END, kind => kind, target => target);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(l, n);
  RETURN (SELECT p.stored FROM badcase.process_upload() p);
END $$;
\set tale '渡口的老人每天清早把船推进雾里，船头挂一盏旧马灯，灯罩上有三道裂纹。他说第一道是北风咬的，第二道是孙女摔的，第三道他不肯讲。镇上的人过河时都爱数那三道裂纹，数完了便不再说话，只听桨声一下一下打在水面，像有人在远处敲一扇关了很久的门。后来桥修好了，渡口没有人再来，老人仍旧点灯，把船推到河心，又慢慢划回来。'
\set harbour 'The keeper of the harbour wrote every ship into a ledger bound in sealskin, and beside each name he drew a small bird: a gull for those that came home, a heron for those that were late, and for the others nothing at all. In forty years the blank lines outnumbered the gulls, and still each evening he sharpened his pencil before the light was lit.'
\set poem '石阶青苔冷，松窗夜雨深。灯残人未寐，隔水有鸣琴。'

SELECT badcase.open_corpus(1, 'novels', 'protected', 'all rights reserved', 'the publisher') AS corpus;
SELECT badcase.open_corpus(1, 'x', 'stolen', 'MIT');
SELECT pg_temp.send('corpus', 1,
  json_build_object('prompt', :'tale', 'title', 'The ferry lamp')::text,
  json_build_object('prompt', 'Chapter two of the harbour book', 'response', :'harbour')::text,
  json_build_object('prompt', :'poem', 'title', 7)::text) AS stored;
SELECT item_id, count(*) AS pieces, min(length(value)) AS shortest, max(length(value)) AS longest FROM badcase_internal.corpus_passage GROUP BY 1 ORDER BY 1;
-- pieces cover all of a text
SELECT bool_and(:'tale' LIKE '%' || v || '%') AS within, min(strpos(:'tale', v)) AS first, max(strpos(:'tale', v) + length(v) - 1) = length(:'tale') AS "to the end"
FROM badcase_internal.pieces(:'tale') v;
SELECT badcase_internal.pieces('short'), badcase_internal.pieces('') = '' AS empty;

-- 1 and 2 hold a stretch in the middle of an answer, 3 the poem in a question, 4 a stretch in an earlier answer, 5 all of it as
-- the rejected answer; 6 a turn of speech, 7 the same events in other words, 8 something else
SELECT pg_temp.send('submissions', NULL,
  json_build_object('prompt', '续写一段关于渡口的文字，五句以内。', 'response', '好的，这是我写的：' || substr(:'tale', 40, 75) || '以上就是全文。')::text,
  json_build_object('prompt', 'Write about a harbour in the style of a novel.', 'response', 'Here is one. ' || substr(:'harbour', 60, 260) || ' The end.')::text,
  json_build_object('prompt', '请赏析下面这首诗：' || :'poem' || '要求二百字以内。', 'response', '这首诗写山中夜雨，以灯与琴收束，静中有声。')::text,
  json_build_object('prompt', '再短一些。', 'response', '老人点灯，无人渡河。', 'history', json_build_array(json_build_array('写一段。', substr(:'tale', 1, 80))))::text,
  json_build_object('prompt', '写一个关于老渡口的短故事，分两段。', 'response', '从前有座渡口，船家姓周，夏天卖瓜，冬天补网，从不多话。', 'rejected', :'tale')::text,
  json_build_object('prompt', '用“数完了便不再说话”造句，写三句。', 'response', '他数完了便不再说话，把零钱推回柜台。')::text,
  json_build_object('prompt', '概括这个故事的情节，一句话。', 'response', '一位摆渡老人每天点着有裂纹的灯撑船，桥建成后没有乘客了，他还是照旧划到河中间再回来。')::text,
  json_build_object('prompt', 'Name three seabirds, separated by commas.', 'response', 'Gull, heron, tern.')::text) AS stored;
CALL badcase.triage(1);
SELECT s.submission_id, s.state, s.held_for, f.rule, f.severity, f.field, f.turn, f.start, f.stop, f.excerpt, f.confidence >= 0.8 AS sure
FROM badcase_internal.submission s LEFT JOIN badcase_internal.finding f ON f.submission_id = s.submission_id AND f.rule LIKE 'protected:%'
ORDER BY 1, f.field;
-- what the span holds is of the work
SELECT f.submission_id, strpos(:'tale', substr(response(s.record), f.start + 1, f.stop - f.start)) > 0 AS "of the work"
FROM badcase_internal.finding f JOIN badcase_internal.submission s ON s.submission_id = f.submission_id
WHERE f.rule = 'protected:novels' AND f.field = 'response' AND f.submission_id = 1;
-- it is no contamination, and a benchmark is no protected work
SELECT count(*) FROM badcase.contamination(1, NULL, 0.5);
SELECT badcase.contamination(1, 1);
-- a curator's word: it stands, or it is quoted by right
SELECT badcase.resolve_finding(f.finding_id, false, 'a page of the novel') FROM badcase_internal.finding f WHERE f.submission_id = 1 AND f.rule = 'protected:novels';
SELECT badcase.resolve_finding(f.finding_id, true, 'a review quotes the poem') FROM badcase_internal.finding f WHERE f.submission_id = 3 AND f.rule = 'protected:novels';
SELECT submission_id, state, reasons FROM badcase_internal.submission WHERE submission_id IN (1, 3) ORDER BY 1;
-- a work that comes later is looked for in what was taken before
SELECT badcase.open_corpus(1, 'songs', 'protected', 'all rights reserved') AS corpus;
SELECT pg_temp.send('corpus', 2, json_build_object('prompt', '一位摆渡老人每天点着有裂纹的灯撑船，桥建成后没有乘客了，他还是照旧划到河中间再回来。灯灭了。')::text) AS stored;
CALL badcase.triage(1);
SELECT f.submission_id, f.rule, f.start, f.stop, f.excerpt FROM badcase_internal.finding f WHERE f.rule = 'protected:songs';

-- A person's name: with a colon it holds, in prose it is told.
SELECT pg_temp.send('submissions', NULL,
  json_build_object('prompt', '整理下面的名片，输出三行。', 'response', '姓名：陈志强')::text,
  json_build_object('prompt', '改写这句话，语气客气一些。', 'response', '患者陈志强，男，昨日入院。')::text) AS stored;
CALL badcase.triage(1);
SELECT s.submission_id, s.state, f.rule, f.severity, f.confidence FROM badcase_internal.submission s JOIN badcase_internal.finding f ON f.submission_id = s.submission_id
WHERE f.rule = 'pii:person_name' ORDER BY 1;
-- a setting holds both
SELECT badcase.set_rule(1, 'pii:person_name', 'hold');
CALL badcase.triage(1);
SELECT s.submission_id, s.state, f.severity FROM badcase_internal.submission s JOIN badcase_internal.finding f ON f.submission_id = s.submission_id
WHERE f.rule = 'pii:person_name' ORDER BY 1;

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase CASCADE;
DROP SCHEMA badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner, regress_badcase_a;
DROP ROLE regress_badcase_owner, regress_badcase_a;
