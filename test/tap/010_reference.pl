# Every object of the extension and of the workspace has a comment and its entry in doc/reference.md, under exactly
# the signature that the catalog gives; and the reference names nothing else. What people call and read says for whom it
# is, in its comment and in its entry, and GRANT gives it to exactly these.
use strict;
use warnings;
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Reference;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('reference');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase');

# What the reference covers: heading text | comment.
my $extension = <<'SQL';
SET search_path = public, pg_catalog;
WITH member AS (
  SELECT d.classid, d.objid FROM pg_depend d
  JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
  WHERE e.extname = 'badcase' AND d.deptype = 'e')
SELECT format('`%s(%s)%s`', p.proname, pg_get_function_arguments(p.oid), coalesce(' -> ' || pg_get_function_result(p.oid), '')),
       obj_description(p.oid, 'pg_proc')
FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
UNION ALL
SELECT format('`%s%s %s -> %s`', CASE WHEN o.oprleft <> 0 THEN o.oprleft::regtype || ' ' END, o.oprname, o.oprright::regtype,
              o.oprresult::regtype), obj_description(o.oid, 'pg_operator')
FROM member m JOIN pg_operator o ON m.classid = 'pg_operator'::regclass AND o.oid = m.objid
UNION ALL
SELECT format('`%s` (%s)', c.opcname, a.amname), obj_description(c.oid, 'pg_opclass')
FROM member m JOIN pg_opclass c ON m.classid = 'pg_opclass'::regclass AND c.oid = m.objid JOIN pg_am a ON a.oid = c.opcmethod
UNION ALL
SELECT format('index method `%s`', a.amname), obj_description(a.oid, 'pg_am')
FROM member m JOIN pg_am a ON m.classid = 'pg_am'::regclass AND a.oid = m.objid
UNION ALL
SELECT format('type `%s`', t.typname), obj_description(t.oid, 'pg_type')
FROM member m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
-- from 17 on a type's array type is a member too
WHERE t.typcategory <> 'A'
UNION ALL
SELECT format('cast `%s as %s`', c.castsource::regtype, c.casttarget::regtype), obj_description(c.oid, 'pg_cast')
FROM member m JOIN pg_cast c ON m.classid = 'pg_cast'::regclass AND c.oid = m.objid
UNION ALL
-- a family that CREATE OPERATOR CLASS made goes with its class
SELECT format('family `%s` (%s)', f.opfname, a.amname), obj_description(f.oid, 'pg_opfamily')
FROM member m JOIN pg_opfamily f ON m.classid = 'pg_opfamily'::regclass AND f.oid = m.objid JOIN pg_am a ON a.oid = f.opfmethod
WHERE NOT EXISTS (SELECT FROM pg_opclass c WHERE c.opcfamily = f.oid AND c.opcname = f.opfname)
UNION ALL
SELECT 'unexpected: ' || pg_describe_object(m.classid, m.objid, 0), NULL
FROM member m
WHERE m.classid NOT IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_opclass'::regclass, 'pg_type'::regclass, 'pg_am'::regclass,
                        'pg_cast'::regclass, 'pg_opfamily'::regclass)
SQL

my $workspace = <<'SQL';
SET search_path = public, pg_catalog;
WITH ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('badcase', 'badcase_internal'))
SELECT format('`%s.%s(%s)%s`', n.nspname, p.proname, pg_get_function_arguments(p.oid),
              CASE WHEN p.prokind <> 'p' THEN ' -> ' || pg_get_function_result(p.oid) END), obj_description(p.oid, 'pg_proc')
FROM pg_proc p JOIN ours n ON n.oid = p.pronamespace
UNION ALL
SELECT format('%s `%s.%s`', CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' ELSE 'table' END, n.nspname, c.relname),
       obj_description(c.oid, 'pg_class')
FROM pg_class c JOIN ours n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
UNION ALL
SELECT format('type `%s.%s`', n.nspname, t.typname), obj_description(t.oid, 'pg_type')
FROM pg_type t JOIN ours n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE t.typelem = 0 AND (c.oid IS NULL OR c.relkind = 'c')
SQL

# What has a comment but no entry of its own.
my $parts = <<'SQL';
SET search_path = public, pg_catalog;
WITH ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('badcase', 'badcase_internal')),
relation AS (SELECT c.* FROM pg_class c JOIN ours n ON n.oid = c.relnamespace)
SELECT format('schema %s', nspname), obj_description(oid, 'pg_namespace') FROM ours
UNION ALL
SELECT format('column %s.%s', r.oid::regclass, a.attname), col_description(r.oid, a.attnum)
FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid WHERE r.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT format('index %s', r.oid::regclass), obj_description(r.oid, 'pg_class')
FROM relation r WHERE r.relkind = 'i' AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = r.oid)
UNION ALL
SELECT format('trigger %s of %s', t.tgname, t.tgrelid::regclass), obj_description(t.oid, 'pg_trigger')
FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT format('policy %s of %s', p.polname, p.polrelid::regclass), obj_description(p.oid, 'pg_policy')
FROM pg_policy p JOIN relation r ON r.oid = p.polrelid
SQL

