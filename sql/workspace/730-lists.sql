-- Lists of what a program has: one row a thing, newest first where they are many. Each view takes its function's rows one
-- after another (a set in a target list is not stored first, one in FROM is), so a LIMIT ends the work.

CREATE FUNCTION badcase_internal.days_of(span interval) RETURNS int
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT floor(extract(epoch FROM span) / 86400)::int;
  END;
COMMENT ON FUNCTION badcase_internal.days_of(interval) IS 'whole days of an interval, a month of 30 and a year of 365.25 days';

CREATE FUNCTION badcase_internal.programs()
  RETURNS TABLE (program int, name text, about text, capabilities text[], round bigint, cut_off timestamptz, quorum
    int, round_days int, max_claims int, retention_days int, early_access_days int, created_at timestamptz, open bool, token_days int)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT p.program_id, p.name, p.about, ARRAY(
        SELECT k FROM unnest('{contributor,reviewer,exporter,curator}'::text[]) k WHERE badcase_internal.has_capability(p.program_id, k)),
      o.round_id, o.cut_off, p.quorum, p.round_days, p.max_claims, badcase_internal.days_of(p.retention), badcase_internal.days_of(p.early_access),
      p.created_at, p.open, p.token_days
    FROM badcase_internal.program p
    LEFT JOIN badcase_internal.round o ON o.program_id = p.program_id AND o.closed_at IS NULL
    WHERE p.program_id = ANY (badcase_internal.programs_with('contributor', 'reviewer', 'exporter', 'curator'))
    ORDER BY p.program_id
  $$;
COMMENT ON FUNCTION badcase_internal.programs() IS 'the rows of badcase.programs';

CREATE VIEW badcase.programs WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.programs() AS r) x;
COMMENT ON VIEW badcase.programs IS 'everybody: the programs in which the reader has a capability, and how they are set';
COMMENT ON COLUMN badcase.programs.program IS 'its number';
COMMENT ON COLUMN badcase.programs.name IS 'its name';
COMMENT ON COLUMN badcase.programs.about IS 'what it asks for';
COMMENT ON COLUMN badcase.programs.capabilities IS 'what the reader is in it';
COMMENT ON COLUMN badcase.programs.round IS 'the open round; null: none';
COMMENT ON COLUMN badcase.programs.cut_off IS 'what comes later belongs to the next round; null: no cut-off yet';
COMMENT ON COLUMN badcase.programs.quorum IS 'how many agreeing reviews decide';
COMMENT ON COLUMN badcase.programs.round_days IS 'how many days a round lasts that is opened without a cut-off; null: until it has one';
COMMENT ON COLUMN badcase.programs.max_claims IS 'how many submissions a reviewer can have claimed at once';
COMMENT ON COLUMN badcase.programs.retention_days IS 'how many days the text of what was refused, rejected or withdrawn is kept; null: until it is erased';
COMMENT ON COLUMN badcase.programs.early_access_days IS 'how many days after the last accepted record a contributor has early access to the next model';
COMMENT ON COLUMN badcase.programs.created_at IS 'when it was created';
COMMENT ON COLUMN badcase.programs.open IS 'whether who applies at a door is admitted at once, without a curator';
COMMENT ON COLUMN badcase.programs.token_days IS 'how many days the token of a contributor at a door is good';

