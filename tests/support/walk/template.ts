// What a template would put on the screen: its text, and its buttons with their handlers. No DOM is needed.

import type { TemplateResult } from 'lit';

/** An element with the template that it has rendered. */
export interface Rendered {
  readonly template: unknown;
}

interface TemplateButton {
  readonly label: string;
  readonly isDisabled: boolean;
  readonly press: () => void;
}

/** Stands in the markup for a bound value that is no text, around its index. */
const MARK = '\u{F0000}';
/** Markup before the value of an attribute or of a property. */
const IS_ATTRIBUTE = /[\w-]=["']?$/;

const isTemplate = (value: unknown): value is TemplateResult =>
  typeof value === 'object' && value !== null && 'strings' in value && 'values' in value;

/** The markup of a template, those within it unfolded, and the values that it binds. */
function unfolded(template: unknown): { readonly markup: string; readonly bound: readonly unknown[] } {
  const bound: unknown[] = [];
  const toMarkup = (value: unknown, isAttribute = false): string => {
    if (typeof value === 'string' || typeof value === 'number') return String(value).replaceAll('<', '&lt;');
    if (isAttribute) return `${MARK}${bound.push(value) - 1}${MARK}`;
    if (Array.isArray(value)) return value.map((each) => toMarkup(each)).join('');
    if (!isTemplate(value)) return '';
    const { strings, values } = value;
    return strings
      .map((text, i) => (i < values.length ? text + toMarkup(values[i], IS_ATTRIBUTE.test(text)) : text))
      .join('');
  };
  return { markup: toMarkup(template), bound };
}

const withoutTags = (markup: string): string =>
  markup
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** What `attributes` bind to a name such as `?disabled`. */
function valueOfAttribute(attributes: string, name: string, bound: readonly unknown[]): unknown {
  const start = attributes.indexOf(`${name}=`);
  const [, index] = start < 0 ? [] : attributes.slice(start).split(MARK);
  return index === undefined ? undefined : bound[Number(index)];
}

/** The text of a template, without that of the elements in it. */
export const textOf = (template: unknown): string => withoutTags(unfolded(template).markup);

/** The texts of its alerts. */
export const alertsOf = (template: unknown): string[] =>
  [...unfolded(template).markup.matchAll(/<(\w+)[^>]*role="alert"[^>]*>([\s\S]*?)<\/\1>/g)].map(
    ([, , text]) => withoutTags(text),
  );

/** Those with a handler, which is called as one of the element. */
export function buttonsOf(element: Rendered): TemplateButton[] {
  const { markup, bound } = unfolded(element.template);
  return [...markup.matchAll(/<button([^>]*)>([\s\S]*?)<\/button>/g)].flatMap(([, attributes, content]) => {
    const press = valueOfAttribute(attributes, '@click', bound) as (() => void) | undefined;
    const isDisabled = valueOfAttribute(attributes, '?disabled', bound) === true;
    return press ? [{ label: withoutTags(content), isDisabled, press: press.bind(element) }] : [];
  });
}

/** Moves the range input; undefined where there is none, or it is disabled. */
export function rangeOf(element: Rendered): ((value: number) => void) | undefined {
  const { markup, bound } = unfolded(element.template);
  const [, attributes = ''] = /<input([^>]*type="range"[^>]*)>/.exec(markup) ?? [];
  const input = valueOfAttribute(attributes, '@input', bound) as ((event: unknown) => void) | undefined;
  const isDisabled = valueOfAttribute(attributes, '?disabled', bound) === true;
  return input && !isDisabled
    ? (value) => input.call(element, { target: { value: String(value) } })
    : undefined;
}

/** What is bound to a property, such as `.values`, of the first element that has it. */
export function boundOf(template: unknown, name: string): unknown {
  const { markup, bound } = unfolded(template);
  return valueOfAttribute(markup, name, bound);
}
