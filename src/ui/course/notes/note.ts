// One note: its text, or the field in which it is written.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import { opensNewTab } from '../../events/element-event.ts';
import { NoteEvent, NotePictureEvent, NotesSearchEvent } from '../../events/index.ts';
import { picturesOf } from '../../format/note-text.ts';
import { formatInteger } from '../../format/numbers.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import { MAX_TEXT_LENGTH } from '../../state/notes/notes-markdown.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { closeIcon } from '../../styles/icons.ts';
import type { Note } from '../../types/notes.ts';
import { noteStyles } from './note.styles.ts';
import { type Drawing, noteDrawing } from './note-drawing.ts';
import { cameraIcon, editIcon, trashIcon } from './note-icons.ts';
import { beginningOf, hiddenInField } from './text/layout-steps.ts';
import { markdownStyles } from './text/markdown.styles.ts';
import { asWritten, type NoteParts, renderMarkdown } from './text/markdown.ts';

/** Why a note is not drawn. */
const TOO_MUCH = {
  note: msg(
    'The beginning of this note is shown as plain text: it has more Markdown, TeX, long words or changes of direction than can be drawn. Split it into shorter notes.',
  ),
  page: msg(
    'The beginning of this note is shown as plain text: the notes here have more text than can be drawn at once. Search for fewer of them on the page “Notes”.',
  ),
};

/**
 * @slot - what stands beside the time
 * @property note - The note.
 * @property picture - Finds the `data:` URL of a picture by its name; undefined while it loads.
 * @property isWriting - Whether its text is being written.
 * @property canTakePicture - Whether there is a stage to take a picture of.
 * @property isTakingPicture - While a picture of the stage is taken for it.
 * @property href - Address of its moment; without one, its time is a button.
 * @fires lab-note - The visitor opens, edits, writes, ends or deletes it.
 * @fires lab-note-picture - The visitor wants a picture of the stage in it.
 * @fires lab-notes-search - The visitor presses a tag.
 */
@customElement('lab-note')
export class NoteCard extends LitElement {
  static override styles = [baseStyles, markdownStyles, noteStyles];

  @property({ attribute: false }) note!: Note;
  @property({ attribute: false }) picture: (name: string) => string | undefined = () => undefined;
  @property({ type: Boolean, reflect: true, attribute: 'writing' }) isWriting = false;
  @property({ attribute: false }) canTakePicture = false;
  @property({ attribute: false }) isTakingPicture = false;
  @property() href?: string;

  /** The picture that is shown large. */
  @state() private enlarged?: { readonly source: string; readonly label: string };

  /** Set by `noteDrawing`. */
  @state() drawing: Drawing = {};

  @query('textarea') private field?: HTMLTextAreaElement;
  @query('dialog') private dialog?: HTMLDialogElement;
  @query('.edit') private editButton?: HTMLElement;

  /** What is shown; undefined while it is being written. */
  #text?: string;
  /** The end of what is being written, which the field does not show. */
  #hidden = '';

  override async focus(): Promise<void> {
    await this.updateComplete;
    (this.field ?? this.editButton)?.focus();
  }

