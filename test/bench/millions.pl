# millions.pl FILE ROUNDS: a workspace that grows to BENCH_COUNT submissions, the lines of FILE, which may still be growing: in uploads of 100,000 lines
# by a hundred contributors in turn, each triaged before the next one, in batches as who loads many would take them, and at the end 200 probes
# with edited copies.  CPU and bytes a record, by tenths.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bench;

my ($file) = @ARGV;
my $dir = $ENV{BC_TMP};
my ($batch, $people, $probes) = (100_000, 100, 200);

query(<<"SQL");
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS badcase;
CREATE ROLE badcase_owner NOLOGIN;
SELECT badcase_setup('badcase_owner');
-- the owner is measured, and reports to the server's log
GRANT SET ON PARAMETER log_statement_stats TO badcase_owner;
SET ROLE badcase_owner;
SELECT badcase.create_program('p'), badcase.grant_access(1, current_user, 'curator'), badcase.set_quota(1, lines => 1000000000, bytes => 10000000000000);
SELECT badcase.attest(badcase.register_contributor(1, 'c' || n), 't') FROM generate_series(1, $people) n;
SQL
# keys as wide as that many records want, as doc/deployment.md says
my $bits = 19;
$bits++ while 2**($bits + 2) < $ENV{BENCH_COUNT};
query(<<"SQL") if $bits > 19;
SET ROLE badcase_owner;
BEGIN;
DROP INDEX badcase_internal.searchable_near, badcase_internal.searchable_near_prompt;
CREATE INDEX searchable_near ON badcase_internal.searchable USING badcase_near (record badcase_near_v1_ops (bits = $bits)) WHERE NOT common_record;
CREATE INDEX searchable_near_prompt ON badcase_internal.searchable USING badcase_near (record badcase_near_v1_ops (field = prompt, bits = $bits)) WHERE NOT common_prompt;
COMMIT;
SQL

# CPU seconds of statements of the owner's, in one session, each [BEFORE, STATEMENT], what comes before not counted
sub spent
{
	my $n = 0;
	my @cases = map { { name => $n++, before => ($n == 1 ? "SET ROLE badcase_owner;\n" : '') . $_->[0], sql => $_->[1] } } @_;
	my ($cpu) = run_cases(1, \@cases, 1);
	my $sum = 0;
	$sum += $_->[0] for values %$cpu;
	return $sum;
}

# a whole line of a file that somebody may still be writing; nothing where it has not grown for two minutes
sub next_line
{
	my ($from) = @_;
	my $line = '';
	for (1 .. 1200)
	{
		$line .= <$from> // '';
		return $line if $line =~ /\n\z/;
		select undef, undef, undef, 0.1;
		# an end that was seen is seen no more
		seek $from, 0, 1;
	}
	return;
}

sub number { return (query($_[0]))[0][0]; }

my $all = $ENV{BENCH_COUNT};
open my $from, '<', $file or die "$file: $!\n";
my (@rows, @probe);
# a two-hundredth, so that each page of an index gets some keys of a batch, however large it is
my $portion = $all > 2_000_000 ? int($all / 200) : 10_000;
my ($sent, $uploads, $told, $analyzed) = (0, 0, 0, 0);
my ($intake, $triage, $text) = (0, 0, 0);
my $begun = time;
while ($sent < $all)
{
	my ($lines, $bytes) = (0, 0);
	open my $to, '>', "$dir/upload.jsonl" or die "upload.jsonl: $!\n";
	while ($lines < $batch && $sent + $lines < $all && defined(my $line = next_line($from)))
	{
		print $to $line;
		$bytes += length $line;
		push @probe, $line if ($sent + $lines) % (int($all / $probes) || 1) == 0 && @probe < $probes;
		$lines++;
	}
	close $to or die "upload.jsonl: $!\n";
	die "$file ends after $sent lines\n" unless $lines;
	$intake += spent(
		[ "BEGIN;\nSELECT badcase.open_upload(1, @{[ 1 + $uploads++ % $people ]});", "\\copy badcase.intake (line_no, line) from '$dir/upload.jsonl' with (format jsonl)" ],
		[ '', 'SELECT * FROM badcase.process_upload();' ], [ '', 'COMMIT;' ]);
	# as autovacuum would, by a share of what is there
	if ($sent + $lines > 1.5 * $analyzed) { query('VACUUM ANALYZE;'); $analyzed = $sent + $lines; }
	$triage += spent([ "SET work_mem = '256MB';", "CALL badcase.triage(1, $portion);" ]);
	$sent += $lines;
	$text += $bytes;
	next unless $sent >= $all || 10 * $sent >= $all * (1 + @rows);
	my $size = number('SELECT pg_database_size(current_database());');
	push @rows, [ thousands($sent), map({ sprintf '%.0f', 1e6 * $_ / ($sent - $told) } $intake, $triage), sprintf('%.0f', $size / $sent), sprintf('%.1f', $size / $text), sprintf('%.0f', (time - $begun) / 60) ];
	($told, $intake, $triage) = ($sent, 0, 0);
	print STDERR join("\t", @{ $rows[-1] }), "\n" if -t STDERR;
}
unlink "$dir/upload.jsonl";
table([ 'submissions', 'intake, us each', 'triage, us each', 'bytes each', 'times the text', 'minutes so far' ], @rows);

query('VACUUM ANALYZE;');
my $n = 0;
my ($cpu, $out) = run_cases(1, [ map { my $line = $_ =~ s/[\r\n]+$//r =~ s/'/''/gr;
		{ name => $n++, before => $n > 1 ? '' : "SET ROLE badcase_owner;\nSET standard_conforming_strings = on;",
			sql => "SELECT count(f) FROM (SELECT '$line'::badcase AS r) x, badcase.find_similar(1, badcase(prompt(r), response(r) || ' and so on')) f;" } } @probe ], 1);
my @ms = map { 1000 * $cpu->{$_}[0] } sort keys %$cpu;
printf "  %d probes at 0.7, parsed and planned each: median %.2f ms, p99 %.2f ms; %d found nothing\n", scalar @ms, median(@ms), percentile(0.99, @ms),
  scalar grep { $out->{$_}[0] =~ /^0$/m } keys %$out;
printf "  submissions by state: %s\n", join ', ', map { "$_->[0] " . thousands($_->[1]) } query('SELECT state, count(*) FROM badcase_internal.submission GROUP BY 1 ORDER BY 2 DESC;');