# What people call and read, as Reference names it.
my $for_people = <<'SQL';
SET search_path = public, pg_catalog;
SELECT format('%s badcase.%s(%s)', CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, p.proname,
              array_to_string(ARRAY(SELECT t.oid::regtype FROM unnest(p.proargtypes) WITH ORDINALITY t(oid, n) ORDER BY t.n), ', ')),
       obj_description(p.oid, 'pg_proc')
FROM pg_proc p WHERE p.pronamespace = 'badcase'::regnamespace
UNION ALL
SELECT format('TABLE badcase.%s', c.relname), obj_description(c.oid, 'pg_class')
FROM pg_class c WHERE c.relnamespace = 'badcase'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
SQL

my (%in_catalog, @without_comment);

sub take
{
	my ($sql) = @_;
	foreach my $row (split /\x02/, $node->safe_psql('postgres', $sql, extra_params => [ '-F', "\x01", '-R', "\x02" ]))
	{
		my ($heading, $comment) = split /\x01/, $row, 2;
		$in_catalog{$heading} = 1;
		push @without_comment, $heading if !length $comment;
	}
}

my $rows_of = sub { $node->safe_psql('postgres', $_[0], extra_params => [ '-F', "\x01", '-R', "\x02" ]) };
take($extension);
my $has_setup = $node->safe_psql('postgres', q(SELECT count(*) FROM pg_proc WHERE proname = 'badcase_setup'));
if ($has_setup)
{
	$node->safe_psql('postgres', q(CREATE ROLE badcase_owner NOLOGIN; SELECT badcase_setup('badcase_owner')));
	take($workspace);
	foreach my $row (Reference::rows($rows_of, $parts))
	{
		push @without_comment, $row->[0] if !length $row->[1];
	}
}

# What the reference says: headings, and the first cells of two sections' tables.  The section on COPY is about a statement
# and is not of objects.
my (%in_reference, @twice);
my $section = '';
my $path = dirname(__FILE__) . '/../../doc/reference.md';
open(my $file, '<', $path) or die "$path: $!";
while (my $line = <$file>)
{
	chomp $line;
	if ($line =~ /^## (.*)/) { $section = $1; next; }
	next if $section =~ /^COPY/;
	my $entry =
	    $line =~ /^### (.*?)\s*$/ ? $1
	  : $section =~ /^Support functions$|: helpers$/ && $line =~ /^\|\s*((?:\w+ )?`[^`]+`(?: \(\w+\))?)\s*\|/ ? $1
	  : undef;
	next if !defined $entry;
	push @twice, $entry if $in_reference{$entry}++;
}
close $file;

sub none
{
	my ($what, @found) = @_;
	ok(!@found, $what) or diag(join "\n", sort @found);
}

cmp_ok(scalar(keys %in_catalog), '>', 0, 'the catalog has objects of ours');
none('every object has a comment', @without_comment);
none('every object has its entry in doc/reference.md', grep { !$in_reference{$_} } keys %in_catalog);
none('doc/reference.md has entries of objects only', grep { !$in_catalog{$_} } keys %in_reference) if $has_setup;
none('no entry stands twice', @twice);

if ($has_setup)
{
	my %whom = Reference::whom($rows_of);
	my @people = Reference::rows($rows_of, $for_people);
	none('what people call and read says in its comment for whom it is',
		map { $_->[0] } grep { my $for = $whom{ $_->[0] } // 'owner'; $_->[1] !~ /^\Q$for\E: / } @people);
	my %is_there = map { $_->[0] => 1 } @people;
	none('what can be reached is there', grep { !$is_there{$_} && $_ ne 'SCHEMA badcase' } keys %whom);

	my $page = slurp_file($path);
	my $renewed = Reference::renewed($page, $rows_of);
	ok($page eq $renewed, 'doc/reference.md says what the catalog says of whom, views, tables and helpers') or do
	{
		my $new = "$PostgreSQL::Test::Utils::tmp_check/reference.md";
		append_to_file($new, $renewed);
		diag("test/tap/Reference.pm renews the page; it would be $new");
		diag(scalar `diff '$path' '$new'`);
	};
}

# Every page: what is named with a schema of ours is there.  badcase.x is any view; badcase.control and badcase.h are files.
if ($has_setup)
{
	my $top = dirname(__FILE__) . '/../..';
	my %named = map { $_ => 1 } split /\n/, $node->safe_psql('postgres', <<'SQL');
SELECT n.nspname || '.' || o.name FROM pg_namespace n
JOIN (SELECT pronamespace, proname FROM pg_proc UNION SELECT relnamespace, relname FROM pg_class) o(nsp, name) ON o.nsp = n.oid
WHERE n.nspname IN ('badcase', 'badcase_internal')
SQL
	my @unknown;
	foreach my $page (glob("$top/README*.md $top/CONTRIBUTING.md $top/doc/*.md"))
	{
		my $text = slurp_file($page);
		push @unknown, map { basename($page) . ": $_" } grep { !$named{$_} && !/\.(?:x|control|h)\z/ } $text =~ /\b(badcase(?:_internal)?\.[a-z]\w*)/g;
	}
	none('what the pages name is there', @unknown);
}

$node->stop;
done_testing();
