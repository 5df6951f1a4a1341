# badcase-suggest against a stand-in for a model's endpoint on loopback: what it sends, what it makes of what comes back,
# that nothing is sent where nobody asks for it, and that what goes wrong is told.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use FindBin;
use IO::Socket::INET;
use IPC::Run;
use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $suggest = "$FindBin::RealBin/../../bin/badcase-suggest";
my $node = PostgreSQL::Test::Cluster->new('suggest');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', <<'SQL');
CREATE ROLE badcase_owner NOLOGIN; CREATE ROLE carol LOGIN; CREATE ROLE rita LOGIN; CREATE ROLE ada LOGIN;
CREATE EXTENSION badcase; SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner; SELECT badcase.create_program('spring'), badcase.create_program('autumn'); SELECT badcase.grant_access(p, 'carol', 'curator') FROM generate_series(1, 2) p;
SET ROLE carol; SELECT badcase.grant_access(1, 'rita', 'reviewer'), badcase.register_contributor(1, 'ada', role => 'ada'), badcase.attest(1, 't'), badcase.set_task(1, '问答 "q"');
BEGIN; SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line) SELECT i, convert_to(badcase('CASE' || i || E', the "first" of\n' || md5(i::text) || ' 北京', md5((i * 7)::text),
  CASE WHEN i = 1 THEN '[["early", "turn"]]' END::jsonb, CASE WHEN i = 2 THEN 'badly' END, CASE WHEN i = 3 THEN '{"system": "be brief"}' END::jsonb)::text, 'UTF8') FROM generate_series(1, 12) i;
SELECT * FROM badcase.process_upload(); COMMIT;
CALL badcase.triage(1);
SQL

# Answers each request by what its record is; writes what it was asked to a file. It ends with the test.
my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 20, ReuseAddr => 1) or die "no port: $!";
my $url = 'http://127.0.0.1:' . $listener->sockport . '/v1';
my $seen = PostgreSQL::Test::Utils::tempdir() . '/seen';
my %answers = (
	1 => '{"useful": 0.9, "correct": 0.25, "failure_kinds": ["factual"], "task": "问答 \"q\"", "why": "错了"}', 2 => "Thinking {first}...\n```json\n{\"useful\": true, \"correct\": false}\n```",
	3 => '{"useful": "0.5", "failure_kinds": ["nonsense", "domain"], "task": "made up", "score": 7}', 4 => 'I would rather not.', 5 => '{"useful": 2, "correct": "yes"}', 6 => undef,
	7 => '{"useful": 1, "why": "' . 'x' x 6000 . '"}', 8 => '{' x 3000, 9 => '{"useful": 0.1, "correct": 1}');
my $pid = fork();
die "fork: $!" if !defined $pid;
if ($pid == 0)
{
	# the servers are not the child's: in 17 a signal ends a test by its END blocks, which stop them
	$SIG{TERM} = 'DEFAULT';
	my (%times, $n);
	while (my $client = $listener->accept)
	{
		my ($head, $length) = ('', 0);
		while (defined(my $line = <$client>)) { last if $line =~ /^\r?\n$/; $head .= $line; $length = $1 if $line =~ /^content-length:\s*(\d+)/i }
		my $body;
		read $client, $body, $length;
		open my $log, '>>:raw', $seen or die;
		print $log JSON::PP->new->utf8->canonical->encode({ head => $head, body => $body }), "\n";
		close $log;
		my ($case) = $body =~ /CASE(\d+),/;
		my $answer = $answers{ $case // 0 };
		utf8::decode($answer) if defined $answer;
		my ($status, $content) = ('200 OK', JSON::PP->new->utf8->encode({ choices => [ { message => { role => 'assistant', content => $answer } } ] }));
		# busy once, and a redirection that must not be followed
		if (defined $case && $case == 9 && !$times{9}++) { ($status, $content) = ('429 Too Many Requests', 'SECRETBUSY') }
		if (defined $case && $case == 10) { ($status, $content) = ("302 Found\r\nLocation: http://127.0.0.1:1/elsewhere", '') }
		if (defined $case && $case == 11) { $content = 'no JSON, SECRETBODY' }
		if (defined $case && $case == 12) { ($status, $content) = ('403 Forbidden', 'SECRETBODY') }
		print $client "HTTP/1.1 $status\r\nRetry-After: 0\r\nContent-Length: " . length($content) . "\r\nConnection: close\r\n\r\n$content";
		close $client;
	}
	exit 0;
}

sub command
{
	my ($role, @arguments) = @_;
	my ($out, $err) = ('', '');
	local @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE no_proxy)} = ($node->host, $node->port, $role, 'postgres', '127.0.0.1');
	IPC::Run::run([ $^X, $suggest, @arguments ], '<', \'', '>', \$out, '2>', \$err);
	return ($out, $err, $? >> 8);
}
sub asked { my @lines = -e $seen ? split /\n/, slurp_file($seen) : (); return map { JSON::PP->new->utf8->decode($_) } @lines }

