// work.js: the check of some files, and what is done to their lines.
import { Clerk } from './clerk.js';
import { EDITED, LEFT_OUT, PRIVATE, REDACTED, REFUSED, SECRET, STYLES } from './core.js';
import { cover, isNarrow, uncover } from './cover.js';
import { Detail } from './detail.js';
import { $, el, say } from './dom.js';
import { List } from './list.js';
import { filters, isRepeated, Rows } from './rows.js';
import { openSaving } from './saving.js';
import { coreLanguage, faultHint, faultWords, number, size, t } from './words.js';

export const SHOWN = ['all', 'refused', 'private', 'secret', 'quality', 'repeated', 'similar', 'clean'];

export class Work {
  // clerk answers about single lines; shown() says whether this is what the page shows.
  constructor(files, clerk, shown) {
    Object.assign(this, { clerk, shown });
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
    return this.clerk.ask(job, { ...what, language: coreLanguage(), anyFormat: this.anyFormat }, told);
  }

  lineAt(row) {
    const file = this.rows.fileOf(row);
    return this.texts.has(row) ? { text: this.texts.get(row) } :
      { file: this.files[file], byte: this.rows.byte[row], bytes: this.rows.bytes[row] };
  }

  line(row) { return this.ask('line', { line: this.lineAt(row) }); }

  judge(text) { return this.ask('line', { line: { text } }); }

  isOfFile(row) { return this.files[this.rows.fileOf(row)] !== undefined; }

  isRepeated(row) { return isRepeated(this.rows.flags[row]); }

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
      const { report, sums } = await checker.ask('check', { files: this.files, language: coreLanguage() }, (news) => {
        if (news.anyFormat !== undefined) { this.anyFormat = news.anyFormat; return; }
        if (news.comparing) { this.state = 'comparing'; this.later(); return; }
        this.had = news.had;
        this.rows.add(news.rows);
        this.rows.addDuplicates(news.duplicates);
        this.faults.push(...news.faults);
        if (first && this.rows.count !== 0) {
          first = false;
          this.firstAfter = performance.now() - begun;
          if (this.detail.row < 0 && !isNarrow()) this.choose(this.rows.shown[0]);
        }
        if (Math.floor(4 * this.had / this.total) > quarter && this.had < this.total) {
          quarter = Math.floor(4 * this.had / this.total);
          say(t('told_part', 25 * quarter, number(this.rows.counts.refused)));
        }
        this.later();
      });
      this.report = report;
      this.nearMemory = sums.near_memory;
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
    requestAnimationFrame(() => { this.due = false; if (this.shown(this)) { this.draw(); this.list.draw(); } });
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
      el('b', { text: this.files[file].name }), ': ' + faultWords(fault) + ' ', el('span', { class: 'soft', text: faultHint(fault) }))),
    ...(this.nearMemory ? [el('p', { class: 'notice', text: t('no_near', size(this.nearMemory)) })] : []),
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
    cover();
    $('line-title')?.focus();
  }

  back() {
    uncover();
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
    this.replace(row, text, flags, REDACTED | (this.rows.flags[row] & EDITED));
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
          if (this.rows.leavesOut(row, !repeated)) leftOut.add(row);
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
