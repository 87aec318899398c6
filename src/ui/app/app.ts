// The page: header, stage and dock. The only element that acts on what the views say.

import { ContextProvider } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ActivationName } from '../../workers/lab-api.ts';
import type { LabClient } from '../../workers/lab-client.ts';
import { COURSE } from '../chapters/course.ts';
import {
  courseContext,
  digitsContext,
  labContext,
  pageContext,
  runsContext,
} from '../controllers/contexts.ts';
import type { CourseStore } from '../controllers/course-store.ts';
import type { DeviceChoices, DeviceSettings } from '../controllers/device-settings.ts';
import type { DigitState } from '../controllers/digit-store.ts';
import type { FetchedStore } from '../controllers/fetched-store.ts';
import type { LabState } from '../controllers/lab-state.ts';
import type { LabStore } from '../controllers/lab-store.ts';
import { readLicences } from '../controllers/licences.ts';
import type { OfflineStore } from '../controllers/offline-store.ts';
import type { View } from '../controllers/page-state.ts';
import type { PageStore } from '../controllers/page-store.ts';
import type {
  ChapterChangeEvent,
  ExportEvent,
  FetchedModelEvent,
  RunAction,
  RunActionEvent,
} from '../events.ts';
import { baseStyles } from '../styles/base.styles.ts';
import type { AddressDialog } from '../views/address-dialog/address-dialog.ts';
import '../views/attention/attention-view.ts';
import '../views/chapter/chapter-view.ts';
import '../views/course/course-view.ts';
import '../views/dock/dock.ts';
import type { DeviceDialog } from '../views/device-dialog/device-dialog.ts';
import '../views/device-dialog/device-dialog.ts';
import '../views/export-menu/export-menu.ts';
import type { DiagnosticsDialog } from '../views/diagnostics/diagnostics-dialog.ts';
import type { KernelDialog } from '../views/kernel-dialog/kernel-dialog.ts';
import type { LicencesDialog } from '../views/licences/licences-dialog.ts';
import type { OpenDialog, OpenRequest } from '../views/open-dialog/open-dialog.ts';
import '../views/kernel-dialog/kernel-dialog.ts';
import '../views/runs/runs-view.ts';
import '../views/time-line/time-line.ts';
import '../views/train/train-view.ts';
import { bring } from '../../bring.ts';
import { announcement, digitAnnouncement } from './announcement.ts';
import { appStyles } from './app.styles.ts';
import { DeviceKeeper } from './device-keeper.ts';
import './header/header.ts';
import { DocumentTheme } from './document-theme.ts';
import { KeptRuns } from './kept-runs.ts';
import { ModelKeeper } from './model-keeper.ts';
import { Notices } from './notices.ts';

const STAGES: Record<View, () => TemplateResult> = {
  course: () => html`<lab-course-view></lab-course-view>`,
  chapter: () => html`<lab-chapter-view></lab-chapter-view>`,
  train: () => html`<lab-train-view></lab-train-view>`,
  attention: () => html`<lab-attention-view></lab-attention-view>`,
  runs: () => html`<lab-runs-view></lab-runs-view>`,
};

/**
 * The lab's page. Provides its stores to everything below it and turns the events of views into calls.
 *
 * @property lab - what the worker tells, and how to ask it
 * @property page - what the visitor looks at, as the address says it
 * @property course - what the visitor has done in the course
 * @property settings - what the visitor wants of this device
 * @property offline - what of the lab is on this device
 * @property fetched - models fetched by their address
 */
@customElement('lab-app')
export class LabApp extends LitElement {
  static override styles = [baseStyles, appStyles];

  @property({ attribute: false }) lab!: LabStore;
  @property({ attribute: false }) page!: PageStore;
  @property({ attribute: false }) course!: CourseStore;
  @property({ attribute: false }) settings!: DeviceSettings;
  @property({ attribute: false }) offline!: OfflineStore;
  @property({ attribute: false }) fetched!: FetchedStore;

  /** The last thing worth hearing, for those who do not see the page. */
  @state() private announcement = '';

  @query('lab-kernel-dialog') private kernelDialog!: KernelDialog;
  @query('lab-open-dialog') private openDialog!: OpenDialog;
  @query('lab-address-dialog') private addressDialog!: AddressDialog;
  @query('lab-device-dialog') private deviceDialog!: DeviceDialog;
  @query('lab-diagnostics-dialog') private diagnosticsDialog!: DiagnosticsDialog;
  @query('lab-licences-dialog') private licencesDialog!: LicencesDialog;

