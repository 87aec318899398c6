// Names in the scatter plot: none over another, none cut off.

import { expect, it } from 'vitest';
import { placeLabels } from '../../../../src/ui/course/05-transformers/views/point-cloud/labels.ts';

it('stand right of their points, left where the right is taken or outside, or not at all', () => {
  const labels = placeLabels(
    [
      { id: 0, text: 'queen', x: 20, y: 50 },
      { id: 1, text: 'king', x: 190, y: 50 },
      { id: 2, text: 'princess', x: 22, y: 52 },
      { id: 3, text: 'woman', x: 20, y: 80 },
      { id: 4, text: 'man', x: 20, y: 98 },
    ],
    { width: 200, height: 100 },
  );
  expect(labels.map(({ id, anchor }) => [id, anchor])).toEqual([
    [0, 'start'],
    [1, 'end'],
    [3, 'start'],
  ]);
});
