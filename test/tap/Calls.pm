# Calls of every function of the workspace, with arguments by type and name, from the catalog.
package Calls;
use strict;
use warnings;

# What to give for each argument; literals without a type, that no search_path changes.
my %by_type = (
	integer => 1, text => q('x'), name => q('stranger'), boolean => 'true', 'text[]' => q('{}'), 'bigint[]' => q('{1}'), jsonb => q('{}'),
	interval => q('1 hour'), 'timestamp with time zone' => q('2040-01-01'), numeric => 0, 'double precision' => 0.1, real => 0.1, bytea => q('\x00'),
	badcase => q('{"prompt": "shared by all", "response": "r"}'));
my %by_name = (
	scope => q('train'), format => q('badcase'), capability => q('contributor'), split => q('train'), decision => q('rejected'),
	verdict => q('fixed'), kind => q('submissions'), to_state => q('withdrawn'), trainer => q('alpaca'), lang => q('en'));

# The functions of the workspace that people call, or those of another schema: signature => { schema, name, kind,
# variadic, arguments => [[name, type], ...] }.
sub functions
{
	my ($node, $schema) = @_;
	$schema //= 'badcase';
	my %functions;
	foreach my $row (split /\n/, $node->safe_psql('postgres', <<"SQL"))
SELECT concat_ws('|', p.oid::regprocedure, p.proname, p.prokind, p.provariadic,
  coalesce((SELECT string_agg(coalesce(p.proargnames[n], '') || '=' || format_type(t, NULL), ';' ORDER BY n) FROM unnest(p.proargtypes) WITH ORDINALITY x(t, n)), ''))
FROM pg_proc p WHERE p.pronamespace = '$schema'::regnamespace AND p.prorettype <> 'trigger'::regtype ORDER BY 1
SQL
	{
		my ($signature, $name, $kind, $variadic, $arguments) = split /\|/, $row, -1;
		# it never says the same twice
		next if $name eq 'new_token';
		$functions{$signature} = { schema => $schema, name => $name, kind => $kind, variadic => $variadic, arguments => [ map { [ split /=/, $_, 2 ] } split /;/, $arguments ] };
	}
	return %functions;
}

# The statements that call a function with each of the numbers: in all its bigint arguments, and in each alone;
# statement => number.
sub calls
{
	my ($f, @numbers) = @_;
	my @arguments = @{ $f->{arguments} };
	my @wide = grep { $arguments[$_][1] eq 'bigint' } 0 .. $#arguments;
	my @which = @wide > 1 ? ([@wide], map { [$_] } @wide) : ([@wide]);
	my %calls;
	foreach my $number (@wide ? @numbers : (0))
	{
		foreach my $set (@which)
		{
			my %set = map { $_ => 1 } @$set;
			my @values = map {
				my ($name, $type) = @{ $arguments[$_] };
				$type eq 'bigint' ? ($set{$_} ? $number : 'NULL') : $name && $by_name{$name} && $type eq 'text' ? $by_name{$name} : ($by_type{$type} // "NULL::$type")
			} 0 .. $#arguments;
			$values[-1] = "VARIADIC $values[-1]" if $f->{variadic};
			$calls{ ($f->{kind} eq 'p' ? 'CALL' : 'SELECT * FROM') . " $f->{schema}.$f->{name}(" . join(', ', @values) . ')' } = $number;
		}
	}
	return %calls;
}

# Runs statements as one session of a role, each in a transaction of its own that is rolled back; returns for each
# [what it printed, what it complained of].
sub run_as
{
	my ($node, $role, $before, @statements) = @_;
	my $script = "\\set VERBOSITY verbose\n\\pset format unaligned\n$before\n";
	my $n = 0;
	foreach my $statement (@statements)
	{
		$script .= "\\echo \@\@$n\n\\warn \@\@$n\nBEGIN;\n$statement;\nROLLBACK;\n";
		$n++;
	}
	my ($out, $err) = ('', '');
	IPC::Run::run([ 'psql', '-X', '-q', '-U', $role, '-h', $node->host, '-p', $node->port, '-d', 'postgres' ], '<', \$script, '>', \$out, '2>', \$err);
	my @out = split /^@@\d+\n/m, $out, -1;
	my @err = split /^@@\d+\n/m, $err, -1;
	die "a session of $role broke off: " . substr($err, -400) if @out != $n + 1 || @err != $n + 1;
	return map { [ $out[$_], $err[$_] ] } 1 .. $n;
}

# What each function, table and view of the workspace that a role can reach says to it, in a fixed order: { signature (of
# a function), statement, out, state (SQLSTATE or ''), says }.  Where wanted, in transactions that may only read.
sub answers
{
	my ($node, $role, $read_only) = @_;
	my @schemas = split /\n/, $node->safe_psql('postgres',
		"SELECT nspname FROM pg_namespace WHERE nspname IN ('badcase', 'badcase_internal') AND has_schema_privilege('$role', oid, 'USAGE') ORDER BY 1");
	my %functions = map { functions($node, $_) } @schemas;
	my @asked;
	foreach my $signature (sort keys %functions)
	{
		my %calls = calls($functions{$signature}, 1);
		push @asked, map { { signature => $signature, statement => $_ } } sort keys %calls;
	}
	push @asked, map { { statement => "SELECT * FROM $_ AS x ORDER BY x::text COLLATE \"C\"" } } split /\n/,
	  $node->safe_psql('postgres', sprintf(q(SELECT oid::regclass FROM pg_class WHERE relnamespace::regnamespace::text IN (%s) AND relkind IN ('v', 'r') ORDER BY oid::regclass::text COLLATE "C"), join ', ', map { "'$_'" } @schemas));
	my @said = run_as($node, $role, '', map { ($read_only ? "SET TRANSACTION READ ONLY;\n" : '') . $_->{statement} } @asked);
	foreach my $n (0 .. $#asked)
	{
		my ($out, $err) = @{ $said[$n] };
		my ($state) = $err =~ /^ERROR:\s+([0-9A-Z]{5}):/m;
		$asked[$n]{out} = $out;
		$asked[$n]{state} = $state // '';
		$asked[$n]{says} = $err =~ s/^LOCATION:.*\n//mgr;
	}
	return @asked;
}

1;
