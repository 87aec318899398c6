// Patching: at every site, what changes in the answer if its activation comes from the other prompt.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../../../shared/memoize.ts';
import type { LensResult, PatchPlace } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { clamp, type Rect } from '../../../../stage/geometry.ts';
import type { TableData } from '../../../../types/table.ts';
import type { Shot } from '../../camera/shot.ts';
import { attentionZoneOf } from '../../painting/paint-attention.ts';
import { type Picture, revealed } from '../../painting/picture.ts';
import { attentionZone } from '../../scene/attention-scene.ts';
import type { Item, Subject } from '../../scene/items.ts';
import { mlpZone, neuronField, neuronGrid } from '../../scene/mlp-scene.ts';
import { isVisible, type Projection } from '../../scene/projection.ts';
import type { Words } from '../../text/describe.ts';
import { type NetworkValues, problemOf } from '../../values/network-values.ts';
import type { LegendEntry, Overlay } from '../overlay.ts';
import { stateOf } from '../overlay-state.ts';
import { discRect, widened } from '../stream.ts';
import {
  type Effect,
  effectAt,
  fullEffect,
  isSamePlace,
  metricsOf,
  placeName,
  placeOf,
  placesOfPicture,
  SITES_OF_PICTURE,
  withPlace,
} from './effects.ts';
import { renderPatchingForm } from './form.ts';
import { movePlace } from './keys.ts';
import { changedRun, patchKey } from './pair-runs.ts';
import { pairsRequest, type RunName, settingsFor } from './request.ts';
import { carriedShot, runsScene } from './runs-picture.ts';

const RUN_NAMES: Record<RunName, string> = { clean: msg('clean run'), corrupt: msg('corrupted run') };

/** From afar; closer, one map has the neurons and heads of both prompts. */
const hasTwoNetworks = (shot: Shot): boolean =>
  shot.target.at === 'network' && stateOf(shot, 'patching').isOneMap !== true;

/** What is carried from the run that the method changes has other effects than those at hand. */
const isOfChangedRun = ({ lenses: { patching } }: NetworkValues, run: RunName): boolean =>
  patching !== undefined && changedRun(patching.method) === run;

const MAP_LEGEND: readonly LegendEntry[] = [
  { sign: 'signed', text: msg('lowers to raises the metric') },
  { sign: 'hollow', text: msg('estimate') },
  { sign: 'solid', text: msg('patched exactly') },
  { sign: 'dashed', text: msg('prediction without the patch') },
];
const NETWORKS_LEGEND: readonly LegendEntry[] = [
  { sign: 'signed', text: msg('numbers of a vector; bright where the runs differ') },
  { sign: 'hollow', text: msg('effect of carrying it over') },
  { sign: 'highlight', text: msg('patched, and what follows') },
  { sign: 'dashed', text: msg('prediction without the patch') },
];

/** Neurons of several pairs would be too many numbers for a picture. */
const NEURON_SITE = 'mlp.hook_post';

