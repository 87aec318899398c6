// Training text: one of the lab's, or the user's, pasted or dropped as a file.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldError } from '../../../shared/field-error.ts';
import { CORPORA, CORPUS_NAMES, type CorpusName } from '../../../shared/settings/corpora.ts';
import {
  TEXT_TOKENIZERS,
  type TextTokenizerKind,
  TOKENIZER_KINDS,
} from '../../../shared/settings/tokenizers.ts';
import type { SettingLimit } from '../../../workers/rpc/api/lab-api.ts';
import { SettingsChangeEvent } from '../../events/index.ts';
import { readTextFile } from '../../files/text-file.ts';
import { toDisplayMessage } from '../../format/display-message.ts';
import { formatInteger } from '../../format/numbers.ts';
import { formatBytes } from '../../format/quantities.ts';
import { engineText } from '../../languages/engine-text.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { INITIAL_PAGE, type Settings } from '../../types/page.ts';
import { textSourceStyles } from './text-source.styles.ts';

/** About ten novels. */
const MAX_BYTES = 8e6;

/**
 * Choice of a text, a text area that accepts dropped files, and the choice of a tokenizer.
 *
 * @property settings - settings of the next model, with text or corpus, tokenizer and vocabulary size
 * @property limits - range of each setting, by name
 * @property problems - errors of the settings; that of the text is shown below it
 * @property advice - warnings about the text, of the model that was made of it
 * @fires lab-settings - on a change of text, corpus, tokenizer or vocabulary size
 */
@customElement('lab-text-source')
export class TextSource extends LitElement {
  static override styles = [baseStyles, textSourceStyles];

  @property({ attribute: false }) settings: Settings = INITIAL_PAGE.settings;
  @property({ attribute: false }) limits: Readonly<Record<string, SettingLimit>> = {};
  @property({ attribute: false }) problems: readonly FieldError[] = [];
  @property({ attribute: false }) advice: readonly string[] = [];

  @state() private fileError = '';
  @state() private isDragOver = false;
  /** Returns when the user leaves a corpus. */
  #ownText?: string;

  protected override render() {
    const { text = '', corpus, tokenizer = 'characters' } = this.settings;
    const problem = this.problems.find(({ field }) => field === 'text' || field === 'corpus')?.message;
    return html`<section
      class="card ${this.isDragOver ? 'drag-over' : ''}"
      @dragover=${this.#dragOver}
      @dragleave=${() => this.#setDragOver(false)}
      @drop=${this.#drop}
    >
      <div class="head">
        <label>${msg(html`Training text ${this.#corpusSelect()}`)}</label>
        <span class="count numbers">${sizeText(text, corpus)}</span>
      </div>
      ${
        corpus
          ? nothing
          : html`<textarea
            dir="auto"
            aria-label=${msg('Training text')}
            aria-invalid=${problem ? 'true' : nothing}
            aria-describedby="problem"
            rows="7"
            spellcheck="false"
            placeholder=${msg('Paste text here, or drop a file. Use 10,000 words or more. The text stays on this device.')}
            .value=${text}
            @change=${(event: Event) => this.#setText((event.target as HTMLTextAreaElement).value)}
          ></textarea>`
      }
      <div class="choices">
        <label class="file">
          <input type="file" accept=".txt,.md,.csv,.json,text/*" @change=${this.#handleFileInput} />
          ${msg('Open file …')}
        </label>
        <label>${msg('Tokenizer')}
          <select @change=${this.#selectTokenizer}>
            ${TOKENIZER_KINDS.map(
              (kind) =>
                html`<option value=${kind} ?selected=${tokenizer === kind}>${engineText(TEXT_TOKENIZERS[kind].label)}</option>`,
            )}
          </select>
        </label>
        ${tokenizer === 'byte-pair' ? this.#vocabularySize() : nothing}
      </div>
      ${this.fileError ? html`<p class="error" role="alert">${this.fileError}</p>` : nothing}
      <p class="error" id="problem">${problem ?? nothing}</p>
      ${this.advice.length > 0 && !problem ? html`<ul aria-label=${msg('Advice on the text')}>${this.advice.map((advice) => html`<li>${advice}</li>`)}</ul>` : nothing}
    </section>`;
  }

  #setText(text: string): void {
    this.fileError = '';
    const { corpus: _, ...settings } = this.settings;
    this.dispatchEvent(new SettingsChangeEvent({ ...settings, text: text || undefined }));
  }

  #corpusSelect() {
    const { corpus } = this.settings;
    return html`<select name="corpus" @change=${this.#selectCorpus}>
      <option value="" ?selected=${!corpus}>${msg('your own')}</option>
      ${CORPUS_NAMES.map(
        (name) => html`<option value=${name} ?selected=${corpus === name}>${CORPORA[name].label}</option>`,
      )}
    </select>`;
  }

  #selectCorpus(event: Event): void {
    const corpus = (event.target as HTMLSelectElement).value as CorpusName | '';
    if (corpus === '') this.#setText(this.#ownText ?? '');
    else {
      const { text, ...settings } = this.settings;
      this.#ownText = text ?? this.#ownText;
      this.fileError = '';
      this.dispatchEvent(new SettingsChangeEvent({ ...settings, corpus }));
    }
  }

  #selectTokenizer(event: Event): void {
    const value = (event.target as HTMLSelectElement).value as TextTokenizerKind;
    const tokenizer = value === 'characters' ? undefined : value; // the preset's default
    const { vocabularySize: _, ...settings } = this.settings;
    this.dispatchEvent(new SettingsChangeEvent({ ...settings, tokenizer }));
  }

  #vocabularySize() {
    const { min, max, reason } = this.limits.vocabularySize ?? {};
    return html`<label title=${reason ? engineText(reason) : nothing}>${msg('Vocabulary size')}
      <input
        type="number"
        name="vocabularySize"
        aria-invalid=${this.problems.some(({ field }) => field === 'vocabularySize') ? 'true' : nothing}
        min=${min ?? nothing}
        max=${max ?? nothing}
        placeholder="512"
        .value=${String(this.settings.vocabularySize ?? '')}
        @change=${(event: Event) => {
          const { value, valueAsNumber } = event.target as HTMLInputElement;
          const vocabularySize = value === '' ? undefined : valueAsNumber;
          this.dispatchEvent(new SettingsChangeEvent({ ...this.settings, vocabularySize }));
        }}
      />
    </label>`;
  }

  #handleFileInput(event: Event): void {
    const input = event.target as HTMLInputElement;
    void this.#readFile(input.files?.[0]);
    input.value = ''; // a second choice of the same file fires `change` again
  }

  #dragOver(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.#setDragOver(true);
  }

  #drop(event: DragEvent): void {
    event.preventDefault();
    this.#setDragOver(false);
    void this.#readFile(event.dataTransfer?.files[0]);
  }

  #setDragOver(over: boolean): void {
    this.isDragOver = over;
  }

  async #readFile(file: File | undefined): Promise<void> {
    if (!file) return;
    try {
      this.#setText(await readTextFile(file, MAX_BYTES));
    } catch (error) {
      this.fileError = toDisplayMessage(error);
    }
  }
}

function sizeText(text: string, corpus: CorpusName | undefined): string {
  if (!corpus)
    return text ? msg(str`${formatInteger(text.length)} characters`) : msg('empty: a short sample is used');
  const { bytes, packedBytes } = CORPORA[corpus];
  const help = engineText(CORPORA[corpus].help);
  return msg(str`${help}: ${formatBytes(bytes)} of text, a download of ${formatBytes(packedBytes)}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-text-source': TextSource;
  }
}
