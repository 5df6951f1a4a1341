#!/usr/bin/env python3
"""Writes src/core/follow/wordings_table.c from src/tables/follow-wordings.txt,
whose head tells the language of wordings.  A wording whose example holds no
Chinese is for texts that hold none.

usage: src/tables/follow-wordings.py > src/core/follow/wordings_table.c
"""
import importlib.util
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, 'follow-wordings.txt')

# What a wording may be found by, from the rarest to the most frequent.
ANCHORS = '''VERSEW PS STARSW COMMAW QUOTEW LINEBREAK NUMBERED BULLETED CASE PUNCTW HIGHLIGHT BRACKETW TITLEW
YESNOW OPTIONW REPEATV KEYW COLUMNW CODELANG LANG NUMBERW SEPARATE MARKED KEYWORD FORMAT ENDV BEGINV MARK EACH
FORMATN REQUEST INCLUDE ORDINAL QUOTE UNIT NUM NEG RESP PIECE AFTER ASK WORKON'''.split()
SLOTS = {'n': 'NUMBER', 'q': 'QUOTES', 'names': 'NAMES', 'bare': 'BARE', 'either': 'NAMES', 'word': 'LATIN', 'one': 'LATIN', 'capital': 'LATIN', 'series': 'SERIES', 'order': 'SERIES', 'labels': 'SERIES'}
CUE_OF = {'n': 'NUM', 'q': 'QUOTE', 'series': 'NUM', 'order': 'ORDINAL', 'labels': 'QUOTE'}
WIDTH = 16
# Of a wording's sets so many are asked for beforehand, but none that weighs more: by common words little is told.
MUST = 2
HEAVY = 60
NEAR = 8192  # BC_NEAR of src/core/follow/internal.h
VALUES = 64
TIMES = {'': 'ONCE', '?': 'MAYBE', '*': 'ANY'}
TOKEN = re.compile(r'\s+|\((?P<set>[^)]*)\)|<(?P<name>[a-z ]+)>|\{(?P<cue>[A-Za-z]+)(=(?P<value>\d+))?\}|'
                   r'(?P<not>[!&])(?:\((?P<no>[^)]*)\)|<(?P<noname>[a-z ]+)>)|(?P<sign>[\^$,;])|(?P<gap>~~?\d+)|(?P<text>[^\s(){}<>^$,;?*!&~]+)|(?P<bad>.)')


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
    # 裡, which no fold makes 里
    words = {*words, *(w.replace('里', '裡') for w in words)}
    return tuple(sorted(words, key=lambda w: (-len(w.encode()), w)))


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
            out.append(('NOT' if m['not'] == '!' else 'HERE', ordered(words), 0, ''))
        elif m['set'] is not None or m['name'] or m['text']:
            words = m['set'].split('|') if m['set'] is not None else classes[m['name']] if m['name'] else [m['text']]
            out.append(('SET', ordered(words), 0, times))
        elif m['gap']:
            gap = m['gap'].lstrip('~')
            out.append(('FAR' if m['gap'].startswith('~~') else 'GAP', '', int(gap), ''))
        elif m['cue']:
            name = m['cue']
            out.append((SLOTS.get(name, 'CUE'), name, 1 if name in ('one', 'either') else 2 if name == 'capital' else int(m['value'] or 0), times))
        else:
            out.append(({'^': 'START', '$': 'STOP', ',': 'BREAK', ';': 'LINE'}[m['sign']], '', 0, times))
    return out


def anchor(number, found, english):
    best = None
    for k, (op, name, _, times) in enumerate(found):
        cue = CUE_OF.get(name, name) if op in ('CUE', 'NUMBER', 'QUOTES', 'SERIES') else None
        if cue in ANCHORS and not times:
            # words like "with" are frequent
            rank = 90 if english and cue == 'INCLUDE' else ANCHORS.index(cue)
            if best is None or rank < best[0]:
                best = (rank, k, cue)
    if best is None:
        raise SystemExit(f'line {number}: nothing by which it is found')
    return best


