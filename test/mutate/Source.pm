# Source.pm: sources as text of the same length in which only code is left, so that a place found there is a place in
# the file.  What is no code becomes blanks; line ends stay.
package Source;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(slurp spew blank line_of c_code sql_code sql_uncommented closing);

sub slurp
{
	my ($file) = @_;
	open my $in, '<:raw', $file or die "$file: $!\n";
	local $/;
	return scalar <$in>;
}

sub spew
{
	my ($file, $text) = @_;
	open my $out, '>:raw', $file or die "$file: $!\n";
	print $out $text;
	close $out or die "$file: $!\n";
}

sub blank
{
	my ($text) = @_;
	$text =~ s/[^\n]/ /g;
	return $text;
}

# What stands in quotes: the quotes stay.
sub hollow
{
	my ($text) = @_;
	return substr($text, 0, 1) . blank(substr($text, 1, -1)) . substr($text, -1);
}

sub line_of
{
	my ($text, $at) = @_;
	return 1 + (substr($text, 0, $at) =~ tr/\n//);
}

# The place behind the bracket that closes the one at a place; undef where none does.
sub closing
{
	my ($code, $at) = @_;
	my $depth = 0;
	pos($code) = $at;
	while ($code =~ /([(\[{])|[)\]}]/g)
	{
		$depth += defined $1 ? 1 : -1;
		return pos $code if $depth == 0;
	}
	return undef;
}

# Bodies of functions, without comments, the insides of literals, preprocessor lines and tables.
sub c_code
{
	my ($text) = @_;
	$text =~ s{(/\*.*?\*/)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')}{defined $1 ? blank($1) : hollow($2)}gse;
	$text =~ s/^([ \t]*#(?:[^\n]*\\\n)*[^\n]*)/blank($1)/gme;

	# as pgindent lays it out, a body is between braces in the first column, below a line that ends the arguments
	my ($inside, $last, $out) = (0, '', '');
	foreach my $line (split /^/, $text)
	{
		$inside = 1 if $line =~ /^\{\s*$/ && $last =~ /\)\s*$/;
		$out .= $inside ? $line : blank($line);
		$inside = 0 if $line =~ /^\}/;
		$last = $line if $line =~ /\S/;
	}
	while ($out =~ /=\s*\{/g)
	{
		my $start = $-[0];
		my $end = closing($out, $+[0] - 1) // last;
		substr($out, $start, $end - $start) = blank(substr($out, $start, $end - $start));
	}
	return $out;
}

my $sql_token = qr{(--[^\n]*|/\*.*?\*/)|([eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*')|("(?:[^"]|"")*")|\$(\w+)\$.*?\$\4\$}s;

# SQL without comments and the insides of literals; bodies between $$ are code.
sub sql_code
{
	my ($text) = @_;
	$text =~ s{$sql_token}{defined $1 || defined $4 ? blank($&) : hollow($&)}ge;
	return $text;
}

sub sql_uncommented
{
	my ($text) = @_;
	$text =~ s{$sql_token}{defined $1 ? blank($&) : $&}ge;
	return $text;
}

1;
