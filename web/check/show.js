// show.js: a line in words and marks: its verdict, what was found in it, its texts.
import { el } from './dom.js';
import { atPointer, partsOf } from './texts.js';
import { fieldWords, issueHint, issueWords, kindWords, number, t } from './words.js';

const AT_ONCE = 20000;                          // characters of a text: browsers are slow with long ones

// Pieces of a text and marks, in their order; a mark is { start, stop, class, words }.
function pieces(text, marks) {
  const all = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.start > at) all.push(text.slice(at, mark.start));
    all.push(el('mark', { class: mark.class, id: mark.id },
      el('span', { class: 'quiet', text: t('marked', mark.words) }), text.slice(mark.start, mark.stop),
      el('span', { class: 'tag', 'aria-hidden': 'true', text: mark.words })));
    at = mark.stop;
  }
  if (at < text.length) all.push(text.slice(at));
  return all;
}

// A text with its marks, the beginning of it at first.
function textOf(text, marks, attributes) {
  const box = el('div', { class: 'text', dir: 'auto', ...attributes });
  const fill = (most) => {
    let end = Math.min(most, text.length);
    const over = marks.find((mark) => mark.start < end && mark.stop > end);
    if (over) end = over.stop;
    box.replaceChildren(...pieces(text.slice(0, end), marks.filter((mark) => mark.stop <= end)));
    if (end < text.length) {
      box.append(el('button', { type: 'button', class: 'button small plain', text: t('more_text', number(text.length - end)), onclick: () => fill(end + 10 * AT_ONCE) }));
    }
  };
  fill(AT_ONCE);
  return box;
}

const field = (name, words, text, marks, attributes = {}) =>
  el('div', { class: 'field ' + name }, el('h3', { text: words }), textOf(text, marks, attributes));

// The texts of a record, with what was found in them.
export function fieldsOf(record, findings) {
  const parts = partsOf(record);
  const marksOf = (test) => findings.map((f, i) => [f, i]).filter(([f]) => test(f)).map(([f, i]) =>
    ({ start: f.start16, stop: f.stop16, class: f.family === 'secret' ? 'secret' : 'private', words: kindWords(f.kind), id: 'finding-' + i }));
  const all = [];
  if (parts.history.length !== 0) {
    all.push(el('div', { class: 'turns' }, ...parts.history.flatMap(([question, answer], i) => [
      field('question', t('turn', i + 1) + ' · ' + fieldWords('question'), question, marksOf((f) => f.field === 'question' && f.turn === i + 1)),
      field('answer', t('turn', i + 1) + ' · ' + fieldWords('answer'), answer, marksOf((f) => f.field === 'answer' && f.turn === i + 1)),
    ])));
  }
  for (const name of ['prompt', 'response', 'rejected']) {
    if (parts[name] !== null) all.push(field(name, fieldWords(name), parts[name], marksOf((f) => f.field === name)));
  }
  if (parts.meta !== '') {
    all.push(field('meta', fieldWords('meta'), parts.meta, [], { class: 'text code' }));
    const meta = JSON.parse(parts.meta);
    for (const path of new Set(findings.filter((f) => f.field === 'meta').map((f) => f.path))) {
      const text = atPointer(meta, path);
      if (typeof text === 'string') all.push(field('meta', path, text, marksOf((f) => f.field === 'meta' && f.path === path)));
    }
  }
  return all;
}

function goTo(i) {
  const mark = document.getElementById('finding-' + i);
  if (!mark) return;
  for (const other of document.querySelectorAll('mark.at')) other.classList.remove('at');
  mark.classList.add('at');
  mark.scrollIntoView({ block: 'center' });
}

const whereOf = (finding) => finding.field === 'meta' ? finding.path :
  finding.turn ? t('turn', finding.turn) + ' · ' + fieldWords(finding.field) : fieldWords(finding.field);

// What was found in a record, one a line; the place leads to its mark.
export function pointsOf(report, marked = true) {
  const found = report.findings.map((finding, i) => el('li', { class: finding.family === 'secret' ? 'secret' : 'private' },
    el('span', { class: 'kind', text: kindWords(finding.kind) }), el('code', { text: finding.excerpt, translate: 'no' }),
    marked ? el('button', { type: 'button', class: 'button small plain', text: whereOf(finding), onclick: () => goTo(i) }) :
      el('span', { class: 'where', text: whereOf(finding) })));
  const issues = report.issues.map((issue) => el('li', { class: issue.severity === 'info' ? 'info' : 'quality' },
    el('span', { class: 'kind', text: issueWords(issue.issue) }), el('span', { class: 'where', text: issueHint(issue.issue) })));
  const more = report.all_findings > found.length ? [el('li', { text: t('more_found', number(report.all_findings - found.length)) })] : [];
  return el('ul', { class: 'points' }, ...found, ...more, ...issues);
}

// A line's verdict: what is wrong, where, and what to do about it.
export function verdictOf(report) {
  if (report.verdict === 'ok') return [el('p', { class: 'verdict sound', text: t('sound') })];
  if (report.verdict === 'blank') return [el('p', { class: 'verdict', text: t('is_blank') }), el('p', { class: 'hint', text: t('blank_hint') })];
  const where = [report.path, report.byte_offset === undefined ? null : t('at_byte', number(report.byte_offset))].filter(Boolean).join(' · ');
  return [
    el('p', { class: 'verdict refused' }, report.message, where ? el('small', { class: 'soft', text: ' (' + where + ')' }) : null),
    el('p', { class: 'hint', text: report.hint ?? '' }),
  ];
}

// A refused line as it stands, the place of the fault marked.  The place is in bytes; what is before it tells where that is.
export function rawOf(raw, offset) {
  let at = 0, bytes = 0;
  for (const c of raw) {
    if (offset === undefined || bytes >= offset) break;
    bytes += c.codePointAt(0) < 0x80 ? 1 : c.codePointAt(0) < 0x800 ? 2 : c.codePointAt(0) < 0x10000 ? 3 : 4;
    at += c.length;
  }
  const from = Math.max(0, at - AT_ONCE / 2);
  const fault = offset !== undefined && at < raw.length;
  const length = fault ? String.fromCodePoint(raw.codePointAt(at)).length : 0;
  return el('div', { class: 'field' }, el('h3', { text: t('raw') }), el('div', { class: 'text code', dir: 'auto' },
    from > 0 ? '… ' : '', raw.slice(from, at), fault ? el('mark', { class: 'fault', text: raw.slice(at, at + length) }) : null,
    raw.slice(at + length, at + AT_ONCE / 2), raw.length > at + AT_ONCE / 2 ? ' …' : ''));
}
