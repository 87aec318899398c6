// Generation with a key–value cache: each token costs one position, whatever the length of the text before it.

import type { Executor, Program, Storage } from '../../kernels/backends/executor.ts';
import { invariant } from '../../kernels/errors.ts';
import type { Tensor } from '../../kernels/graph/graph.ts';
import { plan } from '../../kernels/graph/plan.ts';
import { checkPastLengths } from '../../kernels/ops/cached-attention/cached-attention.ts';
import { checkIds } from '../../kernels/ops/embedding/embedding.ts';
import {
  type CachedTransformer,
  cachedTransformer,
  cacheNames,
  cacheWords,
} from '../architecture/cached-transformer.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { lastTokensInContext } from '../architecture/context-window.ts';
import { allocateAngles } from '../architecture/parts/positions.ts';
import type { Weights } from '../architecture/weights.ts';

/** Prompt tokens per prefill run; the causal mask hides the padding of the last run. */
const PREFILL_CHUNK = 16;
/** Positions of the smallest cache, where the context has as many. A text that outgrows its cache gets one of twice as many. */
const LEAST_CACHE = 1024;
/** Compiled batch sizes, evicted by least recent use: one for text generation, one for the completion of prompts. */
const MAX_SESSIONS = 2;

/**
 * Next-token logits for B sequences in parallel. Positions count from the first token: once a sequence exceeds the
 * context, its first token is dropped, all positions shift and the cache is recomputed. From there on a token costs the same
 * as without a cache. The logits are the same with and without a cache.
 *
 * The weights must not change between `prefill` and the last `append` after it, and calls must not overlap.
 */
export class Decoder {
  private readonly executor: Executor;
  private readonly config: ModelConfig;
  private readonly weights: Weights;
  private readonly sessions = new Map<number, DecodeSession>();
  private angles: Storage | undefined;
  private rows: number[][] = [];

  constructor(executor: Executor, config: ModelConfig, weights: Weights) {
    this.executor = executor;
    this.config = config;
    this.weights = weights;
  }

  /** Starts B new sequences of at least one token; resolves with the logits (V) after each. */
  async prefill(rows: readonly (readonly number[])[]): Promise<Float32Array[]> {
    invariant(rows.length > 0 && rows.every(({ length }) => length > 0), 'decoder', 'a sequence is empty');
    for (const row of rows) checkIds(row, this.config.V);
    this.rows = rows.map((row) => [...lastTokensInContext(row, this.config)]);
    const session = await this.acquireSession(this.rows.length, longestOf(this.rows));
    session.prefill(this.rows);
    return session.decode(this.rows);
  }

  /** Appends one token to each sequence; resolves with the logits (V) after each. */
  async append(ids: readonly number[]): Promise<Float32Array[]> {
    const { rows, config } = this;
    invariant(ids.length === rows.length, 'decoder', `got ${ids.length} tokens for ${rows.length} sequences`);
    checkIds(ids, config.V);
    rows.forEach((row, b) => {
      row.push(ids[b]);
    });
    const longest = longestOf(rows);
    const known = this.sessions.get(rows.length);
    if (!known || longest > known.length) return this.prefill(rows);
    return (await this.acquireSession(rows.length, longest)).decode(rows);
  }

  dispose(): void {
    for (const session of this.sessions.values()) session.dispose();
    this.sessions.clear();
    this.angles?.dispose();
    this.angles = undefined;
  }

  /** The session of B sequences, or one with a larger cache if theirs is shorter than `length`. */
  private async acquireSession(B: number, length: number): Promise<DecodeSession> {
    const { executor, config, weights } = this;
    this.angles ??= allocateAngles(executor, config);
    let session = this.sessions.get(B);
    this.sessions.delete(B);
    if (!session || session.length < length) {
      session?.dispose();
      const positions = cacheLength(length, config.T);
      session = await DecodeSession.create(executor, config, weights, { B, positions, angles: this.angles });
    }
    this.sessions.set(B, session);
    for (const [oldest, evicted] of this.sessions) {
      if (this.sessions.size <= MAX_SESSIONS) break;
      this.sessions.delete(oldest);
      evicted.dispose();
    }
    return session;
  }
}

const longestOf = (rows: readonly (readonly number[])[]) => Math.max(...rows.map(({ length }) => length));

function cacheLength(length: number, T: number): number {
  let positions = LEAST_CACHE;
  while (positions < length) positions *= 2;
  return Math.min(positions, T);
}

