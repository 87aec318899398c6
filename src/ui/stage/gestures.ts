// Pointer gestures on the canvas: drag to pan, wheel and pinch to zoom, click and double click.

export interface GestureHandlers {
  pan(dx: number, dy: number): void;
  zoom(factor: number, at: { x: number; y: number }): void;
  click(at: { x: number; y: number }): void;
  doubleClick(at: { x: number; y: number }): void;
  hover(at: { x: number; y: number } | undefined): void;
  /** A press that neither pans nor selects: `start` says whether it is one. */
  readonly stroke?: {
    start(at: { x: number; y: number }): boolean;
    extend(points: readonly { x: number; y: number }[]): void;
    end(isCancelled: boolean): void;
  };
}

/** CSS pixels that a click may move. */
const CLICK_SLACK = 5;
/** Wheel units that double the scale. */
const WHEEL_UNITS = 400;
/** CSS pixels of a wheel that counts lines. */
const LINE = 16;

/** @returns a function that removes the listeners */
export function listenToGestures(canvas: HTMLElement, handlers: GestureHandlers): () => void {
  const pointers = new Map<number, { x: number; y: number }>();
  let moved = 0;
  let stroke: number | undefined;
  const at = (event: MouseEvent) => ({ x: event.offsetX, y: event.offsetY });
  const endStroke = (isCancelled: boolean) => {
    stroke = undefined;
    handlers.stroke?.end(isCancelled);
  };
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return { distance: Math.hypot(a.x - b.x, a.y - b.y), middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
  };
  const listeners: { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void } = {
    pointerdown(event) {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      if (pointers.size === 0 && handlers.stroke?.start(at(event))) {
        event.preventDefault();
        canvas.focus({ focusVisible: false });
        stroke = event.pointerId;
        return;
      }
      if (pointers.size === 0) moved = 0;
      pointers.set(event.pointerId, at(event));
    },
    pointermove(event) {
      if (event.pointerId === stroke) return handlers.stroke?.extend(pointsOf(event, canvas));
      const previous = pointers.get(event.pointerId);
      if (!previous) return handlers.hover(at(event));
      const before = pointers.size === 2 ? spread() : undefined;
      const position = at(event);
      pointers.set(event.pointerId, position);
      moved += Math.abs(position.x - previous.x) + Math.abs(position.y - previous.y);
      if (before) {
        const after = spread();
        handlers.zoom(after.distance / Math.max(1, before.distance), after.middle);
        handlers.pan(after.middle.x - before.middle.x, after.middle.y - before.middle.y);
      } else if (moved > CLICK_SLACK) handlers.pan(position.x - previous.x, position.y - previous.y);
    },
    pointerup(event) {
      if (event.pointerId === stroke) return endStroke(false);
      if (!pointers.delete(event.pointerId)) return;
      if (pointers.size === 0 && moved <= CLICK_SLACK && event.detail < 2) handlers.click(at(event));
    },
    pointercancel(event) {
      if (event.pointerId === stroke) endStroke(true);
      pointers.delete(event.pointerId);
    },
    pointerleave: () => handlers.hover(undefined),
    dblclick: (event) => handlers.doubleClick(at(event)),
    wheel(event) {
      event.preventDefault();
      const units = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE : event.deltaY;
      handlers.zoom(2 ** (-units / WHEEL_UNITS), at(event));
    },
  };
  for (const [name, listener] of Object.entries(listeners))
    canvas.addEventListener(name, listener as (event: Event) => void, { passive: false });
  return () => {
    for (const [name, listener] of Object.entries(listeners))
      canvas.removeEventListener(name, listener as (event: Event) => void);
  };
}

/** A fast stroke has several points between two frames. */
function pointsOf(event: PointerEvent, canvas: HTMLElement): { x: number; y: number }[] {
  const { left, top } = canvas.getBoundingClientRect();
  const coalesced = event.getCoalescedEvents?.() ?? [];
  return (coalesced.length > 0 ? coalesced : [event]).map(({ clientX, clientY }) => ({
    x: clientX - left,
    y: clientY - top,
  }));
}
