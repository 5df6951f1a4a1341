# What must hold in a workspace at any moment, whatever happened to the server or beside it.
package Books;
use strict;
use warnings;

my $checks = <<'SQL';
SELECT 'sums of lines', count(*) FROM badcase_internal.upload u WHERE u.processed_at IS NOT NULL AND u.lines <> u.stored + u.repeated + u.refused + u.blank
UNION ALL SELECT 'uploads not processed', count(*) FROM badcase_internal.upload u WHERE u.processed_at IS NULL
UNION ALL SELECT 'stored rows', count(*) FROM badcase_internal.upload u WHERE u.kind = 'submissions' AND u.stored <> (SELECT count(*) FROM badcase_internal.submission s WHERE s.upload_id = u.upload_id)
UNION ALL SELECT 'refused rows', count(*) FROM badcase_internal.upload u WHERE u.refused <> (SELECT count(*) FROM badcase_internal.refused_line r WHERE r.upload_id = u.upload_id)
UNION ALL SELECT 'rows without an upload', count(*) FROM badcase_internal.submission s WHERE NOT EXISTS (SELECT FROM badcase_internal.upload u WHERE u.upload_id = s.upload_id)
UNION ALL SELECT 'sent twice', count(*) FROM (SELECT s.contributor_id, s.digest FROM badcase_internal.submission s WHERE s.state <> 'withdrawn' GROUP BY 1, 2 HAVING count(*) > 1) d
UNION ALL SELECT 'current revision', count(*) FROM badcase_internal.submission s WHERE s.record IS NOT NULL AND badcase_digest(s.record) IS DISTINCT FROM CASE WHEN s.revision = 1 THEN s.digest ELSE (SELECT v.digest FROM badcase_internal.revision v WHERE v.submission_id = s.submission_id AND v.revision = s.revision) END
UNION ALL SELECT 'revisions', count(*) FROM badcase_internal.submission s WHERE (SELECT count(*) FROM badcase_internal.revision v WHERE v.submission_id = s.submission_id AND v.revision <= s.revision) <> CASE WHEN s.revision = 1 THEN 0 ELSE s.revision END
UNION ALL SELECT 'keys', count(*) FROM badcase_internal.submission s WHERE s.exact_key <> exact_key(s.record, s.exact_key_version)
UNION ALL SELECT 'journal', count(*) FROM badcase_internal.submission s WHERE s.state IS DISTINCT FROM (SELECT e.to_state FROM badcase_internal.event e WHERE e.submission_id = s.submission_id ORDER BY e.event_id DESC LIMIT 1)
UNION ALL SELECT 'unbroken journal', count(*) FROM (SELECT e.from_state, lag(e.to_state) OVER (PARTITION BY e.submission_id ORDER BY e.event_id) AS before FROM badcase_internal.event e) j WHERE j.from_state IS DISTINCT FROM j.before
UNION ALL SELECT 'clusters', count(*) FROM badcase_internal.submission s WHERE s.state <> 'withdrawn' AND (s.state = 'received') IS DISTINCT FROM (s.cluster_id IS NULL)
UNION ALL SELECT 'representatives', count(*) FROM badcase_internal.submission s WHERE (s.state = 'duplicate') <> EXISTS (SELECT FROM badcase_internal.submission r WHERE r.submission_id = s.duplicate_of AND r.state NOT IN ('duplicate', 'rejected') AND (r.state <> 'withdrawn' OR (SELECT w.unsettled FROM badcase_internal.withdrawal w WHERE w.withdrawal_id = r.withdrawal_id)) AND r.exact_key = s.exact_key AND s.state <> 'withdrawn')
UNION ALL SELECT 'relations', count(*) FROM badcase_internal.relation r WHERE NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.submission_id = r.submission_id) OR NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.submission_id = r.other_id)
UNION ALL SELECT 'reviews', count(*) FROM badcase_internal.review v JOIN badcase_internal.submission s USING (submission_id) JOIN badcase_internal.contributor c USING (contributor_id) WHERE v.reviewer = c.role
UNION ALL SELECT 'items', count(*) FROM badcase_internal.release_item i WHERE NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.submission_id = i.submission_id AND i.revision BETWEEN 1 AND s.revision)
UNION ALL SELECT 'unfinished withdrawals', count(*) FROM badcase_internal.withdrawal w WHERE w.kind = 'withdraw' AND w.submission_id IS NOT NULL AND EXISTS (SELECT FROM badcase_internal.submission s WHERE s.submission_id = w.submission_id AND s.state <> 'withdrawn')
UNION ALL SELECT 'consents that hold', count(*) FROM (SELECT k.consent_id = max(k.consent_id) OVER (PARTITION BY k.contributor_id, k.scope) AS last, k.superseded_at IS NULL AS holds FROM badcase_internal.consent k) c WHERE c.last <> c.holds
UNION ALL SELECT 'work locks', count(*) FROM (SELECT p.program_id, w.work FROM badcase_internal.program p CROSS JOIN (VALUES ('batch'), ('triage'), ('release'), ('tally')) w(work) UNION ALL SELECT NULL, 'privileges') n FULL JOIN badcase_internal.work_lock l ON l.program_id IS NOT DISTINCT FROM n.program_id AND l.work = n.work WHERE l.work IS NULL OR n.work IS NULL
UNION ALL SELECT 'searchable', count(*) FROM badcase_internal.searchable k FULL JOIN (SELECT s.submission_id, s.program_id, s.record FROM badcase_internal.submission s WHERE badcase_internal.is_searchable(s.state)) s USING (submission_id) WHERE (k.program_id, k.record) IS DISTINCT FROM (s.program_id, s.record)
UNION ALL SELECT 'relations told twice', count(*) FROM (SELECT FROM badcase_internal.relation r GROUP BY r.submission_id, r.kind, r.other_id HAVING count(*) > 1) t
UNION ALL SELECT 'relations of nothing', count(*) FROM badcase_internal.relation r WHERE NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.submission_id = r.submission_id AND s.record IS NOT NULL) OR NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.submission_id = r.other_id AND s.record IS NOT NULL)
UNION ALL SELECT 'intake', count(*) FROM badcase.intake
UNION ALL SELECT 'kept counts', count(*) FROM badcase_internal.program p CROSS JOIN badcase_internal.tallies() k
  CROSS JOIN LATERAL (SELECT array_agg(x.bucket) AS buckets FROM (
    SELECT badcase_internal.bucket_of(s.cluster_id) AS bucket FROM badcase_internal.submission s WHERE k.part = 'cluster' AND s.program_id = p.program_id AND s.cluster_id IS NOT NULL
    UNION SELECT badcase_internal.bucket_of(v.submission_id) FROM badcase_internal.review v WHERE k.part = 'review'
    UNION SELECT o.round_id FROM badcase_internal.round o WHERE k.part = 'round' AND o.program_id = p.program_id
    UNION SELECT t.bucket FROM badcase_internal.tally t WHERE t.program_id = p.program_id AND t.what = k.what
    EXCEPT SELECT m.bucket FROM badcase_internal.tally_mark m WHERE m.program_id = p.program_id AND m.part = k.part) x) u
  CROSS JOIN LATERAL (
    WITH kept AS (
      -- on the server that a dump was restored into, roles have other numbers, and so another order
      SELECT t.bucket, CASE WHEN x.turned THEN x.b ELSE x.a END AS a, CASE WHEN x.turned THEN x.a ELSE x.b END AS b,
        CASE WHEN x.turned THEN t.n[1:2] || t.n[6:8] || t.n[3:5] ELSE t.n END AS n, t.first_at, t.last_at
      FROM badcase_internal.tally t
      CROSS JOIN LATERAL (SELECT y.a, y.b, t.what = 'pair' AND y.a > y.b AS turned
        FROM (SELECT coalesce(t.role_a::oid::bigint, t.a) AS a, coalesce(t.role_b::oid::bigint, t.b) AS b) y) x
      WHERE t.program_id = p.program_id AND t.what = k.what
    ), now AS (
      SELECT t.* FROM badcase_internal.tally_of(p.program_id, k.what, u.buckets) t)
    (SELECT * FROM kept WHERE bucket = ANY (u.buckets) EXCEPT SELECT * FROM now)
    UNION ALL
    (SELECT * FROM now WHERE k.what <> 'round' OR n <> '{0,0,0,0,0}' EXCEPT SELECT * FROM kept)) d
