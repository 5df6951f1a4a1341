-- Whom to tell what. A curator, or a program that sends letters, reads the outbox and says what was told.

CREATE FUNCTION badcase_internal.require_language(lang text) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF lang IS NULL OR lang NOT IN ('en', 'zh') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'languages are en and zh';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_language(text) IS 'raises (22023) where contributors are told nothing in that language';

CREATE FUNCTION badcase.set_language(contributor bigint, lang text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    PERFORM badcase_internal.require_language(lang);
    UPDATE badcase_internal.contributor k SET lang = set_language.lang WHERE k.contributor_id = c.contributor_id;
  END
  $$;
COMMENT ON FUNCTION badcase.set_language(bigint, text) IS
  'contributor, curator: sets the language in which a contributor is told things: en or zh';

CREATE FUNCTION badcase_internal.news_of(contributor bigint, since timestamptz)
  RETURNS TABLE (what text, n bigint, first_at timestamptz, last_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT k.what, count(*), min(k.at), max(k.at)
    FROM (
      SELECT s.contributor_state_at AS at, badcase_internal.news_kind(s.contributor_state, s.held_for) AS what
      FROM badcase_internal.submission s
      WHERE s.contributor_id = news_of.contributor AND s.contributor_state_at > since
        AND s.contributor_state IN ('held', 'needs_changes', 'accepted', 'rejected')) k
    GROUP BY k.what
    ORDER BY k.what COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.news_of(bigint, timestamptz) IS 'what a contributor has to be told since a time: how many of each';

CREATE FUNCTION badcase_internal.outbox()
  RETURNS TABLE (program int, contributor bigint, external_id text, lang text, what text, n bigint, since timestamptz, up_to timestamptz,
    words text, contacts jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
    SELECT c.program_id, c.contributor_id, c.external_id, c.lang, k.what, k.n, k.first_at, k.last_at,
      badcase_internal.told('news_' || k.what, c.lang, k.n::text), (
        SELECT jsonb_object_agg(a.kind, a.value) FROM badcase_internal.contributor_contact a
        WHERE a.contributor_id = c.contributor_id AND badcase_internal.consents(c.contributor_id, 'contact'))
    FROM unnest(badcase_internal.programs_with('curator')) p(program_id)
    CROSS JOIN LATERAL (
      SELECT t.* FROM badcase_internal.contributor t
      WHERE t.program_id = p.program_id AND t.external_id IS NOT NULL ORDER BY t.contributor_id) c
    CROSS JOIN LATERAL badcase_internal.news_of(c.contributor_id, c.told_at) k
  $$;
COMMENT ON FUNCTION badcase_internal.outbox() IS 'the rows of badcase.outbox';

CREATE VIEW badcase.outbox WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.outbox() AS r) x;
COMMENT ON VIEW badcase.outbox IS 'curator: whom to tell what: what became of submissions since the contributor was told last';
COMMENT ON COLUMN badcase.outbox.program IS 'the program';
COMMENT ON COLUMN badcase.outbox.contributor IS 'the contributor';
COMMENT ON COLUMN badcase.outbox.external_id IS 'how the program''s own books name the contributor';
COMMENT ON COLUMN badcase.outbox.lang IS 'the language of the words: en or zh';
COMMENT ON COLUMN badcase.outbox.what IS 'accepted, rejected, needs_changes, attestation: held until the contributor attests, held: until a curator has looked';
COMMENT ON COLUMN badcase.outbox.n IS 'how many submissions';
COMMENT ON COLUMN badcase.outbox.since IS 'when the first of them came to be so';
COMMENT ON COLUMN badcase.outbox.up_to IS 'when the last did: for badcase.mark_told';
COMMENT ON COLUMN badcase.outbox.words IS 'a sentence to send';
COMMENT ON COLUMN badcase.outbox.contacts IS 'how to reach the contributor, by kind; null without the consent to be contacted';

CREATE FUNCTION badcase.mark_told(contributor bigint, up_to timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    program CONSTANT int := (SELECT c.program_id FROM badcase_internal.contributor c WHERE c.contributor_id = mark_told.contributor);
  BEGIN
    PERFORM badcase_internal.require(program, 'curator');
    IF up_to IS NULL OR up_to > now() THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a contributor was told what was so up to a time that is past',
        HINT = 'badcase.outbox has the time: up_to.';
    END IF;
    UPDATE badcase_internal.contributor c SET told_at = greatest(c.told_at, mark_told.up_to)
    WHERE c.contributor_id = mark_told.contributor;
  END
  $$;
COMMENT ON FUNCTION badcase.mark_told(bigint, timestamptz) IS
  'curator: says that a contributor was told what the outbox had up to a time; it has only later news from now on';
