// Probes: at every vector of the stream around a labelled word, how well a linear probe reads its class on words it has not seen.

import { msg, str } from '@lit/localize';
import { offsetText } from '../../../../../shared/offset-text.ts';
import { formatInterval } from '../../../../format/lists.ts';
import { formatPercent } from '../../../../format/numbers.ts';
import { engineText } from '../../../../languages/engine-text.ts';
import { clamp } from '../../../../stage/geometry.ts';
import type { TableData } from '../../../../types/table.ts';
import type { Picture } from '../../painting/picture.ts';
import { leavingName } from '../../scene/network-shape.ts';
import type { Words } from '../../text/describe.ts';
import { streamTable } from '../../text/stream-table.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { choiceField, overlayForm } from '../form.ts';
import type { Overlay, OverlayForm } from '../overlay.ts';
import { stateOf, withState } from '../overlay-state.ts';
import { streamPointOf } from '../steering/stream-point.ts';
import { paintChip, streamCells } from '../stream.ts';
import { chanceOf } from './chance.ts';
import { anchorOf, type ProbePlace, placeShown, probeAt } from './places.ts';

const renderProbesForm: OverlayForm = (shot, words, emit) => {
  const probes = words?.values.found?.probes;
  const sets = (probes?.sets ?? []).map((name) => [name, engineText(name)] as const);
  return overlayForm(
    msg('Labels'),
    choiceField(
      msg('Property of the word'),
      sets,
      stateOf(shot, 'probes').set ?? probes?.set,
      (set) => emit(withState(shot, 'probes', { set })),
      !probes,
    ),
  );
};

export const probesOverlay: Overlay<'probes'> = {
  form: renderProbesForm,
  label: msg('Probes'),
  explanation: msg(
    'How well a linear probe reads a property of the word at every vector of the stream, on words that it was not fitted on.',
  ),
  valuesAlpha: 0.2,
  legend: [
    {
      sign: 'chip',
      text: msg('accuracy on held-out words, bright is beyond the best place of shuffled labels'),
    },
    { sign: 'highlight', text: msg('shown beside') },
  ],
  takesClicks: true,
  click(shot, subject) {
    if (subject.kind !== 'vector' || !streamPointOf(subject)) return undefined;
    const name = subject.name === 'hook_embed' ? 'blocks.0.hook_resid_pre' : leavingName(subject.name);
    const { token } = subject;
    return withState({ ...shot, token }, 'probes', { ...stateOf(shot, 'probes'), at: { name, token } });
  },
  paint: paintProbes,
  describe(subject, values) {
    if (subject.kind !== 'vector') return undefined;
    const probe = probeAt(values, subject.name, subject.token);
    return probe && probeText(probe);
  },
  summary: probesSummary,
  table: probesTable,
};

function probeText({ accuracy, interval, shuffledHighest, majority }: ProbePlace): string {
  return msg(
    str`read with ${formatPercent(accuracy)} (95 % interval ${formatInterval(interval, formatPercent)}); most frequent class ${formatPercent(majority)}, shuffled labels up to ${formatPercent(shuffledHighest)}`,
  );
}

function probesSummary(values: NetworkValues): string {
  const { probes } = values.found ?? {};
  if (!probes) return '';
  const { place } = probes.detail;
  const chance = msg(
    str`The best of ${probes.places.length} places with shuffled labels: up to ${formatPercent(chanceOf(probes))}.`,
  );
  const best = msg(
    str` ${engineText(probes.set)}, best ${place.meaning}, ${offsetText(place.offset)}: ${probeText(place)}. ${chance}`,
  );
  return anchorOf(values) === undefined
    ? msg(str`${best} The prompt has no word with this label; try “${probes.example}”.`)
    : best;
}

function probesTable(words: Words): TableData | undefined {
  const probes = words.values.found?.probes;
  if (!probes) return undefined;
  return streamTable(
    words,
    msg(str`${engineText(probes.set)}: accuracy of probes on held-out words`),
    (name, token) => {
      const probe = probeAt(words.values, name, token);
      return probe ? formatPercent(probe.accuracy) : '';
    },
  );
}

/** Between the chips of two vectors, in CSS pixels. */
const LEAST_DISTANCE = 17;

function paintProbes(picture: Picture): void {
  const { view, brush, values, shot } = picture;
  const probes = values.found?.probes;
  if (!probes) return;
  const { palette } = brush;
  const { frame, shape } = view;
  const width = Math.min(frame.pitch * view.scale - 8, 92);
  const chosen = placeShown(values, shot);
  const chance = chanceOf(probes);
  // On low canvases what leaves each block has room.
  const isCrowded = shape.stages.some(
    ({ zone }, i) => i > 0 && view.tops[zone] - view.tops[shape.stages[i - 1].zone] < LEAST_DISTANCE,
  );
  for (const cell of streamCells(picture, 0.3)) {
    const probe = probeAt(values, cell.name, cell.token);
    if (!probe || (isCrowded && cell.name.endsWith('resid_mid'))) continue;
    const { accuracy } = probe;
    const gain = clamp((accuracy - chance) / Math.max(1e-6, 1 - chance));
    paintChip(picture, cell, { width, least: 34, padding: 4 }, () => ({
      text: width < 50 ? String(Math.round(100 * accuracy)) : formatPercent(accuracy),
      ...{ colour: palette.positive, fill: 0.7 * gain, line: 0.4 + 0.6 * gain, isBold: gain > 0.5 },
      lineColour: gain > 0.1 ? palette.positive : palette.lineStrong,
      textColour: gain > 0.25 ? palette.text : palette.muted,
      isChosen: chosen?.name === probe.name && chosen.offset === probe.offset,
    }));
  }
}
