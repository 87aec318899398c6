// Chapter 6's stage: what the video's moment is about, on the current model, prompt and head.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HabitReading, RunInfo } from '../../../workers/lab-api.ts';
import { boolean, oneOf, text, whole as wholeFrom } from '../../controllers/address-values.ts';
import { labContext, pageContext } from '../../controllers/contexts.ts';
import type { Focus } from '../../controllers/page-state.ts';
import { StageChoices } from '../../controllers/stage-choices.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { StageTouchEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { NewestFirst } from '../../views/attention/newest-first.ts';
import '../../views/no-model/no-model.ts';
import '../../views/panel-bar/panel-bar.ts';
import { modelPlace } from '../../views/place-words.ts';
import '../../views/prompt-input/prompt-input.ts';
import type { Moment } from '../chapter.ts';
import { chapter } from './chapter.ts';
import type { Choices } from './events.ts';
import { headPicker } from './head-picker.ts';
import { rowOf } from './numbers.ts';
import { strongest } from './pair.ts';
import { panelStyles } from './panel.styles.ts';
import { isView, PANEL_GROUPS, toldAt, VIEWS, type ViewName } from './panel-views.ts';
import { labelsOf, PANELS } from './panels.ts';
import { type Question, type Reading, read } from './reading.ts';
import { stageStyles } from './stage.styles.ts';

const VIEW_NAMES = Object.keys(VIEWS) as ViewName[];

/**
 * One view at a time, as the moment or the visitor says; all read the current model while it trains.
 *
 * @property moment - of the video
 * @fires lab-stage-touch - the visitor operates a view
 * @fires lab-seek - to where the video tells of the view
 * @fires lab-prompt - another prompt
 * @fires lab-focus - another head or query
 * @fires lab-view - to where a model is made, while there is none
 */
@customElement('lab-chapter-6-stage')
export class Chapter6Stage extends LitElement {
  static override styles = [baseStyles, panelStyles, stageStyles];

  @property({ attribute: false }) moment!: Moment;

