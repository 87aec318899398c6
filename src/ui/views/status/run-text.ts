// Where a run stands, in words.

import { formatInteger } from '../../format/numbers.ts';
import { formatCompact } from '../../format/quantities.ts';
import { isPristine, type LabState } from '../../types/lab.ts';

/** One sentence or two under the page's title. */
export function runStatusText(lab: LabState): string {
  const { runState, run, step, unitsPerSecond, pending, engine, previewStep } = lab;

  if (pending === 'engine') return 'Testing every kernel on this device …';
  if (pending === 'model') return 'Making the data and the network …';
  if (!run) return engine ? 'There is no model yet.' : '';
  const sourceText = modelSourceText(lab);
  if (sourceText) return sourceText;
  const progress = `step ${formatInteger(step)} of ${formatInteger(run.training.steps)}`;
  if (previewStep !== undefined) return `The past: as it was at ${progress}.`;
  switch (runState) {
    case 'none':
      return 'There is no model yet.';
    case 'ready':
      return `Ready: ${formatCompact(run.parameterCount)} weights, all random so far. Press Train and watch.`;
    case 'training':
      return `Training, ${progress}${remainingTimeText(run, step, unitsPerSecond)}.`;
    case 'paused':
      return `Paused at ${progress}. The model stays: look inside it, or resume.`;
    case 'finished':
      return `Finished after ${formatInteger(step)} steps.`;
    case 'diverged':
      return `Stopped at ${progress}.`;
    default:
      return runState satisfies never;
  }
}

/** For a model that came trained, as long as nothing has changed it. */
function modelSourceText(lab: LabState): string | undefined {
  const { source, run, step, runState } = lab;
  if (run?.isReadOnly) {
    return `Opened from “${source?.name ?? run.preset}”, to look into: it came without data, so it is not trained here.`;
  }
  if (!source || !run || runState === 'training' || !isPristine(lab)) return undefined;
  return source.from === 'bundle'
    ? `A trained network that came with the page, at step ${formatInteger(step)}. Look inside, or train one yourself from scratch.`
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
    ? `, about ${Math.ceil(seconds)} s to go`
    : `, about ${Math.round(seconds / 60)} min to go`;
}

/** What a loss means, for who has never seen one. */
export function lossText(loss: number | undefined, vocabulary: number): string {
  const uniformText = `Guessing evenly among its ${formatInteger(vocabulary)} tokens gives ${Math.log(vocabulary).toFixed(2)} nats.`;
  if (loss === undefined || !Number.isFinite(loss)) return uniformText;
  if (loss > 1.3 * Math.log(vocabulary))
    return `${uniformText} Now it does worse than that: the steps may be too large.`;
  const probabilityPercent = Math.exp(-loss) * 100;
  return `${uniformText} Now it gives the right one a probability of ${probabilityPercent < 1 ? probabilityPercent.toFixed(1) : Math.round(probabilityPercent)}\u202f%, on (geometric) average.`;
}
