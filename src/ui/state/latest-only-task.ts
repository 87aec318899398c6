// Keeps a view as fresh as the screen can show: one question at a time, always the newest, and none twice in a row.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { errorMessage } from '../../shared/error-message.ts';

/**
 * Asks a slow answerer about something that changes faster than it answers. While a question is being answered, or in
 * the rest after it, newer ones replace each other in the single place that waits: nothing queues, and the last
 * question always gets its answer. A view that has left asks no more and is not drawn again: else each one left would go on
 * asking for as long as training gives it something new to ask about.
 */
export class LatestOnlyTask<TRequest extends object, TResult> implements ReactiveController {
  /** The latest answer; stays while newer questions wait. */
  value: TResult | undefined;
  /** What went wrong with the latest question, a sentence. */
  error: string | undefined;
  /** Whether a question is being answered. */
  isPending = false;
  /** The question put last. */
  lastRequest: TRequest | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #fetch: (question: TRequest) => Promise<TResult>;
  readonly #throttle: (took: number) => Promise<void>;
  readonly #deepEqualKeys: readonly (keyof TRequest)[];
  #queued: TRequest | undefined;
  #isDisconnected = false;

  /**
   * @param options.byContent what of a question is made anew each time, and compared by what it holds
   * @param options.rest what is waited for after an answer that took so many milliseconds
   */
  constructor(
    host: ReactiveControllerHost,
    fetch: (question: TRequest) => Promise<TResult>,
    { deepEqualKeys = [], throttle = waitForPaint }: LatestOnlyTaskOptions<TRequest> = {},
  ) {
    this.#host = host;
    this.#fetch = fetch;
    this.#throttle = throttle;
    this.#deepEqualKeys = deepEqualKeys;
    host.addController(this);
  }

  /** Asks, unless the question put last was the same. */
  run(request: TRequest): void {
    if (this.#isDisconnected || this.#isLastRequest(request)) return;
    this.lastRequest = request;
    this.#queued = request;
    if (!this.isPending) void this.#drainQueue();
  }

  hostConnected(): void {
    this.#isDisconnected = false;
  }

  /** What still waited was never asked: a view that comes back may put it again. */
  hostDisconnected(): void {
    this.#isDisconnected = true;
    if (this.#queued) this.lastRequest = undefined;
    this.#queued = undefined;
  }

  #isLastRequest(request: TRequest): boolean {
    const { lastRequest } = this;
    const keys = Object.keys(request) as (keyof TRequest)[];
    const isEqualAt = (key: keyof TRequest) =>
      this.#deepEqualKeys.includes(key)
        ? deepEqual(request[key], lastRequest?.[key])
        : request[key] === lastRequest?.[key];
    return lastRequest !== undefined && keys.every(isEqualAt);
  }

  async #drainQueue(): Promise<void> {
    this.isPending = true;
    while (this.#queued !== undefined) {
      const request = this.#queued;
      this.#queued = undefined;
      const startTime = performance.now();
      await this.#fetchOne(request);
      const duration = performance.now() - startTime;
      this.#requestUpdate();
      await this.#throttle(duration);
    }
    this.isPending = false;
    this.#requestUpdate();
  }

  #requestUpdate(): void {
    if (!this.#isDisconnected) this.#host.requestUpdate();
  }

  async #fetchOne(request: TRequest): Promise<void> {
    try {
      this.value = await this.#fetch(request);
      this.error = undefined;
    } catch (error) {
      this.error = errorMessage(error);
    }
  }
}

interface LatestOnlyTaskOptions<TRequest> {
  readonly deepEqualKeys?: readonly (keyof TRequest)[];
  readonly throttle?: (took: number) => Promise<void>;
}

/** Plain objects and lists by what they hold; all else, numbers in bulk too, by being the same. */
function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys({ ...a, ...b });
  return keys.every((key) => deepEqual(a[key], b[key]));
}

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

/** Milliseconds between two questions at least: no eye follows more. */
const MIN_DELAY_MS = 120;
/** And at most: an answer may have waited for kernels to be compiled, and the page may have been out of sight. */
const MAX_DELAY_MS = 1000;
/** So many times as long as drawing took is rested after it, where the processor draws: it has other work to do. */
const DELAY_PER_FRAME_TIME = 4;

/**
 * Waits until the screen shows what is there, for as long as the page is out of sight; then rests as long as the answer
 * took, so that whoever answers has half the time for other work, and longer where drawing is slow.
 */
async function waitForPaint(duration: number): Promise<void> {
  const startTime = performance.now();
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  const paintDelay = DELAY_PER_FRAME_TIME * (performance.now() - startTime);
  const delay = Math.min(MAX_DELAY_MS, Math.max(MIN_DELAY_MS, duration, paintDelay));
  await new Promise((resolve) => setTimeout(resolve, delay));
}
