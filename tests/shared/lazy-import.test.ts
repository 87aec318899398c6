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

test('what an import failed to load is fetched past the browser’s cache before it is repeated', async () => {
  const order: unknown[] = [];
  vi.stubGlobal('fetch', async (...args: unknown[]) => {
    order.push(args);
    return new Response();
  });
  const address = 'https://example.org/lab/assets/note-1.js';
  const load = vi.fn(async () => {
    order.push('import');
    throw new TypeError(`Failed to fetch dynamically imported module: ${address}`);
  });
  await expect(lazyImport(load)).rejects.toThrow(LOAD_ERROR);
  expect(order).toEqual(['import', [address, { cache: 'reload' }], 'import']);
});
