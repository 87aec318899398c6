// Notes are drawn near the viewport, in slices between frames, until the page has enough.
import { beforeEach, expect, it, vi } from 'vitest';
import { type DrawnNote, NoteDrawing } from '../../../../src/ui/course/notes/note-drawing.ts';
import { BOMBS, hostileNotes } from '../../../support/course/hostile-notes.ts';

/** Of a cost of about 500. */
const TEXT = 'a **b** c\n\n'.repeat(100);
/** Of almost all that a note may cost. */
const LONG = 'a **b** c\n\n'.repeat(1200);

const frames: (() => void)[] = [];
const events = new EventTarget();
let observed: Set<unknown>;
let report: (entries: { target: unknown; isIntersecting: boolean }[]) => void;

beforeEach(() => {
  frames.length = 0;
  observed = new Set();
  vi.stubGlobal('window', events);
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(callback: typeof report) {
        report = callback;
      }
      observe = (note: unknown) => observed.add(note);
      unobserve = (note: unknown) => observed.delete(note);
    },
  );
});

/** One frame, until the page waits for the next. */
async function frame(): Promise<void> {
  for (const each of frames.splice(0)) each();
  await new Promise((resolve) => setTimeout(resolve));
}

const notesOf = (texts: readonly string[]) =>
  texts.map(
    (text) =>
      ({ text, drawing: {}, updateComplete: Promise.resolve(true) }) as unknown as DrawnNote & {
        text: string;
      },
  );

function added(texts: readonly string[]) {
  const drawing = new NoteDrawing();
  const notes = notesOf(texts);
  for (const note of notes) drawing.add(note, note.text);
  const near = (which = notes) => report(which.map((target) => ({ target, isIntersecting: true })));
  const drawn = () => notes.filter((note) => note.drawing.tokens).length;
  const tooMuch = (kind: 'note' | 'page') => notes.filter((note) => note.drawing.tooMuch === kind).length;
  return { drawing, notes, near, drawn, tooMuch };
}

it('a slice is drawn at once, and one a frame of those that are near', async () => {
  const { notes, near, drawn } = added(Array(100).fill(TEXT));
  const first = drawn();
  expect(first).toBeGreaterThan(1);
  expect(first).toBeLessThan(10);
  await frame();
  await frame();
  expect(drawn()).toBe(first);

  near(notes.slice(50, 75));
  for (let drawnNow = first; drawnNow < first + 25; ) {
    await frame();
    expect(drawn() - drawnNow).toBeGreaterThan(0);
    expect(drawn() - drawnNow).toBeLessThanOrEqual(first);
    drawnNow = drawn();
  }
  await frame();
  expect(frames).toEqual([]);
  expect(notes.map((note) => note.drawing.tokens !== undefined).lastIndexOf(true)).toBe(74);
  expect(observed.size).toBe(100 - drawn());
});

it('past what the page may cost, notes stay as they were written, until others are removed', async () => {
  const { drawing, notes, near, drawn, tooMuch } = added(Array(20).fill(LONG));
  near();
  for (let i = 0; i < 30; i++) await frame();
  expect(frames).toEqual([]);
  const most = drawn();
  expect(most).toBeGreaterThan(9);
  expect(most).toBeLessThan(20);
  expect(tooMuch('page')).toBe(20 - most);

  drawing.remove(notes[0]);
  expect(observed.size).toBe(20 - most);
  near(notes.filter(({ drawing }) => drawing.tooMuch));
  for (let i = 0; i < 30; i++) await frame();
  expect(drawn()).toBe(most + 1);
  expect(tooMuch('page')).toBe(20 - most - 1);
});

it('what takes long to read is read in one slice, also if nothing of it is drawn', () => {
  const emphasis = '**a*b b '.repeat(800);
  const { notes } = added(Array(10).fill(emphasis));
  expect(notes.filter(({ drawing }) => drawing.tokens || drawing.tooMuch)).toHaveLength(1);
});

it('for paper, all are drawn, of hostile notes as many as a page may have', async () => {
  const few = added(Array(100).fill(TEXT));
  await few.drawing.drawAll();
  expect(few.drawn()).toBe(100);

  const other = added(Array(100).fill(TEXT));
  events.dispatchEvent(new Event('beforeprint'));
  expect(other.drawn()).toBe(100);

  const hostile = added([...Object.values(BOMBS).flat(), ...hostileNotes(200)]);
  await hostile.drawing.drawAll();
  expect(hostile.drawn() + hostile.tooMuch('note') + hostile.tooMuch('page')).toBe(501);
  expect(hostile.tooMuch('note')).toBeGreaterThan(300);
});
