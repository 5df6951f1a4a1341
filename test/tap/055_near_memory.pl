# Near-duplicate search does not let a session grow, nor its table of rows work_mem, the batch join keeps to work_mem, and a parallel query under it changes nothing.
# 20,000 probes and 60,000 records; a million of each where BADCASE_LONG is set.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'needs /proc' unless -w '/proc/self/clear_refs';

my ($probes, $records, $megabytes) = $ENV{BADCASE_LONG} ? (1_000_000, 1_000_000, 256) : (20_000, 60_000, 24);
my $node = PostgreSQL::Test::Cluster->new('near_memory');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "jit = off\nautovacuum = off\nfsync = off\nshared_buffers = 8MB\nmax_wal_size = 4GB");
$node->start;
# records of 40 words with slots, and copies of them
$node->safe_psql('postgres', <<SQL);
CREATE EXTENSION badcase;
CREATE FUNCTION words(i bigint) RETURNS text IMMUTABLE LANGUAGE sql AS \$\$
  SELECT string_agg(substr(md5((i / 3 * 100 + w / 4)::text), 1 + w % 4 * 8, 8), ' ' ORDER BY w) || ' ' || i % 3 FROM generate_series(1, 40) w \$\$;
CREATE UNLOGGED TABLE small AS SELECT i AS id, badcase(words(i), 'answer ' || i) AS record FROM generate_series(1::bigint, 20000) i;
CREATE INDEX ON small USING gin (record);
VACUUM ANALYZE small;
CREATE UNLOGGED TABLE large AS SELECT i AS id, words(i) AS value FROM generate_series(1::bigint, $records) i;
VACUUM ANALYZE large;
SQL

# a statement's timeout grows with what it does
my $session = $node->background_psql('postgres', on_error_stop => 1,
	timeout => $PostgreSQL::Test::Utils::timeout_default * ($ENV{BADCASE_LONG} ? 20 : 1));
my $pid = $session->query('SELECT pg_backend_pid()');

# kilobytes of /proc/PID/status
sub status
{
	my ($what, $process) = @_;
	$process //= $pid;
	return slurp_file("/proc/$process/status") =~ /^$what:\s+(\d+) kB/m ? $1 : die "no $what";
}

sub probe
{
	my ($count) = @_;
	return $session->query(<<SQL);
DO \$\$
DECLARE
  hits bigint := 0;
  n bigint;
BEGIN
  SET LOCAL enable_seqscan = off;
  FOR i IN 1 .. $count LOOP
    SELECT count(*) INTO n FROM small WHERE record % near((SELECT record FROM small WHERE id = 1 + i % 20000), 0.5 + i % 5 * 0.1);
    hits := hits + n;
  END LOOP;
  IF hits < $count THEN RAISE 'only % found', hits; END IF;
END \$\$
SQL
}

$session->query('SET enable_seqscan = off');
$session->query('CREATE INDEX ON small (id)');
like($session->query('EXPLAIN SELECT count(*) FROM small WHERE record % near((SELECT record FROM small WHERE id = 5), 0.5)'), qr/Bitmap Index Scan/, 'the index is used');
probe(2000);
my $before = status('RssAnon');
probe($probes);
my $grown = status('RssAnon') - $before;
cmp_ok($grown, '<', 1024, "$probes probes let the session grow by $grown kB");

# the peak of the whole process: what the join has beside work_mem, ids among it, must be in the tenth; of so little memory as in the
# short form, what any sort or allocation leaves behind is more
my $beside = $ENV{BADCASE_LONG} ? 0 : 8;
$session->query("RESET enable_seqscan; SET work_mem = '${megabytes}MB'");
foreach my $function ('badcase_near_pairs', 'badcase_clusters')
{
	$session->query("SELECT count(*) FROM $function('SELECT id, value FROM large LIMIT 100')");
	$session->query('SELECT count(value) FROM large');
	open my $clear, '>', "/proc/$pid/clear_refs" or die "clear_refs: $!";
	print $clear 5;
	close $clear;
	my $start = status('VmRSS');
	my $rows = $session->query("SELECT count(*) FROM $function('SELECT id, value FROM large', 0.7)");
	my $peak = sprintf '%.1f', (status('VmHWM') - $start) / 1024;
	cmp_ok($peak, '<=', 1.1 * $megabytes + $beside, "$function of $records records with ${megabytes} MB: peak of $peak MB, $rows rows");
}

# the copies of a template are all counted, in a table of 1 MB where there is memory for it; without, by ranges of rows
$node->safe_psql('postgres', <<'SQL');
CREATE UNLOGGED TABLE template AS SELECT badcase('one question of which there are many copies', 'answer ' || i % 9) AS record FROM generate_series(1, 60000) i;
CREATE INDEX ON template USING badcase_near (record);
VACUUM ANALYZE template;
SQL
# A search in a session of its own, so that it has no memory of those before: what it finds, and its peak in kilobytes.  The
# same search in little memory reads in what it reads.
sub search
{
	my ($memory, $search) = @_;
	my $alone = $node->background_psql('postgres', on_error_stop => 1);
	my $process = $alone->query('SELECT pg_backend_pid()');
	$alone->query("SET work_mem = '64kB'; SET enable_seqscan = off");
	$alone->query($search);
	$alone->query("SET work_mem = '$memory'");
	open my $clear, '>', "/proc/$process/clear_refs" or die "clear_refs: $!";
	print $clear 5;
	close $clear;
	my $start = status('VmRSS', $process);
	my $found = $alone->query($search);
	my $peak = status('VmHWM', $process) - $start;
	$alone->quit;
	return ($found, $peak);
}
my $copies = q(SELECT count(*) FROM template WHERE record % near(badcase('one question of which there are many copies', 'answer 3'), 0.6));
my ($in_ranges, $little) = search('64kB', $copies);
my ($at_once, $enough) = search('8MB', $copies);
is($at_once, $session->query($copies =~ s/record % near\((.*), 0.6\)/similarity(record, $1) >= 0.6/r), 'all copies are counted');
is($in_ranges, $at_once, '... as many by ranges');
cmp_ok($little, '<', 700, "64 kB: peak of $little kB");
cmp_ok($enough, '>', 1000, "... and 8 MB: $enough kB");

# where few rows are expected, the table is small, however much memory there is
$node->safe_psql('postgres', 'CREATE INDEX ON small USING badcase_near (record); DROP INDEX small_record_idx; VACUUM ANALYZE small');
my ($few, $much) = search('512MB', 'SELECT count(*) FROM small WHERE record % near((SELECT record FROM small WHERE id = 8), 0.8)');
cmp_ok($much, '<', 700, "$few rows, 512 MB: peak of $much kB");

$session->query('RESET enable_seqscan');

# a query that runs in parallel gives its records in another order
my %digest;
foreach my $workers (0, 1, 2, 4)
{
	$session->query("SET max_parallel_workers_per_gather = $workers; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0");
	my $plan = $session->query("EXPLAIN SELECT id, value FROM large WHERE id <= 20000");
	is($plan =~ /Workers Planned: (\d+)/ ? $1 : 0, $workers, "$workers workers read the records");
	$digest{ $session->query(<<'SQL') }++;
SELECT md5(string_agg(id || '/' || cluster, ' ' ORDER BY n)) FROM badcase_clusters('SELECT id, value FROM large WHERE id <= 20000', 0.6) WITH ORDINALITY AS c(id, cluster, n)
SQL
}
is(scalar keys %digest, 1, 'clusters are the same for all numbers of workers');
$session->quit;
$node->stop;
done_testing();
