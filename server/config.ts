import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { closest } from 'fastest-levenshtein';
import { isHomeZone } from './core/zone-name.ts';

/** A setting is wrong. The sentence names it and says how to mend it; the process ends with exit code 2. */
export class WrongSetting extends Error {}

/** One setting: the row of the table in `views/help/running.md`, which a test holds equal to this list. */
export type Setting = { name: string; default: string; meaning: string };

export const SETTINGS: readonly Setting[] = [
  {
    name: 'MUSTER_URL',
    default: 'http://localhost:<port>',
    meaning: 'the public address; it may have a path, such as `https://example.org/ops/`',
  },
  { name: 'MUSTER_HOST', default: '127.0.0.1', meaning: 'the address to listen on' },
  {
    name: 'MUSTER_PORT',
    default: '3000',
    meaning: 'the port to listen on, 1 to 65535; 0 takes any free one',
  },
  { name: 'MUSTER_ALLOW_HTTP', default: '0', meaning: '`1` allows a public address without TLS' },
  {
    name: 'MUSTER_DATA',
    default: 'db/data',
    meaning: 'the folder of the database, the secret and the compile cache; a local disk',
  },
  {
    name: 'MUSTER_DATABASE',
    default: '<MUSTER_DATA>/muster.db',
    meaning: 'a file of SQLite, or `postgres://user:password@host/name`',
  },
  {
    name: 'MUSTER_SECRET',
    default: 'made at the first start',
    meaning: 'at least 32 characters that sign one-use links and forms; kept as `secret` in the data folder',
  },
  {
    name: 'MUSTER_TRUST_PROXY',
    default: '0',
    meaning: 'the number of proxies in front, or their addresses with commas between',
  },
  {
    name: 'MUSTER_HOME_ZONE',
    default: 'UTC',
    meaning: 'the time zone of a new incident, `Area/City` or `UTC`',
  },
  {
    name: 'MUSTER_RUNBOOKS',
    default: 'runbooks',
    meaning: 'the folder of runbook files, read at start and on SIGHUP, never written; empty means no files',
  },
  { name: 'MUSTER_SESSION_IDLE', default: '12h', meaning: 'how long a session lasts without being used' },
  { name: 'MUSTER_SESSION_MAX', default: '30d', meaning: 'how long a session lasts at most' },
  {
    name: 'MUSTER_LIVE_STREAMS',
    default: '1000',
    meaning: 'how many pages may follow along at the same time; 0 switches live updates off',
  },
  {
    name: 'MUSTER_ALLOW_NETWORK_DISK',
    default: '0',
    meaning: '`1` allows a data folder on a network disk, where SQLite may lose writes',
  },
  {
    name: 'MUSTER_SMTP_URL',
    default: 'no mail is sent',
    meaning: 'the mail server that messages go out by, such as `smtps://user:password@mail.example.org:465`',
  },
  {
    name: 'MUSTER_MAIL_FROM',
    default: 'Muster <muster@localhost>',
    meaning: 'the sender of those messages',
  },
  {
    name: 'MUSTER_VAPID_PRIVATE',
    default: 'follows from the secret',
    meaning:
      'the private key that pushes are signed with, in base64url; another one makes every browser subscribe anew',
  },
  {
    name: 'MUSTER_VAPID_SUBJECT',
    default: 'MUSTER_URL, or the address in MUSTER_MAIL_FROM',
    meaning: 'whom a push service writes to, as an `https:` or `mailto:` address',
  },
  {
    name: 'MUSTER_SMS_ADAPTER',
    default: 'no text messages are sent',
    meaning: 'the address of a program that sends text messages; it gets the number and the words',
  },
  {
    name: 'MUSTER_VOICE_ADAPTER',
    default: 'nobody is called',
    meaning: 'the address of a program that calls and speaks',
  },
  {
    name: 'MUSTER_ADAPTER_SECRET',
    default: 'needed with one of the two',
    meaning:
      'what their messages are signed with by Standard Webhooks: `whsec_` and at least 24 bytes in base64',
  },
  {
    name: 'MUSTER_OUTBOUND_ALLOW',
    default: 'public addresses only',
    meaning:
      'private addresses or networks that webhooks and pushes may reach, with commas between, such as `10.1.0.0/16`',
  },
  {
    name: 'MUSTER_METRICS_TOKEN',
    default: 'programs of this machine only',
    meaning: 'the token with which Prometheus reads the figures from elsewhere; at least 16 characters',
  },
  {
    name: 'MUSTER_HEARTBEAT_URL',
    default: 'nobody outside is told',
    meaning:
      'the address of an outside watcher; it is asked for while people can be asked, and alarms when it is not',
  },
  { name: 'MUSTER_HEARTBEAT_EVERY', default: '60s', meaning: 'how often that watcher is told' },
  {
    name: 'MUSTER_BACKUP_DIR',
    default: 'no backups by themselves',
    meaning: 'the folder that backups of SQLite are written to; best on another disk',
  },
  { name: 'MUSTER_BACKUP_EVERY', default: '24h', meaning: 'how often a backup is made there' },
  {
    name: 'MUSTER_BACKUP_KEEP',
    default: '14',
    meaning: 'how many backups stay there; older ones are deleted, with their secrets',
  },
  {
    name: 'MUSTER_OFFLINE_DIR',
    default: 'no bundle by itself',
    meaning: 'the folder that the offline bundle is written to each night; best copied to another machine',
  },
  { name: 'MUSTER_LOG_LEVEL', default: 'info', meaning: '`debug`, `info`, `warn`, `error` or `silent`' },
  { name: 'MUSTER_LOG_FORMAT', default: 'json', meaning: '`json`, one line an event, or `text` for people' },
];

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type Config = {
  /** The public address without a closing slash. */
  url: URL;
  /** The path under which everything lies: empty, or `/ops`. */
  basePath: string;
  host: string;
  port: number;
  dataFolder: string;
  database: string;
  /** The secret when it is given from outside; otherwise it lies in the data folder. */
  secret: string | undefined;
  trustProxy: number | string[];
  homeZone: string;
  /** Absolute path, or undefined when no files are read. */
  runbooks: string | undefined;
  sessionIdleSeconds: number;
  sessionMaxSeconds: number;
  /** How many streams of live updates may be open at once. */
  liveStreams: number;
  allowNetworkDisk: boolean;
  /** The mail server that messages go out by; undefined when none is sent. */
  smtpUrl: string | undefined;
  mailFrom: string;
  /** What pushes are signed with; undefined when it follows from the secret. */
  vapidPrivate: string | undefined;
  vapidSubject: string | undefined;
  /** Programs that send text messages and call; undefined where there is none. */
  smsAdapter: string | undefined;
  voiceAdapter: string | undefined;
  adapterSecret: string | undefined;
  /** Private addresses and networks that webhooks may reach. */
  outboundAllow: string;
  /** What Prometheus shows; undefined when only programs of this machine may read. */
  metricsToken: string | undefined;
  /** The outside watcher; undefined where there is none. */
  heartbeatUrl: string | undefined;
  heartbeatEverySeconds: number;
  /** Absolute path, or undefined where no offline bundle is written by itself. */
  offlineFolder: string | undefined;
  /** Absolute path, or undefined where backups are not made by themselves. */
  backupFolder: string | undefined;
  backupEverySeconds: number;
  /** How many backups stay; at least 1. */
  backupKeep: number;
  logLevel: (typeof LOG_LEVELS)[number];
  logFormat: 'json' | 'text';
};

