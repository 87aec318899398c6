// A lens computes one result from a network: its name, the schema of its request, and the function. A few also keep what they fit or
// train: the tuned lens, dictionaries, comparison runs of the digit network.

import type * as v from 'valibot';
import type { FrozenModel, Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { parseWithSchema } from '../../shared/validation.ts';
import { withFrozenModel } from './frozen-model.ts';
import type { LensTable } from './lens-table.ts';

interface LensParts<TName extends string, TRequest, TResult> {
  /** In kebab case; the same in the worker's API and on the command line. */
  readonly name: TName;
  /** Former names, which the command line still accepts. */
  readonly aliases?: readonly string[];
  readonly request: v.GenericSchema<unknown, TRequest>;
  /** The request on checkpoints before a training's last step: without what is read at the end only. */
  readonly atCheckpoint?: (request: NoInfer<TRequest>) => NoInfer<TRequest>;
  /** The result as text. Lenses without a table are JSON on the command line. */
  readonly table?: LensTable<NoInfer<TRequest>, NoInfer<TResult>>;
}

/** `TContext` is what the lens reads: a `Run` of the transformer, or the digit network with its images. */
export interface Lens<TContext, TName extends string, TRequest, TResult>
  extends LensParts<TName, TRequest, TResult> {
  /** A promise if the result takes one turn of the engine; a job if training may continue between its parts. */
  readonly compute: (context: TContext, request: TRequest) => Promise<TResult> | Job<TResult>;
  /** Hands what was fitted to one run to the lens on a checkpoint of its training. */
  readonly carry?: (from: TContext, to: TContext) => void;
}

/** A lens of the transformer. Request and result types are inferred from `request` and `compute`. */
export function defineLens<const TName extends string, TRequest, TResult>(
  lens: Lens<Run, TName, TRequest, TResult>,
): Lens<Run, TName, TRequest, TResult> {
  return lens;
}

interface FrozenLens<TName extends string, TRequest, TResult> extends LensParts<TName, TRequest, TResult> {
  readonly compute: (frozen: FrozenModel, request: TRequest) => Job<TResult>;
}

/** A lens whose job reads a frozen copy of the weights: all numbers belong to one step while training continues. */
export function defineFrozenLens<const TName extends string, TRequest, TResult>({
  compute,
  ...lens
}: FrozenLens<TName, TRequest, TResult>): Lens<Run, TName, TRequest, TResult> {
  return { ...lens, compute: (run, request) => withFrozenModel(run, (frozen) => compute(frozen, request)) };
}

// biome-ignore lint/suspicious/noExplicitAny: the widest lens; `any` because a lens is contravariant in its context and request
export type AnyLens = Lens<any, string, any, any>;

/** Request and result by the names of the lenses among what modules export. */
export type LensTypes<TExports> = {
  [TLens in Extract<TExports[keyof TExports], AnyLens> as TLens['name']]: TLens extends {
    readonly request: v.GenericSchema<unknown, infer TRequest>;
    readonly compute: (...given: never) => Promise<infer TResult> | Job<infer TResult>;
  }
    ? { request: TRequest; result: TResult }
    : never;
};

const isLens = (exported: unknown): exported is AnyLens =>
  typeof exported === 'object' && exported !== null && 'compute' in exported;

/** The lenses among what modules export, by name. Throws if two share a name or an alias. */
export function lensTable(exports: object): Record<string, AnyLens> {
  const lenses = Object.values(exports).filter(isLens);
  const names = lenses.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const duplicate = names.find((name, i) => names.indexOf(name) < i);
  if (duplicate !== undefined) throw new Error(`Two lenses are named '${duplicate}'.`);
  return Object.fromEntries(lenses.map((lens) => [lens.name, lens]));
}

/** The keys that a request of this schema may have. */
export function requestKeys(schema: object): string[] {
  const { entries = {}, pipe = [], options = [] } = schema as Record<string, object | object[]>;
  return [...Object.keys(entries), ...[pipe, options].flat().flatMap(requestKeys)];
}

export function parseWithLens<TRequest>(
  lenses: Readonly<Record<string, { readonly request: v.GenericSchema<unknown, TRequest> }>>,
  name: string,
  request: unknown,
): TRequest {
  if (!Object.hasOwn(lenses, name))
    throw new Error(`There is no such lens. Available: ${Object.keys(lenses).join(', ')}.`);
  return parseWithSchema(lenses[name].request, request, `Lens request “${name}”`);
}
