// What may run as a worker: the scripts named, and no other.
import { expect, test } from 'vitest';
import { trustedScriptUrl } from '../../src/shared/trusted-script.ts';

test('a script of our own is approved, any other is refused by name', () => {
  const own = ['./lab-worker.js', './service-worker.js'];
  expect(trustedScriptUrl('./service-worker.js', own)).toBe('./service-worker.js');
  for (const other of ['./other.js', 'https://example.com/lab-worker.js', ''])
    expect(() => trustedScriptUrl(other, own)).toThrow(`and not ${other}.`);
});
