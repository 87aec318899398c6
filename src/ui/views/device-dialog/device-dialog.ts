// What the lab may do on this device: work offline, be installed, go on in a hidden tab, keep the screen on; and its theme.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import {
  type DeviceChoices,
  type HiddenTabChoice,
  USUAL_CHOICES,
} from '../../controllers/device-settings.ts';
import type { OfflineState } from '../../controllers/offline-store.ts';
import { THEMES, type Theme } from '../../controllers/page-state.ts';
import { DeviceChoiceEvent, OfflineRequestEvent, ThemeChangeEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { dialogStyles } from '../../styles/dialog.styles.ts';
import { bytes } from '../quantities.ts';
import { deviceDialogStyles } from './device-dialog.styles.ts';
import { InstallPrompt } from './install-prompt.ts';

const HIDDEN: Record<HiddenTabChoice, string> = {
  'go-on': 'goes on at full speed',
  slow: 'goes on at about a tenth of its speed, so that other work has room',
  pause: 'pauses, and goes on when you come back',
};

const THEME_WORDS: Record<Theme, string> = {
  system: 'as the device wishes',
  dark: 'dark',
  light: 'light',
};

/**
 * A dialog with the choices that belong to the device.
 *
 * @property offline - what is on this device
 * @property choices - what was chosen
 * @property kept - whether choices outlast the page
 * @property theme - the theme chosen, whose button the narrowest headers have no room for
 * @method show - opens it
 * @fires lab-offline - everything is to be copied, or copying to stop
 * @fires lab-device - something was chosen
 * @fires lab-theme - another theme was
 */
@customElement('lab-device-dialog')
export class DeviceDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, deviceDialogStyles];

  @property({ attribute: false }) offline: OfflineState = { newer: false };
  @property({ attribute: false }) choices: DeviceChoices = USUAL_CHOICES;
  @property({ attribute: false }) kept = true;
  @property({ attribute: false }) theme: Theme = 'system';

  @state() private installed?: string;

  @query('dialog') private dialog!: HTMLDialogElement;

  readonly #install = new InstallPrompt(this);

  show(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  protected override render() {
    return html`<dialog aria-labelledby="title">
      <div class="head">
        <h2 id="title">On this device</h2>
        <button type="button" @click=${() => this.dialog.close()}>Close</button>
      </div>
      ${this.#offlinePart()} ${this.#installPart()} ${this.#hiddenPart()} ${this.#screenPart()}
      ${this.#themePart()}
      ${this.kept ? nothing : html`<p class="problem">The browser keeps nothing for this page: these choices end with it.</p>`}
    </dialog>`;
  }

  #offlinePart(): TemplateResult {
    const { refusal, kept, copying, ended } = this.offline;
    if (refusal) return section('Without a network', html`<p>${refusal}</p>`);
    if (!kept) return section('Without a network', html`<p>Getting ready …</p>`);
    return section(
      'Without a network',
      html`
        <p>
          The lab itself is on this device, and with it the models and digits you have used. The videos stay with YouTube:
          without a network a timeline takes their place.
        </p>
        ${copying ? this.#copying(copying) : this.#keeping(kept)}
        <p role="status">${this.#outcome()}</p>
        ${ended ? html`<p class="problem" role="alert">${ended}</p>` : nothing}
      `,
    );
  }

  #copying({ done, total }: { done: number; total: number }): TemplateResult {
    return html`<div class="row">
      <progress max=${total} value=${done} aria-label="Copied to this device"></progress>
      <span class="numbers">${bytes(done)} of ${bytes(total)}</span>
      <button type="button" class="stop" @click=${() => this.#ask('stop')}>Stop</button>
    </div>`;
  }

  #keeping({ missing }: { missing: number }): TemplateResult | typeof nothing {
    if (missing === 0) return nothing;
    return html`<button type="button" class="keep" @click=${() => this.#ask('keep')}>
      Make everything available offline (${bytes(missing)})
    </button>`;
  }

  /** Heard when it changes, which it does at the ends of copying only. */
  #outcome(): string {
    const { kept, copying } = this.offline;
    if (!kept) return '';
    if (copying) return 'Copying to this device.';
    if (kept.missing > 0) return `On this device: ${bytes(kept.here)}.`;
    return `Everything is on this device, ${bytes(kept.here)}: chapters, models and digits work offline.`;
  }

  #installPart(): TemplateResult {
    if (this.#install.installed)
      return section('As an app', html`<p role="status">The lab runs as an app of its own.</p>`);
    if (!this.#install.offered)
      return section(
        'As an app',
        html`<p>Where your browser can install pages, its menu has “Install” or “Add to Home Screen” for this one.</p>`,
      );
    return section(
      'As an app',
      html`<p>In a window of its own, started like any other program.</p>
        <button type="button" @click=${this.#startInstall}>Install the lab</button>
        <p role="status">${this.installed}</p>`,
    );
  }

  readonly #startInstall = async () => {
    this.installed = (await this.#install.ask()) ? 'It is being installed.' : 'Not installed.';
  };

  #hiddenPart(): TemplateResult {
    const choice = (name: HiddenTabChoice) => html`<label>
      <input
        type="radio"
        name="hidden"
        value=${name}
        .checked=${this.choices.hidden === name}
        @change=${() => this.dispatchEvent(new DeviceChoiceEvent({ hidden: name }))}
      />
      ${HIDDEN[name]}
    </label>`;
    return html`<fieldset>
      <legend>While this tab is hidden, training</legend>
      ${choice('go-on')} ${choice('slow')} ${choice('pause')}
    </fieldset>`;
  }

  #screenPart(): TemplateResult {
    const choose = ({ target }: Event) =>
      this.dispatchEvent(new DeviceChoiceEvent({ awake: (target as HTMLInputElement).checked }));
    return html`<fieldset>
      <legend>The screen</legend>
      <label>
        <input type="checkbox" name="awake" .checked=${this.choices.awake} @change=${choose} />
        stays on while a network trains in this tab
      </label>
    </fieldset>`;
  }

  #themePart(): TemplateResult {
    const choice = (theme: Theme) => html`<label>
      <input
        type="radio"
        name="theme"
        value=${theme}
        .checked=${this.theme === theme}
        @change=${() => this.dispatchEvent(new ThemeChangeEvent(theme))}
      />
      ${THEME_WORDS[theme]}
    </label>`;
    return html`<fieldset>
      <legend>Colours</legend>
      ${THEMES.map(choice)}
    </fieldset>`;
  }

  #ask(action: 'keep' | 'stop'): void {
    this.dispatchEvent(new OfflineRequestEvent(action));
  }
}

const section = (title: string, content: TemplateResult): TemplateResult =>
  html`<section><h3>${title}</h3>${content}</section>`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-device-dialog': DeviceDialog;
  }
}
