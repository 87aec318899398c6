// Notices above the stage: resume offer, errors, autosave status, updates. Each can be dismissed.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { LOAD_ERROR } from '../../shared/lazy-import.ts';
import { HANG_SECONDS, type SilenceOutcome } from '../../workers/rpc/client/lab-client.ts';
import { reloadPage } from '../files/reload-page.ts';
import { formatInteger } from '../format/numbers.ts';
import type { PageStore } from '../state/page/page-store.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import { closeIcon, restartIcon } from '../styles/icons.ts';
import { isPristine, type LabState } from '../types/lab.ts';
import type { LessonPart } from '../types/lesson.ts';
import type { CourseModelController } from './course-model-controller.ts';
import type { DeviceController } from './device-controller.ts';

interface Stores {
  readonly lab: LabStore;
  readonly page: PageStore;
}

interface NoticeOptions {
  readonly device: DeviceController;
  readonly courseModel: CourseModelController;
  /** Loads the code of the offer to resume a run, once there is one. */
  loadResumeBanner(): void;
  /** Saves the model as a file. */
  save(): void;
  /** About the model that is lost with the page. */
  unsavedWarning(): string | undefined;
  /** Opens the newest intact checkpoint of the run whose file is damaged. */
  openIntactCheckpoint(): void;
  /** Called when a notice was dismissed that no store holds. */
  onChange(): void;
}

export class Notices {
  readonly #stores: Stores;
  readonly #options: NoticeOptions;
  /** The autosave state whose notice was dismissed. */
  #dismissedState?: string;
  /** The hidden parts whose notice was dismissed. */
  #dismissedLesson?: readonly LessonPart[];
  /** Number of damaged records whose notice was dismissed. */
  #dismissedRecords = 0;

  /** @param stores - read lazily: the host element gets its stores after construction */
  constructor(stores: Stores, options: NoticeOptions) {
    this.#stores = stores;
    this.#options = options;
  }

  /** @param network - the network on the current page */
  render(network: 'model' | 'digits'): TemplateResult {
    const { lab, page } = this.#stores;
    const { device } = this.#options;
    const { error, fatalError, silence } = lab.value;
    const { error: runsError } = lab.runs.value;
    const { error: digitsError } = lab.digits.value;
    const { urlProblems } = page;
    return html`${fatalError ? fatalNotice(fatalError) : nothing}
    ${silence ? silenceNotice(silence, () => lab.restartWorker()) : nothing}
    ${this.#courseModelNotice()} ${this.#resumeOffer(network)} ${this.#autosaveNotice()} ${this.#damagedNotice()} ${this.#quarantineNotice()}
    ${runsError ? errorNotice([runsError], () => lab.runs.dismissError()) : nothing}
    ${error ? errorNotice([error], () => lab.dismissError(), this.#retryButton(error)) : nothing}
    ${digitsError ? errorNotice([digitsError], () => lab.digits.dismissError()) : nothing}
    ${this.#lessonNotice()}
    ${urlProblems.length > 0 ? errorNotice(urlProblems, () => page.dismissUrlProblems()) : nothing}
    ${device.notices.length > 0 ? errorNotice(device.notices, () => device.dismiss()) : nothing}
    ${device.canUpdate ? this.#updateNotice(device) : nothing}`;
  }

