# MutantsOfSql.pm: the places of an SQL script that can be changed, and to what.
package MutantsOfSql;
use strict;
use warnings;
use Source;

# The changes of a file: {kind, at, length, to}.
sub places
{
	my ($text) = @_;
	my $code = Source::sql_code($text);
	# labels, rights and comments are told by tests of the catalog
	$code =~ s/^((?:COMMENT ON|GRANT|REVOKE)\b[^;]*;)/Source::blank($1)/gme;
	$code =~ s/(\bSET search_path = [^\n]*|\b(?:COST|ROWS)\s+\d+|\bSET STATISTICS \d+|\bWITH \(\w+ = [^)]*\))/Source::blank($1)/ge;
	my @checks = refusals($code);
	$code =~ s/(\bRAISE\b[^;]*;)/Source::blank($1)/ge;
	return (
		@checks, operators($code), conjuncts($code), words($code), constants($code), statements($code),
		elements(Source::sql_uncommented($text), $code));
}

sub place
{
	my ($kind, $at, $length, $to) = @_;
	return { kind => $kind, at => $at, length => $length, to => $to };
}

# What stands in front of a place in the same brackets, as far as the last of some words.
sub since
{
	my ($code, $at, $words) = @_;
	my $before = substr($code, $at > 4000 ? $at - 4000 : 0, $at > 4000 ? 4000 : $at);
	my ($depth, $kept) = (0, '');
	foreach my $piece (reverse split /([()\[\]])/, $before)
	{
		if ($piece =~ /^[)\]]$/) { $depth++; }
		elsif ($piece =~ /^[(\[]$/) { last if $depth-- == 0; }
		elsif ($depth == 0)
		{
			$kept = "$piece $kept";
			last if $piece =~ /;/;
		}
	}
	$kept =~ s/^.*;//s;
	return $kept =~ /.*\b($words)\b(.*)$/s ? ($1, $2) : ('', $kept);
}

