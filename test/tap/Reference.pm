# doc/reference.md and the chapters in doc/reference beside the catalog.  What the catalog knows is written here and not by
# hand: the list at a chapter's head, for whom each function of the workspace is, the views and tables with their columns,
# the helpers, and which entries each role has.  Text between an entry's first paragraph and its table of columns is written
# by hand, and kept; so are the headings, their order and their chapter.
#
# A chapter has sections (##), headings (###) and entries: a line that holds nothing but an object as the catalog prints it.
# An object without an entry gets one at the end of the chapter of the first role that may use it.
#
# perl test/tap/Reference.pm DOC NEW renews the pages below DOC from the database that the PG* variables name, one with a
# fresh workspace, into the folder NEW.
package Reference;
use strict;
use warnings;

my @chapters = qw(records copy near screening constraints formats owner curator reviewer contributor exporter door tables helpers);
my %chapter_of = (everybody => 'owner', intake => 'door', map { $_ => $_ } qw(owner curator reviewer contributor exporter));

# Two headings are of a statement's forms, which no catalog has.
my %of_statements = ('COPY FROM' => 'JSON lines from a file, a program or a client into a table', 'COPY TO' => 'a table or a query as JSON lines');

our $entry = qr/^(?:(?:type|cast|view|table|family|index method) )?`[^`]+`(?: \(\w+\))?$/;

# What GRANT gives, without what only the views need. Everybody: who has a capability in person; a door has none of these.
my $capabilities = <<'SQL';
SET search_path = pg_catalog;
SELECT p.object, array_to_string(p.capabilities, ', ') FROM badcase_internal.public_objects() p
SQL

my $functions = <<'SQL';
SET search_path = public, pg_catalog;
SELECT n.nspname, p.proname,
       format('`%s.%s(%s)%s`', n.nspname, p.proname, pg_get_function_arguments(p.oid),
              CASE WHEN p.prokind <> 'p' THEN ' -> ' || pg_get_function_result(p.oid) END),
       format('%s %s.%s(%s)', CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, n.nspname, p.proname,
              array_to_string(ARRAY(SELECT t.oid::regtype FROM unnest(p.proargtypes) WITH ORDINALITY t(oid, n) ORDER BY t.n), ', ')),
       obj_description(p.oid, 'pg_proc')
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname IN ('badcase', 'badcase_internal')
ORDER BY n.nspname, p.proname COLLATE "C", 3
SQL

my $relations = <<'SQL';
SET search_path = public, pg_catalog;
SELECT n.nspname, c.relkind, c.relname, obj_description(c.oid, 'pg_class'),
       (SELECT string_agg(format('| `%s` | %s | %s |', a.attname, format_type(a.atttypid, a.atttypmod),
                                 replace(coalesce(col_description(c.oid, a.attnum), ''), '|', '\|')), E'\n' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('badcase', 'badcase_internal') AND c.relkind IN ('r', 'p', 'v', 'm')
ORDER BY n.nspname, c.relname COLLATE "C"
SQL

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

# rows ROWS_OF, SQL: ROWS_OF runs SQL and gives its rows, columns parted by \x01, rows by \x02.
sub rows
{
	my ($rows_of, $sql) = @_;
	return map { [ split /\x01/, $_, -1 ] } split /\x02/, $rows_of->($sql);
}

# catalog ROWS_OF, HAS_WORKSPACE: the comment of each object, by what its entry is called.
sub catalog
{
	my ($rows_of, $has_workspace) = @_;
	return map { $_->[0] => $_->[1] } map { rows($rows_of, $_) } $extension, $has_workspace ? $workspace : ();
}

# The types of a GRANT as the catalog prints them.
sub by_catalog
{
	my ($object) = @_;
	my ($head, $arguments) = $object =~ /^(\w+ [\w.]+)(?:\((.*)\))?$/s or die "what is $object?";
	return $head if !defined $arguments;
	my %long = (int => 'integer', bool => 'boolean', float8 => 'double precision', timestamptz => 'timestamp with time zone');
	my @types = map { s/^public\.//r } split /, */, $arguments;
	@types = map { /^(\w+)(\[\])?$/ ? ($long{$1} // $1) . ($2 // '') : $_ } @types;
	return "$head(" . join(', ', @types) . ')';
}

# whom ROWS_OF: for each function, procedure, view or table of schema badcase, as by_catalog names it, the list that its
# comment and its entry begin with.
sub whom
{
	my ($rows_of) = @_;
	my %whom = map { (by_catalog($_->[0]) => $_->[1]) } rows($rows_of, $capabilities);
	my $everybody = $whom{'FUNCTION badcase.version()'};
	$_ = 'everybody' for grep { $_ eq $everybody } values %whom;
	return %whom;
}

# pages DOC: the index and the chapters, by name.
sub pages
{
	my ($doc) = @_;
	my %pages;
	foreach my $name ('reference.md', map { "reference/$_.md" } @chapters)
	{
		open my $file, '<', "$doc/$name" or die "$doc/$name: $!";
		local $/;
		$pages{$name} = <$file>;
	}
	return %pages;
}

# headings PAGE: its headings in order, each with its section and the entries below it.
sub headings
{
	my ($page) = @_;
	my ($section, @headings) = ('');
	my $fenced = 0;
	foreach my $line (split /\n/, $page)
	{
		$fenced = !$fenced if $line =~ /^```/;
		next if $fenced;
		if ($line =~ /^## (.*)/) { $section = $1; }
		elsif ($line =~ /^### (.*)/) { push @headings, { name => $1, section => $section, entries => [] }; }
		elsif ($line =~ $entry && @headings) { push @{ $headings[-1]{entries} }, $line; }
	}
	return @headings;
}

