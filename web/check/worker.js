// worker.js: the page's workers.  Each has a core of its own and does what the page asks: one checks the files, one answers
// about single lines, one makes the file to be saved.  A question has an id, and so has its answer.
import { ANSWER, CLEANED, CLEANED_BYTES, DUPLICATES, DUPLICATE_BYTES, FILES, FILE_BYTES, openCore, REPORT, ROWS, ROW_BYTES } from './core.js';

const FIRST_PIECE = 65536, PIECE = 524288;      // the first is small, for the first verdicts to come at once
const PROBE = 262144;
const AT_ONCE = 65536 * DUPLICATE_BYTES;         // all of them come at the end: the page takes some between two frames
const HEAD = 4096, LONG = 1048576;              // of a longer line only the head is looked at for the list

let core;
let pieces = [];                                // what the core gave since the last look: [kind, bytes]

const encode = (text) => new TextEncoder().encode(text);
const decode = (bytes) => new TextDecoder().decode(bytes);
const read = async (file, from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer());

function taken(kind) {
  const all = pieces.filter((piece) => piece[0] === kind).map((piece) => piece[1]);
  pieces = pieces.filter((piece) => piece[0] !== kind);
  return all;
}

function joined(all) {
  if (all.length === 1) return all[0];
  const bytes = new Uint8Array(all.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of all) {
    bytes.set(one, at);
    at += one.length;
  }
  return bytes;
}

// Feeds the files to the core, and tells after each piece how many bytes it has had.
async function feed(files, told) {
  let had = 0;
  for (const file of files) {
    core.file(file.name);
    for (let at = 0; at < file.size;) {
      const piece = await read(file, at, at + (had < PIECE ? FIRST_PIECE : PIECE));
      core.add(piece);
      at += piece.length;
      had += piece.length;
      told(had);
    }
    core.fileEnd();
    told(had);
  }
}

// How many of the first lines are records when they are read so.
async function sound(files, anyFormat) {
  let n = 0;
  for (const file of files.slice(0, 8)) {
    const head = await read(file, 0, PROBE);
    const end = file.size > PROBE ? head.lastIndexOf(10) + 1 : head.length;
    core.begin(0, anyFormat);
    core.file('');
    core.add(head.subarray(0, end));
    core.fileEnd();
    for (const rows of taken(ROWS)) {
      const view = new DataView(rows.buffer);
      for (let at = 20; at < rows.length; at += ROW_BYTES) if ((view.getUint32(at, true) & 3) === 0) n++;
    }
    pieces = [];
  }
  return n;
}

