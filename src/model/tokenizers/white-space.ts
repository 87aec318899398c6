// White space as a class of a regular expression. Tokenizers are also run by other libraries, whose `\s` is another set.

/** The characters of JavaScript's `\s`, inside of brackets. */
export const WHITE_SPACE = '\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
