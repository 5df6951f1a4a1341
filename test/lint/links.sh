#!/bin/sh
# Every link of a page leads somewhere: to a file that is there, and to a heading of it where it names one. A page that begins
# with a list of its sections has all of them in it. Every anchor is GitHub's of its heading: lower case, no marks, hyphens for blanks, -1 behind the second of two that are alike.
set -u
find . -name '*.md' ! -path './.git/*' ! -path '*/node_modules/*' ! -path './build/*' | sort | xargs perl -CSD -Mutf8 -e '
  use File::Basename;
  my (%anchors, %listed, %sections, $bad);
  sub anchors {
    my ($page) = @_;
    return $anchors{$page} if $anchors{$page};
    my (%seen, $fenced);
    open my $in, "<:utf8", $page or die "$page: $!";
    while (<$in>) {
      $fenced = !$fenced if /^ *```/;
      next if $fenced || !/^#+ +(.*?)\s*$/;
      my $a = lc $1;
      $a =~ s/\[([^]]*)\]\([^)]*\)/$1/g;
      $a =~ s/[^\w -]//g;
      $a =~ s/ /-/g;
      my $n = $seen{$a}++;
      $a .= "-$n" if $n;
      $anchors{$page}{$a} = 1;
      push @{ $sections{$page} }, $a if /^##/;
    }
    return $anchors{$page} //= {};
  }
  for my $page (@ARGV) {
    my $fenced;
    open my $in, "<:utf8", $page or die "$page: $!";
    while (<$in>) {
      $fenced = !$fenced if /^ *```/;
      next if $fenced;
      my $at = "$page:$.";
      s/`[^`]*`//g;
      for my $link (/\]\(([^()\s]+)\)/g) {
        next if $link =~ /^[a-z]+:/;
        $listed{$page}{$1} = 1 if $link =~ /^#(.*)/;
        my ($path, $anchor) = split /#/, $link, 2;
        my $to = $path eq "" ? $page : dirname($page) . "/$path";
        $bad .= "$at: no file $link\n" and next if !-e $to;
        $bad .= "$at: no heading $link\n" if defined $anchor && !anchors($to)->{$anchor};
      }
    }
  }
  for my $page (@ARGV) {
    anchors($page);
    my @missing = grep { !$listed{$page}{$_} } @{ $sections{$page} // [] };
    # where most are, the others were forgotten
    $bad .= "$page: its list lacks " . join(", ", @missing) . "\n" if @missing && @missing * 2 < @{ $sections{$page} };
  }
  print $bad if $bad;
  exit defined $bad'
