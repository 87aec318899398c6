// Diagnostics as text for bug reports.

import { msg, str } from '@lit/localize';
import type { Diagnostics, SpeedReport } from '../../../../workers/rpc/api/lab-api.ts';
import { formatBytes } from '../../../format/quantities.ts';

/** Information that the worker does not have. */
export interface PageInfo {
  readonly url: string;
  readonly browser: string;
  readonly processorThreads: number;
  readonly date: Date;
  /** What has failed inside the lab, newest last. */
  readonly errors: readonly string[];
}

const ENGINES: Record<Diagnostics['backend'], string> = {
  webgpu: 'WebGPU',
  wasm: 'CPU',
  reference: 'CPU',
};

/** Lines of `name: value`; kernel variants are indented below their speed. */
export function diagnosticsText(
  { backend, adapter, threads, reason, selfTest, details, memory, speeds }: Diagnostics,
  { url, browser, processorThreads, date, errors }: PageInfo,
): string {
  return [
    msg(str`mini-llm-lab, ${date.toISOString().slice(0, 10)}, ${url}`),
    msg(str`browser: ${browser}`),
    msg(str`processor threads: ${processorThreads}`),
    msg(str`engine: ${ENGINES[backend]}, ${adapter}`),
    ...(threads ? [msg(str`threads: ${threads}`)] : []),
    ...(reason ? [msg(str`reason: ${reason}`)] : []),
    msg(str`self-test: ${selfTest}`),
    ...Object.entries(details).map(([name, value]) => `${name}: ${value}`),
    msg(str`memory: ${memoryText(memory)}`),
    ...(speeds.length === 0 ? [msg('speed: not measured')] : speeds.flatMap(speedLines)),
    ...errors.map((error) => msg(str`error: ${error}`)),
  ].join('\n');
}

function memoryText({ bytes: used, buffers, pipelines, reserved }: Diagnostics['memory']): string {
  const text = msg(str`${formatBytes(used)} in ${buffers} buffers, ${pipelines} pipelines`);
  return reserved === undefined ? text : msg(str`${text}; ${formatBytes(reserved)} reserved`);
}

function speedLines({ name, sizes, tokensPerSecond, steps, variants }: SpeedReport): string[] {
  const variantNames = new Set(Object.values(variants).flatMap((counts) => Object.keys(counts)));
  const kernels = Object.entries(variants).map(([pass, counts]) => {
    const each = Object.entries(counts).map(([variant, count]) => `${count} × ${variant}`);
    return `  ${pass}: ${each.join(', ')}`;
  });
  return [
    msg(str`speed, ${name} (${sizes}): ${tokensPerSecond} tokens/s, median of ${steps} steps`),
    ...(variantNames.size === 1 ? [msg(str`  all kernels: ${[...variantNames][0]}`)] : kernels),
  ];
}
