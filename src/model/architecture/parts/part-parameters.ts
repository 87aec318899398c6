// The parameters of a model of parts, under the names of a family.

import { type ModelConfig, modelParts } from '../config.ts';
import type { Parameter } from '../parameters.ts';
import { norm, projection, table } from './parameter-groups.ts';
import type { WeightNames } from './weight-names.ts';

export function partParameters(names: WeightNames, config: ModelConfig): Parameter[] {
  const { L, C, T, V, tied } = config;
  const { positions, norm: kind } = modelParts(config);
  const positionTable = table(names.positions, T, C, 'position', 'position embeddings, one row a position');
  return [
    table(names.embedding, V, C, 'embedding', 'token embeddings, one row a token'),
    ...(positions === 'learned' ? [positionTable] : []),
    ...Array.from({ length: L }, (_, layer) => [
      ...attentionParameters(names, config, layer).map((each) => ({ ...each, branch: 'attention' as const })),
      ...mlpParameters(names, config, layer).map((each) => ({ ...each, branch: 'mlp' as const })),
    ]).flat(),
    ...norm(names.finalNorm, C, { norm: 'finalNorm' }, `the final ${NORM_NAMES[kind]}`, kind === 'layer'),
    ...(tied ? [] : [table(names.unembedding, V, C, 'unembedding', 'unembedding, one row a token')]),
  ];
}

const NORM_NAMES = { layer: 'layer norm', rms: 'RMS norm' } as const;

/** Of a projection into the residual stream: the sum of N layers has the variance of one (Radford et al. 2019, section 2.3). */
function residualInit({ init, initStd, L, mlpWidth }: ModelConfig): Pick<Parameter, 'std'> {
  return init === 'scaled' ? { std: initStd / Math.sqrt(mlpWidth > 0 ? 2 * L : L) } : {};
}

function attentionParameters(names: WeightNames, config: ModelConfig, layer: number): Parameter[] {
  const { C, H } = config;
  const { norm: kind, qkNorm, keyValueHeads: KV, D, biases } = modelParts(config);
  const { norms, qkv, qkNorms, attentionOutput } = names.block(layer);
  const { isTransposed } = names;
  const input = { layer, isTransposed, hasBias: biases !== 'none' };
  const output = {
    ...input,
    ...residualInit(config),
    hasBias: biases === 'all' || biases === 'attention',
    parts: ['output'],
  } as const;
  const fusedMeaning = 'query, key and value projections of all heads, concatenated';
  const projections =
    'fused' in qkv
      ? projection(qkv.fused, [C, 3 * H * D], { ...input, parts: ['query', 'key', 'value'] }, fusedMeaning)
      : [
          ...projection(
            qkv.query,
            [C, H * D],
            { ...input, parts: ['query'] },
            'query projections of all heads',
          ),
          ...projection(qkv.key, [C, KV * D], { ...input, parts: ['key'] }, 'key projections of all heads'),
          ...projection(
            qkv.value,
            [C, KV * D],
            { ...input, parts: ['value'] },
            'value projections of all heads',
          ),
        ];
  const [queryNorm, keyNorm] = (qkNorm && qkNorms) || [];
  return [
    ...norm(
      norms[0],
      C,
      { norm: 'attentionNorm', layer },
      `the ${NORM_NAMES[kind]} before the attention`,
      kind === 'layer',
    ),
    ...projections,
    ...(queryNorm
      ? norm(queryNorm, D, { norm: 'queryNorm', layer }, 'the RMS norm of each query', false)
      : []),
    ...(keyNorm ? norm(keyNorm, D, { norm: 'keyNorm', layer }, 'the RMS norm of each key', false) : []),
    ...projection(attentionOutput, [H * D, C], output, 'output projection of the attention'),
  ];
}

function mlpParameters(names: WeightNames, config: ModelConfig, layer: number): Parameter[] {
  const { C, mlpWidth: M } = config;
  const { norm: kind, hasMlp, isGated, biases } = modelParts(config);
  if (!hasMlp) return [];
  const { norms, mlp } = names.block(layer);
  const traits = { layer, isTransposed: names.isTransposed, hasBias: biases === 'all' };
  const up = 'input weights of the MLP, one column a neuron';
  const down = 'output weights of the MLP, one row a neuron';
  const gate = 'gate of the MLP, one column a neuron';
  return [
    ...norm(
      norms[1],
      C,
      { norm: 'mlpNorm', layer },
      `the ${NORM_NAMES[kind]} before the MLP`,
      kind === 'layer',
    ),
    ...(isGated ? projection(mlp.gate as string, [C, M], { ...traits, parts: ['gate'] }, gate) : []),
    ...projection(mlp.input, [C, M], { ...traits, parts: ['up'] }, up),
    ...projection(mlp.output, [M, C], { ...traits, ...residualInit(config), parts: ['down'] }, down),
  ];
}
