import { href, paths } from '../web/paths.ts';
import type { Personal } from './account-actions.ts';
import { LEAST_LENGTH } from './password-rules.ts';

export type LoginPage = { next: string | undefined };

export type SetupPage = { token: string; passwordHint: string };

export type InvitationPage = {
  /** The address of the form, below the root. */
  action: string;
  heading: string;
  sentence: string;
  asksName: boolean;
  name: string;
  email: string;
  button: string;
  passwordHint: string;
};

export const PASSWORD_HINT = `At least ${String(LEAST_LENGTH)} characters. Four or five words that have nothing to do with each other are easy to keep in mind; pasting from a password manager is fine.`;

export function setupPage(token: string): SetupPage {
  return { token, passwordHint: PASSWORD_HINT };
}

/** The page behind a personal link: the same for somebody new and for a forgotten password. */
export function invitationPage(token: string, { owner, invited }: Personal): InvitationPage {
  const shared = {
    action: href(paths.invitation, { token }),
    name: owner.name,
    email: owner.email,
    passwordHint: PASSWORD_HINT,
  };
  return invited === undefined
    ? {
        ...shared,
        heading: 'Choose a new password',
        sentence: 'You will be signed in here, and signed out everywhere else.',
        asksName: false,
        button: 'Save and sign in',
      }
    : {
        ...shared,
        heading: 'Welcome to Muster',
        sentence: `You are invited as ${invited.role}. Choose a password, and you are in.`,
        asksName: true,
        button: 'Join and sign in',
      };
}
