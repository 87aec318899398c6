// Reactive controller that sends one request at a time and keeps only the newest waiting one.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { toDisplayMessage } from '../format/display-message.ts';

/**
 * For state that changes faster than requests complete. While a request runs, and in the delay after it, newer requests
 * replace each other in a single slot; the last one is always sent. A disconnected host sends no requests and is not
 * re-rendered.
 */
export class LatestOnlyTask<TRequest extends object, TResult> implements ReactiveController {
  /** The latest result; stays while newer requests wait. */
  value: TResult | undefined;
  /** Error of the latest request that was answered. */
  error: string | undefined;
  /** The request of that error. */
  lastFailed: TRequest | undefined;
  /** Whether a request is running. */
  isPending = false;
  lastRequest: TRequest | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #fetch: (request: TRequest) => Promise<TResult>;
  readonly #throttle: (duration: number) => Promise<void>;
  readonly #deepEqualKeys: readonly (keyof TRequest)[];
  #queued: TRequest | undefined;
  #isDisconnected = false;

  /**
   * @param options.deepEqualKeys - keys whose values are compared deeply
   * @param options.throttle - resolves when the next request may start, given the duration of the last in ms
   */
  constructor(
    host: ReactiveControllerHost,
    fetch: (request: TRequest) => Promise<TResult>,
    { deepEqualKeys = [], throttle = waitForPaint }: LatestOnlyTaskOptions<TRequest> = {},
  ) {
    this.#host = host;
    this.#fetch = fetch;
    this.#throttle = throttle;
    this.#deepEqualKeys = deepEqualKeys;
    host.addController(this);
  }

  /** Sends the request, unless it equals the last one. */
  run(request: TRequest): void {
    if (this.#isDisconnected || this.#isLastRequest(request)) return;
    this.lastRequest = request;
    this.#queued = request;
    if (!this.isPending) void this.#drainQueue();
  }

  hostConnected(): void {
    this.#isDisconnected = false;
  }

  /** Drops the waiting request; it may be sent again after a reconnection. */
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
      this.lastFailed = undefined;
    } catch (error) {
      this.error = toDisplayMessage(error);
      this.lastFailed = request;
    }
  }
}

interface LatestOnlyTaskOptions<TRequest> {
  readonly deepEqualKeys?: readonly (keyof TRequest)[];
  readonly throttle?: (duration: number) => Promise<void>;
}

/** Deep equality of plain objects and arrays; identity of other values, including typed arrays. */
function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys({ ...a, ...b });
  return keys.every((key) => deepEqual(a[key], b[key]));
}

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

/** Minimum time between two requests. */
const MIN_DELAY_MS = 120;
/** Maximum: a request may include kernel compilation, and the page may have been hidden. */
const MAX_DELAY_MS = 1000;
/** Delay per time that two frames took: without a GPU, rendering and training share the CPU. */
const DELAY_PER_FRAME_TIME = 4;

/** Until the page draws, which pauses requests while it is hidden: for requests that take milliseconds. */
export const nextFrame = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => resolve()));

const milliseconds = (delay: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delay));

/** Until the page has drawn, and for four times as long as that took: without a GPU, pictures would take the time of the training. */
export async function restFromDrawing(): Promise<void> {
  await nextFrame();
  const startTime = performance.now();
  await milliseconds(0);
  await milliseconds(Math.min(MAX_DELAY_MS, DELAY_PER_FRAME_TIME * (performance.now() - startTime)));
}

/**
 * Waits for two animation frames, which pauses requests while the page is hidden, and then for the duration of the request,
 * so that requests use at most half of the worker's time, or longer if rendering is slow.
 */
export async function waitForPaint(duration: number): Promise<void> {
  const startTime = performance.now();
  for (let frame = 0; frame < 2; frame++) await nextFrame();
  const paintDelay = DELAY_PER_FRAME_TIME * (performance.now() - startTime);
  const delay = Math.min(MAX_DELAY_MS, Math.max(MIN_DELAY_MS, duration, paintDelay));
  await milliseconds(delay);
}