# What stands beside a cue is told by a number of eight bits: of the character, or one of these.
MARK, QUOTES, DIGIT = 1, 2, 3
LETTERS = 'abcdefghijklmnopqrstuvwxyz'
NUMERALS = '〇零一二两三四五六七八九十百千万'
ALL = frozenset(range(256))


# Characters that stand in most texts, so that little is told by them.
COMMON = """的一是了我不在有个这中大来上为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种
事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实写给请描述列内容问题使回答字出做名词"""


COMMON_WORDS = 'a an and the of in on to is are it for with be as at or me you your one i not no my all'.split()


def is_han(char):
    return '\u4e00' <= char <= '\u9fff'


def is_letter(char):
    return 'a' <= char <= 'z'


def opening(text, fold_to):
    """What a text begins with, by which it is looked for: a word of letters, two Chinese characters or one; or None."""
    if is_letter(text[0]):
        return re.match('[a-z]+', text)[0]
    if is_han(text[0]):
        return ''.join(chr(fold_to.get(ord(c), ord(c))) for c in (text[:2] if is_han(text[1:2] or ' ') else text[:1]))
    return None


def weight(opening):
    """How much a text's opening says: most is said by what is rare."""
    return 8 if opening in COMMON or opening in COMMON_WORDS else 2 if len(opening) == 1 else 1


def key_of(opening):
    """The same as bc_see() of src/core/follow/lexing.h keeps: a word's hash, or a character's, or that of two."""
    if len(opening) == 1 and is_han(opening):
        return ord(opening) % NEAR
    h = WORDS.openings(opening)[0] if is_letter(opening[0]) else WORDS.step(0, ord(opening[0]) << 16 | ord(opening[1]))
    return (h >> 48) % NEAR


def hashed(char):
    return (ord(char) * 0x9E3779B1 & 0xFFFFFFFF) >> 24


def side(char):
    """The same as side_of() in wording_find.c."""
    if char in NUMERALS or char.isdigit():
        return DIGIT
    if char in '"\'`“”‘’「」『』《》':
        return QUOTES
    if char in ',;:!?().\n…。【】！（），：；？':
        return MARK
    return hashed(char.lower())


LETTER = {side(c): ALL for c in LETTERS}
# A dash parts clauses too, but is told from the other marks: it also joins numbers.
MARKS = {MARK: ALL, side('—'): ALL}


SPEC = importlib.util.spec_from_file_location('words', os.path.join(HERE, 'follow-words.py'))
WORDS = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(WORDS)


def words_of(name):
    return [w.split('=')[0] for w in WORDS.WORDS.get(name, '').replace('\n', '').split('|') if w]


def joined(*more):
    """Of several tables of what may follow a character, one."""
    out = {}
    for table in more:
        for first, second in table.items():
            out[first] = out.get(first, frozenset()) | second
    return out


ANY = {first: ALL for first in ALL}


def two_of(words, step, rest):
    """What words begin with, step 1, or end with, and what may stand behind; behind a word of one character the rest."""
    words = [(w.replace(' ', '') or w)[::step] for w in words]
    return joined(*({side(w[0]): frozenset([side(w[1])]) if len(w) > 1 else rest} for w in words))


