// list.js: the list of lines.  Only rows that are seen are elements; the rest is height.
import { $, el } from './dom.js';
import { EDITED, LEFT_OUT, PRIVATE, REDACTED, REFUSED, SECRET, SEVERITY, VERDICT, WARN } from './core.js';
import { isRepeated, isSimilar } from './rows.js';
import { issueWords, kindWords, number, t } from './words.js';

const MOST = 8e6;                               // pixels: browsers give up at 17 to 33 million
const REMEMBERED = 3000;
const START = 160;                              // characters of a text

export class List {
  // ask(rows) gives what stands at the beginning of these lines; choose(row) is called for the one that is chosen.
  constructor(rows, ask, choose, open) {
    Object.assign(this, { rows, ask, choose, open, chosen: -1, known: new Map(), asking: false, pool: [] });
    this.box = $('list');
    this.height = 4 * parseFloat(getComputedStyle(document.documentElement).fontSize);      // of a row, as style.css has it
    this.inside = this.box.firstElementChild;
    this.inside.replaceChildren();
    this.box.onscroll = () => this.later();
    this.box.onkeydown = (event) => this.key(event);
    this.box.onclick = (event) => {
      const row = event.target.closest('.row');
      if (row) { this.choose(Number(row.dataset.row)); this.open(); }
    };
    this.observer = new ResizeObserver(() => this.later());
    this.observer.observe(this.box);
    this.box.scrollTop = 0;
    this.later();
  }

  end() { this.observer.disconnect(); }

