// Chapter 7's stage: the video's example, and the same steps in the loaded model; then the tools that work on its facts.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FactReading, Lenses, LensName, RunInfo } from '../../../workers/lab-api.ts';
import { between, oneOf, text, whole as wholeNumber } from '../../controllers/address-values.ts';
import { labContext, pageContext } from '../../controllers/contexts.ts';
import { LongLook } from '../../controllers/long-look.ts';
import { StageChoices } from '../../controllers/stage-choices.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { StageTouchEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { panelStyles } from '../../styles/panel.styles.ts';
import { NewestFirst } from '../../views/attention/newest-first.ts';
import '../../views/no-model/no-model.ts';
import type { PanelGroup } from '../../views/panel-bar/panel-bar.ts';
import '../../views/panel-bar/panel-bar.ts';
import { modelPlace } from '../../views/place-words.ts';
import '../../views/prompt-input/prompt-input.ts';
import { tokenLabel } from '../../views/token-label.ts';
import type { Moment } from '../chapter.ts';
import { toldAt } from '../moments.ts';
import { chapter } from './chapter.ts';
import type { Held, Pick } from './events.ts';
import { LONG_LENSES, type LongLens, type Looks, OF_THE_MODEL } from './looks.ts';
import { ModelChanges } from './model-changes.ts';
import { PANEL_VIEWS } from './panel-views.ts';
import { PANEL_NAMES, PANELS, type Panel, panelOf, toyOf } from './panels.ts';
import { type MlpReading, type Question, type Reading, read } from './reading.ts';
import { PEOPLE, type ToySettings, VIDEO_SETTINGS } from './toy.ts';
import { firstWords, type Words } from './words.ts';

/** Panels that choose from the data set's facts. */
const NEEDS_FACTS: ReadonlySet<Panel> = new Set<Panel>(['gate', 'facts', 'trace', 'edit', 'features']);

const PANEL_GROUPS: readonly PanelGroup[] = [
  { label: 'Video', panels: PANELS.video },
  { label: 'Tools', panels: PANELS.tools },
];

/**
 * One panel at a time, as the moment or the visitor says; all read the current model while it trains.
 *
 * @property moment - of the video
 * @fires lab-stage-touch - the visitor operates a panel
 * @fires lab-prompt - another prompt
 * @fires lab-focus - another layer or token
 * @fires lab-view - to where a model is made, while there is none
 */
