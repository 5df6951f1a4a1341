// page.js: the page: what is dropped on it, what it shows of that, what keys do.
import { Clerk } from './clerk.js';
import { EDITED, LEFT_OUT, PRIVATE, REDACTED, REFUSED, REPEATED, SECRET, STYLES } from './core.js';
import { Detail } from './detail.js';
import { $, button, el, say } from './dom.js';
import { exampleFile } from './example.js';
import { List } from './list.js';
import { filters, Rows } from './rows.js';
import { openSaving } from './saving.js';
import { coreLanguage, faultWords, language, number, setCoreWords, setLanguage, size, t } from './words.js';

const SHOWN = ['all', 'refused', 'private', 'secret', 'quality', 'repeated', 'similar', 'clean'];

const page = { clerk: null, work: null, about: null };

// The check of some files, and what is done to their lines.
class Work {
  constructor(files) {
    this.files = files;
    this.rows = new Rows();
    this.texts = new Map();                     // row -> the text that is there now instead of the file's
    this.past = [];                             // what undo brings back
    this.anyFormat = false;
    this.state = 'reading';
    this.had = 0;
    this.total = files.reduce((sum, file) => sum + file.size, 0);
    this.faults = [];
    this.unsaved = false;
    this.detail = new Detail(this);
    this.list = new List(this.rows, (rows) => this.ask('rows', { lines: rows.map((row) => this.lineAt(row)) }),
      (row) => this.choose(row), () => this.read());
  }

  ask(job, what, told) {
    return page.clerk.ask(job, { ...what, language: coreLanguage(), anyFormat: this.anyFormat }, told);
  }

  lineAt(row) {
    const file = this.rows.fileOf(row);
    return this.texts.has(row) ? { text: this.texts.get(row) } :
      { file: this.files[file], byte: this.rows.byte[row], bytes: this.rows.bytes[row] };
  }

  line(row) { return this.ask('line', { line: this.lineAt(row) }); }

  judge(text) { return this.ask('line', { line: { text } }); }

  isOfFile(row) { return this.files[this.rows.fileOf(row)] !== undefined; }

  isRepeated(row) { return (this.rows.flags[row] & REPEATED) !== 0; }

  title(row) {
    const line = number(this.rows.lineOf(row)), file = this.rows.fileOf(row);
    return this.rows.starts.length > 1 ? t('line_of', line, this.files[file]?.name ?? t('written')) : t('line_no', line);
  }

  faultOf(error) {
    return error.fault === 'no_memory' || error.fault === 'unreadable' ? t(error.fault) : t('failed', error.message);
  }

  async check() {
    const begun = performance.now();
    const checker = this.checker = new Clerk();
    let quarter = 0, first = true;
    say(t('told_begun', this.name));
    this.list.busy = true;
    try {
      const { report } = await checker.ask('check', { files: this.files, language: coreLanguage() }, (news) => {
        if (news.anyFormat !== undefined) { this.anyFormat = news.anyFormat; return; }
        if (news.comparing) { this.state = 'comparing'; this.later(); return; }
        this.had = news.had;
        this.rows.add(news.rows);
        this.rows.addDuplicates(news.duplicates);
        this.faults.push(...news.faults);
        if (first && this.rows.count !== 0) {
          first = false;
          this.firstAfter = performance.now() - begun;
          if (this.detail.row < 0 && matchMedia('(min-width: 48rem)').matches) this.choose(this.rows.shown[0]);
        }
        if (Math.floor(4 * this.had / this.total) > quarter && this.had < this.total) {
          quarter = Math.floor(4 * this.had / this.total);
          say(t('told_part', 25 * quarter, number(this.rows.counts.refused)));
        }
        this.later();
      });
      this.report = report;
      this.state = 'done';
      this.took = (performance.now() - begun) / 1000;
      const { counts } = this.rows;
      say(t('told_done', ...[this.rows.count, counts.refused, this.sensitive, counts.repeated, counts.similar].map(number)));
    } catch (error) {
      this.state = 'failed';
      this.fault = this.faultOf(error);
      say(this.fault);
    }
    this.checker = null;
    checker.end();
    this.list.busy = false;
    this.later();
    if (this.detail.row >= 0 && !this.detail.editing) this.detail.show(this.detail.row);
  }

  stop() {
    this.checker?.end();
    this.checker = null;
    this.state = 'stopped';
    this.list.busy = false;
    this.later();
    say(t('stopped'));
  }

  end() {
    this.checker?.end();
    this.list.end();
  }

  get name() {
    if (this.files.length === 0) return t('written');
    return this.files.length === 1 ? this.files[0].name : t('and_more', this.files[0].name, this.files.length, this.files.length - 1);
  }

  get sensitive() {
    let n = 0;
    for (let row = 0; row < this.rows.count; row++) if (this.rows.flags[row] & (PRIVATE | SECRET)) n++;
    return n;
  }

