// The page's Content-Security-Policy: a header of our own servers, and a meta element in index.html for other hosts.

import { MODEL_SOURCES } from '../../src/downloads/model-hosts.ts';

/**
 * One entry a directive. Views set style attributes, hence `style-src-attr`; the CPU kernels are
 * WebAssembly, hence `wasm-unsafe-eval`. `lit-html` is the Trusted Types policy of Lit's own templates, `lab` ours:
 * it approves only the addresses of our own worker and service worker. Only models that the visitor
 * downloads are fetched from `MODEL_SOURCES`.
 */
const directives = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  `connect-src 'self' data: ${MODEL_SOURCES.join(' ')}`,
  'frame-src https://www.youtube-nocookie.com',
  "object-src 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html lab',
];

export const contentSecurityPolicy = directives.join('; ');

/** Headers of every response of `npm start` and of the browser tests. */
export const securityHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  // The video player needs the origin of the embedding page only.
  'Referrer-Policy': 'strict-origin-when-cross-origin',
};
