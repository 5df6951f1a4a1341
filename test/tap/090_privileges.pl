# What each role can learn and change, asked of the catalogs: every relation by every verb, every function with the
# numbers of others, the planner and the errors, as sessions of the roles themselves.  Every text that somebody sent,
# and every name, is a canary that says whose it is; each role has a list of those that it may see.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Calls;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('privileges');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;

# Ada and Bob send their own; Cara's files are loaded by a curator.  There is one of everything, in every table.
$node->safe_psql('postgres', <<'SQL');
CREATE ROLE badcase_owner NOLOGIN;
CREATE ROLE ada LOGIN; CREATE ROLE bob LOGIN; CREATE ROLE reviewer LOGIN; CREATE ROLE exporter LOGIN; CREATE ROLE curator LOGIN;
CREATE ROLE curator_of_another LOGIN; CREATE ROLE reviewer_of_another LOGIN; CREATE ROLE stranger LOGIN;
CREATE EXTENSION badcase;
SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner;
SELECT badcase.create_program('p'), badcase.create_program('q');
UPDATE badcase_internal.program SET quorum = 1;
SELECT badcase.grant_access(1, r, c) FROM (VALUES ('curator', 'curator'), ('reviewer', 'reviewer'), ('ada', 'contributor'), ('bob', 'contributor'),
  ('exporter', 'exporter')) v(r, c);
SELECT badcase.grant_access(2, 'curator_of_another', 'curator'), badcase.grant_access(2, 'reviewer_of_another', 'reviewer');
SET ROLE curator;
SELECT badcase.register_contributor(1, 'CANARY-external-' || n, 'CANARY-name-' || n, r) FROM (VALUES (1, 'ada', 'ada'), (2, 'bob', 'bob'), (3, 'cara', NULL)) v(i, n, r) ORDER BY i;
SELECT badcase.attest(c, 't'), badcase.set_consent(c, 'train', c < 3, 't'), badcase.set_consent(c, 'show_name', c = 1, 't'),
  badcase.set_consent(c, 'contact', true, 't'), badcase.set_contact(c, 'e-mail', 'CANARY-contact-' || c) FROM generate_series(1, 3) c;
