// Chapter 6's stage: one head step by step, all heads, and what attention takes, on the current model and prompt.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RunInfo } from '../../../workers/lab-api.ts';
import { labContext, pageContext } from '../../controllers/contexts.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { FocusChangeEvent, OrientationChangeEvent, StageTouchEvent, ViewChangeEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { NewestFirst } from '../../views/attention/newest-first.ts';
import '../../views/head-gallery/head-gallery.ts';
import { whole } from '../../views/numbers.ts';
import '../../views/prompt-input/prompt-input.ts';
import { tokenLabel } from '../../views/token-label.ts';
import type { Moment } from '../chapter.ts';
import type { HeadSettings } from './events.ts';
import { rowOf } from './numbers.ts';
import { panelStyles } from './panel.styles.ts';
import { type Question, type Reading, read } from './reading.ts';
import { stageStyles } from './stage.styles.ts';
import { PANELS, type Panel, shownAt } from './steps.ts';
import './views/attention-lines/attention-lines.ts';
import './views/counts/counts.ts';
import './views/cross-grid/cross-grid.ts';
import './views/head-steps/head-steps.ts';
import './views/head-table/head-table.ts';

/** A reading of a prompt the model could read. */
type Whole = Reading & Required<Pick<Reading, 'chain'>>;

/**
 * One panel at a time, as the moment or the visitor says; all read the current model while it trains.
 *
 * @property moment - of the video
 * @fires lab-stage-touch - the visitor operates a view
 * @fires lab-prompt - another prompt
 * @fires lab-focus - another head or query
 * @fires lab-orientation - the grid is to be turned
 * @fires lab-view - to where a model is made, while there is none
 */
@customElement('lab-chapter-6-stage')
export class Chapter6Stage extends LitElement {
  static override styles = [baseStyles, panelStyles, stageStyles];

  @property({ attribute: false }) moment!: Moment;

  @state() private panel: Panel = 'head';
  @state() private settings: HeadSettings = { step: 'softmax', masked: true };
  @state() private ablate?: 'zero' | 'mean';

  readonly #lab = new StoreReader(this, labContext);
  readonly #page = new StoreReader(this, pageContext);
  readonly #readings = new NewestFirst<Question, Reading>(this, (question) =>
    read(this.#lab.store.lab, question),
  );
  #asked?: Question;
  #place = '';

  constructor() {
    super();
    this.addEventListener('lab-head-settings', ({ settings }) => {
      this.settings = { ...this.settings, ...settings };
      this.#touch();
    });
    this.addEventListener('lab-ablate', ({ kind }) => {
      this.ablate = kind;
      this.#touch();
    });
    for (const touched of ['lab-prompt', 'lab-focus', 'lab-orientation'] as const)
      this.addEventListener(touched, () => this.#touch());
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('moment')) this.#follow();
    const question = this.#question();
    if (!question || isSame(question, this.#asked)) return;
    this.#asked = question;
    this.#forgetKey(question);
    this.#readings.put(question);
  }

  override render() {
    const { run } = this.#lab.value;
    if (!run) return this.#noModel();
    const { answer, error } = this.#readings;
    const reading = answer?.question.run === run ? answer : undefined;
    return html`
      ${this.#placeLine(run, reading)} ${this.#promptInput(run, reading)}
      <div class="pills" role="group" aria-label="What to look at">
        ${(Object.entries(PANELS) as [Panel, string][]).map(([panel, label]) => this.#pill(panel, label))}
      </div>
      ${error ? html`<p class="note" role="alert">${error}</p>` : nothing}
      ${reading?.chain ? this.#panels[this.panel]({ ...reading, chain: reading.chain }) : nothing}
    `;
  }

  #follow(): void {
    const shown = shownAt(this.moment);
    if (!shown) return;
    this.panel = shown.panel;
    this.settings = { ...this.settings, step: shown.step, masked: true };
  }

  /** A key is chosen for one prompt, one query and one head. */
  #forgetKey({ prompt, layer, head, token }: Question): void {
    const place = [prompt, layer, head, token].join('\u0000');
    if (place === this.#place) return;
    this.#place = place;
    this.settings = { ...this.settings, key: undefined };
  }

  #question(): Question | undefined {
    const { run, step } = this.#lab.value;
    if (!run) return undefined;
    const { focus, prompt } = this.#page.value;
    return {
      run,
      step,
      panel: this.panel,
      prompt: prompt || run.prompts[0] || '',
      layer: Math.min(focus.layer, run.model.L - 1),
      head: Math.min(focus.head, run.model.H - 1),
      token: focus.token,
      ablate: this.ablate,
    };
  }