type Given = Readonly<Record<string, string | undefined>>;

/** Settings that replace the environment's: from the command line's flags. */
export type Flags = { host?: string | undefined; port?: string | undefined };

/**
 * Reads every setting from the environment.
 * @throws WrongSetting with the first one that is wrong or unknown
 */
export function readConfig(environment: Given = process.env, flags: Flags = {}): Config {
  refuseUnknown(environment);
  const value = (name: string): string | undefined => settingValue(environment, name);
  const port = portOf(flags.port ?? value('MUSTER_PORT'));
  const url = urlOf(value('MUSTER_URL'), port);
  const dataFolder = resolve(value('MUSTER_DATA') ?? 'db/data');
  const config: Config = {
    url,
    basePath: basePathOf(url),
    host: flags.host ?? value('MUSTER_HOST') ?? '127.0.0.1',
    port,
    dataFolder,
    database: databaseOf(value('MUSTER_DATABASE'), dataFolder),
    secret: secretOf(value('MUSTER_SECRET')),
    trustProxy: proxiesOf(value('MUSTER_TRUST_PROXY')),
    homeZone: homeZoneOf(value('MUSTER_HOME_ZONE')),
    runbooks: runbooksOf(value('MUSTER_RUNBOOKS')),
    sessionIdleSeconds: secondsOf('MUSTER_SESSION_IDLE', value('MUSTER_SESSION_IDLE') ?? '12h'),
    sessionMaxSeconds: secondsOf('MUSTER_SESSION_MAX', value('MUSTER_SESSION_MAX') ?? '30d'),
    liveStreams: countOf('MUSTER_LIVE_STREAMS', value('MUSTER_LIVE_STREAMS') ?? '1000'),
    allowNetworkDisk: switchOf('MUSTER_ALLOW_NETWORK_DISK', value('MUSTER_ALLOW_NETWORK_DISK')),
    smtpUrl: smtpUrlOf(value('MUSTER_SMTP_URL')),
    mailFrom: value('MUSTER_MAIL_FROM') ?? 'Muster <muster@localhost>',
    vapidPrivate: vapidPrivateOf(value('MUSTER_VAPID_PRIVATE')),
    vapidSubject: vapidSubjectOf(value('MUSTER_VAPID_SUBJECT')),
    smsAdapter: adapterOf('MUSTER_SMS_ADAPTER', value('MUSTER_SMS_ADAPTER')),
    voiceAdapter: adapterOf('MUSTER_VOICE_ADAPTER', value('MUSTER_VOICE_ADAPTER')),
    adapterSecret: adapterSecretOf(value('MUSTER_ADAPTER_SECRET')),
    outboundAllow: networksOf(value('MUSTER_OUTBOUND_ALLOW')),
    metricsToken: metricsTokenOf(value('MUSTER_METRICS_TOKEN')),
    heartbeatUrl: heartbeatOf(value('MUSTER_HEARTBEAT_URL')),
    heartbeatEverySeconds: secondsOf('MUSTER_HEARTBEAT_EVERY', value('MUSTER_HEARTBEAT_EVERY') ?? '60s'),
    offlineFolder: folderOf(value('MUSTER_OFFLINE_DIR')),
    backupFolder: folderOf(value('MUSTER_BACKUP_DIR')),
    backupEverySeconds: secondsOf('MUSTER_BACKUP_EVERY', value('MUSTER_BACKUP_EVERY') ?? '24h'),
    backupKeep: keepOf(value('MUSTER_BACKUP_KEEP')),
    logLevel: oneOf('MUSTER_LOG_LEVEL', value('MUSTER_LOG_LEVEL') ?? 'info', LOG_LEVELS),
    logFormat: oneOf('MUSTER_LOG_FORMAT', value('MUSTER_LOG_FORMAT') ?? 'json', ['json', 'text'] as const),
  };
  refuseUnsafe(config, switchOf('MUSTER_ALLOW_HTTP', value('MUSTER_ALLOW_HTTP')));
  return config;
}

