# Decoys.  Where others may create in the extension's schema, they put beside each function and operator that the workspace
# or the extension calls there ones that would fit a call better: by another type of an argument, by fewer
# arguments.  The same in public, and in pg_temp of everybody's session.  None of them is called while the whole work is
# done, from set-up to withdrawal, by functions and by the commands of psql.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Attack;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = Attack::cluster('decoys');
my $dba = Attack::superuser();
my $dir = PostgreSQL::Test::Utils::tempdir;
my $commands = "$FindBin::RealBin/../../bin";

# Functions of a schema that count that they were called: for each function of the extension's, or of the server's that
# the commands call, one for each other type of each argument, and with fewer arguments.
my $decoys = <<'SQL';
CREATE SCHEMA IF NOT EXISTS decoy;
GRANT USAGE ON SCHEMA decoy TO PUBLIC;
CREATE SEQUENCE IF NOT EXISTS decoy.calls;
GRANT ALL ON SEQUENCE decoy.calls TO PUBLIC;
CREATE FUNCTION decoy.make(place name, name name, arguments text[], result text, OUT made int) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE FUNCTION %s.%I(%s) RETURNS %s LANGUAGE plpgsql AS %L', place, name, array_to_string(arguments, ', '), result,
    'BEGIN PERFORM pg_catalog.nextval(''decoy.calls''); RAISE LOG ''DECOY ' || name || '(' || array_to_string(arguments, ',') || ')''; RETURN'
    || CASE WHEN result ~ '^SETOF|^TABLE' THEN '' ELSE ' NULL' END || '; END');
  made := 1;
EXCEPTION WHEN OTHERS THEN
  made := 0;
END $$;
CREATE FUNCTION decoy.plant(place name, source regnamespace, names text[], OUT made bigint) LANGUAGE plpgsql AS $$
DECLARE
  types CONSTANT text[] := '{text,varchar,bpchar,name,int2,int4,int8,numeric,float4,float8,bool,json,jsonb,bytea,oid,regrole,text[],anyelement,anyarray,anycompatible,record}'
    || ARRAY(SELECT x || y FROM unnest(ARRAY[(SELECT n.nspname || '.badcase' FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typname = 'badcase' AND t.typtype = 'b')]) x, unnest('{"",_near,[]}'::text[]) y);
  f record;
  a text[];
  n int;
  t text;
