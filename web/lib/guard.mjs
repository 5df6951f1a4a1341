// Who may ask for what: secrets of forms, where a request comes from, the headers of every answer.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Fault } from './faults.mjs';

export const secret = () => randomBytes(32).toString('base64url');

export const policy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
  "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
].join('; ');
// The report is a page of the database's own with styles inside: it runs nothing and reaches nothing.
export const reportPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

// Without any referrer a browser calls the origin of our own forms null.
export function headers(reply) {
  reply.headers({
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    'cache-control': 'no-store',
  });
}

export function forms() {
  const key = randomBytes(32);
  const of = (visit, who) => createHmac('sha256', key).update(`${visit}\n${who}`).digest('base64url');
  return {
    of,
    holds(given, visit, who) {
      const wanted = Buffer.from(of(visit, who));
      const had = Buffer.from(typeof given === 'string' ? given : '');
      return had.length === wanted.length && timingSafeEqual(had, wanted);
    },
  };
}

// A browser says where a request comes from; another site's is refused before anything of it is read.
export function sameSite(request) {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Fault(403, 'fault_site');
  const origin = request.headers.origin;
  if (origin !== undefined && origin !== 'null') {
    let host;
    try { host = new URL(origin).host; } catch { throw new Fault(403, 'fault_site'); }
    if (host !== request.headers.host) throw new Fault(403, 'fault_site');
  } else if (origin === 'null') throw new Fault(403, 'fault_site');
}
