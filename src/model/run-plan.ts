// From settings to a plan: the preset filled in, the data set made, everything impossible named before anything is built.

import { KernelError } from '../kernels/errors.ts';
import type { Capacity } from '../kernels/executor.ts';
import { messageOf } from '../message-of.ts';
import type { ModelConfig } from './config.ts';
import { configProblems } from './config.ts';
import type { Dataset, FactRow } from './data/dataset.ts';
import type { DatasetChoice } from './data/datasets.ts';
import { createDataset } from './data/datasets.ts';
import { type MemoryNeed, memoryProblem, memoryToTrain } from './memory.ts';
import { presetNamed } from './presets.ts';
import { sharesFor } from './shares/shares.ts';
import type { TokenizerKind } from './tokenizers/tokenizer.ts';
import type { TrainingConfig } from './training-config.ts';
import { trainingProblems } from './training-config.ts';
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
export interface Means {
  readonly capacity?: Capacity;
  readonly threads?: number;
}

/**
 * Fills in the preset; throws one error with every problem as a sentence, too little memory among them if it is known.
 * `config` is that of weights made before: it holds whatever the preset has become since, and has the same limits.
 */
export function planRun(settings: RunSettings, means?: Means, config?: ModelConfig): RunPlan {
  const filled = fillIn(settings);
  const plan = config ? { ...filled, config } : filled;
  const problems = planProblems(plan, means);
  if (problems.length > 0) throw new KernelError(problems.join(' '));
  return plan;
}

/** Everything wrong with the settings, one sentence each; empty if a run can be made of them. */
export function runProblems(settings: RunSettings, means?: Means): string[] {
  try {
    return planProblems(fillIn(settings), means);
  } catch (error) {
    return [messageOf(error)];
  }
}

function fillIn(settings: RunSettings): RunPlan {
  const preset = presetNamed(settings.preset);
  const dataset = createDataset(chooseDataset(preset.dataset, settings));
  const own = definedOf(settings.training ?? {});
  // Who asks for a lower rate than the preset's lowest wants one that still falls.
  const falling = Math.min(preset.training.minLearningRate, own.learningRate ?? Number.POSITIVE_INFINITY);
  const training = { ...preset.training, minLearningRate: falling, ...own };
  const V = dataset.tokenizer.vocabulary.length;
  return { settings, dataset, config: { ...preset.model, ...definedOf(settings.model ?? {}), V }, training };
}

/** What training takes; undefined for settings that are impossible for other reasons. */
export function runMemory(settings: RunSettings, threads = 1): MemoryNeed | undefined {
  try {
    const plan = fillIn(settings);
    return planProblems(plan).length > 0 ? undefined : memoryOf(plan, threads);
  } catch {
    return undefined;
  }
}

function memoryOf({ config, training }: RunPlan, threads: number): MemoryNeed {
  return memoryToTrain(config, training, sharesFor(training.B, threads));
}

function planProblems(plan: RunPlan, { capacity, threads = 1 }: Means = {}): string[] {
  const { config, training, dataset } = plan;
  const problems = [...configProblems(config), ...trainingProblems(training)];
  if (problems.length > 0) return problems;
  try {
    // Only the data knows which contexts its rows can fill.
    for (const split of ['train', 'validation'] as const) {
      dataset.batch({ split, step: 0, seed: training.seed, B: 1, T: config.T });
    }
    const tooLarge = capacity && memoryProblem(memoryOf(plan, threads), capacity);
    return tooLarge ? [tooLarge] : [];
  } catch (error) {
    return [messageOf(error)];
  }
}

function chooseDataset(
  choice: DatasetChoice,
  { text, tokenizer, vocabularySize, facts }: RunSettings,
): DatasetChoice {
  if (facts !== undefined && choice.name !== 'facts' && choice.name !== 'league')
    throw new KernelError(`rows of facts go with 'facts' or 'league', not with '${choice.name}'`);
  if (choice.name === 'text')
    return {
      name: 'text',
      options: { ...choice.options, ...definedOf({ text, tokenizer, vocabularySize }) },
    };
  if (text !== undefined)
    throw new KernelError(`the preset makes its own data, ${choice.name}; a text goes with 'text'`);
  if (choice.name === 'facts' || choice.name === 'league')
    return { ...choice, options: { ...choice.options, ...definedOf({ rows: facts }) } };
  return choice;
}

/** Without the entries that are undefined, so that they do not hide a default. */
function definedOf<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
