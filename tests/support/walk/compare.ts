// Compares what a page, its engine and its storage have with what a walk expects of them, and with each other.

import {
  type Expected,
  editCount,
  hasEdit,
  type WalkedModels,
  type WeightHistory,
  weightsAt,
  weightsKey,
} from './expected.ts';
import type { LandingButton, Observation, ObservedWeights } from './walked-page.ts';

type Facts = Readonly<Record<string, unknown>>;

function differences(place: string, expected: Facts, seen: Facts): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const [wanted, found] = [JSON.stringify(value), JSON.stringify(seen[name])];
    return wanted === found ? [] : [`${place} ${name}: ${found}, expected ${wanted}`];
  });
}

/** Digests and predictions of weights that were seen before: equal histories have equal bits. */
export class KnownWeights {
  readonly #known = new Map<string, string>();

  /** A sentence where something else is known. */
  differences(key: string, seen: string): string[] {
    const known = this.#known.get(key);
    return known === undefined || known === seen ? [] : [`${key}: ${seen}, before it was ${known}`];
  }

  learn(state: Expected, { engine, page, runs }: Observation): void {
    this.#known.set(digestKey(state.model.weights), engine.live.digest);
    for (const [i, run] of state.runs.entries()) this.#known.set(digestKey(run.weights), runs[i].digest);
    const possible = shownWeights(state, page.previewStep);
    // Which of several it is, is not known.
    if (engine.reading && possible.length === 1)
      this.#known.set(readingKey(possible[0], state.prompt), JSON.stringify(engine.reading));
  }
}

const digestKey = (weights: WeightHistory) => `weights ${weightsKey(weights)}`;
const readingKey = (weights: WeightHistory, prompt: string) => `“${prompt}” by ${weightsKey(weights)}`;

const shownWeights = ({ model }: Expected, previewStep: number | undefined): WeightHistory[] =>
  previewStep === undefined ? [model.weights] : weightsAt(model, previewStep);

const factsOf = ({ preset, step, editCount, hasUndo }: ObservedWeights): Facts => ({
  ...{ preset, step, editCount, hasUndo },
});

const expectedFacts = ({
  preset,
  weights,
  step,
}: Pick<Expected['model'], 'preset' | 'weights' | 'step'>): Facts => ({
  ...{ preset, step, editCount: editCount(weights), hasUndo: hasEdit(weights) },
});

function expectedButtons(
  { view, model }: Expected,
  models: WalkedModels,
  { previewStep, checkpoints }: Observation['page'],
): LandingButton[] {
  if (view !== 'course') return [];
  const belief = hasEdit(model.weights) ? 'undo' : 'make';
  return [
    ...(models.withFact.includes(model.preset) ? [belief as LandingButton] : []),
    ...(previewStep !== undefined ? (['stop'] as const) : checkpoints.length > 1 ? (['watch'] as const) : []),
  ];
}

/** The end of the line that names the model; the landing page has none, and says only which checkpoint it shows. */
function expectedStatus(
  { view, model: { source, weights, step } }: Expected,
  previewStep: number | undefined,
): string {
  if (view === 'course')
    return previewStep === undefined ? '' : `Step ${previewStep.toLocaleString('en-GB')}`;
  const isBundled = source === 'bundle' && weights.length === 1;
  const kind = isBundled ? 'pretrained' : step === 0 ? 'random weights, untrained' : 'your model';
  const shown = (previewStep ?? step).toLocaleString('en-GB');
  return `step ${shown}, ${previewStep === undefined ? kind : 'a checkpoint'}`;
}

/** What differs between a state and an observation; empty where they agree. */
export function compare(
  state: Expected,
  seen: Observation,
  models: WalkedModels,
  known: KnownWeights,
): string[] {
  const { page, said, engine } = seen;
  const previewStep = state.mayPreview ? page.previewStep : state.previewStep;
  return [
    ...comparePage(state, seen, previewStep),
    ...differences('engine', expectedFacts(state.model), factsOf(engine.live)),
    ...known.differences(digestKey(state.model.weights), engine.live.digest),
    ...compareRuns(state, seen, known),
    ...differences('said', { buttons: expectedButtons(state, models, page) }, said),
    ...compareReading(state, seen, previewStep, known),
  ];
}

function comparePage(
  { model, view, address, prompt, offer }: Expected,
  { page }: Observation,
  previewStep: number | undefined,
): string[] {
  const expected = {
    ...{ preset: model.preset, step: previewStep ?? model.step, previewStep, view, prompt, offer },
    ...{ editCount: editCount(model.weights), openEdits: Number(hasEdit(model.weights)) },
    addressPreset: address.preset,
  };
  return differences('page', expected, page);
}

function compareRuns({ runs }: Expected, seen: Observation, known: KnownWeights): string[] {
  const [wanted, found] = [runs, seen.runs].map((each) => each.map(({ name }) => name).join(', '));
  if (wanted !== found) return [`saved: ${found || 'nothing'}, expected ${wanted || 'nothing'}`];
  return runs.flatMap((run, i) => [
    ...differences(`run ${run.name}`, expectedFacts(run), factsOf(seen.runs[i])),
    ...known.differences(digestKey(run.weights), seen.runs[i].digest),
  ]);
}

/** The picture shows what the engine predicts with the weights that are shown, and with heads switched off. */
function compareReading(
  state: Expected,
  { engine: { reading, ablated }, said }: Observation,
  previewStep: number | undefined,
  known: KnownWeights,
): string[] {
  // A prompt that the model cannot read leaves the picture as it was.
  if (!reading) return [];
  const found = shownWeights(state, previewStep).map((weights) =>
    known.differences(readingKey(weights, state.prompt), JSON.stringify(reading)),
  );
  const status = expectedStatus(state, previewStep);
  return [
    ...(found.find(({ length }) => length === 0) ?? found[0]),
    ...differences('said', { reading, ablated: state.ablated.length > 0 ? ablated : undefined }, said),
    ...(said.text.includes(status) ? [] : [`said: “${said.text}”, expected “${status}” in it`]),
  ];
}

/** Names of tensors, activations, methods and keys: nothing of them is for a visitor. */
const INNER_NAME = /[a-z\d]+[._][a-z\d]+[._]|[a-z][A-Z][a-z]|[a-z]_[a-z]|Request “/;

/** What is wrong whatever was done: a failure that is not among `allowed`, or an inner name. */
export function complaints({ said: { alerts, text } }: Observation, allowed: readonly string[]): string[] {
  return [
    ...alerts.filter((alert) => !allowed.includes(alert)).map((alert) => `alert: ${alert}`),
    ...[text, ...alerts].filter((each) => INNER_NAME.test(each)).map((each) => `inner name: ${each}`),
  ];
}
