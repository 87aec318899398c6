// What heads attend to, on sentences of the data's patterns and on others, beside what positions alone give, and what the loss is without them.

import { formatSigned, formatTable } from '../../src/lenses/shared/text-table.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';
import { lensOutput } from './lens-lines.ts';
import { withBundled } from './open-model.ts';

const KINDS = ['zero', 'mean', 'resample'] as const;
const BATCHES = 16;

export async function* headClaims(): AsyncGenerator<string> {
  for (const preset of ['stories', 'world'])
    yield* await withBundled(preset, async (model, info) => [
      `# ${preset}: heads that link words`,
      ...(await lensOutput(model, info, 'link-heads', {})).lines,
    ]);
  yield* await withBundled('repeats', ablationLines);
}

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