BEGIN
  made := 0;
  FOR f IN
    SELECT p.proname, p.pronargs, p.pronargdefaults, ARRAY(SELECT format_type(x, NULL) FROM unnest(p.proargtypes) x)::text[] AS arguments,
      CASE WHEN p.prorettype = 'record'::regtype THEN 'SETOF record' ELSE pg_get_function_result(p.oid) END AS result
    FROM pg_proc p WHERE p.pronamespace = source AND p.prokind IN ('f', 'a') AND p.proname = ANY (names) AND p.prorettype NOT IN ('internal'::regtype, 'cstring'::regtype)
      AND NOT p.proargtypes::oid[] && ARRAY['internal'::regtype, 'cstring'::regtype]::oid[] AND p.pronargs BETWEEN 1 AND 6
      AND (source = 'pg_catalog'::regnamespace OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'))
  LOOP
    FOR n IN 1 .. f.pronargs LOOP
      FOREACH t IN ARRAY types LOOP
        a := f.arguments; a[n] := t;
        made := made + decoy.make(place, f.proname, a, f.result);
      END LOOP;
    END LOOP;
    -- fewer, down to one, each with its last argument of any type; one more that has a default makes any call ambiguous,
    -- which stops the work and calls nothing
    FOR n IN 1 .. f.pronargs - 1 LOOP
      made := made + decoy.make(place, f.proname, f.arguments[1:n], f.result);
      FOREACH t IN ARRAY types LOOP
        a := f.arguments[1:n]; a[n] := t;
        made := made + decoy.make(place, f.proname, a, f.result);
      END LOOP;
    END LOOP;
  END LOOP;
END $$;
-- operators, for every pair of types but the extension's own
CREATE FUNCTION decoy.plant_operators(place name, source regnamespace, OUT made bigint) LANGUAGE plpgsql AS $$
DECLARE
  o record;
  t text;
  i int := 0;
BEGIN
  made := 0;
  FOR o IN SELECT oprname, format_type(oprleft, NULL) AS l, format_type(oprright, NULL) AS r, format_type(oprresult, NULL) AS result FROM pg_operator p
    WHERE oprnamespace = source AND oprkind = 'b' AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_operator'::regclass AND d.objid = p.oid AND d.deptype = 'e') LOOP
    FOREACH t IN ARRAY '{text,varchar,name,json,jsonb,bytea,int4,int8,float8,anyelement,record}'::text[] LOOP
      FOR side IN 1 .. 2 LOOP
        i := i + 1;
        BEGIN
          EXECUTE format('CREATE FUNCTION %s.decoy_%s(a %s, b %s) RETURNS %s LANGUAGE plpgsql AS %L', place, i, CASE side WHEN 1 THEN t ELSE o.l END, CASE side WHEN 2 THEN t ELSE o.r END, o.result,
            'BEGIN PERFORM pg_catalog.nextval(''decoy.calls''); RAISE LOG ''DECOY operator ' || o.oprname || '''; RETURN NULL; END');
          EXECUTE format('CREATE OPERATOR %s.%s (FUNCTION = %s.decoy_%s, LEFTARG = %s, RIGHTARG = %s)', place, o.oprname, place, i, CASE side WHEN 1 THEN t ELSE o.l END, CASE side WHEN 2 THEN t ELSE o.r END);
          made := made + 1;
        EXCEPTION WHEN OTHERS THEN NULL;
        END;
      END LOOP;
    END LOOP;
  END LOOP;
END $$;
SQL
# For every session: relations and types of the temporary schema, which search_path has last and nobody can leave out.
my $temporary = <<'SQL';
SET client_min_messages = error;
DO $$
DECLARE
  c record;
BEGIN
  FOR c IN SELECT DISTINCT relname FROM pg_class WHERE relnamespace = 'badcase_internal'::pg_catalog.regnamespace AND relkind = 'r' OR relname IN ('pg_roles', 'pg_proc', 'pg_namespace', 'pg_trigger', 'pg_extension') LOOP
    EXECUTE format('CREATE TEMP TABLE %I (program_id int, contributor_id bigint, submission_id bigint, role regrole, capability text, revoked_at timestamptz, rolname name, oid oid)', c.relname);
  END LOOP;
  CREATE FUNCTION pg_temp.near(r text, t numeric) RETURNS text LANGUAGE plpgsql AS 'BEGIN PERFORM nextval(''decoy.calls''); RETURN NULL; END';
  CREATE FUNCTION pg_temp.format(a text, b text) RETURNS text LANGUAGE plpgsql AS 'BEGIN PERFORM nextval(''decoy.calls''); RETURN NULL; END';
  CREATE FUNCTION pg_temp.person() RETURNS regrole LANGUAGE plpgsql AS 'BEGIN PERFORM nextval(''decoy.calls''); RETURN ''cur1''::regrole; END';
  CREATE DOMAIN pg_temp.int8 AS text; CREATE DOMAIN pg_temp.bool AS text; CREATE DOMAIN pg_temp.regrole AS text; CREATE DOMAIN pg_temp.xid8 AS text; CREATE DOMAIN pg_temp.record AS text;
END $$;
RESET client_min_messages;
SQL

# The server's functions that the commands call.
my %called = map { $_ => 1 } map { my $text = slurp_file("$commands/$_"); $text =~ /\b([a-z_]+)\(/g } qw(badcase-load badcase-export);

# What somebody's session does, with the temporary decoys first.
my %database;
sub act { my ($role, $sql) = @_; return Attack::must($node, $role, $temporary . $sql, %database); }
sub calls { return Attack::must($node, $dba, 'SELECT last_value, is_called FROM decoy.calls', %database) }
sub command
{
	my ($role, $name, @arguments) = @_;
	my ($out, $err) = ('', '');
	local @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)} = ($node->host, $node->port, $role, $database{database});
	my $ok = IPC::Run::run([ 'sh', "$commands/$name", @arguments ], '<', '/dev/null', '>', \$out, '2>', \$err);
	ok($ok, "$name works") or diag($err);
	return $out;
}

# [database, the extension's schema, where decoys are, whether they are there before the workspace]
foreach my $case ([ 'early', 'shared', [qw(shared public)], 1 ], [ 'late', 'public', ['public'], 0 ], [ 'apart', 'shared', ['public'], 1 ])
{
	my ($database, $schema, $places, $before) = @$case;
	# the commands and the extension's and the workspace's own code have to look after themselves, these scripts do not
	%database = (database => $database, settings => '-c search_path=pg_catalog');
	Attack::must($node, $dba, "CREATE DATABASE $database TEMPLATE template0");
	Attack::must($node, $dba, "CREATE SCHEMA IF NOT EXISTS $schema; GRANT USAGE ON SCHEMA $schema TO PUBLIC; CREATE EXTENSION badcase SCHEMA $schema; $decoys", %database);
	my $plant = sub {
		foreach my $place (@$places)
		{
			# not where they would stand in the extension's own functions' place
			my $own = "ARRAY(SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = '$schema'::regnamespace)";
			my $server = "'{" . join(',', sort keys %called) . "}'";
			my $made = Attack::must($node, $dba, "SET search_path = pg_catalog; SELECT decoy.plant('$place', '$schema', $own) + decoy.plant('$place', 'pg_catalog', $server) + decoy.plant_operators('$place', '$schema')", %database);
			cmp_ok($made, '>', 2000, "$database: $made decoys in $place");
		}
	};
	$plant->() if $before;
	# the work's beginning: set-up, people, files, triage, reviews, a release
	Attack::workspace($node, %database, schema => $schema);
	$plant->() if !$before;

	# a file by the command, with everything that a file can have
	my @lines = (map { Attack::record("what ada asks $_", "what ada is told $_", qq("task": "t $_", "failure_kind": "factual")) } 1 .. 3);
	push @lines, $lines[0], 'x', '', '{"prompt": "Call 13812345678", "response": "no"}', '{"prompt": "what ada asks again", "response": "good", "rejected": "bad", "history": [["q", "a"]]}';
	PostgreSQL::Test::Utils::append_to_file("$dir/$database.jsonl", join "\n", @lines);
	like(command('ada', 'badcase-load', '-p', 1, "$dir/$database.jsonl"), qr/8 lines, 5 stored, 1 repeated, 1 refused, 1 blank/, "$database: a file is loaded");
	act('cur1', q(SELECT badcase.set_task(1, 't 1', 5); SELECT badcase.create_term_list(1, 'words', 'hold'); SELECT badcase.open_corpus(1, 'bench', 'benchmark', 'CC0'); SELECT badcase.open_corpus(1, 'pool', 'general', 'CC0')));
	foreach my $kind ([ 'terms', 1, '{"term": "xyzzy"}' ], [ 'corpus', 1, '{"prompt": "of a benchmark, and long enough to be looked for in whatever comes in here", "response": "r"}' ], [ 'corpus', 2, '{"prompt": "of a pool", "response": "r"}' ])
	{
		act('cur1', "BEGIN; SELECT badcase.open_upload(1, kind => '$kind->[0]', target => $kind->[1]); INSERT INTO badcase.intake (line_no, line) VALUES (1, '$kind->[2]'); SELECT * FROM badcase.process_upload(); COMMIT");
	}
	act('cur1', 'CALL badcase.triage(1, 2)');
	act('cur1', q(SELECT badcase.resolve_finding(finding, true, 'ok') FROM badcase.findings WHERE cleared IS NULL));
	act('rev1', q(SELECT badcase.submit_review(submission, true, true) FROM badcase.claim_reviews(1, 3)));
	act('rev2', q(SELECT badcase.submit_review(submission, true, submission % 2 = 0, reasons => '{incomplete}') FROM badcase.claim_reviews(1, 3)));
	act('rev2', "SELECT submission FROM badcase.claim_reviews(1, 1) \\gset\nSELECT badcase.revise(:submission, '{\"prompt\": \"a better prompt of its kind\", \"response\": \"better\"}'::$schema.badcase, 'better')");
	act('cur1', 'CALL badcase.triage(1)');
	act('cur1', qq(SELECT * FROM badcase.find_similar(1, '{"prompt": "what ada asks", "response": "what ada is told"}'::$schema.badcase, 0.1); SELECT * FROM badcase.terms('xyzzy and more'::text); SELECT * FROM badcase.contamination(1)));
	my ($release) = split /\n/, act('cur1', q(SELECT badcase.build_release(1, 'mixed', 1, '{"general": [{"corpus": "pool", "count": 1}]}') AS r \gset
		\echo :r
		SELECT badcase.publish_release(:r)));
	act('cur1', "SELECT badcase.register_model(1, 'm', $release); SELECT badcase.report_html(1) IS NOT NULL; SELECT * FROM badcase.preflight($release, 'trl'); SELECT * FROM badcase.verify_release($release); SELECT badcase.dataset_card($release, 'croissant') IS NOT NULL;
		SELECT * FROM badcase.release_diff(1, $release); SELECT * FROM badcase.public_statistics(1, 2)");
	act('exp1', 'SELECT * FROM badcase.export_sft; SELECT * FROM badcase.export_preference; SELECT * FROM badcase.credits');
	mkdir "$dir/$database" or die;
	command('exp1', 'badcase-export', '-o', "$dir/$database", $release);
	isnt(command('exp1', 'badcase-export', $release), '', "$database: a release is written");
	act('bob', 'SELECT badcase.withdraw(contributor => 2)');
	act('ada', q(SELECT badcase.erase(1, 'forget')));
	act('cur1', 'CALL badcase.triage(1); SELECT badcase.purge(1)');
	is(calls(), '1|f', "$database: none of them was called");
	my @found = slurp_file($node->logfile) =~ /DECOY (.*)/g;
	is(join("\n", @found), '', '... the log has none');

	# They are called where a call fits them better.
	Attack::must($node, $dba, "SELECT $places->[0].near('{\"prompt\": \"p\", \"response\": \"r\"}'::$schema.badcase, 0.7)", %database);
	is(calls(), '1|t', '... though one call is enough to count');
	truncate $node->logfile, 0;
}

$node->stop;
done_testing();
