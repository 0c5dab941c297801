/** `npm run check:views`: the code of every view, and every call that renders one, by the compiler. */
import { allViews, serverFiles, typedViewFindings } from './typed-views.ts';

const findings = typedViewFindings(allViews(), serverFiles());
for (const { file, line, column, sentence } of findings) {
  process.stdout.write(`${file}:${String(line)}:${String(column)} ${sentence}\n`);
}
process.exitCode = findings.length === 0 ? 0 : 1;