const jobs = {
  // Lines are read as records, unless most of the first rows are of another format.
  async check({ files, language }, tell) {
    const anyFormat = 2 * await sound(files, false) < await sound(files, true);
    const report = [];
    let kept = [], keptBytes = 0;
    const keep = (least) => {
      if (keptBytes <= least) return;
      report.push(new Blob(kept));
      kept = [];
      keptBytes = 0;
    };
    const told = (had) => {
      for (const bytes of taken(REPORT)) {
        kept.push(bytes);
        keptBytes += bytes.length;
      }
      keep(4 * LONG);
      const faults = [];
      const view = new DataView(joined(taken(FILES)).buffer);
      for (let at = 0; at < view.byteLength; at += FILE_BYTES) {
        const fault = view.getUint32(at + 4, true);
        if (fault !== 0) faults.push([view.getUint32(at, true), core.faultName(fault)]);
      }
      const duplicates = joined(taken(DUPLICATES));
      tell({ had, rows: joined(taken(ROWS)), duplicates: duplicates.slice(0, AT_ONCE), faults });
      for (let at = AT_ONCE; at < duplicates.length; at += AT_ONCE) {
        tell({ had, rows: new Uint8Array(0), duplicates: duplicates.slice(at, at + AT_ONCE), faults: [] });
      }
    };
    tell({ anyFormat });
    core.begin(language, anyFormat);
    await feed(files, told);
    tell({ comparing: true });
    core.finish();
    const end = decode(pieces.findLast((piece) => piece[0] === REPORT)[1]).trimEnd();
    const { sums } = JSON.parse(end.slice(end.lastIndexOf('\n') + 1));
    const total = files.reduce((sum, file) => sum + file.size, 0);
    told(total);
    keep(0);
    return { report: new Blob(report), sums };
  },

  // For the list: the beginning of each line's text, and what its verdict is.
  async rows({ lines, language, anyFormat }) {
    const answers = [];
    for (const line of lines) {
      if (line.text === undefined && line.bytes > LONG) {
        answers.push({ start: decode(await read(line.file, line.byte, line.byte + HEAD)), report: null });
        continue;
      }
      const bytes = line.text !== undefined ? encode(line.text) : await read(line.file, line.byte, line.byte + line.bytes);
      const { report, record } = look(bytes, language, anyFormat);
      answers.push({ start: record === null ? decode(bytes.subarray(0, HEAD)) : JSON.parse(record).prompt.slice(0, HEAD), report });
    }
    return answers;
  },

  // All of one line.
  async line({ line, language, anyFormat }) {
    const bytes = line.text !== undefined ? encode(line.text) : await read(line.file, line.byte, line.byte + line.bytes);
    return { ...look(bytes, language, anyFormat), raw: decode(bytes), size: bytes.length };
  },

  // A line's record with its personal data and secrets taken out.
  async redact({ line, anyFormat, style }) {
    const bytes = line.text !== undefined ? encode(line.text) : await read(line.file, line.byte, line.byte + line.bytes);
    return redacted(bytes, anyFormat, style);
  },

  async words() {
    return [0, 1].map((language) => {
      core.words(language);
      return JSON.parse(decode(joined(taken(ANSWER))));
    });
  },

  // The file to be saved: records as they came, or with another text, redacted if that is asked for (style -1: not).
  async save({ files, starts, anyFormat, style, texts, leftOut }, tell) {
    const parts = [];
    const sums = { lines: 0, changed: 0 };
    let next = 0;
    const put = (bytes) => { parts.push(bytes, encode('\n')); sums.lines++; };
    // what was written in place of lines before the row
    const putTexts = (before) => {
      for (; next < texts.length && texts[next][0] < before; next++) {
        const text = redacted(encode(texts[next][1]), false, style);
        if (text === null || leftOut.has(texts[next][0])) continue;
        put(encode(text));
        sums.changed++;
      }
    };
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const blobs = [];
    core.begin(0, anyFormat, true, style);
    await feed(files, (had) => {
      const all = joined(taken(CLEANED));
      const view = new DataView(all.buffer);
      pieces = [];
      for (let at = 0; at < all.length;) {
        const row = starts[view.getUint32(at, true)] + view.getUint32(at + 4, true) - 1;
        const length = view.getUint32(at + 8, true);
        at += CLEANED_BYTES;
        putTexts(row);
        if (next < texts.length && texts[next][0] === row) putTexts(row + 1);
        else if (!leftOut.has(row)) put(all.subarray(at, at + length));
        at += length;
      }
      blobs.push(new Blob(parts.splice(0)));
      tell({ share: had / Math.max(total, 1) });
    });
    putTexts(Infinity);
    return { ...sums, blob: new Blob([...blobs, ...parts], { type: 'application/x-ndjson' }) };
  },
};

function look(bytes, language, anyFormat) {
  core.judge(bytes, language, anyFormat);
  const report = { findings: [], issues: [], ...JSON.parse(decode(joined(taken(ANSWER)))) };
  const flags = new DataView(joined(taken(ROWS)).buffer).getUint32(20, true);
  let record = null;
  if ((flags & 3) === 0) {
    core.record(bytes, anyFormat);
    record = decode(joined(taken(ANSWER)));
  }
  pieces = [];
  return { report, flags, record };
}

function redacted(bytes, anyFormat, style) {
  core.record(bytes, anyFormat, style);
  const all = taken(ANSWER);
  return all.length === 0 ? null : decode(joined(all));
}

async function answer({ data }) {
  const { id, job, ...rest } = data;
  const tell = (news) => postMessage({ id, news });
  try {
    if (job === 'open') {
      core = await openCore(rest.core, (kind, bytes) => pieces.push([kind, bytes]));
      postMessage({ id, answer: { version: core.version, rules: core.rules } });
    } else {
      postMessage({ id, answer: await jobs[job](rest, tell) });
    }
  } catch (error) {
    pieces = [];
    postMessage({ id, fault: /^memory$|allocation failed/.test(error.message) ? 'no_memory' :
      error.name === 'NotReadableError' || error.name === 'NotFoundError' ? 'unreadable' : 'failed', what: String(error.message) });
  }
}

// one after another: the core does one thing at a time, and some wait for the file
let last = Promise.resolve();
onmessage = (event) => { last = last.then(() => answer(event)); };
