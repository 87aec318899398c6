// Chapter 5's stage: what the video's moment is about, on the current model and prompt.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RunInfo } from '../../../workers/lab-api.ts';
import { labContext, pageContext } from '../../controllers/contexts.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { StageTouchEvent, ViewChangeEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { NewestFirst } from '../../views/attention/newest-first.ts';
import { whole } from '../../views/numbers.ts';
import '../../views/prompt-input/prompt-input.ts';
import type { Moment } from '../chapter.ts';
import { distribution, drawToken } from './distribution.ts';
import type { Sampling, WriteAction } from './events.ts';
import { type Question, type Reading, read, type Written } from './reading.ts';
import { stageStyles } from './stage.styles.ts';
import './views/analogies/analogies.ts';
import './views/directions/directions.ts';
import './views/embedding-matrix/embedding-matrix.ts';
import './views/embedding-space/embedding-space.ts';
import './views/generation-loop/generation-loop.ts';
import './views/line-fit/line-fit.ts';
import './views/logits-table/logits-table.ts';
import './views/parameter-ledger/parameter-ledger.ts';
import './views/pipeline/pipeline.ts';
import './views/residual-stream/residual-stream.ts';
import './views/token-cuts/token-cuts.ts';
import { firstWords, type Words } from './words.ts';

/** Going on by itself ends after so many tokens. */
const MOST_WRITTEN = 60;

const NOTHING: readonly Written[] = [];

type View = (reading: Reading) => TemplateResult;

/**
 * One view at a time, as the moment says; all read the current model while it trains.
 *
 * @property moment - of the video
 * @fires lab-stage-touch - the visitor operates a view
 * @fires lab-prompt - another prompt
 * @fires lab-view - to where a model is made, while there is none
 */
@customElement('lab-chapter-5-stage')
export class Chapter5Stage extends LitElement {
  static override styles = [baseStyles, stageStyles];

  @property({ attribute: false }) moment!: Moment;

  @state() private sampling: Sampling = { temperature: 1, seed: 1 };
  @state() private auto = false;
  /** Tokens asked for one by one and not drawn yet. */
  @state() private due = 0;
  @state() private written = NOTHING;
  @state() private words?: Words;

  readonly #lab = new StoreReader(this, labContext);
  readonly #page = new StoreReader(this, pageContext);
  readonly #readings = new NewestFirst<Question, Reading>(this, (question) =>
    read(this.#lab.store.lab, question),
  );
  #asked?: Question;
  /** The prompt and the model that `written` and `words` belong to. */
  #prompt = '';
  #run?: RunInfo;

