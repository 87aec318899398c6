// A step of a plan: one dispatch.

import type { Constants, Pass } from '../op.ts';
import type { Tensor } from './graph.ts';

export type Phase = 'forward' | 'backward' | 'optimizer';

/** One dispatch: a pass with its constants and tensors. */
export interface Step {
  readonly phase: Phase;
  /** `softmax.forward / blocks.0.attn.hook_pattern`: label of GPU objects, timings and recorded variants. */
  readonly label: string;
  readonly opName: string;
  readonly pass: Pass;
  /** Constants of the pass by name. */
  readonly k: Constants;
  /** The tensors that the pass reads and writes, by role, without absent optional inputs. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** A batch: the tensors of each of its members, of which `tensors` are the first's. */
  readonly members?: readonly Readonly<Record<string, Tensor>>[];
  /** Written roles that accumulate (`+=`); all others are assigned (`=`). */
  readonly accumulates: ReadonlySet<string>;
}
