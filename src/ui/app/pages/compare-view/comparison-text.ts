// Status texts of a comparison.

import { msg, str } from '@lit/localize';
import type { ComparisonInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatBytes } from '../../../format/quantities.ts';
import { timeLeft } from '../../../format/time-left.ts';
import { type ComparisonState, comparisonProgress, type VariantView } from '../../../types/comparison.ts';

/** The status line under the page title. */
export function comparisonStatusText(state: ComparisonState): string {
  const { comparison, variants, isPending } = state;
  if (isPending) return msg('Preparing data and both models …');
  if (!comparison || variants.length === 0) return msg('Nothing has been compared yet.');
  const { step, runState } = comparisonProgress(state);
  const steps = Math.max(...variants.map(({ run }) => run?.training.steps ?? 0));
  const progress = msg(str`step ${formatInteger(step)} of ${formatInteger(steps)}`);
  if (runState === 'finished') return msg(str`Ended after ${formatInteger(step)} steps.`);
  if (runState !== 'training') return msg(str`Paused at ${progress}.`);
  return step === 0
    ? msg('Evaluating the initial weights …')
    : msg(str`Training both, ${progress}${timeLeft(longestTimeLeft(variants))}.`);
}

/** Of the longer run; each pace counts the time of the other variant, since the two take turns. */
function longestTimeLeft(variants: readonly VariantView[]): number | undefined {
  const seconds = variants.flatMap(({ runState, secondsLeft }) =>
    runState === 'training' ? (secondsLeft ?? []) : [],
  );
  return seconds.length > 0 ? Math.max(...seconds) : undefined;
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
      ? msg('Both are trained on the same batches.')
      : msg('Their batches differ, because the data, seed, batch size or context differ.'),
    msg(str`${formatInteger(sharedWeights)} weights start with the same values.`),
    msg(str`Evaluated every ${formatInteger(evaluateEvery)} steps.`),
    msg(str`Training memory: ${formatBytes(memoryBytes)}.`),
  ].join(' ');
}
