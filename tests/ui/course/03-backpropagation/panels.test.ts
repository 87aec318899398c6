// Chapter 3: the method of each moment.

import { expect, it } from 'vitest';
import { chapter } from '../../../../src/ui/course/03-backpropagation/chapter.ts';
import { methodOf, PANELS } from '../../../../src/ui/course/03-backpropagation/panels.ts';
import { panelOfView, panelsOf } from '../../../../src/ui/course/chapter-stage/panel-groups.ts';

it('the three methods come in the video’s order, and only with their panel', () => {
  const told = chapter.moments.filter(methodOf);
  expect(told.map(methodOf)).toEqual(['bias', 'weights', 'weights', 'activations']);
  expect(new Set(told.map(({ view }) => panelOfView(panelsOf(PANELS), view)))).toEqual(new Set(['ways']));
});
