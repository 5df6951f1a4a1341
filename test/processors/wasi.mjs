// wasi.mjs PROGRAM.wasm [ARG]...: runs a program for WebAssembly as a command, with standard output and files to read.
// The functions of WASI are its own, for node:wasi differs from one version of Node to the next.
import { existsSync, openSync, closeSync, readFileSync, readSync, writeSync } from 'node:fs';

const [, , program, ...args] = process.argv;
const BADF = 8, NOENT = 44, NOSYS = 52;
const ROOT = 3;                         // the folder that wasi-libc opens files in, without the leading slash of their paths
const files = new Map();                // descriptor -> { fd, at }
let memory;

const view = () => new DataView(memory.buffer);
const bytes = (at, n) => new Uint8Array(memory.buffer, at, n);
const text = (at, n) => new TextDecoder().decode(bytes(at, n).slice());

function putList(strings, table, to) {
  for (const string of strings) {
    const data = new TextEncoder().encode(string + '\0');
    view().setUint32(table, to, true);
    bytes(to, data.length).set(data);
    table += 4;
    to += data.length;
  }
  return 0;
}

function putSizes(strings, count, size) {
  view().setUint32(count, strings.length, true);
  view().setUint32(size, strings.reduce((sum, string) => sum + Buffer.byteLength(string) + 1, 0), true);
  return 0;
}

// Calls one(buffer) for each part of an iovec until one comes short; the sum of what it returns goes to total.
function eachPart(parts, n, total, one) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const length = view().getUint32(parts + 8 * i + 4, true);
    const done = length === 0 ? 0 : one(bytes(view().getUint32(parts + 8 * i, true), length));
    sum += done;
    if (done < length) break;
  }
  view().setUint32(total, sum, true);
  return 0;
}

function writeAll(fd, buffer) {
  for (let done = 0; done < buffer.length;) done += writeSync(fd, buffer, done);
  return buffer.length;
}

const strings = [program, ...args];
const wasi = {
  args_sizes_get: (count, size) => putSizes(strings, count, size),
  args_get: (table, to) => putList(strings, table, to),
  environ_sizes_get: (count, size) => putSizes([], count, size),
  environ_get: () => 0,
  proc_exit: (status) => process.exit(status),
  clock_time_get: (clock, precision, at) => {
    view().setBigUint64(at, process.hrtime.bigint(), true);
    return 0;
  },
  fd_prestat_get: (fd, at) => {
    if (fd !== ROOT) return BADF;
    view().setUint32(at, 0, true);
    view().setUint32(at + 4, 1, true);
    return 0;
  },
  fd_prestat_dir_name: (fd, at, n) => {
    bytes(at, n).set(new TextEncoder().encode('/'));
    return 0;
  },
  fd_fdstat_get: (fd, at) => {
    if (fd > 2 && fd !== ROOT && !files.has(fd)) return BADF;
    bytes(at, 24).fill(0);
    view().setUint8(at, fd === ROOT ? 3 : 4);           // a folder, a file
    view().setBigUint64(at + 8, 0xFFFFFFFFFFFFFFFFn, true);
    view().setBigUint64(at + 16, 0xFFFFFFFFFFFFFFFFn, true);
    return 0;
  },
  path_open: (folder, flags, path, n, ways, rights, inherited, mode, at) => {
    const name = text(path, n);
    try {
      const fd = openSync(existsSync(name) ? name : '/' + name, 'r');
      files.set(fd + 100, { fd, at: 0 });
      view().setUint32(at, fd + 100, true);
      return 0;
    } catch {
      return NOENT;
    }
  },
  fd_read: (fd, parts, n, total) => {
    const file = files.get(fd);
    if (!file) return BADF;
    return eachPart(parts, n, total, (buffer) => {
      const got = readSync(file.fd, buffer, 0, buffer.length, file.at);
      file.at += got;
      return got;
    });
  },
  fd_write: (fd, parts, n, total) => fd === 1 || fd === 2 ? eachPart(parts, n, total, (buffer) => writeAll(fd, buffer)) : BADF,
  fd_seek: (fd, offset, whence, at) => {
    const file = files.get(fd);
    if (!file || whence > 1) return NOSYS;
    file.at = Number(offset) + (whence === 1 ? file.at : 0);
    view().setBigUint64(at, BigInt(file.at), true);
    return 0;
  },
  fd_close: (fd) => {
    if (!files.has(fd)) return BADF;
    closeSync(files.get(fd).fd);
    files.delete(fd);
    return 0;
  },
};
const imports = { wasi_snapshot_preview1: new Proxy(wasi, { get: (all, name) => all[name] ?? (() => NOSYS) }) };
const { instance } = await WebAssembly.instantiate(readFileSync(program), imports);
memory = instance.exports.memory;
instance.exports._start();
