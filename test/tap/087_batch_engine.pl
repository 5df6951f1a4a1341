# doc/howto.md, "More than one machine": the features of a program, its pool and the items of a general corpus go to a job that
# knows nothing of badcase, which finds candidates by MinHash and bands. What it found of submissions is checked and compared with
# the exact join; what it found of the corpus comes back as clusters, by badcase-load, and a release mixes in one of each.
use strict;
use warnings;
use FindBin;
use Digest::MD5;
use IPC::Run;
use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('batch_engine');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "fsync = off\njit = off\nlog_statement = none");
$node->start;
my $dir = PostgreSQL::Test::Utils::tempdir;
my $bin = "$FindBin::RealBin/../../bin";
sub as { my ($role, $sql) = @_; return $node->safe_psql('postgres', $sql, extra_params => [ '-U', $role ]); }

# Records of sixty words, and of each a copy with more or fewer words changed: similar to every degree.
$node->safe_psql('postgres', <<'SQL');
SET client_min_messages = error;
CREATE ROLE badcase_owner NOLOGIN; CREATE ROLE carol LOGIN; CREATE ROLE rita LOGIN; CREATE ROLE eva LOGIN;
CREATE EXTENSION badcase;
SELECT badcase_setup('badcase_owner');
CREATE FUNCTION public.records(made int, way text) RETURNS TABLE (n bigint, line text) LANGUAGE sql AS $$
  SELECT i * 2 + copy + 1, badcase(string_agg(word, ' ' ORDER BY w) FILTER (WHERE w <= 30), string_agg(word, ' ' ORDER BY w) FILTER (WHERE w > 30))::text
  FROM generate_series(0, made - 1) i CROSS JOIN generate_series(0, 1) copy CROSS JOIN LATERAL (
    SELECT w, left(md5(concat_ws('-', way, i, w, CASE WHEN copy = 1 AND w * 7 % 60 < i % 12 THEN 'changed' END)), 6) AS word FROM generate_series(1, 60) w) x
  GROUP BY i, copy ORDER BY 1
$$;
SET ROLE badcase_owner;
SELECT badcase.create_program('p'), badcase.grant_access(1, 'carol', 'curator'), badcase.grant_access(1, 'rita', 'reviewer'), badcase.grant_access(1, 'eva', 'exporter');
SET ROLE carol;
SELECT badcase.register_contributor(1, 'a'), badcase.attest(1, 't'), badcase.set_quota(1, lines => 100000);
BEGIN;
SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(line, 'UTF8') FROM public.records(1000, '');
SELECT badcase.process_upload();
COMMIT;
CALL badcase.triage(1);
SQL

# ---- Out: numbers, sizes and features
as('carol', "\\copy (SELECT submission, size, array_to_string(features, ' ') FROM badcase.export_features(1)) TO '$dir/features.csv' (FORMAT csv)");
my $features = slurp_file("$dir/features.csv");
is(scalar(() = $features =~ /^\d+,\d+,[-\d ]+$/mg), $node->safe_psql('postgres', 'SELECT count(*) FROM badcase_internal.searchable'), 'a line for each record, of numbers alone');
is(as('carol', 'SELECT bool_and(size = cardinality(features)) FROM badcase.export_features(1)'), 't', 'the size is the number of features');
my ($code, $out, $err) = $node->psql('postgres', 'SELECT count(*) FROM badcase.export_features(1)', extra_params => [ '-U', 'rita' ]);
like($err, qr/permission denied/, 'a reviewer has no features');