CREATE FUNCTION pg_temp.file(c bigint, who text, variety text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(1, c, 'CANARY-file-' || who);
  INSERT INTO badcase.intake (line_no, line)
  SELECT n, convert_to(badcase(format('%s, task number %s, CANARY-%s-%s', repeat(md5(n::text) || ' ', 5), n, variety, who), 'CANARY-' || variety || '-' || who,
    rejected => 'CANARY-' || variety || '-' || who, meta => jsonb_build_object('task', 'CANARY-task-' || who, 'model_version', 'CANARY-' || variety || '-' || who))::text, 'UTF8')
  FROM generate_series(c * 10, c * 10 + 1) n;
  INSERT INTO badcase.intake (line_no, line) VALUES (3, 'x'), (5, convert_to('CANARY-refused-' || who, 'UTF8')), (6, '{"prompt": "shared by all", "response": "r"}');
  PERFORM badcase.process_upload();
END $$;
BEGIN; SELECT pg_temp.file(1, 'ada', 'published'); COMMIT;
BEGIN; SELECT pg_temp.file(2, 'bob', 'published'); COMMIT;
BEGIN; SELECT pg_temp.file(3, 'cara', 'private'); COMMIT;
CALL badcase.triage(1);
SET ROLE reviewer;
SELECT badcase.submit_review(s, true, true, note => 'CANARY-note-reviewer') FROM (VALUES (2), (3), (5), (8)) v(s);
SET ROLE curator;
SELECT badcase.build_release(1, 'r', 1), badcase.publish_release(1);
BEGIN; SELECT pg_temp.file(3, 'cara', 'pending'); COMMIT;
BEGIN; SELECT pg_temp.file(1, 'ada', 'pending'); COMMIT;
SELECT badcase.withdraw(submission => 6, reason => 'CANARY-reason-bob');
SELECT badcase.disclose(8, 'CANARY-authority', 'CANARY-reference') IS NOT NULL;
CALL badcase.triage(1);
SELECT badcase.register_model(1, 'm', 1);
RESET ROLE; CREATE ROLE door LOGIN;
SET ROLE curator; SELECT badcase.grant_access(1, 'door', 'intake');
SET ROLE door; SELECT state FROM badcase.door_apply(1, 'CANARY-applicant-name', 't', '{contact}', 'CANARY-applicant-contact');
SET ROLE curator;
-- a name that a curator has taken is everybody's to see
SELECT badcase.set_task(1, 'CANARY-task-taken');
BEGIN; SELECT badcase.open_upload(1, kind => 'outputs', target => 1);
INSERT INTO badcase.intake (line_no, line) SELECT s, format('{"submission": %s, "output": "CANARY-output-%s"}', s, w)::bytea FROM (VALUES (2, 'ada'), (5, 'bob'), (8, 'cara')) v(s, w);
SELECT badcase.process_upload(); COMMIT;
RESET ROLE;
-- on its way in, by whatever way
SET session_replication_role = replica;
INSERT INTO badcase.intake (line_no, line) VALUES (1, 'CANARY-left-bob');
RESET session_replication_role;
-- for functions that leak what they are asked about
CREATE FUNCTION public.leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS $$BEGIN RAISE NOTICE 'leaked %', $1; RETURN true; END$$;
ANALYZE;
SQL
is($node->safe_psql('postgres', q(SELECT string_agg(DISTINCT state, ' ' ORDER BY state) FROM badcase_internal.submission)), 'accepted duplicate pending withdrawn',
	'there are submissions of several states');

# Which canaries a role may see.
my %may_see = (
	ada => qr/^CANARY-(?:\w+-(?:ada|1)|task-taken)$/,
	bob => qr/^CANARY-(?:\w+-(?:bob|2)|task-taken)$/,
	# tasks that a curator has taken; nobody's name
	reviewer => qr/^CANARY-task-taken$/,
	# what was published with a consent that holds, and names whose owners agreed
	exporter => qr/^CANARY-(?:task-taken|published-(?:ada|bob)|name-ada)$/,
	# whom they look after, and what their releases hold
	curator => qr/^CANARY-(?:task-\w+|published-\w+|name-\w+|external-\w+|contact-\w+|applicant-\w+|file-\w+)$/,
	curator_of_another => undef, reviewer_of_another => undef, stranger => undef);
my @roles = sort keys %may_see;
# What somebody may see by one door only: a claim, and what the law requires.
my @doors = (
	[ 'reviewer', qr/claim_reviews|find_similar|outputs_to_judge/, qr/^CANARY-(?:pending|private|published|output)-\w+$/ ],
	# a record that is released names its task itself
	[ 'exporter', qr/release_rows/, qr/^CANARY-task-(?:ada|bob)$/ ],
	[ 'curator', qr/disclose|find_similar|outputs_to_judge|badcase\.record|badcase\.search|submissions/, qr/^CANARY-(?:task|pending|private|published|output)-\w+$/ ],
	# what reviewers say to curators
	[ 'curator', qr/reviews|badcase\.history/, qr/^CANARY-note-reviewer$/ ]);

my %relations;

sub rows { return split /\n/, $node->safe_psql('postgres', $_[0]) }

# The relations, with the columns that each can be asked for.
foreach my $row (rows(q(SELECT concat_ws('|', replace(format('%I.%I', c.relnamespace::regnamespace, c.relname), 'badcase.', ''), c.relkind, string_agg(quote_ident(a.attname), ',' ORDER BY a.attnum))
	FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') GROUP BY c.oid ORDER BY c.relname COLLATE "C")))
{
	my ($name, $kind, $columns) = split /\|/, $row;
	$relations{$name} = { kind => $kind, columns => [ split /,/, $columns ] };
}

sub relation_probes
{
	my ($role, $name) = @_;
	my $r = $name =~ /\./ ? $name : "badcase.$name";
	my @columns = @{ $relations{$name}{columns} };
	my @list = map { [ "$role SELECT $name.$_", "SELECT $_ FROM $r" ] } @columns;
	# a column by itself, through a function that tells what it is given, in whatever order the planner likes
	push @list, map { [ "$role LEAK $name.$_", "SELECT $columns[0] FROM $r WHERE public.leak($_\:\:text)" ] } @columns;
	push @list, (
		[ "$role SELECT $name", "SELECT * FROM $r" ],
		[ "$role ROW $name", "SELECT x FROM $r x" ],
		[ "$role COUNT $name", "SELECT count($columns[0]) FROM $r" ],
		[ "$role NO RLS $name", "SET LOCAL row_security = off; SELECT $columns[0] FROM $r" ],
		[ "$role EXPLAIN $name", "EXPLAIN (VERBOSE, ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT * FROM $r" ],
		[ "$role EXPLAIN $name.$columns[0]", "EXPLAIN (VERBOSE, ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT $columns[0] FROM $r" ],
		[ "$role COPY $name", "COPY $r TO STDOUT" ],
		[ "$role COPY $name.$columns[0]", "COPY $r ($columns[0]) TO STDOUT" ],
		[ "$role LOCK $name", "LOCK TABLE $r IN ACCESS SHARE MODE; SELECT 1" ],
		[ "$role FOR UPDATE $name", "SELECT $columns[0] FROM $r FOR UPDATE" ],
		[ "$role INSERT $name", $name eq 'intake' ? "INSERT INTO $r (line_no, line) VALUES (77, 'x')" : "INSERT INTO $r DEFAULT VALUES" ],
		[ "$role INSERT RETURNING $name", "INSERT INTO $r DEFAULT VALUES RETURNING *" ],
		[ "$role INSERT ON CONFLICT $name", "INSERT INTO $r ($columns[0]) VALUES (NULL) ON CONFLICT DO NOTHING" ],
		[ "$role UPDATE $name", join('; ', map { "SAVEPOINT s; UPDATE $r SET $_ = DEFAULT; ROLLBACK TO s" } @columns) ],
		[ "$role DELETE $name", "DELETE FROM $r" ],
		[ "$role TRUNCATE $name", "TRUNCATE $r" ],
		[ "$role REFERENCES $name", "CREATE TEMP TABLE t (x bigint REFERENCES $r)" ],
		[ "$role INHERIT $name", "CREATE TEMP TABLE t () INHERITS ($r)" ],
		[ "$role DROP $name", "DROP TABLE $r" ],
		[ "$role ALTER $name", "ALTER TABLE $r DISABLE ROW LEVEL SECURITY" ]);
	return @list;
}

my %functions = Calls::functions($node);
# the numbers of everything there is, and of nothing
my @numbers = (1, 2, 3, 5, 6, 8, 10, 12, 99);

my @catalogs = (
	'SELECT * FROM pg_stats', 'SELECT * FROM pg_stats_ext', 'SELECT * FROM pg_statistic', 'SELECT * FROM pg_stat_activity', 'SELECT * FROM pg_prepared_xacts',
	'SELECT attrelid::regclass, attname, attmissingval FROM pg_attribute', 'SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef', 'SELECT * FROM pg_indexes',
	'SELECT * FROM pg_policies', 'SELECT description FROM pg_description', 'SELECT * FROM pg_seclabels', 'SELECT rolname FROM pg_roles WHERE rolname ~ $$CANARY$$',
	q(SELECT convert_from(pg_read_binary_file('PG_VERSION'), 'UTF8')), q(SELECT pg_ls_dir('base')));

# Runs probes as one session of a role; each becomes [name, what it printed, what it complained of].
sub run_as
{
	my ($role, @list) = @_;
	my @answers = Calls::run_as($node, $role, '', map { $_->[1] } @list);
	return map { [ $list[$_][0], @{ $answers[$_] } ] } 0 .. $#list;
}

# The canaries that a role was shown and may not see.
sub leaks
{
	my ($role, $name, $text) = @_;
	my @allowed = grep { defined } $may_see{$role}, map { $_->[0] eq $role && $name =~ $_->[1] ? $_->[2] : () } @doors;
	my %bad = map { $_ => 1 } grep { my $c = $_; !grep { $c =~ $_ } @allowed } $text =~ /CANARY-\w+(?:-\w+)?/g;
	# as bytes
	$bad{hex} = 1 if $text =~ /43414e4152592d/i && !grep { $_ eq $role } qw(ada bob);
	return sort keys %bad;
}

my ($count, %leaked, @wrote, %answers) = (0);
foreach my $role (@roles)
{
	my @list;
	push @list, relation_probes($role, $_) foreach sort keys %relations;
	foreach my $signature (sort keys %functions)
	{
		my %calls = Calls::calls($functions{$signature}, @numbers);
		push @list, map { [ "$role CALL $_", $_ ] } sort keys %calls;
	}
	push @list, map { [ "$role CATALOG $_", $_ ] } @catalogs;
	foreach my $probe (run_as($role, @list))
	{
		my ($name, $out, $err) = @$probe;
		$count++;
		my @found = leaks($role, $name, "$out$err");
		$leaked{$name} = "@found" if @found;
		# a verb that changes something fails
		push @wrote, $name
		  if $name =~ /^\w+ (?:INSERT|INSERT RETURNING|INSERT ON CONFLICT|UPDATE|DELETE|TRUNCATE|REFERENCES|INHERIT|DROP|ALTER) /
		  && ($err eq '' || ($name =~ / UPDATE / && (() = $err =~ /^ERROR/mg) < @{ $relations{ (split ' ', $name)[2] }{columns} }));
		$answers{$name} = $out . $err;
	}
}
cmp_ok($count, '>=', 300, "$count probes");
is(join("\n", map { "$_: $leaked{$_}" } sort keys %leaked), '', 'no role is shown what it may not see');
is(join("\n", @wrote), '', 'no role writes, and into intake only within an upload');

# The probes see something: each role is shown what it may see.
foreach my $seen ([ 'ada SELECT my_records.record', qr/CANARY-pending-ada/ ], [ 'bob SELECT my_records.line', qr/43414e4152592d/i ],
	[ 'exporter SELECT export_sft', qr/CANARY-published-ada/ ], [ 'exporter SELECT credits', qr/CANARY-name-ada/ ],
	[ 'reviewer SELECT task_coverage', qr/CANARY-task-taken/ ], [ 'curator SELECT task_coverage', qr/CANARY-task-cara/ ], [ 'reviewer SELECT outputs_to_judge', qr/CANARY-output-cara/ ], [ 'curator CALL SELECT * FROM badcase.contacts(1)', qr/CANARY-contact-3/ ],
	[ q(curator CALL SELECT * FROM badcase.disclose(8, 'x', 'x')), qr/CANARY-private-cara/ ])
{
	like($answers{ $seen->[0] }, $seen->[1], "shown: $seen->[0]");
}

# Counts: of the views that contributors can read, they count their own rows.
my $sent = '(SELECT count(*) FROM badcase_internal.submission WHERE contributor_id = %1$s) + (SELECT count(*) FROM badcase_internal.refused_line WHERE contributor_id = %1$s)';
my %own = (my_submissions => "$sent + (SELECT count(*) FROM badcase_internal.passed_line WHERE contributor_id = %1\$s)", my_records => $sent, my_uploads => '(SELECT count(*) FROM badcase_internal.upload WHERE contributor_id = %1$s)',
	my_consents => '(SELECT count(*) FROM badcase_internal.consent WHERE contributor_id = %1$s)');
foreach my $who ([ ada => 1 ], [ bob => 2 ])
{
	foreach my $view (sort keys %own)
	{
		my ($own) = rows(sprintf "SELECT $own{$view}", $who->[1]);
		# the first column may be null in some rows
		my ($counted) = rows("SET ROLE $who->[0]; SELECT count(*) FROM badcase.$view");
		is($counted, $own, "$who->[0] counts $own of $view");
		cmp_ok($own, '>', 0, '... which are some');
	}
}

# Rights are those that privileges() names, role by role, and no other: no table's, no column's, none in badcase_internal
# but EXECUTE on what the views call, and no USAGE there.
my $granted = <<'SQL';
WITH acl(object, grantor, grantee, privilege) AS (
  SELECT 'SCHEMA ' || n.nspname, a.grantor, a.grantee, a.privilege_type FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname IN ('badcase', 'badcase_internal')
  UNION ALL SELECT 'TABLE ' || c.oid::regclass, a.grantor, a.grantee, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)
  UNION ALL SELECT 'COLUMN ' || t.attrelid::regclass || '.' || t.attname, a.grantor, a.grantee, a.privilege_type FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a
    WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)
  UNION ALL SELECT 'ROUTINE ' || p.oid::regprocedure, a.grantor, a.grantee, a.privilege_type FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    WHERE p.pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)
  UNION ALL SELECT 'TYPE ' || t.oid::regtype, a.grantor, a.grantee, a.privilege_type FROM pg_type t, aclexplode(t.typacl) a WHERE t.typnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)
  UNION ALL SELECT 'DEFAULT ' || d.oid, a.grantor, a.grantee, a.privilege_type FROM pg_default_acl d, aclexplode(d.defaclacl) a)
