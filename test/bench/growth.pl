# growth.pl: what a long text that was made to be hard costs the core a byte, against a shorter one; the records are not
# used.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bench;

my $dir = $ENV{BC_TMP};
system("gcc -std=c11 -O2 -Wall -Wextra -Isrc test/bench/growth.c src/core/*/*.c -o '$dir/growth' -lm 2>&1") == 0
  or die "test/bench/growth.c does not build\n";
my @rows = map { chomp; [ split /\t/ ] } `'$dir/growth' src/tables/follow-wordings.txt`;
die "the core failed\n" if $? || !@rows;
table([ 'the core alone, a piece again and again', 'pieces', 'ns a byte', 'at most', 'growth over 8 times the length', 'of' ], @rows);
