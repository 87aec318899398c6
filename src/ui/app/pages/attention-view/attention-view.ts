// The attention page: a prompt, the selected head, all heads, and the next-token prediction.
import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { type FocusChangeEvent, KernelRequestEvent, ViewChangeEvent } from '../../../events/index.ts';
import { labContext, pageContext, runLibraryContext } from '../../../state/contexts.ts';
import { StoreController } from '../../../state/store-controller.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import '../../../views/attention/attention-grid/attention-grid.ts';
import {
  orientationControl,
  segmentedControl,
  segmentedControlStyles,
} from '../../../controls/segmented-control/segmented-control.ts';
import { formatInteger } from '../../../format/numbers.ts';
import '../../../views/attention/head-gallery/head-gallery.ts';
import '../../../views/text/next-token/next-token.ts';
import { liveRegionMode } from '../../../views/status/live-region.ts';
import { stepStatus } from '../../../views/status/step-status.ts';
import '../../../views/text/prompt-input/prompt-input.ts';
import { LatestOnlyTask } from '../../../state/latest-only-task.ts';
import { headCircuitsStyles } from '../../../views/attention/head-circuits.ts';
import { headProfileStyles } from '../../../views/attention/head-profile.ts';
import { headStudyStyles } from '../../../views/attention/head-study.styles.ts';
import type { GridValues } from '../../../views/attention/head-values.ts';
import { attentionViewStyles } from './attention-view.styles.ts';
import {
  type AttentionRequest,
  type AttentionResult,
  fetchAttention,
  patternActivation,
  scoresActivation,
} from './fetch-attention.ts';
import { HeadStudy } from './head-study.ts';
import { headCard, historyCard, scoresCard } from './study-cards.ts';
import '../../../views/text/term/term.ts';

/** Heading and text while there is no model yet. */
const PENDING_TEXT = {
  engine: [
    msg('Testing kernels …'),
    msg('Each kernel is checked against a reference implementation on this device.'),
  ],
  model: [msg('Preparing model …'), msg('Its attention heads appear here.')],
} as const;

/**
 * @summary Shows every attention head of the current model over one prompt. Reads the lab and page stores from their contexts.
 *   While the model trains, the view refreshes once per painted frame at most; all its values belong to the step in its title.
 *
 * @property show - Draws the `scores` before softmax or the `pattern` after it.
 * @fires lab-prompt - Another prompt is typed or selected.
 * @fires lab-focus - Another head or query is selected.
 * @fires lab-orientation - Another orientation of the grids is selected.
 * @fires lab-kernel - The kernel of the displayed activation is requested.
 * @fires lab-view - The train view is requested, if there is no model.
 */
@customElement('lab-attention-view')
export class AttentionView extends LitElement {
  static override styles = [
    ...[baseStyles, segmentedControlStyles, attentionViewStyles],
    ...[headStudyStyles, headProfileStyles, headCircuitsStyles],
  ];

  @property() show: GridValues = 'pattern';

  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #library = new StoreController(this, runLibraryContext);
  readonly #attention = new LatestOnlyTask<AttentionRequest, AttentionResult>(this, (request) =>
    fetchAttention(this.#lab.store.client.transformer, request),
  );
  readonly #study = new HeadStudy(this, () => this.#lab.store);
  /** The last result of a valid prompt: shown dimmed while a prompt with unknown words is edited. */
  #lastReadable?: AttentionResult;

  protected override willUpdate(): void {
    if (this.#attention.value?.headAttention) this.#lastReadable = this.#attention.value;
    const { run, evaluations } = this.#lab.value;
    this.#study.follow(run, evaluations);
    const request = this.#request();
    if (request) this.#attention.run(request);
  }

  override render() {
    const { run } = this.#lab.value;
    if (!run) return this.#emptyState();
    const shown = this.#shown(run);
    return html`
      ${this.#title(shown)} ${this.#promptInput(run, shown)} ${this.#notes(shown)}
      ${this.#freshOrStaleCharts(run, shown)}
    `;
  }

  /** Prompt, layer and head to fetch, clamped to the model. */
  #request(): AttentionRequest | undefined {
    const { run, step } = this.#lab.value;
    if (!run) return undefined;
    const { L, H } = run.model;
    const { layer = 0, head = 0 } = this.#page.value.focus;
    const { value } = this.#attention;
    // A prompt with unknown words leaves the charts as they are; where there are none yet, those of an example come first.
    const isEmpty =
      value?.request.run === run && !value.headAttention && this.#lastReadable?.request.run !== run;
    return {
      run,
      step,
      prompt: (isEmpty && run.prompts[0]) || this.#prompt(run),
      layer: Math.min(layer, L - 1),
      head: Math.min(head, H - 1),
    };
  }

