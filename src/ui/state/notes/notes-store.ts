// Store of the visitor's notes on all chapters: written at every keystroke, with undo, and restorable once deleted.

import { msg, str } from '@lit/localize';
import { type StorageProblem, storageProblem } from '../../../shared/idb/storage-problem.ts';
import { normalizeText, PICTURE_NAME, picturesOf } from '../../format/note-text.ts';
import { formatInteger } from '../../format/numbers.ts';
import { storageProblemText } from '../../format/storage-problem-text.ts';
import type { Note } from '../../types/notes.ts';
import { type CourseState, deepEqual, EMPTY_COURSE } from '../progress/course-state.ts';
import type { CourseStore } from '../progress/course-store.ts';
import { Store } from '../store.ts';
import { mergeProgress } from './merge-progress.ts';
import type { NotesChange, NotesDatabase } from './notes-database.ts';
import { newPictureName, readOldNotes, toNote } from './old-notes.ts';
import {
  checkPictureSize,
  MAX_PICTURES,
  newId,
  pictureBytes,
  pictureFileName,
  timeOfId,
} from './picture-files.ts';

const DAY_MS = 86_400_000;
/** Up to which notes are imported to others, deleted ones too. */
const MAX_IMPORTED = { notes: 10_000, characters: 10_000_000 };

export interface NotesState {
  readonly isLoaded: boolean;
  /** By chapter and time; deleted ones too. */
  readonly notes: readonly Note[];
  /** Why the last change was not stored: it then lasts until the page closes. */
  readonly storageProblem?: StorageProblem;
  /** What `undo` and `redo` are about. */
  readonly undo?: StepKind;
  readonly redo?: StepKind;
}

export type StepKind = 'new' | 'change' | 'deletion' | 'restoration' | 'import' | 'clearing';

/** What was done: each note before and after, and the progress where that changed. */
interface Step {
  readonly kind: StepKind;
  readonly notes: readonly { readonly id: string; readonly before?: Note; readonly after?: Note }[];
  readonly course?: { readonly before: CourseState; readonly after: CourseState };
}

/** What a file brings. */
export interface ImportedNotes {
  readonly notes: readonly Pick<Note, 'chapter' | 'at' | 'text'>[];
  /** `data:` URLs by name. */
  readonly pictures: ReadonlyMap<string, string>;
  /** Merges the progress of the file into that of this device. */
  readonly withProgress?: (course: CourseState) => CourseState;
}

type Database = Pick<NotesDatabase, 'notes' | 'pictureNames' | 'picture' | 'write'>;
type Course = Pick<CourseStore, 'value' | 'change'>;
/** Says to other tabs that notes have changed. */
type Channel = Pick<BroadcastChannel, 'postMessage' | 'onmessage'>;

export class NotesStore extends Store<NotesState> {
  readonly #database: Database;
  readonly #course: Course;
  readonly #channel?: Channel;
  /** Loaded pictures by name; undefined while one is being read. */
  readonly #pictures = new Map<string, string | undefined>();
  /** Ids of notes whose last state is not stored yet, with the number of the write that they wait for. */
  readonly #unstored = new Map<string, number>();
  #writes = 0;
  /** The notes as they were when their editing began; undefined for a new one. */
  readonly #begun = new Map<string, Note | undefined>();
  /** Of these, what was typed here: new notes, and those with a draft of this tab. */
  readonly #typed = new Set<string>();
  #done: Step[] = [];
  #undone: Step[] = [];
  #loading?: Promise<void>;
  #reloading?: Promise<void>;
  /** Whether a tab has written since the last reading. */
  #isOutdated = false;
  #storing: Promise<unknown> = Promise.resolve();

  constructor(database: Database, course: Course, channel?: Channel) {
    super({ isLoaded: false, notes: [] });
    this.#database = database;
    this.#course = course;
    this.#channel = channel;
    if (channel) channel.onmessage = () => this.#reload();
  }

  /** Those of a chapter that are not deleted. */
  ofChapter(chapter: number): readonly Note[] {
    return this.value.notes.filter((note) => note.chapter === chapter && note.deleted === undefined);
  }

  isWriting(id: string): boolean {
    return this.#begun.has(id);
  }

