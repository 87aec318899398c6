// docs/hosting.md lists the headers that the lab's own server sends.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cacheControlOf } from '../../scripts/vite/cache-control.ts';
import { contentSecurityPolicy, securityHeaders } from '../../scripts/vite/security-policy.ts';

const hosting = readFileSync('docs/hosting.md', 'utf8');

test('every Content-Security-Policy in it equals the page’s, or that of embed.html', () => {
  const policies = hosting.match(/default-src 'self';[^"\n`]*/g) ?? [];
  const framed = policies.filter((policy) => policy === contentSecurityPolicy);
  const others = policies.filter((policy) => policy !== contentSecurityPolicy);
  expect(framed).toHaveLength(3); // Netlify and Cloudflare, nginx, Apache
  expect(others).toHaveLength(4); // these and the plain one
  for (const policy of others) expect(policy).toBe(securityHeaders['Content-Security-Policy']);
});

test.each(Object.entries(securityHeaders))(
  '%s is listed for every host that sends headers',
  (name, value) => {
    expect(hosting.split(name).length - 1).toBeGreaterThanOrEqual(4);
    expect(hosting.split(value).length - 1).toBeGreaterThanOrEqual(4);
  },
);

test.each([
  ['assets/*', '/assets/page-1.js'],
  ['all other files', '/service-worker.js'],
])('it tells how long browsers may keep %s', (files, url) => {
  const [row] = hosting
    .split('\n')
    .filter((line) => line.startsWith('| `Cache-Control`') && line.includes(files));
  expect(row).toContain(`| \`${cacheControlOf(url)}\` |`);
});
