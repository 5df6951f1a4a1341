# Every function of the workspace, by everybody, with every number: of the asker's own program, of another one, of none.
# What is somebody else's is refused, in the words in which what does not exist is refused; and whatever succeeds changes
# nothing in a program that is not the asker's.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use Attack;
use Calls;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = Attack::cluster('probes', "max_prepared_transactions = 0\n");
my $dba = Attack::superuser();
Attack::must($node, $dba, 'CREATE ROLE gate LOGIN; CREATE ROLE own_member LOGIN; CREATE ROLE door1 LOGIN; CREATE ROLE door2 LOGIN; GRANT ada TO gate; GRANT badcase_owner TO own_member');
Attack::workspace($node);
Attack::must($node, $dba, q(SET ROLE badcase_owner; SELECT badcase.grant_access(1, 'gate', 'gateway')));
# At each door somebody was admitted, who sends something, and somebody waits.
my @token;
foreach my $p (1, 2)
{
	Attack::must($node, "cur$p", "SELECT badcase.grant_access($p, 'door$p', 'intake')");
	$token[$p] = Attack::must($node, "door$p", "SELECT token FROM badcase.door_apply($p, 'SECRETTASK $p', 't')");
	Attack::must($node, "cur$p", 'SELECT badcase.admit_applicant(max(application)) FROM badcase.applications');
	Attack::must($node, "door$p", "BEGIN; SELECT badcase.door_open_upload('$token[$p]'); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{\"prompt\": \"SECRETTASK $p at the door\", \"response\": \"r\"}'); SELECT * FROM badcase.door_process('$token[$p]'); COMMIT");
	Attack::must($node, "door$p", "SELECT state FROM badcase.door_apply($p, 'SECRETTASK $p', 't')");
}
my $load = sub {
	my ($role, $program, $kind, $target, $line) = @_;
	Attack::must($node, $role, "BEGIN; SELECT badcase.open_upload($program, kind => '$kind', target => $target); INSERT INTO badcase.intake (line_no, line) VALUES (1, '$line'); SELECT * FROM badcase.process_upload(); COMMIT");
};
# One of everything in each program: the first number is program 1's, the second program 2's.
foreach my $p (1, 2)
{
	my ($cur, $rev) = ("cur$p", $p == 1 ? 'rev1' : 'rey');
	Attack::must($node, $cur, "SELECT badcase.create_term_list($p, 'SECRETLIST $p', 'hold'), badcase.open_corpus($p, 'SECRETCORPUS $p', 'benchmark', 'CC0'), badcase.register_model($p, 'SECRETMODEL $p', $p), badcase.set_task($p, 'SECRETTASK $p')");
	my $submission = $p == 1 ? 1 : 8;
	foreach my $kind ([ 'terms', $p, qq({"term": "secretterm$p"}) ], [ 'corpus', $p, '{"prompt": "of a benchmark of its own, and long enough to be looked for in whatever comes in here", "response": "r"}' ],
		[ 'outputs', $p, qq({"submission": $submission, "output": "SECRETOUTPUT $p"}) ])
	{
		Attack::must($node, $cur, "BEGIN; SELECT badcase.open_upload($p, kind => '$kind->[0]', target => $kind->[1]); INSERT INTO badcase.intake (line_no, line) VALUES (1, '$kind->[2]'); SELECT * FROM badcase.process_upload(); COMMIT");
	}
	Attack::upload($node, $p == 1 ? 'ada' : 'dora', $p, [ qq({"prompt": "Call 13812345678 or secretterm$p", "response": "no"}) ]);
	Attack::must($node, $cur, "CALL badcase.triage($p)");
	Attack::must($node, $rev, "SELECT 1 FROM badcase.claim_reviews($p, 1)");
	Attack::must($node, $dba, "INSERT INTO badcase_internal.task_suggestion (program_id, begins, ends, key, submissions, clusters, examples) VALUES ($p, 3, 0, '\\x01', 10, 9, '{}')");
}

foreach my $p (1, 2)
{
	my ($pool, $item) = (2 + $p, 1 + 2 * $p);
	Attack::must($node, "cur$p", "SELECT badcase.open_corpus($p, 'SECRETCORPUS $p, to mix in', 'general', 'CC0')");
	Attack::must($node, "cur$p", "BEGIN; SELECT badcase.open_upload($p, kind => '$_->[0]', target => $pool); INSERT INTO badcase.intake (line_no, line) SELECT n, l::bytea FROM unnest(ARRAY[$_->[1]]) WITH ORDINALITY x(l, n); SELECT * FROM badcase.process_upload(); COMMIT")
	  foreach [ corpus => qq('{"prompt": "of a pool $p", "response": "r"}', '{"prompt": "of a pool $p, too", "response": "r"}') ], [ clusters => qq('{"a": $item, "b": @{[ $item + 1 ]}}') ];
}

