/** The place of an entry, or the turn of a row, was taken by somebody else in the meantime: load again and decide again. */
export class SeqTaken extends Error {
  constructor() {
    super('another entry came first');
    this.name = 'SeqTaken';
  }
}

const PASSING = new Set([
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
  'SQLITE_LOCKED',
  '40001', // PostgreSQL: serialization_failure
  '40P01', // PostgreSQL: deadlock_detected
]);

const FULL_DISK = new Set(['SQLITE_FULL', '53100']);
const READ_ONLY = new Set(['SQLITE_READONLY', 'SQLITE_READONLY_DBMOVED', '25006']);
const UNREACHABLE = new Set([
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'ECONNREFUSED',
  'ECONNRESET',
  '57P01',
  '57P03',
  '53300',
]);

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** True when the same work, run again from its start, may well succeed. */
export function isPassing(error: unknown): boolean {
  if (error instanceof SeqTaken) return true;
  const code = codeOf(error);
  return code !== undefined && PASSING.has(code);
}

/** Why the database cannot write at the moment, in one word for `/readyz`, or undefined when it is no such failure. */
export function storeTrouble(error: unknown): 'disk_full' | 'read_only' | 'busy' | 'unreachable' | undefined {
  if (isPassing(error)) return 'busy';
  const code = codeOf(error);
  if (code === undefined) return undefined;
  if (FULL_DISK.has(code)) return 'disk_full';
  if (READ_ONLY.has(code)) return 'read_only';
  if (UNREACHABLE.has(code) || code.startsWith('SQLITE_IOERR')) return 'unreachable';
  return undefined;
}

/** True when a row with the same key is there already. */
export function isDuplicate(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === '23505';
}
