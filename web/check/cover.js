// cover.js: in a narrow window the line that is read covers the rest.

const narrow = matchMedia('(max-width: 47.99rem)');
const COVERED = '.skip, .top, .about, #filters, #list, .keys, footer';

export const isNarrow = () => narrow.matches;

export function cover() {
  document.body.classList.add('reading');
  for (const one of document.querySelectorAll(COVERED)) one.inert = narrow.matches;
}

export function uncover() {
  document.body.classList.remove('reading');
  for (const one of document.querySelectorAll(COVERED)) one.inert = false;
}

narrow.addEventListener('change', uncover);
