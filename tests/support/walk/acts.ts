// The acts of a visitor, each with what it should change, as fast-check generates them and as a test names them.

import fc from 'fast-check';
import { QUESTION } from '../../../src/ui/course/landing-lab/belief.ts';
import {
  branched,
  declinedKey,
  type Expected,
  type ExpectedRun,
  edited,
  goTo,
  hasEdit,
  isFinished,
  openBundled,
  openFile,
  openRun,
  reloaded,
  reset,
  saved,
  shownIn,
  trained,
  trainedOn,
  type WalkedModels,
  withoutPreview,
} from './expected.ts';
import type { WalkedPage } from './walked-page.ts';

/** What a walk knows when it acts. */
export interface WalkContext {
  readonly models: WalkedModels;
  /** Steps of the checkpoints that the page lists. */
  readonly checkpoints: readonly number[];
  /** Whether the visitor goes on before all is at rest. */
  readonly isHurried?: boolean;
  /** The model in the file that was saved last. */
  readonly file?: ExpectedRun;
  /** Names of the saved runs, when the page was at rest. */
  readonly saved: readonly string[];
  /** Name of the run that the page offered then. */
  readonly offer?: string;
}

export interface Act {
  readonly name: string;
  /** Whether a visitor could act so. */
  isPossible(state: Expected, context: WalkContext): boolean;
  /** False where the page refuses it: its button is absent or disabled. */
  perform(page: WalkedPage, state: Expected, context: WalkContext): Promise<boolean | undefined>;
  /** The state once all has come to rest. */
  after(state: Expected, context: WalkContext): Expected;
  /** What changes at once, also where the rest is interrupted. */
  atOnce?(state: Expected): Expected;
  /** It takes effect at once; or it replaces the model, unless a later act does. Others may be interrupted by the next act. */
  readonly effect?: 'at once' | 'replaces';
  /** The visitor waits before and after it until all is at rest. */
  readonly waits?: boolean;
  /** The page itself writes a file. */
  readonly savesFile?: boolean;
}

const done = async (action: Promise<void>): Promise<undefined> => {
  await action;
  return undefined;
};

const asked = (state: Expected): Expected => ({ ...withoutPreview(state), prompt: QUESTION });

const MAKE: Act = {
  name: 'make it believe',
  isPossible: ({ view }) => view === 'course',
  perform: (page) => page.press('make'),
  after: (state) => {
    const { weights, step } = state.model;
    return asked(saved(state, edited(weights), step));
  },
  atOnce: (state) => asked(state),
};

const UNDO: Act = {
  name: 'undo exactly',
  isPossible: ({ view, model }) => view === 'course' && hasEdit(model.weights),
  perform: (page) => page.press('undo'),
  after: (state) => {
    const { weights, step } = state.model;
    const undone = hasEdit(weights) ? weights.slice(0, -1) : weights;
    return asked(saved(state, undone, step));
  },
  atOnce: (state) => asked(state),
};

const WATCH: Act = {
  name: 'watch it learn',
  isPossible: ({ view }, { checkpoints }) => view === 'course' && checkpoints.length > 1,
  perform: (page) => page.press('watch'),
  after: withoutPreview,
};

const STOP: Act = {
  name: 'stop the time-lapse',
  isPossible: ({ view }) => view === 'course',
  perform: (page) => page.press('stop'),
  // Where it stopped is observed.
  after: (state) => ({ ...state, mayPreview: true }),
};

/** A slider's last position is the latest step. */
const atFraction = ({ checkpoints }: WalkContext, fraction: number): number | undefined =>
  checkpoints[Math.round(fraction * checkpoints.length)];

const withPreview = (state: Expected, step: number | undefined): Expected =>
  step === undefined ? withoutPreview(state) : { ...withoutPreview(state), previewStep: step };

const slide = (fraction: number): Act => ({
  name: `slide to ${fraction}`,
  isPossible: ({ view }, { checkpoints }) => view === 'course' && checkpoints.length > 1,
  perform: (page, _, context) => page.slide(atFraction(context, fraction)),
  after: (state, context) => withPreview(state, atFraction(context, fraction)),
});

const viewCheckpoint = (fraction: number): Act => ({
  name: `view the checkpoint at ${fraction}`,
  isPossible: ({ view }, { checkpoints }) => view === 'network' && checkpoints.length > 1,
  perform: (page, _, context) => page.viewCheckpoint(atFraction(context, fraction)),
  after: (state, context) => withPreview(state, atFraction(context, fraction)),
});

