// Store of the progress in the course, persisted in localStorage; screenshots of notes in IndexedDB.

import { errorMessage } from '../../../shared/error-message.ts';
import { type StorageProblem, storageProblem } from '../../../shared/idb/storage-problem.ts';
import type { NoteContent } from '../../types/notes.ts';
import { Store } from '../store.ts';
import {
  type CourseState,
  EMPTY_COURSE,
  hasUnreadData,
  isSameNote,
  mergeNotes,
  type Note,
  normalizeText,
  parseCourse,
} from './course-state.ts';
import type { Screenshots } from './lazy-screenshots.ts';

const STORAGE_KEY = 'mini-llm-lab.course';
const BACKUP_KEY = `${STORAGE_KEY}.unread`;

/** Unique over all tabs. */
const createScreenshotId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

export class CourseStore extends Store<CourseState> {
  readonly #storage: () => Pick<Storage, 'getItem' | 'setItem'>;
  readonly #screenshots: Screenshots;
  /** Loaded screenshots of notes, by name. */
  readonly #images = new Map<string, string>();
  /** Why the last change was not stored: progress then lasts until the page closes. */
  storageProblem?: StorageProblem;
  /** Id of a question that its chapter opens next. Not stored. */
  requestedQuestion?: string;
  /** Why the last screenshot was not stored. */
  screenshotError?: string;

  /** @param storage - throws in browsers that deny storage */
  constructor(storage: () => Pick<Storage, 'getItem' | 'setItem'>, screenshots: Screenshots) {
    super(EMPTY_COURSE);
    this.#storage = storage;
    this.#screenshots = screenshots;
    this.replace(this.#read());
  }

  getNotes(chapter: number): readonly Note[] {
    return this.value.notes[chapter] ?? [];
  }

  /** Indices of moments. */
  getWatchedMoments(chapter: number): readonly number[] {
    return this.value.seen[chapter] ?? [];
  }

  getNotesWithScreenshots(chapter: number): NoteContent[] {
    return this.getNotes(chapter).map(({ picture, ...note }) => {
      const image = picture && this.#images.get(picture);
      return image ? { ...note, image } : note;
    });
  }

  /** Adds the notes synchronously; resolves when their screenshots are stored or `screenshotError` is set. */
  async addNotes(chapter: number, added: readonly NoteContent[]): Promise<void> {
    const newNotes: Note[] = [];
    const pictures: [name: string, image: string][] = [];
    for (const { at, text, image } of added) {
      const note = { at, text: normalizeText(text) };
      if (note.text === '' || this.getNotes(chapter).some((other) => isSameNote(note, other))) continue;
      const picture = image && createScreenshotId();
      if (picture) pictures.push([picture, image]);
      newNotes.push(picture ? { ...note, picture } : note);
    }
    for (const [name, image] of pictures) this.#images.set(name, image);
    this.change((state) => ({
      ...state,
      notes: { ...state.notes, [chapter]: mergeNotes(state.notes[chapter] ?? [], newNotes) },
    }));
    await this.#persistScreenshots(pictures);
  }

  /** Loads the screenshots of a chapter's notes. */
  async loadScreenshots(chapter: number): Promise<void> {
    const names = this.getNotes(chapter).flatMap(({ picture }) => picture ?? []);
    const loaded = await this.#screenshots.get(names.filter((name) => !this.#images.has(name)));
    if (loaded.size === 0) return;
    for (const [name, image] of loaded) this.#images.set(name, image);
    this.replace({ ...this.value });
  }

  removeNote(chapter: number, note: Pick<Note, 'at' | 'text'>): void {
    const { picture } = this.getNotes(chapter).find((other) => isSameNote(note, other)) ?? {};
    if (picture) void this.#screenshots.remove(picture);
    this.change((state) => ({
      ...state,
      notes: {
        ...state.notes,
        [chapter]: (state.notes[chapter] ?? []).filter((other) => !isSameNote(note, other)),
      },
    }));
  }

  /** Marks a moment as watched and stores the position in the video. */
  markWatched(chapter: number, moment: number, at: number): void {
    this.change((state) => {
      const seen = state.seen[chapter] ?? [];
      const more = seen.includes(moment) ? seen : [...seen, moment];
      return { ...state, seen: { ...state.seen, [chapter]: more }, last: { chapter, at } };
    });
  }

  async #persistScreenshots(pictures: readonly (readonly [name: string, image: string])[]): Promise<void> {
    const before = this.screenshotError;
    this.screenshotError = undefined;
    try {
      for (const [name, image] of pictures) await this.#screenshots.put(name, image);
    } catch (error) {
      this.screenshotError = errorMessage(error);
    }
    if (this.screenshotError !== before) this.replace({ ...this.value });
  }

  /** Applies the change to the stored state, which another tab may have written. */
  change(change: (state: CourseState) => CourseState): void {
    const state = change(this.#read());
    try {
      this.#backUpUnreadData();
      this.#storage().setItem(STORAGE_KEY, JSON.stringify(state));
      this.storageProblem = undefined;
    } catch (error) {
      this.storageProblem = storageProblem(error);
    }
    this.replace(state);
  }

  /** Copies stored data that this version cannot read before it is overwritten. */
  #backUpUnreadData(): void {
    const storage = this.#storage();
    const text = storage.getItem(STORAGE_KEY);
    if (text !== null && hasUnreadData(text, parseCourse(text))) storage.setItem(BACKUP_KEY, text);
  }

  #read(): CourseState {
    if (this.storageProblem) return this.value;
    try {
      return parseCourse(this.#storage().getItem(STORAGE_KEY));
    } catch (error) {
      this.storageProblem = storageProblem(error);
      return this.value;
    }
  }
}
