// Muon for the matrices of the blocks, AdamW for all other weights (Jordan et al. 2024).

import type { Graph, Tensor } from '../../../kernels/graph/graph.ts';
import { alignUp } from '../../../kernels/graph/plan.ts';
import { adamw } from '../../../kernels/ops/adamw/adamw.ts';
import { muon } from '../../../kernels/ops/muon/muon.ts';
import { elementCount } from '../../../kernels/shape.ts';
import type { FlatLayout, Parameter } from '../../architecture/parameters.ts';
import { type Moment, momentLayouts } from './moments.ts';
import type { AdamWStep, MuonConfig, StepWriter } from './optimizer-config.ts';

export function recordMuon(
  graph: Graph,
  layout: FlatLayout,
  factor: Tensor,
  { momentum, weightDecay, rateRatio }: MuonConfig,
  adamwStep: AdamWStep,
): StepWriter {
  const [hidden, others] = momentLayouts('muon', layout);
  const step = graph.scalars('Muon', muon.inputs.step.fields ?? []);
  for (const parameter of hidden.parameters)
    graph.apply(
      muon,
      { ...matrixSlices(graph, layout, hidden, parameter), factor, step },
      { name: parameter.name, attributes: orthogonalization(parameter) },
    );
  for (const { from, at, length } of ranges(layout, others)) {
    const [parameters, gradients] = ['parameters', 'gradients'].map((each) =>
      graph.slice(each, from, [length]),
    );
    const [m, v] = ['m', 'v'].map((each) => graph.slice(each, at, [length]));
    const decayed = Math.max(0, Math.min(length, layout.decayed - from));
    graph.apply(
      adamw,
      { parameters, gradients, m, v, factor, step: adamwStep.step },
      { name: `AdamW from ${from}`, attributes: { decayed } },
    );
  }
  return (program, index, learningRate) => {
    program.write(step, Float32Array.of(learningRate * rateRatio, momentum, weightDecay));
    adamwStep.write(program, index, learningRate);
  };
}

function matrixSlices(graph: Graph, layout: FlatLayout, moment: Moment, { name, shape }: Parameter) {
  const slice = (storage: string, offsets: ReadonlyMap<string, number>) =>
    graph.slice(storage, offsets.get(name) as number, shape);
  return {
    weight: slice('parameters', layout.offsets),
    gradient: slice('gradients', layout.offsets),
    momentum: slice('momentum', moment.offsets),
  };
}

/** Matrices side by side in the columns are orthogonalized one by one; those by head are one matrix. The scale gives updates of one size, whatever the shape. */
function orthogonalization({ shape, isTransposed, parts = [] }: Parameter) {
  const [inputs, outputs] = isTransposed ? [...shape].reverse() : shape;
  const blocks = isTransposed ? 1 : Math.max(1, parts.length);
  return { blocks, scale: Math.sqrt(Math.max(1, outputs / blocks / inputs)) };
}

interface Range {
  /** Words in `parameters`, and in the moment. */
  readonly from: number;
  readonly at: number;
  length: number;
}

/** The parameters of a moment as few ranges of adjacent words. */
function ranges(layout: FlatLayout, { parameters, offsets }: Moment): Range[] {
  const found: Range[] = [];
  for (const { name, shape } of parameters) {
    const from = layout.offsets.get(name) as number;
    const length = alignUp(elementCount(shape));
    const last = found.at(-1);
    if (last && last.from + last.length === from) last.length += length;
    else found.push({ from, at: offsets.get(name) as number, length });
  }
  return found;
}
