// Walks a page along a sequence of acts, and compares it with the oracle wherever it comes to rest.

import fc from 'fast-check';
import { type Act, ActChooser, actsNamed, choices, nameOf, type TimedAct, type WalkContext } from './acts.ts';
import { compare, complaints, KnownWeights } from './compare.ts';
import { bundledModel, closed, type Expected, type WalkedModels } from './expected.ts';
import type { Observation, WalkedPage } from './walked-page.ts';

/** What the page answers, until the next try, to a visitor who does two things to one model at the same time. */
const REFUSALS = [
  'The model changed while the edit was computed; the edit was not applied.',
  'Pause training before editing the model.',
  'Pause training before taking a single step.',
];

export interface WalkOptions {
  readonly models: WalkedModels;
  /** Bundled models that a walk switches to; it begins with the first. */
  readonly presets: readonly string[];
  /** A new page with the first of them. */
  readonly open: () => Promise<WalkedPage>;
  /** Names of acts that would take too long. */
  readonly without?: readonly string[];
}

/** Walks of random acts, and of acts that a test names. */
export class Walks {
  readonly #options: WalkOptions;
  readonly #known = new KnownWeights();
  readonly #counts = new Map<string, number>();

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  /** How often each act was performed, by its name. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** Acts that are possible where they are done. Fails with the shortest sequence that was found to fail, which `along` repeats. */
  async random({
    seed,
    walks,
    acts,
  }: {
    readonly seed: number;
    readonly walks: number;
    readonly acts: number;
  }) {
    const { presets, without } = this.#options;
    const chooser = new ActChooser(presets, without);
    const sequences = fc.array(choices, { minLength: 1, maxLength: acts, size: 'max' });
    const property = fc.asyncProperty(sequences, (sequence) =>
      this.#walk(async (walk) => {
        for (const choice of sequence)
          await this.#perform(
            walk,
            chooser.choose(choice, (act) => walk.isPossible(act)),
          );
      }),
    );
    await fc.assert(property, { seed, numRuns: walks });
  }

  /** @param names - as a failed walk prints them */
  along(...names: string[]): Promise<void> {
    return this.#walk(async (walk) => {
      for (const act of actsNamed(names, this.#options.presets)) await this.#perform(walk, act);
    });
  }

  async #perform(walk: Walk, timed: TimedAct | undefined): Promise<void> {
    if (!timed || !(await walk.perform(timed))) return;
    const { name } = timed.act;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  async #walk(act: (walk: Walk) => Promise<void>): Promise<void> {
    const page = await this.#options.open();
    try {
      const walk = new Walk(page, this.#options, this.#known);
      await walk.rest();
      await act(walk);
      await walk.end();
    } finally {
      await page.close();
    }
  }
}

class Walk {
  readonly #page: WalkedPage;
  readonly #known: KnownWeights;
  /** More than one while it is open whether an act that was interrupted took effect. */
  #states: readonly Expected[];
  #context: WalkContext;
  /** Whether an act was followed by the next at once, since the page was at rest. */
  #isHurried = false;
  /** What two acts at the same time were answered is shown until the next try. */
  #isRefused = false;
  #files = 0;
  #promptAtRest = '';
  /** Whether another model is on its way, with an empty prompt. */
  #mayResetPrompt = false;
  /** Acts that replace the model, by name, since the page was at rest. */
  readonly #replacements = new Map<string, (state: Expected) => Expected>();
  readonly #performed: string[] = [];

