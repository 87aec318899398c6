import { expect, test, vi } from 'vitest';
import { LOAD_ERROR, lazyImport } from '../../src/shared/lazy-import.ts';

test('an import that fails once is repeated', async () => {
  const load = vi.fn().mockRejectedValueOnce(new TypeError('aborted')).mockResolvedValue('module');
  expect(await lazyImport(load)).toBe('module');
  expect(load).toHaveBeenCalledTimes(2);
});

test('an import that fails twice: an error with advice', async () => {
  const load = vi.fn().mockRejectedValue(new TypeError('aborted'));
  await expect(lazyImport(load)).rejects.toThrow(LOAD_ERROR);
  expect(load).toHaveBeenCalledTimes(2);
});
