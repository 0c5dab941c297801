// The entry, in the oldest syntax that any Node reads: an older one would die on the first .ts file before it could say why.
'use strict';
var NEEDED = [24, 7];
var have = process.versions.node.split('.').map(Number);
if (have[0] < NEEDED[0] || (have[0] === NEEDED[0] && have[1] < NEEDED[1])) {
  process.stderr.write(
    'Muster needs Node ' +
      NEEDED.join('.') +
      ' or newer, and this is ' +
      process.versions.node +
      '. Run "npm ci" here, which brings one, and start with "npm start" or ./muster.\n',
  );
  process.exit(2);
}
// What Node has stripped and compiled before is taken from the data folder. It has to be said before the first .ts file:
// one file without it would load the whole stripper. A folder that is not there yet is made by the server.
var path = require('node:path');
var dataFolder = path.resolve(process.env.MUSTER_DATA || 'db/data');
if (require('node:fs').existsSync(dataFolder)) {
  require('node:module').enableCompileCache(path.join(dataFolder, 'cache'));
}
require('./resolving.cjs');
import('./cli.ts')
  .then(function (cli) {
    return cli.run(process.argv.slice(2));
  })
  .catch(function (error) {
    process.stderr.write((error && error.stack ? error.stack : String(error)) + '\n');
    process.exit(1);
  });
