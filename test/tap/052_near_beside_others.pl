# Names that near-duplicate search shares with pg_trgm (similarity, %, <->) still mean both, whichever was there first; and
# what near() made survives a dump, a copy in binary form and bytes that are none.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('near_names');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
my $have_trgm = $node->safe_psql('postgres', q{SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'});

SKIP:
{
	skip 'pg_trgm is not installed', 2 unless $have_trgm;
	foreach my $order ('pg_trgm badcase', 'badcase pg_trgm')
	{
		(my $name = $order) =~ tr/ /_/;
		$node->safe_psql('postgres', "CREATE DATABASE $name");
		$node->safe_psql($name, "CREATE EXTENSION $_") foreach split / /, $order;
		is($node->safe_psql($name, <<'SQL'), "0.3|0.42857143|0.7|t|t|t|0.57142854|0.3|1\n1\n1", $order);
CREATE TABLE case_of (id int, record badcase, note text);
INSERT INTO case_of VALUES (1, badcase('say a word or two', 'hello to you all'), 'a word');
CREATE INDEX ON case_of USING gin (record);
CREATE INDEX ON case_of USING gin (note gin_trgm_ops);
CREATE FUNCTION other() RETURNS badcase IMMUTABLE LANGUAGE sql
  RETURN badcase('Say a word, or two', 'hello to you');
SELECT round((record <-> other())::numeric, 3)::float8, similarity('a word', 'a wordly one'), similarity(record, other()),
  record % near(other(), 0.6), note % 'a word', note % near('A word!'), note <-> 'a wordly one',
  (record <-> '{"prompt": "Say a word, or two", "response": "hello to you"}')::numeric::float8, similarity(note, 'a word') FROM case_of;
SET enable_seqscan = off;
SELECT id FROM case_of WHERE record % near(other(), 0.6);
SELECT id FROM case_of WHERE note % 'a wordy';
SQL
	}
}

$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION badcase;
CREATE TABLE operand (id int, n badcase_near);
INSERT INTO operand VALUES (1, near('你好，世界')), (2, near('')), (3, near(badcase('a b c', 'd'), 0.123456)), (4, near(repeat('long text ', 3000))), (5, near('a b', 0.000001)), (6, near('a b', 1));
CREATE TABLE kept (id int, record badcase DEFAULT badcase('a b c', 'd'));
CREATE VIEW shown AS SELECT id FROM kept WHERE record % 'v2:prompt:500000:04e02c22:04e02c22'::badcase_near;
CREATE VIEW made AS SELECT id FROM kept WHERE record % near('a', 0.5, 'prompt');
INSERT INTO kept VALUES (1, badcase('a', 'b')), (2, DEFAULT);
CREATE INDEX kept_near ON kept USING gin (record badcase_near_v1_ops (field = prompt, threshold = 0.25)) WITH (fastupdate = off);
SQL
my $folder = $node->basedir;
my $state = <<'SQL';
SELECT md5(string_agg(id || n::text, ',' ORDER BY id)) FROM operand;
SELECT id FROM shown;
SELECT id FROM made;
SET enable_seqscan = off;
SELECT id FROM kept WHERE record % near('a b c', 0.9, 'prompt');
SELECT pg_get_indexdef('kept_near'::regclass);
SQL
my $before = $node->safe_psql('postgres', $state);
$node->command_ok([ 'pg_dump', '-f', "$folder/dump.sql", $node->connstr('postgres') ], 'dump');
$node->safe_psql('postgres', 'CREATE DATABASE restored TEMPLATE template0');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$folder/dump.sql", $node->connstr('restored') ], 'restore');
is($node->safe_psql('restored', $state), $before, 'operands, views and index are as they were');

$node->safe_psql('postgres', <<SQL);
COPY operand (n) TO '$folder/operands.bin' WITH (FORMAT binary);
CREATE TABLE copied (n badcase_near);
COPY copied FROM '$folder/operands.bin' WITH (FORMAT binary);
SQL
is($node->safe_psql('postgres', 'SELECT count(*) FROM (SELECT n::text FROM operand EXCEPT SELECT n::text FROM copied) d'), '0', 'binary copies are equal, of the least and the greatest threshold too');

# Binary fields that near() never made: each is refused, none stops the server.
my $number = 0;
foreach my $bytes (
	'', '02', '0200', '020000', '02000000', '0200000000', '020000000aae', '010000000aae60', '020100000aae60', '020004000aae60',
	'02000000000000', '020000000f4241', '02000080000000', '020000000aae6000', '020000000aae6000000001000000',
	'020000000aae600000000200000001', '020000000aae600000000100000001', '020000000aae60ffffffff00000000',
	'020100000aae600000000100000002', '020100000aae6000000001', '020500000aae60' . '00000001' x 10, '02ff00000aae60' . '00000001',
	'020200000aae6000000001000000020000000200000001')
{
	my $file = "$folder/bad" . $number++;
	my $field = pack('H*', $bytes);
	open my $out, '>:raw', $file or die $!;
	print $out "PGCOPY\n\xff\r\n\0", pack('NNn', 0, 0, 1), pack('N', length $field), $field, pack('n', 0xffff);
	close $out;
	my ($ret, $stdout, $stderr) = $node->psql('postgres', "\\set VERBOSITY sqlstate\nCOPY copied FROM '$file' WITH (FORMAT binary)");
	like($stderr, qr/22P03|08P01/, "refused: " . ($bytes || 'nothing'));
}
is($node->safe_psql('postgres', 'SELECT count(*) FROM copied'), '6', 'nothing of them was taken');
$node->stop;
done_testing();