# The anchor that a heading has on GitHub.
sub anchor
{
	return lc($_[0]) =~ s/[^\w -]//gr =~ s/ /-/gr;
}

sub sentence
{
	my ($text) = @_;
	return ucfirst($text) . ($text =~ /[.:]\z/ ? '' : '.');
}

# Its comment without the list in front.
sub without_whom
{
	my ($comment, $whom) = @_;
	return $comment =~ s/^\Q$whom\E: //r;
}

sub escaped
{
	return $_[0] =~ s/\|/\\|/gr;
}

sub relation
{
	my ($row, $for, $kept) = @_;
	my ($schema, $kind, $name, $comment, $columns) = @$row;
	my $first = $for ? "*$for.* " . sentence(without_whom($comment, $for)) : sentence($comment);
	return ($kind =~ /[vm]/ ? 'view' : 'table') . " `$schema.$name`\n\n$first\n\n$kept| column | type | |\n|---|---|---|\n$columns\n\n";
}

# What is written by hand below a relation's first paragraph.
sub kept
{
	my ($text) = @_;
	my (undef, @paragraphs) = split /\n\n+/, $text =~ s/\A\n+//r;
	return join '', map { s/\n+\z//r . "\n\n" } grep { !/^\|/ } @paragraphs;
}

# The tables of badcase_internal, each with the text by hand that the page has below its heading.
sub tables
{
	my ($page, @rows) = @_;
	my ($intro, @old) = split /^### /m, $page;
	my %old = map { /\A(\w+)\n\n[^\n]+\n(.*)\z/s ? ($1 => $2) : () } @old;
	return $intro . join '', map { "### $_->[2]\n\n" . relation($_, '', kept($old{ $_->[2] } // '')) } @rows;
}

sub helpers
{
	my ($page, @rows) = @_;
	$page =~ s/^\| `badcase_internal\..*\n//mg;
	return $page =~ s/\n*\z/\n/r . join '', map { '| ' . escaped($_->[2]) . ' | ' . escaped($_->[4]) . " |\n" } @rows;
}

# The part of a page between two marks, made anew.
sub put
{
	my ($page, $mark, $text) = @_;
	$page =~ s/(^<!-- \Q$mark\E -->\n).*?(^<!-- end -->)/$1\n$text\n$2/ms;
	return $page;
}

# The list at a chapter's head: its sections, and their headings with the first words of their comments.
sub contents
{
	my ($page, $comments) = @_;
	my $out = '';
	my @headings = headings($page);
	foreach my $section ($page =~ /^## (.*)/mg)
	{
		$out .= "\n**[$section](#" . anchor($section) . ")**\n";
		my @below = grep { $_->{section} eq $section } @headings or next;
		$out .= "\n| | |\n|---|---|\n";
		foreach my $heading (@below)
		{
			my $says = $of_statements{ $heading->{name} } // $comments->{ $heading->{entries}[0] // '' } // '';
			$says =~ s/^((?:contributor|reviewer|exporter|curator|intake|owner|everybody)(?:, \w+)*): //;
			$says =~ s/[.;:] .*//s;
			$says =~ s/\.\z//;
			$out .= "| [$heading->{name}](#" . anchor($heading->{name}) . ') | ' . escaped($says) . " |\n";
		}
	}
	return $out =~ s/\A\n//r;
}

# What a role has, by chapter and section, its own chapter first.
sub of_role
{
	my ($role, $pages, $for) = @_;
	my $own = $chapter_of{$role};
	my $out = '';
	foreach my $chapter ($own, grep { $_ ne $own } @chapters)
	{
		my ($section, @links) = ('');
		my $line = sub { $out .= "- $section: " . join(', ', @links) . "\n" if @links; @links = (); };
		foreach my $heading (headings($pages->{"reference/$chapter.md"}))
		{
			next if !grep { ($for->{$_} // '') =~ /\b(?:$role|everybody)\b/ && ($role ne 'owner' && $role ne 'intake' || $for->{$_} ne 'everybody') }
				@{ $heading->{entries} };
			$line->() if $section ne $heading->{section};
			$section = $heading->{section};
			push @links, "[$heading->{name}](reference/$chapter.md#" . anchor($heading->{name}) . ')';
		}
		$line->();
	}
	return $out;
}

# for_whom WHOM, FUNCTIONS, RELATIONS: for whom an entry of schema badcase is.
sub for_whom
{
	my ($whom, $functions, $relations) = @_;
	my %for = map { $_->[2] => $whom->{ $_->[3] } // $whom->{ $_->[3] =~ s/\(.*//sr } // 'owner' } grep { $_->[0] eq 'badcase' } @$functions;
	foreach my $row (grep { $_->[0] eq 'badcase' } @$relations)
	{
		$for{ ($row->[1] =~ /[vm]/ ? 'view' : 'table') . " `badcase.$row->[2]`" } = $whom->{"TABLE badcase.$row->[2]"} // 'owner';
	}
	return %for;
}

# renewed PAGES, ROWS_OF: the pages as they should be.
sub renewed
{
	my ($pages, $rows_of) = @_;
	my %pages = %$pages;
	my %whom = whom($rows_of);
	my %comments = catalog($rows_of, 1);
	my @functions = rows($rows_of, $functions);
	my @relations = rows($rows_of, $relations);
	my %for = for_whom(\%whom, \@functions, \@relations);
	my %has_entry = map { $_ => 1 } map { @{ $_->{entries} } } map { headings($_) } values %pages;

	foreach my $missing (grep { !$has_entry{$_} } sort keys %for)
	{
		my $chapter = 'reference/' . $chapter_of{ $for{$missing} =~ s/,.*//sr } . '.md';
		my ($kind, $name) = $missing =~ /^(?:(\w+) )?`badcase\.(\w+)/;
		my $says = $kind ? "\n" : '*' . $for{$missing} . '.* ' . sentence(without_whom($comments{$missing}, $for{$missing})) . "\n";
		$pages{$chapter} .= "\n### " . ($kind ? "$kind $name" : $name) . "\n\n$missing\n\n$says";
	}
	foreach my $name (keys %pages)
	{
		$pages{$name} =~ s/^(\Q$_->[2]\E\n\n)(?:\*[\w, ]+\.\* )?/$1*$for{$_->[2]}.* /m for grep { $_->[0] eq 'badcase' } @functions;
		foreach my $row (grep { $_->[0] eq 'badcase' } @relations)
		{
			my ($kind, $for) = ($row->[1] =~ /[vm]/ ? 'view' : 'table', $whom{"TABLE badcase.$row->[2]"} // 'owner');
			$pages{$name} =~ s/^$kind `badcase\.$row->[2]`\n(.*?)(?=^###? |\z)/relation($row, $for, kept($1))/mse;
		}
		$pages{$name} =~ s/\n+\z/\n/;
	}
	$pages{'reference/tables.md'} = tables($pages{'reference/tables.md'}, grep { $_->[0] eq 'badcase_internal' } @relations) =~ s/\n+\z/\n/r;
	$pages{'reference/helpers.md'} = helpers($pages{'reference/helpers.md'}, grep { $_->[0] eq 'badcase_internal' } @functions);
	$pages{"reference/$_.md"} = put($pages{"reference/$_.md"}, 'entries', contents($pages{"reference/$_.md"}, \%comments)) for @chapters;
	$pages{'reference.md'} = put($pages{'reference.md'}, "for $_", of_role($_, \%pages, \%for)) for grep { $_ ne 'everybody' } keys %chapter_of;
	return %pages;
}

if (!caller)
{
	my ($doc, $new) = @ARGV;
	my $rows_of = sub {
		local $/;
		open my $psql, '-|', 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-F', "\x01", '-R', "\x02", '-c', $_[0] or die "psql: $!";
		my $answer = <$psql>;
		close $psql or die 'psql failed';
		return $answer =~ s/\n\z//r;
	};
	my %old = pages($doc);
	my %pages = renewed(\%old, $rows_of);
	-d $_ or mkdir $_ or die "$_: $!" for $new, "$new/reference";
	foreach my $name (keys %pages)
	{
		open my $file, '>', "$new/$name" or die "$new/$name: $!";
		print $file $pages{$name};
		close $file or die "$new/$name: $!";
	}
}
1;
