# Binary messages, mutated: each is refused or is the record that another reader of JSON sees in it; the server lives.
# A million of them where BADCASE_LONG is set.
use strict;
use warnings;
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $python = '/usr/bin/python3';
plan skip_all => 'no python3 with psycopg here (Debian: python3-psycopg)'
  unless -x $python && system("$python -c 'import psycopg' 2>/dev/null") == 0;

my $messages = $ENV{BADCASE_LONG} ? 1000000 : 100000;
my $node = PostgreSQL::Test::Cluster->new('binary_input');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', 'log_min_messages = panic');
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase');

my ($out, $err);
my $done = IPC::Run::run([ $python, dirname(__FILE__) . '/mutate_binary.py', $node->connstr('postgres'), $messages, '20261124' ],
  '>', \$out, '2>', \$err);
ok($done, 'every message is refused or right') or diag($out, $err);
like($out, qr/^$messages messages, [1-9]\d{3,} taken, [1-9]\d{3,} refused/, 'both happen often') and note($out);
is($node->safe_psql('postgres', 'SELECT 1'), '1', 'the server lives');

done_testing();
