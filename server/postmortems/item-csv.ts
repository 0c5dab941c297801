/** Action items as a table for other programs. */
import { csvText } from '../core/csv.ts';
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
  return csvText([HEADER, ...rows]);
}
