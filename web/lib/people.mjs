// People with a role of the database. PostgreSQL checks the password; the session is the connection that it opened, and
// the password is not kept. Whatever a session asks runs on its own connection, as its own role.
import pg from 'pg';
import { secret } from './guard.mjs';
import { Fault } from './faults.mjs';

pg.types.setTypeParser(20, (value) => Number(value));
pg.types.setTypeParser(1184, (value) => value);

// One at a time on a connection: a transaction is not mixed with another request's.
class Line {
  #last = Promise.resolve();
  run(work) {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => {});
    return mine;
  }
}

export const fixed = "SET search_path = pg_catalog, pg_temp; SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s'; SET lock_timeout = '10s'";

class Session {
  #line = new Line();
  constructor(client, role) {
    this.client = client;
    this.role = role;
    this.used = Date.now();
    this.given = [];
  }
  // what runs for a request: work(query, client)
  use(work) {
    this.used = Date.now();
    return this.#line.run(() => {
      if (this.over) throw new Fault(401, 'fault_ended');
      return work((sql, values) => this.client.query(sql, values).then((r) => r.rows), this.client);
    });
  }
  query(sql, values) { return this.use((q) => q(sql, values)); }
  transaction(work) {
    return this.use(async (q, client) => {
      await client.query('BEGIN');
      try {
        const answer = await work(q, client);
        await client.query('COMMIT');
        return answer;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {});
        throw error;
      }
    });
  }
}

export function people(s) {
  const sessions = new Map();
  const failures = new Map();

  const end = async (id) => {
    const session = sessions.get(id);
    if (!session) return;
    sessions.delete(id);
    session.over = true;
    await session.client.end().catch(() => {});
  };
  const sweep = setInterval(() => {
    const idle = Date.now() - s.idleMinutes * 60000;
    for (const [id, session] of sessions) if (session.used < idle) end(id);
    for (const [name, f] of failures) if (f.until < Date.now()) failures.delete(name);
  }, 15000);
  sweep.unref();

  return {
    find: (id) => (typeof id === 'string' ? sessions.get(id) : undefined),
    end,
    count: () => sessions.size,
    async enter(role, password, from) {
      if (!role || role.length > 63 || !password || password.length > 1000 || /\0/.test(role + password)) throw new Fault(401, 'fault_login');
      // Ten wrong passwords for a role from one place in a quarter of an hour, a hundred from all, and it has to wait.
      const tries = [[`${role}\n${from}`, 10], [role, 100]];
      const failed = (key) => { const f = failures.get(key); return f && f.until > Date.now() ? f.n : 0; };
      if (tries.some(([key, most]) => failed(key) >= most)) throw new Fault(429, 'fault_often');
      const mine = [...sessions].filter(([, x]) => x.role === role).sort((a, b) => a[1].used - b[1].used);
      if (mine.length >= 3) await end(mine[0][0]);
      if (sessions.size >= s.sessions) throw new Fault(503, 'fault_full');
      const client = new pg.Client({ host: s.dbHost, port: s.dbPort, database: s.database, user: role, password, application_name: 'badcase-web', connectionTimeoutMillis: 10000, keepAlive: true });
      client.on('error', () => {});
      try {
        await client.connect();
      } catch (error) {
        client.end().catch(() => {});
        if (error.code === '28P01' || error.code === '28000' || error.code === '3D000' || error.code === '42501' || /password/i.test(error.message ?? '')) {
          for (const [key] of tries) if (failures.size < 100000) failures.set(key, { n: failed(key) + 1, until: Date.now() + 900000 });
          throw new Fault(401, 'fault_login');
        }
        throw error;
      }
      let about;
      try {
        await client.query(fixed);
        about = (await client.query(`SELECT r.rolsuper OR r.rolreplication OR r.rolbypassrls AS mighty, current_user = $1 AS same,
          (SELECT pg_catalog.quote_ident(n.nspname) FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'badcase') AS home,
          pg_catalog.has_schema_privilege('badcase', 'USAGE') AS reaches FROM pg_catalog.pg_roles r WHERE r.rolname = session_user`, [role])).rows[0];
      } catch (error) {
        client.end().catch(() => {});
        throw error.code === '3F000' ? new Fault(403, 'fault_role') : error;
      }
      if (about.mighty || !about.same || !about.home || !about.reaches || role === s.intakeUser) {
        client.end().catch(() => {});
        throw new Fault(403, 'fault_role');
      }
      failures.delete(tries[0][0]);
      const session = new Session(client, role);
      session.home = about.home;
      const id = secret();
      sessions.set(id, session);
      client.once('end', () => { sessions.delete(id); session.over = true; });
      return id;
    },
    async close() {
      clearInterval(sweep);
      await Promise.all([...sessions.keys()].map(end));
    },
  };
}
