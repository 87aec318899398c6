// The security policy, directive by directive: no browser reports that a policy has become weaker.
import { expect, test } from 'vitest';
import { contentSecurityPolicy, headersOf, securityHeaders } from '../../scripts/vite/security-policy.ts';

test('the policy has exactly these directives', () => {
  const directives = contentSecurityPolicy.split('; ').map((entry) => {
    const [name, ...sources] = entry.split(' ');
    return [name, sources.join(' ')];
  });
  expect(Object.fromEntries(directives)).toEqual({
    'default-src': "'self'",
    'script-src': "'self' 'wasm-unsafe-eval'",
    'style-src': "'self'",
    'style-src-attr': "'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'connect-src': "'self' https://huggingface.co https://*.hf.co",
    'frame-src': 'https://www.youtube-nocookie.com',
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': 'lit-html lab',
  });
});

test('every response has the policy and five more headers', () => {
  expect(securityHeaders).toEqual({
    'Content-Security-Policy': `${contentSecurityPolicy}; frame-ancestors 'self'`,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Document-Isolation-Policy': 'isolate-and-credentialless',
    'Permissions-Policy':
      'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
  });
});

test('embed.html alone may be framed by other sites', () => {
  expect(headersOf('/some/path/embed.html?x')).toEqual({
    ...securityHeaders,
    'Content-Security-Policy': contentSecurityPolicy,
  });
  for (const url of [
    '/',
    '/index.html',
    '/?/embed.html',
    '/index.html?x=/embed.html?',
    '/embed.html.js',
    '/assets/embed-1.js',
  ])
    expect(headersOf(url)).toBe(securityHeaders);
});
