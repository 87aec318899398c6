// Store of the progress in the course, persisted in localStorage.

import { type StorageProblem, storageProblem } from '../../../shared/idb/storage-problem.ts';
import { Store } from '../store.ts';
import { type CourseState, EMPTY_COURSE, hasUnreadData, parseCourse } from './course-state.ts';

const STORAGE_KEY = 'mini-llm-lab.course';
const BACKUP_KEY = `${STORAGE_KEY}.unread`;

export class CourseStore extends Store<CourseState> {
  readonly #storage: () => Pick<Storage, 'getItem' | 'setItem'>;
  /** Why the last change was not stored: progress then lasts until the page closes. */
  storageProblem?: StorageProblem;
  /** Id of a question that its chapter opens next. Not stored. */
  requestedQuestion?: string;

  /** @param storage - throws in browsers that deny storage */
  constructor(storage: () => Pick<Storage, 'getItem' | 'setItem'>) {
    super(EMPTY_COURSE);
    this.#storage = storage;
    this.replace(this.#read());
  }

  /** Indices of moments. */
  getWatchedMoments(chapter: number): readonly number[] {
    return this.value.seen[chapter] ?? [];
  }

  /** Marks a moment as watched and stores the position in the video. */
  markWatched(chapter: number, moment: number, at: number): void {
    this.change((state) => {
      const seen = state.seen[chapter] ?? [];
      const more = seen.includes(moment) ? seen : [...seen, moment];
      return { ...state, seen: { ...state.seen, [chapter]: more }, last: { chapter, at } };
    });
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
