# engine.pl FILE ROUNDS: records as a general corpus, out to a batch engine and its clusters back, by the commands. The engine is a
# stand-in: MinHash (minhash.c) over the tokens of the exported texts, bands, the next of each band linked to the one before, as
# DataTrove links them. What it found, against the exact join; CPU, bytes and memory a record of each step.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bench;

my ($file) = @ARGV;
my $dir = $ENV{BC_TMP};
my $bin = "$FindBin::Bin/../../bin";

query(<<'SQL');
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS badcase;
CREATE ROLE badcase_owner NOLOGIN;
CREATE ROLE engineer LOGIN;
SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner;
SELECT badcase.create_program('p'), badcase.grant_access(1, 'engineer', 'curator');
SET ROLE engineer;
SELECT badcase.open_corpus(1, 'pool', 'general', 'CC0');
SQL

# The CPU of a command of ours and of the server's process for it, and what it says.
sub command
{
	my ($name, @words) = @_;
	my @before = times;
	my $said = do {
		local $ENV{PGUSER} = 'engineer';
		local $ENV{PGOPTIONS} = '-c work_mem=256MB';
		open my $from, '-|', 'sh', "$bin/badcase-$name", @words or die "badcase-$name: $!\n";
		local $/;
		<$from>;
	};
	die "badcase-$name failed\n" if $?;
	my @after = times;
	return ($said, $after[2] + $after[3] - $before[2] - $before[3]);
}

# What the server's processes have used that are gone, in seconds; clock ticks are hundredths
sub server_cpu
{
	open my $pid, '<', "$ENV{PGHOST}/data/postmaster.pid" or die "postmaster.pid: $!\n";
	chomp(my $postmaster = <$pid>);
	open my $stat, '<', "/proc/$postmaster/stat" or die "/proc/$postmaster/stat: $!\n";
	my @fields = split ' ', (<$stat> =~ s/.*\) //r);
	return ($fields[13] + $fields[14]) / 100;
}

# CPU a record of a command: its own processes' and those of the server that ended meanwhile
sub measured
{
	my ($name, @words) = @_;
	my $before = server_cpu();
	my ($said, $own) = command($name, @words);
	select undef, undef, undef, 0.5;
	return ($said, $own + server_cpu() - $before);
}

my ($loaded, $load_cpu) = measured('load', '-p', 1, '-k', 'corpus', '-t', 1, $file);
my ($items, $bytes, $heap) = @{ (query("SELECT count(*), (SELECT bytes FROM badcase_internal.upload WHERE upload_id = 1), pg_total_relation_size('badcase_internal.corpus_item') FROM badcase_internal.corpus_item;"))[0] };
mkdir "$dir/pool";
my (undef, $export_cpu) = measured('export', '--corpus', '-o', "$dir/pool", '-n', 8, 1);
my $exported = -s "$dir/pool/corpus-00000-of-00008.jsonl";
query('VACUUM ANALYZE badcase_internal.corpus_item;');
printf "engine: %s items of a general corpus, %.0f bytes each as JSON\n\n", thousands($items), $bytes / $items;

# ---- the exact join: clusters, and the pairs that they are made of
my $records = q('SELECT item_id, record FROM badcase_internal.corpus_item WHERE corpus_id = 1');
my ($cpu) = run_cases(1, [ { name => 'exact', before => "SET work_mem = '256MB';", sql => "CREATE TABLE exact AS SELECT id, cluster FROM badcase_clusters($records, 0.7);" } ], 1);
my $exact_cpu = $cpu->{exact}[0];
query('ALTER TABLE exact ADD PRIMARY KEY (id); ANALYZE exact;');

