# The pictures of the documentation.  What they name is read from the code: states and moves from transitions(), consents from
# consent_scopes(), relations from the check of their table, locks from the order that test/lint/locks.sh holds functions to.
# Where a thing of the code has no place in a picture, or a place no thing, there is no picture.
#
# perl doc/pictures/draw.pl FOLDER, at the top of the tree, writes them into FOLDER.
use strict;
use warnings;
use utf8;
use open qw(:std :utf8);

my $folder = shift // die "which folder?\n";

sub text_of
{
	my ($path) = @_;
	open my $in, '<', $path or die "$path: $!\n";
	local $/;
	return <$in>;
}

# equal WHAT, CODE, PICTURE: both name the same things.
sub equal
{
	my ($what, $code, $picture) = @_;
	my ($a, $b) = map { join "\n", sort @$_ } $code, $picture;
	die "$what of the code:\n$a\n$what of the picture:\n$b\n" if $a ne $b;
}

sub escaped
{
	my ($text) = @_;
	$text =~ s/&/&amp;/g;
	$text =~ s/</&lt;/g;
	return $text;
}

# Colours for light and for dark; a ground of their own, so that they are read on any page.
sub picture
{
	my ($name, $width, $height, $title, $body) = @_;
	open my $out, '>', "$folder/$name.svg" or die "$folder/$name.svg: $!\n";
	print $out <<"SVG";
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 $width $height" width="$width" height="$height" role="img" aria-labelledby="title">
<title id="title">${\escaped($title)}</title>
<style>
svg { --ground: #ffffff; --ink: #1f2328; --soft: #57606a; --line: #6e7781; --box: #eef3fa; --edge: #3465a4; --good: #e6f4ea; --bad: #fbeaea; }
\@media (prefers-color-scheme: dark) {
  svg { --ground: #0d1117; --ink: #e6edf3; --soft: #9da7b3; --line: #8b949e; --box: #16263d; --edge: #6ea8fe; --good: #12301c; --bad: #3b1a1d; }
}
text { font: 14px system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; fill: var(--ink); }
.small { font-size: 12px; fill: var(--soft); paint-order: stroke; stroke: var(--ground); stroke-width: 5px; stroke-linejoin: round; }
.in { font-size: 12px; }
.strong { font-weight: 600; }
.ground { fill: var(--ground); }
.box { fill: var(--box); stroke: var(--edge); stroke-width: 1.3; }
.good { fill: var(--good); }
.bad { fill: var(--bad); }
.bar { fill: var(--line); }
.way { fill: none; stroke: var(--line); stroke-width: 1.5; }
.head { fill: var(--line); }
</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>
<rect class="ground" width="$width" height="$height" rx="8"/>
$body</svg>
SVG
	close $out or die "$folder/$name.svg: $!\n";
}

sub words
{
	my ($x, $y, $text, $class, $anchor) = @_;
	return sprintf qq{<text x="%s" y="%s" class="%s" text-anchor="%s">%s</text>\n}, $x, $y, $class, $anchor // 'middle', escaped($text);
}

# box X, Y, WIDTH, HEIGHT, LINES, CLASS: around its middle; the first line is the name.
sub box
{
	my ($x, $y, $width, $height, $lines, $class) = @_;
	my $out = sprintf qq(<rect class="box %s" x="%g" y="%g" width="%g" height="%g" rx="6"/>\n), $class // '', $x - $width / 2, $y - $height / 2, $width, $height;
	my $n = @$lines;
	$out .= words($x, $y + 5 - ($n - 1) * 8.5 + $_ * 17, $lines->[$_], $_ ? 'in' : 'strong') for 0 .. $n - 1;
	return $out;
}

# Where the way from one middle to another leaves a box of that size.
sub border
{
	my ($x, $y, $to_x, $to_y, $width, $height) = @_;
	my ($dx, $dy) = ($to_x - $x, $to_y - $y);
	my $t = 1e9;
	$t = abs($width / 2 / $dx) if $dx;
	$t = abs($height / 2 / $dy) if $dy && abs($height / 2 / $dy) < $t;
	return ($x + $dx * $t, $y + $dy * $t);
}

# way FROM, TO, BEND, LABEL, AT: an arrow between two middles, bent to its left by BEND; the label stands at the share AT of it.
sub way
{
	my ($from, $to, $bend, $label, $at, $width, $height) = @_;
	my ($x1, $y1, $x2, $y2) = (@$from, @$to);
	my $length = sqrt(($x2 - $x1)**2 + ($y2 - $y1)**2);
	my ($cx, $cy) = (($x1 + $x2) / 2 + ($y2 - $y1) / $length * $bend * 2, ($y1 + $y2) / 2 - ($x2 - $x1) / $length * $bend * 2);
	my ($ax, $ay) = border($x1, $y1, $cx, $cy, $width, $height);
	my ($bx, $by) = border($x2, $y2, $cx, $cy, $width + 4, $height + 4);
	my $t = $at // 0.5;
	my $lx = (1 - $t)**2 * $ax + 2 * $t * (1 - $t) * $cx + $t**2 * $bx;
	my $ly = (1 - $t)**2 * $ay + 2 * $t * (1 - $t) * $cy + $t**2 * $by;
	my $out = sprintf qq{<path class="way" marker-end="url(#head)" d="M%.1f %.1fQ%.1f %.1f %.1f %.1f"/>\n}, $ax, $ay, $cx, $cy, $bx, $by;
	return ($out, defined $label ? words(sprintf('%.1f', $lx), sprintf('%.1f', $ly + 4), $label, 'small') : '');
}

# arrow PATH: a way of straight pieces.
sub arrow
{
	return qq{<path class="way" marker-end="url(#head)" d="M$_[0]"/>\n};
}

sub states
{
	my @moves = text_of('sql/workspace/240-states.sql') =~ /^      \((NULL|'\w+'), '(\w+)', '/mg;
	my (%moves, %states);
	while (my ($from, $to) = splice @moves, 0, 2)
	{
		$from =~ s/NULL|'//g;
		$moves{"$from $to"} = 1;
		$states{$to} = 1;
	}
	my %place = (received => [ 120, 240 ], held => [ 480, 90 ], duplicate => [ 120, 420 ], pending => [ 480, 240 ], needs_changes => [ 480, 420 ],
		disputed => [ 780, 240 ], rejected => [ 1080, 90 ], accepted => [ 1080, 420 ], withdrawn => [ 600, 520 ]);
	# how far to the left it bends, what makes it, and where along it that stands
	my %label = (
		' received' => [ 0, 'process_upload', 0.5 ], 'received held' => [ 0, 'triage: a finding, or no attestation', 0.55 ], 'received duplicate' => [ 14, 'triage: an exact duplicate', 0.3 ],
		'received pending' => [ 14, 'triage: clean', 0.5 ], 'held pending' => [ 14, 'resolve_finding, triage', 0.3 ], 'held rejected' => [ 26, 'resolve_finding: it stands', 0.5 ],
		'duplicate received' => [ 14, 'the first one went', 0.3 ], 'pending held' => [ 14, 'triage: newer rules', 0.3 ], 'pending received' => [ 14, 'revise', 0.5 ],
		'pending needs_changes' => [ 0, 'reviews: useful, not correct', 0.5 ], 'pending disputed' => [ 0, 'reviews disagree', 0.45 ], 'pending accepted' => [ 10, 'reviews: useful and correct', 0.4 ],
		'pending rejected' => [ -10, 'reviews: not useful', 0.42 ], 'needs_changes received' => [ 0, 'revise', 0.5 ], 'disputed accepted' => [ -6, 'adjudicate', 0.45 ],
		'disputed rejected' => [ 6, 'adjudicate', 0.5 ], 'accepted pending' => [ 34, 'reopen', 0.45 ], 'rejected held' => [ 0, 'reopen, resolve_finding', 0.5 ],
		'rejected pending' => [ -22, 'reopen', 0.5 ]);
	equal('states', [ keys %states ], [ keys %place ]);
	equal('moves', [ keys %moves ], [ keys %label, map { "$_ withdrawn" } grep { $_ ne 'withdrawn' } keys %place ]);
	my ($ways, $labels) = ('', '');
	foreach my $move (sort keys %label)
	{
		my ($from, $to) = split / /, $move;
		my ($bend, $label, $at) = @{ $label{$move} };
		my ($way, $text) = way($from eq '' ? [ 120, 90 ] : $place{$from}, $place{$to}, $bend, $label, $at, 130, 40);
		$ways .= $way;
		$labels .= $text;
	}
	my %class = (accepted => 'good', rejected => 'bad', withdrawn => 'bad');
	my $boxes = join '', map { $_ eq 'withdrawn' ? box(@{ $place{$_} }, 1090, 40, ['withdrawn: from every state, by withdraw or erase'], 'bad') : box(@{ $place{$_} }, 130, 40, [$_], $class{$_}) } sort keys %place;
	picture('states', 1200, 560, 'The states of a submission and what moves it', $ways . $boxes . box(120, 90, 130, 40, ['a line'], '') . $labels);
}

sub relations
{
	my ($kinds) = text_of('sql/workspace/050-submissions.sql') =~ /CREATE TABLE badcase_internal\.relation \(.*?CHECK \(kind IN \((.*?)\)\)/s or die "no kinds of relations\n";
	my @rows = (
		[ 'exact', 'history, prompt and response the same to a reader', 'the later one is a duplicate of the first' ],
		[ 'near', 'similarity of the records at least 0.7', 'one cluster: one example, one credit' ],
		[ 'alternative', 'equal history, prompts at least 0.7, responses less', 'shown beside each other to reviewers' ],
		[ 'contradiction', 'an alternative of which a reviewer says: not both', 'in badcase.conflicts, first' ]);
	equal('relations', [ $kinds =~ /\w+/g ], [ map { $_->[0] } @rows ]);
	my $out = words(130, 34, 'two submissions', 'small') . words(490, 34, 'are', 'small') . words(880, 34, 'and so', 'small');
	# how much of the prompt and of the response two cards have in common
	my %common = (exact => [ 70, 70 ], near => [ 70, 55 ], alternative => [ 65, 0 ], contradiction => [ 70, 0 ]);
	my $y = 80;
	foreach my $row (@rows)
	{
		foreach my $x (80, 180)
		{
			my ($left, $prompt, $response) = ($x - 40, @{ $common{ $row->[0] } });
			$out .= sprintf qq(<rect class="box" x="%d" y="%d" width="84" height="48" rx="4"/>\n), $left, $y - 24;
			$out .= sprintf qq(<rect class="bar" x="%d" y="%d" width="%d" height="6"/>\n), $left + 7, $y - 13, $prompt;
			$out .= $response ? sprintf qq(<rect class="bar" x="%d" y="%d" width="%d" height="6"/>\n), $left + 7, $y + 6, $response
			  : sprintf qq(<rect class="%s" x="%d" y="%d" width="%d" height="6" stroke="var(--line)"/>\n), $x < 100 ? 'bad' : 'good', $left + 7, $y + 6, $x < 100 ? 66 : 44;
		}
		$out .= words(260, $y - 4, $row->[0], 'strong', 'start') . words(260, $y + 15, $row->[1], 'small', 'start');
		$out .= arrow("620 ${y}H690") . words(710, $y + 5, $row->[2], 'small', 'start');
		$y += 74;
	}
	picture('relations', 1060, 350, 'How two submissions are related', $out);
}

sub consents
{
	my ($scopes) = text_of('sql/workspace/010-lists.sql') =~ /FUNCTION badcase_internal\.consent_scopes.*?'\{(.*?)\}'/s or die "no scopes\n";
	my $out = box(90, 50, 130, 40, ['a file'], '') . box(470, 50, 130, 40, ['reviewed'], '') . box(700, 50, 130, 40, ['accepted'], 'good');
	my $ask = sub { my ($x, $y, $name) = @_; return sprintf(qq(<rect class="box" x="%d" y="%d" width="150" height="34" rx="17"/>\n), $x - 75, $y - 17) . words($x, $y + 5, $name, 'strong') };
	$out .= arrow('155 50H202') . $ask->(280, 50, 'attestation') . arrow('355 50H403') . arrow('535 50H633');
	my @rows = ([ 'train', 'a release', 'without it no trainer reads the record' ], [ 'publish_text', 'a public release', 'with train; the release has a licence' ],
		[ 'show_name', 'the list of credits', 'else the person counts and has no name' ], [ 'contact', 'contact data', 'goes when the consent goes' ]);
	equal('consents', [ split /,/, $scopes ], [ map { $_->[0] } @rows ]);
	my $y = 130;
	foreach my $row (@rows)
	{
		my ($name, $to, $why) = @$row;
		if ($name eq 'contact')
		{
			$out .= arrow("90 70V${y}H202") . $ask->(280, $y, $name) . arrow("355 ${y}H403") . box(480, $y, 150, 38, [$to], '') . words(480, $y + 34, $why, 'small');
		}
		else
		{
			$out .= arrow("740 70V${y}H766") . $ask->(845, $y, $name) . arrow("920 ${y}H948") . box(1025, $y, 150, 38, [$to], '') . words(1025, $y + 34, $why, 'small');
		}
		$y += 75;
	}
	picture('consents', 1160, 420, 'What each consent opens', $out);
}

# The lines of a text, as long as that.
sub wrapped
{
	my ($text, $width) = @_;
	my @lines = ('');
	foreach my $word (split / /, $text)
	{
		push @lines, '' if length($lines[-1]) + length($word) >= $width;
		$lines[-1] .= ($lines[-1] eq '' ? '' : ' ') . $word;
	}
	return @lines;
}

sub locks
{
	my ($order) = text_of('test/lint/locks.sh') =~ /^my %rank = \((.*?)\);/ms or die "no order of locks\n";
	my %rank = $order =~ /'?([a-z_]+(?: [a-z]+)?)'? => (\d+)/g;
	my @rows = (text_of("doc/internals.md") =~ /^### Locks\n(.*?)^### /ms)[0] =~ /^\| (\d+) \| (.*?) \| (.*?) \|$/mg;
	my ($out, $y, @named) = ('', 40);
	while (my ($n, $row, $by) = splice @rows, 0, 3)
	{
		my @names = $row =~ /`(\w+)`/g or die "which lock is $row?\n";
		@names = "work $names[1]" if $names[0] eq 'work_lock';
		push @named, map { "$n $_" } @names;
		$by =~ s/`//g;
		my @lines = wrapped($by, 115);
		$out .= box(138, $y, 206, 32, [ "$n  " . join(', ', @names) ], '');
		$out .= words(258, $y + 5 - (@lines - 1) * 8 + $_ * 16, $lines[$_], 'small', 'start') for 0 .. $#lines;
		$y += 44;
	}
	equal('locks', [ map { "$rank{$_} $_" } keys %rank ], \@named);
	my $end = $y - 44;
	picture('locks', 1000, $y - 10, 'The order in which locks are taken', arrow("18 30V$end") . $out);
}

# A line's way through a program, for the first page.
sub line
{
	my @steps = (
		[ 'a file', 'of JSON lines' ], [ 'upload', 'every line is', 'accounted for' ], [ 'triage', 'personal data,', 'near-duplicates' ],
		[ 'two reviews', 'useful? correct?' ], [ 'release', 'with consent,', 'frozen, hashed' ], [ 'trainer', 'its format,', 'and the papers' ]);
	my %exit = (1 => 'refused: code and byte', 2 => 'held: a person decides', 3 => 'needs changes, disputed', 4 => 'withdrawn: not written');
	my ($out, $x) = ('', 95);
	foreach my $i (0 .. $#steps)
	{
		$out .= box($x, 60, 140, 76, $steps[$i], $i == $#steps ? 'good' : '');
		$out .= arrow($x + 70 . ' 60H' . ($x + 103)) if $i < $#steps;
		$out .= arrow("$x 98V128") . words($x, 147, $exit{$i}, 'small') if $exit{$i};
		$x += 175;
	}
	picture('line', 1065, 165, 'The way of a line from a file to a trainer', $out);
}

states();
relations();
consents();
locks();
line();
