/**
 * Argon2id is slow on purpose, and tests sign the same people in over and over. The same password, salt and settings
 * have the same hash, so within a process each is reckoned once, by the real function, and remembered.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type Argon2 = typeof crypto.argon2;

const reckon = crypto.argon2;
const known = new Map<string, Promise<Buffer<ArrayBuffer>>>();

const remembered: Argon2 = (algorithm, parameters, callback) => {
  const { message, nonce, ...settings } = parameters;
  const key = JSON.stringify([algorithm, textOf(message), textOf(nonce), settings]);
  const hash =
    known.get(key) ??
    new Promise<Buffer<ArrayBuffer>>((done, fail) => {
      reckon(algorithm, parameters, (error, derived) => {
        if (error === null) done(derived);
        else fail(error);
      });
    });
  known.set(key, hash);
  hash.then(
    (derived) => {
      callback(null, derived);
    },
    (error: unknown) => {
      callback(error as Error, Buffer.alloc(0));
    },
  );
};

function textOf(value: Parameters<Argon2>[1]['message']): string {
  return typeof value === 'string' ? value : Buffer.from(value as Uint8Array).toString('base64');
}

crypto.argon2 = remembered;
syncBuiltinESMExports();
