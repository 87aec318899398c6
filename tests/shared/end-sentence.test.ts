// Messages that end with one full stop.

import { expect, test } from 'vitest';
import { endSentence } from '../../src/shared/end-sentence.ts';

test.each([
  ['it is no text in UTF-8', 'it is no text in UTF-8.'],
  ['The run was stopped.', 'The run was stopped.'],
  ['Is it one?', 'Is it one?'],
  ['Loading …', 'Loading …'],
  ['a line\nand another', 'a line\nand another.'],
  ['', '.'],
])('“%s” becomes “%s”', (text, sentence) => {
  expect(endSentence(text)).toBe(sentence);
});