  /** Puts a paragraph where the cursor is, so that the browser's undo removes it again. */
  async insert(paragraph: string): Promise<void> {
    await this.updateComplete;
    const { field } = this;
    if (!field) return;
    const before = field.value.slice(0, field.selectionStart);
    const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
    const text = `${gap}${paragraph}\n\n`;
    field.focus();
    if (!document.execCommand('insertText', false, text))
      field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    this.#write(field);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#show(undefined);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { draft = '' } = this.note;
    if (changed.has('isWriting') || !draft.endsWith(this.#hidden)) this.#hidden = hiddenInField(draft);
    if (this.isConnected) this.#show(this.isWriting ? undefined : (this.note.draft ?? this.note.text));
  }

  #show(text: string | undefined): void {
    if (text === this.#text) return;
    if (this.#text !== undefined) noteDrawing().remove(this);
    this.#text = text;
    if (text === undefined) return;
    this.drawing = {};
    noteDrawing().add(this, text);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.enlarged && !this.dialog?.open) this.dialog?.showModal();
    // From the field back to the note, where the keyboard goes on.
    if (changed.get('isWriting') === true && !this.isWriting) void this.focus();
  }

  protected override render() {
    const { at } = this.note;
    return html`<div class="head">
        ${this.#time(formatTimestamp(at))}
        <slot></slot>
        ${this.isWriting ? nothing : this.#buttons(formatTimestamp(at))}
      </div>
      ${this.isWriting ? this.#form(formatTimestamp(at)) : html`<div class="text">${this.#content()}</div>`}
      ${this.#largePicture()}`;
  }

  #time(time: string): TemplateResult {
    const open = (event: MouseEvent) => {
      if (this.href && opensNewTab(event)) return;
      event.preventDefault();
      this.#act('open');
    };
    return this.href
      ? html`<a class="time numbers" href=${this.href} title=${msg('Open the chapter at this time')} @click=${open}>${time}</a>`
      : html`<button class="plain time numbers" title=${msg('Go to this time')} @click=${open}>${time}</button>`;
  }

  #buttons(time: string): TemplateResult {
    return html`<button class="plain edit" aria-label=${msg(str`Edit the note at ${time}`)} title=${msg('Edit')} @click=${() => this.#act('edit')}>
        ${editIcon}
      </button>
      <button class="plain" aria-label=${msg(str`Delete the note at ${time}`)} title=${msg('Delete; it can be restored')} @click=${() => this.#act('delete')}>
        ${trashIcon}
      </button>`;
  }

  #content(): unknown {
    const text = this.#text ?? '';
    const { tokens, tooMuch } = this.drawing;
    if (!tokens)
      return [
        tooMuch ? html`<p class="missing">${TOO_MUCH[tooMuch]}</p>` : nothing,
        asWritten(beginningOf(text)),
      ];
    const parts: NoteParts = {
      picture: (name, label) => this.#picture(name, label),
      tag: (name) =>
        html`<button class="tag" title=${msg('All notes with this tag')} @click=${() => this.dispatchEvent(new NotesSearchEvent(`#${name}`))}>#${name}</button>`,
    };
    // Drawn again only with another picture.
    const pictures = picturesOf(text).map((name) => this.picture(name));
    return guard([tokens, ...pictures], () => renderMarkdown(tokens, parts));
  }

  #picture(name: string, label: string): TemplateResult {
    const source = this.picture(name);
    if (!source)
      return html`<span class="missing">${msg(str`${label}: this picture is not on this device.`)}</span>`;
    const enlarge = () => {
      this.enlarged = { source, label };
    };
    return html`<button class="picture" title=${msg('Show it large')} @click=${enlarge}><img src=${source} alt=${label} /></button>`;
  }

  #largePicture(): TemplateResult | typeof nothing {
    if (!this.enlarged) return nothing;
    const { source, label } = this.enlarged;
    const close = () => this.dialog?.close();
    return html`<dialog aria-label=${label} @click=${close} @close=${() => {
      this.enlarged = undefined;
    }}>
      <img src=${source} alt=${label} />
      <button aria-label=${msg('Close')} title=${msg('Close')}>${closeIcon}</button>
    </dialog>`;
  }

  #form(time: string): TemplateResult {
    const { draft = '' } = this.note;
    const hidden = this.#hidden.length;
    return html`<form @submit=${this.#finish} @keydown=${this.#key}>
      <textarea
        dir="auto"
        rows="3"
        maxlength=${Math.max(0, MAX_TEXT_LENGTH - hidden)}
        aria-label=${msg(str`Note at ${time}`)}
        placeholder=${msg('What to remember: in Markdown, with $TeX$ and #tags')}
        .value=${live(draft.slice(0, draft.length - hidden))}
        @input=${(event: InputEvent) => this.#write(event.target as HTMLTextAreaElement)}
      ></textarea>
      ${hidden > 0 ? html`<p class="missing">${msg(str`The field has the beginning of this note: the whole takes too long to lay out. The ${formatInteger(hidden)} characters after it stay as they are; an export has them.`)}</p>` : nothing}
      <div class="buttons">
        ${this.canTakePicture ? this.#pictureButton() : nothing}
        <slot name="writing"></slot>
        <button class="primary" title=${msg('Ctrl + Enter, or Esc')}>${msg('Done')}</button>
      </div>
    </form>`;
  }

  #pictureButton(): TemplateResult {
    return html`<button type="button" ?disabled=${this.isTakingPicture} title=${msg('A picture of the stage')} @click=${this.#takePicture}>
      ${cameraIcon} ${this.isTakingPicture ? msg('Rendering …') : msg('Picture')}
    </button>`;
  }

  #act(action: NoteEvent['action'], text?: string): void {
    this.dispatchEvent(new NoteEvent(action, this.note.id, text));
  }

  #write({ value }: HTMLTextAreaElement): void {
    this.#act('write', value + this.#hidden);
  }

  #takePicture(): void {
    this.dispatchEvent(new NotePictureEvent(this.note.id));
  }

  #finish(event: Event): void {
    event.preventDefault();
    this.#act('finish');
  }

  #key(event: KeyboardEvent): void {
    const isDone = event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));
    if (isDone && !event.isComposing) this.#finish(event);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-note': NoteCard;
  }
}
