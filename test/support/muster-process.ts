/** The real server as a child process, on a data folder that the test made. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as passed } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '..', '..');

export type MusterProcess = {
  /** Where it listens: `http://127.0.0.1:41234`. */
  address: string;
  pid: number;
  /** From starting it until it listened, in milliseconds. */
  startedInMs: Spent;
  /** Ends it at once, as a power cut of the process alone would: nothing is finished, nothing is told. */
  kill(afterMs?: number): Promise<void>;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
};

/**
 * What something took: by the clock on the wall, and what the process itself worked. On a machine that is busy with
 * other things only the second says anything; it is the first where the system does not tell.
 */
export type Spent = { wall: number; worked: number };

export type Starting = {
  dataFolder: string;
  /** Settings by their name; those of the surrounding environment are left out. */
  settings?: Readonly<Record<string, string>>;
  /** The program, where it is not the one of this checkout: a copy with a fault in it. */
  program?: string;
  /** Hears each line of the server's log. */
  onLog?: (line: string) => void;
};

/** Starts `muster serve` on a free port of 127.0.0.1 and resolves once it listens. */
export async function startMuster(starting: Starting): Promise<MusterProcess> {
  const began = performance.now();
  const program = starting.program ?? ROOT;
  const child = spawn(join(program, 'muster'), ['serve'], {
    cwd: program,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...withoutSettings(process.env),
      MUSTER_DATA: starting.dataFolder,
      MUSTER_HOST: '127.0.0.1',
      MUSTER_PORT: '0',
      ...starting.settings,
    },
  });
  const gone = once(child, 'exit');
  const { onLog } = starting;
  // The pipe is read in any case: a full one would stop the server.
  if (onLog === undefined) child.stdout.resume();
  else createInterface(child.stdout).on('line', onLog);
  const address = await listening(child).catch(async (error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  const pid = child.pid ?? 0;
  const wall = performance.now() - began;
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  return {
    address,
    pid,
    startedInMs: { wall, worked: workedMs(pid) ?? wall },
    kill: async (afterMs = 0) => {
      await passed(afterMs);
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}

const MS_A_TICK = 10;

/**
 * Processor time of all threads of a process so far, in milliseconds; undefined where the system has no such file.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html fields 14 and 15, in ticks of a hundredth of a second
 */
export function workedMs(pid: number): number | undefined {
  try {
    const fields =
      readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')[1]
        ?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * MS_A_TICK;
  } catch {
    return undefined;
  }
}

const PATIENCE_MS = 60_000;

/** Waits for the line that says where the server listens; what it says instead becomes the error. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (words: string) => {
      said += words;
      const [, address] = /listens on (http:\/\/[\d.]+:\d+)/.exec(said) ?? [];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    });
    const late = setTimeout(() => {
      reject(new Error(`The server did not listen in time: ${said}`));
    }, PATIENCE_MS);
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(late);
      reject(new Error(`The server ended before it listened: ${said}`));
    });
  });
}

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('MUSTER_')));
}
