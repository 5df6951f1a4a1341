# badcase-review: reviews out into a table or JSON lines, filled in, and back, each line answered.
use strict;
use warnings;
use FindBin;
use IPC::Run;
use JSON::PP;
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

# Label Studio: tasks out, by its published format, annotations back.
($out, $err, $status) = command('rita', '', '-p', 1, '-n', 2, '-f', 'labelstudio', 'export');
my $tasks = eval { JSON::PP->new->utf8->decode($out) } // [];
is(scalar(@$tasks), 4, 'tasks of what is claimed, as one array') or diag("$out$err");
my @numbers = map { $_->{data}{submission} } @$tasks;
my ($config) = command('rita', '', '-f', 'labelstudio', 'config');
my %shown = map { $_ => 1 } $config =~ /\$(\w+)/g;
is(join(' ', grep { my $key = $_; grep { !exists $_->{data}{$key} || !defined $_->{data}{$key} } @$tasks } sort keys %shown), '', '... each with every key that the labeling interface shows');
like($tasks->[0]{data}{prompt}, qr/^Question, the "first" of\n/, '... and the text as it is');
my %asked = map { $_ => 1 } $config =~ /<(?:Choices|TextArea) name="(\w+)" toName="response"/g;
is(join(' ', sort keys %asked), 'correct failure_kinds note note_to_contributor reasons useful', 'the interface asks what a review has');
my @choices = $config =~ /<Choice value="(\w+)"/g;
is(join(' ', @choices), 'yes no yes no ' . $node->safe_psql('postgres', q(SELECT array_to_string(badcase_internal.reason_codes() || badcase_internal.failure_kinds(), ' '))), '... and offers the codes that there are');
sub choice { my ($name, @values) = @_; return { from_name => $name, to_name => 'response', type => 'choices', origin => 'manual', id => "r$name", value => { choices => \@values } } }
my $done = [ map { +{ %$_, id => 100 + $_->{data}{submission}, project => 3, predictions => [], drafts => [] } } @$tasks ];
$done->[0]{annotations} = [ { id => 1, was_cancelled => JSON::PP::true(), result => [] }, { id => 2, completed_by => 1, was_cancelled => JSON::PP::false(), lead_time => 1.5,
	result => [ choice('useful', 'yes'), choice('correct', 'no'), choice('reasons', 'incomplete', 'bad_format'), choice('mood', 'fine'), { from_name => 'note_to_contributor', to_name => 'response', type => 'textarea', value => { text => [ "one\nline", "\x{4e8c}" ] } } ] } ];
$done->[1]{annotations} = [ { id => 3, result => [ choice('useful', 'no'), choice('correct', 'no') ] }, { id => 4, result => [ choice('useful', 'yes'), choice('correct', 'yes') ] } ];
$done->[2]{annotations} = [ { id => 5, result => [ choice('useful', 'perhaps'), choice('correct', 'no') ] } ];
$done->[3]{annotations} = [ { id => 6, was_cancelled => JSON::PP::true(), result => [] } ];
push @$done, { useful => 'yes', submission => 1 };
my $file = JSON::PP->new->utf8->pretty->canonical->encode($done);
($out, $err, $status) = command('rita', $file, '-f', 'labelstudio', 'import');
is($status, 3, 'annotations are taken back, and not all of them are reviews') or diag($err);
is($out, <<"END", '... each task is answered');
record 1, submission $numbers[0]: needs_changes
record 2, submission $numbers[1]: the task has 2 annotations, and one person gives one review (22023)
record 3, submission $numbers[2]: "useful" is not a boolean (22023)
record 5, submission ?: it is no task with data: export as JSON (22023)
1 reviews given, 3 refused, 1 not filled in
END
is($node->safe_psql('postgres', qq(SELECT concat_ws('|', verdict, reasons, note, note_to_contributor) FROM badcase_internal.review WHERE submission_id = $numbers[0])),
	"needs_changes|{incomplete,bad_format}|one\nline\n\xe4\xba\x8c", '... with what was chosen and written');
foreach my $case ([ '{"data": {}}', 'not_array' ], [ '[{"SECRETLINE"', 'syntax' ], [ "[\"\xff\"]", 'invalid_utf8' ])
{
	($out, $err, $status) = command('rita', $case->[0], '-f', 'labelstudio', 'import');
	is("$status|$out", '1|', "a file that is no export: $case->[1]");
	like($err, qr/^badcase-review: the file is not what Label Studio exports as JSON, one array of tasks \($case->[1]\)$/m, '... which is told');
}
is((command('rita', '[]', '-f', 'labelstudio', 'import'))[0], "0 reviews given, 0 refused, 0 not filled in\n", 'no task is nothing');
is((command('rita', '', '-f', 'csv', 'config'))[2], 2, 'other formats have no interface');

$node->stop;
done_testing();
