# ops.pl FILE ROUNDS: every function and view of a workspace at several sizes, and by what power of the size its cost grows.
#
# BENCH_SIZES names the sizes (10000 100000); FILE holds as many records as the largest.  Each size is a database of its
# own, filled by fill.sql; one that is there already is used as it is.  What is called is rolled back, but for a release
# that is built and published.  A statement that takes longer than BENCH_LIMIT seconds (120) of the clock is cut off.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bench;

my ($file, $rounds) = @ARGV;
my $dir = $ENV{BC_TMP};
my @sizes = split ' ', ($ENV{BENCH_SIZES} || '10000 100000');
my $limit = $ENV{BENCH_LIMIT} || 120;
my $only = $ENV{BENCH_ONLY};

# Numbers that the calls below name, as psql variables.
my $numbers = <<'SQL';
SELECT min(submission_id) AS held FROM badcase_internal.submission WHERE state = 'held' \gset
SELECT min(submission_id) AS disputed FROM badcase_internal.submission WHERE state = 'disputed' \gset
SELECT min(submission_id) AS changes FROM badcase_internal.submission WHERE state = 'needs_changes' \gset
SELECT max(submission_id) AS accepted FROM badcase_internal.submission WHERE state = 'accepted' \gset
SELECT min(submission_id) AS pending FROM badcase_internal.submission WHERE state = 'pending' AND lease_role IS NULL AND submission_id % 2 = 1 \gset
SELECT min(submission_id) AS claimed FROM badcase_internal.submission WHERE state = 'pending' AND lease_role = 'reviewer3'::regrole AND submission_id % 2 = 1 \gset
SELECT min(submission_id) AS alone FROM badcase_internal.submission WHERE state = 'accepted' AND cluster_id = submission_id \gset
SELECT cluster_id AS template FROM badcase_internal.submission WHERE cluster_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1 \gset
SELECT upload_id AS file, contributor_id AS sender FROM badcase_internal.upload WHERE kind = 'submissions' ORDER BY upload_id OFFSET 3 LIMIT 1 \gset
SELECT min(finding_id) AS finding FROM badcase_internal.finding WHERE severity = 'hold' AND cleared IS NULL \gset
SELECT array_agg(finding_id) AS findings FROM (SELECT finding_id FROM badcase_internal.finding WHERE severity = 'hold' AND cleared IS NULL ORDER BY 1 LIMIT 100) x \gset
SELECT array_agg(submission_id) AS untasked FROM (SELECT submission_id FROM badcase_internal.submission WHERE task_id IS NULL AND state = 'accepted' ORDER BY 1 LIMIT 100) x \gset
SELECT min(outcome_id) AS outcome FROM badcase_internal.outcome WHERE verdict IS NULL \gset
SELECT min(round_id) AS open FROM badcase_internal.round WHERE closed_at IS NULL \gset
SELECT coalesce(min(release_id), 0) AS release FROM badcase_internal.release \gset
SQL

