// Logits of a file's weights in float32, a block at a time: memory never holds the whole model.

import type { Capacity, Executor, Program } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import type { Tensor } from '../../kernels/graph/graph.ts';
import { plan } from '../../kernels/graph/plan.ts';
import { type Job, withOverallProgress } from '../../shared/job.ts';
import { architectureOf, transformerParameters } from '../architecture/architecture.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { writePositions, writeTokens } from '../architecture/model-inputs.ts';
import type { Parameter } from '../architecture/parameters.ts';
import { embeddingInput } from '../architecture/parts/embedding-table.ts';
import { positionInputs } from '../architecture/parts/positions.ts';
import { Recorder } from '../architecture/recorder.ts';
import { shardedLayout } from '../architecture/sharded-layout.ts';
import { Weights } from '../architecture/weights.ts';
import type { TensorEntry } from './safetensors.ts';
import { streamWeights, type WeightsSource } from './stream-weights.ts';

/** Float32 bytes of a table in memory at a time. */
const TABLE_BYTES = 64 * 2 ** 20;

/** Padded at its end: no position attends to what follows it. */
interface Batch {
  readonly B: number;
  readonly T: number;
  /** (B, T). */
  readonly ids: Int32Array<ArrayBuffer>;
}

/** Whether every matrix fits a buffer as float32. */
export function canComputeExactly(config: ModelConfig, capacity: Capacity): boolean {
  try {
    shardedLayout(transformerParameters(config), capacity);
    return true;
  } catch (error) {
    if (error instanceof KernelError) return false;
    throw error;
  }
}

/** The logits (V) after the last token of each row. */
export async function* exactLogits(
  executor: Executor,
  config: ModelConfig,
  source: WeightsSource,
  rows: readonly (readonly number[])[],
): Job<Float32Array[]> {
  const T = Math.max(...rows.map(({ length }) => length));
  const ids = Int32Array.from(rows.flatMap((row) => Array.from({ length: T }, (_, t) => row[t] ?? 0)));
  const batch = { B: rows.length, T, ids };
  const { L, C } = config;
  const progress = (done: number) => ({ label: 'parts computed in float32', done, total: L + 2 });
  let stream = yield* withOverallProgress(progress(0), embed(executor, config, source, batch));
  for (let layer = 0; layer < L; layer++)
    stream = yield* withOverallProgress(
      progress(layer + 1),
      throughBlock(executor, config, source, batch, layer, stream),
    );
  const last = new Float32Array(rows.length * C);
  rows.forEach(({ length }, b) => {
    const at = (b * T + length - 1) * C;
    last.set(stream.subarray(at, at + C), b * C);
  });
  return yield* withOverallProgress(progress(L + 1), unembed(executor, config, source, last));
}

/** The stream (B, T, C), from a table of the tokens that occur. */
async function* embed(executor: Executor, config: ModelConfig, source: WeightsSource, { B, T, ids }: Batch) {
  const tokens = [...new Set(ids)];
  const used: ModelConfig = { ...config, V: tokens.length };
  const parameters = transformerParameters(used).filter(
    ({ parts }) => parts?.includes('embedding') || parts?.includes('position'),
  );
  const { file, header } = source;
  const pieces: Blob[] = [];
  const tensors = new Map<string, TensorEntry>();
  let end = 0;
  for (const { name, parts } of parameters) {
    const entry = source.tensors.get(name) as TensorEntry;
    const entries = parts?.includes('embedding') ? tokens.map((token) => rowsOf(entry, token, 1)) : [entry];
    const begin = end;
    for (const part of entries) {
      pieces.push(file.slice(header.dataStart + part.begin, header.dataStart + part.end));
      end += part.end - part.begin;
    }
    tensors.set(name, { ...entry, begin, end });
  }
  const gathered = { ...source, file: new Blob(pieces), header: { ...header, dataStart: 0 }, tensors };
  const places = new Map(tokens.map((token, place) => [token, place]));
  return yield* runPart(executor, gathered, parameters, (recorder) => {
    const input = embeddingInput(recorder.graph, 'tokens', [B, T], tokens.length);
    const positions = positionInputs(recorder.graph, config, [T], T);
    const write = (program: Program) => {
      const rows = ids.map((id) => places.get(id) as number);
      writeTokens(program, { tokens: input }, rows, tokens.length);
      writePositions(program, { positions }, config);
    };
    return { output: architectureOf(config).embed(recorder, input, positions), write };
  });
}

