import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { NotFound } from '../core/refused.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { noFields, optionalLine } from '../web/fields.ts';
import { href, paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import type { Viewer } from '../web/viewer.ts';
import { accountById, allAccounts } from './account-store.ts';
import type { Account } from './account.ts';
import { newcomerFields, proofField, roleField } from './form-fields.ts';
import { waitingInvites } from './invitation-store.ts';
import { invite, makePasswordLink, withdraw, type MadeLink, type Maker } from './link-actions.ts';
import { linkPage, peoplePage, personPage } from './people-pages.ts';
import type { Heirs, People } from './people.ts';
import { isAccountRole } from './permissions.ts';
import { askAgain } from './proof-actions.ts';
import { isProved } from './proof.ts';
import { changeRole, disable, enable } from './standing-actions.ts';
import { allTeams } from './team-store.ts';

export type PeopleSettings = {
  homeZone: string;
  /** The public address without a closing slash, in front of links that are sent to others. */
  publicAddress: string;
};

const PRIVATE = { noStore: true };

const proofFields = z.strictObject({ current_password: proofField });
const inviteFields = newcomerFields.extend(proofFields.shape);
/** `instead_…` says who takes the place of that name; a form has as many as depend on the person. */
const disablingFields = z.preprocess(
  (given) => {
    if (typeof given !== 'object' || given === null || 'instead' in given) return given;
    const entries = Object.entries(given);
    const isPlace = ([name]: [string, unknown]): boolean => name.startsWith('instead_');
    return {
      ...Object.fromEntries(entries.filter((entry) => !isPlace(entry))),
      instead: Object.fromEntries(entries.filter(isPlace)),
    };
  },
  proofFields.extend({ instead: z.record(z.string().max(200), optionalLine(40)) }),
);
const roleFields = z.strictObject({ role: roleField }).extend(proofFields.shape);

/** `/admin/people`: who is here, who is invited, and what each may do. */
export function peopleRoutes(people: People, settings: PeopleSettings): Route[] {
  const showPeople = async ({ viewer, now, session }: SignedInAsk): Promise<Answer> => {
    const { db } = people;
    const found = {
      accounts: await allAccounts(db),
      teams: await allTeams(db),
      waiting: await waitingInvites(db, now),
      asksPassword: !isProved(session.provedAt, now),
    };
    return page('identity/people', 'People', peoplePage(viewer, found, zoneOf(viewer, settings)), PRIVATE);
  };
  return [
    route('GET', paths.people, 'person.invite', noFields, showPeople),
    route(
      'POST',
      paths.invitations,
      'person.invite',
      inviteFields,
      async (ask) => {
        const { viewer, fields } = ask;
        const { current_password: password, ...newcomer } = fields;
        await askAgain(people, ask, password);
        const made = await invite(people, newcomer, makerOf(ask));
        const sentence = `Send this to ${fields.name} by a way that only they read. Whoever opens it first chooses the password.`;
        return showLink(sentence, made, viewer, settings);
      },
      { again: showPeople },
    ),
    route('POST', paths.invitationWithdrawal, 'person.invite', noFields, async (ask) => {
      await withdraw(people, ask.params.id ?? '', byOf(ask));
      return seeOther(paths.people, 'The invitation is taken back: its link no longer works.');
    }),
    ...personRoutes(people, settings),
  ];
}

function personRoutes(people: People, settings: PeopleSettings): Route[] {
  const show = async ({ viewer, params, session, now }: SignedInAsk): Promise<Answer> => {
    const account = await knownAccount(people, params.id ?? '');
    const found = {
      account,
      teams: await allTeams(people.db),
      asksPassword: !isProved(session.provedAt, now),
      leaving: await people.leaving?.dependingOn(people, account.id),
    };
    const shown = personPage(viewer, found, zoneOf(viewer, settings));
    return page('identity/person', account.name, shown, PRIVATE);
  };
  const back = (account: Account, notice: string): Answer =>
    seeOther(href(paths.person, { id: account.id }), notice);
  const again = { again: show };
  return [
    route('GET', paths.person, 'person.invite', noFields, show),
    route(
      'POST',
      paths.personPasswordLink,
      'person.invite',
      proofFields,
      async (ask) => {
        const { viewer, params, fields } = ask;
        await askAgain(people, ask, fields.current_password);
        const account = await knownAccount(people, params.id ?? '');
        const made = await makePasswordLink(people, account.id, makerOf(ask));
        const sentence = `Send this to ${account.name} by a way that only they read. When it is used, every browser of theirs is signed out.`;
        return showLink(sentence, made, viewer, settings);
      },
      again,
    ),
    route(
      'POST',
      paths.personRole,
      'person.role',
      roleFields,
      async (ask) => {
        const { params, fields } = ask;
        await askAgain(people, ask, fields.current_password);
        const account = await changeRole(people, params.id ?? '', fields.role, byOf(ask));
        return back(account, `${account.name} is ${account.role} from their next page on.`);
      },
      again,
    ),
    route(
      'POST',
      paths.personDisabling,
      'person.deactivate',
      disablingFields,
      async (ask) => {
        const { params, fields } = ask;
        await askAgain(people, ask, fields.current_password);
        const account = await disable(people, params.id ?? '', byOf(ask), heirsOf(fields.instead));
        return back(account, `${account.name} is signed out everywhere and may not sign in.`);
      },
      again,
    ),
    route(
      'POST',
      paths.personEnabling,
      'person.deactivate',
      proofFields,
      async (ask) => {
        const { params, fields } = ask;
        await askAgain(people, ask, fields.current_password);
        const account = await enable(people, params.id ?? '', byOf(ask));
        return back(account, `${account.name} may sign in again.`);
      },
      again,
    ),
  ];
}

function heirsOf(instead: Readonly<Record<string, string | undefined>>): Heirs {
  return new Map(
    Object.entries(instead).flatMap(([field, heir]) => (heir === undefined ? [] : [[field, heir] as const])),
  );
}

/** Not a 303: the link is told in this one answer, and what is kept is its hash. */
function showLink(sentence: string, made: MadeLink, viewer: Viewer, settings: PeopleSettings): Answer {
  const link = settings.publicAddress + made.link;
  const shown = linkPage(sentence, link, made.expiresAt, zoneOf(viewer, settings));
  return page('identity/link-made', 'A link to copy', shown, PRIVATE);
}

async function knownAccount({ db }: People, id: string): Promise<Account> {
  const account = await accountById(db, id);
  if (account === undefined) throw new NotFound('There is no such person. The list shows everybody.');
  return account;
}

function makerOf(ask: SignedInAsk): Maker {
  const { role } = ask.viewer;
  return { by: byOf(ask), role: isAccountRole(role) ? role : 'viewer' };
}

function zoneOf(viewer: Viewer, settings: PeopleSettings): string {
  return viewer.zone ?? settings.homeZone;
}
