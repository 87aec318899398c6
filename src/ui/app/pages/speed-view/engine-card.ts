// What one engine does: its rates, each variant of the product as a share of them, and training steps.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { highestShare } from '../../../../shared/highest-share.ts';
import type { EngineSpeed, ProductSpeed } from '../../../../workers/rpc/api/hardware-api.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import { formatBytes, formatSignificant } from '../../../format/quantities.ts';
import { bar } from '../../../views/charts/bar.ts';
import { engineKind } from './engine-label.ts';

/** `machine` is whose engine it is. */
export function engineCard(engine: EngineSpeed, machine: string): TemplateResult {
  const { adapter, limits, fmaGflops, copyGBs, dispatchMicroseconds, products, leftOut = [], steps } = engine;
  const isGpu = engine.backend === 'webgpu';
  return html`<section class="card engine" aria-label="${machine}, ${engineKind(engine)}: ${adapter}">
    <h3>${engineKind(engine)}</h3>
    <p class="adapter">${adapter}</p>
    <dl class="rates">
      ${rate(msg('multiply-adds'), fmaGflops, 'GFLOP/s')} ${rate(msg('copies'), copyGBs, 'GB/s')}
      ${rate(isGpu ? msg('a dispatch') : msg('a kernel call'), dispatchMicroseconds, 'µs')}
    </dl>
    ${products.length > 0 && fmaGflops ? productTable(products, fmaGflops) : nothing}
    ${products.length > 0 && leftOut.length > 0 ? leftOutSentence(leftOut) : nothing}
    ${steps.length > 0 ? stepTable(engine) : nothing}
    ${highestShare(engine) > 1 ? html`<p class="none">${aboveRate()}</p>` : nothing}
    ${Object.keys(limits).length > 0 ? limitList(limits) : nothing}
  </section>`;
}

const rate = (label: string, value: number | undefined, unit: string): TemplateResult => html`<div>
  <dt>${label}</dt>
  <dd>${value === undefined ? '…' : formatSignificant(value)} <span>${unit}</span></dd>
</div>`;

function productTable(products: readonly ProductSpeed[], rate: number): TemplateResult {
  const names = [...new Set(products.flatMap(({ gflops }) => Object.keys(gflops)))];
  return html`<table class="bars">
    <caption>${msg('A product of square matrices: share of the rate of multiply-adds')}</caption>
    <thead>
      <tr>
        <th scope="col">${msg('kernel')}</th>
        ${products.map(({ size }) => html`<th scope="col">${formatInteger(size)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${names.map(
        (name) => html`<tr>
          <th scope="row">${name}</th>
          ${products.map(({ gflops }) => html`<td>${productCell(gflops[name], rate)}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function productCell(gflops: number | null | undefined, rate: number): TemplateResult {
  if (gflops === undefined) return html`<span class="none">${msg('not at this size')}</span>`;
  if (gflops === null) return html`<span class="none">${msg('too slow')}</span>`;
  return shareCell(gflops / rate);
}

const leftOutSentence = (names: readonly string[]): TemplateResult => html`<p class="none">
  ${msg(str`Left out: ${names.join(', ')}. They are made for GPUs, take seconds to compile in software, and run slowly there.`)}
</p>`;

/** A kernel above the rate is shown as measured. */
const aboveRate = (): string =>
  msg(
    'More than 100 %: other programs slowed down the measurement of the rate. Measure again on an idle machine.',
  );

const shareCell = (fraction: number): TemplateResult =>
  html`${formatPercent(fraction)}<span class="full">${bar(fraction)}</span>`;

function stepTable({ steps, backend }: EngineSpeed): TemplateResult {
  return html`<table class="bars">
    <caption>${msg('A training step')}</caption>
    <thead>
      <tr>
        <th scope="col">${msg('model')}</th>
        <th scope="col">${msg('tokens/s')}</th>
        <th scope="col">${backend === 'webgpu' ? msg('dispatches') : msg('kernel calls')}</th>
        <th scope="col">${msg('moved')}</th>
        <th scope="col">${msg('of the rate')}</th>
      </tr>
    </thead>
    <tbody>
      ${steps.map(
        ({ case: name, sizes, tokensPerSecond, dispatches, bytesMoved, fraction }) => html`<tr>
          <th scope="row">${name} <span class="sizes">${sizes}</span></th>
          <td>${formatInteger(tokensPerSecond)}</td>
          <td>${formatInteger(dispatches)}</td>
          <td>${formatBytes(bytesMoved)}</td>
          <td>${shareCell(fraction)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

const limitList = (limits: EngineSpeed['limits']): TemplateResult => html`<details>
  <summary>${msg('Limits of the adapter')}</summary>
  <dl class="limits">
    ${Object.entries(limits).map(([name, value]) => html`<div><dt>${name}</dt><dd>${formatLimit(value)}</dd></div>`)}
  </dl>
</details>`;

const formatLimit = (value: string) => (/^\d+$/.test(value) ? formatInteger(Number(value)) : value);
