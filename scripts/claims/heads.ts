// What heads attend to, beside the same head at the same distances elsewhere, and what the loss is without them.

import { formatSigned, formatTable } from '../../src/lenses/shared/text-table.ts';
import { bestHeadOf } from '../../src/shared/best-head.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';
import { withBundled } from './open-model.ts';

const KINDS = ['zero', 'mean', 'resample'] as const;
const BATCHES = 16;

export async function* headClaims(): AsyncGenerator<string> {
  for (const preset of ['stories', 'repeats', 'world'])
    yield* await withBundled(preset, attentionLines(preset));
  yield* await withBundled('repeats', ablationLines);
}

const attentionLines = (preset: string) => async (model: TransformerSession) => {
  const { habits } = await model.lens('head-patterns', {});
  const rows = habits.flatMap(({ habit, chance, scores, positional }) => {
    if (!positional) return [];
    const { layer, head, score } = bestHeadOf(scores, positional);
    const numbers = [score, positional[layer][head], chance].map((share) => share.toFixed(2));
    return [[habit, `${layer}.${head}`, ...numbers]];
  });
  const head = ['from … to', 'head', 'attention', 'same distance elsewhere', 'uniform'];
  return [`# ${preset}: attention`, ...formatTable([head, ...rows]), ''];
};

/** Every head of the second layer alone, and all of them. */
async function ablationLines(model: TransformerSession): Promise<string[]> {
  const heads = [0, 1, 2, 3].map((head) => ({ layer: 1, head }));
  const sets = [...heads.map((head) => [head]), heads];
  const rows = [];
  for (const [first, ...also] of sets) {
    const cells = [];
    for (const kind of KINDS) {
      const request = { text: 'ba', ...first, also, kind, batches: BATCHES, seed: 0 };
      const { change, interval } = await model.lens('head-ablation', request);
      const [low, high] = interval.map((each) => formatSigned(each, 4));
      cells.push(`${formatSigned(change, 4)} (${low} to ${high})`);
    }
    rows.push([also.length > 0 ? 'all of layer 1' : `1.${first.head}`, ...cells]);
  }
  return [
    '# repeats: change of the loss without heads, 256 rows',
    ...formatTable([['head', ...KINDS], ...rows]),
    '',
  ];
}
