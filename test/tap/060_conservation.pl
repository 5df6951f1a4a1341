# Whatever bytes a file has: lines = stored + repeated + refused + blank, line numbers are those of a count of line
# feeds, refused bytes come back exactly, stored records are what another reader of JSON sees. 500 files; 20,000 where
# BADCASE_LONG is set.
use strict;
use warnings;
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $python = '/usr/bin/python3';
plan skip_all => 'no python3 with psycopg here (Debian: python3-psycopg)'
  unless -x $python && system("$python -c 'import psycopg' 2>/dev/null") == 0;

my $node = PostgreSQL::Test::Cluster->new('conservation');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "session_preload_libraries = 'badcase'\nfsync = off");
$node->start;
$node->safe_psql('postgres', "SET client_min_messages = error; CREATE ROLE badcase_owner NOLOGIN; CREATE EXTENSION badcase;
  SELECT badcase_setup('badcase_owner')");

my $wanted = $ENV{BADCASE_LONG} ? 20000 : 500;
my ($out, $err);
my $done = IPC::Run::run([ $python, dirname(__FILE__) . '/mutate_files.py', $node->connstr('postgres'), $wanted, '20261124' ],
  '>', \$out, '2>', \$err);
ok($done, 'every line of every file is accounted for') or diag($out, $err);
my ($files, $lines, $stored, $repeated, $refused, $blank) =
  $out =~ /^(\d+) files, (\d+) lines: (\d+) stored, (\d+) repeated, (\d+) refused, (\d+) blank/;
note($out);
is($files, $wanted, 'files');
cmp_ok($lines, '>=', 50 * $files, 'lines');
cmp_ok($_, '>=', 1000, 'each fate is met often') for $stored, $repeated, $refused, $blank;
is($lines, $stored + $repeated + $refused + $blank, 'the sums add up');
is($node->safe_psql('postgres', 'SELECT count(*) FROM badcase.intake'), '0', 'nothing is left on its way in');

done_testing();
