// Machines measured before: those of docs/performance.md, with the command that measured them. Only measured figures.

import { msg } from '@lit/localize';

export interface ReferenceMachine {
  readonly machine: string;
  readonly engine: string;
  /** Tokens a second by case. */
  readonly tokensPerSecond: Readonly<Record<string, number>>;
}

export const REFERENCE_MACHINES: readonly ReferenceMachine[] = [
  {
    machine: msg('AMD EPYC, 2 cores'),
    engine: msg('CPU, 1 thread, Chromium 156'),
    tokensPerSecond: { small: 53_900, middle: 8_210, course: 5_270 },
  },
  {
    machine: msg('AMD EPYC, 2 cores'),
    engine: msg('CPU, 2 threads, Node 24'),
    tokensPerSecond: { small: 95_900, middle: 16_000 },
  },
  {
    machine: msg('AMD EPYC, 2 cores'),
    engine: msg('SwiftShader, Chromium 156'),
    tokensPerSecond: { small: 7_940, middle: 1_270, course: 556 },
  },
];
