// The library among scripts of others, which have extended the prototypes: what old libraries add is enumerable.

/** Runs before everything else on a page or in a process. */
export const POLLUTION = `
  for (const prototype of [Object.prototype, Array.prototype, String.prototype, Function.prototype])
    Object.assign(prototype, { each() {}, extra: { nested: ['value'] } });
`;

/** Keys that the library's own records leave out: each breaks a library that reads optional keys through the prototype. */
const OPTIONAL_KEYS = `
  Object.assign(Object.prototype, {
    origin: { step: 'old' }, undo: {}, moments: {}, history: {}, edits: [1], issues: ['old'],
    norm: 'old', init: 'old', family: 'old', keyValueHeads: 3, B: 'old', optimizer: 'old',
    facts: [1], text: 'old', corpus: 'old', heldOut: 'old', topK: 'old', head: 99,
    toJSON: () => 'old',
  });
`;

/** A module's text: trains a small model, writes it, reads it again and looks through a lens. Defines `train(path of the library)`. */
export const TRAINING = `
  ${POLLUTION}
  async function train(path) {
    const { LENSES, planRun, Run, readCheckpoint, startEngine, writeCheckpoint } = await import(path);
    ${OPTIONAL_KEYS}
    const { executor, engine } = await startEngine(undefined, { backend: 'auto' });
    const plan = planRun({ preset: 'facts', model: { L: 1, H: 2, C: 32, mlpWidth: 32 }, training: { B: 4, steps: 30 } });
    const run = await Run.create(executor, plan);
    const losses = [];
    while (run.step < plan.training.steps) losses.push((await run.train()).loss);
    const { settings, config, dataset } = plan;
    const origin = { settings, step: run.step, engine: 'test', variants: run.variants };
    const file = writeCheckpoint({ config, weights: await run.weights.get(), tokenizer: dataset.tokenizer, origin });
    const { weights } = readCheckpoint(file);
    await LENSES['logit-lens'].compute(run, { text: dataset.prompts[0] });
    return 'loss ' + losses[0].toFixed(2) + ' → ' + losses.at(-1).toFixed(2) + ', ' + weights.size + ' weights, ' + engine.backend;
  }
`;
