// Finding modules without searching. Node looks on the disk for each import of each file, some four thousand times a start,
// though an import here names its file whole, and a package is at the same place for all of our files.
'use strict';
const { registerHooks } = require('node:module');
const { pathToFileURL } = require('node:url');

const HOUSE = pathToFileURL(`${__dirname}/../`).href;
const PACKAGES = `${HOUSE}node_modules/`;
const packages = new Map();

/** Resolves what can be resolved by name alone, and leaves everything else to Node. */
function resolve(specifier, context, next) {
  const from = context.parentURL;
  if (from === undefined || !from.startsWith(HOUSE) || !context.conditions.includes('import')) {
    return next(specifier, context);
  }
  const isPackage = from.startsWith(PACKAGES);
  if (specifier.startsWith('.')) {
    if (!isPackage && specifier.endsWith('.ts')) return named(specifier, from, 'module-typescript');
    // Whether a package's file is a module of the new kind or of the old one, Node sees when it reads it.
    return isPackage && specifier.endsWith('.js') ? named(specifier, from) : next(specifier, context);
  }
  if (isPackage) return next(specifier, context);
  let found = packages.get(specifier);
  if (found === undefined) {
    found = { ...next(specifier, context), shortCircuit: true };
    packages.set(specifier, found);
  }
  return found;
}

function named(specifier, from, format) {
  return { url: new URL(specifier, from).href, format, shortCircuit: true };
}

registerHooks({ resolve });
