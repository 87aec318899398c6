// Chapter 3: the panel and the method of each moment.

import { expect, it } from 'vitest';
import { chapter } from '../../../../src/ui/course/03-backpropagation/chapter.ts';
import { methodOf, panelOf } from '../../../../src/ui/course/03-backpropagation/panels.ts';

it('every moment has a panel', () => {
  expect(chapter.moments.filter((moment) => !panelOf(moment))).toEqual([]);
});

it('the three methods come in the video’s order, and only with their panel', () => {
  const told = chapter.moments.filter(methodOf);
  expect(told.map(methodOf)).toEqual(['bias', 'weights', 'weights', 'activations']);
  expect(new Set(told.map(panelOf))).toEqual(new Set(['ways']));
});
