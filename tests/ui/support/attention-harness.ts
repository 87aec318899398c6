// The attention page in any state: /tests/ui/support/attention-harness.html?theme=light&prompt=…&step=400
import { ContextProvider } from '@lit/context';
import { labContext, pageContext } from '../../../src/ui/state/contexts.ts';
import { PageStore } from '../../../src/ui/state/page/page-store.ts';
import { LabStore } from '../../../src/ui/state/runs/lab-store.ts';
import { INITIAL_PAGE, type Orientation } from '../../../src/ui/types/page.ts';
import '../../../src/ui/styles/tokens.css';
import '../../../src/ui/app/pages/attention-view/attention-view.ts';
import { KernelDialog } from '../../../src/ui/views/dialogs/kernel-dialog/kernel-dialog.ts';
import { FakeLab, NO_BUNDLED_MODELS } from './fake-lab.ts';

const options = new URLSearchParams(location.search);
const number = (name: string, otherwise: number) => Number(options.get(name) ?? otherwise);

document.documentElement.dataset.theme = options.get('theme') ?? 'dark';

let fake: FakeLab | undefined;
const lab = new LabStore(({ onEvent }) => {
  fake = new FakeLab({
    layers: number('layers', 2),
    heads: number('heads', 4),
    contextLength: number('context', 32),
    onEvent: (event) => onEvent({ source: 'transformer', event }),
  });
  return fake;
}, NO_BUNDLED_MODELS);
const page = new PageStore(window);
page.update({
  prompt: options.get('prompt') ?? '',
  orientation: (options.get('orientation') as Orientation | null) ?? INITIAL_PAGE.orientation,
  focus: { layer: number('layer', 1) - 1, head: number('head', 1) - 1 },
});

const stage = document.createElement('main');
stage.style.padding = innerWidth < 760 ? '16px 14px' : '22px 28px';
new ContextProvider(stage, { context: labContext, initialValue: lab });
new ContextProvider(stage, { context: pageContext, initialValue: page });
stage.addEventListener('lab-focus', ({ focus }) => page.focus(focus));
stage.addEventListener('lab-prompt', ({ prompt }) => page.update({ prompt }));
stage.addEventListener('lab-orientation', ({ orientation }) => page.update({ orientation }));
const dialog = new KernelDialog();
dialog.fetchKernel = () => lab.client.transformer.kernel('logits');
stage.addEventListener('lab-kernel', ({ activation }) => void dialog.show(activation));
stage.append(dialog, document.createElement('lab-attention-view'));
document.body.append(stage);

if (options.get('model') !== 'none') fake?.setStep(number('step', 400), options.has('training'));
if (options.has('training')) setInterval(() => fake?.advance(), 20);
