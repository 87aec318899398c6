// The axis of depth left of the map: zones as buttons, where the camera is, and what the network predicts.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { tokenLabel } from '../../format/token-label.ts';
import type { Pose } from './camera/pose.ts';
import type { Shot, Target } from './camera/shot.ts';
import { depthAtY, type Frame, stackTops, yAtDepth } from './scene/frame.ts';
import type { NetworkShape } from './scene/network-shape.ts';
import { ablatedText, shareText } from './text/summary.ts';
import { type NetworkValues, predictionOf } from './values/network-values.ts';

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

/** Height of a button, in CSS pixels: at least a touch target's on touch screens. */
const [LABEL, TOUCH] = [24, 44];

export interface RailStop {
  readonly name: string;
  /** Text on the button. */
  readonly label: string;
  readonly target: Target;
  readonly y: number;
  readonly height: number;
  readonly isBlock: boolean;
}

/** Stops of the axis that have room, from top to bottom. */
export function railStops(
  shape: NetworkShape,
  frame: Frame,
  tops: readonly number[],
  { shot, isTouch }: { readonly shot: Shot; readonly isTouch: boolean },
): RailStop[] {
  const height = Math.max(isTouch ? TOUCH : LABEL, LABEL * frame.textScale);
  const stops: RailStop[] = [];
  const add = (name: string, label: string, target: Target, y: number, isBlock: boolean) => {
    const last = stops.at(-1);
    if (!last || y >= last.y + last.height) stops.push({ name, label, target, y, height, isBlock });
  };
  const token = shot.token ?? 0;
  shape.zones.forEach(({ kind, layer }, zone) => {
    const [top, depth] = [tops[zone], tops[zone + 1] - tops[zone]];
    const ends = { embedding: msg('Embedding'), unembedding: msg('Unembedding') };
    if (kind === 'embedding') add(ends[kind], frame.hasWords ? ends[kind] : 'E', { at: kind }, top, true);
    if (kind === 'unembedding') add(ends[kind], frame.hasWords ? ends[kind] : 'U', { at: kind }, top, true);
    if (layer === undefined) return;
    const number = layer + 1;
    if (kind === 'attention') {
      const head = Math.min(shot.head ?? 0, shape.H - 1);
      const block = msg(str`Block ${number}`);
      add(block, frame.hasWords ? block : `${number}`, { at: 'block', layer }, top, true);
      const isOpen = frame.hasWords && depth >= 2 * height;
      if (isOpen)
        add(
          msg(str`Attention ${number}`),
          msg('attention'),
          { at: 'head', layer, head },
          top + height,
          false,
        );
    } else if (frame.hasWords && depth >= height)
      add(
        msg(str`MLP ${number}`),
        msg('MLP'),
        { at: 'mlp', layer, token },
        top + (depth - height) / 2,
        false,
      );
  });
  return stops;
}

export function renderRail(context: RailContext): TemplateResult {
  const { shape, frame, shot, values, isComputed, select } = context;
  const scale = Math.min(1, frame.height / (stackTops(frame.heights).at(-1) as number));
  const tops = stackTops(frame.heights).map((top) => top * scale);
  const prediction = tops[shape.zones.length - 1];
  const [first] = values ? predictionOf(values) : [];
  const without = values?.ablated ? ablatedText(shot) : '';
  return html`
    <nav class="rail" aria-label=${msg('Depth')} style="width:${frame.rail}px">
      ${railStops(shape, frame, tops, { shot, isTouch: matchMedia('(pointer: coarse)').matches }).map(
        (stop) => html`<button
          class=${stop.isBlock ? 'block' : ''}
          style=${styleMap({ top: `${stop.y}px`, height: `${stop.height}px` })}
          aria-current=${isHere(shot, stop) ? 'true' : nothing}
          aria-label=${stop.name}
          @click=${() => select(stop.target)}
        >${stop.label}</button>`,
      )}
      ${
        first && isComputed && frame.hasWords
          ? html`<p class="says" style="top:${prediction + 2}px"><small>${without ? msg(str`without ${without}`) : msg('next token')}</small>${tokenLabel(first.text)}<small>${shareText(first, values)}</small></p>`
          : nothing
      }
      ${hereBar(context, scale)}
    </nav>
  `;
}

/** Whether the camera is at a stop, or inside its block. */
function isHere({ target: shown }: Shot, { target, isBlock }: RailStop): boolean {
  if (!('layer' in target) || !('layer' in shown)) return target.at === shown.at;
  if (target.layer !== shown.layer) return false;
  return isBlock || (target.at === 'mlp') === (shown.at === 'mlp');
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
