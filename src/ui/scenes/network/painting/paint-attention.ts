// Attention across lanes: a curve for each weight, its head's shade, as wide as the weight; sums, and labels of the grids.

import { mix, smoothstep } from '../../../stage/geometry.ts';
import {
  type AttentionZone,
  attentionCurve,
  attentionOutputRect,
  attentionZone,
  type Curve,
  curveUntil,
  hasGridNames,
  headSlots,
} from '../scene/attention-scene.ts';
import { zoneIndex } from '../scene/network-shape.ts';
import { strongEdges } from '../values/attention-edges.ts';
import { isHeadOff, type Picture, revealed, tokenCount } from './picture.ts';

export const attentionZoneOf = (picture: Picture, layer: number): AttentionZone =>
  attentionZone(picture.view, layer, picture.head?.layer);

const isInView = ({ view: { frame } }: Picture, top: number, bottom: number) =>
  bottom > 0 && top < frame.height;

export function paintAttention(picture: Picture, layer: number): void {
  const { view } = picture;
  const zone = attentionZoneOf(picture, layer);
  if (!isInView(picture, view.tops[zone.zone], zone.sum)) return;
  paintCurves(picture, zone);
  paintOutputs(picture, zone);
}

/** Opacity of curves that fade while the camera moves. */
const FAINT = 0.2;

function paintCurves(picture: Picture, zone: AttentionZone): void {
  const { view, brush, values, token, hover, haste, head: apart } = picture;
  const { shape, pose, dive, scale, frame } = view;
  const visible = (1 - dive) * (1 - pose.digits) * (picture.valuesAlpha < 1 ? 0.45 : 1);
  if (visible < 0.02) return;
  const widest =
    mix(Math.min(4.4, Math.max(1.6, (zone.sum - zone.top) / shape.H)), 10, zone.open) * Math.min(1, scale);
  const hovered =
    hover && 'head' in hover && 'layer' in hover && hover.layer === zone.layer ? hover.head : undefined;
  const isBlock = picture.shot.target.at === 'block' && picture.shot.spotlight !== 'heads';
  const chosen = hovered ?? (isBlock ? picture.shot.head : undefined);
  brush.context.lineCap = 'round';
  for (const { head, query, key, weight } of strongEdges(values, shape)[zone.layer]) {
    if (isHeadOff(picture, zone.layer, head) || (key === query && zone.open < 0.05)) continue;
    if (view.laneX(query) < frame.rail - 40 || view.laneX(key) > frame.width + 40) continue;
    const done = revealed(picture, query, zone.zone + 0.2, 0.6);
    if (done <= 0) continue;
    let alpha = (0.14 + 0.66 * weight) * visible * (query === token ? 1 : 0.36);
    if (chosen !== undefined) alpha *= head === chosen ? 1.6 : 0.22;
    if (zone.loom > 0)
      alpha *= head === apart?.head ? 1 - smoothstep(0.55, 1, zone.loom) : 1 - smoothstep(0, 0.5, zone.loom);
    if (haste > 0) alpha *= smoothstep(0.5 * FAINT * haste, FAINT * haste, alpha);
    if (alpha === 0) continue;
    const eased = 1 - (1 - done) ** 3;
    const curve = curveUntil(attentionCurve(view, zone, { head, query, key }), eased);
    const colour = brush.palette.head(head, shape.H);
    brush.curve(curve, colour, 0.6 + weight * widest, Math.min(1, alpha));
    if (done < 1) paintTip(picture, curve, { colour, weight, alpha: visible * (1 - zone.loom) * (1 - done) });
  }
  brush.context.lineCap = 'butt';
}

/** The moving end of a curve that is on its way from its key to its query. */
function paintTip(
  { brush }: Picture,
  curve: Curve,
  { colour, weight, alpha }: { colour: string; weight: number; alpha: number },
): void {
  const [x, y] = curve.slice(-2);
  const radius = 1.2 + 2.6 * weight;
  brush.fill({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }, radius, colour, alpha);
}

