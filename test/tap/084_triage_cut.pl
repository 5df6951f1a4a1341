# Triage cut off at twenty random points - its backend ends itself, is killed with kill -9, or is ended from outside - and
# called again each time gives what an uninterrupted triage gives, row for row but for times and for numbers that were
# given in vain. A point is a place in the work, not a time: the so-manieth row written to a table, or the commit.
# BADCASE_SEED repeats a run.
use strict;
use warnings;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $seed = $ENV{BADCASE_SEED} // (time ^ $$);
srand $seed;
diag("BADCASE_SEED=$seed repeats this run");

my $node = PostgreSQL::Test::Cluster->new('triage_cut');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "fsync = off\nrestart_after_crash = on\nautovacuum = off\njit = off\nlog_statement = none");
$node->start;
$node->safe_psql('postgres', 'CREATE ROLE badcase_owner NOLOGIN; CREATE ROLE curator LOGIN');

# What triage has to do with: near copies, other answers, a template's copies beyond what makes them common, duplicates of
# others, personal data, terms, text of a benchmark, no attestation.
my $records = <<'SQL';
CREATE FUNCTION sent(contributor bigint) RETURNS SETOF badcase LANGUAGE sql AS $$
  SELECT r FROM (
    SELECT badcase(format('List what a baker needs on day %s in the town of %s', i, md5(i::text)), format('Flour, water, salt and yeast for number %s of %s', i, md5('r' || i)),
      meta => CASE WHEN i % 3 = 0 THEN '{}' ELSE jsonb_build_object('task', 'task ' || i % 5, 'failure_kind', 'factual') END) FROM generate_series(1, 40) i WHERE i % 2 = 0 OR contributor <> 2
    UNION ALL SELECT badcase(format('List what a baker needs on day %s in the town of %s', i, md5(i::text)), format('Flour, water, salt and yeast for number %s of %s, please', i, md5('r' || i))) FROM generate_series(1, 40, 3) i WHERE contributor = 2
    UNION ALL SELECT badcase(format('List what a baker needs on day %s in the town of %s', i, md5(i::text)), format('Nothing at all: %s', md5('n' || i))) FROM generate_series(1, 40, 4) i WHERE contributor = 1
    UNION ALL SELECT badcase(format('Write an advertisement of one sentence for shirt number %s, which is of red cotton and has long sleeves and a round collar', i),
      format('Number %s, the red cotton shirt with long sleeves and a round collar, goes with everything that you have at home or at work', i)) FROM generate_series(1, 130) i WHERE contributor = 1
    UNION ALL SELECT badcase(format('Write one sentence about customer %s', md5(i::text)), format('Customer %s has the telephone number 138%s', i, 12345670 + i)) FROM generate_series(1, 12) i WHERE contributor = 2
    UNION ALL SELECT badcase(format('Name a bird of the %s islands', md5(i::text)), format('The blue canary of island %s', md5(i::text))) FROM generate_series(1, 8) i WHERE contributor = 2
    UNION ALL SELECT badcase('What does the law of benchmark ' || i || ' say about the tides, the moons and the height of the water at noon in the harbour?', 'It says ' || md5(i::text)) FROM generate_series(1, 6) i WHERE contributor = 3
    UNION ALL SELECT badcase(format('Say %s in Danish', md5(i::text)), md5('d' || i)) FROM generate_series(1, 20) i WHERE contributor = 3) x(r)
  ORDER BY md5(r::text)
$$;
SQL

sub prepare
{
	my ($database) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->safe_psql($database, "SET client_min_messages = error; CREATE EXTENSION badcase; SELECT badcase_setup('badcase_owner'); $records");
	$node->safe_psql($database, <<'SQL');
SET ROLE badcase_owner;
SELECT badcase.create_program('p'), badcase.grant_access(1, 'curator', 'curator');
SET ROLE curator;
SELECT badcase.register_contributor(1, 'c' || i) FROM generate_series(1, 3) i;
SELECT badcase.attest(1, '1'), badcase.attest(2, '1');
SELECT badcase.create_term_list(1, 'birds', 'hold'), badcase.open_corpus(1, 'b', 'benchmark', 'none');
BEGIN; SELECT badcase.open_upload(1, kind => 'terms', target => 1); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"term": "canary"}'); SELECT badcase.process_upload(); COMMIT;
BEGIN; SELECT badcase.open_upload(1, kind => 'corpus', target => 1);
INSERT INTO badcase.intake (line_no, line) SELECT i, convert_to(badcase('What does the law of benchmark ' || i || ' say about the tides, the moons and the height of the water at noon in the harbour?', 'x')::text, 'UTF8') FROM generate_series(1, 3) i;
SELECT badcase.process_upload(); COMMIT;
SQL
	foreach my $c (1 .. 3)
	{
		$node->safe_psql($database, "SET ROLE curator; BEGIN; SELECT badcase.open_upload(1, $c);
INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(r::text, 'UTF8') FROM sent($c) WITH ORDINALITY s(r, n); SELECT badcase.process_upload(); COMMIT");
	}
	return;
}

