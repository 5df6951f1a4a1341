# Objects of others in front of ours: a schema that has, under the names of all functions, operators, types and relations
# that the workspace uses, something that says it was called.  With that schema first in the search_path, and with
# temporary tables of the same names, every function answers as it does without, and nothing of it is called.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Calls;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('search_path');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;

$node->safe_psql('postgres', <<'SQL');
CREATE ROLE badcase_owner NOLOGIN;
CREATE ROLE ada LOGIN; CREATE ROLE reviewer LOGIN; CREATE ROLE exporter LOGIN; CREATE ROLE curator LOGIN; CREATE ROLE stranger LOGIN;
CREATE EXTENSION badcase;
SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner;
SELECT badcase.create_program('p');
UPDATE badcase_internal.program SET quorum = 1;
SELECT badcase.grant_access(1, r, c) FROM (VALUES ('curator', 'curator'), ('reviewer', 'reviewer'), ('ada', 'contributor'), ('exporter', 'exporter')) v(r, c);
SET ROLE curator;
SELECT badcase.register_contributor(1, 'ada', 'Ada', 'ada');
SELECT badcase.attest(1, 't'), badcase.set_consent(1, 'train', true, 't'), badcase.set_consent(1, 'show_name', true, 't'), badcase.set_consent(1, 'contact', true, 't');
BEGIN;
SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(badcase('p' || n, 'r', meta => '{"task": "t"}')::text, 'UTF8') FROM generate_series(1, 5) n;
INSERT INTO badcase.intake (line_no, line) VALUES (6, 'x');
SELECT * FROM badcase.process_upload();
COMMIT;
CALL badcase.triage(1);
SET ROLE reviewer;
SELECT badcase.submit_review(1, true, true), badcase.submit_review(2, true, true);
SET ROLE curator;
SELECT badcase.build_release(1, 'r', 1), badcase.publish_release(1);
SQL

# The trap.  Functions in SQL bodies were resolved when they were made; these are for those resolved when they run.
my $made = $node->safe_psql('postgres', <<'SQL');
CREATE SCHEMA trap;
SET search_path = pg_catalog;
CREATE FUNCTION trap.captured(what text) RETURNS void LANGUAGE plpgsql AS $$BEGIN RAISE NOTICE 'CAPTURED %', what; END$$;
CREATE TABLE public.made (what text);
DO $do$
DECLARE
  f record;
  body text;
BEGIN
  body := 'LANGUAGE plpgsql AS $$BEGIN PERFORM trap.captured(%L); RETURN %s; END$$';
  -- functions of the server whose names stand in a body of ours, and all of ours
  FOR f IN
    SELECT p.oid, p.proname, p.pronamespace::regnamespace AS schema, p.proretset, p.prorettype, pg_get_function_identity_arguments(p.oid) AS arguments,
      pg_get_function_result(p.oid) AS result
    FROM pg_proc p
    WHERE p.prokind = 'f' AND NOT 'internal'::regtype = ANY (p.proargtypes::oid[]) AND p.prorettype NOT IN ('internal'::regtype, 'trigger'::regtype, 'void'::regtype)
      AND p.proname ~ '^[a-z_0-9]+$' AND p.provariadic = 0 AND (
        p.pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) OR p.pronamespace = 'public'::regnamespace OR (p.pronamespace = 'pg_catalog'::regnamespace AND EXISTS (
          SELECT FROM pg_proc b WHERE b.pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND b.prosrc ~ ('\m' || p.proname || '\('))))
  LOOP
    BEGIN
      EXECUTE format('CREATE FUNCTION trap.%I(%s) RETURNS %s LANGUAGE plpgsql AS $$BEGIN PERFORM trap.captured(%L); RETURN%s; END$$',
        f.proname, f.arguments, f.result, f.proname, CASE WHEN f.proretset THEN '' ELSE ' NULL' END);
      INSERT INTO public.made VALUES ('function ' || f.proname);
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
  END LOOP;
  -- operators of the types that the workspace has
  FOR f IN
    SELECT o.oprname, o.oprleft::regtype AS a, o.oprright::regtype AS b, o.oprresult::regtype AS r, row_number() OVER () AS n
    FROM pg_operator o
    WHERE o.oprleft <> 0 AND o.oprname IN ('=', '<>', '<', '<=', '>', '>=', '||', '+', '-', '*', '/', '@>', '<@', '&&', '->', '->>', '~', '!~', '~~', '%', '#>>', '?')
      AND o.oprleft IN (SELECT a.atttypid FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)
        UNION SELECT unnest('{text,int4,int8,numeric,float8,jsonb,anyarray,anycompatiblearray,anyelement,bool,name,interval,timestamptz,bytea,public.badcase_near}'::regtype[]))
  LOOP
    BEGIN
      EXECUTE format('CREATE FUNCTION trap.operator_%s(a %s, b %s) RETURNS %s LANGUAGE plpgsql AS $$BEGIN PERFORM trap.captured(%L); RETURN NULL; END$$', f.n, f.a, f.b, f.r, f.oprname);
      EXECUTE format('CREATE OPERATOR trap.%s (FUNCTION = trap.operator_%s, LEFTARG = %s, RIGHTARG = %s)', f.oprname, f.n, f.a, f.b);
      INSERT INTO public.made VALUES ('operator ' || f.oprname);
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
  END LOOP;
  -- relations: views that say so when they are read
  FOR f IN SELECT DISTINCT ON (c.relname) c.relname, c.oid::regclass AS r FROM pg_class c WHERE (c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) OR c.relname IN ('pg_roles', 'pg_namespace', 'pg_class'))
    AND c.relkind IN ('r', 'v', 'p') ORDER BY c.relname, c.relnamespace::regnamespace::text DESC
  LOOP
    EXECUTE format('CREATE VIEW trap.%I AS SELECT x.* FROM %s x, trap.captured(%L) y', f.relname, f.r, f.relname);
    INSERT INTO public.made VALUES ('relation ' || f.relname);
  END LOOP;
  -- types, as domains that refuse
  FOR f IN SELECT unnest('{text,name,int8,int4,bool,bytea,jsonb,interval,timestamptz,xid8,badcase}'::text[]) AS t LOOP
    EXECUTE format('CREATE DOMAIN trap.%I AS text CHECK (trap.captured(%L) IS NULL)', f.t, 'type ' || f.t);
    INSERT INTO public.made VALUES ('type ' || f.t);
  END LOOP;