  /** Reads the notes once; those whose writing was interrupted are being written again. */
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<void> {
    let problem: StorageProblem | undefined;
    try {
      const left = await this.#moveOldNotes();
      const notes = [...(await this.#database.notes()), ...left];
      for (const note of notes) if (note.draft !== undefined) this.#begun.set(note.id, beforeDraft(note));
      this.#set({ notes: sorted(notes) });
    } catch (error) {
      problem = storageProblem(error);
      const { notes } = readOldNotes(this.#course.value.notes);
      this.#set({ notes: sorted(notes.map((note) => toNote(note))) });
    }
    this.#set({ isLoaded: true, ...(problem && { storageProblem: problem }) });
    if (!problem) await this.#removeUnusedPictures().catch(() => {});
  }

  /** Reads what another tab has written, until nothing has been written since. */
  #reload(): void {
    this.#isOutdated = true;
    this.#reloading ??= this.#readAgain().finally(() => {
      this.#reloading = undefined;
    });
  }

  async #readAgain(): Promise<void> {
    while (this.#isOutdated) {
      this.#isOutdated = false;
      const stored = await this.#database.notes().catch(() => undefined);
      if (stored && !this.#isOutdated) this.#takeOver(stored);
    }
  }

  /** What another tab has written. A draft of this tab stays, over the text that the other one has stored. */
  #takeOver(stored: readonly Note[]): void {
    const notes = new Map(this.value.notes.map((note) => [note.id, note]));
    const theirs = new Map([...notes.keys()].map((id): [string, Note | undefined] => [id, undefined]));
    for (const note of stored) theirs.set(note.id, note);
    const changed = new Set<string>();
    const kept: string[] = [];
    for (const [id, other] of theirs) {
      const note = notes.get(id);
      if (this.#unstored.has(id) || deepEqual(note, other)) continue;
      if (note && this.#typed.has(id)) {
        if (!other?.text || other.text === note.text) continue;
        notes.set(id, { ...note, text: other.text });
        kept.push(id);
      } else {
        changed.add(id);
        if (other) notes.set(id, other);
        else notes.delete(id);
        if (other?.draft === undefined) this.#begun.delete(id);
        else if (this.#begun.has(id)) this.#begun.set(id, beforeDraft(other));
      }
    }
    this.#forget(changed);
    this.#set({ notes: sorted([...notes.values()]) });
    if (kept.length > 0) this.#store(kept);
  }

  /** What another tab has changed since, or what is gone for good, is not undone. */
  #forget(ids: ReadonlySet<string>): void {
    const without = (step: Step): Step[] => {
      const notes = step.notes.filter(({ id }) => !ids.has(id));
      return notes.length > 0 || step.course ? [{ ...step, notes }] : [];
    };
    [this.#done, this.#undone] = [this.#done.flatMap(without), this.#undone.flatMap(without)];
  }

  /**
   * Moves notes from localStorage to the database; what is none stays there.
   *
   * @returns those whose picture could not be read, which stay there too until the next time
   */
  async #moveOldNotes(): Promise<readonly Note[]> {
    if (readOldNotes(this.#course.value.notes).notes.length === 0) return [];
    this.#course.change((state) => state); // reads it again: another tab may have moved them
    const [pictures, moved, left] = [
      new Map<string, string | undefined>(),
      new Map<string, Note>(),
      [] as Note[],
    ];
    for (const old of readOldNotes(this.#course.value.notes).notes) {
      try {
        const dataUrl = old.picture && (await this.#database.picture(old.picture));
        const name = old.picture && dataUrl ? newPictureName(old.picture, dataUrl) : undefined;
        if (old.picture && name && dataUrl) pictures.set(old.picture, undefined).set(name, dataUrl);
        const note = toNote(old, name);
        moved.set(note.id, note);
      } catch {
        left.push(toNote(old));
      }
    }
    // Those that another tab has moved since, perhaps with the picture that is missing here, may have been changed.
    const there = new Set((await this.#database.notes()).map(({ id }) => id));
    const notes = new Map([...moved].filter(([id]) => !there.has(id)));
    await this.#database.write({ notes, pictures });
    this.#course.change(({ notes: stored, ...state }) => {
      const { rest } = readOldNotes(stored, (old) => moved.has(toNote(old).id) || there.has(toNote(old).id));
      return rest === undefined ? state : { ...state, notes: rest };
    });
    return left.filter(({ id }) => !there.has(id));
  }

  /** Pictures that no note shows, a day after they were taken: until then, undo may need them. */
  async #removeUnusedPictures(): Promise<void> {
    const used = new Set(this.value.notes.flatMap(picturesOfNote));
    const unused = (await this.#database.pictureNames()).filter(
      (name) =>
        !used.has(name) &&
        PICTURE_NAME.test(name) &&
        timeOfId(name) > 0 &&
        Date.now() - timeOfId(name) > DAY_MS,
    );
    if (unused.length === 0) return;
    const pictures = new Map(unused.map((name) => [name, undefined] as const));
    await this.#database.write({ notes: new Map(), pictures });
  }

  /** A picture's `data:` URL; undefined while it is being read, or if it is missing. Another function once more are read. */
  picture = (name: string): string | undefined => this.#picture(name);

  #picture(name: string): string | undefined {
    if (!this.#pictures.has(name)) {
      this.#pictures.set(name, undefined);
      void this.#readPicture(name).then((dataUrl) => {
        if (!dataUrl) return;
        this.#pictures.set(name, dataUrl);
        this.picture = (name) => this.#picture(name);
        this.#set({});
      });
    }
    return this.#pictures.get(name);
  }

