// `LAG=300 npx vitest run --project e2e`: whatever a worker says reaches the page up to so many milliseconds late, at each port
// on its own. A test that reads what is only about to be there passes on a quick machine and fails here.
import type { Page } from 'puppeteer';

/** Milliseconds at most; without the variable nothing is held up. */
const MAX_LATENCY_MS = Number(process.env.LAG ?? 0);

export async function addLatency(page: Page): Promise<void> {
  if (MAX_LATENCY_MS > 0) await page.evaluateOnNewDocument(delayMessages, MAX_LATENCY_MS);
}

/** In the page: messages of one port keep their order, as the platform promises; those of several do not. */
function delayMessages(most: number): void {
  interface DelayQueue {
    readonly waiting: { at: number; deliver: () => void }[];
    moving: boolean;
  }
  const lines = new WeakMap<EventTarget, DelayQueue>();
  const lineOf = (port: EventTarget) => {
    const line = lines.get(port) ?? { waiting: [], moving: false };
    lines.set(port, line);
    return line;
  };
  const move = (line: DelayQueue): void => {
    const [first] = line.waiting;
    line.moving = first !== undefined;
    if (!first) return;
    const left = first.at - performance.now();
    if (left > 0) return void setTimeout(move, left, line);
    line.waiting.shift();
    try {
      first.deliver();
    } finally {
      move(line);
    }
  };

  type Listener = (this: EventTarget, event: Event) => void;
  const late = new WeakMap<EventTarget, Map<Listener, Listener>>();
  /** The listener that takes this one's place at a port. */
  const lateOf = (port: EventTarget, listener: Listener): Listener => {
    const known = late.get(port) ?? new Map<Listener, Listener>();
    late.set(port, known);
    const delayed: Listener =
      known.get(listener) ??
      ((event) => {
        const line = lineOf(port);
        const at = performance.now() + Math.random() * most;
        line.waiting.push({ at, deliver: () => listener.call(port, event) });
        if (!line.moving) move(line);
      });
    known.set(listener, delayed);
    return delayed;
  };
  for (const name of ['addEventListener', 'removeEventListener'] as const) {
    const original = EventTarget.prototype[name];
    EventTarget.prototype[name] = function (type: string, listener: unknown, options?: never) {
      const hears = type === 'message' && (this instanceof Worker || this instanceof MessagePort);
      const heard = hears && typeof listener === 'function' ? lateOf(this, listener as Listener) : listener;
      original.call(this, type, heard as Listener, options);
    };
  }
}
