// Labels in the scatter plot: no overlap, none cut off.

import { expect, it } from 'vitest';
import { placeLabels } from '../../../../src/ui/course/05-transformers/views/point-cloud/labels.ts';

it('are right of their points, left if the right side is occupied or outside, or omitted', () => {
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
