# MutantsOfC.pm: the places of a C file that can be changed, and to what.
package MutantsOfC;
use strict;
use warnings;
use Source;

my $keyword = qr/(?:if|else|while|for|do|switch|case|default|return|goto|break|continue|sizeof)\b/;

# The changes of a file: {kind, at, length, to}.
sub places
{
	my ($text) = @_;
	my $code = Source::c_code($text);
	return (operators($code), constants($code), statements($code), conditions($code), values_returned($code));
}

sub place
{
	my ($kind, $at, $length, $to) = @_;
	return { kind => $kind, at => $at, length => $length, to => $to };
}

sub operators
{
	my ($code) = @_;
	my @places;
	my %other = ('<' => '<=', '<=' => '<', '>' => '>=', '>=' => '>', '==' => '!=', '!=' => '==', '&&' => '||', '||' => '&&',
		'+' => '-', '-' => '+', '+=' => '-=', '-=' => '+=');
	# pgindent sets operators with two operands between blanks, others not
	while ($code =~ /(?<=\s)([<>]=?|[=!]=|&&|\|\||[-+]=?)(?=\s)/g)
	{
		my ($at, $operator) = ($-[1], $1);
		my $kind = $operator =~ /^[<>]/ ? 'boundary' : $operator =~ /^[=!]/ ? 'equal' : $operator =~ /^[&|]/ ? 'and-or' : 'plus-minus';
		push @places, place($kind, $at, length $operator, $other{$operator});
	}
	return @places;
}

# Whole numbers, one more and one less; not the sizes of arrays.
sub constants
{
	my ($code) = @_;
	my @places;
	while ($code =~ /(?<![\w.])(0[xX][0-9A-Fa-f]+|[0-9]+)([uUlL]*)(?![\w.])/g)
	{
		my ($at, $length, $digits, $suffix) = ($-[0], $+[0] - $-[0], $1, $2);
		my $start = 1 + rindex($code, "\n", $at);
		my $before = substr($code, $start, $at - $start);
		next if $before =~ /^\s*(?:static\s+|const\s+|unsigned\s+)*\w+\s+\**\w+\[$/ || $before =~ /\bcase\s+$/;
		my $hex = $digits =~ /^0[xX]/;
		next if length $digits > 10;
		my $number = $hex ? hex $digits : $digits;
		next if $number > 0xFFFFFFFF;
		foreach my $to ($number + 1, $number - 1)
		{
			next if $to < 0 && $suffix ne '';
			push @places, place('constant', $at, $length, ($hex && $to >= 0 ? sprintf('0x%X', $to) : $to) . $suffix);
		}
	}
	return @places;
}

# Calls and assignments; not what gives memory back in the server, which does so at the end of the query anyway, nor
# what lets a query be cancelled.
sub statements
{
	my ($code) = @_;
	my @places;
	my $lvalue = qr/\**\w+(?:(?:->|\.)\w+|\[[^;{}]*?\])*/;
	while ($code =~ /(?<=[;{}):e])\s+((?!$keyword)(?:\(void\)\s*\w+\(|\w+\(|$lvalue\s*(?:(?:[-+*\/%&|^]|<<|>>)?=(?!=)|\+\+|--))[^;{}]*;)/g)
	{
		my ($at, $statement, $before) = ($-[1], $1, substr($code, 0, $-[0]));
		my $length = length $statement;
		pos($code) = $at + 1;
		# the e is that of "else"
		next if $before =~ /\w$/ && $before !~ /\belse$/;
		# the parts of a loop's head are no statements
		next if $before =~ /\bfor \([^{}]*$/ && ($before =~ tr/(//) != ($before =~ tr/)//);
		next if $statement =~ /^(?:pfree|PG_FREE_IF_COPY|CHECK_FOR_INTERRUPTS)\(/;
		my $gone = ';' . Source::blank(substr($code, $at + 1, $length - 1));
		push @places, place('statement', $at, $length, $gone);
	}
	return @places;
}

sub conditions
{
	my ($code) = @_;
	my @places;
	while ($code =~ /\b(?:if|while) (\()/g)
	{
		my $start = $-[1];
		my $end = Source::closing($code, $start) // next;
		push @places, { kind => 'condition', at => $start, length => $end - $start, around => ['(!', ')'] };
	}
	while ($code =~ /\b(true|false)\b/g)
	{
		my ($at, $word) = ($-[1], $1);
		next if substr($code, 0, $at) =~ /\breturn\s+$/;
		push @places, place('true-false', $at, length $word, $word eq 'true' ? 'false' : 'true');
	}
	return @places;
}

sub values_returned
{
	my ($code) = @_;
	my @places;
	while ($code =~ /\breturn\s+([^;]+);/g)
	{
		my ($at, $length, $value) = ($-[1], length $1, $1);
		if ($value =~ /^(?:true|false)$/) { push @places, place('return', $at, $length, $value eq 'true' ? 'false' : 'true'); }
		elsif ($value =~ /^-?[0-9]+$/) { push @places, place('return', $at, $length, $value + 1); }
		elsif ($value =~ /[<>=!]=|&&|\|\||\s[<>]\s|^!/) { push @places, { kind => 'return', at => $at, length => $length, around => ['!(', ')'] }; }
		elsif ($value !~ /^NULL$/) { push @places, place('return', $at, $length, '0'); }
	}
	return @places;
}

1;
