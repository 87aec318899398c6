// The visitor's notes on a chapter, each at a time of the video, with export and import.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { errorMessage } from '../../../shared/error-message.ts';
import type { StorageProblem } from '../../../shared/idb/storage-problem.ts';
import {
  NoteAddEvent,
  NoteRemoveEvent,
  NotesExportEvent,
  NotesImportEvent,
  SeekEvent,
} from '../../events/index.ts';
import { storageProblemText } from '../../format/storage-problem-text.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { closeIcon } from '../../styles/icons.ts';
import type { NoteContent } from '../../types/notes.ts';
import { notesStyles } from './notes.styles.ts';

const NO_SCREENSHOT = { state: 'none' } as const;

const screenshot = (data: string, at: number) =>
  html`<img src=${data} alt="The stage at ${formatTimestamp(at)}" />`;

/**
 * Notes in chronological order.
 *
 * @property notes - Notes of this chapter.
 * @property at - Time of the video, in seconds; a new note gets the full second after it.
 * @property problem - Error message of the last import or screenshot.
 * @property storageProblem - Why the browser does not store the notes.
 * @property takeScreenshot - Renders the stage to a `data:` URL.
 * @fires lab-note-add - The visitor saves a note.
 * @fires lab-note-remove - The visitor deletes a note.
 * @fires lab-notes-export - The visitor exports the notes.
 * @fires lab-notes-import - The visitor picks a file to import.
 * @fires lab-seek - The visitor clicks the time of a note.
 */
@customElement('lab-notes')
export class Notes extends LitElement {
  static override styles = [baseStyles, notesStyles];

  @property({ attribute: false }) notes: readonly NoteContent[] = [];
  @property({ attribute: false }) at = 0;
  @property({ attribute: false }) problem?: string;
  @property({ attribute: false }) storageProblem?: StorageProblem;
  @property({ attribute: false }) takeScreenshot?: () => Promise<string>;

  /** Time of the note being written; undefined while the form is closed. */
  @state() private draftTime?: number;
  /** Screenshot of that note. */
  @state() private image:
    | { state: 'none' | 'drawing' }
    | { state: 'drawn'; data: string }
    | { state: 'failed'; sentence: string } = NO_SCREENSHOT;

  @query('textarea') private field!: HTMLTextAreaElement;
  @query('input[type="file"]') private picker!: HTMLInputElement;

  /** Rounded up: rounding down could give the time of another moment. */
  get #time(): number {
    return Math.ceil(this.at);
  }

  /** Opens the form for a note at the current time. */
  async write(): Promise<void> {
    this.draftTime ??= this.#time;
    await this.updateComplete;
    this.field.focus();
  }

  protected override render() {
    const count = this.notes.length;
    const words = count === 0 ? 'No notes yet' : `${count} ${count === 1 ? 'note' : 'notes'}`;
    return html`<div class="bar">
        <h2>${words}</h2>
        ${this.#files(count)}
        <button title="n on the keyboard" @click=${this.write}>Add note at ${formatTimestamp(this.#time)}</button>
      </div>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.storageProblem ? html`<p class="problem" role="alert">${storageProblemText(this.storageProblem)} Export your notes before you leave.</p>` : nothing}
      ${this.draftTime === undefined ? nothing : this.#form(this.draftTime)}
      ${count > 0 ? html`<ul>${this.notes.map((note) => this.#note(note))}</ul>` : nothing}`;
  }

  #files(count: number): TemplateResult {
    return html`<div class="files">
      ${
        count > 0
          ? html`<button class="plain" title="Save the notes as Markdown" @click=${() => this.dispatchEvent(new NotesExportEvent())}>Export</button>`
          : nothing
      }
      <button class="plain" title="Read notes from Markdown; they are stored on this device" @click=${() => this.picker.click()}>
        Import
      </button>
      <input type="file" accept=".md,.markdown,text/markdown" hidden @change=${this.#import} />
    </div>`;
  }

  #form(at: number): TemplateResult {
    return html`<form @submit=${this.#save} @keydown=${this.#key}>
      <label>
        Note at ${formatTimestamp(at)}
        <textarea rows="3" maxlength="4000" required></textarea>
      </label>
      ${this.#screenshotField(at)}
      <div class="buttons">
        <button type="button" class="plain" @click=${this.#close}>Cancel</button>
        <button class="primary" title="Ctrl + Enter on the keyboard">Save</button>
      </div>
    </form>`;
  }

  #screenshotField(at: number): TemplateResult {
    const { image } = this;
    if (image.state === 'drawn')
      return html`${screenshot(image.data, at)}
        <button type="button" class="plain" @click=${() => {
          this.image = NO_SCREENSHOT;
        }}>Remove screenshot</button>`;
    return html`<button type="button" class="plain" ?disabled=${image.state === 'drawing'} @click=${this.#addScreenshot}>
        ${image.state === 'drawing' ? 'Rendering …' : 'Add screenshot of the stage'}
      </button>
      ${image.state === 'failed' ? html`<p class="problem" role="alert">${image.sentence}</p>` : nothing}`;
  }

  async #addScreenshot(): Promise<void> {
    if (!this.takeScreenshot) return;
    this.image = { state: 'drawing' };
    try {
      this.image = { state: 'drawn', data: await this.takeScreenshot() };
    } catch (error) {
      this.image = { state: 'failed', sentence: errorMessage(error) };
    }
  }

  #note(note: NoteContent): TemplateResult {
    const time = formatTimestamp(note.at);
    return html`<li>
      <button class="plain numbers" title="Go to this time" @click=${() => this.dispatchEvent(new SeekEvent(note.at))}>
        ${time}
      </button>
      <p>${note.text}</p>
      <button
        class="plain"
        aria-label="Delete the note at ${time}"
        title="Delete"
        @click=${() => this.dispatchEvent(new NoteRemoveEvent(note))}
      >
        ${closeIcon}
      </button>
      ${note.image ? screenshot(note.image, note.at) : nothing}
    </li>`;
  }

  #save(event: Event): void {
    event.preventDefault();
    if (this.draftTime === undefined) return;
    this.dispatchEvent(
      new NoteAddEvent({
        at: this.draftTime,
        text: this.field.value,
        ...(this.image.state === 'drawn' && { image: this.image.data }),
      }),
    );
    this.#close();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.#close();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#save(event);
  }

  #close(): void {
    this.draftTime = undefined;
    this.image = NO_SCREENSHOT;
  }

  #import(): void {
    const file = this.picker.files?.[0];
    if (file) this.dispatchEvent(new NotesImportEvent(file));
    this.picker.value = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-notes': Notes;
  }
}
