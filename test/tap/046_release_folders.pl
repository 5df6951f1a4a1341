# Folders that badcase-export writes, in every format: read by the rules of Hugging Face datasets and of Croissant, which are
# written out in folder_rules.py; every record of every split is there.
use strict;
use warnings;
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'no python3 of 3.10 or later' if system('python3 -c "import sys; assert sys.version_info >= (3, 10)" 2>/dev/null') != 0;

my $here = dirname(__FILE__);
my $node = PostgreSQL::Test::Cluster->new('folders');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION badcase;
CREATE ROLE owner;
CREATE ROLE carol LOGIN;
SELECT badcase_setup('owner');
SET ROLE owner;
SELECT badcase.create_program('Spring "call" <1>: #');
UPDATE badcase_internal.program SET quorum = 1;
SELECT badcase.grant_access(1, 'carol', c) FROM unnest('{curator,reviewer,exporter}'::text[]) c;
SET ROLE carol;
SELECT badcase.register_contributor(1, 'ada'), badcase.attest(1, 't'), badcase.set_consent(1, 'train', true, 't: 1'), badcase.set_consent(1, 'publish_text', true, '- t');
BEGIN;
SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line)
SELECT n, convert_to(badcase('Question ' || n || ': ' || md5(n::text) || E' what\ncomes "next"? ' || md5('p' || n), 'Answer ' || md5('a' || n) || ' 和 ' || md5('b' || n),
  CASE WHEN n % 3 = 0 THEN '[["q", ""], ["q2", "a2"]]'::jsonb END, CASE WHEN n % 2 = 0 THEN 'bad ' || md5('x' || n) END,
  CASE WHEN n % 4 = 0 THEN '{"system": "Be exact."}'::jsonb END)::text, 'UTF8') FROM generate_series(1, 24) n;
SELECT stored FROM badcase.process_upload();
COMMIT;
SELECT badcase.triage_batch(1, 100);
SELECT badcase.submit_review(s, true, true) FROM generate_series(1, 24) s;
SELECT badcase.build_release(1, 'one: "1"', 1, '{"public": {"licence": "CC BY 4.0", "url": "https://example.org/r1"}}', NULL, 0.25);
SELECT badcase.publish_release(1);
SELECT badcase.build_release(1, 'two', 2, '{"public": {"licence": "Our own", "url": "https://example.org/r2"}}');
SQL
is($node->safe_psql('postgres', 'SELECT array_agg(items ORDER BY release_id) FROM badcase_internal.release'), '{24,24}', 'all are in the releases');

my $base = $node->basedir;
my @environment = (PGHOST => $node->host, PGPORT => $node->port, PGUSER => 'carol', PGDATABASE => 'postgres');

sub export
{
	my ($folder, @options) = @_;
	local %ENV = (%ENV, @environment);
	mkdir "$base/$folder";
	my (undef, $err) = run_command([ "$here/../../bin/badcase-export", '-o', "$base/$folder", @options ]);
	return $err;
}

sub read_folder
{
	my ($out, $err) = run_command([ 'python3', "$here/folder_rules.py", "$base/$_[0]" ]);
	return $out . $err;
}

my %published = map { split /\|/, $_, 2 } split /\n/, $node->safe_psql('postgres', q(SELECT f.format, string_agg(f.split || ' ' || x.lines, ', ' ORDER BY f.split)
  FROM badcase_internal.release_file f, LATERAL badcase_internal.format_files(1, f.format) x WHERE f.release_id = 1 AND x.split = f.split GROUP BY f.format));
foreach my $row (split /\n/, $node->safe_psql('postgres', 'SELECT name, name, history FROM badcase_formats() UNION ALL SELECT a.alias, a.name, f.history FROM badcase_format_aliases() a JOIN badcase_formats() f USING (name)'))
{
	my ($name, $format, $history) = split /\|/, $row;
	like(export("$name.whole", '-f', $name, '1'), qr/ERROR:  release 1 cannot be written as $format: 6 of 18|^(?!.*ERROR)/s, "$name: whole or not at all");
	is(-e "$base/$name.whole/README.md" ? 't' : 'f', $history, "$name: a history has a place, or else nothing is written");
	my $notices = export($name, '-f', $name, '--omit', '1');
	is(read_folder($name), $published{$format}, "$name: its readers find every line");
	is($notices =~ /items have a history and are left out/ ? 'f' : 't', $history, "$name: what is left out is counted");
}

# one split, a release that is not published, another licence
export('validation', '-f', 'alpaca', '-s', 'validation', '1');
is(read_folder('validation'), 'validation 6', 'one split');
export('two', '-f', 'messages', '2');
is(read_folder('two'), 'train 24', 'not published yet');
like(slurp_file("$base/two/README.md"), qr/^license: other\nlicense_name: "Our own"\nlicense_link: "https:\/\/example\.org\/r2"$/m, 'a licence that is none of SPDX');
like(slurp_file("$base/messages/README.md"), qr/^license: cc-by-4\.0$/m, 'one that is');

# what reads them sees what is wrong
sub changed
{
	my ($name, $from, $to) = @_;
	my $file = "$base/two/$name";
	my $text = slurp_file($file);
	(my $other = $text) =~ s/$from/$to/ or die "no $from in $name";
	append_to_file("$file.new", $other);
	rename "$file.new", $file or die;
	my $said = read_folder('two');
	append_to_file("$file.new", $text);
	rename "$file.new", $file or die;
	return $said;
}
like(changed('README.md', 'path: badcase_r2_messages', 'path: badcase_r2'), qr/No such file/, 'a file that is not there');
like(changed('README.md', 'name: content', 'name: text'), qr/keys/, 'a feature of another name');
like(changed('README.md', 'num_examples: 24', 'num_examples: 23'), qr/number of lines/, 'a number');
like(changed('croissant.json', '"column": "messages"', '"column": "turns"'), qr/KeyError/, 'a column that is not there');
like(changed('croissant.json', '\$\.role', '$.content'), qr/field/, 'another value');
like(changed('croissant.json', '"sha256": "..', '"sha256": "xx'), qr/hash/, 'another hash');
is(read_folder('two'), 'train 24', 'as it was');

$node->stop;
done_testing();
