# The search table on other servers, by badcase-distribute.sql: each call of a program's life, as five people who log in,
# answers as on one server and leaves the same rows in every table. A server that is killed, or that alone commits a change,
# gives errors and no wrong answers, and the work goes on when it is back. Then badcase-undistribute.sql: what was before. Where
# BADCASE_LONG and BADCASE_DATA are set, also 20,000 real records, triaged on two servers and on one.
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
plan skip_all => 'the server has no postgres_fdw' unless -e "$shared/extension/postgres_fdw.control";

my $near = PostgreSQL::Test::Cluster->new('near');
my $far = PostgreSQL::Test::Cluster->new('far');
foreach my $node ($near, $far)
{
	$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
	$node->append_conf('postgresql.conf', "fsync = off\njit = off\nlog_statement = none\nrestart_after_crash = off");
	$node->start;
}
my $scripts = abs_path(dirname(__FILE__) . "/../../sql/cluster");

# Runs one of the scripts as a superuser: whether it worked, and what it says.
sub script
{
	my ($node, $database, $name, @settings) = @_;
	my $said = '';
	my $ok = IPC::Run::run([ 'psql', '-X', '-h', $node->host, '-p', $node->port, '-d', $database, (map { ('-v', $_) } @settings), '-f', "$scripts/$name" ], '>&', \$said);
	return ($ok, $said);
}
sub refused
{
	my ($wanted, $what, @call) = @_;
	my ($ok, $said) = script(@call);
	ok(!$ok && $said =~ $wanted, $what) or diag($said);
	return;
}

$near->safe_psql('postgres', 'CREATE ROLE badcase_owner NOLOGIN; CREATE ROLE badcase_node LOGIN; ' . join('', map { "CREATE ROLE $_ LOGIN; " } EveryCall::people()));
$near->safe_psql('postgres', "CREATE DATABASE $_") foreach qw(one many node1);
$far->safe_psql('postgres', 'CREATE ROLE badcase_node LOGIN');
$far->safe_psql('postgres', 'CREATE DATABASE node2');
foreach my $database (qw(one many))
{
	$near->safe_psql($database, "SET client_min_messages = error; CREATE EXTENSION badcase; SELECT badcase_setup('badcase_owner'); " . EveryCall::generator() . EveryCall::beginning());
}

# ---- What must hold first
refused(qr/no extension badcase/, 'a server without the extension', $near, 'node1', 'badcase-node.sql', 'role=badcase_node');
refused(qr/has a workspace of its own/, 'a server that is a workspace', $near, 'one', 'badcase-node.sql', 'role=badcase_node');
refused(qr/no servers were named, and .* no extension citus/, 'no servers and no Citus', $near, 'many', 'badcase-distribute.sql');
refused(qr/no extension postgres_fdw/, 'no postgres_fdw', $near, 'many', 'badcase-distribute.sql', 'servers=a,b');
$near->safe_psql('many', 'CREATE EXTENSION postgres_fdw');
refused(qr/there is no server "a"/, 'a server that is not there', $near, 'many', 'badcase-distribute.sql', 'servers=a,b');
foreach my $server ([ 'a', $near, 'node1' ], [ 'b', $far, 'node2' ])
{
	my ($name, $node, $database) = @$server;
	$near->safe_psql('many', "CREATE SERVER $name FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '" . $node->host . "', port '" . $node->port . "', dbname '$database')");
}
refused(qr/"badcase_owner" has no user mapping for server "a"/, 'no user mapping', $near, 'many', 'badcase-distribute.sql', 'servers=a,b');
$near->safe_psql('many', "CREATE USER MAPPING FOR badcase_owner SERVER $_ OPTIONS (user 'badcase_node', password_required 'false')") foreach qw(a b);
$near->safe_psql('many', "CREATE USER MAPPING FOR PUBLIC SERVER b OPTIONS (user 'badcase_node', password_required 'false')");
refused(qr/mapping for PUBLIC/, 'a user mapping for everybody', $near, 'many', 'badcase-distribute.sql', 'servers=a,b');
$near->safe_psql('many', 'DROP USER MAPPING FOR PUBLIC SERVER b');
$near->safe_psql('node1', 'CREATE EXTENSION badcase');
$far->safe_psql('node2', 'CREATE SCHEMA elsewhere; CREATE EXTENSION badcase SCHEMA elsewhere; GRANT USAGE ON SCHEMA elsewhere TO badcase_node');
refused(qr/role "nobody_here" does not exist/, 'a role that is not there', $near, 'node1', 'badcase-node.sql', 'role=nobody_here');
foreach my $node ([ $near, 'node1' ], [ $far, 'node2' ])
{
	my ($ok, $said) = script(@$node, 'badcase-node.sql', 'role=badcase_node');
	ok($ok && $said eq '', "$node->[1] is made a server") or diag($said);
}
refused(qr/server "b" has badcase .* in schema "elsewhere", here it is/, 'the extension in another schema', $near, 'many', 'badcase-distribute.sql', 'servers=a,b');
$far->safe_psql('node2', 'DROP SCHEMA badcase_node CASCADE; DROP SCHEMA elsewhere CASCADE; CREATE EXTENSION badcase');
script($far, 'node2', 'badcase-node.sql', 'role=badcase_node');

