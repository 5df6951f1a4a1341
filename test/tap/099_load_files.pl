# badcase-load with what people have: packed, in other encodings, for a program and a contributor by name; a file that is no
# JSON lines is told so in a sentence, and nothing of it is taken in.
use strict;
use warnings;
use FindBin;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $load = "$FindBin::RealBin/../../bin/badcase-load";
plan skip_all => 'there is no gzip or iconv' if grep { system("command -v $_ >/dev/null") } qw(gzip iconv);
my $node = PostgreSQL::Test::Cluster->new('load_files');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', <<'SQL');
CREATE ROLE badcase_owner NOLOGIN; CREATE ROLE carol LOGIN; CREATE ROLE ada LOGIN;
CREATE EXTENSION badcase; SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner; SELECT badcase.create_program('spring 2026'); SELECT badcase.grant_access(1, 'carol', 'curator');
SET ROLE carol; SELECT badcase.grant_access(1, 'ada', 'contributor'), badcase.register_contributor(1, 'ada@x', role => 'ada'), badcase.register_contributor(1, 'bob');
SELECT badcase.attest(2, 't');
SQL
my $dir = PostgreSQL::Test::Utils::tempdir;
my $record = qq({"prompt": "\xe5\x8c\x97\xe4\xba\xac", "response": "r"}\n);
my %files = (
	'ok.jsonl' => qq({"prompt": "q1", "response": "r1"}\nbad\n\n{"prompt": "q2", "response": "r2"}), 'u.jsonl' => $record, 'empty.jsonl' => '', 'text.txt' => "no more than a line\n",
	'bom.jsonl' => qq(\xef\xbb\xbf{"prompt": "bom", "response": "r"}\r\n), 'array.json' => qq([{"prompt": "a", "response": "b"}]), 'pretty.json' => qq({\n  "prompt": "a", "response": "b"\n}\n),
	'python.jsonl' => "{'prompt': 'a', 'response': 'b'}\n", 'table.csv' => "prompt,response\na,b\n", 'table.xlsx' => "PK\x03\x04 and so on",
	'alpaca.jsonl' => qq({"instruction": "a1", "output": "b1"}\n{"instruction": "a2"}\n{"instruction": "a3", "input": "x", "output": "b3"}\n), 'dialogues.jsonl' => qq({"conversations": [{"from": "human", "value": "c1"}, {"from": "gpt", "value": "d1"}]}\n));
foreach my $name (keys %files)
{
	open my $file, '>:raw', "$dir/$name" or die;
	print $file $files{$name};
	close $file;
}
system("cd $dir && gzip -c ok.jsonl >ok.jsonl.gz && head -c 40 ok.jsonl.gz >cut.jsonl.gz && iconv -f UTF-8 -t GB18030 u.jsonl >gb.jsonl && iconv -f UTF-8 -t UTF-16 u.jsonl >u16.jsonl && iconv -f UTF-8 -t UTF-16LE u.jsonl >u16le.jsonl") == 0 or die;

# What the command says, and its exit status.
sub load
{
	my ($role, @arguments) = @_;
	my ($out, $err) = ('', '');
	local @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)} = ($node->host, $node->port, $role, 'postgres');
	IPC::Run::run([ 'sh', $load, map { -e "$dir/$_" ? "$dir/$_" : $_ } @arguments ], '<', '/dev/null', '>', \$out, '2>', \$err);
	return ($out, $err, $? >> 8);
}
sub uploads { return $node->safe_psql('postgres', 'SELECT count(*) FROM badcase_internal.upload') }

my ($out, $err, $status) = load('carol', '-p', 'spring 2026', '-c', 'ada@x', 'ok.jsonl', 'ok.jsonl.gz');
is($status, 0, 'a program and a contributor by name') or diag($err);
like($out, qr/^ok\.jsonl: 4 lines, 2 stored, 0 repeated, 1 refused, 1 blank$/m, '... the file is taken in');
like($out, qr/^  there is no attestation yet: what was stored is held/m, '... and it is said that it is held');
like($out, qr/^ok\.jsonl\.gz: 4 lines, 0 stored, 2 repeated, 1 refused, 1 blank$/m, '... packed, it is the same file');
($out, $err, $status) = load('carol', '-s', '-p', 1, '-c', 2, 'ok.jsonl.gz');
is($status, 3, 'with -s, the exit status tells of refused lines');
unlike($out, qr/attestation/, '... who has attested is told nothing of it');
is((load('carol', '-s', '-p', 1, '-c', 2, 'u.jsonl'))[2], 0, '... and of none');
($out, $err, $status) = load('ada', '-e', 'GB18030', 'gb.jsonl');
like($out, qr/^gb\.jsonl: 1 lines, 1 stored/m, 'another encoding');
($out, $err, $status) = load('ada', '-e', 'UTF-16', 'u16.jsonl');
like($out, qr/^u16\.jsonl: 1 lines, 0 stored, 1 repeated/m, '... and another, of the same record');
like((load('ada', 'bom.jsonl'))[0], qr/1 lines, 1 stored/, 'a byte order mark');
like((load('ada', 'empty.jsonl'))[0], qr/0 lines, 0 stored/, 'an empty file');
like((load('ada', 'text.txt'))[0], qr/1 lines, 0 stored, 0 repeated, 1 refused/, 'one line that is no record is a refused line');

