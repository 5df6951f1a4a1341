# A streaming replica, a restored base backup and a promoted replica: each answers as the primary does, for every
# function and view of the workspace that the catalog knows; what writes is refused on a replica with 25006 and on a
# promoted one goes on without using a number twice.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Books;
use Calls;
use Probes;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1, extra => [ '--encoding=UTF8', '--locale=C', '--data-checksums' ]);
# every record of an index is compared with the page that it came from, as it is replayed
$primary->append_conf('postgresql.conf', "wal_consistency_checking = 'gin'\ngin_pending_list_limit = 64\nautovacuum = off");
$primary->start;
$primary->safe_psql('postgres', slurp_file("$FindBin::RealBin/every_table.sql"));
# the owner's functions and tables, too
$primary->safe_psql('postgres', q(ALTER ROLE badcase_owner LOGIN; SET ROLE badcase_owner; SELECT badcase.grant_access(1, 'badcase_owner', 'curator')));
Probes::setup($primary);
$primary->backup('base');
my $replica = PostgreSQL::Test::Cluster->new('replica');
$replica->init_from_backup($primary, 'base', has_streaming => 1);
$replica->start;

like($primary->safe_psql('postgres', 'SET enable_seqscan = off; EXPLAIN SELECT FROM probed WHERE record % near(badcase(\'a b c\', \'d e f\'), 0.8)'),
	qr/Bitmap Index Scan/, 'the indexes are used');
