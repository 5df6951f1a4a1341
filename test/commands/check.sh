#!/bin/sh
# badcase-check as a user would call it: what it says in words and in JSON, its exit status, what it writes, how much memory
# it takes.  With the folder BADCASE_CHECK's command, or one built here.
set -u
work=$BC_TMP/commands-check
mkdir -p "$work"
top=$PWD
p=0 f=0
check() { # check NAME COMMAND...
  name=$1; shift
  if "$@"; then p=$((p + 1)); else f=$((f + 1)); echo "not ok: $name"; fi
}
equal() { printf '%s' "$1" >"$work/got"; printf '%s' "$2" >"$work/want"; diff "$work/want" "$work/got"; }
status_of() { "$@" >"$work/out" 2>"$work/err"; echo $?; }
has() { grep -qF -- "$1" "$2" || { echo "no '$1' in:"; head -n 30 "$2"; return 1; }; }
hasnt() { ! grep -qF -- "$1" "$2"; }

# A run of this script by itself comes before the command was built, or after.
if [ ! -x "${BADCASE_CHECK:-}" ]; then
  mkdir -p "$work/build"
  (cd "$work/build" && make -s -j2 -f "$top/core.mk" cli CORE_CFLAGS=-O1) || { echo '0 passed, 1 failed'; exit 1; }
  BADCASE_CHECK=$work/build/badcase-check
fi
unset LC_ALL LC_MESSAGES
LANG=C.UTF-8
export LANG
cd "$work" || exit 1

# 1. Nothing to mend, something, a wrong call.
printf '%s\n' '{"prompt": "Name the capital of France in one word.", "response": "Paris"}' >clean.jsonl
check 'nothing to mend: 0' equal "$(status_of "$BADCASE_CHECK" clean.jsonl)" 0
check 'it says so' has 'Nothing to mend.' out
check 'without colour where nobody looks' hasnt "$(printf '\033')" out
check 'the standard input' equal "$(cat clean.jsonl | "$BADCASE_CHECK" --json - | head -n 1)" '{"file": 0, "name": "-"}'
printf '%s\n' '{"prompt": "Call 13800138000 and ask for the price.", "response": "Done"}' '{"prompt": 1}' '' >bad.jsonl
check 'something to mend: 1' equal "$(status_of "$BADCASE_CHECK" bad.jsonl clean.jsonl)" 1
check 'sums' has '4 lines in 2 files, ' out
check 'a line that is refused, with its place' has 'bad.jsonl:2  byte 12' out
check 'and what to do' has 'Add the key "response" with the answer that the model should have given.' out
check 'what is found is masked' has 'bad.jsonl:1  prompt  13*******00' out
check 'and never shown' hasnt 13800138000 out
check 'Chinese words' equal "$(LANG=zh_CN.UTF-8 "$BADCASE_CHECK" clean.jsonl | tail -n 1)" '没有要改的。'
check 'or as asked' equal "$(LANG=zh_CN.UTF-8 "$BADCASE_CHECK" --lang en clean.jsonl | tail -n 1)" 'Nothing to mend.'
for wrong in '' '--no-such-option x' '-f nothing x' '-f ptuning' '--near 1.5 x' '--near x x' '--memory 1 x' '--memory x x' '--style x x' '--lang fr x' '-n x x' '--json --redact - clean.jsonl' 'no-such-file'; do
  # shellcheck disable=SC2086
  check "a wrong call: $wrong" equal "$(status_of "$BADCASE_CHECK" $wrong)" 2
  check "which is told" [ -s err ]
done
check 'help' equal "$(status_of "$BADCASE_CHECK" --help)" 0
check 'the version' equal "$("$BADCASE_CHECK" --version)" "badcase-check $(sed -n "s/^default_version *= *'\(.*\)'/\1/p" "$top/badcase.control")"
check 'one file of several cannot be read: 2, and the others are checked' equal "$(status_of "$BADCASE_CHECK" no-such-file clean.jsonl)" 2
check 'as is said' has '1 line in 1 file, ' out

# 2. What is strict.
printf '%s\n' '{"prompt": "Name the capital of France in one word.", "response": "Paris"}' '{"response": "Paris", "prompt": "Name the capital of France in one word."}' >twice.jsonl
check 'a duplicate need not be mended' equal "$(status_of "$BADCASE_CHECK" twice.jsonl)" 0
check 'it is told' has 'twice.jsonl:2  = twice.jsonl:1' out
check 'unless it is strict' equal "$(status_of "$BADCASE_CHECK" --strict twice.jsonl)" 1
check 'across files' equal "$("$BADCASE_CHECK" --json clean.jsonl twice.jsonl | grep -c '"duplicate": "record", "of": {"file": 0, "line": 1}')" 2

# 3. Files that are none of JSON lines: the same words as badcase-load has.
printf '[{"prompt": "p"}]\n' >array.jsonl
printf '{\n "prompt": "p"\n}\n' >spread.jsonl
printf "{'prompt': 'p'}\n" >python.jsonl
printf 'prompt,response\na,b\n' >table.csv
printf 'PK\003\004' >zip.jsonl
printf 'BZh91AY' >bzip.jsonl
for file in array.jsonl spread.jsonl python.jsonl table.csv zip.jsonl bzip.jsonl; do
  check "$file: 1" equal "$(status_of "$BADCASE_CHECK" "$file")" 1
  words=$(sed -n "s/^$file is no file of JSON lines: //p" out)
  check "$file: what it is" [ -n "$words" ]
  check "$file: as badcase-load says" sh -c 'sed "s/\\\\\"/\"/g" "$1" | grep -qF -- "$2"' sh "$top/bin/badcase-load" "$words"
