-- Clusters, their representatives, and the credit for them.

-- In the order of the submissions, each with the first of its cluster, so that the first rows come at once.
CREATE FUNCTION badcase_internal.duplicates()
  RETURNS TABLE (submission bigint, representative bigint, kind text, similarity float8, state text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT s.submission_id, o.submission_id, CASE WHEN s.state = 'duplicate' THEN 'exact' ELSE 'near' END,
      @extschema@.similarity(s.record, o.record, 'record'::text), s.state
    FROM badcase_internal.submission s
    CROSS JOIN LATERAL (
      SELECT m.submission_id FROM badcase_internal.submission m
      WHERE m.program_id = s.program_id AND m.cluster_id = s.cluster_id
        AND m.cluster_id IS NOT NULL AND m.state NOT IN ('duplicate', 'rejected', 'withdrawn')
      ORDER BY m.submission_id LIMIT 1) k
    JOIN badcase_internal.submission o ON o.submission_id = k.submission_id
    WHERE s.submission_id > 0 AND s.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[])
      AND s.state <> 'withdrawn' AND k.submission_id <> s.submission_id
    ORDER BY s.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.duplicates() IS 'the rows of badcase.duplicates';

CREATE VIEW badcase.duplicates WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.duplicates() AS r) x;
COMMENT ON VIEW badcase.duplicates IS
  'reviewer, curator: each member of a cluster beside its representative: the first that was neither rejected nor withdrawn';
COMMENT ON COLUMN badcase.duplicates.submission IS 'the submission';
COMMENT ON COLUMN badcase.duplicates.representative IS 'the first submission of its cluster that was neither rejected nor withdrawn';
COMMENT ON COLUMN badcase.duplicates.kind IS 'exact: set aside as a duplicate; near: a member of the cluster';
COMMENT ON COLUMN badcase.duplicates.similarity IS 'of the two records';
COMMENT ON COLUMN badcase.duplicates.state IS 'the state of the submission';

