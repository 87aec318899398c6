// How much of each head's attention lies on the keys of a pattern, beside what uniform attention and position alone would have.

import type { AttentionRow } from '../../../model/inspection/attention-rows.ts';
import type { Interval, Ratio } from '../../../shared/bootstrap.ts';
import { bootstrapInterval, ratioOfSums } from '../../../shared/bootstrap.ts';
import { sum } from '../../../shared/numbers.ts';
import type { PatternScore, TablePattern } from './result.ts';

interface Place {
  readonly query: number;
  readonly key: number;
}

/** Attention is summed over the places and divided by `count`. */
export interface Places {
  readonly places: readonly Place[];
  readonly count: number;
}

export interface Pattern {
  readonly name: string;
  readonly placesOf: (row: number) => Places;
  /** Keys that a head would attend to if it knew positions alone; absent for patterns of positions. */
  readonly positionalOf?: (row: number) => Places;
}

/** One pattern, and the scores of all heads, counted over all layers. */
export interface PatternScores extends Omit<TablePattern, 'bestByChance'> {
  readonly heads: readonly PatternScore[];
}

export class PatternTally {
  private readonly pattern: Pattern;
  private readonly headCount: number;
  /** [row][head]. */
  private readonly sums: Float64Array[] = [];
  private readonly counts: number[] = [];
  private chance = 0;
  private readonly positional: { readonly sums: Float64Array; count: number };

  constructor(pattern: Pattern, headCount: number) {
    this.pattern = pattern;
    this.headCount = headCount;
    this.positional = { sums: new Float64Array(headCount), count: 0 };
  }

  add({ index, weight }: AttentionRow): void {
    const { pattern, headCount, positional } = this;
    const { places, count } = pattern.placesOf(index);
    const sums = new Float64Array(headCount);
    for (const { query, key } of places) {
      this.chance += 1 / (query + 1);
      for (let head = 0; head < headCount; head++) sums[head] += weight(head, query, key);
    }
    this.sums.push(sums);
    this.counts.push(count);
    const elsewhere = pattern.positionalOf?.(index);
    if (!elsewhere) return;
    positional.count += elsewhere.count;
    for (const { query, key } of elsewhere.places)
      for (let head = 0; head < headCount; head++) positional.sums[head] += weight(head, query, key);
  }

  private get count(): number {
    return sum(this.counts);
  }

  /** By head, without intervals. */
  means(): number[] {
    const { count } = this;
    return Array.from({ length: this.headCount }, (_, head) =>
      count === 0 ? 0 : sum(this.sums.map((ofRow) => ofRow[head])) / count,
    );
  }

  scores(seed: number): PatternScores {
    const { headCount, positional, count } = this;
    const heads = Array.from({ length: headCount }, (_, head) => {
      const rows = this.sums.map(
        (sums, row): Ratio => ({ numerator: sums[head], denominator: this.counts[row] }),
      );
      return {
        score: count === 0 ? 0 : ratioOfSums(rows),
        interval: count === 0 ? ([0, 0] as Interval) : bootstrapInterval(rows, seed),
        ...(positional.count > 0 && { positional: positional.sums[head] / positional.count }),
      };
    });
    const { name } = this.pattern;
    return { name, count, chance: count === 0 ? 0 : this.chance / count, heads };
  }
}

/** Entropy of each head's attention, as a share of that of uniform attention. */
export class EntropyTally {
  private readonly sums: Float64Array;
  private queries = 0;

  constructor(headCount: number) {
    this.sums = new Float64Array(headCount);
  }

  add({ tokens, weight }: AttentionRow): void {
    for (let query = 1; query < tokens.length; query++) {
      this.queries++;
      const most = Math.log(query + 1);
      for (let head = 0; head < this.sums.length; head++) {
        let entropy = 0;
        for (let key = 0; key <= query; key++) {
          const p = weight(head, query, key);
          if (p > 0) entropy -= p * Math.log(p);
        }
        this.sums[head] += entropy / most;
      }
    }
  }

  /** By head; 1 for uniform attention, 0 for a single key. */
  get shares(): number[] {
    return Array.from(this.sums, (sum) => (this.queries === 0 ? 0 : sum / this.queries));
  }
}
