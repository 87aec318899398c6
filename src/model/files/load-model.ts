// Opens a model of another library from its files (weights, configuration, tokenizer). All checks precede any allocation.

import type { Capacity, Executor } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import { joinMessages } from '../../shared/field-error.ts';
import type { Job } from '../../shared/job.ts';
import { WEIGHT_TYPES, type WeightType } from '../../shared/weight-types.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { configProblems } from '../architecture/config.ts';
import { type Parameter, transformerParameters } from '../architecture/parameters.ts';
import { type ShardedLayout, shardedLayout } from '../architecture/sharded-layout.ts';
import { Weights } from '../architecture/weights.ts';
import { promptOnlyDataset } from '../data/prompt-only-dataset.ts';
import { inspectionMemory } from '../inspection/inspection-memory.ts';
import { logitChange, measuredRows } from '../inspection/logit-change.ts';
import { tokenizerFromJson } from '../tokenizers/tokenizer-json.ts';
import { Run } from '../training/run.ts';
import type { RunPlan } from '../training/run-plan.ts';
import { parseConfigJson } from './config-json.ts';
import { canComputeExactly, exactLogits } from './exact-logits.ts';
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
  /** The types in which the weights fit, with their `memoryBytes`, the most exact first. */
  readonly weightChoices: readonly WeightChoice[];
  readonly source: WeightsSource;
  /** Tensor types in the file. */
  readonly dtypes: readonly string[];
  /** Assumptions, one sentence each. */
  readonly notes: readonly string[];
}

export interface WeightChoice {
  readonly weightType: WeightType;
  readonly memoryBytes: number;
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

/**
 * Throws one error if a file is invalid, missing or too large for the engine. Without a `wanted` type the weights are held in the
 * most exact one that fits.
 */
export async function* prepareModel(
  files: ModelFiles,
  capacity: Capacity,
  wanted?: WeightType,
): Job<PreparedModel> {
  const { weights: file, header } = files;
  const config = files.config === undefined ? inferConfig(header.entries) : parseConfigJson(files.config);
  const family = fileFamilyOf(config);
  const problems = configProblems(config, { trainable: false });
  if (problems.length > 0) throw new KernelError(`model file: ${joinMessages(problems)}`);
  const parameters = transformerParameters(config);
  const tensors = matchTensors(family, header.entries, parameters);
  const dtypes = [...new Set([...tensors.values()].map((entry) => supportedDtype(entry)))];
  if (!dtypes.every(isFloatType)) throw new KernelError('model file: some of its weights are integers');
  const fits = fittingLayouts(config, parameters, capacity, wanted);
  const [{ layout, memoryBytes }] = wanted ? fits.filter(({ weightType }) => weightType === wanted) : fits;
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
    weightChoices: fits.map(({ weightType, memoryBytes }) => ({ weightType, memoryBytes })),
    source: { file, header, tensors, factor: (name) => family.factor?.(name, config) ?? 1 },
    dtypes,
    notes: [...compatibilityNotes(files, config, layout), ...(wanted ? [] : typeNotes(layout, capacity))],
  };
}

/**
 * Streams the weights to the engine. Where they are not held as float32, the change of the logits on the example prompts, if there are any,
 * is measured first. If the job is aborted, its memory is released.
 */
export async function* loadModel(executor: Executor, { plan, layout, source }: PreparedModel): Job<Run> {
  const { config, dataset } = plan;
  const rows = measuredRows(dataset, config);
  const isMeasured =
    layout.weightType !== 'float32' && rows.length > 0 && canComputeExactly(config, executor.capacity);
  const exact = isMeasured ? yield* exactLogits(executor, config, source, rows) : [];
  const weights = new Weights(executor, transformerParameters(config), layout);
  let run: Run | undefined;
  try {
    yield* streamWeights(source, weights, executor);
    const change = isMeasured ? await logitChange(executor, config, weights, rows, exact) : undefined;
    run = Run.forInspection(executor, { ...plan, ...(change && { logitChange: change }) }, weights);
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

function typeNotes({ weightType }: ShardedLayout, { label, totalBytes }: Capacity): string[] {
  if (weightType === 'float32') return [];
  return [
    `Its weights are held as ${weightType}, because ${label}, which may use ${gigabytes(totalBytes)}, is too small for more exact ones.`,
  ];
}

/** Layouts in the types that fit, the most exact first; throws if none, or the wanted one, does not. */
function fittingLayouts(
  config: ModelConfig,
  parameters: readonly Parameter[],
  capacity: Capacity,
  wanted?: WeightType,
) {
  const fits: (WeightChoice & { layout: ShardedLayout })[] = [];
  let refusal: unknown;
  for (const weightType of WEIGHT_TYPES) {
    try {
      const layout = shardedLayout(parameters, capacity, weightType);
      fits.push({ weightType, layout, memoryBytes: neededMemory(config, layout, capacity) });
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      if (!wanted || weightType === wanted) refusal = error;
    }
  }
  if (fits.some(({ weightType }) => !wanted || weightType === wanted)) return fits;
  throw refusal;
}

/** Bytes for the weights and a prompt; throws if the engine has fewer. */
function neededMemory(config: ModelConfig, layout: ShardedLayout, capacity: Capacity): number {
  const { total, weights } = inspectionMemory(config, layout, Math.min(PROMPT_TOKENS, config.T));
  if (total <= capacity.totalBytes) return total;
  throw new KernelError(
    `it needs ${gigabytes(total)} of memory, ${gigabytes(weights)} of it for its weights as ${layout.weightType}, and ${capacity.label} may use ${gigabytes(capacity.totalBytes)}: ${gigabytes(total - capacity.totalBytes)} are missing`,
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
