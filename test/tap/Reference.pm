# doc/reference.md beside the catalog.  What the catalog knows is written here and not by hand: for whom each function of
# the workspace is, and the sections on its views, tables and helpers.  Paragraphs between an entry's first one and its
# table of columns are written by hand, and kept.
#
# perl test/tap/Reference.pm doc/reference.md >new.md renews the page from the database that the PG* variables name, one
# with a fresh workspace.
package Reference;
use strict;
use warnings;

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

# rows ROWS_OF, SQL: ROWS_OF runs SQL and gives its rows, columns parted by \x01, rows by \x02.
sub rows
{
	my ($rows_of, $sql) = @_;
	return map { [ split /\x01/, $_, -1 ] } split /\x02/, $rows_of->($sql);
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

# By section: heading => paragraphs written by hand, heading '' for those before the first entry.
sub kept
{
	my ($page, $section) = @_;
	my ($text) = $page =~ /^## \Q$section\E\n(.*?)(?=^## |\z)/ms;
	my ($intro, @entries) = split /^### /m, $text // '';
	my %kept = ('' => $intro // '');
	foreach my $entry (@entries)
	{
		my ($heading, $rest) = split /\n/, $entry, 2;
		my @paragraphs = split /\n\n+/, $rest =~ s/\A\n+//r;
		$kept{$heading} = join '', map { "$_\n\n" } map { s/\n+\z//r } grep { !/^\|/ } @paragraphs[ 1 .. $#paragraphs ];
	}
	return %kept;
}

sub relations
{
	my ($page, $section, $whom, @rows) = @_;
	my %kept = kept($page, $section);
	my $out = "## $section\n$kept{''}";
	foreach my $row (@rows)
	{
		my ($schema, $kind, $name, $comment, $columns) = @$row;
		my $heading = ($kind =~ /[vm]/ ? 'view' : 'table') . " `$schema.$name`";
		my $for = $schema eq 'badcase' ? $whom->{"TABLE badcase.$name"} // 'owner' : '';
		my $first = $for ? "*$for.* " . sentence(without_whom($comment, $for)) : sentence($comment);
		$out .= "### $heading\n\n$first\n\n" . ($kept{$heading} // '') . "| column | type | |\n|---|---|---|\n$columns\n\n";
	}
	return $out;
}

# renewed PAGE, ROWS_OF: the page as it should be.
sub renewed
{
	my ($page, $rows_of) = @_;
	my %whom = whom($rows_of);
	my @functions = rows($rows_of, $functions);
	my @relations = rows($rows_of, $relations);
	my $views = 'The workspace: what people read';
	my $tables = 'The workspace: tables';
	my $helpers = 'The workspace: helpers';

	foreach my $f (grep { $_->[0] eq 'badcase' } @functions)
	{
		my $for = $whom{ $f->[3] } // $whom{ $f->[3] =~ s/\(.*//sr } // 'owner';
		$page =~ s/(^### \Q$f->[2]\E\n\n)(?:\*[\w, ]+\.\* )?/$1*$for.* /m;
	}
	my $rest = relations($page, $views, \%whom, grep { $_->[0] eq 'badcase' } @relations)
	  . relations($page, $tables, \%whom, grep { $_->[0] eq 'badcase_internal' } @relations);
	my %kept = kept($page, $helpers);
	$rest .= "## $helpers\n$kept{''}" =~ s/^\|.*\n//mgr;
	$rest .= "| function | what for |\n|---|---|\n";
	$rest .= '| ' . $_->[2] =~ s/\|/\\|/gr . ' | ' . $_->[4] =~ s/\|/\\|/gr . " |\n"
	  for grep { $_->[0] eq 'badcase_internal' } @functions;

	# these three stand last
	$page =~ s/^## \Q$views\E\n.*\z//ms or $page .= "\n";
	return $page . $rest;
}

if (!caller)
{
	local $/;
	my $rows_of = sub {
		open my $psql, '-|', 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-F', "\x01", '-R', "\x02", '-c', $_[0] or die "psql: $!";
		my $answer = <$psql>;
		close $psql or die 'psql failed';
		return $answer =~ s/\n\z//r;
	};
	print renewed(scalar(<>), $rows_of);
}
1;
