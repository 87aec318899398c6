// What the lab may do on this device: work offline, be installed, go on in a hidden tab, keep the screen on; and its theme.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { DeviceSettingsEvent, OfflineActionEvent, ThemeChangeEvent } from '../../../events.ts';
import { formatBytes } from '../../../format/quantities.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { dialogStyles } from '../../../styles/dialog.styles.ts';
import type { OfflineState } from '../../../types/device.ts';
import { type BackgroundMode, DEFAULT_DEVICE_SETTINGS, type DeviceSettings } from '../../../types/device.ts';
import { THEMES, type Theme } from '../../../types/page.ts';
import { deviceDialogStyles } from './device-dialog.styles.ts';
import { InstallPrompt } from './install-prompt.ts';

const HIDDEN_TAB_LABELS: Record<BackgroundMode, string> = {
  'go-on': 'goes on at full speed',
  slow: 'goes on at about a tenth of its speed, so that other work has room',
  pause: 'pauses, and goes on when you come back',
};

const THEME_LABELS: Record<Theme, string> = {
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
 * @fires lab-device-settings - something was chosen
 * @fires lab-theme - another theme was
 */
@customElement('lab-device-dialog')
export class DeviceDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, deviceDialogStyles];

  @property({ attribute: false }) offline: OfflineState = { hasUpdate: false };
  @property({ attribute: false }) choices: DeviceSettings = DEFAULT_DEVICE_SETTINGS;
  @property({ attribute: false }) isPersisted = true;
  @property({ attribute: false }) theme: Theme = 'system';

  @state() private installOutcome?: string;

  @query('dialog') private dialog!: HTMLDialogElement;

  readonly #installPrompt = new InstallPrompt(this);

  show(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  protected override render() {
    return html`<dialog aria-labelledby="title">
      <div class="head">
        <h2 id="title">On this device</h2>
        <button type="button" @click=${() => this.dialog.close()}>Close</button>
      </div>
      ${this.#offlineSection()} ${this.#installSection()} ${this.#hiddenTabSection()} ${this.#wakeLockSection()}
      ${this.#themeSection()}
      ${this.isPersisted ? nothing : html`<p class="problem">The browser keeps nothing for this page: these choices end with it.</p>`}
    </dialog>`;
  }

  #offlineSection(): TemplateResult {
    const { unavailableReason, cache: offlineCopy, download, statusMessage } = this.offline;
    if (unavailableReason) return section('Without a network', html`<p>${unavailableReason}</p>`);
    if (!offlineCopy) return section('Without a network', html`<p>Getting ready …</p>`);
    return section(
      'Without a network',
      html`
        <p>
          The lab itself is on this device, and with it the models and digits you have used. The videos stay with YouTube:
          without a network a timeline takes their place.
        </p>
        ${download ? this.#copying(download) : this.#offlineButton(offlineCopy)}
        <p role="status">${this.#offlineStatus()}</p>
        ${statusMessage ? html`<p class="problem" role="alert">${statusMessage}</p>` : nothing}
      `,
    );
  }

  #copying({ receivedBytes, totalBytes }: { receivedBytes: number; totalBytes: number }): TemplateResult {
    return html`<div class="row">
      <progress max=${totalBytes} value=${receivedBytes} aria-label="Copied to this device"></progress>
      <span class="numbers">${formatBytes(receivedBytes)} of ${formatBytes(totalBytes)}</span>
      <button type="button" class="stop" @click=${() => this.#requestOffline('abort')}>Stop</button>
    </div>`;
  }

  #offlineButton({ missingBytes }: { missingBytes: number }): TemplateResult | typeof nothing {
    if (missingBytes === 0) return nothing;
    return html`<button type="button" class="keep" @click=${() => this.#requestOffline('cache')}>
      Make everything available offline (${formatBytes(missingBytes)})
    </button>`;
  }

  /** Heard when it changes, which it does at the ends of copying only. */
  #offlineStatus(): string {
    const { cache: offlineCopy, download } = this.offline;
    if (!offlineCopy) return '';
    if (download) return 'Copying to this device.';
    if (offlineCopy.missingBytes > 0) return `On this device: ${formatBytes(offlineCopy.cachedBytes)}.`;
    return `Everything is on this device, ${formatBytes(offlineCopy.cachedBytes)}: chapters, models and digits work offline.`;
  }

  #installSection(): TemplateResult {
    if (this.#installPrompt.isInstalled)
      return section('As an app', html`<p role="status">The lab runs as an app of its own.</p>`);
    if (!this.#installPrompt.isAvailable)
      return section(
        'As an app',
        html`<p>Where your browser can install pages, its menu has “Install” or “Add to Home Screen” for this one.</p>`,
      );
    return section(
      'As an app',
      html`<p>In a window of its own, started like any other program.</p>
        <button type="button" @click=${this.#startInstall}>Install the lab</button>
        <p role="status">${this.installOutcome}</p>`,
    );
  }

  readonly #startInstall = async () => {
    this.installOutcome = (await this.#installPrompt.show()) ? 'It is being installed.' : 'Not installed.';
  };

  #hiddenTabSection(): TemplateResult {
    const choice = (name: BackgroundMode) => html`<label>
      <input
        type="radio"
        name="hidden"
        value=${name}
        .checked=${this.choices.hidden === name}
        @change=${() => this.dispatchEvent(new DeviceSettingsEvent({ hidden: name }))}
      />
      ${HIDDEN_TAB_LABELS[name]}
    </label>`;
    return html`<fieldset>
      <legend>While this tab is hidden, training</legend>
      ${choice('go-on')} ${choice('slow')} ${choice('pause')}
    </fieldset>`;
  }

  #wakeLockSection(): TemplateResult {
    const choose = ({ target }: Event) =>
      this.dispatchEvent(new DeviceSettingsEvent({ awake: (target as HTMLInputElement).checked }));
    return html`<fieldset>
      <legend>The screen</legend>
      <label>
        <input type="checkbox" name="awake" .checked=${this.choices.awake} @change=${choose} />
        stays on while a network trains in this tab
      </label>
    </fieldset>`;
  }

  #themeSection(): TemplateResult {
    const choice = (theme: Theme) => html`<label>
      <input
        type="radio"
        name="theme"
        value=${theme}
        .checked=${this.theme === theme}
        @change=${() => this.dispatchEvent(new ThemeChangeEvent(theme))}
      />
      ${THEME_LABELS[theme]}
    </label>`;
    return html`<fieldset>
      <legend>Colours</legend>
      ${THEMES.map(choice)}
    </fieldset>`;
  }

  #requestOffline(action: 'cache' | 'abort'): void {
    this.dispatchEvent(new OfflineActionEvent(action));
  }
}

const section = (title: string, content: TemplateResult): TemplateResult =>
  html`<section><h3>${title}</h3>${content}</section>`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-device-dialog': DeviceDialog;
  }
}