# All that triage writes, without times; of an event its place among those of its submission stands for its number.
my %rows = (
	submissions => q(SELECT s.submission_id, s.state, s.contributor_state, s.held_for, s.duplicate_of, s.cluster_id, t.name, s.failure_kinds, s.review_pass, s.rule_version, s.revision, s.exact_key, s.reasons
		FROM badcase_internal.submission s LEFT JOIN badcase_internal.task t USING (task_id)),
	searchable => 'SELECT submission_id, program_id, record, common_record, common_prompt FROM badcase_internal.searchable',
	relations => 'SELECT submission_id, other_id, kind, similarity, prompt_similarity, response_similarity FROM badcase_internal.relation',
	clusters => 'SELECT cluster_id, array_agg(submission_id ORDER BY submission_id) FROM badcase_internal.submission GROUP BY 1',
	findings => 'SELECT submission_id, revision, rule, field, turn, path, start, stop, confidence, severity, excerpt, rule_version, cleared, count(*) FROM badcase_internal.finding GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13',
	events => 'SELECT submission_id, row_number() OVER (PARTITION BY submission_id ORDER BY event_id), from_state, to_state, actor, round_id, revision, other_id FROM badcase_internal.event',
	tasks => 'SELECT program_id, name, target FROM badcase_internal.task',
	jobs => 'SELECT program_id, kind, done, total, finished_at IS NOT NULL FROM badcase_internal.job',
	screening => 'SELECT program_id, rule_version, screened_to FROM badcase_internal.screening');
sub rows_of
{
	my ($database) = @_;
	return { map { $_ => $node->safe_psql($database, "SELECT x::text FROM ($rows{$_}) x ORDER BY x::text COLLATE \"C\"") } keys %rows };
}

# The second part screens again by newer rules what the first has triaged.
my $newer = "SELECT badcase.set_rule(1, 'pii:cn_mobile', 'warn'), badcase.set_rule(1, 'quality:no_format', 'hold')";
my $call = 'CALL badcase.triage(1, 7)';
my @as_curator = (extra_params => [ '-U', 'curator' ]);

prepare('whole');
$node->safe_psql('whole', $call, @as_curator);
my $half = rows_of('whole');
$node->safe_psql('whole', $newer, @as_curator);
$node->safe_psql('whole', $call, @as_curator);
my $whole = rows_of('whole');
my $sent = $node->safe_psql('whole', 'SELECT count(*) FROM badcase_internal.submission');
is($node->safe_psql('whole', q(SELECT string_agg(DISTINCT state, ' ' ORDER BY state) || ' ' || (SELECT bool_or(common_record) FROM badcase_internal.searchable) FROM badcase_internal.submission)), 'duplicate held pending true', 'triage had all kinds of work');
is($node->safe_psql('whole', q(SELECT string_agg(DISTINCT kind, ' ' ORDER BY kind) FROM badcase_internal.relation)), 'alternative exact near', 'and found relations of each kind');
isnt($half->{submissions}, $whole->{submissions}, 'and newer rules moved something');

# One after the other, and all at once.
foreach my $batch (1, 100_000)
{
	prepare("by_$batch");
	$node->safe_psql("by_$batch", "CALL badcase.triage(1, $batch)", @as_curator);
	my $rows = rows_of("by_$batch");
	is(join(' ', grep { $rows->{$_} ne $half->{$_} } sort keys %$half), '', "batches of $batch come to the same rows");
}

prepare('cut');
# On the way of every row that is written, before the commit too.
my %places = (event => 'INSERT', relation => 'INSERT', finding => 'INSERT', submission => 'UPDATE', searchable => 'INSERT', job => 'INSERT OR UPDATE', screening => 'UPDATE', commit => '');
my $triggers = '';
foreach my $place (sort keys %places)
{
	$triggers .= $place eq 'commit'
	  ? "CREATE CONSTRAINT TRIGGER cut_commit AFTER INSERT OR UPDATE ON badcase_internal.submission DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut('commit');\n"
	  : "CREATE TRIGGER cut AFTER $places{$place} ON badcase_internal.$place FOR EACH ROW EXECUTE FUNCTION cut('$place');\n";
}
$node->safe_psql('cut', <<"SQL");
CREATE TABLE point (place text, n bigint, signal text);
INSERT INTO point VALUES ('', 0, '');
CREATE SEQUENCE passed;
CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS \$\$
DECLARE
  p public.point;
