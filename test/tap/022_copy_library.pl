# COPY ... (FORMAT jsonl) beside other libraries, in every way to load badcase, on a standby, on distributed tables.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $dir = PostgreSQL::Test::Utils::tempdir;
append_to_file("$dir/lines", "1\n2\n3\n");

# stderr of a script that is to fail, or its output
sub run_sql
{
	my ($node, $sql, %options) = @_;
	my ($status, $out, $err) = $node->psql($options{dbname} // 'postgres', $sql, %options, on_error_stop => 1);
	return $status == 0 ? $out : $err;
}

my $node = PostgreSQL::Test::Cluster->new('copy_library');
$node->init(allows_streaming => 1, extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "wal_level = logical\nautovacuum = off\nallow_system_table_mods = on");
$node->start;
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION badcase;
CREATE TABLE t (line_no bigint, line text);
CREATE ROLE someone LOGIN;
GRANT ALL ON t TO someone;
CREATE DATABASE preloaded;
SQL
my $copy = "\\copy t from '$dir/lines' (format jsonl)";

# Ways to load it
like(run_sql($node, $copy), qr/COPY format "jsonl" not recognized/, 'not loaded: core says that it knows no such format');
is(run_sql($node, "SET ROLE someone; SELECT count(*) FROM badcase_lines(''); $copy\nSELECT count(*) FROM t"), "0\n3", 'loaded by a call, by anyone');
like(run_sql($node, "SET SESSION AUTHORIZATION someone; LOAD 'badcase'"), qr/access to library "badcase" is not allowed/, 'LOAD is for superusers');
like(run_sql($node, "SET SESSION AUTHORIZATION someone; ALTER ROLE someone SET session_preload_libraries = 'badcase'"),
	qr/permission denied to set parameter/, 'a preload setting is not for everyone');
$node->safe_psql('postgres', 'GRANT SET ON PARAMETER session_preload_libraries TO someone');
$node->safe_psql('postgres', "SET SESSION AUTHORIZATION someone; ALTER ROLE someone SET session_preload_libraries = 'badcase'");
is(run_sql($node, "$copy\nSELECT count(*) FROM t", extra_params => [ '-U', 'someone' ]), '6', 'a setting of the role');
$node->safe_psql('postgres', 'ALTER ROLE someone RESET ALL');

# A database with the setting, dumped and restored
$node->safe_psql('preloaded', "ALTER DATABASE preloaded SET session_preload_libraries = 'badcase'");
$node->safe_psql('preloaded', "CREATE TABLE t (line_no bigint, line text); $copy");
command_ok([ 'pg_dump', '--create', '-f', "$dir/dump.sql", '-d', $node->connstr('preloaded') ], 'a database that has the setting is dumped');
$node->safe_psql('postgres', 'DROP DATABASE preloaded');
command_ok([ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', "$dir/dump.sql" ], 'and restored');
is(run_sql($node, "$copy\nSELECT count(*) FROM t", dbname => 'preloaded'), '6', 'and has the format again');

# A database in another encoding
$node->safe_psql('postgres', "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
$node->safe_psql('latin', 'CREATE TABLE t (line text)');
like(run_sql($node, "LOAD 'badcase'; $copy", dbname => 'latin'), qr/needs a database with encoding UTF8/, 'FROM in another encoding');
like(run_sql($node, "LOAD 'badcase'; COPY t TO STDOUT (FORMAT jsonl)", dbname => 'latin'), qr/needs a database with encoding UTF8/, 'TO in another encoding');

# Logical decoding sees plain inserts.
$node->safe_psql('postgres', "TRUNCATE t; SELECT pg_create_logical_replication_slot('s', 'test_decoding')");
$node->safe_psql('postgres', "LOAD 'badcase'; $copy");
is($node->safe_psql('postgres', "SELECT count(*) FROM pg_logical_slot_get_changes('s', NULL, NULL) WHERE data LIKE 'table public.t: INSERT: line_no[bigint]:%'"),
	'3', 'logical decoding');
$node->safe_psql('postgres', "SELECT pg_drop_replication_slot('s')");

# A stand-in for Citus: its catalog of distributed tables
$node->safe_psql('postgres', <<'SQL');
CREATE TABLE elsewhere (line_no bigint, line text);
CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass, partmethod "char");
INSERT INTO pg_catalog.pg_dist_partition VALUES ('elsewhere', 'h');
INSERT INTO elsewhere VALUES (1, 'x');
SQL
my $refused = run_sql($node, "LOAD 'badcase'; \\copy elsewhere from '$dir/lines' (format jsonl)");
like($refused, qr/COPY format "jsonl" cannot load distributed table "elsewhere"/, 'FROM into a distributed table is refused');
like($refused, qr/HINT:.*INSERT \.\.\. SELECT/, 'FROM into a distributed table: what to do');
is($node->safe_psql('postgres', 'SELECT count(*) FROM elsewhere'), '1', 'FROM into a distributed table: no row goes astray');
is(run_sql($node, "TRUNCATE t; LOAD 'badcase'; $copy\nSELECT count(*) FROM t"), '3', 'FROM into another table');
is(run_sql($node, "LOAD 'badcase'; COPY elsewhere TO STDOUT (FORMAT jsonl)"), '{"line_no":1,"line":"x"}', 'TO of a distributed table');
$node->safe_psql('postgres', 'DROP TABLE pg_catalog.pg_dist_partition');

# A standby
$node->backup('b');
my $standby = PostgreSQL::Test::Cluster->new('copy_standby');
$standby->init_from_backup($node, 'b', has_streaming => 1);
$standby->start;
like(run_sql($standby, "LOAD 'badcase'; $copy"), qr/cannot execute COPY(?: FROM)? (?:during recovery|in a read-only transaction)/, 'a standby takes no rows');
is(run_sql($standby, "LOAD 'badcase'; COPY (SELECT line_no FROM t WHERE line = '2') TO STDOUT (FORMAT jsonl)"), '{"line_no":2}', 'a standby gives rows');
$standby->stop;

# pg_stat_statements: counted if badcase was loaded first.  TO is counted either way, as the query that it runs.
my $statements = "SELECT count(*) FILTER (WHERE query ILIKE 'COPY%t from%' AND rows = 3), count(*) FILTER (WHERE query ILIKE 'COPY%t to%' AND rows = 3)"
  . " FROM pg_stat_statements";
$node->safe_psql('postgres', 'CREATE EXTENSION pg_stat_statements');
foreach ([ 'badcase, pg_stat_statements', '1|1' ], [ 'pg_stat_statements, badcase', '0|1' ])
{
	my ($libraries, $counted) = @$_;
	$node->append_conf('postgresql.conf', "shared_preload_libraries = '$libraries'");
	$node->restart;
	$node->safe_psql('postgres', 'SELECT pg_stat_statements_reset()');
	$node->safe_psql('postgres', "TRUNCATE t; $copy\nCOPY t TO STDOUT (FORMAT jsonl)");
	is($node->safe_psql('postgres', $statements), $counted, "statistics with $libraries");
}

# What badcase leaves alone goes to who was there before it, also where rows wait for their place in an index.
$node->safe_psql('postgres', 'SELECT pg_stat_statements_reset()');
$node->safe_psql('postgres', <<'SQL');
LOAD 'badcase';
CREATE TABLE before_index (record badcase);
CREATE INDEX ON before_index USING badcase_near (record);
BEGIN;
INSERT INTO before_index VALUES (badcase('one two three', 'four five six'));
SELECT count(*) AS while_it_waits FROM before_index;
CREATE TABLE while_it_waits ();
COMMIT;
SELECT count(record) AS behind_it FROM before_index;
SQL
is($node->safe_psql('postgres', "SELECT count(*) FROM pg_stat_statements WHERE query ~ '^(CREATE (TABLE|INDEX)|SELECT count.*(waits|behind))'"),
	'5', 'statements that are not for badcase are counted');
$node->safe_psql('postgres', 'DROP TABLE before_index, while_it_waits');

# pgaudit
chomp(my $pkglibdir = `pg_config --pkglibdir`);
SKIP:
{
	skip 'pgaudit is not here (Debian: postgresql-NN-pgaudit)', 1 if !-e "$pkglibdir/pgaudit.so";
	my $audited = qr/AUDIT: SESSION,\d+,\d+,WRITE,COPY/;

	# badcase first
	$node->append_conf('postgresql.conf', "shared_preload_libraries = 'badcase, pg_stat_statements, pgaudit'\npgaudit.log = all");
	$node->restart;
	my $mark = -s $node->logfile;
	is(run_sql($node, "TRUNCATE t; $copy\nSELECT count(*) FROM t"), '3', 'badcase before pgaudit: FROM runs');
	like(slurp_file($node->logfile, $mark), $audited, 'badcase before pgaudit: FROM is audited');
	is(run_sql($node, 'COPY (SELECT line_no FROM t WHERE line_no = 1) TO STDOUT (FORMAT jsonl)'), '{"line_no":1}', 'badcase before pgaudit: TO runs');

	# pg_stat_statements before both, pgaudit's settings in the file before it is loaded
	$node->append_conf('postgresql.conf', "shared_preload_libraries = 'pg_stat_statements, badcase, pgaudit'");
	$node->restart;
	$mark = -s $node->logfile;
	is(run_sql($node, "TRUNCATE t; $copy\nSELECT count(*) FROM t"), '3', 'a hook before badcase is not pgaudit');
	like(slurp_file($node->logfile, $mark), $audited, 'a hook before badcase is not pgaudit: FROM is audited');

	# pgaudit first, in three ways
	foreach ([ "shared_preload_libraries = 'pgaudit, badcase'", '' ],
		[ "shared_preload_libraries = 'pgaudit'\nsession_preload_libraries = 'badcase'", '' ],
		[ "shared_preload_libraries = 'pgaudit'\nsession_preload_libraries = ''", "LOAD 'badcase';" ])
	{
		my ($conf, $load) = @$_;
		my $name = "$conf $load" =~ s/\n/ /gr;
		$node->append_conf('postgresql.conf', $conf);
		$node->restart;
		foreach my $on ("pgaudit.log = 'write'", "pgaudit.log = 'none'; SET pgaudit.role = 'someone'")
		{
			my $refused = run_sql($node, "SET $on; $load $copy");
			like($refused, qr/cannot be audited because pgaudit was loaded before badcase\n.*HINT:  Put badcase before pgaudit/s, "$name, $on: FROM is refused");
			is(run_sql($node, "SET $on; $load COPY (SELECT line_no FROM t WHERE line_no = 1) TO STDOUT (FORMAT jsonl)"), '{"line_no":1}', "$name, $on: TO runs");
			is(run_sql($node, "SET $on; $load COPY t TO '$dir/out' (FORMAT jsonl)"), '', "$name, $on: TO of a table runs");
		}
		is(run_sql($node, "SET pgaudit.log = 'none'; TRUNCATE t; $load $copy\nSELECT count(*) FROM t"), '3', "$name, auditing off: FROM runs");
	}
}
unlike(slurp_file($node->logfile), qr/terminated by signal/, 'no crash');

$node->stop;
done_testing();
