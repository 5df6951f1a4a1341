# near.pl FILE ROUNDS: near-duplicate search, against pg_trgm and against a sequential scan of the same operator.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bench;

my ($file, $rounds) = @ARGV;
my $dir = $ENV{BC_TMP};
# probes for badcase, for pg_trgm (slow), for a sequential scan (slower)
my ($probes, $few, $fewest) = (200, 20, 5);

# A probe is a record of the table with its response edited: one word or two characters in 60 overwritten, or all in
# capitals with other commas, or a sentence put before it.
query(<<"SQL");
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS badcase;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
SELECT badcase_check('');
CREATE UNLOGGED TABLE raw (line_no bigint, line bytea);
\\copy raw from '$file' with (format jsonl)
CREATE UNLOGGED TABLE record (id bigint PRIMARY KEY, record badcase NOT NULL, value text NOT NULL);
INSERT INTO record SELECT line_no, b, prompt(b) || E'\\n' || response(b)
  FROM (SELECT line_no, badcase_try(line) AS b FROM raw) r WHERE b IS NOT NULL ORDER BY line_no;
DROP TABLE raw;
CREATE FUNCTION spoil(value text, way int) RETURNS text IMMUTABLE LANGUAGE sql AS \$\$
  SELECT CASE way
    WHEN 0 THEN regexp_replace(value, '(.{58})..', '\\1另外', 'g')
    WHEN 1 THEN translate(upper(value), '，。,.', ',.；;')
    ELSE 'Sure, here it is. 好的，如下。 ' || value END \$\$;
CREATE TABLE probe AS SELECT n, id, p AS record, prompt(p) || E'\\n' || response(p) AS value
  FROM (SELECT row_number() OVER (ORDER BY id) AS n, id, badcase(prompt(record), spoil(response(record), (id % 3)::int)) AS p
        FROM record WHERE id % greatest(1, (SELECT count(*) / $probes FROM record)) = 0) r
  WHERE n <= $probes;
VACUUM ANALYZE;
CHECKPOINT;
\\copy (SELECT translate(value, E'\\n\\\\', '  ') FROM record) to '$dir/values.txt'
\\copy record (record) to '$dir/records.jsonl' with (format jsonl)
SQL
my ($records, $features, $keys5, $keys7) = @{ (query(<<'SQL'))[0] };
SELECT count(*), round(avg(n), 1), round(avg(least(n, n - ceil(0.5 * n) + 8)), 1), round(avg(least(n, n - ceil(0.7 * n) + 8)), 1)
FROM (SELECT cardinality(badcase_features(record)) AS n FROM record) f;
SQL
printf "near: %s records, %s features each; %d probes, edited copies of records (%d for pg_trgm, %d for a scan)\n\n",
  thousands($records), $features, $probes, $few, $fewest;

# ---- building
my %index = (
	'badcase_near_v1_ops, 0.5' => 'badcase_near (record badcase_near_v1_ops)',
	'badcase_near_v1_ops, 0.7' => 'badcase_near (record badcase_near_v1_ops (threshold = 0.7))',
	'gin_trgm_ops' => 'gin (value gin_trgm_ops)');
