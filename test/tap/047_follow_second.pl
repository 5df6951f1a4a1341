# Whether an answer keeps what its prompt asks for, told a second time: the plain readings of Asked.pm, which know the prompts'
# arguments from making them, and badcase_follows say the same of thousands of answers of every kind.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Asked;
use Encode;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $cases = 2000;
my $node = PostgreSQL::Test::Cluster->new('follow_second');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase; CREATE UNLOGGED TABLE told (kind text, prompt text, response text, kept bool)');

is(join(' ', Asked::kinds()), $node->safe_psql('postgres', q(SELECT string_agg(kind, ' ' ORDER BY kind COLLATE "C") FROM badcase_follows_kinds())),
  'there is a plain reading of every kind');

my $file = $node->basedir . '/told';
open my $out, '>:raw', $file or die "$file: $!";
for my $kind (Asked::kinds())
{
  for my $case (Asked::cases($kind, $cases))
  {
    my ($prompt, $answer) = map { encode('UTF-8', $_) =~ s/\\/\\\\/gr =~ s/\n/\\n/gr =~ s/\t/\\t/gr } @$case[ 0, 1 ];
    print $out join("\t", $kind, $prompt, $answer, $case->[2] // '\N'), "\n";
  }
}
close $out or die "$file: $!";
$node->safe_psql('postgres', "COPY told FROM '$file'");

for my $row (split /\n/, $node->safe_psql('postgres', q(
  SELECT t.kind, count(*), count(*) FILTER (WHERE t.kept), count(*) FILTER (WHERE NOT t.kept),
    count(*) FILTER (WHERE f.kind IS NULL OR f.followed IS DISTINCT FROM t.kept),
    min(t.prompt || ' => ' || t.response || ': ' || coalesce(f.why, 'not asked for')) FILTER (WHERE f.kind IS NULL OR f.followed IS DISTINCT FROM t.kept)
  FROM told t LEFT JOIN LATERAL badcase_follows(badcase(t.prompt, t.response)) f ON f.kind = t.kind
  GROUP BY t.kind ORDER BY t.kind COLLATE "C")))
{
  my ($kind, $all, $kept, $broken, $differ, $first) = split /\|/, $row, 6;
  next unless defined $differ;    # a line of the first difference
  is($differ, 0, "$kind: both say the same of $all answers") or diag($first // '');
  cmp_ok($kept < $broken ? $kept : $broken, '>', $cases / 10, "$kind: answers keep it and break it");
}

done_testing();
