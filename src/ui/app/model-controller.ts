// Current model of the lab: creation from the page's settings, models of chapters, and model files.

import { msg, str } from '@lit/localize';
import type { WeightType } from '../../shared/weight-types.ts';
import type { RunInfo } from '../../workers/rpc/api/lab-api.ts';
import type { CallOptions } from '../../workers/rpc/client/lab-client.ts';
import { saveFile } from '../files/save-file.ts';
import type { PageStore } from '../state/page/page-store.ts';
import { diffFromPreset, sameSettings } from '../state/page/settings-diff.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import { COURSE_PRESET, showsCourseModel } from '../types/course-model.ts';
import type { EngineChoice } from '../types/device.ts';
import { isBundledModel, isReplaceable, isUnchangedFile } from '../types/lab.ts';
import { INITIAL_PAGE, type PageState, type Settings, type WeightsChoice } from '../types/page.ts';
import type { OpenRequest } from '../views/models/open-model-dialog/open-model-dialog.ts';

const FALLBACK_MESSAGE = msg('The preset’s defaults are used; change them under “Settings”.');

const PROMPT_RESET: Partial<PageState> = { prompt: '', focus: INITIAL_PAGE.focus };

/** Delay in ms between a change of a setting and the new model. */
const DEBOUNCE_MS = 350;

/** Keeps the lab's model in step with the page's settings. */
export class ModelController {
  readonly #stores: { readonly lab: LabStore; readonly page: PageStore };
  /** The run of the last automatic evaluation. */
  #evaluatedRun?: RunInfo;
  /** Of settings that have just changed; 0 if there are none. */
  #debounceTimer = 0;
  /** Newest settings that wait for the end of `#applying`. */
  #pendingSettings?: Settings;
  #applying?: Promise<void>;
  readonly #confirmOpen: (request: OpenRequest) => Promise<boolean>;

  /**
   * @param stores - read lazily: the host element gets its stores after construction
   * @param confirmOpen - shows a preview of the files; resolves to whether the model was opened
   */
  constructor(
    stores: { readonly lab: LabStore; readonly page: PageStore },
    confirmOpen: (request: OpenRequest) => Promise<boolean>,
  ) {
    this.#stores = stores;
    this.#confirmOpen = confirmOpen;
  }

  /** Starts the engine and creates the model that the URL names. Invalid settings fall back to the preset's. */
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

