// Digests of files, made while the page is built.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** SHA-256 of a file, in hexadecimal. */
export const fileDigest = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex');

/** `import digest from './file?sha256'` */
export const fileDigests = (): Plugin => ({
  name: 'file-digests',
  enforce: 'pre',
  load(id) {
    const [path, query] = id.split('?');
    if (query === 'sha256') return `export default ${JSON.stringify(fileDigest(path))};`;
  },
});
