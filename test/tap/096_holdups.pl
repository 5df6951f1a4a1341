# Who can hold up whom.  One person leaves a transaction open, or a stranger takes what locks he can; the others go on with
# their work, which gives up at once where it would wait.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Attack;
use Calls;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = Attack::cluster('holdups', "max_prepared_transactions = 5\nmax_locks_per_transaction = 200\n");
Attack::workspace($node);
my $dba = Attack::superuser();
my ($host, $port) = ($node->host, $node->port);
# One more person in program 1 who has something of everything: an accepted, a pending and a held record; and one more curator.
Attack::must($node, $dba, 'CREATE ROLE eve LOGIN; CREATE ROLE cur3 LOGIN');
Attack::must($node, 'cur1', q(SELECT badcase.grant_access(1, 'cur3', 'curator')));
Attack::must($node, 'cur1', q(SELECT badcase.grant_access(1, 'eve', 'contributor'), badcase.register_contributor(1, 'eve@example.org', 'Eve', 'eve')));
Attack::upload($node, 'eve', 1, [ map { Attack::record("eve asks $_", "eve is told $_") } 1 .. 2 ]);
Attack::must($node, 'cur1', 'CALL badcase.triage(1)');
Attack::must($node, 'eve', q(SELECT badcase.set_consent(5, 'contact', true, 't')));

# A line of somebody's that is new each time.
my $new = 0;
sub line { $new++; return "'{\"prompt\": \"new $new of $_[0]\", \"response\": \"r\"}'"; }
sub upload { return "SELECT badcase.open_upload($_[1]); INSERT INTO badcase.intake (line_no, line) VALUES (1, " . line($_[0]) . '); SELECT stored FROM badcase.process_upload()'; }

# What the others do meanwhile, each in a transaction that is rolled back: [by whom, what].
sub work
{
	return ([ 'bob', 'SELECT badcase.withdraw(submission => 1)' ], [ 'bob', 'SELECT badcase.withdraw(contributor => 2)' ], [ 'bob', q(SELECT badcase.erase(2, 'forget')) ],
		[ 'bob', q(SELECT badcase.attest(2, 't2')) ], [ 'bob', q(SELECT badcase.set_consent(2, 'train', false, 't')) ], [ 'bob', upload('bob', 1) ],
		[ 'bob', 'SELECT count(*) FROM badcase.my_submissions' ], [ 'cur1', 'SELECT badcase.triage_batch(1)' ], [ 'cur1', q(SELECT badcase.grant_access(1, 'stranger', 'exporter')) ],
		[ 'cur1', q(SELECT badcase.build_release(1, 'during', 2)) ], [ 'cur1', q(SELECT badcase.register_contributor(1, 'new@example.org')) ], [ 'cur1', q(SELECT badcase.report_html(1) IS NOT NULL) ],
		[ 'exp1', 'SELECT count(*) FROM badcase.release_rows(1)' ], [ 'exp1', 'SELECT count(*) FROM badcase.export_sft' ], [ 'rev1', 'SELECT count(*) FROM badcase.claim_reviews(1, 1)' ],
		[ 'rev2', 'SELECT badcase.submit_review(3, true, true)' ], [ 'dora', 'SELECT badcase.withdraw(contributor => 4)' ], [ 'cur2', 'SELECT badcase.triage_batch(2)' ],
		[ 'cur2', q(SELECT badcase.grant_access(2, 'stranger', 'exporter')) ], [ 'exp2', 'SELECT count(*) FROM badcase.release_rows(2)' ]);
}

