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
  readonly #prompt: () => string;
  #timer = 0;

  /** @param prompt - what the map reads */
  constructor(
    host: LitElement,
    runs: { readonly store: RunLibraryStore },
    reader: NetworkReader,
    prompt: () => string,
  ) {
    this.#host = host;
    this.#runs = runs;
    this.#reader = reader;
    this.#prompt = prompt;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Other pages show the weights of now. */
  hostDisconnected(): void {
    this.#stop();
    const { store } = this.#runs;
    if (store.value.requestedSteps.model !== undefined) void store.viewCheckpoint(undefined);
  }

  hostUpdated(): void {
    if (!this.isPlaying || this.#timer || !this.#reader.settled(this.#prompt())) return;
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

  render(): TemplateResult {
    const { steps } = this;
    const requestedStep = this.#runs.store.value.requestedSteps.model;
    const position = requestedStep === undefined ? steps.length : steps.indexOf(requestedStep);
    const toggle = () => (this.isPlaying ? this.#stop() : this.#play());
    return html`
      <div class="lapse">
        <button class="primary" @click=${toggle}>
          ${this.isPlaying ? html`${pauseIcon} ${msg('Stop')}` : html`${playIcon} ${msg('Watch it learn')}`}
        </button>
        <input
          type="range"
          aria-label=${msg('Checkpoint of the training')}
          min="0"
          max=${steps.length}
          .value=${String(position)}
          aria-valuetext=${requestedStep === undefined ? msg('latest') : msg(str`step ${formatInteger(requestedStep)}`)}
          @input=${this.#move}
        />
      </div>
      <p class="numbers">${this.#caption()}</p>
    `;
  }

  /** Step and guess of one reading. */
  #caption() {
    const { result } = this.#reader.current ?? {};
    const [first] = result?.next ?? [];
    if (!result || !first) return nothing;
    return html`${msg(html`Step ${formatInteger(result.step)}: <b>${tokenLabel(first.text)}</b> ${formatPercent(first.probability)}`)}`;
  }

  #play(): void {
    this.isPlaying = true;
    this.#view(this.steps[0]);
  }

  #advance(): void {
    const requestedStep = this.#runs.store.value.requestedSteps.model;
    if (this.isPlaying && requestedStep !== undefined)
      this.#view(this.steps[this.steps.indexOf(requestedStep) + 1]);
    else this.#stop();
  }

  /** The position after the last checkpoint is the latest step. */
  #view(step: number | undefined): void {
    if (step === undefined) this.#stop();
    void this.#runs.store.viewCheckpoint(step);
  }

  #stop(): void {
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    this.isPlaying = false;
    this.#host.requestUpdate();
  }

  readonly #move = (event: Event) => {
    this.#stop();
    this.#view(this.steps[Number((event.target as HTMLInputElement).value)]);
  };
}
