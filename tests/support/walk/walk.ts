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

/** Sentences that may appear where the visitor does not wait. */
const IN_HURRY: readonly RegExp[] = [];

export class Walk {
  readonly #page: WalkedPage;
  readonly #options: WalkOptions;
  /** More than one while it is open whether an act that was interrupted took effect. */
  #states: readonly Expected[];
  #context: WalkContext;
  #isHurried = false;
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
      const isOpen = !act.isCertain && (this.#isHurried || hurry !== undefined);
      const interrupted = this.#states.map((state) => act.atOnce?.(state) ?? state);
      const replaced =
        act.isCertain === 'replaces' && hurry !== undefined
          ? possible.map((state) => ({ ...state, isBeingReplaced: true }))
          : [];
      this.#states = distinct(isOpen ? [...interrupted, ...after] : [...replaced, ...after]);
    }
    this.#isHurried = hurry !== undefined;
    if (hurry === undefined) await this.rest();
    else await this.#page.wait(hurry);
  }

  /** The page at rest agrees with the oracle. @throws Error with the differences */
  async rest(): Promise<void> {
    await this.#page.settle();
    const seen = await this.#page.observe();
    const { models, known } = this.#options;
    const problems = complaints(seen, this.#isHurried ? IN_HURRY : []);
    const stepOfRun = (name: string) => seen.runs.find((run) => run.name === name)?.step;
    const settled = this.#states.filter(({ isBeingReplaced = false }) => !isBeingReplaced);
    const states = settled.map((state) => closed(state, seen.engine.live.step, stepOfRun));
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
    if (agreeing.length === 1) learn(this.#states[0], seen, known);
    this.#context = { ...this.#context, checkpoints: seen.page.checkpoints };
  }

  #keepFile({ model: { preset, weights, step } }: Expected): void {
    this.#context = { ...this.#context, file: { name: preset, preset, weights, step } };
  }
}

const distinct = (states: readonly Expected[]): Expected[] => [
  ...new Map(states.map((state) => [JSON.stringify(state), state])).values(),
];
