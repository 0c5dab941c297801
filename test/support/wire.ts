/** Plain HTTP to a server in another process: kept connections, cookies by hand, and nothing asked twice. */
import { request, type Agent, type IncomingHttpHeaders } from 'node:http';
import { hiddenFields } from './forms.ts';

export type Answered = { status: number; headers: IncomingHttpHeaders; body: string };

export type Asking = {
  agent: Agent;
  cookie?: string | undefined;
  /** The fields of a form; with them the request is a POST. */
  form?: Readonly<Record<string, string>> | undefined;
};

const PATIENCE_MS = 20_000;

/**
 * Sends one request and reads the whole answer. It rejects when the answer did not come or did not end: whoever asked
 * then does not know what became of it.
 */
export function ask(address: string, { agent, cookie, form }: Asking): Promise<Answered> {
  const body = form === undefined ? undefined : new URLSearchParams(form).toString();
  return new Promise((resolve, reject) => {
    const sent = request(address, {
      agent,
      method: body === undefined ? 'GET' : 'POST',
      timeout: PATIENCE_MS,
      headers: {
        'Sec-Fetch-Site': 'same-origin',
        ...(cookie !== undefined && { Cookie: cookie }),
        ...(body !== undefined && {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': String(Buffer.byteLength(body)),
        }),
      },
    });
    sent.once('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () => {
        if (!response.complete) reject(new Error('The answer was cut off'));
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, body: Buffer.concat(parts).toString('utf8') });
      });
    });
    sent.once('timeout', () => sent.destroy(new Error('No answer came in time')));
    sent.once('error', reject);
    sent.once('close', () => {
      reject(new Error('The answer was cut off'));
    });
    sent.end(body);
  });
}

/** A browser's proofs: the cookies of a session, and the token that its forms carry. Both outlive a restart. */
export type SignedIn = { cookie: string; csrf: string };

/** Signs in by the form that people use. */
export async function signIn(
  address: string,
  agent: Agent,
  who: { email: string; password: string },
): Promise<SignedIn> {
  const opened = await ask(`${address}/login`, { agent });
  const form = { ...hiddenFields(opened.body, '/login'), email: who.email, password: who.password };
  const before = cookiesOf(opened);
  const entered = await ask(`${address}/login`, { agent, cookie: before, form });
  if (entered.status !== 303)
    throw new Error(`${who.email} cannot sign in: answer ${String(entered.status)}`);
  const cookie = [before, cookiesOf(entered)].filter((text) => text !== '').join('; ');
  const page = await ask(`${address}/me`, { agent, cookie });
  const [, csrf] = /name="_csrf" value="([^"]+)"/.exec(page.body) ?? [];
  if (csrf === undefined) throw new Error('The page has no form, so no token can be read from it');
  return { cookie, csrf };
}

function cookiesOf({ headers }: Answered): string {
  return (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0] ?? '').join('; ');
}