  /** Begins a note. It is stored with its first character. */
  begin(chapter: number, at: number): Note {
    const note = { id: newId(), chapter, at, text: '', draft: '' };
    this.#begun.set(note.id, undefined);
    this.#typed.add(note.id);
    this.#set({ notes: sorted([...this.value.notes, note]) });
    return note;
  }

  edit(id: string): void {
    const note = this.#note(id);
    if (!note || this.#begun.has(id)) return;
    this.#begun.set(id, beforeDraft(note));
    this.#typed.add(id);
    this.#replace([{ ...note, draft: note.draft ?? note.text }]);
  }

  /** Stores what is being written. */
  write(id: string, draft: string): void {
    const note = this.#note(id);
    if (!note || !this.#begun.has(id)) return;
    this.#typed.add(id);
    this.#replace([{ ...note, draft }]);
    this.#store([id]);
  }

  /**
   * Ends the writing of a note. Without text, a new note is dropped, and an older one deleted with the text it had. If another tab
   * has ended it with another text meanwhile, both stay: this one as a new note.
   */
  finish(id: string): void {
    const [note, before] = [this.#note(id), this.#begun.get(id)];
    if (!note || !this.#begun.has(id)) return;
    this.#begun.delete(id);
    this.#typed.delete(id);
    const text = normalizeText(note.draft ?? '');
    if (note.text !== (before?.text ?? '')) {
      const theirs = withoutDraft(note);
      const isNew = ![theirs.text, before?.text, ''].includes(text);
      this.#apply([{ id, before: note, after: theirs }]);
      if (isNew) this.#do({ kind: 'new', notes: [addition({ ...theirs, id: newId(), text })] });
      return;
    }
    if (text === '' && !before) {
      this.#apply([{ id, before: note }]);
      return;
    }
    const after =
      text === '' && before ? { ...before, deleted: Date.now() } : { ...withoutDraft(note), text };
    const isSame = before?.text === after.text && after.deleted === undefined;
    const kind: StepKind = before ? (after.deleted === undefined ? 'change' : 'deletion') : 'new';
    const step = { kind, notes: [{ id, before, after }] };
    if (isSame) this.#apply(step.notes);
    else this.#do(step);
  }

  delete(id: string): void {
    if (this.#begun.has(id)) this.finish(id);
    const before = this.#note(id);
    if (!before || before.deleted !== undefined) return;
    this.#do({ kind: 'deletion', notes: [{ id, before, after: { ...before, deleted: Date.now() } }] });
  }

  restore(id: string): void {
    const before = this.#note(id);
    if (before?.deleted === undefined) return;
    const { deleted: _, ...after } = before;
    this.#do({ kind: 'restoration', notes: [{ id, before, after }] });
  }

  /** Removes the deleted notes for good. It cannot be undone. */
  emptyBin(): void {
    const deleted = this.value.notes.filter((note) => note.deleted !== undefined);
    const ids = new Set(deleted.map(({ id }) => id));
    this.#forget(ids);
    this.#apply(deleted.map((before) => ({ id: before.id, before })));
  }

  /**
   * Stores a picture before a note shows it; returns its name.
   *
   * @throws Error with a message for the user; nothing has changed then
   */
  async addPicture(dataUrl: string): Promise<string> {
    checkPictureSize(msg('The picture'), pictureBytes(dataUrl).length);
    const used = new Set(this.value.notes.flatMap(picturesOfNote));
    if (used.size >= MAX_PICTURES)
      throw new Error(
        msg(
          str`The notes have ${MAX_PICTURES} pictures, the limit. Export them, and delete notes with pictures for good.`,
        ),
      );
    const name = pictureFileName(newId(), dataUrl);
    await this.#writeAll(
      { notes: new Map(), pictures: new Map([[name, dataUrl]]) },
      msg('The picture could not be stored.'),
    );
    this.#pictures.set(name, dataUrl);
    return name;
  }

  /** Undefined if it is missing or cannot be read. */
  async #readPicture(name: string): Promise<string | undefined> {
    return this.#pictures.get(name) ?? (await this.#database.picture(name).catch(() => undefined));
  }

  /** The pictures of the notes that are not deleted, by name. */
  async allPictures(): Promise<Map<string, string>> {
    const names = this.value.notes.filter(({ deleted }) => deleted === undefined).flatMap(picturesOfNote);
    const found = new Map<string, string>();
    for (const name of new Set(names)) {
      const dataUrl = await this.#readPicture(name);
      if (dataUrl) found.set(name, dataUrl);
    }
    return found;
  }

  /**
   * Adds notes that are not there yet, with their pictures and progress.
   *
   * @returns the number of added notes
   * @throws Error with a message for the user; nothing has changed then
   */
  async import({ notes, pictures, withProgress }: ImportedNotes): Promise<number> {
    await this.load();
    const names = await this.#freeNames(pictures);
    const renamed = notes.map((note) => ({ ...note, text: renamePictures(note.text, names) }));
    const key = ({ chapter, at, text }: Pick<Note, 'chapter' | 'at' | 'text'>) => `${chapter} ${at} ${text}`;
    const known = new Set(this.value.notes.filter(({ deleted }) => deleted === undefined).map(key));
    const added = renamed.flatMap((note): Note[] => {
      if (known.has(key(note))) return [];
      known.add(key(note));
      return [{ ...note, id: newId() }];
    });
    checkTotal(this.value.notes, added);
    const shown = new Set([...this.value.notes, ...added].flatMap(picturesOfNote));
    if (shown.size > MAX_PICTURES)
      throw new Error(
        msg(str`With this file the notes would have ${shown.size} pictures; the limit is ${MAX_PICTURES}.`),
      );
    const used = new Set(added.flatMap(picturesOfNote));
    const needed = new Map(
      [...pictures].flatMap(([name, dataUrl]) => {
        const free = names.get(name) ?? name;
        return used.has(free) ? [[free, dataUrl] as const] : [];
      }),
    );
    const stored = { notes: new Map(added.map((note) => [note.id, note])), pictures: needed };
    await this.#writeAll(stored, msg('Nothing of the file could be stored.'));
    for (const [name, dataUrl] of needed) this.#pictures.set(name, dataUrl);
    this.picture = (name) => this.#picture(name);
    if (added.length > 0 || withProgress)
      this.#do({ kind: 'import', notes: added.map(addition) }, withProgress);
    return added.length;
  }

  /** Deletes all notes, which can be restored, and the progress; settings stay. */
  clear(): void {
    this.#finishAll();
    const deleted = Date.now();
    const notes = this.value.notes
      .filter((note) => note.deleted === undefined)
      .map((note) => ({ id: note.id, before: note, after: { ...note, deleted } }));
    this.#do({ kind: 'clearing', notes }, ({ notes: old, pausesBefore, pausesWhileWriting }) => ({
      ...EMPTY_COURSE,
      ...{ notes: old, pausesBefore, pausesWhileWriting },
    }));
  }

