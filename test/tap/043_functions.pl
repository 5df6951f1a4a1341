# Every function of the extension that SQL can call, found in the catalog: many calls in one query do not let the
# session grow, and long inputs made to be hard are given up soon after a cancel. A function that this script has no
# arguments for fails it. Where BADCASE_LONG is set, a million calls of each and longer inputs.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'needs /proc' unless -w '/proc/self/clear_refs';

my $calls = $ENV{BADCASE_LONG} ? 1000000 : 4000;
my $megabytes = $ENV{BADCASE_LONG} ? 16 : 2;
my $node = PostgreSQL::Test::Cluster->new('functions');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "jit = off\nautovacuum = off\nfsync = off\nmax_parallel_workers_per_gather = 0");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION badcase');

# Not called by SQL for a value: internal arguments, or what makes the workspace.
my %not = map { $_ => 1 } qw(badcase_setup badcase_upgrade);
# Arguments by function where the type alone does not say; $_ stands for a column of the type.
my %arguments = (
	'badcase_hint(text)' => q('syntax'),
	'badcase_check(bytea,text)' => q(b, 'auto'),
	'badcase_check(text,text)' => q(t, 'messages'),
	'badcase_try(bytea,text)' => q(b, 'sharegpt'),
	'badcase_try(text,text)' => q(t, 'auto'),
	'exact_key(badcase,integer)' => q(r, 1),
	'badcase_import(jsonb,text)' => q(j, 'auto'),
	'badcase_export(badcase,text)' => q(r, 'messages'),
	'badcase_export_loses(badcase,text)' => q(r, 'alpaca'),
	'badcase_features_schema(text)' => q('messages'),
	'badcase_dataset_info(text,text)' => q('name', 'alpaca'),
	'badcase_near_pairs(text,double precision,text)' => 'q',
	'badcase_instructions(text,integer)' => 'q',
	'badcase_clusters(text,double precision,text)' => 'q',
	'near(text,double precision,text)' => q(t),
	'near(badcase,double precision,text)' => q(r),
	'badcase_matches(text,badcase_near)' => q(t, nt),
	'badcase_contains(text,badcase_near)' => q(t, nt),
	'similarity(badcase,badcase,text)' => q(r, r2),
	'badcase_similarity(text,text)' => q(t, t2),
	'badcase_find_terms(text,text,text)' => q(t, 'k', 'SELECT 1::bigint, ''word''::text, false'),
	'badcase_find_terms(badcase,text,text)' => q(r, 'k', 'SELECT 1::bigint, ''word''::text, false'),
	'badcase_instruction(text,integer,integer)' => q(t, 3, 2),
	'badcase_instruction_key(text,integer,integer)' => q(t, 3, 2),
	'badcase_resampled_sum(bigint[],bigint,integer)' => q(ARRAY[1, 2, length(t)]::bigint[], 7, 40),
	'badcase_redact(text,text,text[],real)' => q(t),
	'badcase_redact(badcase,text,text[],real)' => q(r));
my %column = (
	badcase => 'r', text => 't', bytea => 'b', jsonb => 'j', json => 'js', 'double precision' => '0.7', badcase_near => 'n',
	bigint => '7', real => '0.5', 'text[]' => q('{}'), regrole => q('pg_monitor'), 'regrole[]' => q('{pg_monitor}'));

