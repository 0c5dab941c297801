import type { Request } from 'express';

/**
 * Whether a script of ours sent the form of a page. It is answered in JSON, as a browser does not let a script see where
 * a 303 leads or what is said there.
 */
export function isForScript(request: Request): boolean {
  return request.method === 'POST' && request.get('accept') === 'application/json';
}
