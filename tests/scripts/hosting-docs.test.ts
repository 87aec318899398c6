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

const FILE = '/assets/page-1.js';
const PAGE = '/service-worker.js';

test.each([
  ['assets/*', FILE, 200],
  ['all other files', PAGE, 200],
  ['every answer without the file', FILE, 404],
])('it tells how long browsers may keep %s', (files, url, status) => {
  const [row] = hosting
    .split('\n')
    .filter((line) => line.startsWith('| `Cache-Control`') && line.includes(files));
  expect(row).toContain(`| \`${cacheControlOf(url, status)}\` |`);
});

/** A code block with its language, by its beginning. */
const blockAt = (start: string) =>
  hosting.split('```').find((block, i) => i % 2 === 1 && block.startsWith(start)) ?? '';

test.each(
  [200, 206, 304, 301, 403, 404, 500].flatMap((status) =>
    [FILE, PAGE, '/'].map((url) => [status, url] as const),
  ),
)('nginx sends what `npm start` sends: %i %s', (status, url) => {
  const nginx = blockAt('nginx');
  const [, map] = /map \$status:\$uri \$lab_cache \{\n([^}]*)\}/.exec(nginx) ?? [];
  const entries = [...(map ?? '').matchAll(/^ +(default|"~.*?") +"?([^";]+)"?;$/gm)];
  // The first expression that matches, wherever the default is.
  const [, , value] =
    entries.find(([, key]) => key !== 'default' && new RegExp(key.slice(2, -1)).test(`${status}:${url}`)) ??
    entries.find(([, key]) => key === 'default') ??
    [];
  expect(value).toBe(cacheControlOf(url, status));
  expect(nginx).toContain('add_header Cache-Control $lab_cache always;');
});

test('Apache keeps no errors, and hosts whose rules know no status keep nothing for long', () => {
  expect(blockAt('apache')).toContain(
    `Header always set Cache-Control "${cacheControlOf(FILE, 404)}" "expr=%{REQUEST_STATUS} >= 400"`,
  );
  const rules = blockAt('\n/*');
  expect(rules).toContain(`Cache-Control: ${cacheControlOf(PAGE, 200)}`);
  expect(rules).not.toContain('immutable');
});
