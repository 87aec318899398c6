// The attention view: a prompt, one head large, all heads small, and what comes next.
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunInfo } from '../../../workers/lab-api.ts';
import { labContext, pageContext } from '../../controllers/contexts.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { KernelRequestEvent, OrientationChangeEvent, ViewChangeEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import '../attention-grid/attention-grid.ts';
import { choice, choiceStyles, orientationChoice } from '../choice/choice.ts';
import { whole } from '../numbers.ts';
import '../head-gallery/head-gallery.ts';
import '../next-token/next-token.ts';
import { placeAtStep } from '../place-at-step.ts';
import '../prompt-input/prompt-input.ts';
import { attentionViewStyles } from './attention-view.styles.ts';
import type { GridValues } from './head-values.ts';
import { type Look, look, patternName, type Question, scoresName } from './look.ts';
import { NewestFirst } from './newest-first.ts';
import '../term/term.ts';

/** Heading and sentence while there is no model for a moment. */
const WAITING = {
  engine: ['The kernels are being tested …', 'Each is compared with plain arithmetic on this very device.'],
  model: ['The model is being made …', 'Its attention heads appear here as soon as it is there.'],
} as const;

/**
 * Every attention head of the current model over one prompt. While the model trains it looks again as often as the
 * screen can show; all numbers of one picture are of one step, which is printed above them. Reads lab and page from the
 * contexts.
 *
 * @property show - scores before softmax or the pattern after it; follows the visitor's choice
 * @fires lab-prompt - another prompt
 * @fires lab-focus - another head or query
 * @fires lab-orientation - the grids are to be turned
 * @fires lab-kernel - the kernel behind the grid is asked for
 * @fires lab-view - to where a model is made, while there is none
 */
@customElement('lab-attention-view')
export class AttentionView extends LitElement {
  static override styles = [baseStyles, choiceStyles, attentionViewStyles];

  @property() show: GridValues = 'pattern';

  readonly #lab = new StoreReader(this, labContext);
  readonly #page = new StoreReader(this, pageContext);
  readonly #looks = new NewestFirst<Question, Look>(this, (question) =>
    look((request) => this.#lab.store.lab.inspect(request), question),
  );
  /** The last look at a prompt the model could read: it stays, dimmed, while another is being typed. */
  #readable?: Look;

  protected override willUpdate(): void {
    if (this.#looks.answer?.reading) this.#readable = this.#looks.answer;
    const question = this.#question();
    if (question) this.#looks.put(question);
  }

  override render() {
    const { run } = this.#lab.value;
    if (!run) return this.#noModel();
    const shown = this.#shown(run);
    return html`
      ${this.#title(shown)} ${this.#promptInput(run, shown)} ${this.#notes(shown)}
      ${this.#picturesOrNone(run, shown)}
    `;
  }

  /** What the visitor looks at now; heads and layers beyond the model's last are its last. */
  #question(): Question | undefined {
    const { run, step } = this.#lab.value;
    if (!run) return undefined;
    const { L, H } = run.model;
    const { layer, head } = this.#page.value.focus;
    return {
      run,
      step,
      prompt: this.#prompt(run),
      layer: Math.min(layer, L - 1),
      head: Math.min(head, H - 1),
    };
  }

