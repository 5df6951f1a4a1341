# COPY ... (FORMAT jsonl) from every kind of client and source: the same bytes give the same lines.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use RawClient;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('copy_clients');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "session_preload_libraries = 'badcase'");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase; CREATE TABLE t (line_no bigint, line bytea)');
my $raw = RawClient->new($node);
my $copy = 'COPY t (line_no, line) FROM STDIN (FORMAT jsonl)';
my $dir = PostgreSQL::Test::Utils::tempdir;

# The line rules once more, by split: the bytes of each line.
sub model
{
	my ($data) = @_;
	$data =~ s/\A\xEF\xBB\xBF//;
	my @lines = split /\n/, $data, -1;
	my $last = @lines ? pop @lines : '';
	s/\r\z// foreach @lines;
	push @lines, $last if length $last;
	return @lines;
}

# Empties the table and returns what was in it, one "number=hex" a line.
sub taken
{
	my $out = $raw->query("WITH gone AS (DELETE FROM t RETURNING *) SELECT line_no || '=' || encode(line, 'hex') FROM gone ORDER BY line_no");
	return join "\n", map { $_->[0] } @{ $out->{rows} };
}

sub expected
{
	my $n = 0;
	return join "\n", map { ++$n . '=' . unpack('H*', $_) } model(@_);
}

sub write_file
{
	my ($name, $data) = @_;
	open(my $file, '>:raw', "$dir/$name") or die "$name: $!";
	print $file $data;
	close $file;
	return "$dir/$name";
}

my $nasty = "\xEF\xBB\xBF{\"a\": 1}\r\n" . "x\0y\n" . "\\.\n" . "\\N\n" . "lone\rcr\n" . "two\r\r\n" . "\xEF\xBB\xBFlater\n" .
  "\xFF\xC0\x80\xED\xA0\x80\n" . "tab\there\n" . "\\n\\t\\\\\n" . "\n" . "\r\n" . "\x01\x02\"'\n" . "\xE4\xBD\xA0\xE5\xA5\xBD\n" .
  ('long ' x 50000) . "\n" . "last without end\r";
my $path = write_file('nasty.jsonl', $nasty);
my $expected = expected($nasty);
is(scalar(() = $expected =~ /=/g), 16, 'the model finds the lines');

my %psql = (
	'\copy from a file'    => [ "\\copy t from '$path' with (format jsonl)", undef ],
	'\copy from a program' => [ "\\copy t (line_no, line) from program 'cat $path' with (format jsonl)", undef ],
	'\copy from pstdin'    => [ undef, '\copy t from pstdin with (format jsonl)' ],
	'COPY from a file'     => [ "COPY t FROM '$path' (FORMAT jsonl)", undef ],
	'COPY from a program'  => [ "COPY t FROM PROGRAM 'cat $path' (FORMAT jsonl)", undef ]);
