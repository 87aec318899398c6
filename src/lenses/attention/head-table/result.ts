// The scores of all heads.

import type { MeasureValue } from '../../../model/inspection/measures.ts';
import type { Interval } from '../../../shared/bootstrap.ts';
import type { AblationKind } from '../head-ablation/ablation.ts';
import type { RowKind } from '../head-data.ts';

/** One pattern, for all heads. */
export interface TablePattern {
  name: string;
  /** Queries, or pairs, that it was scored on; 0 if the data has none, and then every score is 0. */
  count: number;
  /** Score of uniform attention. */
  chance: number;
  /** What no head of a network with shuffled query and key weights exceeds, over all heads and patterns; absent without `chance`. */
  bestByChance?: number;
}

export interface PatternScore {
  score: number;
  /** 95 % of a bootstrap over rows. */
  interval: Interval;
  /** What the head attends to at the pattern's positions where its tokens are others; absent for patterns of positions. */
  positional?: number;
}

export interface HeadScores {
  layer: number;
  head: number;
  /** In the order of `patterns`. */
  patterns: PatternScore[];
  /** The pattern, by index, whose score exceeds chance and position most; absent where none does for certain, and without `chance`. */
  nearest?: number;
  /** Σ λ / Σ |λ| of its OV circuit: near 1 it copies. */
  copying: number;
  /** Mean entropy of its attention, as a share of that of uniform attention. */
  entropy: number;
  /** Change of the loss without the head, in nats a token. */
  ablation?: { change: number; interval: Interval };
}

export interface HeadTableResult {
  step: number;
  /** Rows that were read, and whether training has seen them. */
  rows: number;
  rowKind: RowKind;
  patterns: TablePattern[];
  heads: HeadScores[];
  /** Of the OV circuits: the tokens they are over, and the best of as many random heads. */
  copying: { tokens: number; bestByChance: number };
  ablation?: { kind: AblationKind; loss: number };
  /** The data set's own, if they were asked for. */
  measures: MeasureValue[];
}
