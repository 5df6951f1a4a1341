#!/bin/sh
# The order of locks (doc/internals.md, "Locks"): no function of the workspace, with all that it calls, takes a lock of the
# table after a later one. What passes over locked rows does not wait, so it may come late; it is held all the same.
# The branches of a function count as one way, but for those named here. Then faults are planted, and must be found.
set -u
perl - sql/workspace/*.sql <<'PERL'
use strict;
use warnings;

my %source;
foreach my $file (@ARGV)
{
	open my $in, '<', $file or die "$file: $!\n";
	local $/;
	$source{$file} = <$in>;
}

# Of each lock: its rank, its name, what takes it. A table by its alias, where a lock clause follows.
my %rank = ('work release' => 1, contributor => 2, corpus => 3, 'work batch' => 4, 'work triage' => 5, submission => 6,
	round => 7, program => 8, model_version => 9, agent => 9, consent => 10, release => 11, 'work privileges' => 12, 'work tally' => 13);
my %table = map { $_ => 1 } grep { !/^work/ } keys %rank;

# Functions that come to one of these calls only: an upload is of one kind, a step of maintain is one; a withdrawal that could
# not lock all beside a triage has locked nothing.
my %branches = (take_in => qr/^store_(?:terms|corpus|clusters|outputs|suggestions|submissions)$/,
	withdraw => qr/^withdraw_(?:all|beside)$/,
	maintain_batch => qr/^(?:start_next_round|free_ended_claims|triage_batch|purge)$/);

# The events of a body in order: [rank, name, waits] or the name of a function that is called.
sub events
{
	my ($body) = @_;
	my @events;
	$body =~ s/--[^\n]*//g;
	$body =~ s/'((?:[^']|'')*)'/my $word = $1; $word =~ m{^\w+$} ? "'$word'" : "''"/eg;
	foreach my $statement (split /;/, $body)
	{
		my (@these, @calls);
		my $locks = $statement =~ /\bFOR\s+(?:NO\s+KEY\s+UPDATE|UPDATE|SHARE)\b(?!\s*SET)/;
		my $waits = $statement !~ /SKIP\s+LOCKED|NOWAIT/;
		# a lock clause is for the tables beside it, not for those of a subquery
		my $outer = $statement;
		1 while $outer =~ s/\([^()]*\)//g;
		my %outer = map { $_ => 1 } $outer =~ /\bFROM\s+badcase_internal\.(\w+)/g;
		while ($statement =~ /\b(UPDATE|FROM|DELETE\s+FROM)\s+badcase_internal\.(\w+)\b(?!\()|\b(?:badcase_internal|badcase)\.(\w+)\s*\(\s*(?=([^()]*))/g)
		{
			my ($verb, $relation, $call, $arguments) = ($1, $2, $3, $4);
			if (defined $relation)
			{
				next if !$table{$relation} || ($verb eq 'FROM' && !($locks && $outer{$relation}));
				push @these, [ $rank{$relation}, $relation, $waits ];
			}
			elsif ($call eq 'lock_work' || $call eq 'try_work')
			{
				my ($work) = $arguments =~ /'(\w+)'/ or die "which work? $statement\n";
				push @events, [ $rank{"work $work"} // die("no such work: $work\n"), "work $work", $call eq 'lock_work' ];
			}
			else
			{
				# what is called for an argument comes first
				my $before = substr $statement, 0, $-[0];
				my $depth = ($before =~ tr/(//) - ($before =~ tr/)//);
				push @{ $calls[ $depth < 0 ? 0 : $depth ] }, $call;
			}
		}
		# rows are locked when the statement runs, after what it calls for its conditions
		push @events, (map { @{ $_ // [] } } reverse @calls), (sort { $a->[0] <=> $b->[0] } @these);
	}
	return @events;
}

sub faults
{
	my %body;
	foreach my $text (values %{ $_[0] })
	{
		while ($text =~ /^CREATE (?:FUNCTION|PROCEDURE) (?:badcase_internal|badcase)\.(\w+)\((.*?)(?:\n  \$\$;|\n  END;)\n/msg)
		{
			$body{$1} .= $2;
		}
	}
	my %of = map { my $f = $_; $f =~ /^(?:lock_work|try_work)$/ ? () : ($f => [ events($body{$f}) ]) } keys %body;
	foreach my $f (keys %branches)
	{
		my @ways = grep { !ref && /$branches{$f}/ } @{ $of{$f} } or die "$f has no branches\n";
		foreach my $way (@ways) { $of{"$f by $way"} = [ grep { ref || $_ eq $way || !/$branches{$f}/ } @{ $of{$f} } ]; }
		delete $of{$f};
	}
	my (%all, @found);
	my $taken;
	$taken = sub {
		my ($f, %above) = @_;
		return [] if !$of{$f} || $above{$f};
		return $all{$f} if $all{$f};
		my @taken = map { ref ? $_ : @{ $taken->($_, %above, $f => 1) } } @{ $of{$f} };
		# each lock where it is taken first: to take it again waits for nobody
		my %seen;
		@taken = grep { !$seen{ $_->[1] }++ } @taken;
		$all{$f} = \@taken if !%above;
		return \@taken;
	};
	foreach my $f (sort keys %of)
	{
		my $last = [ 0, '' ];
		foreach my $lock (@{ $taken->($f) })
		{
			push @found, "$f takes $lock->[1] after $last->[1]" if $lock->[2] && $lock->[0] < $last->[0];
			$last = $lock if $lock->[0] > $last->[0];
		}
	}
	return \@found, \%of, $taken;
}

my ($found, $of, $taken) = faults(\%source);
print "locks out of order:\n", map { "$_\n" } @$found if @$found;
exit 1 if @$found;
# what the table says of some, so that nothing is overlooked silently
my %want = ('withdraw by withdraw_all' => 'contributor, work triage, submission', 'withdraw by withdraw_beside' => 'contributor, work triage, submission', erase => 'contributor, work triage, submission, program, consent, work privileges',
	publish_release => 'work release, program, consent, release', reopen => 'submission, program, release', submit_review => 'submission, round');
foreach my $f (sort keys %want)
{
	my %seen;
	my $is = join ', ', map { $_->[1] } @{ $taken->($f) };
	next if $is eq $want{$f};
	print "$f takes: $is\n  and not: $want{$f}\n";
	exit 1;
}
# Faults that are planted: each must be found.
my %faults = (
	'320-withdrawals.sql' => [ 's/(PERFORM badcase_internal\.lock_work\(c\.program_id, .triage.\);)/UPDATE badcase_internal.program p SET withdrawals = 1; $1/' ],
	'530-rulings.sql' => [ 's/(SELECT t\.\* INTO STRICT s FROM badcase_internal\.submission t WHERE t\.submission_id = me FOR NO KEY UPDATE;\s+)(PERFORM FROM badcase_internal\.program[^;]*;)/$2 $1/' ],
	'440-triage.sql' => [ 's/(PERFORM badcase_internal\.lock_work\(p, .triage.\);)/PERFORM badcase_internal.settle(1); $1/' ]);
foreach my $name (sort keys %faults)
{
	my ($file) = grep { m{/\Q$name\E$} } keys %source or die "$name is not there\n";
	foreach my $change (@{ $faults{$name} })
	{
		local $_ = $source{$file};
		eval "$change" or die "$name has not what is to be changed: $change\n";
		my ($now) = faults({ %source, $file => $_ });
		next if @$now;
		print "not found: $change in $name\n";
		exit 1;
	}
}
PERL
