// What the chapter's scenes show.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../shared/memoize.ts';
import type { LensResult } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';
import { tokenLabel } from '../../format/token-label.ts';
import type { AndInput } from '../../scenes/and/and-scene.ts';
import type { AnglesInput } from '../../scenes/angles/angles-scene.ts';
import type { WaterfallInput } from '../../scenes/waterfall/waterfall-scene.ts';
import { choice, neuronChoice, toyChoice } from './choices.ts';
import type { Context } from './panels.ts';
import { CURVES, PEOPLE, TOY_CURVES, type ToyActivation, type ToyRow, type ToySettings } from './toy.ts';

const AND_PEOPLE: AndInput['people'] = PEOPLE.map(({ name, coordinates: [first, last] }) => ({
  ...{ name, at: [first, last] },
}));
const AND_ROWS: Readonly<Record<ToyRow, AndInput['row']>> = { M: [1, 0], 'M + J': [1, 1] };
const AND_CURVES = Object.fromEntries(
  TOY_CURVES.map((name) => [name, { name, of: CURVES[name], isLine: name === 'none' }]),
) as Record<ToyActivation, AndInput['curve']>;
const chooseBias = (bias: number) => toyChoice({ bias });

/** For the plane of AND. */
export const andInput = ({ row, bias, curve }: ToySettings): AndInput => ({
  ...{ people: AND_PEOPLE, row: AND_ROWS[row], bias, curve: AND_CURVES[curve], biasEvent: chooseBias },
});

const chooseCut = (cut: number) => choice({ cut });
const DEFAULT_CUT = 3;

/** For the waterfall; none while the model has no MLP, or nothing is read. */
export function waterfallInput({
  mlp,
  lenses,
  choices,
  settings,
}: WaterfallContext): WaterfallInput | undefined {
  const { attribution } = lenses;
  if (!mlp || !attribution) return undefined;
  const { answer, tokens, position, neurons, mlpBias } = attribution;
  return {
    ...{ answer: tokenLabel(answer.text), after: tokenLabel(tokens[position].text), layer: mlp.layer },
    ...{ neurons: neurons[mlp.layer], bias: mlpBias[mlp.layer] },
    cut: choices.cut ?? Number(settings.cut ?? DEFAULT_CUT),
    ...{ cutEvent: chooseCut, neuronEvent: neuronChoice },
  };
}

type WaterfallContext = Pick<Context, 'lenses' | 'choices' | 'settings'> & {
  readonly mlp: Pick<NonNullable<Context['mlp']>, 'layer'> | undefined;
};

const chooseDimensions = (dimensions: number) => choice({ dimensions });

/** For the angles: the model's at first where the moment names them, else random ones. */
export function anglesInput({ tasks, choices, settings, request: { run, layer } }: Context): AnglesInput {
  const { result } = tasks['model-angles'].state;
  const { C: width } = run.model;
  const isOfModel = settings.of === 'neuron outputs' && choices.dimensions === undefined;
  const firstDimensions = Number(settings.dimensions ?? width);
  return {
    dimensions: choices.dimensions ?? firstDimensions,
    measured: isOfModel && result?.layer === layer ? neuronOutputs(result) : undefined,
    ...{ firstDimensions, width, dimensionsEvent: chooseDimensions },
  };
}

const neuronOutputs = memoize(
  ({ kinds, layer, step }: LensResult<'model-angles'>): AnglesInput['measured'] => {
    const own = kinds.find(({ of }) => of === 'neuron outputs')?.own;
    return (
      own && { ...own, name: msg(str`What MLP ${layer + 1}’s neurons add, at step ${formatInteger(step)}`) }
    );
  },
);