my (@scalar, @set);
my @uncovered;
foreach my $row (split /\n/, $node->safe_psql('postgres', <<'SQL'))
SELECT p.proname || '(' || coalesce(string_agg(format_type(a.t, NULL), ',' ORDER BY a.n), '') || ')', p.proretset, p.prokind, p.pronargs - p.pronargdefaults
FROM pg_proc p JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'badcase'
LEFT JOIN LATERAL unnest(p.proargtypes) WITH ORDINALITY a(t, n) ON true
WHERE NOT 'internal'::regtype = ANY (p.proargtypes) AND p.prorettype NOT IN ('internal'::regtype, 'cstring'::regtype) AND NOT 'cstring'::regtype = ANY (p.proargtypes)
GROUP BY p.oid, p.proname, p.proretset, p.prokind, p.pronargs, p.pronargdefaults ORDER BY 1
SQL
{
	my ($signature, $is_set, $kind, $needed) = split /\|/, $row;
	my ($name, $types) = $signature =~ /^(.*?)\((.*)\)$/;
	next if $not{$name};
	my $given = $arguments{$signature};
	if (!defined $given)
	{
		my @types = grep { defined } (split /,/, $types)[ 0 .. $needed - 1 ];
		my @columns = map { $column{$_} } @types;
		if (grep { !defined } @columns) { push @uncovered, $signature; next; }
		$given = join ', ', @columns;
	}
	# json and jsonb are names of core's functions too
	push @{ $is_set eq 't' ? \@set : \@scalar }, { call => "public.$name($given)", aggregate => $kind eq 'a', name => $signature };
}
# input and output go through casts
push @scalar, { call => '(r::text)::badcase', name => 'input and output' }, { call => '(n::text)::badcase_near', name => 'input and output of operands' };
is(join(' ', @uncovered), '', 'the script has arguments for every function');
cmp_ok(scalar @scalar, '>', 30, 'functions are found');

# Memory
$node->safe_psql('postgres', <<'SQL');
CREATE TABLE pool AS
SELECT i, r, badcase(prompt(r), response(r) || ' more') AS r2, prompt(r) AS t, response(r) AS t2, convert_to(r::text, 'UTF8') AS b, r::jsonb AS j,
  r::json AS js, near(r, 0.7) AS n, near(prompt(r), 0.7) AS nt, 'SELECT 1::bigint, ' || quote_literal(prompt(r)) || '::text' AS q
FROM (SELECT i, badcase('第' || i || '题：请联系张三 1380013800' || i % 10 || ' or mail a' || i || '@example.com, then compute ' || i || '*2 = ? ' || repeat('word' || i || ' ', i),
  '答案是' || i * 2 || '。' || repeat('好', i), '[["早上好", "你好"]]', 'bad ' || i, '{"task": "计算", "k": [1, 2.5e3, {"s": "password=Tr0ub4dor"}]}') AS r FROM generate_series(1, 20) i) s;
CREATE TABLE grown (name text, kb int);
CREATE FUNCTION peak() RETURNS int LANGUAGE sql RETURN (regexp_match(pg_read_file('/proc/self/status'), 'VmHWM:\s+(\d+)'))[1]::int;
-- idle takes what the rows of many take without the function
CREATE PROCEDURE measure(name text, few text, idle text, many text) LANGUAGE plpgsql AS $$
DECLARE
  before int;
BEGIN
  EXECUTE few;
  COPY (SELECT 5) TO '/proc/self/clear_refs';
  EXECUTE few;
  EXECUTE idle;
  before := peak();
  EXECUTE many;
  INSERT INTO grown VALUES (name, peak() - before);
END $$;
SQL
my $script = '';
foreach my $f (@scalar, @set)
{
	my $from = (grep { $_ == $f } @set) ? ", LATERAL $f->{call} f" : '';
	my $what = $from ? 'f' : $f->{aggregate} ? $f->{call} : "CASE WHEN ($f->{call}) IS NULL THEN 0 ELSE 1 END";
	$what = $f->{aggregate} ? "length($what)" : "count($what)";
	# the batch functions set up a query of their own each time
	my $n = $f->{name} =~ /near_pairs|clusters/ ? $calls / 20 : $calls;
	my ($few, $many) = map { "SELECT $what FROM pool, generate_series(1, greatest(1, $_ / 20)) g$from" } (200, $n);
	my $idle = "SELECT count(CASE WHEN g IS NULL THEN 0 ELSE 1 END) FROM pool, generate_series(1, greatest(1, $n / 20)) g";
	$script .= 'CALL measure(' . join(', ', map { "\$q\$$_\$q\$" } $f->{name}, $few, $idle, $many) . ");\n";
}
$node->safe_psql('postgres', $script);
is($node->safe_psql('postgres', 'SELECT name, kb FROM grown WHERE kb >= 1024'), '', "$calls calls of each function let the session grow by less than a megabyte");
is($node->safe_psql('postgres', 'SELECT count(*) FROM grown'), @scalar + @set, 'each was measured');
note('the most: ' . join(', ', split /\n/, $node->safe_psql('postgres', 'SELECT name, kb FROM grown ORDER BY kb DESC, name LIMIT 3')));

