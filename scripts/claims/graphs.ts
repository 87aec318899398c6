// Attribution graphs of `world`: one in full, and over many prompts how well graphs predict what ablation does.
import { planRun } from '../../src/model/training/run-plan.ts';
import { correlation } from '../../src/shared/correlation.ts';
import type { LensResult, RunInfo } from '../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';
import type { Figures } from './figures.ts';
import { spread } from './spread.ts';

type Graph = LensResult<'attribution-graph'>;
type Check = LensResult<'feature-intervention'>;
type Change = Check['change']['direct'];

const JORDAN = 'Michael Jordan plays the sport of';
const SEEDS = [0, 1, 2];
/** Features that are ablated, the most influential first. */
const ABLATED = 20;
/** Beginnings of held-out rows, beside the prompts of the data set. */
const ROWS = 16;
const ROW_TOKENS = 10;
/** Of fewer changes a correlation says nothing. */
const FEWEST = 5;

/** With the transcoders of each seed; nodes and ablations of the first. */
export async function graphFigures(model: TransformerSession, info: RunInfo): Promise<Figures> {
  const asked = ['basketball', 'tennis'].map((word) => info.vocabulary.indexOf(word));
  const graphs: Graph[] = [];
  for (const seed of SEEDS.toReversed()) {
    await model.lens('transcoders', { seed });
    const request = { text: JORDAN, answer: asked[0], other: asked[1] };
    graphs.unshift(await model.lens('attribution-graph', request));
  }
  const [graph] = graphs;
  const checks = await ablate(model, graph, JORDAN);
  const later = checks.flatMap(({ features }) => features.map(({ direct }) => direct));
  return {
    seeds: scores(graphs),
    value: graph.value,
    ...{ ...graph.counts, ...graph.scores, nodes: graph.nodes.length, kept: graph.edges.length },
    total: Object.fromEntries(graph.nodes.map((node) => [nodeKey(node), node.total])),
    ablated: Object.fromEntries(
      checks.map(({ change }, i) => [nodeKey(strongest(graph)[i]), changeFigures(change)]),
    ),
    agreement: {
      ...agreementOf(checks),
      later: agreement(later),
      edges: later.length,
    },
    prompts: await promptFigures(model, info),
  };
}

const scores = (graphs: readonly Graph[]) => ({
  replacement: spread(graphs.map(({ scores }) => scores.replacement)),
  completeness: spread(graphs.map(({ scores }) => scores.completeness)),
  nodes: spread(graphs.map(({ nodes }) => nodes.length)),
  kept: spread(graphs.map(({ edges }) => edges.length)),
});

const changeFigures = ({ direct, total }: Check['change']): Figures => ({
  direct: { ...direct },
  total: { ...total },
});

/** Each with the next most probable token as contrast, as the page does, and with none. */
async function promptFigures(model: TransformerSession, info: RunInfo): Promise<Figures> {
  const prompts = [...info.prompts, ...heldOutBeginnings()];
  const found: { readonly [contrast: string]: { direct: number; total: number }[] } = { next: [], none: [] };
  for (const text of prompts) {
    const { prefixes } = await model.lens('next-token', { text });
    const [{ id: answer }, { id: other }] = prefixes[prefixes.length - 1].next;
    for (const [contrast, request] of [
      ['next', { text, answer, other }],
      ['none', { text, answer }],
    ] as const) {
      const graph = await model.lens('attribution-graph', request);
      const checks = await ablate(model, graph, text);
      if (checks.length >= FEWEST) found[contrast].push(agreementOf(checks));
    }
  }
  return {
    count: prompts.length,
    ...Object.fromEntries(
      Object.entries(found).map(([contrast, agreements]) => [
        contrast,
        {
          count: agreements.length,
          direct: spread(agreements.map(({ direct }) => direct)),
          total: spread(agreements.map(({ total }) => total)),
        },
      ]),
    ),
  };
}

function heldOutBeginnings(): string[] {
  const { dataset, config } = planRun({ preset: 'world' });
  const { tokens } = dataset.batch({ split: 'validation', step: 0, seed: 0, B: ROWS, T: config.T });
  return Array.from({ length: ROWS }, (_, row) =>
    dataset.tokenizer.decode([...tokens.subarray(row * config.T, row * config.T + ROW_TOKENS)]),
  );
}

const strongest = ({ nodes }: Graph) =>
  nodes
    .filter(({ kind }) => kind === 'feature')
    .toSorted((a, b) => b.influence - a.influence)
    .slice(0, ABLATED);

async function ablate(model: TransformerSession, graph: Graph, text: string): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { layer, position, feature = 0 } of strongest(graph)) {
    const request = { text, layer, position, feature, kind: 'ablate' as const };
    const { answer, other } = graph;
    checks.push(
      await model.lens('feature-intervention', { ...request, answer: answer.id, other: other?.id }),
    );
  }
  return checks;
}

const agreementOf = (checks: readonly Check[]) => ({
  direct: agreement(checks.map(({ change }) => change.direct)),
  total: agreement(checks.map(({ change }) => change.total)),
});

const agreement = (changes: readonly Change[]) =>
  correlation(
    changes.map(({ predicted }) => predicted),
    changes.map(({ measured }) => measured),
  );

/** `embed-1`, `error2-5`, `f3-162-5`: kind, layer and feature, position. */
const nodeKey = ({ kind, layer, feature, position }: Graph['nodes'][number]): string =>
  kind === 'feature'
    ? `f${layer}-${feature}-${position}`
    : `${kind}${kind === 'error' ? layer : ''}-${position}`;
