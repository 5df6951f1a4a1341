// parts.test.mjs: the page's parts that need no browser: a record's members as they are written, words that differ, rows
// and filters, words in both languages.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { differences } from '../../check/differ.js';
import { EDITED, LEFT_OUT, PRIVATE, REFUSED, REPEATED, ROW_BYTES, SECRET, SIMILAR } from '../../check/core.js';
import { Rows } from '../../check/rows.js';
import { atPointer, lineOf, partsOf } from '../../check/texts.js';

const sources = new URL('../../check/', import.meta.url);
const read = (name) => readFileSync(new URL(name, sources), 'utf8');

test('what is not edited stays the same characters', () => {
  for (const record of [
    '{"prompt": "a", "response": "b"}',
    '{"prompt": "a\\"}, {", "response": "\\\\", "history": [["q", "a"], ["", "]"]], "rejected": ""}',
    '{"prompt": "提示", "response": "回答", "id": 12345678901234567890, "x": 1E400, "y": 0.10, "z": {"prompt": ["}"]}, "": null}',
    '{"prompt": "a", "response": "b", "meta": {"meta": true}, "__proto__": 1, "constructor": "c"}',
    '{"prompt": "a\\n\\u0001", "response": "\u2028\ud83d\ude00"}',
  ]) assert.equal(lineOf(partsOf(record)), record);
});

test('meta that is edited must be one object', () => {
  const parts = partsOf('{"prompt": "a", "response": "b", "k": 1}');
  assert.equal(parts.meta, '{"k": 1}');
  for (const meta of ['[1]', '1', 'null', '{"k": }', '{"k": 1} {']) assert.equal(lineOf({ ...parts, meta }), null);
  assert.equal(lineOf({ ...parts, meta: ' {\n"k": 2.50\n} ' }), '{"prompt": "a", "response": "b", "k": 2.50}');
  assert.equal(lineOf({ ...parts, meta: '{ }' }), '{"prompt": "a", "response": "b"}');
  assert.equal(lineOf({ ...parts, meta: '' }), '{"prompt": "a", "response": "b"}');
});

test('a pointer leads to a string of meta', () => {
  const meta = { 'a/b': { 'c~d': ['x', { '': 'here' }] } };
  assert.equal(atPointer(meta, '/a~1b/c~0d/1/'), 'here');
  assert.equal(atPointer(meta, '/none/0'), undefined);
});

const told = (runs) => runs.map((run) => run.differs ? '[' + run.text + ']' : run.text).join('');

test('words that differ', () => {
  const cases = [
    ['the cat sat', 'the dog sat', 'the [cat] sat', 'the [dog] sat'],
    ['今天下雨', '今天下雪了', '今天下[雨]', '今天下[雪了]'],
    ['same', 'same', 'same', 'same'],
    ['', 'new', '', '[new]'],
    ['a b c d e', 'x b c y e', '[a] b c [d] e', '[x] b c [y] e'],
    ['one two three', 'three two one', null, null],
  ];
  for (const [a, b, left, right] of cases) {
    const [x, y] = differences(a, b);
    assert.equal(x.map((run) => run.text).join(''), a);
    assert.equal(y.map((run) => run.text).join(''), b);
    // what is the same is the same on both sides
    assert.equal(x.filter((run) => !run.differs).map((run) => run.text).join(''), y.filter((run) => !run.differs).map((run) => run.text).join(''));
    if (left !== null) assert.deepEqual([told(x), told(y)], [left, right]);
  }
});

test('texts with little in common are compared in bounded time', () => {
  const long = (n) => Array.from({ length: 20000 }, (_, i) => 'w' + i * n).join(' ');
  const [x, y] = differences(long(7), long(11));
  assert.ok(x.length > 0 && y.length > 0);
});

function packed(list) {
  const bytes = new Uint8Array(list.length * ROW_BYTES);
  const view = new DataView(bytes.buffer);
  list.forEach(([file, byte, length, flags], i) => {
    view.setFloat64(i * ROW_BYTES, byte, true);
    view.setFloat64(i * ROW_BYTES + 8, length, true);
    view.setUint32(i * ROW_BYTES + 16, file, true);
    view.setUint32(i * ROW_BYTES + 20, flags, true);
  });
  return bytes;
}