SQL

# What does not hold, by name and number; nothing where all does.
sub faults
{
	my ($node, $database) = @_;
	return join ', ', grep { !/\|0$/ } split /\n/, $node->safe_psql($database // 'postgres', $checks);
}

# How many pairs a sequential scan and the indexes of the workspace do not agree on, for some of what is there.
sub index_differences
{
	my ($node, $some) = @_;
	return $node->safe_psql('postgres', <<"SQL");
CREATE TEMP TABLE q AS SELECT s.submission_id AS id, near(s.record, 0.7) AS operand FROM badcase_internal.searchable s
  ORDER BY md5(s.submission_id::text) LIMIT $some;
SET enable_seqscan = off;
CREATE TEMP TABLE by_index AS SELECT q.id AS a, r.submission_id AS b FROM q, LATERAL (
  SELECT s.submission_id FROM badcase_internal.searchable s WHERE s.record % q.operand AND NOT s.common_record
  UNION ALL
  SELECT s.submission_id FROM badcase_internal.searchable s WHERE s.record % q.operand AND s.common_record) r;
SET enable_seqscan = on;
SET enable_bitmapscan = off;
CREATE TEMP TABLE by_scan AS SELECT q.id AS a, s.submission_id AS b FROM q, badcase_internal.submission s
  WHERE s.record % q.operand AND badcase_internal.is_searchable(s.state);
SELECT (SELECT count(*) FROM (TABLE by_index EXCEPT TABLE by_scan) d) + (SELECT count(*) FROM (TABLE by_scan EXCEPT TABLE by_index) d);
SQL
}

# A hash of the rows of each table of the workspace and of what tests keep in public.
sub content
{
	my ($node) = @_;
	return $node->safe_psql('postgres', <<'SQL');
SELECT relname, md5((xpath('/row/h/text()', query_to_xml(format('SELECT coalesce(string_agg(md5(t::text), '''' ORDER BY md5(t::text) COLLATE "C"), ''-'') AS h FROM %s t', oid::regclass), false, true, '')))[1]::text)
FROM pg_class WHERE relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace, 'public'::regnamespace) AND relkind = 'r' ORDER BY relname COLLATE "C"
SQL
}

1;
