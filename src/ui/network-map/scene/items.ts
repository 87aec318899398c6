// What can be pointed at: each thing of the picture with its place. Painters draw the same items that hit tests search.

import type { ActivationName } from '../../../workers/rpc/api/lab-api.ts';
import type { Rect } from '../../map-core/geometry.ts';
import type { PatchGrid } from './network-shape.ts';

/** What an item shows. Layers, heads, tokens, neurons and ranks count from 0. */
export type Subject =
  | { readonly kind: 'token'; readonly token: number }
  /** C numbers of an activation (T, C) at a token. */
  | { readonly kind: 'vector'; readonly name: ActivationName; readonly token: number }
  /** D numbers of an activation (T, H, D); of a group's head where heads share keys and values. */
  | {
      readonly kind: 'head-vector';
      readonly name: ActivationName;
      readonly token: number;
      readonly head: number;
    }
  /** What a head adds to the stream at a token, C numbers. */
  | { readonly kind: 'head-output'; readonly layer: number; readonly head: number; readonly token: number }
  /** All neurons of a layer at a token. */
  | { readonly kind: 'neurons'; readonly layer: number; readonly token: number }
  | { readonly kind: 'neuron'; readonly layer: number; readonly token: number; readonly neuron: number }
  /** Row or column of a neuron: what it answers to, what it adds. */
  | {
      readonly kind: 'neuron-input' | 'neuron-output';
      readonly layer: number;
      readonly token: number;
      readonly neuron: number;
    }
  | { readonly kind: 'pattern'; readonly layer: number; readonly head: number }
  | {
      readonly kind: 'weight';
      readonly layer: number;
      readonly head: number;
      readonly query: number;
      readonly key: number;
    }
  /** The most probable next token at a token. */
  | { readonly kind: 'guess'; readonly token: number }
  /** A bar of the distribution after the last token. */
  | { readonly kind: 'prediction'; readonly rank: number };

export interface Item {
  readonly subject: Subject;
  readonly rect: Rect;
  /** Depth at which the forward front reveals it, in zones. */
  readonly depth: number;
  /** Of numbers that are laid out to fit their place. */
  readonly grid?: PatchGrid;
  /** Opacity, 0 to 1; 1 by default. */
  readonly alpha?: number;
}

/** Less opaque items are not found. */
const FOUND = 0.35;
/** Distance at which the pointer still finds a small item, in CSS pixels. */
const REACH = 4;

/** The topmost item at a point: the last in the list. */
export function hitTest(items: readonly Item[], x: number, y: number): Item | undefined {
  const isAt = (reach: number) => (item: Item) => {
    const { rect, alpha = 1 } = item;
    const slack = Math.min(rect.width, rect.height) < 3 * REACH ? reach : 0;
    return (
      alpha >= FOUND &&
      x >= rect.x - slack &&
      x <= rect.x + rect.width + slack &&
      y >= rect.y - slack &&
      y <= rect.y + rect.height + slack
    );
  };
  return items.findLast(isAt(0)) ?? items.findLast(isAt(REACH));
}

/** A key that names a subject, the same for equal subjects. */
export const subjectKey = (subject: Subject): string => Object.values(subject).join(' ');
