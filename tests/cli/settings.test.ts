// `lab settings` and `lab train --set`: every setting of a run by its name.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
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
      const chosen = name === 'data.text' ? text : (value ?? (name.endsWith('tokenizer') ? 'words' : 40));
      const others = SMALL.filter((part) => part !== '--set' && !sameSetting(part, name));
      const { preset } = await runLabJson(
        'train',
        '--backend',
        'cpu',
        ...assignments(...others, 'data.preset=text', `${name}=${sizeFor(name) ?? chosen}`),
      );
      expect(preset, name).toBe('text');
    }
  });
});

/** Whether an assignment is of this setting, with or without its section. */
const sameSetting = (assignment: string, name: string) =>
  name.split('.')[1] === (assignment.split('=')[0].split('.')[1] ?? assignment.split('=')[0]);

/** Values that keep the runs of a loop over all settings short. */
const sizeFor = (name: string): number | undefined =>
  ({ 'training.steps': 1, 'model.C': 32, 'model.T': 16, 'model.H': 2, 'model.keyValueHeads': 1 })[name];

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
