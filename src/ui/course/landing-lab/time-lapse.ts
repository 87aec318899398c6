// The training in time-lapse: the map at one recorded checkpoint after the other.

import { msg, str } from '@lit/localize';
import { html, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { formatFixed, formatInteger } from '../../format/numbers.ts';
import type { LabStore } from '../../state/runs/lab-store.ts';
import type { RunLibraryStore } from '../../state/runs/run-library-store.ts';
import type { NetworkReader } from '../network-reader.ts';

/** How long a checkpoint stays once the map shows it. */
const DWELL_MS = 500;

export class TimeLapse implements ReactiveController {
  #isPlaying = false;
  readonly #host: LitElement;
  readonly #lab: { readonly store: LabStore };
  readonly #runs: { readonly store: RunLibraryStore };
  readonly #reader: NetworkReader;
  #timer = 0;
  /** Number of the newest request to view a step. */
  #views = 0;

  constructor(
    host: LitElement,
    lab: { readonly store: LabStore },
    runs: { readonly store: RunLibraryStore },
    reader: NetworkReader,
  ) {
    this.#host = host;
    this.#lab = lab;
    this.#runs = runs;
    this.#reader = reader;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Other pages show the weights of now. */
  hostDisconnected(): void {
    this.#pause();
    if (this.#requestedStep !== undefined) void this.#runs.store.viewCheckpoint(undefined);
  }

  /** The weights of now were asked for elsewhere. */
  hostUpdate(): void {
    if (this.#isPlaying && this.#requestedStep === undefined) this.#pause();
  }

  hostUpdated(): void {
    const { viewedStep } = this.#runs.store.value.current.model;
    const { isOfNow, error } = this.#reader;
    if (!this.#isPlaying || this.#timer || viewedStep !== this.#requestedStep) return;
    if (!isOfNow && error === undefined) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      void this.#view(this.#next);
    }, DWELL_MS);
  }

  /** Whether there is a history to look at. */
  get isPossible(): boolean {
    return this.#steps.length > 1;
  }

  /** Whether the map shows an earlier step, or is about to. */
  get isOpen(): boolean {
    return this.#isPlaying || this.#requestedStep !== undefined;
  }

  /** Step and loss of what the map shows. */
  get caption(): string | undefined {
    const { previewStep, series } = this.#lab.store.value;
    if (!this.isOpen || previewStep === undefined) return undefined;
    const loss = series.points.at(-1)?.loss;
    const step = formatInteger(previewStep);
    return loss === undefined
      ? msg(str`Step ${step}: no training yet`)
      : msg(str`Step ${step} · loss ${formatFixed(loss, 2)}`);
  }

  /** Takes the place of the button that opened it. */
  renderScrubber(): TemplateResult {
    const steps = this.#steps;
    const requested = this.#requestedStep;
    const position = requested === undefined ? steps.length : steps.findIndex((step) => step >= requested);
    return html`<div class="act scrubber">
      <button @click=${this.#stop}>${msg('Stop')}</button>
      <input
        type="range"
        aria-label=${msg('Checkpoint of the training')}
        min="0"
        max=${steps.length}
        .value=${String(position)}
        aria-valuetext=${requested === undefined ? msg('latest') : msg(str`step ${formatInteger(requested)}`)}
        @input=${this.#move}
      />
    </div>`;
  }

  readonly play = (): void => {
    this.#isPlaying = true;
    void this.#view(this.#steps[0]);
  };

  get #steps(): readonly number[] {
    return this.#runs.store.value.current.model.checkpoints;
  }

  /** Twice as far: early steps change most. */
  get #next(): number | undefined {
    const from = this.#requestedStep ?? Number.POSITIVE_INFINITY;
    return this.#steps.find((step) => step > from && step >= 2 * from);
  }

  get #requestedStep(): number | undefined {
    return this.#runs.store.value.requestedSteps.model;
  }

  /** After the last checkpoint comes the latest step. One that cannot be shown ends the time-lapse. */
  async #view(step: number | undefined): Promise<void> {
    if (step === undefined) this.#pause();
    const view = ++this.#views;
    await this.#runs.store.viewCheckpoint(step);
    if (view === this.#views && this.#requestedStep !== step) this.#pause();
  }

  #pause(): void {
    window.clearTimeout(this.#timer);
    this.#timer = 0;
    this.#isPlaying = false;
    this.#host.requestUpdate();
  }

  /** Back to the weights of now. */
  readonly #stop = () => void this.#view(undefined);

  readonly #move = (event: Event) => {
    this.#pause();
    void this.#view(this.#steps[Number((event.target as HTMLInputElement).value)]);
  };
}
