// What a contributor can do, whether by a token at the door or by a role: the pages know no difference.
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import copyStreams from 'pg-copy-streams';
import { Fault } from './faults.mjs';

const copyIn = 'COPY badcase.intake (line, line_no) FROM STDIN WITH (FORMAT jsonl)';
export const pageLines = 100;

// Bytes go on as they come, no more than was allowed, and not from a sender that stalls.
function measured(limit, stallSeconds) {
  let bytes = 0, timer;
  const t = new Transform({
    transform(chunk, _, done) {
      bytes += chunk.length;
      if (bytes > limit) return done(new Fault(413, 'fault_large'));
      timer.refresh();
      done(null, chunk);
    },
    flush(done) { clearTimeout(timer); done(); },
    destroy(error, done) { clearTimeout(timer); done(error); },
  });
  timer = setTimeout(() => t.destroy(new Fault(408, 'fault_slow')), stallSeconds * 1000);
  return t;
}

// A COPY lasts as long as the file is under way; what stalls is ended by the measure.
const fill = async (client, stream, s) => {
  await client.query("SET LOCAL statement_timeout = '15min'");
  await pipeline(stream, measured(s.uploadBytes, s.stallSeconds), client.query(copyStreams.from(copyIn)));
};

export function byToken(door, token, s) {
  const q = (sql, ...values) => door.query(sql, [token, ...values]);
  return {
    kind: 'token',
    status: async () => (await q('SELECT * FROM badcase.door_status($1::text)'))[0],
    uploads: (before) => q('SELECT * FROM badcase.door_uploads($1::text, $2::bigint, 50)', before ?? null),
    news: (lang) => q('SELECT * FROM badcase.door_lines($1::text, NULL::bigint, 0::bigint, 50, $2::text)', lang),
    lines: (upload, after, lang) => q('SELECT * FROM badcase.door_lines($1::text, $2::bigint, $3::bigint, $4::int, $5::text)', upload, after, pageLines, lang),
    record: async (upload, line) => (await q('SELECT submission, state, record::text AS record, line, code, byte_offset FROM badcase.door_record($1::text, $2::bigint, $3::bigint)', upload, line))[0],
    upload: (name, stream) => door.transaction(async (query, client) => {
      await query('SELECT badcase.door_open_upload($1::text, $2::text)', [token, name]);
      await fill(client, stream, s);
      return (await query('SELECT * FROM badcase.door_process($1::text)', [token]))[0];
    }),
    consent: (scope, granted, version) => q('SELECT badcase.door_consent($1::text, $2::text, $3::bool, $4::text)', scope, granted, version),
    withdraw: (submission, upload) => q('SELECT badcase.door_withdraw($1::text, $2::bigint, $3::bigint, NULL::text)', submission, upload),
    revise: (submission, record, reason, home) => q(`SELECT badcase.door_revise($1::text, $2::bigint, $3::text::${home}.badcase, $4::text)`, submission, record, reason),
    set: (what, value) => q('SELECT badcase.door_set($1::text, $2::text, $3::text)', what, value),
    renew: async () => (await q('SELECT * FROM badcase.door_renew($1::text)'))[0],
  };
}

export function byRole(session, s) {
  const q = (sql, ...values) => session.query(sql, values);
  const me = () => q('SELECT badcase.contributor($1::int, NULL::text) AS id', session.program ?? null).then((r) => r[0].id);
  const columns = `upload AS upload_id, file_name, line_no, verdict, code, message, submission, state, reasons, updated_at, hint`;
  const preview = `(SELECT pg_catalog.left(r.record ->> 'prompt', 200) FROM badcase.my_records r WHERE r.upload = m.upload_id AND r.line_no = m.line_no) AS preview`;
  return {
    kind: 'role',
    async status() {
      const id = await me();
      const [program, consents, states, attested] = [
        (await q('SELECT * FROM badcase.programs WHERE program = (SELECT u.p FROM (SELECT coalesce($1::int, (SELECT min(program) FROM badcase.programs WHERE \'contributor\' = ANY (capabilities))) AS p) u)', session.program ?? null))[0],
        await q('SELECT scope, granted FROM badcase.my_consents WHERE holds AND contributor = $1::bigint', id),
        await q('SELECT state, count(*)::int AS n FROM badcase.my_submissions WHERE state IS NOT NULL GROUP BY state'),
        null];
      return {
        state: 'admitted', program: program?.program, program_name: program?.name, name: session.role, github: null, contacts: null, terms_version: attested, token_until: null,
        consents: Object.fromEntries(['train', 'publish_text', 'show_name', 'contact'].map((k) => [k, consents.some((c) => c.scope === k && c.granted)])),
        states: Object.fromEntries(states.map((r) => [r.state, r.n])),
      };
    },
    uploads: (before) => q('SELECT * FROM badcase.my_uploads WHERE $1::bigint IS NULL OR upload < $1::bigint ORDER BY upload DESC LIMIT 50', before ?? null),
    news: () => q(`SELECT m.*, ${preview} FROM (SELECT ${columns} FROM badcase.my_submissions WHERE state IN ('held', 'needs_changes', 'accepted', 'rejected') ORDER BY updated_at DESC, submission DESC LIMIT 50) m`),
    lines: (upload, after) => q(`SELECT m.*, ${preview} FROM (SELECT ${columns} FROM badcase.my_submissions WHERE upload = $1::bigint AND line_no > $2::bigint ORDER BY line_no LIMIT $3::int) m ORDER BY m.line_no`, upload, after, pageLines),
    // the forms rely on the order of keys that a record has and jsonb has not
    record: async (upload, line) => (await q(`SELECT m.submission, m.state, ${session.home}.badcase(r.record)::text AS record, r.line, m.code, NULL::int AS byte_offset FROM badcase.my_submissions m
      LEFT JOIN badcase.my_records r ON r.upload = m.upload AND r.line_no = m.line_no WHERE m.upload = $1::bigint AND m.line_no = $2::bigint`, upload, line))[0],
    upload: (name, stream) => session.transaction(async (query, client) => {
      await query('SELECT badcase.open_upload($1::int, NULL::bigint, $2::text, \'submissions\'::text, NULL::bigint)', [session.program ?? null, name]);
      await fill(client, stream, s);
      return (await query('SELECT * FROM badcase.process_upload(NULL::bigint)'))[0];
    }),
    consent: async (scope, granted, version) => q('SELECT badcase.set_consent($1::bigint, $2::text, $3::bool, $4::text)', await me(), scope, granted, version),
    withdraw: (submission, upload) => q('SELECT badcase.withdraw($1::bigint, $2::bigint, NULL::bigint, NULL::text)', submission, upload),
    revise: (submission, record, reason, home) => q(`SELECT badcase.revise($1::bigint, $2::text::${home}.badcase, $3::text)`, submission, record, reason),
    async set(what, value) {
      const id = await me();
      const call = { name: 'set_display_name($1::bigint, $2::text)', github: 'set_github($1::bigint, $2::text)', lang: 'set_language($1::bigint, $2::text)' }[what];
      if (!call) throw new Fault(400, 'fault_request');
      return q(`SELECT badcase.${call}`, id, value);
    },
  };
}

export const oneLine = (line) => Readable.from([Buffer.from(line + '\n', 'utf8')]);
