import type { Channel } from '../channel.ts';

/** Muster itself: the pages show who is asked from the moment at which it is decided, so nothing has to leave. */
export const inApp: Channel = {
  name: 'in-app',
  send: () => Promise.resolve({ result: 'sent' }),
};
