# WorkspaceTests.pm: a changed file of the workspace.  Its script lies in the library as it is written, so a change is put
# into the built library where its lines stand.  The few regression tests that are likeliest to tell judge each change by
# itself.  Those that survive are put into one library for all other tests that can come to them: where a test passes, all
# of them pass it, and where it fails, halves of them are tried.
package WorkspaceTests;
use strict;
use warnings;
use parent 'ServerTests';
use Source;
use Reach;
use Run;

# How many tests judge each change by itself.
my $few = 4;

sub tests_of
{
	my ($self) = @_;
	$self->{reach} = Reach->new(glob 'sql/workspace/*.sql');
	$self->{later} = [
		map({ $self->test('isolation', $_) } map { m{(\w+)\.spec$} } sort glob 'test/isolation/specs/*.spec'),
		map { $self->test('tap', $_) } split ' ', $self->{tap} ];
	return map { $self->test('regress', $_) } grep { /^workspace_/ } map { m{(\w+)\.sql$} } sort glob 'sql/*.sql';
}

# The tests on functions that say that they begin: what each comes to, and whether it passes.
sub all_pass
{
	my ($self) = @_;
	my %kept = map { $_ => slurp($_) } glob 'sql/workspace/*.sql';
	spew($_, Reach::traced($kept{$_})) foreach keys %kept;
	$self->build or die "no library\n" . slurp($self->log_file);
	spew($_, $kept{$_}) foreach keys %kept;
	my ($all, $log) = (1, "$self->{home}/server.log");
	foreach my $test (@{ $self->{tests} })
	{
		my $from = -s $log;
		my ($ok, $seconds) = $self->passes($test, 900);
		open my $in, '<:raw', $log or die "$log: $!\n";
		seek $in, $from, 0;
		my $told = do { local $/; <$in> };
		$test->{seconds} = $seconds;
		$test->{reached} = $self->{reach}->from($test->{text}, Reach::told($told));
		$ok or do { $all = 0; print "FAILED on the unchanged tree: $test->{name}\n"; };
		$self->tidy unless $ok;
	}
	$_->{reached} = $self->{reach}->from($_->{text}) foreach @{ $self->{later} };
	$self->build or die "no library\n" . slurp($self->log_file);
	$self->{plain} = slurp("$self->{library}/badcase.so");
	return $all;
}

# What sessions side by side tell, and nothing else does, is who waits for whom, and what an older snapshot sees.
my $side_by_side = qr{\bFOR (?:NO KEY |KEY )?(?:UPDATE|SHARE)\b|\block_|\btry_work\b|\bLOCK TABLE\b|\bON CONFLICT\b|\bpg_current_xact|\btransaction_isolation};

# What is locked hangs on every line of the statement that locks.
my $locks = qr{\bFOR (?:NO KEY |KEY )?(?:UPDATE|SHARE)\b|\bLOCK TABLE\b};

sub statement_of
{
	my ($m) = @_;
	my $code = sql_code($m->{original});
	my $start = 1 + rindex $code, ';', $m->{at};
	my $end = index $code, ';', $m->{at} + $m->{length};
	return substr $code, $start, ($end < 0 ? length $code : $end) - $start;
}

sub comes_to
{
	my ($self, $test, $m) = @_;
	return 0 if $test->{part} eq 'isolation' && $m->{difference} !~ $side_by_side && statement_of($m) !~ $locks;
	return $self->{reach}->must_run($test->{reached}, $m->{function});
}

# A test that names the changed function, or else what calls it, or what calls that.
sub likely
{
	my ($self, $test, $m) = @_;
	my @names = ($m->{function});
	foreach my $likely (3, 2, 1)
	{
		return $likely if grep { $test->{words}{$_} } @names;
		@names = $self->{reach}->callers(@names);
	}
	return 0;
}

# A library's bytes with a change, as many as before: the indentation of the first line that differs makes up for what the
# change adds or takes.  undef where that cannot be, or where another change stands already.
sub patched
{
	my ($self, $bytes, $m) = @_;
	my @old = split /^/, $m->{original};
	my @new = split /^/, $m->{mutant};
	my @differ = grep { $old[$_] ne $new[$_] } 0 .. $#old;
	my $longer = length($m->{mutant}) - length($m->{original});
	my $start = index $self->{plain}, $m->{original};
	return undef if @old != @new || !@differ || $start < 0;
	my $at = length join '', @old[0 .. $differ[0] - 1];
	my ($before, $after) = map { join '', @$_[$differ[0] .. $differ[-1]] } \@old, \@new;
	my ($indent) = $after =~ /^( *)/;
	# a line that begins within a literal has no indentation
	return undef if length $indent < $longer || substr(sql_code($m->{original}), $at + length $indent, 1) =~ /\s/;
	$after = $longer > 0 ? substr($after, $longer) : ' ' x -$longer . $after;
	return undef if substr($bytes, $start + $at, length $before) ne $before;
	substr $bytes, $start + $at, length $before, $after;
	return $bytes;
}

