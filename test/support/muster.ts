import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const MUSTER = resolve(import.meta.dirname, '../../muster');

export type Ran = { code: number | null; out: string; err: string };

type Settings = Readonly<Record<string, string>>;

/** Runs the command of Muster as a person would, with settings in the environment. */
export function muster(args: readonly string[], settings: Settings = {}): Promise<Ran> {
  return ended(started(args, settings));
}

/** A command that goes on until it is told to stop. `said` is what it printed first. */
export type Going = { said: string; stop(): Promise<Ran> };

/** Starts such a command; resolves when it has printed something. */
export async function musterGoing(args: readonly string[], settings: Settings = {}): Promise<Going> {
  const child = started(args, settings);
  const ran = ended(child);
  const first = once(child.stdout, 'data') as Promise<[Buffer]>;
  const said = await Promise.race([first.then(([bytes]) => bytes.toString('utf8')), ran]);
  if (typeof said !== 'string') throw new Error(`muster ${args.join(' ')} ended: ${said.err}`);
  const stop = (): Promise<Ran> => {
    child.kill('SIGTERM');
    return ran;
  };
  return { said, stop };
}

function started(args: readonly string[], settings: Settings): ChildProcessWithoutNullStreams {
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('MUSTER_'));
  return spawn(MUSTER, args, { env: { ...Object.fromEntries(environment), ...settings } });
}

function ended(child: ChildProcessWithoutNullStreams): Promise<Ran> {
  const ran: Ran = { code: null, out: '', err: '' };
  child.stdout.on('data', (bytes: Buffer) => (ran.out += bytes.toString('utf8')));
  child.stderr.on('data', (bytes: Buffer) => (ran.err += bytes.toString('utf8')));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      done({ ...ran, code });
    });
  });
}
