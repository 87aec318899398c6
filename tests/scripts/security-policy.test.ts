// The security policy, directive by directive: no browser reports that a policy has become weaker.
import { expect, test } from 'vitest';
import { contentSecurityPolicy, securityHeaders } from '../../scripts/vite/security-policy.ts';

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
    'connect-src': "'self' data: https://huggingface.co https://*.hf.co",
    'frame-src': 'https://www.youtube-nocookie.com',
    'object-src': "'none'",
    'base-uri': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': 'lit-html lab',
  });
});

test('every response carries the policy and two more headers', () => {
  expect(securityHeaders).toEqual({
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
  });
});
