// The visitor's notes on a chapter, beside its video.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { listen, opensNewTab } from '../../events/element-event.ts';
import { NotesSearchEvent, NoteWritingEvent, SeekEvent } from '../../events/index.ts';
import { toDisplayMessage } from '../../format/display-message.ts';
import { pictureMarkdown } from '../../format/note-text.ts';
import { storageProblemText } from '../../format/storage-problem-text.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import { courseContext, pageContext } from '../../state/contexts.ts';
import { formatPage } from '../../state/page/page-url.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import type { Note } from '../../types/notes.ts';
import { cameraIcon } from './note-icons.ts';
import './note.ts';
import { notesStyles } from './notes.styles.ts';
import { NotesController } from './notes-controller.ts';
import { undoButtons } from './undo-buttons.ts';

/**
 * Notes in chronological order. Reads the stores of notes and progress.
 *
 * @property chapter - Number of the chapter.
 * @property at - Time of the video, in seconds; a new note gets the full second after it.
 * @property takeScreenshot - Renders the stage to a `data:` URL.
 * @fires lab-seek - The visitor clicks the time of a note.
 * @fires lab-note-writing - The visitor begins to write, or has ended all notes.
 * @fires lab-notes-search - The visitor opens the page of all notes.
 */
@customElement('lab-notes')
export class Notes extends LitElement {
  static override styles = [baseStyles, notesStyles];

  @property({ attribute: false }) chapter = 1;
  @property({ attribute: false }) at = 0;
  @property({ attribute: false }) takeScreenshot?: () => Promise<string>;

  /** Why there is no picture. */
  @state() private problem?: string;
  @state() private isTakingPicture = false;

  readonly #course = new StoreController(this, courseContext);
  readonly #page = new StoreController(this, pageContext);
  readonly #notes = new NotesController(this, () => this.#course.store);
  #wasWriting = false;

  constructor() {
    super();
    listen(this, {
      'lab-note': ({ action, id }) => {
        const note = this.#shown.find((each) => each.id === id);
        if (action === 'open' && note) this.dispatchEvent(new SeekEvent(note.at));
        if (action === 'edit') void this.#focus(id);
      },
      'lab-note-picture': ({ id }) => void this.#takePicture(id),
    });
  }

  /** Rounded up: rounding down could give the time of another moment. */
  get #time(): number {
    return Math.ceil(this.at);
  }

  get #shown(): readonly Note[] {
    return this.#notes.store.ofChapter(this.chapter);
  }

  get #written(): readonly Note[] {
    return this.#shown.filter(({ id }) => this.#notes.store.isWriting(id));
  }

  /** Begins a note at the current time. */
  async write(): Promise<void> {
    await this.#notes.store.load();
    const { id } = this.#notes.store.begin(this.chapter, this.#time);
    await this.#focus(id);
  }

  /** Takes a picture of the stage for the note that is being written, or for a new one. */
  async takePicture(): Promise<void> {
    if (this.#written.length === 0) await this.write();
    const note = this.#written.at(-1);
    if (note) await this.#takePicture(note.id);
  }

  async #takePicture(id: string): Promise<void> {
    if (!this.takeScreenshot || this.isTakingPicture) return;
    this.isTakingPicture = true;
    this.problem = undefined;
    const label = msg(str`The stage at ${formatTimestamp(this.#time)}`);
    try {
      const name = await this.#notes.store.addPicture(await this.takeScreenshot());
      await this.#card(id)?.insert(pictureMarkdown(label, name));
    } catch (error) {
      this.problem = toDisplayMessage(error);
    } finally {
      this.isTakingPicture = false;
    }
  }

  #card(id: string) {
    return [...this.renderRoot.querySelectorAll('lab-note')].find(({ note }) => note.id === id);
  }

  async #focus(id: string): Promise<void> {
    await this.updateComplete;
    const card = this.#card(id);
    card?.scrollIntoView({ block: 'nearest' });
    await card?.focus();
  }

  protected override updated(_: PropertyValues<this>): void {
    const isWriting = this.#written.length > 0;
    if (isWriting !== this.#wasWriting) this.dispatchEvent(new NoteWritingEvent(isWriting));
    this.#wasWriting = isWriting;
    this.toggleAttribute('writing', isWriting);
  }

  protected override render() {
    const { store } = this.#notes;
    const { isLoaded, storageProblem } = store.value;
    const notes = this.#shown;
    const count = notes.length === 1 ? msg('1 note') : msg(str`${notes.length} notes`);
    return html`<div class="bar">
        <h2>${notes.length > 0 ? count : isLoaded ? msg('No notes yet') : msg('Notes')}</h2>
        ${undoButtons(store)}
        <a href=${formatPage({ ...this.#page.value, view: 'notes' })} @click=${this.#openAll}>${msg('All notes')}</a>
        <button class="plain" aria-label=${msg('Picture of the stage into a note')} title=${msg('Picture of the stage into a note (p)')} ?disabled=${this.isTakingPicture} @click=${this.takePicture}>
          ${cameraIcon}
        </button>
        <button title=${msg('n on the keyboard')} @click=${this.write}>${msg(str`Add note at ${formatTimestamp(this.#time)}`)}</button>
      </div>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${storageProblem ? html`<p class="problem" role="alert">${msg(str`${storageProblemText(storageProblem)} Export your notes before you leave.`)}</p>` : nothing}
      ${
        notes.length > 0
          ? html`<ul>${repeat(
              notes,
              ({ id }) => id,
              (note) => this.#note(note),
            )}</ul>`
          : nothing
      }`;
  }

  #note(note: Note): TemplateResult {
    const { store } = this.#notes;
    return html`<li>
      <lab-note
        .note=${note}
        .picture=${store.picture}
        .isWriting=${store.isWriting(note.id)}
        .canTakePicture=${true}
        .isTakingPicture=${this.isTakingPicture}
      >
        <label slot="writing" class="check" title=${msg('The video waits while a note is written')}>
          <input type="checkbox" .checked=${this.#course.value.pausesWhileWriting === true} @change=${this.#choosePause} />
          ${msg('Pause while I write')}
        </label>
      </lab-note>
    </li>`;
  }

  #choosePause(event: Event): void {
    const pausesWhileWriting = (event.target as HTMLInputElement).checked;
    this.#course.store.change((state) => ({ ...state, pausesWhileWriting }));
    this.dispatchEvent(new NoteWritingEvent(true));
  }

  #openAll(event: MouseEvent): void {
    if (opensNewTab(event)) return;
    event.preventDefault();
    this.dispatchEvent(new NotesSearchEvent(''));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-notes': Notes;
  }
}
