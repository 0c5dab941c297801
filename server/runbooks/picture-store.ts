/** Pictures that lie beside the runbooks, read from the folder when somebody looks at one. */
import { createHash } from 'node:crypto';
import { open, realpath } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { isPicture, mediaTypeOf, type Picture } from '../core/media-type.ts';
import { DRILLS, isInside } from './folder.ts';

/** Its bytes, what it is by its content, and the SHA-256 of the bytes in hex. */
export type PictureFile = { bytes: Buffer; mediaType: Picture; name: string; hash: string };

const LARGEST_BYTES = 4 * 1024 * 1024;

/**
 * The picture at a path of the folder. Undefined for whatever is none by its content, is larger than 4 MiB, lies outside
 * the folder, also by a link, or among the drills, whose files hold secrets.
 */
export async function readPicture(folder: string, file: string): Promise<PictureFile | undefined> {
  try {
    const root = await realpath(folder);
    const real = await realpath(join(root, file));
    if (!isInside(root, real) || isInside(join(root, DRILLS), real)) return undefined;
    const bytes = await readAtMost(real, LARGEST_BYTES);
    if (bytes === undefined) return undefined;
    const mediaType = mediaTypeOf(bytes, '');
    if (!isPicture(mediaType)) return undefined;
    return {
      bytes,
      mediaType,
      name: posix.basename(file),
      hash: createHash('sha256').update(bytes).digest('hex'),
    };
  } catch {
    return undefined;
  }
}

async function readAtMost(path: string, most: number): Promise<Buffer | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return size > most ? undefined : await file.readFile();
  } finally {
    await file.close();
  }
}

/** The path, in the folder, of a picture that a runbook names beside itself; with what leads out of it taken away. */
export function pictureBeside(from: string, source: string): string {
  return posix.join('/', posix.dirname(from), source.split(/[?#]/)[0] ?? '').slice(1);
}
