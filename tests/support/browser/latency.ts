// `LATENCY=300 npx vitest run --project e2e` delays every message of a worker by up to 300 milliseconds, each port on its own.
// A test that reads a state before it waits for it passes on a fast machine and fails here.
import type { Page } from 'puppeteer';

/** The longest delay in milliseconds; 0 delays nothing. `LAG` is the variable's former name. */
const MAX_LATENCY_MS = Number(process.env.LATENCY ?? process.env.LAG ?? 0);

export async function addLatency(page: Page): Promise<void> {
  if (MAX_LATENCY_MS > 0) await page.evaluateOnNewDocument(delayMessages, MAX_LATENCY_MS);
}

/** Runs in the page. Messages of one port keep their order, as the platform guarantees; messages of two ports may swap. */
function delayMessages(maxDelay: number): void {
  interface DelayQueue {
    readonly pending: { dueAt: number; deliver: () => void }[];
    draining: boolean;
  }
  const queues = new WeakMap<EventTarget, DelayQueue>();
  const queueOf = (port: EventTarget) => {
    const queue = queues.get(port) ?? { pending: [], draining: false };
    queues.set(port, queue);
    return queue;
  };
  const drain = (queue: DelayQueue): void => {
    const [first] = queue.pending;
    queue.draining = first !== undefined;
    if (!first) return;
    const remaining = first.dueAt - performance.now();
    if (remaining > 0) return void setTimeout(drain, remaining, queue);
    queue.pending.shift();
    try {
      first.deliver();
    } finally {
      drain(queue);
    }
  };

  type Listener = (this: EventTarget, event: Event) => void;
  const wrappers = new WeakMap<EventTarget, Map<Listener, Listener>>();
  /** The delaying listener that replaces this one at a port. */
  const delayedListener = (port: EventTarget, listener: Listener): Listener => {
    const known = wrappers.get(port) ?? new Map<Listener, Listener>();
    wrappers.set(port, known);
    const delayed: Listener =
      known.get(listener) ??
      ((event) => {
        const queue = queueOf(port);
        const dueAt = performance.now() + Math.random() * maxDelay;
        queue.pending.push({ dueAt, deliver: () => listener.call(port, event) });
        if (!queue.draining) drain(queue);
      });
    known.set(listener, delayed);
    return delayed;
  };
  for (const name of ['addEventListener', 'removeEventListener'] as const) {
    const original = EventTarget.prototype[name];
    EventTarget.prototype[name] = function (type: string, listener: unknown, options?: never) {
      const delays = type === 'message' && (this instanceof Worker || this instanceof MessagePort);
      const registered =
        delays && typeof listener === 'function' ? delayedListener(this, listener as Listener) : listener;
      original.call(this, type, registered as Listener, options);
    };
  }
}
