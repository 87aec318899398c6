// Writes on with a key–value cache: each token costs one row of the network, however long the text before it is.

import { invariant } from '../../kernels/errors.ts';
import type { Executor, Program, Storage } from '../../kernels/executor.ts';
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
import type { Weights } from '../architecture/weights.ts';

/** Tokens of a prompt that are read at once; those of the last run that are too many stand behind and are not seen. */
const PREFILL_CHUNK = 16;
/** Numbers of rows kept ready, the least recently used one goes first: a text being written, and prompts completed. */
const MAX_SESSIONS = 2;

/**
 * What the network says after one more token, for several texts side by side. The cache holds keys and values of positions,
 * and positions are learned: a text that outgrows the context loses its first token, all others move up by one place, and
 * the cache is made anew. From there on a token costs what it costs without a cache, and is the same token.
 *
 * The weights must not change between `read` and the last `append` after it, and calls must not overlap.
 */
export class Decoder {
  private readonly executor: Executor;
  private readonly config: ModelConfig;
  private readonly weights: Weights;
  private readonly sessions = new Map<number, DecodeSession>();
  private rows: number[][] = [];

  constructor(executor: Executor, config: ModelConfig, weights: Weights) {
    this.executor = executor;
    this.config = config;
    this.weights = weights;
  }

  /** Starts with these texts, at least one token each; logits (V) after the last token of each. */
  async prefill(rows: readonly (readonly number[])[]): Promise<Float32Array[]> {
    invariant(rows.length > 0 && rows.every(({ length }) => length > 0), 'decoder', 'a text has no tokens');
    for (const row of rows) checkIds(row, this.config.V);
    const session = await this.acquireSession(rows.length);
    this.rows = rows.map((row) => [...lastTokensInContext(row, this.config)]);
    session.prefill(this.rows);
    return session.decode(this.rows);
  }

  /** One more token for each text; logits (V) after it. */
  async append(ids: readonly number[]): Promise<Float32Array[]> {
    const { rows, config } = this;
    invariant(
      ids.length === rows.length,
      'decoder',
      `${ids.length} tokens are given for ${rows.length} texts`,
    );
    checkIds(ids, config.V);
    rows.forEach((row, b) => {
      row.push(ids[b]);
    });
    if (rows.some(({ length }) => length > config.T)) return this.prefill(rows);
    return (await this.acquireSession(rows.length)).decode(rows);
  }

  dispose(): void {
    for (const desk of this.sessions.values()) desk.dispose();
    this.sessions.clear();
  }

  private async acquireSession(B: number): Promise<DecodeSession> {
    const session =
      this.sessions.get(B) ?? (await DecodeSession.create(this.executor, this.config, this.weights, B));
    this.sessions.delete(B);
    this.sessions.set(B, session);
    for (const [oldest, evicted] of this.sessions) {
      if (this.sessions.size <= MAX_SESSIONS) break;
      this.sessions.delete(oldest);
      evicted.dispose();
    }
    return session;
  }
}

/** The cache of B texts, and the two programs that fill it: one reads a prompt in chunks, one writes token by token. */
class DecodeSession {
  private readonly config: ModelConfig;
  private readonly cache: readonly Storage[];
  private readonly prefillProgram: CompiledDecoder;
  private readonly decodeProgram: CompiledDecoder;

  private constructor(
    config: ModelConfig,
    cache: readonly Storage[],
    reader: CompiledDecoder,
    writer: CompiledDecoder,
  ) {
    this.config = config;
    this.cache = cache;
    this.prefillProgram = reader;
    this.decodeProgram = writer;
  }

  static async create(
    executor: Executor,
    config: ModelConfig,
    weights: Weights,
    B: number,
  ): Promise<DecodeSession> {
    // The last chunk of a prompt may reach past the context.
    const S = Math.ceil(config.T / PREFILL_CHUNK) * PREFILL_CHUNK;
    const cache = cacheNames(config).map((name) => executor.allocate(name, cacheWords({ B, S }, config)));
    const shared = Object.fromEntries(cache.map((storage) => [storage.label, storage]));
    const compile = async (T: number, withLogits: boolean): Promise<CompiledDecoder> => {
      const model = cachedTransformer(config, { B, T, S, withLogits, shards: weights.shards });
      const executionPlan = plan({ graph: model.graph, layout: weights.layout });
      const program = await executor.compile(executionPlan, { ...shared, ...weights.storages });
      const [tokens, positions, past] = [B * T, B * T, B].map((length) => new Int32Array(length));
      return { model, program, T, S, tokens, positions, past };
    };
    const results = await Promise.allSettled([compile(PREFILL_CHUNK, false), compile(1, true)]);
    const compiled = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = results.find((one) => one.status === 'rejected');
    if (!failed) return new DecodeSession(config, cache, compiled[0], compiled[1]);
    for (const { program } of compiled) program.dispose();
    for (const storage of cache) storage.dispose();
    throw failed.reason;
  }

  /** Fills the cache with all of each text but its last token. */
  prefill(texts: readonly (readonly number[])[]): void {
    const longest = Math.max(...texts.map(({ length }) => length));
    // What a chunk writes behind the end of a shorter text is overwritten before any position gets to see it.
    for (let first = 0; first < longest - 1; first += PREFILL_CHUNK)
      this.run(this.prefillProgram, texts, () => first);
  }

  /** Adds the last token of each text to the cache; logits (V) after it. */
  async decode(texts: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const { V } = this.config;
    this.run(this.decodeProgram, texts, ({ length }) => length - 1);
    const logits = await this.decodeProgram.program.read(this.decodeProgram.model.logits as Tensor);
    return texts.map((_, b) => logits.subarray(b * V, (b + 1) * V));
  }

  dispose(): void {
    this.prefillProgram.program.dispose();
    this.decodeProgram.program.dispose();
    for (const storage of this.cache) storage.dispose();
  }

  /** Queues one run over the T tokens of each text that begin at `first`. */
  private run(
    { model, program, T, S, tokens, positions, past }: CompiledDecoder,
    texts: readonly (readonly number[])[],
    first: (text: readonly number[]) => number,
  ): void {
    texts.forEach((text, b) => {
      past[b] = first(text);
      for (let t = 0; t < T; t++) {
        tokens[b * T + t] = text[past[b] + t] ?? 0;
        positions[b * T + t] = Math.min(past[b] + t, this.config.T - 1);
      }
    });
    checkPastLengths(past, { T, S });
    program.write(model.tokens, tokens);
    program.write(model.positions, positions);
    program.write(model.past, past);
    program.run();
  }
}

/** A recording made ready, with the ids it is given before each run. */
interface CompiledDecoder {
  readonly model: CachedTransformer;
  readonly program: Program;
  readonly T: number;
  readonly S: number;
  readonly tokens: Int32Array<ArrayBuffer>;
  readonly positions: Int32Array<ArrayBuffer>;
  readonly past: Int32Array<ArrayBuffer>;
}
