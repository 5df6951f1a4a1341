// What went wrong, for a person. A message of badcase quotes no record, so it may be shown; of what else the server may
// say, nothing is, for it can quote what was sent.
export class Fault extends Error {
  constructor(status, key, more) {
    super(key);
    this.status = status;
    this.key = key;
    this.more = more ?? null;
  }
}

// Raised by a function in SQL: the server names the routine.
const raised = (error) => error.routine === 'exec_stmt_raise';
const statuses = { 28000: 401, 42501: 403, 54000: 429, '55P03': 409, 40001: 409, '40P01': 409, 57014: 503, 53300: 503, '57P01': 503, '57P03': 503 };

export function faultOf(error) {
  if (error instanceof Fault) return error;
  if (typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) && error.severity) {
    const status = statuses[error.code] ?? (/^(22|23|42|55|P0|2F)/.test(error.code) ? 400 : 500);
    const key = error.code === '28000' && raised(error) ? 'fault_token' : { 401: 'fault_login', 403: 'fault_right', 409: 'fault_busy', 429: 'fault_much', 503: 'fault_away', 400: 'fault_refused', 500: 'fault_broken' }[status];
    return new Fault(status, key, raised(error) ? [error.message, error.hint].filter(Boolean).join(' — ') : null);
  }
  if (error.statusCode === 413) return new Fault(413, 'fault_large');
  if (error.statusCode === 415) return new Fault(415, 'fault_kind');
  if (error.statusCode === 429) return new Fault(429, 'fault_often');
  if (error.statusCode >= 400 && error.statusCode < 500) return new Fault(error.statusCode, 'fault_request');
  if (['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(error.code) || /terminated|timeout|not queryable|closed/i.test(error.message ?? '')) {
    return new Fault(503, 'fault_away');
  }
  return new Fault(500, 'fault_broken');
}
