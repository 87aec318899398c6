// The headers of `npm start`: those of the security policy, and how long a response may be kept.
import type { ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { cacheControlOf } from './cache-control.ts';
import { headersOf } from './security-policy.ts';

/** A middleware, because Vite's `preview.headers` are the same for every file. */
export const sendHeaders: Plugin = {
  name: 'send-headers',
  configurePreviewServer: ({ middlewares }) => {
    middlewares.use(({ url = '' }, response, next) => {
      for (const [name, value] of Object.entries(headersOf(url))) response.setHeader(name, value);
      sendCacheControl(url, response);
      next();
    });
  },
};

/** The status is known only when the head is written, by whichever middleware has the answer. */
function sendCacheControl(url: string, response: ServerResponse): void {
  response.setHeader('Cache-Control', cacheControlOf(url, 200)); // Vite's file server keeps a header that is there
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    response.setHeader('Cache-Control', cacheControlOf(url, status));
    return writeHead(status, ...rest);
  };
}
