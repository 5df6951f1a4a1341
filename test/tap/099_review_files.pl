# badcase-review: reviews out into a table or JSON lines, filled in, and back, each line answered.
use strict;
use warnings;
use FindBin;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $review = "$FindBin::RealBin/../../bin/badcase-review";
my $node = PostgreSQL::Test::Cluster->new('review_files');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', <<'SQL');
CREATE ROLE badcase_owner NOLOGIN; CREATE ROLE carol LOGIN; CREATE ROLE rita LOGIN; CREATE ROLE ada LOGIN;
CREATE EXTENSION badcase; SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner; SELECT badcase.create_program('spring'); SELECT badcase.grant_access(1, 'carol', 'curator');
SET ROLE carol; SELECT badcase.set_program(1, 'quorum', '1'), badcase.grant_access(1, 'rita', 'reviewer'), badcase.grant_access(1, 'ada', 'contributor'), badcase.register_contributor(1, 'ada', role => 'ada'), badcase.attest(1, 't');
BEGIN; SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line) SELECT i, convert_to(badcase(E'Question, the "first" of\n' || md5(i::text) || ' 北京', md5((i * 7)::text))::text, 'UTF8') FROM generate_series(1, 8) i;
SELECT * FROM badcase.process_upload(); COMMIT;
CALL badcase.triage(1);
SQL

# What the command says, and its exit status.
sub command
{
	my ($role, $input, @arguments) = @_;
	my ($out, $err) = ('', '');
	local @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)} = ($node->host, $node->port, $role, 'postgres');
	IPC::Run::run([ 'sh', $review, @arguments ], '<', \$input, '>', \$out, '2>', \$err);
	return ($out, $err, $? >> 8);
}

my ($out, $err, $status) = command('rita', '', '-p', 'spring', '-n', 5, 'export');
is($status, 0, 'a table is exported') or diag($err);
like($out, qr/\A\xef\xbb\xbfsubmission,task,/, '... which a spreadsheet takes for UTF-8');
is(scalar(() = $out =~ /Question, the ""first"" of\n/g), 5, '... of what was claimed');
# filled in, in another order of columns, with what people write
my $table = "\xef\xbb\xbfnote,useful,submission,correct,reasons\r\n\"two\r\nlines, \"\"quoted\"\"\",yes,1,TRUE,\r\n,no,2,0,\"useless, spam\"\r\n,,3,,\r\nx,maybe,4,1,\r\n,1,five,1,\r\n,1,5,1,,more\r\n,f,99,f,\r\n";
($out, $err, $status) = command('rita', $table, 'import');
is($status, 3, 'some are refused');
is($out, <<'END', '... each line is answered');
record 1, submission 1: accepted
record 2, submission 2: rejected
record 4, submission 4: "useful" is not a boolean (22023)
record 5, submission ?: the submission is not a whole number from 1 (22023)
record 6, submission 5: there is another key than submission, useful, correct, reasons, failure_kinds, contradicts, note and note_to_contributor (22023)
record 7, submission 99: nothing of that number is in a program that role "rita" is reviewer of (42501)
2 reviews given, 4 refused, 1 not filled in
END
is($node->safe_psql('postgres', q(SELECT string_agg(concat_ws(' ', submission_id, verdict, reasons, note), '|' ORDER BY submission_id) FROM badcase_internal.review)),
	qq(1 accepted {} two\nlines, "quoted"|2 rejected {useless,spam}), '... and the reviews are what was filled in');

($out, $err, $status) = command('rita', '', '-n', 0, '-f', 'jsonl', 'export');
is($status . (() = $out =~ /^\{.*\}$/mg), '03', 'what is claimed already, as JSON lines');
my $lines = $out =~ s/"useful":null,"correct":null/"useful":true,"correct":false/r;
($out, $err, $status) = command('rita', "$lines\nbroken SECRETLINE\n\n7\n", '-f', 'jsonl', 'import');
like($out, qr/^record 1, submission \d: needs_changes$/m, '... are taken back');
like($out, qr/^1 reviews given, 2 refused, 2 not filled in$/m, '... what is no JSON is answered, too');
unlike("$out$err" . slurp_file($node->logfile), qr/SECRETLINE/, '... and quoted nowhere');
is((command('rita', '', '-f', 'jsonl', 'import'))[0], "0 reviews given, 0 refused, 0 not filled in\n", 'nothing is nothing');
is((command('ada', '', 'export'))[2], 1, 'who reviews nothing is refused');
is((command('rita', '', @$_))[2], 2, "a wrong call: @$_") foreach [], ['nonsense'], [ '-f', 'xls', 'export' ], [ '-n', 'x', 'export' ];

$node->stop;
done_testing();
