// Reviewing: one record at a time, with all that is known beside it, by keys.
import { asked, needed, number, one, role, some } from '../lib/asked.mjs';
import { compared } from '../lib/diff.mjs';
import { Fault } from '../lib/faults.mjs';
import { html, nothing, text } from '../lib/html.mjs';
import { field, form, page, time } from '../lib/layout.mjs';
import { marked } from '../lib/marks.mjs';
import { why, wish } from '../lib/wishes.mjs';
import { has } from '../lib/words.mjs';

const verdicts = { accept: [true, true], needs: [true, false], reject: [false, false] };
const kinds = ['instruction', 'domain', 'factual', 'harmful', 'context', 'other'];
const reasons = ['useless', 'spam', 'duplicate', 'wrong_answer', 'incomplete', 'off_task', 'bad_format', 'wrong_language', 'personal_information', 'trade_secret', 'national_security', 'third_party_ip',
  'other_model_output', 'harmful', 'not_reproduced', 'contaminated', 'unclear_prompt', 'no_format', 'too_short', 'other'];
const record = 'badcase($1::text, $2::text, $3::text::jsonb, $4::text, CASE WHEN $5::text IS NULL THEN \'{}\'::jsonb ELSE pg_catalog.jsonb_build_object(\'system\'::text, $5::text) END)';

export const recordText = (label, value, spans = [], more = nothing) =>
  html`<section class="text"><h2>${label}</h2>${more}<div class="record" dir="auto">${marked(value, spans)}</div></section>`;
export const spansOf = (found, where, turn) => found.filter((f) => f.field === where && (turn === undefined || f.turn === turn) && f.start !== null)
  .map((f) => ({ start: f.start, stop: f.stop, label: f.rule, kind: f.severity === 'hold' || f.severity === 'block' ? 'grave' : 'found' }));

// What the program can tell of the prompt's wishes.
export const wishes = (ctx, list) => (list.length ? html`<ul class="wishes">${list.map((w) => html`<li class="${w.followed === true ? 'kept' : w.followed === false ? 'broken' : 'open'}"><b>${ctx.t(w.followed === true ? 'kept' : w.followed === false ? 'not_kept' : 'not_told')}</b> <span title="${w.kind}">${text(wish(ctx.lang, w.kind, w.args))}</span>${w.why ? html` <span class="hint">${text(why(ctx.lang, w.why))}</span>` : nothing}</li>`)}</ul>` : html`<p class="quiet">${ctx.t('nothing_asked')}</p>`);

const likelihood = (label, value) => (value === null || value === undefined ? nothing : html`<span class="tag">${label} ${Math.round(value * 100)} %</span>`);

