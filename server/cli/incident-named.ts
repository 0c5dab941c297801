import { numberNamed } from '../incidents/key.ts';
import { WrongUsage } from './command.ts';

/** The number of the incident that a word of the command line names. @throws WrongUsage when it names none */
export function incidentNamed(word = ''): number {
  const number = numberNamed(word);
  if (number !== undefined) return number;
  throw new WrongUsage(`"${word}" names no incident. It is written INC-42.`);
}
