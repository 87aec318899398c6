// The page of all notes, beside the moments that they are about: searched, printed, exported, imported and cleared.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { lazyImport } from '../../../../shared/lazy-import.ts';
import type { Chapter, Moment } from '../../../course/chapter.ts';
import { COURSE } from '../../../course/course.ts';
import { momentIndexAt } from '../../../course/moments.ts';
import { noteDrawing } from '../../../course/notes/note-drawing.ts';
import { NotesController } from '../../../course/notes/notes-controller.ts';
import { undoButtons } from '../../../course/notes/undo-buttons.ts';
import { listen } from '../../../events/element-event.ts';
import { ChapterChangeEvent, NotesSearchEvent } from '../../../events/index.ts';
import { saveFile } from '../../../files/save-file.ts';
import { toDisplayMessage } from '../../../format/display-message.ts';
import { matchesSearch, tagsOf } from '../../../format/note-text.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatBytes } from '../../../format/quantities.ts';
import { storageProblemText } from '../../../format/storage-problem-text.ts';
import { formatTimestamp } from '../../../format/timestamp.ts';
import { courseContext, pageContext } from '../../../state/contexts.ts';
import type { ImportedNotes } from '../../../state/notes/notes-store.ts';
import { chapterPage, formatPage } from '../../../state/page/page-url.ts';
import { StoreController } from '../../../state/store-controller.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { Note } from '../../../types/notes.ts';
import '../../../course/notes/note.ts';
import '../../../styles/print.css';
import { countNotes, progressText } from './notes-text.ts';
import { notesViewStyles } from './notes-view.styles.ts';

/** Less frequent ones are found by the search. */
const MAX_TAGS = 100;

const loadArchive = () => lazyImport(() => import('../../../state/notes/notes-archive.ts'));

/**
 * Reads the stores of notes, page and progress.
 *
 * @fires lab-chapter - The visitor opens the moment of a note.
 * @fires lab-notes-search - The visitor searches.
 */
@customElement('lab-notes-view')
export class NotesView extends LitElement {
  static override styles = [baseStyles, notesViewStyles];

  /** What the last export, import or clearing did, or why it did not. */
  @state() private message?: { readonly text: string; readonly isProblem: boolean };
  /** While the visitor is asked whether to clear notes and progress, or the deleted notes for good. */
  @state() private asking?: 'clear' | 'empty';

  @query('input[type="file"]') private picker!: HTMLInputElement;

  readonly #page = new StoreController(this, pageContext);
  readonly #course = new StoreController(this, courseContext);
  readonly #notes = new NotesController(this, () => this.#course.store);

  constructor() {
    super();
    listen(this, {
      'lab-note': ({ action, id }) => {
        const note = this.#notes.store.value.notes.find((each) => each.id === id);
        if (action === 'open' && note) this.dispatchEvent(new ChapterChangeEvent(note.chapter, note.at));
        if (action === 'edit') void this.#focus(id);
      },
    });
  }