# An agent that suggested something, and two versions of a model that answered what is held out.
foreach my $p (1, 2)
{
	my $cur = "cur$p";
	my $submission = $p == 1 ? 1 : 8;
	my $model = Attack::must($node, $dba, "SELECT model_id FROM badcase_internal.model_version WHERE program_id = $p");
	Attack::must($node, $cur, "SELECT badcase.register_agent($p, 'SECRETAGENT $p', '1', 'model'), badcase.open_corpus($p, 'SECRETCORPUS $p general', 'general', 'CC0'), badcase.register_model($p, 'SECRETMODEL $p next', base => $model)");
	$load->($cur, $p, 'suggestions', $p, qq({"submission": $submission, "useful": true, "why": "SECRETOUTPUT $p"}));
	my $general = Attack::must($node, $dba, "SELECT corpus_id FROM badcase_internal.corpus WHERE program_id = $p AND name = 'SECRETCORPUS $p general'");
	$load->($cur, $p, 'corpus', $general, qq({"prompt": "SECRETOUTPUT $p asked", "response": "SECRETOUTPUT $p"}));
	Attack::must($node, $cur, "SELECT badcase.hold_out($general, 1, 7)");
	my ($item) = Attack::must($node, $dba, "SELECT item_id FROM badcase_internal.corpus_item WHERE corpus_id = $general AND held_out");
	$load->($cur, $p, 'outputs', $_, qq({"item": $item, "output": "SECRETOUTPUT $p of $_"})) foreach split /\n/, Attack::must($node, $dba, "SELECT model_id FROM badcase_internal.model_version WHERE program_id = $p ORDER BY 1");
}

# Which numbers there are of each kind of thing, and in which program: table => [[of program 1], [of program 2]].
my $numbers = sub {
	my ($sql) = @_;
	return [ map { [ split /,/, Attack::must($node, $dba, "SELECT string_agg(x::text, ',' ORDER BY x) FROM ($sql) q(x, p) WHERE p = $_") ] } 1, 2 ];
};
my %kinds = map { my ($kind, $sql) = @$_; $kind => $numbers->($sql) } (
	[ contributor => 'SELECT contributor_id, program_id FROM badcase_internal.contributor' ], [ upload => 'SELECT upload_id, program_id FROM badcase_internal.upload' ],
	# what can be reviewed first
	[ submission => q(SELECT submission_id, program_id FROM badcase_internal.submission WHERE state = 'pending') ], [ release => 'SELECT release_id, program_id FROM badcase_internal.release' ],
	[ round => 'SELECT round_id, program_id FROM badcase_internal.round' ], [ finding => 'SELECT finding_id, program_id FROM badcase_internal.finding' ],
	[ corpus => 'SELECT corpus_id, program_id FROM badcase_internal.corpus' ], [ list => 'SELECT term_list_id, program_id FROM badcase_internal.term_list' ],
	[ suggestion => 'SELECT suggestion_id, program_id FROM badcase_internal.task_suggestion' ],
	[ agent => 'SELECT agent_id, program_id FROM badcase_internal.agent' ], [ answer => 'SELECT general_outcome_id, program_id FROM badcase_internal.general_outcome' ],
	[ model => 'SELECT model_id, program_id FROM badcase_internal.model_version' ], [ application => q(SELECT application_id, program_id FROM badcase_internal.application WHERE state = 'waiting') ],
	[ outcome => 'SELECT o.outcome_id, s.program_id FROM badcase_internal.outcome o JOIN badcase_internal.submission s ON s.submission_id = o.submission_id' ],
	[ term => 'SELECT t.term_id, l.program_id FROM badcase_internal.term t JOIN badcase_internal.term_list l ON l.term_list_id = t.term_list_id' ]);
is(join(' ', grep { !@{ $kinds{$_}[0] } || !@{ $kinds{$_}[1] } } sort keys %kinds), '', 'each program has one of everything');
# What an argument's number is a number of.
my %kind_of = (applications => 'application', base => 'model', releases => 'release', more_releases => 'release', a => 'release', b => 'release', contradicts => 'submission', target => 'corpus', terms => 'term', ids => 'term', by_contributor => 'contributor', in_round => 'round', submissions => 'submission', findings => 'finding');
my %values = (text => q('x'), name => q('stranger'), boolean => 'true', 'text[]' => q('{}'), jsonb => q('{}'), interval => q('1 hour'), 'timestamp with time zone' => q('2040-01-01'), numeric => 0,
	'double precision' => 0.1, integer => 1, badcase => q('{"prompt": "probe", "response": "r"}'));
