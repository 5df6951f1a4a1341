// What the environment says of how to run. Where the database is, the PG* variables say, as for any client.
const number = (value, otherwise, lowest, highest) => {
  if (value === undefined || value === '') return otherwise;
  const n = Number(value);
  if (!Number.isInteger(n) || n < lowest || n > highest) throw new Error(`not a number from ${lowest} to ${highest}: ${value}`);
  return n;
};

export function settings(env) {
  return {
    host: env.BADCASE_WEB_HOST || '127.0.0.1',
    port: number(env.BADCASE_WEB_PORT, 8484, 0, 65535),
    // behind a proxy that ends TLS: cookies are for TLS only, and the proxy says whose a request is
    behindProxy: env.BADCASE_WEB_PROXY === '1',
    // the role with the capability intake; without one, contributors need a role
    intakeUser: env.BADCASE_WEB_INTAKE || null,
    intakePassword: env.BADCASE_WEB_INTAKE_PASSWORD || undefined,
    database: env.PGDATABASE || 'postgres',
    dbHost: env.PGHOST || '/var/run/postgresql',
    dbPort: number(env.PGPORT, 5432, 1, 65535),
    uploadBytes: number(env.BADCASE_WEB_UPLOAD_MB, 256, 1, 4096) * 1048576,
    formBytes: 4 * 1048576,
    idleMinutes: number(env.BADCASE_WEB_IDLE_MINUTES, 30, 1, 1440),
    sessions: number(env.BADCASE_WEB_SESSIONS, 100, 1, 1000),
    uploadsAtOnce: number(env.BADCASE_WEB_UPLOADS, 4, 1, 50),
    doorConnections: number(env.BADCASE_WEB_DOOR_CONNECTIONS, 6, 1, 100),
    stallSeconds: 20,
    requestsPerMinute: number(env.BADCASE_WEB_RATE, 300, 1, 1000000),
    attemptsPerMinute: number(env.BADCASE_WEB_ATTEMPTS, 10, 1, 1000000),
  };
}
