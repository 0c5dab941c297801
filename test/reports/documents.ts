import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answers } from '../../server/reports/question.ts';

/** What a person finds in a document; a told line is its instant in UTC, its end if it has one, and its first words. */
export type Expected = {
  title: string;
  fileName?: string;
  /** The questions that the text leaves open; a zone's with its letters. */
  asks?: string[];
  answers?: Answers;
  told: string[];
  tasks: number;
  facts: {
    percent?: number;
    duration?: string;
    severity?: string;
    wrongPaths?: number;
    escalations?: number;
  };
};

export type Document = { name: string; fileName: string; text: string; expected: Expected };

const FOLDER = join(import.meta.dirname, 'documents');

/** Reports of all shapes, each with what stands in it. */
export function documents(): Document[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d.*\.(?:md|txt)$/.test(name))
    .map((name) => {
      const json = readFileSync(join(FOLDER, name.replace(/\.\w+$/, '.json')), 'utf8');
      const expected = JSON.parse(json) as Expected;
      return { name, fileName: expected.fileName ?? name, text: textOf(name), expected };
    });
}

/** The text of one document. */
export function textOf(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}
