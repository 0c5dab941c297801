/** A real mail server on loopback that keeps what it is given. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as passed } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

export type Letter = { to: string; subject: string; text: string; headers: string };

export type Mailbox = {
  /** The setting MUSTER_SMTP_URL for it. */
  url: string;
  letters: readonly Letter[];
  /** The first letter to an address, which has to come within so many milliseconds. */
  letterTo(address: string, withinMs: number): Promise<Letter>;
  /** From now on letters to this address are refused for good. */
  refuse(address: string): void;
  /** From now on nothing is taken, as on a full disk. */
  fail(isFailing: boolean): void;
  /** From now on it falls silent there: before it greets, or after it took a letter and before it says so. */
  fallSilent(where: 'before-greeting' | 'before-answer' | undefined): void;
  end(): Promise<void>;
};

export async function mailbox(): Promise<Mailbox> {
  const letters: Letter[] = [];
  const refused = new Set<string>();
  let isFailing = false;
  let silent: 'before-greeting' | 'before-answer' | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onConnect: (_session, done) => {
      if (silent !== 'before-greeting') done();
    },
    onRcptTo: ({ address }, _session, done) => {
      if (refused.has(address)) done(Object.assign(new Error('no such box'), { responseCode: 550 }));
      else done();
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (bytes: Buffer) => parts.push(bytes));
      stream.on('end', () => {
        if (isFailing) {
          done(Object.assign(new Error('no room just now'), { responseCode: 452 }));
          return;
        }
        const to = session.envelope.rcptTo[0]?.address ?? '';
        letters.push(letterOf(to, Buffer.concat(parts).toString('utf8')));
        if (silent !== 'before-answer') done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    letters,
    letterTo: async (address, withinMs) => {
      const until = performance.now() + withinMs;
      while (performance.now() < until) {
        const letter = letters.find(({ to }) => to === address);
        if (letter !== undefined) return letter;
        await passed(20);
      }
      throw new Error(`No letter came to ${address}.`);
    },
    refuse: (address) => refused.add(address),
    fail: (is) => {
      isFailing = is;
    },
    fallSilent: (where) => {
      silent = where;
    },
    end: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

function letterOf(to: string, source: string): Letter {
  const end = source.indexOf('\r\n\r\n');
  const headers = source.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const subject = /^Subject: (.*)$/im.exec(headers)?.[1] ?? '';
  const isQuoted = /^Content-Transfer-Encoding: quoted-printable/im.test(headers);
  const body = source.slice(end + 4);
  return { to, subject, text: isQuoted ? unquoted(body) : body.replaceAll('\r\n', '\n'), headers };
}

/** Quoted-printable, read as UTF-8. */
function unquoted(text: string): string {
  const joined = text.replace(/=\r?\n/g, '').replaceAll('\r\n', '\n');
  const bytes = joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The answer link in a letter, below the root. */
export function answerLink({ text }: Letter): string {
  const [, path] = /https?:\/\/[^/\s]+(\/answer\/\S+)/.exec(text) ?? [];
  if (path === undefined) throw new Error(`The letter has no answer link: ${text}`);
  return path;
}
