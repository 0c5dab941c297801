import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('./corpus/', import.meta.url);

/** The files of the corpus: runbooks in the conventions that people bring along. */
export const corpus: { file: string; bytes: Uint8Array }[] = readdirSync(FOLDER)
  .filter((file) => !file.startsWith('.'))
  .sort()
  .map((file) => ({ file, bytes: readFileSync(new URL(file, FOLDER)) }));
