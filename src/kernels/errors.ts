// The one error class of the engine: a sentence that names the culprit and the way out.

/** Bad input to an op, a graph or an executor. Only `message` survives the way to the page, so it carries the facts. */
export class KernelError extends Error {
  override readonly name = 'KernelError';
}

/** Throws a `KernelError` whose message starts with the culprit: `softmax: input 'x' is (4, 0); …`. */
export function invariant(condition: boolean, context: string, message: string): asserts condition {
  if (!condition) throw new KernelError(`${context}: ${message}`);
}
