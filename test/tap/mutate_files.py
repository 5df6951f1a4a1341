"""mutate_files.py CONNINFO COUNT SEED: sends COUNT files of mutated lines, in chunks of any size, each as an upload.

What became of each line is compared with a model: Python splits the file by the line rules, knows what is blank, and
reads the JSON of what was stored.
"""
import hashlib
import json
import random
import sys

import psycopg

from json_model import members

BOM = b"\xef\xbb\xbf"
# the 25 characters of Unicode's White_Space
WHITE = [chr(c) for c in (*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)]
TOKENS = [b"\x00", b"\\.", b"\r", BOM, b"\x01", b"\x02", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\\ud83d", b"\\u0000", b'"', b"\\",
          b"{", b"}", b"[", b",", b"\t", b"\xe2\x80\xa8", b"\xe4\xb8\xad", b"1e999999", b"null"]


def sound_line(rng, n):
    record = {"prompt": f"{rng.choice(('问题', 'question', '任务：写诗'))} {rng.randrange(n)}", "response": rng.choice(("答", "r", "answer\n2"))}
    if rng.random() < 0.2:
        record["history"] = [["q", "a"]] * rng.randrange(3)
    if rng.random() < 0.1:
        record["rejected"] = rng.choice((None, "", "bad"))
    if rng.random() < 0.2:
        record["task"] = rng.choice(("t", 1, 2.50, [1, {"a": None}], True))
    return json.dumps(record, ensure_ascii=rng.random() < 0.3).encode()


def any_line(rng, n):
    kind = rng.random()
    if kind < 0.08:
        return "".join(rng.choice(WHITE) for _ in range(rng.randrange(4))).replace("\n", "").encode()
    if kind < 0.1:
        return b"[" * rng.choice((1, 600, 5000))
    if kind < 0.13:
        return bytes(rng.choice([b for b in range(256) if b != 10]) for _ in range(rng.randrange(30)))
    line = bytearray(sound_line(rng, n))
    if kind < 0.6:
        for _ in range(rng.choice((1, 1, 2, 4))):
            at = rng.randrange(len(line) + 1)
            what = rng.randrange(3)
            if what == 0:
                line[at:at] = rng.choice(TOKENS)
            elif what == 1:
                del line[at:at + rng.choice((1, 2, 9))]
            elif at < len(line):
                line[at] = rng.randrange(256)
    return bytes(line)


def any_file(rng, i):
    lines = [any_line(rng, 400) for _ in range(rng.randrange(1, 112))]
    if i % 500 == 7:
        lines.insert(rng.randrange(len(lines)), json.dumps({"prompt": "p" * 10_000_000, "response": "r"}).encode())
        lines.append(b"x" * 10_000_000)
    if rng.random() < 0.05:
        lines += lines[:20]
    data = b"".join(line + rng.choice((b"\n", b"\n", b"\n", b"\r\n")) for line in lines)
    if rng.random() < 0.3:
        data = data.rstrip(b"\n")
    return (BOM if rng.random() < 0.2 else b"") + data


def split(data):
    """The line rules: LF ends a line, the last needs none; no BOM at the start, no CR before LF."""
    if data.startswith(BOM):
        data = data[3:]
    parts = data.split(b"\n")
    ended, last = parts[:-1], parts[-1]
    return [line[:-1] if line.endswith(b"\r") else line for line in ended] + ([last] if last else [])


def is_blank(line):
    try:
        return all(c in WHITE for c in line.decode())
    except UnicodeDecodeError:
        return False


def send(conn, rng, program, contributor, data):
    with conn.transaction(), conn.cursor() as cur:
        cur.execute("SELECT badcase.open_upload(%s, %s)", (program, contributor))
        at = 0
        with cur.copy("COPY badcase.intake (line_no, line) FROM STDIN WITH (FORMAT jsonl)") as copy:
            while at < len(data):
                size = rng.choice((1, 2, 3, 100, 5000, 1 << 20))
                copy.write(data[at:at + size])
                at += size
        return cur.execute("SELECT * FROM badcase.process_upload()").fetchone()


def check(conn, data, sums, known):
    upload, lines, stored, repeated, refused, blank = sums
    model = split(data)
    earlier = frozenset(known["refused"])
    assert lines == len(model) and lines == stored + repeated + refused + blank, (sums, len(model))
    assert blank == sum(is_blank(line) for line in model), sums
    for line_no, line in conn.execute("SELECT line_no, line FROM badcase_internal.refused_line WHERE upload_id = %s", (upload,)):
        assert model[line_no - 1] == line and line not in earlier, (upload, line_no)
        known["refused"].add(line)
    kept = 0
    for line_no, text in conn.execute("SELECT line_no, record::text FROM badcase_internal.submission WHERE upload_id = %s", (upload,)):
        kept += 1
        assert members(text) == members(model[line_no - 1].decode()), (upload, line_no)
        assert text not in known["stored"], (upload, line_no)
        known["stored"].add(text)
    assert kept == stored
    assert refused == sum(line in known["refused"] for line in model), sums
    row = conn.execute("SELECT bytes, sha256 FROM badcase_internal.upload WHERE upload_id = %s", (upload,)).fetchone()
    whole = b"".join(line + b"\n" for line in model)
    assert row == (len(whole), hashlib.sha256(whole).digest()), upload


def main(conninfo, count, seed):
    rng = random.Random(seed)
    conn = psycopg.connect(conninfo, autocommit=True)
    conn.execute("SET ROLE badcase_owner")
    program = conn.execute("SELECT badcase.create_program('p')").fetchone()[0]
    conn.execute("SELECT badcase.grant_access(%s, current_user, 'curator')", (program,))
    conn.execute("SELECT badcase.set_quota(%s, NULL, 1000000000, 1000000000, 1000000000000)", (program,))
    contributor = conn.execute("SELECT badcase.register_contributor(%s, 'c')", (program,)).fetchone()[0]
    known = {"stored": set(), "refused": set()}
    total = [0] * 5
    for i in range(count):
        data = any_file(rng, i)
        sums = send(conn, rng, program, contributor, data)
        check(conn, data, sums, known)
        total = [t + s for t, s in zip(total, sums[1:])]
        if i % 400 == 0:  # the same file again stores nothing, and refuses what it refused
            again = send(conn, rng, program, contributor, data)
            assert again[2] == 0 and again[1] == sums[1] and again[4:] == sums[4:], (sums, again)
            check(conn, data, again, known)
    lines, stored, repeated, refused, blank = total
    print(f"{count} files, {lines} lines: {stored} stored, {repeated} repeated, {refused} refused, {blank} blank")


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
