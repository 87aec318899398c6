// docs/hosting.md lists the headers that the lab's own server sends.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, securityHeaders } from '../../scripts/vite/security-policy.ts';

const hosting = readFileSync('docs/hosting.md', 'utf8');

test('every Content-Security-Policy in it equals the page’s', () => {
  const policies = hosting.match(/default-src 'self';[^"\n`]*/g) ?? [];
  expect(policies).toHaveLength(4); // plain, Netlify and Cloudflare, nginx, Apache
  for (const policy of policies) expect(policy).toBe(contentSecurityPolicy);
});

test.each(Object.entries(securityHeaders))(
  '%s is listed for every host that sends headers',
  (name, value) => {
    expect(hosting.split(name).length - 1).toBeGreaterThanOrEqual(4);
    expect(hosting.split(value).length - 1).toBeGreaterThanOrEqual(4);
  },
);
