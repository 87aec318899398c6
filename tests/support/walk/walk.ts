// Walks a page along a sequence of acts, and compares it with the oracle wherever it comes to rest.

import { nameOf, type TimedAct, type WalkContext } from './acts.ts';
import { compare, complaints, KnownWeights, learn } from './compare.ts';
import { bundledModel, closed, type Expected, type WalkedModels } from './expected.ts';
import type { WalkedPage } from './walked-page.ts';

export interface WalkOptions {
  readonly models: WalkedModels;
  /** Kept from walk to walk. */
  readonly known: KnownWeights;
  readonly preset: string;
}

/** What the page answers, until the next try, to a visitor who does two things to one model at the same time. */
const REFUSALS = [
  'The model changed while the edit was computed; the edit was not applied.',
  'Pause training before editing the model.',
  'Pause training before taking a single step.',
];

export class Walk {
  readonly #page: WalkedPage;
  readonly #options: WalkOptions;
  /** More than one while it is open whether an act that was interrupted took effect. */
  #states: readonly Expected[];
  #context: WalkContext;
  #isHurried = false;
  /** Since the page was at rest. */
  #hasHurried = false;
  /** Acts that replace the model, by name. */
  readonly #replacements = new Map<string, (state: Expected) => Expected>();
  /** An edit was refused, and the page says so until the next. */
  #mayRefuse = false;
  /** Acts that were possible, in order. */
  readonly acts: string[] = [];

  constructor(page: WalkedPage, options: WalkOptions) {
    this.#page = page;
    this.#options = options;
    const { models, preset } = options;
    this.#context = { models, checkpoints: [] };
    this.#states = [
      {
        model: bundledModel(models, preset),
        view: 'course',
        address: { preset, isFresh: false },
        prompt: '',
        ablated: [],
        runs: [],
        declined: [],
      },
    ];
  }

  async perform(timed: TimedAct): Promise<void> {
    const { act } = timed;
    const hurry = act.waits ? undefined : timed.hurry;
    if (act.waits && this.#isHurried) await this.rest();
    const possible = this.#states.filter((state) => act.isPossible(state, this.#context));
    if (possible.length === 0) return;
    this.acts.push(nameOf({ act, hurry }));
    const wasPerformed = (await act.perform(this.#page, possible[0], this.#context)) ?? true;
    const context = { ...this.#context, isHurried: hurry !== undefined };
    if (act.name === 'save as file') this.#keepFile(possible[0]);
    if (wasPerformed) {
      const after = possible.map((state) => act.after(state, context));
      if (act.isCertain === 'replaces') this.#replacements.set(act.name, (state) => act.after(state, context));
      const isOpen = !act.isCertain && (this.#isHurried || hurry !== undefined);
      const interrupted = this.#states.map((state) => act.atOnce?.(state) ?? state);
      const replaced =
        act.isCertain === 'replaces' && hurry !== undefined
          ? possible.map((state) => ({ ...state, replacedBy: act.name }))
          : [];
      this.#states = distinct(isOpen ? [...interrupted, ...after] : [...replaced, ...after]);
    }
    this.#isHurried = hurry !== undefined;
    this.#hasHurried ||= this.#isHurried;
    if (hurry === undefined) await this.rest();
    else await this.#page.wait(hurry);
  }

  /** The page at rest agrees with the oracle. @throws Error with the differences */
  async rest(): Promise<void> {
    await this.#page.settle();
    const seen = await this.#page.observe();
    const { models, known } = this.#options;
    const isRefused = seen.said.alerts.some((alert) => REFUSALS.includes(alert));
    this.#mayRefuse = isRefused && (this.#hasHurried || this.#mayRefuse);
    const problems = complaints(seen, this.#mayRefuse ? REFUSALS : []);
    const stepOfRun = (name: string) => seen.runs.find((run) => run.name === name)?.step;
    const states = this.#states.flatMap((state) => this.#replaced(state)).map((state) => closed(state, seen.engine.live.step, stepOfRun));
    const compared = states.map((state) => ({ state, found: compare(state, seen, models, known) }));
    const agreeing = compared.filter(({ found }) => found.length === 0);
    if (problems.length > 0 || agreeing.length === 0) {
      const [closest] = compared.toSorted((a, b) => a.found.length - b.found.length);
      const list = [...problems, ...(agreeing.length > 0 ? [] : closest.found)];
      throw new Error(`after ${this.acts.join('; ') || 'opening'}:\n  ${list.join('\n  ')}`);
    }
    this.#states = agreeing.map(({ state: { mayPreview: _, ...state } }) =>
      seen.page.previewStep === undefined ? state : { ...state, previewStep: seen.page.previewStep },
    );
    this.#isHurried = false;
    this.#hasHurried = false;
    if (agreeing.length === 1) learn(this.#states[0], seen, known);
    this.#context = { ...this.#context, checkpoints: seen.page.checkpoints };
  }

  /** Once the model that was on its way has come: what was done to the one before stays, the prompt too if it came later. */
  #replaced({ replacedBy, ...state }: Expected): Expected[] {
    const replace = replacedBy === undefined ? undefined : this.#replacements.get(replacedBy);
    if (!replace) return [state];
    const { prompt } = state;
    return [replace(state), { ...replace(state), prompt }];
  }

  #keepFile({ model: { preset, weights, step } }: Expected): void {
    this.#context = { ...this.#context, file: { name: preset, preset, weights, step } };
  }
}

const distinct = (states: readonly Expected[]): Expected[] => [
  ...new Map(states.map((state) => [JSON.stringify(state), state])).values(),
];
