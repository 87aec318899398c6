// The network page: a prompt, and the current model at work on it in one picture.

import { msg } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { RunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { NetworkReader } from '../../../course/network-reader.ts';
import { shotRequest } from '../../../course/network-request.ts';
import { listen } from '../../../events/element-event.ts';
import { PromptChangeEvent } from '../../../events/index.ts';
import { appendToken } from '../../../format/append-token.ts';
import { OVERVIEW, type Shot } from '../../../scenes/network/camera/shot.ts';
import { NetworkScene } from '../../../scenes/network/network-scene.ts';
import '../../../scenes/network/overlays/all-overlays.ts';
import { PANELS } from '../../../scenes/network/overlays/all-panels.ts';
import { forAnotherModel, overlayOf, stampedShot } from '../../../scenes/network/overlays/overlays.ts';
import type { NetworkValues } from '../../../scenes/network/values/network-values.ts';
import { labContext, pageContext, runLibraryContext } from '../../../state/contexts.ts';
import { StoreController } from '../../../state/store-controller.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { mapFigureStyles } from '../../../styles/map-panel.styles.ts';
import '../../../views/models/empty-state/empty-state.ts';
import { modelStatus } from '../../../views/status/model-status.ts';
import '../../../views/text/prompt-input/prompt-input.ts';
import { networkViewStyles } from './network-view.styles.ts';
import { OverlayPanels } from './overlay-panels.ts';

/**
 * @summary The whole network at work on a prompt, live while it trains. Reads the lab and page stores from their contexts.
 *
 * @fires lab-prompt - Another prompt is typed or selected.
 * @fires lab-view - The train view is requested, if there is no model.
 */
@customElement('lab-network-view')
export class NetworkView extends LitElement {
  static override styles = [
    ...[baseStyles, networkViewStyles, mapFigureStyles],
    ...Object.values(PANELS).flatMap(({ styles = [] }) => styles),
  ];

  @state() private shot: Shot = { ...OVERVIEW, front: 'play' };

  /** Of the step when an overlay was chosen that compares with it. */
  #baseline?: NetworkValues;
  readonly #lab = new StoreController(this, labContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #runs = new StoreController(this, runLibraryContext);
  readonly #scene = new NetworkScene();
  readonly #reader = new NetworkReader(this, this.#lab);
  readonly #panels = new OverlayPanels(this, {
    ...{ lab: this.#lab, runs: this.#runs, reader: this.#reader },
    prompt: () => this.#prompt(this.#lab.value.run),
    shot: () => this.shot,
    show: (shot) => this.#show(shot),
  });
  #panelsOf?: RunInfo;

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
    if (run !== this.#panelsOf) {
      this.#panels.reset();
      if (this.#panelsOf) this.shot = forAnotherModel(this.shot);
    }
    this.#panelsOf = run;
    this.toggleAttribute('with-panel', this.#panels.open !== undefined);
    if (!run) return;
    this.#panels.follow();
    this.#reader.read(shotRequest(this.#lab.value, run, this.#prompt(run), this.shot, this.clientWidth));
  }

  override render() {
    const { run } = this.#lab.value;
    if (!run) return html`<lab-empty-state .lab=${this.#lab.value}></lab-empty-state>`;
    const { current: shown, error } = this.#reader;
    const panel = this.#panels.open;
    const { hasBaseline } = overlayOf(this.shot);
    const values =
      shown?.values && this.#panels.added(shown.values, hasBaseline ? this.#baseline : undefined);
    return html`
      <div class="reading">
        <h1 class="visually-hidden">${msg('Network')}</h1>
        ${modelStatus(this.#lab.value, shown?.inspection.step, nothing, this.#runs.value)}
        <lab-prompt-input
          slim
          .prompt=${this.#prompt(run)}
          .prompts=${run.prompts}
          .tokens=${[]}
          .unknown=${shown?.inspection.unknown ?? []}
          .spelled=${shown?.inspection.spelled ?? []}
          .vocabulary=${run.vocabulary}
          .cut=${shown?.inspection.cut ?? 0}
          .contextLength=${run.model.T}
        ></lab-prompt-input>
        ${error ? html`<p role="alert">${error}</p>` : nothing}
      </div>
      <div class="work ${panel ? 'beside' : ''}">
        <lab-stage
          .scene=${this.#scene.show({ model: run.model, vocabulary: run.vocabulary, values, shot: this.shot, hasOverlays: true, hasTokens: true })}
        ></lab-stage>
        ${panel ? panel.render(values) : nothing}
      </div>
    `;
  }

  #prompt(run: RunInfo | undefined): string {
    return this.#page.value.prompt || run?.prompts[0] || '';
  }

  /** A change is measured from the values at the time when its overlay is chosen. */
  #show(shot: Shot): void {
    if (shot.overlay !== this.shot.overlay && overlayOf(shot).hasBaseline)
      this.#baseline = this.#reader.current?.values;
    const { run } = this.#lab.value;
    this.shot = run ? stampedShot(shot, this.#prompt(run)) : shot;
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