const shown = (rows) => [...rows.shown.subarray(0, rows.shownCount)];

test('rows, filters and sums', () => {
  const rows = new Rows();
  rows.add(packed([[0, 0, 10, 0], [0, 11, 5, REFUSED], [0, 17, 0, 2]]));
  rows.show('private');
  rows.add(packed([[0, 18, 9, PRIVATE | SECRET | 32], [2, 0, 7, PRIVATE], [2, 8, 7, 16]]));
  assert.deepEqual(shown(rows), [3, 4]);
  assert.deepEqual(rows.counts, { all: 6, refused: 1, private: 2, secret: 1, quality: 1, repeated: 0, similar: 0, clean: 2, changed: 0 });
  assert.deepEqual([rows.fileOf(2), rows.lineOf(2), rows.fileOf(4), rows.lineOf(4)], [0, 3, 2, 1]);
  const duplicates = new Uint8Array(48);
  new Uint32Array(duplicates.buffer).set([2, 1, 0, 4, 0, 1000, 2, 2, 0, 1, 2, 812]);
  rows.addDuplicates(duplicates);
  assert.deepEqual([rows.counts.repeated, rows.counts.similar], [1, 2]);
  assert.deepEqual([rows.flags[4] & REPEATED, rows.flags[5] & SIMILAR, rows.flags[0] & SIMILAR], [REPEATED, SIMILAR, SIMILAR]);
  assert.deepEqual([rows.similarTo(0, 9), rows.similarTo(5, 9), rows.similarTo(4, 9), rows.similarTo(1, 9)], [[5], [0], [3], []]);
  assert.deepEqual([rows.leavesOut(4, true), rows.leavesOut(4, false), rows.leavesOut(5, true)], [true, false, false]);
  // where the first one is edited, the one that repeated it is the first
  const before = rows.flags[3];
  rows.set(3, 0, EDITED, 0);
  assert.deepEqual([rows.leavesOut(4, true), rows.counts.repeated], [false, 1]);
  rows.flags[3] = before;
  rows.set(4, 0, EDITED, 0);
  assert.deepEqual([rows.leavesOut(4, true), rows.counts.repeated, rows.similarTo(4, 9)], [false, 0, []]);
  rows.set(4, PRIVATE, 0, EDITED);
  assert.equal(rows.counts.repeated, 1);
  rows.set(1, 0, EDITED, 0);
  rows.set(0, rows.flags[0], LEFT_OUT, 0);
  rows.show('changed');
  assert.deepEqual(shown(rows), [0, 1]);
  assert.equal(rows.counts.refused, 0);
  assert.equal(rows.placeOf(1), 1);
});

test('more rows than there was room for', () => {
  const rows = new Rows();
  for (let i = 0; i < 100; i++) rows.add(packed(Array.from({ length: 100 }, (_, k) => [0, 100 * i + k, 1, k % 3])));
  assert.equal(rows.count, 10000);
  assert.equal(rows.counts.refused, 3300);
  assert.equal(rows.byte[9999], 9999);
  assert.equal(rows.of[9999], -1);
});

test('every word is there and is used', () => {
  const words = read('words.js');
  const defined = [...words.slice(0, words.indexOf('const fields')).matchAll(/^ {2}([a-z_]+): \[/gm)].map((match) => match[1]);
  const rest = readdirSync(sources).filter((name) => /\.(js|html)$/.test(name) && name !== 'words.js').map(read).join('\n');
  assert.ok(defined.length > 50);
  assert.deepEqual(defined.filter((key) => !new RegExp(`['"]${key}['"]|\\b${key}: t\\(`).test(rest)), []);
  const asked = [...rest.matchAll(/\bt\('([a-z_]+)'/g), ...rest.matchAll(/data-(?:t|label)="([a-z_]+)"/g)].map((match) => match[1]);
  assert.deepEqual(asked.filter((key) => !defined.includes(key)), []);
});

test('texts become nothing but text', () => {
  for (const name of readdirSync(sources).filter((one) => one.endsWith('.js'))) {
    assert.doesNotMatch(read(name), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|\.src\s*=|DOMParser|createContextualFragment|fetch\(|XMLHttpRequest|WebSocket|sendBeacon/, name);
  }
});
