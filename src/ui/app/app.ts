// The page: header, stage and dock. The only element that acts on what the views say.

import { ContextProvider } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ActivationName } from '../../workers/lab-api.ts';
import { courseContext, labContext, pageContext } from '../controllers/contexts.ts';
import type { CourseStore } from '../controllers/course-store.ts';
import type { LabState } from '../controllers/lab-state.ts';
import type { LabStore } from '../controllers/lab-store.ts';
import type { Settings, View } from '../controllers/page-state.ts';
import type { PageStore } from '../controllers/page-store.ts';
import type { RunActionEvent } from '../events.ts';
import { baseStyles } from '../styles/base.styles.ts';
import { closeIcon } from '../styles/icons.ts';
import '../views/attention/attention-view.ts';
import '../views/chapter/chapter-view.ts';
import '../views/course/course-view.ts';
import '../views/dock/dock.ts';
import type { KernelDialog } from '../views/kernel-dialog/kernel-dialog.ts';
import '../views/kernel-dialog/kernel-dialog.ts';
import '../views/train/train-view.ts';
import { announcement } from './announcement.ts';
import { appStyles } from './app.styles.ts';
import './header/header.ts';
import { DocumentTheme } from './document-theme.ts';

const STAGES: Record<View, () => TemplateResult> = {
  course: () => html`<lab-course-view></lab-course-view>`,
  chapter: () => html`<lab-chapter-view></lab-chapter-view>`,
  train: () => html`<lab-train-view></lab-train-view>`,
  attention: () => html`<lab-attention-view></lab-attention-view>`,
};

const INSTEAD = 'So the preset has its own settings; change them below “Settings”.';

/** Typing in a field should not make a model a keystroke. */
const SETTLED_MS = 350;

/**
 * The lab's page. Provides its stores to everything below it and turns the events of views into calls.
 *
 * @property lab - what the worker tells, and how to ask it
 * @property page - what the visitor looks at, as the address says it
 * @property course - what the visitor has done in the course
 */
@customElement('lab-app')
export class LabApp extends LitElement {
  static override styles = [baseStyles, appStyles];

  @property({ attribute: false }) lab!: LabStore;
  @property({ attribute: false }) page!: PageStore;
  @property({ attribute: false }) course!: CourseStore;

  /** The last thing worth hearing, for those who do not see the page. */
  @state() private announcement = '';

  @query('lab-kernel-dialog') private kernelDialog!: KernelDialog;

  readonly #kernel = (name: ActivationName) => this.lab.lab.kernel(name);
  readonly #theme = new DocumentTheme();
  readonly #provideLab = new ContextProvider(this, { context: labContext });
  readonly #providePage = new ContextProvider(this, { context: pageContext });
  readonly #provideCourse = new ContextProvider(this, { context: courseContext });
  #told?: LabState;
  #settling = 0;
  #unsubscribe: (() => void)[] = [];

  constructor() {
    super();
    this.addEventListener('lab-view', ({ view }) => this.page.update({ view }));
    this.addEventListener('lab-chapter', ({ chapter, at }) =>
      this.page.update({ view: 'chapter', chapter, at }),
    );
    this.addEventListener('lab-theme', ({ theme }) => this.page.update({ theme }));
    this.addEventListener('lab-focus', ({ focus }) => this.page.focus(focus));
    this.addEventListener('lab-prompt', ({ prompt }) => this.page.update({ prompt }));
    this.addEventListener('lab-orientation', ({ orientation }) => this.page.update({ orientation }));
    this.addEventListener('lab-settings', ({ settings }) => this.#choose(settings));
    this.addEventListener('lab-kernel', ({ activation }) => void this.kernelDialog.show(activation));
    this.addEventListener('lab-run', (event) => void this.#act(event));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = [
      this.lab.subscribe(() => this.#labChanged()),
      this.page.subscribe(() => this.requestUpdate()),
    ];
    if (!this.lab.value.engine) void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  /** Before the views are made, because they read the stores when they first draw. */
  protected override willUpdate(): void {
    this.#provideLab.setValue(this.lab);
    this.#providePage.setValue(this.page);
    this.#provideCourse.setValue(this.course);
  }

  protected override updated(): void {
    this.#theme.choose(this.page.value.theme);
  }

  protected override render() {
    const { view } = this.page.value;
    return html`
      <lab-header .page=${this.page.value}>
        <button class="skip" @click=${this.#skip}>Skip to the stage</button>
      </lab-header>
      <main id="stage" class=${view} tabindex="-1">${this.#notices()} ${STAGES[view]()}</main>
      <lab-dock role="region" aria-label="The model" .lab=${this.lab.value}></lab-dock>
      <lab-kernel-dialog .kernel=${this.#kernel}></lab-kernel-dialog>
      <div class="visually-hidden" role="status">${this.announcement}</div>
    `;
  }

  #labChanged(): void {
    const heard = announcement(this.#told, this.lab.value);
    if (heard) this.announcement = heard;
    this.#told = this.lab.value;
    this.requestUpdate();
  }

  #notices(): TemplateResult {
    const { error } = this.lab.value;
    const { addressProblems } = this.page;
    return html`${error ? this.#notice([error], () => this.lab.dismissError()) : nothing}
    ${
      addressProblems.length > 0
        ? this.#notice(addressProblems, () => this.page.dismissAddressProblems())
        : nothing
    }`;
  }

  #notice(sentences: readonly string[], dismiss: () => void): TemplateResult {
    return html`<div class="notice" role="alert">
      <div>${sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>
      <button class="plain" @click=${dismiss}>${closeIcon} Dismiss</button>
    </div>`;
  }

  /** The lab is alive at once: the model the address asks for is made and waits for one click. */
  async #start(): Promise<void> {
    if (!(await this.lab.start())) return;
    const { settings } = this.page.value;
    if (await this.lab.create(settings)) return;
    const { problems } = this.lab.value;
    if (problems.length === 0) return;
    const possible = this.lab.value.presets.some(({ name }) => name === settings.preset);
    const instead = possible ? settings.preset : this.lab.value.presets[0].name;
    this.page.refuse({ settings: { preset: instead } }, [...problems, INSTEAD]);
    await this.lab.create(this.page.value.settings);
  }

  /** Settings are checked as they are chosen; while nothing has been learnt yet, the model follows them. */
  #choose(settings: Settings): void {
    this.page.update({ settings });
    window.clearTimeout(this.#settling);
    this.#settling = window.setTimeout(() => {
      const untrained = this.lab.value.step === 0 && this.lab.value.runState !== 'training';
      void (untrained ? this.lab.create(settings) : this.lab.check(settings));
    }, SETTLED_MS);
  }

  async #act({ action }: RunActionEvent): Promise<void> {
    const { lab } = this;
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

  #skip(): void {
    this.renderRoot.querySelector('main')?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-app': LabApp;
  }
}
