// The network page: a prompt, and the current model at work on it in one picture.

import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { RunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { NetworkReader } from '../../../course/network-reader.ts';
import { listen } from '../../../events/element-event.ts';
import { PromptChangeEvent } from '../../../events/index.ts';
import { appendToken } from '../../../format/append-token.ts';
import { OVERVIEW, type Shot } from '../../../network-map/camera/shot.ts';
import { withBaseline } from '../../../network-map/values/merge.ts';
import type { NetworkValues } from '../../../network-map/values/network-values.ts';
import { labContext, pageContext, runLibraryContext } from '../../../state/contexts.ts';
import { StoreController } from '../../../state/store-controller.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import '../../../network-map/network-map.ts';
import '../../../views/models/empty-state/empty-state.ts';
import { modelStatus } from '../../../views/status/model-status.ts';
import '../../../views/text/prompt-input/prompt-input.ts';
import { networkViewStyles } from './network-view.styles.ts';

/**
 * @summary The whole network at work on a prompt, live while it trains. Reads the lab and page stores from their contexts.
 *
 * @fires lab-prompt - Another prompt is typed or selected.
 * @fires lab-view - The train view is requested, if there is no model.
 */
@customElement('lab-network-view')
export class NetworkView extends LitElement {
  static override styles = [baseStyles, networkViewStyles];

  @state() private shot: Shot = { ...OVERVIEW, front: 'play' };

  /** Of the step when the overlay of changes was chosen. */
  #baseline?: NetworkValues;
  /** The shown values: one object as long as nothing changes. */
  #shown?: {
    readonly from: NetworkValues | undefined;
    readonly overlay: Shot['overlay'];
    readonly values?: NetworkValues;
  };
  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #runs = new StoreController(this, runLibraryContext);
  readonly #reader = new NetworkReader(this, this.#lab);

  constructor() {
    super();
    listen(this, {
      'lab-map-shot': ({ shot }) => this.#show(shot),
      'lab-map-token': ({ token: { text } }) => this.#append(text),
      'lab-focus': ({ focus: { token } }) => {
        this.shot = { ...this.shot, token };
      },
    });
  }

  protected override willUpdate(): void {
    const { run } = this.#lab.value;
    if (run) this.#reader.read(this.#lab.value, this.#prompt(run), this.shot, this.clientWidth);
  }

  override render() {
    const { run } = this.#lab.value;
    if (!run) return html`<lab-empty-state .lab=${this.#lab.value}></lab-empty-state>`;
    const { current: shown, error } = this.#reader;
    const values = this.#shownValues(shown?.values);
    return html`
      <div class="reading">
        <h1 class="visually-hidden">Network</h1>
        ${modelStatus(this.#lab.value, shown?.result.step, nothing, this.#runs.value)}
        <lab-prompt-input
          slim
          .prompt=${this.#prompt(run)}
          .prompts=${run.prompts}
          .tokens=${[]}
          .unknown=${shown?.result.unknown ?? []}
          .spelled=${shown?.result.spelled ?? []}
          .vocabulary=${run.vocabulary}
          .cut=${shown?.result.cut ?? 0}
          .contextLength=${run.model.T}
        ></lab-prompt-input>
        ${error ? html`<p role="alert">${error}</p>` : nothing}
      </div>
      <lab-network-map
        has-overlays
        has-tokens
        .model=${run.model}
        .vocabulary=${run.vocabulary}
        .values=${values}
        .shot=${this.shot}
      ></lab-network-map>
    `;
  }

  #prompt({ prompts }: RunInfo): string {
    return this.#page.value.prompt || prompts[0] || '';
  }

  /** A change is measured from the values at the time when its overlay is chosen. */
  #show(shot: Shot): void {
    if (shot.overlay === 'change' && this.shot.overlay !== 'change')
      this.#baseline = this.#reader.current?.values;
    this.shot = shot;
  }

  #shownValues(from: NetworkValues | undefined): NetworkValues | undefined {
    const { overlay } = this.shot;
    if (this.#shown?.from !== from || this.#shown?.overlay !== overlay)
      this.#shown = {
        from,
        overlay,
        values: from && overlay === 'change' ? withBaseline(from, this.#baseline) : from,
      };
    return this.#shown?.values;
  }

  /** Appends a token to the prompt. */
  #append(text: string): void {
    const { run } = this.#lab.value;
    if (!run) return;
    const { token: _, ...shot } = this.shot;
    this.shot = shot;
    this.dispatchEvent(new PromptChangeEvent(appendToken(this.#prompt(run), text, run.tokenizer)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-network-view': NetworkView;
  }
}