# [what, who, measured, as the superuser before, as who calls before, kept]
my $upload = 'SELECT badcase.open_upload(1, 1); INSERT INTO badcase.intake (line_no, line) SELECT * FROM public.anew;';
my $terms = q(SELECT badcase.create_term_list(1, 'words', 'warn') AS list \gset
SELECT badcase.open_upload(1, kind => 'terms', target => :list); INSERT INTO badcase.intake (line_no, line) SELECT i, convert_to(format('{"term": "word%s"}', i), 'UTF8') FROM generate_series(1, 100) i; SELECT badcase.process_upload(););
my $purge = q(UPDATE badcase_internal.program SET retention = now() - (SELECT updated_at FROM badcase_internal.submission WHERE state IN ('rejected', 'withdrawn') ORDER BY updated_at OFFSET least(5000, (SELECT count(*) / 20 FROM badcase_internal.submission)) LIMIT 1););
my $representative = '(SELECT min(submission_id) FROM badcase_internal.submission WHERE cluster_id = :template)';
my @cases = (
	[ 'build_release, 5 % for validation', 'curator', q(SELECT badcase.build_release(1, 'first', 1, validation => 0.05)), '', '', 'kept' ],
	[ 'reopen', 'curator', q(SELECT badcase.reopen(:accepted, 'again')) ],
	[ 'preflight, before publication', 'curator', q(SELECT * FROM badcase.preflight(:release, 'trl')) ],
	[ 'publish_release', 'curator', 'SELECT badcase.publish_release(:release)', '', '', 'kept' ],
	[ 'release_rows', 'curator', 'SELECT count(line::text) FROM badcase.release_rows(:release)' ],
	[ 'release_rows as alpaca', 'curator', q(SELECT count(line::text) FROM badcase.release_rows(:release, 'alpaca', omit => true)) ],
	[ 'verify_release', 'curator', 'SELECT * FROM badcase.verify_release(:release)' ],
	[ 'release_manifest', 'curator', 'SELECT badcase.release_manifest(:release)' ],
	[ 'dataset_card', 'curator', 'SELECT badcase.dataset_card(:release)' ],
	[ 'release_diff', 'curator', 'SELECT * FROM badcase.release_diff(:release, :release)' ],
	[ 'release_file_name', 'curator', q(SELECT badcase.release_file_name(:release, 'alpaca', 'train')) ],
	[ 'preflight', 'curator', q(SELECT * FROM badcase.preflight(:release, 'llama_factory')) ],
	[ 'retire_release', 'curator', q(SELECT badcase.retire_release(:release, 'old')) ],
	[ 'build_release, public, per task', 'curator', q(SELECT badcase.build_release(1, 'second', 2, '{"public": {"licence": "MIT", "url": "https://example.org/"}, "per_cluster": 1}', 100)) ],
	[ 'version', 'curator', 'SELECT badcase.version()' ],
	[ 'program', 'curator', q(SELECT badcase.program('filled')) ],
	[ 'contributor', 'curator', q(SELECT badcase.contributor(1, 'c5')) ],
	[ 'release', 'curator', q(SELECT badcase.release(1, 'first')) ],
	[ 'create_program', 'badcase_owner', q(SELECT badcase.create_program('other')) ],
	[ 'grant_access', 'curator', q(SELECT badcase.grant_access(1, 'reviewer3', 'exporter')) ],
	[ 'revoke_access', 'curator', q(SELECT badcase.revoke_access(1, 'reviewer3', 'reviewer')) ],
	[ 'set_program', 'curator', q(SELECT badcase.set_program(1, 'max_claims', '500')) ],
	[ 'set_quota', 'curator', 'SELECT badcase.set_quota(1, 5, uploads => 7)' ],
	[ 'register_contributor', 'curator', q(SELECT badcase.register_contributor(1, 'new')) ],
	[ 'attest', 'sender0', q(SELECT badcase.attest(1, '2')) ],
	[ 'set_consent', 'sender0', q(SELECT badcase.set_consent(1, 'train', false, '2')) ],
	[ 'set_display_name', 'sender0', q(SELECT badcase.set_display_name(1, 'N')) ],
	[ 'set_github', 'sender0', q(SELECT badcase.set_github(1, 'octocat')) ],
	[ 'set_contact', 'sender0', q(SELECT badcase.set_contact(1, 'e-mail', 'n@example.org')) ],
	[ 'set_language', 'sender0', q(SELECT badcase.set_language(1, 'zh')) ],
	[ 'contacts', 'curator', 'SELECT * FROM badcase.contacts(1)' ],
	[ 'mark_told', 'curator', 'SELECT badcase.mark_told(1, now())' ],
	[ 'open_upload', 'sender0', 'SELECT badcase.open_upload(1)', '', '', 'kept not' ],
	[ 'process_upload, 100 lines', 'sender0', 'SELECT * FROM badcase.process_upload()', '', $upload ],
	[ 'refused_lines', 'curator', 'SELECT * FROM badcase.refused_lines(:file)' ],
	[ 'triage_batch, 100 new', 'curator', 'SELECT badcase.triage_batch(1)', '', "$upload SELECT badcase.process_upload();" ],
	[ 'triage_batch, nothing new', 'curator', 'SELECT badcase.triage_batch(1)' ],
	[ 'maintain_batch, nothing due', 'curator', 'SELECT badcase.maintain_batch(1)' ],
	[ 'create_term_list', 'curator', q(SELECT badcase.create_term_list(1, 'words', 'warn')) ],
	[ 'list_terms', 'curator', 'SELECT * FROM badcase.list_terms(:list)', '', $terms ],
	[ 'remove_terms', 'curator', q(SELECT badcase.remove_terms(:list, '{1,2,3}')), '', $terms ],
	[ 'terms', 'curator', q(SELECT count(*) FROM badcase.terms('word7 and others')), '', $terms ],
	[ 'open_corpus', 'curator', q(SELECT badcase.open_corpus(1, 'g', 'general', 'MIT')) ],
	[ 'contamination', 'curator', 'SELECT count(*) FROM badcase.contamination(1)' ],
	[ 'set_rule', 'curator', q(SELECT badcase.set_rule(1, 'quality:echo', 'info')) ],
	[ 'resolve_finding', 'curator', q(SELECT badcase.resolve_finding(:finding, true, 'fine')) ],
	[ 'resolve_findings, 100', 'curator', q(SELECT count(*) FROM badcase.resolve_findings(:'findings', false, 'stands')) ],
	[ 'findings of one', 'curator', 'SELECT * FROM badcase.findings(:held)' ],
	[ 'claim_reviews, 10', 'reviewer7', 'SELECT * FROM badcase.claim_reviews(1, 10)' ],
	[ 'claim_reviews, 10 in doubt', 'reviewer7', q(SELECT * FROM badcase.claim_reviews(1, 10, first => 'doubt')) ],
	[ 'claim_reviews, 10 in Chinese', 'reviewer7', q(SELECT * FROM badcase.claim_reviews(1, 10, language => 'zh')) ],
	[ 'claim_reviews, 10 of a task', 'reviewer7', q(SELECT * FROM badcase.claim_reviews(1, 10, task => 'task 7')) ],
	[ 'submit_review', 'reviewer3', 'SELECT badcase.submit_review(:claimed, true, true)' ],
	[ 'submit_reviews, 10', 'reviewer7', 'SELECT * FROM badcase.submit_reviews(:\'given\'::jsonb)', '', q(SELECT jsonb_agg(jsonb_build_object('submission', submission, 'useful', true, 'correct', true)) AS given FROM badcase.claim_reviews(1, 10) \gset) ],
	[ 'withdraw_review', 'reviewer3', 'SELECT badcase.withdraw_review(:claimed)', '', 'SELECT badcase.submit_review(:claimed, true, true);' ],
	[ 'release_claims', 'reviewer3', 'SELECT badcase.release_claims(1)' ],
	[ 'revise', 'curator', q(SELECT badcase.revise(:changes, badcase('Made anew', 'And the answer'), 'clearer')) ],
	[ 'adjudicate', 'curator', q(SELECT badcase.adjudicate(:disputed, 'accepted', 'so it is')) ],
	[ 'set_task', 'curator', q(SELECT badcase.set_task(1, 'task 30', 7)) ],
	[ 'assign_task', 'curator', q(SELECT badcase.assign_task(:accepted, 'task 3')) ],
	[ 'assign_tasks, 100', 'curator', q(SELECT count(*) FROM badcase.assign_tasks(:'untasked', 'task 3')) ],
	[ 'close_round', 'curator', 'SELECT badcase.close_round(:open)' ],
	[ 'open_round', 'curator', 'SELECT badcase.open_round(1)', '', 'SELECT badcase.close_round(:open);' ],
	[ 'find_similar', 'curator', q(SELECT count(*) FROM badcase.find_similar(1, (SELECT record FROM public.one WHERE what = 'alone'))) ],
	[ 'find_similar, at 0.5', 'curator', q(SELECT count(*) FROM badcase.find_similar(1, (SELECT record FROM public.one WHERE what = 'alone'), 0.5)) ],
	[ 'find_similar, a template', 'curator', q(SELECT count(*) FROM badcase.find_similar(1, (SELECT record FROM public.one WHERE what = 'template'))) ],
	[ 'find_similar, by prompt', 'curator', q(SELECT count(*) FROM badcase.find_similar(1, (SELECT record FROM public.one WHERE what = 'alone'), 0.7, 'prompt')) ],
	[ 'record', 'curator', 'SELECT * FROM badcase.record(:accepted)' ],
	[ 'history', 'curator', 'SELECT * FROM badcase.history(:accepted)' ],
	[ 'search, no words', 'curator', 'SELECT count(*) FROM badcase.search(1)' ],
	[ 'search, words, no index', 'curator', q(SELECT count(*) FROM badcase.search(1, 'photosynthesis')) ],
	[ 'disclose', 'curator', q(SELECT badcase.disclose(:accepted, 'court', '7')) ],
	[ 'withdraw, one', 'curator', 'SELECT badcase.withdraw(submission => :alone)' ],
	[ 'withdraw, first of the largest cluster', 'curator', 'SELECT badcase.withdraw(submission => :first)', "SELECT $representative AS first \\gset" ],
	[ 'withdraw, a file of 100', 'curator', 'SELECT badcase.withdraw(upload => :file)' ],
	[ 'withdraw, a contributor', 'curator', 'SELECT badcase.withdraw(contributor => :sender)' ],
	[ 'erase, a contributor', 'curator', q(SELECT badcase.erase(:sender, 'asked')) ],
	[ 'purge', 'curator', 'SELECT badcase.purge(1)', $purge ],
	[ 'register_model', 'curator', q(SELECT badcase.register_model(1, 'v9')) ],
	[ 'judge_output', 'curator', q(SELECT badcase.judge_output(:outcome, 'fixed')) ],
	[ 'credits_markdown', 'curator', 'SELECT badcase.credits_markdown(1)' ],
	[ 'all_contributors', 'curator', q(SELECT badcase.all_contributors(1)) ],
	[ 'public_statistics', 'curator', 'SELECT * FROM badcase.public_statistics(1)' ],
	[ 'report_html', 'curator', 'SELECT badcase.report_html(1)' ]);
