// The worker's side of the RPC boundary: exposes the lab through Comlink. Results are transferred, not copied.

import * as Comlink from 'comlink';
import { errorMessage } from '../shared/error-message.ts';
import { PULSE } from './heartbeat/pulse.ts';
import type { WorkerApi, WorkerEvent } from './rpc/worker-events.ts';
import type { Lab } from './session/lab.ts';

/** Exposes a lab on an endpoint, by default to the page of this worker. */
export function exposeLab(lab: Lab, endpoint: Comlink.Endpoint = self as Comlink.Endpoint): void {
  const api: WorkerApi = {
    ...PULSE,
    lab: wrapMethods(lab, () => lab.transition),
    streamEvents: () => lab.subscribe((event: WorkerEvent) => endpoint.postMessage(event)),
  };
  Comlink.expose(api, endpoint);
}

/** What a call waits for. */
type Gate = () => Promise<void> | undefined;

/**
 * The same API, with every method wrapped: buffers of its result are transferred, and callbacks among its arguments are
 * released when it settles. A call waits for the promise of `gate`, if there is one.
 */
export function wrapMethods<Api extends object>(api: Api, gate: Gate = () => undefined): Api {
  return new Proxy(api, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value === 'function') return wrapMethod(value.bind(target), gate);
      return typeof value === 'object' && value !== null ? wrapMethods(value, gate) : value;
    },
  });
}

const wrapMethod =
  (method: (...args: unknown[]) => Promise<unknown>, gate: Gate) =>
  async (...args: unknown[]) => {
    try {
      const waiting = gate();
      if (waiting) await waiting;
      return transferResult(await method(...args));
    } catch (error) {
      // Calls of a lost device fail with sentences of the browser.
      throw gate() ? new Error(`The engine changed during this request: ${errorMessage(error)}`) : error;
    } finally {
      for (const arg of args) (arg as Partial<Comlink.ProxyMethods> | undefined)?.[Comlink.releaseProxy]?.();
    }
  };

/** Results are created for the caller: every buffer in them can be transferred, and is once, wherever it occurs. */
function transferResult(result: unknown): unknown {
  return typeof result === 'object' && result !== null
    ? Comlink.transfer(result, [...new Set(buffersIn(result))])
    : result;
}

function buffersIn(value: unknown): ArrayBuffer[] {
  if (value instanceof Float32Array || value instanceof Uint8Array) return [value.buffer as ArrayBuffer];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : [];
}
