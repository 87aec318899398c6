// Defines <lab-map> and <lab-head> for any page: each is a frame with the embed.html beside this script. Attributes: preset,
// prompt, layer and head (from 1), theme (system, dark, light), height in pixels, title.

(() => {
  const base = document.currentScript.src;
  const VALUES = ['preset', 'prompt', 'layer', 'head', 'theme'];

  class LabFrame extends HTMLElement {
    static observedAttributes = [...VALUES, 'height', 'title'];

    connectedCallback() {
      this.style.display ||= 'block';
      this.#render();
    }

    attributeChangedCallback() {
      if (this.isConnected) this.#render();
    }

    #render() {
      const values = new URLSearchParams(this.fixed);
      for (const name of VALUES) if (this.hasAttribute(name)) values.set(name, this.getAttribute(name));
      const frame = document.createElement('iframe');
      frame.src = new URL(`embed.html#${values}`, base).href;
      frame.title = this.getAttribute('title') ?? this.name;
      frame.height = this.getAttribute('height') ?? '560';
      frame.loading = 'lazy';
      frame.style.cssText = 'display: block; width: 100%; border: 0';
      this.replaceChildren(frame);
    }
  }

  const define = (tag, name, fixed) => {
    if (!customElements.get(tag))
      customElements.define(
        tag,
        class extends LabFrame {
          name = name;
          fixed = fixed;
        },
      );
  };
  define('lab-map', 'A language model at work', { view: 'network' });
  define('lab-head', 'One attention head', {});
})();
