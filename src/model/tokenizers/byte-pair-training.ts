// Training of a byte-pair vocabulary: repeatedly merges the most frequent pair of adjacent tokens (Sennrich et al. 2016).

import TinyQueue from 'tinyqueue';
import type { SettingLimit } from '../../shared/setting-limit.ts';
import { type BytePairModel, type Merge, mergePair, splitChunks, toUtf8 } from './byte-pair.ts';

/** A pair of adjacent tokens with its number of occurrences. */
export interface PairCount {
  readonly pair: Merge;
  readonly count: number;
}

/** One merge of the training. */
export interface MergeStep extends PairCount {
  /** The next most frequent pairs at this step, in descending order. */
  readonly runnersUp: readonly PairCount[];
  /** Number of tokens in the text after the merge. */
  readonly length: number;
}

export interface TrainedBytePairs extends BytePairModel {
  /** Number of tokens in the text before any merge: its bytes. */
  readonly bytes: number;
  readonly steps: readonly MergeStep[];
}

/** Rarer pairs are not merged. */
const MIN_COUNT = 2;
const RUNNER_UP_COUNT = 4;

/** A chunk of text, which merges do not cross, with its number of occurrences. */
interface Chunk {
  ids: number[];
  readonly count: number;
}

/**
 * Trains until the vocabulary has `size` tokens or no pair occurs twice. Ties go to the pair with the smaller ids, so that the
 * merges depend on the text alone.
 */
export function trainBytePairs(text: string, size: number): TrainedBytePairs {
  const counts = new Map<string, number>();
  for (const chunk of splitChunks(text)) counts.set(chunk, (counts.get(chunk) ?? 0) + 1);
  const usedBytes = new Set<number>();
  for (const chunk of counts.keys()) for (const byte of toUtf8(chunk)) usedBytes.add(byte);
  const alphabet = [...usedBytes].sort((a, b) => a - b);
  const idOf = new Map(alphabet.map((byte, id) => [byte, id]));
  const chunks = Array.from(counts, ([chunk, count]): Chunk => {
    const ids = Array.from(toUtf8(chunk), (byte) => idOf.get(byte) as number);
    return { ids, count };
  });
  const bytes = chunks.reduce((sum, { ids, count }) => sum + ids.length * count, 0);
  return { alphabet, bytes, ...merge(chunks, { size, first: alphabet.length, length: bytes }) };
}

function merge(chunks: Chunk[], { size, first, length }: { size: number; first: number; length: number }) {
  const pairs = new PairTable(chunks, size);
  const steps: MergeStep[] = [];
  for (let merged = first; merged < size; merged++) {
    const [best, ...runnersUp] = pairs.mostFrequent();
    if (!best || best.count < MIN_COUNT) break;
    length -= pairs.merge(best.pair, merged);
    steps.push({ ...best, runnersUp, length });
  }
  return { merges: steps.map(({ pair }) => pair), steps };
}

interface Candidate {
  readonly key: number;
  readonly count: number;
}

/** Descending by count, then ascending by ids. */
const compareCandidates = (one: Candidate, other: Candidate) =>
  other.count - one.count || one.key - other.key;

/** Counts of all pairs with the chunks they occur in, so that a merge updates only those chunks. */
class PairTable {
  private readonly chunks: Chunk[];
  private readonly size: number;
  /** All pairs by count. Also contains stale entries with former counts, which `mostFrequent` skips. */
  private queue: TinyQueue<Candidate>;
  /** Pairs whose count changed since the last update of the queue. */
  private readonly dirtyPairs = new Set<number>();
  private readonly table = new Map<number, { count: number; places: Set<number> }>();

  constructor(chunks: Chunk[], size: number) {
    this.chunks = chunks;
    this.size = Math.max(size, 256);
    for (const place of chunks.keys()) this.countPairs(place, 1);
    this.queue = this.rebuildQueue();
  }

  /** The most frequent pair and its runners-up. */
  mostFrequent(): PairCount[] {
    const best: Candidate[] = [];
    while (best.length <= RUNNER_UP_COUNT) {
      const next = this.queue.pop();
      if (!next) break;
      const stale = this.table.get(next.key)?.count !== next.count;
      if (!stale && best.at(-1)?.key !== next.key) best.push(next);
    }
    for (const candidate of best) this.queue.push(candidate);
    return best.map(({ key, count }) => ({
      pair: [Math.floor(key / this.size), key % this.size],
      count,
    }));
  }

  /** Merges all occurrences of a pair; returns by how many tokens the text shrinks. */
  merge(pair: Merge, merged: number): number {
    let removedTokens = 0;
    const entry = this.table.get(pair[0] * this.size + pair[1]);
    for (const place of [...(entry?.places ?? [])]) {
      const chunk = this.chunks[place];
      this.countPairs(place, -1);
      const ids = mergePair(chunk.ids, pair, merged);
      removedTokens += (chunk.ids.length - ids.length) * chunk.count;
      chunk.ids = ids;
      this.countPairs(place, 1);
    }
    this.updateQueue();
    return removedTokens;
  }

  private rebuildQueue(): TinyQueue<Candidate> {
    this.dirtyPairs.clear();
    const pairs = Array.from(this.table, ([key, { count }]) => ({ key, count }));
    return new TinyQueue(pairs, compareCandidates);
  }

  private updateQueue(): void {
    // Bounds stale entries to half of the queue.
    if (this.queue.length > 2 * this.table.size) this.queue = this.rebuildQueue();
    for (const key of this.dirtyPairs) {
      const entry = this.table.get(key);
      if (entry) this.queue.push({ key, count: entry.count });
    }
    this.dirtyPairs.clear();
  }

  /** Adds or subtracts the pairs of one chunk. */
  private countPairs(place: number, sign: 1 | -1): void {
    const { ids, count } = this.chunks[place];
    for (let i = 1; i < ids.length; i++) {
      const key = ids[i - 1] * this.size + ids[i];
      const entry = this.table.get(key) ?? { count: 0, places: new Set() };
      entry.count += sign * count;
      this.dirtyPairs.add(key);
      if (sign > 0) entry.places.add(place);
      else entry.places.delete(place);
      if (entry.count > 0) this.table.set(key, entry);
      else this.table.delete(key);
    }
  }
}

/** Range of the size of a byte-pair vocabulary. */
export const VOCABULARY_LIMITS = {
  vocabularySize: {
    min: 32,
    max: 5000,
    isInteger: true,
    reason: 'it contains the bytes of the text, and small networks cannot learn more tokens',
  },
} as const satisfies Record<string, SettingLimit>;

export const DEFAULT_VOCABULARY_SIZE = 512;
