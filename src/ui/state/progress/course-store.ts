// Store of the progress in the course, persisted in localStorage.

import { type StorageProblem, storageProblem } from '../../../shared/idb/storage-problem.ts';
import { Store } from '../store.ts';
import { type CourseState, EMPTY_COURSE, hasUnreadData, learnedOf, parseCourse } from './course-state.ts';

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
      const storage = this.#storage();
      const isTakenBack = this.#takenBack() !== undefined;
      const isBackedUp = this.#backUpUnreadData();
      storage.setItem(STORAGE_KEY, JSON.stringify(state));
      if (isTakenBack && !isBackedUp) storage.setItem(BACKUP_KEY, JSON.stringify(EMPTY_COURSE));
      this.storageProblem = undefined;
    } catch (error) {
      this.storageProblem = storageProblem(error);
    }
    this.replace(state);
  }

  /**
   * What an open tab of an older version has backed up, since it cannot read it, and overwritten. A backup of this version, of data
   * that only a newer one can read, stays.
   */
  #takenBack(): CourseState | undefined {
    const text = this.#storage().getItem(BACKUP_KEY);
    const state = parseCourse(text);
    return text !== null && !hasUnreadData(text, state) ? state : undefined;
  }

  /** Copies stored data that this version cannot read before it is overwritten, and returns whether there is any. */
  #backUpUnreadData(): boolean {
    const storage = this.#storage();
    const text = storage.getItem(STORAGE_KEY);
    const isUnread = text !== null && hasUnreadData(text, parseCourse(text));
    if (isUnread) storage.setItem(BACKUP_KEY, text);
    return isUnread;
  }

  #read(): CourseState {
    if (this.storageProblem) return this.value;
    try {
      const backup = this.#takenBack();
      return { ...(backup && learnedOf(backup)), ...parseCourse(this.#storage().getItem(STORAGE_KEY)) };
    } catch (error) {
      this.storageProblem = storageProblem(error);
      return this.value;
    }
  }
}
