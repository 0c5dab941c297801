/**
 * A server that is never idle: `node busy-writer.ts DATABASE` writes notes and files into INC-1, one commit after the
 * other, until it is killed. It prints a line when the first is written.
 */
import { openStore } from '../../server/store/open.ts';
import { MOST_FILES } from '../../server/incidents/attachments.ts';
import { attach, incidentKit, note } from './incident-kit.ts';

const kit = incidentKit(await openStore(process.argv[2] ?? ''));
await note(kit, 1, 'the first');
process.stdout.write('writing\n');
for (let count = 2; ; count += 1) {
  await note(kit, 1, `note ${String(count)}`);
  // An incident takes 200 files; beyond, the writer would be refused, and rightly.
  if (count <= MOST_FILES) await attach(kit, 1, `${String(count)}.txt`, Buffer.from(String(count)));
}
