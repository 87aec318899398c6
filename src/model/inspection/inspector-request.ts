// What an inspector is asked for, checked before anything is computed: callers of the library may have no types.

import { KernelError } from '../../kernels/errors.ts';
import { shownValue } from '../../shared/shown-value.ts';
import type { ModelConfig } from '../architecture/config.ts';

interface Sizes {
  readonly B: unknown;
  readonly T: unknown;
}

/** Problems of the numbers of rows and of tokens, one sentence each. */
export function sizeProblems({ B, T }: Sizes, config: ModelConfig): string[] {
  const problems: string[] = [];
  if (!isCount(B)) problems.push(`B is ${shownValue(B)}; it must be a whole number from 1.`);
  if (!isCount(T)) problems.push(`T is ${shownValue(T)}; it must be a whole number from 1.`);
  else if (T > config.T) problems.push(`${T} tokens do not fit the model's context of ${config.T}.`);
  return problems;
}

interface Request extends Sizes {
  readonly tokens: unknown;
  readonly names: unknown;
  readonly targets?: unknown;
  readonly gradients?: unknown;
  readonly interventions?: unknown;
}

/** Throws the first problem of a request. The ids are checked where they are written. */
export function checkRequest(request: Request, config: ModelConfig): void {
  const { tokens, names, targets, gradients, interventions } = request;
  const [size] = sizeProblems(request, config);
  if (size) fail(size);
  if (!isIds(tokens)) fail(`'tokens' is ${shownValue(tokens)}; it must be a list of token ids.`);
  if (!Array.isArray(names)) fail(`'names' is ${shownValue(names)}; it must be a list of activations.`);
  if (targets !== undefined && !isIds(targets))
    fail(`'targets' is ${shownValue(targets)}; it must be a list of token ids, or left out.`);
  if (gradients && targets === undefined) fail("'gradients' are those of the loss, which needs 'targets'.");
  if (interventions !== undefined && !(interventions instanceof Map))
    fail(
      `'interventions' is ${shownValue(interventions)}; it must be a Map, as compileInterventions returns it.`,
    );
}

const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) < 2 ** 31;

const isIds = (value: unknown) => Array.isArray(value) || value instanceof Int32Array;

function fail(sentence: string): never {
  throw new KernelError(`inspector: ${sentence}`);
}
