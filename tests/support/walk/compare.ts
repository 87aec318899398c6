// Compares what a page, its engine and its storage have with what a walk expects of them, and with each other.

import { type Expected, editCount, hasEdit, type WalkedModels, weightsAt, weightsKey, type WeightHistory } from './expected.ts';
import type { LandingButton, Observation, ObservedWeights } from './walked-page.ts';

/** Digests and predictions of weights that were seen before: equal histories have equal bits. */
export class KnownWeights {
  readonly #known = new Map<string, string>();

  /** A sentence where something else is known. */
  difference(key: string, seen: string): string | undefined {
    const known = this.#known.get(key);
    return known === undefined || known === seen ? undefined : `${key}: ${seen}, before it was ${known}`;
  }

  learn(key: string, seen: string): void {
    this.#known.set(key, seen);
  }
}

type Facts = Readonly<Record<string, unknown>>;

function differences(place: string, expected: Facts, seen: Facts): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const [a, b] = [JSON.stringify(value), JSON.stringify(seen[name])];
    return a === b ? [] : [`${place} ${name}: ${b}, expected ${a}`];
  });
}

/** Names of tensors, activations, methods and keys: nothing of them is for a visitor. */
const INNER_NAME = /[a-z\d]+[._][a-z\d]+[._]|[a-z]\.[a-z]+[A-Z]|[a-z][A-Z][a-z]|[a-z]_[a-z]|Request “/;

const facts = ({ preset, step, editCount, hasUndo }: ObservedWeights): Facts => ({ preset, step, editCount, hasUndo });

const weightFacts = ({ preset, weights, step }: Pick<Expected['model'], 'preset' | 'weights' | 'step'>): Facts => ({
  preset,
  step,
  editCount: editCount(weights),
  hasUndo: hasEdit(weights),
});

const digestKey = (weights: WeightHistory) => `weights ${weightsKey(weights)}`;
const readingKey = (weights: WeightHistory, prompt: string) => `“${prompt}” by ${weightsKey(weights)}`;

function expectedButtons({ models, state, checkpoints }: Expectation): LandingButton[] {
  if (state.view !== 'course') return [];
  const { preset, weights } = state.model;
  const belief: LandingButton[] = models.withFact.includes(preset) ? [hasEdit(weights) ? 'undo' : 'make'] : [];
  return [...belief, ...(checkpoints > 1 ? (['watch'] as const) : [])];
}

interface Expectation {
  readonly state: Expected;
  readonly models: WalkedModels;
  /** How many checkpoints the page lists. */
  readonly checkpoints: number;
}

/** What differs between a state and an observation; empty where they agree. */
export function compare(state: Expected, seen: Observation, models: WalkedModels, known: KnownWeights): string[] {
  const { model, previewStep, view, address, prompt, runs, offer, ablated } = state;
  const { page, said, engine } = seen;
  const { live } = engine;
  const shownPreview = state.mayPreview ? page.previewStep : previewStep;
  const found = differences(
    'page',
    {
      ...{ preset: model.preset, step: shownPreview ?? model.step, previewStep: shownPreview, view, prompt },
      ...{ editCount: editCount(model.weights), openEdits: Number(hasEdit(model.weights)) },
      ...{ addressPreset: address.preset, offer },
    },
    page,
  );
  found.push(...differences('engine', weightFacts(model), facts(live)));
  if (runs.length !== seen.runs.length)
    found.push(`saved: ${seen.runs.map(({ name }) => name)}, expected ${runs.map(({ name }) => name)}`);
  for (const [i, run] of runs.entries()) {
    const stored = seen.runs[i];
    if (!stored) break;
    const expected = { name: run.name, ...weightFacts(run) };
    found.push(...differences(`run ${run.name}`, expected, { name: stored.name, ...facts(stored) }));
    found.push(...(known.difference(digestKey(run.weights), stored.digest) ?? []));
  }
  found.push(...toList(known.difference(digestKey(model.weights), live.digest)));
  const said0 = differences('said', { buttons: expectedButtons({ state, models, checkpoints: page.checkpoints.length }) }, said);
  found.push(...said0);
  const possible = shownPreview === undefined ? [model.weights] : weightsAt(model, shownPreview);
  const { reading } = engine;
  if (reading) {
    const text = JSON.stringify(reading);
    const problems = possible.map((weights) => known.difference(readingKey(weights, prompt), text));
    if (problems.every((problem) => problem !== undefined)) found.push(...toList(problems[0]));
    found.push(...differences('said', { reading, ablated: ablated.length > 0 ? engine.ablated : undefined }, said));
  }
  if (ablated.length > 0 !== (engine.ablated !== undefined) && reading) found.push('engine: heads are not as expected');
  return found;
}

const toList = (problem: string | undefined): string[] => (problem === undefined ? [] : [problem]);

/** What is true whatever was done: the page shows no failure and no inner name. */
export function complaints({ said: { alerts, text } }: Observation, allowed: readonly string[]): string[] {
  return [
    ...alerts.filter((alert) => !allowed.includes(alert)).map((alert) => `alert: ${alert}`),
    ...[text, ...alerts].filter((each) => INNER_NAME.test(each)).map((each) => `inner name: ${each}`),
  ];
}

export function learn(state: Expected, { engine, page, runs }: Observation, known: KnownWeights): void {
  known.learn(digestKey(state.model.weights), engine.live.digest);
  for (const [i, run] of state.runs.entries()) known.learn(digestKey(run.weights), runs[i].digest);
  const possible =
    page.previewStep === undefined ? [state.model.weights] : weightsAt(state.model, page.previewStep);
  // Which of several it is, is not known.
  if (engine.reading && possible.length === 1)
    known.learn(readingKey(possible[0], state.prompt), JSON.stringify(engine.reading));
}
