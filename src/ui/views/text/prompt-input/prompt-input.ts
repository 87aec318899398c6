// The prompt: typed or picked, cut into tokens, each in the colour of the part it plays.
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { FocusChangeEvent, PromptChangeEvent } from '../../../events.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { nearestWords } from './nearest-words.ts';
import { promptInputStyles } from './prompt-input.styles.ts';

/** Milliseconds without a key press after which what was typed counts; half a word would be an unknown one. */
const DEBOUNCE_MS = 500;
/** Unknown words that are listed, each with those it may have been meant for. */
const MAX_LISTED_WORDS = 8;

/**
 * A prompt and its tokens. The chosen query has the queries' colour; the more attention it gives to a token, the more of
 * the keys' colour that has.
 *
 * @property prompt - the text
 * @property prompts - those the run offers
 * @property tokens - what the model read, as shown on screen
 * @property token - position of the chosen query
 * @property weights - how much of the query's attention each token gets, 0 to 1
 * @property unknown - words of the text that the model has never seen; then nothing was run
 * @property vocabulary - all tokens the model knows, to suggest others
 * @property cut - tokens left out at the front because the text is too long
 * @property contextLength - tokens the model can read at once (T)
 * @fires lab-prompt - the visitor typed or picked another prompt
 * @fires lab-focus - the visitor chooses a query: its position as `token`
 */
@customElement('lab-prompt-input')
export class PromptInput extends LitElement {
  static override styles = [baseStyles, promptInputStyles];

  @property() prompt = '';
  @property({ attribute: false }) prompts: readonly string[] = [];
  @property({ attribute: false }) tokens: readonly string[] = [];
  @property({ type: Number }) token?: number;
  @property({ attribute: false }) weights?: Float32Array;
  @property({ attribute: false }) unknown: readonly string[] = [];
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ type: Number }) cut = 0;
  @property({ type: Number, attribute: 'context-length' }) contextLength = 0;

  @query('input') private input!: HTMLInputElement;

  #debounceTimer?: ReturnType<typeof setTimeout>;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#debounceTimer);
  }

  override render() {
    return html`
      <div class="fields">
        <label>
          The model reads
          <input
            type="text"
            .value=${this.prompt}
            placeholder="type a prompt"
            maxlength="2000"
            spellcheck="false"
            autocomplete="off"
            autocapitalize="none"
            @input=${this.#onInput}
            @change=${this.#onChange}
          />
        </label>
        <label class="others">
          <span class="visually-hidden">or one of this data set’s prompts</span>
          <select @change=${this.#pick}>
            <option value="">or pick a prompt …</option>
            ${this.prompts.map((prompt) => html`<option value=${prompt}>${prompt}</option>`)}
          </select>
        </label>
      </div>
      <div role="status">${this.unknown.length > 0 ? this.#unknownWords() : nothing}</div>
      ${this.cut > 0 ? this.#truncationWarning() : nothing} ${this.tokens.length > 0 && this.unknown.length === 0 ? this.#chips() : nothing}
    `;
  }

  #chips() {
    return html`
      <div class="read">
        <ol class="tokens" aria-label="Tokens of the prompt: choose the one looked at">
          ${this.tokens.map((token, index) => html`<li>${this.#chip(token, index)}</li>`)}
        </ol>
        ${this.weights ? this.#roles() : html`<p class="roles">Click a token to look at it.</p>`}
      </div>
    `;
  }

  #roles() {
    return html`<p class="roles">
      <span class="query">Query:</span> the token that asks; click another.
      <span class="keys">Keys:</span> what it looks at, the deeper the colour the more.
    </p>`;
  }

  #chip(token: string, index: number) {
    const weight = this.weights?.[index] ?? 0;
    const chosen = index === this.token;
    // More than an even spread over everything it may look at.
    const isKey = weight > 1 / ((this.token ?? 0) + 1);
    return html`
      <button
        type="button"
        class="token ${isKey ? 'key' : ''}"
        style=${styleMap({ '--weight': weight.toFixed(3) })}
        aria-pressed=${chosen ? 'true' : 'false'}
        title=${chosen ? `the query; it gives itself ${formatPercent(weight)}` : `gets ${formatPercent(weight)} of the query’s attention`}
        @click=${() => this.dispatchEvent(new FocusChangeEvent({ token: index }))}
      >${token}</button>
    `;
  }

  #unknownWords() {
    const unknown = [...new Set(this.unknown)];
    const listed = unknown.slice(0, MAX_LISTED_WORDS);
    return html`
      <div class="warning">
        <p>
          The prompt was not run: this model knows the ${formatInteger(this.vocabulary.length)} tokens of its data set, and has
          never seen
        </p>
        <ul>
          ${listed.map((word) => html`<li>“${tokenLabel(word)}”${this.#suggestions(word)}</li>`)}
          ${unknown.length > MAX_LISTED_WORDS ? html`<li>and ${formatInteger(unknown.length - MAX_LISTED_WORDS)} more</li>` : nothing}
        </ul>
      </div>
    `;
  }

  #suggestions(word: string) {
    const known = nearestWords(word, this.vocabulary);
    if (known.length === 0)
      return ': nothing it knows is spelt like that; pick one of its own prompts to begin with';
    return html`: try ${known.map(
      (other) => html`<button type="button" @click=${() => this.#replace(word, other)}>${other}</button> `,
    )}`;
  }

  #truncationWarning() {
    return html`
      <p class="warning">
        The prompt is too long: the model reads ${formatInteger(this.contextLength)} tokens at once, so the first
        ${formatInteger(this.cut)} were left out and it begins at “${this.tokens[0]}”.
      </p>
    `;
  }

  #submit(prompt: string): void {
    clearTimeout(this.#debounceTimer);
    if (prompt === this.prompt || !prompt.trim()) return;
    this.dispatchEvent(new PromptChangeEvent(prompt));
    // A position in the old prompt means nothing in the new one.
    this.dispatchEvent(new FocusChangeEvent({ token: undefined }));
  }

  #replace(word: string, by: string): void {
    this.#submit(this.prompt.replace(word, by));
  }

  readonly #onInput = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(this.#debounceTimer);
    this.#debounceTimer = setTimeout(() => this.#submit(value), DEBOUNCE_MS);
  };

  readonly #onChange = (event: Event) => this.#submit((event.target as HTMLInputElement).value);

  readonly #pick = (event: Event) => {
    const select = event.target as HTMLSelectElement;
    // What was typed and not taken yet would otherwise stay.
    this.input.value = select.value;
    this.#submit(select.value);
    select.value = '';
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-prompt-input': PromptInput;
  }
}