CREATE FUNCTION badcase_internal.uploads()
  RETURNS TABLE (program int, upload bigint, kind text, target bigint, contributor bigint, external_id text, file_name
    text, opened_by text, opened_at timestamptz, attested bool, lines bigint, stored bigint, repeated bigint, refused
    bigint, blank bigint, bytes bigint, waiting bigint, format text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET jit = off
  AS $$
    SELECT u.program_id, u.upload_id, u.kind, u.target, u.contributor_id, c.external_id, u.file_name, u.opened_by::text, u.opened_at,
      CASE WHEN u.kind = 'submissions' THEN u.attestation_id IS NOT NULL END, u.lines, u.stored, u.repeated, u.refused, u.blank, u.bytes,
      CASE WHEN u.kind = 'submissions' THEN (
        SELECT count(*) FROM badcase_internal.submission s
        WHERE s.upload_id = u.upload_id AND s.state IN ('received', 'held', 'pending')) END,
      CASE WHEN u.kind IN ('submissions', 'corpus') THEN coalesce(u.format, 'badcase') END
    FROM unnest(badcase_internal.programs_with('curator')) p(program_id)
    CROSS JOIN LATERAL (
      SELECT k.* FROM badcase_internal.upload k WHERE k.program_id = p.program_id ORDER BY k.upload_id DESC) u
    LEFT JOIN badcase_internal.contributor c ON c.contributor_id = u.contributor_id
  $$;
COMMENT ON FUNCTION badcase_internal.uploads() IS 'the rows of badcase.uploads';

CREATE VIEW badcase.uploads WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.uploads() AS r) x;
COMMENT ON VIEW badcase.uploads IS 'curator: the files and other uploads of the reader''s programs, the newest first';
COMMENT ON COLUMN badcase.uploads.program IS 'the program';
COMMENT ON COLUMN badcase.uploads.upload IS 'its number';
COMMENT ON COLUMN badcase.uploads.kind IS 'submissions, corpus, clusters, outputs or terms';
COMMENT ON COLUMN badcase.uploads.target IS 'the corpus, model version or term list; null for submissions';
COMMENT ON COLUMN badcase.uploads.contributor IS 'whose file it is; null for other kinds';
COMMENT ON COLUMN badcase.uploads.external_id IS 'how the program''s own books name the contributor';
COMMENT ON COLUMN badcase.uploads.file_name IS 'the name of the file, as the sender gave it';
COMMENT ON COLUMN badcase.uploads.opened_by IS 'the role that sent it';
COMMENT ON COLUMN badcase.uploads.opened_at IS 'when';
COMMENT ON COLUMN badcase.uploads.attested IS 'whether an attestation covers it; without one its submissions are held';
COMMENT ON COLUMN badcase.uploads.lines IS 'how many lines there were: stored + repeated + refused + blank';
COMMENT ON COLUMN badcase.uploads.stored IS 'lines that became submissions, terms or items, or tied items';
COMMENT ON COLUMN badcase.uploads.repeated IS 'lines that had been sent before';
COMMENT ON COLUMN badcase.uploads.refused IS 'lines that could not be taken: badcase.refused_lines tells why';
COMMENT ON COLUMN badcase.uploads.blank IS 'lines of nothing but white space';
COMMENT ON COLUMN badcase.uploads.bytes IS 'the length of all lines in bytes, one more for the end of each';
COMMENT ON COLUMN badcase.uploads.waiting IS 'how many of its submissions are received, held or pending';
COMMENT ON COLUMN badcase.uploads.format IS 'the format of its lines, or auto: each by its keys; null for other kinds';

