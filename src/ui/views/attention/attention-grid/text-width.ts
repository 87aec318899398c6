// Measures and truncates labels before they are drawn.

let context: CanvasRenderingContext2D | null | undefined;
/** Cache by font and text: each layout measures the same few labels. */
const widths = new Map<string, number>();

/** Width of a text in CSS pixels in a CSS font such as `600 12.5px Inter`. */
export function textWidth(text: string, font: string): number {
  const cacheKey = `${font} ${text}`;
  const cached = widths.get(cacheKey);
  if (cached !== undefined) return cached;
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * 8;
  context.font = font;
  const { width } = context.measureText(text);
  widths.set(cacheKey, width);
  return width;
}

/** Truncates a text with an ellipsis to `maxWidth` CSS pixels. */
export function truncateToWidth(text: string, maxWidth: number, font: string): string {
  if (textWidth(text, font) <= maxWidth) return text;
  let length = text.length - 1;
  while (length > 1 && textWidth(`${text.slice(0, length)}…`, font) > maxWidth) length--;
  return `${text.slice(0, length)}…`;
}
