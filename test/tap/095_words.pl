# What reaches whom.  People who try to learn a name, a word or a number of somebody else's by plans, labels, previews,
# old snapshots, messages and what a broken session leaves; and what they try to make the server do by the words they send.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Attack;
use Calls;
use File::Copy;
use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = Attack::cluster('words');
Attack::workspace($node);
my $dir = PostgreSQL::Test::Utils::tempdir;
my $dba = Attack::superuser();
sub dba { return Attack::must($node, $dba, @_) }
sub refused { my ($role, $sql, $state, $name) = @_; return is("@{ Attack::run($node, $role, $sql)->{states} }", $state, $name); }

# ---- A plan with another's value in an indexed column: the tables cannot be named, so no plan counts their rows.

foreach my $role (qw(ada rev1 exp1 cur2 stranger))
{
	my %said;
	foreach my $value ('bob.secret@example.org', 'nobody@example.org')
	{
		foreach my $of (qw(badcase_internal.contributor badcase.contributor))
		{
			my $said = Attack::run($node, $role, "SET enable_seqscan = off; SET enable_bitmapscan = off;
				EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT FROM $of WHERE program_id = 1 AND external_id = '$value';
				EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT FROM $of WHERE program_id = 1 AND external_id > '$value'", go_on => 1);
			unlike($said->{out}, qr/Rows Removed|rows=/, "$role gets no plan of $of");
			$said{$value} .= ($said->{out} . $said->{err}) =~ s/\Q$value\E//gr =~ s/^.*(?:EXPLAIN \(|\^$).*$//mgr =~ s/^\S*?:\d+: |^ *\^\n//mgr;
		}
	}
	is($said{'bob.secret@example.org'}, $said{'nobody@example.org'}, '... nor another answer for a name that there is');
}

# ---- A task's name is its contributor's word: held, private or withdrawn, nobody but a curator sees it.

Attack::upload($node, 'bob', 1, [
	Attack::record('Who do I call', 'somebody', '"task": "HELDWORDS my phone 13812345678", "failure_kind": "factual", "model_version": "HELDMODEL"'),
	Attack::record('What is a brook', 'a small river', '"task": "OPENWORDS of bob", "failure_kind": "factual", "model_version": "OPENMODEL"') ]);
Attack::must($node, 'cur1', 'CALL badcase.triage(1)');
is(dba(q(SELECT string_agg(state, ' ' ORDER BY submission_id) FROM badcase_internal.submission WHERE upload_id = (SELECT max(upload_id) FROM badcase_internal.upload))), 'held pending', 'of two records with tasks one is held');
my %functions = Calls::functions($node);
my %calls = map { my %c = Calls::calls($functions{$_}, 1); %c } keys %functions;
my @views = split /\n/, dba(q(SELECT relname FROM pg_class WHERE relnamespace = 'badcase'::regnamespace AND relkind = 'v'));

# Every answer of the workspace to somebody, what would change something rolled back.
sub everything
{
	my ($role) = @_;
	return join "\n", map { $_->[0], $_->[1] } Calls::run_as($node, $role, '', (map { "SELECT * FROM badcase.$_" } sort @views), sort keys %calls);
}
sub words_of { my ($text, @words) = @_; return join ' ', grep { $text =~ /$_/ } @words; }
my @words = qw(HELDWORDS OPENWORDS HELDMODEL OPENMODEL);
is(words_of(everything($_), @words), '', "$_ sees no name of a task that no curator took") foreach qw(exp1 rev1 ada cur2 stranger);
like(everything('cur1'), qr/OPENWORDS of bob/, '... the curator does');
unlike(everything('cur1') =~ s/.*findings.*//gr, qr/13812345678/, '... but for the telephone number that holds the record');
Attack::must($node, 'cur1', q(SELECT badcase.set_task(1, 'OPENWORDS of bob')));
is(words_of(everything('exp1'), @words), 'OPENWORDS', '... and once she took it, it is everybody\'s');
Attack::must($node, 'bob', q(SELECT badcase.withdraw(contributor => 2)));
is(words_of(everything($_), qw(HELDWORDS HELDMODEL OPENMODEL)), '', "... after a withdrawal $_ sees nothing more") foreach qw(exp1 rev1);
unlike(dba('SELECT string_agg(name, $$ $$) FROM badcase_internal.task') // '', qr/HELDWORDS/, '... and no task keeps the words');

# ---- Numbers for the public take no longer for many labels: rows that the plan's nodes went through, counted.

SKIP:
{
	skip 'the server has no auto_explain', 2 if @{ Attack::run($node, $dba, q(LOAD 'auto_explain'))->{states} };
	my %work;
	foreach my $n (100, 400)
	{
		my $program = dba("SET ROLE badcase_owner; SELECT badcase.create_program('labels $n') AS program \\gset\nSELECT badcase.grant_access(:program, 'exp1', 'exporter'); \\echo :program") =~ s/\n//r;
		dba(<<"SQL");
INSERT INTO badcase_internal.contributor (program_id, external_id, registered_by) SELECT $program, 'c' || i, 'x' FROM generate_series(1, 7) i;
INSERT INTO badcase_internal.task (program_id, name, set_by) SELECT $program, 'task ' || i, 'x' FROM generate_series(1, $n) i;
INSERT INTO badcase_internal.upload (program_id, contributor_id, kind, opened_by, processed_at)
SELECT $program, min(contributor_id), 'submissions', 'x', now() FROM badcase_internal.contributor WHERE program_id = $program;
INSERT INTO badcase_internal.submission (program_id, contributor_id, upload_id, line_no, record, digest, exact_key, task_id)
SELECT $program, (SELECT min(contributor_id) FROM badcase_internal.contributor WHERE program_id = $program) + row_number() OVER () % 7, (SELECT max(upload_id) FROM badcase_internal.upload),
  row_number() OVER (), badcase('p', 'r'), '', '', t.task_id
FROM badcase_internal.task t WHERE t.program_id = $program;
SQL
		my $said = Attack::run($node, $dba, "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on; SET auto_explain.log_analyze = on;
			SET auto_explain.log_timing = off; SET auto_explain.log_format = json; SET client_min_messages = log; SET ROLE exp1; SELECT count(*) > 3 FROM badcase.public_statistics($program, 2)");
		is($said->{out}, 't', "there are numbers for $n labels");
		while ($said->{err} =~ /^(\{\n.*?^\})/msg)
		{
			my $count;
			$count = sub { my ($p) = @_; my $w = (($p->{'Actual Rows'} // 0) + ($p->{'Rows Removed by Filter'} // 0) + ($p->{'Rows Removed by Join Filter'} // 0)) * ($p->{'Actual Loops'} // 0);
				$w += $count->($_) foreach @{ $p->{Plans} // [] }; return $w; };
			$work{$n} += $count->(decode_json($1)->{Plan});
		}
	}
	note("rows: $work{100} and $work{400}");
	cmp_ok($work{400}, '<', 6 * $work{100}, 'four times the labels are about four times the work');
}

# ---- What was erased is in no export, whatever snapshot an exporter kept.

my ($host, $port) = ($node->host, $node->port);
my ($release) = split /\n/, Attack::must($node, 'cur1', "SELECT badcase.build_release(1, 'snapshot', 3) AS r \\gset\n\\echo :r\nSELECT badcase.publish_release(:r)");
my $adas = 'ada asks about rivers';
like(Attack::must($node, 'exp1', 'SELECT prompt FROM badcase.export_sft'), qr/\Q$adas/, 'an exporter reads what is published');
foreach my $level ('REPEATABLE READ', 'SERIALIZABLE')
{
	my $said = Attack::run($node, 'exp1', <<"SQL", go_on => 1);
BEGIN ISOLATION LEVEL $level; SELECT count(*) FROM badcase.credits;
\\! psql -X -q -h '$host' -p $port -U ada -d postgres -c "SELECT badcase.erase(1, 'forget me')" >/dev/null
SAVEPOINT s; SELECT prompt FROM badcase.export_sft; ROLLBACK TO s;
SELECT prompt FROM badcase.export_preference; ROLLBACK TO s;
SELECT line FROM badcase.release_rows($release); ROLLBACK TO s;
SELECT badcase.dataset_card($release); ROLLBACK TO s;
SELECT * FROM badcase.release_diff(1, $release); ROLLBACK TO s;
SQL
	unlike($said->{out}, qr/\Q$adas/, "an exporter at $level gets nothing of what was erased meanwhile");
	cmp_ok(scalar(@{ $said->{states} }), '>=', 2, '... but errors');
	like($said->{states}[0], qr/^25001$/, '... that say why');
}
is(dba('SELECT count(record) FROM badcase_internal.submission WHERE contributor_id = 1'), 0, 'it was erased meanwhile');

# ---- What is on its way in.

refused('bob', q(INSERT INTO badcase.intake (line_no, line) SELECT i, '' FROM generate_series(1, 100000) i), '55000', 'lines without an upload are refused');
refused('dora', q(BEGIN; SELECT badcase.open_upload(2); INSERT INTO badcase.intake (line_no, line) SELECT i, '' FROM generate_series(1, 100000) i; COMMIT), '55000',
	'lines of an upload that is not processed are refused at COMMIT');
is(dba('SELECT count(*) FROM badcase.intake'), 0, '... and nothing of them stays');
Attack::must($node, 'cur2', 'SELECT badcase.set_quota(2, lines => 1000)');
refused('dora', q(BEGIN; SELECT badcase.open_upload(2); INSERT INTO badcase.intake (line_no, line) SELECT i, '' FROM generate_series(1, 1001) i; SELECT * FROM badcase.process_upload(); COMMIT), '54000',
	'an upload of nothing but ends of lines has its limit');
dba('CREATE ROLE reads_all LOGIN IN ROLE pg_read_all_data');
Attack::run($node, 'dora', q(BEGIN; SELECT badcase.open_upload(2); INSERT INTO badcase.intake (line_no, line) VALUES (1, 'LEFTOVER'); SELECT 1/0; COMMIT), go_on => 1);
my $tables = Attack::must($node, 'reads_all', q(SELECT string_agg(format('SELECT count(*) FROM %s', c.oid::regclass), ' UNION ALL ') FROM pg_class c
	WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind = 'r'));
is(join(' ', sort { $a <=> $b } split /\n/, Attack::must($node, 'reads_all', "SELECT sum(count) FROM ($tables) x")), 0, 'who may read all tables reads no row of these');

# ---- A consent is its contributor's.

Attack::must($node, 'dora', q(SELECT badcase.set_consent(4, 'publish_text', false, 't')));
refused('cur2', q(SELECT badcase.set_consent(4, 'publish_text', true, 't')), '42501', 'a curator does not agree to what the contributor refused');
is(Attack::must($node, 'dora', q(SELECT granted, in_person, holds FROM badcase.my_consents WHERE scope = 'publish_text')), 'f|t|t', 'a contributor reads her own consents');
is(Attack::must($node, 'bob', q(SELECT count(*) FROM badcase.my_consents WHERE contributor <> 2)), 0, '... and nobody else\'s');
refused('bob', q(SELECT badcase.set_consent(3, 'publish_text', true, 't')), '42501', '... nor gives one for somebody else');

# ---- Previews of what is held or rejected.

Attack::upload($node, 'dora', 2, [ '{"prompt": "HELDPREVIEW call me at 13812345678 about the old mill by the river", "response": "I will"}',
	'{"prompt": "REJECTEDPREVIEW tell me about the old mill by the river and its owner", "response": "no"}', '{"prompt": "SEENPREVIEW tell me about the old mill by the river and its owners", "response": "no"}' ]);
Attack::must($node, 'cur2', 'CALL badcase.triage(2)');
my ($rejected) = split /\n/, dba(q(SELECT submission_id FROM badcase_internal.submission WHERE record::text LIKE '%REJECTEDPREVIEW%'));
Attack::must($node, 'rey', "SELECT badcase.submit_review($rejected, false, false)");
my $search = q(SELECT state, preview FROM badcase.find_similar(2, badcase('PREVIEW the old mill by the river and its owner', 'no'), 0.000001, max_rows => 100));
my $seen = Attack::must($node, 'rey', $search) . Attack::must($node, 'rey', 'SELECT * FROM badcase.claim_reviews(2, 100)') . Attack::must($node, 'rey', 'SELECT * FROM badcase.duplicates');
is(words_of($seen, qw(HELDPREVIEW REJECTEDPREVIEW SEENPREVIEW)), 'SEENPREVIEW', 'a reviewer sees no preview of what is held or was rejected');
is(words_of(Attack::must($node, 'cur2', $search), qw(HELDPREVIEW REJECTEDPREVIEW SEENPREVIEW)), 'HELDPREVIEW REJECTEDPREVIEW SEENPREVIEW', '... the curator does');

# ---- Lines in messages of COPY, whatever the column is.

my $secret = '{"prompt": "COPYSECRET", "response": "r"}';
foreach my $column ('int', 'jsonb[]', 'numeric', 'uuid', 'point', 'json CHECK (line IS NULL)', 'json CHECK (line::text = $$x$$)', 'jsonb UNIQUE', 'text UNIQUE', 'varchar(5)', 'badcase CHECK (prompt(line) = $$x$$)')
{
	my $file = "$dir/lines";
	PostgreSQL::Test::Utils::append_to_file($file, "$secret\n$secret\n") unless -e $file;
	my $said = Attack::run($node, $dba, "SELECT badcase_check('') \\g /dev/null\nCREATE TEMP TABLE t (line $column);\n\\copy t from '$file' with (format jsonl)\n", go_on => 1);
	is(scalar(@{ $said->{states} }), 1, "COPY into a column $column fails");
	unlike($said->{err}, qr/COPYSECRET/, '... and quotes no line');
}

# ---- A second copy of the library in one session.

my $copy = "$dir/badcase_again.so";
copy(dba('SELECT setting FROM pg_config WHERE name = $$PKGLIBDIR$$') . '/badcase.so', $copy) or die "$copy: $!";
chmod 0755, $copy;
# no cancel would end such a loop
my $script = "SELECT pg_backend_pid();\nSELECT badcase_check('') \\g /dev/null\nLOAD '$copy'; CREATE TEMP TABLE t (line json);\n\\copy t from '$dir/lines' with (format jsonl)\nSELECT count(*) FROM t";
my ($out, $err, $h) = ('', '');
$h = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-U', $dba, '-h', $host, '-p', $port, '-d', 'postgres' ], '<', \$script, '>', \$out, '2>', \$err, IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
eval { $h->finish; 1 } or $out =~ /^(\d+)/ && kill 'KILL', $1;
like($out, qr/^\d+\n2$/m, 'two copies of the library do not call each other without end');

$node->stop;
done_testing();
