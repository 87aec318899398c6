// Chapter 5's stage: what the video's moment is about, on the current model and prompt.

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RunInfo } from '../../../workers/lab-api.ts';
import { labContext, pageContext } from '../../controllers/contexts.ts';
import { StageChoices } from '../../controllers/stage-choices.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { StageTouchEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { panelBase } from '../../styles/panel.styles.ts';
import { NewestFirst } from '../../views/attention/newest-first.ts';
import '../../views/no-model/no-model.ts';
import '../../views/panel-bar/panel-bar.ts';
import { modelPlace } from '../../views/place-words.ts';
import '../../views/prompt-input/prompt-input.ts';
import type { Moment } from '../chapter.ts';
import { toldAt } from '../moments.ts';
import { chapter } from './chapter.ts';
import { CHOICES, type Chosen } from './choices.ts';
import { distribution, drawToken } from './distribution.ts';
import type { PairsLook, Sampling, SpaceLook, WriteAction } from './events.ts';
import { NeighbourhoodMapping } from './neighbourhood-mapping.ts';
import { PANEL_VIEWS } from './panel-views.ts';
import { momentOf, PANEL_GROUPS, type Panel, panelOf, sideOf } from './panels.ts';
import { type Question, type Reading, read, type Written } from './reading.ts';
import { type Words, type WordTexts, wordsOf } from './words.ts';

/** Going on by itself ends after so many tokens. */
const MOST_WRITTEN = 60;

const NOTHING: readonly Written[] = [];

