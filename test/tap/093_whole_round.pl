# A whole round on real records: two contributors upload, lines are refused, triage holds, finds duplicates and relates, a
# curator resolves, two reviewers review side by side and disagree, a curator adjudicates, a contributor revises; the round
# is closed, credit given, a release published and read, a model judged, something withdrawn. At each stage every row and
# column of every view, as each role sees it, is what RoundModel.pm computes from the tables; and what became of each
# submission is what its line in the file foretold.
use strict;
use warnings;
use Digest::MD5 qw(md5_hex);
use Digest::SHA qw(sha256);
use FindBin;
use lib $FindBin::RealBin;
use Books;
use Calls;
use IPC::Run;
use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use RoundModel;
use Test::More;

my $data = $ENV{BADCASE_DATA};
plan skip_all => 'BADCASE_DATA names no folder of real records' unless $data && -r "$data/alpaca_zh.jsonl.gz" && -r "$data/multiturn_oasst_zh.jsonl";

my $dir = PostgreSQL::Test::Utils::tempdir;
my $node = PostgreSQL::Test::Cluster->new('whole_round');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "fsync = off\njit = off\nlog_statement = none");
$node->start;
my %capabilities = (ada => ['contributor'], bob => ['contributor'], rita => ['reviewer'], ron => ['reviewer'], carol => ['curator'], eve => ['exporter'], zoe => [qw(curator reviewer exporter)]);
$node->safe_psql('postgres', "SET client_min_messages = error; CREATE ROLE badcase_owner NOLOGIN;\n" . join('', map { "CREATE ROLE $_ LOGIN;\n" } sort keys %capabilities) . <<'SQL');
CREATE EXTENSION badcase;
SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner;
SELECT badcase.create_program('round'), badcase.create_program('another');
UPDATE badcase_internal.program SET quorum = 1 WHERE program_id = 2;
SELECT badcase.grant_access(1, r, c) FROM (VALUES ('ada', 'contributor'), ('bob', 'contributor'), ('rita', 'reviewer'), ('ron', 'reviewer'), ('carol', 'curator'), ('eve', 'exporter')) v(r, c);
SELECT badcase.grant_access(2, 'zoe', c) FROM unnest('{curator,reviewer,exporter}'::text[]) c;
RESET ROLE;
-- what a reviewer says of a record: by the first digit of its hash; of ones that were revised, that they are good
CREATE FUNCTION says(who text, prompt text, response text, OUT digit text, OUT useful bool, OUT correct bool) LANGUAGE sql IMMUTABLE AS $$
  SELECT d, response LIKE '%（改）' OR NOT (d IN ('9', 'a') OR (d IN ('c', 'd') AND who = 'ron')), response LIKE '%（改）' OR d <> 'b'
  FROM (SELECT substr(md5(prompt || response), 1, 1)) x(d)
$$;
SQL

sub as { my ($role, $sql) = @_; return $node->safe_psql('postgres', $sql, extra_params => [ '-U', $role ]); }
as('carol', <<'SQL');
SELECT badcase.register_contributor(1, 'a-1', 'Ada *L*', 'ada'), badcase.register_contributor(1, 'b-2', 'Bob', 'bob'), badcase.register_contributor(1, 'r-3', 'Rita', 'rita');
SELECT badcase.set_task(1, 'ads', 100, 'advertisements from tags'), badcase.set_task(1, 'talk', 20), badcase.set_rule(1, 'quality:template_leak', 'info');
SQL
as('ada', q(SELECT badcase.attest(1, '1'), badcase.set_consent(1, 'train', true, '1'), badcase.set_consent(1, 'show_name', true, '1')));
as('bob', q(SELECT badcase.set_consent(2, 'train', true, '1'), badcase.set_consent(2, 'show_name', true, '1')));
as('carol', q(SELECT badcase.set_consent(3, 'show_name', true, '1')));

