// The token: kept for this tab, and sent as a header, which no other site's page can do.

import { at, write } from "./dom.js";

const KEY = "observer-token";

export const headers = () => {
  const token = sessionStorage.getItem(KEY);
  return token ? { authorization: `Bearer ${token}` } : {};
};

export const hasToken = () => sessionStorage.getItem(KEY) != null;

let asked = null;

/** Asks for the token; whether there is one now. Asked twice at a time it asks once. */
export function askToken(why) {
  write(at("token-why"), why);
  return asked ??= new Promise(resolve => {
    const dialog = at("token");
    at("token-text").value = "";
    const done = given => {
      asked = null;
      dialog.close();
      resolve(given);
    };
    at("token-form").onsubmit = event => {
      event.preventDefault();
      sessionStorage.setItem(KEY, at("token-text").value.trim());
      done(true);
    };
    at("token-cancel").onclick = () => done(false);
    dialog.oncancel = event => {
      event.preventDefault();
      done(false);
    };
    dialog.showModal();
  });
}

/** A POST that needs the token; asks for it where it is missing or wrong. The answer, or `null`. */
export async function post(path, signal) {
  for (let why = "To change something, or to trace, the program has to know you."; ;) {
    if (!hasToken() && !await askToken(why)) return null;
    const answer = await fetch(path, { method: "POST", headers: headers(), signal });
    if (answer.status !== 401) return answer;
    sessionStorage.removeItem(KEY);
    why = "That was not the token.";
  }
}

export function forget() {
  sessionStorage.removeItem(KEY);
}
