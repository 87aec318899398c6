// What a template would put on the screen: its text, and its buttons with their handlers. No DOM is needed.

import type { TemplateResult } from 'lit';

export interface TemplateButton {
  readonly label: string;
  readonly isDisabled: boolean;
  readonly press: () => void;
}

interface Part {
  readonly markup: string;
  readonly value?: unknown;
}

const isTemplate = (value: unknown): value is TemplateResult =>
  typeof value === 'object' && value !== null && 'strings' in value && 'values' in value;

/** Markup before the value of an attribute or of a property. */
const IS_ATTRIBUTE = /[\w-]=["']?$/;

/** Markup and values in the order of the page, templates within templates unfolded. */
function partsOf(value: unknown): Part[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  if (isTemplate(value))
    return value.strings.flatMap((markup, i) => [
      { markup },
      ...(i === value.values.length
        ? []
        : IS_ATTRIBUTE.test(markup)
          ? [{ markup: '', value: value.values[i] }]
          : partsOf(value.values[i])),
    ]);
  return [{ markup: '', value }];
}

const isText = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

/** The markup with texts in it; what is bound to an attribute becomes its value, or its number in `bound`. */
function toMarkup(template: unknown): { markup: string; bound: unknown[] } {
  const bound: unknown[] = [];
  const markup = partsOf(template)
    .map(({ markup, value }) => {
      if (markup) return markup;
      if (isText(value)) return String(value).replaceAll('<', '&lt;');
      return typeof value === 'symbol' || value === undefined || value === null ? '' : `\u0001${bound.push(value) - 1}\u0001`;
    })
    .join('');
  return { markup, bound };
}

const withoutTags = (markup: string): string =>
  markup
    .replace(/<svg[^]*?<\/svg>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\u0001\d+\u0001/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** The text of a template, without that of the elements in it. */
export const textOf = (template: unknown): string => withoutTags(toMarkup(template).markup);

/** The texts of its alerts. */
export const alertsOf = (template: unknown): string[] =>
  [...toMarkup(template).markup.matchAll(/<(\w+)[^>]*role="alert"[^>]*>([^]*?)<\/\1>/g)].map(([, , text]) =>
    withoutTags(text),
  );

/** An element with the template that it has rendered. */
export interface Rendered {
  readonly template: unknown;
}

/** Those with a handler, which is called as one of the element. */
export function buttonsOf(element: Rendered): TemplateButton[] {
  const { markup, bound } = toMarkup(element.template);
  const boundTo = (attributes: string, name: string) => {
    const [, index] = new RegExp(`${name}=["']?\u0001(\\d+)\u0001`).exec(attributes) ?? [];
    return index === undefined ? undefined : bound[Number(index)];
  };
  return [...markup.matchAll(/<button([^>]*)>([^]*?)<\/button>/g)].flatMap(([, attributes, content]) => {
    const press = boundTo(attributes, '@click') as (() => void) | undefined;
    const isDisabled = boundTo(attributes, '\\?disabled') === true;
    return press ? [{ label: withoutTags(content), isDisabled, press: press.bind(element) }] : [];
  });
}

/** The range input in a template; undefined where there is none, or it is disabled. */
export function rangeOf(element: Rendered): { readonly input: (value: number) => void } | undefined {
  const { markup, bound } = toMarkup(element.template);
  const [, attributes] = /<input([^>]*type="range"[^>]*)>/.exec(markup) ?? [];
  const valueOf = (name: string) => {
    const [, index] = new RegExp(`${name}=["']?\u0001(\\d+)\u0001`).exec(attributes ?? '') ?? [];
    return index === undefined ? undefined : bound[Number(index)];
  };
  const handle = valueOf('@input') as ((event: unknown) => void) | undefined;
  if (!handle || valueOf('\\?disabled') === true) return undefined;
  return { input: (value) => handle.call(element, { target: { value: String(value) } }) };
}

/** The value that is bound to an attribute or a property, of the first element that has it. */
export function boundOf(template: unknown, name: string): unknown {
  const { markup, bound } = toMarkup(template);
  const [, index] = new RegExp(`${name}=["']?\u0001(\\d+)\u0001`).exec(markup) ?? [];
  return index === undefined ? undefined : bound[Number(index)];
}