/** Byte pairs learnt where the model itself uses none: enough to see whole words come out. */
const USUAL_PAIRS = 300;
/** All merges there are, until the visitor replays them. */
const MOST_PAIRS = 5000;

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
  static override styles = [baseStyles, panelBase];

  @property({ attribute: false }) moment!: Moment;

  @state() private auto = false;
  /** Tokens asked for one by one and not drawn yet. */
  @state() private due = 0;
  @state() private written = NOTHING;

  readonly #lab = new StoreReader(this, labContext);
  readonly #page = new StoreReader(this, pageContext);
  readonly #choices = new StageChoices(this.#page, CHOICES);
  readonly #map = new NeighbourhoodMapping(this, (request) => this.#lab.store.lab.lens('map', request));
  readonly #readings = new NewestFirst<Question, Reading>(
    this,
    (question) => read(this.#lab.store.lab, question),
    { byContent: ['words', 'pairs'] },
  );
  /** The prompt and the model that `written` and `words` belong to. */
  #prompt = '';
  #run?: RunInfo;

  constructor() {
    super();
    this.addEventListener('lab-sampling', ({ sampling }) => this.#choose(sampling));
    this.addEventListener('lab-words', ({ words }) => this.#chooseWords(words));
    this.addEventListener('lab-space', ({ look: { layout, dimensions } }) =>
      this.#choose({
        ...(layout && { layout }),
        ...(dimensions && { dimensions: `${dimensions}` as const }),
      }),
    );
    this.addEventListener('lab-pairs', ({ pairs: { size, merges } }) =>
      this.#choose({
        // Another vocabulary begins with its bytes.
        ...(size !== undefined && { vocabulary: size, merges: 0 }),
        ...(merges !== undefined && { merges }),
      }),
    );
    this.addEventListener('lab-map', ({ action }) => {
      if (action === 'stop') this.#map.stop();
      else void this.#map.start({ dimensions: this.#space.dimensions, seed: this.#sampling.seed });
      this.#touch();
    });
    this.addEventListener('lab-write', ({ action }) => {
      this.#write(action);
      this.#touch();
    });
    this.addEventListener('lab-prompt', () => this.#touch());
    this.addEventListener('lab-panel', ({ panel }) => {
      this.#choices.put({ show: { panel: panel as Panel } });
      this.auto = sideOf(this.#shown) === 'auto';
      this.#touch();
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('moment')) this.auto = this.moment.settings?.mode === 'auto';
    this.#followModel();
    const question = this.#question();
    if (question) this.#readings.put(question);
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
    if (!run) return html`<lab-no-model .lab=${this.#lab.value}></lab-no-model>`;
    const reading = this.#reading(run);
    return html`
      ${modelPlace(this.#lab.value, chapter, reading?.inspection.step)} ${this.#promptInput(run, reading)}
      <lab-panel-bar
        folded
        .groups=${PANEL_GROUPS}
        .shown=${panelOf(this.#shown) ?? ''}
        .told=${this.#told}
      ></lab-panel-bar>
      ${this.#body(reading)}
    `;
  }

  /** The moment whose panel is on stage: the video's, or the one the visitor's choice belongs to. */
  get #shown(): Moment {
    const { panel } = this.#choices.show;
    return (panel && momentOf(panel)) ?? this.moment;
  }

  get #told(): number | undefined {
    const panel = panelOf(this.#shown);
    return panel && toldAt(chapter.moments, this.moment, panel, panelOf);
  }

  get #sampling(): Sampling {
    const { temperature = 1, seed = 1 } = this.#choices.with;
    return { temperature, seed };
  }

  get #space(): SpaceLook {
    const { layout = 'pca', dimensions = '3' } = this.#choices.with;
    return { layout, dimensions: dimensions === '2' ? 2 : 3 };
  }

  /** Of a model that uses byte pairs, its own are replayed. */
  #pairs(run: RunInfo): PairsLook {
    const { vocabulary = USUAL_PAIRS, merges = MOST_PAIRS } = this.#choices.with;
    return { size: run.tokenizer === 'byte-pair' ? run.model.V : vocabulary, merges };
  }

  #words(run: RunInfo): Words {
    const {
      temperature: _t,
      seed: _s,
      layout: _l,
      dimensions: _d,
      vocabulary: _v,
      merges: _m,
      likeness,
      ...texts
    } = this.#choices.with;
    return wordsOf(run.vocabulary, texts, likeness);
  }

  #choose(choices: Chosen): void {
    this.#choices.put({ with: choices });
    this.#touch();
  }

  #chooseWords({ likeness, ...ids }: Partial<Words>): void {
    const { vocabulary = [] } = this.#lab.value.run ?? {};
    const texts = Object.entries(ids).map(([role, id]) => [role, vocabulary[id]]);
    const words: WordTexts = Object.fromEntries(texts);
    this.#choose({ ...words, ...(likeness && { likeness }) });
  }

  /** What belongs to another model or prompt goes. */
  #followModel(): void {
    const { run } = this.#lab.value;
    if (!run) return;
    const prompt = this.#page.value.prompt || exampleOf(this.#shown, run) || run.prompts[0] || '';
    if (run !== this.#run || prompt !== this.#prompt) this.written = NOTHING;
    if (run !== this.#run) this.#map.forget();
    this.#run = run;
    this.#prompt = prompt;
  }

  /** What was written belongs to the loop; all other views look at the prompt alone. */
  #question(): Question | undefined {
    const { run, step } = this.#lab.value;
    if (!run) return undefined;
    const { view } = this.#shown;
    const side = sideOf(this.#shown);
    const written = view === 'generation-loop' ? this.written : NOTHING;
    const { seed } = this.#sampling;
    return {
      run,
      step,
      view,
      side,
      text: this.#prompt,
      written,
      words: this.#words(run),
      pairs: this.#pairs(run),
      seed: side === 'stories' ? seed : 0,
    };
  }

  /** The latest one of this model. */
  #reading(run: RunInfo): Reading | undefined {
    const { answer } = this.#readings;
    return answer?.question.run === run ? answer : undefined;
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
    return (
      PANEL_VIEWS[reading.question.view]?.({
        ...reading,
        sampling: this.#sampling,
        space: this.#space,
        map: this.#map,
        auto: this.auto,
      }) ?? nothing
    );
  }

  #write(action: WriteAction): void {
    this.auto = action === 'auto';
    this.due = action === 'step' ? this.due + 1 : 0;
    if (action === 'restart') this.written = NOTHING;
  }

  /** Draws from the logits of the text as it is; false while these are still to come. */
  #append(): boolean {
    const { answer } = this.#readings;
    if (!answer || answer.logits.length === 0 || answer.question !== this.#readings.asked) return false;
    if (answer.question.written !== this.written) return false;
    const { temperature, seed } = this.#sampling;
    const p = distribution(answer.logits, temperature);
    const id = drawToken(p, seed, this.written.length);
    const text = answer.question.run.vocabulary[id];
    this.written = [...this.written, { id, text, probability: p[id] }];
    return true;
  }

  #touch(): void {
    this.dispatchEvent(new StageTouchEvent());
  }
}

/** The text that the moment is told by, where this model knows its words. */
function exampleOf({ settings }: Moment, { vocabulary }: RunInfo): string | undefined {
  const text = settings?.prompt;
  if (typeof text !== 'string') return undefined;
  return text.split(' ').every((word) => vocabulary.includes(word)) ? text : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-5-stage': Chapter5Stage;
  }
}
