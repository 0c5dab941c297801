/** Zip files in memory: those that we write, and strange ones that we read with care. */
import yauzl from 'yauzl';
import yazl from 'yazl';
import type { Instant } from './clock.ts';

export type Member = { path: string; bytes: Buffer };

/** One file of many, each with the same time. */
export async function zipped(members: readonly Member[], at: Instant): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const { path, bytes } of members) zip.addBuffer(bytes, path, { mtime: new Date(at) });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** What a zip file may hold at most. */
export type ZipLimits = { members: number; bytes: number };

/** It is no zip file, or holds more than it may. The message says which. */
export class UnreadableZip extends Error {}

/**
 * The members of a zip file by their path. Names that lead out of the file are refused by yauzl, and nothing is
 * unpacked beyond what the limits allow, whatever the file says of itself.
 * @throws UnreadableZip
 */
export async function unzipped(bytes: Buffer, limits: ZipLimits): Promise<Map<string, Buffer>> {
  try {
    return await members(await yauzl.fromBufferPromise(bytes, { strictFileNames: true }), limits);
  } catch (error) {
    if (error instanceof UnreadableZip) throw error;
    throw new UnreadableZip(`It cannot be read as a zip file (${(error as Error).message}).`);
  }
}

async function members(zip: yauzl.ZipFile, limits: ZipLimits): Promise<Map<string, Buffer>> {
  if (zip.entryCount > limits.members)
    throw new UnreadableZip(
      `It holds ${String(zip.entryCount)} files; ${String(limits.members)} are allowed.`,
    );
  const found = new Map<string, Buffer>();
  let left = limits.bytes;
  for await (const entry of zip.eachEntry()) {
    const path = entry.fileName;
    if (path.endsWith('/')) continue;
    if (found.has(path)) throw new UnreadableZip(`It holds ${path} twice.`);
    if (!entry.canDecodeFileData())
      throw new UnreadableZip(`${path} is encrypted or packed in an unknown way.`);
    const content = await contentOf(zip, entry, left);
    left -= content.length;
    found.set(path, content);
  }
  return found;
}

async function contentOf(zip: yauzl.ZipFile, entry: yauzl.Entry, most: number): Promise<Buffer> {
  const tooMuch = new UnreadableZip('Unpacked it is larger than what may be brought in at once.');
  if (entry.uncompressedSize > most) throw tooMuch;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) throw tooMuch;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
