// Probes: at every vector of the stream around a labelled word, how well a linear probe reads its class on words it has not seen.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { offsetText } from '../../../../shared/offset-text.ts';
import { formatInterval } from '../../../format/lists.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { chanceOf } from '../../../format/probe-chance.ts';
import { engineText } from '../../../languages/engine-text.ts';
import { clamp } from '../../../map-core/geometry.ts';
import type { TableData } from '../../../types/table.ts';
import type { Shot } from '../../camera/shot.ts';
import { type Picture, revealed, summed } from '../../painting/picture.ts';
import { isVisible, vectorRect } from '../../scene/projection.ts';
import type { Words } from '../../text/describe.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import { anchorOf, type ProbePlace, probeAt } from './places.ts';
import type { Overlay } from '../overlay.ts';

export const probesOverlay: Overlay = {
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
  const { probes } = values;
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

function probesTable({ shape, values, labels }: Words): TableData | undefined {
  const { probes } = values;
  if (!probes) return undefined;
  return {
    caption: msg(str`${engineText(probes.set)}: accuracy of probes on held-out words`),
    columns: [msg('stream'), ...labels],
    rows: shape.stages.map(({ name, meaning }) => ({
      name: meaning,
      cells: labels.map((_, token) => {
        const probe = probeAt(values, name, token);
        return probe ? formatPercent(probe.accuracy) : '';
      }),
    })),
  };
}

function renderProbesForm(shot: Shot, words: Words | undefined, emit: (shot: Shot) => void): TemplateResult {
  const probes = words?.values.probes;
  const chosen = shot.probes?.set ?? probes?.set;
  return html`
    <form part="form" aria-label=${msg('Labels')} @submit=${(event: Event) => event.preventDefault()}>
      <label>
        <span>${msg('Property of the word')}</span>
        <select
          ?disabled=${!probes}
          @change=${(event: Event) => emit({ ...shot, probes: { set: (event.target as HTMLSelectElement).value } })}
        >
          ${(probes?.sets ?? []).map((name) => html`<option value=${name} .selected=${name === chosen}>${engineText(name)}</option>`)}
        </select>
      </label>
    </form>
  `;
}

/** Between the chips of two vectors, in CSS pixels. */
const LEAST_DISTANCE = 17;

function paintProbes(picture: Picture): void {
  const { view, brush, values, shot } = picture;
  const alpha = 1 - view.pose.digits;
  if (!values.probes || alpha < 0.02) return;
  const { palette, context } = brush;
  const { frame, shape } = view;
  const room = Math.min(frame.pitch * view.scale - 8, 92);
  const chosen = placeShown(values, shot);
  const chance = chanceOf(values.probes);
  // On low canvases what leaves each block has room.
  const isCrowded = shape.stages.some(
    ({ zone }, i) => i > 0 && view.tops[zone] - view.tops[shape.stages[i - 1].zone] < LEAST_DISTANCE,
  );
  for (const { name, zone } of shape.stages) {
    if (isCrowded && name.endsWith('resid_mid')) continue;
    for (let token = 0; token < values.tokens.length; token++) {
      const probe = probeAt(values, name, token);
      if (!probe) continue;
      const rect = vectorRect(view, token, zone);
      const height = Math.min(22, Math.max(rect.height, 15));
      const chip = {
        x: view.laneX(token) - room / 2,
        y: rect.y + rect.height / 2 - height / 2,
        width: room,
        height,
      };
      const done = alpha * revealed(picture, token, zone, 0.3) * summed(picture, zone);
      if (done <= 0 || !isVisible(view, chip)) continue;
      const { accuracy } = probe;
      const gain = clamp((accuracy - chance) / Math.max(1e-6, 1 - chance));
      brush.fill(chip, 5, palette.background, done);
      brush.fill(chip, 5, palette.positive, done * 0.7 * gain);
      brush.outline(
        chip,
        5,
        gain > 0.1 ? palette.positive : palette.lineStrong,
        done * (0.4 + 0.6 * gain),
        1,
      );
      const isChosen = chosen?.name === probe.name && chosen.offset === probe.offset;
      if (isChosen) {
        const around = { x: chip.x - 3, y: chip.y - 3, width: chip.width + 6, height: chip.height + 6 };
        brush.outline(around, 7, palette.highlight, done, 2);
      }
      if (room >= 34)
        brush.text(
          room < 50 ? String(Math.round(100 * accuracy)) : formatPercent(accuracy),
          chip.x + room / 2,
          rect.y + rect.height / 2,
          {
            ...{ size: 12, align: 'center', maxWidth: room - 4, alpha: done, isBold: gain > 0.5 },
            colour: gain > 0.25 ? palette.text : palette.muted,
          },
        );
    }
  }
  context.globalAlpha = 1;
}

/** The probe that is shown in detail. */
export function placeShown(values: NetworkValues, { probes: { at } = {} }: Shot): ProbePlace | undefined {
  return (at && probeAt(values, at.name, at.token)) ?? values.probes?.detail.place;
}
