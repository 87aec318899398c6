// Where a family keeps the weights of each part: their names, and the layout of its matrices.

export interface WeightNames {
  /** (V, C). */
  readonly embedding: string;
  /** (T, C), with learned positions. */
  readonly positions: string;
  /** Without `.weight` and `.bias`. */
  readonly finalNorm: string;
  /** (V, C), in untied models. */
  readonly unembedding: string;
  /** The matrices of blocks are stored (out, in), like those of `torch.nn.Linear`, not (in, out). */
  readonly isTransposed: boolean;
  block(layer: number): BlockNames;
}

/** Names without `.weight` and `.bias`. */
export interface BlockNames {
  /** Before the attention and before the MLP. */
  readonly norms: readonly [string, string];
  readonly qkv: FusedProjection | SeparateProjections;
  /** Absent from families without QK-norm. */
  readonly qkNorms?: readonly [string, string];
  readonly attentionOutput: string;
  readonly mlp: {
    /** Absent from families without gated MLPs. */
    readonly gate?: string;
    readonly input: string;
    readonly output: string;
  };
}

/** One matrix: all queries, all keys, all values; or the query, key and value of each head in turn. */
export interface FusedProjection {
  readonly fused: string;
  readonly order: 'by part' | 'by head';
}

export interface SeparateProjections {
  readonly query: string;
  readonly key: string;
  readonly value: string;
}
