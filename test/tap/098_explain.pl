# What plans, counts and catalogs tell.  Two workspaces are alike but for what a role may not see: every view is explained
# and counted in both, with leakproof comparisons of every column with a value that only one of them has, and says the
# same: = and one more, another one for the next column; where BADCASE_LONG is set, every comparison with three values.  The
# names of tables, their statistics, locks, sequences and rights tell nobody anything.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Attack;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use RawClient;
use Test::More;

my $node = Attack::cluster('explain');
my $dba = Attack::superuser();
Attack::workspace($node);
# Something in every view: relations, findings, tasks, models, withdrawals, disputes.
foreach my $p (1, 2)
{
	my ($cur, $who, $rev, $n) = $p == 1 ? ('cur1', 'bob', 'rev1', 1) : ('cur2', 'dora', 'rey', 8);
	my $secret = $p == 1 ? 'BOBSECRET' : 'DORASECRET';
	Attack::must($node, $who, join '; ', map { "SELECT badcase.set_consent($_->[0], '$_->[1]', true, 't')" } map { my $c = $p == 1 ? 2 : 4; [ $c, $_ ] } qw(show_name contact publish_text));
	Attack::must($node, $cur, "SELECT badcase.set_task($p, '$secret task'), badcase.register_model($p, '$secret model', $p), badcase.set_rule($p, 'pii:email', 'warn')");
	Attack::must($node, $cur, "BEGIN; SELECT badcase.open_upload($p, kind => 'outputs', target => $p); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{\"submission\": $n, \"output\": \"$secret output\"}'); SELECT * FROM badcase.process_upload(); COMMIT");
	my $record = Attack::record("$secret a question that has two answers", "$secret one", qq("task": "$secret task", "failure_kind": "factual", "model_version": "$secret model"));
	Attack::upload($node, $who, $p, [ $record, $record =~ s/"response": "[^"]*"/"response": "quite another answer, $secret two"/r, qq({"prompt": "$secret call 13812345678", "response": "no"}), "$secret refused" ]);
	Attack::must($node, $cur, "CALL badcase.triage($p)");
	Attack::must($node, $rev, "SELECT 1 FROM badcase.claim_reviews($p, 2)");
	Attack::must($node, $who, "SELECT badcase.withdraw(submission => $n + 1, reason => '$secret reason')");
}
Attack::must($node, $dba, 'ANALYZE');

# The same without another program, or without another contributor and that program.
my $rows_of = sub {
	my ($program, $contributors) = @_;
	return <<"SQL";
SELECT set_config('session_replication_role', 'replica', false);
DO \$\$
DECLARE
  t record;
BEGIN
  FOR t IN
    SELECT c.oid::regclass AS r, CASE
        WHEN 'contributor_id' = ANY (a.names) AND '$contributors' <> '' THEN 'x.contributor_id IN (' || nullif('$contributors', '') || ')'
        WHEN 'contributor_id' = ANY (a.names) THEN 'x.contributor_id IN (SELECT s.contributor_id FROM badcase_internal.contributor s WHERE s.program_id = $program)'
        WHEN 'submission_id' = ANY (a.names) THEN 'x.submission_id IN (SELECT s.submission_id FROM badcase_internal.submission s WHERE ' || CASE WHEN '$contributors' <> '' THEN 's.contributor_id IN (' || nullif('$contributors', '') || ')' ELSE 's.program_id = $program' END || ')'
        WHEN '$contributors' <> '' THEN 'false'
        WHEN 'program_id' = ANY (a.names) THEN 'x.program_id = $program'
        WHEN 'release_id' = ANY (a.names) THEN 'x.release_id IN (SELECT s.release_id FROM badcase_internal.release s WHERE s.program_id = $program)'
        ELSE 'false' END AS condition
    FROM pg_class c CROSS JOIN LATERAL (SELECT array_agg(attname::text) AS names FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0) a
    WHERE c.relnamespace = 'badcase_internal'::regnamespace AND c.relkind = 'r'
    -- what others are found by goes last
    ORDER BY c.relname IN ('submission', 'contributor', 'release'), c.relname = 'contributor'
  LOOP
    EXECUTE format('DELETE FROM %s x WHERE %s', t.r, t.condition);
  END LOOP;
  EXECUTE 'DELETE FROM badcase_internal.upload x WHERE x.program_id = $program AND $program <> 0';
END \$\$;
ANALYZE;
SQL
};
# database => [what it is without, who may not see that, who can see it]
my %without = (
	no_2 => [ [ 2, '' ], [qw(ada rev1 exp1 cur1 stranger)], [qw(dora rey exp2 cur2)] ],
	no_1 => [ [ 1, '' ], [qw(dora rey exp2 cur2)], [qw(ada bob rev1 exp1 cur1)] ],
	no_bob => [ [ 0, '2' ], ['ada'], ['bob'] ],
	no_ada => [ [ 0, '1' ], ['bob'], ['ada'] ]);
foreach my $database (sort keys %without)
{
	Attack::must($node, $dba, "CREATE DATABASE $database TEMPLATE postgres");
	Attack::must($node, $dba, $rows_of->(@{ $without{$database}[0] }), database => $database);
}

# The columns of the views, and the leakproof operators of each type.
my %columns;
foreach (split /\n/, Attack::must($node, $dba, q(SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
	WHERE c.relnamespace = 'badcase'::regnamespace AND c.relkind = 'v' ORDER BY 1, a.attnum)))
{
	my ($view, $column, $type) = split /\|/;
	push @{ $columns{$view} }, [ $column, $type ];
}
my %operators;
foreach (split /\n/, Attack::must($node, $dba, q(SELECT format_type(o.oprleft, NULL), o.oprname FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode
	WHERE p.proleakproof AND o.oprleft = o.oprright AND o.oprresult = 'bool'::regtype AND o.oprnamespace = 'pg_catalog'::regnamespace)))
{
	my ($type, $operator) = split /\|/;
	push @{ $operators{$type} }, $operator;
}
# a leaking one where a type has none, which must not see more
push @{ $operators{$_} }, '=' foreach grep { !$operators{$_} } map { $_->[1] } map { @$_ } values %columns;
is(Attack::must($node, $dba, q(SELECT string_agg(relname, ' ') FROM pg_class WHERE relnamespace = 'badcase'::regnamespace AND relkind = 'v' AND NOT coalesce(reloptions, '{}') && '{security_barrier=true}')), '', 'every view is a barrier');

# The operators that the next column of a type is compared by: all others come in turn.
my %turn;
sub operators_for
{
	my ($type) = @_;
	return @{ $operators{$type} } if $ENV{BADCASE_LONG};
	my @others = grep { $_ ne '=' } sort @{ $operators{$type} };
	return ('=', @others ? $others[ $turn{$type}++ % @others ] : ());
}

# What a session says to each of a list of statements.
sub session
{
	my ($role, $database, @statements) = @_;
	my $script = "\\pset format unaligned\n" . join '', map { "\\echo \@\@\n$_;\n" } @statements;
	return if !@statements;
	my $out = '';
	IPC::Run::run([ 'psql', '-X', '-q', '-A', '-t', '-U', $role, '-h', $node->host, '-p', $node->port, '-d', $database ], '<', \$script, '>', \$out, '2>&1');
	my @out = split /^@@\n/m, $out, -1;
	die "a session of $role broke off" if @out != @statements + 1;
	return @out[ 1 .. $#out ];
}

# Every value of a view's columns, as a literal behind the column's place.
sub values_of
{
	my ($view) = @_;
	my $n = 0;
	my $columns = join ', ', map { '(' . $n++ . ", x.$_->[0]\:\:text)" } @{ $columns{$view} };
	return "SELECT DISTINCT concat(v.n, ' ', quote_literal(v.value)) FROM badcase.$view x CROSS JOIN LATERAL (VALUES $columns) v(n, value) WHERE v.value !~ '\n'";
}

my ($count, $plans) = (0, 0);
foreach my $database (sort keys %without)
{
	my (undef, $blind, $seeing) = @{ $without{$database} };
	# Values that are in one of the two only, by view and column; where there is none, what is in both.
	my (%values, %both);
	my @all = sort keys %columns;
	foreach my $who (@$seeing)
	{
		my ($there, $here) = map { [ session($who, $_, map { values_of($_) } @all) ] } 'postgres', $database;
		foreach my $i (0 .. $#all)
		{
			my %known = map { $_ => 1 } split /\n/, $here->[$i];
			foreach (grep { /^\d+ / } split /\n/, $there->[$i])
			{
				my ($n, $value) = split / /, $_, 2;
				$values{"$all[$i].$columns{$all[$i]}[$n][0]"}{$value} = 1 if !$known{$_};
				$both{"$all[$i].$columns{$all[$i]}[$n][0]"}{$value} = 1 if $known{$_};
			}
		}
	}
	$values{$_} //= $both{$_} foreach keys %both;
	foreach my $role (@$blind)
	{
		my @views = sort keys %columns;
		my @answers = session($role, 'postgres', map { "SELECT 'may' FROM badcase.$_ LIMIT 0; SELECT has_table_privilege('badcase.$_', 'SELECT')" } @views);
		my @may = @views[ grep { $answers[$_] =~ /^t$/m } 0 .. $#views ];
		my @statements;
		foreach my $view (@may)
		{
			push @statements, "SELECT count(*) FROM badcase.$view", "EXPLAIN (ANALYZE, VERBOSE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) SELECT * FROM badcase.$view";
			foreach my $column (@{ $columns{$view} })
			{
				my ($c, $type) = @$column;
				my @known = grep { defined } (sort keys %{ $values{"$view.$c"} // {} })[ 0 .. ($ENV{BADCASE_LONG} ? 2 : 0) ];
				foreach my $operator (operators_for($type))
				{
					push @statements, map { "EXPLAIN (ANALYZE, VERBOSE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) SELECT 1 FROM badcase.$view WHERE $c $operator $_\:\:$type" } @known;
				}
			}
		}
		my @with = session($role, 'postgres', @statements);
		my @without = session($role, $database, @statements);
		$count += 2 * @statements;
		$plans += grep { /actual rows/ } @with;
		my @differ = grep { $with[$_] ne $without[$_] } 0 .. $#statements;
		is(join("\n", map { "$statements[$_]:\n$with[$_]$without[$_]" } @differ[ 0 .. ($#differ > 9 ? 9 : $#differ) ]), '', "$role learns nothing of what $database lacks, by " . @statements . ' statements');
	}
}
cmp_ok($plans, '>', 2000, "$plans plans of $count statements");
# They can tell the two apart: who may see the difference does.
foreach my $case ([ 'cur2', 'no_2' ], [ 'bob', 'no_bob' ], [ 'cur1', 'no_1' ], [ 'ada', 'no_ada' ])
{
	my @statements = map { "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) SELECT * FROM badcase.$_" } sort keys %columns;
	my ($with, $without) = map { join '', session($case->[0], $_, @statements) } 'postgres', $case->[1];
	isnt($with, $without, "$case->[0] sees what $case->[1] lacks");
}

# ---- The names of what is internal.

my @internal = split /\n/, Attack::must($node, $dba, q(SELECT concat_ws(',', relname, relkind, oid) FROM pg_class WHERE relnamespace = 'badcase_internal'::regnamespace AND relkind IN ('r', 'S', 'v', 'i') ORDER BY 1));
my @routines = split /\n/, Attack::must($node, $dba, q(SELECT concat_ws(',', proname, oid, pronargs) FROM pg_proc WHERE pronamespace = 'badcase_internal'::regnamespace ORDER BY 1));
my $roles = q(SELECT string_agg(r.rolname, ' ' ORDER BY 1) FROM pg_roles r WHERE NOT r.rolsuper AND r.rolname <> 'badcase_owner' AND r.rolname !~ '^pg_' AND );
is(Attack::must($node, $dba, "$roles has_schema_privilege(r.oid, 'badcase_internal', 'USAGE, CREATE')"), '', 'nobody but the owner has a right on the internal schema');
is(Attack::must($node, $dba, "$roles has_schema_privilege(r.oid, 'badcase', 'CREATE')"), '', '... nor may create in the other one');
is(Attack::must($node, $dba, "$roles EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'badcase_internal'::regnamespace AND c.relkind IN ('r', 'v', 'p', 'm', 'f')
	AND (has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') OR has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')))"), '', '... nor a right on a table in it');
is(Attack::must($node, $dba, "$roles EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'badcase_internal'::regnamespace AND c.relkind = 'S' AND has_sequence_privilege(r.oid, c.oid, 'SELECT, USAGE, UPDATE'))"), '', '... or a sequence');
is(Attack::must($node, $dba, q(SELECT string_agg(p.oid::regprocedure::text, ' ') FROM pg_proc p WHERE p.pronamespace = 'badcase_internal'::regnamespace AND has_function_privilege('public', p.oid, 'EXECUTE'))), '', '... and PUBLIC may execute nothing in it');

foreach my $role (qw(stranger ada rev1 exp1 cur1))
{
	my (@there, @not);
	foreach (@internal)
	{
		my ($name, $kind, $oid) = split /,/;
		foreach my $form ("SELECT 'badcase_internal.%s'::regclass::oid > 0", "SELECT to_regclass('badcase_internal.%s') IS NULL", "SELECT has_table_privilege('badcase_internal.%s', 'SELECT')", "SELECT pg_relation_size('badcase_internal.%s')",
			"SELECT 'badcase_internal.%s'::regtype::oid > 0", "SELECT nextval('badcase_internal.%s')", "SELECT setval('badcase_internal.%s', 1)", "SELECT currval('badcase_internal.%s')", "SELECT * FROM badcase_internal.%s", "BEGIN; LOCK TABLE badcase_internal.%s IN ACCESS SHARE MODE; ROLLBACK",
			"CREATE TEMP TABLE x (x bigint REFERENCES badcase_internal.%s)", "CREATE TEMP TABLE x (LIKE badcase_internal.%s)", "CREATE TEMP TABLE x () INHERITS (badcase_internal.%s)", "SELECT pg_get_serial_sequence('badcase_internal.%s', 'x')", "ANALYZE badcase_internal.%s", "COMMENT ON TABLE badcase_internal.%s IS 'x'")
		{
			push @there, sprintf $form, $name;
			push @not, sprintf $form, 'nothing_' . $name;
		}
	}
	foreach (@routines)
	{
		my ($name) = split /,/;
		foreach my $form ("SELECT 'badcase_internal.%s'::regproc::oid > 0", "SELECT to_regproc('badcase_internal.%s') IS NULL", "SELECT badcase_internal.%s()", "SELECT has_function_privilege('badcase_internal.%s()', 'EXECUTE')", "CREATE AGGREGATE pg_temp.a (int) (SFUNC = badcase_internal.%s, STYPE = int)")
		{
			push @there, sprintf $form, $name;
			push @not, sprintf $form, 'nothing_' . $name;
		}
	}
	my ($a, $b) = map { [ session($role, 'postgres', @$_) ] } \@there, \@not;
	my $bare = sub { return $_[0] =~ s/^LINE \d+:.*\n *\^\n//mgr =~ s/\bnothing_//gr; };
	my @differ = grep { $bare->($a->[$_]) ne $bare->($b->[$_]) || $a->[$_] !~ /permission denied/ } 0 .. $#there;
	is(join("\n", map { "$there[$_]: $a->[$_]$b->[$_]" } @differ), '', "$role: an internal name is refused whether it is one or not, by " . @there . ' statements');
	$count += @there + @not;

	# by number
	is(Attack::must($node, $role, q(SELECT count(*) FROM pg_stats WHERE schemaname ~ '^badcase' UNION ALL SELECT count(*) FROM pg_stats_ext WHERE schemaname ~ '^badcase')), "0\n0", '... statistics of columns are hidden');
	is(Attack::must($node, $role, q(SELECT count(last_value) FROM pg_sequences WHERE schemaname ~ '^badcase')), 0, '... last values of sequences, too');
	my @sequences = map { (split /,/)[2] } grep { /,S,/ } @internal;
	my @said = session($role, 'postgres', (map { ("SELECT pg_sequence_last_value($_)", "SELECT nextval($_)", "SELECT currval($_)") } @sequences), 'SELECT lastval()');
	# from PostgreSQL 18 on pg_sequence_last_value() answers null instead of refusing
	is(join('', grep { !/permission denied|not yet defined|\A\s*\z/ } @said), '', '... and by number');
	is(Attack::must($node, $role, q(SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'badcase_internal'::regnamespace AND has_table_privilege(c.oid, 'SELECT'))), 0, '... a table by its number, too');
	Attack::run($node, $role, "SELECT count(*) FROM pg_statistic")->{states}[0] eq '42501' or fail("$role reads pg_statistic");
	# the protocol's own call of functions asks for the schema, too; it has no place for several rows
	my $client = RawClient->new($node, user => $role);
	my @called;
	foreach (@routines)
	{
		my ($name, $oid, $arguments) = split /,/;
		$client->put('F', pack('N n n', $oid, 0, $arguments) . pack('l>', -1) x $arguments . pack('n', 0));
		my @messages = $client->messages_until('Z');
		push @called, $name if !grep { $_->[0] eq 'E' && $_->[1] =~ /C(?:42501|0A000)/ } @messages;
		$count++;
	}
	$client->close;
	is("@called", '', '... no function can be called by number');
}

# ---- Locks of others: a number of a row or of a person is in none.

my ($host, $port) = ($node->host, $node->port);
my $held = Attack::must($node, 'bob', <<"SQL");
BEGIN; SELECT badcase.attest(2, 't2'); SELECT badcase.open_upload(1) \\g /dev/null
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "p", "response": "r"}'); SELECT stored FROM badcase.process_upload();
\\! psql -X -q -A -t -h '$host' -p $port -U stranger -d postgres -c "SELECT 'lock', locktype, classid, objid, objsubid, page, tuple FROM pg_locks WHERE locktype IN ('advisory', 'tuple', 'page', 'object')" -c "SELECT 'query', query FROM pg_stat_activity WHERE usename = 'bob'"
ROLLBACK;
SQL
unlike($held, qr/^lock/m, 'a stranger sees no lock that names a row or a person');
unlike($held, qr/attest|upload/, '... nor what anybody runs');
note("$count statements");

$node->stop;
done_testing();
