// One head step by step: what becomes of the chosen query and key, from their embeddings to what the head adds.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadChainReading, WordScore } from '../../../../../workers/lab-api.ts';
import type { Orientation } from '../../../../controllers/page-state.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/attention-grid/attention-grid.ts';
import { percent, signed } from '../../../../views/numbers.ts';
import { figures } from '../../../../views/quantities.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { type HeadSettings, HeadSettingsEvent } from '../../events.ts';
import { bar, firstNumbers, lengthOf, rowOf } from '../../numbers.ts';
import { type Pair, pairOf, strongest } from '../../pair.ts';
import { panelStyles } from '../../panel.styles.ts';
import { STEPS, type Step } from '../../steps.ts';
import { headStepsStyles } from './head-steps.styles.ts';

/** What the engine writes where mathematics has −∞. */
const MASKED_SCORE = -1e30;

/** Steps whose picture is a grid of scores; the other grids are of weights. */
const OF_SCORES: ReadonlySet<Step> = new Set(['scores', 'scaled', 'mask']);

/**
 * @property chain - the head's numbers at the chosen query
 * @property head - its place in its layer, from 0
 * @property name - what the head is called: `head 2.3`
 * @property settings - step, key, mask
 * @property orientation - of the grid
 * @fires lab-head-settings - another step or key, the mask lifted or put back
 * @fires lab-focus - another query
 */
@customElement('lab-head-steps')
export class HeadSteps extends LitElement {
  static override styles = [baseStyles, panelStyles, headStepsStyles];

  @property({ attribute: false }) chain!: HeadChainReading;
  @property({ type: Number }) head = 0;
  @property() name = 'this head';
  @property({ attribute: false }) settings: HeadSettings = { step: 'softmax', masked: true };
  @property() orientation: Orientation = 'queries-top';

  override render() {
    const { step } = this.settings;
    const key = this.#key;
    const pair = pairOf(this.chain, key);
    return html`
      <div class="pills" role="group" aria-label="Steps of the head">
        ${(Object.entries(STEPS) as [Step, string][]).map(([name, label]) => this.#pill(label, name === step, { step: name }))}
      </div>
      <div class="halves">
        <section class="card" aria-label="Every query and key">${this.#grid()}</section>
        <section class="card" aria-label="The chosen query and key">
          ${this.#summary(pair, key)} ${this.#details[step](pair, key)}
        </section>
      </div>
    `;
  }

