// rows.js: what is known of each line, in flat arrays: a file may have millions of them.
import { DUPLICATE_BYTES, EDITED, FROM_CORE, LEFT_OUT, PRIVATE, REDACTED, REFUSED, REPEATED, ROW_BYTES, SECRET, SEVERITY,
  SIMILAR, SOUND, VERDICT, WARN } from './core.js';

// An edited line is another than the one that was compared.
export const isRepeated = (flags) => (flags & (REPEATED | EDITED)) === REPEATED;
export const isSimilar = (flags) => (flags & (SIMILAR | EDITED)) === SIMILAR;

// What may be shown alone.
export const filters = {
  all: () => true,
  refused: (flags) => (flags & VERDICT) === REFUSED,
  private: (flags) => (flags & PRIVATE) !== 0,
  secret: (flags) => (flags & SECRET) !== 0,
  quality: (flags) => (flags & SEVERITY) >= WARN,
  repeated: isRepeated,
  similar: isSimilar,
  clean: (flags) => (flags & VERDICT) === SOUND && (flags & (PRIVATE | SECRET)) === 0 && (flags & SEVERITY) < WARN && !isRepeated(flags) && !isSimilar(flags),
  changed: (flags) => (flags & (EDITED | REDACTED | LEFT_OUT)) !== 0,
};
const names = Object.keys(filters);

// For each value of the flags the filters that it passes, a bit each: rows are counted and chosen by it.
const passes = new Uint16Array(2 * LEFT_OUT);
for (let flags = 0; flags < passes.length; flags++) {
  names.forEach((name, bit) => { if (filters[name](flags)) passes[flags] |= 1 << bit; });
}

export class Rows {
  constructor() {
    this.count = 0;
    this.starts = [];                           // of each file, the number of its first row
    this.byte = new Float64Array(1024);
    this.bytes = new Float64Array(1024);
    this.flags = new Uint16Array(1024);
    this.of = new Int32Array(1024).fill(-1);    // the row that this one repeats or is similar to
    this.similarity = new Uint16Array(1024);
    this.counts = Object.fromEntries(names.map((name) => [name, 0]));
    this.filter = 'all';
    this.shown = new Uint32Array(1024);
    this.shownCount = 0;
  }

  room(n) {
    const size = this.flags.length;
    if (this.count + n <= size) return;
    const larger = (old, fill) => {
      const array = new old.constructor(Math.max(2 * size, this.count + n));
      if (fill) array.fill(fill);
      array.set(old);
      return array;
    };
    this.byte = larger(this.byte);
    this.bytes = larger(this.bytes);
    this.flags = larger(this.flags);
    this.of = larger(this.of, -1);
    this.similarity = larger(this.similarity);
    this.shown = larger(this.shown);
  }

  // Rows as core.c writes them, in their order.
  add(packed) {
    const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    this.room(packed.length / ROW_BYTES);
    for (let at = 0; at < packed.length; at += ROW_BYTES) {
      this.start(view.getUint32(at + 16, true));
      this.one(view.getFloat64(at, true), view.getFloat64(at + 8, true), view.getUint32(at + 20, true));
    }
  }

  // The next rows are of this file.
  start(file) {
    while (this.starts.length <= file) this.starts.push(this.count);
  }

  one(byte, bytes, flags) {
    this.room(1);
    const row = this.count++;
    this.byte[row] = byte;
    this.bytes[row] = bytes;
    this.flags[row] = flags;
    names.forEach((name, bit) => { this.counts[name] += passes[flags] >> bit & 1; });
    if (passes[flags] >> names.indexOf(this.filter) & 1) this.shown[this.shownCount++] = row;
    return row;
  }

  addDuplicates(packed) {
    const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    const rowAt = (at) => this.starts[view.getUint32(at, true)] + view.getUint32(at + 4, true) - 1;
    const NEARLY = 2;
    for (let at = 0; at < packed.length; at += DUPLICATE_BYTES) {
      const row = rowAt(at), of = rowAt(at + 8);
      const near = view.getUint32(at + 16, true) === NEARLY;
      this.of[row] = of;
      this.similarity[row] = view.getUint32(at + 20, true);
      this.flags[row] |= near ? SIMILAR : REPEATED;
      if (near) this.flags[of] |= SIMILAR;
    }
    if (packed.length !== 0) this.again();
  }

  // After flags have changed.
  again() {
    const often = new Uint32Array(passes.length);
    const bit = 1 << names.indexOf(this.filter);
    this.shownCount = 0;
    for (let row = 0; row < this.count; row++) {
      const flags = this.flags[row];
      often[flags]++;
      if (passes[flags] & bit) this.shown[this.shownCount++] = row;
    }
    names.forEach((name, place) => {
      this.counts[name] = often.reduce((sum, n, flags) => sum + (passes[flags] >> place & 1) * n, 0);
    });
  }

  show(filter) {
    this.filter = filter;
    this.again();
  }

  // Sets a row's flags of the core, and some of the page's.
  set(row, fromCore, on, off) {
    this.flags[row] = (this.flags[row] & ~FROM_CORE & ~off) | (fromCore & FROM_CORE) | on;
    this.again();
  }

  // Is a row left out where repeated ones are not wanted? One that repeats a line which does not stay as it was is the first now.
  leavesOut(row, repeatedToo) {
    if (this.flags[row] & LEFT_OUT) return true;
    return repeatedToo && isRepeated(this.flags[row]) && (this.flags[this.of[row]] & (EDITED | LEFT_OUT)) === 0;
  }

  fileOf(row) {
    let file = this.starts.length - 1;
    while (file > 0 && this.starts[file] > row) file--;
    return file;
  }

  lineOf(row) {
    return row - this.starts[this.fileOf(row)] + 1;
  }

  // Where a row stands among those that are shown, or where it would.
  placeOf(row) {
    let low = 0, high = this.shownCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.shown[middle] < row) low = middle + 1; else high = middle;
    }
    return low;
  }

  // Rows that are similar to the row, at most so many, the first of the group in front.
  similarTo(row, most) {
    const found = [];
    if (this.flags[row] & EDITED) return found;
    const repeats = isRepeated(this.flags[row]);
    const first = this.of[row] >= 0 ? this.of[row] : row;
    if (first !== row) found.push(first);
    if (repeats) return found;
    for (let other = 0; other < this.count && found.length < most; other++) {
      if (this.of[other] === first && other !== row && isSimilar(this.flags[other])) found.push(other);
    }
    return found;
  }
}
