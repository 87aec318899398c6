// What the circuit compares, and how many of the largest edges it is taken from.

import { msg, str } from '@lit/localize';
import { nothing } from 'lit';
import { formatFixed } from '../../../../format/numbers.ts';
import type { Shot } from '../../camera/shot.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { rangeField } from '../form.ts';
import type { OverlayForm } from '../overlay.ts';
import { withState } from '../overlay-state.ts';
import { pairForm } from '../patching/form.ts';
import { rankedEdges, takenEdges } from './graph.ts';

export const renderCircuitForm: OverlayForm = (shot, words, emit) =>
  pairForm(shot, {
    ...{ pairs: words?.values.lenses['path-patching']?.pairs, emit },
    more: words ? edgeSlider(shot, words.values, emit) : nothing,
  });

/** Edges of the slider's stops: each a quarter more than the one before. */
function stops(total: number): number[] {
  const list: number[] = [];
  for (let size = 1; size < total; size = Math.max(size + 1, Math.round(size * 1.25))) list.push(size);
  return [...list, total];
}

/** The threshold: how many of the largest edges remain. */
function edgeSlider(shot: Shot, values: NetworkValues, emit: (shot: Shot) => void) {
  const ranked = rankedEdges(values);
  if (ranked.length === 0) return nothing;
  const taken = Math.min(ranked.length, takenEdges(values, shot));
  const sizes = stops(ranked.length);
  const smallest = formatFixed(Math.abs(ranked[taken - 1].score), 2);
  return rangeField(msg(str`Largest edges: ${taken}, from ${smallest}`), {
    ...{ min: 0, max: sizes.length - 1, step: 1, value: sizes.findIndex((size) => size >= taken) },
    text: msg(str`${taken} edges, the smallest with an effect of ${smallest}`),
    set: (stop) => emit(withState(shot, 'circuit', { edges: sizes[stop] })),
  });
}
