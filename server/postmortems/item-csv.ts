/** Action items as a table for other programs. */
import { itemKey, type Item } from './item.ts';

const HEADER = [
  'Key',
  'Task',
  'Type',
  'State',
  'Owner',
  'Due',
  'Done when',
  'Evidence',
  'Ticket',
  'Incident',
];

/** @see https://www.rfc-editor.org/rfc/rfc4180 */
export function itemsCsv(items: readonly (Item & { incidentKey: string })[]): string {
  const rows = items.map((item) => [
    itemKey(item),
    item.text,
    item.type,
    item.state,
    item.owner?.name ?? '',
    item.due ?? '',
    item.doneWhen ?? '',
    item.evidence ?? '',
    item.ticket ?? '',
    item.incidentKey,
  ]);
  return [HEADER, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** A cell that begins like a formula would be run by a spreadsheet; a mark before it keeps it a text. */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