END $do$;
GRANT USAGE ON SCHEMA trap TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA trap TO PUBLIC;
SELECT string_agg(format('%s %s', n, kind), ', ' ORDER BY kind) FROM (SELECT split_part(what, ' ', 1) AS kind, count(*) AS n FROM public.made GROUP BY 1) x;
SQL
note("the trap has $made");
my %counts = map { reverse split / / } split /, /, $made;
cmp_ok($counts{function}, '>', 100, 'the trap has functions');
cmp_ok($counts{operator}, '>', 100, '... and operators');
cmp_ok($counts{relation}, '>', 20, '... and relations');

my $trap = <<'SQL';
SET client_min_messages = warning;
CREATE TEMP TABLE access_grant (program_id int, role name, capability text, revoked_at timestamptz);
CREATE TEMP TABLE submission (LIKE pg_catalog.pg_class);
CREATE TEMP TABLE contributor (contributor_id bigint);
CREATE FUNCTION pg_temp.person() RETURNS regrole LANGUAGE plpgsql AS $$BEGIN RAISE NOTICE 'CAPTURED person'; RETURN 'curator'; END$$;
RESET client_min_messages;
SET search_path = pg_temp, trap, badcase, public, pg_catalog;
SQL
like((Calls::run_as($node, 'ada', $trap, q(SELECT * FROM upload WHERE upload_id = 1)))[0][1], qr/CAPTURED/, 'the trap catches what is not qualified');

# Every function, procedure and view, by everybody who may call it.
my %functions = Calls::functions($node);
my ($calls, @captured, @differ) = (0);
foreach my $role (qw(ada reviewer exporter curator))
{
	# what a role may not call is refused before anything could be captured
	my %may_call = map { $_ => 1 } split /\n/, $node->safe_psql('postgres',
		"SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'badcase'::regnamespace AND has_function_privilege('$role', p.oid, 'EXECUTE')");
	my @statements;
	foreach my $signature (grep { $may_call{$_} } sort keys %functions)
	{
		my %calls = Calls::calls($functions{$signature}, 1, 3, 99);
		push @statements, sort keys %calls;
	}
	push @statements, map { "TABLE badcase.$_" } split /\n/, $node->safe_psql('postgres',
		"SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'badcase'::regnamespace AND c.relkind = 'v' AND has_table_privilege('$role', c.oid, 'SELECT')");
	push @statements, q(SELECT badcase.open_upload(1, 1); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "p", "response": "r"}'), (2, 'x'); SELECT * FROM badcase.process_upload())
	  if $role =~ /ada|curator/;
	$calls += @statements;
	my @plain = Calls::run_as($node, $role, '', @statements);
	my @trapped = Calls::run_as($node, $role, $trap, @statements);
	foreach my $i (0 .. $#statements)
	{
		my ($out, $err) = @{ $trapped[$i] };
		push @captured, "$role $statements[$i]: $err" if "$out$err" =~ /CAPTURED/;
		# numbers of new rows go on counting, clocks go on; contexts show what search_path makes of names
		my ($a, $b) = map { my $t = join '', @$_; $t =~ s/\d+/N/g; $t =~ s/^(?:CONTEXT|LOCATION|SQL statement|PL\/pgSQL).*\n//mg; $t } $plain[$i], $trapped[$i];
		push @differ, "$role $statements[$i]:\n$a$b" if $a ne $b;
	}
}
cmp_ok($calls, '>', 100, "$calls calls");
is(join("\n", @captured), '', 'nothing is captured');
is(join("\n", @differ), '', 'every answer is the same');

# The procedure commits, so it runs outside a transaction.
$node->safe_psql('postgres', q(SET ROLE curator; BEGIN; SELECT badcase.open_upload(1, 1);
	INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "one more", "response": "r"}'); SELECT * FROM badcase.process_upload(); COMMIT));
my ($out, $err) = ('', '');
$node->psql('postgres', "SET ROLE curator;\n$trap\nCALL badcase.triage(1);", stdout => \$out, stderr => \$err);
is($err, '', 'triage captures nothing either');
is($node->safe_psql('postgres', q(SELECT count(*) FROM badcase_internal.submission WHERE state = 'received')), 0, '... and does its work');

# What the catalog says of it: whatever runs with its owner's rights has its own search_path.
is($node->safe_psql('postgres', q(SELECT string_agg(p.oid::regprocedure::text, ' ') FROM pg_proc p WHERE p.pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND p.prosecdef
	AND NOT coalesce(p.proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp'])), '', 'every function with the rights of its owner has its own search_path');

$node->stop;
done_testing();
