# Random histories of a workspace: uploads with duplicates, alternatives and what must be held, consents given and taken
# back, findings, reviews, rulings, revisions, withdrawals, erasures, new terms and benchmarks, and releases in between.
# A model that knows only what was done (ReleaseModel.pm) says what each release must be: nothing withdrawn, without
# consent, with an open finding, contaminated or twice; all that is left, in its order, its split and its hash; and the
# numbers add up. 40 histories; a thousand where BADCASE_LONG is set. BADCASE_SEED makes others, BADCASE_HISTORY one alone.
use strict;
use warnings;
use File::Basename;
use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use lib dirname(__FILE__);
use ReleaseModel;

my $seed = $ENV{BADCASE_SEED} // ($ENV{BADCASE_LONG} ? time % 1_000_000 : 1);
my @histories = defined $ENV{BADCASE_HISTORY} ? $ENV{BADCASE_HISTORY} : (1 .. ($ENV{BADCASE_LONG} ? 1000 : 40));
diag("BADCASE_SEED=$seed") if $ENV{BADCASE_LONG};

my $node = PostgreSQL::Test::Cluster->new('histories');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "max_wal_size = 8GB\ncheckpoint_timeout = 1h");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase');
$node->command_ok([ 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-o', File::Spec->devnull, '-f', dirname(__FILE__) . '/release_history.sql', 'postgres' ], 'made ready');
$node->safe_psql('postgres', join ';', 'SET jit = off', map { "CALL history($_, $seed, 55)" } @histories);

my $json = JSON::PP->new->utf8->boolean_values(0, 1);
my (%count, %refused, $bad);
foreach my $h (@histories)
{
	my $model = ReleaseModel->new;
	foreach (split /\n/, $node->safe_psql('postgres', "SELECT json_build_array(step, op, done, refused) FROM journal WHERE history = $h ORDER BY step"))
	{
		my ($step, $op, $done, $refused) = @{ $json->decode($_) };
		if (defined $refused) { $refused{ substr $refused, 0, 5 }++ }
		elsif (defined $done) { $model->take($step, $op, $done) }
	}
	$count{$_} += $model->{count}{$_} for keys %{ $model->{count} };
	next if !@{ $model->{faults} };
	diag("history $h of seed $seed: $_") for @{ $model->{faults} };
	last if $bad++ > 10;
}
is($bad, undef, @histories . " histories of seed $seed");
is(join(' ', grep { !/^(?:55000|42501|22023|55P03)$/ } sort keys %refused), '', 'nothing is refused but by the rules of the workspace');
note(join ', ', map { "$_ $count{$_}" } sort keys %count);
# what never happened would be proved by nothing
my @want = ('items', 'validation', 'mixed in', 'too few to mix in', 'publish', 'publish refused', 'read whole', 'read refused', 'shown', 'release refused', 'revise', 'reopen', 'adjudicate', 'resolve', 'withdraw', 'erase',
	map { "out: $_" } qw(no_consent screening contaminated general_contaminated per_cluster per_task), $ENV{BADCASE_LONG} ? 'duplicate' : ());
is(join(', ', grep { !$count{$_} } @want), '', 'everything happened') if @histories >= 40;

$node->stop;
done_testing();
