// The page: header, stage, dock and dialogs. Handles every event of the views and calls the stores.

import { ContextProvider } from '@lit/context';
import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { ActivationName, NetworkKind } from '../../workers/rpc/api/lab-api.ts';
import type { LabClient } from '../../workers/rpc/client/lab-client.ts';
import { CHAPTERS_WITH_OWN_NETWORKS, COURSE } from '../course/course.ts';
import { listen } from '../events/element-event.ts';
import type {
  ChapterChangeEvent,
  DownloadedModelEvent,
  ExportEvent,
  KernelRequestEvent,
  ModelChangeEvent,
  RunAction,
  RunActionEvent,
  SavedRunEvent,
} from '../events/index.ts';
import { commandOf, isTaken, withoutCharacters } from '../keyboard/key-table.ts';
import { PAGE_KEYS } from '../keyboard/page-keys.ts';
import { changeLanguage } from '../languages/change-language.ts';
import type { Language } from '../languages/languages.ts';
import {
  comparisonContext,
  courseContext,
  deviceSettingsContext,
  digitsContext,
  labContext,
  pageContext,
  runLibraryContext,
} from '../state/contexts.ts';
import type { DeviceSettingsStore } from '../state/device/device-settings-store.ts';
import { fetchLicences } from '../state/device/licences.ts';
import type { OfflineStore } from '../state/device/offline-store.ts';
import { Kept, keptContext } from '../state/kept.ts';
import { LazyParts } from '../state/lazy-part.ts';
import { keepText } from '../state/page/kept-text.ts';
import type { PageStore } from '../state/page/page-store.ts';
import type { CourseStore } from '../state/progress/course-store.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import type { ModelDownloadsStore } from '../state/runs/model-downloads-store.ts';
import { baseStyles } from '../styles/base.styles.ts';
import type { DeviceSettings } from '../types/device.ts';
import type { DigitState } from '../types/digits.ts';
import type { LabState } from '../types/lab.ts';
import { hiddenParts, type LessonPart } from '../types/lesson.ts';
import { INITIAL_PAGE, type View } from '../types/page.ts';
import type { ModelUrlDialog } from '../views/models/model-url-dialog/model-url-dialog.ts';
import '../views/training/dock/dock.ts';
import { lazyImport } from '../../shared/lazy-import.ts';
import { hasPendingSettings } from '../state/page/settings-diff.ts';
import type { DeviceDialog } from '../views/dialogs/device-dialog/device-dialog.ts';
import { InstallPrompt } from '../views/dialogs/device-dialog/install-prompt.ts';
import type { DiagnosticsDialog } from '../views/dialogs/diagnostics-dialog/diagnostics-dialog.ts';
import type { KernelDialog } from '../views/dialogs/kernel-dialog/kernel-dialog.ts';
import type { KeysDialog } from '../views/dialogs/keys-dialog/keys-dialog.ts';
import type { LicencesDialog } from '../views/dialogs/licences-dialog/licences-dialog.ts';
import type { OpenModelDialog, OpenRequest } from '../views/models/open-model-dialog/open-model-dialog.ts';
import type { Dock } from '../views/training/dock/dock.ts';
import { announcement, digitAnnouncement } from './announcements.ts';
import { appStyles } from './app.styles.ts';
import { ComparisonController } from './comparison-controller.ts';
import { CourseModelController } from './course-model-controller.ts';
import { DeviceController } from './device-controller.ts';
import './header/header.ts';
import { DocumentTheme } from './document-theme.ts';
import type { Menu } from './menu/menu.ts';
import { ModelController } from './model-controller.ts';
import { Notices } from './notices.ts';
import { PAGES } from './pages/pages.ts';
import { RunLibraryController } from './run-library-controller.ts';

/**
 * The lab's page. Provides the stores to pages and chapters as Lit contexts.
 *
 * @property lab - current model, its run, and the worker client
 * @property page - state of the URL
 * @property course - notes and progress
 * @property deviceSettings - settings of this device
 * @property offline - offline cache and updates
 * @property downloads - models downloaded from other hosts
 */
