# The server killed at any moment (kill -9 of all its processes) under intake, triage, batch join and index build:
# what was acknowledged is whole and there once, what was not is whole or absent, the indexes find what a sequential
# scan finds, and the workspace's books agree. Ten times; 200 where BADCASE_LONG is set.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Books;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'needs /proc' unless -r '/proc/self/stat';

my $rounds = $ENV{BADCASE_LONG} ? 200 : 10;
my $dir = PostgreSQL::Test::Utils::tempdir;
my $node = PostgreSQL::Test::Cluster->new('kill');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
# full_page_writes and fsync as a user has them
$node->append_conf('postgresql.conf', "session_preload_libraries = 'badcase'\nfsync = on\nautovacuum_naptime = 1\n"
	. "checkpoint_timeout = 30\nrestart_after_crash = off\ngin_pending_list_limit = 64");
$node->start;
$node->safe_psql('postgres', <<'SQL');
SET client_min_messages = error;
CREATE ROLE badcase_owner NOLOGIN;
CREATE ROLE curator LOGIN;
CREATE EXTENSION badcase;
SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner;
SELECT badcase.create_program('kill');
SELECT badcase.grant_access(1, 'curator', 'curator');
SET SESSION AUTHORIZATION curator;
SELECT badcase.register_contributor(1, 'c' || i) FROM generate_series(1, 2) i;
SELECT badcase.attest(i, '1') FROM generate_series(1, 2) i;
RESET SESSION AUTHORIZATION;
CREATE TABLE rebuilt (id bigint, record badcase);
INSERT INTO rebuilt SELECT i, badcase('prompt ' || i % 97 || ' asks for ' || i % 13 || ' things', 'answer ' || i % 89 || ' of ' || i % 7)
FROM generate_series(1, 4000) i;
SQL

