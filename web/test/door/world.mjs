// A server of its own with a workspace in it, and the door in front: for tests. Needs initdb and pg_ctl in the PATH, of a
// server that has badcase, and not to be root; where these lack, the tests are skipped.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { build } from '../../lib/app.mjs';
import { settings } from '../../lib/settings.mjs';

const run = (command, ...args) => execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });

export function lacking() {
  if (process.getuid() === 0) return 'a server does not run as root';
  try { run('initdb', '--version'); } catch { return 'no initdb in the PATH'; }
  try { run("sh", "-c", `test -f "$("${process.env.PG_CONFIG ?? "pg_config"}" --sharedir)/extension/badcase.control"`); } catch { return 'badcase is not installed'; }
  return false;
}

export const password = (role) => `pass of ${role}`;
// rev reviews the first program and cur2 curates the second; both, the first alone needs one review to decide.
const people = { cur: [1, 'curator'], rev: [1, 'reviewer'], rev2: [1, 'reviewer'], exp: [1, 'exporter'], ada: [1, 'contributor'], cur2: [2, 'curator'], door: [1, 'intake'], nobody_here: null };

export async function world(change = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bcweb.'));
  writeFileSync(join(folder, 'pw'), 'root\n');
  run('initdb', '-D', join(folder, 'data'), '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${join(folder, 'pw')}`, '-E', 'UTF8', '--locale=C', '-N');
  run('pg_ctl', '-D', join(folder, 'data'), '-w', '-s', '-l', join(folder, 'log'), '-o', `-c listen_addresses='' -c unix_socket_directories='${folder}' -c fsync=off -c log_statement=all`, 'start');
  const at = { host: folder, port: 5432, database: 'postgres' };
  const as = async (user, ...statements) => {
    const client = new pg.Client({ ...at, user, password: user === 'postgres' ? 'root' : password(user) });
    await client.connect();
    try {
      let rows;
      for (const [sql, values] of statements.map((s) => (Array.isArray(s) ? s : [s]))) rows = (await client.query(sql, values)).rows;
      return rows;
    } finally {
      await client.end();
    }
  };
  const stop = () => { try { run('pg_ctl', '-D', join(folder, 'data'), '-s', '-m', 'immediate', 'stop'); } finally { rmSync(folder, { recursive: true, force: true }); } };
  try {
    await as('postgres', 'CREATE EXTENSION badcase', 'CREATE ROLE badcase_owner NOLOGIN', "SELECT badcase_setup('badcase_owner')",
      ...Object.keys(people).map((r) => `CREATE ROLE ${r} LOGIN PASSWORD '${password(r)}'`), 'SET ROLE badcase_owner', "SELECT badcase.create_program('春季征集', '收集模型答错的指令'), badcase.create_program('second', NULL)",
      'UPDATE badcase_internal.program SET quorum = 1', ...Object.entries(people).filter(([, g]) => g).map(([r, [p, c]]) => `SELECT badcase.grant_access(${p}, '${r}', '${c}')`));
    await as('cur', "SELECT badcase.register_contributor(1, 'ada', 'Ada', 'ada')", "SELECT badcase.attest(1, 't'), badcase.set_consent(1, 'train', true, 't')");
  } catch (error) {
    stop();
    throw error;
  }
  // milliseconds of CPU that the server's processes have used which are there now
  const cpu = () => {
    const [postmaster] = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n');
    const own = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).filter((pid) => {
      try { return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ')[1] === postmaster; } catch { return false; }
    });
    return own.reduce((sum, pid) => { try { return sum + Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6; } catch { return sum; } }, 0);
  };
  const s = { ...settings({ PGHOST: folder, PGPORT: '5432', PGDATABASE: 'postgres', BADCASE_WEB_PORT: '0', BADCASE_WEB_INTAKE: 'door', BADCASE_WEB_INTAKE_PASSWORD: password('door') }), requestsPerMinute: 1000000, attemptsPerMinute: 1000000, ...change };
  const app = await build(s);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address();
  return { folder, s, app, port, url: `http://127.0.0.1:${port}`, as, cpu, log: () => run('cat', join(folder, 'log')), close: async () => { await app.close(); stop(); } };
}

// What a browser does of it: cookies, forms with their secrets, redirects where wanted.
export class Visitor {
  constructor(port) { this.port = port; this.jar = new Map(); }
  request(method, path, { headers = {}, body, form, csrf = true, timeout = 20000 } = {}) {
    const all = { host: `127.0.0.1:${this.port}`, ...headers };
    if (this.jar.size) all.cookie ??= [...this.jar].map(([k, v]) => `${k}=${v}`).join('; ');
    if (form) {
      const fields = new URLSearchParams();
      if (csrf) fields.append('_csrf', csrf === true ? this.secret ?? '' : csrf);
      for (const [k, v] of Object.entries(form)) for (const x of [v].flat()) fields.append(k, x);
      body = fields.toString();
      all['content-type'] ??= 'application/x-www-form-urlencoded';
    }
    if (body !== undefined && !all['transfer-encoding']) all['content-length'] ??= Buffer.byteLength(body);
    return new Promise((resolve, reject) => {
      const r = http.request({ host: '127.0.0.1', port: this.port, method, path, headers: all, agent: false, timeout }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => {
          for (const line of response.headers['set-cookie'] ?? []) {
            const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
            if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.jar.delete(name); else this.jar.set(name, decodeURIComponent(value));
          }
          const text = Buffer.concat(parts).toString('utf8');
          const found = /name="_csrf" value="([^"]+)"/.exec(text);
          if (found) this.secret = found[1];
          resolve({ status: response.statusCode, headers: response.headers, text, to: response.headers.location });
        });
        response.on('error', reject);
      });
      r.on('error', reject);
      r.on('timeout', () => r.destroy(new Error('no answer')));
      if (body !== undefined) r.write(body);
      r.end();
    });
  }
  get(path, options) { return this.request('GET', path, options); }
  post(path, form, options) { return this.request('POST', path, { form, ...options }); }
  async login(role, secret = password(role)) { await this.get('/login'); const r = await this.post('/login', { role, password: secret }); if (r.status === 303) await this.get('/login'); return r; }
  async apply(fields = {}) {
    await this.get('/apply');
    return this.post('/apply', { program: 1, name: 'Bo', terms: '2026-1', ...fields });
  }
  async send(lines, name = 'mine.jsonl', more = {}) {
    return this.request('POST', '/upload', { body: lines, headers: { 'content-type': 'application/x-ndjson', accept: 'application/json', 'x-csrf-token': this.secret, 'x-file-name': encodeURIComponent(name), ...more } });
  }
}
export const record = (prompt, response, more = {}) => JSON.stringify({ prompt, response, ...more });
