// A field of a settings form: label, input, and help text or error message.

import { html, type TemplateResult } from 'lit';
import type { FieldError } from '../../../shared/field-error.ts';

interface FieldOptions {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** Whether the value differs from the preset's. */
  readonly isChanged: boolean;
  readonly errors: readonly FieldError[];
  readonly input: (isInvalid: boolean) => TemplateResult;
}

export function formField({ id, label, help, isChanged, errors, input }: FieldOptions): TemplateResult {
  const error = errors.find(({ field }) => field === id);
  const isRelated = errors.some(({ relatedFields }) => relatedFields?.includes(id));
  return html`<div class="field ${error ? 'invalid' : isChanged ? 'changed' : ''}">
    <label for=${id}>${label}</label>
    ${input(error !== undefined || isRelated)}
    <p id="${id}-help">${error?.message ?? help}</p>
  </div>`;
}
