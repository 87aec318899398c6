// The loss curve of a run in bounded memory: when it is full, neighbouring points are merged in pairs.

/** The metrics of one training step. */
export interface StepPoint {
  /** From 0. */
  step: number;
  /** Training loss before the update. */
  loss: number;
  /** Global norm before clipping. */
  gradientNorm: number;
  learningRate: number;
}

/** Points in order of steps. Immutable. */
export interface Series {
  /** Steps per complete point: 1, then 2, 4, 8 … */
  readonly stride: number;
  readonly points: readonly SeriesPoint[];
}

/** The means of `count` steps, up to and including `step`. */
export interface SeriesPoint extends StepPoint {
  readonly count: number;
}

/** More points than a chart has pixels across. */
const MAX_POINTS = 2048;

export const EMPTY_SERIES: Series = { stride: 1, points: [] };

/** A copy of the series with more steps. */
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

/** The series after `step` steps. */
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
 * Exponential moving average of the losses with a time constant of `span` steps, bias-corrected: the first value is the first
 * loss.
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
