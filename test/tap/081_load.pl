# Sixteen sessions that upload, triage, review, revise, withdraw and release, four that search and read meanwhile, and
# autovacuum as busy as it can be: no session sees an error but those that a retry is for, each search finds by index
# what a scan of the same snapshot finds, and in the end the books agree. So many transactions a session; where
# BADCASE_LONG is set, ten minutes.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Books;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my ($writers, $searchers) = (16, 4);
# Small batches commit often; in ten minutes they would leave more than an hour of triage.
my $batch = $ENV{BADCASE_LONG} ? 200 : 7;
my @how_long = $ENV{BADCASE_LONG} ? ('-T', 600) : ('-t', $ENV{BADCASE_LOAD} || 25);
my $dir = PostgreSQL::Test::Utils::tempdir;
my $node = PostgreSQL::Test::Cluster->new('load');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', <<'CONF');
autovacuum = on
autovacuum_naptime = 1
autovacuum_vacuum_threshold = 10
autovacuum_vacuum_scale_factor = 0
autovacuum_vacuum_insert_threshold = 10
autovacuum_vacuum_insert_scale_factor = 0
autovacuum_analyze_threshold = 10
autovacuum_analyze_scale_factor = 0
autovacuum_vacuum_cost_delay = 0
gin_pending_list_limit = 64
deadlock_timeout = 100
log_statement = none
client_min_messages = warning
shared_buffers = 128MB
max_connections = 60
jit = off
CONF
$node->start;
$node->safe_psql('postgres', <<'SQL');
SET client_min_messages = error;
CREATE ROLE badcase_owner NOLOGIN;
CREATE ROLE curator; CREATE ROLE exporter;
CREATE EXTENSION badcase;
SELECT badcase_setup('badcase_owner');
SELECT format('CREATE ROLE sender%s', i) FROM generate_series(0, 7) i UNION ALL SELECT format('CREATE ROLE reviewer%s', i) FROM generate_series(0, 15) i \gexec
SET ROLE badcase_owner;
SELECT badcase.create_program('load');
SELECT badcase.grant_access(1, 'curator', 'curator'), badcase.grant_access(1, 'exporter', 'exporter'), badcase.grant_access(1, 'badcase_owner', 'curator');
SELECT badcase.set_quota(1, uploads => 1000000);
DO $$
BEGIN
  FOR i IN 0 .. 7 LOOP
    PERFORM badcase.register_contributor(1, 'c' || i, 'Name ' || i, 'sender' || i), badcase.grant_access(1, 'sender' || i, 'contributor');
  END LOOP;
  FOR i IN 0 .. 15 LOOP
    PERFORM badcase.grant_access(1, 'reviewer' || i, 'reviewer');
  END LOOP;
