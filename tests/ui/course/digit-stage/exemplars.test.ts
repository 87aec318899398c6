// Every image that chapters 1 to 3 show as an example of a digit looks like it: the pretrained network reads it, and is sure.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COURSE } from '../../../../src/ui/course/course.ts';
import { EXEMPLARS, FIRST_IMAGES } from '../../../../src/ui/course/digit-stage/exemplars.ts';
import type { DigitSplit } from '../../../../src/workers/rpc/api/lab-api.ts';
import { openQuestionLab } from '../../../support/course/question-lab.ts';

/** Images that load first: no moment waits for the other 64,000. */
const LOADED = { train: 5000, test: 1000 };

let lab: Awaited<ReturnType<typeof openQuestionLab>>;

beforeAll(async () => {
  lab = await openQuestionLab();
});
afterAll(() => lab.dispose());

/** Label and outputs of an image. */
async function read(split: DigitSplit, index: number) {
  const { labels } = await lab.digits.lens('images', { split, from: index, count: 1 });
  const { a } = await lab.digits.lens('activations', { split, indices: [index] });
  return { label: labels[0], outputs: Array.from(a[a.length - 1].data) };
}

test.each(['test', 'train'] as const)(
  'an image of each digit, %s: read right and with at least 0.9',
  async (split) => {
    expect(EXEMPLARS[split]).toHaveLength(10);
    expect(Math.max(...EXEMPLARS[split])).toBeLessThan(LOADED[split]);
    const found = await Promise.all(EXEMPLARS[split].map((index) => read(split, index)));
    expect(found.map(({ label }) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(found.filter(({ label, outputs }) => outputs[label] < 0.9)).toEqual([]);
  },
);

test.each([1, 2, 3] as const)('the images of all moments of chapter %i', async (number) => {
  const { split, image } = FIRST_IMAGES[number];
  for (const { title, settings } of COURSE[number - 1].moments) {
    const index = Number(settings?.image ?? image);
    expect(index, title).toBeLessThan(LOADED[split]);
    const { label, outputs } = await read(split, index);
    expect(outputs.indexOf(Math.max(...outputs)), title).toBe(label);
    expect(outputs[label], title).toBeGreaterThanOrEqual(0.9);
  }
});
