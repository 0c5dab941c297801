import { pino, type Logger } from 'pino';
import type { Clock } from '../core/clock.ts';

export type { Logger };

const MASKED = [
  'password',
  'token',
  'secret',
  'cookie',
  'authorization',
  '*.password',
  '*.token',
  '*.secret',
];

/**
 * One line for each event on standard output, in UTC. `text` is for people at a terminal.
 * @param level `silent` says nothing
 */
export function makeLog(level: string, format: 'json' | 'text', clock: Clock): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${clock.now()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: MASKED, censor: '[masked]' },
  };
  return format === 'json'
    ? pino(options)
    : pino(options, { write: (event: string) => process.stdout.write(asText(event)) });
}

/** The fields that every line of pino has, and its sentence. */
type Logged = { level: string; time: string; msg?: string };

function asText(event: string): string {
  const { level, time, msg, ...rest } = JSON.parse(event) as Record<string, unknown> & Logged;
  const more = Object.entries(rest).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${time} ${level} ${msg ?? ''}${more.join('')}\n`;
}

/** An address for the log: what follows a secret-bearing path is masked. */
export function maskedPath(path: string): string {
  return path.replace(
    /^((?:\/[^/?]+)*?\/(?:invite|setup|answer|hooks\/[^/?]+|feeds\/[^/?]+))(?:[/?].*)?$/,
    '$1/[masked]',
  );
}
