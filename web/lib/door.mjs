// Contributors by token: calls of badcase.door_… on connections of the role with the capability intake, which can call
// nothing else. The token is a parameter of each call.
import pg from 'pg';
import { Fault } from './faults.mjs';
import { fixed } from './people.mjs';

export function door(s) {
  if (!s.intakeUser) return null;
  const pool = new pg.Pool({
    host: s.dbHost, port: s.dbPort, database: s.database, user: s.intakeUser, password: s.intakePassword, application_name: 'badcase-web door',
    max: s.doorConnections, idleTimeoutMillis: 30000, connectionTimeoutMillis: 10000,
  });
  pool.on('error', () => {});
  const ready = new WeakSet();
  const take = async () => {
    const client = await pool.connect();
    if (!ready.has(client)) {
      try { await client.query(fixed); } catch (error) { client.release(error); throw error; }
      ready.add(client);
    }
    return client;
  };
  let sending = 0, home;

  return {
    async query(sql, values) {
      const client = await take();
      let broken;
      try {
        return (await client.query(sql, values)).rows;
      } catch (error) {
        broken = error.severity ? undefined : error;
        throw error;
      } finally {
        client.release(broken);
      }
    },
    // A connection that was given up in the middle of a COPY is of no use any more.
    async transaction(work) {
      if (sending >= s.uploadsAtOnce) throw new Fault(503, 'fault_full');
      sending++;
      let client, broken = false;
      try {
        client = await take();
        await client.query('BEGIN');
        const answer = await work((sql, values) => client.query(sql, values).then((r) => r.rows), client);
        await client.query('COMMIT');
        return answer;
      } catch (error) {
        broken = !error.severity || !(await client?.query('ROLLBACK').then(() => true, () => false));
        throw error;
      } finally {
        sending--;
        client?.release(broken);
      }
    },
    // the schema of the extension, quoted
    async home() {
      home ??= (await this.query("SELECT pg_catalog.quote_ident(n.nspname) AS home FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'badcase'"))[0].home;
      return home;
    },
    close: () => pool.end(),
  };
}
