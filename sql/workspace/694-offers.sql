-- Early access by version: who was offered which, and until when.

CREATE FUNCTION badcase.offer_access(model bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    p int := (SELECT m.program_id FROM badcase_internal.model_version m WHERE m.model_id = offer_access.model);
    n bigint;
  BEGIN
    PERFORM badcase_internal.require(p, 'curator');
    INSERT INTO badcase_internal.access_offer (model_id, contributor_id, until, offered_by)
    SELECT model, e.contributor, e.until, badcase_internal.person_name() FROM badcase_internal.early_access() e WHERE e.program = p ORDER BY e.contributor
    ON CONFLICT ON CONSTRAINT access_offer_pkey DO UPDATE SET until = excluded.until, offered_by = excluded.offered_by, offered_at = now()
    WHERE access_offer.until < excluded.until;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.offer_access(bigint) IS
  'curator: offers a version of the model to all who have early access now, each as long as they have it; called again, to who came since, and longer where that is later; returns how many offers were made or made longer';

CREATE FUNCTION badcase_internal.access_offers()
  RETURNS TABLE (program int, model bigint, name text, contributor bigint, external_id text, until timestamptz, has_ended bool, offered_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT m.program_id, m.model_id, m.name, c.contributor_id, c.external_id, o.until, o.until <= now(), o.offered_at
    FROM badcase_internal.access_offer o
    JOIN badcase_internal.model_version m ON m.model_id = o.model_id
    JOIN badcase_internal.contributor c ON c.contributor_id = o.contributor_id
    WHERE m.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
    ORDER BY m.program_id, m.model_id, c.contributor_id
  $$;
COMMENT ON FUNCTION badcase_internal.access_offers() IS 'the rows of badcase.access_offers';

CREATE VIEW badcase.access_offers WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.access_offers();
COMMENT ON VIEW badcase.access_offers IS 'curator: which version of the model was offered to whom, and until when: the list for whoever lets them in';
COMMENT ON COLUMN badcase.access_offers.program IS 'the program';
COMMENT ON COLUMN badcase.access_offers.model IS 'the version of the model';
COMMENT ON COLUMN badcase.access_offers.name IS 'its name';
COMMENT ON COLUMN badcase.access_offers.contributor IS 'the contributor';
COMMENT ON COLUMN badcase.access_offers.external_id IS 'how the program''s own books name the contributor';
COMMENT ON COLUMN badcase.access_offers.until IS 'until when the offer holds';
COMMENT ON COLUMN badcase.access_offers.has_ended IS 'whether that is past';
COMMENT ON COLUMN badcase.access_offers.offered_at IS 'when it was made, or made longer';

CREATE FUNCTION badcase_internal.my_access()
  RETURNS TABLE (program int, contributor bigint, model text, until timestamptz, has_ended bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT m.program_id, o.contributor_id, m.name, o.until, o.until <= now()
    FROM badcase_internal.access_offer o JOIN badcase_internal.model_version m ON m.model_id = o.model_id
    WHERE o.contributor_id = ANY ((SELECT badcase_internal.own_contributors())::bigint[])
    ORDER BY o.contributor_id, m.model_id
  $$;
COMMENT ON FUNCTION badcase_internal.my_access() IS 'the rows of badcase.my_access';

CREATE VIEW badcase.my_access WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.my_access();
COMMENT ON VIEW badcase.my_access IS 'contributor: the versions of the model that the reader was offered';
COMMENT ON COLUMN badcase.my_access.program IS 'the program';
COMMENT ON COLUMN badcase.my_access.contributor IS 'the contributor: the reader, or whom the reader acts for';
COMMENT ON COLUMN badcase.my_access.model IS 'the name of the version';
COMMENT ON COLUMN badcase.my_access.until IS 'until when the offer holds';
COMMENT ON COLUMN badcase.my_access.has_ended IS 'whether that is past';
