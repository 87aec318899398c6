// The plans of a comparison: as many weights as possible start alike, and all variants fit in memory together.

import type { Executor } from '../../../kernels/backends/executor.ts';
import type { AdapterKind } from '../../../kernels/op.ts';
import { transformerParameters } from '../../../model/architecture/architecture.ts';
import { familyOf, withDefaults } from '../../../model/architecture/config.ts';
import { type Parameter, parameterCount } from '../../../model/architecture/parameters.ts';
import { planProblems, type RunPlan } from '../../../model/training/run-plan.ts';
import { memoryProblem, trainingMemory } from '../../../model/training/training-memory.ts';
import {
  RUN_SETTINGS,
  SETTING_SECTIONS,
  type SettingSection,
} from '../../../shared/settings/run-settings.ts';
import { mapSettings, type SettingInfo, YES_NO } from '../../../shared/settings/setting.ts';
import { withTrainingDefaults } from '../../../shared/settings/training-settings.ts';
import type { ComparisonInfo, ComparisonProblem, SettingDifference } from '../../rpc/api/comparison-api.ts';

/** At most, by default. */
const EVALUATIONS = 40;
/** A line of a chart's legend. */
const MAX_NAME_LENGTH = 36;

/**
 * Initial weights depend on their names: where the families of the variants differ, all get Llama's, which has names for
 * every part. A family that the settings name stays.
 */
export function withSharedFamily(plans: readonly RunPlan[]): readonly RunPlan[] {
  if (new Set(plans.map(({ config }) => familyOf(config))).size === 1) return plans;
  return plans.map((plan) => {
    const family = plan.config.family ?? 'llama';
    const settings = { ...plan.settings, model: { ...plan.settings.model, family } };
    return { ...plan, settings, config: { ...plan.config, family } };
  });
}

/** `engine.capacity` is what the engine has left for the comparison. */
export function comparisonProblems(
  plans: readonly RunPlan[],
  engine: Pick<Executor, 'adapterKind' | 'capacity'>,
): ComparisonProblem[] {
  const problems = plans.flatMap((plan, variant) =>
    planProblems(plan).map((problem) => ({
      ...problem,
      variant,
      message: `Variant ${variantLetter(variant)}: ${problem.message}`,
    })),
  );
  if (problems.length > 0) return problems;
  const tooLarge = memoryProblem(totalMemory(plans, engine.adapterKind), engine.capacity);
  return tooLarge ? [{ message: tooLarge }] : [];
}

export function toComparisonInfo(
  plans: readonly RunPlan[],
  evaluateEvery?: number,
  adapterKind?: AdapterKind,
): ComparisonInfo {
  const differences = settingDifferences(plans);
  const steps = Math.max(...plans.map(({ training }) => training.steps));
  return {
    names: variantNames(differences, plans.length),
    differences,
    evaluateEvery: evaluateEvery ?? roundInterval(steps / EVALUATIONS),
    sameBatches: haveSameBatches(plans),
    sharedWeights: sharedWeights(plans),
    memoryBytes: totalMemory(plans, adapterKind).total,
  };
}

const variantLetter = (variant: number): string => String.fromCharCode(65 + variant);

/** Memory for training of all plans, which must be valid. */
function totalMemory(plans: readonly RunPlan[], adapterKind: AdapterKind | undefined) {
  const estimates = plans.map(({ config, training }) => trainingMemory(config, training, { adapterKind }));
  const sum = (a: number, b: number) => a + b;
  return {
    ...estimates.reduce((most, each) => (each.largest.bytes > most.largest.bytes ? each : most)),
    total: estimates.map(({ total }) => total).reduce(sum),
  };
}

/** The next of 1, 2, 5, 10, 20 …, so that evaluated steps are round. */
function roundInterval(steps: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, steps)));
  return power * ([1, 2, 5].find((factor) => factor * power >= steps) ?? 10);
}