SELECT object || ' ' || CASE WHEN grantee = 0 THEN 'public' ELSE pg_get_userbyid(grantee) END || ' ' || privilege FROM acl
WHERE grantee = 0 OR pg_get_userbyid(grantee) <> 'badcase_owner' ORDER BY 1;
SQL
my $named = <<'SQL';
SELECT DISTINCT object || ' ' || role || ' ' || privilege FROM (
  SELECT CASE
      WHEN p.object ~ '^(FUNCTION|PROCEDURE)' THEN 'ROUTINE ' || regexp_replace(p.object, '^\w+ ', '')::regprocedure
      WHEN p.privilege ~ '\(' THEN 'COLUMN ' || regexp_replace(p.object, '^\w+ ', '') || '.' || btrim(c)
      ELSE p.object END AS object,
    split_part(p.privilege, ' ', 1) AS privilege, g.role::text AS role
  FROM badcase_internal.privileges() p JOIN badcase_internal.access_grant g ON g.capability = ANY (p.capabilities) AND g.revoked_at IS NULL
  CROSS JOIN LATERAL string_to_table(coalesce(substring(p.privilege FROM '\((.*)\)'), '-'), ',') c) x ORDER BY 1;
SQL
my @granted = rows($granted);
my %granted = map { $_ => 1 } @granted;
my %named = map { $_ => 1 } rows($named);
is(join("\n", (map { "+ $_" } grep { !$named{$_} } sort keys %granted), (map { "- $_" } grep { !$granted{$_} } sort keys %named)), '', scalar(@granted) . ' rights are given, those that privileges() names and no other');
cmp_ok(scalar @granted, '>', 150, '... which are many');
is(join("\n", grep { /^(?:TABLE|COLUMN|SCHEMA) badcase_internal/ || / public / } @granted), '', 'nobody but the owner has a right on a table or on the schema of the tables, and the public has none');

