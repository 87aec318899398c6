// By which frequencies the bundled `modular` adds, and what the others are worth.
import type { LensResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { Figures } from './figures.ts';
import { withBundled } from './open-model.ts';

export async function* fourierClaims(): AsyncGenerator<Figures> {
  yield await withBundled('modular', async (model) => fourierFigures(await model.lens('fourier', {})));
}

export function fourierFigures({ frequencies, modulus, ...scores }: LensResult<'fourier'>): Figures {
  const key = frequencies.filter(({ isKey }) => isKey);
  const others = frequencies.filter(({ isKey }) => !isKey);
  return {
    ...{ key: key.length, logits: key.reduce((sum, { logits }) => sum + logits, 0) },
    gain: {
      low: Math.min(...key.map(({ gain }) => gain)),
      high: Math.max(...key.map(({ gain }) => gain)),
      others: Math.max(...others.map(({ gain }) => gain)),
    },
    ...{ restricted: { ...scores.restricted }, excluded: { ...scores.excluded } },
    others: {
      count: others.length,
      restricted: { ...scores.others.restricted },
      excluded: { ...scores.others.excluded },
    },
    ...{ train: { ...scores.train }, validation: { ...scores.validation }, guess: Math.log(modulus) },
  };
}
