// Keeps a view as fresh as the screen can show: one question at a time, always the newest, and none twice in a row.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { messageOf } from '../../../message-of.ts';

/**
 * Asks a slow answerer about something that changes faster than it answers. While a question is being answered, or in
 * the rest after it, newer ones replace each other in the single place that waits: nothing queues, and the last
 * question always gets its answer. A view that has left asks no more and is not drawn again: else each one left would go on
 * asking for as long as training gives it something new to ask about.
 */
export class NewestFirst<Question extends object, Answer> implements ReactiveController {
  /** The latest answer; stays while newer questions wait. */
  answer: Answer | undefined;
  /** What went wrong with the latest question, a sentence. */
  error: string | undefined;
  /** Whether a question is being answered. */
  busy = false;
  /** The question put last. */
  asked: Question | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #ask: (question: Question) => Promise<Answer>;
  readonly #rest: (took: number) => Promise<void>;
  readonly #byContent: readonly (keyof Question)[];
  #waiting: Question | undefined;
  #left = false;

  /**
   * @param options.byContent what of a question is made anew each time, and compared by what it holds
   * @param options.rest what is waited for after an answer that took so many milliseconds
   */
  constructor(
    host: ReactiveControllerHost,
    ask: (question: Question) => Promise<Answer>,
    { byContent = [], rest = untilScreenIsReady }: Options<Question> = {},
  ) {
    this.#host = host;
    this.#ask = ask;
    this.#rest = rest;
    this.#byContent = byContent;
    host.addController(this);
  }

  /** Asks, unless the question put last was the same. */
  put(question: Question): void {
    if (this.#left || this.#isAsked(question)) return;
    this.asked = question;
    this.#waiting = question;
    if (!this.busy) void this.#work();
  }

  hostConnected(): void {
    this.#left = false;
  }

  /** What still waited was never asked: a view that comes back may put it again. */
  hostDisconnected(): void {
    this.#left = true;
    if (this.#waiting) this.asked = undefined;
    this.#waiting = undefined;
  }

  #isAsked(question: Question): boolean {
    const { asked } = this;
    const keys = Object.keys(question) as (keyof Question)[];
    const alike = (key: keyof Question) =>
      this.#byContent.includes(key)
        ? sameContent(question[key], asked?.[key])
        : question[key] === asked?.[key];
    return asked !== undefined && keys.every(alike);
  }

  async #work(): Promise<void> {
    this.busy = true;
    while (this.#waiting !== undefined) {
      const question = this.#waiting;
      this.#waiting = undefined;
      const asked = performance.now();
      await this.#answer(question);
      const took = performance.now() - asked;
      this.#draw();
      await this.#rest(took);
    }
    this.busy = false;
    this.#draw();
  }

  #draw(): void {
    if (!this.#left) this.#host.requestUpdate();
  }

  async #answer(question: Question): Promise<void> {
    try {
      this.answer = await this.#ask(question);
      this.error = undefined;
    } catch (error) {
      this.error = messageOf(error);
    }
  }
}

interface Options<Question> {
  readonly byContent?: readonly (keyof Question)[];
  readonly rest?: (took: number) => Promise<void>;
}

/** Plain objects and lists by what they hold; all else, numbers in bulk too, by being the same. */
function sameContent(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys({ ...a, ...b });
  return keys.every((key) => sameContent(a[key], b[key]));
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

/** Milliseconds between two questions at least: no eye follows more. */
const SHORTEST_REST = 120;
/** And at most: an answer may have waited for kernels to be compiled, and the page may have been out of sight. */
const LONGEST_REST = 1000;
/** So many times as long as drawing took is rested after it, where the processor draws: it has other work to do. */
const RESTS_A_DRAWING = 4;

/**
 * Waits until the screen shows what is there, for as long as the page is out of sight; then rests as long as the answer
 * took, so that whoever answers has half the time for other work, and longer where drawing is slow.
 */
async function untilScreenIsReady(took: number): Promise<void> {
  const begin = performance.now();
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  const afterDrawing = RESTS_A_DRAWING * (performance.now() - begin);
  const rest = Math.min(LONGEST_REST, Math.max(SHORTEST_REST, took, afterDrawing));
  await new Promise((resolve) => setTimeout(resolve, rest));
}
