import { statfsSync } from 'node:fs';

/** Linux numbers of file systems (statfs(2)) that do not keep SQLite's promises, or may not. */
const NETWORK = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x517b, 'SMB'],
  [0x01021997, '9P'],
]);
const FUSE = 0x65735546;

export type DiskKind = { kind: 'local' } | { kind: 'network'; name: string } | { kind: 'fuse' };

/** What kind of disk a folder lies on, as far as the system tells. */
export function diskKind(folder: string): DiskKind {
  const type = statfsSync(folder).type >>> 0;
  const name = NETWORK.get(type);
  if (name !== undefined) return { kind: 'network', name };
  return type === FUSE ? { kind: 'fuse' } : { kind: 'local' };
}
