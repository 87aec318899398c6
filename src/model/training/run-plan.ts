// Resolves the settings of a run into a plan and reports every problem before anything is allocated.

import * as v from 'valibot';
import type { Capacity } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import type { AdapterKind } from '../../kernels/op.ts';
import { finish, type Sliced } from '../../shared/budget.ts';
import { type FieldError, joinMessages, toFieldError } from '../../shared/field-error.ts';
import { own } from '../../shared/own-record.ts';
import { limitProblems } from '../../shared/setting-limit.ts';
import { DATA_LIMITS, type DataValues } from '../../shared/settings/data-settings.ts';
import { MODEL_LIMITS, PART_LIMITS } from '../../shared/settings/model-settings.ts';
import { changedTraining, TRAINING_LIMITS } from '../../shared/settings/training-settings.ts';
import { describeIssue } from '../../shared/validation.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { configProblems } from '../architecture/config.ts';
import { type FlopsPerToken, flopsPerToken } from '../architecture/flops.ts';
import { type WeightCounts, weightCounts } from '../architecture/weight-counts.ts';
import type { Dataset, FactRow } from '../data/dataset.ts';
import { createDatasetInSlices, type DatasetChoice, type DatasetName } from '../data/datasets.ts';
import { SEQUENCE_TASKS } from '../data/tasks/sequences.ts';
import type { LogitChange } from '../inspection/logit-change.ts';
import { getPreset } from './presets.ts';
import { RUN_SETTINGS_SCHEMA } from './run-settings-schema.ts';
import type { TrainingConfig } from './training-config.ts';
import { trainingProblems } from './training-config.ts';
import { type MemoryEstimate, memoryProblem, trainingMemory } from './training-memory.ts';

/** Settings of a run; the preset supplies those left out. */
export interface RunSettings extends Partial<Omit<DataValues, 'preset' | 'facts'>> {
  readonly preset: string;
  readonly model?: Partial<Omit<ModelConfig, 'V'>>;
  readonly training?: Partial<TrainingConfig>;
  /** Rows to add, change or remove. */
  readonly facts?: readonly FactRow[];
}

/** Resolved settings of a run. */
export interface RunPlan {
  readonly settings: RunSettings;
  readonly dataset: Dataset;
  readonly config: ModelConfig;
  readonly training: TrainingConfig;
  /** Of a read-only model whose weights are not float32. */
  readonly logitChange?: LogitChange;
}

/** What is available to a run. */
export interface ResourceLimits {
  readonly capacity?: Capacity;
  /** Absent on the CPU. */
  readonly adapterKind?: AdapterKind;
}

/** Resolves and validates the settings; throws one error with all problems. */
export function planRun(settings: RunSettings, limits?: ResourceLimits): RunPlan {
  const unusable = shapeProblems(settings);
  if (unusable.length > 0) throw new KernelError(joinMessages(unusable));
  return assertFeasible(resolveSettings(settings), limits);
}

/** The errors of the settings; empty if a run can be created from them. */
export function runProblems(settings: RunSettings, limits?: ResourceLimits): FieldError[] {
  const unusable = shapeProblems(settings);
  if (unusable.length > 0) return unusable;
  try {
    return planProblems(resolveSettings(settings), limits);
  } catch (error) {
    return [toFieldError(error)];
  }
}

/** Keys that are none of a run's settings, and what is no object or list where there must be one. What is wrong with another value is said by what uses it. */
function shapeProblems(settings: RunSettings): FieldError[] {
  const { issues = [] } = v.safeParse(RUN_SETTINGS_SCHEMA, settings);
  return issues
    .filter(({ expected, type, input }) => expected === 'never' || SHAPES.has(type) || !isPrimitive(input))
    .map((issue) => {
      const { path = 'settings', message } = describeIssue(issue);
      return { message: issue.expected === 'never' ? `${path} is an ${message}.` : `${path}: ${message}.` };
    });
}

const SHAPES: ReadonlySet<string> = new Set(['strict_object', 'array']);
const isPrimitive = (value: unknown) => ['number', 'string', 'boolean', 'undefined'].includes(typeof value);

/** The errors of the numbers in the settings themselves, whatever the preset and the data set are. */
export function settingProblems({ model, training, ...data }: RunSettings): FieldError[] {
  return [
    ...limitProblems({ ...MODEL_LIMITS, ...PART_LIMITS }, model),
    ...limitProblems(TRAINING_LIMITS, training),
    ...limitProblems(DATA_LIMITS, data),
  ];
}

/** The plan, if it is valid and fits the limits; throws one error with all problems. */
export function assertFeasible(plan: RunPlan, limits?: ResourceLimits): RunPlan {
  const problems = planProblems(plan, limits);
  if (problems.length > 0) throw new KernelError(joinMessages(problems));
  return plan;
}

