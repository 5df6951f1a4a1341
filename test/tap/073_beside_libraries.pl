# Beside pgaudit, pg_stat_statements and auto_explain, and behind pgbouncer in transaction mode, those of them that are here:
# every call of a program's life works, and no text of a record that was sent is in the server's log or in the statistics. What
# doc/howto.md, "Logs", says that it shows values is off.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use EveryCall;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

chomp(my $pkglibdir = `$ENV{PG_CONFIG} --pkglibdir`);
my @libraries = grep { -e "$pkglibdir/$_.so" } qw(pgaudit pg_stat_statements auto_explain);
my ($pgbouncer) = grep { -x } map { "$_/pgbouncer" } split(/:/, $ENV{PATH}), '/usr/sbin';
plan skip_all => 'none of pgaudit, pg_stat_statements, auto_explain and pgbouncer is here (Debian: postgresql-NN-pgaudit, postgresql-contrib, pgbouncer)'
  if !@libraries && !$pgbouncer;
my %here = map { $_ => 1 } @libraries;

my $node = PostgreSQL::Test::Cluster->new('beside_libraries');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "shared_preload_libraries = '" . join(', ', 'badcase', @libraries) . "'\nfsync = off\njit = off\nlog_statement = none");
$node->start;
my @people = (EveryCall::people(), 'web');
$node->safe_psql('postgres', 'CREATE EXTENSION pg_stat_statements') if $here{pg_stat_statements};
$node->safe_psql('postgres', 'SET client_min_messages = error; CREATE EXTENSION badcase; CREATE ROLE badcase_owner NOLOGIN; ' . join('', map { "CREATE ROLE $_ LOGIN; " } @people)
	. "SELECT badcase_setup('badcase_owner'); " . EveryCall::generator() . EveryCall::beginning() . q(SELECT badcase.grant_access(1, 'web', 'gateway'); RESET ROLE; GRANT ada TO web));
$node->append_conf('postgresql.conf', <<'CONF');
pgaudit.log = 'all'
pgaudit.log_rows = on
pg_stat_statements.track = 'all'
auto_explain.log_min_duration = 0
auto_explain.log_analyze = on
CONF
$node->append_conf('postgresql.conf', 'auto_explain.log_parameter_max_length = 0') if $node->pg_version >= 16;
$node->reload;

# One session of the server for each login: what one client left behind, the next would see.
my $through = $node;
if ($pgbouncer)
{
	my $dir = $node->basedir;
	append_to_file("$dir/users", join('', map { qq("$_" ""\n) } @people));
	append_to_file("$dir/pgbouncer.ini", <<"INI");
[databases]
* = host=${\$node->host} port=${\$node->port}
[pgbouncer]
listen_addr =
listen_port = ${\$node->port}
unix_socket_dir = $dir
auth_type = trust
auth_file = $dir/users
pool_mode = transaction
default_pool_size = 1
logfile = $dir/pgbouncer.log
pidfile = $dir/pgbouncer.pid
INI
	system_or_bail($pgbouncer, '-d', '-q', "$dir/pgbouncer.ini");
	$through = Pooled->new($dir, $node->port);
	# the libpq of a beta asks for a version of the protocol that is to be refused; a pgbouncer of before 2023 hangs up
	$ENV{PGMAXPROTOCOLVERSION} = '3.0';
	# it goes to the background before it listens, and a psql that cannot connect ends before it has read what it is given
	for (my $left = 10 * $PostgreSQL::Test::Utils::timeout_default; (eval { EveryCall::run_step($through, 'postgres', [ carol => 'nothing', 'SELECT 1' ]) } // '') ne "1\n"; $left--)
	{
		die 'pgbouncer does not listen' if $left == 0;
		select undef, undef, undef, 0.1;
	}
}
END
{
	if ($pgbouncer && $node && -e $node->basedir . '/pgbouncer.pid') { my $status = $?; kill 'INT', slurp_file($node->basedir . '/pgbouncer.pid'); $? = $status; }
}

my @steps = EveryCall::steps();
my ($end) = grep { $steps[$_][1] eq 'erase' } 0 .. $#steps;
sub run_steps
{
	foreach my $step (@_)
	{
		my ($role, $what) = @$step;
		my $said = EveryCall::run_step($through, 'postgres', $step);
		if ($what =~ /^after that|^what is not hers/) { like($said, qr/permission denied/, "$role: $what"); }
		else { unlike($said, qr/ERROR|FATAL|error:/, "$role: $what"); }
	}
	return;
}
run_steps(@steps[ 0 .. $end - 1 ]);
SKIP:
{
	skip 'pgbouncer is not here', 3 if !$pgbouncer;
	is($node->safe_psql('postgres', q(SELECT count(*) <= count(DISTINCT usename) FROM pg_stat_activity WHERE backend_type = 'client backend' AND usename <> session_user)),
		't', 'each login has one session of the server');
	my $as_ada = [ web => 'gateway', q(BEGIN; SET LOCAL ROLE ada; SELECT count(*) > 0 FROM badcase.my_uploads; COMMIT;) ];
	is(EveryCall::run_step($through, 'postgres', $as_ada), "t\n", 'a gateway acts for a person within a transaction');
	is(EveryCall::run_step($through, 'postgres', [ web => 'gateway', 'SELECT current_user' ]), "web\n", '... and for nobody after it');
}
run_steps(@steps[ $end .. $#steps ]);

# what the generator makes, and no statement of EveryCall has
my $texts = qr/on day [0-9]+ in the town|for number [0-9]+ of|shirt number (?!7,)[0-9]+, which|\xE7\xAC\xAC[0-9]+\xE5\x8F\xB7\xE5\xAE\xA2|Customer [0-9]+ has|138123456|Name a bird of the [0-9a-f]|of island [0-9a-f]|of benchmark [0-9]|It says [0-9a-f]|It is new: [0-9a-f]|of the pool [0-9a-f]/;
cmp_ok($node->safe_psql('postgres', q(SELECT count(*) FROM badcase_internal.submission)), '>', 300, 'records were sent');
my $log = slurp_file($node->logfile);
like($log, qr/AUDIT: SESSION,.*badcase\.triage/, 'pgaudit saw the calls') if $here{pgaudit};
like($log, qr/plan:/, 'auto_explain saw them') if $here{auto_explain};
my @shown = $log =~ /$texts/g;
is(scalar @shown, 0, 'no text of a record is in the log') or diag(join "\n", @shown[ 0 .. ($#shown > 9 ? 9 : $#shown) ]);
if ($here{pg_stat_statements})
{
	my $statements = $node->safe_psql('postgres', 'SELECT query FROM pg_stat_statements');
	like($statements, qr/badcase_internal/, 'pg_stat_statements saw nested statements');
	unlike($statements, $texts, '... and has no text of a record');
}
$node->stop;
done_testing();

# What EveryCall asks of a server: where it is.
package Pooled;
sub new { my ($class, @where) = @_; return bless [@where], $class; }
sub host { return $_[0][0]; }
sub port { return $_[0][1]; }
