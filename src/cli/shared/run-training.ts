// Trains a run and writes its model, with a progress bar on stderr and a JSON line per step in the log.

import { setImmediate } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import { appendSteps, EMPTY_SERIES, type Series } from '../../shared/history/series.ts';
import type { Trainable } from '../../workers/session/training-loop.ts';
import { interruptible, interruptionError } from './interruption.ts';
import { writeOutputFile } from './output-files.ts';
import { StepLog } from './step-log.ts';

/** Milliseconds between two updates of the progress bar. */
const RENDER_INTERVAL_MS = 50;
/** Milliseconds between two returns to the event loop, which delivers signals. Steps on the CPU do not return to it. */
const YIELD_INTERVAL_MS = 10;

export interface TrainingResult {
  readonly loss: number;
  /** At most 512 points. */
  readonly losses: Series;
  readonly seconds: number;
  /** 1 if the log is incomplete. */
  readonly exitCode: 0 | 1;
}

/** Points of the loss curve in a model file. */
const MAX_POINTS = 512;

/**
 * Trains to the last step and writes the model before any evaluation. A signal ends training after the current step: the model
 * is written and an error with the signal's exit code is thrown.
 */
export function trainToFile(
  run: Trainable,
  { out, log }: { out?: string; log?: string },
  serialize: (losses: Series) => Promise<Uint8Array>,
  beforeStep?: BeforeStep,
): Promise<TrainingResult> {
  return interruptible(async (signal) => {
    const stepLog = log === undefined ? undefined : new StepLog(log);
    const training = { signal, stepLog, beforeStep };
    const result = await runTraining(run, training).finally(() => stepLog?.close());
    if (out !== undefined) await writeOutputFile(out, await serialize(result.losses));
    if (signal.aborted) throw interruptionError(signal, run.step, out);
    return { ...result, exitCode: stepLog?.failed ? 1 : 0 };
  });
}

/** Called when all steps before `step` are done, unless it has nothing to do there. */
export interface BeforeStep {
  isDue(step: number): boolean;
  run(step: number): Promise<void>;
}

interface TrainingOptions {
  readonly signal: AbortSignal;
  readonly stepLog?: StepLog;
  readonly beforeStep?: BeforeStep;
}

/** Pipelines two steps at a time. Throws when loss or gradient norm is not finite. */
async function runTraining(run: Trainable, { signal, stepLog, beforeStep }: TrainingOptions) {
  const bar = new SingleBar({
    format: 'training [{bar}] {value}/{total} steps, loss {loss}, {eta_formatted} left',
    stream: process.stderr,
    noTTYOutput: false,
    gracefulExit: false,
  });
  const { steps } = run;
  bar.start(steps, 0, { loss: '–' });
  signal.addEventListener('abort', () => bar.stop());
  const startedAt = performance.now();
  let loss = Number.NaN;
  let losses = EMPTY_SERIES;
  let renderedAt = 0;
  let yieldedAt = startedAt;
  const logStep = async (pending: ReturnType<Trainable['train']>) => {
    const point = await pending;
    const { step } = point;
    if (!Number.isFinite(point.loss) || !Number.isFinite(point.gradientNorm)) {
      bar.stop();
      throw new Error(
        `The loss is no longer a number at step ${step}. Lower the learning rate and train again.`,
      );
    }
    loss = point.loss;
    losses = appendSteps(losses, [point], MAX_POINTS);
    stepLog?.append(point);
    // Drawing the bar takes longer than a step of a small network.
    if (step + 1 < steps && performance.now() - renderedAt < RENDER_INTERVAL_MS) return;
    renderedAt = performance.now();
    bar.update(step + 1, { loss: loss.toFixed(3) });
  };
  let previous: Promise<void> = Promise.resolve();
  while (run.step < steps && !signal.aborted) {
    if (beforeStep?.isDue(run.step)) {
      await previous;
      await beforeStep.run(run.step);
    }
    const current = logStep(run.train());
    current.catch(() => {}); // a rejection is thrown by the await of the next turn
    await previous;
    previous = current;
    if (performance.now() - yieldedAt < YIELD_INTERVAL_MS) continue;
    await setImmediate();
    yieldedAt = performance.now();
  }
  await previous;
  bar.stop();
  return { loss, losses, seconds: (performance.now() - startedAt) / 1000 };
}
