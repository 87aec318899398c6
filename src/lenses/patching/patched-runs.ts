// Runs of many prompts of one length, each with changes of its own to its activations, in batches.

import type { ActivationName } from '../../model/architecture/activations.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import { paddedLength } from '../../model/architecture/context-window.ts';
import { rowsAtOnce } from '../../model/inspection/inspect-in-batches.ts';
import type { Inspector, InspectorResult, NDArray } from '../../model/inspection/inspector.ts';
import { compileInterventions, type Intervention } from '../../model/inspection/interventions.ts';
import type { Job } from '../../shared/job.ts';
import type { MetricName } from '../shared/patching-options.ts';
import { type Answers, writeMetricGradient } from './metric.ts';

/** A change of one row's activations: a slice is replaced, or a vector is added to it. */
export type Change = Omit<Intervention, 'row'>;

export interface PatchedRow {
  readonly tokens: readonly number[];
  readonly changes?: readonly Change[];
}

/** Runs prompts. */
export interface Runner {
  readonly inspector: Inspector;
  readonly config: ModelConfig;
}

/** Activations of a row's run. */
export interface RowReading {
  /** (T, …): all positions of the row, padding included. */
  readonly values: (name: ActivationName) => Float32Array;
  /** Derivatives of the metric, if one was given. */
  readonly gradients: (name: ActivationName) => Float32Array;
  /** (V): at the row's last position. */
  readonly logits: Float32Array;
}

export interface RunOptions {
  /** Activations to read besides the logits. */
  readonly names?: readonly ActivationName[];
  /** Differentiates the metric of each row at its last position. */
  readonly metric?: { readonly name: MetricName; readonly answersOf: (row: number) => Answers };
  /** Names the rows that progress counts. */
  readonly label: string;
}

/** Rows of a batch, a power of two, so that few programs are compiled. */
function batchRows(config: ModelConfig, T: number, names: readonly ActivationName[], rows: number): number {
  const most = rowsAtOnce(config, T, names);
  return Math.min(2 ** Math.floor(Math.log2(most)), 2 ** Math.ceil(Math.log2(rows)));
}

/**
 * Reads every row in order. All rows have one length, and one program serves all: rows without a change of an activation that
 * others change keep it. Yields after each batch.
 */
export async function* runPatched<Result>(
  { inspector, config }: Runner,
  rows: readonly PatchedRow[],
  { names = [], metric, label }: RunOptions,
  read: (reading: RowReading, row: number) => Result,
): Job<Result[]> {
  if (rows.length === 0) return [];
  const { length } = rows[0].tokens;
  const T = paddedLength(length, config.T);
  const B = batchRows(config, T, names, rows.length);
  const changed = [...new Set(rows.flatMap(({ changes = [] }) => changes.map(({ name }) => name)))];
  const results: Result[] = [];
  for (let start = 0; start < rows.length; start += B) {
    const batch = rows.slice(start, start + B);
    const request = { B, T, tokens: tokensOf(batch, B, T) };
    const interventions = await compileInterventions(inspector, config, request, [
      ...changed.map((name): Intervention => ({ name, kind: 'add', ...NOTHING })),
      ...batch.flatMap(({ changes = [] }, row) =>
        changes.map((change): Intervention => ({ ...change, row })),
      ),
    ]);
    const run = (read: readonly ActivationName[], logitGradients?: Float32Array<ArrayBuffer>) =>
      inspector.run({ ...request, names: [...read, 'logits'], interventions, logitGradients });
    let result = await run(metric ? [] : names);
    if (metric) {
      const seeds = new Float32Array(B * T * config.V);
      batch.forEach((_, row) => {
        const at = (row * T + length - 1) * config.V;
        const logits = (result.activations.get('logits') as NDArray).data.subarray(at, at + config.V);
        const answers = metric.answersOf(start + row);
        writeMetricGradient(metric.name, logits, answers, seeds.subarray(at, at + config.V));
      });
      result = await run(names, seeds);
    }
    batch.forEach((_, row) => {
      results.push(read(readingOf(result, row, { B, length, V: config.V }), start + row));
    });
    yield { label, done: Math.min(start + B, rows.length), total: rows.length };
  }
  return results;
}

/** Reads prompts without changes. */
export const readPrompts = <Result>(
  runner: Runner,
  prompts: readonly (readonly number[])[],
  names: readonly ActivationName[],
  read: (reading: RowReading, row: number) => Result,
): Job<Result[]> =>
  runPatched(
    runner,
    prompts.map((tokens) => ({ tokens })),
    { names, label: 'prompts read' },
    read,
  );

/** A slice that names a change of nothing, so that every batch has an intervention of every changed activation. */
const NOTHING = { row: 0, position: 0, value: 0 } as const;

function tokensOf(batch: readonly PatchedRow[], B: number, T: number): Int32Array<ArrayBuffer> {
  const tokens = new Int32Array(B * T);
  for (let row = 0; row < B; row++) tokens.set(batch[Math.min(row, batch.length - 1)].tokens, row * T);
  return tokens;
}

function readingOf(
  { activations, activationGradients }: InspectorResult,
  row: number,
  { B, length, V }: { B: number; length: number; V: number },
): RowReading {
  const rowOf = (array: NDArray | undefined, name: ActivationName) => {
    if (!array) throw new Error(`${name} was not read.`);
    const size = array.data.length / B;
    return array.data.subarray(row * size, (row + 1) * size);
  };
  return {
    values: (name) => rowOf(activations.get(name), name),
    gradients: (name) => rowOf(activationGradients?.get(name), name),
    logits: rowOf(activations.get('logits'), 'logits').slice((length - 1) * V, length * V),
  };
}
