// Cards: what belongs together in a panel or a drawer, under one heading.

import { html, nothing, type TemplateResult } from 'lit';

type Content = TemplateResult | typeof nothing | string;

/**
 * @param label accessible name of the section
 * @param heading its first line; none if the label says enough
 */
export const card = (label: string, heading: Content, ...content: Content[]): TemplateResult => html`
  <section class="card" aria-label=${label}>${heading === nothing ? nothing : html`<h2>${heading}</h2>`} ${content}</section>
`;

/** Below a figure: how to read it, or what it leaves out. */
export const note = (text: Content): TemplateResult => html`<p class="explained">${text}</p>`;
