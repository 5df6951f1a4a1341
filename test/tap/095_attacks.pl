# Who asks.  People who try to act as somebody else: by code of theirs that maintenance runs in a superuser's session, by
# triggers that fire late, by groups, by the name of a role that is gone.  Nobody gets anything, and nothing changes.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Attack;
use Calls;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = Attack::cluster('attacks', "autovacuum_naptime = 1s\nautovacuum_analyze_threshold = 1\nautovacuum_analyze_scale_factor = 0\n");
Attack::workspace($node);
my $dba = Attack::superuser();
sub dba { return Attack::must($node, $dba, @_) }

# ---- Code of a table's owner in the session of a superuser, of autovacuum, of the database's owner.

# Every function and view of the workspace, with the numbers of others.
my %functions = Calls::functions($node);
my @views = split /\n/, dba(q(SELECT relname FROM pg_class WHERE relnamespace = 'badcase'::regnamespace AND relkind = 'v' ORDER BY 1));

sub probes
{
	my ($program, @numbers) = @_;
	my @probes = map { "SELECT * FROM badcase.$_" } @views;
	foreach my $f (map { $functions{$_} } grep { !/version\(\)/ } sort keys %functions)
	{
		my %calls = Calls::calls($f, @numbers);
		my $by_program = @{ $f->{arguments} } && $f->{arguments}[0][0] eq 'program';
		push @probes, map { $by_program ? s/\([1](?=[,)])/($program/r : $_ } sort keys %calls;
	}
	# what is refused before anybody is asked who he is says nothing
	return map { /^CALL/ ? "$_" : "SELECT string_agg(x::text, '; ') FROM ($_) x" } grep { !/process_upload|release_file_name|withdraw\(\d+, \d+, \d+|badcase\.program\(/ } @probes;
}

# What each attacker is after, and in which program: the numbers of contributors, uploads, submissions and releases there.
my %attacks = (
	ada => [ 1, [ 1, 2, 3 ], q(SELECT badcase.withdraw(contributor => 2, reason => 'attack')), q(SELECT badcase.set_consent(3, 'publish_text', true, 'forged')) ],
	rev1 => [ 2, [ 2, 4, 8 ], q(SELECT submission || prompt FROM badcase.claim_reviews(2, 100)) ],
	exp2 => [ 1, [1], q(SELECT string_agg(line::text, '') FROM badcase.release_rows(1)) ],
	cur2 => [ 1, [ 1, 2, 3 ], q(SELECT badcase.grant_access(1, 'cur2', 'curator')), q(SELECT badcase.grant_access(1, 'stranger', 'exporter')) ]);

foreach my $who (sort keys %attacks)
{
	dba("CREATE SCHEMA s_$who AUTHORIZATION $who");
	my ($program, $numbers, @own) = @{ $attacks{$who} };
	my $probes = join ', ', map { "(\$probe\$$_\$probe\$)" } @own, probes($program, @$numbers);
	my $in_the_way = join "\n", map { my ($n, $is) = @$_;
		"CREATE FUNCTION s_$who.w_$n(a s_$who.w, b s_$who.w) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS \$\$BEGIN PERFORM s_$who.f(1); RETURN (a).v $is (b).v; END\$\$;
		CREATE OPERATOR s_$who.$is (FUNCTION = s_$who.w_$n, LEFTARG = s_$who.w, RIGHTARG = s_$who.w);" } [ lt => '<' ], [ le => '<=' ], [ eq => '=' ], [ ge => '>=' ], [ gt => '>' ];
	Attack::must($node, $who, <<"SQL");
CREATE TABLE s_$who.probe (n int GENERATED ALWAYS AS IDENTITY, statement text);
INSERT INTO s_$who.probe (statement) VALUES $probes;
CREATE TABLE s_$who.log (session name, acting name, statement text, answer text);
CREATE FUNCTION s_$who.g() RETURNS void LANGUAGE plpgsql AS \$\$
DECLARE
  p record;
  answer text;
BEGIN
  FOR p IN SELECT * FROM s_$who.probe ORDER BY n LOOP
    BEGIN
      EXECUTE p.statement INTO answer;
      answer := coalesce(answer, 'nothing');
    EXCEPTION WHEN OTHERS THEN
      answer := SQLSTATE || ' ' || SQLERRM;
    END;
    INSERT INTO s_$who.log VALUES (session_user, current_user, p.statement, answer);
  END LOOP;
END \$\$;
-- not when the owner runs it, and once a statement
CREATE FUNCTION s_$who.f(x int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS \$\$
BEGIN
  IF session_user <> '$who' AND NOT EXISTS (SELECT FROM s_$who.log) THEN PERFORM s_$who.g(); END IF;
  RETURN x;
END \$\$;
CREATE TABLE s_$who.t (x int); INSERT INTO s_$who.t VALUES (1);
CREATE INDEX t_f ON s_$who.t (s_$who.f(x)); ALTER TABLE s_$who.t CLUSTER ON t_f;
CREATE TABLE s_$who.part (x int); INSERT INTO s_$who.part VALUES (1); CREATE INDEX ON s_$who.part (x) WHERE s_$who.f(x) > 0;
CREATE TABLE s_$who.extended (x int); INSERT INTO s_$who.extended VALUES (1), (2); CREATE STATISTICS s_$who.st ON (s_$who.f(x)) FROM s_$who.extended;
CREATE TABLE s_$who.plain (x int); INSERT INTO s_$who.plain VALUES (1);
CREATE MATERIALIZED VIEW s_$who.m AS SELECT s_$who.f(1) AS x; CREATE UNIQUE INDEX ON s_$who.m (x);
-- a foreign key: its check casts by a function of the owner's, or compares by one
CREATE TYPE s_$who.e AS ENUM ('a', 'b');
CREATE FUNCTION s_$who.cast(e s_$who.e) RETURNS int LANGUAGE plpgsql IMMUTABLE AS \$\$BEGIN RETURN s_$who.f(1); END\$\$;
CREATE CAST (s_$who.e AS int) WITH FUNCTION s_$who.cast(s_$who.e) AS IMPLICIT;
CREATE TABLE s_$who.pk (x int PRIMARY KEY); INSERT INTO s_$who.pk VALUES (1);
CREATE TABLE s_$who.fk (e s_$who.e REFERENCES s_$who.pk);
CREATE TABLE s_$who.fk_later (e s_$who.e); INSERT INTO s_$who.fk_later VALUES ('a');
ALTER TABLE s_$who.fk_later ADD CONSTRAINT later FOREIGN KEY (e) REFERENCES s_$who.pk NOT VALID;
CREATE TYPE s_$who.w AS (v int);
$in_the_way
CREATE FUNCTION s_$who.w_cmp(a s_$who.w, b s_$who.w) RETURNS int LANGUAGE plpgsql IMMUTABLE AS \$\$BEGIN PERFORM s_$who.f(1); RETURN (a).v - (b).v; END\$\$;
CREATE TABLE s_$who.watched (x int);
CREATE FUNCTION s_$who.on_insert() RETURNS trigger LANGUAGE plpgsql AS \$\$BEGIN PERFORM s_$who.f(1); RETURN NEW; END\$\$;
CREATE TRIGGER z BEFORE INSERT ON s_$who.watched FOR EACH ROW EXECUTE FUNCTION s_$who.on_insert();
CREATE TABLE s_$who.auto (x int) WITH (autovacuum_enabled = off); CREATE INDEX ON s_$who.auto (s_$who.f(x));
SQL
	dba("CREATE OPERATOR CLASS s_$who.w_ops DEFAULT FOR TYPE s_$who.w USING btree AS OPERATOR 1 s_$who.<, OPERATOR 2 s_$who.<=, OPERATOR 3 s_$who.=,
		OPERATOR 4 s_$who.>=, OPERATOR 5 s_$who.>, FUNCTION 1 s_$who.w_cmp(s_$who.w, s_$who.w)");
	Attack::must($node, $who, "CREATE TABLE s_$who.wpk (w s_$who.w PRIMARY KEY); INSERT INTO s_$who.wpk VALUES (ROW(1)), (ROW(2)); CREATE TABLE s_$who.wfk (w s_$who.w REFERENCES s_$who.wpk)");
}
dba(q(CREATE ROLE dba2 SUPERUSER LOGIN; ALTER DATABASE postgres OWNER TO cur1));

# [what is done, by whom]
my @doings = (
	[ 'ANALYZE S.t', $dba ], [ 'ANALYZE S.extended', $dba ], [ 'VACUUM ANALYZE S.t', $dba ], [ 'CREATE INDEX ON S.plain (S.f(x))', $dba ],
	[ 'CREATE INDEX CONCURRENTLY ON S.plain (S.f(x + 1))', $dba ], [ 'REINDEX TABLE S.t', $dba ], [ 'REINDEX INDEX CONCURRENTLY S.t_f', $dba ], [ 'REINDEX TABLE S.part', $dba ],
	[ 'CLUSTER S.t', $dba ], [ 'VACUUM FULL S.t', $dba ], [ 'REFRESH MATERIALIZED VIEW S.m', $dba ], [ 'REFRESH MATERIALIZED VIEW CONCURRENTLY S.m', $dba ],
	[ 'ALTER TABLE S.t ALTER x TYPE int USING x + 0', $dba ], [ q(INSERT INTO S.fk VALUES ('a')), $dba ], [ 'INSERT INTO S.wfk VALUES (ROW(1))', $dba ],
	[ 'ALTER TABLE S.fk_later VALIDATE CONSTRAINT later', $dba ], [ 'INSERT INTO S.watched VALUES (1)', $dba ], [ 'INSERT INTO S.t VALUES (2)', $dba ],
	[ 'SET ROLE dba2; ANALYZE S.t', $dba ], [ 'SET ROLE dba2; INSERT INTO S.watched VALUES (1)', $dba ], [ 'SET SESSION AUTHORIZATION dba2; ANALYZE S.t', $dba ]);

# From PostgreSQL 19 on the check of a foreign key holds a page of the index while it compares; a comparison that catches
# errors, as the probes do, gives up the page (what an assertion of the server sees), whatever libraries there are.
@doings = grep { $_->[0] !~ /wfk/ } @doings if dba('SHOW server_version_num') >= 190000;

# What the probes gave since the last time that somebody looked; nothing, or "insufficient privilege", is right.
sub gained
{
	my ($who) = @_;
	my @lines = split /\x02/, dba("SELECT string_agg(concat_ws(E'\\x01', session, acting, statement, answer), E'\\x02') FROM s_$who.log; TRUNCATE s_$who.log");
	return (scalar(@lines), map { s/\x01/ | /gr } grep { !/\x01(?:nothing$|42501 )/ } @lines);
}

my $books = Attack::books($node);
my $ran = 0;
foreach my $who (sort keys %attacks)
{
	foreach my $doing (@doings)
	{
		my ($statement, $role) = @$doing;
		my $said = Attack::run($node, $role, $statement =~ s/\bS\./s_$who./gr);
		my ($n, @gained) = gained($who);
		$ran += $n;
		is(join("\n", @{ $said->{states} }, @gained), '', "$role: $statement: $who gains nothing");
		cmp_ok($n, '>', 50, "... by $n probes");
	}
}
# No superuser: the database's owner, who is the curator of program 1, and a superuser who acts for her.
foreach my $doing ([ 'ANALYZE', 'cur1' ], [ 'SET ROLE cur1; ANALYZE', $dba ])
{
	Attack::run($node, $doing->[1], $doing->[0]);
	foreach my $who (sort keys %attacks)
	{
		my ($n, @gained) = gained($who);
		$ran += $n;
		is(join("\n", @gained), '', "$doing->[1]: $doing->[0]: $who gains nothing");
		cmp_ok($n, '>', 50, "... by $n probes");
	}
}
# Nobody does anything: autovacuum finds the tables.
Attack::must($node, $_, "ALTER TABLE s_$_.auto SET (autovacuum_enabled = on); INSERT INTO s_$_.auto SELECT generate_series(1, 100)")
	foreach sort keys %attacks;
foreach my $who (sort keys %attacks)
{
	$node->poll_query_until('postgres', "SELECT last_autoanalyze IS NOT NULL FROM pg_stat_user_tables WHERE relid = 's_$who.auto'::regclass") or die "autovacuum does not come";
	my ($n, @gained) = gained($who);
	$ran += $n;
	is(join("\n", @gained), '', "autovacuum: $who gains nothing");
	cmp_ok($n, '>', 50, "... by $n probes");
}
note("$ran probes");
is(Attack::changes($books, Attack::books($node)), '', 'nothing of the workspace has changed');

# The probes can gain something: the same ones, as their owner.
Attack::must($node, 'cur2', q{UPDATE s_cur2.probe SET statement = replace(statement, '(1', '(2'); SELECT s_cur2.g()});
my ($n, @gained) = gained('cur2');
cmp_ok(scalar(@gained), '>', 20, 'a curator who asks in her own program gets answers');

# ---- The owner of a workspace and whoever makes its schemas first does not become the superuser that sets it up.

dba('CREATE ROLE evil LOGIN; CREATE DATABASE prepared; CREATE DATABASE owned; GRANT CREATE ON DATABASE prepared, owned TO evil');
foreach my $database (qw(prepared owned))
{
	Attack::must($node, $dba, 'CREATE EXTENSION badcase', database => $database);
	Attack::must($node, $dba, q(SELECT badcase_setup('evil')), database => $database) if $database eq 'owned';
	Attack::must($node, 'evil', <<'SQL', database => $database);
CREATE SCHEMA IF NOT EXISTS badcase;
CREATE SCHEMA evil;
CREATE TABLE evil.t (x int);
CREATE FUNCTION evil.rise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN EXECUTE 'ALTER ROLE evil SUPERUSER'; END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER z AFTER INSERT ON evil.t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION evil.rise();
SQL
}
my %tricks = (
	'a deferred trigger' => 'INSERT INTO evil.t VALUES (1)', 'SET ROLE' => q(PERFORM set_config('role', 'none', false)), 'RESET SESSION AUTHORIZATION' => 'RESET SESSION AUTHORIZATION',
	'a cursor' => q(EXECUTE 'DECLARE c CURSOR WITH HOLD FOR SELECT 1'), 'a temporary table' => 'CREATE TEMP TABLE pg_class (x int)', 'search_path' => q(PERFORM set_config('search_path', 'evil, pg_catalog', false)),
	'other settings' => q(PERFORM set_config('check_function_bodies', 'off', false), set_config('default_transaction_read_only', 'on', false), set_config('statement_timeout', '77min', false)));
foreach my $trick (sort keys %tricks)
{
	foreach my $case ([ 'prepared', q(SELECT badcase_upgrade()) ], [ 'prepared', q(SELECT badcase_setup('evil')) ], [ 'owned', q(SELECT badcase_upgrade()) ], [ 'owned', q(SELECT badcase_setup('evil')) ])
	{
		my ($database, $statement) = @$case;
		Attack::must($node, 'evil', "CREATE OR REPLACE FUNCTION badcase.version() RETURNS text LANGUAGE plpgsql AS \$\$BEGIN $tricks{$trick}; RETURN '0.3.0'; END\$\$", database => $database);
		my $said = Attack::run($node, $dba, "$statement;\nSELECT 'after', current_setting('search_path'), current_setting('check_function_bodies'),
			current_setting('default_transaction_read_only'), current_setting('statement_timeout'), current_user = session_user;", database => $database, go_on => 1);
		like($said->{out}, qr/^after\|"\$user", public\|on\|off\|0\|t$/m, "$database: $statement: by $trick nothing of the session changes");
		is(dba(q(SELECT rolsuper FROM pg_roles WHERE rolname = 'evil')), 'f', '... and nobody becomes a superuser');
		dba('ALTER ROLE evil NOSUPERUSER');
	}
}
# The schema of the tables that somebody made beforehand is refused.
dba('CREATE DATABASE early; GRANT CREATE ON DATABASE early TO evil');
Attack::must($node, $dba, 'CREATE EXTENSION badcase', database => 'early');
Attack::must($node, 'evil', 'CREATE SCHEMA badcase_internal', database => 'early');
is("@{ Attack::run($node, $dba, q(SELECT badcase_setup('badcase_owner')), database => 'early')->{states} }", '42P06', 'a schema of tables that somebody made beforehand is refused');

# ---- One person is one, whatever groups she is in.

dba('CREATE ROLE ga; CREATE ROLE gb; CREATE ROLE alice LOGIN; CREATE ROLE g_bob; GRANT ga, gb TO alice; GRANT g_bob TO bob');
Attack::must($node, 'cur1', q(SELECT badcase.grant_access(1, 'ga', 'reviewer'), badcase.grant_access(1, 'gb', 'reviewer'), badcase.grant_access(1, 'g_bob', 'reviewer')));
is(Attack::must($node, 'alice', 'SET ROLE ga; SELECT badcase.submit_review(6, true, true)'), 'pending', 'a member of two groups reviews as one of them');
foreach my $as ('SET ROLE gb;', 'SET ROLE ga;', '')
{
	is(Attack::must($node, 'alice', qq($as SELECT badcase.submit_review(6, true, true))), 'pending', "... and what she says again takes the place of it: $as");
}
is(dba('SELECT state FROM badcase_internal.submission WHERE submission_id = 6'), 'pending', '... so that one alone decides nothing');
is(dba('SELECT count(*) FROM badcase_internal.review WHERE submission_id = 6'), 1, '... by one review');
is("@{ Attack::run($node, 'bob', q(SET ROLE g_bob; SELECT badcase.submit_review(3, true, true)))->{states} }", '42501', 'a contributor reviews no record of his own as a group');
my $edited = Attack::must($node, 'alice', q(SET ROLE ga; SELECT submission FROM badcase.claim_reviews(1, 1) \gset
	SELECT badcase.revise(:submission, badcase('a prompt that alice wrote', 'an answer that alice wrote'), 'better') \g /dev/null
	\echo :submission));
Attack::must($node, 'cur1', 'CALL badcase.triage(1)');
is("@{ Attack::run($node, 'alice', qq(SET ROLE gb; SELECT badcase.submit_review($edited, true, true)))->{states} }", '42501', 'who edited a record does not review the edit');

# ---- Rights are the role's, not its name's.

dba('CREATE ROLE temp1 LOGIN; CREATE ROLE temp2 LOGIN');
Attack::must($node, 'cur1', q(SELECT badcase.grant_access(1, 'temp1', 'curator'), badcase.grant_access(1, 'temp2', 'contributor'), badcase.register_contributor(1, 'temp2@example.org', 'T', 'temp2')));
Attack::upload($node, 'temp2', 1, [ Attack::record('TEMPSECRET', 'r') ]);
dba('DROP OWNED BY temp1, temp2; DROP ROLE temp1, temp2; CREATE ROLE temp1 LOGIN; CREATE ROLE temp2 LOGIN');
Attack::must($node, 'cur2', q(SELECT badcase.grant_access(2, 'temp1', 'contributor'), badcase.grant_access(2, 'temp2', 'contributor')));
$books = Attack::books($node);
foreach my $call (q(badcase.disclose(6, 'x', 'y')), q(badcase.withdraw(contributor => 2)), q(badcase.grant_access(1, 'temp1', 'curator')), 'badcase.contacts(1)')
{
	is("@{ Attack::run($node, 'temp1', qq(SELECT $call))->{states} }", '42501', "whoever has the name of a curator who is gone: $call");
}
my $five = dba(q(SELECT contributor_id FROM badcase_internal.contributor WHERE external_id LIKE 'temp2%'));
foreach my $call ("badcase.withdraw(contributor => $five)", "badcase.set_consent($five, 'train', true, 't')", 'badcase.open_upload(1)', "badcase.open_upload(1, $five)")
{
	is("@{ Attack::run($node, 'temp2', qq(SELECT $call))->{states} }", '42501', "whoever has the name of a contributor who is gone: $call");
}
is(Attack::must($node, 'temp2', 'SELECT count(*) FROM badcase.my_records'), 0, '... and sees nothing that the other sent');
is(Attack::changes($books, Attack::books($node)), '', '... and nothing has changed');

$node->stop;
done_testing();
