# A hundred contributors are erased.  After VACUUM FULL and CHECKPOINT no file of the data directory but WAL has any of
# their canaries, in a text, a name, an index key, a statistic or a tombstone; before, the same search finds all of them.
use strict;
use warnings;
use File::Find;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('erase');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
# so that a canary is found wherever it stands
$node->append_conf('postgresql.conf', "default_toast_compression = 'pglz'\nautovacuum = off\n");
$node->start;
my $people = 100;

# Each contributor has a role, contact data, a file with small, long (out of line, not compressible) and refused lines.
$node->safe_psql('postgres', <<"SQL");
CREATE ROLE badcase_owner NOLOGIN; CREATE ROLE reviewer; CREATE ROLE curator;
CREATE EXTENSION badcase;
SELECT badcase_setup('badcase_owner');
CREATE FUNCTION pg_temp.canary(i int, what text) RETURNS text LANGUAGE sql RETURN 'canary' || lpad(i::text, 3, '0') || what || 'yranac';
SELECT format('CREATE ROLE %I', pg_temp.canary(i, 'role')) FROM generate_series(1, $people) i
\\gexec
SET ROLE badcase_owner;
SELECT badcase.create_program('p');
UPDATE badcase_internal.program SET quorum = 1;
SELECT badcase.grant_access(1, 'curator', 'curator'), badcase.grant_access(1, 'reviewer', 'reviewer'), badcase.grant_access(1, 'badcase_owner', c)
FROM unnest('{curator,reviewer}'::text[]) c;
DO \$\$
DECLARE
  i int;
BEGIN
  FOR i IN 1..$people LOOP
    SET LOCAL ROLE badcase_owner;
    PERFORM badcase.grant_access(1, pg_temp.canary(i, 'role'), 'contributor');
    PERFORM badcase.register_contributor(1, pg_temp.canary(i, 'external'), pg_temp.canary(i, 'name'), pg_temp.canary(i, 'role'));
    EXECUTE format('SET LOCAL ROLE %I', pg_temp.canary(i, 'role'));
    PERFORM badcase.attest(i, 't'), badcase.set_consent(i, 'train', true, 't'), badcase.set_consent(i, 'contact', true, 't'),
      badcase.set_contact(i, 'e-mail', pg_temp.canary(i, 'contact'));
  END LOOP;
END \$\$;
-- one that stays
SELECT badcase.register_contributor(1, 'stays', 'whostays');
SELECT badcase.attest($people + 1, 't'), badcase.set_consent($people + 1, 'train', true, 't');
CREATE PROCEDURE pg_temp.send(c int) LANGUAGE plpgsql AS \$\$
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', pg_temp.canary(c, 'role'));
  PERFORM badcase.open_upload(1, c, pg_temp.canary(c, 'file'));
  INSERT INTO badcase.intake (line_no, line) VALUES
    (1, convert_to(badcase('number ' || md5(c::text) || ' ' || pg_temp.canary(c, 'prompt'), pg_temp.canary(c, 'response'), jsonb_build_array(jsonb_build_array(pg_temp.canary(c, 'question'), 'a')),
      pg_temp.canary(c, 'rejected'), jsonb_build_object('task', pg_temp.canary(c, 'task'), 'model_version', pg_temp.canary(c, 'model'), 'more', pg_temp.canary(c, 'meta')))::text, 'UTF8')),
    (2, convert_to(badcase(pg_temp.canary(c, 'long'), (SELECT string_agg(md5(c::text || n), ' ') FROM generate_series(1, 400) n) || pg_temp.canary(c, 'end'))::text, 'UTF8')),
    (3, convert_to(pg_temp.canary(c, 'refused'), 'UTF8')), (4, convert_to(format('{"prompt": 1, "%s": 2}', pg_temp.canary(c, 'key')), 'UTF8')),
    (5, '{"prompt": "the same of all", "response": "r"}');
  PERFORM badcase.process_upload();
  COMMIT;
