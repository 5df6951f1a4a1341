# doc/howto.md, "More than one machine": the features of a program go to a job that knows nothing of badcase, which finds
# candidates by MinHash and bands; what it found comes back as a file, is checked, and is compared with the exact join.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('batch_engine');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "fsync = off\njit = off\nlog_statement = none");
$node->start;
my $dir = PostgreSQL::Test::Utils::tempdir;
sub as { my ($role, $sql) = @_; return $node->safe_psql('postgres', $sql, extra_params => [ '-U', $role ]); }

# Records of sixty words, and of each a copy with more or fewer words changed: similar to every degree.
$node->safe_psql('postgres', <<'SQL');
SET client_min_messages = error;
CREATE ROLE badcase_owner NOLOGIN; CREATE ROLE carol LOGIN; CREATE ROLE rita LOGIN;
CREATE EXTENSION badcase;
SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner;
SELECT badcase.create_program('p'), badcase.grant_access(1, 'carol', 'curator'), badcase.grant_access(1, 'rita', 'reviewer');
SET ROLE carol;
SELECT badcase.register_contributor(1, 'a'), badcase.attest(1, 't'), badcase.set_quota(1, lines => 100000);
BEGIN;
SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line)
SELECT i * 2 + copy + 1, convert_to(badcase(string_agg(word, ' ' ORDER BY w) FILTER (WHERE w <= 30), string_agg(word, ' ' ORDER BY w) FILTER (WHERE w > 30))::text, 'UTF8')
FROM generate_series(0, 999) i CROSS JOIN generate_series(0, 1) copy CROSS JOIN LATERAL (
  SELECT w, left(md5(concat_ws('-', i, w, CASE WHEN copy = 1 AND w * 7 % 60 < i % 12 THEN 'changed' END)), 6) AS word FROM generate_series(1, 60) w) x
GROUP BY i, copy;
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

# ---- The job: 48 least hashes in 12 bands of 4; features that are there twice count twice
my (%bucket, %candidate);
my @salts = map { ($_ * 2654435761 + 97) % 4294967291 | 1 } 1 .. 48;
foreach my $line (split /\n/, $features)
{
	my ($id, $size, $list) = split /,/, $line;
	my %times;
	my @elements = map { my $f = $_ & 0xffffffff; ($f ^ (0x9e3779b1 * $times{$f}++)) & 0xffffffff } split / /, $list;
	my @least;
	foreach my $salt (@salts)
	{
		my $least = 4294967295;
		foreach my $e (@elements) { my $h = ($e * $salt) % 4294967291; $least = $h if $h < $least; }
		push @least, $least;
	}
	push @{ $bucket{"$_ @least[ 4 * $_ .. 4 * $_ + 3 ]"} }, $id foreach 0 .. 11;
}
foreach my $ids (values %bucket)
{
	foreach my $i (0 .. $#$ids) { $candidate{"$ids->[$_],$ids->[$i]"} = 1 foreach $i + 1 .. $#$ids; }
}
open my $to, '>', "$dir/pairs.csv" or die $!;
print $to map { my ($x, $y) = split /,/; $x < $y ? "$x,$y\n" : "$y,$x\n" } sort keys %candidate;
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
note(sprintf('exact join %d pairs; job %d candidates, %d of them near: recall %.4f, precision %.4f', $exact, $found, $right, $right / $exact, $right / $found));
$node->stop;
done_testing();
