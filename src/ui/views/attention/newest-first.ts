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
  readonly #rest: number;
  #waiting: Question | undefined;
  /** Raised to disown the answer on its way. */
  #era = 0;

  /** @param rest milliseconds between two questions at least, for the sake of whoever answers */
  constructor(host: ReactiveControllerHost, ask: (question: Question) => Promise<Answer>, rest = 120) {
    this.#host = host;
    this.#ask = ask;
    this.#rest = rest;
    host.addController(this);
  }

  put(question: Question): void {
    this.#waiting = question;
    if (!this.busy) void this.#work();
  }

  /** Forgets what was asked and answered; an answer still on its way is dropped. */
  clear(): void {
    this.#era++;
    this.#waiting = undefined;
    this.answer = undefined;
    this.error = undefined;
  }

  hostDisconnected(): void {
    this.#waiting = undefined;
  }

  async #work(): Promise<void> {
    this.busy = true;
    while (this.#waiting !== undefined) {
      const question = this.#waiting;
      this.#waiting = undefined;
      await this.#answer(question);
      this.#host.requestUpdate();
      await new Promise((resolve) => setTimeout(resolve, this.#rest));
    }
    this.busy = false;
    this.#host.requestUpdate();
  }

  async #answer(question: Question): Promise<void> {
    const era = this.#era;
    try {
      const answer = await this.#ask(question);
      if (era !== this.#era) return;
      this.answer = answer;
      this.error = undefined;
    } catch (error) {
      if (era === this.#era) this.error = error instanceof Error ? error.message : String(error);
    }
  }
}