# ---- The files. What a line says decides what becomes of it.
my $json = JSON::PP->new->utf8->canonical;
sub lines_of
{
	my ($name, $count) = @_;
	open my $from, '-|', 'gzip', '-dcf', "$data/$name" or die "$name: $!";
	my @lines;
	while (my $line = <$from>) { chomp $line; push @lines, $line; last if @lines == $count; }
	close $from;
	return @lines;
}
# The line with more keys of meta.
sub with { my ($line, $meta) = @_; $line =~ s/\}\s*$/, $meta}/ or die $line; return $line; }
sub write_file
{
	my ($name, @lines) = @_;
	open my $to, '>:raw', "$dir/$name" or die "$name: $!";
	print $to join("\n", @lines);
	close $to;
	return;
}
my @sample = lines_of('chatglm_data_sample.jsonl', 100);
my @kinds = qw(instruction factual domain);
my @ada = map { with($sample[$_], $_ % 4 ? '"task": "ads", "failure_kind": "' . $kinds[ $_ % 3 ] . '"' : '"failure_kind": ["factual", "domain"]') } 0 .. $#sample;
push @ada, '{"prompt": "no response"}', '{"prompt": "a", "response": ', $ada[3], '   ', "{\"prompt\": \"\xff\", \"response\": \"r\"}",
  '{"prompt": "请写一句客服的回复。", "response": "请拨打电话13812345678联系我们。"}', '{"prompt": "请写一句公司的介绍。", "response": "来信请寄jane.roe@northwind-labs.io，谢谢。"}';
# Bob has some of Ada's lines too, with an ASCII comma for a full-width one: exact duplicates. And what he sent is of several kinds.
my @copied = grep { $ada[$_] =~ /，/ } map { 7 * $_ } 1 .. 12;
my @bob = map { (my $line = $sample[$_]) =~ s/，/,/; $line } @copied;
push @bob, map { with($_, '"task": "talk"') } lines_of('multiturn_oasst_zh.jsonl', 8);
push @bob, lines_of('pref_dpo_zh.jsonl', 8), map { with($_, '"failure_kind": "other"') } lines_of('alpaca_zh.jsonl.gz', 40);
my @late = (lines_of('alpaca_zh.jsonl.gz', 60))[ 45 .. 54 ];
write_file('ada.jsonl', @ada);
write_file('bob.jsonl', @bob);
write_file('late.jsonl', @late);
my %file = ('ada.jsonl' => \@ada, 'bob.jsonl' => \@bob, 'late.jsonl' => \@late);
sub digit { my ($line) = @_; my $r = $json->decode($line); my $text = "$r->{prompt}$r->{response}"; utf8::encode($text); return substr(md5_hex($text), 0, 1); }

