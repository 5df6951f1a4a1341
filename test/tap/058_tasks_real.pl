# Instructions planted among 20,000 real prompts, with slots of real text of 1 to 200 characters: nearly all of their prompts
# are found, nearly nothing else is taken for one, in any order. The published sample is one task.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8 encode_utf8);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $data = $ENV{BADCASE_DATA};
plan skip_all => 'BADCASE_DATA names no folder of real records' unless defined $data && -r "$data/alpaca_zh.jsonl.gz";

my $node = PostgreSQL::Test::Cluster->new('tasks_real');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "jit = off\nautovacuum = off\nfsync = off");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase');

my $folder = PostgreSQL::Test::Utils::tempdir;
foreach my $language ('zh', 'en')
{
	system("gzip -dc '$data/alpaca_$language.jsonl.gz' > '$folder/$language'") == 0 or die 'cannot unpack';
	$node->safe_psql('postgres', <<SQL);
CREATE TABLE $language AS SELECT line_no AS id, prompt(badcase_try(line)) AS prompt, response(badcase_try(line)) AS response
FROM badcase_lines(pg_read_binary_file('$folder/$language')) WHERE badcase_try(line) IS NOT NULL;
SQL
}

# The slot is the %: before it, behind it, between two parts; with marks around it and without.
my @patterns = (
	[ 'zh', '请把这句话改成被动句：%', 30 ], [ 'zh', "%\n请为上面的文字拟三个小标题", 60 ], [ 'zh', '你是一位导游。请用三句话介绍%', 100 ],
	[ 'zh', '请问%的近义词是什么', 300 ], [ 'zh', '“%”出自哪一首古诗？', 40 ],
	[ 'en', 'Rate the politeness of this message from one to five: %', 200 ], [ 'en', "%\n\nRewrite the text above as a newspaper headline.", 30 ],
	[ 'en', 'Which animal is described here? %', 120 ], [ 'en', 'Give me three antonyms of "%" and use each in a sentence.', 80 ],
	[ 'en', 'Compose a limerick about %', 50 ]);

my $seed = 17;

sub roll
{
	$seed = ($seed * 1103515245 + 12345) % 2**31;
	return ($seed >> 8) % $_[0];
}

my %responses = map { $_ => [ map { decode_utf8($_) } split /\x02/, $node->safe_psql('postgres',
	"SELECT string_agg(translate(response, E'\\x01\\x02\\t', ''), E'\\x02' ORDER BY id) FROM $_ WHERE id > 11000") ] } 'zh', 'en';
my $planted = "$folder/planted";
open my $out, '>:raw', $planted or die "$planted: $!";
foreach my $k (0 .. $#patterns)
{
	my ($language, $pattern, $n) = @{ $patterns[$k] };
	foreach (1 .. $n)
	{
		my ($slot, $texts) = ('', $responses{$language});
		while ($slot !~ /\w/)
		{
			my $text = $texts->[ roll(scalar @$texts) ];
			$slot = substr $text, roll(length($text) || 1), 1 + roll(200);
		}
		(my $prompt = $pattern) =~ s/%/$slot/;
		$prompt =~ s/\\/\\\\/g;
		$prompt =~ s/\n/\\n/g;
		$prompt =~ s/\r/\\r/g;
		print $out "$k\t" . encode_utf8($prompt) . "\n";
	}
}
close $out;
$node->safe_psql('postgres', <<SQL);
CREATE TABLE prompts (label int, prompt text, id bigint GENERATED ALWAYS AS IDENTITY);
COPY prompts (label, prompt) FROM '$planted';
INSERT INTO prompts (label, prompt) SELECT NULL::int, prompt FROM zh WHERE id <= 10000 UNION ALL SELECT NULL, prompt FROM en WHERE id <= 10000;
INSERT INTO prompts (label, prompt) SELECT 99, prompt(badcase_try(line)) FROM badcase_lines(pg_read_binary_file('$data/chatglm_data_sample.jsonl'));
CREATE TABLE found AS SELECT p.label, f.* FROM badcase_instructions('SELECT id, prompt FROM prompts') f JOIN prompts p USING (id);
SQL

my $judged = $node->safe_psql('postgres', <<'SQL');
WITH best AS (
  SELECT DISTINCT ON (label) label, instruction, count(*) AS right FROM found WHERE label IS NOT NULL GROUP BY label, instruction
  ORDER BY label, count(*) DESC)
SELECT p.label, count(*), coalesce(max(b.right), 0), (SELECT count(*) FROM found f WHERE f.instruction = max(b.instruction))
FROM prompts p LEFT JOIN best b USING (label) WHERE p.label IS NOT NULL GROUP BY p.label ORDER BY 1
SQL
foreach my $line (split /\n/, $judged)
{
	my ($label, $all, $right, $members) = split /\|/, $line;
	if ($label == 99)
	{
		is("$right of $members", "$all of $all", 'the published sample is one task');
		next;
	}
	my $name = encode_utf8($patterns[$label][1] =~ s/\n/ /gr);
	cmp_ok($right, '>=', 0.95 * $all, "found: $name: $right of $all");
	cmp_ok($members - $right, '<=', 0.01 * $members, "nothing else: $name: $members");
}

# The same groups and lengths, with the prompts in another order.
my $all = 'SELECT md5(string_agg(format(\'%s %s %s %s\', id, instruction, begins, ends), \',\' ORDER BY id))';
my $first = $node->safe_psql('postgres', "$all FROM found");
my $others = join ' UNION ALL ', map { "$all FROM badcase_instructions('SELECT id, prompt FROM prompts ORDER BY md5(id::text || $_)')" } 1 .. 20;
is($node->safe_psql('postgres', "SELECT count(*), count(DISTINCT m), min(m) FROM ($others) x(m)"), "20|1|$first", 'the same in 20 other orders');
# and the key tells who has which
is($node->safe_psql('postgres', <<'SQL'), '0', 'all prompts of an instruction have its key');
SELECT count(*) FROM found f JOIN prompts p USING (id) JOIN prompts q ON q.id = f.instruction
WHERE badcase_instruction_key(p.prompt, f.begins, f.ends) IS DISTINCT FROM badcase_instruction_key(q.prompt, f.begins, f.ends)
SQL
$node->stop('fast');
done_testing();