CREATE FUNCTION badcase_internal.contributors()
  RETURNS TABLE (program int, contributor bigint, external_id text, display_name text, role text, registered_at
    timestamptz, attested text, train bool, publish_text bool, show_name bool, contact bool, uploads bigint,
    submissions bigint, waiting bigint, needs_changes bigint, accepted bigint, rejected bigint, last_seen timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET jit = off
  AS $$
    SELECT c.program_id, c.contributor_id, c.external_id, c.display_name, c.role::text, c.registered_at, (
        SELECT a.text_version FROM badcase_internal.attestation a WHERE a.contributor_id = c.contributor_id
        ORDER BY a.attestation_id DESC LIMIT 1),
      badcase_internal.consents(c.contributor_id, 'train'), badcase_internal.consents(c.contributor_id, 'publish_text'),
      badcase_internal.consents(c.contributor_id, 'show_name'), badcase_internal.consents(c.contributor_id, 'contact'),
      (SELECT count(*) FROM badcase_internal.upload u WHERE u.contributor_id = c.contributor_id),
      s.submissions, s.waiting, s.needs_changes, s.accepted, s.rejected, c.changed_at
    FROM unnest(badcase_internal.programs_with('curator')) p(program_id)
    CROSS JOIN LATERAL (
      SELECT k.* FROM badcase_internal.contributor k WHERE k.program_id = p.program_id ORDER BY k.contributor_id) c
    CROSS JOIN LATERAL (
      SELECT count(*) AS submissions, count(*) FILTER (WHERE t.state IN ('received', 'held', 'pending', 'disputed')) AS waiting,
        count(*) FILTER (WHERE t.state = 'needs_changes') AS needs_changes, count(*) FILTER (WHERE t.state = 'accepted') AS accepted,
        count(*) FILTER (WHERE t.state = 'rejected') AS rejected
      FROM badcase_internal.submission t WHERE t.contributor_id = c.contributor_id) s
  $$;
COMMENT ON FUNCTION badcase_internal.contributors() IS 'the rows of badcase.contributors';

CREATE VIEW badcase.contributors WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.contributors() AS r) x;
COMMENT ON VIEW badcase.contributors IS 'curator: the contributors of the reader''s programs: what they agreed to and how their submissions stand';
COMMENT ON COLUMN badcase.contributors.program IS 'the program';
COMMENT ON COLUMN badcase.contributors.contributor IS 'its number';
COMMENT ON COLUMN badcase.contributors.external_id IS 'how the program''s own books name the contributor; null: erased';
COMMENT ON COLUMN badcase.contributors.display_name IS 'the name for the public list';
COMMENT ON COLUMN badcase.contributors.role IS 'the database role that is this contributor; null: a curator loads the files';
COMMENT ON COLUMN badcase.contributors.registered_at IS 'when the contributor was registered';
COMMENT ON COLUMN badcase.contributors.attested IS 'the version of the text of the last attestation; null: none, and what comes in is held';
COMMENT ON COLUMN badcase.contributors.train IS 'whether the consent to training holds';
COMMENT ON COLUMN badcase.contributors.publish_text IS 'whether the consent to publication holds';
COMMENT ON COLUMN badcase.contributors.show_name IS 'whether the consent to be named holds';
COMMENT ON COLUMN badcase.contributors.contact IS 'whether the consent to be contacted holds';
COMMENT ON COLUMN badcase.contributors.uploads IS 'how many uploads';
COMMENT ON COLUMN badcase.contributors.submissions IS 'how many submissions, withdrawn ones too';
COMMENT ON COLUMN badcase.contributors.waiting IS 'how many are received, held, pending or disputed';
COMMENT ON COLUMN badcase.contributors.needs_changes IS 'how many wait for the contributor';
COMMENT ON COLUMN badcase.contributors.accepted IS 'how many are accepted';
COMMENT ON COLUMN badcase.contributors.rejected IS 'how many are rejected';
COMMENT ON COLUMN badcase.contributors.last_seen IS 'when an upload, attestation or withdrawal was last taken in';

CREATE FUNCTION badcase_internal.rounds()
  RETURNS TABLE (program int, round bigint, opened_at timestamptz, cut_off timestamptz, closed_at timestamptz,
    days_left int)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT o.program_id, o.round_id, o.opened_at, o.cut_off, o.closed_at,
      CASE WHEN o.closed_at IS NULL THEN floor(extract(epoch FROM o.cut_off - now()) / 86400)::int END
    FROM badcase_internal.round o
    WHERE o.program_id = ANY (badcase_internal.programs_with('contributor', 'reviewer', 'exporter', 'curator'))
    ORDER BY o.program_id, o.round_id DESC
  $$;
COMMENT ON FUNCTION badcase_internal.rounds() IS 'the rows of badcase.rounds';

CREATE VIEW badcase.rounds WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.rounds() AS r) x;
COMMENT ON VIEW badcase.rounds IS 'everybody: the rounds of the reader''s programs, the newest first';
COMMENT ON COLUMN badcase.rounds.program IS 'the program';
COMMENT ON COLUMN badcase.rounds.round IS 'its number';
COMMENT ON COLUMN badcase.rounds.opened_at IS 'when it was opened';
COMMENT ON COLUMN badcase.rounds.cut_off IS 'what came later belongs to the next round; null: no cut-off yet';
COMMENT ON COLUMN badcase.rounds.closed_at IS 'when it was closed; null: it is open';
COMMENT ON COLUMN badcase.rounds.days_left IS 'whole days to the cut-off of an open round, less than 0 after it';

