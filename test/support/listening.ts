/** Listens to a stream of server-sent events as a browser does, byte for byte. */
import { request, type IncomingMessage } from 'node:http';
import { setTimeout as passed } from 'node:timers/promises';

export type Heard = { event: string; data: string; id: string | undefined };

export type Listening = {
  status: number;
  headers: IncomingMessage['headers'];
  /** The events so far, in order. */
  events: Heard[];
  /** Everything so far, as it came. */
  text(): string;
  /** What a browser would say when it comes back. */
  lastId(): string | undefined;
  /** Whether the server has ended it. */
  isOver(): boolean;
  /** Waits until what was heard is as wanted. */
  until(wanted: (events: readonly Heard[]) => boolean): Promise<void>;
  /** Waits until the server has ended it. */
  untilOver(): Promise<void>;
  close(): void;
};

const PATIENCE_MS = 15_000;

export async function listen(
  address: string,
  { cookie, lastId }: { cookie: string; lastId?: string | undefined },
): Promise<Listening> {
  const sent = request(address, {
    agent: false,
    headers: {
      Accept: 'text/event-stream',
      Cookie: cookie,
      ...(lastId !== undefined && { 'Last-Event-ID': lastId }),
    },
  });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
    sent.end();
  });
  // Whichever side ends it, what was heard is looked at and not how it ended.
  sent.on('error', () => undefined);
  let text = '';
  let over = false;
  const events: Heard[] = [];
  answer.setEncoding('utf8');
  answer.on('data', (part: string) => {
    text += part;
    const all = eventsIn(text);
    events.splice(0, events.length, ...all);
  });
  answer.on('error', () => undefined);
  answer.once('close', () => (over = true));
  const waitFor = async (what: string, isSo: () => boolean): Promise<void> => {
    const until = performance.now() + PATIENCE_MS;
    while (!isSo()) {
      if (performance.now() > until) throw new Error(`${what} did not come; heard was:\n${text}`);
      await passed(5);
    }
  };
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    events,
    text: () => text,
    lastId: () => events.findLast(({ id }) => id !== undefined)?.id,
    isOver: () => over,
    until: (wanted) => waitFor('What was waited for', () => wanted(events)),
    untilOver: () => waitFor('The end', () => over),
    close: () => sent.destroy(),
  };
}

/**
 * The events of a text that may be cut anywhere: what has no blank line behind it is not one yet. How late it is at the
 * server, which each stream says first, is left out.
 */
export function eventsIn(text: string): Heard[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .flatMap((block) => {
      const fields = new Map(
        block.split('\n').map((line) => {
          const colon = line.indexOf(':');
          return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
        }),
      );
      const event = fields.get('event');
      return event === undefined || event === 'clock'
        ? []
        : [{ event, data: fields.get('data') ?? '', id: fields.get('id') }];
    });
}
