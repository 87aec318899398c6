// Training of a byte-pair vocabulary: repeatedly merges the most frequent pair of adjacent tokens (Sennrich et al. 2016).

import TinyQueue from 'tinyqueue';
import { finish, type Sliced } from '../../shared/budget.ts';
import type { JobProgress } from '../../shared/job.ts';
import { type BytePairModel, chunksOf, type Merge, mergePair, toUtf8 } from './byte-pair.ts';

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
/** Chunks between two yields: a few milliseconds. */
const SLICE_CHUNKS = 4096;

/** A chunk of text, which merges do not cross, with its number of occurrences. */
interface Chunk {
  ids: number[];
  readonly count: number;
}

/** The result for one text. */
export interface TrainedText extends TrainedBytePairs {
  /** The text in the trained vocabulary. */
  readonly tokens: Int32Array<ArrayBuffer>;
}

/**
 * Trains until the vocabulary has `size` tokens or no pair occurs twice. Ties go to the pair with the smaller ids, so that the
 * merges depend on the text alone.
 */
export const trainBytePairs = (text: string, size: number): TrainedText =>
  finish(trainBytePairsInSlices(text, size));

/** As `trainBytePairs`, with pauses: megabytes of different words take a minute. */
export function* trainBytePairsInSlices(text: string, size: number): Sliced<TrainedText> {
  const counts = yield* countChunks(text);
  const { alphabet, chunks } = yield* toChunks(counts);
  const bytes = chunks.reduce((sum, { ids, count }) => sum + ids.length * count, 0);
  const merged = yield* merge(chunks, { size, first: alphabet.length, length: bytes });
  const tokens = yield* encode(text, counts, chunks);
  return { alphabet, bytes, ...merged, tokens };
}

/** Chunks with their number of occurrences, in the order of their first. */
function* countChunks(text: string): Sliced<Map<string, number>> {
  const counts = new Map<string, number>();
  let at = 0;
  let steps = 0;
  for (const chunk of chunksOf(text)) {
    counts.set(chunk, (counts.get(chunk) ?? 0) + 1);
    at += chunk.length;
    if (++steps % SLICE_CHUNKS === 0) yield { label: 'characters read', done: at, total: text.length };
  }
  return counts;
}

/** Chunks as ids of their bytes. */
function* toChunks(counts: ReadonlyMap<string, number>): Sliced<{ alphabet: number[]; chunks: Chunk[] }> {
  const usedBytes = new Set<number>();
  const label = 'different words read';
  const total = 2 * counts.size;
  let done = 0;
  for (const chunk of counts.keys()) {
    for (const byte of toUtf8(chunk)) usedBytes.add(byte);
    if (++done % SLICE_CHUNKS === 0) yield { label, done, total };
  }
  const alphabet = [...usedBytes].sort((a, b) => a - b);
  const idOf = new Map(alphabet.map((byte, id) => [byte, id]));
  const chunks: Chunk[] = [];
  for (const [chunk, count] of counts) {
    chunks.push({ ids: Array.from(toUtf8(chunk), (byte) => idOf.get(byte) as number), count });
    if (++done % SLICE_CHUNKS === 0) yield { label, done, total };
  }
  return { alphabet, chunks };
}

function* merge(chunks: Chunk[], { size, first, length }: { size: number; first: number; length: number }) {
  const pairs = new PairTable(chunks, size);
  yield* pairs.count();
  const steps: MergeStep[] = [];
  for (let merged = first; merged < size; merged++) {
    const [best, ...runnersUp] = pairs.mostFrequent();
    if (!best || best.count < MIN_COUNT) break;
    const progress = { label: 'byte pairs learned', done: merged - first, total: size - first };
    length -= yield* pairs.merge(best.pair, merged, progress);
    steps.push({ ...best, runnersUp, length });
    yield progress;
  }
  return { merges: steps.map(({ pair }) => pair), steps };
}

