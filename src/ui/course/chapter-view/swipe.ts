// A swipe of one finger to the left or right.

/** CSS pixels of a swipe, at least. */
const LEAST = 60;

/** @param swipe called with 1 for the next, to the left, or -1 */
export function horizontalSwipe(swipe: (by: 1 | -1) => void) {
  let from: Touch | undefined;
  return {
    start: ({ touches }: TouchEvent) => {
      from = touches.length === 1 ? touches[0] : undefined;
    },
    end: ({ changedTouches: [to] }: TouchEvent) => {
      if (!from) return;
      const [dx, dy] = [to.clientX - from.clientX, to.clientY - from.clientY];
      if (Math.abs(dx) > LEAST && Math.abs(dx) > 2 * Math.abs(dy)) swipe(dx < 0 ? 1 : -1);
    },
  };
}
