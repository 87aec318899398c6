import { msg, str } from '@lit/localize';
import type { EngineSpeed } from '../../../../workers/rpc/api/hardware-api.ts';

const KINDS = { hardware: 'GPU', software: msg('GPU in software'), processor: 'CPU' } as const;

/** What kind of engine it is, with its threads: `CPU, 2 threads`. */
export const engineKind = ({ kind, threads }: EngineSpeed): string =>
  kind === 'processor'
    ? msg(str`CPU, ${threads === 1 ? msg('1 thread') : msg(str`${threads} threads`)}`)
    : KINDS[kind];

/** On one line: `GPU in software, SwiftShader`. */
export const engineLabel = (engine: EngineSpeed): string =>
  engine.kind === 'processor' ? engineKind(engine) : `${engineKind(engine)}, ${engine.adapter}`;