  readonly #kernel = (name: ActivationName) => this.lab.lab.kernel(name);
  readonly #diagnose: LabClient['diagnose'] = (...asked) => this.lab.lab.diagnose(...asked);
  readonly #models = new ModelKeeper(this, (asked) => this.#askToOpen(asked));
  readonly #device = new DeviceKeeper(this, () => this.requestUpdate());
  readonly #kept = new KeptRuns(this);
  readonly #notices = new Notices(this, {
    device: this.#device,
    save: () => void this.#models.save(),
    changed: () => this.requestUpdate(),
  });
  readonly #theme = new DocumentTheme();
  readonly #provideLab = new ContextProvider(this, { context: labContext });
  readonly #provideDigits = new ContextProvider(this, { context: digitsContext });
  readonly #provideRuns = new ContextProvider(this, { context: runsContext });
  readonly #providePage = new ContextProvider(this, { context: pageContext });
  readonly #provideCourse = new ContextProvider(this, { context: courseContext });
  #told?: LabState;
  /** The view on the page, and the chapter. */
  #place = '';
  #toldOfDigits?: DigitState;
  #unsubscribe: (() => void)[] = [];

  constructor() {
    super();
    this.addEventListener('lab-view', ({ view }) => this.page.update({ view }));
    this.addEventListener('lab-chapter', (event) => this.#openChapter(event));
    this.addEventListener('lab-theme', ({ theme }) => this.page.update({ theme }));
    this.addEventListener('lab-focus', ({ focus }) => this.page.focus(focus));
    this.addEventListener('lab-prompt', ({ prompt }) => this.page.update({ prompt }));
    this.addEventListener('lab-orientation', ({ orientation }) => this.page.update({ orientation }));
    this.addEventListener('lab-settings', ({ settings }) => this.#models.choose(settings));
    this.addEventListener('lab-model', ({ preset, weights }) => void this.#models.change(preset, weights));
    this.addEventListener('lab-model-save', () => void this.#models.save());
    this.addEventListener('lab-model-open', ({ files }) => void this.#models.open(files));
    this.addEventListener('lab-address-open', () => void this.#showAddress());
    this.addEventListener(
      'lab-model-fetch',
      ({ wanted }) => void this.#openFetched(this.fetched.fetch(wanted)),
    );
    this.addEventListener('lab-model-fetch-stop', () => this.fetched.stop());
    this.addEventListener('lab-fetched-model', (event) => void this.#actOnFetched(event));
    this.addEventListener('lab-export', (event) => void this.#export(event));
    this.addEventListener('lab-diagnostics', () => void this.#showDiagnostics());
    this.addEventListener('lab-licences', () => void this.#showLicences());
    this.addEventListener('lab-device-open', () => this.#showDevice());
    this.addEventListener('lab-device', ({ choices }) => this.#chooseForDevice(choices));
    this.addEventListener('lab-offline', ({ action }) => this.#keepOffline(action));
    this.addEventListener('lab-kernel', ({ activation }) => void this.kernelDialog.show(activation));
    this.addEventListener('lab-run', (event) => void this.#act(event));
    this.addEventListener('lab-kept-run', (event) => void this.#kept.act(event));
    this.addEventListener(
      'lab-kept-run-rename',
      ({ card, name }) => void this.lab.runs.rename(card.id, name),
    );
    this.addEventListener('lab-kept-run-import', ({ file }) => void this.lab.runs.import(file));
    this.addEventListener('lab-look-back', ({ step }) => void this.lab.runs.look(step));
    this.addEventListener('lab-branch', () => void this.lab.trainFromPast());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = [
      this.lab.subscribe(() => this.#labChanged()),
      this.lab.digits.subscribe(() => this.#digitsChanged()),
      this.lab.runs.subscribe(() => this.requestUpdate()),
      listenTo(document, 'visibilitychange', () => document.hidden && void this.lab.runs.keep()),
      this.page.subscribe(() => this.requestUpdate()),
      this.fetched.subscribe(() => this.requestUpdate()),
      listen('hashchange', () => void this.#models.followAddress()),
      listen('dragover', (event) => this.#drag(event)),
      listen('drop', (event) => this.#drop(event)),
      this.#device.connect(),
    ];
    if (!this.lab.value.engine) void this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  /** Before the views are made, because they read the stores when they first draw. */
  protected override willUpdate(): void {
    this.#provideLab.setValue(this.lab);
    this.#provideDigits.setValue(this.lab.digits);
    this.#provideRuns.setValue(this.lab.runs);
    this.#providePage.setValue(this.page);
    this.#provideCourse.setValue(this.course);
  }

  protected override updated(): void {
    this.#theme.choose(this.page.value.theme);
    this.#beginAtTheTop();
    this.#models.takeStock();
    if (this.#inDigits && this.lab.value.engine) void this.lab.digits.begin();
  }

  protected override render() {
    const { view } = this.page.value;
    const { past } = this.lab.value;
    return html`
      <lab-header .page=${this.page.value}>
        <button class="skip" @click=${this.#skip}>Skip to the stage</button>
        <lab-export-menu slot="tools" .shown=${this.#stage} ?savable=${this.#savable}></lab-export-menu>
      </lab-header>
      <main id="stage" class="${view}${past === undefined ? '' : ' past'}" tabindex="-1">
        <div class="notices">${this.#notices.render(this.#inDigits ? 'digits' : 'model')}</div>
        ${STAGES[view]()}
      </main>
      ${this.#timeLine()}
      <lab-dock
        role="region"
        aria-label="The model"
        .lab=${this.lab.value}
        .digits=${this.#inDigits ? this.lab.digits.value : undefined}
      ></lab-dock>
      <lab-kernel-dialog .kernel=${this.#kernel}></lab-kernel-dialog>
      <lab-open-dialog></lab-open-dialog>
      <lab-address-dialog .fetched=${this.fetched.value}></lab-address-dialog>
      <lab-device-dialog
        .offline=${this.offline.value}
        .choices=${this.settings.value}
        .kept=${this.settings.kept}
        .theme=${this.page.value.theme}
      ></lab-device-dialog>
      <lab-diagnostics-dialog .diagnose=${this.#diagnose}></lab-diagnostics-dialog>
      <lab-licences-dialog .read=${licences}></lab-licences-dialog>
      <div class="visually-hidden" role="status">${this.announcement}</div>
    `;
  }

  /** All views are scrolled in one frame: another one is not begun where the last was left. */
  #beginAtTheTop(): void {
    const { view, chapter } = this.page.value;
    const place = `${view} ${chapter}`;
    if (place !== this.#place) this.#stage()?.scrollTo(0, 0);
    this.#place = place;
  }

  async #begin(): Promise<void> {
    await this.#models.start(this.settings.value.engine);
    await this.#device.start();
  }

  #chooseForDevice(choices: Partial<DeviceChoices>): void {
    this.settings.choose(choices);
    if (choices.engine) void this.lab.moveTo(choices.engine);
  }

  #labChanged(): void {
    const heard = announcement(this.#told, this.lab.value);
    if (heard) this.announcement = heard;
    this.#told = this.lab.value;
    this.requestUpdate();
  }

  #digitsChanged(): void {
    const { value } = this.lab.digits;
    const heard = digitAnnouncement(this.#toldOfDigits, value);
    if (heard) this.announcement = heard;
    this.#toldOfDigits = value;
    this.requestUpdate();
  }

  /** Whether the chapter on the page is about the digit network. */
  get #inDigits(): boolean {
    const { view, chapter } = this.page.value;
    return view === 'chapter' && COURSE[chapter - 1].network === 'digits';
  }

  /** The slider over the states kept of the current training, where there are any. */
  #timeLine(): TemplateResult | typeof nothing {
    const { current, wanted } = this.lab.runs.value;
    const { view } = this.page.value;
    if (current.model.past.length < 2 || this.#inDigits || view === 'course' || view === 'runs')
      return nothing;
    return html`<lab-time-line role="region" aria-label="Steps to look back at" .steps=${current.model.past} .shown=${wanted}></lab-time-line>`;
  }

  #openChapter({ chapter, at }: ChapterChangeEvent): void {
    this.page.update({ view: 'chapter', chapter, at });
    this.#models.followChapter(chapter);
  }

  /** A model's files may be dropped anywhere, except where a view takes files itself. */
  #drag(event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  }

  #drop(event: DragEvent): void {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0 || event.defaultPrevented) return;
    event.preventDefault();
    void this.#models.open(files);
  }

  async #act({ action }: RunActionEvent): Promise<void> {
    if (action !== 'pause' && action !== 'reset') this.#kept.askToPersist();
    if (this.#inDigits) return this.#actOnDigits(action);
    const { lab } = this;
    // The run's buttons are about the present.
    if (lab.value.past !== undefined) await lab.runs.look(undefined);
    if (action === 'create' || action === 'again' || action === 'reset')
      this.page.update({ weights: 'fresh' });
    const acts = {
      create: () => lab.createAndTrain(this.page.value.settings),
      train: () => lab.train(),
      again: () => lab.trainAgain(),
      pause: () => lab.pause(),
      step: () => lab.step(),
      reset: () => lab.reset(),
    };
    await acts[action]();
  }

  async #actOnDigits(action: RunAction): Promise<void> {
    const { digits } = this.lab;
    const acts = {
      create: async () => (await digits.begin()) && digits.train(),
      train: () => digits.train(),
      again: () => digits.trainAgain(),
      pause: () => digits.pause(),
      step: () => digits.step(),
      reset: () => digits.reset(),
    };
    await acts[action]();
  }

  #showDevice(): void {
    this.deviceDialog.show();
    void this.offline.refresh();
  }

  #keepOffline(action: 'keep' | 'stop'): void {
    if (action === 'keep') void this.offline.keepEverything();
    else this.offline.stop();
  }

  /** Whether code that is seldom asked for is here now; else the page says why not. */
  async #has(code: () => Promise<unknown>): Promise<boolean> {
    try {
      await bring(code);
      return true;
    } catch (error) {
      await this.lab.tell(() => Promise.reject(error));
      return false;
    }
  }

  async #showDiagnostics(): Promise<void> {
    if (await this.#has(() => import('../views/diagnostics/diagnostics-dialog.ts')))
      await this.diagnosticsDialog.show();
  }

  async #askToOpen(asked: OpenRequest): Promise<boolean> {
    return (
      (await this.#has(() => import('../views/open-dialog/open-dialog.ts'))) && this.openDialog.ask(asked)
    );
  }

  async #showAddress(): Promise<void> {
    const looked = this.fetched.refresh();
    if (!(await this.#has(() => import('../views/address-dialog/address-dialog.ts')))) return;
    await looked;
    this.addressDialog.show();
  }

  async #actOnFetched({ action, model }: FetchedModelEvent): Promise<void> {
    await (action === 'open' ? this.#openFetched(this.fetched.files(model)) : this.fetched.forget(model));
  }

  /** Once the files are here, they are as any that were picked: shown first, opened on request. */
  async #openFetched(coming: Promise<readonly File[] | undefined>): Promise<void> {
    const files = await coming;
    if (!files) return;
    this.addressDialog.close();
    await this.#models.open(files);
  }

  async #showLicences(): Promise<void> {
    if (await this.#has(() => import('../views/licences/licences-dialog.ts')))
      await this.licencesDialog.show();
  }

  readonly #stage = () => this.renderRoot.querySelector<HTMLElement>('main');

  /** A model of its own files has them already; the digit network is saved in its chapters. */
  get #savable(): boolean {
    const { run } = this.lab.value;
    return run !== undefined && !run.onlyLookedAt;
  }

  async #export({ exported }: ExportEvent): Promise<void> {
    const { view, chapter } = this.page.value;
    const shown = this.#stage();
    if (!shown) return;
    const name = view === 'chapter' ? `chapter-${chapter}` : view;
    await this.lab.tell(async () => {
      const { exportFile } = await bring(() => import('./exporter.ts'));
      return exportFile(exported, { shown, view: name, lab: this.lab });
    });
  }

  #skip(): void {
    this.#stage()?.focus();
  }
}

const licences = () => readLicences((...asked) => fetch(...asked));

/** Listens on the window until the function returned is called. */
const listen = <Name extends keyof WindowEventMap>(name: Name, act: (event: WindowEventMap[Name]) => void) =>
  listenTo(window, name, act as (event: Event) => void);

function listenTo(target: EventTarget, name: string, act: (event: Event) => void): () => void {
  target.addEventListener(name, act);
  return () => target.removeEventListener(name, act);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-app': LabApp;
  }
}
