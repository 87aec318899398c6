// Chapter 3's panels: one for every moment, and the way that a moment tells of.

import { expect, it } from 'vitest';
import { chapter } from '../../../../src/ui/course/03-backpropagation/chapter.ts';
import { methodOf, panelOf } from '../../../../src/ui/course/03-backpropagation/panels.ts';

it('every moment has its panel', () => {
  expect(chapter.moments.filter((moment) => !panelOf(moment))).toEqual([]);
});

it('the three ways come in the video’s order, and only with their panel', () => {
  const told = chapter.moments.filter(methodOf);
  expect(told.map(methodOf)).toEqual(['bias', 'weights', 'weights', 'activations']);
  expect(new Set(told.map(panelOf))).toEqual(new Set(['ways']));
});
