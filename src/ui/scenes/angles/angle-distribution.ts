// How often an angle occurs: between random directions, or as measured. All angles are in degrees.

export interface AngleDistribution {
  /** Standard deviation around the mean. */
  readonly deviation: number;
  /** The angle below which this share of them is. */
  at(share: number): number;
  /** The share between two angles. */
  between(from: number, to: number): number;
}

/** @param weights how many angles are in each of as many equal parts of 0° to 180° */
export function angleDistribution(weights: ArrayLike<number>): AngleDistribution {
  const width = 180 / weights.length;
  const sums = [0];
  let [mean, squares] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    const angle = (i + 0.5) * width;
    sums.push(sums[i] + weights[i]);
    mean += weights[i] * angle;
    squares += weights[i] * angle ** 2;
  }
  const total = sums[weights.length] || 1;
  const below = (angle: number) => {
    const at = Math.min(weights.length, Math.max(0, angle / width));
    const i = Math.min(weights.length - 1, Math.floor(at));
    return (sums[i] + (at - i) * weights[i]) / total;
  };
  return {
    deviation: Math.sqrt(Math.max(0, squares / total - (mean / total) ** 2)),
    at(share) {
      const i = Math.max(0, sums.findIndex((sum) => sum >= share * total) - 1);
      return width * (i + (weights[i] > 0 ? (share * total - sums[i]) / weights[i] : 0));
    },
    between: (from, to) => below(to) - below(from),
  };
}

const PARTS = 1440;

/** Of two random directions: its density is proportional to sin^(d − 2) of the angle. */
export const randomAngles = (d: number): AngleDistribution =>
  angleDistribution(
    Array.from({ length: PARTS }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / PARTS) ** (d - 2)),
  );

/**
 * So many directions fit in d dimensions with all angles between 85° and 95°: drawn at random, fewer than one pair of them is expected
 * to deviate more, since a cosine exceeds c with a probability of at most exp(−d c² ÷ 2).
 */
export const directionsThatFit = (d: number): number =>
  Math.max(d, Math.floor(Math.exp((d * Math.cos((85 * Math.PI) / 180) ** 2) / 4)));
