// build.mjs CORE.wasm PAGE: makes one self-contained page of index.html, style.css, the modules and the core.  The page's
// policy names its style and its script by their hashes, and allows nothing else.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const [, , corePath, pagePath] = process.argv;
const read = (name) => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8');
const hash = (text) => "'sha256-" + createHash('sha256').update(text).digest('base64') + "'";

// A module with all that it imports, each once and before what imports it, as one script: each a function that is called at
// once and returns what it exports.  Imports are of names, each on a line of its own.
function bundle(name, seen = new Set()) {
  if (seen.has(name)) return '';
  seen.add(name);
  let before = '';
  const exported = [];
  const text = read(name)
    .replace(/^import \{([^}]*)\} from '\.\/([a-z]+)\.js';\n/gm, (_, names, other) => {
      before += bundle(other + '.js', seen);
      return `const {${names}} = modules.${other};\n`;
    })
    .replace(/^export (?=(?:async )?(?:const|function|class) ([\w$]+)(.*))/gm, (_, one, rest) => {
      exported.push(one, ...[...rest.matchAll(/, ([A-Z_]+) =/g)].map((match) => match[1]));
      return '';
    });
  if (/^(import|export)\b/m.test(text)) throw new Error(name + ': an import or export that is not understood');
  return `${before}modules.${name.slice(0, -3)} = (() => {\n${text}return { ${exported.join(', ')} };\n})();\n`;
}

function script(name) {
  const text = "'use strict';\n{\nconst modules = {};\n" + bundle(name) + '}\n';
  new Function(text);
  if (/<\/script|<!--/i.test(text)) throw new Error(name + ' cannot stand in a page');
  return text;
}

const style = read('style.css');
const main = script('page.js');
const parts = {
  style,
  main,
  worker: script('worker.js'),
  core: gzipSync(readFileSync(corePath), { level: 9 }).toString('base64'),
  policy: `default-src 'none'; script-src ${hash(main)} 'wasm-unsafe-eval'; style-src ${hash(style)}; img-src data:; ` +
    "worker-src blob:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types badcase",
};
const page = read('index.html').replace(/\{\{(\w+)\}\}/g, (_, name) => {
  if (parts[name] === undefined) throw new Error('index.html: no such part: ' + name);
  return parts[name];
});
writeFileSync(pagePath, page);