/** From the slots of the heads through the output to the sum. */
function paintOutputs(picture: Picture, zone: AttentionZone): void {
  const { view, brush } = picture;
  const alpha = smoothstep(0.35, 0.9, zone.open) * (1 - smoothstep(0, 0.6, zone.loom));
  if (alpha < 0.02) return;
  const { shape } = view;
  const slots = headSlots(view, zone);
  for (let token = 0; token < tokenCount(picture); token++) {
    const out = attentionOutputRect(view, zone, token);
    const middle = out.x + out.width / 2;
    const done = revealed(picture, token, zone.zone + 0.75, 0.2);
    for (let head = 0; head < shape.H && done > 0; head++) {
      if (isHeadOff(picture, zone.layer, head)) continue;
      const x = slots.x(token, head);
      const [from, to] = [slots.y + slots.height + 1, out.y - 2];
      const bend = mix(from, to, 0.5);
      brush.curve(
        [x, from, x, bend, middle, bend, middle, to],
        brush.palette.head(head, shape.H),
        1.3,
        0.75 * alpha * done,
      );
    }
    const [y, x] = [out.y + out.height + 1, view.laneX(token)];
    brush.curve(
      [middle, y, middle, zone.sum, middle - 8, zone.sum, x + 8, zone.sum],
      brush.palette.lineStrong,
      1.3,
      alpha * done,
    );
  }
}

/** Sums of attention and stream, under each lane. */
export function paintAttentionSums(picture: Picture, layer: number): void {
  const { view, brush } = picture;
  if (view.dive > 0.6 || view.pose.digits > 0.6) return;
  const zone = attentionZoneOf(picture, layer);
  const end = zone.zone + 1;
  const radius = sumRadius(picture, zone.open);
  if (radius < 2 || (view.shape.isParallel && zone.open < 0.5 && zone.loom < 0.5)) return;
  for (let token = 0; token < tokenCount(picture); token++)
    brush.sum(
      view.laneX(token),
      zone.sum,
      radius,
      revealed(picture, token, end - 0.15, 0.15) * Number(picture.front < end + 0.4),
    );
}

/** Radius of the sign of a sum; it shrinks with lanes and zones. */
export function sumRadius({ view }: Picture, open: number): number {
  const { frame, tops, shape } = view;
  const zone = zoneIndex(shape, 'attention', 0);
  const room = Math.min(
    frame.pitch * 0.12 * view.scale,
    (tops[zone + 1] - tops[zone]) * 0.12,
    frame.isNarrow ? 4.5 : 5.5,
  );
  return mix(Math.max(0, room), Math.min(frame.isNarrow ? 5 : 8, 0.3 * frame.pitch * view.scale), open);
}

/** Numbers of the heads under their grids, and a frame around the chosen one. */
export function paintPatternLabels(picture: Picture): void {
  const { brush, items, hover, view, head: apart } = picture;
  const { palette } = brush;
  for (const { subject, rect, alpha = 1, isOfOverlay } of items) {
    if (subject.kind !== 'pattern' || isOfOverlay) continue;
    const { layer, head } = subject;
    const isApart = apart?.layer === layer && apart.head === head && view.pose.head > 0.5;
    const isHovered = hover?.kind === 'pattern' && hover.layer === layer && hover.head === head;
    const isOff = isHeadOff(picture, layer, head);
    if (isApart || isHovered) {
      brush.box({ x: rect.x - 3, y: rect.y - 3, width: rect.width + 6, height: rect.height + 6 }, 4);
      brush.context.strokeStyle = palette.highlight;
      brush.context.lineWidth = 1.5;
      brush.context.stroke();
    }
    if (isOff) {
      const { x, y, width, height } = rect;
      brush.line(x, y + height, x + width, y, palette.negative, 2);
    }
    const name = `${layer + 1}.${head + 1}`;
    const zone = zoneIndex(view.shape, 'attention', layer);
    if (hasGridNames(view, zone, view.open[zone]) && rect.width >= brush.width(name, 12) + 2)
      brush.text(name, rect.x + rect.width / 2, rect.y + rect.height + 10, {
        size: 12,
        align: 'center',
        // Grids cross while they move apart.
        alpha: alpha * Math.abs(2 * view.open[zone] - 1) * revealed(picture, picture.token, zone, 0.4),
        isBold: isApart || isHovered,
        colour: isOff ? palette.negative : isApart || isHovered ? palette.highlight : palette.muted,
      });
  }
}
