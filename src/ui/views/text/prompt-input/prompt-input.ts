// The prompt field with its tokens, coloured by their role in attention: the query, and keys by weight.
import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { FocusChangeEvent, ModelChangeEvent, PromptChangeEvent } from '../../../events/index.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { COURSE_PRESET } from '../../../types/course-model.ts';
import { nearestWords } from './nearest-words.ts';
import { promptInputStyles } from './prompt-input.styles.ts';

/** Milliseconds without a key press before typed text is submitted: half a word would be an unknown token. */
const DEBOUNCE_MS = 500;
/** Unknown words listed with suggestions. */
const MAX_LISTED_WORDS = 8;

/**
 * With the attribute `slim` it is one line high: messages lie over what follows. With `large` too it is the head of a page.
 *
 * @summary Edits a prompt and shows its tokens; one of them is the selected query.
 *
 * @property prompt - Text of the prompt.
 * @property prompts - Example prompts of the run; without any the prompt stands alone.
 * @property tokens - Labels of the tokens that the model read.
 * @property token - Position of the selected query.
 * @property weights - Attention weights of the query, one for each token, 0 to 1.
 * @property unknown - Words of the prompt outside the vocabulary; the prompt was not run if there are any.
 * @property spelled - Words of the prompt outside the vocabulary that were read byte by byte.
 * @property vocabulary - All tokens of the model, for suggestions.
 * @property cut - Tokens dropped at the start because the prompt exceeds the context length.
 * @property contextLength - Context length T, in tokens. Attribute: `context-length`.
 * @fires lab-prompt - Another prompt is typed or selected.
 * @fires lab-focus - A query is selected, `token` being its position; or the selection is cleared with a new prompt.
 * @fires lab-model - The course's model is to read the prompt, since this one does not know its words.
 * @cssproperty [--query=#ffd866] - The selected query.
 * @cssproperty [--key=#5cd0b3] - Keys.
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
  @property({ attribute: false }) spelled: readonly string[] = [];
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ type: Number }) cut = 0;
  @property({ type: Number, attribute: 'context-length' }) contextLength = 0;

  /** Whether the field is empty: what was read stays, and is not of this field. */
  @state() private isEmpty = false;

  @query('input') private input!: HTMLInputElement;

  #debounceTimer?: ReturnType<typeof setTimeout>;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#debounceTimer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('prompt')) this.isEmpty = false;
  }

  override render() {
    return html`
      <div class="fields ${this.prompts.length === 0 ? 'alone' : ''}">
        <label>
          <span class="name">${msg('Prompt')}</span>
          <input
            type="text"
            dir="auto"
            .value=${this.prompt}
            placeholder=${msg('Type a prompt')}
            maxlength="2000"
            spellcheck="false"
            autocomplete="off"
            autocapitalize="none"
            @input=${this.#onInput}
            @change=${this.#onChange}
          />
        </label>
        ${this.prompts.length > 0 ? this.#examples() : nothing}
      </div>
      <div class="messages">
        <div role="status">${this.isEmpty ? this.#emptyPrompt() : this.unknown.length > 0 ? this.#unknownWords() : this.#spelledWords()}</div>
        ${this.cut > 0 && !this.isEmpty ? this.#truncationWarning() : nothing}
      </div>
      ${this.tokens.length > 0 && this.unknown.length === 0 ? this.#chips() : nothing}
    `;
  }

  #examples() {
    return html`<label class="others">
      <span class="visually-hidden">${msg('Example prompts')}</span>
      <select @change=${this.#pick}>
        <option value="">${msg('Example prompts …')}</option>
        ${this.prompts.map((prompt) => html`<option value=${prompt}>${prompt}</option>`)}
      </select>
    </label>`;
  }

  #chips() {
    return html`
      <div class="read">
        <ol class="tokens" aria-label=${msg('Prompt tokens: select a query')}>
          ${this.tokens.map((token, index) => html`<li>${this.#chip(token, index)}</li>`)}
        </ol>
        ${this.weights ? this.#roles() : html`<p class="roles">${msg('Click a token to select it.')}</p>`}
      </div>
    `;
  }

  #roles() {
    return html`<p class="roles">
      ${msg(html`<span class="query">Query:</span> the selected token; click another to change it. <span class="keys">Keys:</span> the tokens it attends to, a deeper colour for a larger weight.`)}
    </p>`;
  }

  #chip(token: string, index: number) {
    const weight = this.weights?.[index] ?? 0;
    const chosen = index === this.token;
    // Above uniform attention over the visible tokens.
    const isKey = weight > 1 / ((this.token ?? 0) + 1);
    return html`
      <button
        type="button"
        class="token ${isKey ? 'key' : ''}"
        style=${styleMap({ '--weight': weight.toFixed(3) })}
        aria-pressed=${chosen ? 'true' : 'false'}
        title=${chosen ? msg(str`query; attends to itself with ${formatPercent(weight)}`) : msg(str`${formatPercent(weight)} of the query’s attention`)}
        @click=${() => this.dispatchEvent(new FocusChangeEvent({ token: index }))}
      >${token}</button>
    `;
  }

  #emptyPrompt() {
    return html`<p class="roles spelled">${msg('The prompt is empty. The picture is still of the last one that the model could read.')}</p>`;
  }

  #unknownWords() {
    const unknown = [...new Set(this.unknown)];
    const listed = unknown.slice(0, MAX_LISTED_WORDS);
    const tokens = formatInteger(this.vocabulary.length);
    return html`
      <div class="warning">
        <p>
          ${unknown.length === 1 ? msg(str`One word is not among the model’s ${tokens} tokens, so the picture is of another prompt.`) : msg(str`Some words are not among the model’s ${tokens} tokens, so the picture is of another prompt.`)}
        </p>
        <ul>
          ${listed.map((word) => html`<li>“${tokenLabel(word)}”${this.#suggestions(word)}</li>`)}
          ${unknown.length > MAX_LISTED_WORDS ? html`<li>${msg(str`and ${formatInteger(unknown.length - MAX_LISTED_WORDS)} more`)}</li>` : nothing}
        </ul>
        <button type="button" @click=${this.#openCourseModel}>${msg('Open the course’s model, which reads anything')}</button>
      </div>
    `;
  }

  #spelledWords() {
    if (this.spelled.length === 0) return nothing;
    const listed = [...new Set(this.spelled)].slice(0, MAX_LISTED_WORDS);
    const words = listed.map((word) => `“${tokenLabel(word)}”`).join(', ');
    return html`
      <p class="roles spelled">
        ${listed.length === 1 ? msg(str`${words} is new to this model: it reads the word letter by letter.`) : msg(str`${words} are new to this model: it reads these words letter by letter.`)}
      </p>
    `;
  }

  #suggestions(word: string) {
    const known = nearestWords(word, this.vocabulary);
    if (known.length === 0) return msg(': no similar token');
    return html`${msg(
      html`: try ${known.map(
        (other) => html`<button type="button" @click=${() => this.#replace(word, other)}>${other}</button> `,
      )}`,
    )}`;
  }

  #truncationWarning() {
    return html`
      <p class="warning">
        ${msg(html`Prompt truncated: the context length is ${formatInteger(this.contextLength)} tokens, so the first ${formatInteger(this.cut)} are dropped${this.tokens.length > 0 ? html` ${msg(str`and the input starts at “${this.tokens[0]}”`)}` : nothing}.`)}
      </p>
    `;
  }

  #submit(prompt: string): void {
    clearTimeout(this.#debounceTimer);
    if (prompt === this.prompt || !prompt.trim()) return;
    this.dispatchEvent(new PromptChangeEvent(prompt));
    // A position in the old prompt is meaningless in the new one.
    this.dispatchEvent(new FocusChangeEvent({ token: undefined }));
  }

  #replace(word: string, replacement: string): void {
    this.#submit(this.prompt.replace(word, replacement));
  }

  readonly #openCourseModel = () =>
    this.dispatchEvent(new ModelChangeEvent(COURSE_PRESET, 'trained', this.prompt));

  readonly #onInput = (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    this.isEmpty = !value.trim();
    clearTimeout(this.#debounceTimer);
    this.#debounceTimer = setTimeout(() => this.#submit(value), DEBOUNCE_MS);
  };

  readonly #onChange = (event: Event) => this.#submit((event.target as HTMLInputElement).value);

  readonly #pick = (event: Event) => {
    const select = event.target as HTMLSelectElement;
    // Typed text that is not submitted yet would otherwise remain in the field.
    this.input.value = select.value;
    this.isEmpty = false;
    this.#submit(select.value);
    select.value = '';
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-prompt-input': PromptInput;
  }
}