@customElement('lab-chapter-7-stage')
export class Chapter7Stage extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) moment!: Moment;

  @state() private held?: Held;
  @state() private words?: Words;

  readonly #lab = new StoreReader(this, labContext);
  readonly #page = new StoreReader(this, pageContext);
  readonly #choices = new StageChoices(this.#page, {
    show: {
      panel: oneOf(PANEL_NAMES),
      person: wholeNumber(1, PEOPLE.length),
      row: oneOf(['M', 'M + J']),
      bias: between(-2, 1),
      curve: oneOf(['none', 'ReLU', 'GELU']),
    },
    with: { subject: text(80), relation: text(40), neuron: wholeNumber(1, 65_536), rival: text(40) },
  });
  readonly #readings = new NewestFirst<Question, Reading>(this, (question) =>
    read(this.#lab.store.lab, question),
  );
  readonly #looks = Object.fromEntries(LONG_LENSES.map((name) => [name, this.#look(name)])) as Looks;
  readonly #changes = new ModelChanges(this, this.#lab, () => this.#lookAgain());
  #run?: RunInfo;
  #neuronAsked = '';
  #wordsOf?: readonly string[];

  constructor() {
    super();
    this.addEventListener('lab-toy', ({ settings: { person, ...rest } }) => {
      this.#choices.put({ show: { ...rest, ...(person !== undefined && { person: person + 1 }) } });
      this.#touch();
    });
    this.addEventListener('lab-panel', ({ panel }) => {
      this.#choices.put({ show: { panel: panel as Panel } });
      this.#touch();
    });
    this.addEventListener('lab-pick', ({ pick }) => this.#pick(pick));
    this.addEventListener('lab-look', ({ lens, asked }) => {
      const look = this.#looks[lens as LongLens] as LongLook<unknown, unknown>;
      if (asked) void look.ask(asked);
      else look.stop();
      this.#touch();
    });
    this.addEventListener('lab-teach', ({ rows, steps }) => void this.#changes.teach(rows, steps));
    this.addEventListener('lab-edit', ({ asked }) => void this.#changes.rewrite(asked));
    this.addEventListener('lab-undo-edit', ({ id }) => void this.#changes.undo(id));
    this.addEventListener('lab-sum', ({ words }) => {
      this.words = words;
      this.#touch();
    });
    this.addEventListener('lab-hold', ({ held }) => {
      this.held = held;
      // It stays the one shown, whichever is the most active at another token.
      if (held) this.#choices.put({ with: { neuron: held.neuron + 1 } });
      this.#touch();
    });
    this.addEventListener('lab-focus', ({ focus }) => {
      if (focus.layer !== undefined) this.held = undefined;
    });
    for (const touched of ['lab-prompt', 'lab-focus', 'lab-teach', 'lab-edit', 'lab-undo-edit'] as const)
      this.addEventListener(touched, () => this.#touch());
  }

  #look<Name extends LensName>(name: Name) {
    return new LongLook(this, (asked: Lenses[Name]['asks'], wait) =>
      this.#lab.store.lab.lens(name, asked, wait),
    );
  }

  protected override willUpdate(): void {
    const { run } = this.#lab.value;
    if (run !== this.#run) {
      this.#run = run;
      for (const look of Object.values(this.#looks)) look.forget();
    }
    const question = this.#question();
    if (!question) return;
    this.#askForFacts(question);
    this.#askForAngles(question);
    this.#askForNeuron(question, this.#readings.answer);
    this.#readings.put(question);
  }

  override render() {
    const { run } = this.#lab.value;
    if (!run) return html`<lab-no-model .lab=${this.#lab.value}></lab-no-model>`;
    const { answer, error } = this.#readings;
    const reading = answer?.question.run === run ? answer : undefined;
    return html`
      ${this.#placeLine(reading)} ${this.#promptInput(run, reading)}
      <lab-panel-bar
        .groups=${PANEL_GROUPS}
        .shown=${this.#panel}
        .told=${toldAt(chapter.moments, this.moment, this.#panel, panelOf)}
      ></lab-panel-bar>
      ${error ? html`<p class="note" role="alert">${error}</p>` : nothing}
      ${reading ? this.#draw(reading) : nothing}
    `;
  }

  #draw(reading: Reading): TemplateResult {
    return PANEL_VIEWS[reading.question.panel]({
      ...reading,
      toy: this.#toy,
      token: this.#token(reading),
      neuron: reading.mlp ? this.#neuron(reading, reading.mlp) : 0,
      fact: this.#fact,
      looks: this.#looks,
      edit: this.#changes.edit.state,
      held: this.held,
      lab: this.#lab.value,
      problem: this.#changes.problem,
    });
  }

  get #panel(): Panel {
    return this.#choices.show.panel ?? panelOf(this.moment);
  }

  get #toy(): ToySettings {
    const { person, ...rest } = this.#choices.show;
    const chosen = Object.fromEntries(
      (['row', 'bias', 'curve'] as const).flatMap((name) =>
        rest[name] === undefined ? [] : [[name, rest[name]]],
      ),
    );
    return {
      ...VIDEO_SETTINGS,
      ...toyOf(this.moment),
      ...chosen,
      ...(person !== undefined && { person: person - 1 }),
    };
  }

  #question(): Question | undefined {
    const { run, step, edits } = this.#lab.value;
    if (!run) return undefined;
    const { focus, prompt } = this.#page.value;
    return {
      run,
      step,
      edits,
      panel: this.#panel,
      prompt: prompt || run.prompts[0] || '',
      layer: Math.min(focus.layer, run.model.L - 1),
      held: this.held,
      words: this.#words(run),
      token: focus.token,
      rival: this.#choices.with.rival,
    };
  }

  /** Those chosen, while the model is the same; the same object while nothing changes. */
  #words(run: RunInfo): Words | undefined {
    if (this.#wordsOf !== run.vocabulary) {
      this.#wordsOf = run.vocabulary;
      this.words = firstWords(run.vocabulary);
    }
    return this.words;
  }

  /** The card is read anew when another neuron, layer or prompt is looked at, not with each step of training. */
  #askForNeuron({ panel, run, layer, prompt }: Question, reading: Reading | undefined): void {
    const { state, ask } = this.#looks.neuron;
    if (panel !== 'neuron' || !reading?.mlp || reading.question.prompt !== prompt) return;
    const asked = { layer, neuron: this.#neuron(reading, reading.mlp), text: prompt };
    const place = JSON.stringify([run.preset, asked]);
    if (place === this.#neuronAsked && (state.answer || state.progress || state.error)) return;
    this.#neuronAsked = place;
    void ask.call(this.#looks.neuron, asked);
  }

  /** The weights are others: the facts are asked anew, and what else was seen of the model is gone. */
  #lookAgain(): void {
    for (const name of OF_THE_MODEL) if (name !== 'facts') this.#looks[name].forget();
    void this.#looks.facts.ask({});
  }

  /** The list of facts is there when a panel needs one to choose from. */
  #askForFacts({ panel }: Question): void {
    const { state } = this.#looks.facts;
    if (!NEEDS_FACTS.has(panel) || state.answer || state.progress || state.error) return;
    void this.#looks.facts.ask({});
  }

  /** The model's own directions are measured as soon as they are to be seen. */
  #askForAngles({ panel, layer, run }: Question): void {
    const { state } = this.#looks.ownAngles;
    const shown = (panel === 'angles' || panel === 'squeeze') && run.model.mlpWidth > 0;
    if (!shown || state.answer || state.progress || state.error) return;
    void this.#looks.ownAngles.ask({ layer });
  }

  /** The one chosen, or the first that the data set has. */
  get #fact(): FactReading | undefined {
    const facts = this.#looks.facts.state.answer?.facts;
    const { subject, relation } = this.#choices.with;
    return facts?.find((fact) => fact.subject === subject && fact.relation === relation) ?? facts?.[0];
  }

  /** The one chosen, or the most active one at the token looked at. */
  #neuron(reading: Reading, { post, M }: MlpReading): number {
    const { neuron } = this.#choices.with;
    if (neuron !== undefined && neuron <= M) return neuron - 1;
    const token = this.#token(reading);
    const here = post.subarray(token * M, (token + 1) * M);
    return here.indexOf(here.reduce((most, value) => Math.max(most, value)));
  }

  /** A neuron picked from a table is shown. */
  #pick({ fact, neuron, rival }: Pick): void {
    if (neuron !== undefined) this.held = undefined;
    this.#choices.put({
      show: neuron === undefined ? {} : { panel: 'neuron' },
      with: {
        ...(fact && { subject: fact.subject, relation: fact.relation }),
        ...(neuron !== undefined && { neuron: neuron + 1 }),
        ...(rival !== undefined && { rival: rival || undefined }),
      },
    });
    this.#touch();
  }

  #placeLine(reading: Reading | undefined) {
    const mlp = html` · <lab-term name="mlp"></lab-term> ${reading && reading.question.layer + 1}`;
    return modelPlace(this.#lab.value, chapter, reading?.inspection.step, mlp);
  }

  #promptInput(run: RunInfo, reading: Reading | undefined) {
    return html`
      <lab-prompt-input
        .prompt=${this.#page.value.prompt || run.prompts[0] || ''}
        .prompts=${run.prompts}
        .tokens=${(reading?.inspection.tokens ?? []).map(({ text }) => tokenLabel(text))}
        .token=${reading && this.#token(reading)}
        .unknown=${reading?.inspection.unknown ?? []}
        .vocabulary=${run.vocabulary}
        .cut=${reading?.inspection.cut ?? 0}
        .contextLength=${run.model.T}
      ></lab-prompt-input>
    `;
  }

  /** The position looked at: the last one, unless another was picked. */
  #token({ inspection: { tokens } }: Reading): number {
    return Math.min(this.#page.value.focus.token ?? tokens.length - 1, tokens.length - 1);
  }

  #touch(): void {
    this.dispatchEvent(new StageTouchEvent());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-7-stage': Chapter7Stage;
  }
}
