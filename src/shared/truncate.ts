/** The start of a text, with an ellipsis where it is longer than `maxLength`. */
export const truncate = (text: string, maxLength = 40) =>
  text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
