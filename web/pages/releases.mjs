// Releases: building, looking before training, publishing, downloading; the report.
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { asked, blankToNull, needed, one, role } from '../lib/asked.mjs';
import { Fault } from '../lib/faults.mjs';
import { reportPolicy } from '../lib/guard.mjs';
import { html, nothing, text } from '../lib/html.mjs';
import { field, form, page, table, time } from '../lib/layout.mjs';

const batch = 500;

export function releases(app) {
  const reader = (request) => role(request, 'exporter', 'curator');
  const named = async (session, id) => {
    const [r] = await session.query('SELECT * FROM badcase.releases WHERE release = $1::bigint', [id]);
    if (!r) throw new Fault(404, 'fault_gone');
    return r;
  };
  const isCurator = (session, program) => session.programs.some((p) => p.program === program && p.capabilities.includes('curator'));

  app.get('/releases', async (request, reply) => {
    const { ctx } = request, { t } = ctx;
    const session = await reader(request);
    const rows = await session.query('SELECT * FROM badcase.releases WHERE program = $1::int', [session.program]);
    const flash = session.flash;
    session.flash = null;
    return page(reply, ctx, { title: t('releases_title'), body: html`<h1>${t('releases_title')}</h1>${flash ? html`<p class="flash" role="status">${flash}</p>` : nothing}
      ${table([t('name'), t('items'), t('when'), t('state')], rows.map((r) => [html`<a href="/releases/${r.release}">${text(r.name)}</a>`, html`<span class="num">${r.items}</span>`, time(ctx, r.built_at), r.retired_at ? t('retired') : r.published_at ? t('published') : t('unpublished')]), { caption: t('releases_title'), empty: t('no_releases') })}
      ${isCurator(session, session.program) ? html`<section class="card"><h2>${t('build')}</h2>${form(ctx, '/releases/build', html`<div class="row">${field('name', t('name'), html`<input id="name" name="name" required maxlength="200">`)}${field('seed', t('seed'), html`<input id="seed" name="seed" inputmode="numeric" pattern="[0-9]{1,15}" value="1" required>`)}${field('validation', t('validation'), html`<input id="validation" name="validation" inputmode="decimal" pattern="0(\\.[0-9]{1,4})?" value="0" required>`)}</div><p class="actions"><button class="primary">${t('build')}</button></p>`)}</section>` : nothing}` });
  });
  app.post('/releases/build', async (request, reply) => {
    const { body } = request;
    const session = await role(request, 'curator');
    const share = one(body, 'validation', 10) ?? '0';
    if (!/^0(\.[0-9]{1,4})?$/.test(share)) throw new Fault(400, 'fault_request');
    const [{ id }] = await session.query('SELECT badcase.build_release($1::int, $2::text, $3::bigint, NULL::jsonb, NULL::int, $4::text::numeric) AS id', [session.program, blankToNull(one(body, 'name', 200)), needed(one(body, 'seed', 15)), share]);
    return reply.redirect(`/releases/${id}`, 303);
  });

  app.get('/releases/:id', async (request, reply) => {
    const { ctx, params, query } = request, { t } = ctx;
    const session = await reader(request);
    const r = await named(session, needed(params.id));
    const trainers = ['llama_factory', 'swift', 'trl', 'axolotl', 'ptuning', 'chatglm3', 'glm4', 'openai'];
    const trainer = asked(query, 'trainer');
    const [formats, checks] = await Promise.all([session.query(`SELECT f.name FROM ${session.home}.badcase_formats() f`), trainer ? session.query('SELECT * FROM badcase.preflight($1::bigint, $2::text, \'{}\'::jsonb)', [r.release, trainer]) : null]);
    const left = Object.entries(r.left_out ?? {}).filter(([, n]) => n > 0);
    const splits = [['', 'all'], ['train', 'train'], ['validation', 'validation']];
    return page(reply, ctx, { title: r.name, body: html`<p><a href="/releases">← ${t('releases_title')}</a></p><div class="head"><h1>${text(r.name)}</h1><span class="tag">${r.retired_at ? t('retired') : r.published_at ? t('published') : t('unpublished')}</span></div>
      <p class="lead">${r.items} ${t('items')} · ${t('seed')} ${r.seed} · ${time(ctx, r.built_at)}</p><p class="mono quiet break">${r.sha256}</p>
      ${left.length ? html`<p class="quiet">${left.map(([k, n]) => `${k} ${n}`).join(' · ')}</p>` : nothing}
      ${!r.published_at && isCurator(session, r.program) ? form(ctx, '/releases/publish', html`<input type="hidden" name="release" value="${r.release}"><button class="primary">${t('publish')}</button>`) : nothing}
      <div class="two"><section class="card"><h2>${t('preflight')}</h2><form method="get" action="/releases/${r.release}" class="row"><label>${t('trainer')} <input name="trainer" list="trainers" value="${trainer ?? 'llama_factory'}" maxlength="100" required></label><datalist id="trainers">${trainers.map((x) => html`<option value="${x}">`)}</datalist><button>${t('preflight')}</button></form>
        ${checks ? table([t('severity'), t('code'), t('count'), t('examples')], checks.map((c) => [c.severity, html`<code>${c.code}</code>`, html`<span class="num">${c.count}</span>`, (c.examples ?? []).join(', ')]), { caption: t('preflight'), empty: t('preflight_none') }) : nothing}</section>
      ${r.published_at && !r.retired_at ? html`<section class="card"><h2>${t('download')}</h2><form method="get" action="/releases/${r.release}/file" class="row"><label>${t('format')} <select name="format">${formats.map((f) => html`<option>${f.name}</option>`)}</select></label><label>split <select name="split">${splits.map(([v, label]) => html`<option value="${v}">${label}</option>`)}</select></label><button class="primary">${t('download')}</button></form>
        <p class="actions"><a class="button small" href="/releases/${r.release}/manifest">${t('manifest')}</a><a class="button small" href="/releases/${r.release}/card">${t('card')}</a></p></section>` : nothing}</div>` });
  });
  app.post('/releases/publish', async (request, reply) => {
    const session = await role(request, 'curator');
    const id = needed(one(request.body, 'release', 20));
    await session.query('SELECT badcase.publish_release($1::bigint)', [id]);
    return reply.redirect(`/releases/${id}`, 303);
  });

  // The cursor is held: the transaction, which keeps withdrawals waiting, is over before the first byte goes out, and a slow
  // reader holds up nobody. What the database refuses is an answer and no broken file.
  app.get('/releases/:id/file', async (request, reply) => {
    const { params, query } = request;
    const session = await reader(request);
    const id = needed(params.id), format = asked(query, 'format') ?? 'badcase', split = asked(query, 'split') || null;
    if (split !== null && !['train', 'validation'].includes(split)) throw new Fault(400, 'fault_request');
    const cursor = `badcase_${randomBytes(8).toString('hex')}`;
    const [{ name }] = await session.transaction(async (q) => {
      await q(`DECLARE ${cursor} NO SCROLL CURSOR WITH HOLD FOR SELECT line::text AS line FROM badcase.release_rows($1::bigint, $2::text, $3::text, true)`, [id, format, split]);
      return q("SELECT badcase.release_file_name($1::bigint, $2::text, coalesce($3::text, 'train'::text)) AS name", [id, format, split]);
    });
    const lines = async function* () {
      try {
        for (;;) {
          const rows = await session.query(`FETCH ${batch} FROM ${cursor}`);
          if (!rows.length) return;
          yield rows.map((r) => `${r.line}\n`).join('');
        }
      } finally {
        await session.query(`CLOSE ${cursor}`).catch(() => {});
      }
    };
    return reply.headers({ 'content-type': 'application/x-ndjson; charset=utf-8', 'content-disposition': `attachment; filename="${name.replace(/[^A-Za-z0-9._-]/g, '_')}"` }).send(Readable.from(lines()));
  });
  app.get('/releases/:id/manifest', async (request, reply) => {
    const session = await reader(request);
    const [{ m }] = await session.query('SELECT badcase.release_manifest($1::bigint)::text AS m', [needed(request.params.id)]);
    return reply.headers({ 'content-type': 'application/json; charset=utf-8', 'content-disposition': 'attachment; filename="manifest.json"' }).send(m);
  });
  app.get('/releases/:id/card', async (request, reply) => {
    const session = await reader(request);
    const [{ m }] = await session.query("SELECT badcase.dataset_card($1::bigint, 'markdown'::text, 'badcase'::text, NULL::text) AS m", [needed(request.params.id)]);
    return reply.headers({ 'content-type': 'text/markdown; charset=utf-8', 'content-disposition': 'attachment; filename="README.md"' }).send(m);
  });
  app.get('/report/page', async (request, reply) => {
    const session = await role(request, 'curator');
    const [{ report }] = await session.query('SELECT badcase.report_html($1::int, NULL::bigint, $2::text) AS report', [session.program, request.ctx.lang]);
    return reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': reportPolicy }).send(report);
  });
}
