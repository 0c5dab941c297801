import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { NotFound } from '../core/refused.ts';
import { plusSeconds } from '../core/time.ts';
import { page, seeOther, type Answer } from '../web/answer.ts';
import { choice, line, noFields, several } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { route, type Route, type SignedInAsk } from '../web/route.ts';
import { KEYS, THEME } from '../web/send.ts';
import { TIMES, TIMES_SHOWN } from '../web/times.ts';
import { may } from '../web/viewer.ts';
import { changePassword, changeProfile } from './account-actions.ts';
import { accountById } from './account-store.ts';
import type { Account } from './account.ts';
import { passwordField, personNameField, zoneField } from './form-fields.ts';
import { mePage, TOKEN_DAYS } from './me-page.ts';
import { ownAddress } from './next-address.ts';
import type { People } from './people.ts';
import { checkOwnPassword } from './proof-actions.ts';
import { endSession, endSessions, sessionsOf } from './session-store.ts';
import { createToken, revokeToken } from './token-actions.ts';
import { workingTokens } from './token-store.ts';

export type MeSettings = { homeZone: string; sessionIdleSeconds: number };

const DAY_SECONDS = 86_400;

const profileFields = z.strictObject({ name: personNameField, zone: zoneField });

const themeFields = z.strictObject({
  theme: choice(['system', 'light', 'dark'], 'Choose system, light or dark.'),
});

const keysFields = z.strictObject({ keys: choice(['on', 'off'], 'Choose whether keys act.') });

const timesFields = z.strictObject({ times: choice(TIMES_SHOWN, 'Choose mine, home or utc.') });

const passwordFields = z.strictObject({
  current_password: passwordField('Enter the password that you have.'),
  new_password: passwordField('Choose a new password.'),
});

const tokenFields = z.strictObject({
  token_name: line('a name that says where the token is used', 100),
  scopes: several(20),
  token_days: choice(TOKEN_DAYS, 'Choose how long the token works.'),
});

/** `/me`: one's own account, its browsers and its tokens. */
export function meRoutes(people: People, settings: MeSettings): Route[] {
  const show = (ask: SignedInAsk): Promise<Answer> => showMe(people, settings, ask);
  const again = { again: show };
  return [
    route('GET', paths.me, 'profile.edit', noFields, show),
    route(
      'POST',
      paths.myProfile,
      'profile.edit',
      profileFields,
      async (ask) => {
        await changeProfile(people, ask.viewer.id, ask.fields, byOf(ask));
        return seeOther(paths.me, 'Saved.');
      },
      again,
    ),
    route(
      'POST',
      paths.myTheme,
      'profile.edit',
      themeFields,
      ({ fields }) =>
        seeOther(paths.me, 'Saved in this browser.', {
          [THEME]: fields.theme === 'system' ? '' : fields.theme,
        }),
      again,
    ),
    route(
      'POST',
      paths.myKeys,
      'profile.edit',
      keysFields,
      ({ fields }) =>
        seeOther(paths.me, 'Saved in this browser.', { [KEYS]: fields.keys === 'on' ? '' : 'off' }),
      again,
    ),
    route('POST', paths.myTimes, 'profile.edit', timesFields, (ask) => {
      const { times } = ask.fields;
      return seeOther(cameFrom(ask), undefined, { [TIMES]: times === 'mine' ? '' : times });
    }),
    route(
      'POST',
      paths.myPassword,
      'profile.edit',
      passwordFields,
      async (ask) => {
        await newPassword(people, ask);
        return seeOther(paths.me, 'Your password is new. You were signed out everywhere else.');
      },
      again,
    ),
    ...sessionRoutes(people),
    ...tokenRoutes(people, show),
  ];
}

/** The page that a form stands on, when the browser says so. */
function cameFrom({ header, to }: SignedInAsk): string {
  const from = URL.parse(header('referer') ?? '');
  const root = to('');
  if (from?.pathname.startsWith(root) !== true) return paths.me;
  return ownAddress(from.pathname.slice(root.length) + from.search) ?? paths.me;
}

function sessionRoutes(people: People): Route[] {
  return [
    route('POST', paths.mySession, 'profile.edit', noFields, async ({ viewer, params }) => {
      const ended = await endSession(people.db, viewer.id, params.id ?? '');
      return seeOther(
        paths.me,
        ended ? 'That browser is signed out.' : 'That browser was signed out before.',
      );
    }),
    route('POST', paths.myOtherSessions, 'profile.edit', noFields, async ({ viewer, session }) => {
      await endSessions(people.db, viewer.id, session.hash);
      return seeOther(paths.me, 'Every other browser is signed out.');
    }),
  ];
}

function tokenRoutes(people: People, show: (ask: SignedInAsk) => Promise<Answer>): Route[] {
  return [
    route(
      'POST',
      paths.myTokens,
      'token.own',
      tokenFields,
      async (ask) => {
        const { viewer, fields, now } = ask;
        const { token_name: name, scopes, token_days: days } = fields;
        const expiresAt = days === 'none' ? undefined : plusSeconds(now, Number(days) * DAY_SECONDS);
        const wanted = { accountId: viewer.id, name, scopes, expiresAt };
        const { token } = await createToken(people, wanted, byOf(ask));
        // Not a 303: the token is told in this one answer and kept nowhere.
        return page('identity/token-made', 'Your new token', { name, token }, { noStore: true });
      },
      { again: show },
    ),
    route('POST', paths.myToken, 'token.own', noFields, async (ask) => {
      await revokeToken(people, ask.params.id ?? '', byOf(ask), ask.viewer.id);
      return seeOther(paths.me, 'The token is revoked.');
    }),
  ];
}

async function showMe(people: People, settings: MeSettings, ask: SignedInAsk): Promise<Answer> {
  const { viewer, now, session } = ask;
  const { db } = people;
  const account = await ownAccount(people, viewer.id);
  const idleSince = plusSeconds(now, -settings.sessionIdleSeconds);
  const browsers = await sessionsOf(db, account.id, { now, idleSince });
  const tokens = may(viewer, 'token.own') ? await workingTokens(db, now, account.id) : undefined;
  const { homeZone } = settings;
  const model = mePage({ account, browsers, sessionHash: session.hash, tokens, homeZone });
  return page('identity/me', 'My account', model, { noStore: true });
}

async function newPassword(people: People, ask: SignedInAsk<z.output<typeof passwordFields>>): Promise<void> {
  const account = await checkOwnPassword(people, ask, ask.fields.current_password);
  await changePassword(people, account, ask.fields.new_password, byOf(ask));
  await ask.session.signIn(account.id);
}

async function ownAccount({ db }: People, id: string): Promise<Account> {
  const account = await accountById(db, id);
  if (account === undefined) throw new NotFound('Your account is gone.');
  return account;
}
