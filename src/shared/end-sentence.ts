// Full stops of messages that are put together from others.

/** The text as a sentence: with a full stop, unless it ends with a punctuation mark of its own. */
export const endSentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
