// beside.js: two records side by side, what differs marked.
import { differences } from './differ.js';
import { el } from './dom.js';
import { partsOf } from './texts.js';
import { fieldWords, t } from './words.js';

const MOST = 20000;

const column = (title, texts, action) => el('div', {}, el('h4', {}, title), ...texts.map(([name, runs]) =>
  el('div', { class: 'field ' + name }, el('h3', { text: fieldWords(name) }),
    el('div', { class: 'text', dir: 'auto' }, ...runs.map((run) => run.differs ? el('mark', { class: 'differs', text: run.text }) : run.text)))), action);

// title, the two lines' titles, their records, and what leads to the other line.
export function besideOf(title, titles, records, action) {
  const [left, right] = records.map(partsOf);
  const texts = [[], []];
  for (const name of ['prompt', 'response', 'rejected']) {
    if (left[name] === null && right[name] === null) continue;
    const [a, b] = differences((left[name] ?? '').slice(0, MOST), (right[name] ?? '').slice(0, MOST));
    texts[0].push([name, a]);
    texts[1].push([name, b]);
  }
  return el('div', { class: 'beside' }, el('h3', { text: title }), el('p', { class: 'soft', text: t('beside_about') }),
    column(titles[0], texts[0]), column(titles[1], texts[1], action));
}
