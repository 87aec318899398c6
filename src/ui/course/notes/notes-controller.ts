// The store of notes, for the elements that show them: it loads with the first of these.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { NoteEvent } from '../../events/index.ts';
import { NotesDatabase } from '../../state/notes/notes-database.ts';
import { NotesStore } from '../../state/notes/notes-store.ts';
import type { CourseStore } from '../../state/progress/course-store.ts';

/** One for the page: chapters and the page of all notes undo the same steps. */
let shared: NotesStore | undefined;

function sharedStore(course: CourseStore): NotesStore {
  shared ??= new NotesStore(new NotesDatabase(), course, new BroadcastChannel('mini-llm-lab.notes'));
  return shared;
}

/** Updates the host with the notes, and does what its `lab-note` events ask for, but to open a note. */
export class NotesController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #course: () => CourseStore;
  #unsubscribe?: () => void;

  /** @param course - the store that the host's context provides */
  constructor(host: ReactiveControllerHost & HTMLElement, course: () => CourseStore) {
    this.#host = host;
    this.#course = course;
    host.addController(this);
    host.addEventListener('lab-note', (event) => this.#act(event));
  }

  get store(): NotesStore {
    return sharedStore(this.#course());
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  /** The context has arrived by then. An update of a host that has left the page since is the last one. */
  hostUpdate(): void {
    if (!this.#host.isConnected) return;
    this.#unsubscribe ??= this.store.subscribe(() => this.#host.requestUpdate());
    void this.store.load();
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  #act({ action, id, text = '' }: NoteEvent): void {
    const { store } = this;
    if (action === 'write') store.write(id, text);
    else if (action !== 'open') store[action](id);
  }
}
