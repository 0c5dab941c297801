/** Server-sent events as they go to one browser: https://html.spec.whatwg.org/multipage/server-sent-events.html */
import type { Response } from 'express';

export type EventStream = {
  /** Writes whole events. Whoever does not read for so long that this piles up is cut off, and may come again. */
  write(text: string): void;
  end(): void;
  /** Called once, whichever side ended it. */
  onEnd(ended: () => void): void;
};

const MOST_WAITING_BYTES = 64 * 1024;

/** Begins the answer. Nothing on the way may keep it back: it is not packed, and a proxy is told not to collect it. */
export function eventStream(response: Response): EventStream {
  response.status(200);
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store, no-transform');
  response.setHeader('X-Accel-Buffering', 'no');
  response.flushHeaders();
  return {
    write: (text) => {
      if (response.destroyed || response.writableEnded) return;
      if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
      else response.write(text);
    },
    end: () => {
      if (!response.writableEnded) response.end();
    },
    onEnd: (ended) => {
      response.once('close', ended);
    },
  };
}