  later() {
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => { this.due = false; this.draw(); });
  }

  forget(row) {
    this.known.delete(row);
    this.later();
  }

  // Where the list is scrolled to, in pixels of its full height.
  get top() {
    const full = this.rows.shownCount * this.height, box = this.box.clientHeight;
    if (full <= MOST) return this.box.scrollTop;
    return this.box.scrollTop / (MOST - box) * (full - box);
  }

  set top(to) {
    const full = this.rows.shownCount * this.height, box = this.box.clientHeight;
    this.box.scrollTop = full <= MOST ? to : to / (full - box) * (MOST - box);
  }

  draw() {
    const { rows } = this;
    const full = rows.shownCount * this.height;
    this.inside.style.height = Math.min(full, MOST) + 'px';
    // once: to read it after an element was written makes the browser lay out all of them
    const top = this.top, box = this.box.clientHeight, offset = this.box.scrollTop - top;
    const first = Math.max(0, Math.floor(top / this.height));
    const last = Math.min(rows.shownCount, Math.ceil((top + box) / this.height) + 1);
    const wanted = [];
    while (this.pool.length < last - first) {
      const one = el('div', { class: 'row', role: 'option' }, el('span', { class: 'no' }), el('span', { class: 'text', dir: 'auto' }), el('span', { class: 'says' }));
      this.pool.push(one);
      this.inside.append(one);
    }
    this.pool.forEach((one, i) => {
      const place = first + i;
      one.hidden = place >= last;
      if (one.hidden) { one.id = ''; return; }
      const row = rows.shown[place];
      one.style.transform = `translateY(${offset + place * this.height}px)`;
      if (!this.fill(one, row, place)) wanted.push(row);
    });
    if (this.nothing) { this.nothing.remove(); this.nothing = null; }
    if (rows.shownCount === 0) {
      this.nothing = el('p', { class: 'empty none', text: this.busy ? t('nothing_yet') : t('nothing') });
      this.box.after(this.nothing);
    }
    const here = this.chosen >= 0 && this.pool.find((one) => !one.hidden && Number(one.dataset.row) === this.chosen);
    if (here) this.box.setAttribute('aria-activedescendant', here.id); else this.box.removeAttribute('aria-activedescendant');
    if (wanted.length !== 0) this.want(wanted);
  }

  // Fills an element with what is known of a row; false where something is missing.
  fill(one, row, place) {
    const known = this.known.get(row);
    const flags = this.rows.flags[row];
    const [no, text, says] = one.children;
    one.id = 'row-' + row;
    one.dataset.row = row;
    one.setAttribute('aria-posinset', place + 1);
    one.setAttribute('aria-setsize', this.rows.shownCount);
    one.setAttribute('aria-selected', row === this.chosen);
    one.className = 'row' + ((flags & VERDICT) === REFUSED ? ' refused' : '') + (flags & LEFT_OUT ? ' out' : '');
    no.textContent = number(this.rows.lineOf(row));
    text.textContent = known ? known.start : '';
    says.replaceChildren(...this.marks(row, flags, known).map(([kind, words]) => el('span', { class: kind, text: words })));
    return known !== undefined;
  }

  marks(row, flags, known) {
    const marks = [];
    if (flags & LEFT_OUT) marks.push(['changed', t('left_out')]);
    if (flags & EDITED) marks.push(['changed', t('mended')]);
    if (flags & REDACTED) marks.push(['changed', t('redacted')]);
    const report = known?.report;
    if ((flags & VERDICT) === REFUSED) marks.push(['refused', report?.message ?? t('refused')]);
    else if ((flags & VERDICT) !== 0) marks.push(['', t('is_blank')]);
    const found = (flag, name) => {
      if (!(flags & flag)) return;
      const kinds = report ? [...new Set(report.findings.filter((f) => (f.family === 'secret') === (flag === SECRET)).map((f) => f.kind))] : [];
      if (kinds.length === 0) marks.push([name, t(name)]);
      for (const kind of kinds) marks.push([name, kindWords(kind)]);
    };
    found(PRIVATE, 'private');
    found(SECRET, 'secret');
    if ((flags & SEVERITY) >= WARN) {
      const issues = report ? report.issues.filter((issue) => issue.severity !== 'info') : [];
      if (issues.length === 0) marks.push(['quality', t('quality')]);
      for (const issue of issues) marks.push(['quality', issueWords(issue.issue)]);
    }
    const of = this.rows.of[row];
    if (isRepeated(flags)) marks.push(['', t('is_repeated', number(this.rows.lineOf(of)))]);
    else if (isSimilar(flags) && of >= 0) marks.push(['', t('is_similar', number(this.rows.lineOf(of)), Math.floor(this.rows.similarity[row] / 10))]);
    else if (isSimilar(flags)) marks.push(['', t('similar')]);
    return marks;
  }

  // Asks for rows, for one screen at a time.
  async want(wanted) {
    if (this.asking) return;
    this.asking = true;
    try {
      const answers = await this.ask(wanted);
      for (const old of this.known.keys()) {
        if (this.known.size <= REMEMBERED) break;
        this.known.delete(old);
      }
      wanted.forEach((row, i) => {
        const { start, report } = answers[i];
        this.known.set(row, { start: start.slice(0, START).replace(/\s+/g, ' ').trim(), report });
      });
      this.later();
    } catch {
      // the page says why where a line is opened
    } finally {
      this.asking = false;
    }
  }

  // Marks a row as the chosen one, and brings it into sight.
  select(row) {
    this.chosen = row;
    const place = this.rows.placeOf(row);
    if (this.rows.shown[place] === row && place < this.rows.shownCount) {
      const top = this.top, box = this.box.clientHeight;
      if (place * this.height < top) this.top = place * this.height;
      else if ((place + 1) * this.height > top + box) this.top = (place + 1) * this.height - box;
    }
    this.later();
  }

  // The row so many places further on; -1 where there are none.
  further(by) {
    if (this.rows.shownCount === 0) return -1;
    const place = this.rows.placeOf(Math.max(this.chosen, 0));
    const at = this.chosen < 0 ? 0 : place + by - (by > 0 && this.rows.shown[place] !== this.chosen ? 1 : 0);
    return this.rows.shown[Math.min(Math.max(at, 0), this.rows.shownCount - 1)];
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.height) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in steps) {
      const row = this.further(Math.max(-this.rows.count, Math.min(this.rows.count, steps[event.key])));
      if (row >= 0) this.choose(row);
      event.preventDefault();
    } else if (event.key === 'Enter') {
      if (this.chosen >= 0) this.open();
      event.preventDefault();
    }
  }
}
