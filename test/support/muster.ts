import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const MUSTER = resolve(import.meta.dirname, '../../muster');

export type Ran = { code: number | null; out: string; err: string };

/** Runs the command of Muster as a person would, with settings in the environment. */
export function muster(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('MUSTER_'));
  const child = spawn(MUSTER, args, { env: { ...Object.fromEntries(environment), ...settings } });
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
