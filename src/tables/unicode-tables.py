#!/usr/bin/env python3
"""Writes src/core/text/unicode_tables.c from the Unicode Character Database.

usage: src/tables/unicode-tables.py FOLDER > src/core/text/unicode_tables.c

FOLDER holds the files of Unicode 15.1.0 (in Debian: the package unicode-data,
version 15.1.0).  Another version is refused: exact keys and features are
stored and compared, so their tables never change.  The same files give the
same output.
"""
import re
import sys

VERSION = '15.1.0'
CODE_POINTS = 0x110000
BLOCK = 128

# Scripts written without spaces between words, and Hangul: each character is
# a token of its own.
SOLO_SCRIPTS = set('''Han Hiragana Katakana Bopomofo Hangul Yi Tangut Nushu
    Khitan_Small_Script Thai Lao Khmer Myanmar Tai_Le New_Tai_Lue Tai_Tham
    Tai_Viet Ahom'''.split())

# The order of BcTextClass in unicode.h.
(SEPARATOR, WORD, DIGIT, SOLO, SYMBOL, BANG, POINT, DROP) = range(8)

VOICING_MARKS = (0x3099, 0x309A)
MAPPED = 0x8000
DECOMPOSED = 0x100
LAST = 1 << 31


def fields(folder, name):
    """Yields the fields of each line of a file of the database."""
    with open(f'{folder}/{name}', encoding='utf-8') as file:
        for line in file:
            line = line.split('#')[0].strip()
            if line:
                yield [field.strip() for field in line.split(';')]


def code_range(text):
    first, _, last = text.partition('..')
    return range(int(first, 16), int(last or first, 16) + 1)


def property_set(folder, name, value):
    return {c for row in fields(folder, name) if row[1] == value
            for c in code_range(row[0])}


class Database:
    def __init__(self, folder):
        with open(f'{folder}/PropList.txt', encoding='utf-8') as file:
            found = re.match(r'# PropList-(.*)\.txt', file.readline())
        if not found or found.group(1) != VERSION:
            sys.exit(f'{folder} is not Unicode {VERSION}')
        self.category = {}
        self.ccc = {}
        self.decomposition = {}
        self.tag = {}
        self.read_unicode_data(folder)
        self.ignorable = property_set(folder, 'DerivedCoreProperties.txt',
                                      'Default_Ignorable_Code_Point')
        self.noncharacter = property_set(folder, 'PropList.txt',
                                         'Noncharacter_Code_Point')
        self.folding = {
            int(row[0], 16): [int(c, 16) for c in row[2].split()]
            for row in fields(folder, 'CaseFolding.txt') if row[1] in 'CF'}
        self.solo = self.read_solo(folder)

    def read_unicode_data(self, folder):
        first = None
        for row in fields(folder, 'UnicodeData.txt'):
            code = int(row[0], 16)
            if row[1].endswith(', First>'):
                first = code
                continue
            start = code if first is None else first
            first = None
            for c in range(start, code + 1):
                self.category[c] = row[2]
            if row[3] != '0':
                self.ccc[code] = int(row[3])
            if row[5]:
                self.decomposition[code] = [
                    int(c, 16) for c in row[5].split() if c[0] != '<']
                self.tag[code] = row[5].split()[0].strip('<>')

    def read_solo(self, folder):
        """The code points of SOLO_SCRIPTS, shared ones by their extensions."""
        short = {row[1] for row in fields(folder, 'PropertyValueAliases.txt')
                 if row[0] == 'sc' and row[2] in SOLO_SCRIPTS}
        solo, common = set(), set()
        for row in fields(folder, 'Scripts.txt'):
            if row[1] in SOLO_SCRIPTS:
                solo.update(code_range(row[0]))
            elif row[1] in ('Common', 'Inherited'):
                common.update(code_range(row[0]))
        for row in fields(folder, 'ScriptExtensions.txt'):
            if short & set(row[1].split()):
                solo.update(common & set(code_range(row[0])))
        return solo

    def decompose(self, code, keep=()):
        """The full compatibility decomposition, without reordering."""
        parts = self.decomposition.get(code)
        if parts is None or (len(parts) == 2 and parts[1] in keep):
            return [code]
        return [d for part in parts for d in self.decompose(part, keep)]

    def is_read_otherwise(self, code):
        """Is it read in another way than what it decomposes to: a superscript
        or subscript, or an enclosed number?"""
        if self.tag.get(code) in ('super', 'sub'):
            return True
        return (self.category.get(code) == 'No' and
                self.tag.get(code) in ('circle', 'compat') and
                any(self.category[c] == 'Nd' for c in self.decomposition[code]))

    def decompose_as_read(self, code):
        """The decomposition of exact keys from version 2 on."""
        if code not in self.decomposition or self.is_read_otherwise(code):
            return [code]
        return [d for part in self.decomposition[code]
                for d in self.decompose_as_read(part)]

    def fold(self, code):
        """What a code point becomes in the text that features are made of."""
        text = [code]
        while True:
            before = text
            text = [d for c in text for d in self.decompose(c, VOICING_MARKS)]
            text = [f for c in text for f in self.folding.get(c, [c])]
            if text == before:
                break
        return [c for c in text
                if c not in self.ignorable and c not in self.ccc]

    def text_class(self, code):
        """The class of a folded code point."""
        if code in self.ignorable or code in self.ccc:
            return DROP
        if code in self.noncharacter:
            return SEPARATOR
        category = self.category.get(code)
        if category is None:
            return SOLO
        if category == 'Nd':
            return DIGIT
        if category[0] in 'LMN':
            return SOLO if code in self.solo else WORD
        if category[0] == 'S' or chr(code) in '-*/%&#@\\^|':
            return SYMBOL
        if chr(code) == '!':
            return BANG
        if chr(code) in '.,:':
            return POINT
        return SEPARATOR


