// Eviction by least recent use.
import { expect, test } from 'vitest';
import { ProgramCache } from '../../../src/model/inspection/program-cache.ts';

test('a seventh program evicts the least recently used one', async () => {
  const made: string[] = [];
  const disposed: string[] = [];
  const kept = new ProgramCache<{ dispose(): void }>();
  const use = (key: string) =>
    kept.get(key, async () => {
      made.push(key);
      return { dispose: () => void disposed.push(key) };
    });
  for (const key of 'abcdef') await use(key);
  const a = await use('a');
  await use('g');
  expect(disposed).toEqual(['b']);
  expect(await use('a')).toBe(a);
  expect(made.join('')).toBe('abcdefg');
  kept.dispose();
  expect(disposed.toSorted().join('')).toBe('abcdefg');
});
