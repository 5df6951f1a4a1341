-- release_history.sql: CALL history(number, seed, steps) makes one random history of a program. Everything that was done
-- goes into journal, with what it was done to; what the workspace made of it is not looked at, but for what can be picked.

CREATE ROLE badcase_owner NOLOGIN;
CREATE ROLE curator NOLOGIN;
CREATE ROLE reviewers NOLOGIN;
CREATE ROLE reviewer1 NOLOGIN IN ROLE reviewers;
CREATE ROLE reviewer2 NOLOGIN IN ROLE reviewers;
CREATE ROLE reviewer3 NOLOGIN IN ROLE reviewers;
SELECT badcase_setup('badcase_owner');
CREATE TABLE journal (history int, step bigint GENERATED ALWAYS AS IDENTITY, op text, done jsonb, refused text);
CREATE INDEX ON journal (history, step);

CREATE FUNCTION below(n int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT floor(random() * n)::int';
CREATE FUNCTION chance(share float8) RETURNS bool LANGUAGE sql VOLATILE AS 'SELECT random() < share';
CREATE FUNCTION act_as(role text) RETURNS void LANGUAGE sql AS $$ SELECT set_config('role', role, true) $$;

-- One of the submissions of a program in these states: by place, so that it does not depend on the numbers.
CREATE FUNCTION pick(p int, states text[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  ids bigint[] := ARRAY(SELECT s.submission_id FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = ANY (states) ORDER BY 1);
BEGIN
  RETURN ids[1 + below(cardinality(ids))];
END $$;
CREATE FUNCTION pick_contributor(p int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  ids bigint[] := ARRAY(SELECT c.contributor_id FROM badcase_internal.contributor c WHERE c.program_id = p AND c.external_id IS NOT NULL ORDER BY 1);
BEGIN
  RETURN ids[1 + below(cardinality(ids))];
END $$;

-- Families of records: within one, all are near to each other, and to nothing else. Family 0 is the same in every
-- history; family 5 asks with a passage of the benchmark. Of the variants of a family, 0 to 2 are exact duplicates.
CREATE FUNCTION words(kind text, n int) RETURNS text LANGUAGE sql AS $$ SELECT string_agg(kind || 'x' || i, ' ' ORDER BY i) FROM generate_series(1, n) i $$;
CREATE FUNCTION any_record(h int, family int, task text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  f CONSTANT text := CASE WHEN family = 0 THEN '' ELSE 'h' || h END || 'f' || family;
  answer CONSTANT int := below(2);
  variant CONSTANT int := below(7);
  prompt text := 'Explain ' || CASE WHEN family = 5 THEN words('h' || h || 'passage', 14) ELSE words('p' || f, 6) END;
  response text := words('r' || f || 'a' || answer, 30);
BEGIN
  IF chance(0.08) THEN
    response := response || ' 13812345678';
  END IF;
  IF chance(0.08) THEN
    response := response || ' zzterm' || h;
  END IF;
  response := response || CASE variant WHEN 1 THEN E'\u00A0 number 1' WHEN 2 THEN E' number １' WHEN 3 THEN ', number 1!' WHEN 4 THEN ' NUMBER 1' ELSE ' number 1' END;
  RETURN '{"prompt": ' || to_json(prompt) || ', "response": ' || to_json(response)
    || CASE WHEN variant = 5 THEN ', "history": [["q", "a"]]' ELSE '' END
    || CASE WHEN variant >= 4 THEN ', "rejected": "no"' ELSE '' END || ', "task": ' || to_json(task) || '}';
END $$;

CREATE FUNCTION do_upload(h int, p int) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  c CONSTANT bigint := pick_contributor(p);
  lines CONSTANT text[] := ARRAY(SELECT any_record(h, below(6), 't' || below(2)) FROM generate_series(1, 1 + below(7)));
  u bigint;
BEGIN
  PERFORM act_as('curator');
  u := badcase.open_upload(p, c);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY t(l, n);
  PERFORM badcase.process_upload();
  PERFORM act_as('none');
  RETURN jsonb_build_object('upload', u, 'contributor', c, 'lines', lines, 'stored', coalesce((
    SELECT jsonb_object_agg(s.submission_id, s.line_no) FROM badcase_internal.submission s WHERE s.upload_id = u), '{}'));
END $$;

CREATE FUNCTION do_triage(p int, part bool) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  PERFORM act_as('curator');
  IF part THEN
    PERFORM badcase.triage_batch(p, 3);
  ELSE
    WHILE badcase.triage_batch(p, 1 + below(9)) > 0 LOOP NULL; END LOOP;
  END IF;
  RETURN jsonb_build_object('whole', NOT part);
END $$;

-- Most reviewers like most of what they see.
CREATE FUNCTION do_review(p int) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  me CONSTANT text := 'reviewer' || 1 + below(3);
  s bigint;
  useful bool;
  correct bool;
  given jsonb := '[]';
BEGIN
  FOREACH s IN ARRAY ARRAY(SELECT t.submission_id FROM badcase_internal.submission t WHERE t.program_id = p AND t.state = 'pending' ORDER BY 1) LOOP
    CONTINUE WHEN chance(0.2);
    useful := chance(0.9);
    correct := chance(0.93);
    BEGIN
      PERFORM act_as(me);
      PERFORM badcase.submit_review(s, useful, correct);
      given := given || jsonb_build_array(jsonb_build_array(s, useful AND correct));
    EXCEPTION WHEN insufficient_privilege THEN NULL;
    END;
    PERFORM act_as('none');
  END LOOP;
  RETURN jsonb_build_object('reviewer', me, 'given', given);
END $$;

CREATE FUNCTION do_decision(h int, p int, op text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  -- a rejected one whose twin was accepted meanwhile, if there is one: reopened, it makes two
  twin CONSTANT bigint := (SELECT min(t.submission_id) FROM badcase_internal.submission t WHERE op = 'reopen' AND t.program_id = p AND t.state = 'rejected'
    AND EXISTS (SELECT FROM badcase_internal.submission o WHERE o.program_id = p AND o.state = 'accepted' AND o.exact_key = t.exact_key));
  s CONSTANT bigint := coalesce(twin, pick(p, CASE op WHEN 'adjudicate' THEN '{disputed}' WHEN 'revise' THEN '{pending,needs_changes}' WHEN 'reopen' THEN '{accepted,rejected}'
    ELSE '{accepted}' END::text[]));
  accepted CONSTANT bool := chance(0.7);
  task CONSTANT text := CASE WHEN chance(0.5) THEN 't' || below(2) END;
  line text := any_record(h, below(6), 't' || below(2));
BEGIN
  PERFORM act_as('curator');
  CASE op
    WHEN 'adjudicate' THEN PERFORM badcase.adjudicate(s, CASE WHEN accepted THEN 'accepted' ELSE 'rejected' END, 'so');
    WHEN 'reopen' THEN PERFORM badcase.reopen(s, 'so');
    WHEN 'task' THEN PERFORM badcase.assign_task(s, task);
    WHEN 'revise' THEN
      -- with a rejected answer of its own, which the answer before would else become
      IF line !~ '"rejected": ' THEN
        line := replace(line, ', "task": ', ', "rejected": "no", "task": ');
      END IF;
      PERFORM badcase.revise(s, line::badcase, 'so');
  END CASE;
  RETURN jsonb_build_object('submission', s, 'accepted', accepted, 'task', task, 'line', line);
END $$;

CREATE FUNCTION do_resolve(p int) RETURNS jsonb LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  ids CONSTANT bigint[] := ARRAY(SELECT f.finding_id FROM badcase_internal.submission s JOIN badcase_internal.finding f USING (submission_id) WHERE s.program_id = p AND f.cleared IS NULL
    AND f.rule ~ '^(pii|term|contamination):' ORDER BY f.submission_id, f.rule);
  id CONSTANT bigint := ids[1 + below(cardinality(ids))];
  cleared CONSTANT bool := chance(0.7);
BEGIN
  PERFORM act_as('curator');
  PERFORM badcase.resolve_finding(id, cleared, 'so');
  PERFORM act_as('none');
  RETURN (SELECT jsonb_build_object('submission', f.submission_id, 'kind', split_part(f.rule, ':', 1), 'cleared', cleared)
    FROM badcase_internal.finding f WHERE f.finding_id = id);
END $$;

CREATE FUNCTION do_consent(p int, op text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  c CONSTANT bigint := pick_contributor(p);
  scope CONSTANT text := CASE WHEN chance(0.6) THEN 'train' ELSE 'publish_text' END;
  granted CONSTANT bool := chance(0.85);
BEGIN
  PERFORM act_as('curator');
  CASE op
    WHEN 'consent' THEN PERFORM badcase.set_consent(c, scope, granted, 't');
    WHEN 'attest' THEN PERFORM badcase.attest(c, 't');
    WHEN 'erase' THEN PERFORM badcase.erase(c, 'so');
    WHEN 'leave' THEN PERFORM badcase.withdraw(contributor => c);
  END CASE;
  RETURN jsonb_build_object('contributor', c, 'scope', scope, 'granted', granted);
END $$;

CREATE FUNCTION do_withdraw(p int) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  s bigint := pick(p, CASE WHEN chance(0.5) THEN '{accepted}' ELSE '{received,held,duplicate,pending,needs_changes,disputed,accepted,rejected}' END::text[]);
  u bigint;
BEGIN
  IF chance(0.15) THEN
    u := (SELECT t.upload_id FROM badcase_internal.submission t WHERE t.submission_id = s);
    s := NULL;
  END IF;
  PERFORM act_as('curator');
  PERFORM badcase.withdraw(submission => s, upload => u);
  RETURN jsonb_build_object('submission', s, 'upload', u);
END $$;

CREATE FUNCTION do_rules(h int, p int, op text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  target bigint;
BEGIN
  PERFORM act_as('curator');
  target := CASE op WHEN 'terms' THEN badcase.create_term_list(p, 'words', 'hold') ELSE badcase.open_corpus(p, 'bench', 'benchmark', 'CC0') END;
  PERFORM badcase.open_upload(p, kind => CASE op WHEN 'terms' THEN 'terms' ELSE 'corpus' END, target => target);
  INSERT INTO badcase.intake (line_no, line) VALUES (1, convert_to(CASE op
    WHEN 'terms' THEN '{"term": "zzterm' || h || '"}' ELSE '{"prompt": "' || words('h' || h || 'passage', 14) || '"}' END, 'UTF8'));
  PERFORM badcase.process_upload();
  RETURN '{}';
END $$;

-- Records of others to mix in, some of them sent in as well, some of them in the benchmark.
CREATE FUNCTION do_general(h int, p int) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  lines CONSTANT text[] := ARRAY(SELECT any_record(h, CASE WHEN n % 2 = 0 THEN below(6) ELSE 100 + below(9) END, 'other') FROM generate_series(1, 9) n);
BEGIN
  PERFORM act_as('curator');
  PERFORM badcase.open_upload(p, kind => 'corpus', target => badcase.open_corpus(p, 'others', 'general', 'CC0'));
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY t(l, n);
  PERFORM badcase.process_upload();
  PERFORM act_as('none');
  RETURN jsonb_build_object('lines', lines, 'stored', (SELECT jsonb_object_agg(i.item_id, i.line_no) FROM badcase_internal.corpus_item i JOIN badcase_internal.corpus k USING (corpus_id)
    WHERE k.program_id = p AND k.role = 'general'));
END $$;

-- With the list of what was accepted at that moment.
CREATE FUNCTION accepted_now(p int) RETURNS jsonb LANGUAGE sql AS $$
  SELECT coalesce(jsonb_agg(s.submission_id ORDER BY 1), '[]') FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'accepted'
$$;
CREATE FUNCTION do_release(p int) RETURNS jsonb LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  seed CONSTANT bigint := below(1000) - 500;
  per_cluster CONSTANT int := (ARRAY[1, 1, 2, NULL])[1 + below(4)];
  per_task CONSTANT int := (ARRAY[1, 3, NULL, NULL])[1 + below(4)];
  validation CONSTANT numeric := (ARRAY[0, 0, 0.25, 0.5])[1 + below(4)];
  public CONSTANT bool := chance(0.4);
  general CONSTANT int := CASE WHEN chance(0.5) AND EXISTS (SELECT FROM badcase_internal.corpus k WHERE k.program_id = p AND k.role = 'general') THEN 1 + below(7) END;
  mix CONSTANT jsonb := jsonb_build_object('per_cluster', per_cluster) || CASE WHEN public THEN
    '{"public": {"licence": "CC-BY-4.0", "url": "https://example.org/r"}}' ELSE '{}' END::jsonb
    || CASE WHEN general IS NOT NULL THEN jsonb_build_object('general', jsonb_build_array(jsonb_build_object('corpus', 'others', 'count', general))) ELSE '{}' END;
  id bigint;
  again bigint;
BEGIN
  PERFORM act_as('curator');
  BEGIN
    id := badcase.build_release(p, 'r' || random(), seed, mix, per_task, validation);
    IF chance(0.4) THEN
      again := badcase.build_release(p, 'r' || random(), seed, mix, per_task, validation);
    END IF;
  EXCEPTION
    WHEN object_not_in_prerequisite_state THEN
      RETURN jsonb_build_object('refused', sqlerrm);
    WHEN invalid_parameter_value THEN
      PERFORM act_as('none');
      RETURN jsonb_build_object('seed', seed, 'per_cluster', per_cluster, 'per_task', per_task, 'validation', validation, 'public', public, 'general', general,
        'too_few', sqlerrm, 'accepted', accepted_now(p));
  END;
  PERFORM act_as('none');
  RETURN (SELECT jsonb_build_object('release', id, 'general', general, 'seed', seed, 'per_cluster', per_cluster, 'per_task', per_task, 'validation', validation,
      'public', public, 'left_out', r.left_out, 'count', r.items, 'sha256', encode(r.sha256, 'hex'), 'again', (
        SELECT encode(a.sha256, 'hex') FROM badcase_internal.release a WHERE a.release_id = again),
      'accepted', accepted_now(p), 'items', coalesce((
        SELECT jsonb_agg(jsonb_build_array(t.number, t.split, t.general) ORDER BY t.pos) FROM (
          SELECT i.pos, i.submission_id AS number, i.split, false AS general FROM badcase_internal.release_item i WHERE i.release_id = id
          UNION ALL SELECT m.pos, m.item_id, 'train', true FROM badcase_internal.release_general_item m WHERE m.release_id = id) t), '[]'))
    FROM badcase_internal.release r WHERE r.release_id = id);
END $$;

CREATE FUNCTION do_publish(p int) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  ids CONSTANT bigint[] := ARRAY(SELECT r.release_id FROM badcase_internal.release r WHERE r.program_id = p AND r.published_at IS NULL
    AND EXISTS (SELECT FROM journal j WHERE j.op = 'release' AND (j.done ->> 'release')::bigint = r.release_id) ORDER BY 1);
  id CONSTANT bigint := ids[1 + below(cardinality(ids))];
BEGIN
  PERFORM act_as('curator');
  BEGIN
    PERFORM badcase.publish_release(id);
  EXCEPTION WHEN object_not_in_prerequisite_state THEN
    RETURN jsonb_build_object('release', id, 'refused', sqlerrm);
  END;
  RETURN jsonb_build_object('release', id);
END $$;

CREATE FUNCTION do_read(p int) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  ids CONSTANT bigint[] := ARRAY(SELECT (j.done ->> 'release')::bigint FROM journal j WHERE j.op = 'release' AND (j.done ->> 'program')::int = p
    AND j.done ? 'release' ORDER BY 1);
  id CONSTANT bigint := ids[1 + below(cardinality(ids))];
  v record;
  lines text;
  shown jsonb;
BEGIN
  IF id IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM act_as('curator');
  SELECT * INTO v FROM badcase.verify_release(id);
  BEGIN
    SELECT encode(sha256(coalesce(string_agg(convert_to(t.line || E'\n', 'UTF8'), '' ORDER BY t.pos), '')), 'hex') INTO lines
    FROM badcase.release_rows(id) t;
  EXCEPTION WHEN object_not_in_prerequisite_state THEN NULL;
  END;
  IF chance(0.3) THEN
    PERFORM act_as('reviewer1');
    shown := (SELECT coalesce(jsonb_agg(x.pos ORDER BY x.pos), '[]') FROM badcase.export_sft x WHERE x.release = id);
  END IF;
  RETURN jsonb_build_object('release', id, 'ok', v.ok, 'withdrawn', v.withdrawn, 'changed', v.changed, 'lines', lines, 'shown', shown);
END $$;

CREATE PROCEDURE history(h int, seed int, steps int) LANGUAGE plpgsql AS $$
DECLARE
  p int;
  c bigint;
  what text;
  done jsonb;
BEGIN
  PERFORM setseed(((seed::bigint * 1000003 + h) * 48271 % 2147483647) / 2147483647.0);
  PERFORM act_as('badcase_owner');
  p := badcase.create_program('p' || h);
  UPDATE badcase_internal.program SET quorum = 1 + below(2) WHERE program_id = p;
  PERFORM badcase.grant_access(p, 'curator', 'curator'), badcase.grant_access(p, 'reviewers', 'reviewer'), badcase.grant_access(p, 'reviewers', 'exporter');
  IF h % 2 = 0 THEN
    PERFORM act_as('curator');
    PERFORM badcase.set_task(p, 't0'), badcase.set_task(p, 't1');
  END IF;
  PERFORM act_as('none');
  INSERT INTO journal (history, op, done) SELECT h, 'program', jsonb_build_object('quorum', quorum, 'taken', h % 2 = 0) FROM badcase_internal.program WHERE program_id = p;
  FOR i IN 1 .. 4 LOOP
    PERFORM act_as('curator');
    c := badcase.register_contributor(p, 'c' || i);
    FOREACH what IN ARRAY '{train,publish_text}'::text[] LOOP
      CONTINUE WHEN chance(0.25);
      PERFORM act_as('curator');
      PERFORM badcase.set_consent(c, what, true, 't');
      PERFORM act_as('none');
      INSERT INTO journal (history, op, done) VALUES (h, 'consent', jsonb_build_object('contributor', c, 'scope', what, 'granted', true));
    END LOOP;
  END LOOP;
  FOR i IN 1 .. steps LOOP
    COMMIT;
    -- what a history begins and ends with is not left to chance
    what := CASE WHEN i <= 4 THEN 'attest' WHEN i <= 8 THEN 'upload' WHEN i = 9 THEN 'triage' WHEN i <= 12 THEN 'review'
      WHEN i = steps - 2 THEN 'triage' WHEN i >= steps - 1 THEN 'release'
      ELSE (string_to_array('upload upload triage triage triage triage part review review review review review review review review adjudicate revise reopen task'
        || ' resolve resolve resolve consent consent attest withdraw terms bench general erase leave release release release publish publish read read read read', ' '))[1 + below(40)] END;
    CONTINUE WHEN what IN ('terms', 'bench', 'general') AND EXISTS (SELECT FROM journal j WHERE j.history = h AND j.op = what AND j.refused IS NULL);
    CONTINUE WHEN what IN ('erase', 'leave') AND chance(0.8);
    -- names that no curator has taken follow the records alone
    CONTINUE WHEN what = 'task' AND h % 2 = 1;
    BEGIN
      done := CASE
        WHEN what = 'upload' THEN do_upload(h, p)
        WHEN what IN ('triage', 'part') THEN do_triage(p, what = 'part')
        WHEN what = 'review' THEN do_review(p)
        WHEN what IN ('adjudicate', 'revise', 'reopen', 'task') THEN do_decision(h, p, what)
        WHEN what = 'resolve' THEN do_resolve(p)
        WHEN what IN ('consent', 'attest', 'erase', 'leave') THEN do_consent(p, what)
        WHEN what = 'withdraw' THEN do_withdraw(p)
        WHEN what IN ('terms', 'bench') THEN do_rules(h, p, what)
        WHEN what = 'general' THEN do_general(h, p)
        WHEN what = 'release' THEN do_release(p) || jsonb_build_object('program', p)
        WHEN what = 'publish' THEN do_publish(p)
        WHEN what = 'read' THEN do_read(p)
      END;
      PERFORM act_as('none');
      INSERT INTO journal (history, op, done) VALUES (h, what, done);
    EXCEPTION WHEN OTHERS THEN
      -- nothing of that kind to be picked, or not allowed
      INSERT INTO journal (history, op, refused) VALUES (h, what, sqlstate || ' ' || sqlerrm);
    END;
  END LOOP;
END $$;
