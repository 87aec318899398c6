// The SVG path of a sparkline.

/** Vertical margin, so that the stroke is not clipped. */
const MARGIN = 2;

/** An SVG path through the finite `values`, over the full box; empty for fewer than two. */
export function sparklinePath(values: readonly number[], width: number, height: number): string {
  const shown = downsample(values.filter(Number.isFinite), Math.floor(width));
  if (shown.length < 2) return '';
  const least = Math.min(...shown);
  const span = Math.max(...shown) - least || 1;
  return shown
    .map((value, i) => {
      const x = (i / (shown.length - 1)) * width;
      const y = height - MARGIN - ((value - least) / span) * (height - 2 * MARGIN);
      return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}

/** At most `maxCount` values, each the mean of a bucket. */
function downsample(values: readonly number[], maxCount: number): readonly number[] {
  if (values.length <= maxCount) return values;
  return Array.from({ length: maxCount }, (_, i) => {
    const from = Math.floor((i * values.length) / maxCount);
    const until = Math.floor(((i + 1) * values.length) / maxCount);
    const bucket = values.slice(from, until);
    return bucket.reduce((sum, value) => sum + value, 0) / bucket.length;
  });
}
