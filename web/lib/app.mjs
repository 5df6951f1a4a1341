// The server: what every request goes through before a page is asked for it, and what every answer carries.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import Fastify from 'fastify';
import cookies from '@fastify/cookie';
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import { door } from './door.mjs';
import { Fault, faultOf } from './faults.mjs';
import { forms, headers, sameSite, secret } from './guard.mjs';
import { page } from './layout.mjs';
import { people } from './people.mjs';
import { byRole, byToken } from './sender.mjs';
import { languages, preferred, teller } from './words.mjs';
import { html } from './html.mjs';
import { start } from '../pages/start.mjs';
import { mine } from '../pages/mine.mjs';
import { upload } from '../pages/upload.mjs';
import { review } from '../pages/review.mjs';
import { curate } from '../pages/curate.mjs';
import { submission } from '../pages/submission.mjs';
import { releases } from '../pages/releases.mjs';

const tokenForm = /^bct_[0-9a-f]{64}$/;
const idForm = /^[A-Za-z0-9_-]{43}$/;
// A form has to be there within this time; a file may take longer, and must not stall.
const formSeconds = 30;

async function assets() {
  const folder = new URL('../assets/', import.meta.url);
  const types = { css: 'text/css; charset=utf-8', mjs: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' };
  const files = new Map();
  for (const name of await readdir(folder)) {
    const type = types[name.split('.').pop()];
    if (type) files.set(name, { type, body: await readFile(new URL(name, folder)) });
  }
  const hash = createHash('sha256');
  for (const file of files.values()) hash.update(file.body);
  return { files, version: hash.digest('hex').slice(0, 12) };
}

export async function build(s) {
  const app = Fastify({
    logger: false, trustProxy: s.behindProxy ? 'loopback' : false, bodyLimit: s.formBytes, requestTimeout: 900000, connectionTimeout: 60000, keepAliveTimeout: 10000,
    maxParamLength: 64, maxRequestsPerSocket: 1000, forceCloseConnections: true, return503OnClosing: true, exposeHeadRoutes: false, ignoreTrailingSlash: false,
    onProtoPoisoning: 'error', http: { headersTimeout: 10000, connectionsCheckingInterval: 2000, maxHeaderSize: 16384 },
  });
  app.server.maxConnections = 1000;
  const files = await assets();
  const names = Object.fromEntries(['session', 'token', 'visit', 'lang'].map((n) => [n, `${s.behindProxy ? '__Host-' : ''}bc_${n}`]));
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: s.behindProxy };
  const csrf = forms();
  const roles = people(s);
  const gate = door(s);

  app.removeAllContentTypeParsers();
  await app.register(cookies);
  await app.register(formbody, { bodyLimit: s.formBytes, parser: (text) => {
    const fields = Object.create(null);
    for (const [key, value] of new URLSearchParams(text)) (fields[key] ??= []).push(value);
    return fields;
  } });
  // the body of a file stays a stream: nothing is read before the request was looked at
  app.addContentTypeParser('application/x-ndjson', (request, payload, done) => done(null, payload));
  await app.register(rateLimit, { max: s.requestsPerMinute, timeWindow: 60000, cache: 10000, errorResponseBuilder: () => new Fault(429, 'fault_often') });

  app.addHook('onRequest', async (request, reply) => {
    headers(reply);
    if (request.method !== 'GET') {
      sameSite(request);
      if (request.url !== '/upload') {
        const timer = setTimeout(() => request.raw.destroy(), formSeconds * 1000);
        const stop = () => clearTimeout(timer);
        request.raw.once('end', stop).once('close', stop);
      }
    }
    const had = request.cookies;
    let visit = had[names.visit];
    if (!idForm.test(visit ?? '')) {
      visit = secret();
      reply.setCookie(names.visit, visit, cookie);
    }
    const lang = languages.includes(had[names.lang]) ? had[names.lang] : preferred(request.headers['accept-language']);
    const id = idForm.test(had[names.session] ?? '') ? had[names.session] : null;
    const session = id ? roles.find(id) : undefined;
    const token = !session && gate && tokenForm.test(had[names.token] ?? '') ? had[names.token] : null;
    const ctx = {
      lang, t: teller(lang), path: request.url.split('?')[0], session, token, version: files.version, hasDoor: Boolean(gate), hasCheck: Boolean(check),
      csrf: csrf.of(visit, session ? id : token ?? ''), holds: (given) => csrf.holds(given, visit, session ? id : token ?? ''),
      keepToken: (value, until) => reply.setCookie(names.token, value, { ...cookie, expires: new Date(until) }),
      keepSession: (value) => reply.setCookie(names.session, value, cookie),
      keepLang: (value) => reply.setCookie(names.lang, value, { ...cookie, maxAge: 31536000 }),
      leave: async () => {
        if (id) await roles.end(id);
        reply.clearCookie(names.session, cookie);
        reply.clearCookie(names.token, cookie);
      },
      csrfAfter: (who) => csrf.of(visit, who),
    };
    ctx.ask = (sql, values) => (session ? session.query(sql, values) : gate.query(sql, values));
    ctx.home = async () => (session ? session.home : gate.home());
    ctx.sender = token ? byToken(gate, token, s) : session ? byRole(session, s) : null;
    request.ctx = ctx;
  });
  app.addHook('preHandler', async (request) => {
    if (request.method === 'GET') return;
    const body = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? request.body : undefined;
    if (!request.ctx.holds(body?._csrf?.[0] ?? request.headers['x-csrf-token'])) throw new Fault(403, 'fault_form');
  });

  app.setErrorHandler(async (error, request, reply) => {
    const fault = faultOf(error);
    if (fault.status >= 500 && !(error instanceof Fault)) console.error(`badcase-web: ${error.code ?? error.name} ${error.routine ?? ''} at ${request.routeOptions?.url ?? '?'}`);
    const ctx = request.ctx ?? { lang: 'zh', t: teller('zh'), path: '/', version: files.version };
    // what was not read of a request is not read any more
    if (request.method !== 'GET') reply.header('connection', 'close');
    if (fault.key === 'fault_token' && ctx.leave) await ctx.leave();
    reply.code(fault.status);
    const told = ctx.t(fault.key, fault.more ?? '');
    const more = fault.key === 'fault_line' ? null : fault.more;
    if (request.headers.accept?.includes('application/json')) return reply.send({ fault: told, more });
    return page(reply, ctx, { title: ctx.t('fault_title'), body: html`<section class="narrow card"><h1>${ctx.t('fault_title')}</h1><p class="fault" role="alert">${told}</p>${more && html`<p class="quiet" lang="en">${more}</p>`}
      <p><a class="button" href="/">${ctx.t('home')}</a></p></section>` });
  });
  app.setNotFoundHandler(async () => { throw new Fault(404, 'fault_gone'); });

  app.get('/assets/:name', async (request, reply) => {
    const file = files.files.get(request.params.name);
    if (!file) throw new Fault(404, 'fault_gone');
    return reply.headers({ 'cache-control': 'public, max-age=31536000, immutable', 'content-type': file.type }).send(file.body);
  });
  // The page that checks a file in the browser has a policy of its own inside, stricter than ours in what it may reach.
  const check = await readFile(new URL('../check.html', import.meta.url)).catch(() => null);
  app.get('/check', async (request, reply) => {
    if (!check) throw new Fault(404, 'fault_gone');
    return reply.headers({ 'content-security-policy': "frame-ancestors 'none'", 'content-type': 'text/html; charset=utf-8' }).send(check);
  });

  const tools = { s, roles, gate };
  for (const part of [start, mine, upload, review, curate, submission, releases]) part(app, tools);
  app.addHook('onClose', async () => { await Promise.all([roles.close(), gate?.close()]); });
  return app;
}
