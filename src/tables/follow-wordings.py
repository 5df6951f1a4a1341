#!/usr/bin/env python3
"""Writes src/core/follow/wordings_table.c from src/tables/follow-wordings.txt,
whose head tells the language of wordings.

usage: src/tables/follow-wordings.py > src/core/follow/wordings_table.c
"""
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, 'follow-wordings.txt')

# What a wording may be found by, from the rarest to the most frequent.
ANCHORS = '''VERSEW PS STARSW COMMAW QUOTEW LINEBREAK NUMBERED BULLETED CASE PUNCTW HIGHLIGHT BRACKETW TITLEW
YESNOW OPTIONW REPEATV KEYW COLUMNW CODELANG LANG NUMBERW SEPARATE MARKED KEYWORD FORMAT ENDV BEGINV MARK EACH
FORMATN REQUEST INCLUDE ORDINAL QUOTE UNIT NUM NEG RESP PIECE'''.split()
SLOTS = {'n': 'NUMBER', 'q': 'QUOTES', 'names': 'NAMES', 'word': 'LATIN', 'rest': 'REST'}
CUE_OF = {'n': 'NUM', 'q': 'QUOTE'}
TIMES = {'': 'ONCE', '?': 'MAYBE', '*': 'ANY'}
TOKEN = re.compile(r'\s+|\((?P<set>[^)]*)\)|<(?P<name>[a-z ]+)>|\{(?P<cue>[A-Za-z]+)(=(?P<value>\d+))?\}|'
                   r'!\((?P<no>[^)]*)\)|!<(?P<noname>[a-z ]+)>|(?P<sign>[\^$,])|(?P<gap>~~?\d+)|(?P<text>[^\s(){}<>^$,?*!~]+)|(?P<bad>.)')


def read():
    """The classes of words by name, and the wordings with their examples."""
    classes, wordings = {}, []
    for number, line in enumerate(open(FILE, encoding='utf-8'), 1):
        line = line.rstrip('\n')
        if not line or line.startswith('#'):
            continue
        if re.match(r'<[a-z ]+> = ', line):
            name, words = line.split(' = ', 1)
            classes.setdefault(name[1:-1], []).extend(words.split('|'))
            continue
        fields = line.split('\t')
        if len(fields) != 3:
            raise SystemExit(f'line {number}: kind, wording and example, with a tab between them')
        wordings.append((number, *fields))
    return classes, wordings


def ordered(words):
    return tuple(sorted(set(words), key=lambda w: (-len(w.encode()), w)))


def parts(number, wording, classes):
    out, at = [], 0
    while at < len(wording):
        m = TOKEN.match(wording, at)
        at = m.end()
        times = ''
        if m['bad']:
            raise SystemExit(f'line {number}: {m["bad"]} in {wording}')
        if m[0].isspace():
            continue
        if at < len(wording) and wording[at] in '?*':
            times = wording[at]
            at += 1
        if m['no'] is not None or m['noname']:
            words = m['no'].split('|') if m['no'] is not None else classes[m['noname']]
            out.append(('NOT', ordered(words), 0, ''))
        elif m['set'] is not None or m['name'] or m['text']:
            words = m['set'].split('|') if m['set'] is not None else classes[m['name']] if m['name'] else [m['text']]
            out.append(('SET', ordered(words), 0, times))
        elif m['gap']:
            gap = m['gap'].lstrip('~')
            out.append(('FAR' if m['gap'].startswith('~~') else 'GAP', '', int(gap), ''))
        elif m['cue']:
            name = m['cue']
            out.append((SLOTS.get(name, 'CUE'), name, int(m['value'] or 0), times))
        else:
            out.append(({'^': 'START', '$': 'STOP', ',': 'BREAK'}[m['sign']], '', 0, times))
    return out


def anchor(number, found):
    best = None
    for k, (op, name, _, times) in enumerate(found):
        cue = CUE_OF.get(name, name) if op in ('CUE', 'NUMBER', 'QUOTES') else None
        if cue in ANCHORS and not times and (best is None or ANCHORS.index(cue) < best[0]):
            best = (ANCHORS.index(cue), k, cue)
    if best is None:
        raise SystemExit(f'line {number}: nothing by which it is found')
    return best


def quote(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def main():
    classes, wordings = read()
    sets, texts, rows, lines = {}, [], [], []
    for words in (classes[name] for name in ('lead', 'tail', 'part', 'denial', 'asks')):
        sets[ordered(words)] = len(sets)
    compiled = []
    for number, kind, wording, _ in wordings:
        found = parts(number, wording, classes)
        compiled.append((anchor(number, found), number, kind, found))
    order = sorted(range(len(compiled)), key=lambda k: (compiled[k][0][0], k))
    for k in order:
        (rank, at, cue), number, kind, found = compiled[k]
        kind, *rest = kind.split(' ')
        soft = 'true' if 'soft' in rest else 'false'
        many = 'true' if 'many' in rest else 'false'
        n = next((r[2:] for r in rest if r.startswith('n=')), '0')
        to = next((r[3:] for r in rest if r.startswith('to=')), '0')
        name = next((quote(r[5:]) for r in rest if r.startswith('name=')), 'NULL')
        value = found[at][2] if found[at][0] == 'CUE' else 0
        rows.append(f'\t{{{name}, {len(lines)}, {len(found)}, {at}, BC_F_{kind.upper()}, {value}, {n}, {to}, {soft}, '
                    f'{many}, {number}}},')
        for op, what, amount, times in found:
            arg = 0
            if op in ('SET', 'NOT'):
                arg = sets.setdefault(what, len(sets))
            elif op == 'CUE':
                arg = f'BC_C_{what}'
            lines.append(f'\t{{{arg}, BC_W_{op}, BC_W_{TIMES[times]}, {amount}}},')
    heads = []
    for name in ANCHORS:
        mine = [k for k in order if compiled[k][0][2] == name]
        if mine:
            first = order.index(mine[0])
            heads.append(f'\t[BC_C_{name}] = {{{first}, {first + len(mine)}}},')
    print('''/*
 * wordings_table.c: generated by src/tables/follow-wordings.py; not edited by
 * hand.
 */
#include "core/follow/wording.h"
''')
    print('const BcWordingText bc_wording_texts[] = {')
    firsts = []
    for words in sets:
        firsts.append(len(texts))
        texts += words
    for word in texts:
        print(f'\t{{{quote(word)}, {len(word.encode())}}},')
    firsts.append(len(texts))
    print('};\n\nconst uint16_t bc_wording_sets[] = {')
    for k in range(0, len(firsts), 12):
        print('\t' + ', '.join(map(str, firsts[k:k + 12])) + ',')
    print('};\n\nconst BcWordingPart bc_wording_parts[] = {')
    print('\n'.join(lines))
    print('};\n\nconst BcWording bc_wordings[] = {')
    print('\n'.join(rows))
    print('};\n\nconst BcWordingSpan bc_wordings_of[BC_C_END + 1] = {')
    print('\n'.join(heads))
    print('};')


if __name__ == '__main__':
    main()
