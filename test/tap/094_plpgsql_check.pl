# plpgsql_check finds nothing to warn of in the workspace's functions, and sees a fault where there is one. What it is
# told to pass over is named here, with the reason.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $sharedir = `pg_config --sharedir`;
chomp $sharedir;
plan skip_all => 'there is no plpgsql_check here (Debian: postgresql-MAJOR-plpgsql-check)'
  if !-e "$sharedir/extension/plpgsql_check.control";

my %passed_over = (
	# what it runs are the constants of public_objects(), and names out of the catalog
	'badcase_internal.sync_privileges(regrole)' => 'text type variable is not sanitized',
	# these are made where the search table goes to other servers; versions from 2.8 on name them
	'badcase_internal.ask_nodes(integer,bigint[],text,boolean)' => 'relation "badcase_internal.node_found" does not exist',
	'badcase_internal.begin_change(integer)' => 'relation "badcase_internal.search_mark" does not exist',
	'badcase_internal.check_nodes(integer)' => 'relation "badcase_internal.node_clock" does not exist');

my $node = PostgreSQL::Test::Cluster->new('plpgsql_check');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', q(CREATE ROLE badcase_owner NOLOGIN; CREATE EXTENSION badcase; CREATE EXTENSION plpgsql_check;
	SELECT badcase_setup('badcase_owner')));

sub findings
{
	return $node->safe_psql('postgres', q(
		SELECT p.oid::regprocedure || ': ' || c.message
		FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
		CROSS JOIN LATERAL plpgsql_check_function_tb(p.oid,
			coalesce((SELECT t.tgrelid FROM pg_trigger t WHERE t.tgfoid = p.oid LIMIT 1), 0),
			other_warnings => true, extra_warnings => true, performance_warnings => false, security_warnings => true) c
		WHERE p.pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)
		ORDER BY 1));
}

my @left = grep { !/^(.*?): (.*)$/ || ($passed_over{$1} // '') ne $2 } split /\n/, findings();
is(join("\n", @left), '', 'no warning in any function');

my $functions = $node->safe_psql('postgres', q(SELECT count(*) FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
	WHERE l.lanname = 'plpgsql' AND p.pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)));
cmp_ok($functions, '>', 50, "of $functions");

$node->safe_psql('postgres', q(CREATE FUNCTION badcase_internal.wrong() RETURNS int LANGUAGE plpgsql AS
	$$ BEGIN RETURN (SELECT s.nothing FROM badcase_internal.submission s); END $$));
like(findings(), qr/wrong\(\): .*nothing/, 'a fault is seen');

$node->stop;
done_testing();