  constructor() {
    super();
    this.addEventListener('lab-sampling', ({ sampling }) => {
      this.sampling = { ...this.sampling, ...sampling };
      this.#touch();
    });
    this.addEventListener('lab-words', ({ words }) => {
      if (this.words) this.words = { ...this.words, ...words };
      this.#touch();
    });
    this.addEventListener('lab-write', ({ action }) => {
      this.#write(action);
      this.#touch();
    });
    this.addEventListener('lab-prompt', () => this.#touch());
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('moment')) this.auto = this.moment.settings?.mode === 'auto';
    this.#followModel();
    const question = this.#question();
    if (question && !isSame(question, this.#asked)) {
      this.#asked = question;
      this.#readings.put(question);
    }
  }

  /** One token for each answer. Drawing it changes the text, which asks the next question. */
  protected override updated(): void {
    if (this.auto && this.written.length >= MOST_WRITTEN) this.auto = false;
    if (!this.auto && this.due === 0) return;
    if (this.#append()) this.due = Math.max(0, this.due - 1);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.auto = false;
    this.due = 0;
  }

  override render() {
    const { run } = this.#lab.value;
    if (!run) return this.#noModel();
    const reading = this.#reading(run);
    return html`
      ${this.#place(run, reading)} ${this.#promptInput(run, reading)} ${this.#body(reading)}
    `;
  }

  /** What belongs to another model or prompt goes. */
  #followModel(): void {
    const { run } = this.#lab.value;
    if (!run) return;
    const prompt = this.#page.value.prompt || run.prompts[0] || '';
    const other = run.vocabulary.join('\u0000') !== this.#run?.vocabulary.join('\u0000');
    if (!this.words || (run !== this.#run && other)) this.words = firstWords(run.vocabulary);
    if (run !== this.#run || prompt !== this.#prompt) this.written = NOTHING;
    this.#run = run;
    this.#prompt = prompt;
  }

  /** What was written belongs to the loop; all other views look at the prompt alone. */
  #question(): Question | undefined {
    const { run, step } = this.#lab.value;
    if (!run || !this.words) return undefined;
    const { view } = this.moment;
    const written = view === 'generation-loop' ? this.written : NOTHING;
    return { run, step, view, text: this.#prompt, written, words: this.words };
  }

  /** The latest one of this model. */
  #reading(run: RunInfo): Reading | undefined {
    const { answer } = this.#readings;
    return answer?.question.run === run ? answer : undefined;
  }

  #place(run: RunInfo, reading: Reading | undefined) {
    if (!reading) return html`<p class="place">Looking inside the model …</p>`;
    const { step } = reading.inspection;
    const live = this.#lab.value.runState === 'training' ? ' · live' : '';
    const untrained =
      step === 0 ? ': it has learnt nothing yet. Train it, and watch these numbers change.' : '';
    return html`<p class="place">
      your model “${run.preset}”, ${whole(run.parameterCount)} weights · step ${whole(step)}${live}${untrained}
    </p>`;
  }

  #promptInput(run: RunInfo, reading: Reading | undefined) {
    return html`
      <lab-prompt-input
        .prompt=${this.#prompt}
        .prompts=${run.prompts}
        .unknown=${reading?.inspection.unknown ?? []}
        .vocabulary=${run.vocabulary}
        .contextLength=${run.model.T}
      ></lab-prompt-input>
    `;
  }

  #body(reading: Reading | undefined) {
    const { error } = this.#readings;
    if (error) return html`<p class="note" role="alert">${error}</p>`;
    if (!reading) return nothing;
    if (reading.inspection.unknown.length > 0) return nothing;
    // Until what a new view needs has been read, the one before stays.
    return this.#views[reading.question.view]?.(reading) ?? nothing;
  }

