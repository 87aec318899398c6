// What the visitor selects on the network map, as the place that a question asks for.

import type { Shot } from '../../scenes/network/camera/shot.ts';
import type { Place } from './question.ts';

export function placeOfShot({ target, head, token, neuron }: Shot): Place {
  return {
    ...(token !== undefined && { token }),
    ...(head !== undefined && { head }),
    ...(neuron !== undefined && { neuron }),
    ...('layer' in target && { layer: target.layer }),
    ...('token' in target && { token: target.token }),
    ...(target.at === 'head' && { head: target.head }),
  };
}
