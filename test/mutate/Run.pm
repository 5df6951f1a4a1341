# Run.pm: commands with a limit of time.
package Run;
use strict;
use warnings;
use POSIX ();
use Time::HiRes qw(time);
use Exporter 'import';
our @EXPORT = qw(limited seconds late);

my $child;
$SIG{TERM} = $SIG{INT} = sub { kill 'KILL', -$child if $child; exit 143; };

my ($taken, $late) = (0, 0);

# Runs a shell command in a process group of its own, its output going to a file; true where it ends by itself, in time
# and with status 0.
sub limited
{
	my ($command, $limit, $log) = @_;
	my $start = time;
	$late = 0;
	$child = fork // die "fork: $!\n";
	if ($child == 0)
	{
		POSIX::setpgid(0, 0);
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', $log or POSIX::_exit(127);
		open STDERR, '>&', \*STDOUT;
		exec('/bin/sh', '-c', $command) or POSIX::_exit(127);
	}
	POSIX::setpgid($child, $child);
	local $SIG{ALRM} = sub { $late = 1; kill 'KILL', -$child; };
	alarm POSIX::ceil($limit);
	1 while waitpid($child, 0) == -1 && $!{EINTR};
	my $status = $?;
	$late = 1 if ($status & 127) == POSIX::SIGKILL || ($status & 127) == 24;
	alarm 0;
	# what it left running in its group
	kill 'KILL', -$child;
	undef $child;
	$taken = time - $start;
	return $status == 0 && !$late;
}

# How long the last command took, and whether a limit of time ended it: of the clock's, or of the processor's by a
# signal, 24 being SIGXCPU.
sub seconds { return $taken; }
sub late { return $late; }

1;
