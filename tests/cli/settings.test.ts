// `lab settings` and `lab train --set`: every setting of a run by its name.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import { PRESETS } from '../../src/model/training/presets.ts';
import { type RunPlan, type RunSettings, resolveSettings } from '../../src/model/training/run-plan.ts';
import { expectRefusal, runLab, runLabJson, spawnLabJson, temporaryFolder } from '../support/lab-command.ts';

const { path, write } = temporaryFolder();

interface Row {
  name: string;
  values: string;
  default: string | number | null;
  help: string;
  choices?: Record<string, string>;
}

const assignments = (...pairs: string[]) => pairs.flatMap((pair) => ['--set', pair]);
const SMALL = assignments('model.C=32', 'H=2', 'model.L=1', 'model.mlpWidth=32', 'training.B=4', 'steps=2');

describe('settings', () => {
  it('lists range or choices, default and explanation of each, as JSON', async () => {
    const rows: Row[] = await spawnLabJson('settings', '--json', '--preset', 'repeats');
    const row = (name: string) => rows.find((each) => each.name === name);
    expect(row('training.steps')).toMatchObject({ values: '1 to 100000', help: 'number of weight updates' });
    expect(row('model.mlpWidth')?.default).toBe(0);
    expect(row('training.optimizer')).toMatchObject({ values: 'adamw, sgd, muon', default: 'adamw' });
    expect(row('training.optimizer')?.choices?.muon).toContain('Jordan et al. 2024');
    expect(row('data.preset')?.default).toBe('repeats');
    for (const { values, help } of rows) expect([values, help]).not.toContain('');
  });

  // The settings of a text have no numbers of their own.
  const presets = PRESETS.flatMap(({ name, dataset }) => (dataset.name === 'text' ? [] : [name]));
  it.each(presets)('lists the defaults of the data of %s', async (preset) => {
    const rows: Row[] = await runLabJson('settings', '--json', '--preset', preset);
    const given = rows.flatMap(({ name, default: value }) =>
      typeof value === 'number' && name.startsWith('data.') ? [[name.replace('data.', ''), value]] : [],
    );
    const rowsOf = ({ dataset, config: { T } }: RunPlan) =>
      (['train', 'validation'] as const).map(
        (split) => dataset.batch({ split, step: 0, seed: 0, B: 8, T }).tokens,
      );
    const listed: RunSettings = { preset, ...Object.fromEntries(given) };
    expect(rowsOf(resolveSettings(listed))).toEqual(rowsOf(resolveSettings({ preset })));
  });

  it('prints a table, one line a setting and one a choice', async () => {
    const { code, stdout } = await runLab('settings');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^model\.C +16 to 512 +64 +dimension of the residual stream$/m);
    expect(stdout).toMatch(/^ {2}wsd: .*Hu et al\. 2024/m);
  });

  it('lists nothing that --set refuses', async () => {
    const rows: Row[] = await runLabJson('settings', '--json');
    const text = write('text.txt', 'a cat sat on a mat. a rat sat on a hat. '.repeat(30));
    for (const { name, default: value } of rows) {
      if (name === 'data.preset') continue;
      const values: Record<string, string | number> = {
        text,
        corpus: 'world-factbook',
        tokenizer: 'words',
        facts: 'Ada Ng, sport, golf',
        modulus: 59,
      };
      const chosen = value ?? values[name.replace('data.', '')] ?? 40;
      const preset = PRESET_OF[name] ?? 'text';
      const others = SMALL.filter((part) => part !== '--set' && !sameSetting(part, name));
      const trained = await runLabJson(
        'train',
        '--backend',
        'cpu',
        ...assignments(...others, `data.preset=${preset}`, `${name}=${sizeFor(name) ?? chosen}`),
      );
      expect(trained.preset, name).toBe(preset);
    }
  });
});

/** Whether an assignment is of this setting, with or without its section. */
const sameSetting = (assignment: string, name: string) =>
  name.split('.')[1] === (assignment.split('=')[0].split('.')[1] ?? assignment.split('=')[0]);

/** The preset of data settings that others do not take. */
const PRESET_OF: Readonly<Record<string, string>> = {
  'data.facts': 'facts',
  'data.heldOut': 'facts',
  'data.splitSeed': 'facts',
  'data.syllables': 'repeats',
  'data.modulus': 'modular',
  'data.fixedLength': 'repeats',
};

/** Values that keep the runs of a loop over all settings short. */
const sizeFor = (name: string): number | undefined =>
  ({
    ...{ 'training.steps': 1, 'model.C': 32, 'model.T': 16, 'model.H': 2, 'model.keyValueHeads': 1 },
    'data.fixedLength': 9,
  })[name];

