# mutate.pl: draws changes of the sources, has each judged by the tests, and tells which no test noticed; run by
# bin/mutate in a private copy of the tree.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Source;
use MutantsOfC;
use MutantsOfSql;
use CoreTests;
use ServerTests;
use WorkspaceTests;
use Time::HiRes qw(time);

$| = 1;
my ($area, $seed, $count, $first, $minutes, $tap, $kinds, $numbers) = @ARGV;
my $end = $minutes ? time + 60 * $minutes : undef;

# Marsaglia's xorshift, so that a seed means the same everywhere.
my $state = (($seed + 1) * 2654435761) & 0xFFFFFFFF || 1;
sub below
{
	my ($n) = @_;
	$state ^= $state << 13 & 0xFFFFFFFF;
	$state ^= $state >> 17;
	$state ^= $state << 5 & 0xFFFFFFFF;
	return $state % $n;
}

sub sources
{
	my @files = $area eq 'sql' ? glob('sql/workspace/*.sql') : split /\n/, `find src/@{[$area eq 'core' ? 'core' : 'pg']} -name '*.c'`;
	return sort @files;
}

# Every change there is, by kind: {kind => [{file, kind, at, length, to}]}.
sub all_places
{
	my %places;
	foreach my $file (sources())
	{
		next if $file =~ /_tables?\.c$/;
		my $text = slurp($file);
		foreach my $place ($area eq 'sql' ? MutantsOfSql::places($text) : MutantsOfC::places($text))
		{
			$place->{file} = $file;
			push @{ $places{ $place->{kind} } }, $place;
		}
	}
	return \%places;
}

# Draws a kind, then a place that was not drawn before.
sub draw
{
	my ($places) = @_;
	my @kinds = sort grep { @{ $places->{$_} } } keys %$places or return undef;
	my $of_kind = $places->{ $kinds[ below(scalar @kinds) ] };
	return splice @$of_kind, below(scalar @$of_kind), 1;
}

# The file's text with the change; line ends stay, so that no line number moves.
sub changed
{
	my ($text, $m) = @_;
	my $old = substr $text, $m->{at}, $m->{length};
	my $new = $m->{to};
	$new = $m->{around}[0] . $old . $m->{around}[1] if $m->{around};
	$new = $m->{gone} . "\n" x ($old =~ tr/\n//) if defined $m->{gone};
	substr $text, $m->{at}, $m->{length}, $new;
	return $text;
}

# The lines that differ, old ones first.
sub difference
{
	my ($old, $new) = map { [ split /\n/ ] } @_;
	my @lines = grep { ($old->[$_] // '') ne ($new->[$_] // '') } 0 .. $#$old;
	return join '', map({ "- $old->[$_]\n" } @lines), map({ '+ ' . ($new->[$_] // '') =~ s/\s+$//r . "\n" } @lines);
}

# The function that a place is in, as its tests would name it.
sub function_at
{
	my ($text, $at) = @_;
	my $before = substr $text, 0, $at;
	return $before =~ /.*^(?:CREATE (?:FUNCTION|PROCEDURE|VIEW|TABLE) (?:\w+\.)?(\w+)|(\w+)\([^;{}]*\)\s*^\{)/ms ? $1 // $2 : '';
}

my $places = all_places();
printf "%s, seed %d: %s\n", $area, $seed, join ', ', map { scalar(@{ $places->{$_} }) . " $_" } sort keys %$places;
my %wanted = map { $_ => 1 } split ' ', $kinds // '';
exists $places->{$_} or die "no kind $_\n" foreach keys %wanted;
delete @$places{ grep { !$wanted{$_} } keys %$places } if %wanted;
my @drawn = grep { defined } map { draw($places) } 1 .. $count;
my $class = { core => 'CoreTests', glue => 'ServerTests', sql => 'WorkspaceTests' }->{$area};
my $tests = $class->new(area => $area, sources => [ sources() ], tap => $tap, again => $area eq 'sql' && length($numbers // ''));

sub show
{
	my ($m, $verdict, $by, $more) = @_;
	printf "%4d  %-10s  %s:%d  %s%s%s\n", $m->{n}, $verdict, $m->{file}, $m->{line}, $m->{kind}, defined $by ? "  by $by" : '', $more // '';
}

sub out_of_time { return $end && time > $end; }

my @wanted = length($numbers // '') ? grep { $_ >= 1 && $_ <= @drawn } split ' ', $numbers : ($first .. @drawn);
my (%sums, @left);
while (defined(my $n = shift @wanted))
{
	if (out_of_time())
	{
		printf "out of time: go on with %s\n", $numbers ? "-n '" . join(' ', $n, @wanted) . "'" : "-f $n";
		last;
	}
	my $m = $drawn[ $n - 1 ];
	my $start = time;
	my $original = slurp($m->{file});
	$m->{n} = $n;
	$m->{original} = $original;
	$m->{mutant} = changed($original, $m);
	$m->{line} = line_of($original, $m->{at});
	$m->{function} = function_at($original, $m->{at});
	$m->{difference} = difference($original, $m->{mutant});
	my ($verdict, $by) = $tests->verdict($m);
	$sums{$verdict}++;
	push @left, $m if $verdict eq 'survived';
	next if $tests->{again} && $verdict eq 'survived';
	show($m, $verdict, $by, sprintf '  %.1f s', time - $start);
	print $m->{difference} =~ s/^/      /gmr if $verdict eq 'survived';
}
my %gone;
sub killed_later
{
	my ($m, $by) = @_;
	show($m, 'killed', $by);
	$gone{ $m->{n} } = 1;
	$sums{killed}++;
	$sums{survived}--;
}
my $unasked = $tests->judge_later(\&killed_later, \&out_of_time, @left);
$tests->finish;

@left = grep { !$gone{ $_->{n} } } @left;
print "\nsurvivors:\n", join("\n", map { "$_->{n}  $_->{file}:$_->{line}  $_->{kind}\n$_->{difference}" } @left), "\n" if @left;
my ($killed, $survived) = ($sums{killed} // 0, $sums{survived} // 0);
printf "out of time before $unasked: go on with -n '%s'\n", join ' ', map { $_->{n} } @left if $unasked;
printf "%d killed, %d survived, %d equivalent, %d not built\n", $killed, $survived, $sums{equivalent} // 0, $sums{unbuilt} // 0;
printf "score %.0f %% of %d\n", 100 * $killed / ($killed + $survived), $killed + $survived if $killed + $survived;
