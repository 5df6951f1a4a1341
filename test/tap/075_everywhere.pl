# What is stored, found and released is the same under every locale: regression tests, run in databases of five locales
# of two providers, under settings of other time zones and styles, must print what they print everywhere; and a release
# that was dumped under one of them and restored under another has the same bytes. All regression
# tests where BADCASE_LONG is set.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = abs_path(dirname(__FILE__) . '/../..');
my $node = PostgreSQL::Test::Cluster->new('everywhere');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "max_wal_size = 4GB");
$node->start;

# A system's own locales are few on a small machine; ICU brings hundreds.
my %locale = (c => "LOCALE 'C'");
$locale{c_utf8} = "LOCALE 'C.UTF-8'" if $node->psql('postgres', "CREATE COLLATION try (LOCALE = 'C.UTF-8')") == 0;
foreach my $icu (qw(und tr-TR zh-Hans-CN))
{
	(my $name = "icu_$icu") =~ tr/-/_/;
	$locale{ lc $name } = "LOCALE_PROVIDER icu ICU_LOCALE '$icu' LOCALE 'C'"
	  if $node->psql('postgres', "CREATE COLLATION \"$icu\" (PROVIDER = icu, LOCALE = '$icu')") == 0;
}
foreach my $libc (qw(tr_TR.UTF-8 zh_CN.UTF-8 de_DE.UTF-8 en_US.UTF-8))
{
	(my $name = "libc_$libc") =~ tr/-./_/;
	$locale{ lc $name } = "LOCALE '$libc'" if $node->psql('postgres', "CREATE COLLATION \"$libc\" (LOCALE = '$libc')") == 0;
}
note('locales: ' . join ' ', sort keys %locale);
SKIP:
{
	skip 'a server without ICU, on a machine without locales', 1 if keys %locale < 5;
	pass('five locales');
}

my @settings = ('-c timezone=Asia/Kathmandu -c datestyle=German', '-c timezone=America/St_Johns -c datestyle=SQL,DMY -c intervalstyle=iso_8601',
	'-c timezone=UTC -c datestyle=ISO,YMD', '-c timezone=Pacific/Chatham -c datestyle=Postgres,MDY');
# as pg_regress calls psql
$ENV{PG_ABS_SRCDIR} = $top;
$ENV{PG_ABS_BUILDDIR} = PostgreSQL::Test::Utils::tempdir;
mkdir "$ENV{PG_ABS_BUILDDIR}/results";
# those with a second expected output depend on the server's version
my @tests = $ENV{BADCASE_LONG} ? grep { !-e "$top/expected/${_}_1.out" } map { basename($_, '.sql') } sort glob("$top/sql/*.sql")
  : qw(golden workspace_golden compare near screen formats);
my $n = 0;
foreach my $name (sort keys %locale)
{
	$node->safe_psql('postgres', "CREATE DATABASE $name TEMPLATE template0 ENCODING 'UTF8' $locale{$name}");
	$node->safe_psql($name, 'CREATE EXTENSION badcase');
	foreach my $test (@tests)
	{
		my ($out, $file) = ('', "$top/sql/$test.sql");
		local $ENV{PGOPTIONS} = $settings[ $n++ % @settings ];
		IPC::Run::run([ 'psql', '-X', '-a', '-q', '-d', $node->connstr($name) ], '<', $file, '>', \$out, '2>&1');
		my $same = $out eq slurp_file("$top/expected/$test.out");
		ok($same, "$test under $name");
		append_to_file("$ENV{PG_ABS_BUILDDIR}/got", $out) if !$same;
		note((run_command([ 'diff', '-U1', "$top/expected/$test.out", "$ENV{PG_ABS_BUILDDIR}/got" ]))[0]) if !$same;
		unlink "$ENV{PG_ABS_BUILDDIR}/got";
	}
}

# From one locale to the next by pg_dump.
my ($script) = slurp_file("$top/sql/workspace_golden.sql") =~ /\A(.*?)^SET client_min_messages = warning;\nDROP SCHEMA/ms;
my $bytes = q(SET ROLE regress_badcase_owner; SELECT r.release_id, f.format, f.split, v.ok, encode(f.sha256, 'hex'), encode(sha256(string_agg(convert_to(l.line || E'\n', 'UTF8'), '' ORDER BY l.pos)), 'hex')
	FROM badcase_internal.release r JOIN badcase_internal.release_file f USING (release_id) CROSS JOIN badcase.verify_release(r.release_id) v
	CROSS JOIN badcase.release_rows(r.release_id, f.format, f.split) l WHERE f.sha256 IS NOT NULL GROUP BY 1, 2, 3, 4, f.sha256 ORDER BY 1, f.format COLLATE "C", f.split COLLATE "C");
my ($from, $to) = (sort keys %locale)[ 0, -1 ];
$node->safe_psql($from, $script);
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$ENV{PG_ABS_BUILDDIR}/dump", $from ], "dumped under $from");
$node->safe_psql($to, 'DROP EXTENSION badcase');
$node->command_ok([ 'pg_restore', '-d', $to, "$ENV{PG_ABS_BUILDDIR}/dump" ], "restored under $to");
my $want = $node->safe_psql($from, $bytes);
cmp_ok(($want =~ tr/\n//), '>', 50, 'files of releases');
is(scalar(grep { my @f = split /\|/; $f[3] ne 't' || $f[4] ne $f[5] } split /\n/, $want), 0, 'each is what it was when it was published');
is($node->safe_psql($to, $bytes), $want, '... after the restore, too');

$node->stop;
done_testing();