  constructor(page: WalkedPage, { models, presets: [preset] }: WalkOptions, known: KnownWeights) {
    this.#page = page;
    this.#known = known;
    this.#context = { models, checkpoints: [], saved: [] };
    this.#states = [
      {
        ...{ model: bundledModel(models, preset), view: 'course', address: { preset, isFresh: false } },
        ...{ prompt: '', ablated: [], runs: [], declined: [] },
      },
    ];
  }

  isPossible(act: Act): boolean {
    return this.#states.some((state) => act.isPossible(state, this.#context));
  }

  /** False where a visitor could not act so, or the page refuses it. */
  async perform({ act, hurry: wanted }: TimedAct): Promise<boolean> {
    if (act.waits && this.#isHurried) await this.rest();
    const hurry = act.waits ? undefined : wanted;
    const possible = this.#states.filter((state) => act.isPossible(state, this.#context));
    if (possible.length === 0) return false;
    this.#performed.push(nameOf({ act, hurry }));
    const wasPerformed = (await act.perform(this.#page, possible[0], this.#context)) ?? true;
    if (act.savesFile) this.#keepFile(possible[0]);
    const goesOn = hurry !== undefined;
    this.#isHurried ||= goesOn;
    if (wasPerformed) this.#expect(act, possible, goesOn);
    if (hurry === undefined) await this.rest();
    else await this.#page.wait(hurry);
    return wasPerformed;
  }

  async end(): Promise<void> {
    if (this.#isHurried) await this.rest();
  }

  /** The page at rest agrees with the oracle. @throws Error with the differences */
  async rest(): Promise<void> {
    await this.#page.settle();
    const seen = await this.#page.observe();
    const states = this.#states
      .flatMap((state) => this.#replaced(state))
      .flatMap((state) => this.#withLostPrompt(state))
      .map((state) => closed(state, seen));
    const compared = states.map((state) => ({
      state,
      found: compare(state, seen, this.#context.models, this.#known),
    }));
    const agreeing = compared.filter(({ found }) => found.length === 0).map(({ state }) => state);
    const [closest] = compared.toSorted((a, b) => a.found.length - b.found.length);
    const problems = [...this.#complaints(seen), ...(agreeing.length > 0 ? [] : closest.found)];
    if (problems.length > 0)
      throw new Error(`after ${this.#performed.join('; ') || 'opening'}:\n  ${problems.join('\n  ')}`);
    this.#accept(agreeing, seen);
  }

  /** @param goesOn - whether the next act follows at once, and may interrupt this one */
  #expect(act: Act, possible: readonly Expected[], goesOn: boolean): void {
    const context = { ...this.#context, isHurried: goesOn };
    const after = possible.map((state) => act.after(state, context));
    const interrupted = this.#states.map((state) => act.atOnce?.(state) ?? state);
    const replaced = possible.map((state) => ({ ...state, replacedBy: act.name }));
    const resetsPrompt = possible.some(({ prompt }, i) => prompt !== '' && after[i].prompt === '');
    this.#mayResetPrompt ||= this.#isHurried && (resetsPrompt || act.effect === 'replaces');
    if (act.effect === 'replaces' && this.#isHurried)
      this.#replacements.set(act.name, (state) => act.after(state, context));
    const isOpen = { 'at once': false, replaces: goesOn, none: this.#isHurried }[act.effect ?? 'none'];
    const others = act.effect === 'replaces' ? replaced : interrupted;
    this.#states = distinct([...(isOpen ? others : []), ...after]);
  }

  #complaints(seen: Observation): string[] {
    const isRefused = seen.said.alerts.some((alert) => REFUSALS.includes(alert));
    this.#isRefused = isRefused && (this.#isHurried || this.#isRefused);
    return [
      ...complaints(seen, this.#isRefused ? REFUSALS : []),
      ...(seen.files === this.#files ? [] : [`files: ${seen.files}, expected ${this.#files}`]),
    ];
  }

  #accept(states: readonly Expected[], seen: Observation): void {
    const { previewStep, checkpoints, offer } = seen.page;
    this.#states = distinct(
      states.map(({ mayPreview: _, ...state }) =>
        previewStep === undefined ? state : { ...state, previewStep },
      ),
    );
    if (this.#states.length === 1) this.#known.learn(this.#states[0], seen);
    this.#isHurried = false;
    this.#promptAtRest = seen.page.prompt;
    this.#replacements.clear();
    this.#mayResetPrompt = false;
    const saved = seen.runs.map(({ name }) => name);
    this.#context = { ...this.#context, checkpoints, saved, offer };
  }

  /** Once the model that was on its way has come: what was done to the one before stays, the prompt too if it came later. */
  #replaced({ replacedBy, ...state }: Expected): Expected[] {
    const replace = replacedBy === undefined ? undefined : this.#replacements.get(replacedBy);
    if (!replace) return [state];
    return [replace(state), { ...replace(state), prompt: state.prompt }];
  }

  /** A prompt that is asked again while a model is on its way is not known from the one before. */
  #withLostPrompt(state: Expected): Expected[] {
    const mayBeLost = this.#mayResetPrompt && state.prompt === this.#promptAtRest;
    return mayBeLost ? [state, { ...state, prompt: '' }] : [state];
  }

  #keepFile({ model: { preset, weights, step } }: Expected): void {
    this.#files++;
    this.#context = { ...this.#context, file: { name: preset, preset, weights, step } };
  }
}

const distinct = (states: readonly Expected[]): Expected[] => [
  ...new Map(states.map((state) => [JSON.stringify(state), state])).values(),
];
