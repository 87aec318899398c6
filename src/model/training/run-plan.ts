// From settings to a plan: the preset filled in, the data set made, everything impossible named before anything is built.

import { KernelError } from '../../kernels/errors.ts';
import type { Capacity } from '../../kernels/executor.ts';
import { type FieldError, joinMessages, toFieldError } from '../../shared/field-error.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { configProblems } from '../architecture/config.ts';
import type { Dataset, FactRow } from '../data/dataset.ts';
import type { DatasetChoice } from '../data/datasets.ts';
import { createDataset } from '../data/datasets.ts';
import type { TokenizerKind } from '../tokenizers/tokenizer.ts';
import { shardCountFor } from './data-parallel/batch-shards.ts';
import { getPreset } from './presets.ts';
import type { TrainingConfig } from './training-config.ts';
import { trainingProblems } from './training-config.ts';
import { type MemoryEstimate, memoryProblem, trainingMemory } from './training-memory.ts';

/** What to train; settings left out are the preset's. */
export interface RunSettings {
  readonly preset: string;
  readonly model?: Partial<Omit<ModelConfig, 'V'>>;
  readonly training?: Partial<TrainingConfig>;
  /** For a data set of facts: rows that are added to it, changed, or taken out. */
  readonly facts?: readonly FactRow[];
  /** The user's own text, for the preset `text`. */
  readonly text?: string;
  /** How that text is cut, and into how many different tokens if byte pairs are learnt. */
  readonly tokenizer?: TokenizerKind;
  readonly vocabularySize?: number;
}

/** A run's settings with nothing left out. */
export interface RunPlan {
  readonly settings: RunSettings;
  readonly dataset: Dataset;
  readonly config: ModelConfig;
  readonly training: TrainingConfig;
}

/** What a run may use: how much memory, and how many threads that compute. */
export interface ResourceLimits {
  readonly capacity?: Capacity;
  readonly threads?: number;
}

/** Resolves and checks settings; throws one error with every problem. */
export function planRun(settings: RunSettings, limits?: ResourceLimits): RunPlan {
  return assertFeasible(resolveSettings(settings), limits);
}

/** The errors of the settings; empty if a run can be created from them. */
export function runProblems(settings: RunSettings, limits?: ResourceLimits): FieldError[] {
  try {
    return planProblems(resolveSettings(settings), limits);
  } catch (error) {
    return [toFieldError(error)];
  }
}

/** The plan; throws one error with every problem. */
export function assertFeasible(plan: RunPlan, limits?: ResourceLimits): RunPlan {
  const problems = planProblems(plan, limits);
  if (problems.length > 0) throw new KernelError(joinMessages(problems));
  return plan;
}

/**
 * Fills in the preset and builds the data set, which is the expensive part: a byte-pair tokenizer is trained here. A
 * data set of the same data settings can be reused. Throws for settings that no data set can be built from.
 */
export function resolveSettings(settings: RunSettings, known?: Dataset): RunPlan {
  const preset = getPreset(settings.preset);
  const dataset = known ?? createDataset(applyDatasetSettings(preset.dataset, settings));
  const overrides = omitUndefined(settings.training ?? {});
  // A rate below the preset's minimum must still decay, not rise.
  const minLearningRate = Math.min(
    preset.training.minLearningRate,
    overrides.learningRate ?? Number.POSITIVE_INFINITY,
  );
  const training = { ...preset.training, minLearningRate, ...overrides };
  const V = dataset.tokenizer.vocabulary.length;
  return {
    settings,
    dataset,
    config: { ...preset.model, ...omitUndefined(settings.model ?? {}), V },
    training,
  };
}

/** Memory that training needs; undefined for a plan that is impossible for other reasons. */
export function planMemory(plan: RunPlan, threads = 1): MemoryEstimate | undefined {
  return planProblems(plan).length > 0 ? undefined : estimateMemory(plan, threads);
}

function estimateMemory({ config, training }: RunPlan, threads: number): MemoryEstimate {
  return trainingMemory(config, training, shardCountFor(training.B, threads));
}

/** The errors of a plan, too little memory among them if the capacity is known. */
export function planProblems(plan: RunPlan, { capacity, threads = 1 }: ResourceLimits = {}): FieldError[] {
  const { config, training, dataset } = plan;
  const problems = [...configProblems(config), ...trainingProblems(training)];
  if (problems.length > 0) return problems;
  try {
    // Whether a row of T tokens can be filled depends on the data.
    for (const split of ['train', 'validation'] as const) {
      dataset.batch({ split, step: 0, seed: training.seed, B: 1, T: config.T });
    }
    const tooLarge = capacity && memoryProblem(estimateMemory(plan, threads), capacity);
    return tooLarge ? [{ message: tooLarge }] : [];
  } catch (error) {
    return [toFieldError(error)];
  }
}

function applyDatasetSettings(
  choice: DatasetChoice,
  { text, tokenizer, vocabularySize, facts }: RunSettings,
): DatasetChoice {
  if (facts !== undefined && choice.name !== 'facts' && choice.name !== 'league')
    throw new KernelError(`rows of facts go with 'facts' or 'league', not with '${choice.name}'`);
  if (choice.name === 'text')
    return {
      name: 'text',
      options: { ...choice.options, ...omitUndefined({ text, tokenizer, vocabularySize }) },
    };
  if (text !== undefined)
    throw new KernelError(`the preset makes its own data, ${choice.name}; a text goes with 'text'`);
  if (choice.name === 'facts' || choice.name === 'league')
    return { ...choice, options: { ...choice.options, ...omitUndefined({ rows: facts }) } };
  return choice;
}

/** Without the entries that are undefined, so that they do not hide a default. */
function omitUndefined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
