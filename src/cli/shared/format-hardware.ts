// The table of `bench --hardware`.

import { highestShare } from '../../shared/highest-share.ts';
import type { EngineSpeed, HardwareReport, ProductSpeed } from '../../workers/rpc/api/hardware-api.ts';

export function formatHardware({ date, host, processorThreads, engines, missing }: HardwareReport): string {
  const lines = [
    `${host}, ${processorThreads} processor threads, ${date}`,
    ...engines.flatMap(engineLines),
    ...missing.map(({ engine, reason }) => `\n${engine}: not measured. ${reason}`),
  ];
  return `${lines.join('\n')}\n`;
}

function engineLines(engine: EngineSpeed): string[] {
  const {
    backend,
    adapter,
    kind,
    threads,
    limits,
    fmaGflops,
    copyGBs,
    dispatchMicroseconds,
    products,
    leftOut = [],
    steps,
  } = engine;
  return [
    '',
    `${adapter}, ${kind}${backend === 'cpu' ? `, ${threads} ${threads === 1 ? 'thread' : 'threads'}` : ''}`,
    ...Object.entries(limits).map(([name, value]) => `  ${name}: ${value}`),
    `  multiply-adds ${figure(fmaGflops)} GFLOP/s, copies ${figure(copyGBs)} GB/s, a dispatch ${figure(dispatchMicroseconds)} µs`,
    ...productLines(products, fmaGflops),
    ...(leftOut.length > 0 ? [`  left out, because they are made for GPUs: ${leftOut.join(', ')}`] : []),
    ...steps.map(
      ({ case: name, sizes, tokensPerSecond, dispatches, bytesMoved, fraction }) =>
        `  ${name.padEnd(7)}${String(tokensPerSecond).padStart(9)} tokens/s${String(dispatches).padStart(6)} dispatches, ${(bytesMoved / 1e6).toFixed(0).padStart(4)} MB  ${percent(fraction)} of the rate  ${sizes}`,
    ),
    ...(highestShare(engine) > 1
      ? ['  (!) above the rate, which other programs slowed down; measure again on an idle machine']
      : []),
  ];
}

/** A line a variant: its share of the rate of multiply-adds at each size. */
function productLines(products: readonly ProductSpeed[], rate = Number.NaN): string[] {
  const names = [...new Set(products.flatMap(({ gflops }) => Object.keys(gflops)))];
  const width = Math.max(...names.map((name) => name.length), 7) + 2;
  const row = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(width)}${cells.map((cell) => cell.padStart(10)).join('')}`;
  return [
    row(
      'product',
      products.map(({ size }) => `${size}²`),
    ),
    ...names.map((name) =>
      row(
        name,
        products.map(({ gflops }) => {
          const speed = gflops[name];
          return speed === undefined ? '' : speed === null ? 'too slow' : percent(speed / rate);
        }),
      ),
    ),
  ];
}

const percent = (fraction: number) => `${(100 * fraction).toFixed(1)} %`;
const figure = (value: number | undefined) => (value === undefined ? '–' : value.toPrecision(3));