# Behind that door, no function answers anybody.
my @internal = rows(q(SELECT format('%s(%s)', p.oid::regproc, (SELECT string_agg('NULL::' || format_type(t, NULL), ', ' ORDER BY n) FROM unnest(p.proargtypes) WITH ORDINALITY x(t, n)))
	FROM pg_proc p WHERE p.pronamespace = 'badcase_internal'::regnamespace AND p.prorettype <> 'trigger'::regtype));
cmp_ok(scalar @internal, '>', 100, scalar(@internal) . ' functions of badcase_internal');
foreach my $role (@roles)
{
	my @open = grep { $_->[2] !~ /permission denied for schema badcase_internal/ } run_as($role, map { [ $_, "SELECT $_" ] } @internal);
	is(join("\n", map { "$_->[0]: $_->[1]$_->[2]" } @open), '', "... none of them can be called by $role");
}

# Whether something of somebody else's exists is not told: what is another's answers like what is nobody's.
my @oracle;
foreach my $signature (sort keys %functions)
{
	my %calls = Calls::calls($functions{$signature}, @numbers);
	foreach my $role (qw(ada curator_of_another reviewer_of_another))
	{
		foreach my $call (sort keys %calls)
		{
			my $number = $calls{$call};
			next if !$number || $number == 99;
			my ($a, $b) = map { my $t = $answers{"$role CALL $_"}; $t } $call, $call =~ s/(?<![\w'])$number(?![\w'])/99/gr;
			next if !defined $a || !defined $b || $a !~ /^ERROR/m;
			s/\b(?:$number|99)\b/N/g, s/^LINE \d+:.*\n\s*\^\n//mg foreach $a, $b;
			# what is one's own may be told
			push @oracle, "$role $call:\n$a$b" if $a ne $b && $a !~ /submission N is|already|no longer|round N has no decision|an audit is of/;
		}
	}
}
is(join("\n", @oracle), '', 'what is another\'s is refused like what does not exist');