  // Draws what has changed, once for each frame.
  later() {
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => { this.due = false; if (page.work === this) { this.draw(); this.list.draw(); } });
  }

  draw() {
    const { rows, state } = this;
    const busy = state === 'reading' || state === 'comparing';
    $('name').textContent = this.name;
    const lines = rows.count === 1 ? t('line_one') : t('lines_n', number(rows.count));
    const says = { reading: t('reading') + ' ' + t('of_size', size(this.had), size(this.total)), comparing: t('comparing'), stopped: t('stopped'),
      failed: '', written: '', done: t('done') + (this.took === undefined ? '' : ' · ' + t('took', this.took.toFixed(this.took < 10 ? 1 : 0))) }[state];
    $('state').textContent = [lines, this.total > 0 && !busy ? size(this.total) : '', says].filter(Boolean).join(' · ');
    const progress = $('progress');
    progress.hidden = !busy;
    if (state === 'comparing') progress.removeAttribute('value'); else progress.value = this.total === 0 ? 1 : this.had / this.total;
    $('stop').hidden = !busy;
    $('add').hidden = busy;
    $('save').disabled = busy || rows.count === 0;
    $('notices').replaceChildren(...this.faults.map(([file, fault]) => el('p', { class: 'notice', role: 'alert' },
      el('b', { text: this.files[file].name }), ' — ' + faultWords(fault))),
    ...(state === 'failed' ? [el('p', { class: 'notice', text: this.fault })] : []));
    const shown = rows.counts.changed > 0 || rows.filter === 'changed' ? [...SHOWN, 'changed'] : SHOWN;
    const box = $('filters');
    if (box.children.length !== shown.length) {
      box.replaceChildren(...shown.map((name) => el('button', { type: 'button', class: name, 'data-filter': name }, el('b'), el('span'))));
    }
    for (const one of box.children) {
      const name = one.dataset.filter;
      one.classList.toggle('none', rows.counts[name] === 0);
      one.setAttribute('aria-pressed', name === rows.filter);
      one.firstChild.textContent = number(rows.counts[name]);
      one.lastChild.textContent = t(name);
    }
  }

  show(filter) {
    this.rows.show(filter);
    this.list.box.scrollTop = 0;
    this.list.select(this.list.chosen);
    this.draw();
    say(t(filter) + ' ' + number(this.rows.shownCount));
  }

  choose(row, editing = false) {
    this.list.select(row);
    this.detail.show(row, editing);
  }

  read() {
    document.body.classList.add('reading');
    $('line-title')?.focus();
  }

  back() {
    document.body.classList.remove('reading');
    $('list').focus();
  }

  // Another text for a line; undefined brings back the file's.
  replace(row, text, flags, mark) {
    const before = { row, text: this.texts.get(row), flags: this.rows.flags[row] };
    this.past.push(before);
    if (text === undefined) this.texts.delete(row); else this.texts.set(row, text);
    this.rows.set(row, flags, mark, EDITED | REDACTED);
    this.changed(row);
  }

  changed(row) {
    this.unsaved = true;
    this.list.forget(row);
    this.later();
    // what had the focus there is about to go
    const inside = $('detail').contains(document.activeElement);
    this.detail.show(row).then(() => { if (inside) $('line-title')?.focus(); });
  }

  async redact(row) {
    const text = await this.ask('redact', { line: this.lineAt(row), style: STYLES.indexOf('label') });
    if (text === null) return;
    const { flags } = await this.judge(text);
    this.replace(row, text, flags, REDACTED);
    say(t('redacted'));
  }

  async restore(row) {
    if (!this.isOfFile(row)) return;
    const line = { file: this.files[this.rows.fileOf(row)], byte: this.rows.byte[row], bytes: this.rows.bytes[row] };
    const { flags } = await this.ask('line', { line });
    this.replace(row, undefined, flags, 0);
  }

  leaveOut(row) {
    const flags = this.rows.flags[row];
    this.past.push({ row, text: this.texts.get(row), flags });
    this.rows.set(row, flags, flags & LEFT_OUT ? 0 : LEFT_OUT, flags & LEFT_OUT);
    this.changed(row);
    say(flags & LEFT_OUT ? t('take_in') : t('left_out'));
  }

  undo() {
    const before = this.past.pop();
    if (!before) { say(t('nothing_undo')); return; }
    if (before.text === undefined) this.texts.delete(before.row); else this.texts.set(before.row, before.text);
    this.rows.flags[before.row] = before.flags;
    this.rows.again();
    this.list.select(before.row);
    this.changed(before.row);
    say(t('undone'));
  }

  // A record that somebody writes here, as a line of no file.
  write() {
    const text = '{"prompt": "", "response": ""}';
    this.rows.start(this.files.length);
    const row = this.rows.one(0, 0, REFUSED);
    this.texts.set(row, text);
    this.rows.set(row, REFUSED, EDITED, 0);
    if (!filters[this.rows.filter](this.rows.flags[row])) this.show('all');
    this.later();
    this.read();
    this.choose(row, true);
  }

  save() {
    const name = this.files.length === 0 ? 'badcase' : this.files[0].name.replace(/\.[^.]*$/, '');
    openSaving({
      name, total: this.rows.count, report: this.report, failed: (error) => this.faultOf(error), saved: () => { this.unsaved = false; },
      make: async ({ style, repeated }, told) => {
        const leftOut = new Set();
        for (let row = 0; row < this.rows.count; row++) {
          if (this.rows.flags[row] & (repeated ? LEFT_OUT : LEFT_OUT | REPEATED)) leftOut.add(row);
        }
        const texts = [...this.texts].sort((a, b) => a[0] - b[0]);
        const saver = new Clerk();
        try {
          return await saver.ask('save', { files: this.files, starts: this.rows.starts, anyFormat: this.anyFormat, style, texts, leftOut }, (news) => told(news.share));
        } finally {
          saver.end();
        }
      },
    });
  }
}

function leave() {
  return !page.work?.unsaved || window.confirm(t('again_sure'));
}

function begin(files) {
  if (!leave()) return;
  page.work?.end();
  document.body.classList.remove('reading');
  $('intake').hidden = true;
  $('work').hidden = false;
  page.work = new Work(files);
  page.work.draw();
  if (files.length !== 0) page.work.check(); else page.work.state = 'written';
  $('name').focus();
}

function intake() {
  if (!leave()) return;
  page.work?.end();
  page.work = null;
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
    r: () => { if (row >= 0) { if (work.rows.flags[row] & (REDACTED | EDITED)) work.restore(row); else work.redact(row); } },
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
