// What the network map shows at a moment, as data. Model, prompt and focus make a shot of it.

import type { ModelConfig } from '../../../workers/rpc/api/lab-api.ts';
import type { Shot, Target } from '../../network-map/camera/shot.ts';
import { fittingShot } from '../../network-map/interaction/selection.ts';
import { type NetworkShape, networkShape } from '../../network-map/scene/network-shape.ts';
import type { Focus } from '../../types/page.ts';
import type { ResolvedFocus, Roles } from './roles.ts';

/** A shot without layer, head and token: these are the visitor's focus, or found by their role. */
export interface MomentShot extends Omit<Shot, 'target' | 'head' | 'token'> {
  readonly at: Target['at'];
  /** Where the camera is at a vector: its index among the stages of the network; what the layer's MLP reads by default. */
  readonly stage?: number;
  /** What is shown there, by what it does. */
  readonly roles?: Roles;
}

/** The shot of a model at a prompt of `tokens` tokens. Layer, head and token are limited to those that exist. */
export function resolveShot(
  { at, stage, roles: _, ...rest }: MomentShot,
  focus: ResolvedFocus,
  model: ModelConfig,
  tokens: number,
): Shot {
  const shape = networkShape(model);
  const layer = Math.min(focus.layer, shape.L - 1);
  const head = Math.min(focus.head, shape.H - 1);
  const token = Math.min(focus.token ?? tokens - 1, tokens - 1);
  const neuron = rest.neuron ?? (at === 'mlp' && shape.M > 0 ? focus.neuron : undefined);
  const shot = { ...rest, ...(neuron !== undefined && { neuron }), target: target(), token, head };
  return fittingShot(shot, shape, tokens);

  function target(): Target {
    switch (at) {
      case 'head':
        return { at, layer, head };
      case 'mlp':
        return shape.M > 0 ? { at, layer, token } : { at: 'block', layer };
      case 'block':
        return { at, layer };
      case 'vector':
        return { at, stage: stage ?? stageBeforeMlp(shape, layer), token };
      default:
        return { at };
    }
  }
}

const stageBeforeMlp = ({ stages }: NetworkShape, layer: number): number =>
  stages.findLastIndex(
    ({ name }) => /^blocks\.(\d+)\.hook_resid_(pre|mid)$/.exec(name)?.[1] === String(layer),
  );

/** The inverse: what the visitor sees, and the focus of the page that belongs to it. */
export function splitShot({ target, head, token, ...rest }: Shot): {
  readonly shot: MomentShot;
  readonly focus: Partial<Focus>;
} {
  return {
    shot: { ...rest, at: target.at, ...(target.at === 'vector' && { stage: target.stage }) },
    focus: {
      ...('layer' in target && { layer: target.layer }),
      ...(target.at === 'head' ? { head: target.head } : head !== undefined && { head }),
      ...('token' in target ? { token: target.token } : token !== undefined && { token }),
    },
  };
}
