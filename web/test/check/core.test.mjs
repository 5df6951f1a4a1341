// core.test.mjs: the core in WebAssembly, as the page's worker has it, gives the bytes that the command gives: on the
// project's own data, on the lines of its test cases, and on real records where there are some.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { ANSWER, CLEANED, CLEANED_BYTES, openCore, REPORT, STYLES } from '../../check/core.js';

const top = fileURLToPath(new URL('../../../', import.meta.url));
const command = process.env.BADCASE_CHECK ?? join(top, 'badcase-check');
const wasm = join(process.env.BUILD ?? join(top, 'build/page'), 'core.wasm');
const skip = !existsSync(wasm) ? 'no core for WebAssembly was built' : !existsSync(command) ? 'no command was built' : false;
const folder = mkdtempSync(join(tmpdir(), 'core-'));
after(() => rmSync(folder, { recursive: true }));

const COMMAND_MOST = 1 << 30;
const run = (args) => {
  try {
    return execFileSync(command, args, { maxBuffer: COMMAND_MOST, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    // 1 says that there is something to mend
    if (error.status === 1) return error.stdout;
    throw new Error(`${args.join(' ')}: ${error.status} ${error.stderr}`);
  }
};

let given = [];
const core = skip ? null : await openCore(readFileSync(wasm), (kind, bytes) => given.push([kind, bytes]));
const out = (kind) => Buffer.concat(given.filter((one) => one[0] === kind).map((one) => one[1]));

// What the worker does with files, cut into pieces of a size.
function checked(files, size, { language = 0, anyFormat = false, cleans = false, style = -1 } = {}) {
  given = [];
  core.begin(language, anyFormat, cleans, style);
  for (const [name, data] of files) {
    core.file(name);
    for (let at = 0; at < data.length; at += size) core.add(data.subarray(at, at + size));
    core.fileEnd();
  }
  core.finish();
}

function cleanedLines() {
  const all = out(CLEANED), lines = [];
  for (let at = 0; at < all.length;) {
    const length = all.readUInt32LE(at + 8);
    at += CLEANED_BYTES;
    lines.push(all.subarray(at, at + length), Buffer.from('\n'));
    at += length;
  }
  return Buffer.concat(lines);
}

function same(actual, expected, what) {
  if (actual.equals(expected)) return;
  const a = actual.toString().split('\n'), b = expected.toString().split('\n');
  const at = a.findIndex((line, i) => line !== b[i]);
  assert.equal(a[at], b[at], `${what}: object ${at + 1}`);
  assert.fail(`${what}: ${actual.length} bytes, ${expected.length} expected`);
}

// Tables of test cases are lines, too, of many kinds of faults.
function data() {
  const files = [];
  const add = (path) => {
    const bytes = path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path);
    const name = basename(path).replace(/\.gz$/, '');
    writeFileSync(join(folder, name), bytes);
    files.push([name, bytes]);
  };
  for (const path of ['demo', 'screening', 'quality']) {
    for (const name of readdirSync(join(top, 'test/data', path)).filter((one) => /\.(jsonl|tsv)$/.test(one)).sort()) add(join(top, 'test/data', path, name));
  }
  if (process.env.BADCASE_DATA) {
    for (const name of readdirSync(process.env.BADCASE_DATA).filter((one) => /\.jsonl(\.gz)?$/.test(one)).sort()) add(join(process.env.BADCASE_DATA, name));
  }
  // each case of screening as a record, an astral character before it
  const cases = readFileSync(join(top, 'test/data/screening/kinds.tsv'), 'utf8').split('\n').slice(1).filter(Boolean)
    .map((line) => line.split('\t')[2]).map((text, i) => JSON.stringify({ prompt: '😀 ' + text, response: `${i}`, history: [[text, '😀😀']], about: { a: ['', text] } })).join('\n');
  writeFileSync(join(folder, 'cases.jsonl'), cases);
  files.push(['cases.jsonl', Buffer.from(cases)]);
  return files;
}

const files = skip ? [] : data();

test('each file alone: the same report as the command, however the file is cut', { skip }, () => {
  for (const file of files) {
    const expected = run(['--json', '--lang', 'en', file[0]]);
    assert.ok(expected.includes('"sums"'));
    for (const size of [524288, 4093]) {
      checked([file], size);
      same(out(REPORT), expected, file[0]);
    }
  }
});

test('in Chinese', { skip }, () => {
  for (const file of files.slice(0, 4)) {
    checked([file], 65536, { language: 1 });
    same(out(REPORT), run(['--json', '--lang', 'zh', file[0]]), file[0]);
  }
});

test('rows of whatever format', { skip }, () => {
  for (const file of files) {
    checked([file], 65536, { anyFormat: true });
    same(out(REPORT), run(['--json', '--lang', 'en', '-f', 'auto', file[0]]), file[0]);
  }
});

test('all files together: duplicates across them', { skip }, () => {
  const expected = run(['--json', '--lang', 'en', ...files.map((file) => file[0])]);
  assert.ok(expected.includes('"duplicate"'));
  checked(files, 100000);
  same(out(REPORT), expected, 'all');
});

test('what is saved: the same lines as the command writes', { skip }, () => {
  for (const file of files) {
    for (const [style, name] of STYLES.entries()) {
      run(['--verdicts', '--near', '0', '--redact', 'out', '--style', name, file[0]]);
      checked([file], 65536, { cleans: true, style });
      same(cleanedLines(), readFileSync(join(folder, 'out')), file[0] + ' ' + name);
    }
  }
});

test('one line by itself: the same verdict as in its file', { skip }, () => {
  for (const file of files.filter((one) => one[1].length < 2000000)) {
    checked([file], 65536);
    const report = out(REPORT).toString().split('\n').filter(Boolean).map((line) => JSON.parse(line)).filter((one) => one.verdict);
    for (const line of report) {
      const bytes = file[1].subarray(line.byte, line.byte + line.bytes);
      given = [];
      core.judge(bytes, 0, false);
      const alone = JSON.parse(out(ANSWER));
      assert.deepEqual({ ...alone, line: line.line, byte: line.byte }, { ...line, file: 0 });
      given = [];
      core.record(bytes, false);
      assert.equal(out(ANSWER).length !== 0, line.verdict === 'ok');
    }
  }
});

test('places in UTF-16 units are those of the text that JavaScript has', { skip }, () => {
  let seen = 0;
  for (const file of files.filter((one) => one[1].length < 2000000)) {
    checked([file], 65536);
    const report = out(REPORT).toString().split('\n').filter(Boolean).map((line) => JSON.parse(line));
    for (const line of report.filter((one) => one.findings)) {
      given = [];
      core.record(file[1].subarray(line.byte, line.byte + line.bytes), false);
      const record = JSON.parse(out(ANSWER));
      for (const found of line.findings) {
        const text = { prompt: record.prompt, response: record.response, rejected: record.rejected, question: record.history?.[found.turn - 1]?.[0],
          answer: record.history?.[found.turn - 1]?.[1], meta: found.path?.split('/').slice(1).reduce((value, step) => value?.[step.replace(/~1/g, '/').replace(/~0/g, '~')], record) }[found.field];
        const units = text.slice(found.start16, found.stop16);
        assert.equal(units, [...text].slice(found.start, found.stop).join(''));
        seen++;
      }
    }
  }
  assert.ok(seen > 100, `${seen} findings`);
});

test('words for all that the page names, in both languages', { skip }, () => {
  const both = [0, 1].map((language) => {
    given = [];
    core.words(language);
    return JSON.parse(out(ANSWER));
  });
  for (const group of ['codes', 'kinds', 'issues', 'files']) {
    assert.deepEqual(Object.keys(both[0][group]), Object.keys(both[1][group]));
    for (const name of Object.keys(both[0][group])) for (const words of both) assert.ok(words[group][name].words, `${group} ${name}`);
  }
});

test('the core asks for nothing but what the page gives it', { skip }, async () => {
  const module = await WebAssembly.compile(readFileSync(wasm));
  assert.deepEqual(WebAssembly.Module.imports(module).map((one) => `${one.module}.${one.name}`).sort(),
    ['page.take', 'wasi_snapshot_preview1.fd_close', 'wasi_snapshot_preview1.fd_seek', 'wasi_snapshot_preview1.fd_write']);
});
