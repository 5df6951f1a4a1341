// A contributor's own: what became of each line and why, mending, taking back, consents.
import { asked, blankToNull, needed, number, one, sender } from '../lib/asked.mjs';
import { Fault } from '../lib/faults.mjs';
import { html, nothing, text } from '../lib/html.mjs';
import { field, form, page, state, table, time } from '../lib/layout.mjs';
import { oneLine, pageLines } from '../lib/sender.mjs';
import { version as termsVersion } from '../lib/terms.mjs';
import { has } from '../lib/words.mjs';
import { scopes } from './start.mjs';

// What the database says of a state names functions; here the buttons are beside it.
const why = (ctx, r) => {
  const hint = r.state ? (has(`h_${r.state}`) ? ctx.t(`h_${r.state}`) : '') : r.hint;
  return html`${r.message ? html`<p>${text(r.message)}</p>` : nothing}${hint ? html`<p class="quiet">${hint}</p>` : nothing}`;
};
const mends = (r) => r.verdict === 'refused' || r.state === 'needs_changes';
const open = (ctx, r) => html`<a class="button small ${mends(r) ? 'primary' : ''}" href="/mine/${r.upload_id}/${r.line_no}">${ctx.t(mends(r) ? 'mend' : 'see')}<span class="sr"> ${ctx.t('record_title', r.line_no)}</span></a>`;
const fate = (ctx, r) => (r.state ? state(ctx, r.state) : html`<span class="state ${r.verdict}">${ctx.t(`v_${r.verdict}`)}</span>`);

const lineTable = (ctx, rows, caption) => table([ctx.t('line'), ctx.t('prompt'), ctx.t('fate'), ctx.t('why'), html`<span class="sr">${ctx.t('action')}</span>`],
  rows.map((r) => [html`<span class="num">${r.line_no}</span>`, html`<span class="preview" dir="auto">${text(r.preview ?? '')}</span>`, fate(ctx, r), why(ctx, r), r.verdict === 'blank' ? '' : open(ctx, r)]), { caption, empty: ctx.t('no_news') });