export const patchingOverlay: Overlay<'patching'> = {
  form: renderPatchingForm,
  label: msg('Patching'),
  explanation: msg(
    'What changes in the answer if one activation comes from the run of the other prompt. Drag it from one network onto the other, or click it.',
  ),
  valuesAlpha: 0.25,
  legend: (shot) => (hasTwoNetworks(shot) ? NETWORKS_LEGEND : MAP_LEGEND),
  lenses(prompt, shot) {
    const state = stateOf(shot, 'patching');
    const { place } = settingsFor(prompt, state);
    const isApart = hasTwoNetworks(shot);
    const isNear = shot.target.at === 'mlp' && (state.pairs ?? 1) === 1;
    return {
      patching: {
        ...pairsRequest(prompt, shot),
        sites: isNear ? [...SITES_OF_PICTURE, NEURON_SITE] : [...SITES_OF_PICTURE],
        exact: false,
        ...(isApart && { runs: true }),
        ...(place && { place }),
      },
    };
  },
  scene: (shot, { lenses: { patching } }) => (hasTwoNetworks(shot) && patching?.runs ? runsScene : undefined),
  compared: ({ lenses }) => lenses.patching?.patch,
  flow: patchKey,
  isOfPrompt: () => true,
  fitting: ({ place, ...state }, last) =>
    place && (place.position ?? 0) <= last ? { ...state, place } : state,
  takesClicks: true,
  click(shot, subject) {
    if (subject.kind === 'run-node') return carriedShot(shot, subject);
    const place = placeOf(subject);
    return place && withPlace(shot, place);
  },
  subjectName(subject, { values }) {
    if (subject.kind !== 'run-node') return undefined;
    const labels = values.lenses.patching?.pairs[0][subject.run].map(({ text }) => tokenLabel(text)) ?? [];
    return `${placeName(placeOf(subject) as PatchPlace, labels)}, ${RUN_NAMES[subject.run]}`;
  },
  keys: movePlace,
  items: attentionItems,
  paint: paintEffects,
  describe: (subject, values) => {
    const place = placeOf(subject);
    if (subject.kind === 'run-node' && isOfChangedRun(values, subject.run)) return undefined;
    const effect = place && effectAt(values, place);
    return effect && msg(str`patched: ${effectText(values, effect)}`);
  },
  summary: patchingSummary,
  table: patchingTable,
};

/** With its standard deviation over several pairs, and what it is of all that the corruption takes. */
function effectText(values: NetworkValues, { value, isExact, deviation }: Effect): string {
  const { patching } = values.lenses;
  const spread =
    patching && patching.pairs.length > 1 && deviation !== undefined
      ? msg(str` ± ${formatFixed(deviation, 2)} over ${patching.pairs.length} pairs`)
      : '';
  return `${formatSigned(value)}${spread}${isExact ? '' : msg(', estimated')}`;
}

/** `logit of “tennis” less “golf”`. */
function metricText({ metric, pairs: [{ answer, other }] }: LensResult<'patching'>): string {
  const name = `“${tokenLabel(answer.text)}”`;
  if (metric === 'logit-difference')
    return msg(str`logit of ${name} less “${tokenLabel(other?.text ?? '')}”`);
  return msg(str`${metric} of ${name}`);
}

const LISTED = 3;

