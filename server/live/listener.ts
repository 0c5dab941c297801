/** One page that follows along. */
import { NotFound } from '../core/refused.ts';
import type { Instant } from '../core/clock.ts';
import type { EventStream } from '../web/event-stream.ts';
import type { Viewer } from '../web/viewer.ts';
import { BEAT } from './events.ts';

export type Subscription = {
  viewer: Viewer;
  /** Hash of the session with which it was opened. */
  sessionHash: string;
  /** The incident, or undefined for the board. */
  incidentId: string | undefined;
  /**
   * The events since it was last asked, as text; empty for none.
   * @throws NotFound once the reader may not see it any more
   */
  pull(viewer: Viewer): Promise<string>;
};

export type Listener = {
  subscription: Subscription;
  /** Looks at what there is to say. Looks do not overlap, and none is missed. */
  wake(): Promise<void>;
  /** The same, and says at least that it is still there. */
  beat(): Promise<void>;
  write(text: string): void;
  writtenAt(): Instant;
  end(): void;
};

type Means = {
  now(): Instant;
  /** Whoever reads, asked anew; undefined ends the stream. */
  viewerOf(subscription: Subscription): Promise<Viewer | undefined>;
  failed(error: unknown): void;
};

export function makeListener(subscription: Subscription, out: EventStream, means: Means): Listener {
  let writtenAt = means.now();
  let isOver = false;
  const hasEnded = (): boolean => isOver;
  const write = (text: string): void => {
    writtenAt = means.now();
    out.write(text);
  };
  const end = (): void => {
    isOver = true;
    out.end();
  };
  out.onEnd(() => (isOver = true));

  const look = async (): Promise<void> => {
    const viewer = await means.viewerOf(subscription);
    if (viewer === undefined) {
      end();
      return;
    }
    const text = await subscription.pull(viewer);
    if (text !== '' && !hasEnded()) write(text);
  };
  let underWay: Promise<void> = Promise.resolve();
  let isQueued = false;
  const wake = (): Promise<void> => {
    if (isQueued) return underWay;
    isQueued = true;
    underWay = underWay.then(async () => {
      isQueued = false;
      try {
        if (!hasEnded()) await look();
      } catch (error) {
        // What cannot be read may be read by the stream that the browser opens next.
        if (!(error instanceof NotFound)) means.failed(error);
        end();
      }
    });
    return underWay;
  };
  const beat = async (): Promise<void> => {
    const before = writtenAt;
    await wake();
    if (!hasEnded() && writtenAt === before) write(BEAT);
  };
  return { subscription, wake, beat, write, end, writtenAt: () => writtenAt };
}
