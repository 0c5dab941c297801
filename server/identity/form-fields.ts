import { z } from 'zod';
import { isHomeZone } from '../core/zone-name.ts';
import { choice, line, optionalLine } from '../web/fields.ts';
import { ROLES } from './permissions.ts';

/** The fields of the forms about people. */

const ROLE_SENTENCE = `Choose one of the roles: ${ROLES.join(', ')}.`;

export const emailField = line('an e-mail address', 254).refine(
  (email) => /^[^\s@,;<>"\\]+@[^\s@,;<>"\\]+$/.test(email),
  {
    error: 'Enter an e-mail address with one @ in it, such as ana@example.org.',
  },
);

export const personNameField = line('a name', 100).refine((name) => !/\p{Cc}/u.test(name), {
  error: 'Enter a name without control characters.',
});

export const roleField = choice(ROLES, ROLE_SENTENCE);

/** Somebody who is invited, as a form or the command line names them. */
export const newcomerFields = z.strictObject({ name: personNameField, email: emailField, role: roleField });

/** A password as typed: blanks at its ends belong to it. What it must be like is judged by password-rules. */
export function passwordField(sentence: string) {
  return z
    .string({ error: sentence })
    .min(1, { error: sentence })
    .max(2000, { error: 'Use at most 256 characters.' });
}

/** Beside acts that hand power over; empty while the password was typed a short time ago. */
export const proofField = z
  .string()
  .max(2000, { error: 'Use at most 256 characters.' })
  .optional()
  .transform((typed) => (typed === '' ? undefined : typed));

export const zoneField = optionalLine(64).refine((zone) => zone === undefined || isHomeZone(zone), {
  error: 'Enter a time zone as Area/City, such as Europe/Berlin, or UTC. PST and the like have two readings.',
});
