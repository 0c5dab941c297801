import type { Instant } from '../core/clock.ts';
import { dateClockText, dateText } from '../core/time.ts';
import { href, paths } from '../web/paths.ts';
import type { Viewer } from '../web/viewer.ts';
import { may } from '../web/viewer.ts';
import { mayMakePasswordLink, ROLE_MEANINGS, rolesToGive, type Account } from './account.ts';
import type { Invite } from './invitation.ts';
import type { Leaving } from './people.ts';
import { isAccountRole, type AccountRole } from './permissions.ts';
import type { TeamWithMembers } from './team.ts';
import { VISIBILITIES, type Visibility } from './visibility.ts';

type Option = { value: string; label: string };

export type PeoplePage = {
  people: readonly {
    href: string;
    name: string;
    email: string;
    role: string;
    teams: string;
    /** "may not sign in since 2 November 2026", or undefined. */
    shutOut: string | undefined;
  }[];
  waiting: readonly { name: string; email: string; role: string; until: string; withdraw: string }[];
  roles: readonly Option[];
  /** The password was not typed for a while, so acts that hand power over ask for it. */
  asksPassword: boolean;
};

type FoundPeople = {
  accounts: readonly Account[];
  teams: readonly TeamWithMembers[];
  waiting: readonly Invite[];
  asksPassword: boolean;
};

export function peoplePage(viewer: Viewer, found: FoundPeople, zone: string): PeoplePage {
  return {
    people: found.accounts.map((account) => ({
      href: href(paths.person, { id: account.id }),
      name: account.name,
      email: account.email,
      role: account.role,
      teams: teamNames(found.teams, account.id),
      shutOut: shutOut(account, zone),
    })),
    waiting: found.waiting.map(({ id, name, email, role, expiresAt }) => ({
      name,
      email,
      role,
      until: dateClockText(expiresAt, zone),
      withdraw: href(paths.invitationWithdrawal, { id }),
    })),
    roles: roleOptions(rolesToGive(roleOf(viewer))),
    asksPassword: found.asksPassword,
  };
}

export type PersonPage = {
  name: string;
  email: string;
  role: string;
  since: string;
  teams: string;
  shutOut: string | undefined;
  /** Forms that this reader may send; undefined stands for those that they may not. */
  roleForm: { action: string; roles: readonly Option[] } | undefined;
  linkForm: string | undefined;
  disableForm:
    | {
        action: string;
        /** What depends on them: each asks who takes it over. */
        places: readonly { field: string; label: string; options: readonly Option[] }[];
      }
    | undefined;
  enableForm: string | undefined;
  asksPassword: boolean;
};

type FoundPerson = {
  account: Account;
  teams: readonly TeamWithMembers[];
  asksPassword: boolean;
  leaving: Depending | undefined;
};

type Depending = Awaited<ReturnType<Leaving['dependingOn']>>;

export function personPage(
  viewer: Viewer,
  { account, teams, asksPassword, leaving }: FoundPerson,
  zone: string,
): PersonPage {
  const at = { id: account.id };
  const active = account.disabledAt === undefined;
  const mayShutOut = may(viewer, 'person.deactivate');
  return {
    name: account.name,
    email: account.email,
    role: account.role,
    since: dateText(account.createdAt, zone),
    teams: teamNames(teams, account.id),
    shutOut: shutOut(account, zone),
    roleForm: may(viewer, 'person.role')
      ? { action: href(paths.personRole, at), roles: roleOptions(rolesToGive(roleOf(viewer))) }
      : undefined,
    linkForm:
      active && mayMakePasswordLink(roleOf(viewer), account.role)
        ? href(paths.personPasswordLink, at)
        : undefined,
    disableForm:
      mayShutOut && active
        ? { action: href(paths.personDisabling, at), places: placesToTake(leaving) }
        : undefined,
    enableForm: mayShutOut && !active ? href(paths.personEnabling, at) : undefined,
    asksPassword,
  };
}

function placesToTake(leaving: Depending | undefined) {
  const heirs = (leaving?.heirs ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (leaving?.places ?? []).map(({ field, label, empty }) => ({
    field,
    label,
    options: [
      { value: '', label: 'Choose who takes this over' },
      ...heirs,
      ...(empty === undefined ? [] : [{ value: 'nobody', label: empty }]),
    ],
  }));
}

/** A link that was made: shown this once, to be copied. */
export type LinkPage = { sentence: string; link: string; until: string };

export function linkPage(sentence: string, link: string, expiresAt: Instant, zone: string): LinkPage {
  return { sentence, link, until: dateClockText(expiresAt, zone) };
}

/** What a team chooses for the incidents of its services. */
export const VISIBILITY_LABELS: Readonly<Record<Visibility, string>> = {
  all: 'Everybody sees them',
  team: 'The team sees them, those who take part, and managers',
  private: 'Only those who take part see them, and managers',
};

export type TeamsPage = {
  teams: readonly {
    name: string;
    slug: string;
    members: readonly { name: string; remove: string }[];
    add: string;
    change: string;
    visibility: Visibility;
    /** Who may see the incidents of its services, to choose from. */
    visibilities: readonly Option[];
    rev: number;
    /** Who is not in it yet. */
    others: readonly Option[];
  }[];
};

export function teamsPage(teams: readonly TeamWithMembers[], accounts: readonly Account[]): TeamsPage {
  return {
    teams: teams.map(({ slug, name, members, visibility, rev }) => ({
      name,
      slug,
      change: href(paths.team, { slug }),
      visibility,
      visibilities: VISIBILITIES.map((value) => ({ value, label: VISIBILITY_LABELS[value] })),
      rev,
      members: members.map(({ id, name }) => ({ name, remove: href(paths.teamMember, { slug, id }) })),
      add: href(paths.teamMembers, { slug }),
      others: accounts
        .filter(
          ({ id, disabledAt }) => disabledAt === undefined && !members.some((member) => member.id === id),
        )
        .map(({ id, name }) => ({ value: id, label: name })),
    })),
  };
}

function teamNames(teams: readonly TeamWithMembers[], accountId: string): string {
  return teams
    .filter(({ members }) => members.some(({ id }) => id === accountId))
    .map(({ name }) => name)
    .join(', ');
}

function shutOut({ disabledAt }: Account, zone: string): string | undefined {
  return disabledAt && `may not sign in since ${dateText(disabledAt, zone)}`;
}

function roleOptions(roles: readonly AccountRole[]): Option[] {
  return roles.map((role) => ({ value: role, label: `${role}: ${ROLE_MEANINGS[role]}` }));
}

/** A role that nobody knows gives nothing. */
function roleOf(viewer: Viewer): AccountRole {
  return isAccountRole(viewer.role) ? viewer.role : 'viewer';
}
