# COPY ... (FORMAT jsonl) while the client streams: errors, cancelling, broken connections, progress, memory.  What
# core does with a text COPY in the same place is what has to come out.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use RawClient;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('copy_stream');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "session_preload_libraries = 'badcase'\nlog_min_messages = info");
$node->start;
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION badcase;
CREATE TABLE t (line_no bigint, line bytea);
CREATE DOMAIN short AS varchar(9) CHECK (VALUE <> 'bad');
CREATE TABLE target (t text, v varchar(9), s short, j json, b jsonb, r badcase, k text UNIQUE, n bigint CHECK (n < 9));
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF new.t = 'raise' THEN RAISE EXCEPTION 'refused'; END IF; RETURN new; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON target FOR EACH ROW EXECUTE FUNCTION refuse();
SQL
my $client = RawClient->new($node);
my $other = RawClient->new($node);
my %into = (jsonl => 'COPY t (line) FROM STDIN (FORMAT jsonl)', text => 'COPY t (line) FROM STDIN (FORMAT text)');

sub rows { return $other->value("SELECT count(*) FROM $_[0]"); }

sub wait_for
{
	my ($sql) = @_;
	for (1 .. 10 * $PostgreSQL::Test::Utils::timeout_default)
	{
		return 1 if ($other->value($sql) // '') eq 't';
		$other->query('SELECT pg_sleep(0.02)');
	}
	return 0;
}

# A line that is refused: after it the client goes on sending.
my $record = '{"prompt":"secret","response":"secret"}';
my @refused = (
	# column, good line, bad line, SQLSTATE, may the message show the line
	[ 't', 'secret', "secret\xFF", '22021', 0 ],
	[ 't', 'secret', "secret\0", '22021', 0 ],
	[ 't', 'secret', 'raise', 'P0001', 0 ],
	[ 'v', 'secret', 'secret that is long', '22001', 0 ],
	[ 's', 'secret', 'bad', '23514', 0 ],
	[ 'j', '"secret"', '{"secret":secret}', '22P02', 0 ],
	[ 'b', '"secret"', '{"secret":secret}', '22P02', 0 ],
	[ 'b', '"secret"', '"secret\u0000"', '22P05', 0 ],
	[ 'r', $record, '{"prompt":"secret"}', '22P02', 0 ],
	[ 'r', $record, "{\"prompt\":\"secret\xFF\"}", '22021', 0 ],
	[ 'n', '1', '10', '23514', 1 ],
	[ 'k', undef, 'secret 7', '23505', 1 ]);
foreach my $case (@refused)
{
	my ($column, $good, $bad, $code, $may_show) = @$case;
	my @lines = map { $good // "secret $_" } 1 .. 20;
	$lines[12] = $bad;
	my $out = $client->copy_in("COPY target ($column) FROM STDIN (FORMAT jsonl)", join("\n", @lines), ('x' x 99_999 . "\n") x 20);
	is($out->{code}, $code, "$column $code: refused");
	like($out->{context}, qr/COPY target, line 13(?!\d)/, "$column $code: the line's number");
	unlike($out->{everything}, qr/secret/, "$column $code: not its text") if !$may_show;
	is($client->value('SELECT 1'), 1, "$column $code: the session goes on");
	is(rows('target'), 0, "$column $code: no row");
}
my $out = $client->copy_in('COPY target (r) FROM STDIN (FORMAT jsonl)', "{}\n", ("$record\n" x 1_000) x 1_300);
is($out->{code}, '22P02', 'refused in line 1, then 50 MB more');
is($client->value('SELECT 1'), 1, 'refused in line 1, then 50 MB more: the session goes on');
$client->query('TRUNCATE t');

# an empty binary COPY is no line; more behind it, in another message, is refused
my $empty = "PGCOPY\n\xFF\r\n\0" . pack('NNn', 0, 0, 0xFFFF);
$out = $client->copy_in($into{jsonl}, $empty);
is($out->{code} // '', '', 'an empty binary COPY');
is(rows('t'), 0, 'an empty binary COPY: no row');
$out = $client->copy_in($into{jsonl}, $empty, "a\n");
is($out->{code}, '22P04', 'a line behind an empty binary COPY');
is(rows('t'), 0, 'a line behind an empty binary COPY: no row');

my $log = slurp_file($node->logfile);
unlike(join('', grep { !/DETAIL:  Key/ } split /^/, $log), qr/secret/, 'no text of a line in the server log');

# Ways to end, compared with core
foreach my $format (qw(text jsonl))
{
	my $copy = $into{$format};

	$client->begin_copy($copy);
	$client->put('d', "a\nb\n");
	$client->put('f', "no more\0");
	$out = RawClient::outcome($client->messages_until('Z'));
	is("$out->{code} $out->{message}", '57014 COPY from stdin failed: no more', "$format: CopyFail");
	is($client->value('SELECT 1'), 1, "$format: CopyFail: the session goes on");

	$client->begin_copy($copy);
	$client->put('d', "a\nb\n");
	ok(wait_for("SELECT bytes_processed > 0 FROM pg_stat_progress_copy"), "$format: under way");
	$other->value('SELECT pg_cancel_backend(' . $client->pid . ')');
	$client->put('d', "c\n");
	$out = RawClient::outcome($client->messages_until('E'));
	is($out->{code}, '57014', "$format: pg_cancel_backend takes effect at the next message");
	$client->put('c', '');
	$client->messages_until('Z');
	is($client->value('SELECT 1'), 1, "$format: pg_cancel_backend: the session goes on");

	$client->query("SET statement_timeout = '100ms'");
	$client->begin_copy($copy);
	ok(wait_for("SELECT now() - query_start > '200ms' FROM pg_stat_activity WHERE pid = " . $client->pid), "$format: late");
	$client->put('d', "c\n");
	$out = RawClient::outcome($client->messages_until('E'));
	is($out->{code}, '57014', "$format: statement_timeout takes effect at the next message");
	$client->put('c', '');
	$client->messages_until('Z');
	$client->query('RESET statement_timeout');

	$client->begin_copy($copy);
	$client->put('Q', "SELECT 1\0");
	$out = RawClient::outcome($client->messages_until('E'));
	is($out->{code}, '08P01', "$format: a message that does not belong here");
	$client->close(1);
	$client = RawClient->new($node);

	$client->begin_copy($copy);
	$client->put('d', "a\nb\n");
	$other->value('SELECT pg_terminate_backend(' . $client->pid . ')');
	$out = RawClient::outcome($client->messages_until('Z'));
	is($out->{code}, '57P01', "$format: pg_terminate_backend takes effect at once");
	$client = RawClient->new($node);

	my $broken = RawClient->new($node);
	$broken->begin_copy($copy);
	$broken->put('d', "a\nb\n");
	$broken->close(1);
	ok(wait_for('SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = ' . $broken->pid), "$format: the client is gone, so is its session");
	is(rows('t'), 0, "$format: no row of all these");
	is(rows('pg_stat_progress_copy'), 0, "$format: no progress left");

	$client->query('BEGIN; SAVEPOINT s');
	$client->copy_in($copy, "a\nb\n");
	$client->query('ROLLBACK TO s');
	is($client->value('SELECT count(*) FROM t'), 0, "$format: rolled back to a savepoint");
	$client->query('COMMIT');
}

# Ctrl-C in psql, which waits for more of its data
my $dir = PostgreSQL::Test::Utils::tempdir;
{
	system_or_bail('mkfifo', "$dir/fifo");
	my $psql = IPC::Run::start(
		[ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', "\\copy t (line) from program 'yes | head -n 100000; cat $dir/fifo' with (format jsonl)" ],
		'<', \'', '>', \my $stdout, '2>', \my $stderr);
	ok(wait_for('SELECT count(*) = 1 FROM pg_stat_progress_copy WHERE bytes_processed > 100000'), 'psql streams');
	$psql->signal('INT');
	# psql waits for its program to end
	open(my $fifo, '>', "$dir/fifo") or die "fifo: $!";
	close $fifo;
	$psql->finish;
	like($stderr, qr/cancel/i, 'Ctrl-C in psql');
	is(rows('t'), 0, 'Ctrl-C in psql: no row');
}

# Progress
my $progress = "SELECT concat_ws(' ', relid::regclass, command, type, bytes_processed, bytes_total, tuples_processed, tuples_excluded) FROM pg_stat_progress_copy";
# from 17 on rows are counted when a batch of them is inserted, not one by one
(my $streaming = $progress) =~ s/tuples_processed, //;
$client->begin_copy("COPY t FROM STDIN (FORMAT jsonl) WHERE line_no <> 2");
ok(wait_for("SELECT count(*) = 1 FROM pg_stat_progress_copy WHERE type = 'PIPE'"), 'progress is there');
is($other->value($progress), 't COPY FROM PIPE 0 0 0 0', 'progress at the start');
$client->put('d', "aaa\nbbb\nccc\ndd");
ok(wait_for('SELECT bytes_processed = 14 AND tuples_excluded = 1 FROM pg_stat_progress_copy'), 'progress counts the bytes of the client');
is($other->value($streaming), 't COPY FROM PIPE 14 0 1', 'progress in mid-stream');
$client->put('c', '');
$client->messages_until('Z');
is(rows('t'), 3, 'progress: rows');
is(rows('pg_stat_progress_copy'), 0, 'progress at the end');

my $file = "$dir/lines";
append_to_file($file, "a\nb\nc\nd\n");
$client->query(<<'SQL');
CREATE TABLE held (line_no bigint, line text);
CREATE FUNCTION hold(n bigint) RETURNS bigint LANGUAGE plpgsql AS
$$ BEGIN IF n = 3 THEN PERFORM pg_advisory_xact_lock(3); END IF; RETURN n; END $$;
CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM hold(new.line_no); RETURN new; END $$;
CREATE TRIGGER hold BEFORE INSERT ON held FOR EACH ROW EXECUTE FUNCTION hold();
SQL
foreach (
	[ "COPY held FROM '$file' (FORMAT jsonl)", 'held COPY FROM FILE 8 8 2 0' ],
	[ "COPY held FROM PROGRAM 'cat $file' (FORMAT jsonl)", 'held COPY FROM PROGRAM 8 0 2 0' ],
	[ "COPY (SELECT hold(n) AS n FROM generate_series(1, 4) n) TO STDOUT (FORMAT jsonl)", '- COPY TO PIPE 16 0 2 0' ],
	[ "COPY (SELECT hold(n) AS n FROM generate_series(1, 4) n) TO '$file' (FORMAT jsonl)", '- COPY TO FILE 16 0 2 0' ])
{
	my ($statement, $expected) = @$_;
	$other->query('SELECT pg_advisory_lock(3)');
	$client->put('Q', "$statement\0");
	ok(wait_for('SELECT count(*) = 1 FROM pg_stat_progress_copy WHERE tuples_processed = 2'), "progress of $statement");
	is($other->value($progress), $expected, "progress of $statement");
	$other->query('SELECT pg_advisory_unlock(3)');
	is(RawClient::outcome($client->messages_until('Z'))->{tags}[0], 'COPY 4', "rows of $statement");
}

# The extended protocol: a prepared statement run three times, with an error in the middle
$client->query('TRUNCATE t; CREATE TABLE numbers (n int)');
$client->put('P', "load\0COPY numbers FROM STDIN (FORMAT jsonl)\0\0\0");
$client->put('S', '');
$client->messages_until('Z');
my @codes;
foreach my $data ("1\n2\n", "3\nx\n4\n", "5\n")
{
	$client->put('B', "\0load\0\0\0\0\0\0\0");
	$client->put('E', "\0\0\0\0\0");
	$client->put('S', '');
	$client->messages_until('G');
	$client->put('d', $data);
	$client->put('c', '');
	$client->put('S', '');
	$out = RawClient::outcome($client->messages_until('Z'));
	push @codes, $out->{code} // $out->{tags}[0];
}
is("@codes", 'COPY 2 22P02 COPY 1', 'prepared once, run three times');
is($client->value('SELECT sum(n) FROM numbers'), 8, 'prepared once, run three times: rows');

# Several statements in one message
$client->put('Q', "SELECT 7; COPY numbers FROM STDIN (FORMAT jsonl); SELECT sum(n) FROM numbers\0");
$client->messages_until('G');
$client->put('d', '100');
$client->put('c', '');
$out = RawClient::outcome($client->messages_until('Z'));
is("@{$out->{tags}} $out->{rows}[0][0]", 'COPY 1 SELECT 1 108', 'one statement of several');

# In a function: the statement is planned once
$client->query("DO \$\$ BEGIN FOR i IN 1..3 LOOP COPY numbers FROM PROGRAM 'printf 1000' (FORMAT jsonl) WHERE n > 1; END LOOP; END \$\$");
is($client->value('SELECT sum(n) FROM numbers'), 3108, 'three times in a function');

# Memory follows the longest line, not the data.
$client->query(<<'SQL');
CREATE TABLE memory (total bigint);
CREATE FUNCTION measure() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO memory SELECT sum(total_bytes) FROM pg_backend_memory_contexts; RETURN new; END $$;
CREATE TRIGGER measure BEFORE INSERT ON t FOR EACH ROW WHEN (new.line_no IN (1, 1000000)) EXECUTE FUNCTION measure();
SQL
$out = $client->copy_in('COPY t FROM STDIN (FORMAT jsonl)', map { "some line\n" x 10_000 } 1 .. 100);
is($out->{tags}[0], 'COPY 1000000', 'a million lines');
is($client->value('SELECT count(*) FROM memory'), 2, 'a million lines: memory was looked at');
cmp_ok($client->value('SELECT max(total) - min(total) FROM memory'), '<', 2_000_000, 'a million lines: memory is bounded');
$client->query(<<'SQL');
DROP TRIGGER measure ON t;
CREATE TABLE long (line_no bigint, bytes int, start bytea, stop bytea);
CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO long VALUES (new.line_no, length(new.line), substr(new.line, 1, 5), substr(new.line, length(new.line) - 3)); RETURN NULL; END $$;
CREATE TRIGGER look BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION look();
SQL
$out = $client->copy_in('COPY t FROM STDIN (FORMAT jsonl)', "first\n", '-', ('0123456789abcdef' x 65536) x 150, "\nlast\n");
is($out->{tags}[0], 'COPY 0', 'a line of 150 MB');
is($client->value("SELECT string_agg(concat_ws(':', line_no, bytes, encode(start, 'escape'), encode(stop, 'escape')), ' ' ORDER BY line_no) FROM long"),
	'1:5:first:irst 2:157286401:-0123:cdef 3:4:last:last', 'a line of 150 MB: bytes');
cmp_ok($client->value('SELECT sum(total_bytes) FROM pg_backend_memory_contexts'), '<', 20_000_000, 'a line of 150 MB: memory is given back');

# Rows are inserted in batches, and a batch is bounded by the bytes of its lines, not by their number alone.
$client->query(<<'SQL');
CREATE FUNCTION memory_is_small() RETURNS bool LANGUAGE sql AS 'SELECT sum(total_bytes) < 60000000 FROM pg_backend_memory_contexts';
CREATE TABLE batched (line bytea CONSTRAINT small CHECK (memory_is_small()));
SQL
$out = $client->copy_in('COPY batched FROM STDIN (FORMAT jsonl)', map { 'x' x 1_000_000 . "\n" } 1 .. 200);
is($out->{tags}[0], 'COPY 200', 'two hundred lines of 1 MB: a batch of rows is bounded by bytes');

$client->close;
$other->close;
$node->stop;
done_testing();
