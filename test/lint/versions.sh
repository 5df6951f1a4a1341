#!/bin/sh
# The version is the same wherever it is written.
set -eu
control=$(sed -n "s/^default_version *= *'\(.*\)'/\1/p" badcase.control)
changelog=$(sed -n 's/^## \([0-9][0-9.]*\).*/\1/p' CHANGELOG.md | head -n 1)
bad=0
same() { [ "$2" = "$control" ] || { echo "$1 says '$2', badcase.control '$control'"; bad=1; }; }
same CHANGELOG.md "$changelog"
same src/core/badcase.h "$(sed -n 's/^#define BC_VERSION	"\(.*\)"/\1/p' src/core/badcase.h)"
for found in $(sed -n 's/^ *"version": *"\([0-9]*\.[0-9]*\.[0-9]*\)".*/\1/p' META.json | sed '/^1\.0\.0$/d'); do
  same META.json "$found"
done
[ "$(grep -c "\"version\": \"$control\"" META.json)" = 2 ] || { echo "META.json does not name version $control twice"; bad=1; }
same debian/changelog "$(sed -n '1s/^badcase (\([0-9.]*\)-[0-9]*).*/\1/p' debian/changelog)"
# what PGXN's validator asks of META.json beside that (pgxn.org/spec): these members, files that there are, a licence of its list
perl -MJSON::PP -e '
  my $m = decode_json(join "", <STDIN>);
  my @bad = grep { !defined $m->{$_} } qw(name version abstract maintainer license provides meta-spec);
  push @bad, "license" unless $m->{license} eq "postgresql";
  push @bad, "tags" if grep { length > 255 || m{[/\\\p{Cntrl}]} } @{$m->{tags}};
  for my $name (keys %{$m->{provides}}) {
    push @bad, map { "$name: $_" } grep { !defined $m->{provides}{$name}{$_} } qw(file version);
    push @bad, map { "$name: no file $_" } grep { defined && !-e } @{$m->{provides}{$name}}{qw(file docfile)};
  }
  print "META.json: $_\n" for @bad;
  exit(@bad > 0)' <META.json || bad=1
case $control in
  [0-9]*.[0-9]*.[0-9]*) ;;
  *) echo "no semantic version in badcase.control: '$control'"; bad=1;;
esac
exit $bad
