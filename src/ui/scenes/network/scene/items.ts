// What can be pointed at on the network map.

import type { ActivationName } from '../../../../workers/rpc/api/lab-api.ts';
import type { Node } from '../../../stage/node.ts';
import type { OverlaySubject } from '../overlays/overlay-types.ts';
import type { PatchGrid } from './network-shape.ts';

/** What an item of the picture shows. Layers, heads, tokens, neurons and ranks count from 0. */
export type PictureSubject =
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

/** An edge of the graph that the overlay draws, by its key. */
export interface EdgeSubject {
  readonly kind: 'edge';
  readonly edge: string;
  readonly name: string;
}

export type Subject = PictureSubject | EdgeSubject | OverlaySubject;

export interface Item extends Node<Subject> {
  /** Depth at which the forward front reveals it, in zones. */
  readonly depth: number;
  /** Of numbers that are laid out to fit their place. */
  readonly grid?: PatchGrid;
  /** An overlay draws it, not the picture. */
  readonly isOfOverlay?: boolean;
}

/** A key that names a subject, the same for equal subjects. */
export const subjectKey = (subject: Subject): string => Object.values(subject).join(' ');