  #prompt({ prompts }: RunInfo): string {
    return this.#page.value.prompt || prompts[0] || '';
  }

  /** The latest result. A result of the previous model is shown until the current model has one, or an error. */
  #shown(run: RunInfo): AttentionResult | undefined {
    const { value, error } = this.#attention;
    return error && value?.request.run !== run ? undefined : value;
  }

  #selectedToken({ tokens }: AttentionResult): number {
    const last = tokens.length - 1;
    return Math.min(this.#page.value.focus.token ?? last, last);
  }

  #emptyState() {
    const { pending, fatalError } = this.#lab.value;
    const [heading, text] = fatalError
      ? [msg('The lab has stopped'), fatalError]
      : pending
        ? PENDING_TEXT[pending]
        : [
            msg('No model yet'),
            msg('Choose a model: its attention heads appear here, live while it trains.'),
          ];
    return html`
      <div class="title"><h1>${msg('Attention')}</h1></div>
      <div class="card empty">
        <h2>${heading}</h2>
        <p>${text}</p>
        ${
          fatalError || pending
            ? nothing
            : html`<button class="primary" @click=${() => this.dispatchEvent(new ViewChangeEvent('train'))}>${msg('Choose a model')}</button>`
        }
      </div>
    `;
  }

  #title(shown: AttentionResult | undefined) {
    return html`
      <div class="title">
        <h1><lab-term name="attention">${msg('Attention')}</lab-term></h1>
        ${shown ? html`<p>${this.#status(shown)}</p>` : nothing}
      </div>
    `;
  }

  #status({ request, inspection: { step } }: AttentionResult): string {
    return stepStatus(
      msg(str`layer ${request.layer + 1}, head ${request.head + 1} of your model`),
      step,
      this.#lab.value.runState,
      this.#lab.value.run?.isReadOnly ? undefined : msg('untrained, all patterns are random'),
    );
  }

  #promptInput(run: RunInfo, shown: AttentionResult | undefined) {
    const token = shown && this.#selectedToken(shown);
    const count = shown?.tokens.length ?? 0;
    const weights =
      token === undefined
        ? undefined
        : shown?.headAttention?.pattern.subarray(token * count, (token + 1) * count);
    return html`
      <lab-prompt-input
        .prompt=${this.#prompt(run)}
        .prompts=${run.prompts}
        .tokens=${shown?.tokens ?? []}
        .token=${token}
        .weights=${weights}
        .unknown=${shown?.inspection.unknown ?? []}
        .spelled=${shown?.inspection.spelled ?? []}
        .vocabulary=${run.vocabulary}
        .cut=${shown?.inspection.cut ?? 0}
        .contextLength=${run.model.T}
      ></lab-prompt-input>
    `;
  }

  #notes(shown: AttentionResult | undefined) {
    const { error } = this.#attention;
    if (error) return html`<p class="note error" role="alert">${error}</p>`;
    if (!shown) return html`<p class="note">${msg('Loading activations …')}</p>`;
    return nothing;
  }

  /** If the prompt has unknown words, the last valid result of the same model is shown dimmed. */
  #freshOrStaleCharts(run: RunInfo, shown: AttentionResult | undefined) {
    if (shown?.headAttention) return this.#charts(shown, false);
    return shown && this.#lastReadable?.request.run === run
      ? this.#charts(this.#lastReadable, true)
      : nothing;
  }

  #charts(shown: AttentionResult, stale: boolean) {
    return html`
      <div class="pictures ${stale ? 'stale' : ''}" ?inert=${stale}>
        <section class="card head" aria-label=${msg('Attention pattern')}>${this.#head(shown)}</section>
        <section class="card heads" aria-labelledby="heads">${this.#allHeads(shown)}</section>
        <section class="card next" aria-labelledby="next">${this.#nextToken(shown)}</section>
      </div>
      ${this.#overData(shown)}
    `;
  }

  #head(shown: AttentionResult) {
    const { orientation } = this.#page.value;
    const { layer } = shown.request;
    const name = headName(shown);
    const activation = this.show === 'scores' ? scoresActivation(layer) : patternActivation(layer);
    return html`
      <div class="bar">
        ${segmentedControl(
          msg('Numbers'),
          this.show,
          { scores: msg('scores'), pattern: msg('weights') },
          (show) => {
            this.show = show;
          },
        )}
        ${orientationControl(orientation)}
        <button @click=${() => this.dispatchEvent(new KernelRequestEvent(activation))}>${msg('Show kernel')}</button>
      </div>
      <lab-attention-grid
        .headAttention=${shown.headAttention}
        .show=${this.show}
        .orientation=${orientation}
        .token=${this.#selectedToken(shown)}
        .name=${name}
        .live=${liveRegionMode(this.#lab.value)}
      ></lab-attention-grid>
    `;
  }

  #allHeads({ tokens, patterns, request }: AttentionResult) {
    return html`
      <h2 id="heads">${msg(html`All <lab-term name="head">heads</lab-term>, on one colour scale`)}</h2>
      <lab-head-gallery
        .tokens=${tokens}
        .patterns=${patterns}
        .chosen=${this.#request() ?? request}
        .orientation=${this.#page.value.orientation}
      ></lab-head-gallery>
    `;
  }

  /** The heads over the data, whatever the prompt is. */
  #overData({ request: { run } }: AttentionResult) {
    const { layer, head } = this.#request() as AttentionRequest;
    const context = {
      ...{ run, step: this.#lab.value.step, liveStep: this.#lab.store.live.step, chosen: { layer, head } },
      checkpoints: this.#library.value.current.model.checkpoints,
      requestUpdate: () => this.requestUpdate(),
    };
    return html`
      <div @lab-focus=${this.#openHead}>${scoresCard(this.#study, context)}</div>
      ${historyCard(this.#study, context)} ${headCard(this.#study, context)}
    `;
  }

  /** A click in the table opens the head's page. */
  readonly #openHead = async ({ focus: { layer = 0, head = 0 } }: FocusChangeEvent): Promise<void> => {
    const read = this.#study.readHead(layer, head);
    await this.updateComplete;
    const page = this.renderRoot.querySelector<HTMLElement>('#head-page');
    const show = () =>
      page?.scrollIntoView({
        block: 'start',
        behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
      });
    page?.focus({ preventScroll: true });
    show();
    // There is more of it to show; a visitor who has moved on stays there.
    await read;
    await this.updateComplete;
    if (page?.matches(':focus')) show();
  };

  #nextToken(shown: AttentionResult) {
    const { inspection, ablated, tokens } = shown;
    const stepNote = ablated.step === inspection.step ? '' : msg(str`, step ${formatInteger(ablated.step)}`);
    return html`
      <h2 id="next">${msg('Next token')}</h2>
      <p class="explained">
        ${msg(html`Prediction after “${tokens.at(-1)}”, with the full model and with ${headName(shown)} ablated (its output set to zero).`)}
      </p>
      <lab-next-token
        .next=${inspection.next}
        .changed=${ablated.next}
        .change=${msg(str`without ${headNumber(shown)}${stepNote}`)}
      ></lab-next-token>
    `;
  }
}

/** `2.3` is the third head of the second layer. */
const headNumber = ({ request: { layer, head } }: AttentionResult) => `${layer + 1}.${head + 1}`;
const headName = (shown: AttentionResult) => msg(str`head ${headNumber(shown)}`);

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-view': AttentionView;
  }
}
