// Sending a file: the browser streams it, COPY takes it as it comes, and every line has its fate when the answer is there.
import { sender } from '../lib/asked.mjs';
import { Fault } from '../lib/faults.mjs';
import { html, nothing } from '../lib/html.mjs';
import { page } from '../lib/layout.mjs';

const megabyte = 1048576;

function fileName(header) {
  if (typeof header !== 'string' || header.length > 2000) return null;
  let name;
  try { name = decodeURIComponent(header); } catch { return null; }
  return name.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 200) || null;
}

export function upload(app, { s }) {
  app.get('/upload', async (request, reply) => {
    const { ctx } = request, { t } = ctx;
    await sender(request);
    return page(reply, ctx, { title: t('upload_title'), script: 'upload.mjs', body: html`<section class="narrow"><h1>${t('upload_title')}</h1><p class="lead">${t('upload_lead', Math.round(s.uploadBytes / megabyte))}</p>
      ${ctx.hasCheck ? html`<p class="note"><a href="/check">${t('check_first')}</a>. ${t('check_text')}</p>` : nothing}
      <noscript><p class="fault">${t('upload_needs_script')}</p></noscript>
      <div id="drop" class="drop card" data-csrf="${ctx.csrf}" data-most="${s.uploadBytes}" data-sending="${t('sending')}" data-judging="${t('judging')}" data-failed="${t('upload_failed')}" data-stopped="${t('upload_stopped')}" data-large="${t('too_large')}" data-empty="${t('fault_empty')}">
        <label for="file">${t('choose')}</label><input type="file" id="file" accept=".jsonl,.json,.ndjson,.txt,application/jsonl">
        <p id="chosen" class="quiet"></p>
        <progress id="progress" max="1" value="0" aria-label="${t('sending')}" hidden></progress>
        <p id="said" role="status" aria-live="polite"></p>
        <p class="actions"><button type="button" id="send" class="primary" disabled>${t('send_file')}</button><button type="button" id="stop" hidden>${t('upload_stop')}</button><a id="see" class="button primary" hidden>${t('see_lines')}</a></p>
      </div></section>` });
  });

  app.post('/upload', { bodyLimit: s.uploadBytes, config: { rateLimit: { max: Math.max(30, s.attemptsPerMinute), timeWindow: 60000 } } }, async (request, reply) => {
    const { ctx } = request;
    const me = await sender(request);
    if (!request.headers['content-type']?.startsWith('application/x-ndjson')) throw new Fault(415, 'fault_kind');
    const length = Number(request.headers['content-length']);
    if (length > s.uploadBytes) throw new Fault(413, 'fault_large');
    if (length === 0) throw new Fault(400, 'fault_empty');
    const sums = await me.upload(fileName(request.headers['x-file-name']), request.body);
    return reply.type('application/json').send({ upload: sums.upload_id, said: ctx.t('upload_sums', sums.lines, sums.stored, sums.repeated, sums.refused, sums.blank), to: `/mine/${sums.upload_id}` });
  });
}
