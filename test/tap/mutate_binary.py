"""mutate_binary.py CONNINFO COUNT SEED: sends COUNT mutated binary messages of type badcase to the server.

Each must be refused with one of the type's SQLSTATEs, or come back as the record that Python's json sees in it.
"""
import random
import sys

import psycopg
from psycopg.pq import ExecStatus

from json_model import members

REFUSALS = {b"08P01", b"22P03", b"22P02", b"22021", b"22P05", b"22003", b"54000"}
SEEDS = [
    '{"prompt": "p", "response": "r"}',
    '{"prompt": "问题\\n", "response": "答\\ud83d\\ude00", "history": [["q", "a"], ["", "x"]], "rejected": "no"}',
    '{"response":"r","prompt":"p","task":"t","n":[1,-2.50,1e3,true,null,{"a":{"b":[]}}],"history":null}',
]
TOKENS = [b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\\u0000", b"\\ud83d", b"\x00", b"\xff", b"\xef\xbb\xbf", b" ",
          b"null", b'"prompt":', b'"prompt":"p",', b"1e999999", b"[[", b"]]", b"\xe4\xb8\xad", b"\x01", b"\x02"]


def mutate(rng, message):
    data = bytearray(message)
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3, 8))):
        kind, at = rng.randrange(5), rng.randrange(len(data) + 1)
        if kind == 0:
            data[at:at] = rng.choice(TOKENS)
        elif kind == 1:
            del data[at:at + rng.choice((1, 1, 2, 5))]
        elif kind == 2 and at < len(data):
            data[at] = rng.randrange(256)
        elif kind == 3 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        else:
            data[at:at] = data[at:at + rng.randrange(1, 20)]
    return bytes(data)


def main(conninfo, count, seed):
    rng = random.Random(seed)
    conn = psycopg.connect(conninfo, autocommit=True)
    oid = conn.execute("SELECT 'badcase'::regtype::oid").fetchone()[0]
    taken = refused = 0
    for _ in range(count):
        message = mutate(rng, b"\x01" + rng.choice(SEEDS).encode())
        result = conn.pgconn.exec_params(b"SELECT badcase_send($1)", [message], param_types=[oid], param_formats=[1], result_format=1)
        if result.status == ExecStatus.TUPLES_OK:
            taken += 1
            sent = result.get_value(0, 0)
            if sent[:1] != b"\x01" or members(sent[1:].decode()) != members(message[1:].decode()):
                sys.exit(f"changed: {message!r} to {sent!r}")
        else:
            refused += 1
            state = result.error_field(psycopg.pq.DiagnosticField.SQLSTATE)
            if state not in REFUSALS:
                sys.exit(f"{state}: {message!r}")
    print(f"{count} messages, {taken} taken, {refused} refused")


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