END \$\$;
SELECT format('CALL pg_temp.send(%s)', c) FROM generate_series(1, $people) c
\\gexec
BEGIN; SELECT badcase.open_upload(1, $people + 1, 'filethatstays');
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "textthatstays", "response": "r"}'), (2, '{"prompt": "the same of all", "response": "r"}');
SELECT badcase.process_upload(); COMMIT;
CALL badcase.triage(1);
SELECT badcase.submit_review(s.submission_id, true, true, note => pg_temp.canary(s.contributor_id::int, 'note'))
FROM badcase_internal.submission s WHERE s.state = 'pending' AND s.contributor_id <= $people AND s.submission_id % 2 = 0 ORDER BY 1;
SELECT badcase.build_release(1, 'r', 1), badcase.publish_release(1);
-- what a model answers to them; a line that names a case by its prompt and is refused
SELECT badcase.register_model(1, 'm', 1);
BEGIN; SELECT badcase.open_upload(1, kind => 'outputs', target => 1);
INSERT INTO badcase.intake (line_no, line)
SELECT row_number() OVER (), convert_to(json_build_object('submission', submission_id, 'output', pg_temp.canary(contributor_id::int, 'answer'))::text, 'UTF8') FROM badcase_internal.submission WHERE state = 'accepted'
UNION ALL SELECT 1000, convert_to(json_build_object('prompt', pg_temp.canary(7, 'named'), 'output', '')::text, 'UTF8');
SELECT badcase.process_upload(); COMMIT;
SELECT badcase.judge_output(o.outcome_id, 'still_bad', pg_temp.canary(s.contributor_id::int, 'verdict')) FROM badcase_internal.outcome o JOIN badcase_internal.submission s USING (submission_id) ORDER BY o.outcome_id;
SELECT badcase.withdraw(submission => (SELECT min(submission_id) FROM badcase_internal.submission WHERE contributor_id = 7), reason => pg_temp.canary(7, 'reason'));
RESET ROLE;
ANALYZE;
CHECKPOINT;
SQL

# How many files have a pattern, and the different words found.
sub search
{
	my ($pattern) = @_;
	my ($files, %words, @where) = (0);
	find({ no_chdir => 1, wanted => sub {
		return if !-f $_ || m{/pg_wal/};
		open(my $file, '<:raw', $_) or return;
		local $/;
		my $data = <$file>;
		close $file;
		my @found = $data =~ /$pattern/g;
		if (@found) { $files++; push @where, $_; $words{$_} = 1 foreach @found; }
	} }, $node->data_dir);
	return ($files, \%words, \@where);
}

my ($files, $words) = search(qr/canary\d{3}[a-z]+?yranac/);
my %kinds = map { /canary\d{3}([a-z]+?)yranac/ ? ($1 => 1) : () } keys %$words;
is(join(' ', sort keys %kinds), 'answer contact end external file key long meta model name named note prompt question reason refused rejected response role task verdict',
	"before, canaries of each kind are found, in $files files");
my %whose = map { /canary(\d{3})/ ? ($1 => 1) : () } keys %$words;
is(scalar(keys %whose), $people, '... and of each contributor');

$node->safe_psql('postgres', "SET ROLE curator; SELECT badcase.erase(c, 'asked to be forgotten') FROM generate_series(1, $people) c");
my $drop = $node->safe_psql('postgres', q(SELECT string_agg(format('DROP ROLE %I', rolname), '; ') FROM pg_roles WHERE rolname ~ '^canary'));
$node->safe_psql('postgres', $drop);
$node->safe_psql('postgres', 'VACUUM FULL');
$node->safe_psql('postgres', 'CHECKPOINT');

my $where;
($files, $words, $where) = search(qr/canary\d{3}/);
is(join(' ', sort keys %$words), '', 'afterwards none is found') or diag(join "\n", @$where);
($files, $words) = search(qr/textthatstays|filethatstays|whostays/);
is(join(' ', sort keys %$words), 'filethatstays textthatstays whostays', 'what was not erased is');
is($node->safe_psql('postgres', q(SELECT sum(lines) = sum(stored + repeated + refused + blank) FROM badcase_internal.upload)), 't', 'the sums of the uploads still add up');
is($node->safe_psql('postgres', q(SELECT state FROM badcase_internal.submission WHERE record IS NOT NULL ORDER BY submission_id)), "pending\nreceived",
	'the one duplicate that is left goes back to triage');
$node->safe_psql('postgres', q(SET ROLE curator; CALL badcase.triage(1)));
is($node->safe_psql('postgres', q(SELECT DISTINCT state FROM badcase_internal.submission WHERE record IS NOT NULL)), 'pending', '... and is elected');

# A log of the server's is no part of the data directory, but no line of badcase's has a record either.
my $log = slurp_file($node->logfile);
unlike($log =~ s/^.*?(?:STATEMENT|statement):.*$//mgr, qr/canary\d{3}(?:prompt|response|refused|long|meta)/, 'the log has no text of a record');

$node->stop;
done_testing();
