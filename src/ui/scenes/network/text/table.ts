// The numbers of a shot as a table.

import { msg, str } from '@lit/localize';
import { formatFixed, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { TableData } from '../../../types/table.ts';
import type { Shot } from '../camera/shot.ts';
import { overlayOf } from '../overlays/overlays.ts';
import { patchGrid } from '../scene/network-shape.ts';
import { patternOf, vectorOf } from '../values/network-values.ts';
import type { Words } from './describe.ts';
import { streamTable } from './stream-table.ts';

export function shotTable(words: Words, shot: Shot): TableData {
  const { target } = shot;
  const isWhole = target.at === 'network' || target.at === 'block';
  const table = isWhole ? overlayOf(shot).table?.(words, shot) : undefined;
  if (table) return table;
  switch (target.at) {
    case 'block':
      return headsTable(words, target.layer, shot.token ?? words.labels.length - 1);
    case 'head':
      return patternTable(words, target.layer, target.head);
    case 'mlp':
      return neuronTable(words, target);
    case 'vector':
      return vectorTable(words, target);
    case 'unembedding':
      return predictionTable(words);
    default:
      return lengthsTable(words, shot);
  }
}

/** The stream at every point: its length, and what the overlay says of it. */
function lengthsTable(words: Words, shot: Shot): TableData {
  const { cell } = overlayOf(shot);
  return streamTable(words, msg('Length of the residual stream at every token'), (name, token) => {
    const vector = vectorOf(words.values, name, token);
    const length = vector ? formatFixed(Math.hypot(...vector), 2) : '';
    const said = cell?.(words.values, name, token);
    return said ? `${length}, ${said}` : length;
  });
}

function headsTable({ shape, values, labels }: Words, layer: number, token: number): TableData {
  const T = labels.length;
  return {
    caption: msg(str`Attention weights of block ${layer + 1} from “${labels[token]}”`),
    columns: [msg('head'), ...labels.slice(0, token + 1)],
    rows: Array.from({ length: shape.H }, (_, head) => {
      const row = patternOf(values, layer, head)?.subarray(token * T, token * T + token + 1) ?? [];
      return { name: `${layer + 1}.${head + 1}`, cells: Array.from(row, formatPercent) };
    }),
  };
}

function patternTable({ values, labels }: Words, layer: number, head: number): TableData {
  const T = labels.length;
  const pattern = patternOf(values, layer, head);
  return {
    caption: msg(str`Attention weights of head ${layer + 1}.${head + 1}: a row a key, a column a query`),
    columns: [msg('key'), ...labels],
    rows: labels.map((name, key) => ({
      name,
      cells: labels.map((_, query) =>
        key > query ? msg('masked') : formatPercent(pattern?.[query * T + key] ?? 0),
      ),
    })),
  };
}

function neuronTable(
  { values, labels }: Words,
  { layer, token }: { layer: number; token: number },
): TableData {
  const { neurons = [], next } = values.lenses['mlp-neurons'] ?? {};
  const words = (list: readonly { text: string }[]) => list.map(({ text }) => tokenLabel(text)).join(', ');
  return {
    caption: msg(str`Neurons of MLP ${layer + 1} that write most at “${labels[token]}”`),
    columns: [
      msg('neuron'),
      msg('driven most by'),
      msg('row · vector'),
      msg('bias'),
      msg('preactivation'),
      msg('activation'),
      msg('column raises'),
      msg(str`adds to “${tokenLabel(next?.text ?? '')}”`),
    ],
    rows: neurons.map(({ neuron, asks, pre, bias, post, promoted, adds }) => ({
      name: String(neuron + 1),
      cells: [
        words(asks),
        formatSigned(pre - bias),
        formatSigned(bias),
        formatSigned(pre),
        formatSigned(post),
        words(promoted),
        formatSigned(adds),
      ],
    })),
  };
}

function vectorTable(
  { shape, values, labels }: Words,
  { stage, token }: { stage: number; token: number },
): TableData {
  const { name, meaning } = shape.stages[stage];
  const { columns, rows } = patchGrid(shape.C);
  const vector = vectorOf(values, name, token) ?? new Float32Array();
  return {
    caption: msg(str`The stream ${meaning} at “${labels[token]}”`),
    columns: [msg('from'), ...Array.from({ length: columns }, (_, i) => `+${i}`)],
    rows: Array.from({ length: rows }, (_, row) => ({
      name: String(row * columns),
      cells: Array.from(vector.subarray(row * columns, (row + 1) * columns), formatSigned),
    })),
  };
}

function predictionTable({ values, labels }: Words): TableData {
  return {
    caption: msg(str`Prediction after “${labels.at(-1)}”`),
    columns: [
      msg('token'),
      msg('logit'),
      msg('probability'),
      ...(values.ablated ? [msg('with the ablation')] : []),
    ],
    rows: values.next.map(({ id, text, logit, probability }) => {
      const after = values.ablated?.find((each) => each.id === id);
      return {
        name: tokenLabel(text),
        cells: [
          formatSigned(logit),
          formatPercent(probability),
          ...(values.ablated ? [after ? formatPercent(after.probability) : ''] : []),
        ],
      };
    }),
  };
}