/** Trained to its end, if it is not there. */
const resumed = (state: Expected, { models, isHurried }: WalkContext): Expected =>
  isFinished(models, state.model) ? state : trainedOn(models, state, isHurried === true);

const BRANCH: Act = {
  name: 'branch from the checkpoint',
  isPossible: ({ view, previewStep }) => view === 'network' && previewStep !== undefined,
  perform: (page) => page.branch(),
  after: (state, context) => resumed(branched(state), context),
};

const canTrain = (models: WalkedModels, { model, previewStep }: Expected) =>
  !isFinished(models, model) && previewStep === undefined;

const STEP: Act = {
  name: 'train one step',
  isPossible: (state, { models }) => canTrain(models, state),
  perform: (page) => page.act('step'),
  after: (state) => {
    const { weights, step } = state.model;
    return withoutPreview(saved(state, trained(weights, 1), step + 1));
  },
};

const TRAIN: Act = {
  name: 'train',
  isPossible: (state, { models }) => canTrain(models, state),
  perform: (page) => page.act('train'),
  after: (state, { models, isHurried }) => trainedOn(models, state, isHurried === true),
};

const PAUSE: Act = {
  name: 'pause',
  isPossible: ({ model }) => model.open !== undefined,
  perform: (page) => page.act('pause'),
  after: (state) => state,
};

const RESET: Act = {
  name: 're-initialize the weights',
  isPossible: ({ model }) => model.step > 0,
  perform: (page) => page.act('reset'),
  after: reset,
};

const RETRAIN: Act = {
  name: 'train again',
  isPossible: ({ model, previewStep }, { models }) => isFinished(models, model) && previewStep === undefined,
  perform: (page) => page.act('retrain'),
  after: (state, { models, isHurried }) => trainedOn(models, reset(state), isHurried === true),
};

const switchTo = (preset: string): Act => ({
  name: `switch to ${preset}`,
  isPossible: () => true,
  perform: (page) => page.switchModel(preset),
  after: (state, { models }) => openBundled(models, state, preset),
  effect: 'replaces',
});

const openSaved = (index: number): Act => {
  /** One run, whichever state it is: the list that the visitor reads is that of the page at rest. */
  const nameIn = ({ saved }: WalkContext) => saved[index % Math.max(1, saved.length)] ?? '';
  return {
    name: `open saved run ${index}`,
    isPossible: ({ runs, model }, context) =>
      model.saved !== nameIn(context) && runs.some(({ name }) => name === nameIn(context)),
    perform: (page, _, context) => page.openRun(nameIn(context)),
    after: (state, context) => openRun(state, nameIn(context)),
    effect: 'replaces',
  };
};

const SAVE_FILE: Act = {
  name: 'save as file',
  isPossible: () => true,
  perform: (page) => done(page.saveFile()),
  after: (state) => state,
  waits: true,
  savesFile: true,
};

const OPEN_FILE: Act = {
  name: 'open the saved file',
  isPossible: (_, { file }) => file !== undefined,
  perform: (page) => done(page.openFile()),
  after: (state, { file }) => (file ? openFile(state, file) : state),
  effect: 'replaces',
};

/** What the page offers, also while an act that ends the offer has not come so far. */
const offeredIn = ({ offer, runs }: Expected, { offer: atRest }: WalkContext): ExpectedRun | undefined =>
  runs.find(({ name }) => name === (offer ?? atRest));

const answerOffer = (action: 'resume' | 'dismiss'): Act => ({
  name: `${action} the offered run`,
  isPossible: (state, context) => offeredIn(state, context) !== undefined,
  perform: (page) => page.answerOffer(action),
  after: (state, context) => {
    const run = offeredIn(state, context);
    if (!run) return state;
    if (action === 'resume') return resumed(openRun(state, run.name), context);
    const { offer: _, ...rest } = state;
    return { ...rest, declined: [...state.declined, declinedKey(run)] };
  },
  ...(action === 'resume' && { effect: 'replaces' }),
});

const PROMPTS = [QUESTION, 'The capital of France is', 'Fans of', 'Zorblax'];

