// Keys of the review page. Each does what a button or a link of the page does.
const button = (id) => document.getElementById(id);
const writes = (target) => target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select');
const keys = { 1: 'accept', 2: 'needs', 3: 'reject', j: 'next', k: 'previous', u: 'undo', c: 'claim', r: 'give-back' };

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.key === 'Escape' && writes(event.target)) return event.target.blur();
  if (writes(event.target)) return;
  if (event.key === 'n') {
    const note = button('note');
    if (!note) return;
    note.closest('details')?.setAttribute('open', '');
    note.focus();
    event.preventDefault();
    return;
  }
  const it = keys[event.key] && button(keys[event.key]);
  if (!it || it.disabled) return;
  event.preventDefault();
  it.click();
});
// Twice on one button is once.
for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = '1';
  });
}
addEventListener('pageshow', () => { for (const form of document.querySelectorAll('form')) delete form.dataset.sent; });
