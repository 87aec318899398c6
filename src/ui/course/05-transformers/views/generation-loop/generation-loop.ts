// Predict, sample, append: the loop that turns a guess at the next token into a text.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/text/next-token/next-token.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { seedControl, temperatureControl } from '../../controls.ts';
import { candidates } from '../../distribution.ts';
import { type GenerateAction, GenerateEvent, type Sampling } from '../../events.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { GeneratedToken } from '../../stage-data.ts';

/**
 * The loop on the current model. Probabilities are made here from the logits, so that turning the temperature asks the
 * model nothing.
 *
 * @property mode - `predict` shows the guess alone; else the loop, by `loop`, `auto` or `scene`
 * @property prompt - its tokens as read, with those written at their end
 * @property generated - what the model added
 * @property logits - of the token after the last (V)
 * @property vocabulary - all tokens
 * @property sampling - temperature and seed
 * @property isAutoGenerating - whether it goes on by itself
 * @fires lab-generate - one more token, go on, stop, or begin again
 * @fires lab-sampling - another temperature or seed
 */
@customElement('lab-generation-loop')
export class GenerationLoop extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property() mode = 'loop';
  @property({ attribute: false }) prompt: readonly string[] = [];
  @property({ attribute: false }) generated: readonly GeneratedToken[] = [];
  @property({ attribute: false }) logits = new Float32Array();
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) sampling: Sampling = { temperature: 1, seed: 1 };
  @property({ type: Boolean }) isAutoGenerating = false;

  @state() private extended = false;

  override render() {
    return html`
      <section class="card" aria-label="The text so far">
        <ol class="tokens" aria-live="polite">${this.#tokens()}</ol>
        ${this.mode === 'predict' ? nothing : this.#controls()}
      </section>
      <section class="card" aria-labelledby="next">
        <h2 id="next">Probability of each next token</h2>
        <lab-next-token
          .next=${candidates(this.logits, this.sampling.temperature, this.vocabulary, 20)}
          .most=${10}
        ></lab-next-token>
        <p class="explained">
          Predict: the model gives each of its ${formatInteger(this.vocabulary.length)} tokens a probability, ${formatPercent(1)} in all.
          ${
            this.mode === 'predict'
              ? html`It was never told which word is right here: it has learnt what follows what.`
              : html`Sample: one is drawn, a likely one more often. Append: it becomes part of the text, and the model reads it
                  all again.`
          }
        </p>
      </section>
    `;
  }

  #controls() {
    return html`
        <div class="controls">
          <button class="primary" ?disabled=${this.isAutoGenerating} @click=${this.#emitGenerate('step')}>Sample token</button>
          ${
            this.isAutoGenerating
              ? html`<button @click=${this.#emitGenerate('stop')}>Stop</button>`
              : html`<button @click=${this.#emitGenerate('auto')}>Continue automatically</button>`
          }
          <button ?disabled=${this.generated.length === 0} @click=${this.#emitGenerate('restart')}>Back to the prompt</button>
          ${temperatureControl(this, this.sampling, this.extended)}
          <label class="check">
            <input
              type="checkbox"
              .checked=${this.extended}
              @change=${() => {
                this.extended = !this.extended;
              }}
            />
            up to 10
          </label>
          ${seedControl(this, this.sampling)}
        </div>
    `;
  }

  #tokens() {
    const promptLength = Math.max(0, this.prompt.length - this.generated.length);
    return this.prompt.map((token, i) => {
      const generatedToken = this.generated[i - this.prompt.length + this.generated.length];
      return i < promptLength || !generatedToken
        ? html`<li title="of the prompt">${tokenLabel(token)}</li>`
        : html`<li class="new" title="drawn at ${formatPercent(generatedToken.probability)}">${tokenLabel(token)}</li>`;
    });
  }

  #emitGenerate(action: GenerateAction) {
    return () => this.dispatchEvent(new GenerateEvent(action));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-generation-loop': GenerationLoop;
  }
}