foreach my $name (sort keys %psql)
{
	my ($sql, $command) = @{ $psql{$name} };
	if ($command)
	{
		my $script = write_file('script.sql', "$command\nSELECT 1;\n");
		IPC::Run::run([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-f', $script ], '<', $path, '>', \my $out, '2>', \my $err);
		is($out, "1\n", "$name: the script goes on");
	}
	else { $node->safe_psql('postgres', $sql); }
	is(taken(), $expected, $name);
}

is($raw->copy_in($copy, $nasty)->{tags}[0], 'COPY 16', 'the tag counts rows');
is(taken(), $expected, 'one message');
$raw->copy_in($copy, split(//, $nasty));
is(taken(), $expected, 'a message for each byte');
$raw->copy_in($copy, '', substr($nasty, 0, 2), '', substr($nasty, 2), '', '');
is(taken(), $expected, 'empty messages between');

my $reply = $raw->begin_copy($copy);
is(unpack('H*', $reply), '01' . '0002' . '0001' x 2, 'the reply announces binary for each column');
$raw->put('d', "a\nb");
$raw->put('H', '');
$raw->put('S', '');
$raw->put('d', "c\n");
$raw->put('c', '');
$raw->messages_until('Z');
is(taken(), expected("a\nbc\n"), 'Flush and Sync in between say nothing');

# Statement and data in one script: psql sends all that follows.
my $inline = write_file('inline.sql', "$copy;\na\n\\.\nSELECT 1;\n");
my $stdout = $node->safe_psql('postgres', "\\i $inline");
is($stdout, '', 'data in a script: statements after it do not run');
is(taken(), expected("a\n\\.\nSELECT 1;\n"), 'data in a script: they arrive as lines');

# psycopg
my @python = ('/usr/bin/python3', '-I', '-c');
my %environment = (PGHOST => $node->host, PGPORT => $node->port, PGDATABASE => 'postgres', NASTY => $path);

sub python
{
	my ($code) = @_;
	local @ENV{ keys %environment } = values %environment;
	IPC::Run::run([ @python, $code ], '>', \my $out, '2>', \my $err);
	chomp $out;
	return $out . $err;
}

SKIP:
{
	skip 'psycopg2 is not here (Debian: python3-psycopg2)', 4 if !-x $python[0] || python('import psycopg2') ne '';
	my $head = "import io, os, psycopg2\nconnection = psycopg2.connect('')\ncursor = connection.cursor()\n" .
	  "path = os.environ['NASTY']\ncopy = 't (line_no, line) FROM STDIN (FORMAT jsonl)'\n";
	is(python("${head}cursor.copy_expert('COPY ' + copy, open(path, 'rb'))\nconnection.commit()"), '', 'psycopg2 with a file of bytes');
	is(taken(), $expected, 'psycopg2 with a file of bytes: lines');
	is(python("${head}cursor.copy_expert('COPY ' + copy, io.StringIO(chr(0x4f60) + '\\n\\\\.\\n'))\nconnection.commit()"), '', 'psycopg2 with a str file');
	is(taken(), expected("\xE4\xBD\xA0\n\\.\n"), 'psycopg2 with a str file: lines');
}

SKIP:
{
	skip 'psycopg is not here (Debian: python3-psycopg)', 13 if !-x $python[0] || python('import psycopg') ne '';
	my $head = "import os, psycopg\nconnection = psycopg.connect('')\ncursor = connection.cursor()\n" .
	  "data = open(os.environ['NASTY'], 'rb').read()\nstatement = 'COPY t (line_no, line) FROM STDIN (FORMAT jsonl)'\n";
	my $tail = "\nconnection.commit()\nprint(cursor.rowcount)";
	is(python("${head}with cursor.copy(statement) as copy:\n  copy.write(data)$tail"), 16, 'psycopg 3');
	is(taken(), $expected, 'psycopg 3: lines');
	is(python("${head}with cursor.copy(statement) as copy:\n  for i in range(2000): copy.write(data[i:i+1])\n  copy.write(data[2000:])$tail"),
		16, 'psycopg 3, byte by byte');
	is(taken(), $expected, 'psycopg 3, byte by byte: lines');
	is(python("${head}with cursor.copy(statement) as copy:\n  pass$tail"), 0, 'psycopg 3 without a write');
	is(taken(), '', 'psycopg 3 without a write: no line');
	like(python("${head}with cursor.copy(statement) as copy:\n  copy.write('a')"), qr/use bytes instead/, 'psycopg 3 with a str');
	like(python("${head}with cursor.copy(statement) as copy:\n  copy.write_row((1, b'a'))"),
		qr/data is in binary COPY format, not JSON lines\nHINT:.*write_row/, 'psycopg 3 with write_row');
	like(python("${head}with cursor.copy(statement) as copy:\n  copy.write(b'a\\n')\n  raise Exception('mine')"),
		qr/mine/, 'psycopg 3 with an exception in the block');
	is(taken(), '', 'psycopg 3 with an exception in the block: no line');
	is(python("${head}with cursor.copy(\"COPY (SELECT '[1]'::json FROM generate_series(1, 2)) TO STDOUT (FORMAT jsonl)\") as copy:\n" .
		"  print(b''.join(bytes(d) for d in copy))"), q(b'[1]\n[1]\n'), 'psycopg 3 reads');
	is(python("${head}try:\n  with cursor.copy(\"COPY t (line_no) FROM STDIN (FORMAT jsonl)\") as copy:\n    for i in range(500): copy.write(b'x' * 100000)\n" .
		"except psycopg.Error as e:\n  print(e.sqlstate)\nconnection.rollback()\nprint(cursor.execute('SELECT 1').fetchone())"),
		"22P02\n(1,)", 'psycopg 3: an error in mid-stream leaves the connection usable');
	is(taken(), '', 'psycopg 3: an error in mid-stream: no line');
}

# What psql and libpq get out is what went in.
$node->safe_psql('postgres', 'CREATE TABLE j (j json)');
my $json = qq({"a": "\xE4\xBD\xA0"}\n[1,2]\n"\\u0000"\nnull\n);
$raw->copy_in('COPY j FROM STDIN (FORMAT jsonl)', $json);
foreach my $encoding (qw(UTF8 GBK LATIN1 SQL_ASCII))
{
	my $client = RawClient->new($node, client_encoding => $encoding);
	$client->put('Q', "COPY j TO STDOUT (FORMAT jsonl)\0");
	my @messages = $client->messages_until('Z');
	is(unpack('H*', $messages[0][1]), '00' . '0001' . '0000', "the reply announces text, $encoding");
	is(RawClient::outcome(@messages)->{copied}, $json, "out as UTF-8, client_encoding $encoding");
	is($client->copy_in('COPY t FROM STDIN (FORMAT jsonl)', $json)->{tags}[0], 'COPY 4', "in as UTF-8, client_encoding $encoding");
	is(taken(), expected($json), "in as UTF-8, client_encoding $encoding: lines");
	$client->close;
}
$node->safe_psql('postgres', "\\copy j to '$dir/out.jsonl' (format jsonl)");
is(slurp_file("$dir/out.jsonl"), $json, '\copy to a file');
$node->safe_psql('postgres', "COPY j TO '$dir/out2.jsonl' (FORMAT jsonl)");
is(slurp_file("$dir/out2.jsonl"), $json, 'COPY to a file');
is((stat "$dir/out2.jsonl")[2] & 0777, 0644, 'COPY to a file: who may read it');

# Random bytes in random pieces
srand(20);
my @alphabet = ("\n", "\n", "\r", "\r\n", "\xEF\xBB\xBF", "\0", "\\.", "\\", "\t", "a", "\xFF", "\xE4", 'PGCOPY', "\1", '"');
my $different = 0;
foreach my $run (1 .. 2000)
{
	my $data = join '', map { rand() < 0.2 ? chr(int rand 256) : $alphabet[ rand @alphabet ] } 1 .. rand($run % 50 ? 30 : 3000);
	$data = "\xEF\xBB\xBF$data" if rand() < 0.2;
	my ($rest, @pieces) = $data;
	my $most = 1 + int rand(20);
	push @pieces, substr($rest, 0, int(rand($most + 1)), '') while length $rest;
	my $out = $raw->copy_in($copy, @pieces);
	my $taken = taken();
	next if !$out->{code} && $taken eq expected($data);
	diag('in: ' . join(' ', map { unpack('H*', $_) } @pieces) . "\n" . ($out->{message} // '') . "\nout: $taken");
	last if ++$different == 3;
}
is($different, 0, '2,000 random files in random pieces');

$raw->close;
$node->stop;
done_testing();