my %by_name = (scope => q('train'), format => q('badcase'), capability => q('contributor'), split => q('train'), decision => q('rejected'), verdict => q('fixed'), kind => q('submissions'), version => q('1'), trainer => q('alpaca'), lang => q('en'),
	threshold => 0.8, severity => q('hold'), role => q('general'));

my %by_function = ('dataset_card.kind' => q('markdown'), 'preflight.trainer' => q('trl'), 'find_similar.field' => q('record'), 'export_features.field' => q('record'), 'export_pool.field' => q('record'), 'export_pool.pool' => q('accepted'), 'export_corpus.field' => q('record'), 'set_rule.rule' => q('pii:email'), 'search.in_state' => 'NULL', 'search.in_task' => 'NULL', 'search.with_issue' => 'NULL', 'search.by_model' => 'NULL', 'set_program.setting' => q('quorum'), 'set_program.value' => 2, 'claim_reviews.failure_kind' => 'NULL', 'claim_reviews.language' => 'NULL', 'claim_reviews.task' => 'NULL', 'claim_reviews.first' => q('wanted'), 'public_statistics.k' => 2,
	'assign_task.task' => q('SECRETTASK 1'), 'set_contact.kind' => q('e-mail'), 'all_contributors.project' => q('owner/name'), 'judge_output.verdict' => q('fixed'), 'judge_general.verdict' => q('same'), 'register_agent.kind' => q('rule'), 'register_agent.prompt_sha256' => 'NULL', 'door_set.what' => q('name'), 'door_apply.consents' => q('{}'), 'door_apply.contact' => 'NULL', 'door_apply.github' => 'NULL');
$by_name{token} = "'$token[1]'";

