// What the digit map shows at a moment, as data: a shot, and the weights and the image that the moment speaks of.

import type { DigitTraining } from '../../../workers/rpc/api/lab-api.ts';
import type { DigitShot } from '../../scenes/digits/shot.ts';

export interface DigitPicture extends DigitShot {
  /** Weights in place of the visitor's own, which come back with the next moment. */
  readonly network?: StagedWeights;
  /** Pixels in place of the visitor's image. */
  readonly image?: 'noise' | 'bar';
  /** How the network of the moment trains, before the eyes of the visitor. */
  readonly learns?: DigitTraining;
  /** The picture shows one digit after the other. */
  readonly tours?: boolean;
  /** Nudges are the mean of the first training images, not of the one image. */
  readonly batch?: number;
  /** The output whose label the image has. */
  readonly target?: number;
}

/** New random weights, the video's edge detector as the first hidden neuron, a bias of −10 in it, or random weights after steps for one image alone. */
export type StagedWeights = 'random' | 'edge-detector' | 'low-bias' | 'one-image';

/** The part of a picture that is a shot of the map. */
export function shotOf(picture: DigitPicture): DigitShot {
  const { network: _, image: __, learns: ___, tours: ____, batch: _____, target: ______, ...shot } = picture;
  return shot;
}
