// The frame of every page.
import { html, nothing, plain } from './html.mjs';
import { pair } from './words.mjs';

const can = (ctx, ...capabilities) => ctx.session?.programs?.some((p) => p.capabilities.some((c) => capabilities.includes(c)));

function links(ctx) {
  const list = [];
  if (ctx.token || can(ctx, 'contributor')) list.push(['/mine', 'nav_mine'], ['/upload', 'nav_upload']);
  if (can(ctx, 'reviewer')) list.push(['/review', 'nav_review']);
  if (can(ctx, 'curator')) list.push(['/work', 'nav_work'], ['/search', 'nav_search'], ['/tasks', 'nav_tasks'], ['/rounds', 'nav_rounds'], ['/people', 'nav_people']);
  if (can(ctx, 'exporter', 'curator')) list.push(['/releases', 'nav_releases']);
  if (can(ctx, 'curator')) list.push(['/report', 'nav_report']);
  return list;
}

export const hidden = (ctx) => html`<input type="hidden" name="_csrf" value="${ctx.csrf}">`;

// A form that asks for something: POST, with the secret that only our own pages know.
export const form = (ctx, action, body, { className = '', id } = {}) =>
  html`<form method="post" action="${action}" class="${className}" ${id ? html`id="${id}"` : nothing}>${hidden(ctx)}${body}</form>`;

export const time = (ctx, value, withTime = true) => {
  if (value === null || value === undefined) return '';
  const date = new Date(String(value).replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  if (Number.isNaN(date.getTime())) return String(value);
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${withTime ? `${iso.slice(0, 10)} ${iso.slice(11, 16)}` : iso.slice(0, 10)}</time>`;
};

export const state = (ctx, value) => (value ? html`<span class="state ${value}">${ctx.t(`st_${value}`)}</span>` : '');

// Which program, where there are several.
function chooser(ctx) {
  const list = ctx.session?.programs ?? [];
  if (list.length < 2) return list.length ? html`<span class="quiet program">${list[0].name}</span>` : nothing;
  return form(ctx, '/program', html`<label class="sr" for="program">${ctx.t('program')}</label><select id="program" name="program">${list.map((p) =>
    html`<option value="${p.program}" ${p.program === ctx.session.program ? html`selected` : nothing}>${p.name}</option>`)}</select><button class="small">${ctx.t('change')}</button>`, { className: 'program' });
}

export function page(reply, ctx, { title, body, wide = false, script, status }) {
  if (status) reply.code(status);
  const { t } = ctx;
  const nav = links(ctx);
  const who = ctx.session?.role ?? (ctx.token ? t('token') : null);
  const other = ctx.lang === 'zh' ? 'en' : 'zh';
  reply.type('text/html; charset=utf-8');
  return reply.send(html`<!doctype html>
<html lang="${ctx.lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${plain(title)} · badcase</title>
<link rel="icon" href="/assets/mark.svg?v=${ctx.version}" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css?v=${ctx.version}">
${script ? html`<script type="module" src="/assets/${script}?v=${ctx.version}"></script>` : nothing}
</head>
<body>
<a class="skip" href="#main">${t('skip')}</a>
<header class="top"><div class="bar">
<a class="brand" href="/"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 5h10M4 10h7M4 15h5"/><path class="tick" d="m12 17 3 3 6-8"/></svg>badcase</a>
${nav.length ? html`<nav aria-label="${t('menu')}">${nav.map(([href, key]) => html`<a href="${href}" ${ctx.path === href || (href !== '/' && ctx.path.startsWith(`${href}/`)) ? html`aria-current="page"` : nothing}>${t(key)}</a>`)}</nav>` : html`<span class="grow"></span>`}
<div class="side">${chooser(ctx)}
${form(ctx, '/language', html`<input type="hidden" name="lang" value="${other}"><input type="hidden" name="to" value="${ctx.path}"><button class="link" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${pair('language')[ctx.lang === 'zh' ? 0 : 1]}</button>`)}
${who ? form(ctx, '/leave', html`<button class="link" title="${who}">${t('leave')}</button>`) : nothing}</div>
</div></header>
<main id="main" class="${wide ? 'wide' : ''}" tabindex="-1">
${body}
</main>
</body>
</html>`.text);
}

export const field = (id, label, input, hint) => html`<div class="field"><label for="${id}">${label}</label>${input}${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}</div>`;
export const table = (heads, rows, { caption, empty } = {}) => (rows.length ? html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption class="sr">${caption}</caption><thead><tr>${heads.map((h) => html`<th scope="col">${h}</th>`)}</tr></thead><tbody>${rows.map((r) =>
  html`<tr>${r.map((c) => html`<td>${c}</td>`)}</tr>`)}</tbody></table></div>` : html`<p class="quiet">${empty}</p>`);
