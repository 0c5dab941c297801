import { createServer } from 'node:http';
import type { World } from './world.ts';

/** A world that listens on 127.0.0.1. `origin` is its address without a closing slash. */
export async function served(world: World): Promise<{ origin: string; end(): Promise<void> }> {
  const server = createServer(world.app);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('The server does not listen on a port');
  return {
    origin: `http://127.0.0.1:${String(bound.port)}`,
    end: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}