# ---- the engine: the exported files, in a database that has no workspace
my $include = qx("$ENV{PG_CONFIG}" --includedir-server);
chomp $include;
system("gcc -shared -fPIC -O2 -Wall -I'$include' test/bench/minhash.c -o '$dir/minhash.so' 2>&1") == 0 or die "test/bench/minhash.c does not build\n";
query('CREATE DATABASE engine;');
my (@rows, @quality);
{
	local $ENV{PGDATABASE} = 'engine';
	query("CREATE EXTENSION badcase; CREATE FUNCTION minhash_bands(int4[], int4) RETURNS int8[] AS '$dir/minhash' LANGUAGE c IMMUTABLE STRICT; SELECT badcase_check(''); CREATE UNLOGGED TABLE doc (line json);\n"
		  . join('', map { "\\copy doc from '$dir/pool/$_' with (format jsonl)\n" } map { sprintf 'corpus-%05d-of-00008.jsonl', $_ } 0 .. 7));
}
for my $width (8, 5)
{
	my $spent;
	my $bands = int(128 / $width);
	{
		local $ENV{PGDATABASE} = 'engine';
		query('SET client_min_messages = warning; DROP TABLE IF EXISTS signature;');
		($spent) = run_cases(1, [ { name => 'signatures', before => "SET work_mem = '256MB';",
				sql => "CREATE UNLOGGED TABLE signature AS SELECT (line ->> 'id')::bigint AS id, minhash_bands(badcase_features(line ->> 'text', 'text'), $width) AS bands FROM doc;" },
			{ name => 'links', before => "SET work_mem = '256MB'; SET client_min_messages = warning; DROP TABLE IF EXISTS link; SET client_min_messages = log;",
				sql => 'CREATE UNLOGGED TABLE link AS SELECT DISTINCT b, a FROM (SELECT id AS a, lag(id) OVER (PARTITION BY band ORDER BY id) AS b FROM (SELECT id, unnest(bands) AS band FROM signature) s) l WHERE b IS NOT NULL;' } ], 1);
		query("\\copy link to '$dir/links.tsv'\n");
	}
	# union and find, as the engine's last step does it
	my @start = times;
	my @above;
	open my $from, '<', "$dir/links.tsv" or die "links.tsv: $!\n";
	my $links = 0;
	while (<$from>)
	{
		my ($a, $b) = split;
		$links++;
		foreach my $x ($a, $b) { $above[$x] //= $x; while ($above[$x] != $x) { $above[$x] = $above[ $above[$x] ]; $x = $above[$x]; } }
		$above[ $a > $b ? $a : $b ] = $a > $b ? $b : $a;
	}
	close $from;
	open my $to, '>', "$dir/clusters.jsonl" or die "clusters.jsonl: $!\n";
	for my $id (0 .. $#above)
	{
		next if !defined $above[$id];
		my $root = $id;
		$root = $above[$root] while $above[$root] != $root;
		print $to qq({"id": $id, "cluster": $root}\n);
	}
	close $to or die "clusters.jsonl: $!\n";
	my @stop = times;
	my ($said, $back_cpu) = measured('load', '-p', 1, '-k', 'clusters', '-t', 1, "$dir/clusters.jsonl");
	$said =~ /(\d+) lines, (\d+) stored/ or die "badcase-load: $said";
	my ($lines, $stored) = ($1, $2);
	# pairs of one cluster, of both, and of the engine's links those that are near
	my ($in_exact, $in_engine, $in_both) = @{ (query(<<'SQL'))[0] };
SET work_mem = '256MB';
WITH k AS (SELECT e.cluster, i.cluster_id, count(*) AS n FROM exact e JOIN badcase_internal.corpus_item i ON i.item_id = e.id GROUP BY 1, 2)
SELECT (SELECT sum(n * (n - 1) / 2) FROM (SELECT sum(n) AS n FROM k GROUP BY cluster) x), (SELECT sum(n * (n - 1) / 2) FROM (SELECT sum(n) AS n FROM k WHERE cluster_id IS NOT NULL GROUP BY cluster_id) x),
  (SELECT sum(n * (n - 1) / 2) FROM k WHERE cluster_id IS NOT NULL);
SQL
	# copies of a template make most of the pairs; the prompt of any other record has 60 characters
	my ($pairs, $found, $others, $found_of_others) = @{ (query(<<"SQL"))[0] };
SET work_mem = '256MB';
WITH item AS MATERIALIZED (SELECT item_id, cluster_id, length(prompt(record)) = 60 AS other FROM badcase_internal.corpus_item),
pair AS (SELECT a.other AND b.other AS other, (a.cluster_id = b.cluster_id) IS TRUE AS found FROM badcase_near_pairs($records, 0.7) p JOIN item a ON a.item_id = p.a JOIN item b ON b.item_id = p.b)
SELECT count(*), count(*) FILTER (WHERE found), count(*) FILTER (WHERE other), count(*) FILTER (WHERE other AND found) FROM pair;
SQL
	my ($told, $near) = @{ (query('SET ROLE engineer; SELECT count(*), count(*) FILTER (WHERE similarity >= 0.7) FROM badcase.corpus_relations;'))[0] };
	push @rows, map { [ "$bands bands of $width: $_->[0]", sprintf('%.1f', $_->[1]), sprintf('%.1f', 1e6 * $_->[1] / $items), $_->[2] ] } ([ 'signatures', $spent->{signatures}[0], '' ], [ 'links', $spent->{links}[0], thousands($links) ],
		[ 'clusters', $stop[0] + $stop[1] - $start[0] - $start[1], thousands($lines) ], [ 'badcase-load -k clusters', $back_cpu, thousands($stored) ]);
	push @quality, [ "$bands bands of $width", thousands($pairs), sprintf('%.4f', $found / $pairs), thousands($others), sprintf('%.4f', $found_of_others / ($others || 1)), sprintf('%.4f', $in_both / $in_exact), sprintf('%.4f', $in_both / $in_engine), thousands($told), sprintf('%.4f', $near / $told) ];
	query('SET ROLE engineer; SELECT badcase.remove_clusters(max(upload)) FROM badcase.uploads WHERE kind = \'clusters\';');
}
table([ 'step', 'CPU s', 'us a record', 'rows' ],
	[ 'badcase-load -k corpus', sprintf('%.1f', $load_cpu), sprintf('%.1f', 1e6 * $load_cpu / $items), thousands($items) ],
	[ 'badcase-export --corpus', sprintf('%.1f', $export_cpu), sprintf('%.1f', 1e6 * $export_cpu / $items), thousands($items) ],
	[ 'the exact join, badcase_clusters', sprintf('%.1f', $exact_cpu), sprintf('%.1f', 1e6 * $exact_cpu / $items), '' ], @rows);
printf "  bytes a record: %.0f as a corpus item with its index, %.0f exported; an engine keeps 128 hashes of 8 bytes\n\n", $heap / $items, 8 * $exported / $items;
table([ 'against the exact join at 0.7', 'near pairs', 'found', 'without templates', 'found', 'recall of clusters', 'precision', 'relations', 'of them near' ], @quality);
print "  found: near pairs whose two records the engine put into one cluster; recall and precision: of pairs of records in one cluster\n";
