// What the network map shows at a moment, as data. Model, prompt and focus make a shot of it.

import type { FocusRequest, Place } from '../../../shared/focus.ts';
import type { ModelConfig } from '../../../workers/rpc/api/lab-api.ts';
import type { Shot, Target } from '../../scenes/network/camera/shot.ts';
import { fittingShot } from '../../scenes/network/interaction/selection.ts';
import { type NetworkShape, networkShape } from '../../scenes/network/scene/network-shape.ts';
import type { Focus } from '../../types/page.ts';

/** A shot without layer, head and token: these are the visitor's focus, or found by their role. */
export interface MomentShot extends Omit<Shot, 'target' | 'head' | 'token'> {
  readonly at: Target['at'];
  /** Where the camera is at a vector: its index among the stages of the network; what the layer's MLP reads by default. */
  readonly stage?: number;
  /** What is shown there, by what it does. */
  readonly roles?: Omit<FocusRequest, 'selected'>;
}

/** Without a token at the last one. */
type ShotFocus = Focus & Pick<Place, 'neuron'>;

/** The shot of a model at a prompt of `tokens` tokens. Layer, head and token are limited to those that exist. */
export function resolveShot(
  { at, stage, roles: _, ...rest }: MomentShot,
  focus: ShotFocus,
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

interface Shown {
  readonly shot: MomentShot;
  /** The visitor's selection. */
  readonly focus: Partial<Focus>;
}

interface Answer {
  readonly request: { readonly prompt: string; readonly shown: Shown } & Place;
  readonly inspection: { readonly unknown: readonly string[] };
}

/** What is selected, and what the latest answer says that the roles of the shot mean; undefined as long as it does not. */
export function answeredFocus(
  { shot: { roles }, focus: selected }: Shown,
  prompt: string,
  answer: Answer | undefined,
): ShotFocus | undefined {
  const place = roles && answer && foundPlace(answer, roles, prompt);
  // A selection that is gone has hidden what plays the role.
  const asked = answer?.request.shown.focus ?? {};
  if (place && Object.keys(asked).every((key) => key in selected)) {
    const { neuron, ...rest } = place;
    return isSame(asked, selected) ? place : { ...rest, ...selected };
  }
  return roles && selected.layer === undefined ? undefined : { layer: 0, head: 0, ...selected };
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Undefined in an answer about other roles or another prompt than this, or than one with unknown words. */
function foundPlace(
  { request: { layer, head, token, neuron, ...asked }, inspection: { unknown } }: Answer,
  roles: MomentShot['roles'],
  prompt: string,
): ShotFocus | undefined {
  const isOfPrompt = asked.prompt === prompt || unknown.length > 0;
  return isOfPrompt && isSame(asked.shown.shot.roles, roles) ? { layer, head, token, neuron } : undefined;
}