# Files of 30 lines: 20 new records, 8 of them near copies of others, a repeated line, 5 that are no records, some blank.
sub write_file
{
	my ($path, $seed) = @_;
	open my $out, '>:raw', $path or die "$path: $!";
	for my $i (1 .. 20)
	{
		my $topic = $i > 12 ? $i - 8 : $i;
		print $out qq({"prompt": "Task $topic of $seed: list what a baker needs on day $topic in town $seed", "response": "Flour, water, salt and )
		  . ($i > 12 ? 'some ' : '') . qq(yeast for $seed, number $topic"}\n);
	}
	print $out qq({"prompt": "Task 1 of $seed: list what a baker needs on day 1 in town $seed", "response": "Flour, water, salt and yeast for $seed, number 1"}\n);
	print $out qq({"prompt": "$seed $_"}\n) for 1 .. 5;
	print $out "\n \n\t\n\n";
	close $out;
	return;
}

my $superuser = $node->safe_psql('postgres', 'SELECT current_user');
my ($sent, @acked) = (0);

# A session fed by us: what it says comes back line by line.
sub session
{
	my ($user, $in, $out) = @_;
	my $pid = IPC::Run::start([ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres') . " user=$user" ], '<', $in, '>', $out, '2>', '/dev/null');
	return $pid;
}

# The server's processes, the first one first.
sub processes
{
	my $postmaster = $node->{_pid};
	my @children;
	foreach my $stat (glob '/proc/[0-9]*/stat')
	{
		open my $file, '<', $stat or next;
		my $line = <$file> // next;
		push @children, $1 if $line =~ /^(\d+) \(.*\) \S (\d+)/ && $2 == $postmaster;
	}
	return ($postmaster, @children);
}

sub kill_everything
{
	# stopped first: a fresh backend would survive, and the restart be refused
	kill 'STOP', $node->{_pid};
	my @all = processes();
	kill 'KILL', @all;
	# until the last of them is gone, a new server takes the old one for alive
	foreach my $pid (@all)
	{
		for (my $waited = 0; -e "/proc/$pid" && $waited < 3000; $waited++)
		{
			select undef, undef, undef, 0.01;
		}
	}
	$node->{_pid} = undef;
	return;
}

# One line of uploads, acknowledged by their numbers; the triage; the batch join and an index, made and dropped.
sub work_until_killed
{
	my ($round) = @_;
	my $uploads = '';
	my $wanted = 1 + $round * 7 % 5;
	foreach my $n (1 .. 40)
	{
		my $file = "$dir/f_${round}_$n";
		write_file($file, "r$round f$n");
		$sent++;
		$uploads .= "BEGIN;\nSELECT badcase.open_upload(1, 1 + $n % 2, 'f_${round}_$n') \\gset\n\\copy badcase.intake (line_no, line) from '$file' with (format jsonl)\n"
		  . "SELECT 1 FROM badcase.process_upload() \\g /dev/null\nCOMMIT;\n\\echo acked :open_upload\n";
	}
	my ($triage, $batch, $index) = (
		"CALL badcase.triage(1, 7);\n" x 60,
		"SELECT count(*) FROM badcase_near_pairs('SELECT id, record FROM rebuilt') \\g /dev/null\n" x 20,
		"CREATE INDEX again ON rebuilt USING gin (record badcase_near_v1_ops);\nUPDATE rebuilt SET id = id WHERE id % 7 = $round % 7;\nDROP INDEX again;\n" x 20);
	my $said = '';
	my @nothing = ('', '', '');
	my @sessions = (
		session('curator', \$uploads, \$said), session('curator', \$triage, \$nothing[0]),
		session($superuser, \$batch, \$nothing[1]), session($superuser, \$index, \$nothing[2]));
	# a moment that differs from round to round: after so many acknowledged uploads
	while (($said =~ tr/\n//) < $wanted && $sessions[0]->pumpable)
	{
		$sessions[0]->pump;
	}
	kill_everything();
	# a session that had more to say breaks its pipe
	foreach my $session (@sessions)
	{
		eval { $session->finish; 1 } or $session->kill_kill;
	}
	push @acked, $said =~ /^acked (\d+)$/mg;
	return;
}

# Beside the books, the sums of each file.
sub faults
{
	return join ', ', grep { $_ ne '' } Books::faults($node), $node->safe_psql('postgres', q(SELECT 'lines of upload ' || upload_id FROM badcase_internal.upload
		WHERE (lines, stored, repeated, refused, blank) IS DISTINCT FROM (30::bigint, 20::bigint, 1::bigint, 5::bigint, 4::bigint)));
}

my ($lost, $broken, $differences) = (0, 0, 0);
foreach my $round (1 .. $rounds)
{
	work_until_killed($round);
	$node->start;
	my $there = $node->safe_psql('postgres', 'SELECT upload_id FROM badcase_internal.upload WHERE processed_at IS NOT NULL');
	my %there = map { $_ => 1 } split /\n/, $there;
	my @missing = grep { !$there{$_} } @acked;
	$lost += @missing;
	my $faults = faults();
	if ($faults ne '') { $broken++; diag("round $round: $faults"); }
	$differences += Books::index_differences($node, 12);
}
is($lost, 0, scalar(@acked) . " acknowledged uploads of $sent sent are all there after $rounds kills");
is($broken, 0, 'whatever else is there is whole, and there once');
is($differences, 0, 'the indexes find what a sequential scan finds');
cmp_ok(scalar @acked, '>=', $rounds, 'each round acknowledged something');

# What was cut off goes on.
$node->safe_psql('postgres', 'CALL badcase.triage(1)', extra_params => [ '-U', 'curator' ]);
is($node->safe_psql('postgres', q(SELECT count(*) FROM badcase_internal.submission WHERE state = 'received')), '0', 'triage goes on to the end');
is(faults(), '', 'and the books agree');
is($node->safe_psql('postgres', q(SELECT count(*) FROM badcase_internal.job WHERE finished_at IS NULL)), '0', 'and no job is left unfinished');
$node->stop;
unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|detected write past chunk end|problem in alloc set/, 'no damage in the log');
done_testing();
