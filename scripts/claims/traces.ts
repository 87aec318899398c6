// Where recall sits: causal traces over facts; and how far it reaches, in wordings that no training sentence has.
import type { Figures } from './figures.ts';
import { interval, traceFigures } from './lens-figures.ts';
import { withBundled } from './open-model.ts';

/** Of all new wordings, with 95 % of a bootstrap over subjects; and of each, the lowest first. */
export async function* wordingClaims(): AsyncGenerator<Figures> {
  yield await withBundled('facts', async (model) => {
    const { splits } = await model.lens('facts', { newWordings: true });
    const [all, ...each] = splits.filter(({ name }) => !name.includes('pairs'));
    return {
      all: { share: all.right / all.of, ...interval(all.interval) },
      each: each.map(({ right, of }) => right / of).sort((one, other) => one - other),
    };
  });
}

export async function* traceClaims(): AsyncGenerator<Figures> {
  for (const [preset, count] of [
    ['facts', 160],
    ['world', 40],
  ] as const)
    yield {
      [preset]: await withBundled(preset, async (model) =>
        traceFigures(await model.lens('causal-trace-facts', { count, relation: 'sport' })),
      ),
    };
}
