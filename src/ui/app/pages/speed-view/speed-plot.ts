// Tokens a second of every engine, on one logarithmic axis a case: this machine, somebody else's, and machines measured before.

import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { HardwareReport } from '../../../../workers/rpc/api/hardware-api.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatCompact } from '../../../format/quantities.ts';
import { engineLabel } from './engine-label.ts';
import { REFERENCE_MACHINES } from './reference-machines.ts';

type Origin = 'own' | 'shared' | 'reference';

/** More would touch each other on a phone. */
const MAX_LABELS = 4;

interface PlotRow {
  readonly origin: Origin;
  readonly label: string;
  readonly detail: string;
  readonly tokensPerSecond: number;
}

const CASES: Readonly<Record<string, string>> = {
  small: msg('Small: 2 layers of width 64'),
  middle: msg('Middle: 4 layers of width 128'),
  course: msg('Course: the model of the chapters'),
};

/** Fastest first. */
function plotRows(name: string, own?: HardwareReport, shared?: HardwareReport): PlotRow[] {
  const measured = (report: HardwareReport | undefined, origin: Origin, label: string): PlotRow[] =>
    (report?.engines ?? []).flatMap((engine) => {
      const step = engine.steps.find((each) => each.case === name);
      return step
        ? [{ origin, label, detail: engineLabel(engine), tokensPerSecond: step.tokensPerSecond }]
        : [];
    });
  const references = REFERENCE_MACHINES.filter(({ tokensPerSecond }) => tokensPerSecond[name]).map(
    ({ machine, engine, tokensPerSecond }): PlotRow => ({
      origin: 'reference',
      label: machine,
      detail: engine,
      tokensPerSecond: tokensPerSecond[name],
    }),
  );
  return [
    ...measured(own, 'own', msg('This machine')),
    ...measured(shared, 'shared', msg('From the link')),
    ...references,
  ].sort((a, b) => b.tokensPerSecond - a.tokensPerSecond);
}

/** Whole decades around the values. */
function decades(rows: readonly PlotRow[]): readonly number[] {
  const logs = rows.map(({ tokensPerSecond }) => Math.log10(Math.max(1, tokensPerSecond)));
  const first = Math.floor(Math.min(...logs));
  const last = Math.max(first + 1, Math.ceil(Math.max(...logs)));
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
}

export function speedPlot(own?: HardwareReport, shared?: HardwareReport): TemplateResult {
  const byCase = Object.entries(CASES).map(([name, title]) => ({ title, rows: plotRows(name, own, shared) }));
  const ticks = decades(byCase.flatMap(({ rows }) => rows));
  const place = (value: number) =>
    (100 * Math.log10(Math.max(1, value) / ticks[0])) / Math.log10(ticks[ticks.length - 1] / ticks[0]);
  return html`<div class="plots">
    ${byCase
      .filter(({ rows }) => rows.length > 0)
      .map(
        ({ title, rows }) => html`<table class="plot">
          <caption>${title}</caption>
          <thead class="visually-hidden">
            <tr><th scope="col">${msg('machine')}</th><th scope="col">${msg('tokens a second')}</th></tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ origin, label, detail, tokensPerSecond }) => html`<tr class=${origin}>
                <th scope="row"><b>${label}</b> <span>${detail}</span></th>
                <td>
                  <div><span class="track" style=${styleMap({ '--decades': `${ticks.length - 1}` })}>
                    <span class="dot" style=${styleMap({ insetInlineStart: `${place(tokensPerSecond)}%` })}></span>
                  </span>
                  <span class="value">${formatInteger(tokensPerSecond)}</span></div>
                </td>
              </tr>`,
            )}
          </tbody>
          <tfoot aria-hidden="true">
            <tr>
              <td></td>
              <td><div>
                <span class="track axis">
                  ${ticks
                    .filter((_, i) => ticks.length <= MAX_LABELS || i % 2 === 0)
                    .map(
                      (tick) =>
                        html`<span style=${styleMap({ insetInlineStart: `${place(tick)}%` })}>${formatCompact(tick)}</span>`,
                    )}
                </span>
                <span class="value"></span></div>
              </td>
            </tr>
          </tfoot>
        </table>`,
      )}
  </div>`;
}