END $$;
SELECT badcase.attest(c, '1'), badcase.set_consent(c, 'train', true, '1'), badcase.set_consent(c, 'publish_text', true, '1') FROM generate_series(1, 8) c;
RESET ROLE;
CREATE TABLE probed (id bigint GENERATED ALWAYS AS IDENTITY, record badcase, line text);
CREATE INDEX ON probed USING gin (record);
CREATE INDEX ON probed USING gin (line text_all_v1_ops);
CREATE TABLE told (what text, code text);
GRANT SELECT, INSERT ON told TO public;
-- what the API may answer to whoever comes too late: refused, not failed
CREATE FUNCTION attempt(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE what;
EXCEPTION WHEN object_not_in_prerequisite_state OR lock_not_available THEN
  INSERT INTO public.told VALUES (regexp_replace(what, '^.*badcase\.(\w+).*$', '\1'), SQLSTATE);
END $$;
CREATE FUNCTION lines(upload bigint) RETURNS TABLE (line_no bigint, line bytea) LANGUAGE sql BEGIN ATOMIC
  SELECT i, convert_to(CASE
    WHEN i <= 8 THEN badcase(format('Task %s of %s: list what a baker needs on day %s in town %s', CASE WHEN i > 5 THEN i - 4 ELSE i END, upload, i, upload % 50),
      format('Flour, water, salt and %s yeast for %s, number %s', CASE WHEN i > 5 THEN 'some' ELSE 'no' END, upload % 50, i), meta => jsonb_build_object('task', 'task ' || upload % 20))::text
    WHEN i = 9 THEN badcase(format('Task 1 of %s: list what a baker needs on day 1 in town %s', upload, upload % 50),
      format('Flour, water, salt and no yeast for %s, number 1', upload % 50), meta => jsonb_build_object('task', 'task ' || upload % 20))::text
    WHEN i <= 11 THEN '{"prompt": "' || upload || ' ' || i || '"}'
    ELSE ' ' END, 'UTF8')
  FROM generate_series(1, 13) i;
END;
-- stops the session where an index does not find what a scan of the same snapshot does
CREATE PROCEDURE agree(by_index bigint[], by_scan bigint[]) LANGUAGE plpgsql AS $$
BEGIN
  IF by_index IS DISTINCT FROM by_scan THEN
    RAISE EXCEPTION 'an index found % and a scan %', by_index, by_scan;
  END IF;
END $$;
SQL

# What a session does, by kind, name and weight.
my @scripts = (
	[ 'writers', 'upload', 40, <<'SQL' ],
\set n :client_id % 8
BEGIN;
SET LOCAL ROLE sender:n;
SELECT badcase.open_upload(1) AS upload \gset
INSERT INTO badcase.intake (line_no, line) SELECT * FROM public.lines(:upload);
SELECT stored FROM badcase.process_upload();
COMMIT;
SQL
	[ 'writers', 'triage', 15, <<'SQL' ],
SET ROLE curator;
CALL badcase.triage(1, :batch);
RESET ROLE;
SQL
	[ 'writers', 'review', 17, <<'SQL' ],
BEGIN;
SET LOCAL ROLE reviewer:client_id;
SELECT public.attempt(format('SELECT badcase.submit_review(%s, true, %s > 0, reasons => %L)', q.submission, q.submission % 9, CASE WHEN q.submission % 9 = 0 THEN '{wrong_answer}' ELSE '{}' END))
FROM badcase.claim_reviews(1, 3) q;
COMMIT;
SQL
	[ 'writers', 'withdraw', 4, <<'SQL' ],
\set n :client_id % 8
\set who :n + 1
SELECT coalesce((SELECT submission_id FROM badcase_internal.submission WHERE state <> 'withdrawn' AND contributor_id = :who ORDER BY random() LIMIT 1), 0) AS victim \gset
BEGIN;
SET LOCAL ROLE sender:n;
SELECT public.attempt('SELECT badcase.withdraw(submission => :victim)') WHERE :victim > 0;
COMMIT;
SQL
	[ 'writers', 'revise', 4, <<'SQL' ],
SELECT coalesce((SELECT submission_id FROM badcase_internal.submission WHERE state IN ('pending', 'needs_changes') ORDER BY random() LIMIT 1), 0) AS changed \gset
BEGIN;
SET LOCAL ROLE curator;
SELECT public.attempt(format('SELECT badcase.revise(:changed, badcase(%L, %L), %L)', 'Made anew by :client_id: number ' || random(), 'And so the answer is ' || random(), 'clearer')) WHERE :changed > 0;
COMMIT;
SQL
	[ 'writers', 'release', 2, <<'SQL' ],
BEGIN;
SET LOCAL ROLE curator;
SELECT badcase.build_release(1, 'release ' || gen_random_uuid(), 7) AS release \gset
SELECT public.attempt('SELECT badcase.publish_release(:release)');
COMMIT;
SQL
	[ 'writers', 'consent', 2, <<'SQL' ],
\set n :client_id % 8
\set who :n + 1
BEGIN;
SET LOCAL ROLE sender:n;
SELECT badcase.set_consent(:who, 'publish_text', random() < 0.8, '1');
COMMIT;
SQL
	[ 'writers', 'insert', 10, <<'SQL' ],
INSERT INTO probed (record, line) SELECT badcase('Prompt ' || i % 50 || ' of mill ' || i % 7 || ' by the river', 'Answer ' || i % 31 || ' and no other'), 'The mill turns ' || i % 60 || ' times by night' FROM generate_series(:client_id * 7, :client_id * 7 + 20) i;
SQL
	[ 'writers', 'update', 6, <<'SQL' ],
BEGIN;
UPDATE probed SET line = line || ' again' WHERE id % 97 = :client_id;
DELETE FROM probed WHERE id % 101 = :client_id;
COMMIT;
SQL
	[ 'searchers', 'near in the workspace', 1, <<'SQL' ],
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT coalesce((SELECT near(record, 0.7) FROM badcase_internal.searchable ORDER BY random() LIMIT 1), near(badcase('a b c d', 'e f g'), 0.7)) AS operand \gset
SET LOCAL enable_seqscan = off;
SELECT coalesce(array_agg(submission_id ORDER BY submission_id), '{}') AS by_index FROM badcase_internal.searchable
WHERE record % ':operand'::badcase_near AND NOT common_record \gset
SET LOCAL enable_bitmapscan = off;
SELECT coalesce(array_agg(submission_id ORDER BY submission_id), '{}') AS by_scan FROM badcase_internal.searchable
WHERE record % ':operand'::badcase_near AND NOT common_record \gset
CALL agree(':by_index', ':by_scan');
COMMIT;
SQL
	[ 'searchers', 'near in a table', 1, <<'SQL' ],
BEGIN ISOLATION LEVEL REPEATABLE READ;
\set i random(1, 60)
SET LOCAL enable_seqscan = off;
SELECT coalesce(array_agg(id ORDER BY id), '{}') AS by_index FROM probed WHERE line %> near('mill turns :i times') OR record % near(badcase('Prompt :i of mill 3 by the river', 'Answer 2 and no other'), 0.8) \gset
SET LOCAL enable_bitmapscan = off;
SELECT coalesce(array_agg(id ORDER BY id), '{}') AS by_scan FROM probed WHERE line %> near('mill turns :i times') OR record % near(badcase('Prompt :i of mill 3 by the river', 'Answer 2 and no other'), 0.8) \gset
CALL agree(':by_index', ':by_scan');
COMMIT;
SQL
	[ 'searchers', 'find_similar', 1, <<'SQL' ],
BEGIN;
SET LOCAL ROLE curator;
SELECT count(*) FROM badcase.find_similar(1, badcase('Task 3 of 17: list what a baker needs on day 3 in town 17', 'Flour, water, salt and no yeast for 17, number 3'), 0.5);
SELECT count(*) FROM badcase.duplicates;
COMMIT;
SQL
	[ 'searchers', 'release_rows', 1, <<'SQL' ],
SELECT coalesce(max(release_id), 0) AS release FROM badcase_internal.release WHERE published_at IS NOT NULL \gset
BEGIN;
SET LOCAL ROLE exporter;
SELECT public.attempt('SELECT count(line::text) FROM badcase.release_rows(:release)') WHERE :release > 0;
SELECT count(*) FROM badcase.export_sft;
COMMIT;
SQL
	[ 'searchers', 'views', 1, <<'SQL' ],
BEGIN;
\set n random(0, 7)
SET LOCAL ROLE sender:n;
SELECT count(*) FROM badcase.my_submissions;
SET LOCAL ROLE reviewer:n;
SELECT count(*) FROM badcase.review_queue;
COMMIT;
SQL
	[ 'searchers', 'near_pairs', 1, <<'SQL' ]);
SELECT count(*) FROM badcase_near_pairs('SELECT submission_id, record FROM badcase_internal.submission WHERE state <> ''withdrawn'' ORDER BY submission_id LIMIT 200');
SQL

# A run of pgbench of one kind.
sub bench
{
	my ($kind, $clients, $seed, @how_long) = @_;
	my @files;
	foreach my $script (grep { $_->[0] eq $kind } @scripts)
	{
		my $path = "$dir/$script->[1].sql" =~ tr/ /_/r;
		append_to_file($path, $script->[3]) if !-e $path;
		push @files, '-f', "$path\@$script->[2]";
	}
	my $said = '';
	return (IPC::Run::start([ 'pgbench', '-n', '-c', $clients, '-j', 2, @how_long, '--max-tries=100', '--failures-detailed', "--random-seed=$seed", '-D', "batch=$batch",
		'-l', "--log-prefix=$dir/$kind$seed", @files, '-h', $node->host, '-p', $node->port, 'postgres' ], '<', \undef, '>&', \$said), \$said);
}

# The searches go on until the writers are done.
my ($run, $writers_said) = bench('writers', $writers, 1, @how_long);
my @said = ([ 'writers', $writers_said ]);
for (my $seed = 1; $run->pumpable; $seed++)
{
	my ($search, $search_said) = bench('searchers', $searchers, $seed, '-t', 50);
	$search->finish;
	push @said, [ 'searchers', $search_said ];
	$run->pump_nb;
}
$run->finish;

foreach my $kind ('writers', 'searchers')
{
	my @of_kind = map { ${ $_->[1] } } grep { $_->[0] eq $kind } @said;
	my @bad = grep { !/^number of failed transactions: 0 /m || !/^tps = /m || /abort|error:/i } @of_kind;
	is(join("\n", @bad), '', "$kind: no error but those that a retry is for, and none was retried in vain");
	my $retried = 0;
	$retried += (/^number of transactions retried: (\d+)/m)[0] foreach @of_kind;
	# client, transaction, microseconds, script, time of its end
	my @log = map { [split] } map { split /\n/, slurp_file($_) } glob("$dir/$kind*.[0-9]*");
	my @ends = sort { $a <=> $b } map { $_->[4] } @log;
	note(sprintf '%s: %d transactions, %.1f a second, %d of them retried', $kind, scalar @log, @log / (($ends[-1] - $ends[0]) || 1), $retried);
	my @names = map { $_->[1] } grep { $_->[0] eq $kind } @scripts;
	foreach my $n (0 .. $#names)
	{
		my @times = sort { $a <=> $b } map { $_->[2] / 1000 } grep { $_->[3] == $n } @log;
		note(sprintf '  %s: %d, half within %.0f ms, 99 of 100 within %.0f ms', $names[$n], scalar @times, @times[ @times / 2, @times * 0.99 ]) if @times;
	}
}
note('refused: ' . $node->safe_psql('postgres', q(SELECT string_agg(what || ' ' || code || ' ' || n, ', ' ORDER BY what, code) FROM (SELECT what, code, count(*) AS n FROM told GROUP BY 1, 2) t)));

$node->safe_psql('postgres', 'SET ROLE curator; CALL badcase.triage(1)');
note('in the end: ' . $node->safe_psql('postgres', q(SELECT string_agg(state || ' ' || n, ', ' ORDER BY state) FROM (SELECT state, count(*) AS n FROM badcase_internal.submission GROUP BY 1) t)));
is(Books::faults($node), '', 'the books agree');
is($node->safe_psql('postgres', q(SELECT count(*) FROM badcase_internal.upload WHERE (lines, stored, repeated, refused, blank) IS DISTINCT FROM (13::bigint, 8::bigint, 1::bigint, 2::bigint, 2::bigint))), '0',
	'no line is lost in any upload, and none counted twice');
is($node->safe_psql('postgres', q(SELECT count(*) FROM badcase_internal.submission WHERE state = 'received')), '0', 'nothing waits for triage');
is(Books::index_differences($node, 40), '0', 'the indexes of the workspace find what a sequential scan finds');
is($node->safe_psql('postgres', <<'SQL'), '0|0', '... and those of a plain table');
CREATE TEMP TABLE q AS SELECT id AS of, near(record, 0.7) AS a, near(line) AS b FROM probed ORDER BY id LIMIT 40;
SET enable_seqscan = off;
CREATE TEMP TABLE by_index AS SELECT q.of, p.id, p.n FROM q, LATERAL (SELECT id, 1 AS n FROM probed WHERE record % q.a UNION ALL SELECT id, 2 FROM probed WHERE line %> q.b) p;
SET enable_seqscan = on; SET enable_bitmapscan = off;
CREATE TEMP TABLE by_scan AS SELECT q.of, p.id, p.n FROM q, LATERAL (SELECT id, 1 AS n FROM probed WHERE record % q.a UNION ALL SELECT id, 2 FROM probed WHERE line %> q.b) p;
SELECT (SELECT count(*) FROM (TABLE by_index EXCEPT TABLE by_scan) d), (SELECT count(*) FROM (TABLE by_scan EXCEPT TABLE by_index) d);
SQL
my $vacuums = $node->safe_psql('postgres', q(SELECT sum(autovacuum_count) FROM pg_stat_user_tables));
cmp_ok($vacuums, '>', 0, 'autovacuum was there') and note("$vacuums autovacuums");
$node->stop;
unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|XX\d\d\d|detected write past chunk end|problem in alloc set/, 'no damage in the log');
done_testing();
