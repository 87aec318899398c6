// Suggestions for words outside the vocabulary.
import { expect, test } from 'vitest';
import { editDistance, nearestWords } from '../../../../../src/ui/views/text/prompt-input/nearest-words.ts';

const vocabulary = ['Michael', 'Jordan', 'plays', 'basketball', 'baseball', 'the', 'sport', 'of', '.'];

test('edit distance counts insertions, deletions and substitutions', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('same', 'same')).toBe(0);
});

test('a misspelt word finds the intended word, case-insensitively', () => {
  expect(nearestWords('basketbal', vocabulary)[0]).toBe('basketball');
  expect(nearestWords('michael', vocabulary)[0]).toBe('Michael');
});

test('a word unlike all others finds nothing', () => {
  expect(nearestWords('xylophone', vocabulary)).toEqual([]);
});