CREATE FUNCTION badcase_internal.releases()
  RETURNS TABLE (program int, release bigint, name text, items bigint, validation float8, seed bigint, scopes text[],
    left_out jsonb, built_by text, built_at timestamptz, published_by text, published_at timestamptz, retired_at
    timestamptz, retired_for text, sha256 text, models text[])
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT r.program_id, r.release_id, r.name, r.items, r.validation::float8, r.seed, r.scopes, r.left_out,
      CASE WHEN k.shown THEN r.built_by::text END, r.built_at, CASE WHEN k.shown THEN r.published_by::text END, r.published_at,
      r.retired_at, r.retired_for, encode(r.sha256, 'hex'), badcase_internal.models_of(r.release_id)
    FROM badcase_internal.release r
    CROSS JOIN LATERAL (SELECT badcase_internal.has_capability(r.program_id, 'curator') AS shown) k
    WHERE r.program_id = ANY (badcase_internal.programs_with('exporter', 'curator')) AND (k.shown OR r.published_at IS NOT NULL)
    ORDER BY r.program_id, r.release_id DESC
  $$;
COMMENT ON FUNCTION badcase_internal.releases() IS 'the rows of badcase.releases';

CREATE VIEW badcase.releases WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.releases() AS r) x;
COMMENT ON VIEW badcase.releases IS 'exporter, curator: the releases of the reader''s programs, the newest first; exporters see those that were published';
COMMENT ON COLUMN badcase.releases.program IS 'the program';
COMMENT ON COLUMN badcase.releases.release IS 'its number';
COMMENT ON COLUMN badcase.releases.name IS 'its name';
COMMENT ON COLUMN badcase.releases.items IS 'how many items it has';
COMMENT ON COLUMN badcase.releases.validation IS 'the share of items set apart for validation';
COMMENT ON COLUMN badcase.releases.seed IS 'what its order depends on, beside the records themselves';
COMMENT ON COLUMN badcase.releases.scopes IS 'the consents that it stands on';
COMMENT ON COLUMN badcase.releases.left_out IS 'how many accepted submissions were left out, by reason';
COMMENT ON COLUMN badcase.releases.built_by IS 'the role that built it, for curators';
COMMENT ON COLUMN badcase.releases.built_at IS 'when';
COMMENT ON COLUMN badcase.releases.published_by IS 'the role that published it, for curators';
COMMENT ON COLUMN badcase.releases.published_at IS 'when; null: not published';
COMMENT ON COLUMN badcase.releases.retired_at IS 'when it was retired: it is written no more; null: it was not';
COMMENT ON COLUMN badcase.releases.retired_for IS 'why';
COMMENT ON COLUMN badcase.releases.sha256 IS 'SHA-256 of the list of its items, in hexadecimal';
COMMENT ON COLUMN badcase.releases.models IS 'the versions of the model that were trained on it, or from one that was';

CREATE FUNCTION badcase_internal.claims()
  RETURNS TABLE (program int, submission bigint, reviewer text, is_own bool, task text, lease_until timestamptz,
    has_ended bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT s.program_id, CASE WHEN k.shown THEN s.submission_id END, CASE WHEN k.shown THEN s.lease_role::text END, k.own,
      CASE WHEN k.shown THEN t.name END, s.lease_until, NOT badcase_internal.is_claimed(s)
    FROM badcase_internal.submission s
    CROSS JOIN LATERAL (
      SELECT s.lease_role = badcase_internal.person() AS own,
        s.lease_role = badcase_internal.person() OR badcase_internal.has_capability(s.program_id, 'curator') AS shown) k
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NOT NULL
    WHERE s.lease_role IS NOT NULL AND s.state = 'pending'
      AND s.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[])
    UNION ALL
    SELECT l.program_id, CASE WHEN k.shown THEN l.submission_id END, CASE WHEN k.shown THEN l.reviewer::text END, k.own,
      CASE WHEN k.shown THEN t.name END, l.claimed_until, false
    FROM badcase_internal.look l
    JOIN badcase_internal.submission s ON s.submission_id = l.submission_id
    CROSS JOIN LATERAL (
      SELECT l.reviewer = badcase_internal.person() AS own,
        l.reviewer = badcase_internal.person() OR badcase_internal.has_capability(l.program_id, 'curator') AS shown) k
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NOT NULL
    WHERE l.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[]) AND badcase_internal.is_open(l)
    ORDER BY 1, 6, 2
  $$;
