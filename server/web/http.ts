/**
 * Node's own HTTP. Taken in this way because `import` of the module reads each of its names, WebSocket among them, and
 * with that loads a whole HTTP client which nothing here uses: 15 MB of memory in every server.
 */
export const { createServer, IncomingMessage, ServerResponse } = process.getBuiltinModule('node:http');
