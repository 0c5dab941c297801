import { createServer, type ServerResponse } from 'node:http';
import type { World } from './world.ts';

/** `origin` is its address without a closing slash. */
export type Served = {
  origin: string;
  /** Lets what is asked from here on wait, as a slow network does, until it is let go. */
  hold(isHeld?: (path: string) => boolean): () => void;
  /** From here on each text that a stream of updates says goes through this first; undefined lets all through as it is. */
  meddle(change: Meddling | undefined): void;
  end(): Promise<void>;
};

/** What is sent in place of what a stream says, and whether the line breaks after it. */
export type Meddling = (said: string) => { sent: string; isCut: boolean };

/** A world that listens on 127.0.0.1. */
export async function served(world: World): Promise<Served> {
  let held: { until: Promise<undefined>; isHeld: (path: string) => boolean } | undefined;
  let meddling: Meddling | undefined;
  const server = createServer((request, response) => {
    if (/\/live(?:\?|$)/.test(request.url ?? '')) listenIn(response, () => meddling);
    const until = held?.isHeld(request.url ?? '') === true ? held.until : Promise.resolve();
    void until.then(() => {
      world.app(request, response);
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('The server does not listen on a port');
  return {
    origin: `http://127.0.0.1:${String(bound.port)}`,
    hold: (isHeld = () => true) => {
      const { promise: until, resolve } = Promise.withResolvers<undefined>();
      held = { until, isHeld };
      return () => {
        held = undefined;
        resolve(undefined);
      };
    },
    meddle: (change) => {
      meddling = change;
    },
    end: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

const ARRIVED_MS = 60;

/** Puts whoever meddles between a stream and the line. */
function listenIn(response: ServerResponse, meddler: () => Meddling | undefined): void {
  const write = response.write.bind(response) as (text: string) => boolean;
  response.write = ((said: string) => {
    const meddling = meddler();
    if (meddling === undefined) return write(said);
    const { sent, isCut } = meddling(said);
    // What was written has to arrive before the line breaks.
    if (isCut) setTimeout(() => response.destroy(), ARRIVED_MS);
    return sent === '' || write(sent);
  }) as ServerResponse['write'];
}
