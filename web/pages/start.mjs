// The way in: what this is, applying, entering with a token, logging in with a role, language, leaving.
import { asked, blankToNull, needed, number, one, programs, some } from '../lib/asked.mjs';
import { Fault } from '../lib/faults.mjs';
import { html, nothing } from '../lib/html.mjs';
import { field, form, page, time } from '../lib/layout.mjs';
import { text as terms, version as termsVersion } from '../lib/terms.mjs';
import { languages } from '../lib/words.mjs';

export const scopes = ['train', 'publish_text', 'show_name', 'contact'];
const home = (list) => {
  const has = (c) => list.some((p) => p.capabilities.includes(c));
  return has('curator') ? '/work' : has('reviewer') ? '/review' : has('contributor') ? '/mine' : has('exporter') ? '/releases' : null;
};

export function start(app, { s, roles, gate }) {
  const slowly = { config: { rateLimit: { max: s.attemptsPerMinute, timeWindow: 60000 } } };

  app.get('/', async (request, reply) => {
    const { ctx } = request, { t } = ctx;
    if (ctx.token) return reply.redirect('/mine');
    if (ctx.session) {
      const to = home(await programs(ctx));
      if (to) return reply.redirect(to);
      return page(reply, ctx, { title: t('brand'), body: html`<section class="narrow card"><p>${t('nothing_here')}</p></section>` });
    }
    return page(reply, ctx, { title: t('start_title'), body: html`<section class="hero"><h1>${t('start_title')}</h1><p class="lead">${t('start_lead')}</p>
      ${gate ? html`<p class="actions"><a class="button primary" href="/apply">${t('start_new')}</a><a class="button" href="/enter">${t('start_token')}</a></p><p class="quiet">${t('start_new_text')}</p>` : html`<p class="quiet">${t('no_door')}</p>`}</section>
      <div class="two">${ctx.hasCheck ? html`<section class="card"><h2>${t('check_first')}</h2><p>${t('check_text')}</p><p><a class="button" href="/check">${t('check_first')}</a></p></section>` : nothing}
      <section class="card"><h2>${t('start_role')}</h2><p>${t('start_role_text')}</p><p><a class="button" href="/login">${t('login')}</a></p></section></div>` });
  });

  app.get('/apply', async (request, reply) => {
    const { ctx } = request, { t } = ctx;
    if (!gate) throw new Fault(404, 'fault_gone');
    const list = await gate.query('SELECT * FROM badcase.door_programs()');
    if (!list.length) throw new Fault(404, 'no_door');
    return page(reply, ctx, { title: t('apply_title'), body: html`<section class="narrow"><h1>${t('apply_title')}</h1>
      ${form(ctx, '/apply', html`
      ${list.length > 1 ? html`<fieldset><legend>${t('program')}</legend>${list.map((p, i) => html`<label class="choice"><input type="radio" name="program" value="${p.program}" required ${i === 0 ? html`checked` : nothing}><span>${p.name}${p.about ? html`<span class="hint">${p.about}</span>` : nothing}<span class="hint">${t(p.open ? 'open_program' : 'closed_program')}</span></span></label>`)}</fieldset>`
        : html`<input type="hidden" name="program" value="${list[0].program}"><p class="lead">${list[0].name}${list[0].about ? html`: ${list[0].about}` : nothing}</p><p class="hint">${t(list[0].open ? 'open_program' : 'closed_program')}</p>`}
      ${field('name', t('name'), html`<input id="name" name="name" maxlength="200" required autocomplete="name" aria-describedby="name-hint">`, t('name_hint'))}
      ${field('contact', t('contact'), html`<input id="contact" name="contact" maxlength="200" autocomplete="email" aria-describedby="contact-hint">`, t('contact_hint'))}
      ${field('github', t('github'), html`<input id="github" name="github" maxlength="39" autocomplete="off" spellcheck="false" aria-describedby="github-hint">`, t('github_hint'))}
      <fieldset><legend>${t('consents')}</legend><p class="hint">${t('consents_hint')}</p>${scopes.map((k) => html`<label class="choice"><input type="checkbox" name="consents" value="${k}"><span>${t(`c_${k}`)}</span></label>`)}</fieldset>
      <fieldset><legend>${t('terms')}</legend><ol class="terms">${terms[ctx.lang].map((line) => html`<li>${line}</li>`)}</ol><label class="choice"><input type="checkbox" name="terms" value="${termsVersion}" required><span>${t('terms_agree', termsVersion)}</span></label></fieldset>
      <p class="actions"><button class="primary">${t('send_application')}</button></p>`)}</section>` });
  });
  app.post('/apply', slowly, async (request, reply) => {
    const { ctx, body } = request, { t } = ctx;
    if (!gate) throw new Fault(404, 'fault_gone');
    if (one(body, 'terms', 100) !== termsVersion) throw new Fault(400, 'fault_agree');
    const got = (await gate.query('SELECT * FROM badcase.door_apply($1::int, $2::text, $3::text, $4::text[], $5::text, $6::text, $7::text)',
      [needed(one(body, 'program', 20)), one(body, 'name', 1000), termsVersion, some(body, 'consents', 10), blankToNull(one(body, 'contact', 1000)), blankToNull(one(body, 'github', 1000)), ctx.lang]))[0];
    ctx.keepToken(got.token, got.expires_at);
    return given(reply, ctx, got.token, got.expires_at);
  });
  function given(reply, ctx, token, until) {
    const { t } = ctx;
    // the forms of this page are the bearer's already
    const after = { ...ctx, token, session: undefined, csrf: ctx.csrfAfter(token) };
    return page(reply, after, { title: t('your_token'), script: 'page.mjs', body: html`<section class="narrow card"><h1>${t('your_token')}</h1><p>${t('token_once')}</p>
      <p><output class="token" id="token">${token}</output></p><p class="actions"><button type="button" class="copy" data-from="token" data-done="${t('copied')}" hidden>${t('copy')}</button><a class="button primary" href="/mine">${t('go_on')}</a></p><p class="quiet">${t('token_until', '')}${time(ctx, until, false)}</p></section>` });
  }
  app.post('/renew', slowly, async (request, reply) => {
    const { ctx } = request;
    if (!ctx.token) throw new Fault(401, 'fault_ended');
    const got = await ctx.sender.renew();
    ctx.keepToken(got.new_token, got.expires_at);
    return given(reply, ctx, got.new_token, got.expires_at);
  });

  app.get('/enter', async (request, reply) => {
    const { ctx } = request, { t } = ctx;
    if (!gate) throw new Fault(404, 'fault_gone');
    return page(reply, ctx, { title: t('enter_title'), body: html`<section class="narrow card"><h1>${t('enter_title')}</h1>
      ${form(ctx, '/enter', html`${field('token', t('token'), html`<input id="token" name="token" type="password" required autocomplete="current-password" spellcheck="false" aria-describedby="token-hint">`, t('token_hint'))}<p class="actions"><button class="primary">${t('enter')}</button><a class="button" href="/apply">${t('start_new')}</a></p>`)}</section>` });
  });
  app.post('/enter', slowly, async (request, reply) => {
    const { ctx, body } = request;
    if (!gate) throw new Fault(404, 'fault_gone');
    const token = (one(body, 'token', 1000) ?? '').trim();
    const [status] = await gate.query('SELECT * FROM badcase.door_status($1::text)', [token]);
    await ctx.leave();
    ctx.keepToken(token, status.token_until);
    return reply.redirect('/mine', 303);
  });

  app.get('/login', async (request, reply) => {
    const { ctx } = request, { t } = ctx;
    return page(reply, ctx, { title: t('login_title'), body: html`<section class="narrow card"><h1>${t('login_title')}</h1><p class="quiet">${t('start_role_text')}</p>
      ${form(ctx, '/login', html`${field('role', t('role'), html`<input id="role" name="role" required maxlength="63" autocomplete="username" spellcheck="false" autocapitalize="none">`)}${field('password', t('password'), html`<input id="password" name="password" type="password" required maxlength="1000" autocomplete="current-password">`)}<p class="actions"><button class="primary">${t('login')}</button></p>`)}</section>` });
  });
  app.post('/login', slowly, async (request, reply) => {
    const { ctx, body } = request;
    const id = await roles.enter(one(body, 'role', 63), one(body, 'password', 1000), request.ip);
    await ctx.leave();
    ctx.keepSession(id);
    return reply.redirect('/', 303);
  });
  app.post('/leave', async (request, reply) => {
    await request.ctx.leave();
    return reply.redirect('/', 303);
  });
  app.post('/language', async (request, reply) => {
    const { ctx, body } = request;
    const lang = one(body, 'lang', 10), to = one(body, 'to', 200) ?? '/';
    if (!languages.includes(lang)) throw new Fault(400, 'fault_request');
    ctx.keepLang(lang);
    return reply.redirect(/^\/[a-z0-9/]*$/.test(to) && !to.startsWith('//') ? to : '/', 303);
  });
  app.post('/program', async (request, reply) => {
    const { ctx, body } = request;
    if (!ctx.session) throw new Fault(401, 'fault_ended');
    const program = number(one(body, 'program', 20));
    if (!(await programs(ctx, true)).some((p) => p.program === program)) throw new Fault(403, 'fault_right');
    ctx.session.program = program;
    return reply.redirect('/', 303);
  });
}
