// The visitor's training text is there after the page has loaded in another language, once, and a full storage says so.

import { expect, it } from 'vitest';
import { keepText, takeText } from '../../../../src/ui/state/page/kept-text.ts';

const settings = (preset: string, text?: string) => ({
  preset,
  model: {},
  training: {},
  ...(text && { text }),
});

function storage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

it('is taken once, for its preset', () => {
  const tab = storage();
  expect(keepText(() => tab, settings('text', 'It was the best of times'))).toBe(true);
  expect(takeText(() => tab, settings('text'))).toEqual(settings('text', 'It was the best of times'));
  expect(takeText(() => tab, settings('text'))).toEqual(settings('text'));
  keepText(() => tab, settings('text', 'It was the worst of times'));
  expect(takeText(() => tab, settings('world'))).toEqual(settings('world'));
});

it('says when the browser keeps nothing; without a text there is nothing to keep', () => {
  const full = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  expect(keepText(full, settings('text', 'It was the best of times'))).toBe(false);
  expect(keepText(full, settings('world'))).toBe(true);
  expect(takeText(full, settings('text'))).toEqual(settings('text'));
  const tab = storage();
  tab.setItem('mini-llm-lab.text', '{"preset":');
  expect(takeText(() => tab, settings('text'))).toEqual(settings('text'));
});
