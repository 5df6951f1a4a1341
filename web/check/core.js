// core.js: the core, which core.c exports, to JavaScript.  What it gives comes to take(kind, bytes): a copy, its own.

export const REPORT = 0, ROWS = 1, DUPLICATES = 2, FILES = 3, CLEANED = 4, ANSWER = 5;
export const ROW_BYTES = 24, DUPLICATE_BYTES = 24, FILE_BYTES = 8, CLEANED_BYTES = 12;

// Flags of a row, as core.c sets them, and those that the page adds.
export const VERDICT = 3, SOUND = 0, REFUSED = 1, BLANK = 2;
export const PRIVATE = 4, SECRET = 8, SEVERITY = 48, WARN = 32;
export const REPEATED = 64, SIMILAR = 128, EDITED = 256, REDACTED = 512, LEFT_OUT = 1024;
export const FROM_CORE = VERDICT | PRIVATE | SECRET | SEVERITY;

export const STYLES = ['label', 'mask', 'remove'];
// what the core would write to a disk is kept in memory here
const NO_MEMORY = [2, 3];

export async function openCore(bytes, take) {
  let memory;
  const NOSYS = 52;
  const imports = {
    page: { take: (kind, at, length) => take(kind, new Uint8Array(memory.buffer, at, length).slice()) },
    // nothing that the core does ends here
    wasi_snapshot_preview1: { fd_close: () => NOSYS, fd_seek: () => NOSYS, fd_write: () => NOSYS },
  };
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  const calls = instance.exports;
  memory = calls.memory;
  calls._initialize();

  const need = (result) => {
    if (NO_MEMORY.includes(result)) throw new Error('memory');
    if (result !== 0) throw new Error('result ' + result);
  };
  const string = (at) => {
    const all = new Uint8Array(memory.buffer);
    return new TextDecoder().decode(all.slice(at, all.indexOf(0, at)));
  };
  // Calls one(at, length) with the bytes in the core's memory.
  const given = (data, one) => {
    const at = calls.resize(0, Math.max(data.length, 1));
    if (at === 0) throw new Error('memory');
    new Uint8Array(memory.buffer, at, data.length).set(data);
    try { return need(one(at, data.length)); } finally { calls.resize(at, 0); }
  };

  return {
    version: string(calls.version()),
    rules: calls.rule_version(),
    begin: (language, anyFormat, cleans = false, style = -1) => need(calls.check_begin(language, anyFormat, cleans, style)),
    file: (name) => given(new TextEncoder().encode(name), (at, length) => calls.check_file(at, length)),
    add: (data) => {
      const at = calls.check_room(data.length);
      if (at === 0) throw new Error('memory');
      new Uint8Array(memory.buffer, at, data.length).set(data);
      need(calls.check_added(data.length));
    },
    fileEnd: () => need(calls.check_file_end()),
    finish: () => need(calls.check_finish()),
    judge: (line, language, anyFormat) => given(line, (at, length) => calls.line_judge(at, length, language, anyFormat)),
    record: (line, anyFormat, style = -1) => given(line, (at, length) => calls.line_record(at, length, anyFormat, style)),
    words: (language) => need(calls.words(language)),
    faultName: (fault) => string(calls.file_fault_name(fault)),
  };
}