my ($wrong, $elsewhere, $pairs) = (0, 0, 0);
foreach my $cycle (1 .. 4)
{
	Probes::write($primary, $cycle);
	$primary->safe_psql('postgres', 'VACUUM probed; REINDEX TABLE probed') if $cycle == 3;
	$primary->wait_for_catchup($replica);
	my $found = Probes::found($primary, 'scan');
	$pairs += ($found =~ tr/\n//);
	$wrong++ if Probes::found($primary, 'index') ne $found;
	$elsewhere++ if Probes::found($replica, 'index') ne $found || Probes::found($replica, 'scan') ne $found;
}
is($wrong, 0, 'after each of four rounds of writing, the indexes find what a scan finds');
is($elsewhere, 0, 'and so they do on the replica');
cmp_ok($pairs, '>', 300, 'they find something');

my @roles = ($primary->safe_psql('postgres', 'SELECT current_user'), qw(badcase_owner curator reviewer ada exporter));
my %volatile = map { $_ => 1 } split /\n/, $primary->safe_psql('postgres', q(SELECT oid::regprocedure FROM pg_proc WHERE pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND provolatile = 'v'));
# The primary's, in transactions that may only read: which of the calls write is told by its refusals.
my %answers = map { $_ => [ Calls::answers($primary, $_, 1) ] } @roles;

# Compares a replica's answers with those.
my ($answered, $refused, @different, @unclean) = (0, 0);
$primary->wait_for_catchup($replica);
foreach my $role (@roles)
{
	my @there = Calls::answers($replica, $role, 0);
	is(scalar @there, scalar @{ $answers{$role} }, "replica: everything was asked by $role");
	foreach my $n (0 .. $#there)
	{
		my ($here, $primary_said) = ($there[$n], $answers{$role}[$n]);
		# what writes may be refused here a little earlier than there; a replica gives no transaction a number and notifies nobody
		my $ok = $here->{state} eq '25006' ? ($primary_said->{state} ne '' && $volatile{ $here->{signature} // '' }) || $here->{says} =~ /pg_current_xact_id|NOTIFY/
		  : $here->{out} eq $primary_said->{out} && $here->{says} eq $primary_said->{says};
		push @different, "$role: $here->{statement}\n  here: $here->{out}$here->{says}  there: $primary_said->{out}$primary_said->{says}" if !$ok;
		if ($here->{state} eq '25006') { $refused++ } elsif ($here->{state} eq '') { $answered++ }
		push @unclean, "$role: $here->{statement}: $here->{says}" if $here->{state} =~ /^(?:XX|F0|58)/;
	}
}
is(join("\n", @different), '', 'every function, table and view answers on the replica as on the primary');
is(join("\n", @unclean), '', '... and no refusal is an internal error');
note("replica: $answered answers, $refused refused with 25006");
cmp_ok($answered, '>', 200, '... many answer');
cmp_ok($refused, '>', 80, '... and what writes is refused');

# A function that says it only reads never writes.
my @writers = grep { $_->{state} eq '25006' } map { @$_ } values %answers;
is(join("\n", map { $_->{statement} } grep { !$volatile{ $_->{signature} // '' } } @writers), '', 'no function that says STABLE or IMMUTABLE writes');
my %writers = map { $_->{signature} => 1 } @writers;
note(scalar(keys %writers) . ' functions write: ' . join ' ', sort keys %writers);
# COPY is refused, whole, before it reads
my $said = '';
$replica->psql('postgres', q(SELECT badcase_try('{}'::text); COPY badcase.intake (line_no, line) FROM STDIN (FORMAT jsonl)), stderr => \$said);
like($said, qr/cannot execute COPY during recovery/, 'COPY jsonl on a replica is refused');

# A base backup, started by itself.
$primary->backup('later');
my $restored = PostgreSQL::Test::Cluster->new('restored');
$restored->init_from_backup($primary, 'later');
command_ok([ 'pg_verifybackup', $primary->backup_dir . '/later' ], 'the backup is what its manifest says');
$restored->start;
my $content = Books::content($primary);
is(Books::content($restored), $content, 'every table is restored');
is(Probes::found($restored, 'index'), Probes::found($restored, 'scan'), '... and its indexes find what a scan finds');
foreach my $role (@roles)
{
	my @there = Calls::answers($restored, $role, 1);
	is(join("\n", map { $there[$_]{statement} } grep { "@{$there[$_]}{qw(out says)}" ne "@{$answers{$role}[$_]}{qw(out says)}" } 0 .. $#there), '',
		"... and every function, table and view answers $role as before");
}

# The server's own checks of tables and indexes, where its contrib is there.
SKIP:
{
	skip 'no amcheck here', 2 if $primary->safe_psql('postgres', q(SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck')) eq '0';
	foreach my $node ($primary, $restored)
	{
		$node->safe_psql('postgres', 'CREATE EXTENSION amcheck') if $node == $primary || $node->safe_psql('postgres', q(SELECT count(*) FROM pg_extension WHERE extname = 'amcheck')) eq '0';
		is($node->safe_psql('postgres', <<'SQL'), '', 'amcheck finds nothing in ' . $node->name);
SELECT v FROM pg_class c, LATERAL verify_heapam(c.oid) v WHERE c.relkind = 'r' AND (c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) OR c.oid = 'probed'::regclass);
DO $$
DECLARE i record;
BEGIN
  FOR i IN SELECT c.oid, a.amname FROM pg_class c JOIN pg_am a ON a.oid = c.relam JOIN pg_index x ON x.indexrelid = c.oid JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) OR t.oid = 'probed'::regclass LOOP
    IF i.amname = 'btree' THEN PERFORM bt_index_parent_check(i.oid, true, true);
    ELSIF i.amname = 'gin' AND to_regprocedure('gin_index_check(regclass)') IS NOT NULL THEN EXECUTE format('SELECT gin_index_check(%s)', i.oid); END IF;
  END LOOP;
END $$;
SQL
	}
}
$restored->stop;

# The replica takes over: the work goes on, and no number comes twice, even those whose transactions did not commit.
my $numbers = q(SELECT format('%I.%I', c.relname, a.attname) || ' ' || (xpath('/row/m/text()', query_to_xml(format('SELECT coalesce(max(%I), 0) AS m FROM %s', a.attname, c.oid::regclass), false, true, '')))[1]::text
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> '' WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind = 'r' ORDER BY 1);
my $upload = <<'SQL';
SET ROLE ada;
BEGIN;
SELECT badcase.open_upload(1) AS upload;
INSERT INTO badcase.intake (line_no, line) SELECT i, convert_to(badcase('SEED asks for the way to number ' || i, 'Straight on, past ' || i)::text, 'UTF8') FROM generate_series(1, 40) i;
INSERT INTO badcase.intake (line_no, line) VALUES (41, 'SEED');
SELECT stored, refused FROM badcase.process_upload();
SQL
like($primary->safe_psql('postgres', $upload =~ s/SEED/undone/gr . 'ROLLBACK'), qr/^40\|1$/m, 'an upload that is rolled back');
like($primary->safe_psql('postgres', $upload =~ s/SEED/before/gr . 'COMMIT'), qr/^40\|1$/m, 'an upload before the primary goes');
my %before = map { split / / } split /\n/, $primary->safe_psql('postgres', $numbers);
cmp_ok(scalar keys %before, '>', 5, 'there are numbers to look at');
$primary->wait_for_catchup($replica);
$primary->stop('immediate');
$replica->promote;
like($replica->safe_psql('postgres', $upload =~ s/SEED/after/gr . 'COMMIT'), qr/^40\|1$/m, 'an upload to the promoted replica');
$replica->safe_psql('postgres', 'CALL badcase.triage(1)', extra_params => [ '-U', 'curator' ]);
is($replica->safe_psql('postgres', q(SELECT count(*) FROM badcase_internal.submission WHERE state = 'received')), '0', '... and its triage');
is($replica->safe_psql('postgres', "SELECT count(*) FROM badcase_internal.submission s WHERE s.submission_id > $before{'submission.submission_id'}"), '40', 'new submissions have new numbers');
is($replica->safe_psql('postgres', "SELECT count(*) FROM badcase_internal.upload u WHERE u.upload_id > $before{'upload.upload_id'}"), '1', '... and new uploads');
my %after = map { split / / } split /\n/, $replica->safe_psql('postgres', $numbers);
is(join(' ', grep { $after{$_} < $before{$_} } sort keys %before), '', 'no sequence went back');
is(Probes::found($replica, 'index'), Probes::found($replica, 'scan'), 'and the indexes find what a scan finds');
$replica->stop;
unlike(slurp_file($_->logfile), qr/PANIC|FATAL:  inconsistent page|invalid page|TRAP:/, 'nothing broken in the log of ' . $_->name) foreach $primary, $replica, $restored;
done_testing();
