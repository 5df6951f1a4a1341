# goals.pl FILE ROUNDS: near-duplicate search against its goals: against pg_trgm, RUM (where it is installed), MinHash LSH (minhash.c) with
# what it finds, the same class of GIN and brute force, growth, bytes, building, inserting, the batch join and hot templates, with a verdict for each.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bench;

my ($file, $rounds) = @ARGV;
my $dir = $ENV{BC_TMP};
my ($probes, $scans) = (200, 5);
my $peers = ($ENV{BENCH_PEERS} // 'yes') ne 'no';
# What only the peers' indexes are on is left out with them.
sub for_peers { return $peers ? "prompt($_[0]) || E'\\n' || response($_[0]), badcase_features($_[0])" : q('', '{}'::int[]); }
my ($of_b, $of_p) = (for_peers('b'), for_peers('p'));

query(<<"SQL");
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS badcase;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
SELECT badcase_check('');
DROP TABLE IF EXISTS raw, record, by_gin, probe, part, hot;
CREATE UNLOGGED TABLE raw (line_no bigint, line bytea);
\\copy raw from '$file' with (format jsonl)
CREATE UNLOGGED TABLE record (id bigint, record badcase NOT NULL, value text NOT NULL, features int[] NOT NULL);
INSERT INTO record SELECT line_no, b, $of_b
  FROM (SELECT line_no, badcase_try(line) AS b FROM raw) r WHERE b IS NOT NULL ORDER BY line_no;
DROP TABLE raw;
CREATE OR REPLACE FUNCTION spoil(value text, way int) RETURNS text IMMUTABLE LANGUAGE sql AS \$\$
  SELECT CASE way
    WHEN 0 THEN regexp_replace(value, '(.{58})..', '\\1另外', 'g')
    WHEN 1 THEN translate(upper(value), '，。,.', ',.；;')
    ELSE 'Sure, here it is. 好的，如下。 ' || value END \$\$;
CREATE TABLE probe (n, id, record, value, features) AS SELECT row_number() OVER (ORDER BY id), id, p, $of_p
  FROM (SELECT id, badcase(prompt(record), spoil(response(record), (id % 3)::int)) AS p
        FROM record WHERE id % greatest(1, (SELECT count(*) / $probes FROM record)) = 0 ORDER BY id LIMIT $probes) r;
ALTER TABLE record ADD PRIMARY KEY (id);
VACUUM ANALYZE;
CHECKPOINT;
SQL
my ($records, $characters, $features) = @{ (query("SELECT (SELECT count(*) FROM record), round(avg(length(prompt(record)) + length(response(record)))), round(avg(cardinality(badcase_features(record))), 1) FROM (SELECT record FROM record LIMIT 20000) r;"))[0] };
my $rum = $peers && (query("SELECT count(*) FROM pg_available_extensions WHERE name = 'rum';"))[0][0];
query('SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS rum;') if $rum;
printf "goals: %s records, %s characters and %s features each, %s %% in Chinese; %d probes, edited copies\n", thousands($records), $characters, $features,
  $ENV{BENCH_CHINESE} // '-', $probes;
print "  RUM is not installed: left out\n" if $peers && !$rum;
print "\n";

my @goals;
# goal(WHAT, VALUE, WANTED, LEAST): LEAST: the value shall be at least that, else at most
sub goal
{
	my ($what, $value, $wanted, $least) = @_;
	my $met = $least ? $value >= $wanted : $value <= $wanted;
	push @goals, [ $what, ($least ? '>= ' : '<= ') . $wanted, sprintf($value >= 100 ? '%.0f' : '%.2f', $value),
		$met ? 'met' : sprintf('missed by %.1fx', $least ? $wanted / ($value || 1e-9) : $value / $wanted) ];
}

# ---- building, bytes, inserting
# as many bits of a key as records have, 19 at least
my $bits = 19;
$bits++ while 2**$bits < $records;
my %index = (
	'near 0.5' => "badcase_near (record badcase_near_v1_ops (bits = $bits))",
	'near 0.7' => "badcase_near (record badcase_near_v1_ops (bits = $bits, threshold = 0.7))",
	$peers ? ('gin 0.5' => 'gin (record badcase_near_v1_ops) WITH (fastupdate = off)') : (),
	$peers ? (trgm => 'gin (value gin_trgm_ops) WITH (fastupdate = off)') : (),
	$rum && $records <= 300000 ? (rum => 'rum (features rum_anyarray_ops)') : ());
my (%build, %bytes, %insert);
query('CREATE UNLOGGED TABLE more AS SELECT id + 100000000 AS id, record, value, features FROM probe;');
my $insert = 'INSERT INTO record SELECT id, record, value, features FROM more;';
my ($floor) = run_cases(3, [ { name => 'insert', before => 'DELETE FROM record WHERE id > 100000000;', sql => $insert } ], 1);
for my $name (sort keys %index)
{
	my ($spent) = run_cases(1, [ { name => 'build', before => "DELETE FROM record WHERE id > 100000000; SET maintenance_work_mem = '256MB';", sql => "CREATE INDEX the_index ON record USING $index{$name};" } ], 1);
	$build{$name} = $spent->{build}[0];
	$bytes{$name} = (query("SELECT pg_relation_size('the_index');"))[0][0];
	($spent) = run_cases(3, [ { name => 'insert', before => 'DELETE FROM record WHERE id > 100000000;', sql => $insert } ], 1);
	$insert{$name} = (median(@{ $spent->{insert} }) - median(@{ $floor->{insert} })) / $probes;
	query('SET client_min_messages = warning; DELETE FROM record WHERE id > 100000000; ALTER INDEX the_index RENAME TO ' . ($name =~ tr/ ./__/r) . '; DROP INDEX IF EXISTS near_0_7, gin_0_5; VACUUM record;');
}
table([ 'index', 'build s', 'bytes/record', 'an insert, us' ],
	map { [ $_, sprintf('%.1f', $build{$_}), sprintf('%.0f', $bytes{$_} / $records), sprintf('%.0f', 1e6 * $insert{$_}) ] } sort keys %index);
print "\n";
if ($peers)
{
	goal('5: bytes, threshold 0.5, to pg_trgm', $bytes{'near 0.5'} / $bytes{trgm}, 0.6);
	goal('5: bytes, threshold 0.7', $bytes{'near 0.7'} / $bytes{trgm}, 0.4);
	goal('5: bytes to those of GIN', $bytes{'near 0.5'} / $bytes{'gin 0.5'}, 0.7);
	goal('6: build, pg_trgm to it', $build{trgm} / $build{'near 0.5'}, 3, 1);
	goal('6: insert, pg_trgm to it', $insert{trgm} / ($insert{'near 0.5'} || 1e-9), 10, 1);
}

goal('5: bytes a record', $bytes{'near 0.5'} / $records, 250);
goal('6: build, us a record', 1e6 * $build{'near 0.5'} / $records, 60);

# ---- probes: planned once (prepared), and each parsed and planned; GIN's on a table of its own
query('ANALYZE record;');
query("SET maintenance_work_mem = '256MB'; CREATE UNLOGGED TABLE by_gin AS SELECT id, record FROM record; CREATE INDEX ON by_gin USING gin (record) WITH (fastupdate = off); VACUUM ANALYZE by_gin;") if $peers;
my @probe = query("SELECT n, quote_literal(record::text), quote_literal(replace(value, E'\\n', ' ')), quote_literal(features::text), id FROM probe ORDER BY n;");
my $prepare = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;";
my $ids = q{SELECT string_agg(id::text, ' ' ORDER BY id) FROM};
my $budget = 60;

# The probes, each twice: its first run brings what it reads into the server's buffers, and is told apart.
sub twice
{
	my ($name, $prepare_it, $sql) = @_;
	return map { my $run = $_; map { { name => "$run$name $_->[0]", before => $prepare . ($run ne '' && $_->[0] == 1 ? " $prepare_it" : ''), sql => $sql->($_) } } @probe } 'first-', '';
}

sub ours
{
	my ($table, $name, $t) = @_;
	my $prepared = "p_$name" . ($t * 10);
	return twice("$name $t", "PREPARE $prepared(badcase) AS $ids $table WHERE record % near(\$1, $t);", sub { "EXECUTE $prepared($_[0][1]);" });
}

# CPU milliseconds of a peer's probes, as many as fit into the budget
sub peer
{
	my ($name, $before, $sql) = @_;
	my (@ms, @found, $sum);
	for my $p (@probe)
	{
		my ($cpu, $out) = run_cases(1, [ { name => 'x', before => "$before SET enable_seqscan = off; " . $sql->($p), sql => $sql->($p) } ], 1);
		push @ms, 1000 * $cpu->{x}[0];
		push @found, $out->{x}[0];
		$sum += $cpu->{x}[0];
		last if $sum > $budget || @ms >= ($name eq 'trgm' ? 40 : 200);
	}
	return (\@ms, \@found);
}

my (%ms, %found);
my ($cpu, $out) = run_cases(1, [ (map { ours('record', 'near', $_) } 0.7, 0.5),
		$peers ? (map { ours('by_gin', 'gin', $_) } 0.7, 0.5) : (),
		(map { my $p = $_; { name => "adhoc 0.7 $p->[0]", before => 'RESET plan_cache_mode;', sql => "$ids record WHERE record % near($p->[1]::badcase, 0.7);" } } @probe) ], 1);
for my $name (keys %$cpu)
{
	my ($kind, $t, $n) = split ' ', $name;
	$ms{"$kind $t"}[ $n - 1 ] = 1000 * $cpu->{$name}[0];
	$found{"$kind $t"}[ $n - 1 ] = $out->{$name}[0];
}
my @rows;
for my $t ($peers ? (0.7, 0.5) : ())
{
	($ms{"trgm $t"}) = peer('trgm', "SET pg_trgm.similarity_threshold = $t;", sub { "$ids record WHERE value % $_[0][2];" });
	next unless $index{rum};
	($ms{"rum $t"}, $found{"rum $t"}) = peer('rum', "SET rum.array_similarity_function = 'jaccard'; SET rum.array_similarity_threshold = $t;",
		sub { "$ids record WHERE features % $_[0][3]::int[];" });
}
sub mean { my $sum = 0; $sum += $_ for @_; return $sum / @_; }
for my $kind ('near 0.7', 'first-near 0.7', 'adhoc 0.7', 'near 0.5', 'first-near 0.5', 'gin 0.7', 'gin 0.5', 'trgm 0.7', 'trgm 0.5', 'rum 0.7', 'rum 0.5')
{
	next unless $ms{$kind};
	push @rows, [ $kind, map({ sprintf '%.3f', $_ } median(@{ $ms{$kind} }), mean(@{ $ms{$kind} }), percentile(0.99, @{ $ms{$kind} })), scalar @{ $ms{$kind} } ];
}
table([ 'probe, CPU ms', 'median', 'mean', 'p99', 'probes' ], @rows);
print "  near: prepared, without parse and plan; adhoc: with.  All a second time, first-near for the first time in a new backend\n\n";
for my $g ($peers ? ([ 0.7, 3000, 2000 ], [ 0.5, 3000, 2000 ]) : ())
{
	my ($t, $median, $mean) = @$g;
	goal("2: pg_trgm's median at $t", median(@{ $ms{"trgm $t"} }) / median(@{ $ms{"near $t"} }), $median, 1);
	goal("2: pg_trgm's mean at $t", mean(@{ $ms{"trgm $t"} }) / mean(@{ $ms{"near $t"} }), $mean, 1);
}
for my $t ($peers ? (0.7, 0.5) : ())
{
	goal("3: GIN's median at $t", median(@{ $ms{"gin $t"} }) / median(@{ $ms{"near $t"} }), 1, 1);
	my $same = grep { $found{"gin $t"}[$_] eq $found{"near $t"}[$_] } 0 .. $#probe;
	goal("1: answers at $t that are GIN's (of $probes)", $same, scalar @probe, 1);
}
if ($index{rum})
{
	goal("3: RUM's median at $_", median(@{ $ms{"rum $_"} }) / median(@{ $ms{"near $_"} }), 30, 1) for 0.7, 0.5;
	goal('3: p99 at 0.7', percentile(0.99, @{ $ms{'rum 0.7'} }) / percentile(0.99, @{ $ms{'near 0.7'} }), 15, 1);
	goal('3: bytes to RUM', $bytes{'near 0.5'} / $bytes{rum}, 0.4);
	my $same = grep { $found{'rum 0.7'}[$_] eq $found{'near 0.7'}[$_] } 0 .. $#{ $found{'rum 0.7'} };
	printf "  RUM found what the index found in %d of %d probes at 0.7\n", $same, scalar @{ $found{'rum 0.7'} };
}
my ($own) = map { my $t = $_; scalar grep { my $id = $probe[$_][4]; $found{"near $t"}[$_] =~ /\b$id\b/ } 0 .. $#probe } 0.5;
printf "  %d of %d edited copies found at 0.5\n", $own, scalar @probe;

# ---- MinHash LSH: bands in GIN, what shares one is compared as the index's rows are; its recall is told beside its time
if ($peers)
{
	my $include = qx("$ENV{PG_CONFIG}" --includedir-server);
	chomp $include;
	system("gcc -shared -fPIC -O2 -Wall -I'$include' test/bench/minhash.c -o '$dir/minhash.so' 2>&1") == 0 or die "test/bench/minhash.c does not build\n";
	query("CREATE OR REPLACE FUNCTION minhash_bands(int4[], int4) RETURNS int8[] AS '$dir/minhash' LANGUAGE c IMMUTABLE STRICT;");
	my @lsh;
	# so many rows a band that half of the pairs of a similarity of about the threshold share one: (1 / bands) ^ (1 / rows)
	for my $g ([ 0.7, 8 ], [ 0.5, 5 ])
	{
		my ($t, $width) = @$g;
		query('SET client_min_messages = warning; DROP TABLE IF EXISTS lsh;');
		my ($spent) = run_cases(1, [ { name => 'build', before => "SET maintenance_work_mem = '256MB';",
				sql => "CREATE UNLOGGED TABLE lsh AS SELECT id, record, minhash_bands(features, $width) AS bands FROM record;" },
			{ name => 'index', before => "SET maintenance_work_mem = '256MB';", sql => 'CREATE INDEX ON lsh USING gin (bands) WITH (fastupdate = off);' } ], 1);
		query('VACUUM ANALYZE lsh;');
		my $size = (query("SELECT sum(pg_relation_size(indexrelid)) FROM pg_index WHERE indrelid = 'lsh'::regclass;"))[0][0];
		my $prepared = 'lsh' . ($t * 10);
		my ($cost, $said) = run_cases(1, [ twice('lsh', "PREPARE $prepared(badcase, int4[]) AS $ids lsh WHERE bands && minhash_bands(\$2, $width) AND record % near(\$1, $t);",
					sub { "EXECUTE $prepared($_[0][1], $_[0][3]);" }) ], 1);
		my (@times, $should, $does);
		for my $p (@probe)
		{
			push @times, 1000 * $cost->{"lsh $p->[0]"}[0];
			my %there = map { $_ => 1 } split ' ', $said->{"lsh $p->[0]"}[0];
			my @all = split ' ', $found{"near $t"}[ $p->[0] - 1 ];
			$should += @all;
			$does += grep { $there{$_} } @all;
		}
		push @lsh, [ "MinHash LSH at $t, " . int(128 / $width) . " bands of $width", sprintf('%.1f', $spent->{build}[0] + $spent->{index}[0]), sprintf('%.0f', $size / $records),
			map({ sprintf '%.3f', $_ } median(@times), mean(@times), percentile(0.99, @times)), sprintf('%.3f', $should ? $does / $should : 1) ];
		push @lsh, [ "near at $t", '', sprintf('%.0f', $bytes{'near 0.5'} / $records), map({ sprintf '%.3f', $_ } median(@{ $ms{"near $t"} }), mean(@{ $ms{"near $t"} }), percentile(0.99, @{ $ms{"near $t"} })), '1' ];
		goal("3: MinHash LSH's median at $t, recall " . sprintf('%.3f', $should ? $does / $should : 1), median(@times) / median(@{ $ms{"near $t"} }), 1, 1);
	}
	table([ 'peer', 'build s', 'bytes/record', 'median ms', 'mean', 'p99', 'recall' ], @lsh);
	print "\n";
	query('DROP TABLE lsh;');
}

# ---- exactness
my ($scan) = (run_cases(1, [ map { my $p = $probe[ $_ * 7 ]; { name => "scan $p->[0]", before => 'SET enable_bitmapscan = off; SET enable_seqscan = on;',
			sql => "$ids record WHERE record % near($p->[1]::badcase, 0.7);" } } 0 .. $scans - 1 ], 1))[1];
my $equal = grep { my ($n) = /(\d+)/; $scan->{$_}[0] eq $found{'near 0.7'}[ $n - 1 ] } grep { $_ ne '' } keys %$scan;
goal('1: answers that are the scan\'s (of ' . $scans . ')', $equal, $scans, 1);

# ---- the longest, of those that find few
goal('4: p99 at 0.7 where 50 records are found at most, ms', percentile(0.99, map { $ms{'near 0.7'}[$_] } grep { $found{'near 0.7'}[$_] !~ /^(\d+ ){50}\d/ } 0 .. $#probe), 10);

# ---- growth
for my $part (100, 20, 10)
{
	next if $records / $part < 2000;
	query("SET client_min_messages = warning; DROP TABLE IF EXISTS part; CREATE UNLOGGED TABLE part AS SELECT id, record FROM record WHERE id % $part = 0; CREATE INDEX ON part USING badcase_near (record); VACUUM ANALYZE part;");
	for my $t (0.7, 0.5)
	{
		($cpu) = run_cases(1, [ ours('part', "part$part", $t), ours('record', "whole$part", $t) ], 1);
		my ($few, $all) = map { my $name = $_; median(map { 1000 * $cpu->{"$name$part $t $_->[0]"}[0] } @probe) } 'part', 'whole';
		goal("4: median at $t of " . thousands($records) . ', to that of ' . thousands($records / $part), $all / $few, $t == 0.7 ? 3 : 4);
	}
}

# ---- a template with a tenth of the records as copies, of which one is indexed
query(<<"SQL");
CREATE UNLOGGED TABLE hot AS SELECT id, record, true AS representative FROM record;
INSERT INTO hot SELECT 200000000 + i, badcase(prompt(record) || ' ' || i % 97, response(record) || ' ' || i), i = 1 FROM generate_series(1, $records / 10) i, (SELECT record FROM record ORDER BY id LIMIT 1) r;
CREATE INDEX ON hot USING badcase_near (record badcase_near_v1_ops (bits = $bits)) WHERE representative;
VACUUM ANALYZE hot;
SQL
my @hot = map { { %$_, before => ($_->{before} =~ s/FROM hot WHERE/FROM hot WHERE representative AND/r) } } ours('hot', 'hot', 0.7);
($cpu) = run_cases(1, [ @hot, ours('record', 'again', 0.7) ], 1);
goal('9: median with a hot template, representatives indexed', median(map { 1000 * $cpu->{"hot 0.7 $_->[0]"}[0] } @probe) / median(map { 1000 * $cpu->{"again 0.7 $_->[0]"}[0] } @probe), 1.2);

# ---- the batch join, the core; copies of a template are similar each to each, and every pair is a row of the answer
if ($records > 1000000)
{
	print "  batch join: left out, its goal is for up to 1,000,000 records\n\n";
}
else
{
	my %join = (
		'pairs, without templates' => q{SELECT count(*) FROM badcase_near_pairs('SELECT id, record FROM record WHERE length(prompt(record)) = 60', 0.7);},
		'clusters' => q{SELECT count(DISTINCT cluster) FROM badcase_clusters('SELECT id, record FROM record', 0.7);},
		$peers ? (pairs => q{SELECT count(*) FROM badcase_near_pairs('SELECT id, record FROM record', 0.7);}) : ());
	my ($without) = map { $_->[0] } query('SELECT count(*) FROM record WHERE length(prompt(record)) = 60;');
	my %joined = ('pairs, without templates' => $without, clusters => $records, pairs => $records);
	($cpu, $out) = run_cases(3, [ map { { name => $_, before => "SET work_mem = '256MB';", sql => $join{$_} } } sort keys %join ], 1);
	table([ 'batch join at 0.7, 256 MB', 'CPU s', 'records', 'us a record', 'found' ], map { [ $_, sprintf('%.2f', median(@{ $cpu->{$_} })), thousands($joined{$_}),
		sprintf('%.1f', 1e6 * median(@{ $cpu->{$_} }) / $joined{$_}), thousands($out->{$_}[0]) ] } sort keys %join);
	print "\n";
	goal("8: batch join at 0.7, $_, us a record", 1e6 * median(@{ $cpu->{$_} }) / $joined{$_}, 9) for 'clusters', 'pairs, without templates';
}
query("\\copy (SELECT translate(prompt(record) || ' ' || response(record), E'\\n\\\\', '  ') FROM record LIMIT 50000) to '$dir/values.txt'\nSELECT badcase_check('');\n\\copy (SELECT record FROM record LIMIT 50000) to '$dir/records.jsonl' with (format jsonl)\n");
system("gcc -std=c11 -O2 -Wall -Wextra -Isrc test/bench/core.c src/core/*/*.c -lm -o '$dir/core' 2>&1") == 0 or die "test/bench/core.c does not build\n";
my @core = map { chomp; [ split /\t/ ] } `'$dir/core' 3 '$dir/records.jsonl' '$dir/values.txt'`;
my ($speed) = map { $_->[1] } grep { $_->[0] =~ /features/ } @core;
goal('7: features, MB/s', $speed, 400, 1) if $speed;
print "\n";
table([ 'goal', 'wanted', 'now', '' ], @goals);
print "  12, edits of Chinese records, and 1 in full: bin/check tap, bin/check long near_exact\n";