  get #kept(): readonly Note[] {
    return this.#notes.store.value.notes.filter(({ deleted }) => deleted === undefined);
  }

  async #focus(id: string): Promise<void> {
    await this.updateComplete;
    await [...this.renderRoot.querySelectorAll('lab-note')].find(({ note }) => note.id === id)?.focus();
  }

  protected override render() {
    const { store } = this.#notes;
    const { isLoaded, storageProblem, notes } = store.value;
    const found = this.#kept.filter((note) => store.isWriting(note.id) || this.#matches(note));
    const problem = storageProblem ?? this.#course.store.storageProblem;
    return html`${this.#cover(found)}
      <div class="head">
        <h1>${msg('Notes')}</h1>
        <input
          type="search"
          aria-label=${msg('Search all notes')}
          placeholder=${msg('Search all notes, or a #tag')}
          maxlength="200"
          .value=${this.#page.value.find}
          @input=${({ target }: Event) => this.dispatchEvent(new NotesSearchEvent((target as HTMLInputElement).value))}
        />
        <div class="buttons">
          ${undoButtons(store)}
          <button ?disabled=${found.length === 0} @click=${this.#print}>${msg('Print')}</button>
          <button title=${msg('Notes with pictures, and your progress in the course, as one ZIP archive')} @click=${this.#export}>${msg('Export')}</button>
          <button title=${msg('Exported archives, or Markdown')} @click=${() => this.picker.click()}>${msg('Import')}</button>
          <input type="file" accept=".zip,.md,.markdown,application/zip,text/markdown" aria-label=${msg('File to import')} hidden multiple @change=${this.#import} />
          <button @click=${() => this.#ask('clear')}>${msg('Clear …')}</button>
        </div>
      </div>
      ${this.asking === 'clear' ? this.#clearQuestion() : nothing}
      <div role="status">${this.message && !this.message.isProblem ? html`<p class="done">${this.message.text}</p>` : nothing}</div>
      ${this.message?.isProblem ? html`<p class="problem" role="alert">${this.message.text}</p>` : nothing}
      ${problem ? html`<p class="problem" role="alert">${msg(str`${storageProblemText(problem)} Export your notes before you leave.`)}</p>` : nothing}
      ${this.#tags()}
      <p class="count" role="status">${isLoaded ? this.#count(found) : msg('Loading …')}</p>
      ${COURSE.map((chapter) => this.#chapter(chapter, found))}
      ${this.#bin(notes.filter(({ deleted }) => deleted !== undefined))}
      <p class="progress">${msg(str`${progressText(this.#course.value)} It is exported, imported and cleared with the notes.`)}</p>`;
  }

  #matches(note: Note): boolean {
    const { title, moments } = COURSE[note.chapter - 1];
    const moment = moments[momentIndexAt(moments, note.at)];
    return matchesSearch(
      this.#page.value.find,
      note.text,
      msg(str`chapter ${note.chapter}`),
      title,
      moment.title,
    );
  }

  #count(found: readonly Note[]): string {
    const all = this.#kept.length;
    if (all === 0) return msg('No notes yet. Beside a video, “Add note” or n on the keyboard begins one.');
    if (found.length === all) return countNotes(all);
    return msg(str`${found.length} of ${countNotes(all)}`);
  }

  /** The most frequent tags of all notes. */
  #tags(): TemplateResult | typeof nothing {
    const counts = new Map<string, number>();
    for (const tag of this.#kept.flatMap(({ text }) => tagsOf(text)))
      counts.set(tag, (counts.get(tag) ?? 0) + 1);
    if (counts.size === 0) return nothing;
    const { find } = this.#page.value;
    const frequent = [...counts].sort(([, m], [, n]) => n - m).slice(0, MAX_TAGS);
    const tags = frequent.sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
    const others = counts.size - tags.length;
    return html`<div class="tags" role="group" aria-label=${msg('Tags')}>
      ${tags.map(([tag, count]) => {
        const isOn = find === `#${tag}`;
        const search = () => this.dispatchEvent(new NotesSearchEvent(isOn ? '' : `#${tag}`));
        return html`<button aria-pressed=${isOn} @click=${search}>#${tag} <span class="numbers">${count}</span></button>`;
      })}
      ${others > 0 ? html`<span>${msg(str`and ${formatInteger(others)} more`)}</span>` : nothing}
    </div>`;
  }

  #chapter({ number, title, moments }: Chapter, found: readonly Note[]): TemplateResult | typeof nothing {
    const notes = found.filter(({ chapter }) => chapter === number);
    if (notes.length === 0) return nothing;
    const groups = Map.groupBy(notes, ({ at }) => momentIndexAt(moments, at));
    return html`<section aria-label=${msg(str`Chapter ${number}: ${title}`)}>
      <h2><span>${msg(str`Chapter ${number}`)}</span> ${title}</h2>
      ${[...groups].map(([index, list]) => this.#moment(number, moments[index], list))}
    </section>`;
  }

  #moment(chapter: number, { startTime, title, text }: Moment, notes: readonly Note[]): TemplateResult {
    const { store } = this.#notes;
    const address = (at: number) => formatPage({ ...chapterPage(this.#page.value, chapter), at });
    return html`<div class="moment">
      <div class="about">
        <p class="title">${title} <span class="numbers">${formatTimestamp(startTime)}</span></p>
        <p>${text}</p>
      </div>
      <ul>
        ${repeat(
          notes,
          ({ id }) => id,
          (note) => html`<li>
            <lab-note
              .note=${note}
              .picture=${store.picture}
              .isWriting=${store.isWriting(note.id)}
              href=${address(note.at)}
            ></lab-note>
          </li>`,
        )}
      </ul>
    </div>`;
  }

  /** Deleted notes, until the visitor removes them for good. */
  #bin(notes: readonly Note[]): TemplateResult | typeof nothing {
    if (notes.length === 0) return nothing;
    return html`<details class="bin">
      <summary>${notes.length === 1 ? msg('1 deleted note') : msg(str`${notes.length} deleted notes`)}</summary>
      <ul>
        ${notes.map(
          ({ id, chapter, at, text }) => html`<li>
            <button aria-label=${msg(str`Restore the note at ${formatTimestamp(at)} of chapter ${chapter}`)} @click=${() => this.#notes.store.restore(id)}>${msg('Restore')}</button>
            <p><span class="numbers">${chapter} · ${formatTimestamp(at)}</span> ${text.slice(0, 300)}</p>
          </li>`,
        )}
      </ul>
      ${
        this.asking === 'empty'
          ? html`<div class="question" role="group" aria-label=${msg('Delete for good')}>
              <p>${msg(str`${countNotes(notes.length)} will be gone for good, with the pictures that only they show.`)}</p>
              <button class="primary" @click=${this.#empty}>${msg('Delete for good')}</button>
              <button @click=${() => this.#ask(undefined)}>${msg('Keep')}</button>
            </div>`
          : html`<button class="plain" @click=${() => this.#ask('empty')}>${msg('Delete for good …')}</button>`
      }
    </details>`;
  }

  #clearQuestion(): TemplateResult {
    return html`<div class="question" role="group" aria-label=${msg('Clear notes and progress')}>
      <p>
        ${msg(str`Clear ${countNotes(this.#kept.length)} and your progress in the course? The notes can be restored below; Undo brings the progress back until you leave the page.`)}
      </p>
      <button class="primary" @click=${this.#clear}>${msg('Clear')}</button>
      <button @click=${() => this.#ask(undefined)}>${msg('Keep')}</button>
    </div>`;
  }

  /** Only on paper: what the booklet contains. */
  #cover(found: readonly Note[]): TemplateResult {
    const chapters = COURSE.map((chapter) => ({
      chapter,
      count: found.filter((note) => note.chapter === chapter.number).length,
    })).filter(({ count }) => count > 0);
    return html`<div class="cover">
      <p class="series">${msg('3Blue1Brown · Deep Learning')}</p>
      <p class="booklet">${msg('Notes')}</p>
      <ul>
        ${chapters.map(({ chapter: { number, title }, count }) => html`<li><span>${number}</span> ${title} <span>${countNotes(count)}</span></li>`)}
      </ul>
      <p class="imprint">${msg('mini-LLM lab')}</p>
    </div>`;
  }

  #ask(asking: NotesView['asking']): void {
    this.asking = asking;
    this.message = undefined;
  }

  #clear(): void {
    this.#notes.store.clear();
    this.asking = undefined;
    this.message = { text: msg('Notes and progress are cleared.'), isProblem: false };
  }

  #empty(): void {
    this.#notes.store.emptyBin();
    this.asking = undefined;
  }

  async #print(): Promise<void> {
    await noteDrawing().drawAll();
    window.print();
  }

  async #export(): Promise<void> {
    await this.#try(async () => {
      const { store } = this.#notes;
      await store.load();
      const { formatArchive } = await loadArchive();
      const archive = formatArchive({
        ...{ chapters: COURSE, notes: store.value.notes, course: this.#course.value },
        pictures: await store.allPictures(),
      });
      saveFile('mini-llm-lab-notes.zip', 'application/zip', archive);
      return undefined;
    });
  }

  async #import(): Promise<void> {
    const files = [...(this.picker.files ?? [])];
    if (files.length === 0) return;
    await this.#try(async () => {
      let [added, known, hasProgress] = [0, 0, false];
      for (const imported of await readFiles(files)) {
        const count = await this.#notes.store.import(imported);
        added += count;
        known += imported.notes.length - count;
        hasProgress ||= imported.withProgress !== undefined;
      }
      return [
        msg(str`Imported ${countNotes(added)}${hasProgress ? msg(' and your progress') : ''}.`),
        ...(known > 0 ? [msg(str`${countNotes(known)} had been there before.`)] : []),
      ].join(' ');
    });
    this.picker.value = '';
  }

  /** Shows what an action says when it is done, or why it failed. */
  async #try(action: () => Promise<string | undefined>): Promise<void> {
    this.asking = undefined;
    try {
      const text = await action();
      this.message = text ? { text, isProblem: false } : undefined;
    } catch (error) {
      this.message = { text: toDisplayMessage(error), isProblem: true };
    }
  }
}

/** All of them, before any is imported. */
async function readFiles(files: readonly File[]): Promise<ImportedNotes[]> {
  const all: ImportedNotes[] = [];
  for (const file of files) {
    try {
      all.push(await readFile(file));
    } catch (error) {
      throw files.length === 1 ? error : new Error(`${file.name}: ${toDisplayMessage(error)}`);
    }
  }
  return all;
}

async function readFile(file: File): Promise<ImportedNotes> {
  const { MAX_ARCHIVE_BYTES, readNotesFile } = await loadArchive();
  if (file.size > MAX_ARCHIVE_BYTES)
    throw new Error(
      msg(str`${file.name} has ${formatBytes(file.size)}; the limit is ${formatBytes(MAX_ARCHIVE_BYTES)}.`),
    );
  return readNotesFile(COURSE, new Uint8Array(await file.arrayBuffer()));
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-notes-view': NotesView;
  }
}
