// `lab bench --browser` prints one line of JSON per case, and nothing else on stdout.

import { expect, test } from 'vitest';
import { spawnLabJson } from '../../support/lab-command.ts';

test('a browser measurement has the JSON format of one in Node', async () => {
  const args = ['--case', '1,2,8,8,2,11', '--backend', 'webgpu', '--seconds', '0.02', '--json'];
  const result = await spawnLabJson('bench', '--browser', ...args);
  expect(result).toMatchObject({
    case: '1,2,8,8,2,11',
    backend: 'webgpu',
    adapter: expect.any(String),
    host: 'browser',
    phases: { readBack: expect.any(Number) },
    fractionOfFma: expect.any(Number),
  });
  expect(result.tokensPerSecond).toBeGreaterThan(0);
  expect(result.ops.length).toBeGreaterThan(0);
});
