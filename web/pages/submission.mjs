// One submission as a curator sees it: its texts with what was found in them, what happened to it, what can be decided.
import { needed, one, role } from '../lib/asked.mjs';
import { Fault } from '../lib/faults.mjs';
import { html, nothing, plain, text } from '../lib/html.mjs';
import { form, page, state, table, time } from '../lib/layout.mjs';
import { recordText, spansOf } from './review.mjs';

// of more findings than this, what is decided first makes room for the others
const most = 100;
const labels = { prompt: 'prompt', response: 'response', question: 'question', answer: 'answer', rejected: 'rejected', system: 'system', meta: 'meta' };

export function submission(app) {
  const curator = (request) => role(request, 'curator');
  app.get('/submission/:id', async (request, reply) => {
    const { ctx, params } = request, { t } = ctx;
    const session = await curator(request);
    const id = needed(params.id);
    // reading is noted in the journal, so it is one transaction with what is shown
    const [parts, about, found, history, reviews] = await session.transaction(async (q) => [
      await q('SELECT field, turn, value FROM badcase.record($1::bigint)', [id]), (await q('SELECT * FROM badcase.submissions WHERE submission = $1::bigint', [id]))[0],
      await q('SELECT * FROM badcase.findings($1::bigint) LIMIT 3000', [id]), await q('SELECT * FROM badcase.history($1::bigint) LIMIT 500', [id]), await q('SELECT * FROM badcase.reviews WHERE submission = $1::bigint', [id])]);
    if (!about) throw new Fault(404, 'fault_gone');
    const flash = session.flash;
    session.flash = null;
    const open = found.filter((f) => f.cleared !== true);
    const barring = open.filter((f) => f.cleared === null && (f.severity === 'hold' || f.severity === 'block'));
    const because = (key) => html`<label class="sr" for="${key}">${t('reason')}</label><input id="${key}" name="reason" required maxlength="500" placeholder="${t('reason')}" class="grow">`;
    const here = html`<input type="hidden" name="submission" value="${id}">`;
    return page(reply, ctx, { title: t('rec_title', id), wide: true, body: html`<div class="head"><h1>${t('rec_title', id)}</h1>${state(ctx, about.state)}<p class="quiet">${about.task ? text(about.task) : t('no_task')} · ${text(about.external_id ?? '')} · ${time(ctx, about.received_at)}</p></div>${flash ? html`<p class="flash" role="status">${flash}</p>` : nothing}
      <div class="review"><article class="sheet">${parts.filter((p) => p.field !== 'record').map((p) => recordText(`${labels[p.field] ? t(labels[p.field]) : p.field}${p.turn ? ` ${p.turn}` : ''}`, p.value ?? '', p.field === 'meta' ? [] : spansOf(open, p.field, p.turn ?? undefined)))}
        <section><h2>${t('rec_history')}</h2><ol class="history">${history.map((h) => html`<li>${time(ctx, h.at)} <b>${h.who ?? ''}</b> ${text(h.what)}</li>`)}</ol></section></article>
      <aside class="judge">
        <section><h2>${t('findings')}</h2>${found.length ? html`<ul class="found">${found.slice(0, most).map((f) => html`<li class="${f.severity}"><code>${f.rule}</code> <span class="quiet">${f.field ?? ''} ${f.turn ?? ''}</span>${f.excerpt ? html` <span class="hint">${text(f.excerpt)}</span>` : nothing}${f.cleared === null ? nothing : html`<span class="hint">${t(f.cleared ? 'clear' : 'stands')} ${text(f.reason ?? '')}</span>`}</li>`)}</ul>` : html`<p class="quiet">${t('nothing_found')}</p>`}
        ${barring.slice(0, most).map((f) => html`<div class="card"><code>${f.rule}</code>${form(ctx, '/submission/finding', html`${here}<input type="hidden" name="finding" value="${f.finding}">${because(`f${f.finding}`)}<button name="cleared" value="true">${t('clear')}</button><button name="cleared" value="false" class="danger">${t('stands')}</button>`, { className: 'row' })}</div>`)}</section>
        ${reviews.length ? html`<section><h2>${t('reviews')}</h2><ul>${reviews.map((r) => html`<li><b>${r.verdict}</b> ${r.reviewer} ${(r.reasons ?? []).join(', ')}${r.note ? html`<span class="hint">${text(r.note)}</span>` : nothing}</li>`)}</ul></section>` : nothing}
        ${about.state === 'disputed' ? html`<section class="card"><h2>${t('decide')}</h2>${form(ctx, '/submission/decide', html`${here}${because('d')}<button name="decision" value="accepted" class="good">${t('accept')}</button><button name="decision" value="rejected" class="poor">${t('reject')}</button>`, { className: 'row' })}</section>` : nothing}
        ${about.state === 'accepted' || about.state === 'rejected' ? html`<section class="card"><h2>${t('reopen')}</h2>${form(ctx, '/submission/reopen', html`${here}${because('o')}<button>${t('reopen')}</button>`, { className: 'row' })}</section>` : nothing}
        <section class="card"><h2>${t('assign')}</h2>${form(ctx, '/submission/task', html`${here}<label class="sr" for="task">${t('task')}</label><input id="task" name="task" maxlength="200" value="${plain(about.task)}" class="grow"><button>${t('save')}</button>`, { className: 'row' })}</section>
        ${about.state !== 'withdrawn' ? html`<details class="card"><summary>${t('withdraw')}</summary>${form(ctx, '/submission/withdraw', html`${here}${because('w')}<button class="danger">${t('withdraw_sure')}</button>`, { className: 'row' })}</details>` : nothing}
      </aside></div>` });
  });

  const call = (path, work) => app.post(path, async (request, reply) => {
    const session = await curator(request);
    const id = needed(one(request.body, 'submission', 20));
    await work(session, id, request.body);
    session.flash = request.ctx.t('done');
    return reply.redirect(`/submission/${id}`, 303);
  });
  call('/submission/finding', (session, id, body) => session.query('SELECT badcase.resolve_finding($1::bigint, $2::bool, $3::text)', [needed(one(body, 'finding', 20)), one(body, 'cleared', 5) === 'true', one(body, 'reason', 500)]));
  call('/submission/decide', (session, id, body) => session.query('SELECT badcase.adjudicate($1::bigint, $2::text, $3::text)', [id, one(body, 'decision', 20), one(body, 'reason', 500)]));
  call('/submission/reopen', (session, id, body) => session.query('SELECT badcase.reopen($1::bigint, $2::text)', [id, one(body, 'reason', 500)]));
  call('/submission/task', (session, id, body) => session.query('SELECT badcase.assign_task($1::bigint, $2::text)', [id, one(body, 'task', 200)?.trim() || null]));
  call('/submission/withdraw', (session, id, body) => session.query('SELECT badcase.withdraw($1::bigint, NULL::bigint, NULL::bigint, $2::text)', [id, one(body, 'reason', 500)]));
}
