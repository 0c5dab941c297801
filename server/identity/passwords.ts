import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { Stop } from '../web/errors.ts';
import { isWeaker, phcText, readPhc, type ArgonSettings } from './phc.ts';
import { inLine, TooBusy } from './waiting-line.ts';

/**
 * 46 MiB, one pass, one lane: the first of the equal choices that OWASP names for Argon2id.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const SETTINGS: ArgonSettings = { memory: 47_104, passes: 1, lanes: 1 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;

// A hash takes 46 MiB and a core: two at once leave the other requests alone, and a line of 64 is done in seconds.
const wait = inLine(2, 64);

/** What is stored of a password. */
export async function hashed(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return phcText({ settings: SETTINGS, salt, hash: await derived(password, salt, SETTINGS, HASH_BYTES) });
}

/** True when the password is the one that was hashed. */
export async function isRight(password: string, stored: string): Promise<boolean> {
  const known = readPhc(stored);
  if (known === undefined) return false;
  const hash = await derived(password, known.salt, known.settings, known.hash.length);
  return timingSafeEqual(hash, known.hash);
}

/** True when the settings have risen since the password was hashed: sign-in is the moment to hash it anew. */
export function isOutdated(stored: string): boolean {
  const known = readPhc(stored);
  return known === undefined || isWeaker(known.settings, SETTINGS);
}

const NOBODYS_SALT = randomBytes(SALT_BYTES);

/** Takes as long as `isRight`, for accounts that do not exist: their absence must not be told by a quick answer. */
export async function takeAsLong(password: string): Promise<void> {
  await derived(password, NOBODYS_SALT, SETTINGS, HASH_BYTES);
}

async function derived(
  password: string,
  salt: Buffer,
  { memory, passes, lanes }: ArgonSettings,
  tagLength: number,
): Promise<Buffer> {
  const parameters = {
    // One text has one hash, however the keyboard composed its accents.
    message: password.normalize('NFC'),
    nonce: salt,
    parallelism: lanes,
    tagLength,
    memory,
    passes,
  };
  try {
    return await wait(
      () =>
        new Promise<Buffer>((resolve, reject) => {
          argon2('argon2id', parameters, (error, key) => {
            if (error === null) resolve(key);
            else reject(error);
          });
        }),
    );
  } catch (error) {
    if (!(error instanceof TooBusy)) throw error;
    const sentence = 'Too many people are signing in at this moment. Send it again in a few seconds.';
    throw new Stop(503, 'busy', sentence, { 'Retry-After': '3' });
  }
}
