/** Findings about the times of a report. */
import { instantOf, zoneText } from '../core/time.ts';
import { placeText, readingsOf } from '../core/zone.ts';
import { finding, type Finding } from './finding.ts';
import type { Placed } from './placing.ts';
import type { Question } from './question.ts';

export function timeFindings(placed: readonly Placed[], questions: readonly Question[]): Finding[] {
  const untimed = placed.filter(({ time }) => time?.clock === undefined && time?.elapsed === undefined);
  const of = `${String(untimed.length)} of ${String(placed.length)}`;
  return [
    ...questions.map(questionFinding),
    ...labelsThatDoNotFit(placed),
    ...untimed.map(({ first }) =>
      finding('PM203', first.number, `This line of the timeline has no time (${of} have none). When was it?`),
    ),
  ];
}

function questionFinding(question: Question): Finding {
  switch (question.about) {
    case 'zone':
      return finding('PM201', question.readings[0]?.times[0]?.line, question.sentence);
    case 'order':
      return finding('PM204', undefined, question.sentence);
    case 'year':
    case 'date':
    case 'start':
      return finding('PM206', undefined, question.sentence);
    case 'day':
      return finding('PM205', question.line, question.sentence);
    case 'clock':
      return finding('PM207', question.line, question.sentence);
  }
}

/** "PST" in June: nobody in Los Angeles was on it that day. Told once for each label. */
function labelsThatDoNotFit(placed: readonly Placed[]): Finding[] {
  const told = new Map<string, Finding>();
  const seen = new Set<string>();
  for (const { zone, day, first } of placed) {
    const label = zone !== undefined && 'label' in zone ? zone.label : undefined;
    if (label === undefined || day === undefined || told.has(label) || seen.has(label + day)) continue;
    seen.add(label + day);
    const place = readingsOf(label).find((reading) => reading.includes('/'));
    if (place === undefined || label.length < 3) continue;
    const then = zoneText(instantOf(Date.parse(`${day}T12:00:00Z`)), place);
    if (then === label || !/^[A-Z]{3,5}$/.test(then)) continue;
    const sentence = `"${label}" does not fit the date: on ${day} ${placeText(place)} was on ${then}.`;
    told.set(label, finding('PM202', first.number, sentence));
  }
  return [...told.values()];
}