BEGIN
  SELECT * INTO p FROM public.point;
  IF p.place = TG_ARGV[0] AND nextval('public.passed') = p.n THEN
    IF p.signal = 'KILL' THEN
      EXECUTE format('COPY (SELECT 1) TO PROGRAM %L', 'kill -9 ' || pg_backend_pid());
    END IF;
    IF p.signal = 'WAIT' THEN
      PERFORM pg_sleep(600);
    END IF;
    PERFORM pg_terminate_backend(pg_backend_pid());
  END IF;
  RETURN NULL;
END \$\$;
$triggers
SQL

sub wait_for_server
{
	$node->poll_query_until('postgres', 'SELECT true') or die 'the server does not come back';
	return;
}

# One call, cut off there; whether it was.
my %cuts;
sub cut_at
{
	my ($place, $n, $signal) = @_;
	$node->safe_psql('cut', "UPDATE point SET place = '$place', n = $n, signal = '$signal'; ALTER SEQUENCE passed RESTART");
	my $log = -s $node->logfile;
	my ($code, $out, $err) = $node->psql('cut', $call, @as_curator);
	# A server that has not seen yet that a backend was killed still lets others in.
	$node->wait_for_log(qr/all server processes terminated; reinitializing/, $log) if $signal eq 'KILL' && $code != 0;
	wait_for_server();
	note("$signal at $place $n: " . ($err =~ /^.*(terminat\w+|server closed|connection).*$/m ? $& : 'ended before'));
	return 0 if $code == 0;
	die "something else went wrong: $err" unless $err =~ /terminating connection|server closed the connection|connection to server was lost/;
	$cuts{$place}++;
	$cuts{$signal}++;
	return 1;
}

# From outside, while it waits there to be ended.
sub cut_from_outside
{
	my ($place, $n) = @_;
	$node->safe_psql('cut', "UPDATE point SET place = '$place', n = $n, signal = 'WAIT'; ALTER SEQUENCE passed RESTART");
	my ($out, $err) = ('', '');
	my $run = IPC::Run::start([ 'psql', '-XAtq', '-c', $call, '-d', $node->connstr('cut') . ' user=curator' ], '<', '/dev/null', '>', \$out, '2>', \$err);
	$node->poll_query_until('cut', q(SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'curator' AND wait_event = 'PgSleep')) or die 'triage does not come there';
	$run->finish;
	note("ended from outside at $place $n");
	die "something else went wrong: $err" unless $err =~ /terminating connection/;
	$cuts{$place}++;
	$cuts{outside}++;
	return 1;
}

sub done { return $node->safe_psql('cut', 'SELECT coalesce(max(done), 0) FROM badcase_internal.job'); }
sub screened { return $node->safe_psql('cut', 'SELECT screened_to FROM badcase_internal.screening'); }
# So many rows are about two batches; near the end, a place that the next batch is sure to come to.
my %most = (event => 14, relation => 10, finding => 10, submission => 50, job => 2, commit => 50, screening => 2);
sub some_place
{
	my ($so_far, @places) = @_;
	return ($places[0], 1) if $so_far > $sent - 70;
	my $place = $places[ int rand @places ];
	return ($place, 1 + int rand $most{$place});
}

my $cuts = 0;
for (my $tries = 0; $cuts < 15 && $tries < 60; $tries++)
{
	my ($place, $n) = some_place(done(), qw(event relation finding submission job commit));
	$cuts += $tries % 7 == 3 ? cut_from_outside($place, $n) : cut_at($place, $n, $tries % 3 == 1 ? 'KILL' : 'TERM');
}
is($cuts, 15, "triage of $sent was cut off 15 times, the last time after " . done());
cmp_ok(done(), '<', $sent, 'before its end');
$node->safe_psql('cut', "UPDATE point SET place = ''");
$node->safe_psql('cut', $call, @as_curator);
my $now = rows_of('cut');
is($now->{$_}, $half->{$_}, "$_: as uninterrupted") foreach sort keys %rows;

$node->safe_psql('cut', $newer, @as_curator);
for (my $tries = 0; $cuts < 20 && $tries < 20; $tries++)
{
	my ($place, $n) = some_place(screened(), qw(screening finding submission commit));
	$cuts += cut_at($place, $n, $tries % 3 == 1 ? 'KILL' : 'TERM');
}
is($cuts, 20, 'and 5 times while it screened again');
cmp_ok(screened(), '<', $sent, 'before the end of that');
$node->safe_psql('cut', "UPDATE point SET place = ''");
$node->safe_psql('cut', $call, @as_curator);
$now = rows_of('cut');
is($now->{$_}, $whole->{$_}, "$_: as uninterrupted, after newer rules") foreach sort keys %rows;
cmp_ok($cuts{KILL}, '>=', 4, 'some of it by kill -9') or diag(explain(\%cuts));
note(join ', ', map { "$_ $cuts{$_}" } sort keys %cuts);
$node->stop;
unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|detected write past chunk end|problem in alloc set/, 'no damage in the log');
done_testing();
