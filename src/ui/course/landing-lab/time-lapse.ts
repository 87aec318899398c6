// The training in time-lapse: the map at one recorded checkpoint after the other.

import { msg, str } from '@lit/localize';
import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { formatInteger, formatPercent } from '../../format/numbers.ts';
import { tokenLabel } from '../../format/token-label.ts';
import type { RunLibraryStore } from '../../state/runs/run-library-store.ts';
import { pauseIcon, playIcon } from '../../styles/icons.ts';
import type { NetworkReader } from '../network-reader.ts';

/** How long a checkpoint stays once the map shows it. */
const DWELL_MS = 500;

export class TimeLapse implements ReactiveController {
  isPlaying = false;
  readonly #host: LitElement;
  readonly #runs: { readonly store: RunLibraryStore };
  readonly #reader: NetworkReader;
  #timer = 0;
  /** Number of the newest request to view a step. */
  #views = 0;

  constructor(host: LitElement, runs: { readonly store: RunLibraryStore }, reader: NetworkReader) {
    this.#host = host;
    this.#runs = runs;
    this.#reader = reader;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Other pages show the weights of now. */
  hostDisconnected(): void {
    this.#stop();
    if (this.#requestedStep !== undefined) void this.#runs.store.viewCheckpoint(undefined);
  }

  /** The weights of now were asked for elsewhere. */
  hostUpdate(): void {
    if (this.isPlaying && this.#requestedStep === undefined) this.#stop();
  }

  hostUpdated(): void {
    const { viewedStep } = this.#runs.store.value.current.model;
    const { isOfNow, error } = this.#reader;
    if (!this.isPlaying || this.#timer || viewedStep !== this.#requestedStep) return;
    if (!isOfNow && error === undefined) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#advance();
    }, DWELL_MS);
  }

  /** Steps that can be looked at, the first to the last; empty without a history. */
  get steps(): readonly number[] {
    const { checkpoints } = this.#runs.store.value.current.model;
    return checkpoints.length < 2 ? [] : checkpoints;
  }

  get #requestedStep(): number | undefined {
    return this.#runs.store.value.requestedSteps.model;
  }

  /** @param isDisabled - while the weights are edited */
  render(isDisabled: boolean): TemplateResult {
    const { steps } = this;
    const requestedStep = this.#requestedStep;
    const position =
      requestedStep === undefined ? steps.length : steps.findIndex((step) => step >= requestedStep);
    const toggle = () => (this.isPlaying ? this.#stop() : this.#play());
    return html`
      <div class="lapse">
        <button class="primary" ?disabled=${isDisabled} @click=${toggle}>
          ${this.isPlaying ? html`${pauseIcon} ${msg('Stop')}` : html`${playIcon} ${msg('Watch it learn')}`}
        </button>
        <input
          type="range"
          aria-label=${msg('Checkpoint of the training')}
          min="0"
          max=${steps.length}
          .value=${String(position)}
          aria-valuetext=${requestedStep === undefined ? msg('latest') : msg(str`step ${formatInteger(requestedStep)}`)}
          ?disabled=${isDisabled}
          @input=${this.#move}
        />
      </div>
      <p class="numbers">${this.#caption()}</p>
    `;
  }

  /** Step and guess of one reading. */
  #caption() {
    const { inspection } = this.#reader.current ?? {};
    const [first] = inspection?.next ?? [];
    if (!inspection || !first) return nothing;
    return html`${msg(html`Step ${formatInteger(inspection.step)}: <b>${tokenLabel(first.text)}</b> ${formatPercent(first.probability)}`)}`;
  }

  #play(): void {
    this.isPlaying = true;
    void this.#view(this.steps[0]);
  }

  #advance(): void {
    const requestedStep = this.#requestedStep;
    if (requestedStep === undefined) this.#stop();
    else void this.#view(this.steps.find((step) => step > requestedStep));
  }

  /** After the last checkpoint comes the latest step. One that cannot be shown ends the time-lapse. */
  async #view(step: number | undefined): Promise<void> {
    if (step === undefined) this.#stop();
    const view = ++this.#views;
    await this.#runs.store.viewCheckpoint(step);
    if (view === this.#views && this.#requestedStep !== step) this.#stop();
  }

  #stop(): void {
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    this.isPlaying = false;
    this.#host.requestUpdate();
  }

  readonly #move = (event: Event) => {
    this.#stop();
    void this.#view(this.steps[Number((event.target as HTMLInputElement).value)]);
  };
}