done
gzip -c clean.jsonl >packed.jsonl.gz
check 'gzip' equal "$("$BADCASE_CHECK" --json packed.jsonl.gz | head -n 1)" '{"file": 0, "name": "packed.jsonl.gz", "fault": "gzip", "message": "it is compressed by gzip", "hint": "unpack it first"}'
printf '\377\376{\000"\000' >utf16.jsonl
check 'UTF-16' equal "$("$BADCASE_CHECK" --json utf16.jsonl | head -n 1)" '{"file": 0, "name": "utf16.jsonl", "fault": "utf16", "message": "it is UTF-16", "hint": "save it as UTF-8"}'

# 4. Other formats.
printf '%s\n' '{"instruction": "Name the capital of France in one word.", "input": "", "output": "Paris"}' >alpaca.jsonl
check 'a row of another format is no record' equal "$(status_of "$BADCASE_CHECK" alpaca.jsonl)" 1
check 'unless it is named' equal "$(status_of "$BADCASE_CHECK" -f alpaca alpaca.jsonl)" 0
check 'or told by its keys' equal "$(status_of "$BADCASE_CHECK" -f auto alpaca.jsonl clean.jsonl)" 0

# 5. What is redacted.
check 'redacted: something was to be mended' equal "$(status_of "$BADCASE_CHECK" --redact clean-bad.jsonl bad.jsonl clean.jsonl)" 1
check 'records without what was found, as they came otherwise' equal "$(cat clean-bad.jsonl)" '{"prompt": "Call <cn_mobile> and ask for the price.", "response": "Done"}
{"prompt": "Name the capital of France in one word.", "response": "Paris"}'
check 'nobody else can read them' equal "$(ls -l clean-bad.jsonl | cut -c 1-10)" '-rw-------'
check 'checked again, nothing' equal "$(status_of "$BADCASE_CHECK" clean-bad.jsonl)" 0
check 'masked, on the standard output' equal "$("$BADCASE_CHECK" --redact - --style mask bad.jsonl 2>report)" '{"prompt": "Call 138****8000 and ask for the price.", "response": "Done"}'
check 'beside the report' has 'lines that would be refused' report
check 'never over a file that is read' equal "$(status_of "$BADCASE_CHECK" --redact bad.jsonl bad.jsonl)" 2
check 'which stays' [ "$(wc -l <bad.jsonl)" = 3 ]

# 6. Little memory: the same result, from temporary files that are gone.
i=0
while [ $i -lt 400 ]; do
  cat "$top"/test/data/demo/*.jsonl
  printf '{"prompt": "Name %s of the %s largest cities of France, each on a line.", "response": "Paris and %s others"}\n' $((i * 7919 % 401)) $i $((i % 9))
  i=$((i + 1))
done >many.jsonl
mkdir -p tmp
"$BADCASE_CHECK" --json many.jsonl >much.out
TMPDIR=$work/tmp "$BADCASE_CHECK" --json --memory 16 many.jsonl >little.out
check 'in little memory it says the same' cmp much.out little.out
check 'and leaves no file' equal "$(ls tmp)" ''
check 'near-duplicates are among it' has '"duplicate": "near"' much.out
check 'a folder for temporary files that is not there is told' equal "$(TMPDIR=$work/none status_of "$BADCASE_CHECK" --memory 16 many.jsonl)" 2

# 7. Installed, with the core as a library: for a program in C, and in C++ where there is a compiler for it.
(cd "$(dirname "$BADCASE_CHECK")" && make -s -f "$top/core.mk" install-cli install-core prefix="$work/installed" bindir= CC=gcc) >install.log 2>&1
check 'installed' equal "$("$work/installed/bin/badcase-check" --version)" "$("$BADCASE_CHECK" --version)"
cat >program.c <<'C'
#include "core/badcase.h"
#include <stdio.h>
int
main(void)
{
	const char *text = "{\"prompt\": \"p\", \"response\": \"r\", \"n\": 1e2}";
	BcSlice		line = {(const unsigned char *) text, strlen(text)};
	BcCheckOptions options;
	BcVerdict	verdict;
	BcBuffer	out;

	memset(&options, 0, sizeof(options));
	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX);
	if (!bc_check_record(&bc_malloc_env, &options, line, &out, &verdict))
		return 1;
	printf("%s %.*s\n", BC_VERSION, (int) out.len, (const char *) out.data);
	bc_buffer_free(&out);
	return 0;
}
C
cp program.c program.cc
sed -n 's/^Libs: //p; s/^Cflags: //p' "$work/installed/lib/pkgconfig/badcase-core.pc" | sed "s|\${prefix}|$work/installed|g" | tr '\n' ' ' >flags
version=$(sed -n 's/^Version: //p' "$work/installed/lib/pkgconfig/badcase-core.pc")
for compiler in gcc g++; do
  command -v $compiler >/dev/null || continue
  case $compiler in gcc) source=program.c;; *) source=program.cc;; esac
  # shellcheck disable=SC2046
  check "a program of its own, $compiler" equal "$($compiler -Wall -Werror $source $(cat flags) -o program 2>&1 && ./program)" \
    "$version {\"prompt\": \"p\", \"response\": \"r\", \"n\": 100}"
done

echo "$p passed, $f failed"
[ $f = 0 ]
