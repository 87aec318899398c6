// Keeps what the visitor has done in the course on their device.

import { errorMessage } from '../../../shared/error-message.ts';
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
import type { ScreenshotStore } from './screenshot-store.ts';

const STORAGE_KEY = 'mini-llm-lab.course';
const BACKUP_KEY = `${STORAGE_KEY}.unread`;

type Screenshots = Pick<ScreenshotStore, 'put' | 'get' | 'remove'>;

/** For a picture: nobody else's, in this tab or another. */
const createScreenshotId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

export class CourseStore extends Store<CourseState> {
  readonly #storage: () => Pick<Storage, 'getItem' | 'setItem'>;
  readonly #screenshots: Screenshots;
  /** Pictures of notes by their names, as far as they were asked for. */
  readonly #images = new Map<string, string>();
  /** False where the device refuses: then all of it lasts as long as the page. */
  isPersisted = true;
  /** Why the last picture will not last, if so. */
  screenshotError?: string;

  /** @param storage may throw, as browsers do where storing is forbidden */
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

  /** With their pictures. */
  getNotesWithScreenshots(chapter: number): NoteContent[] {
    return this.getNotes(chapter).map(({ picture, ...note }) => {
      const image = picture && this.#images.get(picture);
      return image ? { ...note, image } : note;
    });
  }

  /** The notes are there at once; resolves when their pictures are kept, or cannot be (`pictureProblem`). */
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
    this.#change((state) => ({
      ...state,
      notes: { ...state.notes, [chapter]: mergeNotes(state.notes[chapter] ?? [], newNotes) },
    }));
    await this.#persistScreenshots(pictures);
  }

  /** Fetches the pictures of a chapter's notes from where they are kept. */
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
    this.#change((state) => ({
      ...state,
      notes: {
        ...state.notes,
        [chapter]: (state.notes[chapter] ?? []).filter((other) => !isSameNote(note, other)),
      },
    }));
  }

  /** The visitor watched the video tell a moment, and is at a time of it. */
  markWatched(chapter: number, moment: number, at: number): void {
    this.#change((state) => {
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

  /** Changes what is kept at this moment, which another tab may have written. */
  #change(change: (state: CourseState) => CourseState): void {
    const state = change(this.#read());
    try {
      this.#backUpUnreadData();
      this.#storage().setItem(STORAGE_KEY, JSON.stringify(state));
      this.isPersisted = true;
    } catch {
      this.isPersisted = false;
    }
    this.replace(state);
  }

  /** What is kept and cannot be read, damaged or of a newer page, is about to be written over: a copy of it stays. */
  #backUpUnreadData(): void {
    const storage = this.#storage();
    const text = storage.getItem(STORAGE_KEY);
    if (text !== null && hasUnreadData(text, parseCourse(text))) storage.setItem(BACKUP_KEY, text);
  }

  #read(): CourseState {
    if (!this.isPersisted) return this.value;
    try {
      return parseCourse(this.#storage().getItem(STORAGE_KEY));
    } catch {
      this.isPersisted = false;
      return this.value;
    }
  }
}
