// Byte pairs learnt from the model's data, replayed merge by merge: the pairs counted, one merged, the vocabulary grown.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { BytePairsReading, PairReading } from '../../../../../workers/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/bar.ts';
import { whole } from '../../../../views/numbers.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { PairsEvent, type PairsLook } from '../../events.ts';
import { panelStyles } from '../../panel.styles.ts';
import { bytePairsStyles } from './byte-pairs.styles.ts';

/** Milliseconds between two merges of a replay. */
const PACE = 500;

/**
 * @property reading - the data after the merges applied
 * @property look - how many tokens are learnt, and how many merges applied
 * @property fixed - whether the model itself uses them, so that their number is its own
 * @fires lab-pairs - another number of tokens or merges
 */
@customElement('lab-byte-pairs')
export class BytePairs extends LitElement {
  static override styles = [baseStyles, panelStyles, bytePairsStyles];

  @property({ attribute: false }) reading?: BytePairsReading;
  @property({ attribute: false }) look: PairsLook = { size: 256, merges: 0 };
  @property({ type: Boolean }) fixed = false;

  @state() private playing = false;

  #timer?: ReturnType<typeof setTimeout>;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  override render() {
    const { reading } = this;
    if (!reading) return html`<p class="explained">Counting pairs in the data …</p>`;
    const { alphabet, merges, applied, bytes, length } = reading;
    return html`
      <section class="card" aria-label="Byte pairs, merge by merge">
        <h2>Byte pairs, merge by merge, learnt from this model’s data</h2>
        <div class="controls">
          <button class="primary" ?disabled=${applied >= merges} @click=${() => this.#go(applied + 1)}>Merge one pair</button>
          ${
            this.playing
              ? html`<button @click=${this.#stop}>Stop</button>`
              : html`<button @click=${this.#replay}>Replay</button>`
          }
          <button ?disabled=${applied === 0} @click=${() => this.#go(0)}>Back to bytes</button>
          <label class="grow">
            <span>merges: <b class="numbers">${whole(applied)}</b> of ${whole(merges)}</span>
            <input
              type="range"
              name="merges"
              min="0"
              max=${merges}
              .value=${String(applied)}
              @input=${(event: Event) => this.#go(Number((event.target as HTMLInputElement).value))}
            />
          </label>
          ${this.fixed ? nothing : this.#size()}
        </div>
        <p class="figures" role="status">
          <span>vocabulary <b class="numbers">${whole(alphabet + applied)}</b> tokens: ${whole(alphabet)} bytes and
            ${whole(applied)} merged</span>
          <span>the data <b class="numbers">${whole(length)}</b> tokens, ${whole(bytes)} before</span>
        </p>
        ${reading.candidates.length > 0 ? this.#candidates(reading.candidates) : html`<p>No pair is left that is met twice, or the vocabulary is full.</p>`}
        ${this.#vocabulary(reading.learnt)}
        <p class="explained">
          The pair that stands side by side most often becomes one token; then all pairs are counted anew. Nobody tells it
          where words end: frequent endings and whole words come out by themselves. The space before a word belongs to its
          token, and is written ␣.
        </p>
      </section>
    `;
  }

  #size() {
    return html`<label title="32 to 5,000: bytes and merged tokens together">
      tokens to learn
      <input
        type="number"
        name="size"
        min="32"
        max="5000"
        .value=${String(this.look.size)}
        @change=${(event: Event) => {
          const size = Math.round((event.target as HTMLInputElement).valueAsNumber);
          if (size >= 32 && size <= 5000) this.dispatchEvent(new PairsEvent({ size }));
        }}
      />
    </label>`;
  }

  #candidates(candidates: readonly PairReading[]) {
    const [{ count: most }] = candidates;
    return html`<div class="scroll" tabindex="0"><table class="candidates">
      <thead>
        <tr>
          <th scope="col">most frequent pairs now</th>
          <td></td>
          <th scope="col">times side by side</th>
        </tr>
      </thead>
      <tbody>
        ${candidates.map(
          ({ first, second, count }, i) => html`<tr class=${i === 0 ? 'marked' : ''}>
            <th scope="row">${tokenLabel(first)} + ${tokenLabel(second)}${i === 0 ? ' is merged next' : ''}</th>
            <td class="bars">${bar(count / most)}</td>
            <td>${whole(count)}</td>
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  #vocabulary(learnt: readonly string[]) {
    if (learnt.length === 0) return nothing;
    return html`<ol class="tokens learnt" tabindex="0" aria-label="Merged tokens, newest first">
      ${[...learnt].reverse().map((token, i) => html`<li class=${i === 0 ? 'new' : ''}>${tokenLabel(token)}</li>`)}
    </ol>`;
  }

  #go(merges: number): void {
    this.#stop();
    this.dispatchEvent(new PairsEvent({ merges }));
  }

  /** From where it stands or, where nothing is left to merge, from the start. */
  readonly #replay = (): void => {
    const { applied = 0, merges = 0 } = this.reading ?? {};
    if (applied < merges) this.#play();
    else {
      this.#go(0);
      this.playing = true;
      this.#timer = setTimeout(this.#play, 2 * PACE);
    }
  };

  readonly #play = (): void => {
    const { applied = 0, merges = 0 } = this.reading ?? {};
    this.playing = applied < merges;
    if (!this.playing) return;
    this.dispatchEvent(new PairsEvent({ merges: applied + 1 }));
    this.#timer = setTimeout(this.#play, PACE);
  };

  readonly #stop = (): void => {
    clearTimeout(this.#timer);
    this.playing = false;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-byte-pairs': BytePairs;
  }
}