  /** Validates settings on every change; replaces the model only if no training of the user is lost. */
  changeSettings(settings: Settings): void {
    this.#page.update({ settings, ...this.#promptReset(settings) });
    window.clearTimeout(this.#debounceTimer);
    this.#debounceTimer = window.setTimeout(() => void this.#applyChange(), DEBOUNCE_MS);
  }

  /**
   * Whether the page's settings are valid, before a model is trained: those that have just changed apply first. Otherwise the reason is
   * shown, since the current model is another one than the page's settings say.
   */
  async confirmSettings(): Promise<boolean> {
    if (this.#debounceTimer) void this.#applyChange();
    await this.#applying;
    // Known problems may be of settings that the page has left.
    if (this.#lab.value.problems.length > 0) await this.#lab.validate(this.#page.value.settings);
    const { problems } = this.#lab.value;
    if (problems.length === 0) return true;
    const reasons = problems.map(({ message }) => message).join(' ');
    const sentence = msg(str`Nothing is trained, because the settings under “Train” are refused: ${reasons}`);
    await this.#lab.reportErrors(() => Promise.reject(new Error(sentence)));
    return false;
  }

  #applyChange(): Promise<void> {
    window.clearTimeout(this.#debounceTimer);
    this.#debounceTimer = 0;
    return this.#applySettings(this.#page.value.settings);
  }

  /**
   * Follows the URL after a navigation.
   *
   * @param openCourseModel called if the page shows the course's model and the address names no other
   */
  async applyUrl(openCourseModel?: () => Promise<void>): Promise<void> {
    const { settings, weights } = this.#page.value;
    const { run, presets } = this.#lab.value;
    if (openCourseModel && settings.preset === COURSE_PRESET && showsCourseModel(this.#page.value))
      return openCourseModel();
    const presetInfo = presets.find(({ name }) => name === settings.preset);
    const wantsFreshWeights = weights === 'fresh' && isBundledModel(this.#lab.live, settings.preset);
    // A model that is still to come would replace the one of the URL.
    const last = this.#pendingSettings ?? this.#lab.loading ?? run?.settings;
    if (run && last && (wantsFreshWeights || !sameSettings(last, settings, presetInfo)))
      await this.#applySettings(settings);
  }

  /** @param prompt - what the new model is to read */
  async changePreset(preset: string, weights: WeightsChoice, prompt?: string): Promise<void> {
    const isLoading = this.#loadPreset(preset, weights);
    if (prompt !== undefined) this.#page.update({ prompt });
    const isLoaded = await isLoading;
    if (isLoaded && weights === 'fresh') await this.#lab.trainOpened();
  }

  async save(): Promise<void> {
    const saved = await this.#lab.save();
    if (saved) saveFile(saved.name, 'application/octet-stream', saved.bytes);
  }

  /**
   * Opens files after a preview. A model of this lab that replaces no unsaved model opens without one. The page takes over
   * the settings of the opened model.
   */
  async open(files: readonly File[]): Promise<void> {
    const { prompt } = this.#page.value;
    const preview = await this.#lab.readFiles(files);
    if (!preview) return;
    const discards = this.unsavedWarning();
    const open = (weights: WeightType | undefined, options: CallOptions) =>
      this.#lab.openFiles(files, weights, options);
    const skipConfirmation = preview.use === 'train' && !discards;
    if (
      !(await (skipConfirmation
        ? this.#lab.tryOpenFiles(files)
        : this.#confirmOpen({ preview, discards, open })))
    )
      return;
    const { run, presets } = this.#lab.value;
    const presetInfo = presets.find(({ name }) => name === run?.preset);
    // The page names the model that is on its way.
    if (!run || this.#lab.loading) return;
    const settings = presetInfo && diffFromPreset(run.settings, presetInfo);
    const reset = settings ? this.#promptReset(settings) : PROMPT_RESET;
    // What was asked meanwhile is meant for this model.
    const asked = this.#page.value.prompt;
    this.#page.update({
      ...(settings && { settings }),
      ...reset,
      ...(asked !== prompt && { prompt: asked }),
    });
  }

  /** Warning about the model that a new one replaces; undefined if it is saved or reproducible. */
  unsavedWarning(): string | undefined {
    const { live } = this.#lab;
    const { run, step } = live;
    if (!run || run.isReadOnly || isReplaceable(live) || isUnchangedFile(live)) return undefined;
    if (this.#lab.runs.value.autosave.state === 'saved') return undefined;
    return msg(
      str`the current model, ${run.preset}, trained for ${step === 1 ? msg('1 step') : msg(str`${step} steps`)}. Save it first if you want to keep it.`,
    );
  }

  /** Evaluates a model that was trained elsewhere, once, for the Train view. */
  evaluateIfNeeded(): void {
    const { run, step, evaluations, runState, pending } = this.#lab.live;
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

  /** Creates one model at a time; of the settings that arrive meanwhile only the newest apply. */
  #applySettings(settings: Settings): Promise<void> {
    this.#pendingSettings = settings;
    this.#applying ??= this.#applyPending().finally(() => {
      this.#applying = undefined;
    });
    return this.#applying;
  }

  async #applyPending(): Promise<void> {
    while (this.#pendingSettings) {
      const next = this.#pendingSettings;
      this.#pendingSettings = undefined;
      // The page has moved on: whoever changed its settings applies those.
      if (JSON.stringify(next) !== JSON.stringify(this.#page.value.settings)) continue;
      const replaceable = isReplaceable(this.#lab.live);
      await (replaceable ? this.#lab.load(next, this.#page.value.weights) : this.#lab.validate(next));
    }
  }

  /** Another preset has another vocabulary: prompt and focus are reset. */
  #promptReset({ preset }: Settings): Partial<PageState> {
    return preset === this.#page.value.settings.preset ? {} : PROMPT_RESET;
  }

  get #lab(): LabStore {
    return this.#stores.lab;
  }

  get #page(): PageStore {
    return this.#stores.page;
  }
}