  get #key(): number {
    const { key } = this.settings;
    return key === undefined || key >= this.chain.tokens.length ? strongest(this.chain) : key;
  }

  get #width(): number {
    return this.chain.stream.length / this.chain.tokens.length;
  }

  #token(index: number): string {
    return tokenLabel(this.chain.tokens[index].text);
  }

  #pill(label: string, pressed: boolean, settings: Partial<HeadSettings>) {
    const press = () => this.dispatchEvent(new HeadSettingsEvent(settings));
    return html`<button aria-pressed=${pressed} @click=${press}>${label}</button>`;
  }

  #grid(): TemplateResult {
    const { scores, pattern, leaking, tokens, query } = this.chain;
    const { step, masked } = this.settings;
    const T = tokens.length;
    const hidden = masked && step !== 'scores' && step !== 'scaled';
    const reading = {
      tokens: tokens.map(({ text }) => tokenLabel(text)),
      scores: hidden ? scores.map((score, i) => (i % T > Math.floor(i / T) ? MASKED_SCORE : score)) : scores,
      pattern: masked ? pattern : leaking,
    };
    return html`
      <div class="controls">
        <label class="switch">
          <input
            type="checkbox"
            name="mask"
            .checked=${masked}
            @change=${() => this.dispatchEvent(new HeadSettingsEvent({ masked: !masked }))}
          />
          Mask: hide later tokens
        </label>
      </div>
      ${masked ? nothing : html`<p class="hypothetical" role="status">Hypothetical: softmax without the mask. What lies past the diagonal would leak from later tokens; the network never computes it.</p>`}
      <lab-attention-grid
        .reading=${reading}
        .show=${OF_SCORES.has(step) ? 'scores' : 'pattern'}
        .orientation=${this.orientation}
        .token=${query}
        .name=${this.name}
      ></lab-attention-grid>
    `;
  }

  #summary({ sum, scaled, weight, leaking, masked }: Pair, key: number) {
    const hypothetical = !this.settings.masked;
    return html`
      <h2>
        Query <span class="query">${this.#token(this.chain.query)}</span>, key <span class="key">${this.#token(key)}</span>
      </h2>
      <div class="pills keys" role="group" aria-label="Key">
        ${this.chain.tokens.map((_, index) => this.#pill(`${index + 1} ${this.#token(index)}`, index === key, { key: index }))}
      </div>
      <dl>
        <div><dt>q · k</dt><dd class="sum">${signed(sum)}</dd></div>
        <div><dt>÷ √d</dt><dd class="scaled">${signed(scaled)}</dd></div>
        <div>
          <dt>${hypothetical ? 'weight without mask' : 'weight'}</dt>
          <dd class="weight">${hypothetical ? percent(leaking) : masked ? 'masked' : percent(weight)}</dd>
        </div>
      </dl>
    `;
  }

  readonly #details: Readonly<Record<Step, (pair: Pair, key: number) => TemplateResult>> = {
    embedding: (_, key) => html`
      ${this.#vector(`E of “${this.#token(this.chain.query)}”, the query’s token`, this.chain.stream, this.chain.query)}
      ${this.#vector(`The same, layer-normed: what the head reads`, this.chain.input, this.chain.query)}
      ${this.#vector(`E of “${this.#token(key)}”, the key’s token`, this.chain.stream, key)}
      ${this.#vector(`The same, layer-normed`, this.chain.input, key)}
      <p class="explained">
        ${this.#width} numbers a token: what the word is, where it stands and, from the second layer on, what earlier
        layers have added. Layer norm centres them and brings them to one size; the video leaves that out.
      </p>
    `,
    projection: ({ q, k }, key) => html`
      <p class="vector"><b class="query">q</b> of “${this.#token(this.chain.query)}”: ${firstNumbers(q, q.length)}</p>
      <p class="vector"><b class="key">k</b> of “${this.#token(key)}”: ${firstNumbers(k, k.length)}</p>
      <p class="explained">
        The query matrix turns ${this.#width} numbers into ${q.length}, the key matrix does the same for keys. A key that
        points where a query points answers it.
      </p>
    `,
    scores: (pair) => this.#products(pair),
    scaled: (pair) => html`
      <p>${signed(pair.sum)} ÷ √${pair.q.length} = ${signed(pair.sum)} ÷ ${figures(Math.sqrt(pair.q.length))} = <b>${signed(pair.scaled)}</b></p>
      <p class="explained">
        A sum of ${pair.q.length} products grows with the root of their number. Divided by it, scores stay where softmax
        still tells them apart gently, whatever the head’s width.
      </p>
    `,
    mask: () => this.#softmax(),
    softmax: () => this.#softmax(),
    values: () => this.#values(),
    change: () => this.#change(),
  };

  #vector(label: string, matrix: Float32Array, index: number) {
    const vector = rowOf(matrix, index, this.#width);
    return html`<p class="vector"><span class="label">${label}, length ${figures(lengthOf(vector))}</span><br />${firstNumbers(vector)}</p>`;
  }

  #products({ q, k, products, sum }: Pair) {
    const largest = Math.max(...products.map(Math.abs)) || 1;
    return html`
      <table class="products">
        <thead>
          <tr><th scope="col">d</th><th scope="col">q</th><th scope="col">k</th><th scope="col">q × k</th><td></td></tr>
        </thead>
        <tbody>
          ${Array.from(
            products,
            (product, d) => html`
            <tr>
              <th scope="row">${d + 1}</th>
              <td class="query">${signed(q[d])}</td>
              <td class="key">${signed(k[d])}</td>
              <td>${signed(product)}</td>
              <td class="bars">${bar(product / largest)}</td>
            </tr>
          `,
          )}
        </tbody>
        <tfoot><tr><th scope="row">q · k</th><td></td><td></td><td>${signed(sum)}</td><td></td></tr></tfoot>
      </table>
    `;
  }

  #softmax() {
    const { tokens, query } = this.chain;
    const lifted = !this.settings.masked;
    const rows = tokens.map((_, key) => ({ key, ...pairOf(this.chain, key) }));
    const shown = rows.filter(({ masked }) => lifted || !masked);
    const largest = Math.max(...shown.map(({ scaled }) => scaled));
    return html`
      <table class="softmax">
        <thead>
          <tr>
            <th scope="col">key</th>
            <th scope="col">score</th>
            <th scope="col" title="the largest score is taken off first, which changes no share">e^(score − largest)</th>
            <td></td>
            <th scope="col">weight</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(({ key, scaled, weight, leaking, masked }) => {
            const out = masked && !lifted;
            const share = lifted ? leaking : weight;
            return html`
              <tr class=${key === this.#key ? 'marked' : ''}>
                <th scope="row">${this.#token(key)}</th>
                <td>${out ? '−∞' : signed(scaled)}</td>
                <td>${out ? '0' : figures(Math.exp(scaled - largest))}</td>
                <td class="bars">${out ? nothing : bar(share)}</td>
                <td>${out ? 'masked' : percent(share)}</td>
              </tr>
            `;
          })}
        </tbody>
      </table>
      <p class="explained">
        Softmax raises e to each score and divides by the sum. Tokens after “${this.#token(query)}” have −∞ for a score:
        e to that is 0, and the others still add up to 100 %. Otherwise training could peek at what it is to guess.
      </p>
    `;
  }

  #values() {
    const { tokens, pattern, v, z, query } = this.chain;
    const seen = tokens.slice(0, query + 1);
    return html`
      <table class="values">
        <thead>
          <tr><th scope="col">key</th><th scope="col">weight</th><th scope="col">value v, its first numbers</th></tr>
        </thead>
        <tbody>
          ${seen.map(
            (_, key) => html`
            <tr class=${key === this.#key ? 'marked' : ''}>
              <th scope="row">${this.#token(key)}</th>
              <td>${percent(pattern[query * tokens.length + key])}</td>
              <td class="value">${firstNumbers(rowOf(v, key, z.length), 4)}</td>
            </tr>
          `,
          )}
        </tbody>
        <tfoot><tr><th scope="row">weighted sum</th><td></td><td class="value">${firstNumbers(z, 4)}</td></tr></tfoot>
      </table>
      <p class="explained">
        Value-down makes ${z.length} numbers of each token. They are weighted and summed, with the mask as the network has
        it. Value-up, which is this head’s ${z.length} rows of the output matrix, then makes ${this.#width} numbers of the
        sum: ΔE.
      </p>
    `;
  }

  #change() {
    const { changes, stream, query } = this.chain;
    const [promoted, suppressed] = [this.chain.speaksFor[this.head], this.chain.speaksAgainst[this.head]];
    const change = changes[this.head];
    const before = rowOf(stream, query, this.#width);
    const after = before.map((value, c) => value + change[c]);
    const all = change.map((_, c) => changes.reduce((sum, each) => sum + each[c], 0));
    const line = (name: string, vector: Float32Array) => html`
      <tr><th scope="row">${name}</th><td>${firstNumbers(vector, 4)}</td><td>${figures(lengthOf(vector))}</td></tr>
    `;
    return html`
      <table>
        <thead><tr><th scope="col">“${this.#token(query)}”</th><th scope="col">first numbers</th><th scope="col">length</th></tr></thead>
        <tbody>${line('E', before)} ${line('ΔE of this head', change)} ${line('E + ΔE', after)}
          ${line(`ΔE of all ${changes.length} heads of the layer`, all)}</tbody>
      </table>
      <div class="readings">
        ${this.#readings('ΔE speaks for', 'promoted', promoted)} ${this.#readings('ΔE speaks against', 'suppressed', suppressed)}
      </div>
      <p class="explained">
        ΔE read as if it went straight to the unembedding: what it adds to each token’s logit, with the last layer norm’s
        scale as it is. Later layers may still use it otherwise. The bias that all heads share is left out.
      </p>
    `;
  }

  #readings(title: string, name: string, tokens: readonly WordScore[]) {
    return html`
      <table class=${name}>
        <thead><tr><th scope="col">${title}</th><th scope="col">logit</th></tr></thead>
        <tbody>${tokens.map(({ text, score }) => html`<tr><th scope="row">${tokenLabel(text)}</th><td>${signed(score)}</td></tr>`)}</tbody>
      </table>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-steps': HeadSteps;
  }
}
