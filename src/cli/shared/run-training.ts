// Trains a run to its last step, with a progress bar on stderr and a JSON line per step in the log.

import { appendFileSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import type { Trainable } from '../../workers/session/training-loop.ts';

/** Milliseconds between two updates of the progress bar. */
const RENDER_INTERVAL_MS = 50;

/** Pipelines two steps at a time. Throws when loss or gradient norm is not finite. */
export async function runTraining(
  run: Trainable,
  log: string | undefined,
): Promise<{ loss: number; seconds: number }> {
  const bar = new SingleBar({
    format: 'training [{bar}] {value}/{total} steps, loss {loss}, {eta_formatted} left',
    stream: process.stderr,
    noTTYOutput: false,
  });
  const { steps } = run;
  bar.start(steps, 0, { loss: '–' });
  const startedAt = performance.now();
  let loss = Number.NaN;
  let renderedAt = 0;
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
    if (log) appendFileSync(log, `${JSON.stringify(point)}\n`);
    // Drawing the bar takes longer than a step of a small network.
    if (step + 1 < steps && performance.now() - renderedAt < RENDER_INTERVAL_MS) return;
    renderedAt = performance.now();
    bar.update(step + 1, { loss: loss.toFixed(3) });
  };
  let previous: Promise<void> = Promise.resolve();
  while (run.step < steps) {
    const current = logStep(run.train());
    await previous;
    previous = current;
  }
  await previous;
  bar.stop();
  return { loss, seconds: (performance.now() - startedAt) / 1000 };
}
