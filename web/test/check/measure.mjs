// measure.mjs core FILE: CPU seconds of the core in WebAssembly and of the command, a few times in turn, and their ratio.
// measure.mjs page FILE: of the page in a browser with that file: the first line, the whole, the longest tasks and times
// between two frames; of tasks also the CPU time, which tells what they cost where other programs run, too.  By hand: no
// test passes or fails by the clock.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openCore } from '../../check/core.js';
import { launch } from '../browser.mjs';

const [, , what, path] = process.argv;
const top = fileURLToPath(new URL('../../../', import.meta.url));
const megabytes = statSync(path).size / 1e6;

async function wasmSeconds(cleans) {
  const core = await openCore(readFileSync(join(top, 'build/page/core.wasm')), () => {});
  const piece = new Uint8Array(524288);
  const fd = openSync(path, 'r');
  const begun = process.cpuUsage();
  core.begin(0, false, cleans, cleans ? 0 : -1);
  core.file('file');
  for (let got; (got = readSync(fd, piece, 0, piece.length)) !== 0;) core.add(piece.subarray(0, got));
  core.fileEnd();
  core.finish();
  closeSync(fd);
  const used = process.cpuUsage(begun);
  return (used.user + used.system) / 1e6;
}

function commandSeconds(args) {
  const shell = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>/dev/null', 'bash', join(top, 'badcase-check'), ...args, path], { encoding: 'utf8' });
  return shell.stderr.trim().split(/\s+/).slice(-2).reduce((sum, one) => sum + Number(one), 0);
}

async function core() {
  for (const [name, cleans, args] of [['everything', false, ['--json', '--memory', '1536']], ['redact', true, ['--verdicts', '--near', '0', '--redact', '/dev/null']]]) {
    const pairs = [];
    for (let i = 0; i < 3; i++) pairs.push([await wasmSeconds(cleans), commandSeconds(args)]);
    pairs.sort((a, b) => a[1] / a[0] - b[1] / b[0]);
    const [wasm, native] = pairs[1];
    console.log(`${name}: wasm ${wasm.toFixed(2)} s, ${(megabytes / wasm).toFixed(0)} MB/s; command ${native.toFixed(2)} s, ${(megabytes / native).toFixed(0)} MB/s; ` +
      `ratio ${pairs.map((pair) => (pair[1] / pair[0]).toFixed(2)).join(' ')}`);
  }
}

// The longest tasks of the threads that run pages, by the CPU time that they took, in milliseconds.
function longestTasks(trace) {
  const { traceEvents: events } = JSON.parse(trace);
  const thread = (event) => event.pid + '/' + event.tid;
  const pages = new Set(events.filter((event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain').map(thread));
  return events.filter((event) => event.name === 'ThreadControllerImpl::RunTask' && pages.has(thread(event)))
    .map((event) => Math.round(event.tdur / 1000)).sort((a, b) => b - a).slice(0, 5);
}

async function page() {
  const browser = await launch();
  const view = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  await view.goto(pathToFileURL(join(top, 'web/check.html')).href);
  await view.waitForFunction(() => document.getElementById('version').textContent !== '');
  await view.evaluate(() => {
    window.seen = { gaps: [], long: [] };
    new PerformanceObserver((list) => window.seen.long.push(...list.getEntries().map((entry) => Math.round(entry.duration)))).observe({ entryTypes: ['longtask'] });
    let last = performance.now();
    const frame = (now) => { window.seen.gaps.push(now - last); last = now; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
    document.getElementById('file').addEventListener('change', () => { window.seen.begun = performance.now(); });
    new MutationObserver(() => { window.seen.first ??= performance.now(); }).observe(document.querySelector('#list .height'), { childList: true });
  });
  await browser.startTracing(view, { categories: ['toplevel'] });
  await view.setInputFiles('#file', path);
  await view.focus('#list');
  const finished = view.waitForFunction(() => document.getElementById('progress').hidden, null, { timeout: 600000 }).then(() => true);
  let done = false;
  finished.then(() => { done = true; });
  // somebody reads while it goes on
  for (let i = 0; !done; i++) {
    await view.keyboard.press(['j', 'j', 'PageDown', 'End', 'Home', '2', '1'][i % 7]);
    await view.waitForTimeout(200);
  }
  const seen = await view.evaluate(() => ({ ...window.seen, now: performance.now(), state: document.getElementById('state').textContent, elements: document.querySelectorAll('*').length }));
  seen.gaps.sort((a, b) => b - a);
  seen.long.sort((a, b) => b - a);
  console.log(`${megabytes.toFixed(0)} MB: ${seen.state}`);
  console.log(`first line after ${Math.round(seen.first - seen.begun)} ms; all after ${Math.round((seen.now - seen.begun) / 1000)} s`);
  console.log(`longest tasks of the page's thread: ${seen.long.slice(0, 5).join(' ')} ms; longest times between frames: ${seen.gaps.slice(0, 5).map(Math.round).join(' ')} ms`);
  console.log(`CPU time of the longest tasks: ${longestTasks(await browser.stopTracing()).join(' ')} ms`);
  console.log(`${seen.elements} elements`);
  await browser.close();
}

await { core, page }[what]();
