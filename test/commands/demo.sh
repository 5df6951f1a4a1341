#!/bin/sh
# bin/demo, bin/badcase-load and bin/badcase-export, as a user would call them: the demo's files are judged line by line as
# their .expected.tsv says, states and relations too; a file of any name goes in; nothing is left running.
set -u
work=$BC_TMP/commands
mkdir -p "$work"
data=$PWD/test/data/demo
p=0 f=0
check() { # check NAME COMMAND...
  name=$1; shift
  if "$@"; then p=$((p + 1)); else f=$((f + 1)); echo "not ok: $name"; fi
}
equal() { printf '%s' "$1" >"$work/got"; printf '%s' "$2" >"$work/want"; diff "$work/want" "$work/got"; }
call() { script=$1; shift; env -u BC_TMP PG_CONFIG="$BC_SYSTEM_PG_CONFIG" sh "$bin/$script" "$@"; }
bin=$PWD/bin

# 1. As it is, kept.
cd "$work" || exit 1
call demo --keep >demo.out 2>&1 || { cat demo.out; echo "0 passed, 1 failed"; exit 1; }
out=$work/badcase-demo
for name in zh en every-kind; do
  # reviewers accept what is pending
  want=$(awk -F '\t' -v OFS='\t' 'NR > 1 { sub("pending", "accepted", $5); print $1, $2, $3, $4, $5, $6 }' "$data/$name.expected.tsv" |
    sed -E "s/(exact|near|alternative) ([0-9]+)/\\1 of $name.jsonl:\\2/g")
  got=$(awk -F '\t' -v OFS='\t' -v name="$name.jsonl" '$1 == name { print $2, $3, $4, $5, $6, $8 }' "$out/lines.tsv")
  check "$name.jsonl: verdicts, states and relations of all lines" equal "$got" "$want"
