// Where a run stands, in words.

import { isAsBrought, type LabState } from '../../controllers/lab-state.ts';
import { whole } from '../numbers.ts';
import { short } from '../quantities.ts';

/** One sentence or two under the page's title. */
export function runWords(lab: LabState): string {
  const { runState, run, step, unitsPerSecond, waiting, engine, past } = lab;

  if (waiting === 'engine') return 'Testing every kernel on this device …';
  if (waiting === 'model') return 'Making the data and the network …';
  if (!run) return engine ? 'There is no model yet.' : '';
  const brought = sourceWords(lab);
  if (brought) return brought;
  const of = `step ${whole(step)} of ${whole(run.training.steps)}`;
  if (past !== undefined) return `The past: as it was at ${of}.`;
  switch (runState) {
    case 'none':
      return 'There is no model yet.';
    case 'ready':
      return `Ready: ${short(run.parameterCount)} weights, all random so far. Press Train and watch.`;
    case 'training':
      return `Training, ${of}${remaining(run, step, unitsPerSecond)}.`;
    case 'paused':
      return `Paused at ${of}. The model stays: look inside it, or resume.`;
    case 'finished':
      return `Finished after ${whole(step)} steps.`;
    case 'diverged':
      return `Stopped at ${of}.`;
    default:
      return runState satisfies never;
  }
}

/** For a model that came trained, as long as nothing has changed it. */
function sourceWords(lab: LabState): string | undefined {
  const { source, run, step, runState } = lab;
  if (run?.onlyLookedAt) {
    return `Opened from “${source?.name ?? run.preset}”, to look into: it came without data, so it is not trained here.`;
  }
  if (!source || !run || runState === 'training' || !isAsBrought(lab)) return undefined;
  return source.from === 'page'
    ? `A trained network that came with the page, at step ${whole(step)}. Look inside, or train one yourself from scratch.`
    : `Opened from “${source.name}”, at step ${whole(step)} of ${whole(run.training.steps)}.`;
}

function remaining(
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
export function lossWords(loss: number | undefined, vocabulary: number): string {
  const even = `Guessing evenly among its ${whole(vocabulary)} tokens gives ${Math.log(vocabulary).toFixed(2)} nats.`;
  if (loss === undefined || !Number.isFinite(loss)) return even;
  if (loss > 1.3 * Math.log(vocabulary))
    return `${even} Now it does worse than that: the steps may be too large.`;
  const share = Math.exp(-loss) * 100;
  return `${even} Now it gives the right one a probability of ${share < 1 ? share.toFixed(1) : Math.round(share)}\u202f%, on (geometric) average.`;
}
