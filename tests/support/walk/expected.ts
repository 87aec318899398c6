// The oracle of a walk: what the page, the engine and a reload should have after each act, from the acts alone.

import type { Observation } from './walked-page.ts';

/** What has been done to weights, from their origin: equal histories have equal bits. */
export type WeightHistory = readonly string[];

export interface ExpectedModel {
  readonly preset: string;
  readonly weights: WeightHistory;
  readonly step: number;
  /** Where it came from: a bundled model can be replaced without a loss, and a branch until it is saved. */
  readonly source: 'bundle' | 'file' | 'branch' | 'own';
  /** Its name among the saved runs; absent until it is saved. */
  readonly saved?: string;
  /** The name that it is saved under, before a number is appended. */
  readonly name: string;
  readonly open?: OpenTraining;
}

/** Before a training that may be interrupted: the step at which it ends is observed. */
export interface OpenTraining {
  readonly weights: WeightHistory;
  readonly step: number;
}

export interface ExpectedRun {
  readonly name: string;
  readonly preset: string;
  readonly weights: WeightHistory;
  readonly step: number;
  readonly open?: OpenTraining;
}

export interface Expected {
  readonly model: ExpectedModel;
  /** Step of the checkpoint that is shown; absent for the weights of now. */
  readonly previewStep?: number;
  readonly view: string;
  /** What the address names. */
  readonly address: { readonly preset: string; readonly isFresh: boolean };
  readonly prompt: string;
  /** Heads that are switched off on the page of the network. */
  readonly ablated: readonly number[];
  /** Last written first. */
  readonly runs: readonly ExpectedRun[];
  /** Name of the run that the page offers to resume. */
  readonly offer?: string;
  /** Name of the act by which another model takes the place of this one, unless a later act prevents it. */
  readonly replacedBy?: string;
  /** Where a time-lapse was stopped, a checkpoint may stay. */
  readonly mayPreview?: boolean;
  /** Names of runs whose offer was declined, at which step. */
  readonly declined: readonly string[];
}

/** Sizes of the models of a walk. */
export interface WalkedModels {
  readonly steps: Readonly<Record<string, number>>;
  /** Presets that know the fact which the landing page edits. */
  readonly withFact: readonly string[];
  readonly course: string;
}

const EDIT = 'edit';
/** Weights in a file of weights alone: edits in it are permanent, and the optimizer begins anew. */
const AS_FILE = 'as file';
const train = (count: number) => `train ${count}`;

const originOf = {
  bundled: (preset: string): WeightHistory => [`bundled ${preset}`],
  fresh: (preset: string): WeightHistory => [`fresh ${preset}`],
  recorded: (preset: string, step: number): WeightHistory => [`recorded ${preset} ${step}`],
};

/** Steps one after the other have the bits of one training. */
export function trained(weights: WeightHistory, count: number): WeightHistory {
  if (count === 0) return weights;
  const last = weights.at(-1) ?? '';
  return last.startsWith('train ')
    ? [...weights.slice(0, -1), train(Number(last.slice(6)) + count)]
    : [...weights, train(count)];
}

export const edited = (weights: WeightHistory): WeightHistory => [...weights, EDIT];
/** The edit that can be undone: none once the weights were trained. */
export const hasEdit = (weights: WeightHistory): boolean => weights.at(-1) === EDIT;
/** Equal for equal weights. */
export const weightsKey = (weights: WeightHistory): string =>
  (weights.at(-1) === AS_FILE ? weights.slice(0, -1) : weights).join(', ');
export const editCount = (weights: WeightHistory): number => weights.filter((each) => each === EDIT).length;

const stepsOf = (each: string): number => Number(/^train (\d+)$/.exec(each)?.[1] ?? 0);

/** The step of the weights before all that was done to them. */
const stepOfOrigin = ({ weights, step }: Pick<ExpectedModel, 'weights' | 'step'>): number =>
  step - weights.reduce((sum, each) => sum + stepsOf(each), 0);

/** The weights of a run at an earlier step: recorded, or its own before or after an edit that was made there. */
export function weightsAt({ preset, weights, step }: ExpectedModel, earlier: number): WeightHistory[] {
  const found: WeightHistory[] = [originOf.recorded(preset, earlier)];
  let at = stepOfOrigin({ weights, step });
  for (const [i, each] of weights.entries()) {
    const count = stepsOf(each);
    if (count > 0 && at < earlier && earlier <= at + count)
      found.push(trained(weights.slice(0, i), earlier - at));
    else if (at === earlier && count === 0) found.push(weights.slice(0, i + 1));
    at += count;
  }
  return found;
}

export const isFinished = ({ steps }: WalkedModels, { preset, step }: ExpectedModel): boolean =>
  step === steps[preset];

/** Nothing is lost where it is replaced. */
const isReplaceable = ({ source, weights, step, saved }: ExpectedModel): boolean =>
  (source === 'bundle' && weights.length === 1) ||
  (source === 'branch' && saved === undefined) ||
  (step === 0 && editCount(weights) === 0);

/** `facts`, then `facts 2`. */
function freeName(runs: readonly ExpectedRun[], wanted: string): string {
  const taken = runs.map(({ name }) => name);
  let name = wanted;
  for (let i = 2; taken.includes(name); i++) name = `${wanted} ${i}`;
  return name;
}

