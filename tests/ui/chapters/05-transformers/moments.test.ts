// Every moment of the chapter has a view of its own on the stage.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chapter } from '../../../../src/ui/chapters/05-transformers/chapter.ts';
import { firstWords } from '../../../../src/ui/chapters/05-transformers/words.ts';

it('no moment asks for a view that the stage does not have', () => {
  const stage = readFileSync('src/ui/chapters/05-transformers/stage.ts', 'utf8');
  const views = [...stage.matchAll(/^ {4}'?([a-z0-9-]+)'?: \(/gm)].map(([, key]) => key);
  expect(new Set(chapter.moments.map(({ view }) => view))).toEqual(new Set(views));
});

it('the first words are those of the video where the model knows them, and some of its own where not', () => {
  const known = ['queen', 'cats', 'man', 'king', 'woman', 'cat'];
  expect(firstWords(known)).toMatchObject({ a: 3, b: 2, c: 4, expected: 0, from: 5, to: 1 });
  expect(firstWords(['a', 'b'])).toMatchObject({ a: 0, b: 1, c: 0, expected: 1 });
});
