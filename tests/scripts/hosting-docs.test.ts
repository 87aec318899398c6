// What docs/hosting.md tells people to send is what the lab sends itself.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, securityHeaders } from '../../scripts/vite/security-policy.ts';

const hosting = readFileSync('docs/hosting.md', 'utf8');

test('every policy in it is the page’s own', () => {
  const policies = hosting.match(/default-src 'self';[^"\n`]*/g) ?? [];
  expect(policies).toHaveLength(4); // by itself, for Netlify and Cloudflare, nginx, Apache
  for (const policy of policies) expect(policy).toBe(contentSecurityPolicy);
});

test.each(Object.entries(securityHeaders))('it names %s for each host that sends headers', (name, value) => {
  expect(hosting.split(name).length - 1).toBeGreaterThanOrEqual(4);
  expect(hosting.split(value).length - 1).toBeGreaterThanOrEqual(4);
});