sub operators
{
	my ($code) = @_;
	my @places;
	my %other = ('<' => '<=', '<=' => '<', '>' => '>=', '>=' => '>', '=' => '<>', '<>' => '=');
	while ($code =~ m{(?<![-+*/<>=~!@#%^&|?:])([<>]=?|<>|=)(?![-+*/<>=~!@#%^&|?])}g)
	{
		my ($at, $operator) = ($-[1], $1);
		if ($operator !~ /^=$/) { push @places, place($operator eq '<>' ? 'equal' : 'boundary', $at, length $operator, $other{$operator}); next; }
		my ($word) = since($code, $at, 'SET|DIAGNOSTICS|WHERE|FROM|HAVING|IF|SELECT|RETURN|ELSIF|ON|CHECK');
		push @places, place('equal', $at, 1, '<>') unless $word =~ /^(?:SET|DIAGNOSTICS)$/;
	}
	while ($code =~ /\b(AND|OR)\b/g)
	{
		my ($at, $word) = ($-[1], $1);
		my (undef, $since) = since($code, $at, 'AND|OR|WHERE|ON|IF|WHEN|HAVING');
		push @places, place('and-or', $at, length $word, $word eq 'AND' ? 'OR' : 'AND') unless $since =~ /\bBETWEEN\b/;
	}
	return @places;
}

# The place where an expression ends that begins at a place: in front of the word or bracket that ends it.
sub expression_end
{
	my ($code, $at) = @_;
	my ($depth, $between) = (0, 0);
	pos($code) = $at;
	while ($code =~ /([(\[]|\bCASE\b)|([)\]]|\bEND\b)|(;)|\b(BETWEEN|AND|OR|GROUP|ORDER|LIMIT|OFFSET|FOR|RETURNING|UNION|EXCEPT|LOOP|THEN|WINDOW|HAVING|WHERE|JOIN|LEFT|DO)\b/g)
	{
		my $start = $-[0];
		if (defined $1) { $depth++; next; }
		if (defined $2) { return $start if $depth-- == 0; next; }
		return $start if defined $3;
		next if $depth > 0;
		if ($4 eq 'BETWEEN') { $between = 1; next; }
		if ($4 eq 'AND' && $between) { $between = 0; next; }
		next if $4 eq 'LEFT' && substr($code, $start + 4, 1) eq '(';
		return $start;
	}
	return undef;
}

# Each part of a condition taken as true; each of a CHECK, too.
sub conjuncts
{
	my ($code) = @_;
	my @places;
	while ($code =~ /\b(WHERE|AND|CHECK \()/g)
	{
		my $at = $+[0];
		my ($word, $since) = since($code, $-[0], 'AND|OR|WHERE|ON|IF|WHEN|HAVING');
		next if $1 eq 'AND' && $since =~ /\bBETWEEN\b/;
		$at++ while substr($code, $at, 1) =~ /\s/;
		my $end = expression_end($code, $at) // next;
		$end-- while $end > $at && substr($code, $end - 1, 1) =~ /\s/;
		next if $end <= $at || substr($code, $at, $end - $at) eq 'true';
		push @places, { kind => 'conjunct', at => $at, length => $end - $at, gone => 'true' };
	}
	return @places;
}

sub words
{
	my ($code) = @_;
	my @places;
	my %other = ('IS NULL' => 'IS NOT NULL', 'IS NOT NULL' => 'IS NULL', 'IS DISTINCT FROM' => 'IS NOT DISTINCT FROM',
		'IS NOT DISTINCT FROM' => 'IS DISTINCT FROM', true => 'false', false => 'true', 'min(' => 'max(', 'max(' => 'min(',
		'least(' => 'greatest(', 'greatest(' => 'least(', DESC => 'ASC');
	while ($code =~ /\b(IS (?:NOT )?(?:NULL|DISTINCT FROM)|true|false|DESC\b|(?:min|max|least|greatest)\()/g)
	{
		my ($at, $word) = ($-[1], $1);
		my $kind = $word =~ /^IS/ ? 'null' : $word =~ /^(?:true|false)$/ ? 'true-false' : 'order';
		push @places, place($kind, $at, length $word, $other{$word});
	}
	while ($code =~ /\b(NOT )(?!NULL\b|VALID\b|DEFERRABLE\b|DISTINCT\b|MATERIALIZED\b|LEAKPROOF\b)/g)
	{
		my ($at, $length) = ($-[1], length $1);
		push @places, place('not', $at, $length, '') unless substr($code, 0, $at) =~ /\bIS\s+$/;
	}
	while ($code =~ /\b(DISTINCT )(?!FROM\b|ON\b)/g)
	{
		my $at = $-[1];
		push @places, place('distinct', $at, 9, '') unless substr($code, 0, $at) =~ /\b(?:IS|NOT)\s+$/;
	}
	while ($code =~ /\b(FOR (?:UPDATE|SHARE|NO KEY UPDATE|KEY SHARE)(?: OF \w+)?(?: SKIP LOCKED| NOWAIT)?)/g)
	{
		my ($at, $length, $lock) = ($-[1], length $1, $1);
		my (undef, $since) = since($code, $at, 'SELECT');
		next if $since =~ /\bPOLICY\b/ || $since !~ /\S/;
		push @places, { kind => 'lock', at => $at, length => $length, gone => '' };
		push @places, place('lock', $at + length($lock) - 12, 12, '') if $lock =~ / SKIP LOCKED$/;
	}
	return @places;
}

sub constants
{
	my ($code) = @_;
	my @places;
	while ($code =~ /(?<![\w.\$])([0-9]+)(?![\w.])/g)
	{
		my ($at, $length, $number) = ($-[1], length $1, $1);
		push @places, place('constant', $at, $length, $number + 1);
		push @places, place('constant', $at, $length, $number - 1) if $number > 0;
	}
	return @places;
}

# Statements that change something or check something.
sub statements
{
	my ($code) = @_;
	my @places;
	while ($code =~ /(?:;|\b(?:BEGIN|ATOMIC|THEN|ELSE|LOOP))\s+((?:PERFORM|UPDATE|DELETE FROM|INSERT INTO|LOCK TABLE|SELECT \w+\.require\w*\()[^;]*;)/g)
	{
		my ($at, $length, $statement) = ($-[1], length $1, $1);
		pos($code) = $at + $length - 1;
		my ($column) = substr($code, 0, $at) =~ /([^\n]*)$/;
		push @places, { kind => 'statement', at => $at, length => $length, gone => $statement =~ /^SELECT/ || $column eq '' ? '' : 'NULL;' };
	}
	return @places;
}

# Conditions that lead to a refusal, never met.
sub refusals
{
	my ($code) = @_;
	my @places;
	while ($code =~ /\bIF\s+((?:(?!\bTHEN\b).)+?)\s+THEN\s+RAISE\b/gs)
	{
		my ($at, $length, $condition) = ($-[1], length $1, $1);
		next if $condition =~ /;/;
		push @places, { kind => 'refusal', at => $at, length => $length, gone => 'false' };
	}
	return @places;
}

# A list of literals without one of them: IN ('a', 'b'), ARRAY['a', 'b'], '{a,b}'.
sub elements
{
	my ($text, $code) = @_;
	my @places;
	while ($text =~ /(?:\bIN \(|\bARRAY\[)('[^']*'(?:, *'[^']*')+)[)\]]|'\{(\w+(?:,\w+)+)\}'/g)
	{
		my ($at, $list, $separator) = defined $1 ? ($-[1], $1, ', ') : ($-[2], $2, ',');
		# what was blanked out of the code is none
		next if substr($code, $at - 1, 1) eq ' ' && substr($code, $at, 1) eq ' ';
		my @items = split /, */, $list;
		foreach my $left (0 .. $#items)
		{
			push @places, place('element', $at, length $list, join $separator, @items[grep { $_ != $left } 0 .. $#items]);
		}
	}
	return @places;
}

1;
