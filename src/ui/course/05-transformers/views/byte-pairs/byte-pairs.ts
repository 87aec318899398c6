// Byte-pair encoding of the model's data, merge by merge: pair counts, merges and the growing vocabulary.

import { msg } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { BytePairCount, BytePairsResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { bars, numberTable, scrolling } from '../../../../figures/number-table.ts';
import { formatInteger } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { type BytePairOptions, choice } from '../../choices.ts';
import { panelStyles } from '../../panel.styles.ts';

/** Milliseconds between two merges of the replay. */
const MERGE_INTERVAL_MS = 500;

const bytePairsStyles = css`
  .figures {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2xs) var(--space-xl);
    font-size: var(--size-compact);
  }

  .learnt {
    max-height: 7.5rem;
    overflow-y: auto;
  }
`;

/**
 * A replay of byte-pair encoding.
 *
 * @property result - The data after the applied merges.
 * @property options - Vocabulary size and number of applied merges.
 * @property fixed - Whether the vocabulary size is fixed, because the model uses byte pairs itself.
 * @fires lab-choice - The visitor changes the vocabulary size or the number of merges.
 */
@customElement('lab-byte-pairs')
export class BytePairs extends LitElement {
  static override styles = [baseStyles, panelStyles, bytePairsStyles];

  @property({ attribute: false }) result?: BytePairsResult;
  @property({ attribute: false }) options: BytePairOptions = { size: 256, merges: 0 };
  @property({ type: Boolean }) fixed = false;

  @state() private playing = false;

  #timer?: ReturnType<typeof setTimeout>;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  override render() {
    const { result } = this;
    if (!result) return html`<p class="explained">${msg('Counting pairs …')}</p>`;
    const { alphabet, merges, applied, bytes, length } = result;
    return html`
      <section class="card" aria-label=${msg('Byte-pair encoding')}>
        <h2>${msg('Byte-pair encoding, learned from this model’s data')}</h2>
        <div class="controls">
          <button class="primary" ?disabled=${applied >= merges} @click=${() => this.#setMerges(applied + 1)}>${msg('Merge one pair')}</button>
          ${
            this.playing
              ? html`<button @click=${this.#stop}>${msg('Stop')}</button>`
              : html`<button @click=${this.#replay}>${msg('Replay')}</button>`
          }
          <button ?disabled=${applied === 0} @click=${() => this.#setMerges(0)}>${msg('Reset')}</button>
          <label class="grow">
            <span>${msg(html`merges: <b class="numbers">${formatInteger(applied)}</b> of ${formatInteger(merges)}`)}</span>
            <input
              type="range"
              name="merges"
              min="0"
              max=${merges}
              .value=${String(applied)}
              @input=${(event: Event) => this.#setMerges(Number((event.target as HTMLInputElement).value))}
            />
          </label>
          ${this.fixed ? nothing : this.#size()}
        </div>
        <p class="figures" role="status">
          <span>${msg(html`vocabulary <b class="numbers">${formatInteger(alphabet + applied)}</b> tokens: ${formatInteger(alphabet)} bytes and ${formatInteger(applied)} merged`)}</span>
          <span>${msg(html`data <b class="numbers">${formatInteger(length)}</b> tokens, ${formatInteger(bytes)} before`)}</span>
        </p>
        ${result.candidates.length > 0 ? this.#candidates(result.candidates) : html`<p>${msg('No pair occurs twice, or the vocabulary is full.')}</p>`}
        ${this.#vocabulary(result.learnt)}
        <p class="explained">
          ${msg('The most frequent adjacent pair becomes one token, then all pairs are counted again. The algorithm has no word boundaries: frequent endings and whole words emerge from the counts. The space before a word belongs to its token and is shown as ␣.')}
        </p>
      </section>
    `;
  }

  #size() {
    return html`<label title=${msg('32 to 5,000, bytes and merged tokens together')}>
      ${msg('vocabulary size')}
      <input
        type="number"
        name="size"
        min="32"
        max="5000"
        .value=${String(this.options.size)}
        @change=${(event: Event) => {
          const size = Math.round((event.target as HTMLInputElement).valueAsNumber);
          // Another vocabulary size restarts at single bytes.
          if (size >= 32 && size <= 5000) this.dispatchEvent(choice({ vocabulary: size, merges: 0 }));
        }}
      />
    </label>`;
  }

  #candidates(candidates: readonly BytePairCount[]) {
    const [{ count: most }] = candidates;
    return scrolling(
      numberTable(candidates, {
        names: {
          heading: msg('most frequent pairs'),
          cell: ({ first, second }, i) =>
            `${tokenLabel(first)} + ${tokenLabel(second)}${i === 0 ? msg(' (next merge)') : ''}`,
        },
        columns: [
          bars(({ count }) => count / most),
          { heading: msg('count'), cell: ({ count }) => formatInteger(count) },
        ],
        isMarked: (_, i) => i === 0,
      }),
    );
  }

  #vocabulary(learnt: readonly string[]) {
    if (learnt.length === 0) return nothing;
    return html`<ol class="tokens learnt" tabindex="0" aria-label=${msg('Merged tokens, newest first')}>
      ${[...learnt].reverse().map((token, i) => html`<li class=${i === 0 ? 'new' : ''}>${tokenLabel(token)}</li>`)}
    </ol>`;
  }

  #setMerges(merges: number): void {
    this.#stop();
    this.dispatchEvent(choice({ merges }));
  }

  /** Starts at the current merge or, if none is left, at the first. */
  readonly #replay = (): void => {
    const { applied = 0, merges = 0 } = this.result ?? {};
    if (applied < merges) this.#play();
    else {
      this.#setMerges(0);
      this.playing = true;
      this.#timer = setTimeout(this.#play, 2 * MERGE_INTERVAL_MS);
    }
  };

  readonly #play = (): void => {
    const { applied = 0, merges = 0 } = this.result ?? {};
    this.playing = applied < merges;
    if (!this.playing) return;
    this.dispatchEvent(choice({ merges: applied + 1 }));
    this.#timer = setTimeout(this.#play, MERGE_INTERVAL_MS);
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
