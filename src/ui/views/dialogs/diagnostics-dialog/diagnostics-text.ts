// Diagnostics as text for bug reports.

import type { Diagnostics, SpeedReport } from '../../../../workers/rpc/api/lab-api.ts';
import { formatBytes } from '../../../format/quantities.ts';

/** Information that the worker does not have. */
export interface PageInfo {
  readonly url: string;
  readonly browser: string;
  readonly processorThreads: number;
  readonly date: Date;
}

const ENGINES: Record<Diagnostics['backend'], string> = {
  webgpu: 'WebGPU',
  wasm: 'CPU',
  reference: 'CPU',
};

/** Lines of `name: value`; kernel variants are indented below their speed. */
export function diagnosticsText(
  { backend, adapter, threads, reason, selfTest, details, memory, speeds }: Diagnostics,
  { url, browser, processorThreads, date }: PageInfo,
): string {
  return [
    `mini-llm-lab, ${date.toISOString().slice(0, 10)}, ${url}`,
    `browser: ${browser}`,
    `processor threads: ${processorThreads}`,
    `engine: ${ENGINES[backend]}, ${adapter}`,
    ...(threads ? [`threads: ${threads}`] : []),
    ...(reason ? [`reason: ${reason}`] : []),
    `self-test: ${selfTest}`,
    ...Object.entries(details).map(([name, value]) => `${name}: ${value}`),
    `memory: ${memoryText(memory)}`,
    ...(speeds.length === 0 ? ['speed: not measured'] : speeds.flatMap(speedLines)),
  ].join('\n');
}

function memoryText({ bytes: used, buffers, pipelines, reserved }: Diagnostics['memory']): string {
  const text = `${formatBytes(used)} in ${buffers} buffers, ${pipelines} pipelines`;
  return reserved === undefined ? text : `${text}; ${formatBytes(reserved)} reserved`;
}

function speedLines({ name, sizes, tokensPerSecond, steps, variants }: SpeedReport): string[] {
  const variantNames = new Set(Object.values(variants).flatMap((counts) => Object.keys(counts)));
  const kernels = Object.entries(variants).map(([pass, counts]) => {
    const each = Object.entries(counts).map(([variant, count]) => `${count} × ${variant}`);
    return `  ${pass}: ${each.join(', ')}`;
  });
  return [
    `speed, ${name} (${sizes}): ${tokensPerSecond} tokens/s, median of ${steps} steps`,
    ...(variantNames.size === 1 ? [`  all kernels: ${[...variantNames][0]}`] : kernels),
  ];
}
