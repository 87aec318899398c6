// What one frame is drawn from, and what its painters ask of it.

import type { Quantity } from '../../../../workers/rpc/api/lab-api.ts';
import { clamp } from '../../../stage/geometry.ts';
import type { Palette } from '../../../stage/palette.ts';
import { type ChainLayout, isLayered, type View } from '../layout.ts';
import type { ChainMotion } from '../motion.ts';
import { quantityKey, rangeOf, valueAt } from '../networks.ts';
import { type ChainShot, hasPart } from '../shot.ts';
import type { StageData } from '../stage-data.ts';
import type { MathBrush } from './math-text.ts';

export interface ChainPicture extends MathBrush {
  readonly data: StageData;
  readonly shot: ChainShot;
  readonly view: View;
  readonly layout: ChainLayout;
  readonly motion: ChainMotion;
  /** Name of the highlighted symbol. */
  readonly lit?: string;
}

/** Colours of the symbols in formulas, see `symbolStyles`. */
export function colourOf(palette: Palette, { kind }: Quantity): string {
  return {
    w: palette.positive,
    b: palette.bias,
    z: palette.key,
    a: palette.text,
    y: palette.query,
    C: palette.negative,
  }[kind];
}

export const numberOf = (
  { data: { request, chain } }: Pick<ChainPicture, 'data'>,
  quantity: Quantity,
): number => valueAt(request.network, chain.smallNetwork, quantity);

/** What the nudge changes a quantity by, as the engine computes it; 0 where it does not reach. */
export function changeOf({ request, chain }: StageData, quantity: Quantity): number {
  const { network, of, nudge } = request;
  if (quantityKey(quantity, network) === quantityKey(of, network)) return nudge;
  return valueAt(network, chain.nudged, quantity) - valueAt(network, chain.smallNetwork, quantity);
}

/** The nudge itself is drawn at most this large, in units of its number line. */
const DRAWN_NUDGE = 1.2;
/** In lengths of its number line: how far a nudge stays from the end, for the ring at its tip, and how far it goes at least. */
const MARGIN = 0.06;
const LEAST = 0.03;

/** Nudges are drawn larger, all by the same factor: none leaves its number line. */
export function magnification(data: StageData): number {
  const { chain, request } = data;
  const factors = chain.paths.flatMap((path) => path.factors);
  const quantities = [request.of, ...factors.map(({ of }) => of)];
  const largest = quantities.map((quantity) => {
    const change = changeOf(data, quantity);
    const [least, most] = rangeOf(quantity);
    const value = numberOf({ data }, quantity);
    const room = (change < 0 ? value - least : most - value) / (most - least);
    return (Math.max(room - MARGIN, LEAST) * (most - least)) / Math.abs(change);
  });
  return Math.max(1, Math.floor(Math.min(DRAWN_NUDGE / Math.abs(request.nudge), ...largest)));
}

/** Number of arrows from the nudged quantity, by key; quantities that it does not reach are missing. */
export function ordersOf({ chain, request: { network } }: StageData): ReadonlyMap<string, number> {
  const orders = new Map<string, number>();
  for (const { factors } of chain.paths)
    for (const [i, { by, of }] of factors.entries()) {
      orders.set(quantityKey(by, network), i);
      orders.set(quantityKey(of, network), i + 1);
    }
  return orders;
}

/** Depth of a quantity in the columns of the picture. */
export function depthOf({ data }: Pick<ChainPicture, 'data'>, { kind, layer }: Quantity): number {
  const last = data.request.network.sizes.length - 1;
  if (isLayered(data)) return kind === 'C' || kind === 'y' ? last + 1 : layer;
  if (kind === 'C') return 2 * last + 1;
  if (kind === 'z') return 2 * layer - 1;
  if (kind === 'a') return 2 * layer;
  return kind === 'y' ? 2 * last : 2 * layer - 2;
}

/** How far the forward front has lit a column, 0 to 1; columns before the first drawn one are lit. */
export function litness({ motion, view, data }: ChainPicture, depth: number): number {
  const first = isLayered(data) ? 0 : 2 * view.pose.first;
  return clamp((motion.front - (depth - first) + 0.2) / 0.4);
}

/** Keys on any path, where the shot follows one. */
export function pathKeys(picture: ChainPicture): ReadonlySet<string> {
  const { shot, data } = picture;
  const follows = hasPart(shot, 'nudge') || hasPart(shot, 'curves') || hasPart(shot, 'products');
  return follows ? new Set(ordersOf(data).keys()) : new Set();
}

export const isLit = ({ lit }: ChainPicture, key: string, { kind, layer }: Quantity): boolean =>
  lit !== undefined && (lit === key || lit === `any-${kind}${layer}`);
