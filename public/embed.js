// Defines <lab-map> and <lab-head> for any page: each holds a frame with the embed.html beside this script. Attributes: preset,
// prompt, layer and head (from 1), theme (system, dark, light), height in pixels, title.

(() => {
  const base = document.currentScript.src;
  const VALUES = ['preset', 'prompt', 'layer', 'head', 'theme'];

  /** Its frame is made once a place in the page, and follows the attributes. */
  class LabFrame extends HTMLElement {
    static observedAttributes = [...VALUES, 'height', 'title'];

    #frame;
    #src;
    #isLoaded = false;
    #isDue = false;

    connectedCallback() {
      this.style.display ||= 'block';
      this.#update();
    }

    /** A frame that is moved would load the first address of its `src` again. */
    disconnectedCallback() {
      this.#frame?.remove();
      this.#frame = undefined;
      this.#src = undefined;
      this.#isLoaded = false;
    }

    attributeChangedCallback() {
      this.#update();
    }

    /** Attributes come one by one, also those that are there from the start. */
    #update() {
      if (this.#isDue) return;
      this.#isDue = true;
      queueMicrotask(() => {
        this.#isDue = false;
        if (this.isConnected) this.#show();
      });
    }

    #show() {
      const frame = this.#frame ?? this.#create();
      frame.title = this.getAttribute('title') ?? this.name;
      frame.height = this.getAttribute('height') ?? '560';
      const src = this.#address();
      if (src !== this.#src) {
        // Another address of a frame that has loaded would be a further step of the page's Back button.
        if (this.#isLoaded) frame.contentWindow.location.replace(src);
        else frame.src = src;
      }
      this.#src = src;
      if (!frame.isConnected) this.replaceChildren(frame);
    }

    #create() {
      const frame = document.createElement('iframe');
      frame.loading = 'lazy';
      frame.style.cssText = 'display: block; width: 100%; border: 0';
      frame.addEventListener('load', () => {
        this.#isLoaded = true;
      });
      this.#frame = frame;
      return frame;
    }

    #address() {
      const values = new URLSearchParams(this.fixed);
      for (const name of VALUES) if (this.hasAttribute(name)) values.set(name, this.getAttribute(name));
      return new URL(`embed.html#${values}`, base).href;
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
