// The losses of a run, in bounded memory: when the columns are full, neighbouring points are merged two by two.

/** One training step, from the trainer that took it to the page's curves. */
export interface StepPoint {
  /** Counted from 0. */
  step: number;
  /** Before the update. */
  loss: number;
  /** Before clipping. */
  gradientNorm: number;
  learningRate: number;
}

/** Points in the order of their steps. Never changed in place. */
export interface Series {
  /** How many steps a full point stands for: 1, then 2, 4, 8 … */
  readonly stride: number;
  readonly points: readonly SeriesPoint[];
}

/** The means of `count` steps, up to and including `step`. */
export interface SeriesPoint extends StepPoint {
  readonly count: number;
}

/** More than any chart here has pixels across. */
const MAX_POINTS = 2048;

export const EMPTY_SERIES: Series = { stride: 1, points: [] };

/** The series with more steps at its end. */
export function appendSteps(series: Series, added: readonly StepPoint[], max = MAX_POINTS): Series {
  let { stride } = series;
  let points = [...series.points];
  for (const point of added) {
    const last = points.at(-1);
    if (last && last.count < stride) points[points.length - 1] = merge(last, { ...point, count: 1 });
    else points.push({ ...point, count: 1 });
    if (points.length > max) {
      points = halve(points);
      stride *= 2;
    }
  }
  return { stride, points };
}

/** The series as it was when `step` steps were done. */
export function seriesUntil({ stride, points }: Series, step: number): Series {
  return { stride, points: points.filter((point) => point.step < step) };
}

function halve(points: readonly SeriesPoint[]): SeriesPoint[] {
  const halved: SeriesPoint[] = [];
  for (let i = 0; i < points.length; i += 2) {
    halved.push(i + 1 < points.length ? merge(points[i], points[i + 1]) : points[i]);
  }
  return halved;
}

function merge(a: SeriesPoint, b: SeriesPoint): SeriesPoint {
  const count = a.count + b.count;
  const mean = (x: number, y: number) => (x * a.count + y * b.count) / count;
  return {
    step: b.step,
    count,
    loss: mean(a.loss, b.loss),
    gradientNorm: mean(a.gradientNorm, b.gradientNorm),
    learningRate: mean(a.learningRate, b.learningRate),
  };
}

/**
 * Running mean of the losses that forgets over about `span` steps, so that the trend shows through the noise of single
 * batches. Starts unbiased: the first value is the first loss.
 */
export function smoothLosses({ points }: Series, span: number): number[] {
  let weighted = 0;
  let weight = 0;
  return points.map(({ loss, count }) => {
    const decay = Math.exp(-count / span);
    weighted = decay * weighted + (1 - decay) * loss;
    weight = decay * weight + (1 - decay);
    return weighted / weight;
  });
}
