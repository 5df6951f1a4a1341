# Every released version, brought up to this one, is what a fresh installation makes; the frozen scripts of this
# version, once they exist, are what is installed; and the comparison itself sees a change.
use strict;
use warnings;
use File::Basename;
use File::Copy;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = dirname(__FILE__) . '/../..';
my $fingerprint = dirname(__FILE__) . '/fingerprint.sql';
my ($version) = slurp_file("$top/badcase.control") =~ /^default_version *= *'(.*)'/m;
my $sharedir = `pg_config --sharedir`;
chomp $sharedir;
my $scripts = "$sharedir/extension";

my $node = PostgreSQL::Test::Cluster->new('upgrade');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE ROLE badcase_owner NOLOGIN');

# A database of this name with the extension at that version (the default one where none is given).
sub database
{
	my ($name, $at) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $name");
	$node->safe_psql($name, 'CREATE EXTENSION badcase' . (defined $at ? " VERSION '$at'" : ''));
}

sub fingerprint
{
	my ($name) = @_;
	my ($out, $err) = ('', '');
	$node->psql($name, undef, stdout => \$out, stderr => \$err, extra_params => [ '-f', $fingerprint ], on_error_die => 1);
	return $out;
}

# is() would print both whole; the lines that differ are enough.
sub same
{
	my ($got, $want, $what) = @_;
	my %got = map { $_ => 1 } split /\n/, $got;
	my %want = map { $_ => 1 } split /\n/, $want;
	my @more = grep { !$want{$_} } sort keys %got;
	my @less = grep { !$got{$_} } sort keys %want;
	ok($got eq $want, $what) or diag(join "\n", (map { "+ $_" } @more), (map { "- $_" } @less));
}

