// Records the history of a training into a folder: checkpoints, the loss curve, and evaluations, as they ship with a model.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Weights } from '../../model/architecture/weights.ts';
import { serializeRecord } from '../../model/files/record.ts';
import { readRecordedCheckpoint, writeRecordedCheckpoint } from '../../model/files/recorded-checkpoint.ts';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import type { Series } from '../../shared/history/series.ts';
import { checkpointFile, HISTORY_FILE, type RecordedFile } from '../../shared/model-record.ts';
import type { BeforeStep } from './run-training.ts';

interface RecordedRun {
  readonly steps: number;
  readonly weights: Weights;
}

interface RecorderOptions {
  readonly checkpoints?: string;
  readonly checkpointCount?: number;
}

interface Evaluated {
  readonly step: number;
}

const DEFAULT_COUNT = 14;
/** Step of the first checkpoint after the initial weights. */
const FIRST_STEP = 4;
/** Evaluations between the checkpoints: evenly spaced over the training. */
const EVEN_EVALUATIONS = 16;

/** Steps of checkpoints: 0, then evenly spaced in the logarithm. The last step is the model's own file. */
function checkpointSteps(steps: number, count: number): number[] {
  const growth = (steps / FIRST_STEP) ** (1 / (count - 1));
  const spaced = Array.from({ length: count - 1 }, (_, i) => Math.round(FIRST_STEP * growth ** i));
  return [0, ...new Set(spaced)].filter((step) => step < steps);
}

/** The recorder that the options ask for. `training`: its id, in the history and each checkpoint. */
export function createRecorder(
  { checkpoints: folder, checkpointCount: count }: RecorderOptions,
  run: RecordedRun,
  evaluate: () => Promise<Evaluated>,
  training: string,
): CheckpointRecorder | undefined {
  if (folder !== undefined) return new CheckpointRecorder(folder, run, evaluate, training, count);
  if (count !== undefined) throw new Error('--checkpoint-count goes with --checkpoints.');
}

function createFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new Error(`${folder} cannot be created: ${reason}; name another folder.`);
  }
}

class CheckpointRecorder implements BeforeStep {
  private readonly folder: string;
  private readonly target: RecordedRun;
  private readonly evaluate: () => Promise<Evaluated>;
  private readonly training: string;
  private readonly checkpointSteps: ReadonlySet<number>;
  private readonly evaluationSteps: ReadonlySet<number>;
  private readonly checkpoints: RecordedFile[] = [];
  private readonly evaluations: Evaluated[] = [];

  constructor(
    folder: string,
    run: RecordedRun,
    evaluate: () => Promise<Evaluated>,
    training: string,
    count = DEFAULT_COUNT,
  ) {
    if (count < 2) throw new Error(`--checkpoint-count is ${count}; at least 2 are needed.`);
    this.folder = folder;
    this.target = run;
    this.evaluate = evaluate;
    this.training = training;
    this.checkpointSteps = new Set(checkpointSteps(run.steps, count));
    const even = Array.from({ length: EVEN_EVALUATIONS }, (_, i) =>
      Math.round((i * run.steps) / EVEN_EVALUATIONS),
    );
    this.evaluationSteps = new Set([...this.checkpointSteps, ...even]);
    createFolder(folder);
    // Those of a former training, whose steps may differ.
    for (const name of readdirSync(folder))
      if (/^step-\d+\.safetensors$/.test(name)) rmSync(join(folder, name));
  }

  isDue(step: number): boolean {
    return this.evaluationSteps.has(step);
  }

  async run(step: number): Promise<void> {
    if (!this.checkpointSteps.has(step)) return void this.evaluations.push(await this.evaluate());
    const { training } = this;
    const { weights } = this.target;
    const values = await weights.get();
    const bytes = writeRecordedCheckpoint(weights.parameters, { step, weights: values, training });
    await writeFileAtomic(join(this.folder, checkpointFile(step)), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.checkpoints.push({ step, bytes: bytes.length, sha256 });
    // Evaluated as they are written: what a chart shows is what the checkpoint computes.
    weights.set(readRecordedCheckpoint(weights.parameters, bytes).weights);
    this.evaluations.push(await this.evaluate());
    weights.set(values);
  }

  /** Evaluates the model and writes the history. */
  async finish(series: Series): Promise<void> {
    const { checkpoints, training } = this;
    const evaluations = [...this.evaluations, await this.evaluate()];
    await writeFileAtomic(
      join(this.folder, HISTORY_FILE),
      serializeRecord({ checkpoints, history: { series, evaluations }, training }),
    );
  }
}