# While somebody holds a transaction open, who of the others would wait; '' for nobody.  Where somebody may wait, the
# pattern says for what.
sub waiting
{
	my ($role, $held, $unless) = @_;
	my $others = '';
	foreach my $work (work())
	{
		my ($who, $sql) = @$work;
		next if $who eq $role;
		$sql =~ s/"/\\"/g;
		$others .= "\\warn \@\@ $who: " . substr($sql, 0, 60) =~ s/["\\']//gr . "\n\\! PGOPTIONS='-c lock_timeout=200ms' psql -X -q -A -t -v VERBOSITY=terse -h '$host' -p $port -U $who -d postgres -c \"BEGIN\" -c \"$sql\" -c \"ROLLBACK\" >/dev/null\n";
	}
	my $said = Attack::run($node, $role, "BEGIN; $held;\n\\echo held\n${others}ROLLBACK;", go_on => 1);
	is(scalar(@{ $said->{states} }), 0, "$role holds: $held") or diag($said->{err});
	my (@waiting, $what);
	foreach (split /\n/, $said->{err})
	{
		$what = $1 if /^@@ (.*)/;
		push @waiting, "$what: $_" if /^ERROR/ && !($unless && $what =~ $unless);
	}
	return join "\n", @waiting;
}

# ---- A stranger, with all that CONNECT gives him.

my $locks = join ', ', map { "pg_advisory_lock(hashtextextended('badcase $_', 0))" } 'triage 1', 'triage 2', 'contributor 1', 'contributor 2', 'contributor 4', 'releases 1', 'releases 2', 'privileges';
is(waiting('stranger', "SELECT $locks; SELECT pg_advisory_lock(x, y), pg_advisory_lock(x), pg_advisory_lock_shared(y::bigint) FROM generate_series(0, 9) x, generate_series(0, 9) y"),
	'', 'a stranger with advisory locks holds up nobody');
is(Attack::must($node, $dba, q(SELECT count(*) FROM pg_proc WHERE pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND prosrc ~ 'advisory')), 0, '... for no function takes one');
my @relations = split /\n/, Attack::must($node, $dba, q(SELECT oid::regclass FROM pg_class WHERE relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND relkind IN ('r', 'v', 'S') ORDER BY 1));
my @ways = ('LOCK TABLE X IN ACCESS SHARE MODE', 'LOCK TABLE X IN ROW SHARE MODE', 'LOCK TABLE X IN SHARE MODE', 'LOCK TABLE X IN ACCESS EXCLUSIVE MODE', 'SELECT 1 FROM X FOR KEY SHARE', 'SELECT 1 FROM X FOR UPDATE');
foreach my $role (qw(stranger ada rev1 exp1 cur2))
{
	my @probes = map { my $relation = $_; map { s/\bX\b/$relation/r } @ways } @relations;
	my @said = Calls::run_as($node, $role, '', @probes);
	# who reads a view may lock it as a reader does, which keeps nobody from anything
	is(join("\n", grep { !/^LOCK TABLE badcase\.\w+ IN ACCESS SHARE/ } map { $said[$_][1] =~ /ERROR/ ? () : $probes[$_] } 0 .. $#said), '', "$role can lock no table and no row, by " . @probes . ' probes');
}

# ---- A contributor who leaves off in the middle.

my $upload = "SELECT badcase.open_upload(1); INSERT INTO badcase.intake (line_no, line) VALUES (1, " . line('eve') . ')';
foreach my $held (q(SELECT badcase.attest(5, 't2')), q(SELECT badcase.set_consent(5, 'train', true, 't')), q(SELECT badcase.set_display_name(5, 'E')), q(SELECT badcase.set_contact(5, 'e-mail', 'x')), $upload,
	"$upload; SELECT stored FROM badcase.process_upload()", 'SELECT count(*) FROM badcase.my_submissions', 'SAVEPOINT s; SELECT badcase.attest(5, $$t2$$); ROLLBACK TO s')
{
	is(waiting('eve', $held), '', '... and nobody waits');
}
# The same with what she has held, and what waits for triage.
Attack::must($node, 'eve', q(SELECT badcase.attest(5, 't')));
Attack::upload($node, 'eve', 1, [ Attack::record('eve asks once more', 'eve is told', '"task": "a task of hers"'), Attack::record('call 13812345678', 'eve is told') ]);
Attack::upload($node, 'bob', 1, [ Attack::record('bob asks once more', 'bob is told', '"task": "a task of hers"') ]);
is(waiting('eve', q(SELECT badcase.attest(5, 't3'))), '', '... and nobody waits');
# Taking back is a move of her own records: others wait for no more than what has to see it.
# An open withdrawal is waited for by who erases and by triage; an erasure, which removes texts, by who reads them, too.
my $moves = qr/^(?:bob: SELECT badcase\.erase|cur1: SELECT badcase\.triage_batch)/;
foreach my $held (q(SELECT badcase.withdraw(contributor => 5)), q(SELECT badcase.withdraw(submission => (SELECT min(submission) FROM badcase.my_submissions))))
{
	is(waiting('eve', $held, $moves), '', '... and nobody waits but who erases or triages');
}
is(waiting('eve', q(SELECT badcase.erase(5, 'forget')), qr/$moves|^cur1: SELECT badcase\.(?:build_release|grant_access)|^exp1: .*release_rows|^cur2: .*grant_access/), '',
	'... and nobody waits but who erases, triages, exports or gives access');

# ---- Reviewers, exporters and curators of another program.

is(waiting('rev1', 'SELECT count(*) FROM badcase.claim_reviews(1, 1)', qr/^(?:bob: SELECT badcase\.(?:withdraw|erase)|rev2: SELECT badcase\.submit_review)/), "", "a reviewer who claims and leaves holds up nobody but who takes back or reviews the claimed record");
is(waiting('dora', 'SELECT badcase.withdraw(contributor => 4)', qr/^(?:cur2|exp2|dora)/), '', 'who takes back in another program holds up nobody here');
is(waiting('cur2', 'SELECT badcase.triage_batch(2)', qr/^(?:dora|exp2)/), '', 'a curator of another program who triages holds up nobody here');
is(waiting('cur3', 'SELECT badcase.triage_batch(1)', qr/^bob: SELECT badcase\.(?:withdraw|erase)/), '', 'of two who triage one goes on at once');
is(waiting('cur2', q(SELECT badcase.build_release(2, 'x', 1)), qr/^(?:dora|exp2)/), '', '... nor one who builds a release');

$node->stop;
done_testing();
