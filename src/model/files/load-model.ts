// Opens a model of another library from its files (weights, configuration, tokenizer). All checks precede any allocation.

import type { Capacity, Executor } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import { joinMessages } from '../../shared/field-error.ts';
import type { Job } from '../../shared/job.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { configProblems } from '../architecture/config.ts';
import { transformerParameters } from '../architecture/parameters.ts';
import { type ShardedLayout, shardedLayout } from '../architecture/sharded-layout.ts';
import { Weights } from '../architecture/weights.ts';
import { promptOnlyDataset } from '../data/prompt-only-dataset.ts';
import { inspectionMemory } from '../inspection/inspection-memory.ts';
import { tokenizerFromJson } from '../tokenizers/tokenizer-json.ts';
import { Run } from '../training/run.ts';
import type { RunPlan } from '../training/run-plan.ts';
import { parseConfigJson } from './config-json.ts';
import { isFloatType } from './float-types.ts';
import { fileFamilyOf, inferConfig, typeLabel } from './hugging-face-config.ts';
import { matchTensors } from './match-tensors.ts';
import { type SafeTensorsHeader, supportedDtype } from './safetensors.ts';
import { streamWeights, type WeightsSource } from './stream-weights.ts';

/** The files of a model, parsed except for the weights. */
export interface ModelFiles {
  readonly weights: File;
  readonly header: SafeTensorsHeader;
  /** Parsed config.json, if there is one. */
  readonly config?: unknown;
  /** Parsed tokenizer.json, if there is one. */
  readonly tokenizer?: unknown;
}

/** A validated model, before anything is allocated on the engine. */
export interface PreparedModel {
  readonly name: string;
  readonly config: ModelConfig;
  readonly plan: RunPlan;
  readonly layout: ShardedLayout;
  /** Of the weights and the activations of a prompt. */
  readonly memoryBytes: number;
  readonly source: WeightsSource;
  /** Tensor types in the file. */
  readonly dtypes: readonly string[];
  /** Assumptions, one sentence each. */
  readonly notes: readonly string[];
}

/** Training config of a read-only run. */
const NO_TRAINING: RunPlan['training'] = {
  B: 1,
  steps: 0,
  learningRate: 0,
  minLearningRate: 0,
  warmupSteps: 0,
  weightDecay: 0,
  beta1: 0,
  beta2: 0,
  clipNorm: 0,
  seed: 0,
};

/** The memory check includes the activations of a prompt of this length, or of the whole context. */
const PROMPT_TOKENS = 64;

/** Throws one error if a file is invalid, missing or too large for the engine. */
export async function* prepareModel(files: ModelFiles, capacity: Capacity): Job<PreparedModel> {
  const { weights: file, header } = files;
  const config = files.config === undefined ? inferConfig(header.entries) : parseConfigJson(files.config);
  const family = fileFamilyOf(config);
  const problems = configProblems(config, { trainable: false });
  if (problems.length > 0) throw new KernelError(`model file: ${joinMessages(problems)}`);
  const parameters = transformerParameters(config);
  const tensors = matchTensors(family, header.entries, parameters);
  const dtypes = [...new Set([...tensors.values()].map((entry) => supportedDtype(entry)))];
  if (!dtypes.every(isFloatType)) throw new KernelError('model file: some of its weights are integers');
  const layout = shardedLayout(parameters, capacity);
  const memoryBytes = neededMemory(config, layout, capacity);
  if (files.tokenizer === undefined) {
    throw new KernelError('its tokenizer is missing: choose tokenizer.json together with the weights');
  }
  const tokenizer = yield* tokenizerFromJson(files.tokenizer, config.V);
  const name = modelName(file.name, typeLabel(files.config) ?? family.label);
  const dataset = promptOnlyDataset(name, tokenizer);
  return {
    name,
    config,
    plan: { settings: { preset: name }, dataset, config, training: NO_TRAINING },
    layout,
    memoryBytes,
    source: { file, header, tensors, factor: (name) => family.factor?.(name, config) ?? 1 },
    dtypes,
    notes: compatibilityNotes(files, config, layout),
  };
}

/** Streams the weights to the engine. If the job is aborted, its memory is released. */
export async function* loadModel(executor: Executor, { plan, layout, source }: PreparedModel): Job<Run> {
  const weights = new Weights(executor, transformerParameters(plan.config), layout);
  let run: Run | undefined;
  try {
    yield* streamWeights(source, weights, executor);
    run = Run.forInspection(executor, plan, weights);
    return run;
  } finally {
    if (!run) weights.dispose();
  }
}

function compatibilityNotes(
  { config: configFile, header }: ModelFiles,
  config: ModelConfig,
  layout: ShardedLayout,
): string[] {
  const notes: string[] = [];
  const { inferenceNote, unembedding, namePrefix, hasMoreRows } = fileFamilyOf(config);
  if (configFile === undefined && inferenceNote) notes.push(inferenceNote(config));
  if (config.tied && header.entries.some(({ name }) => name.endsWith(unembedding)))
    notes.push(`The file’s ${unembedding} is ignored: the configuration ties it to the embedding.`);
  const positions = header.entries.find(
    ({ name }) => hasMoreRows?.(name) || hasMoreRows?.(namePrefix + name),
  );
  if (positions && positions.shape[0] > config.T)
    notes.push(
      `The context ends after ${config.T} of ${positions.shape[0]} positions: within so many, local attention is full attention.`,
    );
  if (layout.lengths.size > 1)
    notes.push(
      `The weights are sharded over ${layout.lengths.size} buffers, because of the adapter’s maximum buffer size.`,
    );
  return notes;
}

/** Bytes for the weights and a prompt; throws if the engine has fewer. */
function neededMemory(config: ModelConfig, layout: ShardedLayout, capacity: Capacity): number {
  const { total, weights } = inspectionMemory(config, layout, Math.min(PROMPT_TOKENS, config.T));
  if (total <= capacity.totalBytes) return total;
  throw new KernelError(
    `it needs ${gigabytes(total)} of memory, ${gigabytes(weights)} of it for its weights, and ${capacity.label} may use ${gigabytes(capacity.totalBytes)}: ${gigabytes(total - capacity.totalBytes)} are missing`,
  );
}

function gigabytes(bytes: number): string {
  return `${Number((bytes / 1e9).toPrecision(3))} GB`;
}

/** Display name of the model: its file name without the extension. */
function modelName(fileName: string, label: string): string {
  const name = fileName.replace(/\.safetensors$/i, '').trim();
  return name === '' || name === 'model' ? label : name;
}
