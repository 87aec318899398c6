// From a click or a key to the next shot.

import type { PatchPlace } from '../../../workers/rpc/api/lab-api.ts';
import type { FeaturePlace, Shot } from '../camera/shot.ts';
import { overlayOf } from '../overlays/overlays.ts';
import type { Subject } from '../scene/items.ts';
import { leavingName, type NetworkShape } from '../scene/network-shape.ts';
import { isSamePlace, placeOf } from '../overlays/patching/effects.ts';
import { streamPointOf } from '../overlays/steering/stream-point.ts';

/** The shot after a click on a subject; undefined where a click does nothing. */
export function shotAfterClick(shot: Shot, subject: Subject): Shot | undefined {
  if (shot.overlay === 'ablation' && (subject.kind === 'pattern' || subject.kind === 'neurons'))
    return { ...shot, ablated: toggled(shot, subject) };
  const ofOverlay = overlayOf(shot).click?.(shot, subject);
  if (ofOverlay) return ofOverlay;
  const place = shot.overlay === 'patching' ? placeOf(subject) : undefined;
  if (place) return withPlace(shot, place);
  const point = shot.overlay === 'steering' ? streamPointOf(subject) : undefined;
  if (point) {
    const { strength: _, ...steering } = shot.steering ?? {};
    return { ...shot, steering: { ...steering, point } };
  }
  if (shot.overlay === 'probes' && subject.kind === 'vector' && streamPointOf(subject)) {
    const name = subject.name === 'hook_embed' ? 'blocks.0.hook_resid_pre' : leavingName(subject.name);
    const { token } = subject;
    return { ...shot, token, probes: { ...shot.probes, at: { name, token } } };
  }
  if (subject.kind === 'feature') return withFeature(shot, subject);
  switch (subject.kind) {
    case 'pattern':
      return { ...shot, target: { at: 'head', layer: subject.layer, head: subject.head } };
    case 'neurons':
      return {
        ...shot,
        token: subject.token,
        target: { at: 'mlp', layer: subject.layer, token: subject.token },
      };
    case 'neuron':
    case 'neuron-input':
    case 'neuron-output':
      return { ...shot, neuron: subject.neuron };
    case 'head-vector':
    case 'head-output': {
      const layer =
        subject.kind === 'head-output' ? subject.layer : Number(/^blocks\.(\d+)/.exec(subject.name)?.[1]);
      const isApart = shot.target.at === 'head';
      return {
        ...shot,
        token: subject.token,
        ...(!isApart && { target: { at: 'head', layer, head: subject.head } }),
      };
    }
    case 'weight':
      return { ...shot, token: subject.query };
    case 'prediction':
    case 'edge':
      return undefined;
    default:
      return { ...shot, token: subject.token };
  }
}

/** With one place patched alone; with none, if it is the one that is patched. */
export function withPlace(shot: Shot, place: PatchPlace): Shot {
  const { place: before, ...rest } = shot.patching ?? {};
  const { position } = place;
  return {
    ...shot,
    ...(position !== undefined && { token: position }),
    patching: isSamePlace(before, place) ? rest : { ...rest, place },
  };
}

/** Overlays in which a click on a vector means something of their own. */
const HAS_CLICKS: ReadonlySet<string> = new Set(['patching', 'steering', 'probes']);

/** With the page of a feature open; closed, if it is the one that is open. */
export function withFeature(shot: Shot, { layer, token, feature }: FeaturePlace): Shot {
  const { chosen, prompt: _, ...rest } = shot.features ?? {};
  const isSame = chosen?.layer === layer && chosen.token === token && chosen.feature === feature;
  return { ...shot, token, features: { ...rest, ...(!isSame && { chosen: { layer, token, feature } }) } };
}

/** The shot after a double click: closer. */
export function shotAfterDoubleClick(
  shot: Shot,
  subject: Subject | undefined,
  shape: NetworkShape,
): Shot | undefined {
  if (subject?.kind === 'vector') {
    const stage = shape.stages.findIndex(({ name }) => name === subject.name);
    if (stage >= 0)
      return { ...shot, token: subject.token, target: { at: 'vector', stage, token: subject.token } };
    if (/embed/.test(subject.name)) return { ...shot, target: { at: 'embedding' } };
  }
  if (!HAS_CLICKS.has(shot.overlay ?? 'values')) return subject && shotAfterClick(shot, subject);
  // A click means something else there; twice leaves the place as it was.
  const { overlay: _, ...plain } = shot;
  const closer = subject && shotAfterClick(plain, subject);
  return closer && { ...closer, overlay: shot.overlay };
}

function toggled(
  { ablated }: Shot,
  subject: Extract<Subject, { kind: 'pattern' | 'neurons' }>,
): Shot['ablated'] {
  const { heads = [], mlps = [] } = ablated ?? {};
  const { layer } = subject;
  if (subject.kind === 'neurons')
    return { heads, mlps: mlps.includes(layer) ? mlps.filter((each) => each !== layer) : [...mlps, layer] };
  const { head } = subject;
  const others = heads.filter((each) => each.layer !== layer || each.head !== head);
  return { mlps, heads: others.length < heads.length ? others : [...heads, { layer, head }] };
}

/** One level out: from a head to its block, from elsewhere to the whole network. */
export function outerShot(shot: Shot): Shot {
  const { target } = shot;
  if (target.at === 'head') return { ...shot, target: { at: 'block', layer: target.layer } };
  return { ...shot, target: { at: 'network' } };
}

/** The same shot with another token selected; details of a token follow it. */
export function withToken(shot: Shot, token: number): Shot {
  const { target } = shot;
  return { ...shot, token, ...('token' in target && { target: { ...target, token } }) };
}

/** Without a place at a token that the prompt lacks. */
function fittingPlace({ patching }: Shot, last: number): Pick<Shot, 'patching'> {
  const { place, ...rest } = patching ?? {};
  return (place?.position ?? 0) > last ? { patching: rest } : {};
}

/** A shot that a model and a prompt have: a shorter prompt or a smaller model may lack its parts. */
export function fittingShot(shot: Shot, shape: NetworkShape, tokens: number): Shot {
  const last = Math.max(0, tokens - 1);
  const { target } = shot;
  const token = Math.min('token' in target ? target.token : (shot.token ?? last), last);
  const isMissing =
    ('layer' in target && target.layer >= shape.L) ||
    (target.at === 'head' && target.head >= shape.H) ||
    (target.at === 'mlp' && shape.M === 0) ||
    (target.at === 'vector' && target.stage >= shape.stages.length);
  if (isMissing) return { ...shot, token, target: { at: 'network' } };
  const fitted = 'token' in target && target.token > last ? { ...target, token: last } : target;
  const neuron = shot.neuron !== undefined && shot.neuron < shape.M ? { neuron: shot.neuron } : {};
  const { neuron: _, ...rest } = shot;
  return { ...rest, ...neuron, ...fittingPlace(shot, last), token, target: fitted };
}