/** The cache of B sequences and its two programs: prefill in chunks, decode token by token. */
class DecodeSession {
  /** Tokens of the longest text that the cache holds. */
  readonly length: number;
  private readonly config: ModelConfig;
  private readonly cache: readonly Storage[];
  private readonly prefillProgram: CompiledDecoder;
  private readonly decodeProgram: CompiledDecoder;

  private constructor(
    config: ModelConfig,
    length: number,
    cache: readonly Storage[],
    prefillProgram: CompiledDecoder,
    decodeProgram: CompiledDecoder,
  ) {
    this.config = config;
    this.length = length;
    this.cache = cache;
    this.prefillProgram = prefillProgram;
    this.decodeProgram = decodeProgram;
  }

  static async create(
    executor: Executor,
    config: ModelConfig,
    weights: Weights,
    { B, positions, angles }: { B: number; positions: number; angles: Storage | undefined },
  ): Promise<DecodeSession> {
    // The last prefill chunk may extend beyond the longest text.
    const S = Math.ceil(positions / PREFILL_CHUNK) * PREFILL_CHUNK;
    const cache = cacheNames(config).map((name) => executor.allocate(name, cacheWords({ B, S }, config)));
    const storages = [...cache, ...(angles ? [angles] : [])];
    const shared = Object.fromEntries(storages.map((storage) => [storage.label, storage]));
    const compile = async (T: number, withLogits: boolean): Promise<CompiledDecoder> => {
      const model = cachedTransformer(config, { B, T, S, withLogits, shards: weights.shards });
      const executionPlan = plan({ graph: model.graph, layout: weights.layout });
      const program = await executor.compile(executionPlan, { ...shared, ...weights.storages });
      const [tokens, positions, past] = [B * T, B * T, B].map((length) => new Int32Array(length));
      return { model, program, T, S, tokens, positions, past };
    };
    const results = await Promise.allSettled([compile(PREFILL_CHUNK, false), compile(1, true)]);
    const compiled = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = results.find((result) => result.status === 'rejected');
    if (!failed) return new DecodeSession(config, positions, cache, compiled[0], compiled[1]);
    for (const { program } of compiled) program.dispose();
    for (const storage of cache) storage.dispose();
    throw failed.reason;
  }

  /** Fills the cache with all tokens of each sequence but the last. */
  prefill(rows: readonly (readonly number[])[]): void {
    const longest = longestOf(rows);
    // Entries beyond the end of a shorter sequence are overwritten before any position attends to them.
    for (let first = 0; first < longest - 1; first += PREFILL_CHUNK)
      this.run(this.prefillProgram, rows, () => first);
  }

  /** Adds the last token of each sequence to the cache; resolves with the logits (V) after each. */
  async decode(rows: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const { V } = this.config;
    this.run(this.decodeProgram, rows, ({ length }) => length - 1);
    const logits = await this.decodeProgram.program.read(this.decodeProgram.model.logits as Tensor);
    return rows.map((_, b) => logits.subarray(b * V, (b + 1) * V));
  }

  dispose(): void {
    this.prefillProgram.program.dispose();
    this.decodeProgram.program.dispose();
    for (const storage of this.cache) storage.dispose();
  }

  /** Queues one run over the T tokens of each sequence from position `first(row)` on. */
  private run(
    { model, program, T, S, tokens, positions, past }: CompiledDecoder,
    rows: readonly (readonly number[])[],
    first: (row: readonly number[]) => number,
  ): void {
    rows.forEach((row, b) => {
      past[b] = first(row);
      for (let t = 0; t < T; t++) {
        tokens[b * T + t] = row[past[b] + t] ?? 0;
        positions[b * T + t] = Math.min(past[b] + t, this.config.T - 1);
      }
    });
    checkPastLengths(past, { T, S });
    program.write(model.tokens, tokens);
    const { learned, rotary } = model.positions;
    if (learned) program.write(learned.ids, positions);
    if (rotary) program.write(rotary.ids, positions);
    program.write(model.past, past);
    program.run();
  }
}

/** A compiled graph with buffers for its inputs. */
interface CompiledDecoder {
  readonly model: CachedTransformer;
  readonly program: Program;
  readonly T: number;
  readonly S: number;
  readonly tokens: Int32Array<ArrayBuffer>;
  readonly positions: Int32Array<ArrayBuffer>;
  readonly past: Int32Array<ArrayBuffer>;
}
