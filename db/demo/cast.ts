/** The people of the demo, their teams and their services. All of it is fiction: no such shop, no such people. */
import type { AccountRole } from '../../server/identity/permissions.ts';

export type Member = {
  name: string;
  email: string;
  role: AccountRole;
  /** The slug of their team. */
  team?: string;
};

export const CAST = {
  ana: { name: 'Ana Ruiz', email: 'ana@shop.example', role: 'manager', team: 'storefront-team' },
  ben: { name: 'Ben Sato', email: 'ben@shop.example', role: 'responder', team: 'storefront-team' },
  cy: { name: 'Cy Novak', email: 'cy@shop.example', role: 'responder', team: 'platform-team' },
  dee: { name: 'Dee Okoye', email: 'dee@shop.example', role: 'responder', team: 'storefront-team' },
  eli: { name: 'Eli Moss', email: 'eli@shop.example', role: 'responder', team: 'platform-team' },
  fay: { name: 'Fay Lind', email: 'fay@shop.example', role: 'responder', team: 'platform-team' },
  gus: { name: 'Gus Haddad', email: 'gus@shop.example', role: 'responder', team: 'payments-team' },
  iris: { name: 'Iris Berg', email: 'iris@shop.example', role: 'admin' },
  val: { name: 'Val Quist', email: 'val@shop.example', role: 'viewer' },
} as const satisfies Record<string, Member>;

export type Who = keyof typeof CAST;

/** One for all of them. It may be printed, since the data is thrown away and listens on this machine only. */
export const PASSWORD = 'paper lanterns over calm harbours';

/** The shop is at home here; times are told in this zone. */
export const HOME_ZONE = 'America/Los_Angeles';

export const TEAMS = [
  { slug: 'storefront-team', name: 'Storefront team' },
  { slug: 'payments-team', name: 'Payments team' },
  { slug: 'platform-team', name: 'Platform team' },
] as const;

export const SERVICES = [
  {
    slug: 'storefront',
    name: 'Storefront',
    publicName: 'Browsing and buying',
    team: 'storefront-team',
    runbookId: 'cache-miss-storm',
  },
  {
    slug: 'payments',
    name: 'Payments',
    publicName: 'Paying',
    team: 'payments-team',
    runbookId: 'payment-gateway-down',
  },
  {
    slug: 'search',
    name: 'Search',
    publicName: 'Finding things',
    team: 'platform-team',
    runbookId: 'slow-dependency',
  },
] as const;

/** What is printed for whoever tries the demo: which account, and what to look at first. */
export const TO_TRY: readonly { who: Who; as: string; first: string }[] = [
  {
    who: 'cy',
    as: 'a responder',
    first: 'You are asked to help with search: accept, then follow the runbook.',
  },
  { who: 'dee', as: 'Communications', first: 'An update about search is overdue: send it.' },
  {
    who: 'ana',
    as: 'a manager',
    first: 'Read how the caching incident of 12 June 2023 went, and what came of it.',
  },
  { who: 'val', as: 'a viewer', first: 'See what somebody sees who only reads and reports.' },
  { who: 'iris', as: 'the admin', first: 'Invite somebody, change a role, look at the people and teams.' },
];
