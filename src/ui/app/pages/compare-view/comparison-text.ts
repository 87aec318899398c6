// Status texts of a comparison.

import type { ComparisonInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatBytes } from '../../../format/quantities.ts';
import { type ComparisonState, comparisonProgress, type VariantView } from '../../../types/comparison.ts';

/** The status line under the page title. */
export function comparisonStatusText(state: ComparisonState): string {
  const { comparison, variants, isPending } = state;
  if (isPending) return 'Preparing data and both models …';
  if (!comparison || variants.length === 0) return 'Nothing has been compared yet.';
  const { step, runState } = comparisonProgress(state);
  const steps = Math.max(...variants.map(({ run }) => run?.training.steps ?? 0));
  const progress = `step ${formatInteger(step)} of ${formatInteger(steps)}`;
  if (runState === 'finished') return `Ended after ${formatInteger(step)} steps.`;
  if (runState !== 'training') return `Paused at ${progress}.`;
  return step === 0
    ? 'Evaluating the initial weights …'
    : `Training both, ${progress}${remainingTime(variants)}.`;
}

/** Each speed counts the time of the other variant, since the two take turns. */
function remainingTime(variants: readonly VariantView[]): string {
  const seconds = variants.map(({ run, step, unitsPerSecond }) =>
    run && unitsPerSecond > 0
      ? ((run.training.steps - step) * run.training.B * run.model.T) / unitsPerSecond
      : 0,
  );
  const longest = Math.max(...seconds);
  if (longest === 0) return '';
  return longest < 90
    ? `, about ${Math.ceil(longest)} s left`
    : `, about ${Math.round(longest / 60)} min left`;
}

/** What the variants have in common, a sentence each. */
export function commonText({
  sameBatches,
  sharedWeights,
  evaluateEvery,
  memoryBytes,
}: ComparisonInfo): string {
  return [
    sameBatches
      ? 'Both are trained on the same batches.'
      : 'Their batches differ, because the data, seed, batch size or context differ.',
    `${formatInteger(sharedWeights)} weights start with the same values.`,
    `Evaluated every ${formatInteger(evaluateEvery)} steps.`,
    `Training memory: ${formatBytes(memoryBytes)}.`,
  ].join(' ');
}
