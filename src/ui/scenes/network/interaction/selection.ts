// From a click or a key to the next shot.

import type { Shot } from '../camera/shot.ts';
import { overlayOf, withFittingStates } from '../overlays/overlays.ts';
import type { EdgeSubject, Subject } from '../scene/items.ts';
import type { NetworkShape } from '../scene/network-shape.ts';

/** The shot after a click on a subject; undefined where a click does nothing. */
export function shotAfterClick(shot: Shot, subject: Subject): Shot | undefined {
  const ofOverlay = overlayOf(shot).click?.(shot, subject);
  if (ofOverlay) return ofOverlay;
  if (subject.kind === 'edge') return withEdge(shot, subject);
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
    default:
      return 'token' in subject ? { ...shot, token: subject.token } : undefined;
  }
}

/** With an edge of the overlay's graph chosen; with none, if it is the one that is. */
export function withEdge(shot: Shot, { edge }: EdgeSubject): Shot {
  const { edge: before, ...picked } = shot.picked ?? {};
  return { ...shot, picked: edge === before ? picked : { ...picked, edge } };
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
  if (!overlayOf(shot).takesClicks) return subject && shotAfterClick(shot, subject);
  // A click means something else there; twice leaves the place as it was.
  const { overlay: _, ...plain } = shot;
  const closer = subject && shotAfterClick(plain, subject);
  return closer && { ...closer, overlay: shot.overlay };
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
  return { ...withFittingStates(rest, last), ...neuron, token, target: fitted };
}
