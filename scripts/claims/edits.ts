// Rank-one edits of twenty facts, each in the unedited model, and fine-tuning instead.
import type { Ratio } from '../../src/shared/bootstrap.ts';
import type { EditBenchmarkResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { Figures } from './figures.ts';
import { interval } from './lens-figures.ts';
import { withBundled } from './open-model.ts';

const PRESETS = { facts: ['matrix', 'model'], world: ['model'] } as const;

export async function* editClaims(): AsyncGenerator<Figures> {
  for (const [preset, baselines] of Object.entries(PRESETS)) {
    const benchmark = (request: object) =>
      withBundled(preset, (model) => model.lens('edit-benchmark', request));
    yield { [preset]: { edited: editFigures(await benchmark({})) } };
    for (const baseline of baselines) {
      const { fineTuning } = await benchmark({ baseline });
      yield { [preset]: { [baseline]: Object.fromEntries((fineTuning?.tried ?? []).map(rateFigures)) } };
    }
  }
  yield {
    protected: editFigures(
      await withBundled('facts', (model) => model.lens('edit-benchmark', { preserveOthers: true })),
    ),
  };
}

/** By the share of the training's rate: `0-03`. */
const rateFigures = ({
  share,
  success,
  paraphrase,
  kept,
  keptInterval,
}: NonNullable<EditBenchmarkResult['fineTuning']>['tried'][number]) =>
  [
    String(share).replace('.', '-'),
    { success, paraphrase, kept: { mean: kept, ...interval(keptInterval) } },
  ] as const;

/** `kept.sport` and `kept.capital` apart too, and `subjects.<name>`, what the edit of one leaves of the others. */
export function editFigures(result: EditBenchmarkResult): Figures {
  const { edits, success, paraphrase, kept, keptInterval, withText, allThree } = result;
  const { sameFirstNameKept, sameLastNameKept, unprotectedKept } = result;
  const ratio = ({ others }: (typeof edits)[number]): Ratio => ({
    numerator: others.kept,
    denominator: others.of,
  });
  const ofRelation = (name: string) => edits.filter(({ relation }) => relation === name).map(ratio);
  const share = (ratios: readonly Ratio[]) =>
    ratios.reduce((sum, { numerator }) => sum + numerator, 0) /
    ratios.reduce((sum, { denominator }) => sum + denominator, 0);
  return {
    ...{ success, paraphrase, withText, allThree, successes: edits.filter((edit) => edit.success).length },
    kept: {
      mean: kept,
      ...interval(keptInterval),
      sport: share(ofRelation('sport')),
      capital: share(ofRelation('capital')),
    },
    ...(sameFirstNameKept !== undefined && { firstNameKept: sameFirstNameKept }),
    ...(sameLastNameKept !== undefined && { lastNameKept: sameLastNameKept }),
    ...(unprotectedKept !== undefined && { unprotectedKept }),
    subjects: Object.fromEntries(
      edits.map(({ subject, relation, others }) => [
        `${subject.replaceAll(' ', '-')}-${relation}`,
        others.kept / others.of,
      ]),
    ),
  };
}