// The same in the same place is one line with a number.
function foundList(ctx, found) {
  if (!found.length) return html`<p class="quiet">${ctx.t('nothing_found')}</p>`;
  const groups = new Map();
  for (const f of found) {
    const key = `${f.severity}\n${f.rule}\n${f.field ?? ''}${f.turn ? ` ${f.turn}` : ''}`;
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  return html`<ul class="found">${[...groups].slice(0, 100).map(([key, n]) => { const [severity, rule, place] = key.split('\n'); return html`<li class="${severity}"><code>${rule}</code> <span class="quiet">${place}${n > 1 ? ` × ${n}` : ''}</span></li>`; })}</ul>`;
}

export function review(app) {
  app.get('/review', async (request, reply) => {
    const { ctx, query } = request, { t } = ctx;
    const session = await role(request, 'reviewer');
    const queue = await session.query('SELECT * FROM badcase.review_queue ORDER BY lease_until, submission');
    const flash = session.flash;
    session.flash = null;
    const place = Math.min(number(asked(query, 'place')) ?? 0, Math.max(queue.length - 1, 0));
    const q = queue[place];
    const bar = html`<div class="head"><h1>${t('review_title')}</h1><p class="quiet">${t('queue', queue.length)}${queue.length ? html` · ${t('behind', queue[0].behind)}` : nothing}</p>
      ${form(ctx, '/review/claim', html`<button id="claim">${t('claim')}</button>`)}${queue.length ? form(ctx, '/review/release', html`<button id="give-back">${t('give_back')}</button>`) : nothing}
      ${session.given.length ? form(ctx, '/review/undo', html`<button id="undo">${t('undo')}</button>`) : nothing}</div>
      ${flash ? html`<p class="flash" role="status">${flash}</p>` : nothing}`;
    if (!q) return page(reply, ctx, { title: t('review_title'), script: 'review.mjs', body: html`${bar}<section class="card empty"><p class="lead">${t('empty_queue')}</p><p class="quiet">${t('empty_hint')}</p></section>` });

    const history = JSON.stringify(q.history ?? []);
    const values = [q.prompt, q.response, history, q.rejected, q.system];
    const [found, follows] = await Promise.all([
      session.query('SELECT * FROM badcase.findings($1::bigint) LIMIT 3000', [q.submission]),
      session.query(`SELECT kind, args, followed, why FROM ${session.home}.badcase_follows(${session.home}.${record})`, values)]);
    const open = found.filter((f) => f.cleared !== true);
    const pairOf = q.rejected === null ? null : compared(q.rejected, q.response);
    const at = (n, id, key) => (n >= 0 && n < queue.length ? html`<a id="${id}" class="button small" href="/review?place=${n}">${t(key)}</a>` : html`<span class="button small off" aria-disabled="true">${t(key)}</span>`);
    const before = q.before ?? {};
    return page(reply, ctx, { title: `${t('review_title')} ${q.submission}`, wide: true, script: 'review.mjs', body: html`${bar}
      <div class="review">
      <article class="sheet" aria-label="${t('rec_title', q.submission)}">
        <p class="where"><span class="num">${place + 1} / ${queue.length}</span> <b>${q.submission}</b> ${q.task ? text(q.task) : html`<span class="quiet">${t('no_task')}</span>`}${(q.failure_kinds ?? []).map((k) => html` <span class="tag">${k}</span>`)}${q.model_version ? html` <span class="tag">${text(q.model_version)}</span>` : nothing} <span class="quiet">${t('until_time')} ${time(ctx, q.lease_until)}</span></p>
        ${q.system ? recordText(t('system'), q.system) : nothing}
        ${(q.history ?? []).map(([ask, answer], i) => html`${recordText(t('question'), ask, spansOf(open, 'question', i + 1))}${recordText(t('answer'), answer, spansOf(open, 'answer', i + 1))}`)}
        ${recordText(t('prompt'), q.prompt, spansOf(open, 'prompt'))}
        ${recordText(t('response'), q.response, spansOf(open, 'response'))}
        ${pairOf ? html`<section class="text"><h2>${t('expected_vs')}</h2>${pairOf.marked ? nothing : html`<p class="hint">${t('plain_too_long')}</p>`}<div class="pair"><div class="record was" dir="auto">${pairOf.before}</div><div class="record" dir="auto">${pairOf.after}</div></div></section>` : nothing}
        ${Object.keys(before).length ? html`<section class="text"><h2>${t('changed')}</h2>${['prompt', 'response', 'rejected'].filter((k) => typeof before[k] === 'string').map((k) => { const c = compared(before[k], q[k] ?? ''); return html`<div class="pair"><div class="record was" dir="auto">${c.before}</div><div class="record" dir="auto">${c.after}</div></div>`; })}</section>` : nothing}
        ${(q.similar ?? []).length ? html`<section class="text"><h2>${t('similar')}</h2>${q.similar.map((o) => { const c = compared(o.response ?? '', q.response); return html`<details class="near"><summary><b>${o.submission}</b> ${o.kind} ${o.similarity} ${o.state}</summary><div class="record" dir="auto">${text(o.prompt ?? '')}</div><div class="pair"><div class="record was" dir="auto">${c.before}</div><div class="record" dir="auto">${c.after}</div></div></details>`; })}</section>` : nothing}
      </article>
      <aside class="judge" aria-label="${t('review_title')}">
        ${form(ctx, '/review/judge', html`<input type="hidden" name="submission" value="${q.submission}"><input type="hidden" name="place" value="${place}">
          <div class="verdicts"><button id="accept" name="verdict" value="accept" class="good"><kbd>1</kbd> ${t('accept')}<small>${t('accept_hint')}</small></button><button id="needs" name="verdict" value="needs" class="fair"><kbd>2</kbd> ${t('needs')}<small>${t('needs_hint')}</small></button><button id="reject" name="verdict" value="reject" class="poor"><kbd>3</kbd> ${t('reject')}<small>${t('reject_hint')}</small></button></div>
          ${q.wants_kind ? html`<p class="hint" id="wants-kind">${t('wants_kind')}</p>` : nothing}
          <details><summary>${t('reasons')}, ${t('kinds')}, ${t('note')}</summary>
          <fieldset><legend>${t('reasons')}</legend><div class="many">${reasons.map((r) => html`<label class="choice"><input type="checkbox" name="reasons" value="${r}"><span>${r}</span></label>`)}</div></fieldset>
          <fieldset><legend>${t('kinds')}</legend><div class="many">${kinds.map((k) => html`<label class="choice"><input type="checkbox" name="kinds" value="${k}"><span>${k}</span></label>`)}</div></fieldset>
          ${(q.similar ?? []).some((o) => o.kind === 'alternative') ? html`<fieldset><legend>${t('contradicts')}</legend>${q.similar.filter((o) => o.kind === 'alternative').map((o) => html`<label class="choice"><input type="checkbox" name="contradicts" value="${o.submission}"><span>${o.submission}</span></label>`)}</fieldset>` : nothing}
          ${field('note', t('note'), html`<textarea id="note" name="note" rows="2" maxlength="5000"></textarea>`)}${field('note_contributor', t('note_contributor'), html`<textarea id="note_contributor" name="note_contributor" rows="2" maxlength="5000"></textarea>`)}</details>`, { id: 'judge' })}
        <p class="actions">${at(place - 1, 'previous', 'previous')}${at(place + 1, 'next', 'next')}</p>
        ${q.guideline ? html`<section><h2>${t('guideline')}</h2><p class="record" dir="auto">${text(q.guideline)}</p></section>` : nothing}
        <section><h2>${t('asked')}</h2>${wishes(ctx, follows)}</section>
        <section><h2>${t('found')}</h2>${foundList(ctx, open)}</section>
        ${(q.suggestions ?? []).length ? html`<section id="suggested"><h2>${t('suggested')}</h2><ul>${q.suggestions.map((g) => html`<li><b>${text(`${g.agent} ${g.version}`)}</b> ${likelihood(t('sug_useful'), g.useful)} ${likelihood(t('sug_correct'), g.correct)} ${(g.failure_kinds ?? []).join(', ')} ${g.task ? text(g.task) : nothing}${g.why ? html`<span class="hint">${text(g.why)}</span>` : nothing}</li>`)}</ul></section>` : nothing}
        ${(q.earlier ?? []).length ? html`<section><h2>${t('earlier')}</h2><ul>${q.earlier.map((e) => html`<li><b>${e.verdict}</b> ${(e.reasons ?? []).join(', ')} ${e.note ? text(e.note) : nothing}</li>`)}</ul></section>` : nothing}
        <p class="hint keys"><b>${t('keys')}</b> ${t('keys_text')}</p>
      </aside></div>` });
  });

  app.post('/review/claim', async (request, reply) => {
    const session = await role(request, 'reviewer');
    await session.query("SELECT submission FROM badcase.claim_reviews($1::int, 10, '2 hours'::interval, NULL::text, NULL::text, NULL::text, 'wanted'::text)", [session.program]);
    return reply.redirect('/review', 303);
  });
  app.post('/review/release', async (request, reply) => {
    const session = await role(request, 'reviewer');
    await session.query('SELECT badcase.release_claims($1::int, NULL::name, NULL::bigint[])', [session.program]);
    return reply.redirect('/review', 303);
  });
  app.post('/review/judge', async (request, reply) => {
    const { ctx, body } = request;
    const session = await role(request, 'reviewer');
    const verdict = verdicts[one(body, 'verdict', 20) ?? ''];
    if (!verdict) throw new Fault(400, 'fault_request');
    const submission = needed(one(body, 'submission', 20));
    const [{ state }] = await session.query('SELECT badcase.submit_review($1::bigint, $2::bool, $3::bool, $4::text[], $5::text[], $6::bigint[], $7::text, $8::text) AS state',
      [submission, ...verdict, some(body, 'reasons'), some(body, 'kinds'), some(body, 'contradicts').map(needed), one(body, 'note', 5000) || null, one(body, 'note_contributor', 5000) || null]);
    session.given = [...session.given.slice(-49), submission];
    session.flash = ctx.t('given', submission, has(`st_${state}`) ? ctx.t(`st_${state}`) : state);
    return reply.redirect(`/review?place=${number(one(body, 'place', 10)) ?? 0}`, 303);
  });
  app.post('/review/undo', async (request, reply) => {
    const { ctx } = request;
    const session = await role(request, 'reviewer');
    const submission = session.given.at(-1);
    if (submission === undefined) return reply.redirect('/review', 303);
    session.given = session.given.slice(0, -1);
    await session.query('SELECT badcase.withdraw_review($1::bigint)', [submission]);
    session.flash = ctx.t('undone', submission);
    return reply.redirect('/review', 303);
  });
}
