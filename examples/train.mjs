// Makes data, trains a transformer on it, asks it a question. `node examples/train.mjs`, after `npm run build:lib`.
import { generate, planRun, Run, startEngine } from 'mini-llm-lab';

// Data: who likes what. Two of the sentences about each person are the same fact in other words.
const likes = { Ann: 'tea', Ben: 'coffee', Cleo: 'water', Dan: 'milk', Eve: 'juice', Finn: 'cocoa' };
const sentences = Object.entries(likes).flatMap(([name, drink]) => [
  `${name} likes ${drink}.`,
  `What does ${name} drink? ${name} drinks ${drink}.`,
]);
const text = Array.from({ length: 60 }, () => sentences.join(' ')).join(' ');

// A model of two layers, on WebGPU where there is one (pass `navigator.gpu` in a browser), else in WebAssembly.
const { executor } = await startEngine(undefined, { backend: 'auto' });
const plan = planRun({
  preset: 'text',
  text,
  tokenizer: 'words',
  model: { L: 2, H: 2, C: 32, T: 16, mlpWidth: 128 },
  training: { B: 16, steps: 150, learningRate: 3e-3, seed: 0 },
});
const run = await Run.create(executor, plan);
for (let step = 1; step <= plan.training.steps; step++) {
  const { loss } = await run.train();
  if (step % 50 === 0) console.log(`step ${step}, loss ${loss.toFixed(3)}`);
}

// The question: the most probable next token.
const { tokenizer } = plan.dataset;
for (const [name, drink] of Object.entries(likes)) {
  const prompt = tokenizer.encode(`${name} likes`).ids;
  for await (const { id } of generate(run.decoder, prompt, { count: 1, temperature: 0, seed: 0 }))
    console.log(`${name} likes ${tokenizer.vocabulary[id]} (${drink})`);
}
