// Server-sent events by fetch: EventSource cannot send the token.

import { askToken, forget, hasToken, headers } from "./token.js";

/** Tells `tell` each event of a response until it is over. */
export async function read(response, tell) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const events = text.split("\n\n");
    text = events.pop();
    for (const event of events) {
      const lines = event.split("\n");
      const of = name => lines.filter(line => line.startsWith(`${name}: `)).map(line => line.slice(name.length + 2)).join("\n");
      if (of("data")) tell(of("event"), JSON.parse(of("data")));
    }
  }
}

/** Follows what a path tells, which may change; connects again by itself. */
export class Live {
  #path = null;
  #abort = new AbortController();

  constructor(tell, state) {
    this.tell = tell;
    this.state = state;
  }

  follow(path) {
    if (path === this.#path) return;
    this.#path = path;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#run(path, this.#abort.signal);
  }

  async #run(path, signal) {
    for (let pause = 250; !signal.aborted; pause = Math.min(pause * 2, 3000)) {
      try {
        const response = await fetch(path, { headers: headers(), signal });
        if (response.status === 401) {
          const why = hasToken() ? "That was not the token." : "This program asks for its token before it shows itself.";
          forget();
          if (!await askToken(why)) pause = 3000;
          continue;
        }
        if (response.ok) {
          await read(response, (name, data) => {
            if (signal.aborted) return;
            pause = 125;
            this.state("live");
            this.tell(name, data);
          });
        }
      } catch (error) {
        if (signal.aborted) return;
      }
      if (signal.aborted) return;
      this.state("away");
      await new Promise(resolve => setTimeout(resolve, pause));
    }
  }
}
