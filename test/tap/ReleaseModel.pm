# ReleaseModel.pm: what releases of a program must hold, told from what was done to it. It knows how the records of
# release_history.sql are made, and nothing of what the workspace keeps, but which submissions were accepted when a
# release was built.
package ReleaseModel;
use strict;
use warnings;
use Digest::SHA qw(sha256);
use Encode qw(encode);
use JSON::PP;
use Unicode::Normalize qw(NFKC);

my $json = JSON::PP->new;

sub new
{
	return bless { submission => {}, consent => {}, release => {}, faults => [], count => {} }, shift;
}

sub fault
{
	my ($self, @words) = @_;
	push @{ $self->{faults} }, "step $self->{step}: @words";
	return;
}

# One entry of the journal.
sub take
{
	my ($self, $step, $op, $done) = @_;
	$self->{step} = $step;
	$self->{count}{$op}++;
	my $s = defined $done->{submission} ? $self->{submission}{ $done->{submission} } : undef;
	if ($op eq 'program') { @$self{qw(quorum taken)} = @$done{qw(quorum taken)} }
	elsif ($op eq 'upload')
	{
		$self->{submission}{$_} = { id => $_, upload => $done->{upload}, contributor => $done->{contributor}, yes => {}, clear => {},
			texts => [ $done->{lines}[ $done->{stored}{$_} - 1 ] ] }
		  for keys %{ $done->{stored} };
	}
	elsif ($op eq 'triage') { $self->{unscreened} = 0 }
	elsif ($op eq 'terms' || $op eq 'bench') { $self->{$op} = $self->{unscreened} = 1 }
	elsif ($op eq 'general')
	{
		$self->{general} = [ map { { id => $_, general => 1, texts => [ $done->{lines}[ $done->{stored}{$_} - 1 ] ] } } keys %{ $done->{stored} } ];
	}
	elsif ($op eq 'review')
	{
		$self->{submission}{ $_->[0] }{yes}{ $done->{reviewer} } = $_->[1] for @{ $done->{given} };
	}
	elsif ($op eq 'adjudicate') { $s->{ruled} = $done->{accepted} }
	elsif ($op eq 'reopen')
	{
		$s->{yes} = {};
		$s->{ruled} = undef;
		# what stood against it is open again; without a task it gets the one that it names now
		defined $s->{clear}{$_} && !$s->{clear}{$_} && delete $s->{clear}{$_} for keys %{ $s->{clear} };
		$s->{task} = $self->now($s)->{task} if $s->{assigned} && !defined $s->{task};
	}
	elsif ($op eq 'task') { $s->{task} = $done->{task}; $s->{assigned} = 1 }
	elsif ($op eq 'revise')
	{
		push @{ $s->{texts} }, $done->{line};
		$s->{yes} = {};
		$s->{ruled} = undef;
		$s->{clear} = {};
	}
	elsif ($op eq 'resolve') { $s->{clear}{ $done->{kind} } = $done->{cleared} }
	elsif ($op eq 'consent') { $self->{consent}{ $done->{contributor} }{ $done->{scope} } = $done->{granted} }
	elsif ($op eq 'withdraw' || $op eq 'erase' || $op eq 'leave')
	{
		foreach my $t (values %{ $self->{submission} })
		{
			$t->{withdrawn} = 1
			  if defined $done->{submission} ? $t->{id} == $done->{submission}
			  : defined $done->{upload} ? $t->{upload} == $done->{upload}
			  : $t->{contributor} == $done->{contributor};
		}
	}
	elsif ($op eq 'release') { $self->judge_release($done) }
	elsif ($op eq 'publish') { $self->judge_publication($done) }
	elsif ($op eq 'read') { $self->judge_reading($done) }
	return;
}