  undo(): void {
    this.#finishAll();
    const step = this.#done.pop();
    if (!step) return;
    this.#undone.push(step);
    if (step.course) this.#moveCourse(step.course.after, step.course.before);
    this.#apply(step.notes.map(({ id, before, after }) => ({ id, before: after, after: before })));
  }

  /** A change that was being written is the last one then, and nothing is undone any more. */
  redo(): void {
    this.#finishAll();
    const step = this.#undone.pop();
    if (!step) return;
    this.#done.push(step);
    if (step.course) this.#moveCourse(step.course.before, step.course.after);
    this.#apply(step.notes);
  }

  #finishAll(): void {
    for (const id of [...this.#begun.keys()]) this.finish(id);
  }

  /** Resolves when every change so far is stored, or could not be. */
  async stored(): Promise<void> {
    await this.#storing;
  }

  #note(id: string): Note | undefined {
    return this.value.notes.find((note) => note.id === id);
  }

  #do(step: Omit<Step, 'course'>, changeCourse?: (course: CourseState) => CourseState): void {
    let course: Step['course'];
    if (changeCourse)
      this.#course.change((before) => {
        const after = changeCourse(before);
        course = { before, after };
        return after;
      });
    this.#done.push({ ...step, course });
    this.#undone = [];
    this.#apply(step.notes);
  }

  /** From one side of a step to the other. Of progress since then, in any tab, nothing is lost. */
  #moveCourse(from: CourseState, to: CourseState): void {
    this.#course.change((now) => (deepEqual(now, from) ? to : mergeProgress(now, to)));
  }

  #apply(changes: Step['notes']): void {
    const ids = new Set(changes.map(({ id }) => id));
    const kept = this.value.notes.filter(({ id }) => !ids.has(id));
    this.#set({ notes: sorted([...kept, ...changes.flatMap(({ after }) => after ?? [])]) });
    this.#store([...ids]);
  }

  #replace(changed: readonly Note[]): void {
    const byId = new Map(changed.map((note) => [note.id, note]));
    this.#set({ notes: this.value.notes.map((note) => byId.get(note.id) ?? note) });
  }

  /** Writes these notes, and those whose last write has not succeeded. Nothing waits: the page may close with the next event. */
  #store(ids: readonly string[]): void {
    const number = ++this.#writes;
    const written = [...new Set([...this.#unstored.keys(), ...ids])];
    for (const id of written) this.#unstored.set(id, number);
    const byId = new Map(this.value.notes.map((note) => [note.id, note]));
    const notes = new Map(written.map((id) => [id, byId.get(id)] as const));
    const isTyping = [...notes.values()].every((note) => note?.draft !== undefined);
    const writing = this.#database.write({ notes }, isTyping).then(
      () => {
        for (const id of written) if (this.#unstored.get(id) === number) this.#unstored.delete(id);
        this.#isOutdated = true;
        this.#channel?.postMessage(undefined);
        if (this.value.storageProblem) this.#set({ storageProblem: undefined });
      },
      (error) => this.#set({ storageProblem: storageProblem(error) }),
    );
    this.#storing = Promise.all([this.#storing, writing]);
  }

  /** @param failure - what a failure is, as a sentence */
  async #writeAll(change: NotesChange, failure: string): Promise<void> {
    try {
      await this.#database.write(change);
      this.#channel?.postMessage(undefined);
    } catch (error) {
      throw new Error(`${failure} ${storageProblemText(storageProblem(error))}`);
    }
  }

  /** New names for pictures whose name another picture has. */
  async #freeNames(pictures: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    for (const [name, dataUrl] of pictures) {
      const there = await this.#readPicture(name);
      if (there !== undefined && there !== dataUrl) names.set(name, pictureFileName(newId(), dataUrl));
    }
    return names;
  }

  #set(changes: Partial<NotesState>): void {
    const [undo, redo] = [this.#done.at(-1)?.kind, this.#undone.at(-1)?.kind];
    this.replace({ ...this.value, undo, redo, ...changes });
  }
}

