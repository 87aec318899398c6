// Trusted Types: only allowed script URLs can be loaded.
import { expect, test } from 'vitest';
import { trustedScriptUrl } from '../../src/shared/trusted-script.ts';

test('approves allowed scripts and rejects any other', () => {
  const allowed = ['./lab-worker.js', './service-worker.js'];
  expect(trustedScriptUrl('./service-worker.js', allowed)).toBe('./service-worker.js');
  for (const other of ['./other.js', 'https://example.com/lab-worker.js', ''])
    expect(() => trustedScriptUrl(other, allowed)).toThrow(`does not allow the script ${other}.`);
});
