# load.pl FILE ROUNDS: many people at work at once, 16 and then 64: how much gets done, how long each waits, and for what.
#
# pgbench runs the kinds of work below by weight for BENCH_SECONDS (30) while one session more builds and publishes releases of
# all that is accepted, without a pause.  Every tenth of a second a sample of pg_stat_activity tells who runs and who
# waits for what.  FILE fills the workspace (fill.sql).  Times here are of the clock, on a machine that others may use.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bench;
use IO::Handle;

my ($file) = @ARGV;
my $dir = $ENV{BC_TMP};
my $seconds = $ENV{BENCH_SECONDS} || 30;
my @crowds = split ' ', ($ENV{BENCH_PEOPLE} || '16 64');

my @kinds = (
	[ 'upload', 40, <<'SQL' ],
\set n :client_id % 64
BEGIN;
SET LOCAL ROLE sender:n;
SELECT badcase.open_upload(1) AS upload \gset
INSERT INTO badcase.intake (line_no, line) SELECT * FROM public.lines(:upload);
SELECT stored FROM badcase.process_upload();
COMMIT;
SQL
	[ 'triage', 15, <<'SQL' ],
SET ROLE curator;
CALL badcase.triage(1, 100);
RESET ROLE;
SQL
	[ 'review', 17, <<'SQL' ],
\set n :client_id % 16
BEGIN;
SET LOCAL ROLE reviewer:n;
SELECT count(public.attempt(format('SELECT badcase.submit_review(%s, true, %s > 0, reasons => %L)', q.submission, q.submission % 9, CASE WHEN q.submission % 9 = 0 THEN '{wrong_answer}' ELSE '{}' END)))
FROM badcase.claim_reviews(1, 3) q;
COMMIT;
SQL
	[ 'withdraw', 4, <<'SQL' ],
\set n :client_id % 64
\set who :n + 1
\set some random(1, 60)
SELECT coalesce((SELECT submission_id FROM badcase_internal.submission WHERE contributor_id = :who AND state = 'pending' ORDER BY submission_id OFFSET :some LIMIT 1), 0) AS victim \gset
BEGIN;
SET LOCAL ROLE sender:n;
SELECT public.attempt('SELECT badcase.withdraw(submission => :victim)') WHERE :victim > 0;
COMMIT;
SQL
	[ 'consent', 4, <<'SQL' ],
\set n :client_id % 64
\set who :n + 1
\set given random(0, 9)
BEGIN;
SET LOCAL ROLE sender:n;
SELECT badcase.set_consent(:who, 'publish_text', :given > 1, '1');
COMMIT;
SQL
	[ 'find_similar', 12, <<'SQL' ]);
\set some random(1, 1000)
BEGIN;
SET LOCAL ROLE curator;
SELECT count(*) FROM badcase.find_similar(1, (SELECT record FROM public.probe WHERE n = :some));
COMMIT;
SQL
# what p99 shall be at most, in milliseconds, beside which each is shown
my %goal = (upload => 500, review => 300, consent => 200, withdraw => 1000, find_similar => 300);

query('CREATE DATABASE bench_load');
system("psql -X -q -v ON_ERROR_STOP=1 -v file='$file' -d bench_load -f test/bench/fill.sql") == 0 or die "could not fill\n";
$ENV{PGDATABASE} = 'bench_load';
query(<<'SQL');
ALTER SYSTEM SET autovacuum = on;
SELECT pg_reload_conf();
CREATE TABLE public.probe AS SELECT row_number() OVER (ORDER BY submission_id) AS n, record FROM (
  SELECT submission_id, record FROM badcase_internal.submission WHERE submission_id % 17 = 3 AND record IS NOT NULL ORDER BY submission_id LIMIT 1000) x;
