/** The parts that a file can play in a feature, in the order in which they may import each other. */
export const PARTS = ['noun', 'store', 'actions', 'due', 'pages', 'routes', 'command'] as const;
export type Part = (typeof PARTS)[number];

/** Files whose name is better than the name of their part, with the part that they play. */
export const NAMED_APART: Readonly<Record<string, Part>> = {
  'server/core/clock.ts': 'store', // the machine's clock
  'server/core/ids.ts': 'store', // chance
  'server/identity/first-run.ts': 'due', // makes the set-up link at the first start
  'server/identity/passport.ts': 'routes', // the middleware of sign-in
  'server/identity/passwords.ts': 'store', // hashing, with chance for the salt
  'server/runbooks/folder.ts': 'store', // reads the folder of runbook files
  'server/runbooks/command.ts': 'command', // of the command line
  'server/notify/channels/in-app.ts': 'store', // channels talk to the world
  'server/notify/channels/mail.ts': 'store',
  'server/notify/channels/webhook.ts': 'store',
  'server/notify/channels/push.ts': 'store',
  'server/notify/channels/slack.ts': 'store',
  'server/notify/channels/ntfy.ts': 'store',
  'server/notify/channels/adapter.ts': 'store',
  'server/notify/posting.ts': 'store', // makes requests
  'server/notify/outbound.ts': 'store', // makes requests
  'server/notify/vapid.ts': 'store', // makes keys
  'server/search/search.ts': 'store', // search itself, of which each engine has its half
  'server/search/postgres.ts': 'store',
  'server/search/sqlite.ts': 'store',
};

const ENDINGS: Readonly<Record<string, Part>> = {
  store: 'store',
  actions: 'actions',
  due: 'due',
  page: 'pages',
  pages: 'pages',
  routes: 'routes',
};

/** The part by the last word of the name, `team-store.ts` or `store.ts`; whatever has no such word is a noun. */
export function partOf(path: string): Part {
  const word = /([a-z]+)\.ts$/.exec(path)?.[1] ?? '';
  // A command of the command line is named for what it is about; `incidents/command.ts` is what people ask of one.
  if (path.endsWith('-command.ts')) return 'command';
  return NAMED_APART[path] ?? ENDINGS[word] ?? 'noun';
}

/** `incidents` of `server/incidents/store.ts`, `app` of `server/app.ts`. */
export function placeOf(path: string): string {
  const [, first = ''] = path.split('/');
  return first.replace(/\.(?:ts|cjs)$/, '');
}

/** Features and core decide; the other places are plumbing, whose files play no parts. */
export function isDecision(path: string): boolean {
  const decides = /^server\/(?!web\/|store\/|cli\/)[a-z]+\/[a-z-]+\.ts$/.test(path);
  return decides && (partOf(path) === 'noun' || partOf(path) === 'pages');
}
