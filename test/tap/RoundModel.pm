# What each view of the workspace has to show, computed by Perl from the rows of its tables, the journal and the features
# of records: similarity, clusters, representatives, credit and counts are computed here once more, by none of the
# workspace's queries.
package RoundModel;
use strict;
use warnings;
use POSIX ();
use JSON::PP;
use List::Util qw(any max min uniq);
use Time::Local qw(timegm);

my $json = JSON::PP->new->utf8->allow_nonref;

# One text for equal values: numbers with a fraction to nine digits, for they may differ in the last bit.
sub canonical
{
	my ($x) = @_;
	return 'null' if !defined $x;
	return '[' . join(',', map { canonical($_) } @$x) . ']' if ref $x eq 'ARRAY';
	return '{' . join(',', map { "$_:" . canonical($x->{$_}) } sort keys %$x) . '}' if ref $x eq 'HASH';
	return $x ? 'true' : 'false' if JSON::PP::is_bool($x);
	return $x =~ /^-?\d+\.\d+(?:e[-+]?\d+)?$/ ? sprintf('%.9g', $x) : $x;
}
sub bool { return $_[0] ? JSON::PP::true : JSON::PP::false; }

sub query
{
	my ($node, $sql) = @_;
	return $json->decode($node->safe_psql('postgres', "SET timezone = 'UTC'; SELECT coalesce(json_agg(q), '[]') FROM ($sql) q"));
}

# Half away from zero, from whole numbers.
sub rounded
{
	my ($numerator, $denominator, $digits) = @_;
	return undef if !$denominator;
	my $sign = $numerator < 0 ? -1 : 1;
	my $scaled = int((2 * abs($numerator) * 10**$digits + $denominator) / (2 * $denominator));
	return $sign * $scaled / 10**$digits;
}

# The tables as they are now, and what follows from them.
sub new
{
	my ($class, $node) = @_;
	my $m = bless {}, $class;
	my %query = map { $_ => "SELECT * FROM badcase_internal.$_" } split /\n/, $node->safe_psql('postgres', q(SELECT relname FROM pg_class WHERE relnamespace = 'badcase_internal'::regnamespace AND relkind = 'r' AND (relname NOT LIKE 'corpus%' OR relname = 'corpus_relation')));
	$query{kinds} = 'SELECT * FROM badcase_kinds()';
	$query{now} = 'SELECT now() AS now';
	# the text of what was never revised is only in submission
	$query{revision} = 'SELECT * FROM badcase_internal.revision UNION ALL SELECT submission_id, 1, record, digest, NULL, NULL, received_at FROM badcase_internal.submission WHERE revision = 1';
	$query{words} = q(SELECT key, en FROM badcase_internal.told_words());
	$query{hints} = q(SELECT code, badcase_internal.what_to_do(code, 'en') AS hint FROM (SELECT DISTINCT contributor_state AS code FROM badcase_internal.submission UNION SELECT code FROM badcase_internal.refused_line UNION VALUES ('repeated'), ('blank')) c);
	$query{to_call} = q(SELECT w AS work, badcase_internal.what_to_call(w) AS what FROM unnest('{triage,rescreening,attestation,finding,dispute,review,claim,changes,overdue,task,task_name,barred,round,release,quota}'::text[]) w);
	$query{asked} = q(SELECT s.submission_id AS id, json_agg(json_build_object('kind', f.kind, 'args', f.args, 'followed', f.followed, 'why', f.why) ORDER BY f.n) AS asked
		FROM badcase_internal.submission s CROSS JOIN LATERAL badcase_follows(s.record) WITH ORDINALITY f(kind, args, followed, why, n) WHERE s.state = 'pending' GROUP BY 1);
	$query{features} = q(SELECT submission_id AS id, array_to_string(badcase_features(record, 'record'), ' ') AS record, array_to_string(badcase_features(record, 'prompt'), ' ') AS prompt,
		array_to_string(badcase_features(record, 'response'), ' ') AS response FROM badcase_internal.submission WHERE record IS NOT NULL);
	my $all = query($node, 'SELECT ' . join ', ', map { "(SELECT coalesce(json_agg(q), '[]') FROM ($query{$_}) q) AS \"$_\"" } sort keys %query)->[0];
	$m->{$_} = $all->{$_} foreach keys %$all;
	$m->{now} = $m->{now}[0]{now};
	$m->{to_call} = { map { $_->{work} => $_->{what} } @{ $m->{to_call} } };
	$m->{words} = { map { $_->{key} => $_->{en} } @{ $m->{words} } };
	$m->{hints} = { map { $_->{code} => $_->{hint} } @{ $m->{hints} } };
	$m->{features} = { map { my $f = $_; $f->{id} => { map { $_ => [ split / /, $f->{$_} ] } qw(record prompt response) } } @{ $m->{features} } };
	$m->{asked} = { map { $_->{id} => $_->{asked} } @{ $m->{asked} } };
	$m->{of} = { map { $_->{submission_id} => $_ } @{ $m->{submission} } };
	$m->{contributor_of} = { map { $_->{contributor_id} => $_ } @{ $m->{contributor} } };
	$_->{contributor_role} = defined $_->{contributor_id} ? $m->{contributor_of}{ $_->{contributor_id} }{role} : undef foreach @{ $m->{submission} }, @{ $m->{refused_line} }, @{ $m->{upload} };
	$m->{task_of} = { map { $_->{task_id} => $_ } @{ $m->{task} } };
	$m->{task_name} = { map { $_->{task_id} => $_->{name} } @{ $m->{task} } };
	$m->{capable} = {};
	$m->{capable}{ $_->{role} }{ $_->{program_id} }{ $_->{capability} } = 1 foreach grep { !defined $_->{revoked_at} } @{ $m->{access_grant} };
	$m->relate;
	return $m;
}

sub in_state { my ($s, @states) = @_; return any { $s->{state} eq $_ } @states; }
# The name of a submission's task, as far as a role may see it: what no curator has taken is a contributor's word.
sub task_for
{
	my ($m, $s, $role) = @_;
	my $task = defined $s->{task_id} ? $m->{task_of}{ $s->{task_id} } : return undef;
	return defined $task->{set_by} || (defined $role && $m->may($role, $s->{program_id}, 'curator')) ? $task->{name} : undef;
}
sub live { return !in_state($_[0], qw(received duplicate withdrawn)); }

# Jaccard's coefficient of two bags as [overlap, union].
sub jaccard
{
	my ($x, $y) = @_;
	my %left;
	$left{$_}++ foreach @$x;
	my $overlap = grep { $left{$_} && $left{$_}-- } @$y;
	return [ $overlap, @$x + @$y - $overlap ];
}
sub similarity
{
	my ($m, $a, $b, $field) = @_;
	my ($overlap, $union) = @{ jaccard($m->{features}{$a}{$field}, $m->{features}{$b}{$field}) };
	return $union ? $overlap / $union : 0;
}
sub is_similar
{
	my ($m, $a, $b, $field) = @_;
	my ($overlap, $union) = @{ jaccard($m->{features}{$a}{$field}, $m->{features}{$b}{$field}) };
	return 10 * $overlap >= 7 * $union;
}

