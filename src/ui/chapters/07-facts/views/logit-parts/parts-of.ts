// An attribution as a list to read: every part in the order the stream meets it, and the neurons that add most.

import type { AttributionReading } from '../../../../../workers/lab-api.ts';

export interface LogitPart {
  readonly name: string;
  readonly kind: 'embedding' | 'attention' | 'mlp' | 'bias';
  readonly adds: number;
}

/** All of them: they add up to `total`. A model of attention alone has no rows for MLPs. */
export function partsOf(reading: AttributionReading): LogitPart[] {
  const { heads, neurons, mlps, attentionBias, mlpBias } = reading;
  const parts: LogitPart[] = [
    { name: 'embedding of the token itself', kind: 'embedding', adds: reading.embed },
    { name: 'embedding of its position', kind: 'embedding', adds: reading.positionEmbed },
  ];
  heads.forEach((layer, l) => {
    layer.forEach((adds, h) => {
      parts.push({ name: `layer ${l + 1}, head ${h + 1}`, kind: 'attention', adds });
    });
    if (neurons[l].length > 0)
      parts.push({ name: `layer ${l + 1}, the MLP’s neurons`, kind: 'mlp', adds: mlps[l] });
  });
  const biases = [...attentionBias, ...mlpBias, reading.finalBias];
  parts.push({ name: 'all biases', kind: 'bias', adds: biases.reduce((sum, each) => sum + each, 0) });
  return parts;
}

export interface NeuronPart {
  readonly layer: number;
  readonly neuron: number;
  readonly adds: number;
}

/** Those that add or take away most, over all layers. */
export function strongestNeurons({ neurons }: AttributionReading, count: number): NeuronPart[] {
  return neurons
    .flatMap((all, layer) => all.map((adds, neuron) => ({ layer, neuron, adds })))
    .sort((one, other) => Math.abs(other.adds) - Math.abs(one.adds))
    .slice(0, count);
}