function patchingSummary(values: NetworkValues): string {
  const { patching } = values.lenses;
  if (!patching) return problemOf(values, 'patching');
  const { clean, corrupt } = metricsOf(patching);
  const count = patching.pairs.length > 1 ? msg(str`, means over ${patching.pairs.length} pairs`) : '';
  const both = msg(
    str` ${capital(metricText(patching))}${count}: clean ${formatSigned(clean)}, corrupted ${formatSigned(corrupt)}.`,
  );
  const { patch } = patching;
  const labels = values.tokens.map(({ text }) => tokenLabel(text));
  if (patch) {
    const [before] = patch.before;
    const [after] = patch.after;
    const said = (each: typeof before) => `“${tokenLabel(each.text)}” ${formatPercent(each.probability)}`;
    return msg(
      str`${both} With ${placeName(patch.place, labels)} patched ${effectText(values, { value: patch.exact, isExact: true, deviation: patch.deviation })}: ${said(before)} becomes ${said(after)}.`,
    );
  }
  const largest = strongestPlaces(values).slice(0, LISTED);
  const listed = largest.map(
    ({ place, effect }) => `${placeName(place, labels)} ${effectText(values, effect)}`,
  );
  return `${both}${listed.length > 0 ? msg(str` Most: ${listed.join('; ')}.`) : msg(' A rank has no gradient to estimate it by: click a place.')}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Attention, MLPs and heads, which write; the stream carries what they wrote. */
const strongestPlaces = memoize((values: NetworkValues) => {
  const { patching } = values.lenses;
  const places = (patching?.sites ?? []).flatMap(({ site, estimate, estimateAllPositions }): PatchPlace[] => {
    if (!estimate || /resid|post/.test(site)) return [];
    const [L, T] = estimate.mean.shape;
    if (estimateAllPositions)
      return indices(L * estimateAllPositions.mean.shape[1]).map((i) => {
        const H = estimateAllPositions.mean.shape[1];
        return { site, layer: Math.floor(i / H), part: i % H };
      });
    return indices(L * T).map((i) => ({ site, layer: Math.floor(i / T), position: i % T }));
  });
  return places
    .flatMap((place) => {
      const effect = effectAt(values, place);
      return effect ? [{ place, effect }] : [];
    })
    .sort((one, other) => Math.abs(other.effect.value) - Math.abs(one.effect.value));
});

const indices = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Every site that the picture has, by token; heads at all tokens together. */
function patchingTable({ shape, values, labels }: Words): TableData | undefined {
  const { patching } = values.lenses;
  if (!patching) return undefined;
  const [{ clean, corrupt }] = patching.pairs;
  const columns = labels.map((label, t) => {
    const other = corrupt[t]?.text;
    return other === undefined || other === clean[t]?.text ? label : `${label} / ${tokenLabel(other)}`;
  });
  const cell = (place: PatchPlace) => {
    const effect = effectAt(values, place);
    return effect ? effectText(values, effect) : '';
  };
  return {
    caption: msg(str`Change of the ${metricText(patching)} where one place is patched (${patching.method})`),
    columns: [msg('place'), ...columns, msg('all tokens')],
    rows: placesOfPicture(shape, 0).map(({ position, ...place }) => ({
      name: placeName(place, labels),
      cells: [
        ...labels.map((_, t) => cell({ ...place, position: t })),
        position === undefined ? cell(place) : '',
      ],
    })),
  };
}

/** Folded attention has no item of its own at the sum, where its effect is drawn. */
function attentionItems(view: Projection, tokens: number): Item[] {
  if (view.dive > 0.5 || view.pose.digits > 0.5 || view.pose.head > 0.5) return [];
  return indices(view.shape.L).flatMap((layer) => {
    const zone = attentionZone(view, layer);
    if (zone.open > 0.35) return [];
    return indices(tokens).map((token): Item => {
      const subject = { kind: 'vector', name: `blocks.${layer}.hook_attn_out`, token } as const;
      const rect = discRect(view.laneX(token), zone.sum, discRadius(view));
      return { subject, rect, depth: zone.zone + 0.85, isOfOverlay: true };
    });
  });
}

const discRadius = ({ gap, frame }: Projection): number =>
  Math.min(frame.isNarrow ? 6 : 9, Math.max(3, 0.2 * gap));

function paintEffects(picture: Picture): void {
  const { view, values } = picture;
  if (!values.lenses.patching) return;
  paintOtherTokens(picture);
  paintNeurons(picture);
  for (const { subject, rect, depth, alpha = 1 } of picture.items) {
    const place = placeOf(subject);
    const token = 'token' in subject ? subject.token : picture.token;
    if (!place || !isVisible(view, rect) || revealed(picture, token, depth, 0.3) < 1) continue;
    if (subject.kind === 'vector' && subject.name === 'hook_embed') continue;
    if (subject.kind === 'neuron' || subject.kind === 'head-output') continue;
    const effect = effectAt(values, place);
    // Near an MLP its neurons are drawn instead.
    const isOpen = subject.kind === 'neurons' && view.dive >= 0.5;
    if (effect && !isOpen) paintEffect(picture, discOf(picture, subject, rect), { place, effect, alpha });
  }
}

/** Where an effect is drawn: over its vector, or as a disc where attention and MLP join the stream. */
function discOf(picture: Picture, subject: Subject, rect: Rect): Rect & { readonly isDisc?: boolean } {
  const { view } = picture;
  const at = (token: number, y: number) => ({
    ...discRect(view.laneX(token), y, discRadius(view)),
    isDisc: true,
  });
  if (subject.kind === 'neurons' && view.dive < 0.5)
    return at(subject.token, mlpZone(view, subject.layer).sum);
  if (subject.kind !== 'vector' || !subject.name.endsWith('hook_attn_out')) return rect;
  const zone = attentionZoneOf(picture, Number(/^blocks\.(\d+)/.exec(subject.name)?.[1]));
  return zone.open > 0.35 ? rect : at(subject.token, zone.sum);
}

function paintEffect(
  picture: Picture,
  { isDisc, ...rect }: Rect & { readonly isDisc?: boolean },
  { place, effect, alpha }: { readonly place: PatchPlace; readonly effect: Effect; readonly alpha: number },
): void {
  const { brush, values, shot } = picture;
  const { palette } = brush;
  const share = clamp(effect.value / fullEffect(values), -1, 1);
  const colour = share > 0 ? palette.positive : palette.negative;
  const size = Math.sqrt(Math.abs(share));
  const { place: chosen } = values.lenses.patching?.patch ?? stateOf(shot, 'patching');
  const isChosen = isSamePlace(chosen, place);
  const radius = isDisc ? rect.width / 2 : 3;
  if (isDisc) brush.fill(rect, radius, palette.background, alpha);
  brush.fill(rect, radius, colour, alpha * (effect.isExact ? 0.95 : 0.45) * size);
  if (size > 0.1)
    brush.outline(rect, radius, colour, alpha * (0.3 + 0.7 * size), effect.isExact ? 1 : 1.5 + 1.5 * size);
  else if (isDisc) brush.outline(rect, radius, palette.line, alpha, 1);
  if (isChosen) brush.outline(widened(rect, 3), radius + 3, palette.highlight, 1, 2);
  const text = formatSigned(effect.value);
  if (Math.abs(share) < 0.1 && !isChosen) return;
  const isInside = !isDisc && rect.width > brush.width(text, 12, true) + 4 && rect.height >= 14;
  const isBeside = isDisc && picture.view.gap > 44;
  if (!isInside && !isBeside) return;
  const [x, y] = isInside
    ? [rect.x + rect.width / 2, rect.y + rect.height / 2]
    : [rect.x + rect.width + 4, rect.y + rect.height / 2];
  brush.text(text, x, y, {
    ...{ size: 12, isBold: true, alpha, hasHalo: true, colour: palette.text },
    align: isInside ? 'center' : 'left',
  });
}

/** The tokens of the corrupted prompt where it differs, under their labels. */
function paintOtherTokens({ view, values, brush }: Picture): void {
  const [pair] = values.lenses.patching?.pairs ?? [];
  const alpha = (1 - view.dive) * (1 - view.pose.digits);
  if (!pair || alpha < 0.02) return;
  const { frame } = view;
  const y = frame.header + (frame.isUpright ? 6 : 8) * frame.textScale;
  pair.corrupt.forEach(({ id, text }, token) => {
    if (id === pair.clean[token].id || view.laneX(token) < frame.rail) return;
    const maxWidth = frame.isUpright ? frame.pitch * 2.2 : frame.pitch * view.scale - 6;
    brush.text(tokenLabel(text), view.laneX(token), y, {
      ...{ size: 13, isBold: true, hasHalo: true, align: 'center' },
      ...{ colour: brush.palette.negative, alpha, maxWidth },
    });
  });
}

/** Where an MLP is near: the effect of every neuron at its token. */
function paintNeurons(picture: Picture): void {
  const { view, values, bitmaps, brush, mlp } = picture;
  const { patching } = values.lenses;
  const tensors = patching && neuronEffects(patching);
  if (!mlp || !tensors || view.dive < 0.5) return;
  const zone = mlpZone(view, mlp.layer);
  const field = neuronField(view, zone, mlp.token);
  const { tensor, range } = tensors[mlp.layer];
  brush.fill(field, 2, brush.palette.background, view.dive);
  brush.patch(bitmaps.neurons(tensor, neuronGrid(view), range), mlp.token, field, { alpha: view.dive });
}

/** (T, M) by layer. */
const neuronEffects = memoize(({ sites }: LensResult<'patching'>) => {
  const { estimate } = sites.find(({ site }) => site === NEURON_SITE) ?? {};
  if (!estimate) return undefined;
  const [L, T, M] = estimate.mean.shape;
  return indices(L).map((layer) => {
    const data = estimate.mean.data.slice(layer * T * M, (layer + 1) * T * M);
    const range = 0.6 * data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    return { tensor: { shape: [T, M], data }, range };
  });
});
