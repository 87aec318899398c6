// Writes on with a key–value cache: each token costs one row of the network, however long the text before it is.

import { checkPast } from '../kernels/cached-attention/cached-attention.ts';
import { checkIds } from '../kernels/embedding/embedding.ts';
import { invariant } from '../kernels/errors.ts';
import type { Executor, Program, Storage } from '../kernels/executor.ts';
import type { Tensor } from '../kernels/graph/graph.ts';
import { plan } from '../kernels/graph/plan.ts';
import { type CachedTransformer, cachedTransformer, cacheNames, cacheWords } from './cached-transformer.ts';
import type { ModelConfig } from './config.ts';
import { visibleTokens } from './context.ts';
import type { Weights } from './weights.ts';

/** Tokens of a prompt that are read at once; those of the last run that are too many stand behind and are not seen. */
const CHUNK = 16;
/** Numbers of rows kept ready, the least recently used one goes first: a text being written, and prompts completed. */
const DESKS_KEPT = 2;

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
  private readonly desks = new Map<number, Desk>();
  private rows: number[][] = [];

  constructor(executor: Executor, config: ModelConfig, weights: Weights) {
    this.executor = executor;
    this.config = config;
    this.weights = weights;
  }

  /** Starts with these texts, at least one token each; logits (V) after the last token of each. */
  async read(rows: readonly (readonly number[])[]): Promise<Float32Array[]> {
    invariant(rows.length > 0 && rows.every(({ length }) => length > 0), 'decoder', 'a text has no tokens');
    for (const row of rows) checkIds(row, this.config.V);
    const desk = await this.desk(rows.length);
    this.rows = rows.map((row) => [...visibleTokens(row, this.config)]);
    desk.read(this.rows);
    return desk.next(this.rows);
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
    if (rows.some(({ length }) => length > config.T)) return this.read(rows);
    return (await this.desk(rows.length)).next(rows);
  }

  dispose(): void {
    for (const desk of this.desks.values()) desk.dispose();
    this.desks.clear();
  }

  private async desk(B: number): Promise<Desk> {
    const desk = this.desks.get(B) ?? (await Desk.create(this.executor, this.config, this.weights, B));
    this.desks.delete(B);
    this.desks.set(B, desk);
    for (const [oldest, dropped] of this.desks) {
      if (this.desks.size <= DESKS_KEPT) break;
      this.desks.delete(oldest);
      dropped.dispose();
    }
    return desk;
  }
}

/** The cache of B texts, and the two programs that fill it: one reads a prompt in chunks, one writes token by token. */
class Desk {
  private readonly config: ModelConfig;
  private readonly cache: readonly Storage[];
  private readonly reader: Ready;
  private readonly writer: Ready;

  private constructor(config: ModelConfig, cache: readonly Storage[], reader: Ready, writer: Ready) {
    this.config = config;
    this.cache = cache;
    this.reader = reader;
    this.writer = writer;
  }

  static async create(executor: Executor, config: ModelConfig, weights: Weights, B: number): Promise<Desk> {
    // The last chunk of a prompt may reach past the context.
    const S = Math.ceil(config.T / CHUNK) * CHUNK;
    const cache = cacheNames(config).map((name) => executor.allocate(name, cacheWords({ B, S }, config)));
    const shared = Object.fromEntries(cache.map((storage) => [storage.label, storage]));
    const compile = async (T: number, predicts: boolean): Promise<Ready> => {
      const model = cachedTransformer(config, { B, T, S, predicts, parts: weights.parts });
      const order = plan({ graph: model.graph, layout: weights.layout });
      const program = await executor.compile(order, { ...shared, ...weights.storages });
      const [tokens, positions, past] = [B * T, B * T, B].map((length) => new Int32Array(length));
      return { model, program, T, S, tokens, positions, past };
    };
    const made = await Promise.allSettled([compile(CHUNK, false), compile(1, true)]);
    const ready = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = made.find((one) => one.status === 'rejected');
    if (!failed) return new Desk(config, cache, ready[0], ready[1]);
    for (const { program } of ready) program.dispose();
    for (const storage of cache) storage.dispose();
    throw failed.reason;
  }

  /** Fills the cache with all of each text but its last token. */
  read(texts: readonly (readonly number[])[]): void {
    const longest = Math.max(...texts.map(({ length }) => length));
    // What a chunk writes behind the end of a shorter text is overwritten before any position gets to see it.
    for (let first = 0; first < longest - 1; first += CHUNK) this.run(this.reader, texts, () => first);
  }

  /** Adds the last token of each text to the cache; logits (V) after it. */
  async next(texts: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const { V } = this.config;
    this.run(this.writer, texts, ({ length }) => length - 1);
    const logits = await this.writer.program.read(this.writer.model.logits as Tensor);
    return texts.map((_, b) => logits.subarray(b * V, (b + 1) * V));
  }

  dispose(): void {
    this.reader.program.dispose();
    this.writer.program.dispose();
    for (const storage of this.cache) storage.dispose();
  }

  /** Queues one run over the T tokens of each text that begin at `first`. */
  private run(
    { model, program, T, S, tokens, positions, past }: Ready,
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
    checkPast(past, { T, S });
    program.write(model.tokens, tokens);
    program.write(model.positions, positions);
    program.write(model.past, past);
    program.run();
  }
}

/** A recording made ready, with the ids it is given before each run. */
interface Ready {
  readonly model: CachedTransformer;
  readonly program: Program;
  readonly T: number;
  readonly S: number;
  readonly tokens: Int32Array<ArrayBuffer>;
  readonly positions: Int32Array<ArrayBuffer>;
  readonly past: Int32Array<ArrayBuffer>;
}
