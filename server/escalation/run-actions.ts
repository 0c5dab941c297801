/** What other features read of escalations. */
export { openRuns as openEscalations } from './run-store.ts';
