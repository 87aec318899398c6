// Status texts of a run.

import { formatInteger } from '../../format/numbers.ts';
import { formatCompact } from '../../format/quantities.ts';
import { isPristine, type LabState } from '../../types/lab.ts';

export const BUNDLED_MODEL_TEXT = 'pretrained';

/** The status line under the page title. */
export function runStatusText(lab: LabState): string {
  const { runState, run, step, unitsPerSecond, pending, engine, previewStep, reading } = lab;

  if (reading)
    return `Reading: ${reading.label}, ${Math.floor((100 * reading.done) / reading.total)}\u202f%.`;
  if (pending === 'engine') return 'Testing every kernel on this device …';
  if (pending === 'model') return 'Preparing data and model …';
  if (!run) return engine ? 'No model yet.' : '';
  const sourceText = modelSourceText(lab);
  if (sourceText) return sourceText;
  const progress = `step ${formatInteger(step)} of ${formatInteger(run.training.steps)}`;
  if (previewStep !== undefined) return `Checkpoint preview: ${progress}.`;
  switch (runState) {
    case 'none':
      return 'No model yet.';
    case 'ready':
      return `Ready: ${formatCompact(run.parameterCount)} weights, randomly initialized.`;
    case 'training':
      return `Training, ${progress}${remainingTimeText(run, step, unitsPerSecond)}.`;
    case 'paused':
      return `Paused at ${progress}.`;
    case 'finished':
      return `Finished after ${formatInteger(step)} steps.`;
    case 'diverged':
      return `Stopped at ${progress}.`;
    default:
      return runState satisfies never;
  }
}

/** Origin of a model that was loaded, until it is trained or edited. */
function modelSourceText(lab: LabState): string | undefined {
  const { source, run, step, runState } = lab;
  if (run?.isReadOnly) {
    return `Opened from “${source?.name ?? run.preset}”, read-only: its files contain no training data.`;
  }
  if (!source || !run || runState === 'training' || !isPristine(lab)) return undefined;
  return source.from === 'bundle'
    ? `Pretrained model, step ${formatInteger(step)}. Explore it, or train one from scratch.`
    : `Opened from “${source.name}”, at step ${formatInteger(step)} of ${formatInteger(run.training.steps)}.`;
}

function remainingTimeText(
  { training, model }: NonNullable<LabState['run']>,
  step: number,
  unitsPerSecond: number,
): string {
  if (unitsPerSecond === 0) return '';
  const seconds = ((training.steps - step) * training.B * model.T) / unitsPerSecond;
  return seconds < 90
    ? `, about ${Math.ceil(seconds)} s left`
    : `, about ${Math.round(seconds / 60)} min left`;
}

/** Compares a loss with that of uniform guessing, and converts it to a probability. */
export function lossText(loss: number | undefined, vocabulary: number): string {
  const uniformText = `Uniform guessing over ${formatInteger(vocabulary)} tokens gives ${Math.log(vocabulary).toFixed(2)} nats.`;
  if (loss === undefined || !Number.isFinite(loss)) return uniformText;
  if (loss > 1.3 * Math.log(vocabulary))
    return `${uniformText} The model is worse than that: the learning rate may be too high.`;
  const probabilityPercent = Math.exp(-loss) * 100;
  return `${uniformText} The model gives the correct token a probability of ${probabilityPercent < 1 ? probabilityPercent.toFixed(1) : Math.round(probabilityPercent)}\u202f% (geometric mean).`;
}
