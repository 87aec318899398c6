// Which model the lab holds: made as the page's settings say, brought for a chapter, saved to a file and opened from one.

import type { RunInfo } from '../../workers/lab-api.ts';
import type { LongWait } from '../../workers/lab-client.ts';
import { COURSE } from '../chapters/course.ts';
import type { EngineChoice } from '../controllers/device-settings.ts';
import { isAsBrought, isReplaceable, isShipped } from '../controllers/lab-state.ts';
import type { LabStore } from '../controllers/lab-store.ts';
import {
  INITIAL_PAGE,
  leanSettings,
  type PageState,
  type Settings,
  sameSettings,
  type WeightsChoice,
} from '../controllers/page-state.ts';
import type { PageStore } from '../controllers/page-store.ts';
import type { OpenRequest } from '../views/open-dialog/open-dialog.ts';
import { saveFile } from '../views/save-file.ts';

const INSTEAD = 'So the preset has its own settings; change them below “Settings”.';

/** Typing in a field should not make a model a keystroke. */
const SETTLED_MS = 350;

/** Keeps the page's settings and the lab's model together. */
export class ModelKeeper {
  readonly #stores: { readonly lab: LabStore; readonly page: PageStore };
  /** The last model that was asked what it has learnt. */
  #takenStock?: RunInfo;
  #settling = 0;
  /** Settings to follow next, while a model is made for others. */
  #wish?: Settings;
  #following = false;
  /** Shows what would be opened; whether it was. */
  readonly #ask: (asked: OpenRequest) => Promise<boolean>;

  /**
   * @param stores read when something is done: the element that has them gets them late
   * @param ask shows what would be opened, and whether the visitor opened it
   */
  constructor(
    stores: { readonly lab: LabStore; readonly page: PageStore },
    ask: (asked: OpenRequest) => Promise<boolean>,
  ) {
    this.#stores = stores;
    this.#ask = ask;
  }

  /** The lab is alive at once: the model the address asks for is made and waits for one click. */
  async start(engine: EngineChoice): Promise<void> {
    if (!(await this.#lab.start(engine))) return;
    const { settings, weights } = this.#page.value;
    if (await this.#lab.make(settings, weights)) return;
    const { problems } = this.#lab.value;
    if (problems.length === 0) return;
    const possible = this.#lab.value.presets.some(({ name }) => name === settings.preset);
    const instead = possible ? settings.preset : this.#lab.value.presets[0].name;
    this.#page.refuse({ settings: { preset: instead } }, [...problems, INSTEAD]);
    await this.#lab.make(this.#page.value.settings, weights);
  }

  /** Settings are checked as they are chosen; while nothing of the visitor's would be lost, the model follows them. */
  choose(settings: Settings): void {
    this.#page.update({ settings, ...this.#otherPrompt(settings) });
    window.clearTimeout(this.#settling);
    this.#settling = window.setTimeout(() => void this.#follow(settings), SETTLED_MS);
  }

  /** The browser's history, or an address typed by hand, may ask for another model. */
  async followAddress(): Promise<void> {
    const { settings, weights } = this.#page.value;
    const { run, presets } = this.#lab.value;
    const usual = presets.find(({ name }) => name === settings.preset);
    const freshWanted = weights === 'fresh' && isShipped(this.#lab.value, settings.preset);
    if (run && (freshWanted || !sameSettings(run.settings, settings, usual))) await this.#follow(settings);
  }

  /** A chapter looks into the model it was made for, unless the visitor has one of their own. */
  followChapter(chapter: number): void {
    const { models = [] } = COURSE[chapter - 1];
    const { run } = this.#lab.value;
    const fits = models.length === 0 || models.some(({ preset }) => preset === run?.preset);
    if (!fits && run && isShipped(this.#lab.value, run.preset)) void this.#bring(models[0].preset, 'trained');
  }

  async change(preset: string, weights: WeightsChoice): Promise<void> {
    const made = await this.#bring(preset, weights);
    if (made && weights === 'fresh') await this.#lab.train();
  }

  async save(): Promise<void> {
    const saved = await this.#lab.save();
    if (saved) saveFile(saved.name, 'application/octet-stream', saved.bytes);
  }

  /**
   * What the files hold is shown first; a model of this lab that takes nobody's place is opened at once. The page's settings
   * become those it was made of.
   */
  async open(files: readonly File[]): Promise<void> {
    const reading = await this.#lab.readFiles(files);
    if (!reading) return;
    const loses = this.#wouldLose();
    const open = (wait?: LongWait) => this.#lab.openFiles(files, wait);
    const atOnce = reading.use === 'train' && !loses;
    if (!(await (atOnce ? this.#lab.openAtOnce(files) : this.#ask({ reading, loses, open })))) return;
    const { run, presets } = this.#lab.value;
    const usual = presets.find(({ name }) => name === run?.preset);
    if (!run) return;
    if (!usual) this.#page.update({ prompt: '', focus: INITIAL_PAGE.focus });
    else {
      const settings = leanSettings(run.settings, usual);
      this.#page.update({ settings, ...this.#otherPrompt(settings) });
    }
  }

  /** What is dropped when another model is opened, a sentence; nothing where it can be had again. */
  #wouldLose(): string | undefined {
    const { run, step, source } = this.#lab.value;
    if (!run || run.onlyLookedAt || isReplaceable(this.#lab.value)) return undefined;
    if (this.#lab.runs.value.keeping.state === 'kept') return undefined;
    if (source?.from === 'file' && isAsBrought(this.#lab.value)) return undefined;
    return `the current model, ${run.preset}, trained for ${step} ${step === 1 ? 'step' : 'steps'}. Save it first if you want to keep it.`;
  }

  /** The Train view shows what a model has learnt; one that came trained has not been asked yet. */
  takeStock(): void {
    const { run, step, evaluations, runState, waiting } = this.#lab.value;
    if (this.#page.value.view !== 'train' || !run || run === this.#takenStock) return;
    if (step === 0 || evaluations.length > 0 || waiting || runState === 'training') return;
    this.#takenStock = run;
    void this.#lab.evaluate();
  }

  async #bring(preset: string, weights: WeightsChoice): Promise<boolean> {
    const settings = { preset, model: {}, training: {} };
    this.#page.update({ settings, weights, ...this.#otherPrompt(settings) });
    return this.#lab.make(settings, weights);
  }

  /** One model at a time: settings come faster than models are made, and only the newest that wait are followed. */
  async #follow(settings: Settings): Promise<void> {
    this.#wish = settings;
    if (this.#following) return;
    this.#following = true;
    while (this.#wish) {
      const wish = this.#wish;
      this.#wish = undefined;
      const replaceable = isReplaceable(this.#lab.value);
      await (replaceable ? this.#lab.make(wish, this.#page.value.weights) : this.#lab.check(wish));
    }
    this.#following = false;
  }

  /** A prompt in the words of one data set is none in another's, and what was pointed at is not there. */
  #otherPrompt({ preset }: Settings): Partial<PageState> {
    return preset === this.#page.value.settings.preset ? {} : { prompt: '', focus: INITIAL_PAGE.focus };
  }

  get #lab(): LabStore {
    return this.#stores.lab;
  }

  get #page(): PageStore {
    return this.#stores.page;
  }
}