COMMENT ON FUNCTION badcase_internal.claims() IS 'the rows of badcase.claims';

CREATE VIEW badcase.claims WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.claims() AS r) x;
COMMENT ON VIEW badcase.claims IS 'reviewer, curator: what reviewers have claimed for review; a reviewer sees of others that there are claims, not whose and of what';
COMMENT ON COLUMN badcase.claims.program IS 'the program';
COMMENT ON COLUMN badcase.claims.submission IS 'the submission; for reviewers, of their own claims';
COMMENT ON COLUMN badcase.claims.reviewer IS 'who claimed it; for reviewers, of their own claims';
COMMENT ON COLUMN badcase.claims.is_own IS 'whether the reader claimed it';
COMMENT ON COLUMN badcase.claims.task IS 'the task of the submission, if a curator has taken its name';
COMMENT ON COLUMN badcase.claims.lease_until IS 'until when the claim holds';
COMMENT ON COLUMN badcase.claims.has_ended IS 'whether it is over: the submission can be claimed again';

CREATE FUNCTION badcase_internal.reviews()
  RETURNS TABLE (program int, submission bigint, reviewer text, verdict text, useful bool, correct bool, reasons
    text[], failure_kinds text[], contradicts jsonb, note text, note_to_contributor text, revision int, round
    bigint, reviewed_at timestamptz, counts bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET jit = off
  SET enable_sort = off
  AS $$
    SELECT s.program_id, v.submission_id, v.reviewer::text, v.verdict, v.useful, v.correct, v.reasons, v.failure_kinds, to_jsonb(v.contradicts), v.note,
      v.note_to_contributor, v.revision, v.round_id, v.reviewed_at, v.review_pass = s.review_pass AND s.state <> 'received'
    FROM badcase_internal.review v JOIN badcase_internal.submission s ON s.submission_id = v.submission_id
    WHERE s.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
    ORDER BY v.submission_id, v.review_pass, v.reviewer
  $$;
COMMENT ON FUNCTION badcase_internal.reviews() IS 'the rows of badcase.reviews';

CREATE VIEW badcase.reviews WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.reviews() AS r) x;
COMMENT ON VIEW badcase.reviews IS 'curator: the reviews of the reader''s programs with their notes, by submission';
COMMENT ON COLUMN badcase.reviews.program IS 'the program';
COMMENT ON COLUMN badcase.reviews.submission IS 'the submission';
COMMENT ON COLUMN badcase.reviews.reviewer IS 'who gave it';
COMMENT ON COLUMN badcase.reviews.verdict IS 'accepted, needs_changes or rejected';
COMMENT ON COLUMN badcase.reviews.useful IS 'whether the model would learn something from it';
COMMENT ON COLUMN badcase.reviews.correct IS 'whether the expected answer is right';
COMMENT ON COLUMN badcase.reviews.reasons IS 'reason codes';
COMMENT ON COLUMN badcase.reviews.failure_kinds IS 'in what way the model failed';
COMMENT ON COLUMN badcase.reviews.contradicts IS 'alternatives that cannot be right if this one is';
COMMENT ON COLUMN badcase.reviews.note IS 'a note for curators';
COMMENT ON COLUMN badcase.reviews.note_to_contributor IS 'a note for who sent the record';
COMMENT ON COLUMN badcase.reviews.revision IS 'the revision that was judged';
COMMENT ON COLUMN badcase.reviews.round IS 'the round';
COMMENT ON COLUMN badcase.reviews.reviewed_at IS 'when';
COMMENT ON COLUMN badcase.reviews.counts IS 'whether it counts for the present pass: false once the submission was revised or reopened';
