// Direct logit attribution: what each head brings from each token to the predicted logit, and what each MLP’s neurons add.

import { msg, str } from '@lit/localize';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { clamp, smoothstep } from '../../../../stage/geometry.ts';
import type { TableData } from '../../../../types/table.ts';
import { attentionZoneOf } from '../../painting/paint-attention.ts';
import { type Picture, revealed } from '../../painting/picture.ts';
import { attentionCurve } from '../../scene/attention-scene.ts';
import { headScene } from '../../scene/head-scene.ts';
import { mlpZone, neuronField } from '../../scene/mlp-scene.ts';
import type { Words } from '../../text/describe.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import type { Overlay } from '../overlay.ts';

type Attribution = LensResult<'attribution'>;

declare module '../overlay-types.ts' {
  interface OverlayTypes {
    attribution: object;
  }
}

export const attributionOverlay: Overlay<'attribution'> = {
  label: msg('Attribution'),
  valuesAlpha: 0.5,
  explanation: msg(
    'What heads bring from each token, and neurons of MLPs add, to the logit of the prediction, without biases: blue raises it.',
  ),
  legend: [
    { sign: 'positive', text: msg('raises the logit of the prediction') },
    { sign: 'negative', text: msg('lowers it') },
  ],
  lenses: (prompt) => ({ attribution: { text: prompt } }),
  paint(picture) {
    paintContributions(picture);
    paintHeadSources(picture);
  },
  summary: attributionSummary,
  table: attributionTable,
  describe(subject, { lenses: { attribution } }) {
    if (!attribution) return undefined;
    const { answer, position, heads, mlps } = attribution;
    const amount = (value: number) =>
      msg(str`adds ${formatSigned(value)} to the logit of “${tokenLabel(answer.text)}”`);
    if (subject.kind === 'pattern') return amount(heads[subject.layer][subject.head]);
    return subject.kind === 'neurons' && subject.token === position ? amount(mlps[subject.layer]) : undefined;
  },
};

interface Part {
  readonly name: string;
  /** Added to the logit of the answer; by a head also from each token. */
  readonly value: number;
  readonly sources?: ArrayLike<number>;
}

/** Heads, then MLPs. Layers and heads count from 1 in their names. */
const partsOf = ({ sources, heads, mlps }: Attribution): readonly Part[] => [
  ...heads.flatMap((layer, at) =>
    layer.map((value, head) => ({
      name: msg(str`head ${at + 1}.${head + 1}`),
      value,
      sources: sources[at][head],
    })),
  ),
  ...mlps.map((value, at) => ({ name: msg(str`MLP ${at + 1}`), value })),
];

function attributionTable({ values, labels }: Words): TableData | undefined {
  const { attribution } = values.lenses;
  if (!attribution) return undefined;
  const { answer, position } = attribution;
  const visible = labels.slice(0, position + 1);
  return {
    caption: msg(
      str`Added to the logit of “${tokenLabel(answer.text)}” after “${labels[position]}”, by head and token read, without biases`,
    ),
    columns: [msg('part'), msg('all'), ...visible],
    rows: partsOf(attribution).map(({ name, value, sources }) => ({
      name,
      cells: [formatSigned(value), ...visible.map((_, key) => (sources ? formatSigned(sources[key]) : ''))],
    })),
  };
}

/** Of what adds and takes most. */
function attributionSummary({ lenses: { attribution } }: NetworkValues): string {
  if (!attribution) return '';
  const listed = partsOf(attribution)
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, LISTED)
    .map(({ name, value }) => `${name} ${formatSigned(value)}`);
  return msg(str` Most to the logit of “${tokenLabel(attribution.answer.text)}”: ${listed.join(', ')}.`);
}

const LISTED = 3;

/** Widest line, in CSS pixels, of the largest contribution. */
const WIDEST = 12;

function paintContributions(picture: Picture): void {
  const { view, values, brush } = picture;
  const { attribution } = values.lenses;
  const alpha = (1 - view.dive) * (1 - view.pose.digits) * (1 - view.pose.head);
  if (!attribution || alpha < 0.02) return;
  const { shape } = view;
  const { position, sources, mlps } = attribution;
  const { context } = brush;
  const largest = Math.max(...sources.flat(2).map(Math.abs), ...mlps.map(Math.abs), 1e-6);
  const colour = (value: number) => colourOf(picture, value);
  context.lineCap = 'round';
  for (let layer = 0; layer < shape.L; layer++) {
    const zone = attentionZoneOf(picture, layer);
    const done = alpha * revealed(picture, position, zone.zone + 0.5, 0.4);
    sources[layer].forEach((head, index) => {
      head.forEach((value, key) => {
        const share = Math.abs(value) / largest;
        if (share < 0.03) return;
        const curve = attentionCurve(view, zone, { head: index, query: position, key });
        brush.curve(curve, colour(value), Math.max(1, WIDEST * share), done * clamp(0.35 + share));
      });
    });
    const share = Math.abs(mlps[layer] ?? 0) / largest;
    if (shape.M === 0 || share < 0.02) continue;
    const mlp = mlpZone(view, layer);
    const field = neuronField(view, mlp, position);
    const [x, y, lane] = [
      field.x + Math.min(field.width * 0.4, 40),
      field.y + field.height,
      view.laneX(position),
    ];
    brush.curve(
      [x, y, x, mlp.sum, x - 8, mlp.sum, lane + 7, mlp.sum],
      colour(mlps[layer]),
      Math.max(1.2, WIDEST * share),
      done,
    );
    const text = formatSigned(mlps[layer]);
    if (view.gap > 60)
      brush.text(text, x + 10, mlp.sum - 3, {
        size: 12,
        isBold: true,
        colour: colour(mlps[layer]),
        alpha: done,
        hasHalo: true,
      });
  }
  context.lineCap = 'butt';
}

/** Under the weights of a head that is drawn apart: what it brings from each token. */
function paintHeadSources(picture: Picture): void {
  const { view, values, brush, head } = picture;
  const { attribution } = values.lenses;
  const alpha = smoothstep(0.6, 1, view.pose.head);
  if (!attribution || !head || alpha < 0.02) return;
  const { position, sources } = attribution;
  const zone = attentionZoneOf(picture, head.layer);
  const scene = headScene(view, zone, head.head, values.tokens.length, picture.progress.head);
  if (scene.rowHeight < LEGIBLE_ROW || view.gap < LEGIBLE_GAP) return;
  sources[head.layer][head.head].forEach((value, key) => {
    if (Math.abs(value) < LEAST) return;
    brush.text(formatSigned(value), scene.column(position) - 8, scene.row(key) + 14, {
      ...{ size: 12, isBold: true, align: 'right', alpha, hasHalo: true, colour: colourOf(picture, value) },
    });
  });
}

/** Rows and gaps with room for a second number, in CSS pixels, and what is too little to say. */
const [LEGIBLE_ROW, LEGIBLE_GAP, LEAST] = [30, 64, 0.005];

const colourOf = ({ brush: { palette } }: Picture, value: number): string =>
  value > 0 ? palette.positive : palette.negative;
