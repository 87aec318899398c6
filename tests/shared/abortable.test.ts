// Whoever waits hears of what comes first, and leaves nothing behind with what may live for long.

import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { abortable } from '../../src/shared/abortable.ts';

const never = new Promise<never>(() => {});

test.each([
  ['the answer', (): Promise<string> => Promise.resolve('here'), 'here'],
  ['what went wrong', () => Promise.reject(new Error('It went wrong.')), 'It went wrong.'],
  ['an end', () => never, 'It is over.'],
])('%s is what comes of it, and no signal remembers', async (what, ask, heard) => {
  const [life, wish] = [new AbortController(), new AbortController()];
  const waiting = abortable(ask(), life.signal, wish.signal);
  if (what === 'an end') life.abort(new Error('It is over.'));
  expect(await waiting.catch(({ message }) => message)).toBe(heard);
  for (const { signal } of [life, wish]) expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('a signal that has aborted before ends the waiting as well', async () => {
  await expect(abortable(never, AbortSignal.abort(new Error('It is over.')))).rejects.toThrow('It is over.');
});
