import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { lifted, type Lifted } from './lift-view.ts';

/** What the compiler says about a view or about a call that renders one. */
export type Finding = { file: string; line: number; column: number; sentence: string };

const ROOT = resolve(import.meta.dirname, '../..');
const VIEWS = join(ROOT, 'views');
/** Beside the views, but only in memory, like the lifted views themselves (`error.ejs.ts`). */
const HELPERS = join(VIEWS, 'helpers.ts');
const SERVER = join(ROOT, 'server');
const RENDER = join(SERVER, 'web/render.ts');
const ANSWER = join(SERVER, 'web/answer.ts');

type Sources = ReadonlyMap<string, string>;

/** Every view of the checkout: its name below `views/` without the ending, and its text. */
export function allViews(): Sources {
  const names = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ejs'),
  );
  return new Map(names.sort().map((name) => [name.slice(0, -4), readFileSync(join(VIEWS, name), 'utf8')]));
}

/**
 * Type-checks views, and the calls of `page(view, …)` and `part(name, …)` in the server that render them. Nothing is
 * written: the compiler reads the lifted views from memory.
 * @param views name to text
 * @param server files whose calls are checked: absolute path to text
 */
export function typedViewFindings(views: Sources, server: Sources): Finding[] {
  const names = helperNames();
  const all = new Map([...views].map(([name, text]) => [virtualFile(name), lifted(text, HELPERS, names)]));
  const program = programOf(all, views, server);
  const faults = [...all].flatMap(([file, { faults }]) =>
    faults.map(({ line, sentence }) => ({ file: shownFile(file), line, column: 1, sentence })),
  );
  const checked = [...all.keys(), HELPERS].flatMap((file) => {
    const source = program.getSourceFile(file);
    return source === undefined ? [] : [...diagnosticsOf(program, source)];
  });
  return [...faults, ...checked, ...callFindings(program, views, server)];
}

function virtualFile(name: string): string {
  return join(VIEWS, `${name}.ejs.ts`);
}

/** `views/error.ejs` for the lifted file of it. */
function shownFile(file: string): string {
  return relative(ROOT, file).replace(/\.ejs\.ts$/, '.ejs');
}

/** The functions that web/render hands to every view, as its type `Helpers` lists them. */
function helperNames(): string[] {
  const source = ts.createSourceFile(RENDER, readFileSync(RENDER, 'utf8'), ts.ScriptTarget.Latest);
  const names = source.statements.flatMap((statement) => {
    if (!ts.isTypeAliasDeclaration(statement) || statement.name.text !== 'Helpers') return [];
    return ts.isTypeLiteralNode(statement.type)
      ? statement.type.members.map(({ name }) => nameText(name))
      : [];
  });
  if (names.length === 0)
    throw new Error('server/web/render.ts has no type Helpers with the functions of the views');
  return names.filter((name) => name !== undefined);
}

/** What the lifted views import: the functions that they have, and what each part is given. */
function helpersModule(views: Sources): string {
  const parts = [...views.keys()]
    .filter((name) => name.startsWith('parts/'))
    .map((name) => `  '${name.slice('parts/'.length)}': import('./${name}.ejs.ts').Page;`);
  return [
    "import type { ViewHelpers } from '../test/house/view-helpers.ts';",
    "export type { Shown } from '../server/web/render.ts';",
    `export type Helpers = ViewHelpers<{\n${parts.join('\n')}\n}>;`,
  ].join('\n');
}

function programOf(all: ReadonlyMap<string, Lifted>, views: Sources, server: Sources): ts.Program {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const memory = new Map(server);
  for (const [file, { code }] of all) memory.set(file, code);
  memory.set(HELPERS, helpersModule(views));
  const host = ts.createCompilerHost(options, true);
  const onDisk = { read: host.readFile.bind(host), has: host.fileExists.bind(host) };
  host.readFile = (file) => memory.get(file) ?? onDisk.read(file);
  host.fileExists = (file) => memory.has(file) || onDisk.has(file);
  return ts.createProgram([...memory.keys()], options, host);
}

function* diagnosticsOf(program: ts.Program, source: ts.SourceFile): Iterable<Finding> {
  for (const found of [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ]) {
    yield at(source, found.start ?? 0, ts.flattenDiagnosticMessageText(found.messageText, ' '));
  }
}

