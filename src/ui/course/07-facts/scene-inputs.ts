// What the chapter's scenes show.

import { msg, str } from '@lit/localize';
import { isSame } from '../../../shared/is-same.ts';
import { memoize } from '../../../shared/memoize.ts';
import { ACTIVATION_CHOICES } from '../../../shared/settings/model-settings.ts';
import type { LensResult } from '../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../events/index.ts';
import { formatInteger } from '../../format/numbers.ts';
import { tokenLabel } from '../../format/token-label.ts';
import type { AndInput } from '../../scenes/and/and-scene.ts';
import type { AnglesInput } from '../../scenes/angles/angles-scene.ts';
import type { BlockInput, TokenMlp } from '../../scenes/block/block-scene.ts';
import type { Curve, CurveInput, NeuronSums } from '../../scenes/curve/curve-scene.ts';
import type { DirectionsInput } from '../../scenes/directions/directions-scene.ts';
import { cloudOf } from '../../scenes/directions/word-cloud.ts';
import type { Question, RowsInput } from '../../scenes/rows/rows-scene.ts';
import { SHOWN, type ToyInput } from '../../scenes/toy/toy-scene.ts';
import type { WaterfallInput } from '../../scenes/waterfall/waterfall-scene.ts';
import type { LensTaskState } from '../../types/task.ts';
import { ACTIVATION_CURVES, type ActivationFunction } from '../../views/charts/activation-curves.ts';
import type { Moment } from '../chapter.ts';
import type { Reading } from '../chapter-stage/panel.ts';
import { type Choices, choice, neuronChoice, toyChoice } from './choices.ts';
import { VectorSumEvent } from './events.ts';
import type { LensTasks } from './lens-tasks.ts';
import { type MlpActivations, rowOf } from './mlp-activations.ts';
import {
  CURVES,
  DIRECTIONS,
  PEOPLE,
  TOY_CURVES,
  type ToyActivation,
  type ToyRow,
  type ToySettings,
} from './toy.ts';
import { knownOperands, type VectorOperands } from './vector-operands.ts';

/** What the scenes read of the chapter. */
interface SceneContext {
  readonly request: Pick<Reading<unknown>['request'], 'run' | 'layer'>;
  readonly lenses: Reading<unknown>['lenses'];
  readonly mlp: MlpActivations | undefined;
  /** The selected position. */
  readonly token: number;
  readonly tasks: LensTasks;
  readonly choices: Choices;
  readonly settings: NonNullable<Moment['settings']>;
}

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

const choosePerson = (person: number) => toyChoice({ person });

/** For the three directions; while they stand alone, nobody is chosen but by the visitor. */
export function toyInput({
  toy,
  settings,
  choices,
}: Pick<SceneContext, 'settings' | 'choices'> & { readonly toy: ToySettings }): ToyInput {
  const { biasEvent: _, ...neuron } = andInput(toy);
  const show = SHOWN.find((each) => each === settings.show) ?? 'goal';
  const isAlone = show === 'directions' && choices.person === undefined;
  const person = isAlone ? undefined : toy.person;
  return { ...neuron, directions: DIRECTIONS, show, person, personEvent: choosePerson };
}

const chooseCut = (cut: number) => choice({ cut });
const DEFAULT_CUT = 3;

/** For the waterfall; none while the model has no MLP, or nothing is read. */
export function waterfallInput({
  mlp,
  lenses,
  choices,
  settings,
}: Pick<SceneContext, 'lenses' | 'choices' | 'settings'> & {
  readonly mlp: Pick<MlpActivations, 'layer'> | undefined;
}): WaterfallInput | undefined {
  const { attribution } = lenses;
  if (!mlp || !attribution) return undefined;
  const { answer, neurons, mlpBias } = attribution;
  return {
    ...{ answer: tokenLabel(answer.text), layer: mlp.layer },
    ...{ neurons: neurons[mlp.layer], bias: mlpBias[mlp.layer] },
    cut: choices.cut ?? Number(settings.cut ?? DEFAULT_CUT),
    ...{ cutEvent: chooseCut, neuronEvent: neuronChoice },
  };
}

const chooseDimensions = (dimensions: number) => choice({ dimensions });

