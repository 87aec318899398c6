// Which seconds of a video were played, as ranges.

/** From and to, in whole seconds of the video. */
export type PlayedRange = readonly [from: number, to: number];

/** The ranges with one more, sorted; ranges that overlap or touch become one. */
export function withRange(ranges: readonly PlayedRange[], [from, to]: PlayedRange): PlayedRange[] {
  const apart = ranges.filter(([start, end]) => end < from || start > to);
  const joined = ranges.filter(([start, end]) => end >= from && start <= to);
  const merged: PlayedRange = [
    Math.min(from, ...joined.map(([start]) => start)),
    Math.max(to, ...joined.map(([, end]) => end)),
  ];
  return [...apart, merged].sort(([a], [b]) => a - b);
}

/** Seconds played between two times, each counted once. */
export const playedSeconds = (
  ranges: readonly PlayedRange[],
  from = 0,
  to = Number.POSITIVE_INFINITY,
): number =>
  ranges.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);
