// What the course's model answers, and what its senses of a word are worth, beside rules that read no network.
import type { LensResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { Figures } from './figures.ts';
import { interval, keyOf } from './lens-figures.ts';
import { withBundled } from './open-model.ts';
import { ownerFigures } from './owners.ts';

export async function* measureClaims(): AsyncGenerator<Figures> {
  yield {
    recall: await withBundled('world', async (model) =>
      Object.fromEntries((await model.lens('recall', {})).measures.map(recallFigures)),
    ),
  };
  yield { owners: await withBundled('world', ownerFigures) };
  yield {
    senses: await withBundled('world', async (model) => senseFigures(await model.lens('word-senses', {}))),
  };
}

type Recall = LensResult<'recall'>['measures'][number];

/** By the name of the measure: splits, wordings in order, chance and rule. */
const recallFigures = ({ name, chance = Number.NaN, rule, splits, wordings }: Recall) => {
  const share = ({ right, of, interval: range }: Recall['splits'][number]) => ({
    share: right / of,
    ...interval(range),
  });
  return [
    keyOf(name),
    {
      ...{ chance, rule: rule?.value ?? Number.NaN },
      ...Object.fromEntries(splits.map((split) => [keyOf(split.name), share(split)])),
      wordings: wordings.map(share),
    },
  ] as const;
};

function senseFigures({ points, best, chance, heldOutChance, rule }: LensResult<'word-senses'>): Figures {
  const share = ({ share: of, interval: range }: typeof best.trained) => ({ share: of, ...interval(range) });
  return {
    ...{ chance, heldOutChance, embedding: share(points[0].heldOut) },
    best: { trained: share(best.trained), heldOut: share(best.heldOut) },
    rule: { trained: share(rule.trained), heldOut: share(rule.heldOut) },
  };
}
