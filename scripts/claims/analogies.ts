// Analogies, beside the nearest word without any direction, and where the words of the question may be answers.
import type { LensResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { Figures } from './figures.ts';
import { keyOf } from './lens-figures.ts';
import { withBundled } from './open-model.ts';

export async function* analogyClaims(): AsyncGenerator<Figures> {
  for (const preset of ['stories', 'world'])
    yield {
      [preset]: await withBundled(preset, async (model) => analogyFigures(await model.lens('relations', {}))),
    };
}

export const analogyFigures = ({ relations }: LensResult<'relations'>): Figures =>
  Object.fromEntries(
    relations.map(({ name, solved, solvedByNearest, solvedBySum, solvedWithInputs }) => [
      keyOf(name),
      {
        ...{ solved, solvedByNearest, solvedBySum, solvedWithInputs },
        // Beyond the better of both rules that subtract nothing.
        added: solved - Math.max(solvedByNearest, solvedBySum),
      },
    ]),
  );
