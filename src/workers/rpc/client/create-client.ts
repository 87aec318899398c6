// A typed client of an API: every property access extends a path, every call sends one request. A new method needs no line here.

import * as Comlink from 'comlink';
import type { LensProgress, LensTypes, ProgressCallback, StepResult } from '../api/lab-api.ts';

/** A signal rejects the call when it aborts. */
interface SignalOption {
  readonly signal: AbortSignal;
}

/**
 * Of a job, whose method takes a progress callback last. A signal rejects the call and stops the job at its next progress report.
 * `onProgress` stops the job by returning false: the call then ends as the worker says. A signal alone would leave the job running.
 */
export interface CallOptions<Progress extends LensProgress = LensProgress> extends Partial<SignalOption> {
  readonly onProgress: (progress: Progress) => unknown;
}

type ClientArguments<Arguments extends unknown[]> = Arguments extends [
  ...infer Rest,
  (ProgressCallback<infer Progress> | undefined)?,
]
  ? Required<Arguments> extends [...unknown[], ProgressCallback<Progress>]
    ? [...Rest, options?: CallOptions<Progress>]
    : [...Arguments, options?: SignalOption]
  : [...Arguments, options?: SignalOption];

/**
 * The methods of an API as a client calls them: the last argument can be call options. `train` has none: `pause` ends it, and a signal
 * would leave it running. Events have their own channel.
 */
export type Client<Api> = {
  readonly [Key in keyof Api as Key extends 'lens' | 'lensAlong' | 'subscribe'
    ? never
    : Key]: Api[Key] extends (...args: infer Arguments) => Promise<infer Result>
    ? (...args: Key extends 'train' ? Arguments : ClientArguments<Arguments>) => Promise<Result>
    : Client<Api[Key]>;
};

/** The generic method of a session, which a mapped type cannot express. */
export interface LensClient<Lenses extends LensTypes> {
  lens<Name extends keyof Lenses>(
    name: Name,
    request: Lenses[Name]['request'],
    options?: CallOptions,
  ): Promise<Lenses[Name]['result']>;
}

/** The generic method of the library of runs. */
export interface StepLensClient<Lenses extends LensTypes> {
  lensAlong<Name extends keyof Lenses>(
    name: Name,
    request: Lenses[Name]['request'],
    options?: CallOptions,
  ): Promise<StepResult<Lenses[Name]['result']>[]>;
}

/** Sends one request: `path` is that of a method, e.g. `['digits', 'create']`. */
export type Call = (
  path: readonly string[],
  args: readonly unknown[],
  options: Partial<CallOptions>,
) => Promise<unknown>;

export function createClient<T>(call: Call, path: readonly string[] = []): T {
  const children = new Map<string, unknown>();
  const child = (key: string) => {
    if (!children.has(key)) children.set(key, createClient(call, [...path, key]));
    return children.get(key);
  };
  return new Proxy(() => {}, {
    // A client is no promise: `await` reads `then`.
    get: (_, key) => (typeof key === 'symbol' || key === 'then' ? undefined : child(key)),
    set: (_, key, value) => Boolean(children.set(String(key), value)),
    deleteProperty: (_, key) => children.delete(String(key)),
    apply: (_, __, args: unknown[]) => {
      const last = args.at(-1);
      return isCallOptions(last) ? call(path, args.slice(0, -1), last) : call(path, args, {});
    },
  }) as T;
}

/** Call options hold a signal or a callback; a request cannot, since neither can be cloned. */
function isCallOptions(value: unknown): value is CallOptions {
  if (typeof value !== 'object' || value === null) return false;
  const { signal, onProgress } = value as Partial<CallOptions>;
  return signal instanceof AbortSignal || typeof onProgress === 'function';
}

/** The callback that the worker calls between two passes of a job, and releases at its end. */
export function toProgressCallback({ signal, onProgress }: Partial<CallOptions>): ProgressCallback {
  return Comlink.proxy((progress: LensProgress) => !signal?.aborted && onProgress?.(progress) !== false);
}
