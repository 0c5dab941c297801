/** Commands about the server and its data. */
import { readConfig } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import { isOn, said, text, type Command } from './command.ts';
import { withStore } from './installation.ts';

export const SERVER_COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    usage: 'serve [--host ADDRESS] [--port NUMBER]',
    does: 'runs the server',
    options: { host: 'string', port: 'string' },
    run: async (given) => {
      const { serve } = await import('../main.ts');
      await serve({ host: text(given, 'host'), port: text(given, 'port') }, systemClock);
      return { output: '', exitCode: 0 };
    },
  },
  {
    name: 'demo',
    usage: 'demo [--port NUMBER] [--keep DIR]',
    does: 'runs an organisation to try things in, thrown away at the end unless --keep names a folder',
    options: { port: 'string', keep: 'string' },
    run: async (given) => {
      const { demo } = await import('../../db/demo/demo.ts');
      await demo({ port: text(given, 'port'), keep: text(given, 'keep') });
      return { output: '', exitCode: 0 };
    },
  },
  {
    name: 'doctor',
    usage: 'doctor',
    does: 'says what is wrong with this installation and what to do',
    options: {},
    run: async (given) => {
      const { runDoctor } = await import('../admin/doctor-command.ts');
      return said(given, await runDoctor(systemClock.now()));
    },
  },
  {
    name: 'migrate',
    usage: 'migrate [--dry-run]',
    does: 'brings tables and lists up to this version, as serve does at its start',
    options: { 'dry-run': 'boolean' },
    run: async (given) => {
      const { runMigrations } = await import('../admin/migrate-command.ts');
      return said(given, await runMigrations(readConfig(), systemClock.now(), isOn(given, 'dry-run')));
    },
  },
  {
    name: 'verify',
    usage: 'verify [--incident INC-42]',
    does: 'walks the hash chains of every incident and of the audit log, and compares them with what the lists say',
    options: { incident: 'string' },
    run: async (given) => {
      const { runVerify } = await import('../admin/verify-command.ts');
      return withStore(async ({ store }) => said(given, await runVerify(store.db, text(given, 'incident'))));
    },
  },
  {
    name: 'backup',
    usage: 'backup FILE [--force] [--no-secret]',
    does: 'copies the database beside a running server and checks the copy',
    words: [1, 1],
    options: { force: 'boolean', 'no-secret': 'boolean' },
    run: async (given) => {
      const { runBackup } = await import('../admin/backup-actions.ts');
      const choices = { force: isOn(given, 'force'), withSecret: !isOn(given, 'no-secret') };
      const [file = ''] = given.words;
      return said(given, await runBackup(readConfig(), file, systemClock.now(), choices));
    },
  },
  {
    name: 'restore',
    usage: 'restore FILE [--into DIR]',
    does: 'puts a backup and its secret into an empty data folder',
    words: [1, 1],
    options: { into: 'string' },
    run: async (given) => {
      const { runRestore } = await import('../admin/restore-command.ts');
      const [file = ''] = given.words;
      return said(given, await runRestore(readConfig(), file, text(given, 'into')));
    },
  },
];
