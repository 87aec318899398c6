// What each view of a chapter without a stage will show, in words.

const OUTLOOK: Readonly<Record<string, string>> = {
  'cost-average': 'costs of single examples and their average',
  'gradient-vector': 'the components of the gradient beside the connections they belong to',
};

/** What a view will show, as the object of a sentence. */
export const outlookOf = (view: string): string | undefined => OUTLOOK[view];
