// The error class of the engine. Messages name the cause and the remedy.

/** Invalid input to an op, a graph or an executor. Only `message` crosses the worker boundary, so it holds all details. */
export class KernelError extends Error {
  override readonly name = 'KernelError';
}

/** @throws KernelError `<context>: <message>` unless the condition holds. */
export function invariant(condition: boolean, context: string, message: string): asserts condition {
  if (!condition) throw new KernelError(`${context}: ${message}`);
}