def edges(found, k, step, classes, english):
    """What part k on may begin with, step 1, or end with: characters, with those that may stand behind them."""
    if not 0 <= k < len(found):
        return ANY
    op, what, amount, times = found[k]
    behind = edges(found, k + step, step, classes, english)
    rest = frozenset(behind)
    if op in ('NOT', 'HERE'):
        return behind
    if op in ('START', 'STOP'):
        words = classes[('lead' if op == 'START' else 'tail') + (' en' if english else '')]
        return joined(two_of(words, step, frozenset([*MARKS] + [side(w[::step][0]) for w in words])), MARKS)
    if op == 'BREAK':
        return MARKS
    if op == 'LINE':
        return {**{MARK: ALL}, **({} if step > 0 else {side(c): ALL for c in '-*•'})}
    if op == 'SET':
        if times == '*':
            rest |= {side(w[::step][0]) for w in what}
        out = two_of(what, step, rest)
    elif op == 'NUMBER':
        out = {DIGIT: ALL, **{side(w[::step][0]): ALL for w in words_of('NUMWORD')}}
    elif op == 'QUOTES':
        out = {QUOTES: ALL}
    elif op == 'LATIN':
        out = {**LETTER, DIGIT: ALL, side('_'): ALL, side('#'): ALL, side('+'): ALL}
    elif op == 'CUE' and what not in ('MARK', 'AND'):
        out = two_of(words_of(what), step, rest)
        out = joined(out, {DIGIT: ALL} if what in ('NUM', 'ORDINAL', 'UNIT', 'NUMBERED') else {},
                     {MARK: ALL} if what in ('PS', 'BEFORE') else {},
                     {QUOTES: ALL} if what == 'QUOTE' else {}, MARKS if what in ('COLON', 'COMMA', 'END') else {})
    else:
        return ANY
    return joined(out, behind) if times else out


def beside(found, at, step, classes, english):
    """What may stand beside a wording's anchor, as edges() has it."""
    if step > 0 and found[at][0] == 'SERIES':
        return ANY
    more = {}
    if step > 0 and found[at][0] == 'NUMBER':
        number = frozenset([DIGIT] + [side(w[0]) for w in words_of('NUMWORD')])
        if english:
            more = two_of([w for w in words_of('NUMWORD') if w.isascii()] + ['to', 'or', 'and', '–'], 1, ALL)
            return joined(edges(found, at + step, step, classes, english), more, {DIGIT: ALL, side('-'): ALL})
        more = {DIGIT: ALL, **{side(c): number for c in '到至～-~—–'}}
    if step > 0 and found[at][0] == 'QUOTES' and english:
        return joined(edges(found, at + step, step, classes, english), {QUOTES: ALL, MARK: ALL},
                      two_of(['and', 'or', 'nor', '&', '/'], 1, ALL))
    if step > 0 and found[at][0] == 'QUOTES':
        more = joined({QUOTES: ALL, **LETTER, MARK: ALL}, two_of(words_of('AND'), 1, frozenset([QUOTES])),
                      {side(c): frozenset([QUOTES]) for c in '、和及与或并且同到至还/／'})
    return joined(edges(found, at + step, step, classes, english), more)


def has_number(found):
    return any(op == 'NUMBER' and not times for op, _, _, times in found)


