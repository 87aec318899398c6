import { msg, str } from '@lit/localize';
import type { EngineSpeed } from '../../../../workers/rpc/api/hardware-api.ts';
import { engineText } from '../../../languages/engine-text.ts';

const KINDS = { hardware: 'GPU', software: msg('GPU in software'), processor: 'CPU' } as const;

const cpu = (threads: number): string =>
  msg(str`CPU, ${threads === 1 ? msg('1 thread') : msg(str`${threads} threads`)}`);

/** Of the name that a measurement gives an engine: `WebGPU`, `CPU, 2 threads`. */
export function engineName(name: string): string {
  const [, threads] = /^CPU, (\d+) threads?$/.exec(name) ?? [];
  return threads ? cpu(Number(threads)) : name;
}

/** What is measured next: `CPU, 2 threads: product 128 × 128 …`. */
export function progressLine(label: string): string {
  const [engine, part] = label.split(': ');
  return `${engineName(engine)}: ${engineText(part)} …`;
}

/** What kind of engine it is, with its threads: `CPU, 2 threads`. */
export const engineKind = ({ kind, threads }: EngineSpeed): string =>
  kind === 'processor' ? cpu(threads) : KINDS[kind];

/** On one line: `GPU in software, SwiftShader`. */
export const engineLabel = (engine: EngineSpeed): string =>
  engine.kind === 'processor' ? engineKind(engine) : `${engineKind(engine)}, ${engine.adapter}`;