# What a submission is now: its record taken apart, and what is in it.
sub now
{
	my ($self, $s) = @_;
	my $line = $s->{texts}[-1];
	return $s->{now} if defined $s->{now} && $s->{now}{line} eq $line;
	my $record = $json->decode($line);
	my @parts = map { my $part = NFKC($_); $part =~ s/\s+/ /g; $part =~ s/^ | $//g; $part } (map { @$_ } @{ $record->{history} // [] }), @$record{qw(prompt response)};
	my ($family) = $record->{response} =~ /^(\S+)/;
	return $s->{now} = { line => $line, digest => sha256(encode('UTF-8', $line)), exact => join("\0", @parts), cluster => "$record->{prompt}|$family", task => $record->{task},
		pii => scalar($line =~ /13812345678/), term => scalar($line =~ /zzterm/), contamination => scalar($line =~ /passage/) };
}

sub consents
{
	my ($self, $s, $public) = @_;
	my $given = $self->{consent}{ $s->{contributor} };
	return $given->{train} && (!$public || $given->{publish_text});
}

sub in_benchmark
{
	my ($self, $s) = @_;
	return $self->{bench} && $self->now($s)->{contamination} ? 'contaminated' : undef;
}

# What the rules of now have against a submission.
sub against
{
	my ($self, $s, $public) = @_;
	my $now = $self->now($s);
	return 'no_consent' if !$self->consents($s, $public);
	return 'screening' if ($now->{pii} && !$s->{clear}{pii}) || ($self->{terms} && $now->{term} && !$s->{clear}{term});
	return $s->{clear}{contamination} ? undef : $self->in_benchmark($s);
}

# Enough reviewers said yes, or a curator did.
sub is_accepted
{
	my ($self, $s) = @_;
	return 0 if $s->{withdrawn};
	return $s->{ruled} if defined $s->{ruled};
	return (grep { $_ } values %{ $s->{yes} }) >= $self->{quorum};
}

# The release that must come of it: items in order, and why the others are out.
sub expected
{
	my ($self, $done) = @_;
	my $seed = pack 'q>', $done->{seed};
	my %left_out = map { $_ => 0 } qw(no_consent screening contaminated duplicate per_cluster per_task);
	my (%seen, @items);
	my @sorted = sort { $a->{hash} cmp $b->{hash} || $a->{id} <=> $b->{id} }
	  map { my $s = $self->{submission}{$_}; { id => $_, s => $s, now => $self->now($s), hash => sha256($seed . $self->now($s)->{digest}) } } @{ $done->{accepted} };
	foreach my $item (@sorted)
	{
		my ($s, $now) = @$item{qw(s now)};
		my $task = !$self->{taken} ? $now->{task} : $s->{assigned} ? $s->{task} : $self->first_task($s);
		my $reason = $self->against($s, $done->{public});
		$reason = 'duplicate' if !$reason && $seen{"exact $now->{exact}"}++;
		$reason = 'per_cluster' if !$reason && ++$seen{"cluster $now->{cluster}"} > ($done->{per_cluster} // 1e9);
		$reason = 'per_task' if !$reason && defined $task && ++$seen{"task $task"} > ($done->{per_task} // 1e9);
		if ($reason) { $left_out{$reason}++ }
		else
		{
			push @items, $item;
			$seen{"in $now->{exact}"} = 1;
		}
	}
	my ($mixed, $passed) = $self->mixed($done, \%seen, scalar @items);
	$left_out{general_contaminated} = $passed if defined $done->{general};
	my %first;
	foreach (@items)
	{
		$_->{half} = substr $_->{hash}, 16;
		my $cluster = $_->{now}{cluster};
		$first{$cluster} = $_->{half} if !defined $first{$cluster} || $_->{half} lt $first{$cluster};
	}
	foreach my $item (@items)
	{
		my $up_to = grep { $first{ $_->{now}{cluster} } le $first{ $item->{now}{cluster} } } @items;
		$item->{split} = $done->{validation} > 0 && $up_to <= @items * $done->{validation} ? 'validation' : 'train';
	}
	@items = sort { $a->{hash} cmp $b->{hash} || !!$a->{s}{general} <=> !!$b->{s}{general} || $a->{id} <=> $b->{id} } @items, @{ $mixed // [] };
	return (\@items, \%left_out, defined $mixed);
}

# Of a general corpus: those with the lowest hashes that no benchmark has and that are not in already.
sub mixed
{
	my ($self, $done, $seen) = @_;
	my ($missing, $passed, @taken) = ($done->{general} // 0, 0);
	my $seed = pack 'q>', $done->{seed};
	my %in = map { $_->{exact} => 1 } grep { $seen->{"in $_->{exact}"} } map { $self->now($_) } values %{ $self->{submission} };
	foreach my $s (sort { sha256($self->now($a)->{digest} . $seed) cmp sha256($self->now($b)->{digest} . $seed) } @{ $self->{general} // [] })
	{
		last if $missing == 0;
		my $now = $self->now($s);
		if ($self->in_benchmark($s)) { $passed++ }
		elsif (!$in{ $now->{exact} }++)
		{
			push @taken, { id => $s->{id}, s => $s, now => $now, hash => sha256($seed . $now->{digest}), split => 'train' };
			$missing--;
		}
	}
	return ($missing == 0 ? \@taken : undef, $passed);
}

# A task that a curator has taken stays where it was first given, until a curator assigns another; of other names the
# one counts that the record has now.
sub first_task
{
	my ($self, $s) = @_;
	return $s->{first_task} //= $json->decode($s->{texts}[0])->{task};
}

sub judge_release
{
	my ($self, $done) = @_;
	if (defined $done->{refused})
	{
		$self->{count}{'release refused'}++;
		$self->fault("not built: $done->{refused}") if !$self->{unscreened};
		return;
	}
	my ($items, $left_out, $enough) = $self->expected($done);
	if (defined $done->{too_few})
	{
		$self->{count}{'too few to mix in'}++;
		$self->fault("not built: $done->{too_few}") if $enough;
		return;
	}
	my (%in, $own);
	foreach (@{ $done->{items} })
	{
		my ($id, undef, $general) = @$_;
		my ($s) = $general ? grep { $_->{id} == $id } @{ $self->{general} } : $self->{submission}{$id};
		my $now = $self->now($s);
		my $against = $general ? $self->in_benchmark($s) : $s->{withdrawn} ? 'withdrawn' : !$self->is_accepted($s) ? 'not accepted' : $self->against($s, $done->{public});
		my $what = ($general ? 'general item' : 'submission') . " $id";
		$self->fault("release $done->{release} holds $what: $against") if $against;
		$self->fault("release $done->{release} holds a duplicate, $what") if $in{ $now->{exact} }++;
		$own++ if !$general;
	}
	foreach (@{ $done->{accepted} })
	{
		$self->fault("submission $_ is accepted without the reviews for it") if !$self->is_accepted($self->{submission}{$_});
	}
	my $out = 0;
	foreach (sort keys %$left_out)
	{
		$out += $done->{left_out}{$_} // 0 if $_ ne 'general_contaminated';
		$self->{count}{"out: $_"} += $left_out->{$_};
		$self->fault("release $done->{release} left out " . ($done->{left_out}{$_} // 'none') . " as $_, not $left_out->{$_}")
		  if ($done->{left_out}{$_} // -1) != $left_out->{$_};
	}
	$own //= 0;
	$self->fault("release $done->{release}: $own items and $out left out are not all") if $own + $out != @{ $done->{accepted} } || $done->{count} != @{ $done->{items} };
	$self->fault("release $done->{release} is another when built again") if $done->{sha256} ne ($done->{again} // $done->{sha256});
	my $want = join ' ', map { ($_->{s}{general} ? 'general ' : '') . "$_->{id} $_->{split}" } @$items;
	my $got = join ' ', map { ($_->[2] ? 'general ' : '') . "$_->[0] $_->[1]" } @{ $done->{items} };
	$self->fault("release $done->{release} is [$got], not [$want]") if $got ne $want;
	my $sha256 = unpack 'H*', sha256(join '', map { "$_->{split} " . unpack('H*', $_->{now}{digest}) . "\n" } @$items);
	$self->fault("release $done->{release} has another hash") if $sha256 ne $done->{sha256};
	$self->{count}{items} += $own;
	$self->{count}{'mixed in'} += @$items - $own;
	$self->{count}{validation} += grep { $_->{split} eq 'validation' } @$items;
	$self->{release}{ $done->{release} } = { public => $done->{public}, items => [ map { { s => $_->{s}, line => $_->{now}{line}, texts => scalar @{ $_->{s}{texts} } } } @$items ] };
	return;
}

sub is_lost
{
	my ($self, $s, $public) = @_;
	return !$s->{general} && ($s->{withdrawn} || !$self->consents($s, $public));
}

sub lost
{
	my ($self, $release) = @_;
	return scalar grep { $self->is_lost($_->{s}, $release->{public}) } @{ $release->{items} };
}

sub judge_publication
{
	my ($self, $done) = @_;
	return if !defined $done->{release};
	my $release = $self->{release}{ $done->{release} };
	my $stale = $self->lost($release);
	foreach (@{ $release->{items} })
	{
		my $s = $_->{s};
		$stale ||= $s->{general} ? $self->in_benchmark($s) : !$self->is_accepted($s) || @{ $s->{texts} } != $_->{texts} || $self->against($s, $release->{public});
	}
	if (defined $done->{refused})
	{
		$self->{count}{'publish refused'}++;
		$self->fault("release $done->{release} not published: $done->{refused}") if !$stale && !$self->{unscreened};
	}
	else
	{
		$release->{published} = 1;
		$self->fault("release $done->{release} published with what may not be in it") if $stale;
	}
	return;
}

sub judge_reading
{
	my ($self, $done) = @_;
	my $release = $self->{release}{ $done->{release} };
	my $lost = $self->lost($release);
	$self->{count}{'read ' . ($lost ? 'refused' : 'whole')}++;
	my $lines = unpack 'H*', sha256(join '', map { encode('UTF-8', $_->{line}) . "\n" } @{ $release->{items} });
	$self->fault("release $done->{release} is read although $lost of its items are gone") if $lost && defined $done->{lines};
	$self->fault("release $done->{release} is not read as it was built") if !$lost && ($done->{lines} // '') ne $lines;
	if (defined $done->{shown})
	{
		my @items = $release->{published} ? @{ $release->{items} } : ();
		my $shown = join ' ', map { $_ + 1 } grep { !$self->is_lost($items[$_]{s}, $release->{public}) } 0 .. $#items;
		$self->{count}{shown}++ if $shown ne '';
		$self->fault("release $done->{release}: the view shows [@{ $done->{shown} }], not [$shown]") if "@{ $done->{shown} }" ne $shown;
	}
	$self->fault("release $done->{release}: $done->{withdrawn} withdrawn, not $lost; $done->{changed} changed")
	  if $done->{withdrawn} != $lost || $done->{changed} != 0 || !!$done->{ok} != !$lost;
	return;
}

1;