/** The ids of the whole text, from those of its chunks. `chunks` has the order of `counts`. */
function* encode(
  text: string,
  counts: ReadonlyMap<string, number>,
  chunks: readonly Chunk[],
): Sliced<Int32Array<ArrayBuffer>> {
  const idsOf = new Map<string, readonly number[]>();
  let place = 0;
  for (const chunk of counts.keys()) idsOf.set(chunk, chunks[place++].ids);
  const tokens = new Int32Array(chunks.reduce((sum, { ids, count }) => sum + ids.length * count, 0));
  let length = 0;
  let steps = 0;
  for (const chunk of chunksOf(text)) {
    const ids = idsOf.get(chunk) ?? [];
    tokens.set(ids, length);
    length += ids.length;
    if (++steps % SLICE_CHUNKS === 0) yield { label: 'tokens written', done: length, total: tokens.length };
  }
  return tokens;
}

interface Candidate {
  readonly key: number;
  readonly count: number;
}

/** Descending by count, then ascending by ids. */
const compareCandidates = (one: Candidate, other: Candidate) =>
  other.count - one.count || one.key - other.key;

interface PairEntry {
  count: number;
  /** Indices of all chunks with the pair, in ascending order, and of some in which merges have replaced it. */
  readonly places: number[];
}

/** Counts of all pairs with the chunks they occur in, so that a merge updates only those chunks. */
class PairTable {
  private readonly chunks: Chunk[];
  private readonly size: number;
  /** All pairs by count. Also contains stale entries with former counts, which `mostFrequent` skips. */
  private queue = new TinyQueue<Candidate>([], compareCandidates);
  /** Pairs whose count changed since the last update of the queue. */
  private readonly dirtyPairs = new Set<number>();
  private readonly table = new Map<number, PairEntry>();

  constructor(chunks: Chunk[], size: number) {
    this.chunks = chunks;
    this.size = Math.max(size, 256);
  }

  /** Fills the table. */
  *count(): Sliced<void> {
    for (const [place, { ids }] of this.chunks.entries()) {
      for (let i = 1; i < ids.length; i++) this.add(place, ids[i - 1], ids[i]);
      if (place % SLICE_CHUNKS === 0)
        yield { label: 'pairs counted', done: place, total: this.chunks.length };
    }
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
  *merge(pair: Merge, merged: number, progress: JobProgress): Sliced<number> {
    let removedTokens = 0;
    const { places = [] } = this.table.get(pair[0] * this.size + pair[1]) ?? {};
    for (const [i, place] of places.entries()) {
      removedTokens += this.mergeChunk(place, pair, merged);
      if (i % SLICE_CHUNKS === SLICE_CHUNKS - 1) yield progress;
    }
    this.updateQueue();
    return removedTokens;
  }

  /** Counts only the pairs at the merged tokens anew. */
  private mergeChunk(place: number, pair: Merge, merged: number): number {
    const chunk = this.chunks[place];
    const { ids } = chunk;
    const result = mergePair(ids, pair, merged);
    if (result.length === ids.length) return 0;
    let counted = 0;
    for (let i = 0; i + 1 < ids.length; i++) {
      if (ids[i] !== pair[0] || ids[i + 1] !== pair[1]) continue;
      const end = Math.min(i + 3, ids.length);
      for (let at = Math.max(i, counted + 1, 1); at < end; at++)
        this.subtract(chunk.count, ids[at - 1], ids[at]);
      counted = end - 1;
      i++;
    }
    for (let i = 1; i < result.length; i++) {
      if (result[i - 1] === merged || result[i] === merged) this.add(place, result[i - 1], result[i]);
    }
    chunk.ids = result;
    return (ids.length - result.length) * chunk.count;
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

  private add(place: number, first: number, second: number): void {
    const key = first * this.size + second;
    const entry = this.table.get(key) ?? { count: 0, places: [] };
    entry.count += this.chunks[place].count;
    if (entry.places.at(-1) !== place) entry.places.push(place);
    this.table.set(key, entry);
    this.dirtyPairs.add(key);
  }

  private subtract(count: number, first: number, second: number): void {
    const key = first * this.size + second;
    const entry = this.table.get(key);
    if (!entry) return;
    entry.count -= count;
    if (entry.count === 0) this.table.delete(key);
    this.dirtyPairs.add(key);
  }
}

export const DEFAULT_VOCABULARY_SIZE = 512;