function throughBlock(
  executor: Executor,
  config: ModelConfig,
  source: WeightsSource,
  { B, T }: Batch,
  layer: number,
  stream: Float32Array<ArrayBuffer>,
) {
  const parameters = transformerParameters(config).filter((parameter) => parameter.layer === layer);
  return runPart(executor, source, parameters, (recorder) => {
    const input = recorder.graph.input('stream', [B, T, config.C]);
    const positions = positionInputs(recorder.graph, config, [T], T);
    const write = (program: Program) => {
      program.write(input, stream);
      writePositions(program, { positions }, config);
    };
    return { output: architectureOf(config).block(recorder, layer, input, config, positions), write };
  });
}

/** Logits of each row of the stream (rows, C), from a part of the vocabulary at a time. */
async function* unembed(
  executor: Executor,
  config: ModelConfig,
  source: WeightsSource,
  stream: Float32Array<ArrayBuffer>,
): Job<Float32Array[]> {
  const { C, V, tied } = config;
  const rows = stream.length / C;
  const logits = Array.from({ length: rows }, () => new Float32Array(V));
  const step = Math.max(1, Math.floor(TABLE_BYTES / 4 / C));
  for (let first = 0; first < V; first += step) {
    const part: ModelConfig = { ...config, V: Math.min(step, V - first) };
    const parameters = transformerParameters(part).filter(
      ({ norm, parts }) => norm === 'finalNorm' || parts?.includes(tied ? 'embedding' : 'unembedding'),
    );
    const tensors = new Map(source.tensors);
    for (const { name, norm } of parameters)
      if (!norm) tensors.set(name, rowsOf(source.tensors.get(name) as TensorEntry, first, part.V));
    const values = yield* runPart(executor, { ...source, tensors }, parameters, (recorder) => {
      const input = recorder.graph.input('stream', [rows, 1, C]);
      const write = (program: Program) => program.write(input, stream);
      return { output: architectureOf(part).unembed(recorder, input, part), write };
    });
    logits.forEach((row, b) => {
      row.set(values.subarray(b * part.V, (b + 1) * part.V), first);
    });
  }
  return logits;
}

interface RecordedPart {
  readonly output: Tensor;
  readonly write: (program: Program) => void;
}

/** Loads the parameters, runs the part that `record` records with them, and releases all. */
async function* runPart(
  executor: Executor,
  source: WeightsSource,
  parameters: readonly Parameter[],
  record: (recorder: Recorder) => RecordedPart,
): Job<Float32Array<ArrayBuffer>> {
  const weights = new Weights(executor, parameters, shardedLayout(parameters, executor.capacity));
  let program: Program | undefined;
  try {
    const names = new Set(parameters.map(({ name }) => name));
    const tensors = new Map([...source.tensors].filter(([name]) => names.has(name)));
    yield* streamWeights({ ...source, tensors }, weights, executor);
    const recorder = new Recorder(parameters, [], weights.shards);
    const { output, write } = record(recorder);
    program = await executor.compile(
      plan({ graph: recorder.graph, layout: weights.layout }),
      weights.storages,
    );
    write(program);
    program.run();
    return await program.read(output);
  } finally {
    program?.dispose();
    weights.dispose();
  }
}

/** `count` rows of a matrix in a file. */
function rowsOf(entry: TensorEntry, first: number, count: number): TensorEntry {
  const bytes = (entry.end - entry.begin) / entry.shape[0];
  return { ...entry, begin: entry.begin + first * bytes, end: entry.begin + (first + count) * bytes };
}