# A line that somebody else sent is answered like one that nobody sent, at once and after triage.
sub upload_of
{
	my ($line) = @_;
	return $node->safe_psql('postgres', <<"SQL");
SET ROLE bob;
BEGIN; SELECT badcase.open_upload(1) IS NOT NULL;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '$line');
SELECT lines, stored, repeated, refused, blank FROM badcase.process_upload(); COMMIT;
SELECT verdict, code, message, state, reasons, hint FROM badcase.my_submissions ORDER BY upload DESC LIMIT 1;
SET ROLE curator; CALL badcase.triage(1); SET ROLE bob;
SELECT verdict, code, message, state, reasons, hint FROM badcase.my_submissions ORDER BY upload DESC LIMIT 1;
SQL
}
my ($prompt) = rows(q(SELECT record FROM badcase_internal.submission WHERE contributor_id = 3 AND record IS NOT NULL AND state = 'pending' ORDER BY 1 LIMIT 1));
is(upload_of($prompt), upload_of('{"prompt": "that nobody else has sent at all", "response": "r"}'), 'a record of somebody else\'s is answered like a new one');
is($node->safe_psql('postgres', q(SELECT count(*) FROM badcase_internal.submission WHERE contributor_id = 2 AND state = 'duplicate' AND duplicate_of IN
	(SELECT submission_id FROM badcase_internal.submission WHERE contributor_id = 3))), 1, '... and is a duplicate');
is(upload_of('CANARY-refused-cara'), upload_of('CANARY-refused-nobody'), 'a refused line of somebody else\'s, too');

# A table that somebody adds is probed, and without a policy it is found.
my $unprotected = q(SELECT count(*) FROM pg_class c WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind IN ('r', 'p') AND c.relname <> 'intake'
	AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)));
is($node->safe_psql('postgres', $unprotected), 0, 'every table but intake has forced row-level security and a policy');
$node->safe_psql('postgres', q(CREATE TABLE badcase.more (t text); INSERT INTO badcase.more VALUES ('CANARY-more-bob'); GRANT SELECT ON badcase.more TO ada));
$relations{more} = { kind => 'r', columns => ['t'] };
my @more = grep { my @found = leaks('ada', $_->[0], $_->[1] . $_->[2]); @found } run_as('ada', relation_probes('ada', 'more'));
cmp_ok(scalar(@more), '>', 5, 'the probes see a table without a policy');
is(scalar(grep { $_ eq 'TABLE badcase.more ada SELECT' } rows($granted)), 1, '... and a right that was given besides');
is($node->safe_psql('postgres', $unprotected), 1, '... and so does the catalog');

$node->stop;
done_testing();
