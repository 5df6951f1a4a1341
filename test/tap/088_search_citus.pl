# The search table on the workers of Citus, where the server has it: each call of a program's life, as five people who log in,
# answers as on one server and leaves the same rows. A worker that is killed gives errors and no wrong answers, and the work
# goes on when it is back. Then the way back.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use FindBin;
use lib $FindBin::RealBin;
use EveryCall;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

chomp(my $shared = `pg_config --sharedir`);
plan skip_all => 'the server has no Citus' unless -e "$shared/extension/citus.control";

# Workers are reached by TCP: on the loopback alone, without a password.
my ($one, $two, $coordinator) = map {
	my $node = PostgreSQL::Test::Cluster->new($_, own_host => 0);
	$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
	$node->append_conf('postgresql.conf', "shared_preload_libraries = 'citus, badcase'\nlisten_addresses = '127.0.0.1'\nmax_prepared_transactions = 50\nmax_connections = 60\nfsync = off\njit = off\nlog_statement = none\nrestart_after_crash = on\ncitus.shard_count = 6\ncitus.enable_statistics_collection = off");
	$node->append_conf('pg_hba.conf', 'host all all 127.0.0.1/32 trust');
	$node->start;
	$node->safe_psql('postgres', 'CREATE EXTENSION citus');
	$node
} qw(worker_1 worker_2 coordinator);
my $scripts = abs_path(dirname(__FILE__) . '/../../sql/cluster');
sub script
{
	my ($name) = @_;
	my $said = '';
	my $ok = IPC::Run::run([ 'psql', '-X', '-h', $coordinator->host, '-p', $coordinator->port, '-d', 'postgres', '-f', "$scripts/$name" ], '>&', \$said);
	return ($ok, $said);
}
$coordinator->safe_psql('postgres', "SELECT citus_set_coordinator_host('127.0.0.1', " . $coordinator->port . '); ' . join('', map { "SELECT citus_add_node('127.0.0.1', " . $_->port . '); ' } $one, $two));
$coordinator->safe_psql('postgres', 'CREATE EXTENSION badcase; CREATE ROLE badcase_owner NOLOGIN; ' . join('', map { "CREATE ROLE $_ LOGIN; " } EveryCall::people()));
$coordinator->safe_psql('postgres', 'SET client_min_messages = error; SET citus.enable_ddl_propagation = off; CREATE DATABASE one');
$coordinator->safe_psql('one', 'CREATE EXTENSION badcase');
$coordinator->safe_psql($_, "SET client_min_messages = error; " . ($_ eq 'one' ? '' : 'SET citus.enable_ddl_propagation = off; ') . "SELECT badcase_setup('badcase_owner'); " . EveryCall::generator() . EveryCall::beginning()) foreach qw(one postgres);

my ($ok, $said) = script('badcase-distribute.sql');
ok(!$ok && $said =~ /"badcase_owner" cannot log in, and Citus connects to the workers as the owner/, 'an owner who cannot log in is refused') or diag($said);
$coordinator->safe_psql('postgres', 'ALTER ROLE badcase_owner LOGIN');

my ($compared, @different) = (0);
foreach my $step (EveryCall::steps())
{
	my ($role, $what) = @$step;
	if ($what eq 'triage')
	{
		EveryCall::run_step($coordinator, $_, [ carol => '', 'SELECT badcase.triage_batch(1, 60)' ]) foreach qw(one postgres);
		($ok, $said) = script('badcase-distribute.sql');
		ok($ok, 'the search table goes to the workers') or diag($said);
		like((script('badcase-distribute.sql'))[1], qr/is there already/, 'a second call does nothing');
		is($coordinator->safe_psql('postgres', q(SELECT count(*) > 0, bool_and(indexes = 4) FROM run_command_on_shards('badcase_internal.searchable',
			'SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam WHERE a.amname = ''badcase_near'' AND i.indrelid = ''%s''::regclass') r, LATERAL (SELECT r.result::int AS indexes) x)), 't|t', 'each shard has the four near indexes');
		$one->stop('immediate');
		foreach my $call ('SELECT badcase.triage_batch(1, 60)', q(SELECT count(*) FROM badcase.find_similar(1, badcase('one', 'two'))))
		{
			like(EveryCall::run_step($coordinator, 'postgres', [ carol => '', $call ]), qr/ERROR/, "without a worker an error: $call");
		}
		like(EveryCall::run_step($coordinator, 'postgres', [ carol => '', 'SELECT count(*) FROM badcase.submissions' ]), qr/^394\n\z/, 'what asks no worker goes on');
		$one->start;
		# what was rolled back has used a number for its job in vain
		EveryCall::run_step($coordinator, 'one', [ carol => '', 'BEGIN; SELECT badcase.triage_batch(1, 60); ROLLBACK' ]);
		my $seq = q(SELECT string_agg(format('setval(%L, %s, false)', 'badcase_internal.' || s.relname, (xpath('/row/n/text()', query_to_xml(format('SELECT last_value + is_called::int AS n FROM %s', s.oid::regclass), false, true, '')))[1]), ', ' ORDER BY s.relname) FROM pg_class s WHERE s.relnamespace = 'badcase_internal'::regnamespace AND s.relkind = 'S');
		$coordinator->safe_psql('postgres', 'SELECT ' . $coordinator->safe_psql('one', $seq));
	}
	my ($on_one, $on_many) = map { EveryCall::run_step($coordinator, $_, $step) } qw(one postgres);
	push @different, "$role, $what: $on_one\n--\n$on_many" if $on_one ne $on_many;
	my @tables = map { EveryCall::tables($coordinator, $_) } qw(one postgres);
	my %in_one = map { $_ => 1 } split /\n/, $tables[0];
	push @different, "after $role, $what: " . join(', ', grep { !$in_one{$_} } split /\n/, $tables[1]) if $tables[0] ne $tables[1];
	$compared++;
}
ok(!@different, "$compared times the same answers and rows") or diag(map { substr($_, 0, 2000) . "\n" } @different[ 0 .. ($#different > 4 ? 4 : $#different) ]);

($ok, $said) = script('badcase-undistribute.sql');
ok($ok, 'the search table comes back') or diag($said);
is(EveryCall::tables($coordinator, 'postgres'), EveryCall::tables($coordinator, 'one'), '... with the same rows');
like((script('badcase-undistribute.sql'))[1], qr/the search table is here/, 'a second call does nothing');
foreach my $node ($coordinator, $one, $two)
{
	$node->stop;
	unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|terminated by signal|detected write past chunk end/, 'no damage in the log of ' . $node->name);
}
done_testing();
