// Rank-one edits of twenty facts, each in the unedited model.
import { bootstrapInterval } from '../../src/lenses/shared/bootstrap.ts';
import { formatPercent, formatTable } from '../../src/lenses/shared/text-table.ts';
import type { EditBenchmarkResult } from '../../src/workers/rpc/api/lab-api.ts';
import { withBundled } from './open-model.ts';

const HEAD = ['model', 'success', 'paraphrase', 'others kept', '95 %', 'unprotected kept'];

export async function* editClaims(): AsyncGenerator<string> {
  const rows = [];
  for (const preset of ['facts', 'world'])
    for (const preserveOthers of [false, true]) {
      const result = await withBundled(preset, (model) => model.lens('edit-benchmark', { preserveOthers }));
      rows.push([`${preset}${preserveOthers ? ', others protected' : ''}`, ...editCells(result)]);
    }
  yield '# edits: 20 facts, interval over facts';
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
  const ratios = edits.map(({ others }) => ({ numerator: others.kept, denominator: others.of }));
  return [
    ...[success, paraphrase, kept].map(formatPercent),
    bootstrapInterval(ratios, 0).map(formatPercent).join(' to '),
    unprotectedKept === undefined ? '–' : formatPercent(unprotectedKept),
  ];
}
