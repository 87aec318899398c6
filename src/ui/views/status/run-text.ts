// Status texts of a run.

import { msg, str } from '@lit/localize';
import { formatFixed, formatInteger } from '../../format/numbers.ts';
import { formatCompact } from '../../format/quantities.ts';
import { timeLeft } from '../../format/time-left.ts';
import { isPristine, type LabState } from '../../types/lab.ts';

export const BUNDLED_MODEL_TEXT = msg('pretrained');

/** The status line under the page title. */
export function runStatusText(lab: LabState): string {
  const { runState, run, step, secondsLeft, pending, engine, previewStep, reading } = lab;

  if (reading)
    return msg(str`Reading: ${reading.label}, ${Math.floor((100 * reading.done) / reading.total)}\u202f%.`);
  if (pending === 'engine') return msg('Testing every kernel on this device …');
  if (pending === 'model') return msg('Preparing data and model …');
  if (!run) return engine ? msg('No model yet.') : '';
  const sourceText = modelSourceText(lab);
  if (sourceText) return sourceText;
  const progress = msg(str`step ${formatInteger(step)} of ${formatInteger(run.training.steps)}`);
  if (previewStep !== undefined) return msg(str`Checkpoint preview: ${progress}.`);
  switch (runState) {
    case 'none':
      return msg('No model yet.');
    case 'ready':
      return msg(str`Ready: ${formatCompact(run.parameterCount)} weights, randomly initialized.`);
    case 'training':
      return msg(str`Training, ${progress}${timeLeft(secondsLeft)}.`);
    case 'paused':
      return msg(str`Paused at ${progress}.`);
    case 'finished':
      return msg(str`Finished after ${formatInteger(step)} steps.`);
    case 'diverged':
      return msg(str`Stopped at ${progress}.`);
    default:
      return runState satisfies never;
  }
}

/** Origin of a model that was loaded, until it is trained or edited. */
function modelSourceText(lab: LabState): string | undefined {
  const { source, run, step, runState } = lab;
  if (run?.isReadOnly) {
    return msg(
      str`Opened from “${source?.name ?? run.preset}”, read-only: its files contain no training data.`,
    );
  }
  if (!source || !run || runState === 'training' || !isPristine(lab)) return undefined;
  return source.from === 'bundle'
    ? msg(str`Pretrained model, step ${formatInteger(step)}. Explore it, or train one from scratch.`)
    : msg(
        str`Opened from “${source.name}”, at step ${formatInteger(step)} of ${formatInteger(run.training.steps)}.`,
      );
}

/** Until two steps are done the rate is not known. */
export function throughputText({ runState, unitsPerSecond }: LabState): string {
  if (runState !== 'training') return msg('idle');
  return unitsPerSecond > 0 ? msg(str`${formatCompact(unitsPerSecond)} tokens/s`) : '…';
}

/** Compares a loss with that of uniform guessing, and converts it to a probability. */
export function lossText(loss: number | undefined, vocabulary: number): string {
  const uniformText = msg(
    str`Uniform guessing over ${formatInteger(vocabulary)} tokens gives ${formatFixed(Math.log(vocabulary), 2)} nats.`,
  );
  if (loss === undefined || !Number.isFinite(loss)) return uniformText;
  if (loss > 1.3 * Math.log(vocabulary))
    return msg(str`${uniformText} The model is worse than that: the learning rate may be too high.`);
  const probabilityPercent = Math.exp(-loss) * 100;
  return msg(
    str`${uniformText} The model gives the correct token a probability of ${probabilityPercent < 1 ? formatFixed(probabilityPercent, 1) : Math.round(probabilityPercent)}\u202f% (geometric mean).`,
  );
}