ALTER TABLE public.probe ADD PRIMARY KEY (n);
GRANT SELECT ON public.probe TO public;
CREATE TABLE public.told (what text, code text);
GRANT SELECT, INSERT ON public.told TO public;
-- what the API may answer to whoever comes too late: refused, not failed
CREATE FUNCTION public.attempt(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE what;
EXCEPTION WHEN object_not_in_prerequisite_state OR lock_not_available THEN
  INSERT INTO public.told VALUES (regexp_replace(what, '^.*badcase\.(\w+).*$', '\1'), SQLSTATE);
END $$;
CREATE FUNCTION public.lines(upload bigint) RETURNS TABLE (line_no bigint, line bytea) LANGUAGE sql BEGIN ATOMIC
  SELECT i, convert_to(CASE
    WHEN i <= 9 THEN badcase(format('Task %s of %s: list what a baker needs on day %s in town %s', i, upload, i, upload % 50),
      format('Flour, water, salt and no yeast for %s, number %s, %s', upload % 50, i, md5(upload::text || i)))::text
    WHEN i <= 11 THEN '{"prompt": "' || upload || ' ' || i || '"}'
    ELSE ' ' END, 'UTF8')
  FROM generate_series(1, 13) i;
END;
SQL
my ($records, $accepted) = @{ (query("SELECT count(*), count(*) FILTER (WHERE state = 'accepted') FROM badcase_internal.submission"))[0] };
printf "load: %s submissions, %s of them accepted; %s seconds each; load of the machine before: %s", thousands($records), thousands($accepted), $seconds,
  do { open my $l, '<', '/proc/loadavg'; my $x = <$l> // "?\n"; $x =~ s/^(\S+).*/$1/; $x };

# A process of psql that reads from a file for as long as we want.
sub background
{
	my ($script, $out) = @_;
	my $pid = fork() // die "fork: $!\n";
	if ($pid == 0)
	{
		open STDOUT, '>', $out or die;
		open STDERR, '>', "$out.err" or die;
		exec 'psql', '-X', '-q', '-A', '-t', '-F', "\t", '-f', $script or die;
	}
	return $pid;
}

sub script
{
	my ($name, $text) = @_;
	open my $to, '>', "$dir/$name.sql" or die "$name.sql: $!\n";
	print $to $text;
	close $to or die "$name.sql: $!\n";
	return "$dir/$name.sql";
}

my $sample = script('load_sample', <<'SQL');
SELECT CASE WHEN query ~* 'attempt.*submit_review' THEN 'review' WHEN query ~* 'attempt.*withdraw' THEN 'withdraw' WHEN query ~ 'find_similar' THEN 'find_similar'
    WHEN query ~ 'set_consent' THEN 'consent' WHEN query ~ 'triage' THEN 'triage' WHEN query ~ 'publish_release|build_release' THEN 'release'
    WHEN query ~ 'open_upload|intake|process_upload|lines' THEN 'upload' ELSE 'other' END,
  coalesce(wait_event_type || ':' || wait_event, 'runs')
FROM pg_stat_activity WHERE datname = 'bench_load' AND backend_type = 'client backend' AND state = 'active' AND pid <> pg_backend_pid()
UNION ALL SELECT 'moment', '';
\watch 0.1
SQL
my $releases = script('load_release', join '', map { <<"SQL" } 1 .. 50);
SET ROLE curator;
SELECT badcase.build_release(1, 'release ' || gen_random_uuid(), $_) AS release \\gset
SELECT clock_timestamp() AS began \\gset
SELECT badcase.publish_release(:release);
SELECT 'published', round(extract(epoch FROM clock_timestamp() - :'began')::numeric, 1);
RESET ROLE;
SQL

# each as fast as they can, and the first of them once more by the clock: so many transactions a second as are the goal
my $pace = 30;
for my $run ((map { [ $_, 0 ] } @crowds), [ $crowds[0], $pace ])
{
	my ($people, $rate) = @$run;
	my $paced = $rate ? "--rate=$rate" : '';
	my @files = map { my ($name, $weight, $text) = @$_; ('-f', script("load_$name", $text) . "\@$weight") } @kinds;
	my $sampler = background($sample, "$dir/sample");
	my $publisher = background($releases, "$dir/release");
	my $said = `pgbench -n -c $people -j 2 -T $seconds $paced --max-tries=100 --random-seed=1 -l --log-prefix='$dir/load_log' @files bench_load 2>&1`;
	kill TERM => $sampler, $publisher;
	waitpid $_, 0 for $sampler, $publisher;
	die "pgbench: $said" unless $said =~ /^tps = /m;
	my ($failed) = $said =~ /number of failed transactions: (\d+)/;
	my @errors = $said =~ /^(.*ERROR.*)$/mg;

	my (%times, %samples, %share, %running);
	my $all = 0;
	for my $log (glob "$dir/load_log.*")
	{
		open my $from, '<', $log or die;
		while (<$from>) { my @f = split; push @{ $times{ $kinds[ $f[3] ][0] } }, $f[2] / 1000 if $f[2] =~ /^\d+$/; $all++; }
		close $from;
		unlink $log;
	}
	my ($moments, $waits) = (0, 0);
	open my $from, '<', "$dir/sample" or die;
	while (<$from>)
	{
		chomp;
		next if !/\t/;
		my ($kind, $cause) = split /\t/;
		if ($kind eq 'moment') { $moments++; next; }
		$cause =~ s/^(LWLock|IO|IPC|BufferPin|Timeout|Extension):.*/$1/;
		$share{$kind}{$cause}++;
		$share{all}{$cause}++ if $kind ne 'release';
		$waits++ if $cause =~ /^(?:Lock|LWLock|BufferPin|IPC)/ && $kind ne 'release';
	}
	close $from;
	my @published = map { (split)[1] } grep { /published/ } do { open my $r, '<', "$dir/release"; <$r> };
	print "\n";
	table([ "$people people" . ($rate ? ", $rate/s" : ''), 'done', 'p50 ms', 'p99 ms', 'goal', 'busy samples', 'of them by cause, %' ],
		map {
			my $kind = $_;
			my @t = @{ $times{$kind} // [] };
			my %s = %{ $share{$kind} // {} };
			my $n = 0; $n += $_ for values %s;
			my $causes = join ', ', map { sprintf '%s %.0f', $_, 100 * $s{$_} / $n } grep { $s{$_} > $n / 100 } sort { $s{$b} <=> $s{$a} } keys %s;
			[ $kind, $kind eq 'all' ? $all : $kind eq 'release' ? scalar(@published) : scalar(@t), @t ? (map { sprintf '%.0f', $_ } median(@t), percentile(0.99, @t)) : ('', ''), $goal{$kind} // '', $n, $causes ]
		} (map { $_->[0] } @kinds), 'release', 'all');
	printf "  %.1f of %d wait for nobody, on the average of %d samples; %s failed; published in: %s s; refused: %s\n",
	  $moments ? $people - $waits / $moments : 0, $people, $moments, $failed // '?', join(', ', @published) || 'none ended',
	  (query("SELECT coalesce(string_agg(what || ' ' || code || ' ' || n, ', '), 'none') FROM (SELECT what, code, count(*) AS n FROM public.told GROUP BY 1, 2) t"))[0][0];
	print "  $_\n" for @errors;
}