/** The effective settings for people, secrets masked. */
export function shownSettings(
  environment: Given = process.env,
): { name: string; value: string; given: boolean }[] {
  return SETTINGS.map(({ name, default: usual }) => {
    const value = settingValue(environment, name);
    return { name, value: value === undefined ? usual : masked(name, value), given: value !== undefined };
  });
}

/** Whoever has the address of a watcher can keep it quiet. */
const NOT_SHOWN: ReadonlySet<string> = new Set([
  'MUSTER_SECRET',
  'MUSTER_VAPID_PRIVATE',
  'MUSTER_ADAPTER_SECRET',
  'MUSTER_METRICS_TOKEN',
  'MUSTER_HEARTBEAT_URL',
]);

function masked(name: string, value: string): string {
  if (NOT_SHOWN.has(name)) return '(given, not shown)';
  return value.replace(/(:\/\/[^:/@]+:)[^@]+@/, '$1***@');
}

function settingValue(environment: Given, name: string): string | undefined {
  const direct = environment[name];
  const file = environment[`${name}_FILE`];
  if (direct !== undefined && file !== undefined) {
    throw new WrongSetting(`${name} and ${name}_FILE are both given. Keep one of them.`);
  }
  if (file === undefined) return direct;
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch {
    throw new WrongSetting(`${name}_FILE names ${file}, which cannot be read.`);
  }
}

