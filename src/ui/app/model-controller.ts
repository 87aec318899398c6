// Which model the lab holds: made as the page's settings say, brought for a chapter, saved to a file and opened from one.

import type { RunInfo } from '../../workers/rpc/api/lab-api.ts';
import type { CallOptions } from '../../workers/rpc/client/lab-client.ts';
import { COURSE } from '../course/course.ts';
import { saveFile } from '../files/save-file.ts';
import type { PageStore } from '../state/page/page-store.ts';
import { diffFromPreset, sameSettings } from '../state/page/settings-diff.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import type { EngineChoice } from '../types/device.ts';
import { isBundledModel, isPristine, isReplaceable } from '../types/lab.ts';
import { INITIAL_PAGE, type PageState, type Settings, type WeightsChoice } from '../types/page.ts';
import type { OpenRequest } from '../views/models/open-model-dialog/open-model-dialog.ts';

const FALLBACK_MESSAGE = 'So the preset has its own settings; change them below “Settings”.';

/** Typing in a field should not make a model a keystroke. */
const DEBOUNCE_MS = 350;

/** Keeps the page's settings and the lab's model together. */
export class ModelController {
  readonly #stores: { readonly lab: LabStore; readonly page: PageStore };
  /** The last model that was asked what it has learnt. */
  #evaluatedRun?: RunInfo;
  #debounceTimer = 0;
  /** Settings to follow next, while a model is made for others. */
  #pendingSettings?: Settings;
  #isApplying = false;
  /** Shows what would be opened; whether it was. */
  readonly #confirmOpen: (request: OpenRequest) => Promise<boolean>;

  /**
   * @param stores read when something is done: the element that has them gets them late
   * @param ask shows what would be opened, and whether the visitor opened it
   */
  constructor(
    stores: { readonly lab: LabStore; readonly page: PageStore },
    confirmOpen: (asked: OpenRequest) => Promise<boolean>,
  ) {
    this.#stores = stores;
    this.#confirmOpen = confirmOpen;
  }

  /** The lab is alive at once: the model the address asks for is made and waits for one click. */
  async start(engine: EngineChoice): Promise<void> {
    if (!(await this.#lab.start(engine))) return;
    const { settings, weights } = this.#page.value;
    if (await this.#lab.load(settings, weights)) return;
    const { problems } = this.#lab.value;
    if (problems.length === 0) return;
    const presetExists = this.#lab.value.presets.some(({ name }) => name === settings.preset);
    const fallback = presetExists ? settings.preset : this.#lab.value.presets[0].name;
    this.#page.replaceInvalid({ settings: { preset: fallback } }, [
      ...problems.map(({ message }) => message),
      FALLBACK_MESSAGE,
    ]);
    await this.#lab.load(this.#page.value.settings, weights);
  }

  /** Settings are checked as they are chosen; while nothing of the visitor's would be lost, the model follows them. */
  changeSettings(settings: Settings): void {
    this.#page.update({ settings, ...this.#promptReset(settings) });
    window.clearTimeout(this.#debounceTimer);
    this.#debounceTimer = window.setTimeout(() => void this.#applySettings(settings), DEBOUNCE_MS);
  }

  /** The browser's history, or an address typed by hand, may ask for another model. */
  async applyUrl(): Promise<void> {
    const { settings, weights } = this.#page.value;
    const { run, presets } = this.#lab.value;
    const presetInfo = presets.find(({ name }) => name === settings.preset);
    const wantsFreshWeights = weights === 'fresh' && isBundledModel(this.#lab.value, settings.preset);
    if (run && (wantsFreshWeights || !sameSettings(run.settings, settings, presetInfo)))
      await this.#applySettings(settings);
  }

  /** A chapter looks into the model it was made for, unless the visitor has one of their own. */
  loadModelForChapter(chapter: number): void {
    const { models = [] } = COURSE[chapter - 1];
    const { run } = this.#lab.value;
    const fits = models.length === 0 || models.some(({ preset }) => preset === run?.preset);
    if (!fits && run && isBundledModel(this.#lab.value, run.preset))
      void this.#loadPreset(models[0].preset, 'trained');
  }

  async changePreset(preset: string, weights: WeightsChoice): Promise<void> {
    const made = await this.#loadPreset(preset, weights);
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
    const preview = await this.#lab.readFiles(files);
    if (!preview) return;
    const discards = this.#unsavedWarning();
    const open = (options?: CallOptions) => this.#lab.openFiles(files, options);
    const skipConfirmation = preview.use === 'train' && !discards;
    if (
      !(await (skipConfirmation
        ? this.#lab.tryOpenFiles(files)
        : this.#confirmOpen({ preview, discards, open })))
    )
      return;
    const { run, presets } = this.#lab.value;
    const presetInfo = presets.find(({ name }) => name === run?.preset);
    if (!run) return;
    if (!presetInfo) this.#page.update({ prompt: '', focus: INITIAL_PAGE.focus });
    else {
      const settings = diffFromPreset(run.settings, presetInfo);
      this.#page.update({ settings, ...this.#promptReset(settings) });
    }
  }

  /** What is dropped when another model is opened, a sentence; nothing where it can be had again. */
  #unsavedWarning(): string | undefined {
    const { run, step, source } = this.#lab.value;
    if (!run || run.isReadOnly || isReplaceable(this.#lab.value)) return undefined;
    if (this.#lab.runs.value.autosave.state === 'saved') return undefined;
    if (source?.from === 'file' && isPristine(this.#lab.value)) return undefined;
    return `the current model, ${run.preset}, trained for ${step} ${step === 1 ? 'step' : 'steps'}. Save it first if you want to keep it.`;
  }

  /** The Train view shows what a model has learnt; one that came trained has not been asked yet. */
  evaluateIfNeeded(): void {
    const { run, step, evaluations, runState, pending } = this.#lab.value;
    if (this.#page.value.view !== 'train' || !run || run === this.#evaluatedRun) return;
    if (step === 0 || evaluations.length > 0 || pending || runState === 'training') return;
    this.#evaluatedRun = run;
    void this.#lab.evaluate();
  }

  async #loadPreset(preset: string, weights: WeightsChoice): Promise<boolean> {
    const settings = { preset, model: {}, training: {} };
    this.#page.update({ settings, weights, ...this.#promptReset(settings) });
    return this.#lab.load(settings, weights);
  }

  /** One model at a time: settings come faster than models are made, and only the newest that wait are followed. */
  async #applySettings(settings: Settings): Promise<void> {
    this.#pendingSettings = settings;
    if (this.#isApplying) return;
    this.#isApplying = true;
    while (this.#pendingSettings) {
      const next = this.#pendingSettings;
      this.#pendingSettings = undefined;
      const replaceable = isReplaceable(this.#lab.value);
      await (replaceable ? this.#lab.load(next, this.#page.value.weights) : this.#lab.validate(next));
    }
    this.#isApplying = false;
  }

  /** A prompt in the words of one data set is none in another's, and what was pointed at is not there. */
  #promptReset({ preset }: Settings): Partial<PageState> {
    return preset === this.#page.value.settings.preset ? {} : { prompt: '', focus: INITIAL_PAGE.focus };
  }

  get #lab(): LabStore {
    return this.#stores.lab;
  }

  get #page(): PageStore {
    return this.#stores.page;
  }
}