# Cancelling. How long it takes is told, not judged: the machine may be busy. What the arguments are made of by the
# server, which looks for no interrupts in long literals and conversions, is made before.
my %hard = (
	digits => '1234567890', mobiles => '13800138000 ', ats => 'a@', brackets => '[', 'open quotes' => '\\"', 'wide dots' => 'a…b', labels => '姓名：密码：', dots => '1.1.',
	han => '天地玄黄宇宙洪荒', spaces => ' ', letters => 'x', words => 'lorem ipsum dolor sit amet ', equals => 'key=value&', markup => '**#--~~', marks => "e\x{CC}\x{81}", turns => '你好。');
my $setup = "CREATE TABLE hard (name text, t text, t2 text, r badcase, r2 badcase, b bytea, j jsonb, js json, n badcase_near, nt badcase_near, q text);\n"
  . 'ALTER TABLE hard ' . join(', ', map { "ALTER $_ SET STORAGE EXTERNAL" } qw(t t2 r r2 b j js)) . ";\n";
foreach my $name (sort keys %hard)
{
	my $text = "repeat('$hard{$name}', $megabytes * 1000000 / " . length($hard{$name}) . ')';
	$setup .= "INSERT INTO hard SELECT '$name', t, t || '.', badcase('p ' || t, 'r' || t), badcase('p', t || '!'), convert_to(json_build_object('prompt', t, 'response', t)::text, 'UTF8'),\n"
	  . "  jsonb_build_object('prompt', 'p' || t, 'response', 'r' || t), json_build_object('prompt', 'p' || t, 'response', 'r' || t),\n"
	  . "  near(badcase('p', 'r')), near('p q r s', 0.7), 'SELECT 1::bigint, t FROM hard WHERE name = ' || quote_literal('$name') FROM (SELECT 'q ' || $text AS t) s;\n";
}
$node->safe_psql('postgres', $setup);
my $run = "SET client_min_messages = error;\nSET statement_timeout = '50ms';\n\\timing on\n";
foreach my $f (@scalar, @set)
{
	next if $f->{aggregate};
	my $from = (grep { $_ == $f } @set) ? ", LATERAL $f->{call} f" : '';
	my $what = $from ? 'f' : "CASE WHEN ($f->{call}) IS NULL THEN 0 ELSE 1 END";
	$run .= "\\echo $f->{name}, $_\nSELECT count($what) FROM hard h$from WHERE h.name = '$_';\n" for sort keys %hard;
}
my ($out, $err);
$node->psql('postgres', $run, stdout => \$out, stderr => \$err, on_error_stop => 0);
my %late;
my $statement = '';
foreach my $line (split /\n/, $out)
{
	if ($line =~ /^Time: ([0-9.]+) ms/) { $late{$statement} = $1 > 50 ? $1 - 50 : 0; }
	elsif ($line =~ /[a-z]/) { $statement = $line; }
}
my @order = sort { $late{$a} <=> $late{$b} } keys %late;
my $canceled = () = $err =~ /canceling statement due to statement timeout/g;
my @other = grep { /ERROR/ && !/canceling statement due to statement timeout|fewer than three tokens/ } split /\n/, $err;
cmp_ok($canceled, '>', 30, 'many of these are cut off');
is(join("\n", @other), '', 'the others end');
note(sprintf '%d statements, %d cut off; late by at most: half %.0f ms, 99 of 100 %.0f ms', scalar @order, $canceled, $late{ $order[ @order / 2 ] }, $late{ $order[ @order * 0.99 ] });
note(sprintf '%.0f ms: %s', $late{$_}, $_) for reverse @order[ -5 .. -1 ];
$node->stop;
done_testing();