  #placeLine(run: RunInfo, reading: Reading | undefined) {
    if (!reading) return html`<p class="place">Looking inside the model …</p>`;
    const { question, inspection } = reading;
    const live = this.#lab.value.runState === 'training' ? ' · live' : '';
    const untrained = inspection.step === 0 ? ': it has learnt nothing yet. Train it and watch.' : '';
    return html`<p class="place">
      ${nameOf(question)} of your model “${run.preset}” · step ${whole(inspection.step)}${live}${untrained}
    </p>`;
  }

  #promptInput(run: RunInfo, reading: Reading | undefined) {
    const chain = reading?.chain;
    return html`
      <lab-prompt-input
        .prompt=${this.#page.value.prompt || run.prompts[0] || ''}
        .prompts=${run.prompts}
        .tokens=${chain ? labels(chain.tokens) : []}
        .token=${chain?.query}
        .weights=${chain && rowOf(chain.pattern, chain.query, chain.tokens.length)}
        .unknown=${reading?.inspection.unknown ?? []}
        .vocabulary=${run.vocabulary}
        .cut=${reading?.inspection.cut ?? 0}
        .contextLength=${run.model.T}
      ></lab-prompt-input>
    `;
  }

  #pill(panel: Panel, label: string) {
    const show = () => {
      this.panel = panel;
      this.#touch();
    };
    return html`<button aria-pressed=${panel === this.panel} @click=${show}>${label}</button>`;
  }

  readonly #panels: Readonly<Record<Panel, (reading: Whole) => TemplateResult>> = {
    head: ({ chain, question }) => html`
      <div class="controls">${this.#headPicker(question)} ${this.#turn()}</div>
      <lab-head-steps
        .chain=${chain}
        .head=${question.head}
        .name=${nameOf(question)}
        .settings=${this.settings}
        .orientation=${this.#page.value.orientation}
      ></lab-head-steps>
    `,
    lines: ({ chain, question }) => html`
      <div class="controls">${this.#headPicker(question)}</div>
      <lab-attention-lines
        .tokens=${labels(chain.tokens)}
        .pattern=${chain.pattern}
        .token=${chain.query}
      ></lab-attention-lines>
    `,
    heads: ({ chain, question, patterns, scores, ablation }) => html`
      <section class="card" aria-label="Every head">
        <h2>Every head, one colour range</h2>
        <lab-head-gallery
          .tokens=${labels(chain.tokens)}
          .patterns=${patterns}
          .chosen=${question}
          .orientation=${this.#page.value.orientation}
        ></lab-head-gallery>
      </section>
      <lab-head-table
        .habits=${scores?.habits ?? []}
        .rows=${scores?.rows ?? 0}
        .layer=${question.layer}
        .head=${question.head}
        .ablation=${question.ablate === this.ablate ? ablation : undefined}
        .kind=${this.ablate}
      ></lab-head-table>
    `,
    counts: ({ question: { run }, chain }) => html`<lab-attention-counts
      .model=${run.model}
      .parameterCount=${run.parameterCount}
      .tokens=${chain.tokens.length}
    ></lab-attention-counts>`,
    cross: ({ chain }) => html`<lab-cross-grid .tokens=${labels(chain.tokens)}></lab-cross-grid>`,
  };

  #headPicker({ run, layer, head }: Question) {
    const { L, H } = run.model;
    const pick = (event: Event) => {
      const [toLayer, toHead] = (event.target as HTMLSelectElement).value.split('.').map(Number);
      this.dispatchEvent(new FocusChangeEvent({ layer: toLayer, head: toHead }));
    };
    const heads = Array.from({ length: L * H }, (_, i) => [Math.floor(i / H), i % H]);
    return html`<label class="pick">
      Head
      <select @change=${pick}>
        ${heads.map(([l, h]) => html`<option value="${l}.${h}" .selected=${l === layer && h === head}>layer ${l + 1}, head ${h + 1}</option>`)}
      </select>
    </label>`;
  }

  #turn() {
    const top = this.#page.value.orientation === 'queries-top';
    const turn = () => this.dispatchEvent(new OrientationChangeEvent(top ? 'queries-left' : 'queries-top'));
    return html`<button @click=${turn}>${top ? 'Queries down the left' : 'Queries along the top'}</button>`;
  }

  #touch(): void {
    this.dispatchEvent(new StageTouchEvent());
  }

  #noModel() {
    const { waiting, failure } = this.#lab.value;
    const sentence =
      failure ??
      (waiting ? 'The model is being made …' : 'There is no model yet: choose what it is to learn.');
    return html`<div class="card empty">
      <p>${sentence}</p>
      ${
        failure || waiting
          ? nothing
          : html`<button class="primary" @click=${() => this.dispatchEvent(new ViewChangeEvent('train'))}>Choose a model</button>`
      }
    </div>`;
  }
}

const labels = (tokens: readonly { text: string }[]) => tokens.map(({ text }) => tokenLabel(text));
const nameOf = ({ layer, head }: Question) => `head ${layer + 1}.${head + 1}`;

function isSame(a: Question, b: Question | undefined): boolean {
  const keys = Object.keys(a) as (keyof Question)[];
  return b !== undefined && keys.every((key) => a[key] === b[key]);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-6-stage': Chapter6Stage;
  }
}