# ---- The job: 48 least hashes in 12 bands of 4. It is given ids, each with numbers, and gives pairs of ids that share a band.
my @salts = map { ($_ * 2654435761 + 97) % 4294967291 | 1 } 1 .. 48;
sub candidates
{
	my ($elements) = @_;
	my (%bucket, %candidate);
	foreach my $id (sort { $a <=> $b } keys %$elements)
	{
		my @least;
		foreach my $salt (@salts)
		{
			my $least = 4294967295;
			foreach my $e (@{ $elements->{$id} }) { my $h = ($e * $salt) % 4294967291; $least = $h if $h < $least; }
			push @least, $least;
		}
		push @{ $bucket{"$_ @least[ 4 * $_ .. 4 * $_ + 3 ]"} }, $id foreach 0 .. 11;
	}
	foreach my $ids (values %bucket)
	{
		foreach my $i (0 .. $#$ids) { $candidate{"$ids->[$_],$ids->[$i]"} = 1 foreach 0 .. $i - 1; }
	}
	return sort keys %candidate;
}
# features that are there twice count twice
my %elements;
foreach my $line (split /\n/, $features)
{
	my ($id, $size, $list) = split /,/, $line;
	my %times;
	$elements{$id} = [ map { my $f = $_ & 0xffffffff; ($f ^ (0x9e3779b1 * $times{$f}++)) & 0xffffffff } split / /, $list ];
}
open my $to, '>', "$dir/pairs.csv" or die $!;
print $to map { "$_\n" } candidates(\%elements);
close $to;

# ---- Back: beside the ledger, checked, compared with what triage found and with the join
$node->safe_psql('postgres', "CREATE TABLE outside (a bigint, b bigint, origin text DEFAULT 'minhash 12x4', similarity float8);\n\\copy outside (a, b) from '$dir/pairs.csv' (format csv)");
$node->safe_psql('postgres', 'UPDATE outside o SET similarity = similarity(x.record, y.record) FROM badcase_internal.submission x, badcase_internal.submission y WHERE x.submission_id = o.a AND y.submission_id = o.b');
my ($exact, $found, $right) = split /\|/, $node->safe_psql('postgres', <<'SQL');
WITH exact AS MATERIALIZED (SELECT least(a, b) AS a, greatest(a, b) AS b FROM badcase_near_pairs('SELECT submission_id, record FROM badcase_internal.searchable', 0.7))
SELECT (SELECT count(*) FROM exact), (SELECT count(*) FROM outside), (SELECT count(*) FROM outside JOIN exact USING (a, b))
SQL
is($node->safe_psql('postgres', 'SELECT count(*) FROM outside WHERE similarity >= 0.7'), $right, 'a pair that is checked is right, and no other');
is($node->safe_psql('postgres', q(SELECT count(*) FROM badcase_internal.relation WHERE kind = 'near')), $exact, 'triage has what the join has');
cmp_ok($exact, '>', 200, "$exact pairs are near");
cmp_ok($right / $exact, '>=', 0.9, sprintf('recall of the job %.3f', $right / $exact));
cmp_ok($right / $found, '>=', 0.3, sprintf('precision before the check %.3f, after it 1', $right / $found));
note(sprintf('features: exact join %d pairs; job %d candidates, %d of them near: recall %.4f, precision %.4f', $exact, $found, $right, $right / $exact, $right / $found));

# ---- The pool, by the command: files of lines with ids; an exporter has what is accepted, text by consent alone
sub command
{
	my ($role, $name, @arguments) = @_;
	my ($out, $err) = ('', '');
	local @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)} = ($node->host, $node->port, $role, 'postgres');
	IPC::Run::run([ 'sh', "$bin/badcase-$name", @arguments ], '<', '/dev/null', '>', \$out, '2>', \$err);
	return ($out, $err, $? >> 8);
}
# The texts of exported files by their ids.
sub texts
{
	my %texts;
	foreach my $file (@_)
	{
		foreach my $line (split /\n/, slurp_file($file)) { my $o = JSON::PP->new->utf8->decode($line); $texts{ $o->{id} } = $o->{text}; }
	}
	return \%texts;
}
my ($status);
mkdir "$dir/out";
($out, $err, $status) = command('carol', 'export', '--pool', '--searchable', '-o', "$dir/out", 'p');
ok($status == 0 && $err =~ /1916 of 1916 records are left out: there is no consent to training/, 'without consent no text goes out, and that is told') or diag($err);
is(-s "$dir/out/pool-00000-of-00001.jsonl", 0, '... the file is empty');
as('carol', q(SELECT badcase.set_consent(1, 'train', true, 't')));
($out, $err, $status) = command('carol', 'export', '--pool', '--searchable', '-o', "$dir/out", '-n', 3, 1);
is($status, 0, 'with it, the pool goes out in three files') or diag($err);
is(join(' ', map { scalar(() = slurp_file("$dir/out/pool-0000$_-of-00003.jsonl") =~ /\n/g) } 0 .. 2), '639 639 638', '... of one size');
my $texts = texts(map { "$dir/out/pool-0000$_-of-00003.jsonl" } 0 .. 2);
is(join(',', sort { $a <=> $b } keys %$texts), join(',', sort { $a <=> $b } keys %elements), '... with the ids of the features');
is($texts->{1}, $node->safe_psql('postgres', q(SELECT prompt(record) || E'\n' || response(record) FROM badcase_internal.submission WHERE submission_id = 1)), '... and the texts');
($out, $err, $status) = command('eva', 'export', '--pool', '--searchable', 1);
ok($status == 1 && $out eq '' && $err =~ /no curator of that program/, 'an exporter does not have it') or diag($err);
($out, $err, $status) = command('eva', 'export', '--pool', 1);
ok($status == 0 && $out eq '', 'of what is accepted there is nothing yet') or diag($err);