/** For the angles: the model's at first where the moment names them, else random ones. */
export function anglesInput({
  tasks,
  choices,
  settings,
  request: { run, layer },
}: SceneContext): AnglesInput {
  const { result } = tasks['model-angles'].state;
  const { C: width } = run.model;
  const isOfModel = settings.of === 'neuron outputs' && choices.dimensions === undefined;
  const firstDimensions = Number(settings.dimensions ?? width);
  return {
    dimensions: choices.dimensions ?? firstDimensions,
    measured: isOfModel && result?.layer === layer ? neuronOutputs(result) : undefined,
    ...{
      firstDimensions,
      width,
      isGrowth: settings.first === 'dimensions',
      dimensionsEvent: chooseDimensions,
    },
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

/** The same function for the same words: those that follow them. */
const nextEventOf = memoize((vocabulary: readonly string[]) =>
  memoize((now: VectorOperands) => {
    const known = knownOperands(vocabulary);
    const next = known[(known.findIndex((each) => isSame(each, now)) + 1) % known.length];
    return known.length > 1 ? () => new VectorSumEvent(next) : undefined;
  }),
);

/** For directions with meaning; none where nobody knows which word should be there. */
export function directionsInput({
  lenses: { analogy, embedding },
  request: { run, options },
}: Reading<{ readonly operands: VectorOperands | undefined }>): Partial<DirectionsInput> | undefined {
  const { operands } = options;
  if (operands?.expected === undefined) return undefined;
  const { vocabulary, model } = run;
  const words = operands as Required<VectorOperands>;
  const label = (id: number) => tokenLabel(vocabulary[id]);
  return {
    ...{ a: label(words.a), b: label(words.b), c: label(words.c), expected: label(words.expected) },
    ...(analogy && {
      ...{ plane: analogy.plane, gap: analogy.gap ?? 0, dimensions: model.C },
      ...{ nearest: label(analogy.nearest[0].id), cosine: analogy.nearest[0].score },
      cloud: embedding && cloudOf(vocabulary)(embedding.matrix)(words)(analogy.nearest),
    }),
    nextEvent: nextEventOf(vocabulary)(words),
  };
}

const chooseX = (x: number) => choice({ x });
/** Where GELU is lowest. */
const DIP = -0.75;
const curveOf = (name: ActivationFunction): Curve => ({
  name: ACTIVATION_CHOICES[name].label,
  of: ACTIVATION_CURVES[name],
});
const SCENE_CURVES = {
  ...{ relu: curveOf('relu'), gelu: curveOf('gelu'), 'gelu-erf': curveOf('gelu-erf') },
  ...{ silu: curveOf('silu'), swiglu: curveOf('silu') },
};

const sumsOf = memoize(({ tokens, pre, post, linear, M }: MlpActivations): NeuronSums[] =>
  tokens.map((_, token) => ({
    ...{ pre: rowOf(pre, token, M), post: rowOf(post, token, M), isGated: linear !== undefined },
  })),
);

/** For the curves; none while the model has no MLP. */
export function curveInput({ mlp, token, choices, settings }: SceneContext): CurveInput | undefined {
  if (!mlp) return undefined;
  const { activationFunction: own, layer, tokens } = mlp;
  const isRelu = settings.curve === 'ReLU' || own === 'relu';
  return {
    ...{ relu: SCENE_CURVES.relu, smooth: SCENE_CURVES[own === 'relu' ? 'gelu' : own], isRelu },
    ...{ isAlone: settings.curve === 'ReLU', isOwn: !isRelu || own === 'relu' },
    ...{ neurons: sumsOf(mlp)[token], layer, token: tokenLabel(tokens[token].text), x: choices.x ?? DIP },
    ...{ xEvent: chooseX, neuronEvent: neuronChoice },
  };
}

const blockOf = memoize(({ tokens, mid, post, out, after, C, M }: MlpActivations): TokenMlp[] =>
  tokens.map(({ text }, token) => ({
    ...{ text: tokenLabel(text), input: rowOf(mid, token, C), neurons: rowOf(post, token, M) },
    ...{ output: rowOf(out, token, C), sum: rowOf(after, token, C) },
  })),
);
const chooseToken = (token: number) => new FocusChangeEvent({ token });

/** For the MLP at every token; none while the model has no MLP. */
export function blockInput({ mlp, token }: Pick<SceneContext, 'mlp' | 'token'>): BlockInput | undefined {
  if (!mlp) return undefined;
  const { layer, extent } = mlp;
  return { tokens: blockOf(mlp), layer, extent, token, tokenEvent: chooseToken };
}

const ask = (asked: Question) => choice({ asked });
type NamesState = LensTaskState<'name-directions'>;

/** For rows as questions. */
export const rowsInput = ({ result: names, error }: NamesState, asked: Question): Partial<RowsInput> => ({
  ...{ names, error, asked, ask },
});
