// Claims about training: five seeds where one would not tell.
import { formatPercent, formatTable } from '../../src/lenses/shared/text-table.ts';
import { editCells } from './edits.ts';
import { traceLines } from './facts.ts';
import { withTrained } from './open-model.ts';

const SEEDS = [0, 1, 2, 3, 4];

export async function* trainingClaims(): AsyncGenerator<string> {
  const rows = [];
  for (const mlpWidth of [256, 0])
    for (const seed of SEEDS)
      rows.push(
        await withTrained({ preset: 'league', model: { mlpWidth }, training: { seed } }, async (model) => {
          const { facts } = await model.lens('facts', {});
          const replies = facts.flatMap(({ replies }) => replies);
          const share = (isHeldOut: boolean) => {
            const chosen = replies.filter(({ heldOut }) => heldOut === isHeldOut);
            return formatPercent(chosen.filter(({ rank }) => rank === 1).length / chosen.length);
          };
          return [mlpWidth > 0 ? 'with MLP' : 'without', String(seed), share(false), share(true)];
        }),
      );
  yield '# league: right answers, with and without MLP';
  yield* formatTable([['', 'seed', 'trained pairs', 'held-out pairs'], ...rows]);
  yield '';
  for (const seed of [1, 2])
    yield* await withTrained({ preset: 'facts', training: { seed } }, async (model) => [
      `# facts, seed ${seed}: causal trace`,
      ...(await traceLines(model)),
      '',
      `edits: ${editCells(await model.lens('edit-benchmark', {})).join(', ')}`,
      '',
    ]);
}
