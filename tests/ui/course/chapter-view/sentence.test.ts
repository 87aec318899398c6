// Words of a sentence are coloured like the marks that they name, where they name marks.

import { expect, it } from 'vitest';
import { partsOf } from '../../../../src/ui/course/chapter-view/sentence.ts';

it('names queries, keys and values in the chapter of attention', () => {
  expect(partsOf('Keys match a query.', 6)).toEqual([
    { text: '' },
    { text: 'Keys', role: 'key' },
    { text: ' match a ' },
    { text: 'query', role: 'query' },
    { text: '.' },
  ]);
});

it('leaves other words, and other chapters, as they are', () => {
  expect(partsOf('The keyboard is valued.', 6)).toEqual([{ text: 'The keyboard is valued.' }]);
  expect(partsOf('A value of 0.6.', 1)).toEqual([{ text: 'A value of 0.6.' }]);
});
