// The web door of badcase: pages in front of a database. bin/badcase-web starts it.
import { settings } from './lib/settings.mjs';
import { build } from './lib/app.mjs';

const s = settings(process.env);
const app = await build(s);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => app.close().then(() => process.exit(0)));
}
try {
  await app.listen({ host: s.host, port: s.port });
} catch (error) {
  console.error(`badcase-web: cannot listen at ${s.host}:${s.port}: ${error.code ?? error.message}`);
  process.exit(1);
}
const { port } = app.server.address();
console.log(`badcase-web: http://${s.host.includes(':') ? `[${s.host}]` : s.host}:${port}/`);