my @names = sort keys %index;
my @building;
for my $name (@names)
{
	push @building, { name => $name, before => 'DROP INDEX IF EXISTS an_index;',
		sql => "CREATE INDEX an_index ON record USING $index{$name};" };
}
my ($built) = run_cases(3, \@building);
my %bytes;
for my $name (@names)
{
	query("SET client_min_messages = warning; DROP INDEX IF EXISTS an_index; CREATE INDEX an_index ON record USING $index{$name};");
	$bytes{$name} = (query("SELECT pg_relation_size('an_index')"))[0][0];
}
query('DROP INDEX an_index;');
my %keys = ($names[0] => $keys5, $names[1] => $keys7);
my $trgm = $names[2];
table(
	[ 'index, built by CREATE INDEX', 'build', 'in rounds', 'bytes', 'build s', 'bytes/record', 'keys/record' ],
	map { [ $_, sprintf('%.2f', ratio($built->{$_}, $built->{$trgm})), spread($built->{$_}, $built->{$trgm}),
		sprintf('%.2f', $bytes{$_} / $bytes{$trgm}),
		sprintf('%.3f', median(@{ $built->{$_} })), thousands($bytes{$_} / $records), $keys{$_} // '' ] } @names);
print "  build, bytes: as ratios to gin_trgm_ops\n\n";

# ---- probes
query("CREATE INDEX record_near ON record USING badcase_near (record); CREATE INDEX record_trgm ON record USING gin (value gin_trgm_ops); ANALYZE record;");
my @probe = query("SELECT id, quote_literal(record::text), quote_literal(replace(value, E'\\n', ' ')) FROM probe ORDER BY n;");
my $plan = join "\n", map { $_->[0] } query("EXPLAIN SELECT id FROM record WHERE record % near($probe[0][1]::badcase, 0.7);");
die "the index is not used:\n$plan\n" unless $plan =~ /Index Scan on record_near/;
# the planner may think a scan cheaper than pg_trgm's index; then the index is forced upon it
$plan = join "\n", map { $_->[0] } query("EXPLAIN SELECT id FROM record WHERE value % $probe[0][2];");
my $forced = $plan =~ /Index Scan on record_trgm/ ? '' : ' (forced: the planner would scan)';
my $ids = q{SELECT string_agg(id::text, ' ' ORDER BY id) FROM record WHERE};
my (@ours, @trgm, @scan, @plan, @floor);
for my $t (0.5, 0.7)
{
	for my $i (0 .. $#probe)
	{
		my ($id, $record, $value) = @{ $probe[$i] };
		push @ours, { name => "near $t $i", sql => "$ids record % near($record\::badcase, $t);" };
		push @plan, { name => "plan $t $i", sql => "EXPLAIN $ids record % near($record\::badcase, $t);" } if $t == 0.7;
		push @floor, { name => "floor $t $i", sql => "$ids id = $id;" } if $t == 0.7;
		push @trgm, {
			 name => "trgm $t $i", before => "SET pg_trgm.similarity_threshold = $t; SET enable_seqscan = off;",
			sql => "$ids value % $value; SET enable_seqscan = on;" } if $i % ($probes / $few) == 0;
		push @scan, {
			 name => "scan $t $i", before => 'SET enable_bitmapscan = off;',
			sql => "$ids record % near($record\::badcase, $t); SET enable_bitmapscan = on;" }
		  if $i % ($probes / $fewest) == 0;
	}
}
# the first of each kind finds the tables cold; a median does not mind
my ($cpu, $found) = run_cases(1, [ @ours, @plan, @floor, @trgm, @scan ], 1);

# The probes of one kind: CPU milliseconds, and the share of them that found the record they were made from.
sub kind
{
	my ($kind, $t) = @_;
	my (@ms, $hits, $rows);
	for my $i (grep { $cpu->{"$kind $t $_"} } 0 .. $#probe)
	{
		push @ms, 1000 * $cpu->{"$kind $t $i"}[0];
		my @ids = split ' ', $found->{"$kind $t $i"}[0];
		$hits++ if grep { $_ eq $probe[$i][0] } @ids;
		$rows += @ids;
	}
	return (\@ms, ($hits // 0) / @ms, $rows / @ms);
}
my (@rows, @worse);
push @worse, sprintf 'index bytes (%.2f of pg_trgm\'s at 0.5)', $bytes{ $names[0] } / $bytes{$trgm} if $bytes{ $names[0] } > $bytes{$trgm};
for my $t (0.7, 0.5)
{
	my ($own, $other) = ((kind('near', $t))[1], (kind('trgm', $t))[1]);
	push @worse, sprintf 'edited copies found at %s (%.0f %%, pg_trgm %.0f %%)', $t, 100 * $own, 100 * $other if $own < $other;
	my ($base) = kind('near', $t);
	for my $k ([ 'near', 'badcase, index' ], [ 'trgm', "pg_trgm, index$forced" ], [ 'scan', 'badcase, sequential scan' ])
	{
		my ($ms, $hits, $rows) = kind($k->[0], $t);
		my ($m, $p) = map { percentile($_, @$ms) / percentile($_, @$base) } 0.5, 0.99;
		push @rows, [ "$k->[1] at $t", map({ sprintf '%.1fx', $_ } $m, $p),
			map({ sprintf '%.3f', $_ } median(@$ms), percentile(0.99, @$ms)),
			sprintf('%.1f', $rows), sprintf('%.0f %%', 100 * $hits), scalar @$ms ];
	}
}
for my $k ([ 'plan', "badcase's parse and plan alone" ], [ 'floor', 'a look-up by primary key' ])
{
	my ($ms) = kind($k->[0], 0.7);
	push @rows, [ $k->[1], '', '', map({ sprintf '%.3f', $_ } median(@$ms), percentile(0.99, @$ms)), '', '', scalar @$ms ];
}
table([ 'probe, with parse and plan', 'median', 'p99', 'median ms', 'p99 ms', 'rows', 'found its own', 'probes' ], @rows);
print "  median, p99: as multiples of badcase's index\n";
my $same = grep { $found->{$_}[0] eq $found->{ $_ =~ s/scan/near/r }[0] } map { $_->{name} } @scan;
printf "  the index gave what the scan gave in %d of %d probes\n", $same, scalar @scan;
print "\n  Worse than pg_trgm: ", (@worse ? join('; ', @worse) : 'nothing'), ".\n\n";

# ---- the core alone
system("gcc -std=c11 -O2 -Wall -Wextra -Isrc test/bench/core.c src/core/*/*.c -o '$dir/core' -lm 2>&1") == 0 or die "test/bench/core.c does not build\n";
my @core = map { chomp; [ split /\t/ ] } `'$dir/core' $rounds '$dir/records.jsonl' '$dir/values.txt'`;
table([ 'the core alone, one processor', 'MB/s', '1000/s' ], @core);
