# A disk that is full, and a limit on temporary files: what writes ends with a clean error or succeeds, leaves nothing
# half done and no file behind; the server goes on, and where there is room again so does the work. In smaller steps where
# BADCASE_LONG is set.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Books;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $dir = PostgreSQL::Test::Utils::tempdir;
my $built = IPC::Run::run([ 'cc', '-O1', '-fPIC', '-shared', '-o', "$dir/full_disk.so", "$FindBin::RealBin/full_disk.c", '-ldl' ], '>&', \my $said);
plan skip_all => "no compiler, or none that makes a library to preload here: $said" if !$built;

my $node = PostgreSQL::Test::Cluster->new('full');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "autovacuum = off\njit = off\nfsync = off\ngin_pending_list_limit = 64\nmax_parallel_maintenance_workers = 0");
room(1e15);
{
	local $ENV{LD_PRELOAD} = "$dir/full_disk.so";
	local $ENV{FULL_DISK} = "$dir/room";
	$node->start;
}
$node->safe_psql('postgres', <<'SQL');
SET client_min_messages = error;
CREATE ROLE badcase_owner NOLOGIN;
CREATE ROLE curator LOGIN; CREATE ROLE reviewer LOGIN;
CREATE EXTENSION badcase;
SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner;
SELECT badcase.create_program('full');
UPDATE badcase_internal.program SET quorum = 1;
SELECT badcase.grant_access(1, 'curator', 'curator'), badcase.grant_access(1, 'reviewer', 'reviewer');
SET ROLE curator;
SELECT badcase.register_contributor(1, 'c', 'C'), badcase.attest(1, '1'), badcase.set_consent(1, 'train', true, '1');
RESET ROLE;
CREATE FUNCTION records(seed text, n int) RETURNS TABLE (id bigint, record badcase) LANGUAGE sql BEGIN ATOMIC
  SELECT i, badcase(format('Task %s of %s: list what baker %s needs on day %s', i / 2, seed, md5(seed || i / 2), i / 2), format('Flour, water, salt and %s loaves for %s', i % 2, md5(i / 2 || seed)),
    meta => jsonb_build_object('task', 'task ' || i % 5)) FROM generate_series(1, n) i;
END;
CREATE TABLE probed AS SELECT * FROM records('probed', 1000);
ALTER TABLE probed ADD PRIMARY KEY (id);
SQL

# How many bytes the disk has left.
sub room
{
	my ($bytes) = @_;
	open my $file, -e "$dir/room" ? '+<' : '>', "$dir/room" or die $!;
	syswrite $file, pack('q', $bytes);
	close $file;
	return;
}

# The SQLSTATE that statements end with, by a session of a role, after settings that it may not make itself: '' where they succeed.
sub outcome
{
	my ($role, $settings, $sql) = @_;
	my $err = '';
	$node->psql('postgres', "\\set VERBOSITY verbose\n$settings;\nSET SESSION AUTHORIZATION \"$role\";\n$sql", stderr => \$err);
	return $err =~ /^(?:psql:\S+ )?(?:ERROR|FATAL|PANIC):\s+([0-9A-Z]{5}):/m ? "$1" : $err =~ /ERROR|FATAL|PANIC|connection/ ? $err : '';
}

my $superuser = $node->safe_psql('postgres', 'SELECT current_user');
my $upload = "BEGIN;\nSELECT badcase.open_upload(1, 1);\nINSERT INTO badcase.intake (line_no, line) SELECT id, convert_to(record::text, 'UTF8') FROM public.records('SEED', 400);\n"
  . "INSERT INTO badcase.intake (line_no, line) SELECT i, convert_to('SEED ' || i, 'UTF8') FROM generate_series(2001, 2040) i;\nSELECT stored FROM badcase.process_upload();\nCOMMIT;\n";
my @work = (
	[ 'upload', 'curator', $upload ],
	[ 'triage', 'curator', 'CALL badcase.triage(1, 150)' ],
	[ 'reviews', 'reviewer', q(SELECT count(badcase.submit_review(submission, true, true)) FROM badcase.claim_reviews(1, 200)) ],
	[ 'release', 'curator', q(BEGIN; SELECT badcase.build_release(1, 'SEED', 7) AS r \gset
		SELECT badcase.publish_release(:r); COMMIT)],
	[ 'release_rows', 'curator', q(SELECT count(line::text) FROM badcase.release_rows(RELEASE))],
	[ 'near_pairs', $superuser, q(SELECT count(*) FROM badcase_near_pairs('SELECT id, record FROM probed'))],
	[ 'clusters', $superuser, q(SELECT count(*) FROM badcase_clusters('SELECT id, record FROM probed'))],
	[ 'near index', $superuser, q(DROP INDEX IF EXISTS near; CREATE INDEX near ON probed USING gin (record))],
	[ 'all index', $superuser, q(DROP INDEX IF EXISTS every; CREATE INDEX every ON probed USING gin (record badcase_all_v1_ops))],
	[ 'insert', $superuser, q(INSERT INTO probed SELECT id + (SELECT max(id) FROM probed), record FROM records('SEED', 200))],
	[ 'update', $superuser, q(UPDATE probed SET id = id + 1000000 WHERE id % 3 = 0)],
	[ 'withdraw', 'curator', 'SELECT badcase.withdraw(upload => LAST)' ]);

