import { expect, it } from 'vitest';
import type { Series } from '../../../../../src/shared/history/series.ts';
import { lossLines } from '../../../../../src/ui/app/pages/train-view/loss-lines.ts';

const series = { points: [{ step: 0, loss: 4 }], bucket: 1 } as unknown as Series;

it('draws the pretrained model’s validation loss as a level line beside a model of one’s own alone', () => {
  const names = (pretrained?: number) =>
    lossLines(series, [4], [], 200, 100, pretrained).map(({ name }) => name);
  expect(names()).toEqual(['uniform guessing', 'batch', 'training', 'validation']);
  expect(names(0.85)).toContain('pretrained');
  const line = lossLines(series, [4], [], 200, 100, 0.85).find(({ name }) => name.startsWith('pretrained'));
  expect(line).toMatchObject({
    style: 'dashed',
    points: [
      [0, 0.85],
      [200, 0.85],
    ],
  });
});
