// Which notes are drawn: those near the viewport, in slices between frames, until the page has enough of them.

import type { ReactiveElement } from 'lit';
import { nextFrame } from '../../state/latest-only-task.ts';
import { type ParsedMarkdown, parseMarkdown } from './text/markdown.ts';
import { loadTex } from './text/tex.ts';

/** Of all notes that are drawn on a page; `ParsedMarkdown` has the unit. */
const MAX_COST = 100_000;
/** Between two frames; the last note may exceed it. */
const SLICE = 2000;
/** A screen further than what is visible. Without `scrollMargin`, what scrolls inside the page is drawn when it is visible. */
const NEAR = { rootMargin: '100%', scrollMargin: '100%' };

/** What is drawn of a note: nothing while it waits, and nothing if that is too much for one note, or for all of the page. */
export interface Drawing {
  readonly tokens?: ParsedMarkdown['tokens'];
  readonly tooMuch?: 'note' | 'page';
}

export interface DrawnNote extends ReactiveElement {
  drawing: Drawing;
}

interface Waiting {
  readonly text: string;
  isNear: boolean;
  parsed?: ParsedMarkdown;
}

export class NoteDrawing {
  /** Costs of the notes that are drawn. */
  readonly #drawn = new Map<DrawnNote, number>();
  readonly #waiting = new Map<DrawnNote, Waiting>();
  /** Those of `#waiting` for which the page has nothing left. */
  readonly #refused = new Set<DrawnNote>();
  readonly #observer = new IntersectionObserver((entries) => this.#move(entries), NEAR);
  #leftOfPage = MAX_COST;
  #leftOfSlice = SLICE;
  #isDrawing = false;
  #tex?: Promise<void>;

  constructor() {
    window.addEventListener('beforeprint', () => this.#drawAll());
  }

  /** Draws a note that is shown as it was written: now if this slice is not used up, otherwise when it is near. */
  add(note: DrawnNote, text: string): void {
    // While the browser prints, nothing can be loaded.
    if (text.includes('$')) this.#tex ??= loadTex();
    const waiting = { text, isNear: false };
    this.#waiting.set(note, waiting);
    this.#observer.observe(note);
    if (this.#leftOfSlice > 0) this.#draw(note, waiting);
    void this.#drawNear();
  }

  remove(note: DrawnNote): void {
    this.#observer.unobserve(note);
    this.#waiting.delete(note);
    this.#refused.delete(note);
    const cost = this.#drawn.get(note);
    if (cost === undefined) return;
    this.#drawn.delete(note);
    this.#leftOfPage += cost;
    for (const refused of this.#refused) this.#observer.observe(refused);
    this.#refused.clear();
  }

  /** Draws every note; resolves when the page can be printed. */
  async drawAll(): Promise<void> {
    await this.#tex;
    const notes = [...this.#waiting.keys()];
    this.#drawAll();
    await Promise.all(notes.map((note) => note.updateComplete));
  }

  #drawAll(): void {
    for (const [note, waiting] of this.#waiting) this.#draw(note, waiting);
  }

  #move(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const waiting = this.#waiting.get(target as DrawnNote);
      if (waiting) waiting.isNear = isIntersecting;
    }
    void this.#drawNear();
  }

  /** One slice a frame. */
  async #drawNear(): Promise<void> {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    do {
      await nextFrame();
      this.#leftOfSlice = SLICE;
      for (const [note, waiting] of this.#waiting)
        if (waiting.isNear && this.#leftOfSlice > 0) this.#draw(note, waiting);
    } while (this.#leftOfSlice <= 0);
    this.#isDrawing = false;
  }

  #draw(note: DrawnNote, waiting: Waiting): void {
    waiting.parsed ??= parseMarkdown(waiting.text);
    const { tokens, cost } = waiting.parsed;
    this.#leftOfSlice -= cost;
    this.#observer.unobserve(note);
    if (tokens && cost > this.#leftOfPage) {
      note.drawing = { tooMuch: 'page' };
      waiting.isNear = false;
      this.#refused.add(note);
      return;
    }
    this.#waiting.delete(note);
    note.drawing = tokens ? { tokens } : { tooMuch: 'note' };
    if (!tokens) return;
    this.#refused.delete(note);
    this.#drawn.set(note, cost);
    this.#leftOfPage -= cost;
  }
}

let shared: NoteDrawing | undefined;

/** One for the page: its notes share what may be drawn. */
export const noteDrawing = (): NoteDrawing => {
  shared ??= new NoteDrawing();
  return shared;
};
