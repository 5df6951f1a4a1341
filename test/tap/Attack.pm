# A workspace of two programs, and people who log in as themselves: what the tests of attacks share.
package Attack;
use strict;
use warnings;
use IPC::Run;
use PostgreSQL::Test::Cluster;

our @people = qw(ada bob dora rev1 rev2 rey exp1 exp2 cur1 cur2 stranger);
# role => [program, capability]
our %given = (
	ada => [ 1, 'contributor' ], bob => [ 1, 'contributor' ], rev1 => [ 1, 'reviewer' ], rev2 => [ 1, 'reviewer' ], exp1 => [ 1, 'exporter' ], cur1 => [ 1, 'curator' ],
	dora => [ 2, 'contributor' ], rey => [ 2, 'reviewer' ], exp2 => [ 2, 'exporter' ], cur2 => [ 2, 'curator' ]);

# A running cluster without a workspace; its people can log in.
sub cluster
{
	my ($name, $conf) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
	$node->append_conf('postgresql.conf', "fsync = off\njit = off\nlog_statement = none\n" . ($conf // ''));
	$node->start;
	$node->safe_psql('postgres', 'CREATE ROLE badcase_owner NOLOGIN;' . join '', map { "CREATE ROLE $_ LOGIN;" } @people);
	return $node;
}

# Runs a script as somebody who logged in; returns what it printed, what it complained of, and the SQLSTATEs of its errors.
sub run
{
	my ($node, $role, $script, %options) = @_;
	my ($out, $err) = ('', '');
	local $ENV{PGOPTIONS} = $options{settings} // '';
	local $ENV{PGAPPNAME} = 'attack';
	IPC::Run::run([ 'psql', '-X', '-q', '-A', '-t', '-v', 'VERBOSITY=verbose', '-v', 'ON_ERROR_STOP=' . ($options{go_on} ? 0 : 1), '-U', $role,
			'-h', $node->host, '-p', $node->port, '-d', $options{database} // 'postgres' ], '<', \$script, '>', \$out, '2>', \$err);
	chomp $out;
	return { out => $out, err => $err, states => [ $err =~ /^(?:psql:.*?: )?(?:ERROR|FATAL):\s+([0-9A-Z]{5}):/mg ] };
}

# The same, of a script that has to succeed.
sub must
{
	my ($node, $role, $script, %options) = @_;
	my $said = run($node, $role, $script, %options);
	die "$role: $script\n$said->{err}" if @{ $said->{states} } || $said->{err} =~ /^(?:psql:.*?: )?(?:ERROR|FATAL)|could not/m;
	return $said->{out};
}

# Lines as one upload of the caller's, or of a contributor's where one is named.
sub upload
{
	my ($node, $role, $program, $lines, %options) = @_;
	my $contributor = $options{contributor} // 'NULL';
	my $n = 0;
	my $values = join ', ', map { $n++; "($n, convert_to(\$line\$$_\$line\$, 'UTF8'))" } @$lines;
	return must($node, $role, <<"SQL", %options);
BEGIN;
SELECT badcase.open_upload($program, $contributor, file_name => 'file of $role') AS upload \\gset
INSERT INTO badcase.intake (line_no, line) VALUES $values;
SELECT stored, refused FROM badcase.process_upload() \\gset
COMMIT;
\\echo :upload
SQL
}

# Programs 1 and 2 with everybody in them: ada, bob and cara (who has no role) are contributors 1 to 3 of program 1, dora
# is contributor 4, of program 2.  Bob's words are BOBSECRET and BOBREFUSED, Dora's DORASECRET.  In each program something
# is accepted and published, and something waits.
sub workspace
{
	my ($node, %options) = @_;
	my $schema = $options{schema} // 'public';
	must($node, superuser(), <<"SQL", %options);
CREATE EXTENSION IF NOT EXISTS badcase SCHEMA $schema;
SELECT $schema.badcase_setup('badcase_owner'::name);
SET ROLE badcase_owner;
SELECT badcase.create_program('p'), badcase.create_program('q');
SELECT badcase.grant_access(1, 'cur1', 'curator'), badcase.grant_access(2, 'cur2', 'curator');
SQL
	foreach my $who (sort keys %given)
	{
		my ($program, $capability) = @{ $given{$who} };
		must($node, "cur$program", "SELECT badcase.grant_access($program, '$who', '$capability')", %options) if $capability ne 'curator';
	}
	must($node, 'cur1', <<'SQL', %options);
SELECT badcase.register_contributor(1, 'ada@example.org', 'Ada L', 'ada');
SELECT badcase.register_contributor(1, 'bob.secret@example.org', 'Bob B', 'bob');
SELECT badcase.register_contributor(1, 'cara@example.org', 'Cara', NULL);
SELECT badcase.attest(c, 't'), badcase.set_consent(c, 'train', true, 't') FROM generate_series(1, 3) c;
SQL
	must($node, 'cur2', q(SELECT badcase.register_contributor(2, 'dora.secret@example.org', 'Dora D', 'dora');
		SELECT badcase.attest(4, 't'), badcase.set_consent(4, 'train', true, 't')), %options);
	upload($node, 'bob', 1, [ (map { record("BOBSECRET $_", "the answer $_") } 1 .. 4), 'BOBREFUSED secret raw bytes' ], %options);
	upload($node, 'ada', 1, [ record('ada asks about rivers', 'an answer of ada'), record('ada asks about lakes', 'another answer of ada'), 'x' ], %options);
	upload($node, 'cur1', 1, [ record('CARASECRET one', 'an answer of cara') ], contributor => 3, %options);
	upload($node, 'dora', 2, [ (map { record("DORASECRET $_", "a secret answer $_") } 1 .. 3), 'DORAREFUSED' ], %options);
	must($node, 'cur1', 'CALL badcase.triage(1)', %options);
	must($node, 'cur2', 'CALL badcase.triage(2)', %options);
	must($node, $_, 'SELECT badcase.submit_review(s, true, true) FROM unnest(ARRAY[1, 2, 5]) s', %options) foreach qw(rev1 rev2);
	must($node, superuser(), 'UPDATE badcase_internal.program SET quorum = 1 WHERE program_id = 2', %options);
	must($node, 'rey', 'SELECT badcase.submit_review(8, true, true)', %options);
	must($node, 'cur1', q(SELECT badcase.build_release(1, 'one', 1), badcase.publish_release(1)), %options);
	must($node, 'cur2', q(SELECT badcase.build_release(2, 'two', 1), badcase.publish_release(2)), %options);
	must($node, superuser(), 'ANALYZE', %options);
	return;
}

# A record as a line, its prompt filled up with words of its own, so that no two are alike.
my $seed = 0;
sub record
{
	my ($prompt, $response, $more) = @_;
	my $words = join ' ', map { $seed = ($seed * 1103515245 + 12345) % 2147483648; sprintf 'w%x', $seed } 1 .. 12;
	return qq({"prompt": "$prompt $words", "response": "$response") . ($more ? ", $more" : '') . '}';
}

sub superuser { return scalar getpwuid $> }

# What every table of the workspace holds: table => [rows, MD5 of them].
sub books
{
	my ($node, %options) = @_;
	my $sql = must($node, superuser(), <<'SQL', %options);
SELECT string_agg(format($$SELECT %L || '=' || count(*) || ' ' || coalesce(md5(string_agg(x::text, E'\n' ORDER BY x::text COLLATE "C")), '') FROM %s x$$,
  c.oid::regclass, c.oid::regclass), ' UNION ALL ' ORDER BY c.oid::regclass::text)
FROM pg_class c WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind = 'r'
SQL
	return { map { split /=/, $_, 2 } split /\n/, must($node, superuser(), $sql, %options) };
}

# The tables in which two books differ.
sub changes
{
	my ($was, $is) = @_;
	return join ' ', grep { ($was->{$_} // '') ne ($is->{$_} // '') } sort keys %{ { %$was, %$is } };
}

1;
