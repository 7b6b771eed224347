// Browsers start no worker from a file, and the search runs in one. On file: pages this stands in for it: the script
// runs in a hidden frame of the same page, and messages pass as they would.
if (location.protocol === "file:") {
  // As between threads: a copy, and later.
  const send = (data, receive) => {
    const event = new MessageEvent("message", { data: structuredClone(data) });
    setTimeout(() => receive(event));
  };
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      this.onmessage = null;
      this.waiting = [];
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const inner = this.frame.contentWindow;
      inner.postMessage = (data) => send(data, (event) => this.pass(event));
      inner.importScripts = (...scripts) => scripts.forEach((one) => this.load(one));
      this.load(address).onload = () => {
        this.isReady = true;
        this.waiting.splice(0).forEach((data) => this.postMessage(data));
      };
    }
    load(address) {
      const script = this.frame.contentDocument.createElement("script");
      script.src = address;
      this.frame.contentDocument.body.append(script);
      return script;
    }
    pass(event) {
      this.dispatchEvent(event);
      if (this.onmessage) this.onmessage(event);
    }
    postMessage(data) {
      if (this.isReady) send(data, (event) => this.frame.contentWindow?.dispatchEvent(event));
      else this.waiting.push(data);
    }
    terminate() {
      this.frame.remove();
    }
  };
}
