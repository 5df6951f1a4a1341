# screen.pl FILE ROUNDS: screening in SQL against reading the same text, and in the core against memchr and engines for
# regular expressions.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bench;

my ($file, $rounds) = @ARGV;
my $dir = $ENV{BC_TMP};
my $terms = 10000;

query(<<"SQL");
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS badcase;
SELECT badcase_check('');
DROP TABLE IF EXISTS raw, record;
CREATE UNLOGGED TABLE raw (line_no bigint, line bytea);
\\copy raw from '$file' with (format jsonl)
CREATE UNLOGGED TABLE record (record badcase NOT NULL);
INSERT INTO record SELECT b FROM (SELECT line_no, badcase_try(line) AS b FROM raw) r WHERE b IS NOT NULL ORDER BY line_no;
DROP TABLE raw;
VACUUM ANALYZE record;
\\pset recordsep '\\036'
\\o '$dir/texts.bin'
SELECT unnest(ARRAY[prompt(record), response(record)]) FROM record;
\\o
SQL
my ($records, $bytes) = @{ (query('SELECT count(*), sum(octet_length(prompt(record)) + octet_length(response(record))) FROM record'))[0] };
printf "screen: %s records, %.1f MB of prompts and responses, %d bytes each\n\n", thousands($records), $bytes / 1e6, $bytes / $records;

# Made-up terms, two to five characters; the session compiles them with the first record.
my $list = "SELECT i, CASE WHEN i % 5 = 0 THEN 'term' || md5(i::text) ELSE chr((19968 + i * 7919 % 20000)::int) || chr((19968 + i * 104729 % 20000)::int) END, false FROM generate_series(1::bigint, $terms) i";
my $reading = 'sum(length(prompt(record)) + length(response(record)))';
my @cases = (
	[ 'reading the text', $reading ],
	[ 'personal data and secrets', "count(badcase_issues(record, '{pii,secret}'))", 1.25 ],
	[ 'quality', "count(badcase_issues(record, '{quality}'))" ],
	[ 'all families', 'count(badcase_issues(record))', 2 ],
	[ 'redacted', "count(badcase_redact(record))" ]);
my @run = map { { name => $_->[0], sql => "SELECT $_->[1] FROM record;" } } @cases;
push @run,
  { name => 'findings', sql => 'SELECT count(*) FROM record, badcase_findings(record);' },
  { name => thousands($terms) . ' terms', sql => "SELECT count(*) FROM record, badcase_find_terms(record, 'bench', \$\$$list\$\$);" };
my ($cpu) = run_cases($rounds, \@run);
my %goal = map { $_->[0] => $_->[2] } @cases;
my $base = $cpu->{'reading the text'};
my $per = $bytes / 1e6;
table(
	[ 'in SQL, over all records', 'ratio', 'in rounds', 'seconds', 'MB/s', 'goal' ],
	map {
		my $t = $cpu->{ $_->{name} };
		[ $_->{name}, sprintf('%.2f', ratio($t, $base)), spread($t, $base), sprintf('%.3f', median(@$t)), sprintf('%.0f', $per / median(@$t)),
			defined $goal{ $_->{name} } ? sprintf('<= %.2f  %s', $goal{ $_->{name} }, ratio($t, $base) <= $goal{ $_->{name} } ? 'ok' : 'missed') : '' ]
	} @run);
print "  ratio: to $reading\n\n";

# ---- the core alone
for my $program (qw(scan terms))
{
	system("gcc -std=c11 -O2 -Isrc test/bench/$program.c src/core/*/*.c -o '$dir/$program' -lm 2>&1") == 0 or die "test/bench/$program.c does not build\n";
}
my (%speed, %found);
for (`'$dir/scan' '$dir/texts.bin'`)
{
	($speed{$1}, $found{$1}) = ($2, $3) if m{^\s+(\w+)\s+(\d+) MB/s\s+(\d+)};
}
my %least = (scan => 600, quality => 150, follow => 150);
my @rows = map {
	[ $_, thousands($speed{$_}), sprintf('1/%.0f', $speed{memchr} / $speed{$_}), $found{$_},
		$least{$_} ? sprintf('>= %d  %s', $least{$_}, $speed{$_} >= $least{$_} ? 'ok' : 'missed') : '' ]
} qw(memchr reading scan quality follow);
for my $n (1000, 10000, 100000)
{
	my $out = `'$dir/terms' $n '$dir/texts.bin'`;
	my ($ms, $mb) = $out =~ /terms: (\d+) ms, ([0-9.]+) MB/ or die "no figures of terms\n";
	my ($rate, $hits) = $out =~ m{: (\d+) MB/s, (\d+) hits};
	push @rows, [ thousands($n) . " terms, built in $ms ms, $mb MB", thousands($rate), sprintf('1/%.0f', $speed{memchr} / $rate), $hits, '' ];
}
my %peer = (
	'peer_hs.c' => [ 'gcc -std=c11', '-lhs', 'Vectorscan' ],
	'peer_pcre2.c' => [ 'gcc -std=c11', '-lpcre2-8', 'PCRE2' ],
	'peer_re2.cc' => [ 'g++ -std=c++17', '-lre2', 'RE2' ]);
my @lacking;
for my $source (sort keys %peer)
{
	my ($compiler, $library, $name) = @{ $peer{$source} };
	if (system("$compiler -O2 test/bench/$source -o '$dir/peer' $library >/dev/null 2>&1") != 0) { push @lacking, $name; next; }
	my ($what, $rate, $hits) = split /\t/, `'$dir/peer' '$dir/texts.bin'`;
	chomp $hits;
	push @rows, [ "$what, 25 patterns", $rate, sprintf('1/%.0f', $speed{memchr} / $rate), $hits, '' ];
}
table([ 'the core alone, one processor', 'MB/s', 'of memchr', 'found', 'goal' ], @rows);
print "  reading: each character decoded; follow: in bytes of the prompts\n";
print "  not installed: ", join(', ', @lacking), "\n" if @lacking;