# What ends with another error than this, or leaves something behind, by name.
my (%ended, @unclean, @changed, @left);
my $content = Books::content($node);
my $started = $node->safe_psql('postgres', 'SELECT pg_postmaster_start_time()');

sub attempt
{
	my ($work, $seed, $settings, $code) = @_;
	my ($name, $role, $sql) = @$work;
	my ($last, $release) = split /\|/, $node->safe_psql('postgres', 'SELECT max(upload_id), (SELECT max(release_id) FROM badcase_internal.release) FROM badcase_internal.upload');
	$sql =~ s/SEED/$seed/g;
	$sql =~ s/LAST/$last/g;
	$sql =~ s/RELEASE/$release/g;
	my $state = outcome($role, $settings, $sql);
	# from PostgreSQL 19 on what reads may write, too: which pages are visible to all
	room(1e15);
	$ended{$name}{$state}++;
	push @unclean, "$name: $state" if $state ne '' && $state ne $code;
	my $now = Books::content($node);
	# triage commits each of its batches
	push @changed, $name if $state ne '' && $name ne 'triage' && $now ne $content;
	$content = $now;
	my $files = $node->safe_psql('postgres', 'SELECT count(*) FROM pg_ls_tmpdir()');
	push @left, "$name: $files" if $files ne '0';
	my $faults = Books::faults($node);
	push @unclean, "$name: $faults" if $faults ne '';
	return $state;
}

# Temporary files: none allowed, little memory.
foreach my $work (@work)
{
	my $limited = attempt($work, 'limited', 'SET temp_file_limit = 0; SET work_mem = 64; SET maintenance_work_mem = 1024', '53400');
	is(attempt($work, 'limited', 'SELECT 1', '53400'), '', "$work->[0]: done where temporary files are allowed") if $limited ne '';
}
is(join("\n", @unclean), '', 'over the limit of temporary files: success or 53400');
is(join(' ', @changed), '', '... and what failed changed nothing');
is(join(' ', @left), '', '... and no temporary file is left');
my @over = grep { $ended{$_}{53400} } map { $_->[0] } @work;
note('over the limit: ' . join ' ', @over);
cmp_ok(scalar @over, '>=', 4, '... several need such files');

# A disk that is full sooner or later: from no room at all to enough of it.
%ended = ();
my $failures = 0;
my $finer = $ENV{BADCASE_LONG} ? 1.2 : 5;
foreach my $work (@work)
{
	for (my $bytes = 0; ; $bytes = $bytes ? $bytes * $finer : 8192)
	{
		room($bytes);
		my $state = attempt($work, 'full', 'SET work_mem = 64', '53100');
		last if $state ne '53100';
		$failures++;
	}
}
is(join("\n", @unclean), '', 'on a full disk: success or 53100');
is(join(' ', @changed), '', '... and what failed changed nothing');
is(join(' ', @left), '', '... and no temporary file is left');
my @never = grep { !$ended{$_}{53100} } map { $_->[0] } @work;
note("the disk was full $failures times; never for: @never");
cmp_ok($failures, '>', 20, '... it was full at many places');
is($node->safe_psql('postgres', 'SELECT pg_postmaster_start_time()'), $started, 'the server lives');

# After a crash all that was committed is there, and indexes find it.
$content = Books::content($node);
$node->stop('immediate');
$node->start;
is(Books::content($node), $content, 'after a crash, everything committed is there');
is(Books::index_differences($node, 30), '0', 'the indexes of the workspace find what a sequential scan finds');
is($node->safe_psql('postgres', <<'SQL'), '0', '... and those of a plain table');
CREATE TEMP TABLE q AS SELECT id AS of, near(record, 0.7) AS a FROM probed ORDER BY id LIMIT 40;
SET enable_seqscan = off;
CREATE TEMP TABLE by_index AS SELECT q.of, p.id FROM q, LATERAL (SELECT id FROM probed WHERE record % q.a) p;
SET enable_seqscan = on; SET enable_bitmapscan = off;
CREATE TEMP TABLE by_scan AS SELECT q.of, p.id FROM q, LATERAL (SELECT id FROM probed WHERE record % q.a) p;
SELECT (SELECT count(*) FROM (TABLE by_index EXCEPT TABLE by_scan) d) + (SELECT count(*) FROM (TABLE by_scan EXCEPT TABLE by_index) d);
SQL
$node->stop;
unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|terminated by signal|XX\d\d\d|detected write past chunk end|problem in alloc set/, 'no damage in the log');
done_testing();
