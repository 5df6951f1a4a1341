// Two texts beside each other, word by word; Chinese, which parts no words by spaces, character by character.
import { diffArrays } from 'diff';
import { html, text } from './html.mjs';

const pieces = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]|[\p{L}\p{M}\p{N}_]+|\s+|[^\s]/gu;
// The work grows with the product of the lengths: beyond these the texts stand as they are.
const mostUnits = 40000, mostPieces = 6000, mostEdits = 1500;

export function compared(before, after) {
  const long = before.length > mostUnits || after.length > mostUnits;
  const a = long ? [] : before.match(pieces) ?? [], b = long ? [] : after.match(pieces) ?? [];
  const parts = long || a.length > mostPieces || b.length > mostPieces ? undefined : diffArrays(a, b, { maxEditLength: mostEdits, timeout: 200 });
  if (!parts) return { before: text(before), after: text(after), marked: false };
  const side = (skip, tag) => parts.filter((p) => !p[skip]).map((p) => {
    const words = text(p.value.join(''));
    return p.added || p.removed ? (tag === 'ins' ? html`<ins>${words}</ins>` : html`<del>${words}</del>`) : words;
  });
  return { before: side('added', 'del'), after: side('removed', 'ins'), marked: true };
}
