// The words of embedding space: the video's, the visitor's, or others that the model knows.

import { expect, it } from 'vitest';
import { selectWords } from '../../../../src/ui/course/05-transformers/selected-words.ts';

it('default words are the video’s if the vocabulary contains them, else others', () => {
  const known = ['queen', 'cats', 'man', 'king', 'woman', 'cat'];
  expect(selectWords(known, {})).toMatchObject({
    a: 3,
    b: 2,
    c: 4,
    expected: 0,
    from: 5,
    to: 1,
    likeness: 'cosine',
  });
  expect(selectWords(['a', 'b'], {})).toMatchObject({ a: 0, b: 1, c: 0, expected: 1 });
});

it('selected words stay if the vocabulary contains them, and are replaced if not', () => {
  const chosen = { word: 'cat', a: 'Hogwarts' };
  expect(
    selectWords(['queen', 'cats', 'man', 'king', 'woman', 'cat'], { ...chosen, likeness: 'dot product' }),
  ).toMatchObject({
    word: 5,
    a: 3,
    likeness: 'dot product',
  });
});
