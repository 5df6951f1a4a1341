-- What a release is, in numbers: computed when it is published, and kept.

-- ChatGLM-6B's training script takes files named .csv or .json only, whatever is in them.
CREATE FUNCTION badcase.release_file_name(release bigint, format text, split text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT 'badcase_r' || release || CASE WHEN format <> 'badcase' THEN '_' || format ELSE '' END
      || CASE WHEN split = 'validation' THEN '_validation' ELSE '' END
      || CASE WHEN format IN ('ptuning', 'ptuning_chat') THEN '.json' ELSE '.jsonl' END;
  END;
COMMENT ON FUNCTION badcase.release_file_name(bigint, text, text) IS 'exporter, curator: the name of the file of a release in a format and split';

-- What is refused is what release_rows leaves out with omit: bytes and hash are of the rest.
CREATE FUNCTION badcase_internal.format_files(release bigint, format text)
  RETURNS TABLE (split text, lines bigint, left_out bigint, refused bigint, bytes bigint, sha256 bytea)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT l.split, count(l.line), count(*) - count(l.line) - count(*) FILTER (WHERE l.refused), count(*) FILTER (WHERE l.refused),
      coalesce(sum(octet_length(l.line) + 1), 0)::bigint,
      @extschema@.badcase_lines_sha256(convert_to(l.line, 'UTF8') ORDER BY l.pos)
    FROM (
      SELECT e.pos, e.split, NOT f.history AND @extschema@.turns(e.record) > 0 AS refused,
        CASE WHEN f.history OR @extschema@.turns(e.record) = 0 THEN @extschema@.badcase_export(e.record, f.name)::text END AS line
      FROM badcase_internal.release_entries(format_files.release) e
      JOIN @extschema@.badcase_formats() f ON f.name = format_files.format
      OFFSET 0) l
    GROUP BY l.split;
  END;
COMMENT ON FUNCTION badcase_internal.format_files(bigint, text) IS 'what a format of a release comes to, by split, computed now';

-- All formats at once: each item is read once, in the order of their places, and each hash takes the lines as they come.
-- So the groups are made by hashing, which keeps the order of the lines of a group, on disk too; whatever the caller's settings.
CREATE FUNCTION badcase_internal.files_of(release bigint) RETURNS SETOF badcase_internal.release_file
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_hashagg = on
  SET enable_sort = off
  SET max_parallel_workers_per_gather = 0
  SET jit = off
  AS $$
    SELECT files_of.release, x.format, x.split, badcase.release_file_name(files_of.release, x.format, x.split),
      x.lines, x.left_out, x.refused, CASE WHEN x.refused = 0 THEN x.bytes END, CASE WHEN x.refused = 0 THEN x.sha256 END
    FROM (
      SELECT l.format, e.split, count(l.line) AS lines, count(*) - count(l.line) - count(*) FILTER (WHERE l.refused) AS left_out,
        count(*) FILTER (WHERE l.refused) AS refused, coalesce(sum(octet_length(l.line) + 1), 0)::bigint AS bytes,
        @extschema@.badcase_lines_sha256(convert_to(l.line, 'UTF8')) AS sha256
      FROM (
        SELECT r.split, r.record, @extschema@.turns(r.record) > 0 AS with_history
        FROM badcase_internal.release_entries(files_of.release) r ORDER BY r.pos) e
      CROSS JOIN LATERAL (
        SELECT f.name AS format, NOT f.history AND e.with_history AS refused,
          CASE WHEN f.history OR NOT e.with_history THEN @extschema@.badcase_export(e.record, f.name)::text END AS line
        FROM @extschema@.badcase_formats() f OFFSET 0) l
      GROUP BY l.format, e.split) x
  $$;
COMMENT ON FUNCTION badcase_internal.files_of(bigint) IS 'what each format of a release comes to';

-- Fleiss' kappa over pairs of reviews of one submission and pass: (observed - expected) / (1 - expected). A review is of the
-- program that its round is of.
CREATE FUNCTION badcase_internal.agreement(program int) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT jsonb_build_object(
      'reviews', x.reviews::bigint, 'reviewers', (SELECT count(DISTINCT t.a) FROM badcase_internal.tallied(program, 'reviewer') t),
      'pairs', x.pairs::bigint,
      'observed', round(x.agreeing / nullif(x.pairs, 0), 3),
      'expected', round(x.expected, 3),
      'kappa', round((x.agreeing / nullif(x.pairs, 0) - x.expected) / nullif(1 - x.expected, 0), 3))
    FROM (
      SELECT sum(t.n[1]) AS reviews, coalesce(sum(t.n[2]), 0) AS pairs, coalesce(sum(t.n[3]), 0) AS agreeing,
        (sum(t.n[4]) * sum(t.n[4]) + sum(t.n[5]) * sum(t.n[5]) + sum(t.n[6]) * sum(t.n[6])) / nullif(sum(t.n[1]) * sum(t.n[1]), 0) AS expected
      FROM badcase_internal.tallied(program, 'verdict') t) x
  $$;
COMMENT ON FUNCTION badcase_internal.agreement(int) IS
  'how far the reviewers of a program agree on verdicts: pairs of reviews, observed and expected agreement, Fleiss'' kappa';

-- Nothing where no audit judged an accepted record of these rounds.
CREATE FUNCTION badcase_internal.audit_fact(rounds bigint[]) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce((
      SELECT jsonb_build_object('audit', jsonb_build_object('judged', x.judged, 'wrong', x.wrong, 'error_rate', round(x.wrong::numeric / x.judged, 4),
        'low', w.low, 'high', w.high))
      FROM (
        SELECT count(*) AS judged, count(*) FILTER (WHERE f.verdict <> i.decision) AS wrong
        FROM badcase_internal.audit a
        JOIN badcase_internal.audit_item i ON i.audit_id = a.audit_id AND i.decision = 'accepted'
        CROSS JOIN LATERAL (
          SELECT l.verdict FROM badcase_internal.look l
          WHERE l.submission_id = i.submission_id AND l.audit_id = i.audit_id AND l.verdict IS NOT NULL
          ORDER BY l.looked_at, l.reviewer::oid LIMIT 1) f
        WHERE a.round_id = ANY (rounds)) x
      CROSS JOIN LATERAL badcase_internal.wilson(x.wrong, x.judged) w
      WHERE x.judged > 0), '{}')
  $$;
COMMENT ON FUNCTION badcase_internal.audit_fact(bigint[]) IS
  'how many accepted records of rounds were judged again for an audit, how many of them otherwise, with Wilson''s interval; an empty object for none';

CREATE FUNCTION badcase_internal.release_facts(release bigint) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH entry AS MATERIALIZED (
      SELECT e.split, e.submission AS submission_id, @extschema@.turns(e.record) AS turns, @extschema@.rejected(e.record) IS NOT NULL AS pair,
        length(@extschema@.prompt(e.record)) AS prompt, length(@extschema@.response(e.record)) AS response,
        octet_length(@extschema@.prompt(e.record)) + octet_length(@extschema@.response(e.record)) AS bytes,
        badcase_internal.language_of(@extschema@.prompt(e.record) || @extschema@.response(e.record)) AS language,
        a.asks, a.breaks
      FROM badcase_internal.release_entries(release_facts.release) e CROSS JOIN LATERAL badcase_internal.asks_of(e.record) a
      WHERE e.record IS NOT NULL
    ), sent AS MATERIALIZED (
      SELECT s.submission_id, s.contributor_id, s.task_id, s.failure_kinds, s.received_at, s.review_pass, s.exact_key_version, s.rule_version, s.decided_rule
      FROM entry e JOIN badcase_internal.submission s ON s.submission_id = e.submission_id
    )
    SELECT jsonb_build_object(
      'general', coalesce((
        SELECT jsonb_agg(jsonb_build_object('corpus', k.name, 'items', x.n, 'licence', k.licence, 'source', k.source) ORDER BY k.name COLLATE "C")
        FROM (
          SELECT c.corpus_id, count(*) AS n FROM badcase_internal.release_general_item m JOIN badcase_internal.corpus_item c ON c.item_id = m.item_id
          WHERE m.release_id = release_facts.release GROUP BY c.corpus_id) x
        JOIN badcase_internal.corpus k ON k.corpus_id = x.corpus_id), '[]'),
      'splits', coalesce((SELECT jsonb_object_agg(x.split, x.n) FROM (SELECT e.split, count(*) AS n FROM entry e GROUP BY e.split) x), '{}'),
      'languages', coalesce((SELECT jsonb_object_agg(x.language, x.n) FROM (SELECT e.language, count(*) AS n FROM entry e GROUP BY e.language) x), '{}'),
      'with_history', (SELECT count(*) FROM entry e WHERE e.turns > 0),
      'with_rejected', (SELECT count(*) FROM entry e WHERE e.pair),
      'asking', (SELECT count(*) FROM entry e WHERE e.asks > 0),
      'asking_kept', (SELECT count(*) FROM entry e WHERE e.asks > 0 AND e.breaks = 0),
      'characters', (SELECT jsonb_build_object('prompt', coalesce(sum(e.prompt), 0), 'response', coalesce(sum(e.response), 0)) FROM entry e),
      'bytes', (SELECT coalesce(sum(e.bytes), 0) FROM entry e),
      'contributors', (SELECT count(DISTINCT s.contributor_id) FROM sent s),
      'tasks', coalesce((
        SELECT jsonb_object_agg(x.name, x.n) FROM (
          SELECT t.name, count(*) AS n
          FROM sent s JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NOT NULL
          GROUP BY t.name) x), '{}'),
      'failure_kinds', coalesce((
        SELECT jsonb_object_agg(x.kind, x.n) FROM (
          SELECT k.kind, count(*) AS n
          FROM sent s CROSS JOIN unnest(s.failure_kinds) k(kind)
          GROUP BY k.kind) x), '{}'),
      'received', (
        SELECT jsonb_build_object('from', to_char(min(s.received_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
          'to', to_char(max(s.received_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD'))
        FROM sent s),
      'reviews_per_item', (
        SELECT round(count(v.reviewer)::numeric / nullif(count(DISTINCT s.submission_id), 0), 2)
        FROM sent s
        LEFT JOIN badcase_internal.review v ON v.submission_id = s.submission_id AND v.review_pass = s.review_pass),
      'consents', coalesce((
        SELECT jsonb_object_agg(x.scope, jsonb_build_object('contributors', x.n, 'text_versions', x.versions)) FROM (
          SELECT k.scope, count(*) AS n, jsonb_agg(DISTINCT k.text_version) AS versions
          FROM badcase_internal.consent k
          WHERE k.superseded_at IS NULL AND k.granted AND k.scope IN ('train', 'publish_text') AND k.contributor_id IN (
            SELECT s.contributor_id FROM sent s)
          GROUP BY k.scope) x), '{}'),
      'agreement', badcase_internal.agreement(r.program_id),
      'versions', jsonb_build_object(
        'badcase', badcase.version(), 'features', 'v1',
        'exact_key', (SELECT jsonb_agg(DISTINCT s.exact_key_version) FROM sent s),
        'screening_rules', (SELECT jsonb_agg(DISTINCT s.rule_version) FROM sent s),
        'decision_rules', (SELECT jsonb_agg(DISTINCT s.decided_rule) FROM sent s),
        'quorum', p.quorum))
      || badcase_internal.audit_fact(ARRAY(
        SELECT DISTINCT s.decided_round FROM entry e JOIN badcase_internal.submission s ON s.submission_id = e.submission_id))
    FROM badcase_internal.release r JOIN badcase_internal.program p ON p.program_id = r.program_id
    WHERE r.release_id = release_facts.release
  $$;
COMMENT ON FUNCTION badcase_internal.release_facts(bigint) IS 'what the manifest says of the items of a release, computed now';
