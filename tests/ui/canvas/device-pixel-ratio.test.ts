// Changes of the device pixel ratio: each is reported once, with one media query for all listeners.
import { afterEach, expect, it, vi } from 'vitest';
import { onDevicePixelRatioChange } from '../../../src/ui/canvas/device-pixel-ratio.ts';

afterEach(() => vi.unstubAllGlobals());

it('notifies subscribed listeners of each change, with one query at a time', () => {
  const queries: { text: string; change: () => void }[] = [];
  vi.stubGlobal('matchMedia', (text: string) => ({
    addEventListener: (_: string, change: () => void) => queries.push({ text, change }),
  }));
  const setPixelRatio = (ratio: number) => {
    vi.stubGlobal('devicePixelRatio', ratio);
    queries.at(-1)?.change();
  };
  setPixelRatio(1);
  const listener = vi.fn();
  const unsubscribe = onDevicePixelRatioChange(listener);
  for (let view = 0; view < 100; view++) onDevicePixelRatioChange(() => {})();
  expect(queries.map(({ text }) => text)).toEqual(['(resolution: 1dppx)']);
  setPixelRatio(2);
  setPixelRatio(1.5);
  expect(listener).toHaveBeenCalledTimes(2);
  expect(queries.map(({ text }) => text).slice(1)).toEqual(['(resolution: 2dppx)', '(resolution: 1.5dppx)']);
  unsubscribe();
  setPixelRatio(1);
  expect(listener).toHaveBeenCalledTimes(2);
});
