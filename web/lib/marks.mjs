// A text with spans marked in it. The database counts characters as PostgreSQL does, by code point; JavaScript by UTF-16.
import { html, text } from './html.mjs';

// More spans than anybody looks at are counted, not shown.
const most = 2000;

function units(value, points) {
  const at = new Map();
  const wanted = [...new Set(points)].sort((a, b) => a - b);
  let point = 0, next = 0, unit = 0;
  while (next < wanted.length) {
    while (next < wanted.length && wanted[next] <= point) at.set(wanted[next++], unit);
    if (unit >= value.length) break;
    unit += value.codePointAt(unit) > 0xffff ? 2 : 1;
    point++;
  }
  while (next < wanted.length) at.set(wanted[next++], value.length);
  return at;
}

// spans: { start, stop, label, kind }; where they lie on each other, the first that begins has the place.
export function marked(value, spans) {
  const kept = spans.filter((s) => Number.isInteger(s.start) && Number.isInteger(s.stop) && s.stop > s.start && s.start >= 0).slice(0, most);
  if (!kept.length) return text(value);
  const at = units(value, kept.flatMap((s) => [s.start, s.stop]));
  const out = [];
  let done = 0;
  for (const s of kept.sort((a, b) => a.start - b.start || b.stop - a.stop)) {
    const from = Math.max(at.get(s.start), done), to = at.get(s.stop);
    if (to <= from) continue;
    out.push(text(value.slice(done, from)));
    out.push(html`<mark class="${s.kind ?? 'found'}" title="${s.label}">${text(value.slice(from, to))}<span class="sr"> (${s.label})</span></mark>`);
    done = to;
  }
  out.push(text(value.slice(done)));
  return out;
}
