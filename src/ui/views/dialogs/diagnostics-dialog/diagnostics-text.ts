// Diagnostics as text: what one pastes into a letter or a bug report.

import type { Diagnostics, SpeedReport } from '../../../../workers/rpc/api/lab-api.ts';
import { formatBytes } from '../../../format/quantities.ts';

/** What only the page knows. */
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

/** Lines of `name: value`; kernels indented under the speed they reached. */
export function diagnosticsText(
  { backend, adapter, threads, reason, selfTest, details, memory, speeds }: Diagnostics,
  { url, browser, processorThreads, date }: PageInfo,
): string {
  return [
    `mini-llm-lab, ${date.toISOString().slice(0, 10)}, ${url}`,
    `browser: ${browser}`,
    `processor threads: ${processorThreads}`,
    `engine: ${ENGINES[backend]}, ${adapter}`,
    ...(threads ? [`threads that train: ${threads}`] : []),
    ...(reason ? [`why: ${reason}`] : []),
    `self-test: ${selfTest}`,
    ...Object.entries(details).map(([name, value]) => `${name}: ${value}`),
    `memory: ${memoryText(memory)}`,
    ...(speeds.length === 0 ? ['speed: not measured'] : speeds.flatMap(speedLines)),
  ].join('\n');
}

function memoryText({ bytes: used, buffers, pipelines, reserved }: Diagnostics['memory']): string {
  const words = `${formatBytes(used)} in ${buffers} buffers, ${pipelines} pipelines`;
  return reserved === undefined ? words : `${words}; ${formatBytes(reserved)} reserved`;
}

function speedLines({ name, sizes, tokensPerSecond, steps, variants }: SpeedReport): string[] {
  const different = new Set(Object.values(variants).flatMap((counts) => Object.keys(counts)));
  const kernels = Object.entries(variants).map(([pass, counts]) => {
    const each = Object.entries(counts).map(([variant, count]) => `${count} × ${variant}`);
    return `  ${pass}: ${each.join(', ')}`;
  });
  return [
    `speed, ${name} (${sizes}): ${tokensPerSecond} tokens/s, median of ${steps} steps`,
    ...(different.size === 1 ? [`  every kernel: ${[...different][0]}`] : kernels),
  ];
}
