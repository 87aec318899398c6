// Keeps a view as fresh as the screen can show: one question at a time, and always the newest.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Asks a slow answerer about something that changes faster than it answers. While a question is being answered, or in
 * the rest after it, newer ones replace each other in the single place that waits: nothing queues, and the last
 * question always gets its answer.
 */
export class NewestFirst<Question, Answer> implements ReactiveController {
  /** The latest answer; stays while newer questions wait. */
  answer: Answer | undefined;
  /** What went wrong with the latest question, a sentence. */
  error: string | undefined;
  /** Whether a question is being answered. */
  busy = false;

  readonly #host: ReactiveControllerHost;
  readonly #ask: (question: Question) => Promise<Answer>;
  readonly #rest: (took: number) => Promise<void>;
  #waiting: Question | undefined;

  /** @param rest what is waited for after an answer that took so many milliseconds */
  constructor(
    host: ReactiveControllerHost,
    ask: (question: Question) => Promise<Answer>,
    rest: (took: number) => Promise<void> = untilScreenIsReady,
  ) {
    this.#host = host;
    this.#ask = ask;
    this.#rest = rest;
    host.addController(this);
  }

  put(question: Question): void {
    this.#waiting = question;
    if (!this.busy) void this.#work();
  }

  hostDisconnected(): void {
    this.#waiting = undefined;
  }

  async #work(): Promise<void> {
    this.busy = true;
    while (this.#waiting !== undefined) {
      const question = this.#waiting;
      this.#waiting = undefined;
      const asked = performance.now();
      await this.#answer(question);
      const took = performance.now() - asked;
      this.#host.requestUpdate();
      await this.#rest(took);
    }
    this.busy = false;
    this.#host.requestUpdate();
  }

  async #answer(question: Question): Promise<void> {
    try {
      this.answer = await this.#ask(question);
      this.error = undefined;
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
    }
  }
}

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
