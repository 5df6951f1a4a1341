// clerk.js: a worker and what is asked of it.
import { $ } from './dom.js';

let url;
let bytes;

async function coreBytes() {
  const packed = Uint8Array.from(atob($('core').textContent.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

export class Clerk {
  constructor() {
    if (!url) {
      const policy = window.trustedTypes?.createPolicy('badcase', { createScriptURL: (same) => same });
      url = URL.createObjectURL(new Blob([$('worker').textContent], { type: 'text/javascript' }));
      if (policy) url = policy.createScriptURL(url);
      bytes = coreBytes();
    }
    this.waiting = new Map();
    this.ids = 0;
    this.worker = new Worker(url);
    this.worker.onmessage = ({ data }) => {
      const asked = this.waiting.get(data.id);
      if (!asked) return;
      if (data.news) { asked.told(data.news); return; }
      this.waiting.delete(data.id);
      if (data.fault) asked.reject(Object.assign(new Error(data.what), { fault: data.fault })); else asked.resolve(data.answer);
    };
    this.worker.onerror = (event) => {
      for (const asked of this.waiting.values()) asked.reject(Object.assign(new Error(event.message), { fault: 'failed' }));
      this.waiting.clear();
    };
    this.opened = bytes.then((core) => this.send('open', { core }));
  }

  send(job, what, told = () => {}) {
    return new Promise((resolve, reject) => {
      const id = ++this.ids;
      this.waiting.set(id, { resolve, reject, told });
      this.worker.postMessage({ ...what, id, job });
    });
  }

  // The answer; told(news) is called for what is known before.
  async ask(job, what = {}, told) {
    await this.opened;
    return this.send(job, what, told);
  }

  end() {
    this.worker.terminate();
    this.waiting.clear();
  }
}
