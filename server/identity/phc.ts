/**
 * The text in which a password's hash is stored, with everything that is needed to check it:
 * `$argon2id$v=19$m=47104,t=1,p=1$<salt>$<hash>`, Base64 without padding.
 * @see https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md
 */
export type Phc = {
  settings: ArgonSettings;
  salt: Buffer;
  hash: Buffer;
};

export type ArgonSettings = {
  /** KiB. */
  memory: number;
  passes: number;
  lanes: number;
};

const TEXT =
  /^\$argon2id\$v=19\$m=(\d{1,9}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,88})\$([A-Za-z0-9+/]{16,171})$/;

export function phcText({ settings, salt, hash }: Phc): string {
  const { memory, passes, lanes } = settings;
  return `$argon2id$v=19$m=${String(memory)},t=${String(passes)},p=${String(lanes)}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Reads a stored hash; undefined when it is not one of ours. */
export function readPhc(text: string): Phc | undefined {
  const [, memory, passes, lanes, salt, hash] = TEXT.exec(text) ?? [];
  if (salt === undefined || hash === undefined) return undefined;
  return {
    settings: { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

/** True when a hash was made with less work than the settings ask for. */
export function isWeaker(stored: ArgonSettings, wanted: ArgonSettings): boolean {
  return stored.memory < wanted.memory || stored.passes < wanted.passes || stored.lanes < wanted.lanes;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
