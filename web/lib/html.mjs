// HTML by templates. What is put in is text and is escaped, unless it is HTML that a template made.
class Html {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
}

const codes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };
const escape = (text) => String(text).replace(/[&<>"'`]/g, (c) => codes[c]);

const one = (value) => {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(one).join('');
  return escape(value);
};

export function html(parts, ...values) {
  let out = parts[0];
  values.forEach((value, i) => { out += one(value) + parts[i + 1]; });
  return new Html(out);
}

export const nothing = new Html('');
export const joined = (list, between) => list.flatMap((item, i) => (i ? [between, item] : [item]));

// What a text says with characters that nobody sees, or that turn the order of what follows: shown, by name.
const unseen = new Map([
  [0x061c, 'ALM'], [0x200b, 'ZWSP'], [0x200e, 'LRM'], [0x200f, 'RLM'], [0x202a, 'LRE'], [0x202b, 'RLE'], [0x202c, 'PDF'], [0x202d, 'LRO'], [0x202e, 'RLO'],
  [0x2060, 'WJ'], [0x2066, 'LRI'], [0x2067, 'RLI'], [0x2068, 'FSI'], [0x2069, 'PDI'], [0xfeff, 'BOM'],
]);
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;

// The same where there is no place for marks: in a title, in the value of a field.
export const plain = (value) => String(value ?? '').replace(hidden, '');

// The text of a record: escaped, with unseen characters as marks that are not copied along.
export function text(value) {
  const out = [];
  let at = 0;
  for (const m of String(value).matchAll(hidden)) {
    const code = m[0].codePointAt(0);
    out.push(escape(value.slice(at, m.index)));
    out.push(`<span class="unseen" aria-label="U+${code.toString(16).toUpperCase().padStart(4, '0')}">${unseen.get(code) ?? 'U+' + code.toString(16).toUpperCase()}</span>`);
    at = m.index + m[0].length;
  }
  out.push(escape(String(value).slice(at)));
  return new Html(out.join(''));
}
