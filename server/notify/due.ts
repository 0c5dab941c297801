import { deliverDue, type NotifyKit } from './deliver-actions.ts';

export type Deliveries = {
  /** Begins to send what is due. */
  pass(): Promise<void>;
  /** Resolves when everything that was begun has ended. */
  settled(): Promise<void>;
};

/** Sends each second what is due. A slow mail server holds up its own messages and nothing else. */
export function deliveries(kit: NotifyKit, failed: (error: unknown) => void): Deliveries {
  const underWay = new Set<Promise<void>>();
  return {
    pass: async () => {
      for (const sending of await deliverDue(kit)) {
        const ended = sending.catch(failed).finally(() => underWay.delete(ended));
        underWay.add(ended);
      }
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
