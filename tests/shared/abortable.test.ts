// The first settlement wins, and no listener remains.

import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { abortable } from '../../src/shared/abortable.ts';

const never = new Promise<never>(() => {});

test.each([
  ['the answer', (): Promise<string> => Promise.resolve('here'), 'here'],
  ['what went wrong', () => Promise.reject(new Error('It went wrong.')), 'It went wrong.'],
  ['an end', () => never, 'It is over.'],
])('settles with %s, and removes its listeners', async (what, ask, heard) => {
  const [life, wish] = [new AbortController(), new AbortController()];
  const waiting = abortable(ask(), life.signal, wish.signal);
  if (what === 'an end') life.abort(new Error('It is over.'));
  expect(await waiting.catch(({ message }) => message)).toBe(heard);
  for (const { signal } of [life, wish]) expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('rejects if a signal is already aborted', async () => {
  await expect(abortable(never, AbortSignal.abort(new Error('It is over.')))).rejects.toThrow('It is over.');
});
