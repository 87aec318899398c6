// Text from outside as a terminal may show it.

/** Control characters, and those that change the direction of writing. */
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** The text with its control characters written as JSON writes them: a terminal would obey them. */
export const printable = (text: string): string => text.replace(CONTROLS, escaped);

function escaped(control: string): string {
  const short = JSON.stringify(control).slice(1, -1);
  return short === control ? `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}` : short;
}