done
# of records near to each other a release has one
records=$(cat "$data"/*.expected.tsv | awk -F '\t' '$5 == "pending" && $6 !~ /near/' | wc -l)
check 'the release has what was accepted' equal "$(wc -l <"$out/export.jsonl")" "$records"
check 'every exported line is a record' equal "$("$out/psql" -XqAt -v ON_ERROR_STOP=1 -f /dev/fd/3 <"$out/export.jsonl" 3<<'SQL'
CREATE TEMP TABLE back (record badcase);
\o /dev/null
SELECT badcase_check('');
\o
\copy back from pstdin with (format jsonl)
SELECT count(DISTINCT record) FROM back;
SQL
)" "$records"
check 'who wants to be named is, and nobody else' equal "$(sed -n 's/^| \(.*\) | [0-9]* |$/\1/p' "$out/contributors.md")" '林小满
Ada Brook'
check 'the report is one page that names them and nobody else' equal "$(grep -o '<bdi>[^<]*</bdi>' "$out/report.html" |
  grep -c -e '<bdi>林小满</bdi>' -e '<bdi>Ada Brook</bdi>'; grep -c -e 'a guest' -e '<script' "$out/report.html"; tail -n 1 "$out/report.html")" '2
0
</html>'
check 'the summary fits a screen' test "$(wc -l <demo.out)" -le 36

# 2. The commands on the kept server: the same file again changes nothing, whatever its name is.
host=$(sed -n "s/.* -h '\([^']*\)'.*/\1/p" "$out/psql")
cp "$data/every-kind.jsonl" "$work/it's \"50%\" 坏例.jsonl"
export PGHOST="$host" PGDATABASE=demo PGUSER=guest
call badcase-load "$work/it's \"50%\" 坏例.jsonl" >load.out 2>&1
check 'a file sent again is repeated, its bad lines refused again' equal "$(head -n 1 load.out)" \
  "it's \"50%\" 坏例.jsonl: 49 lines, 0 stored, 21 repeated, 25 refused, 3 blank"
check 'and stored as before' equal "$("$out/psql" -U postgres -XqAt -c 'SELECT count(*) FROM badcase_internal.submission')" "$(cat "$data"/*.expected.tsv | grep -c '	stored	')"
printf '{"prompt": "p", "response": "r"}\n{"prompt": "p"}\n' | call badcase-load - >load.out 2>&1
check 'standard input, and the first refused line named' equal "$(sed 's/(missing_response).*/(missing_response)/' load.out)" \
  'standard input: 2 lines, 1 stored, 0 repeated, 1 refused, 0 blank
  line 2, byte 14: the record has no response (missing_response)'
call badcase-load "$work/none.jsonl" >load.out 2>&1
check 'a missing file is an error' test $? = 1
printf '{"prompt": "p", "response": "r"}\n' | PGUSER=curator call badcase-load -c 3 - >load.out 2>&1
check 'a contributor names the program' equal "$(cat load.out)" 'standard input: 1 lines, 0 stored, 1 repeated, 0 refused, 0 blank'
printf '{"prompt": "p", "response": "r"}\n' | PGUSER=curator call badcase-load - >load.out 2>&1
check 'who is no contributor of any program' test $? = 1 -a "$(grep -c 'role "curator" is no contributor of any program' load.out)" = 1
"$out/psql" -U postgres -XqAt -c "SET ROLE badcase_owner; SELECT badcase.grant_access(badcase.create_program('another'), 'guest', 'contributor')" >owner.out
printf '{"prompt": "p", "response": "r"}\n' | call badcase-load - >load.out 2>&1
check 'a contributor of two programs is asked which' test $? = 1 -a "$(grep -c 'Name one of 1 (.*), 2 (another)' load.out)" = 1
PGUSER=curator call badcase-export 1 >again.jsonl
check 'a release gives the same bytes again' cmp "$out/export.jsonl" again.jsonl
PGUSER=guest call badcase-export 1 >refused.jsonl 2>export.err
check 'nobody without the right exports' test $? = 1 -a ! -s refused.jsonl -a -s export.err
# a folder with the files of a format and its papers, whole or not at all
export PGUSER=curator
names() { ls -A "$1" | tr '\n' ' '; }
export_to() { folder=$1; shift; call badcase-export -o "$folder" "$@" 1 >export.out 2>export.err; }
mkdir 'the files' none
export_to 'the files' -f alpaca
check 'files and papers of a format' equal "$? $(names 'the files')" '0 README.md badcase_r1_alpaca.jsonl croissant.json dataset_info.json features.json manifest.json '
call badcase-export -f alpaca -s train 1 >alpaca.jsonl
check 'the file has the lines' cmp alpaca.jsonl 'the files/badcase_r1_alpaca.jsonl'
check 'and the hash of the manifest' grep -q "$(sha256sum <alpaca.jsonl | cut -d ' ' -f 1)" 'the files/manifest.json'
check 'LLaMA-Factory is told its name' grep -q '"file_name": "badcase_r1_alpaca.jsonl"' 'the files/dataset_info.json'
echo mine >'the files/README.md'
export_to 'the files' -f sharegpt
check 'what is there is not replaced' equal "$? $(cat 'the files/README.md') $(find 'the files' -name '*sharegpt*')" '1 mine '
export_to 'the files' -f sharegpt -r
check 'but with -r' equal "$? $(head -n 1 'the files/README.md') $(find 'the files' -name '*sharegpt*')" '0 --- the files/badcase_r1_sharegpt.jsonl'
export_to none -s train -w none
check 'no papers' equal "$? $(names none)" '0 badcase_r1.jsonl '
check 'the default format is the record' cmp none/badcase_r1.jsonl again.jsonl
rm none/*
export_to none -s validation -w features,manifest
check 'an empty split that is asked for' equal "$? $(names none)" '0 badcase_r1_validation.jsonl manifest.json '
rm none/*
export_to none -f ptuning
check 'a format that has no place for a history' equal "$? $(names none) $(grep -c 'have a history' export.err)" '1  1'
export_to none -f nonsense
check 'no such format' equal "$? $(names none)" '1 '
export_to missing
check 'no such folder' equal "$? $(cat export.err)" '1 badcase-export: there is no folder missing'
call badcase-export 99 >refused.jsonl 2>export.err
check 'no such release' test $? = 1 -a ! -s refused.jsonl
for wrong in '' 'x' '-w nonsense 1' '-s nonsense 1' '-z 1' '1 2'; do
  # shellcheck disable=SC2086
  call badcase-export $wrong >export.out 2>export.err
  check "a wrong call: $wrong" test $? = 2 -a ! -s export.out -a -s export.err
done
for command in badcase-export badcase-load; do
  call $command --help >export.out 2>export.err
  check "$command --help" test $? = 0 -a -s export.out -a ! -s export.err
done
# what a model answers, by the same command
"$out/psql" -XqAt -c "SELECT badcase.register_model(1, 'glm-2', 1)" >model.out
printf '{"submission": %s, "output": "o"}\n{"output": "o"}\n' "$("$out/psql" -U postgres -XqAt -c "SELECT min(submission_id) FROM badcase_internal.release_item")" | call badcase-load -p 1 -k outputs -t "$(cat model.out)" - >load.out 2>&1
check 'outputs of a model' equal "$(head -n 1 load.out)" 'standard input: 2 lines, 1 stored, 0 repeated, 1 refused, 0 blank'
# taken back: nothing comes out any more
"$out/psql" -U postgres -XqAt -c "SELECT format('SELECT badcase.withdraw(submission => %s);', min(submission_id)) FROM badcase_internal.release_item" | "$out/psql" -XqAt >withdraw.out
check 'withdrawn' equal "$(cat withdraw.out)" 1
export_to none
check 'a release that something was taken out of' equal "$? $(names none) $(grep -c 'no longer whole' export.err)" '1  1'
call badcase-export 1 >refused.jsonl 2>export.err
check 'nor to standard output' test $? = 1 -a ! -s refused.jsonl -a -s export.err
unset PGHOST PGDATABASE PGUSER
check 'stop stops the server' "$out/stop"
check 'start starts it' "$out/start"
check 'what was kept is there' equal "$("$out/psql" -U postgres -XqAt -c 'SELECT count(*) FROM badcase_internal.release')" 1
check 'stop stops it again' "$out/stop"

# 3. A file of one's own, not kept.
mkdir "$work/own"
cd "$work/own" || exit 1
cp "$data/en.jsonl" 'my file.jsonl'
call demo 'my file.jsonl' >demo.out 2>&1 || cat demo.out
check 'a file of ones own' equal "$(grep -c '	stored	' badcase-demo/lines.tsv)" "$(grep -c '	stored	' "$data/en.expected.tsv")"
check 'nothing is left of its server' equal "$(find "$BC_TMP" -name postmaster.pid ! -path "$BC_TMP/cluster/*" ! -path "$BC_TMP/src/*")" ''
check 'what is built is not built again' equal "$(grep -c '^building' demo.out) $(grep -c 'as it was built before' demo.out)" '0 1'
call demo none.jsonl >/dev/null 2>&1
check 'a missing file is an error' test $? = 1
# files in which nothing is right: it is said why, of the line and in the sums, and the exit status tells
printf '{"conversations": [{"from": "human", "value": "p"}, {"from": "gpt", "value": "r"}]}\n' >dialogues.jsonl
printf '[{"prompt": "p", "response": "r"}]' >array.json
call demo dialogues.jsonl array.json >demo.out 2>&1
check 'nothing is right' equal "$? $(grep -c 'The line has the keys of the format sharegpt' demo.out) $(grep -c 'array.json is no file of JSON lines: it is one JSON array' demo.out) $(grep -c '^nothing       was stored' demo.out) $(grep -c '^release' demo.out)" '3 2 1 1 0'
check 'its lines are told' equal "$(wc -l <badcase-demo/lines.tsv)" 2
echo "$p passed, $f failed"
[ $f = 0 ]
