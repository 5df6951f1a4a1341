// editor.js: a line that is being edited, judged while somebody types.
import { button, el } from './dom.js';
import { pointsOf, verdictOf } from './show.js';
import { lineOf, partsOf } from './texts.js';
import { fieldWords, t } from './words.js';

const PAUSE = 150;                              // milliseconds after the last key

function area(name, words, value, id, attributes = {}) {
  const input = el('textarea', { id, value, rows: Math.min(12, Math.max(2, value.split('\n').length)), dir: 'auto', ...attributes });
  return { input, box: el('div', { class: 'field ' + name }, el('label', { for: id, text: words }), input) };
}

// An editor of a record's parts, or of the line itself where there is no record.  judge(text) gives its report; apply(text,
// answer) takes the text over; cancel() does not.
export function editorOf({ record, raw }, judge, apply, cancel) {
  const box = el('form', { class: 'editor' });
  const judged = el('div', { class: 'judged', role: 'status' });
  const fields = el('div');
  let text = () => raw;
  let timer, turn = 0;

  async function look() {
    const line = text();
    const mine = ++turn;
    if (line === null) {
      judged.replaceChildren(el('p', { class: 'verdict refused', text: t('meta_bad') }));
      return null;
    }
    const answer = await judge(line);
    if (mine === turn) judged.replaceChildren(...verdictOf(answer.report), pointsOf(answer.report, false));
    return { line, answer };
  }

  if (record === null) {
    const line = area('line', t('raw'), raw, 'edit-line', { class: 'code', spellcheck: 'false' });
    fields.append(line.box);
    text = () => line.input.value.replace(/[\r\n]+/g, ' ');
  } else {
    const parts = partsOf(record);
    const one = (name) => area(name, fieldWords(name), parts[name] ?? '', 'edit-' + name);
    const prompt = one('prompt'), response = one('response');
    const meta = area('meta', fieldWords('meta'), parts.meta, 'edit-meta', { class: 'code', spellcheck: 'false' });
    let rejected = null;
    let turns = [];
    const history = el('div', { class: 'turns' });
    const drawTurns = () => {
      history.hidden = turns.length === 0;
      history.replaceChildren(...turns.flatMap((pair, i) => [pair.question.box, pair.answer.box,
        button(t('remove_turn'), () => { turns = turns.filter((other) => other !== pair); drawTurns(); changed(); }, { class: 'button small plain' })]));
    };
    let ids = 0;
    const addTurn = (question, answer) => {
      const id = ++ids;
      turns.push({
        question: area('question', t('turn', turns.length + 1) + ' · ' + fieldWords('question'), question, 'edit-question-' + id),
        answer: area('answer', t('turn', turns.length + 1) + ' · ' + fieldWords('answer'), answer, 'edit-answer-' + id),
      });
      drawTurns();
    };
    parts.history.forEach(([question, answer]) => addTurn(question, answer));
    drawTurns();
    const more = el('div', { class: 'tools field' });
    const addRejected = (value) => {
      rejected = area('rejected', fieldWords('rejected'), value, 'edit-rejected');
      response.box.after(rejected.box);
    };
    more.append(button(t('add_turn'), () => { addTurn('', ''); turns[turns.length - 1].question.input.focus(); }, { class: 'button small plain' }));
    fields.append(history, prompt.box, response.box, meta.box, more);
    if (parts.rejected !== null) addRejected(parts.rejected);
    else {
      const add = button(t('add_rejected'), () => { addRejected(''); add.remove(); rejected.input.focus(); }, { class: 'button small plain' });
      more.append(add);
    }
    text = () => lineOf({
      prompt: prompt.input.value, response: response.input.value,
      history: turns.map((pair) => [pair.question.input.value, pair.answer.input.value]),
      rejected: rejected === null ? null : rejected.input.value, meta: meta.input.value,
    });
  }

  function changed() {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }
  const done = async () => {
    clearTimeout(timer);
    const seen = await look();
    if (seen !== null) apply(seen.line, seen.answer);
  };
  box.addEventListener('input', changed);
  box.addEventListener('submit', (event) => { event.preventDefault(); done(); });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { event.stopPropagation(); cancel(); }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); done(); }
  });
  box.append(fields, judged, el('div', { class: 'tools field' },
    el('button', { type: 'submit', class: 'button small first', text: t('apply') }), button(t('cancel'), cancel)));
  look();
  return box;
}
