/** A load generator: a few kept connections, each asking again as soon as it is answered, for a limited time. */
import { Agent } from 'node:http';
import { ask, type Answered } from '../support/wire.ts';

export type Request = { url: string; cookie?: string; form?: Readonly<Record<string, string>> };

export type Load = {
  connections: number;
  seconds: number;
  /** The next request; it may differ from call to call. */
  next(): Request;
  expect: number;
};

/** Answers per second. @throws when an answer has another status than the expected one */
export async function rate({ connections, seconds, next, expect }: Load): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const began = performance.now();
  const end = began + seconds * 1000;
  let count = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      expected(await sent(agent, next()), expect);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  agent.destroy();
  return (count * 1000) / (performance.now() - began);
}

/** How long one answer after the other took, in milliseconds, for so many requests on one connection. */
export async function times(count: number, request: Request): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const took: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const began = performance.now();
    expected(await sent(agent, request), 200);
    took.push(performance.now() - began);
  }
  agent.destroy();
  return took;
}

/** One answer on a connection of its own. */
export async function once(request: Request): Promise<Answered> {
  const agent = new Agent();
  const answer = await sent(agent, request);
  agent.destroy();
  return answer;
}

function sent(agent: Agent, { url, cookie, form }: Request): Promise<Answered> {
  return ask(url, { agent, cookie, form });
}

function expected(answer: Answered, status: number): void {
  if (answer.status === status) return;
  throw new Error(`The answer is ${answer.status} instead of ${status}: ${answer.body.slice(0, 200)}`);
}
