import { z } from 'zod';
import { byOf } from '../audit/by.ts';
import { page, seeOther } from '../web/answer.ts';
import { noFields, optionalLine, text } from '../web/fields.ts';
import { paths } from '../web/paths.ts';
import { Invalid } from '../web/problem.ts';
import { publicRoute, type Ask, type Route } from '../web/route.ts';
import { acceptLink, personalLinkBehind, setUp, setupLinkBehind } from './account-actions.ts';
import { accountByEmail } from './account-store.ts';
import { emailField, passwordField, personNameField } from './form-fields.ts';
import { ownAddress } from './next-address.ts';
import { invitationPage, setupPage, type LoginPage } from './pages.ts';
import type { People } from './people.ts';
import { beginTry, endTry, tellFailed } from './try-actions.ts';

const PRIVATE = { noStore: true };

const nextField = optionalLine(2000);

const loginFields = z.strictObject({
  email: emailField,
  password: passwordField('Enter your password.'),
  next: nextField,
});

/** Coming in: sign-in, the first administrator, and the links that bring people in. */
export function signInRoutes(people: People): Route[] {
  return [
    publicRoute('GET', paths.login, z.strictObject({ next: nextField }), ({ viewer, fields }) =>
      viewer === undefined ? loginPage(fields.next) : seeOther(ownAddress(fields.next) ?? paths.board),
    ),
    publicRoute(
      'POST',
      paths.login,
      loginFields,
      async (ask) => {
        const accountId = await checkedPassword(people, ask);
        await ask.session.signIn(accountId);
        return seeOther(ownAddress(ask.fields.next) ?? paths.board);
      },
      { again: async ({ fields }) => loginPage(typedText(fields, 'next')) },
    ),
    publicRoute('POST', paths.logout, noFields, async ({ session }) => {
      await session.signOut();
      return seeOther(paths.login, 'You are signed out.');
    }),
    ...setupRoutes(people),
    ...invitationRoutes(people),
  ];
}

function setupRoutes(people: People): Route[] {
  const show = async (token: string | undefined, ask: Ask) => {
    await setupLinkBehind(people.db, token ?? '', ask.now);
    return page('identity/setup', 'Set up Muster', setupPage(token ?? ''), PRIVATE);
  };
  const fields = z.strictObject({
    token: text('the token of the link', 100),
    name: personNameField,
    email: emailField,
    password: passwordField('Choose a password.'),
  });
  return [
    publicRoute('GET', paths.setup, z.strictObject({ token: optionalLine(100) }), (ask) =>
      show(ask.fields.token, ask),
    ),
    publicRoute(
      'POST',
      paths.setup,
      fields,
      async (ask) => {
        const admin = await setUp(people, ask.fields, ask);
        await ask.session.signIn(admin.id);
        return seeOther(paths.people, 'You are the first administrator. Invite the others here.');
      },
      { again: (ask) => show(typedText(ask.fields, 'token'), ask) },
    ),
  ];
}

function invitationRoutes(people: People): Route[] {
  const show = async (ask: Ask) => {
    const token = ask.params.token ?? '';
    const link = await personalLinkBehind(people.db, token, ask.now);
    const shown = invitationPage(token, link);
    return page('identity/invitation', shown.heading, shown, PRIVATE);
  };
  const fields = z.strictObject({
    name: personNameField.optional(),
    password: passwordField('Choose a password.'),
  });
  return [
    publicRoute('GET', paths.invitation, noFields, show),
    publicRoute(
      'POST',
      paths.invitation,
      fields,
      async (ask) => {
        const { name, password } = ask.fields;
        const account = await acceptLink(people, { token: ask.params.token ?? '', name, password }, ask);
        await ask.session.signIn(account.id);
        return seeOther(paths.board, `Welcome, ${account.name}.`);
      },
      { again: show },
    ),
  ];
}

function loginPage(next: string | undefined) {
  const model: LoginPage = { next: ownAddress(next) };
  return page('identity/login', 'Sign in', model, PRIVATE);
}

/** The account whose password this is. Whether the address or the password is wrong is not told. */
async function checkedPassword(people: People, ask: Ask<z.output<typeof loginFields>>): Promise<string> {
  const { email } = ask.fields;
  const account = await accountByEmail(people.db, email);
  const device = account && ask.session.deviceOf(account.id);
  const trier = { email, account, address: ask.address, device };
  const held = await beginTry(people, trier, byOf(ask));
  const accountId = await ask.session.authenticate('local');
  if (accountId === undefined) {
    await tellFailed(people, account, 'sign-in', byOf(ask));
    const sentence =
      'The e-mail address or the password is wrong. Check both, or ask whoever invited you for a new password link.';
    throw new Invalid([{ field: 'email', sentence }]);
  }
  await endTry(people.db, held);
  return accountId;
}

function typedText(fields: unknown, name: string): string | undefined {
  const typed = (fields as Record<string, unknown>)[name];
  return typeof typed === 'string' ? typed : undefined;
}
