// Suggestions for words a model does not know.
import { expect, test } from 'vitest';
import { editDistance, nearestWords } from '../../../../../src/ui/views/text/prompt-input/nearest-words.ts';

const vocabulary = ['Michael', 'Jordan', 'plays', 'basketball', 'baseball', 'the', 'sport', 'of', '.'];

test('letters inserted, deleted or replaced are counted', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('same', 'same')).toBe(0);
});

test('a misspelt word finds what was meant, whatever its case', () => {
  expect(nearestWords('basketbal', vocabulary)[0]).toBe('basketball');
  expect(nearestWords('michael', vocabulary)[0]).toBe('Michael');
});

test('a word like none of them finds nothing', () => {
  expect(nearestWords('xylophone', vocabulary)).toEqual([]);
});