# A part of the work that has no case of its own, or is one of those above under another name.
my %without = map { $_ => 1 } qw(triage maintain create_search_index);

# run(SIZE, ROUND, CASE...): [CPU, clock, rows] or why not, of each case in turn, in one session.
sub run
{
	my ($size, $round, @some) = @_;
	my (%result, $name);
	open my $to, '>:utf8', "$dir/ops.sql" or die "ops.sql: $!\n";
	print $to "SET client_min_messages = log;\nSET log_min_messages = panic;\nSET max_parallel_workers_per_gather = 0;\nSET jit = off;\nSET statement_timeout = '${limit}s';\n\\o /dev/null\n$numbers";
	for my $case (@some)
	{
		my ($what, $who, $sql, $before, $theirs, $kept) = @$case;
		$kept = ($kept // '') eq 'kept';
		print $to "BEGIN;\n", ($before || ''), "\nSET LOCAL ROLE $who;\n", ($theirs || ''),
		  "\nSET LOCAL log_statement_stats = on;\n\\warn \@\@$what\n$sql;\n\\warn \@=:ROW_COUNT\nSET LOCAL log_statement_stats = off;\n", ($kept ? 'COMMIT' : 'ROLLBACK'), ";\n",
		  ($kept ? "RESET ROLE;\nVACUUM (ANALYZE) badcase_internal.release_item, badcase_internal.release;\n$numbers" : '');
	}
	close $to or die "ops.sql: $!\n";
	system("psql -X -q -d ops_$size -f '$dir/ops.sql' >'$dir/ops.out' 2>'$dir/ops.err'");
	open my $from, '<:utf8', "$dir/ops.err" or die "ops.err: $!\n";
	my $fresh = 0;
	while (<$from>)
	{
		s/^psql:[^ ]* //;
		if (/^@@(.*)/) { $name = $1; $fresh = 1; }
		elsif (/^@=(.*)/) { $result{$name}[2] = $1 if ref $result{$name}; undef $name; }
		elsif (!defined $name) { warn "$size: $_" if /^ERROR/ && !/current transaction is aborted/; }
		elsif (/^ERROR:\s*(.*)/) { $result{$name} = $1 =~ /timeout/ ? "> $limit s" : $1; $fresh = 0; }
		elsif ($fresh && m{^[!\s]*([0-9.]+) s user, ([0-9.]+) s system, ([0-9.]+) s elapsed}) { $result{$name} = [ $1 + $2, $3, 0 ]; $fresh = 0; }
	}
	close $from;
	return \%result;
}

my (%cpu, %rows, %bad, @order);
for my $size (@sizes)
{
	if (!(query("SELECT count(*) FROM pg_database WHERE datname = 'ops_$size'"))[0][0])
	{
		query("CREATE DATABASE ops_$size");
		system("head -n $size '$file' >'$dir/filled.jsonl'") == 0 or die "head failed\n";
		system("psql -X -q -v ON_ERROR_STOP=1 -v file='$dir/filled.jsonl' -d ops_$size -f test/bench/fill.sql") == 0 or die "could not fill $size\n";
		unlink "$dir/filled.jsonl";
	}
	local $ENV{PGDATABASE} = "ops_$size";
	query(<<'SQL');
SET client_min_messages = warning;
SELECT format('GRANT SET ON PARAMETER log_statement_stats TO %I', rolname) FROM pg_roles WHERE rolname ~ '^(curator|badcase_owner|reviewer\d+|sender\d+)$' \gexec
CREATE TABLE IF NOT EXISTS public.anew AS SELECT row_number() OVER () AS line_no, convert_to(badcase(prompt(record) || ' once more', response(record) || ' and so on')::text, 'UTF8') AS line
  FROM (SELECT record FROM badcase_internal.submission WHERE submission_id % 97 = 3 AND record IS NOT NULL ORDER BY submission_id LIMIT 100) x;
CREATE TABLE IF NOT EXISTS public.one AS SELECT 'alone' AS what, (SELECT record FROM badcase_internal.submission WHERE state = 'accepted' AND cluster_id = submission_id ORDER BY submission_id LIMIT 1) AS record
  UNION ALL SELECT 'template', (SELECT s.record FROM badcase_internal.submission s WHERE s.cluster_id = (SELECT cluster_id FROM badcase_internal.submission WHERE cluster_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1) AND s.record IS NOT NULL LIMIT 1);
GRANT SELECT ON public.anew, public.one TO public;
SQL
	my @views = map { my ($view, $who) = @$_; ([ "$view, 50 rows", $who, "SELECT * FROM badcase.$view LIMIT 50" ], [ "$view, all", $who, "SELECT count(*) FROM (SELECT * FROM badcase.$view OFFSET 0) x" ]) } query(<<'SQL');
SELECT v.relname, w.who FROM pg_class v
CROSS JOIN LATERAL (SELECT x.who FROM unnest('{curator,reviewer3,sender0}'::text[]) WITH ORDINALITY x(who, n) WHERE has_table_privilege(x.who, v.oid, 'select') ORDER BY n LIMIT 1) w
WHERE v.relnamespace = 'badcase'::regnamespace AND v.relkind = 'v' ORDER BY 1
SQL
	my @all = grep { !defined $only || $_->[0] =~ /$only/ } @cases, @views;
	@order = map { $_->[0] } @all;
	my $known = join ' ', map { $_->[2] . ' ' . ($_->[4] // '') } @cases;
	my @left = grep { !$without{$_} && $known !~ /badcase\.\Q$_\E\(/ } map { $_->[0] } query(q(SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'badcase'::regnamespace ORDER BY 1));
	warn "functions without a case: @left\n" if @left && $size == $sizes[0];
	for my $round (1 .. $rounds)
	{
		my @some = $round == 1 ? @all : grep { ($_->[5] // '') ne 'kept' && $cpu{$size}{ $_->[0] } && $cpu{$size}{ $_->[0] }[0] < 1 } @all;
		my $result = run($size, $round, @some) if @some;
		for my $name (keys %$result)
		{
			if (ref $result->{$name}) { push @{ $cpu{$size}{$name} }, $result->{$name}[0]; $rows{$size}{$name} = $result->{$name}[2]; }
			else { $bad{$size}{$name} //= $result->{$name}; }
		}
	}
}

my @head = 'operation, CPU ms';
for my $i (0 .. $#sizes) { push @head, thousands($sizes[$i]), ($i ? 'grows by' : ()); }
my @table = ([ @head, 'rows' ]);
for my $name (@order)
{
	my @row = $name;
	my $before;
	for my $i (0 .. $#sizes)
	{
		my $size = $sizes[$i];
		my $ms = $cpu{$size}{$name} ? 1000 * median(@{ $cpu{$size}{$name} }) : undef;
		push @row, defined $ms ? sprintf($ms < 10 ? '%.1f' : '%.0f', $ms) : $bad{$size}{$name} // '-';
		push @row, defined $ms && $before && $ms > 0 ? sprintf('n^%.1f', log($ms / $before) / log($size / $sizes[ $i - 1 ])) : '' if $i;
		$before = $ms;
	}
	push @table, [ @row, join '/', map { $rows{$_}{$name} // '-' } @sizes ];
}
table(@table);
print "  grows by: the power of the size from one size to the next; under about 5 ms it is noise\n";
