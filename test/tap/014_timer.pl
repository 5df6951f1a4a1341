# doc/howto.md, "A timer": pg_cron runs badcase.maintain as the page says, but every minute, as the role that scheduled it.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

chomp(my $pkglibdir = `$ENV{PG_CONFIG} --pkglibdir`);
plan skip_all => 'pg_cron is not here (Debian: postgresql-NN-cron)' if !-e "$pkglibdir/pg_cron.so";
my $page = slurp_file("$FindBin::RealBin/../../doc/howto.md");
my ($settings, $sql) = $page =~ /^## A timer\n.*?^```\n(.*?)^```\n.*?^```sql\n(.*?)^```\n/ms or die 'doc/howto.md has no such section';

my $node = PostgreSQL::Test::Cluster->new('timer');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE DATABASE spring');
$node->safe_psql('spring', <<'SQL');
CREATE ROLE badcase_owner NOLOGIN; CREATE ROLE carol LOGIN; CREATE ROLE rita LOGIN;
CREATE EXTENSION badcase; SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner; SELECT badcase.create_program('spring'); SELECT badcase.grant_access(1, 'carol', 'curator');
SET ROLE carol; SELECT badcase.register_contributor(1, 'ada'), badcase.attest(1, 't'), badcase.set_program(1, 'round_days', '28');
BEGIN; SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line) SELECT i, convert_to(badcase('Question ' || md5(i::text), md5((i * 7)::text))::text, 'UTF8') FROM generate_series(1, 3) i;
SELECT * FROM badcase.process_upload(); COMMIT;
SQL
$node->append_conf('postgresql.conf', $settings);
$node->restart;

is($sql =~ s{\*/10 \* \* \* \*}{* * * * *}, 1, 'the page runs it every ten minutes');
is(($node->psql('spring', $sql, on_error_stop => 1))[0], 0, 'the recipe can be followed');
ok($node->poll_query_until('spring', q(SELECT EXISTS (SELECT FROM cron.job_run_details WHERE status = 'succeeded'))), 'a run ends well')
  or diag($node->safe_psql('spring', 'TABLE cron.job_run_details'));
is($node->safe_psql('spring', q(SELECT string_agg(DISTINCT username, ' ') FROM cron.job_run_details)), 'carol', '... as the role that scheduled it');
is($node->safe_psql('spring', q(SELECT string_agg(DISTINCT state, ' ') FROM badcase_internal.submission)), 'pending', '... and what was received is triaged');
is($node->safe_psql('spring', q(SELECT string_agg(DISTINCT actor, ' ') FROM badcase_internal.event WHERE to_state = 'pending')), 'carol', '... by her, as the journal says');

$node->stop;
done_testing();
