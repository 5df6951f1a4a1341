# From an older major to this one: a dump restored, in both its forms, and pg_upgrade. The extension's objects and the
# workspace are what a fresh installation makes, every row is there, every function answers as before, and indexes that
# came along unchanged find what a scan finds. OLD_PG_CONFIG names the older server's pg_config (bin/check majors).
use strict;
use warnings;
use Cwd;
use FindBin;
use lib "$FindBin::RealBin/../tap";
use Books;
use Calls;
use Probes;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

die "OLD_PG_CONFIG names no older server" if !$ENV{OLD_PG_CONFIG};

my $old_bin = `$ENV{OLD_PG_CONFIG} --bindir`;
chomp $old_bin;
my @checksums = (extra => [ '--encoding=UTF8', '--locale=C', '--data-checksums' ]);
my $old = PostgreSQL::Test::Cluster->new('old', install_path => $old_bin =~ s{/bin$}{}r);
$old->init(@checksums);
$old->start;
my $new = PostgreSQL::Test::Cluster->new('new');
$new->init(@checksums);
$new->start;
note($old->safe_psql('postgres', 'SHOW server_version') . ' to ' . $new->safe_psql('postgres', 'SHOW server_version'));

$old->safe_psql('postgres', slurp_file("$FindBin::RealBin/../tap/every_table.sql"));
Probes::setup($old);
Probes::write($old, $_) foreach 1 .. 3;
my @roles = qw(curator reviewer ada exporter);
my $content = Books::content($old);
my $found = Probes::found($old, 'scan');
my %answers = map { $_ => [ Calls::answers($old, $_, 1) ] } @roles;

sub fingerprint
{
	my ($node, $database) = @_;
	return $node->safe_psql($database, slurp_file("$FindBin::RealBin/../tap/fingerprint.sql"));
}

# What a fresh installation is on the new server, whose way to print functions and views is its own.
$new->safe_psql('postgres', 'CREATE ROLE badcase_owner NOLOGIN; CREATE ROLE curator; CREATE ROLE reviewer; CREATE ROLE ada; CREATE ROLE exporter; CREATE ROLE door');
$new->safe_psql('postgres', 'CREATE DATABASE fresh');
$new->safe_psql('fresh', q(CREATE EXTENSION badcase; SELECT badcase_setup('badcase_owner'); SET ROLE badcase_owner; SELECT badcase.create_program('p');
	SELECT badcase.grant_access(1, r, c) FROM (VALUES ('curator', 'curator'), ('reviewer', 'reviewer'), ('ada', 'contributor'), ('exporter', 'exporter'), ('door', 'intake')) v(r, c)));
my %fresh = map { $_ => 1 } split /\n/, fingerprint($new, 'fresh');

# A server that took over the database of this name is the old one.
sub is_the_old_one
{
	my ($node, $how) = @_;
	my %there = map { $_ => 1 } split /\n/, fingerprint($node, 'postgres');
	is(join("\n", (map { "more: $_" } grep { !$fresh{$_} } sort keys %there), (map { "less: $_" } grep { !$there{$_} } sort keys %fresh)), '',
		"$how: the extension and the workspace are as a fresh installation makes them");
	is(Books::content($node), $content, "$how: every row of every table is there");
	is(Books::faults($node), '', "$how: the books agree");
	is(Probes::found($node, 'index'), $found, "$how: indexes find what a scan found before");
	is(Probes::found($node, 'scan'), $found, "$how: and so does a scan");
	foreach my $role (@roles)
	{
		my @there = Calls::answers($node, $role, 1);
		is(join("\n", map { "$there[$_]{statement}: $there[$_]{out}$there[$_]{says}" } grep { "@{$there[$_]}{qw(signature out state)}" ne "@{$answers{$role}[$_]}{qw(signature out state)}" } 0 .. $#there),
			'', "$how: every function, table and view answers $role as before");
	}
	is($node->safe_psql('postgres', q(SELECT badcase_setup('badcase_owner') = badcase_upgrade())), 't', "$how: set-up and upgrade have nothing to do");
	like($node->safe_psql('postgres', <<'SQL'), qr/^3\|2\|1$/m, "$how: the work goes on");
SET ROLE ada;
BEGIN;
SELECT badcase.open_upload(1) AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "one", "response": "1", "task": "count"}'), (2, '{"prompt": "new", "response": "2"}'), (3, '{"prompt": "newer", "response": "2"}');
SELECT lines, stored, repeated FROM badcase.process_upload();
COMMIT;
SQL
	return;
}

# 15.20 and its contemporaries keep an option of their own with each column (pg_attver), which a newer major of an
# earlier minor release neither leaves out of its dumps nor takes: there the older pg_dump makes both, and pg_upgrade fails.
my $kept = q(SELECT count(*) > 0 FROM pg_attribute WHERE attoptions::text LIKE '%pg_attver=%');
my $behind = $old->safe_psql('postgres', $kept) eq 't' && $new->safe_psql('postgres', $kept) eq 'f';

# As SQL, by the older pg_dump; then an archive by the newer one, restored by several workers.
my $dir = PostgreSQL::Test::Utils::tempdir;
# By the path of a server's own: IPC::Run remembers where it found a name first.
my ($old_dump, $old_psql) = map { $old->installed_command($_) } qw(pg_dump psql);
my @from = ('-h', $old->host, '-p', $old->port);
$old->command_ok([ 'pg_dumpall', @from, '--roles-only', '-f', "$dir/roles.sql" ], 'dump of the roles');
$old->command_ok([ $old_dump, @from, '-U', 'dumper', '-f', "$dir/old.sql", 'postgres' ], 'dump by the older pg_dump');
($behind ? $old : $new)->command_ok([ $behind ? $old_dump : 'pg_dump', @from, '-U', 'dumper', '-Fc', '-f', "$dir/old.dump", 'postgres' ], 'dump by the newer one, if it can');
$new->command_ok([ 'psql', '-X', '-q', '-f', "$dir/roles.sql", 'postgres' ], 'roles restored');
# by the psql of its pg_dump: that of a newer major may be of an earlier minor release, and not know what is in it (\restrict)
$old->command_ok([ $old_psql, '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', $new->host, '-p', $new->port, '-f', "$dir/old.sql", 'postgres' ], 'restored as SQL');
is_the_old_one($new, 'SQL');
$new->safe_psql('template1', 'DROP DATABASE postgres');
$new->safe_psql('template1', 'CREATE DATABASE postgres TEMPLATE template0');
$new->command_ok([ 'pg_restore', '-j', '3', '-e', '-d', 'postgres', "$dir/old.dump" ], 'restored as an archive');
is_the_old_one($new, 'archive');
$new->stop;

# In place.
SKIP:
{
	skip 'this newer server is of an earlier minor release and cannot take the older one over', 1 if $behind;
	my $upgraded = PostgreSQL::Test::Cluster->new('upgraded');
	$upgraded->init(@checksums);
	$old->stop;
	{
		# it leaves its logs where it is called
		my $here = getcwd;
		chdir $dir or die $!;
		$upgraded->command_ok([ 'pg_upgrade', '--no-sync', '-d', $old->data_dir, '-D', $upgraded->data_dir, '-b', $old_bin, '-B', $upgraded->config_data('--bindir'), '-s', $upgraded->host,
			'-p', $old->port, '-P', $upgraded->port ], 'pg_upgrade');
		chdir $here;
	}
	$upgraded->start;
	is_the_old_one($upgraded, 'pg_upgrade');
	$upgraded->stop;
}
done_testing();