# Other tools' formats.
($out, $err, $status) = load('ada', '--strict', '--format', 'alpaca', 'alpaca.jsonl');
is($status, 3, 'a format by its name, and long names of options') or diag($err);
like($out, qr/^alpaca\.jsonl: 3 lines, 2 stored, 0 repeated, 1 refused, 0 blank\n  line 2, byte 20, at \/output: the record has no response \(missing_response\)\./m, '... with the place of what is wrong');
($out, $err, $status) = load('ada', '--format=auto', '--lines=1', 'alpaca.jsonl', 'dialogues.jsonl');
like($out, qr/^alpaca\.jsonl: 3 lines, 0 stored, 2 repeated, 1 refused, .*^dialogues\.jsonl: 1 lines, 1 stored/ms, '... by the keys of each line');
($out, $err, $status) = load('ada', 'dialogues.jsonl');
like($out, qr/\(missing_prompt\)\. The line has the keys of the format sharegpt: .* badcase-load -f sharegpt\.$/m, 'a file in a format that was not named is told which it is');
is((load('ada', '--form', 'auto', 'ok.jsonl'))[2], 2, 'no other names of options');
($out, $err, $status) = load('ada', '-f', 'nonsense', 'ok.jsonl');
is($status, 1, 'nor of formats');
like($err, qr/no such format of lines/, '... which is told');

my $before = uploads();
foreach my $case ([ 'u16.jsonl', qr/it is UTF-16: give -e UTF-16$/m ], [ 'u16le.jsonl', qr/it is UTF-16: give -e UTF-16$/m ], [ 'array.json', qr/it is one JSON array: jq/ ],
	[ 'pretty.json', qr/its records stand on several lines each: jq/ ], [ 'python.jsonl', qr/Python literals/ ], [ 'table.csv', qr/looks like a table/ ], [ 'table.xlsx', qr/a zip archive or a spreadsheet/ ],
	[ 'cut.jsonl.gz', qr/cannot be unpacked: it is cut off or damaged$/m ], [ 'nothing.jsonl', qr/cannot read nothing\.jsonl/ ])
{
	my ($name, $says) = @$case;
	($out, $err, $status) = load('ada', $name);
	is("$status|$out", '1|', "$name is not taken in");
	like($err, $says, '... and it is said why');
}
($out, $err, $status) = load('ada', '-e', 'UTF-8', 'gb.jsonl');
is("$status|$out", '1|', 'nor a file in another encoding than is said');
($out, $err, $status) = load('ada', '-p', 'nowhere', 'ok.jsonl');
is("$status|$out", '1|', 'nor for a program that there is not');
like($err, qr/role "ada" is in no program of that name/, '... which is told');
is(uploads(), $before, 'none of them left an upload');

# On a terminal it is shown how far a file is, and nothing of that elsewhere.
unlike((load('ada', 'ok.jsonl'))[1], qr/sent/, 'no progress where nobody looks');
SKIP:
{
	# where /dev has no terminals to give, none can be made
	skip 'there is no IO::Pty, or no terminal', 2 unless eval { require IO::Pty; IO::Pty->new };
	my $seen = '';
	local @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)} = ($node->host, $node->port, 'ada', 'postgres');
	IPC::Run::run([ 'sh', '-c', 'exec sh "$0" "$1" 2>&1 >"$2"', $load, "$dir/ok.jsonl", "$dir/said" ], '>pty>', \$seen);
	like($seen, qr/ok\.jsonl: .*sent/, 'progress on a terminal');
	like(slurp_file("$dir/said"), qr/^ok\.jsonl: 4 lines, 0 stored/, '... and what became of the file, apart from it');
}

$node->stop;
done_testing();
