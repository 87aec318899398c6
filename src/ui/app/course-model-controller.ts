// Opens the course's model on the pages of chapters 5 to 7, beside a model of the visitor's that does not fit them.

import type { RunInfo, RunSummary } from '../../workers/rpc/api/lab-api.ts';
import type { PageStore } from '../state/page/page-store.ts';
import { diffFromPreset } from '../state/page/settings-diff.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import { COURSE_SETTINGS, fitsCourse, showsCourseModel, wantsCourseModel } from '../types/course-model.ts';
import { isReplaceable, isUnchangedFile } from '../types/lab.ts';
import { INITIAL_PAGE } from '../types/page.ts';

/** What happened to the visitor's model: it was set aside, or it stays since opening another one would lose or interrupt it. */
export type CourseModelNotice =
  | { readonly outcome: 'aside'; readonly saved: RunSummary }
  | { readonly outcome: 'kept'; readonly run: RunInfo };

interface CourseModelOptions {
  /** Opens a saved run in place of the current model. */
  openSaved(run: RunSummary): Promise<unknown>;
  saveAsFile(): Promise<void>;
  onChange(): void;
}

export class CourseModelController {
  readonly #stores: { readonly lab: LabStore; readonly page: PageStore };
  readonly #options: CourseModelOptions;
  #notice?: CourseModelNotice;
  /** A model that the visitor preferred to the course's. */
  #preferred?: RunInfo;

  /** @param stores - read lazily: the host element gets its stores after construction */
  constructor(stores: { readonly lab: LabStore; readonly page: PageStore }, options: CourseModelOptions) {
    this.#stores = stores;
    this.#options = options;
  }

  /** While it is about the current model, and a model that stays is on a page of the course's. */
  get notice(): CourseModelNotice | undefined {
    const { lab, page } = this.#stores;
    const notice = this.#notice;
    if (notice?.outcome === 'aside') return fitsCourse(lab.live) ? notice : undefined;
    return notice?.run === lab.value.run && showsCourseModel(page.value) ? notice : undefined;
  }

  dismiss(): void {
    this.#set(undefined);
  }

  /**
   * Opens the course's model on a page that shows it, unless the visitor's model fits, is preferred, or would be lost.
   *
   * @param isAddressed - whether the address has just changed: its prompt and focus are meant for the course's model
   */
  async ensure(isAddressed = false): Promise<void> {
    const { lab, page } = this.#stores;
    const {
      live: { run },
      replacementCount,
    } = lab;
    const { prompt } = page.value;
    if (!run || !wantsCourseModel(page.value, lab.live)) return;
    const isKept = !lab.loading && (run === this.#preferred || fitsCourse(lab.live));
    if (!isKept && isReplaceable(lab.live)) return this.#load(isAddressed);
    const saved = isKept ? undefined : await this.#savedRun();
    // Another model was asked for meanwhile.
    if (lab.replacementCount !== replacementCount) return;
    if (saved) {
      this.#set({ outcome: 'aside', saved });
      return this.#load(isAddressed || page.value.prompt !== prompt);
    }
    this.#adoptSettings(run);
    if (!isKept) this.#set({ outcome: 'kept', run });
  }

  /** Opens the course's model although that ends a training. */
  async open(): Promise<void> {
    const { lab, page } = this.#stores;
    const isNewest = lab.prepareReplacement();
    const { prompt } = page.value;
    const saved = await this.keepOwn();
    if (!isNewest()) return;
    this.#set(saved && { outcome: 'aside', saved });
    await this.#load(page.value.prompt !== prompt);
  }

  /** Ends a training and saves the visitor's model, before another one replaces it; a model that the page does not save becomes a file. */
  async keepOwn(): Promise<RunSummary | undefined> {
    const { lab } = this.#stores;
    if (lab.live.runState === 'training') await lab.pause();
    const { live } = lab;
    if (!live.run || live.run.isReadOnly || isReplaceable(live) || isUnchangedFile(live)) return undefined;
    const saved = await this.#savedRun();
    if (!saved && lab.live.run === live.run) await this.#options.saveAsFile();
    return saved;
  }

  /** Opens the visitor's model again, which then stays from chapter to chapter. */
  async switchBack(): Promise<void> {
    const notice = this.#notice;
    if (notice?.outcome !== 'aside') return;
    this.#set(undefined);
    await this.#options.openSaved(notice.saved);
    this.#preferred = this.#stores.lab.value.run;
  }

  /** The visitor's model as a saved run; undefined while it trains, and if its last step is not saved. */
  async #savedRun(): Promise<RunSummary | undefined> {
    const { lab } = this.#stores;
    const { run, step, runState } = lab.live;
    if (!run || run.isReadOnly || runState === 'training') return undefined;
    await lab.runs.flush();
    await lab.runs.refresh();
    const { runs = [], current, autosave } = lab.runs.value;
    if (autosave.state !== 'saved') return undefined;
    return runs.find((saved) => saved.id === current.model.id && saved.step === step);
  }

  /** Prompt and focus of another model mean nothing here; those of the address, and what was asked meanwhile, are meant for this one. */
  async #load(isMeant = false): Promise<void> {
    const { lab, page } = this.#stores;
    page.update({
      settings: COURSE_SETTINGS,
      weights: 'trained',
      ...(!isMeant && { prompt: '', focus: INITIAL_PAGE.focus }),
    });
    await lab.load(COURSE_SETTINGS, 'trained');
  }

  /** The address names the model that stays. */
  #adoptSettings(run: RunInfo): void {
    const { lab, page } = this.#stores;
    const preset = lab.value.presets.find(({ name }) => name === run.preset);
    if (preset && !run.isReadOnly) page.update({ settings: diffFromPreset(run.settings, preset) });
  }

  #set(notice: CourseModelNotice | undefined): void {
    this.#notice = notice;
    this.#options.onChange();
  }
}