const ask = (prompt: string): Act => ({
  name: `ask “${prompt}”`,
  isPossible: () => true,
  perform: (page) => done(page.prompt(prompt)),
  after: (state) => ({ ...state, prompt }),
  effect: 'at once',
});

const visit = (view: 'course' | 'network'): Act => ({
  name: `go to the page “${view}”`,
  isPossible: (state) => state.view !== view,
  perform: (page) => done(page.goTo(view)),
  after: (state, { models }) => goTo(models, state, view),
  atOnce: (state) => shownIn(state, view),
});

const ablate = (heads: readonly number[]): Act => ({
  name: `switch off ${heads.length === 0 ? 'no head' : `head ${heads.join(', ')}`}`,
  isPossible: ({ view }) => view === 'network',
  perform: (page) => done(page.ablate(heads)),
  after: (state) => ({ ...state, ablated: heads }),
  effect: 'at once',
});

const RELOAD: Act = {
  name: 'reload',
  isPossible: () => true,
  perform: (page) => done(page.reload()),
  after: (state, { models }) => reloaded(models, state),
  effect: 'at once',
};

/** An act, and how long the visitor waits before the next: until all is at rest, or some moments. */
export interface TimedAct {
  readonly act: Act;
  readonly hurry?: number;
}

/** By how often a visitor does them. */
const weightedActs = (presets: readonly string[]): readonly (readonly [weight: number, ...Act[]])[] => [
  [6, MAKE, UNDO],
  [6, WATCH, STOP, slide(0), slide(0.5), slide(1)],
  [3, viewCheckpoint(0), viewCheckpoint(0.5), viewCheckpoint(1), BRANCH],
  [4, STEP, TRAIN, PAUSE, RESET, RETRAIN],
  [3, ...presets.map(switchTo)],
  [4, openSaved(0), openSaved(1), SAVE_FILE, OPEN_FILE],
  [3, ...PROMPTS.map(ask)],
  [4, visit('course'), visit('network'), ablate([0]), ablate([0, 1]), ablate([])],
  [6, RELOAD, answerOffer('resume'), answerOffer('dismiss')],
];

const HURRY = ' …';

/** `undo exactly`, or `undo exactly … 3` where the visitor goes on after three moments. */
export const nameOf = ({ act: { name }, hurry }: TimedAct): string =>
  hurry === undefined ? name : `${name}${HURRY} ${hurry}`;

/** The acts of these names, as a failed walk prints them. */
export function actsNamed(names: readonly string[], presets: readonly string[]): TimedAct[] {
  const all = weightedActs(presets).flatMap(([, ...acts]) => acts);
  return names.map((each) => {
    const [name, hurry] = each.split(HURRY);
    const act = all.find((one) => one.name === name);
    if (!act) throw new Error(`There is no act “${name}”.`);
    return { act, ...(hurry !== undefined && { hurry: Number(hurry) }) };
  });
}

/** Which of the acts that are possible comes next, between 0 and 1; and how long the visitor waits after it. */
export interface Choice {
  readonly at: number;
  readonly hurry?: number;
}

const FINE = 2 ** 16;

export const choices: fc.Arbitrary<Choice> = fc.record({
  at: fc.nat({ max: FINE - 1 }).map((value) => value / FINE),
  hurry: fc.option(fc.constantFrom(1, 3, 10, 40), { nil: undefined, freq: 2 }),
});

/**
 * @param presets - bundled models that a walk switches to
 * @param without - names of acts that it does not do
 */
export class ActChooser {
  readonly #groups: ReturnType<typeof weightedActs>;

  constructor(presets: readonly string[], without: readonly string[] = []) {
    this.#groups = weightedActs(presets).map(([weight, ...acts]) => [
      weight,
      ...acts.filter(({ name }) => !without.includes(name)),
    ]);
  }

  choose({ at, hurry }: Choice, isPossible: (act: Act) => boolean): TimedAct | undefined {
    const groups = this.#groups
      .map(([weight, ...acts]) => ({ weight, acts: acts.filter(isPossible) }))
      .filter(({ acts }) => acts.length > 0);
    let rest = at * groups.reduce((sum, { weight }) => sum + weight, 0);
    for (const { weight, acts } of groups) {
      if (rest < weight) return { act: acts[Math.floor((rest / weight) * acts.length)], hurry };
      rest -= weight;
    }
    return undefined;
  }
}
