// differ.js: which words of two texts differ (Myers, An O(ND) Difference Algorithm, 1986), with an end to the search: of
// texts that have little in common no more than their beginning and end is compared.

const MOST_TOKENS = 6000, MOST_EDITS = 600;

// One Han character or kana, one run of letters and digits, one run of blanks, or one other character.
const tokens = (text) => text.match(/[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\p{L}\p{N}\p{M}]+|\s+|[^]/gu) ?? [];

// Pairs [from, to] of places in a and b that stay the same in a shortest edit; null where it has too many steps.
function common(a, b) {
  const most = Math.min(MOST_EDITS, a.length + b.length);
  const trace = [];
  let ends = new Map([[1, 0]]);
  for (let d = 0; d <= most; d++) {
    trace.push(new Map(ends));
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && (ends.get(k - 1) ?? -1) < (ends.get(k + 1) ?? -1)) ? ends.get(k + 1) : ends.get(k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      ends.set(k, x);
      if (x >= a.length && x - k >= b.length) return back(trace, a.length, b.length);
    }
  }
  return null;
}

function back(trace, x, y) {
  const same = [];
  for (let d = trace.length - 1; d >= 0; d--) {
    const ends = trace[d];
    const k = x - y;
    const before = k === -d || (k !== d && (ends.get(k - 1) ?? -1) < (ends.get(k + 1) ?? -1)) ? k + 1 : k - 1;
    const beforeX = ends.get(before);
    while (x > beforeX && y > beforeX - before && x > 0 && y > 0) same.push([--x, --y]);
    x = beforeX;
    y = beforeX - before;
  }
  return same;
}

function runs(list, differs) {
  const all = [];
  list.forEach((token, i) => {
    const last = all[all.length - 1];
    if (last && last.differs === differs[i]) last.text += token; else all.push({ text: token, differs: differs[i] });
  });
  return all;
}

// Both texts as runs of { text, differs }.
export function differences(left, right) {
  const a = tokens(left), b = tokens(right);
  const differsA = new Array(a.length).fill(true), differsB = new Array(b.length).fill(true);
  let start = 0, endA = a.length, endB = b.length;
  while (start < endA && start < endB && a[start] === b[start]) { differsA[start] = differsB[start] = false; start++; }
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) { differsA[--endA] = differsB[--endB] = false; }
  const middle = endA - start + endB - start <= MOST_TOKENS ? common(a.slice(start, endA), b.slice(start, endB)) : null;
  for (const [x, y] of middle ?? []) differsA[start + x] = differsB[start + y] = false;
  return [runs(a, differsA), runs(b, differsB)];
}