const withoutDraft = ({ draft: _, ...note }: Note): Note => note;

/** A note before its writing began; undefined for a new one. */
const beforeDraft = (note: Note): Note | undefined => (note.text === '' ? undefined : withoutDraft(note));

/** Where there is nothing yet, an archive may have more: what was written since its notes were imported. */
function checkTotal(there: readonly Note[], added: readonly Note[]): void {
  if (added.length === 0) return;
  const all = [...there, ...added];
  const factor = there.length === 0 ? 2 : 1;
  const most = { notes: factor * MAX_IMPORTED.notes, characters: factor * MAX_IMPORTED.characters };
  const characters = all.reduce((sum, { text }) => sum + text.length, 0);
  if (all.length > most.notes || characters > most.characters)
    throw new Error(
      msg(
        str`With this file there would be ${formatInteger(all.length)} notes of ${formatInteger(characters)} characters, deleted ones too; the limit is ${formatInteger(most.notes)} notes and ${formatInteger(most.characters)} characters. Export them, and delete notes for good.`,
      ),
    );
}

const addition = (note: Note) => ({ id: note.id, after: note });

const picturesOfNote = ({ text, draft }: Note): string[] => picturesOf(`${text}\n${draft ?? ''}`);

const renamePictures = (text: string, names: ReadonlyMap<string, string>): string =>
  [...names].reduce(
    (changed, [name, free]) => changed.replaceAll(`pictures/${name}`, `pictures/${free}`),
    text,
  );

const sorted = (notes: readonly Note[]): Note[] =>
  notes.toSorted((a, b) => a.chapter - b.chapter || a.at - b.at || (a.id < b.id ? -1 : 1));
