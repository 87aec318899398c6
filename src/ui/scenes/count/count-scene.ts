// Every weight and bias of the digit network as a cell (chapter 1, 11:36 and 12:18), counted neuron by neuron.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../shared/memoize.ts';
import type { DigitLayerWeights } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';
import type { Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import type { NeuronIndex } from '../../types/digits.ts';

export interface CountInput {
  /** Index l − 1 is into layer l. */
  readonly layers: readonly DigitLayerWeights[];
  /** Layers that are counted, from the first. */
  readonly counted: number;
  readonly neuronEvent: (neuron: NeuronIndex) => Event;
}

const SIDE = 28;
/** Images of the first layer side by side. */
const ACROSS = 4;
/** Seconds. */
const TIMES = { start: 0.5, counted: 5, end: 5.6 };

/** A neuron's own: its weights and its bias. */
interface Part extends NeuronIndex {
  readonly weights: Float32Array;
  readonly bias: number;
}

export class CountScene extends MarkScene<CountInput> {
  readonly name = 'count';
  readonly duration = TIMES.end;
  readonly tableHead = [
    msg('Weights and biases, counted'),
    msg('neuron'),
    msg('weights and biases'),
  ] as const;

  protected override isAnother(input: Partial<CountInput>, before: Partial<CountInput>): boolean {
    return input.counted !== before.counted;
  }

  override summary({ layers, counted }: Partial<CountInput>): string {
    if (!layers || counted === undefined) return msg('Loading …');
    const parts = partsOf(layers).filter(({ layer }) => layer <= counted);
    const weights = parts.reduce((sum, part) => sum + part.weights.length, 0);
    return msg(
      str`${formatInteger(weights)} weights and ${parts.length} biases: ${formatInteger(weights + parts.length)} numbers.`,
    );
  }

  override layout(input: Partial<CountInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { layers, counted, neuronEvent } = input;
    if (!layers || counted === undefined || !neuronEvent) return undefined;
    const space = spaceOf(viewport, layers.slice(0, counted));
    const parts = partsOf(layers).filter(({ layer }) => layer <= counted);
    const apart = (TIMES.counted - TIMES.start) / parts.length;
    const shown = (i: number) => arriving(t, TIMES.start + i * apart, TIMES.start + (i + 1) * apart);
    const total = parts.reduce((sum, { weights }, i) => sum + (weights.length + 1) * shown(i), 0);
    return [
      ...counter(space, layers.slice(0, counted), Math.round(total)),
      ...parts.flatMap((part, i) =>
        own(space, part, { alpha: shown(i), most: mostOf(layers[part.layer - 1]) }, () =>
          this.dispatch(neuronEvent({ layer: part.layer, neuron: part.neuron })),
        ),
      ),
    ];
  }
}

const partsOf = memoize((layers: readonly DigitLayerWeights[]): readonly Part[] =>
  layers.flatMap(({ weights, biases }, at) =>
    Array.from(biases.data, (bias, neuron) => {
      const inputs = weights.data.length / biases.data.length;
      const own = weights.data.subarray(neuron * inputs, (neuron + 1) * inputs);
      return { layer: at + 1, neuron, bias, weights: own };
    }),
  ),
);

/** The weight that has the full colour. */
const mostOf = memoize(
  ({ weights }: DigitLayerWeights) =>
    0.75 * weights.data.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) || 1,
);

interface Space {
  readonly size: number;
  readonly em: number;
  readonly middle: number;
  /** Side of a cell: the same for every number. */
  readonly cell: number;
  weightsAt(part: Part): Rect;
  biasAt(part: Part): Rect;
}

function spaceOf({ width, height, textScale }: Viewport, layers: readonly DigitLayerWeights[]): Space {
  const size = width < 620 * textScale ? 12 : 16;
  const em = size * textScale;
  const top = 5.2 * em;
  const gap = 3;
  const columns = ACROSS * (SIDE + gap);
  const rows = Math.ceil(layers[0].biases.data.length / ACROSS) * (SIDE + gap);
  const widest = Math.max(
    ...layers.slice(1).map(({ weights, biases }) => weights.data.length / biases.data.length),
    0,
  );
  const cells = columns + 4 + widest + gap;
  const cell = Math.min((width - 2 * em) / cells, (height - top - 0.5 * em) / rows);
  const left = (width - cell * cells) / 2;
  const later = left + (columns + 4) * cell;
  const weightsAt = ({ layer, neuron, weights }: Part): Rect => {
    if (layer === 1 && weights.length === SIDE * SIDE)
      return {
        x: left + (neuron % ACROSS) * (SIDE + gap) * cell,
        y: top + Math.floor(neuron / ACROSS) * (SIDE + gap) * cell,
        ...{ width: SIDE * cell, height: SIDE * cell },
      };
    const before = layers
      .slice(1, layer - 1)
      .reduce((sum, { biases }) => sum + biases.data.length + SIDE / 2, 0);
    return { x: later, y: top + (before + neuron) * cell, width: weights.length * cell, height: cell };
  };
  return {
    ...{ size, em, cell, middle: width / 2, weightsAt },
    biasAt(part) {
      const { x, y, width, height } = weightsAt(part);
      return { x: x + width + 0.6 * cell, y: y + height - cell, width: cell, height: cell };
    },
  };
}

function own(
  { weightsAt, biasAt }: Space,
  part: Part,
  { alpha, most }: { alpha: number; most: number },
  press: () => void,
): Mark[] {
  const { layer, neuron, weights, bias } = part;
  return [
    {
      ...{ key: `weights-${layer}-${neuron}`, name: msg(str`layer ${layer}, neuron ${neuron}`) },
      ...{ value: weights.length + 1, format: formatInteger, press },
      shape: {
        ...{ kind: 'cells', ...weightsAt(part), columns: layer === 1 ? SIDE : weights.length },
        ...{ values: weights, most, alpha },
      },
    },
    {
      key: `bias-${layer}-${neuron}`,
      shape: { kind: 'box', ...biasAt(part), fill: bias < 0 ? 'negative' : 'positive', alpha },
    },
  ];
}

/** The number so far, and what it is the sum of. */
function counter({ middle, em, size }: Space, layers: readonly DigitLayerWeights[], total: number): Mark[] {
  const text = { kind: 'text', x: middle, align: 'center' } as const;
  const products = layers.map(({ weights, biases }) => {
    const neurons = biases.data.length;
    return `${neurons} × ${weights.data.length / neurons} + ${neurons}`;
  });
  return [
    {
      ...{ key: 'total', name: msg('all of them'), value: total, format: formatInteger },
      shape: { ...text, y: 1.8 * em, text: formatInteger(total), size: size > 12 ? 44 : 26, isBold: true },
    },
    { key: 'sum', shape: { ...text, y: 4.1 * em, text: products.join('  +  '), size, fill: 'muted' } },
  ];
}
