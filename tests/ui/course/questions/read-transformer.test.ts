// Patterns of all heads take a second of the engine: questions read them once for the same weights.
import { expect, test, vi } from 'vitest';
import type { QuestionLab } from '../../../../src/ui/course/questions/question.ts';
import { headsOf } from '../../../../src/ui/course/questions/read-transformer.ts';

const habits = [{ habit: 'previous token', scores: [[0.1, 0.9]], chance: 0.2, queries: 9 }];
const labWith = (lens: () => Promise<unknown>, model: readonly unknown[]) =>
  ({ transformer: { lens }, model }) as unknown as QuestionLab;

test('the same weights are read once, others anew, and a failure is not kept', async () => {
  const run = {};
  const lens = vi.fn(async () => ({ habits }));
  for (const step of [10, 10, 11]) {
    const heads = await headsOf(labWith(lens, [run, step]), 'previous token');
    expect(heads['previous token']).toMatchObject({ layer: 0, head: 1 });
  }
  expect(lens).toHaveBeenCalledTimes(2);
  const failing = labWith(() => Promise.reject(new Error('busy')), [run, 12]);
  await expect(headsOf(failing, 'previous token')).rejects.toThrow('busy');
  await headsOf(labWith(lens, [run, 12]), 'previous token');
  expect(lens).toHaveBeenCalledTimes(3);
});
