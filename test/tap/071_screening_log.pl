# What is screened never reaches the server's log: values, terms and records, in messages of any level, details, contexts and
# errors. Statements themselves are not logged here; that is the DBA's decision.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('screening_log');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', <<'CONF');
log_min_messages = debug1
client_min_messages = debug1
log_error_verbosity = verbose
log_min_error_statement = panic
log_statement = none
CONF
$node->start;
$node->safe_psql('postgres', 'CREATE ROLE owner NOLOGIN; CREATE ROLE curator LOGIN; CREATE EXTENSION badcase');
$node->safe_psql('postgres', q(SELECT badcase_setup('owner'); SET ROLE owner; SELECT badcase.create_program('p'); SELECT badcase.grant_access(1, 'curator', 'curator'), badcase.grant_access(1, 'owner', 'curator')));

# values that the scanner finds, a word of a list, and a word of the records
my @canaries = ('13812345678', 'gT5#kPz81w', 'AKIAW3RT7MNQ2XPL5ZKD', 'zugzwang', 'quokka', 'jane.roe');
my $dir = $node->basedir;
append_to_file("$dir/records.jsonl", <<'LINES');
{"prompt": "Write one sentence about a quokka and jane.roe@northwind-labs.io.", "response": "Call 13812345678, a zugzwang."}
{"prompt": "Write a quokka config.", "response": "password: \"gT5#kPz81w\"", "meta": {"key": ["AKIAW3RT7MNQ2XPL5ZKD"]}}
{"prompt": "quokka 13812345678 gT5#kPz81w
LINES
append_to_file("$dir/terms.jsonl", <<'LINES');
{"term": "zugzwang"}
{"term": "zugzwang AKIAW3RT7MNQ2XPL5ZKD zugzwang AKIAW3RT7MNQ2XPL5ZKD zugzwang AKIAW3RT7MNQ2XPL5ZKD"}
{"term": "zugzwang", "allow": "quokka"}
{"zugzwang": "quokka"}
LINES

my ($out, $err) = ('', '');
my $run = sub {
	my ($user, $sql) = @_;
	my ($o, $e);
	$node->psql('postgres', $sql, stdout => \$o, stderr => \$e, connstr => $node->connstr('postgres') . " user=$user", on_error_stop => 0);
	$out .= $o;
	$err .= $e;
	return $o;
};
is($run->('curator', <<"SQL"), "1|1\n1\n1\n1|3|2|0|1|0\n2|4|1|0|3|0", 'taken in');
\\pset footer off
SELECT badcase.register_contributor(1, 'a'), badcase.create_term_list(1, 'list', 'hold') \\g |cat
BEGIN; SELECT badcase.open_upload(1, 1) \\g |cat
SELECT count(*) FROM badcase_lines('') \\g /dev/null
\\copy badcase.intake (line_no, line) from '$dir/records.jsonl' with (format jsonl)
SELECT 1 \\g |cat
SELECT * FROM badcase.process_upload() \\g |cat
COMMIT;
BEGIN; SELECT badcase.open_upload(1, kind => 'terms', target => 1) \\g /dev/null
\\copy badcase.intake (line_no, line) from '$dir/terms.jsonl' with (format jsonl)
SELECT * FROM badcase.process_upload() \\g |cat
COMMIT;
CALL badcase.triage(1);
SQL
like($run->('curator', 'SELECT count(*), count(DISTINCT submission) FROM badcase.findings'), qr/^[4-9]\|2$/, 'found');
$run->('curator', $_) foreach (
	q(SELECT badcase.resolve_finding(finding, true, 'ok') FROM badcase.findings LIMIT 1),
	q(SELECT badcase.resolve_finding(finding, false, 'stands') FROM badcase.findings ORDER BY finding DESC LIMIT 1),
	q(SELECT badcase.set_rule(1, 'pii:email', 'warn')), 'CALL badcase.triage(1)',
	q(SELECT badcase.create_term_list(1, 'list', 'hold')));
# as the superuser, who has the name of whoever runs this: functions on the stored records, and what fails on them
my $superuser = $node->safe_psql('postgres', 'SELECT current_user');
$run->($superuser, $_) foreach (
	'SELECT badcase_findings(record, 2) FROM badcase_internal.submission', q(SELECT badcase_findings(record, 0.5, ARRAY[prompt(record)]) FROM badcase_internal.submission),
	'SELECT badcase_redact(record, prompt(record)) FROM badcase_internal.submission', 'SELECT badcase_issues(record, ARRAY[prompt(record)]) FROM badcase_internal.submission',
	q(SET ROLE owner; SELECT badcase.terms(record, ARRAY[prompt(record)]) FROM badcase_internal.submission),
	q(SELECT badcase_find_terms(record, 'k', 'SELECT t.term_id, repeat(t.term, 20), false FROM badcase_internal.term t') FROM badcase_internal.submission),
	q(SELECT badcase_find_terms(record, 'l', 'SELECT 1/(t.term_id - t.term_id), t.term, false FROM badcase_internal.term t') FROM badcase_internal.submission),
	q(SET statement_timeout = 1; SELECT count(badcase_redact(record)) FROM badcase_internal.submission, generate_series(1, 1000000)));
my $log = slurp_file($node->logfile);
cmp_ok(() = $log =~ /ERROR:/g, '>=', 7, 'statements failed');
foreach my $canary (@canaries)
{
	unlike($log, qr/\Q$canary\E/, "not in the log: $canary");
	unlike($err, qr/\Q$canary\E/, "not in a message: $canary");
}
unlike($log, qr/PANIC|TRAP|server process .* was terminated/, 'the server is well');
$node->stop;
done_testing();
