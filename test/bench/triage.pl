# triage.pl FILE ROUNDS: triage of what came in, of real-like records and of copies of one template, a tenth and all of them, each in
# a program of its own, in one call.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bench;

my ($file) = @ARGV;
my $dir = $ENV{BC_TMP};
open my $from, '<', $file or die "$file: $!\n";
my @records = <$from>;
close $from;
my $count = @records;

# A template with four slots, each program's of words of its own: any two copies are similar to about 0.8.
sub copy
{
	my ($program, $i) = @_;
	my @w = map { "p$program$_" } 1 .. 70;
	my $s = $i * 7919 % 1000003;
	@w[ 40, 45, 50 ] = ('a' . $s % 97, 'b' . $s % 89, 'c' . $s % 83);
	return qq({"prompt": "@w[0 .. 29]", "response": "@w[30 .. 69] $i"}\n);
}

my %set = (
	1 => [ 'real-like', [ @records[ 0 .. $count / 10 - 1 ] ] ],
	2 => [ 'real-like', \@records ],
	3 => [ 'one template', [ map { copy(3, $_) } 1 .. $count / 10 ] ],
	4 => [ 'one template', [ map { copy(4, $_) } 1 .. $count ] ]);
query(<<'SQL');
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS badcase;
CREATE ROLE badcase_owner NOLOGIN;
SELECT badcase_setup('badcase_owner');
-- the owner is measured, and reports to the server's log
GRANT SET ON PARAMETER log_statement_stats TO badcase_owner;
SET ROLE badcase_owner;
SELECT badcase.create_program('p' || p), badcase.grant_access(p, current_user, 'curator'), badcase.register_contributor(p, 'a'),
  badcase.attest(p, 't') FROM generate_series(1, 4) p;
SELECT badcase.set_quota(p, lines => 1000000000, bytes => 1000000000000) FROM generate_series(1, 4) p;
RESET ROLE;
CREATE TABLE copied (LIKE badcase_internal.submission INCLUDING ALL);
CREATE TABLE copied_searchable (LIKE badcase_internal.searchable INCLUDING ALL);
SQL
my (%cpu, %stored);
for my $p (1 .. 4)
{
	open my $to, '>', "$dir/upload.jsonl" or die "upload.jsonl: $!\n";
	print $to @{ $set{$p}[1] };
	close $to or die "upload.jsonl: $!\n";
	# the rows as triage leaves them, into empty tables with the same indexes: what must be written and indexed anyway
	my ($spent) = run_cases(1, [
		{ name => 'process', before => "SET ROLE badcase_owner;\nBEGIN;\nSELECT badcase.open_upload($p, $p);\n\\copy badcase.intake (line_no, line) from '$dir/upload.jsonl' with (format jsonl)",
			sql => 'SELECT * FROM badcase.process_upload();' },
		{ name => 'triage', before => "COMMIT;\nRESET ROLE;\nVACUUM ANALYZE;\nCHECKPOINT;\nSET ROLE badcase_owner;", sql => "CALL badcase.triage($p);" },
		{ name => 'insert', before => "RESET ROLE;\nTRUNCATE copied, copied_searchable;",
			sql => "WITH s AS (INSERT INTO copied OVERRIDING SYSTEM VALUE SELECT * FROM badcase_internal.submission WHERE program_id = $p)
INSERT INTO copied_searchable SELECT * FROM badcase_internal.searchable WHERE program_id = $p;" } ], 1);
	$cpu{$p} = { map { $_ => $spent->{$_}[0] } keys %$spent };
	$stored{$p} = (query("SELECT count(*) FROM badcase_internal.submission WHERE program_id = $p"))[0][0];
}
my @rows;
for my $p (1 .. 4)
{
	my $c = $cpu{$p};
	my ($near, $alternative, $clusters) = @{ (query(<<SQL))[0] };
SELECT round((SELECT count(*) FROM badcase_internal.relation r JOIN badcase_internal.submission s USING (submission_id) WHERE s.program_id = $p AND r.kind = 'near') / $stored{$p}.0, 1),
  round((SELECT count(*) FROM badcase_internal.relation r JOIN badcase_internal.submission s USING (submission_id) WHERE s.program_id = $p AND r.kind = 'alternative') / $stored{$p}.0, 1),
  (SELECT count(DISTINCT cluster_id) FROM badcase_internal.submission WHERE program_id = $p)
SQL
	push @rows, [ $set{$p}[0], thousands($stored{$p}), sprintf('%.0f', $stored{$p} / $c->{triage}), sprintf('%.3f', 1000 * $c->{triage} / $stored{$p}),
		sprintf('%.2f', $c->{triage} / $c->{insert}), sprintf('%.2f', $c->{triage} / $c->{process}), $near, $alternative, thousands($clusters) ];
}
table([ 'triage, in one call', 'records', '1/s', 'ms each', 'to INSERT', 'to process_upload', 'near', 'alternatives', 'clusters' ], @rows);
print "  to INSERT: of the same rows into empty tables with the same indexes; near, alternatives: relations of each\n";
for my $p (1, 3)
{
	printf "  %s: a record costs %.2f times as much with ten times as many\n", $set{$p}[0],
	  $cpu{ $p + 1 }{triage} / $stored{ $p + 1 } / ($cpu{$p}{triage} / $stored{$p});
}
