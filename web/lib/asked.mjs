// What a request holds, made into what a call takes; and who may ask.
import { Fault } from './faults.mjs';

export const one = (body, name, most = 1000000) => {
  const value = body?.[name]?.[0];
  if (value === undefined) return null;
  if (value.length > most || value.includes('\0')) throw new Fault(400, 'fault_request');
  return value;
};
export const some = (body, name, most = 100) => (body?.[name] ?? []).slice(0, most);
export const blankToNull = (value) => (value === null || value.trim() === '' ? null : value.trim());
export const number = (value) => {
  if (value === null || value === undefined || value === '') return null;
  if (!/^[0-9]{1,15}$/.test(value)) throw new Fault(404, 'fault_gone');
  return Number(value);
};
export const needed = (value) => {
  const n = number(value);
  if (n === null) throw new Fault(404, 'fault_gone');
  return n;
};
// URL parameters come once, or not at all
export const asked = (query, name) => (typeof query[name] === 'string' && query[name].length <= 500 && !query[name].includes('\0') ? query[name] : null);

const fresh = 30000;
export async function programs(ctx, anew = false) {
  const { session } = ctx;
  if (!session) return [];
  if (anew || !session.programs || session.programsAt < Date.now() - fresh) {
    session.programs = await session.query('SELECT * FROM badcase.programs ORDER BY program');
    session.programsAt = Date.now();
  }
  if (!session.programs.some((p) => p.program === session.program)) session.program = session.programs[0]?.program ?? null;
  return session.programs;
}

// The page is for these; whoever is nobody yet is asked who they are. The database asks again.
export async function role(request, ...capabilities) {
  const { ctx } = request;
  if (!ctx.session) throw new Fault(401, 'fault_ended');
  const list = await programs(ctx);
  if (!list.some((p) => p.capabilities.some((c) => capabilities.includes(c)))) throw new Fault(403, 'fault_right');
  return ctx.session;
}
export async function sender(request) {
  const { ctx } = request;
  if (!ctx.sender) throw new Fault(401, 'fault_ended');
  if (ctx.session) await role(request, 'contributor');
  return ctx.sender;
}
