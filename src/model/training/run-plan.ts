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

/**
 * Fills in the preset; throws one error with every problem as a sentence, too little memory among them if it is known.
 * `config` is that of weights made before: it holds whatever the preset has become since, and has the same limits.
 */
export function planRun(settings: RunSettings, limits?: ResourceLimits, config?: ModelConfig): RunPlan {
  const resolved = resolveSettings(settings);
  const plan = config ? { ...resolved, config } : resolved;
  const problems = planProblems(plan, limits);
  if (problems.length > 0) throw new KernelError(joinMessages(problems));
  return plan;
}

/** The errors of the settings; empty if they make a run. */
export function runProblems(settings: RunSettings, limits?: ResourceLimits): FieldError[] {
  try {
    return planProblems(resolveSettings(settings), limits);
  } catch (error) {
    return [toFieldError(error)];
  }
}

function resolveSettings(settings: RunSettings): RunPlan {
  const preset = getPreset(settings.preset);
  const dataset = createDataset(applyDatasetSettings(preset.dataset, settings));
  const overrides = omitUndefined(settings.training ?? {});
  // Who asks for a lower rate than the preset's lowest wants one that still falls.
  const minLearningRate = Math.min(
    preset.training.minLearningRate,
    overrides.learningRate ?? Number.POSITIVE_INFINITY,
  );
  const training = { ...preset.training, minLearningRate: minLearningRate, ...overrides };
  const V = dataset.tokenizer.vocabulary.length;
  return {
    settings,
    dataset,
    config: { ...preset.model, ...omitUndefined(settings.model ?? {}), V },
    training,
  };
}

/** What training takes; undefined for settings that are impossible for other reasons. */
export function estimateRunMemory(settings: RunSettings, threads = 1): MemoryEstimate | undefined {
  try {
    const plan = resolveSettings(settings);
    return planProblems(plan).length > 0 ? undefined : planMemory(plan, threads);
  } catch {
    return undefined;
  }
}

function planMemory({ config, training }: RunPlan, threads: number): MemoryEstimate {
  return trainingMemory(config, training, shardCountFor(training.B, threads));
}

function planProblems(plan: RunPlan, { capacity, threads = 1 }: ResourceLimits = {}): FieldError[] {
  const { config, training, dataset } = plan;
  const problems = [...configProblems(config), ...trainingProblems(training)];
  if (problems.length > 0) return problems;
  try {
    // Only the data knows which contexts its rows can fill.
    for (const split of ['train', 'validation'] as const) {
      dataset.batch({ split, step: 0, seed: training.seed, B: 1, T: config.T });
    }
    const tooLarge = capacity && memoryProblem(planMemory(plan, threads), capacity);
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