/**
 * Resolves the settings against the preset and builds the data set, which is expensive if a byte-pair tokenizer is trained; a
 * data set of the same data settings can be reused. Throws if no data set can be built.
 */
export const resolveSettings = (settings: RunSettings, known?: Dataset): RunPlan =>
  finish(resolveInSlices(settings, known));

/** As `resolveSettings`, with pauses while a long text is read. */
export function* resolveInSlices(given: RunSettings, known?: Dataset): Sliced<RunPlan> {
  const settings = own(given);
  const preset = getPreset(settings.preset);
  const choice = applyDatasetSettings(preset.dataset, settings);
  const dataset = known ?? (yield* createDatasetInSlices(choice));
  const V = dataset.tokenizer.vocabulary.length;
  return {
    settings,
    dataset,
    config: own({ ...preset.model, ...omitUndefined(settings.model ?? {}), V }),
    training: changedTraining(preset.training, settings.training),
  };
}

/** What a training needs, before anything is allocated. */
export interface RunCosts {
  readonly config: ModelConfig;
  readonly weights: WeightCounts;
  readonly memory: MemoryEstimate;
  readonly flopsPerToken: FlopsPerToken;
}

/** Undefined if the plan has problems other than its memory. */
export function planCosts(plan: RunPlan, { adapterKind }: ResourceLimits = {}): RunCosts | undefined {
  if (planProblems(plan).length > 0) return undefined;
  const { config } = plan;
  return {
    config,
    weights: weightCounts(config),
    memory: trainingMemory(config, plan.training, { adapterKind }),
    flopsPerToken: flopsPerToken(config),
  };
}

/** The errors of a plan, too little memory among them if the capacity is known. */
export function planProblems(plan: RunPlan, { capacity, adapterKind }: ResourceLimits = {}): FieldError[] {
  const { config, training, dataset, settings } = plan;
  const problems = [
    ...configProblems(config),
    ...trainingProblems(training),
    ...limitProblems(DATA_LIMITS, { ...settings }),
  ];
  if (problems.length > 0) return problems;
  try {
    // Whether a row of T tokens can be filled depends on the data.
    for (const split of ['train', 'validation'] as const) {
      dataset.batch({ split, step: 0, seed: training.seed, B: 1, T: config.T });
    }
    const tooLarge = capacity && memoryProblem(trainingMemory(config, training, { adapterKind }), capacity);
    return tooLarge ? [{ message: tooLarge }] : [];
  } catch (error) {
    return [toFieldError(error)];
  }
}

const TASKS = ['modular', ...SEQUENCE_TASKS] as const satisfies DatasetName[];

/** The data sets that take a setting. Those of a text's tokenizer are ignored elsewhere: links have them beside any preset. */
const TAKEN_BY: Readonly<Partial<Record<keyof RunSettings, readonly DatasetName[]>>> = {
  facts: ['facts', 'league', 'world'],
  heldOut: ['facts', 'league', ...TASKS],
  splitSeed: ['facts', 'league', ...TASKS],
  text: ['text'],
  corpus: ['text'],
  syllables: ['repeats'],
  fixedLength: ['repeats'],
  modulus: ['modular'],
};

const ALTERNATIVES = new Intl.ListFormat('en-GB', { type: 'disjunction' });

function applyDatasetSettings(choice: DatasetChoice, settings: RunSettings): DatasetChoice {
  for (const [name, takers] of Object.entries(TAKEN_BY))
    if (settings[name as keyof RunSettings] !== undefined && !takers.includes(choice.name)) {
      const presets = ALTERNATIVES.format(takers.map((taker) => `'${taker}'`));
      throw new KernelError(`'${name}' needs the preset ${presets}; the preset is '${choice.name}'`);
    }
  const {
    facts: rows,
    heldOut,
    splitSeed,
    text,
    corpus,
    tokenizer,
    vocabularySize,
    syllables,
    fixedLength,
    modulus,
  } = settings;
  const split = { heldOut, splitSeed };
  const factOptions = { rows, ...split };
  const options: Partial<Record<DatasetName, object>> = {
    facts: factOptions,
    league: factOptions,
    text: { text, corpus, tokenizer, vocabularySize },
    repeats: { vocabulary: syllables, fixedLength },
    world: { rows },
    ...Object.fromEntries(TASKS.map((task) => [task, split])),
    modular: { modulus, ...split },
  };
  return {
    ...choice,
    options: own({ ...choice.options, ...omitUndefined(options[choice.name] ?? {}) }),
  } as DatasetChoice;
}

/** Drops undefined entries, which would override defaults in a spread. */
function omitUndefined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