# These bytes as the library of sessions to come.
sub put
{
	my ($self, $bytes) = @_;
	my $library = "$self->{library}/badcase";
	spew("$library.new", $bytes);
	rename "$library.new", "$library.so" or die "$library.so: $!\n";
	return;
}

# One change into the library, patched or built.
sub put_one
{
	my ($self, $m) = @_;
	my $bytes = $self->patched($self->{plain}, $m);
	if (defined $bytes) { $self->put($bytes); return 1; }
	spew($m->{file}, $m->{mutant});
	my $ok = $self->build;
	spew($m->{file}, $m->{original});
	return $ok;
}

# What becomes of a change: (killed, by what), (survived) or (unbuilt).  One that survived before has to face all tests.
sub verdict
{
	my ($self, $m) = @_;
	return 'survived' if $self->{again};
	$self->put_one($m) or return 'unbuilt';
	my @few = (grep { defined } ($self->in_order($m))[0 .. $few - 1]);
	my ($verdict, $by) = $self->judged($m, @few);
	$m->{judged_by}{ $_->{name} } = 1 foreach @few;
	# a workspace that cannot be made fails every test
	if ($verdict eq 'killed')
	{
		my $setup = 'BEGIN; CREATE EXTENSION badcase; SELECT badcase_setup(); ROLLBACK';
		return 'unbuilt' unless $self->command("psql -X -q -v ON_ERROR_STOP=1 -d postgres -c '$setup'");
	}
	return ($verdict, $by);
}

# Shows changes that survived so far to the tests that did not judge them, those with the most to see in their time first;
# tells of each that is killed as soon as it is.  Returns the name of a test that there was no time for.
sub judge_later
{
	my ($self, $tell, $late, @left) = @_;
	my @tests = (@{ $self->{tests} }, @{ $self->{later} });
	my $to_see = sub { my ($test) = @_; return grep { $self->comes_to($test, $_) && !$_->{judged_by}{ $test->{name} } } @left; };
	my $worth = sub { my ($test) = @_; return $to_see->($test) / ($test->{seconds} // 60); };
	while (@left && @tests)
	{
		my %worth = map { $_->{name} => $worth->($_) } @tests;
		@tests = sort { $worth{ $b->{name} } <=> $worth{ $a->{name} } } grep { $worth{ $_->{name} } } @tests;
		my $test = shift @tests or last;
		return $test->{name} if $late->();
		my %gone;
		foreach my $m (map { $self->killed_by($test, 0, @$_) } $self->batches($to_see->($test)))
		{
			$tell->($m, $test->{name});
			$gone{ $m->{n} } = 1;
		}
		@left = grep { !$gone{ $_->{n} } } @left;
	}
	return undef;
}

# Changes in groups that can be in one library together: {bytes} of each, or one that has to be built.
sub batches
{
	my ($self, @changes) = @_;
	my @batches;
	while (@changes)
	{
		my ($bytes, @batch, @rest) = $self->{plain};
		foreach my $m (@changes)
		{
			my $more = $self->patched($bytes, $m);
			if (defined $more) { push @batch, $m; $bytes = $more; }
			else { push @rest, $m; }
		}
		push @batch, shift @rest unless @batch;
		push @batches, \@batch;
		@changes = @rest;
	}
	return @batches;
}

# Those of a batch that a test fails with; known says that it fails with some of them.
sub killed_by
{
	my ($self, $test, $known, @batch) = @_;
	if (!$known || @batch == 1)
	{
		return () if $self->batch_passes($test, @batch);
		return @batch if @batch == 1;
	}
	my $half = int(@batch / 2);
	my @killed = $self->killed_by($test, 0, @batch[0 .. $half - 1]);
	return (@killed, $self->killed_by($test, !@killed, @batch[$half .. $#batch]));
}

# Whether a test passes with all of a batch in the library.
sub batch_passes
{
	my ($self, $test, @batch) = @_;
	if (!$test->{seconds})
	{
		$self->put($self->{plain});
		(my $ok, $test->{seconds}) = $self->passes($test, 900);
		$ok or die "the unchanged tree does not pass: $test->{name}\n";
	}
	if (@batch == 1) { $self->put_one($batch[0]) or return 1; }
	else
	{
		my $bytes = $self->{plain};
		$bytes = $self->patched($bytes, $_) foreach @batch;
		$self->put($bytes);
	}
	my ($ok) = $self->passes($test, 20 + 3 * $test->{seconds});
	$self->tidy unless $ok;
	return $ok;
}

1;
