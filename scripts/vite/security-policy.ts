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
  `connect-src 'self' ${MODEL_SOURCES.join(' ')}`,
  'frame-src https://www.youtube-nocookie.com',
  "object-src 'none'",
  "base-uri 'none'",
  // Forms are read by scripts; none is submitted.
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html lab',
];

/** The policy of the `<meta>` element, which cannot restrict framing. */
export const contentSecurityPolicy = directives.join('; ');

/** Features that the page does not use. YouTube's player gets those of its `allow` attribute only. */
const DENIED_FEATURES = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

/** Headers of every response of `npm start` and of the browser tests. embed.html has other ones: see `headersOf`. */
export const securityHeaders = {
  'Content-Security-Policy': `${contentSecurityPolicy}; frame-ancestors 'self'`,
  'Cross-Origin-Opener-Policy': 'same-origin',
  // Isolates the page without conditions on YouTube's frame, which Cross-Origin-Embedder-Policy would impose.
  'Document-Isolation-Policy': 'isolate-and-credentialless',
  'Permissions-Policy': DENIED_FEATURES.map((feature) => `${feature}=()`).join(', '),
  'X-Content-Type-Options': 'nosniff',
  // The video player needs the origin of the embedding page only.
  'Referrer-Policy': 'strict-origin-when-cross-origin',
};

/** The headers of a response. embed.html is the one page that other sites may frame: its path counts, not what follows `?`. */
export function headersOf(url: string): Readonly<Record<string, string>> {
  const framed = url.split('?', 1)[0].endsWith('/embed.html');
  return framed ? { ...securityHeaders, 'Content-Security-Policy': contentSecurityPolicy } : securityHeaders;
}