  /** Offer to resume the last run of this network. */
  #resumeOffer(network: 'model' | 'digits'): TemplateResult | typeof nothing {
    const run = this.#stores.lab.runs.value.offers[network];
    if (run) this.#options.loadResumeBanner();
    return run && this.#stores.page.value.view !== 'runs'
      ? html`<lab-resume-banner role="region" aria-label=${msg('Resume run')} .run=${run}></lab-resume-banner>`
      : nothing;
  }

  /** Says what became of the visitor's model on a page of the course's, and offers the other one. */
  #courseModelNotice(): TemplateResult | typeof nothing {
    const { courseModel } = this.#options;
    const { notice } = courseModel;
    if (!notice) return nothing;
    const { lab } = this.#stores;
    const [text, label, act] =
      notice.outcome === 'aside'
        ? [
            msg(
              str`The course’s model is open. Your model “${notice.saved.name}” is saved at step ${formatInteger(notice.saved.step)}.`,
            ),
            msg('Back to my model'),
            () => void courseModel.switchBack(),
          ]
        : [
            msg(
              str`Your model “${notice.run.preset}” stays open${lab.live.runState === 'training' ? msg(' while it trains') : ''}. These pages speak of the course’s model.`,
            ),
            lab.live.runState === 'training'
              ? msg('Pause, and open the course’s model')
              : msg('Open the course’s model'),
            () => void courseModel.open(),
          ];
    return html`<div class="notice update" role="status">
      <p>${text}</p>
      <span class="buttons">
        <button @click=${act}>${label}</button>
        <button class="plain" @click=${() => courseModel.dismiss()}>${closeIcon} ${msg('Dismiss')}</button>
      </span>
    </div>`;
  }

  /** Says that the link to a lesson hides something. */
  #lessonNotice(): TemplateResult | typeof nothing {
    const { page } = this.#stores;
    const { view, lesson } = page.value;
    if (view !== 'chapter' || lesson.hide.length === 0 || this.#dismissedLesson === lesson.hide)
      return nothing;
    const dismiss = () => {
      this.#dismissedLesson = lesson.hide;
      this.#options.onChange();
    };
    return html`<div class="notice update" role="status">
      <p>${msg('This lesson hides parts of the page.')}</p>
      <span class="buttons">
        <button @click=${() => page.update({ lesson: { ...lesson, hide: [] } })}>${msg('Show all')}</button>
        <button class="plain" @click=${dismiss}>${closeIcon} ${msg('Dismiss')}</button>
      </span>
    </div>`;
  }

  /** Says that runs are not saved here, with a button that saves a file. */
  #autosaveNotice(): TemplateResult | typeof nothing {
    const { lab } = this.#stores;
    const { autosave } = lab.runs.value;
    const { run, step } = lab.live;
    if (autosave.state === 'saved' || this.#dismissedState === autosave.state) return nothing;
    const isUserTrained = run && step > 0 && !isPristine(lab.live);
    const dismiss = () => {
      this.#dismissedState = autosave.state;
      this.#options.onChange();
    };
    return html`<div class="notice" role="status">
      <p>${autosave.message}</p>
      <span class="buttons">
        ${isUserTrained ? html`<button @click=${() => this.#options.save()}>${msg('Save as file')}</button>` : nothing}
        <button class="plain" @click=${dismiss}>${closeIcon} ${msg('Dismiss')}</button>
      </span>
    </div>`;
  }

  /** Says that a run's file is damaged, and offers its newest intact checkpoint. */
  #damagedNotice(): TemplateResult | typeof nothing {
    const { runs } = this.#stores.lab;
    const { damaged } = runs.value;
    if (!damaged) return nothing;
    const { reason, intactStep } = damaged;
    const step = intactStep === undefined ? undefined : formatInteger(intactStep);
    const outcome =
      step === undefined
        ? msg('It has no intact checkpoint.')
        : msg(str`Its checkpoint of step ${step} is intact.`);
    return errorNotice(
      [`${reason} ${outcome}`],
      () => runs.dismissDamaged(),
      step === undefined
        ? nothing
        : html`<button @click=${() => this.#options.openIntactCheckpoint()}>${msg(str`Open step ${step}`)}</button>`,
    );
  }

  /** Says that records of saved runs are damaged; the page of the runs lists them. */
  #quarantineNotice(): TemplateResult | typeof nothing {
    const { lab, page } = this.#stores;
    const { length } = lab.runs.value.quarantined ?? [];
    if (length <= this.#dismissedRecords || page.value.view === 'runs') return nothing;
    const dismiss = () => {
      this.#dismissedRecords = length;
      this.#options.onChange();
    };
    return html`<div class="notice" role="status">
      <p>${length === 1 ? msg('A saved run cannot be listed: its record is damaged.') : msg(str`${formatInteger(length)} saved runs cannot be listed: their records are damaged.`)}</p>
      <span class="buttons">
        <button @click=${() => page.update({ view: 'runs' })}>${msg('Show')}</button>
        <button class="plain" @click=${dismiss}>${closeIcon} ${msg('Dismiss')}</button>
      </span>
    </div>`;
  }

  #updateNotice(device: DeviceController): TemplateResult {
    const discards = this.#options.unsavedWarning();
    return html`<div class="notice update" role="status">
      <p>
        ${
          device.isReplaced
            ? msg(
                'Another tab has updated the lab. Parts that this page has not loaded yet are gone: reload it.',
              )
            : msg(
                'A new version is available. Update now to reload the page, or close all tabs of the lab to update later.',
              )
        }
        ${discards ? html`<strong>${msg('Will be lost:')}</strong> ${discards}` : nothing}
      </p>
      <span class="buttons">
        ${discards ? html`<button @click=${() => this.#options.save()}>${msg('Save as file')}</button>` : nothing}
        ${
          device.isReplaced
            ? html`<button @click=${reloadPage}>${msg('Reload page')}</button>`
            : html`<button @click=${() => void device.update()}>${msg('Update now')}</button>
              <button class="plain" @click=${() => device.postponeUpdate()}>${closeIcon} ${msg('Later')}</button>`
        }
      </span>
    </div>`;
  }

  /** Reloads the page after a failed import, or reopens the files of a model that was lost in a crash. */
  #retryButton(error: string): TemplateResult | typeof nothing {
    const { lab } = this.#stores;
    if (error === LOAD_ERROR) return html`<button @click=${reloadPage}>${msg('Reload page')}</button>`;
    if (!lab.value.lostFiles) return nothing;
    return html`<button @click=${() => void lab.reopenLostFiles()}>${msg('Reopen files')}</button>`;
  }
}

function fatalNotice(fatalError: string): TemplateResult {
  return html`<div class="notice" role="alert">
    <p><b>${msg('The lab has stopped.')}</b> ${fatalError}</p>
    <span class="buttons">
      <button @click=${reloadPage}>${restartIcon} ${msg('Reload page')}</button>
    </span>
  </div>`;
}

const SILENCE_ADVICE: Readonly<Record<SilenceOutcome, string>> = {
  wait: msg('Its script may still be loading: check the connection, or reload the page.'),
  replace: msg(
    str`It may compute for a long time, or hang. It is replaced after ${HANG_SECONDS} s, with the last snapshot of the run.`,
  ),
  stop: msg(
    str`It may compute for a long time, or hang. It is stopped after ${HANG_SECONDS} s: reload the page then.`,
  ),
};

/** The count of seconds is not announced: it changes with every ping. */
function silenceNotice(
  { seconds, outcome }: NonNullable<LabState['silence']>,
  restart: () => void,
): TemplateResult {
  return html`<div class="notice" role="status">
    <p>
      ${msg(html`The lab’s worker has not answered for <span aria-hidden="true">${formatInteger(seconds)} s</span
      ><span class="visually-hidden">several seconds</span>. ${SILENCE_ADVICE[outcome]}`)}
    </p>
    <span class="buttons">
      ${
        outcome === 'replace'
          ? html`<button @click=${restart}>${restartIcon} ${msg('Restart now')}</button>`
          : html`<button @click=${reloadPage}>${restartIcon} ${msg('Reload page')}</button>`
      }
    </span>
  </div>`;
}

function errorNotice(
  messages: readonly string[],
  dismiss: () => void,
  action: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<div class="notice" role="alert">
    <div>${messages.map((message) => html`<p>${message}</p>`)}</div>
    <span class="buttons">${action}<button class="plain" @click=${dismiss}>${closeIcon} ${msg('Dismiss')}</button></span>
  </div>`;
}
