// Missing files of `npm start` and `npm run dev`.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Connect, Plugin } from 'vite';

/** Answers 404 with a text. Vite alone answers with the page or, with `appType: 'mpa'`, without a body. */
export const notFound = (): Plugin => ({
  name: 'not-found',
  configureServer: ({ middlewares, config: { root } }) => notFoundAfter(middlewares, root),
  configurePreviewServer: ({ middlewares, config: { root, build } }) =>
    notFoundAfter(middlewares, resolve(root, build.outDir)),
});

/** Vite calls the result after its own file servers, with `/` already rewritten to `/index.html`. */
const notFoundAfter = (middlewares: Connect.Server, folder: string) => () => {
  middlewares.use(({ url = '' }, response, next) => {
    if (existsSync(join(folder, url.split('?')[0]))) return next();
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('404: there is no such file here.');
  });
};
