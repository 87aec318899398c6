// Where recall sits: causal traces over facts.
import type { Figures } from './figures.ts';
import { traceFigures } from './lens-figures.ts';
import { withBundled } from './open-model.ts';

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
