// Keeps what the visitor has done in the course on their device.

import { messageOf } from '../../message-of.ts';
import {
  type CourseState,
  EMPTY_COURSE,
  type Note,
  type NoteContent,
  parseCourse,
  sameNote,
  saysMore,
  tidied,
  withNotes,
} from './course-state.ts';
import type { PictureShelf } from './picture-shelf.ts';
import { Store } from './store.ts';

const KEY = 'mini-llm-lab.course';
const ASIDE = `${KEY}.unread`;

type Shelf = Pick<PictureShelf, 'put' | 'get' | 'remove'>;

/** For a picture: nobody else's, in this tab or another. */
const newName = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

export class CourseStore extends Store<CourseState> {
  readonly #storage: () => Pick<Storage, 'getItem' | 'setItem'>;
  readonly #shelf: Shelf;
  /** Pictures of notes by their names, as far as they were asked for. */
  readonly #images = new Map<string, string>();
  /** False where the device refuses: then all of it lasts as long as the page. */
  kept = true;
  /** Why the last picture will not last, if so. */
  pictureProblem?: string;

  /** @param storage may throw, as browsers do where storing is forbidden */
  constructor(storage: () => Pick<Storage, 'getItem' | 'setItem'>, shelf: Shelf) {
    super(EMPTY_COURSE);
    this.#storage = storage;
    this.#shelf = shelf;
    this.replace(this.#read());
  }

  notesOf(chapter: number): readonly Note[] {
    return this.value.notes[chapter] ?? [];
  }

  /** Indices of moments. */
  seenOf(chapter: number): readonly number[] {
    return this.value.seen[chapter] ?? [];
  }

  /** With their pictures. */
  contentsOf(chapter: number): NoteContent[] {
    return this.notesOf(chapter).map(({ picture, ...note }) => {
      const image = picture && this.#images.get(picture);
      return image ? { ...note, image } : note;
    });
  }

  /** The notes are there at once; resolves when their pictures are kept, or cannot be (`pictureProblem`). */
  async addNotes(chapter: number, added: readonly NoteContent[]): Promise<void> {
    const fresh: Note[] = [];
    const pictures: [name: string, image: string][] = [];
    for (const { at, text, image } of added) {
      const note = { at, text: tidied(text) };
      if (note.text === '' || this.notesOf(chapter).some((other) => sameNote(note, other))) continue;
      const picture = image && newName();
      if (picture) pictures.push([picture, image]);
      fresh.push(picture ? { ...note, picture } : note);
    }
    for (const [name, image] of pictures) this.#images.set(name, image);
    this.#change((state) => ({
      ...state,
      notes: { ...state.notes, [chapter]: withNotes(state.notes[chapter] ?? [], fresh) },
    }));
    await this.#keep(pictures);
  }

  /** Fetches the pictures of a chapter's notes from where they are kept. */
  async loadPictures(chapter: number): Promise<void> {
    const names = this.notesOf(chapter).flatMap(({ picture }) => picture ?? []);
    const kept = await this.#shelf.get(names.filter((name) => !this.#images.has(name)));
    if (kept.size === 0) return;
    for (const [name, image] of kept) this.#images.set(name, image);
    this.replace({ ...this.value });
  }

  removeNote(chapter: number, note: Pick<Note, 'at' | 'text'>): void {
    const { picture } = this.notesOf(chapter).find((other) => sameNote(note, other)) ?? {};
    if (picture) void this.#shelf.remove(picture);
    this.#change((state) => ({
      ...state,
      notes: {
        ...state.notes,
        [chapter]: (state.notes[chapter] ?? []).filter((other) => !sameNote(note, other)),
      },
    }));
  }

  /** The visitor watched the video tell a moment, and is at a time of it. */
  watch(chapter: number, moment: number, at: number): void {
    this.#change((state) => {
      const seen = state.seen[chapter] ?? [];
      const more = seen.includes(moment) ? seen : [...seen, moment];
      return { ...state, seen: { ...state.seen, [chapter]: more }, last: { chapter, at } };
    });
  }

  async #keep(pictures: readonly (readonly [name: string, image: string])[]): Promise<void> {
    const before = this.pictureProblem;
    this.pictureProblem = undefined;
    try {
      for (const [name, image] of pictures) await this.#shelf.put(name, image);
    } catch (error) {
      this.pictureProblem = messageOf(error);
    }
    if (this.pictureProblem !== before) this.replace({ ...this.value });
  }

  /** Changes what is kept at this moment, which another tab may have written. */
  #change(change: (state: CourseState) => CourseState): void {
    const state = change(this.#read());
    try {
      this.#putAside();
      this.#storage().setItem(KEY, JSON.stringify(state));
      this.kept = true;
    } catch {
      this.kept = false;
    }
    this.replace(state);
  }

  /** What is kept and cannot be read, damaged or of a newer page, is about to be written over: a copy of it stays. */
  #putAside(): void {
    const storage = this.#storage();
    const text = storage.getItem(KEY);
    if (text !== null && saysMore(text, parseCourse(text))) storage.setItem(ASIDE, text);
  }

  #read(): CourseState {
    if (!this.kept) return this.value;
    try {
      return parseCourse(this.#storage().getItem(KEY));
    } catch {
      this.kept = false;
      return this.value;
    }
  }
}