# ---- A general corpus: in, out to the job, its clusters back
$node->safe_psql('postgres', "\\copy (SELECT line FROM public.records(1000, 'pool')) to '$dir/pool.txt'");
as('carol', q(SELECT badcase.open_corpus(1, 'pool', 'general', 'CC0')));
($out, $err, $status) = command('carol', 'load', '-p', 'p', '-k', 'corpus', '-t', 1, "$dir/pool.txt");
like($out, qr/2000 lines, 1916 stored, 84 repeated, 0 refused/, 'a corpus is taken in') or diag($err);
($out, $err, $status) = command('carol', 'export', '--corpus', '-o', "$dir/out", '-n', 2, 1);
is($status, 0, '... and goes out') or diag($err);
$texts = texts(map { "$dir/out/corpus-0000$_-of-00002.jsonl" } 0 .. 1);
is(scalar(keys %$texts), 1916, '... whole');
# the job's own features: hashes of three words in a row
my %hashed = map { my @w = split ' ', $texts->{$_}; ($_ => [ map { unpack('N', pack('H8', substr(Digest::MD5::md5_hex("@w[ $_ .. $_ + 2 ]"), 0, 8))) } 0 .. $#w - 2 ]) } keys %$texts;
my @candidates = candidates(\%hashed);
my %cluster;
foreach my $pair (@candidates)
{
	my ($x, $y) = split /,/, $pair;
	my ($cx, $cy) = ($cluster{$x} // $x, $cluster{$y} // $y);
	$cluster{$x} //= $x;
	$cluster{$y} //= $y;
	foreach my $id (keys %cluster) { $cluster{$id} = $cx if $cluster{$id} == $cy; }
}
open $to, '>', "$dir/clusters.jsonl" or die $!;
print $to map { sprintf qq({"id": "%d", "cluster": %s}\n), $_, $cluster{$_} // -1 } sort { $a <=> $b } keys %$texts;
close $to;
($out, $err, $status) = command('carol', 'load', '-p', 'p', '-k', 'clusters', '-t', 1, "$dir/clusters.jsonl");
like($out, qr/^clusters\.jsonl: 1916 lines, @{[ scalar keys %cluster ]} stored, \d+ repeated, 0 refused, 0 blank$/m, 'its clusters come back') or diag($err);
($exact, $found, $right) = split /\|/, $node->safe_psql('postgres', <<'SQL');
WITH exact AS MATERIALIZED (SELECT a, b FROM badcase_near_pairs('SELECT item_id, record FROM badcase_internal.corpus_item', 0.7)),
engine AS MATERIALIZED (SELECT x.item_id AS a, y.item_id AS b FROM badcase_internal.corpus_item x JOIN badcase_internal.corpus_item y ON y.cluster_id = x.cluster_id AND y.item_id > x.item_id)
SELECT (SELECT count(*) FROM exact), (SELECT count(*) FROM engine), (SELECT count(*) FROM engine JOIN exact USING (a, b))
SQL
is(as('carol', 'SELECT count(*) FILTER (WHERE similarity >= 0.7) FROM badcase.corpus_relations'), $right, 'the relations have the exact similarity');
cmp_ok($right / $exact, '>=', 0.9, sprintf('recall of its clusters %.3f', $right / $exact));
cmp_ok($right / $found, '>=', 0.3, sprintf('precision %.3f', $right / $found));
note(sprintf("corpus: exact join %d pairs; job %d pairs in a cluster, %d of them near: recall %.4f, precision %.4f", $exact, $found, $right, $right / $exact, $right / $found));

# ---- A release mixes in one of each cluster; when the clusters are taken back, all may come
my $clusters = $node->safe_psql('postgres', 'SELECT count(DISTINCT coalesce(cluster_id, item_id)) FROM badcase_internal.corpus_item');
my $mix = sub { return sprintf q(SELECT badcase.build_release(1, '%s', 1, '{"general": [{"corpus": "pool", "count": %d}]}')), @_ };
is(as('carol', $mix->('one of each', $clusters)), 1, 'a release mixes in one of each cluster');
($code, $out, $err) = $node->psql('postgres', $mix->('one more', $clusters + 1), extra_params => [ '-U', 'carol' ]);
like($err, qr/has 1 fewer records for the release than were asked for/, '... and no more');
is(as('carol', q(SELECT badcase.remove_clusters(max(upload)) FROM badcase.uploads WHERE kind = 'clusters')) + $clusters, 1916, 'the clusters are taken back');
is(as('carol', $mix->('all', 1916)), 3, '... and all are mixed in');
$node->stop;
done_testing();
