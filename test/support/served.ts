import { createServer } from 'node:http';
import type { World } from './world.ts';

/** `origin` is its address without a closing slash. */
export type Served = {
  origin: string;
  /** Lets what is asked from here on wait, as a slow network does, until it is let go. */
  hold(isHeld?: (path: string) => boolean): () => void;
  end(): Promise<void>;
};

/** A world that listens on 127.0.0.1. */
export async function served(world: World): Promise<Served> {
  let held: { until: Promise<undefined>; isHeld: (path: string) => boolean } | undefined;
  const server = createServer((request, response) => {
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
    end: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}