describe('train --set', () => {
  it('sets model, data and training, and the file remembers them', async () => {
    const out = path('muon.safetensors');
    const { preset } = await runLabJson(
      'train',
      ...['--preset', 'league', '--backend', 'cpu', '--out', out, ...SMALL],
      ...assignments('training.optimizer=muon', 'schedule=wsd', 'training.decaySteps=1', 'tied=no'),
    );
    const { config, origin, weights } = readCheckpoint(readFileSync(out));
    expect(preset).toBe('league');
    expect(config).toMatchObject({ C: 32, H: 2, L: 1, mlpWidth: 32, tied: false });
    expect(weights.has('lm_head.weight')).toBe(true);
    expect(origin?.settings.training).toEqual({
      B: 4,
      steps: 2,
      optimizer: 'muon',
      schedule: 'wsd',
      decaySteps: 1,
    });
  });

  it('sets the parts of the model, and the file and its continuation have them', async () => {
    const out = path('parts.safetensors');
    const parts = ['norm=rms', 'positions=rotary', 'model.keyValueHeads=1', 'qkNorm=yes', 'biases=none'];
    await runLabJson(
      'train',
      ...['--preset', 'league', '--backend', 'cpu', '--out', out, ...SMALL],
      ...assignments(...parts, 'model.activation=swiglu', 'model.headWidth=8'),
    );
    const { config, origin, weights } = readCheckpoint(readFileSync(out));
    const own = {
      norm: 'rms',
      positions: 'rotary',
      keyValueHeads: 1,
      qkNorm: true,
      biases: 'none',
      headWidth: 8,
    };
    expect(config).toMatchObject({ ...own, activation: 'swiglu' });
    expect(origin?.settings.model).toMatchObject(own);
    expect([...weights.keys()]).toContain('model.layers.0.self_attn.q_norm.weight');
  });

  it('sets dropout and init, and the file and its continuation have them', async () => {
    const out = path('dropout.safetensors');
    const own = { embeddingDropout: 0.1, attentionDropout: 0.2, residualDropout: 0.3, init: 'scaled' };
    const pairs = Object.entries(own).map(([name, value]) => `model.${name}=${value}`);
    const common = ['train', '--preset', 'league', '--backend', 'cpu', ...SMALL];
    const plain = await runLabJson(...common);
    const { loss } = await runLabJson(...common, '--out', out, ...assignments(...pairs));
    const { config, origin } = readCheckpoint(readFileSync(out));
    expect(config).toMatchObject(own);
    expect(origin?.settings.model).toMatchObject(own);
    expect(loss).not.toBe(plain.loss);
    expect((await runLabJson(...common, ...assignments(...pairs))).loss).toBe(loss);
  });

  it('sets what every data set takes', async () => {
    const out = path('data.safetensors');
    const common = ['train', '--backend', 'cpu', '--out', out, ...SMALL];
    await runLabJson(
      ...common,
      ...assignments('data.facts=Ada Ng, sport, golf; Bo Li, sport, chess', 'heldOut=0.3'),
    );
    const { origin, tokenizer } = readCheckpoint(readFileSync(out));
    expect(origin?.settings).toMatchObject({
      preset: 'facts',
      heldOut: 0.3,
      facts: [
        { subject: 'Ada Ng', relation: 'sport', answer: 'golf' },
        { subject: 'Bo Li', relation: 'sport', answer: 'chess' },
      ],
    });
    expect(tokenizer?.vocabulary).toContain('Ng');
    await runLabJson(...common, ...assignments('preset=repeats', 'data.syllables=40', 'fixedLength=7'));
    expect(readCheckpoint(readFileSync(out)).config.V).toBe(40);
  });

  it('trains as the former flags do', async () => {
    const flags = await runLabJson(
      'train',
      '--backend',
      'cpu',
      ...SMALL,
      '--seed',
      '4',
      '--learning-rate',
      '0.01',
    );
    const set = await runLabJson(
      'train',
      ...['--backend', 'cpu', ...SMALL],
      ...assignments('training.seed=4', 'training.learningRate=0.01'),
    );
    expect(set.loss).toBe(flags.loss);
  });

  it.each([
    [['training.optimiser=muon'], 'there is no setting ‘training.optimiser’; “lab settings” lists all.'],
    [['training.optimizer=lion'], '--set training.optimizer=lion: it can be adamw, sgd, muon.'],
    [['training.steps'], '--set training.steps: a value is missing'],
    [['model.norm=batch'], '--set model.norm=batch: it can be layer, rms.'],
    [['model.keyValueHeads=3'], 'keyValueHeads is 3; the heads must divide evenly among them.'],
    [['training.steps=many'], '--set training.steps=many: it must be a number.'],
    [['training.steps=0'], 'steps is 0; it must be a whole number from 1 to 100000.'],
    [['model.C=30', 'H=4'], 'C is 30 and H is 4; the width must divide evenly among the heads.'],
    [['training.momentum=1'], 'momentum is 1; it must be a number from 0 to 0.999.'],
    [['steps=2', 'training.steps=3'], '--set training.steps=3: training.steps is given twice.'],
    [['data.facts=Ada, sport, chess, golf'], '“Ada, sport, chess, golf” is not a row of the form'],
    [
      ['data.preset=text', 'heldOut=0.2'],
      "'heldOut' needs the preset 'facts', 'league', 'modular', 'copy', 'sort', 'parity' or 'brackets'; the preset is 'text'",
    ],
    [['data.heldOut=0.95'], 'heldOut is 0.95; it must be a number from 0 to 0.9: the rest is trained.'],
    [['model.residualDropout=1'], 'residualDropout is 1; it must be a number from 0 to 0.9'],
    [['model.init=xavier'], '--set model.init=xavier: it can be normal, scaled.'],
    [['data.text=/nowhere'], '/nowhere cannot be read: ENOENT.'],
  ])('refuses %j', (pairs, message) => expectRefusal(['train', ...assignments(...pairs)], message));

  it('refuses a setting that its own flag gives as well, and the digit network', async () => {
    await expectRefusal(['train', '--steps', '3', '--set', 'steps=2'], 'training.steps is given twice.');
    await expectRefusal(
      ['train', '--preset', 'digits', '--set', 'steps=2'],
      '--set is for the presets of the',
    );
  });
});