-- What holds a part of a benchmark is in no release, and earns nothing: neither credit nor early access.
CREATE FUNCTION badcase_internal.cluster_credits(programs int[])
  RETURNS TABLE (program_id int, contributor_id bigint, accepted_round bigint, n bigint, first_at timestamptz, last_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT p.id, k.a, k.b, sum(k.n[1])::bigint, min(k.first_at), max(k.last_at)
    FROM unnest(programs) p(id) CROSS JOIN LATERAL badcase_internal.tallied(p.id, 'credit') k
    GROUP BY p.id, k.a, k.b
  $$;
COMMENT ON FUNCTION badcase_internal.cluster_credits(int[]) IS
  'how many accepted clusters are a contributor''s, as that of their representative, by the round that first accepted one of each; when the first and the last was accepted';

CREATE FUNCTION badcase_internal.named_contributors(programs int[])
  RETURNS TABLE (program_id int, contributor_id bigint, display_name text, role regrole)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program_id, c.contributor_id, c.display_name, c.role FROM badcase_internal.contributor c
    WHERE c.program_id = ANY (programs) AND c.display_name IS NOT NULL AND badcase_internal.consents(c.contributor_id, 'show_name')
  $$;
COMMENT ON FUNCTION badcase_internal.named_contributors(int[]) IS 'the contributors who have a name and agreed to be shown with it';

CREATE FUNCTION badcase_internal.credits_of(programs int[])
  RETURNS TABLE (program int, contributor bigint, display_name text, accepted bigint, first_accepted_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program_id, c.contributor_id, c.display_name, sum(k.n)::bigint, min(k.first_at)
    FROM badcase_internal.cluster_credits(programs) k
    JOIN badcase_internal.named_contributors(programs) c ON c.contributor_id = k.contributor_id
    GROUP BY c.program_id, c.contributor_id, c.display_name
  $$;
COMMENT ON FUNCTION badcase_internal.credits_of(int[]) IS 'the credits of programs, with the contributors'' numbers';

CREATE FUNCTION badcase_internal.credits()
  RETURNS TABLE (program int, display_name text, accepted bigint, first_accepted_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program, c.display_name, c.accepted, c.first_accepted_at
    FROM badcase_internal.credits_of(badcase_internal.programs_with('exporter', 'curator')) c
    ORDER BY c.program, c.accepted DESC, c.first_accepted_at, c.contributor
  $$;
COMMENT ON FUNCTION badcase_internal.credits() IS 'the rows of badcase.credits';

CREATE VIEW badcase.credits WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.credits();
COMMENT ON VIEW badcase.credits IS
  'exporter, curator: the contributors of accepted records, with the number of clusters that they were the first to send; only names whose owners agreed to be shown';
COMMENT ON COLUMN badcase.credits.program IS 'the program';
COMMENT ON COLUMN badcase.credits.display_name IS 'the contributor''s name';
COMMENT ON COLUMN badcase.credits.accepted IS 'how many accepted clusters the contributor was the first to send';
COMMENT ON COLUMN badcase.credits.first_accepted_at IS 'when the first of them was accepted';

CREATE FUNCTION badcase_internal.round_credits()
  RETURNS TABLE (program int, round bigint, display_name text, accepted bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (SELECT badcase_internal.programs_with('exporter', 'curator') AS programs)
    SELECT c.program_id, k.accepted_round, c.display_name, k.n
    FROM mine m
    CROSS JOIN LATERAL badcase_internal.cluster_credits(m.programs) k
    JOIN LATERAL badcase_internal.named_contributors(m.programs) c ON c.contributor_id = k.contributor_id
    ORDER BY c.program_id, k.accepted_round, k.n DESC, k.first_at, c.contributor_id
  $$;
COMMENT ON FUNCTION badcase_internal.round_credits() IS 'the rows of badcase.round_credits';

CREATE VIEW badcase.round_credits WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.round_credits();
COMMENT ON VIEW badcase.round_credits IS 'exporter, curator: the credits by round; a cluster counts in the round that first accepted one of it';
COMMENT ON COLUMN badcase.round_credits.program IS 'the program';
COMMENT ON COLUMN badcase.round_credits.round IS 'the round';
COMMENT ON COLUMN badcase.round_credits.display_name IS 'the contributor''s name';
COMMENT ON COLUMN badcase.round_credits.accepted IS 'how many accepted clusters the contributor was the first to send';

-- A reviewer who is registered as a contributor too can agree to be shown.
CREATE FUNCTION badcase_internal.reviewer_credits_of(programs int[])
  RETURNS TABLE (program int, contributor bigint, display_name text, reviews bigint, first_reviewed_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET jit = off
  AS $$
    SELECT c.program_id, c.contributor_id, c.display_name, count(*), min(v.reviewed_at)
    FROM badcase_internal.named_contributors(programs) c
    JOIN badcase_internal.round o ON o.program_id = c.program_id
    JOIN badcase_internal.review v ON v.round_id = o.round_id AND v.reviewer = c.role
    GROUP BY c.program_id, c.contributor_id, c.display_name
  $$;
COMMENT ON FUNCTION badcase_internal.reviewer_credits_of(int[]) IS 'the reviewer credits of programs, with the contributors'' numbers';

CREATE FUNCTION badcase_internal.reviewer_credits()
  RETURNS TABLE (program int, display_name text, reviews bigint, first_reviewed_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program, c.display_name, c.reviews, c.first_reviewed_at
    FROM badcase_internal.reviewer_credits_of(badcase_internal.programs_with('exporter', 'curator')) c
    ORDER BY c.program, c.reviews DESC, c.first_reviewed_at, c.contributor
  $$;
COMMENT ON FUNCTION badcase_internal.reviewer_credits() IS 'the rows of badcase.reviewer_credits';

CREATE VIEW badcase.reviewer_credits WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.reviewer_credits();
COMMENT ON VIEW badcase.reviewer_credits IS
  'exporter, curator: who reviewed how much; only reviewers who are registered as contributors too and agreed to be shown';
COMMENT ON COLUMN badcase.reviewer_credits.program IS 'the program';
COMMENT ON COLUMN badcase.reviewer_credits.display_name IS 'the reviewer''s name';
COMMENT ON COLUMN badcase.reviewer_credits.reviews IS 'how many reviews';
COMMENT ON COLUMN badcase.reviewer_credits.first_reviewed_at IS 'when the first of them was given';

-- From what holds now: a record that is withdrawn or rejected after all gives nothing any more.
CREATE FUNCTION badcase_internal.early_access()
  RETURNS TABLE (program int, contributor bigint, external_id text, until timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT p.program_id, c.contributor_id, c.external_id, max(k.last_at) + p.early_access
    FROM badcase_internal.cluster_credits(badcase_internal.programs_with('curator')) k
    JOIN badcase_internal.program p ON p.program_id = k.program_id
    JOIN badcase_internal.contributor c ON c.contributor_id = k.contributor_id
    WHERE c.external_id IS NOT NULL
    GROUP BY p.program_id, c.contributor_id, c.external_id
    HAVING max(k.last_at) + p.early_access > now()
    ORDER BY p.program_id, c.contributor_id
  $$;
COMMENT ON FUNCTION badcase_internal.early_access() IS 'the rows of badcase.early_access';

CREATE VIEW badcase.early_access WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.early_access();
COMMENT ON VIEW badcase.early_access IS
  'curator: who has early access to the next model: the contributors of accepted clusters, as long as the program says';
COMMENT ON COLUMN badcase.early_access.program IS 'the program';
COMMENT ON COLUMN badcase.early_access.contributor IS 'the contributor';
COMMENT ON COLUMN badcase.early_access.external_id IS 'how the program''s own books name the contributor';
COMMENT ON COLUMN badcase.early_access.until IS
  'until when: badcase_internal.program.early_access after the last cluster of theirs that was accepted';
