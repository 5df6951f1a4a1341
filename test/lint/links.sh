#!/bin/sh
# Every link of a page leads somewhere: to a file that is there, and to a heading of it where it names one. Every anchor is
# GitHub's of its heading: lower case, no marks, hyphens for blanks, -1 behind the second of two that are alike.
set -u
find . -name '*.md' ! -path './.git/*' ! -path '*/node_modules/*' ! -path './build/*' | sort | xargs perl -CSD -Mutf8 -e '
  use File::Basename;
  my (%anchors, $bad);
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
      $anchors{$page}{ $n ? "$a-$n" : $a } = 1;
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
        my ($path, $anchor) = split /#/, $link, 2;
        my $to = $path eq "" ? $page : dirname($page) . "/$path";
        $bad .= "$at: no file $link\n" and next if !-e $to;
        $bad .= "$at: no heading $link\n" if defined $anchor && !anchors($to)->{$anchor};
      }
    }
  }
  print $bad if $bad;
  exit defined $bad'
