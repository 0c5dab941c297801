/**
 * The draft of a postmortem: Markdown that begins as a view of the timeline. It knows no clock, so the same entries
 * give the same bytes. Each fact names its entry; what no record knows is asked of people, in italics.
 */
import type { StoredEntry } from '../incidents/entry.ts';
import type { State } from '../incidents/state.ts';
import { actionsBlock } from './actions-block.ts';
import { block } from './block.ts';
import type { BlockName } from './block.ts';
import { causeBlock, resolutionBlock } from './cause-blocks.ts';
import { escalationsBlock } from './escalations-block.ts';
import { figuresBlock } from './figures-block.ts';
import { frameOf } from './frame.ts';
import type { DraftOptions, Frame } from './frame.ts';
import { headBlock, titleText } from './head-block.ts';
import { badlyBlock, wellBlock } from './hindsight-blocks.ts';
import { impactBlock } from './impact-blocks.ts';
import { misleadingBlock, misleadingPaths } from './misleading-block.ts';
import { peopleBlock } from './people-block.ts';
import { prompt } from './prompts.ts';
import { recordBlock } from './record-block.ts';
import { detectionBlock, summaryBlock } from './summary-blocks.ts';
import { leadUpBlock, timelineBlock } from './timeline-blocks.ts';
import { updatesBlock } from './updates-block.ts';

export type { DraftOptions };

/** @param entries the entries of `state`, in the order of their numbers */
export function draft(state: State, entries: readonly StoredEntry[], options: DraftOptions): string {
  const frame = frameOf(state, entries, options);
  const parts = [
    `<!-- muster:postmortem ${state.key} template=default version=1 -->\n# ${titleText(frame)}`,
    block('head', headBlock(frame)),
    ...issueSummary(frame),
    ...timeline(frame),
    ...cause(frame),
    ...hindsight(frame),
    ...communicationAndFigures(frame),
    ...measures(frame),
    '## Appendix: the record',
    block('record', recordBlock(frame)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function issueSummary(frame: Frame): string[] {
  return [
    '## Issue Summary',
    block('summary', summaryBlock(frame)),
    '**Impact**',
    block('impact', impactBlock(frame)),
    prompt('impact'),
    '**Detection**',
    block('detection', detectionBlock(frame)),
    prompt('detection'),
    '**Responders**',
    block('people', peopleBlock(frame)),
  ];
}

function timeline(frame: Frame): string[] {
  const leadUp = leadUpBlock(frame);
  return [
    '## Timeline',
    leadUp === undefined ? prompt('leadUp') : block('lead-up', leadUp),
    block('timeline', timelineBlock(frame)),
    '**Misleading paths**',
    block('misleading', misleadingBlock(frame)),
    ...(misleadingPaths(frame).length === 0 ? [] : [prompt('misleading')]),
    '**Escalations**',
    block('escalations', escalationsBlock(frame)),
  ];
}

function cause(frame: Frame): string[] {
  const asked = [
    `- **Trigger:** ${prompt('trigger')}`,
    `- **Conditions:** ${prompt('conditions')}`,
    `- **Not caught earlier:** ${prompt('notCaught')}`,
  ];
  return [
    '## Root Cause and Resolution',
    block('cause', causeBlock(frame)),
    asked.join('\n'),
    block('resolution', resolutionBlock(frame)),
  ];
}

function hindsight(frame: Frame): string[] {
  const said = (name: BlockName, text: string | undefined) => (text === undefined ? [] : [block(name, text)]);
  return [
    '## What went well, what did not, where we were lucky',
    '**Well**',
    ...said('well', wellBlock(frame)),
    prompt('well'),
    '**Not well**',
    ...said('badly', badlyBlock(frame)),
    prompt('badly'),
    '**Lucky**',
    prompt('lucky'),
  ];
}

function communicationAndFigures(frame: Frame): string[] {
  return [
    '## Communication',
    block('updates', updatesBlock(frame)),
    '## Figures',
    block('measures', figuresBlock(frame)),
  ];
}

function measures(frame: Frame): string[] {
  return [
    '## Corrective and Preventative Measures',
    `**Corrective:** ${prompt('corrective')}`,
    `**Preventative:** ${prompt('preventative')}`,
    '## Tasks to address the issue',
    block('actions', actionsBlock(frame)),
    prompt('tasks'),
    '## What we learned',
    prompt('lessons'),
  ];
}