export function mine(app) {
  app.get('/mine', async (request, reply) => {
    const { ctx, query } = request, { t } = ctx;
    const me = await sender(request);
    const status = await me.status();
    if (status.state !== 'admitted') {
      return page(reply, ctx, { title: t('mine_title'), body: html`<section class="narrow card"><h1>${t(status.state === 'refused' ? 'refused_title' : 'waiting_title')}</h1><p>${status.state === 'refused' ? text(status.reason) : t('waiting_text')}</p></section>` });
    }
    const [uploads, news] = await Promise.all([me.uploads(number(asked(query, 'before'))), me.news(ctx.lang)]);
    const counts = Object.entries(status.states ?? {}).filter(([, n]) => n > 0);
    return page(reply, ctx, { title: t('mine_title'), body: html`<div class="head"><h1>${t('hello', status.name ?? '')}</h1><p class="quiet">${status.program_name}</p><a class="button primary" href="/upload">${t('upload_title')}</a></div>
      ${asked(query, 'done') ? html`<p class="flash" role="status">${t('done')}</p>` : nothing}
      ${counts.length ? html`<ul class="sums">${counts.map(([k, n]) => html`<li><b>${n}</b> ${state(ctx, k)}</li>`)}</ul>` : nothing}
      <section><h2>${t('news')}</h2>${lineTable(ctx, news, t('news'))}</section>
      <section><h2>${t('uploads')}</h2>${table([t('file'), t('sent_at'), t('lines'), t('stored'), t('repeated'), t('refused'), t('blank')],
        uploads.map((u) => [html`<a href="/mine/${u.upload}">${text(u.file_name ?? `#${u.upload}`)}</a>`, time(ctx, u.opened_at), ...['lines', 'stored', 'repeated', 'refused', 'blank'].map((k) => html`<span class="num">${u[k]}</span>`)]), { caption: t('uploads'), empty: t('no_uploads') })}
        ${uploads.length === 50 ? html`<p><a href="/mine?before=${uploads[49].upload}">${t('older')}</a></p>` : nothing}</section>
      <div class="two"><section class="card"><h2>${t('consents')}</h2><p class="hint">${t('consents_hint')}</p>${form(ctx, '/mine/consents', html`${scopes.map((k) => html`<label class="choice"><input type="checkbox" name="${k}" value="1" ${status.consents?.[k] ? html`checked` : nothing}><span>${t(`c_${k}`)}</span></label>`)}<p class="actions"><button>${t('save')}</button></p>`)}</section>
      ${me.kind === 'token' ? html`<section class="card"><h2>${t('profile')}</h2>${form(ctx, '/mine/profile', html`${field('name', t('name'), html`<input id="name" name="name" maxlength="200" value="${status.name ?? ''}">`)}${field('contact', t('contact'), html`<input id="contact" name="contact" maxlength="200" value="${Object.values(status.contacts ?? {})[0] ?? ''}">`, t('contact_hint'))}${field('github', t('github'), html`<input id="github" name="github" maxlength="39" value="${status.github ?? ''}">`, t('github_hint'))}<p class="actions"><button>${t('save')}</button></p>`)}
      <h2>${t('renew')}</h2><p class="quiet">${t('token_until', '')}${time(ctx, status.token_until, false)}</p><p class="hint">${t('renew_text')}</p>${form(ctx, '/renew', html`<button>${t('renew')}</button>`)}</section>` : nothing}</div>` });
  });

  app.post('/mine/consents', async (request, reply) => {
    const { ctx, body } = request;
    const me = await sender(request);
    const { consents } = await me.status();
    for (const scope of scopes) {
      const wanted = one(body, scope, 10) === '1';
      if (wanted !== Boolean(consents?.[scope])) await me.consent(scope, wanted, termsVersion);
    }
    return reply.redirect('/mine?done=1', 303);
  });
  app.post('/mine/profile', async (request, reply) => {
    const { body } = request;
    const me = await sender(request);
    const status = await me.status();
    const was = { name: status.name, contact: Object.values(status.contacts ?? {})[0] ?? null, github: status.github };
    for (const what of ['name', 'contact', 'github']) {
      const value = blankToNull(one(body, what, 1000));
      if (value !== (was[what] ?? null)) await me.set(what, value);
    }
    return reply.redirect('/mine?done=1', 303);
  });

  app.get('/mine/:upload', async (request, reply) => {
    const { ctx, params, query } = request, { t } = ctx;
    const me = await sender(request);
    const upload = needed(params.upload), after = number(asked(query, 'after')) ?? 0;
    const [lines, [u]] = await Promise.all([me.lines(upload, after, ctx.lang), me.uploads(upload + 1)]);
    if (!u || u.upload !== upload) throw new Fault(404, 'fault_gone');
    return page(reply, ctx, { title: u.file_name ?? t('file'), body: html`<p><a href="/mine">← ${t('mine_title')}</a></p><h1>${text(u.file_name ?? t('file'))}</h1>
      ${asked(query, 'done') ? html`<p class="flash" role="status">${t('done')}</p>` : nothing}
      <p class="lead">${t('upload_sums', u.lines, u.stored, u.repeated, u.refused, u.blank)}</p>
      ${lineTable(ctx, lines, t('lines'))}
      <p class="actions">${after > 0 ? html`<a class="button" href="/mine/${upload}">${t('first_lines')}</a>` : nothing}${after + pageLines < u.lines ? html`<a class="button" href="/mine/${upload}?after=${after + pageLines}">${t('next_lines')}</a>` : nothing}</p>
      <details class="card"><summary>${t('withdraw_file')}</summary>${form(ctx, '/mine/withdraw', html`<input type="hidden" name="upload" value="${upload}"><button class="danger">${t('withdraw_sure')}</button>`)}</details>` });
  });

  const shown = (ctx, label, value) => (value === null || value === undefined ? nothing : html`<section class="text"><h2>${ctx.t(label)}</h2><div class="record" dir="auto">${text(value)}</div></section>`);
  app.get('/mine/:upload/:line', async (request, reply) => {
    const { ctx, params } = request, { t } = ctx;
    const me = await sender(request);
    const upload = needed(params.upload), line = needed(params.line);
    const r = await me.record(upload, line);
    if (!r) throw new Fault(404, 'fault_gone');
    const raw = r.line ? r.line.toString('utf8') : null;
    const about = r.record === null ? null : JSON.parse(r.record);
    const large = raw !== null && raw.length > 500000;
    const head = html`<p><a href="/mine/${upload}">← ${t('back')}</a></p><div class="head"><h1>${t('record_title', line)}</h1>${state(ctx, r.state)}</div>`;
    if (raw !== null) {
      const [fateOf] = await me.lines(upload, line - 1, ctx.lang);
      return page(reply, ctx, { title: t('record_title', line), body: html`${head}<div class="note">${fateOf && fateOf.line_no === line ? why(ctx, fateOf) : nothing}</div>
        ${large ? html`<section class="text"><h2>${t('raw_line')}</h2><div class="record" dir="auto">${text(raw.slice(0, 20000))}…</div></section>` : html`<section class="card"><h2>${t('mend_title')}</h2><p class="hint" id="raw-hint">${t('mend_refused_hint')} ${t('mend_raw_hint')}</p>${form(ctx, '/mine/again', html`<label class="sr" for="raw">${t('raw_line')}</label><textarea id="raw" name="raw" rows="8" class="mono" spellcheck="false" aria-describedby="raw-hint" dir="auto">${'\n'}${raw}</textarea><p class="actions"><button class="primary">${t('send')}</button></p>`)}</section>`}` });
    }
    if (!about) return page(reply, ctx, { title: t('record_title', line), body: html`${head}<p class="quiet">${t('none')}</p>` });
    const mend = r.state === 'needs_changes';
    return page(reply, ctx, { title: t('record_title', line), body: html`${head}
      ${(about.history ?? []).map(([q, a]) => html`${shown(ctx, 'question', q)}${shown(ctx, 'answer', a)}`)}
      ${mend ? html`<section class="card"><h2>${t('mend_title')}</h2>${form(ctx, '/mine/mend', html`<input type="hidden" name="submission" value="${r.submission}"><input type="hidden" name="upload" value="${upload}"><input type="hidden" name="line" value="${line}">
        ${field('prompt', t('prompt'), html`<textarea id="prompt" name="prompt" rows="5" required dir="auto">${'\n'}${about.prompt}</textarea>`)}${field('response', t('response'), html`<textarea id="response" name="response" rows="9" required dir="auto">${'\n'}${about.response}</textarea>`)}
        ${field('reason', t('mend_reason'), html`<input id="reason" name="reason" maxlength="500" value="${t('mend_default')}" required>`)}<p class="actions"><button class="primary">${t('send')}</button></p>`)}</section>`
        : html`${shown(ctx, 'prompt', about.prompt)}${shown(ctx, 'response', about.response)}`}
      ${shown(ctx, 'rejected', about.rejected)}${shown(ctx, 'system', typeof about.system === 'string' ? about.system : null)}
      ${r.state && r.state !== 'withdrawn' ? html`<details class="card"><summary>${t('withdraw')}</summary>${form(ctx, '/mine/withdraw', html`<input type="hidden" name="submission" value="${r.submission}"><button class="danger">${t('withdraw_sure')}</button>`)}</details>` : nothing}` });
  });

  app.post('/mine/withdraw', async (request, reply) => {
    const { body } = request;
    const me = await sender(request);
    const submission = number(one(body, 'submission', 20)), upload = number(one(body, 'upload', 20));
    await me.withdraw(submission, upload);
    return reply.redirect(upload ? `/mine/${upload}?done=1` : '/mine?done=1', 303);
  });

  // A record that is not one is told by its code and place before it is a call's argument, which would be refused without these.
  async function sound(ctx, line) {
    const home = await ctx.home();
    const [c] = await ctx.ask(`SELECT c.ok, c.code, c.byte_offset, c.message FROM ${home}.badcase_check($1::text) c`, [line]);
    if (!c.ok) throw new Fault(400, 'fault_line', `${c.message} (${c.code}, ${c.byte_offset})`);
    return home;
  }
  app.post('/mine/mend', async (request, reply) => {
    const { ctx, body } = request;
    const me = await sender(request);
    const submission = needed(one(body, 'submission', 20)), upload = needed(one(body, 'upload', 20)), line = needed(one(body, 'line', 20));
    const was = await me.record(upload, line);
    if (!was || was.submission !== submission || was.record === null) throw new Fault(404, 'fault_gone');
    // keys that the form does not show stay as they are; the text of JSON keeps numbers that JavaScript would round
    const plain = (value) => (value ?? '').replace(/\r\n/g, '\n');
    const record = withTexts(was.record, plain(one(body, 'prompt')), plain(one(body, 'response')));
    const home = await sound(ctx, record);
    await me.revise(submission, record, one(body, 'reason', 500) ?? ctx.t('mend_default'), home);
    return reply.redirect(`/mine/${upload}/${line}`, 303);
  });
  app.post('/mine/again', async (request, reply) => {
    const { ctx, body } = request;
    const me = await sender(request);
    const raw = (one(body, 'raw') ?? '').replace(/[\r\n]+/g, ' ').trim();
    await sound(ctx, raw);
    const sums = await me.upload(ctx.t('mend'), oneLine(raw));
    return reply.redirect(`/mine/${sums.upload_id}?done=1`, 303);
  });
}

// The canonical text begins with the prompt and the response: four strings. The rest is taken over as it is.
export function withTexts(record, prompt, response) {
  return `{"prompt": ${JSON.stringify(prompt)}, "response": ${JSON.stringify(response)}${record.slice(endOfString(record, 4))}`;
}
function endOfString(json, nth) {
  let strings = 0;
  for (let i = 0; i < json.length; i++) {
    if (json[i] !== '"') continue;
    for (i++; json[i] !== '"'; i++) if (json[i] === '\\') i++;
    if (++strings === nth) return i + 1;
  }
  return json.length;
}