# The calls of a function as seen from a program: for its program and each number, the asker's own, another's, none's and,
# for numbers, null; each [statement, whether something of another's is in it, the same with what does not exist].
sub probes
{
	my ($f, $mine) = @_;
	my $other = 3 - $mine;
	my @lists = ([ [], [], 0 ]);    # arguments, the same with nothing of another's, whether there was something
	foreach my $argument (@{ $f->{arguments} })
	{
		my ($name, $type) = @$argument;
		my @choices;
		if ($name eq 'program') { @choices = ([ $mine, $mine ], [ $other, 77 ], [ 77, 77 ]); }
		elsif ($type =~ /^bigint(\[\])?$/ && $name ne 'seed' && !($name =~ /^(?:uploads|lines|bytes|line_bytes|after|before|line_no)$/))
		{
			my $array = $1;
			my $kind = $kinds{$name} ? $name : $kind_of{$name} // die "of what is $name the number, in $f->{name}?";
			my ($own) = @{ $kinds{$kind}[ $mine - 1 ] };
			@choices = map { my @c = @$_; [ map { $array ? "'{$_}'" : $_ } @c ] } ([ $own, $own ], (map { [ $_, 9999 ] } @{ $kinds{$kind}[ $other - 1 ] }[ 0 .. ($#{ $kinds{$kind}[ $other - 1 ] } > 2 ? 2 : $#{ $kinds{$kind}[ $other - 1 ] }) ]), [ 9999, 9999 ]);
			push @choices, [ 'NULL', 'NULL' ] if !$array;
		}
		else
		{
			my $value = $by_function{"$f->{name}.$name"} // ($type =~ /^bigint/ ? 1 : $type eq 'text' || $name eq 'threshold' ? $by_name{$name} // $values{$type} : $values{$type} // "NULL::$type");
			@choices = ([ $value, $value ]);
		}
		@lists = map { my $l = $_; map { [ [ @{ $l->[0] }, $_->[0] ], [ @{ $l->[1] }, $_->[1] ], $l->[2] || $_->[0] ne $_->[1] ] } @choices } @lists;
	}
	my $call = ($f->{kind} eq 'p' ? 'CALL' : 'SELECT * FROM') . " badcase.$f->{name}";
	return map { [ "$call(" . join(', ', @{ $_->[0] }) . ')', $_->[2], "$call(" . join(', ', @{ $_->[1] }) . ')' ] } @lists;
}

# What a program's books are: every table's rows that are of it.
sub books_of
{
	my ($program, $database) = @_;
	my $sql = Attack::must($node, $dba, <<"SQL", database => $database);
SELECT string_agg(format(\$\$SELECT %L || '=' || count(*) || ' ' || coalesce(md5(string_agg(x::text, E'\\n' ORDER BY x::text COLLATE "C")), '') FROM %s x WHERE %s\$\$, c.oid::regclass, c.oid::regclass,
  CASE
    WHEN 'program_id' = ANY (a.names) THEN 'x.program_id = $program'
    WHEN 'submission_id' = ANY (a.names) THEN 'x.submission_id IN (SELECT s.submission_id FROM badcase_internal.submission s WHERE s.program_id = $program)'
    WHEN 'contributor_id' = ANY (a.names) THEN 'x.contributor_id IN (SELECT s.contributor_id FROM badcase_internal.contributor s WHERE s.program_id = $program)'
    WHEN 'release_id' = ANY (a.names) THEN 'x.release_id IN (SELECT s.release_id FROM badcase_internal.release s WHERE s.program_id = $program)'
    WHEN 'corpus_id' = ANY (a.names) THEN 'x.corpus_id IN (SELECT s.corpus_id FROM badcase_internal.corpus s WHERE s.program_id = $program)'
    WHEN 'term_list_id' = ANY (a.names) THEN 'x.term_list_id IN (SELECT s.term_list_id FROM badcase_internal.term_list s WHERE s.program_id = $program)'
    WHEN 'item_id' = ANY (a.names) THEN 'x.item_id IN (SELECT i.item_id FROM badcase_internal.corpus_item i JOIN badcase_internal.corpus s ON s.corpus_id = i.corpus_id WHERE s.program_id = $program)'
    ELSE 'true'
  END), ' UNION ALL ' ORDER BY c.oid::regclass::text)
FROM pg_class c CROSS JOIN LATERAL (SELECT array_agg(attname::text) AS names FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0) a
WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind = 'r'
SQL
	return { map { split /=/, $_, 2 } split /\n/, Attack::must($node, $dba, $sql, database => $database) };
}

my %functions = Calls::functions($node);
cmp_ok(scalar(keys %functions), '>', 50, scalar(keys %functions) . ' functions');
my @views = split /\n/, Attack::must($node, $dba, q(SELECT relname FROM pg_class WHERE relnamespace = 'badcase'::regnamespace AND relkind = 'v' ORDER BY 1));

# Runs statements as one session, each rolled back or each on its own; returns what each printed and complained of.
sub session
{
	my ($role, $database, $before, $rolled_back, @statements) = @_;
	my $script = "\\set VERBOSITY verbose\n$before\n";
	$script .= join '', map { "\\echo \@\@\n\\warn \@\@\n" . ($rolled_back ? "BEGIN;\n$_;\nROLLBACK;\n" : "$_;\n") } @statements;
	my ($out, $err) = ('', '');
	IPC::Run::run([ 'psql', '-X', '-q', '-A', '-U', $role, '-h', $node->host, '-p', $node->port, '-d', $database ], '<', \$script, '>', \$out, '2>', \$err);
	my @out = split /^@@\n/m, $out, -1;
	my @err = split /^@@\n/m, $err, -1;
	die "a session of $role broke off: " . substr($err, -400) if @out != @statements + 1 || @err != @statements + 1;
	return map { [ $out[$_], $err[$_] ] } 1 .. @statements;
}

# [who, logs in as, sets, in which program]; the owner's people can give access anywhere and disclose anything.
my @people = ([ 'nobody in it', 'stranger', '', 1 ], [ 'a contributor', 'ada', '', 1 ], [ 'a reviewer', 'rev1', '', 1 ], [ 'an exporter', 'exp1', '', 1 ], [ 'a curator of program 2', 'cur2', '', 2 ], [ 'a curator of program 1', 'cur1', '', 1 ],
	[ 'a gateway that acts for nobody', 'gate', '', 1 ], [ 'a gateway that acts for a contributor', 'gate', 'SET ROLE ada;', 1 ], [ 'a member of the owner', 'own_member', '', 1 ],
	[ 'a door', 'door1', '', 1 ], [ 'the door of another program', 'door2', '', 2 ], [ 'a superuser who set no role', $dba, '', 1 ], [ 'a contributor who sets a role', 'ada', 'SET ROLE ada;', 1 ]);
my %owners = map { $_ => 1 } qw(create_program grant_access revoke_access disclose);
my ($count, %states, %succeeded) = (0);
foreach my $person (@people)
{
	my ($who, $role, $before, $mine) = @$person;
	my $other = 3 - $mine;
	my @probes = map { my $f = $functions{$_}; map { [ @$_, $f->{name} ] } probes($f, $mine) } sort keys %functions;
	my (%place, @statements);
	foreach my $statement (map { ($_->[0], $_->[2]) } @probes) { next if exists $place{$statement}; $place{$statement} = @statements; push @statements, $statement; }
	my @said = session($role, 'postgres', $before, 1, @statements);
	$count += @statements;
	my (@unlike, @given);
	foreach my $probe (@probes)
	{
		my ($statement, $foreign, $absent, $name) = @$probe;
		my ($out, $err) = @{ $said[ $place{$statement} ] };
		$states{ $err =~ /^ERROR:\s+(\w{5})/m ? $1 : 'answers' }++;
		$succeeded{$who}{$name} = 1 if $err !~ /^ERROR/m;
		next if !$foreign || ($role eq 'own_member' && $owners{$name});
		next if $err =~ /^ERROR:\s+42501:.*/m && $said[ $place{$absent} ][1] =~ /^ERROR:\s+42501:/m
		  && ($err =~ s/\b\d+\b/N/gr) eq ($said[ $place{$absent} ][1] =~ s/\b\d+\b/N/gr);
		my ($a, $b) = map { my $t = join '', @{ $said[ $place{$_} ] }; $t =~ s/\d+/N/g; $t =~ s/^(?:LOCATION|LINE| +\^).*\n//mg; $t } $statement, $absent;
		push @unlike, "$statement: $a$absent: $b" if $a ne $b;
		# an answer is no answer from what does not exist either
		push @given, "$statement: $out" if $err !~ /^ERROR/m && $out =~ /SECRET|secretterm/;
	}
	is(join("\n", @unlike), '', "$who: what is another's is answered like what does not exist, in " . @statements . ' calls');
	is(join("\n", @given), '', '... and gives no word of it');
	my @seen = session($role, 'postgres', $before, 1, map { "SELECT * FROM badcase.$_" } @views);
	$count += @views;
	my $theirs = $mine == 1 ? qr/DORA|(?:LIST|CORPUS|MODEL|AGENT|TASK|OUTPUT) 2|dora\./ : qr/BOB|CARA|ada asks|(?:LIST|CORPUS|MODEL|AGENT|TASK|OUTPUT) 1|bob\./;
	is(join("\n", map { $seen[$_][0] =~ $theirs ? "$views[$_]: $seen[$_][0]" : () } 0 .. $#views), '', '... nor does any view');

	# for good, in a workspace of their own
	Attack::must($node, $dba, 'DROP DATABASE IF EXISTS tried');
	Attack::must($node, $dba, 'CREATE DATABASE tried TEMPLATE postgres');
	my ($was, $mine_was) = map { books_of($_, 'tried') } $other, $mine;
	my @calls = grep { !($role eq 'own_member' && /badcase\.(?:grant_access|revoke_access|disclose|create_program)\(/) } @statements;
	session($role, 'tried', $before, 0, @calls);
	$count += @calls;
	is(Attack::changes($was, books_of($other, 'tried')), '', '... nothing of the other program changes');
	# what an exporter took out stands in the journal
	like(Attack::changes($mine_was, books_of($mine, 'tried')), $who =~ /exporter/ ? qr/^badcase_internal\.action\z/ : qr/^\z/, '... nor anything of this one') if $who =~ /nobody|superuser|member|exporter/;
	isnt(Attack::changes($mine_was, books_of($mine, 'tried')), '', '... while of the own one it does') if $who =~ /^a (?:contributor|curator|reviewer|door)/;
}
cmp_ok($count, '>=', 2000, "$count probes: " . join ', ', map { "$_ $states{$_}" } sort keys %states);
# The probes can succeed: nearly every function does for somebody.
my %done = map { %$_ } values %succeeded;
note('never: ' . join ' ', grep { !$done{$_} } map { $_->{name} } values %functions);
cmp_ok(scalar(keys %done), '>', 0.75 * keys %functions, scalar(keys %done) . ' functions succeed for somebody');
is(join(' ', grep { !/^(?:version|release_file_name|terms)$/ } sort keys %{ $succeeded{'a superuser who set no role'} }), '', 'a superuser who set no role succeeds at nothing but what says nothing');
is(join(' ', sort keys %{ $succeeded{'nobody in it'} // {} }), '', '... nor does a stranger');

$node->stop;
done_testing();
