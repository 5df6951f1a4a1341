-- How much a contributor may send in within a day.

CREATE FUNCTION badcase_internal.quota_of(c badcase_internal.contributor, OUT uploads bigint, OUT lines bigint, OUT bytes bigint,
    OUT line_bytes bigint)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce(own.uploads, every.uploads, 1000), coalesce(own.lines, every.lines, 2000000),
      coalesce(own.bytes, every.bytes, 4294967296), coalesce(own.line_bytes, every.line_bytes, 67108864)
    FROM (SELECT) one
    LEFT JOIN badcase_internal.quota own ON own.program_id = c.program_id AND own.contributor_id = c.contributor_id
    LEFT JOIN badcase_internal.quota every ON every.program_id = c.program_id AND every.contributor_id IS NULL;
  END;
COMMENT ON FUNCTION badcase_internal.quota_of(badcase_internal.contributor) IS
  'what a contributor may send in within 24 hours: uploads, lines, bytes; and the most bytes of a line';

CREATE FUNCTION badcase_internal.check_quota(c badcase_internal.contributor, uploads bigint, lines bigint, bytes bigint, line_bytes bigint)
  RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_variable
  DECLARE
    most CONSTANT record := badcase_internal.quota_of(c);
    sent record;
    over text;
  BEGIN
    SELECT count(*) AS uploads, coalesce(sum(u.lines), 0) AS lines, coalesce(sum(u.bytes), 0) AS bytes INTO sent
    FROM badcase_internal.upload u
    WHERE u.contributor_id = c.contributor_id AND u.opened_at > now() - interval '24 hours';
    over := CASE
      WHEN sent.uploads + uploads > most.uploads THEN format('%s uploads', most.uploads)
      WHEN sent.lines + lines > most.lines THEN format('%s lines', most.lines)
      WHEN sent.bytes + bytes > most.bytes THEN format('%s bytes', most.bytes)
    END;
    IF over IS NOT NULL THEN
      RAISE program_limit_exceeded USING
        MESSAGE = format('contributor %s may send in no more than %s within 24 hours', c.contributor_id, over),
        HINT = 'Send the rest tomorrow, or ask a curator, who can raise it with badcase.set_quota.';
    END IF;
    IF line_bytes > most.line_bytes THEN
      RAISE program_limit_exceeded USING
        MESSAGE = format('a line of the upload has more than %s bytes', most.line_bytes),
        HINT = 'A curator can raise this with badcase.set_quota.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_quota(badcase_internal.contributor, bigint, bigint, bigint, bigint) IS
  'raises program_limit_exceeded (54000) where that much more is over the quota of a contributor';

CREATE FUNCTION badcase.set_quota(program int DEFAULT NULL, contributor bigint DEFAULT NULL, uploads bigint DEFAULT NULL, lines bigint DEFAULT NULL,
    bytes bigint DEFAULT NULL, line_bytes bigint DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF contributor IS NOT NULL AND NOT EXISTS (
        SELECT FROM badcase_internal.contributor c
        WHERE c.contributor_id = set_quota.contributor AND c.program_id = set_quota.program) THEN
      RAISE undefined_object USING MESSAGE = format('program %s has no contributor %s', program, contributor);
    END IF;
    IF least(uploads, lines, bytes, line_bytes) < 0 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a quota is 0 or more';
    END IF;
    DELETE FROM badcase_internal.quota q
    WHERE q.program_id = set_quota.program AND q.contributor_id IS NOT DISTINCT FROM set_quota.contributor;
    INSERT INTO badcase_internal.quota (program_id, contributor_id, uploads, lines, bytes, line_bytes)
    VALUES (set_quota.program, set_quota.contributor, set_quota.uploads, set_quota.lines, set_quota.bytes, set_quota.line_bytes);
  END
  $$;
COMMENT ON FUNCTION badcase.set_quota(int, bigint, bigint, bigint, bigint, bigint) IS
  'curator: sets what a contributor, or with null each of the program, may send in within 24 hours, and the most bytes of a line; null: as in the program, or 1000 uploads, 2 million lines, 4 GiB, 64 MiB a line';