describe('train --config', () => {
  const common = ['train', '--backend', 'cpu'];

  it('reads nested names, dotted names and names alone; --set and other options have precedence', async () => {
    const out = path('config.safetensors');
    const config = write(
      'config.json',
      JSON.stringify({
        ...{
          preset: 'league',
          steps: 5,
          'model.C': 32,
          facts: ['Ada Ng, sport, golf', 'Bo Li, sport, chess'],
        },
        model: { H: 2, L: 1, mlpWidth: 32, norm: 'rms', tied: false },
        training: { B: 4, seed: 9 },
      }),
    );
    const options = ['--config', config, '--out', out, '--steps', '2', ...assignments('norm=layer', 'L=2')];
    const { steps, preset, seed } = await runLabJson(...common, ...options);
    expect({ steps, preset, seed }).toEqual({ steps: 2, preset: 'league', seed: 9 });
    const { settings } = readCheckpoint(readFileSync(out)).origin ?? {};
    expect(settings).toEqual({
      preset: 'league',
      facts: [
        { subject: 'Ada Ng', relation: 'sport', answer: 'golf' },
        { subject: 'Bo Li', relation: 'sport', answer: 'chess' },
      ],
      model: { H: 2, L: 2, C: 32, mlpWidth: 32, norm: 'layer', tied: false },
      training: { steps: 2, B: 4, seed: 9 },
    });
  });

  it.each([
    ['{"model": {"norm": "batch"}}', 'model.norm=batch: it can be layer, rms.'],
    ['{"lr": 1}', 'there is no setting ‘lr’'],
    ['{"steps": 2, "training": {"steps": 3}}', 'training.steps is given twice.'],
    ['{"steps": "many"}', 'steps=many: it must be a number.'],
    ['[1]', 'is not a JSON object of settings'],
    ['{"model": []}', '‘model’ is a list; it must be an object of settings.'],
    ['{"model": 5}', '‘model’ is 5; it must be an object of settings.'],
    ['{"training": null}', '‘training’ is null; it must be an object of settings.'],
    ['{"seed": {"a": 1}}', '‘seed’ holds an object; its values are texts or numbers.'],
    ['{"constructor": {"a": 1}}', '‘constructor’ holds an object; its values are texts or numbers.'],
    ['{"facts": [{"subject": "x"}]}', '‘facts’ holds an object; its values are texts or numbers.'],
    ['{"facts": "Ada"}', 'facts=Ada: “Ada” is not a row of the form “subject, relation, answer”.\n'],
    ['steps: 2', 'is not JSON'],
    ['{"steps": 2, "steps": 3}', "refused.json has the key 'steps' twice in one object."],
    ['{"model": {"L": 1, "L": 2}}', "refused.json has the key 'L' twice in one object."],
  ])('refuses %s', (content, message) =>
    expectRefusal([...common, '--config', write('refused.json', content)], message),
  );

  it('refuses more rows of facts than a request may have', () => {
    const facts = Array.from({ length: 1001 }, (_, i) => `s${i}, sport, chess`);
    const config = write('facts.json', JSON.stringify({ preset: 'facts', facts }));
    return expectRefusal(
      [...common, '--config', config],
      'they are 1,001 rows of facts; 1,000 can be added.\n',
    );
  });

  it.each([
    '{"data": {"text": "PATH"}}',
    '{"text": "PATH"}',
    '{"data.text": "PATH"}',
    '{"data": {"text=PATH": 1}}',
  ])('reads no file that a configuration names: %s', async (content) => {
    const secret = write('secret.txt', 'the password is swordfish. '.repeat(60));
    const out = path('stolen.safetensors');
    const config = write('theft.json', content.replace('PATH', secret));
    const options = ['--config', config, '--preset', 'text', '--out', out, ...SMALL];
    await expectRefusal(
      [...common, ...options],
      'data.text is the path of a file, which a configuration file cannot name; name it with --text.',
    );
    expect(existsSync(out)).toBe(false);
  });

  it('takes the text from the command line beside a configuration', async () => {
    const text = write('own.txt', 'a cat sat on a mat. a rat sat on a hat. '.repeat(30));
    const config = write('tokenizer.json', '{"preset": "text", "data": {"tokenizer": "characters"}}');
    const { preset } = await runLabJson(...common, '--config', config, '--text', text, ...SMALL);
    expect(preset).toBe('text');
  });
});
