// Learning a byte-pair vocabulary: merge the pair that stands side by side most often, count again, and so on.

import TinyQueue from 'tinyqueue';
import { type BytePairModel, type Merge, mergePair, splitChunks, toUtf8 } from './byte-pair.ts';

/** A pair and how often it stands side by side in the data. */
export interface PairCount {
  readonly pair: Merge;
  readonly count: number;
}

/** One merge as it was found. */
export interface MergeStep extends PairCount {
  /** The next most frequent pairs at that moment, most frequent first. */
  readonly runnersUp: readonly PairCount[];
  /** Tokens the data has after it. */
  readonly length: number;
}

export interface TrainedBytePairs extends BytePairModel {
  /** Tokens the data has before any merge: its bytes. */
  readonly bytes: number;
  readonly steps: readonly MergeStep[];
}

/** A pair met once says nothing about the language. */
const MIN_COUNT = 2;
const RUNNER_UP_COUNT = 4;

/** A stretch no merge reaches across, and how often the data has it. */
interface Chunk {
  ids: number[];
  readonly count: number;
}

/**
 * Until there are `size` tokens, or no pair is met twice. Of pairs equally frequent the one with the smaller ids comes
 * first, so that the same text always gives the same merges.
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

/** More often first; of those equally frequent, the smaller ids. */
const compareCandidates = (one: Candidate, other: Candidate) =>
  other.count - one.count || one.key - other.key;

/** How often each pair stands side by side, and in which chunks: a merge touches only those it occurs in. */
class PairTable {
  private readonly chunks: Chunk[];
  private readonly size: number;
  /** All pairs, the most frequent first, and what some of them were before: that is passed over. */
  private queue: TinyQueue<Candidate>;
  /** Pairs counted since the queue last heard of them. */
  private readonly dirtyPairs = new Set<number>();
  private readonly table = new Map<number, { count: number; places: Set<number> }>();

  constructor(chunks: Chunk[], size: number) {
    this.chunks = chunks;
    this.size = Math.max(size, 256);
    for (const place of chunks.keys()) this.countPairs(place, 1);
    this.queue = this.rebuildQueue();
  }

  /** The best and its runners-up. */
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

  /** Merges a pair wherever it stands; says how many tokens fewer the data has now. */
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
    // What has been passed over so far is no more than half of it.
    if (this.queue.length > 2 * this.table.size) this.queue = this.rebuildQueue();
    for (const key of this.dirtyPairs) {
      const entry = this.table.get(key);
      if (entry) this.queue.push({ key, count: entry.count });
    }
    this.dirtyPairs.clear();
  }

  /** Adds the pairs of one chunk, or takes them away. */
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

/** What the size of a byte-pair vocabulary can be. */
export const VOCABULARY_LIMITS = {
  vocabularySize: {
    least: 32,
    most: 5000,
    whole: true,
    why: 'the bytes of the text are part of it, and a network of this size can learn no more',
  },
} as const;

/** Taken where none is chosen. */
export const DEFAULT_VOCABULARY_SIZE = 512;
