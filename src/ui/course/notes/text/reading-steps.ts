// How long a Markdown text takes to read, from a first look at it.

/** Paragraphs end here: at an empty line and before an item of a list, but not before a number other than 1. */
const PARAGRAPH_END = /\n(?:[ \t]*\n| {0,3}(?=[*+-][ \t]))/;
/** What Markdown looks at more closely, and what makes elements. */
const MARK = /[*_~`!<>@\\#|$[\n]|[-+] |\d[.)] |\/\/|www\./g;
/** Of a mark or a cell, apart from the search for its counterpart. */
const STEPS_EACH = 1000;

/**
 * Steps, as an upper bound but for a factor: the counterpart of each mark may be searched for in the rest of its paragraph, and the rows
 * of a table are filled up to the longest.
 */
export function readingSteps(text: string): number {
  let steps = 0;
  for (const part of text.replace(/\r\n?/g, '\n').split(PARAGRAPH_END)) {
    const marks = count(part, MARK);
    steps += marks * part.length + STEPS_EACH * (marks + cells(part));
  }
  return steps;
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

function cells(part: string): number {
  const lines = part.split('\n').map((line) => count(line, /\|/g));
  return lines.length * lines.reduce((a, b) => Math.max(a, b));
}
