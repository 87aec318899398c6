// How many rows of a text are computed at once.

/** Rows of a batch: enough to use the engine fully, few enough that a job can yield between batches. */
const MAX_ROWS = 64;
/** Positions (rows × T) of a batch, which limit its memory beside the training's. */
const MAX_POSITIONS = 2048;
/** Numbers of logits and of named activations that a batch reads at once: 64 MiB. */
const MAX_NUMBERS = 2 ** 24;

/** `width`: numbers that are read of one row of T tokens. */
export const batchRows = (T: number, width: number): number =>
  Math.min(MAX_ROWS, Math.ceil(MAX_POSITIONS / T), Math.max(1, Math.floor(MAX_NUMBERS / width)));
