// saving.js: the dialog that saves the cleaned file and the report.
import { STYLES } from './core.js';
import { $, button, el, say } from './dom.js';
import { number, t } from './words.js';

function choice(name, words, options, chosen) {
  return el('fieldset', {}, el('legend', { text: words }), ...options.map(([value, text]) => el('label', { class: 'option' },
    el('input', { type: 'radio', name, value, checked: value === chosen }), text)));
}

export function download(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = el('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

// make(options, told) gives { blob, lines, changed }; total is how many lines there are.
export function openSaving({ name, total, report, make, saved, failed }) {
  const dialog = $('saving');
  const sums = el('p', { class: 'sums', role: 'status' });
  const form = el('form', { method: 'dialog' }, el('h2', { text: t('save_file'), id: 'saving-title' }), el('p', { class: 'soft', text: t('save_about') }),
    choice('style', t('save_private'), [['label', t('style_label')], ['mask', t('style_mask')], ['remove', t('style_remove')], ['keep', t('style_keep')]], 'label'),
    choice('repeated', t('save_repeated'), [['drop', t('option_drop')], ['keep', t('option_keep')]], 'drop'),
    sums);
  const save = button(t('save_file'), async () => {
    const options = new FormData(form);
    save.disabled = true;
    try {
      const made = await make({ style: STYLES.indexOf(options.get('style')), repeated: options.get('repeated') === 'keep' },
        (share) => { sums.textContent = t('saving', Math.floor(100 * share)); });
      download(made.blob, name + '-checked.jsonl');
      sums.textContent = t('saved', number(made.lines), number(made.changed), number(total - made.lines));
      say(sums.textContent);
      saved();
    } catch (error) {
      sums.textContent = failed(error);
    } finally {
      save.disabled = false;
    }
  }, { class: 'button first' });
  form.append(el('div', { class: 'tools' }, save, button(t('cancel'), () => dialog.close(), { class: 'button' })));
  const rest = report && el('div', { class: 'rest' }, el('p', { text: t('save_report_about') }),
    button(t('save_report'), () => download(report, name + '-report.jsonl')));
  dialog.setAttribute('aria-labelledby', 'saving-title');
  dialog.replaceChildren(...[form, rest].filter(Boolean));
  dialog.showModal();
}
