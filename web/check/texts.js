// texts.js: the members of a record as they are written, so that what is not edited stays the same characters: JSON.parse
// would round its numbers.

// The end of the JSON value that begins at at; the text is sound JSON.
function valueEnd(text, at) {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text[i];
    if (c === '"') {
      for (i++; text[i] !== '"'; i++) if (text[i] === '\\') i++;
      if (depth === 0) return i + 1;
    } else if (c === '{' || c === '[') {
      depth++;
    } else if (c === '}' || c === ']') {
      if (depth === 0) return i;
      if (--depth === 0) return i + 1;
    } else if (c === ',' && depth === 0) {
      return i;
    }
  }
  return text.length;
}

// A record's text output as { prompt, response, history, rejected, meta }: strings, pairs, and meta as it is written.
export function partsOf(record) {
  const parts = { prompt: '', response: '', history: [], rejected: null, meta: '' };
  const others = [];
  let at = 1;
  while (record[at] === '"' || record[at] === ' ' || record[at] === ',') {
    if (record[at] !== '"') { at++; continue; }
    const keyEnd = valueEnd(record, at);
    const key = JSON.parse(record.slice(at, keyEnd));
    const from = keyEnd + record.slice(keyEnd).match(/^\s*:\s*/)[0].length;
    const to = valueEnd(record, from);
    if (Object.hasOwn(parts, key) && key !== 'meta') parts[key] = JSON.parse(record.slice(from, to));
    else others.push(record.slice(at, to));
    at = to;
  }
  if (others.length !== 0) parts.meta = '{' + others.join(', ') + '}';
  return parts;
}

// The line that holds such parts; null where meta is no object.
export function lineOf({ prompt, response, history, rejected, meta }) {
  const members = ['"prompt": ' + JSON.stringify(prompt), '"response": ' + JSON.stringify(response)];
  if (history.length !== 0) members.push('"history": [' + history.map((turn) => '[' + turn.map((one) => JSON.stringify(one)).join(', ') + ']').join(', ') + ']');
  if (rejected !== null) members.push('"rejected": ' + JSON.stringify(rejected));
  const others = meta.trim();
  if (others !== '') {
    try {
      const value = JSON.parse(others);
      if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
      if (Object.keys(value).length !== 0) members.push(others.slice(1, -1).replace(/[\r\n]/g, ' ').trim());
    } catch {
      return null;
    }
  }
  return '{' + members.join(', ') + '}';
}

// The string of meta at a pointer (RFC 6901); undefined where there is none.
export function atPointer(value, pointer) {
  for (const step of pointer.split('/').slice(1)) value = value?.[step.replace(/~1/g, '/').replace(/~0/g, '~')];
  return value;
}
