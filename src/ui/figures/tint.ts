// Backgrounds of table cells whose depth is a number.

/**
 * Of a share of -1 to 1, in the colour of its sign.
 *
 * @param deepest percentage of the colour for a whole
 */
export const tint = (share: number, deepest = 30): string =>
  Number.isFinite(share)
    ? `color-mix(in srgb, var(${share < 0 ? '--negative' : '--positive'}) ${Math.round(deepest * Math.min(1, Math.abs(share)))}%, transparent)`
    : 'none';
