// Rank-one edits of twenty facts, each in the unedited model.
import { type Ratio, shareInterval } from '../../src/lenses/shared/bootstrap.ts';
import { formatPercent, formatTable } from '../../src/lenses/shared/text-table.ts';
import type { EditBenchmarkResult } from '../../src/workers/rpc/api/lab-api.ts';
import { withBundled } from './open-model.ts';

const HEAD = ['', 'success', 'paraphrase', 'others kept', 'unprotected kept'];

const KINDS = [
  ['edited', {}],
  ['edited, others protected', { preserveOthers: true }],
  ['matrix fine-tuned', { baseline: 'matrix' }],
  ['model fine-tuned', { baseline: 'model' }],
] as const;

export async function* editClaims(): AsyncGenerator<string> {
  const rows = [];
  for (const preset of ['facts', 'world'])
    for (const [kind, request] of KINDS) {
      const result = await withBundled(preset, (model) => model.lens('edit-benchmark', request));
      const { fineTuning } = result;
      const rate = fineTuning ? `, rate × ${fineTuning.best.share}` : '';
      rows.push([`${preset}, ${kind}${rate}`, ...editCells(result)]);
    }
  yield '# edits: 20 facts, in brackets 95 % of a bootstrap over facts';
  yield* formatTable([HEAD, ...rows]);
  yield '';
}

export function editCells({
  edits,
  success,
  paraphrase,
  kept,
  unprotectedKept,
}: EditBenchmarkResult): string[] {
  const cell = (mean: number, ratioOf: (edit: EditBenchmarkResult['edits'][number]) => Ratio) => {
    const [low, high] = shareInterval(edits.map(ratioOf), 0);
    return `${formatPercent(mean)} (${formatPercent(low)} to ${formatPercent(high)})`;
  };
  return [
    cell(success, ({ fitted }) => ({
      numerator: fitted.filter(({ after }) => after.probability >= 0.9).length,
      denominator: fitted.length,
    })),
    cell(paraphrase, ({ paraphrases }) => ({
      numerator: paraphrases.filter(({ after }) => after.rank === 1).length,
      denominator: paraphrases.length,
    })),
    cell(kept, ({ others }) => ({ numerator: others.kept, denominator: others.of })),
    unprotectedKept === undefined ? '–' : formatPercent(unprotectedKept),
  ];
}