function refuseUnknown(environment: Given): void {
  const known = SETTINGS.flatMap(({ name }) => [name, `${name}_FILE`]);
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('MUSTER_') || known.includes(name)) continue;
    throw new WrongSetting(`${name} is not a setting of Muster. Did you mean ${closest(name, known)}?`);
  }
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? '3000');
  if (Number.isInteger(port) && port >= 0 && port <= 65535 && text !== '') return port;
  throw new WrongSetting(
    `MUSTER_PORT is "${text ?? ''}". Give a number from 1 to 65535, or 0 for any free port.`,
  );
}

function urlOf(text: string | undefined, port: number): URL {
  const url = URL.parse(text ?? `http://localhost:${String(port)}`);
  if (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.search === '' &&
    url.hash === '' &&
    url.username === ''
  ) {
    return url;
  }
  throw new WrongSetting(
    `MUSTER_URL is "${text ?? ''}". Give an address such as https://muster.example.org/.`,
  );
}

function countOf(name: string, text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new WrongSetting(`${name} is "${text}". Give a whole number from 0 to 999999.`);
}

/** `/ops` of `https://example.org/ops/`: without slashes at the end or twice, since addresses are put behind it. */
function basePathOf(url: URL): string {
  const parts = url.pathname.split('/').filter((part) => part !== '');
  return parts.map((part) => `/${part}`).join('');
}

function databaseOf(text: string | undefined, dataFolder: string): string {
  if (text === undefined || text === '') return resolve(dataFolder, 'muster.db');
  if (/^postgres(?:ql)?:\/\//.test(text)) {
    if (URL.canParse(text)) return text;
    throw new WrongSetting(
      'MUSTER_DATABASE is not an address of PostgreSQL. It looks like postgres://user:password@host/name.',
    );
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    throw new WrongSetting(
      'MUSTER_DATABASE names a database that Muster does not know. Give a file path or postgres://….',
    );
  }
  return isAbsolute(text) ? text : resolve(text);
}

function networksOf(text: string | undefined): string {
  const parts = (text ?? '').split(',').map((part) => part.trim());
  const wrong = parts.find((part) => part !== '' && !/^[\da-f.:]+(?:\/\d{1,3})?$/i.test(part));
  if (wrong === undefined) return text ?? '';
  throw new WrongSetting(
    `MUSTER_OUTBOUND_ALLOW holds "${wrong}". Give addresses or networks with commas between, such as 10.1.0.0/16.`,
  );
}

function smtpUrlOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const url = URL.parse(text);
  if (url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '') return text;
  throw new WrongSetting(
    'MUSTER_SMTP_URL is not an address of a mail server. It looks like smtps://user:password@mail.example.org:465.',
  );
}

function vapidPrivateOf(text: string | undefined): string | undefined {
  if (text === undefined || /^[\w-]{43}$/.test(text)) return text;
  throw new WrongSetting(
    'MUSTER_VAPID_PRIVATE is not a key: give 32 bytes as 43 characters of base64url, or leave it out.',
  );
}

function vapidSubjectOf(text: string | undefined): string | undefined {
  if (text === undefined || /^(?:https:\/\/|mailto:)\S+$/.test(text)) return text;
  throw new WrongSetting(
    'MUSTER_VAPID_SUBJECT is not an address. Give one such as mailto:ops@example.org or https://example.org.',
  );
}

function secretOf(text: string | undefined): string | undefined {
  if (text === undefined || text.length >= 32) return text;
  throw new WrongSetting('MUSTER_SECRET is shorter than 32 characters. Leave it out, and Muster makes one.');
}

