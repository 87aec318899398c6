// Measures labels before they are drawn, so that none is cut off or runs into another.

let context: CanvasRenderingContext2D | null | undefined;
/** Widths by font and text: labels are measured again with every new layout, and are few. */
const widths = new Map<string, number>();

/** Width of a text in CSS pixels in a CSS font such as `600 12.5px Inter`. */
export function textWidth(text: string, font: string): number {
  const name = `${font} ${text}`;
  const known = widths.get(name);
  if (known !== undefined) return known;
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * 8;
  context.font = font;
  const { width } = context.measureText(text);
  widths.set(name, width);
  return width;
}

/** The text, or as much of its beginning as fits in `room` CSS pixels with an ellipsis. */
export function shortened(text: string, room: number, font: string): string {
  if (textWidth(text, font) <= room) return text;
  let length = text.length - 1;
  while (length > 1 && textWidth(`${text.slice(0, length)}…`, font) > room) length--;
  return `${text.slice(0, length)}…`;
}