sub upload
{
	my ($role, $program, $name, $contributor) = @_;
	return as($role, "BEGIN; SELECT badcase.open_upload($program, " . ($contributor // 'NULL') . ", '$name') \\g /dev/null\n"
		. "\\copy badcase.intake (line_no, line) from '$dir/$name' with (format jsonl)\nSELECT lines, stored, repeated, refused, blank FROM badcase.process_upload(); COMMIT;");
}

# ---- Every view, as each role sees it.
my (%seen, $model);
my @views = split /\n/, $node->safe_psql('postgres', q(SELECT relname FROM pg_class WHERE relnamespace = 'badcase'::regnamespace AND relkind = 'v' ORDER BY relname COLLATE "C"));
is_deeply(\@views, [ RoundModel::views() ], 'every view of the catalog is computed here, too');
my %readers = map { /^TABLE badcase\.(\w+)\|SELECT\|\{(.*)\}$/ ? ($1 => { map { $_ => 1 } split /,/, $2 }) : () } split /\n/, $node->safe_psql('postgres', 'SELECT * FROM badcase_internal.privileges()');
sub check_views
{
	my ($when) = @_;
	$model = RoundModel->new($node);
	my ($compared, @wrong) = (0);
	foreach my $role (sort keys %capabilities)
	{
		my @said = Calls::run_as($node, $role, "SET timezone = 'UTC';\n\\pset tuples_only on", map { "SELECT coalesce(json_agg(v), '[]') FROM badcase.$_ v" } @views);
		for my $i (0 .. $#views)
		{
			my ($view, $out, $err) = ($views[$i], @{ $said[$i] });
			if (!grep { $readers{$view}{$_} } @{ $capabilities{$role} })
			{
				push @wrong, "$view is not refused to $role" if $err !~ /permission denied/;
				next;
			}
			push @wrong, "$view as $role: $err" and next if $err ne '';
			my @got = map { RoundModel::canonical($_) } @{ $json->decode($out) };
			my @expected = map { RoundModel::canonical($_) } $model->rows($view, $role);
			$seen{$view} += @got;
			$compared += @got;
			if (!RoundModel::is_ordered($view)) { @got = sort @got; @expected = sort @expected; }
			my ($first) = grep { ($got[$_] // '') ne ($expected[$_] // '') } 0 .. ($#got > $#expected ? $#got : $#expected);
			push @wrong, "$view as $role: " . @got . ' rows, expected ' . @expected . "; the first that differs:\n  $got[$first]\nexpected\n  $expected[$first]" if defined $first;
		}
	}
	{ no warnings; is(join("\n", @wrong), '', "$when: $compared rows of all views are as computed"); }
	is(Books::faults($node), '', "$when: the books agree");
	return;
}

# ---- Intake and triage.
is(upload('ada', 1, 'ada.jsonl'), '107|102|1|3|1', 'of Ada\'s lines, three are refused, one is repeated, one blank');
is(upload('bob', 1, 'bob.jsonl'), join('|', scalar @bob, scalar @bob, 0, 0, 0), 'all of Bob\'s are stored');
is(as('ada', q(SELECT string_agg(line_no || ' ' || code, ', ' ORDER BY line_no) FROM badcase.my_submissions WHERE verdict = 'refused')), '101 missing_response, 102 syntax, 105 invalid_utf8', 'Ada is told which and why');
upload('zoe', 2, 'late.jsonl', as('zoe', q(SELECT badcase.register_contributor(2, 'x', 'X'))));
as('zoe', q(SELECT badcase.attest(4, '1'), badcase.set_consent(4, 'train', true, '1'), badcase.set_consent(4, 'show_name', true, '1')));
as('zoe', 'CALL badcase.triage(2)');
as('zoe', 'SELECT badcase.submit_review(submission, true, true) FROM badcase.claim_reviews(2, 8)');
as('carol', 'CALL badcase.triage(1, 40)');
is($node->safe_psql('postgres', q(SELECT string_agg(DISTINCT array_to_string(held_for, '+'), ' ') FROM badcase_internal.submission WHERE program_id = 1 AND contributor_id = 2 AND state = 'held')) =~ /attestation/, 1, 'Bob\'s wait for his word');
check_views('triaged');
as('bob', q(SELECT badcase.attest(2, '1')));
check_views('attested');
as('carol', 'CALL badcase.triage(1)');
# A telephone number stands, the rest is nothing.
my ($stands, $cleared) = (0, 0);
while (my $finding = as('carol', 'SELECT finding, rule, submission FROM badcase.findings WHERE cleared IS NULL ORDER BY finding LIMIT 1'))
{
	my ($id, $rule) = split /\|/, $finding;
	as('carol', "SELECT badcase.resolve_finding($id, " . ($rule eq 'pii:cn_mobile' ? 'false' : 'true') . ", 'looked at')");
	$rule eq 'pii:cn_mobile' ? $stands++ : $cleared++;
}
cmp_ok($stands, '>=', 1, 'a finding stands');
cmp_ok($cleared, '>=', 1, 'a finding was cleared');

# ---- Review by two at once, each in turns of five; then what was left over.
my $reviewer = <<'SQL';
DO $$
DECLARE
  q record;
  said record;
  n int;
BEGIN
  LOOP
    n := 0;
    FOR q IN SELECT * FROM badcase.claim_reviews(1, 5) LOOP
      n := n + 1;
      said := public.says(current_user, q.prompt, q.response);
      PERFORM badcase.submit_review(q.submission, said.useful, said.correct,
        CASE WHEN NOT said.useful THEN '{useless}' WHEN NOT said.correct THEN '{wrong_answer}' ELSE '{}' END::text[],
        CASE WHEN said.digit = '7' THEN '{harmful}' ELSE '{}' END::text[],
        CASE WHEN said.digit IN ('4', '5') THEN ARRAY(SELECT (x ->> 'submission')::bigint FROM jsonb_array_elements(q."similar") x WHERE x ->> 'kind' = 'alternative' LIMIT 1) ELSE '{}' END,
        CASE WHEN said.digit = 'c' THEN 'I cannot say' END);
    END LOOP;
    EXIT WHEN n = 0;
    COMMIT;
  END LOOP;
END $$;
SQL
sub review_all
{
	for (1 .. 10)
	{
		my @running = map {
			my ($in, $out, $err) = ($reviewer, '', '');
			{ err => \$err, run => IPC::Run::start([ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres') . " user=$_" ], '<', \$in, '>', \$out, '2>', \$err) }
		} qw(rita ron);
		$_->{run}->finish or die ${ $_->{err} } foreach @running;
		return if $node->safe_psql('postgres', q(SELECT count(*) FROM badcase_internal.submission WHERE program_id = 1 AND state = 'pending')) == 0;
	}
	die 'reviews do not end';
}
as('rita', q(SELECT count(*) FROM badcase.claim_reviews(1, 6)));
as('ron', q(SELECT count(*) FROM badcase.claim_reviews(1, 6, '2 hours')));
check_views('claimed');
$node->safe_psql('postgres', 'UPDATE badcase_internal.submission SET lease_until = now() WHERE lease_until IS NOT NULL');
review_all();
check_views('reviewed');

# ---- Disputes, wishes for changes, what came loose: until everything is decided.
my ($adjudicated, $revised) = (0, 0);
for (1 .. 5)
{
	foreach my $dispute (split /\n/, as('carol', q(SELECT submission || '|' || (public.says('rita', prompt, response)).digit FROM badcase.disputes)))
	{
		my ($id, $digit) = split /\|/, $dispute;
		as('carol', "SELECT badcase.adjudicate($id, " . ($digit eq 'c' ? q('accepted') : q('rejected')) . ", 'as I see it')");
		$adjudicated++;
	}
	$revised += as('ada', q(SELECT count(*) FROM (SELECT badcase.revise(s.submission, jsonb_set(r.record, '{response}', to_jsonb((r.record ->> 'response') || '（改）'))::text::badcase, 'as asked')
		FROM badcase.my_submissions s JOIN badcase.my_records r USING (submission) WHERE s.state = 'needs_changes') x));
	as('carol', 'CALL badcase.triage(1)');
	review_all();
	last if $node->safe_psql('postgres', q(SELECT count(*) FROM badcase_internal.submission WHERE program_id = 1 AND (state IN ('received', 'pending', 'disputed') OR state = 'needs_changes' AND contributor_id = 1))) == 0;
}
cmp_ok($adjudicated, '>=', 3, 'disputes were decided');
cmp_ok($revised, '>=', 2, 'records were revised');
as('carol', 'SELECT badcase.close_round(1); SELECT badcase.open_round(1, NULL)');
upload('ada', 1, 'late.jsonl');
check_views('closed');

# ---- What each line foretold.
my %state = map { split /\|/ } split /\n/, $node->safe_psql('postgres', q(SELECT u.file_name || ' ' || s.line_no, s.state FROM badcase_internal.submission s JOIN badcase_internal.upload u USING (upload_id) WHERE s.program_id = 1));
my (%foretold, @surprises);
sub foretell
{
	my ($file, $n) = @_;
	my $line = $file{$file}[ $n - 1 ];
	return 'received' if $file eq 'late.jsonl';
	return 'rejected' if $line =~ /13812345678/;
	my $digit = digit($line);
	return 'rejected' if $digit =~ /[9ad]/;
	return $file eq 'ada.jsonl' ? 'accepted' : 'needs_changes' if $digit eq 'b';
	return 'accepted';
}
foreach my $where (keys %state)
{
	my ($file, $n) = split / /, $where;
	$foretold{$where} = foretell($file, $n);
	# a copy stays one while what it copies is accepted as it was sent
	if ($file eq 'bob.jsonl' && $n <= @copied)
	{
		my $copied = $ada[ $copied[ $n - 1 ] ];
		$foretold{$where} = 'duplicate' if digit($copied) !~ /[9abd]/;
	}
	push @surprises, "$where is $state{$where}, not $foretold{$where}" if $state{$where} ne $foretold{$where};
}
is(join("\n", sort @surprises), '', scalar(keys %state) . ' submissions are what their lines foretold');
cmp_ok(scalar(grep { $_ eq 'duplicate' } values %state), '>=', 2, 'some of Bob\'s are duplicates of Ada\'s');

# ---- A release: chosen and ordered by hash, from what is accepted, may be trained on and has nothing against it.
my $seed = 20261129;
as('carol', "CALL badcase.triage(1); SELECT badcase.build_release(1, 'r1', $seed), badcase.publish_release(1)");
$model = RoundModel->new($node);
my %digest = map { ("$_->{submission_id} $_->{revision}" => pack 'H*', substr $_->{digest}, 2) } @{ $model->{revision} };
my %barred = map { ("$_->{submission_id} $_->{revision}" => 1) } grep { !$_->{cleared} && ($_->{severity} =~ /^(?:block|hold)$/ || $_->{rule} =~ /^contamination:/) } @{ $model->{finding} };
my (%taken, @items);
foreach my $s (sort { $a->{shuffled} cmp $b->{shuffled} } map { +{ %$_, shuffled => sha256(pack('q>', $seed) . $digest{"$_->{submission_id} $_->{revision}"}) } }
	grep { $_->{program_id} == 1 && $_->{state} eq 'accepted' && $model->consents($_->{contributor_id}, 'train') && !$barred{"$_->{submission_id} $_->{revision}"} } @{ $model->{submission} })
{
	next if $taken{"cluster $model->{cluster}{$s->{submission_id}}"}++ || $taken{$s->{exact_key}}++;
	push @items, $s;
}
is($node->safe_psql('postgres', q(SELECT string_agg(submission_id::text, ' ' ORDER BY pos) FROM badcase_internal.release_item WHERE release_id = 1)), join(' ', map { $_->{submission_id} } @items), scalar(@items) . ' items, in the order of their hashes');
is(as('eve', 'SELECT count(*) FROM badcase.release_rows(1)'), scalar @items, 'the exporter reads them all');
my %credit = map { $_->{display_name} => $_->{accepted} } $model->rows('credits', 'carol');
is(as('eve', 'SELECT badcase.credits_markdown(1)'), "## Records\n\n" . join("\n", map { "- $_->[0] ($_->[1])" } sort { $a->[2] cmp $b->[2] } [ 'Ada \*L\*', $credit{'Ada *L*'}, 'a' ], [ 'Bob', $credit{Bob}, 'b' ])
	. "\n\n## Reviews\n\n- Rita (" . (grep { $_->{reviewer} eq 'rita' } @{ $model->{review} }) . ")\n", 'the list of thanks has the same numbers');

# ---- The model that came of it: some answers are what was expected, some are not, some nobody has judged.
my @answered = map { $_->{submission_id} } @items[ 0 .. 11 ];
write_file('outputs.jsonl', map { $json->encode({ submission => $answered[$_] + 0, output => $_ % 3 ? "answer $_" : 'another' }) } 0 .. $#answered);
foreach my $version (1 .. 2)
{
	as('carol', "SELECT badcase.register_model(1, 'v$version', " . ($version == 1 ? 1 : 'NULL, 1') . ')');
	as('carol', "BEGIN; SELECT badcase.open_upload(1, NULL, 'outputs.jsonl', 'outputs', $version) \\g /dev/null\n\\copy badcase.intake (line_no, line) from '$dir/outputs.jsonl' with (format jsonl)\n"
		  . 'SELECT stored FROM badcase.process_upload(); COMMIT;');
	as('rita', "SELECT badcase.judge_output(outcome, CASE WHEN submission % 2 = $version % 2 THEN 'fixed' ELSE 'still_bad' END) FROM badcase.outputs_to_judge WHERE model = $version AND submission % 5 <> 0");
}
# ---- Something is taken back, something waits too long; reviews go on in the next round.
my ($of_bob) = grep { $_->{contributor_id} == 2 } @items;
as('bob', "SELECT badcase.withdraw(submission => $of_bob->{submission_id})");
as('ada', 'SELECT badcase.withdraw(submission => (SELECT min(submission) FROM badcase.my_submissions WHERE state = \'accepted\'))');
$node->safe_psql('postgres', q(UPDATE badcase_internal.submission SET received_at = now() - interval '30 days 3 hours' WHERE state = 'pending' AND submission_id % 3 = 0));
as('carol', 'CALL badcase.triage(1)');
as('ron', 'SELECT badcase.submit_review(submission, true, true) FROM badcase.claim_reviews(1, 4)');
as('rita', 'SELECT badcase.submit_review(submission, true, true) FROM badcase.claim_reviews(1, 3)');
as('rita', 'SELECT count(*) FROM badcase.claim_reviews(1, 2)');
check_views('released');
my ($code, $out, $err) = $node->psql('postgres', 'SELECT * FROM badcase.release_rows(1)', extra_params => [ '-U', 'eve' ]);
like($err, qr/is no longer whole/, 'a release of which something was taken back is not read');
as('bob', q(SELECT badcase.set_consent(2, 'show_name', false, '2'), badcase.set_consent(2, 'train', false, '2')));
as('carol', q(SELECT badcase.erase(1, 'asked to be forgotten')));
as('carol', 'CALL badcase.triage(1)');
# nobody's role any more
$capabilities{ada} = [];
check_views('erased');
is(join(' ', grep { !$seen{$_} && !RoundModel::is_empty($_) } @views), '', 'each view had something to show');
$node->stop;
done_testing();