  readonly #lab = new StoreReader(this, labContext);
  readonly #page = new StoreReader(this, pageContext);
  readonly #chosen = new StageChoices(this.#page, {
    show: { view: oneOf(VIEW_NAMES), masked: boolean },
    with: {
      key: wholeFrom(1, 1024),
      ablate: oneOf(['zero', 'mean']),
      seed: wholeFrom(1, 999),
      keysText: text(200),
    },
  });
  readonly #readings = new NewestFirst<Question, Reading>(this, (question) =>
    read(this.#lab.store.lab, question),
  );

  /** What the stage itself pointed at, while the visitor has not. */
  #found?: Focus;

  constructor() {
    super();
    this.addEventListener('lab-choice', ({ choices }) => this.#choose(choices));
    this.addEventListener('lab-panel', ({ panel }) => this.#choose({ view: panel as ViewName }));
    this.addEventListener('lab-cell', ({ key }) => this.#choose({ key }));
    // A key is chosen for one prompt, one query and one head.
    for (const touched of ['lab-prompt', 'lab-focus'] as const)
      this.addEventListener(touched, () => this.#choose({ key: undefined }));
    this.addEventListener('lab-orientation', () => this.#touch());
  }

  protected override willUpdate(): void {
    const question = this.#question();
    if (question) this.#readings.put(question);
  }

  /** What was found where nothing was chosen is what all views point at from now on, and stands in the address. */
  protected override updated(): void {
    const { answer } = this.#readings;
    const { focus } = this.#page.value;
    if (!answer?.question.open || !isOpen(focus) || answer.question.token === undefined) return;
    const { layer, head, token, run, prompt } = answer.question;
    if (run !== this.#lab.value.run || prompt !== this.#promptOf(run)) return;
    this.#page.store.focus({ layer, head, token });
    this.#found = this.#page.value.focus;
  }

  override render() {
    const { run } = this.#lab.value;
    if (!run) return html`<lab-no-model .lab=${this.#lab.value}></lab-no-model>`;
    const { answer, error } = this.#readings;
    const reading = answer?.question.run === run ? answer : undefined;
    return html`
      ${modelPlace(this.#lab.value, chapter, reading?.inspection.step)}
      ${this.#promptInput(run, reading)}
      <lab-panel-bar
        folded
        .groups=${PANEL_GROUPS}
        .shown=${this.#choices.view}
        .told=${this.#told}
      >${headPicker(this, run.model, this.#head(run))}</lab-panel-bar>
      ${error ? html`<p class="note" role="alert">${error}</p>` : nothing}
      ${reading ? this.#panel(reading) : nothing}
    `;
  }

  /** The visitor's choices, where there are any, else the moment's. */
  get #choices(): Choices {
    const { show, with: lasting } = this.#chosen;
    return {
      view: show.view ?? (isView(this.moment.view) ? this.moment.view : 'pattern'),
      masked: show.masked ?? true,
      ...(lasting.key && { key: lasting.key - 1 }),
      ablate: lasting.ablate,
      seed: lasting.seed ?? 1,
      keysText: lasting.keysText,
    };
  }

  /** When the video tells of the view, unless it does right now. */
  get #told(): number | undefined {
    const at = toldAt(this.#choices.view);
    return at === this.moment.at ? undefined : at;
  }

  #choose(choices: Partial<Choices>): void {
    const { view, masked, key, ...lasting } = choices;
    this.#chosen.put({
      show: { ...(view && { view }), ...(masked !== undefined && { masked: masked ? undefined : false }) },
      with: { ...lasting, ...('key' in choices && { key: key === undefined ? undefined : key + 1 }) },
    });
    this.#touch();
  }

  #question(): Question | undefined {
    const { run, step, runState, evaluations } = this.#lab.value;
    if (!run) return undefined;
    const { focus } = this.#page.value;
    const { view, ablate, seed, keysText } = this.#choices;
    const latest = evaluations.at(-1);
    return {
      run,
      step,
      view,
      ablate,
      seed,
      keysText,
      prompt: this.#promptOf(run),
      ...this.#head(run),
      token: focus.token,
      open: isOpen(focus),
      score: !latest || (runState !== 'training' && latest.step !== step),
    };
  }

  #promptOf(run: RunInfo): string {
    return this.#page.value.prompt || run.prompts[0] || '';
  }

  /** The one in focus, or the nearest that this model has. */
  #head({ model: { L, H } }: RunInfo) {
    const { layer, head } = this.#page.value.focus;
    return { layer: Math.min(layer, L - 1), head: Math.min(head, H - 1) };
  }

  #panel(reading: Reading) {
    const { chain, question } = reading;
    if (!chain) return nothing;
    const { evaluations, runState } = this.#lab.value;
    const choices = this.#choices;
    const key =
      choices.key !== undefined && choices.key < chain.tokens.length ? choices.key : strongest(chain);
    // Until what a new view needs has been read, the one before stays.
    return PANELS[question.view]({
      ...reading,
      chain,
      key,
      choices,
      found: this.#page.value.focus === this.#found,
      orientation: this.#page.value.orientation,
      habits: this.#habits(reading),
      evaluations,
      runState,
    });
  }

  #promptInput(run: RunInfo, reading: Reading | undefined) {
    const chain = reading?.chain;
    return html`
      <lab-prompt-input
        .prompt=${this.#promptOf(run)}
        .prompts=${run.prompts}
        .tokens=${chain ? labelsOf(chain) : []}
        .token=${chain?.query}
        .weights=${chain && rowOf(chain.pattern, chain.query, chain.tokens.length)}
        .unknown=${reading?.inspection.unknown ?? []}
        .vocabulary=${run.vocabulary}
        .cut=${reading?.inspection.cut ?? 0}
        .contextLength=${run.model.T}
      ></lab-prompt-input>
    `;
  }

  /** As the lens tells them or, while it trains, the training itself. */
  #habits({ headScores }: Reading): readonly HabitReading[] {
    return headScores?.habits ?? this.#lab.value.evaluations.at(-1)?.habits ?? [];
  }

  #touch(): void {
    this.dispatchEvent(new StageTouchEvent());
  }
}

/** As in an address that names neither head nor query. */
const isOpen = ({ layer, head, token }: Focus): boolean => layer === 0 && head === 0 && token === undefined;

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-6-stage': Chapter6Stage;
  }
}