my ($out, $err, $status) = command('carol', '-m', 'm');
is("$status $out", '2 ', 'a wrong call');
($out, $err, $status) = command('carol', '-p', 'spring', '-u', $url, '-m', 'm', '-x');
is($status, 0, 'what would be sent is shown') or diag($err);
like($out, qr/"role" : "system"/, '... as the endpoint would get it');
is(scalar(() = asked()), 0, '... and nothing is sent');
is($node->safe_psql('postgres', 'SELECT count(*) FROM badcase_internal.agent'), '0', '... nor registered');
($out, $err, $status) = command('carol', '-u', $url, '-m', 'm');
is("$status " . scalar(() = asked()), '1 0', 'which of two programs is to be said');
like($err, qr/which program/, '... in words');
($out, $err, $status) = command('rita', '-p', 1, '-u', $url, '-m', 'm');
is("$status " . scalar(() = asked()), '1 0', 'a reviewer cannot take records out');

$ENV{BADCASE_KEY} = 'SECRETKEY';
($out, $err, $status) = command('carol', '-p', 'spring', '-u', $url, '-m', 'm 1', '-n', 11);
is($status, 3, 'some have no suggestion');
is($out, <<'END', '... which is told by reason');
11 asked, 5 suggested by agent 1
  no message in the answer: 6, 11
  no suggestion in the answer: 4, 5, 8
  status 302: 10
END
is($err, '', '... and nothing else');
my @asked = asked();
is(scalar(@asked), 12, 'each record is asked about once, the busy one twice');
my $body = JSON::PP->new->utf8->decode($asked[0]{body});
like($asked[0]{head}, qr{\APOST /v1/chat/completions HTTP/1\.1\r\n.*^authorization: Bearer SECRETKEY\r$}msi, 'the endpoint gets the key');
is($body->{model}, 'm 1', '... the model');
my $user = JSON::PP->new->decode($body->{messages}[1]{content});
is_deeply($user->{tasks}, ["\x{95ee}\x{7b54} \"q\""], '... the tasks');
is_deeply([ sort keys %{ $user->{record} } ], [qw(history prompt response)], '... and of the record what there is');
like($user->{record}{prompt}, qr/^CASE1, the "first" of\n[0-9a-f]{32} \x{5317}\x{4eac}$/, '... as it stands');
unlike(join('', map { $_->{body} } @asked), qr/ada|"submission"/, '... and not whose it is');
is($node->safe_psql('postgres', q(SELECT string_agg(concat_ws(' ', submission_id, useful, correct, failure_kinds, task, left(why, 3), length(why)), '|' ORDER BY submission_id) FROM badcase_internal.suggestion)),
	qq(1 0.9 0.25 {factual} 问答 "q" 错了 2|2 1 0|3 0.5 {domain}|7 1 xxx 5000|9 0.1 1), 'what was understood is stored, what is none of a suggestion left out');
is($node->safe_psql('postgres', q(SELECT name, kind, version = left(encode(prompt_sha256, 'hex'), 12), encode(prompt_sha256, 'hex'), prompt_date FROM badcase_internal.agent)),
	'm 1|model|t|' . sha256_hex($body->{messages}[0]{content}) . '|', 'the agent has the hash of what it is told');
is($node->safe_psql('postgres', q(SELECT count(*), count(DISTINCT submission_id) FROM badcase_internal.action WHERE kind = 'read')), '11|11', 'the journal has what was taken out');
is($node->safe_psql('postgres', q(SELECT string_agg(DISTINCT state, ' ') || count(*) FROM badcase_internal.submission WHERE NOT EXISTS (SELECT FROM badcase_internal.review))), 'pending12', 'nothing is decided by it');

# again: what has a suggestion is not asked about; the last record breaks it off, and what came before it is kept
$answers{4} = undef;
($out, $err, $status) = command('carol', '-p', 1, '-u', $url, '-m', 'm 1');
is($status, 1, 'an endpoint that refuses ends it');
like($err, qr{^badcase-suggest: \Q$url\E refuses: 403 Forbidden$}m, '... which is told');
is($node->safe_psql('postgres', 'SELECT count(*) FROM badcase_internal.agent'), '1', 'the same words are the same agent');
# other words are another version; written to a file, nothing is loaded
my $words = PostgreSQL::Test::Utils::tempdir() . '/words';
append_to_file($words, "Say what you think.\n");
($out, $err, $status) = command('carol', '-p', 1, '-u', $url, '-m', 'm 1', '-i', $words, '-n', 2, '-o', "$words.out");
is("$status $out", "0 2 asked, 2 suggested in $words.out\n", 'suggestions go to a file') or diag($err);
is($node->safe_psql('postgres', q(SELECT version, prompt_date IS NOT NULL FROM badcase_internal.agent ORDER BY agent_id DESC LIMIT 1)), substr(sha256_hex("Say what you think.\n"), 0, 12) . '|t', '... by another version of the agent');
is($node->safe_psql('postgres', 'SELECT count(*) FROM badcase_internal.suggestion WHERE agent_id = 2'), '0', '... and nothing is loaded');
like(slurp_file("$words.out"), qr/\A\{"correct":0\.25,.*"submission":1,/, '... as JSON lines');
# nobody there
close $listener;
kill 'TERM', $pid;
waitpid $pid, 0;
($out, $err, $status) = command('carol', '-p', 1, '-u', $url, '-m', 'm 1', '-n', 2);
is($status, 1, 'where nobody answers it ends at once');
like($err, qr/cannot be asked/, '... which is told');
unlike($out . $err, qr/SECRET|CASE/, '... and no record nor key');

$node->stop;
done_testing();