  /** The views by the keys that moments use. */
  readonly #views: Readonly<Record<string, View>> = {
    'generation-loop': ({ question, inspection, logits }) => html`<lab-generation-loop
      .prompt=${inspection.tokens.map(({ text }) => text)}
      .written=${question.written}
      .logits=${logits}
      .vocabulary=${question.run.vocabulary}
      .sampling=${this.sampling}
      .auto=${this.auto}
    ></lab-generation-loop>`,
    'transformer-pipeline': (reading) => this.#pipeline('pipeline', reading),
    'matrix-notation': (reading) => this.#pipeline('product', reading),
    'token-splitter': (reading) => this.#cuts('cuts', reading),
    'context-window': (reading) => this.#cuts('window', reading),
    'linear-regression': ({ question }) =>
      html`<lab-line-fit .parameterCount=${question.run.parameterCount}></lab-line-fit>`,
    'param-ledger': ({ parameters = [] }) => html`<lab-parameter-ledger
      .parameters=${parameters}
      .marked=${String(this.moment.settings?.show ?? '')}
    ></lab-parameter-ledger>`,
    'embedding-lookup': ({ embedding, inspection }) =>
      html`<lab-embedding-matrix .reading=${embedding} .tokens=${inspection.tokens}></lab-embedding-matrix>`,
    'embedding-space-3d': ({ embedding, neighbours, inspection, question }) => html`<lab-embedding-space
      .reading=${embedding}
      .vocabulary=${question.run.vocabulary}
      .words=${question.words}
      .neighbours=${neighbours?.nearest ?? []}
      .marked=${inspection.tokens.map(({ id }) => id)}
    ></lab-embedding-space>`,
    analogy: ({ analogy, relations, question }) => html`<lab-analogies
      .vocabulary=${question.run.vocabulary}
      .words=${question.words}
      .answer=${analogy}
      .relations=${relations?.relations ?? []}
    ></lab-analogies>`,
    'dot-product': ({ direction, relations, question }) => html`<lab-directions
      .vocabulary=${question.run.vocabulary}
      .words=${question.words}
      .direction=${direction}
      .relations=${relations?.relations ?? []}
    ></lab-directions>`,
    'residual-stack': ({ stream, inspection }) => html`<lab-residual-stream
      .reading=${stream}
      .token=${inspection.tokens.at(-1)?.text ?? ''}
    ></lab-residual-stream>`,
    unembedding: (reading) => this.#logits('unembedding', reading),
    softmax: (reading) => this.#logits('softmax', reading),
    temperature: (reading) => this.#logits('temperature', reading),
  };

  #pipeline(show: string, { question, inspection, embedding, lastVector }: Reading) {
    return html`<lab-pipeline
      .show=${show}
      .lit=${String(this.moment.settings?.block ?? '')}
      .run=${question.run}
      .tokens=${inspection.tokens}
      .next=${inspection.next}
      .embedding=${embedding}
      .lastVector=${lastVector}
    ></lab-pipeline>`;
  }

  #cuts(show: string, { question, inspection, cuts }: Reading) {
    return html`<lab-token-cuts
      .show=${show}
      .cuts=${cuts}
      .tokenizer=${question.run.tokenizer}
      .tokens=${inspection.tokens}
      .cut=${inspection.cut}
      .contextLength=${question.run.model.T}
      .width=${question.run.model.C}
    ></lab-token-cuts>`;
  }

  #logits(show: string, { question, inspection, logits, lastVector }: Reading) {
    return html`<lab-logits-table
      .show=${show}
      .vector=${lastVector}
      .logits=${logits}
      .vocabulary=${question.run.vocabulary}
      .token=${inspection.tokens.at(-1)?.text ?? ''}
      .sampling=${this.sampling}
    ></lab-logits-table>`;
  }

  #write(action: WriteAction): void {
    this.auto = action === 'auto';
    this.due = action === 'step' ? this.due + 1 : 0;
    if (action === 'restart') this.written = NOTHING;
  }

  /** Draws from the logits of the text as it is; false while these are still to come. */
  #append(): boolean {
    const { answer } = this.#readings;
    if (!answer || answer.logits.length === 0 || answer.question !== this.#asked) return false;
    if (answer.question.written !== this.written) return false;
    const p = distribution(answer.logits, this.sampling.temperature);
    const id = drawToken(p, this.sampling.seed, this.written.length);
    const text = answer.question.run.vocabulary[id];
    this.written = [...this.written, { id, text, probability: p[id] }];
    return true;
  }

  #touch(): void {
    this.dispatchEvent(new StageTouchEvent());
  }

  #noModel() {
    const { waiting, failure } = this.#lab.value;
    const sentence =
      failure ??
      (waiting ? 'The model is being made …' : 'There is no model yet: choose what it is to learn.');
    return html`<div class="card">
      <p>${sentence}</p>
      ${
        failure || waiting
          ? nothing
          : html`<button class="primary" @click=${() => this.dispatchEvent(new ViewChangeEvent('train'))}>
              Choose a model
            </button>`
      }
    </div>`;
  }
}

function isSame(a: Question, b: Question | undefined): boolean {
  const keys = Object.keys(a) as (keyof Question)[];
  return b !== undefined && keys.every((key) => a[key] === b[key]);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-5-stage': Chapter5Stage;
  }
}
