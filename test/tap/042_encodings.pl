# Databases in every kind of server encoding: UTF8 is right, all others are refused with a clear message. Clients in
# six encodings get and give the same characters, by literals, parameters' text form and COPY.
use strict;
use warnings;
use Encode;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $dir = PostgreSQL::Test::Utils::tempdir;
my $node = PostgreSQL::Test::Cluster->new('encodings');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase');

# Servers; PostgreSQL 19 has no MULE_INTERNAL any more
my @encodings = split /\n/, $node->safe_psql('postgres', q(SELECT e FROM unnest('{SQL_ASCII,LATIN1,EUC_CN,EUC_JP,EUC_KR,EUC_TW,WIN1251,MULE_INTERNAL}'::text[]) e
	WHERE e <> 'MULE_INTERNAL' OR current_setting('server_version_num')::int < 190000));
foreach my $encoding (@encodings)
{
	my $name = lc "db_$encoding";
	$node->safe_psql('postgres', "CREATE DATABASE $name ENCODING '$encoding' LOCALE 'C' TEMPLATE template0");
	my (undef, undef, $err) = $node->psql($name, "\\set VERBOSITY verbose\nCREATE EXTENSION badcase");
	like($err, qr/ERROR:  0A000: badcase needs a database with encoding UTF8\nHINT:  Create the database with ENCODING 'UTF8' TEMPLATE template0\./,
		"a database in $encoding is refused");
	is($node->safe_psql($name, q(SELECT count(*) FROM pg_extension WHERE extname = 'badcase')), '0', "and nothing of the extension is left in it");
}

# Clients. What a client in another encoding sends as text is converted by the server; COPY with this format is bytes of UTF-8.
my $record = decode('UTF-8', '{"prompt": "把“长城”写成一句话", "response": "长城很长，有一万里。"}');
my $japanese = decode('UTF-8', '{"prompt": "東京の天気", "response": "晴れです。"}');
my $traditional = decode('UTF-8', '{"prompt": "臺灣的天氣", "response": "晴天。"}');
my %text = (UTF8 => $record, GB18030 => $record, GBK => $record, EUC_CN => $record, SJIS => $japanese, BIG5 => $traditional);
my %perl = (UTF8 => 'UTF-8', GB18030 => 'gb18030', GBK => 'gbk', EUC_CN => 'euc-cn', SJIS => 'shiftjis', BIG5 => 'big5-eten');

sub in_client
{
	my ($encoding, $sql) = @_;
	my $file = "$dir/$encoding.sql";
	open my $out, '>:raw', $file or die "$file: $!";
	print $out $sql;
	close $out;
	my ($stdout, $stderr);
	local $ENV{PGCLIENTENCODING} = $encoding;
	IPC::Run::run([ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', $file ], '>', \$stdout, '2>', \$stderr);
	return $stdout . $stderr;
}

$node->safe_psql('postgres', 'CREATE TABLE sent (client text, way text, record badcase)');
foreach my $encoding (sort keys %text)
{
	my $utf8 = encode('UTF-8', $text{$encoding});
	# gb18030 is no encoding of Perl's own; its two-byte part is GBK's
	my $coding = $perl{$encoding} eq 'gb18030' ? 'gbk' : $perl{$encoding};
	my $bytes = encode($coding, $text{$encoding});
	isnt($bytes, $utf8, "$encoding is other bytes") if $encoding ne 'UTF8';
	append_to_file("$dir/$encoding.jsonl", "$utf8\n");
	is(in_client($encoding, "INSERT INTO sent VALUES ('$encoding', 'literal', '$bytes') RETURNING record"), "$bytes\n",
		"$encoding: a literal comes back as it was sent");
	is(in_client($encoding, "CREATE TEMP TABLE t (record badcase); SELECT 1 FROM badcase_lines('') LIMIT 0;\n\\copy t from '$dir/$encoding.jsonl' with (format jsonl)\n"
			. "INSERT INTO sent SELECT '$encoding', 'copy', record FROM t RETURNING record"),
		"$bytes\n", "$encoding: COPY takes UTF-8, a query gives the client's encoding");
	in_client($encoding, "SELECT 1 FROM badcase_lines('') LIMIT 0;\n\\copy (SELECT record FROM sent WHERE client = '$encoding' AND way = 'literal') to '$dir/$encoding.out' with (format jsonl)\n");
	is(slurp_file("$dir/$encoding.out"), "$utf8\n", "$encoding: COPY gives UTF-8");
	is($node->safe_psql('postgres', "SELECT count(DISTINCT badcase_digest(record)) FROM sent WHERE client = '$encoding'"), '1', "$encoding: both are one record");
}

# What the client's encoding lacks is an error of the server's; no other character is put in its place.
like(in_client('LATIN1', "SELECT record FROM sent WHERE client = 'UTF8' LIMIT 1"), qr/has no equivalent in encoding "LATIN1"/,
	'what a client cannot show is an error');

$node->stop;
done_testing();