function proxiesOf(text: string | undefined): number | string[] {
  if (text === undefined || /^\d{1,2}$/.test(text)) return Number(text ?? '0');
  const addresses = text.split(',').map((address) => address.trim());
  if (addresses.every((address) => /^[0-9a-f.:]+(?:\/\d{1,3})?$/i.test(address))) return addresses;
  throw new WrongSetting(
    `MUSTER_TRUST_PROXY is "${text}". Give the number of proxies in front, or their addresses with commas between.`,
  );
}

function homeZoneOf(text: string | undefined): string {
  if (text === undefined) return 'UTC';
  if (isHomeZone(text)) return text;
  throw new WrongSetting(
    `MUSTER_HOME_ZONE is "${text}". Give UTC or a name such as Europe/Berlin; PST has two readings.`,
  );
}

function runbooksOf(text: string | undefined): string | undefined {
  return text === '' ? undefined : resolve(text ?? 'runbooks');
}

function secondsOf(name: string, text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const size = { s: 1, m: 60, h: 3600, d: 86_400 }[unit ?? ''];
  if (count !== undefined && size !== undefined && Number(count) > 0) return Number(count) * size;
  throw new WrongSetting(`${name} is "${text}". Give a length of time such as 30s, 5m, 12h or 30d.`);
}

function switchOf(name: string, text: string | undefined): boolean {
  return oneOf(name, text ?? '0', ['0', '1'] as const) === '1';
}

function oneOf<const T extends readonly string[]>(name: string, text: string, allowed: T): T[number] {
  const found = allowed.find((value) => value === text);
  if (found !== undefined) return found;
  throw new WrongSetting(`${name} is "${text}". Give one of ${allowed.join(', ')}.`);
}

function adapterOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new WrongSetting(`${name} is not an address. It looks like https://sms.example.org/send.`);
}

function adapterSecretOf(text: string | undefined): string | undefined {
  const [, key = ''] = /^whsec_([\w+/=-]+)$/.exec(text ?? '') ?? [];
  if (text === undefined || Buffer.from(key, 'base64').length >= 24) return text;
  throw new WrongSetting(
    'MUSTER_ADAPTER_SECRET is not a secret: give whsec_ and at least 24 bytes in base64.',
  );
}

function metricsTokenOf(text: string | undefined): string | undefined {
  if (text === undefined || /^[\x21-\x7e]{16,}$/.test(text)) return text;
  throw new WrongSetting('MUSTER_METRICS_TOKEN is not a token: give 16 or more visible characters.');
}

function heartbeatOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new WrongSetting(
    'MUSTER_HEARTBEAT_URL is not an address. It looks like https://watcher.example.org/ping/….',
  );
}

function folderOf(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : resolve(text);
}

function keepOf(text: string | undefined): number {
  const keep = countOf('MUSTER_BACKUP_KEEP', text ?? '14');
  if (keep > 0) return keep;
  throw new WrongSetting('MUSTER_BACKUP_KEEP is 0, so that no backup would stay. Give 1 or more.');
}

function refuseUnsafe(config: Config, allowHttp: boolean): void {
  const hasAdapter = config.smsAdapter !== undefined || config.voiceAdapter !== undefined;
  if (hasAdapter && config.adapterSecret === undefined)
    throw new WrongSetting('MUSTER_ADAPTER_SECRET is missing: what goes to an adapter is signed with it.');
  const local = ['127.0.0.1', '::1', 'localhost'].includes(config.host);
  if (!local && config.url.protocol === 'http:' && !allowHttp) {
    throw new WrongSetting(
      `MUSTER_HOST is ${config.host}, which others can reach, but MUSTER_URL is http. Give MUSTER_URL an https address, or set MUSTER_ALLOW_HTTP=1.`,
    );
  }
  if (config.url.protocol === 'https:' && config.trustProxy === 0) {
    throw new WrongSetting(
      'MUSTER_URL is https and MUSTER_TRUST_PROXY is 0: say how many proxies stand in front.',
    );
  }
}