database('fresh');
my $has_setup = $node->safe_psql('fresh', q(SELECT count(*) FROM pg_proc WHERE proname = 'badcase_setup'));
my $bare = fingerprint('fresh');
is($node->safe_psql('fresh', q(SELECT badcase_setup('badcase_owner'))), $version, 'badcase_setup returns the version') if $has_setup;
my $fresh = fingerprint('fresh');
cmp_ok(($bare =~ tr/\n//), '>', 5, 'the fingerprint sees the extension');
ok(length($fresh) > length($bare), 'the fingerprint sees the workspace') if $has_setup;

# The comparison sees a change of each kind.
my @changes = (
	q(COMMENT ON TYPE badcase IS 'something else'),
	q(ALTER FUNCTION badcase_in(cstring) COST 77),
	q(ALTER FUNCTION badcase_out(badcase) VOLATILE),
	q(REVOKE EXECUTE ON FUNCTION badcase_out(badcase) FROM public),
	q(ALTER EXTENSION badcase DROP FUNCTION badcase_out(badcase)));
push @changes,
  q(ALTER TABLE badcase_internal.submission ADD COLUMN more int),
  q(ALTER TABLE badcase_internal.submission ALTER COLUMN state SET STATISTICS 7),
  q(ALTER TABLE badcase_internal.submission NO FORCE ROW LEVEL SECURITY),
  q(GRANT SELECT ON badcase_internal.submission TO public),
  q(COMMENT ON TABLE badcase_internal.submission IS NULL),
  q(GRANT USAGE ON SCHEMA badcase_internal TO public),
  q(GRANT EXECUTE ON FUNCTION badcase_internal.person() TO public),
  q(COMMENT ON POLICY owner ON badcase_internal.quota IS NULL),
  q(ALTER TABLE badcase.intake DISABLE TRIGGER stray_lines),
  q(DROP TRIGGER forgotten_upload ON badcase_internal.upload)
  if $has_setup;
foreach my $change (@changes)
{
	# the change and the fingerprint in one transaction that is rolled back
	my $out = $node->safe_psql('fresh', "BEGIN; SET search_path = public; $change;\n\\i $fingerprint\n", extra_params => ['-q']);
	ok($out ne $fresh, "seen: $change");
}
is($node->safe_psql('fresh', "BEGIN;\n\\i $fingerprint\n", extra_params => ['-q']), $fresh, 'without a change nothing is seen');

# The workspace as the frozen script of that version makes it, run by its owner.
sub old_workspace
{
	my ($name, $at) = @_;
	my $script = slurp_file("$top/sql/released/workspace--$at.sql");
	$script =~ s/\@extschema\@/public/g;
	$script =~ s/\@version\@/$at/g;
	my $internal = $script =~ /badcase_internal\./ ? 'CREATE SCHEMA badcase_internal AUTHORIZATION badcase_owner;' : '';
	$node->safe_psql($name, "CREATE SCHEMA badcase AUTHORIZATION badcase_owner; $internal
		SET ROLE badcase_owner; SET search_path = pg_catalog, pg_temp; $script");
}

# The frozen scripts.
my @released = map { /badcase--([0-9.]+)\.sql$/ ? $1 : () } sort glob("$top/sql/released/badcase--*.sql");
foreach my $old (@released)
{
	my $frozen = "$top/sql/released/badcase--$old.sql";
	my $name = "from_$old" =~ tr/./_/r;
	if ($old eq $version)
	{
		ok(slurp_file($frozen) eq slurp_file("$scripts/badcase--$version.sql"), "the frozen script of $old is the installed one");
		my $parts = join '', map { slurp_file($_) } sort glob("$top/sql/workspace/*.sql");
		ok(slurp_file("$top/sql/released/workspace--$old.sql") eq $parts, "the frozen workspace of $old is the one of the sources");
		database($name);
		old_workspace($name, $old);
		same(fingerprint($name), $fresh, "the frozen workspace of $old, run by its owner, is a fresh one");
		next;
	}
  SKIP:
	{
		my $installed = "$scripts/badcase--$old.sql";
		# whole at once: another script may be at it at the same time
		skip "$scripts cannot be written to", 4 if !-e $installed && !(copy($frozen, "$installed.$$") && rename "$installed.$$", $installed);
		database($name, $old);
		# the library of today serves the functions of before until they are updated: indexes are built on their keys
		my $record = q(badcase(E'x\n  y', 'z'));
		my $key = $node->safe_psql($name, "SELECT exact_key($record)");
		$node->safe_psql($name, "ALTER EXTENSION badcase UPDATE TO '$version'");
		my @keys = map { $node->safe_psql($name, "SELECT exact_key($record, $_)") } 1, 2;
		isnt($keys[0], $keys[1], 'the two versions of keys tell this record apart');
		is($key, $keys[ $old =~ /^0\.[1-4]\./ ? 0 : 1 ], "... and before the update of $old the key was that of its time");
		same(fingerprint($name), $bare, "the extension of $old, updated, is a fresh one");
		old_workspace($name, $old);
		$node->safe_psql($name, 'SELECT badcase_upgrade()');
		same(fingerprint($name), $fresh, "the workspace of $old, upgraded, is a fresh one");
	}
}

# A schema of somebody else's in the place of the second one is left alone.
SKIP:
{
	skip "$scripts cannot be written to", 1 if !-e "$scripts/badcase--0.3.1.sql";
	database('taken', '0.3.1');
	$node->safe_psql('taken', "ALTER EXTENSION badcase UPDATE TO '$version'");
	old_workspace('taken', '0.3.1');
	$node->safe_psql('taken', 'CREATE SCHEMA badcase_internal');
	my $err = '';
	$node->psql('taken', '\set VERBOSITY sqlstate' . "\nSELECT badcase_upgrade()", stderr => \$err);
	like($err, qr/42P06/, 'a schema badcase_internal of somebody else is refused');
}

# Setting up and upgrading again changes nothing.
if ($has_setup)
{
	$node->safe_psql('fresh', q(SELECT badcase_setup('badcase_owner')));
	is($node->safe_psql('fresh', 'SELECT badcase_upgrade()'), $version, 'badcase_upgrade returns the version');
	same(fingerprint('fresh'), $fresh, 'a second setup and an upgrade change nothing');
}

$node->stop;
done_testing();