# Every pair that shares a feature: near, alternative; clusters; who represents them; what was marked as a contradiction.
sub relate
{
	my ($m) = @_;
	my @live = sort { $a->{submission_id} <=> $b->{submission_id} } grep { live($_) } @{ $m->{submission} };
	my (%root, %with, %pairs);
	my $find = sub { my ($x) = @_; $x = $root{$x} while $root{$x} != $x; return $x; };
	foreach my $s (@live)
	{
		my $id = $s->{submission_id};
		$root{$id} = $id;
		my %others;
		foreach my $field (qw(record prompt))
		{
			$others{$_} = 1 foreach map { @{ $with{$field}{$_} // [] } } uniq @{ $m->{features}{$id}{$field} };
			push @{ $with{$field}{$_} }, $id foreach uniq @{ $m->{features}{$id}{$field} };
		}
		foreach my $other (keys %others)
		{
			my $o = $m->{of}{$other};
			next if $o->{program_id} != $s->{program_id};
			if ($m->is_similar($id, $other, 'record'))
			{
				push @{ $pairs{$id}{$other} }, 'near';
				my ($first, $second) = sort { $a <=> $b } $find->($id), $find->($other);
				$root{$second} = $first;
			}
			push @{ $pairs{$id}{$other} }, 'alternative'
			  if $m->is_similar($id, $other, 'prompt') && !$m->is_similar($id, $other, 'response')
			  && canonical($s->{record}{history}) eq canonical($o->{record}{history});
		}
	}
	foreach my $s (grep { $_->{state} eq 'duplicate' } @{ $m->{submission} })
	{
		$root{ $s->{submission_id} } = $s->{duplicate_of};
		push @{ $pairs{ $s->{submission_id} }{ $s->{duplicate_of} } }, 'exact';
	}
	$m->{cluster} = { map { $_ => $find->($_) } keys %root };
	my %members;
	push @{ $members{ $m->{cluster}{$_} } }, $m->{of}{$_} foreach sort { $a <=> $b } keys %root;
	$m->{members} = \%members;
	$m->{representative} = { map {
		my ($first) = grep { !in_state($_, qw(duplicate rejected)) } @{ $members{$_} };
		$first ? ($_ => $first->{submission_id}) : ()
	} keys %members };
	# by the text that a reviewer saw, of both
	foreach my $v (@{ $m->{review} })
	{
		my $s = $m->{of}{ $v->{submission_id} };
		foreach my $other (@{ $v->{contradicts} })
		{
			next if $v->{revision} != $s->{revision} || !live($s) || !live($m->{of}{$other});
			next if any { $_->{submission_id} == $other && $_->{made_at} gt $v->{reviewed_at} } @{ $m->{revision} };
			my ($first, $second) = sort { $b <=> $a } $other, $s->{submission_id};
			push @{ $pairs{$first}{$second} }, 'contradiction';
		}
	}
	$m->{pairs} = \%pairs;
	return;
}

# The submissions of the programs in which a role has one of these capabilities.
sub may { my ($m, $role, $program, @capabilities) = @_; return any { $m->{capable}{$role}{$program}{$_} } @capabilities; }
sub visible { my ($m, $role, @capabilities) = @_; return grep { $m->may($role, $_->{program_id}, @capabilities) } @{ $m->{submission} }; }

sub similar_to
{
	my ($m, $id) = @_;
	my @related;
	my %kinds;
	foreach my $x (keys %{ $m->{pairs} })
	{
		foreach my $y (keys %{ $m->{pairs}{$x} })
		{
			my $other = $x == $id ? $y : $y == $id ? $x : next;
			push @{ $kinds{$other} }, @{ $m->{pairs}{$x}{$y} };
		}
	}
	# what is held or was rejected is no reviewer's to read
	my ($first) = grep { live($_) && !in_state($_, qw(held rejected)) } @{ $m->{members}{ $m->{cluster}{$id} } };
	my $representative = $first ? $first->{submission_id} : 0;
	foreach my $other (grep { live($m->{of}{$_}) && !in_state($m->{of}{$_}, qw(held rejected)) } keys %kinds)
	{
		my ($kind) = sort { ($b eq 'contradiction') <=> ($a eq 'contradiction') || $a cmp $b } @{ $kinds{$other} };
		my $o = $m->{of}{$other};
		push @related, { submission => $other, kind => $kind, similarity => $m->similarity($id, $other, 'record'), state => $o->{state}, representative => bool($other == $representative),
			prompt => $o->{record}{prompt}, response => $o->{record}{response} };
	}
	@related = sort { $b->{representative} <=> $a->{representative} || $b->{similarity} <=> $a->{similarity} || $a->{submission} <=> $b->{submission} } @related;
	$_->{similarity} = rounded(@{ jaccard($m->{features}{$id}{record}, $m->{features}{ $_->{submission} }{record}) }, 3) foreach @related;
	return [ @related[ 0 .. min($#related, 9) ] ];
}

# Accepted clusters: whose they are, when and in which round the first of each was accepted.
sub credited
{
	my ($m) = @_;
	my @credited;
	foreach my $cluster (keys %{ $m->{representative} })
	{
		my @accepted = sort { $a->{decided_at} cmp $b->{decided_at} || $a->{submission_id} <=> $b->{submission_id} } grep { $_->{state} eq 'accepted' } @{ $m->{members}{$cluster} };
		next if !@accepted;
		my $r = $m->{of}{ $m->{representative}{$cluster} };
		# what holds a part of a benchmark earns nothing
		next if grep { $_->{submission_id} == $r->{submission_id} && $_->{revision} == $r->{revision} && !$_->{cleared} && $_->{rule} =~ /^contamination:/ } @{ $m->{finding} };
		push @credited, { program => $r->{program_id}, contributor => $r->{contributor_id}, at => $accepted[0]{decided_at}, round => $accepted[0]{decided_round} };
	}
	return @credited;
}
sub consents
{
	my ($m, $contributor, $scope) = @_;
	my ($last) = sort { $b->{consent_id} <=> $a->{consent_id} } grep { $_->{contributor_id} == $contributor && $_->{scope} eq $scope } @{ $m->{consent} };
	return $last && $last->{granted};
}
sub named
{
	my ($m, $contributor) = @_;
	return defined $m->{contributor_of}{$contributor}{display_name} && $m->consents($contributor, 'show_name');
}
# Trained on a release, or from a version that was.
sub models_of
{
	my ($m, $release) = @_;
	my (%of, @names);
	foreach my $v (sort { $a->{model_id} <=> $b->{model_id} } @{ $m->{model_version} })
	{
		$of{ $v->{model_id} } = 1 if (any { $_ == $release } @{ $v->{releases} }) || $of{ $v->{base_id} // 0 };
		push @names, $v->{name} if $of{ $v->{model_id} };
	}
	return \@names;
}
sub events { my ($m, $round, $state) = @_; return scalar grep { defined $_->{round_id} && $_->{round_id} == $round && $_->{to_state} eq $state } @{ $m->{event} }; }
sub distinct { return scalar uniq @_; }
# In whole microseconds, for more than that a double does not hold.
sub seconds_between
{
	my @at = map {
		my ($y, $mo, $d, $h, $mi, $s, $fraction) = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?/;
		timegm($s, $mi, $h, $d, $mo - 1, $y) * 1000000 + substr(($fraction // '') . '000000', 0, 6)
	} @_;
	return ($at[1] - $at[0]) / 1000000;
}

# Of each view the rows that a role sees, in the order that it has where that is part of it (in_order).
my %in_order = map { $_ => 1 } qw(credits round_credits reviewer_credits help_wanted export_sft export_preference round_progress my_uploads my_consents);
sub is_ordered { return $in_order{ $_[0] }; }
my %reason_words = (wrong_answer => 'the answer is wrong', useless => 'the model would learn nothing from it', personal_information => 'it holds personal information', other => 'another reason');

my %views = (
	my_submissions => sub {
		my ($m, $role) = @_;
		my %upload = map { $_->{upload_id} => $_ } @{ $m->{upload} };
		my @rows;
		foreach my $s (grep { ($_->{contributor_role} // '') eq $role } @{ $m->{submission} })
		{
			my @why;
			if ($s->{contributor_state} eq 'held')
			{
				push @why, defined $upload{ $s->{upload_id} }{attestation_id} ? 'it is attested by now, and the next triage looks at it' : 'there is no attestation'
				  if any { $_ eq 'attestation' } @{ $s->{held_for} };
				push @why, map { my ($family, $kind) = split /:/, $_->{rule}; ($m->{words}{"kind_$kind"} // $m->{words}{"family_$family"}) . (defined $_->{field} ? " in $_->{field}" . (defined $_->{turn} ? " $_->{turn}" : '') : '') . (defined $_->{excerpt} ? " ($_->{excerpt})" : '') }
				  sort { $a->{finding_id} <=> $b->{finding_id} }
				  grep { $_->{submission_id} == $s->{submission_id} && !defined $_->{cleared} && $_->{severity} =~ /^(?:block|hold)$/ && $_->{revision} == $s->{revision} } @{ $m->{finding} };
			}
			if ($s->{contributor_state} =~ /^(?:needs_changes|accepted|rejected)$/)
			{
				push @why, map { $reason_words{$_} } @{ $s->{reasons} };
				push @why, map { $_->{note_to_contributor} } sort { $a->{reviewed_at} cmp $b->{reviewed_at} } grep { $_->{submission_id} == $s->{submission_id} && $_->{review_pass} == $s->{review_pass} && $_->{verdict} eq $s->{contributor_state} && defined $_->{note_to_contributor} } @{ $m->{review} };
			}
			push @rows, { upload => $s->{upload_id}, file_name => $upload{ $s->{upload_id} }{file_name}, line_no => $s->{line_no}, verdict => 'stored', code => undef,
				message => @why ? join('; ', @why) : undef, submission => $s->{submission_id}, state => $s->{contributor_state}, reasons => $s->{contributor_state} eq 'disputed' ? [] : $s->{reasons}, updated_at => $s->{contributor_state_at}, hint => $m->{hints}{ $s->{contributor_state} } };
		}
		push @rows, map { +{ upload => $_->{upload_id}, file_name => $upload{ $_->{upload_id} }{file_name}, line_no => $_->{line_no}, verdict => 'refused', code => $_->{code},
				message => "$_->{message} (byte $_->{byte_offset})", submission => undef, state => undef, reasons => [], updated_at => $upload{ $_->{upload_id} }{processed_at}, hint => $m->{hints}{ $_->{code} } } }
		  grep { ($_->{contributor_role} // '') eq $role } @{ $m->{refused_line} };
		foreach my $l (grep { ($m->{contributor_of}{ $_->{contributor_id} }{role} // '') eq $role } @{ $m->{passed_line} })
		{
			my $s = defined $l->{submission_id} ? $m->{of}{ $l->{submission_id} } : undef;
			my ($r) = grep { defined $l->{refused_upload} && $_->{upload_id} == $l->{refused_upload} && $_->{line_no} == $l->{refused_line_no} } @{ $m->{refused_line} };
			push @rows, { upload => $l->{upload_id}, file_name => $upload{ $l->{upload_id} }{file_name}, line_no => $l->{line_no}, verdict => $l->{verdict}, code => $r ? $r->{code} : undef,
				message => $s ? "it is line $s->{line_no} of upload $s->{upload_id}" : $r ? "as line $r->{line_no} of upload $r->{upload_id} was: $r->{message} (byte $r->{byte_offset})" : undef,
				submission => $l->{submission_id}, state => undef, reasons => [], updated_at => $upload{ $l->{upload_id} }{processed_at}, hint => $m->{hints}{ $r ? $r->{code} : $l->{verdict} } };
		}
		return @rows;
	},
	review_queue => sub {
		my ($m, $role) = @_;
		my %open = map { $_->{program_id} => $_->{round_id} } grep { !defined $_->{closed_at} } @{ $m->{round} };
		return map {
			my $id = $_->{submission_id};
			+{ submission => $id, round => $open{ $_->{program_id} }, task => $m->task_for($_), prompt => $_->{record}{prompt}, response => $_->{record}{response}, history => $_->{record}{history} // [],
				rejected => $_->{record}{rejected}, failure_kinds => $_->{failure_kinds}, similar => $m->similar_to($id), received_at => $_->{received_at}, lease_until => $_->{lease_until},
				issues => [ sort { $a cmp $b } uniq map { $_->{rule} } grep { $_->{submission_id} == $id && !$_->{cleared} } @{ $m->{finding} } ], asked => $m->{asked}{$id}, suggestions => undef, wants_kind => bool(!@{ $_->{failure_kinds} }), $m->beside($_) }
		} grep { ($_->{lease_role} // '') eq $role && $_->{state} eq 'pending' && $_->{lease_until} gt $m->{now} } $m->visible($role, 'reviewer');
	},
	duplicates => sub {
		my ($m, $role) = @_;
		my @rows;
		foreach my $s (grep { $m->{cluster}{ $_->{submission_id} } } $m->visible($role, qw(reviewer curator)))
		{
			my $representative = $m->{representative}{ $m->{cluster}{ $s->{submission_id} } } // next;
			push @rows, { submission => $s->{submission_id}, representative => $representative, kind => $s->{state} eq 'duplicate' ? 'exact' : 'near',
				similarity => $m->similarity($s->{submission_id}, $representative, 'record'), state => $s->{state} }
			  if $s->{submission_id} != $representative;
		}
		return @rows;
	},
	conflicts => sub {
		my ($m, $role) = @_;
		my @rows;
		foreach my $y (keys %{ $m->{pairs} })
		{
			foreach my $x (keys %{ $m->{pairs}{$y} })
			{
				my ($s, $o) = @{ $m->{of} }{ $x, $y };
				my ($kind) = sort { $b cmp $a } grep { /^(?:alternative|contradiction)$/ } @{ $m->{pairs}{$y}{$x} };
				next if !$kind || !$m->may($role, $s->{program_id}, qw(reviewer curator)) || $s->{state} eq 'rejected' || $o->{state} eq 'rejected';
				my $shown = $kind eq 'contradiction' && $m->may($role, $s->{program_id}, 'curator');
				push @rows, { program => $s->{program_id}, a => $x, b => $y, kind => $kind, prompt_similarity => $m->similarity($x, $y, 'prompt'),
					response_similarity => $m->similarity($x, $y, 'response'), a_state => $s->{state}, b_state => $o->{state},
					map { ("a_$_" => $shown ? $s->{record}{$_} : undef, "b_$_" => $shown ? $o->{record}{$_} : undef) } qw(prompt response) };
			}
		}
		return @rows;
	},
	reviewer_agreement => sub {
		my ($m, $role) = @_;
		my (%of, %pair);
		push @{ $of{"$_->{submission_id} $_->{review_pass}"} }, $_ foreach @{ $m->{review} };
		foreach my $reviews (values %of)
		{
			my @by_name = sort { $a->{reviewer} cmp $b->{reviewer} } @$reviews;
			for my $i (0 .. $#by_name)
			{
				push @{ $pair{ join ' ', $m->{of}{ $by_name[0]{submission_id} }{program_id}, $by_name[$i]{reviewer}, $by_name[$_]{reviewer} } }, [ $by_name[$i]{verdict}, $by_name[$_]{verdict} ] foreach $i + 1 .. $#by_name;
			}
		}
		my @rows;
		foreach my $key (sort keys %pair)
		{
			my ($program, $x, $y) = split / /, $key;
			next if !$m->may($role, $program, 'curator');
			my @verdicts = @{ $pair{$key} };
			my ($n, $agreed) = (scalar @verdicts, scalar grep { $_->[0] eq $_->[1] } @verdicts);
			my $chance = 0;
			foreach my $verdict (uniq map { @$_ } @verdicts)
			{
				$chance += (grep { $_->[0] eq $verdict } @verdicts) * (grep { $_->[1] eq $verdict } @verdicts);
			}
			push @rows, { program => $program, reviewer_a => $x, reviewer_b => $y, reviewed => $n, agreed => $agreed, agreement => rounded($agreed, $n, 4),
				kappa => rounded($n * $agreed - $chance, $n * $n - $chance, 4), prevalence => rounded(scalar(grep { $_ eq 'accepted' } map { @$_ } @verdicts), 2 * $n, 4) };
		}
		return @rows;
	},
	task_coverage => sub {
		my ($m, $role) = @_;
		my @rows;
		foreach my $t (@{ $m->{task} }, map { +{ program_id => $_->{program_id} } } @{ $m->{program} })
		{
			next if !$m->may($role, $t->{program_id}, qw(reviewer exporter curator));
			# a task that is not shown counts as none
			next if $t->{task_id} && !defined $t->{set_by} && !$m->may($role, $t->{program_id}, 'curator');
			my @of = grep { $_->{program_id} == $t->{program_id} && (defined $m->task_for($_, $role) ? $_->{task_id} : 0) == ($t->{task_id} // 0) && $_->{state} ne 'withdrawn' } @{ $m->{submission} };
			next if !@of && !$t->{task_id};
			my @accepted = grep { $_->{state} eq 'accepted' } @of;
			my $accepted = distinct(map { $m->{cluster}{ $_->{submission_id} } } @accepted);
			push @rows, { program => $t->{program_id}, task => $t->{name}, target => $t->{target}, received => scalar @of,
				clusters => distinct(grep { defined } map { $m->{cluster}{ $_->{submission_id} } } @of), accepted => $accepted,
				missing => $t->{task_id} ? max($t->{target} - $accepted, 0) : undef, accepted_records => scalar @accepted, taken => $t->{task_id} ? bool(defined $t->{set_by}) : undef,
				asking => scalar(grep { ($_->{asks} // 0) > 0 } @of), kept => scalar(grep { ($_->{asks} // 0) > 0 && $_->{breaks} == 0 } @of) };
		}
		return @rows;
	},
	failure_coverage => sub {
		my ($m, $role) = @_;
		my %cell;
		foreach my $s (grep { $_->{state} ne 'withdrawn' } $m->visible($role, qw(reviewer exporter curator)))
		{
			push @{ $cell{ join "\t", $s->{program_id}, $s->{decided_round} // '', defined $m->task_for($s, $role) ? $s->{task_id} : '', $_ } }, $s foreach @{ $s->{failure_kinds} };
		}
		return map {
			my ($program, $round, $task, $kind) = split /\t/;
			+{ program => $program, round => $round eq '' ? undef : $round, task => $task eq '' ? undef : $m->{task_name}{$task}, kind => $kind, submissions => scalar @{ $cell{$_} },
				accepted => distinct(map { $m->{cluster}{ $_->{submission_id} } } grep { $_->{state} eq 'accepted' } @{ $cell{$_} }) }
		} keys %cell;
	},
	round_progress => sub {
		my ($m, $role) = @_;
		return map {
			my $r = $_;
			my @undecided = grep { $_->{program_id} == $r->{program_id} && in_state($_, qw(received held pending disputed)) } @{ $m->{submission} };
			my $late = grep { defined $r->{cut_off} && $_->{received_at} gt $r->{cut_off} } @undecided;
			+{ program => $r->{program_id}, round => $r->{round_id}, opened_at => $r->{opened_at}, cut_off => $r->{cut_off}, closed_at => $r->{closed_at},
				reviews => scalar(grep { $_->{round_id} == $r->{round_id} } @{ $m->{review} }), (map { $_ => $m->events($r->{round_id}, $_) } qw(accepted rejected needs_changes disputed)),
				waiting => defined $r->{closed_at} ? undef : @undecided - $late, late => defined $r->{closed_at} ? undef : $late }
		} sort { $a->{program_id} <=> $b->{program_id} || $a->{round_id} <=> $b->{round_id} } grep { $m->may($role, $_->{program_id}, qw(reviewer curator)) } @{ $m->{round} };
	},
	overdue => sub {
		my ($m, $role) = @_;
		return map { +{ program => $_->{program_id}, submission => $_->{submission_id}, state => $_->{state}, task => $m->task_for($_, $role), received_at => $_->{received_at},
			days => int(seconds_between($_->{received_at}, $m->{now}) / 86400) } }
		  grep { in_state($_, qw(received held pending disputed)) && seconds_between($_->{received_at}, $m->{now}) > 28 * 86400 } $m->visible($role, 'curator');
	},
	disputes => sub {
		my ($m, $role) = @_;
		return map {
			my $s = $_;
			my @reviews = sort { $a->{verdict} cmp $b->{verdict} || $a->{reviewed_at} cmp $b->{reviewed_at} || $a->{reviewer} cmp $b->{reviewer} }
			  grep { $_->{submission_id} == $s->{submission_id} && $_->{review_pass} == $s->{review_pass} } @{ $m->{review} };
			+{ submission => $s->{submission_id}, program => $s->{program_id}, task => $m->task_for($s, $role), prompt => $s->{record}{prompt}, response => $s->{record}{response}, history => $s->{record}{history} // [],
				rejected => $s->{record}{rejected}, reviews => [ map { my $v = $_; +{ map { $_ => $v->{$_} } qw(useful correct verdict reasons note) } } @reviews ],
				similar => $m->similar_to($s->{submission_id}), received_at => $s->{received_at} }
		} grep { $_->{state} eq 'disputed' } $m->visible($role, 'curator');
	},
	credits => sub {
		my ($m, $role) = @_;
		my (%n, %first);
		foreach my $c (grep { $m->may($role, $_->{program}, qw(exporter curator)) && $m->named($_->{contributor}) } $m->credited)
		{
			my $key = "$c->{program} $c->{contributor}";
			$n{$key}++;
			$first{$key} = $c->{at} if !$first{$key} || $c->{at} lt $first{$key};
		}
		return map { +{ program => (split)[0], display_name => $m->{contributor_of}{ (split)[1] }{display_name}, accepted => $n{$_}, first_accepted_at => $first{$_} } }
		  sort { (split / /, $a)[0] <=> (split / /, $b)[0] || $n{$b} <=> $n{$a} || $first{$a} cmp $first{$b} || (split / /, $a)[1] <=> (split / /, $b)[1] } keys %n;
	},
	round_credits => sub {
		my ($m, $role) = @_;
		my (%n, %first);
		foreach my $c (grep { $m->may($role, $_->{program}, qw(exporter curator)) && $m->named($_->{contributor}) } $m->credited)
		{
			my $key = "$c->{program} $c->{round} $c->{contributor}";
			$n{$key}++;
			$first{$key} = $c->{at} if !$first{$key} || $c->{at} lt $first{$key};
		}
		return map { +{ program => (split)[0], round => (split)[1], display_name => $m->{contributor_of}{ (split)[2] }{display_name}, accepted => $n{$_} } }
		  sort { (split / /, $a)[0] <=> (split / /, $b)[0] || (split / /, $a)[1] <=> (split / /, $b)[1] || $n{$b} <=> $n{$a} || $first{$a} cmp $first{$b} || (split / /, $a)[2] <=> (split / /, $b)[2] } keys %n;
	},
	reviewer_credits => sub {
		my ($m, $role) = @_;
		my @rows;
		foreach my $c (grep { defined $_->{role} && $m->named($_->{contributor_id}) && $m->may($role, $_->{program_id}, qw(exporter curator)) } @{ $m->{contributor} })
		{
			my @reviews = sort map { $_->{reviewed_at} } grep { $_->{reviewer} eq $c->{role} && $m->{of}{ $_->{submission_id} }{program_id} == $c->{program_id} } @{ $m->{review} };
			push @rows, { program => $c->{program_id}, display_name => $c->{display_name}, reviews => scalar @reviews, first_reviewed_at => $reviews[0] } if @reviews;
		}
		return sort { $a->{program} <=> $b->{program} || $b->{reviews} <=> $a->{reviews} } @rows;
	},
	early_access => sub {
		my ($m, $role) = @_;
		my %last;
		foreach my $c (grep { $m->may($role, $_->{program}, 'curator') && defined $m->{contributor_of}{ $_->{contributor} }{external_id} } $m->credited)
		{
			my $key = "$c->{program} $c->{contributor}";
			$last{$key} = $c->{at} if !$last{$key} || $c->{at} gt $last{$key};
		}
		# the program says a year
		return map {
			(my $until = $last{$_}) =~ s/^(\d+)/$1 + 1/e;
			$until =~ s/-02-29T/-02-28T/;
			+{ program => (split)[0], contributor => (split)[1], external_id => $m->{contributor_of}{ (split)[1] }{external_id}, until => $until }
		} keys %last;
	},
	withdrawal_impact => sub {
		my ($m, $role) = @_;
		my @rows;
		foreach my $w (grep { $m->may($role, $_->{program_id}, qw(exporter curator)) } @{ $m->{withdrawal} })
		{
			my %items;
			foreach my $i (@{ $m->{release_item} })
			{
				my $s = $m->{of}{ $i->{submission_id} };
				$items{ $i->{release_id} }++ if ($s->{withdrawal_id} // 0) == $w->{withdrawal_id} || ($w->{kind} eq 'erase' && $s->{contributor_id} == $w->{contributor_id});
			}
			my %release = map { $_->{release_id} => $_ } @{ $m->{release} };
			push @rows, map { +{ withdrawal => $w->{withdrawal_id}, program => $w->{program_id}, kind => $w->{kind}, withdrawn_at => $w->{withdrawn_at}, submissions => $w->{submissions},
				release => $_, release_name => $_ && $release{$_}{name}, published_at => $_ && $release{$_}{published_at}, items => $_ && $items{$_},
					models => $m->models_of($_ // 0) } } %items ? keys %items : undef;
		}
		return @rows;
	},
	rules => sub {
		my ($m, $role) = @_;
		my @rows;
		foreach my $program (grep { $m->may($role, $_, 'curator') } map { $_->{program_id} } @{ $m->{program} })
		{
			foreach my $k (@{ $m->{kinds} })
			{
				my ($set) = grep { $_->{program_id} == $program && $_->{rule} eq "$k->{family}:$k->{kind}" } @{ $m->{rule_setting} };
				my $is_set = bool($set);
				$set //= { severity => $k->{by_default} ? undef : 'off' };
				push @rows, { program => $program, rule => "$k->{family}:$k->{kind}", severity => $set->{severity} // $k->{severity},
					threshold => $set->{threshold} // ($k->{family} eq 'quality' ? 0 : 0.5), is_set => $is_set };
			}
		}
		return @rows;
	},
	findings => sub {
		my ($m, $role) = @_;
		my @rows;
		foreach my $f (grep { $m->may($role, $_->{program_id}, 'curator') && !$_->{cleared} } @{ $m->{finding} })
		{
			my $s = $m->{of}{ $f->{submission_id} };
			next if in_state($s, qw(rejected withdrawn));
			my $accepted = $s->{state} eq 'accepted';
			next if $f->{severity} =~ /^(?:block|hold)$/ ? defined $f->{cleared} && !$accepted : !($accepted && $f->{rule} =~ /^contamination:/);
			push @rows, { finding => $f->{finding_id}, submission => $f->{submission_id}, program => $f->{program_id}, state => $s->{state}, cleared => $f->{cleared},
				bars_release => bool($accepted && $s->{revision} == $f->{revision}), map { $_ => $f->{$_} } qw(rule severity field turn path start stop confidence excerpt found_at) };
		}
		return @rows;
	},
	my_uploads => sub {
		my ($m, $role) = @_;
		return map { my $u = $_; +{ upload => $u->{upload_id}, program => $u->{program_id}, contributor => $u->{contributor_id}, attested => bool(defined $u->{attestation_id}),
			sha256 => defined $u->{sha256} ? $u->{sha256} =~ s/^\\x//r : undef, map { $_ => $u->{$_} } qw(file_name opened_at lines stored repeated refused blank bytes) } }
		  sort { $a->{upload_id} <=> $b->{upload_id} } grep { ($_->{contributor_role} // '') eq $role } @{ $m->{upload} };
	},
	my_records => sub {
		my ($m, $role) = @_;
		return (
			(map { +{ upload => $_->{upload_id}, line_no => $_->{line_no}, submission => $_->{submission_id}, record => $_->{record}, line => undef } }
			  grep { ($_->{contributor_role} // '') eq $role } @{ $m->{submission} }),
			(map { +{ upload => $_->{upload_id}, line_no => $_->{line_no}, submission => undef, record => undef, line => $_->{line} } }
			  grep { ($_->{contributor_role} // '') eq $role } @{ $m->{refused_line} }));
	},
	my_consents => sub {
		my ($m, $role) = @_;
		my (%last, @rows);
		$last{"$_->{contributor_id} $_->{scope}"} = $_->{consent_id} foreach sort { $a->{consent_id} <=> $b->{consent_id} } @{ $m->{consent} };
		foreach my $k (sort { $a->{contributor_id} <=> $b->{contributor_id} || $a->{consent_id} <=> $b->{consent_id} } @{ $m->{consent} })
		{
			my $c = $m->{contributor_of}{ $k->{contributor_id} };
			push @rows, { program => $c->{program_id}, contributor => $k->{contributor_id}, in_person => bool($k->{given_by} eq $role), holds => bool($last{"$k->{contributor_id} $k->{scope}"} == $k->{consent_id}),
				map { $_ => $k->{$_} } qw(scope granted text_version given_at) }
			  if ($c->{role} // '') eq $role;
		}
		return @rows;
	},
	job_progress => sub {
		my ($m, $role) = @_;
		return map {
			my $spent = seconds_between($_->{started_at}, $_->{finished_at} // $_->{heartbeat_at});
			+{ job => $_->{job_id}, program => $_->{program_id}, kind => $_->{kind}, phase => $_->{phase}, done => $_->{done}, total => $_->{total}, per_second => $_->{done} / $spent,
				seconds_left => defined $_->{finished_at} || !$_->{done} ? undef : ($_->{total} - $_->{done}) * $spent / $_->{done}, finished => bool(defined $_->{finished_at}) }
		} grep { $m->may($role, $_->{program_id}, 'curator') } @{ $m->{job} };
	},
	model_progress => sub {
		my ($m, $role) = @_;
		my (%answers, @rows, %fixed);
		push @{ $answers{ $_->{model_id} }{ $_->{submission_id} } }, $_ foreach @{ $m->{outcome} };
		foreach my $model (sort { $a->{model_id} <=> $b->{model_id} } @{ $m->{model_version} })
		{
			foreach my $id (keys %{ $answers{ $model->{model_id} } })
			{
				my @of = @{ $answers{ $model->{model_id} }{$id} };
				my @judged = grep { defined $_->{verdict} } @of;
				my $progress = (any { $_->{verdict} eq 'still_bad' } @judged) ? ($fixed{$id} ? 'regressed' : 'still_bad') : @judged == @of ? 'fixed' : undef;
				$fixed{$id} = 1 if ($progress // '') eq 'fixed';
				my $s = $m->{of}{$id};
				push @rows, { program => $s->{program_id}, model => $model->{model_id}, model_name => $model->{name}, submission => $id, task => $m->task_for($s, $role), outputs => scalar @of, judged => scalar @judged,
					progress => $progress, rouge_l => min(map { $_->{rouge_l} } @of), bleu4 => min(map { $_->{bleu4} } @of), judged_at => (sort map { $_->{judged_at} } @judged)[-1] }
				  if $s->{state} ne 'withdrawn' && $m->may($role, $s->{program_id}, qw(reviewer curator));
			}
		}
		return @rows;
	},
	outputs_to_judge => sub {
		my ($m, $role) = @_;
		my %name = map { $_->{model_id} => $_->{name} } @{ $m->{model_version} };
		return map {
			my $o = $_;
			my ($v) = grep { $_->{submission_id} == $o->{submission_id} && $_->{revision} == $o->{revision} } @{ $m->{revision} };
			+{ outcome => $o->{outcome_id}, program => $o->{program_id}, model => $o->{model_id}, model_name => $name{ $o->{model_id} }, submission => $o->{submission_id}, prompt => $v->{record}{prompt},
				history => $v->{record}{history} // [], expected => $v->{record}{response}, output => $o->{output}, rouge_l => $o->{rouge_l}, bleu4 => $o->{bleu4} }
		} grep { !defined $_->{verdict} && $m->may($role, $_->{program_id}, qw(reviewer curator)) && $m->{of}{ $_->{submission_id} }{state} ne 'withdrawn'
			  && ($m->{of}{ $_->{submission_id} }{contributor_role} // '') ne $role } @{ $m->{outcome} };
	});
$views{help_wanted} = sub {
	my ($m, $role) = @_;
	my @rows;
	foreach my $t (grep { defined $_->{set_by} && $m->may($role, $_->{program_id}, qw(contributor reviewer exporter curator)) } @{ $m->{task} })
	{
		my $accepted = distinct(map { $_->{cluster_id} } grep { ($_->{task_id} // 0) == $t->{task_id} && $_->{state} eq 'accepted' } @{ $m->{submission} });
		push @rows, { program => $t->{program_id}, task => $t->{name}, target => $t->{target}, accepted => $accepted, missing => $t->{target} - $accepted, about => $t->{about} } if $accepted < $t->{target};
	}
	return sort { $a->{program} <=> $b->{program} || $b->{missing} <=> $a->{missing} || $a->{task} cmp $b->{task} } @rows;
};

# What a reviewer is shown beside a record.
sub open_round { my ($m, $program) = @_; return (grep { $_->{program_id} == $program && !defined $_->{closed_at} } @{ $m->{round} })[0]; }
sub words_of
{
	my ($s, $f) = @_;
	my $r = $s->{record};
	my $text = $f->{field} eq 'question' ? $r->{history}[ $f->{turn} - 1 ][0] : $f->{field} eq 'answer' ? $r->{history}[ $f->{turn} - 1 ][1] : $r->{ $f->{field} };
	if ($f->{field} eq 'meta')
	{
		$text = { map { $_ => $r->{$_} } grep { !/^(?:prompt|response|history|rejected)$/ } keys %$r };
		$text = ref $text eq 'ARRAY' ? $text->[$_] : $text->{$_} foreach map { s/~1/\//gr =~ s/~0/~/gr } split /\//, $f->{path} =~ s/^\///r;
	}
	my $from = $f->{start} > 20 ? $f->{start} - 20 : 0;
	return ($f->{start} > 20 ? "\x{2026}" : '') . substr($text, $from, $f->{stop} - $from + 20) . ($f->{stop} + 20 < length $text ? "\x{2026}" : '');
}
sub beside
{
	my ($m, $s) = @_;
	my $id = $s->{submission_id};
	my $r = $s->{record};
	my @before = sort { $a->{review_pass} <=> $b->{review_pass} || $a->{verdict} cmp $b->{verdict} || $a->{reviewed_at} cmp $b->{reviewed_at} }
	  grep { $_->{submission_id} == $id && $_->{review_pass} < $s->{review_pass} } @{ $m->{review} };
	my $last = max(map { $_->{revision} } @before);
	my ($old) = grep { defined $last && $_->{submission_id} == $id && $_->{revision} == $last && $last < $s->{revision} } @{ $m->{revision} };
	my %changed = $old ? map { $_ => $old->{record}{$_} } grep { defined $old->{record}{$_} && defined $r->{$_} && canonical($old->{record}{$_}) ne canonical($r->{$_}) } qw(prompt response history rejected) : ();
	my @words = map { +{ rule => $_->{rule}, field => $_->{field}, turn => $_->{turn}, words => words_of($s, $_) } } sort { $a->{finding_id} <=> $b->{finding_id} }
	  grep { $_->{submission_id} == $id && $_->{revision} == $s->{revision} && !$_->{cleared} && defined $_->{start} } @{ $m->{finding} };
	my $o = $m->open_round($s->{program_id});
	my @waiting = grep { $o && $_->{program_id} == $s->{program_id} && $_->{state} eq 'pending' && (!defined $o->{cut_off} || $_->{received_at} le $o->{cut_off}) } @{ $m->{submission} };
	my ($version) = map { $_->{name} } grep { $_->{program_id} == $s->{program_id} && $_->{name} eq ($s->{model_version} // '') } @{ $m->{model_version} };
	return (system => $r->{system}, source => $r->{source}, guideline => defined $s->{task_id} && defined $m->{task_of}{ $s->{task_id} }{set_by} ? $m->{task_of}{ $s->{task_id} }{about} : undef,
		model_version => $version,
		words => @words ? \@words : undef, earlier => @before ? [ map { my $v = $_; +{ map { $_ => $v->{$_} } qw(verdict reasons note revision) } } @before ] : undef, before => %changed ? \%changed : undef,
		behind => scalar(@waiting) - scalar(grep { $m->is_claimed($_) } @waiting));
}
sub is_claimed { my ($m, $s) = @_; return defined $s->{lease_role} && $s->{lease_until} gt $m->{now} && $m->may($s->{lease_role}, $s->{program_id}, 'reviewer'); }
sub whole_days { my ($m, $since) = @_; return defined $since ? int(seconds_between($since, $m->{now}) / 86400) : undef; }
sub language { return $_[0] =~ /[\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}]/ ? 'zh' : $_[0] =~ /[A-Za-z]/ ? 'en' : 'other'; }
sub curated { my ($m, $role, $table) = @_; return grep { $m->may($role, $_->{program_id}, 'curator') } @{ $m->{$table} }; }
sub interval_days { my ($i) = @_; return undef if !defined $i; return $i =~ /^1 year$/ ? 365 : $i =~ /^(\d+) days?$/ ? $1 : die "how long is $i?"; }

# ---- What curators see.
$views{programs} = sub {
	my ($m, $role) = @_;
	return map {
		my $p = $_;
		my $o = $m->open_round($p->{program_id});
		+{ program => $p->{program_id}, capabilities => [ grep { $m->may($role, $p->{program_id}, $_) } qw(contributor reviewer exporter curator) ], round => $o ? $o->{round_id} : undef, cut_off => $o ? $o->{cut_off} : undef,
			retention_days => interval_days($p->{retention}), early_access_days => interval_days($p->{early_access}), map { $_ => $p->{$_} } qw(name about quorum round_days max_claims open token_days created_at) }
	} grep { $m->may($role, $_->{program_id}, qw(contributor reviewer exporter curator)) } @{ $m->{program} };
};
$views{rounds} = sub {
	my ($m, $role) = @_;
	return map { +{ program => $_->{program_id}, round => $_->{round_id}, opened_at => $_->{opened_at}, cut_off => $_->{cut_off}, closed_at => $_->{closed_at},
			days_left => defined $_->{closed_at} || !defined $_->{cut_off} ? undef : POSIX::floor(seconds_between($m->{now}, $_->{cut_off}) / 86400) } }
	  grep { $m->may($role, $_->{program_id}, qw(contributor reviewer exporter curator)) } @{ $m->{round} };
};
$views{uploads} = sub {
	my ($m, $role) = @_;
	return map {
		my $u = $_;
		my $is = $u->{kind} eq 'submissions';
		+{ program => $u->{program_id}, upload => $u->{upload_id}, contributor => $u->{contributor_id}, external_id => defined $u->{contributor_id} ? $m->{contributor_of}{ $u->{contributor_id} }{external_id} : undef,
			attested => $is ? bool(defined $u->{attestation_id}) : undef, waiting => $is ? scalar(grep { $_->{upload_id} == $u->{upload_id} && in_state($_, qw(received held pending)) } @{ $m->{submission} }) : undef,
			format => $u->{kind} =~ /^(?:submissions|corpus)$/ ? $u->{format} // 'badcase' : undef,
			map { $_ => $u->{$_} } qw(kind target file_name opened_by opened_at lines stored repeated refused blank bytes) }
	} $m->curated($role, 'upload');
};
$views{contributors} = sub {
	my ($m, $role) = @_;
	return map {
		my $c = $_;
		my @s = grep { $_->{contributor_id} == $c->{contributor_id} } @{ $m->{submission} };
		my ($a) = sort { $b->{attestation_id} <=> $a->{attestation_id} } grep { $_->{contributor_id} == $c->{contributor_id} } @{ $m->{attestation} };
		+{ program => $c->{program_id}, contributor => $c->{contributor_id}, attested => $a ? $a->{text_version} : undef, last_seen => $c->{changed_at}, uploads => scalar(grep { ($_->{contributor_id} // 0) == $c->{contributor_id} } @{ $m->{upload} }),
			submissions => scalar @s, waiting => scalar(grep { in_state($_, qw(received held pending disputed)) } @s), (map { my $x = $_; $x => scalar(grep { $_->{state} eq $x } @s) } qw(needs_changes accepted rejected)),
			(map { $_ => bool($m->consents($c->{contributor_id}, $_)) } qw(train publish_text show_name contact)), map { $_ => $c->{$_} } qw(external_id display_name role registered_at) }
	} $m->curated($role, 'contributor');
};
$views{releases} = sub {
	my ($m, $role) = @_;
	return map {
		my $r = $_;
		my $shown = $m->may($role, $r->{program_id}, 'curator');
		+{ program => $r->{program_id}, release => $r->{release_id}, built_by => $shown ? $r->{built_by} : undef, published_by => $shown ? $r->{published_by} : undef, sha256 => $r->{sha256} =~ s/^\\x//r,
			models => $m->models_of($r->{release_id}), map { $_ => $r->{$_} } qw(name items validation seed scopes left_out built_at published_at retired_at retired_for) }
	} grep { $m->may($role, $_->{program_id}, 'curator') || ($m->may($role, $_->{program_id}, 'exporter') && defined $_->{published_at}) } @{ $m->{release} };
};
$views{claims} = sub {
	my ($m, $role) = @_;
	return map {
		my $own = $_->{lease_role} eq $role;
		my $shown = $own || $m->may($role, $_->{program_id}, 'curator');
		+{ program => $_->{program_id}, submission => $shown ? $_->{submission_id} : undef, reviewer => $shown ? $_->{lease_role} : undef, is_own => bool($own), task => $shown ? $m->task_for($_) : undef,
			lease_until => $_->{lease_until}, has_ended => bool(!$m->is_claimed($_)) }
	} grep { defined $_->{lease_role} && $_->{state} eq 'pending' } $m->visible($role, qw(reviewer curator));
};
$views{reviews} = sub {
	my ($m, $role) = @_;
	return map {
		my $v = $_;
		my $s = $m->{of}{ $v->{submission_id} };
		+{ program => $s->{program_id}, submission => $v->{submission_id}, round => $v->{round_id}, counts => bool($v->{review_pass} == $s->{review_pass} && $s->{state} ne 'received'),
			map { $_ => $v->{$_} } qw(reviewer verdict useful correct reasons failure_kinds contradicts note note_to_contributor revision reviewed_at) }
	} grep { $m->may($role, $m->{of}{ $_->{submission_id} }{program_id}, 'curator') } @{ $m->{review} };
};
$views{submissions} = sub {
	my ($m, $role) = @_;
	return map {
		my $s = $_;
		my $r = $s->{record};
		my @rules = uniq sort map { $_->{rule} } grep { $_->{submission_id} == $s->{submission_id} && !defined $_->{cleared} && $_->{severity} =~ /^(?:block|hold)$/ } @{ $m->{finding} };
		my $why = $s->{state} eq 'held' ? join(', ', (grep { $_ eq 'attestation' } @{ $s->{held_for} }), @rules) : $s->{state} eq 'duplicate' ? "duplicate of $s->{duplicate_of}" : join(', ', @{ $s->{reasons} });
		+{ program => $s->{program_id}, submission => $s->{submission_id}, why => $why eq '' && $s->{state} ne 'held' ? undef : $why, task => defined $s->{task_id} ? $m->{task_of}{ $s->{task_id} }{name} : undef,
			contributor => $s->{contributor_id}, external_id => $m->{contributor_of}{ $s->{contributor_id} }{external_id}, upload => $s->{upload_id}, language => $r ? language("$r->{prompt}$r->{response}") : undef,
			prompt_chars => $r ? length $r->{prompt} : undef, response_chars => $r ? length $r->{response} : undef, turns => $r ? scalar @{ $r->{history} // [] } : undef, has_rejected => $r ? bool(defined $r->{rejected}) : bool(0),
			cluster => $s->{cluster_id}, reviews => scalar(grep { $_->{submission_id} == $s->{submission_id} && $_->{review_pass} == $s->{review_pass} } @{ $m->{review} }), round => $s->{decided_round}, days => $m->whole_days($s->{received_at}),
			map { $_ => $s->{$_} } qw(state line_no failure_kinds model_version duplicate_of revision received_at updated_at) }
	} $m->curated($role, 'submission');
};
$views{journal} = sub {
	my ($m, $role) = @_;
	return (map { my $e = $_; +{ entry => $e->{event_id}, program => $m->{of}{ $e->{submission_id} }{program_id}, who => $e->{actor}, what => defined $e->{outcome_id} ? 'output_judged' : 'move', submission => $e->{submission_id},
				round => $e->{round_id}, other => $e->{other_id}, outcome => $e->{outcome_id}, (map { $_ => undef } qw(release whose setting reason)), map { $_ => $e->{$_} } qw(at from_state to_state revision verdict) } }
		grep { $m->may($role, $m->{of}{ $_->{submission_id} }{program_id}, 'curator') } @{ $m->{event} }),
	  (map { my $a = $_; +{ entry => $a->{action_id}, program => $a->{program_id}, at => $a->{made_at}, who => $a->{made_by}, what => $a->{kind}, submission => $a->{submission_id}, release => $a->{release_id},
				(map { $_ => undef } qw(from_state to_state round revision other outcome)), map { $_ => $a->{$_} } qw(whose verdict setting reason) } } $m->curated($role, 'action'));
};
my %news = (accepted => 'Accepted: %s. Thank you.', rejected => 'Not accepted: %s; badcase.my_submissions says why.',
	needs_changes => 'Waiting for a better answer of yours: %s; badcase.my_submissions says what is wrong, badcase.revise takes the answer.',
	attestation => 'Held until you attest that they hold no personal information, secrets or property of others (badcase.attest): %s.', held => 'Held until a curator has looked at what they may hold: %s.');
$views{outbox} = sub {
	my ($m, $role) = @_;
	my @rows;
	foreach my $c (grep { defined $_->{external_id} } $m->curated($role, 'contributor'))
	{
		my %at;
		push @{ $at{ $_->{contributor_state} eq 'held' && (any { $_ eq 'attestation' } @{ $_->{held_for} }) ? 'attestation' : $_->{contributor_state} } }, $_->{contributor_state_at}
		  foreach grep { $_->{contributor_id} == $c->{contributor_id} && $_->{contributor_state} =~ /^(?:held|needs_changes|accepted|rejected)$/ && ($c->{told_at} =~ /infinity/ || $_->{contributor_state_at} gt $c->{told_at}) } @{ $m->{submission} };
		my %contacts = $m->consents($c->{contributor_id}, 'contact') ? map { $_->{kind} => $_->{value} } grep { $_->{contributor_id} == $c->{contributor_id} } @{ $m->{contributor_contact} } : ();
		push @rows, map { my @t = sort @{ $at{$_} }; +{ program => $c->{program_id}, contributor => $c->{contributor_id}, external_id => $c->{external_id}, lang => $c->{lang}, what => $_, n => scalar @t, since => $t[0], up_to => $t[-1],
				words => sprintf($news{$_}, scalar @t), contacts => %contacts ? \%contacts : undef } } sort keys %at;
	}
	return @rows;
};
# Wilson's interval at 95 % of k of n, as the root of (p - x)^2 = z^2 x (1 - x) / n.
sub wilson
{
	my ($k, $n) = @_;
	return (undef, undef) if !$n;
	my ($p, $z2) = ($k / $n, 1.959963984540054**2);
	my $root = sqrt($z2 * ($z2 / (4 * $n * $n) + $p * (1 - $p) / $n));
	my @ends = map { sprintf('%.4f', ($p + $z2 / (2 * $n) + $_) / (1 + $z2 / $n)) + 0 } -$root, $root;
	return ($k == 0 ? 0 : $ends[0], $k == $n ? 1 : $ends[1]);
}
$views{reviewer_quality} = sub {
	my ($m, $role) = @_;
	my (%of, %pass);
	foreach my $v (grep { $m->may($role, $m->{of}{ $_->{submission_id} }{program_id}, 'curator') } @{ $m->{review} })
	{
		push @{ $of{"$m->{of}{ $v->{submission_id} }{program_id} $v->{reviewer}"} }, $v;
		$pass{"$v->{submission_id} $v->{review_pass}"}{ $v->{verdict} } = 1;
	}
	my @rows;
	foreach my $key (keys %of)
	{
		my ($program, $reviewer) = split / /, $key;
		my @mine = sort { $a->{reviewed_at} cmp $b->{reviewed_at} } @{ $of{$key} };
		my @decided = grep { my $s = $m->{of}{ $_->{submission_id} }; $s->{state} =~ /^(?:accepted|rejected)$/ && $s->{review_pass} == $_->{review_pass} } @mine;
		my $agreed = grep { $_->{verdict} eq $m->{of}{ $_->{submission_id} }{state} } @decided;
		my @pauses = sort { $a <=> $b } grep { $_ <= 3600 } map { seconds_between($mine[ $_ - 1 ]{reviewed_at}, $mine[$_]{reviewed_at}) } 1 .. $#mine;
		my ($low, $high) = wilson($agreed, scalar @decided);
		push @rows, { program => $program, reviewer => $reviewer, reviews => scalar @mine, decided => scalar @decided, agreed => $agreed, agreement_low => $low, agreement_high => $high,
			disputes => scalar(grep { keys %{ $pass{"$_->{submission_id} $_->{review_pass}"} } > 1 } @mine), gold => 0, gold_right => 0, gold_low => undef, gold_high => undef,
			minutes => @pauses ? sprintf('%.1f', ($pauses[ $#pauses / 2 ] + $pauses[ @pauses / 2 ]) / 120) + 0 : undef, is_paused => bool(0) };
	}
	return @rows;
};
# Without held-out records: what the versions gained on the cases.
$views{version_progress} = sub {
	my ($m, $role) = @_;
	my %name = map { $_->{model_id} => $_->{name} } @{ $m->{model_version} };
	my @progress = $views{model_progress}->($m, $role);
	return map {
		my $v = $_;
		my @mine = grep { $_->{model} == $v->{model_id} } @progress;
		my %n = map { my $p = $_; $p => scalar grep { ($_->{progress} // '') eq $p } @mine } qw(fixed still_bad regressed);
		+{ program => $v->{program_id}, model => $v->{model_id}, model_name => $v->{name}, base_name => defined $v->{base_id} ? $name{ $v->{base_id} } : undef, is_whole => bool(1), topic => undef,
			cases => scalar @mine, %n, (map { $_ => 0 } qw(records compared judged better same worse)),
			map { $_ => undef } qw(chance rouge_l rouge_difference rouge_low rouge_high bleu4 bleu_difference bleu_low bleu_high) }
	} grep { $m->may($role, $_->{program_id}, qw(reviewer curator)) } @{ $m->{model_version} };
};
# What this round has none of: tests of its own are workspace_looks, workspace_offers, workspace_door, workspace_engines,
# workspace_suggestions and workspace_general.
my %none = (corpus_relations => 'corpus_relation', agents => 'agent', agent_agreement => 'suggestion', held_out => 'general_outcome', general_to_judge => 'general_outcome', gold => 'gold', audit_result => 'audit', access_offers => 'access_offer', my_access => 'access_offer', applications => 'application');
sub is_empty { return exists $none{ $_[0] }; }
foreach my $view (keys %none)
{
	$views{$view} = sub { my ($m) = @_; die "$none{$view} has rows" if @{ $m->{ $none{$view} } }; return () };
}
$views{worklist} = sub {
	my ($m, $role) = @_;
	my @rows;
	foreach my $p (map { $_->{program_id} } $m->curated($role, 'program'))
	{
		my @s = grep { $_->{program_id} == $p } @{ $m->{submission} };
		my @holding = grep { $_->{program_id} == $p && !defined $_->{cleared} && $_->{severity} =~ /^(?:block|hold)$/ } @{ $m->{finding} };
		my @barring = grep { my $s = $m->{of}{ $_->{submission_id} }; $_->{program_id} == $p && !$_->{cleared} && ($_->{severity} =~ /^(?:block|hold)$/ || $_->{rule} =~ /^contamination:/) && $s->{state} eq 'accepted' && $s->{revision} == $_->{revision} } @{ $m->{finding} };
		my %work = (triage => [ map { $_->{received_at} } grep { $_->{state} eq 'received' } @s ], dispute => [ map { $_->{received_at} } grep { $_->{state} eq 'disputed' } @s ],
			review => [ map { $_->{received_at} } grep { $_->{state} eq 'pending' } @s ], changes => [ map { $_->{received_at} } grep { $_->{state} eq 'needs_changes' } @s ],
			attestation => [ map { $_->{received_at} } grep { $_->{state} eq 'held' && any { $_ eq 'attestation' } @{ $_->{held_for} } } @s ],
			finding => [ map { $_->{found_at} } grep { $m->{of}{ $_->{submission_id} }{state} eq 'held' } @holding ],
			task => [ map { $_->{received_at} } grep { !defined $_->{task_id} && in_state($_, qw(pending disputed accepted)) } @s ],
			task_name => [ map { $_->{created_at} } grep { $_->{program_id} == $p && !defined $_->{set_by} } @{ $m->{task} } ],
			claim => [ map { $_->{lease_until} } grep { defined $_->{lease_role} && $_->{state} eq 'pending' && !$m->is_claimed($_) } @s ],
			release => [ map { $_->{built_at} } grep { $_->{program_id} == $p && !defined $_->{published_at} } @{ $m->{release} } ]);
		my %n = map { $_ => scalar @{ $work{$_} } } keys %work;
		$n{barred} = distinct(map { $_->{submission_id} } @barring);
		$work{barred} = [ map { $_->{found_at} } @barring ];
		my $o = $m->open_round($p);
		if (!$o || (defined $o->{cut_off} && $o->{cut_off} lt $m->{now}))
		{
			my @ends = sort grep { defined } map { $_->{closed_at} // $_->{cut_off} } grep { $_->{program_id} == $p } @{ $m->{round} };
			@work{'round'} = [ $ends[-1] ];
			$n{round} = 1;
		}
		my @late = grep { seconds_between($_->{received_at}, $m->{now}) > 28 * 86400 && in_state($_, qw(received held pending disputed)) } @s;
		if (@late) { $n{overdue} = @late; $work{overdue} = [ map { $_->{received_at} } @late ]; }
		push @rows, map { my ($oldest) = sort @{ $work{$_} }; +{ program => $p, work => $_, n => $n{$_}, oldest => $oldest, days => $m->whole_days($oldest), what_to_do => $m->{to_call}{$_} } } grep { $n{$_} } keys %n;
	}
	return @rows;
};

# The items of published releases, with the consents that they stand on.
sub exported
{
	my ($m, $role) = @_;
	my %release = map { $_->{release_id} => $_ } @{ $m->{release} };
	return map {
		my $i = $_;
		my ($v) = grep { $_->{submission_id} == $i->{submission_id} && $_->{revision} == $i->{revision} } @{ $m->{revision} };
		+{ %$i, record => $v->{record}, task => $m->task_for($m->{of}{ $i->{submission_id} }) }
	} sort { $a->{release_id} <=> $b->{release_id} || $a->{pos} <=> $b->{pos} } grep {
		my ($r, $s) = ($release{ $_->{release_id} }, $m->{of}{ $_->{submission_id} });
		defined $r->{published_at} && $m->may($role, $r->{program_id}, 'exporter') && $s->{state} ne 'withdrawn' && !grep { !$m->consents($s->{contributor_id}, $_) } @{ $r->{scopes} }
	} @{ $m->{release_item} };
}
$views{export_sft} = sub {
	my ($m, $role) = @_;
	return map { +{ release => $_->{release_id}, pos => $_->{pos}, split => $_->{split}, prompt => $_->{record}{prompt}, response => $_->{record}{response}, history => $_->{record}{history} // [],
		system => $_->{record}{system}, task => $_->{task} } } $m->exported($role);
};
$views{export_preference} = sub {
	my ($m, $role) = @_;
	return map { +{ release => $_->{release_id}, pos => $_->{pos}, split => $_->{split}, prompt => $_->{record}{prompt}, history => $_->{record}{history} // [], chosen => $_->{record}{response},
		rejected => $_->{record}{rejected} } } grep { defined $_->{record}{rejected} } $m->exported($role);
};

sub views { return sort keys %views; }
sub rows { my ($m, $view, $role) = @_; return $views{$view}->($m, $role); }

1;
