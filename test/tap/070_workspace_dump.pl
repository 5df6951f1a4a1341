# A dump by a role that row-level security does not bind carries the whole workspace: restored into another cluster,
# tables, policies, privileges and functions are the same, and the work goes on. Any other role's dump fails.
use strict;
use warnings;
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $old = PostgreSQL::Test::Cluster->new('old');
$old->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$old->start;
my $new = PostgreSQL::Test::Cluster->new('new');
$new->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$new->start;

my $upload = <<'SQL';
BEGIN;
SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "one", "response": "1", "task": "count"}'),
  (2, '{"prompt": "two", "response": "2"}'), (3, '{"prompt": "two", "response": "2", "task": "count"}'), (4, 'no record'), (5, '');
SELECT lines, stored, repeated, refused, blank FROM badcase.process_upload();
COMMIT;
SQL
$old->safe_psql('postgres', slurp_file(dirname(__FILE__) . '/every_table.sql'));

# A table without a row would be compared for nothing; what only the owner fills is filled here.
my $empty = $old->safe_psql('postgres', q(SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND relkind = 'r' AND relname <> 'intake'
	AND (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM ' || oid::regclass, false, true, '')))[1]::text = '0'));
is($empty, '', 'every table has rows, but that for lines on their way in');

my $dir = PostgreSQL::Test::Utils::tempdir;
my @refused = ('pg_dump', '-p', $old->port, '-h', $old->host, '-U', 'reader', '-f', "$dir/refused.sql", 'postgres');
my $log = '';
ok(!IPC::Run::run(\@refused, '2>', \$log), 'a dump by a role that row-level security binds fails');
like($log, qr/row-level security/, '... and says why');

sub dump_of
{
	my ($node, $name) = @_;
	command_ok([ 'pg_dump', '-p', $node->port, '-h', $node->host, '-U', 'dumper', '-f', "$dir/$name.sql", 'postgres' ], "dump of $name");
	# a minor release may frame the dump by a random key
	return join '', grep { !/^\\(?:un)?restrict / } split /^/m, slurp_file("$dir/$name.sql");
}

my $first = dump_of($old, 'old');
command_ok([ 'pg_dumpall', '-p', $old->port, '-h', $old->host, '--roles-only', '-f', "$dir/roles.sql" ], 'dump of the roles');
$new->command_ok([ 'psql', '-X', '-q', '-f', "$dir/roles.sql", 'postgres' ], 'roles restored');
$new->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dir/old.sql", 'postgres' ], 'restored');
my $second = dump_of($new, 'new');
my %line = map { $_ => 1 } split /^/m, $first;
ok($first eq $second, 'the dump of what was restored is the same') or diag(grep { !$line{$_} } split /^/m, $second);
unlike($first, qr/^COPY badcase_internal\.submission .*FROM stdin;\n\\\./m, '... and has rows');

foreach my $sql (
	'SELECT badcase_setup(\'badcase_owner\') = badcase_upgrade()',
	q(SELECT string_agg(c.oid::regclass || ' ' || c.relrowsecurity || c.relforcerowsecurity || coalesce(c.relacl, acldefault('r', c.relowner))::text, ';' ORDER BY c.oid::regclass::text COLLATE "C")
	  FROM pg_class c WHERE relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)),
	q(SELECT string_agg(p.oid::regprocedure || coalesce(p.proacl::text, '') || p.prosecdef || coalesce(p.proconfig::text, '')
	    || coalesce(obj_description(p.oid, 'pg_proc'), '-') || md5(pg_get_functiondef(p.oid)), ';' ORDER BY p.oid::regprocedure::text COLLATE "C")
	  FROM pg_proc p WHERE pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)),
	q(SELECT string_agg(concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled), ';' ORDER BY t.tgrelid::regclass::text COLLATE "C", t.tgname) FROM pg_trigger t WHERE NOT t.tgisinternal),
	'SELECT program_id, role, capability FROM badcase_internal.access_grant ORDER BY access_grant_id',
	'SELECT submission_id, reviewer FROM badcase_internal.review ORDER BY submission_id, reviewer::text COLLATE "C"',
	q(SELECT string_agg(pol::text, ';' ORDER BY pol::text COLLATE "C") FROM pg_policies pol),
	'SET ROLE exporter; SELECT * FROM badcase.release_rows(1)',
	'SET ROLE ada; SELECT * FROM badcase.my_submissions ORDER BY upload, line_no',
	'SET ROLE ada; SELECT * FROM badcase.my_records ORDER BY upload, line_no',
	# attribute targets of statistics travel too
	q(SELECT count(*) FROM pg_attribute WHERE attstattarget = 0 AND attrelid = 'badcase_internal.submission'::regclass))
{
	is($new->safe_psql('postgres', $sql), $old->safe_psql('postgres', $sql), 'the same in both: ' . substr($sql, 0, 60));
}

like($new->safe_psql('postgres', "SET ROLE ada;\n$upload"), qr/^5\|0\|3\|1\|1$/m, 'in the new cluster, the file is known');
is($new->safe_psql('postgres', 'SELECT count(*) FROM badcase_internal.refused_line'), '1', '... and its refused line kept once');

$old->stop;
$new->stop;
done_testing();