def quote(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def main():
    classes, wordings = read()
    sets, firsts, rows, lines = {}, [0], [], []
    for words in (classes[name] for name in ('lead', 'tail', 'part', 'denial', 'asks', 'poems', 'program', 'lack',
                                             'lead en', 'tail en', 'part en', 'denial en', 'program en', 'part of en', 'asks en',
                                             'rules', 'weigh', 'notice', 'facts', 'hand', 'orders', 'makes', 'you',
                                             'refers', 'sighs')):
        sets[ordered(words)] = len(sets)
    fold_to = WORDS.simplified()
    keys = {}
    for words in sets:
        these = {opening(w, fold_to) for w in words}
        if None not in these:
            keys[words] = sorted({key_of(o) for o in these})
    compiled = []
    for number, kind, wording, example in wordings:
        found = parts(number, wording, classes)
        english = not any('\u4e00' <= c <= '\u9fff' for c in example)
        compiled.append((anchor(number, found, english), number, kind, found, english))
    sides, values = [], []
    order = sorted(range(len(compiled)), key=lambda k: (compiled[k][4], compiled[k][0][0], k))
    for k in order:
        (rank, at, cue), number, kind, found, english = compiled[k]
        kind, *rest = kind.split(' ')
        soft = 'true' if 'soft' in rest else 'false'
        wild = at > 0 and frozenset(beside(found, at, -1, classes, english)) == ALL
        right_first = 'true' if wild else 'false'
        swap = 'true' if 'swap' in rest else 'false'
        plain = 'BC_AT_MOST' if 'most' in rest else 'BC_AT_LEAST' if 'least' in rest else 'BC_NO_NUMBER'
        many = 'true' if 'many' in rest else 'false'
        n = next((r[2:] for r in rest if r.startswith('n=')), '0')
        to = next((r[3:] for r in rest if r.startswith('to=')), '0')
        name = next((quote(r[5:]) for r in rest if r.startswith('name=')), 'NULL')
        least = 2 if found[at][0] == 'NUMBER' else 0
        value = found[at][2] if found[at][0] == 'CUE' else 1 if found[at][1] in ('series', 'order') else 0
        values.append((value, least))
        needs = {what for op, what, _, times in found if op == 'CUE' and not times}
        needs |= {'QUOTE' for op, _, _, times in found if op == 'QUOTES' and not times}
        needs |= {'NUM' for op, _, _, times in found if op == 'NUMBER' and not times and not english}
        needs = ' | '.join(f'BC_M({what})' for what in sorted(needs - {cue})) or '0'
        tables = [beside(found, at, step, classes, english) for step in (-1, 1)]
        sides.append([frozenset(t) for t in tables] + [
            frozenset().union(*(second for first, second in t.items() if first > DIGIT)) for t in tables])
        openings = [({opening(w, fold_to) for w in what}, what) for op, what, _, times in found if op == 'SET' and not times]
        must = sorted((sum(map(weight, these)), what, these) for these, what in openings if None not in these)
        must = [(what, these) for amount, what, these in must if amount <= HEAVY][:MUST]
        keys.update((what, sorted({key_of(o) for o in these})) for what, these in must)
        must = [sets.setdefault(what, len(sets)) for what, _ in must]
        outside = sorted((sum(5 if c in COMMON else 1 for c in {w[0] for w in what}), what) for op, what, _, times in found
                         if op == 'SET' and not times and all(is_han(w[0]) for w in what))
        outside = sets.setdefault(outside[0][1], len(sets)) if outside else 'BC_WORDING_NONE'
        must = ', '.join(str(m) for m in must + ['BC_WORDING_NONE'] * (MUST - len(must)))
        rows.append(f'\t{{{needs}, {name}, {{{must}}}, {outside}, {len(lines)}, {len(found)}, {at}, BC_F_{kind.upper()}, {value}, {n}, {to}, {plain}, {soft}, '
                    f'{many}, {right_first}, {swap}, {number}}},')
        for op, what, amount, times in found:
            arg = 0
            if op in ('SET', 'NOT', 'HERE'):
                arg = sets.setdefault(what, len(sets))
            elif op == 'CUE':
                arg = f'BC_C_{what}'
            lines.append(f'\t{{{arg}, BC_W_{op}, BC_W_{TIMES[times]}, {amount}}},')
    print('''/*
 * wordings_table.c: generated by src/tables/follow-wordings.py; not edited by
 * hand.
 */
#include "core/follow/wording.h"
''')
    for words in sets:
        firsts.append(firsts[-1] + len(words))
    for name, at in (('texts', 0), ('ends', -1)):
        print(f'const BcWordingText bc_wording_{name}[] = {{')
        for words in sets:
            for word in sorted(words, key=lambda w: ord(w[at])):
                print(f'\t{{{quote(word)}, {len(word.encode())}, 0x{ord(word[0]):X}, 0x{ord(word[-1]):X}}},')
        print('};\n')
    print('const uint16_t bc_wording_keys[] = {')
    for words in sets:
        if words in keys:
            print('\t' + ', '.join(map(str, keys[words])) + ',')
    print('};\n')
    print('const BcWordingSet bc_wording_sets[] = {')
    key = 0
    for first, words in zip(firsts, [*sets, ()]):
        bits = ['{' + ', '.join(f'0x{sum(1 << v % 64 for v in {hashed(w[at]) for w in words} if v // 64 == q):X}'
                                for q in range(4)) + '}' for at in (0, -1)]
        print(f'\t{{{first}, {key}, {bits[0]}, {bits[1]}}},')
        key += len(keys.get(words, ()))
    print('};\n\nconst BcWordingPart bc_wording_parts[] = {')
    print('\n'.join(lines))
    print('};\n\nconst BcWording bc_wordings[] = {')
    print('\n'.join(rows))
    print('};\n\nconst uint64_t bc_wordings_of[BC_C_END + 1][BC_WORDING_WIDTH] = {')
    # numbers in words are a class of their own
    classes_of = [{c[0][2]} | ({'NUMWORD'} if c[0][2] == 'NUM' and c[4] else set()) for c in compiled]
    for name in [*ANCHORS, 'NUMWORD']:
        bits = [sum(1 << n % 64 for n, k in enumerate(order) if n // 64 == w and name in classes_of[k])
                for w in range(WIDTH)]
        if any(bits):
            print(f'\t[BC_C_{name}] = {{' + ', '.join(f'0x{b:X}' for b in bits) + '},')
    print('};\n')
    assert len(rows) <= 64 * WIDTH, 'BC_WORDING_WIDTH is too small'
    print(f'const unsigned bc_wording_count = {len(rows)};\n')
    # those of Chinese texts, of English ones, and of English ones without numbers
    may = [lambda k: not compiled[k][4], lambda k: compiled[k][4], lambda k: compiled[k][4] and not has_number(compiled[k][3])]
    print('const uint64_t bc_wordings_allowed[3][BC_WORDING_WIDTH] = {')
    for holds in may:
        print('\t{' + ', '.join(f'0x{sum(1 << n % 64 for n, k in enumerate(order) if n // 64 == w and holds(k)):X}'
                                for w in range(WIDTH)) + '},')
    print('};\n')
    print('const uint64_t bc_wording_anchors[2] = {')
    for english in (False, True):
        used = set().union(*(classes_of[k] for k in order if compiled[k][4] == english))
        print('\t' + ' | '.join(f'BC_M({name})' for name in [*ANCHORS, 'NUMWORD'] if name in used) + ',')
    print('};\n')
    print('const uint16_t bc_wording_words[2][BC_C_END + 1] = {')
    for english in (False, True):
        print('\t{')
        for name in [*ANCHORS, 'NUMWORD']:
            words = sum(1 << w for w in {n // 64 for n, k in enumerate(order)
                                         if compiled[k][4] == english and name in classes_of[k]})
            if words:
                print(f'\t\t[BC_C_{name}] = 0x{words:X},')
        print('\t},')
    print('};\n')
    print('const uint64_t bc_wording_classes[BC_WORDING_VALUES] = {')
    for value in range(VALUES):
        used = set().union(*(classes_of[k] for n, k in enumerate(order)
                             if values[n][0] in (0, value) and value >= values[n][1]))
        print('\t' + ' | '.join(f'BC_M({name})' for name in [*ANCHORS, 'NUMWORD'] if name in used) + ',')
    print('};\n')
    print('const uint64_t bc_wording_values[BC_WORDING_VALUES][BC_WORDING_WIDTH] = {')
    for value in range(VALUES):
        bits = [sum(1 << k % 64 for k, (v, least) in enumerate(values)
                    if k // 64 == w and v in (0, value) and value >= least) for w in range(WIDTH)]
        print('\t{' + ', '.join(f'0x{b:X}' for b in bits) + '},')
    print('};\n')
    print('_Alignas(64) const uint64_t bc_wording_sides[4][256][BC_WORDING_WIDTH] = {')
    for which in range(4):
        print('\t{')
        for value in range(256):
            bits = [sum(1 << k % 64 for k, s in enumerate(sides) if k // 64 == w and value in s[which])
                    for w in range(WIDTH)]
            print('\t\t{' + ', '.join(f'0x{b:X}' for b in bits) + '},')
        print('\t},')
    print('};')


if __name__ == '__main__':
    main()