  #prompt({ prompts }: RunInfo): string {
    return this.#page.value.prompt || prompts[0] || '';
  }

  /** The latest look; one at the model before is only shown until this model answers. */
  #shown(run: RunInfo): Look | undefined {
    const { answer, error } = this.#looks;
    return error && answer?.question.run !== run ? undefined : answer;
  }

  #chosenToken({ tokens }: Look): number {
    const last = tokens.length - 1;
    return Math.min(this.#page.value.focus.token ?? last, last);
  }

  #noModel() {
    const { waiting, failure } = this.#lab.value;
    const [heading, sentence] = failure
      ? ['Nothing can be computed', failure]
      : waiting
        ? WAITING[waiting]
        : [
            'There is no model yet',
            'Choose what it is to learn: every attention head it has will be drawn here, live while it trains.',
          ];
    return html`
      <div class="title"><h1>Attention</h1></div>
      <div class="card empty">
        <h2>${heading}</h2>
        <p>${sentence}</p>
        ${
          failure || waiting
            ? nothing
            : html`<button class="primary" @click=${() => this.dispatchEvent(new ViewChangeEvent('train'))}>Choose a model</button>`
        }
      </div>
    `;
  }

  #title(shown: Look | undefined) {
    return html`
      <div class="title">
        <h1><lab-term name="attention">Attention</lab-term></h1>
        ${shown ? html`<p>${this.#whereAndWhen(shown)}</p>` : nothing}
      </div>
    `;
  }

  #whereAndWhen({ question, inspection: { step } }: Look): string {
    return placeAtStep(
      `layer ${question.layer + 1}, head ${question.head + 1} of your model`,
      step,
      this.#lab.value.runState,
      this.#lab.value.run?.onlyLookedAt
        ? undefined
        : 'it has learnt nothing yet, all patterns are chance. Train it and watch them change.',
    );
  }

  #promptInput(run: RunInfo, shown: Look | undefined) {
    const token = shown && this.#chosenToken(shown);
    const count = shown?.tokens.length ?? 0;
    const weights =
      token === undefined ? undefined : shown?.reading?.pattern.subarray(token * count, (token + 1) * count);
    return html`
      <lab-prompt-input
        .prompt=${this.#prompt(run)}
        .prompts=${run.prompts}
        .tokens=${shown?.tokens ?? []}
        .token=${token}
        .weights=${weights}
        .unknown=${shown?.inspection.unknown ?? []}
        .vocabulary=${run.vocabulary}
        .cut=${shown?.inspection.cut ?? 0}
        .contextLength=${run.model.T}
      ></lab-prompt-input>
    `;
  }

  #notes(shown: Look | undefined) {
    const { error } = this.#looks;
    if (error) return html`<p class="note error" role="alert">${error}</p>`;
    if (!shown) return html`<p class="note">Looking inside the model …</p>`;
    return nothing;
  }

  /** A prompt that cannot be read leaves the last one's pictures, dimmed, unless they are of another model. */
  #picturesOrNone(run: RunInfo, shown: Look | undefined) {
    if (shown?.reading) return this.#pictures(shown, false);
    return shown && this.#readable?.question.run === run ? this.#pictures(this.#readable, true) : nothing;
  }

  #pictures(shown: Look, stale: boolean) {
    return html`
      <div class="pictures ${stale ? 'stale' : ''}" ?inert=${stale}>
        <section class="card head" aria-label="Who looks at whom">${this.#head(shown)}</section>
        <section class="card heads" aria-labelledby="heads">${this.#heads(shown)}</section>
        <section class="card next" aria-labelledby="next">${this.#next(shown)}</section>
      </div>
    `;
  }

  #head(shown: Look) {
    const { orientation } = this.#page.value;
    const { layer } = shown.question;
    const name = headName(shown);
    const activation = this.show === 'scores' ? scoresName(layer) : patternName(layer);
    return html`
      <div class="bar">
        ${choice('Numbers', this.show, { scores: 'scores', pattern: 'weights' }, (show) => {
          this.show = show;
        })}
        ${orientationChoice(orientation, (turned) => this.dispatchEvent(new OrientationChangeEvent(turned)))}
        <button @click=${() => this.dispatchEvent(new KernelRequestEvent(activation))}>Show the kernel</button>
      </div>
      <lab-attention-grid
        .reading=${shown.reading}
        .show=${this.show}
        .orientation=${orientation}
        .token=${this.#chosenToken(shown)}
        .name=${name}
      ></lab-attention-grid>
    `;
  }

  #heads({ tokens, patterns, question }: Look) {
    return html`
      <h2 id="heads">Every <lab-term name="head"></lab-term>, one colour range</h2>
      <lab-head-gallery
        .tokens=${tokens}
        .patterns=${patterns}
        .chosen=${this.#question() ?? question}
        .orientation=${this.#page.value.orientation}
      ></lab-head-gallery>
    `;
  }

  #next(shown: Look) {
    const { inspection, without, tokens } = shown;
    const atAnotherStep = without.step === inspection.step ? '' : `, step ${whole(without.step)}`;
    return html`
      <h2 id="next">What comes next</h2>
      <p class="explained">
        The token after “${tokens.at(-1)}”, as the whole model sees it, and as it sees it with ${headName(shown)}
        switched off (its output set to zero).
      </p>
      <lab-next-token
        .next=${inspection.next}
        .changed=${without.next}
        .change=${`without ${headNumber(shown)}${atAnotherStep}`}
      ></lab-next-token>
    `;
  }
}

/** `2.3`: the third head of the second layer. */
const headNumber = ({ question: { layer, head } }: Look) => `${layer + 1}.${head + 1}`;
const headName = (shown: Look) => `head ${headNumber(shown)}`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-view': AttentionView;
  }
}
