# copy.pl FILE ROUNDS: CPU of COPY with format jsonl against core COPY, of the same lines.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bench;

my ($file, $rounds) = @ARGV;
my $dir = $ENV{BC_TMP};
my $csv = q{(format csv, quote e'\x01', delimiter e'\x02')};

# The lines as each COPY wants them, and tables to be read.  Lines that are no record are left out: core would take
# some of them, and a badcase column none.
query(<<"SQL");
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS badcase;
SELECT badcase_check('');
CREATE UNLOGGED TABLE raw (line_no bigint, line bytea);
\\copy raw from '$file' with (format jsonl)
CREATE UNLOGGED TABLE out_json AS SELECT row_number() OVER (ORDER BY line_no) AS line_no, convert_from(line, 'UTF8')::json AS line
  FROM raw WHERE badcase_try(line) IS NOT NULL;
CREATE UNLOGGED TABLE out_jsonb AS SELECT line_no, line::jsonb AS line FROM out_json;
CREATE UNLOGGED TABLE out_badcase AS SELECT line_no, badcase(line) AS line FROM out_json;
CREATE UNLOGGED TABLE out_row AS SELECT line_no, prompt(line), response(line), line_no % 3 = 0 AS accepted FROM out_badcase;
CREATE UNLOGGED TABLE into_bytea (line_no bigint, line bytea);
CREATE UNLOGGED TABLE into_text (line_no bigint, line text);
CREATE UNLOGGED TABLE into_json (line_no bigint, line json);
CREATE UNLOGGED TABLE into_jsonb (line_no bigint, line jsonb);
CREATE UNLOGGED TABLE into_badcase (line_no bigint, line badcase);
DROP TABLE raw;
\\copy out_json (line) to '$dir/lines.jsonl' with (format jsonl)
\\copy out_json to '$dir/lines.text'
\\copy (SELECT line_no, convert_to(line::text, 'UTF8') FROM out_json ORDER BY line_no) to '$dir/lines.hex'
VACUUM ANALYZE;
CHECKPOINT;
SQL

# The same lines with two further members each, which a badcase keeps in jsonb's form.
open my $plain, '<', "$dir/lines.jsonl" or die "lines.jsonl: $!\n";
open my $more, '>', "$dir/more.jsonl" or die "more.jsonl: $!\n";
open my $text, '>', "$dir/more.text" or die "more.text: $!\n";
while (my $line = <$plain>)
{
	$line =~ s/\}\s*$/, "task": "summary", "failure_kind": "factual"}/;
	print $more "$line\n";
	$line =~ s/\\/\\\\/g;
	print $text "$.\t$line\n";
}
close $_ for $plain, $more, $text;

my $lines = (query('SELECT count(*) FROM out_json'))[0][0];
printf "copy: %s lines, %.1f MB\n\n", thousands($lines), (-s "$dir/lines.jsonl") / 1e6;

# into what, file for core, file for jsonl, table for core, goal
my @from = (
	[ 'bytea', 'bytea', 'bytea', 'hex', 'lines', 0.5, 'text format, bytes as hex' ],
	[ 'text', 'text', 'text', 'text', 'lines', 0.8, 'text format' ],
	[ 'jsonb', 'jsonb', 'jsonb', 'text', 'lines', 1.0, 'text format' ],
	[ 'json', 'json', 'json', 'text', 'lines', undef, 'text format' ],
	[ 'badcase', 'badcase', 'jsonb', 'text', 'lines', 1.0, 'text format, into jsonb' ],
	[ 'badcase, two more members', 'badcase', 'jsonb', 'text', 'more', undef, 'text format, into jsonb' ]);
my @cases;
for my $f (@from)
{
	my ($what, $ours, $theirs, $kind, $source) = @$f;
	my $name = $source eq 'more' ? "$ours+" : $ours;
	push @cases,
	  { name => "from $name", before => "TRUNCATE into_$ours;", sql => "\\copy into_$ours from '$dir/$source.jsonl' with (format jsonl)" },
	  { name => "core $name", before => "TRUNCATE into_$theirs;", sql => "\\copy into_$theirs from '$dir/$source.$kind'" };
}

# from what, for core
my @to = (
	[ 'json', 'out_json (line)', 'out_json (line)' ],
	[ 'jsonb', 'out_jsonb (line)', 'out_jsonb (line)' ],
	[ 'badcase', 'out_badcase (line)', 'out_badcase (line)' ],
	[ 'row_to_json', 'out_row', '(SELECT row_to_json(o) FROM out_row o)' ]);
for my $t (@to)
{
	my ($what, $ours, $theirs) = @$t;
	push @cases,
	  { name => "to $what", sql => "\\copy $ours to '/dev/null' with (format jsonl)" },
	  { name => "text $what", sql => "\\copy $theirs to '/dev/null'" },
	  { name => "csv $what", sql => "\\copy $theirs to '/dev/null' with $csv" };
}
my ($cpu) = run_cases($rounds, \@cases);

my @slower;

# row(WHAT, OURS, THEIRS, HOW, GOAL): a line of a table.
sub row
{
	my ($what, $ours, $theirs, $how, $goal) = @_;
	my ($a, $b) = @$cpu{ $ours, $theirs };
	my $ratio = ratio($a, $b);
	push @slower, sprintf '%s against %s (%.2f)', $ours, $how =~ s/,.*//r, $ratio if $ratio > 1;
	return [ $what, sprintf('%.2f', $ratio), verdict($ratio, $goal), spread($a, $b),
		(map { sprintf '%.3f', median(@$_) } $a, $b), sprintf('%.0f', $lines / median(@$a) / 1000), "  $how" ];
}
my @head = ('ratio', 'goal', 'in rounds', 'jsonl s', 'core s', '1000 lines/s', '  core COPY is');
table([ 'FROM, into (bigint, …)', @head ],
	map { my $name = $_->[4] eq 'more' ? "$_->[1]+" : $_->[1]; row($_->[0], "from $name", "core $name", $_->[6], $_->[5]) } @from);
print "\n";
table([ 'TO, from', @head ],
	map { (row($_->[0], "to $_->[0]", "csv $_->[0]", "csv, quote 0x01, delimiter 0x02"),
		row($_->[0], "to $_->[0]", "text $_->[0]", 'text format, backslashes doubled')) } @to);
print "\n  Slower than core: ", (@slower ? join('; ', @slower) : 'nothing'), ".\n";
