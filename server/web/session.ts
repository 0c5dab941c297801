import { createHash } from 'node:crypto';
import session, { type SessionData } from 'express-session';
import type { Request, RequestHandler } from 'express';
import { LRUCache } from 'lru-cache';
import type { Clock, Instant } from '../core/clock.ts';
import { secret as randomId } from '../core/ids.ts';
import type { Db } from '../store/open.ts';

const MINUTE_MS = 60_000;

export type SessionSettings = {
  db: Db;
  clock: Clock;
  secret: string;
  basePath: string;
  tls: boolean;
  idleSeconds: number;
  maxSeconds: number;
};

/** The name of the session's cookie: the browser itself holds `__Host-` and `__Secure-` cookies to their promise. */
export function cookieName(basePath: string, tls: boolean): string {
  if (!tls) return 'muster';
  return basePath === '' ? '__Host-muster' : '__Secure-muster';
}

/** Sessions in the database. Only the hash of an id is stored, so a stolen database opens nothing. */
export function sessions(settings: SessionSettings): RequestHandler {
  const opened = session({
    name: cookieName(settings.basePath, settings.tls),
    secret: settings.secret,
    genid: () => randomId(),
    store: new DatabaseSessions(settings),
    resave: false,
    saveUninitialized: false,
    cookie: {
      path: settings.basePath === '' ? '/' : settings.basePath,
      httpOnly: true,
      secure: settings.tls,
      sameSite: 'lax',
      maxAge: settings.maxSeconds * 1000,
    },
  });
  return (request, response, next) => {
    opened(request, response, (error?: unknown) => {
      if (isAskedByPage(request)) {
        // Not enumerable, so that it is no part of what is stored.
        Object.defineProperty(request.session, BY_PAGE, { value: true });
      }
      next(error);
    });
  };
}

/** A page that keeps up by itself asks as long as it is open, whether anybody sits before it or not. */
function isAskedByPage(request: Request): boolean {
  if (request.method !== 'GET') return false;
  return request.get('hx-request') !== undefined || request.get('accept') === 'text/event-stream';
}

const BY_PAGE = Symbol('asked by a page, not by a person');

/** What is stored of a session's id. */
export function sessionHash(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

type Stored = SessionData & { passport?: { user?: string }; device?: string };
type Done = (error?: unknown) => void;

class DatabaseSessions extends session.Store {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #idleMs: number;
  readonly #maxMs: number;
  /** When sessions were seen as far as the database knows, so that most requests need not ask it again. */
  readonly #seen = new LRUCache<string, Instant>({ max: 5_000 });

  constructor(settings: SessionSettings) {
    super();
    this.#db = settings.db;
    this.#clock = settings.clock;
    this.#idleMs = settings.idleSeconds * 1000;
    this.#maxMs = settings.maxSeconds * 1000;
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    this.#load(id).then((found) => {
      done(null, found);
    }, done);
  }

  override set(id: string, data: SessionData, done: Done = () => undefined): void {
    this.#save(id, data).then(() => {
      done();
    }, done);
  }

  override destroy(id: string, done: Done = () => undefined): void {
    this.#db
      .deleteFrom('session')
      .where('session_hash', '=', sessionHash(id))
      .execute()
      .then(() => {
        done();
      }, done);
  }

  /** What a page asks by itself is no use of a session, or one that nobody uses would never end. */
  override touch(id: string, data: SessionData, done: () => void = () => undefined): void {
    if (BY_PAGE in data) {
      done();
      return;
    }
    this.#markSeen(sessionHash(id)).then(done, done);
  }

  async #load(id: string): Promise<SessionData | null> {
    const row = await this.#db
      .selectFrom('session')
      .select(['data', 'seen_at', 'expires_at'])
      .where('session_hash', '=', sessionHash(id))
      .executeTakeFirst();
    if (row === undefined) return null;
    const now = this.#clock.now();
    this.#seen.set(sessionHash(id), row.seen_at);
    const idle = Date.parse(now) - Date.parse(row.seen_at) > this.#idleMs;
    return idle || row.expires_at <= now ? null : (JSON.parse(row.data) as SessionData);
  }

  async #save(id: string, data: SessionData): Promise<void> {
    const now = this.#clock.now();
    const { passport, device } = data as Stored;
    const changing = {
      account_id: passport?.user ?? null,
      data: JSON.stringify(data),
      device: device ?? null,
      seen_at: now,
    };
    const row = {
      session_hash: sessionHash(id),
      created_at: now,
      expires_at: this.#after(now, this.#maxMs),
      ...changing,
    };
    await this.#db
      .insertInto('session')
      .values(row)
      .onConflict((conflict) => conflict.column('session_hash').doUpdateSet(changing))
      .execute();
  }

  /** At most once a minute: otherwise each request would cost a commit of its own. */
  async #markSeen(hash: string): Promise<void> {
    const now = this.#clock.now();
    const minuteAgo = this.#after(now, -MINUTE_MS);
    const seen = this.#seen.get(hash);
    if (seen !== undefined && seen >= minuteAgo) return;
    await this.#db
      .updateTable('session')
      .set({ seen_at: now })
      .where('session_hash', '=', hash)
      .where('seen_at', '<', minuteAgo)
      .execute();
    this.#seen.set(hash, now);
  }

  #after(instant: Instant, ms: number): Instant {
    return new Date(Date.parse(instant) + ms).toISOString();
  }
}
