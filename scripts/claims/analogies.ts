// Analogies, beside the nearest word without any direction.
import { formatPercent, formatSigned, formatTable } from '../../src/lenses/shared/text-table.ts';
import { withBundled } from './open-model.ts';

export async function* analogyClaims(): AsyncGenerator<string> {
  for (const preset of ['stories', 'world'])
    yield* await withBundled(preset, async (model) => {
      const { relations } = await model.lens('relations', {});
      const rows = relations.map(
        ({ name, consistency, solved, solvedByNearest, solvedWithInputs, count }) => [
          name,
          String(count),
          formatSigned(consistency),
          ...[solved, solvedByNearest, solvedWithInputs].map(formatPercent),
        ],
      );
      const head = ['relation', 'analogies', 'mean cosine', 'solved', 'by nearness to c', 'inputs allowed'];
      return [`# ${preset}: analogies at rank 1`, ...formatTable([head, ...rows]), ''];
    });
}
