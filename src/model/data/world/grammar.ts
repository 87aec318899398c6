// Forms of words that the templates need.

/** `a` or `an`. */
export const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a');
