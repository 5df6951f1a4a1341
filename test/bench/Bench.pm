# Bench.pm: how the parts of bin/bench measure and print.
#
# A case is a statement whose CPU time the server itself reports: with
# log_statement_stats on, each statement ends with the user and system time
# that its backend used for it, by getrusage(), in microseconds.  All cases of a
# round run one after another in one backend, every other round backwards, so
# that whatever disturbs the machine disturbs them alike.
package Bench;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(run_cases query median percentile spread ratio verdict table thousands);

# run_cases(ROUNDS, [CASE...], COLD): unless COLD, a round more is run first and not counted.  CASE is {name, before,
# sql}: of sql, the first statement is measured (or \copy, on a line of its own), of before nothing.  Returns
# {name => [CPU seconds]} and {name => [the statement's output, a string a round]}.
sub run_cases
{
	my ($rounds, $cases, $cold) = @_;
	my $script = "$ENV{BC_TMP}/bench.sql";
	my (%cpu, $name);
	my %out = ('' => ['']);

	open my $to, '>:utf8', $script or die "$script: $!\n";
	print $to "SET client_min_messages = log;\nSET log_min_messages = panic;\nSET max_parallel_workers_per_gather = 0;\n"
	  . "SET max_parallel_maintenance_workers = 0;\n"
	  . "SELECT badcase_check('');\n";
	for my $round (($cold ? 1 : 0) .. $rounds)
	{
		for my $case ($round % 2 ? @$cases : reverse @$cases)
		{
			my $mark = ($round == 0 ? '' : $case->{name});
			print $to "$case->{before}\n" if defined $case->{before};
			# the statement that switches the reports off is reported, too: only the first after a mark counts
			print $to "SET log_statement_stats = on;\n\\warn \@\@$mark\n\\echo \@\@$mark\n$case->{sql}\nSET log_statement_stats = off;\n";
		}
	}
	close $to or die "$script: $!\n";
	system("psql -X -q -A -t -v ON_ERROR_STOP=1 -f '$script' >'$script.out' 2>'$script.err'") == 0
	  or die "psql failed:\n" . `grep -v '^!' '$script.err' | tail -n 5`;

	open my $err, '<:utf8', "$script.err" or die "$script.err: $!\n";
	while (<$err>)
	{
		if (/^(?:psql:[^ ]* )?@@(.*)$/) { $name = $1; }
		elsif (defined $name && m{^[!\s]*([0-9.]+) s user, ([0-9.]+) s system, })
		{
			push @{ $cpu{$name} }, $1 + $2 if $name ne '';
			undef $name;
		}
	}
	close $err;
	open my $from, '<:utf8', "$script.out" or die "$script.out: $!\n";
	$name = '';
	while (<$from>)
	{
		if (/^@@(.*)$/) { $name = $1; push @{ $out{$name} }, ''; }
		else { $out{$name}[-1] .= $_; }
	}
	close $from;
	for my $case (@$cases)
	{
		die "no figures for $case->{name}\n" unless @{ $cpu{ $case->{name} } // [] } == $rounds;
	}
	unlink $script, "$script.out", "$script.err";
	return (\%cpu, \%out);
}

# The rows of a query, each a reference to its columns.
sub query
{
	my ($sql) = @_;
	open my $to, '>:utf8', "$ENV{BC_TMP}/query.sql" or die "query.sql: $!\n";
	print $to $sql;
	close $to;
	open my $from, "psql -X -q -A -t -F '\t' -v ON_ERROR_STOP=1 -f '$ENV{BC_TMP}/query.sql' |" or die "psql: $!\n";
	binmode $from, ':utf8';
	my @rows = map { chomp; [ split /\t/, $_, -1 ] } <$from>;
	close $from or die "psql failed\n";
	return @rows;
}

# percentile(SHARE, LIST): the least value that so large a share of the list is not above.
sub percentile
{
	my ($share, @list) = @_;
	@list = sort { $a <=> $b } @list;
	my $at = int($share * @list + 0.999999) - 1;
	return $list[ $at < 0 ? 0 : $at ];
}

sub median { return percentile(0.5, @_); }

# The ratios of each round: of two cases that ran close to each other.
sub ratios
{
	my ($ours, $theirs) = @_;
	return map { $theirs->[$_] > 0 ? $ours->[$_] / $theirs->[$_] : 0 } 0 .. $#$ours;
}

sub ratio { return median(ratios(@_)); }

# The least and the greatest: what the machine's noise makes of the ratio.
sub spread
{
	my @each = sort { $a <=> $b } ratios(@_);
	return sprintf '%.2f-%.2f', $each[0], $each[-1];
}

sub verdict
{
	my ($value, $goal) = @_;
	return '' unless defined $goal;
	return sprintf '<= %.1f  %s', $goal, $value <= $goal ? 'ok' : 'missed';
}

sub thousands
{
	my ($n) = @_;
	$n = sprintf '%.0f', $n;
	1 while $n =~ s/^(\d+)(\d{3})/$1,$2/;
	return $n;
}

# table(HEAD, ROW...): the first column flush left, the others right.
sub table
{
	my @rows = @_;
	my @width;
	for my $row (@rows)
	{
		for my $i (0 .. $#$row)
		{
			my $len = length $row->[$i];
			$width[$i] = $len if !defined $width[$i] || $len > $width[$i];
		}
	}
	for my $row (@rows)
	{
		my $line = join '  ', map { sprintf($_ == 0 ? '%-*s' : '%*s', $width[$_], $row->[$_] // '') } 0 .. $#width;
		$line =~ s/ +$//;
		print "  $line\n";
	}
}

1;