@customElement('lab-app')
export class LabApp extends LitElement {
  static override styles = [baseStyles, appStyles];

  @property({ attribute: false }) lab!: LabStore;
  @property({ attribute: false }) page!: PageStore;
  @property({ attribute: false }) course!: CourseStore;
  @property({ attribute: false }) deviceSettings!: DeviceSettingsStore;
  @property({ attribute: false }) offline!: OfflineStore;
  @property({ attribute: false }) downloads!: ModelDownloadsStore;

  /** Text of the live region. */
  @state() private announcement = '';

  @query('lab-kernel-dialog') private kernelDialog!: KernelDialog;
  @query('lab-open-model-dialog') private openDialog!: OpenModelDialog;
  @query('lab-model-url-dialog') private addressDialog!: ModelUrlDialog;
  @query('lab-device-dialog') private deviceDialog!: DeviceDialog;
  @query('lab-diagnostics-dialog') private diagnosticsDialog!: DiagnosticsDialog;
  @query('lab-keys-dialog') private keysDialog!: KeysDialog;
  @query('lab-menu') private menu!: Menu;
  @query('lab-licences-dialog') private licencesDialog!: LicencesDialog;

  readonly #kernel = (name: ActivationName) => this.lab.client.transformer.kernel(name);
  readonly #diagnose: LabClient['diagnose'] = (...args) => this.lab.client.diagnose(...args);
  readonly #models = new ModelController(this, (request) => this.#confirmOpen(request));
  readonly #device = new DeviceController(this, () => this.requestUpdate());
  readonly #installPrompt = new InstallPrompt(() => this.deviceDialog?.requestUpdate?.());
  readonly #comparison = new ComparisonController(this);
  readonly #runLibrary = new RunLibraryController(this);
  readonly #courseModel = new CourseModelController(this, {
    openSaved: (run) => this.#runLibrary.open(run),
    saveAsFile: () => this.#models.save(),
    onChange: () => this.requestUpdate(),
  });
  readonly #notices = new Notices(this, {
    device: this.#device,
    courseModel: this.#courseModel,
    loadResumeBanner: () => {
      this.#loadBanner ??= this.#loadCode(() => import('../views/runs/resume-banner/resume-banner.ts'));
    },
    save: () => void this.#models.save(),
    unsavedWarning: () => this.#models.unsavedWarning(),
    openIntactCheckpoint: () => void this.#runLibrary.openIntactCheckpoint(),
    onChange: () => this.requestUpdate(),
  });
  readonly #parts = new LazyParts(this);
  readonly #theme = new DocumentTheme();
  readonly #provideLab = new ContextProvider(this, { context: labContext });
  readonly #provideDigits = new ContextProvider(this, { context: digitsContext });
  readonly #provideComparison = new ContextProvider(this, { context: comparisonContext });
  readonly #provideRuns = new ContextProvider(this, { context: runLibraryContext });
  readonly #providePage = new ContextProvider(this, { context: pageContext });
  readonly #provideCourse = new ContextProvider(this, { context: courseContext });
  readonly #provideDevice = new ContextProvider(this, { context: deviceSettingsContext });
  #announcedState?: LabState;
  /** View and chapter of the last render. */
  #currentPage = '';
  #announcedDigitState?: DigitState;
  /** The first screen has no slider, and most visits no run to resume. */
  #loadSlider?: Promise<boolean>;
  #loadBanner?: Promise<boolean>;
  #unsubscribe: (() => void)[] = [];

  constructor() {
    super();
    new ContextProvider(this, { context: keptContext, initialValue: new Kept() });
    listen(this, {
      'lab-view': ({ view }) => this.#openView(view),
      'lab-chapter': (event) => this.#openChapter(event),
      'lab-notes-search': ({ search }) => this.page.update({ view: 'notes', find: search }),
      'lab-theme': ({ theme }) => this.page.update({ theme }),
      'lab-language': ({ language }) => void this.#changeLanguage(language),
      'lab-focus': ({ focus }) => this.page.focus(focus),
      'lab-prompt': ({ prompt }) => this.page.update({ prompt }),
      'lab-orientation': ({ orientation }) => this.page.update({ orientation }),
      'lab-settings': ({ settings }) => this.#models.changeSettings(settings),
      'lab-model': (event) => void this.#changeModel(event),
      'lab-model-save': () => void this.#models.save(),
      'lab-model-open': ({ files }) => void this.#models.open(files),
      'lab-download-dialog-open': () => void this.#showDownloadDialog(),
      'lab-model-download': ({ source }) => void this.#openDownloaded(this.downloads.download(source)),
      'lab-model-download-abort': () => this.downloads.abort(),
      'lab-downloaded-model': (event) => void this.#handleDownloadedModel(event),
      'lab-damaged-downloads': () => void this.downloads.deleteDamaged(),
      'lab-export': (event) => void this.#export(event),
      'lab-diagnostics': () => void this.#showDiagnostics(),
      'lab-licences': () => void this.#showLicences(),
      'lab-device-dialog-open': () => void this.#showDevice(),
      'lab-device-settings': ({ settings }) => this.#changeDeviceSettings(settings),
      'lab-offline': ({ action }) => this.#handleOfflineAction(action),
      'lab-kernel': (event) => void this.#showKernel(event),
      'lab-menu': ({ list }) => void this.#showMenu(list),
      'lab-keys': () => void this.#showKeys(),
      'lab-run': (event) => void this.#handleRunAction(event),
      'lab-comparison-draft': ({ draft }) => this.page.update({ comparison: draft }),
      'lab-comparison': (event) => void this.#comparison.handleAction(event),
      'lab-variant-save': (event) => void this.#comparison.save(event),
      'lab-stop-reading': () => this.lab.stopReading(),
      'lab-saved-run': (event) => void this.#handleSavedRun(event),
      'lab-saved-run-rename': ({ run, name }) => void this.lab.runs.rename(run.id, name),
      'lab-saved-run-import': ({ file }) => void this.lab.runs.import(file),
      'lab-quarantine': (event) => void this.#runLibrary.handleQuarantine(event),
      'lab-checkpoint': ({ step }) => void this.lab.runs.viewCheckpoint(step, this.#network),
      'lab-branch': () => void this.lab.trainFromCheckpoint(this.#network),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = [
      this.lab.subscribe(() => this.#handleLabChange()),
      this.lab.digits.subscribe(() => this.#handleDigitsChange()),
      this.lab.runs.subscribe(() => this.requestUpdate()),
      listenTo(document, 'visibilitychange', () => document.hidden && void this.lab.runs.flush()),
      this.page.subscribe(() => this.requestUpdate()),
      this.downloads.subscribe(() => this.requestUpdate()),
      listenToWindow('hashchange', () => void this.#models.applyUrl(() => this.#courseModel.ensure(true))),
      listenToWindow('keydown', (event) => this.#handleKey(event)),
      listenToWindow('dragover', (event) => this.#handleDrag(event)),
      listenToWindow('drop', (event) => this.#handleDrop(event)),
      this.#device.connect(),
      this.#installPrompt.connect(),
    ];
    if (!this.lab.value.engine) void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  /** Runs before the first render, in which children read the contexts. */
  protected override willUpdate(): void {
    this.#provideLab.setValue(this.lab);
    this.#provideDigits.setValue(this.lab.digits);
    this.#provideComparison.setValue(this.lab.comparison);
    this.#provideRuns.setValue(this.lab.runs);
    this.#providePage.setValue(this.page);
    this.#provideCourse.setValue(this.course);
    this.#provideDevice.setValue(this.deviceSettings);
  }

  protected override updated(): void {
    this.#theme.apply(this.page.value.theme);
    this.#resetScroll();
    this.#models.evaluateIfNeeded();
    const { engine, fatalError } = this.lab.value;
    if (this.#isDigitChapter && engine && !fatalError) void this.lab.digits.initialize();
  }

  protected override render() {
    const { view, lesson } = this.page.value;
    const hidden = this.#hiddenParts;
    const column = styleMap({ '--video-share': `${this.deviceSettings.value.videoShare}%` });
    const isPreview = this.#shownRun?.previewStep !== undefined;
    return html`
      <lab-header .isTraining=${this.#isTraining && !this.#hasDock} ?hidden=${hidden.includes('header')}>
        <button class="skip" @click=${this.#skip}>${msg('Skip to content')}</button>
      </lab-header>
      <main id="stage" class="${view}${isPreview ? ' preview' : ''}${this.page.value.isExploring ? ' exploring' : ''}${view === 'chapter' && lesson.isSlides ? ' slides' : ''}" tabindex="-1">
        <div class="notices" role="region" aria-label=${msg('Notifications')}>${this.#notices.render(this.#network)}</div>
        ${this.#parts.render(PAGES[view])}
      </main>
      ${hidden.includes('dock') || !this.#hasDock ? nothing : this.#checkpointSlider(column)}
      <lab-dock
        style=${column}
        role="region"
        aria-label=${msg('Model')}
        ?hidden=${hidden.includes('dock') || !this.#hasDock}
        .lab=${this.lab.value}
        .switcher=${this.lab.runs.value}
        .digits=${this.#isDigitChapter ? this.lab.digits.value : undefined}
        .note=${this.#dockNote}
        .mainButton=${this.#mainButton}
        .activation=${this.#shownActivation}
      ></lab-dock>
      <lab-menu .target=${this.#stage} ?savable=${this.#canSave}></lab-menu>
      <lab-kernel-dialog .fetchKernel=${this.#kernel}></lab-kernel-dialog>
      <lab-open-model-dialog></lab-open-model-dialog>
      <lab-model-url-dialog .downloads=${this.downloads.value}></lab-model-url-dialog>
      <lab-device-dialog
        .offline=${this.offline.value}
        .choices=${this.deviceSettings.value}
        .storageProblem=${this.deviceSettings.storageProblem}
        .installPrompt=${this.#installPrompt}
        .theme=${this.page.value.theme}
      ></lab-device-dialog>
      <lab-diagnostics-dialog .diagnose=${this.#diagnose}></lab-diagnostics-dialog>
      <lab-keys-dialog .characterKeys=${this.deviceSettings.value.characterKeys}></lab-keys-dialog>
      <lab-licences-dialog .fetchLicences=${loadLicences}></lab-licences-dialog>
      <div class="visually-hidden" role="status">${this.announcement}</div>
    `;
  }

  /** Parts of the page that a lesson hides. */
  get #hiddenParts(): readonly LessonPart[] {
    const { view, lesson } = this.page.value;
    return view === 'chapter' ? hiddenParts(lesson) : [];
  }

  /** All views share one scroll container. */
  #resetScroll(): void {
    const { view, chapter } = this.page.value;
    const pageKey = `${view} ${chapter}`;
    if (pageKey !== this.#currentPage) this.#stage()?.scrollTo(0, 0);
    this.#currentPage = pageKey;
  }

  async #start(): Promise<void> {
    await this.#models.start(this.deviceSettings.value.engine);
    await this.#device.start();
  }

  async #changeLanguage(language: Language): Promise<void> {
    await this.lab.runs.flush();
    const isKept = keepText(() => window.sessionStorage, this.page.value.settings);
    if (isKept || confirm(msg('The page loads again, and loses your training text. Go on?')))
      changeLanguage(language);
  }

  #changeDeviceSettings(settings: Partial<DeviceSettings>): void {
    this.deviceSettings.change(settings);
    if (settings.engine) void this.lab.switchEngine(settings.engine);
  }

  #handleLabChange(): void {
    const message = announcement(this.#announcedState, this.lab.value);
    if (message) this.announcement = message;
    this.#announcedState = this.lab.value;
    this.requestUpdate();
  }

  #handleDigitsChange(): void {
    const { value } = this.lab.digits;
    const message = digitAnnouncement(this.#announcedDigitState, value);
    if (message) this.announcement = message;
    this.#announcedDigitState = value;
    this.requestUpdate();
  }

  /** Whether the current chapter uses the digit network. */
  get #isDigitChapter(): boolean {
    const { view, chapter } = this.page.value;
    return view === 'chapter' && COURSE[chapter - 1].network === 'digits';
  }

  /** The network that the page shows. */
  get #network(): NetworkKind {
    return this.#isDigitChapter ? 'digits' : 'model';
  }

  /** Whether the chapter shows small networks of its own instead. */
  get #hasOwnNetworks(): boolean {
    const { view, chapter } = this.page.value;
    return view === 'compare' || (view === 'chapter' && CHAPTERS_WITH_OWN_NETWORKS.includes(chapter));
  }

  /** In place of the current model, which the page does not show. One that is in training can be paused everywhere. */
  get #dockNote(): string {
    if (!this.#hasOwnNetworks) return '';
    if (this.page.value.view !== 'compare') return msg('This chapter has small networks of its own.');
    return this.lab.value.runState === 'training' ? '' : msg('This page trains two models of its own.');
  }

  /** The page *Train* has one of its own, but for narrow windows, where it would be out of sight; and others while its settings are new. */
  get #mainButton(): Dock['mainButton'] {
    const { view, settings } = this.page.value;
    if (view !== 'train') return 'always';
    return this.lab.value.step > 0 && hasPendingSettings(this.lab.value, settings) ? 'never' : 'narrow';
  }

  /** Where the page follows a video or has no model, training is a page away. */
  get #hasDock(): boolean {
    const { view, isExploring } = this.page.value;
    return view === 'chapter' ? isExploring : !VIEWS_WITHOUT_MODEL.includes(view);
  }

  get #isTraining(): boolean {
    return [this.lab.value, this.lab.digits.value].some(({ runState }) => runState === 'training');
  }

  get #shownRun(): LabState | DigitState | undefined {
    if (this.#hasOwnNetworks) return undefined;
    return this.#isDigitChapter ? this.lab.digits.value : this.lab.value;
  }

  /** The activation whose kernel the engine menu shows: the pattern of the selected head. */
  get #shownActivation(): ActivationName | undefined {
    const { run } = this.lab.value;
    if (!run || this.#isDigitChapter) return undefined;
    return `blocks.${Math.min(this.page.value.focus.layer ?? 0, run.model.L - 1)}.attn.hook_pattern`;
  }

  /** Slider over the checkpoints of the current run. It is there before them: nothing under the pointer moves when they come. */
  #checkpointSlider(column: unknown): TemplateResult | typeof nothing {
    const { current, requestedSteps } = this.lab.runs.value;
    const { run } = this.lab.value;
    const { checkpoints, recorded = [] } = current[this.#network];
    const isOfOther = run?.isReadOnly && !this.#isDigitChapter;
    if (isOfOther || this.#hasOwnNetworks || VIEWS_WITHOUT_CHECKPOINTS.includes(this.page.value.view))
      return nothing;
    this.#loadSlider ??= this.#loadCode(() => import('../views/runs/checkpoint-slider/checkpoint-slider.ts'));
    return html`<lab-checkpoint-slider style=${column} role="region" aria-label=${msg('Checkpoints')} .steps=${checkpoints} .recordedSteps=${recorded} .selectedStep=${requestedSteps[this.#network]}></lab-checkpoint-slider>`;
  }

  /** What the visitor looked at elsewhere is nothing that a chapter speaks of. */
  #openChapter({ chapter, at = 0 }: ChapterChangeEvent): void {
    const { view, chapter: before } = this.page.value;
    const isOther = view !== 'chapter' || chapter !== before;
    this.page.update({
      ...{ view: 'chapter', chapter, at },
      ...(isOther && { prompt: INITIAL_PAGE.prompt, focus: INITIAL_PAGE.focus }),
    });
    void this.#courseModel.ensure();
  }

  /** Keeps the visitor's model before another one takes its place. */
  async #changeModel({ preset, weights, prompt }: ModelChangeEvent): Promise<void> {
    const isNewest = this.lab.prepareReplacement();
    const { prompt: before } = this.page.value;
    await this.#courseModel.keepOwn();
    if (!isNewest()) return;
    // What was asked meanwhile is meant for this model.
    const { prompt: now } = this.page.value;
    await this.#models.changePreset(preset, weights, prompt ?? (now === before ? undefined : now));
  }

  async #handleSavedRun(event: SavedRunEvent): Promise<void> {
    const isOpening = event.action === 'open' || event.action === 'resume';
    if (isOpening && event.run.network === 'model') {
      const isNewest = this.lab.prepareReplacement();
      await this.#courseModel.keepOwn();
      if (!isNewest()) return;
    }
    await this.#runLibrary.handleAction(event);
  }

  #openView(view: View): void {
    this.page.update({ view });
    void this.#courseModel.ensure();
  }

  /** Model files may be dropped anywhere; a view with its own drop target prevents the default. */
  #handleDrag(event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  }

  #handleDrop(event: DragEvent): void {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0 || event.defaultPrevented) return;
    event.preventDefault();
    void this.#models.open(files);
  }

  async #handleRunAction({ action }: RunActionEvent): Promise<void> {
    if (action !== 'pause' && action !== 'reset') this.#runLibrary.requestPersistentStorage();
    if (this.#isDigitChapter) return this.#handleDigitRunAction(action);
    const { lab } = this;
    const replaces = action === 'create' || action === 'retrain' || action === 'reset';
    const trains = action === 'train' || action === 'retrain' || action === 'step';
    if (trains && !(await this.#models.confirmSettings())) return;
    // Another model is about to take its place.
    if (lab.loading) return;
    const isNewest = replaces ? lab.prepareReplacement() : () => true;
    // The run's buttons act on the live run.
    if (lab.value.previewStep !== undefined) await lab.runs.viewCheckpoint(undefined);
    if (!isNewest()) return;
    if (replaces) this.page.update({ weights: 'fresh' });
    const handlers = {
      create: () => lab.createAndTrain(this.page.value.settings),
      train: () => lab.train(),
      retrain: () => lab.retrain(),
      pause: () => lab.pause(),
      step: () => lab.step(),
      reset: () => lab.reset(),
    };
    await handlers[action]();
  }

  async #handleDigitRunAction(action: RunAction): Promise<void> {
    const { digits, runs } = this.lab;
    if (digits.value.previewStep !== undefined) await runs.viewCheckpoint(undefined, 'digits');
    const handlers = {
      create: async () => (await digits.initialize()) && digits.train(),
      train: () => digits.train(),
      retrain: () => digits.retrain(),
      pause: () => digits.pause(),
      step: () => digits.step(),
      reset: () => digits.reset(),
    };
    await handlers[action]();
  }

  async #showDevice(): Promise<void> {
    void this.offline.refresh();
    if (await this.#loadCode(() => import('../views/dialogs/device-dialog/device-dialog.ts')))
      await this.deviceDialog.show();
  }

  #handleOfflineAction(action: 'cache' | 'abort'): void {
    if (action === 'cache') void this.offline.cacheAll();
    else this.offline.abort();
  }

  /** Loads a chunk; on failure shows the error and returns false. */
  async #loadCode(load: () => Promise<unknown>): Promise<boolean> {
    try {
      await lazyImport(load);
      return true;
    } catch (error) {
      await this.lab.reportErrors(() => Promise.reject(error));
      return false;
    }
  }

  async #showDiagnostics(): Promise<void> {
    if (await this.#loadCode(() => import('../views/dialogs/diagnostics-dialog/diagnostics-dialog.ts')))
      await this.diagnosticsDialog.show();
  }

  async #showKernel({ activation }: KernelRequestEvent): Promise<void> {
    if (await this.#loadCode(() => import('../views/dialogs/kernel-dialog/kernel-dialog.ts')))
      await this.kernelDialog.show(activation);
  }

  #handleKey(event: KeyboardEvent): void {
    const keys = this.deviceSettings.value.characterKeys ? PAGE_KEYS : withoutCharacters(PAGE_KEYS);
    const command = isTaken(event) ? undefined : commandOf(keys, event);
    if (command === 'list') void this.#showKeys();
    // A lesson without the header has no menu.
    if (command === 'menu' && !this.#hiddenParts.includes('header')) void this.#showMenu('all');
  }

  async #showMenu(list: 'all' | 'chapters'): Promise<void> {
    if (await this.#loadCode(() => import('./menu/menu.ts'))) await this.menu.show(list);
  }

  async #showKeys(): Promise<void> {
    await this.#loadCode(async () => {
      const { ALL_KEYS } = await import('./all-keys.ts');
      this.keysDialog.tables = ALL_KEYS;
    });
    await this.keysDialog.show?.();
  }

  async #confirmOpen(request: OpenRequest): Promise<boolean> {
    return (
      (await this.#loadCode(() => import('../views/models/open-model-dialog/open-model-dialog.ts'))) &&
      this.openDialog.confirm(request)
    );
  }

  async #showDownloadDialog(): Promise<void> {
    const refreshed = this.downloads.refresh();
    if (!(await this.#loadCode(() => import('../views/models/model-url-dialog/model-url-dialog.ts')))) return;
    await refreshed;
    this.addressDialog.show();
  }

  async #handleDownloadedModel({ action, model }: DownloadedModelEvent): Promise<void> {
    await (action === 'open'
      ? this.#openDownloaded(this.downloads.files(model))
      : this.downloads.delete(model));
  }

  /** Downloaded files open like picked ones, with a preview first. */
  async #openDownloaded(pendingFiles: Promise<readonly File[] | undefined>): Promise<void> {
    const files = await pendingFiles;
    if (!files) return;
    this.addressDialog.close();
    await this.#models.open(files);
  }

  async #showLicences(): Promise<void> {
    if (await this.#loadCode(() => import('../views/dialogs/licences-dialog/licences-dialog.ts')))
      await this.licencesDialog.show();
  }

  readonly #stage = () => this.renderRoot.querySelector<HTMLElement>('main');

  /** False for a model opened from files of other programs: it has no run to save. */
  get #canSave(): boolean {
    const { run } = this.lab.value;
    return run !== undefined && !run.isReadOnly;
  }

  async #export({ request }: ExportEvent): Promise<void> {
    const { view, chapter } = this.page.value;
    const shown = this.#stage();
    if (!shown) return;
    const name = view === 'chapter' ? `chapter-${chapter}` : view;
    await this.lab.reportErrors(async () => {
      const { exportFile } = await lazyImport(() => import('./export-file.ts'));
      return exportFile(request, { shown, view: name, lab: this.lab });
    });
  }

  #skip(): void {
    this.#stage()?.focus();
  }
}

/** They show no model. */
const VIEWS_WITHOUT_MODEL: readonly View[] = ['course', 'lab', 'notes'];
const VIEWS_WITHOUT_CHECKPOINTS: readonly View[] = [...VIEWS_WITHOUT_MODEL, 'runs', 'speed'];

const loadLicences = () => fetchLicences((...args) => fetch(...args));

/** @returns a function that removes the listener */
const listenToWindow = <Name extends keyof WindowEventMap>(
  name: Name,
  handler: (event: WindowEventMap[Name]) => void,
) => listenTo(window, name, handler as (event: Event) => void);

function listenTo(target: EventTarget, name: string, handler: (event: Event) => void): () => void {
  target.addEventListener(name, handler);
  return () => target.removeEventListener(name, handler);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-app': LabApp;
  }
}
