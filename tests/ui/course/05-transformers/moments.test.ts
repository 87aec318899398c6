// Every moment of the chapter has its own view of the stage.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chapter } from '../../../../src/ui/course/05-transformers/chapter.ts';
import { selectWords } from '../../../../src/ui/course/05-transformers/selected-words.ts';

it('every moment has an existing view', () => {
  const source = readFileSync('src/ui/course/05-transformers/panel-views.ts', 'utf8');
  const views = [...source.matchAll(/^ {2}'?([a-z0-9-]+)'?: \(/gm)].map(([, key]) => key);
  expect(new Set(chapter.moments.map(({ view }) => view))).toEqual(new Set(views));
});

it('no two moments show the same variant of a view, except the count of weights', () => {
  const sides = chapter.moments.map(({ view, settings }) => `${view} ${JSON.stringify(settings ?? {})}`);
  expect(new Set(sides).size).toBe(sides.length);
});

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
  expect(selectWords(['queen', 'cats', 'man', 'king', 'woman', 'cat'], chosen, 'dot product')).toMatchObject({
    word: 5,
    a: 3,
    likeness: 'dot product',
  });
});