function at(source: ts.SourceFile, position: number, sentence: string): Finding {
  const { line, character } = source.getLineAndCharacterOfPosition(position);
  return { file: shownFile(source.fileName), line: line + 1, column: character + 1, sentence };
}

/** Calls that render a view by its literal name are held to the type that the view names. */
function callFindings(program: ts.Program, views: Sources, server: Sources): Finding[] {
  const checker = program.getTypeChecker();
  const findings: Finding[] = [];
  const visit =
    (source: ts.SourceFile) =>
    (node: ts.Node): void => {
      if (ts.isCallExpression(node)) findings.push(...callFinding(program, checker, views, source, node));
      ts.forEachChild(node, visit(source));
    };
  for (const file of server.keys()) {
    const source = program.getSourceFile(file);
    if (source !== undefined) ts.forEachChild(source, visit(source));
  }
  return findings;
}

function callFinding(
  program: ts.Program,
  checker: ts.TypeChecker,
  views: Sources,
  source: ts.SourceFile,
  call: ts.CallExpression,
): Finding[] {
  const rendering = renderingOf(checker, call);
  if (rendering === undefined) return [];
  const { view, model } = rendering;
  if (!views.has(view)) return [at(source, call.getStart(source), `There is no view views/${view}.ejs.`)];
  const wanted = pageTypeIn(program, checker, view);
  if (wanted === undefined) return [];
  const given = checker.getTypeAtLocation(model);
  const wrong = wrongProperties(checker, given, wanted, model);
  if (wrong.length === 0) return [];
  const sentence = `What is given here does not fit the page of views/${view}.ejs: ${wrong.join('; ')}.`;
  return [at(source, model.getStart(source), sentence)];
}

/** The view's name and the value that a call renders it with, for `page(…)` of web/answer and `part(…)` of web/render. */
function renderingOf(
  checker: ts.TypeChecker,
  call: ts.CallExpression,
): { view: string; model: ts.Expression } | undefined {
  const declaration = checker.getResolvedSignature(call)?.declaration;
  const home = declaration?.getSourceFile().fileName;
  const name = declaration !== undefined && 'name' in declaration ? nameText(declaration.name) : undefined;
  const [first, second, third] = call.arguments;
  if (first === undefined || !ts.isStringLiteralLike(first)) return undefined;
  if (home === ANSWER && name === 'page' && third !== undefined) return { view: first.text, model: third };
  if (home === RENDER && name === 'part' && second !== undefined) {
    return { view: `parts/${first.text}`, model: second };
  }
  return undefined;
}

function nameText(name: unknown): string | undefined {
  return typeof name === 'object' && name !== null && 'text' in name ? String(name.text) : undefined;
}

function pageTypeIn(program: ts.Program, checker: ts.TypeChecker, view: string): ts.Type | undefined {
  const module = program.getSourceFile(virtualFile(view));
  const symbol = module === undefined ? undefined : checker.getSymbolAtLocation(module);
  const page =
    symbol === undefined ? undefined : checker.getExportsOfModule(symbol).find(({ name }) => name === 'Page');
  return page === undefined ? undefined : checker.getDeclaredTypeOfSymbol(page);
}

/** The chrome is added by web/send; every other property of the page must be given with its type. */
function wrongProperties(checker: ts.TypeChecker, given: ts.Type, wanted: ts.Type, where: ts.Node): string[] {
  // Of a union each member that fits is enough, as the view tells them apart itself.
  if (
    wanted.isUnion() &&
    wanted.types.some((type) => wrongProperties(checker, given, type, where).length === 0)
  )
    return [];
  return checker.getPropertiesOfType(wanted).flatMap((property) => {
    if (property.name === 'chrome' && checker.getPropertyOfType(given, 'chrome') === undefined) return [];
    const type = checker.getTypeOfSymbolAtLocation(property, where);
    const found = checker.getPropertyOfType(given, property.name);
    if (found === undefined) {
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      return optional ? [] : [`"${property.name}" is missing`];
    }
    const foundType = checker.getTypeOfSymbolAtLocation(found, where);
    if (checker.isTypeAssignableTo(foundType, type)) return [];
    return [`"${property.name}" is ${checker.typeToString(foundType)}, not ${checker.typeToString(type)}`];
  });
}

/** Every file of the server: absolute path to text. */
export function serverFiles(): Sources {
  const names = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return new Map(names.map((name) => [join(SERVER, name), readFileSync(join(SERVER, name), 'utf8')]));
}
