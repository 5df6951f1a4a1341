# The demo's data: every line of test/data/demo/*.jsonl is judged as the .expected.tsv beside it says, and between
# them they hold every kind of line.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $data = abs_path(dirname(__FILE__) . '/../data/demo');
my $node = PostgreSQL::Test::Cluster->new('demo_data');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase');

# line, verdict, code and offset; a line is repeated where its record was seen before in the file.
my $judge = <<'SQL';
WITH judged AS (
  SELECT l.line_no, l.line, c.ok, c.code, c.byte_offset,
         encode(l.line, 'hex') ~ '^(20|09|0[a-d]|e38080)*$' AS blank,
         badcase_digest(badcase_try(l.line)) AS digest
  FROM badcase_lines(pg_read_binary_file(:'file')) l, badcase_check(l.line) c)
SELECT line_no,
       CASE WHEN blank THEN 'blank' WHEN NOT ok THEN 'refused'
            WHEN row_number() OVER (PARTITION BY digest ORDER BY line_no) > 1 THEN 'repeated' ELSE 'stored' END,
       CASE WHEN NOT blank THEN code END, CASE WHEN NOT blank THEN byte_offset END
FROM judged ORDER BY line_no;
SQL

my %seen;
foreach my $file (sort glob("$data/*.jsonl"))
{
	my $name = basename($file, '.jsonl');
	my ($head, @rows) = split /\n/, slurp_file("$data/$name.expected.tsv");
	like($head, qr/^line\tverdict\tcode\tbyte_offset\tstate\trelation\tnote$/, "$name: the columns");
	my $want = join "\n", map { join '|', (split /\t/)[ 0 .. 3 ] } @rows;
	my $got = $node->safe_psql('postgres', $judge, extra_params => [ '-v', "file=$file" ]);
	is($got, $want, "$name: every line's verdict");
	$seen{$_}++ for map { (split /\t/)[2] || (split /\t/)[1] } @rows;
	$seen{$_}++ for map { /\t(exact|near|alternative) \d+[\t,]/ ? $1 : () } @rows;
}

# a line over the limit of 64 MB is the one kind too large to ship
my @codes = qw(invalid_utf8 syntax not_object trailing_data duplicate_key missing_prompt missing_response prompt_type
  response_type prompt_blank response_blank history_type history_shape rejected_type nul_character lone_surrogate
  too_deep number_range);
foreach my $kind (qw(stored repeated blank exact near alternative), @codes)
{
	ok($seen{$kind}, "there is a line of the kind $kind");
}

$node->stop;
done_testing();