/** With changed weights, which are saved. */
export function saved(state: Expected, weights: WeightHistory, step: number, open?: OpenTraining): Expected {
  const { model, runs } = state;
  const name = model.saved ?? freeName(runs, model.name);
  const { preset } = model;
  const changed = { weights, step, open };
  const { offer: _, ...rest } = state;
  return {
    ...rest,
    model: { ...model, ...changed, saved: name },
    runs: [{ name, preset, ...changed }, ...runs.filter((run) => run.name !== name)],
  };
}

/** Trained to its end, or, where it may be interrupted, as far as it comes. */
export function trainedOn(models: WalkedModels, state: Expected, isOpen: boolean): Expected {
  const { preset, weights, step } = state.model;
  const end = models.steps[preset];
  return withoutPreview(
    saved(state, trained(weights, end - step), end, isOpen ? { weights, step } : undefined),
  );
}

/** With the steps that interrupted trainings have taken. */
export function closed(state: Expected, { engine, runs }: Observation): Expected {
  const stepOf = (name: string) => runs.find((run) => run.name === name)?.step ?? 0;
  return {
    ...state,
    model: endedAt(state.model, engine.live.step),
    runs: state.runs.map((run) => endedAt(run, stepOf(run.name))),
  };
}

function endedAt<Trained extends Pick<ExpectedModel, 'weights' | 'step' | 'open'>>(
  { open, ...model }: Trained,
  step: number,
): Omit<Trained, 'open'> {
  const isPart = open && step >= open.step && step <= model.step;
  return isPart ? { ...model, step, weights: trained(open.weights, step - open.step) } : model;
}

/** With another model in place of the open one. */
function opened(state: Expected, model: ExpectedModel, address: Partial<Expected['address']> = {}): Expected {
  const { previewStep: _, replacedBy: __, ...rest } = state;
  const named = { ...state.address, preset: model.preset, ...address };
  const isOther = named.preset !== state.address.preset;
  return { ...rest, model, address: named, ablated: [], ...(isOther && { prompt: '' }) };
}

export const bundledModel = ({ steps }: WalkedModels, preset: string): ExpectedModel => ({
  ...{ preset, weights: originOf.bundled(preset), step: steps[preset], source: 'bundle', name: preset },
});

const freshModel = (preset: string): ExpectedModel => ({
  ...{ preset, weights: originOf.fresh(preset), step: 0, source: 'own', name: preset },
});

export function openBundled(models: WalkedModels, state: Expected, preset: string): Expected {
  return opened(state, bundledModel(models, preset), { isFresh: false });
}

export function openFile(state: Expected, { preset, weights, step }: ExpectedRun): Expected {
  const isSame = weights.at(-1) === AS_FILE;
  const model = { preset, weights: isSame ? weights : [...weights, AS_FILE], step, name: preset };
  return opened(state, { ...model, source: 'file' });
}

/** New random weights. */
export function reset(state: Expected): Expected {
  const { preset } = state.model;
  return opened(state, freshModel(preset), { isFresh: true });
}

export function openRun(state: Expected, name: string): Expected {
  const run = state.runs.find((each) => each.name === name);
  if (!run) throw new Error(`There is no run ${name}.`);
  const model: ExpectedModel = { ...run, source: 'own', saved: name, name };
  return { ...opened(state, model), prompt: '', offer: undefined };
}

/** What the address brings, and the offer to resume what was saved last. */
export function reloaded(models: WalkedModels, state: Expected): Expected {
  const { address, runs, declined } = state;
  const { preset, isFresh } = address;
  const { previewStep: _, ...rest } = state;
  const newest = runs.find(({ step }) => step > 0);
  const isOffered = newest && !declined.includes(declinedKey(newest));
  return {
    ...rest,
    model: isFresh ? freshModel(preset) : bundledModel(models, preset),
    ablated: [],
    offer: isOffered ? newest.name : undefined,
  };
}

/** A declined offer comes back once the run has changed. */
export const declinedKey = ({ name, weights }: ExpectedRun): string => `${name}: ${weights.join(', ')}`;

/** Leaving the landing page ends its time-lapse; a page that is left forgets what was switched off there. */
export function shownIn(state: Expected, view: string): Expected {
  const there = { ...state, view, ablated: [] };
  return state.view === 'course' && view !== 'course' ? withoutPreview(there) : there;
}

/** The pages that show the course's model open it in place of one that can be replaced; others set a saved run aside. */
export function goTo(models: WalkedModels, state: Expected, view: string): Expected {
  const { model } = state;
  const there = shownIn(state, view);
  const isPristine = model.source === 'bundle' && model.weights.length === 1;
  const wants = view === 'network' || isPristine;
  if (!wants || (model.preset === models.course && model.step > 0)) return adopted(there);
  if (isReplaceable(model) || model.saved !== undefined)
    return { ...openBundled(models, there, models.course), prompt: '' };
  return adopted(there);
}

/** The address names the model that stays. */
const adopted = (state: Expected): Expected => ({
  ...state,
  address: { ...state.address, preset: state.model.preset },
});

export function withoutPreview(state: Expected): Expected {
  const { previewStep: _, mayPreview: __, ...rest } = state;
  return rest;
}

/** A new run from the checkpoint that is shown, before its training. */
export function branched(state: Expected): Expected {
  const { model, previewStep = 0 } = state;
  const { preset } = model;
  const [recorded, ...own] = weightsAt(model, previewStep);
  // Where training began is recorded at its start, with the edits of then; a later step when it is reached, before edits.
  const weights = (previewStep === stepOfOrigin(model) ? own.at(-1) : own[0]) ?? recorded;
  const name = `${model.saved ?? model.name}, from step ${previewStep}`;
  return opened(state, { preset, weights, step: previewStep, source: 'branch', name });
}
