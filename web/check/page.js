// page.js: the page: what is dropped on it, what it shows of that, what keys do.
import { Clerk } from './clerk.js';
import { REDACTED } from './core.js';
import { uncover } from './cover.js';
import { $, el } from './dom.js';
import { exampleFile } from './example.js';
import { language, setCoreWords, setLanguage, t } from './words.js';
import { SHOWN, Work } from './work.js';

const page = { clerk: null, work: null, about: null };

function leave() {
  return !page.work?.unsaved || window.confirm(t('again_sure'));
}

function begin(files) {
  if (!leave()) return;
  page.work?.end();
  uncover();
  $('intake').hidden = true;
  $('work').hidden = false;
  page.work = new Work(files, page.clerk, (work) => page.work === work);
  page.work.draw();
  if (files.length !== 0) page.work.check(); else page.work.state = 'written';
  $('name').focus();
}

function intake() {
  if (!leave()) return;
  page.work?.end();
  page.work = null;
  uncover();
  $('work').hidden = true;
  $('intake').hidden = false;
  $('file').value = '';
  $('file').focus();
}

const KEYS = [['j k ↑ ↓', 'keys_move'], ['Enter', 'keys_open'], ['e', 'keys_edit'], ['r', 'keys_redact'], ['x', 'keys_drop'], ['u', 'keys_undo'],
  ['1 – 8', 'keys_filter'], ['Esc', 'keys_back']];

function speak(name) {
  setLanguage(name);
  document.documentElement.lang = name === 'zh' ? 'zh-CN' : 'en';
  document.title = t('title') + ' · badcase';
  for (const one of document.querySelectorAll('[data-t]')) one.textContent = t(one.dataset.t);
  for (const one of document.querySelectorAll('[data-label]')) one.setAttribute('aria-label', t(one.dataset.label));
  for (const one of document.querySelectorAll('[data-language]')) one.setAttribute('aria-pressed', one.dataset.language === name);
  $('keys').replaceChildren(...KEYS.map(([keys, words]) => el('div', {}, el('dt', {}, ...keys.split(' ').map((key) => key === '–' ? ' – ' : el('kbd', { text: key }))),
    el('dd', { text: t(words) }))));
  if (page.about) $('version').textContent = t('version', page.about.version, page.about.rules);
  const { work } = page;
  if (!work) return;
  work.list.known.clear();
  work.later();
  if (work.detail.row < 0) work.detail.empty(); else if (!work.detail.editing) work.detail.show(work.detail.row);
}

function key(event) {
  const { work } = page;
  const writing = /^(TEXTAREA|INPUT|SELECT)$/.test(event.target.tagName);
  if (!work || writing || $('saving').open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!event.target.closest('.panes')) return;
  const row = work.list.chosen;
  const acts = {
    j: () => { const next = work.list.further(1); if (next >= 0) work.choose(next); },
    k: () => { const next = work.list.further(-1); if (next >= 0) work.choose(next); },
    e: () => { if (row >= 0) { work.read(); work.detail.edit(); } },
    r: () => { if (row >= 0) { if (work.rows.flags[row] & REDACTED) work.restore(row); else work.redact(row); } },
    x: () => { if (row >= 0) work.leaveOut(row); },
    u: () => work.undo(),
    Escape: () => work.back(),
  };
  const act = acts[event.key] ?? (SHOWN[event.key - 1] && (() => work.show(SHOWN[event.key - 1])));
  if (!act) return;
  event.preventDefault();
  act();
}

function wire() {
  for (const one of document.querySelectorAll('[data-language]')) one.onclick = () => speak(one.dataset.language);
  $('file').onchange = () => { if ($('file').files.length !== 0) begin([...$('file').files]); };
  $('write').onclick = () => { begin([]); page.work.write(); };
  $('add').onclick = () => page.work.write();
  $('example').onclick = () => begin([exampleFile()]);
  $('again').onclick = intake;
  $('stop').onclick = () => page.work.stop();
  $('save').onclick = () => page.work.save();
  $('filters').onclick = (event) => {
    const one = event.target.closest('[data-filter]');
    if (one) page.work.show(one.dataset.filter);
  };
  document.addEventListener('keydown', key);
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  document.addEventListener('dragleave', (event) => { if (!event.relatedTarget) document.body.classList.remove('dropping'); });
  document.addEventListener('drop', (event) => {
    document.body.classList.remove('dropping');
    if (!carries(event)) return;
    event.preventDefault();
    if (event.dataTransfer.files.length !== 0) begin([...event.dataTransfer.files]);
  });
  window.addEventListener('beforeunload', (event) => { if (page.work?.unsaved) event.preventDefault(); });
}

async function run() {
  speak(location.hash.match(/\b(zh|en)\b/)?.[1] ?? (navigator.languages ?? []).map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'zh' || tag === 'en') ?? 'zh');
  wire();
  $('intake').hidden = false;
  try {
    page.clerk = new Clerk();
    page.about = await page.clerk.opened;
    setCoreWords(await page.clerk.ask('words'));
    speak(language());
    if (/\bexample\b/.test(location.hash)) begin([exampleFile()]);
  } catch {
    $('main').prepend(el('p', { class: 'notice', role: 'alert', text: t('no_wasm') }));
  }
}

run();
