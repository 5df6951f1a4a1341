// detail.js: the line that is looked at: what it is, what can be done with it.
import { BLANK, EDITED, LEFT_OUT, PRIVATE, REDACTED, SECRET, VERDICT } from './core.js';
import { besideOf } from './beside.js';
import { $, button, el } from './dom.js';
import { editorOf } from './editor.js';
import { fieldsOf, pointsOf, rawOf, verdictOf } from './show.js';
import { partsOf } from './texts.js';
import { number, t } from './words.js';

const MOST_BESIDE = 12;

const isPair = (turn) => Array.isArray(turn) && turn.length === 2 && turn.every((one) => typeof one === 'string');

// A refused line that is an object with nothing wrong but that something is missing or blank can be edited as a record.
function asRecord(answer) {
  if (answer.record !== null || !/^(missing|prompt_blank|response_blank)/.test(answer.report.code)) return answer.record;
  try {
    const text = answer.raw.trim();
    const parts = partsOf(text);
    const fits = typeof parts.prompt === 'string' && typeof parts.response === 'string' && Array.isArray(parts.history) && parts.history.every(isPair) &&
      (parts.rejected === null || typeof parts.rejected === 'string');
    return fits ? text : null;
  } catch {
    return null;
  }
}

export class Detail {
  // work has the rows, and what is done to them.
  constructor(work) {
    this.work = work;
    this.box = $('detail');
    this.turn = 0;
    this.row = -1;
    this.empty();
  }

  empty() {
    this.row = -1;
    this.box.replaceChildren(el('p', { class: 'empty', text: t('select') }));
  }

  title(row) { return this.work.title(row); }

  // Shows a line; what comes too late, for another is looked at by then, is dropped.
  async show(row, editing = false) {
    const mine = ++this.turn;
    const moved = row !== this.row;
    this.row = row;
    this.editing = false;
    let answer;
    try {
      answer = await this.work.line(row);
    } catch (error) {
      if (mine === this.turn) this.box.replaceChildren(this.heading(row), el('p', { class: 'notice', text: this.work.faultOf(error) }));
      return;
    }
    if (mine !== this.turn) return;
    this.answer = answer;
    if (editing) this.edit(); else this.draw();
    if (moved) this.box.scrollTop = 0;
  }

  heading(row, format) {
    return el('h2', { id: 'line-title', tabindex: '-1' }, this.title(row), format && el('small', { text: format, translate: 'no' }));
  }

  back() {
    return button('‹ ' + t('back'), () => this.work.back(), { class: 'button small plain only-narrow' });
  }

  draw() {
    const { row, answer, work } = this;
    const flags = work.rows.flags[row];
    const changed = (flags & (EDITED | REDACTED)) !== 0 && work.isOfFile(row);
    const tools = el('div', { class: 'tools' },
      (flags & VERDICT) !== BLANK && button(t('edit'), () => this.edit(), { 'aria-keyshortcuts': 'e' }),
      (flags & (PRIVATE | SECRET)) !== 0 && button(t('redact'), () => work.redact(row), { 'aria-keyshortcuts': 'r' }),
      changed && button(t('restore'), () => work.restore(row)),
      button(flags & LEFT_OUT ? t('take_in') : t('leave_out'), () => work.leaveOut(row), { 'aria-keyshortcuts': 'x' }));
    this.box.replaceChildren(this.back(), el('div', { class: 'bar' }, this.heading(row, answer.report.format), tools),
      ...verdictOf(answer.report), pointsOf(answer.report), ...this.same(row),
      ...(answer.record === null ? (answer.report.verdict === 'refused' ? [rawOf(answer.raw, answer.report.byte_offset)] : []) :
        fieldsOf(answer.record, answer.report.findings)),
      this.besides = el('div'));
  }

  // Words on lines that are the same or similar, each leading to a comparison.
  same(row) {
    const { rows } = this.work;
    const others = rows.similarTo(row, MOST_BESIDE);
    if (others.length === 0) return [];
    const of = rows.of[row];
    return [el('div', { class: 'tools field' }, ...others.map((other) => button(
      other === of ? (this.work.isRepeated(row) ? t('is_repeated', this.no(other)) : t('is_similar', this.no(other), Math.floor(rows.similarity[row] / 10))) :
        t('beside', this.no(other)), () => this.beside(other))))];
  }

  no(row) { return number(this.work.rows.lineOf(row)); }

  async beside(other) {
    const { row, answer } = this;
    const otherAnswer = await this.work.line(other);
    if (row !== this.row || answer.record === null || otherAnswer.record === null) return;
    const box = besideOf(t('beside', this.no(other)), [t('this_line', this.no(row)), this.title(other)], [answer.record, otherAnswer.record],
      el('div', { class: 'tools field' }, button(t('go_to', this.no(other)), () => this.work.choose(other))));
    this.besides.replaceChildren(box);
    box.scrollIntoView({ block: 'start' });
  }

  edit() {
    const { row, answer, work } = this;
    if (row < 0 || this.editing || !answer || (work.rows.flags[row] & VERDICT) === BLANK) return;
    if (answer.size > 1048576) {
      this.box.append(el('p', { class: 'notice', role: 'status', text: t('too_long_edit') }));
      return;
    }
    this.editing = true;
    const leave = () => { this.editing = false; this.draw(); $('line-title').focus(); };
    const editor = editorOf({ record: asRecord(answer), raw: answer.raw }, (text) => work.judge(text),
      (text, judged) => { this.editing = false; work.replace(row, text, judged.flags, EDITED); }, leave);
    this.box.replaceChildren(this.back(), el('div', { class: 'bar' }, this.heading(row)), editor);
    const blank = /response/.test(answer.report.code) ? '#edit-response' : '#edit-prompt';
    (editor.querySelector(blank) ?? editor.querySelector('textarea')).focus();
  }
}
