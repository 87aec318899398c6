// The first settlement wins, and no listener remains.

import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { abortable } from '../../src/shared/abortable.ts';

const never = new Promise<never>(() => {});

test.each([
  ['the value', (): Promise<string> => Promise.resolve('value'), 'value'],
  ['the error', () => Promise.reject(new Error('failed')), 'failed'],
  ['the abort reason', () => never, 'aborted'],
])('settles with %s, and removes its listeners', async (outcome, start, expected) => {
  const [first, second] = [new AbortController(), new AbortController()];
  const pending = abortable(start(), first.signal, second.signal);
  if (outcome === 'the abort reason') first.abort(new Error('aborted'));
  expect(await pending.catch(({ message }) => message)).toBe(expected);
  for (const { signal } of [first, second]) expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('rejects if a signal is already aborted', async () => {
  await expect(abortable(never, AbortSignal.abort(new Error('aborted')))).rejects.toThrow('aborted');
});