# What the catalogs say of the search table here.
my $catalog = q(SELECT string_agg(concat_ws(' ', c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relacl, obj_description(c.oid), i.indexdef, (
  SELECT string_agg(concat_ws(' ', a.attname, a.attnotnull, a.attstattarget, col_description(c.oid, a.attnum)), ',' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0)), E'\n' ORDER BY c.relname)
FROM pg_class c LEFT JOIN pg_indexes i ON i.indexname = c.relname WHERE c.relnamespace = 'badcase_internal'::regnamespace);
my $before = $near->safe_psql('many', $catalog);

# ---- Every call. The table goes there while there is something in it.
my ($compared, @different) = (0);
sub compare
{
	my ($step) = @_;
	my ($role, $what) = @$step;
	my ($one, $many) = map { EveryCall::run_step($near, $_, $step) } qw(one many);
	push @different, "$role, $what: $one\n--\n$many" if $one ne $many;
	return same_tables("$role, $what");
}
sub same_tables
{
	my ($what) = @_;
	my ($one, $many) = map { EveryCall::tables($near, $_) } qw(one many);
	my %one = map { $_ => 1 } split /\n/, $one;
	push @different, "after $what: " . join(', ', grep { !$one{$_} } split /\n/, $many) if $one ne $many;
	$compared++;
	return $one eq $many;
}

# What is rolled back has used numbers in vain: both go on with the same.
sub align
{
	my @last = map { { split /[ \n]/, $near->safe_psql($_, "SELECT s.relname || ' ' || (xpath('/row/n/text()', query_to_xml(format('SELECT last_value + is_called::int AS n FROM %s', s.oid::regclass), false, true, '')))[1] FROM pg_class s WHERE s.relnamespace = 'badcase_internal'::regnamespace AND s.relkind = 'S'") } } qw(one many);
	my $set = join ', ', map { my $most = $last[0]{$_} > $last[1]{$_} ? $last[0]{$_} : $last[1]{$_}; "setval('badcase_internal.$_', $most, false)" } sort keys %{ $last[0] };
	$near->safe_psql($_, "SELECT $set") foreach qw(one many);
	return;
}

# One transaction on server b fails to commit after a has, or the other way round: here it never was. Whether a alone has it.
sub fail_commit
{
	my ($fails, $role, $sql) = @_;
	my ($node, $database) = $fails eq 'a' ? ($near, 'node1') : ($far, 'node2');
	$node->safe_psql($database, <<'SQL');
CREATE FUNCTION badcase_node.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no commit'; END $$;
CREATE CONSTRAINT TRIGGER fail AFTER UPDATE ON badcase_node.clock DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION badcase_node.fail();
SQL
	my $said = EveryCall::run_step($near, 'many', [ $role, '', $sql ]);
	$node->safe_psql($database, 'DROP FUNCTION badcase_node.fail() CASCADE');
	like($said, qr/ERROR.*no commit/, "server $fails refuses the commit of: $sql");
	return $near->safe_psql('node1', 'SELECT mark FROM badcase_node.clock WHERE program_id = 1') ne $far->safe_psql('node2', 'SELECT mark FROM badcase_node.clock WHERE program_id = 1');
}
my $torn = 0;
my $search = q(SELECT count(*) FROM badcase.find_similar(1, badcase('Write an advertisement of one sentence for shirt number 7, which is of red cotton and has long sleeves and a round collar', 'No'), 0.5, 'prompt', 300));
foreach my $step (EveryCall::steps())
{
	my ($role, $what, $sql) = @$step;
	if ($what eq 'triage')
	{
		EveryCall::run_step($near, $_, [ carol => '', 'SELECT badcase.triage_batch(1, 60)' ]) foreach qw(one many);
		my ($ok, $said) = script($near, 'many', 'badcase-distribute.sql', 'servers=a,b');
		ok($ok, 'the search table goes to two servers') or diag($said);
		cmp_ok($near->safe_psql('node1', 'SELECT count(*) FROM badcase_node.searchable'), '>', 0, '... with rows on the first');
		cmp_ok($far->safe_psql('node2', 'SELECT count(*) FROM badcase_node.searchable'), '>', 0, '... and on the second');
		($ok, $said) = script($near, 'many', 'badcase-distribute.sql', 'servers=a,b');
		like($said, qr/is there already/, 'a second call does nothing');
		refused(qr/is on other servers: a, b/, 'other servers are refused', $near, 'many', 'badcase-distribute.sql', 'servers=a');
		like(EveryCall::run_step($near, 'many', [ carol => '', 'BEGIN; SET LOCAL work_mem = 64; ' . $search ]), qr/^\d+\n\z/, 'a search');

		# ---- A server is killed
		$far->stop('immediate');
		foreach my $call ('SELECT badcase.triage_batch(1, 60)', $search, 'SELECT badcase.withdraw((SELECT min(submission) FROM badcase.submissions WHERE state = \'pending\'))')
		{
			like(EveryCall::run_step($near, 'many', [ carol => '', $call ]), qr/ERROR.*could not connect to server "b"/s, "without it an error: " . substr($call, 0, 30));
		}
		like(EveryCall::run_step($near, 'many', [ carol => '', 'SELECT count(*) FROM badcase.submissions; SELECT count(*) FROM badcase.search(1, \'shirt\')' ]), qr/^394\n20\n\z/, 'what asks no server goes on');
		$far->start;
		align();
		ok(same_tables('a killed server'), 'nothing is changed');

		# ---- A commit that one server alone has
		foreach my $fails (qw(a b))
		{
			foreach my $call ('SELECT badcase.triage_batch(1, 60)', 'SELECT badcase.withdraw((SELECT min(submission) FROM badcase.submissions WHERE state = \'pending\'))')
			{
				if (fail_commit($fails, 'carol', $call))
				{
					$torn++;
					like(EveryCall::run_step($near, 'many', [ carol => '', $search ]), qr/ERROR:  40001: .* being changed, or a change of it was cut off/, '... a search is refused');
				}
				align();
				EveryCall::run_step($near, $_, [ carol => '', 'SELECT badcase.triage_batch(1, 30)' ]) foreach qw(one many);
				ok(same_tables('a torn commit'), '... and the next triage mends it');
			}
		}
		cmp_ok($torn, '>=', 2, "$torn of 4 commits were torn");

		# ---- A transaction that has read the servers before another's change
		my ($in, $out, $err) = ('', '', '');
		my $session = IPC::Run::start([ 'psql', '-XAtq', '-U', 'carol', '-h', $near->host, '-p', $near->port, '-d', 'many', '-f', '-' ], '<', \$in, '>', \$out, '2>', \$err);
		$in .= "BEGIN;\n$search;\n";
		$session->pump until $out =~ /\n/ || $err ne '';
		EveryCall::run_step($near, $_, [ carol => '', 'SELECT badcase.triage_batch(1, 10)' ]) foreach qw(one many);
		$in .= "SELECT badcase.triage_batch(1, 10);\nROLLBACK;\n\\q\n";
		$session->finish;
		like($err, qr/ERROR:  .*(?:was changed since this transaction read it|could not serialize)/, 'a stale snapshot cannot triage');
		align();
	}
	compare($step);
}
ok(!@different, "$compared times the same answers and rows") or diag(map { substr($_, 0, 2000) . "\n" } @different[ 0 .. ($#different > 4 ? 4 : $#different) ]);

# A program that came later, a node's script again, an upgrade: all go on.
my ($ok, $said) = script($far, 'node2', 'badcase-node.sql', 'role=badcase_node');
ok($ok, 'the server\'s script again') or diag($said);
is($near->safe_psql('many', "SELECT badcase_setup('badcase_owner') = badcase_upgrade()"), 't', 'setup and upgrade find the workspace as it is');
$near->safe_psql($_, q(SET ROLE badcase_owner; SELECT badcase.create_program('late'), badcase.grant_access(3, 'carol', 'curator'))) foreach qw(one many);
foreach my $step (
	[ carol => 'a program that came later', q(SELECT badcase.register_contributor(3, 'late', NULL, NULL), badcase.attest(4, 't')) ],
	[ carol => 'its upload', EveryCall::upload('3, 4', q(SELECT n, convert_to(r::text, 'UTF8') FROM public.sent(1) WITH ORDINALITY s(r, n))) ],
	[ carol => 'its triage', 'CALL badcase.triage(3, 70)' ])
{
	compare($step);
}
ok(!@different, 'a program that came later') or diag(@different);
cmp_ok($near->safe_psql('one', 'SELECT count(*) FROM badcase_internal.searchable WHERE common_record'), '>', 0, 'with copies that are common');

# Nobody reads the records by the foreign tables, not even who reads all tables.
$near->safe_psql('many', 'CREATE ROLE reader LOGIN IN ROLE pg_read_all_data');
foreach my $table (qw(searchable searchable_1 node_probe_1))
{
	my ($code, $out, $err) = $near->psql('many', "SELECT count(record) FROM badcase_internal.$table", extra_params => [ '-U', 'reader' ]);
	like("$out$err", qr/^0$|user mapping not found/, "who reads all tables sees nothing in $table");
}

# A server searches by the index of the condition, whatever its planner knows.
foreach my $field (qw(record prompt))
{
	foreach my $not ('', 'NOT ')
	{
		like($far->safe_psql('node2', "EXPLAIN (COSTS OFF) SELECT submission_id FROM badcase_node.searchable WHERE record % near(badcase('x', 'y'), 0.7, '$field') AND program_id + 0 = 1 AND ${not}common_$field", extra_params => [ '-U', 'badcase_node' ]),
			qr/Bitmap Index Scan on searchable_near@{[ $field eq 'prompt' ? '_prompt' : '' ]}@{[ $not ? '' : '_common' ]}\n/, "a search by $field, ${not}common, goes by its index");
	}
}

# A dump carries the definitions and not the servers' rows. A copy of the workspace that has no way to the servers makes its
# search table of the ledger, and goes on.
my $dir = PostgreSQL::Test::Utils::tempdir;
$near->command_ok([ 'pg_dump', '-h', $near->host, '-p', $near->port, '-f', "$dir/many.sql", 'many' ], 'a dump');
unlike(slurp_file("$dir/many.sql"), qr/^COPY badcase_internal\.searchable_\d/m, '... without the rows of the servers');
$near->safe_psql('postgres', 'CREATE DATABASE copy');
$near->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', $near->host, '-p', $near->port, '-f', "$dir/many.sql", 'copy' ], '... is restored');
$near->safe_psql('copy', "DROP USER MAPPING FOR badcase_owner SERVER $_") foreach qw(a b);
like(EveryCall::run_step($near, 'copy', [ carol => '', $search ]), qr/ERROR.*user mapping not found/, '... and reaches no server');
($ok, $said) = script($near, 'copy', 'badcase-undistribute.sql', 'from_ledger=1');
ok($ok, '... until its search table is here') or diag($said);
like(EveryCall::run_step($near, 'copy', [ carol => '', "$search; CALL badcase.triage(1)" ]), qr/^\d+\n\z/, '... and then goes on');

# ---- Back
($ok, $said) = script($near, 'many', 'badcase-undistribute.sql');
ok($ok, 'the search table comes back') or diag($said);
ok(same_tables('undistribute'), '... with the same rows') or diag($different[-1]);
is($near->safe_psql('many', $catalog), $before, '... and the same catalog');
is($near->safe_psql('node1', 'SELECT count(*) FROM badcase_node.searchable'), 0, 'the servers are empty');
($ok, $said) = script($near, 'many', 'badcase-undistribute.sql');
like($said, qr/the search table is here/, 'a second call does nothing');

# A server that is lost for good: the ledger has the records.
($ok, $said) = script($near, 'many', 'badcase-distribute.sql', 'servers=a,b');
ok($ok, 'there again') or diag($said);
$far->stop('immediate');
refused(qr/could not connect to server "b"/, 'without it, no way back by asking', $near, 'many', 'badcase-undistribute.sql');
($ok, $said) = script($near, 'many', 'badcase-undistribute.sql', 'from_ledger=1');
ok($ok, 'from the ledger') or diag($said);
my ($one, $many) = map { $near->safe_psql($_, 'SET ROLE badcase_owner; SELECT md5(string_agg(concat_ws(\' \', submission_id, program_id, record::text), \'\' ORDER BY submission_id)) FROM badcase_internal.searchable') } qw(one many);
is($many, $one, '... with the same records');

# ---- Real records: relations, clusters, states and findings as on one server
my $data = $ENV{BADCASE_DATA} // '';
if ($ENV{BADCASE_LONG} && -e "$data/alpaca_zh.jsonl.gz")
{
	$far->start;
	$near->safe_psql('postgres', "CREATE DATABASE $_") foreach qw(real_one real_many real1);
	$far->safe_psql('postgres', 'CREATE DATABASE real2');
	foreach my $node ([ $near, 'real1' ], [ $far, 'real2' ])
	{
		$node->[0]->safe_psql($node->[1], 'CREATE EXTENSION badcase');
		($ok, $said) = script(@$node, 'badcase-node.sql', 'role=badcase_node');
		ok($ok, "$node->[1] is made a server") or diag($said);
	}
	my %seconds;
	foreach my $database (qw(real_one real_many))
	{
		$near->safe_psql($database, "SET client_min_messages = error; CREATE EXTENSION badcase; SELECT badcase_setup('badcase_owner'); " . EveryCall::beginning());
		$near->safe_psql($database, join '', map { "CREATE EXTENSION IF NOT EXISTS postgres_fdw; CREATE SERVER $_->[0] FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '" . $_->[1]->host . "', port '" . $_->[1]->port . "', dbname '$_->[2]');
			CREATE USER MAPPING FOR badcase_owner SERVER $_->[0] OPTIONS (user 'badcase_node', password_required 'false');" } [ 'a', $near, 'real1' ], [ 'b', $far, 'real2' ]) if $database eq 'real_many';
		# texts of two languages, then dialogues and preferences, and some of the first again as they were or with a word changed
		EveryCall::run_step($near, $database, [ carol => '', q(SELECT badcase.register_contributor(1, 'a'), badcase.attest(1, 't'), badcase.set_quota(1, lines => 1000000, bytes => 1000000000)) ]);
		foreach my $file ((map { "gzip -dc $data/alpaca_$_.jsonl.gz | head -n 9000" } qw(zh en)), "cat $data/multiturn_oasst_zh.jsonl $data/pref_dpo_zh.jsonl $data/pref_dpo_en.jsonl; gzip -dc $data/alpaca_zh.jsonl.gz | sed -n 8500,9400p; gzip -dc $data/alpaca_en.jsonl.gz | sed -n 8500,9400p | sed 's/ the / a /'")
		{
			$said = EveryCall::run_step($near, $database, [ carol => '', "BEGIN;\nSELECT badcase.open_upload(1, 1);\n\\copy badcase.intake (line_no, line) from program '" . ($file =~ s/'/''/gr) . "' with (format jsonl)\nSELECT stored FROM badcase.process_upload();\nCOMMIT;" ]);
			like($said, qr/^\d+\n\d+\n\z/, "$database: a file is taken in");
		}
		if ($database eq 'real_many')
		{
			($ok, $said) = script($near, $database, 'badcase-distribute.sql', 'servers=a,b');
			ok($ok, 'the search table goes to two servers') or diag($said);
		}
		my $start = time;
		is(EveryCall::run_step($near, $database, [ carol => '', 'CALL badcase.triage(1)' ]), '', "$database: triage");
		$seconds{$database} = time - $start;
	}
	my ($on_one, $on_many) = map { EveryCall::tables($near, $_) } qw(real_one real_many);
	is($on_many, $on_one, 'the same rows in every table');
	my $counts = $near->safe_psql('real_many', q(SET ROLE badcase_owner; SELECT concat_ws(' ', count(*), 'submissions,', (SELECT count(*) FROM badcase_internal.relation), 'relations,', count(DISTINCT cluster_id), 'clusters,', (SELECT count(*) FROM badcase_internal.finding), 'findings') FROM badcase_internal.submission));
	cmp_ok((split ' ', $counts)[0], '>=', 20000, $counts);
	note("$counts; triage on one server $seconds{real_one} s, on two $seconds{real_many} s");
	$far->stop;
}
$near->stop;
unlike(slurp_file($near->logfile), qr/PANIC|TRAP:|terminated by signal|detected write past chunk end/, 'no damage in the log');
done_testing();