class Pool:
    """Sequences one after another, equal ones kept once."""

    def __init__(self):
        self.items = []
        self.offsets = {}

    def add(self, sequence):
        key = tuple(sequence)
        if key not in self.offsets:
            self.offsets[key] = len(self.items)
            self.items.extend(key[:-1])
            self.items.append(key[-1] | LAST)
        return self.offsets[key]


def fold_values(data, pool):
    for code in range(CODE_POINTS):
        text = data.fold(code)
        if text == [code]:
            yield data.text_class(code)
        elif not text:
            yield DROP
        else:
            yield MAPPED | pool.add(c | data.text_class(c) << 21 for c in text)


def ascii_items(data):
    """ASCII folds to ASCII, one character each: as pool items, to be quick."""
    for code in range(0x80):
        text = data.fold(code)
        assert len(text) == 1 and text[0] < 0x80
        yield text[0] | data.text_class(text[0]) << 21


def nfkd_values(data, pool):
    for code in range(CODE_POINTS):
        if code in data.decomposition:
            yield DECOMPOSED + pool.add(
                c | data.ccc.get(c, 0) << 21 for c in data.decompose(code))
        else:
            yield data.ccc.get(code, 0)


def print_exact(data):
    """What exact keys decompose in another way than NFKD, in order."""
    pool = Pool()
    codes = [code for code in sorted(data.decomposition)
             if data.decompose_as_read(code) != data.decompose(code)]
    offsets = [pool.add(c | data.ccc.get(c, 0) << 21
                        for c in data.decompose_as_read(code))
               for code in codes]
    print_array('uint32_t', 'bc_exact_codes', codes)
    print_array('uint16_t', 'bc_exact_offsets', offsets)
    print_array('uint32_t', 'bc_exact_pool', pool.items)


def two_stages(values):
    values = list(values)
    assert max(values) <= 0xFFFF
    blocks, stage1, stage2 = {}, [], []
    for start in range(0, CODE_POINTS, BLOCK):
        block = tuple(values[start:start + BLOCK])
        if block not in blocks:
            blocks[block] = len(blocks)
            stage2.extend(block)
        stage1.append(blocks[block])
    return stage1, stage2


def print_array(ctype, name, values):
    values = list(values)
    print(f'\nconst {ctype} {name}[{len(values)}] = {{')
    line = '\t'
    for value in values:
        text = f'{value:#x}, ' if value > 9 else f'{value}, '
        if len(line) + len(text) > 76:
            print(line.rstrip())
            line = '\t'
        line += text
    print(line.rstrip().rstrip(','))
    print('};')


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    data = Database(sys.argv[1])
    print(f'''/*
 * unicode_tables.c: generated by src/tables/unicode-tables.py from the Unicode
 * Character Database {VERSION}; not edited by hand.
 */
#include "core/text/unicode.h"''')
    print_array('uint32_t', 'bc_fold_ascii', ascii_items(data))
    for name, values in (('fold', fold_values), ('nfkd', nfkd_values)):
        pool = Pool()
        stage1, stage2 = two_stages(values(data, pool))
        assert len(stage2) // BLOCK <= 0x10000 and len(pool.items) <= MAPPED
        print_array('uint16_t', f'bc_{name}_blocks', stage1)
        print_array('uint16_t', f'bc_{name}_values', stage2)
        print_array('uint32_t', f'bc_{name}_pool', pool.items)
    print_exact(data)


if __name__ == '__main__':
    main()
