// The axis of depth left of the map: zones as buttons, where the camera is, and what the network predicts.

import { html, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { formatPercent } from '../format/numbers.ts';
import { tokenLabel } from '../format/token-label.ts';
import type { Pose } from './camera/pose.ts';
import type { Shot, Target } from './camera/shot.ts';
import { depthAtY, type Frame, stackTops, yAtDepth } from './scene/frame.ts';
import type { NetworkShape, Zone } from './scene/network-shape.ts';
import type { NetworkValues } from './values/network-values.ts';

interface RailContext {
  readonly shape: NetworkShape;
  readonly frame: Frame;
  readonly pose: Pose;
  readonly shot: Shot;
  readonly values?: NetworkValues;
  /** Whether the prediction is drawn yet. */
  readonly isComputed: boolean;
  readonly select: (target: Target) => void;
}

/** Smallest height of a zone whose part of the block has a label, in CSS pixels. */
const LABEL = 19;

export function renderRail(context: RailContext): TemplateResult {
  const { shape, frame, values, isComputed } = context;
  const scale = Math.min(1, frame.height / (stackTops(frame.heights).at(-1) as number));
  const tops = stackTops(frame.heights).map((top) => top * scale);
  const prediction = tops[shape.zones.length - 1];
  const [first] = values?.next ?? [];
  return html`
    <nav class="rail" aria-label="Depth" style="width:${frame.rail}px">
      ${shape.zones.map((zone, i) => zoneButton(context, zone, tops[i], tops[i + 1] - tops[i]))}
      ${
        first && isComputed && !frame.isNarrow
          ? html`<p class="says" style="top:${prediction + 2}px"><small>next token</small>${tokenLabel(first.text)}<small>${formatPercent(first.probability)}</small></p>`
          : nothing
      }
      ${hereBar(context, scale)}
    </nav>
  `;
}

function zoneButton({ shape, frame, shot, select }: RailContext, zone: Zone, top: number, height: number) {
  const { kind, layer } = zone;
  const { target } = shot;
  const button = (
    name: string,
    short: string,
    to: Target,
    y: number,
    isBlock: boolean,
    isCurrent: boolean,
  ) => html`
    <button
      class=${isBlock ? 'block' : ''}
      style=${styleMap({ top: `${y}px`, height: `${LABEL}px` })}
      aria-current=${isCurrent ? 'true' : nothing}
      aria-label=${name}
      @click=${() => select(to)}
    >${frame.isNarrow ? short : name.replace(/^(Attention|MLP) \d+$/, (label) => label.split(' ')[0].replace('Attention', 'attention'))}</button>
  `;
  if (kind === 'embedding' || kind === 'unembedding') {
    const to = { at: kind } as const;
    const name = kind === 'embedding' ? 'Embedding' : 'Unembedding';
    return button(
      name,
      name[0],
      to,
      top + (kind === 'embedding' ? height / 2 - 9 : 0),
      true,
      target.at === kind,
    );
  }
  if (layer === undefined) return nothing;
  const isHere = 'layer' in target && target.layer === layer;
  const token = shot.token ?? 0;
  if (kind === 'mlp') {
    if (height < LABEL || frame.isNarrow) return nothing;
    return button(
      `MLP ${layer + 1}`,
      '',
      { at: 'mlp', layer, token },
      top + height / 2 - 9,
      false,
      isHere && target.at === 'mlp',
    );
  }
  const block = button(`Block ${layer + 1}`, String(layer + 1), { at: 'block', layer }, top, true, isHere);
  if (height < 2 * LABEL || frame.isNarrow) return block;
  const head = { at: 'head', layer, head: Math.min(shot.head ?? 0, shape.H - 1) } as const;
  const isAttention = isHere && (target.at === 'block' || target.at === 'head');
  return [block, button(`Attention ${layer + 1}`, '', head, top + LABEL, false, isAttention)];
}

/** Which part of the depth the canvas shows. */
function hereBar({ frame, pose }: RailContext, scale: number) {
  const tops = stackTops(pose.heights);
  const folded = stackTops(frame.heights);
  const k = (frame.width - frame.rail) / pose.width;
  const middle = yAtDepth(tops, pose.depth);
  const y = (offset: number) => yAtDepth(folded, depthAtY(tops, Math.max(0, middle + offset / k))) * scale;
  const [top, bottom] = [y(-frame.height / 2 + frame.header), y(frame.height / 2)];
  const end = Math.min(frame.height, bottom);
  if (end - top > frame.height * 0.85) return nothing;
  return html`<i class="here" style=${styleMap({ top: `${top}px`, height: `${Math.max(6, end - top)}px` })}></i>`;
}
