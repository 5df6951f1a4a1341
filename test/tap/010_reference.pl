# Every object of the extension and of the workspace has a comment and its entry in one chapter of doc/reference, under
# exactly the signature that the catalog gives; and the reference names nothing else. What people call and read says for whom
# it is, in its comment and in its entry, and GRANT gives it to exactly these. Lists that the catalog knows are as it says.
use strict;
use warnings;
use File::Basename;
use FindBin;
use lib $FindBin::RealBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Reference;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('reference');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase');

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

my $rows_of = sub { $node->safe_psql('postgres', $_[0], extra_params => [ '-F', "\x01", '-R', "\x02" ]) };
my $has_setup = $node->safe_psql('postgres', q(SELECT count(*) FROM pg_proc WHERE proname = 'badcase_setup'));
$node->safe_psql('postgres', q(CREATE ROLE badcase_owner NOLOGIN; SELECT badcase_setup('badcase_owner'))) if $has_setup;
my %in_catalog = Reference::catalog($rows_of, $has_setup);
my @without_comment = grep { !length $in_catalog{$_} } keys %in_catalog;
push @without_comment, map { $_->[0] } grep { !length $_->[1] } Reference::rows($rows_of, $parts) if $has_setup;

# What the reference says: entries, and the first cells of the helpers' tables.
my $doc = dirname(__FILE__) . '/../../doc';
my %pages = Reference::pages($doc);
my (%in_reference, @twice, @same_anchor);
foreach my $name (sort keys %pages)
{
	my @entries = map { @{ $_->{entries} } } Reference::headings($pages{$name});
	push @entries, $pages{$name} =~ /^\|\s*((?:\w+ )?`[^`]+\) -> [^`]+`)\s*\|/mg if $name eq 'reference/helpers.md';
	push @twice, grep { $in_reference{$_}++ } @entries;
	my %anchors;
	push @same_anchor, map { "$name: $_" } grep { $anchors{ Reference::anchor($_) }++ } $pages{$name} =~ /^###? (.*)/mg;
}

sub none
{
	my ($what, @found) = @_;
	ok(!@found, $what) or diag(join "\n", sort @found);
}

cmp_ok(scalar(keys %in_catalog), '>', 0, 'the catalog has objects of ours');
none('every object has a comment', @without_comment);
none('every object has its entry in doc/reference', grep { !$in_reference{$_} } keys %in_catalog);
none('doc/reference has entries of objects only', grep { !exists $in_catalog{$_} } keys %in_reference) if $has_setup;
none('no entry stands twice', @twice);
none('no two headings of a chapter have one anchor', @same_anchor);