/** Batches are a function of the data, the seed and their size. */
function haveSameBatches([first, ...others]: readonly RunPlan[]): boolean {
  return others.every(
    ({ dataset, training, config }) =>
      dataset === first.dataset &&
      training.seed === first.training.seed &&
      training.B === first.training.B &&
      config.T === first.config.T,
  );
}

/** Of the parameters that have the same name, shape, seed and deviation in all plans. */
function sharedWeights(plans: readonly RunPlan[]): number {
  const [first, ...others] = plans.map(initialParameters);
  const shared = [...first].filter(([key]) => others.every((parameters) => parameters.has(key)));
  return parameterCount(shared.map(([, parameter]) => parameter));
}

const initialParameters = ({ config, training }: RunPlan): Map<string, Parameter> =>
  new Map(
    transformerParameters(config).map((parameter) => {
      const { name, shape, init, std = config.initStd } = parameter;
      const random = init === 'normal' ? [training.seed, std] : [];
      return [JSON.stringify([name, shape, init, ...random]), parameter];
    }),
  );

interface SectionValues {
  readonly valuesOf: (plan: RunPlan) => object;
  readonly givenIn: (plan: RunPlan) => object | undefined;
}

const SECTIONS: Readonly<Record<SettingSection, SectionValues>> = {
  data: { valuesOf: ({ settings }) => settings, givenIn: ({ settings }) => settings },
  model: { valuesOf: ({ config }) => withDefaults(config), givenIn: ({ settings }) => settings.model },
  training: {
    valuesOf: ({ training }) => withTrainingDefaults(training),
    givenIn: ({ settings }) => settings.training,
  },
};

/** Settings that a variant names and that differ; what follows from them, such as another default, is no difference. */
function settingDifferences(plans: readonly RunPlan[]): SettingDifference[] {
  return SETTING_SECTIONS.flatMap((section) => {
    const { valuesOf, givenIn } = SECTIONS[section];
    return Object.entries<SettingInfo>(RUN_SETTINGS[section]).flatMap(([name, { label }]) => {
      const isGiven = plans.some((plan) => name in (givenIn(plan) ?? {}));
      const values = plans.map((plan) => (valuesOf(plan) as Readonly<Record<string, unknown>>)[name]);
      if (!isGiven || new Set(values.map((value) => JSON.stringify(value))).size === 1) return [];
      return [{ name, label, values: values.map((value) => valueText(name, value)) }];
    });
  });
}

/** What stands for itself in the name of a variant: a choice, by the label of its value. */
const CHOICES = mapSettings(
  { ...RUN_SETTINGS.model, ...RUN_SETTINGS.training, corpus: RUN_SETTINGS.data.corpus },
  ({ choices }) => (choices === YES_NO ? undefined : choices),
);

function valueText(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (name === 'text') return value === undefined ? 'built-in' : 'own';
  if (Array.isArray(value)) return value.length === 1 ? '1 row' : `${value.length} rows`;
  return CHOICES[name]?.[String(value)]?.label ?? String(value ?? 'default');
}

/**
 * `SwiGLU, MLP width 170`: choices first, which need no label. Of long names only the first part, where it distinguishes the variants
 * apart; the letter where nothing differs, and before names that are alike, as of two texts.
 */
function variantNames(differences: readonly SettingDifference[], count: number): string[] {
  const parts = Array.from({ length: count }, (_, variant) => variantParts(differences, variant));
  const names = parts.map((all, variant) => all.join(', ') || `Variant ${variantLetter(variant)}`);
  const short = parts.map(([first]) => `${first} …`);
  const isLong = names.some(({ length }) => length > MAX_NAME_LENGTH);
  if (isLong && new Set(short).size === count) return short;
  return new Set(names).size === count ? names : names.map((name, i) => `${variantLetter(i)}: ${name}`);
}

function variantParts(differences: readonly SettingDifference[], variant: number): string[] {
  const isChoice = ({ name }: SettingDifference) => name in CHOICES || name === 'preset';
  return [
    ...differences.filter(isChoice).map(({ values }) => values[variant]),
    ...differences
      .filter((difference) => !isChoice(difference))
      .map(({ label, values }) => `${label} ${values[variant]}`),
  ];
}
