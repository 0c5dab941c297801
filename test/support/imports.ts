import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** `import … from '…'`, `import '…'` and `export … from '…'`, which begin a line and may run over several. */
const STATEMENT = /^(?:import|export)(?: [^;'"`]+?\bfrom)? '([^']+)'/gm;

/** `import('…')`, of a value or of a type. */
const EXPRESSION = /\bimport\('([^']+)'\)/g;

/** The modules that a source names, types included. */
export function importsOf(source: string): string[] {
  const found = [...source.matchAll(STATEMENT), ...source.matchAll(EXPRESSION)];
  return found.map(([, module = '']) => module);
}

/**
 * True when a file of the tests imports another one, itself or by way of others in `test/`.
 * @param file and `aim` from the root, which is absolute
 */
export function reaches(file: string, aim: string, root: string): boolean {
  const seen = new Set<string>();
  const visit = (at: string): boolean => {
    if (at === aim) return true;
    if (seen.has(at) || !at.startsWith('test/') || !existsSync(join(root, at))) return false;
    seen.add(at);
    const near = importsOf(readFileSync(join(root, at), 'utf8')).filter((module) => module.startsWith('.'));
    return near.some((module) => visit(relative(root, join(root, dirname(at), module))));
  };
  return visit(file);
}