if ($has_setup)
{
	my %whom = Reference::whom($rows_of);
	my @people = Reference::rows($rows_of, $for_people);
	none('what people call and read says in its comment for whom it is',
		map { $_->[0] } grep { my $for = $whom{ $_->[0] } // 'owner'; $_->[1] !~ /^\Q$for\E: / } @people);
	my %is_there = map { $_->[0] => 1 } @people;
	none('what can be reached is there', grep { !$is_there{$_} && $_ ne 'SCHEMA badcase' } keys %whom);

	my %renewed = Reference::renewed(\%pages, $rows_of);
	my @old = grep { $pages{$_} ne $renewed{$_} } sort keys %pages;
	ok(!@old, 'the reference says what the catalog says: lists, for whom, views, tables, helpers') or do
	{
		my $new = "$PostgreSQL::Test::Utils::tmp_check/reference";
		-d $_ or mkdir $_ for $new, "$new/reference";
		append_to_file("$new/$_", $renewed{$_}) for @old;
		diag("test/tap/Reference.pm renews the pages; they would be in $new");
		diag(scalar `diff '$doc/$_' '$new/$_'`) for @old;
	};

	# The settings of a program, by the function that knows them.
	my ($settings) = $pages{'reference/curator.md'} =~ /^### set_program\n(.*?)(?=^### )/ms;
	is(join(' ', sort $settings =~ /^\| `(\w+)` \|/mg), $node->safe_psql('postgres', <<'SQL'), 'each setting of a program has its row');
SELECT string_agg(s.setting, ' ' ORDER BY s.setting COLLATE "C") FROM badcase_internal.program_settings() s
SQL
}

# The extension's chapters: each heading has an example, every example runs, and gives what stands behind it: rows parted by
# semicolons.
$node->safe_psql('postgres', <<'SQL');
CREATE DATABASE examples;
ALTER DATABASE examples SET session_preload_libraries = 'badcase';
SQL
$node->safe_psql('examples', <<'SQL');
CREATE EXTENSION badcase;
CREATE TABLE cases (id bigint GENERATED ALWAYS AS IDENTITY, record badcase);
INSERT INTO cases (record) VALUES ('{"prompt": "1+1=", "response": "2"}');
CREATE TABLE answers (answer text, record badcase);
CREATE TABLE my_records (record badcase);
CREATE TABLE staged (line jsonb);
CREATE TABLE scores (old_score float8, new_score float8);
SQL
my ($given, @without_example, @wrong) = (0);
foreach my $chapter (qw(records near screening constraints formats))
{
	push @without_example, map { "$chapter: " . s/\n.*//sr } grep { !/^```sql$/m } $pages{"reference/$chapter.md"} =~ /^### (.*?)(?=^###? |\z)/msg;
	foreach my $block ($pages{"reference/$chapter.md"} =~ /^```sql\n(.*?)^```$/msg)
	{
		while ($block =~ /\G(.+?;)(?: +-- ([^\n]*))?\n(?:-- ([^\n]*)\n)?/gs)
		{
			my ($statement, $gives) = ($1, $2 // $3);
			my ($status, $out, $err) = $node->psql('examples', $statement);
			$out =~ s/\n/; /g;
			$given++ if defined $gives;
			push @wrong, "$chapter: $statement\n\tgives $out$err" if $status || defined $gives && $out ne $gives;
		}
	}
}
none('every heading has an example', @without_example);
none('every example gives what it says', @wrong);
cmp_ok($given, '>=', 50, "$given examples say what they give");

# The workspace's chapters: each function has an example, and whoever the chapter is for may run it. EXPLAIN looks up all that
# a statement names and asks for the right to call it.
if ($has_setup)
{
	my %person = (owner => 'badcase_owner', curator => 'carol', reviewer => 'rita', contributor => 'ada', exporter => 'emma', door => 'door');
	$node->safe_psql('postgres', <<'SQL');
CREATE ROLE carol; CREATE ROLE rita; CREATE ROLE ada; CREATE ROLE emma; CREATE ROLE door;
SET ROLE badcase_owner;
SELECT badcase.create_program('spring');
SELECT badcase.grant_access(1, role, capability)
FROM (VALUES ('carol', 'curator'), ('rita', 'reviewer'), ('ada', 'contributor'), ('emma', 'exporter'), ('door', 'intake')) v(role, capability);
SQL
	my ($explained, @without, @refused) = (0);
	foreach my $chapter (sort keys %person)
	{
		push @without, map { "$chapter: " . s/\n.*//sr } grep { !/^(?:view|table) / && !/^```sql$/m } $pages{"reference/$chapter.md"} =~ /^### (.*?)(?=^###? |\z)/msg;
		foreach my $block ($pages{"reference/$chapter.md"} =~ /^```sql\n(.*?)^```$/msg)
		{
			my $role = $person{$chapter};
			$block =~ s/^\\copy.*\n//mg;
			while ($block =~ /(\S.*?;)[^\n]*\n/gs)
			{
				my $statement = $1;
				$role = $1 if $statement =~ /^SET ROLE (\w+);/;
				next if $statement !~ /^SELECT/ || $statement =~ /\bcron\./;
				$statement =~ s/\$1/'bct_1'/g;
				my ($status, $out, $err) = $node->psql('postgres', "SET ROLE $role; EXPLAIN $statement");
				$explained++;
				push @refused, "$chapter: $statement\n\t$err" if $status;
			}
		}
	}
	none('every function has an example', @without);
	none('every example names what is there, and its reader may run it', @refused);
	cmp_ok($explained, '>=', 100, "$explained examples");
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
	foreach my $page (glob("$top/README*.md $top/CONTRIBUTING.md $top/ARCHITECTURE.md $top/doc/*.md $top/doc/reference/*.md"))
	{
		my $text = slurp_file($page);
		push @unknown, map { basename($page) . ": $_" } grep { !$named{$_} && !/\.(?:x|control|h)\z/ } $text =~ /\b(badcase(?:_internal)?\.[a-z]\w*)/g;
	}
	none('what the pages name is there', @unknown);
}

$node->stop;
done_testing();
