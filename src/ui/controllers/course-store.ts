// Keeps what the visitor has done in the course on their device.

import {
  type CourseState,
  EMPTY_COURSE,
  type Note,
  parseCourse,
  sameNote,
  tidied,
  withNotes,
} from './course-state.ts';
import { Store } from './store.ts';

const KEY = 'mini-llm-lab.course';

export class CourseStore extends Store<CourseState> {
  readonly #storage: () => Pick<Storage, 'getItem' | 'setItem'>;
  /** False where the device refuses: then all of it lasts as long as the page. */
  kept = true;

  /** @param storage may throw, as browsers do where storing is forbidden */
  constructor(storage: () => Pick<Storage, 'getItem' | 'setItem'>) {
    super(EMPTY_COURSE);
    this.#storage = storage;
    this.replace(this.#read());
  }

  notesOf(chapter: number): readonly Note[] {
    return this.value.notes[chapter] ?? [];
  }

  /** Indices of moments. */
  seenOf(chapter: number): readonly number[] {
    return this.value.seen[chapter] ?? [];
  }

  addNotes(chapter: number, added: readonly Note[]): void {
    const tidy = added.map(({ at, text }) => ({ at, text: tidied(text) })).filter(({ text }) => text !== '');
    this.#change((state) => ({
      ...state,
      notes: { ...state.notes, [chapter]: withNotes(state.notes[chapter] ?? [], tidy) },
    }));
  }

  removeNote(chapter: number, note: Note): void {
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

  /** Changes what is kept at this moment, which another tab may have written. */
  #change(change: (state: CourseState) => CourseState): void {
    const state = change(this.#read());
    try {
      this.#storage().setItem(KEY, JSON.stringify(state));
      this.kept = true;
    } catch {
      this.kept = false;
    }
    this.replace(state);
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
