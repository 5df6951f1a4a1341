// dom.js: elements, whose text is text.

export const $ = (id) => document.getElementById(id);

// An element with attributes (on… are handlers, class and text what they say) and children, which are elements or text.
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'text') element.textContent = value;
    else if (key === 'value') element.value = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const button = (text, onclick, attributes = {}) => el('button', { type: 'button', class: 'button small', text, onclick, ...attributes });

let liveTurn = 0;

// Says something to who cannot see it.  The same words twice are said twice.
export function say(text) {
  liveTurn ^= 1;
  $('live').textContent = text + (liveTurn ? '\u00a0' : '');
}
