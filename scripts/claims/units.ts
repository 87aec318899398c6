// Which neurons and features look like an AND of two names, and what ablation says of them.
import type { LensResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { Figures } from './figures.ts';
import { keyOf } from './lens-figures.ts';
import { withBundled } from './open-model.ts';

const MLPS = [
  ['facts', 0],
  ['facts', 1],
  ['league', 0],
] as const;

export async function* unitClaims(): AsyncGenerator<Figures> {
  const others: number[] = [];
  for (const [preset, layer] of MLPS) {
    const result = await withBundled(preset, (model) => model.lens('and-gates-facts', { layer }));
    yield { [`${preset}-${layer}`]: ablationFigures(result) };
    others.push(...result.switchedOff.map(({ others: { right, of } }) => right / of));
  }
  yield { others: Math.min(...others) };
  yield {
    autoencoder: await withBundled('facts', async (model) =>
      autoencoderFigures(
        await model.lens('sparse-autoencoder', { layer: 1, features: 512, k: 8, steps: 300, seed: 0 }),
      ),
    ),
  };
}

/** `sets.most-active.own` of `sets.most-active.of` questions. */
function ablationFigures({ switchedOff, facts, subjects }: LensResult<'and-gates-facts'>): Figures {
  const names = [...new Set(switchedOff.map(({ which }) => which))];
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const sets = names.map((name) => {
    const own = switchedOff.filter(({ which }) => which === name);
    return [
      keyOf(name),
      {
        own: sum(own.map(({ own: count }) => count.right)),
        ownAtMean: sum(own.map(({ ownAtMean }) => ownAtMean.right)),
        of: sum(own.map(({ own: count }) => count.of)),
      },
    ] as const;
  });
  return {
    ...facts,
    subjects: subjects.length,
    sets: Object.fromEntries(sets),
  };
}

const autoencoderFigures = ({
  explained,
  explainedBeside,
  explainedAtAnswers = Number.NaN,
  dead,
  facts,
}: LensResult<'sparse-autoencoder'>): Figures => ({
  ...{ explained, explainedBeside, explainedAtAnswers, dead },
  ...facts,
});
