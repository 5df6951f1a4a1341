// A curator's day: what waits, finding a record, tasks, rounds, contributors and who applied.
import { asked, blankToNull, needed, number, one, role } from '../lib/asked.mjs';
import { html, nothing, plain, text } from '../lib/html.mjs';
import { field, form, page, state, table, time } from '../lib/layout.mjs';

const states = ['received', 'held', 'duplicate', 'pending', 'needs_changes', 'disputed', 'accepted', 'rejected', 'withdrawn'];
const where = { finding: '/search?state=held', attestation: '/search?state=held', dispute: '/search?state=disputed', changes: '/search?state=needs_changes', review: '/search?state=pending', task: '/tasks', task_name: '/tasks', round: '/rounds', release: '/releases', application: '/people', quota: '/people' };
const num = (n) => html`<span class="num">${n}</span>`;
const flash = (session) => { const said = session.flash; session.flash = null; return said ? html`<p class="flash" role="status">${said}</p>` : nothing; };

export function curate(app) {
  const curator = (request) => role(request, 'curator');

  app.get('/work', async (request, reply) => {
    const { ctx } = request, { t } = ctx;
    const session = await curator(request);
    const [list, progress] = await Promise.all([session.query('SELECT * FROM badcase.worklist WHERE program = $1::int', [session.program]), session.query('SELECT * FROM badcase.round_progress WHERE program = $1::int AND closed_at IS NULL', [session.program])]);
    return page(reply, ctx, { title: t('work_title'), body: html`<div class="head"><h1>${t('work_title')}</h1>${form(ctx, '/worklist/maintain', html`<button class="primary">${t('maintain')}</button>`)}</div>${flash(session)}
      ${progress[0] ? html`<ul class="sums">${['accepted', 'rejected', 'needs_changes', 'disputed'].map((k) => html`<li><b>${progress[0][k]}</b> ${state(ctx, k)}</li>`)}<li><b>${progress[0].waiting}</b> ${state(ctx, 'pending')}</li></ul>` : nothing}
      ${table([t('work'), t('how_many'), t('oldest'), t('what_to_do')], list.map((w) => [where[w.work] ? html`<a href="${where[w.work]}">${t(`w_${w.work}`)}</a>` : t(`w_${w.work}`), num(w.n), time(ctx, w.oldest), html`<code>${w.what_to_do}</code>`]), { caption: t('work_title'), empty: t('work_none') })}` });
  });
  app.post('/worklist/maintain', async (request, reply) => {
    const session = await curator(request);
    // a batch a time, so that a request ends; what is left waits for the next
    for (let i = 0; i < 20; i++) {
      const [{ n }] = await session.query('SELECT badcase.triage_batch($1::int, 500) AS n', [session.program]);
      if (!n) break;
    }
    session.flash = request.ctx.t('maintained');
    return reply.redirect('/work', 303);
  });

  app.get('/search', async (request, reply) => {
    const { ctx, query } = request, { t } = ctx;
    const session = await curator(request);
    const words = asked(query, 'words'), inState = states.includes(query.state) ? query.state : null, task = asked(query, 'task');
    const looked = words || inState || task;
    const rows = looked ? await session.query('SELECT * FROM badcase.search($1::int, $2::text, $3::text, $4::text, NULL::bigint, NULL::bigint, NULL::text, NULL::text, NULL::timestamptz, NULL::timestamptz, 50)',
      [session.program, blankToNull(words), inState, blankToNull(task)]) : [];
    return page(reply, ctx, { title: t('search_title'), body: html`<h1>${t('search_title')}</h1><form method="get" action="/search" class="row" role="search">
      <label class="grow">${t('words')} <input name="words" type="search" value="${plain(words)}" maxlength="500"></label><label>${t('state')} <select name="state"><option value="">${t('all')}</option>${states.map((k) => html`<option value="${k}" ${k === inState ? html`selected` : nothing}>${t(`st_${k}`)}</option>`)}</select></label><label>${t('task')} <input name="task" value="${plain(task)}" maxlength="200"></label><button class="primary">${t('find')}</button></form>
      ${looked ? table([t('number'), t('state'), t('prompt'), t('task'), t('contributor'), t('received_at')], rows.map((r) => [html`<a href="/submission/${r.submission}">${r.submission}</a>`, state(ctx, r.state), html`<span class="preview" dir="auto">${text(r.preview ?? '')}</span>`, text(r.task ?? ''), text(r.external_id ?? r.contributor ?? ''), time(ctx, r.received_at)]), { caption: t('search_title'), empty: t('found_n', 0) }) : nothing}` });
  });

  app.get('/tasks', async (request, reply) => {
    const { ctx } = request, { t } = ctx;
    const session = await curator(request);
    const rows = await session.query('SELECT * FROM badcase.task_coverage WHERE program = $1::int ORDER BY missing DESC NULLS LAST, task', [session.program]);
    return page(reply, ctx, { title: t('tasks_title'), body: html`<h1>${t('tasks_title')}</h1>${flash(session)}
      ${table([t('task'), t('target'), t('received'), t('accepted'), t('missing'), html`<span class="sr">${t('action')}</span>`], rows.map((r) => [r.task === null ? html`<span class="quiet">${t('no_task')}</span>` : html`${text(r.task)}${r.taken ? nothing : html` <span class="tag">${t('w_task_name')}</span>`}`, num(r.target), num(r.received), num(r.accepted), num(r.missing), r.task === null ? '' : html`<a href="/search?task=${encodeURIComponent(r.task)}">${t('see')}<span class="sr"> ${text(r.task)}</span></a>`]), { caption: t('tasks_title'), empty: t('none') })}
      <section class="card"><h2>${t('set_task')}</h2>${form(ctx, '/tasks/set', html`<div class="row">${field('task', t('task'), html`<input id="task" name="task" required maxlength="200">`)}${field('target', t('target'), html`<input id="target" name="target" inputmode="numeric" pattern="[0-9]{1,6}" value="100" required>`)}</div>${field('about', t('about'), html`<textarea id="about" name="about" rows="3" maxlength="5000"></textarea>`)}<p class="actions"><button class="primary">${t('save')}</button></p>`)}</section>` });
  });
  app.post('/tasks/set', async (request, reply) => {
    const { body, ctx } = request;
    const session = await curator(request);
    await session.query('SELECT badcase.set_task($1::int, $2::text, $3::int, $4::text)', [session.program, one(body, 'task', 200), needed(one(body, 'target', 6)), blankToNull(one(body, 'about', 5000))]);
    session.flash = ctx.t('done');
    return reply.redirect('/tasks', 303);
  });

  app.get('/rounds', async (request, reply) => {
    const { ctx } = request, { t } = ctx;
    const session = await curator(request);
    const rows = await session.query('SELECT p.*, r.days_left FROM badcase.round_progress p JOIN badcase.rounds r ON r.round = p.round WHERE p.program = $1::int ORDER BY p.round DESC', [session.program]);
    const open = rows.find((r) => r.closed_at === null);
    return page(reply, ctx, { title: t('rounds_title'), body: html`<h1>${t('rounds_title')}</h1>${flash(session)}
      ${table([t('number'), t('opened'), t('cut_off'), t('closed'), t('accepted'), t('st_rejected'), t('st_needs_changes'), t('st_disputed'), t('st_pending')], rows.map((r) => [num(r.round), time(ctx, r.opened_at, false), time(ctx, r.cut_off), time(ctx, r.closed_at, false), num(r.accepted), num(r.rejected), num(r.needs_changes), num(r.disputed), num(r.waiting)]), { caption: t('rounds_title'), empty: t('none') })}
      <div class="two"><section class="card"><h2>${t('open_round')}</h2>${form(ctx, '/rounds/open', html`${field('cut_off', t('cut_off'), html`<input id="cut_off" name="cut_off" type="date">`)}<p class="actions"><button>${t('open_round')}</button></p>`)}</section>
      ${open ? html`<section class="card"><h2>${t('close_round')}</h2>${form(ctx, '/rounds/close', html`<input type="hidden" name="round" value="${open.round}"><p class="actions"><button class="danger">${t('close_round')}</button></p>`)}</section>` : nothing}</div>` });
  });
  app.post('/rounds/open', async (request, reply) => {
    const session = await curator(request);
    await session.query('SELECT badcase.open_round($1::int, $2::text::timestamptz)', [session.program, blankToNull(one(request.body, 'cut_off', 40))]);
    session.flash = request.ctx.t('done');
    return reply.redirect('/rounds', 303);
  });
  app.post('/rounds/close', async (request, reply) => {
    const session = await curator(request);
    await session.query('SELECT badcase.close_round($1::bigint)', [needed(one(request.body, 'round', 20))]);
    session.flash = request.ctx.t('done');
    return reply.redirect('/rounds', 303);
  });

  app.get('/people', async (request, reply) => {
    const { ctx } = request, { t } = ctx;
    const session = await curator(request);
    const [waiting, rows] = await Promise.all([session.query("SELECT * FROM badcase.applications WHERE program = $1::int AND state = 'waiting' ORDER BY application LIMIT 100", [session.program]), session.query('SELECT * FROM badcase.contributors WHERE program = $1::int ORDER BY contributor DESC LIMIT 200', [session.program])]);
    return page(reply, ctx, { title: t('people_title'), body: html`<h1>${t('people_title')}</h1>${flash(session)}
      <section><h2>${t('applications')}</h2>${waiting.length ? html`<ul class="cards">${waiting.map((a) => html`<li class="card"><h3>${text(a.name)}</h3><p class="quiet">${text(a.contact ?? '')} ${a.github ? html`@${text(a.github)}` : nothing} ${time(ctx, a.applied_at)}</p><p>${t('agreed')}: ${a.consents.length ? a.consents.map((k) => html`<span class="tag">${t(`c_${k}`)}</span> `) : t('none')}</p>
        ${form(ctx, '/people/admit', html`<input type="hidden" name="application" value="${a.application}"><label class="small">${t('as_existing')} <input name="contributor" inputmode="numeric" pattern="[0-9]*" size="6"></label> <button class="primary">${t('admit')}<span class="sr"> ${text(a.name)}</span></button>`, { className: 'row' })}
        ${form(ctx, '/people/refuse', html`<input type="hidden" name="application" value="${a.application}"><label class="grow">${t('reason')} <input name="reason" required maxlength="500"></label> <button class="danger">${t('refuse')}<span class="sr"> ${text(a.name)}</span></button>`, { className: 'row' })}</li>`)}</ul>` : html`<p class="quiet">${t('no_applications')}</p>`}</section>
      <section><h2>${t('people_title')}</h2>${table([t('number'), t('name'), t('agreed'), t('lines'), t('accepted'), t('st_rejected'), t('st_needs_changes'), html`<span class="sr">${t('action')}</span>`], rows.map((c) => [num(c.contributor), html`${text(c.display_name ?? c.external_id ?? '')}<span class="hint">${text(c.external_id ?? '')}</span>`, ['train', 'publish_text', 'show_name', 'contact'].filter((k) => c[k]).map((k) => html`<span class="tag">${k}</span> `), num(c.submissions), num(c.accepted), num(c.rejected), num(c.needs_changes),
        c.role === null && c.external_id?.startsWith('door-') ? form(ctx, '/people/revoke', html`<input type="hidden" name="contributor" value="${c.contributor}"><label class="sr" for="r${c.contributor}">${t('reason')}</label><input id="r${c.contributor}" name="reason" required maxlength="500" size="10" placeholder="${t('reason')}"><button class="small danger">${t('revoke')}<span class="sr"> ${c.contributor}</span></button>`, { className: 'row' }) : '']), { caption: t('people_title'), empty: t('none') })}</section>` });
  });
  app.post('/people/admit', async (request, reply) => {
    const session = await curator(request);
    await session.query('SELECT badcase.admit_applicant($1::bigint, $2::bigint)', [needed(one(request.body, 'application', 20)), number(one(request.body, 'contributor', 20))]);
    session.flash = request.ctx.t('done');
    return reply.redirect('/people', 303);
  });
  app.post('/people/refuse', async (request, reply) => {
    const session = await curator(request);
    await session.query('SELECT badcase.refuse_applicant($1::bigint, $2::text)', [needed(one(request.body, 'application', 20)), one(request.body, 'reason', 500)]);
    session.flash = request.ctx.t('done');
    return reply.redirect('/people', 303);
  });
  app.post('/people/revoke', async (request, reply) => {
    const session = await curator(request);
    await session.query('SELECT badcase.revoke_token($1::bigint, $2::text)', [needed(one(request.body, 'contributor', 20)), one(request.body, 'reason', 500)]);
    session.flash = request.ctx.t('done');
    return reply.redirect('/people', 303);
  });

  app.get('/report', async (request, reply) => {
    const { ctx } = request, { t } = ctx;
    await curator(request);
    return page(reply, ctx, { title: t('report_title'), body: html`<section class="narrow card"><h1>${t('report_title')}</h1><p>${t('report_text')}</p><p class="actions"><a class="button primary" href="/report/page" target="_blank" rel="noopener">${t('report_open')}</a></p></section>` });
  });
}
